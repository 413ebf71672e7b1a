//! A file's tokens without what means nothing: comments, layout, optional commas and semicolons, the kind of quotes. Two
//! files whose normal forms are equal do the same; the proofs of `proofs` and the eraser of types compare these.

pub mod imports;

use std::borrow::Cow;

use super::lang::{Dialect, Language, Layout};
use super::lex::{Kind, Token};

/// A token of the normal form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Norm<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its text; the end of a statement is `\n`, indentation is its level.
    pub text: Cow<'a, str>,
}

impl Norm<'_> {
    /// A word or mark of this text.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Word | Kind::Mark) && self.text == text
    }
}

/// The normal form. `docs`: strings that only document count as comments.
#[must_use]
pub fn normal<'a>(tokens: &[Token<'a>], language: &Language, docs: bool) -> Vec<Norm<'a>> {
    let kept: Vec<Token<'a>> = tokens
        .iter()
        .enumerate()
        .filter(|(i, t)| match t.kind {
            Kind::Comment => is_directive(t.text, t.line),
            Kind::Text if docs => !is_docstring(tokens, *i, language),
            Kind::Word | Kind::Mark if docs && language.dialect == Dialect::Elixir => {
                !(is_doc_attribute(tokens, *i) || t.is("@") && is_doc_attribute(tokens, i + 1))
            }
            _ => true,
        })
        .map(|(_, t)| *t)
        .collect();
    let mut out = match language.layout {
        Layout::Free => free(&kept, language),
        Layout::Indent => indented(&kept, language),
        Layout::Lines => lines(&kept, language),
        Layout::Plain => plain(&kept),
    };
    drop_optional(&mut out, language);
    out
}

/// A comment that a tool obeys: it is code.
#[must_use]
pub fn is_directive(text: &str, line: u32) -> bool {
    let body = text.trim_start_matches(['/', '#', '*', '-', '<', '!', ' ', ';']).trim_start();
    let begins = [
        "go:",
        "+build",
        "+goose",
        "migrate:",
        "syntax=",
        "syntax =",
        "coding:",
        "-*- coding",
        "frozen_string_literal",
        "@jsx",
        "@ts-nocheck",
        "webpack",
        "@vite-ignore",
        "sourceMappingURL",
        "typed:",
        "escape=",
        "yaml-language-server",
        "export ",
        "cgo ",
        "#cgo",
        "include ",
    ];
    (line == 0 && text.starts_with("#!"))
        || text.starts_with("/*!") && text.as_bytes().get(3).copied().is_some_and(|b| b.is_ascii_digit())
        || text.starts_with("<!--[if")
        // Of a Go module: who needs it.
        || text.trim_end() == "// indirect"
        || begins.iter().any(|b| body.starts_with(b))
}

