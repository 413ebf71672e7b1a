//! Findings, risk and authorization into a verdict, by the decision table of DESIGN §2.

pub mod consent;
pub mod table;
pub mod taint;

use automode_model::{
    Action, Authorization, Category, Certainty, Decision, Dimensions, Effect, Evidence, Finding, Judgement, Lift,
    Outcome, Risk, Session, Verdict,
};

use crate::inspect::rules;

/// The verdict about the actions of a call, given what other inspectors found. Pure: the same input gives the same verdict.
pub fn decide(actions: Vec<Action>, session: &Session, inspected: Vec<Finding>) -> Verdict {
    let mut findings = rules::findings(&actions);
    findings.extend(inspected);
    let mut worst = Worst::default();
    for action in &actions {
        for effect in &action.effects {
            let granted = authorize(effect, session);
            let risk = effect.dimensions.level();
            let decision = table::decide(risk, granted.authorization);
            findings.extend(taint::finding(session, action, effect, granted.authorization));
            lift(&mut findings, effect, &granted);
            if decision > Decision::Allow {
                note(&mut findings, action, effect, risk, decision);
            }
            worst.take(decision, risk, effect, granted);
        }
    }
    let confidence = confidence(&actions);
    Verdict::settle(Judgement {
        decision: worst.decision,
        dimensions: worst.dimensions,
        risk: worst.risk,
        authorization: worst.authorization,
        evidence: worst.evidence,
        category: worst.category.unwrap_or(Category::Inspect),
        confidence,
        findings,
        actions,
    })
}

/// What the effects come to, joined by maximum.
struct Worst {
    decision: Decision,
    risk: Risk,
    dimensions: Dimensions,
    authorization: Authorization,
    evidence: Vec<Evidence>,
    category: Option<Category>,
    rank: (Decision, Risk),
}

impl Default for Worst {
    fn default() -> Self {
        Self {
            decision: Decision::Allow,
            risk: Risk::Low,
            dimensions: Dimensions::default(),
            authorization: Authorization::Implied,
            evidence: Vec::new(),
            category: None,
            rank: (Decision::Allow, Risk::Low),
        }
    }
}

impl Worst {
    fn take(&mut self, decision: Decision, risk: Risk, effect: &Effect, granted: Granted) {
        let leads = self.category.is_none()
            || (decision, risk) > self.rank
            || ((decision, risk) == self.rank && self.category == Some(Category::Inspect));
        self.decision = self.decision.max(decision);
        self.risk = self.risk.max(risk);
        self.dimensions = self.dimensions.max(effect.dimensions);
        if leads {
            self.rank = (decision, risk);
            self.category = Some(effect.category);
            self.authorization = granted.authorization;
            self.evidence = granted.evidence;
        }
    }
}

/// An authorization with its evidence.
struct Granted {
    authorization: Authorization,
    evidence: Vec<Evidence>,
}

/// Who asked for this effect, as far as evidence goes that the agent cannot forge.
fn authorize(effect: &Effect, session: &Session) -> Granted {
    if let Some(words) = consent::named(session, effect) {
        return Granted {
            authorization: Authorization::Named,
            evidence: vec![Evidence { kind: "user-words", text: words }],
        };
    }
    let implied = effect.dimensions.level() <= Risk::Low;
    let authorization = if implied { Authorization::Implied } else { Authorization::None };
    Granted { authorization, evidence: Vec::new() }
}

/// Marks the findings that this evidence answers.
fn lift(findings: &mut [Finding], effect: &Effect, granted: &Granted) {
    let Some(evidence) = granted.evidence.first() else { return };
    let lift = match granted.authorization {
        Authorization::Named => Lift::Named,
        Authorization::Approved => Lift::Approved,
        _ => return,
    };
    for f in findings.iter_mut().filter(|f| f.lifts.contains(&lift) && f.span == effect.span) {
        f.lifted_by = Some(evidence.text.clone());
    }
}

/// A finding of the decision table itself, so that every stop says why; a rule's own finding about it says it better.
fn note(findings: &mut Vec<Finding>, action: &Action, effect: &Effect, risk: Risk, decision: Decision) {
    if findings.iter().any(|f| f.span == effect.span && f.words == action.words && f.lifted_by.is_none()) {
        return;
    }
    let (rule, reason, remedy) = explain(effect, risk);
    let outcome = match decision {
        Decision::Allow => Outcome::Note,
        Decision::Contain => Outcome::Contain,
        Decision::Ask => Outcome::Ask,
        Decision::Deny | Decision::Unavailable => Outcome::Deny,
    };
    findings.push(Finding {
        rule,
        outcome,
        reason,
        remedy,
        words: action.words.clone(),
        span: effect.span,
        lifts: vec![Lift::Named, Lift::Approved],
        lifted_by: None,
    });
}

fn explain(effect: &Effect, risk: Risk) -> (String, String, String) {
    if let Certainty::Unknown(why) = &effect.certainty {
        let remedy = "use a plainer form: known programs, literal names, one step at a time";
        return ("understand.unknown".into(), format!("it is not understood: {why}"), remedy.into());
    }
    let target = effect.target.text();
    let on = if target.is_empty() { String::new() } else { format!(" ({target})") };
    let rule = format!("risk.{}.{}", risk.name(), effect.verb.name());
    let remedy = "ask the user to name this action and its target, or take a step that can be undone";
    (rule, format!("it {}{on}", effect.verb.doc()), remedy.into())
}

/// How sure the understanding is, 0–100: the least sure effect decides.
fn confidence(actions: &[Action]) -> u8 {
    let of = |e: &Effect| match e.certainty {
        Certainty::Sure => 98,
        Certainty::Likely => 85,
        Certainty::Unknown(_) => 20,
    };
    actions.iter().flat_map(|a| &a.effects).map(of).min().unwrap_or(98)
}
