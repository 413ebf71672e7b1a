//! The exit codes of every command, in one place; `automode --help` prints them.

use std::process::ExitCode;

/// Done; the action runs without a question; nothing is wrong.
pub const OK: u8 = 0;
/// Done, and the answer is no: the action would be stopped, the ledger is damaged, a verdict differs, an example fails.
pub const NO: u8 = 1;
/// The command line is wrong. From `automode hook`: the action must not run.
pub const USAGE: u8 = 2;
/// It could not be done: a file is missing, unreadable or not what it should be.
pub const FAILED: u8 = 3;

/// The number behind a code: the standard library does not tell.
pub fn number(code: ExitCode) -> u8 {
    (0..=u8::MAX).find(|n| ExitCode::from(*n) == code).unwrap_or(FAILED)
}

/// The table as `--help` shows it.
pub const HELP: &str = "\
Exit codes:
  0  done; the action runs without a question; nothing is wrong
  1  done, and the answer is no: the action is stopped, the ledger is damaged, a verdict differs
  2  the command line is wrong; from `automode hook`: the action must not run
  3  it could not be done: a file is missing, unreadable or not what it should be";
