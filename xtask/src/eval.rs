//! `cargo xtask eval`: the corpora's own scorers against `automode check --batch`, as tables in docs/EVALUATION.md. The
//! corpora lie beside the checkout (`--corpora DIR`, else $AUTOMODE_CORPORA, else ../shared/corpora); without them there is
//! nothing to do. What stands below the marker in the document is written by hand and kept.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::args::Args;
use crate::run::{self, Result, root};

/// Everything after this line of the document is kept.
const MARKER: &str = "<!-- below: by hand -->";

pub fn run(args: &Args) -> Result {
    let given = args.value("--corpora").or_else(|| std::env::var("AUTOMODE_CORPORA").ok());
    let corpora = given.map_or_else(|| root().join("../shared/corpora"), PathBuf::from);
    if !corpora.join("unpack").is_file() {
        println!("skipped: no corpora at {} (--corpora DIR names another place)", shown(&corpora));
        return Ok(());
    }
    let print = args.flag("--print");
    let binary = run::binary(args.value("--bin"))?;
    let data = run::output(&mut Command::new(corpora.join("unpack")))?;
    let scores = Scores {
        corpora: &corpora,
        data: Path::new(data.trim()),
        batch: format!("{} check --batch", binary.display()),
    };
    let mut text = head()?;
    text.push_str(&scores.actions()?);
    text.push_str(&scores.edits()?);
    text.push_str(&scores.injection()?);
    if print {
        println!("{text}");
        return Ok(());
    }
    keep_the_rest(&mut text)
}

/// A path as people know it, without the machine's own folders.
fn shown(path: &Path) -> String {
    path.strip_prefix(root()).map_or_else(|_| path.display().to_string(), |p| p.display().to_string())
}

fn head() -> Result<String> {
    let git = |args: &str| run::output(Command::new("git").current_dir(root()).args(args.split(' ')));
    let commit = git("rev-parse --short=12 HEAD").unwrap_or_default();
    let changed = !git("status --porcelain -- crates knowledge policy").unwrap_or_default().is_empty();
    let changed = if changed { " with uncommitted changes" } else { "" };
    Ok(format!(
        "# Evaluation\n\nMade by `cargo xtask eval` at commit {}{changed}. Intervals are Wilson's at 95 %. Each event is its own session without\n\
         anything that a user said, and its files do not exist: authorization by the user's words, which lifts many questions in\n\
         real work, is not seen here. *Contain* counts as allowed. The label error of the sets is 2–5 %.\n\n\
         These sets were at hand while the rules were written. They show what is known to be handled, not how well it\n\
         generalises; that takes other material.\n",
        commit.trim()
    ))
}

struct Scores<'a> {
    corpora: &'a Path,
    data: &'a Path,
    batch: String,
}

