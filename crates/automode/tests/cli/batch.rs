//! `check --batch`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use crate::common::{BINARY, Machine, Value, captured};

fn with_id(event: &str, id: Value) -> String {
    let mut event: Value = serde_json::from_str(event).unwrap();
    event["id"] = id;
    event.to_string()
}

#[test]
fn answers_come_in_order_and_nothing_is_recorded() {
    let machine = Machine::new();
    let input: String = (0..500)
        .map(|n| with_id(&machine.bash(if n % 3 == 0 { "rm -rf /srv/thesis" } else { "git status" }), n.into()) + "\n")
        .collect();
    let said = machine.run(&["check", "--batch"], input);
    let lines = said.lines();
    assert_eq!((said.code, lines.len()), (Some(0), 500));
    for (n, line) in lines.iter().enumerate() {
        assert_eq!(line["id"], n);
        assert_eq!(line["decision"] == "allow", n % 3 != 0, "{line}");
        for key in ["hard", "risk", "category", "confidence", "rule", "reason"] {
            assert!(!line[key].is_null(), "{key} of {line}");
        }
        let effect = &line["effects"][0];
        for key in ["verb", "target", "scope", "certainty", "category"] {
            assert!(effect[key].is_string(), "{key} of {effect}");
        }
    }
    assert!(!machine.state().exists());
}

#[test]
fn every_line_has_an_answer() {
    let machine = Machine::new();
    let good = with_id(&machine.bash("ls"), "good".into());
    let lines = [
        good.clone(),
        "no json".to_owned(),
        String::new(),
        r#"{"id":"half","hook_event_name":"PreToolUse","tool_na"#.to_owned(),
        r#"{"id":"twice","id":"twice","hook_event_name":"PreToolUse","tool_name":"Bash"}"#.to_owned(),
        r#"{"id":7,"hook_event_name":"PreToolUse"}"#.to_owned(),
        r#"[1]"#.to_owned(),
        with_id(std::str::from_utf8(&captured("PostToolUse.Bash")).unwrap(), "post".into()),
        with_id(std::str::from_utf8(&captured("UserPromptSubmit")).unwrap(), "prompt".into()),
        with_id(&machine.event("Frobnicate", serde_json::json!({"a": 1}), "c"), "tool".into()),
        good,
    ];
    let said = machine.run(&["check", "--batch"], lines.join("\n")).lines();
    let brief: Vec<String> = said
        .iter()
        .map(|l| format!("{} {} {}", l["id"], l["decision"], l.get("verdict").unwrap_or(&Value::Null)).replace('"', ""))
        .collect();
    assert_eq!(
        brief,
        [
            "good allow null",
            "null ask null",
            "half ask null",
            "twice ask null",
            "7 ask null",
            "null ask null",
            "post none clean",
            "prompt none clean",
            "tool ask null",
            "good allow null"
        ]
    );
    assert_eq!(said[1]["rule"], "event.unreadable");
    assert!(said[3]["reason"].as_str().unwrap().contains("stands twice"), "{}", said[3]);
}

#[test]
fn a_session_remembers_only_when_asked_to() {
    let machine = Machine::new();
    let prompt = r#"{"session_id":"s1","cwd":"/srv/x","hook_event_name":"UserPromptSubmit","prompt":"push feature-x to origin"}"#;
    let push = machine.bash("git push origin feature-x");
    let input = format!("{prompt}\n{push}\n");
    let decision = |args: &[&str]| machine.run(args, &input).lines()[1]["decision"].clone();
    assert_ne!(decision(&["check", "--batch"]), "allow");
    assert_eq!(decision(&["check", "--batch", "--session"]), "allow");
}

#[test]
fn one_event_is_answered_while_the_input_stays_open() {
    let machine = Machine::new();
    let mut command = machine.command(BINARY, &["check", "--batch"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut stdin, mut out) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for command in ["ls", "rm -rf /srv"] {
        writeln!(stdin, "{}", machine.bash(command)).unwrap();
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let answer: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(answer["decision"] == "allow", command == "ls", "{line}");
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}
