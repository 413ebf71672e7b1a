//! Whether this command was started by a coding agent: an agent must not answer its own questions. Looks at the chain of
//! parent processes and at variables that agents set for what they start. An agent that means harm can shed both; that
//! commands of agents do not reach `approve` at all is the gate's work.

use std::path::Path;

use crate::exit;
use crate::out::Failure;

/// Programs that are coding agents, by the name of their file.
const AGENTS: &[&str] = &[
    "claude",
    "codex",
    "gemini",
    "opencode",
    "aider",
    "goose",
    "cursor-agent",
    "copilot",
    "qwen",
    "amp",
    "crush",
    "droid",
    "kiro-cli",
    "cline",
    "openhands",
    "kimi",
    "auggie",
    "devin",
    "grok",
    "hermes",
    "openclaw",
    "plandex",
];

/// Variables that agents set for the commands that they run.
const VARIABLES: &[&str] = &[
    "CLAUDECODE",
    "CLAUDE_CODE_ENTRYPOINT",
    "CODEX_SANDBOX",
    "CODEX_SANDBOX_NETWORK_DISABLED",
    "CODEX_THREAD_ID",
    "GEMINI_CLI",
    "CURSOR_AGENT",
    "OPENCODE",
    "OPENCODE_CALLER",
    "GOOSE_TERMINAL",
    "CLINE_ACTIVE",
    "QWEN_CODE",
    "COPILOT_CLI",
    "AUGMENT_AGENT",
    "AI_AGENT",
    "AGENT",
];

/// How many parents are followed. A longer chain is no person's terminal.
const MAX_PARENTS: usize = 64;

/// The agent above this process; none where there is none.
fn agent() -> Option<String> {
    if let Some(name) = VARIABLES.iter().find(|v| std::env::var_os(v).is_some_and(|value| !value.is_empty())) {
        return Some(format!("the variable `{name}` is set"));
    }
    let mut pid = std::process::id();
    for _ in 0..MAX_PARENTS {
        let (parent, words) = parent_of(pid)?;
        if let Some(name) = words.iter().take(3).find_map(|w| agent_name(w)) {
            return Some(format!("`{name}` is among the processes that started it"));
        }
        if parent <= 1 {
            return None;
        }
        pid = parent;
    }
    Some("more processes started it than a person's terminal has".to_owned())
}

/// Refuses what only a person may do (`answer`, `review`): an agent must not vouch for its own work.
pub fn only_people(what: &str) -> Result<(), Failure> {
    match agent() {
        None => Ok(()),
        Some(why) => Err(Failure::new(format!("only a person may {what}, and an agent started this: {why}"))
            .hint("open a terminal of your own and call it there")
            .code(exit::NO)),
    }
}

fn agent_name(word: &str) -> Option<&'static str> {
    let base = Path::new(word).file_name()?.to_str()?;
    let stem = base.strip_suffix(".js").or_else(|| base.strip_suffix(".exe")).unwrap_or(base);
    AGENTS.iter().copied().find(|a| *a == stem)
}

/// A process's parent and the beginning of its command line.
#[cfg(target_os = "linux")]
fn parent_of(pid: u32) -> Option<(u32, Vec<String>)> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in brackets may hold anything; what follows its last bracket is plain.
    let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
    let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let words = line.split(|b| *b == 0).take(3).map(|w| String::from_utf8_lossy(w).into_owned());
    Some((parent, words.collect()))
}

/// A process's parent and the beginning of its command line, as `ps` tells.
#[cfg(not(target_os = "linux"))]
fn parent_of(pid: u32) -> Option<(u32, Vec<String>)> {
    let out =
        std::process::Command::new("/bin/ps").args(["-o", "ppid=,command=", "-p", &pid.to_string()]).output().ok()?;
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let mut words = text.split_whitespace();
    let parent = words.next()?.parse().ok()?;
    Some((parent, words.take(3).map(str::to_owned).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agents_are_known_by_their_file() {
        for (word, is) in [
            ("/usr/local/bin/claude", true),
            ("codex.js", true),
            ("/bin/bash", false),
            ("claudette", false),
            ("", false),
        ] {
            assert_eq!(agent_name(word).is_some(), is, "{word}");
        }
        let (parent, words) = parent_of(std::process::id()).unwrap();
        assert!(parent > 0 && !words.is_empty());
    }
}
