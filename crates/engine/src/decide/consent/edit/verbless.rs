//! Requests without a verb, as people write them of lists: `all cold images out of images.csv`, `a and b go out of the pool`,
//! `new_cart off everywhere`; and those that name nothing and describe. Called by `edit`, and only for edits of data.

use super::super::gist::{Clause, Stance};
use super::super::heard::{Heard, Want};
use super::super::read::{Mood, Statement};
use super::super::thread;
use super::super::token::{Kind, Token};
use super::super::words::{self, Form, Ops};
use super::{is_file, is_marked};

/// How many clauses are read so.
const MAX_CLAUSES: usize = 32;

/// Adds what such clauses ask for.
pub(super) fn add(heard: &Heard, wants: &mut Vec<Want>) {
    // What was said since may have taken it back in words that are not known.
    let last = heard.clauses.last().map(|c| c.turn);
    let holds =
        |c: &Clause| Some(c.turn) == last && !c.asked && !c.put_off && !c.whole && !thread::is_taken_back(heard, c);
    let plain = |c: &Clause| c.stance != Stance::Asks && !c.aside && holds(c);
    let told = heard.clauses.iter().enumerate().rev().filter(|(_, c)| plain(c)).take(MAX_CLAUSES);
    let more: Vec<Want> = told.filter_map(|(at, c)| want(heard, at, c)).collect();
    wants.extend(more);
    let asks = |c: &Clause| c.stance == Stance::Asks && c.ops != Ops::NONE && holds(c);
    let unread = |at: usize| !heard.wants.iter().chain(wants.iter()).any(|w| w.clause == at);
    let asking = heard.clauses.iter().enumerate().rev().filter(|(at, c)| asks(c) && unread(*at)).take(MAX_CLAUSES);
    let more: Vec<Want> = asking.map(|(at, c)| made(at, c, c.ops, &c.verb, own(c))).collect();
    wants.extend(more);
    wants.sort_by_key(|w| w.clause);
}

fn want(heard: &Heard, at: usize, c: &Clause) -> Option<Want> {
    let tokens: Vec<Token> = c.all_in_order();
    let read = match c.stance {
        Stance::Tells => out_of(&tokens)
            .or_else(|| out(&tokens).filter(|_| heard.words.iter().any(is_file)))
            .or_else(|| switched(&tokens))
            .or_else(|| headed(&tokens))
            .or_else(|| may_go(&tokens))
            .or_else(|| meant(heard, at, c)),
        _ => until(&tokens).or_else(|| beside_what_runs(&tokens)),
    };
    let (ops, verb, object) = read?;
    Some(made(at, c, ops, &verb, object))
}

/// An operation, its word, and what it is about.
type Read = (Ops, String, Vec<Token>);

/// `free the slot of a`, `bring a from 3 to 1`: words that ask only where they stand first, or behind a place.
fn headed(tokens: &[Token]) -> Option<Read> {
    let word = |n: usize| tokens.get(n).map_or("", Token::word);
    let at = if word(0) == "in" && word(2) == "bring" { 2 } else { 0 };
    let to = || tokens.windows(2).any(|p| matches!(p, [to, n] if to.word() == "to" && is_figure(n)));
    let ops = match word(at) {
        "free" => Ops::STOP,
        "prolong" | "postpone" => Ops::EDIT.or(Ops::CONFIG),
        "bring" if to() => Ops::CONFIG,
        _ => return None,
    };
    let object = tokens.get(..at)?.iter().chain(tokens.get(at + 1..)?).cloned().collect();
    Some((ops, word(at).to_owned(), object))
}

fn is_figure(t: &Token) -> bool {
    t.lower.bytes().all(|b| b.is_ascii_digit()) || super::number(&t.lower).is_some()
}

