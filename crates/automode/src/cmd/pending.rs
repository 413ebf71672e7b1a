//! `automode pending`: stopped actions that a person may answer, with the name by which `approve` and `reject` know them.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use automode_contain::world::LiveWorld;
use automode_model::World;
use clap::Args;
use serde_json::{Value, json};

use crate::approval::{self, Pending as Stop, Status};
use crate::out::{self, Done, Failure};
use crate::{judge, state, view};

/// How often `--watch` looks.
const POLL: Duration = Duration::from_millis(500);

/// How far back stops are listed without `--all`: an hour.
const USUAL_MS: u64 = 60 * 60 * 1000;

/// Arguments of `pending`.
#[derive(Args, Debug)]
pub struct Pending {
    /// Also what was answered, and what is older than an hour
    #[arg(long)]
    all: bool,
    /// Go on, and tell every new one as it comes
    #[arg(long)]
    watch: bool,
    /// With --watch: a notification on the desktop for every new one
    #[arg(long, requires = "watch")]
    notify: bool,
    /// The ledger's directory
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
    /// For programs
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Pending) -> Done {
    let dir = state::dir(args.state.as_deref(), &LiveWorld::new().home());
    if !dir.is_dir() && !args.watch {
        return Err(
            Failure::new(format!("there is no ledger in `{}`", dir.display())).hint("--state names another directory")
        );
    }
    let mut known: Vec<String> = Vec::new();
    loop {
        let now = judge::now_ms();
        let mut found = if dir.is_dir() { approval::pending(&dir, now)? } else { Vec::new() };
        found.retain(|p| {
            args.all
                || (p.status == Status::Waiting || p.status == Status::Unanswered)
                    && now.saturating_sub(p.record.time_ms()) < USUAL_MS
        });
        found.reverse();
        let new: Vec<&Stop> = found.iter().filter(|p| !known.contains(&p.id())).collect();
        if args.watch {
            for p in &new {
                show(p, now, args.json)?;
                if args.notify {
                    notify(p);
                }
            }
        } else {
            list(&found, now, args.json)?;
            return Ok(out::answer(found.iter().all(|p| p.status != Status::Waiting)));
        }
        known.extend(new.iter().map(|p| p.id()));
        std::thread::sleep(POLL);
    }
}

fn list(found: &[Stop], now: u64, as_json: bool) -> Result<(), Failure> {
    if as_json {
        return out::print_json(&Value::Array(found.iter().map(|p| of(p, now)).collect()));
    }
    if found.is_empty() {
        return out::print("nothing waits for an answer\n");
    }
    found.iter().try_for_each(|p| show(p, now, false))?;
    out::print("\nautomode approve ID lets one of them run once; automode reject ID refuses it\n")
}

fn show(p: &Stop, now: u64, as_json: bool) -> Result<(), Failure> {
    if as_json {
        return out::print(&format!("{}\n", of(p, now)));
    }
    let Some(verdict) = &p.record.verdict else { return Ok(()) };
    let rule = verdict.leading().map_or("", |f| f.rule.as_str());
    let age = now.saturating_sub(p.record.time_ms()) / 60_000;
    out::print(&format!(
        "{}  {:10} {:>4} min  {:8} {}\n          {}\n",
        p.id(),
        p.status.name(),
        age,
        verdict.judgement().risk.name(),
        view::text::subject(&p.record.event),
        view::text::line(rule),
    ))
}

fn of(p: &Stop, now: u64) -> Value {
    json!({
        "id": p.id(),
        "action": p.action.to_string(),
        "status": p.status.name(),
        "record": p.record.seq,
        "age_ms": now.saturating_sub(p.record.time_ms()),
        "session": p.record.event.session,
        "cwd": p.record.event.cwd,
        "tool": p.record.event.phase.call().map(|c| c.name.as_str()),
        "words": automode_ledger::read::words(&p.record),
        "verdict": p.record.verdict.as_ref().map(view::json::verdict),
    })
}

/// Tells the desktop, where it has a way. Says that something waits, not what: a command's words could be made to mislead.
fn notify(p: &Stop) {
    let text = format!("a stopped action waits for an answer: automode approve {} --show", p.id());
    let quiet = |command: &mut Command| {
        let started = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        started.is_ok_and(|s| s.success())
    };
    if !quiet(Command::new("notify-send").args(["--app-name=automode", "automode", &text])) {
        let script = format!("display notification \"{text}\" with title \"automode\"");
        let _ = quiet(Command::new("osascript").args(["-e", &script]));
    }
}
