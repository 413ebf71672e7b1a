//! The entries that a request means: those that it describes, the lists that it empties, or those that were spoken of before it:
//! `the failed jobs are noise, delete them`. Called by `edit`.

use super::super::gist::{self, Clause, Stance};
use super::super::heard::{Heard, Want};
use super::super::rows::{Index, Pick};
use super::super::token::{Kind, Token};
use super::one::is_removal;
use super::{is_file, spoken};

/// How many clauses before a request may tell what it points to.
const MAX_BEFORE: usize = 3;

pub(super) fn picked(heard: &Heard, index: &Index<'_>, want: &Want, clause: &Clause) -> Option<Pick> {
    let empties =
        matches!(want.ask.verb.as_str(), "empty" | "clear" | "flush" | "purge" | "truncate" | "wipe" | "drain");
    // What is pointed to was described in more words than a request takes along.
    if let Some(told) = told_before(heard, index, want, clause) {
        return Some(told);
    }
    let own = index.pick(want.about()).filter(|p| p.named || !points(&clause.object));
    let own = own.or_else(|| marked(index, want));
    let own = own.or_else(|| index.listed(want.about()).filter(|_| empties));
    let own = own.or_else(|| without_reason(index, want.about()).filter(|_| !points(&clause.object)));
    let own = own.or_else(|| index.pick(&clause.object).filter(|p| !p.named));
    let own = own.or_else(|| index.pick(&spoken(heard, want, clause)?).filter(|p| p.named));
    own.or_else(|| index.pick(want.about()).filter(|p| p.rows.len() == 1))
}

/// `mark all of ana's for deletion`: which ones, without what becomes of them.
fn marked(index: &Index<'_>, want: &Want) -> Option<Pick> {
    let at = want.about().windows(2).position(is_removal).filter(|_| want.ask.verb == "mark")?;
    let about = want.about();
    index.pick(&[about.get(..at)?, about.get(at + 2..)?].concat())
}

/// `the slot held by a, the van broke down`: what follows names nothing here and takes nothing out.
fn without_reason(index: &Index<'_>, about: &[Token]) -> Option<Pick> {
    let at = about.iter().position(|t| t.kind == Kind::Mark && t.lower == ",").filter(|at| *at > 0)?;
    let (near, rest) = (about.get(..at)?, about.get(at + 1..)?);
    let more = |t: &Token| {
        gist::is_limit(t.word())
            || matches!(
                t.word(),
                "and" | "or" | "only" | "but" | "that" | "which" | "who" | "with" | "from" | "of" | "older" | "newer"
            )
    };
    let names = !index.any(rest).is_empty() || rest.iter().any(is_file);
    if names || rest.iter().any(more) { None } else { index.pick(near) }
}

/// `the first two are broken, take them out`: what the clause before speaks of.
fn told_before(heard: &Heard, index: &Index<'_>, want: &Want, clause: &Clause) -> Option<Pick> {
    if !points(&clause.object) {
        return None;
    }
    let before = heard.clauses.get(..want.clause)?;
    let told = |c: &&Clause| c.turn == clause.turn && c.stance == Stance::Tells && !c.asked && !is_reason(c);
    let single = clause.object.iter().any(|t| matches!(t.word(), "it" | "one" | "that" | "this"));
    let near = before.iter().rev().filter(told).take(MAX_BEFORE);
    let own = std::iter::once(until_verb(&clause.before)).filter(|s| s.len() < clause.before.len());
    let each = own.chain(near.map(|c| subject(heard, c)));
    let found = each.filter_map(|s| index.pick(&s)).find(|p| !p.rows.is_empty())?;
    let counted = index.count(&clause.object).is_none_or(|n| n == found.rows.len());
    (counted && (!single || found.rows.len() == 1)).then_some(found)
}

/// Nothing but a word that points, and where that is.
fn points(object: &[Token]) -> bool {
    let word = |n: usize| object.get(n).map_or("", Token::word);
    let noun = |w: &str| {
        matches!(
            w,
            "one"
                | "ones"
                | "entry"
                | "entries"
                | "row"
                | "rows"
                | "line"
                | "lines"
                | "record"
                | "records"
                | "item"
                | "items"
        )
    };
    match word(0) {
        "it" | "them" | "both" => true,
        "those" | "these" | "that" | "this" | "the" => {
            noun(word(1)) || word(0) != "the" && !word(1).contains(char::is_alphanumeric)
        }
        _ => false,
    }
}

/// It says why, and not what.
fn is_reason(c: &Clause) -> bool {
    let first = c.tokens().next().map_or("", Token::word);
    matches!(
        first,
        "we" | "i" | "nobody" | "he" | "she" | "they" | "it" | "its" | "it's" | "because" | "since" | "so" | "i'm"
    )
}

/// What a clause tells something of, with what its sentence adds in brackets.
fn subject(heard: &Heard, c: &Clause) -> Vec<Token> {
    let tokens: Vec<Token> = c.all_in_order();
    let there = tokens.windows(2).any(|p| matches!(p, [t, v] if t.word() == "there" && is_told(v)));
    if there {
        return tokens.into_iter().filter(|t| !is_told(t) && t.word() != "there").collect();
    }
    let own = until_verb(&tokens);
    let aside: Vec<Token> = heard
        .clauses
        .iter()
        .filter(|o| o.aside && o.sentence == c.sentence && o.stance == Stance::Tells)
        .flat_map(|o| o.tokens().cloned())
        .collect();
    if aside.is_empty() {
        return own;
    }
    // What is in brackets says it in other words: of the first ones only figures narrow it.
    let figures = own.into_iter().filter(|t| t.lower.starts_with(|c: char| c.is_ascii_digit()) || is_file(t));
    figures.chain(aside).collect()
}

/// The words before the verb of what is told; that of `the branches that are merged` is not it.
fn until_verb(tokens: &[Token]) -> Vec<Token> {
    let which = |at: usize| tokens.get(at).is_some_and(|t| matches!(t.word(), "that" | "which" | "who"));
    let ends = |(at, t): (usize, &Token)| is_told(t) && !at.checked_sub(1).is_some_and(which);
    let end = tokens.iter().enumerate().position(ends).unwrap_or(tokens.len());
    tokens.iter().take(end).cloned().collect()
}

/// A verb by which something is told.
fn is_told(t: &Token) -> bool {
    const VERBS: &[&str] = &[
        "is", "are", "was", "were", "have", "has", "aren't", "isn't", "arent", "isnt", "belong", "belongs", "hang",
        "hangs",
    ];
    VERBS.contains(&t.word())
}
