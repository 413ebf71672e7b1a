//! Values as JSON, the one form in which records are written: as short as `serde_json` writes it, with every character that a
//! terminal obeys, hides or reorders as a `\u` escape, so that `cat` on a journal shows what is there (a command that hid its
//! end behind U+202E is the reason). Called by `wire` only.
//!
//! Each hook writes a record of a hundred short texts, most of which need no escape: eight bytes are looked at in one step.
//! Of numbers and what else no record has much of, `serde_json` writes the form.

use std::fmt;

use serde::Serialize;
use serde::ser::{
    self, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant,
};

/// Appends a value.
pub(super) fn write<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) -> Result<(), Unwritable> {
    value.serialize(Json { out })
}

/// A value said that it cannot be written; none of a record's does.
#[derive(Debug)]
pub(super) struct Unwritable;

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that cannot be written")
    }
}

impl std::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

struct Json<'a> {
    out: &'a mut Vec<u8>,
}

/// A list or an object that is being written.
struct Many<'a> {
    out: &'a mut Vec<u8>,
    any: bool,
    /// What closes it, and the object around it where it is a variant's.
    close: &'static [u8],
}

impl<'a> Json<'a> {
    fn raw(self, bytes: &[u8]) -> Result<(), Unwritable> {
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    /// As `serde_json` writes it.
    fn usual<T: Serialize>(self, value: T) -> Result<(), Unwritable> {
        serde_json::to_writer(self.out, &value).map_err(|_| Unwritable)
    }

    /// `{"name":`, for a variant with content.
    fn variant(self, of: &'static str) -> &'a mut Vec<u8> {
        self.out.push(b'{');
        name(self.out, of);
        self.out
    }

    fn many(self, open: u8, close: &'static [u8]) -> Result<Many<'a>, Unwritable> {
        self.out.push(open);
        Ok(Many { out: self.out, any: false, close })
    }
}

impl Many<'_> {
    fn next(&mut self) -> &mut Vec<u8> {
        if self.any {
            self.out.push(b',');
        }
        self.any = true;
        self.out
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        write(self.next(), value)
    }

    fn field<T: Serialize + ?Sized>(&mut self, of: &'static str, value: &T) -> Result<(), Unwritable> {
        let out = self.next();
        name(out, of);
        write(out, value)
    }

    fn close(self) -> Result<(), Unwritable> {
        self.out.extend_from_slice(self.close);
        Ok(())
    }
}

/// Methods that leave a value to `serde_json`.
macro_rules! usual {
    ($($method:ident: $kind:ty),*) => {
        $(fn $method(self, value: $kind) -> Result<(), Unwritable> {
            self.usual(value)
        })*
    };
}

impl<'a> ser::Serializer for Json<'a> {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Many<'a>;
    type SerializeTuple = Many<'a>;
    type SerializeTupleStruct = Many<'a>;
    type SerializeTupleVariant = Many<'a>;
    type SerializeMap = Many<'a>;
    type SerializeStruct = Many<'a>;
    type SerializeStructVariant = Many<'a>;

    usual!(
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_u8: u8, serialize_u16: u16,
        serialize_u32: u32, serialize_u64: u64, serialize_f32: f32, serialize_f64: f64, serialize_bytes: &[u8]
    );

    fn serialize_bool(self, value: bool) -> Result<(), Unwritable> {
        self.raw(if value { b"true" } else { b"false" })
    }

    fn serialize_char(self, value: char) -> Result<(), Unwritable> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Unwritable> {
        text(self.out, value);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        self.raw(b"null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        self.raw(b"null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritable> {
        self.raw(b"null")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<(), Unwritable> {
        self.serialize_str(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        let out = self.variant(name);
        write(out, value)?;
        out.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Many<'a>, Unwritable> {
        self.many(b'[', b"]")
    }

    fn serialize_tuple(self, _: usize) -> Result<Many<'a>, Unwritable> {
        self.many(b'[', b"]")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Many<'a>, Unwritable> {
        self.many(b'[', b"]")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Many<'a>, Unwritable> {
        Json { out: self.variant(name) }.many(b'[', b"]}")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Many<'a>, Unwritable> {
        self.many(b'{', b"}")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Many<'a>, Unwritable> {
        self.many(b'{', b"}")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Many<'a>, Unwritable> {
        Json { out: self.variant(name) }.many(b'{', b"}}")
    }
}

/// The traits of what has elements.
macro_rules! elements {
    ($($kind:ident . $method:ident),*) => {
        $(impl $kind for Many<'_> {
            type Ok = ();
            type Error = Unwritable;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
                self.element(value)
            }
            fn end(self) -> Result<(), Unwritable> {
                self.close()
            }
        })*
    };
}
elements!(
    SerializeSeq.serialize_element,
    SerializeTuple.serialize_element,
    SerializeTupleStruct.serialize_field,
    SerializeTupleVariant.serialize_field
);

/// The traits of what has named fields.
macro_rules! fields {
    ($($kind:ident),*) => {
        $(impl $kind for Many<'_> {
            type Ok = ();
            type Error = Unwritable;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Unwritable> {
                self.field(name, value)
            }
            fn end(self) -> Result<(), Unwritable> {
                self.close()
            }
        })*
    };
}
fields!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Many<'_> {
    type Ok = ();
    type Error = Unwritable;

    /// Keys of a record are texts; what is none would be no JSON.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        let out = self.next();
        let start = out.len();
        write(out, key)?;
        if out.get(start) == Some(&b'"') { Ok(()) } else { Err(Unwritable) }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.out.push(b':');
        write(self.out, value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close()
    }
}

/// A field's or a variant's name and its colon. It stands in our source, in letters.
fn name(out: &mut Vec<u8>, name: &'static str) {
    debug_assert_eq!(plain_bytes(name.as_bytes()), name.len(), "a name that needs escapes");
    out.push(b'"');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
}

/// A text in quotes.
fn text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let mut rest = text;
    while let Some((plain, others)) = rest.split_at_checked(plain_bytes(rest.as_bytes())) {
        out.extend_from_slice(plain.as_bytes());
        let Some(c) = others.chars().next() else { break };
        character(out, c);
        rest = others.get(c.len_utf8()..).unwrap_or_default();
    }
    out.push(b'"');
}

