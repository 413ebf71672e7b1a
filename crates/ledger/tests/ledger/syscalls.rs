//! F4 and F5: killed at each system call of an append, and each of them failing. Needs `strace`; without it the test says
//! so and passes.

use std::process::{Command, Stdio};

use automode_ledger::{Durability, Ledger, read, verify};

use crate::common::*;

/// The calls that an append is made of, and how often at most.
const CALLS: [(&str, usize); 12] = [
    ("openat", 12),
    ("close", 12),
    ("pread64", 9),
    ("pwrite64", 7),
    ("flock", 5),
    ("statx", 9),
    ("read", 3),
    ("mkdir", 4),
    ("ftruncate", 2),
    ("fdatasync", 2),
    ("fsync", 2),
    ("write", 2),
];

/// The child opens and closes a file this often before the append, more often than the main thread of the test binary
/// does: `strace` counts per thread and call, so a number above it hits the append and nothing else.
const PADDING: usize = 200;

/// One append by a fresh ledger, with a session; does nothing when run as a test.
#[test]
fn child() {
    let Some(dir) = std::env::var_os("AUTOMODE_LEDGER_SYSCALL_DIR") else { return };
    for _ in 0..PADDING {
        drop(std::fs::File::open("/dev/null").unwrap());
    }
    let work = || {
        let mut ledger = Ledger::open(dir.as_ref())?;
        let _ = ledger.session("s-one")?;
        ledger.append(event("s-one", shell("new", "ls")), &[], Some(allow()), &meta(), Durability::Disk)
    };
    match work() {
        Ok(record) => println!("\nwrote {}", record.seq()),
        Err(error) => println!("\nrefused {error}"),
    }
}

/// Runs the child under `strace`; what it said. None where there is no `strace` that may trace.
fn run(dir: &Dir, call: &str, fault: &str, nth: usize) -> Option<String> {
    let nth = if matches!(call, "openat" | "close") { PADDING + nth } else { nth };
    let output = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}")])
        .args(["-e", &format!("inject={call}:{fault}:when={nth}")])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "syscalls::child", "--nocapture", "--test-threads=1"])
        .env("AUTOMODE_LEDGER_SYSCALL_DIR", &dir.0)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let err = String::from_utf8_lossy(&output.stderr);
    (!err.contains("Operation not permitted")).then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// After a fault: what was answered is there, the chain holds, and the next append works.
fn check(dir: &Dir, said: &str, before: u64, name: &str) {
    let report = verify(dir).unwrap();
    assert!(report.intact() || !said.contains("wrote"), "{name}: {report:?}");
    let have = read::records(dir).unwrap().map(Result::unwrap).count() as u64;
    if said.contains(&format!("wrote {}", before + 1)) {
        assert_eq!(have, before + 1, "{name}");
    }
    let next = append(&mut dir.ledger(), "s-one", "after", "ls").seq();
    assert_eq!(next, have + 1, "{name}");
    let report = verify(dir).unwrap();
    assert!(report.intact(), "{name}: {report:?}");
    let judged = read::records(dir).unwrap().map(Result::unwrap).filter(|r| r.event.session == "s-one").count();
    assert_eq!(dir.ledger().session("s-one").unwrap().judged, judged as u64, "{name}");
}

#[test]
fn killed_or_refused_at_each_system_call_it_keeps_its_promises() {
    let faults = ["signal=KILL", "error=ENOSPC", "error=EIO", "error=EROFS"];
    let (mut died, mut refused, mut wrote) = (0, 0, 0);
    let cases = CALLS.iter().flat_map(|(call, times)| (1..=*times).map(move |nth| (*call, nth)));
    for (call, nth) in cases {
        for (round, fault) in faults.into_iter().enumerate() {
            // A fresh ledger for some, so that its making is hit too.
            let dir = filled("calls", if nth % 2 == round % 2 { 3 } else { 0 });
            let before = read::last_seq(&dir).unwrap();
            let Some(said) = run(&dir, call, fault, nth) else {
                return println!("skipped: no `strace` that may trace here");
            };
            died += usize::from(!said.contains("wrote") && !said.contains("refused"));
            refused += usize::from(said.contains("refused"));
            wrote += usize::from(said.contains("wrote"));
            check(&dir, &said, before, &format!("{fault} at {call} {nth}: {said}"));
        }
    }
    assert!(died > 20 && refused > 20 && wrote > 20, "the faults did not hit: {died} {refused} {wrote}");
}

#[test]
fn an_interrupted_call_is_made_again() {
    for (call, nth) in ["pread64", "pwrite64", "flock"].into_iter().flat_map(|call| (1..=9).map(move |nth| (call, nth)))
    {
        let dir = filled("interrupted", 3);
        let Some(said) = run(&dir, call, "error=EINTR", nth) else {
            return println!("skipped: no `strace` that may trace here");
        };
        // Otherwise the loader of the test binary was hit.
        if said.contains("running") {
            assert!(said.contains("wrote 4"), "{call} {nth}: {said}");
            check(&dir, &said, 3, &format!("EINTR at {call} {nth}"));
        }
    }
}
