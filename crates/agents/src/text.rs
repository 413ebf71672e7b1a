//! From a host's JSON to the texts of an event: cutting at stated limits, flattening of arguments, collecting of outputs.
//! Used by every adapter's `decode`.

use automode_model::Text;

use crate::json::Value;

/// Longest command that is kept; a longer one is cut, says so, and is then not judged as harmless.
pub const MAX_COMMAND_BYTES: usize = 256 * 1024;
/// Longest file content of a write or an edit that is kept.
pub const MAX_CONTENT_BYTES: usize = 1024 * 1024;
/// Longest tool output that is kept: all that a hook's message can bring, because the injection scanner sees it before the
/// ledger's cut. Hosts themselves cut a command's output at some 30,000 characters.
pub const MAX_OUTPUT_BYTES: usize = 10 * 1024 * 1024;
/// Longest prompt that is kept.
pub const MAX_PROMPT_BYTES: usize = 256 * 1024;
/// Longest single argument of a tool that we do not model.
pub const MAX_ARG_BYTES: usize = 64 * 1024;
/// Most arguments of such a tool; what is beyond them is reported as one cut argument.
pub const MAX_ARGS: usize = 512;

/// The text, cut at a character boundary at or below `max_bytes`.
#[must_use]
pub fn cut(text: &str, max_bytes: usize) -> Text {
    let mut end = max_bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let body = text.get(..end).unwrap_or("").to_owned();
    Text { body, cut_bytes: (text.len() - end) as u64 }
}

/// The arguments as JSON pointer and scalar text, in the order of the message. Beyond [`MAX_ARGS`] one last entry with
/// an empty pointer says how many bytes are missing, so that no rule takes the rest for read.
#[must_use]
pub fn flatten(value: &Value<'_>) -> Vec<(String, Text)> {
    let mut out = Vec::new();
    let mut lost = 0;
    let mut pointer = String::new();
    walk(value, &mut pointer, &mut |pointer, scalar| {
        if out.len() < MAX_ARGS {
            out.push((pointer.to_owned(), cut(scalar, MAX_ARG_BYTES)));
        } else {
            lost += (pointer.len() + scalar.len()) as u64;
        }
    });
    if lost > 0 {
        out.push((String::new(), Text { body: String::new(), cut_bytes: lost }));
    }
    out
}

/// Calls `leaf` for every scalar. Recursion is bounded by the parser's depth limit.
fn walk(value: &Value<'_>, pointer: &mut String, leaf: &mut dyn FnMut(&str, &str)) {
    match value {
        Value::Null => leaf(pointer, "null"),
        Value::Bool(b) => leaf(pointer, if *b { "true" } else { "false" }),
        Value::Number(n) => leaf(pointer, &n.to_string()),
        Value::Text(t) => leaf(pointer, t),
        Value::List(items) if items.is_empty() => leaf(pointer, "[]"),
        Value::Object(members) if members.is_empty() => leaf(pointer, "{}"),
        Value::List(items) => {
            for (i, item) in items.iter().enumerate() {
                within(pointer, &i.to_string(), |p| walk(item, p, leaf));
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                within(pointer, &key.replace('~', "~0").replace('/', "~1"), |p| walk(member, p, leaf));
            }
        }
    }
}

fn within(pointer: &mut String, step: &str, then: impl FnOnce(&mut String)) {
    let before = pointer.len();
    pointer.push('/');
    pointer.push_str(step);
    then(pointer);
    pointer.truncate(before);
}

/// What a tool returned, as the agent will read it: every text in it, one after the other. Pictures are named, not kept.
#[must_use]
pub fn output(value: &Value<'_>) -> Text {
    let mut all = Collected::default();
    all.add(value);
    Text { body: all.body, cut_bytes: all.cut_bytes }
}

#[derive(Default)]
struct Collected {
    body: String,
    cut_bytes: u64,
}

impl Collected {
    fn add(&mut self, value: &Value<'_>) {
        match value {
            Value::Text(text) => self.push(text),
            Value::List(items) => items.iter().for_each(|item| self.add(item)),
            Value::Object(_) if is_picture(value) => self.push("[image]"),
            Value::Object(members) => members.iter().filter(|(key, _)| key != "type").for_each(|(_, m)| self.add(m)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if !self.body.is_empty() && self.body.len() < MAX_OUTPUT_BYTES {
            self.body.push('\n');
        }
        let part = cut(text, MAX_OUTPUT_BYTES.saturating_sub(self.body.len()));
        self.body.push_str(&part.body);
        self.cut_bytes += part.cut_bytes;
    }
}

pub(crate) fn is_picture(value: &Value<'_>) -> bool {
    matches!(value.get("type").and_then(Value::text), Some("image" | "base64"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn arguments_become_pointers() {
        let v = parse(r#"{"a":{"b/c":[1,"x",{}]},"t~":null,"ok":true}"#).unwrap();
        let flat: Vec<String> = flatten(&v).into_iter().map(|(p, t)| format!("{p}={}", t.body)).collect();
        assert_eq!(flat, ["/a/b~1c/0=1", "/a/b~1c/1=x", "/a/b~1c/2={}", "/t~0=null", "/ok=true"]);
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let many = format!("[{}7]", "1,".repeat(MAX_ARGS + 9));
        let flat = flatten(&parse(&many).unwrap());
        assert_eq!(flat.len(), MAX_ARGS + 1);
        assert!(flat[MAX_ARGS].1.cut_bytes > 0);
        let t = cut("aüb", 2);
        assert_eq!((t.body.as_str(), t.cut_bytes), ("a", 3));
    }

    #[test]
    fn outputs_are_all_texts() {
        let v = parse(
            r#"{"type":"text","file":{"content":"hello","n":3},"x":[{"type":"image","source":{"data":"AAAA"}},"bye"]}"#,
        );
        assert_eq!(output(&v.unwrap()).body, "hello\n[image]\nbye");
    }

    #[test]
    fn a_long_output_is_cut_once() {
        let v = format!("[\"{}\",\"{}\"]", "a".repeat(MAX_OUTPUT_BYTES), "b".repeat(10));
        let t = output(&parse(&v).unwrap());
        assert_eq!((t.body.len(), t.cut_bytes), (MAX_OUTPUT_BYTES, 10));
    }
}
