//! Who asked for an effect, and what a person has forbidden: the evidence that the agent cannot forge, applied to one
//! effect at a time. A word about one target says nothing about another. Called by `decide` for every effect.

use std::cell::OnceCell;

use automode_model::{Action, Authorization, Effect, Evidence, Finding, Lift, Outcome, Risk, Session, Verb};

use super::consent::asked::asked_as;
use super::consent::learned::{self, DOUBT_LOGIT, UNASKED_LOGIT};
use super::consent::words::{self, Ops, is_base};
use super::consent::{Said, Wishes, meant, otherwise, weighed};
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
    actions: &'a [Action],
    wishes: OnceCell<Wishes>,
    /// What the readings say of each effect of the actions, in their order.
    readings: OnceCell<Vec<Said>>,
    sounds: OnceCell<f32>,
    weighs: OnceCell<Option<f32>>,
    spoken_of: OnceCell<bool>,
    differs: OnceCell<Option<&'static str>>,
}

impl<'a> Who<'a> {
    /// The evidence of this session about what this command would do (the empty text where it is no command), or this edit: in all
    /// these actions.
    #[must_use]
    pub fn new(session: &'a Session, command: &'a str, edit: Option<&'a Steps>, actions: &'a [Action]) -> Self {
        Self {
            session,
            command,
            edit,
            actions,
            wishes: OnceCell::new(),
            readings: OnceCell::new(),
            sounds: OnceCell::new(),
            weighs: OnceCell::new(),
            spoken_of: OnceCell::new(),
            differs: OnceCell::new(),
        }
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
        let edit = self.data()?;
        *self.differs.get_or_init(|| otherwise::told(&self.session.prompts, edit))
    }

