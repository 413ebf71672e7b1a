//! What bash really runs, with its arguments, is among what the engine found, or the engine said that it does not know.
//! Scripts are generated and mutated and run in a sandbox of stubs. `cargo xtask differential --cases N --seed S` runs many;
//! a few with a fixed seed run here. Past failures are in `differential_failures.txt`.

#![expect(clippy::indexing_slicing, clippy::string_slice, reason = "helpers of tests")]

#[path = "common/agents.rs"]
mod agents;
mod common;
#[path = "common/flow.rs"]
mod flow;
#[path = "common/installers.rs"]
mod installers;
#[path = "common/mixed.rs"]
mod mixed;
#[path = "../../shell/tests/common/mutate.rs"]
mod mutate;
#[path = "common/oddwords.rs"]
mod oddwords;
#[path = "common/real.rs"]
mod real;
#[path = "common/scripts.rs"]
mod scripts;
#[path = "common/shrink.rs"]
mod shrink;
#[path = "common/wide.rs"]
mod wide;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use automode_engine::understand::scene::Scene;
use automode_engine::understand::shell::{Shell, Through};
use automode_engine::understand::state::State;
use automode_engine::understand::value::{Piece, Val};
use automode_model::{Certainty, Session, Verb};
use automode_shell::Dialect;
use mutate::Random;

const FAILURES: &str = include_str!("differential_failures.txt");
const SCRIPTS: &str = include_str!("differential_scripts.txt");
const TABLE: &str = include_str!("../../shell/tests/table.txt");
/// What the engine calls the file of `<(…)`.
const PSEUDO: &str = "/dev/fd/process-substitution-";
/// Scripts that share a sandbox.
const BATCH: u64 = 100;
/// How often a script is run alone of which something was missed. The stubs choose their statuses by chance, so that it may
/// take some; a machine so busy that it cuts processes off should not be taken for a difference.
const AGAIN: usize = 200;

/// `AUTOMODE_DIFF_AGAIN=0` spares it where a script is cut down to what fails.
fn again_times() -> usize {
    number("AUTOMODE_DIFF_AGAIN", AGAIN as u64) as usize
}

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
    // The sandbox hands its stubs on as functions: what is defined in their place is handed on as well.
    state.exported_functions.extend((0..10).map(|n| format!("c{n}")));
    shell.run_event(&mut state, script, Dialect::Bash);
    let argvs = scene.trace.borrow_mut().take().unwrap_or_default();
    let why = |c: &Certainty| match c {
        Certainty::Unknown(why) if !why.starts_with("the program `") => Some(why.clone()),
        _ => None,
    };
    // A file that is only looked at may be any: what runs does not depend on which.
    let looks =
        |verb: Verb| matches!(verb, Verb::Inspect | Verb::Read | Verb::EnvRead | Verb::SecretRead | Verb::Chmod);
    let actions = scene.into_actions();
    let unknown = actions.iter().flat_map(|a| &a.effects).filter(|e| !looks(e.verb)).find_map(|e| why(&e.certainty));
    Found { argvs, unknown }
}

/// Whether this list of values can have become these arguments: how many of them each value may have reached.
fn covers(values: &[Val], argv: &[String]) -> bool {
    let mut reached = vec![0];
    for value in values {
        reached = match value.many || value.has_glob() {
            true => reached.first().map_or_else(Vec::new, |from| (*from..=argv.len()).collect()),
            false => {
                let next = |n: usize| argv.get(n).is_some_and(|arg| fits(value.pieces(), arg)).then_some(n + 1);
                reached.into_iter().filter_map(next).collect()
            }
        };
    }
    reached.last() == Some(&argv.len())
}

/// The same for the pieces of a value and a text.
fn fits(pieces: &[Piece], text: &str) -> bool {
    let mut reached = vec![0];
    for piece in pieces {
        reached = match piece {
            Piece::Text(t) => reached.into_iter().filter_map(|at| Some(at + taken(t, &text[at..])?)).collect(),
            Piece::Glob(_) | Piece::Gap(_) => reached
                .first()
                .map_or_else(Vec::new, |from| (*from..=text.len()).filter(|at| text.is_char_boundary(*at)).collect()),
        };
    }
    reached.contains(&text.len())
}

