//! Breakers: a session that is stopped again and again needs a person, not another attempt; and the same effects in
//! another spelling are the same effects. Works on the session's fold; called by `decide` once per event.

use automode_model::doings::{denial, is_counted};
use automode_model::{Action, Effect, Finding, Lift, Outcome, Reversibility, Risk, Session};

/// When a person is asked before the agent goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// So many stops in a row.
    pub in_a_row: u32,
    /// So many since a person last spoke up.
    pub in_session: u32,
    /// So many …
    pub of_last: u32,
    /// … of the last so many judged actions; at most 64.
    pub last: u32,
}

/// A limit that was reached, and what it holds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tripped {
    /// Why, for people and for the agent.
    pub why: &'static str,
    /// What waits for the person.
    pub holds: Holds,
}

/// What a reached limit holds up, of all that changes something or reaches out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// What is of more than low risk: an agent that was stopped three times and then goes on with its work has understood.
    Risky,
    /// All but what can be made again, such as a run of the tests: it is what an agent ought to do now.
    Changes,
    /// All of it.
    Everything,
}

impl Holds {
    fn back(self, effect: &Effect) -> bool {
        let low = effect.dimensions.level() <= Risk::Low;
        match self {
            Self::Risky => !low,
            Self::Changes => !low || effect.reversibility != Reversibility::Regenerable,
            Self::Everything => true,
        }
    }
}

impl Limits {
    /// Three in a row is no coincidence, twenty in a session no misunderstanding (DESIGN §6).
    pub const DEFAULT: Self = Self { in_a_row: 3, in_session: 20, of_last: 10, last: 50 };

    /// The most judged actions that can be looked back at: a session keeps one bit for each.
    pub const MAX_LAST: u32 = 64;

    /// Why a person is needed now; none where no limit is reached.
    #[must_use]
    pub fn tripped(&self, session: &Session) -> Option<Tripped> {
        let window = if self.last >= 64 { u64::MAX } else { (1 << self.last) - 1 };
        if session.doings.stops_since_person >= u64::from(self.in_session) {
            Some(Tripped { why: "many actions of this session were stopped", holds: Holds::Everything })
        } else if (session.doings.recent_stops & window).count_ones() >= self.of_last {
            Some(Tripped { why: "many of the last actions were stopped", holds: Holds::Changes })
        } else if session.doings.stops_in_a_row >= u64::from(self.in_a_row) {
            Some(Tripped { why: "several actions in a row were stopped", holds: Holds::Risky })
        } else {
            None
        }
    }
}

/// What the breakers say about these actions.
#[must_use]
pub fn findings(actions: &[Action], session: &Session, limits: &Limits) -> Vec<Finding> {
    let mut out = Vec::new();
    let all = || actions.iter().flat_map(|a| a.effects.iter().map(move |e| (a, e)));
    if !session.doings.denied.is_empty()
        && let Some((action, effect)) =
            all().find(|(_, e)| denial(e).is_some_and(|d| session.doings.denied.contains(&d)))
    {
        out.push(respelled(action, effect));
    }
    let waits = |e: &Effect, tripped: Tripped| is_counted(e) && tripped.holds.back(e);
    if let Some(tripped) = limits.tripped(session)
        && let Some((action, effect)) = all().find(|(_, e)| waits(e, tripped))
    {
        out.push(Finding {
            rule: "breaker.denials".to_owned(),
            outcome: Outcome::Ask,
            reason: tripped.why.to_owned(),
            remedy: "stop here and tell the user what you are trying to reach, and what was stopped".to_owned(),
            words: action.words.clone(),
            span: effect.span,
            // What the user named before the stops is asked about again: something is not as they thought.
            lifts: vec![Lift::Approved],
            lifted_by: None,
        });
    }
    out
}

/// Constant and short: what was different about the first attempt is nothing that an agent should learn here.
fn respelled(action: &Action, effect: &Effect) -> Finding {
    Finding {
        rule: "breaker.same-effect".to_owned(),
        outcome: Outcome::Ask,
        reason: "the same effect on the same target was stopped before in this session".to_owned(),
        remedy: "do not look for another way to it; tell the user what you need and why".to_owned(),
        words: action.words.clone(),
        span: effect.span,
        lifts: vec![Lift::Named, Lift::Approved],
        lifted_by: None,
    }
}
