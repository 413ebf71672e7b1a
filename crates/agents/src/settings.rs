//! Edits other people's JSON settings in place: a host's settings file belongs to its user, so what we do not touch stays
//! byte for byte as it was, comments of order and indentation included. Used by the installers, never by a hook.
//!
//! The text is parsed strictly first; a small scan then finds where each member lies. Every edit is a splice, and taking
//! out what was put in gives the old bytes again.

use std::ops::Range;

use crate::json::{self, JsonError, Value, quote_into};

/// A JSON text that is edited by path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    text: String,
}

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// A member of an object.
    Key(&'a str),
    /// An item of a list.
    Index(usize),
}

/// Where a value lies, and what is in it.
#[derive(Debug)]
struct Node {
    span: Range<usize>,
    /// Members and items, each from its key's (or its own) first byte; scalars have none.
    children: Vec<Child>,
}

#[derive(Debug)]
struct Child {
    key: Option<String>,
    start: usize,
    value: Node,
}

impl Document {
    /// Takes a text that is one strict JSON value.
    ///
    /// # Errors
    /// Where it is not.
    pub fn new(text: &str) -> Result<Self, JsonError> {
        json::parse(text)?;
        Ok(Self { text: text.to_owned() })
    }

    /// The text as it is now.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The value as it is now.
    ///
    /// # Errors
    /// Never after [`Document::new`]: every edit keeps the text valid, and this is where that would show.
    pub fn value(&self) -> Result<Value<'_>, JsonError> {
        json::parse(&self.text)
    }

    /// Adds a member at the end of the object at `path`, or an item at the end of the list there. False where there is
    /// no object or list.
    pub fn add(&mut self, path: &[Step<'_>], key: Option<&str>, value: &Value<'_>) -> bool {
        let Some(root) = scan(&self.text) else { return false };
        let Some(node) = find(&root, path) else { return false };
        let unit = self.unit(&root);
        let (at, piece) = match node.children.last() {
            None => {
                let outer = unit.repeat(path.len());
                let inner = unit.repeat(path.len() + 1);
                let body = self.member(key, value, &unit, &inner);
                let Some(inside) = inside(&node.span) else { return false };
                (inside, format!("\n{inner}{body}\n{outer}"))
            }
            Some(last) => match self.indent_of(node) {
                Some(inner) => {
                    let body = self.member(key, value, &unit, &inner);
                    (last.value.span.end..last.value.span.end, format!(",\n{inner}{body}"))
                }
                None => {
                    let body = self.member(key, value, "", "");
                    (last.value.span.end..last.value.span.end, format!(", {body}"))
                }
            },
        };
        self.text.replace_range(at, &piece);
        true
    }

    /// Takes the member or item at `path` out, with its comma. False where there is none.
    pub fn remove(&mut self, path: &[Step<'_>]) -> bool {
        let Some(root) = scan(&self.text) else { return false };
        let Some((last, parents)) = path.split_last() else { return false };
        let Some(parent) = find(&root, parents) else { return false };
        let Some(index) = position(parent, *last) else { return false };
        let child = parent.children.get(index);
        let before = index.checked_sub(1).and_then(|i| parent.children.get(i));
        let after = parent.children.get(index + 1);
        let range = match (before, child, after) {
            (Some(before), Some(child), _) => Some(before.value.span.end..child.value.span.end),
            (None, Some(child), Some(after)) => Some(child.start..after.start),
            _ => inside(&parent.span),
        };
        let Some(range) = range else { return false };
        self.text.replace_range(range, "");
        true
    }

    fn member(&self, key: Option<&str>, value: &Value<'_>, unit: &str, indent: &str) -> String {
        let mut out = String::new();
        if let Some(key) = key {
            quote_into(&mut out, key);
            out.push_str(": ");
        }
        pretty_into(&mut out, value, unit, indent);
        out
    }

    /// The indentation of one level: what stands before the root's first member, two blanks where nothing does.
    fn unit(&self, root: &Node) -> String {
        self.indent_of(root).filter(|unit| !unit.is_empty()).unwrap_or_else(|| "  ".to_owned())
    }

    /// The blanks before the first child, where it stands on a line of its own.
    fn indent_of(&self, node: &Node) -> Option<String> {
        let before = self.text.get(node.span.start + 1..node.children.first()?.start)?;
        before.rsplit_once('\n').map(|(_, blanks)| blanks.to_owned())
    }
}

/// The inside of a list or object.
fn inside(span: &Range<usize>) -> Option<Range<usize>> {
    let range = span.start + 1..span.end.checked_sub(1)?;
    (range.start <= range.end).then_some(range)
}

fn find<'n>(root: &'n Node, path: &[Step<'_>]) -> Option<&'n Node> {
    let mut node = root;
    for step in path {
        node = &node.children.get(position(node, *step)?)?.value;
    }
    Some(node)
}

fn position(node: &Node, step: Step<'_>) -> Option<usize> {
    match step {
        Step::Index(index) => (index < node.children.len()).then_some(index),
        Step::Key(key) => node.children.iter().position(|c| c.key.as_deref() == Some(key)),
    }
}

/// A value over several lines, as the hosts themselves write their settings.
#[must_use]
pub fn pretty(value: &Value<'_>) -> String {
    let mut out = String::new();
    pretty_into(&mut out, value, "  ", "");
    out
}

/// With an empty `unit` on one line.
fn pretty_into(out: &mut String, value: &Value<'_>, unit: &str, indent: &str) {
    let inner = format!("{indent}{unit}");
    let (between, around) = if unit.is_empty() {
        (", ".to_owned(), [String::new(), String::new()])
    } else {
        (format!(",\n{inner}"), [format!("\n{inner}"), format!("\n{indent}")])
    };
    let [opening, closing] = around;
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Value::Number(n) => out.push_str(&n.to_string()),
        Value::Text(t) => quote_into(out, t),
        Value::List(items) if items.is_empty() => out.push_str("[]"),
        Value::Object(members) if members.is_empty() => out.push_str("{}"),
        Value::List(items) => {
            out.push_str(&format!("[{opening}"));
            for (i, item) in items.iter().enumerate() {
                out.push_str(if i > 0 { &between } else { "" });
                pretty_into(out, item, unit, &inner);
            }
            out.push_str(&format!("{closing}]"));
        }
        Value::Object(members) => {
            out.push_str(&format!("{{{opening}"));
            for (i, (key, member)) in members.iter().enumerate() {
                out.push_str(if i > 0 { &between } else { "" });
                quote_into(out, key);
                out.push_str(": ");
                pretty_into(out, member, unit, &inner);
            }
            out.push_str(&format!("{closing}}}"));
        }
    }
}

/// Where everything lies in a text that is known to be valid and not deeper than the parser's limit.
fn scan(text: &str) -> Option<Node> {
    Scanner { bytes: text.as_bytes(), text, at: 0 }.value()
}

struct Scanner<'t> {
    bytes: &'t [u8],
    text: &'t str,
    at: usize,
}

