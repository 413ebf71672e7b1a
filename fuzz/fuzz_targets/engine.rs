//! Any command is judged: no panic, no hang, and the same verdict twice. `cargo xtask fuzz --target engine`.

#![no_main]

use automode_model::{GitFacts, NotKnown, PathFacts, PathKind, Session, Text, Tool, ToolCall, World};
use libfuzzer_sys::fuzz_target;

/// A machine with nothing on it.
struct Bare;

impl World for Bare {
    fn home(&self) -> String {
        "/home/dev".into()
    }
    fn path(&self, path: &str) -> PathFacts {
        PathFacts { real: path.into(), kind: PathKind::Missing, is_link: false, links: 0, executable: false, size: 0 }
    }
    fn read(&self, _: &str, _: usize) -> Result<String, NotKnown> {
        Err(NotKnown::Missing)
    }
    fn list(&self, _: &str, _: usize) -> Result<Vec<String>, NotKnown> {
        Err(NotKnown::Missing)
    }
    fn git_root(&self, _: &str) -> Result<String, NotKnown> {
        Err(NotKnown::Missing)
    }
    fn git(&self, _: &str) -> Result<GitFacts, NotKnown> {
        Err(NotKnown::Missing)
    }
    fn git_tracked(&self, _: &str) -> Option<bool> {
        None
    }
    fn git_ignored(&self, _: &str) -> Option<bool> {
        None
    }
    fn which(&self, _: &str) -> Result<String, NotKnown> {
        Err(NotKnown::Missing)
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((_, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let tool = Tool::Shell { command: Text::whole(text), background: false };
    let call = ToolCall { name: "Bash".into(), id: None, tool };
    let judge = || automode_engine::judge_call(&call, "/home/dev/project", &Bare, &Session::default());
    assert_eq!(judge(), judge());
});
