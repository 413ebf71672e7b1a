//! `automode policy diff`: how two policy files differ, value by value, and which decisions about examples differ.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use automode_engine::inspect::rules;
use automode_engine::policy::{Layer, Rule};
use clap::Args;
use serde_json::json;

use super::lint;
use crate::out::{self, Done, Failure};
use crate::policy::mistake::Mistake;
use crate::policy::{self, Loaded, example};
use crate::view::text::line;

/// Arguments of `policy diff`.
#[derive(Args, Debug)]
pub struct Diff {
    /// The older file
    before: PathBuf,
    /// The newer file
    after: PathBuf,
    /// The layer that the files are: managed, user, project
    #[arg(long, value_name = "LAYER", default_value = "user", value_parser = lint::layer)]
    layer: Layer,
    /// For programs
    #[arg(long)]
    json: bool,
}

/// Compares; exit 1 where they differ.
pub fn run(args: &Diff) -> Done {
    let read = |path: &PathBuf| {
        policy::of_file(path, args.layer).map_err(|wrong| {
            let first = wrong.first().map_or_else(String::new, Mistake::brief);
            Failure::new(first).hint("`automode policy lint FILE` shows the place")
        })
    };
    let (before, after) = (read(&args.before)?, read(&args.after)?);
    let values = values(&before, &after);
    let decisions = decisions(&before, &after);
    if args.json {
        out::print_json(&json!({"values": values, "decisions": decisions}))?;
    } else {
        let mut text: String = values.iter().map(|v| format!("{}\n", line(v))).collect();
        if !decisions.is_empty() {
            text.push_str("\nexamples that are decided otherwise\n");
            decisions.iter().for_each(|d| text.push_str(&format!("  {}\n", line(d))));
        }
        out::print(&text)?;
    }
    Ok(out::answer(values.is_empty() && decisions.is_empty()))
}

/// What stands in one and not in the other; a rule whose content changed stands in both, differently.
fn values(before: &Loaded, after: &Loaded) -> Vec<String> {
    let (old, new) = (said(before), said(after));
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let none = BTreeSet::new();
    let mut out = Vec::new();
    for key in keys {
        let (old, new) = (old.get(key).unwrap_or(&none), new.get(key).unwrap_or(&none));
        out.extend(old.difference(new).map(|v| format!("- {key} {}", v.0)));
        out.extend(new.difference(old).map(|v| format!("+ {key} {}", v.0)));
    }
    out
}

/// Each key with its values; a rule's value holds all of it, and shows its outcome.
fn said(loaded: &Loaded) -> BTreeMap<String, BTreeSet<(String, String)>> {
    let mut out: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for origin in &loaded.origins {
        let id = origin.key.strip_prefix("rule.");
        let rule = id.and_then(|id| loaded.policy.rules.iter().find(|r| r.id == id));
        let whole = rule.map_or_else(String::new, |r| format!("{r:?}"));
        out.entry(origin.key.clone()).or_default().insert((origin.value.clone(), whole));
    }
    out
}

/// The examples of the default pack and of both files that are decided otherwise.
fn decisions(before: &Loaded, after: &Loaded) -> Vec<String> {
    let of = |r: &Rule| r.matches.iter().chain(r.not_matches).copied().collect::<Vec<&str>>();
    let all = rules::all().iter().chain(&before.policy.rules).chain(&after.policy.rules);
    let examples: BTreeSet<&str> = all.flat_map(of).collect();
    let differs = |e: &str| {
        let (was, is) = (example::decided(&before.policy, e), example::decided(&after.policy, e));
        (was.0 != is.0).then(|| format!("{} → {}  {e}  ({})", was.0.name(), is.0.name(), is.1))
    };
    examples.into_iter().filter_map(differs).collect()
}
