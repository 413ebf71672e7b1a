//! `automode replay`: what automode would have decided in past sessions, and whether recorded decisions come out the same
//! again. Touches nothing. It is the first thing that a newcomer runs.

mod ledger;
pub mod progress;
mod report;
mod tally;
pub mod work;

use std::path::PathBuf;

use automode_agents::claude_code::transcript;
use automode_contain::world::LiveWorld;
use automode_model::World;
use clap::Args;

use crate::out::{self, Done, Failure};
use crate::state;

/// Arguments of `replay`.
#[derive(Args, Debug)]
pub struct Replay {
    /// Session files (JSONL) of Claude Code, or folders of them: ~/.claude/projects
    #[arg(required_unless_present = "ledger", conflicts_with = "ledger")]
    paths: Vec<PathBuf>,
    /// Recompute the recorded decisions from their recorded facts, and compare bit for bit; exit 1 if one differs
    #[arg(long)]
    ledger: bool,
    /// The ledger's directory
    #[arg(long, value_name = "DIR", requires = "ledger")]
    state: Option<PathBuf>,
    /// How many kinds of stopped actions to show
    #[arg(long, value_name = "COUNT", default_value_t = 20)]
    top: usize,
    /// For programs
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Replay) -> Done {
    if args.ledger {
        let dir = state::dir(args.state.as_deref(), &LiveWorld::new().home());
        return ledger::run(&dir, args.json);
    }
    let mut files = Vec::new();
    for path in &args.paths {
        let found = transcript::files(path).map_err(|e| {
            Failure::new(format!("cannot read `{}`: {e}", path.display()))
                .hint("Claude Code keeps its sessions below ~/.claude/projects")
        })?;
        files.extend(found);
    }
    if files.is_empty() {
        return Err(Failure::new("there is no session file (*.jsonl) in these folders")
            .hint("Claude Code keeps its sessions below ~/.claude/projects"));
    }
    let tally = work::run(files)?;
    if args.json {
        out::print_json(&report::json(&tally))?
    } else {
        out::print(&report::text(&tally, args.top))?
    }
    Ok(out::answer(true))
}
