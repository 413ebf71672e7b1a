//! Whether a command does what some clause of the user's asks for, and nothing more: its operation is the clause's; each of its
//! targets is named there; each name that was said is in the command; whatever else the command is bound to (a place, an option
//! that takes more) was said or is what the tool does anyway; and no limit that was set touches it. One test for all shapes of
//! sentences; `gist` finds the clauses. Called by `Wishes` for what the readings of single sentences did not answer.

mod pieces;
mod small;
mod targets;

use std::cell::OnceCell;
use std::rc::Rc;

use automode_model::{Action, Effect, Target, Verb};

use super::bind::{self, Bound, Name};
use super::bounds;
use super::clone;
use super::command::Command;
use super::gist::{self, Clause, Stance};
use super::heard::{Heard, Want};
use super::holders;
use super::nouns;
use super::object::Object;
use super::points::tasks_of;
use super::read::Statement;
use super::token::{Kind, Token};
use super::turns;
use super::words::{self, Ops};
use crate::decide::entries::{ENTRY, tree::ALSO};
use crate::decide::whereabouts;
use pieces::Pieces;
pub(super) use small::QUALITIES;
use small::{PLACES, is_local, is_path, is_placed, is_spared, looks_named};
pub(super) use targets::Targets;

/// The clause that asks for this effect of this action, and for nothing less; of the latest `most` requests.
pub(super) fn asked<'a>(
    heard: &'a Heard,
    most: usize,
    ops: Ops,
    action: &Action,
    effect: &Effect,
    command: &Command,
) -> Option<&'a Clause> {
    let deed = Deed::new((action, effect), command, ops.or(told_ops(action, effect)), heard, &heard.said);
    if command.is_too_long() {
        return None;
    }
    let first = heard.wants.len().saturating_sub(most);
    let mut wants = heard.wants.iter().skip(first).rev();
    let found = heard.clause(wants.find(|w| deed.is_what(w) || deed.is_what_with_context(w))?)?;
    (!heard.limits().any(|l| !std::ptr::eq(l, found) && deed.limited(l, found))).then_some(found)
}

/// What the words of a command say that it does to what is no file: `--status Inactive`, `"Action": "DELETE"`.
pub(super) fn told_ops(action: &Action, effect: &Effect) -> Ops {
    if matches!(effect.target, Target::Path(_)) || effect.category == automode_model::Category::Database {
        return Ops::NONE;
    }
    told_ops_of(action)
}

fn told_ops_of(action: &Action) -> Ops {
    let one = |w: &str| match w.to_ascii_lowercase().as_str() {
        "delete" | "remove" | "drop" => Ops::DELETE,
        "inactive" | "disabled" | "disable" | "suspend" | "suspended" | "deactivate" => Ops::STOP.or(Ops::WEAKEN),
        "cancel" | "cancelled" | "abort" => Ops::KILL,
        _ => Ops::NONE,
    };
    action.words.split(|c: char| !c.is_alphanumeric()).map(one).fold(Ops::NONE, Ops::or)
}

/// Whether what was asked for in other words is what the command does, where it takes something away: no version, number or
/// other name in it that nobody said.
pub(super) fn is_exact(heard: &Heard, words: &str, action: &Action, effect: &Effect, command: &Command) -> bool {
    let wanted = || heard.wants.iter().filter(|w| w.ask.words == words);
    if effect.verb == Verb::ExternalWrite && wanted().next().is_some() && !command.is_too_long() {
        let deed = Deed::new((action, effect), command, Ops::NONE, heard, &heard.words);
        if !deed.is_address_of(wanted()) {
            return false;
        }
    }
    if matches!(effect.target, Target::Path(_)) || matches!(effect.target, Target::Named { kind: ENTRY, .. }) {
        return true;
    }
    if command.is_too_long() {
        return false;
    }
    let deed = Deed::new((action, effect), command, Ops::NONE, heard, &heard.words);
    // What is set, rolled back or revoked may be told by less: but no other number or version.
    if !bind::takes_away(action, effect) {
        let numbered =
            matches!(effect.verb, Verb::Login | Verb::Deploy | Verb::Publish | Verb::InfraChange | Verb::CloudChange);
        return !numbered || heard.words.iter().any(|t| t.kind == Kind::Quote) || deed.says_all();
    }
    if !heard.wants.iter().filter(|w| w.ask.words == words).all(|w| deed.keeps_folder(w.about())) {
        return false;
    }
    let folder = |t: &Token| !t.text.ends_with('/') || t.text.len() < 2 || deed.in_command(t);
    let spared =
        |t: &Token| heard.clauses.iter().any(|c| is_spared(heard, c) && c.tokens().any(|o| o.lower == t.lower));
    let whole = !effect.target.text().contains("://") || deed.said.iter().all(|t| folder(t) || spared(t));
    let mut wants = heard.wants.iter().filter(|w| w.ask.words == words).peekable();
    let used = wants.peek().is_none() || wants.any(|w| deed.any_used(w.about()));
    whole && used && deed.says_all()
}

