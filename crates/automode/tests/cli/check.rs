//! `check` and `explain`.

use crate::common::{BINARY, Machine, finish};

#[test]
fn a_harmless_command_is_allowed() {
    let machine = Machine::new();
    let said = machine.run(&["check", "--", "git status"], "");
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(lines[0], "allow  git status");
    assert!(lines[1].starts_with("risk low · authorization "), "{said:?}");
    assert!(!said.out.contains('\x1b'), "colour without a terminal: {said:?}");
}

#[test]
fn several_words_are_one_command_line() {
    let machine = Machine::new();
    let said = machine.run(&["check", "--", "echo", "a b", "it's"], "");
    assert!(said.out.starts_with(r"allow  echo 'a b' 'it'\''s'"), "{said:?}");
}

#[test]
fn a_destructive_one_says_why_and_what_would_lift_it() {
    let machine = Machine::new();
    let said = machine.run(&["check", "--", "rm -rf /srv/thesis"], "");
    assert_eq!(said.code, Some(1));
    for part in ["because of `rm -rf /srv/thesis`", "instead: ", "what would lift it", "delete "] {
        assert!(said.out.contains(part), "no {part}: {said:?}");
    }
    let json = machine.run(&["check", "--json", "--", "rm -rf /srv/thesis"], "").json();
    assert_ne!(json["decision"], "allow");
    assert_eq!(json["category"], "delete");
    let effect = &json["actions"][0]["effects"][0];
    assert_eq!((effect["verb"].as_str(), effect["scope"].as_str()), (Some("delete"), Some("tree")));
    assert_eq!(json["findings"][0]["words"], "rm -rf /srv/thesis");
    assert!(json["dimensions"]["blast_radius"].as_u64().is_some());
}

#[test]
fn explain_marks_the_words_in_the_command() {
    let machine = Machine::new();
    let said = machine.run(&["explain", "--", "ls -la && rm -rf /srv/thesis"], "");
    let lines: Vec<&str> = said.out.lines().collect();
    let mark = lines.iter().position(|l| l.trim() == "^^^^^^^^^^^^^^^^^^").unwrap();
    let column = lines[mark].find('^').unwrap();
    assert_eq!(&lines[mark - 1][column..], "rm -rf /srv/thesis");
    for part in ["reversibility", "blast radius", "■", "decision table", "[", "critical", "engine "] {
        assert!(said.out.contains(part), "no {part}: {said:?}");
    }
}

#[test]
fn what_the_user_said_is_evidence() {
    let machine = Machine::new();
    let ask = |said: &[&str]| {
        let words = ["check", "--json", "--", "git push origin feature-x"];
        machine.run(&[&words[..1], said, &words[1..]].concat(), "").json()["authorization"].clone()
    };
    assert_ne!(ask(&[]), "named");
    assert_eq!(ask(&["--said", "push feature-x to origin"]), "named");
    assert_ne!(ask(&["--said", "should we push feature-x to origin?"]), "named");
}

#[test]
fn writes_and_events() {
    let machine = Machine::new();
    let said = machine.run(&["check", "--write", "src/a.rs", "--json"], "fn a() {}\n");
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.json()["actions"][0]["effects"][0]["target"].as_str().unwrap().ends_with("/shop/src/a.rs"));
    let hooks = machine.run(&["check", "--write", ".git/hooks/pre-commit"], "#!/bin/sh\n");
    assert_eq!(hooks.code, Some(1), "{hooks:?}");

    let event = machine.dir.join("event.json");
    std::fs::write(&event, machine.bash("git status")).unwrap();
    assert_eq!(machine.run(&["check", "--event", event.to_str().unwrap()], "").code, Some(0));
    assert_eq!(machine.run(&["check", "--event", "-"], machine.bash("rm -rf /srv")).code, Some(1));
    let recorded_only = machine.run(&["check", "--event", "-"], br#"{"hook_event_name":"SessionStart"}"#);
    assert_eq!(recorded_only.code, Some(3));
    assert!(recorded_only.err.contains("hint: "), "{recorded_only:?}");
}

#[test]
fn nothing_is_written() {
    let machine = Machine::new();
    machine.run(&["check", "--", "touch x"], "");
    assert!(!machine.state().exists() && !machine.project().join("x").exists());
}

#[test]
fn wrong_command_lines() {
    let machine = Machine::new();
    for args in [&["check"][..], &["check", "--batch", "--", "ls"], &["check", "--session", "--", "ls"], &["chekc"]] {
        assert_eq!(machine.run(args, "").code, Some(2), "{args:?}");
    }
    let missing = machine.run(&["check", "--event", "/nowhere.json"], "");
    assert_eq!(missing.code, Some(3));
    assert!(missing.err.starts_with("error: cannot read `/nowhere.json`"), "{missing:?}");
}

#[test]
fn without_arguments_there_is_a_welcome() {
    let machine = Machine::new();
    let said = machine.run(&[], "");
    assert_eq!(said.code, Some(0));
    assert!(said.out.contains("automode check") && said.out.contains("automode init"), "{said:?}");
    assert!(said.out.lines().count() < 15);
}

#[test]
fn a_closed_pipe_is_no_crash() {
    let machine = Machine::new();
    let line = format!("'{BINARY}' knowledge show git | head -n 1; '{BINARY}' explain -- 'rm -rf ~' | true");
    let said = finish(machine.command("sh", &["-c", &line]), b"");
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{said:?}");
}

#[test]
fn what_a_terminal_would_obey_is_shown_as_text() {
    let machine = Machine::new();
    let said = machine.run(&["explain", "--", "echo \u{1b}[2J\u{202e}x"], "");
    assert!(!said.out.contains('\x1b') && !said.out.contains('\u{202e}'), "{said:?}");
    assert!(said.out.contains("\\u{1b}"), "{said:?}");
}
