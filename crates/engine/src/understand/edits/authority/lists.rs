//! Lists of who may, and of whom something is taken from: the names in an attribute, a decorator, a call or a table. Which names
//! they are does not matter: a list of roles that has another entry lets somebody else in, and a list of hosts that has one more
//! trusts one more. Called by `authority`.

use std::collections::BTreeSet;

use super::super::super::net;
use super::super::delta::{Delta, Line, body};
use super::super::lex::{Kind, Token};
use super::super::outline::Outline;
use super::super::security::has_word;

/// A longer name is a text.
const MAX_NAME: usize = 60;
/// More lines than these on a side are not looked for each other's partners.
const MAX_LINES: usize = 40;
/// A line with more tokens is data.
const MAX_TOKENS: usize = 120;

/// What a name says about the names that follow it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    /// Asks for them before it goes on: `@requires_roles(…)`, `[Authorize(Roles = …)]`.
    Asks,
    /// They are roles or rights: `roles: […]`.
    Rights,
    /// Something is taken from them: `ALLOWED_HOSTS = […]`.
    Trusts,
}

/// Words of what is asked for.
const RIGHTS: &[&str] = &[
    "role",
    "roles",
    "permission",
    "permissions",
    "privilege",
    "privileges",
    "authority",
    "authorities",
    "scope",
    "scopes",
    "entitlement",
    "entitlements",
];
/// Words that ask for it.
const ASKS: &[&str] = &[
    "require",
    "requires",
    "required",
    "allow",
    "allows",
    "allowed",
    "accept",
    "accepts",
    "accepted",
    "has",
    "any",
    "ensure",
    "check",
    "restrict",
    "only",
    "needs",
    "must",
    "with",
    "permit",
    "permitted",
    "anyof",
];
/// Words of those that something is taken from.
const PARTNERS: &[&str] = &[
    "roles",
    "users",
    "groups",
    "hosts",
    "origins",
    "methods",
    "ips",
    "networks",
    "domains",
    "clients",
    "issuers",
    "audiences",
    "callers",
    "accounts",
    "teams",
    "tenants",
    "senders",
    "redirects",
    "urls",
    "uris",
    "cidrs",
    "subnets",
    "commands",
    "proxies",
    "principals",
    "hostnames",
    "referers",
    "referrers",
    "schemes",
    "emails",
];
/// Words that say that it is.
const TRUSTS: &[&str] = &[
    "allowed",
    "allow",
    "trusted",
    "trust",
    "permitted",
    "accepted",
    "authorized",
    "whitelist",
    "whitelisted",
    "allowlist",
];

fn says(name: &str) -> Option<Says> {
    if name.len() > MAX_NAME {
        return None;
    }
    let has = |list: &[&str]| has_word(name, list);
    let asks = ["rolesallowed", "preauthorize", "secured", "restrictto", "authorize", "authorise"];
    let plain = name.trim_start_matches('@');
    if asks.iter().any(|a| plain.eq_ignore_ascii_case(a)) || has(RIGHTS) && has(ASKS) {
        return Some(Says::Asks);
    }
    let lists = ["roles", "permissions", "scopes", "privileges", "authorities", "entitlements", "principals", "admins"];
    if has(&lists) || has(&["approvers", "grants"]) {
        return Some(Says::Rights);
    }
    (has(TRUSTS) && has(PARTNERS) || has(&["origins"])).then_some(Says::Trusts)
}

/// The names that a key on a line lists.
struct List<'a> {
    key: &'a str,
    says: Says,
    entries: BTreeSet<&'a str>,
}

fn lists<'a>(l: &Line<'a>) -> Vec<List<'a>> {
    let t = &l.tokens;
    if t.len() > MAX_TOKENS {
        return Vec::new();
    }
    let key = |(at, k): (usize, &Token<'a>)| {
        let quoted = k.kind == Kind::Text && t.get(at + 1).is_some_and(|n| n.is(":") || n.is("="));
        // A method of something that is called so lists nothing.
        let listed = t.get(at + 1).is_some_and(|n| !n.is(".") && !n.is("->"));
        let says = (k.kind == Kind::Word && listed || quoted).then(|| says(body(k.text)))??;
        let entries = entries(t.get(at + 1..)?);
        (!entries.is_empty()).then_some(List { key: k.text, says, entries })
    };
    t.iter().enumerate().filter_map(key).collect()
}

