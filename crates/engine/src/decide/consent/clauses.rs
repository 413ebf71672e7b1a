//! Clauses that tell something beside a request. Called by `read`.

use super::nouns;
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
