//! Rules that people have for other gates, as typed rules. Each format is read into [`Foreign`] by its own file; here they are
//! turned into rules by what they would do: a permission is only taken over where the engine understands what it permits, and
//! one that permits everything, or a program that runs anything, is refused with the reason.

pub mod claude;
pub mod codex;
pub mod copilot;
pub mod cursor;
pub mod gemini;
mod token;
mod typed;

pub use typed::{Outcome, convert, quoted};

/// What a foreign rule decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// Runs without a question.
    Allow,
    /// A person is asked.
    Ask,
    /// Does not run.
    Deny,
}

impl Decision {
    /// The word in our files.
    pub fn outcome(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Ask => "ask",
            Self::Deny => "deny",
        }
    }
}

/// What a foreign rule is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A command. `*` in the text is a wildcard; `open`: more words may follow.
    Command {
        /// The words, joined by blanks.
        text: String,
        /// More words may follow.
        open: bool,
    },
    /// Reading files.
    Read(String),
    /// Changing files.
    Write(String),
    /// Loading pages of a host.
    Host(String),
    /// Asking a search engine.
    Search,
    /// A server's tool, or all of its tools.
    Server {
        /// The server.
        server: String,
        /// The tool; none is all.
        tool: Option<String>,
    },
    /// Starting a subagent.
    Subagent,
    /// A directory that may be worked in.
    Directory(String),
    /// Something that has no counterpart; why.
    Other(String),
}

/// A rule as somebody has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// What it decides.
    pub decision: Decision,
    /// What it is about.
    pub about: About,
    /// How it is written there, for people.
    pub source: String,
    /// Why it does not run, in the words of who wrote the rule.
    pub reason: Option<String>,
}

impl Foreign {
    /// A rule.
    pub fn new(decision: Decision, about: About, source: impl Into<String>) -> Self {
        Self { decision, about, source: source.into(), reason: None }
    }

    /// The same with the reason that stands there; an empty one is none.
    pub fn because(mut self, reason: Option<&str>) -> Self {
        self.reason = reason.map(str::trim).filter(|r| !r.is_empty()).map(str::to_owned);
        self
    }
}

#[cfg(test)]
mod tests;
