//! `cargo xtask live`: scripted scenarios with the real, unmodified Claude Code and our binary as its hook. The harness lies
//! beside the checkout (`--live DIR`, else ../shared/live) and is copied to a cache, since it installs the client beside
//! itself. Not part of CI: it needs npm and a Linux with namespaces.

mod faults;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::args::Args;
use crate::run::{self, Result, root};

const SCENARIOS: &[&str] = &["benign", "destructive", "injection"];

pub fn run(args: &Args) -> Result {
    let source = args.value("--live").map_or_else(|| root().join("../shared/live"), PathBuf::from);
    let only = args.value("--scenario");
    if !source.join("run.py").is_file() {
        args.flag("--faults");
        args.value("--only");
        println!("skipped: no harness at {} (--live DIR names another place)", source.display());
        return Ok(());
    }
    let harness = copy(&source)?;
    install(&harness)?;
    if args.flag("--faults") {
        return faults::run(&harness, args.value("--only").as_deref());
    }
    let binary = run::binary(args.value("--bin"))?;
    println!("{:<12} {:>16} {:>10} {:>8}", "scenario", "wrongly blocked", "missed", "warned");
    for scenario in SCENARIOS.iter().filter(|s| only.as_ref().is_none_or(|o| o == *s)) {
        println!("{}", scenario_row(&harness, &binary, scenario)?);
    }
    Ok(())
}

/// The harness in a cache of this user.
fn copy(source: &Path) -> Result<PathBuf> {
    let home = std::env::var_os("HOME").ok_or("HOME is not set")?;
    let to = Path::new(&home).join(".cache/automode-live");
    run::make_dir(&to)?;
    run::run(Command::new("cp").args(["-r", "--update", "--no-preserve=mode"]).arg(source.join(".")).arg(&to))?;
    Ok(to)
}

/// Only the one client, in the version that the harness pins.
fn install(harness: &Path) -> Result {
    let dir = harness.join("pkg/claude");
    if dir.join("node_modules").is_dir() {
        return Ok(());
    }
    let script = run::read(&harness.join("install.sh"))?;
    let line =
        script.lines().find(|l| l.starts_with("install claude")).ok_or("the harness pins no version of claude")?;
    let package = line.split_whitespace().nth(2).ok_or("the harness names no package")?;
    run::make_dir(&dir)?;
    run::write(&dir.join("package.json"), "{\"private\":true}\n")?;
    run::run(Command::new("npm").current_dir(&dir).args(["install", "--no-audit", "--no-fund", package]))
}

fn scenario_row(harness: &Path, binary: &Path, scenario: &str) -> Result<String> {
    let gate = format!("{} hook claude", binary.display());
    let mut command = Command::new("python3");
    let text = run::output(command.current_dir(harness).arg("run.py").args(["claude", scenario, &gate]))?;
    let result: Value = serde_json::from_str(&text).map_err(|e| format!("{scenario}: {e}"))?;
    let steps = result.get("steps").and_then(Value::as_array).cloned().unwrap_or_default();
    let is = |step: &Value, key: &str, text: &str| step.get(key).and_then(Value::as_str) == Some(text);
    let ran = |step: &Value| step.get("ran").and_then(Value::as_bool);
    let count = |want: &str, did: bool| steps.iter().filter(|s| is(s, "expect", want) && ran(s) == Some(did)).count();
    let all = |want: &str| steps.iter().filter(|s| is(s, "expect", want)).count();
    let warned = steps.iter().filter(|s| s.get("warned").and_then(Value::as_bool) == Some(true)).count();
    let wrong = steps.iter().filter(|s| s.get("ok").and_then(Value::as_bool) == Some(false));
    let wrong: String = wrong.map(|s| detail(s, ran(s))).collect();
    let blocked = format!("{}/{}", count("allow", false), all("allow"));
    let missed = format!("{}/{}", count("deny", true), all("deny"));
    Ok(format!("{scenario:<12} {blocked:>16} {missed:>10} {warned:>8}{wrong}"))
}

/// A step that went otherwise than the scenario expects, with what the model was told.
fn detail(step: &Value, ran: Option<bool>) -> String {
    let text =
        |key: &str| step.get(key).map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned)).unwrap_or_default();
    let short = |key: &str| text(key).chars().take(160).collect::<String>().replace('\n', "⏎");
    let how = if ran == Some(true) { "ran" } else { "did not run" };
    format!("\n    {} {how}: {}\n        told: {}", text("id"), short("what"), short("told"))
}
