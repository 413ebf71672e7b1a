//! `automode approve ID` and `automode reject ID`: a person's one-time answer to one stopped action. Shows the whole action,
//! asks on the terminal, and never answers for an agent.

mod offer;

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use automode_agents::message;
use automode_contain::world::LiveWorld;
use automode_engine::policy::Policy;
use automode_ledger::approvals::{Answer, Approval, Approvals};
use automode_ledger::{Durability, Ledger};
use automode_model::{Event, Phase, Text, Tool, World};
use clap::Args;

use crate::approval::{self, Pending, Status};
use crate::out::{self, Done, Failure};
use crate::{ancestry, judge, state, view};

/// The longest time that an approval may hold: a day.
const MAX_MINUTES: u64 = 24 * 60;

/// How long a rejection holds: the agent does not get another chance in the same hour.
const REJECT_MS: u64 = 60 * 60 * 1000;

/// Fewer digits name too much.
const MIN_DIGITS: usize = 4;

/// Arguments of `approve`.
#[derive(Args, Debug)]
pub struct Approve {
    /// The stop's name, as `automode pending` lists it
    id: String,
    /// Only this once; every approval is, so this may be left out
    #[arg(long)]
    once: bool,
    /// Only show the whole action
    #[arg(long)]
    show: bool,
    /// How many minutes it holds until it is used, at most a day
    #[arg(long = "for", value_name = "MINUTES", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=MAX_MINUTES))]
    minutes: u64,
    /// Without the question; a terminal is needed all the same, and no agent may have started this
    #[arg(long)]
    yes: bool,
    /// The ledger's directory
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
}

/// Arguments of `reject`.
#[derive(Args, Debug)]
pub struct Reject {
    /// The stop's name, as `automode pending` lists it
    id: String,
    /// The ledger's directory
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
}

/// Runs `approve`.
pub fn run(args: &Approve) -> Done {
    let _ = args.once;
    let dir = state::dir(args.state.as_deref(), &LiveWorld::new().home());
    let stop = find(&dir, &args.id)?;
    if args.show {
        out::print(&whole(&stop)?)?;
        return Ok(out::answer(true));
    }
    ancestry::only_people("answer")?;
    let tty = terminal()?;
    if stop.status == Status::Approved {
        return Err(Failure::new("it is approved already, and was not used yet"));
    }
    if let Some(why) = offer::useless(&stop) {
        return Err(Failure::new(why).hint("change what stands against it in the policy, or leave it"));
    }
    out::print(&whole(&stop)?)?;
    if !args.yes && !asked(tty, "\nlet exactly this run, once? [y/N] ")? {
        out::print("not approved\n")?;
        return Ok(out::answer(false));
    }
    keep(&dir, &stop, Answer::Approve, judge::now_ms() + args.minutes * 60_000)?;
    let minutes = if args.minutes == 1 { "a minute".to_owned() } else { format!("{} minutes", args.minutes) };
    out::print(&format!("approved for {minutes}, once: let the agent try again\n{}", offer::rule_for(&stop)))?;
    Ok(out::answer(true))
}

/// Runs `reject`.
pub fn reject(args: &Reject) -> Done {
    let dir = state::dir(args.state.as_deref(), &LiveWorld::new().home());
    let stop = find(&dir, &args.id)?;
    ancestry::only_people("answer")?;
    keep(&dir, &stop, Answer::Reject, judge::now_ms() + REJECT_MS)?;
    out::print("rejected; the same action is denied for an hour\n")?;
    Ok(out::answer(true))
}

/// Keeps the answer and records that it was given.
fn keep(dir: &Path, stop: &Pending, answer: Answer, expires_ms: u64) -> Result<(), Failure> {
    let now = judge::now_ms();
    let approval = Approval { action: stop.action, answer, record: stop.record.seq, made_ms: now, expires_ms };
    Approvals::at(dir).keep(&approval)?;
    let mut ledger = Ledger::open(dir)?;
    let what = format!("{} {} (record {})", answer.name(), stop.id(), stop.record.seq);
    let event = Event { time_ms: now, phase: Phase::Other(what), reading: None, ..stop.record.event.clone() };
    let event = ledger.admit(event);
    let record = ledger.append(event, &[], None, &judge::meta(0, Policy::builtin()), Durability::Kernel)?;
    drop(record);
    Ok(())
}

