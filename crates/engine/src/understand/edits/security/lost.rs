//! Protections that go from a statement that stays: a guard taken out of a list or a registration, a check that holds less
//! often, a condition that keeps fewer out, a limit that is gone. From the lines that went and came, beside each other.

use super::super::delta::{Line, body};
use super::super::lang::Dialect;
use super::super::lex::{Kind, Token};
use super::beside::{Beside, beside, left_out};
use super::{Scene, has_word, is_protective, plain_name, words};

/// More lines than these are a change of the program, not of one protection.
const MAX_LINES: usize = 12;
/// A longer text is prose, not a name.
const MAX_NAME: usize = 60;

/// What is lost, in words.
#[must_use]
pub fn lost(s: &Scene<'_>) -> Option<String> {
    if s.delta.removed.len() > MAX_LINES || s.delta.added.len() > MAX_LINES {
        return None;
    }
    let beside = beside(s);
    let gone = || taken_from_line(&beside).or_else(|| registration_gone(s)).or_else(|| exit_gone(&beside));
    let opened = opened_word(&beside).or_else(|| holds_less(s, &beside)).or_else(|| limit_gone(s));
    opened.or_else(|| gone().filter(|_| !super::credit::replaced(s)))
}

/// Words of what keeps others out, wherever in a name.
const GUARDING: &[&str] = &[
    "auth",
    "authn",
    "authz",
    "authenticate",
    "authenticated",
    "authentication",
    "authenticator",
    "authorization",
    "authorize",
    "authorized",
    "authorizer",
    "jwt",
    "csrf",
    "csurf",
    "xsrf",
    "xss",
    "helmet",
    "limiter",
    "ratelimit",
    "ratelimiter",
    "httprate",
    "throttle",
    "throttler",
    "guard",
    "guards",
    "acl",
    "rbac",
    "permission",
    "permissions",
    "login",
    "hsts",
    "csp",
    "blocklist",
    "denylist",
    "firewall",
    "audit",
    "auditor",
    "sanitize",
    "sanitizer",
    "signature",
    "hmac",
    "captcha",
    "recaptcha",
    "protected",
    "secured",
    "roles",
    "preauthorize",
];

/// A name or a short text about keeping others out.
#[must_use]
pub fn is_guarding(t: &Token<'_>) -> bool {
    if t.kind != Kind::Word && (t.kind != Kind::Text || t.text.len() > MAX_NAME) {
        return false;
    }
    has_word(t.text, GUARDING) || is_rate_limit(t.text) || super::shapes::is_guard_name(t.text)
}

fn is_rate_limit(name: &str) -> bool {
    has_word(name, &["limit", "limits"]) && has_word(name, &["rate", "request", "requests", "ip", "login", "attempts"])
}

/// The same statement without a guard that it had: a handler, a base class, an attribute, an argument.
fn taken_from_line(b: &Beside<'_, '_>) -> Option<String> {
    for (old, new) in &b.pairs {
        let Some(out) = left_out(old, new) else { continue };
        // A text is a guard's name only where handlers are bound to addresses.
        let bound = registers(old, false) || old.tokens.iter().any(|t| super::shapes::ROUTES.contains(&t.text));
        let guards = |t: &Token<'_>| is_guarding(t) && (t.kind == Kind::Word || bound);
        let still = new.tokens.iter().any(guards);
        if let Some(t) = out.iter().find(|t| guards(t)).filter(|_| !still) {
            return Some(format!("`{}` guards it no more", body(t.text)));
        }
    }
    None
}

