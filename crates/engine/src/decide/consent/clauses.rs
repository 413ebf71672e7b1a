//! Clauses that tell something beside a request, and verbs whose parts a list stands between. Called by `read` and `gist`.

use super::literal::Verbs;
use super::nouns;
use super::stance::{self, skip_openers};
use super::token::{Kind, Token};
use super::turns;
use super::words::{self, Form};

/// `, history was rewritten on purpose`: a clause with a subject and a verb of its own, which tells something.
pub(super) fn is_clause(w: &[&str], from: usize) -> bool {
    const SUBJECT: usize = 5;
    let verbs = [
        "is", "are", "was", "were", "isn't", "aren't", "wasn't", "weren't", "has", "have", "had", "will", "got",
        "stays", "stay", "remains", "remain", "belongs", "belong", "needs", "need",
    ];
    let ends = |t: &str| {
        matches!(t, "," | "—" | ":" | "(" | ")" | "that" | "which" | "who" | "whose" | "if" | "where" | "to")
            || words::of_word(t).is_some_and(|(_, form)| form == Form::Base) && nouns::kinds(t) == 0
    };
    let clause = w.get(from..).unwrap_or_default().iter().take(SUBJECT + 1);
    let at = clause.take_while(|t| !ends(t)).position(|t| verbs.contains(t));
    // `user is anna` says whose, not what.
    let says_which = |at: usize| {
        at == 1
            && nouns::kinds(w.get(from).copied().unwrap_or("")) != 0
            && w.get(from + at) == Some(&"is")
            && matches!(w.get(from + at + 2).copied().unwrap_or(""), "" | "," | ")" | "—")
    };
    at.is_some_and(|at| at > 0 && !says_which(at))
}

/// `take the first two, a and b, out of x`, `put a, b and c to done`: a verb whose second part stands behind a list.
pub(super) fn united(mut tokens: Vec<Token>) -> Vec<Token> {
    let w: Vec<&str> = tokens.iter().map(Token::word).collect();
    let first = skip_openers(&w, 0);
    let place = matches!(w.get(first), Some(&("in" | "from"))).then_some(first + 2).unwrap_or(first);
    let mark = |from: usize, to: usize| tokens.get(from..to).is_some_and(|t| t.iter().any(|t| t.lower == ","));
    let found = match w.get(place).copied() {
        Some("take" | "pull" | "cross" | "kick") => {
            let at = (place + 1..w.len()).find(|at| matches!(w.get(*at), Some(&("out" | "off"))));
            at.filter(|at| matches!(w.get(at + 1), Some(&("of" | "from")))).map(|at| ("remove", Some(at)))
        }
        Some("put") => {
            let at = (place + 1..w.len()).find(|at| matches!(w.get(*at), Some(&("to" | "into"))));
            at.map(|_| ("set", None))
        }
        _ => None,
    };
    let Some((verb, second)) = found.filter(|(verb, at)| *verb == "set" || at.is_some_and(|at| mark(place, at))) else {
        return tokens;
    };
    if let Some(t) = tokens.get_mut(place) {
        *t = Token { text: verb.into(), lower: verb.into(), kind: Kind::Word };
    }
    if let Some(at) = second {
        tokens.drain(at..at + 1);
    }
    tokens
}

/// `on web-1 stop nginx` is `stop nginx on web-1`: a place that stands before the verb.
pub(super) fn place_behind(before: &mut Vec<Token>, object: &mut Vec<Token>) {
    let polite = |t: &Token| t.kind == Kind::Mark || matches!(t.word(), "please" | "pls" | "just" | "now" | "kindly");
    let small = |t: &Token| matches!(t.word(), "the" | "our" | "my") || nouns::kinds(t.word()) != 0;
    let place: Vec<Token> = before.iter().filter(|t| !polite(t)).cloned().collect();
    let [lead, rest @ ..] = &place[..] else { return };
    let named = rest.iter().filter(|t| !small(t)).count() == 1 && turns::names(rest) == 1;
    if matches!(lead.word(), "on" | "in" | "at") && named && !object.is_empty() {
        object.extend(place);
        before.clear();
    }
}

/// `the candidates (a and b): delete these`: nothing but names in brackets, before what is said of them.
pub(super) fn is_headed(tokens: &[Token], from: usize, end: usize) -> bool {
    let inner = from + 1..end.saturating_sub(1);
    let joint = |at: usize| tokens.get(at).is_some_and(|t| matches!(t.word(), "and" | ","));
    tokens.get(end).is_some_and(|t| t.word() == ":")
        && inner.into_iter().all(|at| turns::is_name(tokens, at) || joint(at))
}

/// `forget snapshot 7`, where the command has that very word for what it does; `forget the snapshot` takes something back.
pub(super) fn is_forgotten(w: &[&str], at: usize, known: &Verbs) -> bool {
    let behind = |n: usize| w.get(at + n).copied().unwrap_or("");
    let thing = matches!(behind(1), "snapshot" | "snapshots") || behind(1) == "everything" && behind(2) == "of";
    // `hold job 7`, `please hold it`, where the command holds.
    let held = w.get(at) == Some(&"hold") && !matches!(behind(1), "" | "on" | "off" | ",") && known.has_verb("hold");
    held || w.get(at) == Some(&"forget") && thing && known.has_verb("forget")
}

/// `I don't want to keep x any longer`, from the word that negates on.
pub(super) fn is_unwanted(w: &[&str], from: usize) -> bool {
    let lead = w.get(from).is_some_and(|t| matches!(*t, "don't" | "dont" | "no" | "needn't" | "nobody"));
    let wants = w.get(from + 1).is_some_and(|t| matches!(*t, "want" | "need" | "have" | "wants" | "needs" | "has"));
    let held = |t: &&str| matches!(*t, "keep" | "retain" | "pay" | "have" | "preserve" | "maintain");
    lead && wants && w.get(from + 2) == Some(&"to") && w.get(from + 3).is_some_and(held)
}

/// `set keep to 3`, `from the keep list`, `two pods keep crashing`.
pub(super) fn keeps_nothing(w: &[&str], at: usize, before: &str) -> bool {
    let listed = |n: &&str| before == "the" && matches!(*n, "list" | "file" | "lists" | "set");
    matches!(before, "set" | "flag" | "key" | "property")
        || w.get(at + 1).is_some_and(|n| listed(n) || at > 0 && stance::fails(n))
}
