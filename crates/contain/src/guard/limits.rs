//! Limits on time and memory of a hook run. Called by `Guard::install`.
#![expect(unsafe_code, reason = "setitimer and setrlimit have no safe counterpart in std")]

use std::time::Duration;

/// Most address space of a hook run. The largest input (10 MiB) with its command tree stays below a quarter of it;
/// without a limit a hostile input ends in the OOM killer, and SIGKILL is what no guard can turn into a block.
pub const MAX_MEMORY_BYTES: u64 = 512 * 1024 * 1024;

/// A deadline beyond what the kernel's type holds is a day: longer than any host waits.
const MAX_DEADLINE_SECS: i64 = 24 * 60 * 60;

/// Wall time, not processor time: a read that never ends uses none. The kernel counts it on the monotonic clock, so
/// that a clock set back does not lengthen it.
pub(super) fn install_deadline(from_now: Duration) -> bool {
    let wanted = from_now.max(Duration::from_micros(1));
    let value = libc::timeval {
        tv_sec: wanted.as_secs().try_into().unwrap_or(MAX_DEADLINE_SECS),
        tv_usec: wanted.subsec_micros().into(),
    };
    let timer = libc::itimerval { it_interval: libc::timeval { tv_sec: 0, tv_usec: 0 }, it_value: value };
    // SAFETY: a whole itimerval on our stack; a null old value is allowed.
    unsafe { libc::setitimer(libc::ITIMER_REAL, &raw const timer, std::ptr::null_mut()) == 0 }
}

/// A refused limit is no death: it is the second line behind the limits of each part.
pub(super) fn limit_memory() {
    // SAFETY: getrlimit and setrlimit get whole structures on our stack.
    unsafe {
        let mut memory = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        if libc::getrlimit(libc::RLIMIT_AS, &raw mut memory) == 0 && memory.rlim_cur > MAX_MEMORY_BYTES {
            memory.rlim_cur = MAX_MEMORY_BYTES;
            libc::setrlimit(libc::RLIMIT_AS, &raw const memory);
        }
        // A core file would hold the event, secrets included.
        let none = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        libc::setrlimit(libc::RLIMIT_CORE, &raw const none);
    }
}
