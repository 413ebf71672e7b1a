//! `cargo xtask bench`: what a hook costs, as a ratio to the cheapest program that could stand in its place.
//!
//! Wall time on a shared machine says little, so the whole hook is measured in CPU time (user + system of the child, from
//! `getrusage`, in steps of 1 µs; the kernel accounts in nanoseconds), in pairs: floor, hook, floor, hook … The ratio is
//! that of the medians, its interval a bootstrap over the pairs. Each hook run writes its record into a ledger on the disk.

pub mod decision;
mod events;
mod load;
mod measure;
mod reads;
mod stats;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::args::Args;
use crate::run::{self, MUSL, Result, cargo, target_dir};
use measure::Subject;

/// One measured figure, with its bound where we promise one.
pub struct Figure {
    name: String,
    unit: &'static str,
    value: f64,
    low: f64,
    high: f64,
    bound: Option<f64>,
    note: String,
}

impl Figure {
    fn missed(&self) -> bool {
        self.bound.is_some_and(|b| self.value > b)
    }

    fn json(&self) -> Value {
        json!({"name": self.name, "unit": self.unit, "value": self.value, "low": self.low, "high": self.high,
               "bound": self.bound, "kept": !self.missed(), "note": self.note})
    }
}

/// The promise for a binary that is one file to install.
const MAX_BINARY_MB: f64 = 15.0;

pub fn run(args: &Args) -> Result {
    let (check, file, runs) = (args.flag("--check"), args.value("--json"), args.number("--runs", 1500)?);
    let only = args.value("--only").unwrap_or_default();
    let wanted = |name: &str| name.contains(&only);
    let binary = run::binary(args.value("--bin"))?;
    let place = Place::new(&binary)?;
    let mut figures = Vec::new();
    for case in events::cases().into_iter().filter(|c| wanted(c.name)) {
        figures.extend(whole_hook(&place, &case, runs)?);
    }
    if wanted("64 KiB read") {
        figures.extend(reads::figures(&place, runs)?);
    }
    if wanted("64 at once") {
        figures.extend(load::at_once(&place)?);
    }
    if wanted("decision") {
        figures.extend(decision_figures()?);
    }
    figures.push(size(&binary)?);
    place.remove();
    table(&figures);
    if let Some(file) = file {
        let list: Vec<_> = figures.iter().map(Figure::json).collect();
        run::write(Path::new(&file), &format!("{:#}\n", json!({"cores": measure::cores(), "figures": list})))?;
    }
    let missed: Vec<_> = figures.iter().filter(|f| f.missed()).map(|f| f.name.as_str()).collect();
    if check && !missed.is_empty() {
        return Err(format!("bounds missed: {}", missed.join(", ")));
    }
    Ok(())
}

/// Where a bench runs: its own home, repository and ledger, below the target directory (a real disk, not a memory one).
pub struct Place {
    dir: PathBuf,
    gate: PathBuf,
    floor: PathBuf,
}

impl Place {
    fn new(gate: &Path) -> Result<Self> {
        let dir = target_dir().join(format!("bench-{}", std::process::id()));
        run::sample_repository(&dir.join("shop"))?;
        let floor = floor(&dir)?;
        let gate = installed(gate, &dir)?;
        Ok(Self { dir, gate, floor })
    }

    /// A hook run as a host would start it: no shell, a small environment.
    fn hook(&self) -> Subject {
        let mut command = Command::new(&self.gate);
        command.args(["hook", "claude", "--profile", "strict", "--state"]).arg(self.dir.join("state"));
        self.subject(command)
    }

    fn floor(&self) -> Subject {
        self.subject(Command::new(&self.floor))
    }

    fn subject(&self, mut command: Command) -> Subject {
        command.env_clear().env("HOME", &self.dir).env("PATH", "/usr/bin:/bin").current_dir(self.dir.join("shop"));
        Subject::new(command)
    }

    fn cwd(&self) -> String {
        self.dir.join("shop").to_string_lossy().into_owned()
    }

