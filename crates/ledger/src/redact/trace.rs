//! Values that a session read are known again when they leave, also in part, reversed, in hexadecimal digits or in base 64,
//! with other letters or with dots in between, as the numbers of their bytes or as one number. Nothing of them is kept: only
//! keyed prints of twelve characters at a time.
//!
//! A text is reduced to its letters and digits in small letters; a rolling hash modulo 2^61 − 1 with a secret base goes over
//! that, once, however many values are known. Called by `admit.rs`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use automode_model::secret::{MARK, TRACED, Trace, marks};

use super::{Redactor, harmless};
use crate::hash::hmac;

/// How many characters a print covers. Shorter values have one of [`SHORT`]; what is shorter than that is not followed:
/// it would be met by chance.
const LONG: usize = 12;

/// The least.
const SHORT: usize = 8;

/// How many digits a print of a number covers: nothing but digits, so more of them.
const NUMBER: usize = 20;

/// Longer values are not known again as one number: making it takes the square of their length.
const MAX_NUMBER_BYTES: usize = 256;

/// How many prints of a value as it is, and of each of its other forms, are kept at the most.
const PLAIN_PRINTS: usize = 8;
const FORM_PRINTS: usize = 2;

/// The longest value that is printed; a private key of 4096 bits has 3200 characters.
const MAX_VALUE_BYTES: usize = 4096;

/// 2^61 − 1.
const PRIME: u64 = (1 << 61) - 1;

fn times(a: u64, b: u64) -> u64 {
    // The remainder is below 2^61: it fits.
    u64::try_from(u128::from(a) * u128::from(b) % u128::from(PRIME)).unwrap_or(0)
}

/// A text without what can be put between its letters.
struct Squeezed {
    letters: Vec<u8>,
    /// Where each of them stands in the text.
    from: Vec<usize>,
}

/// Without what parts the letters: signs, blanks, and the marks of hexadecimal digits (`0x6a`, `\x6a`).
fn squeezed(text: &[u8]) -> Squeezed {
    let mark = |at: usize| {
        let is = |at: Option<usize>, of: &[u8]| at.and_then(|at| text.get(at)).is_some_and(|b| of.contains(b));
        let behind = is(at.checked_sub(1), br"\") && is(Some(at), b"x");
        behind || is(Some(at), b"0") && is(Some(at + 1), b"x") || is(at.checked_sub(1), b"0") && is(Some(at), b"x")
    };
    let kept = || text.iter().enumerate().filter(|(at, b)| b.is_ascii_alphanumeric() && !mark(*at));
    Squeezed {
        letters: kept().map(|(_, b)| b.to_ascii_lowercase()).collect(),
        from: kept().map(|(at, _)| at).collect(),
    }
}

impl Redactor {
    /// What is kept of a value to know it again; none where it is too short or too plain.
    pub(super) fn trace(&self, kind: &str, digits: &str, value: &[u8]) -> Option<Trace> {
        let value = value.get(..value.len().min(MAX_VALUE_BYTES))?;
        let base = self.trace_base();
        let mut prints = Vec::new();
        push_prints(&mut prints, base, &squeezed(value).letters, PLAIN_PRINTS);
        if prints.is_empty() {
            return None;
        }
        for form in forms(value) {
            push_prints(&mut prints, base, &squeezed(&form).letters, FORM_PRINTS);
        }
        for digits in numbers(value) {
            let all: Vec<u64> = rolled(base, &digits, NUMBER).map(|(_, print)| print).collect();
            prints.extend(all.iter().step_by(all.len().div_ceil(FORM_PRINTS).max(1)));
        }
        prints.sort_unstable();
        prints.dedup();
        Some(Trace { kind: kind.to_owned(), digits: digits.to_owned(), prints })
    }

    fn trace_base(&self) -> u64 {
        let key = hmac(self.key(), b"trace");
        let bytes = key.bytes().first_chunk::<8>().copied().unwrap_or_default();
        u64::from_le_bytes(bytes) % (PRIME - 1000) + 500
    }

    /// The text with a placeholder for each value that is known.
    pub(crate) fn retrace<'t>(&self, text: Cow<'t, str>, known: &[Trace]) -> Cow<'t, str> {
        if known.is_empty() || text.len() < SHORT {
            return text;
        }
        let found = self.known_in(&text, known);
        if found.is_empty() {
            return text;
        }
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (at, trace) in found {
            out.push_str(text.get(done..at.start).unwrap_or(""));
            out.push_str(&format!("{MARK}{TRACED}{}_{}", trace.kind, trace.digits));
            done = at.end;
        }
        out.push_str(text.get(done..).unwrap_or(""));
        Cow::Owned(out)
    }

    /// Where known values stand, in order, not overlapping, each widened to the whole word.
    fn known_in<'k>(&self, text: &str, known: &'k [Trace]) -> Vec<(Range<usize>, &'k Trace)> {
        let prints: BTreeMap<u64, &Trace> = known.iter().flat_map(|t| t.prints.iter().map(move |p| (*p, t))).collect();
        let squeezed = squeezed(text.as_bytes());
        let base = self.trace_base();
        let mut hits: Vec<(Range<usize>, &Trace)> = Vec::new();
        for size in [LONG, SHORT, NUMBER] {
            for (at, print) in rolled(base, &squeezed.letters, size) {
                let Some(trace) = prints.get(&print) else { continue };
                let range = squeezed.from.get(at).zip(squeezed.from.get(at + size - 1)).map(|(a, b)| *a..b + 1);
                hits.extend(range.map(|r| (r, *trace)));
            }
        }
        hits.sort_by_key(|(at, _)| at.start);
        joined(hits, text)
    }
}

