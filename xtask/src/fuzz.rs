//! `cargo xtask fuzz`: libFuzzer over the targets of `fuzz/`, with a nightly compiler, without cargo-fuzz. What it finds is
//! left in `target/fuzz`; a crash belongs into a test.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
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
/// An input that takes longer, in seconds of the wall, is a finding; a busy machine needs more.
const TIMEOUT_S: usize = 5;
/// Files of changes: pieces that begin with `@@ path`, before and after with `>>>>` between.
const CHANGES: [&str; 5] = [
    "crates/engine/src/understand/edits/cases.txt",
    "crates/engine/tests/edits/deps.txt",
    "crates/engine/tests/edits/languages.txt",
    "crates/engine/tests/edits/ops.txt",
    "crates/engine/tests/edits/security.txt",
];
/// How code is handed over in golden commands, and its place among the languages of the target `code`.
const FRONTS: [(&str, u8); 7] =
    [("python3 -c ", 0), ("node -e ", 1), ("ruby -e ", 2), ("perl -e ", 3), ("php -r ", 4), ("lua -e ", 5), ("-c ", 6)];

pub fn run(args: &Args) -> Result {
    let target = args.value("--target").unwrap_or_else(|| "shell".to_owned());
    let minutes = args.number("--minutes", 5)?;
    let timeout = args.number("--timeout", TIMEOUT_S)?;
    let dir = target_dir().join("fuzz");
    build(&dir)?;
    let corpus = dir.join("corpus").join(&target);
    seed(&target, &corpus)?;
    let words = dir.join("words.dict");
    dictionary(&words)?;
    let binary = dir.join(TRIPLE).join("release").join(&target);
    let mut command = Command::new(binary);
    command.arg(&corpus).args([MAX_BYTES, "-rss_limit_mb=3000", "-print_final_stats=1"]);
    command.arg(format!("-timeout={timeout}")).arg(format!("-max_total_time={}", minutes * 60));
    command.arg(format!("-dict={}", words.display()));
    command.arg(format!("-artifact_prefix={}/{target}-", dir.display()));
    run::run(&mut command)
}

/// Whether the targets still compile. Nothing is linked, so neither a nightly nor libFuzzer itself, which is C++, is needed.
pub fn check() -> Result {
    let mut command = run::cargo();
    command.args(["check", "--quiet", "--locked"]).current_dir(root().join("fuzz"));
    command.env("CARGO_TARGET_DIR", target_dir()).env("CUSTOM_LIBFUZZER_PATH", target_dir().join("none.a"));
    run::run(&mut command)
}

fn build(dir: &Path) -> Result {
    let mut command = Command::new("rustup");
    command.args(["run", "nightly", "cargo", "build", "--release", "--target", TRIPLE]);
    // The cargo that runs us would be the nightly's own otherwise.
    command.env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN").env("RUSTFLAGS", COVERAGE);
    command.env("CARGO_TARGET_DIR", dir).current_dir(root().join("fuzz"));
    run::run(&mut command)
        .map_err(|why| format!("{why}\nhint: it needs `rustup toolchain install nightly` and a C++ compiler"))
}

/// What a target begins with: the inputs of the tests.
fn seed(target: &str, corpus: &PathBuf) -> Result {
    std::fs::create_dir_all(corpus).map_err(|e| format!("{}: {e}", corpus.display()))?;
    let inputs = match target {
        "shell" => under_each(&scripts()?, 3),
        "engine" => under_each(&scripts()?, 1),
        "argv" => scripts()?.iter().map(|t| [b"\0\0", t.replace(' ', "\0").as_bytes()].concat()).collect(),
        "code" => code()?,
        "edits" => changes()?,
        "consent" => asked()?,
        other => return Err(format!("`{other}` is no target: one of shell, engine, argv, code, edits, consent")),
    };
    for (n, bytes) in inputs.iter().enumerate() {
        let file = corpus.join(format!("seed-{n}"));
        std::fs::write(&file, bytes).map_err(|e| format!("{}: {e}", file.display()))?;
    }
    Ok(())
}

/// Each text behind each of the first bytes.
fn under_each(texts: &[String], bytes: u8) -> Vec<Vec<u8>> {
    texts.iter().flat_map(|t| (0..bytes).map(move |b| [&[b][..], t.trim().as_bytes()].concat())).collect()
}

/// The scripts of the tests and the golden commands.
fn scripts() -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for name in ["crates/shell/tests/table.txt", "crates/engine/tests/differential_failures.txt"] {
        let text = run::read(&root().join(name))?;
        texts.extend(text.split("\n= ").chain(text.split("\n%% ")).map(|t| t.replace("$ ", "")));
    }
    texts.extend(golden()?);
    Ok(texts)
}

/// The golden commands.
fn golden() -> Result<Vec<String>> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(root().join("corpus/golden")).map_err(|e| e.to_string())?.flatten() {
        let text = run::read(&entry.path())?;
        out.extend(text.lines().filter_map(|l| Some(l.split_once("  ")?.1.replace('⏎', "\n"))));
    }
    Ok(out)
}

/// The code in the golden commands, behind its language.
fn code() -> Result<Vec<Vec<u8>>> {
    let of = |command: &String| {
        let (front, which) = FRONTS.iter().find(|(front, _)| command.contains(front))?;
        let text = command.split_once(front)?.1.trim_matches(['"', '\'']);
        Some([&[*which][..], text.as_bytes()].concat())
    };
    Ok(golden()?.iter().filter_map(of).collect())
}

/// The changes of the tests.
fn changes() -> Result<Vec<Vec<u8>>> {
    let mut out = Vec::new();
    for name in CHANGES {
        let text = run::read(&root().join(name))?;
        for (n, piece) in text.split("\n@@ ").skip(1).enumerate() {
            let body = piece.split_once('\n').map_or("", |(_, body)| body).replace("\n>>>>\n", "\0");
            let which = u8::try_from(n % 48).unwrap_or(0);
            out.push([&[which][..], body.as_bytes()].concat());
        }
    }
    Ok(out)
}

/// The rows of the permission benchmark, without what is wanted of them; one in nine is variety enough.
fn asked() -> Result<Vec<Vec<u8>>> {
    let mut out = Vec::new();
    for folder in ["", "everyday"] {
        let dir = root().join("corpus/permission").join(folder);
        for file in std::fs::read_dir(dir).map_err(|e| e.to_string())?.flatten().map(|e| e.path()) {
            if file.extension().is_some_and(|e| e == "txt") {
                let text = run::read(&file)?;
                let rows = text.lines().filter(|l| !l.starts_with('#')).step_by(9);
                out.extend(rows.filter_map(|l| Some(l.split_once(' ')?.1.as_bytes().to_vec())));
            }
        }
    }
    Ok(out)
}

/// The options that are known, as words to try.
fn dictionary(file: &Path) -> Result {
    let mut words = BTreeSet::new();
    for entry in std::fs::read_dir(root().join("knowledge")).map_err(|e| e.to_string())?.flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|e| e == "toml") {
            let text = run::read(&path)?;
            let plain = |w: &&str| w.starts_with('-') && w.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            words.extend(text.split(|c: char| c.is_whitespace() || c == '"').filter(plain).map(str::to_owned));
        }
    }
    let lines: Vec<String> = words.iter().map(|w| format!("\"{w}\"\n")).collect();
    run::write(file, &lines.concat())
}
