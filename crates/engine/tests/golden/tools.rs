//! Lines `@Tool {json}` of the golden files: calls of other tools than a shell.

use automode_model::{Edit, McpSource, Text, Tool, ToolCall};
use serde_json::Value;

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
