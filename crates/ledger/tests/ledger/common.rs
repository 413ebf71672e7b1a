//! What the tests of the ledger share: a directory that goes away, events, verdicts.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use automode_ledger::{Durability, Ledger, Record, RecordMeta};
use automode_model::*;

/// A directory of its own for one test, removed at the end.
pub struct Dir(pub PathBuf);

impl Dir {
    pub fn new(name: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let unique = format!("automode-ledger-{name}-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = base().join(unique);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn ledger(&self) -> Ledger {
        Ledger::open(&self.0).unwrap()
    }
}

/// Memory where there is some: the tests write millions of small files' worth.
fn base() -> PathBuf {
    let shm = Path::new("/dev/shm");
    if shm.is_dir() { shm.to_owned() } else { std::env::temp_dir() }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl std::ops::Deref for Dir {
    type Target = Path;
    fn deref(&self) -> &Path {
        &self.0
    }
}

pub fn event(session: &str, phase: Phase) -> Event {
    Event {
        host: Host::ClaudeCode,
        session: session.into(),
        agent: None,
        agent_kind: None,
        cwd: "/home/dev/project".into(),
        mode: Mode::Manual,
        time_ms: 1_790_000_000_000,
        reading: None,
        phase,
    }
}

pub fn shell(id: &str, command: &str) -> Phase {
    Phase::PreTool(ToolCall {
        name: "Bash".into(),
        id: Some(id.into()),
        tool: Tool::Shell { command: Text::whole(command), background: false },
    })
}

pub fn allow() -> Verdict {
    Verdict::settle(Judgement {
        decision: Decision::Allow,
        dimensions: Dimensions::default(),
        risk: Risk::Low,
        authorization: Authorization::Implied,
        evidence: vec![],
        category: Category::Inspect,
        confidence: 99,
        findings: vec![],
        actions: vec![Action {
            words: "git status".into(),
            program: "git".into(),
            span: Span::new(0, 10),
            effects: vec![Effect {
                verb: Verb::VcsRead,
                target: Target::None,
                scope: Scope::One,
                forced: false,
                reversibility: Reversibility::Nothing,
                certainty: Certainty::Sure,
                category: Category::VcsLocal,
                dimensions: Dimensions::default(),
                span: Span::new(0, 10),
                change: None,
            }],
        }],
    })
}

pub fn meta() -> RecordMeta {
    RecordMeta { policy_hash: "0123456789abcdef".into(), engine_version: "0.1.0".into(), latency_us: 42 }
}

/// Appends a judged command.
pub fn append(ledger: &mut Ledger, session: &str, id: &str, command: &str) -> Record {
    let event = ledger.admit(event(session, shell(id, command)));
    ledger.append(event, &[], Some(allow()), &meta(), Durability::Kernel).unwrap()
}

/// A ledger with `n` records of two sessions.
pub fn filled(name: &str, n: usize) -> Dir {
    let dir = Dir::new(name);
    let mut ledger = dir.ledger();
    for i in 0..n {
        let session = if i % 3 == 0 { "s-two" } else { "s-one" };
        let _ = append(&mut ledger, session, &format!("call-{i}"), &format!("git log -n {i}"));
    }
    dir
}

pub fn segment(dir: &Path, first: u64) -> PathBuf {
    dir.join("journal").join(format!("{first:012}.jsonl"))
}

/// A ledger of that many segments, its records made large: file contents of 48 KiB.
pub fn segmented(name: &str, segments: usize) -> Dir {
    let dir = Dir::new(name);
    let mut ledger = dir.ledger();
    for i in 0.. {
        let content = Text::whole("a".repeat(48 << 10));
        let tool = Tool::Write { path: format!("/home/dev/project/f{i}"), content };
        let call = ToolCall { name: "Write".into(), id: Some(format!("c{i}")), tool };
        let event = event("s", Phase::PreTool(call));
        let _ = ledger.append(event, &[], Some(allow()), &meta(), Durability::Kernel).unwrap();
        if firsts(&dir).len() == segments {
            return dir;
        }
    }
    dir
}

/// The first numbers of a ledger's segments.
pub fn firsts(dir: &Path) -> Vec<u64> {
    let names = std::fs::read_dir(dir.join("journal")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let mut firsts: Vec<u64> = names.filter_map(|n| n.strip_suffix(".jsonl")?.parse().ok()).collect();
    firsts.sort_unstable();
    firsts
}
