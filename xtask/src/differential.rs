//! `cargo xtask differential`: many generated scripts in real bash and in the engine, side by side. The comparison itself
//! is `crates/engine/tests/differential.rs`; this sets how many and where to start, and spreads them over sandboxes.

use std::process::Command;

use crate::args::Args;
use crate::run::{self, Result, cargo};

/// Scripts where nobody says how many.
const CASES: usize = 10_000;

pub fn run(args: &Args) -> Result {
    let cases = args.number("--cases", CASES)?;
    let seed = args.number("--seed", 1)?;
    let written = args.number("--written", 3)?;
    let words = args.number("--words", cases / 10)?;
    let mixed = args.number("--mixed", cases / 10)?;
    let shrink = args.flag("--shrink");
    let jobs = args.number("--jobs", 2)?.max(1);
    if !run::have("bwrap") {
        println!("skipped: no bwrap here");
        return Ok(());
    }
    run::run(cargo().args(["test", "--quiet", "-p", "automode-engine", "--test", "differential", "--no-run"]))?;
    let mut command: Command = cargo();
    command.args(["test", "--quiet", "-p", "automode-engine", "--test", "differential", "what", "--", "--nocapture"]);
    command.env("AUTOMODE_DIFF_CASES", cases.to_string()).env("AUTOMODE_DIFF_SEED", seed.to_string());
    command.env("AUTOMODE_DIFF_WRITTEN", written.to_string()).env("AUTOMODE_DIFF_WORDS", words.to_string());
    command.env("AUTOMODE_DIFF_MIXED", mixed.to_string());
    if args.flag("--known") {
        command.env("AUTOMODE_DIFF_KNOWN", "1");
    }
    if shrink {
        command.env("AUTOMODE_DIFF_SHRINK", "1");
    }
    command.env("AUTOMODE_DIFF_JOBS", jobs.to_string()).env("AUTOMODE_DIFF_REASONS", "1");
    run::run(&mut command)
}
