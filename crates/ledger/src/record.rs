//! What the ledger hands out: a [`Record`] for whoever answers the host, a [`StoredRecord`] for readers.

use automode_model::{Event, Verdict};

use crate::hash::Hash;

/// A question to the machine and its answer, as the judgement saw them; opaque here.
pub type Fact = (String, String);

/// An event that is in the ledger, with its verdict where it was judged. Only [`crate::Ledger::append`] makes one, so
/// nobody can answer a host with something that was not recorded.
#[must_use = "the record is what the host is to be answered with"]
#[derive(Debug)]
pub struct Record {
    seq: u64,
    hash: Hash,
    event: Event,
    verdict: Option<Verdict>,
}

impl Record {
    pub(crate) fn new(seq: u64, hash: Hash, event: Event, verdict: Option<Verdict>) -> Self {
        Self { seq, hash, event, verdict }
    }

    /// Its number: 1, 2, 3 …, the order of the ledger, whatever the clock says.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// Its leaf in the Merkle tree, and what the next record is chained to.
    #[must_use]
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// What was judged.
    #[must_use]
    pub fn event(&self) -> &Event {
        &self.event
    }

    /// What is answered; none where the event asks for nothing.
    #[must_use]
    pub fn verdict(&self) -> Option<&Verdict> {
        self.verdict.as_ref()
    }
}

/// What else a record says about the making of its verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordMeta {
    /// The content hash of the policy in force.
    pub policy_hash: String,
    /// The version of the engine.
    pub engine_version: String,
    /// From the reading of the event to the append.
    pub latency_us: u64,
}

/// Where a record must be before the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// With the kernel: survives the death of every process, not a power cut.
    Kernel,
    /// On the disk: for what cannot be taken back.
    Disk,
}

/// What the ledger found and mended before it wrote a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repair {
    /// Bytes behind the last whole record were moved to a `.torn-*` file beside the segment.
    Torn {
        /// How often since the record before.
        times: u64,
        /// How many bytes in all.
        bytes: u64,
    },
    /// Appends failed (disk full, no permission): that many events are missing here. Nothing was allowed by them.
    Missed {
        /// How many.
        count: u64,
        /// When the first of them failed, in milliseconds since 1970.
        since_ms: u64,
    },
    /// Records that had been written are gone.
    Lost {
        /// The first of them.
        from: u64,
        /// The last of them.
        to: u64,
    },
    /// The file with the ledger's head was missing or damaged and was made again from the journal.
    HeadRebuilt,
}

/// A record as it stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRecord {
    /// Its number.
    pub seq: u64,
    /// Its leaf in the Merkle tree.
    pub hash: Hash,
    /// The leaf of the record before.
    pub prev: Hash,
    /// What was judged, redacted.
    pub event: Event,
    /// What the machine answered.
    pub facts: Vec<Fact>,
    /// What was decided.
    pub verdict: Option<Verdict>,
    /// What else is known of the making.
    pub meta: RecordMeta,
    /// What was mended before it was written.
    pub repairs: Vec<Repair>,
    /// Where it stands: the first number of its segment.
    pub segment: u64,
    /// Where it stands: its first byte in the segment's file.
    pub offset: u64,
}

impl StoredRecord {
    /// When the event reached us, in milliseconds since 1970. For people; the order is that of [`StoredRecord::seq`].
    #[must_use]
    pub fn time_ms(&self) -> u64 {
        self.event.time_ms
    }
}
