//! Sets that are described and not named: `the evicted pods in lab`, `all of mine that are pending`, `delete those, the failed ones
//! stay`. A command that picks its things itself (a list in a pipe, selectors of its own) is held against all words of the request:
//! each that describes must be demanded by the command, each place must be its place, and each limit must leave its set out. What
//! is not understood is no request. Called by `authorize` where the readings of sentences found no answer.

use std::borrow::Cow;

use automode_model::{Action, Category, Effect, Target, Verb};

mod fillers;
mod limits;
mod words;

use super::Wishes;
use super::against::{self, Grant};
use super::alternatives;
use super::asked::asked_as;
use super::bounds;
use super::command::Command;
use super::deed::{self, Deed};
use super::gist::{Clause, Stance};
use super::heard::{self, Heard, Want};
use super::literal;
use super::nouns::{self, Kinds};
use super::piped::{self, Picked};
use super::ranked;
use super::read::{Mood, Statement};
use super::small::VAGUE;
use super::token::{self, Kind, Token};
use super::words::{self as verbs, Form, Ops};
use crate::decide::whereabouts::Places;
use words::{HOLDERS, POINTS, describes, is_reason, is_said, is_told, is_unit, is_usual, parts};

/// What a command picks, and all that was said.
struct Set<'a> {
    picked: Cow<'a, Picked>,
    action: &'a Action,
    kinds: Kinds,
    heard: &'a Heard,
    command: &'a Command,
}

impl Wishes {
    /// Some limit of the prompt that asks in these words is not kept by what the command picks.
    #[must_use]
    pub fn limits_set(&self, action: &Action, effect: &Effect, words: &str) -> bool {
        if matches!(effect.target, Target::Path(_)) || self.command.is_too_long() {
            return false;
        }
        let heard = &self.heard;
        let Some(turn) = heard.clauses.iter().rev().find(|c| c.words == words).map(|c| c.turn) else { return false };
        let limits = || heard.limits().filter(|l| l.turn >= turn && l.words != words);
        if limits().next().is_none() {
            return false;
        }
        Set::of(action, effect, heard, &self.command).is_some_and(|set| limits().any(|l| set.offends(l)))
    }

    /// The request for the set that this command picks, where it picks that or less of it.
    #[must_use]
    pub fn set(&self, action: &Action, effect: &Effect) -> Option<&str> {
        if let Target::Path(path) = &effect.target {
            return self.ranked_files(action, effect, &path.resolved);
        }
        if matches!(effect.verb, Verb::Elevate | Verb::RemoteExec) {
            return None;
        }
        let command = &*self.command_of(action);
        if command.is_too_long() {
            return None;
        }
        let heard = &self.heard;
        let last = heard.clauses.last()?.turn;
        let wants = asked_in(heard, last);
        if wants.is_empty() {
            return None;
        }
        let set = Set::of(action, effect, heard, command)?;
        let ops = asked_as(action, effect).or(deed::told_ops(action, effect));
        let deed = Deed::new((action, effect), command, ops, heard, &heard.said);
        let found = wants.iter().rev().find(|w| set.is_asked_by(w, &deed))?;
        let clause = heard.clause(found)?;
        let mut limits =
            heard.limits().filter(|l| !(std::ptr::eq(*l, clause) || l.turn < last && set.is_looked_for(l)));
        let spared = limits.all(|l| set.spares(l));
        let speaks = against::speaks(heard, Grant::from(clause), action, effect, command);
        (spared && !speaks && set.keeps_to_words(effect)).then_some(clause.words.as_str())
    }
}

