//! Assertions that stay and say less: a comparison of values that becomes one of kinds, a tolerance that widens, a threshold
//! of coverage that falls.

use super::super::delta::{Delta, Line, body};
use super::super::lex::Kind;

/// Matchers that fix a value.
const STRONG: &[&str] = &[
    "==",
    "= =",
    "equal",
    "equals",
    "equalto",
    "isequalto",
    "assertequal",
    "assertequals",
    "assertsame",
    "areequal",
    "tobe",
    "toequal",
    "tostrictequal",
    "tomatchobject",
    "eq",
    "eql",
    "assert_eq",
    "assert_equal",
    "be",
    "shouldbe",
    "isexactly",
    "containsexactly",
    "tohavelength",
    "hassize",
    "deepequal",
    "is_deeply",
    "expect_eq",
    "expect_equal",
    "assert_eq!",
    "strictequal",
    "havecount",
    "tocontain",
    "contains",
    "tothrow",
];

/// Matchers that most values satisfy.
const WEAK: &[&str] = &[
    "isnotnull",
    "notnull",
    "isnotempty",
    "notempty",
    "tobedefined",
    "tobetruthy",
    "be_a",
    "be_an",
    "be_kind_of",
    "be_truthy",
    "be_present",
    "isinstanceof",
    "isinstance",
    "assertnotnull",
    "assertisnotnone",
    "assertisinstance",
    "assertinstanceof",
    "is_some",
    "is_ok",
    "notnil",
    "assert_not_nil",
    "isnotnil",
    "tobeinstanceof",
    "istype",
    "notbenull",
    "tobenull",
    "benull",
    "assertnotempty",
    "isnotblank",
    "anything",
    "any",
    "exist",
    "exists",
    "assertisnotnull",
    "xctassertnotnil",
    "true",
    "tohaveproperty",
    "is_a",
    "can_ok",
    "isa_ok",
    "be_nil",
    "not_to_be_nil",
];

/// The assertion that takes the place of a stronger one.
#[must_use]
pub fn looser<'x>(gone: &[&'x String], come: &[&'x String]) -> Option<&'x str> {
    if gone.len() != come.len() {
        return None;
    }
    let less = |(g, c): &(&&String, &&String)| {
        weaker(g, c)
            || wider(g, c)
            || only_ordered(g, c)
            || one_of(g, c)
            || anything(g, c)
            || nearly(g, c)
            || shorter(g, c)
    };
    gone.iter().zip(come).find(less).map(|(_, c)| c.as_str())
}

fn weaker(gone: &str, come: &str) -> bool {
    let words = |text: &str| -> Vec<String> { text.split(' ').map(|w| w.to_ascii_lowercase()).collect() };
    let (g, c) = (words(gone), words(come));
    let has = |text: &[String], list: &[&str]| text.iter().any(|w| list.contains(&w.as_str()));
    let compares =
        |text: &[String]| has(text, STRONG) || text.windows(2).any(|w| matches!(w, [a, b] if a == "=" && b == "="));
    // A negated nothing is hardly something: `is not None`, `!= nil`.
    let bare = come.ends_with("is not None") || come.ends_with("! = nil") || come.ends_with("! = null");
    compares(&g) && !has(&g, WEAK) && (has(&c, WEAK) && !compares(&c) || bare)
}

fn lower_words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_ascii_lowercase).collect()
}

/// A comparison for one value.
fn equates(words: &[String]) -> bool {
    let named = |w: &String| w.ends_with("_eq") || w.ends_with("equal") || w.ends_with("equals") || w.ends_with("same");
    let equality = [
        "tobe",
        "toequal",
        "eq",
        "eql",
        "shouldbe",
        "assert_eq",
        "assertequals",
        "isequalto",
        "is",
        "areequal",
        "equal",
    ];
    words.iter().any(|w| named(w) || equality.contains(&w.as_str()))
        || words.windows(2).any(|w| matches!(w, [a, b] if a == "=" && b == "="))
}

/// A value becomes a matcher that any satisfies.
fn anything(gone: &str, come: &str) -> bool {
    let loose = [
        "expect . any (",
        "expect . anything (",
        "anything ( )",
        "ANY",
        "mock . ANY",
        "any ( )",
        "Any ( )",
        "It . IsAny",
    ];
    loose.iter().any(|l| come.contains(l) && !gone.contains(l))
}

