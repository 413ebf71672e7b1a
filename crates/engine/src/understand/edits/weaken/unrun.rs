//! Tests that are not run any more by other means than a mark of their framework: taken out of a list of tests, out of a list of files,
//! built under a condition, planned in smaller number, what they compare with written by themselves, the checked function replaced for
//! all of them. By form, for any framework. Called by `weaken`.

use std::collections::BTreeSet;

use super::super::delta::{Delta, Line, body};
use super::super::lang::{Dialect, Language};
use super::super::lex::{Kind, Token};
use super::super::proofs::Source;

/// More names than these that go are a part of the program.
const MAX_NAMES: usize = 200;
/// More lists than these are not compared with each other.
const MAX_ROWS: usize = 60;
/// A shorter name is any word.
const MIN_NAME: usize = 5;

/// What is not run, in words.
#[must_use]
pub fn less(a: &Source<'_>, b: &Source<'_>, delta: &Delta<'_>, language: &Language) -> Option<String> {
    unlisted(a, b, delta, language)
        .or_else(|| of_suite(b, delta, language))
        .or_else(|| plans(delta))
        .or_else(|| built(delta, language))
        .or_else(|| overwrites(delta))
        .or_else(|| replaced_for_all(delta))
        .or_else(|| broken(delta))
        .or_else(|| fewer_rows(delta))
}

/// A test is defined as before, and the place that named it does not any more.
fn unlisted(a: &Source<'_>, b: &Source<'_>, delta: &Delta<'_>, language: &Language) -> Option<String> {
    let has = |l: &Line<'_>| {
        let word = |t: &Token<'_>| {
            t.kind == Kind::Word
                && super::super::security::has_word(t.text, &["test", "tests", "spec", "case", "check"])
        };
        l.tokens.iter().any(word)
    };
    let defines = |l: &Line<'_>| {
        let keyword =
            |t: &Token<'_>| ["def", "fn", "func", "function", "fun", "sub", "void", "import"].iter().any(|k| t.is(k));
        l.tokens.iter().any(keyword)
    };
    let lines = delta.removed.iter().filter(|l| has(l) && !defines(l) && l.tokens.len() < 16);
    let all: BTreeSet<&str> = lines
        .flat_map(|l| &l.tokens)
        .filter(|t| t.kind == Kind::Word && t.text.len() >= MIN_NAME)
        .map(|t| t.text)
        .take(MAX_NAMES)
        .collect();
    let in_file = |own: &Source<'_>, name: &str| {
        own.tokens.iter().chain(b.around()).filter(|t| t.kind == Kind::Word && t.text == name).count()
    };
    let kept = |n: &&&str| in_file(b, n) == 1 && in_file(a, n) > 1 && defined(b, n, language);
    all.iter().find(kept).map(|n| format!("`{n}` is not run any more"))
}

/// A name goes from what a suite of Common Test says it runs: `all() -> [a, b].`
fn of_suite(b: &Source<'_>, delta: &Delta<'_>, language: &Language) -> Option<String> {
    let lists = || b.tokens.windows(3).any(|w| matches!(w, [f, o, c] if f.is("all") && o.is("(") && c.is(")")));
    let entry = |l: &&Line<'_>| {
        let mark = |t: &Token<'_>| [",", "[", "]", "."].iter().any(|m| t.is(m));
        l.tokens.iter().all(|t| t.kind == Kind::Word || mark(t))
            && l.tokens.iter().filter(|t| t.kind == Kind::Word).count() == 1
    };
    if language.name != "erlang" || !lists() {
        return None;
    }
    let mut gone = delta.removed.iter().filter(entry).flat_map(|l| &l.tokens).filter(|t| t.kind == Kind::Word);
    let again = |name: &str| delta.added.iter().any(|l| l.tokens.iter().any(|t| t.text == name));
    gone.find(|t| !again(t.text)).map(|t| format!("`{}` is not run any more", t.text))
}

/// The one place where this name stands defines a function.
fn defined(s: &Source<'_>, name: &str, language: &Language) -> bool {
    let t: Vec<&Token<'_>> = s
        .tokens
        .iter()
        .chain(s.around())
        .filter(|t| !matches!(t.kind, Kind::Comment | Kind::Newline | Kind::Indent))
        .collect();
    let Some(at) = t.iter().position(|t| t.kind == Kind::Word && t.text == name) else { return false };
    let before = at.checked_sub(1).and_then(|p| t.get(p));
    let keywords =
        ["def", "fn", "func", "function", "fun", "sub", "void", "int", "bool", "local", "const", "let", "static"];
    let opens = t.get(at + 1).is_some_and(|n| n.is("(") || n.is("=") || n.is(":") || n.is("{"));
    let shell = language.dialect == Dialect::Shell;
    opens && (shell || before.is_some_and(|b| keywords.iter().any(|k| b.is(k))))
}

