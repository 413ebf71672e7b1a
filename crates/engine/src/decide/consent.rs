//! What the user's own words authorise and forbid. A request that names an operation and its target authorises exactly
//! that; a prohibition holds until the user lifts it; a later word wins over an earlier one about the same operation and
//! target. Words of the agent, of tools and of files never come here.
//!
//! `text` finds the user's own sentences, `read` and `languages` what they ask for or forbid, `bind` what about. Whatever those
//! readings of single sentences leave open is decided by one test: `gist` tells clauses that ask from clauses that limit or tell,
//! `heard` what each asks about, and `deed` holds that against all that the command is bound to.

mod account;
mod address;
mod against;
mod alternatives;
mod amounts;
mod around;
pub mod asked;
mod beside;
pub mod bind;
mod bounds;
mod clauses;
mod clone;
mod command;
pub mod conditions;
mod corrections;
mod dates;
mod deed;
mod documents;
mod dropped;
mod edit;
mod excess;
mod frames;
mod further;
mod gist;
mod heard;
mod holders;
mod idioms;
mod instead;
mod introduced;
mod journal;
pub mod languages;
pub mod leads;
pub mod learned;
mod lessened;
mod lexicon;
mod listing;
pub mod literal;
mod machine;
mod markers;
pub mod meant;
mod met;
mod migrations;
mod mismatch;
pub mod nouns;
pub mod object;
pub mod otherwise;
mod overtaken;
mod parts;
mod patches;
mod phrases;
mod piped;
mod points;
mod quoted;
mod ranked;
pub mod read;
mod recital;
mod references;
mod reports;
mod restated;
mod roundabout;
mod rows;
mod scripts;
mod sent;
mod sets;
mod shortened;
mod small;
mod spared;
pub mod stance;
mod strange;
mod tables;
mod tally;
pub mod text;
mod there;
mod thread;
mod times;
pub mod token;
mod told;
mod tongues;
mod turns;
mod understood;
mod values;
mod verdicts;
mod versions;
mod vocabulary;
pub mod weighed;
mod wide;
mod wishes;
pub mod wording;
pub mod words;

use std::borrow::Cow;

use automode_model::{Action, Category, Certainty, Effect, PathClass, Place, Session, Target, Verb};

use crate::decide::entries::steps::Steps;
use crate::understand::code::sql::TABLE;
use against::Grant;
use asked::{asked_as, forbidden_as};
use bind::{Bound, Called};
use read::{Mood, Statement};
use words::Ops;

/// What the user's words say about an effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    Nothing,
    /// They asked for it, in these words.
    Asked(String),
    /// They forbade it, in these words.
    Forbidden {
        /// The user's words.
        words: String,
        /// Operation and target are certain; else a person should be asked whether this is meant.
        certain: bool,
    },
    /// In the prompt that holds now they asked for this operation on something else, or on less, in these words.
    Beyond(String),
}

/// The user's statements, read once for an event.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    statements: Vec<Statement>,
    /// The same prompts as clauses that ask, limit or tell.
    heard: heard::Heard,
    /// The whole command that is judged, where it is one.
    command: command::Command,
    /// How the edit that is judged stands to the words, where it is one of data.
    fit: edit::Fit,
    /// The edit only gives things other values.
    sets: bool,
    /// Where a command makes the edit, the file.
    file: Option<String>,
    /// What the user typed, where something else was read.
    quoted: quoted::Quoted,
}

/// A prohibition that holds so far.
struct Ban<'a> {
    words: &'a str,
    certain: bool,
    /// It is about any change, so that any request for a change lifts it.
    whole: bool,
    /// It names the target, so that only words that name it lift it.
    named: bool,
    /// In which prompt it was said.
    turn: usize,
    /// It is of the rest, or of what it points to: whether that is touched is asked of the words around it.
    beside: bool,
    /// It is about taking something away, and about nothing else.
    deletes: bool,
    /// It only holds back what had been asked for: `wait`. A later word for the operation asks again, without a name, too.
    held: bool,
}

/// What the readings of single sentences come to.
struct Read<'a> {
    /// They asked for it, in these words.
    granted: Option<Grant<'a>>,
    /// They forbade it.
    ban: Option<Ban<'a>>,
    /// They asked for less.
    beyond: Option<&'a Statement>,
}

