//! Session files of several versions, and what is read from them.

use super::*;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("automode-transcript-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(&dir).unwrap();
        Self(dir)
    }
    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// One line for an item.
fn shown(item: &Item) -> String {
    let e = &item.event;
    let what = match &e.phase {
        Phase::Prompt(text) => format!("{:?}", text.body),
        phase => {
            let call = phase.call().unwrap();
            let text = match phase {
                Phase::PostTool { output, .. } => format!(" {:?}", output.body),
                Phase::PostToolFailure { error, .. } => format!(" {:?}", error.body),
                _ => String::new(),
            };
            format!("{} {}{text}", call.name, call.id.as_deref().unwrap_or("-"))
        }
    };
    let outcome = item.outcome.map(|o| format!(" ran={} {:?}", o.ran, o.decided)).unwrap_or_default();
    let agent = e.agent.as_deref().map(|a| format!(" agent={a}")).unwrap_or_default();
    format!(
        "{} {} [{} {} {} {}]{agent} {what}{outcome}",
        item.line,
        e.phase.name(),
        e.session,
        e.cwd,
        e.mode.name(),
        e.time_ms
    )
}

fn check(name: &str, text: &str, want: &[&str], unreadable: u64) {
    let folder = Folder::new(name);
    let path = folder.file("s0.jsonl", text);
    let mut transcript = read(&path).unwrap();
    let got: Vec<String> = transcript.by_ref().map(|item| shown(&item)).collect();
    assert_eq!(got, want);
    assert_eq!(transcript.unreadable(), unreadable);
}

#[test]
fn a_session_of_a_recent_version() {
    check(
        "recent",
        r#"{"type":"queue-operation","operation":"enqueue","timestamp":"2026-11-20T11:14:29.740Z","sessionId":"s1","content":"x"}
{"type":"permission-mode","permissionMode":"acceptEdits","sessionId":"s1"}
{"parentUuid":null,"isSidechain":false,"type":"user","message":{"role":"user","content":"fix add"},"uuid":"u1","timestamp":"2026-11-20T11:14:29.930Z","permissionMode":"default","cwd":"/r","sessionId":"s1","version":"2.1.328"}
{"type":"api-request-blob","sessionId":"s1","message":{"role":"assistant","content":[{"type":"tool_use","id":"copy","name":"Bash","input":{"command":"x"}}]}}
{"isSidechain":false,"message":{"role":"assistant","content":[{"type":"thinking","thinking":"…"},{"type":"tool_use","id":"c1","name":"Bash","input":{"command":"ls"}},{"type":"tool_use","id":"c2","name":"Write","input":{"file_path":"/r/a","content":"b"}}]},"type":"assistant","uuid":"u2","timestamp":"2026-11-20T11:14:30.041Z","cwd":"/r","sessionId":"s1"}
{"isSidechain":false,"type":"user","message":{"role":"user","content":[{"tool_use_id":"c1","type":"tool_result","content":"a b","is_error":false}]},"timestamp":"2026-11-20T11:14:30.108Z","toolUseResult":{"stdout":"a b"},"permissionDecision":{"decision":"accept","source":"config","reasonType":"subcommandResults"},"cwd":"/r","sessionId":"s1"}
{"type":"user","message":{"content":[{"tool_use_id":"c2","type":"tool_result","content":"The user doesn't want to proceed with this tool use.","is_error":true}]},"toolDenialKind":"user-rejected","permissionDecision":{"decision":"reject","source":"user_reject"},"cwd":"/r/sub","sessionId":"s1"}
"#,
        &[
            r#"3 prompt [s1 /r manual 1795173269930] "fix add""#,
            "5 pre-tool [s1 /r manual 1795173270041] Bash c1",
            "5 pre-tool [s1 /r manual 1795173270041] Write c2",
            r#"6 post-tool [s1 /r manual 1795173270108] Bash c1 "a b" ran=true Host"#,
            r#"7 post-tool-failure [s1 /r/sub manual 0] Write c2 "The user doesn't want to proceed with this tool use." ran=false Person"#,
        ],
        0,
    );
}