impl Wishes {
    /// `delete the three oldest .gz files in /srv/x`, of a command that lists just these.
    fn ranked_files(&self, action: &Action, effect: &Effect, path: &str) -> Option<&str> {
        let files = ranked::Files::of(self.command.text.trim()).filter(|f| f.pattern == path)?;
        let clauses = &self.heard.clauses;
        let last = clauses.last()?.turn;
        let ask = clauses.iter().rposition(|c| c.turn == last && c.stance == Stance::Asks)?;
        let clause = clauses.get(ask).filter(|c| c.ops.meets(Ops::DELETE) && effect.verb == Verb::Delete)?;
        let points =
            |t: &Token| matches!(t.word(), "it" | "them" | "this" | "that" | "these" | "those" | "one" | "ones");
        let lead =
            |t: &Token| matches!(t.word(), "just" | "only" | "yes" | "i" | "mean" | "meant" | "single" | "please");
        let kind =
            |t: &Token| matches!(nouns::stem(t.word()), "file" | "archive" | "dump" | "log" | "backup" | "build");
        let small = |t: &Token| {
            points(t) || lead(t) || kind(t) || super::gist::is_small(t) || matches!(t.word(), "in" | "of" | "under")
        };
        let own: Vec<Token> = clause.tokens().cloned().collect();
        let told = || clauses.get(ask.checked_sub(1)?).filter(|c| c.sentence == clause.sentence);
        let tokens = match own.iter().all(|t| points(t) || lead(t)) {
            true => told()?.tokens().cloned().collect(),
            false => own,
        };
        let free = self.heard.limits().all(|l| l.turn < last) && !clause.asked;
        let alone = action.effects.iter().all(|e| e.target == effect.target || !super::changes(e));
        (free && alone && files.are_said(&tokens, &small)).then_some(clause.words.as_str())
    }
}

/// What this prompt asks for, oldest first: also where it points to things of which no names were said.
fn asked_in(heard: &Heard, turn: usize) -> Vec<Want> {
    let asks = heard.clauses.iter().enumerate().filter(|(_, c)| c.turn == turn && c.stance == Stance::Asks);
    let own = |(at, c): (usize, &Clause)| {
        heard.wants.iter().find(|w| w.clause == at).cloned().unwrap_or_else(|| Want {
            clause: at,
            head: Vec::new(),
            aside: Vec::new(),
            picked: false,
            ask: Statement {
                verb: c.verb.clone(),
                turn,
                words: c.words.clone(),
                ..Statement::plain(Mood::Ask, c.ops, c.object.clone(), false)
            },
        })
    };
    asks.map(own).collect()
}

impl<'a> Set<'a> {
    /// None where the command names what it takes.
    fn of(action: &'a Action, effect: &Effect, heard: &'a Heard, command: &'a Command) -> Option<Self> {
        let listed = command.picked().filter(|p| p.feeds(action)).map(Cow::Borrowed);
        let picked = listed.or_else(|| piped::selected(action, effect).map(Cow::Owned))?;
        let kinds = nouns::of_effect(action, effect);
        let kinds = if kinds == Kinds::MAX && picked.kinds() != 0 { picked.kinds() } else { kinds };
        Some(Self { picked, action, kinds, heard, command })
    }

    /// The request is for this operation on this set.
    fn is_asked_by(&self, want: &Want, deed: &Deed<'_>) -> bool {
        let (ask, ops) = (&want.ask, deed.ops);
        let means = ask.ops.meets(ops)
            || ask.ops.meets(Ops::CLEAN) && ops.meets(Ops::DELETE)
            || literal::is_verb_of(&ask.verb, self.action);
        let Some(clause) = self.heard.clause(want).filter(|_| means && !ask.conditional && !ask.loose) else {
            return false;
        };
        let all: Vec<Token> = clause.tokens().chain(&want.aside).cloned().collect();
        let ranked = ranked::said(&all);
        if ranked.as_ref().is_some_and(|(rank, _)| !self.picked.order.takes(*rank)) {
            return false;
        }
        let one = ranked.as_ref().is_some_and(|(rank, _)| rank.is_one());
        let mut all = ranked.map_or(all, |(_, rest)| rest);
        all.retain(|t| !(one && t.word() == "single"));
        let all = self.own_conjunct(all);
        let points = all.iter().any(|t| POINTS.contains(&t.word()));
        let antecedent = if points { self.antecedent(want.clause) } else { None };
        // What is pointed to and not found is not understood.
        let lost = points && antecedent.is_none() && !self.heard.clause(want).is_some_and(|c| self.is_of_kind(&all, c));
        let described = [&all[..], antecedent.as_deref().unwrap_or_default()].concat();
        !lost
            && !deed.is_another(ask, &described, &want.aside)
            && self.is_of_kind(&described, clause)
            && self.is_operation_on(&all)
            && bounds::said_ages_are(&described, &self.picked.by)
            && (one && self.is_looked_up(&described) || self.is_many_or_looked_up(&described, want))
            && parts(&all).all(|p| self.accounts(p))
            && antecedent.is_none_or(|a| {
                self.picked.is_lookup()
                    || (0..a.len()).all(|at| !describes(&a, at, self.kinds) || self.accounts_for(&a, at))
            })
    }

