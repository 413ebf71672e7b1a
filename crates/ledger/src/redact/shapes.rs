//! Secrets that are known by their shape: a documented prefix, alphabet and length. One row per kind.

use super::memo::Memo;
use super::{Found, placeholder_bytes};

/// The alphabet behind a prefix.
#[derive(Clone, Copy)]
enum Of {
    /// Lower-case hexadecimal digits.
    Hex,
    /// Upper-case letters and digits.
    Upper,
    /// Letters and digits.
    Alnum,
    /// Letters, digits, underscore.
    Word,
    /// Letters, digits, underscore, dash.
    Url,
    /// The same and the dot.
    Dotted,
    /// Base 64, and the dash, underscore and dot of its relatives.
    Base64,
    /// A JSON web token: dotted parts.
    Jwt,
}

/// One kind of secret.
struct Shape {
    prefix: &'static [u8],
    kind: &'static str,
    of: Of,
    /// How many characters follow the prefix.
    min: usize,
    max: usize,
    /// The prefix stays: it is an address or a word that the judgement needs.
    keep: bool,
}

/// No documented upper limit.
const ANY: usize = usize::MAX;

macro_rules! shapes {
    ($($prefix:literal $kind:ident $of:ident $min:literal $max:expr $(, $keep:ident)?;)+) => {
        &[$(Shape {
            prefix: $prefix.as_bytes(),
            kind: stringify!($kind),
            of: Of::$of,
            min: $min,
            max: $max,
            keep: false $(|| stringify!($keep).len() == 4)?,
        }),+]
    };
}

/// In order of the first byte (a test says so).
static SHAPES: &[Shape] = shapes! {
    "ABIA" aws Upper 16 16;
    "ACCA" aws Upper 16 16;
    "AGE-SECRET-KEY-1" age Upper 58 58;
    "AIza" google Url 35 35;
    "AKIA" aws Upper 16 16;
    "ASIA" aws Upper 16 16;
    "Bearer " bearer Base64 16 ANY, keep;
    "CCIPAT_" circleci Word 30 ANY;
    "EAAA" square Url 56 64;
    "EZAK" easypost Alnum 54 54;
    "NRAK-" newrelic Upper 27 27;
    "PMAK-" postman Url 59 59;
    "SG." sendgrid Dotted 60 80;
    "SK" twilio Hex 32 32;
    "atlasv1." terraform Url 60 ANY;
    "bearer " bearer Base64 16 ANY, keep;
    "dapi" databricks Hex 32 34;
    "dckr_oat_" docker Url 20 ANY;
    "dckr_pat_" docker Url 20 ANY;
    "discord.com/api/webhooks/" discord Base64 40 ANY, keep;
    "discordapp.com/api/webhooks/" discord Base64 40 ANY, keep;
    "doo_v1_" digitalocean Hex 64 64;
    "dop_v1_" digitalocean Hex 64 64;
    "dor_v1_" digitalocean Hex 64 64;
    "dp.pt." doppler Alnum 40 44;
    "dp.st." doppler Dotted 40 80;
    "eyJ" jwt Jwt 8 ANY;
    "figd_" figma Url 30 ANY;
    "ghp_" github Alnum 36 255;
    "gho_" github Alnum 36 255;
    "ghu_" github Alnum 36 255;
    "ghs_" github Alnum 36 255;
    "ghr_" github Alnum 36 255;
    "github_pat_" github Word 60 255;
    "glpat-" gitlab Dotted 20 ANY;
    "gldt-" gitlab Url 20 ANY;
    "glrt-" gitlab Dotted 20 ANY;
    "glcbt-" gitlab Url 20 ANY;
    "glptt-" gitlab Hex 40 40;
    "glsoat-" gitlab Url 20 ANY;
    "gloas-" gitlab Hex 64 64;
    "glc_" grafana Base64 32 ANY;
    "glsa_" grafana Word 41 41;
    "gsk_" groq Alnum 48 60;
    "hf_" huggingface Alnum 34 40;
    "hooks.slack.com/services/" slack Base64 30 ANY, keep;
    "hvb." vault Url 90 ANY;
    "hvs." vault Url 24 ANY;
    "key-" mailgun Hex 32 32;
    "lin_api_" linear Alnum 40 40;
    "npm_" npm Alnum 36 36;
    "ntn_" notion Alnum 40 60;
    "nvapi-" nvidia Url 60 80;
    "ops_eyJ" onepassword Base64 200 ANY;
    "pplx-" perplexity Alnum 40 56;
    "pscale_pw_" planetscale Dotted 32 64;
    "pscale_tkn_" planetscale Dotted 32 64;
    "pul-" pulumi Hex 40 40;
    "pypi-" pypi Url 85 ANY;
    "r8_" replicate Alnum 37 37;
    "rk_live_" stripe Alnum 16 ANY;
    "rk_test_" stripe Alnum 16 ANY;
    "rubygems_" rubygems Hex 48 48;
    "sbp_" supabase Hex 40 40;
    "secret_" notion Alnum 43 43;
    "shpat_" shopify Alnum 32 32;
    "shpca_" shopify Alnum 32 32;
    "shppa_" shopify Alnum 32 32;
    "shpss_" shopify Alnum 32 32;
    "sk-ant-" anthropic Url 32 ANY;
    "sk-live-" live Alnum 12 ANY;
    "sk-or-v1-" openrouter Hex 64 64;
    "sk-proj-" openai Url 20 ANY;
    "sk-test-" test Alnum 12 ANY;
    "sk-" openai Url 32 ANY;
    "sk_live_" stripe Alnum 16 ANY;
    "sk_test_" stripe Alnum 16 ANY;
    "sntrys_" sentry Base64 60 ANY;
    "sntryu_" sentry Hex 64 64;
    "sq0atp-" square Url 22 22;
    "sq0csp-" square Url 43 43;
    "tskey-" tailscale Url 20 ANY;
    "tvly-" tavily Url 32 64;
    "vck_" vercel Alnum 56 64;
    "whsec_" stripe Base64 32 ANY;
    "xai-" xai Alnum 64 100;
    "xapp-" slack Url 40 ANY;
    "xkeysib-" brevo Url 70 90;
    "xoxa-" slack Url 20 ANY;
    "xoxb-" slack Url 20 ANY;
    "xoxe.xox" slack Dotted 40 ANY;
    "xoxe-" slack Url 40 ANY;
    "xoxp-" slack Url 20 ANY;
    "xoxr-" slack Url 20 ANY;
    "xoxs-" slack Url 20 ANY;
    "ya29." google Url 30 ANY;
};

