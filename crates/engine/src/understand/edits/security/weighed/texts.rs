//! Settings inside a text: `Encrypt=True;TrustServerCertificate=False`, `postgres://…?sslmode=verify-full`, `secure; HttpOnly`. Each
//! has a side that protects; the texts of a line are compared setting by setting.

use super::super::super::delta::{Line, body};
use super::super::super::lex::Kind;
use super::super::beside::Beside;
use super::super::turns::{OPENS, PROTECTS};
use super::super::{has_word, plain_name};

/// Longer texts are documents.
const MAX_TEXT: usize = 600;

/// The setting that is on the other side now.
pub fn opened(b: &Beside<'_, '_>) -> Option<String> {
    b.pairs.iter().find_map(|(old, new)| {
        let (was, is) = (texts(old), texts(new));
        // Only what is written beside each other in one line.
        was.iter().zip(&is).filter(|(o, n)| o != n).find_map(|(o, n)| setting(o, n))
    })
}

fn texts<'x>(l: &'x Line<'_>) -> Vec<&'x str> {
    let short = l.tokens.iter().filter(|t| t.kind == Kind::Text && t.text.len() < MAX_TEXT);
    short.map(|t| body(t.text)).collect()
}

/// `key=value` and `key: value` pieces, and pieces that are only a name.
fn pieces(text: &str) -> Vec<(String, &str, String)> {
    let rest = text.split_once("://").and_then(|(_, r)| r.split_once('?')).map_or(text, |(_, q)| q);
    let all = rest.split([';', '&', ',', '?', ' ', '\n']).map(str::trim).filter(|p| !p.is_empty());
    all.map(|p| {
        let (key, value) = p.split_once(['=', ':']).unwrap_or((p, ""));
        (plain_name(key), key, value.trim().to_ascii_lowercase())
    })
    .collect()
}

/// How sure one is of the other end, from none.
const MODES: &[(&str, u8)] = &[
    ("disable", 0),
    ("disabled", 0),
    ("none", 0),
    ("false", 0),
    ("off", 0),
    ("no", 0),
    ("0", 0),
    ("allow", 1),
    ("prefer", 2),
    ("preferred", 2),
    ("skip-verify", 3),
    ("require", 3),
    ("required", 3),
    ("true", 4),
    ("yes", 4),
    ("on", 4),
    ("1", 4),
    ("verify-ca", 4),
    ("verify_ca", 4),
    ("verify-full", 5),
    ("verify_identity", 5),
    ("strict", 5),
];

fn mode(value: &str) -> Option<u8> {
    MODES.iter().find(|(name, _)| *name == value).map(|(_, n)| *n)
}

fn about_transport(name: &str) -> bool {
    ["ssl", "tls", "encrypt"].iter().any(|w| name.contains(w))
}

fn setting(old: &str, new: &str) -> Option<String> {
    let (was, is) = (pieces(old), pieces(new));
    if was.len() > 40 || is.len() > 40 {
        return None;
    }
    let named = |name: &str, key: &str| about_transport(name) || has_word(key, PROTECTS);
    let falls = is.iter().find_map(|(name, key, value)| {
        let before = was.iter().find(|(n, _, _)| n == name).map(|(_, _, v)| v)?;
        let (from, to) = (mode(before)?, mode(value)?);
        let opens =
            name.contains("trust") || has_word(key, OPENS) || name.contains("insecure") || name.starts_with("allow");
        let worse = if opens { to > from } else { named(name, key) && to < from };
        worse.then(|| format!("`{key}` becomes `{value}`"))
    });
    let opened = || {
        let fresh = is.iter().filter(|(n, _, _)| !was.iter().any(|(o, _, _)| o == n));
        fresh
            .filter(|(n, k, v)| {
                (n.contains("trustserver") || n.contains("insecure") || has_word(k, &["skip", "insecure"]))
                    && mode(v).is_some_and(|m| m > 0)
            })
            .map(|(_, k, _)| format!("`{k}` comes"))
            .next()
    };
    let closed = || {
        let gone = was.iter().filter(|(o, _, _)| !is.iter().any(|(n, _, _)| n == o));
        // Where other settings stay: the text is the same one.
        let same = is.iter().any(|(n, _, v)| was.iter().any(|(o, _, w)| o == n && w == v));
        gone.filter(|(n, _, v)| {
            same && (about_transport(n) && mode(v).is_some_and(|m| m > 2)
                || ["httponly", "secure", "samesite", "nosniff", "mustrevalidate"].contains(&n.as_str()) && v != "none")
        })
        .map(|(_, k, _)| format!("`{k}` is not said any more"))
        .next()
    };
    falls.or_else(opened).or_else(closed)
}
