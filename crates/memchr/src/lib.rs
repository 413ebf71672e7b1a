//! Stands in for the crate of this name, by `[patch]` in the workspace: the few searches that our dependencies and
//! `automode-ledger` use, with the same names and meaning.
//!
//! Why: the original asks the CPU at its first search which instructions it has. In a virtual machine each such question
//! (`cpuid`) leaves for the hypervisor: measured 12 µs each, some 90 µs in all, in a hook whose whole judgement takes 20.
//! The texts of a hook are short; a word at a time is fast enough for them.
#![forbid(unsafe_code)]

pub mod memmem;

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Whether one of eight bytes is this one. May say yes too often for bytes after a hit, never no for a hit.
fn holds(word: u64, needle: u8) -> bool {
    let x = word ^ (LOW * u64::from(needle));
    x.wrapping_sub(LOW) & !x & HIGH != 0
}

/// The first byte that fits; `quick` may say yes for eight bytes of which none fits, never no for eight of which one does.
fn first(haystack: &[u8], quick: impl Fn(u64) -> bool, fits: impl Fn(u8) -> bool) -> Option<usize> {
    let (chunks, rest) = haystack.as_chunks::<8>();
    for (i, chunk) in chunks.iter().enumerate() {
        if quick(u64::from_le_bytes(*chunk))
            && let Some(at) = chunk.iter().position(|b| fits(*b))
        {
            return Some(i * 8 + at);
        }
    }
    rest.iter().position(|b| fits(*b)).map(|at| chunks.len() * 8 + at)
}

/// Where `needle` first stands.
#[must_use]
pub fn memchr(needle: u8, haystack: &[u8]) -> Option<usize> {
    first(haystack, |w| holds(w, needle), |b| b == needle)
}

/// Where one of two bytes first stands.
#[must_use]
pub fn memchr2(a: u8, b: u8, haystack: &[u8]) -> Option<usize> {
    first(haystack, |w| holds(w, a) || holds(w, b), |x| x == a || x == b)
}

/// Where one of three bytes first stands.
#[must_use]
pub fn memchr3(a: u8, b: u8, c: u8, haystack: &[u8]) -> Option<usize> {
    first(haystack, |w| holds(w, a) || holds(w, b) || holds(w, c), |x| x == a || x == b || x == c)
}

/// Where `needle` last stands.
#[must_use]
pub fn memrchr(needle: u8, haystack: &[u8]) -> Option<usize> {
    haystack.iter().rposition(|b| *b == needle)
}

/// All places of `needle`, in order.
pub fn memchr_iter(needle: u8, haystack: &[u8]) -> impl Iterator<Item = usize> {
    haystack.iter().enumerate().filter(move |(_, b)| **b == needle).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts of all lengths around the word size, over few bytes, so that every place is hit; from a fixed seed.
    fn texts() -> impl Iterator<Item = Vec<u8>> {
        let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
        (0..4_000).map(move |i| {
            let mut next = || {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                seed
            };
            (0..i % 37).map(|_| [0, 1, b'a', b'b', 0x7f, 0x80, 0xff][usize::try_from(next() % 7).unwrap()]).collect()
        })
    }

    #[test]
    fn as_a_plain_search() {
        for text in texts() {
            for n in [0, 1, b'a', b'c', 0x80, 0xff] {
                assert_eq!(memchr(n, &text), text.iter().position(|b| *b == n), "{n} in {text:?}");
                assert_eq!(memrchr(n, &text), text.iter().rposition(|b| *b == n));
                assert_eq!(memchr_iter(n, &text).count(), text.iter().filter(|b| **b == n).count());
                assert_eq!(memchr2(n, b'b', &text), text.iter().position(|b| [n, b'b'].contains(b)));
                assert_eq!(memchr3(n, b'b', 1, &text), text.iter().position(|b| [n, b'b', 1].contains(b)));
            }
            for needle in [&b""[..], b"a", b"ab", b"aab", &[0xff, 0x80]] {
                let want = (0..=text.len()).find(|at| text[*at..].starts_with(needle));
                assert_eq!(memmem::find(&text, needle), want, "{needle:?} in {text:?}");
            }
        }
    }

    #[test]
    fn all_places_do_not_overlap() {
        assert_eq!(memmem::find_iter(b"aaaa", b"aa").collect::<Vec<_>>(), [0, 2]);
        assert_eq!(memmem::Finder::new("ab").find(b"xxab"), Some(2));
    }
}
