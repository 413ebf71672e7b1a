//! Whether a clause asks for something to be done, and for which operation. Called by `gist`.

use super::super::introduced;
use super::super::leads::{ADVERBS, NOT_MINE, OPENERS};
use super::super::literal::Verbs;
use super::super::nouns;
use super::super::read::operation;
use super::super::reports::is_reported;
use super::super::stance::{past_phrase, skip_openers};
use super::super::words::{self, Form, Ops};

/// The operation that a clause asks for: which, where its words begin, and where they end.
pub(super) fn asks(w: &[&str], known: &Verbs) -> Option<(Ops, usize, usize)> {
    let own = |end: usize| w.get(end..).unwrap_or_default().iter().take(2).map(|t| (*t).to_owned()).collect::<Vec<_>>();
    let tells = |next: &[String]| matches!(next, [first, ..] if matches!(first.as_str(), "is" | "are" | "was" | "were" | "has" | "failed" | "fails" | "doesn't" | "isn't") || introduced::is_doing(first) && nouns::kinds(first) == 0 && words::of_word(first).is_none());
    for at in 0..w.len() {
        if let Some((ops, end)) = goes(w, at) {
            let free = !w.iter().take(at).any(|t| NOT_MINE.contains(t)) && !is_reported(w, at);
            return free.then_some((ops, at, end));
        }
        if at == skip_openers(w, 0) && known.is_only(w.get(at).unwrap_or(&"")) {
            return Some((Ops::LITERAL, at, at + 1));
        }
        let phrase = past_phrase(w, at)
            .filter(|_| words::base_of_past(w.get(at).unwrap_or(&"")) != w.get(at).copied().unwrap_or(""))
            .map(|ops| (ops, Form::Past, at + 2));
        let Some((ops, form, end)) = phrase.or_else(|| operation(w, at, known)) else { continue };
        let word = w.get(at).copied().unwrap_or("");
        let before = at.checked_sub(1).and_then(|b| w.get(b)).copied().unwrap_or("");
        // `the delete button`, `a force push`, `the job x`
        let noun =
            matches!(
                before,
                "the"
                    | "a"
                    | "an"
                    | "same"
                    | "this"
                    | "that"
                    | "my"
                    | "our"
                    | "your"
                    | "each"
                    | "every"
                    | "these"
                    | "those"
                    | "its"
                    | "of"
                    | "in"
                    | "on"
                    | "for"
                    | "from"
                    | "with"
            ) || nouns::kinds(word) != 0 && at > 0 && !matches!(before, "please" | "pls" | "to" | "you" | "just")
                || form == Form::Noun
                || ops == Ops::LITERAL && nouns::kinds(before) != 0;
        let subject = tells(&own(end));
        // `run 91 in acme/web hangs since noon`
        let numbered = at == 0 && nouns::kinds(word) != 0 && is_subject(w);
        if (at + 1..=at + 2).any(|method| sends(w, method)) {
            continue;
        }
        if performs(w, at) && !subject {
            let free = !w.iter().take(at).any(|t| NOT_MINE.contains(t)) && !is_reported(w, at);
            return free.then_some((ops, at, end));
        }
        if noun || subject || numbered || form == Form::Base && is_named_so(w, at, end) {
            continue;
        }
        let asked = match form {
            Form::Base => is_asked(w, at),
            Form::Past => is_wished(w, at),
            Form::Ing => before == "mind",
            Form::Noun => false,
        };
        let free = !w.iter().take(at).any(|t| NOT_MINE.contains(t)) && !is_reported(w, at);
        if asked && free {
            return Some((ops, at, end));
        }
        // The first word for an operation governs the clause; a participle may only say which things are meant.
        if form == Form::Base {
            return None;
        }
    }
    None
}