/// Words of what is closed, and of what is open.
const CLOSED: &[&str] = &[
    "protected",
    "private",
    "authenticated",
    "admin",
    "admins",
    "administrator",
    "superuser",
    "owner",
    "staff",
    "restricted",
    "secure",
    "internal",
    "required",
    "strict",
    "deny",
    "denied",
    "reject",
];
const OPEN: &[&str] = &[
    "public",
    "anonymous",
    "anyone",
    "everyone",
    "unprotected",
    "guest",
    "guests",
    "optional",
    "open",
    "user",
    "users",
    "viewer",
    "member",
    "members",
    "any",
    "all",
    "allow",
    "allowed",
    "permissive",
    "insecure",
    "none",
    "permit",
    "lax",
];
/// Words of lines that say who may.
const ABOUT_WHO: &[&str] = &[
    "role",
    "roles",
    "permission",
    "permissions",
    "auth",
    "authorize",
    "authorization",
    "authorizer",
    "scope",
    "scopes",
    "access",
    "policy",
    "allow",
    "allowed",
    "require",
    "requires",
    "required",
    "procedure",
    "guard",
    "guards",
    "group",
    "groups",
    "visibility",
    "acl",
    "security",
    "tls",
    "ssl",
    "default",
    "samesite",
    "origin",
];
/// Words that say which part of a program sees a name: not who may use the program.
const VISIBILITY: &[&str] = &["private", "public", "protected", "internal", "open", "any", "all", "required"];

/// `protectedProcedure` becomes `publicProcedure`, `hasRole("ADMIN")` becomes `hasRole("USER")`.
fn opened_word(b: &Beside<'_, '_>) -> Option<String> {
    for (old, new) in b.pairs.iter().filter(|(o, n)| o.tokens.len() == n.tokens.len()) {
        let mut differ = old.tokens.iter().zip(&new.tokens).filter(|(o, n)| o.text != n.text);
        let (Some((o, n)), None) = (differ.next(), differ.nth(1)) else { continue };
        let bare = o.kind == Kind::Word && VISIBILITY.contains(&o.text);
        let about =
            old.tokens.iter().any(|t| t.kind != Kind::Mark && t.text.len() < MAX_NAME && has_word(t.text, ABOUT_WHO));
        let short = o.text.len() < MAX_NAME && n.text.len() < MAX_NAME;
        if short && !bare && about && has_word(o.text, CLOSED) && has_word(n.text, OPEN) && !has_word(n.text, CLOSED) {
            return Some(format!("`{}` becomes `{}`", body(o.text), body(n.text)));
        }
    }
    None
}

/// Words that put a handler, a filter or a layer in front of what follows.
const REGISTERS: &[&str] = &[
    "use",
    "layer",
    "route_layer",
    "wrap",
    "plug",
    "add_middleware",
    "addmiddleware",
    "register",
    "pipe",
    "before",
    "filter",
    "interceptor",
    "addfilter",
    "add_filter",
    "with",
    "add",
    "prehandler",
    "onrequest",
    "addhook",
    "dependencies",
    "middleware",
    "addinterceptors",
    "configure",
    "apply",
];

/// Puts something in front of what follows.
#[must_use]
pub fn registers(line: &Line<'_>, imports: bool) -> bool {
    let called = line.tokens.iter().enumerate().any(|(i, t)| {
        let verb = t.kind == Kind::Word && REGISTERS.contains(&t.text.to_ascii_lowercase().as_str());
        let opens = line.tokens.get(i + 1).is_some_and(|n| n.is("(") || n.is(":") || n.is("[") || n.is("="));
        verb && (opens || t.is("plug") || t.is("before")) && !(i == 0 && imports && t.is("use"))
    });
    // ASP.NET says it in one word.
    let one = |t: &Token<'_>| words(t.text).first().is_some_and(|w| w == "use") && words(t.text).len() > 1;
    called || line.tokens.iter().any(|t| t.kind == Kind::Word && one(t) && !t.text.starts_with("use"))
}

/// A registration of something that guards goes, with nothing of its kind in its place.
fn registration_gone(s: &Scene<'_>) -> Option<String> {
    let imports = matches!(s.language.dialect, Dialect::Rust | Dialect::Php | Dialect::Perl | Dialect::Elixir);
    let guards = |line: &Line<'_>| line.tokens.iter().find(|t| is_guarding(t)).map(|t| body(t.text).to_owned());
    let of = |lines: &[Line<'_>]| -> Vec<String> {
        lines.iter().filter(|l| registers(l, imports)).filter_map(guards).collect()
    };
    let (old, new) = (of(&s.delta.removed), of(&s.delta.added));
    let elsewhere = s.delta.added.iter().filter(|l| guards(l).is_some()).count();
    (old.len() > new.len() && old.len() > elsewhere)
        .then(|| old.first().map(|name| format!("`{name}` is not in front of it any more")))?
}

