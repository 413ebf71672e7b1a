//! Small words around the names of a request, and what a word looks like. Used by `deed` and `told`.

use super::super::gist::{Clause, Stance};
use super::super::heard::Heard;
use super::super::token::Token;

/// What lies before a place or a whole.
pub(super) const PLACES: &[&str] = &[
    "in", "of", "from", "on", "for", "at", "with", "under", "inside", "within", "to", "into", "by", "about", "against",
];

/// Words before a noun that say how many or how.
pub(in crate::decide::consent) const QUALITIES: &[&str] = &[
    "an",
    "a",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "following",
    "only",
    "just",
    "entire",
    "whole",
    "complete",
    "single",
    "same",
    "both",
    "actual",
    "may",
    "corresponding",
    "respective",
    "mentioned",
    "merged",
    "closed",
    "failed",
    "stopped",
    "remote",
    "local",
    "test",
    "dead",
    "self-hosted",
    "letter",
    "draft",
    "old",
];

/// The name says where something is: `in vhost x`, `on x`.
pub(super) fn is_placed(about: &[Token], at: usize) -> bool {
    let word = |back: usize| at.checked_sub(back).and_then(|b| about.get(b)).map_or("", Token::word);
    let place = |w: &str| matches!(w, "in" | "on" | "inside" | "within" | "at");
    place(word(1)) || !word(1).is_empty() && place(word(2)) && word(1).chars().all(char::is_alphabetic)
}

pub(super) fn is_path(t: &Token) -> bool {
    t.text.contains('/')
        || t.text
            .rsplit_once('.')
            .is_some_and(|(s, e)| !s.is_empty() && (2..=5).contains(&e.len()) && e.chars().all(char::is_alphabetic))
}

/// A word with a digit in it, and more than a number of one digit.
pub(super) fn looks_named(word: &str) -> bool {
    word.len() > 1 && word.contains(|c: char| c.is_ascii_digit()) && !word.contains(['*', '$', '…', '~'])
}

pub(super) fn is_local(word: &str) -> bool {
    let host = word.rsplit_once(':').filter(|(_, p)| p.bytes().all(|b| b.is_ascii_digit())).map_or(word, |(h, _)| h);
    matches!(host, "localhost" | "127.0.0.1" | "::1" | "local")
}

/// `not b/`, `there is a b/ beside it, leave that one`: what the clause names is to stay.
pub(super) fn is_spared(heard: &Heard, clause: &Clause) -> bool {
    let keeps = |c: &Clause| {
        let first = c.object.first().map_or("", Token::word);
        let only = c.tokens().any(|t| matches!(t.word(), "only" | "just" | "but"));
        c.stance == Stance::Limits
            && !only
            && matches!(first, "not" | "leave" | "keep" | "don't" | "without" | "except")
    };
    let behind = |l: &Clause| {
        let last = heard.clauses.iter().rev().find(|c| c.sentence == clause.sentence);
        l.names() == 0 && l.sentence == clause.sentence && last.is_some_and(|c| std::ptr::eq(c, l))
    };
    keeps(clause) || clause.stance == Stance::Tells && heard.clauses.iter().any(|l| keeps(l) && behind(l))
}
