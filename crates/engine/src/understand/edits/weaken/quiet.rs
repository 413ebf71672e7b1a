//! Tests that stay, run, and cannot tell any more: an assertion that nothing fails, an outcome that is not counted, an expectation
//! turned round, the tested thing replaced, a step of a scenario or a line of a snapshot that goes. By the lines of the two texts and
//! so for files of any language. Called by `judge` for what would run without a question.

use super::settings;

/// Lines that went and lines that came, trimmed, comments left out.
pub struct Sides<'a> {
    /// What went.
    pub old: Vec<&'a str>,
    /// What came.
    pub new: Vec<&'a str>,
}

/// More lines than these are compared with no other line.
const MAX_PAIRED: usize = 30;
/// Endings of prose.
const PROSE: &[&str] = &["md", "mdx", "rst", "adoc", "txt"];

impl<'a> Sides<'a> {
    fn of(before: &'a str, after: &'a str) -> Self {
        let (a, b): (Vec<&str>, Vec<&str>) =
            (before.lines().map(str::trim).collect(), after.lines().map(str::trim).collect());
        let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
        let left = a.len().min(b.len()) - head;
        let tail = a.iter().rev().zip(b.iter().rev()).take(left).take_while(|(x, y)| x == y).count();
        let (a, b) = (a.get(head..a.len() - tail).unwrap_or_default(), b.get(head..b.len() - tail).unwrap_or_default());
        let says = |l: &&&str| {
            !l.is_empty()
                && (!begins(l, &["//", "# ", "/*", "* ", "-- ", "; "]) || has(l, "```") || any_in(l, UNCOUNTED))
        };
        let beyond = |one: &[&'a str], other: &[&'a str]| -> Vec<&'a str> {
            let mut bag: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
            other.iter().for_each(|l| *bag.entry(l).or_default() += 1);
            let mut fresh = |l: &&&str| match bag.get_mut(**l) {
                Some(n) if *n > 0 => {
                    *n -= 1;
                    false
                }
                _ => true,
            };
            one.iter().filter(|l| fresh(l)).filter(says).copied().collect()
        };
        Self { old: beyond(a, b), new: beyond(b, a) }
    }

    /// More of the new lines hold one of these than of the old.
    #[inline(never)]
    pub fn grows(&self, needles: &[&'static str]) -> Option<&'static str> {
        needles.iter().find(|w| count(&self.new, &[w]) > count(&self.old, &[w])).copied()
    }

    /// Some old line and some new one of which this holds.
    #[inline(never)]
    pub fn pair(&self, test: &dyn Fn(&str, &str) -> bool) -> Option<&'a str> {
        let new = self.new.iter().take(MAX_PAIRED);
        new.copied().find(|n| self.old.iter().take(MAX_PAIRED).any(|o| test(o, n)))
    }
}

/// What tells less, in words.
#[must_use]
pub fn quiet(path: &str, before: &str, after: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    let ext = name.rsplit_once('.').map_or("", |(_, e)| e);
    if PROSE.contains(&ext) {
        return None;
    }
    let test = ["t", "feature", "snap"].contains(&ext)
        || path.split('/').rev().take(MAX_FOLDERS).any(|p| super::super::security::has_word(p, TESTS));
    let s = Sides::of(before, after);
    if let Some(mark) = (!test).then(|| uncounted(&s, after)).flatten() {
        return Some(format!("what tests reach is not counted (`{mark}`)"));
    }
    if let Some(what) = settings::less(&name, test, &s, after) {
        return Some(what);
    }
    let what = match test {
        true => scenario(&s, ext).or_else(|| broken(&s, before, after)).or_else(|| by_test(&s, ext, after)),
        false => knows_tests(&s).then_some("a program does something else under test"),
    };
    what.map(str::to_owned)
}

/// Names of folders and files of tests, and how far up they are looked for.
const TESTS: &[&str] =
    &["test", "tests", "spec", "specs", "e2e", "testing", "features", "snapshots", "golden", "goldens"];
const MAX_FOLDERS: usize = 5;

