//! An edit by its elements: its lines and the items of its lists, each with what holds it, as pairs, what goes, what comes and what
//! stays. `loci` and `roles` hold them against the words.

use std::collections::BTreeSet;

use super::words::pieces;
use crate::decide::entries::steps::{Steps, common};

/// More elements of a text are not told apart: nobody speaks of so many.
const MOST: usize = 400;

/// Parts of an element that count.
const PARTS: usize = 64;

/// A line, or an item of a list within one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::decide::consent) struct Element {
    text: String,
    /// The parts of its words, as they stand.
    pub(in crate::decide::consent) parts: Vec<String>,
    /// The parts of the lines that hold it: its section, the keys above it.
    pub(in crate::decide::consent) held: BTreeSet<String>,
    /// Its place among those of its text.
    pub(in crate::decide::consent) at: usize,
}

impl Element {
    fn new(text: &str, held: &BTreeSet<String>, at: usize) -> Self {
        let text = text.trim().trim_end_matches(',').trim_end().to_owned();
        Self { parts: pieces(&text).take(PARTS).collect(), text, held: held.clone(), at }
    }

    pub(in crate::decide::consent) fn has(&self, part: &str) -> bool {
        self.parts.iter().any(|p| p == part)
    }
}

/// The elements of an edit.
#[derive(Default)]
pub(in crate::decide::consent) struct Elements {
    /// What becomes something else.
    pub(in crate::decide::consent) turned: Vec<(Element, Element)>,
    pub(in crate::decide::consent) gone: Vec<Element>,
    pub(in crate::decide::consent) come: Vec<Element>,
    pub(in crate::decide::consent) kept: Vec<Element>,
    /// How many there were, and how many there are.
    pub(in crate::decide::consent) before: usize,
    pub(in crate::decide::consent) after: usize,
}

impl Elements {
    pub(in crate::decide::consent) fn of(edit: &Steps) -> Self {
        let mut all = Self::default();
        for (old, new) in &edit.texts {
            let (old, new) = (elements(old), elements(new));
            if old.len().max(new.len()) <= MOST {
                all.add(&old, &new);
            }
        }
        all
    }

    fn add(&mut self, old: &[Element], new: &[Element]) {
        (self.before, self.after) = (self.before + old.len(), self.after + new.len());
        let Some(kept) = common(old, new, |x, y| x.text == y.text) else { return };
        let (mut i, mut j) = (0, 0);
        for (p, q) in kept.into_iter().chain([(old.len(), new.len())]) {
            self.region(old.get(i..p).unwrap_or_default(), new.get(j..q).unwrap_or_default());
            self.kept.extend(old.get(p).cloned());
            (i, j) = (p + 1, q + 1);
        }
    }

    /// What stands between two elements that stay: as many as before are the same ones, else those that begin with the same word.
    fn region(&mut self, old: &[Element], new: &[Element]) {
        if old.len() == new.len() {
            self.turned.extend(old.iter().cloned().zip(new.iter().cloned()));
            return;
        }
        let mut left: Vec<&Element> = new.iter().collect();
        for element in old {
            let same = |n: &&Element| !n.parts.is_empty() && n.parts.first() == element.parts.first();
            match left.iter().position(same) {
                Some(at) => self.turned.push((element.clone(), left.remove(at).clone())),
                None => self.gone.push(element.clone()),
            }
        }
        self.come.extend(left.into_iter().cloned());
    }

    /// Each that is touched, as it was and as it is.
    pub(in crate::decide::consent) fn touched(&self) -> impl Iterator<Item = (Option<&Element>, Option<&Element>)> {
        let turned = self.turned.iter().map(|(x, y)| (Some(x), Some(y)));
        turned.chain(self.gone.iter().map(|x| (Some(x), None))).chain(self.come.iter().map(|y| (None, Some(y))))
    }

    /// Something goes, and nothing else happens.
    pub(in crate::decide::consent) fn only_goes(&self) -> bool {
        !self.gone.is_empty() && self.come.is_empty() && self.turned.is_empty()
    }
}

/// The elements of a text, in order.
fn elements(text: &str) -> Vec<Element> {
    let (mut out, mut section): (Vec<Element>, BTreeSet<String>) = Default::default();
    let mut stack: Vec<(usize, BTreeSet<String>)> = Vec::new();
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        let (plain, deep) = (line.trim(), line.len() - line.trim_start().len());
        let inner = plain.strip_prefix('[').and_then(|l| l.strip_suffix(']'));
        if inner.is_some_and(|l| !l.contains(['[', ']', ',', '"'])) {
            section = pieces(plain).take(PARTS).collect();
            stack.clear();
        }
        stack.truncate(stack.iter().position(|(d, _)| *d >= deep).unwrap_or(stack.len()));
        let held = stack.iter().flat_map(|(_, p)| p).chain(&section).cloned().collect();
        for part in split(plain) {
            out.push(Element::new(&part, &held, out.len()));
        }
        if out.len() > MOST {
            break;
        }
        stack.push((deep, pieces(plain).take(PARTS).collect()));
    }
    out
}

/// A line by the items of its list, or by its objects.
fn split(line: &str) -> Vec<String> {
    let list = line.find('[').zip(line.rfind(']')).filter(|(from, to)| from < to);
    if let Some((from, to)) = list {
        let (head, inner, tail) = (
            line.get(..from).unwrap_or_default(),
            line.get(from + 1..to).unwrap_or_default(),
            line.get(to + 1..).unwrap_or_default(),
        );
        if inner.contains(',') && !inner.contains([':', '{', '=']) {
            let items = inner.split(',').map(|i| format!("{head} {}", i.trim()));
            return std::iter::once(format!("{head}{tail}")).chain(items).collect();
        }
    }
    if line.matches('{').count() > 1 && line.contains("},") {
        return line.split("},").map(str::to_owned).collect();
    }
    vec![line.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::entries::steps::of_lines;

    #[test]
    fn elements_are_told_by_what_holds_them() {
        let edit = of_lines(
            "a.ini",
            "[web]\nttl = 5\n[mail]\nttl = 6\nto = [a, b, c]",
            "[web]\nttl = 5\n[mail]\nttl = 7\nto = [a, c]",
        );
        let all = Elements::of(&edit.unwrap());
        let parts = |e: &Element| e.parts.join(" ");
        assert_eq!(
            all.turned.iter().map(|(x, y)| (parts(x), parts(y))).collect::<Vec<_>>(),
            [("ttl 6".into(), "ttl 7".into())]
        );
        assert_eq!(all.gone.iter().map(parts).collect::<Vec<_>>(), ["to b"]);
        assert!(all.turned.iter().all(|(x, _)| x.held.contains("mail") && !x.held.contains("web")));
        assert_eq!((all.before, all.after, all.kept.len()), (8, 7, 6));
    }
}
