//! Comparisons from exact to loose: the same as, one of, begins with, holds. Where a comparison lets something in, a looser one lets
//! in more; where it refuses, a comparison with one value refuses less than one with all others. And lookups: what was found for who
//! asks is found for anybody.

use super::super::super::delta::{Line, body, lines};
use super::super::super::lex::{Kind, Token};
use super::super::beside::{Beside, left_out, only_in};
use super::super::{Scene, credit, guards, has_word, mass, plain_name};
use super::{equates, named, says};

/// What is compared more loosely, or found for anybody.
pub fn looser(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    compared(s, b)
        .or_else(|| b.pairs.iter().find_map(|(old, new)| one_place(s, old, new).or_else(|| for_anybody(s, old, new))))
}

/// Names of comparisons of a part.
const PARTS: &[&str] = &[
    "startswith",
    "hasprefix",
    "starts_with",
    "startwith",
    "endswith",
    "hassuffix",
    "ends_with",
    "indexof",
    "contains",
    "includes",
    "include",
    "match",
    "matches",
    "test",
    "search",
    "strpos",
    "str_contains",
    "str_starts_with",
    "containsstring",
    "hasprefixstring",
    "equalfold",
];

fn by_part<'x>(l: &'x Line<'_>) -> Option<&'x str> {
    let called = l.tokens.windows(2).find(|w| {
        matches!(w, [f, p] if f.kind == Kind::Word && (p.is("(") || p.is("?")) && PARTS.contains(&f.text.to_ascii_lowercase().as_str()))
    })?;
    called.first().map(|t| t.text)
}

/// Asks whether a value is one of a list: `ALLOWED.has(x)`, `slices.Contains(list, x)`, `x in LIST`.
fn among(l: &Line<'_>) -> bool {
    let list = |t: &Token<'_>| {
        let text = body(t.text);
        t.kind == Kind::Word
            && (text.len() > 2 && text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
                || text.ends_with('s') && !text.ends_with("ss")
                || ["slices", "Arrays", "in_array", "allowlist", "whitelist", "set"].contains(&text)
                || has_word(text, &["allowed", "allow", "known", "trusted", "valid"]))
    };
    let asks = |f: &Token<'_>| {
        ["has", "contains", "includes", "include", "in_array", "containskey"]
            .contains(&f.text.to_ascii_lowercase().as_str())
    };
    l.tokens.windows(3).any(|w| matches!(w, [o, d, f] if list(o) && (d.is(".") || d.is("?")) && asks(f)))
        || l.tokens.windows(2).any(|w| {
            matches!(w, [k, o] if k.is("in") && list(o)) || matches!(w, [f, p] if f.is("in_array") && p.is("("))
        })
        || l.tokens.windows(2).any(|w| matches!(w, [a, p] if a.is("]") && p.is(".")) && l.tokens.iter().any(asks))
}

fn exact(l: &Line<'_>) -> bool {
    let called = |t: &Token<'_>| {
        ["equals", "eq", "eql", "equal", "strcmp", "isequal", "compare_digest", "is"]
            .contains(&plain_name(t.text).as_str())
    };
    equates(l)
        || among(l)
        || l.tokens.windows(2).any(|w| matches!(w, [f, p] if f.kind == Kind::Word && called(f) && p.is("(")))
}

/// Words of what a comparison lets somebody or something by.
const LETS_BY: &[&str] = &[
    "url",
    "uri",
    "urls",
    "uris",
    "host",
    "hostname",
    "origin",
    "redirect",
    "path",
    "issuer",
    "iss",
    "audience",
    "aud",
    "scheme",
    "domain",
    "referer",
    "referrer",
    "ip",
    "role",
    "secret",
    "email",
    "scope",
    "next",
    "callback",
    "token",
    "key",
    "signature",
    "agent",
    "subject",
    "tenant",
    "username",
    "extension",
    "mime",
    "mimetype",
];
/// Words of functions whose yes lets somebody or something by.
const LETTING: &[&str] = &[
    "allow",
    "allows",
    "allowed",
    "permit",
    "permits",
    "permitted",
    "trusted",
    "trust",
    "safe",
    "valid",
    "skip",
    "filter",
    "public",
    "exempt",
    "matches",
    "accepts",
    "acceptable",
    "authorized",
    "can",
    "is",
    "should",
    "local",
    "same",
    "verify",
    "check",
];