/// The names up to where the value ends.
fn entries<'a>(t: &[Token<'a>]) -> BTreeSet<&'a str> {
    let mut out = BTreeSet::new();
    let mut depth = 0i32;
    for (at, token) in t.iter().enumerate() {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth < 0 || depth == 0 && at > 0 && (token.is(",") || token.is(";")) {
            break;
        }
        let followed = |marks: &[&str]| t.get(at + 1).is_some_and(|n| marks.iter().any(|m| n.is(m)));
        match token.kind {
            Kind::Text => out.extend(names(token.text)),
            Kind::Word if !followed(&["(", "=", ":", "."]) => drop(out.insert(token.text)),
            _ => {}
        }
    }
    out
}

/// The names in a text, which may be one of several: `"Manager,Clerk"`, `%i[read update]`.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let inner = text.strip_prefix('%').and_then(|t| t.get(2..t.len() - 1));
    inner.unwrap_or_else(|| body(text)).split([',', ' ', '|']).filter(|e| !e.is_empty())
}

/// Nobody else is let in by the machine itself: `http://localhost:3100` among the origins.
fn is_here(entry: &str) -> bool {
    let url = if entry.contains("://") { entry.to_owned() } else { format!("http://{entry}") };
    // All addresses are everybody's.
    net::parse_url(&url).is_some_and(|u| u.local && !matches!(u.host.as_str(), "0.0.0.0" | "::" | "[::]"))
}

/// The list that is another one, in words.
pub fn changed(a: &str, b: &str, delta: &Delta<'_>, data: bool) -> Option<String> {
    if delta.removed.len().max(delta.added.len()) > MAX_LINES {
        return None;
    }
    // What the keys of a file of data say about rights was asked for its whole text.
    let chosen = |says: Says| !data || says == Says::Trusts;
    within(delta, &chosen).or_else(|| between(b, &delta.added, &chosen)).or_else(|| {
        let asks = |says: Says| says == Says::Asks && chosen(says);
        between(a, &delta.removed, &asks)
    })
}

/// A list that begins and ends on its line.
fn within(delta: &Delta<'_>, chosen: &dyn Fn(Says) -> bool) -> Option<String> {
    let old: Vec<List<'_>> = delta.removed.iter().flat_map(lists).collect();
    let mut new = delta.added.iter().flat_map(lists).filter(|l| chosen(l.says));
    new.find_map(|n| {
        let mut of_it = old.iter().filter(|o| o.key == n.key);
        let hit = of_it.any(|o| {
            let kept = o.entries.intersection(&n.entries).next().is_some();
            let more = n.entries.difference(&o.entries).any(|e| !is_here(e));
            let fewer = !o.entries.is_subset(&n.entries);
            kept && (more && !fewer || more != fewer && n.says == Says::Asks)
        });
        hit.then(|| told(n.key))
    })
}

/// An entry on a line of its own, below the name of its list.
fn between(text: &str, lines: &[Line<'_>], chosen: &dyn Fn(Says) -> bool) -> Option<String> {
    let mut found = lines.iter().filter(|l| is_entry(l)).peekable();
    found.peek()?;
    let outline = Outline::of(text);
    found.find_map(|l| {
        let head = outline.chain(l.number).nth(1)?.trim_end();
        let opens = head.ends_with(['[', '{', '(', ':']) && head.len() < MAX_TOKENS;
        let mut names = head.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).filter(|n| !n.is_empty());
        let name = names.rfind(|n| says(n).is_some_and(chosen)).filter(|_| opens)?;
        Some(told(name))
    })
}

