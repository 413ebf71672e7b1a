//! How tests are run, where less is asked of them by a setting or an option: more is left out, a limit moves to its lenient side, a
//! failure does not end the run, a rule about tests is switched off. By tables of words, for any runner. Called by `quiet`.

use super::quiet::{Sides, any_in, begins, cut, has, swap};

/// Parts of names of files that say how tests are run or measured.
const FILES: &[&str] = &[
    "test",
    "spec",
    "jest",
    "vite",
    "mocha",
    "karma",
    "nextest",
    "playwright",
    "cypress",
    "tox",
    "pyproject",
    "setup.cfg",
    "package.json",
    "makefile",
    "justfile",
    "taskfile",
    "pom.xml",
    "gradle",
    "sbt",
    "mix.exs",
    "rakefile",
    "infection",
    "stryker",
    "lighthouse",
    "backstop",
    "sonar",
    "phpunit",
    "codecov",
    "nyc",
    "mutant",
    "mutmut",
    "percy",
    "k6",
    "wdio",
    "noxfile",
    "composer.json",
    "tests.scala",
    "detekt",
    "run_",
    "ci.",
    "check",
];

/// What is asked less, in words.
pub fn less(name: &str, test: bool, s: &Sides<'_>, after: &str) -> Option<String> {
    if s.new.is_empty() && s.old.is_empty() {
        return None;
    }
    if let Some(line) = s.pair(&rule_off) {
        return Some(format!("a rule about tests is switched off: `{}`", super::short(line)));
    }
    if let Some((runner, option)) = leaves_out(s) {
        return Some(format!("`{runner}` leaves tests out (`{}`)", option.trim()));
    }
    if let Some(line) = emptied(s) {
        return Some(format!("no test of a task is asked: `{}`", super::short(line)));
    }
    if !test && !any_in(name, FILES) && !has(after, "thresholds") {
        return None;
    }
    if let Some(line) = s.pair(&|o, n| step_gone(s, o, n)) {
        return Some(format!("a step of tests goes: `{}`", super::short(line)));
    }
    if let Some(word) = s.grows(LEFT_OUT).filter(|w| !volatile(s, w)) {
        return Some(format!("less is tested (`{word}`)"));
    }
    if let Some(line) = s.pair(&lenient).or_else(|| retried(s)) {
        return Some(format!("a limit of tests is more lenient: `{}`", super::short(line)));
    }
    let uncounted = s.pair(&goes_on).or_else(|| dropped(name, s));
    uncounted.map(|l| format!("a failure of tests does not count: `{}`", super::short(l)))
}

/// Runners, each with an option that leaves tests out.
const OPTIONS: &[(&str, &[&str])] = &[
    ("session.run", &["success_codes"]),
    ("ctest", &[" -E ", " -LE ", "--exclude-regex", "--label-exclude"]),
    ("pytest", &["--deselect", "--ignore", "-k 'not", "-k \"not", "-k \\\"not", "--continue-on-collection-errors"]),
    ("go test", &[" -skip"]),
    ("cargo test", &[" --skip", "--exclude"]),
    ("nextest", &["-E 'not", "-E \"not", "--no-fail-tests", "--no-tests=pass"]),
    ("dotnet test", &["!=", "!~"]),
    ("rspec", &["--tag ~", "-t ~", "--exclude-pattern"]),
    ("phpunit", &["--exclude-"]),
    ("pest", &["--exclude-"]),
    ("jest", &["--testPathIgnorePatterns", "--passWithNoTests", " -u\"", "--updateSnapshot"]),
    ("vitest", &["--exclude", "--passWithNoTests", " -u\""]),
    ("mvn", &["-DskipTests", "-Dmaven.test.skip", "-Dtest='!", "-Dtest=!", "-DfailIfNoTests=false"]),
    ("gradle", &["-x test", "-x check", "-x :"]),
    ("mix test", &["--exclude"]),
    ("swift test", &["--skip"]),
    ("xcodebuild", &["-skip-testing"]),
    ("playwright", &["--grep-invert", "--update-snapshots", "--pass-with-no-tests"]),
    ("mocha", &["--invert", " -i "]),
    ("behave", &["~@", "not @"]),
    ("cucumber", &["not @", "~@"]),
    ("bats", &["--filter-tags '!", "--filter-tags !"]),
    ("flutter test", &["--exclude-tags", "--update-goldens"]),
    ("sbt", &[" -- -l "]),
    ("INSTA_UPDATE", &["=always"]),
];

