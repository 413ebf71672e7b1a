//! A person's one-time answers to stopped actions: each bound to exactly one action, signed, expiring, used once. Written
//! by `automode approve` and `reject`, looked for by the hook only where an action would be stopped.
//!
//! The key lies beside the ledger, readable for its owner only. Where the agent runs as the same user that keeps honest
//! agents honest and no more: what stops a command from reading the key or calling `approve` is the gate itself. Run the
//! gate's owner as another user and the agent cannot sign at all.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use automode_model::{Event, Phase, Text, Tool, ToolCall};
use serde::{Deserialize, Serialize};

use crate::error::{LedgerError, OnFile};
use crate::hash::{self, Hash};
use crate::ledger::make_dir;
use crate::record::Fact;
use crate::{random, wire};

/// How long an approval holds without being used. Long enough to come back to the agent, short enough not to lie around.
pub const USUAL_MS: u64 = 10 * 60 * 1000;

/// How many digits of an action's hash name it for people.
pub const ID_DIGITS: usize = 8;

/// The largest answer file that is read; ours have some 400 bytes.
const MAX_ANSWER_BYTES: u64 = 4096;

/// What a person answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It may run, once.
    Approve,
    /// It may not.
    Reject,
}

impl Answer {
    /// The name in files and records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject => "reject",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Approve, Self::Reject].into_iter().find(|a| a.name() == name)
    }
}

/// An answer about one action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// The action.
    pub action: Hash,
    /// What was answered.
    pub answer: Answer,
    /// The record of the stop that it answers.
    pub record: u64,
    /// When it was given, in milliseconds since 1970.
    pub made_ms: u64,
    /// Until when it holds.
    pub expires_ms: u64,
}

impl Approval {
    /// The name for people.
    #[must_use]
    pub fn id(&self) -> String {
        id(&self.action)
    }

    fn sign(&self, key: &[u8; 32]) -> Hash {
        let text = format!(
            "automode-approval 1\n{}\n{}\n{}\n{}\n{}\n",
            self.action,
            self.answer.name(),
            self.record,
            self.made_ms,
            self.expires_ms
        );
        hash::hmac(key, text.as_bytes())
    }
}

/// The name of an action for people.
#[must_use]
pub fn id(action: &Hash) -> String {
    let mut text = action.to_string();
    text.truncate(ID_DIGITS);
    text
}

/// The hash of an action: host, tool, every parameter, directory, and the content of what was read to understand it (a
/// script that changes is another action). None where a part was cut off: what was not seen cannot be approved.
#[must_use]
pub fn action(event: &Event, facts: &[Fact]) -> Option<Hash> {
    let call = match &event.phase {
        Phase::PreTool(call) | Phase::PermissionRequest(call) => call,
        _ => return None,
    };
    if is_cut(&call.tool) {
        return None;
    }
    let bare = Event {
        session: String::new(),
        agent: None,
        agent_kind: None,
        mode: automode_model::Mode::Unknown,
        time_ms: 0,
        reading: None,
        phase: Phase::PreTool(ToolCall { id: None, ..call.clone() }),
        ..event.clone()
    };
    let mut read: Vec<&Fact> = facts.iter().filter(|(question, _)| question.starts_with("read ")).collect();
    read.sort();
    let mut parts = wire::canonical(&bare);
    for (question, answer) in read {
        for text in [question, answer] {
            parts.extend_from_slice(&(text.len() as u64).to_le_bytes());
            parts.extend_from_slice(text.as_bytes());
        }
    }
    Some(Hash::of(&[b"automode-action 1\n", &parts]))
}

fn is_cut(tool: &Tool) -> bool {
    let cut = |t: &Text| !t.is_whole();
    match tool {
        Tool::Shell { command, .. } => cut(command),
        Tool::Write { content, .. } => cut(content),
        Tool::Edit { edits, .. } => edits.iter().any(|e| cut(&e.old) || cut(&e.new)),
        Tool::Subagent { prompt, .. } => cut(prompt),
        Tool::Mcp { args, .. } | Tool::Unknown { args } => args.iter().any(|(_, v)| cut(v)),
        Tool::Read { .. } | Tool::Search { .. } | Tool::Fetch { .. } | Tool::WebSearch { .. } | Tool::Internal => false,
    }
}

#[derive(Serialize, Deserialize)]
struct Stored {
    v: u64,
    action: String,
    answer: String,
    record: u64,
    made_ms: u64,
    expires_ms: u64,
    mac: String,
}

