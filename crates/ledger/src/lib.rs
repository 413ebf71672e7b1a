//! The tamper-evident record of every decision, and the state folded from it (DESIGN §9).
//!
//! The truth is a journal of append-only segment files: one `write` per record under a lock, each record chained to the
//! one before and a leaf of an RFC 6962 Merkle tree. Hooks call [`Ledger`]; commands that look call [`read`], [`verify`]
//! and [`proof`]; with the feature `index` they may keep a rebuildable SQLite index. This is the only crate that can make
//! a [`Record`], and an adapter can answer a host with nothing else.
//!
//! What is in a state directory:
//!
//! | file | what |
//! |---|---|
//! | `journal/<first number>.jsonl` | segments: a header line, then one record per line |
//! | `journal/*.torn-*` | what was found behind the last whole record of a segment, kept as evidence |
//! | `head` | lock and cache: the journal's end and the Merkle frontier |
//! | `sessions/<hash>.json` | cache: each session's folded state |
//! | `key` | the key of the placeholders for secrets |
//! | `approvals/<hash>.json` | a person's one-time answers to stopped actions |
//! | `approval.key` | the key by which they are signed |
//! | `index.sqlite` | cache: what readers search in |
//!
//! It does not judge, and it does not ask the machine anything but its own files.

mod admit;
pub mod approvals;
mod boot;
mod checksum;
mod error;
mod hash;
mod head;
#[cfg(feature = "index")]
pub mod index;
mod ledger;
pub mod merkle;
pub mod proof;
mod random;
pub mod read;
mod record;
mod recover;
pub mod redact;
mod segment;
mod snapshot;
mod verify;
mod wire;

pub use admit::{MAX_EVENT_BYTES, MAX_PARTS, MAX_TEXT_BYTES, admit, admit_knowing};
pub use boot::Clocks;
pub use error::{DamagedError, FileError, IndexError, LedgerError, TooLargeError};
pub use hash::Hash;
pub use ledger::Ledger;
pub use record::{Durability, Fact, Record, RecordMeta, Repair, StoredRecord};
pub use redact::Redactor;
pub use verify::{Problem, Report, verify};
