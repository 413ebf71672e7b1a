//! `automode log`: what was decided and why, and whether the ledger is whole. Only reads.

mod heard;

use std::path::{Path, PathBuf};
use std::time::Duration;

use automode_ledger::read::{self, Filter, Follower};
use automode_ledger::{Problem, Repair, Report, StoredRecord};
use automode_model::{Category, Decision};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::values::{category, since};
use crate::out::{self, Done, Failure};
use crate::{state, time, view};

/// How often `follow` looks for new records.
const POLL: Duration = Duration::from_millis(200);
/// How many records are listed without `--limit`.
const USUAL_LIMIT: usize = 50;

/// Arguments of `log`.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Log {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    list: List,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// The newest records (the default)
    List(List),
    /// One record with its whole reasoning
    Show {
        /// Its number, or `last`
        id: String,
        #[command(flatten)]
        place: Place,
    },
    /// Check that no record was altered, moved or taken away; exit 1 if one was
    Verify {
        #[command(flatten)]
        place: Place,
    },
    /// The newest records, and every new one as it comes
    Follow(List),
}

/// Which ledger, and for whom.
#[derive(Args, Debug)]
struct Place {
    /// The ledger's directory
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
    /// For programs
    #[arg(long)]
    json: bool,
}

/// Which records.
#[derive(Args, Debug)]
struct List {
    #[command(flatten)]
    place: Place,
    /// Of this session (its id or its beginning)
    #[arg(long, value_name = "ID")]
    session: Option<String>,
    /// With this decision: allow, contain, ask, deny, unavailable
    #[arg(long, value_name = "DECISION", value_parser = decision)]
    decision: Option<Decision>,
    /// Of this category
    #[arg(long, value_name = "CATEGORY", value_parser = category)]
    category: Option<Category>,
    /// With a finding of this rule or family of rules
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
    /// Not older than this: 30m, 12h, 7d, 2026-11-20, "2026-11-20 11:14" (UTC)
    #[arg(long, value_name = "WHEN", value_parser = since)]
    since: Option<u64>,
    /// With this text in command, path, prompt or reason
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// At most so many
    #[arg(long, value_name = "COUNT", default_value_t = USUAL_LIMIT)]
    limit: usize,
    /// Also what was only recorded: prompts, results, session starts
    #[arg(long)]
    all: bool,
}

fn decision(text: &str) -> Result<Decision, String> {
    Decision::from_name(text).ok_or_else(|| "one of allow, contain, ask, deny, unavailable".to_owned())
}

/// Runs the command.
pub fn run(args: &Log) -> Done {
    match &args.action {
        None => list(&args.list, false),
        Some(Action::List(args)) => list(args, false),
        Some(Action::Follow(args)) => list(args, true),
        Some(Action::Show { id, place }) => show(id, place),
        Some(Action::Verify { place }) => verify(place),
    }
}

impl Place {
    /// The directory, where there is a ledger in it.
    fn ledger(&self) -> Result<PathBuf, Failure> {
        state::ledger(self.state.as_deref())
    }
}

impl List {
    fn filter(&self) -> Filter {
        Filter {
            session: self.session.clone(),
            decision: self.decision,
            category: self.category,
            rule: self.rule.clone(),
            since_ms: self.since,
            text: self.text.clone(),
        }
    }

    fn wants(&self, record: &StoredRecord) -> bool {
        self.all || record.verdict.is_some()
    }
}

fn list(args: &List, follow: bool) -> Done {
    let dir = args.place.ledger()?;
    let filter = args.filter();
    let limit = args.limit.min(1 << 20);
    let last = if follow { read::last_seq(&dir)? } else { 0 };
    // What is only recorded is dropped after reading, so more is read than shown.
    let ask = if args.all { limit } else { limit.saturating_mul(8) };
    let found: Vec<StoredRecord> = newest(&dir, &filter, ask)?.into_iter().filter(|r| args.wants(r)).collect();
    let skip = found.len().saturating_sub(limit);
    for record in found.iter().skip(skip).filter(|r| !follow || r.seq <= last) {
        print(record, args.place.json)?;
    }
    if follow {
        watch(&dir, last, &|r| args.wants(r) && filter.matches(r), args.place.json)?;
    }
    Ok(out::answer(true))
}

