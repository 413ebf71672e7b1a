//! Every kind of damage is found, and named (A1, A2, A3).

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use automode_ledger::proof::Leaves;
use automode_ledger::{Durability, Report, merkle, verify};
use automode_model::Phase;

use crate::common::*;

fn lines(dir: &Path) -> Vec<Vec<u8>> {
    let bytes = fs::read(segment(dir, 1)).unwrap();
    bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect()
}

fn report_of(dir: &Path, bytes: &[u8]) -> Report {
    fs::write(segment(dir, 1), bytes).unwrap();
    verify(dir).unwrap()
}

/// The record that a byte belongs to, and where it begins; the header counts to the first.
fn owner(lines: &[Vec<u8>], byte: usize) -> (u64, usize) {
    let mut start = 0;
    let mut before = lines.iter().take_while(|line| {
        let whole = byte >= start + line.len();
        start += if whole { line.len() } else { 0 };
        whole
    });
    let nth = before.by_ref().count();
    (nth.max(1) as u64, start)
}

/// A1. All bits with `AUTOMODE_ALL_BITS=1` (some hours without optimisation).
#[test]
fn any_flipped_bit_of_a_thousand_records_is_found_and_its_record_named() {
    let dir = thousand();
    let lines = lines(&dir);
    let good: Vec<u8> = lines.concat();
    assert!(report_of(&dir, &good).intact());
    let bits = good.len() * 8;
    let wanted = if std::env::var_os("AUTOMODE_ALL_BITS").is_some() { bits } else { 2400 };
    // A step that is odd and not a multiple of the line length: every place in a line and every bit of a byte has its turn.
    let step = (bits / wanted).max(1) | 1;
    let tried = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for part in 0..2 {
            let (lines, good, tried, source) = (&lines, &good, &tried, &dir);
            scope.spawn(move || {
                let dir = copy_of(source);
                for bit in (0..bits).step_by(step).filter(|bit| bit / step % 2 == part) {
                    let mut bytes = good.clone();
                    bytes[bit / 8] ^= 1 << (bit % 8);
                    let report = report_of(&dir, &bytes);
                    let problem = report.problems.first().unwrap_or_else(|| panic!("bit {bit} was not found"));
                    let (seq, offset) = owner(lines, bit / 8);
                    assert_eq!((problem.seq, problem.offset), (seq, offset as u64), "bit {bit}: {problem}");
                    tried.fetch_add(1, Relaxed);
                }
            });
        }
    });
    assert!(tried.into_inner() >= 2000);
}

/// Mostly small records: the test reads all of them some thousand times.
fn thousand() -> Dir {
    let dir = filled("bits", 200);
    let mut ledger = dir.ledger();
    for i in 0..800 {
        let event = event("s-one", Phase::Other(format!("note {i}")));
        let _ = ledger.append(event, &[], None, &meta(), Durability::Kernel).unwrap();
    }
    dir
}

fn copy_of(dir: &Path) -> Dir {
    let copy = Dir::new("copy");
    fs::create_dir(copy.join("journal")).unwrap();
    fs::copy(segment(dir, 1), segment(&copy, 1)).unwrap();
    fs::copy(dir.join("head"), copy.join("head")).unwrap();
    copy
}

#[test]
fn any_flipped_bit_of_the_head_is_found() {
    let dir = filled("head-bits", 7);
    let good = fs::read(dir.join("head")).unwrap();
    let used = good.iter().rposition(|b| *b != 0).unwrap() + 1;
    for bit in (0..used * 8).step_by(7) {
        let mut bytes = good.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        fs::write(dir.join("head"), &bytes).unwrap();
        assert!(!verify(&dir).unwrap().intact(), "bit {bit}");
    }
}

