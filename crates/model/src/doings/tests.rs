//! The fold of a session's doings, record by record.

use super::*;
use crate::category::Category;
use crate::effect::{Action, Certainty, Effect, EnvLabel, Reversibility, Scope, Target};
use crate::finding::{Finding, Outcome};
use crate::risk::{Dimensions, Risk};
use crate::span::Span;
use crate::verdict::{Authorization, Judgement};

fn effect(verb: Verb, name: &str) -> Effect {
    Effect {
        verb,
        target: Target::Named { kind: "branch", name: name.into(), env: EnvLabel::Unknown },
        scope: Scope::One,
        forced: false,
        reversibility: Reversibility::Irreversible,
        certainty: Certainty::Sure,
        category: Category::VcsLocal,
        dimensions: verb.dimensions(),
        span: Span::default(),
        change: None,
    }
}

fn verdict(outcome: Outcome, effect: Effect) -> Verdict {
    let finding = Finding {
        rule: "some.rule".into(),
        outcome,
        reason: String::new(),
        remedy: String::new(),
        words: String::new(),
        span: effect.span,
        lifts: Vec::new(),
        lifted_by: None,
    };
    Verdict::settle(Judgement {
        decision: Decision::Allow,
        dimensions: Dimensions::default(),
        risk: Risk::Low,
        authorization: Authorization::None,
        evidence: Vec::new(),
        category: effect.category,
        confidence: 98,
        findings: vec![finding],
        actions: vec![Action {
            words: "x".into(),
            program: "git".into(),
            span: Span::default(),
            effects: vec![effect],
        }],
    })
}

fn makes(name: &str) -> Verdict {
    let made = Made { kind: "branch".into(), name: name.into(), within: String::new() };
    verdict(Outcome::Note, effect(Verb::Create, &made.to_text()))
}

#[test]
fn only_what_was_seen_to_run_well_was_made_here() {
    let mut d = Doings::default();
    d.judged(&makes("a"), Some("1"));
    assert!(d.made.is_empty(), "not before it ran");
    d.ran(Some("1"), true);
    assert_eq!(d.made.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["a"]);
    d.judged(&makes("b"), Some("2"));
    d.ran(Some("2"), false);
    d.judged(&makes("c"), None);
    d.ran(Some("9"), true);
    assert_eq!(d.made.len(), 1, "what failed, and what was never judged, made nothing");
}

#[test]
fn a_person_ends_a_row_of_stops() {
    let stop = || verdict(Outcome::Deny, effect(Verb::VcsRewrite, "x"));
    let mut d = Doings::default();
    for _ in 0..3 {
        d.judged(&stop(), None);
    }
    assert_eq!((d.stops_in_a_row, d.stops_since_person, d.recent_stops), (3, 3, 7));
    assert_eq!(d.denied.first().copied(), denial(&effect(Verb::VcsRewrite, "x")));
    d.prompted();
    assert_eq!(d, Doings::default());
    d.judged(&verdict(Outcome::Ask, effect(Verb::VcsRewrite, "x")), Some("7"));
    assert_eq!(d.stops_in_a_row, 1);
    d.ran(Some("7"), true);
    assert_eq!(d, Doings::default(), "that it ran is the person's yes");
}
