//! Secrets that are known by their name: `password=…`, `"apiKey": "…"`, `--token …`, `name: DB_PASSWORD` above `value: …`.
//! Only literal values: a variable, a call, a path or a stand-in such as `changeme` stays, because the judgement needs it
//! and nothing is secret about it. Places that hold secrets whatever they are called are in `places.rs`.

use std::ops::Range;

use automode_model::secret::Strength;
use memchr::memmem;

use super::alphabet::Of;
use super::kinds::CONTEXTS;
use super::memo::Memo;
use super::names::{self, MAX_NAME_BYTES, Named, named_by};
use super::shapes::Shapes;
use super::value::{self, Hand};
use super::{Found, harmless, placeholder_bytes};

/// Shorter values are not worth hiding and too often ordinary words.
pub(super) const MIN_VALUE_BYTES: usize = 6;

/// A value of letters only, behind a name that is not a password's, is a secret only when it is this long.
const MIN_LETTERS_BYTES: usize = 16;

/// What only `key` names must be this long.
const MIN_KEY_BYTES: usize = 24;

/// How much of a value is looked at to tell whether it is a literal. The whole of it is replaced.
const EXAMINED_BYTES: usize = 128;

/// How far before a flag its program is looked for.
const MAX_COMMAND_BYTES: usize = 256;

/// How far above a value the name that it belongs to is looked for.
const MAX_CARRIED_BYTES: usize = 200;

/// The longest text of an element that is looked at.
const MAX_ELEMENT_BYTES: usize = 512;

/// The longest call or prefix before a quote: `Buffer.from("…")`, `[]byte("…")`, `b"…"`.
const MAX_WRAPPER_BYTES: usize = 24;

/// How many words lie between a value and its name.
const CARRIED_WORDS: usize = 6;

/// Blanks between name, separator and value.
const MAX_BLANKS: usize = 16;

/// How the value stands behind its name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// In quotes.
    Quoted,
    /// Directly behind `=` or a flag, as in a shell or a URL.
    Tight,
    /// Behind blanks, as in YAML, INI, prose or code.
    Loose,
}

