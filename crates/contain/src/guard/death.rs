//! How the process ends: the policy for deaths, the fixed texts and the one way out. Used by every other part of the
//! guard; all of it is safe to run inside a signal handler (no allocation, no lock, no formatting machinery).
#![expect(unsafe_code, reason = "_exit, poll, write, sigprocmask and atexit have no safe counterpart in std")]

use std::panic::Location;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

/// Longest text of a death: hosts cut longer ones, and the model has to read it.
pub const MAX_DEATH_TEXT_BYTES: usize = 300;
/// "The action does not run", for every host that reads exit codes.
pub(super) const EXIT_BLOCK: i32 = 2;
/// A failure that hosts report and pass over.
const EXIT_REPORT: i32 = 1;
/// How long a second dying thread waits for the first to finish its text before it ends the process itself.
const SECOND_DEATH_WAIT_MS: i32 = 100;

const TAIL_BLOCK: &str = "; the action was not run. This is no judgement of the action: it may be tried once more, then tell the person, who can look with `automode doctor`\n";
const TAIL_REPORT: &str = "; this event was not looked at. A person can look with `automode doctor`\n";

/// What a death of the gate means at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum OnDeath {
    /// Exit 2 with a text: the action does not run. For events that decide, and before the event is known.
    Block,
    /// Exit 1 with a text: the host goes on and shows the text. For events after the fact.
    Report,
    /// Exit 0 with nothing: where exit 2 would reject the user's prompt or make the agent loop.
    Silent,
}

impl OnDeath {
    fn code(self) -> i32 {
        match self {
            Self::Block => EXIT_BLOCK,
            Self::Report => EXIT_REPORT,
            Self::Silent => 0,
        }
    }
    fn tail(self) -> Option<&'static str> {
        match self {
            Self::Block => Some(TAIL_BLOCK),
            Self::Report => Some(TAIL_REPORT),
            Self::Silent => None,
        }
    }
}

#[unsafe(export_name = "automode_on_death")]
static ON_DEATH: AtomicU8 = AtomicU8::new(OnDeath::Block as u8);
#[unsafe(export_name = "automode_installed")]
static INSTALLED: AtomicBool = AtomicBool::new(false);
#[unsafe(export_name = "automode_dying")]
static DYING: AtomicBool = AtomicBool::new(false);

pub(super) fn set(on_death: OnDeath) {
    ON_DEATH.store(on_death as u8, Ordering::SeqCst);
}

fn now() -> OnDeath {
    match ON_DEATH.load(Ordering::SeqCst) {
        1 => OnDeath::Report,
        2 => OnDeath::Silent,
        _ => OnDeath::Block,
    }
}

/// Whether a guard is in force: the allocator dies by it only then.
pub(super) fn guarded() -> bool {
    INSTALLED.load(Ordering::SeqCst)
}

/// Makes every `exit` that is not [`end`] a death: a library that calls `exit`, a `main` that returns early.
pub(super) fn install_exit_check() -> bool {
    if INSTALLED.swap(true, Ordering::SeqCst) {
        return true;
    }
    // SAFETY: `unanswered` is a plain function without arguments that lives as long as the program.
    unsafe { libc::atexit(unanswered) == 0 }
}

extern "C" fn unanswered() {
    die("ended without an answer");
}

#[cfg(automode_profile)]
unsafe extern "C" {
    /// Of the compiler's library for builds that count.
    fn __llvm_profile_write_file() -> libc::c_int;
}

/// The wanted end.
pub(super) fn end(code: i32) -> ! {
    #[cfg(automode_profile)]
    // SAFETY: writes the counters that the compiler put in; nobody else does, for no handler runs twice.
    unsafe {
        __llvm_profile_write_file();
    }
    // SAFETY: ends the process at once; nothing of ours needs to be flushed, the answer is with the kernel.
    unsafe { libc::_exit(code) }
}

