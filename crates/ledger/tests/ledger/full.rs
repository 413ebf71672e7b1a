//! F6: the disk is full, then it is not. Needs a small file system of its own, in a mount namespace of its own; where that
//! is not permitted the test says so and checks what can be checked without.

use std::path::Path;
use std::process::{Command, Stdio};

use automode_ledger::{Durability, Ledger, Repair, read, verify};

use crate::common::*;

/// As a child in its own namespace, on a full disk; does nothing when run as a test.
#[test]
fn child() {
    let Some(dir) = std::env::var_os("AUTOMODE_LEDGER_FULL_DIR") else { return };
    let dir = Path::new(&dir);
    let mut written = 0;
    let mut failed = 0;
    let ballast = dir.join("ballast");
    for round in 0..4u64 {
        // Filled up to the last byte, so that the record that fails fails at another place each time.
        let _ = std::fs::write(&ballast, vec![0; 200 << 10]);
        let command = "y".repeat(900 + 333 * round as usize);
        for i in 0..300 {
            let mut ledger = Ledger::open(dir).unwrap();
            let event = event("s", shell(&format!("{round}-{i}"), &command));
            match ledger.append(event, &[], Some(allow()), &meta(), Durability::Kernel) {
                Ok(record) => written = record.seq(),
                Err(error) => {
                    assert!(error.to_string().contains("free some space"), "{error}");
                    assert!(error.path().is_some());
                    failed += 1;
                    break;
                }
            }
        }
        assert!(failed > round, "the disk was not full");
        // Others try in vain, too.
        let event = event("s", shell("one-more", &command));
        let again = Ledger::open(dir).unwrap().append(event, &[], Some(allow()), &meta(), Durability::Kernel);
        assert!(again.is_err());
        std::fs::remove_file(&ballast).unwrap();
        let mut ledger = Ledger::open(dir).unwrap();
        let record = append(&mut ledger, "s", &format!("free-{round}"), "ls");
        assert_eq!(record.seq(), written + 1);
        written = record.seq();
        let stored = read::find(dir, record.seq()).unwrap().unwrap();
        assert!(matches!(stored.repairs[..], [Repair::Missed { count: 2, .. }]), "{:?}", stored.repairs);
        let report = verify(dir).unwrap();
        assert!(report.intact(), "{report:?}");
    }
    println!("\nsurvived {failed}");
}

#[test]
fn a_full_disk_is_an_error_and_a_gap_that_is_told() {
    let mount = Dir::new("full");
    let script = "mount -t tmpfs -o size=600k none \"$AUTOMODE_LEDGER_FULL_DIR\" && exec \"$@\"";
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "full::child", "--nocapture", "--test-threads=1"])
        .env("AUTOMODE_LEDGER_FULL_DIR", &mount.0)
        .stdin(Stdio::null())
        .output();
    let Ok(output) = output else { return println!("skipped: no `unshare` here") };
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if err.contains("unshare:") || err.contains("mount:") {
        return println!("skipped: no mount namespace here: {err}");
    }
    assert!(out.contains("survived"), "{out}\n{err}");
}

#[test]
fn a_directory_that_cannot_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let dir = filled("read-only", 3);
    let path = segment(&dir, 1);
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o400)).unwrap();
    if std::fs::OpenOptions::new().write(true).open(&path).is_ok() {
        return println!("skipped: this user may write everywhere");
    }
    let mut ledger = dir.ledger();
    let error = ledger.append(event("s", shell("c", "ls")), &[], None, &meta(), Durability::Kernel).unwrap_err();
    assert!(error.to_string().contains("000000000001.jsonl"), "{error}");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).unwrap();
    assert_eq!(append(&mut ledger, "s", "c", "ls").seq(), 4);
}

#[test]
fn a_file_where_the_directory_should_be_is_named() {
    let dir = Dir::new("file");
    let path = dir.join("state");
    std::fs::write(&path, b"").unwrap();
    let error = Ledger::open(&path).err().unwrap();
    assert!(error.to_string().contains("state"), "{error}");
}