/// A line of nothing but a name or a text: `"admin",`, `:admin`, `Role.GUEST,`, `- https://example.com`.
fn is_entry(l: &Line<'_>) -> bool {
    // An entry of a list in YAML may be an address.
    let item = l.tokens.first().is_some_and(|t| t.is("-"));
    let marks: &[&str] = if item { &[",", ":", ".", "-", "/", "*", "@", "|"] } else { &[",", ":", ".", "-", "::"] };
    // `guest: 'Gast'` says what a name means.
    let keyed = l.tokens.windows(2).any(|w| matches!(w, [c, v] if c.is(":") && v.spaced));
    let plain = |t: &Token<'_>| match t.kind {
        Kind::Mark => marks.contains(&t.text),
        Kind::Word => l.tokens.len() > 1 && !l.tokens.last().is_some_and(|e| e.is(":")),
        kind => kind == Kind::Text,
    };
    let names = l.tokens.iter().filter(|t| t.kind != Kind::Mark).count();
    (1..=if item { 12 } else { 6 }).contains(&names)
        && !keyed
        && l.tokens.iter().all(plain)
        && (l.tokens.iter().any(|t| t.kind == Kind::Text) || names <= 2 || item)
}

fn told(key: &str) -> String {
    format!("changes who is listed in `{}`", body(key))
}

/// Words of files that say who may, and of nothing else.
const ABOUT: &[&str] = &[
    "permission",
    "permissions",
    "acl",
    "acls",
    "rbac",
    "authz",
    "authorization",
    "roles",
    "grants",
    "abilities",
    "entitlements",
    "privileges",
];
/// Words that begin something else than a row of a table.
const OTHERWISE: &[&str] = &[
    "def",
    "defp",
    "fn",
    "func",
    "function",
    "import",
    "from",
    "use",
    "using",
    "require",
    "alias",
    "type",
    "interface",
    "class",
    "module",
    "return",
    "if",
    "for",
    "package",
    "enum",
    "namespace",
];

/// A table in a file that is named for what it lists has a row with other names: `student: [:grade_read],` in `permissions.ex`.
pub fn row(path: &str, delta: &Delta<'_>) -> Option<u32> {
    let named = |part: &str| has_word(part.split('.').next().unwrap_or(""), ABOUT);
    let page = ["tsx", "jsx", "vue", "svelte"].iter().any(|e| path.ends_with(e));
    if page || delta.removed.len().max(delta.added.len()) > MAX_LINES || !path.rsplit('/').take(2).any(named) {
        return None;
    }
    let rows = |lines: &[Line<'_>]| -> Vec<String> {
        let of = |l: &Line<'_>| {
            let texts = l.tokens.iter().any(|t| t.kind == Kind::Text);
            let names = l.tokens.iter().filter(|t| if texts { t.kind == Kind::Text } else { t.kind != Kind::Mark });
            names.map(|t| t.text.to_ascii_lowercase()).collect::<Vec<_>>()
        };
        lines.iter().filter(|l| is_row(l)).flat_map(of).collect()
    };
    let other = |one: &[Line<'_>], all: &[Line<'_>]| {
        let there = |n: &str| all.iter().flat_map(|l| &l.tokens).any(|t| t.text.eq_ignore_ascii_case(n));
        rows(one).iter().any(|n| !there(n))
    };
    let hit = other(&delta.added, &delta.removed) || other(&delta.removed, &delta.added);
    hit.then(|| delta.added.iter().chain(&delta.removed).find(|l| is_row(l)).map(|l| l.number))?
}

/// Names and nothing that is computed.
fn is_row(l: &Line<'_>) -> bool {
    let t = &l.tokens;
    let begins = |w: &str| t.iter().take(2).any(|f| f.is(w));
    let marks = [",", ":", ".", "[", "]", "{", "}", "=>", "%", "=", ">", "::", ";", "&", "@"];
    // A branch for a role may ask in words what it may: `Role::Viewer => matches!(a, Action::Read)`.
    let branch =
        t.first().is_some_and(|f| has_word(f.text, &["role", "roles"])) && t.iter().any(|t| t.text.ends_with('>'));
    let table = branch || t.iter().all(|t| t.kind != Kind::Mark || marks.contains(&t.text));
    let listed = t.iter().any(|t| t.kind == Kind::Text || t.is("]") || t.is("}")) || branch;
    let names = t.iter().filter(|t| t.kind != Kind::Mark).count();
    names >= 2 && t.len() < MAX_TOKENS && table && listed && !OTHERWISE.iter().any(|w| begins(w))
}
