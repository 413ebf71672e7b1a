//! Clauses that stood in front of the rest and are not there any more, whatever their words: an early exit, a statement that requires,
//! a filter of what is found, a step that ended the request, one of the guards of a chain. Asked only where nothing took their place.

use super::super::super::delta::{Line, body, lines};
use super::super::super::lex::{Kind, Token};
use super::super::beside::{Beside, left_out};
use super::super::{Scene, credit, guards, has_word};
use super::{equates, named, says};

/// A clause of more lines than these is a part of the program.
const MAX_CLAUSE: usize = 5;
/// So many lines below it are what it stood in front of.
const MAX_BELOW: usize = 8;

/// What does not stand in front of the rest any more.
pub fn clause(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let alone = || exit(s).or_else(|| required(s)).or_else(|| filter(s));
    let joined = || b.pairs.iter().find_map(|(old, new)| from_chain(old, new).or_else(|| unended(old, new)));
    alone().filter(|_| !credit::replaced(s)).or_else(joined)
}

/// Words of conditions about the program's own affairs: what is left early there is not kept out.
const OWN: &[&str] = &[
    "cache",
    "cached",
    "memo",
    "seen",
    "visited",
    "done",
    "dirty",
    "loaded",
    "initialized",
    "ready",
    "pending",
    "debug",
    "verbose",
    "empty",
    "changed",
    "running",
    "started",
    "loading",
    "mounted",
    "open",
    "opened",
    "closed",
    "disposed",
    "destroyed",
    "cancelled",
    "canceled",
    "aborted",
    "dry",
    "noop",
    "equal",
    "equals",
    "same",
    "unchanged",
    "prev",
    "previous",
    "old",
    "hidden",
    "visible",
    "focus",
    "hover",
    "drag",
    "width",
    "height",
    "index",
    "count",
    "found",
    "exists",
    "first",
    "last",
    "env",
    "platform",
    "version",
    "supported",
    "window",
    "document",
    "browser",
    "mock",
    "test",
    "level",
    "quiet",
    "silent",
    "selected",
    "active",
    "current",
    "children",
];

/// Leaves: a return, an error, another page.
fn leaves(l: &Line<'_>) -> bool {
    let words = [
        "return",
        "throw",
        "raise",
        "abort",
        "halt",
        "redirect",
        "redirect_to",
        "exit",
        "die",
        "continue",
        "panic",
        "reject",
        "fail",
        "goto",
        "bail",
        "revert",
        "next",
    ];
    l.tokens.iter().any(|t| t.kind == Kind::Word && words.contains(&t.text))
}

/// An early exit goes by itself, and what stood behind it works on the same values.
fn exit(s: &Scene<'_>) -> Option<String> {
    let old = &s.delta.removed;
    let condition = old.first().filter(|l| {
        guards::asks(l)
            && l.tokens
                .iter()
                .take(2)
                .any(|t| ["if", "unless", "guard", "return", "next", "redirect", "halt"].iter().any(|w| t.is(w)))
    })?;
    let brackets = |l: &Line<'_>| l.tokens.iter().all(|t| t.kind == Kind::Mark || t.is("end") || t.is("fi"));
    let rest = || old.iter().skip(1).filter(|l| !brackets(l));
    let ends = |l: &Line<'_>| leaves(l) || guards::corrects(condition, l);
    let left = leaves(condition) || rest().next().is_some_and(ends);
    let whole = old.len() <= MAX_CLAUSE && s.delta.added.is_empty() && left && rest().count() <= 2;
    let compares = differs_from_constant(condition) || among_known(condition) || stands_for_somebody(condition);
    if !whole || says(condition, OWN) {
        return None;
    }
    let file = lines(&s.before.tokens);
    let at = file.partition_point(|l| l.number <= old.last().map_or(0, |l| l.number));
    let acts = file
        .iter()
        .skip(at)
        .take(MAX_BELOW)
        .any(|l| l.tokens.windows(2).any(|w| matches!(w, [f, p] if f.kind == Kind::Word && p.is("("))));
    (compares && acts).then(|| "what was left early goes on".to_owned())
}

/// Is not what the program says it must be: `frame.url !== APP_URL`.
fn differs_from_constant(l: &Line<'_>) -> bool {
    let upper = |t: &Token<'_>| {
        t.kind == Kind::Word
            && t.text.len() > 2
            && t.text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_' || b.is_ascii_digit())
    };
    let told = |t: &Token<'_>| {
        upper(t) || t.kind == Kind::Word && has_word(t.text, &["config", "settings", "expected", "secret"])
    };
    let differs = l.tokens.windows(2).any(|w| matches!(w, [a, b] if a.is("!") && b.is("=")));
    differs && l.tokens.iter().any(told)
}

/// Is none of those that are known: `column not in SORTABLE`.
fn among_known(l: &Line<'_>) -> bool {
    let negated = l.tokens.iter().any(|t| t.is("!") || t.is("not") || t.is("unless"));
    let list = |t: &Token<'_>| {
        t.kind == Kind::Word
            && t.text.len() > 3
            && (t.text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
                || has_word(t.text, &["allowed", "known", "supported", "valid", "permitted", "trusted", "safe"]))
    };
    let asks = l.tokens.iter().any(|t| {
        ["in", "includes", "contains", "has", "include", "Contains", "in_array", "indexOf", "member"]
            .iter()
            .any(|w| t.is(w))
    });
    negated && asks && l.tokens.iter().any(list)
}

