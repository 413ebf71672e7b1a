//! Who asked for an effect, and what a person has forbidden: the evidence that the agent cannot forge, applied to one
//! effect at a time. A word about one target says nothing about another. Called by `decide` for every effect.

use std::borrow::Cow;
use std::cell::OnceCell;

use automode_model::{Action, Authorization, Effect, Evidence, Finding, Lift, Outcome, Risk, Session, Verb};

use super::consent::asked::asked_as;
use super::consent::learned::{self, DOUBT_LOGIT, UNASKED_EDIT_LOGIT, UNASKED_LOGIT};
use super::consent::words::{Ops, is_base};
use super::consent::{Said, Wishes, meant, otherwise};
use super::entries::steps::Steps;
use super::own;

/// The kind of evidence that says that this session made the target itself.
pub const MADE_HERE: &str = "made-here";

/// An authorization with its evidence.
#[derive(Clone, Debug)]
pub struct Granted {
    /// How far it reaches.
    pub authorization: Authorization,
    /// Why.
    pub evidence: Vec<Evidence>,
}

/// All evidence of a session. What the user typed is only read once something needs it.
pub struct Who<'a> {
    /// What came before.
    pub session: &'a Session,
    command: &'a str,
    edit: Option<&'a Steps>,
    wishes: OnceCell<Wishes>,
    sounds: OnceCell<f32>,
    spoken_of: OnceCell<bool>,
    differs: OnceCell<Option<&'static str>>,
}

impl<'a> Who<'a> {
    /// The evidence of this session about what this command would do (the empty text where it is no command), or this edit.
    #[must_use]
    pub fn new(session: &'a Session, command: &'a str, edit: Option<&'a Steps>) -> Self {
        let (wishes, sounds, spoken_of) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { session, command, edit, wishes, sounds, spoken_of, differs: OnceCell::new() }
    }

    /// Who asked for this effect, of which the user said this.
    #[must_use]
    pub fn authorize(&self, said: &Said, action: &Action, effect: &Effect) -> Granted {
        let granted = |authorization, kind, text| Granted { authorization, evidence: vec![Evidence { kind, text }] };
        if let Some(answer) = self.session.answer.as_ref().filter(|a| a.approved) {
            return granted(Authorization::Approved, "approval", answer.id.clone());
        }
        if let Said::Asked(words) = said
            && self.still_means(effect, words)
        {
            return granted(Authorization::Named, "user-words", self.wishes().typed(words));
        }
        if let Some(own) = own::evidence(action, effect, self.session) {
            return granted(Authorization::Implied, MADE_HERE, own);
        }
        let implied = effect.dimensions.level() <= Risk::Low;
        let authorization = if implied { Authorization::Implied } else { Authorization::None };
        Granted { authorization, evidence: Vec::new() }
    }

