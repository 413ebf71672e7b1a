//! A5: many processes at once, some of them killed: one chain, nothing lost, nothing doubled.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use automode_ledger::{Ledger, read, verify};

use crate::common::*;

const PROCESSES: usize = 16;
const RECORDS: usize = 200;

/// Does nothing when run as a test; as a child of the tests below it writes records, each with a fresh ledger as a hook
/// does, and prints each number once it has it.
#[test]
fn child() {
    let Some(dir) = std::env::var_os("AUTOMODE_LEDGER_CHILD_DIR") else { return };
    let name = std::env::var("AUTOMODE_LEDGER_CHILD_NAME").unwrap();
    for i in 0..RECORDS {
        let mut ledger = Ledger::open(dir.as_ref()).unwrap();
        let session = format!("session-{}", i % 5);
        let _ = ledger.session(&session).unwrap();
        let record = append(&mut ledger, &session, &format!("{name}:{i}"), &"x".repeat(i * 7));
        println!("\nwrote {} {name}:{i}", record.seq());
    }
}

fn start(dir: &Dir, name: usize) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "processes::child", "--nocapture", "--test-threads=1"])
        .env("AUTOMODE_LEDGER_CHILD_DIR", &dir.0)
        .env("AUTOMODE_LEDGER_CHILD_NAME", name.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// What a child said it had written: number and call.
fn said(output: impl Read) -> Vec<(u64, String)> {
    let parse = |line: String| {
        let mut words = line.strip_prefix("wrote ")?.split(' ');
        Some((words.next()?.parse().ok()?, words.next()?.to_owned()))
    };
    BufReader::new(output).lines().map_while(Result::ok).filter_map(parse).collect()
}

/// Every call in the journal: its number. Fails where one is there twice.
fn written(dir: &Dir) -> HashMap<String, u64> {
    let mut calls = HashMap::new();
    for record in read::records(dir).unwrap().map(Result::unwrap) {
        let id = record.event.phase.call().and_then(|c| c.id.clone()).unwrap();
        assert_eq!(calls.insert(id.clone(), record.seq), None, "{id} is there twice");
    }
    calls
}

#[test]
fn processes_at_once_make_one_chain() {
    let dir = Dir::new("processes");
    let children: Vec<Child> = (0..PROCESSES).map(|name| start(&dir, name)).collect();
    let mut said_all = Vec::new();
    for mut child in children {
        said_all.extend(said(child.stdout.take().unwrap()));
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(said_all.len(), PROCESSES * RECORDS);
    let report = verify(&dir).unwrap();
    assert!(report.intact() && report.repairs.is_empty(), "{report:?}");
    assert_eq!(report.records as usize, PROCESSES * RECORDS);
    let written = written(&dir);
    assert!(said_all.iter().all(|(seq, call)| written.get(call) == Some(seq)));
    assert_sessions(&dir);
}

#[test]
fn killed_processes_lose_nothing_that_they_had_answered() {
    let dir = Dir::new("killed");
    let mut said_all = Vec::new();
    for round in 0..6u64 {
        let mut children: Vec<Child> = (0..8).map(|n| start(&dir, round as usize * 8 + n)).collect();
        // Half of them die at some moment of their work.
        std::thread::sleep(Duration::from_millis(25 + 17 * round));
        for child in children.iter_mut().step_by(2) {
            let _ = child.kill();
        }
        for mut child in children {
            said_all.extend(said(child.stdout.take().unwrap()));
            let _ = child.wait().unwrap();
        }
    }
    let _ = append(&mut dir.ledger(), "session-0", "end:0", "ls");
    let report = verify(&dir).unwrap();
    assert!(report.intact(), "{report:?}");
    let written = written(&dir);
    for (seq, call) in &said_all {
        assert_eq!(written.get(call), Some(seq), "{call}");
    }
    assert!(said_all.len() > 6 * 4 * RECORDS);
    assert_sessions(&dir);
}

/// Each session is the fold of its records, whoever folded it.
fn assert_sessions(dir: &Dir) {
    let mut folded: HashMap<String, automode_model::Session> = HashMap::new();
    for record in read::records(dir).unwrap().map(Result::unwrap) {
        folded.entry(record.event.session.clone()).or_default().fold(&record.event, record.verdict.as_ref());
    }
    for (id, session) in folded {
        assert_eq!(*dir.ledger().session(&id).unwrap(), session, "{id}");
    }
}
