//! Checks a whole ledger: every segment's header, every record's number, chain and Merkle leaf, the end against the head,
//! and that each record can be read. Names the first record that is not as it was written. Takes the lock only to read
//! the head. Called by `automode log verify` and by the proofs.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{LedgerError, OnFile};
use crate::hash::Hash;
use crate::head::{self, HEAD_BYTES, Head};
use crate::merkle;
use crate::record::Repair;
use crate::segment::{self, Line, Lines};
use crate::wire;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many records were checked.
    pub records: u64,
    /// The number of the last one.
    pub last_seq: u64,
    /// How many segments there are.
    pub segments: usize,
    /// The root of the Merkle tree over all of them: what to keep elsewhere, to be compared later.
    pub root: Hash,
    /// What is not as it was written; empty is good.
    pub problems: Vec<Problem>,
    /// What the ledger itself had mended and noted, with the record that says so.
    pub repairs: Vec<(u64, Repair)>,
    /// What was set aside by repairs, still there to be looked at.
    pub torn_files: Vec<PathBuf>,
    /// Bytes behind the last whole record: a writer at work, or one that died; the next one will repair it.
    pub tail_bytes: u64,
}

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The record that it is about; for a file's head the first that depends on it.
    pub seq: u64,
    /// The file.
    pub path: PathBuf,
    /// The byte in the file.
    pub offset: u64,
    /// What is wrong.
    pub what: String,
}

impl Report {
    /// Nothing is wrong.
    #[must_use]
    pub fn intact(&self) -> bool {
        self.problems.is_empty()
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "record {}: {} (`{}`, byte {})", self.seq, self.what, self.path.display(), self.offset)
    }
}

/// Checks the ledger in `dir`. An error means that it could not be read, not that it is damaged.
pub fn verify(dir: &Path) -> Result<Report, LedgerError> {
    let mut report = Report { torn_files: torn_files(dir)?, ..Report::default() };
    // The head first: records that are added while we read then only come on top.
    let known = read_head(dir)?;
    let firsts = segment::list(dir)?;
    report.segments = firsts.len();
    if firsts.is_empty() && matches!(known, Known::Missing) {
        report.root = merkle::root(&[]);
        return Ok(report);
    }
    let mut chain = Chain { dir, known: known.head(), state: None, before: None, leaves: None, report };
    chain.run(&firsts)?;
    let mut report = chain.finish(&known, &firsts)?;
    if report.intact() {
        check_readable(dir, &mut report)?;
    }
    Ok(report)
}

/// The leaves of all records, for proofs; the ledger must be without gaps and damage.
pub(crate) fn leaves(dir: &Path) -> Result<Result<Vec<Hash>, Problem>, LedgerError> {
    let firsts = segment::list(dir)?;
    let mut chain =
        Chain { dir, known: None, state: None, before: None, leaves: Some(Vec::new()), report: Report::default() };
    chain.run(&firsts)?;
    Ok(match chain.report.problems.into_iter().next() {
        Some(problem) => Err(problem),
        None => Ok(chain.leaves.unwrap_or_default()),
    })
}

enum Known {
    Missing,
    Damaged,
    Head(Box<Head>),
}

impl Known {
    fn head(&self) -> Option<Head> {
        match self {
            Self::Head(head) => Some((**head).clone()),
            Self::Missing | Self::Damaged => None,
        }
    }
}

fn read_head(dir: &Path) -> Result<Known, LedgerError> {
    let path = dir.join("head");
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Known::Missing),
        Err(e) => return Err(LedgerError::file("open", &path, e)),
    };
    file.lock_shared().on("lock", &path)?;
    let mut page = Vec::new();
    io::Read::read_to_end(&mut io::Read::take(&file, HEAD_BYTES as u64), &mut page).on("read", &path)?;
    if page.is_empty() {
        // Opened once and never written.
        return Ok(Known::Missing);
    }
    Ok(Head::decode(&page).map_or(Known::Damaged, |head| Known::Head(Box::new(head))))
}

