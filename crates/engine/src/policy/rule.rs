//! A typed rule: who × effect × target × context → what it says. The default pack has its rules as constants of this type
//! (`inspect/rules.rs`); those of files come from the compiled form. Everything is borrowed for as long as the process lives: a
//! policy is read once, and a hook ends with its answer.

use automode_model::{
    Action, Authorization, Certainty, Dimensions, Effect, Lift, Outcome, Reversibility, Risk, Scope, Target,
};

use super::occasion::Occasion;
use super::truth::Truth;
use super::words::{Categories, Classes, Envs, Facet, Layer, Places, Stages, Verbs};
use super::{facets, glob};
use crate::inspect::rules::glob as name_glob;

/// Texts that live as long as the process.
pub type Texts = &'static [&'static str];

/// A typed rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable name.
    pub id: &'static str,
    /// One line for people.
    pub title: &'static str,
    /// Why: a clause that goes on from "stopped because …".
    pub reason: &'static str,
    /// A permitted way.
    pub remedy: &'static str,
    /// What it demands at least; `note` where it grants.
    pub outcome: Outcome,
    /// It permits instead of demanding.
    pub grants: bool,
    /// Who wrote it.
    pub layer: Layer,
    /// What may lift it.
    pub lifts: &'static [Lift],
    /// Tags of standards (AISVS, ATLAS, OWASP agentic).
    pub tags: Texts,
    /// Whom it is about.
    pub who: Who,
    /// The effect that it is about.
    pub when: When,
    /// Not these.
    pub unless: Option<When>,
    /// Only where the same event has another effect like this.
    pub with: Option<When>,
    /// Only in these circumstances.
    pub given: Given,
    /// Commands that it must match.
    pub matches: Texts,
    /// Commands that it must not match.
    pub not_matches: Texts,
}

/// Who acts: each list that is not empty must have one that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Who {
    /// Names of the system's users.
    pub users: Texts,
    /// Coding agents.
    pub hosts: Texts,
    /// Models.
    pub models: Texts,
    /// Kinds of subagents; `-` is the main agent.
    pub subagents: Texts,
    /// Groups that the user is in.
    pub groups: Texts,
    /// Roles.
    pub roles: Texts,
}

impl Who {
    /// Everybody.
    pub const ANYONE: Self = Self { users: &[], hosts: &[], models: &[], subagents: &[], groups: &[], roles: &[] };

    /// Whether this is about who acts now.
    #[must_use]
    pub fn holds(&self, now: &Occasion<'_>) -> Truth {
        let known = |list: Texts, value: Option<&str>, why| match value {
            _ if list.is_empty() => Truth::Yes,
            Some(value) => Truth::of(list.iter().any(|g| name_glob(g, value))),
            None => Truth::Maybe(why),
        };
        known(self.hosts, Some(now.host), "")
            .and(|| known(self.subagents, Some(now.subagent.unwrap_or("-")), ""))
            .and(|| known(self.users, now.user, "who the user is cannot be told"))
            .and(|| self.is_in_group(now))
            .and(|| known(self.models, now.model, "which model acts cannot be told"))
            .and(|| match self.roles {
                [] => Truth::Yes,
                roles => Truth::any(roles.iter().map(|r| now.has_role(r))),
            })
    }
}

impl Who {
    /// Whether the user is in one of the groups: one of the system's, or one that the administrator handed over.
    fn is_in_group(&self, now: &Occasion<'_>) -> Truth {
        match now.groups {
            _ if self.groups.is_empty() => Truth::Yes,
            Some(groups) => Truth::of(groups.iter().any(|g| self.groups.iter().any(|p| name_glob(p, g)))),
            None => Truth::Maybe("which groups the user is in cannot be told"),
        }
    }
}

/// The circumstances of a rule: every one that is set must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// The effect's risk, at least.
    pub risk_at_least: Option<Risk>,
    /// The effect's risk, at most.
    pub risk_at_most: Option<Risk>,
    /// Each dimension, at least.
    pub dimensions_at_least: [u8; 5],
    /// The authorization by evidence, at least.
    pub authorization_at_least: Option<Authorization>,
    /// The authorization by evidence, at most.
    pub authorization_at_most: Option<Authorization>,
    /// The understanding of the effect is less sure than this.
    pub confidence_below: Option<u8>,
    /// The understanding of the effect is at least this sure.
    pub confidence_at_least: Option<u8>,
    /// The session has read what nobody vouches for.
    pub tainted: Option<bool>,
    /// The stage of the effect's category.
    pub stages: Stages,
    /// Days of the week, Monday is bit 0; 0 is any.
    pub days: u8,
    /// Minutes of the day, from and to; equal is the whole day, and from after to is over midnight.
    pub minutes: (u16, u16),
}