fn by_test(s: &Sides<'_>, ext: &str, after: &str) -> Option<&'static str> {
    let elsewhere = || s.new.iter().any(|l| any_in(l, ELSEWHERE));
    if s.grows(EXPECTED_TO_FAIL).is_some() && !elsewhere() || passes(s) || leaves(s, ext) {
        return Some("a failure does not count any more");
    }
    if s.pair(&|o, n| cannot_fail(o, n, ext)).is_some() {
        return Some("an assertion cannot fail");
    }
    if assumes(s) {
        return Some("what was tested is assumed away");
    }
    if turned(s) || same_for_all(s) {
        return Some("what a test expects turns round");
    }
    if s.pair(&|o, n| writes(o, n)).is_some() {
        return Some("a test writes what it expects");
    }
    doubled(s, after).then_some("what is tested is replaced")
}

/// Marks of a failure that is one no more.
const EXPECTED_TO_FAIL: &[&str] = &[
    "XCTExpectFailure",
    "withKnownIssue",
    "expectedFailure",
    "$TODO =",
    ".fails(",
    ".failing(",
    "pytest.xfail(",
    "allowEmptyShould(true",
    "(enabled = false",
    "Ignore Error",
    "robot:skip",
    "robot:exclude",
    "GTEST_SKIP",
    "[!mayfail]",
    "[!shouldfail]",
    "doctest::skip",
    "doctest::may_fail",
    "doctest::should_fail",
    "expected_failures(",
    "unit_test::disabled",
    "QSKIP(",
    "QEXPECT_FAIL(",
    "#_(deftest",
    "#_(is",
    "^:kaocha/skip",
    "^:skip",
    "pendingWith",
    "xprop \"",
    "suppress(AssertionError",
    "suppress(Exception",
    "except AssertionError",
    "catch (AssertionError",
    "rescue nil",
    "rescue Minitest",
    "SELECT todo(",
    "SELECT skip(",
];
/// Words of machines on which a test cannot run.
const ELSEWHERE: &[&str] = &["win32", "WIN32", "indows", "platform", "Platform", "nstalled", "GOOS", "__APPLE__"];

/// A callback that is not told the error, a panic that is caught and dropped, a run that ends well by decree.
fn passes(s: &Sides<'_>) -> bool {
    let told = |o: &str, n: &str| {
        let call = n.trim_end_matches(';').strip_suffix(')').filter(|c| begins(c, &["done(", "next(", "cb("]));
        call.is_some_and(|c| c.ends_with('(') && o.len() > n.len() && o.starts_with(c))
            || o.starts_with("reject(") && n.starts_with("resolve(")
    };
    let asks = count(&s.new, &["Fatal", "Error", "assert", "require", "fail", "want"]) > 0;
    let caught = !asks && s.grows(&["recover()"]).is_some();
    let zero = ["halt(0)", "xit(0)", "exit 0", "XIT_SUCCESS"];
    let ends = s.new.len() <= s.old.len() + 2 && s.grows(&zero).is_some() && count(&s.new, &["if "]) == 0;
    caught || ends || s.pair(&told).is_some()
}

/// A first line of a test that says only: not this one.
fn leaves(s: &Sides<'_>, ext: &str) -> bool {
    let words: &[&str] = match ext {
        "bats" => &["skip \"", "skip '"],
        "r" => &["skip(\"", "skip_on_ci("],
        _ => return false,
    };
    s.grows(&["skip"]).is_some() && s.new.iter().any(|l| begins(l, words))
}

/// What compares two values, and what asks one of them only whether it is so.
const EQUAL: &[&str] = &["equal", "equals", "same", "eq", "is", "areequal", "strictequal", "deepequal", "equalto"];
const TRUTH: &[&str] = &[
    "asserttrue",
    "assert",
    "ok",
    "istrue",
    "true",
    "xctassert",
    "xctasserttrue",
    "assertnotnull",
    "assertisnotnone",
    "expecttrue",
    "assertok",
    "isok",
    "asserttruthy",
];
/// What a double has as attributes of any name: without a call they ask nothing.
const ATTRIBUTES: &[&str] =
    &["called_once_with", "called_with", "called_once", "has_calls", "not_called", "any_call", "awaited_once"];

fn cannot_fail(o: &str, n: &str, ext: &str) -> bool {
    if ext == "py" && n.starts_with("assert") {
        let inner = n.get(6..).map(str::trim).and_then(|r| r.strip_prefix('(')).and_then(|r| r.strip_suffix(')'));
        let tuple = |l: &str| l.starts_with("assert") && has(&top(l), ",");
        let wrapped = inner.is_some_and(|i| has(&top(i), ",") && !has(&top(i), ")"));
        if wrapped && (tuple(o) || o.starts_with("assert ")) {
            return true;
        }
    }
    if any_in(n, &["assert", "expect", "should", "Assert", "REQUIRE", "CHECK"])
        && (any(n) && !any(o) || itself(n) && !itself(o))
    {
        return true;
    }
    let bare = |l: &str| ATTRIBUTES.iter().any(|a| l.ends_with(a));
    if ext == "py" && n.starts_with("assert ") && bare(n) && has(o, "assert_") {
        return true;
    }
    // `assertEqual(a, b)` with another verb: the second value is a message now.
    let cut = |l: &str| -> Option<(String, String)> {
        let at = l.find(['(', ' '])?;
        let verb = l.get(..at)?.rsplit('.').next()?.to_ascii_lowercase().replace('_', "");
        let rest = l.get(at + 1..)?.trim_end_matches(';').trim_end_matches(')');
        Some((verb, rest.to_owned()))
    };
    let Some(((ov, oa), (nv, na))) = cut(o).zip(cut(n)) else { return false };
    let equal = EQUAL.iter().any(|e| ov == *e || e.len() > 3 && ov.ends_with(e) || ov == "asserteq");
    equal && TRUTH.contains(&nv.as_str()) && oa == na && has(&top(&na), ",")
}

/// Whatever there is has a size, holds the empty text, fits a pattern of anything.
fn any(l: &str) -> bool {
    let least = l.ends_with(">= 0") || any_in(l, &[">= 0)", "OrEqual(0)", "greaterThanOrEqualTo(0)"]);
    let all = [
        "\".*\"",
        "'.*'",
        "/.*/",
        "toContain('')",
        "toContain(\"\")",
        "ontains(\"\")",
        "ssertIn(\"\",",
        "nclude(\"\")",
    ];
    least && any_in(l, &["len", "Len", "size", "Size", "count", "Count"]) || any_in(l, &all)
}

/// One of two holds whatever it is: `a < b || a >= b`.
fn itself(l: &str) -> bool {
    let signs =
        [(" < ", " >= "), (" > ", " <= "), (" <= ", " > "), (" >= ", " < "), (" == ", " != "), (" != ", " == ")];
    let Some((a, b)) = cut(l, " || ").or_else(|| cut(l, " or ")) else { return false };
    let first = b.split([',', ')']).next().unwrap_or("");
    signs.iter().any(|(no, yes)| has(first, yes) && a.ends_with(&swap(first, yes, no)))
}

/// The text without what stands in brackets or quotes; a bracket that closes what is not open stays.
fn top(text: &str) -> String {
    let (mut depth, mut quote) = (0u32, None);
    text.chars()
        .filter(|c| {
            match quote {
                Some(q) if q == *c => quote = None,
                Some(_) => return false,
                None if matches!(c, '"' | '\'') => quote = Some(*c),
                None if matches!(c, '(' | '[' | '{') => depth = depth.saturating_add(1),
                None if matches!(c, ')' | ']' | '}') && depth > 0 => depth -= 1,
                None => return depth == 0,
            }
            false
        })
        .collect()
}

/// Generated values are thrown away by what they hold: by a search in them, by more conditions than one, or all but the empty.
fn assumes(s: &Sides<'_>) -> bool {
    let words = ["assume(", "prop_assume!(", "Assume.that(", "assumeThat(", "fc.pre(", "==>", "Assumptions."];
    let Some(word) = s.grows(&words) else { return false };
    let wide = ["any(", "all(", " in ", " && ", " || ", " and ", " or ", "== ", "contains", "includes"];
    let nothing = ["null ", "mpty", "isNull"];
    s.new.iter().filter(|l| has(l, word)).any(|l| {
        let said =
            if word == "==>" { l.split("==>").next().unwrap_or("") } else { cut(l, word).map_or("", |(_, r)| r) };
        let bare = !has(said, "!") && !has(said, "not ");
        any_in(said, &wide) || bare && any_in(said, &nothing)
    })
}

/// Words that say no, each with its other side.
const OPPOSITES: &[(&str, &str)] = &[
    ("false", "true"),
    ("False", "True"),
    ("assertFalse", "assertTrue"),
    ("isFalse", "isTrue"),
    ("IsFalse", "IsTrue"),
    ("BeFalse", "BeTrue"),
    ("be_falsey", "be_truthy"),
    ("be false", "be true"),
    ("toBeFalsy", "toBeTruthy"),
    ("assert_false", "assert_true"),
    ("refute ", "assert "),
    ("refute_", "assert_"),
    ("assert !", "assert "),
    ("assert not ", "assert "),
    ("assert!(!", "assert!("),
    ("ok !", "ok "),
    (".not_to ", ".to "),
    (".to_not ", ".to "),
    (".not.", "."),
    (".is_err()", ".is_ok()"),
    ("REJECTED", "ACCEPTED"),
    ("denied", "allowed"),
    ("refused", "accepted"),
    ("rejected", "accepted"),
    ("declined", "accepted"),
    ("forbidden", "ok"),
    ("unauthorized", "ok"),
    ("Forbidden", "OK"),
    ("Unauthorized", "OK"),
    ("Forbidden", "Ok"),
    ("Unauthorized", "Ok"),
    ("DENY", "ALLOW"),
    ("Deny", "Allow"),
    ("deny", "allow"),
];
/// Answers that refuse.
const REFUSED: &[&str] = &["400", "401", "403", "409", "413", "422", "423", "429"];
/// Words that begin or stand in a line that asks something.
const ASKS: &[&str] = &[
    "assert", "expect", "should", "ok ", "ok(", "refute", "is(", "require", "verify", "check", "EXPECT", "REQUIRE",
    "CHECK", "Assert", "must_", "!= ", "== ", "HTTP ", "status",
];

/// A refusal becomes an answer, a no a yes, a number its negative; nothing else of the test changes but its name.
fn turned(s: &Sides<'_>) -> bool {
    let other =
        |o: &str, n: &str| any_in(o, ASKS) && any_in(n, ASKS) && (negated(o, n) || answered(o, n) || opposite(o, n));
    let mut left = 0;
    for o in s.old.iter().take(MAX_PAIRED).filter(|o| !named(o)) {
        if !s.new.iter().take(MAX_PAIRED).any(|n| other(o, n)) {
            return false;
        }
        left += 1;
    }
    left > 0 && s.new.iter().filter(|l| !named(l)).count() <= left + 1
}

/// Names a test, or says with which words it fails.
fn named(l: &str) -> bool {
    begins(
        l,
        &[
            "it(", "it ", "test(", "test ", "def ", "fun ", "func ", "fn ", "void ", "public ", "@", "describe",
            "specify", "sub", "context", "func(", "}", "{ ", "]", "[Fact", "TEST", "scenario", "t.Fatal", "t.Error",
            "panic", "throw", "fail(",
        ],
    ) || l.ends_with('{') && !l.starts_with("if")
}

/// The same line with a sign that it did not have, and perhaps another number behind it.
fn negated(o: &str, n: &str) -> bool {
    let letters = |l: &str| l.bytes().filter(|c| !c.is_ascii_digit() && !matches!(c, b'.' | b'-')).collect::<Vec<u8>>();
    let signs = |l: &str| l.split('-').skip(1).filter(|r| r.bytes().next().is_some_and(|c| c.is_ascii_digit())).count();
    // What may not fall below nothing falls below it, or the same number has another sign.
    let digits = |l: &str| l.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
    signs(n) == signs(o) + 1 && letters(o) == letters(n) && (digits(o) == digits(n) || has(o, " 0"))
}

fn answered(o: &str, n: &str) -> bool {
    REFUSED.iter().filter(|r| has(o, r)).any(|r| ["200", "201", "202", "204"].iter().any(|k| swap(o, r, k) == n))
}

fn opposite(o: &str, n: &str) -> bool {
    OPPOSITES.iter().any(|(no, yes)| has(o, no) && swap(o, no, yes) == n)
}

/// Several values were expected, and now it is one for all of them.
fn same_for_all(s: &Sides<'_>) -> bool {
    let last = |l: &str| -> Option<String> {
        let end = l.rfind(['"', '\''])?;
        let begin = l.get(..end)?.rfind(['"', '\''])?;
        let asked = begins(l, &["assert", "expect"]);
        l.get(begin..end).filter(|_| asked).map(str::to_owned)
    };
    let of = |lines: &[&str]| -> Vec<String> { lines.iter().filter_map(|l| last(l)).collect() };
    let (was, is) = (of(&s.old), of(&s.new));
    let differ = was.windows(2).all(|w| w.first() != w.last());
    was.len() > 1 && was.len() == is.len() && differ && is.iter().all(|v| Some(v) == is.first() && !was.contains(v))
}

/// What writes the expected files was asked for and is always so.
fn writes(o: &str, n: &str) -> bool {
    let about = |l: &str| {
        let words = ["update", "bless", "regenerate", "regen", "record", "accept", "overwrite", "rewrite"];
        l.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| super::super::security::has_word(word, &words))
    };
    let switched = has(o, "false") && swap(o, "false", "true") == n || has(o, "False") && swap(o, "False", "True") == n;
    let given = |l: &str| l.to_ascii_lowercase().contains("env") || has(l, "getoption") || has(l, "args");
    let (left, right) = (o.split('=').next(), n.split('=').next());
    let always = left == right
        && given(o)
        && !given(n)
        && ["true", "True", "1"].iter().any(|v| n.trim_end_matches(';').ends_with(v));
    about(n) && (switched || always)
}

