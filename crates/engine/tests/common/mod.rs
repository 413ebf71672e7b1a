//! A machine for tests: a home, a workspace, and only the files that a test puts there.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::collections::BTreeMap;

use automode_model::{GitFacts, NotKnown, PathFacts, PathKind, Sent, Session, Text, Tool, ToolCall, Verdict, World};

/// A world of a few files.
#[derive(Default)]
pub struct Small {
    /// Path and content.
    pub files: BTreeMap<String, String>,
    /// Directories that exist.
    pub dirs: Vec<String>,
    /// The top of the repository, where there is one.
    pub git_root: Option<String>,
    /// The groups that the user is in; none is not told.
    pub groups: Option<Vec<String>>,
    /// Repositories: top directory and what git says there.
    pub gits: BTreeMap<String, GitFacts>,
    /// How much of the present branch was sent.
    pub sent: Option<Sent>,
}

pub const HOME: &str = "/home/dev";
pub const CWD: &str = "/home/dev/project";

impl World for Small {
    fn home(&self) -> String {
        HOME.into()
    }
    fn user(&self) -> String {
        "dev".into()
    }
    fn groups(&self) -> Result<Vec<String>, NotKnown> {
        self.groups.clone().ok_or(NotKnown::Missing)
    }
    fn path(&self, path: &str) -> PathFacts {
        let kind = if self.files.contains_key(path) {
            PathKind::File
        } else if self.dirs.iter().any(|d| d == path) || path == CWD || path == HOME {
            PathKind::Dir
        } else {
            PathKind::Missing
        };
        PathFacts { real: path.into(), kind, is_link: false, links: 1, executable: false, size: 0 }
    }
    fn read(&self, path: &str, _max: usize) -> Result<String, NotKnown> {
        self.files.get(path).cloned().ok_or(NotKnown::Missing)
    }
    fn list(&self, path: &str, _max: usize) -> Result<Vec<String>, NotKnown> {
        let inside = format!("{}/", path.trim_end_matches('/'));
        let names = self.files.keys().filter_map(|f| f.strip_prefix(&inside)).filter_map(|f| f.split('/').next());
        let names: std::collections::BTreeSet<String> = names.map(str::to_owned).collect();
        if names.is_empty() { Err(NotKnown::Missing) } else { Ok(names.into_iter().collect()) }
    }
    fn git_root(&self, dir: &str) -> Result<String, NotKnown> {
        let inside =
            |root: &&String| dir == *root || dir.strip_prefix(root.as_str()).is_some_and(|r| r.starts_with('/'));
        self.gits.keys().rev().find(inside).or(self.git_root.as_ref()).cloned().ok_or(NotKnown::Missing)
    }
    fn git(&self, dir: &str) -> Result<GitFacts, NotKnown> {
        let root = self.git_root(dir)?;
        self.gits.get(&root).cloned().ok_or(NotKnown::Missing)
    }
    fn git_tracked(&self, _path: &str) -> Option<bool> {
        None
    }
    fn git_ignored(&self, _path: &str) -> Option<bool> {
        None
    }
    fn git_sent(&self, _dir: &str) -> Option<Sent> {
        self.sent
    }
    fn which(&self, _program: &str) -> Result<String, NotKnown> {
        Err(NotKnown::Missing)
    }
}

/// A shell command as a call.
pub fn shell(command: &str) -> ToolCall {
    ToolCall { name: "Bash".into(), id: None, tool: Tool::Shell { command: Text::whole(command), background: false } }
}

/// The verdict about a command in the small world.
pub fn judge(world: &Small, command: &str) -> Verdict {
    automode_engine::judge_call(&shell(command), CWD, world, &Session::default())
}