impl Given {
    /// Always.
    pub const ALWAYS: Self = Self {
        risk_at_least: None,
        risk_at_most: None,
        dimensions_at_least: [0; 5],
        authorization_at_least: None,
        authorization_at_most: None,
        confidence_below: None,
        confidence_at_least: None,
        tainted: None,
        stages: Stages::ANY,
        days: 0,
        minutes: (0, 0),
    };

    fn holds(&self, effect: &Effect, authorization: Authorization, now: &Occasion<'_>) -> Truth {
        let risk = effect.dimensions.level();
        let sure = confidence(effect);
        let crisp = self.risk_at_least.is_none_or(|r| risk >= r)
            && self.risk_at_most.is_none_or(|r| risk <= r)
            && at_least(effect.dimensions, self.dimensions_at_least)
            && self.authorization_at_least.is_none_or(|a| authorization >= a)
            && self.authorization_at_most.is_none_or(|a| authorization <= a)
            && self.confidence_below.is_none_or(|c| sure < c)
            && self.confidence_at_least.is_none_or(|c| sure >= c)
            && (self.stages.is_any() || self.stages.holds(now.stage(effect.category)));
        Truth::of(crisp).and(|| self.at_this_time(now)).and(|| match (self.tainted, now.tainted) {
            (None, _) => Truth::Yes,
            (Some(want), Some(is)) => Truth::of(want == is),
            (Some(_), None) => Truth::Maybe("what the session has read cannot be told"),
        })
    }

    fn at_this_time(&self, now: &Occasion<'_>) -> Truth {
        let (from, to) = self.minutes;
        if self.days == 0 && from == to {
            return Truth::Yes;
        }
        let Some((day, minute)) = now.clock() else { return Truth::Maybe("the time cannot be told") };
        let inside = match from.cmp(&to) {
            std::cmp::Ordering::Equal => true,
            std::cmp::Ordering::Less => (from..to).contains(&minute),
            std::cmp::Ordering::Greater => minute >= from || minute < to,
        };
        Truth::of(inside && (self.days == 0 || self.days & (1 << day) != 0))
    }
}

fn at_least(have: Dimensions, want: [u8; 5]) -> bool {
    have.values().into_iter().zip(want).all(|(h, w)| h >= w)
}

/// How sure the understanding of an effect is, 0–100.
#[must_use]
pub fn confidence(effect: &Effect) -> u8 {
    match effect.certainty {
        Certainty::Sure => 98,
        Certainty::Likely => 85,
        Certainty::Unknown(_) => 20,
    }
}

/// A condition on an effect: every field that is set must hold; in a list one entry suffices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// What it does.
    pub verb: Verbs,
    /// The kind of work.
    pub category: Categories,
    /// Where the path lies.
    pub place: Places,
    /// What the path is.
    pub class: Classes,
    /// The target's environment.
    pub env: Envs,
    /// The kind of named target.
    pub kind: Texts,
    /// The program.
    pub program: Texts,
    /// The target's text.
    pub name: Texts,
    /// Parts of the target, each with its patterns.
    pub facets: &'static [(Facet, Texts)],
    /// How much is touched, at least.
    pub scope_at_least: Option<Scope>,
    /// What it takes to undo, at least.
    pub reversibility_at_least: Option<Reversibility>,
    /// A safety question is switched off.
    pub forced: Option<bool>,
    /// The target is this machine.
    pub local: Option<bool>,
    /// Git has it.
    pub tracked: Option<bool>,
    /// This session made it.
    pub created_here: Option<bool>,
    /// It exists.
    pub exists: Option<bool>,
    /// It is understood.
    pub understood: Option<bool>,
    /// The words hold a secret.
    pub has_secret: Option<bool>,
    /// The exposure of data, at least.
    pub exposure_at_least: Option<u8>,
}

impl When {
    /// Anything.
    pub const ANYTHING: Self = Self {
        verb: Verbs::ANY,
        category: Categories::ANY,
        place: Places::ANY,
        class: Classes::ANY,
        env: Envs::ANY,
        kind: &[],
        program: &[],
        name: &[],
        facets: &[],
        scope_at_least: None,
        reversibility_at_least: None,
        forced: None,
        local: None,
        tracked: None,
        created_here: None,
        exists: None,
        understood: None,
        has_secret: None,
        exposure_at_least: None,
    };

