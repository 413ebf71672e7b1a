//! What bash really runs must be in the tree. Scripts, generated and mutated, run in a sandbox without programs, where a
//! `command_not_found_handle` writes down each command with its arguments; each must be a simple command of the tree,
//! unless the tree says that it does not know. `AUTOMODE_DIFF_CASES` raises the count (default 300), `AUTOMODE_DIFF_SEED`
//! moves the start. Past failures are in `differential_failures.txt`.

#![expect(clippy::indexing_slicing, reason = "helpers of tests")]

mod common;
#[path = "common/mutate.rs"]
mod mutate;
#[path = "common/names.rs"]
mod names;
#[path = "common/sandbox.rs"]
mod sandbox;

use automode_shell::{Dialect, parse};
use mutate::Random;
use names::Names;

const TABLE: &str = include_str!("table.txt");
const FAILURES: &str = include_str!("differential_failures.txt");

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

/// The first executed command that the tree lacks.
fn missed(script: &str, log: &[Vec<String>]) -> Option<Vec<String>> {
    let names = Names::of(&parse(script, Dialect::Bash));
    if names.unknown { None } else { log.iter().find(|argv| !names.covers(argv)).cloned() }
}

fn case(n: u64, seeds: &[String]) -> String {
    let mut random = Random::new(n);
    let base = match random.below(3) {
        0 => seeds[random.below(seeds.len())].clone(),
        _ => mutate::generate(&mut random, 2),
    };
    if random.below(5) == 0 {
        return base;
    }
    let other = seeds[random.below(seeds.len())].clone();
    mutate::mutate(&mut random, &base, &other)
}

#[test]
fn what_bash_runs_is_in_the_tree() {
    let Some(sandbox) = sandbox::Sandbox::new() else {
        println!("skipped: no bwrap, no bash, or no namespaces here");
        return;
    };
    let seeds = mutate::seeds(TABLE, "bash");
    let (count, start) = (number("AUTOMODE_DIFF_CASES", 300), number("AUTOMODE_DIFF_SEED", 1));
    let (mut executed, mut unknown, mut failures) = (0_u64, 0_u64, Vec::new());
    for n in start..start + count {
        let script = case(n, &seeds);
        let log = sandbox.run(&script, n % 2 == 0);
        if log.is_empty() {
            continue;
        }
        executed += 1;
        unknown += u64::from(Names::of(&parse(&script, Dialect::Bash)).unknown);
        if let Some(argv) = missed(&script, &log) {
            println!("--- case {n}: ran {argv:?}\n{script}\n=== {}", common::script(&parse(&script, Dialect::Bash)));
            failures.push(n);
        }
    }
    println!(
        "{count} scripts, {executed} ran commands, {unknown} of these not fully understood, {} missed",
        failures.len()
    );
    assert!(failures.is_empty(), "missed in cases {failures:?}");
    assert!(executed * 5 > count, "the sandbox runs hardly anything: {executed} of {count}");
}

/// Scripts that were misread once (separated by `%%` lines, `%% argv` being a command that bash runs in the one below, `␠` a
/// blank within an argument).
#[test]
fn past_failures_are_seen_or_refused() {
    for piece in FAILURES.split("\n%% ").skip(1) {
        let (name, script) = piece.split_once('\n').unwrap();
        let script = script.replace('␍', "\r");
        let names = Names::of(&parse(&script, Dialect::Bash));
        let argv: Vec<String> = name.split(' ').map(|w| w.replace('␠', " ")).collect();
        assert!(
            names.unknown || names.covers(&argv),
            "{name} not in\n{script}\n=== {}",
            common::script(&parse(&script, Dialect::Bash))
        );
    }
}
