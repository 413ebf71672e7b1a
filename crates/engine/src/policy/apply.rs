//! A policy applied to the actions of an event: labels before anything is judged, findings that tighten, grants that answer
//! what the default pack and the table would ask about.

use automode_model::{Action, Authorization, Dimensions, Effect, EnvLabel, Finding, Lift, Outcome, Risk, Target};

use super::occasion::Occasion;
use super::rule::{Rule, confidence};
use super::truth::Truth;
use super::words::{Autonomy, Layer, Verbs};
use super::{Policy, facets};
use crate::inspect::rules::glob;

/// A permission by policy for one effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The rule.
    pub rule: &'static str,
    /// Who wrote it.
    pub layer: Layer,
}

impl Grant {
    /// What it counts as: the user's own file names an operation; the administrator's is a standing approval.
    #[must_use]
    pub fn authorization(self) -> Authorization {
        if self.layer == Layer::Managed { Authorization::Approved } else { Authorization::Named }
    }

    /// Whether it answers a finding of the default pack. A hard rule has no lifts.
    #[must_use]
    pub fn answers(self, finding: &Finding) -> bool {
        let managed = self.layer == Layer::Managed && finding.lifts.contains(&Lift::Managed);
        finding.outcome != Outcome::Hard && (managed || finding.lifts.contains(&Lift::Named))
    }

    /// The evidence, for people.
    #[must_use]
    pub fn evidence(self) -> String {
        format!("the {} policy permits it: `{}`", self.layer.name(), self.rule)
    }
}

/// The verbs of all effects: what no rule about other verbs needs to look at.
#[must_use]
pub fn verbs(actions: &[Action]) -> Verbs {
    actions.iter().flat_map(|a| &a.effects).fold(Verbs::ANY, |all, e| all.and(e.verb))
}

impl Policy {
    /// The actions with the environments that this policy names. A label can only be made stricter here: what the default
    /// heuristic takes for production stays it.
    pub fn label(&self, actions: &mut [Action]) {
        if self.labels.is_empty() {
            return;
        }
        for effect in actions.iter_mut().flat_map(|a| &mut a.effects) {
            let Some(label) = self.label_of(&effect.target) else { continue };
            if let Target::Named { env, .. } = &mut effect.target
                && (label == EnvLabel::Production || *env == EnvLabel::Unknown)
            {
                *env = label;
            }
            if label == EnvLabel::Production && effect.dimensions.reversibility >= 1 {
                effect.dimensions = effect.dimensions.max(Dimensions::new([0, 3, 0, 2, 0]));
            }
        }
    }

    /// The label of a target's name; production wins.
    fn label_of(&self, target: &Target) -> Option<EnvLabel> {
        let text = match target {
            Target::Url { host, .. } => host.as_str(),
            Target::Named { .. } | Target::Host { .. } => target.text(),
            _ => return None,
        };
        let fits = |pattern: &str| glob(pattern, text) || text.split_whitespace().any(|w| glob(pattern, w));
        let labels = self.labels.iter().filter(|(_, pattern)| fits(pattern)).map(|(label, _)| *label);
        labels.min_by_key(|label| *label != EnvLabel::Production)
    }

    /// What the rules of files say against this effect, and what the category's settings ask.
    pub fn findings(
        &self,
        (action, effect): (&Action, &Effect),
        all: &[Action],
        authorization: Authorization,
        now: &Occasion<'_>,
        out: &mut Vec<Finding>,
    ) {
        for rule in self.rules.iter().filter(|r| !r.grants && r.when.verb.holds(effect.verb)) {
            let said = match rule.applies(action, effect, all, authorization, now) {
                Truth::No => continue,
                Truth::Yes => finding(rule, action, effect),
                Truth::Maybe(why) => doubtful(rule, action, effect, why),
                Truth::Failed(why) => failed(rule, action, effect, why),
            };
            if !out.contains(&said) {
                out.push(said);
            }
        }
    }