    /// The edit of data that is judged by what the user typed, where it is one.
    fn data(&self) -> Option<&'a Steps> {
        self.edit.filter(|_| self.command.is_empty() && !self.session.prompts.is_empty())
    }

    /// What the user only spoke of, and this does: however little it costs, it may be just what was not to be done.
    fn unasked(&self, action: &Action, effect: &Effect) -> Option<Finding> {
        let prompts = &self.session.prompts;
        if prompts.is_empty() || is_harmless(effect) {
            return None;
        }
        let takes_away = || asked_as(action, effect).meets(Ops::DELETE.or(Ops::KILL));
        let unasked = match self.data() {
            Some(edit) => {
                (edit.matters || otherwise::is_named(&self.session.prompts, edit))
                    && self.weighs().is_some_and(|w| w < weighed::UNASKED_LOGIT)
            }
            None => takes_away() && self.sounds() < UNASKED_LOGIT,
        };
        if !unasked || !self.is_spoken_of() || own::evidence(action, effect, self.session).is_some() {
            return None;
        }
        let reason = format!("the user spoke of it without asking for it: \u{201c}{}\u{201d}", meant::words(prompts));
        Some(ask("consent.unasked", reason, "answer what was asked; ask the user before changing it", action, effect))
    }

    /// The user spoke of something in this command or edit, in English.
    fn is_spoken_of(&self) -> bool {
        *self.spoken_of.get_or_init(|| {
            let prompts = &self.session.prompts;
            let spoken_of = match self.data() {
                Some(edit) => otherwise::is_spoken_of(prompts, edit) || learned::is_spoken_of(prompts, &edit.changes()),
                None => learned::is_spoken_of(prompts, self.command),
            };
            spoken_of && meant::is_english(prompts, self.command)
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
        let said = self.reading(action, effect);
        if matches!(said, Said::Asked(_) | Said::Nothing) && self.differs().is_some() {
            return Said::Nothing;
        }
        let asked = || Said::Asked(meant::words(&self.session.prompts).to_owned());
        match said {
            // What a person forbade is not outweighed, nor what goes further than they said where an edit does.
            Said::Forbidden { .. } => said,
            Said::Beyond(_) if self.data().is_some() => said,
            _ if self.weighs().is_some_and(|w| w >= self.limits().asks) && self.may_weigh(action, effect) => asked(),
            Said::Asked(words) if self.is_doubtful(&words) => Said::Nothing,
            Said::Nothing if self.is_meant(action) => asked(),
            said => said,
        }
    }

    /// What is weighed may tell that this was asked for. Of commands it was learned what they change, not what they read, and from what
    /// people say, not quote; of several things that one does, the words have to speak of each.
    fn may_weigh(&self, action: &Action, effect: &Effect) -> bool {
        let prompts = &self.session.prompts;
        let is_part = || self.actions.len() < 2 || weighed::is_spoken_of(prompts, action);
        self.data().is_some() || !words::only_reads(effect.verb) && !meant::quotes(prompts) && is_part()
    }

    fn limits(&self) -> weighed::Limits {
        if self.data().is_some() { weighed::EDITS } else { weighed::COMMANDS }
    }

    /// How much the words ask for this command or edit of data, in English; none of what is neither.
    fn weighs(&self) -> Option<f32> {
        let prompts = &self.session.prompts;
        let edit = self.data();
        // What a command writes into a file of data is no matter of its words alone.
        let plain = || !self.command.is_empty() && self.edit.is_none();
        if prompts.is_empty() || !edit.map_or_else(plain, |e| !e.aside) {
            return None;
        }
        *self.weighs.get_or_init(|| {
            if !meant::is_english(prompts, self.command) {
                return None;
            }
            match edit {
                Some(edit) => weighed::edit(prompts, edit),
                None => weighed::command(prompts, self.command, self.actions, self.heard(), self.sounds()),
            }
        })
    }

    /// What the readings say about all that a command does, as numbers: shares of its effects.
    #[must_use]
    pub fn heard(&self) -> [f32; weighed::HEARD] {
        let kind = |said: &Said| match said {
            Said::Nothing => 0,
            Said::Asked(_) => 1,
            Said::Beyond(_) => 2,
            Said::Forbidden { .. } => 3,
        };
        let told = |(_, effect): &(&Action, &Effect)| !is_harmless(effect);
        let mut sums = [0usize; 4];
        for (_, said) in self.effects().zip(self.readings()).filter(|(it, _)| told(it)) {
            if let Some(sum) = sums.get_mut(kind(said)) {
                *sum += 1;
            }
        }
        let all: usize = sums.iter().sum();
        let [nothing, asked, beyond, forbidden] = sums.map(|n| if all > 0 { n as f32 / all as f32 } else { -1.0 });
        [nothing, asked, beyond, forbidden, if self.wishes().is_empty() { 1.0 } else { 0.0 }]
    }

    fn effects(&self) -> impl Iterator<Item = (&'a Action, &'a Effect)> + use<'a> {
        const MOST: usize = 24;
        self.actions.iter().flat_map(|a| a.effects.iter().map(move |e| (a, e))).take(MOST)
    }

    fn readings(&self) -> &[Said] {
        let read = |(action, effect)| if is_harmless(effect) { Said::Nothing } else { self.read(action, effect) };
        self.readings.get_or_init(|| self.effects().map(read).collect())
    }

    /// What the readings say about an effect. Of those that are judged they are asked once.
    fn reading(&self, action: &Action, effect: &Effect) -> Said {
        let at = self.effects().position(|(a, e)| std::ptr::eq(a, action) && std::ptr::eq(e, effect));
        at.and_then(|at| self.readings().get(at).cloned()).unwrap_or_else(|| self.read(action, effect))
    }

    /// A reading took these words for a request, and they do not sound like one, or weigh too little.
    fn is_doubtful(&self, words: &str) -> bool {
        let sounds = || self.sounds() < DOUBT_LOGIT && meant::is_english(&self.session.prompts, self.command);
        let weighs = || self.weighs().is_some_and(|w| w < self.limits().doubt);
        (self.data().is_some() || !self.is_plain(words)) && (weighs() || sounds())
    }

    /// No reading knows the words, and they ask for just this all the same.
    fn is_meant(&self, action: &Action) -> bool {
        let prompts = &self.session.prompts;
        let asked = || meant::is_asked(prompts, self.command, action, self.sounds());
        !self.command.is_empty() && self.wishes().may_ask(prompts.len()) && asked()
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

    /// How much the words sound like a request for this command. Of what is none, nothing was learned.
    fn sounds(&self) -> f32 {
        let command = Some(self.command).filter(|c| !c.is_empty());
        let learned = |command| learned::logit(&self.session.prompts, command);
        *self.sounds.get_or_init(|| command.and_then(learned).unwrap_or_default())
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
