//! The allocator of the binary: first a small arena, then the system's; and a failed allocation is a death with our text
//! and code instead of a message of the runtime and an abort. The binary declares it as its `#[global_allocator]`.
//!
//! A hook lives for a fraction of a millisecond and allocates some thousand small things. musl's allocator makes a system
//! call for many of them (measured: 24 `mmap`, 18 `munmap` in one run); the arena makes none. What is given back is
//! handed out again first: it is still in the processor's cache, and a page that is never touched costs nothing.
#![expect(unsafe_code, reason = "an allocator is unsafe by its trait; the arena hands out parts of one static array")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::{Cell, UnsafeCell};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, Ordering};

use super::death;

/// The arena's size. A usual hook run needs some 30 KiB of it, a hostile one all: what is never touched costs nothing, and
/// beyond the arena a third of the time goes to the system's allocator.
const ARENA_BYTES: usize = 16 * 1024 * 1024;
/// Small parts come in multiples of this.
const STEP: usize = 16;
/// Up to this size a part that is given back is kept for the next of its size.
const MAX_SMALL: usize = 1024;
const CLASSES: usize = MAX_SMALL / STEP;
/// Larger parts are kept by powers of two, up to this one; what is larger still is the system's, which moves it by its page
/// tables where it grows. In the arena it would never be used again, and a process that judges several long texts would
/// soon live beside its arena.
const MAX_KEPT_POWER: usize = 20;
const LARGE_CLASSES: usize = MAX_KEPT_POWER - MAX_SMALL.ilog2() as usize;

/// Aligned to a line of the cache, not to a page: it begins in the page in which the small variables end.
#[repr(C, align(64))]
struct Arena {
    state: UnsafeCell<State>,
    bytes: UnsafeCell<[u8; ARENA_BYTES]>,
}

/// What is asked for with a larger alignment is the system's.
const MAX_ALIGN: usize = 64;

/// Beside the bytes, so that both come with the same pages.
#[repr(C, align(64))]
struct State {
    /// What lies behind it was never handed out.
    next: usize,
    /// The first free part of each size; each holds the address of the next.
    free: [*mut u8; CLASSES + LARGE_CLASSES],
}

// SAFETY: the state is only used by the one thread that `OWNER` is set in; the bytes are handed out, each part to one user at
// a time.
unsafe impl Sync for Arena {}

static ARENA: Arena = Arena {
    state: UnsafeCell::new(State { next: 0, free: [null_mut(); CLASSES + LARGE_CLASSES] }),
    bytes: UnsafeCell::new([0; ARENA_BYTES]),
};

/// Whether a thread has the arena.
#[unsafe(export_name = "automode_arena_taken")]
static TAKEN: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Whether this is the thread that the arena belongs to: the first, once it began. All others go to the system, and leave
    /// what they give back of the arena unused. A lock would cost the first thread two exclusive accesses to memory for each
    /// part, some microseconds in each hook.
    static OWNER: Cell<bool> = const { Cell::new(false) };
}

/// What a usual hook run touches of the arena.
const USUAL_BYTES: usize = 20 * 1024;

/// What a usual hook run touches of its stack.
const USUAL_STACK_BYTES: usize = 16 * 1024;
const PAGE_BYTES: usize = 4096;

/// The beginning of an address's page.
fn page(address: usize) -> usize {
    address & !PAGE_BYTES.wrapping_sub(1)
}

/// Gives the arena to the calling thread where nobody has it, and makes the pages that a usual run touches present in two
/// system calls: one by one they cost some 1.5 µs each. Where the kernel is older than 5.14 it does not do that. Called by the
/// program's first thread, before anything is allocated; without it everything is the system's.
pub fn begin() {
    if TAKEN.swap(true, Ordering::Relaxed) {
        return;
    }
    OWNER.set(true);
    let here = 0_u8;
    let stack = page(&raw const here as usize).wrapping_sub(USUAL_STACK_BYTES);
    let arena = page(&raw const ARENA as usize);
    // SAFETY: populating changes no content. The first range begins with the arena's first page, the second ends below this
    // frame: where it is not the stack's (which is mapped 128 KiB deep at the start) nothing is there to be written.
    #[cfg(target_os = "linux")]
    unsafe {
        libc::madvise(arena as *mut libc::c_void, USUAL_BYTES, libc::MADV_POPULATE_WRITE);
        libc::madvise(stack as *mut libc::c_void, USUAL_STACK_BYTES, libc::MADV_POPULATE_WRITE);
    };
}

