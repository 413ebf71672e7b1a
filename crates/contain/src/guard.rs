//! The crash guard: whatever kills the gate, the action does not run. Installed first by the hook command.
//!
//! Hosts take most deaths for consent: a panic (101), an abort (134), a signal, even exit 1 let the call go on; only
//! exit 2 or a whole answer stops it. So every deadly signal, every panic, a full memory, a passed deadline, a closed
//! stdout and an `exit` that nobody meant end in one `write` of a fixed text and `_exit` with the code that the event
//! needs. What no process can catch (SIGKILL, a missing binary) is the business of the `|| exit 2` in the installed
//! command line.

pub mod alloc;
mod death;
mod input;
mod limits;
mod output;
mod signals;

use std::time::Duration;

pub use death::{MAX_DEATH_TEXT_BYTES, OnDeath};
pub use input::{InputError, MAX_INPUT_BYTES, read_stdin};
pub use limits::MAX_MEMORY_BYTES;
pub(crate) use output::keep_standard_fds;
pub use output::{AnswerError, write_answer};

/// The installed guard. It stays in force until the process ends; there is no way to take it off.
#[derive(Debug)]
pub struct Guard {
    _private: (),
}

impl Guard {
    /// Installs handlers, limits, panic hook and the deadline (wall time). The very first thing a hook run does.
    ///
    /// A guard that cannot be installed counts as a death: this function then ends the process.
    #[must_use]
    pub fn install(on_death: OnDeath, deadline: Duration) -> Self {
        death::set(on_death);
        let whole = signals::install() && limits::install_deadline(deadline) && death::install_exit_check();
        if !whole {
            death::die("cannot install its crash guard");
        }
        limits::limit_memory();
        output::keep_standard_fds();
        std::panic::set_hook(Box::new(|info| death::die_of_panic(info.location())));
        Self { _private: () }
    }

    /// Says what a death means from now on: known only once the event is decoded.
    pub fn set_on_death(&self, on_death: OnDeath) {
        death::set(on_death);
    }

    /// Moves the deadline: `from_now` counts from this call. There is no "never".
    pub fn set_deadline(&self, from_now: Duration) {
        if !limits::install_deadline(from_now) {
            death::die("cannot set its deadline");
        }
    }

    /// Gives the calling thread its own stack for handlers. Without it a stack overflow in a worker thread kills the
    /// process before any handler can run, with a code that hosts take for consent.
    pub fn cover_thread(&self) {
        if !signals::install_thread_stack() {
            death::die("cannot guard a thread");
        }
    }

    /// Delivers the answer on stdout and ends the process with 0. An answer that cannot be delivered is a death.
    pub fn answer(&self, bytes: &[u8]) -> ! {
        match write_answer(bytes) {
            Ok(()) => death::end(0),
            Err(_) => death::die("the answer could not be delivered"),
        }
    }

    /// Stops the action by exit code: the text on stderr, nothing on stdout, exit 2.
    pub fn block(&self, text: &str) -> ! {
        output::write_stderr(text.as_bytes());
        death::end(death::EXIT_BLOCK)
    }

    /// Ends the process on purpose, with nothing more to say.
    pub fn finish(&self, code: i32) -> ! {
        death::end(code)
    }
}
