//! The head of the journal: where the next record goes and what it is chained to, in one page of one file that is also
//! the lock. It is a cache: everything in it but the counters can be made again from the journal, and it is believed only
//! while its checksum holds and it fits the segment's length and last bytes.
//!
//! Order of writing under the lock: record, session snapshot, head. A head that is behind its segment therefore means that
//! a writer died, and the next one folds what is missing. Called by the ledger and the verifier only.

use crate::boot::{BOOT_BYTES, BootId, Clocks};
use crate::checksum;
use crate::hash::{HASH_BYTES, Hash};
use crate::merkle::Frontier;
use crate::record::Repair;

/// The whole file: one page, so that the kernel never leaves half of it when a writer is killed, and so that writing in
/// place needs no space on a full disk.
pub(crate) const HEAD_BYTES: usize = 4096;

const MAGIC: &[u8; 8] = b"AMHEAD4\n";
/// The third form: the same, without the clocks. Still read.
const MAGIC_3: &[u8; 8] = b"AMHEAD3\n";
/// The second form: that, without what the processor can do. Still read.
const MAGIC_2: &[u8; 8] = b"AMHEAD2\n";
/// The first form: that, but with SHA-256 as its checksum. Still read.
const MAGIC_1: &[u8; 8] = b"AMHEAD1\n";

/// What a ledger is called in its own files: random, so that two ledgers never share a record.
pub(crate) type LogId = [u8; 16];

/// The state of the journal after its last record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub log: LogId,
    pub boot: BootId,
    /// When, in that boot, a process last wrote that knew it.
    pub clocks: Clocks,
    /// What the processor can do, as found in that boot.
    pub processor: Processor,
    /// Snapshots of sessions that are folded to an earlier record may lack some up to this one: a writer died, or the
    /// power went, and they are checked when next used.
    pub doubt: u64,
    /// The segment that is written: its first number.
    pub segment: u64,
    /// Where the next record goes in it.
    pub offset: u64,
    /// The last record, or what a new segment is chained to.
    pub last: Hash,
    /// The `prev` at the end of the segment's last line.
    pub tail: Hash,
    pub frontier: Frontier,
    pub notes: Notes,
}

/// What one process asked the processor, for all that follow it in the same boot: asking costs more than hashing a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Processor {
    /// Nobody asked.
    #[default]
    Unknown,
    /// It has no instructions for SHA-256.
    Plain,
    /// It has.
    Sha256,
}

impl Processor {
    /// Asks it.
    pub(crate) fn detect() -> Self {
        if cpufeatures::detect() { Self::Sha256 } else { Self::Plain }
    }

    /// From now on this process hashes accordingly; none where nobody asked yet.
    pub(crate) fn apply(self) -> Option<()> {
        (self != Self::Unknown).then(|| cpufeatures::tell(self == Self::Sha256))
    }

    fn number(self) -> u64 {
        match self {
            Self::Unknown => 0,
            Self::Plain => 1,
            Self::Sha256 => 2,
        }
    }

    /// A number of a later version is not known here.
    fn from_number(number: u64) -> Self {
        match number {
            1 => Self::Plain,
            2 => Self::Sha256,
            _ => Self::Unknown,
        }
    }
}

/// What the next record has to tell; kept here as the process that found it may die before it writes one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Notes {
    pub torn: u64,
    pub torn_bytes: u64,
    pub missed: u64,
    pub missed_since_ms: u64,
    pub lost_from: u64,
    pub lost_to: u64,
    pub rebuilt: u64,
}

impl Notes {
    /// As they go into a record.
    pub(crate) fn repairs(&self) -> Vec<Repair> {
        let mut repairs = Vec::new();
        if self.rebuilt > 0 {
            repairs.push(Repair::HeadRebuilt);
        }
        if self.torn > 0 {
            repairs.push(Repair::Torn { times: self.torn, bytes: self.torn_bytes });
        }
        if self.lost_to > 0 {
            repairs.push(Repair::Lost { from: self.lost_from, to: self.lost_to });
        }
        if self.missed > 0 {
            repairs.push(Repair::Missed { count: self.missed, since_ms: self.missed_since_ms });
        }
        repairs
    }

    pub(crate) fn note_torn(&mut self, bytes: u64) {
        self.torn += 1;
        self.torn_bytes = self.torn_bytes.saturating_add(bytes);
    }

    pub(crate) fn note_missed(&mut self, time_ms: u64) {
        if self.missed == 0 {
            self.missed_since_ms = time_ms;
        }
        self.missed = self.missed.saturating_add(1);
    }

    pub(crate) fn note_lost(&mut self, from: u64, to: u64) {
        self.lost_from = if self.lost_to == 0 { from } else { self.lost_from.min(from) };
        self.lost_to = self.lost_to.max(to);
    }
}

impl Head {
    /// The head of a ledger without records.
    pub(crate) fn fresh(log: LogId) -> Self {
        let genesis = genesis(&log);
        Self {
            log,
            boot: [0; BOOT_BYTES],
            clocks: Clocks::default(),
            processor: Processor::Unknown,
            doubt: 0,
            segment: 0,
            offset: 0,
            last: genesis,
            tail: genesis,
            frontier: Frontier::default(),
            notes: Notes::default(),
        }
    }

    /// The number of the last record; 0 where there is none.
    pub(crate) fn seq(&self) -> u64 {
        self.frontier.size()
    }

    /// Takes in one more line that stands at the head's place.
    pub(crate) fn advance(&mut self, line_bytes: u64, leaf: Hash, prev: Hash) {
        self.offset += line_bytes;
        self.last = leaf;
        self.tail = prev;
        self.frontier.push(leaf);
    }