    /// Of `dangling images and the build cache` the part that is of the things that this command takes.
    fn own_conjunct(&self, tokens: Vec<Token>) -> Vec<Token> {
        let ends = |t: &Token| t.kind == Kind::Mark || matches!(t.word(), "and" | "plus");
        let noun = |p: &&[Token]| p.iter().any(|t| nouns::kinds(t.word()) != 0);
        let all: Vec<&[Token]> = tokens.split(ends).filter(noun).collect();
        let own: Vec<&&[Token]> = all.iter().filter(|p| p.iter().any(|t| self.is_kind(t))).collect();
        match own[..] {
            [one] if all.len() > 1 => one.to_vec(),
            _ => tokens,
        }
    }

    /// The clause that a word points to: the nearest one before that speaks of such things.
    fn antecedent(&self, at: usize) -> Option<Vec<Token>> {
        let turn = self.heard.clauses.get(at)?.turn;
        let all = self.heard.clauses.get(..at)?;
        let before = all.iter().rev().take_while(|c| c.turn + 1 >= turn);
        let speaks = |c: &&Clause| (c.stance != Stance::Limits || c.turn < turn) && c.tokens().any(|t| self.is_kind(t));
        let first = before.clone().position(|c| speaks(&c))?;
        // All that was said since may say which of them.
        Some(before.take(first + 1).flat_map(|c| c.tokens().cloned().chain([token::comma()])).collect())
    }

    /// `list the branches with no commits in 90 days`, of a set that demands all of that.
    fn is_looked_for(&self, clause: &Clause) -> bool {
        let all: Vec<Token> = clause.tokens().cloned().collect();
        let looks = matches!(
            all.first().map_or("", Token::word),
            "list" | "show" | "which" | "what" | "how" | "count" | "find" | "see"
        );
        looks && (0..all.len()).all(|at| !describes(&all, at, self.kinds) || self.accounts_for(&all, at))
    }

    fn is_kind(&self, t: &Token) -> bool {
        t.kind != Kind::Quote && (nouns::kinds(t.word()) | nouns::resource(t.word())) & self.kinds != 0
    }

    /// `merge requests`: two words that are one noun for such things.
    fn is_compound(&self, tokens: &[Token], at: usize) -> bool {
        let pair = |a: usize, b: usize| match (tokens.get(a), tokens.get(b)) {
            (Some(a), Some(b)) => nouns::compound(a.word(), b.word()).is_some_and(|k| k & self.kinds != 0),
            _ => false,
        };
        pair(at, at + 1) || at.checked_sub(1).is_some_and(|b| pair(b, at))
    }

    /// It says of what kind the things are, or points to words that do.
    fn is_of_kind(&self, tokens: &[Token], clause: &Clause) -> bool {
        let stands_for = |t: &Token| {
            POINTS.contains(&t.word()) || matches!(t.word(), "anything" | "everything" | "what's" | "whatever" | "what")
        };
        let before = || self.heard.clauses.iter().filter(|c| c.turn + 1 >= clause.turn && c.turn <= clause.turn);
        // A queue of jobs has nothing but jobs.
        let only = matches!(self.action.program.as_str(), "scancel" | "qdel" | "bkill" | "condor_rm");
        let all = |t: &Token| matches!(t.word(), "everything" | "all" | "whatever" | "mine" | "what");
        let table =
            |t: &Token| self.action.is_of(Category::Database) && t.kind != Kind::Quote && self.command.has(&t.lower);
        tokens.iter().any(|t| self.is_kind(t))
            || (0..tokens.len()).any(|at| self.is_compound(tokens, at))
            || only && tokens.iter().any(all)
            || tokens.iter().any(table)
            || tokens.iter().any(stands_for) && before().any(|c| c.tokens().any(|t| self.is_kind(t)))
    }

