//! One invented secret of each kind, made from its row of the table when it is asked for: for tests, which plant all of
//! them, and for `automode scan --samples`, which shows what is found. So no literal secret stands in this repository.

use super::alphabet::{Check, Of, bech32_chars, crc_chars};
use super::kinds::{CONTEXTS, Context, SHAPES, Shape};

/// An invented secret in the text that gives it away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The kind.
    pub id: &'static str,
    /// The secret alone.
    pub secret: String,
    /// A text with it.
    pub text: String,
}

/// How long a sample without an upper limit is made beyond the lower one.
const EXTRA: usize = 4;

/// Chance that is the same each time: a multiplier and its seed.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn pick(&mut self, from: &[u8]) -> char {
        let at = usize::try_from(self.next()).unwrap_or(0) % from.len().max(1);
        char::from(from.get(at).copied().unwrap_or(b'0'))
    }

    fn text(&mut self, from: &[u8], len: usize) -> String {
        (0..len).map(|_| self.pick(from)).collect()
    }
}

const HEX: &[u8] = b"0123456789abcdef";
const UPPER: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const LETTERS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// An invented secret of each kind; another `seed` gives other ones.
#[must_use]
pub fn samples(seed: u64) -> Vec<Sample> {
    let mut chance = Chance(seed ^ 0x5eed_5eed);
    let mut all: Vec<Sample> = SHAPES.iter().map(|row| shaped(row, &mut chance)).collect();
    all.extend(CONTEXTS.iter().map(|row| named(row, &mut chance)));
    all.extend(placed(&mut chance));
    all
}

fn shaped(row: &Shape, chance: &mut Chance) -> Sample {
    let prefix = String::from_utf8_lossy(row.prefix).into_owned();
    let body = body(row, chance);
    let secret = if row.keep { body.clone() } else { format!("{prefix}{body}") };
    Sample { id: row.id, text: format!("use {prefix}{body} now"), secret }
}

/// The characters behind a prefix.
fn body(row: &Shape, chance: &mut Chance) -> String {
    let len = row.max.min(row.min + EXTRA);
    match row.check {
        Check::Uuid => [8, 4, 4, 4, 12].map(|n| chance.text(HEX, n)).join("-"),
        Check::Crc => {
            let body = chance.text(LETTERS, row.min - 6);
            let sum = crc_chars(body.as_bytes());
            body + &String::from_utf8_lossy(&sum)
        }
        Check::Age => {
            let body = chance.text(b"QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", row.min - 6);
            let sum = bech32_chars(b"age-secret-key-", body.as_bytes()).unwrap_or_default();
            body + &String::from_utf8_lossy(&sum)
        }
        Check::Discord => [26, 6, 38].map(|n| chance.text(LETTERS, n)).join("."),
        Check::Airtable => format!("{}.{}", chance.text(LETTERS, 14), chance.text(HEX, 64)),
        Check::Zoho => format!("{}.{}", chance.text(HEX, 32), chance.text(HEX, 32)),
        Check::Onepassword => [6, 6, 5, 5, 5].map(|n| chance.text(UPPER, n)).join("-"),
        _ => of(row.of, len, chance),
    }
}

/// So many characters of an alphabet; a digit, a small letter and a capital are among the first.
fn of(alphabet: Of, len: usize, chance: &mut Chance) -> String {
    let from: &[u8] = match alphabet {
        Of::Hex | Of::Hexdash => HEX,
        Of::Upper | Of::Upperdash => UPPER,
        _ => LETTERS,
    };
    let start = match alphabet {
        Of::Hex | Of::Hexdash => "7e1b",
        Of::Upper | Of::Upperdash => "Q7M2",
        Of::Azure => "a7B8Q~x",
        Of::Jwt => "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.q7Xk2mN9",
        _ => "q7Xk2mN9",
    };
    let more = len.saturating_sub(start.len());
    format!("{start}{}", chance.text(from, more))
}

fn named(row: &Context, chance: &mut Chance) -> Sample {
    let word = row.words.first().copied().unwrap_or("api").to_uppercase();
    let secret = match row.of {
        Of::Hexdash => [8, 4, 4, 4, 12].map(|n| chance.text(HEX, n)).join("-"),
        alphabet => of(alphabet, row.min.max(8), chance),
    };
    let end = if word.ends_with("KEY") { "" } else { "_SECRET" };
    Sample { id: row.id, text: format!("{word}{end}=\"{secret}\""), secret }
}

/// The kinds that a place or a name alone gives away.
fn placed(chance: &mut Chance) -> Vec<Sample> {
    let mut made = |id, len: usize, text: &dyn Fn(&str) -> String| {
        let secret = of(Of::Alnum, len, chance);
        Sample { id, text: text(&secret), secret }
    };
    vec![
        made("password", 14, &|s| format!("DB_PASSWORD={s}")),
        made("token", 24, &|s| format!("{{\"refreshToken\": \"{s}\"}}")),
        made("key", 32, &|s| format!("key = \"{s}\"")),
        made("authorization", 28, &|s| format!("curl -H 'Authorization: Token {s}' https://example.com")),
        made("urlpassword", 18, &|s| format!("postgres://app:{s}@db.example.com/app")),
        made("urltoken", 24, &|s| format!("https://{s}@git.example.com/r.git")),
        made("userpassword", 16, &|s| format!("curl -u admin:{s} https://example.com")),
        made("netrc", 14, &|s| format!("machine example.com login dev password {s}")),
        made("pgpass", 14, &|s| format!("db.example.com:5432:app:dev:{s}\n")),
        made("signature", 44, &|s| format!("https://a.example.com/c?sv=2024-01-01&se=2025&sig={s}")),
        made("jwk", 43, &|s| format!("{{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"{s}\"}}")),
        made("telegram", 35, &|s| format!("https://api.telegram.org/bot123456789:{s}/getMe")),
        made("privatekey", 64, &|s| {
            format!("{}BEGIN RSA PRIVATE KEY-----\n{s}\n-----END RSA PRIVATE KEY-----", "-----")
        }),
        made("privatekey", 64, &|s| format!("{{\"k\": \"{}BEGIN PRIVATE KEY-----\\n{s}\\n-----END\"}}", "-----")),
        made("privatekey", 64, &|s| format!("{}BEGIN PGP PRIVATE KEY BLOCK-----\n\n{s}\n", "-----")),
    ]
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "a test cuts where it knows the characters to end")]
mod tests {
    use super::super::{Redactor, hits, kinds};
    use super::*;

    #[test]
    fn each_kind_is_found_as_what_it_is() {
        let mut wrong = String::new();
        for seed in 0..8 {
            for sample in samples(seed) {
                let found = hits(&sample.text);
                let right = found
                    .iter()
                    .any(|hit| hit.id == sample.id && sample.text[hit.at.clone()].contains(&sample.secret[..4]));
                let gone = !Redactor::ephemeral().redact(&sample.text).contains(&sample.secret);
                if !right || !gone {
                    wrong += &format!("{}: {found:?} in {}\n", sample.id, sample.text);
                }
            }
        }
        assert!(wrong.is_empty(), "\n{wrong}");
    }

    #[test]
    fn every_kind_has_a_sample() {
        let all = samples(0);
        let made = ["basicauth", "mnemonic", "traced"];
        for kind in kinds() {
            assert!(made.contains(&kind) || all.iter().any(|s| s.id == kind), "{kind}");
        }
    }
}
