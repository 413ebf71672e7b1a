//! Places that hold a secret whatever its name: addresses with a password, headers, private keys, the files of netrc and
//! PostgreSQL, signed addresses, web keys. Called from `assign.rs` at the character that gives the place away.

use automode_model::secret::Strength;
use memchr::memmem;

use super::assign::{Context, MIN_VALUE_BYTES, Style, ends_with};
use super::names::Named;
use super::value::{self, Hand};
use super::{Found, harmless, placeholder_bytes};

/// In a private key's text shorter runs are not key.
const MIN_KEY_RUN: usize = 4;

/// How far around a member of a web key its other members are looked for.
const WEB_KEY_BYTES: usize = 1500;

/// How far back the beginning of a line or of an address is looked for.
const MAX_BACK_BYTES: usize = 400;

/// Fewer than this many words are no seed phrase.
const MIN_SEED_WORDS: usize = 12;

impl Context<'_> {
    /// The password in `scheme://user:password@host`. What ends an authority ends the search, so no byte is read twice.
    pub(super) fn user_info(&mut self, start: usize) -> Option<Found> {
        let rest = self.bytes.get(start..)?;
        let ends = |b: &u8| {
            b.is_ascii_whitespace() || matches!(b, b'/' | b'?' | b'#' | b'"' | b'\'' | b'`' | b'<' | b'>' | b'\\')
        };
        let authority = rest.get(..rest.iter().position(ends).unwrap_or(rest.len()))?;
        let mark = memchr::memrchr(b'@', authority)?;
        let (info, host) = (authority.get(..mark)?, authority.get(mark + 1..)?);
        let (from, named) = match memchr::memchr(b':', info) {
            Some(colon) => (colon + 1, Named::Password),
            None => (0, Named::Token),
        };
        let (user, value) = (info.get(..from.saturating_sub(1))?, info.get(from..)?);
        // The key in a project's address at Sentry is public; who writes `root:root` guards nothing.
        let public = memmem::find(host, b"sentry").is_some()
            || memmem::find(host, b"ingest.").is_some()
            || (!user.is_empty() && user == value);
        let tokens = named == Named::Password || (value.len() >= 20 && value.iter().any(u8::is_ascii_digit));
        let literal = !value.is_empty() && !value::is_expansion(value) && placeholder_bytes(value, 0).is_none();
        let known = self.in_word(start + from).is_some();
        if public || !tokens || !literal || known || is_stand_in(value) {
            return None;
        }
        let kind = if named == Named::Password { "urlpassword" } else { "urltoken" };
        let strength = if value::is_random(value) { Strength::Random } else { Strength::Named };
        let kind = if strength == Strength::Random { kind } else { named.kind() };
        Some(Found { at: start + from..start + info.len(), kind, id: kind, min_run: 1, strength })
    }

    /// `user:password` behind curl's `-u`.
    pub(super) fn user_password(&mut self, start: usize) -> Option<Found> {
        let start = start + self.quote_bytes(start);
        let word = self.bare(start, Style::Tight)?;
        let colon = memchr::memchr(b':', self.bytes.get(word.clone())?)?;
        let at = word.start + colon + 1..word.end;
        let value = self.bytes.get(at.clone())?;
        let literal = value.len() >= 4
            && !value::is_expansion(value)
            && placeholder_bytes(value, 0).is_none()
            && !value::is_stand_in(value)
            && self.in_word(at.start).is_none();
        let strength = if value::is_random(value) { Strength::Random } else { Strength::Named };
        let digits = value.iter().all(u8::is_ascii_digit);
        (literal && !digits).then_some(Found { at, kind: "password", id: "userpassword", min_run: 1, strength })
    }

    /// `Authorization: Scheme credentials`.
    pub(super) fn header(&mut self, after: usize) -> Option<Found> {
        let start = self.skip(after, |b| matches!(b, b' ' | b'"' | b'\'' | b'\\'), 4);
        let len = self.run(start, harmless).len();
        let scheme = self.bytes.get(start..start + len)?;
        let words = len < 16 && scheme.iter().all(|b| b.is_ascii_alphabetic() || *b == b'-');
        let start = if words { self.skip(start + len, |b| b == b' ', 4) } else { start };
        let at = self.run(start, harmless);
        let value = self.bytes.get(at.clone())?;
        let no = value::is_path(value)
            || value::is_stand_in(value)
            || value::hand(value) == Hand::Mask
            || value::is_words(value);
        let secret = value.len() >= MIN_VALUE_BYTES && placeholder_bytes(value, 0).is_none() && !no;
        if !secret || !(words || len >= 16) || self.in_word(at.start).is_some() {
            return None;
        }
        let basic = scheme.eq_ignore_ascii_case(b"basic") && login_of(value);
        let kind = if basic { "basicauth" } else { "authorization" };
        let strength = match () {
            () if basic => Strength::Certain,
            () if value::is_random(value) => Strength::Random,
            () if value::hand(value) == Hand::Typed => Strength::StandIn,
            () => Strength::Named,
        };
        Some(Found { at, kind, id: kind, min_run: 1, strength })
    }

    /// Names that are secret only in their own surroundings.
    pub(super) fn special(&mut self, at: usize, name: &[u8]) -> Option<Found> {
        match name {
            b"d" | b"p" | b"q" | b"dp" | b"dq" | b"qi" | b"k" => self.web_key(at),
            b"auth" | b"_auth" | b".dockerconfigjson" => self.encoded_login(at),
            b"sig" | b"X-Amz-Signature" | b"X-Goog-Signature" | b"Signature" => self.signature(at),
            _ if name.iter().all(u8::is_ascii_digit) || name.starts_with(b"bot") => {
                self.telegram(at, name).or_else(|| self.pgpass(at, name))
            }
            _ if ends_with(name, b"phrase") || ends_with(name, b"seed") => self.seed(at),
            _ if self.bytes.get(at) == Some(&b':') => self.pgpass(at, name),
            _ => None,
        }
    }

    /// A bot token of Telegram: `123456789:` and 35 characters.
    fn telegram(&self, at: usize, name: &[u8]) -> Option<Found> {
        let digits = name.strip_prefix(b"bot").unwrap_or(name);
        ((8..=10).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit)).then_some(())?;
        let token = self.run(at + 1, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        let mixed = self.bytes.get(token.clone())?.iter().any(u8::is_ascii_uppercase);
        (token.len() == 35 && mixed).then(|| certain(token, "telegram"))
    }

    /// The private members of a JSON web key, whose type stands near them.
    fn web_key(&mut self, at: usize) -> Option<Found> {
        let start = self.skip(at + 1, |b| matches!(b, b' ' | b'"' | b'\\'), 4);
        let token = self.run(start, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        (token.len() >= 40 && value::is_random(self.bytes.get(token.clone())?)).then_some(())?;
        let around = self.bytes.get(at.saturating_sub(WEB_KEY_BYTES)..(at + WEB_KEY_BYTES).min(self.bytes.len()))?;
        memmem::find(around, b"kty").is_some().then(|| certain(token, "jwk"))
    }

    /// `"auth": "…"` of Docker and `_auth=…` of npm: a login in base 64.
    fn encoded_login(&mut self, at: usize) -> Option<Found> {
        let start = self.skip(at + 1, |b| matches!(b, b' ' | b'"' | b'\\' | b'\''), 4);
        let token = self.run(start, |b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='));
        let value = self.bytes.get(token.clone())?;
        (value.len() >= 12 && login_of(value)).then(|| certain(token, "basicauth"))
    }

    /// The signature that makes an address a key.
    fn signature(&mut self, at: usize) -> Option<Found> {
        let token =
            self.run(at + 1, |b| b.is_ascii_alphanumeric() || matches!(b, b'%' | b'+' | b'/' | b'=' | b'-' | b'_'));
        (token.len() >= 40 && value::is_random(self.bytes.get(token.clone())?)).then_some(())?;
        let before = self.bytes.get(at.saturating_sub(MAX_BACK_BYTES)..at)?;
        let signed = [b"sv=".as_slice(), b"se=", b"X-Amz-Credential", b"X-Goog-Credential", b"Expires="];
        signed.iter().any(|mark| memmem::find(before, mark).is_some()).then(|| certain(token, "signature"))
    }

    /// `host:port:database:user:password`, a line of its own.
    fn pgpass(&mut self, at: usize, user: &[u8]) -> Option<Found> {
        let before = at.checked_sub(user.len() + 1).and_then(|i| self.bytes.get(i));
        (before == Some(&b':')).then_some(())?;
        let token = self.run(at + 1, |b| b.is_ascii_graphic() && !matches!(b, b':' | b'"' | b'\'' | b',' | b'/'));
        let ends = self.bytes.get(token.end).is_none_or(u8::is_ascii_whitespace);
        ((4..=128).contains(&token.len()) && ends).then_some(())?;
        let before = self.bytes.get(at.saturating_sub(MAX_BACK_BYTES)..at)?;
        let line = before.get(memchr::memrchr(b'\n', before).map_or(0, |i| i + 1)..)?;
        let fields: Vec<&[u8]> = line.split(|b| *b == b':').collect();
        let [host, port, base, user] = *fields.as_slice() else { return None };
        let is_port = port == b"*" || (port.iter().all(u8::is_ascii_digit) && (2..=5).contains(&port.len()));
        let names = [host, base, user].iter().all(|f| !f.is_empty() && f.iter().all(|b| harmless(*b) || *b == b'*'));
        let value = self.bytes.get(token.clone())?;
        let secret = is_port
            && names
            && !value::is_expansion(value)
            && placeholder_bytes(value, 0).is_none()
            && !value::is_stand_in(value);
        secret.then(|| certain(token, "pgpass"))
    }

    /// `login NAME password VALUE`, as in the file of curl and ftp.
    pub(super) fn netrc(&mut self, at: usize) -> Option<Found> {
        let rest = self.bytes.get(at..)?.strip_prefix(b"password ")?;
        let value = rest.get(..rest.iter().take(256).take_while(|b| b.is_ascii_graphic()).count())?;
        let before = self.bytes.get(at.saturating_sub(MAX_BACK_BYTES)..at)?;
        let near = memmem::find(before, b"machine ").or_else(|| memmem::find(before, b"default "))?;
        memmem::find(before.get(near..)?, b"login ")?;
        let secret = value.len() >= 3
            && !value::is_expansion(value)
            && placeholder_bytes(value, 0).is_none()
            && !value::is_stand_in(value);
        let start = at + b"password ".len();
        (secret && self.in_word(start).is_none()).then(|| certain(start..start + value.len(), "netrc"))
    }

    /// Twelve or more small words behind a name that says so.
    fn seed(&mut self, at: usize) -> Option<Found> {
        let start = self.skip(at + 1, |b| matches!(b, b' ' | b'"' | b'\'' | b'\\'), 4);
        let text = self.run(start, |b| b.is_ascii_lowercase() || b == b' ');
        let value = self.bytes.get(text.clone())?;
        let sizes = || value.split(|b| *b == b' ').map(<[u8]>::len);
        let words = sizes().count() >= MIN_SEED_WORDS && sizes().all(|n| (3..=8).contains(&n));
        words.then_some(Found { at: text, kind: "mnemonic", id: "mnemonic", min_run: 3, strength: Strength::Certain })
    }

    /// The body of a PEM private key, also where its lines are joined by `\n` or by code.
    pub(super) fn private_key(&mut self, at: usize) -> Option<Found> {
        let head = self.bytes.get(at + 11..)?;
        let head = head.get(..head.len().min(64))?;
        let title = head.get(..memmem::find(head, b"----")?)?;
        memmem::find(title, b"PRIVATE KEY")?;
        let start = at + 11 + title.len() + 5;
        let body = self.bytes.get(start..)?;
        let to_end = |body: &[u8]| start + body.iter().position(|b| !in_key_text(*b)).unwrap_or(body.len());
        let len = self.key_text.end(start, || to_end(body)) - start;
        let body = body.get(..len)?;
        let len = memmem::find(body, b"----").unwrap_or(len);
        let body = body.get(..len)?;
        let has = super::runs(body, MIN_KEY_RUN);
        let first = body.get(has.first()?.clone())?;
        let real = placeholder_bytes(first, 0).is_none() && !value::is_stand_in(body.trim_ascii()) && first != b"BEGIN";
        real.then_some(Found {
            at: start..start + len,
            kind: "privatekey",
            id: "privatekey",
            min_run: MIN_KEY_RUN,
            strength: Strength::Certain,
        })
    }
}

fn certain(at: std::ops::Range<usize>, kind: &'static str) -> Found {
    Found { at, kind, id: kind, min_run: 1, strength: Strength::Certain }
}

/// A password that everybody writes into an address in a manual, except where it is too short to be told.
fn is_stand_in(value: &[u8]) -> bool {
    value::hand(value) == Hand::Mask || (value::is_stand_in(value) && value.len() != 5)
}

/// Whether this is the base 64 of `name:password`.
fn login_of(value: &[u8]) -> bool {
    let Some(plain) = decode64(value) else { return false };
    let Some(colon) = memchr::memchr(b':', &plain) else { return false };
    let password = plain.get(colon + 1..).unwrap_or_default();
    let text = plain.iter().all(|b| b.is_ascii_graphic() || *b == b' ' || *b >= 0x80);
    text && password.len() >= 3 && !value::is_stand_in(password)
}

/// The longest login that is decoded.
const MAX_LOGIN_BYTES: usize = 4096;

fn decode64(value: &[u8]) -> Option<Vec<u8>> {
    let value = value.get(..value.len().min(MAX_LOGIN_BYTES))?;
    let mut out = Vec::with_capacity(value.len());
    let (mut bits, mut have) = (0u32, 0);
    for b in value.iter().filter(|b| **b != b'=') {
        let six = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(six);
        have += 6;
        if have >= 8 {
            have -= 8;
            out.push(u8::try_from(bits >> have & 255).ok()?);
        }
    }
    Some(out)
}

fn in_key_text(b: u8) -> bool {
    let joins = matches!(b, b'\\' | b'"' | b'\'' | b',' | b':' | b'(' | b')' | b'#' | b'*' | b'>' | b'|');
    harmless(b) || b.is_ascii_whitespace() || joins
}
