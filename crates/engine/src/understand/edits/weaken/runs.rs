//! Tests that stay and do not count any more: deselected by the runner's settings, their outcome thrown away, their failures
//! caught.

use super::super::delta::{Delta, Line, body};
use super::super::lang::Language;
use super::super::lex::{Kind, Token};
use super::super::proofs::Source;

/// Files that say what a runner runs.
const RUNNERS: &[&str] = &[
    "pytest",
    "tox",
    "jest",
    "vitest",
    "mocha",
    "karma",
    "phpunit",
    "rspec",
    "nextest",
    "playwright",
    "cypress",
    "setup.cfg",
    "pyproject",
    "package.json",
    "makefile",
    "justfile",
    "taskfile",
    "pom.xml",
    "build.gradle",
    "conftest",
    "ava.config",
    "wdio",
    "noxfile",
    "cargo.toml",
    "composer.json",
    "rakefile",
    "deno.json",
    "gradle.properties",
    "mix.exs",
    "testem",
    "runsettings",
    "project.json",
    "nx.json",
    "cmakelists.txt",
];
/// Options and settings that leave tests out.
const LEAVES_OUT: &[&str] = &[
    "--deselect",
    "--ignore",
    "--ignore-glob",
    "testPathIgnorePatterns",
    "collect_ignore",
    "collect_ignore_glob",
    "--passWithNoTests",
    "passWithNoTests",
    "skipTests",
    "maven.test.skip",
    "testFailureIgnore",
    "maven.test.failure.ignore",
    "ignoreFailures",
    "--exclude-group",
    "--skip",
    "excludeGroups",
    "--no-run",
    "-k",
    "norecursedirs",
    "dryRun",
    "--continue-on-collection-errors",
    "testRegexIgnore",
    "excludeTags",
    "excludeTestsMatching",
    "excludeCategories",
    "excludedGroups",
    "test.skip",
    "-DskipTests",
    "filter_run_excluding",
    "WILL_FAIL",
];
/// Keys that leave something out, where a file says nothing but what a runner runs.
const EXCLUDES: &[&str] =
    &["exclude", "excludes", "excluded", "ignore", "ignores", "testPathIgnorePatterns", "excludeSpecPattern"];
const ONLY_RUNNERS: &[&str] = &[
    "pytest.ini",
    "jest.config",
    "vitest.config",
    "phpunit",
    "playwright.config",
    "cypress.config",
    ".mocharc",
    "karma.conf",
    "nextest.toml",
];