    /// Whether it speaks about this effect of this action.
    #[must_use]
    pub fn holds(&self, action: &Action, effect: &Effect, now: &Occasion<'_>) -> Truth {
        if !self.crisp(action, effect) {
            return Truth::No;
        }
        let mut all = Truth::Yes;
        for (facet, patterns) in self.facets {
            all = all.and(|| facets::holds(*facet, patterns, action, effect, now));
        }
        all
    }

    /// What is always known of an effect.
    fn crisp(&self, action: &Action, effect: &Effect) -> bool {
        self.verb.holds(effect.verb)
            && self.category.holds(effect.category)
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
        let about_path = !self.place.is_any()
            || !self.class.is_any()
            || self.tracked.is_some()
            || self.created_here.is_some()
            || self.exists.is_some();
        (!about_path || target.path().is_some_and(|p| self.on_path(p)))
            && (self.env.is_any() || facets::environment(target).is_some_and(|e| self.env.holds(e)))
            && (self.kind.is_empty() || matches!(target, Target::Named { kind, .. } if self.kind.contains(kind)))
            && (self.name.is_empty() || self.name.iter().any(|g| name_glob(g, target.text())))
            && self.local.is_none_or(|l| is_local(target) == Some(l))
    }

    fn on_path(&self, p: &automode_model::PathTarget) -> bool {
        self.place.holds(p.place)
            && self.class.holds(p.class)
            && self.tracked.is_none_or(|t| p.tracked.unwrap_or(false) == t)
            && self.created_here.is_none_or(|c| p.created_here == c)
            && self.exists.is_none_or(|x| p.exists.unwrap_or(true) == x)
    }

    /// How much it says: the more it asks for and the fewer verbs it is about, the more it tells of why.
    #[must_use]
    pub fn weight(&self) -> usize {
        let few_verbs = match self.verb.0.count_ones() {
            0 => 0,
            n => 128usize.saturating_sub(n as usize),
        };
        let conditions = [
            !self.category.is_any(),
            !self.place.is_any(),
            !self.class.is_any(),
            !self.env.is_any(),
            !self.kind.is_empty(),
            !self.program.is_empty(),
            !self.name.is_empty(),
            self.scope_at_least.is_some(),
            self.forced.is_some(),
            self.has_secret.is_some(),
            self.exposure_at_least.is_some(),
        ];
        few_verbs + 128 * (conditions.into_iter().filter(|c| *c).count() + self.facets.len())
    }
}

fn is_local(target: &Target) -> Option<bool> {
    match target {
        Target::Url { local, .. } | Target::Host { local, .. } => Some(*local),
        _ => None,
    }
}

impl Rule {
    /// Whether the rule speaks about this effect of this action among all actions of the event.
    #[must_use]
    pub fn applies(
        &self,
        action: &Action,
        effect: &Effect,
        all: &[Action],
        authorization: Authorization,
        now: &Occasion<'_>,
    ) -> Truth {
        self.is_about(action, effect, all, now)
            .and(|| self.given.holds(effect, authorization, now))
            .and(|| self.who.holds(now))
    }

    /// The same, whoever acts and whenever.
    #[must_use]
    pub fn is_about(&self, action: &Action, effect: &Effect, all: &[Action], now: &Occasion<'_>) -> Truth {
        self.when
            .holds(action, effect, now)
            .and(|| self.unless.map_or(Truth::Yes, |u| u.holds(action, effect, now).opposite()))
            .and(|| self.with.map_or(Truth::Yes, |w| beside(&w, all, now)))
    }
}

fn beside(with: &When, all: &[Action], now: &Occasion<'_>) -> Truth {
    Truth::any(all.iter().flat_map(|a| a.effects.iter().map(move |e| with.holds(a, e, now))))
}

/// A path pattern as an absolute one: `~` is the home, a relative one lies in the repository, wherever a leading `**` or
/// a bare name says.
#[must_use]
pub fn absolute(pattern: &str, home: &str, root: &str) -> String {
    if let Some(rest) = pattern.strip_prefix('~').filter(|r| r.is_empty() || r.starts_with('/')) {
        return format!("{}{rest}", home.trim_end_matches('/'));
    }
    if pattern.starts_with('/') || pattern.starts_with("**") {
        return pattern.to_owned();
    }
    if let Some(rest) = pattern.strip_prefix("./") {
        return format!("{root}/{rest}");
    }
    if pattern.contains('/') { format!("{root}/{pattern}") } else { format!("{root}/**/{pattern}") }
}

/// Whether a pattern of paths fits this one.
pub(super) fn on_path(pattern: &str, path: &str) -> Truth {
    match glob::path(pattern, path) {
        Ok(yes) => Truth::of(yes),
        Err(glob::TooLong) => Truth::Failed("the path is too long to be compared with its pattern"),
    }
}
