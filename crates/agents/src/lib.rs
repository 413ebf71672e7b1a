//! One adapter per coding agent: what a host says becomes an [`automode_model::Event`], what the ledger recorded becomes
//! the host's answer. Called by the binary only.
//!
//! One file per host (`claude_code.rs` + `claude_code/`); what hosts share lies beside it: strict JSON (`json`), cutting
//! and flattening (`text`), the words of an answer (`message`), profiles (`profile`), and the installers' tools
//! (`settings`, `diff`, `detect`). The next host is a copy of the first.

pub mod advice;
pub mod claude_code;
pub mod detect;
pub mod diff;
pub mod json;
pub mod message;
pub mod profile;
pub mod settings;
pub mod text;

pub use profile::{AskAs, Profile};
