//! Words behind a request that take it back, put it off or correct it (`delete a, never mind`, `delete a, but ask me first`,
//! `delete a, sorry, b`): a sentence of their own, so that all readings see them. Called by `text`.

use super::turns::TAKES_BACK;
use super::words::{self, Form};

/// What stands alone behind a request and takes it back or puts it off, beside what does so as a sentence.
const OFF: &[&str] = &[
    "forget that",
    "dont",
    "lets not",
    "not quite yet",
    "not just now",
    "later",
    "kidding",
    "jk",
    "lol jk",
    "nah",
    "nah leave it",
    "not sure",
    "i'm not sure",
    "im not sure",
    "i am not sure",
];

/// The same as a sentence, which may ask for something where it stands behind another: `the job loops, stop it`.
const ASKS: &[&str] = &["stop it", "stop that", "stop", "abort", "abort that", "hold it"];

/// Words before and behind them that say nothing.
const BEFORE: &[&str] = &[
    "but", "and", "or", "well", "hm", "hmm", "oh", "no", "actually", "please", "ok", "okay", "sorry", "just", "maybe",
    "perhaps", "then", "so", "though", "wait", "on", "second", "thought", "thoughts", "rather", "lol",
];
const BEHIND: &[&str] = &[
    "though", "please", "pls", "thanks", "thx", "ok", "okay", "yet", "then", "sorry", "after", "all", "for", "now",
    "only",
];

/// Words by which somebody corrects what was said.
const CORRECTS: &[&str] = &["sorry", "wait", "actually", "rather"];

/// Only so much of the end of a sentence is looked at: such words are few, and a list of thousands of names has as many commas.
const MAX_BYTES: usize = 256;

/// What all that puts off is read as.
const NOT_YET: &str = "not yet";

/// The request, and the words behind it as a sentence; none where nothing of the kind is there.
pub(super) fn behind(text: &str) -> Option<(&str, String)> {
    let from = text.len().saturating_sub(MAX_BYTES);
    let from = (from..=text.len()).find(|at| text.is_char_boundary(*at))?;
    let lower = text.get(from..)?.to_ascii_lowercase();
    let marks = [", ", "; ", " - ", " – ", " — ", " (", " but ", " lol "];
    let mut ends: Vec<(usize, usize)> =
        marks.iter().flat_map(|m| lower.match_indices(m).map(|(at, m)| (at, at + m.len()))).collect();
    ends.sort_unstable();
    let bare = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
    let asks = |head: &str| head.split_whitespace().any(|w| matches!(words::of_word(&bare(w)), Some((_, Form::Base))));
    ends.into_iter().find_map(|(head, tail)| {
        let said = read(lower.get(tail..)?)?;
        Some((text.get(..from + head).filter(|head| asks(head))?, said))
    })
}

/// A sentence of its own that only puts off what was asked for: `but ask me first`.
pub(super) fn puts_off(text: &str) -> bool {
    if text.len() > MAX_BYTES {
        return false;
    }
    let words = plain(text);
    let first = words.iter().take_while(|w| BEFORE.contains(&w.as_str())).count();
    let own = words.get(first..).unwrap_or_default();
    asks_first(own) || is_trial(own)
}

fn plain(text: &str) -> Vec<String> {
    let mark = |c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '/' | '.' | '\'' | '@' | '#' | ':');
    text.split_whitespace()
        .map(|w| w.trim_matches(mark).trim_end_matches('.').to_ascii_lowercase())
        .filter(|w| !w.is_empty())
        .collect()
}

/// What these words are as a sentence.
fn read(tail: &str) -> Option<String> {
    let all = plain(tail);
    let mut words: &[String] = &all;
    let mut corrects = false;
    while said(words).is_none()
        && let Some((first, rest)) = words.split_first().filter(|(w, _)| BEFORE.contains(&w.as_str()))
    {
        corrects |= CORRECTS.contains(&first.as_str());
        words = rest;
    }
    while said(words).is_none()
        && let Some((_, rest)) = words.split_last().filter(|(w, _)| BEHIND.contains(&w.as_str()))
    {
        words = rest;
    }
    said(words).or_else(|| corrected(words, corrects))
}

fn said(words: &[String]) -> Option<String> {
    let joined = words.join(" ");
    let whole =
        TAKES_BACK.contains(&joined.as_str()) && !joined.starts_with("leave") && !ASKS.contains(&joined.as_str());
    if whole && joined != "wait" {
        return Some(joined);
    }
    let until = ["not before ", "not until ", "not till "].iter().any(|l| joined.starts_with(l)) && words.len() < 6;
    let off = OFF.contains(&joined.as_str()) || joined == "wait";
    (off || until || asks_first(words) || is_trial(words)).then(|| NOT_YET.to_owned())
}

/// `ask me first`, `check with me before`, `show me the plan first`
fn asks_first(words: &[String]) -> bool {
    const MOST: usize = 9;
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let asks = matches!(
        word(0),
        "ask" | "check" | "confirm" | "show" | "tell" | "let" | "run" | "consult" | "ping" | "clear" | "wait"
    );
    let person = (1..5).any(|at| matches!(word(at), "me" | "us" | "my"));
    // `ask me before pushing` is about pushing.
    let first = words.iter().any(|w| matches!(w.as_str(), "first" | "beforehand"))
        || words.last().is_some_and(|w| w == "before");
    asks && person && first && words.len() <= MOST
}

/// `only a dry run`, `simulate it only`
fn is_trial(words: &[String]) -> bool {
    const MOST: usize = 5;
    let lead = words.iter().take_while(|w| matches!(w.as_str(), "only" | "as" | "a" | "in" | "just" | "do")).count();
    let word = |at: usize| words.get(lead + at).map_or("", String::as_str);
    let dry =
        word(0) == "dry" && word(1) == "run" || matches!(word(0), "dry-run" | "dryrun" | "simulate" | "simulation");
    dry && words.len() <= MOST
}

/// `sorry, b`, `i mean b`: another name.
fn corrected(words: &[String], corrects: bool) -> Option<String> {
    const MOST: usize = 3;
    let meant = matches!(words, [i, mean, ..] if i == "i" && matches!(mean.as_str(), "mean" | "meant"));
    let rest = if meant { words.get(2..)? } else { words };
    let name = |w: &String| w.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '/'));
    let more = |w: &String| matches!(w.as_str(), "too" | "also" | "well" | "both" | "and" | "not");
    let one = (meant || corrects) && rest.len() <= MOST && rest.last().is_some_and(name) && !rest.iter().any(more);
    one.then(|| format!("i mean {}", rest.join(" ")))
}