/// `the expired ones can go from a.json`
fn may_go(tokens: &[Token]) -> Option<Read> {
    let at = tokens
        .windows(2)
        .position(|p| matches!(p, [m, go] if matches!(m.word(), "can" | "may" | "must") && go.word() == "go"))?;
    let (subject, rest) = (tokens.get(..at)?, tokens.get(at + 2..)?);
    let from = rest.first().is_some_and(|t| t.word() == "from") && rest.iter().any(is_file);
    let narrowed = |t: &Token| matches!(t.word(), "is" | "are");
    let which = subject.iter().any(|t| matches!(t.word(), "that" | "which"));
    let plain: Vec<Token> = subject.iter().filter(|t| !(which && narrowed(t))).cloned().collect();
    (from && is_plain(&plain)).then(|| (Ops::DELETE, "remove".to_owned(), [&plain[..], rest].concat()))
}

/// `I mean: remove a`
fn meant(heard: &Heard, at: usize, c: &Clause) -> Option<Read> {
    let before = heard.clauses.get(at.checked_sub(1)?)?;
    let words: Vec<&str> = before.tokens().map(Token::word).collect();
    (c.ops != Ops::NONE && words == ["i", "mean"]).then(|| (c.ops, c.verb.clone(), c.object.clone()))
}

/// `extend a until 2025-01-01`, `all of b should be paused until c`: until when, and not when to begin.
fn until(tokens: &[Token]) -> Option<Read> {
    let at = tokens.iter().position(|t| matches!(t.word(), "until" | "till"))?;
    let (head, rest) = (tokens.get(..at)?, tokens.get(at + 1..)?);
    let first = head.first()?;
    let day = || matches!(rest, [d, ..] if super::super::dates::is_day(&d.lower));
    if matches!(first.word(), "extend" | "prolong" | "postpone") && day() && !denies(head) {
        return Some((Ops::EDIT.or(Ops::CONFIG), first.lower.clone(), tokens.get(1..)?.to_vec()));
    }
    let be = head
        .windows(2)
        .position(|p| matches!(p, [s, b] if matches!(s.word(), "should" | "must") && b.word() == "be"))?;
    let done = head.get(be + 2).filter(|_| be + 3 == head.len())?;
    let (ops, form) = words::of_word(done.word())?;
    let holds = form == Form::Past && ops.meets(Ops::STOP) && !denies(head) && !ops.meets(Ops::DELETE);
    let verb = if done.word() == "paused" { "pause".to_owned() } else { done.lower.trim_end_matches("ed").to_owned() };
    holds.then(|| (ops, verb, head.get(..be).unwrap_or_default().to_vec()))
}

/// `scale a to zero, b keeps running`
fn beside_what_runs(tokens: &[Token]) -> Option<Read> {
    let comma = tokens.iter().position(|t| t.kind == Kind::Mark)?;
    let (head, rest) = (tokens.get(..comma)?, tokens.get(comma + 1..)?);
    let goes_on = matches!(rest, [_, k, r] if matches!(k.word(), "keeps" | "stays") && matches!(r.word(), "running" | "up" | "on"));
    let (first, object) = head.split_first()?;
    let (ops, form) = words::of_word(first.word())?;
    let asks = form == Form::Base && ops.meets(Ops::APPLY.or(Ops::STOP)) && !denies(head);
    (goes_on && asks).then(|| (ops, first.lower.clone(), object.to_vec()))
}

fn denies(tokens: &[Token]) -> bool {
    let no = |t: &Token| {
        matches!(
            t.word(),
            "not" | "never" | "no" | "without" | "only" | "except" | "but" | "if" | "keep" | "leave" | "when"
        ) || t.lower.ends_with("n't")
    };
    tokens.iter().any(no)
}

fn made(at: usize, c: &Clause, ops: Ops, verb: &str, object: Vec<Token>) -> Want {
    let mut ask = Statement::plain(Mood::Ask, ops, object, false);
    (ask.turn, ask.words, ask.verb) = (c.turn, c.words.clone(), verb.to_owned());
    Want { clause: at, head: Vec::new(), aside: Vec::new(), ask, picked: false }
}

