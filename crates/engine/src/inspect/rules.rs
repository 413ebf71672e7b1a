//! The default rule pack as embedded from `policy/*.toml` by `build.rs`, and how a rule matches an effect.

use automode_model::{
    Action, Category, Certainty, Effect, EnvLabel, Finding, Lift, Outcome, PathClass, Place, Reversibility, Scope,
    Target, Verb,
};

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// A typed rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable name.
    pub id: &'static str,
    /// One line for people.
    pub title: &'static str,
    /// Why: a clause that goes on from "stopped because …".
    pub reason: &'static str,
    /// A permitted way.
    pub remedy: &'static str,
    /// What it demands at least.
    pub outcome: Outcome,
    /// What may lift it.
    pub lifts: &'static [Lift],
    /// Tags of standards (AISVS, ATLAS, OWASP agentic).
    pub tags: &'static [&'static str],
    /// The effect that it is about.
    pub when: When,
    /// Not these.
    pub unless: Option<When>,
    /// Only where the same event has another effect like this.
    pub with: Option<When>,
    /// Commands that it must match.
    pub matches: &'static [&'static str],
    /// Commands that it must not match.
    pub not_matches: &'static [&'static str],
}

/// A condition on an effect: every field that is set must hold; in a list one entry suffices.
#[derive(Clone, Copy, Debug)]
pub struct When {
    verb: &'static [Verb],
    category: &'static [Category],
    place: &'static [Place],
    class: &'static [PathClass],
    env: &'static [EnvLabel],
    kind: &'static [&'static str],
    program: &'static [&'static str],
    name: &'static [&'static str],
    scope_at_least: Option<Scope>,
    reversibility_at_least: Option<Reversibility>,
    forced: Option<bool>,
    local: Option<bool>,
    tracked: Option<bool>,
    created_here: Option<bool>,
    exists: Option<bool>,
    understood: Option<bool>,
    has_secret: Option<bool>,
    exposure_at_least: Option<u8>,
}

/// All rules of the default pack.
#[must_use]
pub fn all() -> &'static [Rule] {
    RULES
}

/// The findings of all rules about these actions.
#[must_use]
pub fn findings(actions: &[Action]) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::new();
    for rule in RULES {
        let hit = actions.iter().find_map(|a| a.effects.iter().find(|e| rule.applies(a, e, actions)).map(|e| (a, e)));
        if let Some((action, effect)) = hit {
            out.push(rule.finding(action, effect));
        }
    }
    out
}

impl Rule {
    /// Whether the rule speaks about this effect of this action among all actions of the event.
    #[must_use]
    pub fn applies(&self, action: &Action, effect: &Effect, all: &[Action]) -> bool {
        self.when.holds(action, effect)
            && !self.unless.is_some_and(|u| u.holds(action, effect))
            && self.with.is_none_or(|w| all.iter().any(|a| a.effects.iter().any(|e| w.holds(a, e))))
    }

    fn finding(&self, action: &Action, effect: &Effect) -> Finding {
        Finding {
            rule: self.id.to_owned(),
            outcome: self.outcome,
            reason: self.reason.to_owned(),
            remedy: self.remedy.to_owned(),
            words: action.words.clone(),
            span: effect.span,
            lifts: self.lifts.to_vec(),
            lifted_by: None,
        }
    }
}

impl When {
    fn holds(&self, action: &Action, effect: &Effect) -> bool {
        any(self.verb, &effect.verb)
            && any(self.category, &effect.category)
            && self.on_target(&effect.target)
            && (self.program.is_empty() || self.program.contains(&action.program.as_str()))
            && self.scope_at_least.is_none_or(|s| effect.scope >= s)
            && self.reversibility_at_least.is_none_or(|r| effect.reversibility >= r)
            && self.forced.is_none_or(|f| f == effect.forced)
            && self.understood.is_none_or(|u| u != matches!(effect.certainty, Certainty::Unknown(_)))
            && self.exposure_at_least.is_none_or(|x| effect.dimensions.data_exposure >= x)
            && self.has_secret.is_none_or(|s| s == crate::secrets::is_marked(&action.words))
    }

    fn on_target(&self, target: &Target) -> bool {
        let path = target.path();
        let about_path = !self.place.is_empty()
            || !self.class.is_empty()
            || self.tracked.is_some()
            || self.created_here.is_some()
            || self.exists.is_some();
        (!about_path || path.is_some_and(|p| self.on_path(p)))
            && (self.env.is_empty() || matches!(target, Target::Named { env, .. } if self.env.contains(env)))
            && (self.kind.is_empty() || matches!(target, Target::Named { kind, .. } if self.kind.contains(kind)))
            && (self.name.is_empty() || self.name.iter().any(|g| glob(g, target.text())))
            && self.local.is_none_or(|l| is_local(target) == Some(l))
    }

    fn on_path(&self, p: &automode_model::PathTarget) -> bool {
        any(self.place, &p.place)
            && any(self.class, &p.class)
            && self.tracked.is_none_or(|t| p.tracked.unwrap_or(false) == t)
            && self.created_here.is_none_or(|c| p.created_here == c)
            && self.exists.is_none_or(|x| p.exists.unwrap_or(true) == x)
    }
}

fn any<T: PartialEq>(list: &[T], item: &T) -> bool {
    list.is_empty() || list.contains(item)
}

fn is_local(target: &Target) -> Option<bool> {
    match target {
        Target::Url { local, .. } | Target::Host { local, .. } => Some(*local),
        _ => None,
    }
}

/// `*` stands for any text; linear in the text for each star, no allocation: every subcommand of a program is compared.
#[must_use]
pub fn glob(pattern: &str, text: &str) -> bool {
    let Some((first, mut pattern)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    while let Some((part, more)) = pattern.split_once('*') {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or(""),
            None => return false,
        }
        pattern = more;
    }
    rest.ends_with(pattern)
}
