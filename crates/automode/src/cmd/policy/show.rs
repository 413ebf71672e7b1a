//! `automode policy show`: what is in force in a directory, with the origin of each value.

use std::fmt::Write as _;
use std::path::PathBuf;

use automode_contain::world::LiveWorld;
use automode_engine::inspect::rules;
use automode_engine::policy::{Layer, Origin};
use clap::Args;
use serde_json::json;

use crate::out::{self, Done};
use crate::policy::{self, Loaded};
use crate::view::text::line;

/// Arguments of `policy show`.
#[derive(Args, Debug)]
pub struct Show {
    /// Say which layer, file and line each value comes from
    #[arg(long)]
    origin: bool,
    /// Show the rules of the default pack, too
    #[arg(long)]
    all: bool,
    /// The directory whose policy it is
    #[arg(long, value_name = "DIR")]
    cwd: Option<PathBuf>,
    /// For programs
    #[arg(long)]
    json: bool,
}

/// Shows what is in force; exit 1 where a file cannot be used.
pub fn run(args: &Show) -> Done {
    let cwd = super::super::check::absolute(args.cwd.as_deref())?;
    let loaded = policy::load(&LiveWorld::new(), &cwd);
    policy::report(&loaded);
    let values = values(&loaded, args.all);
    if args.json {
        out::print_json(&as_json(&loaded, &values))?
    } else {
        out::print(&as_text(&loaded, &values, args.origin))?
    }
    Ok(out::answer(loaded.mistakes.is_empty()))
}

fn values(loaded: &Loaded, all: bool) -> Vec<Origin> {
    let pack = rules::all().iter().filter(|_| all).map(|rule| Origin {
        key: format!("rule.{}", rule.id),
        value: rule.outcome.name().to_owned(),
        layer: Layer::BuiltIn,
        file: String::new(),
        line: 0,
    });
    let mut values: Vec<Origin> = loaded.origins.iter().cloned().chain(pack).collect();
    values.sort();
    values
}

fn as_text(loaded: &Loaded, values: &[Origin], origin: bool) -> String {
    let mut out = String::new();
    if loaded.files.is_empty() {
        out.push_str("no policy file: only the default pack is in force\n");
    }
    for (layer, file) in &loaded.files {
        let _ = writeln!(out, "{:9} {}", layer.name(), line(file));
    }
    if let Some(broken) = &loaded.policy.broken {
        let _ = writeln!(
            out,
            "nothing is judged until the {} policy can be used: {}",
            broken.layer.name(),
            line(&broken.why)
        );
    }
    let width = values.iter().map(|o| o.key.len()).max().unwrap_or(0);
    if !values.is_empty() {
        out.push('\n');
    }
    for value in values {
        let from = if origin { format!("    # {}", place(value)) } else { String::new() };
        let _ = writeln!(out, "{:width$}  {}{from}", value.key, line(&value.value));
    }
    let _ = writeln!(out, "\n{} rules of the default pack; categories without a line: auto", rules::all().len());
    if !loaded.policy.hash.is_empty() {
        let _ = writeln!(out, "hash {}", loaded.policy.hash);
    }
    out
}

fn place(origin: &Origin) -> String {
    if origin.file.is_empty() {
        return origin.layer.name().to_owned();
    }
    format!("{}, {}:{}", origin.layer.name(), line(&origin.file), origin.line)
}

fn as_json(loaded: &Loaded, values: &[Origin]) -> serde_json::Value {
    let value =
        |o: &Origin| json!({"key": o.key, "value": o.value, "layer": o.layer.name(), "file": o.file, "line": o.line});
    json!({
        "files": loaded.files.iter().map(|(layer, file)| json!({"layer": layer.name(), "file": file})).collect::<Vec<_>>(),
        "values": values.iter().map(value).collect::<Vec<_>>(),
        "ignored": loaded.ignored.iter().map(|i| json!({
            "layer": i.layer.name(), "file": i.file, "line": i.line, "what": i.what, "why": i.why,
        })).collect::<Vec<_>>(),
        "mistakes": loaded.mistakes.iter().map(|m| json!({
            "file": m.file, "line": m.line, "column": m.column, "message": m.message, "hint": m.hint,
        })).collect::<Vec<_>>(),
        "usable": loaded.policy.broken.is_none(),
        "hash": loaded.policy.hash,
    })
}
