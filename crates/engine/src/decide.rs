//! Findings, risk and authorization into a verdict, by the decision table of DESIGN §2.

pub mod authorize;
mod carriers;
pub mod consent;
pub mod entries;
mod guards;
pub mod loud;
pub mod own;
pub mod reach;
mod rights;
pub mod settings;
pub mod table;
pub mod taint;
pub mod telling;
mod through;
pub mod whereabouts;

use std::collections::BTreeMap;

use automode_model::{
    Action, Authorization, Category, Certainty, Decision, Dimensions, Effect, Evidence, Finding, Judgement, Lift,
    Outcome, Risk, Session, Span, Verdict,
};

use authorize::{Granted, Who};

use crate::inspect::rules;
use crate::policy::{Broken, Occasion, rule};

/// The verdict about the actions of a call, given what other inspectors found. Pure: the same input gives the same verdict.
pub fn decide(actions: Vec<Action>, session: &Session, mut inspected: Vec<Finding>, now: &Occasion<'_>) -> Verdict {
    let mut findings = Found::default();
    let mut worst = Worst::default();
    let who = Who::new(session, now.command, now.edit, &actions);
    for action in &actions {
        for effect in &action.effects {
            let risk = effect.dimensions.level();
            let (said, granted) = consider((action, effect), &actions, &who, now);
            lift_at(&mut inspected, effect, &granted);
            findings.add(said);
            let decision = table::decide(risk, granted.authorization);
            if decision > Decision::Allow {
                note(&mut findings, action, effect, risk, decision);
            }
            worst.take(decision, risk, effect, granted);
        }
    }
    findings.all.append(&mut inspected);
    let confidence = confidence(&actions);
    Verdict::settle(Judgement {
        decision: worst.decision,
        dimensions: worst.dimensions,
        risk: worst.risk,
        authorization: worst.authorization,
        evidence: worst.evidence,
        category: worst.category.unwrap_or(Category::Inspect),
        confidence,
        findings: telling::first(findings.all),
        actions,
    })
}

/// Everything that is said about one effect, each finding answered by the evidence that there is for this effect, and the
/// authorization that remains.
fn consider(it: (&Action, &Effect), all: &[Action], who: &Who<'_>, now: &Occasion<'_>) -> (Vec<Finding>, Granted) {
    let words = through::said(it, all, who, now);
    let mut granted = who.authorize(&words, it.0, it.1);
    let said_by_evidence = granted.authorization;
    let mut said = Vec::new();
    rules::about(it, all, said_by_evidence, now, &mut said);
    let policy = now.policy;
    let grant = policy.grants(it, all, said_by_evidence, now);
    if let Some(grant) = grant {
        for f in said.iter_mut().filter(|f| grant.answers(f)) {
            f.lifted_by = Some(grant.evidence());
        }
    }
    policy.mode(it, grant, now, &mut said);
    policy.findings(it, all, said_by_evidence, now, &mut said);
    said.extend(taint::finding(who.session, it.0, it.1, said_by_evidence));
    said.extend(who.forbidden(&words, it.0, it.1));
    lift(&mut said, &granted);
    if let Some(grant) = grant.filter(|g| g.authorization() > granted.authorization) {
        granted = Granted {
            authorization: grant.authorization(),
            evidence: vec![Evidence { kind: "policy", text: grant.evidence() }],
        };
    }
    (said, granted)
}

/// Nothing is judged by a policy that is there and cannot be read.
pub fn unavailable(broken: &Broken) -> Verdict {
    let finding = Finding {
        rule: "policy.unreadable".into(),
        outcome: Outcome::Note,
        reason: format!("the {} policy cannot be used: {}", broken.layer.name(), broken.why),
        remedy: "tell the person; `automode policy lint` shows what is wrong".into(),
        words: String::new(),
        span: Span::default(),
        lifts: Vec::new(),
        lifted_by: None,
    };
    Verdict::settle(Judgement {
        decision: Decision::Unavailable,
        dimensions: Dimensions::default(),
        risk: Risk::Low,
        authorization: Authorization::None,
        evidence: Vec::new(),
        category: Category::Unknown,
        confidence: 0,
        findings: vec![finding],
        actions: Vec::new(),
    })
}

