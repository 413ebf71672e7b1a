//! What a hook pays for its record: opens the ledger, reads the session, admits the event, appends, closes; each time as
//! a fresh process would. `cargo run --release -p automode-ledger --example append [DIR] [N]`; prints microseconds.
#![expect(clippy::unwrap_used, reason = "a bench has nobody to tell but its user")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use automode_ledger::{Durability, Ledger, RecordMeta};
use automode_model::*;

fn main() {
    let mut args = std::env::args().skip(1);
    let base = args.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let rounds: usize = args.next().and_then(|n| n.parse().ok()).unwrap_or(5000);
    let dir = base.join(format!("automode-append-{}", std::process::id()));
    let times: Vec<[Duration; 4]> = (0..rounds).map(|i| round(&dir, i)).collect();
    for (part, name) in ["open + session", "admit", "append + close", "whole"].iter().enumerate() {
        let mut part: Vec<Duration> = times.iter().filter_map(|t| t.get(part).copied()).collect();
        part.sort();
        let at = |q: usize| part.get((part.len() * q / 100).min(part.len() - 1)).unwrap().as_secs_f64() * 1e6;
        println!("{name:16} min {:6.1}  p50 {:6.1}  p99 {:6.1} µs", at(0), at(50), at(99));
    }
    let report = automode_ledger::verify(&dir).unwrap();
    println!("{} records, {} segments, intact: {}", report.records, report.segments, report.intact());
    std::fs::remove_dir_all(&dir).unwrap();
}

fn round(dir: &Path, i: usize) -> [Duration; 4] {
    let start = Instant::now();
    let mut ledger = Ledger::open(dir).unwrap();
    let _session = ledger.session("0b8c2f3e-session").unwrap();
    let opened = start.elapsed();
    let event = ledger.admit(event(i));
    let admitted = start.elapsed();
    let meta = RecordMeta { policy_hash: "0123456789abcdef".into(), engine_version: "0.1.0".into(), latency_us: 40 };
    let record = ledger.append(event, &[], Some(verdict()), &meta, Durability::Kernel).unwrap();
    assert_eq!(record.seq(), i as u64 + 1);
    drop(ledger);
    let whole = start.elapsed();
    [opened, admitted - opened, whole - admitted, whole]
}

fn event(i: usize) -> Event {
    let command = Text::whole("git -C /home/dev/project log --oneline -n 20 -- src/parser/lexer.rs");
    let tool = Tool::Shell { command, background: false };
    Event {
        host: Host::ClaudeCode,
        session: "0b8c2f3e-session".into(),
        agent: None,
        agent_kind: None,
        cwd: "/home/dev/project".into(),
        mode: Mode::Manual,
        time_ms: 1_790_000_000_000 + i as u64,
        reading: None,
        phase: Phase::PreTool(ToolCall { name: "Bash".into(), id: Some(format!("toolu_{i}")), tool }),
    }
}

fn verdict() -> Verdict {
    let effect = Effect {
        verb: Verb::VcsRead,
        target: Target::None,
        scope: Scope::One,
        forced: false,
        reversibility: Reversibility::Nothing,
        certainty: Certainty::Sure,
        category: Category::VcsLocal,
        dimensions: Dimensions::default(),
        span: Span::new(0, 60),
        change: None,
    };
    let words = "git -C /home/dev/project log --oneline -n 20 -- src/parser/lexer.rs".to_owned();
    Verdict::settle(Judgement {
        decision: Decision::Allow,
        dimensions: Dimensions::default(),
        risk: Risk::Low,
        authorization: Authorization::Implied,
        evidence: vec![],
        category: Category::VcsLocal,
        confidence: 99,
        findings: vec![],
        actions: vec![Action { words, program: "git".into(), span: Span::new(0, 60), effects: vec![effect] }],
    })
}
