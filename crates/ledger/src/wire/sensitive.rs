//! The trace of a secret, on the wire: in the reading of a result that brought it.

use std::borrow::Cow;

use automode_model as model;
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