/// The same assertion with less said: `assert x == 1` becomes `assert x`, a chain loses its end.
fn shorter(gone: &str, come: &str) -> bool {
    let bare = |text: &str| text.trim_end_matches([' ', ';', ')']).to_owned();
    let (g, c) = (bare(gone), bare(come));
    let called = [
        ("tohavebeencalledwith", "tohavebeencalled"),
        ("assert_called_with", "assert_called"),
        ("assert_called_once_with", "assert_called_once"),
    ];
    let (gl, cl) = (g.to_ascii_lowercase(), c.to_ascii_lowercase());
    let with = called.iter().any(|(a, b)| gl.contains(a) && cl.contains(b) && !cl.contains(a));
    with || c.len() > 6 && g.len() > c.len() + 3 && g.strip_prefix(&c).is_some_and(|r| r.starts_with([' ', ')']))
}

/// A value becomes one that is near enough.
fn nearly(gone: &str, come: &str) -> bool {
    let (g, c) = (lower_words(gone), lower_words(come));
    let near = |words: &[String]| {
        words.iter().any(|w| {
            NEAR.contains(&w.as_str())
                || w.contains("within")
                || w.contains("close")
                || w.contains("approx")
                || w.contains("_near")
                || w.contains("delta")
        })
    };
    equates(&g) && !near(&g) && near(&c) && !same_float(gone, come)
}

/// So near is the same number of a computation with fractions.
const SAME: f64 = 1e-6;
/// Room that hides nothing.
const MAX_ROOM: f64 = 0.01;

/// A fraction that was compared to its last digit is compared as fractions are.
fn same_float(gone: &str, come: &str) -> bool {
    let (was, is) = (numbers(gone), numbers(come));
    let fraction = was.iter().find(|n| n.fract() != 0.0);
    let kept = fraction.is_some_and(|w| is.iter().any(|n| (n - w).abs() <= w.abs() * SAME));
    let new = is.iter().filter(|n| !was.iter().any(|w| (*n - w).abs() <= w.abs() * SAME));
    // Places of digits, or how far off it may be.
    let lower = come.to_ascii_lowercase();
    let places = lower.contains("tobecloseto") || lower.contains("almostequal") || lower.contains("precision");
    let small = |n: &f64| if places { *n >= 2.0 } else { *n <= MAX_ROOM };
    kept && new.clone().count() <= 1 && new.clone().all(small)
}

/// Equality becomes *more* or *less than*.
fn only_ordered(gone: &str, come: &str) -> bool {
    let (g, c) = (lower_words(gone), lower_words(come));
    let ordered = |words: &[String]| {
        let marks = words.windows(3).any(|w| {
            matches!(w, [a, b, d] if (b == ">" || b == "<") && a != "=" && a != "-" && a != "<" && a != ">" && !d.starts_with('>'))
        });
        let named =
            ["greater", "less", "_gt", "_ge", "_lt", "_le", "atleast", "atmost", "toBeGreater", "above", "below"];
        marks || words.iter().any(|w| named.iter().any(|n| w.contains(&n.to_ascii_lowercase())))
    };
    equates(&g) && !ordered(&g) && ordered(&c) && !equates(&c)
}

/// One value becomes one of several.
fn one_of(gone: &str, come: &str) -> bool {
    let (g, c) = (lower_words(gone), lower_words(come));
    let member = |words: &[String]| {
        let named = [
            "tocontain",
            "oneof",
            "tobeoneof",
            "isin",
            "isanyof",
            "in",
            "contains",
            "assertin",
            "assertcontains",
            "anyof",
            "be_in",
            "satisfy_any",
            "include",
            "or",
        ];
        words.iter().any(|w| named.contains(&w.as_str()))
    };
    let literal = |w: &&String| w.starts_with(|c: char| c.is_ascii_digit() || c == '"');
    let kept = g.iter().rev().find(literal).is_some_and(|l| c.contains(l));
    let more = c.iter().filter(literal).count() > g.iter().filter(literal).count();
    equates(&g) && !member(&g) && member(&c) && kept && more
}

/// Of assertions on so few lines the expectation alone is what the edit is about.
const MAX_EXPECTED: usize = 2;

/// The expected value that changes, with nothing else in the file: the test now says what the program does, whatever that is.
#[must_use]
pub fn expects_else<'x>(gone: &[&'x String], come: &[&'x String], delta: &Delta<'_>) -> Option<&'x str> {
    let few = gone.len() == come.len() && gone.len() <= MAX_EXPECTED;
    let alone = delta.removed.len() == gone.len() && delta.added.len() == come.len();
    let pairs = || gone.iter().zip(come);
    (few && alone && pairs().all(|(g, c)| one_number(g, c))).then(|| come.first().map(|c| c.as_str()))?
}

/// Two statements of the same words with one other number.
fn one_number(gone: &str, come: &str) -> bool {
    let (g, c): (Vec<&str>, Vec<&str>) = (gone.split(' ').collect(), come.split(' ').collect());
    let number = |w: &str| w.starts_with(|c: char| c.is_ascii_digit());
    let mut other = g.iter().zip(&c).filter(|(x, y)| x != y);
    g.len() == c.len() && other.next().is_some_and(|(x, y)| number(x) && number(y)) && other.next().is_none()
}