/// The places, each widened to the run of harmless characters around it, where the rest of the value stands; overlapping
/// ones become one, and a placeholder that stands there already stays. No byte is looked at more than a few times.
fn joined<'k>(hits: Vec<(Range<usize>, &'k Trace)>, text: &str) -> Vec<(Range<usize>, &'k Trace)> {
    let bytes = text.as_bytes();
    let old: Vec<Range<usize>> = marks(text).map(|m| m.at..m.at + m.len).collect();
    let mut out: Vec<(Range<usize>, &Trace)> = Vec::new();
    for (at, trace) in hits {
        let next = old.partition_point(|o| o.end <= at.start);
        if old.get(next).is_some_and(|o| o.start < at.end) {
            continue;
        }
        let behind = |end: usize| end + bytes.iter().skip(end).take_while(|b| part(**b)).count();
        match out.last_mut() {
            Some((last, _)) if at.start <= last.end => {
                if at.end > last.end {
                    last.end = behind(at.end);
                }
            }
            last => {
                let from = last.map_or(0, |(last, _)| last.end);
                let free = bytes.get(from..at.start).unwrap_or_default();
                let before = free.iter().rev().take_while(|b| part(**b)).count();
                out.push((at.start - before..behind(at.end), trace));
            }
        }
    }
    out
}

/// What a word of a value goes on with; `=`, `/` and `.` part it from names, folders and hosts.
fn part(b: u8) -> bool {
    harmless(b) && !matches!(b, b'=' | b'/' | b'.')
}

/// The prints of a value's windows, evenly spread, without those that a person might type.
fn push_prints(prints: &mut Vec<u64>, base: u64, letters: &[u8], most: usize) {
    let size = if letters.len() >= LONG { LONG } else { SHORT };
    let all: Vec<u64> = rolled(base, letters, size)
        .filter(|(at, _)| letters.get(*at..at + size).is_some_and(is_special))
        .map(|(_, print)| print)
        .collect();
    let step = all.len().div_ceil(most).max(1);
    prints.extend(all.iter().step_by(step));
    prints.extend(all.last());
}

