//! `automode review`: a person looks at a random sample of what ran without one, or would have but for its category's stage, and
//! says whether that was right. The evidence by which categories gain and keep their autonomy (`automode stages`).

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use automode_contain::world::LiveWorld;
use automode_ledger::{StoredRecord, read};
use automode_model::{Category, World};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::values::category;
use crate::adoption::{self, Adoption, Mark};
use crate::out::{self, Done, Failure};
use crate::{ancestry, judge, state, time, view};

/// Arguments of `review`.
#[derive(Args, Debug)]
pub struct Review {
    #[command(subcommand)]
    action: Option<Action>,
    /// How many decisions
    #[arg(long, value_name = "COUNT", default_value_t = 10, global = true)]
    count: usize,
    /// Only of this category
    #[arg(long, value_name = "CATEGORY", value_parser = category, global = true)]
    category: Option<Category>,
    /// The ledger's directory
    #[arg(long, value_name = "DIR", global = true)]
    state: Option<PathBuf>,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// The sample, for programs
    List,
    /// Say about one record whether it was right to let it run
    Mark {
        /// The record's number
        record: u64,
        /// right or wrong
        what: Said,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Said {
    Right,
    Wrong,
}

/// Runs the command.
pub fn run(args: &Review) -> Done {
    if !matches!(args.action, Some(Action::List)) {
        ancestry::only_people("review")?;
    }
    let dir = state::ledger(args.state.as_deref())?;
    let home = LiveWorld::new().home();
    let adoption = Adoption::of(&dir)?;
    match &args.action {
        Some(Action::List) => list(&dir, &sample(&adoption, args)),
        Some(Action::Mark { record, what }) => {
            if !adoption.open.contains_key(record) {
                return Err(Failure::new(format!(
                    "record {record} is no decision that ran, or would have run, without a person and waits for review"
                ))
                .hint("`automode review list` shows some that do"));
            }
            keep(&dir, &home, *record, if matches!(what, Said::Right) { Mark::Right } else { Mark::Wrong })
        }
        None => ask_all(&dir, &home, &sample(&adoption, args)),
    }
}

/// Some of the open decisions, by chance: an order that nobody who makes records can foresee.
fn sample(adoption: &Adoption, args: &Review) -> Vec<u64> {
    let salt = judge::now_ms();
    let mixed =
        |seq: u64| (seq ^ salt).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let wanted = |c: &Category| args.category.is_none_or(|only| only == *c);
    let mut open: Vec<u64> = adoption.open.iter().filter(|(_, c)| wanted(c)).map(|(seq, _)| *seq).collect();
    open.sort_by_key(|seq| mixed(*seq));
    open.truncate(args.count);
    open
}

fn list(dir: &Path, sample: &[u64]) -> Done {
    let found = sample.iter().filter_map(|seq| read::find(dir, *seq).ok().flatten());
    let rows: Vec<_> = found
        .map(|r| {
            let category = r.verdict.as_ref().map(|v| v.judgement().category.name());
            let asked = r.verdict.as_ref().is_some_and(adoption::only_by_stage);
            json!({
                "record": r.seq, "time_ms": r.time_ms(), "category": category, "words": read::words(&r), "asked": asked,
            })
        })
        .collect();
    out::print_json(&json!(rows))?;
    Ok(out::answer(true))
}

fn keep(dir: &Path, home: &str, seq: u64, mark: Mark) -> Done {
    adoption::record(dir, format!("review {seq} {}", mark.name()))?;
    let adoption = Adoption::of(dir)?;
    adoption.write(home).map_err(|e| Failure::new(format!("cannot write {}: {e}", adoption::FILE)))?;
    for category in adoption.failed() {
        out::print(&format!("{} failed its test: it asks again (`automode stages`)\n", category.name()))?;
    }
    Ok(out::answer(true))
}

fn ask_all(dir: &Path, home: &str, sample: &[u64]) -> Done {
    if sample.is_empty() {
        out::print("nothing waits for review\n")?;
        return Ok(out::answer(true));
    }
    let mut tty: File = OpenOptions::new().read(true).write(true).open("/dev/tty").map_err(|e| {
        Failure::new(format!("there is no terminal to ask on: {e}"))
            .hint("`automode review list` and `review mark` work without")
    })?;
    let lines = tty.try_clone().map_err(|e| Failure::new(format!("cannot read the terminal: {e}")))?;
    let mut lines = BufReader::new(lines).lines();
    for seq in sample {
        let Some(record) = read::find(dir, *seq)? else { continue };
        let asked = tty.write_all(shown(&record).as_bytes()).and_then(|()| tty.flush());
        asked.map_err(|e| Failure::new(format!("cannot ask: {e}")))?;
        let answer = lines.next().transpose().unwrap_or_default().unwrap_or_default();
        match answer.trim() {
            "r" | "right" | "y" => keep(dir, home, *seq, Mark::Right)?,
            "w" | "wrong" | "n" => keep(dir, home, *seq, Mark::Wrong)?,
            "q" | "quit" => break,
            _ => continue,
        };
    }
    Ok(out::answer(true))
}

fn shown(record: &StoredRecord) -> String {
    let verdict = record.verdict.as_ref().map(|v| view::text::full(&record.event, v)).unwrap_or_default();
    let asked = record.verdict.as_ref().is_some_and(adoption::only_by_stage);
    let question = if asked {
        "only the stage of its category asked: would it be right to let such run without a question?"
    } else {
        "was it right that this ran without a question?"
    };
    format!(
        "\nrecord {}  {} UTC\n{verdict}{question} [r]ight [w]rong [s]kip [q]uit ",
        record.seq,
        time::show(record.time_ms())
    )
}
