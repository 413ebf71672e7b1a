//! What is written is what is read, in order, in one chain; sessions are folded beside.

use crate::common::*;
use automode_ledger::{Durability, Ledger, read, verify};
use automode_model::*;

#[test]
fn records_come_back_in_order_and_in_one_chain() {
    let dir = filled("order", 20);
    let records: Vec<_> = read::records(&dir).unwrap().map(Result::unwrap).collect();
    assert_eq!(records.iter().map(|r| r.seq).collect::<Vec<_>>(), (1..=20).collect::<Vec<_>>());
    assert!(records.windows(2).all(|w| w[1].prev == w[0].hash));
    assert_eq!(records[7].verdict, Some(allow()));
    let report = verify(&dir).unwrap();
    assert!(report.intact(), "{report:?}");
    assert_eq!((report.records, report.last_seq, report.segments), (20, 20, 1));
}

#[test]
fn a_session_is_folded_across_processes() {
    let dir = Dir::new("session");
    let prompt = |text: &str| event("s", Phase::Prompt(Text::whole(text)));
    for i in 0..5 {
        // Each time as a fresh process would.
        let mut ledger = dir.ledger();
        let before = ledger.session("s").unwrap();
        assert_eq!((before.prompts.len(), before.judged), (i, i as u64));
        let _ = ledger.append(prompt("go on"), &[], None, &meta(), Durability::Kernel).unwrap();
        let _ = append(&mut ledger, "s", &format!("c{i}"), "ls");
        assert_eq!(ledger.session("s").unwrap().judged, i as u64 + 1);
    }
    assert_eq!(*dir.ledger().session("other").unwrap(), Session::default());
    assert_eq!(*dir.ledger().session("").unwrap(), Session::default());
}

#[test]
fn two_open_ledgers_take_turns() {
    let dir = Dir::new("turns");
    let (mut a, mut b) = (dir.ledger(), dir.ledger());
    for i in 0..10 {
        let _ = append(&mut a, "s", &format!("a{i}"), "ls");
        let _ = append(&mut b, "s", &format!("b{i}"), "ls");
    }
    assert_eq!(a.session("s").unwrap().judged, 20);
    assert_eq!(b.session("s").unwrap(), a.session("s").unwrap());
    assert!(verify(&dir).unwrap().intact());
}

#[test]
fn durable_records_are_the_same_records() {
    let dir = Dir::new("durable");
    let mut ledger = Ledger::open(&dir.join("made/on/the/way")).unwrap();
    let record = ledger.append(event("s", Phase::SubagentStart), &[], None, &meta(), Durability::Disk).unwrap();
    assert_eq!(record.seq(), 1);
    assert!(record.verdict().is_none());
    assert!(verify(&dir.join("made/on/the/way")).unwrap().intact());
}
