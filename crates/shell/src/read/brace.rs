//! Brace expansion: `{a,b}` and `{1..9}`. Part of the word reader.

use std::ops::Range;
use std::rc::Rc;

use super::{Mode, Reader, Tilde, word_with};
use crate::limits::MAX_RESCANNED_BYTES;
use crate::tree::{Part, Word};

/// A `{` with its `}` and which of a list's commas stand between.
#[derive(Debug)]
struct Pair {
    open: usize,
    close: usize,
    list: usize,
    commas: Range<usize>,
}

/// The same with its commas.
struct Found {
    open: usize,
    close: usize,
    commas: Vec<usize>,
}

impl Reader<'_, '_, '_> {
    /// At a live `{`.
    pub(super) fn brace(&mut self) {
        // Where a text begins, `{}` stands for itself, whatever follows.
        let first = self.i == self.start && self.mode.tilde != Tilde::Colon || self.brace_end == self.i;
        if first && self.at(self.i + 1) == b'}' {
            return self.push_char();
        }
        let pair = self.pair(self.i);
        if self.braces.as_ref().is_some_and(|pairs| pairs.unsure) {
            return self.opaque_to(self.end);
        }
        let Some(pair) = pair else { return self.push_char() };
        self.brace_end = pair.close + 1;
        let inner = self.src(pair.open + 1, pair.close);
        if !pair.commas.is_empty() {
            if self.sh() || self.grows(&pair, inner) {
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

    /// `{a,$x}y` is `a` and `$xy`, `{b,~}c` is `~c`: what stands behind the braces becomes a part of what is in them.
    fn grows(&self, pair: &Found, inner: &str) -> bool {
        let next = self.at(pair.close + 1);
        let named = next.is_ascii_alphanumeric() || matches!(next, b'_' | b'{' | b'\\');
        let dollar = inner.split('$').skip(1).any(|t| {
            let rest = t.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
            let bare = rest.len() == t.len();
            rest.is_empty() && next != 0 || rest.starts_with([',', '}']) && (if bare { next != 0 } else { named })
        });
        let tilde = self.tilde_at == pair.open && !matches!(next, 0 | b'/') && {
            let pieces = || inner.split([',', '{', '}']);
            pieces().any(|t| t.starts_with('~') && !t.contains('/'))
        };
        // An empty one leaves it at the beginning.
        let first = next == b'~' && pair.open == self.start;
        dollar || tilde || first
    }

    fn alternatives(&mut self, pair: &Found) -> Vec<Word> {
        let tilde = if self.tilde_at == pair.open && !self.colon { Tilde::First } else { Tilde::Never };
        let mode = Mode { tilde, ..self.mode };
        let mut from = pair.open + 1;
        let mut words = Vec::with_capacity(pair.commas.len() + 1);
        for comma in pair.commas.iter().chain(std::iter::once(&pair.close)) {
            words.push(word_with(self.cx, (from, *comma), mode, self.braces.clone()));
            from = comma + 1;
        }
        words
    }

    /// `x=~/{a,b}`: a word that braces make is no assignment any more, and a tilde behind its `=` stands for itself.
    pub(super) fn no_assignment(&mut self) {
        let made = |p: &Part| matches!(p, Part::Brace(_) | Part::Range(_));
        if self.colon && self.mode.tilde == Tilde::Start && self.parts.iter().any(made) {
            for part in &mut self.parts {
                if let Part::Tilde(user) = part {
                    *part = Part::Lit(format!("~{user}"));
                }
            }
        }
    }

    fn pair(&mut self, open: usize) -> Option<Found> {
        if self.end - open > MAX_RESCANNED_BYTES {
            self.cx.problem("a word with braces that is too long", open, self.end);
            return None;
        }
        if self.braces.is_none() {
            self.braces = Some(Rc::new(self.find_pairs(open)));
        }
        // What ends behind this part of a word is no pair in it.
        self.braces.as_ref()?.find(open).filter(|pair| pair.close < self.end)
    }

    /// All pairs from here on, in order, in one pass.
    fn find_pairs(&mut self, from: usize) -> Pairs {
        let mut pairs = Pairs { patient: !self.zsh(), ..Pairs::default() };
        let mut i = from;
        while i < self.end {
            match self.at(i) {
                b'{' => pairs.open(i),
                b',' => pairs.comma(i),
                b'.' if self.at(i + 1) == b'.' && self.at(i + 2) != b'}' => pairs.dots(),
                b'}' => pairs.close(i),
                b'.' => {}
                _ => {
                    let substitution = matches!(self.at(i), b'<' | b'>') && self.at(i + 1) == b'(';
                    let next = if substitution { self.cx.scan.commands(i + 2) } else { self.cx.scan.item(i, false) };
                    let Some(next) = next else { break };
                    // Bash counts the braces in a `${…}` among the others.
                    let within = self.src(i, next);
                    pairs.unsure |=
                        within.starts_with("${") && within.matches('{').count() != within.matches('}').count();
                    i = next;
                    continue;
                }
            }
            i += 1;
        }
        pairs.done.sort_unstable_by_key(|pair| pair.open);
        pairs
    }
}

/// The braces of a word. A `}` without a comma or two dots before it closes nothing for its own `{`, which bash goes on to
/// look for an end for, but it does for those around that one: `{a}b,c}` is `a}b` and `c`.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    done: Vec<Pair>,
    open: Vec<Level>,
    /// Where commas stand, a list for each level.
    commas: Vec<Vec<usize>>,
    /// A brace in an expansion may be taken for one of these.
    unsure: bool,
    /// An end that closes nothing is passed over; in zsh the brace then stands for itself.
    patient: bool,
}

/// The braces that the next `}` may close, since all between them and it is closed.
#[derive(Debug, Default)]
struct Level {
    /// Those that were there when so much had been seen, fewest first.
    batches: Vec<Batch>,
    /// Its list of commas.
    list: usize,
    /// Commas and double dots so far.
    seen: usize,
}

#[derive(Debug, Default)]
struct Batch {
    braces: Vec<usize>,
    seen: usize,
    commas: usize,
}

impl Pairs {
    fn open(&mut self, at: usize) {
        let batch = Batch { braces: vec![at], ..Batch::default() };
        self.open.push(Level { batches: vec![batch], list: self.commas.len(), seen: 0 });
        self.commas.push(Vec::new());
    }

    fn comma(&mut self, at: usize) {
        let Some(level) = self.open.last_mut() else { return };
        level.seen += 1;
        if let Some(list) = self.commas.get_mut(level.list) {
            list.push(at);
        }
    }

    fn dots(&mut self) {
        if let Some(level) = self.open.last_mut() {
            level.seen += 1;
        }
    }

    fn close(&mut self, at: usize) {
        let Some(mut level) = self.open.pop() else { return };
        let waiting = level.batches.pop_if(|b| b.seen == level.seen);
        let to = self.commas.get(level.list).map_or(0, Vec::len);
        for batch in level.batches {
            let pair = |open| Pair { open, close: at, list: level.list, commas: batch.commas..to };
            self.done.extend(batch.braces.into_iter().map(pair));
        }
        let Some(waiting) = waiting.filter(|_| self.patient) else { return };
        if self.open.is_empty() {
            self.open.push(Level { list: self.commas.len(), ..Level::default() });
            self.commas.push(Vec::new());
        }
        let Some(level) = self.open.last_mut() else { return };
        let commas = self.commas.get(level.list).map_or(0, Vec::len);
        match level.batches.last_mut().filter(|b| b.seen == level.seen) {
            Some(batch) => {
                // The shorter list moves, so that each brace moves seldom.
                let mut braces = waiting.braces;
                if braces.len() > batch.braces.len() {
                    std::mem::swap(&mut braces, &mut batch.braces);
                }
                batch.braces.append(&mut braces);
            }
            None => level.batches.push(Batch { braces: waiting.braces, seen: level.seen, commas }),
        }
    }

    fn find(&self, open: usize) -> Option<Found> {
        let n = self.done.binary_search_by_key(&open, |pair| pair.open).ok()?;
        let pair = self.done.get(n)?;
        let commas = self.commas.get(pair.list)?.get(pair.commas.clone())?.to_vec();
        Some(Found { open, close: pair.close, commas })
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
