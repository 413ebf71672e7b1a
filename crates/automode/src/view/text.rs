//! Verdicts for people.

use std::fmt::Write as _;

use automode_model::{Event, Verdict};

/// The verdict, its effects and findings.
pub fn short(_event: &Event, verdict: &Verdict) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", verdict.decision().name());
    out
}

/// The whole reasoning.
pub fn full(event: &Event, verdict: &Verdict) -> String {
    short(event, verdict)
}
