//! Tokens in code: which values are what a request presents as its credential, from the variable to the header. Called where
//! dictionaries are made and requests are sent.

use super::super::super::credentials;
use super::{CONTENT, V, Val, ValPiece, origin};

/// Why a value is not known that holds tokens, each beside the name of a header, and no other secret.
pub const PRESENTED: &str = "what the code presents";

/// Why what is made of such values is not known.
pub fn why(content: bool, presented: bool) -> Option<&'static str> {
    if content { Some(CONTENT) } else { presented.then_some(PRESENTED) }
}

/// Settings of a request that make it go another way, or to whom nobody vouches for.
pub fn leads_aside(key: &str) -> bool {
    let own = ["proxy", "proxies", "verify", "agent", "httpsAgent", "httpAgent", "dispatcher", "rejectUnauthorized"];
    own.contains(&key)
        || credentials::leads_aside(key)
        || matches!(key, "Host" | "host" | "hostname" | "socketPath" | "lookup" | "ssl" | "context")
}

/// The names that a value stands for which is nothing but a variable with a token.
pub fn variables(value: &Val) -> Option<Vec<String>> {
    credentials::tokens_of(value, false)
}

/// The value of an entry: a token below a header's name is presented, and stays so within what holds the headers; below any
/// other name it is a secret like others.
pub fn keyed(key: Option<&str>, value: V) -> V {
    if !origin(&value).0 {
        return value;
    }
    let presented = match key {
        Some("headers" | "auth") | None => !is_loose(&value),
        Some(name) => credentials::is_header(name) && is_credential(&value, false),
    };
    let why = if presented { PRESENTED } else { super::COMPUTED };
    V::Text(super::Set::one(Val::from_gap(super::Gap { why: why.into(), secret: true, network: origin(&value).1 })))
}

/// Whether all texts of a value are credentials.
fn is_credential(value: &V, pair: bool) -> bool {
    match value {
        V::Text(set) => set.values().iter().all(|v| !v.is_secret() || credentials::tokens_of(v, pair).is_some()),
        _ => false,
    }
}

/// Whether there is a secret in it that is not presented.
pub fn is_loose(value: &V) -> bool {
    let loose = |p: &ValPiece| match p {
        ValPiece::Gap(g) => g.secret && g.why != PRESENTED,
        ValPiece::Text(t) | ValPiece::Glob(t) => crate::secrets::is_marked(t),
    };
    match value {
        V::Text(set) | V::Path(set) => set.values().iter().any(|v| v.pieces().iter().any(loose)),
        V::List(list) => list.iter().any(is_loose),
        V::Ref(_) | V::Foreign(_) | V::Func(_) => false,
    }
}

/// Whether an argument of a request carries a secret where no credential stands: a body, a query, an address.
pub fn is_stray(name: Option<&str>, value: &V) -> bool {
    if !origin(value).0 {
        return false;
    }
    match (name, value) {
        (Some("auth" | "basic_auth"), V::List(pair)) => !pair.iter().all(|v| is_credential(v, true)),
        (Some("auth" | "headers" | "header") | None, _) => is_loose(value),
        _ => true,
    }
}
