//! `a and c` of `flow/nav-a, flow/nav-b and flow/nav-c`, `only 7` of `job-7 and job-8`: the last part of a name in the place of the
//! whole, where the names of one list have nothing else between them. Written out before a prompt is read. Called by `references`.

use super::references::Group;
use super::token::{self, Kind, Token};

/// Letters that people write for words.
const LETTERS: &[&str] = &["i", "u", "r", "n", "w", "k", "y", "x", "s", "t"];

/// The sentence with whole names; none where it has no such part.
pub(super) fn written_out(sentence: &str, groups: &[Group]) -> Option<String> {
    let group = groups.iter().rev().find(|g| g.names.len() > 1)?;
    let tokens = token::tokens(sentence);
    let found: Vec<Option<&String>> = (0..tokens.len()).map(|at| whole(&tokens, at, group)).collect();
    let several = found.iter().flatten().count() > 1;
    let mut out = String::new();
    let mut rest = sentence;
    let mut changed = false;
    for (at, t) in tokens.iter().enumerate() {
        let start = rest.find(t.text.as_str())?;
        out.push_str(rest.get(..start)?);
        rest = rest.get(start + t.text.len()..)?;
        let name = found.get(at).copied().flatten().filter(|_| t.lower != "a" || several || is_subject(&tokens, at));
        out.push_str(name.map_or(t.text.as_str(), String::as_str));
        changed |= name.is_some();
    }
    out.push_str(rest);
    changed.then_some(out)
}

/// The one name of the group that ends with this part.
fn whole<'a>(tokens: &[Token], at: usize, group: &'a Group) -> Option<&'a String> {
    let t = tokens.get(at).filter(|t| t.kind == Kind::Word)?;
    let part = t.lower.as_str();
    let letter = part.len() == 1 && part.bytes().all(|b| b.is_ascii_lowercase()) && !LETTERS.contains(&part);
    let number = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let tail =
        part.len() > 1 && part.starts_with(['-', '_']) && part.bytes().skip(1).all(|b| b.is_ascii_alphanumeric());
    if !(tail || (letter || number) && stands(tokens, at)) {
        return None;
    }
    let ends = |n: &&String| {
        let lower = n.to_lowercase();
        lower.strip_suffix(part).is_some_and(|head| tail || head.ends_with(['-', '_', '/', '.', ':']))
    };
    let mut found = group.names.iter().filter(ends);
    let one = found.next().filter(|_| found.next().is_none())?;
    // All names of the list have one stem: what is short is short for each.
    let stem = one.get(..one.len().checked_sub(part.len())?)?;
    let like = group.names.iter().filter(|n| n.starts_with(stem.trim_end_matches(['-', '_', '/', '.', ':']))).count();
    (like > 1 && !group.names.iter().any(|n| n.to_lowercase() == part)).then_some(one)
}

/// The part stands where a name does: by itself, in a list, or as the subject.
fn stands(tokens: &[Token], at: usize) -> bool {
    let word = |n: Option<usize>| n.and_then(|n| tokens.get(n)).map_or("", Token::word);
    let before = word(at.checked_sub(1));
    let behind = word(Some(at + 1));
    let leads = matches!(
        before,
        "" | "only"
            | "just"
            | "and"
            | ","
            | "but"
            | "not"
            | "keep"
            | "so"
            | "ship"
            | "no"
            | "or"
            | "wait"
            | "—"
            | "yes"
    );
    let ends = matches!(
        behind,
        "" | "and"
            | ","
            | "is"
            | "are"
            | "was"
            | "were"
            | "it"
            | "or"
            | "stays"
            | "too"
            | "please"
            | "can"
            | "has"
            | "—"
            | "."
            | "instead"
    );
    leads && ends
}

/// `a is still used`, `only a`
fn is_subject(tokens: &[Token], at: usize) -> bool {
    let word = |n: Option<usize>| n.and_then(|n| tokens.get(n)).map_or("", Token::word);
    matches!(word(at.checked_sub(1)), "only" | "just") || matches!(word(Some(at + 1)), "is" | "was" | "stays")
}
