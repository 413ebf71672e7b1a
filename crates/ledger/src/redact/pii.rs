//! Personal data by its shape and checksum: mail addresses, phone numbers, IBANs, cards, national numbers. Off unless a
//! policy asks for it: a commit's author is a mail address, and a test is full of them.

use std::ops::Range;

/// What kinds of personal data are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Personal {
    /// Mail addresses.
    pub mail: bool,
    /// Phone numbers in the international spelling.
    pub phone: bool,
    /// Bank accounts, by their checksum.
    pub iban: bool,
    /// Payment cards, by their checksum.
    pub card: bool,
    /// National numbers that have a checksum or a fixed shape (US, UK, DE, FR, ES, IT, NL, PL, BR, CN, IN).
    pub national: bool,
}

impl Personal {
    /// All of them.
    #[must_use]
    pub fn all() -> Self {
        Self { mail: true, phone: true, iban: true, card: true, national: true }
    }

    /// None of them.
    #[must_use]
    pub fn is_off(self) -> bool {
        self == Self::default()
    }
}

/// Personal data in a text: its kind and its bytes, in order, not overlapping.
#[must_use]
pub fn personal(text: &str, wanted: Personal) -> Vec<(&'static str, Range<usize>)> {
    let mut out = Vec::new();
    if wanted.is_off() {
        return out;
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes.iter().skip(at).take(MAX_RUN_BYTES).take_while(|b| in_run(**b)).count();
        if run >= MIN_RUN_BYTES {
            out.extend(in_text(bytes, at..at + run, wanted));
        }
        at += run.max(1);
    }
    out
}

/// Shorter texts are none of them.
const MIN_RUN_BYTES: usize = 6;

/// Longer runs without a blank are data; they are cut here, and each part is looked at.
const MAX_RUN_BYTES: usize = 256;

/// A run may have single blanks inside: `4111 1111 1111 1111`, `+49 30 123456`.
fn in_run(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'@' | b'.' | b'_' | b'%' | b'+' | b'-' | b' ' | b'/')
}

fn in_text(bytes: &[u8], at: Range<usize>, wanted: Personal) -> Vec<(&'static str, Range<usize>)> {
    let mut out = Vec::new();
    let mut start = at.start;
    while start < at.end {
        let word = bytes.get(start..at.end).unwrap_or_default();
        let len = word.iter().position(|b| *b == b' ').unwrap_or(word.len());
        let found = word.get(..len).and_then(|w| in_word(w, wanted)).or_else(|| grouped(word, wanted));
        match found {
            Some((kind, part)) => {
                out.push((kind, start + part.start..start + part.end));
                start += part.end.max(1);
            }
            None => start += len + 1,
        }
    }
    out
}

/// What one word is.
fn in_word(word: &[u8], wanted: Personal) -> Option<(&'static str, Range<usize>)> {
    if wanted.mail
        && let Some(part) = mail(word)
    {
        return Some(("mail", part));
    }
    let bare = word.len() - word.iter().rev().take_while(|b| matches!(b, b'.' | b'-')).count();
    let word = word.get(..bare)?;
    let national = wanted.national.then(|| national(word)).flatten();
    national.map(|kind| (kind, 0..word.len()))
}

/// `name@host.domain`.
fn mail(word: &[u8]) -> Option<Range<usize>> {
    let at = memchr::memchr(b'@', word)?;
    let name = word.get(..at)?.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || b"._%+-".contains(b)).count();
    let host = word.get(at + 1..)?.iter().take_while(|b| b.is_ascii_alphanumeric() || b".-".contains(b)).count();
    let host_text = word.get(at + 1..at + 1 + host)?;
    let end = host - host_text.iter().rev().take_while(|b| matches!(b, b'.' | b'-')).count();
    let host_text = host_text.get(..end)?;
    let top = host_text.rsplit(|b| *b == b'.').next()?;
    // `git@host:path` is an address of a repository.
    let remote = word.get(at + 1 + end) == Some(&b':')
        && word.get(at + 2 + end).is_some_and(|b| !b.is_ascii_whitespace())
        || word.get(at - name..at) == Some(b"git");
    let is =
        !remote && name > 0 && top.len() >= 2 && top.len() < host_text.len() && top.iter().all(u8::is_ascii_alphabetic);
    is.then_some(at - name..at + 1 + end)
}

