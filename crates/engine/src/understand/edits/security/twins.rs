//! What does the same and looks less: the same name without the word that said that it looks, a type in the place of a check, a password
//! compared as it is. Called by `polarity` for a line and what it became.

use super::super::delta::Line;
use super::super::lex::{Kind, Token};
use super::{Scene, has_word, plain_name, words};

/// A longer text is prose.
const MAX_NAME: usize = 60;

/// What took the place of something that looked, in words.
pub fn seen(s: &Scene<'_>, new: &Line<'_>, gone: &[&Token<'_>], come: &[&Token<'_>]) -> Option<String> {
    let twin = unlooking(gone, come).or_else(|| endless(new, gone, come));
    twin.or_else(|| only_said(s, gone, come)).or_else(|| kept_as_is(new, gone))
}

/// A limit that is none: `rate.NewLimiter(rate.Inf, 0)`.
fn endless(new: &Line<'_>, gone: &[&Token<'_>], come: &[&Token<'_>]) -> Option<String> {
    let none = ["Inf", "Infinity", "inf", "unlimited", "Unlimited", "UNLIMITED", "NoLimit", "no_limit"];
    let said = |list: &[&str]| new.tokens.iter().any(|t| t.text.len() < MAX_NAME && has_word(t.text, list));
    let bounded = gone.iter().any(|t| t.kind == Kind::Number) && said(&["limit", "limiter", "max", "attempts", "rate"]);
    come.iter().find(|t| none.contains(&t.text)).filter(|_| bounded).map(|t| format!("`{}` is no limit", t.text))
}

/// Words of a name that say that it looks at what it is given.
const LOOKING: &[&str] =
    &["safe", "safely", "secure", "strict", "existing", "checked", "verified", "sanitized", "escaped"];

/// The same name without the word that said that it looks: `String.to_existing_atom` becomes `String.to_atom`.
fn unlooking(gone: &[&Token<'_>], come: &[&Token<'_>]) -> Option<String> {
    let called = |t: &&&&Token<'_>| t.kind == Kind::Word && t.text.len() < MAX_NAME;
    // `yaml.load(text, Loader=SafeLoader)` says it in another place.
    if come.iter().any(|t| has_word(t.text, LOOKING)) {
        return None;
    }
    gone.iter().filter(|t| called(&t) && has_word(t.text, LOOKING)).find_map(|t| {
        let mut rest = words(t.text);
        rest.retain(|w| !LOOKING.contains(&w.as_str()));
        let twin = come.iter().filter(|c| called(&c)).find(|c| !rest.is_empty() && words(c.text) == rest)?;
        Some(format!("`{}` in the place of `{}`", twin.text, t.text))
    })
}

/// What was sent is said to be of a type, where it was looked at: `schema.parse(body)` becomes `body as Input`.
fn only_said(s: &Scene<'_>, gone: &[&Token<'_>], come: &[&Token<'_>]) -> Option<String> {
    let looked = gone
        .iter()
        .any(|t| ["parse", "safeParse", "parseAsync", "validate", "validateSync", "assert", "check"].contains(&t.text));
    let by =
        gone.iter().any(|t| has_word(t.text, &["schema", "validator", "shape", "guard"]) || t.text.ends_with("Schema"));
    let said = come.iter().any(|t| t.is("as"));
    (s.language.name == "typescript" && looked && by && said).then(|| "what is sent is not looked at".to_owned())
}

/// A password is compared with what is kept of it as it is.
fn kept_as_is(new: &Line<'_>, gone: &[&Token<'_>]) -> Option<String> {
    let by_hash = [
        "passwordencoder",
        "encoder",
        "bcrypt",
        "argon2",
        "scrypt",
        "checkpw",
        "passwordverify",
        "verifypass",
        "checkpassword",
        "verifypassword",
        "checkpasswordhash",
        "comparehashandpassword",
        "passwordhasher",
        "hasher",
    ];
    let hashed = gone.iter().any(|t| t.kind == Kind::Word && by_hash.contains(&plain_name(t.text).as_str()));
    let compares = new.tokens.iter().any(|t| ["equals", "strcmp", "Equal", "isEqual", "eql"].contains(&t.text))
        || new.tokens.windows(2).any(|w| matches!(w, [a, b] if (a.is("=") || a.is("!")) && b.is("=")))
        || new.tokens.iter().any(|t| ["==", "!=", "===", "!=="].contains(&t.text));
    (hashed && compares && !new.tokens.iter().any(|t| by_hash.contains(&plain_name(t.text).as_str())))
        .then(|| "a password is compared as it is".to_owned())
}