fn leaves_out(s: &Sides<'_>) -> Option<(&'static str, &'static str)> {
    for (runner, options) in OPTIONS {
        // A script that is there to write anew says so by its name.
        let of = |lines: &[&'_ str], o: &str| {
            lines.iter().filter(|l| has(l, runner) && has(l, o) && !has(l, "update\"")).count()
        };
        if let Some(o) = options.iter().find(|o| of(&s.new, o) > of(&s.old, o)) {
            return Some((runner, o));
        }
    }
    None
}

/// Options without which a run of tests notices less.
const NOTICES: &[&str] = &[
    "-race",
    "--forbid-only",
    "-W error",
    "-fsanitize=",
    "--error-exitcode",
    "--leak-check=full",
    "--max-warnings",
    "--doctest-modules",
];

/// A run that notices less, or a command or target without a last step that was about tests.
fn step_gone(s: &Sides<'_>, o: &str, n: &str) -> bool {
    let tests = ["test", "check", "spec", "e2e", "verify"];
    let runs = any_in(n, &["test", "lint", "valgrind", "build", "CFLAGS", "addopts"]) && n.len() < o.len();
    let unnoticed = runs && NOTICES.iter().any(|w| has(o, w) && !has(n, w));
    let begun = n.trim_end_matches(['"', ',']);
    let rest = o
        .strip_prefix(begun)
        .filter(|r| begins(r, &[" ", " &&"]) && (has(r, "&&") || begins(o, &["ci:", "all:", "check:", "verify:"])));
    // `task default: %w[test rubocop]`, `default: test lint`: one of those that are asked for is not any more.
    let whole = ["task default", "default:", "all:", "ci:", "check:", "verify:"];
    let steps = |l: &str| {
        l.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_' || c == ':'))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (was, is) = (steps(o), steps(n));
    let kept = is.iter().all(|w| was.contains(w));
    if begins(o, &whole) && kept && was.iter().any(|w| !is.contains(w) && tests.iter().any(|t| w.starts_with(t))) {
        return true;
    }
    // A step that another line does has moved.
    unnoticed || rest.is_some_and(|r| any_in(r, &tests) && !s.new.iter().any(|l| *l != n && any_in(l, &tests)))
}

/// Words of settings and calls that leave something out of tests, or out of what they compare.
const LEFT_OUT: &[&str] = &[
    "skippedTests",
    "default-filter = \"not",
    "default-filter = 'not",
    "default-filter = \"all() -",
    "ExUnit.start(exclude",
    "ExUnit.configure(exclude",
    "disableRules",
    ".Excluding(",
    "IgnoreFields(",
    "ignoringFields(",
    "IgnoringFields(",
    "excludeTestsMatching",
    "testPathIgnorePatterns",
    "collect_ignore",
    "grepInvert",
    "testIgnore:",
    "coveragePathIgnorePatterns",
];

/// What is different on each run, and left out of a comparison for that.
const VOLATILE: &[&str] = &[
    "at",
    "on",
    "date",
    "time",
    "timestamp",
    "id",
    "uuid",
    "guid",
    "version",
    "etag",
    "nonce",
    "duration",
    "elapsed",
    "rowversion",
    "token",
    "hash",
];

/// All names on these lines are such.
fn volatile(s: &Sides<'_>, word: &str) -> bool {
    let compared = word.ends_with("Fields(") || word == ".Excluding(";
    let names = |l: &str| -> Vec<String> {
        let rest = cut(l, word).map_or("", |(_, r)| r);
        let quoted: Vec<String> = rest.split('"').skip(1).step_by(2).map(str::to_owned).collect();
        let last = rest.trim_end_matches([')', ';', ',']).rsplit('.').next().unwrap_or("").to_owned();
        if quoted.is_empty() { vec![last] } else { quoted }
    };
    let calm = |n: &String| super::super::security::words(n).last().is_some_and(|w| VOLATILE.contains(&w.as_str()));
    compared && s.new.iter().filter(|l| has(l, word)).all(|l| names(l).iter().all(calm))
}

/// Numbers of a line, each with the name and the sign in front of it.
fn limits(line: &str) -> Vec<(String, char, f64)> {
    let (mut out, mut key, mut sign) = (Vec::new(), String::new(), ':');
    let quoted = any_in(line, &["'", "\""]);
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    for piece in line.split_inclusive(|c: char| !part(c)) {
        let word = piece.trim_end_matches(|c: char| !part(c)).trim_matches('-');
        let digit = word.starts_with(|c: char| c.is_ascii_digit());
        match word.parse::<f64>() {
            Ok(value) => out.push((key.clone(), sign, value)),
            Err(_) if word.is_empty() || digit => {}
            Err(_) => (key, sign) = (word.to_ascii_lowercase().replace(['-', '_', '.'], ""), ':'),
        }
        // The brackets of XML are no comparison.
        if let Some(c) = piece.chars().last().filter(|c| quoted && matches!(c, '<' | '>')) {
            sign = c;
        }
    }
    out
}

/// So many times as much is no adjustment.
const MUCH: f64 = 3.0;
/// So many times a test may be tried again until it is not a test.
const MANY: f64 = 4.0;

fn is_retry(key: &str) -> bool {
    ["retries", "retry", "reruns", "rerun", "retrytimes"].iter().any(|w| key.ends_with(w))
}

/// A number with the same name and sign that lets more pass.
fn lenient(o: &str, n: &str) -> bool {
    let first = |l: &str| l.find([':', '=', '(', '[']).and_then(|at| l.get(..at)).map(str::to_owned);
    if first(o) != first(n) {
        return false;
    }
    let more = |key: &str, was: f64, is: f64| {
        let room = any_in(key, &["diff", "tolerance", "threshold", "maxwarning", "flaky"])
            && !any_in(key, &["coverage", "score", "break", "high", "low"]);
        room && is > was && is >= was * MUCH || is_retry(key) && is >= MANY && is >= was * MUCH
    };
    let floor = |key: &str| {
        any_in(
            key,
            &[
                "msi",
                "minscore",
                "minimum",
                "mutationthreshold",
                "mutationscore",
                "mincover",
                "minquality",
                "testsminimum",
            ],
        ) || key == "break"
    };
    let quoted = |l: &str| any_in(l, &["'", "\""]);
    let (was, is) = (limits(o), limits(n));
    is.iter().any(|(key, sign, to)| {
        was.iter().any(|(k, t, from)| {
            k == key
                && (sign == t || *sign == '<' && *t == '<')
                && match sign {
                    '<' => quoted(o) && (*to >= from * MUCH || *key == "rate" && to > from && *to >= 0.5),
                    '>' => quoted(o) && *to < from * 0.95,
                    _ => more(key, *from, *to) || floor(key) && *to < from * 0.95,
                }
        })
    })
}

/// Tried again many times, where nothing was said of it.
fn retried<'a>(s: &Sides<'a>) -> Option<&'a str> {
    let many = |l: &&str| limits(l).iter().any(|(k, _, v)| is_retry(k) && *v >= MANY);
    let any = |l: &&str| limits(l).iter().any(|(k, _, _)| is_retry(k));
    s.new.iter().copied().find(|l| many(l) && !s.old.iter().any(any))
}

