//! A progress bar on stderr, for people who wait.

use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// How often it is drawn.
const EVERY: Duration = Duration::from_millis(100);
/// What is over before this is not worth a bar.
const FIRST_AFTER: Duration = Duration::from_millis(400);
const WIDTH: u64 = 30;

/// What is done, of how much.
#[derive(Debug)]
pub struct Progress {
    done: AtomicU64,
    total: u64,
    ended: AtomicBool,
}

impl Progress {
    /// Of so many bytes.
    pub fn new(total: u64) -> Self {
        Self { done: AtomicU64::new(0), total: total.max(1), ended: AtomicBool::new(false) }
    }

    /// So many bytes more.
    pub fn add(&self, bytes: u64) {
        self.done.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Nothing more will come.
    pub fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
    }

    /// Draws until the end; nothing where stderr is no terminal.
    pub fn draw(&self) {
        if !std::io::stderr().is_terminal() {
            return;
        }
        self.wait(FIRST_AFTER);
        let mut drawn = false;
        while !self.ended.load(Ordering::Relaxed) {
            let done = self.done.load(Ordering::Relaxed).min(self.total);
            let full = done * WIDTH / self.total;
            let bar = "█".repeat(full as usize) + &"░".repeat((WIDTH - full) as usize);
            let _ =
                write!(std::io::stderr(), "\r{bar} {:3} % of {} MB", done * 100 / self.total, self.total / 1_000_000);
            drawn = true;
            self.wait(EVERY);
        }
        if drawn {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }

    fn wait(&self, time: Duration) {
        const STEP: Duration = Duration::from_millis(20);
        let mut left = time;
        while !self.ended.load(Ordering::Relaxed) && !left.is_zero() {
            std::thread::sleep(STEP);
            left = left.saturating_sub(STEP);
        }
    }
}
