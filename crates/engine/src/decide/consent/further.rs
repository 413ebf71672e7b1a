//! What a prompt adds to the one before without saying again what is to be done: `and its subscription b`, `b-2 too, same reason`.
//! Nothing but a name, its kind and small words: whatever tells something of it, or leads it elsewhere, asks for nothing. Called
//! by `heard`.

use super::gist::{self, Clause, Stance};
use super::heard::{LEADS_AWAY, Want};
use super::nouns;
use super::read::Statement;
use super::token::{Kind, Token, comma};
use super::turns;
use super::words::{self, Ops};

/// The requests that clauses without an operation add to those of the prompt before.
pub(super) fn wants(all: &[Clause], asked: &[Want], objections: &[usize]) -> Vec<Want> {
    let added = all.iter().enumerate().filter(|(_, c)| c.stance == Stance::Tells && !c.asked && !c.aside && c.turn > 0);
    added
        .filter(|(_, c)| !objections.contains(&c.turn))
        .filter_map(|(at, c)| {
            let about = added_by(c)?;
            let last = asked.iter().rev().find(|w| w.ask.turn + 1 == c.turn && turns::names(w.about()) > 0)?;
            let about = written_out(about, last.about());
            let ask = Statement { object: about.clone(), turn: c.turn, words: c.words.clone(), ..last.ask.clone() };
            Some(Want { clause: at, head: about, aside: last.about().to_vec(), ask, picked: false })
        })
        .collect()
}

/// `wait, priya still looks at it`, and then `she's through, go ahead`: what was asked for before the pause is asked for again.
pub(super) fn resumed(all: &[Clause], asked: &[Want]) -> Vec<Want> {
    let goes = |c: &Clause| c.stance == Stance::Asks && c.ops == Ops::NONE && !c.asked && c.turn > 1;
    let mut out = Vec::new();
    for (at, c) in all.iter().enumerate().filter(|(_, c)| goes(c)) {
        let pause = || all.iter().filter(|p| p.turn + 1 == c.turn);
        let alone = all
            .iter()
            .filter(|o| o.turn == c.turn)
            .all(|o| std::ptr::eq(o, c) || o.stance == Stance::Tells && !o.asked && o.names() == 0);
        if !alone || !is_pause(pause()) {
            continue;
        }
        for w in asked.iter().filter(|w| w.ask.turn + 2 == c.turn && turns::names(w.about()) > 0) {
            let mut again = w.clone();
            (again.clause, again.ask.turn) = (at, c.turn);
            again.ask.words.clone_from(&c.words);
            out.push(again);
        }
    }
    out
}

/// A prompt that only holds back: it begins with `wait`, and neither names, keeps nor asks for anything.
fn is_pause<'a>(own: impl Iterator<Item = &'a Clause>) -> bool {
    let own: Vec<&Clause> = own.collect();
    let first = own.first().and_then(|c| c.tokens().find(|t| !matches!(t.word(), "oh" | "ok" | "hm" | "hmm" | "no")));
    let waits =
        first.is_some_and(|t| matches!(t.word(), "wait" | "hold" | "moment" | "sec" | "second" | "hang" | "not"));
    let other = |c: &&&Clause| {
        let keeps = |t: &Token| {
            matches!(
                t.word(),
                "keep" | "leave" | "stay" | "stays" | "instead" | "rather" | "never" | "forget" | "cancel" | "mind"
            )
        };
        c.names() > 0 || c.stance == Stance::Asks || c.tokens().any(keeps)
    };
    waits && !own.iter().any(|c| other(&c))
}

/// `only m-1 then`, after another of those that were asked for was taken out: what is left of them.
pub(super) fn narrowed(all: &[Clause], asked: &[Want]) -> Vec<Want> {
    let only = |c: &Clause| {
        let own = c.object.iter().position(|t| !turns::HESITATIONS.contains(&t.word()))?;
        let [first, rest @ ..] = c.object.get(own..)? else { return None };
        let small = |t: &Token| t.kind == Kind::Mark || gist::is_small(t) && !gist::is_limit(t.word());
        let named = (0..rest.len()).all(|at| turns::is_name(rest, at) || rest.get(at).is_some_and(small));
        (matches!(first.word(), "only" | "just") && named && turns::names(rest) > 0).then(|| rest.to_vec())
    };
    let limits = all.iter().enumerate().filter(|(_, c)| c.stance != Stance::Asks && !c.asked && c.turn > 0);
    limits
        .filter_map(|(at, c)| {
            let about = only(c)?;
            let last = asked.iter().rev().find(|w| w.ask.turn + 1 == c.turn)?;
            let of_it = |at: usize| {
                !turns::is_name(&about, at)
                    || about.get(at).is_some_and(|t| last.about().iter().any(|o| o.lower == t.lower))
            };
            (0..about.len()).all(of_it).then(|| {
                let ask = Statement {
                    object: about.clone(),
                    except: Vec::new(),
                    turn: c.turn,
                    words: c.words.clone(),
                    ..last.ask.clone()
                };
                Want { clause: at, head: about, aside: Vec::new(), ask, picked: false }
            })
        })
        .collect()
}