fn find(dir: &Path, id: &str) -> Result<Pending, Failure> {
    let id = id.to_ascii_lowercase();
    if id.len() < MIN_DIGITS || !id.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(Failure::usage(format!("`{}` is no stop's name", message::visible(&id)))
            .hint("`automode pending` lists them"));
    }
    let mut found = approval::pending(dir, judge::now_ms())?;
    found.retain(|p| p.action.to_string().starts_with(&id));
    match found.len() {
        0 => Err(Failure::new(format!("nothing that was stopped is called `{id}`"))
            .hint("`automode pending --all` lists what was")),
        1 => found.pop().ok_or_else(|| Failure::new("nothing was found")),
        n => Err(Failure::new(format!("{n} stopped actions begin with `{id}`")).hint("give more digits")),
    }
}

/// The controlling terminal. An agent's commands have none, also where they shed the processes and variables that would tell
/// whose they are; a person has one, or can open one (`ssh -t`).
fn terminal() -> Result<File, Failure> {
    OpenOptions::new().read(true).write(true).open("/dev/tty").map_err(|e| {
        Failure::new(format!("an approval is given at a terminal, and there is none: {e}"))
            .hint("open a terminal and call it there; `--show` works without")
            .code(crate::exit::NO)
    })
}

/// Asks on the terminal, so that no pipe can answer.
fn asked(mut tty: File, question: &str) -> Result<bool, Failure> {
    tty.write_all(question.as_bytes())
        .and_then(|()| tty.flush())
        .map_err(|e| Failure::new(format!("cannot ask: {e}")))?;
    let mut line = String::new();
    BufReader::new(tty).read_line(&mut line).map_err(|e| Failure::new(format!("cannot read the answer: {e}")))?;
    Ok(matches!(line.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// The whole action, inert in a terminal: nothing is cut, and nothing invisible stays so.
fn whole(stop: &Pending) -> Result<String, Failure> {
    let event = &stop.record.event;
    let (Some(call), Some(verdict)) = (event.phase.call(), &stop.record.verdict) else {
        return Err(Failure::new("the record has no action"));
    };
    let mut out = format!("{}  {}  of {}\n", stop.id(), stop.status.name(), event.host.name());
    out.push_str(&format!(
        "directory  {}\ntool       {}\n",
        message::visible(&event.cwd),
        message::visible(&call.name)
    ));
    for (name, text) in parameters(&call.tool) {
        out.push_str(&block(name, &text));
    }
    out.push_str(&format!("\n{}", view::text::full(event, verdict)));
    Ok(out)
}

/// Every line with its bar, so that no line of the action looks like one of ours.
fn block(name: &str, text: &str) -> String {
    let lines = text.split('\n').map(|l| format!("  | {}\n", message::visible(l)));
    format!("{}\n{}", message::visible(name), lines.collect::<String>())
}

fn parameters(tool: &Tool) -> Vec<(&str, String)> {
    let text = |t: &Text| t.body.clone();
    match tool {
        Tool::Shell { command, background } => {
            let mut out = vec![("command", text(command))];
            out.extend(background.then(|| ("background", "yes".to_owned())));
            out
        }
        Tool::Read { path } => vec![("path", path.clone())],
        Tool::Write { path, content } => vec![("path", path.clone()), ("content", text(content))],
        Tool::Edit { path, edits } => {
            let mut out = vec![("path", path.clone())];
            for e in edits {
                out.push(("replaces", text(&e.old)));
                out.push(("by", text(&e.new)));
            }
            out
        }
        Tool::Search { path, pattern } => {
            vec![("path", path.clone().unwrap_or_default()), ("pattern", pattern.clone())]
        }
        Tool::Fetch { url } => vec![("address", url.clone())],
        Tool::WebSearch { query } => vec![("query", query.clone())],
        Tool::Subagent { prompt, kind } => vec![("kind", kind.clone().unwrap_or_default()), ("prompt", text(prompt))],
        Tool::Mcp { server, tool, args, .. } => {
            let mut out = vec![("server", server.clone()), ("tool", tool.clone())];
            out.extend(args.iter().map(|(k, v)| ("argument", format!("{k} = {}", v.body))));
            out
        }
        Tool::Internal => Vec::new(),
        Tool::Unknown { args } => args.iter().map(|(k, v)| ("argument", format!("{k} = {}", v.body))).collect(),
    }
}
