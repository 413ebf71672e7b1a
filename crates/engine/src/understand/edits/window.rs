//! The part of two programs that is worth a closer look: what lies between the first and the last token that differ, widened
//! to where a statement of the outermost level begins and ends. Outside of it both are the same token by token, so nothing
//! there can be gone, come or meant otherwise; inside, everything starts from the same state. Linear.

use super::lang::{Language, Layout};
use super::lex::{Kind, Token};

/// Lines above the change that are looked at with it: the head of the function, attributes, the comment above.
const LINES_ABOVE: u32 = 40;
/// Lines below it.
const LINES_BELOW: u32 = 12;

/// Two files, and where they differ.
pub struct Pair<'a> {
    /// The tokens before, of the window.
    pub before: Vec<Token<'a>>,
    /// The tokens after, of the window.
    pub after: Vec<Token<'a>>,
    /// The tokens around it, the same in both.
    pub around: Vec<Token<'a>>,
}

/// Cuts both files to the window.
#[must_use]
pub fn cut<'a>(mut before: Vec<Token<'a>>, mut after: Vec<Token<'a>>, language: &Language) -> Pair<'a> {
    let Some((from, tail)) = bounds(&before, &after, language) else {
        return Pair { before, after, around: Vec::new() };
    };
    let mut around: Vec<Token<'a>> = after.drain(after.len() - tail..).collect();
    around.extend(after.drain(..from));
    before.truncate(before.len() - tail);
    before.drain(..from);
    Pair { before, after, around }
}

/// How many tokens of the longer file lie between the first and the last that differ.
#[must_use]
pub fn changed(a: &[Token<'_>], b: &[Token<'_>]) -> usize {
    let (head, tail) = shared(a, b);
    a.len().max(b.len()) - head - tail
}

/// How many tokens both begin and end with.
fn shared(a: &[Token<'_>], b: &[Token<'_>]) -> (usize, usize) {
    let same = |x: &Token<'_>, y: &Token<'_>| x.kind == y.kind && x.text == y.text;
    let head = a.iter().zip(b).take_while(|(x, y)| same(x, y)).count();
    let left = a.len().min(b.len()) - head;
    (head, a.iter().rev().zip(b.iter().rev()).take(left).take_while(|(x, y)| same(x, y)).count())
}

/// How many tokens at the start and at the end of both are left out; none where there is no place to cut.
fn bounds(a: &[Token<'_>], b: &[Token<'_>], language: &Language) -> Option<(usize, usize)> {
    let (head, tail) = shared(a, b);
    let changed = |t: &[Token<'_>]| imports(t.get(head..t.len() - tail).unwrap_or_default());
    // Whether an import is needed shows in the whole file.
    if changed(a) || changed(b) {
        return None;
    }
    let line = |t: &[Token<'_>], i: usize| t.get(i).or(t.last()).map_or(0, |t| t.line);
    let first = line(b, head).saturating_sub(LINES_ABOVE);
    let last = line(b, (b.len() - tail).saturating_sub(1)) + LINES_BELOW;
    let starts = places(b, language);
    let from = starts.iter().copied().take_while(|i| *i <= head && line(b, *i) <= first).last().unwrap_or(0);
    let to = starts.iter().copied().find(|i| *i >= b.len() - tail && line(b, *i) > last).unwrap_or(b.len());
    let tail = b.len() - to;
    // The change must leave every bracket as it was, or what follows means something else.
    let level = |t: &[Token<'_>]| depth(t.get(from..t.len() - tail).unwrap_or_default());
    (level(a) == Some(0) && level(b) == Some(0)).then_some((from, tail))
}

fn imports(t: &[Token<'_>]) -> bool {
    t.iter().any(|t| ["import", "from", "require", "export"].iter().any(|k| t.is(k)))
}

/// How deep brackets are open at the end; none where one closes that was not opened here.
fn depth(t: &[Token<'_>]) -> Option<usize> {
    let mut depth = 0usize;
    for token in t.iter().filter(|t| t.kind == Kind::Mark) {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    Some(depth)
}

/// Where a statement of the outermost level begins.
fn places(t: &[Token<'_>], language: &Language) -> Vec<usize> {
    let mut out = Vec::new();
    let mut depth = 0i32;
    let mut last: Option<&Token<'_>> = None;
    let mut fresh = true;
    for (i, token) in t.iter().enumerate() {
        let begins = match language.layout {
            Layout::Indent => token.kind == Kind::Indent && token.text.is_empty(),
            Layout::Free => last.is_some_and(|l| l.is("}") || l.is(";")),
            Layout::Lines | Layout::Plain => fresh && token.kind == Kind::Word,
        };
        if begins && depth == 0 {
            out.push(i);
        }
        fresh = token.kind == Kind::Newline;
        if token.kind == Kind::Mark {
            depth +=
                i32::from(matches!(token.text, "(" | "[" | "{")) - i32::from(matches!(token.text, ")" | "]" | "}"));
        }
        if !matches!(token.kind, Kind::Newline | Kind::Comment) {
            last = Some(token);
        }
    }
    out
}