/// The answers in a state directory.
#[derive(Clone, Debug)]
pub struct Approvals {
    dir: PathBuf,
    key: PathBuf,
}

impl Approvals {
    /// Those of this state directory.
    #[must_use]
    pub fn at(state: &Path) -> Self {
        Self { dir: state.join("approvals"), key: state.join("approval.key") }
    }

    fn path(&self, action: &Hash) -> PathBuf {
        self.dir.join(format!("{action}.json"))
    }

    /// Keeps an answer; one that was there for the same action is replaced.
    pub fn keep(&self, approval: &Approval) -> Result<(), LedgerError> {
        make_dir(&self.dir)?;
        let key = self.key_or_new()?;
        let stored = Stored {
            v: 1,
            action: approval.action.to_string(),
            answer: approval.answer.name().to_owned(),
            record: approval.record,
            made_ms: approval.made_ms,
            expires_ms: approval.expires_ms,
            mac: approval.sign(&key).to_string(),
        };
        let text = serde_json::to_vec(&stored).unwrap_or_default();
        let path = self.path(&approval.action);
        let new = self.dir.join(format!(".{}", random::hex8()));
        write_new(&new, &text)?;
        fs::rename(&new, &path).on("rename", &path)
    }

    /// The answer that holds for this action. One that is forged, damaged, expired or unreadable is none.
    #[must_use]
    pub fn find(&self, action: &Hash, now_ms: u64) -> Option<Approval> {
        let path = self.path(action);
        let mut text = Vec::new();
        // Opened without waiting: a FIFO planted here must not block the hook.
        let file = OpenOptions::new().read(true).custom_flags(O_NONBLOCK).open(&path).ok()?;
        file.metadata().ok().filter(fs::Metadata::is_file)?;
        file.take(MAX_ANSWER_BYTES).read_to_end(&mut text).ok()?;
        let found = self.verified(&text)?;
        let holds = found.made_ms <= now_ms.saturating_add(CLOCK_SKEW_MS) && now_ms < found.expires_ms;
        (found.action == *action && holds).then_some(found)
    }

    fn verified(&self, text: &[u8]) -> Option<Approval> {
        let stored: Stored = serde_json::from_slice(text).ok()?;
        let found = Approval {
            action: Hash::from_hex(&stored.action)?,
            answer: Answer::from_name(&stored.answer)?,
            record: stored.record,
            made_ms: stored.made_ms,
            expires_ms: stored.expires_ms,
        };
        let key = read_key(&self.key)?;
        let mac = Hash::from_hex(&stored.mac)?;
        (stored.v == 1 && same(found.sign(&key).bytes(), mac.bytes())).then_some(found)
    }

    /// Uses an approval up; true for the one caller that may act on it.
    #[must_use]
    pub fn consume(&self, approval: &Approval) -> bool {
        fs::remove_file(self.path(&approval.action)).is_ok()
    }

    /// All answers that hold now.
    #[must_use]
    pub fn all(&self, now_ms: u64) -> Vec<Approval> {
        let Ok(entries) = fs::read_dir(&self.dir) else { return Vec::new() };
        let names = entries.flatten().filter_map(|e| e.file_name().into_string().ok());
        let actions = names.filter_map(|n| Hash::from_hex(n.strip_suffix(".json")?));
        let mut found: Vec<Approval> = actions.filter_map(|a| self.find(&a, now_ms)).collect();
        found.sort_by_key(|a| a.made_ms);
        found
    }

    fn key_or_new(&self) -> Result<[u8; 32], LedgerError> {
        if let Some(key) = read_key(&self.key) {
            return Ok(key);
        }
        match write_new(&self.key, &random::bytes32()) {
            Err(LedgerError::File(e)) if e.is_present() => {}
            other => other?,
        }
        read_key(&self.key).ok_or_else(|| LedgerError::damaged(&self.key, 0, "a signing key has 32 bytes"))
    }
}

/// A clock that was set back a little does not undo an approval.
const CLOCK_SKEW_MS: u64 = 60_000;

/// `O_NONBLOCK` of Linux and of macOS.
const O_NONBLOCK: i32 = if cfg!(target_os = "linux") { 0o4000 } else { 4 };

fn read_key(path: &Path) -> Option<[u8; 32]> {
    let bytes = fs::read(path).ok()?;
    bytes.try_into().ok()
}

