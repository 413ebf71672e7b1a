//! Tests inside of program files: Rust's `#[cfg(test)]` modules and test functions.

use super::delta::Delta;
use super::lang::{Dialect, Language};
use super::lex::{Kind, Token};
use super::proofs::Source;

/// Every line that went or came lies inside of tests.
#[must_use]
pub fn only_in_tests(a: &Source<'_>, b: &Source<'_>, delta: &Delta<'_>, language: &Language) -> bool {
    if language.dialect != Dialect::Rust || delta.removed.is_empty() && delta.added.is_empty() {
        return false;
    }
    let (x, y) = (regions(a), regions(b));
    // The regions are in order and apart.
    let inside = |r: &[(u32, u32)], line: u32| {
        r.get(r.partition_point(|(_, to)| *to < line)).is_some_and(|(from, _)| *from <= line)
    };
    delta.removed.iter().all(|l| inside(&x, l.number)) && delta.added.iter().all(|l| inside(&y, l.number))
}

/// The file holds tests.
#[must_use]
pub fn holds_tests(a: &Source<'_>, language: &Language) -> bool {
    // Zig's and D's tests stand beside what they test.
    let beside = |w: &[Token<'_>]| matches!(w, [t, n, ..] if t.is("test") && n.kind == Kind::Text && language.name == "zig" || t.is("unittest") && n.is("{"));
    language.dialect == Dialect::Rust && !regions(a).is_empty() || a.tokens.windows(2).any(beside)
}

/// The lines of items behind `#[test]` and `#[cfg(test)]`.
fn regions(s: &Source<'_>) -> Vec<(u32, u32)> {
    let t: Vec<&Token<'_>> = s.tokens.iter().filter(|t| !matches!(t.kind, Kind::Comment | Kind::Newline)).collect();
    let mut out: Vec<(u32, u32)> = Vec::new();
    let mut i = 0;
    while let Some(token) = t.get(i) {
        let attribute = token.is("#") && t.get(i + 1).is_some_and(|n| n.is("["));
        if !attribute {
            i += 1;
            continue;
        }
        let close = (i + 2..t.len()).find(|n| t.get(*n).is_some_and(|x| x.is("]"))).unwrap_or(t.len());
        let about_test = t
            .get(i + 2..close)
            .unwrap_or_default()
            .iter()
            .any(|x| x.kind == Kind::Word && (x.text == "test" || x.text == "rstest"))
            && !t.get(i + 2..close).unwrap_or_default().iter().any(|x| x.is("not"));
        if about_test {
            let end = item_end(&t, close + 1);
            let last = t.get(end).map_or(u32::MAX, |x| x.line);
            out.push((token.line, last));
            i = end.max(close + 1);
        } else {
            i = close + 1;
        }
    }
    out
}

/// The token that closes the item: its brace or its semicolon.
fn item_end(t: &[&Token<'_>], from: usize) -> usize {
    let mut depth = 0usize;
    for (n, token) in t.iter().enumerate().skip(from) {
        if token.is("{") {
            depth += 1;
        } else if token.is("}") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return n;
            }
        } else if token.is(";") && depth == 0 {
            return n;
        }
    }
    t.len()
}
