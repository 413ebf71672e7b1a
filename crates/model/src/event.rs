//! What a host tells us, normalised over all hosts. Adapters make it; nothing after them sees a host's own format.

/// A coding agent that calls us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Host {
    /// Claude Code (command hooks).
    ClaudeCode,
    /// No agent: `automode check`, tests.
    Check,
}

impl Host {
    /// The name used on the command line, in the ledger and in messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ClaudeCode => "claude-code",
            Self::Check => "check",
        }
    }

    /// The host with this name or alias.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "claude-code" | "claude" => Some(Self::ClaudeCode),
            "check" => Some(Self::Check),
            _ => None,
        }
    }
}

/// How the host treats a question, as far as it told us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Asks a person about what is not allowed by a rule.
    Manual,
    /// Edits run unasked, the rest is asked.
    AcceptEdits,
    /// Plans only.
    Plan,
    /// The host's own auto mode: asks may be swallowed.
    Auto,
    /// Never asks: what would ask is denied.
    DontAsk,
    /// Lets everything through.
    Bypass,
    /// Not told, or a name that we do not know.
    Unknown,
}

impl Mode {
    /// The name in ledger and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::AcceptEdits => "accept-edits",
            Self::Plan => "plan",
            Self::Auto => "auto",
            Self::DontAsk => "dont-ask",
            Self::Bypass => "bypass",
            Self::Unknown => "unknown",
        }
    }

    /// The mode of that name; what is not known is [`Mode::Unknown`].
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        [Self::Manual, Self::AcceptEdits, Self::Plan, Self::Auto, Self::DontAsk, Self::Bypass]
            .into_iter()
            .find(|m| m.name() == name)
            .unwrap_or(Self::Unknown)
    }
}

/// A text from outside, cut at a stated limit so that what is judged is what is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// What we have of it.
    pub body: String,
    /// How many bytes were cut off its end; 0 means whole. A cut text is never proof of harmlessness.
    pub cut_bytes: u64,
}

impl Text {
    /// A whole text.
    #[must_use]
    pub fn whole(body: impl Into<String>) -> Self {
        Self { body: body.into(), cut_bytes: 0 }
    }

    /// True where nothing was cut.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.cut_bytes == 0
    }
}

/// One replacement of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The text to be replaced.
    pub old: Text,
    /// What it becomes.
    pub new: Text,
    /// Every occurrence, not only one.
    pub all: bool,
}

/// Who configured the MCP server that a tool belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum McpSource {
    /// The person, on this machine (user, local, dynamic, SDK, vendor's own).
    User,
    /// An administrator.
    Managed,
    /// The repository or the agent: nobody vouched for it.
    Project,
    /// The host did not say.
    Unknown,
}

impl McpSource {
    /// The name in the ledger.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Managed => "managed",
            Self::Project => "project",
            Self::Unknown => "unknown",
        }
    }
    /// The source of that name; anything else is unknown.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        [Self::User, Self::Managed, Self::Project].into_iter().find(|s| s.name() == name).unwrap_or(Self::Unknown)
    }
}

/// What a tool call is, by meaning; the host's own name for it stays in [`ToolCall::name`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tool {
    /// A command line for a shell.
    Shell {
        /// The command as the shell will read it.
        command: Text,
        /// It goes on after the call returns.
        background: bool,
    },
    /// Reads a file.
    Read {
        /// As given.
        path: String,
    },
    /// Replaces or creates a file.
    Write {
        /// As given.
        path: String,
        /// The whole new content.
        content: Text,
    },
    /// Changes parts of a file (Edit, MultiEdit, NotebookEdit).
    Edit {
        /// As given.
        path: String,
        /// In order.
        edits: Vec<Edit>,
    },
    /// Finds files or text (Glob, Grep, LS, LSP).
    Search {
        /// Where; none is the working directory.
        path: Option<String>,
        /// What.
        pattern: String,
    },
    /// Loads a web page.
    Fetch {
        /// As given.
        url: String,
    },
    /// Asks a search engine.
    WebSearch {
        /// The words sent.
        query: String,
    },
    /// Starts another agent inside this session; its calls come to us one by one.
    Subagent {
        /// What it is told.
        prompt: Text,
        /// Its kind, as the host names it.
        kind: Option<String>,
    },
    /// A tool of an MCP server.
    Mcp {
        /// The server's name.
        server: String,
        /// The tool's name.
        tool: String,
        /// The arguments, flattened: JSON pointer and scalar text.
        args: Vec<(String, Text)>,
        /// Who configured the server.
        source: McpSource,
    },
    /// A tool that only changes the conversation (todo lists, plan mode, questions to the user).
    Internal,
    /// A tool that we do not know.
    Unknown {
        /// The arguments, flattened: JSON pointer and scalar text.
        args: Vec<(String, Text)>,
    },
}

