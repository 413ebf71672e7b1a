//! Protections that go in the shape of a line, whatever its words: queries and commands put together from text, callbacks that
//! always agree, guards taken out of a list of handlers, doors opened for everybody, weaker randomness and protocols.

use super::super::delta::{Line, body};
use super::super::lang::Dialect;
use super::super::lex::{Kind, Token};
use super::{Scene, has_word, plain_name, words};

/// A change of more lines than this is not about one line.
const MAX_LINES: usize = 40;

/// What was opened, in words.
#[must_use]
pub fn opened(s: &Scene<'_>) -> Option<String> {
    let more = |f: &dyn Fn(&Line<'_>) -> bool| {
        let n = |lines: &[Line<'_>]| lines.iter().filter(|l| f(l)).count();
        n(&s.delta.added) > n(&s.delta.removed)
    };
    if more(&|l| is_built_query(l)) {
        return Some("a query is put together from text".to_owned());
    }
    if more(&|l| is_built_command(l, s.language.dialect)) {
        return Some("a shell reads text that is put together".to_owned());
    }
    if more(&agrees_always) {
        return Some("a check of certificates always agrees".to_owned());
    }
    if more(&opens_to_all) {
        return Some("everybody is let in (`*`)".to_owned());
    }
    weaker_words(s)
}

/// What was closed and is not any more.
#[must_use]
pub fn taken_out(s: &Scene<'_>) -> Option<String> {
    if s.delta.removed.len() > MAX_LINES {
        return None;
    }
    handler_gone(s).or_else(|| entry_gone(s)).or_else(|| weaker_random(s))
}

/// A text with values in it.
fn is_interpolated(t: &Token<'_>) -> bool {
    if t.kind != Kind::Text {
        return false;
    }
    let text = t.text;
    let quote = text.find(['"', '\'', '`']).unwrap_or(0);
    let prefix = text.get(..quote).unwrap_or("");
    text.contains("${")
        || text.contains("#{")
        || prefix.contains(['f', 'F', '$']) && text.contains('{')
        || text.starts_with('"') && text.contains(" '$")
        || text.contains("\\(")
}

fn is_sql(t: &Token<'_>) -> bool {
    if t.kind != Kind::Text {
        return false;
    }
    let start = body(t.text).trim_start();
    let verb = start.split_whitespace().next().unwrap_or("").to_ascii_lowercase();
    let follows = |w: &str| start.to_ascii_lowercase().contains(w);
    match verb.as_str() {
        "select" => follows(" from "),
        "insert" => follows(" into "),
        "update" => follows(" set "),
        "delete" => follows(" from "),
        _ => false,
    }
}

/// A statement of SQL with values put into its text: interpolated, added, or formatted.
fn is_built_query(line: &Line<'_>) -> bool {
    let t = &line.tokens;
    t.iter().enumerate().any(|(i, token)| {
        let next = t.get(i + 1);
        let formats = i
            .checked_sub(2)
            .and_then(|b| t.get(b))
            .is_some_and(|w| matches!(w.text, "Sprintf" | "format" | "sprintf" | "printf") || w.is("!"));
        let joined = next.is_some_and(|n| n.is("+") || n.is("%"))
            || next.is_some_and(|n| n.is("."))
                && t.get(i + 2).is_some_and(|f| f.is("format") || f.text.starts_with('$'));
        is_sql(token) && (is_interpolated(token) || joined || formats && token.text.contains(['%', '{']))
    })
}

/// Calls that hand a text to a shell.
const SHELLS: &[&str] = &[
    "exec",
    "execSync",
    "system",
    "popen",
    "shell_exec",
    "passthru",
    "getoutput",
    "proc_open",
    "os_exec",
    "execute_shell",
];

fn is_built_command(line: &Line<'_>, dialect: Dialect) -> bool {
    let t = &line.tokens;
    (0..t.len()).any(|i| {
        let at = |n: usize| t.get(n);
        let called = at(i).is_some_and(|w| w.kind == Kind::Word && SHELLS.contains(&w.text))
            && at(i + 1).is_some_and(|n| n.is("(") || dialect == Dialect::Ruby);
        // `regex.exec(text)` runs nothing.
        let member = i > 0 && at(i - 1).is_some_and(|b| b.is("."));
        let of_shell =
            at(i.wrapping_sub(2)).is_some_and(|o| ["os", "child_process", "cp", "subprocess"].contains(&o.text));
        let text = at(i + 2).filter(|x| x.kind == Kind::Text).or(at(i + 1).filter(|x| x.kind == Kind::Text));
        let built = text.is_some_and(|x| is_interpolated(x) || dialect == Dialect::Php && x.text.contains('$'))
            || text.is_some() && at(i + 3).is_some_and(|n| n.is("+") || n.is("."));
        called && (!member || of_shell) && built
    })
}

/// A callback whose name is about certificates or hosts and that says yes to each.
fn agrees_always(line: &Line<'_>) -> bool {
    let t = &line.tokens;
    let about = |w: &Token<'_>| {
        let name = plain_name(w.text);
        let keys = [
            "hostnameverifier",
            "badcertificatecallback",
            "certificatevalidation",
            "verifycallback",
            "servercertificate",
        ];
        let decides = [
            "origin",
            "verify",
            "validate",
            "authorize",
            "isallowed",
            "canactivate",
            "authorizer",
            "validator",
            "isorigin",
            "skip",
            "bypass",
            "signin",
        ];
        keys.iter().any(|k| name.contains(k)) || decides.contains(&name.as_str())
    };
    let yes = t
        .windows(2)
        .any(|w| matches!(w, [a, b] if (a.is(">") || a.is("return")) && b.text.eq_ignore_ascii_case("true")))
        || t.windows(5).any(|w| matches!(w, [f, p, n, c, y] if f.kind == Kind::Word && p.is("(") && n.is("null") && c.is(",") && y.is("true")));
    // Few lines say yes: the names of the others need not be read.
    yes && t.iter().any(|w| w.kind == Kind::Word && about(w))
}

