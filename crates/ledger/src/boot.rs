//! Whether the ledger was last written in this boot of the machine: what was written in an earlier one may have lost its last
//! seconds to a power cut. Called by the ledger.
//!
//! The kernel's id of a boot tells for certain, and reading it costs a hook as much as the rest of its looks at the ledger.
//! So it is only read where two clocks leave a doubt: the moment at which the machine was started is the time of day less the time
//! that it is up, the same in each process of one boot. Another boot has another moment, unless the machine has no clock
//! of its own and goes on from the same stored time; then it is up for less than it was.

use std::cell::OnceCell;
use std::fs::File;
use std::io::Read;

use crate::head::Head;

/// Bytes of a boot id.
pub(crate) const BOOT_BYTES: usize = 36;

/// The kernel's id of a boot; zeros where the system has none, then a power cut is only noticed by what it took.
pub(crate) type BootId = [u8; BOOT_BYTES];

/// Two processes that read both clocks differ by less than this. A clock that was set makes more of it, and the id is read.
const MAX_APART_MS: u64 = 50;

/// Two clocks, read one after the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clocks {
    /// Milliseconds since 1970.
    pub now_ms: u64,
    /// Milliseconds since the machine was started, sleep included. 0: not known.
    pub up_ms: u64,
}

impl Clocks {
    /// Whether a look at these clocks was later in the boot in which the others were looked at.
    fn follow(self, earlier: Self) -> bool {
        let started = |clocks: Self| clocks.now_ms.saturating_sub(clocks.up_ms);
        let known = earlier.up_ms > 0 && self.up_ms >= earlier.up_ms;
        known && started(self).abs_diff(started(earlier)) < MAX_APART_MS
    }
}

/// The boot in which this process runs.
pub(crate) struct Boot {
    clocks: Clocks,
    id: OnceCell<BootId>,
}

impl Boot {
    /// Known by its clocks at first; without them by its id.
    pub(crate) fn at(clocks: Clocks) -> Self {
        Self { clocks, id: OnceCell::new() }
    }

    /// Whether it is the one in which the head was written.
    pub(crate) fn wrote(&self, head: &Head) -> bool {
        self.clocks.follow(head.clocks) || *self.id() == head.boot
    }

    /// Says in a head that was mended which boot mended it.
    pub(crate) fn sign(&self, head: &mut Head) {
        head.boot = *self.id();
        self.note(head);
    }

    /// Keeps the clocks for who comes next, in a head of this boot.
    pub(crate) fn note(&self, head: &mut Head) {
        if self.clocks.up_ms > 0 {
            head.clocks = self.clocks;
        }
    }

    fn id(&self) -> &BootId {
        self.id.get_or_init(|| {
            let mut id = [0; BOOT_BYTES];
            let read = File::open("/proc/sys/kernel/random/boot_id").and_then(|mut file| file.read_exact(&mut id));
            if read.is_err() { [0; BOOT_BYTES] } else { id }
        })
    }

    /// A boot with this id, for tests.
    #[cfg(test)]
    pub(crate) fn of_id(id: BootId) -> Self {
        Self { clocks: Clocks::default(), id: OnceCell::from(id) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(now_ms: u64, up_ms: u64) -> Clocks {
        Clocks { now_ms, up_ms }
    }

    #[test]
    fn clocks_tell_one_boot_from_the_next() {
        let earlier = at(1_000_000, 60_000);
        assert!(at(1_000_000, 60_000).follow(earlier));
        assert!(at(1_900_003, 960_000).follow(earlier), "fifteen minutes later");
        assert!(!at(1_900_000, 30_000).follow(earlier), "started again since");
        assert!(!at(1_000_000, 59_000).follow(earlier), "started again at the same stored time");
        assert!(!at(1_905_000, 960_000).follow(earlier), "the clock was set");
        assert!(!at(1_000_000, 60_000).follow(Clocks::default()), "nobody looked before");
        assert!(!Clocks::default().follow(earlier), "nobody looks now");
    }

    #[test]
    fn where_the_clocks_leave_a_doubt_the_id_tells() {
        let mut head = Head::fresh([7; 16]);
        let now = Boot::at(at(1_000_000, 60_000));
        now.sign(&mut head);
        assert!(now.wrote(&head));
        assert!(Boot::at(at(9_000_000, 61_000)).wrote(&head), "the clock was set, the id is the same");
        assert!(Boot::at(Clocks::default()).wrote(&head));
        head.boot = [b'x'; BOOT_BYTES];
        assert!(!Boot::at(at(9_000_000, 61_000)).wrote(&head));
        assert!(!Boot::of_id([b'y'; BOOT_BYTES]).wrote(&head));
    }
}