    /// `delete the artifact 7` is no `gh run delete`: the command's own noun is one of the request's.
    fn is_operation_on(&self, tokens: &[Token]) -> bool {
        const HEAD: usize = 3;
        let place = |t: &Token| matches!(t.word(), "of" | "in" | "from" | "on" | "at");
        let near = tokens.get(..tokens.iter().position(place).unwrap_or(tokens.len())).unwrap_or_default();
        let told = near.iter().map(|t| nouns::kinds(t.word()) | nouns::resource(t.word())).fold(0, |all, k| all | k);
        let words = self.action.words.split_whitespace().skip(1).take(HEAD);
        let head = words.map(|w| nouns::kinds(w) | nouns::resource(w)).find(|k| *k != 0).unwrap_or(0);
        let path = self.action.words.split_whitespace().find(|w| w.contains("/…")).unwrap_or("");
        let path = path.split("/…").next().and_then(|p| p.rsplit('/').next()).map_or(0, nouns::kinds);
        let done = if path == 0 { head } else { path };
        told == 0 || done == 0 || told & done != 0
    }

    /// `the newest canceled pipeline`: the list takes one, and by nothing that was not said.
    fn is_looked_up(&self, tokens: &[Token]) -> bool {
        const SHOWN: &[&str] = &["--json", "-q", "--jq", "--output", "-F", "--template", "-t", "--format"];
        const ENDS: &[&str] = &["-L", "--limit", "-P", "--per-page"];
        let list = &self.picked.list;
        let said = |w: &String| {
            is_said(&self.heard.said, w) || tokens.iter().any(|t| bounds::same_state(&t.lower, std::slice::from_ref(w)))
        };
        let plain = |o: &str| SHOWN.contains(&o) || ENDS.contains(&o);
        let one = |(at, w): (usize, &String)| {
            let of = at.checked_sub(1).and_then(|b| list.get(b)).map_or("", String::as_str);
            match w.split_once('=').filter(|_| w.starts_with('-')) {
                Some((option, value)) => plain(option) || said(&value.to_owned()),
                None => {
                    w.starts_with('-') || plain(of) || at < 2 && w.bytes().all(|b| b.is_ascii_lowercase()) || said(w)
                }
            }
        };
        let sifted = ["select(", "grep", "awk", "sed"].iter().any(|w| self.command.text.contains(w));
        self.picked.order.is_one() && !sifted && list.iter().enumerate().all(one)
    }

