//! Session snapshots: `sessions/<hash of the id>.json`, a cache of the fold over the session's records. A header with the
//! record that it is folded to, its length and its checksum, then the session.
//!
//! Written in place, not by rename: a rename over a file makes ext4 start writing it to the disk each time. Half a
//! snapshot (a writer killed between two pages) fails its checksum and is folded again from the journal.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use automode_model::Session;

use crate::checksum::{self, CHECKSUM_BYTES};
use crate::error::{LedgerError, OnFile};
use crate::hash::Hash;
use crate::ledger::open_quietly;
use crate::wire;

/// The first bytes of the header: the third form. The first two began with `automode-session` and had JSON behind them; such a
/// file is folded again from the journal. The name of the file is still theirs, so that an older version that
/// comes back finds the file, and does not find its own old one beside it.
const MAGIC: &[u8; 8] = b"AMSESS3\n";

/// Bytes of the header: that, the record's number, the length of what follows, and the checksum.
const HEADER_BYTES: usize = 8 + 8 + 8 + CHECKSUM_BYTES;

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
    At(u64, Rc<Session>),
}

impl Snapshot {
    /// The snapshot of a session; reads it.
    pub(crate) fn open(dir: &Path, id: &str) -> Result<(Self, Stored), LedgerError> {
        let digits = Hash::of(&[b"session", id.as_bytes()]).hex();
        let name = digits.first_chunk::<32>().and_then(|name| std::str::from_utf8(name).ok()).unwrap_or_default();
        let path = dir.join(["sessions/", name, ".json"].concat());
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
        decode(header, rest).map_or(Stored::Damaged, |(seq, session)| Stored::At(seq, Rc::new(session)))
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

/// Young sessions fit into one read; a larger buffer would be pages that are made only to be thrown away.
const USUAL_BYTES: usize = 1 << 10;

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
    let mut bytes = Vec::with_capacity(HEADER_BYTES + body.len());
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&seq.to_le_bytes());
    bytes.extend_from_slice(&(body.len() as u64).to_le_bytes());
    bytes.extend_from_slice(&sum(seq, &body));
    let header = bytes.as_slice().try_into().unwrap_or([0; HEADER_BYTES]);
    bytes.extend_from_slice(&body);
    (header, bytes)
}

fn sum(seq: u64, body: &[u8]) -> [u8; CHECKSUM_BYTES] {
    checksum::of(&[&seq.to_le_bytes(), body])
}

fn decode(header: &[u8; HEADER_BYTES], rest: &[u8]) -> Option<(u64, Session)> {
    let (magic, fields) = header.split_first_chunk::<8>()?;
    let (seq, fields) = fields.split_first_chunk::<8>()?;
    let (len, found) = fields.split_first_chunk::<8>()?;
    (magic == MAGIC).then_some(())?;
    let seq = u64::from_le_bytes(*seq);
    // Older, longer content may follow.
    let body = rest.get(..usize::try_from(u64::from_le_bytes(*len)).ok()?)?;
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