/// What is written in groups: accounts, cards, phone numbers.
fn grouped(text: &[u8], wanted: Personal) -> Option<(&'static str, Range<usize>)> {
    let first = *text.first()?;
    let iban = || (wanted.iban && first.is_ascii_uppercase()).then(|| iban(text)).flatten().map(|end| ("iban", 0..end));
    let card = || (wanted.card && first.is_ascii_digit()).then(|| card(text)).flatten().map(|end| ("card", 0..end));
    let phone = || (wanted.phone && first == b'+').then(|| phone(text)).flatten().map(|end| ("phone", 0..end));
    iban().or_else(card).or_else(phone)
}

/// The digits and letters of a number in groups with single blanks or dashes, and where it ends.
fn gather(text: &[u8], max: usize, of: fn(u8) -> bool) -> (Vec<u8>, usize) {
    let (mut out, mut end) = (Vec::new(), 0);
    for (at, b) in text.iter().enumerate() {
        if of(*b) && out.len() < max {
            out.push(*b);
            end = at + 1;
        } else if !matches!(b, b' ' | b'-') || at > end {
            break;
        }
    }
    (out, end)
}

fn iban(text: &[u8]) -> Option<usize> {
    let (all, end) = gather(text, 34, |b| b.is_ascii_uppercase() || b.is_ascii_digit());
    // A word behind the account may have been gathered with it: the checksum says where it ends.
    (15..=all.len()).rev().find_map(|len| {
        let number = all.get(..len)?;
        let [a, b, c, d, ..] = *number else { return None };
        let head = a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_digit() && d.is_ascii_digit();
        let end = if len == all.len() { end } else { position(text, len)? };
        let bound = !text.get(end).is_some_and(u8::is_ascii_alphanumeric);
        (head && bound && mod_97(number) == 1).then_some(end)
    })
}

/// Where the `nth` letter or digit ends.
fn position(text: &[u8], nth: usize) -> Option<usize> {
    let mut at = text.iter().enumerate().filter(|(_, b)| b.is_ascii_alphanumeric()).map(|(at, _)| at + 1);
    at.nth(nth - 1)
}

fn mod_97(number: &[u8]) -> u32 {
    let (head, rest) = number.split_at_checked(4).unwrap_or_default();
    rest.iter().chain(head).fold(0, |sum, b| match b {
        b'0'..=b'9' => (sum * 10 + u32::from(b - b'0')) % 97,
        _ => (sum * 100 + u32::from(b.to_ascii_uppercase().saturating_sub(b'A')) + 10) % 97,
    })
}

fn card(text: &[u8]) -> Option<usize> {
    let (digits, end) = gather(text, 19, |b| b.is_ascii_digit());
    let issuer = match digits.first() {
        Some(b'3') => (14..=16).contains(&digits.len()),
        Some(b'4') => matches!(digits.len(), 13 | 16 | 19),
        Some(b'2' | b'5') => digits.len() == 16,
        Some(b'6') => (16..=19).contains(&digits.len()),
        _ => false,
    };
    let bound = !text.get(end).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'.');
    let different = digits.windows(2).any(|w| w.first() != w.last());
    (issuer && bound && different && luhn(&digits)).then_some(end)
}

fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, b)| match (at % 2, u32::from(b.saturating_sub(b'0'))) {
            (0, n) => n,
            (_, n) if n > 4 => n * 2 - 9,
            (_, n) => n * 2,
        })
        .sum();
    sum.is_multiple_of(10)
}

fn phone(text: &[u8]) -> Option<usize> {
    let (digits, end) = gather(text.get(1..)?, 15, |b| b.is_ascii_digit());
    let bound = !text.get(1 + end).is_some_and(u8::is_ascii_alphanumeric);
    ((9..=15).contains(&digits.len()) && digits.first() != Some(&b'0') && bound).then_some(1 + end)
}