/// So many assertions are expected to be made: fewer than before.
fn plans(delta: &Delta<'_>) -> Option<String> {
    let planned = |lines: &[Line<'_>]| -> Option<f64> {
        let of = |l: &Line<'_>| {
            let at = l
                .tokens
                .iter()
                .position(|t| ["plan", "assertions", "expectAssertions", "expected_assertions"].contains(&t.text))?;
            let near = l.tokens.iter().skip(at + 1).take(5);
            near.filter(|t| t.kind == Kind::Number).find_map(|t| t.text.parse::<f64>().ok())
        };
        lines.iter().find_map(of)
    };
    let (was, is) = (planned(&delta.removed)?, planned(&delta.added)?);
    (is < was).then(|| format!("{is} assertions are expected to be made, not {was}"))
}

/// A condition of the build stands in front of a test, that no ordinary run meets.
fn built(delta: &Delta<'_>, language: &Language) -> Option<String> {
    let rust = language.dialect == Dialect::Rust;
    let c = language.name == "c";
    let condition = |l: &Line<'_>| {
        let has = |w: &str| l.tokens.iter().any(|t| t.is(w));
        let first = |n: usize| l.tokens.get(n).map_or("", |t| t.text);
        let attribute = rust && first(0) == "#" && first(1) == "[" && has("cfg");
        let never = attribute && (has("any") && l.tokens.len() < 12 || has("feature") || has("FALSE") || has("not"));
        let swift_or_c = first(0) == "#" && first(1) == "if" || first(0) == "#if";
        let zero = l.tokens.iter().any(|t| t.text == "0" || t.text == "false");
        never || (c || language.name == "swift" || language.name == "csharp") && swift_or_c && zero
    };
    let n = |lines: &[Line<'_>]| lines.iter().filter(|l| condition(l)).count();
    (n(&delta.added) > n(&delta.removed)).then(|| "a test is built under a condition".to_owned())
}

/// The file that it compared with is written by the test itself.
fn overwrites(delta: &Delta<'_>) -> Option<String> {
    let verb = |l: &Line<'_>, words: &[&str]| {
        let called = |w: &[Token<'_>]| matches!(w, [f, p] if f.kind == Kind::Word && (p.is("(") || p.is("!") || p.kind == Kind::Text) && super::super::security::has_word(f.text, words));
        l.tokens.windows(2).any(called)
    };
    let file = |l: &Line<'_>| -> Vec<String> {
        let name =
            |t: &&Token<'_>| t.kind == Kind::Text && body(t.text).contains(['/', '.']) && !body(t.text).contains(' ');
        l.tokens.iter().filter(name).map(|t| body(t.text).to_owned()).collect()
    };
    let read: Vec<String> = delta
        .removed
        .iter()
        .filter(|l| verb(l, &["read", "load", "open", "slurp", "include"]))
        .flat_map(file)
        .collect();
    let reads_still = delta.added.iter().any(|l| verb(l, &["read", "load", "slurp"]));
    let written = delta.added.iter().filter(|l| verb(l, &["write", "save", "dump", "store", "put"])).flat_map(file);
    (!reads_still)
        .then(|| written.into_iter().find(|w| read.contains(w)))?
        .map(|w| format!("a test writes what it expects (`{w}`)"))
}

/// A function of the program answers the same for every test of the file.
fn replaced_for_all(delta: &Delta<'_>) -> Option<String> {
    let has = |w: &str| delta.added.iter().any(|l| l.tokens.iter().any(|t| t.is(w)));
    if !has("autouse") {
        return None;
    }
    let constant = |l: &&Line<'_>| {
        let sets = l.tokens.iter().any(|t| ["setattr", "patch", "object"].contains(&t.text));
        let lambda = l.tokens.iter().position(|t| t.is("lambda"));
        let ends = lambda
            .and_then(|at| l.tokens.iter().skip(at).position(|t| t.is(":")).and_then(|c| l.tokens.get(at + c + 1)));
        let same = ends.is_some_and(|t| ["None", "True", "False"].contains(&t.text) || t.kind != Kind::Word);
        sets && (same || l.tokens.iter().any(|t| t.is("return_value")))
    };
    delta.added.iter().find(constant).map(|_| "a function is replaced for all tests".to_owned())
}

