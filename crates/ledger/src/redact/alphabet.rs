//! What a token is made of, and what else its provider promises: the columns of the table in `kinds.rs`.

use super::value;

/// The alphabet behind a prefix.
#[derive(Clone, Copy)]
pub(super) enum Of {
    /// Lower-case hexadecimal digits.
    Hex,
    /// The same and the dash.
    Hexdash,
    /// Upper-case letters and digits.
    Upper,
    /// The same and the dash.
    Upperdash,
    /// Letters and digits.
    Alnum,
    /// Letters, digits, underscore.
    Word,
    /// The same and the dollar.
    Dollar,
    /// Letters, digits, underscore, dash.
    Url,
    /// The same and the dot.
    Dotted,
    /// Base 64, and the dash, underscore and dot of its relatives.
    Base64,
    /// The rest of an address.
    Query,
    /// What Azure makes client secrets of.
    Azure,
    /// A JSON web token: dotted parts.
    Jwt,
}

/// How many alphabets there are.
pub(super) const ALPHABETS: usize = 13;

/// What else must hold of a token.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    /// Nothing.
    Free,
    /// A digit.
    Digits,
    /// Upper or lower-case letters and digits, mixed as chance does.
    Mixed,
    /// Upper-case letters, lower-case letters and digits.
    Mixed3,
    /// Chance made it; the word before it is an ordinary one.
    Bearer,
    /// 8-4-4-4-12.
    Uuid,
    /// Ends in a CRC-32 in base 62 (GitHub, npm). Wrong is no proof of innocence: a mistyped token is one, too.
    Crc,
    /// A checksum in Bech32.
    Age,
    /// Three parts of a bot's token.
    Discord,
    /// Fourteen characters, a dot, 64 hexadecimal digits.
    Airtable,
    /// Two times 32 hexadecimal digits.
    Zoho,
    /// Groups of six, then of five.
    Onepassword,
}

/// How long the first part of a web token may be.
const MAX_JWT_HEAD_BYTES: usize = 2048;

impl Of {
    pub(super) fn has(self, b: u8) -> bool {
        match self {
            Self::Hex => matches!(b, b'0'..=b'9' | b'a'..=b'f'),
            Self::Hexdash => matches!(b, b'0'..=b'9' | b'a'..=b'f' | b'-'),
            Self::Upper => b.is_ascii_uppercase() || b.is_ascii_digit(),
            Self::Upperdash => b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-',
            Self::Alnum => b.is_ascii_alphanumeric(),
            Self::Word => b.is_ascii_alphanumeric() || b == b'_',
            Self::Dollar => b.is_ascii_alphanumeric() || b == b'$',
            Self::Url => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'),
            Self::Dotted | Self::Jwt => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'),
            Self::Azure => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'~'),
            Self::Base64 => b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'_' | b'-' | b'.'),
            Self::Query => {
                b.is_ascii_alphanumeric() || matches!(b, b'/' | b'=' | b'_' | b'-' | b'.' | b'?' | b'@' | b'%' | b'~')
            }
        }
    }

    /// Words with dashes (`sk-fading-circle-with-many-dots`, `Bearer authentication`) have no digits; tokens do.
    pub(super) fn plausible(self, token: &[u8]) -> bool {
        match self {
            Self::Hex | Self::Hexdash | Self::Upper | Self::Alnum | Self::Jwt | Self::Dollar | Self::Upperdash => true,
            Self::Word | Self::Url | Self::Dotted | Self::Base64 | Self::Query | Self::Azure => {
                (token.iter().any(u8::is_ascii_digit) && mixed(token)) || value::is_random_letters(token)
            }
        }
    }

    /// The first of three parts, which says how the others are made, and a second one: base 64 of JSON alone is no token.
    pub(super) fn jwt(self, token: &[u8]) -> bool {
        let Self::Jwt = self else { return true };
        let head = token.get(..token.len().min(MAX_JWT_HEAD_BYTES)).unwrap_or_default();
        let Some(dot) = memchr::memchr(b'.', head) else { return false };
        let second = token.iter().skip(dot + 1).take(8).take_while(|b| **b != b'.').count();
        dot >= 8 && second == 8
    }
}

impl Check {
    /// Whether the characters behind the prefix can be a token.
    pub(super) fn holds(self, prefix: &[u8], token: &[u8]) -> bool {
        match self {
            Self::Free | Self::Crc => true,
            Self::Age => different_from_words(token),
            Self::Digits => token.iter().any(u8::is_ascii_digit),
            Self::Mixed => value::is_random(token),
            Self::Mixed3 => value::is_random(token) && three(token),
            Self::Bearer => value::is_random(token) || token.len() >= 32 && three(token),
            Self::Uuid => is_uuid(token),
            Self::Discord => sizes(token, b'.').is_some_and(|[a, b, c]| a + prefix.len() >= 20 && b >= 6 && c >= 27),
            Self::Airtable => sizes(token, b'.').is_none() && token.get(14) == Some(&b'.') && hex_from(token, 15),
            Self::Zoho => token.get(32) == Some(&b'.') && hex_from(token, 33),
            Self::Onepassword => {
                token.split(|b| *b == b'-').map(<[u8]>::len).eq([6, 6, 5, 5, 5])
                    || token.split(|b| *b == b'-').map(<[u8]>::len).eq([6, 5, 5, 5, 5])
            }
        }
    }