/// By the index where there is something to look up; else, and where no index can be made, by reading the journal. The
/// index knows only the first 4 KiB of a record's text, so a text is always looked for in the journal.
fn newest(dir: &Path, filter: &Filter, limit: usize) -> Result<Vec<StoredRecord>, Failure> {
    let looks_up = *filter != Filter::default() && filter.text.is_none();
    if looks_up && let Some(found) = indexed(dir, filter, limit) {
        return Ok(found);
    }
    Ok(read::newest(dir, filter, limit)?)
}

#[cfg(feature = "index")]
fn indexed(dir: &Path, filter: &Filter, limit: usize) -> Option<Vec<StoredRecord>> {
    let found = automode_ledger::index::Index::open(dir).and_then(|index| index.search(filter, limit)).ok()?;
    found.into_iter().map(|seq| read::find(dir, seq).ok().flatten()).collect()
}

#[cfg(not(feature = "index"))]
fn indexed(_dir: &Path, _filter: &Filter, _limit: usize) -> Option<Vec<StoredRecord>> {
    None
}

/// Ends when the reader goes away.
fn watch(dir: &Path, after: u64, wants: &dyn Fn(&StoredRecord) -> bool, json: bool) -> Result<(), Failure> {
    let mut follower = Follower::new(dir, after);
    loop {
        for record in follower.poll()?.iter().filter(|r| wants(r)) {
            print(record, json)?;
        }
        std::thread::sleep(POLL);
    }
}

fn print(record: &StoredRecord, json: bool) -> Result<(), Failure> {
    if json {
        return out::print(&format!("{}\n", of_record(record)));
    }
    let told = match &record.verdict {
        Some(v) => {
            let j = v.judgement();
            format!("{}  {:8} {:14}", view::text::decision(v.decision(), 5), j.risk.name(), j.category.name())
        }
        None => format!("{:30}", format!("· {}", record.event.phase.name())),
    };
    let subject = view::text::subject(&record.event);
    out::print(&format!("{:>6}  {}  {told} {subject}\n", record.seq, time::show(record.time_ms())))
}

fn of_record(r: &StoredRecord) -> Value {
    json!({
        "seq": r.seq,
        "time_ms": r.time_ms(),
        "session": r.event.session,
        "agent": r.event.agent,
        "cwd": r.event.cwd,
        "mode": r.event.mode.name(),
        "phase": r.event.phase.name(),
        "tool": r.event.phase.call().map(|c| c.name.as_str()),
        "words": read::words(r),
        "verdict": r.verdict.as_ref().map(view::json::verdict),
        "engine": r.meta.engine_version,
        "policy": r.meta.policy_hash,
        "latency_us": r.meta.latency_us,
        "hash": r.hash.to_string(),
    })
}

fn show(id: &str, place: &Place) -> Done {
    let dir = place.ledger()?;
    let seq = match id {
        "last" => read::last_seq(&dir)?,
        number => number.parse().map_err(|_| {
            Failure::usage(format!("`{number}` is no record's number"))
                .hint("`automode log` lists them in its first column")
        })?,
    };
    let Some(record) = read::find(&dir, seq)? else {
        return Err(Failure::new(format!("there is no record {seq}"))
            .hint(format!("the last one is {}", read::last_seq(&dir)?)));
    };
    let heard = heard::before(&dir, &record)?;
    if place.json {
        let mut value = of_record(&record);
        if let Value::Object(out) = &mut value {
            out.insert("prev".into(), record.prev.to_string().into());
            out.insert("facts".into(), json!(record.facts));
            out.insert("heard".into(), heard::json(&heard));
        }
        out::print_json(&value)?;
    } else {
        out::print(&(full(&record) + &heard::text(&heard)))?;
    }
    Ok(out::answer(true))
}