/// A condition that turns away gets one more that must hold, or one that lets in gets one more way in.
fn holds_less(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let name = super::mass::decides(s);
    for (old, new) in &b.pairs {
        let Some(more) = left_out(new, old) else { continue };
        let starts = |a: &str, word: &str| {
            let joins = |t: &&&Token<'_>| t.is(a) || t.text.eq_ignore_ascii_case(word);
            more.first().filter(joins).or(more.last().filter(joins)).is_some()
        };
        let talks = new.tokens.iter().any(|t| super::speaks_of_guard(t) || is_guarding(t) || speaks_of_who(t));
        let turns_away = new.tokens.iter().any(|t| {
            t.is("!")
                || t.is("not")
                || t.is("unless")
                || exits(t) && !t.is("return")
                || t.is("if") && new.tokens.iter().any(exits)
        });
        if talks && turns_away && starts("&", "and") {
            return Some("a check holds less often".to_owned());
        }
        let allows = |t: &Token<'_>| is_protective(t.text) || has_word(t.text, &["can", "allow", "allowed", "admin"]);
        let lets_in = name.is_some() || new.tokens.iter().any(allows);
        if lets_in && !turns_away && starts("|", "or") && speaks(more.as_slice()) {
            return Some("a check lets more in".to_owned());
        }
    }
    None
}

fn exits(t: &Token<'_>) -> bool {
    t.kind == Kind::Word && super::rows::EXITS.contains(&t.text)
}

fn speaks(tokens: &[&Token<'_>]) -> bool {
    tokens.iter().any(|t| t.kind != Kind::Mark && !t.text.is_empty())
}

/// Words of what a check of the one who calls looks at.
const WHO: &[&str] = &[
    "password",
    "passwd",
    "pw",
    "token",
    "role",
    "owner",
    "verify",
    "verified",
    "credentials",
    "session",
    "mfa",
    "otp",
];

fn speaks_of_who(t: &Token<'_>) -> bool {
    t.kind == Kind::Word && has_word(t.text, WHO)
}

/// What may come in has no limit any more: sizes of uploads, kinds of files, hosts, attempts.
fn limit_gone(s: &Scene<'_>) -> Option<String> {
    let limits = |l: &Line<'_>| {
        let (key, next) = (l.tokens.first()?, l.tokens.get(1)?);
        let called = l.tokens.iter().find(|t| {
            t.kind == Kind::Word
                && has_word(t.text, &["max", "limit"])
                && has_word(t.text, &["bytes", "body", "size", "payload", "upload"])
        });
        if let Some(t) = called {
            return Some(t.text.to_owned());
        }
        let named = key.kind != Kind::Mark && (next.is(":") || next.is("=") || next.is("("));
        let on_line = |list: &[&str]| l.tokens.iter().any(|t| t.kind != Kind::Mark && has_word(t.text, list));
        let k = |list: &[&str]| has_word(key.text, list);
        let size = k(&["limit", "limits", "max", "maximum"])
            && on_line(&["file", "upload", "uploads", "body", "attempts", "requests", "payload"]);
        let kind = k(&["filter", "allowed", "allow", "whitelist", "allowlist", "accepted"])
            && k(&[
                "file",
                "files",
                "mime",
                "mimetypes",
                "types",
                "extensions",
                "hosts",
                "origins",
                "ips",
                "domains",
                "schemes",
            ]);
        (named && (size || kind)).then(|| body(key.text).to_owned())
    };
    let (old, new) = (s.delta.removed.iter().filter_map(limits), s.delta.added.iter().filter_map(limits));
    let gone = old.collect::<Vec<_>>();
    let small = s.delta.added.len() < s.delta.removed.len();
    (small && gone.len() > new.count()).then(|| gone.first().map(|k| format!("`{k}` limits it no more")))?
}

