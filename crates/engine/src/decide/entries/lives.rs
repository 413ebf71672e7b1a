//! Words for the state that something live is in: a file whose entries have such a state lists live things, whatever it is
//! called. Called by `entries` and `steps`.

use super::rows::{self, Row};

/// What something may be in while it is there, or was.
const STATES: &[&str] = &[
    "active",
    "inactive",
    "running",
    "pending",
    "queued",
    "waiting",
    "scheduled",
    "deployed",
    "published",
    "unpublished",
    "exited",
    "merged",
    "unmerged",
    "stale",
    "expired",
    "idle",
    "online",
    "offline",
    "open",
    "live",
    "stopped",
    "paused",
    "suspended",
    "failed",
    "failing",
    "completed",
    "succeeded",
    "finished",
    "healthy",
    "unhealthy",
    "degraded",
    "draining",
    "drained",
    "provisioned",
    "bound",
    "available",
    "in-use",
    "in_use",
    "in use",
    "unused",
    "attached",
    "detached",
    "present",
    "subscribed",
    "bounced",
    "sleeping",
    "on hold",
    "held",
    "orphaned",
    "dangling",
    "quarantined",
    "reserved",
    "leased",
    "valid",
];

/// What it is in when it is no longer there for anybody.
const OVER: &[&str] = &[
    "deleted",
    "removed",
    "closed",
    "cancelled",
    "canceled",
    "terminated",
    "archived",
    "deprecated",
    "yanked",
    "revoked",
    "retired",
    "purged",
    "unsubscribed",
    "evicted",
    "invalid",
    "invalidated",
    "killed",
    "decommissioned",
    "destroyed",
    "dropped",
    "obsolete",
    "withdrawn",
    "uninstalled",
    "sunset",
    "abandoned",
    "stopped",
    "unpublished",
    "expired",
    "released",
];

/// Keys that say what an entry is in.
const KEYS: &[&str] =
    &["state", "status", "phase", "desired", "desired_state", "desired-state", "conclusion", "lifecycle", "health"];

/// Lists of what somebody wants to do: an entry that is done is no live thing that ends.
const PLANS: &[&str] =
    &["todo", "todos", "task", "tasks", "backlog", "roadmap", "milestones", "progress", "checklist", "prd"];

/// A word for what something is in.
pub(super) fn is_state(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    STATES.contains(&word.as_str()) || OVER.contains(&word.as_str())
}

/// One such word takes the place of another.
pub(super) fn turns(old: &str, new: &str) -> bool {
    is_state(old) && is_state(new) && !old.eq_ignore_ascii_case(new)
}

/// What was there for somebody is not any more.
fn ends(old: &str, new: &str) -> bool {
    is_state(old) && OVER.contains(&new.to_ascii_lowercase().as_str()) && !old.eq_ignore_ascii_case(new)
}

/// By this piece of an edit some entry ends.
pub(super) fn end_by(path: &str, old: &str, new: &str) -> bool {
    let Some(rows) = rows::between(path, old, new, true).filter(|_| !is_plan(path)) else { return false };
    let mut sets = rows.touched.iter().flat_map(|t| &t.sets);
    sets.any(|s| matches!((&s.old, &s.new), (Some(a), Some(b)) if ends(a, b)))
}

fn is_plan(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    name.starts_with("plan.") || super::pieces(&name).any(|w| PLANS.contains(&w))
}

/// Some entry of this text, or of this piece of one, is in such a state.
pub(super) fn stand_in(path: &str, text: &str, piece: bool) -> bool {
    if is_plan(path) {
        return false;
    }
    let ext = path.rsplit_once('.').map_or("", |(_, e)| e);
    let Some(rows) = rows::read(path, text, None, piece) else { return false };
    // `"2022": live`, by themselves or below what they belong to.
    let single = rows.iter().filter(|r| matches!(&r.fields[..], [(key, word)] if key.is_empty() && is_state(word)));
    let several = |r: &Row| r.fields.len() > 1 && r.fields.iter().all(|(_, word)| is_state(word));
    rows.iter().any(|row| lives(row, ext) || several(row)) || single.take(2).count() > 1
}

fn lives(row: &Row, ext: &str) -> bool {
    let named = |key: &str| KEYS.contains(&key.rsplit('.').next().unwrap_or(key).to_ascii_lowercase().as_str());
    let column = matches!(ext, "csv" | "tsv");
    let said = row.fields.iter().any(|(key, word)| (column || named(key)) && is_state(word));
    // `live: [a, b]`
    let listed = row.fields.is_empty() && row.owners.first().is_some_and(|o| is_state(o));
    // `frame-0042 running`
    said || listed || row.fields.is_empty() && row.names.len() > 1 && row.names.last().is_some_and(|w| is_state(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_a_state() {
        for (path, text) in [
            ("demos.json", r#"{"release": "a", "status": "deployed"}"#),
            ("x.csv", "fix/retry,merged\nfeat/quota,open"),
            ("x.csv", "id,owner,state\n7,kim,RUNNING"),
            ("n.yaml", "\"2022\": live\n\"2023\": live"),
            ("a.json", r#""live": ["shop", "portal"], "sunset": ["blog"]"#),
            ("p.yml", "\"@acme/ui@1.0\": published\n\"@acme/ui@1.1\": published"),
            ("f.txt", "frame-1 running\nframe-2 running"),
            ("i.toml", "[[release]]\nname = \"a\"\nstatus = \"published\""),
        ] {
            assert!(stand_in(path, text, true), "{text}");
        }
        for (path, text) in [
            ("tasks.json", r#"{"id": "a", "status": "pending"}"#),
            ("a.json", r#"{"mode": "active", "level": 3}"#),
            ("a.yaml", "logging: active\nlevel: 3"),
            ("a.csv", "id,name\n1,anna"),
        ] {
            assert!(!stand_in(path, text, true), "{text}");
        }
    }

    #[test]
    fn what_ends() {
        assert!(ends("active", "deleted") && ends("RUNNING", "CANCELLED") && turns("stopped", "running"));
        assert!(!ends("a", "deleted") && !ends("stopped", "running") && !ends("deleted", "deleted"));
    }
}
