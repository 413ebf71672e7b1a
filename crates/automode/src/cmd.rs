//! One file per command. Each has its arguments and a `run` that returns an exit code; `cli` calls it.

pub mod approve;
pub mod batch;
pub mod check;
pub mod coverage;
pub mod init;
pub mod knowledge;
pub mod log;
pub mod manual;
pub mod mcp;
pub mod pending;
pub mod policy;
pub mod policy_import;
pub mod replay;
pub mod report;
pub mod review;
pub mod scan;
pub mod stages;
pub mod values;
pub mod watch;
