//! What happens after a failure: a program that stopped, answered with a refusal or handed an error up goes on after a line in a log.
//! That is a weakening where what failed was a check.

use super::super::super::delta::{Line, body, lines};
use super::super::super::lex::{Kind, Token};
use super::super::{Scene, credit, guards, has_word};
use super::named;

/// More lines than these are another way to treat failures.
const MAX_LINES: usize = 4;
/// So many lines above a statement say what failed.
const MAX_ABOVE: usize = 3;

/// What failed and goes on.
pub fn goes_on(s: &Scene<'_>) -> Option<String> {
    let (old, new) = (&s.delta.removed, &s.delta.added);
    if new.is_empty() || old.len() > MAX_LINES || new.len() > MAX_LINES {
        return None;
    }
    let n = |l: &[Line<'_>], f: fn(&Line<'_>) -> bool| l.iter().filter(|l| f(l)).count();
    let counts = |l: &Line<'_>| {
        l.tokens.iter().any(|t| has_word(t.text, &["metrics", "counter", "inc", "stats", "telemetry", "statsd"]))
    };
    let tells = new.iter().any(tells) || new.iter().all(nothing) || new.iter().all(|l| !leaves(l) && counts(l));
    if n(old, leaves) <= n(new, leaves) || !tells || n(old, guards::asks) > n(new, guards::asks) {
        return None;
    }
    let left = old.iter().find(|l| leaves(l))?;
    let file = lines(&s.before.tokens);
    let at = file.partition_point(|l| l.number < left.number);
    let near = file.get(at.saturating_sub(MAX_ABOVE)..=at)?;
    let failing = |l: &Line<'_>| {
        guards::asks(l)
            || l.tokens
                .first()
                .is_some_and(|t| ["except", "catch", "rescue", "}", "Err", "else", ":error"].iter().any(|w| t.is(w)))
                && l.tokens.iter().any(|t| ["except", "catch", "rescue", "Err"].iter().any(|w| t.is(w)))
    };
    let about = near.iter().flat_map(|l| &l.tokens).find(|t| checks(t))?;
    (near.iter().any(failing) && !credit::replaced(s)).then(|| format!("it goes on where `{}` fails", body(about.text)))
}

/// Words of what can fail because somebody or something should not be let on.
const CHECKS: &[&str] = &[
    "verify",
    "verified",
    "verification",
    "validate",
    "validation",
    "check",
    "auth",
    "authenticate",
    "authorize",
    "authorized",
    "authz",
    "policy",
    "policies",
    "permission",
    "permissions",
    "signature",
    "sign",
    "checksum",
    "digest",
    "decrypt",
    "csrf",
    "token",
    "login",
    "certificate",
    "cert",
    "certs",
    "tls",
    "mfa",
    "otp",
    "license",
    "quota",
    "integrity",
    "acl",
    "rbac",
    "limiter",
    "ratelimit",
    "captcha",
    "password",
    "credentials",
    "nonce",
    "expired",
    "revoked",
    "trusted",
    "sandbox",
    "seccomp",
    "unveil",
    "pledge",
    "setuid",
    "chroot",
    "invalidsignature",
    "forbidden",
    "unauthorized",
    "denied",
    "audit",
    "schema",
    "attestation",
    "firewall",
];

fn checks(t: &&Token<'_>) -> bool {
    named(t)
        && t.kind == Kind::Word
        && (has_word(t.text, CHECKS) || has_word(t.text, &["api", "secret"]) && has_word(t.text, &["key", "apikey"]))
}

/// Ends the program, the function or the request.
fn leaves(l: &Line<'_>) -> bool {
    let ends =
        ["raise", "throw", "panic", "abort", "die", "halt", "exit", "bail", "fail", "return", "fatalError", "process"];
    let first = l.tokens.iter().find(|t| t.kind == Kind::Word).is_some_and(|t| ends.contains(&t.text));
    first
        || l.tokens.iter().any(|t| {
            t.kind == Kind::Word
                && ([
                    "Fatal",
                    "Fatalf",
                    "Fatalln",
                    "fatal",
                    "Exit",
                    "exit",
                    "exitProcess",
                    "sendStatus",
                    "abort",
                    "panic",
                    "Panicf",
                    "raise",
                    "throw",
                ]
                .contains(&t.text))
        })
}

/// Only says something.
fn tells(l: &Line<'_>) -> bool {
    let about = [
        "log", "logger", "logging", "warn", "warning", "console", "println", "print", "printf", "slog", "eprintln",
        "debug", "info", "error", "puts", "tracing",
    ];
    !leaves(l) && l.tokens.iter().any(|t| t.kind == Kind::Word && has_word(t.text, &about))
}

/// Does nothing at all.
fn nothing(l: &Line<'_>) -> bool {
    l.tokens.iter().all(|t| t.kind == Kind::Mark || ["pass", "continue", "_", "nil", "ok"].iter().any(|w| t.is(w)))
}
