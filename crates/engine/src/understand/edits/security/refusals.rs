//! Refusals function by function: each condition that a function refuses for, whatever it is called, before and after. A function that
//! refuses for fewer reasons, or for a weaker one, lets more through; neither the size of the edit nor what else changes in it hides
//! that. What took the place of a condition (a call that checks, a helper of the same file) is looked for in the same function.
//! Called by `security` for programs.

use std::collections::{BTreeMap, BTreeSet};

use super::super::delta::{Line, lines};
use super::super::lex::{Kind, Token};
use super::super::parts::{self, Part};
use super::{Scene, guards, has_word, mass};

/// More functions than these are not compared.
const MAX_PARTS: usize = 400;
/// So many lines below a condition are where it refuses.
const MAX_BELOW: usize = 3;
/// A longer condition is read no further.
const MAX_TOKENS: usize = 80;
/// A change of more lines than these in one function is another function.
const MAX_CHANGED: usize = 30;

/// So many reasons that go at once go with no successor but one that is called in their place.
const MANY: usize = 2;

/// The function that refuses for less, in words.
#[must_use]
pub fn fewer(s: &Scene<'_>) -> Option<String> {
    if s.language.is_data() || s.delta.removed.is_empty() {
        return None;
    }
    let (x, y) = (lines(&s.before.tokens), lines(&s.after.tokens));
    let (before, after) = (functions(&x, s.before.text), functions(&y, s.after.text));
    if before.len().max(after.len()) > MAX_PARTS {
        return None;
    }
    let mut by_name: BTreeMap<&str, Vec<&Part<'_, '_, &str>>> = BTreeMap::new();
    for p in &after {
        by_name.entry(p.head).or_default().push(p);
    }
    let total = |of: &[Part<'_, '_, &str>]| of.iter().map(|p| refusals(p).len()).sum::<usize>();
    let still = total(&after) >= total(&before);
    let helpers: BTreeSet<&str> = after.iter().filter(|p| !refusals(p).is_empty()).map(|p| p.head).collect();
    before.iter().find_map(|p| match by_name.get(p.head).map(Vec::as_slice) {
        Some([now]) => compared(s, p, now, &helpers, still),
        _ => None,
    })
}

/// The functions of a file, and what stands outside of any as one of no name.
fn functions<'x, 'a>(all: &'x [Line<'a>], text: &str) -> Vec<Part<'x, 'a, &'a str>> {
    let head = |at: usize| all.get(at).and_then(|l: &Line<'a>| parts::defined(&l.tokens));
    let mut out = parts::cut(all, text, head);
    let inside: BTreeSet<u32> = out.iter().flat_map(|p| &p.lines).map(|l| l.number).collect();
    let rest: Vec<&Line<'a>> = all.iter().filter(|l| !inside.contains(&l.number)).collect();
    let indents = vec![0; rest.len()];
    out.push(Part { head: "", lines: rest, indents });
    out
}

/// One reason to refuse.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Reason {
    text: String,
    names: Vec<String>,
    /// The names without what was called and what it was asked of.
    values: Vec<String>,
    /// Only whether there is something.
    presence: bool,
}

/// The reasons for which a function refuses.
fn refusals(p: &Part<'_, '_, &str>) -> Vec<Reason> {
    let asked = p.lines.iter().enumerate().filter(|(_, l)| begins(l));
    let refused = |i: usize| {
        let own = p.indents.get(i).copied().unwrap_or(0);
        let deeper = |n: &usize| p.indents.get(*n).is_some_and(|d| *d > own || p.head.is_empty());
        let line = |n: usize| p.lines.get(n).is_some_and(|l| guards::refuses(l));
        line(i) || (i + 1..=i + MAX_BELOW).take_while(deeper).any(line)
    };
    asked.filter(|(i, l)| is_step(l) || refused(*i)).flat_map(|(_, l)| reasons(l)).collect()
}

