//! The baseline: what one project and one agent usually do, as a fold over the ledger's records.
//!
//! Only what ran counts: an attempt that was stopped must not make itself familiar by being repeated. Bounded, and a pure
//! function of the records, so that it can be thrown away and made again.

use std::collections::{BTreeMap, VecDeque};

use automode_model::{Event, Experience, Notable, Phase, Verdict};

use super::features::{self, Kind};

/// How many things of one kind are remembered; the rarest and oldest go first.
const MAX_THINGS: usize = 512;

/// How many sessions are told apart; a session that comes back after that many others counts again.
const MAX_SESSIONS: usize = 32;

/// How many calls that were asked about are waited for.
const MAX_WAITING: usize = 64;

/// The span in which notable acts make a burst, in milliseconds.
pub const BURST_MS: u64 = 600_000;

/// The measure of bytes that an action sends away.
pub const BYTES_OUT: &str = "bytes-out";

/// The version in the first line of the text form.
const VERSION: &str = "automode-baseline 1";

/// The last line: what lacks it was cut.
const END: &str = "end\n";

/// What a project and an agent usually do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Baseline {
    /// The number of the last record that it is folded to.
    pub seq: u64,
    actions: u64,
    sessions: u64,
    recent_sessions: VecDeque<String>,
    of_kind: BTreeMap<Kind, u64>,
    things: BTreeMap<(Kind, String), Seen>,
    measures: BTreeMap<String, Histogram>,
    /// Only while folding: calls that were asked about and have not run (yet), and each session's notable acts.
    waiting: VecDeque<(String, Observed)>,
    windows: BTreeMap<(String, Notable), VecDeque<u64>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Seen {
    times: u64,
    /// The count of actions when it was seen last.
    last: u64,
}

/// What of one action counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Observed {
    things: Vec<(Kind, String)>,
    notable: Vec<Notable>,
    bytes_out: u64,
}

impl Baseline {
    /// The baseline after one more record of its project.
    pub fn fold(&mut self, event: &Event, verdict: Option<&Verdict>, root: &str) {
        match (&event.phase, verdict) {
            (Phase::PreTool(call), Some(verdict)) => {
                let actions = &verdict.judgement().actions;
                let observed = Observed {
                    things: features::things(actions, root, event.time_ms),
                    notable: features::notable(actions),
                    bytes_out: features::bytes_out(actions),
                };
                if !verdict.decision().stops() {
                    self.ran(event, &observed);
                } else if let Some(id) = &call.id {
                    self.waiting.push_back((id.clone(), observed));
                    if self.waiting.len() > MAX_WAITING {
                        self.waiting.pop_front();
                    }
                }
            }
            (Phase::PostTool { call, .. } | Phase::PostToolFailure { call, .. }, _) => {
                let at = self.waiting.iter().position(|(id, _)| Some(id) == call.id.as_ref());
                if let Some((_, observed)) = at.and_then(|at| self.waiting.remove(at)) {
                    self.ran(event, &observed);
                }
            }
            _ => {}
        }
    }

    fn ran(&mut self, event: &Event, observed: &Observed) {
        self.actions += 1;
        self.session(&event.session);
        let mut kinds: Vec<Kind> = observed.things.iter().map(|(k, _)| *k).collect();
        kinds.dedup();
        for kind in kinds {
            *self.of_kind.entry(kind).or_default() += 1;
        }
        for thing in &observed.things {
            let seen = self.things.entry(thing.clone()).or_default();
            *seen = Seen { times: seen.times + 1, last: self.actions };
            self.bound(thing.0);
        }
        for what in &observed.notable {
            let window = self.windows.entry((event.session.clone(), *what)).or_default();
            window.push_back(event.time_ms);
            window.retain(|t| t + BURST_MS > event.time_ms);
            let count = window.len() as u64;
            self.measure(what.name(), count);
        }
        if observed.bytes_out > 0 {
            self.measure(BYTES_OUT, observed.bytes_out);
        }
    }

    fn session(&mut self, id: &str) {
        if self.recent_sessions.iter().any(|s| s == id) {
            return;
        }
        self.sessions += 1;
        self.recent_sessions.push_back(id.to_owned());
        if self.recent_sessions.len() > MAX_SESSIONS
            && let Some(old) = self.recent_sessions.pop_front()
        {
            self.windows.retain(|(session, _), _| *session != old);
        }
    }

    fn measure(&mut self, name: &str, value: u64) {
        self.measures.entry(name.to_owned()).or_default().add(value);
    }

    /// Forgets the rarest, of equals the oldest, thing of a kind that has too many.
    fn bound(&mut self, kind: Kind) {
        let of_kind = || self.things.iter().filter(|((k, _), _)| *k == kind);
        if of_kind().count() <= MAX_THINGS {
            return;
        }
        let rarest = of_kind().min_by_key(|(_, seen)| (seen.times, seen.last)).map(|(thing, _)| thing.clone());
        if let Some(thing) = rarest {
            self.things.remove(&thing);
        }
    }

