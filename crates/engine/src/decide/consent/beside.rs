//! What of an edit goes beside what was asked for: another entry than those that were called by name or counted, another number,
//! another right, more than what was asked leaves, what was taken out. Only where the words say plainly which entries are meant; of all
//! else the risk decides. Called by `edit` for files by which others live.

use std::collections::BTreeSet;

use super::amounts;
use super::edit::{AWAY, CHANGES, Described, MAX_DESCRIBED, One, Words, has, spoken, turned};
use super::gist::Clause;
use super::heard::{Heard, Want};
use super::rows::Index;
use super::token::Token;
use super::words::Ops;
use crate::decide::entries::rows::{Rows, Touch};
use crate::decide::entries::steps::{Step, Steps};

/// The request beside which an edit goes, by its clause; none where it keeps to them.
pub(super) fn request(
    heard: &Words<'_>,
    edit: &Steps,
    rows: &Rows,
    index: &Index<'_>,
    others: &[&Touch],
    described: &[Described<'_>],
) -> Option<usize> {
    outside(heard, index, others, rows, described)
        .or_else(|| other_value(heard, edit, rows, described))
        .or_else(|| excepted(heard, index, rows))
        .or_else(|| wider(heard, edit, rows, others, described))
        .or_else(|| other_right(heard, rows))
        .or_else(|| same_value(heard, edit, index, others, described))
        .or_else(|| wild(heard, rows))
}

/// The request beside which this edit goes: all that the last prompt wants changed is called by name or counted, and an entry that
/// is touched is none of it.
fn outside(
    heard: &Heard,
    index: &Index<'_>,
    others: &[&Touch],
    rows: &Rows,
    described: &[Described<'_>],
) -> Option<usize> {
    let last = heard.clauses.last()?.turn;
    // Words that have something used leave open what that takes.
    let changes = |d: &&Described| d.want.ask.verb != "use" && d.want.ask.ops.meets(AWAY.or(CHANGES));
    let now: Vec<&Described> = described.iter().filter(|d| d.clause.turn == last).filter(changes).collect();
    let first = now.first()?;
    let picked = |t: &Touch| described.iter().filter_map(|d| d.pick.as_ref()).any(|p| p.rows.contains(&t.row));
    let known = now.iter().all(|d| d.pick.as_ref().is_some_and(|p| p.named || p.all || p.count.is_some()));
    let more = || match &now[..] {
        [one] => index.count(one.want.about()).is_some_and(|n| n > 0 && rows.touched.len() > n),
        _ => false,
    };
    (known && others.iter().any(|t| !picked(t)) || more()).then_some(first.want.clause)
}

/// The request that says a number for an entry that now gets another one.
fn other_value(heard: &Words<'_>, edit: &Steps, rows: &Rows, described: &[Described<'_>]) -> Option<usize> {
    let last = heard.clauses.last()?.turn;
    let now = described.iter().filter(|d| d.clause.turn == last && d.want.ask.ops.meets(CHANGES));
    let mut own = now.filter(|d| d.pick.as_ref().is_some_and(|p| p.named));
    own.find(|d| {
        let touched = rows.touched.iter().filter(|t| d.pick.as_ref().is_some_and(|p| p.rows.contains(&t.row)));
        touched.filter_map(|t| Some((rows.rows.get(t.row)?, &t.sets))).any(|(row, sets)| {
            sets.iter().any(|s| {
                let step = turned(row, s);
                let one = One { want: d.want, clause: d.clause, said: &heard.said, edit, step: &step };
                one.is_other_number()
            })
        })
    })
    .map(|d| d.want.clause)
}

/// `bring the pool images down to 2`, and the pool payments gets it: the value is the one that was said, the entry is not.
fn same_value(
    heard: &Heard,
    edit: &Steps,
    index: &Index<'_>,
    others: &[&Touch],
    described: &[Described<'_>],
) -> Option<usize> {
    let last = heard.clauses.last()?.turn;
    let rows = edit.rows.as_ref()?;
    let now = described.iter().filter(|d| d.clause.turn == last && d.want.ask.ops.meets(CHANGES));
    let mut found = now.filter(|d| {
        let words = spoken(heard, d.want, d.clause).unwrap_or_else(|| d.want.about().to_vec());
        let says = |w: &String| has(&words, w);
        let moved = others.iter().filter_map(|t| Some((rows.rows.get(t.row)?, &t.sets)));
        let mut unsaid = moved.filter(|(row, sets)| {
            let value = sets.iter().filter_map(|s| s.new.as_ref()).any(|v| amounts::is_number(v) && has(&words, v));
            value && !row.names.is_empty() && !row.names.iter().any(says)
        });
        unsaid.next().is_some() && index.is_elsewhere(&words)
    });
    found.next().map(|d| d.want.clause)
}

/// `all of them except b`, and b is touched.
fn excepted(heard: &Heard, index: &Index<'_>, rows: &Rows) -> Option<usize> {
    let last = heard.clauses.last()?.turn;
    let spares = |c: &&Clause| {
        let first = c.object.first().map_or("", Token::word);
        c.turn == last
            && matches!(
                first,
                "except" | "but" | "not" | "don't" | "without" | "apart" | "other" | "never" | "excluding" | "besides"
            )
    };
    let touches = |c: &Clause| {
        let pick = index.pick(&c.tokens().cloned().collect::<Vec<_>>());
        pick.is_some_and(|p| p.named && rows.touched.iter().any(|t| p.rows.contains(&t.row)))
    };
    heard.limits().filter(spares).take(MAX_DESCRIBED).any(touches).then_some(heard.clauses.len() - 1)
}

/// `pause the campaign`, and its entry is gone: nothing of what was asked for takes anything away.
fn wider(
    heard: &Words<'_>,
    edit: &Steps,
    rows: &Rows,
    others: &[&Touch],
    described: &[Described<'_>],
) -> Option<usize> {
    let last = heard.clauses.last()?.turn;
    let now: Vec<&Described> = described.iter().filter(|d| d.clause.turn == last).collect();
    let step = Step::default();
    let keeps = |d: &&Described| {
        let one = One { want: d.want, clause: d.clause, said: &heard.said, edit, step: &step };
        !one.takes_away() && !d.want.ask.ops.meets(Ops::MOVE.or(Ops::EDIT).or(Ops::DISCARD).or(Ops::KILL))
    };
    let picked = |t: &Touch| now.iter().any(|d| d.pick.as_ref().is_some_and(|p| p.rows.contains(&t.row)));
    let gone = others.iter().any(|t| t.sets.is_empty() && picked(t));
    (gone && rows.added.is_empty() && now.iter().all(keeps)).then(|| now.first().map(|d| d.want.clause))?
}

/// `give kim read access`, and kim becomes an admin: a right that was not the one that was said.
fn other_right(heard: &Words<'_>, rows: &Rows) -> Option<usize> {
    let said: BTreeSet<u8> = heard.wants.iter().flat_map(Want::about).filter_map(|t| right(&t.lower)).collect();
    let lists = rows.added.iter().flat_map(|r| &r.owners);
    let values = rows
        .touched
        .iter()
        .flat_map(|t| t.sets.iter().filter(|s| right(&s.key).is_none()).filter_map(|s| s.new.as_ref()));
    let other = lists.chain(values).filter_map(|w| right(&w.to_lowercase())).any(|r| !said.contains(&r));
    (!said.is_empty() && other).then(|| heard.clauses.len() - 1)
}

/// How much a word lets somebody do: look, change, or everything.
fn right(word: &str) -> Option<u8> {
    Some(match word.trim_end_matches('s') {
        "read" | "reader" | "viewer" | "view" | "guest" | "readonly" | "read-only" => 1,
        "write" | "writer" | "editor" | "contributor" | "push" => 2,
        "admin" | "administrator" | "owner" | "root" | "superuser" | "superadmin" => 3,
        _ => return None,
    })
}

/// The last clause, where something for everything is added that nobody said.
fn wild(heard: &Heard, rows: &Rows) -> Option<usize> {
    let wide = |v: &str| {
        matches!(
            v,
            "*" | ".*" | "**" | "%" | "0.0.0.0/0" | "::/0" | "all" | "everyone" | "everybody" | "anyone" | "public"
        )
    };
    let values = rows.added.iter().flat_map(|r| r.fields.iter().map(|(_, v)| v).chain(&r.names));
    let values = values.chain(rows.touched.iter().flat_map(|t| t.sets.iter().filter_map(|s| s.new.as_ref())));
    let says = |t: &Token| {
        wide(&t.lower)
            || matches!(t.word(), "every" | "everything" | "everyone" | "everywhere" | "any" | "wildcard" | "global")
    };
    let said = || heard.clauses.iter().any(|c| c.tokens().any(says));
    let last = heard.clauses.len().checked_sub(1)?;
    (values.into_iter().any(|v| wide(v)) && !said()).then_some(last)
}