/// A list of who may come, with a star in it.
fn opens_to_all(line: &Line<'_>) -> bool {
    let t = &line.tokens;
    let about = |w: &Token<'_>| {
        has_word(w.text, &["origin", "origins"])
            || has_word(w.text, &["allowed", "allow", "trusted"])
                && has_word(w.text, &["hosts", "host", "ips", "networks"])
    };
    t.iter().any(|x| x.kind == Kind::Text && matches!(body(x.text), "*" | ".*")) && t.iter().any(about)
}

/// Protocols and access levels that nobody should offer any more.
const WEAK_WORDS: &[&str] = &[
    "tlsv1",
    "tlsv10",
    "tlsv11",
    "sslv2",
    "sslv3",
    "versiontls10",
    "versiontls11",
    "versionssl30",
    "tls10",
    "tls11",
    "protocoltlsv1",
    "protocoltlsv11",
    "publicread",
    "publicreadwrite",
    "allusers",
    "allauthenticatedusers",
    "unsafeinline",
    "unsafeeval",
    "pkcs1v15none",
];

fn weaker_words(s: &Scene<'_>) -> Option<String> {
    let count = |lines: &[Line<'_>], word: &str| {
        lines.iter().flat_map(|l| &l.tokens).filter(|t| t.text.len() < 32 && plain_name(t.text) == word).count()
    };
    let short = |l: &&Line<'_>| l.tokens.len() < 200;
    let hit = s
        .delta
        .added
        .iter()
        .filter(short)
        .flat_map(|l| &l.tokens)
        .find(|t| (4..32).contains(&t.text.len()) && WEAK_WORDS.contains(&plain_name(t.text).as_str()))?;
    let word = plain_name(hit.text);
    (count(&s.delta.added, &word) > count(&s.delta.removed, &word)).then(|| format!("`{}` comes", body(hit.text)))
}

