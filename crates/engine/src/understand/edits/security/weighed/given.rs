//! What is given away by one assignment: a flag of trust that is set where something failed, all that somebody sent where single fields
//! were picked, a check that stands in front of the lock that it needs. Called by `weighed`'s owner for programs.

use super::super::super::delta::{Line, lines};
use super::super::super::lex::{Kind, Token};
use super::super::beside::Beside;
use super::super::{Scene, guards, has_word};

/// So far above the lock a check that came is looked for, and so far below it the one that went.
const MAX_NEAR: u32 = 12;
/// So many lines above an assignment say that something failed.
const MAX_ABOVE: usize = 5;

/// What is given, in words.
pub fn away(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    trusted(s)
        .or_else(|| b.pairs.iter().find_map(|(old, new)| whole(old, new)))
        .or_else(|| unlocked(s))
        .or_else(|| lock_gone(s))
}

/// A check is asked without the lock, or outside of the transaction, that it was asked in; the check stays.
fn lock_gone(s: &Scene<'_>) -> Option<String> {
    let holds = |l: &Line<'_>| {
        l.tokens.windows(2).find_map(|w| match w {
            [f, p]
                if f.kind == Kind::Word
                    && (p.is("(") || p.is("{") || p.is("do"))
                    && HOLDS.contains(&super::super::plain_name(f.text).as_str()) =>
            {
                Some(f.text.to_owned())
            }
            _ => None,
        })
    };
    let n = |of: &[Line<'_>]| of.iter().filter(|l| holds(l).is_some()).count();
    let name = s.delta.removed.iter().find_map(holds)?;
    let file = lines(&s.after.tokens);
    let first = s.delta.removed.first()?.number;
    let near = file.iter().filter(|l| l.number + MAX_NEAR >= first && l.number <= first + 2 * MAX_NEAR);
    let check = near.clone().any(|l| {
        let bound = l.tokens.iter().any(|t| t.is("<") || t.is(">"));
        guards::asks(l) && bound && guards::refuses_below(&file, l.number)
    });
    let still = near.into_iter().any(|l| holds(l).is_some());
    (n(&s.delta.removed) > n(&s.delta.added) && check && !still).then(|| format!("a check is asked without `{name}`"))
}

/// Calls that hold what a check is about.
const HOLDS: &[&str] = &[
    "lockforupdate",
    "selectforupdate",
    "transaction",
    "withlock",
    "atomic",
    "runintransaction",
    "intransaction",
    "sharedlock",
    "pessimisticlock",
    "serializable",
    "lockbang",
    "withtransaction",
    "transact",
    "criticalsection",
];

/// Names of what is true only of somebody who proved it.
const TRUST: &[&str] = &[
    "unlocked",
    "authenticated",
    "authorized",
    "authorised",
    "verified",
    "trusted",
    "allowed",
    "valid",
    "granted",
    "admin",
    "approved",
    "permitted",
    "loggedin",
    "validated",
    "secure",
    "safe",
];

/// A flag of trust becomes true where something failed.
fn trusted(s: &Scene<'_>) -> Option<String> {
    let sets = |l: &Line<'_>| -> Option<String> {
        let at = l.tokens.windows(2).position(
            |w| matches!(w, [e, v] if (e.is("=") || e.is(":")) && ["true", "True", "TRUE", "YES"].contains(&v.text)),
        )?;
        let name = l.tokens.get(at.checked_sub(1)?).filter(|n| n.kind == Kind::Word && has_word(n.text, TRUST))?;
        (l.tokens.len() <= 8).then(|| name.text.to_owned())
    };
    if s.delta.removed.iter().any(|l| sets(l).is_some()) {
        return None;
    }
    let file = lines(&s.after.tokens);
    s.delta.added.iter().find_map(|l| {
        let name = sets(l)?;
        let at = file.partition_point(|x| x.number < l.number);
        let above = file.get(at.saturating_sub(MAX_ABOVE)..at)?;
        let fails = |l: &Line<'_>| {
            let first = l
                .tokens
                .iter()
                .take(3)
                .any(|t| ["catch", "except", "rescue", "guard", "ensure"].iter().any(|w| t.is(w)));
            let branch = l.tokens.iter().any(|t| t.is("else")) && l.tokens.len() < 5;
            let error = guards::asks(l)
                && l.tokens.iter().any(|t| {
                    t.kind == Kind::Word && has_word(t.text, &["err", "error", "failed", "unavailable", "timeout"])
                });
            first || branch || error
        };
        above.iter().any(fails).then(|| format!("`{name}` is true though something failed"))
    })
}

