//! Events on the wire, version 1.

use std::borrow::Cow;

use automode_model as model;
use serde::{Deserialize, Serialize};

use super::reading::Reading;
use super::words::Word;

type Str<'a> = Cow<'a, str>;

#[derive(Serialize, Deserialize)]
pub(super) struct Event<'a> {
    host: Word<model::Host>,
    session: Str<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    agent: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    agent_kind: Option<Str<'a>>,
    cwd: Str<'a>,
    mode: Word<model::Mode>,
    time_ms: u64,
    phase: Phase<'a>,
    /// Not in records of versions before the scanner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reading: Option<Reading<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Phase<'a> {
    PreTool(Call<'a>),
    PermissionRequest(Call<'a>),
    PostTool {
        call: Call<'a>,
        output: Text<'a>,
    },
    PostToolFailure {
        call: Call<'a>,
        error: Text<'a>,
    },
    Prompt(Text<'a>),
    SessionStart {
        source: Str<'a>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        model: Option<Str<'a>>,
    },
    SessionEnd {
        reason: Str<'a>,
    },
    SubagentStart,
    SubagentStop,
    ConfigChange {
        source: Str<'a>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        path: Option<Str<'a>>,
    },
    Other(Str<'a>),
}

#[derive(Serialize, Deserialize)]
struct Call<'a> {
    name: Str<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<Str<'a>>,
    tool: Tool<'a>,
}

/// A text from outside: its body, and how many bytes were cut off.
#[derive(Serialize, Deserialize)]
struct Text<'a> {
    text: Str<'a>,
    #[serde(default, skip_serializing_if = "is_zero")]
    cut: u64,
}

#[derive(Serialize, Deserialize)]
struct Edit<'a> {
    old: Text<'a>,
    new: Text<'a>,
    all: bool,
}

type Args<'a> = Vec<(Str<'a>, Text<'a>)>;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Tool<'a> {
    Shell {
        command: Text<'a>,
        background: bool,
    },
    Read {
        path: Str<'a>,
    },
    Write {
        path: Str<'a>,
        content: Text<'a>,
    },
    Edit {
        path: Str<'a>,
        edits: Vec<Edit<'a>>,
    },
    Search {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        path: Option<Str<'a>>,
        pattern: Str<'a>,
    },
    Fetch {
        url: Str<'a>,
    },
    WebSearch {
        query: Str<'a>,
    },
    Subagent {
        prompt: Text<'a>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<Str<'a>>,
    },
    Mcp {
        server: Str<'a>,
        tool: Str<'a>,
        args: Args<'a>,
        source: Word<model::McpSource>,
    },
    Internal,
    Unknown {
        args: Args<'a>,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde's skip_serializing_if calls")]
fn is_zero(n: &u64) -> bool {
    *n == 0
}

fn b(text: &str) -> Str<'_> {
    Cow::Borrowed(text)
}

fn ob(text: Option<&String>) -> Option<Str<'_>> {
    text.map(|t| b(t))
}

fn o(text: Option<Str<'_>>) -> Option<String> {
    text.map(Cow::into_owned)
}

impl<'a> Event<'a> {
    pub(super) fn of(event: &'a model::Event) -> Self {
        Self {
            host: Word(event.host),
            session: b(&event.session),
            agent: ob(event.agent.as_ref()),
            agent_kind: ob(event.agent_kind.as_ref()),
            cwd: b(&event.cwd),
            mode: Word(event.mode),
            time_ms: event.time_ms,
            phase: Phase::of(&event.phase),
            reading: event.reading.as_ref().map(Reading::of),
        }
    }

    pub(super) fn model(self) -> model::Event {
        model::Event {
            host: self.host.0,
            session: self.session.into_owned(),
            agent: o(self.agent),
            agent_kind: o(self.agent_kind),
            cwd: self.cwd.into_owned(),
            mode: self.mode.0,
            time_ms: self.time_ms,
            phase: self.phase.model(),
            reading: self.reading.map(Reading::model),
        }
    }
}

impl<'a> Phase<'a> {
    fn of(phase: &'a model::Phase) -> Self {
        use model::Phase as M;
        match phase {
            M::PreTool(call) => Self::PreTool(Call::of(call)),
            M::PermissionRequest(call) => Self::PermissionRequest(Call::of(call)),
            M::PostTool { call, output } => Self::PostTool { call: Call::of(call), output: Text::of(output) },
            M::PostToolFailure { call, error } => {
                Self::PostToolFailure { call: Call::of(call), error: Text::of(error) }
            }
            M::Prompt(text) => Self::Prompt(Text::of(text)),
            M::SessionStart { source, model } => Self::SessionStart { source: b(source), model: ob(model.as_ref()) },
            M::SessionEnd { reason } => Self::SessionEnd { reason: b(reason) },
            M::SubagentStart => Self::SubagentStart,
            M::SubagentStop => Self::SubagentStop,
            M::ConfigChange { source, path } => Self::ConfigChange { source: b(source), path: ob(path.as_ref()) },
            M::Other(name) => Self::Other(b(name)),
        }
    }

