//! From characters to words: lower case, look-alikes and hidden characters undone, each with its hash and its concept.
//! Called by `sentences`.

use super::concepts;
use super::hidden::{is_combining, is_invisible, is_regional, look_alike, undressed};
use crate::weights::{hash_byte, hash_start};

/// A word, number or address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Of its letters in lower case.
    pub hash: u32,
    /// Of its first letters only, so that its endings make no difference; 0 where it has no more.
    pub stem: u32,
    /// What it stands for; 0 where nothing.
    pub concept: u8,
}

/// So many letters are the stem of a longer word.
const STEM: usize = 5;

impl Token {
    /// What is no word.
    pub(super) fn sign(hash: u32) -> Self {
        Self { hash, stem: hash, concept: 0 }
    }
}

/// Longer words are no words.
const MAX_WORD_CHARS: usize = 48;

/// Stems are between these lengths.
const MIN_STEM: usize = 3;
const MAX_STEM: usize = 12;

/// Longest word of a script without spaces, in characters.
const MAX_DENSE: usize = 4;

/// A script that writes without spaces, or glues endings to words without an end that could be seen.
#[inline]
pub(super) fn is_dense(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{323af}')
}

/// The token of a name of ours, for features that are no words.
pub(super) const fn named(name: &str) -> u32 {
    let bytes = name.as_bytes();
    let mut hash = hash_start();
    let mut rest = bytes;
    while let [byte, tail @ ..] = rest {
        hash = hash_byte(hash, *byte);
        rest = tail;
    }
    hash ^ 0x5bd1_e995
}

#[inline]
fn hash_char(hash: u32, c: char) -> u32 {
    if c.is_ascii() {
        return hash_byte(hash, u8::try_from(c).unwrap_or(0));
    }
    let mut buffer = [0; 4];
    c.encode_utf8(&mut buffer).bytes().fold(hash, hash_byte)
}

/// What was read of a word.
pub(super) struct Word {
    /// The token.
    pub token: Token,
    /// Its length in the text.
    pub bytes: usize,
    /// Letters in it.
    pub letters: usize,
    /// Digits or underscores in it: an identifier rather than a word.
    pub odd: bool,
    /// It is too long for a word.
    pub long: bool,
}

/// What an ASCII byte is within a word: 0 ends it; else its lower case, with a bit for what is no letter.
static WITHIN: [u8; 256] = within();

/// Set for a digit and for `_`.
const NO_LETTER: u8 = 0x80;

/// In what a letter differs from its small one, if it is a capital.
const CAPITAL: u8 = 0x20;

#[expect(clippy::indexing_slicing, reason = "runs in the compiler only; an index out of bounds does not compile")]
const fn within() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0u8;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => byte.to_ascii_lowercase(),
            b'0'..=b'9' | b'_' => byte | NO_LETTER,
            _ => 0,
        };
        byte += 1;
    }
    table
}

/// Reads the word at the beginning of a text that begins with a letter.
pub(super) fn word(text: &str) -> Word {
    plain(text).unwrap_or_else(|| any(text))
}

/// A word of ASCII letters, digits and `_`, and nothing else: nearly every one. None where it is another or too long.
fn plain(text: &str) -> Option<Word> {
    let (mut hash, mut stem) = (hash_start(), 0);
    let (mut letters, mut odd, mut capitals) = (0, 0, 0);
    let mut end = b' ';
    let bytes = text.as_bytes();
    for &byte in bytes.get(..MAX_WORD_CHARS).unwrap_or(bytes) {
        let low = WITHIN.get(usize::from(byte)).copied().unwrap_or(0);
        if low == 0 {
            end = byte;
            break;
        }
        odd |= low & NO_LETTER;
        capitals |= low ^ byte;
        hash = hash_byte(hash, low & !NO_LETTER);
        letters += 1;
        if letters == STEM {
            stem = hash;
        }
    }
    // An apostrophe and what is not ASCII may go on with the word.
    if letters >= MAX_WORD_CHARS || end == b'\'' || !end.is_ascii() {
        return None;
    }
    let concept = plain_concept(hash, text.as_bytes().get(..letters)?);
    let stem = if letters > STEM { stem } else { hash };
    let odd = odd != 0 || capitals & CAPITAL != 0 && humps(bytes.get(..letters)?) > 1;
    Some(Word { token: Token { hash, stem, concept }, bytes: letters, letters, odd, long: false })
}

/// Capitals behind small letters.
fn humps(word: &[u8]) -> usize {
    let pairs = word.iter().zip(word.get(1..).unwrap_or(&[]));
    pairs.filter(|(a, b)| a.is_ascii_lowercase() && b.is_ascii_uppercase()).count()
}

/// The concept of such a word: its stems are looked for only where one begins like it, which is the case for few.
fn plain_concept(hash: u32, word: &[u8]) -> u8 {
    let exact = concepts::of_word(hash);
    let begins = || word.first_chunk().is_some_and(|letters| concepts::stem_begins(*letters));
    if exact != 0 || !begins() {
        return exact;
    }
    let mut hash = hash_start();
    let mut found = 0;
    for (n, byte) in word.iter().take(MAX_STEM).enumerate() {
        hash = hash_byte(hash, WITHIN.get(usize::from(*byte)).copied().unwrap_or(0) & !NO_LETTER);
        let concept = if n + 1 < MIN_STEM { 0 } else { concepts::of_stem(hash) };
        found = if concept == 0 { found } else { concept };
    }
    found
}

