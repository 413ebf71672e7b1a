//! Segments of the journal: `journal/<first number>.jsonl`. The first line is a header that says what the segment
//! continues, so that one can be verified, or a lost head made again, without the segments before it.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::error::{LedgerError, OnFile};
use crate::hash::{Hash, hex_digit};
use crate::head::{Head, LogId};
use crate::merkle::Frontier;
use crate::wire;

/// A segment is closed when it would grow beyond this: small enough to be read at once when a head is lost (about 20 ms),
/// large enough for a week of an ordinary user.
pub(crate) const SEGMENT_BYTES: u64 = 8 << 20;

/// The largest record; 64 KiB texts after redaction make some hundred KiB, and recorded scripts come on top.
pub(crate) const MAX_RECORD_BYTES: usize = 16 << 20;

/// The directory of the segments.
pub(crate) fn journal(dir: &Path) -> PathBuf {
    dir.join("journal")
}

/// The file of the segment that begins with this record.
pub(crate) fn path(dir: &Path, first_seq: u64) -> PathBuf {
    // Without the formatter, of which nothing else in a usual hook has a use.
    let digits = first_seq.to_string();
    let zeros = "000000000000".get(digits.len()..).unwrap_or_default();
    journal(dir).join([zeros, &digits, ".jsonl"].concat())
}

/// The first numbers of all segments, in order; a ledger without journal has none.
pub(crate) fn list(dir: &Path) -> Result<Vec<u64>, LedgerError> {
    let journal = journal(dir);
    let entries = match fs::read_dir(&journal) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(LedgerError::file("list", &journal, e)),
    };
    let mut firsts = Vec::new();
    for entry in entries {
        let name = entry.on("list", &journal)?.file_name();
        firsts.extend(name.to_str().and_then(first_of_name));
    }
    firsts.sort_unstable();
    Ok(firsts)
}

fn first_of_name(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(".jsonl")?;
    let first = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u64>().ok())??;
    (format!("{first:012}") == digits).then_some(first)
}

/// The header of the segment that continues from this state.
pub(crate) fn header(head: &Head) -> Vec<u8> {
    let hex = |b: u8| [char::from(hex_digit(b >> 4)), char::from(hex_digit(b & 15))];
    let log: String = head.log.iter().flat_map(|b| hex(*b)).collect();
    let frontier: Vec<String> = head.frontier.hashes().iter().map(|h| format!("\"{h}\"")).collect();
    let first = head.seq() + 1;
    let start = format!("{{\"v\":1,\"log\":\"{log}\",\"segment\":{first},\"frontier\":[{}],", frontier.join(","));
    let mut line = start.into_bytes();
    wire::push_prev(&mut line, &head.last);
    line
}

#[derive(Deserialize)]
struct WireHeader {
    v: u64,
    log: String,
    segment: u64,
    frontier: Vec<String>,
    prev: String,
}

/// The state that a header (without its newline) says it continues, with the head's place behind it; none where these
/// bytes are not exactly the header of that state.
pub(crate) fn parse_header(line: &[u8]) -> Option<Head> {
    let wire: WireHeader = serde_json::from_slice(line).ok()?;
    (wire.v == wire::VERSION).then_some(())?;
    let hashes = wire.frontier.iter().map(|h| Hash::from_hex(h)).collect::<Option<Vec<_>>>()?;
    let mut head = Head::fresh(log_id(&wire.log)?);
    head.frontier = Frontier::from_parts(wire.segment.checked_sub(1)?, hashes)?;
    head.last = Hash::from_hex(&wire.prev)?;
    head.tail = head.last;
    head.segment = wire.segment;
    let exact = header(&head);
    head.offset = exact.len() as u64;
    (exact.strip_suffix(b"\n") == Some(line)).then_some(head)
}

fn log_id(hex: &str) -> Option<LogId> {
    // A hash has twice as many digits: what is written twice reads as one.
    let doubled = Hash::from_hex(&hex.repeat(2))?;
    doubled.bytes().first_chunk().copied()
}

/// A segment's lines with their places, one at a time.
pub(crate) struct Lines {
    reader: BufReader<File>,
    path: PathBuf,
    offset: u64,
    buffer: Vec<u8>,
}

/// One line, without its newline.
pub(crate) struct Line<'a> {
    pub bytes: &'a [u8],
    pub offset: u64,
    /// It ended with a newline; the last line of a file may not.
    pub whole: bool,
}

impl Line<'_> {
    /// Bytes in the file, newline included.
    pub(crate) fn file_bytes(&self) -> u64 {
        self.bytes.len() as u64 + u64::from(self.whole)
    }
}

impl Lines {
    /// The lines from a byte offset on.
    pub(crate) fn open(path: &Path, offset: u64) -> Result<Self, LedgerError> {
        let mut file = File::open(path).on("open", path)?;
        if offset > 0 {
            file.seek(SeekFrom::Start(offset)).on("read", path)?;
        }
        let reader = BufReader::with_capacity(1 << 16, file);
        Ok(Self { reader, path: path.to_owned(), offset, buffer: Vec::new() })
    }

    /// The next line; none at the end. A line beyond the limit comes in parts that are not whole.
    pub(crate) fn next(&mut self) -> Result<Option<Line<'_>>, LedgerError> {
        self.buffer.clear();
        let limit = MAX_RECORD_BYTES as u64 + 1;
        let read =
            io::Read::take(&mut self.reader, limit).read_until(b'\n', &mut self.buffer).on("read", &self.path)?;
        if read == 0 {
            return Ok(None);
        }
        let offset = self.offset;
        self.offset += read as u64;
        let whole = self.buffer.last() == Some(&b'\n');
        if whole {
            self.buffer.pop();
        }
        Ok(Some(Line { bytes: &self.buffer, offset, whole }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_one_spelling() {
        assert_eq!(first_of_name("000000000001.jsonl"), Some(1));
        assert_eq!(first_of_name("1234567890123.jsonl"), Some(1_234_567_890_123));
        for other in ["1.jsonl", "000000000001.jsonl.torn-9", "+00000000001.jsonl", "x.jsonl", ".jsonl"] {
            assert_eq!(first_of_name(other), None, "{other}");
        }
    }

    #[test]
    fn a_header_says_exactly_what_it_continues() {
        let mut head = Head::fresh([0xa5; 16]);
        for i in 0..6u8 {
            head.advance(1, crate::merkle::leaf(&[i]), Hash([i; 32]));
        }
        let line = header(&head);
        let line = line.strip_suffix(b"\n").unwrap();
        let back = parse_header(line).unwrap();
        assert_eq!((back.log, back.segment, &back.last, &back.frontier), (head.log, 7, &head.last, &head.frontier));
        for bit in 0..line.len() * 8 {
            let mut flipped = line.to_vec();
            flipped[bit / 8] ^= 1 << (bit % 8);
            // A flip within a hash is another valid header; it differs in what it continues.
            if let Some(other) = parse_header(&flipped) {
                assert_ne!(
                    (other.log, other.segment, other.last, other.frontier),
                    (back.log, 7, back.last, back.frontier.clone())
                );
            }
        }
    }
}
