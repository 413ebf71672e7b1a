//! How long a test has worked. Unlike the wall's, this clock stands still while other programs have the processor, so that
//! a busy machine does not make a bound on hostile input fail. Used by the tests of several crates.

use std::time::Duration;

use nix::time::{ClockId, clock_gettime};

/// What `work` gives, and how much processor time this thread spent on it.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let before = used();
    let result = work();
    (result, used().saturating_sub(before))
}

fn used() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or(Duration::ZERO, Duration::from)
}