/// A double takes the place of what was made, and assertions are about it.
fn doubled(s: &Sides<'_>, after: &str) -> bool {
    let name = |l: &str| {
        cut(l, " = ").and_then(|(left, _)| left.split(':').next()?.split_whitespace().last().map(str::to_owned))
    };
    let double =
        |l: &str| any_in(&l.to_ascii_lowercase(), &["mock", "spy", "stub", "double(", "substitute.for", "fake("]);
    let made = s.pair(&|o, n| double(n) && !double(o) && has(o, "(") && name(n).is_some() && name(n) == name(o));
    let Some(name) = made.and_then(name) else { return false };
    let [a, b] = [format!(" {name}."), format!("({name}.")];
    let asked = |l: &str| {
        let line = format!(" {}", l.trim());
        // What a double answers, not what it holds.
        cut(&line, &a)
            .or_else(|| cut(&line, &b))
            .is_some_and(|(_, r)| has(r.split_whitespace().next().unwrap_or(""), "("))
            && any_in(l, &["assert", "expect(", "should", "Assert"])
            && !any_in(l, &["called", "Called", "verify", "Received", "assert_"])
    };
    after.lines().any(asked)
}

/// What follows `Then` begins with `And`; of steps that change, `Given` and `When` say their name.
const STEPS: &[&str] = &["Then ", "And ", "But ", "* "];

