//! Trial runs: whether the options ask for one and mean it, and what such a run does all the same. Called by `invoke` and by the
//! handlers that look through what a program is handed.

use automode_model::Verb;

use crate::knowledge::{Arg, Opt, trial};

use super::value::Val;

/// What a trial run keeps doing, as bits of [`trial`]; none where the run is real. One option that takes it back is enough,
/// wherever it stands.
#[must_use]
pub fn in_force(options: &[(Opt, Option<Val>)]) -> Option<u8> {
    let mut keeps = None;
    for (opt, value) in options {
        if opt.trial & trial::REAL != 0 && !value.as_ref().is_some_and(|v| v.known().is_some_and(is_off)) {
            return None;
        }
        if !opt.dry {
            continue;
        }
        if value.as_ref().is_some_and(switched_off) {
            return None;
        }
        keeps = Some(keeps.unwrap_or(0) | opt.trial);
    }
    keeps
}

/// `--dry-run=none`, `--dry-run=false`: the option is there and says no.
fn switched_off(value: &Val) -> bool {
    value.known().is_none_or(is_off)
}

/// Whether a switch is taken back where it stands (`--list=false`); no answer where that is not known, or where the option has values
/// that may say something else by such a word.
pub fn says_no(opt: &Opt, value: Option<&Val>) -> Option<bool> {
    match (opt.arg, value) {
        (Arg::No, Some(v)) => v.known().map(is_off),
        (Arg::Attached, Some(v)) if v.known().is_some_and(is_off) => None,
        _ => Some(false),
    }
}

fn is_off(value: &str) -> bool {
    let words = ["none", "false", "f", "0", "no", "n", "off", "never", "disable", "disabled", "d", "null"];
    words.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// `--dry-run false`: with some programs the word is the option's, with others an operand. It is taken for both.
pub fn next_word<'v>(opt: &Opt, next: Option<&'v Val>) -> Option<&'v Val> {
    // A single letter is sooner an operand (`hardlink -n d`).
    let off = |text: &str| is_off(text) && !matches!(text, "n" | "d");
    next.filter(|v| opt.dry && opt.arg != Arg::Required && v.known().is_some_and(off))
}

/// What takes the trial back that a `--no-…` names.
#[must_use]
pub fn taken_back() -> Opt {
    Opt { trial: trial::REAL, ..Opt::plain("--no-…", Arg::No) }
}

/// Whether an effect with this verb stays.
#[must_use]
pub fn stays(verb: Verb, keeps: u8) -> bool {
    let bit = match verb {
        Verb::Read | Verb::SecretRead => trial::READ,
        // The project's own runs in its trials, and changes nothing.
        Verb::RunCode | Verb::RunRemote => trial::RUN,
        _ => return false,
    };
    keeps & bit != 0
}
