//! What was said in the last turns, word by word with its turn and its clause, and where each part of a name was said. Used by
//! `loci` and `roles`.

use std::collections::{BTreeMap, BTreeSet};

use super::super::token::is_in;
use super::aligned::stem;
use super::words::{Words, pieces};

/// Letters in which words are alike.
const ALIKE: usize = 4;

/// With what a clause begins.
const JOINS: &str = "and but then while";

/// Words that spare what they name.
const SPARES: &str = "keep leave leaves stay stays stayed remain remains untouched unchanged except but not don't dont never without \
                      besides alone keeps left fine";

/// A word of the last turns.
pub(super) struct Word {
    pub(super) text: String,
    pub(super) parts: Vec<String>,
    pub(super) turn: usize,
}

/// Where a part was said.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) word: usize,
    pub(super) turn: usize,
    /// Counted over all turns.
    pub(super) clause: usize,
}

pub(super) struct Said {
    pub(super) words: Vec<Word>,
    pub(super) turns: usize,
    /// By part, and by its stem.
    places: BTreeMap<String, Vec<Place>>,
    /// How longer parts begin.
    heads: BTreeSet<String>,
    /// Clauses that spare what they name.
    spares: BTreeSet<usize>,
}

impl Said {
    pub(super) fn of(turns: &[Words]) -> Self {
        let mut all = Self {
            words: Vec::new(),
            turns: turns.len(),
            places: BTreeMap::new(),
            heads: BTreeSet::new(),
            spares: BTreeSet::new(),
        };
        let mut clause = 0;
        for (turn, words) in turns.iter().enumerate() {
            for (at, text) in words.order.iter().enumerate() {
                clause += usize::from(at > 0 && !words.is_end(at - 1) && is_in(JOINS, text));
                all.put(text, turn, clause);
                clause += usize::from(words.is_end(at));
            }
        }
        all
    }

    fn put(&mut self, text: &str, turn: usize, clause: usize) {
        let (word, parts): (usize, Vec<String>) = (self.words.len(), pieces(text).collect());
        if is_in(SPARES, text) {
            self.spares.insert(clause);
        }
        let names: BTreeSet<&str> = parts.iter().map(String::as_str).chain([text]).flat_map(|p| [p, stem(p)]).collect();
        for name in names {
            self.places.entry(name.to_owned()).or_default().push(Place { word, turn, clause });
            let long = name.chars().all(char::is_alphabetic).then(|| head(name)).flatten();
            self.heads.extend(long.map(str::to_owned));
        }
        self.words.push(Word { text: text.to_owned(), parts, turn });
    }

    /// Where a part was said, or its stem.
    pub(super) fn places(&self, part: &str) -> &[Place] {
        self.places.get(part).or_else(|| self.places.get(stem(part))).map_or(&[], Vec::as_slice)
    }

    pub(super) fn has(&self, part: &str) -> bool {
        !self.places(part).is_empty()
    }

    /// How far a part was said: wholly, or a word that begins like it.
    pub(super) fn like(&self, part: &str) -> f32 {
        let alike = || part.chars().all(char::is_alphabetic) && head(part).is_some_and(|h| self.heads.contains(h));
        if self.has(part) {
            1.0
        } else if alike() {
            0.6
        } else {
            0.0
        }
    }

    pub(super) fn spares(&self, clause: usize) -> bool {
        self.spares.contains(&clause)
    }

    /// The words of the last turn.
    pub(super) fn last(&self) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(|w| w.turn + 1 == self.turns)
    }
}

fn head(word: &str) -> Option<&str> {
    word.char_indices().nth(ALIKE - 1).and_then(|(at, c)| word.get(..at + c.len_utf8()))
}
