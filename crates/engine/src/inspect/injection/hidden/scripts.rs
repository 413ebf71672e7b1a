//! Words whose letters come from two scripts that look alike: `pаypаl` with Cyrillic letters. Fed with every character.

use automode_model::Hit;

use super::chars::look_alike;
use super::{LIKELY, SURE, hit};

/// How many mixed words are enough to be sure, not only likely.
const SURE_FROM: usize = 6;

/// What the current word is made of.
#[derive(Default)]
struct Word {
    start: usize,
    latin: usize,
    alike: usize,
    /// Letters of another script that look like no Latin one: a real word of that script.
    foreign: usize,
    /// How often the script changes within it.
    changes: usize,
    last_latin: Option<bool>,
    /// Of its letters: who repeats a word does not say more.
    hash: u32,
}

/// Counts mixed words over a text.
#[derive(Default)]
pub(super) struct Confused {
    word: Word,
    mixed: usize,
    /// Mixed words that change the script more than once: no suffix glued to a foreign word.
    woven: usize,
    /// Real words of the other script, which make a slip of the keyboard likely.
    foreign_words: usize,
    /// Words wholly of look-alikes.
    alike_words: usize,
    first: Option<usize>,
    last: usize,
    /// The first mixed words, by their hash.
    known: [u32; SURE_FROM],
}

impl Confused {
    /// A run of ASCII: the letters at its beginning end the word before it, those at its end begin the next; what is
    /// between are words that mix nothing.
    pub(super) fn plain(&mut self, run: &[u8], at: usize) {
        let head = run.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let tail = run.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
        let parts = if head == run.len() { [0..head, head..head] } else { [0..head + 1, run.len() - tail..run.len()] };
        for n in parts.into_iter().flatten() {
            if let Some(byte) = run.get(n) {
                self.take(at + n, char::from(*byte));
            }
        }
    }

    pub(super) fn take(&mut self, at: usize, c: char) {
        if c.is_ascii_alphabetic() {
            self.letter(at, c, true);
            self.word.latin += 1;
        } else if c.is_ascii() {
            self.close(at);
        } else if matches!(c, '\u{370}'..='\u{58f}' | '\u{13a0}'..='\u{13ff}') {
            match look_alike(c) {
                Some(_) => {
                    self.letter(at, c, false);
                    self.word.alike += 1;
                }
                None => self.word.foreign += 1,
            }
        } else if !super::is_invisible(c) && !c.is_alphabetic() {
            self.close(at);
        }
    }

    fn letter(&mut self, at: usize, c: char, latin: bool) {
        let word = &mut self.word;
        match word.last_latin {
            None => word.start = at,
            Some(before) if before != latin => word.changes += 1,
            Some(_) => {}
        }
        word.last_latin = Some(latin);
        word.hash = word.hash.wrapping_mul(0x0100_0193) ^ u32::from(c);
    }

    fn close(&mut self, at: usize) {
        if self.word.last_latin.is_none() && self.word.foreign == 0 {
            return;
        }
        let word = std::mem::take(&mut self.word);
        let mixed = word.latin > 0 && word.alike > 0 && word.foreign == 0 && word.latin + word.alike > 2;
        if word.foreign > 0 {
            self.foreign_words += 1;
        } else if mixed {
            if self.known.contains(&word.hash) {
                return;
            }
            if let Some(slot) = self.known.get_mut(self.mixed) {
                *slot = word.hash;
            }
            self.mixed += 1;
            self.woven += usize::from(word.changes > 1);
            self.first.get_or_insert(word.start);
            self.last = at;
        } else if word.alike > 1 {
            self.alike_words += 1;
        }
    }

    pub(super) fn end(&mut self, at: usize) {
        self.close(at);
    }

    /// A word changes between alphabets and back.
    pub(super) fn is_woven(&self) -> bool {
        self.woven > 0
    }

    /// The hit, where there are enough mixed words for what the text is otherwise written in.
    pub(super) fn hit(&self, min: usize) -> Option<Hit> {
        let home = self.foreign_words < self.mixed && self.alike_words <= self.mixed.max(2) * 2;
        let counted = if home { self.mixed } else { self.woven };
        if counted < min {
            return None;
        }
        Some(hit(if counted >= SURE_FROM { SURE } else { LIKELY }, self.first?, self.last))
    }
}