/// What was found out about the text on the way, so that no part of it is searched twice.
pub(super) struct Context<'a> {
    pub(super) bytes: &'a [u8],
    shapes: Shapes,
    bare: Memo,
    newline: Memo,
    blank: Memo,
    quotes: [Memo; QUOTES.len()],
    pub(super) key_text: Memo,
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

    /// The secret of a known shape, or of a known place, in the word that begins at `at`.
    pub(super) fn in_word(&mut self, at: usize) -> Option<Found> {
        let shaped = self.shapes.at(self.bytes, at);
        if shaped.is_some() {
            return shaped;
        }
        match self.bytes.get(at) {
            Some(b'p') => self.netrc(at),
            Some(b's' | b'd') => self.set(at),
            _ => None,
        }
    }

    /// The secret behind the `=` or `:` at `at`.
    pub(super) fn after_separator(&mut self, at: usize) -> Option<Found> {
        let rest = self.bytes.get(at..)?;
        if rest.starts_with(b"://") {
            return self.user_info(at + 3);
        }
        // `==`, `=>` of a match arm is kept: PHP and Ruby assign by it; `!=`, `::` do not.
        let before = at.checked_sub(1).and_then(|i| self.bytes.get(i));
        let other = [b"==".as_slice(), b"::", b":="].iter().any(|mark| rest.starts_with(mark));
        let within = before == Some(&b':') && rest.starts_with(b":");
        if other || within || matches!(before, Some(b'!' | b'=' | b'<')) {
            return None;
        }
        let name = self.name_before(at);
        if name.is_empty() {
            return None;
        }
        if ends_with(name, b"authorization") {
            return self.header(at + 1);
        }
        match named_by(name) {
            Some(named) => self.value(at + 1, name, named),
            None if names::is_carrier(name) => self.carried(at, name),
            None => self.special(at, name),
        }
    }

    /// The value in `"PASSWORD", "…"`: the second argument of a call, of a header, of an environment's default.
    pub(super) fn after_comma(&mut self, at: usize) -> Option<Found> {
        let quoted = at.checked_sub(1).and_then(|i| self.bytes.get(i)).is_some_and(|b| matches!(b, b'"' | b'\''));
        let named = quoted.then(|| named_by(self.name_before(at))).flatten()?;
        let start = self.skip(at + 1, |b| b == b' ', MAX_BLANKS);
        let quote = self.quote(start)?;
        let at_value = self.quoted(start, quote)?;
        let found = self.secret(at_value, self.name_before(at), named, Style::Quoted)?;
        (found.strength >= Strength::Random).then_some(found)
    }

    /// The text of `<password>…</password>`.
    pub(super) fn after_tag(&mut self, at: usize) -> Option<Found> {
        let ended = at.checked_sub(1).and_then(|i| self.bytes.get(i)).is_some_and(u8::is_ascii_alphanumeric);
        ended.then_some(())?;
        let name = self.name_before(at);
        let opens = at.checked_sub(name.len() + 1).and_then(|i| self.bytes.get(i)) == Some(&b'<');
        let named = opens.then(|| named_by(name)).flatten()?;
        let rest = self.bytes.get(at + 1..)?;
        let len = rest.iter().take(MAX_ELEMENT_BYTES).position(|b| *b == b'<')?;
        self.secret(at + 1..at + 1 + len, name, named, Style::Quoted)
    }

    /// `configure set NAME VALUE`, `set -x NAME VALUE`, `#define NAME "VALUE"`.
    fn set(&mut self, at: usize) -> Option<Found> {
        const WORDS: [&[u8]; 5] = [b"set -gx ", b"set -x ", b"set ", b"setx ", b"define "];
        let rest = self.bytes.get(at..)?;
        let word = WORDS.iter().find(|w| rest.starts_with(w))?;
        let rest = rest.get(word.len()..)?;
        let len = rest.iter().take(MAX_NAME_BYTES).take_while(|b| is_name(**b)).count();
        let named = named_by(rest.get(..len)?)?;
        (rest.get(len) == Some(&b' ')).then_some(())?;
        let found = self.flag_value(at + word.len() + len + 1, rest.get(..len)?, named)?;
        (found.strength >= Strength::Random).then_some(found)
    }

    /// The secret behind the flag, or in the key, that begins with the dash at `at`.
    pub(super) fn after_dash(&mut self, at: usize) -> Option<Found> {
        let rest = self.bytes.get(at..)?;
        if rest.starts_with(b"-----BEGIN ") || rest.starts_with(b"---- BEGIN ") {
            return self.private_key(at);
        }
        if at > 0 && self.bytes.get(at - 1).is_none_or(|b| harmless(*b)) {
            return None;
        }
        let is_flag = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        let len = rest.iter().take(MAX_NAME_BYTES).take_while(is_flag).count();
        let (flag, end) = (rest.get(..len)?, at + len);
        let blank = self.bytes.get(end) == Some(&b' ');
        match flag {
            b"-u" | b"--user" | b"--proxy-user" | b"-U" if blank && self.of_program(at, &[b"curl"]) => {
                self.user_password(end + 1)
            }
            b"-p"
                if blank
                    && self.of_program(
                        at,
                        &[b"sshpass", b"docker login", b"twine", b"podman login", b"helm registry", b"az login"],
                    ) =>
            {
                self.flag_value(end + 1, flag, Named::Password)
            }
            b"-a" if blank && self.of_program(at, &[b"redis-cli"]) => self.flag_value(end + 1, flag, Named::Password),
            b"-w" if blank && self.of_program(at, &[b"ldap"]) => self.flag_value(end + 1, flag, Named::Password),
            _ if flag.starts_with(b"-p")
                && flag.len() > 2
                && self.of_program(at, &[b"mysql", b"mariadb", b"sshpass"]) =>
            {
                self.flag_value(at + 2, flag, Named::Password)
            }
            _ if flag.starts_with(b"-P") && flag.len() > 2 && self.of_program(at, &[b"sqlcmd", b"bcp "]) => {
                self.flag_value(at + 2, flag, Named::Password)
            }
            _ if flag.len() > 2 && blank => self.flag_value(end + 1, flag, named_by(flag)?),
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

    /// The name before a separator; quotes, blanks and types between them are passed over.
    fn name_before(&self, at: usize) -> &'a [u8] {
        let before = self.bytes.get(..at).unwrap_or_default();
        let before = trim_end(before, |b| b == b' ' || b == b'\t', MAX_BLANKS);
        let marks = |b: u8| matches!(b, b'"' | b'\'' | b'`' | b'\\' | b':' | b']' | b'?' | b'|' | b'+');
        let name = name_at_end(trim_end(trim_end(before, marks, 3), |b| b == b' ', 1));
        if self.bytes.get(at) == Some(&b'=') { untyped(before, name) } else { name }
    }

    /// The literal behind a separator.
    fn value(&mut self, after: usize, name: &[u8], named: Named) -> Option<Found> {
        // `artifact:name-token:1.2`, `urn:x:token:y`: a part of a longer name.
        let before = (after - 1).checked_sub(name.len() + 1).and_then(|at| self.bytes.get(at));
        if self.bytes.get(after - 1) == Some(&b':') && before == Some(&b':') {
            return None;
        }
        let tight = after;
        let after = self.skip(after, |b| b == b'>', 1);
        let arrow = after > tight;
        let start = self.skip(after, |b| matches!(b, b' ' | b'\t'), MAX_BLANKS);
        let start = self.tagged(start);
        let (start, below) = self.below(start);
        let (start, wrapped) = self.wrapped(start);
        let quote = self.quote(start);
        let style = match quote {
            Some(_) => Style::Quoted,
            None if start == tight && !below => Style::Tight,
            None => Style::Loose,
        };
        let at = match quote {
            Some(quote) => self.quoted(start, quote),
            None => self.bare(start, style),
        }?;
        // `group:name-token:1.2` is an artifact.
        let chain = style == Style::Tight && self.bytes.get(tight - 1) == Some(&b':');
        if chain && memchr::memchr(b':', self.bytes.get(at.clone())?).is_some() {
            return None;
        }
        // `Pass => Status::new` is a branch; only a quoted value is assigned by an arrow.
        if arrow && style != Style::Quoted {
            return None;
        }
        let found = self.secret(at, name, named, style)?;
        (!wrapped || found.strength >= Strength::Random).then_some(found)
    }

    /// Where the quote opens inside a call or behind a string's prefix; what is in a call counts only when chance made it.
    fn wrapped(&self, start: usize) -> (usize, bool) {
        let rest = self.bytes.get(start..).unwrap_or_default();
        let is_part =
            |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':' | b'[' | b']' | b'@' | b'&');
        let len = rest.iter().take(MAX_WRAPPER_BYTES).take_while(is_part).count();
        let prefix = rest.iter().take(len).all(|b| b.is_ascii_alphabetic() || *b == b'@');
        match (rest.get(len), rest.get(len + 1)) {
            (Some(b'"' | b'\''), _) if prefix && (1..=2).contains(&len) => (start + len, false),
            (Some(b'('), Some(b'"' | b'\'')) if len > 0 => (start + len + 1, true),
            _ => (start, false),
        }
    }

    /// Behind YAML's `!!binary`, `!!str`.
    fn tagged(&self, start: usize) -> usize {
        let tag = |t: &[u8]| self.bytes.get(start..).is_some_and(|r| r.starts_with(t)).then_some(start + t.len());
        tag(b"!!binary ").or_else(|| tag(b"!!str ")).unwrap_or(start)
    }

    /// A value that stands below its name: behind a `|`, or as the one word of an indented line.
    fn below(&self, start: usize) -> (usize, bool) {
        let rest = self.bytes.get(start..).unwrap_or_default();
        let mark = rest.iter().take(3).take_while(|b| matches!(b, b'|' | b'>' | b'-')).count();
        let line = rest.get(mark..).unwrap_or_default();
        if line.first() != Some(&b'\n') {
            return (start, false);
        }
        let at = self.skip(start + mark + 1, |b| matches!(b, b' ' | b'\t'), 2 * MAX_BLANKS);
        let word = self.bytes.get(at..).unwrap_or_default();
        let len = word.iter().take(EXAMINED_BYTES).take_while(|b| !ends_word(**b) && !matches!(b, b':' | b'=')).count();
        let alone = matches!(word.get(len), None | Some(b'\n' | b'\r'));
        // A line that is not further in belongs to somebody else.
        if at > start + mark + 1 && len > 0 && alone { (at, true) } else { (start, false) }
    }

    pub(super) fn flag_value(&mut self, start: usize, name: &[u8], named: Named) -> Option<Found> {
        let (at, style) = match self.quote(start) {
            Some(quote) => (self.quoted(start, quote)?, Style::Quoted),
            None => (self.bare(start, Style::Tight)?, Style::Tight),
        };
        // The next flag is no value.
        (self.bytes.get(at.start) != Some(&b'-')).then_some(())?;
        self.secret(at, name, named, style)
    }

    /// `value: …` under `name: DB_PASSWORD`, `default = …` in `variable "db_password"`.
    fn carried(&mut self, at: usize, name: &[u8]) -> Option<Found> {
        let start = at - name.len().min(at);
        let above = self.bytes.get(start.saturating_sub(MAX_CARRIED_BYTES)..start)?;
        // Not beyond the beginning of the list's item or of the block before.
        let from = memchr::memrchr(b'}', above).map_or(0, |i| i + 1);
        let above = above.get(from..)?;
        let words = above.rsplit(|b| !is_name(*b)).filter(|w| w.len() > 2).take(CARRIED_WORDS);
        let named = words.map(named_by).find_map(|n| n.filter(|n| *n != Named::Key))?;
        let found = self.value(at + 1, name, named)?;
        // What a provider encrypted (`secure:`) is long, and nobody's secret.
        (found.at.len() < 120).then_some(found)
    }

    /// The quote that opens here: its place in [`QUOTES`].
    pub(super) fn quote(&self, at: usize) -> Option<usize> {
        let rest = self.bytes.get(at..)?;
        QUOTES.iter().position(|q| rest.starts_with(q))
    }

    /// How long that quote is.
    pub(super) fn quote_bytes(&self, at: usize) -> usize {
        self.quote(at).and_then(|q| QUOTES.get(q)).map_or(0, |q| q.len())
    }

    /// From behind the quote at `at` to the closing one, on the same line.
    pub(super) fn quoted(&mut self, at: usize, quote: usize) -> Option<Range<usize>> {
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
    pub(super) fn bare(&mut self, start: usize, style: Style) -> Option<Range<usize>> {
        let rest = self.bytes.get(start..)?;
        let end = self.bare.end(start, || start + rest.iter().position(|b| ends_word(*b)).unwrap_or(rest.len()));
        let next = self.bytes.get(end);
        let code = matches!(next, Some(b'(' | b'['));
        // A loose value that does not end its line is prose or code; a comment may stand behind it.
        let end_of_line = |b: Option<&u8>| {
            matches!(b, None | Some(b'\n' | b'\r' | b'"' | b'\'' | b'`' | b',' | b'}' | b'\\' | b'#' | b';'))
        };
        let spaces = self.skip(end, |b| b == b' ', 4);
        let ends_line =
            end_of_line(next) || (spaces > end && matches!(self.bytes.get(spaces), None | Some(b'#' | b'\n' | b'\r')));
        (!code && (style != Style::Loose || ends_line)).then_some(start..end)
    }

    /// A secret, where the value is a literal that can be one.
    fn secret(&mut self, at: Range<usize>, name: &[u8], named: Named, style: Style) -> Option<Found> {
        let value = self.bytes.get(at.clone())?;
        let closed = !matches!(self.bytes.get(at.end), Some(b')' | b',' | b']' | b'}'));
        if self.shapes.at(self.bytes, at.start).is_some() {
            return None;
        }
        let strength = literal(value, named, style, closed)?;
        // In code a member's value is a name as often as not.
        let code = matches!(self.bytes.get(at.end), Some(b',' | b';' | b'}'));
        let named_only = strength < Strength::Random && named != Named::Password;
        if style != Style::Quoted && ((code && style == Style::Loose && named_only) || value::is_reference(value)) {
            return None;
        }
        let known = if strength == Strength::StandIn { None } else { provider(name, value) };
        let (id, kind, strength) =
            known.map_or((named.kind(), named.kind(), strength), |id| (id, id, Strength::Certain));
        Some(Found { at, kind, id, min_run: 1, strength })
    }

    pub(super) fn skip(&self, at: usize, what: impl Fn(u8) -> bool, max: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        at + rest.iter().take(max).take_while(|b| what(**b)).count()
    }

    pub(super) fn run(&self, start: usize, of: impl Fn(u8) -> bool) -> Range<usize> {
        let rest = self.bytes.get(start..).unwrap_or_default();
        start..start + rest.iter().take_while(|b| of(**b)).count()
    }
}