/// The room that a part of this size takes, and the list that it goes to when it is given back; none where it is too large
/// for the arena.
fn class(size: usize) -> Option<(usize, usize)> {
    if size <= MAX_SMALL {
        let steps = size.div_ceil(STEP).max(1);
        return Some((steps.wrapping_mul(STEP), steps.wrapping_sub(1)));
    }
    let power = usize::BITS.wrapping_sub(size.wrapping_sub(1).leading_zeros()) as usize;
    // 1025..=2048 is the first of the large ones.
    let list = CLASSES.wrapping_add(power).wrapping_sub(MAX_SMALL.ilog2() as usize).wrapping_sub(1);
    (power <= MAX_KEPT_POWER).then_some((1 << power, list))
}

impl Arena {
    /// Does something with the state; none in a thread that it does not belong to.
    fn own<T>(&self, work: impl FnOnce(&mut State) -> Option<T>) -> Option<T> {
        // SAFETY: one thread owns the state, and nothing that is done with it allocates, so that this is the only reference.
        OWNER.get().then(|| work(unsafe { &mut *self.state.get() })).flatten()
    }

    fn base(&self) -> *mut u8 {
        self.bytes.get().cast()
    }

    /// The offset of a pointer into the arena; none where it is the system's.
    fn offset(&self, memory: *mut u8) -> Option<usize> {
        (memory as usize).checked_sub(self.base() as usize).filter(|o| *o < ARENA_BYTES)
    }
}

impl State {
    /// A part that was given back, else a new one; none where the arena is full.
    fn take(&mut self, layout: Layout) -> Option<*mut u8> {
        let (room, list) = class(layout.size())?;
        if layout.align() <= STEP
            && let Some(first) = self.free.get_mut(list)
            && !first.is_null()
        {
            let part = *first;
            // SAFETY: a free part holds the address of the next one of its list; it is aligned and large enough.
            *first = unsafe { part.cast::<*mut u8>().read() };
            return Some(part);
        }
        let start = self.next.checked_next_multiple_of(layout.align().max(STEP))?;
        let end = start.checked_add(room).filter(|e| *e <= ARENA_BYTES && layout.align() <= MAX_ALIGN)?;
        self.next = end;
        // SAFETY: `start` lies within the array.
        Some(unsafe { ARENA.base().add(start) })
    }

    /// Takes a part back: the last one moves the end, others go to their list.
    fn give(&mut self, memory: *mut u8, start: usize, size: usize) -> Option<()> {
        let (room, list) = class(size)?;
        if start.checked_add(room) == Some(self.next) {
            self.next = start;
            return Some(());
        }
        let first = self.free.get_mut(list)?;
        // SAFETY: the part is ours again, at least 16 bytes long and aligned to 16.
        unsafe { memory.cast::<*mut u8>().write(*first) };
        *first = memory;
        Some(())
    }