    /// A set was meant; or one thing, which the command looks up by nothing but its name.
    fn is_many_or_looked_up(&self, tokens: &[Token], want: &Want) -> bool {
        let word = |at: usize| tokens.get(at).map_or("", Token::word);
        let sql = self.action.is_of(Category::Database);
        // `cancel it after all`
        let after = |at: usize| at.checked_sub(1).is_some_and(|b| matches!(word(b), "after" | "at"));
        let many = |at: usize| {
            matches!(word(at), "all" | "every" | "everything" | "anything" | "each" | "any" | "whatever") && !after(at)
                || matches!(word(at), "those" | "them" | "these" | "ones" | "em" | "they" | "mine")
                || tokens.get(at).is_some_and(|t| self.is_kind(t)) && (word(at).ends_with('s') || word(at) == "cache")
                || sql && word(at).ends_with('s') && self.command.has(word(at))
        };
        let named = |all: &[Token]| (0..all.len()).any(|at| bounds::is_name(all, at) && self.picked.demands(all, at));
        // `how many are in x? … purge that queue`
        let spoken = || {
            let before = self.heard.clauses.get(..want.clause).unwrap_or_default();
            let last = before.iter().rev().find(|c| c.tokens().any(is_marked)).filter(|c| c.turn + 1 >= want.ask.turn);
            last.is_some_and(|c| named(&c.all_in_order()))
        };
        let points = tokens.iter().any(|t| matches!(t.word(), "that" | "this"));
        let looked_up = || {
            let said = &self.heard.said;
            let own = self.picked.list.iter().enumerate().filter(|(at, w)| {
                let of = at.checked_sub(1).and_then(|b| self.picked.list.get(b));
                !w.starts_with('-') && !of.is_some_and(|o| alternatives::only_shows(&self.picked.program, o))
            });
            let mut own = own.map(|(_, w)| w);
            // `aws sqs`: the same service as that of the action.
            let is_group = |w: &str| self.action.words.split_whitespace().nth(1) == Some(w);
            let is_known = |w: &str| is_told(w) || is_group(w) || nouns::is_tool(w, &self.action.program);
            (named(tokens) || points && spoken()) && own.all(|w| is_known(w) || is_said(said, w))
        };
        let one = tokens.iter().any(|t| t.word() == "it") && !tokens.iter().any(|t| self.is_kind(t));
        !one && (0..tokens.len()).any(many) || self.picked.is_lookup() && looked_up()
    }

    /// Each word of a part of the request is demanded by the command, says where, or says nothing.
    fn accounts(&self, tokens: &[Token]) -> bool {
        const STAY: &[&str] =
            &["must", "stay", "stays", "keep", "keeps", "leave", "remain", "remains", "continue", "go", "finish"];
        let stays = || tokens.iter().any(|t| STAY.contains(&t.word())) && self.is_apart(tokens);
        matches!(tokens, [one] if one.is_ticket())
            || is_reason(tokens)
            || stays()
            || (0..tokens.len()).all(|at| self.accounts_for(tokens, at))
    }