/// Words of refusals, beyond those of `rows::GUARD_TALK`, that count where nothing but the refusal goes.
const REFUSALS: &[&str] = &[
    "blocked",
    "private",
    "internal",
    "allowed",
    "disallowed",
    "trusted",
    "locked",
    "lockout",
    "quota",
    "exceeded",
    "owner",
    "owns",
    "role",
    "roles",
    "password",
    "credential",
    "credentials",
    "origin",
    "redirect",
    "scheme",
    "banned",
    "suspended",
    "disabled",
    "unverified",
    "verified",
    "otp",
    "mfa",
    "signing",
    "issuer",
    "audience",
    "401",
    "403",
    "429",
    "login",
    "logged",
    "failures",
    "tampered",
    "mismatch",
    "checksum",
    "reserved",
    "loopback",
    "tenant",
    "belongs",
    "authz",
];

/// Only an early exit goes, that refused somebody or something.
fn exit_gone(b: &Beside<'_, '_>) -> Option<String> {
    if !b.came.is_empty() {
        return None;
    }
    let leaves = b.gone.iter().any(|l| l.tokens.iter().any(exits));
    let asks = b.gone.iter().any(|l| {
        l.tokens.iter().any(|t| ["if", "unless", "guard", "when", "ensure", "bail_if"].iter().any(|w| t.is(w)))
    });
    // Swift's `guard let x = …`: that there is a value.
    let bound = |l: &&Line<'_>| {
        let who = l.tokens.iter().skip(1).any(|t| super::speaks_of_guard(t) || is_guarding(t) || speaks_of_who(t));
        l.tokens.first().is_some_and(|t| t.is("guard")) && l.tokens.get(1).is_some_and(|t| t.is("let")) && !who
    };
    let opens = |l: &&&Line<'_>| l.tokens.first().is_some_and(|t| t.is("guard") || t.is("if"));
    if b.gone.iter().filter(opens).count() == 1 && b.gone.iter().any(bound) {
        return None;
    }
    let presence = b.gone.iter().filter(|l| l.tokens.iter().any(|t| t.is("if") || t.is("unless")));
    if presence.clone().count() == 1 && presence.clone().all(|l| super::guards::only_presence(l)) {
        return None;
    }
    if leaves
        && asks
        && let Some(t) = b.gone.iter().flat_map(|l| &l.tokens).find(|t| refuses(t))
    {
        return Some(format!("a check goes (`{}`)", body(t.text)));
    }
    let talks = b.gone.iter().flat_map(|l| &l.tokens).find(|t| {
        // A path that climbs.
        t.kind == Kind::Text && body(t.text) == ".."
            || matches!(t.kind, Kind::Word | Kind::Text) && t.text.len() < 200 && has_word(t.text, REFUSALS)
            || speaks_of_who(t)
    })?;
    (leaves && asks).then(|| format!("a refusal goes (`{}`)", body(talks.text)))
}

/// Ends in an error: what is refused with one is not only left out.
fn refuses(t: &Token<'_>) -> bool {
    let words = [
        "throw",
        "raise",
        "abort",
        "bail",
        "Err",
        "sendStatus",
        "panic",
        "halt",
        "forbidden",
        "StatusBadRequest",
        "fail",
    ];
    t.kind == Kind::Word && (words.contains(&t.text) || t.text.starts_with("err") && t.text.len() > 3)
        || t.kind != Kind::Mark && ["401", "403", "404", "413", "415", "422", "429"].contains(&body(t.text))
}

/// A command that compared what was fetched with what it should be is not run any more, in a recipe of an image or a build.
#[must_use]
pub fn unverified(s: &Scene<'_>) -> Option<String> {
    if !["dockerfile", "makefile", "shell"].contains(&s.language.name) {
        return None;
    }
    let checks = [
        "verify",
        "sha256sum",
        "sha512sum",
        "shasum",
        "gpgv",
        "cosign",
        "minisign",
        "--require-hashes",
        "--verify",
        "--locked",
        "--frozen-lockfile",
        "--immutable",
    ];
    let found = |lines: &[Line<'_>]| -> Vec<String> {
        let words = lines.iter().flat_map(|l| &l.tokens).flat_map(|t| body(t.text).split(' '));
        words.filter(|w| checks.contains(w)).map(str::to_owned).collect()
    };
    let (old, new) = (found(&s.delta.removed), found(&s.delta.added));
    let goes = old.first().filter(|_| new.is_empty() && !s.delta.added.is_empty())?;
    Some(format!("`{goes}` is not asked any more"))
}