    /// Lets the last part grow where it lies.
    fn grow(&mut self, start: usize, old: usize, new: usize) -> Option<()> {
        (start.checked_add(class(old)?.0)? == self.next).then_some(())?;
        self.next = start.checked_add(class(new)?.0).filter(|e| *e <= ARENA_BYTES)?;
        Some(())
    }
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

// SAFETY: a part of the arena is aligned, large enough and has one user until it is given back; all else forwards to
// `System` under the same contract.
unsafe impl GlobalAlloc for Alloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are `System`'s.
        checked(ARENA.own(|state| state.take(layout)).unwrap_or_else(|| unsafe { System.alloc(layout) }))
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        match ARENA.own(|state| state.take(layout)) {
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
        let Some(start) = ARENA.offset(memory) else {
            // SAFETY: the pointer is the system's.
            return checked(unsafe { System.realloc(memory, layout, new_size) });
        };
        if class(layout.size()) == class(new_size)
            || ARENA.own(|state| state.grow(start, layout.size(), new_size)).is_some()
        {
            return checked(memory);
        }
        let Ok(wanted) = Layout::from_size_align(new_size, layout.align()) else { return null_mut() };
        // SAFETY: `wanted` is a layout of nonzero size, as the caller promises.
        let moved = unsafe { self.alloc(wanted) };
        if !moved.is_null() {
            // SAFETY: both are at least that long and do not overlap; the old part is given back once.
            unsafe {
                std::ptr::copy_nonoverlapping(memory, moved, layout.size().min(new_size));
                self.dealloc(memory, layout);
            }
        }
        moved
    }
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        match ARENA.offset(memory) {
            Some(start) => drop(ARENA.own(|state| state.give(memory, start, layout.size()))),
            // SAFETY: the pointer is the system's.
            None => unsafe { System.dealloc(memory, layout) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(size: usize, align: usize) -> Layout {
        Layout::from_size_align(size, align).unwrap()
    }

    /// A state of its own: the test program's other threads do not use it.
    fn state() -> State {
        State { next: ARENA_BYTES / 2, free: [null_mut(); CLASSES + LARGE_CLASSES] }
    }

    #[test]
    fn rooms_are_large_enough_and_each_class_has_one() {
        let mut rooms = std::collections::HashMap::new();
        assert!(class(1 + (1 << MAX_KEPT_POWER)).is_none());
        for size in 1..=1 << MAX_KEPT_POWER {
            let (room, list) = class(size).unwrap();
            assert!(room >= size && room.is_multiple_of(STEP), "{size}: {room}");
            assert!(list < CLASSES + LARGE_CLASSES, "{size}");
            assert_eq!(*rooms.entry(list).or_insert(room), room, "{size}");
        }
        assert_eq!(rooms.len(), CLASSES + LARGE_CLASSES);
    }

    #[test]
    fn parts_are_aligned_and_used_again() {
        let mut s = state();
        let (a, b) = (s.take(layout(24, 8)).unwrap(), s.take(layout(10, 64)).unwrap());
        assert!((a as usize).is_multiple_of(STEP) && (b as usize).is_multiple_of(64));
        let last = s.take(layout(40, 8)).unwrap();
        let at = |p| ARENA.offset(p).unwrap();
        assert!(s.grow(at(a), 24, 48).is_none(), "`a` is not the last part");
        assert!(s.grow(at(last), 40, 100).is_some());
        // The half of the array that this test uses is no allocation of anybody's.
        assert!(s.give(a, at(a), 24).is_some());
        assert_eq!(s.take(layout(30, 1)), Some(a), "the same class");
        assert!(s.give(last, at(last), 100).is_some(), "the last part moves the end");
        assert_eq!(s.take(layout(500, 16)), Some(last));
        assert!(s.take(layout(1 + (1 << MAX_KEPT_POWER), 1)).is_none());
    }

    #[test]
    fn what_grows_keeps_its_content() {
        begin();
        // SAFETY: allocated and resized by the same allocator, within its bounds.
        unsafe {
            let a = Alloc.alloc(layout(4, 1));
            a.write_bytes(7, 4);
            let _between = Alloc.alloc(layout(4, 1));
            let a = Alloc.realloc(a, layout(4, 1), 4000);
            assert_eq!(std::slice::from_raw_parts(a, 4), [7; 4]);
            let a = Alloc.realloc(a, layout(4000, 1), 2);
            assert_eq!(std::slice::from_raw_parts(a, 2), [7; 2]);
            Alloc.dealloc(a, layout(2, 1));
        }
    }

    /// Four threads at once, each with its own pattern: no part has two users.
    #[test]
    fn threads_never_share_a_part() {
        let work = |mark: u8| {
            begin();
            let mut held: Vec<(*mut u8, Layout)> = Vec::new();
            for n in 0..20_000_usize {
                let l = layout(1 + n.wrapping_mul(37) % 3000, 8);
                // SAFETY: each part is written and read within its size, and given back once.
                unsafe {
                    let p = Alloc.alloc(l);
                    p.write_bytes(mark, l.size());
                    held.push((p, l));
                    if held.len() > 50 {
                        let (p, l) = held.swap_remove(n % 50);
                        assert!(std::slice::from_raw_parts(p, l.size()).iter().all(|b| *b == mark));
                        Alloc.dealloc(p, l);
                    }
                }
            }
        };
        std::thread::scope(|scope| (1..5).for_each(|mark| drop(scope.spawn(move || work(mark)))));
    }
}