/// A condition with which a statement begins, or ends.
fn begins(l: &Line<'_>) -> bool {
    let word = |t: &Token<'_>| ["if", "unless", "elif", "elsif", "guard"].iter().any(|w| t.is(w));
    // A step that is there to fail: `_ <- Either.cond(…)`.
    let fails = &["cond", "raise", "ensure", "guard", "unless", "require", "assert"];
    if is_step(l) && l.tokens.iter().any(|t| t.kind == Kind::Word && has_word(t.text, fails)) {
        return true;
    }
    let leaves =
        l.tokens.first().is_some_and(|t| ["return", "raise", "throw", "abort", "halt"].iter().any(|w| t.is(w)));
    l.tokens.iter().take(3).any(word) || leaves && l.tokens.iter().any(|t| t.is("if") || t.is("unless"))
}

/// A step of a chain whose answer nobody keeps.
fn is_step(l: &Line<'_>) -> bool {
    l.tokens.first().is_some_and(|t| t.text == "_") && l.tokens.get(1).is_some_and(|t| t.is("<"))
}

/// The alternatives of a condition: for each of them it is refused.
fn reasons(l: &Line<'_>) -> Vec<Reason> {
    let word = |t: &Token<'_>| ["if", "unless", "elif", "elsif", "guard"].iter().any(|w| t.is(w));
    let at = l.tokens.iter().position(word).map_or(0, |p| p + 1);
    let negated = l.tokens.get(at.saturating_sub(1)).is_some_and(|t| t.is("unless") || t.is("guard"));
    // Go's statement in front of its condition.
    let tokens = l.tokens.get(at..).unwrap_or_default();
    let brace = tokens.iter().rposition(|t| t.is("{") || t.is("then")).unwrap_or(tokens.len());
    let end = bracketed(tokens).unwrap_or(brace).min(brace).min(MAX_TOKENS);
    let tokens: Vec<&Token<'_>> = tokens.iter().take(end).collect();
    let joins = |i: usize| {
        let is = |n: usize, m: &str| tokens.get(n).is_some_and(|t| t.is(m));
        match negated {
            false => is(i, "or") || is(i, "|") && (is(i + 1, "|") || i > 0 && is(i - 1, "|")),
            true => is(i, "and") || is(i, ",") || is(i, "&") && (is(i + 1, "&") || i > 0 && is(i - 1, "&")),
        }
    };
    let mut out = Vec::new();
    let mut now: Vec<&Token<'_>> = Vec::new();
    let mut depth = 0i32;
    for (i, t) in tokens.iter().enumerate() {
        depth += i32::from(t.is("(")) - i32::from(t.is(")"));
        if joins(i) && depth <= 1 {
            out.extend(reason(&std::mem::take(&mut now)));
        } else {
            now.push(t);
        }
    }
    out.extend(reason(&now));
    out
}

/// Behind the bracket that closes what begins with one: `if (!token) return …`.
fn bracketed(t: &[Token<'_>]) -> Option<usize> {
    t.first().filter(|f| f.is("("))?;
    let mut depth = 0usize;
    for (i, x) in t.iter().enumerate() {
        if x.is("(") {
            depth += 1;
        } else if x.is(")") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                let joined = t
                    .get(i + 1)
                    .is_some_and(|n| ["&", "|", "and", "or", ".", "=", "!", "<", ">", "==="].iter().any(|m| n.is(m)));
                return (!joined).then_some(i + 1);
            }
        }
    }
    None
}