/// A string that stands alone as a statement.
fn is_docstring(tokens: &[Token<'_>], i: usize, language: &Language) -> bool {
    if language.dialect == Dialect::Elixir {
        return is_doc_attribute(tokens, i.wrapping_sub(1));
    }
    if language.dialect != Dialect::Python && language.name != "julia" {
        return false;
    }
    let before = tokens.get(..i).unwrap_or_default().iter().rev().find(|t| t.kind != Kind::Comment);
    let after = tokens.get(i + 1..).unwrap_or_default().iter().find(|t| t.kind != Kind::Comment);
    before.is_none_or(|t| matches!(t.kind, Kind::Newline | Kind::Indent))
        && after.is_none_or(|t| t.kind == Kind::Newline)
        && !inside_brackets(tokens, i)
}

/// `doc`, `moduledoc` or `typedoc` behind an `@`.
fn is_doc_attribute(tokens: &[Token<'_>], i: usize) -> bool {
    let named = tokens.get(i).is_some_and(|t| ["doc", "moduledoc", "typedoc", "shortdoc"].iter().any(|d| t.is(d)));
    named && tokens.get(i.wrapping_sub(1)).is_some_and(|t| t.is("@"))
}

/// The last bracket before this token, within the lines just above, is an open one. A docstring cannot follow one.
fn inside_brackets(tokens: &[Token<'_>], i: usize) -> bool {
    let before = tokens.get(..i).unwrap_or_default().iter().rev();
    let mut last = before.filter(|t| !matches!(t.kind, Kind::Newline | Kind::Indent | Kind::Comment)).take(1);
    last.next().is_some_and(|t| t.kind == Kind::Text || ["(", "[", "{", ",", "=", "+"].iter().any(|m| t.is(m)))
}

fn end<'a>() -> Norm<'a> {
    Norm { kind: Kind::Newline, text: Cow::Borrowed("\n") }
}

fn push<'a>(out: &mut Vec<Norm<'a>>, t: &Token<'a>, language: &Language) {
    let text = if t.kind == Kind::Text {
        quotes(t.text, language)
    } else if t.kind == Kind::Comment {
        Cow::Owned(t.text.split_whitespace().collect::<Vec<_>>().join(" "))
    } else if language.dialect == Dialect::Sql && t.text.bytes().any(|b| b.is_ascii_uppercase()) {
        // Names without quotes have no case.
        Cow::Owned(t.text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(t.text)
    };
    out.push(Norm { kind: t.kind, text });
}

/// Either kind of quotes as the same, where the language gives both the same meaning.
fn quotes<'a>(text: &'a str, language: &Language) -> Cow<'a, str> {
    if language.dialect == Dialect::Rust && text.starts_with('r') && text.ends_with(['"', '#']) {
        return Cow::Owned(format!("r{}", super::delta::body(text)));
    }
    let same =
        matches!(language.dialect, Dialect::Python | Dialect::Script | Dialect::Ruby | Dialect::Yaml | Dialect::Php);
    let at = text.find(['"', '\'']).filter(|at| *at <= 2);
    let (Some(at), true) = (at, same) else { return block(text, language) };
    let (prefix, rest) = text.split_at(at);
    let quote = if rest.starts_with('"') { '"' } else { '\'' };
    let triple = rest.starts_with("\"\"\"") || rest.starts_with("'''");
    let n = if triple { 3 } else { 1 };
    let Some(inner) = rest.len().checked_sub(n).and_then(|e| rest.get(n..e)) else { return Cow::Borrowed(text) };
    let live = match language.dialect {
        Dialect::Ruby => inner.contains("#{") || inner.contains('\\'),
        Dialect::Php => inner.contains('$') || inner.contains('\\'),
        Dialect::Yaml => inner.contains('\\'),
        _ => false,
    };
    if live {
        return Cow::Borrowed(text);
    }
    let inner = inner.replace(&format!("\\{quote}"), &quote.to_string());
    Cow::Owned(format!(
        "{}{}{inner}",
        prefix.to_ascii_lowercase().replace('u', ""),
        if triple { "\"\"\"" } else { "\"" }
    ))
}

/// A block scalar or here-document without the white space that all its lines share.
fn block<'a>(text: &'a str, language: &Language) -> Cow<'a, str> {
    if language.dialect != Dialect::Yaml || !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let body = || text.lines().skip(1).filter(|l| !l.trim().is_empty());
    let shared = body().map(|l| l.len() - l.trim_start().len()).min().unwrap_or(0);
    let head = text.lines().next().unwrap_or("");
    let lines: Vec<&str> = body().map(|l| l.get(shared..).unwrap_or("").trim_end()).collect();
    Cow::Owned(format!("{head}\n{}", lines.join("\n")))
}

fn free<'a>(tokens: &[Token<'a>], language: &Language) -> Vec<Norm<'a>> {
    let mut out = Vec::with_capacity(tokens.len());
    let mut directive = false;
    let mut fresh = true;
    for t in tokens {
        if t.kind == Kind::Newline {
            if directive {
                out.push(end());
            }
            directive = false;
            fresh = true;
            continue;
        }
        // A preprocessor's line ends where it ends.
        directive |= fresh && language.name == "c" && t.text.starts_with('#');
        fresh = false;
        push(&mut out, t, language);
    }
    out
}