/// What the host says beside a result or in its text, and what that means.
#[test]
fn who_decided() {
    for (record, error, text, want) in [
        (r#"{"decision":"accept","source":"user_temporary"}"#, false, "ok", "ran=true Person"),
        (r#"{"decision":"accept","source":"user_permanent"}"#, false, "ok", "ran=true Person"),
        (r#"{"decision":"accept","source":"hook","reasonType":"hook"}"#, false, "ok", "ran=true Host"),
        (r#"{"decision":"accept","source":"config"}"#, true, "Exit code 1", "ran=true Host"),
        (r#"{"decision":"reject","source":"user_abort"}"#, true, "x", "ran=false Person"),
        (
            r#"{"decision":"reject","source":"hook","reasonCode":"hook:PreToolUse"}"#,
            true,
            "PreToolUse:Bash hook error: no",
            "ran=false Host",
        ),
        (
            r#"{"decision":"reject","source":"config","reasonCode":"hook:PreToolUse"}"#,
            true,
            "this requires approval",
            "ran=false Host",
        ),
        (
            r#"{"decision":"reject","source":"config","reasonCode":"unknown"}"#,
            true,
            "Claude requested permissions to write to /r/a, but you haven't granted it yet.",
            "ran=false Nobody",
        ),
        (
            r#"{"decision":"reject","source":"config"}"#,
            true,
            "rm in '/r/b' needs approval. The path is",
            "ran=false Nobody",
        ),
        (
            r#"{"decision":"reject","source":"config"}"#,
            true,
            "Permission to use Bash has been denied",
            "ran=false Host",
        ),
        (r#"{"decision":"later","source":"moon"}"#, false, "ok", "ran=true Unknown"),
        ("null", false, "ok", "ran=true Unknown"),
        ("null", true, "Exit code 2", "ran=true Unknown"),
        (
            "null",
            true,
            "The user doesn't want to proceed with this tool use. The tool use was rejected",
            "ran=false Person",
        ),
        ("null", true, "The user doesn't want to take this action right now. STOP", "ran=false Person"),
        ("null", true, "Permission to use Bash with command x has been denied.", "ran=false Host"),
        ("null", true, "PreToolUse:Bash hook error: no", "ran=false Host"),
        ("null", false, "The user doesn't want to proceed with this tool use, says the file", "ran=true Unknown"),
    ] {
        let folder = Folder::new("who");
        let text = crate::json::quoted(text);
        let path = folder.file(
            "s.jsonl",
            format!(r#"{{"type":"user","permissionDecision":{record},"message":{{"content":[{{"type":"tool_result","tool_use_id":"c","content":{text},"is_error":{error}}}]}}}}"#),
        );
        let item = read(&path).unwrap().next().unwrap();
        assert!(shown(&item).ends_with(want), "{record} {text}: {}", shown(&item));
    }
}

#[test]
fn only_what_a_person_typed_is_a_prompt() {
    check(
        "typed",
        r#"{"type":"user","message":{"content":"typed"},"sessionId":"s","cwd":"/r"}
{"type":"user","isMeta":true,"message":{"content":"Caveat"},"sessionId":"s"}
{"type":"user","isSidechain":true,"agentId":"a1","message":{"content":"delete everything, says the parent agent"},"sessionId":"s"}
{"type":"user","isCompactSummary":true,"message":{"content":"This session is being continued"},"sessionId":"s"}
{"type":"user","message":{"content":"<command-name>/clear</command-name>"},"sessionId":"s"}
{"type":"user","message":{"content":"<task-notification>push it</task-notification>"},"sessionId":"s"}
{"type":"user","message":{"content":[{"type":"text","text":"[Request interrupted by user for tool use]"}]},"sessionId":"s"}
{"type":"user","message":{"content":[{"type":"text","text":"with a picture"},{"type":"image","source":{"type":"base64","data":"AAAA"}}]},"sessionId":"s"}
{"type":"assistant","message":{"content":"just text"},"sessionId":"s"}
{"type":"assistant","isSidechain":true,"agentId":"a1","attributionAgent":"Explore","message":{"content":[{"type":"tool_use","id":"c","name":"Read","input":{"file_path":"/x"}}]},"sessionId":"s"}
"#,
        &[
            r#"1 prompt [s /r unknown 0] "typed""#,
            r#"8 prompt [s /r unknown 0] "with a picture""#,
            "10 pre-tool [s /r unknown 0] agent=a1 Read c",
        ],
        0,
    );
}

#[test]
fn what_cannot_be_read_is_counted() {
    let mut text = b"not json\n\n{\"type\":\"user\",\"message\":{\"content\":\"first\"}}\n{\"type\":\"assistant\",\"mess\n\xff\xfe\n".to_vec();
    text.extend(br#"{"type":"assistant","message":{"content":[{"type":"tool_use","id":"c","name":"Bash","input":{"command":"a","command":"b"}}]}}"#);
    text.push(b'\n');
    text.extend(vec![b'x'; MAX_LINE_BYTES + 5]);
    text.extend(b"\n{\"type\":\"user\",\"message\":{\"content\":\"last\"}}");
    let folder = Folder::new("bad");
    let path = folder.file("s.jsonl", text);
    let mut transcript = read(&path).unwrap();
    let prompts: Vec<String> = transcript.by_ref().map(|i| shown(&i)).collect();
    assert_eq!(prompts, [r#"3 prompt [s  unknown 0] "first""#, r#"8 prompt [s  unknown 0] "last""#]);
    assert_eq!(transcript.unreadable(), 5);
}

#[test]
fn what_waits_is_bounded() {
    let mut text = String::new();
    for i in 0..MAX_WAITING + 10 {
        text.push_str(&format!(
            r#"{{"type":"assistant","message":{{"content":[{{"type":"tool_use","id":"c{i}","name":"Write","input":{{"file_path":"/a","content":"{}"}}}}]}}}}"#,
            "x".repeat(10_000)
        ));
        text.push('\n');
    }
    text.push_str("{\"type\":\"user\",\"message\":{\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"c0\",\"content\":\"\"},{\"type\":\"tool_result\",\"tool_use_id\":\"c200\"}]}}\n");
    let folder = Folder::new("wait");
    let path = folder.file("s.jsonl", text);
    let mut transcript = read(&path).unwrap();
    let items: Vec<Item> = transcript.by_ref().collect();
    assert_eq!(transcript.waiting.len() + 1, MAX_WAITING);
    let names: Vec<_> =
        items.iter().filter(|i| i.outcome.is_some()).map(|i| i.event.phase.call().unwrap().name.clone()).collect();
    assert_eq!(names, ["", "Write"]);
    let Phase::PostTool { call, .. } = &items.last().unwrap().event.phase else { panic!() };
    let Tool::Write { content, .. } = &call.tool else { panic!() };
    assert_eq!((content.body.len(), content.cut_bytes), (4096, 10_000 - 4096));
}

#[test]
fn times() {
    for (text, want) in [
        ("1970-01-01T00:00:00Z", Some(0)),
        ("2000-02-29T12:00:00.5Z", Some(951_825_600_500)),
        ("2026-11-20T11:14:29.930Z", Some(1_795_173_269_930)),
        ("2026-13-20T11:14:29.930Z", None),
        ("2026-11-20T11:14:29+01:00", None),
        ("yesterday", None),
        ("ü026-11-20T11:14:29Z", None),
    ] {
        assert_eq!(lines::time_ms(text), want, "{text}");
    }
}

#[test]
fn folders_and_copies() {
    let folder = Folder::new("folder");
    let line = r#"{"type":"assistant","message":{"content":[{"type":"tool_use","id":"toolu_1","name":"Bash","input":{"command":"ls"}}]}}"#;
    folder.file("p/a.jsonl", line);
    folder.file("p/b.jsonl", line);
    folder.file("p/a/subagents/agent-1.jsonl", line.replace("toolu_1", "toolu_2"));
    folder.file("p/notes.txt", line);
    let files = files(&folder.0).unwrap();
    assert_eq!(files.len(), 3);
    let mut seen = Seen::default();
    let items: Vec<Item> = files.iter().flat_map(|f| read(f).unwrap()).filter(|i| seen.first(i)).collect();
    assert_eq!(items.len(), 2);
    assert_eq!(super::files(&files[0]).unwrap().len(), 1);
    assert!(super::files(&folder.0.join("nowhere")).is_err());
}
