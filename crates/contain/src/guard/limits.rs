//! Limits on time and memory of a hook run. Called by `Guard::install`.
#![expect(unsafe_code, reason = "setitimer and setrlimit have no safe counterpart in std")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Most address space of a hook run. The largest input (10 MiB) with its command tree stays below a quarter of it;
/// without a limit a hostile input ends in the OOM killer, and SIGKILL is what no guard can turn into a block.
pub const MAX_MEMORY_BYTES: u64 = 512 * 1024 * 1024;

/// A deadline beyond what the kernel's type holds is a day: longer than any host waits.
const MAX_DEADLINE_SECS: i64 = 24 * 60 * 60;

/// After this much more the kernel kills the process. A read from a stopped network or FUSE file system runs no
/// handler, but it can be killed; the `|| exit 2` around the gate turns that into a block.
const KILL_GRACE: Duration = Duration::from_millis(150);

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
    let set = unsafe { libc::setitimer(libc::ITIMER_REAL, &raw const timer, std::ptr::null_mut()) == 0 };
    kill_after(wanted.saturating_add(KILL_GRACE));
    set
}

/// The timer of the last resort, none yet (0) or its number plus one.
#[unsafe(export_name = "automode_kill_timer")]
static KILL_TIMER: AtomicUsize = AtomicUsize::new(0);

/// Where the kernel refuses (a limit on timers) there is still the first timer.
fn kill_after(from_now: Duration) {
    let first = libc::timespec {
        tv_sec: from_now.as_secs().try_into().unwrap_or(MAX_DEADLINE_SECS),
        tv_nsec: from_now.subsec_nanos().into(),
    };
    let when = libc::itimerspec { it_interval: libc::timespec { tv_sec: 0, tv_nsec: 0 }, it_value: first };
    // SAFETY: zeroed sigevent and timer are valid, the fields that matter are set, and everything lives on our stack.
    unsafe {
        let mut timer = KILL_TIMER.load(Ordering::SeqCst).wrapping_sub(1) as libc::timer_t;
        if KILL_TIMER.load(Ordering::SeqCst) == 0 {
            let mut event = std::mem::zeroed::<libc::sigevent>();
            event.sigev_notify = libc::SIGEV_SIGNAL;
            event.sigev_signo = libc::SIGKILL;
            if libc::timer_create(libc::CLOCK_MONOTONIC, &raw mut event, &raw mut timer) != 0 {
                return;
            }
            KILL_TIMER.store((timer as usize).wrapping_add(1), Ordering::SeqCst);
        }
        libc::timer_settime(timer, 0, &raw const when, std::ptr::null_mut());
    }
}

/// Sets the limit where there was none, which is the usual case, by one call that also says what there was. Whatever else it
/// finds is as before when it ends.
#[cfg(target_os = "linux")]
fn unlimited_became_ours(before: &mut libc::rlimit) -> bool {
    let wanted = libc::rlimit { rlim_cur: MAX_MEMORY_BYTES, rlim_max: libc::RLIM_INFINITY };
    // SAFETY: whole structures of ours and of the caller's.
    unsafe {
        if libc::prlimit(0, libc::RLIMIT_AS, &raw const wanted, before) != 0 {
            return false;
        }
        let none = before.rlim_cur == libc::RLIM_INFINITY && before.rlim_max == libc::RLIM_INFINITY;
        if !none {
            libc::setrlimit(libc::RLIMIT_AS, &raw const *before);
        }
        none
    }
}

/// Elsewhere two calls are needed.
#[cfg(not(target_os = "linux"))]
fn unlimited_became_ours(_: &mut libc::rlimit) -> bool {
    false
}

/// A refused limit is no death: it is the second line behind the limits of each part.
pub(super) fn limit_memory() {
    let mut before = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: getrlimit and setrlimit get whole structures on our stack.
    unsafe {
        if !unlimited_became_ours(&mut before)
            && libc::getrlimit(libc::RLIMIT_AS, &raw mut before) == 0
            && before.rlim_cur > MAX_MEMORY_BYTES
        {
            before.rlim_cur = MAX_MEMORY_BYTES;
            libc::setrlimit(libc::RLIMIT_AS, &raw const before);
        }
        // A core file would hold the event, secrets included.
        let none = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        libc::setrlimit(libc::RLIMIT_CORE, &raw const none);
    }
}
