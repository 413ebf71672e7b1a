//! What a session knows that must not leave, on the wire; snapshots without it are from before it.

use std::borrow::Cow;

use automode_model::{self as model, sensitive};
use serde::{Deserialize, Serialize};

type Str<'a> = Cow<'a, str>;

/// A value to be known again: kind, digits, prints in hexadecimal digits.
#[derive(Serialize, Deserialize)]
pub(super) struct Trace<'a>(Str<'a>, Str<'a>, Vec<u64>);

impl<'a> Trace<'a> {
    pub(super) fn of(trace: &'a model::secret::Trace) -> Self {
        let model::secret::Trace { kind, digits, prints } = trace;
        Self(Cow::Borrowed(kind), Cow::Borrowed(digits), prints.clone())
    }

    pub(super) fn model(self) -> model::secret::Trace {
        model::secret::Trace { kind: self.0.into_owned(), digits: self.1.into_owned(), prints: self.2 }
    }
}

#[derive(Default, Serialize, Deserialize)]
pub(super) struct Sensitive<'a> {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    secrets: Vec<Seen<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    places: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    carriers: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    untrusted: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pending: Vec<(String, String, String)>,
}

#[derive(Serialize, Deserialize)]
struct Seen<'a> {
    trace: Trace<'a>,
    source: Str<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    call: Option<Str<'a>>,
    time_ms: u64,
    sure: bool,
}

impl<'a> Sensitive<'a> {
    pub(super) fn of(sensitive: &'a model::Sensitive) -> Self {
        let model::Sensitive { secrets, places, carriers, untrusted, pending } = sensitive;
        let label = |(id, label): &(String, sensitive::Label)| match label {
            sensitive::Label::Sensitive(place) => (id.clone(), "sensitive".to_owned(), place.clone()),
            sensitive::Label::Untrusted(source) => (id.clone(), "untrusted".to_owned(), source.clone()),
        };
        Self {
            secrets: secrets.iter().map(Seen::of).collect(),
            places: places.clone(),
            carriers: carriers.clone(),
            untrusted: untrusted.clone(),
            pending: pending.iter().map(label).collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        let Self { secrets, places, carriers, untrusted, pending } = self;
        secrets.is_empty() && places.is_empty() && carriers.is_empty() && untrusted.is_empty() && pending.is_empty()
    }

    pub(super) fn model(self) -> model::Sensitive {
        let label = |(id, what, text): (String, String, String)| match what.as_str() {
            "untrusted" => (id, sensitive::Label::Untrusted(text)),
            // A label that this version does not know counts as the stricter one.
            _ => (id, sensitive::Label::Sensitive(text)),
        };
        model::Sensitive {
            secrets: self.secrets.into_iter().map(Seen::model).collect(),
            places: self.places,
            carriers: self.carriers,
            untrusted: self.untrusted,
            pending: self.pending.into_iter().map(label).collect(),
        }
    }
}

impl<'a> Seen<'a> {
    fn of(seen: &'a sensitive::Seen) -> Self {
        let sensitive::Seen { trace, source, call, time_ms, sure } = seen;
        Self {
            trace: Trace::of(trace),
            source: Cow::Borrowed(source),
            call: call.as_deref().map(Cow::Borrowed),
            time_ms: *time_ms,
            sure: *sure,
        }
    }

    fn model(self) -> sensitive::Seen {
        sensitive::Seen {
            trace: self.trace.model(),
            source: self.source.into_owned(),
            call: self.call.map(Cow::into_owned),
            time_ms: self.time_ms,
            sure: self.sure,
        }
    }
}
