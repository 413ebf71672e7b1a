//! The trained weights: a table that a feature's hash finds. Each weight stands with sixteen more bits of its feature's
//! hash, so that what was never learned is not taken for what was. Used by `judge`; written by `cargo xtask train`, which uses
//! the same arithmetic ([`place`]).

use super::dense;

/// A line of text with the numbers, then the places of `dense`, then the sets: see models/README.md.
static MODEL: &[u8] = include_bytes!("../../../../../models/injection.bin");

/// Sets of the table. A set is read in one go.
pub const SETS: usize = 1 << 14;

/// Weights of a set.
pub const WAYS: usize = 4;

/// Bytes of a set: the marks, then the weights.
const SET_BYTES: usize = WAYS * 3;

/// Which set a feature belongs to, and by which mark it is known there.
#[must_use]
#[inline]
pub fn place(hash: u32) -> (usize, [u8; 2]) {
    let [_, _, low, high] = hash.to_le_bytes();
    // Sets take the lower 14 bits; a mark of zero would be an empty place.
    (hash as usize % SETS, [low | 1, high])
}

/// The numbers of the model.
#[derive(Clone, Copy)]
pub(super) struct Model {
    /// What a unit of a weight stands for.
    pub step: f32,
    pub bias: f32,
    /// How much words count against concepts.
    pub words: f32,
    dense: &'static [u8; dense::PLACES],
    sets: &'static [[u8; SET_BYTES]],
}

impl Model {
    /// None where the file is not of this version: then nothing is judged, and a test fails.
    pub(super) fn load() -> Option<Self> {
        let end = MODEL.iter().take(256).position(|b| *b == b'\n')?;
        let head = std::str::from_utf8(MODEL.get(..end)?).ok()?;
        let mut parts = head.strip_prefix("automode-injection 3 ")?.split(' ').map(|n| n.parse::<f32>().ok());
        let (dense, rest) = MODEL.get(end + 1..)?.split_first_chunk()?;
        let (sets, rest) = rest.as_chunks::<SET_BYTES>();
        let sets = Some(sets).filter(|sets| sets.len() == SETS && rest.is_empty())?;
        Some(Self { step: parts.next()??, bias: parts.next()??, words: parts.next()??, dense, sets })
    }

    /// The weight of a place of `dense`.
    #[inline]
    pub(super) fn of_place(&self, place: u32) -> i32 {
        self.dense.get(place as usize).map_or(0, |w| i32::from(i8::from_ne_bytes([*w])))
    }

    /// The weight of a feature by its hash; 0 for those that say nothing.
    #[inline]
    pub(super) fn weight(&self, hash: u32) -> i32 {
        let (set, [low, high]) = place(hash);
        let Some((marks, weights)) = self.sets.get(set).and_then(|set| set.split_first_chunk()) else { return 0 };
        // All four marks at once: a mark that is the same leaves a lane of zeros, and the first of those borrows.
        let mark = u64::from(u16::from_le_bytes([low, high]));
        let other = u64::from_le_bytes(*marks) ^ mark.wrapping_mul(LANES);
        let same = other.wrapping_sub(LANES) & !other & (LANES << 15);
        let way = same.trailing_zeros() as usize / 16;
        weights.get(way).map_or(0, |w| i32::from(i8::from_ne_bytes([*w])))
    }
}

/// The lowest bit of each of the four marks of a set.
const LANES: u64 = 0x0001_0001_0001_0001;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_is_of_this_version() {
        let model = Model::load().unwrap();
        assert!(model.step > 0.0 && model.words > 0.0);
        let used = model.sets.iter().map(|set| set[WAYS * 2..].iter().filter(|w| **w != 0).count());
        assert!(used.sum::<usize>() > 1000);
    }
}