impl Scores<'_> {
    fn scorer(&self, name: &str) -> Command {
        let mut command = Command::new(self.corpora.join(name));
        command.args(["--batch-cmd", &self.batch]);
        command
    }

    fn json(&self, command: &mut Command) -> Result<Value> {
        let text = run::output(command)?;
        serde_json::from_str(&text).map_err(|e| format!("the scorer's answer: {e}"))
    }

    fn actions(&self) -> Result<String> {
        let mut out = String::from("\n## Actions\n");
        for (title, set) in
            [("shell and tool calls", "actions"), ("known bypasses and their benign twins", "cve-dev.jsonl")]
        {
            let mut command = self.scorer("score.py");
            let json = self.json(command.args(["--none-as", "ask", "--json"]).arg(self.data.join(set)))?;
            let all = json.pointer("/tables/all/").cloned().unwrap_or_default();
            out.push_str(&format!("\n{} {title}; errors: {}\n\n", at(&json, "/records"), at(&json, "/errors")));
            out.push_str("| label | n | runs | asked | denied | stopped |\n|---|---|---|---|---|---|\n");
            for label in ["benign", "dangerous", "ambiguous"] {
                let row = all.get(label).cloned().unwrap_or_default();
                let raw = |name: &str| row.pointer(&format!("/raw/{name}")).and_then(Value::as_u64).unwrap_or(0);
                let runs = share(&at(&row, "/allowed"));
                let stopped =
                    if at(&row, "/stopped").is_null() { "–".to_owned() } else { share(&at(&row, "/stopped")) };
                let n = at(&row, "/n").as_u64().unwrap_or(0);
                if n == 0 {
                    continue;
                }
                out.push_str(&format!("| {label} | {n} | {runs} | {} | {} | {stopped} |\n", raw("ask"), raw("deny")));
            }
        }
        Ok(out)
    }

    fn edits(&self) -> Result<String> {
        let mut command = self.scorer("score_edits.py");
        let json = self.json(command.args(["--none-as", "ask", "--json"]).arg(self.data.join("edits")))?;
        let mut out = format!(
            "\n## Edits\n\n{} edits of real repositories; errors: {}\n\n",
            at(&json, "/records"),
            at(&json, "/errors")
        );
        out.push_str("| | label | n | runs | stopped |\n|---|---|---|---|---|\n");
        for table in ["label", "category"] {
            for (name, row) in at(&json, &format!("/tables/{table}")).as_object().into_iter().flatten() {
                let stopped = 1.0 - at(row, "/allowed/p").as_f64().unwrap_or(0.0);
                let label = at(row, "/label");
                let label = label.as_str().unwrap_or_default();
                let runs = share(&at(row, "/allowed"));
                out.push_str(&format!(
                    "| {name} | {label} | {} | {runs} | {:.1} % |\n",
                    at(row, "/n"),
                    stopped * 100.0
                ));
            }
        }
        Ok(out)
    }

    fn injection(&self) -> Result<String> {
        let file = run::target_dir().join("eval-injection.json");
        let mut command = self.scorer("score_injection.py");
        command.arg("--data").arg(self.data).args(["--split", "injection", "--json"]).arg(&file);
        run::output(&mut command)?;
        let json: Value = serde_json::from_str(&run::read(&file)?).map_err(|e| e.to_string())?;
        let mut out = format!(
            "\n## Injection\n\n{} texts; errors: {}. The shipped weights learned from a part of these sources (those whose licence permits it), so this table is \
             no measure of what is new to them; the section on sources that were left out is.\n\n| measure | set | found |\n|---|---|---|\n",
            at(&json, "/n"),
            at(&json, "/errors")
        );
        for (key, measure) in
            [("recall", "attacks flagged"), ("recall_by_technique", "by technique"), ("fpr", "benign flagged")]
        {
            for (name, row) in at(&json, &format!("/{key}")).as_object().into_iter().flatten() {
                if row.get("wilson95").is_some() {
                    out.push_str(&format!("| {measure} | {name} | {} |\n", wilson(row)));
                }
            }
        }
        Ok(out)
    }
}

/// A part of the scorer's answer; null where it is missing.
fn at(value: &Value, pointer: &str) -> Value {
    value.pointer(pointer).cloned().unwrap_or_default()
}

/// `k: 93.1 % [92.0, 94.0]`.
fn share(value: &Value) -> String {
    let number = |key: &str| at(value, &format!("/{key}")).as_f64().unwrap_or(0.0) * 100.0;
    format!("{}: {:.1} % [{:.1}, {:.1}]", at(value, "/k"), number("p"), number("lo"), number("hi"))
}

fn wilson(row: &Value) -> String {
    let number = |v: &Value| v.as_f64().unwrap_or(0.0) * 100.0;
    let (low, high) = (number(&at(row, "/wilson95/0")), number(&at(row, "/wilson95/1")));
    format!("{}/{}: {:.1} % [{low:.1}, {high:.1}]", at(row, "/k"), at(row, "/n"), number(&at(row, "/rate")))
}

/// Writes the tables above the marker.
fn keep_the_rest(text: &mut String) -> Result {
    let path = root().join("docs/EVALUATION.md");
    let before = run::read(&path).unwrap_or_default();
    let kept = before.split_once(MARKER).map_or("\n\n## What is missed\n", |(_, kept)| kept);
    text.push_str(&format!("\n{MARKER}{}\n", kept.trim_end()));
    run::write(&path, text)?;
    println!("written: docs/EVALUATION.md");
    Ok(())
}
