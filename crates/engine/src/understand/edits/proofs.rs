//! What can be proven about a change of program text from its tokens alone: nothing but comments, layout, or names
//! changed. Called by `edits`.

use std::collections::{BTreeMap, BTreeSet};

use super::lang::{Dialect, Language};
use super::lex::{Kind, Token};
use super::norm::{self, Norm};

/// How many different names one renaming may change.
const MAX_RENAMED: usize = 64;

/// A file before or after, read.
pub struct Source<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: Vec<Token<'a>>,
    /// Its normal form, documentation strings kept; empty where there is nothing to compare with.
    normal: Vec<Norm<'a>>,
    bare: Option<Vec<Norm<'a>>>,
    /// The tokens that are the same before and after, where only a part is looked at.
    around: Vec<Token<'a>>,
}

/// More tokens than this of a file of data, which is read as a whole, are not compared: 6,000 lines.
const MAX_DATA: usize = 60_000;
/// More tokens than this of what changed are not compared: 2,500 lines of a program.
const MAX_CHANGED: usize = 25_000;

impl<'a> Source<'a> {
    /// Reads a file before (none: there was none) and after; none over the limits. `part`: only what changed is looked at, with
    /// what is around it.
    #[must_use]
    pub fn pair(
        before: Option<&'a str>,
        after: &'a str,
        language: &'static Language,
        part: bool,
    ) -> Option<(Self, Self)> {
        let Some(before) = before else {
            let tokens = super::lex::lex(after, language).filter(|t| t.len() <= MAX_CHANGED)?;
            return Some((Self::alone("", Vec::new()), Self::alone(after, tokens)));
        };
        let (a, b) = (super::lex::lex(before, language)?, super::lex::lex(after, language)?);
        if super::window::changed(&a, &b) > MAX_CHANGED || !part && a.len().max(b.len()) > MAX_DATA {
            return None;
        }
        let pair = match part {
            true => super::window::cut(a, b, language),
            false => super::window::Pair { before: a, after: b, around: Vec::new() },
        };
        let a = Self::of(before, pair.before, language);
        let b = Self::of(after, pair.after, language);
        Some((a, Self { around: pair.around, ..b }))
    }

    fn of(text: &'a str, tokens: Vec<Token<'a>>, language: &'static Language) -> Self {
        let documents = matches!(language.dialect, Dialect::Python | Dialect::Elixir) || language.name == "julia";
        let bare = documents.then(|| norm::normal(&tokens, language, true));
        Self { text, normal: norm::normal(&tokens, language, false), tokens, bare, around: Vec::new() }
    }

    /// The lines from one number to another, with the whole text.
    #[must_use]
    pub fn part(&self, (from, to): (u32, u32)) -> Self {
        let first = self.tokens.partition_point(|t| t.line < from);
        let last = self.tokens.partition_point(|t| t.line <= to);
        Self::alone(self.text, self.tokens.get(first..last).unwrap_or_default().to_vec())
    }

    /// A file that is compared with nothing.
    fn alone(text: &'a str, tokens: Vec<Token<'a>>) -> Self {
        Self { text, tokens, normal: Vec::new(), bare: None, around: Vec::new() }
    }

    /// Its normal form without documentation strings.
    #[must_use]
    pub fn bare(&self) -> &[Norm<'a>] {
        self.bare.as_deref().unwrap_or(&self.normal)
    }

    /// The tokens around the part that is looked at, the same before and after; known of the file after.
    #[must_use]
    pub fn around(&self) -> &[Token<'a>] {
        &self.around
    }

    /// Its comments in which a tag may say a type, without what such tags say; none where no comment does.
    #[must_use]
    pub fn untyped_comments(&self) -> Option<String> {
        let mut any = false;
        let erased = self.tokens.iter().filter(|t| t.kind == Kind::Comment).map(|t| {
            let (text, had) = super::types::comments::erase(t.text);
            any |= had;
            text
        });
        let text: String = erased.collect();
        any.then_some(text)
    }

