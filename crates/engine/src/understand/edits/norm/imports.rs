//! Imports in an order of their own: tools sort them, split and join them, and nothing else changes. Called by `proofs` where
//! two normal forms differ.

use super::Norm;
use crate::understand::edits::lang::{Dialect, Language, Layout};
use crate::understand::edits::lex::Kind;

/// Deepest nesting of a list of imports that is looked into.
const MAX_DEPTH: usize = 16;

/// The tokens with each run of imports spread into single ones and sorted; as texts.
#[must_use]
pub fn sorted(tokens: &[Norm<'_>], language: &Language) -> Vec<String> {
    let mut out = Vec::with_capacity(tokens.len());
    let mut run: Vec<String> = Vec::new();
    for statement in statements(tokens, language) {
        match imported(statement, language) {
            Some(names) => run.extend(names),
            None if statement.iter().all(is_blank) && !run.is_empty() => {}
            None => {
                flush(&mut out, &mut run);
                out.extend(statement.iter().map(|n| n.text.to_string()));
            }
        }
    }
    flush(&mut out, &mut run);
    out
}

fn flush(out: &mut Vec<String>, run: &mut Vec<String>) {
    run.sort_unstable();
    run.dedup();
    out.append(run);
}

fn is_blank(n: &Norm<'_>) -> bool {
    matches!(n.kind, Kind::Newline | Kind::Indent)
}

/// Statements with what ends them: a line's end outside of brackets, a semicolon.
fn statements<'x, 'a>(tokens: &'x [Norm<'a>], language: &Language) -> Vec<&'x [Norm<'a>]> {
    let (mut out, mut from, mut depth) = (Vec::new(), 0, 0usize);
    for (i, t) in tokens.iter().enumerate() {
        if t.kind == Kind::Mark && matches!(t.text.as_ref(), "(" | "[" | "{") {
            depth += 1;
        } else if t.kind == Kind::Mark && matches!(t.text.as_ref(), ")" | "]" | "}") {
            depth = depth.saturating_sub(1);
        }
        // A line's mark stands before its first token where indentation counts.
        let begins = t.kind == Kind::Newline && language.layout == Layout::Indent;
        if depth == 0 && begins && i > from {
            out.push(tokens.get(from..i).unwrap_or_default());
            from = i;
        } else if depth == 0 && (t.kind == Kind::Newline && !begins || t.is(";")) {
            out.push(tokens.get(from..=i).unwrap_or_default());
            from = i + 1;
        }
    }
    out.push(tokens.get(from..).unwrap_or_default());
    out
}

/// What a statement of imports imports, one text each; none where it is something else, or imports for its effects.
fn imported(statement: &[Norm<'_>], language: &Language) -> Option<Vec<String>> {
    let t: Vec<&Norm<'_>> = statement.iter().filter(|n| !is_blank(n) && !n.is(";")).collect();
    let level = statement.iter().find(|n| n.kind == Kind::Indent).map_or("0", |n| n.text.as_ref());
    let first = t.first()?;
    if level != "0" || first.kind != Kind::Word && !first.is("#") {
        return None;
    }
    match language.dialect {
        Dialect::Python if first.is("import") => Some(list(t.get(1..)?, "import ")),
        Dialect::Python if first.is("from") => {
            let at = t.iter().position(|n| n.is("import"))?;
            let module = text(t.get(..at)?);
            Some(list(t.get(at + 1..)?, &format!("{module} import ")))
        }
        Dialect::Script if first.is("import") => {
            let names = t.iter().any(|n| n.is("from"));
            names.then(|| vec![braces_sorted(&t)])
        }
        Dialect::Rust if first.is("use") => leaves(t.get(1..)?),
        Dialect::Go if first.is("import") => Some(list_of_lines(statement)),
        Dialect::Common | Dialect::CSharp | Dialect::Php | Dialect::Ml => {
            let word = ["import", "using", "use", "open"].iter().any(|w| first.is(w));
            (word && !t.iter().any(|n| n.is("=") || n.is("{"))).then(|| vec![text(&t)])
        }
        _ => None,
    }
}

fn text(t: &[&Norm<'_>]) -> String {
    t.iter().map(|n| n.text.as_ref()).collect::<Vec<_>>().join(" ")
}

/// `a, b as c`: one text each.
fn list(t: &[&Norm<'_>], head: &str) -> Vec<String> {
    let inner: Vec<&Norm<'_>> = t.iter().copied().filter(|n| !n.is("(") && !n.is(")")).collect();
    inner.split(|n| n.is(",")).filter(|p| !p.is_empty()).map(|p| format!("{head}{}", text(p))).collect()
}

/// The statement with the names between its braces in order.
fn braces_sorted(t: &[&Norm<'_>]) -> String {
    let (open, close) = (t.iter().position(|n| n.is("{")), t.iter().position(|n| n.is("}")));
    let (Some(open), Some(close)) = (open, close) else { return text(t) };
    let mut names = list(t.get(open + 1..close).unwrap_or_default(), "");
    names.sort_unstable();
    format!(
        "{} {{ {} }} {}",
        text(t.get(..open).unwrap_or_default()),
        names.join(" , "),
        text(t.get(close + 1..).unwrap_or_default())
    )
}

/// `std::{io, net::{A, B}}` as its leaves.
fn leaves(t: &[&Norm<'_>]) -> Option<Vec<String>> {
    let (mut out, mut prefixes, mut now) = (Vec::new(), Vec::<String>::new(), String::new());
    for n in t {
        if n.is("{") {
            prefixes.push(std::mem::take(&mut now));
            if prefixes.len() > MAX_DEPTH {
                return None;
            }
        } else if n.is(",") || n.is("}") {
            if !now.is_empty() {
                out.push(format!("use {}{}", prefixes.concat(), std::mem::take(&mut now)));
            }
            if n.is("}") {
                prefixes.pop();
            }
        } else {
            now.push_str(&n.text);
            now.push(' ');
        }
    }
    if !now.is_empty() {
        out.push(format!("use {now}"));
    }
    Some(out)
}

/// Go's block of imports, a line each.
fn list_of_lines(statement: &[Norm<'_>]) -> Vec<String> {
    let t: Vec<&Norm<'_>> = statement.iter().filter(|n| !n.is("import") && !n.is("(") && !n.is(")")).collect();
    let lines = t.split(|n| n.kind == Kind::Newline || n.is(";"));
    lines.filter(|p| !p.is_empty()).map(|p| format!("import {}", text(p))).collect()
}