/// Of actions with more effects only the words say whether a name is in them: what is not found there was not used.
const MAX_COMPARED: usize = 32;

/// One effect of a command, and all that the user said.
#[derive(Clone)]
pub(super) struct Deed<'a> {
    pub(super) action: &'a Action,
    pub(super) effect: &'a Effect,
    pub(super) command: &'a Command,
    pub(super) ops: Ops,
    pub(super) heard: &'a Heard,
    pub(super) said: &'a [Token],
    /// What all effects of the action fall on.
    targets: OnceCell<Rc<Targets>>,
}

impl<'a> Deed<'a> {
    pub(super) fn new(
        (action, effect): (&'a Action, &'a Effect),
        command: &'a Command,
        ops: Ops,
        heard: &'a Heard,
        said: &'a [Token],
    ) -> Self {
        Self { action, effect, command, ops, heard, said, targets: OnceCell::new() }
    }

    /// The request is about this operation and these targets.
    fn is_what(&self, want: &Want) -> bool {
        self.is_what_of(want) && (self.effect.verb == Verb::Elevate || self.all_used(want.about()))
    }

    /// The same, where the request may name more than the command has.
    pub(super) fn is_what_of(&self, want: &Want) -> bool {
        if self.effect.verb == Verb::Elevate {
            return self.rights_of(want);
        }
        let (s, about) = (&want.ask, want.about());
        if self.recites_remote(s) {
            return !self.is_other(s, want);
        }
        let means = s.ops.meets(self.ops)
            || super::calls_it(s, self.action)
            || self.is_set_by(&s.verb)
            || s.verb == "mark" && self.is_marked(about)
            || self.effect.verb == Verb::VcsForcePush && s.ops.meets(LEADS) && self.heard.is_forced(s.turn)
            || s.ops.meets(Ops::CLEAN)
                && self.ops.meets(Ops::DELETE)
                && (bind::literally(s, self.action, self.effect)
                    || !matches!(self.effect.target, Target::Path(_))
                        && bind::request(s, self.action, self.effect, &self.command.text) == Bound::Named);
        means
            && !self.is_other(s, want)
            && (self.named(s, want)
                || self.is_accounted(want)
                || matches!(
                    bind::request(s, self.action, self.effect, &self.command.text),
                    Bound::Named | Bound::Usual
                ))
            && self.keeps_folder(about)
            && self.bound()
    }

    /// `archive x` for `-F archived=true`, `close x` for `?state_event=close`, `reset x` for `--reset-offsets`: what the command sets
    /// is what the verb says.
    fn is_set_by(&self, verb: &str) -> bool {
        const SHORTEST: usize = 5;
        let like = |w: &str| w == verb || w.strip_prefix(verb.trim_end_matches('e')) == Some("ed");
        let set = |w: &str| match w.rsplit(['?', '&']).next().unwrap_or(w).split_once('=') {
            Some((key, value)) => like(value) && !key.starts_with('-') || like(key) && matches!(value, "true" | "1"),
            None => false,
        };
        let option =
            |w: &str| w.strip_prefix("--").and_then(|o| o.split_once('-')).is_some_and(|(first, _)| first == verb);
        verb.len() >= SHORTEST
            && !matches!(self.effect.target, Target::Path(_))
            && !matches!(verb, "delete" | "remove" | "force" | "output" | "query" | "filter")
            && bounds::words_of(self.action).any(|w| set(w) || option(w))
    }

    /// The rights that what was asked for needs: all else that the command does was asked for by the same words.
    fn rights_of(&self, want: &Want) -> bool {
        let (s, about) = (&want.ask, want.about());
        if self.action.effects.iter().all(|e| e.verb == Verb::Elevate) {
            // What is done with them is an action of its own, and judged as one.
            return (super::literal::is_verb_of(&s.verb, self.action) || told_ops_of(self.action).meets(s.ops))
                && turns::names(about) > 0
                && self.all_used(about)
                && self.says_all();
        }
        let quiet = |e: &Effect| {
            matches!(e.verb, Verb::Elevate | Verb::Inspect | Verb::Read | Verb::ServiceRead | Verb::InfraRead)
        };
        let mut others = self.action.effects.iter().filter(|e| !quiet(e)).peekable();
        others.peek().is_some()
            && others.all(|effect| {
                let ops = super::asked::asked_as(self.action, effect).or(told_ops(self.action, effect));
                Deed { effect, ops, ..self.clone() }.is_what(want)
            })
    }

    /// What is asked for is another thing of the same name, or a part of it.
    pub(super) fn is_other(&self, s: &Statement, want: &Want) -> bool {
        let about = want.about();
        self.is_another(s, about, &want.aside)
            || !bounds::kept(&[about, &self.heard.done_beside(s.turn)].concat(), false, self.action, self.effect)
            || about.iter().any(|t| t.kind == Kind::Quote && !self.is_argument(t))
    }

