//! Where a statement stands: inside of what guards it, or behind a check that refuses. A statement that is the same on both sides and
//! left its guard, or moved in front of its check, is open though no word went. Called by `security` for programs.

use std::collections::BTreeMap;

use super::super::delta::{Line, lines};
use super::super::lex::Kind;
use super::super::outline::Outline;
use super::{Scene, guards, has_word, shapes};

/// More lines than these between the first and the last that differ are a new program.
const MAX_LINES: usize = 200;
/// A longer line is data.
const MAX_TOKENS: usize = 60;
/// So far above a statement stands the check that it moved in front of.
const MAX_ABOVE: usize = 12;

/// A longer line opens no block that guards.
const MAX_HEAD: usize = 300;

/// What is not guarded where it stands, in words.
#[must_use]
pub fn left(s: &Scene<'_>) -> Option<String> {
    if s.language.is_data() {
        return None;
    }
    let (before, after) = (lines(&s.before.tokens), lines(&s.after.tokens));
    let same = |x: &Line<'_>, y: &Line<'_>| x.tokens.iter().map(|t| t.text).eq(y.tokens.iter().map(|t| t.text));
    let head = before.iter().zip(&after).take_while(|(x, y)| same(x, y)).count();
    let shorter = before.len().min(after.len()) - head;
    let tail = before.iter().rev().zip(after.iter().rev()).take(shorter).take_while(|(x, y)| same(x, y)).count();
    let (a, b) = (before.get(head..before.len() - tail)?, after.get(head..after.len() - tail)?);
    if a.len().max(b.len()) > MAX_LINES {
        return None;
    }
    acts_first(s, a, b).or_else(|| outside(s, a, b))
}

/// A statement that does something: a call that stands for itself.
fn acts(l: &Line<'_>) -> bool {
    let sets = l.tokens.iter().take(6).any(|t| t.is("="));
    let called = l.tokens.windows(2).any(|w| matches!(w, [f, p] if f.kind == Kind::Word && (p.is("(") || p.is("{"))));
    let opens = l.tokens.last().is_some_and(|t| t.is("{") || t.is(":") || t.is("do"));
    l.tokens.len() <= MAX_TOKENS && called && !sets && !opens && !guards::asks(l) && !guards::refuses(l)
}

fn key(l: &Line<'_>) -> String {
    l.tokens.iter().filter(|t| !t.is(";")).map(|t| t.text).collect()
}

