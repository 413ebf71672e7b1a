//! Tests that tell less than before: assertions gone or emptied, tests skipped, ignored or taken out. Counted over the whole
//! file, so that moving, joining and rewriting them is no finding.

mod each;
mod ladder;
mod looser;
mod oracle;
mod quiet;
mod runs;
mod selfmade;
mod settings;
mod strength;
mod together;
mod unrun;

use std::collections::BTreeMap;

use super::delta::{Delta, Line};
use super::lang::{Dialect, Language};
use super::lex::{Kind, Token};
use super::proofs::Source;

pub use looser::coverage;
pub use oracle::doubles_its_own;
pub use quiet::quiet;
pub use runs::runs_less;
pub use unrun::says_broken;

/// What is weaker, in words. `test`: the whole file is a test.
#[must_use]
pub fn weakened(
    a: &Source<'_>,
    b: &Source<'_>,
    delta: &Delta<'_>,
    language: &'static Language,
    test: bool,
) -> Option<String> {
    if test
        && language.dialect == Dialect::Shell
        && let Some(what) = runs::goes_on(delta)
    {
        return Some(what);
    }
    let (quoted_before, quoted_after) = (quoted(a, language), quoted(b, language));
    let (x, y) = (significant(&a.tokens, &quoted_before), significant(&b.tokens, &quoted_after));
    let (skips_before, skips_after) = (skips(&x, language), skips(&y, language));
    if skips_after > skips_before {
        return Some("a test is skipped".to_owned());
    }
    let (mut before, after) = (asserts(&x, language), asserts(&y, language));
    // How many assertions there are is said where a failure may be caught before them.
    let catches = |l: &Line<'_>| l.tokens.iter().any(|t| t.is("catch") || t.is("except") || t.is("rescue"));
    if delta.removed.iter().any(catches) {
        before.retain(|a| !(a.contains(". assertions (") || a.contains(". hasAssertions (")));
    }
    if !after.is_empty() && runs::swallows(&y) > runs::swallows(&x) {
        return Some("a failure is swallowed".to_owned());
    }
    if let Some(what) = runs::cases_go(a, delta, language).or_else(|| runs::mocks_itself(&y, delta)) {
        return Some(what);
    }
    if let Some(what) = oracle::fails_for_less(delta, &b.tokens).or_else(|| ladder::tries_less(delta)) {
        return Some(what);
    }
    if runs::expects_panic(&y) < runs::expects_panic(&x) {
        return Some("a failure is not expected any more".to_owned());
    }
    let (gone, come) = difference(&before, &after);
    let (tests_before, tests_after) = (tests(&x, language), tests(&y, language));
    if tests_after < tests_before && delta.added.is_empty() {
        return Some("a test goes".to_owned());
    }
    if tests_after < tests_before && gone.is_empty() && runs::renamed_away(delta) {
        return Some("a test is not found any more".to_owned());
    }
    if let Some(what) = by_lines(a, b, delta, language) {
        return Some(what);
    }
    if let Some(what) = unrun::less(a, b, delta, language).or_else(|| each::less(a, b, delta, language)) {
        return Some(what);
    }
    if gone.is_empty() {
        return None;
    }
    let one = || joined(&gone, delta) || together::said(&gone, &come, delta);
    if gone.len() > come.len() && tests_after >= tests_before && !grows(delta) && !one() {
        return Some(format!("an assertion goes: `{}`", short(gone.first().map_or("", |s| s))));
    }
    // A test that goes is one that nobody will miss; where nothing else comes, it is taken out.
    if tests_after < tests_before && gone.len() > come.len() && delta.added.len() * 4 <= delta.removed.len() {
        return Some(format!("a test goes, with `{}`", short(gone.first().map_or("", |s| s))));
    }
    // The same values in a table of cases, with one assertion for all of them.
    if gone.len() > come.len() && delta.added.iter().any(is_table) && joined(&gone, delta) {
        return None;
    }
    says_less(&gone, &come, delta, &b.tokens)
}

/// Assertions that took the place of others and say less.
fn says_less(gone: &[&String], come: &[&String], delta: &Delta<'_>, file: &[Token<'_>]) -> Option<String> {
    let less = come.iter().find(|c| is_empty_assert(c)).map(|c| c.as_str()).or_else(|| looser::looser(gone, come));
    let less = less.or_else(|| oracle::worse(gone, come)).or_else(|| ladder::lower(gone, come));
    let less = less.or_else(|| strength::less(gone, come)).or_else(|| selfmade::expected(gone, come, delta));
    let less = less.or_else(|| selfmade::itself(come, file)).or_else(|| oracle::succeeds(gone, come));
    if let Some(c) = less {
        return Some(format!("an assertion says less: `{}`", short(c)));
    }
    looser::expects_else(gone, come, delta).map(|c| format!("only what a test expects changes: `{}`", short(c)))
}

