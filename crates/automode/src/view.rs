//! Verdicts for people and for programs. Everything that comes from an event is escaped before it reaches a terminal.

pub mod json;
mod span;
pub mod text;
