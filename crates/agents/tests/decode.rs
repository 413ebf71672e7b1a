//! What Claude Code sends, and what we make of it. One line of JSON, one line of event.

#![cfg(test)]

use automode_agents::claude_code::decode;
use automode_model::{McpSource, Mode, Phase, Text, Tool};

const EVENTS: &str = include_str!("data/claude_events.txt");

/// A short line for an event: phase, tool, and what matters of it.
fn line(bytes: &[u8]) -> String {
    match decode(bytes, 7) {
        Err(e) => format!("error: {e}"),
        Ok(event) => {
            assert_eq!(event.time_ms, 7);
            let agent = event.agent.as_deref().map(|a| format!(" agent={a}")).unwrap_or_default();
            format!(
                "{} [{} {} {}]{agent} {}",
                event.phase.name(),
                event.session,
                event.cwd,
                event.mode.name(),
                phase(&event.phase)
            )
            .trim_end()
            .to_owned()
        }
    }
}

fn phase(phase: &Phase) -> String {
    let tail = match phase {
        Phase::PostTool { output, .. } => format!(" → {}", text(output)),
        Phase::PostToolFailure { error, .. } => format!(" ✗ {}", text(error)),
        Phase::Prompt(prompt) => text(prompt),
        Phase::SessionStart { source, model } => format!("{source} {}", model.as_deref().unwrap_or("-")),
        Phase::SessionEnd { reason } => reason.clone(),
        Phase::ConfigChange { source, path } => format!("{source} {}", path.as_deref().unwrap_or("-")),
        Phase::Other(name) => name.clone(),
        _ => String::new(),
    };
    let call = phase.call().map(|c| format!("{} {} {}", c.name, c.id.as_deref().unwrap_or("-"), tool(&c.tool)));
    format!("{}{tail}", call.unwrap_or_default())
}

fn text(text: &Text) -> String {
    let cut = if text.is_whole() { String::new() } else { format!("(+{} cut)", text.cut_bytes) };
    format!("{:?}{cut}", text.body)
}

fn tool(tool: &Tool) -> String {
    let flat =
        |args: &[(String, Text)]| args.iter().map(|(p, t)| format!("{p}={}", t.body)).collect::<Vec<_>>().join(" ");
    match tool {
        Tool::Shell { command, background } => format!("shell{} {}", if *background { "&" } else { "" }, text(command)),
        Tool::Read { path } => format!("read {path}"),
        Tool::Write { path, content } => format!("write {path} {}", text(content)),
        Tool::Edit { path, edits } => {
            let edits: Vec<_> = edits
                .iter()
                .map(|e| format!("{}→{}{}", text(&e.old), text(&e.new), if e.all { " all" } else { "" }))
                .collect();
            format!("edit {path} {}", edits.join(", "))
        }
        Tool::Search { path, pattern } => format!("search {pattern:?} in {}", path.as_deref().unwrap_or("-")),
        Tool::Fetch { url } => format!("fetch {url}"),
        Tool::WebSearch { query } => format!("websearch {query:?}"),
        Tool::Subagent { prompt, kind } => format!("subagent {} {}", kind.as_deref().unwrap_or("-"), text(prompt)),
        Tool::Mcp { server, tool, args, source } => format!("mcp {server}/{tool} ({}) {}", source.name(), flat(args)),
        Tool::Internal => "internal".to_owned(),
        Tool::Unknown { args } => format!("unknown {}", flat(args)),
    }
}

