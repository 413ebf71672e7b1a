//! What is left of a list: `the other two`, `the rest`, `the remaining ones`, behind words that took some of it out. Called by
//! `heard` before a request is held against a command.

use super::gist::{Clause, Stance};
use super::heard::{is_spoken_of, named};
use super::nouns;
use super::token::{self, Kind, Token, comma};
use super::turns;

/// The names that are left of the list before this request, where its object stands for them and nothing else.
pub(super) fn of(all: &[Clause], at: usize, object: &[Token]) -> Option<Vec<Token>> {
    let wanted = wanted(object)?;
    let here = all.get(at)?;
    let before = all.get(..at)?;
    let list = before.iter().rposition(|c| c.turn + 1 >= here.turn && is_spoken_of(c, here) && is_list(before, c))?;
    let sentence = all.get(list)?.sentence;
    let first = before.iter().position(|c| c.sentence == sentence)?;
    let listed: Vec<Token> = before.get(first..=list)?.iter().flat_map(|c| named(&c.object)).collect();
    let names: Vec<&Token> = names_of(&listed);
    let out: Vec<&Token> = before
        .get(list + 1..)?
        .iter()
        .filter(|c| c.turn >= here.turn.saturating_sub(1))
        .flat_map(|c| names_of_clause(c))
        .collect();
    let taken = |n: &&Token| out.iter().any(|o| is_same(&n.lower, &o.lower));
    let known =
        !out.is_empty() && out.iter().all(|o| names.iter().filter(|n| is_same(&n.lower, &o.lower)).count() == 1);
    let left: Vec<&Token> = names.iter().copied().filter(|n| !taken(n)).collect();
    let fits = known && !left.is_empty() && wanted.is_none_or(|n| n == left.len());
    fits.then(|| {
        let kind = listed.iter().find(|t| nouns::kinds(t.word()) != 0).cloned();
        kind.into_iter().chain(left.into_iter().flat_map(|n| [n.clone(), comma()])).collect()
    })
}

/// How many of them the words say that there are; none where they stand for nothing that is left.
fn wanted(object: &[Token]) -> Option<Option<usize>> {
    let around = ["the", "ones", "of", "them", "those", "these", "all", "please", "pls", "too", "yes", "ok", "now"];
    let left = |t: &Token| matches!(t.word(), "other" | "others" | "rest" | "remaining");
    let number = |t: &Token| token::numeral(t.word()).filter(|n| *n > 0);
    let small = |t: &Token| {
        t.kind == Kind::Mark
            || left(t)
            || number(t).is_some()
            || around.contains(&t.word())
            || nouns::kinds(t.word()) != 0
    };
    (object.iter().any(left) && object.iter().all(small)).then(|| object.iter().find_map(number))
}

/// The clause is of a sentence that names several things, and takes none of them out.
fn is_list(all: &[Clause], clause: &Clause) -> bool {
    let own = || all.iter().filter(|c| c.sentence == clause.sentence);
    clause.stance != Stance::Limits
        && clause.names() > 0
        && own().all(|c| c.stance != Stance::Limits)
        && own().map(Clause::names).sum::<usize>() > 1
}

fn names_of(tokens: &[Token]) -> Vec<&Token> {
    (0..tokens.len()).filter(|at| turns::is_name(tokens, *at)).filter_map(|at| tokens.get(at)).collect()
}

fn names_of_clause(clause: &Clause) -> Vec<&Token> {
    [&clause.before, &clause.object].into_iter().flat_map(|t| names_of(t)).collect()
}

/// The name, or its end behind a mark: `0b22` of `snap-0b22`.
fn is_same(name: &str, said: &str) -> bool {
    name == said || name.strip_suffix(said).is_some_and(|head| head.ends_with(['-', '/', '_', ':', '.']))
}
