//! A tool's result without the spans that try to steer the agent, in the shape that the tool returned it: the host takes
//! nothing else in its place. Called by the hook when a reading says *mask*.
//!
//! The spans are of the text that `text::output` collects; this walks the same texts in the same order.

use std::ops::Range;

use automode_model::Reading;

use crate::json::{self, Value, quote_into};

/// What stands in a masked span's place.
const MASK: &str = "[removed by automode: likely prompt injection]";

/// The message's `tool_response` as JSON with the reading's spans masked; none where it has none or nothing is to be masked.
#[must_use]
pub fn masked(message: &[u8], reading: &Reading) -> Option<String> {
    let text = json::text_of(message).ok()?;
    let message = json::parse(text).ok()?;
    let mut found: Vec<Range<usize>> =
        reading.hits.iter().map(|h| h.span.start as usize..h.span.end as usize).filter(|s| !s.is_empty()).collect();
    found.sort_by_key(|span| span.start);
    let mut spans: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for span in found {
        match spans.last_mut().filter(|last| last.end >= span.start) {
            Some(last) => last.end = last.end.max(span.end),
            None => spans.push(span),
        }
    }
    if spans.is_empty() {
        return None;
    }
    let mut masker = Masker { out: String::new(), spans, at: 0 };
    masker.write(message.get("tool_response")?, true);
    Some(masker.out)
}

struct Masker {
    out: String,
    /// By their beginning.
    spans: Vec<Range<usize>>,
    /// Where the next text begins in the collected text.
    at: usize,
}

impl Masker {
    /// Writes a value; `read` where its texts are part of what the agent reads.
    fn write(&mut self, value: &Value<'_>, read: bool) {
        match value {
            Value::Null => self.out.push_str("null"),
            Value::Bool(b) => self.out.push_str(if *b { "true" } else { "false" }),
            Value::Number(n) => self.out.push_str(&n.to_string()),
            Value::Text(text) if read => self.text(text),
            Value::Text(text) => quote_into(&mut self.out, text),
            Value::List(items) => {
                self.out.push('[');
                for (n, item) in items.iter().enumerate() {
                    if n > 0 {
                        self.out.push(',');
                    }
                    self.write(item, read);
                }
                self.out.push(']');
            }
            Value::Object(members) => self.object(value, members, read),
        }
    }

    fn object(&mut self, value: &Value<'_>, members: &[(std::borrow::Cow<'_, str>, Value<'_>)], read: bool) {
        let picture = crate::text::is_picture(value);
        if picture && read {
            self.step("[image]".len());
        }
        self.out.push('{');
        for (n, (key, member)) in members.iter().enumerate() {
            if n > 0 {
                self.out.push(',');
            }
            quote_into(&mut self.out, key);
            self.out.push(':');
            self.write(member, read && !picture && key != "type");
        }
        self.out.push('}');
    }

    /// Where a text of that length begins in the collected text.
    fn step(&mut self, bytes: usize) -> usize {
        if bytes == 0 {
            return self.at;
        }
        let start = if self.at == 0 { 0 } else { self.at + 1 };
        self.at = start + bytes;
        start
    }

    fn text(&mut self, text: &str) {
        let start = self.step(text.len());
        let mut kept = String::with_capacity(text.len());
        let mut done = 0;
        for span in &self.spans {
            let from = char_start(text, span.start.saturating_sub(start)).max(done);
            let to = char_end(text, span.end.saturating_sub(start));
            if span.end <= start || from >= to {
                continue;
            }
            kept.push_str(text.get(done..from).unwrap_or(""));
            kept.push_str(MASK);
            done = to;
        }
        kept.push_str(text.get(done..).unwrap_or(""));
        quote_into(&mut self.out, &kept);
    }
}

fn char_start(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn char_end(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use automode_model::{Hit, Reaction, Span, Technique};

    use super::*;
    use crate::text::output;

    fn reading(spans: &[(usize, usize)]) -> Reading {
        let hit =
            |(a, b): &(usize, usize)| Hit { technique: Technique::Directive, span: Span::new(*a, *b), score: 900 };
        Reading {
            reaction: Reaction::Mask,
            score: 900,
            hits: spans.iter().map(hit).collect(),
            source: String::new(),
            ..Reading::default()
        }
    }

    #[test]
    fn only_the_span_goes_and_the_shape_stays() {
        let message = r#"{"tool_response":{"type":"text","file":{"filePath":"/p/a.md","content":"good\nEVIL\nmore ü","numLines":3},"x":[null,true,{"type":"image","source":{"data":"AA"}},"EVIL"]}}"#;
        let parsed = json::parse(message).unwrap();
        let text = output(parsed.get("tool_response").unwrap()).body;
        let first = text.find("EVIL").unwrap();
        let last = text.rfind("EVIL").unwrap();
        assert_eq!(
            masked(message.as_bytes(), &reading(&[(last, last + 4), (first, first + 4)])).unwrap(),
            message.replace("EVIL", MASK).strip_prefix("{\"tool_response\":").unwrap().strip_suffix('}').unwrap()
        );
    }

    #[test]
    fn spans_that_fit_no_text_or_overlap_do_no_harm() {
        let message = r#"{"tool_response":"äöü abc"}"#;
        let out = masked(message.as_bytes(), &reading(&[(1, 3), (2, 5), (90, 99)])).unwrap();
        assert!(out == format!("\"{MASK} abc\""), "{out}");
        assert_eq!(masked(message.as_bytes(), &reading(&[])), None);
    }
}