fn compared(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let function = mass::function(s);
    let lets = function.as_ref().is_some_and(|f| has_word(f, LETTING)) || mass::decides(s).is_some();
    let denies = function.as_ref().is_some_and(|f| has_word(f, super::super::less::DENYING));
    // As many letters as are given: none fit as well.
    let counted = |lines: &[Line<'_>]| {
        lines.iter().flat_map(|l| &l.tokens).any(|t| ["strncmp", "strncasecmp", "strnicmp"].contains(&t.text))
    };
    let all =
        s.delta.removed.iter().flat_map(|l| &l.tokens).any(|t| ["strcmp", "strcasecmp", "stricmp"].contains(&t.text));
    if all && counted(&s.delta.added) && !counted(&s.delta.removed) {
        return Some("only as many letters as are given are compared".to_owned());
    }
    if denies || s.delta.added.iter().any(equates) {
        return None;
    }
    let of_pairs = b.pairs.iter().map(|(o, n)| (*o, *n));
    let spread =
        b.gone.iter().chain(b.pairs.iter().map(|(o, _)| o)).flat_map(|o| s.delta.added.iter().map(move |n| (*o, n)));
    of_pairs.chain(spread).find_map(|(old, new)| {
        let part = by_part(new).filter(|_| exact(old) && !among(new))?;
        let was_part = by_part(old).filter(|_| !among(old)).is_some();
        let negated = |l: &Line<'_>| l.tokens.iter().any(|t| t.is("!") || t.is("not") || t.is("unless"));
        let file = lines(&s.after.tokens);
        let refused = guards::asks(new) && guards::refuses_below(&file, new.number);
        let way = if refused { negated(new) } else { lets || guards::asks(new) };
        let about = says(old, LETS_BY) && says(new, LETS_BY);
        let same = old
            .tokens
            .iter()
            .any(|t| t.kind == Kind::Word && t.text.len() > 1 && new.tokens.iter().any(|x| x.text == t.text));
        (!was_part
            && way
            && (about || lets)
            && same
            && (about || refused || lets && returns(new))
            && !credit::replaced(s))
        .then(|| format!("`{part}` in the place of an exact comparison"))
    })
}

fn returns(l: &Line<'_>) -> bool {
    l.tokens.iter().any(|t| t.is("return") || t.is(">")) || l.tokens.iter().any(|t| t.is("if"))
}

/// A refusal everywhere but at some places becomes one at a place: `!path.startsWith("/login")` becomes `path == "/admin"`.
fn one_place(s: &Scene<'_>, old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let file = lines(&s.after.tokens);
    if !guards::asks(old) || !guards::asks(new) || !shuts_below(&file, new.number) {
        return None;
    }
    let (gone, come) = (only_in(old, new), only_in(new, old));
    let not = |l: &[&Token<'_>]| l.iter().any(|t| t.is("!") || t.is("not"));
    let one = |l: &Line<'_>| {
        l.tokens.windows(3).any(|w| {
            matches!(w, [a, b, v] if a.is("=") && b.is("=") && v.kind == Kind::Text)
                || matches!(w, [_, a, v] if a.is("=") && v.kind == Kind::Text)
        })
    };
    let differs = |l: &Line<'_>| l.tokens.windows(2).any(|w| matches!(w, [a, b] if a.is("!") && b.is("=")));
    (not(&gone) && !not(&come) && one(new) && !differs(new) && !one(old))
        .then(|| "a check is made at one place only".to_owned())
}

