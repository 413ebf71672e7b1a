//! Words behind a request that take it back, put it off or correct it (`delete a, never mind`, `delete a, but ask me first`,
//! `delete a, sorry, b`): a sentence of their own, so that all readings see them. Called by `text`.

use super::overtaken;
use super::turns::{self, TAKES_BACK};
use super::words;

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
    "but",
    "and",
    "or",
    "well",
    "hm",
    "hmm",
    "oh",
    "no",
    "actually",
    "please",
    "ok",
    "okay",
    "sorry",
    "just",
    "maybe",
    "perhaps",
    "correction",
    "then",
    "so",
    "though",
    "wait",
    "on",
    "second",
    "thought",
    "thoughts",
    "rather",
    "lol",
];
const BEHIND: &[&str] = &[
    "though", "please", "pls", "thanks", "thx", "ok", "okay", "yet", "then", "sorry", "after", "all", "for", "now",
    "only",
];

/// Words by which somebody corrects what was said.
const CORRECTS: &[&str] = &["sorry", "wait", "actually", "rather", "correction"];

/// Only so much of the end of a sentence is looked at: such words are few, and a list of thousands of names has as many commas.
const MAX_BYTES: usize = 256;

/// What all that puts off is read as.
pub(super) const NOT_YET: &str = "not yet";

/// A sentence whose end takes something back.
pub(super) struct Behind<'a> {
    /// The request.
    pub(super) head: &'a str,
    /// What its last words are as a sentence.
    pub(super) said: String,
    /// What is asked for instead: `…, no, rename it`.
    pub(super) rest: Option<&'a str>,
}

/// The request, and the words behind it as a sentence; none where nothing of the kind is there.
pub(super) fn behind(text: &str) -> Option<Behind<'_>> {
    let from = text.len().saturating_sub(MAX_BYTES);
    let from = (from..=text.len()).find(|at| text.is_char_boundary(*at))?;
    let lower = text.get(from..)?.to_ascii_lowercase();
    let marks = [", ", "; ", " - ", " – ", " — ", " (", " but ", " lol "];
    let mut ends: Vec<(usize, usize)> =
        marks.iter().flat_map(|m| lower.match_indices(m).map(|(at, m)| (at, at + m.len()))).collect();
    ends.sort_unstable();
    let bare = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
    let verb = |w: &str| words::is_base(w) || words::PHRASES.iter().any(|p| p.0 == w);
    let asks = |head: &str| head.split_whitespace().any(|w| verb(&bare(w)));
    ends.into_iter().find_map(|(head, tail)| {
        let said = read(lower.get(tail..)?)?;
        let rest = is_replaced(lower.get(tail..)?).then(|| text.get(from + tail..)).flatten();
        Some(Behind { head: text.get(..from + head).filter(|head| asks(head))?, said, rest })
    })
}

/// What a sentence of its own is that only puts off or corrects what was asked for: `but ask me first`, `rather a-2`.
pub(super) fn alone(text: &str) -> Option<String> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let words = plain(text);
    let first = words.iter().take_while(|w| BEFORE.contains(&w.as_str())).count();
    let own = words.get(first..).unwrap_or_default();
    if asks_first(own) || is_trial(own) {
        return Some(NOT_YET.to_owned());
    }
    // `rather a-2`, `a-2 I mean`
    let rather = first > 0 && words.iter().take(first).any(|w| w == "rather");
    let turned = matches!(own, [.., i, mean] if i == "i" && matches!(mean.as_str(), "mean" | "meant"));
    let name = own.get(..own.len().saturating_sub(if turned { 2 } else { 0 })).unwrap_or_default();
    (rather || turned).then(|| corrected(name, true)).flatten()
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
    let replaced = || is_replaced(tail).then(|| NOT_YET.to_owned());
    if withdraws(words) {
        return Some(NOT_YET.to_owned());
    }
    said(words).or_else(|| corrected(words, corrects)).or_else(replaced)
}

/// `strike that, protected branch`, `cancel my previous message`: it takes the request back, whatever follows.
pub(super) fn withdraws(words: &[String]) -> bool {
    const STRONG: &[&str] = &[
        "strike that",
        "scratch that",
        "never mind",
        "nevermind",
        "nvm",
        "forget it",
        "belay that",
        "on second thought",
        "on second thoughts",
        "i changed my mind",
        "changed my mind",
        "i take that back",
        "better not",
        "rather not",
    ];
    let joined = words.join(" ");
    let leads = |l: &&&str| joined.strip_prefix(**l).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let w: Vec<&str> = words.iter().map(String::as_str).collect();
    // `never mind the red checks`: something else.
    let other =
        w.get(2).is_some_and(|t| matches!(*t, "the" | "about" | "that" | "if" | "my" | "those" | "these" | "how"));
    STRONG.iter().any(|l| leads(&l)) && !other || turns::withdraws(&w, 0).is_some()
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
    let nobody = matches!(word(0), "ask" | "check" | "confirm") && words.len() == 2;
    asks && (person && (first || is_before_it(words)) || nobody && first) && words.len() <= MOST
}

/// `ask me before it goes`, `check with me before you do that`: before what was asked for, and not before something else.
fn is_before_it(words: &[String]) -> bool {
    let at = words.iter().position(|w| w == "before");
    let word = |n: usize| at.and_then(|at| words.get(at + n)).map_or("", String::as_str);
    match word(1) {
        "it" | "this" | "that" | "they" | "these" | "those" | "anything" | "doing" | "proceeding" | "executing" => true,
        "going" => word(2) == "ahead",
        "you" => matches!(
            word(2),
            "do" | "go" | "run" | "start" | "proceed" | "execute" | "continue" | "actually" | "really"
        ),
        _ => false,
    }
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

/// `or actually no, leave it running`, `that's what sam said`: something else instead, or nobody's request.
fn is_replaced(tail: &str) -> bool {
    let words = &plain(tail);
    let lead = words.iter().take_while(|w| BEFORE.contains(&w.as_str()) || matches!(w.as_str(), "argh" | "ah")).count();
    let (before, own) = words.split_at(lead);
    let no = before.iter().any(|w| matches!(w.as_str(), "no" | "wait" | "actually" | "or" | "rather"));
    let stays = matches!(own, [keep, it, ..] if matches!(keep.as_str(), "leave" | "keep") && it == "it");
    // `please no restart`
    let other = ["no, ", "no wait", "no - ", "no – "].iter().any(|no| tail.contains(no))
        && before.iter().any(|w| w == "no")
        && own.first().is_some_and(|w| words::is_base(w));
    no && stays || other || overtaken::is_retold(words)
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