fn plain<'a>(tokens: &[Token<'a>]) -> Vec<Norm<'a>> {
    let mut out: Vec<Norm<'a>> = Vec::with_capacity(tokens.len());
    for t in tokens.iter().filter(|t| t.kind != Kind::Indent) {
        if t.kind != Kind::Newline {
            out.push(Norm { kind: t.kind, text: Cow::Borrowed(t.text) });
        } else if out.last().is_some_and(|l| l.kind != Kind::Newline) {
            out.push(end());
        }
    }
    out
}

fn is_open(t: &Token<'_>) -> bool {
    t.kind == Kind::Mark && matches!(t.text, "(" | "[" | "{")
}

fn is_close(t: &Token<'_>) -> bool {
    t.kind == Kind::Mark && matches!(t.text, ")" | "]" | "}")
}

fn indented<'a>(tokens: &[Token<'a>], language: &Language) -> Vec<Norm<'a>> {
    let mut out: Vec<Norm<'a>> = Vec::with_capacity(tokens.len());
    let (mut depth, mut width) = (0usize, 0usize);
    let mut levels: Vec<usize> = Vec::new();
    let (mut fresh, mut heads) = (true, false);
    for (i, t) in tokens.iter().enumerate() {
        match t.kind {
            Kind::Newline if depth == 0 => {
                fresh = true;
                width = 0;
            }
            Kind::Newline => {}
            Kind::Indent if fresh => width = t.text.bytes().map(|b| if b == b'\t' { 8 } else { 1 }).sum(),
            Kind::Indent => {}
            _ => {
                if fresh {
                    while levels.last().is_some_and(|l| *l > width) {
                        levels.pop();
                    }
                    if width > 0 && levels.last() != Some(&width) {
                        levels.push(width);
                    }
                    out.push(Norm { kind: Kind::Newline, text: Cow::Borrowed("\n") });
                    out.push(Norm { kind: Kind::Indent, text: Cow::Owned(levels.len().to_string()) });
                    fresh = false;
                    heads = language.dialect == Dialect::Python && SUITES.contains(&t.text);
                }
                if is_open(t) {
                    depth += 1;
                } else if is_close(t) {
                    depth = depth.saturating_sub(1);
                }
                push(&mut out, t, language);
                heads &= !t.is("lambda");
                // A body on the line of its head is one of its own line.
                if heads && depth == 0 && t.is(":") {
                    heads = false;
                    if tokens.get(i + 1).is_some_and(|n| !matches!(n.kind, Kind::Newline | Kind::Comment)) {
                        out.push(Norm { kind: Kind::Newline, text: Cow::Borrowed("\n") });
                        out.push(Norm { kind: Kind::Indent, text: Cow::Owned((levels.len() + 1).to_string()) });
                    }
                }
            }
        }
    }
    out
}

/// Words of Python's that a body follows.
const SUITES: &[&str] = &[
    "def", "if", "for", "while", "else", "elif", "try", "except", "finally", "with", "class", "async", "match", "case",
];

fn lines<'a>(tokens: &[Token<'a>], language: &Language) -> Vec<Norm<'a>> {
    let mut out: Vec<Norm<'a>> = Vec::with_capacity(tokens.len());
    let mut open: Vec<&str> = Vec::new();
    for (i, t) in tokens.iter().enumerate() {
        let in_round = matches!(open.last(), Some(&"(" | &"["));
        if t.kind == Kind::Newline {
            let groups = language.dialect == Dialect::Go;
            if out.last().is_none_or(|l| l.kind == Kind::Newline) {
                continue;
            }
            let next = tokens.get(i + 1..).unwrap_or_default().iter().find(|n| n.kind != Kind::Newline);
            if (!in_round || groups) && ends_statement(out.last(), next, language) {
                out.push(end());
            }
            continue;
        }
        if t.is(";") && !in_round {
            if out.last().is_some_and(|l| l.kind != Kind::Newline) {
                out.push(end());
            }
            continue;
        }
        if is_open(t) {
            open.push(t.text);
        } else if is_close(t) {
            open.pop();
        }
        push(&mut out, t, language);
    }
    out
}

