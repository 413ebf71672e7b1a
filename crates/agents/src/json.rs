//! Strict JSON for what hosts send: one parse, no duplicate keys, bounded depth and size. Every adapter's `decode` and
//! the transcript readers start here; nothing after them sees JSON.
//!
//! Not a general JSON library: no comments, no lenient modes. A text that two readers could read differently is an
//! error, because the host and the gate would then judge different actions.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

/// Largest message that is read. The largest real one seen was 1.6 MB (a written file).
pub const MAX_MESSAGE_BYTES: usize = 10 * 1024 * 1024;

/// Deepest nesting that is read. Real messages stay below 12; the limit keeps the recursion off the stack's end.
pub const MAX_DEPTH: u32 = 64;

/// Most values (scalars, lists, objects) in one message: 10 MiB of `[1,1,…` would otherwise take some 200 MB.
pub const MAX_VALUES: u32 = 250_000;

/// From this many keys on, duplicates are looked for by sorting: a linear search would be quadratic in hostile input.
const LINEAR_KEYS: usize = 16;

/// A parsed value; texts are borrowed from the message where no escape had to be resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    Text(Cow<'a, str>),
    /// An array.
    List(Vec<Value<'a>>),
    /// An object, in the order of the message; no key twice.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// The member of that name, where this is an object that has one.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        match self {
            Self::Object(members) => members.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The text, where it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items, where it is a list.
    #[must_use]
    pub fn list(&self) -> Option<&[Value<'a>]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// What it is, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// Why a text is not one strict JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JsonError {
    /// Longer than [`MAX_MESSAGE_BYTES`].
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Not UTF-8.
    NotUtf8 {
        /// The first byte that is wrong.
        at: usize,
    },
    /// Ends before the value does.
    CutOff {
        /// The last line, from 1.
        line: usize,
        /// The column in it, from 1.
        column: usize,
    },
    /// Wrong in another way; the text says how and where.
    Invalid(String),
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { bytes } => write!(f, "the message has {bytes} bytes, the limit is {MAX_MESSAGE_BYTES}"),
            Self::NotUtf8 { at } => write!(f, "the message is not UTF-8 at byte {at}"),
            Self::CutOff { line, column } => write!(f, "the message ends too early, at line {line} column {column}"),
            Self::Invalid(what) => write!(f, "the message is not valid JSON: {what}"),
        }
    }
}

impl std::error::Error for JsonError {}

/// The bytes as text: a leading byte order mark is dropped, anything that is not UTF-8 is an error.
///
/// # Errors
/// Where it is too long or not UTF-8.
pub fn text_of(bytes: &[u8]) -> Result<&str, JsonError> {
    if bytes.len() > MAX_MESSAGE_BYTES {
        return Err(JsonError::TooLong { bytes: bytes.len() });
    }
    let text = std::str::from_utf8(bytes).map_err(|e| JsonError::NotUtf8 { at: e.valid_up_to() })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Parses exactly one value; blanks around it are fine, anything else is not.
///
/// # Errors
/// Where the text is not one strict JSON value within the limits.
pub fn parse(text: &str) -> Result<Value<'_>, JsonError> {
    let values = Cell::new(0);
    let mut from = serde_json::Deserializer::from_str(text);
    let value = Seed { depth: 0, values: &values }.deserialize(&mut from).map_err(|e| error(&e))?;
    from.end().map_err(|e| error(&e))?;
    Ok(value)
}

/// The text with every half of a surrogate pair as U+FFFD; none where there is no such half. Hosts written in JavaScript
/// pass on what a tool printed, halves too. Only for what has already happened: otherwise one stray escape in a page
/// would keep the page from being looked at.
#[must_use]
pub fn mend_surrogates(text: &str) -> Option<String> {
    const HALF: &str = "\\ufffd";
    let mut out = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        at += found;
        let unit = escape_at(text, at);
        let pair = matches!(unit, Some(0xd800..=0xdbff)) && matches!(escape_at(text, at + 6), Some(0xdc00..=0xdfff));
        let half = matches!(unit, Some(0xd800..=0xdfff)) && !pair;
        if half {
            out.push_str(text.get(kept..at).unwrap_or(""));
            out.push_str(HALF);
            kept = at + 6;
        }
        at += match unit {
            Some(_) if pair => 12,
            Some(_) => 6,
            None => 2,
        };
    }
    if kept == 0 {
        return None;
    }
    out.push_str(text.get(kept..).unwrap_or(""));
    Some(out)
}

