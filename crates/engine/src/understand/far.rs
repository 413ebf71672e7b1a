//! What a text would do that another machine's shell runs. Of that machine nothing is known: no file, no folder, no variable.
//! Called by `decide/through.rs`.

use automode_model::{
    Action, Certainty, Effect, GitFacts, NotKnown, PathFacts, PathKind, Session, Target, Text, Tool, ToolCall, Verb,
    World,
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
    let mut found = tools::understand(&call, "", &Far, &Session::default());
    found.iter_mut().for_each(without_folder);
    let sure = |a: &Action| a.effects.iter().all(|e| !matches!(e.certainty, Certainty::Unknown(_)));
    (found.len() <= MOST && found.iter().all(sure)).then_some(found)
}

/// What a program takes from its own store (`ollama rm x`, `crontab -r`) is weighed as what its folder holds, too; there that is
/// the account's own, and what is named is told by the words.
fn without_folder(action: &mut Action) {
    let nameless = |e: &Effect| e.verb == Verb::Delete && matches!(e.target, Target::None | Target::Named { .. });
    if action.effects.iter().any(nameless) {
        action.effects.retain(|e| !(e.verb == Verb::Write && matches!(&e.target, Target::Path(p) if p.given == ".")));
    }
}

/// A machine of which nothing is known.
struct Far;

impl World for Far {
    fn home(&self) -> String {
        "/nonexistent".to_owned()
    }
    /// What a command names there is there, and lies where its name says: a path is judged as the same path would be here.
    fn path(&self, path: &str) -> PathFacts {
        PathFacts { real: path.to_owned(), kind: PathKind::File, is_link: false, links: 1, executable: false, size: 0 }
    }
    fn read(&self, _path: &str, _max_bytes: usize) -> Result<String, NotKnown> {
        Err(NotKnown::Missing)
    }
    fn list(&self, _path: &str, _max: usize) -> Result<Vec<String>, NotKnown> {
        Err(NotKnown::Missing)
    }
    /// A project in which nothing of that machine lies: what a person works on here is no measure of what is there.
    fn git_root(&self, _dir: &str) -> Result<String, NotKnown> {
        Ok("/nonexistent/project".to_owned())
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