    /// The text of all comments, without white space and what only escapes.
    fn comments(&self) -> String {
        letters(self.tokens.iter().filter(|t| t.kind == Kind::Comment))
    }
}

fn letters<'x>(tokens: impl Iterator<Item = &'x Token<'x>>) -> String {
    let decoration =
        |c: &char| !c.is_whitespace() && !matches!(c, '\\' | '/' | '*' | '#' | '-' | '!' | ';' | '<' | '>' | '=');
    tokens.flat_map(|t| t.text.chars()).filter(decoration).collect()
}

/// What was proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Not a token differs.
    Format,
    /// Only comments and documentation strings differ.
    Docs,
    /// Only names differ, each old one always to the same new one, and none of them is left.
    Rename,
    /// The same within what changed.
    RenameHere,
}

/// What is proven about this change, if anything.
#[must_use]
pub fn prove(before: &Source<'_>, after: &Source<'_>, language: &Language) -> Option<Proof> {
    if before.normal == after.normal {
        return Some(if before.comments() == after.comments() { Proof::Format } else { Proof::Docs });
    }
    let (a, b) = (before.bare(), after.bare());
    if a == b {
        return Some(Proof::Docs);
    }
    if norm::imports::sorted(a, language) == norm::imports::sorted(b, language) {
        return Some(if before.comments() == after.comments() { Proof::Format } else { Proof::Docs });
    }
    // A word of a file of data is a value, not a name; a style sheet's variables are names.
    let style = || a.iter().zip(b).filter(|(x, y)| x != y).all(|(x, y)| is_variable(x) && is_variable(y));
    if language.is_data() && !(matches!(language.name, "css" | "sass") && style()) {
        return None;
    }
    renames(a, b, &after.around)
}

/// `$gap`, `--gap`, `@gap` of a style sheet.
fn is_variable(n: &Norm<'_>) -> bool {
    n.kind == Kind::Word && ["$", "--", "@", "%", "."].iter().any(|s| n.text.starts_with(s))
}