/// For each byte, where in the table its shapes begin and end.
#[expect(clippy::indexing_slicing, reason = "computed by the compiler, which refuses an index out of bounds")]
static INDEX: [(u8, u8); 256] = {
    let mut index = [(0, 0); 256];
    let mut at = 0;
    while at < SHAPES.len() {
        let first = SHAPES[at].prefix[0] as usize;
        if index[first].1 == 0 {
            index[first].0 = at as u8;
        }
        index[first].1 = at as u8 + 1;
        at += 1;
    }
    index
};

/// Fewer different characters than this is `xxxxxxxx` or `00000000`, a stand-in.
const MIN_DIFFERENT: u32 = 6;

/// How much of a token is looked at to tell it from a word.
const EXAMINED_BYTES: usize = 128;

/// How long the first part of a web token may be.
const MAX_JWT_HEAD_BYTES: usize = 2048;

/// Looks for shapes in one text; remembers how far each alphabet reaches.
#[derive(Default)]
pub(super) struct Shapes {
    ends: [Memo; 8],
}

impl Shapes {
    /// The secret that begins at `at`, which is the beginning of a word.
    pub(super) fn at(&mut self, bytes: &[u8], at: usize) -> Option<Found> {
        let rest = bytes.get(at..)?;
        let (from, to) = INDEX.get(usize::from(*rest.first()?)).copied()?;
        let rows = SHAPES.get(usize::from(from)..usize::from(to))?;
        // The second byte dismisses nearly all rows without a call.
        let second = *rest.get(1)?;
        let near = rows.iter().filter(|shape| shape.prefix.get(1) == Some(&second));
        for shape in near.filter(|shape| rest.starts_with(shape.prefix)) {
            let start = at + shape.prefix.len();
            if let Some(end) = self.end(bytes, start, shape) {
                let at = if shape.keep { start } else { at };
                return Some(Found { at: at..end, kind: shape.kind, min_run: 1 });
            }
        }
        None
    }