/// `scale everything in staging to zero`: a clause that asks and names nothing is about what it describes.
fn own(c: &Clause) -> Vec<Token> {
    if c.passive { c.all_in_order() } else { c.object.clone() }
}

/// `X out of FILE`, `X go out of the pool`; none where something tells how that came.
fn out_of(tokens: &[Token]) -> Option<Read> {
    let at = tokens.windows(2).position(|p| matches!(p, [o, f] if o.word() == "out" && f.word() == "of"))?;
    let mut subject = tokens.get(..at)?;
    if let Some((_, rest)) = subject.split_last().filter(|(last, _)| matches!(last.word(), "go" | "goes")) {
        subject = rest;
    } else if !tokens.get(at + 2..)?.iter().any(is_file) {
        return None;
    }
    let place = tokens.get(at + 2..)?.iter().take_while(|t| t.kind != Kind::Mark);
    let plain = is_plain(subject) && !subject.is_empty();
    plain.then(|| (Ops::DELETE, "remove".to_owned(), subject.iter().chain(place).cloned().collect()))
}

/// `all rows with site a out please`, of a file that was named.
fn out(tokens: &[Token]) -> Option<Read> {
    let end = tokens.iter().rposition(|t| !matches!(t.word(), "please" | "pls" | "plz" | "then" | "now"))?;
    let (last, subject) = tokens.get(..=end)?.split_last()?;
    let all = subject.first().is_some_and(|t| matches!(t.word(), "all" | "every"));
    let rows = |t: &Token| matches!(t.word(), "rows" | "row" | "entries" | "entry" | "lines" | "line");
    let fits = last.word() == "out" && all && subject.iter().take(3).any(rows) && is_plain(subject);
    fits.then(|| (Ops::DELETE, "remove".to_owned(), subject.to_vec()))
}

/// `NAME off`, `the NAME flag on in staging`.
fn switched(tokens: &[Token]) -> Option<Read> {
    let at = tokens.iter().position(|t| matches!(t.word(), "off" | "on"))?;
    let (subject, rest) = (tokens.get(..at)?, tokens.get(at + 1..)?);
    let named = subject.iter().filter(|t| is_marked(&t.lower)).count() == 1;
    let place = rest.iter().all(|t| {
        t.kind == Kind::Mark
            || super::super::nouns::label(t.word()).is_some()
            || matches!(
                t.word(),
                "in" | "on" | "and" | "everywhere" | "plz" | "pls" | "please" | "both" | "now" | "the"
            )
    });
    let on = tokens.get(at).is_some_and(|t| t.word() == "on");
    let (ops, verb) = if on { (Ops::START.or(Ops::CONFIG), "enable") } else { (Ops::STOP.or(Ops::WEAKEN), "disable") };
    (named && place && is_plain(subject)).then(|| (ops, verb.to_owned(), tokens.to_vec()))
}

/// Only what is meant: no pronoun that tells something, no other verb, no doubt.
fn is_plain(subject: &[Token]) -> bool {
    let other = |t: &Token| {
        matches!(
            t.word(),
            "i" | "we"
                | "you"
                | "he"
                | "she"
                | "they"
                | "it"
                | "is"
                | "are"
                | "was"
                | "were"
                | "has"
                | "have"
                | "had"
                | "if"
                | "when"
                | "not"
                | "no"
                | "never"
                | "don't"
                | "should"
                | "could"
                | "would"
                | "may"
                | "might"
                | "did"
                | "does"
                | "do"
                | "why"
                | "what"
                | "who"
                | "how"
                | "maybe"
                | "perhaps"
                | "got"
                | "took"
                | "fell"
                | "said"
                | "ran"
                | "timed"
        ) || t.lower.ends_with("n't")
            || words::of_word(t.word()).is_some() && !is_marked(&t.lower) && t.kind == Kind::Word
    };
    !subject.iter().any(other)
}
