//! The lines of a text, each with what kinds of signs it holds: one look at each byte for all detectors together, so that
//! most lines cost most detectors nothing. Called by `encoded` and `links`; linear.

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
pub(super) struct Line<'a> {
    pub text: &'a str,
    pub at: usize,
    pub signs: Signs,
    /// Single signs between two blanks.
    pub singles: usize,
}

impl Line<'_> {
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
pub(super) fn each<'a>(text: &'a str, mut take: impl FnMut(&Line<'a>)) -> Signs {
    let (mut all, mut at) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let line = measure(rest);
        let bytes = line.text.len();
        all |= line.signs;
        take(&Line { at, ..line });
        at += bytes;
    }
    all
}

/// The first line of a text. Each question is a loop of its own over neighbouring bytes, which the compiler makes into one that
/// looks at many at a time.
fn measure(rest: &str) -> Line<'_> {
    let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
    let text = rest.get(..end).unwrap_or(rest);
    let bytes = text.as_bytes();
    let signs = bytes.iter().fold(0, |signs, byte| signs | KINDS.get(usize::from(*byte)).copied().unwrap_or(0));
    let (next, third) = (bytes.get(1..).unwrap_or(&[]), bytes.get(2..).unwrap_or(&[]));
    let pairs = || bytes.iter().zip(next);
    let singles = pairs().zip(third).filter(|((a, b), c)| **a == b' ' && **b != b' ' && **c == b' ').count();
    let stops = signs & STOP != 0 && pairs().any(|(a, b)| (*a == b' ' || *a == b'.') && *b == b'.');
    Line { text, at: 0, signs: signs | if stops { STOPS } else { 0 }, singles }
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