/// An effect, with all that is held against each sentence and is the same for all of them.
struct Aim<'a> {
    action: &'a Action,
    effect: &'a Effect,
    called: Called<'a>,
    asked_as: Ops,
    forbidden_as: Ops,
}

impl<'a> Aim<'a> {
    fn of(action: &'a Action, effect: &'a Effect) -> Self {
        let called = Called::of(action, effect);
        let asked_as = asked_as(action, effect);
        Self { action, effect, called, asked_as, forbidden_as: forbidden_as(asked_as, effect) }
    }
}

/// The prohibition that a sentence is of this effect.
fn banned<'a>(s: &'a Statement, aim: &Aim<'_>) -> Option<Ban<'a>> {
    let certain = forbids(s, aim)? && !s.ask_first && !s.conditional;
    let whole = s.ops.meets(Ops::TOUCH.or(Ops::EDIT)) && general(s);
    let named = !general(s) && (aim.called.is_in(&s.object) || is_about_running(s));
    let beside = s.mood == Mood::Forbid && (names_the_rest(s) || only_points(s));
    let deletes = s.ops.0 & !Ops::DELETE.or(Ops::KILL).0 == 0;
    // `not yet`: a later word for the operation that means the same thing asks for it.
    let for_now = s.object.iter().any(|t| matches!(t.word(), "yet" | "until" | "till"));
    Some(Ban { words: &s.words, certain, whole, named, turn: s.turn, deletes, held: s.ask_first || for_now, beside })
}

/// What a request takes out is this effect's target.
fn excepted(s: &Statement, aim: &Aim<'_>) -> bool {
    !s.except.is_empty() && (aim.called.is_in(&s.except) || bind::takes_along(s.except.iter(), aim.action))
}

/// The prohibition that a request sets by what it takes out.
fn ban_of(s: &Statement) -> Ban<'_> {
    Ban {
        words: &s.words,
        certain: true,
        whole: false,
        named: true,
        turn: s.turn,
        deletes: false,
        held: false,
        beside: false,
    }
}

impl Wishes {
    /// Reads what the user said in this session.
    #[must_use]
    pub fn of(session: &Session, command: &str) -> Self {
        let read = command::Command::of(command);
        let mut prompts = scripts::spaced(corrections::written_out(&session.prompts, &literal::Verbs::of(command)));
        for at in 0..prompts.len() {
            let new = prompts.get(at).and_then(|p| references::chosen(p, &read));
            if let Some((new, slot)) = new.and_then(|n| Some((n, prompts.to_mut().get_mut(at)?))) {
                *slot = new;
            }
        }
        let mut statements = read::statements(&prompts, command);
        let mut heard = heard::Heard::of(&prompts, &literal::Verbs::of(command));
        understood::settle(&prompts, command, &mut statements, &mut heard);
        Self {
            statements,
            heard,
            command: read,
            fit: edit::Fit::None,
            sets: false,
            file: None,
            quoted: quoted::Quoted::of(&session.prompts, &prompts),
        }
    }

    /// The words of a request or a prohibition as the user typed them.
    #[must_use]
    pub fn typed(&self, words: &str) -> String {
        self.quoted.typed(words)
    }

    /// The same words about an edit of data.
    #[must_use]
    pub fn with(self, edit: Option<&Steps>) -> Self {
        let fit = edit.map_or(edit::Fit::None, |e| edit::fit(&self.heard, e));
        let sets = edit.is_some_and(|e| e.steps.iter().all(|s| s.quiet || !s.old.is_empty() && !s.new.is_empty()));
        let file = edit.filter(|e| e.program.is_some()).map(|e| e.path.clone());
        Self { fit, sets, file, ..self }
    }

