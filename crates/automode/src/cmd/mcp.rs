//! `automode mcp [--name NAME] -- COMMAND …`: stands between a client and an MCP server that speaks over stdin and stdout. In the
//! client's configuration the server's command is written behind it. `--accept` is a person's yes to what changed.

use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use automode_contain::world::LiveWorld;
use automode_model::World;
use clap::Args;

use crate::mcp::judge::Judge;
use crate::mcp::pins::{Known, Pins, launch_hash};
use crate::mcp::proxy::Gate;
use crate::out::{self, Done, Failure};
use crate::{ancestry, exit, judge, state};

/// Arguments of `mcp`.
#[derive(Args, Debug)]
pub struct Mcp {
    /// The server's name in records, rules and pins; without it the program's name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Accept what changed since the server was pinned: its program and its tools
    #[arg(long, conflicts_with = "command", requires = "name")]
    accept: bool,
    /// The ledger's directory
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
    /// The server's command line
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

/// Runs the command.
pub fn run(args: &Mcp) -> Done {
    let state = state::dir(args.state.as_deref(), &LiveWorld::new().home());
    let program = args.command.first();
    let name =
        args.name.clone().or_else(|| program.and_then(|p| Path::new(p).file_name()?.to_str().map(str::to_owned)));
    let (Some(name), true) = (name, args.accept || program.is_some()) else {
        return Err(Failure::usage("which server?").hint("automode mcp --name NAME -- COMMAND …"));
    };
    let pins = Pins::open(&state, &name).map_err(|e| {
        Failure::new(format!("cannot read the pins of `{name}`: {e}")).hint("nothing is passed on without")
    })?;
    if args.accept { accept(pins, &name) } else { gate(&args.command, pins, Judge::of(name, state)) }
}

impl Judge {
    fn of(server: String, state: PathBuf) -> Self {
        let session = format!("mcp-{server}-{}-{}", std::process::id(), judge::now_ms());
        Self { server, session, state }
    }
}

/// A person's yes to everything that waits.
fn accept(mut pins: Pins, name: &str) -> Done {
    ancestry::only_people("accept a server's tools")?;
    let waiting: Vec<String> = pins.waiting().map(automode_agents::message::visible).collect();
    pins.accept().map_err(|e| Failure::new(format!("cannot keep the pins of `{name}`: {e}")))?;
    let text =
        if waiting.is_empty() { "nothing waits\n".to_owned() } else { format!("accepted: {}\n", waiting.join(", ")) };
    out::print(&text)?;
    Ok(out::answer(true))
}

/// Starts the server, where it is the one that was pinned, and passes on what is said.
fn gate(command: &[String], mut pins: Pins, judge: Judge) -> Done {
    let (Some(program), words) = (command.first(), command.get(1..).unwrap_or_default()) else {
        return Err(Failure::usage("which server?"));
    };
    let path = found(program).ok_or_else(|| Failure::new(format!("there is no program `{program}`")))?;
    let known = pins
        .launch(&launch_hash(&path, command))
        .map_err(|e| Failure::new(format!("cannot keep the pins of `{}`: {e}", judge.server)))?;
    if known == Known::Changed {
        let text =
            format!("`{}` is not the program that was pinned: its command line or its files changed", judge.server);
        let hint = format!("look at what changed, then: automode mcp --accept --name {}", judge.server);
        return Err(Failure::new(text).hint(&hint).code(exit::NO));
    }
    let mut server = Command::new(&path)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| Failure::new(format!("cannot start `{program}`: {e}")))?;
    let (Some(input), Some(output)) = (server.stdin.take(), server.stdout.take()) else {
        return Err(Failure::new("the server has no input or output"));
    };
    let gate = Gate::new(&judge, pins, io::stdout(), input);
    let told = std::thread::scope(|scope| {
        let back = scope.spawn(|| gate.hear_server(BufReader::new(output)));
        let there = gate.hear_client(io::stdin().lock());
        if there.is_err() {
            // The client's half is broken; the server must not wait for more of it.
            let _ = server.kill();
        }
        there.and(back.join().unwrap_or_else(|_| Err(io::Error::other("the server's side ended"))))
    });
    let status = server.wait().map_err(|e| Failure::new(format!("`{program}` cannot be waited for: {e}")))?;
    told.map_err(|e| Failure::new(format!("the connection to `{}` broke: {e}", judge.server)))?;
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}

/// The file of a program: as given, or in the search path.
fn found(program: &str) -> Option<PathBuf> {
    if program.contains('/') {
        return Some(PathBuf::from(program)).filter(|p| p.is_file());
    }
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths).map(|dir| dir.join(program)).find(|p| p.is_file())
}
