//! `cargo xtask readme`: what the README and the book show of automode's behaviour is what the binary does. In a block that
//! begins with ```` ```console ````, each `$ automode …` is run and compared with the lines below it (a line `…` ends the
//! comparison). In the table between the markers, the second column is the verdict about the first. `--update` writes what
//! is true. Nothing of the examples is executed: `check`, `explain` and `replay` only judge.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::args::Args;
use crate::run::{self, Result, root, target_dir};

const TABLE: &str = "<!-- verdicts";
const REST: &str = "…";

pub fn run(args: &Args) -> Result {
    let update = args.flag("--update");
    let binary = run::binary(args.value("--bin"))?;
    check(&binary, update)
}

/// Compares all documents that show output.
pub fn check(binary: &Path, update: bool) -> Result {
    let shop = Shop::new(binary)?;
    let mut documents = vec![root().join("README.md")];
    for entry in std::fs::read_dir(root().join("docs/book/src")).map_err(|e| e.to_string())?.flatten() {
        documents.push(entry.path());
    }
    documents.sort();
    let mut stale = Vec::new();
    for path in documents.iter().filter(|p| p.extension().is_some_and(|e| e == "md")) {
        let before = run::read(path)?;
        let now = renewed(&before, &shop)?;
        if now != before && update {
            run::write(path, &now)?;
        }
        stale.extend((now != before).then(|| difference(path, &before, &now)));
    }
    if update || stale.is_empty() {
        println!("readme: {} documents, {} renewed", documents.len(), stale.len());
        return Ok(());
    }
    Err(format!(
        "documents show what is not so\n{}\nhint: cargo xtask readme --update, and look at the difference",
        stale.join("\n")
    ))
}

/// The first line that differs.
fn difference(path: &Path, before: &str, now: &str) -> String {
    let (n, (old, new)) =
        before.lines().zip(now.lines()).enumerate().find(|(_, (a, b))| a != b).unwrap_or((0, ("", "(other length)")));
    let name = path.strip_prefix(root()).unwrap_or(path).display();
    format!("{name}:{}:\n  shows  {old}\n  truth  {new}", n + 1)
}

/// The document with outputs and verdicts as they are now.
fn renewed(text: &str, shop: &Shop) -> Result<String> {
    let mut out = String::new();
    let mut lines = text.lines().peekable();
    let (mut console, mut table) = (false, false);
    while let Some(line) = lines.next() {
        table = line.starts_with(TABLE) || table && !line.is_empty();
        console = line.starts_with("```console") || console && !line.starts_with("```");
        match line.strip_prefix("$ ") {
            Some(command) if console && command.starts_with("automode ") => {
                let mut shown = Vec::new();
                while let Some(next) = lines.next_if(|l| !l.starts_with("```") && !l.starts_with("$ ")) {
                    shown.push(next);
                }
                out.push_str(&format!("{line}\n"));
                answer(&mut out, &shop.output(command)?, &shown);
            }
            _ if table && line.starts_with("| `") => out.push_str(&shop.row(line)?),
            _ => out.push_str(&format!("{line}\n")),
        }
    }
    Ok(out)
}

/// The output, as far as the document shows it.
fn answer(out: &mut String, real: &str, shown: &[&str]) {
    let cut = shown.iter().position(|l| *l == REST);
    let lines = real.trim_end().lines().take(cut.unwrap_or(usize::MAX));
    lines.for_each(|l| out.push_str(&format!("{}\n", l.trim_end())));
    if let Some(cut) = cut {
        shown.iter().skip(cut).for_each(|l| out.push_str(&format!("{l}\n")));
    } else if shown.last().is_some_and(|l| l.is_empty()) {
        out.push('\n');
    }
}

/// An engine's version without the hash of its sources: that one is another after each change, wherever it is shown.
fn without_build(line: &str) -> String {
    match line.strip_prefix("engine ").and_then(|l| l.split_once('+')) {
        Some((version, _)) => format!("engine {version}+{REST}\n"),
        None => line.to_owned(),
    }
}

/// A home with a repository, the same on every machine.
struct Shop {
    dir: PathBuf,
    path: String,
}

impl Shop {
    fn new(binary: &Path) -> Result<Self> {
        let dir = target_dir().join("readme/home");
        run::sample_repository(&dir.join("shop"))?;
        let link = dir.join("shop/examples");
        if !link.exists() {
            std::os::unix::fs::symlink(root().join("examples"), &link).map_err(|e| e.to_string())?;
        }
        let folder = binary.parent().map(|p| p.display().to_string()).unwrap_or_default();
        Ok(Self { path: format!("{folder}:/usr/bin:/bin"), dir })
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("HOME", &self.dir).env("PATH", &self.path).env("COLUMNS", "100");
        command.current_dir(self.dir.join("shop")).stdin(Stdio::null());
        command
    }

    /// What a documented command prints. Its exit code is part of its answer, not a failure.
    fn output(&self, line: &str) -> Result<String> {
        let out = self.command("sh").args(["-c", line]).output().map_err(|e| e.to_string())?;
        let text = String::from_utf8_lossy(&out.stdout).replace(&self.dir.display().to_string(), "/home/dev");
        if text.is_empty() {
            Err(format!("`{line}` says nothing on stdout: {}", String::from_utf8_lossy(&out.stderr)))
        } else {
            Ok(text.split_inclusive('\n').map(without_build).collect())
        }
    }

    /// A row of the table with the verdict that is given now. `write PATH` is a file's content.
    fn row(&self, line: &str) -> Result<String> {
        let mut cells: Vec<String> = line.split(" | ").map(str::to_owned).collect();
        let action = cells.first().map(|c| c.trim_start_matches("| ").trim_matches('`').to_owned()).unwrap_or_default();
        let mut command = self.command("automode");
        command.args(["check", "--json"]);
        match action.strip_prefix("write ") {
            Some(path) => command.args(["--write", path]),
            None => command.args(["--", &action.replace("\\|", "|")]),
        };
        let out = command.output().map_err(|e| e.to_string())?;
        let json: serde_json::Value = serde_json::from_slice(&out.stdout).map_err(|e| format!("`{action}`: {e}"))?;
        let decision = json.get("decision").and_then(serde_json::Value::as_str).unwrap_or("nothing");
        let hard = json.get("hard").and_then(serde_json::Value::as_bool) == Some(true);
        if let Some(cell) = cells.get_mut(1) {
            *cell = if hard { format!("{decision} (hard)") } else { decision.to_owned() };
        }
        Ok(format!("{}\n", cells.join(" | ")))
    }
}
