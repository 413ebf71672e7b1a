//! What Claude Code sends to a command hook becomes an [`Event`]. Called once per hook run and by `check`, `replay`.
//!
//! Strict where the answer decides (no duplicate keys, no half texts, no guessing), tolerant where it does not (a missing
//! session or directory, events that we do not know).
//!
//! Other agents read Claude Code's settings too and then call this entry in their own dialect (Copilot CLI, Cursor, Grok,
//! VS Code). Those that speak Claude's form (`hook_event_name` in its spelling, `tool_name`) are judged and answered as
//! Claude Code is; the camelCase dialects are a [`DecodeError`] that names the agent, so that nothing is misread.

use std::fmt;

use automode_model::{Event, Host, Mode, Phase, ToolCall};

use super::answers;
use super::tools::{self, McpServer};
use super::typed::is_by_host;
use crate::json::{self, JsonError, Value};
use crate::text::{MAX_OUTPUT_BYTES, MAX_PROMPT_BYTES, cut, output};

/// Longest name of an event that is kept for the record.
const MAX_NAME_BYTES: usize = 100;

/// Why a message is not an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// Not strict JSON, or beyond a limit.
    Json(JsonError),
    /// JSON, but not an object.
    NotAnObject(&'static str),
    /// A field that the event needs is not there.
    Missing {
        /// Its name.
        field: &'static str,
        /// The event or object that lacks it; empty for the message itself.
        within: String,
    },
    /// A field is of the wrong kind.
    Mistyped {
        /// Its name.
        field: &'static str,
        /// What stands there.
        found: &'static str,
        /// What should.
        wanted: &'static str,
    },
    /// Another agent's dialect.
    OtherDialect(&'static str),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(e) => e.fmt(f),
            Self::NotAnObject(kind) => write!(f, "the message is {kind}, expected an object"),
            Self::Missing { field, within } if within.is_empty() => write!(f, "the message has no `{field}`"),
            Self::Missing { field, within } => write!(f, "`{within}` has no `{field}`"),
            Self::Mistyped { field, found, wanted } => write!(f, "`{field}` is {found}, expected {wanted}"),
            Self::OtherDialect(agent) => {
                write!(
                    f,
                    "the message is in the form of {agent}, not of claude code; this version has no adapter for it"
                )
            }
        }
    }
}

impl std::error::Error for DecodeError {}

/// One hook message as an event; `time_ms` is when it reached us.
///
/// # Errors
/// Where the message is not strict JSON within the limits, or lacks what its event needs.
pub fn decode(bytes: &[u8], time_ms: u64) -> Result<Event, DecodeError> {
    let text = json::text_of(bytes).map_err(DecodeError::Json)?;
    match json::parse(text) {
        Ok(message) => event(&message, time_ms),
        Err(e) => happened(text, time_ms).ok_or(DecodeError::Json(e)),
    }
}

/// The event in a text whose only fault is half a character, where nothing is decided any more.
fn happened(text: &str, time_ms: u64) -> Option<Event> {
    let mended = json::mend_surrogates(text)?;
    let message = json::parse(&mended).ok()?;
    event(&message, time_ms).ok().filter(|event| !event.phase.decides())
}

/// One parsed message as an event.
///
/// # Errors
/// Where it lacks what its event needs.
pub fn event(message: &Value<'_>, time_ms: u64) -> Result<Event, DecodeError> {
    if !matches!(message, Value::Object(_)) {
        return Err(DecodeError::NotAnObject(message.kind()));
    }
    let phase = phase(message)?;
    let cwd = text(message, "cwd")?.filter(|dir| dir.starts_with('/')).unwrap_or_default();
    Ok(Event {
        host: Host::ClaudeCode,
        session: text(message, "session_id")?.unwrap_or_default().to_owned(),
        agent: text(message, "agent_id")?.map(str::to_owned),
        agent_kind: text(message, "agent_type")?.map(str::to_owned),
        cwd: cwd.to_owned(),
        mode: mode(text(message, "permission_mode")?.unwrap_or_default()),
        time_ms,
        reading: None,
        phase,
    })
}

/// The host's word for its permission mode.
#[must_use]
pub fn mode(word: &str) -> Mode {
    match word {
        "default" | "manual" => Mode::Manual,
        "acceptEdits" => Mode::AcceptEdits,
        "plan" => Mode::Plan,
        "auto" => Mode::Auto,
        "dontAsk" => Mode::DontAsk,
        "bypassPermissions" => Mode::Bypass,
        _ => Mode::Unknown,
    }
}

