//! What of an action is compared with the past: the hosts it talks to, the programs that act, the directories it writes,
//! the kinds of work, the time of day, and how much it sends.
//!
//! The same function feeds the baseline (what was) and the score (what is), so that they speak of the same things.

use automode_model::{Action, Effect, Notable, Risk, Target, Verb};

/// A kind of thing that a project has habits about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A host that it talks to.
    Host,
    /// A host that it sends something to.
    Receiver,
    /// A program that does more than look.
    Program,
    /// A directory in which it writes.
    Directory,
    /// A category of work that is more than low risk.
    Category,
    /// A time of day, in eight parts.
    Hour,
}

impl Kind {
    /// All, in order.
    pub const ALL: &'static [Self] =
        &[Self::Host, Self::Receiver, Self::Program, Self::Directory, Self::Category, Self::Hour];

    /// The name in questions to the past and in the baseline's file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Receiver => "receiver",
            Self::Program => "program",
            Self::Directory => "directory",
            Self::Category => "category",
            Self::Hour => "hour",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.name() == name)
    }
}

/// How much of a path says where something is written: `src/api`, `/etc/nginx`. Deeper ones are too many to have habits.
const DIRECTORY_PARTS: usize = 2;

/// Whether there is anything to compare: a host, a write, or more than low risk.
#[must_use]
pub fn matter(actions: &[Action]) -> bool {
    let mut effects = actions.iter().flat_map(|a| &a.effects);
    effects.any(|e| host(e).is_some() || writes(e) || e.dimensions.level() > Risk::Low || Notable::of(e).is_some())
}

fn writes(effect: &Effect) -> bool {
    matches!(effect.verb, Verb::Write | Verb::Append | Verb::Delete | Verb::Move | Verb::Link | Verb::Wipe)
}

/// The things of an action, without doubles.
#[must_use]
pub fn things(actions: &[Action], root: &str, time_ms: u64) -> Vec<(Kind, String)> {
    let mut things = Vec::new();
    let mut add = |kind, name: String| {
        if !name.is_empty() && !things.contains(&(kind, name.clone())) {
            things.push((kind, name));
        }
    };
    for action in actions {
        for effect in &action.effects {
            if let Some(host) = host(effect) {
                add(Kind::Host, host.to_owned());
                if Notable::of(effect) == Some(Notable::Outward) {
                    add(Kind::Receiver, host.to_owned());
                }
            }
            if let Some(directory) = directory(effect, root) {
                add(Kind::Directory, directory);
            }
            if effect.dimensions.level() > Risk::Low {
                add(Kind::Category, effect.category.name().to_owned());
                add(Kind::Program, action.program.clone());
            }
        }
    }
    add(Kind::Hour, hour(time_ms));
    things
}

/// The host that an effect talks to, unless it is this machine.
fn host(effect: &Effect) -> Option<&str> {
    match &effect.target {
        Target::Url { host, local: false, .. } | Target::Host { host, local: false } => Some(host),
        _ => None,
    }
}

/// Where an effect writes: below the project as `src/api`, elsewhere as `/etc/nginx`.
fn directory(effect: &Effect, root: &str) -> Option<String> {
    let writes =
        matches!(effect.verb, Verb::Write | Verb::Append | Verb::Delete | Verb::Move | Verb::Link | Verb::Wipe);
    let path = effect.target.path().filter(|_| writes)?;
    let (parent, _) = path.resolved.rsplit_once('/')?;
    let inside = parent.strip_prefix(root).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    let parts = inside.unwrap_or(parent).split('/').filter(|p| !p.is_empty()).take(DIRECTORY_PARTS);
    let joined = parts.collect::<Vec<_>>().join("/");
    Some(match inside {
        Some(_) if joined.is_empty() => ".".to_owned(),
        Some(_) => joined,
        None => format!("/{joined}"),
    })
}

const MS_PER_HOUR: u64 = 3_600_000;

/// One of eight parts of the day (UTC: only the difference to the project's own past counts).
fn hour(time_ms: u64) -> String {
    let from = time_ms / MS_PER_HOUR % 24 / 3 * 3;
    format!("{from:02}-{:02}", from + 3)
}

/// Why an action counts, without doubles.
pub fn notable(actions: &[Action]) -> Vec<Notable> {
    let mut found: Vec<Notable> = actions.iter().flat_map(|a| &a.effects).filter_map(Notable::of).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// How many bytes an action itself sends away: the words of what sends. What a file holds is not counted here.
#[must_use]
pub fn bytes_out(actions: &[Action]) -> u64 {
    let sends = |a: &&Action| a.effects.iter().any(|e| Notable::of(e) == Some(Notable::Outward));
    actions.iter().filter(sends).map(|a| a.words.len() as u64).sum()
}
