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
    crate::guard::alloc::prefault();
    fetch();
    let count = usize::try_from(count).unwrap_or(0);
    // SAFETY: by the caller's promise.
    let word = |n| unsafe { CStr::from_ptr(*words.add(n)) };
    (0..count).map(|n| OsStr::from_bytes(word(n).to_bytes()).to_os_string()).collect()
}

// Where the linker's script (`cargo xtask layout`) put what nearly every hook runs; two zeros where there is no such script.
#[cfg(all(target_os = "linux", target_arch = "x86_64", target_env = "musl"))]
std::arch::global_asm!(
    ".weak automode_hot_start",
    ".weak automode_hot_end",
    ".pushsection .rodata.automode_hot,\"a\",@progbits",
    ".p2align 3",
    ".globl automode_hot",
    "automode_hot:",
    ".quad automode_hot_start",
    ".quad automode_hot_end",
    ".popsection",
);

#[cfg(all(target_os = "linux", target_arch = "x86_64", target_env = "musl"))]
unsafe extern "C" {
    #[link_name = "automode_hot"]
    static HOT: [usize; 2];
}

/// Has the processor fetch the code that nearly every hook runs, all lines at once: run for the first time, each would be
/// waited for by itself.
#[cfg(all(target_os = "linux", target_arch = "x86_64", target_env = "musl"))]
fn fetch() {
    /// More than this is no list of what hooks run.
    const MAX_HOT_BYTES: usize = 1024 * 1024;
    /// As much as the kernel maps at one fault.
    const AROUND_BYTES: usize = 64 * 1024;
    // SAFETY: two constants that the linker filled in.
    let [start, end] = unsafe { HOT };
    if end.checked_sub(start).is_none_or(|bytes| bytes > MAX_HOT_BYTES) {
        return;
    }
    let mut at = start;
    while at < end {
        let next = (at | AROUND_BYTES.wrapping_sub(1)).wrapping_add(1).min(end);
        // SAFETY: what lies between the two is a part of the program that can be read, and neither reading nor fetching changes
        // anything.
        unsafe {
            // What is in no page yet is not fetched.
            std::ptr::read_volatile(at as *const u8);
            fetch_lines(at, next);
        }
        at = next;
    }
}

/// Four lines in each step: there are some thousand, and this is no place to count.
///
/// # Safety
/// Both are addresses of the program, the first below the second. Up to three lines behind the second are fetched, too.
#[cfg(all(target_os = "linux", target_arch = "x86_64", target_env = "musl"))]
unsafe fn fetch_lines(from: usize, to: usize) {
    // SAFETY: fetching changes nothing and cannot fail, wherever it leads.
    unsafe {
        std::arch::asm!(
            "2:",
            "prefetcht1 [{at}]",
            "prefetcht1 [{at} + 64]",
            "prefetcht1 [{at} + 128]",
            "prefetcht1 [{at} + 192]",
            "add {at}, 256",
            "cmp {at}, {to}",
            "jb 2b",
            at = inout(reg) from => _,
            to = in(reg) to,
            options(nostack, readonly),
        );
    }
}

#[cfg(not(all(target_os = "linux", target_arch = "x86_64", target_env = "musl")))]
fn fetch() {}

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
