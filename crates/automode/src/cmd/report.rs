//! `automode report`: what was decided since a time, by category, and the signs that something is wrong. Only reads.

mod flags;
mod tally;

use std::path::PathBuf;

use automode_ledger::read;
use clap::Args;
use serde_json::{Value, json};

use super::values::since;
use crate::out::{self, Done};
use crate::{state, time};
use flags::Flag;
use tally::{Counts, Tally};

/// Arguments of `report`.
#[derive(Args, Debug)]
pub struct Report {
    /// Not older than this: 12h, 30d, 2026-11-20
    #[arg(long, value_name = "WHEN", default_value = "30d", value_parser = since)]
    since: u64,
    /// The ledger's directory
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
    /// For programs
    #[arg(long)]
    json: bool,
}

/// Runs the command: exit 1 where there is a red flag.
pub fn run(args: &Report) -> Done {
    let dir = state::ledger(args.state.as_deref())?;
    let mut tally = Tally::default();
    for record in read::records(&dir)?.flatten().filter(|r| r.time_ms() >= args.since) {
        tally.add(&record);
    }
    let flags = flags::all(&tally);
    if args.json {
        out::print_json(&as_json(&tally, &flags))?;
    } else {
        out::print(&as_text(&tally, &flags, args.since))?;
    }
    Ok(out::answer(flags.is_empty()))
}

fn as_json(tally: &Tally, flags: &[Flag]) -> Value {
    let categories: serde_json::Map<String, Value> =
        tally.categories.iter().map(|(c, counts)| (c.name().to_owned(), counts_json(counts))).collect();
    let flags: Vec<Value> = flags.iter().map(|f| json!({"name": f.name, "seen": f.seen, "todo": f.todo})).collect();
    json!({"sessions": tally.sessions, "unjudged": tally.unjudged, "total": counts_json(&tally.total), "categories": categories, "red_flags": flags})
}

fn counts_json(c: &Counts) -> Value {
    json!({"judged": c.judged, "allowed": c.allowed, "asked": c.asked, "approved": c.approved, "denied": c.denied,
           "unavailable": c.unavailable, "anomalies": c.anomalies, "hard": c.hard})
}

fn as_text(tally: &Tally, flags: &[Flag], since_ms: u64) -> String {
    let total = &tally.total;
    let mut out =
        format!("since {} UTC: {} decisions in {} sessions\n\n", time::show(since_ms), total.judged, tally.sessions);
    out.push_str(&format!(
        "{:<16}{:>8}{:>9}{:>8}{:>10}{:>8}{:>10}\n",
        "category", "judged", "allowed", "asked", "approved", "denied", "unusual"
    ));
    for (category, counts) in &tally.categories {
        out.push_str(&row(category.name(), counts));
    }
    out.push_str(&row("all", total));
    if total.judged > 0 {
        out.push_str(&format!(
            "\n{:.1} % ran without a question\n",
            100.0 * total.allowed as f64 / total.judged as f64
        ));
    }
    if flags.is_empty() {
        out.push_str("no red flag\n");
    }
    let red = anstyle::AnsiColor::Red.on_default().bold();
    for flag in flags {
        out.push_str(&format!("\n{red}red flag:{red:#} {}: {}\n  {}\n", flag.name, flag.seen, flag.todo));
    }
    out
}

fn row(name: &str, c: &Counts) -> String {
    format!(
        "{name:<16}{:>8}{:>9}{:>8}{:>10}{:>8}{:>10}\n",
        c.judged, c.allowed, c.asked, c.approved, c.denied, c.anomalies
    )
}
