//! Approvals from outside: what was stopped is listed, an answer lets exactly it run once, an agent cannot answer.

use automode_ledger::Hash;
use automode_ledger::approvals::{Answer, Approval, Approvals};

use crate::common::{BINARY, Machine, Value, finish};

const STOPPED: &str = "rm -rf /srv/thesis";

fn pending(machine: &Machine, args: &[&str]) -> Vec<Value> {
    let said = machine.run(&[&["pending", "--json"], args].concat(), "");
    said.json().as_array().unwrap().clone()
}

/// A person's answer, as `approve` and `reject` keep it.
fn answer(machine: &Machine, answer: Answer) {
    let listed = pending(machine, &[]);
    let action = Hash::from_hex(listed[0]["action"].as_str().unwrap()).unwrap();
    let record = listed[0]["record"].as_u64().unwrap();
    let given = Approval { action, answer, record, made_ms: now(), expires_ms: now() + 60_000 };
    Approvals::at(&machine.state()).keep(&given).unwrap();
}

fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    u64::try_from(since.as_millis()).unwrap()
}

#[test]
fn an_approval_lets_exactly_this_run_once() {
    let machine = Machine::new();
    assert_ne!(machine.hook(machine.bash(STOPPED)).answer().0, "allow");
    let listed = pending(&machine, &[]);
    assert_eq!((listed.len(), listed[0]["status"].as_str()), (1, Some("waiting")), "{listed:?}");
    answer(&machine, Answer::Approve);
    assert_eq!(pending(&machine, &["--all"])[0]["status"], "approved");
    assert_ne!(machine.hook(machine.bash("rm -rf /srv/theses")).answer().0, "allow", "another action");
    assert_eq!(machine.hook(machine.bash(STOPPED)).answer().0, "allow");
    assert_ne!(machine.hook(machine.bash(STOPPED)).answer().0, "allow", "used up");
    let replayed = machine.run(&["replay", "--ledger", "--json"], "").json();
    assert_eq!(replayed["differs"], serde_json::json!([]), "{replayed}");
    let approved = machine.records().into_iter().find(|r| r["verdict"]["authorization"] == "approved");
    assert!(approved.is_some(), "the record says by which right");
}

#[test]
fn a_rejected_action_is_denied_and_says_so() {
    let machine = Machine::new();
    machine.hook(machine.bash(STOPPED));
    answer(&machine, Answer::Reject);
    for _ in 0..2 {
        let (decision, reason) = machine.hook(machine.bash(STOPPED)).answer();
        assert_eq!(decision, "deny");
        assert!(reason.contains("approval.rejected"), "{reason}");
    }
}

#[test]
fn the_agent_is_told_the_way_to_a_person() {
    let machine = Machine::new();
    let said = machine.run(&["hook", "claude", "--ask-as", "deny"], machine.bash(STOPPED));
    let (decision, reason) = said.answer();
    let id = pending(&machine, &[])[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(decision, "deny");
    assert!(reason.contains(&format!("automode approve {id}")), "{reason}");
}

#[test]
fn an_agent_does_not_answer_itself() {
    let machine = Machine::new();
    machine.hook(machine.bash(STOPPED));
    let id = pending(&machine, &[])[0]["id"].as_str().unwrap().to_owned();
    for args in [&["approve", &id, "--yes"][..], &["approve", &id], &["reject", &id]] {
        let mut command = machine.command(BINARY, args);
        command.env("CLAUDECODE", "1");
        let said = finish(command, b"y\n");
        assert_eq!(said.code, Some(1), "{said:?}");
        assert!(said.err.contains("only a person may answer"), "{said:?}");
    }
    assert!(!machine.state().join("approvals").exists());
    let shown = machine.run(&["approve", &id, "--show"], "");
    assert_eq!(shown.code, Some(0), "{shown:?}");
    assert!(shown.out.contains(&format!("  | {STOPPED}\n")), "{shown:?}");
}

#[test]
fn what_is_shown_hides_nothing() {
    let machine = Machine::new();
    let command = "rm -rf /srv/thesis \u{202e}# \u{1b}[2K ok\n  | ls";
    machine.hook(machine.bash(command));
    let id = pending(&machine, &[])[0]["id"].as_str().unwrap().to_owned();
    let shown = machine.run(&["approve", &id, "--show"], "");
    assert!(shown.out.contains("\\u{202e}") && shown.out.contains("\\u{1b}"), "{shown:?}");
    assert!(!shown.out.contains('\u{202e}') && !shown.out.contains('\u{1b}'), "{shown:?}");
    assert!(shown.out.contains("  |   | ls\n"), "a line of the command is no line of ours: {shown:?}");
}

#[test]
fn wrong_names_are_told() {
    let machine = Machine::new();
    machine.hook(machine.bash(STOPPED));
    for (id, code) in [("xyz", 2), ("7f", 2), ("00000000", 3)] {
        let said = machine.run(&["approve", id, "--show"], "");
        assert_eq!(said.code, Some(code), "{id}: {said:?}");
    }
}
