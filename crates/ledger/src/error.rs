//! What can go wrong with the ledger. Every error names the file; whoever gets one answers *unavailable*.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why something was not recorded or not read.
#[derive(Debug)]
pub enum LedgerError {
    /// The system refused an operation on a file.
    File(FileError),
    /// A record is larger than the ledger takes.
    TooLarge(TooLargeError),
    /// A file does not hold what it should.
    Damaged(DamagedError),
    /// The index for readers failed; the ledger itself is not touched by that.
    Index(IndexError),
}

/// The index for readers failed.
#[derive(Debug)]
pub struct IndexError {
    path: PathBuf,
    what: String,
}

/// The system refused an operation on a file.
#[derive(Debug)]
pub struct FileError {
    doing: &'static str,
    path: PathBuf,
    source: io::Error,
}

/// A record is larger than the ledger takes.
#[derive(Debug)]
pub struct TooLargeError {
    bytes: usize,
    limit: usize,
}

/// A file does not hold what it should.
#[derive(Debug)]
pub struct DamagedError {
    path: PathBuf,
    offset: u64,
    what: String,
}

impl LedgerError {
    pub(crate) fn file(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Self::File(FileError { doing, path: path.to_owned(), source })
    }

    pub(crate) fn too_large(bytes: usize, limit: usize) -> Self {
        Self::TooLarge(TooLargeError { bytes, limit })
    }

    pub(crate) fn damaged(path: &Path, offset: u64, what: impl Into<String>) -> Self {
        Self::Damaged(DamagedError { path: path.to_owned(), offset, what: what.into() })
    }

    #[cfg(feature = "index")]
    pub(crate) fn index(path: &Path, what: impl fmt::Display) -> Self {
        Self::Index(IndexError { path: path.to_owned(), what: what.to_string() })
    }

    /// The file that it is about, where there is one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(e) => Some(&e.path),
            Self::TooLarge(_) => None,
            Self::Damaged(e) => Some(&e.path),
            Self::Index(e) => Some(&e.path),
        }
    }
}

/// Adds the file and the operation to an error of the system.
pub(crate) trait OnFile<T> {
    fn on(self, doing: &'static str, path: &Path) -> Result<T, LedgerError>;
}

impl<T> OnFile<T> for io::Result<T> {
    fn on(self, doing: &'static str, path: &Path) -> Result<T, LedgerError> {
        self.map_err(|source| LedgerError::file(doing, path, source))
    }
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(e) => {
                write!(f, "cannot {} `{}`: {}", e.doing, e.path.display(), e.source)?;
                match e.source.kind() {
                    io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => f.write_str("; free some space"),
                    io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                        f.write_str("; the ledger's directory must be writable for this user")
                    }
                    _ => Ok(()),
                }
            }
            Self::TooLarge(e) => {
                write!(f, "a record of {} bytes is larger than the limit of {} bytes", e.bytes, e.limit)
            }
            Self::Damaged(e) => write!(f, "`{}` is damaged at byte {}: {}", e.path.display(), e.offset, e.what),
            Self::Index(e) => {
                write!(
                    f,
                    "cannot use the index `{}`: {}; it may be deleted, and is made again",
                    e.path.display(),
                    e.what
                )
            }
        }
    }
}

impl std::error::Error for LedgerError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::File(e) => Some(&e.source),
            Self::TooLarge(_) | Self::Damaged(_) | Self::Index(_) => None,
        }
    }
}

impl FileError {
    /// There is such a file already.
    pub(crate) fn is_present(&self) -> bool {
        self.source.kind() == io::ErrorKind::AlreadyExists
    }

    /// There is no such file.
    pub(crate) fn is_missing(&self) -> bool {
        self.source.kind() == io::ErrorKind::NotFound
    }
}

impl DamagedError {
    /// As a verifier reports it.
    pub(crate) fn problem(self, seq: u64) -> crate::verify::Problem {
        crate::verify::Problem { seq, path: self.path, offset: self.offset, what: self.what }
    }
}
