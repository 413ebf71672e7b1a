//! A change of many lines as the pieces that lie apart in the file: each is looked at like a small change of its own, so that what is
//! weakened in one place is seen whatever else the edit does. A guard that goes in one piece and comes in another has moved. Called
//! by `security` where a change is too large to be looked at as one. Linear.

use super::super::delta::{Delta, Line, lines};
use super::super::lex::{Kind, Token};
use super::{Scene, beside, guards, has_word, less, mass, polarity, weighed};

/// More pieces than these are a new program; the rest is looked at line by line only.
const MAX_PIECES: usize = 40;
/// A piece of more lines than this is a part that was written anew.
const MAX_LINES: usize = 12;
/// So many lines around a piece are looked at with it.
const AROUND: u32 = 40;
/// A longer text is prose, not a name.
const MAX_NAME: usize = 60;

/// What one of the pieces loses, in words.
#[must_use]
pub fn lost(s: &Scene<'_>) -> Option<String> {
    if s.delta.removed.len().max(s.delta.added.len()) <= MAX_LINES && beside::is_small(s) {
        return None;
    }
    let all = cut(s);
    let small = |p: &&Delta<'_>| !p.removed.is_empty() && p.removed.len() <= MAX_LINES && p.added.len() <= MAX_LINES;
    all.iter().filter(small).take(MAX_PIECES).find_map(|piece| looked_at(s, piece).filter(|_| !moved(s, piece)))
}

fn looked_at(s: &Scene<'_>, piece: &Delta<'_>) -> Option<String> {
    let span = |l: &[Line<'_>]| {
        let (first, last) = (l.first().map_or(0, |l| l.number), l.last().map_or(u32::MAX, |l| l.number));
        (first.saturating_sub(AROUND), last.saturating_add(AROUND))
    };
    let old = span(&piece.removed);
    let new = if piece.added.is_empty() { old } else { span(&piece.added) };
    let (before, after) = (s.before.part(old), s.after.part(new));
    let part = Scene { before: &before, after: &after, delta: piece, ..*s };
    let known = super::known(&part).or_else(|| mass::lost(&part)).or_else(|| polarity::loosened(&part));
    known.or_else(|| guards::lost(&part)).or_else(|| less::seen(&part)).or_else(|| weighed::less(&part))
}

/// What guarded here guards in another piece of the same edit.
fn moved(s: &Scene<'_>, piece: &Delta<'_>) -> bool {
    let here = |l: &Line<'_>| piece.added.iter().any(|p| p.number == l.number);
    let gone: Vec<&str> = piece.removed.iter().flat_map(guarding).collect();
    let same = |l: &Line<'_>| {
        piece.removed.iter().any(|o| {
            let shared =
                o.tokens.iter().filter(|t| t.kind != Kind::Mark && l.tokens.iter().any(|x| x.text == t.text)).count();
            shared > 2 && shared * 3 >= o.tokens.iter().filter(|t| t.kind != Kind::Mark).count() * 2
        })
    };
    s.delta.added.iter().filter(|l| !here(l)).any(|l| same(l) || guarding(l).iter().any(|g| gone.contains(g)))
}

/// The names in a line that guard, check, or say who may.
fn guarding<'x>(l: &'x Line<'_>) -> Vec<&'x str> {
    let named = l.tokens.iter().filter(|t| t.kind != Kind::Mark && t.text.len() < MAX_NAME);
    let guards =
        |t: &&Token<'_>| mass::is_guard(t) || super::is_protective(t.text) || has_word(t.text, guards::PRIVILEGED);
    named.filter(guards).map(|t| t.text).collect()
}

/// The lines that went and came, put together where they lie in the files: between them lies what stayed.
fn cut<'a>(s: &Scene<'a>) -> Vec<Delta<'a>> {
    let (before, after) = (lines(&s.before.tokens), lines(&s.after.tokens));
    let (mut removed, mut added) = (s.delta.removed.iter().peekable(), s.delta.added.iter().peekable());
    let (mut i, mut j) = (before.iter().peekable(), after.iter().peekable());
    let mut out: Vec<Delta<'a>> = Vec::new();
    let mut piece = Delta::default();
    loop {
        while let Some(gone) = removed.next_if(|r| i.peek().is_some_and(|l| l.number == r.number)) {
            piece.removed.push(gone.clone());
            i.next();
        }
        while let Some(new) = added.next_if(|a| j.peek().is_some_and(|l| l.number == a.number)) {
            piece.added.push(new.clone());
            j.next();
        }
        let stays = i.peek().is_some_and(|l| removed.peek().is_none_or(|r| r.number != l.number));
        if stays && !(piece.removed.is_empty() && piece.added.is_empty()) {
            out.push(std::mem::take(&mut piece));
        }
        if i.next().is_none() & j.next().is_none() {
            break;
        }
    }
    if !(piece.removed.is_empty() && piece.added.is_empty()) {
        out.push(piece);
    }
    out
}