/// Picked fields of one thing become all of it: `{ name: dto.name, bio: dto.bio }` becomes `{ ...dto }`.
fn whole(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let fields = |l: &Line<'_>, of: &str| {
        l.tokens
            .windows(3)
            .filter(|w| matches!(w, [o, d, f] if o.text == of && (d.is(".") || d.is("[")) && f.kind != Kind::Mark))
            .count()
    };
    let sources =
        old.tokens.windows(2).filter(|w| matches!(w, [o, d] if o.kind == Kind::Word && (d.is(".") || d.is("["))));
    let mut names: Vec<&str> = sources.filter_map(|w| w.first()).map(|t| t.text).collect();
    names.sort_unstable();
    names.dedup();
    let spread = |of: &str| {
        new.tokens.iter().enumerate().any(|(i, t)| {
            let before = |n: usize| i.checked_sub(n).and_then(|p| new.tokens.get(p));
            let dots = before(1).is_some_and(|d| d.is(".")) && before(2).is_some_and(|d| d.is("."));
            let stars = before(1).is_some_and(|d| d.is("*")) && before(2).is_some_and(|d| d.is("*"));
            let ends = |n: Option<&Token<'_>>| n.is_some_and(|x| [",", ")", "}", "]", ";"].iter().any(|m| x.is(m)));
            t.text == of && (dots || stars || ends(new.tokens.get(i + 1)))
        })
    };
    let found = names.into_iter().find(|n| fields(old, n) > 1 && fields(new, n) == 0 && sent(n) && spread(n))?;
    Some(format!("all of `{found}` is taken, not single fields"))
}

/// A name of what somebody sent.
fn sent(name: &str) -> bool {
    let words = [
        "dto",
        "body",
        "input",
        "params",
        "payload",
        "data",
        "request",
        "req",
        "form",
        "args",
        "attrs",
        "attributes",
        "json",
        "fields",
        "values",
        "patch",
        "update",
        "changes",
        "query",
        "props",
    ];
    has_word(name, &words)
}

/// A check stands in front of the lock, or the transaction, that it stood behind.
fn unlocked(s: &Scene<'_>) -> Option<String> {
    let locks = |l: &&Line<'_>| {
        let call = |w: &[Token<'_>]| matches!(w, [f, p] if f.kind == Kind::Word && (p.is("(") || p.is(":") || p.is("{")) && ["lock", "acquire", "synchronized", "rlock", "begin_transaction", "atomic", "enter"].contains(&f.text.to_ascii_lowercase().as_str()));
        l.tokens.windows(2).any(call) && !l.tokens.iter().any(|t| t.is("defer") || t.is("func") || t.is("def"))
    };
    let (before, after) = (lines(&s.before.tokens), lines(&s.after.tokens));
    let same = |x: &Line<'_>, y: &Line<'_>| x.tokens.iter().map(|t| t.text).eq(y.tokens.iter().map(|t| t.text));
    let check = |l: &&Line<'_>| guards::asks(l);
    let near = |l: &&Line<'_>| s.delta.removed.iter().any(|r| r.number > l.number && r.number - l.number <= MAX_NEAR);
    before.iter().filter(locks).filter(near).find_map(|was| {
        let mut there = after.iter().filter(|l| same(l, was));
        let (Some(is), None) = (there.next(), there.next()) else { return None };
        let old = s
            .delta
            .removed
            .iter()
            .filter(check)
            .find(|l| l.number > was.number && l.number - was.number <= MAX_NEAR)?;
        let new =
            s.delta.added.iter().filter(check).find(|l| l.number < is.number && is.number - l.number <= MAX_NEAR)?;
        let word = |t: &&Token<'_>| t.kind == Kind::Word && t.text.len() > 2;
        let about = old.tokens.iter().filter(word).any(|t| new.tokens.iter().any(|n| n.text == t.text));
        (about && guards::refuses_below(&after, new.number)).then(|| "it is asked before the lock is held".to_owned())
    })
}
