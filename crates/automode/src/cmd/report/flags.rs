//! Red flags: signs in the figures that the gate or the people behind it no longer work as they should. Each says what it
//! saw, in numbers, and what to do.

use super::tally::{Counts, Tally};
use crate::adoption::OVER_CAUTIOUS;
use crate::time::DAY_MS;

/// Fewer decisions than this say nothing about a rate.
const MIN_DECISIONS: u64 = 30;

/// The recent days that are held against the days before.
const RECENT_DAYS: usize = 7;

/// A difference of two rates this many standard errors apart is not chance (one-sided, one in a thousand).
const NOT_CHANCE: f64 = 3.1;

/// How many of the last answers are looked at for reviewers who no longer read.
const LAST_ANSWERS: usize = 30;

/// Nobody reads a command and decides, and no command runs, in less.
const TOO_QUICK_MS: u64 = 2_000;

/// One sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    pub name: &'static str,
    pub seen: String,
    pub todo: &'static str,
}

/// All signs in these figures.
pub fn all(tally: &Tally) -> Vec<Flag> {
    let found = [
        rising(tally),
        stopped_reviewing(tally),
        over_cautious(tally),
        clusters(tally),
        unavailable(tally),
        unjudged(tally),
    ];
    found.into_iter().flatten().collect()
}

/// More is rejected lately than before.
fn rising(tally: &Tally) -> Option<Flag> {
    let days: Vec<&Counts> = tally.days.values().collect();
    let (before, recent) = days.split_at(days.len().saturating_sub(RECENT_DAYS));
    let sum =
        |part: &[&Counts]| (part.iter().map(|c| c.rejected()).sum::<u64>(), part.iter().map(|c| c.judged).sum::<u64>());
    let ((old, old_n), (new, new_n)) = (sum(before), sum(recent));
    if old_n < MIN_DECISIONS || new_n < MIN_DECISIONS || apart(new, new_n, old, old_n) < NOT_CHANCE {
        return None;
    }
    Some(Flag {
        name: "rising rejections",
        seen: format!("{new} of {new_n} rejected in the last {RECENT_DAYS} days, {old} of {old_n} before"),
        todo: "look at what is rejected (`automode log --decision deny`): a new kind of task, or an agent that strays",
    })
}

/// By how many standard errors the first rate lies above the second.
fn apart(hits: u64, of: u64, other_hits: u64, other_of: u64) -> f64 {
    let (a, n, b, m) = (hits as f64, of as f64, other_hits as f64, other_of as f64);
    let pooled = (a + b) / (n + m);
    let error = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
    if error == 0.0 { 0.0 } else { (a / n - b / m) / error }
}

/// Every question is answered with yes, and faster than it can be read.
fn stopped_reviewing(tally: &Tally) -> Option<Flag> {
    let last = tally.answers.get(tally.answers.len().checked_sub(LAST_ANSWERS)?..)?;
    let quick = last.iter().filter(|a| a.took_ms < TOO_QUICK_MS).count();
    let from = last.first()?.asked_ms;
    let asked: u64 = tally.days.range(from / DAY_MS..).map(|(_, c)| c.asked).sum();
    let nearly_all = (last.len() as u64) * 20 >= asked * 19;
    (nearly_all && quick * 10 >= LAST_ANSWERS * 9).then(|| Flag {
        name: "reviewers who stopped reviewing",
        seen: format!(
            "{quick} of the last {LAST_ANSWERS} approvals came within {} s, and nearly every question was approved",
            TOO_QUICK_MS / 1000
        ),
        todo: "ask less: give the categories that are always approved a rule; or let somebody else review",
    })
}

fn over_cautious(tally: &Tally) -> Option<Flag> {
    let (allowed, judged) = (tally.total.allowed, tally.total.judged);
    let cautious = judged >= MIN_DECISIONS && (allowed as f64) < OVER_CAUTIOUS * judged as f64;
    cautious.then(|| Flag {
        name: "over-cautious",
        seen: format!("only {allowed} of {judged} ran without a question"),
        todo: "see `automode log --decision ask` for what is asked most, and whether a rule of yours would spare it",
    })
}

/// One category has most of the incidents.
fn clusters(tally: &Tally) -> Option<Flag> {
    let all = tally.total.incidents();
    let (category, worst) = tally.categories.iter().max_by_key(|(_, c)| c.incidents())?;
    let here = worst.incidents();
    (here >= 5 && here * 2 > all).then(|| Flag {
        name: "incidents cluster in a category",
        seen: format!("{here} of {all} incidents are {} actions", category.name()),
        todo: "set the category's mode to ask until the cause is known",
    })
}

fn unavailable(tally: &Tally) -> Option<Flag> {
    let count = tally.total.unavailable;
    (count > 0).then(|| Flag {
        name: "could not judge",
        seen: format!("{count} calls could not be judged"),
        todo: "`automode log --decision unavailable` says why: disk, limits, policy",
    })
}

fn unjudged(tally: &Tally) -> Option<Flag> {
    let count = tally.unjudged;
    (count > 0).then(|| Flag {
        name: "ran without a judgement",
        seen: format!("{count} results of calls that the gate was never asked about"),
        todo: "the hook was not on the path: `automode init --dry-run` shows what is installed",
    })
}

#[cfg(test)]
mod tests {
    use super::super::tally::Answer;
    use super::*;

    fn days(rejected_before: u64, rejected_now: u64) -> Tally {
        let mut tally = Tally::default();
        for day in 0..28 {
            let denied = if day < 21 { rejected_before } else { rejected_now };
            let counts = Counts { judged: 100, allowed: 100 - denied, denied, ..Counts::default() };
            tally.days.insert(day, counts);
            tally.total.judged += 100;
            tally.total.allowed += 100 - denied;
        }
        tally
    }

    fn names(tally: &Tally) -> Vec<&'static str> {
        all(tally).iter().map(|f| f.name).collect()
    }

    #[test]
    fn a_rise_is_flagged_and_chance_is_not() {
        assert_eq!(names(&days(2, 9)), ["rising rejections"]);
        assert!(names(&days(2, 3)).is_empty());
        assert!(names(&days(9, 2)).is_empty());
    }

    #[test]
    fn quick_yeses_to_everything_are_flagged() {
        let answered = |took_ms| {
            let mut tally = days(0, 0);
            tally.answers = (0..40).map(|n| Answer { asked_ms: 27 * 86_400_000 + n, took_ms }).collect();
            if let Some(day) = tally.days.get_mut(&27) {
                (day.asked, day.approved) = (31, 31);
            }
            tally
        };
        assert_eq!(names(&answered(900)), ["reviewers who stopped reviewing"]);
        assert!(names(&answered(20_000)).is_empty());
    }

    #[test]
    fn asking_most_of_the_time_is_flagged() {
        assert_eq!(names(&days(60, 60)), ["over-cautious"]);
    }
}
