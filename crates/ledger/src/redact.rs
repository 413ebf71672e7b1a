//! Secrets become placeholders before anything is judged, stored or shown: `SECRET_github_1a2b3c4d5e6f`, letters, digits
//! and underscores only, so that a shell, a URL or a JSON text stays what it is. The digits are a keyed hash of the
//! secret: the same secret gives the same digits, and without the key nothing can be guessed from them.
//!
//! Three detectors: documented token shapes (`shapes.rs`, by the table in `kinds.rs`), values whose name says that they are
//! secret (`assign.rs`, `names.rs`), and places that hold nothing else (`places.rs`); `value.rs` tells chance from hands.
//! One pass, linear, no regular expressions; a 74-byte command costs some 100 ns. Personal data only where asked (`pii.rs`).
//!
//! For whoever judges: the real name behind a placeholder is not known. A path or program with a placeholder in it must
//! count as unknown ([`contains_placeholder`]), or a link that is called like a token would lead the judgement astray.

mod alphabet;
mod assign;
mod kinds;
mod memo;
mod names;
pub mod pii;
mod places;
mod samples;
pub(crate) mod settings;
mod shapes;
mod trace;
mod value;

use std::borrow::Cow;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::ops::Range;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use automode_model::secret::{DIGITS, MARK, MAX_KIND_BYTES, MAX_TRACES, RANDOM, STAND_IN, Strength, Trace};

use crate::hash::hmac;
use crate::random;

pub use kinds::kinds;
pub use samples::{Sample, samples};

/// How every placeholder begins.
pub const PREFIX: &str = MARK;

/// Finds secrets and replaces them.
pub struct Redactor {
    /// Read when the first secret is found: most commands have none, and then no hook opens the file.
    key: OnceLock<[u8; 32]>,
    file: Option<PathBuf>,
    /// What personal data is replaced, too.
    personal: pii::Personal,
}

/// A secret in a text.
#[derive(Debug)]
pub(crate) struct Found {
    /// Its bytes.
    at: Range<usize>,
    /// What it is, for the placeholder.
    kind: &'static str,
    /// What it is, exactly.
    id: &'static str,
    /// How sure that is.
    strength: Strength,
    /// Shorter runs of its characters stay (the `n` of a `\n` in a key's text).
    min_run: usize,
}

impl Found {
    /// The kind with what it says of the strength.
    fn marked_kind(&self) -> Cow<'static, str> {
        match self.strength {
            Strength::StandIn => format!("{}{STAND_IN}", self.kind).into(),
            Strength::Random => format!("{RANDOM}{}", self.kind).into(),
            Strength::Named | Strength::Certain => self.kind.into(),
        }
    }
}

/// A secret in a text, for whoever reports it: no part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its kind: one of [`kinds`].
    pub id: &'static str,
    /// Its bytes.
    pub at: Range<usize>,
    /// How sure that is.
    pub strength: Strength,
}

/// The secrets in a text, in order. Nothing of them is kept.
#[must_use]
pub fn hits(text: &str) -> Vec<Hit> {
    let found = find(text.as_bytes());
    found.into_iter().map(|f| Hit { id: f.id, at: f.at, strength: f.strength }).collect()
}

impl Redactor {
    /// With a key of this process only: placeholders cannot be compared with those of any other run.
    #[must_use]
    pub fn ephemeral() -> Self {
        Self { key: OnceLock::new(), file: None, personal: pii::Personal::default() }
    }

    /// With the key in a file, which is made when the first secret is found.
    #[must_use]
    pub fn with_key_file(path: PathBuf) -> Self {
        Self { key: OnceLock::new(), file: Some(path), personal: pii::Personal::default() }
    }

    /// Replaces these kinds of personal data, too.
    #[must_use]
    pub fn with_personal(self, personal: pii::Personal) -> Self {
        Self { personal, ..self }
    }

    /// From now on replaces these kinds of personal data, too.
    pub fn set_personal(&mut self, personal: pii::Personal) {
        self.personal = personal;
    }

    fn found(&self, text: &str) -> Vec<Found> {
        let mut found = find(text.as_bytes());
        if !self.personal.is_off() {
            let all = pii::personal(text, self.personal).into_iter();
            let more = all.map(|(kind, at)| Found { at, kind, id: kind, min_run: 1, strength: Strength::Certain });
            merge(&mut found, more.collect());
        }
        found
    }

