//! Session snapshots: `sessions/<hash of the id>.json`, a cache of the fold over the session's records. One header line
//! with the record that it is folded to, its length and its checksum, then the session.
//!
//! Written in place, not by rename: a rename over a file makes ext4 start writing it to the disk each time. Half a
//! snapshot (a writer killed between two pages) fails its checksum and is folded again from the journal.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use automode_model::Session;

use crate::error::{LedgerError, OnFile};
use crate::hash::{self, Hash};
use crate::ledger::open_quietly;
use crate::{checksum, wire};

/// Bytes of the header line: `automode-session 2 <20 digits> <10 digits> <32 digits>` and its newline. (The first form had
/// a SHA-256; such a file is folded again from the journal.)
const HEADER_BYTES: usize = 19 + 20 + 1 + 10 + 1 + 32 + 1;

/// The largest snapshot that is read: 256 prompts of 8 KiB, 256 × 256 paths; beyond it something is wrong with the file.
const MAX_SNAPSHOT_BYTES: usize = 64 << 20;

/// A session's file, as far as there is one.
pub(crate) struct Snapshot {
    path: PathBuf,
    file: Option<File>,
    /// The header as last read or written: while the file still has it, nobody else wrote.
    seen: [u8; HEADER_BYTES],
}

/// What a session's file says.
pub(crate) enum Stored {
    /// There is no file.
    Missing,
    /// There is one, and it is not whole.
    Damaged,
    /// The session after the record of that number.
    At(u64, Box<Session>),
}

impl Snapshot {
    /// The snapshot of a session; reads it.
    pub(crate) fn open(dir: &Path, id: &str) -> Result<(Self, Stored), LedgerError> {
        let digits = Hash::of(&[b"session", id.as_bytes()]).hex();
        let name: String = digits.iter().take(32).map(|digit| char::from(*digit)).collect();
        let path = dir.join("sessions").join(name + ".json");
        let mut snapshot = Self { path, file: None, seen: [0; HEADER_BYTES] };
        // Opened for writing too: a FIFO planted here must not block us.
        match open_quietly(OpenOptions::new().read(true).write(true), &snapshot.path) {
            Ok(file) => {
                let stored = snapshot.read(&file);
                snapshot.file = Some(file);
                Ok((snapshot, stored))
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok((snapshot, Stored::Missing)),
            Err(e) => Err(LedgerError::file("open", &snapshot.path, e)),
        }
    }

    fn read(&mut self, file: &File) -> Stored {
        let Some(bytes) = read_all(file) else { return Stored::Damaged };
        let Some((header, rest)) = bytes.split_first_chunk::<HEADER_BYTES>() else { return Stored::Damaged };
        self.seen = *header;
        decode(header, rest).map_or(Stored::Damaged, |(seq, session)| Stored::At(seq, Box::new(session)))
    }

    /// Whether the file is still there, as this process last saw it.
    pub(crate) fn unchanged(&self) -> bool {
        let Some(file) = &self.file else { return false };
        let mut now = [0; HEADER_BYTES];
        let linked = file.metadata().is_ok_and(|m| m.nlink() > 0);
        linked && file.read_exact_at(&mut now, 0).is_ok() && now == self.seen
    }

    /// Whether there was no file, and still is none.
    pub(crate) fn missing(&self) -> bool {
        self.file.is_none() && !self.path.exists()
    }

    /// Stores the session after record `seq`.
    pub(crate) fn write(&mut self, seq: u64, session: &Session) -> Result<(), LedgerError> {
        let (header, bytes) = encode(seq, session);
        if self.file.is_none() {
            self.file = Some(create(&self.path)?);
        }
        if let Some(file) = &self.file {
            file.write_all_at(&bytes, 0).on("write", &self.path)?;
        }
        self.seen = header;
        Ok(())
    }

    /// Takes the file away, so that nobody takes an old state for the present one.
    pub(crate) fn discard(&mut self) -> Result<(), LedgerError> {
        self.file = None;
        match std::fs::remove_file(&self.path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(LedgerError::file("remove", &self.path, e)),
            _ => Ok(()),
        }
    }
}

fn create(path: &Path) -> Result<File, LedgerError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600);
    match options.open(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            let dir = path.parent().unwrap_or(path);
            crate::ledger::make_dir(dir)?;
            options.open(path).on("create", path)
        }
        other => other.on("create", path),
    }
}

/// Most snapshots fit into one read; a larger buffer would be pages that are made only to be thrown away.
const USUAL_BYTES: usize = 4 << 10;

fn read_all(file: &File) -> Option<Vec<u8>> {
    let mut bytes = vec![0; USUAL_BYTES];
    let mut have = 0;
    loop {
        match file.read_at(bytes.get_mut(have..)?, have as u64) {
            Ok(0) => break,
            Ok(n) => have += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
        if have < bytes.len() {
            break;
        }
        if have >= MAX_SNAPSHOT_BYTES {
            return None;
        }
        bytes.resize(have * 8, 0);
    }
    bytes.truncate(have);
    Some(bytes)
}

fn encode(seq: u64, session: &Session) -> ([u8; HEADER_BYTES], Vec<u8>) {
    let body = wire::encode_session(session);
    let sum = sum(seq, &body);
    let text = format!("automode-session 2 {seq:020} {:010} {sum}\n", body.len());
    let header = text.as_bytes().try_into().unwrap_or([0; HEADER_BYTES]);
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(&body);
    (header, bytes)
}

fn sum(seq: u64, body: &[u8]) -> String {
    let digits = |byte: u8| [hash::hex_digit(byte >> 4), hash::hex_digit(byte & 15)].map(char::from);
    checksum::of(&[&seq.to_le_bytes(), body]).into_iter().flat_map(digits).collect()
}

fn decode(header: &[u8; HEADER_BYTES], rest: &[u8]) -> Option<(u64, Session)> {
    let text = std::str::from_utf8(header).ok()?.strip_prefix("automode-session 2 ")?.strip_suffix('\n')?;
    let mut fields = text.split(' ');
    let seq: u64 = fields.next()?.parse().ok()?;
    let len: usize = fields.next()?.parse().ok()?;
    let found = fields.next()?;
    // Older, longer content may follow.
    let body = rest.get(..len)?;
    (sum(seq, body) == found).then_some(())?;
    Some((seq, wire::decode_session(body)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_comes_back_and_half_of_one_does_not() {
        let session = Session { prompts: vec!["fix the tests".into()], judged: 3, ..Session::default() };
        let (header, bytes) = encode(42, &session);
        let body = &bytes[HEADER_BYTES..];
        assert_eq!(decode(&header, body), Some((42, session.clone())));
        let longer = [body, b"left over from before"].concat();
        assert_eq!(decode(&header, &longer), Some((42, session)));
        for len in 0..body.len() {
            assert_eq!(decode(&header, &body[..len]), None);
        }
        for bit in 0..body.len() * 8 {
            let mut flipped = body.to_vec();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(decode(&header, &flipped), None);
        }
    }
}
