//! Starts a program, feeds it, and says what CPU time it took.

use std::io::Write;
use std::process::{Command, Stdio};

use nix::sys::resource::{UsageWho, getrusage};

use crate::run::Result;

/// A program that is started again and again.
pub struct Subject {
    command: Command,
}

/// What one run gave.
pub struct Run {
    /// User and system time of the child, from its start to its end, in microseconds.
    pub cpu_us: f64,
    /// What it printed.
    pub stdout: Vec<u8>,
}

impl Subject {
    /// Input and output are pipes, as hosts do it.
    pub fn new(mut command: Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self { command }
    }

    /// One run. A failure of the program ends the bench: a fast error is no figure.
    pub fn run(&mut self, input: &[u8]) -> Result<Run> {
        let before = children_us()?;
        let mut child = self.command.spawn().map_err(|e| e.to_string())?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(input).map_err(|e| e.to_string())?;
        }
        let out = child.wait_with_output().map_err(|e| e.to_string())?;
        let cpu_us = children_us()? - before;
        if !out.status.success() {
            return Err(format!("{}: {}", out.status, String::from_utf8_lossy(&out.stderr)));
        }
        Ok(Run { cpu_us, stdout: out.stdout })
    }
}

/// CPU time of all children that have ended.
fn children_us() -> Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(|e| e.to_string())?;
    let us = |t: nix::sys::time::TimeVal| t.tv_sec() as f64 * 1e6 + t.tv_usec() as f64;
    Ok(us(usage.user_time()) + us(usage.system_time()))
}

/// How many cores there are.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
