//! A test that asks the program what to expect of it: the value that was written down is computed by the same call that is tested.
//! Called by `weaken`.

use super::super::delta::{Delta, Line};
use super::super::lex::{Kind, Token};

/// More new lines than these are a new test.
const MAX_LINES: usize = 40;
/// Longest assertion that is read.
const MAX_WORDS: usize = 200;

/// The assertion that can hold whatever the program answers.
#[must_use]
pub fn expected<'x>(gone: &[&'x String], come: &[&'x String], delta: &Delta<'_>) -> Option<&'x str> {
    if delta.added.len() > MAX_LINES {
        return None;
    }
    let written = |w: &&str| w.starts_with(|c: char| c.is_ascii_digit() || c == '"');
    let values = |s: &str| s.split(' ').take(MAX_WORDS).filter(written).map(str::to_owned).collect::<Vec<_>>();
    let told = come.iter().find(|c| {
        let mut fewer = gone.iter().filter(|g| values(c).len() < values(g).len());
        let called = calls(c);
        let name = |w: &&str| w.starts_with(|x: char| x.is_alphabetic() || x == '_') && !gone.iter().any(|g| has(g, w));
        let mut fresh = c.split(' ').take(MAX_WORDS).filter(name);
        fewer.next().is_some() && fresh.any(|n| delta.added.iter().any(|l| computes(l, n, &called)))
    })?;
    Some(told.as_str())
}

/// More lines than these are not looked through for where a name comes from.
const MAX_FILE: usize = 1_000;
/// More assertions than these that came are another test.
const MAX_COME: usize = 6;

/// A value is compared with what it was computed by: `got = vat(x)`, `assert got == vat(x)`.
#[must_use]
pub fn itself<'x>(come: &[&'x String], after: &[Token<'_>]) -> Option<&'x str> {
    let file = super::super::delta::lines(after);
    if file.len() > MAX_FILE {
        return None;
    }
    let plain = |t: &Token<'_>| match t.kind {
        Kind::Text => format!("\"{}\"", super::super::delta::body(t.text)),
        _ => t.text.to_owned(),
    };
    let given: Vec<(&str, String)> = file
        .iter()
        .filter_map(|l| {
            let at = l.tokens.iter().take(6).position(|t| t.is("="))?;
            let compares = l.tokens.get(at + 1).is_some_and(|n| n.is("=") || n.is(">"));
            if compares || at.checked_sub(1).and_then(|p| l.tokens.get(p)).is_some_and(|p| p.is("!")) {
                return None;
            }
            let name = l.tokens.get(..at)?.iter().rev().find(|t| t.kind == Kind::Word)?;
            let rest = l.tokens.get(at + 1..)?.iter().filter(|t| !t.is(";"));
            let rest: Vec<String> = rest.map(plain).collect();
            (rest.len() > 3 && rest.len() < MAX_WORDS && rest.iter().any(|w| w == "("))
                .then(|| (name.text, rest.join(" ")))
        })
        .collect();
    come.iter()
        .take(MAX_COME)
        .find(|c| given.iter().any(|(n, rest)| has(c, n) && c.contains(rest.as_str())))
        .map(|c| c.as_str())
}

fn has(text: &str, word: &str) -> bool {
    text.split(' ').any(|w| w == word)
}

/// What an assertion calls, without its own verbs.
fn calls(text: &str) -> Vec<&str> {
    let words: Vec<&str> = text.split(' ').take(MAX_WORDS).collect();
    let verb = |w: &str| {
        let lower = w.to_ascii_lowercase();
        [
            "assert", "expect", "should", "equal", "tobe", "toequal", "be", "eq", "that", "verify", "require", "len",
            "not",
        ]
        .iter()
        .any(|v| lower == *v || v.len() > 3 && lower.contains(v))
    };
    let named = |w: &str| w.starts_with(|c: char| c.is_alphabetic() || c == '_') && !verb(w);
    words
        .windows(2)
        .filter_map(|w| match w {
            [name, "("] if named(name) => Some(*name),
            _ => None,
        })
        .collect()
}

/// This line gives the name what one of these calls answers.
fn computes(line: &Line<'_>, name: &str, called: &[&str]) -> bool {
    let sign = line.tokens.iter().position(|t| t.is("="));
    let Some(at) = sign else { return false };
    let target = line.tokens.iter().take(at).any(|t| t.kind == Kind::Word && t.text == name);
    let behind = line.tokens.get(at + 1..).unwrap_or_default();
    target && behind.windows(2).any(|w| matches!(w, [f, p] if p.is("(") && called.contains(&f.text)))
}