/// What single lines say: a test that asks only sometimes, waits no more, has fewer cases, writes what it expects.
fn by_lines(a: &Source<'_>, b: &Source<'_>, delta: &Delta<'_>, language: &'static Language) -> Option<String> {
    runs::conditional(delta)
        .or_else(|| runs::rows_go(delta))
        .or_else(|| runs::waits_no_more(delta))
        .or_else(|| runs::writes_what_it_expects(delta))
        .or_else(|| runs::asked_sometimes(delta))
        .or_else(|| runs::fewer_cases(delta))
        .or_else(|| runs::left_out_of_builds(a, b, language))
}

/// The words and marks of an assertion; a text is one of them, however many words it has.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let quoted =
            rest.strip_prefix('"').and_then(|r| Some(r.find("\" ").or_else(|| r.strip_suffix('"').map(str::len))? + 2));
        let len = quoted.or_else(|| rest.find(' ')).unwrap_or(rest.len());
        let piece = rest.get(..len)?;
        rest = rest.get(len + 1..).unwrap_or("");
        Some(piece)
    })
}

/// More assertions than these are not looked for in the new lines.
const MAX_JOINED: usize = 40;

/// All values that went stand in new lines that assert: assertions were joined, or a helper asserts.
fn joined(gone: &[&String], delta: &Delta<'_>) -> bool {
    if gone.len() > MAX_JOINED || delta.added.len() > MAX_JOINED {
        return false;
    }
    // Where a list begins is only a place.
    let value = |w: &&str| {
        (w.starts_with(|c: char| c.is_ascii_digit()) || w.len() > 1 && w.starts_with('"') && w.ends_with('"'))
            && *w != "0"
    };
    let mut values = gone.iter().flat_map(|g| pieces(g)).filter(value).peekable();
    let asserts = |l: &&Line<'_>| {
        let words = ["assert", "expect", "should", "verify", "require"];
        l.tokens.iter().enumerate().any(|(i, t)| {
            let member = i > 0 && l.tokens.get(i - 1).is_some_and(|d| d.is("."));
            let begins = words.iter().any(|w| t.text.to_ascii_lowercase().starts_with(w));
            t.kind == Kind::Word && begins && (!member || t.text.starts_with("assert") || t.text == "Should")
                // NSubstitute's, and Clojure's table of cases.
                || t.is("Received") && member
                || t.is("are") && i == 1
        })
    };
    let mut lines = delta.added.iter().filter(asserts);
    let tabled = delta.added.iter().any(is_table);
    // Rows of a table of cases.
    let row = |l: &&Line<'_>| tabled && (is_table(l) || l.tokens.first().is_some_and(|t| t.kind != Kind::Word));
    let said = |v: &str| {
        let all = delta.added.iter().filter(|l| asserts(l) || row(l)).flat_map(|l| &l.tokens);
        let v = super::delta::body(v);
        // `"4,IV"` is a row in one text.
        let cell = |t: &Token<'_>| {
            tabled && t.kind == Kind::Text && super::delta::body(t.text).split([',', '|', ';']).any(|c| c.trim() == v)
        };
        all.into_iter().any(|t| super::delta::body(t.text) == v || cell(t))
    };
    let calm = !delta
        .added
        .iter()
        .flat_map(|l| &l.tokens)
        .any(|t| ["try", "catch", "rescue", "except", "recover"].contains(&t.text));
    if values.peek().is_some() {
        return calm && lines.next().is_some() && values.all(said);
    }
    // `if err != nil { t.Fatal(err) }` becomes `must(t)(…)`.
    let failing = gone.iter().all(|g| g.starts_with("Fatal ( err") || g.starts_with("Error ( err"));
    let helper = |t: &Token<'_>| {
        t.kind == Kind::Word && super::security::has_word(t.text, &["must", "check", "require", "noerror", "try"])
            // What the test itself makes, and fails where it cannot.
            || ["TempDir", "Setenv", "Chdir"].contains(&t.text)
    };
    failing && delta.added.iter().flat_map(|l| &l.tokens).any(helper)
}