    /// The bytes to be written at the start of the file.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(1024);
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&self.log);
        out.extend_from_slice(&self.boot);
        let n = &self.notes;
        let counters = [n.torn, n.torn_bytes, n.missed, n.missed_since_ms, n.lost_from, n.lost_to, n.rebuilt];
        let clocks = [self.clocks.now_ms, self.clocks.up_ms];
        let place = [self.processor.number(), self.doubt, self.segment, self.offset, self.seq()];
        for number in clocks.into_iter().chain(place).chain(counters) {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(self.last.bytes());
        out.extend_from_slice(self.tail.bytes());
        for hash in self.frontier.hashes() {
            out.extend_from_slice(hash.bytes());
        }
        let sum = checksum::of(&[&out]);
        out.extend_from_slice(&sum);
        out
    }

    /// The head in these bytes, where they are one and whole.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut input = Input { bytes, at: 0 };
        let magic = input.take::<8>()?;
        [MAGIC, MAGIC_3, MAGIC_2, MAGIC_1].contains(&&magic).then_some(())?;
        let (log, boot) = (input.take()?, input.take()?);
        let [now_ms, up_ms] = if magic == *MAGIC { input.numbers()? } else { [0; 2] };
        let [processor] = if [MAGIC, MAGIC_3].contains(&&magic) { input.numbers()? } else { [0] };
        let [doubt, segment, offset, seq] = input.numbers()?;
        let [torn, torn_bytes, missed, missed_since_ms, lost_from, lost_to, rebuilt] = input.numbers()?;
        let (last, tail) = (Hash(input.take()?), Hash(input.take()?));
        let hashes = (0..seq.count_ones()).map(|_| input.take::<HASH_BYTES>().map(Hash)).collect::<Option<_>>()?;
        let summed = bytes.get(..input.at)?;
        let whole = if magic == *MAGIC_1 {
            input.take()? == Hash::of(&[summed]).0
        } else {
            input.take()? == checksum::of(&[summed])
        };
        whole.then_some(())?;
        Some(Self {
            log,
            boot,
            clocks: Clocks { now_ms, up_ms },
            processor: Processor::from_number(processor),
            doubt,
            segment,
            offset,
            last,
            tail,
            frontier: Frontier::from_parts(seq, hashes)?,
            notes: Notes { torn, torn_bytes, missed, missed_since_ms, lost_from, lost_to, rebuilt },
        })
    }
}

/// What the first record of a ledger is chained to.
pub(crate) fn genesis(log: &LogId) -> Hash {
    Hash::of(&[b"automode-ledger-v1", log])
}

struct Input<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Input<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let end = self.at + N;
        let part = self.bytes.get(self.at..end)?;
        self.at = end;
        part.try_into().ok()
    }

    fn numbers<const N: usize>(&mut self) -> Option<[u64; N]> {
        let mut out = [0; N];
        for number in &mut out {
            *number = u64::from_le_bytes(self.take()?);
        }
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some_head() -> Head {
        let mut head = Head::fresh([7; 16]);
        for i in 0..21u8 {
            head.advance(100, crate::merkle::leaf(&[i]), Hash([i; 32]));
        }
        head.notes.note_lost(3, 5);
        head.notes.note_missed(17);
        head.notes.note_torn(12);
        head
    }

    #[test]
    fn it_comes_back_and_no_flipped_bit_does() {
        let head = some_head();
        let mut page = head.encode();
        let used = page.len();
        page.resize(HEAD_BYTES, 0);
        assert_eq!(Head::decode(&page), Some(head));
        for bit in 0..used * 8 {
            page[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(Head::decode(&page), None, "bit {bit}");
            page[bit / 8] ^= 1 << (bit % 8);
        }
        for len in 0..used {
            assert_eq!(Head::decode(&page[..len]), None, "length {len}");
        }
    }

    /// The bytes of an earlier form: without its checksum, and without so many of the first numbers.
    fn earlier(head: &Head, magic: &[u8; 8], without: usize) -> Vec<u8> {
        let page = head.encode();
        let at = MAGIC.len() + 16 + BOOT_BYTES;
        let rest = &page[at + without * 8..page.len() - checksum::CHECKSUM_BYTES];
        [magic, &page[MAGIC.len()..at], rest].concat()
    }

    #[test]
    fn earlier_forms_are_still_read() {
        let head = some_head();
        let [second, third] = [(MAGIC_2, 3), (MAGIC_3, 2)].map(|(magic, without)| {
            let mut page = earlier(&head, magic, without);
            let sum = checksum::of(&[&page]);
            page.extend_from_slice(&sum);
            page
        });
        let mut first = earlier(&head, MAGIC_1, 3);
        let sum = Hash::of(&[&first]);
        first.extend_from_slice(sum.bytes());
        for mut page in [first, second, third] {
            assert_eq!(Head::decode(&page), Some(head.clone()));
            page[40] ^= 1;
            assert_eq!(Head::decode(&page), None);
        }
    }

    #[test]
    fn what_was_found_in_the_boot_comes_back() {
        for processor in [Processor::Unknown, Processor::Plain, Processor::Sha256] {
            let head = Head { processor, clocks: Clocks { now_ms: 9, up_ms: 4 }, ..some_head() };
            assert_eq!(Head::decode(&head.encode()), Some(head));
        }
    }

    #[test]
    fn the_largest_head_fits_its_page() {
        let seq = u64::MAX >> 1;
        let frontier = Frontier::from_parts(seq, vec![Hash::default(); seq.count_ones() as usize]).unwrap();
        let head = Head { frontier, ..some_head() };
        assert!(head.encode().len() <= HEAD_BYTES);
    }
}
