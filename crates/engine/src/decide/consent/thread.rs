//! What is asked for of a file, clause by clause: requests that were not taken back, and what later clauses add to the last of them
//! (`also b`, `oh and c, I forgot that one`) or leave of it (`only a`). Called by `edit`.

use super::edit::{AWAY, CHANGES, is_file, is_marked};
use super::gist::{self, Clause, Stance};
use super::heard::{Heard, Want};
use super::token::{Kind, Token, comma};

/// How many clauses may add something.
const MAX_MORE: usize = 32;

/// The requests that hold, oldest first, and those that were taken back.
pub(super) fn requests(heard: &Heard) -> (Vec<Want>, Vec<Want>) {
    let (mut live, gone): (Vec<Want>, Vec<Want>) =
        heard.wants.iter().cloned().partition(|w| !heard.clause(w).is_some_and(|c| is_taken_back(heard, c)));
    let all: Vec<Want> = heard.wants.iter().filter(|w| w.ask.ops.meets(AWAY.or(CHANGES))).cloned().collect();
    let more = heard.clauses.iter().enumerate().filter(|(_, c)| is_more(c)).take(MAX_MORE);
    for (at, c) in more.filter(|(_, c)| !is_taken_back(heard, c)) {
        let earlier = |w: &&Want| w.clause < at;
        let Some(last) = live.iter().chain(&all).filter(earlier).max_by_key(|w| w.clause) else { continue };
        let added = extended(last, at, c);
        if only(c) {
            let old = last.clause;
            live.retain(|w| w.clause != old);
        }
        let place = live.iter().position(|w| w.clause > at).unwrap_or(live.len());
        live.insert(place, added);
    }
    (live, gone)
}

/// A later word takes this back. `not c` behind `a and b` takes back nothing that was asked for.
pub(super) fn is_taken_back(heard: &Heard, c: &Clause) -> bool {
    let spares = |sentence: usize| {
        let own = |l: &&Clause| l.sentence == sentence && l.object.first().is_some_and(|t| t.word() == "not");
        heard.limits().find(own).is_some_and(|l| {
            // `not Ada though`
            let called = |t: &Token| t.text.starts_with(char::is_uppercase) && t.kind != Kind::Quote;
            (l.names() > 0 || l.object.iter().skip(1).any(called))
                && !l.object.iter().any(|t| is_marked(&t.lower) && c.tokens().any(|o| o.lower == t.lower))
        })
    };
    heard.limits().any(|l| l.whole && l.sentence > c.sentence && !spares(l.sentence))
        || heard.objections.iter().any(|turn| *turn > c.turn)
        || heard.clauses.iter().any(|l| l.turn > c.turn && !l.asked && forgets(l))
}

/// `so forget it for today`
fn forgets(c: &Clause) -> bool {
    let words: Vec<String> = c.all_in_order().into_iter().map(|t| t.lower).collect();
    words
        .windows(2)
        .any(|p| matches!(p, [f, it] if f == "forget" && matches!(it.as_str(), "it" | "that" | "this" | "about")))
}

/// Names behind a word that adds them, and nothing that tells anything.
fn is_more(c: &Clause) -> bool {
    let tokens: Vec<Token> = c.tokens().cloned().collect();
    let w: Vec<&str> = tokens.iter().map(Token::word).collect();
    let lead = |t: &&str| matches!(*t, "and" | "also" | "plus" | "only" | "just" | "so" | "then");
    let adds = w.iter().take(3).any(lead)
        || w.iter().any(|t| matches!(*t, "too" | "also"))
        || w.windows(2).any(|p| p == ["as", "well"]);
    let out = w.iter().any(|t| gist::is_limit(t) || matches!(*t, "but" | "why" | "what" | "which" | "who" | "how"));
    c.stance == Stance::Tells
        && !c.asked
        && (c.names() > 0 || tokens.iter().any(is_camel))
        && adds
        && !out
        && gist::is_bare(&tokens)
}

/// `newCheckout`
pub(super) fn is_camel(t: &Token) -> bool {
    t.text.starts_with(|c: char| c.is_ascii_lowercase()) && t.text.contains(|c: char| c.is_ascii_uppercase())
}

/// `so only a`
fn only(c: &Clause) -> bool {
    c.tokens().take(3).any(|t| matches!(t.word(), "only" | "just"))
}

/// The request with what a clause adds to it, or with nothing but that.
fn extended(last: &Want, at: usize, c: &Clause) -> Want {
    let own: Vec<Token> = c.tokens().cloned().collect();
    let only = only(c);
    let named = |t: &Token| t.kind == Kind::Name || is_marked(&t.lower) || is_camel(t);
    let number = |t: &Token| t.lower.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | ':'));
    let before = last.about().iter().filter(|t| !only || !named(t) || is_file(t) || number(t));
    // A word that points would begin a reason.
    let points = |t: &Token| matches!(t.word(), "it" | "they" | "that" | "as");
    let object = before.cloned().chain([comma()]).chain(own.iter().cloned()).filter(|t| !points(t)).collect();
    let mut more = last.clone();
    (more.clause, more.ask.turn, more.ask.object) = (at, c.turn, object);
    more
}
