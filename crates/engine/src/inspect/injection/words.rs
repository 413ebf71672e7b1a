//! From characters to words: lower case, look-alikes and hidden characters undone, each with its hash and its concept.
//! Called by `sentences`.

use super::concepts::{self, hash_byte, hash_start};
use super::hidden::{fold, is_combining, is_invisible, is_regional, look_alike};

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
    let mut hash = hash_start();
    let mut stems = [0u32; MAX_STEM + 1];
    let (mut letters, mut odd, mut humps, mut small) = (0, 0, 0, false);
    let mut end = b' ';
    for byte in text.bytes().take(MAX_WORD_CHARS) {
        let low = WITHIN.get(usize::from(byte)).copied().unwrap_or(0);
        if low == 0 {
            end = byte;
            break;
        }
        odd |= low & NO_LETTER;
        humps += usize::from(small && byte.is_ascii_uppercase());
        small = byte.is_ascii_lowercase();
        hash = hash_byte(hash, low & !NO_LETTER);
        letters += 1;
        if let Some(stem) = stems.get_mut(letters) {
            *stem = hash;
        }
    }
    // An apostrophe and what is not ASCII may go on with the word.
    if letters >= MAX_WORD_CHARS || end == b'\'' || !end.is_ascii() {
        return None;
    }
    let concept = concept(hash, &stems, letters);
    let stem = if letters > STEM { stems.get(STEM).copied().unwrap_or(0) } else { hash };
    let odd = odd != 0 || humps > 1;
    Some(Word { token: Token { hash, stem, concept }, bytes: letters, letters, odd, long: false })
}

/// A word of any script.
fn any(text: &str) -> Word {
    let mut plain = hash_start();
    let mut folded = hash_start();
    let mut stems = [[0u32; MAX_STEM + 1]; 2];
    let (mut letters, mut odd, mut latin, mut alike) = (0, false, false, false);
    let (mut humps, mut small) = (0, false);
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
        let low = if c.is_ascii() { c.to_ascii_lowercase() } else { lower(fold(c)) };
        plain = hash_char(plain, low);
        latin |= low.is_ascii_lowercase();
        let other = if c.is_ascii() { None } else { look_alike(c) };
        alike |= other.is_some();
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
    let (hash, stems) = if latin && alike { (folded, folded_stems) } else { (plain, plain_stems) };
    let concept = concept(hash, &stems, letters);
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
