//! Pieces of the session's fold: things with a name that a session made, and the marks by which a stopped effect is known
//! again in another spelling. Used by `doings` and `session`.

use crate::category::Category;
use crate::effect::{Certainty, Effect, Target};
use crate::finding::Outcome;
use crate::path::PathClass;
use crate::risk::Risk;
use crate::verb::Verb;
use crate::verdict::Verdict;

/// A thing with a name that this session made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Made {
    /// What it is: branch, container, pod …
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Where it lies: namespace, host, account; the empty text where nothing says so.
    pub within: String,
}

impl Made {
    /// As one text, for the record.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{}\t{}\t{}", self.kind, self.name, self.within)
    }

    /// Back from that.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '\t');
        let (kind, name) = (parts.next()?, parts.next()?);
        let within = parts.next().unwrap_or("");
        Some(Self { kind: kind.to_owned(), name: name.to_owned(), within: within.to_owned() })
    }
}

/// The mark of an effect that was stopped: its kind and its target, not its words. None for what has no target to be known
/// by, and for what only looks at ordinary things.
#[must_use]
pub fn denial(effect: &Effect) -> Option<u64> {
    if matches!(effect.certainty, Certainty::Unknown(_)) {
        return None;
    }
    let family = family(effect)?;
    let target = match &effect.target {
        Target::Path(p) => p.resolved.clone(),
        Target::Url { host, .. } | Target::Host { host, .. } => host.clone(),
        Target::Named { name, .. } if !name.is_empty() => name.clone(),
        Target::Named { .. } | Target::None | Target::Unknown(_) => return None,
    };
    Some(mark(family, &target))
}

/// Effects of one family reach the same: what is deleted, moved away or wiped is gone.
fn family(effect: &Effect) -> Option<&'static str> {
    use Verb as V;
    Some(match effect.verb {
        V::Delete | V::Wipe | V::Move => "gone",
        V::NetSend | V::RemoteCopy | V::ExternalWrite | V::NetTunnel | V::RemoteExec => "out",
        V::SecretRead | V::EnvRead => "secret",
        V::Write | V::Append | V::Link | V::Chmod | V::Chown | V::SecretWrite | V::Persist => "change",
        V::AgentControl | V::SecurityWeaken | V::SystemConfig => "control",
        V::VcsPush | V::VcsForcePush | V::VcsDeleteRemote => "push",
        V::Inspect | V::Read | V::VcsRead | V::VcsFetch | V::NetFetch | V::NetProbe | V::Create => return None,
        other => other.name(),
    })
}

/// Family and target as a number.
fn mark(family: &str, target: &str) -> u64 {
    crate::activity::fnv1a(family.bytes().chain([0]).chain(target.bytes()))
}

/// Whether a breaker holds this effect back: everything that changes something or reaches out.
#[must_use]
pub fn is_counted(effect: &Effect) -> bool {
    use Verb as V;
    let looks = matches!(
        effect.verb,
        V::Inspect | V::Read | V::VcsRead | V::ForgeRead | V::ContainerRead | V::ServiceRead | V::InfraRead | V::Create
    );
    !looks
}

/// All effects of a verdict's actions.
pub(super) fn effects(verdict: &Verdict) -> impl Iterator<Item = &Effect> {
    verdict.judgement().actions.iter().flat_map(|a| &a.effects)
}

/// The marks of the effects for which a call was stopped. A breaker's own stop marks nothing.
pub(super) fn denials(verdict: &Verdict) -> Vec<u64> {
    let live = || verdict.judgement().findings.iter().filter(|f| f.lifted_by.is_none() && f.outcome >= Outcome::Ask);
    if live().all(|f| f.rule.starts_with("breaker.")) {
        return Vec::new();
    }
    let about = |e: &&Effect| e.dimensions.level() > Risk::Low || live().any(|f| f.span == e.span);
    effects(verdict).filter(about).filter_map(denial).take(MAX_MARKS).collect()
}

/// How many marks one call leaves.
const MAX_MARKS: usize = 32;