/// Steps of a scenario that say what must be so, fewer than before or without what they refused.
fn scenario(s: &Sides<'_>, ext: &str) -> Option<&'static str> {
    if ext != "feature" {
        return None;
    }
    let marks = ["@wip", "@skip", "@ignore", "@pending", "@disabled", "@quarantine", "@todo", "@manual"];
    let starts = |of: &[&str], list: &[&str]| of.iter().filter(|l| begins(l, list)).count();
    let (rows, whole) = (|of: &[&str]| starts(of, &["|"]), |of: &[&str]| starts(of, &["Scenario"]));
    let only_rows = rows(&s.old) == s.old.len() && rows(&s.new) < s.old.len() && rows(&s.new) == s.new.len();
    if only_rows || s.grows(&marks).is_some() || whole(&s.new) < whole(&s.old) && rows(&s.new) <= rows(&s.old) {
        return Some("a scenario is not run any more");
    }
    let steps = |of: &[&str]| starts(of, STEPS);
    let refuses = ["refus", "declin", "den", "reject", "error", "not ", "fail", "forbid", "locked", "invalid", "only "];
    let (was, is) = (steps(&s.old), steps(&s.new));
    let numbers = |of: &[&str]| of.iter().flat_map(|l| l.bytes()).filter(u8::is_ascii_digit).count();
    let fewer = is < was && (is == 0 || numbers(&s.new) < numbers(&s.old));
    let says = |of: &[&str]| of.iter().filter(|l| begins(l, STEPS) && any_in(l, &refuses)).count();
    let quieter = is > 0 && says(&s.old) > 0 && says(&s.new) == 0;
    (s.new.len() <= s.old.len() && (fewer || quieter)).then_some("a step that says what must be so goes")
}

/// What only a program that fails says, or what was escaped and is not.
fn broken(s: &Sides<'_>, before: &str, after: &str) -> Option<&'static str> {
    let dead = [
        "panicked at",
        "Traceback (most recent",
        "Segmentation fault",
        "stack overflow",
        "index out of bounds",
        "Internal Server Error",
        "NullPointerException",
        "TypeError:",
    ];
    let stored = before.len() < MAX_STORED && s.old.len() == s.new.len();
    if stored && s.grows(&dead).is_some() {
        return Some("a test expects what a broken program says");
    }
    let raw = |l: &str| {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            .into_iter()
            .fold(l.to_owned(), |l, (a, b)| swap(&l, a, b))
    };
    let opened = |o: &str, n: &str| o != n && has(o, "&lt;") && raw(o) == n;
    (has(after, "<") && s.pair(&opened).is_some()).then_some("a test expects text that is not escaped")
}

/// Longer than this no stored answer is looked at for single words.
const MAX_STORED: usize = 64 * 1024;

/// Marks that take lines out of what is counted as covered.
const UNCOUNTED: &[&str] = &[
    "istanbul ignore",
    "c8 ignore",
    "v8 ignore",
    "pragma: no cover",
    "no_coverage",
    "coverage(off)",
    "codeCoverageIgnore",
    "LCOV_EXCL",
    "GCOVR_EXCL",
    ":nocov:",
    "coverage:ignore",
    "$COVERAGE-OFF$",
    "ExcludeFromCodeCoverage",
    IGNORED,
];
/// What no test can reach, or need not.
const UNREACHED: &[&str] = &[
    "__main__",
    "TYPE_CHECKING",
    "NotImplemented",
    "assertNever",
    "unreachable",
    "abstract",
    "overload",
    "__repr__",
    "debug",
    "Debug",
    "ImportError",
    "platform",
    "never",
    "Protocol",
    "exhaustive",
    "win32",
];

/// A mark that takes more than what cannot be reached out of the count; or a text that must not compile and is not tried any more.
fn uncounted(s: &Sides<'_>, after: &str) -> Option<&'static str> {
    let mark = s.grows(UNCOUNTED)?;
    if mark == IGNORED {
        return Some(mark).filter(|_| count(&s.old, &["```compile_fail"]) > 0);
    }
    let calm = |l: &str| {
        any_in(l, UNREACHED) || cut(after, l).is_some_and(|(_, r)| r.lines().take(3).any(|n| any_in(n, UNREACHED)))
    };
    let line = s.new.iter().find(|l| has(l, mark))?;
    (!calm(line)).then_some(mark)
}

/// A text of the documentation that is not tried.
const IGNORED: &str = "```ignore";

/// A program asks whether it is tested, and answers otherwise then.
fn knows_tests(s: &Sides<'_>) -> bool {
    let asks = |l: &&&str| l.starts_with("if") && any_in(l, UNDER_TEST) && !any_in(l, &["!=", "if !", "if not"]);
    let Some(line) = s.new.iter().position(|l| asks(&l)) else { return false };
    let then = s.new.iter().skip(line).take(3);
    then.filter(|t| has(t, "return ") && !any_in(t, &["return null", "return None"])).count() > 0
}

/// How a program learns that it is tested.
const UNDER_TEST: &[&str] = &[
    "PYTEST_CURRENT_TEST",
    "JEST_WORKER_ID",
    "VITEST",
    "testing.Testing()",
    "cfg!(test)",
    "XCTestConfigurationFilePath",
    "NSClassFromString(\"XCTest",
    "env.test?",
    "\"pytest\" in sys.modules",
    "runningUnitTests",
    "_ENV === 'test'",
    "_ENV === \"test\"",
    "_ENV == 'test'",
    "_ENV == \"test\"",
    "_ENV'] == 'test'",
    "_ENV\"] == \"test\"",
];

// Each search of the library is a function of its own in every place where it is called: these are there once.

/// Holds this text.
#[inline(never)]
pub fn has(l: &str, w: &str) -> bool {
    l.contains(w)
}

/// Holds one of these texts.
#[inline(never)]
pub fn any_in(l: &str, list: &[&str]) -> bool {
    list.iter().any(|w| has(l, w))
}

/// So many lines hold one of these texts.
#[inline(never)]
pub fn count(of: &[&str], list: &[&str]) -> usize {
    of.iter().filter(|l| any_in(l, list)).count()
}

/// Begins with one of these texts.
#[inline(never)]
pub fn begins(l: &str, list: &[&str]) -> bool {
    list.iter().any(|w| l.starts_with(w))
}

/// What stands before and behind the first such text.
#[inline(never)]
pub fn cut<'a>(l: &'a str, w: &str) -> Option<(&'a str, &'a str)> {
    l.split_once(w)
}

/// With another text in the place of this one.
#[inline(never)]
pub fn swap(l: &str, from: &str, to: &str) -> String {
    l.replace(from, to)
}