/// Words about how near is near enough.
const NEAR: &[&str] = &[
    "near",
    "close",
    "approx",
    "delta",
    "rel",
    "abs",
    "tol",
    "within",
    "epsilon",
    "tolerance",
    "precision",
    "accuracy",
    "rtol",
    "atol",
    "isclose",
    "allclose",
];

fn near_words(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let names = ["tobecloseto", "indelta", "becloseto", "almostequal", "be_within", "closeto", "expect_near"];
    super::super::security::words(&lower.replace(' ', "_")).iter().any(|w| NEAR.contains(&w.as_str()))
        || names.iter().any(|w| lower.contains(w))
}

/// The same comparison with more room.
fn wider(gone: &str, come: &str) -> bool {
    let lower = come.to_ascii_lowercase();
    if !near_words(come) {
        return false;
    }
    // What was compared to its last digit had no room before.
    if same_float(gone, come) && !near_words(gone) {
        return false;
    }
    let (x, y) = (numbers(gone), numbers(come));
    let places = lower.contains("tobecloseto") || lower.contains("almostequal") || lower.contains("precision");
    match (x.last(), y.last()) {
        (Some(a), Some(b)) if x.len() == y.len() => {
            x.iter().zip(&y).filter(|(p, q)| p != q).count() == 1 && if places { b < a } else { b > a }
        }
        _ => false,
    }
}

/// The numbers in a text, in order.
fn numbers(text: &str) -> Vec<f64> {
    let text = text.replace("e - ", "e-");
    let part = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | '-' | '_');
    let runs = text.split(|c: char| !part(c)).filter(|r| r.starts_with(|c: char| c.is_ascii_digit()));
    runs.filter_map(|r| r.replace('_', "").parse().ok()).collect()
}

/// Settings that say how much must be covered by tests.
const COVERAGE: &[&str] = &[
    "failunder",
    "covfailunder",
    "minimumcoverage",
    "coveragethreshold",
    "minimumcoveragebyfile",
    "minimumlinecoverage",
    "branches",
    "functions",
    "lines",
    "statements",
    "minimum",
    "target",
    "threshold",
    "coverageminimumstmttotal",
    "coverageminimum",
    "coverageminimumbranchtotal",
    "minlines",
    "coverage",
];

/// What is covered, where one setting names several.
const PARTS: &[&str] = &["line", "branch", "instruction", "method", "class", "oneshotline"];

/// A threshold of coverage that falls, in words.
#[must_use]
pub fn coverage(delta: &Delta<'_>, text: &str) -> Option<String> {
    let about =
        ["overage", "fail_under", "fail-under", "c8", "nyc", "jacoco", "codecov"].iter().any(|w| text.contains(w))
            || !delta.removed.is_empty() && settings(&delta.removed).iter().any(|(k, _)| k.contains("failunder"));
    if !about || delta.removed.is_empty() {
        return None;
    }
    let (old, new) = (settings(&delta.removed), settings(&delta.added));
    // `line: 95, branch: 85`: each is compared with its own, where it is known.
    let base = |k: &str| k.split('/').next().unwrap_or("").to_owned();
    let falls = |(key, value): &&(String, f64)| {
        let own = old.iter().any(|(k, _)| k == key);
        old.iter().any(|(k, was)| (k == key || !own && base(k) == base(key)) && was > value)
    };
    if let Some((key, value)) = new.iter().find(falls) {
        return Some(format!("less must be covered by tests: `{key}` {value}"));
    }
    // `--cov-fail-under=90` is taken out altogether.
    let gone = old.iter().find(|(k, _)| k.contains("failunder") && !new.iter().any(|(n, _)| base(n) == base(k)));
    gone.filter(|_| !delta.added.is_empty() || delta.removed.len() <= 3).map(|(key, _)| format!("`{key}` is taken out"))
}

fn settings(lines: &[Line<'_>]) -> Vec<(String, f64)> {
    let mut out = Vec::new();
    for line in lines {
        let (mut key, mut part_of) = (String::new(), String::new());
        for t in &line.tokens {
            let text = body(t.text);
            for part in text.split(['=', ' ', '%']) {
                let plain: String =
                    part.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
                match part.parse::<f64>() {
                    Ok(value) if !key.is_empty() => out.push((format!("{key}{part_of}"), value)),
                    _ if COVERAGE.contains(&plain.as_str()) && t.kind != Kind::Mark => {
                        (key, part_of) = (plain, String::new());
                    }
                    _ if t.kind == Kind::Word && PARTS.contains(&plain.as_str()) => part_of = format!("/{plain}"),
                    _ => {}
                }
            }
        }
    }
    out
}