/// Letters and digits mixed: no word, no number.
fn is_special(window: &[u8]) -> bool {
    let digits = window.iter().filter(|b| b.is_ascii_digit()).count();
    let turns = window.windows(2).filter(|w| matches!(w, [a, b] if a.is_ascii_digit() != b.is_ascii_digit())).count();
    let kinds = window.iter().collect::<std::collections::BTreeSet<_>>().len();
    digits > 0 && digits < window.len() && kinds >= 5 && (turns >= 2 || window.len() < LONG)
}

/// The hash of each window of `size`, with the window's beginning.
fn rolled(base: u64, letters: &[u8], size: usize) -> impl Iterator<Item = (usize, u64)> {
    let top = (1..size).fold(1, |power, _| times(power, base));
    let mut sum = 0;
    letters.iter().enumerate().filter_map(move |(at, b)| {
        if at >= size {
            let gone = letters.get(at - size).copied().unwrap_or(0);
            sum = (sum + PRIME - times(u64::from(gone) + 1, top)) % PRIME;
        }
        sum = (times(sum, base) + u64::from(*b) + 1) % PRIME;
        // The size is part of the print: a short window is not taken for a part of a long one.
        (at + 1 >= size).then(|| (at + 1 - size, sum ^ (size as u64) << 61))
    })
}

/// The value in the spellings that it may leave in.
fn forms(value: &[u8]) -> Vec<Vec<u8>> {
    let mut forms = vec![value.iter().rev().copied().collect(), hex(value), base32(value)];
    // Base 64 of a longer text that has the value somewhere: what of it depends on nothing before and behind.
    forms.extend((0..3).map(|skip| base64_inside(value, skip)));
    forms
}

/// The value as the numbers of its bytes, and as one number from either end: decimal digits.
fn numbers(value: &[u8]) -> Vec<Vec<u8>> {
    let list = value.iter().flat_map(|b| b.to_string().into_bytes()).collect();
    let mut all = vec![list];
    if value.len() <= MAX_NUMBER_BYTES {
        all.push(number(value.iter()));
        all.push(number(value.iter().rev()));
    }
    all
}

/// The number whose bytes these are, the highest first.
fn number<'b>(bytes: impl Iterator<Item = &'b u8>) -> Vec<u8> {
    // The lowest digit first while it grows.
    let mut digits = vec![0u8];
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            carry += u32::from(*digit) << 8;
            *digit = u8::try_from(carry % 10).unwrap_or(0);
            carry /= 10;
        }
        while carry > 0 {
            digits.push(u8::try_from(carry % 10).unwrap_or(0));
            carry /= 10;
        }
    }
    digits.iter().rev().map(|digit| b'0' + digit).collect()
}

fn hex(value: &[u8]) -> Vec<u8> {
    value.iter().flat_map(|b| [b >> 4, b & 15]).map(crate::hash::hex_digit).collect()
}

/// The base 64 of the value behind `skip` unknown bytes, without the characters that those and what follows change.
fn base64_inside(value: &[u8], skip: usize) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let lead = (3 - skip) % 3;
    let whole = value.get(lead..).unwrap_or_default();
    let groups = whole.as_chunks::<3>().0.iter();
    groups
        .flat_map(|[a, b, c]| {
            let bits = u32::from(*a) << 16 | u32::from(*b) << 8 | u32::from(*c);
            [18, 12, 6, 0].map(|shift| DIGITS.get((bits >> shift & 63) as usize).copied().unwrap_or(b'A'))
        })
        .collect()
}

fn base32(value: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let groups = value.as_chunks::<5>().0.iter();
    groups
        .flat_map(|group| {
            let bits = group.iter().fold(0u64, |bits, b| bits << 8 | u64::from(*b));
            [35, 30, 25, 20, 15, 10, 5, 0].map(|s| DIGITS.get((bits >> s & 31) as usize).copied().unwrap_or(b'A'))
        })
        .collect()
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "a test cuts where it knows the characters to end")]
mod tests {
    use super::*;

    const VALUE: &str = "q7Xk2mN9rT4vW1zB8cD5fG3hJ6kL0pS2xY4Z";

