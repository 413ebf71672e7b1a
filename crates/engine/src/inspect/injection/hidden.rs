//! Characters that people do not see, or see as others: tags, zero-width, bidi controls, variation selectors and private
//! characters that carry data, letters of another script that look like Latin. Called by `scan` on every text.
//!
//! What makes it an attack is not that such a character stands there: real emoji, flags, Arabic, Hebrew, Persian, Indic,
//! Thai, Khmer and CJK text, soft hyphens, byte order marks and mail preheaders are full of them. It is that they stand
//! where no script and no emoji needs them, and so often that they can carry words.

mod chars;
mod scripts;
mod walk;

use automode_model::{Hit, Span, Technique};

pub(super) use chars::{fold, is_combining, is_invisible, is_regional, is_styled, look_alike, undressed};
use scripts::Confused;
use walk::Walk;

/// Data is hidden: nothing else explains it.
const SURE: u16 = 990;
/// Hidden or reordered, and it may be clumsiness.
const LIKELY: u16 = 700;
/// Odd, alone not worth a word.
const ODD: u16 = 300;

/// This many tag characters outside a flag are a message.
const MIN_TAGS: usize = 2;
/// This many variation selectors in a row are data: a character takes one.
const MIN_SELECTORS: usize = 4;
/// This many zero-width characters of two kinds in a row are bits.
const MIN_BITS: usize = 8;
/// This many of one kind in a row hide nothing but serve no text either.
const MIN_RUN: usize = 6;
/// This many single letters, each behind a zero-width character, are a word hidden from a search.
const MIN_SPREAD: usize = 5;
/// This many spaces of several widths in a row are bits.
const MIN_SPACES: usize = 24;
/// This many letters that annotate a text say more than how it is read.
const MIN_ANNOTATION: usize = 12;
/// This many words of mixed scripts are no typing slip.
const MIN_CONFUSED: usize = 3;
/// This many private characters in a row are no icons.
const MIN_PRIVATE: usize = 8;

/// The hits in a text. Pure ASCII costs one look at each byte, and so does the ASCII between other characters where no run
/// is open.
pub(super) fn hits(text: &str) -> Vec<Hit> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut walk = Walk::default();
    let mut words = Confused::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        if !walk.is_open() {
            let plain = rest.iter().position(|b| !b.is_ascii()).unwrap_or(rest.len());
            let run = rest.get(..plain).unwrap_or(&[]);
            walk.plain(run);
            words.plain(run, at);
            at += plain;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        words.take(at, c);
        walk.take(at, c);
        at += c.len_utf8();
    }
    walk.end(text.len());
    words.end(text.len());
    let mut hits = walk.found;
    hits.extend(words.hit(MIN_CONFUSED));
    hits
}

/// A word that is woven of Latin letters and of those of another alphabet that look like them.
pub(super) fn is_woven(word: &str) -> bool {
    let mut words = Confused::default();
    for (at, c) in word.char_indices().filter(|(_, c)| *c != ' ') {
        words.take(at, c);
    }
    words.end(word.len());
    words.is_woven()
}

fn hit(score: u16, start: usize, end: usize) -> Hit {
    Hit { technique: Technique::HiddenUnicode, span: Span::new(start, end), score }
}