/// Whether a line's end between these two ends a statement.
fn ends_statement(before: Option<&Norm<'_>>, next: Option<&Token<'_>>, language: &Language) -> bool {
    let Some(before) = before else { return false };
    if before.kind == Kind::Newline {
        return false;
    }
    let stops = ["return", "break", "continue", "throw", "yield"];
    if language.dialect == Dialect::Script && before.kind == Kind::Word && stops.contains(&before.text.as_ref()) {
        return true;
    }
    let open_end = before.kind == Kind::Mark
        && !matches!(before.text.as_ref(), ")" | "]" | "}" | "'" | "\"" | "`" | "*" | "?" | "!")
        && !(before.text == ">" && matches!(language.name, "kotlin" | "swift" | "scala" | "groovy" | "bicep"));
    if open_end && !matches!(language.dialect, Dialect::Shell) {
        return false;
    }
    if matches!(language.dialect, Dialect::Go | Dialect::Shell | Dialect::Hcl) || language.name == "toml" {
        return true;
    }
    next.is_none_or(|n| {
        let goes_on = match language.dialect {
            Dialect::Script => ".,?:([+-*/%&|=<>)]}",
            Dialect::Ruby => ".&)]",
            _ => ".?:&|)]",
        };
        !(n.kind == Kind::Mark && goes_on.contains(n.text)
            || language.dialect == Dialect::Script && n.text.starts_with('`'))
    })
}

/// Drops what may be left out: commas before closing brackets, ends of statements at brackets, brackets around one
/// parameter of an arrow function.
fn drop_optional<'a>(out: &mut Vec<Norm<'a>>, language: &Language) {
    let old = std::mem::take(out);
    let script = language.dialect == Dialect::Script;
    let newline_free = language.layout == Layout::Lines && language.dialect != Dialect::Shell;
    let mut commas: Vec<(usize, bool)> = Vec::new();
    for (i, t) in old.iter().enumerate() {
        let next = old.get(i + 1);
        let closes = next.is_none_or(|n| n.is(")") || n.is("]") || n.is("}") || n.is(">") && script);
        if t.is("(") || t.is("[") || t.is("{") {
            let call = i > 0
                && old.get(i - 1).is_some_and(|p| {
                    p.kind == Kind::Word && !is_operator_word(&p.text)
                        || p.is(")")
                        || p.is("]")
                        || p.is(">")
                        || p.is("!")
                });
            commas.push((0, call));
        } else if t.is(")") || t.is("]") || t.is("}") {
            commas.pop();
        }
        if t.is(",") {
            let (seen, call) = commas.last().copied().unwrap_or_default();
            if let Some((n, _)) = commas.last_mut() {
                *n += 1;
            }
            let tuple = matches!(language.dialect, Dialect::Python | Dialect::Rust)
                && seen == 0
                && !call
                && next.is_some_and(|n| n.is(")"));
            let hole = out.last().is_some_and(|l| l.is(",") || l.is("["));
            if closes && next.is_some() && !tuple && !hole {
                continue;
            }
        }
        if t.is(";") && language.name == "css" && closes {
            continue;
        }
        let after_open = out.last().is_none_or(|l| l.is("{") || script && l.is("}") || l.kind == Kind::Newline);
        let before_close = next.is_none_or(|n| n.is("}") || n.is(")") || n.is("]"));
        if t.kind == Kind::Newline && newline_free && (after_open || before_close) {
            continue;
        }
        out.push(t.clone());
    }
    if script {
        bare_parameters(out);
        bare_elements(out);
    }
    if language.dialect == Dialect::Python {
        bare_brackets(out);
    }
}

