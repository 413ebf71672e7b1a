//! Text that only people read, in half of its bytes: `build/packed.rs` writes it, here it is read.

/// Bytes, of which some stand for two others.
pub struct Packed {
    /// Which byte stands for which two; these may be such themselves, earlier in the list.
    pub codes: &'static [(u8, [u8; 2])],
    /// The text.
    pub bytes: &'static [u8],
}

impl Packed {
    /// The text itself.
    #[must_use]
    pub fn text(&self) -> String {
        let mut open: Vec<u8> = self.bytes.iter().rev().copied().collect();
        let mut out = Vec::with_capacity(open.len() * 2);
        while let Some(byte) = open.pop() {
            match self.codes.iter().find(|(code, _)| *code == byte) {
                Some((_, [first, second])) => open.extend([*second, *first]),
                None => out.push(byte),
            }
        }
        String::from_utf8(out).unwrap_or_default()
    }
}
