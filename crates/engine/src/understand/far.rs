//! What a text would do that another machine's shell runs. Of that machine nothing is known: no file, no folder, no variable.
//! Called by `decide/through.rs`.

use automode_model::{
    Action, Certainty, GitFacts, NotKnown, PathFacts, PathKind, Session, Text, Tool, ToolCall, World,
};

use super::tools;

/// Longer texts, and more commands, are not held against words: a request is not about that much.
const LONGEST: usize = 4 << 10;
const MOST: usize = 16;

/// The actions of this text, where each of them is understood.
#[must_use]
pub fn actions(text: &str) -> Option<Vec<Action>> {
    if text.is_empty() || text.len() > LONGEST || text.contains('…') {
        return None;
    }
    let tool = Tool::Shell { command: Text::whole(text.to_owned()), background: false };
    let call = ToolCall { name: String::new(), id: None, tool };
    let found = tools::understand(&call, "", &Far, &Session::default());
    let sure = |a: &Action| a.effects.iter().all(|e| !matches!(e.certainty, Certainty::Unknown(_)));
    (found.len() <= MOST && found.iter().all(sure)).then_some(found)
}

/// A machine of which nothing is known.
struct Far;

impl World for Far {
    fn home(&self) -> String {
        "/nonexistent".to_owned()
    }
    fn path(&self, path: &str) -> PathFacts {
        PathFacts {
            real: path.to_owned(),
            kind: PathKind::Unknown,
            is_link: false,
            links: 1,
            executable: false,
            size: 0,
        }
    }
    fn read(&self, _path: &str, _max_bytes: usize) -> Result<String, NotKnown> {
        Err(NotKnown::Missing)
    }
    fn list(&self, _path: &str, _max: usize) -> Result<Vec<String>, NotKnown> {
        Err(NotKnown::Missing)
    }
    fn git_root(&self, _dir: &str) -> Result<String, NotKnown> {
        Err(NotKnown::Missing)
    }
    fn git(&self, _dir: &str) -> Result<GitFacts, NotKnown> {
        Err(NotKnown::Missing)
    }
    fn git_tracked(&self, _path: &str) -> Option<bool> {
        None
    }
    fn git_ignored(&self, _path: &str) -> Option<bool> {
        None
    }
    fn which(&self, _program: &str) -> Result<String, NotKnown> {
        Err(NotKnown::Missing)
    }
}