/// The kind of the provider whose name stands in this one, where the value fits it.
fn provider(name: &[u8], value: &[u8]) -> Option<&'static str> {
    let plain = names::plain(name);
    let fits = |of: Of| value.iter().all(|b| of.has(*b)) && of.plausible(value);
    let says = |words: &[&str]| words.iter().any(|w| memmem::find(&plain, w.as_bytes()).is_some());
    let row = CONTEXTS.iter().find(|c| (c.min..=c.max).contains(&value.len()) && fits(c.of) && says(c.words))?;
    value.iter().any(u8::is_ascii_digit).then_some(row.id)
}

/// A value that stands for itself under a name of its own (an argument, a setting).
pub(super) fn named(name: &[u8], value: &[u8]) -> Option<Found> {
    let last = name.rsplit(|b| *b == b'/').next()?;
    let named = named_by(last)?;
    let strength = literal(value, named, Style::Quoted, true)?;
    let kind = provider(last, value).unwrap_or(named.kind());
    Some(Found { at: 0..value.len(), kind, id: kind, min_run: 1, strength })
}

/// `let token: &str =`, `password: string =`, `SECRET: Final[str] =`: the name stands before its type.
fn untyped<'a>(mut before: &'a [u8], mut name: &'a [u8]) -> &'a [u8] {
    const TYPES: [&[u8]; 16] = [
        b"str",
        b"string",
        b"String",
        b"static",
        b"any",
        b"Any",
        b"char",
        b"text",
        b"SecretStr",
        b"Final",
        b"Optional",
        b"Option",
        b"ClassVar",
        b"const",
        b"bytes",
        b"auto",
    ];
    let joins = |b: u8| matches!(b, b' ' | b'&' | b':' | b'*' | b'[' | b']' | b'\'' | b'<' | b'>');
    // The type of a type of a type is nobody's.
    for _ in 0..3 {
        if !TYPES.contains(&name) {
            break;
        }
        let end = before.len() - trim_end(before, joins, 6).len() + name.len();
        before = trim_end(before.get(..before.len().saturating_sub(end)).unwrap_or_default(), joins, 6);
        name = name_at_end(before);
    }
    name
}