    /// True where nothing was asked for or forbidden.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty() && self.heard.clauses.is_empty()
    }

    /// The last of so many prompts ask for something, whatever it is, or at least set no limit, and forbid nothing: what no reading
    /// knows may be a request.
    #[must_use]
    pub fn may_ask(&self, prompts: usize) -> bool {
        let first = prompts.saturating_sub(meant::MAX_TURNS);
        let mut stances = self.heard.clauses.iter().filter(|c| c.turn >= first).map(|c| c.stance);
        let forbids = self.statements.iter().any(|s| s.turn >= first && s.mood == Mood::Forbid);
        let asks = stances.clone().any(|s| s == gist::Stance::Asks) || stances.all(|s| s == gist::Stance::Tells);
        asks && !forbids
    }

    /// The whole command; of what is none, the words of the action.
    fn command_of(&self, action: &Action) -> Cow<'_, command::Command> {
        if self.command.text.is_empty() {
            Cow::Owned(command::Command::of(&action.words))
        } else {
            Cow::Borrowed(&self.command)
        }
    }

    /// What the user said about this effect of this action.
    #[must_use]
    pub fn about(&self, action: &Action, effect: &Effect) -> Said {
        let command = &*self.command_of(action);
        if let Some(said) = self.connected(action, effect).or_else(|| self.goes_there(action, effect)) {
            return said;
        }
        if let Some(last) = self.too_many_bans(action) {
            return Said::Forbidden { words: last.words.clone(), certain: false };
        }
        let aim = Aim::of(action, effect);
        let most = heard_of(action);
        let Read { granted, ban, beyond } = self.read(most, &aim);
        if let Some(said) = self.edited(ban.as_ref(), effect) {
            return said;
        }
        let holds = |g| !against::speaks(&self.heard, g, action, effect, command);
        let general = || deed::asked(&self.heard, most, aim.asked_as, action, effect, command);
        match (ban, granted) {
            (Some(ban), _)
                if effect.verb != Verb::Elevate
                    && let Some(c) = general().filter(|c| {
                        c.turn > ban.turn && (c.names() > 0 || ban.held && holds(Grant::from(*c)))
                            || c.turn == ban.turn
                                && ban.beside
                                && (matches!(effect.target, Target::Path(_)) || holds(Grant::from(*c)))
                    }) =>
            {
                Said::Asked(c.words.clone())
            }
            (Some(ban), _) => Said::Forbidden { words: ban.words.to_owned(), certain: ban.certain },
            (None, Some(g)) if holds(g) && deed::is_exact(&self.heard, g.words, action, effect, command) => {
                Said::Asked(g.words.to_owned())
            }
            (None, _) if let Some(c) = general().filter(|c| holds(Grant::from(*c))) => Said::Asked(c.words.clone()),
            (None, _) => match beyond.filter(|s| Some(s.turn) == self.statements.last().map(|l| l.turn)) {
                Some(s) => Said::Beyond(s.words.clone()),
                None => self.beside(most, action, effect, command).unwrap_or_else(|| self.only_looks(action, effect)),
            },
        }
    }

    /// To connect to a database is what each change in it needs: it is asked for where they are. What a statement reads of a
    /// table is no connection.
    fn connected(&self, action: &Action, effect: &Effect) -> Option<Said> {
        /// Of more changes nobody has said each, and for each connection all of them are held against the words.
        const MOST: usize = 16;
        let reads_table = matches!(&effect.target, Target::Named { kind: TABLE, name, .. } if !name.is_empty());
        if effect.verb != Verb::DbRead || reads_table {
            return None;
        }
        let changes =
            |e: &&Effect| (e.category == Category::Database || e.verb == Verb::DbAdmin) && e.verb != Verb::DbRead;
        let changes: Vec<&Effect> = action.effects.iter().filter(changes).take(MOST + 1).collect();
        if changes.len() > MOST {
            return None;
        }
        let mut said = None;
        for change in changes {
            match self.about(action, change) {
                asked @ Said::Asked(_) => said = said.or(Some(asked)),
                _ => return None,
            }
        }
        said
    }

    /// The last prohibition, where there are more of them than can be held against this many targets within the hook's time.
    fn too_many_bans(&self, action: &Action) -> Option<&Statement> {
        let mut bans = self.statements.iter().filter(|s| s.mood == Mood::Forbid || !s.except.is_empty());
        let most = MAX_BANS / action.effects.len().max(1);
        bans.clone().nth(most).and_then(|_| bans.next_back())
    }

    /// What the single sentences come to, each on top of those before; of the requests, the latest `most`.
    fn read<'a>(&'a self, most: usize, aim: &Aim<'_>) -> Read<'a> {
        let action = aim.action;
        let mut asks = self.statements.iter().filter(|s| s.mood == Mood::Ask).count();
        let mut so_far = Read { granted: None, ban: None, beyond: None };
        let mut by: Option<&Statement> = None;
        for s in &self.statements {
            match s.mood {
                // What a request takes out is heard however old it is: only what it asks for may be forgotten.
                Mood::Ask if !latest(&mut asks, most) => {
                    if excepted(s, aim) && self.may_mean(s, aim) {
                        (so_far.granted, so_far.ban) = (None, Some(ban_of(s)));
                    }
                }
                Mood::Ask if self.may_mean(s, aim) => {
                    let before = so_far.granted.map(|g| g.words);
                    let bound = self.ask(s, aim, &mut so_far.granted, &mut so_far.ban);
                    let more = so_far.granted.map(|g| g.words) != before;
                    by = if more { Some(s) } else { by };
                    match bound {
                        Bound::Beyond => so_far.beyond = Some(s),
                        Bound::Named | Bound::Usual if more => so_far.beyond = None,
                        _ => {}
                    }
                }
                Mood::Ask => {}
                // `the bucket itself stays`: what is in it may go.
                Mood::Forbid if holders::keeps_holder(s, action) => {}
                // `remove x from the state, don't destroy it`: another operation on the same thing.
                Mood::Forbid if by.is_some_and(|b: &Statement| is_another(s, b, action)) => {}
                // `nothing else`: what was named before is not meant.
                Mood::Forbid if so_far.granted.is_some() && names_the_rest(s) => {}
                Mood::Forbid => {
                    if let Some(ban) = banned(s, aim) {
                        (so_far.granted, so_far.ban) = (None, Some(ban));
                    }
                }
            }
        }
        so_far
    }

    /// What the words say about an edit of data.
    fn edited(&self, ban: Option<&Ban<'_>>, effect: &Effect) -> Option<Said> {
        // What else a command does was asked for by other words.
        if self
            .file
            .as_ref()
            .is_some_and(|f| effect.verb != Verb::Write || effect.target.path().is_none_or(|p| p.resolved != *f))
        {
            return None;
        }
        let clause = |at: usize| self.heard.clauses.get(at);
        // `don't delete it, only pause it`
        let ban = ban.filter(|b| !(b.deletes && self.sets));
        match self.fit {
            edit::Fit::All(at) => {
                // `keep only the last two` is a request and what it spares in one.
                let own = |b: &Ban<'_>, c: &gist::Clause| c.stance == gist::Stance::Limits && c.words == b.words;
                // `no wait, b is mine. only a`
                let later = |b: &Ban<'_>, c: &gist::Clause| {
                    let before = |l: &gist::Clause| l.words == b.words && l.sentence < c.sentence;
                    c.stance == gist::Stance::Tells && self.heard.clauses.iter().any(before)
                };
                let holds = |c: &&gist::Clause| ban.is_none_or(|b| b.turn < c.turn || own(b, c) || later(b, c));
                let c = clause(at).filter(holds)?;
                let taken_back = thread::is_taken_back(&self.heard, c);
                Some(if taken_back { Said::Beyond(c.words.clone()) } else { Said::Asked(c.words.clone()) })
            }
            edit::Fit::Spared(at) => {
                let read = |b: &Ban<'_>| {
                    let own =
                        |c: &gist::Clause| c.stance == gist::Stance::Limits && c.words == b.words && c.names() > 0;
                    self.heard.clauses.iter().any(own)
                };
                let c = clause(at).filter(|_| ban.is_none_or(|b| !b.whole || read(b)))?;
                Some(Said::Asked(c.words.clone()))
            }
            edit::Fit::Other(at) => clause(at).filter(|_| ban.is_none()).map(|c| Said::Beyond(c.words.clone())),
            edit::Fit::More(at) | edit::Fit::Beside(at) => {
                let strict = matches!(self.fit, edit::Fit::Beside(_));
                let c = clause(at).filter(|c| ban.is_none() && edit::is_particular(&self.heard.clauses, c, strict))?;
                Some(Said::Beyond(c.words.clone()))
            }
            edit::Fit::None => None,
        }
    }

    /// The command does what was asked for, and the same to a neighbour of which nobody spoke: `git branch -d a b` of `delete a`.
    fn beside(&self, most: usize, action: &Action, effect: &Effect, command: &command::Command) -> Option<Said> {
        const MOST: usize = 16;
        let last = self.heard.wants.last()?.ask.turn;
        let asks = |c: &&gist::Clause| c.stance == gist::Stance::Asks && c.turn == last;
        if let Some(c) = self.heard.clauses.iter().filter(asks).find(|c| against::is_other_number(c, action)) {
            return Some(Said::Beyond(c.words.clone()));
        }
        // However little it costs.
        if let Some(c) = self.heard.clauses.iter().filter(asks).find(|c| excess::is_more(c, action, command)) {
            return Some(Said::Beyond(c.words.clone()));
        }
        let Target::Named { name, .. } = &effect.target else { return None };
        let lower = name.to_lowercase();
        let said = |t: &token::Token| t.lower.contains(&lower) || lower.contains(&t.lower) && t.lower.len() > 2;
        let own = action.words.split_whitespace().any(|w| w == name);
        if !own || !bind::takes_away(action, effect) || self.heard.words.iter().any(said) {
            return None;
        }
        let twin = |(_, e): &(usize, &Effect)| e.verb == effect.verb && e.target != effect.target;
        let targets = command.targets_of(action);
        let asked = |(at, e): (usize, &Effect)| {
            let clause = || deed::asked(&self.heard, most, asked_as(action, e), action, e, command);
            let place = |c: &gist::Clause| self.heard.clauses.iter().position(|o| std::ptr::eq(o, c));
            self.heard.clauses.get(targets.clause(at, || clause().and_then(place))?)
        };
        let twins = action.effects.iter().enumerate().filter(twin);
        let found = twins.take(MOST).find_map(asked).filter(|c| c.turn == last)?;
        Some(Said::Beyond(found.words.clone()))
    }

    /// Whoever only wants to see something has not asked for anything to be taken away.
    fn only_looks(&self, action: &Action, effect: &Effect) -> Said {
        let Some(last) = self.statements.last() else { return Said::Nothing };
        let mut now = self.statements.iter().filter(|s| s.turn == last.turn);
        let looks = |s: &Statement| s.mood == Mood::Ask && !s.conditional && Ops::READ.0 | s.ops.0 == Ops::READ.0;
        let named = matches!(effect.target, Target::Named { .. });
        if named && now.all(looks) && bind::takes_away(action, effect) {
            return Said::Beyond(last.words.clone());
        }
        Said::Nothing
    }

    /// The statement's operation is one by which this effect may be asked for.
    fn may_mean(&self, s: &Statement, aim: &Aim<'_>) -> bool {
        let Aim { action, effect, asked_as, .. } = *aim;
        s.ops.meets(asked_as)
            || bind::commanded(s, action, &self.command.text)
            || calls_it(s, action)
            // To clean up what is named is to delete it.
            || s.ops.meets(Ops::CLEAN) && asked_as.meets(Ops::DELETE) && bind::literally(s, action, effect)
    }

    fn ask<'a>(
        &'a self,
        s: &'a Statement,
        aim: &Aim<'_>,
        granted: &mut Option<Grant<'a>>,
        ban: &mut Option<Ban<'a>>,
    ) -> Bound {
        let Aim { action, effect, .. } = *aim;
        if excepted(s, aim) {
            (*granted, *ban) = (None, Some(ban_of(s)));
            return Bound::No;
        }
        if s.conditional {
            return Bound::No;
        }
        let bound = bind::request(s, action, effect, &self.command.text);
        match bound {
            Bound::Named => {
                *granted = Some(s.into());
                *ban = None;
            }
            // `push your work` after `stay away from main`: what is usual is not what was named.
            Bound::Usual | Bound::General if ban.as_ref().is_some_and(|b| b.named) => {}
            Bound::Usual => {
                *granted = Some(s.into());
                *ban = None;
            }
            Bound::General => {
                *ban = None;
            }
            Bound::No | Bound::Beyond if s.only && changes(effect) => {
                *ban = Some(Ban {
                    words: &s.words,
                    certain: false,
                    whole: false,
                    named: false,
                    turn: s.turn,
                    deletes: false,
                    held: false,
                    beside: false,
                });
            }
            Bound::No | Bound::Beyond => {
                // `ok, fix it`: after "change nothing" any wish for a change says that changes are welcome again.
                if ban.as_ref().is_some_and(|b| b.whole) {
                    *ban = None;
                }
            }
        }
        bound
    }
}

