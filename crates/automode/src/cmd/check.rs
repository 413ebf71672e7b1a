//! `automode check` and `automode explain`: what would be decided about one action, without doing or recording anything.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use automode_agents::claude_code;
use automode_contain::world::LiveWorld;
use automode_ledger::Redactor;
use automode_model::{Event, Host, Mode, Phase, Session, Text, Tool, ToolCall, Verdict};
use clap::Args;

use crate::out::{self, Done, Failure};
use crate::{judge, policy, view};

/// Largest event or file content that is read: that of the hook.
const MAX_BYTES: u64 = automode_contain::guard::MAX_INPUT_BYTES as u64;

/// What is to be judged.
#[derive(Args, Debug)]
#[group(required = true, multiple = false, id = "what")]
pub struct What {
    /// The command; one argument is taken as a whole shell command line
    #[arg(trailing_var_arg = true, value_name = "COMMAND", group = "what")]
    pub command: Vec<String>,
    /// A host's event as JSON; `-` is standard input
    #[arg(long, value_name = "FILE", group = "what")]
    pub event: Option<PathBuf>,
    /// Writing this file; its new content is read from standard input
    #[arg(long, value_name = "PATH", group = "what")]
    pub write: Option<String>,
    /// Events as JSON lines on standard input, verdicts as JSON lines on standard output
    #[arg(long, group = "what")]
    pub batch: bool,
}

/// Arguments of `check` and `explain`.
#[derive(Args, Debug)]
pub struct Check {
    #[command(flatten)]
    what: What,
    /// With --batch: events of one session know what came before
    #[arg(long)]
    session: bool,
    /// The directory in which it would run
    #[arg(long, value_name = "DIR")]
    cwd: Option<PathBuf>,
    /// What the user said before, as evidence of what is wanted; may be repeated
    #[arg(long = "said", value_name = "WORDS")]
    said: Vec<String>,
    /// For programs
    #[arg(long)]
    json: bool,
}

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The verdict, its effects and findings.
    Short,
    /// The whole reasoning.
    Full,
}

/// Judges and shows.
pub fn run(args: &Check, detail: Detail) -> Done {
    if args.what.batch {
        return super::batch::run(args.session);
    }
    if args.session {
        return Err(
            Failure::usage("`--session` is about many events").hint("it goes with --batch; one event may have --said")
        );
    }
    let event = args.event()?;
    let world = LiveWorld::new();
    let loaded = policy::load(&world, &event.cwd);
    policy::report(&loaded);
    let redactor = Redactor::ephemeral().with_personal(policy::personal(loaded.policy.personal));
    let event = automode_ledger::admit(event, &redactor);
    let session = Session { prompts: args.said.clone(), ..Session::default() };
    let redact = |text: &str| redactor.redact(text).into_owned();
    let (verdict, _) = judge::judge(&event, &world, &redact, &session, &loaded.policy);
    let Some(verdict) = verdict else {
        return Err(Failure::new(format!(
            "an event of the kind `{}` is not judged, only recorded",
            event.phase.name()
        ))
        .hint("events of the kinds PreToolUse and PermissionRequest are judged"));
    };
    show(&event, &verdict, args.json, detail)?;
    Ok(out::answer(!verdict.decision().stops()))
}

fn show(event: &Event, verdict: &Verdict, json: bool, detail: Detail) -> Result<(), Failure> {
    match (json, detail) {
        (true, _) => out::print_json(&view::json::verdict(verdict)),
        (false, Detail::Short) => out::print(&view::text::short(event, verdict)),
        (false, Detail::Full) => out::print(&view::text::full(event, verdict)),
    }
}

impl Check {
    fn event(&self) -> Result<Event, Failure> {
        if let Some(file) = &self.what.event {
            let bytes = bytes_of(file)?;
            return claude_code::decode(&bytes, judge::now_ms()).map_err(|e| {
                Failure::new(format!("`{}` is not an event: {e}", file.display()))
                    .hint("an event is what a coding agent sends to its hook, one JSON object")
            });
        }
        let (name, tool) = match &self.what.write {
            Some(path) => {
                let content = String::from_utf8_lossy(&bytes_of(Path::new("-"))?).into_owned();
                ("Write", Tool::Write { path: path.clone(), content: Text::whole(content) })
            }
            None => ("Bash", Tool::Shell { command: Text::whole(command_line(&self.what.command)), background: false }),
        };
        let call = ToolCall { name: name.to_owned(), id: None, tool };
        Ok(Event {
            host: Host::Check,
            session: String::new(),
            agent: None,
            agent_kind: None,
            cwd: self.cwd()?,
            mode: Mode::Unknown,
            time_ms: judge::now_ms(),
            reading: None,
            phase: Phase::PreTool(call),
        })
    }

    /// The directory as an absolute path; it need not exist.
    fn cwd(&self) -> Result<String, Failure> {
        absolute(self.cwd.as_deref())
    }
}

/// A directory, or the present one, as an absolute path; it need not exist.
pub fn absolute(dir: Option<&Path>) -> Result<String, Failure> {
    let absolute = std::path::absolute(dir.unwrap_or(Path::new(".")))
        .map_err(|e| Failure::new(format!("the working directory cannot be told: {e}")).hint("give it with --cwd"))?;
    Ok(absolute.to_string_lossy().trim_end_matches("/.").to_owned())
}

/// One argument is a command line as typed in quotes; several are words, which are quoted again.
fn command_line(words: &[String]) -> String {
    match words {
        [line] => line.clone(),
        words => words.iter().map(|w| quoted(w)).collect::<Vec<_>>().join(" "),
    }
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,:@%=~".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// A whole file, or standard input for `-`, up to the limit.
fn bytes_of(file: &Path) -> Result<Vec<u8>, Failure> {
    let fail = |e| Failure::new(format!("cannot read `{}`: {e}", file.display()));
    let mut bytes = Vec::new();
    let from: Box<dyn std::io::Read> = match file.to_str() {
        Some("-") => Box::new(std::io::stdin()),
        _ => Box::new(std::fs::File::open(file).map_err(fail)?),
    };
    from.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Failure::new(format!("`{}` is longer than {MAX_BYTES} bytes", file.display())));
    }
    Ok(bytes)
}
