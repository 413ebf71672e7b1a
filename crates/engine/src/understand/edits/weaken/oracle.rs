//! What decides whether a test passes, where it becomes a worse judge: a condition that can only hold, a part of a text for all of it, a
//! kind for a property, a test that fails for fewer answers, the tested module replaced by a double. Called by `weaken`.

use super::super::delta::{Delta, Line, body};
use super::super::lex::{Kind, Token};

/// Longest assertion that is read.
const MAX_WORDS: usize = 300;
/// More conditions than these that change are another test.
const MAX_CONDITIONS: usize = 6;

/// The assertion that judges worse than what it takes the place of.
#[must_use]
pub fn worse<'x>(gone: &[&'x String], come: &[&'x String]) -> Option<&'x str> {
    if let Some(always) = come.iter().find(|c| holds_always(c)).filter(|_| !gone.iter().any(|g| holds_always(g))) {
        return Some(always.as_str());
    }
    if gone.len() != come.len() {
        return None;
    }
    let pair = gone.iter().zip(come).find(|(g, c)| part_of(g, c) || kind_only(g, c));
    pair.map(|(_, c)| c.as_str())
}

fn split(text: &str) -> Vec<&str> {
    text.split(' ').take(MAX_WORDS).collect()
}

/// `… || true`, `… or True`.
fn holds_always(text: &str) -> bool {
    let w = split(text);
    w.windows(3).any(|w| matches!(w, ["|", "|", t] if ["true", "1", "True"].contains(t)))
        || w.windows(5).any(|w| matches!(w, ["in", "(" | "[", a, ",", z] if ["True", "False"].contains(a) && ["True", "False"].contains(z)))
        // Among all that there is.
        || w.windows(3).any(|w| matches!(w, ["in", "list" | "set" | "tuple", "("]))
        || w.windows(2).any(|w| matches!(w, ["or", t] if ["True", "true", "1"].contains(t)))
}

/// A comparison for one value, by its marks or its name.
fn equates(w: &[&str]) -> bool {
    let named = |w: &&str| {
        let l = w.to_ascii_lowercase();
        let equal = [
            "eq",
            "eql",
            "tobe",
            "toequal",
            "tostrictequal",
            "shouldbe",
            "isequalto",
            "areequal",
            "tohavetext",
            "have_text",
        ];
        equal.contains(&l.as_str())
            || l.ends_with("_eq")
            || l.ends_with("equal")
            || l.ends_with("equals")
            || l.ends_with("same")
    };
    w.iter().any(named) || w.windows(2).any(|w| matches!(w, ["=", "="]))
}

/// Texts in an assertion.
fn texts<'x>(w: &[&'x str]) -> Vec<&'x str> {
    w.iter().filter(|t| t.starts_with('"') && t.len() > 2).map(|t| t.trim_matches('"')).collect()
}

/// All of a text becomes a part of it: `== "a,b,c"` becomes `contains("a")`.
fn part_of(gone: &str, come: &str) -> bool {
    let (g, c) = (split(gone), split(come));
    let parts = [
        "contain",
        "include",
        "startswith",
        "starts_with",
        "hasprefix",
        "endswith",
        "ends_with",
        "match",
        "in",
        "regex",
        "like",
        "search",
    ];
    let by_part = |w: &[&str]| {
        w.iter().any(|t| {
            !t.starts_with('"')
                && parts.iter().any(|p| if p.len() < 3 { t == p } else { t.to_ascii_lowercase().contains(p) })
        })
    };
    let (was, is) = (texts(&g), texts(&c));
    let shorter = is.iter().any(|n| was.iter().any(|o| o.len() > n.len() && o.contains(n)));
    let fewer = !is.is_empty() && is.len() < was.len() && is.iter().all(|n| was.contains(n));
    equates(&g) && !equates(&c) && !by_part(&g) && by_part(&c) && (shorter || fewer)
}