/// Begins a table of cases that one test is run for.
fn is_table(l: &Line<'_>) -> bool {
    let words = [
        "parametrize",
        "each",
        "CsvSource",
        "InlineData",
        "TestCase",
        "rstest",
        "case",
        "struct",
        "cases",
        "table",
        "tests",
        "are",
    ];
    // Or a loop over values that are written here.
    let literals = l.tokens.iter().filter(|t| matches!(t.kind, Kind::Text | Kind::Number)).count();
    let loops = l.tokens.first().is_some_and(|t| t.is("for") || t.is("foreach")) && literals > 1;
    loops || l.tokens.iter().any(|t| t.kind == Kind::Word && words.contains(&t.text.trim_start_matches('@')))
}

/// Much more comes than goes: the test was rewritten.
fn grows(delta: &Delta<'_>) -> bool {
    delta.added.len() > 2 * delta.removed.len() + 6
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

fn significant<'x, 'a>(tokens: &'x [Token<'a>], quoted: &'x [Token<'a>]) -> Vec<&'x Token<'a>> {
    tokens.iter().chain(quoted).filter(|t| !matches!(t.kind, Kind::Comment | Kind::Newline | Kind::Indent)).collect()
}

/// Programs in strings over several lines: tests of test tools hold tests.
fn quoted<'a>(s: &Source<'a>, language: &'static Language) -> Vec<Token<'a>> {
    let texts = s.tokens.iter().filter(|t| t.kind == Kind::Text && t.text.contains('\n'));
    let mut out = Vec::new();
    for t in texts {
        let inner = super::delta::body(t.text);
        let line = t.line;
        out.extend(
            super::lex::lex(inner, language)
                .unwrap_or_default()
                .into_iter()
                .map(|t| Token { line: t.line + line, ..t }),
        );
    }
    out
}

/// What both do not share, with repetition.
fn difference<'x>(before: &'x [String], after: &'x [String]) -> (Vec<&'x String>, Vec<&'x String>) {
    (beyond(before, after), beyond(after, before))
}

fn beyond<'x>(one: &'x [String], other: &[String]) -> Vec<&'x String> {
    split(one, other.iter()).1
}

/// Which of these texts are among the others, each of which counts once, and which are not.
pub(super) fn split<'x, 'y>(
    one: &'x [String],
    other: impl Iterator<Item = &'y String>,
) -> (Vec<&'x String>, Vec<&'x String>) {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for s in other {
        *left.entry(s).or_default() += 1;
    }
    one.iter().partition(|s| match left.get_mut(s.as_str()) {
        Some(n) if *n > 0 => {
            *n -= 1;
            true
        }
        _ => false,
    })
}

/// Words that begin an assertion.
fn is_assert(t: &Token<'_>, next: Option<&&Token<'_>>, after: Option<&&Token<'_>>, language: &Language) -> bool {
    if t.kind != Kind::Word {
        return false;
    }
    let called = next.is_some_and(|n| n.is("("));
    let lower = t.text.trim_start_matches('@').to_ascii_lowercase();
    match language.dialect {
        Dialect::Python if lower == "assert" => return true,
        Dialect::Rust => {
            let mac = next.is_some_and(|n| n.is("!"));
            return mac && (lower.contains("assert") || lower.ends_with("snapshot"))
                || called && lower.starts_with("assert");
        }
        Dialect::Go => {
            let member = next.is_some_and(|n| n.is(".")) && matches!(lower.as_str(), "assert" | "require" | "gomega");
            let fails = matches!(t.text, "Error" | "Errorf" | "Fatal" | "Fatalf" | "Fail" | "FailNow") && called;
            return member
                || called && (lower.starts_with("assert") || lower.starts_with("require") || lower == "expect")
                || fails;
        }
        _ => {}
    }
    let _ = after;
    if is_assert_of(&lower, t, next, language) {
        return true;
    }
    let words = [
        "expect",
        "assert",
        "should",
        "verify",
        "fail",
        "assertthat",
        "expectthat",
        "must",
        "refute",
        "xctfail",
        "xctunwrap",
        "check",
        "require",
    ];
    let begins = words.contains(&lower.as_str())
        || ["assert", "refute", "xctassert", "ck_assert", "g_assert", "test_assert", "boost_", "cu_assert", "verify_"]
            .iter()
            .any(|w| lower.starts_with(w))
        // XCTest's `expectation(…)` is waited for.
        || (lower.starts_with("expect") || lower.starts_with("andexpect")) && called && lower != "expectation";
    begins
        && (called
            || next.is_some_and(|n| n.is(".") || n.is("!"))
            || matches!(lower.as_str(), "assert" | "expect") && next.is_some_and(|n| n.is("{"))
            || language.dialect == Dialect::Ruby && lower.starts_with("assert"))
        || language.dialect == Dialect::Ruby && ["should", "should_not"].contains(&t.text)
}