/// The user's words that ask for this effect; none where there are none, or where a later word forbids it.
#[must_use]
pub fn named(session: &Session, action: &Action, effect: &Effect) -> Option<String> {
    match Wishes::of(session, "").about(action, effect) {
        Said::Asked(words) => Some(words),
        Said::Nothing | Said::Forbidden { .. } | Said::Beyond(_) => None,
    }
}

/// How much is compared of requests and effects before only the latest requests are heard: a long session and a command with
/// hundreds of targets are decided within the hook's time.
const MAX_WORK: usize = 4_000_000;

/// So many prohibitions times effects are compared; beyond that a person is asked.
const MAX_BANS: usize = 100_000;

/// So many requests are heard whatever the command.
const MIN_HEARD: usize = 8;

/// How many of the latest requests are held against each effect of an action.
fn heard_of(action: &Action) -> usize {
    let effects = action.effects.len().max(1);
    let each = action.words.len() + EFFECT_WORK * effects;
    (MAX_WORK / (effects * each)).max(MIN_HEARD)
}

/// What another effect costs beside, as bytes of words.
const EFFECT_WORK: usize = 16;

/// Counts a request down, and says whether it is one of the latest.
fn latest(left: &mut usize, most: usize) -> bool {
    let latest = *left <= most;
    *left = left.saturating_sub(1);
    latest
}