    /// What the settings of the effect's category ask: mode, threshold, and whether anything is decided automatically.
    pub fn mode(
        &self,
        (action, effect): (&Action, &Effect),
        grant: Option<Grant>,
        now: &Occasion<'_>,
        out: &mut Vec<Finding>,
    ) {
        let setting = self.setting(effect.category);
        let by = |layer: Layer| grant.filter(|g| g.layer == layer || layer == Layer::BuiltIn).map(Grant::evidence);
        let looks = effect.dimensions.level() == Risk::Low && effect.dimensions.reversibility == 0;
        let mut say = |rule: &str, reason: String, lifts: &[Lift], lifted_by: Option<String>| {
            let remedy = "tell the user what you want to do and wait for their answer".to_owned();
            out.push(Finding { rule: rule.to_owned(), lifts: lifts.to_vec(), ..ask(action, effect, reason, remedy) });
            if let Some(last) = out.last_mut() {
                last.lifted_by = lifted_by;
            }
        };
        if let Some(layer) = self.auto_off.filter(|_| !looks) {
            // A repository's file that cannot be used counts as one that says so.
            let or = if layer == Layer::Project { ", or cannot be used: `automode policy lint` tells" } else { "" };
            let reason = format!("the {} policy has switched automatic decisions off{or}", layer.name());
            say("policy.auto-off", reason, &[Lift::Approved], None);
        }
        let category = effect.category.name();
        match setting.mode {
            Autonomy::Auto => {}
            Autonomy::Ask => {
                let reason =
                    format!("the {} policy asks about everything of the kind {category}", setting.mode_by.name());
                say("policy.mode-ask", reason, &[Lift::Named, Lift::Approved], by(setting.mode_by));
            }
            Autonomy::Observe => {
                let reason =
                    format!("the {} policy only observes actions of the kind {category}", setting.mode_by.name());
                say("policy.mode-observe", reason, &[Lift::Approved], None);
            }
        }
        let missing = setting.needs.iter().filter(|_| !looks).find_map(|name| self.lacks(name, now));
        if let Some(missing) = missing {
            let reason =
                format!("{category} is only decided without a person while its guardrails hold, and {missing}");
            say("policy.guardrail", reason, &[Lift::Named, Lift::Approved], by(setting.needs_by));
        }
        if confidence(effect) < setting.threshold {
            let reason = format!(
                "it is understood with {} % of certainty, and the {} policy wants {} % for {category}",
                confidence(effect),
                setting.threshold_by.name(),
                setting.threshold
            );
            say("policy.threshold", reason, &[Lift::Named, Lift::Approved], by(setting.threshold_by));
        }
    }

    /// The permission that a file gives for this effect: the one of the highest layer. Only what certainly fits counts.
    #[must_use]
    pub fn grants(
        &self,
        (action, effect): (&Action, &Effect),
        all: &[Action],
        authorization: Authorization,
        now: &Occasion<'_>,
    ) -> Option<Grant> {
        let fits = |r: &&Rule| {
            r.grants
                && r.layer.may_loosen()
                && r.when.verb.holds(effect.verb)
                && r.applies(action, effect, all, authorization, now) == Truth::Yes
        };
        let found = self.rules.iter().filter(fits).min_by_key(|r| (r.layer, r.id))?;
        Some(Grant { rule: found.id, layer: found.layer })
    }
}

/// What a rule says about an effect.
#[must_use]
pub fn finding(rule: &Rule, action: &Action, effect: &Effect) -> Finding {
    Finding {
        rule: rule.id.to_owned(),
        outcome: rule.outcome,
        reason: rule.reason.to_owned(),
        remedy: rule.remedy.to_owned(),
        words: action.words.clone(),
        span: effect.span,
        lifts: rule.lifts.to_vec(),
        lifted_by: None,
    }
}

/// A rule that may apply asks, where it would stop; a person can tell.
fn doubtful(rule: &Rule, action: &Action, effect: &Effect, why: &str) -> Finding {
    let said = finding(rule, action, effect);
    let reason = format!("a rule may forbid it ({}), and {why}", said.reason);
    Finding { outcome: said.outcome.min(Outcome::Ask), reason, lifts: vec![Lift::Named, Lift::Approved], ..said }
}

/// An error inside a rule denies.
fn failed(rule: &Rule, action: &Action, effect: &Effect, why: &str) -> Finding {
    let said = finding(rule, action, effect);
    let reason = format!("a rule about it could not be evaluated: {why}");
    Finding { outcome: said.outcome.max(Outcome::Deny), reason, lifts: vec![Lift::Approved], ..said }
}

fn ask(action: &Action, effect: &Effect, reason: String, remedy: String) -> Finding {
    Finding {
        rule: String::new(),
        outcome: Outcome::Ask,
        reason,
        remedy,
        words: action.words.clone(),
        span: effect.span,
        lifts: Vec::new(),
        lifted_by: None,
    }
}

/// The environment that a target has by now; for views.
#[must_use]
pub fn environment(effect: &Effect) -> EnvLabel {
    facets::environment(&effect.target).unwrap_or(EnvLabel::Unknown)
}
