//! Marks of secrets: what `ledger` put in their place before anything was judged.

/// Every placeholder begins so. Made by `automode-ledger`; whoever writes one by hand only makes a verdict stricter.
pub const MARK: &str = "SECRET_";

/// True where a secret stood in this text.
#[must_use]
pub fn is_marked(text: &str) -> bool {
    text.match_indices(MARK).any(|(at, _)| {
        let rest = text.get(at + MARK.len()..).unwrap_or("");
        let kind = rest.bytes().take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit()).count();
        kind > 0 && rest.as_bytes().get(kind) == Some(&b'_')
    })
}
