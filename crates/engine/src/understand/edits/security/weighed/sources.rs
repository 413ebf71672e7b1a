//! Where a value comes from: what the program knew or drew itself, or what whoever calls has sent. The same name with the second in the
//! place of the first is what somebody else chose.

use super::super::super::delta::{Line, body};
use super::super::super::lex::{Kind, Token};
use super::super::beside::{Beside, only_in};
use super::super::{guards, has_word, plain_name, shapes};
use super::named;

/// What is taken from what is sent.
pub fn sent(b: &Beside<'_, '_>) -> Option<String> {
    b.pairs.iter().find_map(|(old, new)| {
        let (gone, come) = (only_in(old, new), only_in(new, old));
        let comes = (is_sent(&come) || is_sent_name(new) && !is_sent_name(old)) && !is_sent(&gone);
        let who = || knew(&gone, old) && target(old, new).is_some_and(|t| has_word(&t, WHOSE));
        let drew = || gone.iter().any(|t| drawn(t)) && !come.iter().any(|t| drawn(t));
        let looked = || {
            guards::asks(old)
                && guards::asks(new)
                && gone.iter().any(|t| t.kind == Kind::Word && has_word(t.text, LOOKED))
        };
        let put =
            || target(old, new).is_some_and(|t| has_word(&t, &["tenant", "owner", "account", "role", "org", "user"]));
        let first = || put() && !is_sent(&old.tokens.iter().collect::<Vec<_>>());
        (comes && (who() || drew() || looked() || first())).then(|| "a value is taken from what is sent".to_owned())
    })
}

/// Words of whose something is.
const WHOSE: &[&str] = &[
    "id", "user", "account", "tenant", "owner", "email", "role", "uid", "subject", "org", "userid", "customer",
    "member", "name", "key",
];
/// Words of what a file or a text is looked at for.
const LOOKED: &[&str] = &["mime", "detect", "sniff", "magic", "finfo", "probe", "inspect", "signature"];

/// Words of what the server keeps about who calls.
const KNEW: &[&str] = &[
    "session",
    "claims",
    "principal",
    "current",
    "locals",
    "auth",
    "identity",
    "assigns",
    "subject",
    "jwt",
    "security",
    "authenticated",
];

fn knew(gone: &[&Token<'_>], old: &Line<'_>) -> bool {
    let kept = gone.iter().any(|t| named(t) && has_word(t.text, KNEW));
    // `c.GetString("userID")`: what a middleware put there.
    let put = old.tokens.windows(3).any(|w| matches!(w, [g, p, k] if (g.text.starts_with("Get") || g.text == "get" || g.text == "Value" || g.text == "MustGet") && p.is("(") && has_word(k.text, &["user", "account", "tenant", "claims", "uid"])));
    kept || put
        && gone.iter().any(|t| ["GetString", "Get", "get", "Value", "MustGet", "GetInt", "GetUint"].contains(&t.text))
}

fn drawn(t: &Token<'_>) -> bool {
    t.kind != Kind::Mark
        && (shapes::STRONG_CHANCE.contains(&plain_name(t.text).as_str())
            || has_word(t.text, &["uuid", "uuid4", "nanoid", "ulid", "random"])
            || t.kind == Kind::Text && t.text.contains("UUID"))
}

fn target(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let of = |l: &Line<'_>| {
        let at = l.tokens.iter().position(|t| t.is("="))?;
        l.tokens.iter().take(at).rev().find(|t| t.kind == Kind::Word).map(|t| t.text.to_owned())
    };
    of(old).filter(|t| of(new).as_ref() == Some(t))
}

/// Calls and places of what was sent.
fn is_sent(l: &[&Token<'_>]) -> bool {
    let names = [
        "Param",
        "Query",
        "QueryParam",
        "FormValue",
        "PostForm",
        "PathValue",
        "params",
        "query",
        "body",
        "args",
        "form",
        "headers",
        "getParameter",
        "get_argument",
        "_FILES",
        "_GET",
        "_POST",
        "_REQUEST",
        "_COOKIE",
        "originalname",
        "getSubmittedFileName",
        "GetHeader",
        "getHeader",
        "queryParams",
        "pathParameters",
        "URLParam",
        "Vars",
        "searchParams",
        "payload",
        "input",
        "cookies",
        "filename",
        "GET",
        "POST",
        "COOKIES",
        "META",
    ];
    l.iter().any(|t| t.kind == Kind::Word && names.contains(&t.text.trim_start_matches('$')))
}

/// `file.name`: what whoever sent a file called it.
fn is_sent_name(l: &Line<'_>) -> bool {
    l.tokens.windows(3).any(|w| matches!(w, [f, d, n] if has_word(f.text, &["file", "upload", "part", "attachment"]) && d.is(".") && ["name", "filename", "originalname", "Filename", "FileName"].contains(&body(n.text))))
}