/// What the runner leaves out now, in words.
#[must_use]
pub fn runs_less(path: &str, delta: &Delta<'_>) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    let script = [".sh", ".bash", ".zsh"].iter().any(|e| name.ends_with(e));
    if script
        && super::super::security::has_word(&name, &["test", "tests", "check", "checks", "ci", "spec", "specs"])
        && let Some(what) = goes_on(delta)
    {
        return Some(what);
    }
    if !RUNNERS.iter().any(|r| name.contains(r)) {
        return None;
    }
    let option = |l: &Line<'_>, o: &str| {
        l.tokens.iter().any(|t| t.kind != Kind::Mark && body(t.text).split([' ', '=', '<', '>']).any(|w| w == o))
    };
    let count = |lines: &[Line<'_>], o: &str| lines.iter().filter(|l| option(l, o)).count();
    let about = |l: &Line<'_>| {
        l.tokens
            .iter()
            .any(|t| ["test", "check", "spec", "addopts"].iter().any(|w| t.text.to_ascii_lowercase().contains(w)))
    };
    let left = LEAVES_OUT.iter().find(|o| count(&delta.added, o) > count(&delta.removed, o));
    if let Some(o) =
        left.filter(|o| !matches!(**o, "-k" | "--skip" | "dryRun" | "--ignore") || delta.added.iter().any(about))
    {
        return Some(format!("tests are left out (`{o}`)"));
    }
    let excluded = |lines: &[Line<'_>]| {
        lines.iter().flat_map(|l| &l.tokens).filter(|t| t.kind == Kind::Word && EXCLUDES.contains(&t.text)).count()
    };
    if ONLY_RUNNERS.iter().any(|r| name.contains(r)) && excluded(&delta.added) > excluded(&delta.removed) {
        return Some("tests are left out".to_owned());
    }
    let registered =
        |lines: &[Line<'_>]| lines.iter().filter(|l| l.tokens.first().is_some_and(|t| t.text == "add_test")).count();
    // Found in the program by what it says of itself.
    let discovers = |l: &Line<'_>| l.tokens.first().is_some_and(|t| t.text.ends_with("_discover_tests"));
    if registered(&delta.removed) > registered(&delta.added) && !delta.added.iter().any(discovers) {
        return Some("a test is not registered any more".to_owned());
    }
    if let Some(file) = file_gone(delta) {
        return Some(format!("`{file}` is not run any more"));
    }
    if let Some(what) = looks_in_fewer(name.as_str(), delta) {
        return Some(what);
    }
    if let Some(o) = switched_on(delta) {
        return Some(format!("tests are left out (`{o}`)"));
    }
    let thrown = |lines: &[Line<'_>]| lines.iter().filter(|l| about(l) && throws_away(l)).count();
    (thrown(&delta.added) > thrown(&delta.removed)).then(|| "the outcome of tests is thrown away".to_owned())
}

/// A file of tests that was named and is not.
fn file_gone(delta: &Delta<'_>) -> Option<String> {
    let files = |lines: &[Line<'_>]| -> Vec<String> {
        let joined = |l: &Line<'_>| -> String {
            l.tokens
                .iter()
                .map(|t| if t.spaced { format!(" {}", body(t.text)) } else { body(t.text).to_owned() })
                .collect()
        };
        let words = lines.iter().flat_map(|l| {
            joined(l).split([' ', ',', '(', ')', '<', '>', '"', '\'', '[', ']']).map(str::to_owned).collect::<Vec<_>>()
        });
        words.filter(|w| is_test_file(w)).collect()
    };
    let out = |l: &Line<'_>| {
        l.tokens.iter().any(|t| {
            ["exclude", "ignore", "except", "skip", "omit", "excludes"]
                .iter()
                .any(|w| t.text.to_ascii_lowercase().contains(w))
        })
    };
    if delta.removed.iter().chain(&delta.added).any(out) {
        return None;
    }
    let (old, new) = (files(&delta.removed), files(&delta.added));
    old.iter().find(|o| old.len() > new.len() && !new.contains(o)).cloned()
}

/// Its name says that it holds tests, its ending that it is a program.
fn is_test_file(word: &str) -> bool {
    let name = word.rsplit('/').next().unwrap_or(word);
    let folder = ["test", "tests", "spec", "specs", "integration", "e2e"];
    if word.contains('/')
        && !word.contains(['*', '!'])
        && word.split('/').any(|p| folder.contains(&p))
        && !name.is_empty()
    {
        return true;
    }
    let ends = [
        "c", "cc", "cpp", "cxx", "py", "js", "ts", "go", "rs", "java", "kt", "rb", "sh", "m", "swift", "f90", "d",
        "lua",
    ];
    name.rsplit_once('.').is_some_and(|(stem, end)| {
        ends.contains(&end) && super::super::security::has_word(stem, &["test", "tests", "spec", "check"])
    })
}

/// Keys that say where tests are looked for, in the settings of any runner; the last only in files that are nothing else.
const LOOKS_IN: &[&str] = &[
    "testMatch",
    "testRegex",
    "testpaths",
    "python_files",
    "python_functions",
    "python_classes",
    "specPattern",
    "spec_files",
    "testDir",
    "testFiles",
    "spec",
    "include",
];

