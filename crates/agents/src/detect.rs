//! Which coding agents are on this machine. Used by `init` and `doctor`; may start a program, so never by a hook.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long `--version` may take; agents that are packed as one large binary need a second on a busy machine.
const VERSION_TIMEOUT: Duration = Duration::from_secs(5);

/// A version of three numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u32, pub u32, pub u32);

impl Version {
    /// The first `a.b.c` in a text like `2.1.328 (Claude Code)`.
    #[must_use]
    pub fn first_in(text: &str) -> Option<Self> {
        text.split(|c: char| !(c.is_ascii_digit() || c == '.')).find_map(|word| {
            let mut parts = word.split('.').map(|p| p.parse::<u32>().ok());
            Some(Self(parts.next()??, parts.next()??, parts.next()??))
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// An agent that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its name for people.
    pub name: &'static str,
    /// Where: a program or a directory.
    pub at: PathBuf,
}

/// Name, programs, directories below the home.
const OTHERS: &[(&str, &[&str], &[&str])] = &[
    ("Codex CLI", &["codex"], &[".codex"]),
    ("Gemini CLI", &["gemini"], &[".gemini"]),
    ("GitHub Copilot CLI", &["copilot"], &[".copilot"]),
    ("Cursor", &["cursor-agent", "cursor"], &[".cursor"]),
    ("OpenCode", &["opencode"], &[".config/opencode"]),
    ("Qwen Code", &["qwen"], &[".qwen"]),
    ("Cline", &["cline"], &[".cline"]),
    ("Windsurf", &["windsurf"], &[".codeium/windsurf"]),
    ("Goose", &["goose"], &[".config/goose"]),
    ("Kiro", &["kiro-cli", "kiro"], &[".kiro"]),
    ("Amp", &["amp"], &[".config/amp"]),
    ("Droid", &["droid"], &[".factory"]),
    ("Grok CLI", &["grok"], &[".grok"]),
];

/// The known agents other than Claude Code that are on this machine. There is no adapter for them in this version.
#[must_use]
pub fn others(home: &Path, path: &OsStr) -> Vec<Found> {
    let found = |(name, programs, dirs): &(&'static str, &[&str], &[&str])| {
        let program = programs.iter().find_map(|p| find_program(p, path));
        let dir = || dirs.iter().map(|d| home.join(d)).find(|d| d.is_dir());
        Some(Found { name, at: program.or_else(dir)? })
    };
    OTHERS.iter().filter_map(found).collect()
}

/// The program of that name on this search path.
#[must_use]
pub fn find_program(name: &str, path: &OsStr) -> Option<PathBuf> {
    std::env::split_paths(path).filter(|dir| dir.is_absolute()).map(|dir| dir.join(name)).find(|file| is_program(file))
}

/// A regular file with an execute bit.
#[must_use]
pub fn is_program(file: &Path) -> bool {
    let Ok(meta) = file.metadata() else { return false };
    #[cfg(unix)]
    let executable = std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let executable = true;
    meta.is_file() && executable
}

/// What `program --version` says, if it says so in time.
#[must_use]
pub fn ask_version(program: &Path) -> Option<Version> {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let start = Instant::now();
    while child.try_wait().ok()?.is_none() {
        if start.elapsed() > VERSION_TIMEOUT {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let said = child.wait_with_output().ok()?.stdout;
    Version::first_in(&String::from_utf8_lossy(&said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        assert_eq!(Version::first_in("2.1.328 (Claude Code)\n"), Some(Version(2, 1, 328)));
        assert_eq!(Version::first_in("v0.61.0-nightly.4"), Some(Version(0, 61, 0)));
        assert_eq!(Version::first_in("none 1.2"), None);
        assert!(Version(2, 1, 295) > Version(2, 1, 49));
    }
}