/// Numbers of persons whose checksum or shape leaves little to chance.
fn national(word: &[u8]) -> Option<&'static str> {
    let digits: Vec<u8> = word.iter().filter(|b| b.is_ascii_digit()).map(|b| b - b'0').collect();
    let only = word.iter().all(u8::is_ascii_digit);
    let shape: Vec<u8> = word
        .iter()
        .map(|b| {
            if b.is_ascii_digit() {
                b'0'
            } else if b.is_ascii_uppercase() {
                b'A'
            } else {
                *b
            }
        })
        .collect();
    match shape.as_slice() {
        b"000-00-0000" if us(&digits) => Some("ssn"),
        b"000.000.000-00" if brazil(&digits) => Some("cpf"),
        b"00000000A" if spain(word, &digits) => Some("dni"),
        b"AAAAAA00A00A000A" if italy(word) => Some("codicefiscale"),
        b"AA000000A" if b"ABCD".contains(word.last()?) => Some("nino"),
        b"00000000000000000A" | b"000000000000000000" if china(word) => Some("chinaid"),
        b"000000000000" if only && verhoeff(&digits) => Some("aadhaar"),
        b"00000000000" if only && (poland(&digits) || germany(&digits)) => Some("nationalid"),
        b"000000000" if only && netherlands(&digits) && digits.first() != Some(&0) => Some("bsn"),
        b"000000000000000" if only && france(&digits) => Some("nir"),
        _ => None,
    }
}

fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |n, d| n * 10 + u64::from(*d))
}

fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(d, w)| u32::from(*d) * w).sum()
}

fn us(digits: &[u8]) -> bool {
    let area = number(digits.get(..3).unwrap_or_default());
    let group = number(digits.get(3..5).unwrap_or_default());
    let serial = number(digits.get(5..).unwrap_or_default());
    area != 0 && area != 666 && area < 900 && group != 0 && serial != 0
}

fn brazil(digits: &[u8]) -> bool {
    let check = |len: usize, first: u32| {
        let weights: Vec<u32> = (2..=first).rev().collect();
        let rest = weighted(digits.get(..len).unwrap_or_default(), &weights) * 10 % 11 % 10;
        digits.get(len).is_some_and(|d| u32::from(*d) == rest)
    };
    digits.windows(2).any(|w| w.first() != w.last()) && check(9, 10) && check(10, 11)
}

fn spain(word: &[u8], digits: &[u8]) -> bool {
    let letter = b"TRWAGMYFPDXBNJZSQVHLCKE".get((number(digits) % 23) as usize);
    letter.is_some() && word.last() == letter
}

fn italy(word: &[u8]) -> bool {
    const ODD: [u32; 26] =
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let place = |b: u8| if b.is_ascii_digit() { usize::from(b - b'0') } else { usize::from(b.saturating_sub(b'A')) };
    let value = |at: usize, b: u8| match at % 2 {
        0 => ODD.get(place(b)).copied().unwrap_or(0),
        _ => u32::try_from(place(b)).unwrap_or(0),
    };
    let sum: u32 = word.iter().take(15).enumerate().map(|(at, b)| value(at, *b)).sum();
    word.last().is_some_and(|b| u32::from(b.saturating_sub(b'A')) == sum % 26)
}

fn china(word: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits: Vec<u8> = word.iter().take(17).map(|b| b.saturating_sub(b'0')).collect();
    let check = b"10X98765432".get((weighted(&digits, &WEIGHTS) % 11) as usize);
    let year = number(digits.get(6..10).unwrap_or_default());
    check.is_some() && word.last() == check && (1900..2100).contains(&year)
}

fn verhoeff(digits: &[u8]) -> bool {
    // Multiplication in the dihedral group of five, and the permutation of each place.
    let times = |a: u8, b: u8| match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b) % 5 + 5,
        (false, true) => (a + 5 - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    };
    const STEP: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let moved =
        |digit: u8, place: usize| (0..place % 8).fold(digit, |d, _| STEP.get(usize::from(d)).copied().unwrap_or(0));
    let sum = digits.iter().rev().enumerate().fold(0, |sum, (at, d)| times(sum, moved(*d, at)));
    sum == 0 && digits.first().is_some_and(|d| *d >= 2)
}

