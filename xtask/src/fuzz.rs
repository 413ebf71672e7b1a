//! `cargo xtask fuzz`: libFuzzer over the targets of `fuzz/`, with a nightly compiler, without cargo-fuzz. What it finds is
//! left in `target/fuzz`; a crash belongs into a test.

use std::path::PathBuf;
use std::process::Command;

use crate::args::Args;
use crate::run::{self, Result, root, target_dir};

/// What makes a program report which of its branches an input took.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cdebug-assertions -Coverflow-checks=on";
/// Where it is built: fuzzing needs a triple, so that build scripts are not instrumented.
const TRIPLE: &str = "x86_64-unknown-linux-gnu";
/// Longer inputs are rarely better, and slow.
const MAX_BYTES: &str = "-max_len=4096";
/// An input that takes longer, in seconds, is a finding.
const TIMEOUT: &str = "-timeout=5";

pub fn run(args: &Args) -> Result {
    let target = args.value("--target").unwrap_or_else(|| "shell".to_owned());
    let minutes = args.number("--minutes", 5)?;
    let dir = target_dir().join("fuzz");
    build(&dir)?;
    let corpus = dir.join("corpus").join(&target);
    seed(&corpus)?;
    let binary = dir.join(TRIPLE).join("release").join(&target);
    let mut command = Command::new(binary);
    command.arg(&corpus).args([MAX_BYTES, TIMEOUT, "-rss_limit_mb=3000", "-print_final_stats=1"]);
    command.arg(format!("-max_total_time={}", minutes * 60)).arg(format!("-artifact_prefix={}/", dir.display()));
    run::run(&mut command)
}

fn build(dir: &std::path::Path) -> Result {
    let mut command = Command::new("rustup");
    command.args(["run", "nightly", "cargo", "build", "--release", "--target", TRIPLE]);
    // The cargo that runs us would be the nightly's own otherwise.
    command.env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN").env("RUSTFLAGS", COVERAGE);
    command.env("CARGO_TARGET_DIR", dir).current_dir(root().join("fuzz"));
    run::run(&mut command)
        .map_err(|why| format!("{why}\nhint: it needs `rustup toolchain install nightly` and a C++ compiler"))
}

/// The scripts of the tests and the golden commands, each for every dialect.
fn seed(corpus: &PathBuf) -> Result {
    std::fs::create_dir_all(corpus).map_err(|e| format!("{}: {e}", corpus.display()))?;
    let mut texts = Vec::new();
    for name in ["crates/shell/tests/table.txt", "crates/engine/tests/differential_failures.txt"] {
        let text = run::read(&root().join(name))?;
        texts.extend(text.split("\n= ").chain(text.split("\n%% ")).map(|t| t.replace("$ ", "")));
    }
    let golden = root().join("corpus/golden");
    for entry in std::fs::read_dir(golden).map_err(|e| e.to_string())?.flatten() {
        texts.extend(run::read(&entry.path())?.lines().filter_map(|l| Some(l.split_once("  ")?.1.to_owned())));
    }
    for (n, text) in texts.iter().enumerate() {
        for dialect in 0..3_u8 {
            let bytes = [&[dialect][..], text.trim().as_bytes()].concat();
            let file = corpus.join(format!("seed-{n}-{dialect}"));
            std::fs::write(&file, bytes).map_err(|e| format!("{}: {e}", file.display()))?;
        }
    }
    Ok(())
}
