//! Walks a parsed TOML document: takes what is asked for, and notes what is missing, unknown or of the wrong kind, with its
//! place. The document lives as long as the process, as the policy does that borrows its texts.

use std::ops::{Range, RangeInclusive};

use automode_engine::policy::Texts;
use automode_engine::policy::sheet::At;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::mistake::{Mistake, nearest};

use super::hints;

type Value = Spanned<DeValue<'static>>;

/// Most places that are told at which a text is no TOML: what follows the first is often the same mistake.
const MAX_SYNTAX: usize = 8;

/// A table and the place where it begins.
#[derive(Clone)]
pub struct Table {
    table: &'static DeTable<'static>,
    span: Range<usize>,
}

/// A word of the file and its place.
pub type Word = (At<&'static str>, Range<usize>);

/// The document and what is wrong with it.
pub struct Cursor {
    file: String,
    text: &'static str,
    /// What is wrong, in the order of looking.
    pub mistakes: Vec<Mistake>,
}

impl Cursor {
    /// A cursor over a file's text.
    pub fn new(file: &str, text: &str) -> Self {
        Self { file: file.to_owned(), text: text.to_owned().leak(), mistakes: Vec::new() }
    }

    /// The whole document; none where it is no TOML.
    pub fn parse(&mut self) -> Option<Table> {
        let (document, errors) = DeTable::parse_recoverable(self.text);
        let mut found: Vec<(Range<usize>, String)> = errors
            .iter()
            .map(|e| (e.span().unwrap_or(0..0), e.message().lines().next().unwrap_or("").to_owned()))
            .collect();
        found.sort_by_key(|(span, _)| span.start);
        // What follows on the same line is mostly the same mistake.
        found.dedup_by_key(|(span, _)| self.line(span.start));
        for (span, first) in found.into_iter().take(MAX_SYNTAX) {
            let hint = hints::of_syntax(&first, self.text, &span);
            self.wrong_at(&span, format!("it is not TOML: {first}"), hint);
        }
        let span = document.span();
        errors.is_empty().then(|| Table { table: Box::leak(Box::new(document.into_inner())), span })
    }

    /// The line of an offset, from 1.
    fn line(&self, at: usize) -> u32 {
        let before = self.text.as_bytes().get(..at.min(self.text.len())).unwrap_or_default();
        u32::try_from(before.iter().filter(|b| **b == b'\n').count() + 1).unwrap_or(u32::MAX)
    }

    /// Notes a mistake at a place.
    pub fn wrong_at(&mut self, span: &Range<usize>, message: impl Into<String>, hint: impl Into<String>) {
        self.mistakes.push(Mistake::at(&self.file, self.text, span, message, hint));
    }

    /// Notes a mistake at a key's value, or at the table where it is missing.
    pub fn wrong(&mut self, table: &Table, key: &str, message: impl Into<String>, hint: impl Into<String>) {
        let span = table.table.get(key).map_or(table.span.clone(), Spanned::span);
        self.wrong_at(&span, message, hint);
    }

    /// A word that is none of the known ones.
    pub fn unknown_word(&mut self, span: &Range<usize>, word: &str, what: &str, known: &[impl AsRef<str>]) {
        let near = nearest(word, known.iter().map(AsRef::as_ref)).map(str::to_owned);
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => hints::list(known),
        };
        self.wrong_at(span, format!("`{word}` {what}"), hint);
    }

    /// Notes every key of a table that is none of the known ones.
    pub fn known(&mut self, table: &Table, what: &str, known: &[&str]) {
        for key in table.table.keys().filter(|k| !known.contains(&&**k.get_ref())) {
            self.unknown_word(&key.span(), key.get_ref(), &format!("is not a key of {what}"), known);
        }
    }

    /// Whether a table has a key.
    pub fn has(&self, table: &Table, key: &str) -> bool {
        table.table.contains_key(key)
    }

    /// The line on which a table begins.
    pub fn line_of(&self, table: &Table) -> u32 {
        self.line(table.span.start)
    }

    /// The keys of a table with their lines.
    pub fn names(&self, table: &Table) -> Vec<(&'static str, u32)> {
        table.table.keys().map(|k| (&**k.get_ref(), self.line(k.span().start))).collect()
    }

    /// A table below a key.
    pub fn table(&mut self, table: &Table, key: &str) -> Option<Table> {
        let value = table.table.get(key)?;
        self.table_of(value, key)
    }

    /// The tables of an array below a key.
    pub fn tables(&mut self, table: &Table, key: &str) -> Vec<Table> {
        let Some(value) = table.table.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(items) => items.iter().filter_map(|item| self.table_of(item, key)).collect(),
            other => {
                self.kind(&value.span(), key, "a list of tables", other);
                Vec::new()
            }
        }
    }

    fn table_of(&mut self, value: &'static Value, key: &str) -> Option<Table> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Table { table, span: value.span() }),
            other => {
                self.kind(&value.span(), key, "a table", other);
                None
            }
        }
    }

    /// A text below a key.
    pub fn text(&mut self, table: &Table, key: &str) -> Option<Word> {
        let value = table.table.get(key)?;
        self.text_of(value, key)
    }

    fn text_of(&mut self, value: &'static Value, key: &str) -> Option<Word> {
        match value.get_ref() {
            DeValue::String(text) => Some((At { value: &**text, line: self.line(value.span().start) }, value.span())),
            // A date without quotes means what it says.
            DeValue::Datetime(date) => {
                Some((At { value: date.to_string().leak(), line: self.line(value.span().start) }, value.span()))
            }
            other => {
                self.kind(&value.span(), key, "a text", other);
                None
            }
        }
    }

    /// The texts of a list below a key, in the file's order; a single text is a list of one.
    pub fn list(&mut self, table: &Table, key: &str) -> Vec<Word> {
        let Some(value) = table.table.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(items) => items.iter().filter_map(|item| self.text_of(item, key)).collect(),
            DeValue::String(_) => self.text_of(value, key).into_iter().collect(),
            other => {
                self.kind(&value.span(), key, "a list of texts", other);
                Vec::new()
            }
        }
    }

    /// The line of a list in which there is nothing; none where it has something or is not there.
    pub fn emptied(&self, table: &Table, key: &str) -> Option<u32> {
        let value = table.table.get(key)?;
        matches!(value.get_ref(), DeValue::Array(items) if items.is_empty()).then(|| self.line(value.span().start))
    }

    /// The same without places, in order and without doubles, so that the order in a file has no effect.
    pub fn texts(&mut self, table: &Table, key: &str) -> Texts {
        let list = self.list(table, key);
        let of_targets = !matches!(key, "match" | "not_match" | "tags");
        for (at, span) in list.iter().filter(|_| of_targets) {
            self.fits_something(span, key, at.value);
        }
        let mut texts: Vec<&'static str> = list.into_iter().map(|(at, _)| at.value).collect();
        texts.sort_unstable();
        texts.dedup();
        texts.leak()
    }

    /// Notes a pattern that fits nothing: a rule or a fact that silently never holds is worse than none.
    pub fn fits_something(&mut self, span: &Range<usize>, key: &str, pattern: &str) {
        if pattern.trim().is_empty() {
            self.wrong_at(
                span,
                format!("an empty text in `{key}` fits nothing"),
                "write what is meant, or leave it out",
            );
        } else if pattern != pattern.trim() {
            let hint = format!("write \"{}\"", pattern.trim());
            self.wrong_at(span, format!("`{pattern}` begins or ends with a blank, and so fits nothing"), hint);
        } else if matches!(key, "host" | "trusted_hosts" | "trusted_registries")
            && let Some(hint) = hints::no_host(pattern)
        {
            self.wrong_at(span, format!("`{pattern}` is an address and not a host"), hint);
        }
    }

    /// Yes or no below a key.
    pub fn flag(&mut self, table: &Table, key: &str) -> Option<At<bool>> {
        let value = table.table.get(key)?;
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(At { value: *flag, line: self.line(value.span().start) }),
            other => {
                self.kind(&value.span(), key, "true or false", other);
                None
            }
        }
    }

    /// A whole number below a key.
    pub fn number(&mut self, table: &Table, key: &str, range: RangeInclusive<u8>) -> Option<At<u8>> {
        let wide = self.count(table, key, u32::from(*range.start())..=u32::from(*range.end()))?;
        u8::try_from(wide.value).ok().map(|value| At { value, line: wide.line })
    }

    /// The same for larger numbers.
    pub fn count(&mut self, table: &Table, key: &str, range: RangeInclusive<u32>) -> Option<At<u32>> {
        let value = table.table.get(key)?;
        let DeValue::Integer(number) = value.get_ref() else {
            self.kind(&value.span(), key, "a whole number", value.get_ref());
            return None;
        };
        let parsed = u32::from_str_radix(number.as_str(), number.radix()).ok().filter(|n| range.contains(n));
        if parsed.is_none() {
            let hint = format!("it may be {} to {}", range.start(), range.end());
            self.wrong_at(&value.span(), format!("`{key}` is out of range"), hint);
        }
        parsed.map(|n| At { value: n, line: self.line(value.span().start) })
    }

    /// One of some words below a key.
    pub fn word<T>(
        &mut self,
        table: &Table,
        key: &str,
        known: &[&str],
        find: impl Fn(&str) -> Option<T>,
    ) -> Option<At<T>> {
        let (at, span) = self.text(table, key)?;
        let found = find(at.value);
        if found.is_none() {
            self.unknown_word(&span, at.value, &format!("is not known for `{key}`"), known);
        }
        found.map(|value| At { value, line: at.line })
    }

    /// Some of some words below a key.
    pub fn words<T>(
        &mut self,
        table: &Table,
        key: &str,
        known: &[impl AsRef<str>],
        find: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let mut out = Vec::new();
        for (at, span) in self.list(table, key) {
            match find(at.value) {
                Some(value) => out.push(value),
                None => self.unknown_word(&span, at.value, &format!("is not known for `{key}`"), known),
            }
        }
        out
    }

    fn kind(&mut self, span: &Range<usize>, key: &str, want: &str, have: &DeValue<'_>) {
        let message = format!("`{key}` must be {want}, and this is a value of the kind {}", have.type_str());
        self.wrong_at(span, message, hints::of_kind(key, want));
    }
}
