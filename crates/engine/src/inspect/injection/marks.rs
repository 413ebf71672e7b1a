//! Where words, lines and blanks of a text begin and end, a bit for each byte: made once for all detectors that look at every
//! line, so that they walk from word to word and not from byte to byte. Called by `lines`; linear.

/// Bytes of a block: as many as a mask has bits.
const BLOCK: usize = 64;

/// The marks of one block of the text.
#[derive(Clone, Copy, Default)]
struct Masks {
    /// The first byte behind a word of letters and of signs for letters that is [`LETTERS`] long or longer.
    words: u64,
    /// The same of words with a sign in them.
    signed: u64,
    /// ASCII letters with none before them, of those that are asked for.
    starts: u64,
    ends: u64,
    /// The second of two blanks with one byte between them.
    singles: u64,
    /// A full stop behind a blank or behind another.
    stops: u64,
    /// The second of two blanks with two bytes between them.
    twos: u64,
}

/// Shorter words are not marked.
pub(super) const LETTERS: usize = 4;

/// The marks of a text.
pub(super) struct Marks(Vec<Masks>);

/// What the block before has to do with this one.
#[derive(Clone, Copy, Default)]
struct Before {
    /// Its last bits: as many as this one asks about.
    words: u64,
    letter: u64,
    signed: u64,
    blanks: u64,
    stop: u64,
}

impl Marks {
    pub(super) fn new(text: &[u8]) -> Self {
        // One block more than the text fills: its last word ends behind it.
        let mut all = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut before = Before::default();
        let (blocks, rest) = text.as_chunks::<BLOCK>();
        all.extend(blocks.iter().map(|block| masks(block, &mut before)));
        let mut last = [0; BLOCK];
        for (to, from) in last.iter_mut().zip(rest) {
            *to = *from;
        }
        all.push(masks(&last, &mut before));
        Self(all)
    }

    /// Where the line that begins at `at` ends, behind its end; none where the text ends first.
    pub(super) fn line_end(&self, at: usize) -> Option<usize> {
        let mut blocks = self.blocks(at, usize::MAX, |masks| masks.ends);
        blocks.find(|(_, mask)| *mask != 0).map(|(at, mask)| at + mask.trailing_zeros() as usize + 1)
    }

    /// Single signs between two blanks, both of them between these bounds.
    pub(super) fn singles(&self, start: usize, end: usize) -> usize {
        self.blocks(start + 2, end, |masks| masks.singles).map(|(_, mask)| mask.count_ones() as usize).sum()
    }

    /// Whether a full stop is behind a blank or behind another, both of them between these bounds.
    pub(super) fn has_stops(&self, start: usize, end: usize) -> bool {
        self.blocks(start + 1, end, |masks| masks.stops).any(|(_, mask)| mask != 0)
    }

    /// Whether one of the words that begin like one that joins (see [`is_first`]) is wanted, by where it begins.
    #[inline]
    pub(super) fn any_start(&self, start: usize, end: usize, wanted: impl Fn(usize) -> bool) -> bool {
        any_bit(self.blocks(start, end, |masks| masks.starts), wanted)
    }

    /// Where the words of a line end that are not too short, with signs in them or without. A line neither begins nor ends
    /// within a word.
    #[inline]
    pub(super) fn word_ends(&self, start: usize, end: usize, signed: bool, mut take: impl FnMut(usize)) {
        let of = |masks: &Masks| masks.words & if signed { masks.signed } else { !masks.signed };
        for (at, mut mask) in self.blocks(start + LETTERS, end + 1, of) {
            while mask != 0 {
                take(at + mask.trailing_zeros() as usize);
                mask &= mask.wrapping_sub(1);
            }
        }
    }

    /// Whether a word of two bytes between blanks is wanted, by where it ends.
    #[inline]
    pub(super) fn any_two(&self, start: usize, end: usize, wanted: impl Fn(usize) -> bool) -> bool {
        any_bit(self.blocks(start + 3, end, |masks| masks.twos), wanted)
    }

    /// The masks between two bounds, each with the place of its first bit; what is beyond the bounds is not set.
    #[inline]
    fn blocks(&self, start: usize, end: usize, of: impl Fn(&Masks) -> u64) -> impl Iterator<Item = (usize, u64)> {
        let mut n = start / BLOCK;
        let mut inside = u64::MAX << (start % BLOCK);
        std::iter::from_fn(move || {
            let at = n * BLOCK;
            if at >= end {
                return None;
            }
            let mut mask = of(self.0.get(n)?) & inside;
            if end - at < BLOCK {
                mask &= !(u64::MAX << (end - at));
            }
            n += 1;
            inside = u64::MAX;
            Some((at, mask))
        })
    }
}

/// What a word that joins begins with, as a small letter: see `split`, which looks at the rest of it.
pub(super) const fn is_first(b: u8) -> bool {
    (b == b'c') | (b == b'j') | (b == b'm') | (b == b'a') | (b == b's') | (b == b'v') | (b == b'z')
}

/// A byte of a word in disguise.
pub(super) const fn is_of_word(b: u8) -> bool {
    is_letter(b) | is_sign(b)
}

const fn is_letter(b: u8) -> bool {
    (b | 0x20).wrapping_sub(b'a') < 26
}

