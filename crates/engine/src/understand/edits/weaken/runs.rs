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
];

/// What the runner leaves out now, in words.
#[must_use]
pub fn runs_less(path: &str, delta: &Delta<'_>) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    if !RUNNERS.iter().any(|r| name.contains(r)) {
        return None;
    }
    let option = |l: &Line<'_>, o: &str| {
        l.tokens.iter().any(|t| t.kind != Kind::Mark && body(t.text).split([' ', '=', '<', '>']).any(|w| w == o))
    };
    let count = |lines: &[Line<'_>], o: &str| lines.iter().filter(|l| option(l, o)).count();
    let about = |l: &Line<'_>| {
        l.tokens.iter().any(|t| ["test", "check", "spec"].iter().any(|w| t.text.to_ascii_lowercase().contains(w)))
    };
    let left = LEAVES_OUT.iter().find(|o| count(&delta.added, o) > count(&delta.removed, o));
    if let Some(o) =
        left.filter(|o| !matches!(**o, "-k" | "--skip" | "dryRun" | "--ignore") || delta.added.iter().any(about))
    {
        return Some(format!("tests are left out (`{o}`)"));
    }
    let thrown = |lines: &[Line<'_>]| lines.iter().filter(|l| about(l) && throws_away(l)).count();
    (thrown(&delta.added) > thrown(&delta.removed)).then(|| "the outcome of tests is thrown away".to_owned())
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
        key == "test" && ["exit 0", "true", ":"].contains(&value)
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
            ["return_value", "mockReturnValue", "mockResolvedValue", "returns", "and_return", "thenReturn"]
                .contains(&w.text)
        })
    };
    let line = delta.added.iter().find(|l| replaces(l) && answers(l))?;
    let target = line.tokens.iter().find(|w| w.kind == Kind::Text)?;
    let last = body(target.text).rsplit(['.', '#', '/']).next().filter(|w| w.len() > 2)?;
    let called = |i: usize| {
        t.get(i).is_some_and(|w| w.kind == Kind::Word && w.text == last) && t.get(i + 1).is_some_and(|n| n.is("("))
    };
    (0..t.len()).any(called).then(|| format!("`{last}` is tested and replaced"))
}

/// How many tests expect a failure.
#[must_use]
pub fn expects_panic(t: &[&Token<'_>]) -> usize {
    t.iter()
        .filter(|w| {
            w.kind == Kind::Word
                && ["should_panic", "expectedException", "ExpectedException", "expectException"].contains(&w.text)
        })
        .count()
}