/// What a call makes, as its effects say.
pub(super) fn made(verdict: &Verdict) -> Vec<Made> {
    let named = |e: &Effect| match &e.target {
        Target::Named { name, .. } if e.verb == Verb::Create => Made::from_text(name),
        _ => None,
    };
    effects(verdict).filter_map(named).take(MAX_MARKS).collect()
}

/// The manifests whose dependencies a call changes.
pub(super) fn manifests(verdict: &Verdict) -> Vec<String> {
    let deps = |e: &&Effect| matches!(e.category, Category::DepsPatch | Category::DepsMinor | Category::DepsMajor);
    let writes = |e: &&Effect| matches!(e.verb, Verb::Write | Verb::Append);
    let path = |e: &Effect| e.target.path().filter(|p| p.class == PathClass::Manifest).map(|p| p.resolved.clone());
    effects(verdict).filter(deps).filter(writes).filter_map(path).take(MAX_MARKS).collect()
}

/// What is kept of a prompt: all of it, or its beginning and its end, where people put what matters around what they
/// paste. Whole lines only, and a fence that the gap swallows is closed.
pub(crate) fn kept(text: &str, max: usize) -> String {
    if text.len() <= max {
        return text.to_owned();
    }
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let half = boundary(max / 2);
    let head = text.get(..half).and_then(|h| h.rfind('\n').and_then(|n| h.get(..n))).unwrap_or("");
    let from = boundary(text.len() - max / 2);
    let tail = text.get(from..).and_then(|t| t.find('\n').and_then(|n| t.get(n + 1..))).unwrap_or("");
    let before = text.len() - tail.len();
    let fences = |t: &str| t.lines().filter(|l| l.trim_start().starts_with("```")).count();
    let inside = |t: &str| fences(t) % 2 == 1;
    let close = if inside(head) { "\n```" } else { "" };
    let open = if inside(text.get(..before).unwrap_or("")) { "```\n" } else { "" };
    format!("{head}{close}\n\n{open}{tail}")
}

/// Whether a prompt may hold a prohibition: a rough sieve that lets every one through.
pub(crate) fn may_forbid(text: &str) -> bool {
    let signs = [
        "n't",
        "n\u{2019}t",
        "dont",
        "not",
        "never",
        "no ",
        "without",
        "only",
        "avoid",
        "leave",
        "keep",
        "stop",
        "hands off",
        "away",
        "off limits",
        "off-limits",
        "ask",
        "confirm",
        "before",
        "refrain",
        "nicht",
        "nie",
        "kein",
        "ohne",
        "lass",
        "ne ",
        "pas",
        "jamais",
        "sans",
        "rien",
        "n\u{e3}o",
        "nao",
        "sin ",
        "nunca",
        "non ",
        "mai",
        "senza",
        "niet",
        "geen",
        "nooit",
        "zonder",
        "laat",
        "\u{4e0d}",
        "\u{522b}",
        "\u{52ff}",
        "\u{7981}",
        "\u{306a}",
    ];
    let lower = text.to_lowercase();
    signs.iter().any(|s| lower.contains(s))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_prompt_both_ends_are_kept() {
        let log = "delete everything\n".repeat(2000);
        let text = format!("look at this:\n```\n{log}```\nand do not push\n");
        let kept = kept(&text, 8192);
        assert!(kept.len() <= 8192 + 16);
        assert!(kept.starts_with("look at this:\n```\n") && kept.ends_with("```\nand do not push\n"), "{kept}");
        assert_eq!(kept.matches("```").count() % 2, 0);
        assert_eq!(super::kept("short", 8192), "short");
        assert!(may_forbid("Please don\u{2019}t push") && !may_forbid("hello"));
    }

    #[test]
    fn texts_lead_back() {
        let made = Made { kind: "pod".into(), name: "web-1".into(), within: "--namespace=dev".into() };
        assert_eq!(Made::from_text(&made.to_text()), Some(made));
        assert_eq!(Made::from_text("pod"), None);
    }
}