/// Below a condition somebody is turned away: refused, or sent to where they log in.
fn shuts_below(file: &[Line<'_>], number: u32) -> bool {
    let at = file.partition_point(|l| l.number < number);
    let login = |l: &Line<'_>| {
        l.tokens.iter().any(|t| has_word(t.text, &["redirect"]))
            && l.tokens.iter().any(|t| has_word(t.text, &["login", "signin", "auth"]))
    };
    guards::refuses_below(file, number) || file.iter().skip(at).take(4).any(login)
}

/// Who somebody is, by name, where it stands with a dot or as a key: `user.account`, `owner_id: me.id`.
fn somebody(l: &Line<'_>) -> usize {
    let who = [
        "user",
        "users",
        "account",
        "tenant",
        "owner",
        "viewer",
        "actor",
        "member",
        "customer",
        "organization",
        "organisation",
        "org",
        "workspace",
        "caller",
        "me",
    ];
    let at = |i: usize| l.tokens.get(i);
    let dotted = |i: usize| at(i + 1).is_some_and(|n| n.is(".") || n.is("-") || n.is(":") || n.is("=") || n.is(")"));
    let owned = |i: usize| {
        i > 0
            && at(i - 1).is_some_and(|p| {
                p.is(".") || p.is("(") || p.is("{") || p.is(":") || p.is(",") || p.is("=") || p.is("@")
            })
    };
    l.tokens
        .iter()
        .enumerate()
        .filter(|(i, t)| t.kind == Kind::Word && named(t) && has_word(t.text, &who) && dotted(*i) && owned(*i))
        .count()
}

/// Words of lookups of all that there is.
const ALL: &[&str] = &[
    "all",
    "findmany",
    "findall",
    "list",
    "objects",
    "getall",
    "find",
    "get",
    "fetchall",
    "select",
    "everything",
    "unscoped",
    "query",
    "first",
    "byid",
    "findbyid",
    "findunique",
    "loadall",
    "fetch",
];

/// Something that was found by who asks is found without.
fn for_anybody(s: &Scene<'_>, old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let asked: usize = s.delta.added.iter().map(somebody).sum();
    if somebody(old) == 0 || somebody(new) > 0 || asked > 0 {
        return None;
    }
    let calls = |l: &Line<'_>| {
        l.tokens.iter().enumerate().any(|(i, t)| {
            let member = i > 0 && l.tokens.get(i - 1).is_some_and(|d| d.is(".") || d.is(">"));
            let plain = plain_name(t.text);
            t.kind == Kind::Word
                && member
                && (ALL.contains(&plain.as_str())
                    || has_word(
                        t.text,
                        &["all", "find", "get", "list", "select", "load", "fetch", "query", "update", "delete"],
                    ))
        })
    };
    let filters = |l: &Line<'_>| {
        l.tokens.windows(2).any(|w| matches!(w, [f, p] if f.kind == Kind::Word && p.is("(") && has_word(f.text, &["where", "filter", "find", "for", "of", "by", "get", "get_by", "find_by", "load", "fetch", "list", "select", "query", "scope"])))
    };
    // The same thing is found: what is left is a name or a chain of the old one.
    let same = left_out(old, new).is_some()
        || new
            .tokens
            .iter()
            .filter(|t| t.kind == Kind::Word && t.text.len() > 2 && !ALL.contains(&plain_name(t.text).as_str()))
            .any(|t| {
                old.tokens.iter().any(|o| {
                    o.kind == Kind::Word
                        && (o.text == t.text || o.text.len() > 4 && plain_name(o.text).contains(&plain_name(t.text)))
                })
            });
    let writes = says(new, &["log", "logger", "print", "render", "format", "console", "email", "mail", "notify"]);
    (filters(old) && calls(new) && same && !writes && !credit::replaced(s))
        .then(|| "what is found is not limited to who asks any more".to_owned())
}
