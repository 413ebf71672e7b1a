//! Reads git's index (versions 2, 3 and 4) without writing it. Pure but for the reading of the file. Called by
//! `tracked`.

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;

use super::find::Repo;
use crate::world::files::Files;
use crate::world::resolve::join;

/// Largest index; of about 80,000 files. A larger one would cost more time than its answer is worth.
const MAX_INDEX_BYTES: usize = 8 * 1024 * 1024;
/// Questions answered by reading the index through; from then on a table pays (`rm` with five hundred names).
const MAX_SCANS: u32 = 4;
/// Longest name of an entry: git's own limit is that of paths.
const MAX_NAME_BYTES: usize = 4096;

const EXTENDED: u16 = 0x4000;
const ASSUME_UNCHANGED: u16 = 0x8000;
const STAGE: u16 = 0x3000;
const SKIP_WORKTREE: u16 = 0x4000;
const INTENT_TO_ADD: u16 = 0x2000;

/// The index of a work tree as it lies on the disk.
#[derive(Debug)]
pub struct Index {
    bytes: Vec<u8>,
    /// When it was written.
    pub(super) written: (i64, i64),
    oid_bytes: usize,
    asked: Cell<u32>,
    by_name: OnceCell<Option<HashMap<Vec<u8>, Tracked>>>,
}

/// What the index says about one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tracked {
    pub changed: (u32, u32),
    pub modified: (u32, u32),
    pub inode: u32,
    pub mode: u32,
    pub size: u32,
    /// In the middle of a merge: which side this is.
    pub conflicted: bool,
    /// Only announced by `git add -N`: no content.
    pub announced: bool,
    /// Git was told not to look at the file.
    pub unwatched: bool,
}

impl Index {
    /// None if there is none, it is too large, or its repository uses a hash that we do not know.
    pub(super) fn read(files: &Files, repo: &Repo, oid_bytes: usize) -> Option<Self> {
        let (bytes, meta) = files.bytes(&join(&repo.git_dir, "index"), MAX_INDEX_BYTES).ok()?;
        Some(Self::new(bytes, &meta, oid_bytes))
    }

    fn new(bytes: Vec<u8>, meta: &Metadata, oid_bytes: usize) -> Self {
        Self {
            bytes,
            written: (meta.mtime(), meta.mtime_nsec()),
            oid_bytes,
            asked: Cell::new(0),
            by_name: OnceCell::new(),
        }
    }

    /// One file's entry; the outer none as in [`Self::each`].
    pub(super) fn find(&self, wanted: &[u8]) -> Option<Option<Tracked>> {
        self.asked.set(self.asked.get().saturating_add(1));
        if self.asked.get() > MAX_SCANS {
            let table = self.by_name.get_or_init(|| self.table()).as_ref()?;
            return Some(table.get(wanted).cloned());
        }
        let mut found = None;
        self.each(|name, entry| {
            if name == wanted {
                found = Some(entry.clone());
            }
        })?;
        Some(found)
    }

    fn table(&self) -> Option<HashMap<Vec<u8>, Tracked>> {
        let mut table = HashMap::new();
        self.each(|name, entry| {
            table.insert(name.to_vec(), entry.clone());
        })?;
        Some(table)
    }

    /// Shows every entry, in order of names. None if the file is no index, is damaged, or holds only a part of the
    /// entries (a split index, a sparse one).
    pub(super) fn each(&self, mut see: impl FnMut(&[u8], &Tracked)) -> Option<()> {
        let mut cursor = Cursor { bytes: &self.bytes, at: 0 };
        let head = cursor.take(4)?;
        let version = cursor.u32()?;
        let count = cursor.u32()?;
        if head != b"DIRC" || !(2..=4).contains(&version) {
            return None;
        }
        let mut name = Vec::new();
        for _ in 0..count {
            let entry = cursor.entry(version, self.oid_bytes, &mut name)?;
            // A whole directory in one entry.
            if entry.mode & 0o170_000 == 0o040_000 {
                return None;
            }
            see(&name, &entry);
        }
        cursor.no_partial_extension(self.oid_bytes)
    }
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(n)?;
        let part = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(part)
    }
    fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_be_bytes)
    }
    fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_be_bytes)
    }

    fn entry(&mut self, version: u32, oid_bytes: usize, name: &mut Vec<u8>) -> Option<Tracked> {
        let start = self.at;
        let changed = (self.u32()?, self.u32()?);
        let modified = (self.u32()?, self.u32()?);
        let _device = self.u32()?;
        let inode = self.u32()?;
        let mode = self.u32()?;
        let _owner = (self.u32()?, self.u32()?);
        let size = self.u32()?;
        self.take(oid_bytes)?;
        let flags = self.u16()?;
        let more = if flags & EXTENDED != 0 && version >= 3 { self.u16()? } else { 0 };
        if version == 4 {
            self.name_v4(name)?
        } else {
            self.name_padded(start, name)?
        }
        Some(Tracked {
            changed,
            modified,
            inode,
            mode,
            size,
            conflicted: flags & STAGE != 0,
            announced: more & INTENT_TO_ADD != 0,
            unwatched: flags & ASSUME_UNCHANGED != 0 || more & SKIP_WORKTREE != 0,
        })
    }

    fn until_nul(&mut self) -> Option<&'a [u8]> {
        let rest = self.bytes.get(self.at..)?;
        let len = rest.iter().take(MAX_NAME_BYTES.saturating_add(1)).position(|b| *b == 0)?;
        let text = rest.get(..len)?;
        self.take(len.checked_add(1)?)?;
        Some(text)
    }

    /// Ended by one to eight zero bytes, so that the entry's length is a multiple of eight.
    fn name_padded(&mut self, start: usize, name: &mut Vec<u8>) -> Option<()> {
        name.clear();
        name.extend_from_slice(self.until_nul()?);
        let len = self.at.checked_sub(start)?;
        let padding = len.next_multiple_of(8).checked_sub(len)?;
        self.take(padding).map(|_| ())
    }

    /// How many bytes of the previous name fall away, then what takes their place.
    fn name_v4(&mut self, name: &mut Vec<u8>) -> Option<()> {
        let strip = self.offset()?;
        name.truncate(name.len().checked_sub(strip)?);
        name.extend_from_slice(self.until_nul()?);
        (name.len() <= MAX_NAME_BYTES).then_some(())
    }

    /// The variable-length number of pack files: each further byte adds one to what came before.
    fn offset(&mut self) -> Option<usize> {
        let mut byte = *self.take(1)?.first()?;
        let mut value = usize::from(byte & 0x7F);
        while byte & 0x80 != 0 {
            byte = *self.take(1)?.first()?;
            value = value.checked_add(1)?.checked_mul(128)?.checked_add(usize::from(byte & 0x7F))?;
        }
        Some(value)
    }

    /// Looks for the extensions under which the entries above are not all there is.
    fn no_partial_extension(&mut self, oid_bytes: usize) -> Option<()> {
        let end = self.bytes.len().checked_sub(oid_bytes)?;
        while self.at < end {
            let name = self.take(4)?;
            let len = usize::try_from(self.u32()?).ok()?;
            if matches!(name, b"link" | b"sdir") {
                return None;
            }
            self.take(len)?;
        }
        (self.at == end).then_some(())
    }
}