/// The code unit of the `\uXXXX` that begins at this byte.
fn escape_at(text: &str, at: usize) -> Option<u16> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
}

fn error(e: &serde_json::Error) -> JsonError {
    if e.is_eof() {
        return JsonError::CutOff { line: e.line(), column: e.column() };
    }
    JsonError::Invalid(e.to_string())
}

/// Carries the depth and the count of values through serde's recursion.
#[derive(Clone, Copy)]
struct Seed<'s> {
    depth: u32,
    values: &'s Cell<u32>,
}

impl Seed<'_> {
    fn inner<E: de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom(format_args!("nested deeper than {MAX_DEPTH}")));
        }
        Ok(Self { depth: self.depth + 1, values: self.values })
    }

    fn count<E: de::Error>(self) -> Result<(), E> {
        let n = self.values.get() + 1;
        self.values.set(n);
        if n > MAX_VALUES {
            return Err(E::custom(format_args!("more than {MAX_VALUES} values")));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value<'de>;
    fn deserialize<D: de::Deserializer<'de>>(self, d: D) -> Result<Value<'de>, D::Error> {
        self.count()?;
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, v: bool) -> Result<Value<'de>, E> {
        Ok(Value::Bool(v))
    }
    fn visit_u64<E>(self, v: u64) -> Result<Value<'de>, E> {
        Ok(Value::Number(v.into()))
    }
    fn visit_i64<E>(self, v: i64) -> Result<Value<'de>, E> {
        Ok(Value::Number(v.into()))
    }
    fn visit_f64<E: de::Error>(self, v: f64) -> Result<Value<'de>, E> {
        Number::from_f64(v).map(Value::Number).ok_or_else(|| E::custom("a number out of range"))
    }
    fn visit_str<E>(self, v: &str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(v.to_owned())))
    }
    fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(v)))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value<'de>, A::Error> {
        let seed = self.inner()?;
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(seed)? {
            items.push(item);
        }
        Ok(Value::List(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value<'de>, A::Error> {
        let seed = self.inner()?;
        let mut members: Vec<(Cow<'de, str>, Value<'de>)> = Vec::new();
        while let Some(key) = access.next_key_seed(KeySeed)? {
            if members.len() < LINEAR_KEYS && members.iter().any(|(k, _)| *k == key) {
                return Err(twice(&key));
            }
            members.push((key, access.next_value_seed(seed)?));
        }
        if members.len() > LINEAR_KEYS {
            no_key_twice(&members)?;
        }
        Ok(Value::Object(members))
    }
}

fn no_key_twice<E: de::Error>(members: &[(Cow<'_, str>, Value<'_>)]) -> Result<(), E> {
    let mut keys: Vec<&str> = members.iter().map(|(k, _)| k.as_ref()).collect();
    keys.sort_unstable();
    let double = keys.windows(2).find_map(|w| match w {
        [a, b] if a == b => Some(*a),
        _ => None,
    });
    double.map_or(Ok(()), |key| Err(twice(key)))
}

fn twice<E: de::Error>(key: &str) -> E {
    let key: String = key.chars().take(40).collect();
    E::custom(format_args!("the key {key:?} stands twice in one object"))
}

struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Cow<'de, str>;
    fn deserialize<D: de::Deserializer<'de>>(self, d: D) -> Result<Cow<'de, str>, D::Error> {
        d.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed {
    type Value = Cow<'de, str>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }
    fn visit_str<E>(self, v: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(v.to_owned()))
    }
    fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(v))
    }
}

