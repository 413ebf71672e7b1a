//! Secrets that are known by their name or place: `password=…`, `"apiKey": "…"`, `Authorization: …`,
//! `scheme://user:PASSWORD@host`, `--token …`, and the body of a private key. Only literal values: a variable, a call, a
//! path or a stand-in such as `changeme` stays, because the judgement needs it and nothing is secret about it.

use std::ops::Range;

use memchr::memmem;

use super::memo::Memo;
use super::shapes::{self, Shapes};
use super::{Found, harmless, placeholder_bytes};

/// Shorter values are not worth hiding and too often ordinary words.
const MIN_VALUE_BYTES: usize = 6;

/// A value of letters only, behind a name that is not a password's, is a secret only when it is this long.
const MIN_LETTERS_BYTES: usize = 12;

/// The longest name that is looked at; beyond it only its end counts.
const MAX_NAME_BYTES: usize = 64;

/// How much of a value is looked at to tell whether it is a literal. The whole of it is replaced.
const EXAMINED_BYTES: usize = 256;

/// How far before a flag its program is looked for.
const MAX_COMMAND_BYTES: usize = 256;

/// Blanks between name, separator and value.
const MAX_BLANKS: usize = 16;

/// What a name promises.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    /// Any literal is one.
    Password,
    /// A token or key: words are not.
    Token,
}

impl Named {
    fn kind(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Token => "token",
        }
    }
}

/// How the value stands behind its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// In quotes.
    Quoted,
    /// Directly behind `=` or a flag, as in a shell or a URL.
    Tight,
    /// Behind blanks, as in YAML, INI, prose or code.
    Loose,
}

/// What was found out about the text on the way, so that no part of it is searched twice.
pub(super) struct Context<'a> {
    bytes: &'a [u8],
    shapes: Shapes,
    bare: Memo,
    newline: Memo,
    blank: Memo,
    quotes: [Memo; QUOTES.len()],
    key_text: Memo,
}

/// The quotes, with their backslash where the text is itself quoted.
const QUOTES: [&[u8]; 5] = [b"\"", b"'", b"`", b"\\\"", b"\\'"];

