//! Breakers: a session that is stopped again and again needs a person, not another attempt; and the same effects in
//! another spelling are the same effects. Works on the session's fold; called by `decide` once per event.

use automode_model::doings::{denial, is_counted};
use automode_model::{Action, Effect, Finding, Lift, Outcome, Session};

/// When a person is asked for everything that changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// So many stops in a row.
    pub in_a_row: u64,
    /// So many since a person last spoke up.
    pub in_session: u64,
    /// So many …
    pub of_last: u32,
    /// … of the last so many judged actions; at most 64.
    pub last: u32,
}

impl Default for Limits {
    /// Three in a row is no coincidence, twenty in a session no misunderstanding (DESIGN §6).
    fn default() -> Self {
        Self { in_a_row: 3, in_session: 20, of_last: 10, last: 50 }
    }
}

impl Limits {
    /// Why a person is needed now; none where no limit is reached.
    #[must_use]
    pub fn tripped(&self, session: &Session) -> Option<&'static str> {
        let window = if self.last >= 64 { u64::MAX } else { (1 << self.last) - 1 };
        if session.doings.stops_in_a_row >= self.in_a_row {
            Some("several actions in a row were stopped")
        } else if session.doings.stops_since_person >= self.in_session {
            Some("many actions of this session were stopped")
        } else if (session.doings.recent_stops & window).count_ones() >= self.of_last {
            Some("many of the last actions were stopped")
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
    if let Some(why) = limits.tripped(session)
        && let Some((action, effect)) = all().find(|(_, e)| is_counted(e))
    {
        out.push(Finding {
            rule: "breaker.denials".to_owned(),
            outcome: Outcome::Ask,
            reason: why.to_owned(),
            remedy: "stop here and tell the user what you are trying to reach, and what was stopped".to_owned(),
            words: action.words.clone(),
            span: effect.span,
            lifts: vec![Lift::Named, Lift::Approved],
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
