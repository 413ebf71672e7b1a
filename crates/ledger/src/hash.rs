//! SHA-256 values and their text form. One hash function everywhere: RFC 6962 wants it, and with the processor's own
//! instructions it is the fastest at the size of a record.

use std::fmt;

use sha2::{Digest, Sha256};

/// A SHA-256 value; printed as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Hash(pub(crate) [u8; 32]);

/// How many bytes a hash has.
pub(crate) const HASH_BYTES: usize = 32;

impl Hash {
    /// The hash of these parts, one after the other.
    #[must_use]
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The hash of that text form; upper case or any other length is not one, so that one value has one spelling.
    #[must_use]
    pub fn from_hex(hex: &str) -> Option<Self> {
        let digits = hex.as_bytes();
        if digits.len() != 2 * HASH_BYTES {
            return None;
        }
        let mut bytes = [0; HASH_BYTES];
        for (out, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let [high, low] = pair else { return None };
            *out = digit(*high)? << 4 | digit(*low)?;
        }
        Some(Self(bytes))
    }

    /// Its text form as bytes, without a detour over the formatter (on the hot path).
    #[must_use]
    pub fn hex(&self) -> [u8; 64] {
        let mut out = [0; 64];
        for (pair, byte) in out.chunks_exact_mut(2).zip(self.0) {
            if let [high, low] = pair {
                *high = hex_digit(byte >> 4);
                *low = hex_digit(byte & 15);
            }
        }
        out
    }
}

/// The hexadecimal digit of a value below 16.
pub(crate) fn hex_digit(value: u8) -> u8 {
    if value < 10 { b'0' + value } else { b'a' + (value - 10) }
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.hex()).unwrap_or_default())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// HMAC-SHA-256 (RFC 2104) of a message under a 32-byte key.
pub(crate) fn hmac(key: &[u8; 32], message: &[u8]) -> Hash {
    let mut inner = [0x36u8; 64];
    let mut outer = [0x5cu8; 64];
    for (at, byte) in key.iter().enumerate() {
        if let (Some(i), Some(o)) = (inner.get_mut(at), outer.get_mut(at)) {
            *i ^= byte;
            *o ^= byte;
        }
    }
    Hash::of(&[&outer, Hash::of(&[&inner, message]).bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_leads_back_and_has_one_spelling() {
        let hash = Hash::of(&[b"a", b"bc"]);
        assert_eq!(hash.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(Hash::from_hex(&hash.to_string()), Some(hash));
        assert_eq!(hash.hex().as_slice(), hash.to_string().as_bytes());
        assert_eq!(Hash::from_hex(&hash.to_string().to_uppercase()), None);
        assert_eq!(Hash::from_hex("ba78"), None);
    }

    #[test]
    fn hmac_is_that_of_rfc_4231() {
        // Test case 2 has the key "Jefe"; shorter keys are padded with zeros.
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let mac = hmac(&key, b"what do ya want for nothing?");
        assert_eq!(mac.to_string(), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
