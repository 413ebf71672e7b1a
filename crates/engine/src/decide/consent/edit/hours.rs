//! When something runs: a line of a crontab whose times change is asked for where the words say each time that changes, and goes beside
//! them where they say another. Called by `edit`.

use super::super::amounts;
use super::super::gist::Stance;
use super::super::words::Ops;
use super::{CHANGES, Words};
use crate::decide::entries::rows::Row;
use crate::decide::entries::steps::Steps;

/// How many fields say when.
const FIELDS: usize = 5;

/// Whether the words of the last prompt ask for these times, and in which clause; none where they say nothing of it.
pub(super) fn asked(heard: &Words<'_>, edit: &Steps) -> Option<(bool, usize)> {
    let rows = edit.rows.as_ref().filter(|_| edit.path.contains("cron"))?;
    let ([touch], [new]) = (&rows.touched[..], &rows.added[..]) else { return None };
    let old = rows.rows.get(touch.row).filter(|_| touch.sets.is_empty())?;
    let same = old.names.len() > FIELDS && old.names.get(FIELDS..) == new.names.get(FIELDS..);
    let last = heard.clauses.last()?.turn;
    let ops = CHANGES.or(Ops::RUN);
    let want = heard.wants.iter().find(|w| w.ask.turn == last && w.ask.ops.meets(ops)).filter(|_| same)?;
    let mut words: Vec<String> = Vec::new();
    for c in heard.clauses.iter().filter(|c| c.turn == last && c.stance != Stance::Limits && !c.asked) {
        let clean = |w: &str| w.trim_matches([',', '.', '!', ';', '(', ')']).to_lowercase();
        words.extend(c.words.split_whitespace().map(clean));
    }
    let said = Said { words };
    let changed = || (0..FIELDS).filter(|at| old.names.get(*at) != new.names.get(*at));
    let fits = changed().all(|at| new.names.get(at).is_some_and(|f| said.says(at, f)));
    let plain = said.names(old) && !said.is_vague();
    match (fits, plain) {
        (true, true) => Some((true, want.clause)),
        (false, _) if said.has_figure() && !said.is_vague() => Some((false, want.clause)),
        _ => None,
    }
}

struct Said {
    words: Vec<String>,
}

impl Said {
    fn has(&self, any: &[&str]) -> bool {
        self.words.iter().any(|w| any.contains(&w.as_str()))
    }

    fn figures(&self) -> impl Iterator<Item = (&str, &str)> {
        let next = |at: usize| self.words.get(at + 1).map_or("", String::as_str);
        let all = self.words.iter().enumerate().map(move |(at, w)| (w.as_str(), next(at)));
        all.filter(|(w, _)| w.starts_with(|c: char| c.is_ascii_digit()))
    }

    fn has_figure(&self) -> bool {
        self.figures().next().is_some()
    }

    /// How often is said in words that make more than one field.
    fn is_vague(&self) -> bool {
        self.has(&["twice", "hourly", "every", "each", "times", "once", "half", "quarter", "past"])
    }

    /// A word of the command, beyond where it lies.
    fn names(&self, row: &Row) -> bool {
        let command = row.names.iter().skip(FIELDS).filter_map(|w| w.rsplit('/').next());
        let parts: Vec<String> = command
            .flat_map(|w| w.split(|c: char| !c.is_alphanumeric()))
            .filter(|p| p.len() > 2 && !matches!(*p, "root" | "bin" | "run" | "usr"))
            .map(str::to_lowercase)
            .collect();
        parts.iter().any(|p| self.words.contains(p))
    }

    /// The words say that this field becomes so.
    fn says(&self, at: usize, field: &str) -> bool {
        let number = |f: &str| self.figures().any(|(w, next)| w == f || amounts::is_same(w, next, f, ""));
        let days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
        match (at, field) {
            (0, "0") => self.has_figure(),
            // The 4 of `4am` is no minute.
            (0, f) => {
                let hour = |w: &str, next: &str| {
                    !w.contains(':') && (w.ends_with(['m', 'h']) || matches!(next, "am" | "pm" | "o'clock" | "h"))
                };
                self.figures().any(|(w, next)| !hour(w, next) && (w == f || amounts::is_same(w, next, f, "")))
            }
            (0..=3, f) => number(f.trim_start_matches('0')) || number(f),
            (_, "1-5") => self.has(&["weekdays", "weekday"]),
            (_, "*") => self.has(&["daily", "nightly", "day", "night"]),
            (_, f) => {
                let own = f.parse::<usize>().ok().map(|n| n % days.len()).and_then(|n| days.get(n).copied());
                let named =
                    |d: &str| self.words.iter().any(|w| w.starts_with(d) && (w.len() == 3 || w.contains("day")));
                own.is_some_and(named) || days.contains(&f) && named(f)
            }
        }
    }
}