/// How many bytes at the beginning are ASCII that stands for itself.
fn plain_bytes(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let Some((eight, more)) = rest.split_first_chunk::<8>()
        && are_plain(u64::from_le_bytes(*eight))
    {
        rest = more;
    }
    let tail = rest.iter().take_while(|b| matches!(b, b' '..=b'~') && !matches!(b, b'"' | b'\\')).count();
    bytes.len() - rest.len() + tail
}

/// Whether none of eight bytes needs a closer look; may say no of some that need none, behind one that does.
fn are_plain(eight: u64) -> bool {
    const EACH: u64 = u64::MAX / 255;
    const HIGH: u64 = EACH * 0x80;
    /// Sets the highest bit of a byte that is zero.
    fn zero(bytes: u64) -> u64 {
        bytes.wrapping_sub(EACH) & !bytes
    }
    let is = |byte: u8| zero(eight ^ (EACH * u64::from(byte)));
    let control = eight.wrapping_sub(EACH * u64::from(b' ')) & !eight;
    (eight | control | is(b'"') | is(b'\\') | is(0x7f)) & HIGH == 0
}

/// One that is not plain, or is not known to be.
fn character(out: &mut Vec<u8>, c: char) {
    let short = match c {
        '"' => b'"',
        '\\' => b'\\',
        '\u{8}' => b'b',
        '\t' => b't',
        '\n' => b'n',
        '\u{c}' => b'f',
        '\r' => b'r',
        c if c < ' ' || hidden(c) => {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.extend_from_slice(b"\\u");
                out.extend(unit.to_be_bytes().iter().flat_map(|b| [b >> 4, b & 15]).map(crate::hash::hex_digit));
            }
            return;
        }
        c => {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

/// Characters that a terminal obeys, hides or reorders.
pub(super) fn hidden(c: char) -> bool {
    matches!(c,
        '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn json<T: Serialize + ?Sized>(value: &T) -> String {
        let mut out = Vec::new();
        write(&mut out, value).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn texts_are_as_serde_json_writes_them_and_nothing_hides() {
        let around = ["", "seven b", "eight by", "\u{fc}"];
        for (c, around) in (0..=0x10_ffff).filter_map(char::from_u32).zip(around.into_iter().cycle()) {
            let value = format!("{around}{c}{around}a longer text behind it");
            let written = json(&value);
            assert_eq!(serde_json::from_str::<String>(&written).unwrap(), value, "{c:?}");
            assert!(!written.contains(hidden), "{c:?}");
            if !value.contains(hidden) {
                assert_eq!(written, serde_json::to_string(&value).unwrap());
            }
        }
        assert_eq!(json("\u{202e}\u{7f}\u{1b}\u{e0041}"), r#""\u202e\u007f\u001b\udb40\udc41""#);
    }

    #[derive(Serialize)]
    enum Kind {
        Unit,
        New(u8),
        Tuple(u8, Option<i64>),
        Fields { a: bool, b: Vec<()> },
    }

    #[derive(Serialize)]
    struct Pair(f64, char);

    #[test]
    fn every_shape_is_as_serde_json_writes_it() {
        let map: BTreeMap<&str, Option<u64>> = [("a\"", Some(u64::MAX)), ("b", None)].into();
        let kinds = [Kind::Unit, Kind::New(7), Kind::Tuple(0, Some(-5)), Kind::Fields { a: true, b: vec![(), ()] }];
        let value = (map, kinds, Pair(0.5, '\n'), [1u16; 3], "", BTreeMap::<String, ()>::new(), Vec::<u8>::new());
        assert_eq!(json(&value), serde_json::to_string(&value).unwrap());
    }

    #[test]
    fn a_key_that_is_no_text_is_refused() {
        assert!(write(&mut Vec::new(), &BTreeMap::from([(1, 2)])).is_err());
    }
}
