//! `automode policy import`: rules that people have in their agents, printed as typed rules, or added to the user's file. What
//! is not taken over is told with the reason.

use std::path::{Path, PathBuf};

use automode_contain::world::LiveWorld;
use automode_engine::policy::Layer;
use automode_model::World;
use clap::{Args, ValueEnum};
use serde_json::json;

use crate::import::{self, Foreign, Outcome, claude, codex, copilot, cursor, gemini};
use crate::out::{self, Done, Failure};
use crate::policy::read;
use crate::view::text::line;

/// Arguments of `policy import`.
#[derive(Args, Debug)]
pub struct Import {
    /// Whose rules
    #[arg(value_enum)]
    agent: Agent,
    /// Files or folders; without any, the usual places of the home and of this directory
    paths: Vec<PathBuf>,
    /// Add the rules to ~/.config/automode/automode.toml
    #[arg(long)]
    write: bool,
    /// For programs
    #[arg(long)]
    json: bool,
}

/// An agent with rules of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Agent {
    /// Claude Code
    Claude,
    /// Codex
    Codex,
    /// Gemini CLI
    Gemini,
    /// GitHub Copilot
    Copilot,
    /// Cursor
    Cursor,
}

type Reader = fn(&str) -> Result<Vec<Foreign>, String>;

impl Agent {
    fn name(self) -> &'static str {
        match self {
            Self::Claude => "claude",
            Self::Codex => "codex",
            Self::Gemini => "gemini",
            Self::Copilot => "copilot",
            Self::Cursor => "cursor",
        }
    }

    /// Its usual places below the home and in a project, and what reads a file.
    fn places(self) -> (&'static [&'static str], &'static [&'static str], Reader) {
        match self {
            Self::Claude => (claude::HOME, claude::PROJECT, claude::read),
            Self::Codex => (codex::HOME, codex::PROJECT, codex::read),
            Self::Gemini => (gemini::HOME, gemini::PROJECT, gemini::read),
            Self::Copilot => (copilot::HOME, copilot::PROJECT, copilot::read),
            Self::Cursor => (cursor::HOME, cursor::PROJECT, cursor::read),
        }
    }
}

/// Reads, converts, prints or writes.
pub fn run(args: &Import) -> Done {
    let home = LiveWorld::new().home();
    let (in_home, in_project, reader) = args.agent.places();
    let given = !args.paths.is_empty();
    let mut paths = args.paths.clone();
    if !given {
        paths.extend(in_home.iter().map(|p| Path::new(&home).join(p)));
        paths.extend(in_project.iter().map(PathBuf::from));
    }
    let mut foreign = Vec::new();
    for file in files(&paths, given)? {
        let text = std::fs::read_to_string(&file).map_err(|e| cannot_read(&file, &e))?;
        let rules = reader(&text).map_err(|e| Failure::new(format!("`{}` is not understood: {e}", file.display())))?;
        foreign.extend(rules);
    }
    if foreign.is_empty() {
        return Err(Failure::new(format!("there are no rules of {}", args.agent.name())).hint("name the file"));
    }
    let converted = import::convert(&foreign, args.agent.name());
    if args.write {
        write(&converted, &Path::new(&home).join(".config/automode/automode.toml"))?;
    } else if args.json {
        out::print_json(&as_json(&converted))?;
    } else {
        out::print(&as_text(&converted))?;
    }
    Ok(out::answer(true))
}

fn cannot_read(file: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot read `{}`: {error}", file.display()))
}

/// Files stand for themselves, folders for their files; what is usual may be missing.
fn files(paths: &[PathBuf], must_exist: bool) -> Result<Vec<PathBuf>, Failure> {
    let mut out = Vec::new();
    for path in paths {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).map_err(|e| cannot_read(path, &e))?;
            let mut inside: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| p.is_file()).collect();
            inside.sort();
            out.extend(inside);
        } else if must_exist || path.is_file() {
            out.push(path.clone());
        }
    }
    Ok(out)
}

type Converted = [(Foreign, Outcome)];

fn as_text(converted: &Converted) -> String {
    let mut out = String::new();
    for (rule, outcome) in converted {
        match outcome {
            Outcome::Rule { toml, .. } => out.push_str(&format!("{toml}\n")),
            Outcome::NotNeeded(why) => out.push_str(&told(rule, "not needed", why)),
            Outcome::Refused(why) => out.push_str(&told(rule, "refused", why)),
        }
    }
    out
}

fn told(rule: &Foreign, what: &str, why: &str) -> String {
    format!("# {what}: {} {} — {why}\n\n", rule.decision.outcome(), line(&rule.source))
}

fn as_json(converted: &Converted) -> serde_json::Value {
    let one = |(rule, outcome): &(Foreign, Outcome)| {
        let (what, text) = match outcome {
            Outcome::Rule { toml, .. } => ("rule", toml),
            Outcome::NotNeeded(why) => ("not-needed", why),
            Outcome::Refused(why) => ("refused", why),
        };
        json!({"source": rule.source, "decision": rule.decision.outcome(), "what": what, "text": text})
    };
    converted.iter().map(one).collect()
}

/// Adds the rules that are not there yet; the file that comes out is read before it replaces the old one.
fn write(converted: &Converted, path: &Path) -> Result<(), Failure> {
    let old = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(e) => return Err(cannot_read(path, &e)),
    };
    let mut text = old.clone();
    let mut added = 0;
    for (_, outcome) in converted {
        let Outcome::Rule { id, toml } = outcome else { continue };
        if !old.contains(&format!("id = {}\n", import::quoted(id))) {
            text.push_str(&format!("\n{toml}"));
            added += 1;
        }
    }
    let name = path.display().to_string();
    if let Err(wrong) = read::read(&text, &name, Layer::User) {
        let first = wrong.first().map_or_else(String::new, crate::policy::mistake::Mistake::brief);
        return Err(
            Failure::new(format!("nothing was written: {first}")).hint("mend the file first: `automode policy lint`")
        );
    }
    crate::policy::cache::replace_text(path, &text).map_err(|e| Failure::new(format!("cannot write `{name}`: {e}")))?;
    for (rule, outcome) in converted {
        match outcome {
            Outcome::Rule { .. } => {}
            Outcome::NotNeeded(why) => eprint!("{}", told(rule, "not needed", why)),
            Outcome::Refused(why) => eprint!("{}", told(rule, "refused", why)),
        }
    }
    out::print(&format!("{added} rules were added to {name}\n"))
}
