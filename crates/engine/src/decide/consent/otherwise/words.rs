//! The words of a turn and the parts of names, as `otherwise` compares them.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::super::edit::squashed;
use super::super::token::is_in;

/// The words of a turn, in small letters.
pub(in crate::decide::consent) struct Words {
    /// As they stand, without the signs around them.
    pub(in crate::decide::consent) order: Vec<String>,
    /// Behind which of them a sentence or a part of one ends.
    ends: BTreeSet<usize>,
    /// Which of them stand in quotation marks or brackets of their own.
    pub(in crate::decide::consent) quoted: BTreeSet<usize>,
    /// They and their parts.
    pub(in crate::decide::consent) parts: BTreeSet<String>,
    /// One, two and three of them as one word.
    joined: BTreeSet<String>,
    /// Those that may be the first label of a longer name.
    labels: Vec<String>,
}

impl Words {
    pub(in crate::decide::consent) fn of(turn: &str) -> Self {
        let text = turn.replace("->", " to ").replace("=>", " to ").replace(['→', '➜'], " to ").replace('=', " = ");
        let (mut order, mut ends, mut quoted) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        for word in text.split_whitespace().flat_map(|w| w.split(['(', ')'])) {
            let plain = bare(word);
            if plain.is_empty() {
                continue;
            }
            let inner = word.trim_end_matches(['.', ',', ';', ':', '!', '?']);
            if word.starts_with(['"', '[', '`', '“']) && inner.ends_with(['"', ']', '`', '”']) {
                quoted.insert(order.len());
            }
            order.push(plain);
            if word.ends_with(['.', ',', ';', '!', '?']) {
                ends.insert(order.len() - 1);
            }
        }
        let parts = order.iter().flat_map(|w| pieces(w).chain([w.clone()])).collect();
        let joined = (1..=3).flat_map(|n| order.windows(n)).map(|w| squashed(&w.concat())).collect();
        let labels = order.iter().filter(|w| w.contains(['-', '_'])).cloned().collect();
        Self { order, ends, quoted, parts, joined, labels }
    }

    /// The word at a place; the empty text where there is none.
    pub(in crate::decide::consent) fn at(&self, place: usize) -> &str {
        self.order.get(place).map_or("", String::as_str)
    }

    /// The word so many places before another one.
    pub(in crate::decide::consent) fn before(&self, place: usize, by: usize) -> &str {
        place.checked_sub(by).map_or("", |at| self.at(at))
    }

    /// It says little else than one thing.
    pub(in crate::decide::consent) fn is_short(&self) -> bool {
        const MOST: usize = 18;
        self.order.len() <= MOST
    }

    /// A part of a sentence ends behind this word.
    pub(in crate::decide::consent) fn is_end(&self, place: usize) -> bool {
        self.ends.contains(&place) || place + 1 == self.order.len()
    }

    /// The word, or its plural or singular.
    pub(in crate::decide::consent) fn has(&self, word: &str) -> bool {
        let single = word.strip_suffix('s').filter(|s| s.len() > 2);
        self.parts.contains(word)
            || single.is_some_and(|s| self.parts.contains(s))
            || self.parts.contains(&format!("{word}s"))
    }

    pub(in crate::decide::consent) fn any_of(&self, list: &str) -> bool {
        self.order.iter().any(|w| is_in(list, w))
    }

    /// The file by its name with what kind it is.
    pub(in crate::decide::consent) fn names_file(&self, path: &str) -> bool {
        let path = path.to_lowercase();
        let ends = |w: &String| path.strip_suffix(w.as_str()).is_some_and(|r| r.is_empty() || r.ends_with('/'));
        self.order.iter().any(|w| w.contains('.') && ends(w))
    }

