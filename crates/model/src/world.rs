//! The only window on the machine. `understand` asks it, under limits; the answers are recorded, so that a verdict can
//! be recomputed bit for bit without the machine (a recording and a replaying `World` live in `engine`).

use crate::experience::Experience;

/// Why the machine has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotKnown {
    /// There is nothing there. A fact, not an error.
    Missing,
    /// It is there, and we may not or cannot look (permissions, loop of links, a device, a limit).
    Refused(String),
    /// This world was not asked at the time of recording.
    NotRecorded,
}

/// What kind of thing a path names, after following links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PathKind {
    /// A regular file.
    File,
    /// A directory.
    Dir,
    /// A FIFO, socket or device.
    Special,
    /// Nothing.
    Missing,
    /// Cannot be told.
    Unknown,
}

impl PathKind {
    /// The name in the ledger.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Dir => "dir",
            Self::Special => "special",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
        }
    }
    /// The one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        [Self::File, Self::Dir, Self::Special, Self::Missing]
            .into_iter()
            .find(|k| k.name() == name)
            .unwrap_or(Self::Unknown)
    }
}

/// What the machine says about a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathFacts {
    /// Absolute, every link followed as far as the path exists; the rest is joined as written.
    pub real: String,
    /// What is there.
    pub kind: PathKind,
    /// The last component itself is a link.
    pub is_link: bool,
    /// Number of hard links; more than one is a fact worth judging.
    pub links: u64,
    /// It has an execute bit.
    pub executable: bool,
    /// A file's size in bytes; 0 for directories.
    pub size: u64,
}

/// What the machine says about the repository around a directory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GitFacts {
    /// The top of the work tree, links resolved.
    pub root: String,
    /// The present branch; none when detached.
    pub branch: Option<String>,
    /// The remotes: name and address.
    pub remotes: Vec<(String, String)>,
    /// Aliases: name and expansion.
    pub aliases: Vec<(String, String)>,
    /// Settings that are code (core.fsmonitor, core.hooksPath, filters, external diffs …): key and value.
    pub code: Vec<(String, String)>,
    /// Hooks that exist and are executable: their names.
    pub hooks: Vec<String>,
}

/// How much of a branch somebody else may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// No remote knows it, and its last commit is on none.
    Nothing,
    /// It was sent, but for its last commit, which was made here since.
    NotLast,
    /// Its last commit, too.
    All,
}

impl Sent {
    /// The name in the ledger.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::NotLast => "not-last",
            Self::All => "all",
        }
    }
    /// The one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Nothing, Self::NotLast, Self::All].into_iter().find(|s| s.name() == name)
    }
}

/// The only window on the machine. Nothing it does may run anything or block: no spawning, no opening of FIFOs.
pub trait World {
    /// The user's home directory, absolute.
    fn home(&self) -> String;
    /// The name of the user whose rights we have; the empty text where it cannot be told.
    fn user(&self) -> String {
        String::new()
    }
    /// The groups that this user is in: the system's, and those that the administrator handed over from a directory of
    /// people. Sorted; neither can be written by whoever runs as this user.
    fn groups(&self) -> Result<Vec<String>, NotKnown> {
        Err(NotKnown::Missing)
    }
    /// Resolves an absolute path.
    fn path(&self, path: &str) -> PathFacts;
    /// Reads a regular file's text, at most `max_bytes` of it; a longer or binary file is `Refused`.
    fn read(&self, path: &str, max_bytes: usize) -> Result<String, NotKnown>;
    /// The names in a directory, at most `max`, sorted.
    fn list(&self, path: &str, max: usize) -> Result<Vec<String>, NotKnown>;
    /// The top of the work tree around an absolute directory, links resolved: what [`World::git`] says, without reading
    /// its settings.
    fn git_root(&self, dir: &str) -> Result<String, NotKnown>;
    /// The repository around an absolute directory.
    fn git(&self, dir: &str) -> Result<GitFacts, NotKnown>;
    /// Whether git has this path's present content committed (tracked, unmodified since): `None` where it cannot tell
    /// cheaply.
    fn git_tracked(&self, path: &str) -> Option<bool>;
    /// Whether the repository's ignore rules cover this path.
    fn git_ignored(&self, path: &str) -> Option<bool>;
    /// How much of the present branch of the repository around an absolute directory was sent anywhere: `None` where that
    /// cannot be told cheaply.
    fn git_sent(&self, _dir: &str) -> Option<Sent> {
        None
    }
    /// Where a program name is found on PATH, links resolved.
    fn which(&self, program: &str) -> Result<String, NotKnown>;
    /// What the past of the project around an absolute directory says about one thing of a kind: `host`, `program`, … Missing
    /// where there is no past.
    fn experience(&self, _project: &str, _kind: &str, _name: &str) -> Result<Experience, NotKnown> {
        Err(NotKnown::Missing)
    }
}
