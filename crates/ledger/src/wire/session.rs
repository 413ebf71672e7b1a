//! A session's snapshot as bytes: every field in order, numbers as groups of seven bits, texts and lists with their length
//! in front, words of the model by their names. Read and written by every hook, and no more than a cache: what does not
//! read back whole is folded again from the journal. (Up to version 2 of the snapshot it was JSON, whose reading was a
//! tenth of the code that a hook runs.)

use std::collections::BTreeSet;

use automode_model as model;
use automode_model::{doings, secret, sensitive};

use super::words::Named;

/// The bytes of a session.
pub(super) fn encode(session: &model::Session) -> Vec<u8> {
    let mut out = Vec::with_capacity(USUAL_BYTES);
    session.put(&mut out);
    out
}

/// The session of these bytes, where they are one and nothing else.
pub(super) fn decode(bytes: &[u8]) -> Option<model::Session> {
    let mut input = Input { bytes };
    let session = model::Session::get(&mut input)?;
    input.bytes.is_empty().then_some(session)
}

/// Most snapshots are shorter; saves the growing of the buffer.
const USUAL_BYTES: usize = 512;

/// What is left to be read.
struct Input<'a> {
    bytes: &'a [u8],
}

impl<'a> Input<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*byte)
    }

    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(len)?;
        self.bytes = rest;
        Some(taken)
    }

    /// How many follow: never more than there are bytes, since each takes at least one.
    fn len(&mut self) -> Option<usize> {
        let len = usize::try_from(u64::get(self)?).ok()?;
        (len <= self.bytes.len()).then_some(len)
    }

    fn text(&mut self) -> Option<&'a str> {
        let len = self.len()?;
        std::str::from_utf8(self.take(len)?).ok()
    }
}

/// A value in a snapshot.
trait Stored: Sized {
    fn put(&self, out: &mut Vec<u8>);
    fn get(input: &mut Input<'_>) -> Option<Self>;
}

impl Stored for u64 {
    fn put(&self, out: &mut Vec<u8>) {
        let mut left = *self;
        while left >= 0x80 {
            out.push(left as u8 | 0x80);
            left >>= 7;
        }
        out.push(left as u8);
    }

    fn get(input: &mut Input<'_>) -> Option<Self> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = input.byte()?;
            let bits = u64::from(byte & 0x7f);
            // Bits that do not fit, and a spelling that is longer than it has to be, are no number.
            (bits << shift >> shift == bits && !(byte == 0 && shift > 0)).then_some(())?;
            value |= bits << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }
}

impl Stored for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn get(input: &mut Input<'_>) -> Option<Self> {
        match input.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

fn put_text(text: &str, out: &mut Vec<u8>) {
    (text.len() as u64).put(out);
    out.extend_from_slice(text.as_bytes());
}

impl Stored for String {
    fn put(&self, out: &mut Vec<u8>) {
        put_text(self, out);
    }

    fn get(input: &mut Input<'_>) -> Option<Self> {
        input.text().map(str::to_owned)
    }
}

impl<T: Stored> Stored for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn get(input: &mut Input<'_>) -> Option<Self> {
        if bool::get(input)? { T::get(input).map(Some) } else { Some(None) }
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        (self.len() as u64).put(out);
        self.iter().for_each(|value| value.put(out));
    }

    fn get(input: &mut Input<'_>) -> Option<Self> {
        let len = input.len()?;
        (0..len).map(|_| T::get(input)).collect()
    }
}

impl Stored for BTreeSet<String> {
    fn put(&self, out: &mut Vec<u8>) {
        (self.len() as u64).put(out);
        self.iter().for_each(|value| value.put(out));
    }

    fn get(input: &mut Input<'_>) -> Option<Self> {
        let len = input.len()?;
        (0..len).map(|_| String::get(input)).collect()
    }
}

impl<A: Stored, B: Stored> Stored for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    fn get(input: &mut Input<'_>) -> Option<Self> {
        Some((A::get(input)?, B::get(input)?))
    }
}

