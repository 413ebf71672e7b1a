//! Times to come: what is asked for `tonight`, `on friday` or `in an hour` is not asked for now. Called by `conditions`.

use super::dates::is_month;
use super::leads::{JOINERS, OPENERS};
use super::nouns;
use super::words::{self, Form, Ops};

/// Days of the week.
pub(super) fn is_weekday(word: &str) -> bool {
    let one = word.strip_suffix('s').unwrap_or(word);
    matches!(one, "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" | "weekend")
}

/// Whether a request of this sentence is for a time to come.
pub(super) fn is_for_later(w: &[&str]) -> bool {
    (0..w.len()).any(|at| span(w, at).is_some_and(|len| leads(w, at, len) || ends(w, at, len)))
}

/// Whether all these words are a time to come, as an addition to what was asked for: `tomorrow then`.
pub(super) fn is_only_later(w: &[&str]) -> bool {
    let small = |t: &&str| {
        matches!(
            *t,
            "but"
                | "and"
                | "only"
                | "just"
                | "then"
                | "though"
                | "please"
                | "rather"
                | "better"
                | "let's"
                | "do"
                | "it"
                | "that"
                | "so"
                | "ok"
                | "maybe"
                | "not"
                | "before"
                | "until"
                | ","
                | "no"
                | "sorry"
                | "actually"
        )
    };
    let from = w.iter().take_while(|t| small(t)).count();
    let rest = w.get(from..).unwrap_or_default();
    span(rest, 0).is_some_and(|len| rest.iter().skip(len).all(small))
}

/// The time stands before the request: `tonight delete x`, `in an hour, please delete x`.
fn leads(w: &[&str], at: usize, len: usize) -> bool {
    let begins =
        w.get(..at).unwrap_or_default().iter().rev().take_while(|t| !is_break(t)).all(|t| is_opener(t) && *t != "it's");
    begins && asks(w.get(at + len..).unwrap_or_default())
}

/// It stands behind it: `delete x tonight, please`.
fn ends(w: &[&str], at: usize, len: usize) -> bool {
    let behind = w.get(at + len..).unwrap_or_default();
    let polite = |t: &&&str| matches!(**t, "please" | "pls" | "plz" | "thanks" | "thx" | "instead" | "though" | "when");
    let next = behind.iter().find(|t| !polite(t)).copied().unwrap_or(",");
    let before = w.get(..at).unwrap_or_default();
    let from = before.iter().rposition(|t| is_break(t)).map_or(0, |b| b + 1);
    let clause = before.get(from..).unwrap_or_default();
    let last = before.last().copied().unwrap_or("");
    // `the snapshot taken on friday`, `the run of friday`, `since friday`: which.
    let which = matches!(words::of_word(last), Some((_, Form::Past | Form::Ing)))
        || matches!(
            last,
            "of" | "from"
                | "since"
                | "by"
                | "before"
                | "last"
                | "until"
                | "till"
                | "for"
                | "to"
                | "taken"
                | "made"
                | "the"
                | "than"
                | "past"
                | "every"
        );
    (is_break(next) || JOINERS.contains(&next) || matches!(next, "when" | "after" | "at" | "in" | "on"))
        && !which
        && (asks(clause) || is_passive(clause))
        && !sets_time(clause)
}

/// What begins another clause.
fn is_break(word: &str) -> bool {
    matches!(word, "," | "—" | ":" | "(" | ")" | ";" | "" | "because" | "since" | "so" | "but" | "then" | "as" | "and")
}

fn is_opener(word: &str) -> bool {
    let lead = ["can", "could", "would", "will", "u", "let's", "lets", "us", "feel", "free", "go", "ahead"];
    OPENERS.contains(&word) || lead.contains(&word)
}

/// `x should be deleted`
fn is_passive(w: &[&str]) -> bool {
    let be = w.iter().position(|t| *t == "be").filter(|at| *at > 1);
    let done = |at: usize| w.iter().skip(at + 1).take(2).any(|t| matches!(words::of_word(t), Some((_, Form::Past))));
    be.is_some_and(done)
}

/// The words begin with one for an operation, but for what may stand before a request.
fn asks(w: &[&str]) -> bool {
    // `I want you to delete x`
    let you = w.iter().take(4).position(|t| matches!(*t, "you" | "u")).filter(|at| *at > 0).map_or(0, |at| at + 1);
    let first = w.iter().skip(you).find(|t| !is_opener(t));
    first.is_some_and(|t| words::is_base(t) || words::PHRASES.iter().any(|p| p.0 == *t))
}

