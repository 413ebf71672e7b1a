//! What a session did: things with a name that it made, manifests and remotes that it changed, what was denied and how
//! often. A part of the session's fold; bounded, and small, since every hook reads it.

mod made;

use std::collections::BTreeSet;

use crate::event::{Event, Phase};
use crate::verb::Verb;
use crate::verdict::{Decision, Verdict};

pub use made::{Made, denial, is_counted};
pub(crate) use made::{kept, may_forbid};

/// How many of each remembered thing are kept; the oldest go first.
const MAX_KEPT: usize = 256;

/// How many calls may be under way at once; the oldest is forgotten first.
const MAX_WAITING: usize = 32;

/// A person's one-time answer to one action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// It may run; else it was rejected.
    pub approved: bool,
    /// Its id, as `automode pending` shows it.
    pub id: String,
}

/// What follows once a call is seen to run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// The host's id of the call.
    pub call: String,
    /// A person was asked: that it runs is their answer.
    pub asked: bool,
    /// What it makes.
    pub made: Vec<Made>,
    /// Manifests whose dependencies it changes.
    pub manifests: Vec<String>,
    /// It changes a remote.
    pub remotes: bool,
    /// The marks that its stop left.
    pub denied: Vec<u64>,
}

/// What a session did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doings {
    /// Things with a name that this session made, oldest first.
    pub made: Vec<Made>,
    /// Manifests whose dependencies the agent changed: absolute paths.
    pub manifests: BTreeSet<String>,
    /// Where the repository is sent to or fetched from was changed in this session.
    pub remotes_changed: bool,
    /// The repository's branch and remotes when the session began, one a line.
    pub start: Vec<String>,
    /// Marks of the effects that were stopped since the user last spoke, oldest first.
    pub denied: Vec<u64>,
    /// The last 64 judged actions, one bit each, the lowest the latest; set where it was stopped.
    pub recent_stops: u64,
    /// How many were stopped in a row.
    pub stops_in_a_row: u64,
    /// How many were stopped since the user last spoke or answered.
    pub stops_since_person: u64,
    /// What follows once a call under way is seen to run.
    pub waiting: Vec<Waiting>,
}

impl Doings {
    /// The user said something: they are there, so that no breaker waits for them any more.
    pub(crate) fn prompted(&mut self) {
        self.person_came();
        self.denied.clear();
    }

    fn person_came(&mut self) {
        self.stops_in_a_row = 0;
        self.recent_stops = 0;
        self.stops_since_person = 0;
    }

    /// Counts a judged call, and notes what follows from it.
    pub(crate) fn judged(&mut self, verdict: &Verdict, call: Option<&str>) {
        let stops = verdict.decision().stops();
        self.recent_stops = self.recent_stops << 1 | u64::from(stops);
        self.stops_since_person += u64::from(stops);
        self.stops_in_a_row = if stops { self.stops_in_a_row + 1 } else { 0 };
        let denied = if stops { made::denials(verdict) } else { Vec::new() };
        self.denied.extend(&denied);
        let over = self.denied.len().saturating_sub(MAX_KEPT);
        self.denied.drain(..over);
        let Some(call) = call.filter(|_| verdict.decision() != Decision::Deny) else { return };
        self.waits(Waiting {
            call: call.to_owned(),
            asked: stops,
            made: made::made(verdict),
            manifests: made::manifests(verdict),
            remotes: made::effects(verdict).any(|e| e.verb == Verb::VcsRemoteChange),
            denied,
        });
    }

    fn waits(&mut self, waiting: Waiting) {
        let nothing = !waiting.asked && !waiting.remotes && waiting.made.is_empty() && waiting.manifests.is_empty();
        if nothing {
            return;
        }
        self.waiting.retain(|w| w.call != waiting.call);
        self.waiting.push(waiting);
        if self.waiting.len() > MAX_WAITING {
            self.waiting.remove(0);
        }
    }

    /// A call ran. Where a person had been asked, that is their answer; what failed has made nothing.
    pub(crate) fn ran(&mut self, call: Option<&str>, well: bool) {
        let Some(at) = self.waiting.iter().position(|w| Some(w.call.as_str()) == call) else { return };
        let done = self.waiting.remove(at);
        if done.asked {
            self.person_came();
            self.denied.retain(|d| !done.denied.contains(d));
        }
        self.remotes_changed |= done.remotes;
        self.manifests.extend(done.manifests);
        while self.manifests.len() > MAX_KEPT {
            self.manifests.pop_first();
        }
        if well {
            self.made.extend(done.made);
            let over = self.made.len().saturating_sub(MAX_KEPT);
            self.made.drain(..over);
        }
    }

    /// What the repository was like when the session began, as the record's facts tell.
    pub fn begins(&mut self, event: &Event, facts: &[(String, String)]) {
        if !matches!(event.phase, Phase::SessionStart { .. }) || !self.start.is_empty() {
            return;
        }
        let git = facts.iter().find(|(question, _)| question.starts_with("git ")).map(|(_, answer)| answer.as_str());
        let kept = |l: &&str| l.starts_with("remote\t") || l.starts_with("branch\t");
        self.start = git.unwrap_or("").lines().filter(kept).take(MAX_WAITING).map(str::to_owned).collect();
    }
}

#[cfg(test)]
mod tests;