/// Words behind which a bracket groups and does not call.
fn is_operator_word(word: &str) -> bool {
    matches!(
        word,
        "return"
            | "in"
            | "and"
            | "or"
            | "not"
            | "is"
            | "if"
            | "else"
            | "elif"
            | "while"
            | "for"
            | "assert"
            | "yield"
            | "await"
            | "import"
            | "match"
            | "case"
            | "lambda"
            | "from"
            | "print"
            | "del"
            | "raise"
    )
}

/// Python's round brackets around a whole operand: `return (x)`, `= (x)`, `assert (x), (y)`, `import (a, b)`.
fn bare_brackets(out: &mut Vec<Norm<'_>>) {
    let mut drop: Vec<usize> = Vec::new();
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (i, t) in out.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|b| out.get(b));
        if t.is("(") || t.is("[") || t.is("{") {
            let imports = before.is_some_and(|b| b.is("import"));
            let starts = imports || before.is_some_and(|b| ["=", "return", "assert", ","].iter().any(|m| b.is(m)));
            open.push((i, t.is("(") && starts));
            if !imports {
                continue;
            }
        }
        let import = open
            .last()
            .is_some_and(|(at, _)| at.checked_sub(1).and_then(|b| out.get(b)).is_some_and(|b| b.is("import")));
        let splits = t.is(",") && !import
            || t.is("for")
            || t.is("yield")
            || t.is("*") && before.is_some_and(|b| b.is("("))
            || t.is("=") && before.is_some_and(|b| b.is(":"));
        if splits && let Some(top) = open.last_mut() {
            top.1 = false;
        }
        if t.is(")") || t.is("]") || t.is("}") {
            let Some((at, whole)) = open.pop() else { continue };
            let next = out.get(i + 1);
            let ends = next.is_none_or(|n| n.kind == Kind::Newline || n.is(",") || n.is(")") || n.is("]") || n.is("}"));
            if whole && ends && i > at + 1 {
                drop.extend([at, i]);
            }
        }
    }
    let mut i = 0;
    drop.sort_unstable();
    out.retain(|_| {
        i += 1;
        drop.binary_search(&(i - 1)).is_err()
    });
}

/// JSX in brackets that only keep it together: `( <ul> … </ul> )` behind an arrow, `return`, an operator.
fn bare_elements(out: &mut Vec<Norm<'_>>) {
    let mut drop: Vec<usize> = Vec::new();
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (i, t) in out.iter().enumerate() {
        let at = |n: usize| out.get(n);
        if t.is("(") {
            let element = at(i + 1).is_some_and(|n| n.is("<"));
            let before = i.checked_sub(1).and_then(at);
            let groups = before
                .is_none_or(|b| b.kind == Kind::Newline || b.is("return") || ">&|?:=(,{".contains(b.text.as_ref()));
            open.push((i, element && groups));
        } else if t.is(")") {
            let Some((from, element)) = open.pop() else { continue };
            if element && i.checked_sub(1).and_then(at).is_some_and(|b| b.is(">")) {
                drop.extend([from, i]);
            }
        }
    }
    drop.sort_unstable();
    let mut i = 0;
    out.retain(|_| {
        i += 1;
        drop.binary_search(&(i - 1)).is_err()
    });
}

/// `(x) => …` as `x => …`.
fn bare_parameters(out: &mut Vec<Norm<'_>>) {
    let mut i = 0;
    let mut kept = Vec::with_capacity(out.len());
    while let Some(t) = out.get(i) {
        let arrow = t.is("(")
            && out.get(i + 1).is_some_and(|n| n.kind == Kind::Word)
            && out.get(i + 2).is_some_and(|n| n.is(")"))
            && out.get(i + 3).is_some_and(|n| n.is("="))
            && out.get(i + 4).is_some_and(|n| n.is(">"));
        if arrow {
            kept.extend(out.get(i + 1).cloned());
            i += 3;
        } else {
            kept.push(t.clone());
            i += 1;
        }
    }
    *out = kept;
}