/// The statement's verb is the command's own word. Of git's, one word does many things: `git push --delete`.
fn calls_it(s: &Statement, action: &Action) -> bool {
    (s.ops == Ops::LITERAL || s.ops == Ops::LINE || action.program != "git") && literal::is_verb_of(&s.verb, action)
}

/// Whether a prohibition is about this effect: certainly, perhaps, or not.
fn forbids(s: &Statement, aim: &Aim<'_>) -> Option<bool> {
    let Aim { action, effect, called, forbidden_as: ops, .. } = aim;
    let ops = *ops;
    let any_change = Ops::TOUCH.or(Ops::EDIT);
    let direct = (s.ops.meets(ops) || calls_it(s, action)) && !only_edit(s, effect, ops);
    let wide = s.ops.meets(any_change) && changes(effect);
    if !direct && !wide {
        return None;
    }
    if is_about_running(s) {
        return runs(s, action, effect).then_some(true);
    }
    if holders::takes_itself(s, action, effect) {
        return Some(true);
    }
    if let Some(inside) = outside(s, effect) {
        return (!inside).then_some(true);
    }
    if !s.except.is_empty() && called.is_in(&s.except) {
        return None;
    }
    // `file stays`: only that kind of thing.
    let stays = s
        .object
        .iter()
        .find(|t| nouns::kinds(t.word()) != 0 && t.word() != "commits")
        .filter(|_| s.verb == stance::STAYS);
    if let Some(noun) = stays.filter(|_| general(s)) {
        return (nouns::kinds(noun.word()) & nouns::of_effect(action, effect) != 0).then_some(true);
    }
    if general(s) {
        // To read and to run something is forbidden by name only: nothing could be done otherwise.
        let blank = !s.ops.meets(Ops::READ) && !s.ops.meets(Ops::START.or(Ops::CONFIG)) || s.ops.meets(Ops::TOUCH);
        return blank.then_some(s.ops.meets(Ops::TOUCH) || direct);
    }
    if called.is_in(&s.object) || describes(s, action, effect) {
        return Some(true);
    }
    let untold = matches!(effect.certainty, Certainty::Unknown(_)) && effect.verb != Verb::Unknown
        || effect.target.path().is_some_and(|p| p.place == Place::Unknown);
    let branch = effect.verb == Verb::VcsPush && effect.target.text().split_whitespace().count() < 2 && names_branch(s);
    (direct && (untold || branch)).then_some(false)
}

