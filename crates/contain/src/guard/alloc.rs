//! The allocator of the binary: the system's, but a failed allocation is a death with our text and code instead of a
//! message of the runtime and an abort. The binary declares it as its `#[global_allocator]`.
#![expect(unsafe_code, reason = "an allocator is unsafe by its trait; it only forwards to the system's")]

use std::alloc::{GlobalAlloc, Layout, System};

use super::death;

/// Forwards to the system's allocator; never returns null once a guard is installed.
#[derive(Clone, Copy, Debug)]
pub struct Alloc;

fn checked(memory: *mut u8) -> *mut u8 {
    if (memory.is_null() || crate::fault::allocation_fails()) && death::guarded() {
        death::die("internal fault (out of memory)");
    }
    memory
}

// SAFETY: each method forwards to `System` under the same contract.
unsafe impl GlobalAlloc for Alloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are `System`'s.
        checked(unsafe { System.alloc(layout) })
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        checked(unsafe { System.alloc_zeroed(layout) })
    }
    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: as above.
        checked(unsafe { System.realloc(memory, layout, new_size) })
    }
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(memory, layout) }
    }
}
