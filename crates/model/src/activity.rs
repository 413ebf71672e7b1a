//! What a session did lately that is worth counting: the part of the session's fold from which bursts, scouting and drift
//! are told. Bounded, and without texts: a target is kept as a number only.

use crate::category::Category;
use crate::effect::{Effect, Target};
use crate::path::PathClass;
use crate::verb::Verb;
use crate::verdict::Verdict;

/// How many notable acts are remembered; the oldest go first. Every hook reads the list.
pub const MAX_NOTABLE: usize = 48;

/// Why an effect is worth counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Notable {
    /// Acts as another user, changes access, settings of the machine, or what runs later.
    Privileged,
    /// Destroys what does not come back by itself.
    Destructive,
    /// Looks at secrets.
    Credential,
    /// Sends something away.
    Outward,
}

impl Notable {
    /// All, in order.
    pub const ALL: &'static [Self] = &[Self::Privileged, Self::Destructive, Self::Credential, Self::Outward];

    /// The name in the ledger and in questions to the past.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Privileged => "privileged",
            Self::Destructive => "destructive",
            Self::Credential => "credential",
            Self::Outward => "outward",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|n| n.name() == name)
    }

    /// What this effect counts as; none for the ordinary.
    #[must_use]
    pub fn of(effect: &Effect) -> Option<Self> {
        let secret = effect.target.path().is_some_and(|p| p.class == PathClass::Secret);
        Some(match effect.verb {
            Verb::SecretRead => Self::Credential,
            Verb::Read | Verb::Inspect if secret => Self::Credential,
            Verb::NetSend | Verb::ExternalWrite | Verb::RemoteCopy | Verb::NetTunnel | Verb::Publish => Self::Outward,
            Verb::DbDestroy | Verb::CloudDestroy | Verb::InfraDestroy | Verb::ForgeDelete => Self::Destructive,
            Verb::Wipe | Verb::VcsDeleteRemote | Verb::VcsForcePush | Verb::Unpublish => Self::Destructive,
            Verb::Delete if effect.dimensions.level() > crate::Risk::Low => Self::Destructive,
            _ => match effect.category {
                Category::Privilege | Category::AccessControl | Category::Persistence => Self::Privileged,
                Category::AgentControl => Self::Privileged,
                _ => return None,
            },
        })
    }
}

/// One notable act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act {
    /// When, in milliseconds since 1970.
    pub time_ms: u64,
    /// Why it counts.
    pub what: Notable,
    /// Its target as a number: equal targets have equal numbers.
    pub target: u64,
}

/// What a session did lately.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// Notable acts, oldest first; those that were stopped count too, since trying is what tells.
    pub acts: Vec<Act>,
    /// The categories of what changed something since the user last spoke.
    pub kinds: Vec<Category>,
    /// How many calls were judged since the user last spoke.
    pub since_prompt: u64,
    /// The session stands still until a person says that it goes on.
    pub halted: Option<Halt>,
}

/// Why a session stands still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Halt {
    /// The call that halted it; seeing it run means that a person let it.
    pub call: String,
    /// What was unusual.
    pub reason: String,
}

/// The rule whose finding halts a session.
pub const HALT_RULE: &str = "anomaly.halt";

/// Words by which a person lets a halted session go on, as whole words of a prompt.
const GO_ON: &[&str] = &[
    "continue",
    "proceed",
    "resume",
    "go on",
    "go ahead",
    "carry on",
    "weiter",
    "fortfahren",
    "continuez",
    "poursuis",
    "continúa",
    "sigue",
    "continua",
    "prossegui",
    "ga door",
    "继续",
    "続けて",
    "계속",
];

/// Words that turn them round.
const NOT: &[&str] = &["not", "don't", "dont", "never", "stop", "nicht", "pas", "no", "non", "não", "niet", "不", "别"];

impl Activity {
    /// After one more judged call.
    pub fn judged(&mut self, time_ms: u64, call: &str, verdict: &Verdict) {
        self.since_prompt += 1;
        if verdict.decision().stops()
            && let Some(finding) = verdict.judgement().findings.iter().find(|f| f.rule == HALT_RULE)
        {
            self.halted = Some(Halt { call: call.to_owned(), reason: finding.reason.clone() });
        }
        for effect in verdict.judgement().actions.iter().flat_map(|a| &a.effects) {
            if effect.dimensions.level() > crate::Risk::Low && !self.kinds.contains(&effect.category) {
                self.kinds.push(effect.category);
            }
            let Some(what) = Notable::of(effect) else { continue };
            let act = Act { time_ms, what, target: number(&effect.target) };
            if self.acts.last() != Some(&act) {
                self.acts.push(act);
            }
        }
        let over = self.acts.len().saturating_sub(MAX_NOTABLE);
        self.acts.drain(..over);
    }

    /// The user spoke: a new task may begin, and a halted session may go on.
    pub fn prompted(&mut self, text: &str) {
        self.since_prompt = 0;
        self.kinds.clear();
        if self.halted.is_some() && says_go_on(text) {
            self.halted = None;
            // What led to the halt was looked at: it does not halt again.
            self.acts.clear();
        }
    }

    /// A call ran: where it was the one that halted the session, a person let it.
    pub fn ran(&mut self, call: &str) {
        if !call.is_empty() && self.halted.as_ref().is_some_and(|h| h.call == call) {
            self.halted = None;
        }
    }

    /// The different targets of such acts not before `since_ms`.
    #[must_use]
    pub fn targets(&self, what: Notable, since_ms: u64) -> Vec<u64> {
        let recent = self.acts.iter().filter(|a| a.what == what && a.time_ms >= since_ms);
        let mut targets: Vec<u64> = recent.map(|a| a.target).collect();
        targets.sort_unstable();
        targets.dedup();
        targets
    }
}

fn says_go_on(text: &str) -> bool {
    let text = format!(" {} ", text.to_lowercase().replace(|c: char| c.is_ascii_punctuation() && c != '\'', " "));
    let has = |word: &&str| if word.is_ascii() { text.contains(&format!(" {word} ")) } else { text.contains(*word) };
    GO_ON.iter().any(&has) && !NOT.iter().any(has)
}

/// A target as a number.
#[must_use]
pub fn number(target: &Target) -> u64 {
    fnv1a(target.text().bytes())
}

/// FNV-1a, for numbers whose collision costs a question and nothing more.
pub(crate) fn fnv1a(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_person_who_says_so_lets_a_session_go_on() {
        for (text, goes_on) in [
            ("go on", true),
            ("Yes, that was me. Please continue.", true),
            ("weiter bitte", true),
            ("继续", true),
            ("do not continue", false),
            ("what happened?", false),
            ("fix the test", false),
            ("discontinued products need a page", false),
        ] {
            let halt = Halt { call: "c1".into(), reason: "many credentials".into() };
            let mut activity = Activity { halted: Some(halt), ..Activity::default() };
            activity.prompted(text);
            assert_eq!(activity.halted.is_none(), goes_on, "{text}");
        }
    }
}
