//! The command line of everything but the hook, and the way from it to the commands.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::cmd::check::{Check, Detail};
use crate::{cmd, exit, out};

/// The auto mode for every coding agent: it judges each action before it runs.
#[derive(Parser, Debug)]
#[command(name = "automode", version, after_help = exit::HELP, arg_required_else_help = false)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Answer one event of a coding agent (called by the agent, not by people)
    Hook(Hook),
    /// What would be decided about an action, without doing it
    Check(Check),
    /// The same with the whole reasoning
    Explain(Check),
    /// What would have been decided in past sessions; whether recorded decisions come out the same
    Replay(cmd::replay::Replay),
    /// Look for secrets and for texts that try to steer an agent
    Scan(cmd::scan::Scan),
    /// Stand between a client and an MCP server: pin its tools, judge calls, look at results
    Mcp(cmd::mcp::Mcp),
    /// What was decided and why
    Log(cmd::log::Log),
    /// What was decided since a time, by category, and the signs that something is wrong
    Report(cmd::report::Report),
    /// Tell somebody as soon as something is decided that they should know
    Watch(cmd::watch::Watch),
    /// Stopped actions that a person may answer
    Pending(cmd::pending::Pending),
    /// Let one stopped action run, once
    Approve(cmd::approve::Approve),
    /// Refuse one stopped action
    Reject(cmd::approve::Reject),
    /// Look at a sample of what ran without a question, and say whether that was right
    Review(cmd::review::Review),
    /// How far each category's autonomy has come, and on what evidence
    Stages(cmd::stages::Stages),
    /// Install the hooks into the coding agents of this machine
    Init(cmd::init::Init),
    /// What may run without a person: files, rules, and what a change would do
    Policy(cmd::policy::Policy),
    /// What is known of programs
    Knowledge(cmd::knowledge::Knowledge),
    /// Print a completion script for a shell
    Completions(cmd::manual::Completions),
    /// Write manual pages
    Man(cmd::manual::Man),
}

/// The options of the hook, for `--help`; a real call is read by `hook::arguments`.
#[derive(clap::Args, Debug)]
struct Hook {
    /// The agent: claude-code (claude)
    host: String,
    /// Who answers: strict, interactive, overlay, observe
    #[arg(long, value_name = "PROFILE", default_value = "strict")]
    profile: String,
    /// What a question becomes: by-risk, ask, deny
    #[arg(long, value_name = "WHAT", default_value = "by-risk")]
    ask_as: String,
    /// The ledger's directory
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
}

const WELCOME: &str = "\
automode judges each action of a coding agent before it runs.

Three things to try:
  automode check -- 'rm -rf build'     what it would decide, and why; nothing is run
  automode replay ~/.claude/projects   what it would have decided in your past sessions
  automode init --dry-run              how it would be installed into your agents

automode --help lists all commands.
";

/// Parses the arguments and runs the command.
pub fn main(args: Vec<OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { exit::USAGE } else { exit::OK });
        }
    };
    run(&cli).unwrap_or_else(|failure| failure.report())
}

fn run(cli: &Cli) -> out::Done {
    match &cli.command {
        None => out::print(WELCOME).map(|()| ExitCode::SUCCESS),
        Some(Command::Hook(hook)) => run_hook(hook),
        Some(Command::Check(args)) => cmd::check::run(args, Detail::Short),
        Some(Command::Explain(args)) => cmd::check::run(args, Detail::Full),
        Some(Command::Replay(args)) => cmd::replay::run(args),
        Some(Command::Scan(args)) => cmd::scan::run(args),
        Some(Command::Mcp(args)) => cmd::mcp::run(args),
        Some(Command::Log(args)) => cmd::log::run(args),
        Some(Command::Report(args)) => cmd::report::run(args),
        Some(Command::Watch(args)) => cmd::watch::run(args),
        Some(Command::Pending(args)) => cmd::pending::run(args),
        Some(Command::Approve(args)) => cmd::approve::run(args),
        Some(Command::Reject(args)) => cmd::approve::reject(args),
        Some(Command::Review(args)) => cmd::review::run(args),
        Some(Command::Stages(args)) => cmd::stages::run(args),
        Some(Command::Init(args)) => cmd::init::run(args),
        Some(Command::Policy(args)) => cmd::policy::run(args),
        Some(Command::Knowledge(args)) => cmd::knowledge::run(args),
        Some(Command::Completions(args)) => cmd::manual::completions(args),
        Some(Command::Man(args)) => cmd::manual::man(args),
    }
}

/// Only reached where the hook's own reader has let the arguments pass.
fn run_hook(hook: &Hook) -> ! {
    let mut args = vec![OsString::from("hook"), OsString::from(&hook.host)];
    args.extend(["--profile".into(), OsString::from(&hook.profile), "--ask-as".into(), OsString::from(&hook.ask_as)]);
    if let Some(dir) = &hook.state {
        args.extend(["--state".into(), OsString::from(dir)]);
    }
    crate::hook::run(
        crate::hook::arguments(&args).unwrap_or_else(|| Err("the hook's command line is not clear".into())),
    )
}