    /// The text with a placeholder for each secret.
    #[must_use]
    pub fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let found = self.found(text);
        if found.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(self.replace(text, &found)) }
    }

    /// The same for a text that nobody else needs.
    #[must_use]
    pub fn redact_owned(&self, text: String) -> String {
        let found = self.found(&text);
        if found.is_empty() { text } else { self.replace(&text, &found) }
    }

    /// The text with a placeholder for each secret, and what is needed to know them again; stand-ins are nobody's.
    /// `settings`: it comes from a file of secrets.
    #[must_use]
    pub fn redact_traced<'t>(&self, text: &'t str, settings: bool) -> (Cow<'t, str>, Vec<Trace>) {
        let mut found = self.found(text);
        if settings {
            merge(&mut found, settings::values(text.as_bytes()));
        }
        if found.is_empty() {
            return (Cow::Borrowed(text), Vec::new());
        }
        let real = found.iter().filter(|f| f.strength > Strength::StandIn).take(MAX_TRACES);
        let traces = real.filter_map(|f| {
            let value = characters(text.get(f.at.clone())?, f.min_run);
            self.trace(&f.marked_kind(), &self.digits(&value), &value)
        });
        let traces = traces.collect();
        (Cow::Owned(self.replace(text, &found)), traces)
    }

    /// The value of an argument, a variable or a setting whose name says that it is a secret; none where it is not one.
    #[must_use]
    pub fn redact_named(&self, name: &str, value: &str) -> Option<String> {
        let found = assign::named(name.as_bytes(), value.as_bytes())?;
        Some(self.replace(value, &[found]))
    }

    fn replace(&self, text: &str, found: &[Found]) -> String {
        let mut out = String::with_capacity(text.len() + 32 * found.len());
        let mut done = 0;
        for secret in found {
            out.push_str(text.get(done..secret.at.start).unwrap_or(""));
            self.push_placeholder(&mut out, text.get(secret.at.clone()).unwrap_or(""), secret);
            done = secret.at.end;
        }
        out.push_str(text.get(done..).unwrap_or(""));
        out
    }

    /// Only runs of harmless characters are replaced: the first by the placeholder, the others of the same secret by an
    /// `x`; quotes, blanks and everything that a shell obeys stay where they are.
    fn push_placeholder(&self, out: &mut String, value: &str, secret: &Found) {
        let runs = runs(value.as_bytes(), secret.min_run);
        let bytes = characters(value, secret.min_run);
        let mut done = 0;
        for (nth, run) in runs.into_iter().enumerate() {
            out.push_str(value.get(done..run.start).unwrap_or(""));
            match nth {
                0 => out.push_str(&self.placeholder(&secret.marked_kind(), &bytes)),
                _ => out.push('x'),
            }
            done = run.end;
        }
        out.push_str(value.get(done..).unwrap_or(""));
    }

    fn placeholder(&self, kind: &str, secret: &[u8]) -> String {
        format!("{PREFIX}{kind}_{}", self.digits(secret))
    }

    fn digits(&self, secret: &[u8]) -> String {
        let mut digits = hmac(self.key(), secret).to_string();
        digits.truncate(DIGITS);
        digits
    }

    fn key(&self) -> &[u8; 32] {
        self.key.get_or_init(|| {
            let stored = self.file.as_ref().and_then(|path| stored_key(path).ok());
            // Without a readable key the text is redacted all the same, only not comparably.
            stored.unwrap_or_else(random::bytes32)
        })
    }
}

/// The key in a file. Where there is none yet, whoever links a complete one to the name first has made it; so two hooks at
/// once agree, and a killed one leaves no half key.
fn stored_key(path: &Path) -> io::Result<[u8; 32]> {
    match read_key(path) {
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof) => {}
        other => return other,
    }
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}", random::hex8()));
    let fresh = Path::new(&name);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(fresh)?;
    file.write_all(&random::bytes32())?;
    let linked = match fs::hard_link(fresh, path) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists && read_key(path).is_ok() => Ok(()),
        // A key that a power cut left empty, or a file system without links.
        Err(_) => return fs::rename(fresh, path).and_then(|()| read_key(path)),
        ok => ok,
    };
    let _ = fs::remove_file(fresh);
    linked.and_then(|()| read_key(path))
}