/// Tests are looked for in fewer places, or under a narrower name.
fn looks_in_fewer(name: &str, delta: &Delta<'_>) -> Option<String> {
    let key = |l: &Line<'_>| -> Option<&'static str> {
        let first = l.tokens.iter().find(|t| t.kind != Kind::Mark)?;
        let found = LOOKS_IN.iter().find(|k| body(first.text) == **k)?;
        let general = matches!(*found, "spec" | "include");
        Some(*found).filter(|_| !general || ONLY_RUNNERS.iter().any(|r| name.contains(r)))
    };
    let places = |l: &Line<'_>| -> Vec<String> {
        let texts = l.tokens.iter().skip(1).filter(|t| t.kind != Kind::Mark).map(|t| body(t.text).to_owned());
        texts.flat_map(|t| t.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
    };
    delta.removed.iter().find_map(|old| {
        let k = key(old)?;
        let new = delta.added.iter().find(|n| key(n) == Some(k))?;
        let (was, is) = (places(old), places(new));
        let lost: Vec<&String> = was.iter().filter(|p| !is.contains(p)).collect();
        let came: Vec<&String> = is.iter().filter(|p| !was.contains(p)).collect();
        // `*.test.{ts,tsx}` and `*.(test|spec).ts` are wider.
        let wide = |p: &&String| p.contains(['{', '|', '?', '[']);
        let narrow = |c: &&String| !wide(c) && lost.iter().any(|o| c.len() > o.len() + 2);
        let fewer = came.len() < lost.len() && !came.iter().any(|c| wide(c) || lost.iter().any(|o| o.len() > c.len()));
        (!lost.is_empty() && (fewer || !came.is_empty() && came.iter().all(narrow)))
            .then(|| format!("tests are looked for in fewer places (`{k}`)"))
    })
}

/// An assertion that is made only where the environment says so, or an outcome that is written by hand.
#[must_use]
pub fn asked_sometimes(delta: &Delta<'_>) -> Option<String> {
    let has = |l: &Line<'_>, list: &[&str]| l.tokens.iter().any(|t| t.kind == Kind::Word && list.contains(&t.text));
    let environment = |l: &Line<'_>| {
        l.tokens.first().is_some_and(|t| t.is("if") || t.is("unless"))
            && has(l, &["env", "environ", "getenv", "ENV", "Getenv", "CI", "Environment"])
    };
    let asserts = |l: &Line<'_>| {
        l.tokens.iter().any(|t| t.kind == Kind::Word && ["expect", "assert"].iter().any(|a| t.text.starts_with(a)))
    };
    let same_line = delta.added.iter().any(|l| environment(l) && asserts(l));
    if same_line && delta.removed.iter().any(asserts) {
        return Some("an assertion is made only under a condition".to_owned());
    }
    let written = delta.added.iter().any(|l| {
        l.tokens.windows(3).any(|w| matches!(w, [o, s, v] if ["outcome", "exitstatus"].contains(&o.text) && s.is("=") && (body(v.text) == "passed" || v.text == "0")))
    });
    written.then(|| "the outcome of tests is written by hand".to_owned())
}

/// Writes what it compares with each time, where it did only when somebody asked for it.
#[must_use]
pub fn writes_what_it_expects(delta: &Delta<'_>) -> Option<String> {
    let words = ["update", "bless", "regenerate", "regen", "record", "snapshot", "snapshots", "golden", "accept"];
    let asks = |l: &Line<'_>| {
        l.tokens.iter().any(|t| t.is("if") || t.is("unless"))
            && l.tokens.iter().any(|t| t.kind != Kind::Mark && super::super::security::has_word(t.text, &words))
    };
    let n = |lines: &[Line<'_>]| lines.iter().filter(|l| asks(l)).count();
    let writes = |l: &Line<'_>| {
        l.tokens
            .iter()
            .any(|t| t.kind == Kind::Word && super::super::security::has_word(t.text, &["write", "save", "dump"]))
    };
    let stays = delta.added.iter().any(writes) && delta.removed.iter().any(writes) || !delta.removed.iter().any(writes);
    (n(&delta.removed) > n(&delta.added) && stays).then(|| "a test writes what it expects".to_owned())
}