/// `set the run to 6pm`, `schedule it for friday`: the time is what is asked for.
fn sets_time(clause: &[&str]) -> bool {
    let sets = |t: &&str| {
        matches!(
            *t,
            "move"
                | "shift"
                | "schedule"
                | "reschedule"
                | "postpone"
                | "delay"
                | "defer"
                | "plan"
                | "book"
                | "fire"
                | "trigger"
        ) || words::of_base(t).meets(Ops::EDIT.or(Ops::CONFIG)) && !words::of_base(t).meets(Ops::DELETE)
    };
    let timed = |t: &&str| {
        matches!(
            *t,
            "cron" | "crontab" | "schedule" | "job" | "reminder" | "timer" | "alarm" | "meeting" | "mail" | "window"
        )
    };
    clause.iter().any(|t| sets(t) || timed(t))
}

/// How many words of a time to come stand here.
fn span(w: &[&str], at: usize) -> Option<usize> {
    let word = |n: usize| w.get(at + n).copied().unwrap_or("");
    let part = |t: &str| matches!(t, "morning" | "afternoon" | "evening" | "night" | "noon");
    match word(0) {
        "tonight" | "tomorrow" | "overnight" | "someday" | "sometime" | "soon" | "later" | "eod" | "eow" => {
            Some(1 + usize::from(part(word(1)) || matches!(word(1), "today" | "soon" | "on")))
        }
        "some" => matches!(word(1), "day" | "time").then_some(2),
        "this" => {
            (matches!(word(1), "evening" | "afternoon" | "weekend" | "night") || is_weekday(word(1))).then_some(2)
        }
        "next" => {
            (is_unit(word(1)) || is_weekday(word(1)) || matches!(word(1), "time" | "sprint" | "quarter" | "release"))
                .then_some(2)
        }
        "in" => in_a_while(w, at + 1),
        "at" => at_a_time(w, at + 1),
        "on" | "starting" | "come" => on_a_day(w, at + 1),
        // `stop it over the weekend`: for how long.
        "over" if w.iter().any(|t| words::of_base(t).meets(Ops::STOP.or(Ops::APPLY))) => None,
        "over" | "during" | "outside" => {
            let what = matches!(
                word(2),
                "weekend"
                    | "night"
                    | "holidays"
                    | "maintenance"
                    | "downtime"
                    | "window"
                    | "lunch"
                    | "break"
                    | "outage"
                    | "freeze"
            );
            let hours =
                matches!(word(1), "lunch" | "night" | "office" | "business" | "working" | "off-hours" | "christmas");
            let more = usize::from(word(3) == "window");
            if word(1) == "the" && what { Some(3 + more) } else { hours.then_some(2 + usize::from(word(2) == "hours")) }
        }
        "end" => {
            (word(1) == "of" && (is_unit(word(2)) || is_unit(word(3)))).then_some(if is_unit(word(2)) { 3 } else { 4 })
        }
        "one" => (word(1) == "of" && word(2) == "these" && word(3) == "days").then_some(4),
        day if is_weekday(day) && !is_led(w, at) => Some(1 + usize::from(part(word(1)))),
        _ => None,
    }
}

/// A word before the day that says which, or when.
fn is_led(w: &[&str], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|b| w.get(b)).copied().unwrap_or("");
    matches!(before, "on" | "this" | "next" | "last" | "coming" | "every" | "each" | "the")
}

/// `in two hours`, `in a bit`, `in the morning`
fn in_a_while(w: &[&str], from: usize) -> Option<usize> {
    let word = |n: usize| w.get(from + n).copied().unwrap_or("");
    if word(0) == "the" {
        return matches!(word(1), "morning" | "afternoon" | "evening" | "night" | "future").then_some(3);
    }
    // `in 30min`
    let short = word(0).trim_start_matches(|c: char| c.is_ascii_digit());
    if short.len() < word(0).len() && matches!(short, "min" | "mins" | "h" | "hrs" | "m" | "s" | "sec" | "d" | "days") {
        return Some(2);
    }
    let small = |t: &str| {
        matches!(
            t,
            "a" | "an"
                | "one"
                | "two"
                | "three"
                | "four"
                | "five"
                | "six"
                | "ten"
                | "twenty"
                | "thirty"
                | "few"
                | "couple"
                | "of"
                | "some"
                | "half"
                | "about"
                | "around"
                | "another"
                | "several"
                | "little"
                | "good"
                | "maybe"
                | "roughly"
        ) || !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit())
    };
    let lead = (0..5).take_while(|n| small(word(*n))).count();
    (lead > 0 && (is_unit(word(lead)) || matches!(word(lead), "bit" | "while" | "moment"))).then_some(lead + 2)
}

