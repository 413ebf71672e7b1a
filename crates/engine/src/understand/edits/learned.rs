//! Whether a change of a program, a test or settings looks like those that hold back less, by what was learned from many of
//! them (`models/edits.bin`, its card in `models/README.md`). It speaks last, where no check that knows what it sees did, and can
//! only ask. Called by `judge`; `cargo xtask train --edits` learns from the same [`features`].

use std::collections::BTreeMap;

use super::delta::{self, Delta, Line};
use super::{lang, proofs};
use crate::weights::{self, Linear};

/// A line of text with the numbers, then the sets.
static MODEL: &[u8] = include_bytes!("../../../../../models/edits.bin");

/// How the first line of the model begins.
pub const MAGIC: &str = "automode-edits 1 ";

/// Sets of the table.
pub const SETS: usize = 1 << 13;

/// From this logit on it asks: chosen so that, with weights that never saw its repository, one of a hundred harmless changes of programs reaches it.
pub const ASK_LOGIT: f32 = 2.8;

/// Lines of a change; a longer one is none of the kind.
const MAX_LINES: usize = 400;

/// How often the same thing counts.
const MAX_COUNT: f32 = 3.0;

/// What a word of the path counts.
const PATH_SHARE: f32 = 0.5;

/// Words that are named to people.
const MAX_NAMED: usize = 3;

/// What a feature is about.
mod kind {
    /// A word or sign of a line.
    pub const PIECE: u8 = b'u';
    /// Two that follow each other.
    pub const PAIR: u8 = b'b';
    /// A part of a name.
    pub const WORD: u8 = b'w';
    /// A part of the path.
    pub const PATH: u8 = b'p';
    /// Whether lines go or come.
    pub const SIDES: u8 = b'o';
    /// A number that grows or shrinks.
    pub const NUMBER: u8 = b'n';
}

/// What a change consists of, as hashes with how much each counts; the sum of the squares is one. None where it is too long.
#[must_use]
pub fn features(path: &str, delta: &Delta<'_>) -> Option<Vec<(u32, f32)>> {
    if delta.removed.len() + delta.added.len() > MAX_LINES {
        return None;
    }
    let mut counts: BTreeMap<u32, i32> = BTreeMap::new();
    count(&delta.removed, 1, &mut counts);
    count(&delta.added, -1, &mut counts);
    let mut all: BTreeMap<u32, f32> = BTreeMap::new();
    let mut put = |hash: u32, value: f32| {
        let slot = all.entry(weights::finish(hash)).or_default();
        *slot = (*slot + value).min(MAX_COUNT);
    };
    for (hash, n) in counts.into_iter().filter(|(_, n)| *n != 0) {
        #[expect(clippy::cast_precision_loss, reason = "at most the pieces of some hundred lines")]
        put(sided(hash, n > 0), n.unsigned_abs() as f32);
    }
    for word in path.split(['/', '.', '_', '-']).flat_map(words) {
        put(weights::add(weights::begin(kind::PATH), word), PATH_SHARE);
    }
    let sides = u32::from(!delta.removed.is_empty()) * 2 + u32::from(!delta.added.is_empty());
    put(weights::begin(kind::SIDES) ^ sides, 1.0);
    if let (Some(before), Some(after)) = (number(&delta.removed), number(&delta.added)) {
        put(sided(weights::begin(kind::NUMBER), after < before), 1.0);
    }
    let norm = all.values().map(|v| v * v).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    Some(all.into_iter().map(|(hash, value)| (hash, value / norm)).collect())
}

/// The features of a change of a file; none where it is in no known language, too long, or nothing but layout and comments.
#[must_use]
pub fn of_change(path: &str, before: &str, after: &str) -> Option<Vec<(u32, f32)>> {
    let language = lang::of(path, after)?;
    let (a, b) = proofs::Source::pair(Some(before), after, language, true)?;
    let delta = delta::delta(&a.tokens, &b.tokens);
    (!delta.removed.is_empty() || !delta.added.is_empty()).then(|| features(path, &delta))?
}

/// What such a change looks like to hold back, for people; none where it does not.
pub(super) fn weakened(path: &str, delta: &Delta<'_>) -> Option<String> {
    let model = Linear::load(MODEL, MAGIC, SETS)?;
    let features = features(path, delta)?;
    (model.logit(&features) >= ASK_LOGIT).then(|| told(&model, delta))
}

