//! Several assertions that became fewer which say as much: a list compared as a whole, values compared together, a table of cases. From
//! what they are about and which values they name. Called by `weaken` before it says that an assertion went.

use super::super::delta::{Delta, Line, body};
use super::super::lex::Kind;
use super::ladder;

/// Longest assertion that is read.
const MAX_WORDS: usize = 300;
/// More assertions than these are another test.
const MAX_GONE: usize = 12;

/// Whether what came says what went.
#[must_use]
pub fn said(gone: &[&String], come: &[&String], delta: &Delta<'_>) -> bool {
    !come.is_empty() && !delta.added.is_empty() && gone.len() <= MAX_GONE && (whole(gone, come) || tabled(gone, delta))
}

fn split(text: &str) -> Vec<&str> {
    super::pieces(text).take(MAX_WORDS).collect()
}

/// What a value is, however it is written: `3` and `3.0` are one.
fn value(w: &str) -> Option<String> {
    if w.starts_with('"') {
        return Some(w.to_owned());
    }
    let number = w.starts_with(|c: char| c.is_ascii_digit()).then(|| w.replace('_', ""))?;
    Some(number.parse::<f64>().map_or(number, |n| n.to_string()))
}

/// Words of how many there are: a list that is compared as a whole has that many.
const SIZES: &[&str] = &["len", "length", "size", "count", "Len", "Length", "Size", "Count", "tohavelength", "hassize"];

/// What asserts or compares, and is nothing that is asked about.
fn is_verb(w: &str) -> bool {
    let l = w.to_ascii_lowercase();
    ["assert", "expect", "should", "must", "require", "check", "verify", "xct", "contain", "include", "equal", "tobe"]
        .iter()
        .any(|v| l.starts_with(v))
        || ["abs", "fabs", "eq", "len", "is", "round", "string", "str", "tolist", "list"].contains(&l.as_str())
}

/// Everything that was asked about stands in assertions that are as exact, with every value but sizes and tolerances.
fn whole(gone: &[&String], come: &[&String]) -> bool {
    let most = |of: &[&String]| of.iter().filter_map(|a| ladder::step(a)).max();
    if most(come) < most(gone) || most(come).is_none() {
        return false;
    }
    let new: Vec<Vec<&str>> = come.iter().map(|c| split(c)).collect();
    let names = |n: &str| new.iter().flatten().any(|w| *w == n);
    let values: Vec<String> = new.iter().flatten().filter_map(|w| value(w)).collect();
    // A list that is written out says how many there are, and which.
    let many = |of: &[&String]| of.iter().flat_map(|c| split(c)).filter(|w| value(w).is_some()).count();
    let texts = |of: &[&String]| -> Vec<String> {
        of.iter().flat_map(|c| split(c)).filter(|w| w.starts_with('"') && w.len() > 4).map(str::to_owned).collect()
    };
    let written = texts(come);
    let spelled = texts(gone).into_iter().filter(|t| written.contains(t)).count();
    if most(come) == Some(3) && come.iter().any(|c| c.contains('[')) && many(come) > many(gone) && spelled > 0 {
        return true;
    }
    if most(come) == Some(3) && exact_list(gone, come) {
        return true;
    }
    gone.iter().all(|g| {
        let w = split(g);
        let sizes = w.iter().any(|x| SIZES.contains(x));
        // What follows is how near it has to be.
        let near = w.iter().position(|x| *x == "<").unwrap_or(w.len());
        let subject = |i: usize, x: &str| {
            let called = w.get(i + 1).is_some_and(|n| ["(", "!"].contains(n)) && is_verb(x);
            let word = x.len() > 1 && x.starts_with(|c: char| c.is_alphabetic() || c == '_');
            word && !called && !["assert", "expect", "to", "not", "in", "is"].contains(&x) && !SIZES.contains(&x)
        };
        // What names no value is about somebody's own doing, which nothing here shows to be asked still.
        w.iter().any(|x| value(x).is_some())
            && w.iter().take(near).enumerate().all(|(i, x)| match value(x) {
                Some(v) => sizes || values.contains(&v),
                None => !subject(i, x) || names(x),
            })
    })
}

/// Words between what is asked about and what it is.
const HOW: &[&str] =
    &["to", "be", "not", "self", "t", "that", "of", "That", "Is", "Equal", "Should", "Assert", "XCTAssert"];

/// One assertion names each text that was asked for one by one, of the same list: how many there were and where each stood it says as
/// well.
fn exact_list(gone: &[&String], come: &[&String]) -> bool {
    let [new] = come else { return false };
    let new = split(new);
    let texts: Vec<&str> = gone.iter().flat_map(|g| split(g)).filter(|w| w.starts_with('"')).collect();
    let subject = |x: &str| {
        x.starts_with(|c: char| c.is_alphabetic())
            && !SIZES.contains(&x)
            && (x == "list" || !is_verb(x))
            && !HOW.contains(&x)
    };
    let of_it = |g: &&String| {
        let w = split(g);
        w.iter().any(|x| subject(x) && new.contains(x)) && w.iter().any(|x| SIZES.contains(x) || x.starts_with('"'))
    };
    let listed = new.iter().filter(|w| w.starts_with('"')).count();
    let size = |w: &&str| w.parse::<usize>().is_ok_and(|n| n > listed);
    let sizes = gone.iter().map(|g| split(g)).filter(|w| w.iter().any(|x| SIZES.contains(x)));
    let exactly = ["exactly", "equal", "equals", "isequalto", "assert_eq", "eq"];
    !texts.is_empty()
        && texts.iter().all(|t| new.contains(t))
        && gone.iter().all(of_it)
        && !sizes.into_iter().flatten().any(|w| size(&w))
        && new.iter().any(|w| exactly.iter().any(|e| w.to_ascii_lowercase().ends_with(e)))
}

/// Calls that fail a test become rows: each value that the conditions compared with stands in the new lines, which loop.
fn tabled(gone: &[&String], delta: &Delta<'_>) -> bool {
    let fails = |g: &&String| ["Errorf", "Error", "Fatalf", "Fatal", "Fail"].contains(split(g).first().unwrap_or(&""));
    let loops = |l: &Line<'_>| l.tokens.iter().any(|t| t.is("range") || t.is("for"));
    let asks = |l: &&Line<'_>| l.tokens.first().is_some_and(|t| t.is("if"));
    let asked = delta.removed.iter().filter(asks).flat_map(|l| &l.tokens);
    let mut asked = asked.filter(|t| matches!(t.kind, Kind::Text | Kind::Number)).peekable();
    let new = || delta.added.iter().flat_map(|l| &l.tokens);
    gone.iter().all(fails)
        && delta.added.iter().any(loops)
        && delta.added.iter().any(|l| asks(&l))
        && asked.peek().is_some()
        && asked.all(|v| new().any(|t| body(t.text) == body(v.text)))
}