/// A name that only a guard has.
#[must_use]
pub fn is_guard_name(name: &str) -> bool {
    let has = |list: &[&str]| has_word(name, list);
    let who = [
        "auth",
        "authenticated",
        "login",
        "admin",
        "user",
        "role",
        "roles",
        "permission",
        "permissions",
        "owner",
        "member",
        "access",
        "session",
        "token",
        "scope",
        "scopes",
        "signin",
        "logged",
    ];
    let plain = plain_name(name);
    has(&["require", "requires", "required", "ensure", "assert", "check", "only", "must", "enforce", "verify"])
        && has(&who)
        || has(&["auth", "jwt", "csrf", "acl"])
            && has(&["middleware", "guard", "handler", "filter", "plug", "interceptor"])
        || has(&["is", "has", "can", "may", "current"])
            && has(&[
                "local",
                "safe",
                "allowed",
                "trusted",
                "private",
                "internal",
                "loopback",
                "authorized",
                "whitelisted",
                "blocked",
                "banned",
                "admin",
                "owner",
            ])
        || has(&["private", "internal", "loopback", "reserved"]) && has(&["address", "ip", "host", "network", "url"])
        || has(&["current", "active"]) && has(&["user", "principal"]) && has(&["get", "require", "load"])
        || [
            "ratelimit",
            "csrfprotection",
            "constructevent",
            "authenticate",
            "authorize",
            "passportauthenticate",
            "helmet",
            "throttle",
        ]
        .iter()
        .any(|k| plain.starts_with(k))
}

/// A guard among the handlers of a route: `get("/x", requireAuth, list)`, `->middleware('auth')`, `plug :protect`.
fn handler_gone(s: &Scene<'_>) -> Option<String> {
    let names = |lines: &[Line<'_>]| -> Vec<String> {
        let mut out = Vec::new();
        for line in lines {
            let routed = line.tokens.iter().any(|t| t.kind == Kind::Word && ROUTES.contains(&t.text));
            for t in &line.tokens {
                let word = t.kind == Kind::Word && is_guard_name(t.text);
                let text = t.kind == Kind::Text && routed && t.text.len() < 40 && names_guard(body(t.text));
                if word || text {
                    out.push(body(t.text).to_owned());
                }
            }
        }
        out
    };
    let (old, new) = (names(&s.delta.removed), names(&s.delta.added));
    if new.len() >= old.len() || s.delta.added.len() > s.delta.removed.len() {
        return None;
    }
    let gone = old.iter().find(|n| !new.contains(n))?;
    // Where the whole route goes, nothing is left open.
    let kept = s.delta.added.iter().any(|l| {
        let routes = |l: &Line<'_>| l.tokens.iter().any(|t| t.kind == Kind::Word && ROUTES.contains(&t.text));
        routes(l)
    });
    let declared = s.delta.removed.iter().any(|l| {
        l.tokens.first().is_some_and(|t| ["plug", "before_action", "use", "middleware"].contains(&t.text))
            && l.tokens.iter().any(|t| body(t.text) == gone)
    });
    (kept || declared).then(|| format!("`{gone}` guards it no more"))
}

/// Words that bind a handler to an address.
pub const ROUTES: &[&str] = &[
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "route",
    "Route",
    "Handle",
    "HandleFunc",
    "GET",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "middleware",
    "use",
    "Use",
    "Group",
    "group",
    "resources",
    "resource",
    "pipe_through",
    "plug",
    "addRoute",
    "all",
    "handle",
    "MapGet",
    "MapPost",
    "mapGet",
    "router",
];

fn names_guard(text: &str) -> bool {
    words(text).iter().any(|w| {
        [
            "auth",
            "authenticate",
            "can",
            "throttle",
            "verified",
            "csrf",
            "role",
            "permission",
            "admin",
            "login",
            "signed",
        ]
        .contains(&w.as_str())
    })
}

