//! Points where a test makes the gate die (FAULTS F1). Called all over the binary; without the feature
//! `fault-injection` every function here is empty and leaves no code behind.
//!
//! `AUTOMODE_FAULT="name=how"` with how one of `panic abort overflow loop oom segv exit0 exit1 thread`.

/// Dies here if the environment asks for it.
#[cfg(not(feature = "fault-injection"))]
#[inline(always)]
pub fn point(_name: &str) {}

/// Whether this allocation is the one to fail.
#[cfg(not(feature = "fault-injection"))]
#[inline(always)]
pub(crate) fn allocation_fails() -> bool {
    false
}

#[cfg(feature = "fault-injection")]
pub use injected::{fail_allocation, point};

#[cfg(feature = "fault-injection")]
pub(crate) use injected::allocation_fails;

#[cfg(feature = "fault-injection")]
mod injected {
    #![expect(clippy::panic, reason = "dying is what these functions are for")]
    use std::hint::black_box;
    use std::sync::atomic::{AtomicU64, Ordering};

    static ALLOCATIONS_LEFT: AtomicU64 = AtomicU64::new(u64::MAX);

    /// Makes the `n`-th allocation from now on fail (1 is the next one).
    pub fn fail_allocation(n: u64) {
        ALLOCATIONS_LEFT.store(n, Ordering::SeqCst);
    }

    pub(crate) fn allocation_fails() -> bool {
        match ALLOCATIONS_LEFT.load(Ordering::SeqCst) {
            u64::MAX => false,
            left => {
                ALLOCATIONS_LEFT.store(left.saturating_sub(1).max(1), Ordering::SeqCst);
                left <= 1
            }
        }
    }

    /// Dies here if the environment asks for it.
    pub fn point(name: &str) {
        let Ok(wanted) = std::env::var("AUTOMODE_FAULT") else { return };
        if let Some((at, how)) = wanted.split_once('=')
            && at == name
        {
            die(how);
        }
    }

    fn die(how: &str) {
        match how {
            "panic" => panic!("injected"),
            "abort" => std::process::abort(),
            "overflow" => drop(black_box(overflow(0))),
            "loop" => loop {
                std::hint::spin_loop();
            },
            "oom" => fill_memory(),
            "segv" => segv(),
            "exit0" => std::process::exit(0),
            "exit1" => std::process::exit(1),
            "thread" => drop(std::thread::spawn(|| panic!("injected")).join()),
            _ => {}
        }
    }

    #[expect(unconditional_recursion, reason = "an endless recursion is the fault to inject")]
    fn overflow(depth: u64) -> u64 {
        let frame = black_box([depth; 64]);
        overflow(depth.wrapping_add(1)).wrapping_add(black_box(frame).iter().sum::<u64>())
    }

    fn fill_memory() {
        let mut kept = Vec::new();
        loop {
            kept.push(black_box(Vec::<u8>::with_capacity(1 << 20)));
        }
    }

    #[expect(unsafe_code, reason = "a bad access is the fault to inject")]
    fn segv() {
        // SAFETY: none; the first page is never mapped, so the kernel answers with the signal that is wanted.
        unsafe { std::ptr::read_volatile(black_box(8_usize) as *const u8) };
    }
}