fn phase(message: &Value<'_>) -> Result<Phase, DecodeError> {
    let Some(name) = text(message, "hook_event_name")? else { return Err(no_event_name(message)) };
    Ok(match name {
        "PreToolUse" => Phase::PreTool(call(message, name)?),
        "PermissionRequest" => Phase::PermissionRequest(call(message, name)?),
        "PostToolUse" => {
            // What a person answers to the agent's question is what they say.
            if let Some(said) = answered(message)? {
                return Ok(Phase::Prompt(said));
            }
            let response = message.get("tool_response").map(output).unwrap_or_default();
            Phase::PostTool { call: call(message, name)?, output: response }
        }
        "PostToolUseFailure" => {
            let error = cut(text(message, "error")?.unwrap_or_default(), MAX_OUTPUT_BYTES);
            Phase::PostToolFailure { call: call(message, name)?, error }
        }
        "UserPromptSubmit" => match needed(message, "prompt", name)? {
            // No word of the user's: it asks for nothing, allows nothing, and nobody has come.
            text if is_by_host(text) => Phase::Other(name.to_owned()),
            text => Phase::Prompt(cut(text, MAX_PROMPT_BYTES)),
        },
        "SessionStart" => Phase::SessionStart {
            source: text(message, "source")?.unwrap_or_default().to_owned(),
            model: model(message).map(str::to_owned),
        },
        "SessionEnd" => Phase::SessionEnd { reason: text(message, "reason")?.unwrap_or_default().to_owned() },
        "SubagentStart" => Phase::SubagentStart,
        "SubagentStop" => Phase::SubagentStop,
        "ConfigChange" => Phase::ConfigChange {
            source: text(message, "source")?.unwrap_or_default().to_owned(),
            path: text(message, "file_path")?.map(str::to_owned),
        },
        other if other.starts_with(|c: char| c.is_ascii_uppercase()) => Phase::Other(cut(other, MAX_NAME_BYTES).body),
        _ => return Err(DecodeError::OtherDialect(dialect(message).unwrap_or("another agent"))),
    })
}

fn answered(message: &Value<'_>) -> Result<Option<automode_model::Text>, DecodeError> {
    let asks = text(message, "tool_name")?.is_some_and(answers::asks);
    Ok(if asks { answers::said(message.get("tool_response")) } else { None })
}

fn call(message: &Value<'_>, event: &str) -> Result<ToolCall, DecodeError> {
    let name = needed(message, "tool_name", event)?;
    let nothing = Value::Null;
    let input = message.get("tool_input").unwrap_or(&nothing);
    Ok(tools::call(name, input, text(message, "tool_use_id")?, server(message)?))
}

fn server<'v>(message: &'v Value<'_>) -> Result<Option<McpServer<'v>>, DecodeError> {
    match message.get("mcp_server") {
        None | Some(Value::Null) => Ok(None),
        Some(server @ Value::Object(_)) => {
            Ok(Some(McpServer { name: needed(server, "name", "mcp_server")?, source: text(server, "source")? }))
        }
        Some(other) => Err(DecodeError::Mistyped { field: "mcp_server", found: other.kind(), wanted: "an object" }),
    }
}

fn model<'v>(message: &'v Value<'_>) -> Option<&'v str> {
    let model = message.get("model")?;
    model.text().or_else(|| model.get("id")?.text())
}

/// A field that may be missing or null, but not of another kind.
fn text<'v>(message: &'v Value<'_>, field: &'static str) -> Result<Option<&'v str>, DecodeError> {
    match message.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Text(text)) => Ok(Some(text)),
        Some(other) => Err(DecodeError::Mistyped { field, found: other.kind(), wanted: "a text" }),
    }
}

fn needed<'v>(message: &'v Value<'_>, field: &'static str, within: &str) -> Result<&'v str, DecodeError> {
    text(message, field)?.ok_or_else(|| DecodeError::Missing { field, within: within.to_owned() })
}

fn no_event_name(message: &Value<'_>) -> DecodeError {
    match dialect(message) {
        Some(agent) => DecodeError::OtherDialect(agent),
        None => DecodeError::Missing { field: "hook_event_name", within: String::new() },
    }
}

/// Which agent speaks like this; only asked once the message is known not to be Claude Code's.
fn dialect(message: &Value<'_>) -> Option<&'static str> {
    let has = |key| message.get(key).is_some();
    if has("cursor_version") || has("conversation_id") {
        Some("cursor")
    } else if has("workspaceRoot") && has("toolName") {
        Some("grok")
    } else if has("hookEventName") {
        Some("vs code")
    } else if has("sessionId") || has("toolArgs") {
        Some("copilot cli")
    } else {
        None
    }
}
