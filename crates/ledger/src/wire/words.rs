//! Enums of the model as their names, and the few names that the model keeps as `&'static str`.

use std::collections::BTreeSet;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Mutex, PoisonError};

use automode_model as model;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value of the model that has a name.
pub(super) trait Named: Sized + Copy {
    fn name_of(self) -> &'static str;
    fn named(name: &str) -> Option<Self>;
}

macro_rules! named {
    ($($ty:ident $back:expr),+ $(,)?) => {
        $(impl Named for model::$ty {
            fn name_of(self) -> &'static str { self.name() }
            fn named(name: &str) -> Option<Self> { ($back)(name) }
        })+
    };
}

named! {
    Authorization model::Authorization::from_name,
    Category model::Category::from_name,
    Decision model::Decision::from_name,
    EnvLabel model::EnvLabel::from_name,
    Host model::Host::from_name,
    Lift model::Lift::from_name,
    McpSource |n| Some(model::McpSource::from_name(n)),
    Mode |n| Some(model::Mode::from_name(n)),
    Notable model::Notable::from_name,
    Outcome model::Outcome::from_name,
    PathClass model::PathClass::from_name,
    Place model::Place::from_name,
    Reaction model::Reaction::from_name,
    Reversibility model::Reversibility::from_name,
    Risk model::Risk::from_name,
    Scope model::Scope::from_name,
    Technique model::Technique::from_name,
    Verb model::Verb::from_name,
}

/// A named value on the wire.
#[derive(Clone, Copy)]
pub(super) struct Word<T>(pub(super) T);

impl<T: Named> Serialize for Word<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name_of())
    }
}

impl<'de, T: Named> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(WordVisitor(PhantomData))
    }
}

struct WordVisitor<T>(PhantomData<T>);

impl<T: Named> Visitor<'_> for WordVisitor<T> {
    type Value = Word<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a known name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Word<T>, E> {
        T::named(name).map(Word).ok_or_else(|| E::custom(format_args!("`{name}` is not a known name")))
    }
}

/// How many different kinds one process takes from journals. Kinds are words of our own code (`branch`, `table` …), some
/// dozens; the limit keeps a forged journal from filling the memory, as what is taken stays until the process ends.
const MAX_KINDS: usize = 1024;

/// How long a kind may be.
const MAX_KIND_BYTES: usize = 64;

static KINDS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// The kind as the model keeps it.
pub(super) fn kind(text: &str) -> Result<&'static str, String> {
    let mut kinds = KINDS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = kinds.get(text) {
        return Ok(known);
    }
    if kinds.len() >= MAX_KINDS || text.len() > MAX_KIND_BYTES {
        return Err("more or longer kinds of targets than any version writes".to_owned());
    }
    let kept: &'static str = Box::leak(text.to_owned().into_boxed_str());
    kinds.insert(kept);
    Ok(kept)
}