/// Words by their names: a number would mean another word once the model has one more.
macro_rules! by_name {
    ($($ty:ident),+) => {
        $(impl Stored for model::$ty {
            fn put(&self, out: &mut Vec<u8>) {
                put_text(self.name_of(), out);
            }

            fn get(input: &mut Input<'_>) -> Option<Self> {
                Self::named(input.text()?)
            }
        })+
    };
}

by_name!(Category, Technique, Reaction, Notable);

/// Field by field. Taken apart by name, so that a new field of the model does not compile until it is stored.
macro_rules! by_field {
    ($($ty:path { $($field:ident),+ })+) => {
        $(impl Stored for $ty {
            fn put(&self, out: &mut Vec<u8>) {
                let Self { $($field),+ } = self;
                $($field.put(out);)+
            }

            fn get(input: &mut Input<'_>) -> Option<Self> {
                $(let $field = Stored::get(input)?;)+
                Some(Self { $($field),+ })
            }
        })+
    };
}

by_field! {
    model::Taint { source, technique, reaction, call, time_ms }
    model::Activity { acts, kinds, since_prompt, halted }
    model::Act { time_ms, what, target }
    model::Halt { call, reason }
    model::Sensitive { secrets, places, carriers, untrusted, pending }
    sensitive::Seen { trace, source, call, time_ms, sure }
    secret::Trace { kind, digits, prints }
    model::Doings {
        made, manifests, remotes_changed, start, denied, recent_stops, stops_in_a_row, stops_since_person, waiting
    }
    doings::Waiting { call, asked, made, manifests, remotes, denied }
}

impl Stored for model::Session {
    fn put(&self, out: &mut Vec<u8>) {
        let Self {
            prompts,
            created,
            pending,
            judged,
            stopped,
            unjudged,
            stops_in_a_row,
            taints,
            activity,
            sensitive,
            doings,
            // Belongs to one event, not to the session.
            answer: _,
            model,
        } = self;
        prompts.put(out);
        created.put(out);
        pending.put(out);
        [judged, stopped, unjudged, stops_in_a_row].into_iter().for_each(|number| number.put(out));
        taints.put(out);
        activity.put(out);
        sensitive.put(out);
        doings.put(out);
        model.put(out);
    }

    fn get(input: &mut Input<'_>) -> Option<Self> {
        Some(Self {
            prompts: Stored::get(input)?,
            created: Stored::get(input)?,
            pending: Stored::get(input)?,
            judged: Stored::get(input)?,
            stopped: Stored::get(input)?,
            unjudged: Stored::get(input)?,
            stops_in_a_row: Stored::get(input)?,
            taints: Stored::get(input)?,
            activity: Stored::get(input)?,
            sensitive: Stored::get(input)?,
            doings: Stored::get(input)?,
            model: Stored::get(input)?,
            answer: None,
        })
    }
}

impl Stored for model::Made {
    fn put(&self, out: &mut Vec<u8>) {
        put_text(&self.to_text(), out);
    }

    fn get(input: &mut Input<'_>) -> Option<Self> {
        Self::from_text(input.text()?)
    }
}

impl Stored for sensitive::Label {
    fn put(&self, out: &mut Vec<u8>) {
        let (untrusted, text) = match self {
            Self::Sensitive(place) => (false, place),
            Self::Untrusted(source) => (true, source),
        };
        untrusted.put(out);
        text.put(out);
    }

    fn get(input: &mut Input<'_>) -> Option<Self> {
        let label = if bool::get(input)? { Self::Untrusted } else { Self::Sensitive };
        String::get(input).map(label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_spelling() {
        for number in [0, 1, 0x7f, 0x80, 0x3fff, 0x4000, u64::MAX / 2, u64::MAX] {
            let mut out = Vec::new();
            number.put(&mut out);
            let mut input = Input { bytes: &out };
            assert_eq!((u64::get(&mut input), input.bytes.len()), (Some(number), 0));
        }
        for wrong in
            [&[0x80, 0][..], &[0xff; 10], &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2], &[0x80], &[]]
        {
            assert_eq!(u64::get(&mut Input { bytes: wrong }), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_length_beyond_the_end_takes_no_memory() {
        let mut out = Vec::new();
        u64::MAX.put(&mut out);
        assert_eq!(Vec::<u64>::get(&mut Input { bytes: &out }), None);
    }
}