/// A switch about failures, which turns.
fn goes_on(o: &str, n: &str) -> bool {
    let key = |l: &str| {
        l.find([':', '=', '('])
            .and_then(|at| l.get(..at))
            .map(|k| k.to_ascii_lowercase().replace(['-', '_', '"', '\'', ' '], ""))
    };
    // `- pytest` of tox, `-pytest` of make: whatever comes of it.
    let ignored = n.replacen("= - ", "= ", 1) == o || n.strip_prefix('-') == Some(o);
    if ignored && n != o && has(o, "test") {
        return true;
    }
    let Some(k) = key(n).filter(|k| Some(k) == key(o).as_ref()) else { return false };
    let says = |list: &[&str]| any_in(&k, list);
    let turns = |from: &str, to: &str| {
        has(o, from) && has(n, to) && swap(o, from, to).trim_end_matches([',', ';']) == n.trim_end_matches([',', ';'])
    };
    let stops = says(&[
        "failon",
        "failunder",
        "failif",
        "failci",
        "haltonfail",
        "haltonerror",
        "failbuild",
        "forbidonly",
        "checkcoverage",
        "strict",
        "breakbuild",
        "failtask",
    ]) && !says(&["failfast"]);
    let lets = says(&[
        "ignorefail",
        "allowfail",
        "passwithno",
        "continueonfail",
        "continueonerror",
        "ignoreerror",
        "allowempty",
        "informational",
    ]);
    stops && (turns("true", "false") || turns("\"true\"", "\"false\"")) || lets && turns("false", "true")
}