    /// Whether a checksum proves that the token was issued; none where there is no checksum.
    pub(super) fn proof(self, token: &[u8]) -> Option<bool> {
        match self {
            Self::Crc => Some(has_crc(token)),
            Self::Age => Some(has_bech32(b"age-secret-key-", token)),
            _ => None,
        }
    }
}

fn three(token: &[u8]) -> bool {
    let any = |of: fn(&u8) -> bool| token.iter().any(of);
    any(u8::is_ascii_uppercase) && any(u8::is_ascii_lowercase) && any(u8::is_ascii_digit)
}

fn different_from_words(token: &[u8]) -> bool {
    token.iter().any(u8::is_ascii_digit) && token.iter().any(u8::is_ascii_uppercase)
}

fn hex_from(token: &[u8], at: usize) -> bool {
    token.get(at..).is_some_and(|rest| !rest.is_empty() && rest.iter().all(u8::is_ascii_hexdigit))
}

/// The sizes of exactly three parts.
fn sizes(token: &[u8], mark: u8) -> Option<[usize; 3]> {
    let mut parts = token.split(|b| *b == mark).map(<[u8]>::len);
    let sizes = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(sizes)
}

/// `8-4-4-4-12` hexadecimal digits.
pub(super) fn is_uuid(token: &[u8]) -> bool {
    token.len() == 36
        && token.iter().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => *b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

/// Not words and numbers joined by dashes, as in a branch, an image tag or a date.
fn mixed(token: &[u8]) -> bool {
    let upper = token.iter().any(u8::is_ascii_uppercase);
    let parts = token.split(|b| !b.is_ascii_alphanumeric());
    let both = |p: &[u8]| p.iter().any(u8::is_ascii_digit) && p.iter().any(u8::is_ascii_alphabetic);
    upper || parts.filter(|p| p.len() >= 8).any(both)
}

/// How many characters the checksum has.
const CRC_CHARS: usize = 6;

/// The digits of base 62 as GitHub and npm use them.
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The checksum of a token's other characters.
pub(super) fn crc_chars(body: &[u8]) -> [u8; CRC_CHARS] {
    let mut rest = crc32(body);
    let mut out = [b'0'; CRC_CHARS];
    for digit in out.iter_mut().rev() {
        *digit = BASE62.get((rest % 62) as usize).copied().unwrap_or(b'0');
        rest /= 62;
    }
    out
}

fn has_crc(token: &[u8]) -> bool {
    let Some((body, sum)) = token.len().checked_sub(CRC_CHARS).and_then(|at| token.split_at_checked(at)) else {
        return false;
    };
    sum == crc_chars(body)
}

/// The usual CRC-32, bit by bit: only tokens are summed, no table is worth its start.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for b in bytes {
        crc ^= u32::from(*b);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

const BECH32: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// One step of the checksum.
fn bech32_step(sum: u32, value: u32) -> u32 {
    const GENERATORS: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let top = sum >> 25;
    let sum = ((sum & 0x01ff_ffff) << 5) ^ value;
    let picked = GENERATORS.iter().enumerate().filter(|(bit, _)| (top >> bit) & 1 == 1);
    picked.fold(sum, |sum, (_, generator)| sum ^ generator)
}

fn bech32_start(name: &[u8]) -> u32 {
    let high = name.iter().map(|b| u32::from(b >> 5));
    let low = name.iter().map(|b| u32::from(b & 31));
    high.chain([0]).chain(low).fold(1, bech32_step)
}

fn bech32_values(token: &[u8]) -> Option<Vec<u32>> {
    let value = |b: &u8| BECH32.iter().position(|c| *c == b.to_ascii_lowercase()).and_then(|n| u32::try_from(n).ok());
    token.iter().map(value).collect()
}

fn has_bech32(name: &[u8], token: &[u8]) -> bool {
    bech32_values(token).is_some_and(|values| values.into_iter().fold(bech32_start(name), bech32_step) == 1)
}

/// The six characters that end a token in Bech32.
pub(super) fn bech32_chars(name: &[u8], token: &[u8]) -> Option<[u8; 6]> {
    let values = bech32_values(token)?;
    let sum = values.into_iter().chain([0; 6]).fold(bech32_start(name), bech32_step) ^ 1;
    let mut out = [0; 6];
    for (nth, c) in out.iter_mut().enumerate() {
        *c = BECH32.get(((sum >> (5 * (5 - nth))) & 31) as usize)?.to_ascii_uppercase();
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_world() {
        // The check value of CRC-32 that every implementation is measured by.
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        // From the definition of Bech32.
        assert!(
            has_bech32(b"a", b"2uel5l")
                && has_bech32(b"split", b"checkupstagehandshakeupstreamerranterredcaperred2y9e3w")
        );
        assert!(!has_bech32(b"a", b"2uel5m"));
    }

    #[test]
    fn uuids() {
        assert!(is_uuid(b"550e8400-e29b-41d4-a716-446655440000"));
        assert!(!is_uuid(b"550e8400-e29b-41d4-a716-44665544000") && !is_uuid(b"550e8400xe29b-41d4-a716-446655440000"));
    }
}