fn reason(t: &[&Token<'_>]) -> Option<Reason> {
    let plain = |t: &&&Token<'_>| !["(", ")", ":", "{", "}", ";"].iter().any(|m| t.is(m));
    let words: Vec<&str> = t.iter().filter(plain).map(|t| t.text).collect();
    let compared = |w: &str| ["<", ">"].contains(&w);
    let name = |w: &&&str| {
        w.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '$' || c == '@')
            && !NOTHING.contains(w)
            && !["not", "is", "in", "let", "var", "self", "this"].contains(w)
    };
    let names: Vec<String> = words.iter().filter(name).map(|w| (*w).to_owned()).collect();
    // A place in a table that a name decides is asked for more than being there.
    let looked_up = t.windows(2).any(|w| matches!(w, [b, n] if b.is("[") && n.kind == Kind::Word));
    let called =
        t.windows(2).any(|w| matches!(w, [f, p] if f.kind == Kind::Word && p.is("(") && !NOTHING.contains(&f.text)));
    let there = words.iter().any(|w| NOTHING.contains(w)) && !words.iter().any(|w| compared(w));
    let presence = !looked_up && !called && (there || is_bare(&words));
    let calls: Vec<&str> =
        t.windows(2).filter(|w| matches!(w, [_, p] if p.is("("))).filter_map(|w| w.first()).map(|t| t.text).collect();
    let values = names.iter().skip(1).filter(|n| !calls.contains(&n.as_str())).cloned().collect();
    (!names.is_empty()).then(|| Reason { text: words.concat(), names, values, presence })
}

/// Words that say there is nothing.
const NOTHING: &[&str] = &[
    "null",
    "nil",
    "None",
    "NULL",
    "undefined",
    "nullptr",
    "is_none",
    "isNull",
    "isEmpty",
    "is_empty",
    "err",
    "blank",
    "empty",
    "isset",
    "is_null",
    "present",
    "ok",
    "Some",
    "exists",
    "len",
    "length",
    "size",
    "count",
    "typeof",
];

/// `!x`, `not x.y`, `x`: whether there is one, where its last name is none of a right.
fn is_bare(words: &[&str]) -> bool {
    let name = |w: &&&str| w.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '$' || c == '@');
    let other = words.iter().filter(|w| !name(w)).all(|w| ["!", ".", "-", ">", "?", "&", "::", ":"].contains(w));
    let right = words.iter().rfind(name).is_some_and(|w| {
        has_word(
            w,
            &[
                "is",
                "has",
                "can",
                "may",
                "admin",
                "allowed",
                "verified",
                "valid",
                "authenticated",
                "authorized",
                "owner",
                "owns",
                "staff",
                "superuser",
                "signed",
                "trusted",
                "enabled",
                "active",
                "permitted",
                "safe",
            ],
        )
    });
    let compares = |w: &[&str]| w == ["=", "="] || w.get(1) == Some(&">") && w.first() != Some(&"-");
    other && !right && !words.windows(2).any(compares)
}

/// One function before and after.
fn compared(
    s: &Scene<'_>,
    p: &Part<'_, '_, &str>,
    now: &Part<'_, '_, &str>,
    helpers: &BTreeSet<&str>,
    still: bool,
) -> Option<String> {
    if too_much(p, now) {
        return None;
    }
    let (was, is) = (refusals(p), refusals(now));
    let differ = |one: &[Reason], other: &[Reason]| -> Vec<Reason> {
        let mut left: Vec<&str> = other.iter().map(|r| r.text.as_str()).collect();
        let fresh = |r: &&Reason| match left.iter().position(|l| *l == r.text) {
            Some(at) => {
                left.swap_remove(at);
                false
            }
            None => true,
        };
        one.iter()
            .filter({
                let mut fresh = fresh;
                move |r| fresh(r)
            })
            .cloned()
            .collect()
    };
    let (gone, come) = (differ(&was, &is), differ(&is, &was));
    if gone.is_empty() {
        let what = conjunct(s, now).filter(|_| come.is_empty() && !helped(s, p, now, helpers))?;
        return Some(format!("`{}` asks less before it acts (`{what}`)", p.head));
    }
    let name = if p.head.is_empty() { "the program" } else { p.head };
    if let Some(weak) = come
        .iter()
        .find(|c| gone.len() == come.len() && gone.iter().any(|g| !g.presence && said(g, c)))
        .filter(|_| come.iter().all(|c| c.presence) && !helped(s, p, now, helpers))
    {
        return Some(format!("`{name}` only asks whether `{}` is there", weak.names.first().map_or("", |n| n)));
    }
    if let Some(weak) = come.iter().find(|c| gone.iter().any(|g| only_where_there(g, c))) {
        return Some(format!("`{name}` refuses only where there is a `{}`", weak.names.first().map_or("", |n| n)));
    }
    if let Some(what) = conjunct(s, now) {
        return Some(format!("`{name}` asks less before it acts (`{what}`)"));
    }
    let real: Vec<&Reason> = gone.iter().filter(|g| !g.presence).collect();
    if still
        || real.len() <= come.len()
        || helped(s, p, now, helpers)
        || handed_on(s, p, &real)
        || real.len() < MANY && super::credit::replaced(s)
    {
        return None;
    }
    let lost = real.iter().find(|g| !come.iter().any(|c| said(g, c)))?;
    Some(format!("`{name}` refuses for fewer reasons (`{}`)", lost.text.chars().take(40).collect::<String>()))
}

