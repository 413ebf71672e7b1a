//! A table of trained weights that a feature's hash finds. Each weight stands with sixteen more bits of its feature's hash,
//! so that what was never learned is not taken for what was. Read by the scanner for injections and by the judge of edits;
//! written by `cargo xtask train`, which uses the same arithmetic ([`place`]).

/// Weights of a set.
pub const WAYS: usize = 4;

/// Bytes of a set, which is read in one go: the marks, then the weights.
const SET_BYTES: usize = WAYS * 3;

/// Which of so many sets a feature belongs to (a power of two, at most 65,536), and by which mark it is known there.
#[must_use]
#[inline]
pub fn place(hash: u32, sets: usize) -> (usize, [u8; 2]) {
    let [_, _, low, high] = hash.to_le_bytes();
    // Sets take the lower bits; a mark of zero would be an empty place.
    (hash as usize % sets, [low | 1, high])
}

/// The sets of a model.
#[derive(Clone, Copy)]
pub struct Sets(&'static [[u8; SET_BYTES]]);

impl Sets {
    /// None where these are not so many sets.
    #[must_use]
    pub fn of(bytes: &'static [u8], sets: usize) -> Option<Self> {
        let (all, rest) = bytes.as_chunks::<SET_BYTES>();
        (all.len() == sets && rest.is_empty()).then_some(Self(all))
    }

    /// The weight of a feature by its hash; 0 for those that say nothing.
    #[must_use]
    #[inline]
    pub fn weight(&self, hash: u32) -> i32 {
        let (set, [low, high]) = place(hash, self.0.len());
        let Some((marks, weights)) = self.0.get(set).and_then(|set| set.split_first_chunk()) else { return 0 };
        // All four marks at once: a mark that is the same leaves a lane of zeros, and the first of those borrows.
        let mark = u64::from(u16::from_le_bytes([low, high]));
        let other = u64::from_le_bytes(*marks) ^ mark.wrapping_mul(LANES);
        let same = other.wrapping_sub(LANES) & !other & (LANES << 15);
        let way = same.trailing_zeros() as usize / 16;
        weights.get(way).map_or(0, |w| i32::from(i8::from_ne_bytes([*w])))
    }

    /// How many weights are not zero.
    #[must_use]
    pub fn used(&self) -> usize {
        self.0.iter().flat_map(|set| set.iter().skip(WAYS * 2)).filter(|w| **w != 0).count()
    }
}

/// A linear model: a weight for each feature, and a bias.
pub struct Linear {
    step: f32,
    bias: f32,
    sets: Sets,
}

impl Linear {
    /// From a line of text with the numbers, and so many sets behind it. None where the file is of another form or version: then
    /// nothing is judged by it, and a test fails.
    #[must_use]
    pub fn load(file: &'static [u8], magic: &str, sets: usize) -> Option<Self> {
        let ([step, bias], rest) = head(file, magic)?;
        Some(Self { step, bias, sets: Sets::of(rest, sets)? }).filter(|m| m.step > 0.0)
    }

    /// How much a feature of this hash speaks for it.
    #[must_use]
    pub fn weight(&self, hash: u32) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a byte")]
        let units = self.sets.weight(hash) as f32;
        units * self.step
    }

    /// The logit of the chance that these features, each with how much it counts, belong to what is looked for.
    #[must_use]
    pub fn logit(&self, features: &[(u32, f32)]) -> f32 {
        features.iter().map(|(hash, value)| self.weight(*hash) * value).sum::<f32>() + self.bias
    }

    /// How many weights are not zero.
    #[must_use]
    pub fn used(&self) -> usize {
        self.sets.used()
    }
}

/// The lowest bit of each of the four marks of a set.
const LANES: u64 = 0x0001_0001_0001_0001;

/// The numbers in the first line of a model, behind what names its form and version, and the bytes behind that line; none
/// where it is of another.
#[must_use]
pub fn head<const N: usize>(file: &'static [u8], magic: &str) -> Option<([f32; N], &'static [u8])> {
    let end = file.iter().take(256).position(|b| *b == b'\n')?;
    let line = std::str::from_utf8(file.get(..end)?).ok()?;
    let mut parts = line.strip_prefix(magic)?.split(' ');
    let mut numbers = [0.0; N];
    for number in &mut numbers {
        *number = parts.next()?.parse().ok()?;
    }
    Some((numbers, file.get(end + 1..)?))
}

/// The hash of no bytes (FNV-1a).
#[must_use]
pub const fn hash_start() -> u32 {
    0x811c_9dc5
}

/// A hash with one more byte.
#[must_use]
#[inline]
pub const fn hash_byte(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

/// Where the hash of a feature of this kind begins.
#[must_use]
pub const fn begin(kind: u8) -> u32 {
    hash_byte(hash_start(), kind)
}

/// A hash with some more text, in lower case.
#[must_use]
pub fn add(hash: u32, text: &str) -> u32 {
    text.bytes().fold(hash, |h, b| hash_byte(h, b.to_ascii_lowercase()))
}

/// A hash whose every bit depends on all of it, as [`place`] needs it.
#[must_use]
pub const fn finish(hash: u32) -> u32 {
    let h = (hash ^ (hash >> 15)).wrapping_mul(0xc2b2_ae35);
    let h = (h ^ (h >> 13)).wrapping_mul(0x1656_67b1);
    h ^ (h >> 16)
}
