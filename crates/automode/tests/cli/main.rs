//! The real binary, from outside: what goes in on stdin and argv, what comes out, with which exit code.

mod batch;
mod check;
mod common;
mod faults;
mod hook;
mod init;
mod knowledge;
mod log;
mod manual;
mod replay;
