//! The numbers that were said against the numbers that are set.

use std::collections::BTreeSet;

use super::super::amounts;
use super::super::edit::squashed;
use super::super::token::{is_in, numeral};
use super::Held;
use super::touched::identity;
use super::words::{Words, pieces};
use crate::decide::entries::steps::Step;

/// A number behind one of these counts or dates something else.
const ASIDE: &str = "pr issue ticket line lines page section step phase sprint version v last past after within since ago \
                     until before chapter item no nr rfc port about for than over under below above";

/// What is to be stands behind one of these.
const TARGET: &str = "to becomes become =";

/// Who says one of these means a value that stands elsewhere.
const ELSEWHERE: &str = "same like as next default previous match matches equal was were were";

impl Held<'_> {
    /// `to 0.5`, and it is 5.
    pub(super) fn sets_another_number(&self) -> bool {
        let said = self.now;
        let set: Vec<(&Step, f64, f64)> =
            self.steps().filter_map(|s| Some((s, single(&s.old)?, single(&s.new)?))).collect();
        let stood = |n: f64| set.iter().any(|(_, old, _)| near(*old, n));
        let numbers = numbers(said);
        let is_aim = |at: usize| {
            let up = is_in("up close next", said.before(at, 2));
            is_in(TARGET, said.before(at, 1)) && !up && !said.at(at).ends_with('m')
        };
        let aims: Vec<(usize, f64)> = numbers.iter().copied().filter(|(at, n)| is_aim(*at) && !stood(*n)).collect();
        // In long talk numbers are about many things.
        if said.any_of(ELSEWHERE) || aims.is_empty() && !said.is_short() {
            return false;
        }
        // `two nodes less, 6 down to 4` says one aim.
        let plain = if set.len() == 1 && !aims.is_empty() { &aims } else { &numbers };
        set.iter().any(|(step, old, new)| {
            let beside = |n: f64| {
                let own = self.steps().flat_map(identity).flat_map(|w| pieces(w)).any(|p| p.parse() == Ok(n));
                own || near(n, *old) || set.iter().any(|(s, _, other)| !std::ptr::eq(*s, *step) && near(n, *other))
            };
            let meant =
                |(at, n): &(usize, f64)| !is_in(ASIDE, said.before(*at, 1)) && said.at(*at) != "one" && !beside(*n);
            let derived =
                || unit(&step.old) == unit(&step.new) && is_derived(said, &numbers, *old, *new, !aims.is_empty());
            self.is_about(step)
                && !is_said(said, plain, step, *new)
                && !self.is_said_elsewhere(step, *new)
                && plain.iter().any(meant)
                && !derived()
        })
    }

    /// `the 02:30 entry`, and the line that goes is that of half past three.
    pub(super) fn is_of_another_hour(&self) -> bool {
        let clock = |w: &String| {
            let (hour, minute) = w.split_once(':').filter(|(_, m)| m.len() == 2)?;
            Some((hour.parse::<u8>().ok()?, minute.parse::<u8>().ok()?))
        };
        let said: Vec<(u8, u8)> = self.now.order.iter().filter_map(clock).collect();
        // Minute and hour of a line of a crontab.
        let line = |s: &Step| match &s.old[..] {
            [minute, hour, day, month, week, ..] if s.new.is_empty() => {
                let every = |w: &String| w.starts_with('*') || w.starts_with(|c: char| c.is_ascii_digit());
                let is_line = [day, month, week].into_iter().all(every);
                is_line.then(|| Some((hour.parse().ok()?, minute.parse().ok()?))).flatten()
            }
            _ => None,
        };
        let lines: Vec<(u8, u8)> = self.steps().filter_map(line).collect();
        !said.is_empty() && !lines.is_empty() && !lines.iter().any(|l| said.contains(l))
    }

    /// Another turn says the number: `make that 5`.
    fn is_said_elsewhere(&self, step: &Step, new: f64) -> bool {
        let others = self.all.iter().filter(|w| !std::ptr::eq(*w, self.now));
        others.into_iter().any(|w| is_said(w, &numbers(w), step, new))
    }

    /// A part of what it is called was said.
    fn is_about(&self, step: &Step) -> bool {
        let stem = |w: &str| w.trim_end_matches('s').to_owned();
        let said: BTreeSet<String> = self.now.order.iter().flat_map(|w| pieces(w)).map(|p| stem(&p)).collect();
        let parts = identity(step).flat_map(|w| pieces(w)).chain(self.touched.own.iter().cloned());
        parts.filter(|p| p.len() > 1).any(|p| said.contains(&stem(&p)))
    }

    /// `green 80, blue 20`, and green has 20; `10 to v3, 90 to v2`, and v3 has 90.
    pub(super) fn mixes_values(&self) -> bool {
        let words = self.now;
        let digits = |at: &usize| !words.at(*at).is_empty() && words.at(*at).bytes().all(|b| b.is_ascii_digit());
        let set: Vec<&Step> = self.steps().filter(|s| s.new.len() == 1 && s.old.len() == 1).collect();
        let heads = |s: &Step| -> Vec<usize> {
            let called = self.touched.entry(s);
            let is = |o: &String| called.iter().any(|w| squashed(o) == squashed(w));
            words.order.iter().enumerate().filter(|(_, o)| is(o)).map(|(at, _)| at).collect()
        };
        let named: Vec<(Vec<usize>, &Step)> = set.into_iter().map(|s| (heads(s), s)).collect();
        let numbers: BTreeSet<&str> = (0..words.order.len()).filter(digits).map(|at| words.at(at)).collect();
        let new: BTreeSet<&str> = named.iter().flat_map(|(_, s)| &s.new).map(String::as_str).collect();
        let distinct: BTreeSet<&Vec<usize>> = named.iter().map(|(at, _)| at).filter(|at| !at.is_empty()).collect();
        if new.len() < 2 || distinct.len() < named.len() || !new.is_subset(&numbers) {
            return false;
        }
        let is = |at: Option<usize>, s: &Step| at.is_some_and(|at| s.new.iter().any(|v| v == words.at(at)));
        let near =
            |find: &dyn Fn(usize) -> Option<usize>| named.iter().all(|(at, s)| at.iter().any(|h| is(find(*h), s)));
        let behind = |at: usize| (at + 1..words.order.len()).find(digits);
        let before = |at: usize| (0..at).rev().find(digits);
        !near(&behind) && !near(&before)
    }
}