/// A setting that leaves tests out was there and said no.
fn switched_on(delta: &Delta<'_>) -> Option<&'static str> {
    let says = |lines: &[Line<'_>], o: &str, v: &str| {
        lines.iter().any(|l| {
            let at = |w: &str| l.tokens.iter().any(|t| body(t.text) == w);
            at(o) && at(v)
        })
    };
    let found = |o: &&&str| says(&delta.removed, o, "false") && says(&delta.added, o, "true");
    LEAVES_OUT.iter().find(found).copied()
}

/// A script of tests that goes on after a failure, or runs less.
#[must_use]
pub fn goes_on(delta: &Delta<'_>) -> Option<String> {
    let text = |l: &Line<'_>| -> String {
        l.tokens
            .iter()
            .map(|t| if t.spaced { format!(" {}", t.text) } else { t.text.to_owned() })
            .collect::<String>()
            .trim()
            .to_owned()
    };
    let n = |lines: &[Line<'_>], f: &dyn Fn(&str) -> bool| lines.iter().filter(|l| f(&text(l))).count();
    let passes = |t: &str| ["|| true", "|| :", "|| exit 0", "||true"].iter().any(|p| t.contains(p));
    if n(&delta.added, &passes) > n(&delta.removed, &passes) {
        return Some("the outcome of tests is thrown away".to_owned());
    }
    let stops = |t: &str| t.starts_with("set -") && t.split(' ').nth(1).is_some_and(|o| o.contains('e'));
    if n(&delta.removed, &stops) > n(&delta.added, &stops) {
        return Some("the tests go on after a failure".to_owned());
    }
    // `[ "$output" = "30" ]` of bats.
    let exact = |t: &str| {
        t.starts_with('[') && (t.contains(" = ") || t.contains("==") || t.contains("-eq"))
            // `run -3` asks for that outcome; the others are bats-assert's.
            || ["assert_success", "assert_failure", "assert_output", "assert_line", "assert_equal", "run -"].iter().any(|w| t.starts_with(w))
    };
    (n(&delta.removed, &exact) > n(&delta.added, &exact)).then(|| "an assertion goes".to_owned())
}

/// The body stays, under a name that no runner looks for.
#[must_use]
pub fn renamed_away(delta: &Delta<'_>) -> bool {
    let defined = |lines: &[Line<'_>]| -> Vec<String> {
        let keyword = |t: &Token<'_>| ["def", "func", "fn", "fun", "function", "void"].iter().any(|k| t.is(k));
        let name = |l: &Line<'_>| {
            let at = l.tokens.iter().position(keyword)?;
            l.tokens.get(at + 1).map(|t| t.text.to_ascii_lowercase())
        };
        lines.iter().filter_map(name).collect()
    };
    let (old, new) = (defined(&delta.removed), defined(&delta.added));
    // Or the mark goes that made it a test, and the function stays.
    let marks = |l: &Line<'_>| {
        l.tokens.iter().any(|t| t.kind == Kind::Word && t.text.to_ascii_lowercase().contains("test"))
            && l.tokens.first().is_some_and(|t| t.is("#") || t.is("[") || t.text.starts_with('@'))
    };
    old.is_empty() && delta.removed.iter().any(marks) && !delta.added.iter().any(marks)
        || old.iter().any(|o| new.iter().any(|n| n.contains(o.as_str()) || other_mark(o, n)))
}

/// The same name without what makes a runner look for it: `test_refund` and `check_refund`.
fn other_mark(old: &str, new: &str) -> bool {
    let rest = old.strip_prefix("test").map(|r| r.trim_start_matches('_')).unwrap_or("");
    rest.len() > 3 && new.ends_with(rest) && !new.starts_with("test")
}

