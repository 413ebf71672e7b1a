//! Tests that stay and do not count any more: deselected by the runner's settings, their outcome thrown away, their failures
//! caught.

use super::super::delta::{Delta, Line, body};
use super::super::lex::{Kind, Token};

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
    plain.contains("||true") || plain.contains("||exit0") || plain.contains("||:") || {
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
