//! Reads the host's event from stdin, under a limit. Called by the hook command.
#![expect(unsafe_code, reason = "descriptor 0 as a file: std's own stdin takes a closed one for an empty one")]

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::mem::ManuallyDrop;
use std::os::fd::FromRawFd;

/// Largest event. Hosts send whole files in it; the largest seen is 1.6 MB.
pub const MAX_INPUT_BYTES: usize = 10 * 1024 * 1024;
/// First buffer: most events are smaller and take one read. What of it is not used lies between pages that are, and would be
/// made present with them.
const FIRST_BUFFER_BYTES: usize = 2 * 1024;
const BOM: &[u8] = &[0xEF, 0xBB, 0xBF];

/// Why there is no event.
#[derive(Debug)]
pub enum InputError {
    /// More than the limit. Nothing of it is judged: half an event is another event.
    TooLong {
        /// The limit.
        max_bytes: usize,
    },
    /// Nothing came, or stdin is closed.
    Empty,
    /// The read failed.
    Io(io::Error),
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { max_bytes } => write!(f, "the event is longer than {max_bytes} bytes"),
            Self::Empty => write!(f, "no event came on standard input"),
            Self::Io(error) => write!(f, "standard input cannot be read: {error}"),
        }
    }
}

impl std::error::Error for InputError {}

/// Everything up to the end of stdin, without a byte order mark. A stdin that never ends is the deadline's business.
///
/// # Errors
/// Nothing there, too much there, or a failed read.
pub fn read_stdin(max_bytes: usize) -> Result<Vec<u8>, InputError> {
    // SAFETY: descriptor 0 is open (the guard keeps it so) and is never closed by us: the File is never dropped.
    let mut stdin = ManuallyDrop::new(unsafe { File::from_raw_fd(libc::STDIN_FILENO) });
    let bytes = read_all(&mut *stdin, max_bytes)?;
    if bytes.is_empty() { Err(InputError::Empty) } else { Ok(bytes) }
}

fn read_all(from: &mut impl Read, max_bytes: usize) -> Result<Vec<u8>, InputError> {
    let mut bytes = Vec::with_capacity(FIRST_BUFFER_BYTES.min(max_bytes.saturating_add(1)));
    let limit = u64::try_from(max_bytes).unwrap_or(u64::MAX).saturating_add(1);
    // `read_to_end` retries an interrupted read.
    from.take(limit).read_to_end(&mut bytes).map_err(InputError::Io)?;
    if bytes.len() > max_bytes {
        return Err(InputError::TooLong { max_bytes });
    }
    if bytes.starts_with(BOM) {
        bytes.drain(..BOM.len());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_and_marks() {
        let read = |mut text: &[u8], max| read_all(&mut text, max).map_err(|e| e.to_string());
        assert_eq!(read(b"abc", 3), Ok(b"abc".to_vec()));
        assert_eq!(read(b"abcd", 3), Err("the event is longer than 3 bytes".to_string()));
        assert_eq!(read(b"\xEF\xBB\xBF{}", 9), Ok(b"{}".to_vec()));
        assert_eq!(read(b"", 3), Ok(vec![]));
    }

    #[test]
    fn an_interrupted_read_goes_on() {
        struct Interrupted(u8);
        impl Read for Interrupted {
            fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
                self.0 += 1;
                match self.0 {
                    1 => Err(io::ErrorKind::Interrupted.into()),
                    2 => {
                        buf[0] = b'x';
                        Ok(1)
                    }
                    _ => Ok(0),
                }
            }
        }
        assert_eq!(read_all(&mut Interrupted(0), 9).unwrap(), b"x");
    }
}
