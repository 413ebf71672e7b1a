//! Requests that cut the system's journal down: `vacuum the journal to 500M`, `throw away journal entries older than 14 days`. What
//! the command keeps was said, in whatever units, and it does nothing else. Called by `deed`.

use super::amounts;
use super::bounds;
use super::deed::Deed;
use super::token::Token;

/// Options of `journalctl` that keep what is there.
const QUIET: &[&str] = &["--rotate", "--flush", "--disk-usage", "-q", "--quiet", "--no-pager"];

impl Deed<'_> {
    /// `journalctl --vacuum-time=14d` of `journal entries older than 14 days`.
    pub(super) fn cuts_journal(&self, about: &[Token]) -> bool {
        if self.action.program != "journalctl" || !about.iter().any(is_journal) {
            return false;
        }
        let mut kept = bounds::words_of(self.action).filter(|w| !QUIET.contains(w));
        let (Some(option), None) = (kept.next(), kept.next()) else { return false };
        match option.split_once('=') {
            Some(("--vacuum-time", value)) => says_time(about, value),
            Some(("--vacuum-size", value)) => about.iter().any(|t| t.lower == value.to_lowercase()),
            _ => false,
        }
    }
}

fn is_journal(t: &Token) -> bool {
    matches!(t.word(), "journal" | "journald" | "journals")
}

/// `two weeks` for `2weeks`, `14 days` for `2w`.
fn says_time(about: &[Token], value: &str) -> bool {
    let figure = |w: &str| {
        let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
        words.iter().position(|n| *n == w).map_or_else(|| w.to_owned(), |n| (n + 1).to_string())
    };
    let next = |at: usize| about.get(at + 1).map_or("", |t| t.lower.as_str());
    about.iter().enumerate().any(|(at, t)| amounts::is_same(&figure(&t.lower), next(at), value, ""))
}
