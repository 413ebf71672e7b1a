//! The ledger from outside: what is written is what is read, and what happens when something breaks (FAULTS §4.2).
#![expect(clippy::unwrap_used, reason = "a helper of a test fails by failing the test")]

mod append;
mod common;
mod damage;
mod full;
#[cfg(feature = "index")]
mod index;
mod processes;
mod recover;
mod secrets;
mod syscalls;