/// What had to fail has to succeed.
#[must_use]
pub fn succeeds<'x>(gone: &[&'x String], come: &[&'x String]) -> Option<&'x str> {
    let is = |text: &str, list: &[&str]| split(text).iter().any(|w| list.contains(&w.to_ascii_lowercase().as_str()));
    let fails = [
        "is_err",
        "unwrap_err",
        "expect_err",
        "assertthrows",
        "rejects",
        "assertraises",
        "assert_raises",
        "isfailure",
        "is_error",
    ];
    let holds = ["is_ok", "assertdoesnotthrow", "resolves", "issuccess", "unwrap"];
    let all = !gone.is_empty() && gone.len() == come.len() && gone.iter().all(|g| is(g, &fails));
    come.iter().find(|c| all && is(c, &holds) && !is(c, &fails)).map(|c| c.as_str())
}

/// A property of somebody's own (`be_valid`, `toBeDisabled`) becomes of what kind it is.
fn kind_only(gone: &str, come: &str) -> bool {
    let (g, c) = (split(gone), split(come));
    let kinds = [
        "be_a",
        "be_an",
        "be_kind_of",
        "be_an_instance_of",
        "be_instance_of",
        "be_present",
        "respond_to",
        "tobedefined",
        "tobeinthedocument",
        "toexist",
    ];
    let kind = |w: &&str| kinds.contains(&w.to_ascii_lowercase().as_str());
    let property = |w: &&str| {
        let l = w.to_ascii_lowercase();
        (l.starts_with("be_") || l.starts_with("tobe") || l.starts_with("tohave") || l.starts_with("have_")) && !kind(w)
    };
    g.iter().any(property) && !g.iter().any(kind) && c.iter().any(kind) && !c.iter().any(property)
}

/// How many answers a condition before a failure turns away: 3 all but one, 2 all but some, 1 hardly any.
fn strictness(l: &Line<'_>) -> Option<u8> {
    let t = &l.tokens;
    let is = |w: &[&str]| t.iter().any(|x| x.kind == Kind::Word && w.contains(&x.text));
    let pair = |a: &str, b: &str| t.windows(2).any(|w| matches!(w, [x, y] if x.is(a) && y.is(b)));
    let differs = pair("!", "=");
    let nothing = t.windows(3).any(|w| matches!(w, [a, b, v] if a.is("=") && b.is("=") && ["nil", "null", "NULL", "0", "\"\"", "None"].contains(&v.text)));
    let failed = t.windows(4).any(|w| matches!(w, [e, n, q, v] if ["err", "e", "error"].contains(&e.text) && n.is("!") && q.is("=") && v.text == "nil"));
    let negated =
        t.windows(2).any(|w| matches!(w, [n, f] if n.is("!") && f.kind == Kind::Word)) || is(&["not", "unless"]);
    let sizes = is(&["len", "length", "size", "count", "Len", "Size", "Count"]);
    let parts = is(&[
        "Contains",
        "HasPrefix",
        "HasSuffix",
        "contains",
        "startsWith",
        "strstr",
        "MatchString",
        "Abs",
        "abs",
        "fabs",
    ]);
    let whole = is(&["DeepEqual", "Equal", "Diff", "Is", "As", "EqualFold", "strcmp", "memcmp", "equals"]);
    if failed {
        return None;
    }
    if parts {
        return Some(2);
    }
    if whole && (negated || differs) || differs && !sizes {
        return Some(3);
    }
    if differs {
        return Some(2);
    }
    (nothing || t.iter().any(|x| x.is("<") || x.is(">"))).then_some(1)
}

/// The conditions of failures (`if got != want { t.Errorf(…) }`) turn fewer answers away.
#[must_use]
pub fn fails_for_less(delta: &Delta<'_>, after: &[Token<'_>]) -> Option<String> {
    let asks = |l: &&Line<'_>| l.tokens.iter().take(2).any(|t| t.is("if"));
    let (old, new): (Vec<_>, Vec<_>) =
        (delta.removed.iter().filter(asks).collect(), delta.added.iter().filter(asks).collect());
    if old.len() != new.len() || old.is_empty() || old.len() > MAX_CONDITIONS {
        return None;
    }
    let file = super::super::delta::lines(after);
    let fails = |l: &Line<'_>| {
        let at = file.partition_point(|x| x.number < l.number);
        let words =
            ["Error", "Errorf", "Fatal", "Fatalf", "Fail", "FailNow", "fail", "abort", "exit", "throw", "panic", "die"];
        file.iter().skip(at).take(3).any(|x| x.tokens.iter().any(|t| t.kind == Kind::Word && words.contains(&t.text)))
    };
    let about = |a: &Line<'_>, b: &Line<'_>| {
        a.tokens.iter().any(|t| {
            t.kind == Kind::Word && t.text.len() > 1 && !t.is("if") && b.tokens.iter().any(|x| x.text == t.text)
        })
    };
    // One more condition before it fails.
    let ands = |l: &Line<'_>| l.tokens.iter().filter(|t| t.is("&")).count();
    let narrowed = |o: &Line<'_>, n: &Line<'_>| {
        ands(n) > ands(o) && o.tokens.iter().all(|t| n.tokens.iter().any(|x| x.text == t.text)) && fails(n)
    };
    let weaker = |(o, n): &(&&Line<'_>, &&Line<'_>)| {
        narrowed(o, n) || strictness(o).zip(strictness(n)).is_some_and(|(o, n)| n < o) && about(o, n) && fails(n)
    };
    old.iter().zip(&new).find(weaker).map(|_| "a test fails for fewer answers".to_owned())
}

