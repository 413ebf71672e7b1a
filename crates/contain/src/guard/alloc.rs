//! The allocator of the binary: first a small arena, then the system's; and a failed allocation is a death with our text
//! and code instead of a message of the runtime and an abort. The binary declares it as its `#[global_allocator]`.
//!
//! A hook lives for a fraction of a millisecond and allocates some thousand small things. musl's allocator makes a system
//! call for many of them (measured: 24 `mmap`, 18 `munmap` in one run); the arena makes none and never looks for room.
#![expect(unsafe_code, reason = "an allocator is unsafe by its trait; the arena hands out parts of one static array")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::death;

/// The arena's size: several times what a usual hook run allocates (some 100 KiB). What does not fit goes to the system.
const ARENA_BYTES: usize = 1024 * 1024;

#[repr(align(4096))]
struct Arena(UnsafeCell<[u8; ARENA_BYTES]>);

// SAFETY: parts are handed out once each, by an atomic counter; nobody else touches the array.
unsafe impl Sync for Arena {}

static ARENA: Arena = Arena(UnsafeCell::new([0; ARENA_BYTES]));
static NEXT: AtomicUsize = AtomicUsize::new(0);

/// What a usual hook run touches of the arena.
const USUAL_BYTES: usize = 128 * 1024;

/// Makes the pages that a usual run touches present in one system call: one by one they cost some 1.5 µs each. Where the
/// kernel is older than 5.14 nothing happens.
pub(super) fn prefault() {
    // SAFETY: the range lies within the page-aligned array, and populating it changes no content.
    #[cfg(target_os = "linux")]
    unsafe {
        libc::madvise(ARENA.0.get().cast(), USUAL_BYTES, libc::MADV_POPULATE_WRITE)
    };
}

/// A part of the arena; none where it is full.
fn take(layout: Layout) -> Option<*mut u8> {
    let mut next = NEXT.load(Ordering::Relaxed);
    loop {
        let start = next.checked_next_multiple_of(layout.align())?;
        let end = start.checked_add(layout.size()).filter(|e| *e <= ARENA_BYTES && layout.align() <= 4096)?;
        match NEXT.compare_exchange_weak(next, end, Ordering::Relaxed, Ordering::Relaxed) {
            // SAFETY: `start` lies within the array.
            Ok(_) => return Some(unsafe { ARENA.0.get().cast::<u8>().add(start) }),
            Err(now) => next = now,
        }
    }
}

/// The offset of a pointer into the arena; none where it is the system's.
fn offset(memory: *mut u8) -> Option<usize> {
    let base = ARENA.0.get().cast::<u8>() as usize;
    (memory as usize).checked_sub(base).filter(|o| *o < ARENA_BYTES)
}

/// Gives the last part back, or moves its end; false where it is not the last.
fn resize_last(start: usize, old: usize, new: usize) -> bool {
    let Some(end) = start.checked_add(new).filter(|e| *e <= ARENA_BYTES) else { return false };
    NEXT.compare_exchange(start.wrapping_add(old), end, Ordering::Relaxed, Ordering::Relaxed).is_ok()
}

/// The arena, then the system's allocator; never returns null once a guard is installed.
#[derive(Clone, Copy, Debug)]
pub struct Alloc;

fn checked(memory: *mut u8) -> *mut u8 {
    if (memory.is_null() || crate::fault::allocation_fails()) && death::guarded() {
        death::die("internal fault (out of memory)");
    }
    memory
}

// SAFETY: a part of the arena is aligned, large enough and handed out once until it is given back as the last one; all
// else forwards to `System` under the same contract.
unsafe impl GlobalAlloc for Alloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are `System`'s.
        checked(take(layout).unwrap_or_else(|| unsafe { System.alloc(layout) }))
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        match take(layout) {
            Some(memory) => {
                // A part that was given back before is not zero any more.
                // SAFETY: the part is `layout.size()` bytes long.
                unsafe { memory.write_bytes(0, layout.size()) };
                checked(memory)
            }
            // SAFETY: as above.
            None => checked(unsafe { System.alloc_zeroed(layout) }),
        }
    }
    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        let Some(start) = offset(memory) else {
            // SAFETY: the pointer is the system's.
            return checked(unsafe { System.realloc(memory, layout, new_size) });
        };
        if new_size <= layout.size() || resize_last(start, layout.size(), new_size) {
            return checked(memory);
        }
        let Ok(wanted) = Layout::from_size_align(new_size, layout.align()) else { return std::ptr::null_mut() };
        // SAFETY: `wanted` is a layout of nonzero size, as the caller promises.
        let moved = unsafe { self.alloc(wanted) };
        if !moved.is_null() {
            // SAFETY: both are at least `layout.size()` bytes long and do not overlap.
            unsafe { std::ptr::copy_nonoverlapping(memory, moved, layout.size()) };
        }
        moved
    }
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        match offset(memory) {
            Some(start) => drop(resize_last(start, layout.size(), 0)),
            // SAFETY: the pointer is the system's.
            None => unsafe { System.dealloc(memory, layout) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_aligned_and_given_back_in_order() {
        let small = Layout::from_size_align(24, 8).unwrap();
        let wide = Layout::from_size_align(10, 64).unwrap();
        let (a, b) = (take(small).unwrap(), take(wide).unwrap());
        assert!((a as usize).is_multiple_of(8) && (b as usize).is_multiple_of(64));
        assert!(!resize_last(offset(a).unwrap(), 24, 48), "`a` is not the last part");
        assert!(resize_last(offset(b).unwrap(), 10, 100) && resize_last(offset(b).unwrap(), 100, 0));
        assert_eq!(take(wide), Some(b));
        assert!(take(Layout::from_size_align(ARENA_BYTES + 1, 1).unwrap()).is_none());
    }

    #[test]
    fn what_grows_keeps_its_content() {
        let small = Layout::from_size_align(4, 1).unwrap();
        // SAFETY: allocated and resized by the same allocator, within its bounds.
        unsafe {
            let a = Alloc.alloc(small);
            a.write_bytes(7, 4);
            let _between = Alloc.alloc(small);
            let a = Alloc.realloc(a, small, 4000);
            assert_eq!(std::slice::from_raw_parts(a, 4), [7; 4]);
            Alloc.dealloc(a, Layout::from_size_align(4000, 1).unwrap());
        }
    }
}
