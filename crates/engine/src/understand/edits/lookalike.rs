//! A name that says secret with a value that is none: read from the environment, a placeholder, masked. The change is what it
//! was (program text, a test, settings), but it is filed apart, because it is what a gate that asks about names would ask about.

use super::delta::{Delta, Line, body};
use super::lex::Kind;
use super::security::words;

/// More lines than this are not about one setting.
const MAX_LINES: usize = 4;
/// The same for a file that is new.
const MAX_NEW_LINES: usize = 12;
/// A longer text is no placeholder.
const MAX_PLACEHOLDER: usize = 64;

/// What was seen, in words; none where the change is about more than this.
#[must_use]
pub fn seen(delta: &Delta<'_>, fresh: bool, test: bool) -> Option<String> {
    let few = delta.added.len() <= if fresh { MAX_NEW_LINES } else { MAX_LINES };
    if !few || !delta.removed.is_empty() {
        return None;
    }
    let name = delta.added.iter().find_map(|l| named(l, test))?;
    Some(format!("`{name}` gets a value that is no secret"))
}

/// The name on this line that says secret, where its value does not. What a test hands to a call is a part of the test.
fn named<'a>(line: &Line<'a>, test: bool) -> Option<&'a str> {
    let t = &line.tokens;
    let at =
        t.iter().position(|t| t.kind != Kind::Mark && t.text.len() < MAX_PLACEHOLDER && says_secret(body(t.text)))?;
    if test && t.iter().take(at).any(|t| t.is("(")) {
        return None;
    }
    let rest = t.get(at + 1..)?;
    let sign = rest.iter().rposition(|t| t.is("=")).or_else(|| rest.iter().position(|t| t.is(":") || t.is(">")));
    // Elixir's `@name value` has no sign.
    let value = rest.get(sign.map_or(0, |s| s + 1)..).filter(|v| !v.is_empty())?;
    let sources = ["env", "environ", "getenv", "ENV", "env!", "config", "Env", "Environment", "secrets", "vault"];
    let looked_up = value.iter().take(6).any(|t| t.kind == Kind::Word && sources.iter().any(|s| t.text.contains(s)));
    let texts = || value.iter().filter(|t| t.kind == Kind::Text);
    let bare = value.first().filter(|v| v.kind == Kind::Word && value.len() <= 2 && is_placeholder(v.text));
    let placeholder = texts().next().is_some_and(|t| is_placeholder(body(t.text))) || bare.is_some();
    (looked_up || placeholder).then(|| t.get(at).map_or("", |t| body(t.text)))
}

/// `apiToken`, `DB_PASSWORD`, `stripe_secret_key`, `DATABASE_URL`.
fn says_secret(name: &str) -> bool {
    let w = words(name);
    let has = |list: &[&str]| w.iter().any(|x| list.contains(&x.as_str()));
    let plain = [
        "token",
        "secret",
        "password",
        "passwd",
        "pwd",
        "apikey",
        "credential",
        "credentials",
        "jwt",
        "webhook",
        "dsn",
        "passphrase",
    ];
    let keys = [
        "api",
        "access",
        "private",
        "secret",
        "signing",
        "encryption",
        "auth",
        "account",
        "storage",
        "license",
        "service",
        "master",
    ];
    let stores = ["database", "redis", "db", "mongo", "mongodb", "postgres", "mysql", "amqp", "sentry"];
    has(&plain) || has(&["key"]) && has(&keys) || has(&["url", "uri"]) && has(&stores)
}

/// A value that nobody could use.
fn is_placeholder(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let marks = [
        "your",
        "example",
        "dummy",
        "changeme",
        "change-me",
        "change_me",
        "replace",
        "todo",
        "xxx",
        "***",
        "...",
        "placeholder",
        "sample",
        "fake",
        "redacted",
        "test-",
        "test_",
        "${",
        "{{",
        "<",
        "insert",
        "fixme",
        "mock",
        "none",
        "null",
    ];
    let mut letters: Vec<u8> = lower.bytes().collect();
    letters.sort_unstable();
    letters.dedup();
    value.len() < MAX_PLACEHOLDER && (letters.len() <= 3 || marks.iter().any(|m| lower.contains(m)) || lower == "test")
}