impl Scanner<'_> {
    fn peek(&mut self) -> Option<u8> {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn value(&mut self) -> Option<Node> {
        let opening = self.peek()?;
        let start = self.at;
        let mut children = Vec::new();
        match opening {
            b'{' | b'[' => {
                self.at += 1;
                while !matches!(self.peek()?, b'}' | b']') {
                    children.push(self.child(opening == b'{')?);
                    if self.peek()? == b',' {
                        self.at += 1;
                    }
                }
                self.at += 1;
            }
            b'"' => self.skip_string(),
            _ => {
                while !matches!(self.bytes.get(self.at), None | Some(b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r'))
                {
                    self.at += 1;
                }
            }
        }
        Some(Node { span: start..self.at, children })
    }

    fn child(&mut self, keyed: bool) -> Option<Child> {
        self.peek()?;
        let start = self.at;
        let key = if keyed { Some(self.key()?) } else { None };
        Some(Child { key, start, value: self.value()? })
    }

    fn key(&mut self) -> Option<String> {
        let start = self.at;
        self.skip_string();
        let key = json::parse(self.text.get(start..self.at)?).ok()?.text()?.to_owned();
        self.peek()?;
        self.at += 1;
        Some(key)
    }

    fn skip_string(&mut self) {
        self.at += 1;
        loop {
            match self.bytes.get(self.at) {
                None => return,
                Some(b'"') => {
                    self.at += 1;
                    return;
                }
                Some(b'\\') => self.at += 2,
                Some(_) => self.at += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Step::{Index, Key};
    use super::*;

    fn added(text: &str, path: &[Step<'_>], key: Option<&str>, value: &str) -> String {
        let mut doc = Document::new(text).unwrap();
        assert!(doc.add(path, key, &json::parse(value).unwrap()));
        let now = doc.text().to_owned();
        doc.value().unwrap();
        let last = match doc.value().unwrap() {
            v if path.is_empty() => count(&v),
            v => count(path.iter().fold(&v, |v, step| match step {
                Key(k) => v.get(k).unwrap(),
                Index(i) => &v.list().unwrap()[*i],
            })),
        } - 1;
        let mut full = path.to_vec();
        full.push(key.map_or(Index(last), Key));
        assert!(doc.remove(&full));
        assert_eq!(doc.text(), text, "taking it out gives the old bytes");
        now
    }

    fn count(v: &Value<'_>) -> usize {
        match v {
            Value::List(l) => l.len(),
            Value::Object(m) => m.len(),
            _ => 0,
        }
    }

    #[test]
    fn additions_follow_the_file_and_leave_no_trace() {
        assert_eq!(added("{}\n", &[], Some("a"), "[1]"), "{\n  \"a\": [\n    1\n  ]\n}\n");
        assert_eq!(
            added("{\n    \"x\": 1\n}", &[], Some("a"), "{\"b\":[]}"),
            "{\n    \"x\": 1,\n    \"a\": {\n        \"b\": []\n    }\n}"
        );
        assert_eq!(added("{\n\t\"x\": []\n}", &[Key("x")], None, "true"), "{\n\t\"x\": [\n\t\ttrue\n\t]\n}");
        assert_eq!(added(r#"{"x":["a"]}"#, &[Key("x")], None, r#"{"b":[1,2]}"#), r#"{"x":["a", {"b": [1, 2]}]}"#);
        assert_eq!(added(r#"{"x":"}],\"","y":[]}"#, &[], Some("z"), "null"), r#"{"x":"}],\"","y":[], "z": null}"#);
        assert_eq!(
            added("{\n  \"x\": [\n      {\"k\": 1}\n  ]\n}", &[Key("x")], None, "{\"n\":1}"),
            "{\n  \"x\": [\n      {\"k\": 1},\n      {\n        \"n\": 1\n      }\n  ]\n}"
        );
    }

    #[test]
    fn removals_take_the_comma_along() {
        let mut doc = Document::new("{\"a\": 1, \"b\": [1, 2, 3], \"c\": 3}").unwrap();
        assert!(doc.remove(&[Key("b"), Index(1)]));
        assert_eq!(doc.text(), "{\"a\": 1, \"b\": [1, 3], \"c\": 3}");
        assert!(doc.remove(&[Key("b"), Index(0)]) && doc.remove(&[Key("b"), Index(0)]));
        assert_eq!(doc.text(), "{\"a\": 1, \"b\": [], \"c\": 3}");
        assert!(doc.remove(&[Key("a")]));
        assert_eq!(doc.text(), "{\"b\": [], \"c\": 3}");
        assert!(!doc.remove(&[Key("a")]) && !doc.remove(&[]) && !doc.remove(&[Key("b"), Index(0)]));
        assert!(!doc.add(&[Key("nowhere")], None, &Value::Null));
    }

    #[test]
    fn scalars_cannot_be_added_to() {
        let mut doc = Document::new("{\"a\": 1}").unwrap();
        assert!(!doc.add(&[Key("a")], None, &Value::Null), "{}", doc.text());
    }
}
