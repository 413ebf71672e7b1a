//! One file per command. Each has its arguments and a `run` that returns an exit code; `cli` calls it.

pub mod batch;
pub mod check;