/// Words that assert in one family of languages only.
fn is_assert_of(lower: &str, t: &Token<'_>, next: Option<&&Token<'_>>, language: &Language) -> bool {
    let called = next.is_some_and(|n| n.is("("));
    // Scala's, Kotlin's and Haskell's stand between what they compare.
    let infix = ["shouldBe", "shouldEqual", "shouldReturn", "shouldThrow", "shouldSatisfy", "mustEqual", "mustBe"];
    match language.dialect {
        Dialect::Python => lower == "raises" && called,
        Dialect::Perl => {
            let perl = [
                "ok",
                "is",
                "isnt",
                "like",
                "unlike",
                "is_deeply",
                "cmp_ok",
                "isa_ok",
                "can_ok",
                "throws_ok",
                "dies_ok",
                "lives_ok",
            ];
            perl.contains(&lower) && (called || next.is_some_and(|n| n.is("{")))
        }
        // pgTAP.
        Dialect::Sql => {
            let tap = ["ok", "is", "isnt", "matches", "lives_ok", "is_empty", "isnt_empty", "row_eq", "results_eq"];
            called
                && (tap.contains(&lower)
                    || lower.starts_with("throws_")
                    || lower.starts_with("has_")
                    || lower.starts_with("bag_")
                    || lower.starts_with("set_"))
        }
        Dialect::Elixir => lower == "assert" || lower.starts_with("assert_") || lower.starts_with("refute"),
        Dialect::Lisp => matches!(lower, "is" | "are" | "thrown?"),
        Dialect::Shell => {
            let command = ["diff", "cmp", "test"].contains(&lower) && !called;
            lower.starts_with("assert_") || lower.starts_with("refute_") || command
        }
        _ if language.name == "julia" => lower.starts_with("test") && t.text.starts_with('@'),
        _ if language.name == "powershell" => lower == "should",
        _ if language.name == "nim" => matches!(lower, "check" | "doassert"),
        _ => infix.contains(&t.text),
    }
}

/// The assertions, each as the text of its statement.
fn asserts(t: &[&Token<'_>], language: &Language) -> Vec<String> {
    let mut out = Vec::new();
    let mut i = 0;
    while let Some(token) = t.get(i) {
        // What a program under test checks itself is no assertion: `auth.check(token)`.
        let member =
            t.get(i.wrapping_sub(1)).is_some_and(|p| p.is(".")) && ["check", "verify", "must"].contains(&token.text);
        if member
            || imported(t, i)
            || !is_assert(token, t.get(i + 1), t.get(i + 2), language)
            || t.get(i.wrapping_sub(1)).is_some_and(|p| {
                p.is("def")
                    || p.is("fn")
                    || p.is("func")
                    || p.is("function")
                    || p.is("import")
                    || p.is("use")
                    || p.is("::")
            })
        {
            i += 1;
            continue;
        }
        let end = statement_end(t, i);
        let start = statement_start(t, i);
        // Other quotes make no other assertion.
        let plain = |t: &&Token<'_>| match t.kind {
            Kind::Text => format!("\"{}\"", super::delta::body(t.text)),
            _ => t.text.to_owned(),
        };
        let text: Vec<String> = t.get(start..end).unwrap_or_default().iter().map(plain).collect();
        out.push(text.join(" "));
        i = end.max(i + 1);
    }
    out
}

