//! Lines that went beside those that came in their place: the pairs that most checks of a small change look at. Called by the checks
//! of `security`.

use super::super::delta::Line;
use super::super::lex::{Kind, Token};
use super::Scene;

/// More tokens than these need not be the same.
const MAX_SHARED: usize = 12;
/// More lines than these are not paired: a change of the program, not of one protection.
pub const MAX_LINES: usize = 40;

/// More tokens than these are not compared with each other: a line of a megabyte is no statement that anybody guards.
const MAX_TOKENS: usize = 2_000;

/// Whether the change is small enough that each of its tokens is looked at beside each other.
#[must_use]
pub fn is_small(s: &Scene<'_>) -> bool {
    let tokens = |lines: &[Line<'_>]| lines.iter().map(|l| l.tokens.len()).sum::<usize>();
    tokens(&s.delta.removed) + tokens(&s.delta.added) <= MAX_TOKENS
}

/// Whether the change is that small, and of no more lines than these on either side.
#[must_use]
pub fn is_few(s: &Scene<'_>, lines: usize) -> bool {
    s.delta.removed.len() <= lines && s.delta.added.len() <= lines && is_small(s)
}

/// Pairs, and what has none.
pub struct Beside<'x, 'a> {
    /// A line and what it became.
    pub pairs: Vec<(&'x Line<'a>, &'x Line<'a>)>,
    /// Lines that went.
    pub gone: Vec<&'x Line<'a>>,
    /// Lines that came.
    pub came: Vec<&'x Line<'a>>,
}

/// Beside each other: lines with the most words in common, of few lines.
#[must_use]
pub fn beside<'x, 'a>(s: &'x Scene<'a>) -> Beside<'x, 'a> {
    let few = is_few(s, MAX_LINES);
    let mut gone: Vec<&Line<'a>> = s.delta.removed.iter().collect();
    let (mut pairs, mut came) = (Vec::new(), Vec::new());
    for new in &s.delta.added {
        let best = gone
            .iter()
            .enumerate()
            .filter(|_| few)
            .map(|(i, old)| (shared(old, new).max(target(old, new)), i))
            .max_by_key(|(n, i)| (*n, usize::MAX - i));
        match best.filter(|(n, _)| *n > 0 && *n * 2 >= new.tokens.len().min(MAX_SHARED)) {
            Some((_, i)) => pairs.push((gone.remove(i), new)),
            None => came.push(new),
        }
    }
    Beside { pairs, gone, came }
}

/// What is left on both sides is paired with what it shares most words with, where little is left.
#[must_use]
pub fn loosely<'x, 'a>(mut b: Beside<'x, 'a>) -> Beside<'x, 'a> {
    if b.gone.len() > MAX_LEFT || b.came.len() > MAX_LEFT {
        return b;
    }
    let word = |t: &&Token<'_>| t.kind != Kind::Mark && t.text.len() > 1;
    let common = |o: &Line<'_>, n: &Line<'_>| {
        o.tokens.iter().filter(word).filter(|t| n.tokens.iter().any(|x| x.text == t.text)).count()
    };
    let alone = b.gone.len() == 1 && b.came.len() == 1;
    for new in std::mem::take(&mut b.came) {
        let best =
            b.gone.iter().enumerate().map(|(i, o)| (common(o, new), i)).max_by_key(|(n, i)| (*n, usize::MAX - i));
        match best.filter(|(n, _)| *n >= 2 || alone) {
            Some((_, i)) => b.pairs.push((b.gone.remove(i), new)),
            None => b.came.push(new),
        }
    }
    b
}

/// More lines than these are not paired by a few words.
const MAX_LEFT: usize = 4;

/// The same value is set: as good as every token shared.
fn target(a: &Line<'_>, b: &Line<'_>) -> usize {
    let sign = |l: &Line<'_>| l.tokens.iter().take(4).position(|t| t.is("="));
    let at = sign(a).filter(|at| Some(*at) == sign(b) && *at > 0).unwrap_or(0);
    let same = a.tokens.iter().zip(&b.tokens).take(at).all(|(x, y)| x.text == y.text);
    if at > 0 && same { MAX_SHARED } else { 0 }
}

/// How many tokens both lines begin and end with.
fn shared(a: &Line<'_>, b: &Line<'_>) -> usize {
    let same = |(x, y): &(&Token<'_>, &Token<'_>)| x.text == y.text;
    let head = a.tokens.iter().zip(&b.tokens).take_while(same).count();
    let left = a.tokens.len().min(b.tokens.len()) - head;
    head + a.tokens.iter().rev().zip(b.tokens.iter().rev()).take(left).take_while(same).count()
}

/// What `long` has more than `short`, where `short` is the same statement with something left out; none otherwise. Commas and
/// brackets may go with it.
#[must_use]
pub fn left_out<'x, 'a>(long: &'x Line<'a>, short: &Line<'_>) -> Option<Vec<&'x Token<'a>>> {
    let mut rest = short.tokens.iter().peekable();
    let mut out = Vec::new();
    for t in &long.tokens {
        if rest.peek().is_some_and(|r| r.text == t.text) {
            rest.next();
        } else {
            out.push(t);
        }
    }
    let kept = short.tokens.iter().filter(|t| t.kind != Kind::Mark).count();
    (rest.all(|r| r.kind == Kind::Mark) && !out.is_empty() && kept > 0).then_some(out)
}

/// The tokens of one that the other has fewer of.
#[must_use]
pub fn only_in<'x, 'a>(one: &'x Line<'a>, other: &Line<'_>) -> Vec<&'x Token<'a>> {
    let mut left: Vec<&str> = other.tokens.iter().map(|t| t.text).collect();
    let mut out = Vec::new();
    for t in &one.tokens {
        match left.iter().position(|l| *l == t.text) {
            Some(at) => {
                left.swap_remove(at);
            }
            None => out.push(t),
        }
    }
    out
}