/// Of a text that no language is known of, a snapshot: a line that is new holds what only a broken program says.
#[must_use]
pub fn says_broken(before: &str, after: &str) -> Option<String> {
    let bad = |l: &str| {
        let words = || l.split(|c: char| !c.is_alphanumeric());
        l.contains("[object Object]") || words().any(|w| w == "NaN") || l.trim() == "undefined"
    };
    let n = |text: &str| text.lines().filter(|l| bad(l)).count();
    (!before.is_empty() && n(after) > n(before)).then(|| "a test expects what a broken program says".to_owned())
}

/// What is expected is what a broken program says.
fn broken(delta: &Delta<'_>) -> Option<String> {
    let bad = |t: &Token<'_>| {
        let text = body(t.text);
        t.kind == Kind::Text
            && ["[object Object]", "undefined", "NaN"].iter().any(|b| text.contains(b))
            && text.len() < 200
    };
    let n = |lines: &[Line<'_>]| lines.iter().flat_map(|l| &l.tokens).filter(|t| bad(t)).count();
    let alone = delta.added.len() <= delta.removed.len();
    (alone && n(&delta.added) > n(&delta.removed)).then(|| "a test expects what a broken program says".to_owned())
}

/// A list of values on one line, or rows of a table, of which some went; nothing else did.
fn fewer_rows(delta: &Delta<'_>) -> Option<String> {
    let asserts = |l: &Line<'_>| {
        l.tokens.iter().any(|t| {
            let w = t.text.to_ascii_lowercase();
            t.kind == Kind::Word
                && (["expect", "assert", "should", "require", "verify"].iter().any(|a| w.starts_with(a))
                    || w.contains("equal"))
        })
    };
    let literal = |t: &&Token<'_>| matches!(t.kind, Kind::Text | Kind::Number);
    if delta.removed.iter().chain(&delta.added).any(asserts) {
        return row_lines(delta);
    }
    let lists =
        |l: &Line<'_>| l.tokens.iter().any(|t| t.is("[") || t.is("{")) && l.tokens.iter().filter(literal).count() > 1;
    let less = |old: &&Line<'_>| {
        delta.added.iter().take(MAX_ROWS).any(|new| {
            let mut rest = new.tokens.iter().peekable();
            let mut out = Vec::new();
            for t in &old.tokens {
                match rest.peek() {
                    Some(r) if r.text == t.text => {
                        rest.next();
                    }
                    _ => out.push(t),
                }
            }
            let only = out.iter().all(|t| literal(t) || t.is(",") || t.is("-"));
            rest.peek().is_none() && only && out.iter().any(literal)
        })
    };
    let loops = |l: &&Line<'_>| {
        lists(l) && l.tokens.iter().any(|t| t.kind == Kind::Word && ROWS.contains(&t.text.trim_start_matches('@')))
    };
    let found = delta.removed.iter().filter(loops).take(MAX_ROWS).any(|l| less(&l));
    found.then(|| "cases of a test go".to_owned()).or_else(|| row_lines(delta))
}

/// Words of what a test is repeated for.
const ROWS: &[&str] = &[
    "with",
    "each",
    "parametrize",
    "for",
    "foreach",
    "forEach",
    "values",
    "case",
    "TestWith",
    "ValueSource",
    "dataset",
    "in",
    "arguments",
    "examples",
    "TestCase",
    "InlineData",
    "inputs",
    "cases",
    "params",
];

/// Rows that begin and end with a bracket, one a line: fewer, and nothing else that asks.
fn row_lines(delta: &Delta<'_>) -> Option<String> {
    let row = |l: &Line<'_>| -> Option<usize> {
        let first = l.tokens.first().is_some_and(|t| t.is("[") || t.is("(") || t.is("{"));
        let last = l.tokens.iter().rev().find(|t| !t.is(",") && !t.is(";"))?;
        let ends = last.is("]") || last.is(")") || last.is("}");
        let literals = l.tokens.iter().filter(|t| matches!(t.kind, Kind::Text | Kind::Number)).count();
        let plain = !l.tokens.iter().any(|t| t.is("=") || t.is(";"));
        (first && ends && plain && literals >= 2).then_some(literals)
    };
    let widths = |lines: &[Line<'_>]| -> Vec<usize> { lines.iter().filter_map(row).collect() };
    let (was, is) = (widths(&delta.removed), widths(&delta.added));
    let narrow = is.iter().max() <= was.iter().max();
    (was.len() > is.len() && !is.is_empty() && narrow && delta.added.len() <= delta.removed.len())
        .then(|| "cases of a test go".to_owned())
}
