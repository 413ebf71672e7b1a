//! What is counted while sessions are replayed. Every thread has its own; they are added up at the end.

use std::collections::{BTreeMap, HashMap};

use automode_agents::claude_code::transcript::{Decided, Outcome};
use automode_agents::message::{shorten, visible};
use automode_model::{Category, Decision, Risk, Verdict};

/// Most examples that are kept of one kind of stop.
const MAX_EXAMPLES: usize = 3;
/// Longest example.
const MAX_WORDS_CHARS: usize = 160;

/// Verdicts by decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    pub allow: u64,
    pub contain: u64,
    pub ask: u64,
    pub deny: u64,
}

impl Decisions {
    pub fn add(&mut self, decision: Decision) {
        match decision {
            Decision::Allow => self.allow += 1,
            Decision::Contain => self.contain += 1,
            Decision::Ask => self.ask += 1,
            Decision::Deny | Decision::Unavailable => self.deny += 1,
        }
    }

    pub fn all(&self) -> u64 {
        self.allow + self.contain + self.ask + self.deny
    }

    fn join(&mut self, other: Self) {
        self.allow += other.allow;
        self.contain += other.contain;
        self.ask += other.ask;
        self.deny += other.deny;
    }
}

/// What stopped actions have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Kind {
    pub decision: Decision,
    pub risk: Risk,
    pub rule: String,
}

/// Stopped actions of one kind.
#[derive(Clone, Debug, Default)]
pub struct Stops {
    pub count: u64,
    pub reason: String,
    pub examples: Vec<Example>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Example {
    pub words: String,
    /// The session file.
    pub file: String,
    pub line: u64,
}

/// Everything that is reported.
#[derive(Debug, Default)]
pub struct Tally {
    pub files: u64,
    pub bytes: u64,
    pub prompts: u64,
    /// Lines that could not be read.
    pub unreadable: u64,
    /// Files that could not be opened.
    pub unopened: u64,
    /// Calls in directories that still exist: judged against the files of today.
    pub live: u64,
    pub decisions: Decisions,
    pub categories: BTreeMap<Category, Decisions>,
    /// Calls about which a person was really asked, by our decision.
    pub person: Decisions,
    /// Of those, what the person refused, by our decision.
    pub refused: Decisions,
    /// Calls about which somebody should have been asked and nobody was there, by our decision.
    pub nobody: Decisions,
    /// Calls that the host decided by itself, by our decision.
    pub host: Decisions,
    /// Calls of which the file does not say who decided, by our decision.
    pub unknown: Decisions,
    pub stops: HashMap<Kind, Stops>,
}

impl Tally {
    /// A judged call.
    pub fn judged(&mut self, verdict: &Verdict, example: impl FnOnce() -> Example) {
        let decision = verdict.decision();
        self.decisions.add(decision);
        self.categories.entry(verdict.judgement().category).or_default().add(decision);
        if !decision.stops() {
            return;
        }
        let leading = verdict.leading();
        let rule = leading.map_or_else(String::new, |f| f.rule.clone());
        let kind = Kind { decision, risk: verdict.judgement().risk, rule };
        let stops = self.stops.entry(kind).or_default();
        stops.count += 1;
        if stops.reason.is_empty() {
            stops.reason = leading.map_or_else(String::new, |f| f.reason.clone());
        }
        if stops.examples.len() < MAX_EXAMPLES {
            stops.examples.push(example());
        }
    }

    /// What really became of a call that we would have decided so.
    pub fn came_of(&mut self, outcome: Outcome, ours: Decision) {
        match outcome.decided {
            Decided::Person => {
                self.person.add(ours);
                if !outcome.ran {
                    self.refused.add(ours);
                }
            }
            Decided::Nobody => self.nobody.add(ours),
            Decided::Host => self.host.add(ours),
            Decided::Unknown => self.unknown.add(ours),
        }
    }

    /// Adds another thread's.
    pub fn join(&mut self, other: Self) {
        self.files += other.files;
        self.bytes += other.bytes;
        self.prompts += other.prompts;
        self.unreadable += other.unreadable;
        self.unopened += other.unopened;
        self.live += other.live;
        self.decisions.join(other.decisions);
        self.person.join(other.person);
        self.refused.join(other.refused);
        self.nobody.join(other.nobody);
        self.host.join(other.host);
        self.unknown.join(other.unknown);
        for (category, decisions) in other.categories {
            self.categories.entry(category).or_default().join(decisions);
        }
        for (kind, stops) in other.stops {
            let ours = self.stops.entry(kind).or_default();
            ours.count += stops.count;
            ours.examples.extend(stops.examples);
            // The same few, whichever thread was first.
            ours.examples.sort();
            ours.examples.truncate(MAX_EXAMPLES);
            if ours.reason.is_empty() || (!stops.reason.is_empty() && stops.reason < ours.reason) {
                ours.reason = stops.reason;
            }
        }
    }

    /// The kinds of stops, most severe first: denied before asked, then by risk, then by number.
    pub fn by_severity(&self) -> Vec<(&Kind, &Stops)> {
        let mut all: Vec<_> = self.stops.iter().collect();
        all.sort_by(|(a, x), (b, y)| {
            (b.decision, b.risk).cmp(&(a.decision, a.risk)).then(y.count.cmp(&x.count)).then(a.rule.cmp(&b.rule))
        });
        all
    }
}

/// An example's words, short and visible.
pub fn words(text: &str) -> String {
    let start: String = text.trim().chars().take(2 * MAX_WORDS_CHARS).collect();
    shorten(&visible(&start), MAX_WORDS_CHARS)
}