    /// Where the secret behind the prefix ends, where it is one.
    fn end(&mut self, bytes: &[u8], start: usize, shape: &Shape) -> Option<usize> {
        let body = bytes.get(start..)?;
        let of = shape.of;
        let memo = self.ends.get_mut(of as usize)?;
        let end = memo.end(start, || start + body.iter().position(|b| !of.has(*b)).unwrap_or(body.len()));
        // A sentence may end behind it.
        let token = body.get(..end - start)?;
        let dots = token.iter().rev().take(3).take_while(|b| **b == b'.').count();
        let token = token.get(..token.len() - dots)?;
        let whole = !body.get(token.len()).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        let fits = (shape.min..=shape.max).contains(&token.len()) && whole && placeholder_bytes(body, 0).is_none();
        let looked_at = token.get(..token.len().min(EXAMINED_BYTES))?;
        let plausible = fits && different(looked_at) >= MIN_DIFFERENT && of.plausible(looked_at) && of.jwt(token);
        plausible.then_some(start + token.len())
    }
}

impl Of {
    fn has(self, b: u8) -> bool {
        match self {
            Self::Hex => matches!(b, b'0'..=b'9' | b'a'..=b'f'),
            Self::Upper => b.is_ascii_uppercase() || b.is_ascii_digit(),
            Self::Alnum => b.is_ascii_alphanumeric(),
            Self::Word => b.is_ascii_alphanumeric() || b == b'_',
            Self::Url => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'),
            Self::Dotted | Self::Jwt => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'),
            Self::Base64 => b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'_' | b'-' | b'.'),
        }
    }

    /// Words with dashes (`sk-fading-circle-with-many-dots`, `Bearer authentication`) have no digits; tokens do.
    fn plausible(self, token: &[u8]) -> bool {
        let digits = token.iter().any(u8::is_ascii_digit);
        match self {
            Self::Hex | Self::Upper | Self::Alnum | Self::Jwt => true,
            Self::Word | Self::Url | Self::Dotted | Self::Base64 => digits && mixed(token),
        }
    }

    /// The first of three parts, which says how the others are made, and a second one: base 64 of JSON alone is no token.
    fn jwt(self, token: &[u8]) -> bool {
        let Self::Jwt = self else { return true };
        let head = token.get(..token.len().min(MAX_JWT_HEAD_BYTES)).unwrap_or_default();
        let Some(dot) = memchr::memchr(b'.', head) else { return false };
        let second = token.iter().skip(dot + 1).take(8).take_while(|b| **b != b'.').count();
        dot >= 8 && second == 8
    }
}

/// Not words and numbers joined by dashes, as in a branch, an image tag or a date.
fn mixed(token: &[u8]) -> bool {
    let upper = token.iter().any(u8::is_ascii_uppercase);
    let parts = token.split(|b| !b.is_ascii_alphanumeric());
    let both = |p: &[u8]| p.iter().any(u8::is_ascii_digit) && p.iter().any(u8::is_ascii_alphabetic);
    upper || parts.filter(|p| p.len() >= 8).any(both)
}

/// How many different bytes there are.
pub(super) fn different(token: &[u8]) -> u32 {
    let mut seen = [0u64; 4];
    for b in token {
        if let Some(word) = seen.get_mut(usize::from(b >> 6)) {
            *word |= 1 << (b & 63);
        }
    }
    seen.iter().map(|w| w.count_ones()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_grouped_by_first_byte() {
        let firsts: Vec<u8> = SHAPES.iter().map(|s| s.prefix[0]).collect();
        assert!(firsts.is_sorted());
        assert!(SHAPES.len() < 255);
    }

    #[test]
    fn kinds_fit_a_placeholder() {
        for shape in SHAPES {
            assert!(
                shape.kind.len() <= super::super::MAX_KIND_BYTES && shape.kind.bytes().all(|b| b.is_ascii_lowercase())
            );
        }
    }

    #[test]
    fn a_longer_prefix_comes_before_its_beginning() {
        for (at, shape) in SHAPES.iter().enumerate() {
            assert!(!SHAPES[..at].iter().any(|s| shape.prefix.starts_with(s.prefix)), "{:?}", shape.kind);
        }
    }
}