    /// The name as one word, as several (`full page writes`), or by its first label (`mirror-fr` of `mirror-fr.example.com`).
    pub(in crate::decide::consent) fn names(&self, name: &str) -> bool {
        let lower = name.to_lowercase();
        let plain = squashed(&lower);
        let label = |w: &String| lower.strip_prefix(w.as_str()).is_some_and(|r| r.starts_with(['.', ':', '/', '@']));
        plain.len() > 1 && (self.joined.contains(&plain) || self.labels.iter().any(label))
    }

    /// The same, or by any of its labels (`spot-b` of `pool.spot-b`).
    pub(in crate::decide::consent) fn means(&self, name: &str) -> bool {
        const SIGNS: [char; 4] = ['.', ':', '/', '@'];
        self.names(name) || name.contains(SIGNS) && name.split(SIGNS).any(|l| self.names(l))
    }

    /// Something of this list is wanted: it does not only say how it stands (`it is off`).
    pub(in crate::decide::consent) fn wants(&self, list: &str) -> bool {
        let stands = |at: usize| is_in("is are was were still currently says said reads shows", self.before(at, 1));
        self.order.iter().enumerate().any(|(at, w)| is_in(list, w) && !stands(at))
    }

    /// Where a word stands that is written the same but for its signs.
    pub(in crate::decide::consent) fn place(&self, name: &str) -> Option<usize> {
        self.order.iter().position(|o| squashed(o) == squashed(name))
    }
}

/// Words of any sentence.
pub(in crate::decide::consent) fn is_small(word: &str) -> bool {
    const SMALL: &str = "a an the it is as at by be to of on in or if so no up us we he me my do go am for and not you our has had was \
                         are but can may its out off now new old per via too two one get set put run use all any yes who how why \
                         let own from with that this them then than they have been will just only also some more less most into \
                         over when what which there here their after before again still name id key value type env";
    word.len() < 2 || is_in(SMALL, word)
}

/// Words that many people say, one a line, sorted: `cargo xtask train --consent --words` collects them.
const COMMON: &str = include_str!("../../../../../../models/words.txt");

/// Many people say it, whatever they ask for. What few say is a name, or as good as one.
pub(in crate::decide::consent) fn is_common(word: &str) -> bool {
    let (mut from, mut to) = (0, COMMON.len());
    while from < to {
        let middle = from.midpoint(to);
        let start = COMMON.get(..middle).and_then(|t| t.rfind('\n')).map_or(0, |at| at + 1);
        let line = COMMON.get(start..).and_then(|t| t.split('\n').next()).unwrap_or_default();
        match line.cmp(word) {
            Ordering::Equal => return true,
            Ordering::Less => from = start + line.len() + 1,
            Ordering::Greater => to = start,
        }
    }
    false
}

/// Without the signs around it, and what makes it somebody's.
fn bare(word: &str) -> String {
    let plain = word.trim_matches(|c: char| "([{<>}])\"'`,.;:!?…“”‘’«»*".contains(c)).to_lowercase();
    plain.strip_suffix("'s").or_else(|| plain.strip_suffix("’s")).map_or(plain.clone(), str::to_owned)
}

/// The parts of a name, in small letters: of `maxConns` `max` and `conns`.
pub(in crate::decide::consent) fn pieces(name: &str) -> impl Iterator<Item = String> + use<> {
    let mut out = vec![String::new()];
    let mut low = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || low && c.is_uppercase() {
            out.push(String::new());
        }
        low = c.is_lowercase();
        if let (true, Some(last)) = (c.is_alphanumeric(), out.last_mut()) {
            last.extend(c.to_lowercase());
        }
    }
    out.into_iter().filter(|p| !p.is_empty())
}

/// What a name is without the number at its end, and the number: `mixer` and `3`.
pub(in crate::decide::consent) fn numbered(name: &str) -> Option<(String, &str)> {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = name.get(stem.len()..).filter(|n| !n.is_empty())?;
    let stem = squashed(stem);
    stem.ends_with(char::is_alphabetic).then_some((stem, number))
}
