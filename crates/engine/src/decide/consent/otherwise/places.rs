//! Words of which one excludes the others, and files: what was said of them against where the edit is.

use super::super::token::is_in;
use super::Held;
use super::touched::{identity, place};
use super::words::{Words, pieces};

/// Words of which one excludes the others, kind by kind. What goes by several names is joined by `|`.
const KINDS: &[&str] = &[
    "prod|production|live|prd staging|stage|stg preprod|pre-prod dev|development qa uat sandbox canary demo",
    "primary|master|leader secondary|replica|standby|slave|follower",
    "ingress|inbound|incoming egress|outbound|outgoing",
    "internal|private external|public",
    "min|minimum max|maximum",
    "source|src destination|dest|dst target",
    "frontend|front-end backend|back-end",
    "memory|mem|ram cpu|cores disk|storage",
    "reader|readers|read|viewer|viewers writer|writers|write|editor|editors|admin|admins|owner|owners",
    "active passive",
    "blue green",
    "ipv4 ipv6",
    "upper lower",
    "soft hard",
    "warn|warning crit|critical",
];

/// The same, only where little else is said.
const LOOSE: &[&str] = &[
    "hourly daily|nightly weekly monthly yearly",
    "mon|monday tue|tuesday wed|wednesday thu|thursday fri|friday sat|saturday sun|sunday",
    "east west north south",
];

/// The same of lists: who is allowed again leaves the list of those who are blocked, and joins no such list.
const LISTS: &[&str] = &[
    "allow|allowed|allowlist|whitelist|allowlisted|whitelisted block|blocked|deny|denied|ban|banned|blocklist|blacklist|denylist",
    "include|included|includes exclude|excluded|excludes|exclusion|exclusions|ignore|ignored",
];

/// Words that point back to what an earlier turn named.
pub(super) const BACK: &str = "it that them those these one this ones former latter";

impl Held<'_> {
    /// `on live`, and it is the file of dev; `memory`, and it is the line of cpu.
    pub(super) fn is_elsewhere(&self) -> bool {
        let path: Vec<String> = place(&self.edit.path).collect();
        // `the same as on prod`
        if self.now.any_of("same like") {
            return false;
        }
        self.steps().any(|step| {
            let here: Vec<String> = path.iter().cloned().chain(identity(step).flat_map(|w| pieces(w))).collect();
            let loose = LOOSE.iter().filter(|_| self.now.is_short());
            let lists = LISTS.iter().filter(|_| step.old.is_empty());
            KINDS.iter().chain(loose).chain(lists).any(|kind| {
                let done = of(kind, &|name| here.iter().any(|h| h == name));
                let ever = of(kind, &|name| self.all.iter().any(|w| w.parts.contains(name)));
                !self.said_of(kind).is_empty() && !done.is_empty() && !done.iter().any(|d| ever.contains(d))
            })
        })
    }

    /// Which words of a kind the last turn says, or the one that it points back to.
    fn said_of(&self, kind: &str) -> Vec<usize> {
        let by = |w: &Words| of(kind, &|name| w.parts.contains(name));
        let now = by(self.now);
        if !now.is_empty() || !self.now.any_of(BACK) {
            return now;
        }
        self.all.iter().rev().map(by).find(|s| !s.is_empty()).unwrap_or(now)
    }

    /// `webhooks.json`, and it is `webhooks.sandbox.json`.
    pub(super) fn is_another_file(&self) -> bool {
        const OVER: &str = "local dev development override overrides example dist sample";
        let path = self.edit.path.to_lowercase();
        let Some((own, kind)) = path.rsplit('/').next().and_then(|n| n.rsplit_once('.')) else { return false };
        let own: Vec<String> = pieces(own).collect();
        let within = |a: &[String], b: &[String]| a.len() < b.len() && (b.starts_with(a) || b.ends_with(a));
        let like = |w: &String| {
            let Some((stem, said)) = w.rsplit('/').next().and_then(|n| n.rsplit_once('.')) else { return false };
            let stem: Vec<String> = pieces(stem).collect();
            said == kind && (within(&own, &stem) || within(&stem, &own))
        };
        !own.iter().any(|p| is_in(OVER, p))
            && !self.all.iter().any(|w| w.names_file(&self.edit.path))
            && self.now.order.iter().any(like)
    }
}

/// Which words of a kind there are.
fn of(kind: &str, has: &dyn Fn(&str) -> bool) -> Vec<usize> {
    let any = |(at, names): (usize, &str)| names.split('|').any(has).then_some(at);
    kind.split_whitespace().enumerate().filter_map(any).collect()
}