    fn known(redactor: &Redactor, value: &str) -> Vec<Trace> {
        redactor.trace("github", "0123456789ab", value.as_bytes()).into_iter().collect()
    }

    #[test]
    fn a_value_is_known_in_every_form() {
        let redactor = Redactor::ephemeral();
        let known = known(&redactor, VALUE);
        let reversed: String = VALUE.chars().rev().collect();
        let hex: String = VALUE.bytes().map(|b| format!("{b:02X}")).collect();
        let spaced: String = VALUE.chars().map(|c| format!("{c} ")).collect();
        let dotted = format!("{}.{}.x.example.com", &VALUE[..18], &VALUE[18..]);
        let base64 = |text: &str| {
            let padded: Vec<u8> = text.bytes().chain([0, 0]).collect();
            String::from_utf8(base64_inside(&padded, 0)).unwrap()
        };
        let bytes = |show: &dyn Fn(u8) -> String| VALUE.bytes().map(show).collect::<String>();
        let forms = [
            VALUE.to_owned(),
            VALUE.to_uppercase(),
            VALUE[4..24].to_owned(),
            VALUE[20..].to_owned(),
            reversed,
            hex,
            spaced,
            dotted,
            base64(VALUE),
            base64(&format!("a={VALUE}&b")),
            base64(&format!("ab={VALUE}&b")),
            String::from_utf8(base32(format!("{VALUE}1234").as_bytes())).unwrap(),
            bytes(&|b| format!("{b:#04x}, ")),
            bytes(&|b| format!("\\x{b:02x}")),
            bytes(&|b| format!("{b:02x}:")),
            bytes(&|b| format!("{b}, ")),
            String::from_utf8(number(VALUE.as_bytes().iter())).unwrap(),
            String::from_utf8(number(VALUE.as_bytes().iter().rev())).unwrap(),
        ];
        for form in forms {
            let text = format!("curl https://example.com/{form}/x");
            let out = redactor.retrace(text.as_str().into(), &known);
            assert!(out.contains("SECRET_tracedgithub_0123456789ab"), "{form}: {out}");
            assert!(out.starts_with("curl https://example.com/"), "{out}");
            assert!(!out.contains(form.as_str()), "{out}");
        }
    }

    #[test]
    fn a_text_of_nothing_but_the_value_takes_no_longer() {
        let redactor = Redactor::ephemeral();
        let known = known(&redactor, VALUE);
        let started = std::time::Instant::now();
        let out = redactor.retrace(VALUE.repeat(6_000).into(), &known);
        assert!(out.len() < 100, "{}", out.len());
        let spaced = format!("{VALUE} ").repeat(6_000);
        assert_eq!(marks(&redactor.retrace(spaced.into(), &known)).count(), 6_000);
        // Quadratic, it took minutes.
        assert!(started.elapsed().as_secs() < 30);
    }

    #[test]
    fn a_number_is_the_one_that_its_bytes_make() {
        assert_eq!(number([1, 0].iter()), b"256");
        assert_eq!(number([0xde, 0xad, 0xbe, 0xef].iter()), b"3735928559");
        assert_eq!(numbers(&[7, 255]), [b"7255".to_vec(), b"2047".to_vec(), b"65287".to_vec()]);
    }

    #[test]
    fn other_values_and_other_keys_are_not_known() {
        let redactor = Redactor::ephemeral();
        let known = known(&redactor, VALUE);
        for text in ["curl https://example.com/q7Xk2mN9rT", "git push origin main", "SECRET_github_0123456789ab", ""] {
            assert_eq!(redactor.retrace(text.into(), &known), text);
        }
        assert_eq!(Redactor::ephemeral().retrace(VALUE.into(), &known), VALUE);
        for plain in
            ["production", "1234567890123456", "correct-horse-battery-staple", "short1", "the-password-of-the-database"]
        {
            assert!(redactor.trace("password", "0123456789ab", plain.as_bytes()).is_none(), "{plain}");
        }
        assert!(redactor.trace("password", "0123456789ab", b"hunter2x").is_some());
    }
}
