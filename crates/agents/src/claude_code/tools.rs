//! Claude Code's tools by meaning. Called by `decode` (hooks) and `transcript` (session files).
//!
//! A tool that is not listed, or whose input is not of the known form, is [`Tool::Unknown`] with all its arguments:
//! never dropped, never guessed.

use automode_model::{Edit, McpSource, Text, Tool, ToolCall};

use crate::json::Value;
use crate::text::{MAX_COMMAND_BYTES, MAX_CONTENT_BYTES, MAX_PROMPT_BYTES, cut, flatten};

/// Who serves an MCP tool, as newer hosts tell beside the call.
#[derive(Clone, Copy, Debug)]
pub struct McpServer<'a> {
    /// The configured name.
    pub name: &'a str,
    /// Where it was configured, in the host's words.
    pub source: Option<&'a str>,
}

/// The call as an event carries it.
#[must_use]
pub fn call(name: &str, input: &Value<'_>, id: Option<&str>, server: Option<McpServer<'_>>) -> ToolCall {
    ToolCall { name: name.to_owned(), id: id.map(str::to_owned), tool: tool(name, input, server) }
}

fn tool(name: &str, input: &Value<'_>, server: Option<McpServer<'_>>) -> Tool {
    // A server's tool may carry any name, `Bash` too (hosts can be told to leave the prefix out): the server decides.
    if server.is_some() || name.starts_with("mcp__") {
        return mcp(name, input, server);
    }
    let known = match name {
        "Bash" => shell(input, false),
        "Monitor" => shell(input, true),
        "Read" => field(input, "file_path").map(|path| Tool::Read { path }),
        "NotebookRead" => field(input, "notebook_path").map(|path| Tool::Read { path }),
        "Write" => write(input),
        "Edit" => edit(input),
        "MultiEdit" => multi_edit(input),
        "NotebookEdit" => notebook_edit(input),
        "Glob" | "Grep" => search(input, "pattern", "path"),
        "LS" => field(input, "path").map(|path| Tool::Search { path: Some(path), pattern: String::new() }),
        "LSP" => search(input, "operation", "filePath"),
        "WebFetch" => field(input, "url").map(|url| Tool::Fetch { url }),
        "WebSearch" => field(input, "query").map(|query| Tool::WebSearch { query }),
        "Agent" | "Task" => subagent(input),
        "ReadMcpResourceTool" => resource(input),
        _ if is_internal(name) => Some(Tool::Internal),
        _ => None,
    };
    known.unwrap_or_else(|| Tool::Unknown { args: flatten(input) })
}

/// Tools that change nothing but the conversation. Not in the list, because they reach further: `Skill` and
/// `SlashCommand` (a skill's text may run commands while it loads), `EnterWorktree`/`ExitWorktree` (make and remove
/// trees, run hooks), `CronCreate`, `ScheduleWakeup`, `RemoteTrigger` (something acts later), `Workflow` (a script),
/// `SendMessage`, `SendFile`, `Artifact` (something leaves the session).
#[must_use]
pub fn is_internal(name: &str) -> bool {
    const CONVERSATION: &[&str] = &[
        "AgentOutputTool",
        "AskUserQuestion",
        "BashOutput",
        "CronList",
        "EndConversation",
        "EnterPlanMode",
        "ExitPlanMode",
        "KillBash",
        "KillShell",
        "ListMcpResourcesTool",
        "StructuredOutput",
        "TaskCreate",
        "TaskGet",
        "TaskList",
        "TaskOutput",
        "TaskStop",
        "TaskUpdate",
        "TodoRead",
        "TodoWrite",
        "ToolSearch",
    ];
    CONVERSATION.binary_search(&name).is_ok()
}

/// A member that is a text.
fn field(input: &Value<'_>, key: &str) -> Option<String> {
    input.get(key)?.text().map(str::to_owned)
}

/// A member that may be missing or null, but not of another kind.
#[expect(clippy::option_option, reason = "absent and mistyped are different answers")]
fn optional<'v>(input: &'v Value<'_>, key: &str) -> Option<Option<&'v str>> {
    match input.get(key) {
        None | Some(Value::Null) => Some(None),
        Some(Value::Text(text)) => Some(Some(text)),
        Some(_) => None,
    }
}

fn flag(input: &Value<'_>, key: &str) -> Option<bool> {
    match input.get(key) {
        None | Some(Value::Null) => Some(false),
        Some(Value::Bool(b)) => Some(*b),
        Some(_) => None,
    }
}

fn long(input: &Value<'_>, key: &str, max_bytes: usize) -> Option<Text> {
    Some(cut(input.get(key)?.text()?, max_bytes))
}

