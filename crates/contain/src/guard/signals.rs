//! Handlers for the signals that something inside the gate sends, on a stack of their own; the others are held back until
//! the process ends. Called by `Guard::install`.
#![expect(unsafe_code, reason = "sigaction, sigaltstack and mmap have no safe counterpart in std")]

use std::cell::UnsafeCell;

use super::death;

/// Room for a handler: the frame of the widest vector registers is about 11 KiB, ours needs less than 2.
const HANDLER_STACK_BYTES: usize = 64 * 1024;

/// Signals that a fault or a limit of our own sends: each ends in a death with its text.
///
/// All others are held back: Ctrl-C in the agent's window and the end of a terminal reach the hook as well, and the decision
/// that they would cut off is there before they matter, or the deadline is. A write that fails says so by its error, with
/// the signal held back as without it. What is held back takes one system call, a handler one for each.
const HANDLED: &[libc::c_int] = &[
    libc::SIGSEGV,
    libc::SIGBUS,
    libc::SIGABRT,
    libc::SIGILL,
    libc::SIGFPE,
    libc::SIGTRAP,
    libc::SIGSYS,
    libc::SIGALRM,
    libc::SIGXCPU,
];

#[repr(align(64))]
struct HandlerStack(UnsafeCell<[u8; HANDLER_STACK_BYTES]>);
// SAFETY: only the kernel writes to it, when it starts a handler of the main thread; handlers never return, so there
// is never a second user.
unsafe impl Sync for HandlerStack {}
static MAIN_STACK: HandlerStack = HandlerStack(UnsafeCell::new([0; HANDLER_STACK_BYTES]));

pub(super) fn install() -> bool {
    use_stack(MAIN_STACK.0.get().cast())
        && HANDLED.iter().all(|&signal| set_action(signal, handler as *const () as libc::sighandler_t))
        && hold_back_others()
}

/// A handler stack for a worker thread; it lives until the process ends.
pub(super) fn install_thread_stack() -> bool {
    let protection = libc::PROT_READ | libc::PROT_WRITE;
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
    // SAFETY: a fresh anonymous mapping; no existing memory is touched.
    let memory = unsafe { libc::mmap(std::ptr::null_mut(), HANDLER_STACK_BYTES, protection, flags, -1, 0) };
    memory != libc::MAP_FAILED && use_stack(memory)
}

fn use_stack(memory: *mut libc::c_void) -> bool {
    let stack = libc::stack_t { ss_sp: memory, ss_flags: 0, ss_size: HANDLER_STACK_BYTES };
    // SAFETY: `memory` is at least that long, writable and never freed.
    unsafe { libc::sigaltstack(&raw const stack, std::ptr::null_mut()) == 0 }
}

/// What the kernel takes for an action; the C library's own function makes three more system calls, and asks for each
/// signal what it is.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
#[repr(C)]
struct KernelAction {
    handler: libc::sighandler_t,
    flags: libc::c_ulong,
    restorer: libc::sighandler_t,
    mask: u64,
}

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn set_action(signal: libc::c_int, handler: libc::sighandler_t) -> bool {
    /// The kernel wants a function that a handler returns to; ours never return.
    const SA_RESTORER: libc::c_ulong = 0x0400_0000;
    let never = returned as *const () as libc::sighandler_t;
    // The whole set: one handler is never interrupted by another.
    let action = KernelAction {
        handler,
        flags: libc::SA_ONSTACK as libc::c_ulong | SA_RESTORER,
        restorer: never,
        mask: u64::MAX,
    };
    let no_old = std::ptr::null_mut::<KernelAction>();
    // SAFETY: a whole structure of the kernel's form on our stack, and the size of its mask; `handler` is a function of the
    // right type.
    unsafe { libc::syscall(libc::SYS_rt_sigaction, signal, &raw const action, no_old, size_of::<u64>()) == 0 }
}

/// Where a handler would return to.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
extern "C" fn returned() {
    death::die("a handler of a signal returned")
}

#[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
fn set_action(signal: libc::c_int, handler: libc::sighandler_t) -> bool {
    // SAFETY: a zeroed sigaction is valid, every field that matters is set, and `handler` is a function of the right
    // type.
    unsafe {
        let mut action = std::mem::zeroed::<libc::sigaction>();
        action.sa_sigaction = handler;
        action.sa_flags = libc::SA_ONSTACK;
        // The whole set: one handler is never interrupted by another.
        libc::sigfillset(&raw mut action.sa_mask);
        libc::sigaction(signal, &raw const action, std::ptr::null_mut()) == 0
    }
}

/// A mask is inherited through exec: a host that blocks SIGALRM would take the deadline from us. Programs that we start
/// begin with an empty one, since the standard library clears it for them.
fn hold_back_others() -> bool {
    // SAFETY: the set is initialised by sigfillset before it is used.
    unsafe {
        let mut others = std::mem::zeroed::<libc::sigset_t>();
        libc::sigfillset(&raw mut others);
        for &signal in HANDLED {
            libc::sigdelset(&raw mut others, signal);
        }
        libc::pthread_sigmask(libc::SIG_SETMASK, &raw const others, std::ptr::null_mut()) == 0
    }
}

extern "C" fn handler(signal: libc::c_int) {
    death::die(cause(signal))
}

fn cause(signal: libc::c_int) -> &'static str {
    match signal {
        libc::SIGSEGV => "internal fault (signal 11, memory or stack)",
        libc::SIGBUS => "internal fault (signal 7, a file changed under it)",
        libc::SIGABRT => "internal fault (signal 6, abort)",
        libc::SIGILL => "internal fault (signal 4)",
        libc::SIGFPE => "internal fault (signal 8)",
        libc::SIGTRAP => "internal fault (signal 5)",
        libc::SIGSYS => "internal fault (signal 31, a system call is forbidden here)",
        libc::SIGALRM => "no decision within the time limit",
        libc::SIGXCPU => "no decision within the limit of processor time",
        _ => "stopped by a signal before it could decide",
    }
}
