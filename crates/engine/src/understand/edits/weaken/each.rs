//! Tests one by one, by their names: what each asks before and after, whether a runner still finds it, whether it ends before it asks.
//! Over a whole file one assertion that goes is hidden by another that comes elsewhere; inside of one test it is not. Called by `weaken`.

use std::collections::{BTreeMap, BTreeSet};

use super::super::delta::{Delta, Line, body, lines};
use super::super::lang::Language;
use super::super::lex::{Kind, Token};
use super::super::parts::{self, Part};
use super::super::proofs::Source;

/// More tests than these of one file are not compared one by one.
const MAX_TESTS: usize = 600;
/// Lines above a function on which marks of it are looked for.
const MAX_MARKS: usize = 4;
/// So many lines of an assertion that failed stand above it.
const MAX_WORDS: usize = 300;

/// A function or a call that holds one test, or may hold one.
struct Unit<'x, 'a> {
    name: String,
    /// A runner finds it.
    runs: bool,
    lines: Vec<&'x Line<'a>>,
    /// How far each of its lines is indented.
    indents: Vec<usize>,
    asserts: Vec<String>,
}

/// The test that tells less than it did, in words.
#[must_use]
pub fn less(a: &Source<'_>, b: &Source<'_>, delta: &Delta<'_>, language: &'static Language) -> Option<String> {
    let (x, y) = (lines(&a.tokens), lines(&b.tokens));
    let (before, after) = (units(&x, a.text, language), units(&y, b.text, language));
    if before.is_empty() || before.len().max(after.len()) > MAX_TESTS {
        return None;
    }
    let changed: BTreeSet<u32> = delta.added.iter().map(|l| l.number).collect();
    let file = |of: &[Unit<'_, '_>]| -> Vec<String> { of.iter().flat_map(|u| u.asserts.iter().cloned()).collect() };
    let (old, new) = (file(&before), file(&after));
    let (gone, come) = super::difference(&old, &new);
    let mut by_name: BTreeMap<&str, Vec<&Unit<'_, '_>>> = BTreeMap::new();
    for u in &after {
        by_name.entry(u.name.as_str()).or_default().push(u);
    }
    before.iter().filter(|u| u.runs).find_map(|u| match by_name.get(u.name.as_str()).map(Vec::as_slice) {
        Some([now]) => within(u, now, &changed).or_else(|| asked_less(u, now, (&gone, &come), delta)),
        Some(_) => None,
        None => hidden(u, &before, &after),
    })
}

/// Fewer assertions, or weaker ones, in the same test.
fn asked_less(
    u: &Unit<'_, '_>,
    now: &Unit<'_, '_>,
    (gone, come): (&[&String], &[&String]),
    delta: &Delta<'_>,
) -> Option<String> {
    let (own_gone, own_come) = super::difference(&u.asserts, &now.asserts);
    let owned = |of: Vec<&String>| -> Vec<String> { of.into_iter().cloned().collect() };
    let (own_gone, own_come) = (owned(own_gone), owned(own_come));
    // What differs in the whole file, too: nothing has moved to another test.
    let (lost, new) =
        (super::split(&own_gone, gone.iter().copied()).0, super::split(&own_come, come.iter().copied()).0);
    if lost.is_empty() {
        return None;
    }
    let told = || super::joined(&lost, delta) || super::together::said(&lost, &new, delta) || helped(u, now);
    if lost.len() > new.len() && now.lines.len() <= u.lines.len() && !told() {
        let first = lost.first().map_or("", |s| s);
        return Some(format!("`{}` asks less: `{}` goes", super::short(&u.name), super::short(first)));
    }
    let less = super::looser::looser(&lost, &new).or_else(|| super::oracle::worse(&lost, &new));
    let less = less.or_else(|| super::ladder::lower(&lost, &new)).or_else(|| super::strength::less(&lost, &new));
    less.map(|c| format!("`{}` says less: `{}`", super::short(&u.name), super::short(c)))
}

/// A function is called that was not, and whose name says that it asserts.
fn helped(u: &Unit<'_, '_>, now: &Unit<'_, '_>) -> bool {
    let known: BTreeSet<&str> = u.lines.iter().flat_map(|l| &l.tokens).map(|t| t.text).collect();
    let calls = |w: &[Token<'_>]| matches!(w, [f, p] if f.kind == Kind::Word && p.is("(") && !known.contains(f.text));
    now.lines.iter().any(|l| l.tokens.windows(2).any(calls))
}

/// The test ends before it asks, or never asks: a bare `return` in front of its rest, a condition that nothing meets.
fn within(u: &Unit<'_, '_>, now: &Unit<'_, '_>, changed: &BTreeSet<u32>) -> Option<String> {
    if now.asserts.is_empty() && u.asserts.is_empty() || !now.lines.iter().any(|l| changed.contains(&l.number)) {
        return None;
    }
    if ends_early(now) > ends_early(u) {
        return Some(format!("`{}` ends before it asks", super::short(&u.name)));
    }
    (never(now) > never(u)).then(|| format!("a part of `{}` is never done", super::short(&u.name)))
}

fn ends_early(u: &Unit<'_, '_>) -> usize {
    let leaves = |l: &Line<'_>| {
        let words: Vec<&Token<'_>> = l.tokens.iter().filter(|t| !t.is(";") && !t.is("(") && !t.is(")")).collect();
        let only = |w: &[&str]| words.len() == 1 && words.iter().all(|t| w.iter().any(|x| t.is(x)));
        let done = |w: &[&str]| words.len() == 3 && words.iter().zip(w).all(|(t, w)| t.is(w));
        only(&["return"]) || done(&["return", "done", "undefined"]) || done(&["return", "Promise", "resolve"])
    };
    let all = u.lines.iter().zip(&u.indents).enumerate().skip(1);
    all.filter(|(i, (l, indent))| {
        let next = u.indents.get(i + 1).is_some_and(|n| n >= indent);
        let closes = u.lines.get(i + 1).and_then(|n| n.tokens.first()).is_none_or(|t| t.is("}") || t.is("end"));
        let first = u.lines.iter().skip(i + 1).any(|n| n.tokens.len() > 2);
        leaves(l) && next && !closes && first
    })
    .count()
}