/// An image that ran as somebody runs as root again.
#[must_use]
pub fn user_gone(s: &Scene<'_>) -> Option<String> {
    if s.language.name != "dockerfile" {
        return None;
    }
    let users =
        |lines: &[Line<'_>]| lines.iter().filter(|l| l.tokens.first().is_some_and(|t| t.text == "USER")).count();
    (users(&s.delta.removed) > users(&s.delta.added)).then(|| "the container runs as root".to_owned())
}

/// A password or key that is written to a log.
#[must_use]
pub fn logged(s: &Scene<'_>) -> Option<String> {
    let logs = |l: &Line<'_>| {
        // What is thrown is not written.
        let thrown = |t: &Token<'_>| ["throw", "raise", "panic", "bail"].contains(&t.text);
        if l.tokens.iter().any(thrown) {
            return None;
        }
        let writes = l.tokens.iter().enumerate().any(|(i, t)| {
            let used = l.tokens.get(i + 1).is_some_and(|n| n.is(".") || n.is("(") || n.is("!"))
                || l.tokens.get(i + 1..i + 3).is_some_and(|n| n.iter().all(|n| n.is(":")));
            let bare = i == 0 && matches!(s.language.dialect, Dialect::Ruby | Dialect::Shell | Dialect::Php);
            // A type of errors is no log.
            let named = t.text.starts_with(char::is_uppercase) && l.tokens.get(i + 1).is_some_and(|n| n.is(":"));
            t.kind == Kind::Word
                && (used || bare)
                && !(named && has_word(t.text, &["error"]))
                && has_word(
                    t.text,
                    &[
                        "log", "logger", "logging", "console", "print", "println", "printf", "puts", "slog", "tracing",
                        "echo", "nslog", "debug", "info", "warn", "error",
                    ],
                )
        });
        let called = l.tokens.iter().any(|t| t.is("(") || t.is("!")) || s.language.dialect == Dialect::Ruby;
        let named = |t: &&Token<'_>| {
            let plain = plain_name(t.text);
            t.text.len() < MAX_NAME
                && (has_word(t.text, &["password", "passwd", "passphrase", "cvv", "ssn"])
                    || [
                        "privatekey",
                        "accesstoken",
                        "refreshtoken",
                        "apikey",
                        "secretkey",
                        "clientsecret",
                        "cardnumber",
                    ]
                    .iter()
                    .any(|k| plain.ends_with(k))
                    || ["card", "secret", "credentials", "jwt", "cookies", "token"].contains(&plain.as_str()))
        };
        // A value of that name, not a word about it.
        let value = l.tokens.iter().enumerate().find(|(i, t)| {
            let used = t.kind == Kind::Word
                || t.kind == Kind::Text && l.tokens.get(i.wrapping_sub(1)).is_some_and(|b| b.is("["));
            let part = l.tokens.get(i + 1).is_some_and(|n| n.is(".")) && t.text == "card";
            // `request.getPassword()`, `user.password()`: what is asked for its value.
            let read = l.tokens.get(i + 2).is_some_and(|n| n.is(")"))
                && l.tokens.get(i.wrapping_sub(1)).is_some_and(|b| b.is("."))
                && words(t.text).len() <= 2;
            used && named(t) && !part && (read || !l.tokens.get(i + 1).is_some_and(|n| n.is("(")))
        });
        (writes && called).then_some(value).flatten().map(|(_, t)| body(t.text).to_owned())
    };
    let (new, old) = (s.delta.added.iter().filter_map(logs), s.delta.removed.iter().filter_map(logs).count());
    let names: Vec<String> = new.collect();
    (names.len() > old).then(|| names.first().map(|n| format!("`{n}` goes into a log")))?
}
