//! What is left by a death, a power cut or a hand in the directory is repaired, kept and told.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use automode_ledger::{Durability, Hash, Repair, StoredRecord, read, verify};
use automode_model::*;

use crate::common::*;

fn records(dir: &Path) -> Vec<StoredRecord> {
    read::records(dir).unwrap().map(Result::unwrap).collect()
}

fn torn_files(dir: &Path) -> Vec<PathBuf> {
    verify(dir).unwrap().torn_files
}

/// A3 for the writer that comes after: the head does not know the record that was being written.
#[test]
fn a_record_torn_at_each_byte_is_set_aside_and_told() {
    let before = filled("torn-from", 5);
    let short = fs::read(segment(&before, 1)).unwrap();
    let head = fs::read(before.join("head")).unwrap();
    let _ = append(&mut before.ledger(), "s-one", "last", "make all");
    let long = fs::read(segment(&before, 1)).unwrap();
    for cut in short.len() + 1..long.len() {
        let dir = Dir::new("torn");
        fs::create_dir(dir.join("journal")).unwrap();
        fs::write(segment(&dir, 1), &long[..cut]).unwrap();
        fs::write(dir.join("head"), &head).unwrap();
        assert!(verify(&dir).unwrap().tail_bytes > 0);
        let record = append(&mut dir.ledger(), "s-one", "next", "ls");
        assert_eq!(record.seq(), 6);
        let report = verify(&dir).unwrap();
        assert!(report.intact(), "cut at {cut}: {report:?}");
        let bytes = (cut - short.len()) as u64;
        assert_eq!(report.repairs, [(6, Repair::Torn { times: 1, bytes })]);
        assert_eq!(fs::read(&report.torn_files[0]).unwrap(), long[short.len()..cut]);
    }
}

/// Killed between the record and the head: the record counts, in the journal and in its session.
#[test]
fn a_record_that_the_head_does_not_know_is_taken_in() {
    let dir = filled("behind", 5);
    let keep = |name: &str| (name.to_owned(), fs::read(dir.join(name)).unwrap());
    let session_files: Vec<_> = fs::read_dir(dir.join("sessions")).unwrap().map(|e| e.unwrap().path()).collect();
    let snapshots: Vec<_> = session_files.iter().map(|p| (p.clone(), fs::read(p).unwrap())).collect();
    let (head, old) = keep("head");
    let judged = dir.ledger().session("s-one").unwrap().judged;
    for i in 0..3 {
        let _ = append(&mut dir.ledger(), "s-one", &format!("late-{i}"), "ls");
    }
    fs::write(dir.join(&head), &old).unwrap();
    for (path, bytes) in &snapshots {
        fs::write(path, bytes).unwrap();
    }
    assert!(verify(&dir).unwrap().intact());
    let mut ledger = dir.ledger();
    assert_eq!(ledger.session("s-one").unwrap().judged, judged + 3);
    assert_eq!(append(&mut ledger, "s-one", "next", "ls").seq(), 9);
    let report = verify(&dir).unwrap();
    assert!(report.intact() && report.repairs.is_empty(), "{report:?}");
    assert_eq!(dir.ledger().session("s-one").unwrap().judged, judged + 4);
}

#[test]
fn garbage_behind_the_end_is_set_aside() {
    for garbage in ["{\"v\":1,\"seq\":6,\"prev\":\"00\"}\n", "\0\0\0\0\0\0\0\0", "\n", "{\"v\":1,\"seq\":6,\n{\n{\n"] {
        let dir = filled("garbage", 5);
        OpenOptions::new().append(true).open(segment(&dir, 1)).unwrap().write_all(garbage.as_bytes()).unwrap();
        let _ = append(&mut dir.ledger(), "s-one", "next", "ls");
        let report = verify(&dir).unwrap();
        assert!(report.intact(), "{report:?}");
        assert_eq!(fs::read_to_string(&report.torn_files[0]).unwrap(), garbage);
        assert_eq!(report.repairs, [(6, Repair::Torn { times: 1, bytes: garbage.len() as u64 })]);
    }
}

#[test]
fn a_lost_or_damaged_head_is_made_again_and_told() {
    for damage in [None, Some(vec![]), Some(vec![0; 4096]), Some(b"AMHEAD1\nxxxx".to_vec())] {
        let dir = segmented("headless", 2);
        let before = records(&dir).len() as u64;
        let judged = dir.ledger().session("s").unwrap().judged;
        match &damage {
            None => fs::remove_file(dir.join("head")).unwrap(),
            Some(bytes) => fs::write(dir.join("head"), bytes).unwrap(),
        }
        assert!(!verify(&dir).unwrap().intact());
        let record = append(&mut dir.ledger(), "s", "next", "ls");
        assert_eq!(record.seq(), before + 1, "{damage:?}");
        let report = verify(&dir).unwrap();
        assert!(report.intact(), "{report:?}");
        assert_eq!(report.repairs, [(before + 1, Repair::HeadRebuilt)]);
        assert_eq!(dir.ledger().session("s").unwrap().judged, judged + 1);
    }
}

