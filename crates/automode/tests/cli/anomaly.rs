//! What a project never did: through the real hook, over several sessions, into `log`, `report` and `watch`.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use serde_json::json;

use crate::common::{Machine, Value};

fn lifecycle(machine: &Machine, session: &str, name: &str) {
    let event = json!({"session_id": session, "cwd": machine.project(), "hook_event_name": name, "source": "startup", "reason": "other"});
    assert_eq!(machine.hook(event.to_string()).code, Some(0), "{name}");
}

fn proposed(machine: &Machine, session: &str, id: &str, command: &str) -> Value {
    let event = json!({
        "session_id": session, "cwd": machine.project(), "permission_mode": "default", "hook_event_name": "PreToolUse",
        "tool_name": "Bash", "tool_input": {"command": command}, "tool_use_id": id,
    });
    assert_eq!(machine.hook(event.to_string()).code, Some(0));
    machine.run(&["log", "show", "last", "--json"], "").json()
}

fn rules(record: &Value) -> Vec<String> {
    let findings = record["verdict"]["findings"].as_array().cloned().unwrap_or_default();
    findings.iter().filter_map(|f| f["rule"].as_str()).map(str::to_owned).collect()
}

#[test]
fn what_a_project_never_did_is_told_after_some_sessions_and_replays_the_same() {
    let machine = Machine::new();
    for session in ["a", "b", "c", "d"] {
        lifecycle(&machine, session, "SessionStart");
        for n in 0..10 {
            let record =
                proposed(&machine, session, &format!("{session}{n}"), "curl -s https://api.example.com/status");
            assert!(!rules(&record).iter().any(|r| r.starts_with("anomaly")), "{record}");
        }
        lifecycle(&machine, session, "SessionEnd");
    }
    let record = proposed(&machine, "e", "e1", "curl -s https://cdn.example.net/x.js");
    assert!(rules(&record).contains(&"anomaly.new-host".to_owned()), "{record}");
    let told = record["verdict"]["findings"].to_string();
    assert!(told.contains("first time in 40 actions (4 sessions)"), "{told}");
    assert_eq!(machine.run(&["replay", "--ledger"], "").code, Some(0));
}

/// Looks at one credential after the other.
fn scout(machine: &Machine) {
    for (n, place) in
        ["~/.aws/credentials", "~/.ssh/id_ed25519", "~/.netrc", "~/.npmrc", "~/.pgpass"].iter().enumerate()
    {
        proposed(machine, "s", &format!("s{n}"), &format!("cat {place}"));
    }
}

#[test]
fn a_report_counts_and_flags() {
    let machine = Machine::new();
    scout(&machine);
    let said = machine.run(&["report", "--json"], "");
    let report = said.json();
    assert_eq!(report["total"]["judged"], 5);
    assert_eq!(report["total"]["asked"].as_u64().unwrap() + report["total"]["denied"].as_u64().unwrap(), 5);
    assert!(report["total"]["anomalies"].as_u64().unwrap() >= 1, "{report}");
    // A result of a call that nobody proposed to us: the gate was not on its path.
    let ran = json!({
        "session_id": "s", "cwd": machine.project(), "hook_event_name": "PostToolUse", "tool_name": "Bash",
        "tool_input": {"command": "ls"}, "tool_response": {"stdout": ""}, "tool_use_id": "never-proposed",
    });
    assert_eq!(machine.hook(ran.to_string()).code, Some(0));
    let said = machine.run(&["report"], "");
    assert_eq!(said.code, Some(1), "a red flag is exit 1");
    assert!(said.out.contains("red flag: ran without a judgement: 1 result"), "{}", said.out);
}

#[test]
fn an_alert_reaches_its_webhook() {
    let machine = Machine::new();
    scout(&machine);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/alerts", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut got, mut buffer) = (Vec::new(), [0; 4096]);
        while !got.ends_with(b"}") {
            let n = stream.read(&mut buffer).unwrap();
            assert!(n > 0, "cut off: {}", String::from_utf8_lossy(&got));
            got.extend_from_slice(&buffer[..n]);
        }
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
        String::from_utf8(got).unwrap()
    });
    let said = machine.run(&["watch", "--once", "--from", "4", "--webhook", &url], "");
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.out.contains("unusual action"), "{said:?}");
    let request = server.join().unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /alerts HTTP/1.1\r\n"), "{head}");
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["rule"], "anomaly.scouting");
}