/// Nobody is there: `!event.locals.user`.
fn stands_for_somebody(l: &Line<'_>) -> bool {
    let who = [
        "user",
        "session",
        "principal",
        "claims",
        "viewer",
        "actor",
        "account",
        "identity",
        "member",
        "auth",
        "token",
        "apikey",
    ];
    let negated = l
        .tokens
        .iter()
        .any(|t| t.is("!") || t.is("not") || t.is("unless") || ["nil", "null", "None"].contains(&t.text));
    let turned = l.tokens.iter().any(|t| {
        t.kind != Kind::Mark
            && (has_word(t.text, &["redirect", "login", "signin", "unauthorized", "halt", "abort"])
                || ["401", "403"].contains(&body(t.text)))
    });
    negated && turned && l.tokens.iter().any(|t| t.kind == Kind::Word && has_word(t.text, &who))
}

/// Owners of statements that fail by themselves.
const OWNERS: &[&str] = &[
    "Assert",
    "Preconditions",
    "Guard",
    "Ensure",
    "Validate",
    "Require",
    "Contract",
    "Check",
    "Assertions",
    "Verify",
    "Objects",
    "Contracts",
    "Throw",
    "ThrowIf",
];

/// A statement goes that required something: `Assert.state(order.isPaid(), …)`.
fn required(s: &Scene<'_>) -> Option<String> {
    let requires = |l: &Line<'_>| {
        let t = &l.tokens;
        let owned = t.first().is_some_and(|o| OWNERS.contains(&o.text)) && t.get(1).is_some_and(|d| d.is("."));
        let verb = t.get(2).is_some_and(|v| !has_word(v.text, &["null", "nonnull", "notnull"]));
        let own = t.first().is_some_and(|v| {
            has_word(v.text, &["require", "ensure", "enforce", "assert", "precondition", "expect", "demand", "must"])
                && t.get(1).is_some_and(|p| p.is("(") || p.is("!"))
        });
        let about = t.iter().skip(1).filter(|t| t.kind == Kind::Word && t.text.len() > 1).count() > 1;
        (owned && verb || own) && about && !has_word(t.first().map_or("", |t| t.text), &["debug"])
    };
    let only = !s.delta.removed.is_empty() && s.delta.removed.len() <= 2 && s.delta.added.is_empty();
    (only && s.delta.removed.iter().all(requires)).then(|| "what was required is not any more".to_owned())
}

/// A filter of all that is found goes: `default_scope { where(tenant: Current.tenant) }`.
fn filter(s: &Scene<'_>) -> Option<String> {
    let verb = |l: &Line<'_>| {
        l.tokens.iter().any(|t| {
            t.kind == Kind::Word && has_word(t.text, &["where", "filter", "scope", "query", "and_where", "having"])
        })
    };
    let whose = [
        "tenant",
        "owner",
        "user",
        "org",
        "organization",
        "account",
        "team",
        "workspace",
        "company",
        "member",
        "customer",
        "author",
        "deleted",
        "published",
        "private",
        "visibility",
    ];
    let found = |l: &Line<'_>| verb(l) && l.tokens.iter().any(|t| named(t) && has_word(t.text, &whose));
    let only = !s.delta.removed.is_empty() && s.delta.removed.len() <= 2 && s.delta.added.is_empty();
    let part = |l: &Line<'_>| {
        l.tokens.first().is_some_and(|t| t.is(".") || t.is("|") || t.is("-"))
            || l.tokens
                .iter()
                .any(|t| has_word(t.text, &["default", "global", "has"]) && has_word(t.text, &["scope", "filter"]))
            || equates(l)
            || l.tokens.iter().any(|t| t.is("="))
    };
    (only && s.delta.removed.iter().all(|l| found(l) && part(l)))
        .then(|| "what is found is not limited any more".to_owned())
}

/// `authenticated andThen admins` becomes `authenticated`.
fn from_chain(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let out = left_out(old, new)?;
    let joins = ["andThen", "and_then", "compose", "then", "pipe", "chain"];
    let joined = out.iter().any(|t| t.kind == Kind::Word && joins.contains(&t.text))
        || out.windows(2).any(|w| matches!(w, [a, b] if a.is(">") && b.is("=") || a.is("|") && b.is(">")));
    let who = [
        "admin",
        "admins",
        "owner",
        "owners",
        "staff",
        "role",
        "roles",
        "authenticated",
        "auth",
        "guard",
        "member",
        "members",
        "csrf",
        "verified",
        "secured",
        "audited",
        "limited",
        "authorized",
        "allowed",
        "permission",
        "permissions",
    ];
    let gone = out.iter().find(|t| t.kind == Kind::Word && has_word(t.text, &who) && !joins.contains(&t.text))?;
    (joined && out.len() <= 8).then(|| format!("`{}` is not in the chain any more", gone.text))
}

/// A refusal is sent, and the request goes on: `|> halt()` goes.
fn unended(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let out = left_out(old, new)?;
    let ends = out.iter().find(|t| {
        t.kind == Kind::Word && ["halt", "return", "abort", "exit", "die", "throw", "stop", "break"].contains(&t.text)
    })?;
    let refuses = new.tokens.iter().any(|t| {
        t.kind != Kind::Mark
            && (["401", "403", "429", "400"].contains(&body(t.text))
                || has_word(t.text, &["forbidden", "unauthorized", "denied", "deny"]))
    });
    (refuses && out.len() <= 5).then(|| format!("`{}` goes: what is refused goes on", ends.text))
}