/// Records that the head knew are gone: the numbers go on, the gap is told for ever, and no root becomes false.
#[test]
fn lost_records_are_told_and_their_numbers_not_used_again() {
    for cut_lines in [1, 3, 20] {
        let dir = filled("lost", 20);
        let bytes = fs::read(segment(&dir, 1)).unwrap();
        let lines: Vec<&[u8]> = bytes.split_inclusive(|b| *b == b'\n').collect();
        fs::write(segment(&dir, 1), lines[..lines.len() - cut_lines].concat()).unwrap();
        let record = append(&mut dir.ledger(), "s-one", "next", "ls");
        assert_eq!(record.seq(), 21);
        let lost = Repair::Lost { from: 21 - cut_lines as u64, to: 20 };
        assert_eq!(records(&dir).last().unwrap().repairs, [lost]);
        let report = verify(&dir).unwrap();
        assert_eq!(report.problems.len(), 1, "{report:?}");
        assert_eq!(report.problems[0].seq, 21 - cut_lines as u64);
        // And it goes on.
        assert_eq!(append(&mut dir.ledger(), "s-one", "next", "ls").seq(), 22);
    }
}

#[test]
fn a_deleted_journal_is_told() {
    let dir = filled("deleted", 7);
    fs::remove_dir_all(dir.join("journal")).unwrap();
    let mut ledger = dir.ledger();
    assert_eq!(append(&mut ledger, "s", "a", "ls").seq(), 8);
    assert_eq!(records(&dir)[0].repairs, [Repair::Lost { from: 1, to: 7 }]);
    assert_eq!(verify(&dir).unwrap().problems[0].seq, 1);
    // Also under a process that has it open, and with the head.
    fs::remove_dir_all(dir.join("journal")).unwrap();
    assert_eq!(append(&mut ledger, "s", "b", "ls").seq(), 9);
    fs::remove_file(dir.join("head")).unwrap();
    assert_eq!(append(&mut ledger, "s", "c", "ls").seq(), 10);
    assert_eq!(append(&mut dir.ledger(), "s", "d", "ls").seq(), 11);
}

#[test]
fn a_segment_that_was_only_begun_is_begun_again() {
    for header in [&b""[..], b"{\"v\":1,\"log\":\"00", b"nonsense\n"] {
        let dir = filled("begun", 5);
        fs::write(segment(&dir, 6), header).unwrap();
        fs::remove_file(dir.join("head")).unwrap();
        assert_eq!(append(&mut dir.ledger(), "s-one", "next", "ls").seq(), 6);
        assert!(verify(&dir).unwrap().intact());
        assert_eq!(torn_files(&dir).len(), 1);
    }
}

/// A snapshot is only a cache: whatever happens to it, the session is that of the records.
#[test]
fn a_lost_old_or_damaged_snapshot_is_folded_again() {
    let dir = filled("snapshots", 30);
    let want = dir.ledger().session("s-one").unwrap();
    assert_eq!(want.judged, 20);
    let name = Hash::of(&[b"session", b"s-one"]).to_string();
    let path = dir.join("sessions").join(name.get(..32).unwrap()).with_extension("json");
    let good = fs::read(&path).unwrap();
    // As an earlier version left it, which wrote JSON.
    let json = br#"{"prompts":[],"created":[],"pending":[],"judged":3,"stopped":0,"unjudged":0,"stops_in_a_row":0}"#;
    let older =
        [format!("automode-session 2 {:020} {:010} {}\n", 30, json.len(), "0".repeat(32)).as_bytes(), json].concat();
    let damages: [&dyn Fn(); 5] = [
        &|| fs::write(&path, &older).unwrap(),
        &|| fs::remove_file(&path).unwrap(),
        &|| fs::write(&path, b"").unwrap(),
        &|| fs::write(&path, &good[..good.len() / 2]).unwrap(),
        &|| fs::write(&path, good.iter().map(|b| b ^ 4).collect::<Vec<_>>()).unwrap(),
    ];
    for damage in damages {
        damage();
        assert_eq!(dir.ledger().session("s-one").unwrap(), want);
        fs::write(&path, &good).unwrap();
    }
    damages[1]();
    let _ = append(&mut dir.ledger(), "s-one", "next", "ls");
    assert_eq!(dir.ledger().session("s-one").unwrap().judged, 21);
}

