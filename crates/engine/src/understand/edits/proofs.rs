//! What can be proven about a change of program text from its tokens alone: nothing but comments, layout, or names
//! changed. Called by `edits`.

use std::collections::BTreeMap;

use super::lang::Language;
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
    /// Its normal form, documentation strings kept.
    pub normal: Vec<Norm<'a>>,
    bare: Option<Vec<Norm<'a>>>,
}

impl<'a> Source<'a> {
    /// Reads a text; none over the limits of the lexer.
    #[must_use]
    pub fn new(text: &'a str, language: &'static Language) -> Option<Self> {
        let tokens = super::lex::lex(text, language)?;
        let normal = norm::normal(&tokens, language, false);
        let documents = language.dialect == super::lang::Dialect::Python;
        let bare = documents.then(|| norm::normal(&tokens, language, true));
        Some(Self { text, tokens, normal, bare })
    }

    /// Its normal form without documentation strings.
    #[must_use]
    pub fn bare(&self) -> &[Norm<'a>] {
        self.bare.as_deref().unwrap_or(&self.normal)
    }

    /// The words of all comments.
    fn comments(&self) -> Vec<&'a str> {
        let comments = self.tokens.iter().filter(|t| t.kind == Kind::Comment);
        comments
            .flat_map(|t| t.text.split_whitespace())
            .filter(|w| w.bytes().any(|b| b.is_ascii_alphanumeric() || b >= 0x80))
            .collect()
    }
}

/// What was proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Not a token differs.
    Format,
    /// Only comments and documentation strings differ.
    Docs,
    /// Only names differ, each old one always to the same new one.
    Rename,
}

/// What is proven about this change, if anything.
#[must_use]
pub fn prove(before: &Source<'_>, after: &Source<'_>) -> Option<Proof> {
    if before.normal == after.normal {
        return Some(if before.comments() == after.comments() { Proof::Format } else { Proof::Docs });
    }
    let (a, b) = (before.bare(), after.bare());
    if a == b {
        return Some(Proof::Docs);
    }
    renames(a, b).then_some(Proof::Rename)
}

/// Each old name always becomes the same new one, and only names (and the names in strings) change.
fn renames(a: &[Norm<'_>], b: &[Norm<'_>]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut map: BTreeMap<&str, &str> = BTreeMap::new();
    for (x, y) in a.iter().zip(b).filter(|(x, y)| x != y) {
        if x.kind != y.kind || x.kind == Kind::Text {
            if x.kind == Kind::Text && y.kind == Kind::Text {
                continue;
            }
            return false;
        }
        if x.kind != Kind::Word || is_keyword(&x.text) || is_keyword(&y.text) {
            return false;
        }
        if *map.entry(&x.text).or_insert(&y.text) != y.text.as_ref() || map.len() > MAX_RENAMED {
            return false;
        }
    }
    let texts = a.iter().zip(b).filter(|(x, y)| x != y && x.kind == Kind::Text);
    !map.is_empty() && texts.into_iter().all(|(x, y)| same_but_names(&x.text, &y.text, &map))
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