fn poland(digits: &[u8]) -> bool {
    let sum = weighted(digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
    let month = number(digits.get(2..4).unwrap_or_default()) % 20;
    let day = number(digits.get(4..6).unwrap_or_default());
    sum.is_multiple_of(10) && (1..=12).contains(&month) && (1..=31).contains(&day)
}

fn germany(digits: &[u8]) -> bool {
    let product = digits.iter().take(10).fold(10u32, |p, d| {
        let sum = (u32::from(*d) + p) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    let check = (11 - product) % 10;
    let mut seen = [0u8; 10];
    for d in digits.iter().take(10) {
        if let Some(n) = seen.get_mut(usize::from(*d)) {
            *n += 1;
        }
    }
    // Exactly one digit is there twice or three times, as the rule for these numbers has it.
    let doubled = seen.iter().filter(|n| **n > 1).count() == 1 && seen.iter().all(|n| *n <= 3);
    digits.first() != Some(&0) && doubled && digits.last().is_some_and(|d| u32::from(*d) == check)
}

fn netherlands(digits: &[u8]) -> bool {
    let sum = weighted(digits.get(..8).unwrap_or_default(), &[9, 8, 7, 6, 5, 4, 3, 2]);
    digits.last().is_some_and(|d| sum % 11 == u32::from(*d))
}

fn france(digits: &[u8]) -> bool {
    let (body, key) = digits.split_at_checked(13).unwrap_or_default();
    let sex = matches!(digits.first(), Some(1 | 2));
    sex && 97 - number(body) % 97 == number(key)
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "a test cuts where it knows the characters to end")]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(&'static str, String)> {
        personal(text, Personal::all()).into_iter().map(|(k, at)| (k, text[at].to_owned())).collect()
    }

    #[test]
    fn personal_data_is_found_by_its_checksum() {
        for (text, kind, part) in [
            ("write to jo.doe+x@example.com.", "mail", "jo.doe+x@example.com"),
            ("mailto jo@example.com: hello", "mail", "jo@example.com"),
            ("IBAN DE89 3704 0044 0532 0130 00 please", "iban", "DE89 3704 0044 0532 0130 00"),
            ("GB82WEST12345698765432", "iban", "GB82WEST12345698765432"),
            ("card 4111 1111 1111 1111 exp", "card", "4111 1111 1111 1111"),
            ("card 5555-5555-5555-4444", "card", "5555-5555-5555-4444"),
            ("call +49 30 901820 now", "phone", "+49 30 901820"),
            ("ssn 078-05-1120", "ssn", "078-05-1120"),
            ("cpf 529.982.247-25", "cpf", "529.982.247-25"),
            ("dni 12345678Z", "dni", "12345678Z"),
            ("cf RSSMRA85T10A562S", "codicefiscale", "RSSMRA85T10A562S"),
            ("id 11010519491231002X", "chinaid", "11010519491231002X"),
            ("pesel 44051401359", "nationalid", "44051401359"),
            ("idnr 86095742719", "nationalid", "86095742719"),
            ("bsn 111222333", "bsn", "111222333"),
        ] {
            assert_eq!(kinds(text), [(kind, part.to_owned())], "{text}");
        }
    }

    #[test]
    fn what_fails_its_checksum_stays() {
        for text in [
            "DE89 3704 0044 0532 0130 01",
            "4111 1111 1111 1112",
            "git@github.com:acme/app.git and a@b",
            "1.2.3.4",
            "2024-01-31",
            "000-12-3456",
            "12345678A",
            "44051401358",
            "npm@10.2.0",
            "4111111111111111.5",
            "3f786850e387550fdab836ed7e6dc881de23001b",
        ] {
            let found: Vec<_> = kinds(text).into_iter().filter(|(k, _)| *k != "mail").collect();
            assert!(found.is_empty(), "{text}: {found:?}");
        }
        assert!(personal("jo@example.com", Personal::default()).is_empty());
    }
}
