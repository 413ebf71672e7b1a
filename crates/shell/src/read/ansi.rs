//! `$'…'`: what its escapes stand for. Part of the word reader.

use super::Reader;

impl Reader<'_, '_, '_> {
    /// From `$'`.
    pub(super) fn ansi(&mut self) {
        let end = self.cx.scan.ansi(self.i + 2);
        let Some(end) = self.within(end, "a `$'` that does not end in its word") else { return };
        // dash reads `$'a'` as `$a`.
        let raw = self.src(self.i + 2, end - 1);
        let live = self.mode.live_single && raw.contains(['$', '`']);
        match decode(raw) {
            Some(text) if !self.sh() && !live => self.push_quoted(&text, end),
            _ => self.opaque_to(end),
        }
    }

    /// From `$'` in `"${x:-$'…'}"`: bash puts what it stands for there while it reads the text, so that it is read once more.
    pub(super) fn ansi_in_operand(&mut self) {
        let end = self.cx.scan.ansi(self.i + 2);
        let Some(end) = self.within(end, "a `$'` that does not end in its word") else { return };
        let live = |text: &String| text.contains(['$', '`', '"', '\\', '{', '}']);
        // Quotes in front may keep it from being one.
        let plain = !self.src(self.start, self.i).contains(['"', '\'']);
        match decode(self.src(self.i + 2, end - 1)).filter(|text| plain && !live(text)) {
            Some(text) if !self.sh() => self.push_quoted(&text, end),
            _ => self.opaque_to(end),
        }
    }
}

/// The decoded text; `None` where it is not text (NUL, not UTF-8) or the escape is one that shells read differently.
pub(crate) fn decode(raw: &str) -> Option<String> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = match byte {
            b'\\' => escape(after, &mut out)?,
            _ => {
                out.push(*byte);
                after
            }
        };
    }
    String::from_utf8(out).ok().filter(|text| !text.contains('\0'))
}

fn escape<'a>(rest: &'a [u8], out: &mut Vec<u8>) -> Option<&'a [u8]> {
    let Some((code, after)) = rest.split_first() else {
        out.push(b'\\');
        return Some(rest);
    };
    let simple = match code {
        b'n' => b'\n',
        b't' => b'\t',
        b'r' => b'\r',
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'v' => 11,
        b'e' | b'E' => 27,
        b'\\' | b'\'' | b'"' | b'?' => *code,
        b'0'..=b'7' => return number(rest, 8, 3, |n| out.push(n.to_le_bytes()[0])),
        b'x' if after.first() == Some(&b'{') => return None,
        b'x' => return number(after, 16, 2, |n| out.push(n.to_le_bytes()[0])),
        b'u' | b'U' => return unicode(after, if *code == b'u' { 4 } else { 8 }, out),
        b'c' => return control(after, out),
        _ => {
            out.extend([b'\\', *code]);
            return Some(after);
        }
    };
    out.push(simple);
    Some(after)
}

fn control<'a>(rest: &'a [u8], out: &mut Vec<u8>) -> Option<&'a [u8]> {
    let (letter, after) = rest.split_first()?;
    letter.is_ascii_alphabetic().then(|| out.push(letter.to_ascii_uppercase() & 0x1f)).map(|()| after)
}

fn unicode<'a>(rest: &'a [u8], most: usize, out: &mut Vec<u8>) -> Option<&'a [u8]> {
    let mut char = None;
    let after = number(rest, 16, most, |n| char = char::from_u32(n))?;
    out.extend(char?.encode_utf8(&mut [0; 4]).bytes());
    Some(after)
}

/// Reads up to `most` digits; `None` where there is none, which bash leaves as written and others do not.
fn number(rest: &[u8], radix: u32, most: usize, mut use_it: impl FnMut(u32)) -> Option<&[u8]> {
    let len = rest.iter().take(most).take_while(|b| char::from(**b).is_digit(radix)).count();
    let digits = rest.get(..len)?;
    if digits.is_empty() {
        return None;
    }
    use_it(u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()?);
    rest.get(len..)
}
