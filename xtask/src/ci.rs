//! `cargo xtask ci`: what CI runs, in order, so that a green laptop means a green CI. Stops at the first failure, prints
//! how long each step took, and ends with one line that counts the tests.

use std::time::{Duration, Instant};

use crate::args::Args;
use crate::run::{self, MUSL, Result, cargo, root, target_dir};

/// The version that CI builds where none is installed: about 90 s of CPU time in a debug build.
const CARGO_DENY: &str = "cargo-deny@0.20.2";

/// One step.
struct Step {
    name: &'static str,
    run: fn(&mut Tests) -> Result<Done>,
}

/// A step that could not run says why; it never looks like one that ran.
enum Done {
    Ran,
    Skipped(String),
}

const STEPS: &[Step] = &[
    Step { name: "fmt", run: |_| ran(run::run(cargo().args(["fmt", "--all", "--check"]))) },
    Step { name: "tidy", run: |_| ran(crate::tidy::run()) },
    Step { name: "clippy", run: |_| ran(clippy()) },
    Step { name: "purity", run: |_| ran(crate::purity::run()) },
    Step { name: "fuzz targets", run: |_| ran(crate::fuzz::check()) },
    Step { name: "tests", run: |tests| ran(unit_tests(tests)) },
    Step {
        name: "doc tests",
        run: |tests| ran(tests.count(cargo().args(["test", "--doc", "--workspace", "--locked"]))),
    },
    Step { name: "deny", run: |_| deny() },
    Step { name: "advisories", run: |_| advisories() },
    Step { name: "musl build", run: |_| ran(run::binary(None).map(drop)) },
    Step { name: "readme", run: |_| ran(readme()) },
];

pub fn run(args: &Args) -> Result {
    let skip = args.value("--skip").unwrap_or_default();
    let from = args.value("--from");
    let start = from.as_ref().map_or(0, |name| STEPS.iter().position(|s| s.name == name).unwrap_or(STEPS.len()));
    let mut tests = Tests::default();
    let mut times = Vec::new();
    let mut failed = None;
    for step in STEPS.iter().skip(start).filter(|s| !skip.split(',').any(|name| name == s.name)) {
        println!("\n== {}", step.name);
        let began = Instant::now();
        let result = (step.run)(&mut tests);
        times.push((step.name, began.elapsed(), outcome(&result)));
        if let Err(why) = result {
            failed = Some(format!("{}: {why}", step.name));
            break;
        }
    }
    table(&times);
    let broken = tests.failed + usize::from(failed.is_some() && tests.failed == 0);
    if let Some(why) = &failed {
        println!("{why}");
    }
    println!("{} passed, {broken} failed", tests.passed);
    // The sentence above stands last, as tools that read only the last line expect.
    if failed.is_some() { Err(String::new()) } else { Ok(()) }
}

fn ran(result: Result) -> Result<Done> {
    result.map(|()| Done::Ran)
}

fn outcome(result: &Result<Done>) -> String {
    match result {
        Ok(Done::Ran) => "ok".to_owned(),
        Ok(Done::Skipped(why)) => format!("skipped: {why}"),
        Err(_) => "FAILED".to_owned(),
    }
}

fn table(times: &[(&str, Duration, String)]) {
    println!();
    for (name, time, outcome) in times {
        println!("{name:<14} {:>7.1} s  {outcome}", time.as_secs_f64());
    }
    let all: Duration = times.iter().map(|t| t.1).sum();
    println!("{:<14} {:>7.1} s", "together", all.as_secs_f64());
}

/// What the test runners counted.
#[derive(Default)]
struct Tests {
    passed: usize,
    failed: usize,
}

impl Tests {
    /// Runs a test runner and adds up its summary lines.
    fn count(&mut self, command: &mut std::process::Command) -> Result {
        run::watched(command, |line| {
            if line.contains("tests run:") || line.starts_with("test result:") {
                self.passed += before(line, " passed");
                self.failed += before(line, " failed");
            }
        })
    }
}

/// The number that stands before a word.
fn before(line: &str, word: &str) -> usize {
    let number = line.split(word).next().filter(|_| line.contains(word)).and_then(|l| l.rsplit(' ').next());
    number.and_then(|n| n.parse().ok()).unwrap_or(0)
}

fn clippy() -> Result {
    run::run(cargo().args("clippy --quiet --locked --workspace --all-targets -- -D warnings".split(' ')))
}

/// With nextest where it is installed (a test that hangs is then named and ended), else with cargo's own runner.
fn unit_tests(tests: &mut Tests) -> Result {
    if run::have("cargo-nextest") {
        return tests.count(cargo().args("nextest run --locked --workspace --no-fail-fast --color never".split(' ')));
    }
    println!("cargo-nextest is not on PATH; using cargo test");
    tests.count(cargo().args("test --locked --workspace --no-fail-fast --lib --bins --tests".split(' ')))
}

/// Licences, duplicates and sources. Needs no network but what cargo has.
fn deny() -> Result<Done> {
    let Some(mut command) = cargo_deny()? else {
        let hint = "cargo install --locked cargo-deny, or set CI=1 to have it built into target/tools";
        return Ok(Done::Skipped(format!("cargo-deny is not installed ({hint})")));
    };
    ran(run::run(command.args(["check", "licenses", "bans", "sources"])))
}

/// Known vulnerabilities. The database lives in a repository of its own; without network there is none.
fn advisories() -> Result<Done> {
    let Some(mut command) = cargo_deny()? else { return Ok(Done::Skipped("cargo-deny is not installed".into())) };
    let mut said = String::new();
    let result = run::watched(command.args(["check", "advisories"]), |line| said.push_str(line));
    match result {
        Err(_) if said.contains("failed to fetch advisory database") => {
            Ok(Done::Skipped("the advisory database cannot be fetched".into()))
        }
        result => ran(result),
    }
}

/// cargo-deny from PATH or from an earlier run; CI builds it once, people are not kept waiting for it.
fn cargo_deny() -> Result<Option<std::process::Command>> {
    let tools = target_dir().join("tools");
    let own = tools.join("bin/cargo-deny");
    if !run::have("cargo-deny") && !own.is_file() {
        if std::env::var_os("CI").is_none() {
            return Ok(None);
        }
        let mut install = cargo();
        install.env_remove("CARGO_TARGET_DIR").args(["install", "--quiet", "--locked", "--debug", "--root"]);
        run::run(install.arg(&tools).arg(CARGO_DENY))?;
    }
    let mut command = std::process::Command::new(if own.is_file() { own.as_os_str() } else { "cargo-deny".as_ref() });
    command.current_dir(root()).arg("--locked");
    Ok(Some(command))
}

/// The README's first command and everything else that the documents show, with the shipped binary.
fn readme() -> Result {
    let binary = target_dir().join(MUSL).join("release/automode");
    let mut replay = std::process::Command::new(&binary);
    let text = run::output(replay.current_dir(root()).args(["replay", "examples/transcripts"]))?;
    if text.lines().count() < 10 {
        return Err(format!("`automode replay examples/transcripts` says too little:\n{text}"));
    }
    crate::readme::check(&binary, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_are_counted() {
        let mut tests = Tests::default();
        let text = "Summary [ 1.2s] 12 tests run: 11 passed, 1 failed, 0 skipped\ntest result: ok. 3 passed; 0 failed; 0 ignored";
        tests.count(std::process::Command::new("printf").arg(text)).expect("printf");
        assert_eq!((tests.passed, tests.failed), (14, 1));
    }
}
