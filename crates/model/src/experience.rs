//! What a project's own past says: the answer of `World::experience`, asked by the anomaly inspector.
//!
//! An answer is a handful of numbers, so that it fits into the record and a verdict can be recomputed from it.

/// What a project's past says about one thing (a host, a program, a directory) or one measure (bytes sent, a burst).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Experience {
    /// Actions of this project and agent that the past is made of.
    pub actions: u64,
    /// In how many sessions.
    pub sessions: u64,
    /// Actions that had a thing of this kind at all; for a measure, how often it was taken.
    pub of_kind: u64,
    /// Actions that had this very thing.
    pub times: u64,
    /// Different things of this kind.
    pub distinct: u64,
    /// Things of this kind that were seen once only: how often something new comes is `singles / of_kind` (Good–Turing).
    pub singles: u64,
    /// For a measure: what half of the past stays below.
    pub usual: u64,
    /// For a measure: what all but one in a hundred stay below.
    pub high: u64,
}

impl Experience {
    /// The eight numbers, in the order of the fields.
    #[must_use]
    pub fn values(&self) -> [u64; 8] {
        let Self { actions, sessions, of_kind, times, distinct, singles, usual, high } = *self;
        [actions, sessions, of_kind, times, distinct, singles, usual, high]
    }

    /// The experience of these numbers.
    #[must_use]
    pub fn from_values(values: [u64; 8]) -> Self {
        let [actions, sessions, of_kind, times, distinct, singles, usual, high] = values;
        Self { actions, sessions, of_kind, times, distinct, singles, usual, high }
    }
}
