//! `init` in a home of its own.

use std::path::PathBuf;

use crate::common::{Machine, Value};

fn settings(machine: &Machine) -> PathBuf {
    machine.home().join(".claude/settings.json")
}

fn with_agent() -> Machine {
    let machine = Machine::new();
    std::fs::create_dir_all(machine.home().join(".claude")).unwrap();
    std::fs::write(settings(&machine), "{\n  \"model\": \"x\"\n}\n").unwrap();
    machine
}

#[test]
fn installs_once_and_leaves_no_trace() {
    let machine = with_agent();
    let before = std::fs::read_to_string(settings(&machine)).unwrap();
    let dry = machine.run(&["init", "--dry-run", "--force-path"], "");
    assert_eq!(dry.code, Some(0), "{dry:?}");
    assert!(dry.out.contains("PreToolUse") && dry.out.contains("would be written"), "{dry:?}");
    assert_eq!(std::fs::read_to_string(settings(&machine)).unwrap(), before);

    let done = machine.run(&["init", "--force-path", "--profile", "strict", "--json"], "").json();
    assert_eq!((&done["changes"], &done["applied"]), (&Value::from(true), &Value::from(true)), "{done}");
    let written: Value = serde_json::from_str(&std::fs::read_to_string(settings(&machine)).unwrap()).unwrap();
    assert_eq!(written["model"], "x");
    let command = written["hooks"]["PreToolUse"][0]["hooks"][0]["command"].as_str().unwrap();
    assert!(command.contains("hook claude --profile strict") && command.ends_with("|| exit 2"), "{command}");

    let again = machine.run(&["init", "--force-path", "--json"], "").json();
    assert_eq!(again["changes"], false, "{again}");
    let out = machine.run(&["init", "--uninstall"], "");
    assert!(out.out.contains("hooks removed"), "{out:?}");
    assert_eq!(std::fs::read_to_string(settings(&machine)).unwrap(), before);
}

#[test]
fn the_installed_line_answers() {
    let machine = with_agent();
    machine.run(&["init", "--force-path"], "");
    let written: Value = serde_json::from_str(&std::fs::read_to_string(settings(&machine)).unwrap()).unwrap();
    let line = written["hooks"]["PreToolUse"][0]["hooks"][0]["command"].as_str().unwrap();
    let said = crate::common::finish(machine.command("sh", &["-c", line]), machine.bash("git status").as_bytes());
    assert_eq!(said.answer().0, "allow");
}

#[test]
fn without_an_agent_nothing_is_done() {
    let machine = Machine::new();
    let said = machine.run(&["init", "--force-path"], "");
    assert_eq!(said.code, Some(0));
    assert!(said.out.contains("not found"), "{said:?}");
    assert!(!settings(&machine).exists());
}

#[test]
fn broken_settings_are_left_alone() {
    let machine = with_agent();
    std::fs::write(settings(&machine), "{ \"hooks\": ").unwrap();
    let said = machine.run(&["init", "--force-path"], "");
    assert_eq!(said.code, Some(3));
    assert!(said.err.contains("nothing was changed"), "{said:?}");
    assert_eq!(machine.run(&["init", "--profile", "lax"], "").code, Some(2));
}