/// What such a clause names.
fn added_by(clause: &Clause) -> Option<Vec<Token>> {
    let parts: Vec<&[Token]> = clause.object.split(|t| t.kind == Kind::Mark).filter(|p| !p.is_empty()).collect();
    let adds = |t: &Token| matches!(t.word(), "also" | "too" | "and" | "plus" | "well");
    let first = parts.iter().position(|p| turns::names(p) > 0)?;
    let cue = parts.iter().take(first + 1).any(|p| p.iter().any(adds));
    let same = |p: &[Token]| p.first().is_some_and(|t| t.word() == "same") && turns::names(p) == 0;
    // Why, behind the names.
    let why = |at: usize, p: &[Token]| {
        at > first
            && turns::names(p) == 0
            && !p.iter().any(|t| gist::is_limit(t.word()) || words::of_base(t.word()) != Ops::NONE)
    };
    if !cue || !parts.iter().enumerate().all(|(at, p)| same(p) || is_plain(p) || why(at, p)) {
        return None;
    }
    let named = parts.iter().filter(|p| turns::names(p) > 0);
    let own = |t: &&Token| !(adds(t) || matches!(t.word(), "then" | "now" | "oh" | "ok" | "its" | "as"));
    let mut out = Vec::new();
    for part in named {
        out.extend((!out.is_empty()).then(comma));
        out.extend(part.iter().filter(own).cloned());
    }
    Some(out)
}

/// A name, words before it that say what it is, and small ones.
fn is_plain(part: &[Token]) -> bool {
    let name = (0..part.len()).rfind(|at| turns::is_name(part, *at));
    let before = part.get(..name.unwrap_or(part.len())).unwrap_or_default();
    let behind = name.and_then(|at| part.get(at + 1..)).unwrap_or_default();
    let speaks = |t: &Token| {
        LEADS_AWAY.contains(&t.word())
            || t.word().contains('\'')
            || gist::is_limit(t.word())
            || matches!(t.word(), "i" | "we" | "you" | "he" | "she" | "they" | "it" | "that" | "what" | "which" | "who")
            || nouns::kinds(t.word()) == 0 && words::of_word(t.word()).is_some()
    };
    // `the Cloud Run job x`
    let proper = |t: &Token| t.text.starts_with(char::is_uppercase);
    !before.iter().enumerate().any(|(at, t)| speaks(t) && !(at > 0 && proper(t)))
        && behind.iter().all(|t| gist::is_small(t) || matches!(t.word(), "too" | "also" | "well"))
}

/// `rc3` after `0.9.1-rc2`: the name that was shortened, beside what was said.
fn written_out(mut about: Vec<Token>, before: &[Token]) -> Vec<Token> {
    let letters = |s: &str| s.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let long: Vec<String> = about
        .iter()
        .filter(|t| letters(&t.lower).len() < t.lower.len() && t.lower.bytes().all(|b| b.is_ascii_alphanumeric()))
        .filter_map(|t| {
            let like = |o: &&Token| {
                let tail = o.lower.rsplit(['-', '.', '_']).next().unwrap_or("");
                tail.len() < o.lower.len() && tail.len() > letters(tail).len() && letters(tail) == letters(&t.lower)
            };
            let one = before.iter().find(like)?;
            let cut = one.lower.rfind(['-', '.', '_'])?;
            Some(format!("{}{}", one.lower.get(..=cut)?, t.lower))
        })
        .collect();
    for name in long {
        let holds = |t: &Token| name.ends_with(&t.lower);
        if let Some(t) = about.iter_mut().find(|t| holds(t)) {
            *t = Token { text: name.clone(), lower: name, kind: Kind::Name };
        }
    }
    about
}