/// The weaker one asks about nothing but what the other asked about.
fn said(g: &Reason, c: &Reason) -> bool {
    c.names.iter().all(|n| g.names.contains(n))
}

/// The condition of what is done loses one of its parts, where what is not done is refused: `(if (and admin other) act refuse)`.
fn conjunct(s: &Scene<'_>, now: &Part<'_, '_, &str>) -> Option<String> {
    let (old, new) = match (s.delta.removed.as_slice(), s.delta.added.as_slice()) {
        ([old], [new]) => (old, new),
        _ => return None,
    };
    let at = now.lines.iter().position(|l| l.number == new.number)?;
    let out = super::beside::left_out(old, new)?;
    let joins =
        out.iter().any(|t| t.is("and")) || out.windows(2).any(|w| matches!(w, [a, b] if a.is("&") && b.is("&")));
    let asks = |l: &Line<'_>| l.tokens.iter().take(3).any(|t| ["if", "when", "cond", "elif"].iter().any(|w| t.is(w)));
    let below =
        |from: usize, n: usize| now.lines.iter().skip(at + from).take(n).any(|l| guards::refuses(l) || refused(l));
    let about = out.iter().find(|t| t.kind == Kind::Word && t.text.len() > 2 && !t.is("and"))?;
    (joins && asks(old) && asks(new) && !below(0, 2) && below(2, MAX_ELSE)).then(|| about.text.to_owned())
}

/// So far below a condition its other branch is looked for.
const MAX_ELSE: usize = 10;

/// An answer that refuses, by its number.
fn refused(l: &Line<'_>) -> bool {
    l.tokens.iter().any(|t| ["401", "403", "404"].contains(&t.text))
}

/// The same reason with one more condition, that there is what it is about: what is left out is let through.
fn only_where_there(g: &Reason, c: &Reason) -> bool {
    let about = [
        "sha",
        "sha256",
        "digest",
        "checksum",
        "signature",
        "sig",
        "mac",
        "hmac",
        "token",
        "csrf",
        "nonce",
        "owner",
        "tenant",
        "user",
        "origin",
        "password",
        "key",
        "expires",
        "exp",
        "issuer",
        "audience",
        "role",
        "scope",
        "hash",
        "state",
        "otp",
    ];
    let shared = c.names.iter().find(|n| g.names.contains(n) && has_word(n, &about));
    let Some(name) = c.names.iter().find(|n| g.names.contains(n) && has_word(n, &about)) else { return false };
    let there = |p: &str| {
        let bare = p.trim_start_matches(['$', '@']);
        let last = bare
            .trim_end_matches("!=\"\"")
            .trim_end_matches("!=nil")
            .trim_end_matches("!=null")
            .trim_end_matches("!=''")
            .trim_end_matches("!==undefined")
            .trim_end_matches("!=undefined")
            .trim_end_matches("isnotNone");
        (last.len() < bare.len() || bare.chars().all(|x| x.is_alphanumeric() || x == '.' || x == '_'))
            && last.ends_with(name.as_str())
    };
    let parts: Vec<&str> = c.text.split("&&").flat_map(|p| p.split(" and ")).collect();
    shared.is_some() && parts.len() > g.text.split("&&").count() && parts.len() > 1 && parts.iter().any(|p| there(p))
}