/// The lines that stand there once.
fn once<'x, 'a>(all: &'x [Line<'a>]) -> BTreeMap<String, Option<(usize, &'x Line<'a>)>> {
    let mut out: BTreeMap<String, Option<(usize, &Line<'a>)>> = BTreeMap::new();
    for (i, l) in all.iter().enumerate() {
        out.entry(key(l)).and_modify(|e| *e = None).or_insert(Some((i, l)));
    }
    out
}

/// Words of what cannot be taken back by refusing afterwards.
const DOES: &[&str] = &[
    "remove", "delete", "destroy", "save", "send", "transfer", "update", "write", "exec", "execute", "create",
    "insert", "pay", "charge", "refund", "grant", "revoke", "publish", "run", "apply", "set", "drop", "store",
    "upload", "issue", "call", "put", "post", "move", "rename", "copy", "commit", "withdraw", "unlink", "enqueue",
];

/// What is done stood behind a check that refuses, and stands in front of it.
fn acts_first(s: &Scene<'_>, a: &[Line<'_>], b: &[Line<'_>]) -> Option<String> {
    let (was, is) = (once(a), once(b));
    let outline = Outline::of(s.after.text);
    // In one block: a check that was put into a function of its own stands below, and is asked above.
    let beside = |x: usize, y: usize| {
        let parent = |n: usize| b.get(n).and_then(|l| outline.chain(l.number).nth(1));
        parent(x) == parent(y)
    };
    let place = |of: &BTreeMap<String, Option<(usize, &Line<'_>)>>, k: &str| of.get(k).copied().flatten().map(|p| p.0);
    a.iter()
        .enumerate()
        .filter(|(_, l)| acts(l) && l.tokens.iter().any(|t| t.kind == Kind::Word && has_word(t.text, DOES)))
        .find_map(|(i, l)| {
            let now = place(&is, &key(l)).filter(|_| place(&was, &key(l)).is_some())?;
            let above = a.get(i.saturating_sub(MAX_ABOVE)..i)?;
            let check = above.iter().enumerate().find(|(n, c)| {
                let refuses = above.get(*n..(*n + 3).min(above.len())).is_some_and(|w| w.iter().any(guards::refuses));
                guards::asks(c)
                    && refuses
                    && place(&is, &key(c)).is_some_and(|at| at > now && beside(at, now))
                    && place(&was, &key(c)).is_some()
            })?;
            let name = check.1.tokens.iter().find(|t| t.kind == Kind::Word && t.text.len() > 2)?;
            Some(format!("it is done before `{}` is asked", name.text))
        })
}

/// A line that guards what stands inside of it: `authenticate("jwt") {`, `if admin?(user) do`, `with require_role(…):`.
fn encloses(text: &str) -> bool {
    if text.len() > MAX_HEAD {
        return false;
    }
    let mut words = text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty());
    let defines = words.clone().take(4).any(|w| {
        [
            "def",
            "fn",
            "func",
            "function",
            "fun",
            "class",
            "struct",
            "interface",
            "impl",
            "trait",
            "describe",
            "it",
            "test",
            "catch",
            "except",
            "else",
            "for",
            "module",
            "namespace",
            "package",
            "type",
            "defmodule",
            "enum",
            "defp",
            "object",
            "try",
        ]
        .contains(&w)
    }) || text.contains("=>") && !text.starts_with("if");
    let opens =
        text.ends_with(['{', ':', '(']) || text.ends_with("do") || text.ends_with("then") || text.ends_with('|');
    opens && !defines && words.any(|w| shapes::is_guard_name(w) || has_word(w, ENCLOSING))
}

/// Words of what stands around what it guards.
const ENCLOSING: &[&str] = &[
    "authenticate",
    "authenticated",
    "authorize",
    "authorized",
    "protected",
    "secured",
    "sudo",
    "transaction",
    "atomic",
    "lock",
    "locked",
    "synchronized",
    "admin",
    "owner",
    "permission",
    "permissions",
    "allowed",
    "moderator",
    "sandbox",
];

/// Statements that stood inside of a guard and stand outside of any.
fn outside(s: &Scene<'_>, a: &[Line<'_>], b: &[Line<'_>]) -> Option<String> {
    let (old, new) = (Outline::of(s.before.text), Outline::of(s.after.text));
    let (was, is) = (once(a), once(b));
    let mut left = was.values().flatten().filter(|(_, l)| acts(l)).filter_map(|(_, l)| {
        let guard = old.chain(l.number).skip(1).find(|t| encloses(t))?;
        let (_, now) = is.get(&key(l)).copied().flatten()?;
        let inside = new.chain(now.number).skip(1).any(encloses);
        (!inside && !held(&was, &is, guard)).then_some(guard)
    });
    let guard = left.next()?;
    Some(format!("not inside of `{}` any more", guard.chars().take(40).collect::<String>()))
}

type Once<'x, 'a> = BTreeMap<String, Option<(usize, &'x Line<'a>)>>;

/// The guard is asked in front now: the same words stand on a line that refuses.
fn held(was: &Once<'_, '_>, is: &Once<'_, '_>, guard: &str) -> bool {
    let mut names = guard
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|w| shapes::is_guard_name(w) || has_word(w, ENCLOSING));
    names.any(|n| {
        is.iter().any(|(k, l)| {
            let fresh = !was.contains_key(k);
            let says = l.is_some_and(|(_, l)| l.tokens.iter().any(|t| t.text == n));
            fresh && says
        })
    })
}

/// Whether every statement that stood inside of a guard still stands inside of one: guards were joined, not taken away.
#[must_use]
pub fn kept(s: &Scene<'_>) -> bool {
    let (before, after) = (lines(&s.before.tokens), lines(&s.after.tokens));
    if before.len().max(after.len()) > MAX_LINES {
        return false;
    }
    let (old, new) = (Outline::of(s.before.text), Outline::of(s.after.text));
    let is = once(&after);
    let there = |l: &Line<'_>| is.contains_key(&key(l)) || l.tokens.iter().all(|t| t.kind == Kind::Mark || t.is("end"));
    if !s.delta.removed.iter().all(there) {
        return false;
    }
    let mut any = false;
    let all = before.iter().filter(|l| l.tokens.len() > 2).all(|l| {
        let Some(guard) = old.chain(l.number).skip(1).find(|t| encloses(t)) else { return true };
        any = true;
        let there = is.get(&key(l)).copied().flatten();
        there.is_some_and(|(_, now)| new.chain(now.number).skip(1).any(|t| t == guard))
    });
    all && any
}
