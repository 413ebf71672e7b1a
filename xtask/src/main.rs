//! `cargo xtask TASK`: what developers and CI run besides cargo itself. One file per task.

mod anomaly;
mod args;
#[cfg(any(feature = "decision", feature = "train"))]
mod bare;
mod bench;
mod ci;
mod differential;
mod eval;
mod fuzz;
mod layout;
mod live;
mod profile;
mod purity;
mod readme;
mod run;
mod tidy;
mod train;

use std::process::ExitCode;

use args::Args;
use run::Result;

const HELP: &str = "\
cargo xtask TASK [options]

  tidy      rules that no compiler checks: crate edges, sizes, words, links, lock file
  purity    the pure crates build for wasm32 and a lint keeps the machine out of them
  readme    what the documents show of the binary is what it does   [--update] [--bin FILE]
  bench     time and size of the shipped binary   [--check] [--json FILE] [--bin FILE] [--runs N] [--only WORD]
  layout    what a hook touches, for the linker, into crates/automode/hot.ld   [--check] [--bin FILE, mapped in target/layout.map]
  profile   how often a hook runs which code, for the compiler, into crates/automode/hot.profdata   [--bin FILE]
  dist      builds the binary that is shipped, by both lists, and says where it is
  eval      scores over the corpora, into docs/EVALUATION.md   [--corpora DIR] [--bin FILE] [--print]
  anomaly-eval   planted incidents in a simulated fleet, into docs/design/anomaly.md   [--projects N] [--days N] [--seed N]
  live      scenarios with the real Claude Code   [--live DIR] [--bin FILE] [--scenario NAME] [--faults [--only KIND]]
  train     the weights of the injection scanner, or of the judge of edits   [--edits] [--evaluate] [--data DIR] [--folds N] [--scores FILE]
  differential  what bash runs is what the engine finds   [--cases N] [--mixed N] [--seed S] [--jobs N] [--shrink] [--known]
  fuzz      libFuzzer on a nightly compiler   [--target shell|engine|argv|code|edits|consent] [--minutes N]
  ci        everything that CI runs, in order   [--skip STEP,STEP] [--from STEP]";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let task = words.next().unwrap_or_default();
    let args = Args::new(words.collect());
    match dispatch(&task, &args).and_then(|()| args.finish()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            if !why.is_empty() {
                eprintln!("xtask {task}: {why}");
            }
            ExitCode::FAILURE
        }
    }
}

fn dispatch(task: &str, args: &Args) -> Result {
    match task {
        "tidy" => tidy::run(),
        "purity" => purity::run(),
        "readme" => readme::run(args),
        "bench" => bench::run(args),
        "bench-decision" => bench::decision::run(args),
        "anomaly-eval" => anomaly::run(args),
        "eval" => eval::run(args),
        "layout" => layout::run(args),
        "profile" => profile::run(args),
        "dist" => dist(),
        "live" => live::run(args),
        "train" => train::run(args),
        "differential" => differential::run(args),
        "fuzz" => fuzz::run(args),
        "ci" => ci::run(args),
        "" | "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(format!("there is no task `{other}`\n{HELP}")),
    }
}

/// What is installed where a plain `cargo build` would do, a tenth faster.
fn dist() -> Result {
    println!("{}", run::binary(None)?.display());
    Ok(())
}
