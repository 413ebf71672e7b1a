//! What the host will give the agent as instructions when a session begins: the rules files of the workspace, which whoever
//! wrote the repository has written. Looked at once, at the session's start; called by the hook.
//!
//! Directives are legitimate there, deception is not: hidden characters, orders to keep something from the user, to send
//! what is private. What cannot be looked at within the limits is told, never passed in silence.
//!
//! Files that the host loads later (of a folder that the agent came to, by an import) it tells one by one: [`loaded`].

use automode_agents::json;
use automode_engine::inspect::injection::{self, Kind, Place};
use automode_model::{Event, NotKnown, Phase, Reading, World};

/// Where the agents look, below the directory of the session and below the top of its repository.
const FILES: &[&str] = &[
    "CLAUDE.md",
    "CLAUDE.local.md",
    ".claude/CLAUDE.md",
    "AGENTS.md",
    "AGENT.md",
    "GEMINI.md",
    "QWEN.md",
    ".cursorrules",
    ".windsurfrules",
    ".clinerules",
    ".github/copilot-instructions.md",
];

/// Directories whose files are rules.
const DIRECTORIES: &[&str] =
    &[".claude/rules", ".cursor/rules", ".github/instructions", ".windsurf/rules", ".clinerules"];

/// Files of one directory that are looked at; more are told as not looked at.
const MAX_LISTED: usize = 32;

/// Longest file: a rules file is a few pages, and an agent reads all of it.
const MAX_FILE_BYTES: usize = 256 << 10;

/// All files together: some milliseconds at the start of a session.
const MAX_BYTES: usize = 1 << 20;

/// The strongest reading of what the session begins with; none for other events, and where nothing speaks.
pub fn reading(event: &Event, world: &dyn World) -> Option<Reading> {
    if !matches!(event.phase, Phase::SessionStart { .. }) || !event.cwd.starts_with('/') {
        return None;
    }
    let top = world.git_root(&event.cwd).ok().filter(|top| *top != event.cwd);
    let mut left = MAX_BYTES;
    let files = std::iter::once(event.cwd.clone()).chain(top).flat_map(|dir| files(&dir, world));
    files.filter_map(|file| look(&file, world, &mut left)).max_by_key(|reading| (reading.reaction, reading.score))
}

/// The reading of the file that such an event of the host names, where it warns. Whatever it is called, it instructs the agent.
pub fn loaded(message: &[u8], world: &dyn World) -> Option<Reading> {
    let message = json::parse(json::text_of(message).ok()?).ok()?;
    let path = message.get("file_path")?.text().filter(|path| path.starts_with('/'))?;
    let mut left = MAX_BYTES;
    look(path, world, &mut left)
}

/// The reading of a prompt that nobody typed, where it warns: what a finished task has to say, for one.
pub fn told(message: &[u8]) -> Option<Reading> {
    let message = json::parse(json::text_of(message).ok()?).ok()?;
    let reading = injection::scan(message.get("prompt")?.text()?, Place::new(Kind::Output, ""));
    reading.warns().then(|| Reading { source: "a notice in the user's place".to_owned(), ..reading })
}

/// The paths of a directory's rules files; the last may stand for those that are too many.
fn files(dir: &str, world: &dyn World) -> Vec<String> {
    let dir = dir.trim_end_matches('/');
    let mut all: Vec<String> = FILES.iter().map(|file| format!("{dir}/{file}")).collect();
    for folder in DIRECTORIES {
        let names = world.list(&format!("{dir}/{folder}"), MAX_LISTED).unwrap_or_default();
        let rules = names.iter().filter(|name| name.ends_with(".md") || name.ends_with(".mdc"));
        all.extend(rules.map(|name| format!("{dir}/{folder}/{name}")));
    }
    all
}

/// The reading of one file, where it warns.
fn look(path: &str, world: &dyn World, left: &mut usize) -> Option<Reading> {
    let reading = match world.read(path, MAX_FILE_BYTES.min(*left)) {
        Ok(text) => {
            *left = left.saturating_sub(text.len());
            injection::scan(&text, Place::new(Kind::Rules, path))
        }
        Err(NotKnown::Refused(_)) if world.path(path).kind == automode_model::PathKind::File => {
            injection::unscanned(0, 0)
        }
        Err(_) => return None,
    };
    reading.warns().then(|| Reading { source: path.to_owned(), ..reading })
}