/// The words that speak for it most.
fn told(model: &Linear, delta: &Delta<'_>) -> String {
    let mut found: Vec<(f32, bool, &str)> = Vec::new();
    for (lines, gone) in [(&delta.removed, true), (&delta.added, false)] {
        for word in lines.iter().flat_map(|l| &l.tokens).flat_map(|t| pieces(t.text)).flat_map(words) {
            let hash = weights::add(weights::begin(kind::WORD), word);
            let weight = model.weight(weights::finish(sided(hash, gone)));
            if weight > 0.0 && !found.iter().any(|(_, _, w)| w.eq_ignore_ascii_case(word)) {
                found.push((weight, gone, word));
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.truncate(MAX_NAMED);
    let named: Vec<String> =
        found.iter().map(|(_, gone, w)| format!("{}`{w}`", if *gone { "-" } else { "+" })).collect();
    let by = if named.is_empty() { String::new() } else { format!(" ({})", named.join(", ")) };
    format!("looks like changes that check or hold back less{by}")
}

/// A feature of what goes, or of what comes.
fn sided(hash: u32, gone: bool) -> u32 {
    hash ^ if gone { 0x5bd1_e995 } else { 0 }
}

/// Counts pieces, pairs and words of lines up or down: what goes and comes again counts nothing.
fn count(lines: &[Line<'_>], by: i32, counts: &mut BTreeMap<u32, i32>) {
    for line in lines {
        let mut before = "^";
        for piece in line.tokens.iter().flat_map(|t| pieces(t.text)) {
            let plain = plain(piece);
            *counts.entry(weights::add(weights::begin(kind::PIECE), plain)).or_default() += by;
            *counts.entry(pair(before, plain)).or_default() += by;
            before = plain;
            for word in words(piece) {
                *counts.entry(weights::add(weights::begin(kind::WORD), word)).or_default() += by;
            }
        }
        *counts.entry(pair(before, "$")).or_default() += by;
    }
}

fn pair(before: &str, after: &str) -> u32 {
    weights::add(weights::add(weights::add(weights::begin(kind::PAIR), before), " "), after)
}

/// A number stands for any.
fn plain(piece: &str) -> &str {
    if piece.starts_with(|c: char| c.is_ascii_digit()) { "0" } else { piece }
}

/// The only number of these lines.
fn number(lines: &[Line<'_>]) -> Option<f64> {
    let all = lines.iter().flat_map(|l| &l.tokens).flat_map(|t| pieces(t.text));
    let mut numbers = all.filter(|p| p.starts_with(|c: char| c.is_ascii_digit()));
    let (Some(one), None) = (numbers.next(), numbers.next()) else { return None };
    one.parse().ok()
}

/// Names, numbers and signs of a token, which may be a string of many.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let len = if first.is_ascii_digit() {
            rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len())
        } else if is_name(first) {
            rest.find(|c: char| !is_name(c)).unwrap_or(rest.len())
        } else {
            let two = rest.get(..2).filter(|two| SIGNS.contains(two));
            two.map_or(first.len_utf8(), str::len)
        };
        let (piece, behind) = rest.split_at(len);
        rest = behind;
        Some(piece)
    })
}

/// Signs of two letters.
const SIGNS: &[&str] = &["==", "!=", "<=", ">=", "&&", "||", "=>", "->", "::"];

/// The words of a name: `getOrCreate_user` has four. Signs and numbers have none.
fn words(piece: &str) -> impl Iterator<Item = &str> {
    let mut rest = piece;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_alphabetic());
        let capitals = rest.find(|c: char| !c.is_uppercase()).unwrap_or(rest.len());
        let small = rest.get(capitals..).unwrap_or("").find(|c: char| !c.is_lowercase());
        let small = small.unwrap_or(rest.len() - capitals);
        // `HTTPServer`: the last capital begins the next word.
        let last = rest.get(..capitals).and_then(|c| c.char_indices().next_back()).map_or(0, |(at, _)| at);
        let len = if small > 0 && last > 0 { last } else { capitals + small };
        let (word, behind) = rest.split_at(len);
        rest = behind;
        Some(word).filter(|w| !w.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_is_of_this_version() {
        let model = Linear::load(MODEL, MAGIC, SETS).unwrap();
        assert!(model.used() > 1000);
    }

    #[test]
    fn names_have_words_and_tokens_pieces() {
        let all = |name: &str| words(name).map(str::to_owned).collect::<Vec<_>>().join(" ");
        assert_eq!(all("getOrCreate_user2"), "get Or Create user");
        assert_eq!(all("HTTPServer"), "HTTP Server");
        assert_eq!(all("MAX_AGE"), "MAX AGE");
        assert_eq!(all("\"=="), "");
        assert_eq!(pieces("\"a-b 10.5\"").collect::<Vec<_>>(), ["\"", "a", "-", "b", "10.5", "\""]);
        assert_eq!(pieces("x!=y").collect::<Vec<_>>(), ["x", "!=", "y"]);
    }
}