/// Stands on a line that brings in a name.
fn imported(t: &[&Token<'_>], at: usize) -> bool {
    let Some(line) = t.get(at).map(|w| w.line) else { return false };
    let same = |n: &usize| t.get(*n).is_some_and(|w| w.line == line);
    let first = (at.saturating_sub(MAX_SUBJECT)..at).rev().take_while(same).last().and_then(|n| t.get(n));
    first.is_some_and(|w| ["import", "use", "using", "from", "include"].iter().any(|i| w.is(i)))
}

/// Where the statement begins whose subject stands in front of its assertion: `cart.Total().Should().Be(3)`.
fn statement_start(t: &[&Token<'_>], at: usize) -> usize {
    let behind = t.get(at).is_some_and(|w| w.text.to_ascii_lowercase().starts_with("should"))
        && at > 0
        && t.get(at - 1).is_some_and(|p| p.is("."));
    let Some(line) = t.get(at).filter(|_| behind).map(|w| w.line) else { return at };
    let same =
        |n: &usize| t.get(*n).is_some_and(|w| w.line == line && !w.is(";") && !w.is("{") && !w.is("}") && !w.is("="));
    (at.saturating_sub(MAX_SUBJECT)..at).rev().take_while(same).last().unwrap_or(at)
}

/// Most tokens of what an assertion is about.
const MAX_SUBJECT: usize = 60;

/// Most tokens of one assertion that are read.
const MAX_STATEMENT: usize = 600;

/// Behind the statement: balanced brackets, then on while a dot goes on or the line does.
fn statement_end(t: &[&Token<'_>], from: usize) -> usize {
    let mut depth = 0i32;
    for (n, token) in t.iter().enumerate().skip(from).take(MAX_STATEMENT) {
        if token.kind == Kind::Mark && matches!(token.text, "(" | "[" | "{") {
            depth += 1;
        } else if token.kind == Kind::Mark && matches!(token.text, ")" | "]" | "}") {
            depth -= 1;
            if depth < 0 {
                return n;
            }
        }
        if depth > 0 {
            continue;
        }
        let Some(next) = t.get(n + 1) else { return n + 1 };
        let goes_on = next.is(".") || next.is(",") || token.is(".") || token.is(",");
        if token.is(";") || next.line > token.line && !goes_on {
            return n + 1;
        }
    }
    (from + MAX_STATEMENT).min(t.len())
}

/// An assertion that anything satisfies.
fn is_empty_assert(text: &str) -> bool {
    let t = text.trim_end_matches(" ;");
    let constant = [
        "assert True",
        "assert ( True )",
        "assert true",
        "assertTrue ( True )",
        "assertTrue ( true )",
        "assert ! ( true )",
        "expect ( true ) . toBe ( true )",
        "assert . True ( t , true )",
    ];
    let verbs = [
        "ok",
        "assert",
        "assertTrue",
        "assert_true",
        "XCTAssertTrue",
        "XCTAssert",
        "IsTrue",
        "True",
        "CHECK",
        "REQUIRE",
        "EXPECT_TRUE",
        "ASSERT_TRUE",
        "expect_true",
        "assert_that",
    ];
    let w: Vec<&str> = t.split(' ').take(6).collect();
    let holds = w.windows(4).any(|w| {
        matches!(w, [verb, "(", one, end] if verbs.contains(verb) && ["1", "true", "True", "TRUE"].contains(one) && [",", ")"].contains(end))
    });
    holds
        || constant.iter().any(|c| t.ends_with(c))
        || t.ends_with(". toBeDefined ( )")
        || t.ends_with(". toBeTruthy ( )")
        || t.ends_with(". not . toThrow ( )") && t.len() < 40
        || t.ends_with(". to be_truthy")
        || t.ends_with(". toEqual ( expect . anything ( ) )")
}

/// How many tests are skipped, ignored, or left out by selecting others.
fn skips(t: &[&Token<'_>], language: &Language) -> usize {
    let at = |i: usize| t.get(i);
    let is = |i: usize, s: &str| at(i).is_some_and(|x| x.is(s));
    (0..t.len())
        .filter(|i| {
            let i = *i;
            let bang = |x: &&&Token<'_>| {
                language.name == "kotlin" && x.kind == Kind::Text && super::delta::body(x.text).starts_with('!')
            };
            if at(i).filter(bang).is_some() && is(i + 1, "{") {
                return true;
            }
            let Some(word) = at(i).filter(|x| x.kind == Kind::Word) else { return false };
            let before = |m: &str| i > 0 && is(i - 1, m);
            match word.text {
                "skip" if is(i + 1, ":") && at(i + 2).is_some_and(|n| n.kind == Kind::Text || n.is("true")) => true,
                "skip" if language.dialect == Dialect::Elixir => {
                    before(":") && i > 1 && at(i - 2).is_some_and(|x| x.text.ends_with("tag"))
                }
                "Skip" if language.dialect == Dialect::CSharp => is(i + 1, "="),
                // `skip 'later', 3;`, `plan skip_all => …`.
                "skip" | "todo_skip" if language.dialect == Dialect::Perl => {
                    at(i + 1).is_some_and(|n| n.kind != Kind::Mark || n.is("("))
                }
                "skip_all" => language.dialect == Dialect::Perl,
                // Behind the test that it is said of: `it('…', …)->todo()`.
                "skip" | "todo" | "skipOnCI" if language.dialect == Dialect::Php && before(">") => is(i + 1, "("),
                "skip" | "skipif" | "skipIf" | "xfail" => {
                    before(".") && (is(i + 1, "(") || language.dialect == Dialect::Python || is(i + 1, "."))
                        || language.dialect == Dialect::Ruby
                            && !before(".")
                            && !before(":")
                            && at(i + 1).is_some_and(|n| n.kind == Kind::Text)
                        || language.dialect == Dialect::Python && is(i + 1, "(")
                }
                "only" | "todo" | "fixme" | "failing" => {
                    before(".")
                        && is(i + 1, "(")
                        && i > 1
                        && at(i - 2).is_some_and(|x| {
                            matches!(x.text, "it" | "test" | "describe" | "context" | "suite" | "each")
                        })
                }
                "Skip" | "Skipf" | "SkipNow" => before(".") && is(i + 1, "(") || before("["),
                _ if word.text.starts_with("DISABLED_") => true,
                "ignore" if language.dialect == Dialect::Rust => before("["),
                "Ignore" | "Disabled" | "DisabledIf" | "DisabledOnOs" | "Explicit" | "Inconclusive" => {
                    before("@") || before("[") || before(",") && (is(i + 1, "]") || is(i + 1, "(") || is(i + 1, ","))
                }
                "xit" | "xdescribe" | "xtest" | "xcontext" | "xspecify" | "fit" | "fdescribe" | "pending"
                | "markTestSkipped" | "markTestIncomplete" | "skipTest" | "XCTSkip" => {
                    is(i + 1, "(") || language.dialect == Dialect::Ruby
                }
                "disabled" | "ignored" => before(".") && is(i + 1, "("),
                "SkipZigTest" => true,
                // Kotest leaves out what begins with a bang.
                "test_skip" | "@test_skip" | "@test_broken" | "test_broken" => true,
                // ScalaTest: `ignore should "…" in`, `ignore("…")`.
                "ignore" => language.name == "scala" && (is(i + 1, "(") || is(i + 1, "should")) && !before("."),
                "Skipped" | "skipUnless" | "importorskip" => is(i + 1, "(") || before("."),
                _ => matches!(word.text, "@Disabled" | "@Ignore"),
            }
        })
        .count()
}

/// How many tests there are.
fn tests(t: &[&Token<'_>], language: &Language) -> usize {
    let at = |i: usize| t.get(i);
    (0..t.len())
        .filter(|i| {
            let i = *i;
            let Some(word) = at(i).filter(|x| x.kind == Kind::Word) else { return false };
            let next = at(i + 1);
            let before = |m: &str| i > 0 && at(i - 1).is_some_and(|x| x.is(m));
            match language.dialect {
                Dialect::Python => before("def") && word.text.starts_with("test"),
                Dialect::Rust => word.text == "test" && next.is_some_and(|n| n.is("]")),
                Dialect::Go => before("func") && word.text.starts_with("Test") || word.text == "Run" && before("."),
                Dialect::Script => matches!(word.text, "it" | "test") && next.is_some_and(|n| n.is("(") || n.is(".")),
                Dialect::Ruby => {
                    matches!(word.text, "it" | "specify" | "test" | "scenario" | "xit")
                        && next.is_some_and(|n| n.kind == Kind::Text)
                }
                Dialect::Elixir => word.text == "test" && next.is_some_and(|n| n.kind == Kind::Text),
                _ if matches!(language.name, "c" | "d" | "zig") => {
                    matches!(word.text, "TEST" | "TEST_F" | "TEST_P" | "TEST_CASE" | "SCENARIO" | "test")
                        && next.is_some_and(|n| n.is("(") || n.kind == Kind::Text)
                }
                _ if matches!(language.name, "swift" | "lua" | "dart" | "r" | "kotlin" | "scala" | "groovy") => {
                    (before("func") || before("fun") || before("def")) && word.text.starts_with("test")
                        || matches!(word.text, "it" | "test" | "test_that" | "testWidgets")
                            && next.is_some_and(|n| n.is("("))
                        || before("@") && word.text.contains("Test")
                }
                Dialect::Php => {
                    before("function") && word.text.starts_with("test")
                        || matches!(word.text, "it" | "test") && next.is_some_and(|n| n.is("("))
                }
                _ => {
                    before("@") && word.text.contains("Test")
                        || before("[") && matches!(word.text, "Test" | "Fact" | "Theory")
                }
            }
        })
        .count()
}