/// Programs of a recipe whose failure is no failure.
const TIDY: &[&str] =
    &["rm", "mkdir", "cp", "docker", "kill", "pkill", "find", "ln", "mv", "git", "include", "@rm", "podman", "killall"];

/// A command that was obeyed has a dash in front, or an end that always holds.
fn dropped<'a>(name: &str, s: &Sides<'a>) -> Option<&'a str> {
    let recipes = ["makefile", "tox.ini", ".mk", "justfile"].iter().any(|f| name.ends_with(f));
    let dashed = |o: &str, n: &str| {
        let command = |l: &str| l.trim_start_matches(['@', '-', '+', ' ']).split_whitespace().next().map(str::to_owned);
        let dash = |l: &str| l.trim_start_matches(['@', '+']).starts_with('-');
        let known = command(n).filter(|c| !TIDY.contains(&c.as_str()) && !c.contains(['=', '{']) && c.len() > 1);
        dash(n) && !dash(o) && known.is_some() && known == command(o)
    };
    let bare = |l: &str| l.trim_end_matches(['"', ',', '\'', ' ']).to_owned();
    let about = |l: &str| any_in(l, &["test", "check", "lint", "spec", "tsc", "mypy", "cover"]);
    let thrown = |o: &str, n: &str| {
        let other = cut(n, "||")
            .filter(|_| !has(o, "||"))
            .filter(|(_, r)| !any_in(r, &["1", "2", "false", "{", "$", "fail", "die", "abort"]));
        let loose = has(n, "; ") && swap(o, " && ", "; ") == n && o != n;
        about(n) && (loose || other.is_some_and(|(l, _)| bare(l).len() > 5 && bare(o).ends_with(&bare(l))))
    };
    let shell = [".sh", ".bash"].iter().any(|e| name.ends_with(e));
    let rc = |l: &&str| has(l, "$?") || l.starts_with("set -e");
    if shell && s.grows(&["set +e"]).is_some() && !s.new.iter().any(rc) {
        return s.new.iter().copied().find(|l| has(l, "set +e"));
    }
    let found = if recipes { s.pair(&dashed) } else { None };
    found.or_else(|| s.pair(&thrown))
}

/// The task of the tests is one that does nothing, or one whose failures nobody sees.
fn emptied<'a>(s: &Sides<'a>) -> Option<&'a str> {
    let empty = |l: &&str| {
        let l = l.replace(' ', "");
        any_in(
            &l,
            &[
                "test:={}",
                "test:=()",
                "test.enabled=false",
                "tasks.test{enabled=false",
                "isIgnoreFailures=true",
                "ignoreFailures=true",
            ],
        )
    };
    s.new.iter().copied().find(|l| empty(l) && !s.old.iter().any(empty))
}

/// Words of rules that say that tests are run and ask something.
const RULES: &[&str] = &[
    "focused",
    "disabled-test",
    "expect-expect",
    "valid-expect",
    "conditional-expect",
    "exclusive",
    "no-only",
    "skipped-test",
    "pending-test",
    "standalone-expect",
    "assertions-in-test",
    "no-skip",
    "conditional-in-test",
    "conditional-test",
    "await-async",
    "missing-playwright-await",
    "no-floating-promises",
    "NoExpectation",
    "no-commented-out-test",
    "no-empty-test",
];

/// `"error"` becomes `"off"`.
fn rule_off(o: &str, n: &str) -> bool {
    let key = |l: &str| cut(l, ":").map(|(k, _)| k.trim_matches(['"', '\'', ' ']).to_owned());
    let on = |l: &str| any_in(l, &["error", "warn", ": 2", ": 1", ": true", "[2"]);
    let off = |l: &str| any_in(l, &["\"off\"", "'off'", ": 0", ": false"]);
    key(o).is_some_and(|k| any_in(&k, RULES) && Some(&k) == key(n).as_ref()) && on(o) && off(n)
}