    fn accounts_for(&self, tokens: &[Token], at: usize) -> bool {
        let Some(t) = tokens.get(at) else { return false };
        let w = t.word();
        if matches!(w, "not" | "no" | "without" | "never" | "isn't" | "aren't" | "hasn't" | "haven't" | "nobody") {
            return self.is_untouched(tokens, at);
        }
        if !self.keeps_label(tokens, at) {
            return false;
        }
        // A branch of that name may be here as well.
        if matches!(w, "remote" | "remotely") && self.action.program == "git" {
            return self.action.words.split_whitespace().nth(1) == Some("push");
        }
        let operation = verbs::of_word(w).is_some_and(|(_, f)| f != Form::Past)
            && nouns::kinds(w) == 0
            && !fillers::leads_on(w)
            && !self.is_quality(tokens, at);
        let noun = nouns::kinds(w) != 0 && bounds::states(w).is_none();
        let labels = || {
            let near = [at.checked_sub(1), Some(at + 1), Some(at + 2)].into_iter().flatten();
            let before = at.checked_sub(1).and_then(|b| tokens.get(b));
            near.into_iter().any(|n| self.stands(tokens, n))
                || w != "table" && before.is_some_and(|b| matches!(b.word(), "that" | "this" | "same"))
        };
        let names = || (0..tokens.len()).filter(|n| bounds::is_name(tokens, *n) && self.stands(tokens, *n)).count();
        let next = |n: usize| tokens.get(at + n).map_or("", Token::word);
        let counted = token::numeral(w).is_some_and(|n| n > 1 && n == names())
            || t.lower.bytes().all(|b| b.is_ascii_digit())
                && at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|b| b.word() == "all")
                && next(1) == "of"
                && matches!(next(2), "em" | "them" | "those" | "these");
        let mine = matches!(w, "mine" | "my" | "own") && nouns::is_shared(&self.action.program);
        t.kind == Kind::Mark
            || (mine || w == "own") && self.is_owned()
            || w == "mine" && !mine
            || !(VAGUE.contains(&w) && !(matches!(w, "older" | "old") && self.picked.is_aged()))
                && bounds::states(w).is_none()
                && !mine
                && t.kind == Kind::Word
                && (self.is_filler(tokens, at)
                    || self.is_kind(t)
                    || self.is_compound(tokens, at)
                    || nouns::is_tool(w, &self.action.program)
                    || bounds::is_count(t, tokens)
                    || bounds::is_age(w)
                    || is_unit(w)
                    || operation
                    || counted
                    || w == "tagged" && tokens.get(at + 1).is_some_and(|n| n.lower.contains('='))
                    || (noun || HOLDERS.contains(&nouns::stem(w))) && labels())
            || self.stands(tokens, at)
    }

    /// `with the label stale`: what has that word somewhere else is not meant (`--search stale`).
    fn keeps_label(&self, tokens: &[Token], at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|b| tokens.get(b)).map_or("", Token::word);
        let text = self.command.text.to_lowercase();
        !matches!(before, "label" | "labels" | "labelled" | "labeled")
            || ["label", " -l", "--selector", "tag"].iter().any(|w| text.contains(w))
    }

    /// `not touched for 30 days`: an age, which the command demands as well. Any other word that turns a description is not understood.
    fn is_untouched(&self, tokens: &[Token], at: usize) -> bool {
        const TOUCHED: &[&str] = &[
            "touched", "updated", "changed", "modified", "used", "accessed", "commit", "commits", "activity", "pushed",
            "been",
        ];
        self.picked.is_aged() && tokens.get(at + 1).is_some_and(|t| TOUCHED.contains(&t.word()))
    }

    /// The command demands it, or it is one of its places.
    fn stands(&self, tokens: &[Token], at: usize) -> bool {
        let Some(t) = tokens.get(at) else { return false };
        let place = |w: &str| {
            let w = w.split_once('=').filter(|_| w.starts_with('-')).map_or(w, |(_, v)| v).to_lowercase();
            w == t.lower
                || w.split_once('.').is_some_and(|(host, _)| host == t.lower && host.contains(['-', '_']))
                || t.lower.contains('/') && w.contains(&format!("/{}/", t.lower.trim_matches('/')))
        };
        // `in Evicted/Failed state`: one of them is less.
        let states = || {
            let mut all = t.lower.split('/').peekable();
            t.lower.contains('/')
                && all.clone().all(|p| bounds::states(p).is_some())
                && all.any(|p| bounds::same_state(p, &self.picked.by))
        };
        let part = || {
            let own = |b: &String| b.split(['-', '_', '/', '.']).any(|p| p == t.lower);
            t.lower.len() > 3 && t.lower.bytes().all(|b| b.is_ascii_digit()) && self.picked.by.iter().any(own)
        };
        // `env=test` for `labels.env=test`, `tags.owner=='kim'`
        let pair = || {
            let Some((key, value)) = t.lower.split_once('=') else { return false };
            let own = |k: &str| k.strip_suffix(key).is_some_and(|head| head.is_empty() || head.ends_with('.'));
            self.picked.by.windows(2).any(|p| matches!(p, [k, v] if own(k) && v == value))
        };
        let on =
            at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|b| matches!(b.word(), "on" | "at" | "from"));
        self.picked.demands(tokens, at)
            || states()
            || part()
            || pair()
            || t.text.starts_with('$') && self.command.text.contains(t.text.as_str())
            || on && t.lower.contains('.') && self.command.has(&t.lower) && !self.picked.leaves(&t.lower)
            || self.picked.list.iter().any(|w| place(w))
            || self.action.words.split_whitespace().any(place)
    }

    /// What the command is told by a variable is only who speaks.
    fn is_only_me(&self) -> bool {
        self.picked.is_of_me() && self.picked.list.iter().filter(|w| w.contains('…')).count() == 1
    }

    /// The command picks those of the one who speaks, or of the name that was said.
    fn is_owned(&self) -> bool {
        let speaker = heard::speaker(&self.heard.clauses);
        self.picked.by.iter().any(|w| piped::is_me(w))
            || self.picked.is_of_me()
            || speaker.is_some_and(|t| self.picked.is_user(&t.lower))
    }

    /// Whatever else the command is told was said: its own places, and other names in it.
    fn keeps_to_words(&self, effect: &Effect) -> bool {
        let said = &self.heard.said;
        let listed =
            |w: &str| !self.picked.own && self.picked.list.iter().any(|l| l == w || l.ends_with(&format!("={w}")));
        let places = Places::of(self.action);
        let value =
            |w: &'_ str| w.split_once('=').filter(|_| w.starts_with('-')).map_or(w.to_owned(), |(_, v)| v.to_owned());
        let sql = effect.category == Category::Database;
        // `redis-cli unlink …`: the word in front of what is picked says what is done with it.
        let all: Vec<&str> = self.action.words.split_whitespace().collect();
        let operation = all.windows(2).find_map(|p| match p {
            [w, "…"] if !w.starts_with('-') && w.bytes().all(|b| b.is_ascii_alphabetic()) => Some(*w),
            _ => None,
        });
        let one = |w: &str| {
            let v = value(w);
            let lower = v.to_lowercase();
            lower.is_empty()
                || v.starts_with('-')
                || lower.contains(['…', '$'])
                || is_told(&lower)
                || bounds::is_age(&lower)
                || bounds::states(&lower).is_some()
                || v.split('=').any(|v| said.iter().any(|t| bounds::same_state(t.word(), &[v.to_lowercase()])))
                || v.rsplit('=').next().is_some_and(|v| is_said(said, v))
                || operation == Some(w)
                || listed(&v) && !places.has(&v)
                || is_said(said, &v)
        };
        let mut words = bounds::words_of(self.action);
        let lists = self.picked.list.iter().map(|w| value(w));
        let whole: Vec<String> = lists.filter(|w| piped::is_place_of(self.action, &self.picked.list, w)).collect();
        bounds::keeps_width(said, self.action)
            && self.keeps_flags(said)
            && whole.iter().all(|p| is_usual(p) || is_said(said, p) || p == "…" && self.is_only_me())
            && if sql && self.action.words.to_lowercase().contains(" where ") {
                self.says_rows(said)
            } else {
                words.all(one)
            }
    }

    /// Each value of the conditions on rows was said, and each table.
    fn says_rows(&self, said: &[Token]) -> bool {
        const GRAMMAR: &[&str] = &[
            "and",
            "in",
            "like",
            "interval",
            "now",
            "between",
            "is",
            "null",
            "date",
            "current_date",
            "days",
            "day",
            "hours",
            "months",
            "ilike",
            "::interval",
            "timestamp",
            "current_timestamp",
            "true",
        ];
        let aged = self.picked.is_aged() || said.iter().any(|t| t.lower.contains("20"));
        let time =
            |w: &str| aged && (w.ends_with("_at") || w.ends_with("_on") || w.contains("date") || w.contains("time"));
        let words = self.action.words.to_lowercase();
        let table = words
            .split_once(" from ")
            .or_else(|| words.split_once("update "))
            .and_then(|(_, t)| t.split_whitespace().next());
        let one = |w: &String| {
            !w.contains(char::is_alphanumeric)
                || GRAMMAR.contains(&w.as_str())
                || time(w)
                || bounds::is_age(w)
                || is_said(said, w.trim_start_matches('*'))
                || bounds::is_count_of(w, &self.picked.by)
        };
        table.is_some_and(|t| is_said(said, t.trim_matches(['"', '`', '\'']))) && self.picked.by.iter().all(one)
    }

    /// No option of the list takes things of other places.
    fn keeps_flags(&self, said: &[Token]) -> bool {
        let wide = |w: &String| matches!(w.as_str(), "-A" | "--all-namespaces" | "--all-projects");
        let everywhere = |t: &Token| matches!(t.word(), "everywhere" | "anywhere" | "namespaces" | "projects");
        !self.picked.list.iter().any(wide) || said.iter().any(everywhere)
    }
}

/// By its letters no word of the language.
fn is_marked(t: &Token) -> bool {
    t.kind == Kind::Name || t.lower.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '/' | '.' | ':'))
}
