//! A7: a secret planted anywhere in an event is in no byte of the state directory, and what is judged is what is stored.

use std::path::Path;

use automode_ledger::{Durability, Redactor, read, redact};
use automode_model::*;

use crate::common::*;

/// One invented secret of each kind, made from the table, in the text that gives it away; and values that have no text.
fn secrets() -> Vec<redact::Sample> {
    redact::samples(7)
}

/// Every place of an event that holds a text from outside.
fn events(secret: &str) -> Vec<Event> {
    let text = || Text::whole(format!("begin {secret} \nend"));
    let call = |tool| ToolCall { name: "T".into(), id: Some("c".into()), tool };
    let args = || vec![("/a".into(), text()), ("/password".into(), Text::whole("correct-horse-9"))];
    let edit = Edit { old: text(), new: text(), all: false };
    let path = || format!("/home/dev/{secret}/x");
    let tools = vec![
        Tool::Shell { command: text(), background: true },
        Tool::Read { path: path() },
        Tool::Write { path: path(), content: text() },
        Tool::Edit { path: path(), edits: vec![edit.clone(), edit] },
        Tool::Search { path: Some(path()), pattern: secret.into() },
        Tool::Fetch { url: format!("https://example.com/?q={secret}") },
        Tool::WebSearch { query: format!("what is {secret}") },
        Tool::Subagent { prompt: text(), kind: None },
        Tool::Mcp { server: "s".into(), tool: "t".into(), args: args(), source: McpSource::User },
        Tool::Unknown { args: args() },
    ];
    let mut phases: Vec<Phase> = tools.iter().cloned().map(|t| Phase::PreTool(call(t))).collect();
    phases.extend(tools.into_iter().map(|t| Phase::PostTool { call: call(t), output: text() }));
    phases.push(Phase::PostToolFailure { call: call(Tool::Internal), error: text() });
    phases.push(Phase::Prompt(text()));
    phases.push(Phase::ConfigChange { source: "user".into(), path: Some(path()) });
    phases.push(Phase::SessionEnd { reason: secret.into() });
    phases.push(Phase::Other(secret.into()));
    phases.into_iter().map(|phase| Event { cwd: path(), ..event("s", phase) }).collect()
}

fn bytes_of(dir: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let bytes = if path.is_dir() { bytes_of(&path) } else { std::fs::read(&path).unwrap() };
        all.extend(bytes);
    }
    all
}

#[test]
fn planted_secrets_are_nowhere_on_the_disk() {
    let dir = Dir::new("secrets");
    let mut ledger = dir.ledger();
    // Several in each text: no kind hides another.
    for samples in secrets().chunks(SAMPLES_PER_TEXT) {
        let texts: Vec<&str> = samples.iter().map(|s| s.text.as_str()).collect();
        let text = texts.join("\n");
        for event in events(&text) {
            let admitted = ledger.admit(event);
            let facts = [("read /x".to_owned(), ledger.redact_text(&format!("x {text}")))];
            let record = ledger.append(admitted.clone(), &facts, None, &meta(), Durability::Kernel).unwrap();
            assert_eq!(record.event(), &admitted);
        }
    }
    let bytes = bytes_of(&dir);
    // In a journal's text a quote has a backslash; none of the secrets has one.
    let mut planted: Vec<(&str, String)> = secrets().into_iter().map(|s| (s.id, s.secret)).collect();
    planted.push(("argument", "correct-horse-9".to_owned()));
    assert!(planted.len() > 400);
    let starts = prefixes(&bytes);
    let there = |secret: &str| starts.contains(&secret.as_bytes()[..PREFIX_BYTES]) && contains(&bytes, secret);
    let left: Vec<_> = planted.into_iter().filter(|(_, secret)| there(secret)).collect();
    assert!(left.is_empty(), "{left:?}");
    // Equal secrets are equal placeholders, in every place and every process.
    let again = dir.ledger().redact_text(&secrets()[0].text);
    let mark = automode_model::secret::marks(&again).next().unwrap();
    let first = read::find(&dir, 1).unwrap().unwrap();
    assert!(format!("{first:?}").matches(mark.digits).count() >= 3);
}

const SAMPLES_PER_TEXT: usize = 16;

const PREFIX_BYTES: usize = 8;

/// Every eight bytes that stand anywhere: most secrets are dismissed by their first ones.
fn prefixes(bytes: &[u8]) -> std::collections::HashSet<&[u8]> {
    bytes.windows(PREFIX_BYTES).collect()
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|w| w == text.as_bytes())
}

#[test]
fn admitting_twice_changes_nothing() {
    let dir = Dir::new("twice");
    let ledger = dir.ledger();
    for event in secrets().iter().step_by(7).flat_map(|s| events(&s.text)) {
        let once = ledger.admit(event);
        assert_eq!(ledger.admit(once.clone()), once);
    }
}

#[test]
fn long_texts_are_cut_and_say_so() {
    let redactor = Redactor::ephemeral();
    let admit = |command: String| {
        let phase = shell("c", &command);
        let event = automode_ledger::admit(event("s", phase), &redactor);
        match event.phase.call().unwrap().tool.clone() {
            Tool::Shell { command, .. } => command,
            _ => panic!("another tool"),
        }
    };
    let limit = automode_ledger::MAX_TEXT_BYTES;
    assert_eq!(admit("é".repeat(limit / 2)).cut_bytes, 0);
    let cut = admit("é".repeat(limit));
    assert_eq!((cut.body.len(), cut.cut_bytes), (limit, limit as u64));
    // A secret across the cut is replaced, not halved.
    for shift in 0..45 {
        let secret = &secrets().into_iter().find(|s| s.id == "githubpersonal").unwrap().secret;
        let text = format!("{} {secret} {}", "a".repeat(limit - shift), "b".repeat(limit));
        let cut = admit(text);
        assert!(!cut.body.contains(secret.get(..8).unwrap()), "{shift}");
        assert!(cut.cut_bytes > 0);
    }
}

#[test]
fn an_event_of_many_parts_is_bounded_and_says_so() {
    let redactor = Redactor::ephemeral();
    let args: Vec<(String, Text)> = (0..5000).map(|i| (format!("/{i}"), Text::whole("x".repeat(10_000)))).collect();
    let call = ToolCall { name: "mcp__s__t".into(), id: None, tool: Tool::Unknown { args } };
    let event = automode_ledger::admit(event("s", Phase::PreTool(call)), &redactor);
    let Tool::Unknown { args } = &event.phase.call().unwrap().tool else { panic!("another tool") };
    assert_eq!(args.len(), 1024);
    assert!(args.last().unwrap().1.cut_bytes > 0);
    assert!(args.iter().map(|(_, t)| t.body.len()).sum::<usize>() <= 1 << 20);
    assert!(args.iter().all(|(_, t)| t.body.len() == 10_000 || t.cut_bytes > 0));
}

#[test]
fn the_files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let top = Dir::new("modes");
    let dir = top.join("state");
    let mut ledger = automode_ledger::Ledger::open(&dir).unwrap();
    let _ = append(&mut ledger, "s", "c", "PASSWORD=hunter2x run");
    let mode = |name: &str| std::fs::metadata(dir.join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(["", "journal", "sessions"].map(mode), [0o700; 3]);
    assert_eq!(["head", "key", "journal/000000000001.jsonl"].map(mode), [0o600; 3]);
    assert!(redact::contains_placeholder(&std::fs::read_to_string(segment(&dir, 1)).unwrap()));
}