/// Writes a file that only its owner may read and that was not there.
fn write_new(path: &Path, bytes: &[u8]) -> Result<(), LedgerError> {
    let mut options = OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(path);
    let mut file = file.on("create", path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|e: io::Error| LedgerError::file("write", path, e))
}

/// Compares without telling by time where they differ.
fn same(a: &[u8; 32], b: &[u8; 32]) -> bool {
    a.iter().zip(b).fold(0, |d, (x, y)| d | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use automode_model::{Host, Mode};

    /// A directory that goes away.
    struct Dir(PathBuf);

    impl Dir {
        fn new() -> Self {
            let path = std::env::temp_dir().join(format!("automode-approvals-{}", random::hex8()));
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Dir {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn event(command: &str, cwd: &str) -> Event {
        let tool = Tool::Shell { command: Text::whole(command), background: false };
        Event {
            host: Host::ClaudeCode,
            session: "s".into(),
            agent: None,
            agent_kind: None,
            cwd: cwd.into(),
            mode: Mode::Manual,
            time_ms: 7,
            phase: Phase::PreTool(ToolCall { name: "Bash".into(), id: Some("t1".into()), tool }),
            reading: None,
        }
    }

    #[test]
    fn an_action_is_its_parameters_and_nothing_else() {
        let hash = |e: &Event, facts: &[Fact]| action(e, facts).unwrap();
        let first = event("rm x", "/w");
        let mut again = event("rm x", "/w");
        again.session = "other".into();
        again.time_ms = 9;
        again.mode = Mode::Auto;
        assert_eq!(hash(&first, &[]), hash(&again, &[]));
        assert_ne!(hash(&first, &[]), hash(&event("rm  x", "/w"), &[]));
        assert_ne!(hash(&first, &[]), hash(&event("rm x", "/v"), &[]));
        let read = |text: &str| [("read /w/a.sh".to_owned(), text.to_owned())];
        assert_ne!(hash(&first, &read("one")), hash(&first, &read("two")));
        assert_eq!(hash(&first, &[("path /w".into(), "dir".into())]), hash(&first, &[]));
        let mut cut = event("rm x", "/w");
        if let Phase::PreTool(call) = &mut cut.phase {
            call.tool = Tool::Shell { command: Text { body: "rm x".into(), cut_bytes: 3 }, background: false };
        }
        assert_eq!(action(&cut, &[]), None);
    }

    #[test]
    fn an_approval_holds_once_until_it_expires_and_only_as_it_was_signed() {
        let dir = Dir::new();
        let all = Approvals::at(&dir.0);
        let hash = action(&event("rm x", "/w"), &[]).unwrap();
        let given =
            Approval { action: hash, answer: Answer::Approve, record: 3, made_ms: 1_000_000, expires_ms: 1_600_000 };
        assert_eq!(all.find(&hash, 1_000_001), None);
        all.keep(&given).unwrap();
        assert_eq!(all.find(&hash, 1_000_001), Some(given.clone()));
        assert_eq!(all.find(&hash, 1_600_000), None, "expired");
        assert_eq!(all.find(&hash, 1), None, "from the future");
        let path = all.path(&hash);
        let text = fs::read_to_string(&path).unwrap();
        for (old, new) in [("1600000", "9600000"), ("approve", "reject"), ("\"record\":3", "\"record\":4")] {
            fs::write(&path, text.replace(old, new)).unwrap();
            assert_eq!(all.find(&hash, 1_000_001), None, "{new}");
        }
        fs::write(&path, &text).unwrap();
        let other = action(&event("rm y", "/w"), &[]).unwrap();
        fs::copy(&path, all.path(&other)).unwrap();
        assert_eq!(all.find(&other, 1_000_001), None, "another action's file");
        let found = all.find(&hash, 1_000_001).unwrap();
        assert!(all.consume(&found));
        assert!(!all.consume(&found), "once only");
        assert_eq!(all.find(&hash, 1_000_001), None);
    }

    #[test]
    fn a_key_of_somebody_else_signs_nothing() {
        let dir = Dir::new();
        let all = Approvals::at(&dir.0);
        let hash = action(&event("rm x", "/w"), &[]).unwrap();
        let given = Approval { action: hash, answer: Answer::Approve, record: 3, made_ms: 1, expires_ms: u64::MAX };
        all.keep(&given).unwrap();
        fs::write(dir.0.join("approval.key"), [7; 32]).unwrap();
        assert_eq!(all.find(&hash, 2), None);
        fs::remove_file(dir.0.join("approval.key")).unwrap();
        assert_eq!(all.find(&hash, 2), None);
    }
}