/// A digit or a sign that may stand for a letter.
const fn is_sign(b: u8) -> bool {
    (b.wrapping_sub(b'0') < 10) | (b == b'@') | (b == b'$') | (b == b'!') | (b == b'|')
}

/// Whether the place of one of the bits that are set is wanted.
#[inline]
fn any_bit(blocks: impl Iterator<Item = (usize, u64)>, wanted: impl Fn(usize) -> bool) -> bool {
    for (at, mut mask) in blocks {
        while mask != 0 {
            if wanted(at + mask.trailing_zeros() as usize) {
                return true;
            }
            mask &= mask.wrapping_sub(1);
        }
    }
    false
}

fn masks(block: &[u8; BLOCK], before: &mut Before) -> Masks {
    let letters = mask(block, is_letter);
    let signs = mask(block, is_sign);
    let words = letters | signs;
    let signed = smear(signs | before.signed & words, words);
    let firsts = mask(block, |b| is_first(b | 0x20));
    let blanks = mask(block, |b| b == b' ');
    let dots = mask(block, |b| b == b'.');
    let long = (words << 1 | before.words >> 3) & (words << 2 | before.words >> 2);
    let longer = (words << 3 | before.words >> 1) & (words << 4 | before.words);
    let masks = Masks {
        words: !words & long & longer,
        signed: signed << 1 | before.signed,
        starts: firsts & !(letters << 1 | before.letter),
        ends: mask(block, |b| b == b'\n'),
        singles: blanks & !(blanks << 1 | before.blanks >> 2) & (blanks << 2 | before.blanks >> 1),
        stops: dots & ((blanks | dots) << 1 | before.blanks >> 2 | before.stop),
        twos: blanks & (blanks << 3 | before.blanks),
    };
    *before = Before {
        words: words >> 60,
        letter: letters >> 63,
        signed: signed >> 63,
        blanks: blanks >> 61,
        stop: dots >> 63,
    };
    masks
}

/// Every bit that is set, up to the end of the run of `within` that it is in: in steps of twice the length.
fn smear(mut bits: u64, mut within: u64) -> u64 {
    for step in [1, 2, 4, 8, 16, 32] {
        bits |= within & bits << step;
        within &= within << step;
    }
    bits
}

/// A bit for each byte. Without a branch in it, the question is asked of many bytes at a time; a product brings the answers
/// of eight bytes next to each other.
#[inline]
fn mask(block: &[u8; BLOCK], is: impl Fn(u8) -> bool) -> u64 {
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let flags = block.map(|b| u8::from(is(b)));
    let (eights, _) = flags.as_chunks::<8>();
    let bits = eights.iter().map(|eight| u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56);
    bits.rev().fold(0, |mask, bits| mask << 8 | bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Over every length around that of a block, against a look at each byte.
    #[test]
    fn marks_are_what_a_look_at_each_byte_finds() {
        let text = "a b  c . d..e. x1!  Ünd so|weiter an @home \t$9 z. . fin zusammen é gut ".repeat(4);
        for start in (0..70).filter(|at| text.is_char_boundary(*at)) {
            for end in (start..text.len()).filter(|at| text.is_char_boundary(*at)) {
                let bytes = &text.as_bytes()[start..end];
                let marks = Marks::new(bytes);
                let word = |at: usize| bytes.get(at).is_some_and(|b| is_of_word(*b));
                for signed in [false, true] {
                    let mut ends = Vec::new();
                    marks.word_ends(0, bytes.len(), signed, |end| ends.push(end));
                    let is_end = |at: &usize| {
                        let before = bytes[..*at].rsplit(|b| !is_of_word(*b)).next().unwrap_or(&[]);
                        !word(*at) && before.len() >= LETTERS && before.iter().any(|b| is_sign(*b)) == signed
                    };
                    assert_eq!(ends, (LETTERS..=bytes.len()).filter(is_end).collect::<Vec<_>>());
                }
                let two = bytes.windows(4).any(|w| w == b" an " || w == b" z. ");
                let wanted = |end: usize| [&b"an"[..], b"z."].contains(&&bytes[end - 2..end]);
                assert_eq!(marks.any_two(0, bytes.len(), wanted), two);
                let begins = |at: &usize| {
                    is_first(bytes[*at].to_ascii_lowercase()) && (*at == 0 || !bytes[at - 1].is_ascii_alphabetic())
                };
                let starts: Vec<usize> = (0..bytes.len()).filter(begins).collect();
                let found = std::cell::RefCell::new(Vec::new());
                assert!(!marks.any_start(0, bytes.len(), |at| {
                    found.borrow_mut().push(at);
                    false
                }));
                assert_eq!(found.into_inner(), starts);
                let single = |w: &&[u8]| w[0] == b' ' && w[1] != b' ' && w[2] == b' ';
                assert_eq!(marks.singles(0, bytes.len()), bytes.windows(3).filter(single).count());
                let stops = bytes.windows(2).any(|w| (w[0] == b' ' || w[0] == b'.') && w[1] == b'.');
                assert_eq!(marks.has_stops(0, bytes.len()), stops);
            }
        }
        let lines = Marks::new("ab\n\ncd".as_bytes());
        assert_eq!([0, 3, 4].map(|at| lines.line_end(at)), [Some(3), Some(4), None]);
    }
}