/// Marks of a test that runs under a condition, again and again, or for as long as it takes.
#[must_use]
pub fn conditional(delta: &Delta<'_>) -> Option<String> {
    let marks = [
        "enabledif",
        "disabledif",
        "enabledon",
        "disabledon",
        "flaky",
        "retry",
        "reruns",
        "rerun",
        "quarantine",
        "retryingtest",
        "repeatedif",
        "filter_run_excluding",
        "pytest_collection_modifyitems",
        "pytest_ignore_collect",
        "assumetrue",
        "assumethat",
    ];
    let alone = ["filter_run_excluding", "pytest_collection_modifyitems", "pytest_ignore_collect"];
    let found = |l: &Line<'_>| {
        let first = l.tokens.first().is_some_and(|t| t.text.starts_with('@') || t.is("[") || t.is("#"));
        let mark = |t: &&Token<'_>| {
            let named = marks.iter().any(|m| t.text.to_ascii_lowercase().trim_start_matches('@').starts_with(m));
            t.kind == Kind::Word && named && (first || alone.contains(&t.text) || t.text.starts_with("assume"))
        };
        l.tokens.iter().find(mark).map(|t| t.text.to_owned())
    };
    // `let n = run().expect("…")` becomes `if let Ok(n) = run() {`: what fails asks nothing.
    let has = |l: &Line<'_>, words: &[&str]| l.tokens.iter().any(|t| words.iter().any(|w| t.is(w)));
    let only_if = |l: &&Line<'_>| {
        let asks = l.tokens.windows(2).any(|w| matches!(w, [a, b] if a.is("if") && b.is("let")));
        asks && has(l, &["Ok", "Some"])
    };
    let failed = |l: &&Line<'_>| has(l, &["unwrap", "expect"]);
    let counts = |f: &dyn Fn(&&Line<'_>) -> bool, lines: &[Line<'_>]| lines.iter().filter(|l| f(l)).count();
    if counts(&only_if, &delta.added) > counts(&only_if, &delta.removed)
        && counts(&failed, &delta.removed) > counts(&failed, &delta.added)
    {
        return Some("what fails asks nothing".to_owned());
    }
    let n = |lines: &[Line<'_>]| lines.iter().filter_map(found).count();
    (n(&delta.added) > n(&delta.removed))
        .then(|| delta.added.iter().find_map(found).map(|m| format!("a test runs under `{m}`")))?
}

/// Rows of a table on one line, fewer than before; and a loop over cases that is none any more.
#[must_use]
pub fn rows_go(delta: &Delta<'_>) -> Option<String> {
    let tables = [
        "CsvSource",
        "ValueSource",
        "parametrize",
        "each",
        "InlineData",
        "TestCase",
        "MethodSource",
        "EnumSource",
        "rstest",
        "case",
        "values",
    ];
    let table = |l: &&Line<'_>| l.tokens.iter().any(|t| tables.contains(&t.text.trim_start_matches('@')));
    let values = |l: &Line<'_>| -> Vec<String> {
        l.tokens.iter().filter(|t| matches!(t.kind, Kind::Text | Kind::Number)).map(|t| t.text.to_owned()).collect()
    };
    let (old, new) = (delta.removed.iter().find(table), delta.added.iter().find(table));
    if let (Some(old), Some(new)) = (&old, &new) {
        let (was, is) = (values(old), values(new));
        if is.len() < was.len() && !is.is_empty() && is.iter().all(|v| was.contains(v)) {
            return Some("cases of a test go".to_owned());
        }
    }
    // A test that was run for several values is run for what it names itself.
    let mark =
        |l: &&Line<'_>| table(l) && l.tokens.first().is_some_and(|t| t.text.starts_with('@') || t.is("[") || t.is("#"));
    let said = |v: &String| delta.added.iter().flat_map(|l| &l.tokens).any(|t| t.text == *v);
    if new.is_none()
        && old.filter(mark).is_some_and(|o| values(o).len() > 1 && !values(o).iter().all(said))
        && delta.added.len() <= delta.removed.len()
    {
        return Some("cases of a test go".to_owned());
    }
    let loops = |lines: &[Line<'_>]| {
        lines
            .iter()
            .filter(|l| {
                l.tokens.first().is_some_and(|t| t.is("for") || t.is("foreach"))
                    || l.tokens.iter().any(|t| t.is("forEach"))
            })
            .count()
    };
    let first =
        |l: &Line<'_>| l.tokens.windows(3).any(|w| matches!(w, [a, z, b] if a.is("[") && z.text == "0" && b.is("]")));
    (loops(&delta.removed) > loops(&delta.added)
        && delta.added.iter().any(first)
        && delta.added.len() <= delta.removed.len())
    .then(|| "only the first of the cases is tried".to_owned())
}