    fn remove(&self) {
        // A left-over directory below target/ hurts nobody.
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// A copy, as an installation makes it. A linker that writes its output through a mapping leaves it in the page cache in
/// the smallest pieces, each of which costs every process that touches it; a file written or read in one go is kept in
/// larger ones (measured: 15 % of the whole hook).
fn installed(gate: &Path, dir: &Path) -> Result<PathBuf> {
    use std::os::unix::fs::PermissionsExt;
    let copy = dir.join("automode");
    let bytes = std::fs::read(gate).map_err(|e| format!("{}: {e}", gate.display()))?;
    std::fs::write(&copy, bytes).map_err(|e| format!("{}: {e}", copy.display()))?;
    std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(0o755)).map_err(|e| e.to_string())?;
    Ok(copy)
}

/// Builds the floor with the compiler that makes the smallest static programs.
fn floor(dir: &Path) -> Result<PathBuf> {
    let source = run::root().join("xtask/src/bench/floor.c");
    let out = dir.join("floor");
    let compiler = if run::have("musl-gcc") { "musl-gcc" } else { "cc" };
    run::run(Command::new(compiler).args(["-O2", "-static", "-o"]).arg(&out).arg(source))?;
    Ok(out)
}

/// CPU time of the hook on one event, in pairs with the floor.
fn whole_hook(place: &Place, case: &events::Case, runs: usize) -> Result<Vec<Figure>> {
    let (mut hook, mut floor) = (place.hook(), place.floor());
    let event = |n: usize| case.event(&place.cwd(), n);
    let answer = hook.run(&event(0))?;
    case.verify(&answer.stdout)?;
    let mut pairs = Vec::with_capacity(runs);
    for n in 0..runs {
        let input = event(n);
        pairs.push((floor.run(&input)?.cpu_us, hook.run(&input)?.cpu_us));
    }
    let (ratio, low, high) = stats::ratio_of_medians(&pairs);
    let gates = stats::median(pairs.iter().map(|p| p.1));
    let floors = stats::median(pairs.iter().map(|p| p.0));
    let note = format!("{gates:.0} µs against {floors:.0} µs, {runs} pairs");
    let name = format!("whole hook, {}", case.name);
    Ok(vec![Figure { name, unit: "× floor", value: ratio, low, high, bound: case.bound, note }])
}

/// The decision alone, measured in a build with the shipped profile.
fn decision_figures() -> Result<Vec<Figure>> {
    let args = ["run", "--quiet", "--release", "-p", "xtask", "--features", "decision", "--target", MUSL];
    let text = run::output(cargo().args(args).args(run::shipped()).args(["--", "bench-decision"]))?;
    let rows: Value = serde_json::from_str(&text).map_err(|e| format!("bench-decision: {e}"))?;
    let number = |row: &Value, key: &str| row.get(key).and_then(Value::as_f64).unwrap_or(f64::NAN);
    let figures = rows.as_array().into_iter().flatten().map(|row| Figure {
        name: format!("decision alone, {}", row.get("name").and_then(Value::as_str).unwrap_or_default()),
        unit: "µs",
        value: number(row, "median"),
        low: number(row, "p05"),
        high: number(row, "p99"),
        bound: row.get("bound").and_then(Value::as_f64),
        note: "median, 5 % and 99 % of warm runs".to_owned(),
    });
    Ok(figures.collect())
}

fn size(binary: &Path) -> Result<Figure> {
    let bytes = binary.metadata().map_err(|e| e.to_string())?.len();
    let value = bytes as f64 / 1e6;
    let note = format!("{bytes} bytes");
    Ok(Figure { name: "binary".into(), unit: "MB", value, low: value, high: value, bound: Some(MAX_BINARY_MB), note })
}

fn table(figures: &[Figure]) {
    println!("{:<44} {:>9} {:>17} {:>8}  {:<6} note", "figure", "value", "interval", "bound", "");
    for f in figures {
        let interval = format!("{:.2} – {:.2}", f.low, f.high);
        let bound = f.bound.map_or_else(String::new, |b| format!("≤ {b}"));
        let state = match (f.bound, f.missed()) {
            (None, _) => "",
            (_, true) => "MISSED",
            _ => "kept",
        };
        println!("{:<44} {:>9.2} {interval:>17} {bound:>8}  {state:<6} {}; {}", f.name, f.value, f.unit, f.note);
    }
}
