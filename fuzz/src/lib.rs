//! What the targets share: a machine whose every file holds the text that the fuzzer made.

use automode_model::{GitFacts, NotKnown, PathFacts, PathKind, Session, Text, Tool, ToolCall, World};

/// Where the commands run.
pub const CWD: &str = "/home/dev/project";

/// A machine on which every file that is asked for holds one text, or on which there is none.
pub struct Machine<'a> {
    /// What its files hold.
    pub text: Option<&'a str>,
}

impl World for Machine<'_> {
    fn home(&self) -> String {
        "/home/dev".into()
    }
    fn path(&self, path: &str) -> PathFacts {
        let kind = if path == CWD {
            PathKind::Dir
        } else if self.text.is_some() {
            PathKind::File
        } else {
            PathKind::Missing
        };
        PathFacts { real: path.into(), kind, is_link: false, links: 0, executable: false, size: 0 }
    }
    fn read(&self, _: &str, max: usize) -> Result<String, NotKnown> {
        self.text.filter(|t| t.len() <= max).map(str::to_owned).ok_or(NotKnown::Missing)
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

/// Judges a command twice on this machine: the same verdict both times.
pub fn judge(command: &str, text: Option<&str>) {
    let tool = Tool::Shell { command: Text::whole(command), background: false };
    judge_after(&ToolCall { name: "Bash".into(), id: None, tool }, text, &Session::default());
}

/// The same for any call and whatever went before it.
pub fn judge_after(call: &ToolCall, text: Option<&str>, session: &Session) {
    let machine = Machine { text };
    let once = || automode_engine::judge_call(call, CWD, &machine, session);
    assert_eq!(once(), once());
}

/// The first byte, which chooses, and the rest as text.
pub fn chosen(data: &[u8]) -> Option<(usize, &str)> {
    let (first, rest) = data.split_first()?;
    Some((usize::from(*first), std::str::from_utf8(rest).ok()?))
}
