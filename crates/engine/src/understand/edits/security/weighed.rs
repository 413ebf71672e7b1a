//! Small changes whose two sides can be weighed against each other: a right that is asked for or given, a comparison, a value that is
//! handed on, a setting inside a text, what happens after a failure. Each has an order from more to less that no single word decides.
//! Called by `security` for programs, on lines beside each other.

mod bodies;
mod conditions;
mod consumed;
mod exact;
mod fails;
mod given;
mod gone;
mod raw;
mod rights;
mod schema;
mod sources;
mod texts;

use super::super::delta::{Line, body};
use super::super::lex::{Kind, Token};
use super::Scene;
use super::beside::{beside, is_few, loosely};

/// More lines than these are a change of the program, not of one protection.
const MAX_LINES: usize = 12;
/// A longer text is prose, not a name.
const MAX_NAME: usize = 60;

/// What weighs less than before, in words.
#[must_use]
pub fn less(s: &Scene<'_>) -> Option<String> {
    if s.delta.removed.is_empty() || !is_few(s, MAX_LINES) {
        return None;
    }
    let b = loosely(beside(s));
    let answers = consumed::ignored(s, &b).or_else(|| sources::sent(&b)).or_else(|| schema::fewer(&b));
    if answers.is_some() {
        return answers;
    }
    rights::less(s, &b)
        .or_else(|| exact::looser(s, &b))
        .or_else(|| raw::handed_on(s, &b))
        .or_else(|| texts::opened(&b))
        .or_else(|| given::away(s, &b))
        .or_else(|| fails::goes_on(s))
        .or_else(|| bodies::blind(s, &b))
        .or_else(|| gone::clause(s, &b))
        .or_else(|| conditions::fewer(s, &b))
}

/// Settings inside a text alone, for files that are nothing but settings.
#[must_use]
pub fn in_texts(s: &Scene<'_>) -> Option<String> {
    let few = !s.delta.removed.is_empty() && is_few(s, MAX_LINES);
    few.then(|| texts::opened(&loosely(beside(s)))).flatten()
}

/// A word, or a short text that may be a name.
fn named(t: &Token<'_>) -> bool {
    t.kind != Kind::Mark && t.text.len() < MAX_NAME && !(t.kind == Kind::Text && body(t.text).contains(' '))
}

/// A name in the line of one of these words.
fn says(l: &Line<'_>, list: &[&str]) -> bool {
    l.tokens.iter().any(|t| named(t) && super::has_word(t.text, list))
}

/// Two marks that compare for sameness stand in the line.
fn equates(l: &Line<'_>) -> bool {
    l.tokens.windows(2).any(|w| matches!(w, [a, b] if (a.is("=") || a.is("!")) && b.is("=") && !b.spaced))
}