/// A proposed or finished call of a tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolCall {
    /// The host's own name for the tool.
    pub name: String,
    /// The host's id of this call, where it gives one.
    pub id: Option<String>,
    /// What it is.
    pub tool: Tool,
}

impl ToolCall {
    /// The words of a shell command; the empty text where it is none.
    #[must_use]
    pub fn command(&self) -> &str {
        match &self.tool {
            Tool::Shell { command, .. } if command.is_whole() => &command.body,
            _ => "",
        }
    }
}

/// Where in a session's life an event stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// A call is about to run: the answer decides.
    PreTool(ToolCall),
    /// The host is about to ask its user about a call.
    PermissionRequest(ToolCall),
    /// A call ran.
    PostTool {
        /// Which.
        call: ToolCall,
        /// What it returned.
        output: Text,
    },
    /// A call ran and failed.
    PostToolFailure {
        /// Which.
        call: ToolCall,
        /// What went wrong.
        error: Text,
    },
    /// The user typed something.
    Prompt(Text),
    /// A session begins.
    SessionStart {
        /// startup, resume, clear, compact …
        source: String,
        /// The model, where the host tells.
        model: Option<String>,
    },
    /// A session ends.
    SessionEnd {
        /// Why.
        reason: String,
    },
    /// A subagent begins.
    SubagentStart,
    /// A subagent ends.
    SubagentStop,
    /// The host's settings changed or are about to.
    ConfigChange {
        /// user_settings, project_settings …
        source: String,
        /// The file, where told.
        path: Option<String>,
    },
    /// Anything else; kept for the record.
    Other(String),
}

impl Phase {
    /// True where the answer decides whether something runs.
    #[must_use]
    pub fn decides(&self) -> bool {
        matches!(self, Self::PreTool(_) | Self::PermissionRequest(_) | Self::ConfigChange { .. })
    }

    /// The call that it is about, where there is one.
    #[must_use]
    pub fn call(&self) -> Option<&ToolCall> {
        match self {
            Self::PreTool(call)
            | Self::PermissionRequest(call)
            | Self::PostTool { call, .. }
            | Self::PostToolFailure { call, .. } => Some(call),
            _ => None,
        }
    }

    /// The name in ledger and messages.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::PreTool(_) => "pre-tool",
            Self::PermissionRequest(_) => "permission-request",
            Self::PostTool { .. } => "post-tool",
            Self::PostToolFailure { .. } => "post-tool-failure",
            Self::Prompt(_) => "prompt",
            Self::SessionStart { .. } => "session-start",
            Self::SessionEnd { .. } => "session-end",
            Self::SubagentStart => "subagent-start",
            Self::SubagentStop => "subagent-stop",
            Self::ConfigChange { .. } => "config-change",
            Self::Other(_) => "other",
        }
    }
}

/// One message from a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Who calls.
    pub host: Host,
    /// The host's id of the session; the empty text where it gives none.
    pub session: String,
    /// The subagent that acts, where it is one.
    pub agent: Option<String>,
    /// The subagent's kind.
    pub agent_kind: Option<String>,
    /// The working directory, absolute; the empty text where not told.
    pub cwd: String,
    /// How the host treats questions.
    pub mode: Mode,
    /// Milliseconds since 1970 (UTC) at which the event reached us.
    pub time_ms: u64,
    /// What happened.
    pub phase: Phase,
    /// What was found in the text that it brings to the agent, looked at before it was cut; none where it brings none.
    pub reading: Option<crate::reading::Reading>,
}
