//! The trained weights of the scanner: those of `dense` by their places, the others by their hashes (`weights`). Used by
//! `judge`; written by `cargo xtask train`.

use super::dense;
use crate::weights::{self, Sets};

/// A line of text with the numbers, then the places of `dense`, then the sets: see models/README.md.
static MODEL: &[u8] = include_bytes!("../../../../../models/injection.bin");

/// Sets of the table. A set is read in one go.
pub const SETS: usize = 1 << 14;

/// The numbers of the model.
#[derive(Clone, Copy)]
pub(super) struct Model {
    /// What a unit of a weight stands for.
    pub step: f32,
    pub bias: f32,
    /// How much words count against concepts.
    pub words: f32,
    dense: &'static [u8; dense::PLACES],
    sets: Sets,
}

impl Model {
    /// None where the file is not of this version: then nothing is judged, and a test fails.
    pub(super) fn load() -> Option<Self> {
        let ([step, bias, words], rest) = weights::head(MODEL, "automode-injection 3 ")?;
        let (dense, rest) = rest.split_first_chunk()?;
        let sets = Sets::of(rest, SETS)?;
        Some(Self { step, bias, words, dense, sets })
    }

    /// The weight of a place of `dense`.
    #[inline]
    pub(super) fn of_place(&self, place: u32) -> i32 {
        self.dense.get(place as usize).map_or(0, |w| i32::from(i8::from_ne_bytes([*w])))
    }

    /// The weight of a feature by its hash; 0 for those that say nothing.
    #[inline]
    pub(super) fn weight(&self, hash: u32) -> i32 {
        self.sets.weight(hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_is_of_this_version() {
        let model = Model::load().unwrap();
        assert!(model.step > 0.0 && model.words > 0.0);
        assert!(model.sets.used() > 1000);
    }
}