/// A2: what is done to the lines (line 0 is the header), and which record is named.
#[test]
fn moved_records_are_found() {
    type Change = fn(&mut Vec<Vec<u8>>);
    let other = filled("other", 40);
    let foreign = lines(&other)[20].clone();
    let cases: [(&str, Change, u64); 9] = [
        ("delete the first", |l| drop(l.remove(1)), 1),
        ("delete one", |l| drop(l.remove(20)), 20),
        ("delete the last", |l| drop(l.pop()), 40),
        ("delete the last ten", |l| l.truncate(31), 31),
        ("repeat", |l| l.insert(21, l[20].clone()), 21),
        ("swap", |l| l.swap(20, 21), 20),
        ("insert an older one", |l| l.insert(30, l[5].clone()), 30),
        ("insert at the end", |l| l.push(l[5].clone()), 41),
        ("delete the header", |l| drop(l.remove(0)), 1),
    ];
    let dir = filled("moved", 40);
    let good = lines(&dir);
    for (name, change, seq) in cases {
        let mut changed = good.clone();
        change(&mut changed);
        let report = report_of(&dir, &changed.concat());
        assert_eq!(report.problems.first().map(|p| p.seq), Some(seq), "{name}: {report:?}");
    }
    // A record of another ledger in the place of one with the same number.
    let mut changed = good.clone();
    changed[20] = foreign;
    assert_eq!(report_of(&dir, &changed.concat()).problems.first().map(|p| p.seq), Some(20));
    // The whole second half from another ledger.
    let mut changed = good.clone();
    changed.splice(21.., lines(&other)[21..].iter().cloned());
    assert!(!report_of(&dir, &changed.concat()).intact());
    assert!(report_of(&dir, &good.concat()).intact());
}

/// A4 at level *local*: a rewritten ledger is consistent in itself, and an earlier root kept elsewhere shows it.
#[test]
fn a_rewritten_ledger_does_not_fit_an_earlier_root() {
    let (mine, theirs) = (filled("mine", 30), filled("theirs", 40));
    let (kept, now) = (Leaves::load(&mine).unwrap().unwrap(), Leaves::load(&theirs).unwrap().unwrap());
    let check = |leaves: &Leaves| {
        let proof = leaves.consistency_proof(30, leaves.size()).unwrap();
        let (old, new) = (kept.root(30).unwrap(), leaves.root(leaves.size()).unwrap());
        merkle::verify_consistency(30, &old, leaves.size(), &new, &proof)
    };
    assert!(!check(&now));
    let mut ledger = mine.ledger();
    for i in 0..10 {
        let _ = append(&mut ledger, "s", &format!("more-{i}"), "ls");
    }
    let grown = Leaves::load(&mine).unwrap().unwrap();
    assert!(check(&grown));
    assert_eq!(grown.root(40), Some(verify(&mine).unwrap().root));
    let proof = grown.inclusion_proof(33, 40).unwrap();
    let (leaf, root) = (grown.leaf(33).unwrap(), grown.root(40).unwrap());
    assert!(merkle::verify_inclusion(&leaf, 32, 40, &proof, &root));
}

/// A3, with the head as it was: what was there is missing, wherever the cut is.
#[test]
fn a_cut_tail_is_found_at_each_byte() {
    let dir = filled("cut", 12);
    let good = lines(&dir);
    let whole: Vec<u8> = good.concat();
    let last = whole.len() - good[12].len();
    for cut in last..whole.len() {
        let report = report_of(&dir, &whole[..cut]);
        assert_eq!(report.problems.first().map(|p| p.seq), Some(12), "cut at {cut}");
    }
}

#[test]
fn a_missing_segment_is_found() {
    let dir = segmented("missing", 4);
    let mut firsts = firsts(&dir);
    assert_eq!(firsts.len(), 4);
    assert!(verify(&dir).unwrap().intact());
    let gone = firsts.remove(1);
    fs::remove_file(segment(&dir, gone)).unwrap();
    let report = verify(&dir).unwrap();
    assert_eq!(report.problems[0].seq, gone, "{report:?}");
    assert!(report.problems[0].what.contains("missing"));
}

#[test]
fn a_changed_header_or_a_changed_record_before_it_is_told_apart() {
    let dir = segmented("header", 2);
    let second = firsts(&dir)[1];
    let change = |first: u64, find: &[u8]| {
        let path = segment(&dir, first);
        let good = fs::read(&path).unwrap();
        let at = good.windows(find.len()).rposition(|w| w == find).unwrap();
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        fs::write(&path, bytes).unwrap();
        let report = verify(&dir).unwrap();
        fs::write(&path, good).unwrap();
        (report.problems[0].seq, report.problems[0].path.clone())
    };
    assert_eq!(change(1, b"aaaa"), (second - 1, segment(&dir, 1)));
    let frontier = b"\"frontier\"";
    assert_eq!(change(second, frontier), (second, segment(&dir, second)));
}