/// `load().then((x) => expect(x)…)` that nobody waits for.
#[must_use]
pub fn waits_no_more(delta: &Delta<'_>) -> Option<String> {
    let has = |l: &Line<'_>, w: &str| l.tokens.iter().any(|t| t.is(w));
    let waits = |lines: &[Line<'_>]| lines.iter().filter(|l| has(l, "await") || has(l, "return")).count();
    let loose = delta.added.iter().any(|l| has(l, "then") && has(l, "expect") && !has(l, "await") && !has(l, "return"));
    (loose && waits(&delta.removed) > waits(&delta.added)).then(|| "nobody waits for an assertion".to_owned())
}

/// So many times fewer cases are no correction.
const FEWER: f64 = 10.0;

/// Generated cases that are hardly any.
#[must_use]
pub fn fewer_cases(delta: &Delta<'_>) -> Option<String> {
    let of = |l: &Line<'_>| {
        let named = l.tokens.iter().any(|t| {
            let lower = t.text.to_ascii_lowercase();
            [
                "with_cases",
                "max_examples",
                "numruns",
                "num_runs",
                "fuzz",
                "iterations",
                "maxsuccess",
                "quickcheck",
                "trials",
                "timeout",
            ]
            .iter()
            .any(|w| lower.contains(w))
        });
        let number = l.tokens.iter().find_map(|t| t.text.replace('_', "").parse::<f64>().ok());
        number.filter(|_| named)
    };
    let was = delta.removed.iter().find_map(of)?;
    let is = delta.added.iter().find_map(of)?;
    let timed = delta.added.iter().any(|l| l.tokens.iter().any(|t| t.text.to_ascii_lowercase().contains("timeout")));
    if timed {
        return (is >= was * FEWER).then(|| format!("a test may take {is}, not {was}"));
    }
    (is * FEWER <= was).then(|| format!("{is} cases are tried, not {was}"))
}

/// Built under a condition that no ordinary run meets.
#[must_use]
pub fn left_out_of_builds(a: &Source<'_>, b: &Source<'_>, language: &Language) -> Option<String> {
    let marks: &[&str] = match language.name {
        "go" => &["//go:build"],
        "rust" => &["#![cfg("],
        _ => return None,
    };
    let n = |s: &Source<'_>| marks.iter().map(|m| s.text.matches(m).count()).sum::<usize>();
    (n(b) > n(a)).then(|| "the tests are built under a condition".to_owned())
}

/// `… || true`, `test: echo ok`.
fn throws_away(line: &Line<'_>) -> bool {
    let text: Vec<&str> = line.tokens.iter().map(|t| body(t.text)).collect();
    let joined = text.join(" ");
    let plain = joined.replace(' ', "");
    // A recipe's line whose failure make passes over.
    let passed = text.first().is_some_and(|f| f.len() > 1 && f.starts_with('-') && !f.starts_with("--"));
    passed || plain.contains("||true") || plain.contains("||exit0") || plain.contains("||:") || {
        // A script of that name which only says something.
        let value = text.last().copied().unwrap_or("");
        let key = text.first().copied().unwrap_or("");
        let says = joined.contains(" echo ")
            && !["jest", "run", "pytest", "mocha", "&&", "npm", "cargo", "go "].iter().any(|r| joined.contains(r));
        key == "test" && (says || ["exit 0", "true", ":"].contains(&value))
            || key == "test" && value.starts_with("echo ") && !value.contains("exit 1")
    }
}

/// How many handlers catch a failure and do nothing.
#[must_use]
pub fn swallows(t: &[&Token<'_>]) -> usize {
    let is = |i: usize, s: &str| t.get(i).is_some_and(|x| x.is(s));
    let python = |i: usize| {
        let colon = (i + 1..i + 8).find(|n| is(*n, ":"));
        is(i, "except") && colon.is_some_and(|c| is(c + 1, "pass"))
    };
    let braces = |i: usize| {
        let open = (i + 1..i + 8).find(|n| is(*n, "{"));
        is(i, "catch") && open.is_some_and(|o| is(o + 1, "}"))
    };
    (0..t.len()).filter(|i| python(*i) || braces(*i)).count()
}

/// Rows of a table of cases go, with nothing in their place.
#[must_use]
pub fn cases_go(a: &Source<'_>, delta: &Delta<'_>, language: &Language) -> Option<String> {
    let tables = [
        "parametrize",
        ".each",
        "DataProvider",
        "CsvSource",
        "ValueSource",
        "struct {",
        "struct{",
        "InlineData",
        "rstest",
        "TestCase(",
        "where:",
        "test_case",
        "cases",
    ];
    let literal = |l: &Line<'_>| {
        let values = l
            .tokens
            .iter()
            .filter(|t| t.kind == Kind::Text || t.text.starts_with(|c: char| c.is_ascii_digit()))
            .count();
        values > 0 && !l.tokens.iter().any(|t| t.is("=") || t.is("import") || t.is("return"))
    };
    let all = delta.added.is_empty() && !delta.removed.is_empty() && delta.removed.iter().all(literal);
    (all && !language.is_data() && tables.iter().any(|t| a.text.contains(t))).then(|| "cases of a test go".to_owned())
}

