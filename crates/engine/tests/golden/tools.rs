//! Lines of the golden files: commands, calls of other tools (`@Tool {json}`), and sessions of several.

use automode_engine::policy::Policy;
use automode_model::{Edit, Event, Host, McpSource, Mode, Phase, Session, Text, Tool, ToolCall, Verdict};
use serde_json::Value;

use super::common::{CWD, Small, shell};

/// The strictest verdict about the calls of a line. What they write is there for the next.
pub fn play(line: &str) -> Option<Verdict> {
    let (mut world, mut session, mut worst) = (Small::default(), Session::default(), None::<Verdict>);
    for (i, step) in line.split(" ⇒ ").enumerate() {
        let mut call = match step.strip_prefix('@') {
            Some(call) => self::call(call),
            None => shell(&step.replace('⏎', "\n")),
        };
        call.id = Some(i.to_string());
        let event = event(Phase::PreTool(call.clone()));
        let verdict = automode_engine::judge(&event, &world, &session, Policy::builtin())?;
        session.fold(&event, Some(&verdict));
        apply(&mut world, &call.tool);
        session.fold(&self::event(Phase::PostTool { call, output: Text::default() }), None);
        if worst.as_ref().is_none_or(|w| verdict.decision() > w.decision()) {
            worst = Some(verdict);
        }
    }
    worst
}

fn event(phase: Phase) -> Event {
    Event {
        host: Host::ClaudeCode,
        session: "s".into(),
        agent: None,
        agent_kind: None,
        cwd: CWD.into(),
        mode: Mode::Manual,
        time_ms: 1,
        phase,
        reading: None,
    }
}

/// What the call leaves behind: files that it writes, by a tool or by `echo … > file`.
fn apply(world: &mut Small, tool: &Tool) {
    match tool {
        Tool::Write { path, content } => drop(world.files.insert(path.clone(), content.body.clone())),
        Tool::Edit { path, edits } => {
            for e in edits {
                let text = world.files.entry(path.clone()).or_default();
                *text = text.replacen(&e.old.body, &e.new.body, 1);
            }
        }
        Tool::Shell { command, .. } => {
            if let Some((text, file)) = command.body.strip_prefix("echo ").and_then(|r| r.split_once(" > ")) {
                world.files.insert(format!("{CWD}/{file}"), format!("{}\n", text.trim_matches('\'')));
            }
        }
        _ => {}
    }
}

/// The call that such a line stands for.
pub fn call(line: &str) -> ToolCall {
    let (name, json) = line.split_once(' ').unwrap_or((line, "{}"));
    let args: Value = serde_json::from_str(json).unwrap_or_default();
    assert!(!args.is_null(), "no JSON in `{line}`");
    let text = |key: &str| args.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let tool = match name {
        "Write" => Tool::Write { path: text("file_path"), content: Text::whole(text("content")) },
        "Edit" => Tool::Edit {
            path: text("file_path"),
            edits: vec![Edit {
                old: Text::whole(text("old_string")),
                new: Text::whole(text("new_string")),
                all: false,
            }],
        },
        "NotebookEdit" => Tool::Edit {
            path: text("notebook_path"),
            edits: vec![Edit { old: Text::whole(""), new: Text::whole(text("new_source")), all: false }],
        },
        "Read" => Tool::Read { path: text("file_path") },
        "Grep" => Tool::Search { path: args.get("path").map(|_| text("path")), pattern: text("pattern") },
        "WebFetch" => Tool::Fetch { url: text("url") },
        "Skill" => Tool::Unknown { args: vec![("skill".into(), Text::whole(text("skill")))] },
        _ => mcp(name, &args),
    };
    ToolCall { name: name.into(), id: None, tool }
}

fn mcp(name: &str, args: &Value) -> Tool {
    assert!(name.starts_with("mcp__"), "`{name}` is no tool that golden files know");
    let mut parts = name.trim_start_matches("mcp__").splitn(2, "__");
    let (server, tool) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let mut flat = Vec::new();
    flatten("", args, &mut flat);
    Tool::Mcp { server: server.into(), tool: tool.into(), args: flat, source: McpSource::User }
}

fn flatten(at: &str, value: &Value, to: &mut Vec<(String, Text)>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(k, v)| flatten(&format!("{at}/{k}"), v, to)),
        Value::Array(list) => list.iter().enumerate().for_each(|(i, v)| flatten(&format!("{at}/{i}"), v, to)),
        Value::String(s) => to.push((at.to_owned(), Text::whole(s.clone()))),
        other => to.push((at.to_owned(), Text::whole(other.to_string()))),
    }
}