fn full(r: &StoredRecord) -> String {
    let mut out = format!(
        "record {}  {} UTC  {} of {}\nsession {}  in {}  mode {}\n",
        r.seq,
        time::show(r.time_ms()),
        r.event.phase.name(),
        r.event.host.name(),
        view::text::line(&r.event.session),
        view::text::line(&r.event.cwd),
        r.event.mode.name(),
    );
    match &r.verdict {
        Some(verdict) => out.push_str(&format!("\n{}", view::text::full(&r.event, verdict))),
        None => out.push_str(&format!("\n{}\nrecorded, not judged\n", view::text::subject(&r.event))),
    }
    out.push_str(&facts(r));
    for repair in &r.repairs {
        out.push_str(&format!("before this record: {}\n", of_repair(repair)));
    }
    out.push_str(&format!(
        "decided in {} µs by engine {}\nleaf {}\nchained to {}\n",
        r.meta.latency_us, r.meta.engine_version, r.hash, r.prev
    ));
    out
}

/// What the machine was asked.
fn facts(r: &StoredRecord) -> String {
    if r.facts.is_empty() {
        return String::new();
    }
    let mut out = "what the machine answered\n".to_owned();
    for (question, answer) in &r.facts {
        out.push_str(&format!("  {} → {}\n", view::text::line(question), view::text::line(answer)));
    }
    out
}

fn verify(place: &Place) -> Done {
    let dir = place.ledger()?;
    let report = automode_ledger::verify(&dir)?;
    if place.json {
        out::print_json(&report_json(&report))?
    } else {
        out::print(&report_text(&report))?
    }
    Ok(out::answer(report.intact()))
}

fn report_text(report: &Report) -> String {
    let mut out = match report.problems.as_slice() {
        [] => format!("intact: {} records in {} segments, chain and tree hold\n", report.records, report.segments),
        problems => format!("DAMAGED: {} records hold, then:\n", report.records) + &problems_text(problems),
    };
    out.push_str(&format!("root {}\n", report.root));
    for (seq, repair) in &report.repairs {
        out.push_str(&format!("note at record {seq}: {}\n", of_repair(repair)));
    }
    for file in &report.torn_files {
        out.push_str(&format!("set aside by a repair: {}\n", file.display()));
    }
    if report.tail_bytes > 0 {
        out.push_str(&format!(
            "{} bytes behind the last record: a writer at work, or one that died\n",
            report.tail_bytes
        ));
    }
    out
}

fn problems_text(problems: &[Problem]) -> String {
    problems.iter().map(|p| format!("  {p}\n")).collect()
}

fn report_json(report: &Report) -> Value {
    json!({
        "intact": report.intact(),
        "records": report.records,
        "last_seq": report.last_seq,
        "segments": report.segments,
        "root": report.root.to_string(),
        "problems": report.problems.iter().map(|p| json!({
            "seq": p.seq, "path": p.path.display().to_string(), "offset": p.offset, "what": p.what,
        })).collect::<Vec<_>>(),
        "repairs": report.repairs.iter().map(|(seq, r)| json!({"seq": seq, "what": of_repair(r)})).collect::<Vec<_>>(),
        "torn_files": report.torn_files.iter().map(|f| f.display().to_string()).collect::<Vec<_>>(),
        "tail_bytes": report.tail_bytes,
    })
}

fn of_repair(repair: &Repair) -> String {
    match repair {
        Repair::Torn { times, bytes } => format!("half a record was set aside ({bytes} bytes, {times} times)"),
        Repair::Missed { count, since_ms } => {
            format!(
                "{count} events could not be recorded from {} UTC on; nothing was allowed by them",
                time::show(*since_ms)
            )
        }
        Repair::Lost { from, to } => format!("records {from} to {to} had been written and are gone"),
        Repair::HeadRebuilt => "the head was missing or damaged and was made again".to_owned(),
    }
}