    /// What is asked for, in these words, is somewhere else, or what holds the thing or is held by it.
    pub(super) fn is_another(&self, s: &Statement, about: &[Token], aside: &[Token]) -> bool {
        let o = Object::of(s, self.action, self.effect);
        bind::contradicts(s, self.action)
            || bind::hides_production(s, self.action, &self.command.text)
            || clone::is_meant(s.object.iter(), self.effect)
            || bind::only_membership(s, self.action, self.effect)
            || bind::other_resource(&o, self.action, self.effect)
            || bind::takes_all_stashes(&o, self.action)
            || holders::takes_holder(s, self.action, self.effect)
            || holders::takes_owner(s, about, self.action, self.effect)
            || bounds::elsewhere(&[about, aside].concat(), self.action)
    }

    /// Each target of the effect is named as a thing of its own.
    fn named(&self, s: &Statement, want: &Want) -> bool {
        let about = want.about();
        let mut names = self.targets().of_effect(self.action, self.effect);
        if names.is_empty() && self.is_told_by_words() {
            names = bind::plain_words(self.action);
        }
        names.retain(
            |n| !matches!(n, Name::Text(t) if t.eq_ignore_ascii_case(&s.verb) || self.is_in_argument(t, about)),
        );
        let kinds = nouns::of_effect(self.action, self.effect);
        if self.effect.verb == Verb::SecretPresent && self.is_token_said() {
            return true;
        }
        if self.are_documents(about) || self.is_column(about) {
            return true;
        }
        if names.is_empty() && self.effect.verb == Verb::DbRead && self.is_place_said(about) {
            return true;
        }
        if names.is_empty() {
            return self.is_rewritten(s, about)
                || self.is_one_of(s, about)
                || self.is_stack_of(about)
                || self.cuts_journal(about);
        }
        if self.is_file_of_entries() {
            return names.iter().all(|n| self.said.iter().any(|t| is_named(n, t))) || !self.said.iter().any(is_path);
        }
        let o = Object::of(s, self.action, self.effect);
        let stands = |n: &Name| {
            o.names(n)
                || o.covers(n)
                || self.stands(n, about)
                || matches!(n, Name::Text(t) if self.is_of_array(t, want) || self.is_range(t, about) || self.is_kind(t, about))
                || self.stands(n, &want.aside)
                || matches!(n, Name::Text(t) if t.split(ALSO).any(|t| self.in_parts(t, about)))
        };
        let head = self.is_entry() || self.heads(&want.head, kinds);
        let told = |n: &Name| {
            matches!(n, Name::Text(t) if bounds::is_name(&[Token { text: t.clone(), lower: t.to_lowercase(), kind: Kind::Word }], 0))
                && about.iter().any(|t| is_named(n, t))
        };
        let before = |n: &Name| stands(n) || told(n) || o.is_holder(n) && self.was_said_before(n, want);
        head && names.iter().any(stands) && names.iter().all(before) && self.becomes(s)
    }

    /// `the token is in $API_TOKEN`: which one, and the machine that it is for, were said.
    fn is_token_said(&self) -> bool {
        let Some((variable, host)) = self.action.words.strip_prefix('$').and_then(|w| w.split_once(" to ")) else {
            return false;
        };
        let name = |t: &Token| t.text.trim_start_matches('$').trim_matches(['{', '}']) == variable;
        let at = |t: &Token| {
            let place = t.lower.split_once("://").map_or(t.lower.as_str(), |(_, rest)| rest);
            place.split(['/', ':']).next() == Some(host)
        };
        self.said.iter().any(name) && self.said.iter().any(at)
    }

    /// `run docker image prune on web-3`: each word of what is run on another machine was said, and the machine.
    fn recites_remote(&self, s: &Statement) -> bool {
        let said = |w: &str| s.object.iter().any(|t| t.lower == w.trim_start_matches('-'));
        let host = |h: &str| self.said.iter().any(|t| is_named(&Name::Text(h.to_owned()), t));
        let inner = self.action.words.split_whitespace().skip(2).take_while(|w| *w != "&&");
        let mut inner = inner.filter(|w| !matches!(*w, "sudo" | "-f" | "--force"));
        self.effect.verb == Verb::RemoteExec
            && s.ops.meets(Ops::RUN)
            && crate::decide::reach::remote(self.action).is_some()
            && matches!(&self.effect.target, Target::Host { host: h, .. } if host(h))
            && inner.all(said)
    }

    /// What is hit is told by nothing but the words of the command.
    fn is_told_by_words(&self) -> bool {
        matches!(self.effect.verb, Verb::DbWrite | Verb::DbDestroy | Verb::SecretWrite)
            || matches!(self.effect.target, Target::None)
                && matches!(self.effect.verb, Verb::Delete | Verb::ForgeWrite | Verb::ForgeAdmin | Verb::ForgeDelete)
    }