    /// `push` meant the remote that was there: once a remote was changed in this session, it has to be named.
    fn still_means(&self, effect: &Effect, words: &str) -> bool {
        if effect.verb != Verb::VcsPush || !self.session.doings.remotes_changed {
            return true;
        }
        let remote = effect.target.text().split_whitespace().next().unwrap_or("");
        !remote.is_empty() && words.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|w| w == remote)
    }

    /// What a person's words or answer forbid about this effect, of which the user said this.
    #[must_use]
    pub fn forbidden(&self, said: &Said, action: &Action, effect: &Effect) -> Option<Finding> {
        if self.session.answer.as_ref().is_some_and(|a| !a.approved) {
            return Some(rejected(action, effect));
        }
        let (words, certain) = match said {
            Said::Forbidden { words, certain } => (words, *certain),
            Said::Beyond(words) => return self.beyond(action, effect, words),
            Said::Nothing => return self.otherwise(action, effect).or_else(|| self.unasked(action, effect)),
            Said::Asked(_) => return None,
        };
        Some(Finding {
            rule: "consent.prohibited".to_owned(),
            outcome: if certain { Outcome::Deny } else { Outcome::Ask },
            reason: format!("the user said: \u{201c}{}\u{201d}", self.wishes().typed(words)),
            remedy: "leave it as it is; only the user can take this back, in their own words".to_owned(),
            words: action.words.clone(),
            span: effect.span,
            lifts: vec![Lift::Approved],
            lifted_by: None,
        })
    }

    /// What goes further than the user asked, however little it costs. What this session made is its own.
    fn beyond(&self, action: &Action, effect: &Effect, words: &str) -> Option<Finding> {
        if own::evidence(action, effect, self.session).is_some() {
            return None;
        }
        let reason =
            format!("it goes further than what the user asked for: \u{201c}{}\u{201d}", self.wishes().typed(words));
        Some(ask("consent.beyond", reason, "keep to what was named, or ask the user about the rest", action, effect))
    }

    /// The edit does something else than the words say, however much they sound like a request for it.
    fn otherwise(&self, action: &Action, effect: &Effect) -> Option<Finding> {
        if is_harmless(effect) || own::evidence(action, effect, self.session).is_some() {
            return None;
        }
        let reason = format!("it {}: \u{201c}{}\u{201d}", self.differs()?, meant::words(&self.session.prompts));
        Some(ask("consent.beyond", reason, "do what was said, or ask the user about what differs", action, effect))
    }

    /// What the edit does otherwise than the words say.
    fn differs(&self) -> Option<&'static str> {
        let edit = self.edit.filter(|_| self.command.is_empty() && !self.session.prompts.is_empty())?;
        *self.differs.get_or_init(|| otherwise::told(&self.session.prompts, edit))
    }

    /// What the user only spoke of, and this does: however little it costs, it may be just what was not to be done.
    fn unasked(&self, action: &Action, effect: &Effect) -> Option<Finding> {
        let prompts = &self.session.prompts;
        if prompts.is_empty() || is_harmless(effect) {
            return None;
        }
        let takes_away = || asked_as(action, effect).meets(Ops::DELETE.or(Ops::KILL));
        let least = match self.edit {
            Some(edit) if self.command.is_empty() => edit.matters.then_some(UNASKED_EDIT_LOGIT)?,
            _ => takes_away().then_some(UNASKED_LOGIT)?,
        };
        let only_spoken_of = self.sounds() < least && self.is_spoken_of();
        if !only_spoken_of || own::evidence(action, effect, self.session).is_some() {
            return None;
        }
        let reason = format!("the user spoke of it without asking for it: \u{201c}{}\u{201d}", meant::words(prompts));
        Some(ask("consent.unasked", reason, "answer what was asked; ask the user before changing it", action, effect))
    }

    /// The user spoke of something in this command or edit, in English.
    fn is_spoken_of(&self) -> bool {
        *self.spoken_of.get_or_init(|| {
            let changes = self.edit.filter(|_| self.command.is_empty()).map(Steps::changes);
            let prompts = &self.session.prompts;
            learned::is_spoken_of(prompts, changes.as_deref().unwrap_or(self.command))
                && meant::is_english(prompts, self.command)
        })
    }

    /// Whether the user said the name of this machine with what they asked for in these words.
    #[must_use]
    pub fn says_machine(&self, host: &str, words: &str) -> bool {
        !self.session.prompts.is_empty() && self.wishes().says_machine(host, words)
    }

    fn wishes(&self) -> &Wishes {
        self.wishes.get_or_init(|| Wishes::of(self.session, self.command).with(self.edit))
    }

    /// What the user's words say about this effect. Reading them is most of the work: once for each effect.
    #[must_use]
    pub fn said(&self, action: &Action, effect: &Effect) -> Said {
        if self.session.prompts.is_empty() || is_harmless(effect) {
            return Said::Nothing;
        }
        match self.read(action, effect) {
            Said::Asked(_) | Said::Nothing if self.differs().is_some() => Said::Nothing,
            Said::Asked(words) if self.is_doubtful(&words) => Said::Nothing,
            Said::Nothing if self.is_meant(action) => Said::Asked(meant::words(&self.session.prompts).to_owned()),
            said => said,
        }
    }

    /// A reading took these words for a request, and they do not sound like one.
    fn is_doubtful(&self, words: &str) -> bool {
        self.sounds() < DOUBT_LOGIT && !self.is_plain(words) && meant::is_english(&self.session.prompts, self.command)
    }

    /// No reading knows the words, and they ask for just this all the same.
    fn is_meant(&self, action: &Action) -> bool {
        let prompts = &self.session.prompts;
        let asked = || match self.edit {
            _ if !self.command.is_empty() => meant::is_asked(prompts, self.command, action, self.sounds()),
            Some(edit) => meant::edits::is_asked(prompts, edit, self.sounds()),
            None => false,
        };
        self.wishes().may_ask(prompts.len()) && asked()
    }

    /// A prompt that is nothing but a short order: how it sounds does not matter.
    fn is_plain(&self, words: &str) -> bool {
        const MOST: usize = 6;
        // What stands in backticks is a name, however many words it has.
        let spoken = |text: &str| text.split('`').step_by(2).flat_map(str::split_whitespace).count();
        let bare = |text: &str| text.trim().trim_end_matches(['.', '!']).to_lowercase();
        let order = bare(words);
        let first = order.split_whitespace().next().unwrap_or("");
        spoken(&order) <= MOST && is_base(first) && self.session.prompts.iter().any(|p| bare(p) == order)
    }

    /// How much the words sound like a request for this command or edit. Of what is neither, nothing was learned.
    fn sounds(&self) -> f32 {
        *self.sounds.get_or_init(|| {
            let deed = match self.edit {
                _ if !self.command.is_empty() => Cow::Borrowed(self.command),
                Some(edit) => Cow::Owned(edit.deed()),
                None => return 0.0,
            };
            learned::logit(&self.session.prompts, &deed).unwrap_or_default()
        })
    }

    /// The same by the readings of what they say.
    fn read(&self, action: &Action, effect: &Effect) -> Said {
        let wishes = self.wishes();
        if wishes.is_empty() {
            return Said::Nothing;
        }
        match wishes.about(action, effect) {
            Said::Nothing => {
                let words = wishes
                    .recital(action, effect)
                    .or_else(|| wishes.set(action, effect))
                    .or_else(|| wishes.tallied(action, effect))
                    .or_else(|| wishes.migrated(action, effect))
                    .or_else(|| wishes.sent(action, effect));
                words.map_or(Said::Nothing, |words| Said::Asked(words.to_owned()))
            }
            said @ (Said::Beyond(_) | Said::Forbidden { .. }) => {
                wishes.set(action, effect).map_or(said, |words| Said::Asked(words.to_owned()))
            }
            Said::Asked(words) if wishes.limits_set(action, effect, &words) => Said::Beyond(words),
            said @ Said::Asked(_) => said,
        }
    }
}

/// A question that naming it answers.
fn ask(rule: &str, reason: String, remedy: &str, action: &Action, effect: &Effect) -> Finding {
    Finding {
        rule: rule.to_owned(),
        outcome: Outcome::Ask,
        reason,
        remedy: remedy.to_owned(),
        words: action.words.clone(),
        span: effect.span,
        lifts: vec![Lift::Named, Lift::Approved],
        lifted_by: None,
    }
}

/// A person said no to exactly this action.
fn rejected(action: &Action, effect: &Effect) -> Finding {
    Finding {
        rule: "approval.rejected".to_owned(),
        outcome: Outcome::Deny,
        reason: "a person rejected this action".to_owned(),
        remedy: "leave it, and ask the user how to go on".to_owned(),
        words: action.words.clone(),
        span: effect.span,
        lifts: Vec::new(),
        lifted_by: None,
    }
}

/// What only looks, and at nothing in particular, is neither asked for nor forbidden.
pub(super) fn is_harmless(effect: &Effect) -> bool {
    matches!(effect.verb, Verb::Inspect | Verb::VcsRead | Verb::ServiceRead | Verb::ContainerRead)
}