/// Behind a request a prohibition of something else with the same thing: its word is not the request's, nor one of the command's.
fn is_another(s: &Statement, asked: &Statement, action: &Action) -> bool {
    let points = s.object.iter().any(|t| matches!(t.word(), "it" | "them" | "that" | "those"));
    // `dont purge, we need the history`
    let alone = s.object.first().is_none_or(|t| t.kind == token::Kind::Mark);
    s.turn == asked.turn
        && (points || alone)
        && !s.verb.is_empty()
        && s.verb != asked.verb
        && s.ops.meets(Ops::DELETE.or(Ops::KILL))
        && !literal::is_verb_of(&s.verb, action)
}

/// `don't touch anything else`, `everything else stays`.
fn names_the_rest(s: &Statement) -> bool {
    s.object.iter().any(|t| matches!(t.word(), "else" | "other" | "others" | "rest" | "remaining"))
}

/// `0413 is fine, keep that`: it names nothing itself, and its sentence begins with what it is about.
fn only_points(s: &Statement) -> bool {
    let points = |t: &token::Token| matches!(t.word(), "it" | "that" | "this" | "one" | "them" | "those" | "alone");
    let first = s.words.split_whitespace().next().unwrap_or("");
    let named = first.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '/' | '.'));
    named && !s.object.is_empty() && s.object.iter().all(|t| points(t) || t.kind == token::Kind::Mark)
}