    /// `tasks 4 to 9 of the array 77310` for `77310_[4-9]`: each task was said, and the array is the job that was spoken of last.
    fn is_of_array(&self, name: &str, want: &Want) -> bool {
        const SHORTEST: usize = 3;
        let Some((job, tasks)) = tasks_of(name) else { return false };
        let says = |n: &String| want.about().iter().any(|t| t.lower == *n);
        let is_job = |t: &&Token| {
            t.lower.len() >= SHORTEST && t.lower.bytes().all(|b| b.is_ascii_digit()) && !tasks.contains(&t.lower)
        };
        let upto = self.heard.clauses.get(..=want.clause).unwrap_or_default();
        let last = want.about().iter().find(is_job).or_else(|| upto.iter().rev().find_map(|c| c.tokens().find(is_job)));
        tasks.iter().all(says) && last.is_some_and(|t| t.lower == job)
    }

    /// `which images are in the repository shop/web? delete pr-1 there`: what holds the things was named just before.
    fn was_said_before(&self, name: &Name, want: &Want) -> bool {
        let before = self.heard.clauses.get(..want.clause).unwrap_or_default();
        let last = before.iter().rev().find(|c| c.turn + 1 >= want.ask.turn && c.names() > 0);
        last.is_some_and(|c| c.tokens().any(|t| is_named(name, t)))
    }

    /// `remove dangling images and the build cache`: one thing of several that were asked for, without a name.
    fn is_one_of(&self, s: &Statement, about: &[Token]) -> bool {
        let ends = |t: &Token| t.kind == Kind::Mark || matches!(t.word(), "and" | "plus");
        let parts: Vec<&[Token]> = about.split(ends).filter(|p| !p.is_empty()).collect();
        parts.len() > 1
            && parts.into_iter().any(|part| {
                let own = Statement { object: part.to_vec(), ..s.clone() };
                let o = Object::of(&own, self.action, self.effect);
                o.without_name(self.action, self.effect) == Bound::Named
                    && bounds::kept(part, true, self.action, self.effect)
            })
    }