pub(super) fn ends_word(b: u8) -> bool {
    let marks = b"\"'`;&|<>(){}[],\\";
    b.is_ascii_whitespace() || marks.contains(&b)
}

fn is_name(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.') || b >= 0x80
}

fn name_at_end(before: &[u8]) -> &[u8] {
    let len = before.iter().rev().take(MAX_NAME_BYTES).take_while(|b| is_name(**b)).count();
    before.get(before.len() - len..).unwrap_or_default()
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

pub(super) fn ends_with(name: &[u8], end: &[u8]) -> bool {
    name.len().checked_sub(end.len()).and_then(|at| name.get(at..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

/// How sure it is that a value stands for itself and is a secret. `closed`: what follows could not follow in code.
fn literal(value: &[u8], named: Named, style: Style, closed: bool) -> Option<Strength> {
    let value = value.get(..value.len().min(EXAMINED_BYTES)).unwrap_or_default();
    if value.len() < MIN_VALUE_BYTES || placeholder_bytes(value, 0).is_some() || is_nothing(value) {
        return None;
    }
    if value.iter().any(u8::is_ascii_whitespace) {
        return None;
    }
    if value::is_random(value) && !value::is_uuid(value) {
        let enough = named != Named::Key || (value.len() >= MIN_KEY_BYTES && !is_hex(value) && style != Style::Loose);
        return enough.then_some(Strength::Random);
    }
    let typed = value.len() >= 12 && value::hand(value) == Hand::Typed;
    if named == Named::Key || !fits_style(value, named, style, closed) {
        return None;
    }
    Some(if typed { Strength::StandIn } else { Strength::Named })
}

/// Hexadecimal digits under `key` are names of cache entries and commits as often as keys.
fn is_hex(value: &[u8]) -> bool {
    value.iter().all(u8::is_ascii_hexdigit)
}

/// Computed, a place, a number, a digest, a stand-in.
fn is_nothing(value: &[u8]) -> bool {
    value::is_expansion(value)
        || value::is_stand_in(value)
        || value::is_path(value)
        || value::is_number(value)
        || value::is_digest(value)
        || value::is_public(value)
        || value == b"00000000-0000-0000-0000-000000000000"
}

/// A value that chance did not make: as a password where only its name says so, as a token where no word is like it.
fn fits_style(value: &[u8], named: Named, style: Style, closed: bool) -> bool {
    let first = value.first().copied().unwrap_or(0);
    let digit = value.iter().any(u8::is_ascii_digit);
    let letter = value.iter().any(u8::is_ascii_alphabetic);
    let words = value.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'.'));
    let plain = value::is_words(value);
    let long = value.len() >= MIN_LETTERS_BYTES && value.iter().all(u8::is_ascii_alphanumeric);
    match (style, named) {
        (Style::Quoted, Named::Password) => true,
        (_, Named::Key) => false,
        (Style::Quoted, Named::Token) => (digit && letter) || long || (!plain && !digit),
        // `password=userInput)` is an argument of a call, `password=hunter` is a setting.
        (Style::Tight, Named::Password) => closed || (digit && !words),
        (Style::Tight, Named::Token) => letter && ((digit && !words) || (closed && long)),
        (Style::Loose, Named::Password) if value.len() >= 20 && value.iter().all(u8::is_ascii_alphabetic) => true,
        (Style::Loose, Named::Password) if value::is_strong_password(value) => true,
        (Style::Loose, _) => value.len() >= 8 && digit && letter && !value.contains(&b'.') || first == b'!',
    }
}
