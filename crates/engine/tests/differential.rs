//! What bash really runs, with its arguments, is among what the engine found, or the engine said that it does not know.
//! Scripts are generated and mutated and run in a sandbox of stubs. `cargo xtask differential --cases N --seed S` runs many;
//! a few with a fixed seed run here. Past failures are in `differential_failures.txt`.

#![expect(clippy::indexing_slicing, clippy::string_slice, reason = "helpers of tests")]

#[path = "common/agents.rs"]
mod agents;
mod common;
#[path = "common/flow.rs"]
mod flow;
#[path = "../../shell/tests/common/mutate.rs"]
mod mutate;
#[path = "common/real.rs"]
mod real;

use automode_engine::understand::scene::Scene;
use automode_engine::understand::shell::{Shell, Through};
use automode_engine::understand::state::State;
use automode_engine::understand::value::{Piece, Val};
use automode_model::{Certainty, Session};
use automode_shell::Dialect;
use mutate::Random;

const FAILURES: &str = include_str!("differential_failures.txt");
const TABLE: &str = include_str!("../../shell/tests/table.txt");
/// What the engine calls the file of `<(…)`.
const PSEUDO: &str = "/dev/fd/process-substitution-";
/// Scripts that share a sandbox.
const BATCH: usize = 100;

/// What the engine says about a script.
struct Found {
    argvs: Vec<Vec<Val>>,
    /// Why it does not know all, if it does not.
    unknown: Option<String>,
}

fn found(script: &str) -> Found {
    let (world, session) = (common::Small::default(), Session::default());
    let scene = Scene::new(&world, &session, common::CWD);
    *scene.trace.borrow_mut() = Some(Vec::new());
    let shell = Shell { scene: &scene, depth: 0, outer: None, through: Through::Plain };
    let mut state = State {
        cwd: vec![common::CWD.to_owned()],
        positional: Some(Vec::new()),
        name: Some("/bash".into()),
        ..State::default()
    };
    shell.run_text(&mut state, script, Dialect::Bash, &Val::default());
    let argvs = scene.trace.borrow_mut().take().unwrap_or_default();
    let why = |c: &Certainty| match c {
        Certainty::Unknown(why) if !why.starts_with("the program `") => Some(why.clone()),
        _ => None,
    };
    let unknown = scene.into_actions().iter().flat_map(|a| &a.effects).find_map(|e| why(&e.certainty));
    Found { argvs, unknown }
}

/// Whether this list of values can have become these arguments.
fn covers(values: &[Val], argv: &[String]) -> bool {
    let Some((first, rest)) = values.split_first() else { return argv.is_empty() };
    if first.many || first.has_glob() {
        return (0..=argv.len()).any(|n| covers(rest, &argv[n..]));
    }
    argv.split_first().is_some_and(|(arg, more)| fits(first.pieces(), arg) && covers(rest, more))
}

fn fits(pieces: &[Piece], text: &str) -> bool {
    let Some((first, rest)) = pieces.split_first() else { return text.is_empty() };
    match first {
        Piece::Text(t) if t.contains(PSEUDO) => {
            // Its number is another one in bash.
            let number = t.split(PSEUDO).nth(1).map_or(0, |n| n.bytes().take_while(u8::is_ascii_digit).count());
            let (before, after) = t.split_once(PSEUDO).unwrap_or_default();
            text.strip_prefix(before).and_then(|more| more.strip_prefix("/dev/fd/")).is_some_and(|more| {
                let more = more.trim_start_matches(|c: char| c.is_ascii_digit());
                let left = Piece::Text(after[number..].to_owned());
                fits(&[std::slice::from_ref(&left), rest].concat(), more)
            })
        }
        Piece::Text(t) => text.strip_prefix(t.as_str()).is_some_and(|more| fits(rest, more)),
        Piece::Glob(_) | Piece::Gap(_) => {
            text.char_indices().map(|(i, _)| i).chain([text.len()]).any(|i| fits(rest, &text[i..]))
        }
    }
}

