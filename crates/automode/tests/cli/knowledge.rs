//! `knowledge`.

use crate::common::Machine;

#[test]
fn what_is_known_of_a_program() {
    let machine = Machine::new();
    let said = machine.run(&["knowledge", "show", "rm"], "");
    assert!(
        said.out.starts_with("rm — ") && said.out.contains("-f --force") && said.out.contains("examples"),
        "{said:?}"
    );
    let none = machine.run(&["knowledge", "show", "frobnicate"], "");
    assert!(none.code == Some(3) && none.err.contains("hint: "), "{none:?}");
}

#[test]
fn lint_counts_every_example() {
    let machine = Machine::new();
    let report = machine.run(&["knowledge", "lint", "--json"], "").json();
    assert!(report["examples"].as_u64().unwrap() > 100 && report["rule_examples"].as_u64().unwrap() > 1, "{report}");
}

#[test]
fn coverage_names_what_is_missing() {
    let machine = Machine::new();
    let corpus = machine.dir.join("corpus.jsonl");
    let lines = [
        r#"{"id":"1","tool":"Bash","input":{"command":"ls -la"}}"#,
        r#"{"id":"2","tool":"Bash","input":{"command":"frobnicate --all"}}"#,
        r#"{"id":"3","tool":"Bash","input":{"command":"frobnicate x; rm --zap y"}}"#,
        r#"{"id":"4","tool_name":"Bash","tool_input":{"command":"git status"}}"#,
        r#"{"id":"5","tool":"Read","input":{"file_path":"x"}}"#,
        "not json",
    ];
    std::fs::write(&corpus, lines.join("\n")).unwrap();
    let report = machine.run(&["knowledge", "coverage", "--json", corpus.to_str().unwrap()], "").json();
    assert_eq!((report["commands"].as_u64(), report["covered"].as_u64()), (Some(4), Some(2)), "{report}");
    assert_eq!(report["programs"][0], serde_json::json!({"what": "the program `frobnicate` is not known", "count": 2}));
    assert!(report["options"][0]["what"].as_str().unwrap().contains("--zap"), "{report}");
    let text = machine.run(&["knowledge", "coverage", corpus.to_str().unwrap()], "").out;
    assert!(text.starts_with("2 of 4 commands (50.0 %)"), "{text}");
}
