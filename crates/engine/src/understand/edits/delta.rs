//! The lines that a change takes away and those that it brings, moved ones left out: two bags of lines subtracted. Linear,
//! so that no input makes it slow. Called by the checks for weakened tests and security.

use std::collections::BTreeMap;

use super::lex::{Kind, Token};

/// A line of code without its comments.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// Its number, from 0.
    pub number: u32,
    /// Its tokens; never empty.
    pub tokens: Vec<Token<'a>>,
}

/// Longest prefix of a string: `r###`, `rb`.
const MAX_PREFIX: usize = 4;

/// What went and what came.
#[derive(Clone, Debug, Default)]
pub struct Delta<'a> {
    /// Lines that are no longer there.
    pub removed: Vec<Line<'a>>,
    /// Lines that were not there.
    pub added: Vec<Line<'a>>,
}

/// The lines of a file.
#[must_use]
pub fn lines<'a>(tokens: &[Token<'a>]) -> Vec<Line<'a>> {
    let mut out: Vec<Line<'a>> = Vec::new();
    for t in tokens.iter().filter(|t| !matches!(t.kind, Kind::Comment | Kind::Newline | Kind::Indent)) {
        match out.last_mut().filter(|l| l.number == t.line) {
            Some(line) => line.tokens.push(*t),
            None => out.push(Line { number: t.line, tokens: vec![*t] }),
        }
    }
    out
}

/// The difference of two files.
#[must_use]
pub fn delta<'a>(before: &[Token<'a>], after: &[Token<'a>]) -> Delta<'a> {
    let (a, b) = (lines(before), lines(after));
    // Most of a file stays: only what lies between the first and the last difference is counted.
    let same = |x: &Line<'_>, y: &Line<'_>| x.tokens.iter().map(|t| t.text).eq(y.tokens.iter().map(|t| t.text));
    let head = a.iter().zip(&b).take_while(|(x, y)| same(x, y)).count();
    let left = a.len().min(b.len()) - head;
    let tail = a.iter().rev().zip(b.iter().rev()).take(left).take_while(|(x, y)| same(x, y)).count();
    let a = a.get(head..a.len() - tail).unwrap_or_default();
    let b = b.get(head..b.len() - tail).unwrap_or_default();
    Delta { removed: beyond(a, b), added: beyond(b, a) }
}

/// The lines of one that the other has fewer of.
fn beyond<'a>(one: &[Line<'a>], other: &[Line<'a>]) -> Vec<Line<'a>> {
    if other.is_empty() {
        return one.to_vec();
    }
    let mut count: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for line in other {
        *count.entry(key(line)).or_default() += 1;
    }
    let mut fresh = |l: &&Line<'a>| match count.get_mut(key(l).as_slice()) {
        Some(n) if *n > 0 => {
            *n -= 1;
            false
        }
        _ => true,
    };
    one.iter().filter(|l| fresh(l)).cloned().collect()
}

fn key<'a>(line: &Line<'a>) -> Vec<&'a str> {
    line.tokens.iter().map(|t| t.text).collect()
}

/// How often the words and marks of this line match `pattern`: atoms separated by blanks, `*` stands for any one token, `'x'`
/// for a string of that content; letters of either case.
#[must_use]
pub fn finds(line: &Line<'_>, pattern: &str) -> usize {
    let atoms: Vec<&str> = pattern.split(' ').collect();
    let n = atoms.len();
    (0..(line.tokens.len() + 1).saturating_sub(n))
        .filter(|i| atoms.iter().zip(line.tokens.iter().skip(*i)).all(|(atom, t)| atom_fits(atom, t)))
        .count()
}

fn atom_fits(atom: &str, t: &Token<'_>) -> bool {
    if atom == "*" {
        return true;
    }
    match atom.strip_prefix('\'').and_then(|a| a.strip_suffix('\'')).filter(|a| !a.is_empty()) {
        Some(inner) => t.kind == Kind::Text && body(t.text).eq_ignore_ascii_case(inner),
        None => t.kind != Kind::Text && t.text.eq_ignore_ascii_case(atom),
    }
}

/// A string without its quotes.
#[must_use]
pub fn body(text: &str) -> &str {
    let quote = text.find(['"', '\'', '`']).filter(|at| *at <= MAX_PREFIX);
    match quote {
        Some(at) => text.get(at..).unwrap_or(text).trim_matches(['"', '\'', '`', '#']),
        None => text,
    }
}