impl<'a> Context<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            shapes: Shapes::default(),
            bare: Memo::default(),
            newline: Memo::default(),
            blank: Memo::default(),
            quotes: Default::default(),
            key_text: Memo::default(),
        }
    }

    /// The secret of a known shape in the word that begins at `at`.
    pub(super) fn in_word(&mut self, at: usize) -> Option<Found> {
        self.shapes.at(self.bytes, at)
    }

    /// The secret behind the `=` or `:` at `at`.
    pub(super) fn after_separator(&mut self, at: usize) -> Option<Found> {
        let rest = self.bytes.get(at..)?;
        if rest.starts_with(b"://") {
            return self.user_info(at + 3);
        }
        if rest.starts_with(b"==") || rest.starts_with(b"::") {
            return None;
        }
        let name = self.name_before(at);
        if ends_with(name, b"authorization") {
            return self.header(at + 1);
        }
        match named_by(name) {
            Some(named) => self.value(at + 1, named),
            None => self.telegram(at, name),
        }
    }

    /// The secret behind the flag, or in the key, that begins with the dash at `at`.
    pub(super) fn after_dash(&mut self, at: usize) -> Option<Found> {
        let rest = self.bytes.get(at..)?;
        if at > 0 && self.bytes.get(at - 1).is_none_or(|b| harmless(*b)) {
            return None;
        }
        if rest.starts_with(b"-----BEGIN ") {
            return self.private_key(at);
        }
        let len = rest
            .iter()
            .take(MAX_NAME_BYTES)
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
            .count();
        let (flag, end) = (rest.get(..len)?, at + len);
        let blank = self.bytes.get(end) == Some(&b' ');
        match flag {
            b"-u" | b"--user" | b"--proxy-user" | b"-U" if blank && self.of_program(at, &[b"curl"]) => {
                self.user_password(end + 1)
            }
            b"-p" if blank && self.of_program(at, &[b"sshpass"]) => self.flag_value(end + 1, Named::Password),
            _ if flag.starts_with(b"-p") && flag.len() > 2 && self.of_program(at, &[b"mysql", b"mariadb"]) => {
                self.flag_value(at + 2, Named::Password)
            }
            _ if flag.starts_with(b"--") && blank => self.flag_value(end + 1, named_by(flag)?),
            _ => None,
        }
    }

    /// Whether the command that the flag at `at` belongs to names this program.
    fn of_program(&self, at: usize, programs: &[&[u8]]) -> bool {
        let before = self.bytes.get(at.saturating_sub(MAX_COMMAND_BYTES)..at).unwrap_or_default();
        let start = before.iter().rposition(|b| matches!(b, b'\n' | b';' | b'|' | b'&')).map_or(0, |i| i + 1);
        let command = before.get(start..).unwrap_or_default();
        programs.iter().any(|program| memmem::find(command, program).is_some())
    }

    /// The name before a separator; quotes and blanks between them are passed over.
    fn name_before(&self, at: usize) -> &'a [u8] {
        let before = self.bytes.get(..at).unwrap_or_default();
        let before = trim_end(before, |b| b == b' ', MAX_BLANKS);
        let before = trim_end(before, |b| matches!(b, b'"' | b'\'' | b'`' | b'\\' | b':' | b']'), 3);
        let len = before.iter().rev().take(MAX_NAME_BYTES).take_while(|b| is_name(**b)).count();
        before.get(before.len() - len..).unwrap_or_default()
    }

    /// The literal behind a separator.
    fn value(&mut self, after: usize, named: Named) -> Option<Found> {
        let tight = after;
        let after = self.skip(after, |b| b == b'>', 1);
        let start = self.skip(after, |b| matches!(b, b' ' | b'\t'), MAX_BLANKS);
        let quote = self.quote(start);
        let style = match quote {
            Some(_) => Style::Quoted,
            None if start == tight => Style::Tight,
            None => Style::Loose,
        };
        let at = match quote {
            Some(quote) => self.quoted(start, quote),
            None => self.bare(start, style),
        }?;
        self.secret(at, named, style)
    }

    fn flag_value(&mut self, start: usize, named: Named) -> Option<Found> {
        let (at, style) = match self.quote(start) {
            Some(quote) => (self.quoted(start, quote)?, Style::Quoted),
            None => (self.bare(start, Style::Tight)?, Style::Tight),
        };
        self.secret(at, named, style)
    }

    /// The quote that opens here: its place in [`QUOTES`].
    fn quote(&self, at: usize) -> Option<usize> {
        let rest = self.bytes.get(at..)?;
        QUOTES.iter().position(|q| rest.starts_with(q))
    }

    /// From behind the quote at `at` to the closing one, on the same line.
    fn quoted(&mut self, at: usize, quote: usize) -> Option<Range<usize>> {
        let mark = QUOTES.get(quote)?;
        let start = at + mark.len();
        let rest = self.bytes.get(start..)?;
        let to = |found: Option<usize>| start + found.unwrap_or(rest.len());
        let line = self.newline.end(start, || to(memchr::memchr(b'\n', rest)));
        let close = self.quotes.get_mut(quote)?.end(start, || to(memmem::find(rest, mark)));
        if close < line {
            return Some(start..close);
        }
        // Without a closing quote (the text was cut) it goes to the next blank.
        let blank = self.blank.end(start, || to(memchr::memchr(b' ', rest)));
        Some(start..line.min(blank))
    }

    /// From here to what ends a word.
    fn bare(&mut self, start: usize, style: Style) -> Option<Range<usize>> {
        let rest = self.bytes.get(start..)?;
        let end = self.bare.end(start, || start + rest.iter().position(|b| ends_word(*b)).unwrap_or(rest.len()));
        let next = self.bytes.get(end);
        let code = matches!(next, Some(b'(' | b'['));
        // A loose value that does not end its line is prose or code.
        let ends_line = matches!(next, None | Some(b'\n' | b'\r' | b'"' | b'\'' | b'`' | b',' | b'}' | b'\\'));
        (!code && (style != Style::Loose || ends_line)).then_some(start..end)
    }

    /// A secret, where the value is a literal that can be one.
    fn secret(&mut self, at: Range<usize>, named: Named, style: Style) -> Option<Found> {
        let value = self.bytes.get(at.clone())?;
        let closed = !matches!(self.bytes.get(at.end), Some(b')' | b',' | b']' | b'}'));
        let known = self.in_word(at.start).is_some();
        (!known && is_literal(value, named, style, closed)).then_some(Found { at, kind: named.kind(), min_run: 1 })
    }

    fn skip(&self, at: usize, what: impl Fn(u8) -> bool, max: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        at + rest.iter().take(max).take_while(|b| what(**b)).count()
    }

    /// The password in `scheme://user:password@host`. What ends an authority ends the search, so no byte is read twice.
    fn user_info(&mut self, start: usize) -> Option<Found> {
        let rest = self.bytes.get(start..)?;
        let ends = |b: &u8| {
            b.is_ascii_whitespace() || matches!(b, b'/' | b'?' | b'#' | b'"' | b'\'' | b'`' | b'<' | b'>' | b'\\')
        };
        let authority = rest.get(..rest.iter().position(ends).unwrap_or(rest.len()))?;
        let info = authority.get(..memchr::memrchr(b'@', authority)?)?;
        let (from, named) = match memchr::memchr(b':', info) {
            Some(colon) => (colon + 1, Named::Password),
            None => (0, Named::Token),
        };
        let value = info.get(from..)?;
        let tokens = named == Named::Password || (value.len() >= 20 && value.iter().any(u8::is_ascii_digit));
        let literal = !value.is_empty() && !is_expansion(value) && placeholder_bytes(value, 0).is_none();
        let known = self.in_word(start + from).is_some();
        let stand_in = is_stand_in(value) && value.len() != 5;
        (tokens && literal && !known && !stand_in).then_some(Found {
            at: start + from..start + info.len(),
            kind: named.kind(),
            min_run: 1,
        })
    }

    /// `user:password` behind curl's `-u`.
    fn user_password(&mut self, start: usize) -> Option<Found> {
        let start = start + self.quote(start).and_then(|q| QUOTES.get(q)).map_or(0, |q| q.len());
        let word = self.bare(start, Style::Tight)?;
        let colon = memchr::memchr(b':', self.bytes.get(word.clone())?)?;
        let at = word.start + colon + 1..word.end;
        let value = self.bytes.get(at.clone())?;
        let literal =
            value.len() >= 4 && !is_expansion(value) && placeholder_bytes(value, 0).is_none() && !is_stand_in(value);
        (literal && !value.iter().all(u8::is_ascii_digit)).then_some(Found { at, kind: "password", min_run: 1 })
    }

    /// `Authorization: Scheme credentials`.
    fn header(&mut self, after: usize) -> Option<Found> {
        let start = self.skip(after, |b| matches!(b, b' ' | b'"' | b'\'' | b'\\'), 4);
        let len = self.run(start, harmless).len();
        let scheme = self.bytes.get(start..start + len)?;
        let words = len < 16 && scheme.iter().all(u8::is_ascii_alphabetic);
        let start = if words { self.skip(start + len, |b| b == b' ', 4) } else { start };
        let at = self.run(start, harmless);
        let value = self.bytes.get(at.clone())?;
        let secret = value.len() >= MIN_VALUE_BYTES && placeholder_bytes(value, 0).is_none() && !is_stand_in(value);
        let known = self.in_word(at.start).is_some();
        (secret && !known && (words || len >= 16)).then_some(Found { at, kind: "authorization", min_run: 1 })
    }

    fn run(&self, start: usize, of: impl Fn(u8) -> bool) -> Range<usize> {
        let rest = self.bytes.get(start..).unwrap_or_default();
        start..start + rest.iter().take_while(|b| of(**b)).count()
    }

    /// A bot token of Telegram: `123456789:` and 35 characters.
    fn telegram(&self, at: usize, name: &[u8]) -> Option<Found> {
        let digits = name.strip_prefix(b"bot").unwrap_or(name);
        ((8..=10).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit)).then_some(())?;
        let token = self.run(at + 1, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        let mixed = self.bytes.get(token.clone())?.iter().any(u8::is_ascii_uppercase);
        (token.len() == 35 && mixed).then_some(Found { at: token, kind: "telegram", min_run: 1 })
    }

    /// The body of a PEM private key, also where its lines are joined by `\n` or by code.
    fn private_key(&mut self, at: usize) -> Option<Found> {
        let head = self.bytes.get(at + 11..)?;
        let head = head.get(..head.len().min(64))?;
        let title = head.get(..memmem::find(head, b"-----")?)?;
        memmem::find(title, b"PRIVATE KEY")?;
        let start = at + 11 + title.len() + 5;
        let body = self.bytes.get(start..)?;
        let to_end = |body: &[u8]| start + body.iter().position(|b| !in_key_text(*b)).unwrap_or(body.len());
        let len = self.key_text.end(start, || to_end(body)) - start;
        let body = body.get(..len)?;
        let len = memmem::find(body, b"-----").unwrap_or(len);
        let body = body.get(..len)?;
        let has = super::runs(body, MIN_KEY_RUN);
        let first = body.get(has.first()?.clone())?;
        placeholder_bytes(first, 0).is_none().then_some(Found {
            at: start..start + len,
            kind: "privatekey",
            min_run: MIN_KEY_RUN,
        })
    }
}

