//! `sorry, it's 55102`: a turn that puts another name in the place of the one that was said. What was asked for before is read
//! once more with that name, as if the user had written it again, and what it was said of first is taken back. Called by
//! `Wishes` for all prompts before they are read. Lists of verdicts are written out there, too (`verdicts`).

use std::borrow::Cow;

use super::idioms;
use super::instead;
use super::lessened;
use super::literal::Verbs;
use super::met;
use super::nouns;
use super::references;
use super::restated;
use super::roundabout;
use super::token::{self, Kind, Token};
use super::turns::{self, HESITATIONS};
use super::verdicts;
use super::words;

/// A longer prompt than this is not asked for once more by a name.
const MOST_BYTES: usize = 2000;

/// Words of a slip, and with which people put it right.
const CUES: &[&str] = &[
    "sorry",
    "oops",
    "whoops",
    "wrong",
    "typo",
    "meant",
    "correction",
    "misread",
    "mistyped",
    "mistake",
    "argh",
    "damn",
    "pardon",
    "apologies",
    "no",
    "nope",
    "actually",
    "fat-fingered",
    "mixed",
];

/// What else may stand before the right name.
const AROUND: &[&str] = &[
    "the", "other", "one", "that", "this", "it", "it's", "its", "is", "should", "be", "read", "instead", "rather",
    "my", "bad", "fault", "name", "called", "named", "of", "course", "correct", "right", "i", "make", "tab", "window",
    "line", "row", "number", "id", "a", "fat", "fingers", "mixed", "up", "them", "those", "two", "was", "copied",
    "pasted", "looked", "at", "in", "you", "have", "to", "",
];

/// The prompts, each correction written out.
pub(super) fn written_out<'a>(prompts: &'a [String], known: &Verbs) -> Cow<'a, [String]> {
    let mut out = Cow::Borrowed(prompts);
    for (at, prompt) in prompts.iter().enumerate() {
        if let Some((new, slot)) = verdicts::written_out(prompt).and_then(|n| Some((n, out.to_mut().get_mut(at)?))) {
            *slot = new;
        }
    }
    for at in 0..prompts.len() {
        let new = out.get(at).and_then(|p| roundabout::written_out(p));
        if let Some((new, slot)) = new.and_then(|n| Some((n, out.to_mut().get_mut(at)?))) {
            *slot = new;
        }
    }
    for at in 1..prompts.len() {
        let new = out.get(..at).zip(prompts.get(at)).and_then(|(earlier, now)| {
            corrected(earlier.last()?, now)
                .or_else(|| instead::written_out(earlier.last()?, now, known))
                .or_else(|| lessened::written_out(earlier, now, known))
                .or_else(|| met::written_out(earlier, now))
        });
        if let Some((new, slot)) = new.and_then(|n| Some((n, out.to_mut().get_mut(at)?))) {
            *slot = new;
        }
    }
    for written in [idioms::written_out, restated::written_out, references::written_out] {
        for at in 0..prompts.len() {
            let new = out.get(..at).zip(out.get(at)).and_then(|(before, now)| written(before, now, known));
            if let Some((new, slot)) = new.and_then(|n| Some((n, out.to_mut().get_mut(at)?))) {
                *slot = new;
            }
        }
    }
    out
}

