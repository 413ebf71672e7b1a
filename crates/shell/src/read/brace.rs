//! Brace expansion: `{a,b}` and `{1..9}`. Part of the word reader.

use super::{Mode, Reader, Tilde};
use crate::limits::MAX_RESCANNED_BYTES;
use crate::tree::{Part, Word};

/// A `{` with its `}` and the commas between.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    open: usize,
    close: usize,
    commas: Vec<usize>,
}

impl Reader<'_, '_, '_> {
    /// At a live `{`.
    pub(super) fn brace(&mut self) {
        let Some(pair) = self.pair(self.i) else { return self.push_char() };
        let inner = self.src(pair.open + 1, pair.close);
        if !pair.commas.is_empty() {
            if self.sh() {
                // dash does not expand braces.
                return self.opaque_to(pair.close + 1);
            }
            let words = self.alternatives(&pair);
            self.push(Part::Brace(words), pair.close + 1);
        } else if is_range(inner) {
            if self.sh() {
                return self.opaque_to(pair.close + 1);
            }
            let text = inner.to_owned();
            self.push(Part::Range(text), pair.close + 1);
        } else if inner.contains("..") && inner.contains(['$', '`', '\\', '\'', '"', '{']) {
            // zsh expands first, and bash drops a continuation first; a brace within becomes a part of what is no range.
            self.opaque_to(pair.close + 1);
        } else {
            self.push_char();
        }
    }

    fn alternatives(&mut self, pair: &Pair) -> Vec<Word> {
        let tilde = if self.tilde_at == pair.open { Tilde::Start } else { Tilde::Never };
        let mode = Mode { tilde, ..self.mode };
        let mut from = pair.open + 1;
        let mut words = Vec::with_capacity(pair.commas.len() + 1);
        for comma in pair.commas.iter().chain(std::iter::once(&pair.close)) {
            words.push(self.sub(from, *comma, mode));
            from = comma + 1;
        }
        words
    }

    fn pair(&mut self, open: usize) -> Option<Pair> {
        if self.end - open > MAX_RESCANNED_BYTES {
            self.cx.problem("a word with braces that is too long", open, self.end);
            return None;
        }
        if self.braces.is_none() {
            self.braces = Some(self.find_pairs(open));
        }
        let pairs = self.braces.as_ref()?;
        let n = pairs.binary_search_by_key(&open, |pair| pair.open).ok()?;
        pairs.get(n).cloned()
    }

    /// All pairs from here on, in order, in one pass.
    fn find_pairs(&mut self, from: usize) -> Vec<Pair> {
        let (mut done, mut open): (Vec<Pair>, Vec<Pair>) = (Vec::new(), Vec::new());
        let mut i = from;
        while i < self.end {
            match self.at(i) {
                b'{' => open.push(Pair { open: i, close: 0, commas: Vec::new() }),
                b',' => {
                    if let Some(pair) = open.last_mut() {
                        pair.commas.push(i);
                    }
                }
                b'}' => {
                    if let Some(pair) = open.pop() {
                        done.push(Pair { close: i, ..pair });
                    }
                }
                _ => {
                    let substitution = matches!(self.at(i), b'<' | b'>') && self.at(i + 1) == b'(';
                    let next = if substitution { self.cx.scan.commands(i + 2) } else { self.cx.scan.item(i, false) };
                    let Some(next) = next else { break };
                    i = next;
                    continue;
                }
            }
            i += 1;
        }
        done.sort_unstable_by_key(|pair| pair.open);
        done
    }
}

/// `1..9`, `a..z`, with an optional step.
fn is_range(text: &str) -> bool {
    let mut ends = text.split("..");
    let (Some(from), Some(to), step, None) = (ends.next(), ends.next(), ends.next(), ends.next()) else { return false };
    let number = |t: &str| t.parse::<i64>().is_ok();
    let char = |t: &str| t.len() == 1 && !matches!(t, "$" | "`" | "\\" | "'" | "\"");
    (number(from) && number(to) || char(from) && char(to)) && step.is_none_or(number)
}
