//! A checksum for the ledger's caches (head, session snapshots): tells half a file and a flipped bit from a whole one.
//!
//! It keeps nobody out: whoever can write these files can write a checksum too, and what they say is found false against
//! the journal, whose chain is SHA-256. That took a third of a hook's own instructions when it also guarded the caches,
//! which are read, checked and written again in each run, and grow with the session.

/// Bytes of a checksum.
pub(crate) const CHECKSUM_BYTES: usize = 16;

/// Odd, with the ones well spread: multiplying by it is a permutation of all words.
const ONE: u64 = 0x9e37_79b9_7f4a_7c15;
const TWO: u64 = 0xc2b2_ae3d_27d4_eb4f;

/// The checksum of these parts. Every step is a permutation of the state for a given word, so that texts of the same
/// lengths that differ in one word always differ in their checksum.
pub(crate) fn of(parts: &[&[u8]]) -> [u8; CHECKSUM_BYTES] {
    let (mut a, mut b) = (ONE, TWO);
    for part in parts {
        let (words, rest) = part.as_chunks::<8>();
        for word in words {
            (a, b) = step(a, b, u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        (a, b) = step(a, b, u64::from_le_bytes(last));
        (a, b) = step(a, b, part.len() as u64);
    }
    let (a, b) = step(a, b, a ^ b.rotate_left(32));
    let mut out = [0; CHECKSUM_BYTES];
    let (low, high) = out.split_at_mut(8);
    low.copy_from_slice(&mix(a).to_le_bytes());
    high.copy_from_slice(&mix(b).to_le_bytes());
    out
}

fn step(a: u64, b: u64, word: u64) -> (u64, u64) {
    let a = (a ^ word).wrapping_mul(ONE).rotate_left(29);
    (a, b.wrapping_add(a ^ word).wrapping_mul(TWO).rotate_left(31))
}

/// Spreads the high bits down.
fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 32)).wrapping_mul(ONE);
    word ^ (word >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flipped_bit_a_cut_and_a_moved_border_are_seen() {
        let text: Vec<u8> = (0..300u32).map(|n| (n * 7 % 256) as u8).collect();
        let sum = of(&[&text]);
        let mut seen = std::collections::HashSet::from([sum]);
        for bit in 0..text.len() * 8 {
            let mut other = text.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            assert!(seen.insert(of(&[&other])), "bit {bit}");
        }
        for len in 0..text.len() {
            assert!(seen.insert(of(&[&text[..len]])), "length {len}");
            assert!(seen.insert(of(&[&text[..len], &text[len..]])), "border {len}");
        }
        let zeros = [0; 64];
        let mut seen = std::collections::HashSet::new();
        (1..64).for_each(|len| assert!(seen.insert(of(&[&zeros[..len]])), "{len} zeros"));
    }

    /// The value is in files: it must not change.
    #[test]
    fn the_value_stays() {
        assert_eq!(of(&[b"automode", b"ledger"]), STAYS);
    }

    const STAYS: [u8; 16] = [124, 10, 5, 172, 64, 154, 33, 191, 115, 122, 31, 64, 90, 72, 23, 222];
}