/// What the second of these prompts makes of the first.
fn corrected(before: &str, now: &str) -> Option<String> {
    if before.len() > MOST_BYTES || now.len() > MOST_BYTES {
        return None;
    }
    let tokens = token::tokens(now);
    let first = (0..tokens.len()).find(|at| turns::is_name(&tokens, *at))?;
    let w: Vec<&str> = tokens.iter().map(Token::word).collect();
    // `not a. b`
    let other = first + 1 + usize::from(w.get(first + 1).is_some_and(|t| matches!(*t, "," | "." | "but" | "—")));
    let not = w.get(..first)?.split_last().is_some_and(|(l, rest)| *l == "not" && rest.iter().all(is_hesitation));
    let not = not && turns::is_name(&tokens, other) && says(before, &tokens.get(first)?.text);
    let at = if not { other } else { first };
    let right = tokens.get(at)?;
    let head = w.get(..at)?;
    // Behind the end of its sentence nothing more is said of the name.
    let stops =
        behind(now, &right.text).and_then(|end| now.get(end..)).is_some_and(|r| r.starts_with(['.', '!', ';', '\n']));
    let after = if stops { &[][..] } else { w.get(at + 1..)? };
    let (cut, again) = if is_slip(head, after) || not && ends(after) {
        (behind(now, &right.text)?, false)
    } else if is_slip(head, &[]) && is_the_one(after) {
        let end = behind(now, &right.text)?;
        (end + now.get(end..)?.find("one")? + "one".len(), false)
    } else if let Some(end) = is_pointed_out(head, w.get(at + 1..)?) {
        (end_of(now, end)?, false)
    } else if let Some(end) = goes(w.get(at + 1..)?).filter(|_| is_slip(head, &[])) {
        (end_of(now.get(behind(now, &right.text)?..)?, end)? + behind(now, &right.text)?, false)
    } else if goes_for(head) {
        (behind(now, &right.text)?, true)
    } else {
        return None;
    };
    let rest = now.get(cut..)?;
    let plain = !rest.trim_start().starts_with('?') && right.kind != Kind::Quote && !says(before, &right.text);
    let wrong = alike(before, &right.text).filter(|_| plain)?;
    if not && tokens.get(first).is_none_or(|t| t.text != wrong) {
        return None;
    }
    let back = if again { "" } else { "Never mind. " };
    let rest = rest.trim_start().strip_prefix("rather").unwrap_or(rest);
    let rest = rest.trim_start_matches([',', '.', ';', ':', '!', ')', ' ', '—', '-']);
    // `it's b, not a`: that is what the correction says.
    let rest = rest.strip_prefix("not ").and_then(|r| r.strip_prefix(wrong.as_str())).unwrap_or(rest);
    let rest = rest.trim_start_matches(['.', '!', ' ']);
    let ends = if before.trim_end().ends_with(['.', '!', '?', ':']) { "" } else { "." };
    Some(format!("{back}{}{ends}\n\n{rest}", replaced(before.trim_end(), &wrong, &right.text)))
}

/// `sorry, wrong tab. it's`, and behind the name nothing more is said of it.
fn is_slip(head: &[&str], behind: &[&str]) -> bool {
    let small =
        |w: &&str| CUES.contains(w) || AROUND.contains(w) || is_hesitation(w) || *w == "." || nouns::kinds(w) != 0;
    let pair = |a: &str, b: &str| head.windows(2).any(|p| p == [a, b]);
    let cue = |w: &&&str| CUES.contains(*w);
    let typo = matches!(behind, [",", "typo" | "sorry" | "oops" | "fat", ..] | ["i", "mean" | "meant"]);
    let said = behind.first() == Some(&"rather")
        || head.iter().any(|w| cue(&w))
        || pair("make", "that")
        || pair("make", "it")
        || pair("should", "be")
        || typo;
    // `wrong rack: it's b`
    let which =
        |at: usize| at.checked_sub(1).and_then(|b| head.get(b)).is_some_and(|b| matches!(*b, "wrong" | "misread"));
    let told = |at: usize, w: &&str| small(w) || which(at) || *w == "ticket";
    said && head.iter().enumerate().all(|(at, w)| told(at, w))
        && (ends(behind) || matches!(behind, ["i", "mean" | "meant"]))
}

/// `b is the one`, `b is the broken one`: what is said of it is why it is meant, and nothing follows.
fn is_the_one(behind: &[&str]) -> bool {
    const MEANT: &[&str] =
        &["broken", "bad", "stale", "dead", "old", "faulty", "corrupt", "corrupted", "buggy", "right", "correct"];
    match behind {
        ["is" | "was" | "it's", "the", "one", rest @ ..] => ends(rest),
        ["is" | "was", "the", which, "one", rest @ ..] => MEANT.contains(which) && ends(rest),
        _ => false,
    }
}

/// `b that goes`, `b is to go`: the word with which that ends.
fn goes<'a>(behind: &[&'a str]) -> Option<&'a str> {
    match behind {
        ["that" | "which", "goes", rest @ ..] if ends(rest) => Some("goes"),
        ["that" | "which" | "is", "should" | "must" | "can" | "to", "go", rest @ ..] if ends(rest) => Some("go"),
        _ => None,
    }
}

fn is_hesitation(w: &&str) -> bool {
    HESITATIONS.contains(w) || *w == "mm"
}

fn ends(behind: &[&str]) -> bool {
    // `it's b, not a`
    matches!(behind.first().copied().unwrap_or(""), "" | "," | "." | "—" | "(" | "sorry" | "of" | "please")
        && behind.get(..2) != Some(&["of", "the"])
        || matches!(behind.first(), Some(&("instead" | "rather")))
            && matches!(behind.get(1).copied().unwrap_or(""), "" | "," | ".")
}