#[test]
fn every_event_and_tool() {
    let mut wrong = Vec::new();
    let mut lines = EVENTS.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    let mut count = 0;
    while let (Some(json), Some(want)) = (lines.next(), lines.next()) {
        count += 1;
        let got = line(json.as_bytes());
        if got != want.trim_start_matches("  ") {
            wrong.push(format!("{json}\n  got  {got}\n  want {}", want.trim()));
        }
    }
    assert!(count > 60, "only {count} cases");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_captured_messages_of_the_real_client() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/protocols/captures/claude");
    let Ok(files) = std::fs::read_dir(dir) else {
        println!("skipped: no captures beside the repository");
        return;
    };
    for file in files.map(|f| f.unwrap().path()) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let event = decode(&std::fs::read(&file).unwrap(), 0).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(event.session.len(), 36, "{name}");
        assert!(event.cwd.starts_with("/home/dev/shop"), "{name}");
        assert_eq!(event.agent.is_some(), name.contains("subagent") || name.starts_with("Subagent"), "{name}");
        if name.starts_with("PreToolUse") {
            assert_eq!(event.mode, Mode::Manual, "{name}");
            let unknown = matches!(event.phase.call().unwrap().tool, Tool::Unknown { .. });
            let expected = ["CronCreate", "EnterWorktree", "Workflow"].iter().any(|n| name.contains(n));
            assert_eq!(unknown, expected, "{name}");
        }
    }
}

#[test]
fn bytes_that_are_not_a_message() {
    for (bytes, want) in [
        (&b"\xef\xbb\xbf{\"hook_event_name\":\"Stop\"}"[..], "other [  unknown] Stop"),
        (b"", "error: the message ends too early, at line 1 column 0"),
        (b"\n", "error: the message ends too early, at line 2 column 0"),
        (b"hello", "error: the message is not valid JSON: expected value at line 1 column 1"),
        (b"[]", "error: the message is a list, expected an object"),
        (b"{}", "error: the message has no `hook_event_name`"),
        (b"{\"hook_event_name\":\"PreToolUse\",\"tool_na", "error: the message ends too early, at line 1 column 40"),
        (b"{\"hook_event_name\":\"\xc0\xae\"}", "error: the message is not UTF-8 at byte 20"),
        (b"\xff\xfe{\x00}\x00", "error: the message is not UTF-8 at byte 0"),
        (
            b"{\"hook_event_name\":\"PreToolUse\"}{\"hook_event_name\":\"PreToolUse\"}",
            "error: the message is not valid JSON: trailing characters at line 1 column 33",
        ),
    ] {
        assert_eq!(line(bytes), want);
    }
    let long = vec![b' '; 10 * 1024 * 1024 + 1];
    assert_eq!(line(&long), "error: the message has 10485761 bytes, the limit is 10485760");
}

#[test]
fn every_cut_of_a_message_is_an_error() {
    let whole = br#"{"session_id":"s","cwd":"/r","hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"rm -rf \u00e9"},"tool_use_id":"c"}"#;
    assert!(decode(whole, 0).is_ok());
    for end in 0..whole.len() {
        assert!(decode(&whole[..end], 0).is_err(), "{end}");
    }
}

#[test]
fn no_byte_makes_it_crash() {
    let whole = br#"{"hook_event_name":"PreToolUse","tool_name":"MultiEdit","tool_input":{"file_path":"/a","edits":[{"old_string":"x","new_string":"y"}]},"mcp_server":null}"#;
    for at in 0..whole.len() {
        for byte in 0..=255 {
            let mut changed = whole.to_vec();
            changed[at] = byte;
            let _ = decode(&changed, 0);
        }
    }
}

#[test]
fn long_texts_are_cut_and_say_so() {
    let json = format!(
        r#"{{"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{{"command":"{}"}}}}"#,
        "é".repeat(140_000)
    );
    let event = decode(json.as_bytes(), 0).unwrap();
    let Tool::Shell { command, .. } = &event.phase.call().unwrap().tool else { panic!() };
    assert_eq!((command.body.len(), command.cut_bytes), (262_144, 280_000 - 262_144));
}

#[test]
fn an_mcp_server_cannot_pass_for_a_tool_of_the_host() {
    let json = br#"{"hook_event_name":"PreToolUse","tool_name":"Read","tool_input":{"file_path":"/x"},"mcp_server":{"name":"evil","source":"agent"}}"#;
    let event = decode(json, 0).unwrap();
    let Tool::Mcp { server, tool, source, .. } = &event.phase.call().unwrap().tool else { panic!() };
    assert_eq!((server.as_str(), tool.as_str(), *source), ("evil", "Read", McpSource::Project));
}