/// Appends a text as a JSON string, on one line.
pub fn quote_into(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if (c as u32) < 0x20 || c == '\u{7f}' || matches!(c, '\u{2028}' | '\u{2029}') => {
                out.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// A text as a JSON string, on one line.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    quote_into(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fails(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    #[test]
    fn what_is_refused_and_how_it_is_said() {
        let deep = format!("{}1{}", "[".repeat(65), "]".repeat(65));
        let wide = format!("[1{}]", ",1".repeat(250_000));
        let many = format!("{{{}\"k3\":1}}", (0..40).map(|i| format!("\"k{i}\":1,")).collect::<String>());
        for (text, want) in [
            (r#"{"a":1,"a":2}"#, "the key \"a\" stands twice"),
            (r#"{"a":1,"\u0061":2}"#, "the key \"a\" stands twice"),
            (r#"[{"x":{"y":1,"y":1}}]"#, "the key \"y\" stands twice"),
            (many.as_str(), "the key \"k3\" stands twice"),
            (deep.as_str(), "nested deeper than 64"),
            (wide.as_str(), "more than 250000 values"),
            (r#"{"a":"#, "ends too early, at line 1 column 5"),
            ("", "ends too early, at line 1"),
            (r#"{"a":1} {"a":1}"#, "trailing characters"),
            (r#""\ud800""#, "not valid JSON"),
            (r#""\udc00x""#, "not valid JSON"),
            ("\"a\nb\"", "control character"),
            ("{'a':1}", "not valid JSON"),
            ("NaN", "not valid JSON"),
            ("1e999", "out of range"),
        ] {
            assert!(fails(text).contains(want), "{} → {}", text.chars().take(60).collect::<String>(), fails(text));
        }
    }

    #[test]
    fn depth_is_refused_long_before_the_stack_ends() {
        let deep = "[".repeat(1_000_000);
        assert!(fails(&deep).contains("nested deeper than 64"));
        let deep = r#"{"a":"#.repeat(1_000_000);
        assert!(fails(&deep).contains("nested deeper than 64"));
    }

    #[test]
    fn bytes_become_text() {
        assert_eq!(text_of(b"\xef\xbb\xbf{}"), Ok("{}"));
        assert_eq!(text_of(b"{\"a\":\"\xff\"}"), Err(JsonError::NotUtf8 { at: 6 }));
        assert_eq!(text_of(b"\xed\xa0\x80"), Err(JsonError::NotUtf8 { at: 0 }));
        assert!(matches!(text_of(&vec![b' '; MAX_MESSAGE_BYTES + 1]), Err(JsonError::TooLong { .. })));
    }

    #[test]
    fn halves_of_pairs_are_mended() {
        for (text, want) in [
            (r#""a\ud800b""#, Some(r#""a\ufffdb""#)),
            (r#""\ud83d\ude00""#, None),
            (r#""\ude00\ud83d""#, Some(r#""\ufffd\ufffd""#)),
            (r#""\ud83d\ud83d\ude00é""#, Some(r#""\ufffd\ud83d\ude00é""#)),
            (r#""\\ud800""#, None),
            (r#""\n\uD8""#, None),
            ("\"\\", None),
            ("\"\\\u{e9}", None),
        ] {
            assert_eq!(mend_surrogates(text).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn values_are_kept() {
        let v = parse(r#" {"a":[1,-2,0.5,true,null,"x\ny","\ud83d\ude00"]} "#).unwrap();
        assert_eq!(format!("{v:?}").matches("Number").count(), 3 * 2);
        assert_eq!(v.get("a").and_then(|a| a.list()).map(|l| l.len()), Some(7));
    }

    #[test]
    fn quoting_leads_back() {
        for text in ["", "plain", "a\"b\\c\nd\te\u{1}\u{7f}", "ü😀\u{2028}\u{202e}"] {
            let q = quoted(text);
            assert!(!q.contains('\n'));
            assert_eq!(parse(&q).unwrap().text(), Some(text));
        }
    }
}