/// The unwanted end: one write of a fixed text to stderr, then out.
pub(super) fn die(cause: &str) -> ! {
    block_signals();
    let on_death = now();
    if DYING.swap(true, Ordering::SeqCst) {
        // Another thread is writing its text and ends the process any moment.
        // SAFETY: poll without descriptors is a sleep.
        unsafe { libc::poll(std::ptr::null_mut(), 0, SECOND_DEATH_WAIT_MS) };
        end(on_death.code());
    }
    if let Some(tail) = on_death.tail() {
        let mut text = Text::new();
        text.push("automode: ");
        text.push(cause);
        text.push_tail(tail);
        say(text.bytes());
    }
    end(on_death.code())
}

/// A panic, in any thread. The place is for the bug report; only the file's own name, paths are nobody's business.
pub(super) fn die_of_panic(location: Option<&Location<'_>>) -> ! {
    let mut cause = Text::new();
    cause.push("internal fault (panic");
    if let Some(place) = location {
        cause.push(" at ");
        cause.push(place.file().rsplit(['/', '\\']).next().unwrap_or_default());
        cause.push(":");
        cause.push_number(place.line());
    }
    cause.push(")");
    die(std::str::from_utf8(cause.bytes()).unwrap_or("internal fault (panic)"))
}

/// A deadline that fires while a panic is being told would start the end a second time, above the first.
fn block_signals() {
    // SAFETY: the set is initialised by sigfillset before it is used; a null old set is allowed.
    unsafe {
        let mut all = std::mem::zeroed::<libc::sigset_t>();
        libc::sigfillset(&raw mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &raw const all, std::ptr::null_mut());
    }
}

/// One write, and only if stderr takes it: a full pipe that nobody reads must not turn a death into a hang, which
/// hosts end by their own time-out and take for consent.
fn say(text: &[u8]) {
    let mut ready = libc::pollfd { fd: libc::STDERR_FILENO, events: libc::POLLOUT, revents: 0 };
    // SAFETY: one pollfd on our stack, and a buffer that outlives the call.
    unsafe {
        if libc::poll(&raw mut ready, 1, 0) == 1 && ready.revents & libc::POLLOUT != 0 {
            libc::write(libc::STDERR_FILENO, text.as_ptr().cast(), text.len());
        }
    }
}

/// A text of bounded size on the stack.
struct Text {
    buf: [u8; MAX_DEATH_TEXT_BYTES],
    len: usize,
}

impl Text {
    fn new() -> Self {
        Self { buf: [0; MAX_DEATH_TEXT_BYTES], len: 0 }
    }
    fn push(&mut self, part: &str) {
        for (to, from) in self.buf.iter_mut().skip(self.len).zip(part.bytes()) {
            *to = from;
            self.len = self.len.saturating_add(1);
        }
    }
    /// The tail is never cut: what stands before it gives way.
    fn push_tail(&mut self, tail: &str) {
        self.len = self.len.min(MAX_DEATH_TEXT_BYTES.saturating_sub(tail.len()));
        self.push(tail);
    }
    fn push_number(&mut self, n: u32) {
        let mut divisor = 1_000_000_000;
        while divisor > 1 && n / divisor == 0 {
            divisor /= 10;
        }
        while divisor > 0 {
            let digit = u8::try_from(n / divisor % 10).unwrap_or_default();
            self.push(std::str::from_utf8(&[b'0'.saturating_add(digit)]).unwrap_or("?"));
            divisor /= 10;
        }
    }
    fn bytes(&self) -> &[u8] {
        self.buf.get(..self.len).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(parts: &[&str], tail: &str) -> String {
        let mut t = Text::new();
        parts.iter().for_each(|p| t.push(p));
        t.push_tail(tail);
        String::from_utf8(t.bytes().to_vec()).unwrap()
    }

    #[test]
    fn a_long_cause_gives_way_to_the_tail() {
        let said = text(&["automode: ", &"x".repeat(999)], TAIL_BLOCK);
        assert_eq!(said.len(), MAX_DEATH_TEXT_BYTES);
        assert!(said.ends_with(TAIL_BLOCK));
        assert_eq!(text(&["a"], "b"), "ab");
    }

    #[test]
    fn numbers() {
        for n in [0, 7, 10, 305, u32::MAX] {
            let mut t = Text::new();
            t.push_number(n);
            assert_eq!(t.bytes(), n.to_string().as_bytes());
        }
    }
}