/// The value is the number that some turn says, or comes to it.
pub(super) fn comes_to(all: &[Words], step: &Step, value: &str) -> bool {
    let Some(new) = figure(value) else { return false };
    all.iter().any(|w| {
        let numbers = numbers(w);
        let old = single(&step.old);
        is_said(w, &numbers, step, new) || old.is_some_and(|old| is_derived(w, &numbers, old, new, true))
    })
}

/// How many numbers a turn says that no step has, and how many a step sets that no turn says.
pub(super) fn accounts(now: &Words, all: &[Words], steps: &[&Step]) -> (usize, usize) {
    let figures = |s: &Step| {
        s.new
            .iter()
            .chain(&s.old)
            .chain(identity(s))
            .flat_map(|w| pieces(w))
            .filter_map(|p| p.parse::<f64>().ok())
            .collect::<Vec<_>>()
    };
    let known: Vec<f64> = steps.iter().flat_map(|s| figures(s)).collect();
    let set =
        |s: &Step, at: usize, n: f64| s.new.iter().filter_map(|v| figure(v)).any(|v| is_said(now, &[(at, n)], s, v));
    let accounted = |(at, n): &(usize, f64)| {
        now.at(*at) == "one"
            || is_in(ASIDE, now.before(*at, 1))
            || known.iter().any(|k| near(*k, *n))
            || steps.iter().any(|s| set(s, *at, *n))
    };
    let unused = numbers(now).iter().filter(|n| !accounted(n)).count();
    let fresh = |s: &&&Step| {
        s.new
            .iter()
            .filter(|w| !s.old.contains(w) && w.bytes().any(|b| b.is_ascii_digit()))
            .filter(|w| !all.iter().any(|a| a.means(w)) && !comes_to(all, s, w))
            .count()
    };
    (unused, steps.iter().map(|s| fresh(&s)).sum())
}

/// Whether the one number of a step becomes more; none where there is no such.
pub(super) fn grows(step: &Step) -> Option<bool> {
    let (old, new) = (single(&step.old)?, single(&step.new)?);
    (!near(old, new)).then_some(new > old)
}

/// The numbers of a turn, and where they stand.
fn numbers(said: &Words) -> Vec<(usize, f64)> {
    let of =
        |(at, word): (usize, &String)| word.split('/').filter_map(figure_of).map(move |n| (at, n)).collect::<Vec<_>>();
    said.order.iter().enumerate().flat_map(of).collect()
}

/// The number itself was said, or what comes to it: `3 days` of 259200, `90%` of 0.9, `two minutes` of 120.
fn is_said(said: &Words, numbers: &[(usize, f64)], step: &Step, new: f64) -> bool {
    let key = step.key.to_lowercase();
    let value = step.new.first().map_or("", String::as_str);
    let amount = |(at, word): (usize, &String)| {
        let digits = numeral(word).map_or(word.clone(), |n| n.to_string());
        amounts::is_same(&digits, said.at(at + 1), value, &key)
    };
    let unit = |at: usize| {
        millis(said.at(at).trim_start_matches(|c: char| !c.is_alphabetic())).or_else(|| millis(said.at(at + 1)))
    };
    let own = millis(value.trim_start_matches(|c: char| !c.is_alphabetic()));
    // 10 minutes are not `10h`.
    let other_unit = |at: usize| own.is_some_and(|o| unit(at).is_some_and(|u| !near(o, u)));
    // `the timeout to five`, in minutes.
    let same = |n: f64| [1.0, 24.0, 60.0, 1_000.0, 1_024.0, 3_600.0].iter().any(|by| near(n * by, new));
    let plain = |(at, n): &(usize, f64)| same(*n) && !is_start(said, *at) && !other_unit(*at);
    numbers.iter().any(plain)
        || said.order.iter().enumerate().any(amount)
        || is_span(said, numbers, new * own.unwrap_or(1.0), own.is_some())
}