fn torn_files(dir: &Path) -> Result<Vec<PathBuf>, LedgerError> {
    let journal = segment::journal(dir);
    let entries = match fs::read_dir(&journal) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(LedgerError::file("list", &journal, e)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.on("list", &journal)?.path();
        found.extend(path.to_string_lossy().contains(".jsonl.torn-").then_some(path));
    }
    found.sort();
    Ok(found)
}

/// The walk along the chain.
struct Chain<'a> {
    dir: &'a Path,
    known: Option<Head>,
    /// After the last record that was read.
    state: Option<Head>,
    /// Where the record before stands: a broken link may be its fault.
    before: Option<(PathBuf, u64)>,
    /// Filled where somebody wants them.
    leaves: Option<Vec<Hash>>,
    report: Report,
}

impl Chain<'_> {
    fn run(&mut self, firsts: &[u64]) -> Result<(), LedgerError> {
        for (at, first) in firsts.iter().enumerate() {
            let next = firsts.get(at + 1).copied();
            if !self.segment(*first, next)? {
                return Ok(());
            }
        }
        Ok(())
    }

    fn problem(&mut self, seq: u64, path: &Path, offset: u64, what: impl Into<String>) {
        self.report.problems.push(Problem { seq, path: path.to_owned(), offset, what: what.into() });
    }

    /// One segment; false ends the walk.
    fn segment(&mut self, first: u64, next: Option<u64>) -> Result<bool, LedgerError> {
        let path = segment::path(self.dir, first);
        let mut lines = Lines::open(&path, 0)?;
        let Some(mut state) = self.header(&path, first, &mut lines)? else { return Ok(false) };
        while let Some(line) = lines.next()? {
            let seq = state.seq() + 1;
            if !line.whole {
                let (offset, bytes) = (line.offset, line.file_bytes());
                self.torn(&path, seq, offset, bytes, next.is_some());
                break;
            }
            let fault = fault(&line, &state);
            let (leaf, offset, bytes) = (merkle::leaf(line.bytes), line.offset, line.file_bytes());
            if let Some(fault) = fault {
                let intact = self.followed(&mut lines, seq, leaf, next)?;
                self.blame(&path, seq, offset, &fault, intact);
                return Ok(false);
            }
            let prev = state.last;
            state.advance(bytes, leaf, prev);
            if self.known.as_ref().is_some_and(|k| k.seq() == seq && k.log == state.log && k.last != leaf) {
                self.problem(seq, &path, offset, "not what was written last");
                return Ok(false);
            }
            self.report.records += 1;
            self.leaves.iter_mut().for_each(|l| l.push(leaf));
            self.before = Some((path.clone(), offset));
        }
        self.report.last_seq = state.seq();
        self.report.root = state.frontier.root();
        self.state = Some(state);
        Ok(true)
    }

    /// The state that a segment begins with; none ends the walk.
    fn header(&mut self, path: &Path, first: u64, lines: &mut Lines) -> Result<Option<Head>, LedgerError> {
        let line = lines.next()?;
        let parsed = line.as_ref().filter(|l| l.whole).and_then(|l| segment::parse_header(l.bytes));
        let have = self.state.as_ref().map_or(0, Head::seq);
        let Some(start) = parsed.filter(|h| h.segment == first) else {
            self.problem(have + 1, path, 0, "the segment's header is damaged");
            return Ok(None);
        };
        if first > have + 1 {
            self.problem(have + 1, path, 0, format!("records {}–{} are missing", have + 1, first - 1));
            return Ok(Some(start));
        }
        let continues = match &self.state {
            Some(state) => segment::header(state) == segment::header(&start),
            None => first == 1 && start.last == head::genesis(&start.log),
        };
        if !continues {
            // Where the first record names the same record before, the header is as it was written.
            let vouched = lines.next()?.and_then(|l| wire::prev_of(l.bytes)) == Some(start.last);
            match self.before.clone().filter(|_| vouched && first == have + 1) {
                Some((before, at)) => {
                    self.problem(have, &before, at, "altered: the next segment is chained to another one");
                }
                None => self.problem(first, path, 0, "the segment's header does not continue the record before"),
            }
            return Ok(None);
        }
        Ok(Some(start))
    }

    /// A line without its end: the tail of the last segment may be one, unless the head knew it whole.
    fn torn(&mut self, path: &Path, seq: u64, offset: u64, bytes: u64, inside: bool) {
        let known = self.known.as_ref().is_some_and(|k| k.seq() >= seq);
        if inside || known {
            self.problem(seq, path, offset, "not a whole record");
        } else {
            self.report.tail_bytes = bytes;
        }
    }

    /// Whether the record after names this leaf, or the head does: then this record is as it was written.
    fn followed(&self, lines: &mut Lines, seq: u64, leaf: Hash, next: Option<u64>) -> Result<bool, LedgerError> {
        if let Some(line) = lines.next()? {
            return Ok(wire::prev_of(line.bytes) == Some(leaf));
        }
        if let Some(next) = next {
            let mut lines = Lines::open(&segment::path(self.dir, next), 0)?;
            return Ok(lines.next()?.and_then(|l| wire::prev_of(l.bytes)) == Some(leaf));
        }
        Ok(self.known.as_ref().is_some_and(|k| k.seq() == seq && k.last == leaf))
    }

    /// A link that does not hold: this record was altered, or, where what follows vouches for it, the one before.
    fn blame(&mut self, path: &Path, seq: u64, offset: u64, fault: &Fault, intact: bool) {
        match (fault, self.before.clone()) {
            (Fault::Link, Some((before, at))) if intact => {
                self.problem(seq - 1, &before, at, "altered: the next record is chained to another one");
            }
            (Fault::Link, _) => self.problem(seq, path, offset, "altered: it is not chained to the record before"),
            (Fault::Number(found), _) => {
                self.problem(seq, path, offset, format!("missing, moved or altered: number {found} stands here"));
            }
            (Fault::Shape, _) => self.problem(seq, path, offset, "altered: not a record"),
        }
    }

    fn finish(mut self, known: &Known, firsts: &[u64]) -> Result<Report, LedgerError> {
        if !self.report.problems.is_empty() {
            return Ok(self.report);
        }
        let last = segment::path(self.dir, firsts.last().copied().unwrap_or(1));
        let have = self.state.as_ref().map_or(0, Head::seq);
        let end = fs::metadata(&last).map_or(0, |m| m.len());
        match known {
            Known::Missing | Known::Damaged => {
                let what = "the head is missing or damaged: whether records are missing at the end cannot be told";
                let path = self.dir.join("head");
                self.problem(have + 1, &path, 0, what);
            }
            Known::Head(head) if self.state.as_ref().is_some_and(|s| s.log != head.log) => {
                let path = self.dir.join("head");
                self.problem(have + 1, &path, 0, "the head belongs to another ledger");
            }
            Known::Head(head) if head.seq() > have => {
                let what = format!("records {}–{} are missing at the end", have + 1, head.seq());
                self.problem(have + 1, &last, end, what);
            }
            Known::Head(_) => {}
        }
        Ok(self.report)
    }
}

enum Fault {
    /// Not a record's beginning and end.
    Shape,
    /// Another number than the next.
    Number(u64),
    /// Chained to something else.
    Link,
}

fn fault(line: &Line<'_>, state: &Head) -> Option<Fault> {
    match wire::place(line.bytes) {
        None => Some(Fault::Shape),
        Some((seq, _)) if seq != state.seq() + 1 => Some(Fault::Number(seq)),
        Some((_, prev)) if prev != state.last => Some(Fault::Link),
        Some(_) => None,
    }
}

/// Whether what is chained can also be read; only worth asking when the chain holds.
fn check_readable(dir: &Path, report: &mut Report) -> Result<(), LedgerError> {
    let mut next = 1;
    for record in crate::read::records(dir)? {
        match record {
            Ok(record) => {
                next = record.seq + 1;
                report.repairs.extend(record.repairs.into_iter().map(|r| (record.seq, r)));
            }
            Err(LedgerError::Damaged(e)) => {
                report.problems.push(e.problem(next));
                return Ok(());
            }
            Err(e) => return Err(e),
        }
    }
    Ok(())
}
