//! The settings in force for a repository: the user's files, the repository's, the environment's; includes followed.
//! Called by `facts` and `ignore`.
//!
//! The system's own file is not read: only an administrator writes it. A conditional include counts as included, with
//! a mark: whether its condition holds (`onbranch:`, `hasconfig:`) may change between judgement and run.

use automode_model::NotKnown;

use super::config::{self, split};
use super::find::{Repo, against};
use crate::world::files::{Files, refused};
use crate::world::resolve::{join, parent};

/// Largest configuration file; a real one has a few kilobytes.
const MAX_CONFIG_BYTES: usize = 1024 * 1024;
/// Includes within includes: git's own limit.
const MAX_INCLUDE_DEPTH: usize = 10;
/// Files of one repository's configuration, all includes counted.
const MAX_CONFIG_FILES: usize = 64;
/// Settings of all files together: a configuration with a thousand branches has some three thousand.
const MAX_SETTINGS: usize = 20_000;
/// Settings given by GIT_CONFIG_COUNT.
const MAX_ENV_SETTINGS: usize = 64;

/// Whose setting it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The user's own file: chosen by a person.
    User,
    /// The repository's file or the environment.
    Repo,
}

/// One setting in force, or maybe in force.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub key: String,
    /// "true" where the file has the name alone.
    pub value: String,
    pub origin: Origin,
    /// False below a conditional include.
    pub sure: bool,
}

/// Where the user's settings lie, and what the environment adds.
#[derive(Debug)]
pub struct Settings {
    pub(super) home: String,
    xdg: String,
    global: Option<String>,
    from_env: Result<Vec<(String, String)>, NotKnown>,
}

impl Settings {
    /// Takes git's variables from the environment.
    pub fn from_env(home: &str, env: &impl Fn(&str) -> Option<String>) -> Self {
        let xdg = env("XDG_CONFIG_HOME").filter(|d| d.starts_with('/')).unwrap_or_else(|| join(home, ".config"));
        let global = env("GIT_CONFIG_GLOBAL").filter(|f| f.starts_with('/'));
        Self { home: home.to_string(), xdg: join(&xdg, "git"), global, from_env: pairs(env) }
    }

    /// The user's ignore file where no setting names one.
    pub(super) fn default_ignore_file(&self) -> String {
        join(&self.xdg, "ignore")
    }

    /// A path in a setting: `~/` is the home.
    pub(super) fn expand(&self, dir: &str, path: &str) -> String {
        match path.strip_prefix("~/") {
            Some(rest) => join(&self.home, rest),
            None => against(dir, path),
        }
    }

    /// All settings, weakest first.
    pub(super) fn load(&self, files: &Files, repo: &Repo) -> Result<Vec<Entry>, NotKnown> {
        let mut loader = Loader { files, settings: self, entries: Vec::new(), read: 0 };
        let user = [Some(join(&self.xdg, "config")), Some(join(&self.home, ".gitconfig")), self.global.clone()];
        for file in user.into_iter().flatten() {
            loader.file(&file, Origin::User, true, 0)?;
        }
        loader.file(&join(&repo.common_dir, "config"), Origin::Repo, true, 0)?;
        // Git reads a work tree's own only where the repository's says so.
        if loader.entries.iter().any(|e| e.key == "extensions.worktreeconfig") {
            loader.file(&join(&repo.git_dir, "config.worktree"), Origin::Repo, true, 0)?;
        }
        for (key, value) in self.from_env.clone()? {
            loader.entries.push(Entry { key, value, origin: Origin::Repo, sure: true });
        }
        Ok(loader.entries)
    }
}

/// `GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=… GIT_CONFIG_VALUE_0=…`
fn pairs(env: &impl Fn(&str) -> Option<String>) -> Result<Vec<(String, String)>, NotKnown> {
    let Some(count) = env("GIT_CONFIG_COUNT").filter(|c| !c.is_empty()) else { return Ok(Vec::new()) };
    let count: usize = count.parse().map_err(|_| refused("GIT_CONFIG_COUNT", "is not a number"))?;
    if count > MAX_ENV_SETTINGS {
        return Err(refused("GIT_CONFIG_COUNT", "is too large"));
    }
    let pair = |n| Some((canonical(&env(&format!("GIT_CONFIG_KEY_{n}"))?), env(&format!("GIT_CONFIG_VALUE_{n}"))?));
    (0..count).map(|n| pair(n).ok_or_else(|| refused("GIT_CONFIG_COUNT", "names a missing pair"))).collect()
}

/// Section and name in lower case, as the files' parser gives them.
fn canonical(key: &str) -> String {
    match split(key) {
        (section, Some(sub), name) => format!("{}.{sub}.{}", section.to_ascii_lowercase(), name.to_ascii_lowercase()),
        _ => key.to_ascii_lowercase(),
    }
}

struct Loader<'a> {
    files: &'a Files,
    settings: &'a Settings,
    entries: Vec<Entry>,
    read: usize,
}

impl Loader<'_> {
    fn file(&mut self, path: &str, origin: Origin, sure: bool, depth: usize) -> Result<(), NotKnown> {
        self.read = self.read.saturating_add(1);
        if depth > MAX_INCLUDE_DEPTH || self.read > MAX_CONFIG_FILES {
            return Err(refused(path, "too many included configuration files"));
        }
        let text = match self.files.usual_text(path, MAX_CONFIG_BYTES) {
            Ok(text) => text,
            Err(NotKnown::Missing) => return Ok(()),
            Err(other) => return Err(other),
        };
        let found = config::parse(&text)
            .map_err(|line| NotKnown::Refused(format!("`{path}`: line {line} is no git configuration")))?;
        for (key, value) in found {
            let value = value.unwrap_or_else(|| "true".to_string());
            if let Some(condition) = include(&key) {
                let dir = parent(path);
                self.file(
                    &self.settings.expand(dir, &value),
                    origin,
                    sure && condition.is_none(),
                    depth.saturating_add(1),
                )?;
            }
            self.entries.push(Entry { key, value, origin, sure });
        }
        if self.entries.len() > MAX_SETTINGS {
            return Err(refused(path, "too many settings"));
        }
        Ok(())
    }
}

/// Whether a key includes another file, and under which condition.
fn include(key: &str) -> Option<Option<&str>> {
    match split(key) {
        ("include", None, "path") => Some(None),
        ("includeif", Some(condition), "path") => Some(Some(condition)),
        _ => None,
    }
}