/// How much of a text this is the beginning of.
fn taken(piece: &str, text: &str) -> Option<usize> {
    let Some((before, after)) = piece.split_once(PSEUDO) else {
        return text.starts_with(piece).then_some(piece.len());
    };
    // Its number is another one in bash.
    let digit = |c: char| c.is_ascii_digit();
    let rest = text.strip_prefix(before)?.strip_prefix("/dev/fd/")?.trim_start_matches(digit);
    Some(text.len() - rest.len() + taken(after.trim_start_matches(digit), rest)?)
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
        let option = |v: &&Val| v.prefix().starts_with(['-', '+']);
        let mut from = 1 + values.iter().skip(1).take_while(option).count();
        let takes = |v: &Val| matches!(v.known(), Some("--rcfile" | "--init-file" | "-o" | "+o" | "-O" | "+O"));
        while values.get(from - 1).is_some_and(takes) && from < values.len() {
            from += 1 + values.iter().skip(from + 1).take_while(option).count();
        }
        let sourced = values.first().and_then(Val::known).is_some_and(|name| matches!(name, "." | "source"));
        match (shell, sourced) {
            (true, _) => values[from..].to_vec(),
            // `. c1 x`: the same, under this shell's name.
            (_, true) => [&[Val::text("bash")], &values[2.min(values.len())..]].concat(),
            _ => values.to_vec(),
        }
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

/// Scripts that somebody wrote, each behind a line `%%`.
fn written(text: &str) -> Vec<String> {
    text.split("%%\n").skip(1).map(str::to_owned).collect()
}

/// The same, and those that failed.
fn all_written() -> Vec<String> {
    let failed = FAILURES.split("\n%% ").skip(1).filter_map(|piece| piece.split_once('\n'));
    written(SCRIPTS).into_iter().chain(failed.map(|(_, script)| script.to_owned())).collect()
}

/// What scripts are made of besides templates.
struct Lists {
    /// Short ones of all that a shell knows.
    seeds: Vec<String>,
    /// Those that were written or that failed.
    written: Vec<String>,
    /// Beside ten parts of templates: how many parts join written scripts.
    share: usize,
}

impl Lists {
    fn new() -> Self {
        let share = number("AUTOMODE_DIFF_WRITTEN", 3) as usize;
        Self { seeds: mutate::seeds(TABLE, "bash"), written: all_written(), share }
    }
}

/// A script, and whether it was broken on purpose.
fn case(n: u64, lists: &Lists) -> (String, bool) {
    let mut random = Random::new(n);
    let depth = 1 + (n % 2) as u32;
    let base = match random.below(10 + lists.share) {
        10.. => flow::joined(&mut random, &lists.written),
        0 => lists.seeds[random.below(lists.seeds.len())].clone(),
        1 | 2 => mutate::generate(&mut random, 2),
        3 => flow::script(&mut random, depth),
        4 => flow::whole(&mut random, depth - 1),
        5 => flow::whole(&mut random, depth),
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

/// What became of some scripts.
#[derive(Default)]
struct Tally {
    /// Scripts that ran something, and what.
    executed: u64,
    commands: u64,
    /// Of these, those that are not fully understood; and the same among those that were not broken on purpose.
    unknown: u64,
    whole: u64,
    whole_unknown: u64,
    failures: Vec<u64>,
    /// Missed once and not again: processes that a busy machine cut off.
    once: Vec<u64>,
    reasons: BTreeMap<String, u64>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.executed += other.executed;
        self.commands += other.commands;
        self.unknown += other.unknown;
        self.whole += other.whole;
        self.whole_unknown += other.whole_unknown;
        self.failures.extend(other.failures);
        self.once.extend(other.once);
        for (why, n) in other.reasons {
            *self.reasons.entry(why).or_default() += n;
        }
    }

    /// Compares one script with what it ran; `again` runs it once more, many times, one after the other.
    fn compare(
        &mut self,
        n: u64,
        (script, broken): (&str, bool),
        log: &[Vec<String>],
        again: impl FnOnce() -> Vec<real::Log>,
    ) {
        if log.is_empty() {
            return;
        }
        self.executed += 1;
        self.whole += u64::from(!broken);
        self.commands += log.len() as u64;
        let (missing, why) = missed(script, log);
        if let Some(why) = why {
            self.unknown += 1;
            self.whole_unknown += u64::from(!broken);
            let kind = if broken { "broken: " } else { "" };
            let why = format!("{kind}{why}");
            *self.reasons.entry(why.chars().take(60).collect()).or_default() += 1;
        }
        if let Some(argv) = missing {
            let ran: Vec<String> = argv.iter().map(|a| a.replace(' ', "␠")).collect();
            let times = again().iter().filter(|log| missed(script, log).0.is_some()).count();
            println!(
                "--- case {n}, again in {times} of {}\n%% {}\n{script}\n=== {}",
                again_times(),
                ran.join(" "),
                shown(script)
            );
            if times == 0 && again_times() > 0 { &mut self.once } else { &mut self.failures }.push(n);
        }
    }
}

/// `--known`: what is called unknown is not run.
fn only_known() -> bool {
    std::env::var_os("AUTOMODE_DIFF_KNOWN").is_some()
}

/// Takes batches of scripts until there are none left.
fn work(mut real: real::Real, make: impl Fn(u64) -> (String, bool), next: &AtomicU64, end: u64) -> Tally {
    let mut tally = Tally::default();
    let only_known = only_known();
    loop {
        let from = next.fetch_add(BATCH, Ordering::Relaxed);
        let batch: Vec<u64> = (from..end.min(from + BATCH)).collect();
        if batch.is_empty() {
            return tally;
        }
        let made: Vec<(String, bool)> = batch.iter().map(|n| make(*n)).collect();
        // What is called unknown anyway can hide nothing: twice as many of the others are run in the same time.
        let skipped = |script: &str| only_known && found(script).unknown.is_some();
        let plain = |script: &str| if skipped(script) { ":".to_owned() } else { script.replace('\0', "") };
        let scripts: Vec<String> = made.iter().map(|(script, _)| plain(script)).collect();
        let logs = real.run(&scripts);
        for (i, log) in logs.iter().enumerate() {
            // Every other place in a sandbox has other options.
            let again = || {
                let filled = |k: usize| if k % 2 == i % 2 { scripts[i].clone() } else { ":".to_owned() };
                (0..again_times() / 50).flat_map(|_| real.run(&(0..100).map(filled).collect::<Vec<_>>())).collect()
            };
            let before = tally.failures.len();
            tally.compare(batch[i], (&scripts[i], made[i].1), log, again);
            if tally.failures.len() > before && std::env::var_os("AUTOMODE_DIFF_SHRINK").is_some() {
                println!("--- case {} cut down\n{}", batch[i], cut_down(&mut real, &scripts[i], i % 2));
            }
        }
    }
}

/// The script without what it can miss something without, as a past failure is written down. Statuses are chance, so that each
/// is run a few times.
fn cut_down(real: &mut real::Real, script: &str, place: usize) -> String {
    const TIMES: usize = 3;
    let mut ran = Vec::new();
    let mut fails = |list: &[String]| -> Vec<bool> {
        let mut all = vec![":".to_owned(); list.len() * TIMES * 2];
        for (i, script) in list.iter().enumerate() {
            (0..TIMES).for_each(|n| all[(i * TIMES + n) * 2 + place].clone_from(script));
        }
        let logs = real.run(&all);
        let miss = |i: usize| {
            (0..TIMES).find_map(|n| missed(&list[i], logs.get((i * TIMES + n) * 2 + place)?).0.map(|argv| (i, argv)))
        };
        let found: Vec<_> = (0..list.len()).map(miss).collect();
        ran.extend(found.iter().flatten().next().map(|(i, argv)| (list[*i].clone(), argv.clone())));
        found.iter().map(Option::is_some).collect()
    };
    let small = shrink::shrunk(script, &mut fails);
    let argv = ran.iter().rev().find(|(script, _)| *script == small).map(|(_, argv)| argv.join(" ␠ "));
    format!("%% {}\n{small}\n=== {}", argv.unwrap_or_default(), shown(&small))
}

/// Runs so many scripts in several sandboxes; none where there is none to be had.
fn spread(count: u64, make: impl Fn(u64) -> (String, bool) + Sync) -> Option<Tally> {
    let start = number("AUTOMODE_DIFF_SEED", 1);
    let jobs = number("AUTOMODE_DIFF_JOBS", 1).min(count.div_ceil(BATCH)).max(1);
    let sandboxes: Vec<real::Real> = (0..jobs).map_while(|_| real::Real::new()).collect();
    if sandboxes.is_empty() {
        println!("skipped: no bwrap, no bash, or no namespaces here");
        return None;
    }
    let next = AtomicU64::new(start);
    let tally = std::thread::scope(|scope| {
        let (make, next) = (&make, &next);
        let start = |real| scope.spawn(move || work(real, make, next, start + count));
        let workers: Vec<_> = sandboxes.into_iter().map(start).collect();
        workers.into_iter().fold(Tally::default(), |mut all, worker| {
            all.add(worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            all
        })
    });
    Some(tally)
}

/// The other end of the sandbox: see `real::drive`.
#[test]
fn inside_the_sandbox_scripts_are_run() {
    real::drive();
}

#[test]
fn what_bash_runs_is_found() {
    let lists = Lists::new();
    let count = number("AUTOMODE_DIFF_CASES", 200);
    let Some(tally) = spread(count, |n| case(n, &lists)) else { return };
    settled("", count, tally);
}

/// The statements of written scripts, mixed anew. `AUTOMODE_DIFF_MIXED` says how many scripts.
#[test]
fn what_bash_runs_in_mixed_scripts_is_found() {
    let pool = mixed::Pool::new(&all_written());
    let count = number("AUTOMODE_DIFF_MIXED", 50);
    let Some(tally) = spread(count, |n| (mixed::script(&mut Random::new(n), &pool), false)) else { return };
    settled("mixed ", count, tally);
}

/// Says what became of so many scripts of a kind, and fails where something was missed.
fn settled(kind: &str, count: u64, tally: Tally) {
    let Tally { executed, commands, unknown, whole, whole_unknown, failures, once, reasons } = tally;
    println!(
        "{count} {kind}scripts, {executed} ran {commands} commands, {unknown} not fully understood ({whole_unknown} of \
         {whole} that were not broken on purpose), {} missed, {} missed once and never again",
        failures.len(),
        once.len()
    );
    if std::env::var_os("AUTOMODE_DIFF_REASONS").is_some() {
        let mut list: Vec<_> = reasons.into_iter().collect();
        list.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        list.iter().take(40).for_each(|(why, n)| println!("{n:7} {why}"));
    }
    assert!(failures.is_empty(), "missed in cases {failures:?}");
    assert!(executed * 3 >= count, "the sandbox runs hardly anything: {executed} of {count}");
}

/// Words of random pieces. `AUTOMODE_DIFF_WORDS` says how many scripts.
#[test]
fn what_bash_makes_of_odd_words_is_found() {
    let (count, start) = (number("AUTOMODE_DIFF_WORDS", 100), number("AUTOMODE_DIFF_SEED", 1));
    let Some(real) = real::Real::new() else {
        println!("skipped: no bwrap, no bash, or no namespaces here");
        return;
    };
    let make = |n| (oddwords::script(&mut Random::new(n)), false);
    let tally = work(real, make, &AtomicU64::new(start), start + count);
    println!(
        "{count} scripts of odd words ran {} commands, {} of {} not fully understood, {} missed",
        tally.commands,
        tally.unknown,
        tally.executed,
        tally.failures.len()
    );
    assert!(tally.failures.is_empty(), "missed in cases {:?}", tally.failures);
}

/// Scripts that were written to find differences. `AUTOMODE_DIFF_FILE` names others, to look at them before they are added.
#[test]
fn what_bash_runs_in_written_scripts_is_found() {
    let other = std::env::var("AUTOMODE_DIFF_FILE").map(|file| std::fs::read_to_string(file).unwrap());
    let list = written(other.as_deref().unwrap_or(SCRIPTS));
    let Some(real) = real::Real::new() else {
        println!("skipped: no bwrap, no bash, or no namespaces here");
        return;
    };
    let tally = work(real, |n| (list[n as usize].clone(), false), &AtomicU64::new(0), list.len() as u64);
    println!("{} scripts ran {} commands, {} not fully understood", tally.executed, tally.commands, tally.unknown);
    if std::env::var_os("AUTOMODE_DIFF_REASONS").is_some() {
        list.iter().filter_map(|s| Some((s, found(s).unknown?))).for_each(|(s, why)| println!("--- {why}\n{s}"));
    }
    assert!(tally.failures.is_empty(), "missed in scripts {:?}", tally.failures);
    let skipped = |script: &&String| only_known() && found(script).unknown.is_some();
    let count = list.len() - list.iter().filter(skipped).count();
    assert!(tally.executed * 10 > count as u64 * 9, "only {} of {count} ran anything", tally.executed);
}

/// What people write with jobs, pipelines and traps, and where nothing is shared that could be another file by then.
#[test]
fn what_is_not_shared_with_the_background_stays_known() {
    for script in [
        "t=/tmp/work; trap 'rm -rf \"$t\"' EXIT; c1; c2 x",
        "trap 'rm -f /tmp/x' EXIT INT TERM; c1; echo 'c2 a' > /tmp/x; bash /tmp/x",
        "echo 'c2 a' > /tmp/x; { bash /tmp/x; c3; } & wait; rm /tmp/x; c4",
        "c1 & c2 & wait; echo 'c3 b' > f; . ./f",
        "echo 'c1 a' > f; bash f | tee log; c2; cat log",
        "c1 > log 2>&1 & cat log; wait",
        "c1 <(c2) <(c3); echo 'c4 a' > f; bash f",
        "echo 'v=1' > env; . ./env; (c1 $v) & c2 $v; wait",
        "set -Ee; trap 'echo failed' ERR; f() { c1 $1; }; x=1; (f $x); y=$(c2); f \"$y\"",
        "trap 'c9 $?' EXIT; f() { c1; }; c2; f; cd /tmp; c3",
        "on_exit() { rm -rf build; }; trap on_exit EXIT; c1; for i in 1 2; do c2 $i; done",
        "cat > s.sh <<'X'\nc1 \"$@\"\nX\nchmod +x s.sh; ./s.sh k | c2",
        "exec 3>&1; c1 >&3; echo 'c2 a' > f; bash f",
    ] {
        assert_eq!(found(script).unknown, None, "{script}");
    }
}

/// What stopped at a limit is not walked again, which would find nothing and say so nowhere.
#[test]
fn a_limit_holds_for_what_is_walked_again() {
    let script = format!("echo c1 > f; bash f & echo c2 > f\n{}", "c3\n".repeat(9000));
    assert!(found(&script).unknown.is_some());
    let script = format!("echo c1 > f; bash f & echo c2 > f\n{}", "c3\n".repeat(5000));
    assert!(found(&script).unknown.is_some());
}

/// A command that is run for each of many starting points costs their number times its words: over a limit it is not followed.
#[test]
fn a_command_for_many_starting_points_is_a_limit() {
    let points = |n: usize| (0..n).map(|i| format!("d{i}")).collect::<Vec<_>>().join(" ");
    let run = |n| found(&format!("find {0} -exec c1 {0} {{}} \\;", points(n)));
    assert_eq!(run(8).unknown, None);
    assert!(run(400).unknown.is_some());
}

/// Scripts of which something was missed once: `%% ` and what bash ran (`␠` is a blank within an argument), the script below.
#[test]
fn past_failures_are_found_or_refused() {
    let mut wrong = Vec::new();
    // What a long run printed can be looked at again: `AUTOMODE_DIFF_PAST=file`.
    let other = std::env::var("AUTOMODE_DIFF_PAST").map(|file| std::fs::read_to_string(file).unwrap());
    for piece in other.as_deref().unwrap_or(FAILURES).split("\n%% ").skip(1) {
        let (ran, script) = piece.split_once('\n').unwrap();
        let argv: Vec<String> = ran.split(' ').map(|w| w.replace('␠', " ")).collect();
        if let (Some(argv), _) = missed(script, std::slice::from_ref(&argv)) {
            wrong.push(format!("{argv:?} not in\n{script}\n=== {}", shown(script)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
