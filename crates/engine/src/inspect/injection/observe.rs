//! A text as the features that the model sees, for the training and for whoever wants to know why: not on the hook's way.

use automode_model::Span;

use super::Place;
use super::context::Context;
use super::features::{self, Class};
use super::sentences::Reader;

/// A sentence as the model sees it.
#[derive(Clone, Debug)]
pub struct Observed {
    /// Every feature, as often as it occurs.
    pub features: Vec<(Class, u32)>,
    /// It does not continue the one before.
    pub fresh: bool,
    /// Where it stands.
    pub span: Span,
}

/// The sentences of a text that speak, and the context that they stand in.
#[must_use]
pub fn observe(text: &str, _place: Place<'_>) -> (Vec<Observed>, Context) {
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
        features::each(sentence, |class, bucket| found.push((class, bucket)));
        all.push(Observed { features: found, fresh, span: sentence.span });
        fresh = false;
    })
    .read(text);
    (all, context)
}