/// A text, list or object beside the known members may be an environment, a directory or a standard input of a newer
/// host, which would change what the command does: then the call is not understood. Numbers and flags do not.
fn shell(input: &Value<'_>, background: bool) -> Option<Tool> {
    let Value::Object(members) = input else { return None };
    let known = ["command", "description", "timeout", "timeout_ms", "run_in_background"];
    let strange = |(key, value): &(_, Value<'_>)| {
        !known.contains(&AsRef::<str>::as_ref(key))
            && matches!(value, Value::Text(_) | Value::List(_) | Value::Object(_))
    };
    if members.iter().any(strange) {
        return None;
    }
    let background = background || flag(input, "run_in_background")?;
    Some(Tool::Shell { command: long(input, "command", MAX_COMMAND_BYTES)?, background })
}

fn write(input: &Value<'_>) -> Option<Tool> {
    Some(Tool::Write { path: field(input, "file_path")?, content: long(input, "content", MAX_CONTENT_BYTES)? })
}

fn replacement(input: &Value<'_>) -> Option<Edit> {
    Some(Edit {
        old: long(input, "old_string", MAX_CONTENT_BYTES)?,
        new: long(input, "new_string", MAX_CONTENT_BYTES)?,
        all: flag(input, "replace_all")?,
    })
}

fn edit(input: &Value<'_>) -> Option<Tool> {
    Some(Tool::Edit { path: field(input, "file_path")?, edits: vec![replacement(input)?] })
}

fn multi_edit(input: &Value<'_>) -> Option<Tool> {
    let edits: Option<Vec<Edit>> = input.get("edits")?.list()?.iter().map(replacement).collect();
    let edits = edits.filter(|edits| !edits.is_empty())?;
    Some(Tool::Edit { path: field(input, "file_path")?, edits })
}

/// The cell's old text is not told; a deleted cell becomes empty.
fn notebook_edit(input: &Value<'_>) -> Option<Tool> {
    let deletes = optional(input, "edit_mode")? == Some("delete");
    let new = match long(input, "new_source", MAX_CONTENT_BYTES) {
        Some(new) => new,
        None if deletes => Text::default(),
        None => return None,
    };
    Some(Tool::Edit {
        path: field(input, "notebook_path")?,
        edits: vec![Edit { old: Text::default(), new, all: false }],
    })
}

fn search(input: &Value<'_>, what: &str, place: &str) -> Option<Tool> {
    let path = optional(input, place)?.map(str::to_owned);
    Some(Tool::Search { path, pattern: field(input, what)? })
}

fn subagent(input: &Value<'_>) -> Option<Tool> {
    let kind = optional(input, "subagent_type")?.map(str::to_owned);
    Some(Tool::Subagent { prompt: long(input, "prompt", MAX_PROMPT_BYTES)?, kind })
}

fn resource(input: &Value<'_>) -> Option<Tool> {
    let server = field(input, "server")?;
    Some(Tool::Mcp { server, tool: "resources/read".to_owned(), args: flatten(input), source: McpSource::Unknown })
}

/// `mcp__server__tool`. Server names may hold underscores, so the name that the host tells beside the call goes first.
fn mcp(name: &str, input: &Value<'_>, server: Option<McpServer<'_>>) -> Tool {
    let rest = name.strip_prefix("mcp__").unwrap_or(name);
    let (server_name, tool) = match server {
        Some(told) => (told.name, after_server(rest, told.name).unwrap_or(rest)),
        None => rest.split_once("__").unwrap_or((rest, "")),
    };
    Tool::Mcp {
        server: server_name.to_owned(),
        tool: tool.to_owned(),
        args: flatten(input),
        source: server.and_then(|s| s.source).map_or(McpSource::Unknown, source),
    }
}

/// The tool's name where `rest` is `server__tool` or `plugin_NAME_server__tool`; the host writes the server with every
/// unusual character as `_`.
fn after_server<'n>(rest: &'n str, server: &str) -> Option<&'n str> {
    let written: String =
        server.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-') { c } else { '_' }).collect();
    if let Some(tool) = rest.strip_prefix(written.as_str()).and_then(|tool| tool.strip_prefix("__")) {
        return Some(tool);
    }
    let (_, tool) = rest.strip_prefix("plugin_")?.split_once(format!("_{written}__").as_str())?;
    Some(tool)
}

/// A server that an agent or a repository brought along is nobody's word; a plugin may have come either way.
fn source(word: &str) -> McpSource {
    match word {
        "user" | "local" | "dynamic" | "sdk" | "claudeai" => McpSource::User,
        "managed" | "enterprise" => McpSource::Managed,
        "project" | "agent" => McpSource::Project,
        _ => McpSource::Unknown,
    }
}
