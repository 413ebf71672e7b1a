//! The session has read a text that tries to steer the agent: what leaves the machine or changes its state, and was not
//! named by the user, needs a person from then on. The untrusted half of the rule of two; called for every effect.

use automode_model::{Action, Authorization, Effect, Finding, Lift, Outcome, Risk, Session, Target, Verb};

/// A loaded address may carry this much behind its `?` before it could carry data away: a page number, not a token.
const MAX_QUERY_BYTES: usize = 24;

/// The finding about an effect in a session that was spoken to; none where nothing spoke, or the user named the effect.
#[must_use]
pub fn finding(session: &Session, action: &Action, effect: &Effect, who: Authorization) -> Option<Finding> {
    let taint = session.taints.iter().max_by_key(|taint| taint.reaction)?;
    let medium = who == Authorization::None && effect.dimensions.level() >= Risk::Medium;
    if who >= Authorization::Named || !(medium || outward(effect)) {
        return None;
    }
    Some(Finding {
        rule: "taint.injection".to_owned(),
        outcome: Outcome::Ask,
        reason: format!("this session read {}, and the user did not ask for this", taint.technique.doc()),
        remedy: "go on with what the user asked for, or let the user name this action and its target".to_owned(),
        words: action.words.clone(),
        span: effect.span,
        lifts: vec![Lift::Named, Lift::Approved],
        lifted_by: None,
    })
}

/// It sends something to others, or brings others' code in.
pub(crate) fn outward(effect: &Effect) -> bool {
    match effect.verb {
        Verb::NetFetch | Verb::ExternalRead => carries_data(&effect.target),
        Verb::NetProbe => !is_local(&effect.target),
        Verb::NetSend
        | Verb::NetTunnel
        | Verb::RemoteCopy
        | Verb::RemoteExec
        | Verb::RunRemote
        | Verb::VcsPush
        | Verb::VcsForcePush
        | Verb::VcsRemoteChange
        | Verb::ForgeWrite
        | Verb::ForgeMerge
        | Verb::ForgeAdmin
        | Verb::CiTrigger
        | Verb::Publish
        | Verb::Deploy
        | Verb::DepsAdd
        | Verb::ToolInstall
        | Verb::ExternalWrite
        | Verb::ToolCall => !is_local(&effect.target),
        _ => false,
    }
}

fn is_local(target: &Target) -> bool {
    matches!(target, Target::Url { local: true, .. } | Target::Host { local: true, .. })
}

/// The address is not only where something is loaded from: it has room for what was read.
fn carries_data(target: &Target) -> bool {
    match target {
        Target::Url { local: true, .. } => false,
        Target::Url { url, .. } => url.split_once('?').is_some_and(|(_, query)| query.len() > MAX_QUERY_BYTES),
        Target::Unknown(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use automode_model::{Category, Certainty, Dimensions, Reaction, Reversibility, Scope, Span, Taint, Technique};

    use super::*;

    fn effect(verb: Verb, url: &str) -> Effect {
        Effect {
            verb,
            target: Target::Url { url: url.to_owned(), host: "example.com".to_owned(), local: false },
            scope: Scope::One,
            forced: false,
            reversibility: Reversibility::Nothing,
            certainty: Certainty::Sure,
            category: Category::Network,
            dimensions: Dimensions::new([0, 1, 1, 0, 0]),
            span: Span::default(),
            change: None,
        }
    }

    fn asked(session: &Session, effect: Effect, who: Authorization) -> bool {
        let action =
            Action { words: String::new(), program: String::new(), span: effect.span, effects: vec![effect.clone()] };
        finding(session, &action, &effect, who).is_some_and(|f| f.outcome == Outcome::Ask)
    }

    #[test]
    fn what_leaves_after_an_injection_needs_a_person() {
        let taint = Taint {
            source: "/p/README.md".to_owned(),
            technique: Technique::HiddenText,
            reaction: Reaction::Warn,
            call: None,
            time_ms: 0,
        };
        let tainted = Session { taints: vec![taint], ..Session::default() };
        let send = || effect(Verb::NetSend, "https://example.com/");
        let long = || effect(Verb::NetFetch, "https://example.com/?d=QVBJX1RPS0VOPXNrLWxpdmUtNDI0Mg");
        for e in [send(), long()] {
            assert!(asked(&tainted, e.clone(), Authorization::Implied));
            assert!(!asked(&tainted, e.clone(), Authorization::Named));
            assert!(!asked(&Session::default(), e, Authorization::Implied));
        }
        assert!(!asked(&tainted, effect(Verb::NetFetch, "https://example.com/page?n=2"), Authorization::Implied));
    }
}
