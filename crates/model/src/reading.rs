//! What the scanner found in a text that an agent reads: whether somebody in it tries to steer the agent, how, and where.
//!
//! A reading never blocks reading. It warns the agent, marks the session (see [`Taint`]) and is kept in the ledger. Made by
//! the engine's injection scanner, carried by [`crate::Event::reading`].

use crate::event::{Event, Phase, Tool};
use crate::span::Span;

/// What is to be done about a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reaction {
    /// Nothing: nobody speaks to the agent in it.
    #[default]
    Clean,
    /// The agent is told not to follow it, and the session is tainted.
    Warn,
    /// The same, and the spans are replaced where the host can do that.
    Mask,
}

impl Reaction {
    /// The name in ledger, messages and `--json`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Warn => "warn",
            Self::Mask => "mask",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Clean, Self::Warn, Self::Mask].into_iter().find(|r| r.name() == name)
    }
}

/// How somebody tries to steer the agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Technique {
    /// Characters that people do not see: tags, zero-width, bidi controls, look-alikes.
    HiddenUnicode,
    /// Text that a page, a terminal or a renderer does not show, and that speaks to an agent.
    HiddenText,
    /// Earlier instructions are to be forgotten.
    Override,
    /// The text claims to be the system, the developer, an administrator.
    Authority,
    /// A made-up tool result, chat turn or special token.
    FakeTurn,
    /// An encoded or split payload.
    Encoded,
    /// A link or picture that carries data away.
    ExfilLink,
    /// A tool's description that gives orders beyond the tool.
    ToolPoisoning,
    /// The agent's own instructions are to be told.
    PromptExtraction,
    /// Another persona without rules.
    RolePlay,
    /// Something is to be kept from the user.
    Concealment,
    /// A command, a request or a change that the reader's agent is to make.
    Directive,
    /// The tool is not the one that was described before.
    ChangedTool,
    /// More text than is looked at: what stands in the rest is not known.
    Unscanned,
}

impl Technique {
    /// Every one.
    pub const ALL: [Self; 14] = [
        Self::HiddenUnicode,
        Self::HiddenText,
        Self::Override,
        Self::Authority,
        Self::FakeTurn,
        Self::Encoded,
        Self::ExfilLink,
        Self::ToolPoisoning,
        Self::PromptExtraction,
        Self::RolePlay,
        Self::Concealment,
        Self::Directive,
        Self::ChangedTool,
        Self::Unscanned,
    ];

    /// The name in ledger, messages and `--json`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::HiddenUnicode => "hidden-unicode",
            Self::HiddenText => "hidden-text",
            Self::Override => "override",
            Self::Authority => "authority",
            Self::FakeTurn => "fake-turn",
            Self::Encoded => "encoded",
            Self::ExfilLink => "exfil-link",
            Self::ToolPoisoning => "tool-poisoning",
            Self::PromptExtraction => "prompt-extraction",
            Self::RolePlay => "role-play",
            Self::Concealment => "concealment",
            Self::Directive => "directive",
            Self::ChangedTool => "changed-tool",
            Self::Unscanned => "unscanned",
        }
    }

    /// What it is, for people and for the agent: a clause that follows "it holds".
    #[must_use]
    pub fn doc(self) -> &'static str {
        match self {
            Self::HiddenUnicode => "text in characters that people do not see",
            Self::HiddenText => "instructions in text that is not shown",
            Self::Override => "a demand to drop your instructions",
            Self::Authority => "instructions that claim an authority",
            Self::FakeTurn => "a made-up message or tool result",
            Self::Encoded => "encoded instructions",
            Self::ExfilLink => "a link or picture that would carry data away",
            Self::ToolPoisoning => "orders in a tool's description",
            Self::PromptExtraction => "a demand to reveal your instructions",
            Self::RolePlay => "a demand to be somebody without rules",
            Self::Concealment => "a demand to hide something from the user",
            Self::Directive => "instructions to an AI agent",
            Self::ChangedTool => "a tool that is no longer as it was described",
            Self::Unscanned => "more than could be looked at",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.name() == name)
    }
}

/// How many hits a reading keeps, the strongest first.
pub const MAX_HITS: usize = 16;

/// One place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// How it steers.
    pub technique: Technique,
    /// Where, in the text as the agent got it (before anything was cut or redacted).
    pub span: Span,
    /// How sure, in thousandths.
    pub score: u16,
}

/// What was found in one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What is to be done.
    pub reaction: Reaction,
    /// How sure, in thousandths: that of the strongest hit, also below the threshold of a warning.
    pub score: u16,
    /// Where, the strongest first; at most [`MAX_HITS`].
    pub hits: Vec<Hit>,
    /// Where the text came from, as far as told: a path, an address, a server. For people.
    pub source: String,
    /// The secrets in it, to be known again when they leave; filled in when they are replaced.
    pub secrets: Vec<crate::secret::Trace>,
}

impl Reading {
    /// The technique that speaks for the reading.
    #[must_use]
    pub fn technique(&self) -> Option<Technique> {
        self.hits.first().map(|hit| hit.technique)
    }

    /// True where the agent is told something.
    #[must_use]
    pub fn warns(&self) -> bool {
        self.reaction >= Reaction::Warn
    }
}

/// Longest name of a source that is kept.
pub const MAX_SOURCE_BYTES: usize = 256;

/// What an event's text came from: the file, the address, the command, the server.
#[must_use]
pub fn source(event: &Event) -> String {
    let mut source = match &event.phase {
        Phase::Prompt(_) => "prompt".to_owned(),
        phase => phase.call().map_or_else(|| phase.name().to_owned(), |call| called(&call.name, &call.tool)),
    };
    let mut end = MAX_SOURCE_BYTES.min(source.len());
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    source.truncate(end);
    source
}

fn called(name: &str, tool: &Tool) -> String {
    match tool {
        Tool::Read { path } | Tool::Write { path, .. } | Tool::Edit { path, .. } => path.clone(),
        Tool::Fetch { url } => url.clone(),
        Tool::Shell { command, .. } => command.body.clone(),
        Tool::Search { path: Some(path), .. } => path.clone(),
        Tool::Mcp { server, tool, .. } => format!("{server}/{tool}"),
        _ => name.to_owned(),
    }
}

/// An untrusted source that spoke to the agent in this session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taint {
    /// Where the text came from.
    pub source: String,
    /// How it steers.
    pub technique: Technique,
    /// How strong the reading was.
    pub reaction: Reaction,
    /// The host's id of the call that brought it, where it gives one.
    pub call: Option<String>,
    /// When, in milliseconds since 1970.
    pub time_ms: u64,
}

impl Taint {
    /// The mark that an event leaves on its session, where its reading warns.
    #[must_use]
    pub fn of(event: &Event) -> Option<Self> {
        let reading = event.reading.as_ref().filter(|r| r.warns())?;
        Some(Self {
            source: reading.source.clone(),
            technique: reading.technique()?,
            reaction: reading.reaction,
            call: event.phase.call().and_then(|call| call.id.clone()),
            time_ms: event.time_ms,
        })
    }
}