/// Written anew: most of it went and most of it came.
fn too_much(p: &Part<'_, '_, &str>, now: &Part<'_, '_, &str>) -> bool {
    let texts = |p: &Part<'_, '_, &str>| -> BTreeSet<String> {
        p.lines.iter().map(|l| l.tokens.iter().map(|t| t.text).collect::<String>()).collect()
    };
    let (a, b) = (texts(p), texts(now));
    a.difference(&b).count() > MAX_CHANGED || b.difference(&a).count() > MAX_CHANGED
}

/// Something is called that was not and may refuse: a function of this file that does, or one whose name says so.
fn helped(s: &Scene<'_>, p: &Part<'_, '_, &str>, now: &Part<'_, '_, &str>, helpers: &BTreeSet<&str>) -> bool {
    let known: BTreeSet<&str> = p.lines.iter().flat_map(|l| &l.tokens).map(|t| t.text).collect();
    let fresh = |t: &Token<'_>| t.kind == Kind::Word && !known.contains(t.text);
    let may = |t: &Token<'_>| {
        helpers.contains(t.text)
            || mass::is_guard(t)
            || super::is_protective(t.text)
            || has_word(
                t.text,
                &[
                    "allowed", "may", "can", "require", "ensure", "check", "validate", "verify", "assert", "must",
                    "fail", "throw", "or", "try", "parse", "clamp", "min", "max", "expect", "raise", "policy", "rule",
                    "rules", "schema", "strict", "inside", "within", "confined", "safe", "resolve",
                ],
            )
    };
    let own = now.lines.iter().flat_map(|l| &l.tokens).any(|t| fresh(t) && may(t));
    own || s
        .delta
        .added
        .iter()
        .flat_map(|l| &l.tokens)
        .any(|t| fresh(t) && (t.text.starts_with('@') || mass::is_guard(t)))
}

/// All that was asked about goes into a call that was not there: what is called asks.
fn handed_on(s: &Scene<'_>, p: &Part<'_, '_, &str>, gone: &[&Reason]) -> bool {
    let known: BTreeSet<&str> = p.lines.iter().flat_map(|l| &l.tokens).map(|t| t.text).collect();
    let calls = |l: &&Line<'_>| {
        l.tokens.windows(2).any(|w| matches!(w, [f, o] if f.kind == Kind::Word && o.is("(") && !known.contains(f.text)))
    };
    gone.iter().all(|g| {
        let says = |l: &Line<'_>| {
            let has = |of: &[String]| of.iter().all(|n| l.tokens.iter().any(|t| t.text == n));
            has(&g.names) || g.values.len() > 1 && has(&g.values)
        };
        s.delta.added.iter().filter(calls).any(says)
    }) || expressed(s, gone)
}

/// The same conditions are one expression that is answered.
fn expressed(s: &Scene<'_>, gone: &[&Reason]) -> bool {
    let joined = |l: &&Line<'_>| l.tokens.iter().any(|t| ["&", "|", "and", "or", "return"].iter().any(|w| t.is(w)));
    let new: BTreeSet<&str> = s.delta.added.iter().filter(joined).flat_map(|l| &l.tokens).map(|t| t.text).collect();
    gone.iter().all(|g| g.names.iter().all(|n| new.contains(n.as_str())))
}