/// A line that is only an entry of a list (a middleware, a plugin, a check by its name) and is about protection.
fn entry_gone(s: &Scene<'_>) -> Option<String> {
    let entries = |lines: &[Line<'_>]| -> Vec<String> {
        let alone = |l: &&Line<'_>| {
            l.tokens.len() <= 2 && l.tokens.first().is_some_and(|t| t.kind == Kind::Text || t.kind == Kind::Word)
        };
        let about = |text: &str| {
            let w = words(text);
            let strict = [
                "csrf",
                "security",
                "authentication",
                "authorization",
                "clickjacking",
                "xframeoptions",
                "xss",
                "permission",
                "permissions",
                "throttle",
                "auth",
            ];
            let part =
                ["middleware", "filter", "guard", "plugin", "permission", "check", "validator", "rule", "backend"];
            let has = |list: &[&str]| w.iter().any(|x| list.contains(&x.as_str()));
            has(&strict) && has(&part)
        };
        let texts = lines.iter().filter(alone).filter_map(|l| l.tokens.first()).map(|t| body(t.text));
        texts.filter(|t| about(t)).map(str::to_owned).collect()
    };
    let (old, new) = (entries(&s.delta.removed), entries(&s.delta.added));
    let gone = old.iter().find(|e| !new.contains(e))?;
    (new.len() < old.len()).then(|| format!("`{gone}` is taken out"))
}

/// A list whose name is about who may, and that is empty now.
#[must_use]
pub fn list_emptied(s: &Scene<'_>) -> Option<String> {
    let named = |l: &Line<'_>| {
        let first = l.tokens.first().map(|t| body(t.text)).unwrap_or("");
        let w = words(first);
        let who =
            ["permission", "permissions", "authentication", "throttle", "guards", "validators", "allowed", "scopes"];
        w.iter().any(|x| who.contains(&x.as_str())).then(|| first.to_owned())
    };
    let empty = |l: &Line<'_>| {
        l.tokens
            .windows(2)
            .any(|w| matches!(w, [a, b] if a.is("[") && b.is("]") || a.is("(") && b.is(")") || a.is("{") && b.is("}")))
    };
    let now = s.delta.added.iter().filter(|l| empty(l)).find_map(named)?;
    let was = s.delta.removed.iter().any(|l| !empty(l) && named(l).is_some_and(|n| n == now));
    was.then(|| format!("`{now}` is empty"))
}

/// Names of chance that nobody can guess.
pub const STRONG_CHANCE: &[&str] = &[
    "randombytes",
    "randomuuid",
    "getrandomvalues",
    "securerandom",
    "tokenhex",
    "tokenurlsafe",
    "tokenbytes",
    "osrng",
    "secrets",
    "randomint",
    "randombytesasync",
    "opensslrandompseudobytes",
    "systemrandom",
    "rngcryptoserviceprovider",
    "arc4random",
    "crand",
    "cryptorand",
    "getrandom",
];

/// Chance that can be guessed, in the place of chance that cannot.
fn weaker_random(s: &Scene<'_>) -> Option<String> {
    let weak =
        ["mathrandom", "randomrandom", "randomrandint", "randomchoice", "mtrand", "rand", "srand", "random", "uniqid"];
    let count = |lines: &[Line<'_>], list: &[&str]| {
        lines
            .iter()
            .flat_map(|l| l.tokens.iter().enumerate().map(move |(i, t)| (l, i, t)))
            .filter(|(l, i, t)| {
                let receiver = l
                    .tokens
                    .get(i.wrapping_sub(2))
                    .filter(|_| l.tokens.get(i.wrapping_sub(1)).is_some_and(|d| d.is(".")));
                let called = l.tokens.get(i + 1).is_some_and(|n| n.is("(") || n.is("."));
                let whole = format!("{}{}", receiver.map_or("", |r| r.text), t.text);
                t.kind == Kind::Word
                    && called
                    && (list.contains(&plain_name(t.text).as_str()) || list.contains(&plain_name(&whole).as_str()))
            })
            .count()
    };
    let (add, gone) = (&s.delta.added, &s.delta.removed);
    let worse = count(gone, STRONG_CHANCE) > count(add, STRONG_CHANCE) && count(add, &weak) > count(gone, &weak);
    worse.then(|| "chance that can be guessed".to_owned())
}