/// `no, 0.4.2 is the broken one, yank that instead`: the word with which that ends.
fn is_pointed_out<'a>(head: &[&str], behind: &[&'a str]) -> Option<&'a str> {
    let cue = head.iter().any(|w| CUES.contains(w));
    let small = head.iter().all(|w| CUES.contains(w) || HESITATIONS.contains(w) || AROUND.contains(w));
    let told = matches!(behind, ["is" | "was", "the", _, "one", ..] | ["is" | "was", "the", "one", ..]);
    let end = behind.iter().position(|w| *w == "instead")?;
    let verb = behind.get(..end)?;
    let does = |w: &&str| *w == "take" || words::of_word(w).is_some();
    let points = matches!(verb, [.., v, "that" | "this" | "it"] | [.., v, "that" | "this", "one"] if does(v));
    (cue && small && told && points && verb.len() <= 10).then_some("instead")
}

/// `good, same for b`
fn goes_for(head: &[&str]) -> bool {
    const WELCOME: &[&str] = &[
        "good", "great", "ok", "okay", "thanks", "fine", "perfect", "nice", "and", "now", "please", "do", ",", ".",
        "the",
    ];
    let at = head.iter().position(|w| *w == "same");
    at.is_some_and(|at| {
        let rest = head.get(at + 1..).unwrap_or_default();
        head.iter().take(at).all(|w| WELCOME.contains(w))
            && matches!(rest.first(), Some(&("for" | "with" | "on" | "thing")))
            && rest.iter().all(|w| matches!(*w, "for" | "with" | "on" | "thing" | "the") || nouns::kinds(w) != 0)
    })
}

/// The one name of a prompt that is built like this one.
fn alike(before: &str, right: &str) -> Option<String> {
    let tokens = token::tokens(before);
    let mut found: Vec<&str> = (0..tokens.len())
        .filter(|at| turns::is_name(&tokens, *at))
        .filter_map(|at| tokens.get(at))
        .filter(|t| t.kind != Kind::Quote && is_alike(&t.text, right))
        .map(|t| t.text.as_str())
        .collect();
    found.sort_unstable();
    found.dedup();
    match found[..] {
        [one] => Some(one.to_owned()),
        _ => None,
    }
}

/// Numbers, or names of the same build, or of the same first part.
pub(super) fn is_alike(one: &str, other: &str) -> bool {
    const SAME: usize = 4;
    let build = |s: &str| {
        let mut out = String::new();
        for c in s.chars() {
            let kind = if c.is_ascii_digit() {
                '0'
            } else if c.is_alphabetic() {
                'a'
            } else {
                c
            };
            if !(kind.is_alphanumeric() && out.ends_with(kind)) {
                out.push(kind);
            }
        }
        out
    };
    let common = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let digits = |s: &str| s.contains(|c: char| c.is_ascii_digit());
    let number = |s: &str| s.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    // `i-0a12bc34` and `i-0c98d7e6`
    let coded = |s: &str| {
        const SHORTEST: usize = 6;
        let (head, code) = s.rsplit_once('-')?;
        let hex = code.len() >= SHORTEST && code.bytes().all(|b| b.is_ascii_hexdigit());
        hex.then(|| (head.to_owned(), code.len()))
    };
    if coded(one).is_some() && coded(one) == coded(other) {
        return true;
    }
    let (a, b) = (build(one), build(other));
    a == b && (number(one) || common > 0 && digits(one)) || common >= SAME && (a == b || one.contains(['-', '_', '/']))
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '@')
}

/// Where a name stands in a text as a word of its own.
pub(super) fn places(text: &str, name: &str) -> Vec<usize> {
    let whole = |at: &usize| {
        let before = text.get(..*at).and_then(|t| t.chars().next_back());
        let mut after = text.get(at + name.len()..).unwrap_or("").chars();
        let next = after.next();
        let goes_on = next.is_some_and(is_part) || next == Some('.') && after.next().is_some_and(char::is_alphanumeric);
        !before.is_some_and(|c| is_part(c) || c == '.') && !goes_on
    };
    text.match_indices(name).map(|(at, _)| at).filter(whole).collect()
}

pub(super) fn says(text: &str, name: &str) -> bool {
    !places(text, name).is_empty()
}

fn behind(text: &str, name: &str) -> Option<usize> {
    places(text, name).first().map(|at| at + name.len())
}

fn end_of(text: &str, word: &str) -> Option<usize> {
    text.to_lowercase().find(word).map(|at| at + word.len()).filter(|at| text.is_char_boundary(*at))
}

pub(super) fn replaced(text: &str, from: &str, to: &str) -> String {
    let mut out = String::new();
    let mut last = 0;
    for at in places(text, from) {
        out.push_str(text.get(last..at).unwrap_or(""));
        out.push_str(to);
        last = at + from.len();
    }
    out.push_str(text.get(last..).unwrap_or(""));
    out
}