    fn model(self) -> model::Phase {
        use model::Phase as M;
        match self {
            Self::PreTool(call) => M::PreTool(call.model()),
            Self::PermissionRequest(call) => M::PermissionRequest(call.model()),
            Self::PostTool { call, output } => M::PostTool { call: call.model(), output: output.model() },
            Self::PostToolFailure { call, error } => M::PostToolFailure { call: call.model(), error: error.model() },
            Self::Prompt(text) => M::Prompt(text.model()),
            Self::SessionStart { source, model } => M::SessionStart { source: source.into_owned(), model: o(model) },
            Self::SessionEnd { reason } => M::SessionEnd { reason: reason.into_owned() },
            Self::SubagentStart => M::SubagentStart,
            Self::SubagentStop => M::SubagentStop,
            Self::ConfigChange { source, path } => M::ConfigChange { source: source.into_owned(), path: o(path) },
            Self::Other(name) => M::Other(name.into_owned()),
        }
    }
}

impl<'a> Call<'a> {
    fn of(call: &'a model::ToolCall) -> Self {
        Self { name: b(&call.name), id: ob(call.id.as_ref()), tool: Tool::of(&call.tool) }
    }

    fn model(self) -> model::ToolCall {
        model::ToolCall { name: self.name.into_owned(), id: o(self.id), tool: self.tool.model() }
    }
}

impl<'a> Text<'a> {
    fn of(text: &'a model::Text) -> Self {
        Self { text: b(&text.body), cut: text.cut_bytes }
    }

    fn model(self) -> model::Text {
        model::Text { body: self.text.into_owned(), cut_bytes: self.cut }
    }
}

impl<'a> Edit<'a> {
    fn of(edit: &'a model::Edit) -> Self {
        Self { old: Text::of(&edit.old), new: Text::of(&edit.new), all: edit.all }
    }

    fn model(self) -> model::Edit {
        model::Edit { old: self.old.model(), new: self.new.model(), all: self.all }
    }
}

fn args_of(args: &[(String, model::Text)]) -> Args<'_> {
    args.iter().map(|(pointer, text)| (b(pointer), Text::of(text))).collect()
}

fn args_model(args: Args<'_>) -> Vec<(String, model::Text)> {
    args.into_iter().map(|(pointer, text)| (pointer.into_owned(), text.model())).collect()
}

impl<'a> Tool<'a> {
    fn of(tool: &'a model::Tool) -> Self {
        use model::Tool as M;
        match tool {
            M::Shell { command, background } => Self::Shell { command: Text::of(command), background: *background },
            M::Read { path } => Self::Read { path: b(path) },
            M::Write { path, content } => Self::Write { path: b(path), content: Text::of(content) },
            M::Edit { path, edits } => Self::Edit { path: b(path), edits: edits.iter().map(Edit::of).collect() },
            M::Search { path, pattern } => Self::Search { path: ob(path.as_ref()), pattern: b(pattern) },
            M::Fetch { url } => Self::Fetch { url: b(url) },
            M::WebSearch { query } => Self::WebSearch { query: b(query) },
            M::Subagent { prompt, kind } => Self::Subagent { prompt: Text::of(prompt), kind: ob(kind.as_ref()) },
            M::Mcp { server, tool, args, source } => {
                Self::Mcp { server: b(server), tool: b(tool), args: args_of(args), source: Word(*source) }
            }
            M::Internal => Self::Internal,
            M::Unknown { args } => Self::Unknown { args: args_of(args) },
        }
    }

    fn model(self) -> model::Tool {
        use model::Tool as M;
        match self {
            Self::Shell { command, background } => M::Shell { command: command.model(), background },
            Self::Read { path } => M::Read { path: path.into_owned() },
            Self::Write { path, content } => M::Write { path: path.into_owned(), content: content.model() },
            Self::Edit { path, edits } => {
                M::Edit { path: path.into_owned(), edits: edits.into_iter().map(Edit::model).collect() }
            }
            Self::Search { path, pattern } => M::Search { path: o(path), pattern: pattern.into_owned() },
            Self::Fetch { url } => M::Fetch { url: url.into_owned() },
            Self::WebSearch { query } => M::WebSearch { query: query.into_owned() },
            Self::Subagent { prompt, kind } => M::Subagent { prompt: prompt.model(), kind: o(kind) },
            Self::Mcp { server, tool, args, source } => M::Mcp {
                server: server.into_owned(),
                tool: tool.into_owned(),
                args: args_model(args),
                source: source.0,
            },
            Self::Internal => M::Internal,
            Self::Unknown { args } => M::Unknown { args: args_model(args) },
        }
    }
}
