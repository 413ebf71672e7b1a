//! The time, asked of the kernel itself. Called by the hook.
//!
//! The usual way reads the clock without a system call, through a small library that the kernel maps into each process.
//! Finding the function in it costs some thousand instructions and three pages (measured: 5 µs), which pays after fifty
//! readings; a hook makes three.
#![expect(unsafe_code, reason = "a system call that std only makes through the C library")]

use std::time::Duration;

/// Since the machine was started; never goes back. Sleep is counted where the system does so.
#[must_use]
pub fn up() -> Duration {
    #[cfg(target_os = "linux")]
    return read(libc::CLOCK_BOOTTIME);
    #[cfg(not(target_os = "linux"))]
    read(libc::CLOCK_MONOTONIC)
}

/// Since 1970. A clock before that counts as its beginning.
#[must_use]
pub fn real() -> Duration {
    read(libc::CLOCK_REALTIME)
}

fn read(clock: libc::clockid_t) -> Duration {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the kernel fills a whole timespec on our stack; on a failure it stays as it is.
    #[cfg(target_os = "linux")]
    unsafe {
        libc::syscall(libc::SYS_clock_gettime, clock, &raw mut now)
    };
    // SAFETY: as above.
    #[cfg(not(target_os = "linux"))]
    unsafe {
        libc::clock_gettime(clock, &raw mut now)
    };
    Duration::new(now.tv_sec.try_into().unwrap_or(0), now.tv_nsec.try_into().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_systems_time() {
        let system = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        assert!(real().abs_diff(system) < Duration::from_secs(5));
        let before = up();
        std::thread::sleep(Duration::from_millis(2));
        assert!(up() >= before + Duration::from_millis(2));
    }
}
