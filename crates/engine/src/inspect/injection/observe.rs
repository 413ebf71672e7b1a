//! A text as the features that the model sees, for the training and for whoever wants to know why: not on the hook's way.

use automode_model::Span;

use super::Place;
use super::context::Context;
use super::features::{self, Class};
use super::sentences::Reader;
use super::{encoded, hidden, links};

/// A sentence as the model sees it.
#[derive(Clone, Debug)]
pub struct Observed {
    /// Every feature, as often as it occurs.
    pub features: Vec<(Class, u32)>,
    /// How much they count.
    pub share: f32,
    /// It is a plain order to drop what was said before.
    pub orders: bool,
    /// It does not continue the one before.
    pub fresh: bool,
    /// Where it stands.
    pub span: Span,
}

/// The sentences of a text that speak, and the context that they stand in.
#[must_use]
pub fn observe(text: &str, place: Place<'_>) -> (Vec<Observed>, Context) {
    let mut all = Vec::new();
    let mut context = Context::default();
    let mut fresh = true;
    Reader::new(|sentence| {
        fresh |= sentence.fresh;
        let speaks = features::speaks(sentence);
        context.take(sentence, speaks);
        if !speaks {
            return;
        }
        let mut found = Vec::new();
        features::each(sentence, place.is_stranger(), |class, bucket| found.push((class, bucket)));
        all.push(Observed {
            features: found,
            share: features::share(sentence.tokens.len()),
            orders: features::plain_order(sentence),
            fresh,
            span: sentence.span,
        });
        fresh = false;
    })
    .read(text);
    (all, context)
}

/// The score that the detectors give which are not learned: hidden characters, pictures that ask for data.
#[must_use]
pub fn fixed(text: &str) -> u16 {
    let seen = hidden::hits(text).iter().chain(&links::hits(text)).map(|hit| hit.score).max().unwrap_or(0);
    seen.max(encoded::least(text))
}

/// What the text holds encoded, as plain texts.
#[must_use]
pub fn decoded(text: &str) -> Vec<String> {
    encoded::texts(text)
}