fn read_key(path: &Path) -> io::Result<[u8; 32]> {
    let mut key = [0; 32];
    // Not with O_RDONLY alone: a FIFO planted here must not block us.
    let mut file: File = OpenOptions::new().read(true).write(true).open(path)?;
    file.read_exact(&mut key)?;
    Ok(key)
}

/// Whether a placeholder stands anywhere in this text.
#[must_use]
pub fn contains_placeholder(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, PREFIX.as_bytes()).any(|at| placeholder_bytes(bytes, at).is_some())
}

/// How long the placeholder is that begins at `at`, where one does.
fn placeholder_bytes(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?.strip_prefix(PREFIX.as_bytes())?;
    let kind =
        rest.iter().take(MAX_KIND_BYTES + 1).take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit()).count();
    let digits = rest.get(kind..)?.strip_prefix(b"_")?;
    let hash = digits.iter().take(DIGITS + 1).take_while(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')).count();
    let ends = !digits.get(hash).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let whole = (1..=MAX_KIND_BYTES).contains(&kind) && hash == DIGITS && ends;
    whole.then_some(PREFIX.len() + kind + 1 + hash)
}

/// A character that may be replaced without changing what a shell, a URL or JSON makes of the text.
fn harmless(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'_' | b'.' | b'~' | b'-')
}

/// Adds what does not overlap with what was found.
fn merge(found: &mut Vec<Found>, more: Vec<Found>) {
    let old: Vec<Range<usize>> = found.iter().map(|f| f.at.clone()).collect();
    let free = |f: &Found| {
        // Both are in order: only the neighbours can overlap.
        let after = old.partition_point(|o| o.end <= f.at.start);
        old.get(after).is_none_or(|o| f.at.end <= o.start)
    };
    found.extend(more.into_iter().filter(free));
    found.sort_by_key(|f| f.at.start);
}

/// The characters of a value that count: those of its runs.
fn characters(value: &str, min_run: usize) -> Vec<u8> {
    let runs = runs(value.as_bytes(), min_run).into_iter();
    runs.flat_map(|r| value.as_bytes().get(r).unwrap_or_default()).copied().collect()
}

/// The runs of harmless characters of at least `min` in a value.
fn runs(value: &[u8], min: usize) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < value.len() {
        let len = value.iter().skip(at).take_while(|b| harmless(**b)).count();
        // The letter after a backslash belongs to it.
        let escaped = usize::from(len > 0 && at > 0 && value.get(at - 1) == Some(&b'\\'));
        if len - escaped >= min.max(1) {
            runs.push(at + escaped..at + len);
        }
        at += len.max(1);
    }
    runs
}

/// What a byte may begin.
const NOTHING: u8 = 0;
const WORD: u8 = 1;
const SEPARATOR: u8 = 2;
const DASH: u8 = 3;
const COMMA: u8 = 4;
const TAG: u8 = 5;

#[expect(clippy::indexing_slicing, reason = "computed by the compiler, which refuses an index out of bounds")]
static CLASS: [u8; 256] = {
    let mut class = [NOTHING; 256];
    let mut b = 0;
    while b < 256 {
        class[b] = match b as u8 {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => WORD,
            b'=' | b':' => SEPARATOR,
            b'-' => DASH,
            b',' => COMMA,
            b'>' => TAG,
            _ => NOTHING,
        };
        b += 1;
    }
    class
};

/// What a placeholder begins with.
const MARKED: u8 = b'S';

/// All secrets in a text, in order, not overlapping.
fn find(bytes: &[u8]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut after_word = false;
    let mut at = 0;
    let mut context = assign::Context::new(bytes);
    while let Some(byte) = bytes.get(at) {
        let class = CLASS.get(usize::from(*byte)).copied().unwrap_or(NOTHING);
        let hit = match class {
            WORD if !after_word => match (*byte == MARKED).then(|| placeholder_bytes(bytes, at)).flatten() {
                Some(len) => {
                    at += len;
                    after_word = true;
                    continue;
                }
                None => context.in_word(at),
            },
            SEPARATOR => context.after_separator(at),
            DASH if !after_word => context.after_dash(at),
            COMMA => context.after_comma(at),
            TAG => context.after_tag(at),
            _ => None,
        };
        after_word = class == WORD;
        match hit {
            Some(secret) => {
                at = secret.at.end.max(at + 1);
                after_word = false;
                found.push(secret);
            }
            None => at += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests;
