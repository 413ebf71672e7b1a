//! An edit whose every step was asked for, in the wrong place: of the list that a limit spares, of another section than the one
//! that was said, or with the values of two entries changed for each other. Called by `edit` on what it would grant.

use super::super::token::{Kind, Token};
use super::{Clause, Stance, Words, has, is_marked};
use crate::decide::entries::rows::{Rows, Touch};
use crate::decide::entries::steps::Steps;

/// Whether the clause that asks for an edit speaks of another place, or of other values, than the edit.
pub(super) fn is(heard: &Words<'_>, edit: &Steps, clause: usize) -> bool {
    let Some(asking) = heard.clauses.get(clause) else { return false };
    let Some(rows) = edit.rows.as_ref() else { return false };
    let owners = || rows.touched.iter().filter_map(|t| rows.rows.get(t.row)).flat_map(|r| &r.owners);
    owners().any(|o| is_spared(heard, clause, o) || is_another(heard, edit, asking, o)) || are_exchanged(heard, rows)
}

/// `take it off a, not off b`: b is spared, whatever else is in it.
fn is_spared(heard: &Words<'_>, asking: usize, owner: &str) -> bool {
    let exact = |c: &Clause| c.tokens().any(|t| t.kind != Kind::Quote && t.lower == owner.to_lowercase());
    // `the rest of the pool stays`
    let rest = |c: &Clause| c.tokens().any(|t| matches!(t.word(), "rest" | "other" | "others" | "remaining"));
    let later = heard.clauses.iter().skip(asking + 1).filter(|c| c.stance == Stance::Limits && !c.asked && !rest(c));
    owner.len() > 2 && !heard.clauses.get(asking).is_some_and(exact) && later.into_iter().any(exact)
}

/// `on dev2`, and the edit stands below `dev3`: names that differ in their figures alone.
fn is_another(heard: &Words<'_>, edit: &Steps, asking: &Clause, owner: &str) -> bool {
    let letters = |w: &str| w.chars().filter(|c| !c.is_ascii_digit()).collect::<String>().to_lowercase();
    let said = |name: &str| heard.clauses.iter().any(|c| has(&c.tokens().cloned().collect::<Vec<_>>(), name));
    if !owner.contains(|c: char| c.is_ascii_digit()) || said(owner) {
        return false;
    }
    let touches = |t: &Token| {
        edit.steps
            .iter()
            .any(|s| s.names.iter().chain(&s.owners).chain([&s.key]).any(|n| n.eq_ignore_ascii_case(&t.lower)))
    };
    let mut alike = asking.tokens().filter(|t| t.kind != Kind::Quote && is_marked(&t.lower));
    alike.find(|t| t.lower != owner.to_lowercase() && letters(&t.lower) == letters(owner)).is_some_and(|t| !touches(t))
}

/// `a to 0 and b to 100`, and it is b that becomes 0.
fn are_exchanged(heard: &Words<'_>, rows: &Rows) -> bool {
    heard.wants.iter().any(|want| {
        let pairs = pairs(want.about(), rows);
        let becomes = |t: &Touch, value: &str| t.sets.iter().any(|s| s.new.as_deref().is_some_and(|n| same(n, value)));
        rows.touched.iter().any(|t| {
            let of = |(name, _): &&(usize, String)| *name == t.row;
            let Some((_, own)) = pairs.iter().find(of) else { return false };
            !becomes(t, own) && pairs.iter().any(|(name, value)| *name != t.row && becomes(t, value))
        })
    })
}

fn same(value: &str, said: &str) -> bool {
    value.eq_ignore_ascii_case(said)
}

/// Entries with what the words say that they become: `NAME to VALUE`, however far the name stands before it.
fn pairs(about: &[Token], rows: &Rows) -> Vec<(usize, String)> {
    let entry = |t: &Token| {
        rows.touched
            .iter()
            .map(|touch| touch.row)
            .find(|at| rows.rows.get(*at).is_some_and(|r| r.names.iter().any(|n| n.eq_ignore_ascii_case(&t.lower))))
    };
    let mut out = Vec::new();
    let mut last = None;
    for (at, token) in about.iter().enumerate() {
        last = entry(token).or(last);
        let value = about.get(at + 1).filter(|_| matches!(token.word(), "to" | "=" | "on"));
        if let (Some(row), Some(value)) = (last, value) {
            out.push((row, value.lower.clone()));
            last = None;
        }
    }
    out
}