/// In a private key's text shorter runs are not key.
const MIN_KEY_RUN: usize = 4;

/// A value that stands for itself under a name of its own (an argument, a setting).
pub(super) fn named(name: &[u8], value: &[u8]) -> Option<Found> {
    let last = name.rsplit(|b| *b == b'/').next()?;
    let named = named_by(last)?;
    let literal = is_literal(value, named, Style::Quoted, true);
    literal.then_some(Found { at: 0..value.len(), kind: named.kind(), min_run: 1 })
}

fn in_key_text(b: u8) -> bool {
    let joins = matches!(b, b'\\' | b'"' | b'\'' | b',' | b':' | b'(' | b')' | b'#' | b'*' | b'>' | b'|');
    harmless(b) || b.is_ascii_whitespace() || joins
}

fn ends_word(b: u8) -> bool {
    let marks = b"\"'`;&|<>(){}[],\\";
    b.is_ascii_whitespace() || marks.contains(&b)
}

fn is_name(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')
}

fn trim_end(mut bytes: &[u8], what: impl Fn(u8) -> bool, max: usize) -> &[u8] {
    for _ in 0..max {
        match bytes.split_last() {
            Some((last, rest)) if what(*last) => bytes = rest,
            _ => break,
        }
    }
    bytes
}

fn ends_with(name: &[u8], end: &[u8]) -> bool {
    name.len().checked_sub(end.len()).and_then(|at| name.get(at..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

const PASSWORDS: [&[u8]; 5] = [b"password", b"passwd", b"passphrase", b"passcode", b"pwd"];
const TOKENS: [&[u8]; 17] = [
    b"secret",
    b"token",
    b"apikey",
    b"secretkey",
    b"accesskey",
    b"privatekey",
    b"accountkey",
    b"authkey",
    b"encryptionkey",
    b"signingkey",
    b"masterkey",
    b"sharedkey",
    b"servicekey",
    b"adminkey",
    b"credential",
    b"credentials",
    b"clientkey",
];
/// Marks of a place in a list, not secrets.
const CURSORS: [&[u8]; 6] =
    [b"pagetoken", b"nexttoken", b"continuationtoken", b"synctoken", b"tokentoken", b"marktoken"];

/// What a name promises, read from its end: `DB_PASSWORD`, `clientSecret`, `X-Api-Key`; not `password_file`.
fn named_by(name: &[u8]) -> Option<Named> {
    let last = name.iter().rev().find(|b| !b.is_ascii_digit())?;
    // All words of interest end in one of these; most names are dismissed here.
    matches!(last.to_ascii_lowercase(), b'd' | b'e' | b's' | b't' | b'n' | b'y' | b'l').then_some(())?;
    let mut plain = [0; MAX_NAME_BYTES];
    let mut len = 0;
    for b in name.iter().filter(|b| b.is_ascii_alphanumeric()) {
        *plain.get_mut(len)? = b.to_ascii_lowercase();
        len += 1;
    }
    let plain = plain.get(..len)?;
    let digits = plain.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let plain = plain.get(..len - digits)?;
    let any = |words: &[&[u8]]| words.iter().any(|w| plain.ends_with(w));
    if any(&PASSWORDS) || ends_with_pass(name) {
        return Some(Named::Password);
    }
    (any(&TOKENS) && !any(&CURSORS)).then_some(Named::Token)
}

/// `pass` only as a word of its own: `DB_PASS`, `smtpPass`, not `bypass`.
fn ends_with_pass(name: &[u8]) -> bool {
    let Some(start) = name.len().checked_sub(4) else { return false };
    let Some((before, word)) = name.split_at_checked(start) else { return false };
    let alone =
        before.last().is_none_or(|b| !b.is_ascii_alphanumeric() || (b.is_ascii_lowercase() && word.starts_with(b"P")));
    alone && word.eq_ignore_ascii_case(b"pass")
}

/// Whether a value stands for itself and can be a secret. `closed`: what follows could not follow in code.
fn is_literal(value: &[u8], named: Named, style: Style, closed: bool) -> bool {
    let value = value.get(..value.len().min(EXAMINED_BYTES)).unwrap_or_default();
    let first = value.first().copied().unwrap_or(0);
    let blank = value.iter().any(u8::is_ascii_whitespace);
    if value.len() < MIN_VALUE_BYTES || blank || is_expansion(value) || is_stand_in(value) || is_path(value) {
        return false;
    }
    let digit = value.iter().any(u8::is_ascii_digit);
    let letter = value.iter().any(u8::is_ascii_alphabetic);
    let words = value.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'.'));
    let long = value.len() >= MIN_LETTERS_BYTES && !value.contains(&b'_') && !value.contains(&b'.');
    match (style, named) {
        (Style::Quoted, Named::Password) => true,
        (Style::Quoted, Named::Token) => digit || long || !words,
        // `password=userInput)` is an argument of a call, `password=hunter` is a setting.
        (Style::Tight, Named::Password) => closed || (digit && !words),
        (Style::Tight, Named::Token) => letter && ((digit && !words) || (closed && long)),
        (Style::Loose, _) => value.len() >= 8 && digit && letter && !value.contains(&b'.') || first == b'!',
    }
}

/// Made by the shell, a template or the environment, not written here.
fn is_expansion(value: &[u8]) -> bool {
    let starts = matches!(value.first(), Some(b'$' | b'<' | b'{' | b'%' | b'@' | b'(' | b'`' | b'*' | b'['));
    let inside = |part: &[u8]| memmem::find(value, part).is_some();
    starts || inside(b"${") || inside(b"$(") || inside(b"{{") || inside(b"$") && variable(value)
}

/// A `$` that a letter follows.
fn variable(value: &[u8]) -> bool {
    value.windows(2).any(|w| matches!(w, [b'$', n] if n.is_ascii_alphabetic() || *n == b'_'))
}

fn is_path(value: &[u8]) -> bool {
    let starts = [b"/".as_slice(), b"~/", b"./", b"../", b"file:"].iter().any(|p| value.starts_with(p));
    starts || memmem::find(value, b"/../").is_some() || memmem::find(value, b"://").is_some()
}

const STAND_INS: [&[u8]; 24] = [
    b"string",
    b"required",
    b"optional",
    b"default",
    b"password",
    b"passwd",
    b"secret",
    b"undefined",
    b"disabled",
    b"enabled",
    b"hidden",
    b"masked",
    b"number",
    b"boolean",
    b"object",
    b"prompt",
    b"access",
    b"refresh",
    b"bearer",
    b"api_key",
    b"apikey",
    b"api-key",
    b"number",
    b"process",
];
const STAND_IN_PARTS: [&[u8]; 15] = [
    b"changeme",
    b"change-me",
    b"change_me",
    b"placeholder",
    b"your-",
    b"your_",
    b"example",
    b"dummy",
    b"redacted",
    b"xxxx",
    b"****",
    b"insert-",
    b"replace",
    b"fill-me",
    b"....",
];

/// The longest stand-in; what is longer is not worth the comparison and more likely real.
const MAX_STAND_IN_BYTES: usize = 64;

/// Stands for a secret without being one, or is our own placeholder.
fn is_stand_in(value: &[u8]) -> bool {
    if placeholder_bytes(value, 0).is_some() || shapes::different(value) < 3 {
        return true;
    }
    if value.len() > MAX_STAND_IN_BYTES {
        return false;
    }
    let lower = value.to_ascii_lowercase();
    STAND_INS.contains(&lower.as_slice()) || STAND_IN_PARTS.iter().any(|part| memmem::find(&lower, part).is_some())
}