/// The findings about all effects. What several effects of the same words say alike counts once, and as answered only
/// where each of them is.
#[derive(Default)]
struct Found {
    all: Vec<Finding>,
    /// Where in that list the findings stand that begin at one place of the text; only kept where there are many, since
    /// a long script has thousands, and each new one is compared with those of its own words.
    places: BTreeMap<u32, Vec<usize>>,
}

/// Up to so many findings are looked through one by one.
const FEW_FINDINGS: usize = 32;

impl Found {
    fn add(&mut self, said: Vec<Finding>) {
        for new in said {
            let same = |f: &Finding| {
                // What differs first, first.
                f.span == new.span && f.outcome == new.outcome && f.rule == new.rule && f.words == new.words
            };
            match self.find(new.span, same).and_then(|at| self.all.get_mut(at)) {
                None => self.push(new),
                Some(old) if new.lifted_by.is_none() => *old = new,
                Some(_) => {}
            }
        }
    }

    /// The first finding that fits, among those that begin where this span does.
    fn find(&self, span: Span, fits: impl Fn(&Finding) -> bool) -> Option<usize> {
        if self.all.len() <= FEW_FINDINGS {
            return self.all.iter().position(fits);
        }
        let here = self.places.get(&span.start)?;
        here.iter().copied().find(|at| self.all.get(*at).is_some_and(&fits))
    }

    fn push(&mut self, new: Finding) {
        if self.all.len() == FEW_FINDINGS {
            for (at, finding) in self.all.iter().enumerate() {
                self.places.entry(finding.span.start).or_default().push(at);
            }
        }
        if self.all.len() >= FEW_FINDINGS {
            self.places.entry(new.span.start).or_default().push(self.all.len());
        }
        self.all.push(new);
    }
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

/// Marks the findings about an effect that the evidence for it answers.
fn lift(said: &mut [Finding], granted: &Granted) {
    let Some(evidence) = granted.evidence.first() else { return };
    let lift = match granted.authorization {
        Authorization::Named => Lift::Named,
        Authorization::Approved => Lift::Approved,
        // What this session made may be cleaned up as if the user had named it, where a rule only asks.
        Authorization::Implied if evidence.kind == authorize::MADE_HERE => Lift::Named,
        _ => return,
    };
    let named = granted.authorization != Authorization::Implied;
    for f in said.iter_mut().filter(|f| f.lifts.contains(&lift) && (named || f.outcome <= Outcome::Ask)) {
        f.lifted_by = Some(evidence.text.clone());
    }
}

/// The same for what was found about the event as a whole: only what stands at the effect's words.
fn lift_at(inspected: &mut [Finding], effect: &Effect, granted: &Granted) {
    for f in inspected.iter_mut().filter(|f| f.span == effect.span) {
        lift(std::slice::from_mut(f), granted);
    }
}

/// A finding of the decision table itself, so that every stop says why; a rule's own finding about it says it better.
fn note(findings: &mut Found, action: &Action, effect: &Effect, risk: Risk, decision: Decision) {
    let said = |f: &Finding| f.span == effect.span && f.words == action.words && f.lifted_by.is_none();
    if findings.find(effect.span, said).is_some() {
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
        // What is critical is asked about even where the user named it.
        lifts: if risk < Risk::Critical { vec![Lift::Named, Lift::Approved] } else { vec![Lift::Approved] },
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
    let what = effect.change.as_ref().map(|c| if c.why.is_empty() { &c.kind } else { &c.why });
    let what = what.map_or_else(String::new, |w| format!(": {w}"));
    (rule, format!("it {}{on}{what}", effect.verb.doc()), remedy.into())
}

/// How sure the understanding is, 0–100: the least sure effect decides.
fn confidence(actions: &[Action]) -> u8 {
    actions.iter().flat_map(|a| &a.effects).map(rule::confidence).min().unwrap_or(98)
}
