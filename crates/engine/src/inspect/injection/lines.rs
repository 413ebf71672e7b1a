//! The lines of a text, each with what kinds of signs it holds: one look at each byte for all detectors together, so that
//! most lines cost most detectors nothing. Called by `encoded`; linear.

use super::marks::Marks;

/// What a line holds, a bit for each kind of sign.
pub(super) type Signs = u16;

/// A digit.
pub(super) const DIGIT: Signs = 1;
/// A sign that stands for a letter in disguised words: `@`, `$`, `!`, `|`.
pub(super) const LEET: Signs = 1 << 1;
/// What a quotation begins with.
pub(super) const QUOTE: Signs = 1 << 2;
/// What stands between a name and its text.
pub(super) const NAMES: Signs = 1 << 3;
/// What joins names by itself.
pub(super) const ADDS: Signs = 1 << 4;
/// What joins names with another sign beside it.
pub(super) const PAIRS: Signs = 1 << 11;
/// What a terminal obeys.
pub(super) const CONTROL: Signs = 1 << 5;
/// Not ASCII.
pub(super) const HIGH: Signs = 1 << 6;
/// A full stop.
pub(super) const STOP: Signs = 1 << 7;
/// An exclamation mark: with it a picture begins.
pub(super) const BANG: Signs = 1 << 8;
/// An opening bracket.
pub(super) const BRACKET: Signs = 1 << 9;
/// A full stop behind a blank or behind another.
pub(super) const STOPS: Signs = 1 << 10;

/// The kinds that each byte is of.
static KINDS: [Signs; 256] = kinds();

const fn of(byte: u8) -> Signs {
    let high = if byte.is_ascii() { 0 } else { HIGH };
    high | match byte {
        b'0'..=b'9' => DIGIT,
        b'@' => LEET,
        b'$' => LEET | ADDS,
        b'|' => LEET | PAIRS,
        b'!' => LEET | BANG,
        b'"' | b'\'' | b'`' | 0xe2 => QUOTE,
        b'=' | b':' => NAMES,
        b'+' | b'&' => ADDS,
        b'}' | b'<' => PAIRS,
        0x1b | b'\r' | 0x08 => CONTROL,
        b'.' => STOP,
        b'[' => BRACKET,
        _ => 0,
    }
}

#[expect(clippy::indexing_slicing, reason = "runs in the compiler only; an index out of bounds does not compile")]
const fn kinds() -> [Signs; 256] {
    let mut kinds = [0; 256];
    let mut byte = 0u8;
    loop {
        kinds[byte as usize] = of(byte);
        if byte == u8::MAX {
            return kinds;
        }
        byte += 1;
    }
}

/// A line with its end.
pub(super) struct Line<'m, 'a> {
    pub text: &'a str,
    pub at: usize,
    pub signs: Signs,
    /// Single signs between two blanks.
    pub singles: usize,
    marks: &'m Marks,
}

impl<'a> Line<'_, 'a> {
    /// What stands before each end of a word that is long enough, of those with signs that stand for letters or of the others.
    #[inline]
    pub(super) fn word_ends(&self, signed: bool, mut take: impl FnMut(&'a [u8])) {
        let (bytes, at) = (self.text.as_bytes(), self.at);
        self.marks.word_ends(at, at + bytes.len(), signed, |end| take(bytes.get(..end - at).unwrap_or(&[])));
    }

    /// A word of two bytes between blanks is wanted.
    #[inline]
    pub(super) fn any_two(&self, wanted: impl Fn(&[u8]) -> bool) -> bool {
        let (bytes, at) = (self.text.as_bytes(), self.at);
        self.marks.any_two(at, at + bytes.len(), |end| bytes.get(end - at - 2..end - at).is_some_and(&wanted))
    }

    /// One of the words that begin like one that joins is wanted, by what follows from its beginning on.
    #[inline]
    pub(super) fn any_start(&self, wanted: impl Fn(&'a [u8]) -> bool) -> bool {
        let bytes = self.text.as_bytes();
        let from = |start: usize| bytes.get(start - self.at..).unwrap_or(&[]);
        self.marks.any_start(self.at, self.at + bytes.len(), |start| wanted(from(start)))
    }

    /// So many characters that are not ASCII.
    pub(super) fn high(&self) -> usize {
        self.text.bytes().filter(|byte| *byte >= 0xc0).count()
    }

    /// Some of these kinds are in it.
    pub(super) fn has(&self, signs: Signs) -> bool {
        self.signs & signs != 0
    }
}

/// Hands over every line; what all of them hold together.
pub(super) fn each<'a>(text: &'a str, mut take: impl FnMut(&Line<'_, 'a>)) -> Signs {
    let marks = Marks::new(text.as_bytes());
    let (mut all, mut at) = (0, 0);
    while at < text.len() {
        let end = marks.line_end(at).unwrap_or(text.len());
        let line = measure(text.get(at..end).unwrap_or(""), at, &marks);
        all |= line.signs;
        take(&line);
        at = end;
    }
    all
}

fn measure<'m, 'a>(text: &'a str, at: usize, marks: &'m Marks) -> Line<'m, 'a> {
    let end = at + text.len();
    let signs = text.bytes().fold(0, |signs, byte| signs | KINDS.get(usize::from(byte)).copied().unwrap_or(0));
    let stops = signs & STOP != 0 && marks.has_stops(at, end);
    Line { text, at, signs: signs | if stops { STOPS } else { 0 }, singles: marks.singles(at, end), marks }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_whole_and_their_signs_known() {
        let text = "a b c d\nsha256 = \"x\"\n\nlast [é]";
        let mut found = Vec::new();
        let all = each(text, |line| found.push((line.text, line.at, line.signs, line.singles)));
        let wanted = [
            ("a b c d\n", 0, 0, 2),
            ("sha256 = \"x\"\n", 8, DIGIT | NAMES | QUOTE, 1),
            ("\n", 21, 0, 0),
            ("last [é]", 22, BRACKET | HIGH, 0),
        ];
        assert_eq!(found, wanted);
        for (text, stops) in [("a . b", true), ("a..b", true), (". a", false), ("a. b. c.", false), ("..", true)] {
            assert_eq!(each(text, |_| {}) & STOPS != 0, stops, "{text}");
        }
        assert_eq!(all, DIGIT | NAMES | QUOTE | BRACKET | HIGH);
    }
}
