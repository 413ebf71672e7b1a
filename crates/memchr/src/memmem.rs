//! Searches for a text in a text: by its rarer last byte, which is linear for the short needles that we look for.

use super::memchr;

/// Where `needle` first stands.
#[must_use]
pub fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let Some((last, head)) = needle.split_last() else { return Some(0) };
    let mut from = head.len();
    loop {
        let at = from + memchr(*last, haystack.get(from..)?)?;
        let start = at - head.len();
        if haystack.get(start..at) == Some(head) {
            return Some(start);
        }
        from = at + 1;
    }
}

/// All places of `needle` that do not overlap, in order.
pub fn find_iter<'h>(haystack: &'h [u8], needle: &'h [u8]) -> impl Iterator<Item = usize> + 'h {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + find(haystack.get(from..)?, needle)?;
        from = at + needle.len().max(1);
        Some(at)
    })
}

/// A needle that is looked for more than once.
#[derive(Clone, Copy, Debug)]
pub struct Finder<'n> {
    needle: &'n [u8],
}

impl<'n> Finder<'n> {
    /// A finder of this needle.
    #[must_use]
    pub fn new<B: ?Sized + AsRef<[u8]>>(needle: &'n B) -> Self {
        Self { needle: needle.as_ref() }
    }

    /// Where it first stands.
    #[must_use]
    pub fn find(&self, haystack: &[u8]) -> Option<usize> {
        find(haystack, self.needle)
    }

    /// All places that do not overlap.
    pub fn find_iter<'a>(&'a self, haystack: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        find_iter(haystack, self.needle)
    }
}
