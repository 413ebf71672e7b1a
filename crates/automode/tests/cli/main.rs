//! The real binary, from outside: what goes in on stdin and argv, what comes out, with which exit code.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests are tests, outside of a function that says so"
)]

mod anomaly;
mod approve;
mod batch;
mod check;
mod common;
mod faults;
mod hook;
mod init;
mod knowledge;
mod leaks;
mod log;
mod manual;
mod mcp;
mod policy;
mod replay;
mod review;
mod scan;
mod secrets;
mod teams;