/// `an hour`, `half a minute`, `two weeks`, whatever unit the value is in.
fn is_span(said: &Words, numbers: &[(usize, f64)], value: f64, in_millis: bool) -> bool {
    const UNITS: [f64; 5] = [1.0, 1_000.0, 60_000.0, 3_600_000.0, 86_400_000.0];
    (0..said.order.len()).filter_map(|at| Some((at, millis(said.at(at)).filter(|_| said.at(at).len() > 2)?))).any(
        |(at, unit)| {
            let number = numbers.iter().find(|(n, _)| n + 1 == at).map(|(_, n)| *n);
            let count = match (said.before(at, 1), said.before(at, 2), said.before(at, 3)) {
                ("a" | "an", "half", _) => Some(0.5),
                ("a" | "an", "of", "quarter") => Some(0.25),
                ("a" | "an" | "one" | "per" | "each" | "every", ..) => Some(1.0),
                _ => number,
            };
            let units = if in_millis { &UNITS[..1] } else { &UNITS[..] };
            count.is_some_and(|n| units.iter().any(|u| near(value * u, n * unit)))
        },
    )
}

/// Milliseconds of a unit of time.
fn millis(word: &str) -> Option<f64> {
    amounts::millis(word).map(|n| n as f64)
}

/// `from 3 to 5`: where it stands.
fn is_start(said: &Words, at: usize) -> bool {
    said.before(at, 1) == "from" && (at + 1..at + 5).any(|n| said.at(n) == "to")
}

/// `two more`, `by 10`, `twice`, `half`, `by 20 %`; where the aim was said (`6 down to 4`), only what no number says.
fn is_derived(said: &Words, numbers: &[(usize, f64)], old: f64, new: f64, aims: bool) -> bool {
    let (by, ratio) = ((new - old).abs(), new / old);
    let share = |n: f64| near(ratio, 1.0 + n / 100.0) || near(ratio, 1.0 - n / 100.0) || near(new, n / 100.0);
    let product = |a: f64| numbers.iter().any(|(_, b)| near(new, a * b) || near(new, a * b / 100.0));
    let told = [
        (near(new, 100.0), "all full whole entire everything"),
        (near(new, 0.0), "all off none nothing no zero"),
        (near(ratio, 2.0), "double twice doubled 2x that"),
        (near(ratio, 3.0), "triple tripled thrice 3x times"),
        (near(ratio, 0.5) || near(ratio, 1.5) || near(new, 50.0), "half halve halved"),
        (near(ratio, 0.25) || near(ratio, 0.75) || near(ratio, 1.25), "quarter"),
        (near(ratio * 3.0, 1.0) || near(ratio * 3.0, 2.0), "third"),
        (near(ratio, 0.1) || near(ratio, 0.9), "tenth"),
    ];
    told.iter().any(|(is, words)| *is && said.any_of(words))
        || !aims
            && numbers
                .iter()
                .any(|(_, n)| near(*n, by) || share(*n) || near(ratio, *n) || near(ratio * n, 1.0) || product(*n))
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1e-3)
}

/// The one number of these words.
fn single(words: &[String]) -> Option<f64> {
    if let [word] = words { figure(word) } else { None }
}

/// What stands behind the digits.
fn unit(words: &[String]) -> &str {
    words.first().map_or("", |w| w.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '_' | '\'')))
}

/// Digits with a point, and a unit behind them.
fn figure(word: &str) -> Option<f64> {
    const LONGEST_UNIT: usize = 4;
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic() || c == '%');
    if digits.is_empty() || word.len() - digits.len() > LONGEST_UNIT {
        return None;
    }
    digits.replace(['_', '\''], "").parse().ok().filter(|n: &f64| n.is_finite())
}

/// The number of a word that was said.
fn figure_of(word: &str) -> Option<f64> {
    const ORDINALS: &str = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth";
    let ordinal = ORDINALS.split(' ').position(|o| o == word).filter(|n| *n > 2);
    let spoken = numeral(word).or(ordinal).map(|n| n as f64);
    spoken.or_else(|| figure(word).filter(|_| word.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit())))
}
