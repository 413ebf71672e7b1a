//! A name in several parts that were said apart: `@acme/web@3.0` of `@acme/web 3.0`, `registry.example.com/acme/web:1` of
//! `web:1 in registry.example.com/acme`, an address of an API. Used by `deed`.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::super::address::is_collection;
use super::super::bind::Name;
use super::super::token::Token;
use super::is_named;

/// Times that a part is taken apart again.
const DEPTH: u32 = 3;
/// A name that is longer, or has more signs between its parts, is not taken apart.
const LONGEST: usize = 200;
const MOST_SIGNS: usize = 24;

/// A name, and what may stand in it.
pub(super) struct Pieces<'a> {
    text: &'a str,
    /// Where a sign stands between two parts.
    signs: Vec<usize>,
    /// All that was said, and what the request is about.
    said: &'a [Token],
    about: &'a [Token],
    /// Answers for a piece, by which of the two, and by how often it may be taken apart: there are few pieces, and many ways to them.
    whole: RefCell<BTreeMap<(usize, usize, bool), bool>>,
    apart: RefCell<BTreeMap<(usize, usize, bool, u32), bool>>,
}

impl<'a> Pieces<'a> {
    pub(super) fn of(text: &'a str, said: &'a [Token], about: &'a [Token], is_sign: impl Fn(char) -> bool) -> Self {
        let signs = text.match_indices(is_sign).map(|(at, _)| at).collect();
        Self { text, signs, said, about, whole: RefCell::default(), apart: RefCell::default() }
    }

    /// Each part was said, the last one in the request.
    pub(super) fn are_said(&self) -> bool {
        self.text.len() <= LONGEST && self.signs.len() <= MOST_SIGNS && self.in_parts(0, self.text.len(), true, 0)
    }

    fn in_parts(&self, from: usize, to: usize, asked: bool, depth: u32) -> bool {
        if depth > DEPTH {
            return false;
        }
        let key = (from, to, asked, depth);
        if let Some(known) = self.apart.borrow().get(&key) {
            return *known;
        }
        let is = self.signs.iter().filter(|at| (from..to).contains(*at)).any(|at| {
            let head = || self.text.get(from..*at).unwrap_or("");
            let first = *at == from
                || self.is_said(from, *at, false)
                || is_collection(head())
                || self.in_parts(from, *at, false, depth + 1);
            first && (self.is_said(at + 1, to, asked) || self.in_parts(at + 1, to, asked, depth + 1))
        });
        self.apart.borrow_mut().insert(key, is);
        is
    }

    fn is_said(&self, from: usize, to: usize, asked: bool) -> bool {
        let Some(part) = self.text.get(from..to).filter(|p| !p.is_empty()) else { return false };
        let tokens = if asked { self.about } else { self.said };
        let find = || {
            let name = Name::Text(part.to_owned());
            tokens.iter().any(|t| is_named(&name, t))
        };
        let known = self.whole.borrow().get(&(from, to, asked)).copied();
        known.unwrap_or_else(|| {
            let is = find();
            self.whole.borrow_mut().insert((from, to, asked), is);
            is
        })
    }
}