/// `don't change x` is not about running x.
fn only_edit(s: &Statement, effect: &Effect, ops: Ops) -> bool {
    s.ops.meets(Ops::EDIT) && !s.ops.meets(Ops::TOUCH) && ops.meets(Ops::EDIT) && !changes(effect)
}

/// A push whose branch is not told may be one to the branch that is named.
fn names_branch(s: &Statement) -> bool {
    s.object.iter().any(|t| matches!(t.word(), "main" | "master" | "release" | "develop" | "production" | "trunk"))
}

/// The prohibition has no object of its own, or `anything`.
fn general(s: &Statement) -> bool {
    let empty = [
        "anything",
        "everything",
        "any",
        "files",
        "file",
        "code",
        "it",
        "them",
        "this",
        "that",
        "yet",
        "now",
        "for",
        "the",
        "a",
        "please",
        "something",
        "changes",
        "to",
        "me",
        "my",
        "your",
        "without",
        "asking",
        "again",
        "ever",
        "until",
        "i",
        "say",
        "so",
        "just",
        "at",
        "all",
        "stuff",
        "things",
        "of",
        "in",
        "here",
        "up",
        "there",
        "you",
        "or",
        "and",
        "tell",
        "approve",
        "confirm",
        "first",
        "before",
        "told",
        "have",
        "unless",
        "ask",
        "else",
        "if",
        "when",
        "because",
        "today",
        "still",
        "source",
        "single",
        "one",
        "any",
        "by",
        "yourself",
        "myself",
        "i'll",
        "do",
        "will",
        "since",
        "as",
        "we",
        "repo",
        "repository",
        "project",
        "remote",
        "nothing",
        "else",
        "other",
        "others",
        "rest",
        "remaining",
        "none",
        "time",
        "session",
        "task",
        "moment",
        "today",
        "branch",
        "origin",
        "commits",
        "work",
        "thing",
        "packages",
        "package",
        "dependencies",
        "new",
        "software",
        "whatsoever",
        "",
    ];
    let small =
        |t: &token::Token| t.kind == token::Kind::Mark || t.kind == token::Kind::Word && empty.contains(&t.word());
    // What follows a reason or a condition is not the object.
    let ends =
        ["until", "unless", "because", "since", "if", "when", "as", "before", "—", "(", "while", "so", "without", "i"];
    s.object.iter().take_while(|t| !ends.contains(&t.word())).all(small)
}

/// `don't run …`, `never use …`: about commands.
fn is_about_running(s: &Statement) -> bool {
    s.ops.meets(Ops::RUN) && !s.ops.meets(Ops::DEPLOY)
}