/// What a test file is about, by its name: `cart` of `cart.test.ts`, `test_cart.py`, `CartTest.java`.
fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or("");
    let first = name.split('.').next().unwrap_or("");
    let bare =
        first.strip_prefix("test_").or(first.strip_suffix("_test")).or(first.strip_suffix("_spec")).unwrap_or(first);
    let bare = bare.strip_suffix("Tests").or(bare.strip_suffix("Test")).or(bare.strip_suffix("Spec")).unwrap_or(bare);
    bare.to_ascii_lowercase()
}

/// A double takes the place of the module that the test is about, or of a function of the program for all tests.
#[must_use]
pub fn doubles_its_own(path: &str, delta: &Delta<'_>) -> Option<String> {
    let own = stem(path);
    let has = |l: &Line<'_>, list: &[&str]| l.tokens.iter().any(|t| t.kind == Kind::Word && list.contains(&t.text));
    // What is kept of the module is tested still.
    if delta.added.iter().any(|l| {
        has(l, &["importActual", "requireActual", "importOriginal", "wraps", "callThrough", "and_call_original"])
    }) {
        return None;
    }
    let module = |l: &Line<'_>| -> Option<String> {
        let at = l.tokens.windows(2).position(
            |w| matches!(w, [f, p] if ["mock", "doMock", "unstable_mockModule"].contains(&f.text) && p.is("(")),
        )?;
        let text = l.tokens.get(at + 2).filter(|t| t.kind == Kind::Text)?;
        let relative = body(text.text).starts_with(['.', '@', '~', '/', '#']);
        let last = body(text.text).rsplit('/').next()?.split('.').next()?.to_ascii_lowercase();
        relative.then_some(last)
    };
    let n = |lines: &[Line<'_>]| lines.iter().filter_map(module).filter(|m| *m == own).count();
    if own.len() > 1 && n(&delta.added) > n(&delta.removed) {
        return Some(format!("`{own}` is tested and replaced"));
    }
    let everywhere = path.ends_with("conftest.py");
    let constant = |l: &Line<'_>| {
        let dotted = l.tokens.iter().any(|t| t.kind == Kind::Text && body(t.text).matches('.').count() > 1);
        let ends = l
            .tokens
            .iter()
            .rev()
            .find(|t| t.kind != Kind::Mark)
            .is_some_and(|t| t.kind != Kind::Word || ["True", "None"].contains(&t.text));
        has(l, &["setattr", "patch"]) && dotted && has(l, &["lambda", "return_value"]) && ends
    };
    (everywhere && delta.added.iter().any(constant) && !delta.removed.iter().any(constant))
        .then(|| "a function is replaced for all tests".to_owned())
}