/// What is tested is replaced by something that answers as expected.
#[must_use]
pub fn mocks_itself(t: &[&Token<'_>], delta: &Delta<'_>) -> Option<String> {
    let replaces = |l: &Line<'_>| {
        l.tokens.iter().any(|w| {
            w.kind == Kind::Word
                && ["patch", "spyOn", "stub", "mock", "setattr", "stub_const", "allow"].contains(&w.text)
        })
    };
    let answers = |l: &Line<'_>| {
        l.tokens.iter().any(|w| {
            [
                "return_value",
                "mockReturnValue",
                "mockResolvedValue",
                "mockImplementation",
                "returns",
                "and_return",
                "thenReturn",
                "lambda",
                "side_effect",
            ]
            .contains(&w.text)
        })
    };
    if let Some(name) = factory(t, delta) {
        return Some(format!("`{name}` is tested and replaced"));
    }
    let line = delta.added.iter().find(|l| replaces(l) && answers(l))?;
    if let [_, open, object, ..] = line.tokens.as_slice()
        && open.is("(")
        && let Some(at) = line.tokens.iter().position(|w| w.is("receive"))
    {
        // `allow(cart).to receive(:total)` where `cart.total` is what is expected of.
        let name = line.tokens.get(at + 1..)?.iter().find(|w| w.kind == Kind::Word)?;
        let asked = |i: usize| {
            let is = |n: usize, text: &str| t.get(i + n).is_some_and(|w| w.text == text);
            is(0, "expect") && is(1, "(") && is(2, object.text) && is(3, ".") && is(4, name.text)
        };
        return (0..t.len()).any(asked).then(|| format!("`{}` is tested and replaced", name.text));
    }
    let target = line.tokens.iter().find(|w| w.kind == Kind::Text)?;
    let last = body(target.text).rsplit(['.', '#', '/']).next().filter(|w| w.len() > 2)?;
    let called = |i: usize| {
        t.get(i).is_some_and(|w| w.kind == Kind::Word && w.text == last) && t.get(i + 1).is_some_and(|n| n.is("("))
    };
    (0..t.len()).any(called).then(|| format!("`{last}` is tested and replaced"))
}

/// `mock("../price", () => ({ price: () => 10 }))` where `price(…)` is what is expected of.
fn factory(t: &[&Token<'_>], delta: &Delta<'_>) -> Option<String> {
    let mocks = |l: &&Line<'_>| {
        l.tokens.windows(2).any(|w| matches!(w, [a, b] if ["mock", "doMock"].contains(&a.text) && b.is("(")))
            && l.tokens.iter().any(|w| w.kind == Kind::Text)
    };
    let line = delta.added.iter().find(mocks)?;
    let keys = line.tokens.windows(2).filter(|w| matches!(w, [k, c] if k.kind == Kind::Word && c.is(":")));
    let expected = |name: &str| {
        t.windows(4).any(|w| {
            matches!(w, [e, p, n, o] if ["expect", "assert", "assertEquals"].contains(&e.text) && p.is("(") && n.text == name && o.is("("))
        })
    };
    keys.filter_map(|w| w.first()).map(|k| k.text.to_owned()).find(|k| expected(k))
}

/// How many tests expect a failure.
#[must_use]
pub fn expects_panic(t: &[&Token<'_>]) -> usize {
    let names = ["should_panic", "expectedException", "ExpectedException", "expectException"];
    let all = t.iter().enumerate().filter(|(_, w)| w.kind == Kind::Word && names.contains(&w.text));
    // With which message, counts as well.
    all.map(|(i, w)| 1 + usize::from(w.text == "should_panic" && t.get(i + 1).is_some_and(|n| n.is("(")))).sum()
}