#[test]
fn segments_rotate_and_read_as_one() {
    let dir = segmented("rotate", 3);
    let all = records(&dir);
    assert!(all.iter().map(|r| r.seq).eq(1..=all.len() as u64));
    for first in firsts(&dir) {
        assert!(fs::metadata(segment(&dir, first)).unwrap().len() <= 8 << 20);
        assert_eq!(read::find(&dir, first).unwrap().unwrap().offset, header_bytes(&dir, first));
        let before = read::records_from(&dir, first.max(2) - 1).unwrap().next().unwrap().unwrap();
        assert_eq!(before.seq, first.max(2) - 1);
    }
    assert_eq!(read::find(&dir, all.len() as u64 + 1).unwrap(), None);
    assert_eq!(read::last_seq(&dir).unwrap(), all.len() as u64);
    let newest = read::newest(&dir, &read::Filter::default(), 150).unwrap();
    assert_eq!(newest, all[all.len() - 150..]);
    assert_eq!(dir.ledger().session("s").unwrap().judged, all.len() as u64);
}

fn header_bytes(dir: &Path, first: u64) -> u64 {
    fs::read(segment(dir, first)).unwrap().iter().position(|b| *b == b'\n').unwrap() as u64 + 1
}

#[test]
fn a_clock_that_runs_backwards_changes_no_order() {
    let dir = Dir::new("clock");
    for (i, time_ms) in [5_000, 1, u64::MAX, 0].into_iter().enumerate() {
        let event = Event { time_ms, ..event("s", shell(&format!("c{i}"), "ls")) };
        let _ = dir.ledger().append(event, &[], Some(allow()), &meta(), Durability::Kernel).unwrap();
    }
    assert!(records(&dir).iter().map(|r| r.time_ms()).eq([5_000, 1, u64::MAX, 0]));
    assert!(verify(&dir).unwrap().intact());
}

#[test]
fn a_ledger_that_was_only_opened_is_in_order() {
    let dir = Dir::new("opened");
    assert!(verify(&dir).unwrap().intact());
    drop(dir.ledger());
    assert!(verify(&dir).unwrap().intact());
    assert_eq!(*dir.ledger().session("s").unwrap(), Session::default());
    assert!(verify(&dir).unwrap().intact());
}

#[test]
fn a_follower_sees_each_record_once() {
    let dir = Dir::new("follow");
    let mut follower = read::Follower::new(&dir, 0);
    assert_eq!(follower.poll().unwrap(), []);
    let mut ledger = dir.ledger();
    for round in 0..3u64 {
        let _ = append(&mut ledger, "s", "a", "ls");
        let _ = append(&mut ledger, "s", "b", "ls");
        let found = follower.poll().unwrap();
        assert!(found.iter().map(|r| r.seq).eq([2 * round + 1, 2 * round + 2]));
        // Half a line is not yet there.
        let len = fs::metadata(segment(&dir, 1)).unwrap().len();
        let mut file = OpenOptions::new().append(true).open(segment(&dir, 1)).unwrap();
        file.write_all(b"{\"v\":1,").unwrap();
        assert_eq!(follower.poll().unwrap(), []);
        file.set_len(len).unwrap();
    }
    assert!(read::Follower::new(&dir, 4).poll().unwrap().iter().map(|r| r.seq).eq([5, 6]));
}

#[test]
fn the_filter_finds_by_each_of_its_parts() {
    let dir = filled("filter", 12);
    let event = event("s-one", Phase::Prompt(Text::whole("Deploy the Blue one")));
    let _ = dir.ledger().append(event, &[], None, &meta(), Durability::Kernel).unwrap();
    let count = |filter: read::Filter| read::newest(&dir, &filter, 100).unwrap().len();
    let base = read::Filter::default;
    assert_eq!(count(base()), 13);
    assert_eq!(count(read::Filter { session: Some("s-two".into()), ..base() }), 4);
    assert_eq!(count(read::Filter { decision: Some(Decision::Allow), ..base() }), 12);
    assert_eq!(count(read::Filter { decision: Some(Decision::Deny), ..base() }), 0);
    assert_eq!(count(read::Filter { category: Some(Category::Inspect), ..base() }), 12);
    assert_eq!(count(read::Filter { rule: Some("delete".into()), ..base() }), 0);
    assert_eq!(count(read::Filter { since_ms: Some(u64::MAX), ..base() }), 0);
    assert_eq!(count(read::Filter { text: Some("blue".into()), ..base() }), 1);
    assert_eq!(count(read::Filter { text: Some("LOG -n 1".into()), ..base() }), 3);
}