/// `do a rolling restart of it`, `now do the restart`: the operation is what is done.
pub(super) fn performs(w: &[&str], at: usize) -> bool {
    const REACH: usize = 4;
    if sends(w, at) {
        return true;
    }
    let does = |n: usize| matches!(w.get(n).copied(), Some("do" | "perform" | "trigger"));
    let Some(lead) = (at.saturating_sub(REACH)..at).rev().find(|n| does(*n)) else { return false };
    let between = w.get(lead + 1..at).unwrap_or_default();
    let article = between.first().is_some_and(|t| matches!(*t, "a" | "an" | "the" | "another" | "one"));
    let quality = |t: &&str| t.chars().all(char::is_alphabetic) && nouns::kinds(t) == 0;
    let ends = matches!(
        w.get(at + 1).copied(),
        None | Some("" | "of" | "on" | "now" | "please" | "pls" | "," | "so" | "then")
    );
    let asked = is_asked(w, lead);
    article && between.iter().skip(1).all(quality) && ends && asked
}

/// `send a DELETE to https://…`, `call DELETE on https://…`: the method is what is asked for.
fn sends(w: &[&str], at: usize) -> bool {
    let word = |n: Option<usize>| n.and_then(|n| w.get(n)).copied().unwrap_or("");
    let article = matches!(word(at.checked_sub(1)), "a" | "an" | "the" | "one");
    let lead = at.checked_sub(if article { 2 } else { 1 });
    let leads = matches!(word(lead), "send" | "call" | "issue" | "fire" | "make" | "do" | "execute");
    let next = word(Some(at + 1));
    matches!(word(Some(at)), "delete" | "put" | "patch" | "post")
        && leads
        && (matches!(next, "to" | "on" | "request" | "against" | "at") || next.contains("://"))
        && lead.is_some_and(|lead| is_asked(w, lead))
}

/// A noun and the name behind it, of which the words tell something.
fn is_subject(w: &[&str]) -> bool {
    const REACH: usize = 6;
    let named = w.get(1).is_some_and(|t| t.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '/')));
    let does = |t: &&str| introduced::is_doing(t) || matches!(*t, "is" | "was" | "has" | "failed" | "crashed" | "died");
    named && w.iter().skip(2).take(REACH).any(does)
}

/// `it is broken since the last upgrade`, `the staging import was a mess`: behind an article, in a clause that has its verb.
pub(super) fn is_named_so(w: &[&str], at: usize, end: usize) -> bool {
    const REACH: usize = 2;
    // `the 14 to 16 upgrade`
    const FAR: usize = 5;
    let finite = |t: &&str| {
        matches!(
            *t,
            "is" | "are" | "was" | "were" | "has" | "have" | "had" | "run" | "runs" | "there's" | "found" | "shows"
        )
    };
    let article = |t: &&str| matches!(*t, "the" | "a" | "an" | "this" | "that" | "our" | "my" | "last");
    // Behind a name the words begin anew: `the branch x delete`.
    let plain = |t: &&str| t.chars().all(|c| c.is_alphabetic() || c == '-') && !t.is_empty();
    let first = at.saturating_sub(REACH);
    // `on this box remove the containers that were …`: what has an object is no noun.
    let object = ["the", "all", "my", "our", "every", "both", "those", "these"];
    if w.get(end).is_some_and(|t| object.contains(t)) {
        return false;
    }
    let near = (first..at).rev().find(|b| w.get(*b).is_some_and(article));
    let number = |t: &&str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let far = || {
        let from = (at.saturating_sub(FAR)..at).rev().find(|b| w.get(*b).is_some_and(article))?;
        let between = w.get(from + 1..at)?;
        let fits = |t: &&str| number(t) || matches!(*t, "to" | "," | "");
        between.iter().all(fits).then_some(from)
    };
    let Some(from) = near.or_else(far) else { return false };
    (near.is_none() || w.get(from..at).is_some_and(|p| p.iter().all(plain)))
        && (w.iter().take(from).any(finite) || w.iter().skip(end).any(finite))
}

