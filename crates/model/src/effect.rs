//! Actions and their effects: what an event would really do.

use crate::category::Category;
use crate::path::PathTarget;
use crate::risk::Dimensions;
use crate::span::Span;
use crate::verb::Verb;

/// Which environment a target belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EnvLabel {
    /// Local, development, throw-away.
    Local,
    /// Staging, test.
    Staging,
    /// Production.
    Production,
    /// Cannot be told.
    Unknown,
}

impl EnvLabel {
    /// The name in policy, ledger and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Staging => "staging",
            Self::Production => "production",
            Self::Unknown => "unknown",
        }
    }

    /// The label of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Local, Self::Staging, Self::Production, Self::Unknown].into_iter().find(|l| l.name() == name)
    }
}

/// What an effect falls on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Nothing in particular.
    None,
    /// A file or directory.
    Path(PathTarget),
    /// A web address.
    Url {
        /// As written.
        url: String,
        /// Its host, lower case; IP addresses in their usual spelling.
        host: String,
        /// The host is this machine.
        local: bool,
    },
    /// A machine.
    Host {
        /// Its name, without user and port.
        host: String,
        /// It is this machine.
        local: bool,
    },
    /// Something with a name: a branch, a namespace, a table, a service, a package.
    Named {
        /// What kind of thing.
        kind: &'static str,
        /// Its name; several are joined by blanks.
        name: String,
        /// Which environment it belongs to.
        env: EnvLabel,
    },
    /// Cannot be told.
    Unknown(String),
}

impl Target {
    /// For people and for rules that match names.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::None => "",
            Self::Path(p) => &p.resolved,
            Self::Url { url, .. } => url,
            Self::Host { host, .. } => host,
            Self::Named { name, .. } => name,
            Self::Unknown(why) => why,
        }
    }

    /// The path, where it is one.
    #[must_use]
    pub fn path(&self) -> Option<&PathTarget> {
        match self {
            Self::Path(p) => Some(p),
            _ => None,
        }
    }
}

/// How much is touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// One thing.
    One,
    /// Several things, by name or glob.
    Many,
    /// A whole tree.
    Tree,
    /// Everything there is, or a set that cannot be told.
    All,
}

impl Scope {
    /// The name in policy, ledger and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Many => "many",
            Self::Tree => "tree",
            Self::All => "all",
        }
    }
    /// The scope of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::One, Self::Many, Self::Tree, Self::All].into_iter().find(|s| s.name() == name)
    }
}

/// What it takes to undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reversibility {
    /// Nothing to undo.
    Nothing,
    /// A command makes it again or version control has it.
    Regenerable,
    /// A checkpoint of the touched paths would undo it.
    Checkpointable,
    /// Cannot be taken back from here.
    Irreversible,
}

impl Reversibility {
    /// The name in policy, ledger and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing-to-undo",
            Self::Regenerable => "regenerable",
            Self::Checkpointable => "checkpointable",
            Self::Irreversible => "irreversible",
        }
    }
    /// The one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Nothing, Self::Regenerable, Self::Checkpointable, Self::Irreversible]
            .into_iter()
            .find(|s| s.name() == name)
    }
}

/// How sure we are that this is the effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It follows from what we read.
    Sure,
    /// It is what usually happens (a script of the project that we did not read).
    Likely,
    /// Not understood; the text says why. Travels to policy, which must name what happens.
    Unknown(String),
}

/// What an edit of a file changes, seen from its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is: `docs`, `rename`, `dep-major`, `test-weakened`.
    pub kind: String,
    /// What was seen, for people: lower case, no full stop; empty where the kind says it all.
    pub why: String,
}

/// One thing that an action does to one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// What it does.
    pub verb: Verb,
    /// To what.
    pub target: Target,
    /// To how much of it.
    pub scope: Scope,
    /// A safety question of the tool is switched off (`-f`, `--yes`).
    pub forced: bool,
    /// What it takes to undo.
    pub reversibility: Reversibility,
    /// How sure we are.
    pub certainty: Certainty,
    /// The kind of work.
    pub category: Category,
    /// How bad it could be.
    pub dimensions: Dimensions,
    /// The words that cause it, in the text that the event carries.
    pub span: Span,
    /// What the edit changes, where it is one.
    pub change: Option<Box<Change>>,
}

/// One thing that an event would do: a simple command, a file write, a request, a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What it is, for people: the words after expansion, or the tool and its target.
    pub words: String,
    /// The program, tool or kind of action.
    pub program: String,
    /// Where it stands in the event's text.
    pub span: Span,
    /// What it does; never empty: an action without an effect carries `inspect`.
    pub effects: Vec<Effect>,
}

impl Action {
    /// An effect of it is of this category.
    #[must_use]
    pub fn is_of(&self, category: Category) -> bool {
        self.effects.iter().any(|e| e.category == category)
    }
}