/// `at 6pm`, `at midnight`, `at the end of the week`
fn at_a_time(w: &[&str], from: usize) -> Option<usize> {
    let word = |n: usize| w.get(from + n).copied().unwrap_or("");
    if matches!(word(0), "noon" | "midnight" | "night" | "lunch" | "lunchtime" | "dawn" | "dusk") {
        return Some(2);
    }
    if word(0) == "the" {
        let end = word(1) == "end" && word(2) == "of" && (is_unit(word(3)) || is_unit(word(4)));
        return if end { Some(if is_unit(word(3)) { 5 } else { 6 }) } else { (word(1) == "weekend").then_some(3) };
    }
    let behind = word(0).trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
    let clock = behind.len() < word(0).len() && matches!(behind, "" | "am" | "pm" | "h" | "a.m" | "p.m");
    let zone = usize::from(matches!(
        word(1),
        "am" | "pm" | "utc" | "gmt" | "cet" | "cest" | "est" | "pst" | "o'clock" | "local" | "sharp"
    ));
    // A number of more digits is no hour.
    (clock && (word(0).contains(':') || !behind.is_empty() || zone > 0 || word(0).len() < 3)).then_some(2 + zone)
}

/// `on friday`, `on the 24th`, `on november 24`, `on 24 nov`
fn on_a_day(w: &[&str], from: usize) -> Option<usize> {
    let word = |n: usize| w.get(from + n).copied().unwrap_or("");
    let ordinal = |t: &str| {
        let digits = t.trim_start_matches(|c: char| c.is_ascii_digit());
        digits.len() < t.len() && matches!(digits, "st" | "nd" | "rd" | "th")
    };
    let number = |t: &str| !t.is_empty() && t.len() < 3 && t.bytes().all(|b| b.is_ascii_digit()) || ordinal(t);
    let the = usize::from(matches!(word(0), "the" | "next" | "this" | "coming"));
    if is_weekday(word(the)) {
        return Some(2 + the + usize::from(matches!(word(the + 1), "morning" | "afternoon" | "evening" | "night")));
    }
    if is_month(word(the)) && number(word(the + 1)) {
        return Some(3 + the);
    }
    if number(word(the)) && (is_month(word(the + 1)) || ordinal(word(the))) {
        return Some(2 + the + usize::from(is_month(word(the + 1))));
    }
    None
}

fn is_unit(word: &str) -> bool {
    matches!(
        nouns::stem(word),
        "second"
            | "minute"
            | "hour"
            | "day"
            | "week"
            | "month"
            | "year"
            | "quarter"
            | "sprint"
            | "sec"
            | "min"
            | "hr"
            | "shift"
            | "weekend"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::consent::token;

    fn later(text: &str) -> bool {
        let tokens = token::tokens(text);
        is_for_later(&tokens.iter().map(token::Token::word).collect::<Vec<_>>())
    }

    #[test]
    fn what_is_asked_for_a_time_to_come() {
        for text in [
            "in an hour delete pod a-1",
            "tonight, please delete pod a-1",
            "delete pod a-1 on friday",
            "can you delete pod a-1 at 6pm",
            "delete pod a-1 at the end of the week, please",
            "delete pod a-1 in 30 minutes",
            "delete pod a-1 in a bit and tell me",
            "delete pod a-1 on november 24",
            "delete pod a-1 on the 24th",
            "delete pod a-1 during the maintenance window",
            "it hangs, so delete pod a-1 tonight",
        ] {
            assert!(later(text), "{text}");
        }
    }

    #[test]
    fn what_only_has_a_time_in_it() {
        for text in [
            "delete the snapshot taken on friday",
            "delete the run of monday",
            "delete pod a-1, the demo is tonight",
            "delete pod a-1 because priya presents on friday",
            "set the backup to run at 6pm",
            "schedule the job for friday",
            "delete pod a-1 by friday",
            "delete the pods in a namespace",
            "the nodes are busy tonight, delete pod a-1",
            "pin it at 1.20.3",
        ] {
            assert!(!later(text), "{text}");
        }
    }
}
