//! What a text is and where it was found: decides, as much as its words, whether it may speak to an agent.

use automode_model::{Tool, ToolCall};

/// What kind of text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A file of the workspace or elsewhere.
    File,
    /// A file that is there to instruct agents (AGENTS.md, a skill, rules): directives are legitimate, deception is not.
    Rules,
    /// A web page.
    Web,
    /// What a command or tool printed.
    Output,
    /// What people wrote in an issue, a mail, a chat.
    Thread,
    /// Tools as a server describes them.
    Tools,
    /// What was typed or pasted by the user.
    Prompt,
}

/// What a text is and what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its path, address or tool, as far as known; else empty.
    pub name: &'a str,
}

impl<'a> Place<'a> {
    /// A text of that kind and name.
    #[must_use]
    pub fn new(kind: Kind, name: &'a str) -> Self {
        Self { kind, name }
    }

    /// A file, by its path.
    #[must_use]
    pub fn file(path: &'a str) -> Self {
        Self::new(if is_rules(path) { Kind::Rules } else { Kind::File }, path)
    }

    /// Not there to instruct agents: neither their rules nor what the user typed.
    #[must_use]
    pub fn is_stranger(&self) -> bool {
        !matches!(self.kind, Kind::Rules | Kind::Prompt)
    }

    /// What a call returned.
    #[must_use]
    pub fn of_call(call: &'a ToolCall) -> Self {
        match &call.tool {
            Tool::Read { path } | Tool::Write { path, .. } | Tool::Edit { path, .. } => Self::file(path),
            Tool::Fetch { url } => Self::new(Kind::Web, url),
            Tool::WebSearch { .. } => Self::new(Kind::Web, ""),
            Tool::Mcp { tool, .. } if lists_tools(tool) => Self::new(Kind::Tools, tool),
            Tool::Mcp { tool, .. } => Self::new(Kind::Thread, tool),
            _ => Self::new(Kind::Output, ""),
        }
    }
}

/// A tool whose result is a list of tools: `list_tools`, `tools/list`, `search-tools` …
fn lists_tools(tool: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|w| tool.contains(w));
    has(&["tool"]) && has(&["list", "search", "find", "discover", "get_tools", "describe", "registry"])
}

/// Files that hosts read as instructions, by the names that the agents document.
fn is_rules(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    const NAMES: &[&str] = &[
        "AGENTS.md",
        "AGENT.md",
        "CLAUDE.md",
        "CLAUDE.local.md",
        "GEMINI.md",
        "QWEN.md",
        "SKILL.md",
        "WARP.md",
        "CONVENTIONS.md",
        "copilot-instructions.md",
        ".cursorrules",
        ".windsurfrules",
        ".clinerules",
        ".roorules",
        ".goosehints",
        ".rules",
    ];
    const ENDS: &[&str] = &[".mdc", ".instructions.md", ".prompt.md", ".chatmode.md", ".agent.md"];
    const DIRS: &[&str] = &[
        "/.claude/",
        "/.cursor/",
        "/.agents/",
        "/.codex/",
        "/.gemini/",
        "/.windsurf/",
        "/.kiro/",
        "/.clinerules/",
        "/.roo/",
        "/skills/",
    ];
    NAMES.iter().any(|n| name.eq_ignore_ascii_case(n))
        || ENDS.iter().any(|e| name.ends_with(e))
        || (name.ends_with(".md") && DIRS.iter().any(|d| path.contains(d)))
}
