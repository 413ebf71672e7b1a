//! What is found in one text: secrets, personal data where asked, and what tries to steer an agent. Each with its place and
//! the line it stands in, in which every secret is a placeholder.

use std::collections::BTreeMap;

use automode_engine::inspect::injection::{self, Place};
use automode_ledger::redact::pii::{self, Personal};
use automode_ledger::{Hash, Redactor, redact};
use automode_model::Reaction;
use automode_model::secret::Strength;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// To be known.
    Note,
    /// Likely.
    Warning,
    /// Sure.
    Error,
}

impl Level {
    /// As SARIF calls it, and we.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The file as it was named.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// `secret.github`, `injection.hidden-text`, `personal.iban`, `mcp.changed-tool`.
    pub rule: String,
    /// How bad.
    pub level: Level,
    /// What it is.
    pub message: String,
    /// The line, without secrets.
    pub excerpt: String,
    /// Equal for the same finding when lines above it come or go.
    pub fingerprint: String,
}

/// The longest excerpt, in characters.
const MAX_EXCERPT: usize = 120;

/// The findings in a text.
pub fn at(file: &str, text: &str, personal: bool) -> Vec<Finding> {
    let lines = Lines::new(text);
    let mut out = secrets(file, text, &lines);
    if personal {
        let found = pii::personal(text, Personal::all());
        out.extend(found.into_iter().map(|(kind, at)| {
            let message = format!("personal data ({kind})");
            lines.finding(file, at.start, format!("personal.{kind}"), Level::Warning, message, None)
        }));
    }
    out.extend(injections(file, text, &lines));
    numbered(out)
}

fn secrets(file: &str, text: &str, lines: &Lines<'_>) -> Vec<Finding> {
    let hits = redact::hits(text);
    if hits.is_empty() {
        return Vec::new();
    }
    let redactor = Redactor::ephemeral();
    let finding = |hit: redact::Hit| {
        let (level, message) = match hit.strength {
            Strength::Certain => (Level::Error, format!("a secret ({})", hit.id)),
            Strength::Random => {
                (Level::Error, format!("a secret: a value of chance whose name or place says so ({})", hit.id))
            }
            Strength::Named => (Level::Warning, format!("a secret, by its name ({})", hit.id)),
            Strength::StandIn => (Level::Note, format!("a stand-in with the shape of a secret ({})", hit.id)),
        };
        let line = lines.around(hit.at.start);
        let excerpt = masked(&redactor.redact(line), line);
        lines.finding(file, hit.at.start, format!("secret.{}", hit.id), level, message, Some(excerpt))
    };
    hits.into_iter().map(finding).collect()
}

/// The digits of a placeholder are of this run only and tell nobody anything. A secret over several lines is not known in
/// one of them: such a line is not shown.
fn masked(redacted: &str, line: &str) -> String {
    let mut out = String::new();
    let mut done = 0;
    let mut any = false;
    for mark in automode_model::secret::marks(redacted) {
        out.push_str(redacted.get(done..mark.at).unwrap_or(""));
        out.push_str(&format!("<{}>", mark.plain_kind()));
        done = mark.at + mark.len;
        any = true;
    }
    out.push_str(redacted.get(done..).unwrap_or(""));
    if any { out } else { format!("<{} characters, not shown>", line.chars().count()) }
}

fn injections(file: &str, text: &str, lines: &Lines<'_>) -> Vec<Finding> {
    let reading = injection::scan(text, Place::file(file));
    let level = match reading.reaction {
        Reaction::Clean => return Vec::new(),
        Reaction::Warn => Level::Warning,
        Reaction::Mask => Level::Error,
    };
    let hits = reading.hits.iter().filter(|hit| hit.score >= injection::WARN_FROM);
    let finding = |hit: &automode_model::Hit| {
        let rule = format!("injection.{}", hit.technique.name());
        let level = if hit.score >= injection::MASK_FROM { level } else { Level::Warning };
        let message = format!("a text for agents: {}", hit.technique.doc());
        lines.finding(file, hit.span.start as usize, rule, level, message, None)
    };
    hits.map(finding).collect()
}

/// Equal findings of one file are told apart by their order.
fn numbered(mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for f in &mut findings {
        let nth = seen.entry(f.fingerprint.clone()).or_default();
        *nth += 1;
        f.fingerprint = format!("{}:{nth}", f.fingerprint);
    }
    findings
}

/// Where the lines of a text begin.
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Of this text.
    pub fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    fn number(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).max(1)
    }

    /// The line around a byte.
    fn around(&self, at: usize) -> &'a str {
        let nth = self.number(at);
        let start = self.starts.get(nth - 1).copied().unwrap_or(0);
        let end = self.starts.get(nth).map_or(self.text.len(), |end| end - 1);
        self.text.get(start..end).unwrap_or("")
    }

    /// A finding at a byte. Without an excerpt of its own it shows its line, in which secrets are replaced.
    pub fn finding(
        &self,
        file: &str,
        at: usize,
        rule: String,
        level: Level,
        message: String,
        excerpt: Option<String>,
    ) -> Finding {
        let line = self.number(at);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let column = self.text.get(start..at).map_or(1, |before| before.chars().count() + 1);
        let excerpt = excerpt.unwrap_or_else(|| Redactor::ephemeral().redact(self.around(at)).into_owned());
        let excerpt = shown(&excerpt);
        let mut fingerprint = Hash::of(&[rule.as_bytes(), file.as_bytes(), excerpt.as_bytes()]).to_string();
        fingerprint.truncate(16);
        Finding { file: file.to_owned(), line, column, rule, level, message, excerpt, fingerprint }
    }
}

/// A line that a terminal shows as it is, cut.
fn shown(line: &str) -> String {
    let plain = |c: char| if c.is_control() || is_hidden(c) { format!("\\u{{{:x}}}", c as u32) } else { c.to_string() };
    let line = line.trim();
    let cut = line.chars().count() > MAX_EXCERPT;
    let head: String = line.chars().take(MAX_EXCERPT).map(plain).collect();
    if cut { head + "…" } else { head }
}

fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}')
}
