//! Guardrails: what an organisation has that makes autonomy in a category bearable — tests that cover it, a staging
//! environment, a way back. Somebody declares them (the repository never for itself), with the day on which they looked and, where there
//! is one, a path that proves it. A category that needs one is decided without a person only while it holds.
//!
//! | part | meaning |
//! |---|---|
//! | `checked` | the day on which somebody looked; unknown time proves nothing |
//! | `days` | how long that counts |
//! | `proof` | a file or directory that must be there (`{root}` is the repository), asked through the `World` and so recorded |

use automode_model::{Action, PathKind, World};

use super::rule::absolute;
use super::{Layer, Occasion, Policy};

/// How long a look counts where nothing is said: a quarter, after which stages are reviewed anyway.
pub const DEFAULT_DAYS: u16 = 90;

/// A declared guardrail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guardrail {
    /// Its name, by which categories need it.
    pub name: &'static str,
    /// What it says, for people.
    pub says: &'static str,
    /// A path that must be there; empty where none is named.
    pub proof: &'static str,
    /// The day on which somebody looked, in days since 1970.
    pub checked: u32,
    /// How many days that counts.
    pub days: u16,
    /// Who says so.
    pub layer: Layer,
}

/// A proof as the machine answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    path: String,
    there: bool,
}

impl Proof {
    fn ask(proof: &str, home: &str, root: &str, world: &dyn World) -> Self {
        let path = located(proof, home, root);
        let there = !matches!(world.path(&path).kind, PathKind::Missing | PathKind::Unknown);
        Self { path, there }
    }
}

/// Where a proof lies: one file, not a pattern, so that a bare name is at the top of the repository.
fn located(proof: &str, home: &str, root: &str) -> String {
    if proof.contains('/') || proof.starts_with('~') { absolute(proof, home, root) } else { format!("{root}/{proof}") }
}

/// Milliseconds of a day.
const DAY_MS: u64 = 86_400_000;

impl Guardrail {
    /// Why it does not hold now; none where it does.
    #[must_use]
    pub fn lacks(&self, now: &Occasion<'_>) -> Option<String> {
        let name = self.name;
        let today = now.time_ms / DAY_MS;
        if today == 0 {
            return Some(format!("whether the guardrail `{name}` still counts cannot be told without the time"));
        }
        let until = u64::from(self.checked) + u64::from(self.days);
        if until < today {
            return Some(format!(
                "the guardrail `{name}` was last checked {} days ago",
                today - u64::from(self.checked)
            ));
        }
        if u64::from(self.checked) > today {
            return Some(format!("the guardrail `{name}` was checked on a day that has not come"));
        }
        let path = (!self.proof.is_empty()).then(|| located(self.proof, now.home, now.root))?;
        let there = now.proofs.iter().any(|p| p.path == path && p.there);
        (!there).then(|| format!("what proves the guardrail `{name}` is not there: {}", self.proof))
    }
}

impl Policy {
    /// Why a guardrail of that name does not hold now; none where it does.
    #[must_use]
    pub fn lacks(&self, name: &str, now: &Occasion<'_>) -> Option<String> {
        let declared = self.guardrails.iter().find(|g| g.name == name);
        declared.map_or_else(|| Some(format!("nobody has declared the guardrail `{name}`")), |g| g.lacks(now))
    }

    /// The proofs of what the categories of these actions need.
    fn proofs(&self, actions: &[Action]) -> Vec<&'static str> {
        let mut out = Vec::new();
        for category in actions.iter().flat_map(|a| &a.effects).map(|e| e.category) {
            for name in self.setting(category).needs {
                let found = self.guardrails.iter().find(|g| g.name == *name && !g.proof.is_empty());
                out.extend(found.map(|g| g.proof).filter(|p| !out.contains(p)));
            }
        }
        out
    }

    /// Asks the machine for the proofs that the categories of these actions need.
    pub(super) fn prove(&self, actions: &[Action], home: &str, root: &str, world: &dyn World) -> Vec<Proof> {
        if self.guardrails.is_empty() {
            return Vec::new();
        }
        self.proofs(actions).into_iter().map(|proof| Proof::ask(proof, home, root, world)).collect()
    }

    /// The proofs of every guardrail.
    pub(super) fn prove_all(&self, home: &str, root: &str, world: &dyn World) -> Vec<Proof> {
        let named = self.guardrails.iter().filter(|g| !g.proof.is_empty());
        named.map(|g| Proof::ask(g.proof, home, root, world)).collect()
    }
}

/// The day of a date (`2026-11-20`) in days since 1970; none where there is no such day.
#[must_use]
pub fn day(date: &str) -> Option<u32> {
    let mut parts = date.splitn(3, '-');
    let mut next = |len: usize| parts.next().filter(|p| p.len() == len)?.parse::<i64>().ok();
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1970..=9999).contains(&year) || !(1..=length).contains(&day) {
        return None;
    }
    // Days from civil, with the year beginning in March.
    let shifted = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    u32::try_from(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_dates() {
        for (date, want) in [
            ("1970-01-01", Some(0)),
            ("2000-02-29", Some(11_016)),
            ("2026-11-20", Some(20_777)),
            ("2026-02-29", None),
            ("2026-13-01", None),
            ("2026-1-01", None),
            ("yesterday", None),
        ] {
            assert_eq!(day(date), want, "{date}");
        }
    }
}