/// `x can go`, `I want x gone`.
pub(super) fn goes(w: &[&str], at: usize) -> Option<(Ops, usize)> {
    let behind = |n: usize| w.get(at + n).copied().unwrap_or("");
    match w.get(at).copied()? {
        "can" | "should" | "must" | "may"
            if behind(1) == "go" && !matches!(behind(2), "on" | "ahead" | "to" | "live" | "out" | "back") =>
        {
            Some((Ops::DELETE, at + 2))
        }
        "has" | "have" | "needs" | "need" if behind(1) == "to" && behind(2) == "go" => Some((Ops::DELETE, at + 3)),
        "gone" if w.iter().take(at).any(|t| matches!(*t, "want" | "need" | "like" | "be")) => {
            Some((Ops::DELETE, at + 1))
        }
        _ => None,
    }
}

/// A base form stands where a request has it.
pub(super) fn is_asked(w: &[&str], at: usize) -> bool {
    // `I know you can delete them`
    if w.iter().take(at).any(|t| matches!(*t, "know" | "knew" | "heard" | "guess")) {
        return false;
    }
    let mut i = at;
    while let Some(b) = i.checked_sub(1) {
        let word = w.get(b).copied().unwrap_or("");
        if !(ADVERBS.contains(&word) && word != "to" && word != "and" && word != "start"
            || matches!(word, "pls" | "plz" | "always" | "really" | "immediately"))
        {
            break;
        }
        i = b;
    }
    let back = |n: usize| i.checked_sub(n).and_then(|b| w.get(b)).copied().unwrap_or("");
    match back(1) {
        "i" | "we" | "they" | "he" | "she" | "it" | "who" | "that" | "which" | "there" => false,
        // `I'd delete it, but …`
        "i'd" | "we'd" | "they'd" | "he'd" | "she'd" | "you'd" => false,
        // `there is only junk in it`
        "is" | "are" | "was" | "were" | "has" | "had" | "got" | "gets" => false,
        "only" | "just" if matches!(back(2), "is" | "are" | "was" | "were" | "has" | "have") => false,
        "you" | "u" => {
            matches!(
                back(2),
                "can" | "could" | "would" | "will" | "may" | "that" | "if" | "should" | "" | "want" | "and"
            ) || i <= 2
        }
        "to" => {
            i == 1
                || matches!(
                    back(2),
                    "want"
                        | "need"
                        | "needs"
                        | "like"
                        | "ok"
                        | "okay"
                        | "fine"
                        | "safe"
                        | "free"
                        | "time"
                        | "sure"
                        | "you"
                        | "have"
                        | "has"
                        | "ahead"
                        | "please"
                        | "go"
                        | "as"
                        | "happy"
                        | "allowed"
                )
                || nouns::kinds(back(2)) != 0 && i <= 3
        }
        _ => true,
    }
}

/// A participle says what is to have happened: `should be deleted`, `I want x removed`.
pub(super) fn is_wished(w: &[&str], at: usize) -> bool {
    let mut i = at;
    while i.checked_sub(1).and_then(|b| w.get(b)).is_some_and(|t| ADVERBS.contains(t) && *t != "be") {
        i -= 1;
    }
    let before = i.checked_sub(1).and_then(|b| w.get(b)).copied().unwrap_or("");
    let lead = w.iter().take(at).position(|t| matches!(*t, "want" | "need" | "needs" | "like" | "have" | "get"));
    let wished = lead.is_some_and(|l| {
        let subject = l.checked_sub(1).and_then(|b| w.get(b)).copied().unwrap_or("");
        match w.get(l).copied().unwrap_or("") {
            "have" | "get" => !matches!(subject, "i" | "we" | "they" | "you" | "to" | "and"),
            _ => matches!(subject, "i" | "we" | "i'd" | "we'd" | "would"),
        }
    });
    matches!(before, "be" | "get") || wished
}

/// `please do so`, `go ahead with that`, and nothing else.
pub(super) fn is_affirmed(w: &[&str]) -> bool {
    let core: Vec<&str> = w
        .iter()
        .copied()
        .filter(|t| !(OPENERS.contains(t) && *t != "do" || matches!(*t, "please" | "," | "with" | "for")))
        .collect();
    matches!(core[..], ["do", "it" | "that" | "so" | "this"] | ["go", "ahead"] | ["go", "ahead", "it" | "that" | "this"] | ["go", "it"] | ["do"] | ["go"] if !w.is_empty())
}
