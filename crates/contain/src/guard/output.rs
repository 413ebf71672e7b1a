//! Delivers the answer on stdout, whole or not at all, and keeps the three standard descriptors from being reused.
//! Called by the guard.
#![expect(unsafe_code, reason = "write, poll, fcntl and fstat on descriptors that std wraps in buffers and locks")]

use std::fmt;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

/// The answer did not reach the host.
#[derive(Debug)]
pub struct AnswerError(io::Error);

impl fmt::Display for AnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer could not be delivered: {}", self.0)
    }
}

impl std::error::Error for AnswerError {}

/// Writes the whole answer to stdout, in one `write` where the kernel takes it so. An empty answer writes nothing.
///
/// # Errors
/// Stdout is closed, was closed at the start, or the write failed.
pub fn write_answer(bytes: &[u8]) -> Result<(), AnswerError> {
    if bytes.is_empty() {
        return Ok(());
    }
    if nobody_listens(libc::STDOUT_FILENO) {
        return Err(AnswerError(io::Error::from_raw_os_error(libc::EPIPE)));
    }
    write_all(libc::STDOUT_FILENO, bytes).map_err(AnswerError)
}

/// Tries to say something on stderr; whether it is heard changes nothing.
pub(super) fn write_stderr(bytes: &[u8]) {
    let _ = write_all(libc::STDERR_FILENO, bytes);
}

fn write_all(fd: libc::c_int, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        // SAFETY: the buffer is valid for its whole length.
        let written = unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) };
        match usize::try_from(written) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(n) => bytes = bytes.get(n..).unwrap_or_default(),
            Err(_) => retry(fd, io::Error::last_os_error())?,
        }
    }
    Ok(())
}

/// Interrupted: again. A full pipe that does not block: wait, the deadline runs.
fn retry(fd: libc::c_int, error: io::Error) -> io::Result<()> {
    match error.kind() {
        io::ErrorKind::Interrupted => Ok(()),
        io::ErrorKind::WouldBlock => {
            let mut room = libc::pollfd { fd, events: libc::POLLOUT, revents: 0 };
            // SAFETY: one pollfd on our stack.
            unsafe { libc::poll(&raw mut room, 1, -1) };
            Ok(())
        }
        _ => Err(error),
    }
}

/// Opens /dev/null in place of a closed standard descriptor. Else the ledger's file would get the number 1, and the
/// answer would be written into it.
pub(crate) fn keep_standard_fds() {
    if all_open() {
        GIVEN.store(crate::start::is_ours(), Ordering::Relaxed);
        return;
    }
    for fd in 0..=2 {
        // SAFETY: fcntl only asks; open gets a terminated constant.
        unsafe {
            if libc::fcntl(fd, libc::F_GETFD) == -1 {
                libc::open(c"/dev/null".as_ptr(), libc::O_RDWR);
            }
        }
    }
}

/// Whether the three descriptors are those that the process was started with: each was open when we looked, and nobody could
/// have opened one before that.
static GIVEN: AtomicBool = AtomicBool::new(false);

/// Whether none of the three is closed, in one call. Only Linux says it of every kind of file.
fn all_open() -> bool {
    let mut fds = [0, 1, 2].map(|fd| libc::pollfd { fd, events: 0, revents: 0 });
    // SAFETY: three whole structures on our stack.
    cfg!(target_os = "linux")
        && unsafe { libc::poll(fds.as_mut_ptr(), 3, 0) } >= 0
        && fds.iter().all(|fd| fd.revents & libc::POLLNVAL == 0)
}

/// A descriptor that was closed at the start: we, or the runtime before us, put /dev/null there, for reading and
/// writing. A write to it would succeed and a deny would never be heard. (`>/dev/null` in a shell is for writing
/// only: somebody's wish.)
fn nobody_listens(fd: libc::c_int) -> bool {
    if GIVEN.load(Ordering::Relaxed) {
        return false;
    }
    // SAFETY: fstat fills a whole structure on our stack; fcntl only asks.
    unsafe {
        let mut stat = std::mem::zeroed::<libc::stat>();
        let null = libc::fstat(fd, &raw mut stat) == 0
            && stat.st_mode & libc::S_IFMT == libc::S_IFCHR
            && stat.st_rdev == libc::makedev(1, 3);
        null && libc::fcntl(fd, libc::F_GETFL) & libc::O_ACCMODE == libc::O_RDWR
    }
}