fn runs(s: &Statement, action: &Action, effect: &Effect) -> bool {
    let has = |w: &str| s.object.iter().any(|t| t.lower == w || t.lower.strip_suffix('s') == Some(w));
    let first: Vec<&str> = action.words.split_whitespace().take(3).collect();
    let whole = s.object.iter().any(|t| t.text.contains(' ') && action.words.starts_with(&t.text));
    whole
        || has(&action.program.to_lowercase())
            && s.object.iter().filter(|t| first.contains(&t.lower.as_str())).count() >= s.object.len().min(2)
        || has("test") && effect.verb == Verb::Test
        || has("migration") && effect.verb == Verb::DbSchema
        || has("build") && effect.verb == Verb::Build
        || effect.verb == Verb::Elevate && (has("sudo") || has("root"))
        || has("script") && matches!(effect.verb, Verb::Run | Verb::RunCode)
        || general(s) && !s.object.is_empty() && !matches!(effect.verb, Verb::Read | Verb::Inspect)
}

/// `nothing outside src/`: whether the path lies inside; none where the statement is not of this form.
fn outside(s: &Statement, effect: &Effect) -> Option<bool> {
    let at = s.object.iter().position(|t| matches!(t.word(), "outside" | "beyond"))?;
    let path = effect.target.path()?;
    let names = s.object.get(at + 1..)?.iter().filter(|t| t.word() != "of" && t.word() != "the");
    let mut dirs =
        names.map(|t| t.text.trim_start_matches("./").trim_end_matches('/')).filter(|d| !d.is_empty() && *d != ",");
    Some(dirs.any(|d| format!("{}/", path.resolved).contains(&format!("/{d}/"))))
}

/// The object describes the target by what it is: the database, the tests, the lock file.
fn describes(s: &Statement, action: &Action, effect: &Effect) -> bool {
    let class = effect.target.path().map(|p| p.class);
    let is = |c: PathClass| class == Some(c);
    s.object.iter().take(8).any(|t| match t.word().trim_end_matches('s') {
        "database" | "db" | "schema" | "datenbank" | "base" | "banco" | "数据库" | "データベース" => {
            effect.category == Category::Database
        }
        "test" | "fixture" => is(PathClass::Test),
        "doc" | "documentation" | "readme" => is(PathClass::Docs),
        "migration" => is(PathClass::Migration),
        "config" | "configuration" | "setting" => is(PathClass::DevConfig) || is(PathClass::ProdConfig),
        "lockfile" | "lock" => is(PathClass::Lockfile),
        "manifest" | "dependencie" | "dependency" => is(PathClass::Manifest) || is(PathClass::Lockfile),
        "ci" | "workflow" | "pipeline" => is(PathClass::Ci),
        "secret" | "credential" | "password" => is(PathClass::Secret),
        "infrastructure" | "terraform" | "cluster" => effect.category == Category::Infra || is(PathClass::Iac),
        "cloud" | "aws" => effect.category == Category::Cloud,
        "network" | "internet" => effect.category == Category::Network,
        "container" | "image" | "volume" | "pod" | "deployment" | "job" | "namespace" => {
            matches!(effect.category, Category::Infra) && nouns::kinds(t.word()) & nouns::of_effect(action, effect) != 0
        }
        "branche" | "branch" | "tag" => {
            matches!(effect.verb, Verb::VcsRewrite | Verb::VcsDeleteRemote | Verb::VcsChange)
                && nouns::kinds(t.word()) & nouns::of_effect(action, effect) != 0
        }
        "history" => matches!(effect.verb, Verb::VcsRewrite | Verb::VcsForcePush),
        "server" | "service" => matches!(effect.verb, Verb::ServiceStop | Verb::ServiceStart),
        _ => false,
    }) && !s.object.iter().any(|t| matches!(t.word(), "to" | "into"))
}

/// Whether an effect changes something that the user would call a change. Building, testing and scratch files are none.
#[must_use]
pub fn changes(effect: &Effect) -> bool {
    use Verb as V;
    let scratch = effect.target.path().is_some_and(|p| {
        matches!(p.place, Place::Temp | Place::Cache | Place::Sink) || p.class == PathClass::Generated
    });
    let quiet = matches!(
        effect.verb,
        V::Build
            | V::Test
            | V::Run
            | V::ToolRun
            | V::EnvSet
            | V::VcsFetch
            | V::NetFetch
            | V::NetProbe
            | V::ContainerBuild
            | V::ProcessSignal
            | V::DepsInstall
            | V::Unknown
    );
    !scratch && !quiet && effect.dimensions.reversibility > 0 && !matches!(effect.target, Target::Unknown(_))
}