/// Names that change, each old one always to the same new one. Where no old name is left in the file and no new one was there
/// before, both files say the same, whatever the names mean: proven. Where a part of a larger renaming is seen (the old name
/// stands elsewhere still), it is one by the looks of the names. Assumed: what is exported is renamed with its users.
fn renames(a: &[Norm<'_>], b: &[Norm<'_>], around: &[Token<'_>]) -> Option<Proof> {
    if a.len() != b.len() {
        return None;
    }
    let mut map: BTreeMap<&str, &str> = BTreeMap::new();
    let (mut count, mut first, mut last) = (0usize, a.len(), 0);
    for (i, (x, y)) in a.iter().zip(b).enumerate().filter(|(_, (x, y))| x != y) {
        (first, last) = (first.min(i), i);
        if x.kind == Kind::Text && y.kind == Kind::Text {
            continue;
        }
        // Behind a dot a keyword is a name: `Error::from`.
        let member = i.checked_sub(1).and_then(|p| a.get(p)).is_some_and(|p| p.is(".") || p.is(":"));
        if x.kind != Kind::Word || y.kind != Kind::Word || !member && (is_keyword(&x.text) || is_keyword(&y.text)) {
            return None;
        }
        count += 1;
        if *map.entry(&x.text).or_insert(&y.text) != y.text.as_ref() || map.len() > MAX_RENAMED {
            return None;
        }
    }
    let mut texts = a.iter().zip(b).filter(|(x, y)| x != y && x.kind == Kind::Text);
    if map.is_empty() || !texts.all(|(x, y)| same_but_names(&x.text, &y.text, &map)) {
        return None;
    }
    let alike = count > map.len() || map.iter().all(|(x, y)| alike(x, y));
    let apart = || {
        let new: BTreeSet<&str> = map.values().copied().collect();
        let words = around.iter().filter(|t| t.kind == Kind::Word);
        !words.into_iter().any(|t| map.contains_key(t.text) || new.contains(t.text))
    };
    if total(a, b, &map) && apart() && (alike || declared(a, b)) {
        return Some(Proof::Rename);
    }
    let here = total(a.get(first..=last)?, b.get(first..=last)?, &map);
    (here && alike).then_some(Proof::RenameHere)
}

/// A name is declared under its new name.
#[must_use]
pub fn declares(before: &Source<'_>, after: &Source<'_>) -> bool {
    declared(before.bare(), after.bare())
}

fn declared(a: &[Norm<'_>], b: &[Norm<'_>]) -> bool {
    let declaring =
        ["interface", "type", "class", "enum", "struct", "trait", "protocol", "def", "fn", "func", "function"];
    let pairs = a.iter().zip(b).zip(a.iter().zip(b).skip(1));
    a.len() == b.len() && pairs.into_iter().any(|((x, _), (p, q))| p != q && declaring.iter().any(|d| x.is(d)))
}

/// No old name is left, no new one was there, no two became one.
fn total(a: &[Norm<'_>], b: &[Norm<'_>], map: &BTreeMap<&str, &str>) -> bool {
    let new: BTreeSet<&str> = map.values().copied().collect();
    let is_word = |n: &&Norm<'_>| n.kind == Kind::Word;
    new.len() == map.len()
        && !b.iter().filter(is_word).any(|n| map.contains_key(n.text.as_ref()) && !new.contains(n.text.as_ref()))
        && !a.iter().filter(is_word).any(|n| new.contains(n.text.as_ref()))
}

/// Only names of types differ, and they were exchanged, not chosen anew: each old one was brought in or declared by this file, and
/// none of the new ones was in it before.
#[must_use]
pub fn renames_types(before: &Source<'_>, after: &Source<'_>) -> bool {
    let (a, b) = (before.bare(), after.bare());
    let changed: BTreeSet<(&str, &str)> =
        a.iter().zip(b).filter(|(x, y)| x != y).map(|(x, y)| (x.text.as_ref(), y.text.as_ref())).collect();
    let all: Vec<&Token<'_>> = before.tokens.iter().chain(&after.around).collect();
    let there = |name: &str| all.iter().any(|t| t.kind == Kind::Word && t.text == name);
    // `Dict` and `dict` are one type of the library; another version is another type.
    let version = |x: &str| -> Option<u32> { x.rsplit_once('V').and_then(|(_, n)| n.parse().ok()) };
    let other = |x: &str, y: &str| x.eq_ignore_ascii_case(y) || version(x) != version(y);
    // Where only the import changes, which types the file takes is all that is seen.
    let value = |name: &str| name.starts_with(char::is_lowercase);
    let used = |name: &str| {
        value(name) || after.bare().windows(2).any(|w| {
        matches!(w, [before, n] if n.text == name && !["import", "{", ",", "type", "}", "export"].iter().any(|m| before.is(m)) && before.kind != Kind::Newline)
    })
    };
    all.len() <= MAX_SEARCHED
        && changed.len() <= MAX_RENAMED
        && a.len() == b.len()
        && changed.iter().all(|(x, y)| brought_in(&all, x) && !there(y) && !other(x, y) && used(y))
}

/// An import or a declaration of this name: the words of its line say so.
fn brought_in(all: &[&Token<'_>], name: &str) -> bool {
    let words = ["import", "from", "use", "using", "class", "interface", "type", "struct", "enum", "trait", "typedef"];
    let typing = |t: &&&Token<'_>| ["typing", "abc", "types"].contains(&t.text);
    let mut lines = all.iter().filter(|t| t.kind == Kind::Word && t.text == name).map(|t| t.line).take(MAX_PLACES);
    lines.any(|n| {
        let line = || all.iter().filter(move |t| t.line.abs_diff(n) == 0);
        line().any(|t| words.contains(&t.text)) && !line().any(|t| typing(&t)) || listed(all, n)
    })
}

/// Stands in the list of an import over several lines: `import {`, names, `} from "x"`.
fn listed(all: &[&Token<'_>], line: u32) -> bool {
    let below = all.iter().filter(|t| t.line > line && t.line - line <= MAX_LISTED);
    let mut stop = below.filter(|t| t.kind == Kind::Mark && !t.is(","));
    let Some(close) = stop.next().filter(|t| t.is("}") || t.is(")")) else { return false };
    let ends = all.iter().any(|t| t.line == close.line && t.is("from"));
    ends || all.iter().any(|t| t.line < line && line - t.line <= MAX_LISTED && (t.is("import") || t.is("use")))
}

/// In a longer file it is not looked for where a name comes from.
const MAX_SEARCHED: usize = 20_000;
/// So many places of a name are looked at.
const MAX_PLACES: usize = 12;
/// More lines than this no list of imports is followed.
const MAX_LISTED: u32 = 30;

/// Short for the other: the same first letter, and all of its letters in their order: `cfg` of `config`.
fn shortens(x: &str, y: &str) -> bool {
    let (short, long) = if x.len() < y.len() { (x, y) } else { (y, x) };
    let mut rest = long.bytes();
    short.len() >= 3
        && short.as_bytes().first() == long.as_bytes().first()
        && short.bytes().all(|c| rest.any(|l| l.eq_ignore_ascii_case(&c)))
}

/// Two names of one thing, by their looks: they begin or end alike, share a word, or one is short for the other.
pub fn alike(x: &str, y: &str) -> bool {
    if shortens(x, y) {
        return true;
    }
    let same = |x: &mut dyn Iterator<Item = u8>, y: &mut dyn Iterator<Item = u8>| {
        x.zip(y).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count()
    };
    if same(&mut x.bytes(), &mut y.bytes()) >= 3 || same(&mut x.bytes().rev(), &mut y.bytes().rev()) >= 4 {
        return true;
    }
    let (p, q) = (super::security::words(x), super::security::words(y));
    p.iter().any(|w| w.len() >= 3 && q.contains(w))
}

/// Two strings that differ in renamed words only.
fn same_but_names(x: &str, y: &str, map: &BTreeMap<&str, &str>) -> bool {
    let split = |s: &str| -> Vec<String> {
        s.split_inclusive(|c: char| !(c.is_alphanumeric() || c == '_')).map(str::to_owned).collect()
    };
    let (xs, ys) = (split(x), split(y));
    let word = |s: &str| s.trim_end_matches(|c: char| !(c.is_alphanumeric() || c == '_')).to_owned();
    xs.len() == ys.len()
        && xs.iter().zip(&ys).all(|(p, q)| p == q || map.get(word(p).as_str()) == Some(&word(q).as_str()))
}

/// Words that are not names: exchanging one changes what happens.
fn is_keyword(word: &str) -> bool {
    let words = [
        "if",
        "else",
        "elif",
        "unless",
        "while",
        "until",
        "for",
        "return",
        "break",
        "continue",
        "throw",
        "raise",
        "try",
        "except",
        "catch",
        "finally",
        "and",
        "or",
        "not",
        "in",
        "is",
        "true",
        "false",
        "True",
        "False",
        "nil",
        "null",
        "None",
        "undefined",
        "await",
        "async",
        "yield",
        "const",
        "let",
        "var",
        "mut",
        "pub",
        "static",
        "public",
        "private",
        "protected",
        "internal",
        "function",
        "def",
        "fn",
        "func",
        "class",
        "struct",
        "enum",
        "interface",
        "trait",
        "impl",
        "import",
        "from",
        "export",
        "default",
        "new",
        "delete",
        "typeof",
        "instanceof",
        "switch",
        "case",
        "match",
        "when",
        "with",
        "as",
        "unsafe",
        "assert",
        "do",
        "end",
        "then",
        "self",
        "this",
        "super",
        "int",
        "str",
        "bool",
        "float",
        "string",
        "number",
        "boolean",
        "any",
        "void",
        "u8",
        "u16",
        "u32",
        "u64",
        "usize",
        "i8",
        "i16",
        "i32",
        "i64",
        "isize",
        "f32",
        "f64",
        "byte",
        "uint",
        "int32",
        "int64",
    ];
    words.contains(&word)
}