/// The first thing that ran and was not found.
fn missed(script: &str, log: &[Vec<String>]) -> (Option<Vec<String>>, Option<String>) {
    let found = found(script);
    if found.unknown.is_some() {
        return (None, found.unknown);
    }
    // `bash c1 x` runs the file `c1` of the path, which is a stub here.
    let as_script = |values: &[Val]| {
        let shell = values.first().and_then(Val::known).is_some_and(|name| matches!(name, "bash" | "sh"));
        if shell { values[1..].to_vec() } else { values.to_vec() }
    };
    let is_found =
        |argv: &[String]| found.argvs.iter().any(|values| covers(values, argv) || covers(&as_script(values), argv));
    (log.iter().find(|argv| !is_found(argv)).cloned(), None)
}

fn shown(script: &str) -> String {
    found(script)
        .argvs
        .iter()
        .map(|a| a.iter().map(Val::show).collect::<Vec<_>>().join("|"))
        .collect::<Vec<_>>()
        .join("; ")
}

/// A script, and whether it was broken on purpose.
fn case(n: u64, seeds: &[String]) -> (String, bool) {
    let mut random = Random::new(n);
    let depth = 1 + (n % 2) as u32;
    let base = match random.below(10) {
        0 => seeds[random.below(seeds.len())].clone(),
        1 | 2 => mutate::generate(&mut random, 2),
        3 => flow::script(&mut random, depth),
        _ => format!("{}\n{}", flow::setup(&mut random), flow::script(&mut random, depth)),
    };
    if random.below(3) > 0 {
        return (base, false);
    }
    let other = flow::script(&mut random, 0);
    (mutate::mutate(&mut random, &base, &other), true)
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

#[test]
fn what_bash_runs_is_found() {
    let Some(mut real) = real::Real::new() else {
        println!("skipped: no bwrap, no bash, or no namespaces here");
        return;
    };
    let seeds = mutate::seeds(TABLE, "bash");
    let (count, start) = (number("AUTOMODE_DIFF_CASES", 200), number("AUTOMODE_DIFF_SEED", 1));
    let (mut whole, mut whole_unknown) = (0_u64, 0_u64);
    let (mut executed, mut commands, mut unknown, mut failures) = (0_u64, 0_u64, 0_u64, Vec::new());
    let mut reasons = std::collections::BTreeMap::<String, u64>::new();
    let cases: Vec<u64> = (start..start + count).collect();
    for batch in cases.chunks(BATCH) {
        let made: Vec<(String, bool)> = batch.iter().map(|n| case(*n, &seeds)).collect();
        let scripts: Vec<String> = made.iter().map(|(script, _)| script.replace('\0', "")).collect();
        let logs = real.run(&scripts);
        for (((n, script), (_, broken)), log) in batch.iter().zip(&scripts).zip(&made).zip(logs) {
            if log.is_empty() {
                continue;
            }
            executed += 1;
            whole += u64::from(!broken);
            commands += log.len() as u64;
            let (missing, why) = missed(script, &log);
            if let Some(why) = why {
                unknown += 1;
                whole_unknown += u64::from(!broken);
                let kind = if *broken { "broken: " } else { "" };
                let why = format!("{kind}{why}");
                *reasons.entry(why.chars().take(60).collect()).or_default() += 1;
            }
            if let Some(argv) = missing {
                println!("--- case {n}: ran {argv:?}\n{script}\n=== {}", shown(script));
                failures.push(*n);
            }
        }
    }
    println!(
        "{count} scripts, {executed} ran {commands} commands, {unknown} not fully understood ({whole_unknown} of {whole} that \
         were not broken on purpose), {} missed",
        failures.len()
    );
    if std::env::var_os("AUTOMODE_DIFF_REASONS").is_some() {
        let mut list: Vec<_> = reasons.into_iter().collect();
        list.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        list.iter().take(40).for_each(|(why, n)| println!("{n:7} {why}"));
    }
    assert!(failures.is_empty(), "missed in cases {failures:?}");
    assert!(executed * 3 > count, "the sandbox runs hardly anything: {executed} of {count}");
}

/// Scripts of which something was missed once: `%% ` and what bash ran (`␠` is a blank within an argument), the script below.
#[test]
fn past_failures_are_found_or_refused() {
    let mut wrong = Vec::new();
    for piece in FAILURES.split("\n%% ").skip(1) {
        let (ran, script) = piece.split_once('\n').unwrap();
        let argv: Vec<String> = ran.split(' ').map(|w| w.replace('␠', " ")).collect();
        if let (Some(argv), _) = missed(script, std::slice::from_ref(&argv)) {
            wrong.push(format!("{argv:?} not in\n{script}\n=== {}", shown(script)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