    /// `crontab -l | grep -v x | crontab -`: what is written back without what was named, and nothing else was left out.
    fn is_rewritten(&self, s: &Statement, about: &[Token]) -> bool {
        let without = self.command.text.contains("grep -v") || self.command.text.contains("grep -F -v");
        let back =
            self.effect.verb == Verb::Persist && self.action.words.ends_with(" -") && self.command.text.contains('|');
        let marked = |w: &&str| w.contains(['/', '.', '_']) || w.contains(|c: char| c.is_ascii_digit());
        let text = self.command.text.replace("\\.", ".");
        let words = text.split(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '|' | ';'));
        let named = turns::names(about) > 0;
        without
            && back
            && named
            && s.ops.meets(Ops::DELETE)
            && words.filter(marked).all(|w| self.is_said(w))
            && !self.command.text.contains(';')
    }

    /// `the compose stack in ./dev`: the file that the command brings down is the one of that folder, or has that name.
    fn is_stack_of(&self, about: &[Token]) -> bool {
        let words: Vec<&str> = self.action.words.split_whitespace().collect();
        let composes = self.action.program.ends_with("-compose") || words.get(1) == Some(&"compose");
        let mut files = words.windows(2).filter(|p| matches!(p, ["-f" | "--file", _])).filter_map(|p| p.get(1));
        let bare = |t: &str| t.trim_start_matches("./").trim_end_matches('/').to_owned();
        let of = |file: &str| {
            let folder = bare(file).rsplit_once('/').map(|(folder, _)| folder.to_owned());
            about.iter().any(|t| bare(&t.text) == bare(file) || folder.as_deref() == Some(&bare(&t.text)))
        };
        let stack = |t: &Token| matches!(t.word(), "compose" | "stack");
        composes && about.iter().any(stack) && files.next().is_some_and(|f| of(f)) && files.next().is_none()
    }

    /// The request begins with what is hit: its name, a noun whose name follows, or a kind of thing that fits. `the tests in x`
    /// begins with a part of it.
    fn heads(&self, about: &[Token], kinds: nouns::Kinds) -> bool {
        let passing = |t: &Token| {
            let w = t.word();
            gist::is_small(t)
                || QUALITIES.contains(&w)
                || bounds::is_vague(t)
                || nouns::label(w).is_some()
                || nouns::is_tool(w, &self.action.program)
        };
        let Some(first) = (0..about.len()).find(|at| {
            bounds::is_name(about, *at) || about.get(*at).is_some_and(|t| !passing(t) || nouns::kinds(t.word()) != 0)
        }) else {
            return false;
        };
        // `on the server, a and b`: what stands behind the mark is meant.
        let place = about.get(..first).unwrap_or_default().iter().any(|t| PLACES.contains(&t.word()));
        let mark = (first..about.len()).find(|at| about.get(*at).is_some_and(|t| t.kind == Kind::Mark));
        let behind = mark.filter(|m| place && turns::names(about.get(*m..).unwrap_or_default()) > 0);
        let first = behind.map_or(first, |m| m + 1);
        let rest = about.get(first..).unwrap_or_default();
        let Some(t) = rest.first() else { return false };
        let to_name = (first..about.len()).find(|at| bounds::is_name(about, *at)).map_or(about.len(), |at| at - first);
        let apposed = to_name > 0
            && to_name < rest.len()
            && !rest.iter().take(to_name).enumerate().any(|(at, t)| {
                // `the runner with id 214`
                let called = |n: &Token| matches!(n.word(), "id" | "pid" | "uid" | "name" | "number" | "digest");
                let with = t.word() == "with" && rest.get(at + 1).is_some_and(called);
                PLACES.contains(&t.word()) && !with || t.kind == Kind::Mark && t.word() != ":"
            });
        // `the function in a.rs`: of a file only its own name says that it is meant.
        let path = matches!(self.effect.target, Target::Path(_));
        to_name == 0
            || apposed
            || !path && (nouns::kinds(t.word()) & kinds != 0 || self.in_command(t) || self.has_singular(t))
    }

    /// The name stands for itself: nothing behind it makes it a part of another thing.
    fn stands(&self, name: &Name, about: &[Token]) -> bool {
        let kinds = nouns::of_effect(self.action, self.effect);
        let fits = |at: usize, t: &Token| {
            let next = about.get(at + 1);
            let ends = next.is_none_or(|n| {
                let noun = nouns::kinds(n.word());
                n.kind != Kind::Word
                    || gist::is_small(n)
                    || noun & kinds != 0
                    || self.in_command(n)
                    || bounds::is_name(about, at + 1)
            });
            let before = at.checked_sub(1).and_then(|b| about.get(b)).map_or(0, |b| nouns::kinds(b.word()));
            let own = before == 0 || before & kinds != 0 || self.is_entry();
            let plain_entry = self.is_entry();
            let possessive = t.lower.ends_with("'s") && next.is_some();
            let plain = t.kind == Kind::Word && t.text.chars().all(char::is_alphabetic);
            ends && own
                && !possessive
                && (!plain
                    || plain_entry
                    || before & kinds != 0
                    || at == 0
                    || next.is_some_and(|n| nouns::kinds(n.word()) & kinds != 0))
        };
        let rights = matches!(
            self.effect.verb,
            Verb::Grant | Verb::DbAdmin | Verb::ForgeAdmin | Verb::SecretWrite | Verb::DbWrite | Verb::RemoteExec
        );
        let placed = |at: usize| {
            !rights && !self.is_entry() && bind::takes_away(self.action, self.effect) && is_placed(about, at)
        };
        about.iter().enumerate().any(|(at, t)| is_named(name, t) && fits(at, t) && !placed(at))
    }

    /// Each part of a name was said, the last one in the request; or it stands in an address, a body, a file that was written.
    fn in_parts(&self, text: &str, about: &[Token]) -> bool {
        let database = self.effect.category == automode_model::Category::Database;
        let is_sign = |c: char| matches!(c, '@' | ':' | '/') || c == '.' && database;
        Pieces::of(text, self.said, about, is_sign).are_said()
            || self.in_address(text, about)
            || self.in_body(about)
            || self.was_written(text, about)
    }

    /// Each name in the request is in the command, or stands in one list with one that is.
    pub(super) fn all_used(&self, about: &[Token]) -> bool {
        let used: Vec<bool> = about.iter().map(|t| self.in_command(t)).collect();
        let mut near = false;
        for (at, t) in about.iter().enumerate() {
            if !bounds::is_name(about, at) || matches!(t.text.as_str(), "=" | "==") {
                near &=
                    t.kind == Kind::Mark || matches!(t.word(), "and" | "or" | "plus") || nouns::kinds(t.word()) != 0;
                continue;
            }
            let own = used.get(at).copied().unwrap_or(false) || self.parts_in_command(t);
            // `legal is fine with it (LEG-14)`
            let apart = |t: Option<&Token>| t.is_none_or(|t| t.kind == Kind::Mark);
            let before = at.checked_sub(1).and_then(|b| about.get(b));
            if at > 0 && t.is_ticket() && apart(before) && apart(about.get(at + 1)) {
                continue;
            }
            let from = at.checked_sub(1).and_then(|b| about.get(b)).is_some_and(|b| b.word() == "from")
                && t.lower.bytes().all(|b| b.is_ascii_digit());
            // `it takes 400G`: why.
            let size = at
                .checked_sub(1)
                .and_then(|b| about.get(b))
                .is_some_and(|b| matches!(b.word(), "holds" | "takes" | "uses" | "eats" | "occupies" | "costs"))
                && t.lower.starts_with(|c: char| c.is_ascii_digit());
            let means = || {
                self.is_alias(t, about)
                    || size
                    || from
                    || nouns::is_tool(&t.lower, &self.action.program)
                    || bounds::is_count(t, about)
                    || is_local(&t.lower)
            };
            // The first of a list may be the one that is left for later.
            let later = || {
                let rest = about.get(at + 1..).unwrap_or_default();
                let gap = rest.iter().take_while(|t| t.kind == Kind::Mark || matches!(t.word(), "and" | "or")).count();
                gap > 0 && used.get(at + 1 + gap).copied().unwrap_or(false)
            };
            if !(own || means() || near || later()) {
                return false;
            }
            near |= own;
        }
        true
    }

    /// `in envs/sandbox`: a command that goes to a folder goes to the one that was said.
    fn keeps_folder(&self, about: &[Token]) -> bool {
        let place = |at: usize| {
            let before = at.checked_sub(1).and_then(|b| about.get(b)).map_or("", Token::word);
            matches!(before, "in" | "under" | "inside") && about.get(at).is_some_and(|t| t.text.contains('/'))
        };
        let moves = self.command.text.starts_with("cd ") || self.command.text.contains(" cd ");
        !moves || (0..about.len()).filter(|at| place(*at)).all(|at| about.get(at).is_none_or(|t| self.in_command(t)))
    }

    /// Another name of the same thing is in the command.
    fn is_alias(&self, t: &Token, about: &[Token]) -> bool {
        let other =
            |a: &Token, b: &Token| a.lower == t.lower && about.iter().any(|o| o.lower == b.lower) && self.in_command(b);
        self.heard.aliases.iter().any(|(a, b)| other(a, b) || other(b, a))
    }

    /// Of the names that say what is meant, not where it is, at least one is in the command.
    fn any_used(&self, about: &[Token]) -> bool {
        let place = |at: usize| {
            at.checked_sub(1).and_then(|b| about.get(b)).is_some_and(|b| {
                PLACES.contains(&b.word())
                    || nouns::kinds(b.word()) != 0
                        && at.checked_sub(2).and_then(|b| about.get(b)).is_some_and(|b| PLACES.contains(&b.word()))
            })
        };
        let mut names = (0..about.len()).filter(|at| bounds::is_name(about, *at) && !place(*at)).peekable();
        names.peek().is_none()
            || names.any(|at| about.get(at).is_some_and(|t| self.in_command(t) || t.text.contains('*')))
    }

    /// The word is one of the command's, or a part of one.
    pub(super) fn in_command(&self, t: &Token) -> bool {
        let few = || self.action.effects.len() <= MAX_COMPARED;
        let name = bounds::bind_name(&t.lower);
        self.command.has(name.strip_prefix("./").unwrap_or(name)) || few() && self.is_target(t)
    }

    fn is_target(&self, t: &Token) -> bool {
        self.targets().has(t)
    }

    fn targets(&self) -> &Targets {
        self.targets.get_or_init(|| self.command.targets_of(self.action))
    }

    /// `acme/agent:edge` of `…/acme/agent/tags/edge`.
    fn parts_in_command(&self, t: &Token) -> bool {
        let mut parts = t.lower.split(['/', ':', '@']).filter(|p| !p.is_empty()).peekable();
        let several =
            t.lower.contains(['/', ':', '@']) && !t.lower.contains("://") && !t.lower.starts_with(['/', '.', '~']);
        // `shop.sales.orders` of `shop:sales.orders`
        // `blog.posts` of the collection in that database
        let database = self.effect.category == automode_model::Category::Database;
        let least = if database { 0 } else { 1 };
        let dotted = || t.lower.matches('.').count() > least && t.lower.split('.').all(|p| self.command.touches(p));
        several && parts.peek().is_some() && parts.all(|p| self.command.words.contains(p)) || !several && dotted()
    }

    /// Whatever else the command is bound to was said, or is what the tool takes anyway.
    fn bound(&self) -> bool {
        bounds::keeps_width(self.said, self.action) && self.places_said() && self.says_all()
    }

    /// Each word of the command that looks like a name, and is no target, no place and no code, was said. Most are said as they
    /// stand, so that targets are only looked up for the others: there may be hundreds of both.
    fn says_all(&self) -> bool {
        if self.action.words.contains(['{', '(', ';']) || self.effect.category == automode_model::Category::Database {
            return true;
        }
        let values = bounds::words_of(self.action).map(|w| match w.split_once('=') {
            Some((o, v)) if o.starts_with('-') => v,
            _ => w,
        });
        let mut unsaid = values.filter(|w| !w.starts_with('-') && looks_named(w) && !self.is_said(w)).peekable();
        if unsaid.peek().is_none() {
            return true;
        }
        let places = whereabouts::Places::of(self.action);
        unsaid.all(|w| places.has(w) || bounds::is_age(w) || self.targets().are_called(w))
    }

    /// The user said this word, or its parts.
    fn is_said(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        let own = bounds::bind_name(&lower);
        if self.said.iter().any(|t| t.lower == own) {
            return true;
        }
        let one = |v: &str| {
            self.said.iter().any(|t| {
                let said = bounds::bind_name(&t.lower);
                said == v
                    || t.kind == Kind::Name && said.split_whitespace().any(|p| p == v)
                    || said.split(['/', ':', '@', '=', ',']).any(|p| p == v && !p.is_empty())
                    || bind::same(&Name::Text(v.to_owned()), &t.text)
            })
        };
        own.is_empty()
            || is_local(own)
            || one(own)
            || bounds::is_said(self.said, word)
            || own.contains(['/', ':', '@', '=', ','])
                && own.split(['/', ':', '@', '=', ',']).all(|p| p.is_empty() || !looks_named(p) || one(p))
    }

    fn places_said(&self) -> bool {
        let at = whereabouts::Places::of(self.action);
        let places = self.action.words.split_whitespace().map(|w| match w.split_once('=') {
            Some((o, v)) if o.starts_with('-') => v,
            _ => w,
        });
        // Where clients of databases connect to what lies in no database of its own.
        let client = matches!(self.action.program.as_str(), "psql" | "mysql" | "mariadb");
        places.filter(|w| at.has(w)).all(|w| {
            let w = w.to_lowercase();
            is_local(&w)
                || at.is_manner(&w)
                || self.is_own_server(&w)
                || client && self.effect.verb == Verb::DbAdmin && matches!(w.as_str(), "postgres" | "mysql")
                || client && self.is_owner_of_all(&w)
                || self.said.iter().any(|t| {
                    bounds::bind_name(&t.lower) == w
                        || t.lower.split(['/', ':', '=']).any(|p| p == w)
                        || w.split_once('.').is_some_and(|(host, _)| host == t.lower && host.contains(['-', '_']))
                })
                || self.said.windows(2).any(|p| {
                    // `on reports`
                    matches!(p, [on, t] if matches!(on.word(), "on" | "at")
                        && w.split_once('.').is_some_and(|(host, _)| host == t.lower && host.len() > 3))
                })
        })
    }

    /// `-U postgres`: as whom one connects who may do what was asked for.
    fn is_owner_of_all(&self, word: &str) -> bool {
        let words: Vec<&str> = self.action.words.split_whitespace().collect();
        matches!(word, "postgres" | "root")
            && words.windows(2).any(|p| matches!(p, ["-U" | "-u" | "--username" | "--user", w] if *w == word))
    }

    fn is_entry(&self) -> bool {
        matches!(self.effect.target, Target::Named { kind: ENTRY, .. })
    }

    /// The file whose entries the action changes: they are effects of their own.
    fn is_file_of_entries(&self) -> bool {
        let entries = || self.action.effects.iter().any(|e| matches!(e.target, Target::Named { kind: ENTRY, .. }));
        self.effect.verb == Verb::Write && self.effect.target.path().is_some() && entries()
    }

    /// What an entry becomes was said, or is what the operation means.
    fn becomes(&self, s: &Statement) -> bool {
        let Some(change) = self.effect.change.as_ref().filter(|c| c.kind == ENTRY) else { return true };
        let Some((_, value)) = change.why.split_once(" becomes ") else { return true };
        let value = value.trim_matches('`').to_lowercase();
        let said = self.said.iter().any(|t| t.lower == value);
        let off = [
            "false",
            "off",
            "no",
            "0",
            "paused",
            "stopped",
            "suspended",
            "disabled",
            "inactive",
            "cancelled",
            "canceled",
            "terminated",
            "killed",
            "closed",
            "",
            "null",
        ];
        let on = ["true", "on", "yes", "running", "active", "enabled", "started", "1"];
        let ends = Ops::STOP.or(Ops::KILL).or(Ops::WEAKEN).or(Ops::DELETE);
        said || s.ops.meets(ends) && off.contains(&value.as_str())
            || s.ops.meets(Ops::START) && !s.ops.meets(ends) && on.contains(&value.as_str())
    }

    /// A limit that was set in the same prompt, or later, and that this may touch.
    pub(super) fn limited(&self, limit: &Clause, ask: &Clause) -> bool {
        if limit.turn < ask.turn || limit.asked {
            return false;
        }
        if limit.whole {
            return limit.sentence > ask.sentence;
        }
        if let Some(ended) = self.ends_state(limit) {
            return ended;
        }
        let any = Ops::TOUCH.or(Ops::EDIT);
        // Another user's rights are for what the command does with them.
        let ops = match self.effect.verb {
            Verb::Elevate => self
                .action
                .effects
                .iter()
                .filter(|e| e.verb != Verb::Elevate)
                .fold(Ops::NONE, |all, e| all.or(words::of_verb(e.verb))),
            _ => self.ops,
        };
        if limit.ops != Ops::NONE && !limit.ops.meets(ops.or(any)) {
            return false;
        }
        let mut content: Vec<&Token> = limit.tokens().filter(|t| !self.says_nothing(t)).collect();
        // `keep the latest of the two`: which one that is the command cannot tell.
        let ranks = |t: &Token| matches!(t.word(), "latest" | "newest" | "recent" | "oldest");
        let of_some = turns::names(&ask.object) > 1 && limit.names() == 0 && !self.action.words.contains('…');
        if of_some && limit.tokens().any(ranks) && limit.tokens().any(|t| t.word() == "the") {
            return true;
        }
        // `keep latest` names a tag; `keep the latest` is how many.
        if let [verb, tag] = limit.tokens().collect::<Vec<_>>()[..]
            && matches!((verb.word(), tag.word()), ("keep" | "leave" | "not" | "except", "latest"))
        {
            content = vec![tag];
        }
        let rest = limit.tokens().any(|t| matches!(t.word(), "else" | "other" | "others" | "rest" | "everything"));
        if content.is_empty() {
            // `leave it and delete b instead`: what it points to stands before.
            let points =
                limit.tokens().any(|t| matches!(t.word(), "it" | "that" | "them" | "those" | "these" | "this"));
            // `the others are not ours, don't touch`: without a word for what.
            let plain = |t: &Token| matches!(t.word(), "don't" | "dont" | "do" | "not" | "touch" | "please" | "never");
            let points = points || limit.ops.meets(Ops::TOUCH) && limit.tokens().all(plain);
            // Behind the request it is about what was asked for: `suspend b, it must not be killed`.
            let place = |c: &Clause| self.heard.clauses.iter().position(|o| std::ptr::eq(o, c));
            let another =
                limit.sentence == ask.sentence && points && turns::names(&ask.object) > 0 && place(limit) < place(ask);
            // `hold on, anna needs it. rename it to b`: what was asked for before is taken back.
            let first = limit.sentence < ask.sentence || limit.sentence == ask.sentence && place(limit) < place(ask);
            let before = limit.turn == ask.turn && first && limit.ops == Ops::NONE;
            let pauses = limit.tokens().next().is_some_and(|t| {
                matches!(t.word(), "wait" | "hold" | "no" | "nope" | "nah" | "hm" | "hmm" | "actually" | "sorry")
            });
            if points && self.points_elsewhere(limit, ask) {
                return false;
            }
            return !(rest || another || before && pauses);
        }
        let touches = |t: &&Token| match t.word() {
            w if clone::is_of_others(w) => {
                matches!(self.effect.verb, Verb::VcsDeleteRemote | Verb::VcsPush | Verb::VcsForcePush)
            }
            w if nouns::kinds(w) != 0 => self.takes_kind(w, ask),
            _ => self.in_command(t) || self.is_target(t),
        };
        content.iter().any(touches) || bind::takes_along(limit.object.iter(), self.action)
    }

    /// `the others are in use, stay away from those`: what a limit points to stands before it, and is nothing that the command
    /// touches.
    fn points_elsewhere(&self, limit: &Clause, ask: &Clause) -> bool {
        let other = |t: &Token| matches!(t.word(), "other" | "others" | "rest" | "ones");
        let plural = |t: &Token| nouns::kinds(t.word()) != 0 && t.word().ends_with('s');
        let speaks = |c: &&Clause| c.names() > 0 || c.tokens().any(other);
        let all = &self.heard.clauses;
        let at = all.iter().position(|c| std::ptr::eq(c, limit)).unwrap_or(0);
        let spoken = if limit.sentence > ask.sentence {
            all.iter().filter(|c| c.sentence == limit.sentence && !std::ptr::eq(*c, limit)).find(speaks)
        } else {
            // Nearest before it, and no request.
            let mut near = all.iter().take(at).rev().take_while(|c| c.turn == limit.turn && c.stance != Stance::Asks);
            near.find(|c| speaks(c) || c.tokens().any(plural))
        };
        let Some(spoken) = spoken else { return false };
        let touches = |t: &Token| {
            t.text.contains('*')
                || self.in_command(t)
                || self.is_target(t)
                || nouns::kinds(t.word()) != 0 && self.takes_kind(t.word(), ask)
        };
        spoken.tokens().any(other) || !spoken.tokens().filter(|t| !self.says_nothing(t)).any(touches)
    }

    /// `keep the service`: the command has that word, or the request says of no other kind what goes.
    fn takes_kind(&self, noun: &str, ask: &Clause) -> bool {
        let one = |w: &str| nouns::stem(w) == nouns::stem(noun);
        // What closes or merges a request takes its branch only by an option that says so.
        let request = matches!(self.action.words.split_whitespace().nth(1), Some("mr" | "pr"));
        if request && nouns::stem(noun).starts_with("branch") && self.effect.verb != Verb::VcsDeleteRemote {
            return false;
        }
        let kinds = nouns::kinds(noun);
        let command = self.action.words.to_lowercase();
        let asked: Vec<&str> = ask.tokens().map(Token::word).filter(|w| nouns::kinds(w) != 0).collect();
        command.split(|c: char| !c.is_alphanumeric()).any(one)
            || asked.iter().any(|w| one(w))
            || asked.is_empty() && {
                let own = nouns::of_effect(self.action, self.effect);
                kinds & own != 0 && !(own == nouns::Kinds::MAX && ask.names() > 0)
            }
    }

    /// A word of a limit that says nothing about what is meant.
    fn says_nothing(&self, t: &Token) -> bool {
        let place = clone::is_of_others(t.word());
        let operation = || super::words::of_word(t.word()).is_some() && nouns::kinds(t.word()) == 0;
        !place && (gist::is_small(t) || gist::is_limit(t.word()) || operation())
    }
}

/// Operations that lead a branch or a tag to another commit.
const LEADS: Ops = Ops::PUSH.or(Ops::DISCARD).or(Ops::MOVE);

pub(super) fn is_named(name: &Name, t: &Token) -> bool {
    t.kind != Kind::Quote && bind::parts(t).any(|p| bind::same(name, p))
}