/// A word of any script.
fn any(text: &str) -> Word {
    let mut plain = hash_start();
    let mut folded = hash_start();
    let mut stems = [[0u32; MAX_STEM + 1]; 2];
    let (mut letters, mut odd, mut latin, mut alike) = (0, false, false, false);
    let (mut humps, mut small, mut own) = (0, false, false);
    let mut bytes = 0;
    for c in text.chars() {
        if is_invisible(c) {
            bytes += c.len_utf8();
            continue;
        }
        if !(is_letter(c) || c.is_numeric() || c == '_' || is_apostrophe(c, text, bytes) || is_mark(c)) || is_dense(c) {
            break;
        }
        bytes += c.len_utf8();
        if is_combining(c) {
            // A letter under marks is still that letter, where the language has the word without them.
            alike = true;
            plain = hash_char(plain, c);
            continue;
        }
        odd |= c == '_' || c.is_numeric();
        humps += usize::from(small && c.is_ascii_uppercase());
        small = c.is_ascii_lowercase();
        let low = if c.is_ascii() { c.to_ascii_lowercase() } else { lower(undressed(c)) };
        plain = hash_char(plain, low);
        latin |= low.is_ascii_lowercase();
        let other = if c.is_ascii() { None } else { look_alike(c) };
        alike |= other.is_some();
        // A letter of another alphabet that looks like none of ours.
        own |= other.is_none() && !low.is_ascii();
        folded = hash_char(folded, other.map_or(low, |o| o.to_ascii_lowercase()));
        letters += 1;
        for (stems, hash) in stems.iter_mut().zip([plain, folded]) {
            if let Some(stem) = stems.get_mut(letters) {
                *stem = hash;
            }
        }
        if letters >= MAX_WORD_CHARS {
            return Word { token: Token { hash: 0, stem: 0, concept: 0 }, bytes, letters, odd, long: true };
        }
    }
    odd |= humps > 1;
    let [plain_stems, folded_stems] = stems;
    let mixed = latin && alike;
    let (mut hash, mut stems) = if mixed { (folded, folded_stems) } else { (plain, plain_stems) };
    let mut concept = concept(hash, &stems, letters);
    // A word of look-alikes only, which means nothing in its own alphabet.
    if concept == 0 && alike && !mixed && !own {
        (hash, stems) = (folded, folded_stems);
        concept = self::concept(hash, &stems, letters);
    }
    let stem = if letters > STEM { stems.get(STEM).copied().unwrap_or(0) } else { hash };
    Word { token: Token { hash, stem, concept }, bytes, letters, odd, long: false }
}

fn concept(hash: u32, stems: &[u32; MAX_STEM + 1], letters: usize) -> u8 {
    let exact = concepts::of_word(hash);
    if exact != 0 {
        return exact;
    }
    let known = stems.get(MIN_STEM..=letters.min(MAX_STEM)).unwrap_or(&[]);
    known.iter().rev().map(|stem| concepts::of_stem(*stem)).find(|c| *c != 0).unwrap_or(0)
}

/// A letter, of whatever alphabet.
#[inline]
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_regional(c)
}

/// Vowel signs and other marks that belong to the letter before them.
fn is_mark(c: char) -> bool {
    is_combining(c)
        || matches!(c, '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{900}'..='\u{903}'
        | '\u{93a}'..='\u{94f}' | '\u{962}' | '\u{963}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}')
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// An apostrophe between two letters.
fn is_apostrophe(c: char, text: &str, at: usize) -> bool {
    matches!(c, '\'' | '\u{2019}')
        && at > 0
        && text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphabetic)
}

/// Reads the longest known word at the beginning of a dense text, or one character; its token and its length.
pub(super) fn dense(text: &str) -> (Token, usize) {
    let mut hash = hash_start();
    let mut first = (Token { hash: 0, stem: 0, concept: 0 }, 0);
    let mut best = None;
    let mut bytes = 0;
    for (n, c) in text.chars().take_while(|c| is_dense(*c)).take(MAX_DENSE).enumerate() {
        hash = hash_char(hash, c);
        bytes += c.len_utf8();
        let concept = concepts::of_word(hash);
        if n == 0 {
            first = (Token { hash, stem: hash, concept }, bytes);
        }
        if concept != 0 {
            best = Some((Token { hash, stem: hash, concept }, bytes));
        }
    }
    best.unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::super::concepts::Concept;
    use super::*;

    /// Letters that look like ours are letters of their own alphabet, in a word of that alphabet.
    #[test]
    fn every_alphabet_has_its_words_and_disguise_is_seen_through() {
        let cases = [
            ("забудь", Concept::Ignore),
            ("агента", Concept::Agent),
            ("отправь", Concept::Send),
            ("πρέπει", Concept::Must),
            ("ignore", Concept::Ignore),
            ("Ignore", Concept::Ignore),
            ("ignоrе", Concept::Ignore),
            ("ｉｇｎｏｒｅ", Concept::Ignore),
            ("сору", Concept::Reveal),
            ("Anweisungen", Concept::Instruction),
        ];
        for (text, concept) in cases {
            assert_eq!(word(text).token.concept, concept as u8, "{text}");
        }
    }
}