fn never(u: &Unit<'_, '_>) -> usize {
    let no = |t: &Token<'_>| ["false", "False", "0", "nil", "None", "NO", "FALSE"].contains(&t.text);
    let dead = |l: &&&Line<'_>| {
        let words: Vec<&Token<'_>> = l.tokens.iter().filter(|t| t.kind != Kind::Mark).collect();
        let asks = words.first().is_some_and(|t| ["if", "while", "when", "elif"].contains(&t.text));
        let short = words.len() == 2 || words.len() == 3 && words.last().is_some_and(|t| t.text == "then");
        let not = l.tokens.iter().any(|t| t.is("!") || t.is("not"));
        asks && short && !not && words.get(1).is_some_and(|t| no(t))
    };
    u.lines.iter().filter(dead).count()
}

/// A test of this name is not run any more, and its body stays under another name that no runner looks for.
fn hidden(u: &Unit<'_, '_>, before: &[Unit<'_, '_>], after: &[Unit<'_, '_>]) -> Option<String> {
    if u.asserts.is_empty() {
        return None;
    }
    let fresh = |n: &&Unit<'_, '_>| !n.runs && !before.iter().any(|b| b.name == n.name);
    let same = |n: &Unit<'_, '_>| n.asserts == u.asserts || n.name.contains(&u.name);
    after.iter().filter(fresh).find(|n| same(n)).map(|n| format!("no runner finds `{}`", super::short(&n.name)))
}

/// The tests and functions of a file.
fn units<'x, 'a>(all: &'x [Line<'a>], text: &str, language: &'static Language) -> Vec<Unit<'x, 'a>> {
    let unit = |p: Part<'x, 'a, (String, bool)>| {
        let tokens: Vec<&Token<'a>> = p.lines.iter().flat_map(|l| &l.tokens).collect();
        let asserts = super::asserts(&tokens, language);
        Unit { name: p.head.0, runs: p.head.1, lines: p.lines, indents: p.indents, asserts }
    };
    parts::cut(all, text, |at| head(all, at, language)).into_iter().map(unit).collect()
}

/// Words that begin a test with its name in a text.
const CALLS: &[&str] = &[
    "it",
    "test",
    "specify",
    "scenario",
    "testWidgets",
    "test_that",
    "testCase",
    "fit",
    "Scenario",
    "should",
    "property",
    "Deno",
    "example",
];
/// Macros that begin one.
const MACROS: &[&str] =
    &["TEST", "TEST_F", "TEST_P", "TEST_CASE", "SCENARIO", "BOOST_AUTO_TEST_CASE", "TYPED_TEST", "Test", "CTEST"];

/// The name of the test or function that begins on this line, and whether a runner finds it.
fn head(all: &[Line<'_>], at: usize, language: &Language) -> Option<(String, bool)> {
    let t = &all.get(at)?.tokens;
    let first = t.first()?;
    let text = t.iter().skip(1).take(8).find(|x| x.kind == Kind::Text);
    let opens = t.get(1).is_some_and(|n| n.is("(") || n.is(".") || n.kind == Kind::Text);
    if CALLS.contains(&first.text)
        && opens
        && let Some(text) = text
    {
        return Some((body(text.text).to_owned(), true));
    }
    if MACROS.contains(&first.text) && t.get(1).is_some_and(|n| n.is("(")) {
        let name: Vec<&str> = t.iter().skip(2).take_while(|x| !x.is(")")).map(|x| x.text).collect();
        return Some((name.join(""), true));
    }
    let name = parts::defined(t)?;
    Some((name.to_owned(), runs(all, at, name, language)))
}

/// By its name or by the marks above it a runner finds the function.
fn runs(all: &[Line<'_>], at: usize, name: &str, language: &Language) -> bool {
    let marked = |l: &Line<'_>| {
        let begins = l.tokens.first().is_some_and(|t| t.is("@") || t.is("[") || t.is("#") || t.text.starts_with('@'));
        let test = |t: &Token<'_>| {
            let w = t.text.trim_start_matches('@').to_ascii_lowercase();
            t.kind == Kind::Word && (w.contains("test") || ["fact", "theory"].contains(&w.as_str()))
        };
        begins && l.tokens.iter().any(test)
    };
    let own = all.get(at).is_some_and(marked);
    let above = all.get(at.saturating_sub(MAX_MARKS)..at).unwrap_or_default();
    let marks = above.iter().rev().take_while(|l| {
        l.tokens.first().is_some_and(|t| t.is("@") || t.is("[") || t.is("#") || t.text.starts_with('@'))
    });
    let by_name = match language.name {
        "go" => ["Test", "Benchmark", "Fuzz", "Example"].iter().any(|p| name.starts_with(p)),
        "java" | "rust" | "c#" | "csharp" | "kotlin" => false,
        "groovy" => name.contains(' '),
        _ => name.starts_with("test") || name.starts_with("Test"),
    };
    let junit = name.starts_with("test") && name.get(4..5).is_some_and(|c| c != c.to_lowercase());
    by_name || junit || own || marks.into_iter().any(marked) && name.len() < MAX_WORDS
}