    /// What this past says about one thing or measure.
    #[must_use]
    pub fn experience(&self, kind: &str, name: &str) -> Experience {
        let mut found = Experience { actions: self.actions, sessions: self.sessions, ..Experience::default() };
        if let Some(kind) = Kind::from_name(kind) {
            found.of_kind = self.of_kind.get(&kind).copied().unwrap_or(0);
            found.times = self.things.get(&(kind, name.to_owned())).map_or(0, |s| s.times);
            let of_kind = || self.things.iter().filter(|((k, _), _)| *k == kind);
            found.distinct = of_kind().count() as u64;
            found.singles = of_kind().filter(|(_, s)| s.times == 1).count() as u64;
        } else if let Some(histogram) = self.measures.get(kind) {
            found.of_kind = histogram.total();
            found.usual = histogram.below(50);
            found.high = histogram.below(99);
        }
        found
    }

    /// The text form: a version line, then one line for each number.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut out = format!("{VERSION}\nseq {}\nactions {}\nsessions {}\n", self.seq, self.actions, self.sessions);
        for id in &self.recent_sessions {
            out.push_str(&format!("session {}\n", id.replace('\n', " ")));
        }
        for (kind, count) in &self.of_kind {
            out.push_str(&format!("kind {} {count}\n", kind.name()));
        }
        for ((kind, name), seen) in &self.things {
            out.push_str(&format!("thing {} {} {} {}\n", kind.name(), seen.times, seen.last, name.replace('\n', " ")));
        }
        for (name, histogram) in &self.measures {
            out.push_str(&format!("measure {name} {}\n", histogram.encode()));
        }
        out.push_str(END);
        out
    }

    /// The baseline of such a text; none where it is damaged, so that it is made again.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix(END)?.lines();
        if lines.next() != Some(VERSION) {
            return None;
        }
        let mut baseline = Self::default();
        for line in lines {
            baseline.line(line)?;
        }
        Some(baseline)
    }

    fn line(&mut self, line: &str) -> Option<()> {
        let (what, rest) = line.split_once(' ')?;
        match what {
            "seq" => self.seq = rest.parse().ok()?,
            "actions" => self.actions = rest.parse().ok()?,
            "sessions" => self.sessions = rest.parse().ok()?,
            "session" => self.recent_sessions.push_back(rest.to_owned()),
            "kind" => {
                let (kind, count) = rest.split_once(' ')?;
                self.of_kind.insert(Kind::from_name(kind)?, count.parse().ok()?);
            }
            "thing" => {
                let mut parts = rest.splitn(4, ' ');
                let kind = Kind::from_name(parts.next()?)?;
                let seen = Seen { times: parts.next()?.parse().ok()?, last: parts.next()?.parse().ok()? };
                self.things.insert((kind, parts.next()?.to_owned()), seen);
            }
            "measure" => {
                let (name, histogram) = rest.split_once(' ')?;
                self.measures.insert(name.to_owned(), Histogram::decode(histogram)?);
            }
            _ => return None,
        }
        Some(())
    }
}

/// Buckets of a histogram: exact up to eight, then two for each doubling; 60 reach beyond 2²⁸.
const BUCKETS: usize = 60;

/// How often a measure had which size, roughly: enough for a median and a 99th percentile that one odd value cannot move.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Histogram {
    counts: Vec<u64>,
}

impl Default for Histogram {
    fn default() -> Self {
        Self { counts: vec![0; BUCKETS] }
    }
}

impl Histogram {
    fn bucket(value: u64) -> usize {
        if value <= 8 {
            return value as usize;
        }
        let doublings = 63 - value.leading_zeros() as usize;
        let upper_half = (value >> (doublings - 1)) & 1;
        (9 + (doublings - 3) * 2 + upper_half as usize).min(BUCKETS - 1)
    }

    /// The largest value that falls into a bucket.
    fn top(bucket: usize) -> u64 {
        if bucket <= 8 {
            return bucket as u64;
        }
        let (doublings, half) = ((bucket - 9) / 2 + 3, (bucket - 9) % 2);
        (1_u64 << doublings) + ((half as u64 + 1) << (doublings - 1)) - 1
    }

    fn add(&mut self, value: u64) {
        if let Some(count) = self.counts.get_mut(Self::bucket(value)) {
            *count += 1;
        }
    }

    fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The value that `percent` of all do not pass.
    fn below(&self, percent: u64) -> u64 {
        let wanted = (self.total() * percent).div_ceil(100);
        let mut so_far = 0;
        for (bucket, count) in self.counts.iter().enumerate() {
            so_far += count;
            if so_far >= wanted {
                return Self::top(bucket);
            }
        }
        0
    }

    fn encode(&self) -> String {
        self.counts.iter().map(u64::to_string).collect::<Vec<_>>().join(" ")
    }

    fn decode(text: &str) -> Option<Self> {
        let counts: Option<Vec<u64>> = text.split(' ').map(|n| n.parse().ok()).collect();
        counts.filter(|c| c.len() == BUCKETS).map(|counts| Self { counts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_within_a_half_doubling() {
        let mut histogram = Histogram::default();
        for value in 1..=10_000 {
            histogram.add(value);
        }
        for (percent, exact) in [(1, 100), (50, 5_000), (99, 9_900)] {
            let found = histogram.below(percent);
            assert!(found >= exact && found <= exact * 3 / 2, "{percent} %: {found} for {exact}");
        }
    }

    #[test]
    fn a_bucket_holds_its_own_top() {
        for bucket in 0..BUCKETS - 1 {
            assert_eq!(Histogram::bucket(Histogram::top(bucket)), bucket);
            assert_eq!(Histogram::bucket(Histogram::top(bucket) + 1), bucket + 1);
        }
    }
}
