//! The program's first steps, in place of the standard library's. Called by the macro [`entry`](crate::entry) only.
//!
//! Before a `main` of Rust's runs, the standard library asks for the state of three descriptors, maps a stack for its own
//! handler of stack overflows and installs that for two signals: ten system calls and four pages, all of which the guard
//! of a hook does again in its own way. Other commands get the two of them that they need, by [`as_command`].
#![expect(
    unsafe_code,
    reason = "reads the arguments where the kernel left them; signal has no safe counterpart in std"
)]

use std::ffi::{CStr, OsStr, OsString, c_char, c_int};
use std::os::unix::ffi::OsStrExt;
use std::sync::atomic::{AtomicBool, Ordering};

/// Declares what the program does: a function from its arguments, its own name first, to its exit code. The crate is
/// `no_main`.
#[macro_export]
macro_rules! entry {
    ($start:path) => {
        /// What the C library calls.
        #[unsafe(no_mangle)]
        unsafe extern "C" fn main(
            count: ::core::ffi::c_int,
            words: *const *const ::core::ffi::c_char,
        ) -> ::core::ffi::c_int {
            // SAFETY: called once, by the C library, with what the kernel gave it.
            let code: u8 = $start(unsafe { $crate::start::arguments(count, words) });
            ::std::process::exit(::core::ffi::c_int::from(code))
        }
    };
}

/// The arguments as the standard library would give them; on musl it only knows them where its own start has run. Being
/// the first to allocate, it also makes the memory present.
///
/// # Safety
/// `words` holds `count` pointers to texts that end with a NUL and that nobody changes.
#[must_use]
pub unsafe fn arguments(count: c_int, words: *const *const c_char) -> Vec<OsString> {
    crate::guard::alloc::begin();
    OURS.store(true, Ordering::Relaxed);
    let count = usize::try_from(count).unwrap_or(0);
    // SAFETY: by the caller's promise.
    let word = |n| unsafe { CStr::from_ptr(*words.add(n)) };
    (0..count).map(|n| OsStr::from_bytes(word(n).to_bytes()).to_os_string()).collect()
}

/// Nothing ran before [`arguments`].
static OURS: AtomicBool = AtomicBool::new(false);

/// Whether the program began here, and not with the standard library, which opens /dev/null in place of closed descriptors.
pub(crate) fn is_ours() -> bool {
    OURS.load(Ordering::Relaxed)
}

// In place of musl's `open`, which sets the flag for `exec` a second time, for kernels before 2.6.23: a system call more for
// each file. In assembly, because it takes a variable number of arguments: who leaves the mode out hands over what happens
// to be in its register, and the kernel does not look at it. `__syscall_ret` of the library sets `errno`.
#[cfg(all(target_os = "linux", target_arch = "x86_64", target_env = "musl"))]
std::arch::global_asm!(
    ".pushsection .text.automode_open,\"ax\",@progbits",
    ".globl open",
    ".type open,@function",
    "open:",
    "mov r10d, edx",
    "mov edx, esi",
    "or edx, {large_file}",
    "mov rsi, rdi",
    "mov edi, {here}",
    "mov eax, {openat}",
    "syscall",
    "mov rdi, rax",
    "cmp rax, -4096",
    "ja __syscall_ret",
    "ret",
    ".size open, . - open",
    ".popsection",
    large_file = const libc::O_LARGEFILE,
    here = const libc::AT_FDCWD,
    openat = const libc::SYS_openat,
);

/// What a command for people needs: a closed standard descriptor is not given to the next file that is opened, and a
/// reader that went away is an error of `write`, not a death.
pub fn as_command() {
    crate::guard::keep_standard_fds();
    // SAFETY: ignoring a signal runs no code.
    unsafe { libc::signal(libc::SIGPIPE, libc::SIG_IGN) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_bytes() {
        let words = [c"automode".as_ptr(), c"a\xFFb".as_ptr(), c"".as_ptr()];
        // SAFETY: three constants.
        let args = unsafe { arguments(3, words.as_ptr()) };
        assert_eq!(args, [OsStr::new("automode"), OsStr::from_bytes(b"a\xFFb"), OsStr::new("")]);
    }
}
