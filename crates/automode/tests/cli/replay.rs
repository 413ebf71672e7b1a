//! `replay`: over session files, and over the ledger.

use crate::common::{Machine, captured, data};

#[test]
fn a_session_file() {
    let machine = Machine::new();
    let file = data("session.jsonl");
    let said = machine.run(&["replay", file.to_str().unwrap(), "--json"], "");
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    let report = said.json();
    for (key, want) in [("files", 1), ("prompts", 1), ("calls", 6), ("unreadable_lines", 1), ("live_calls", 0)] {
        assert_eq!(report[key], want, "{key}: {report}");
    }
    assert_eq!(report["asked_person"], serde_json::json!({"allow": 1, "contain": 0, "ask": 0, "deny": 0}));
    let stopped = |key: &str| report[key]["ask"].as_u64().unwrap() + report[key]["deny"].as_u64().unwrap();
    assert_eq!((stopped("refused_by_person"), stopped("decisions")), (0, 2));
    let words: Vec<_> =
        report["stops"].as_array().unwrap().iter().map(|s| s["examples"][0]["words"].as_str().unwrap()).collect();
    assert!(words.contains(&"rm -rf ~/thesis") && words.contains(&"git push --force origin main"), "{words:?}");
    assert_eq!(report["stops"][0]["examples"][0]["file"], "session.jsonl");
}

#[test]
fn people_see_one_screen() {
    let machine = Machine::new();
    let said = machine.run(&["replay", data("session.jsonl").to_str().unwrap()], "");
    for part in
        ["1 session files", "6 tool calls", "category", "questions", "would have spared 1", "rm -rf ~/thesis", "note: "]
    {
        assert!(said.out.contains(part), "no {part}: {said:?}");
    }
    assert!(!machine.state().exists());
}

#[test]
fn a_folder_counts_each_call_once() {
    let machine = Machine::new();
    let folder = machine.dir.join("sessions/project");
    std::fs::create_dir_all(&folder).unwrap();
    for copy in ["a.jsonl", "b.jsonl"] {
        std::fs::copy(data("session.jsonl"), folder.join(copy)).unwrap();
    }
    let report = machine.run(&["replay", "--json", machine.dir.join("sessions").to_str().unwrap()], "").json();
    assert_eq!((report["files"].as_u64(), report["calls"].as_u64()), (Some(2), Some(6)));
}

#[test]
fn recorded_decisions_come_out_the_same() {
    let machine = Machine::new();
    std::fs::create_dir_all(machine.project().join(".git")).unwrap();
    std::fs::write(machine.project().join(".git/HEAD"), "ref: refs/heads/main\n").unwrap();
    std::fs::write(machine.project().join("package.json"), r#"{"scripts":{"build":"rm -rf dist && tsc"}}"#).unwrap();
    std::fs::write(machine.project().join("run.sh"), "rm -rf ~/thesis\n").unwrap();
    machine.hook(captured("UserPromptSubmit"));
    for command in
        ["npm run build", "sh run.sh", "rm -rf build", "git push origin main", "./run.sh", "cat package.json | sh"]
    {
        machine.hook(machine.bash(command));
    }
    machine.hook(machine.event("Write", serde_json::json!({"file_path": "new.sh", "content": "ls\n"}), "w1"));
    // The machine is another one now; the verdicts must not care.
    std::fs::remove_dir_all(machine.project()).unwrap();
    std::fs::create_dir_all(machine.project()).unwrap();
    let said = machine.run(&["replay", "--ledger", "--json"], "");
    assert_eq!(said.code, Some(0), "{said:?}");
    assert_eq!((said.json()["same"].as_u64(), said.json()["differs"].as_array().map(Vec::len)), (Some(7), Some(0)));
}

#[test]
fn what_is_missing() {
    let machine = Machine::new();
    assert_eq!(machine.run(&["replay"], "").code, Some(2));
    let none = machine.run(&["replay", "/nowhere"], "");
    assert!(none.code == Some(3) && none.err.contains("hint: "), "{none:?}");
    let empty = machine.run(&["replay", machine.project().to_str().unwrap()], "");
    assert_eq!(empty.code, Some(3), "{empty:?}");
    assert_eq!(machine.run(&["replay", "--ledger"], "").code, Some(3));
}
