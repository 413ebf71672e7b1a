//! Annotations of the languages in which they stand where a reader expects them: `let x: T = …`, `fun f(a: T): R`, `@spec`,
//! `sig { … }`. Only those that the compiler would have found itself (or that nothing reads when the program runs) are
//! dropped: a local's in Rust, Kotlin and Swift; parameters' and results' in PHP, Ruby and Elixir. A parameter's type in a
//! compiled language says what the function is, and stays.

use super::super::lex::Kind;
use super::super::norm::Norm;

/// Longest annotation that is skipped.
const MAX_TYPE: usize = 80;

/// `let`, `val`, `var` and `const` without their types.
pub fn locals(t: &[Norm<'_>]) -> Vec<String> {
    let mut out = Vec::with_capacity(t.len());
    let mut i = 0;
    while let Some(n) = t.get(i) {
        out.push(n.text.to_string());
        i += 1;
        if !["let", "val", "var"].iter().any(|k| n.is(k)) {
            continue;
        }
        while t.get(i).is_some_and(|w| w.is("mut")) {
            out.push("mut".to_owned());
            i += 1;
        }
        if t.get(i).is_some_and(|w| w.kind == Kind::Word) && t.get(i + 1).is_some_and(|w| w.is(":")) {
            out.extend(t.get(i).map(|w| w.text.to_string()));
            i = value(t, i + 2).unwrap_or_else(|| {
                out.push(":".to_owned());
                i + 2
            });
        }
    }
    out
}

/// Where the value begins behind the type; none where there is no value, which needs its type.
fn value(t: &[Norm<'_>], from: usize) -> Option<usize> {
    let mut depth = 0i32;
    for (i, n) in t.iter().enumerate().skip(from).take(MAX_TYPE) {
        depth += i32::from(n.is("(") || n.is("[") || n.is("{") || n.is("<"));
        let arrow = i.checked_sub(1).and_then(|b| t.get(b)).is_some_and(|b| b.is("-"));
        depth -= i32::from(n.is(")") || n.is("]") || n.is("}") || n.is(">") && !arrow);
        if depth < 0 || n.is(";") || n.kind == Kind::Newline && depth == 0 {
            return None;
        }
        if n.is("=") && depth == 0 {
            return Some(i);
        }
    }
    None
}

/// PHP's types of parameters, results and properties.
pub fn php(t: &[Norm<'_>]) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(t.len());
    let mut round: Vec<bool> = Vec::new();
    let mut declares = false;
    let mut i = 0;
    while let Some(n) = t.get(i) {
        declares |= n.is("function") || n.is("fn");
        if n.is("(") {
            round.push(std::mem::take(&mut declares));
        }
        let parameters = n.is(")") && round.pop() == Some(true);
        let property = ["private", "public", "protected", "static", "readonly", "var"].iter().any(|k| n.is(k));
        let in_parameters = round.last() == Some(&true) && (n.is("(") || n.is(","));
        out.push(n.text.to_string());
        i += 1;
        if parameters && t.get(i).is_some_and(|c| c.is(":")) {
            i = type_end(t, i + 1);
        } else if property || in_parameters {
            let end = type_end(t, i);
            let names =
                t.get(end).is_some_and(|v| v.kind == Kind::Word && v.text.starts_with('$') || v.is("&") || v.is("."));
            i = if names { end } else { i };
        }
    }
    out
}

/// Behind a type: names, `?`, `|`, `\`.
fn type_end(t: &[Norm<'_>], from: usize) -> usize {
    let keyword = ["function", "const", "static", "public", "private", "protected", "readonly", "use"];
    let part = |n: &Norm<'_>| {
        n.kind == Kind::Word && !n.text.starts_with('$') && !keyword.iter().any(|k| n.is(k))
            || n.is("?")
            || n.is("|")
            || n.is("\\")
    };
    from + t.get(from..).unwrap_or_default().iter().take(MAX_TYPE).take_while(|n| part(n)).count()
}

/// Ruby without Sorbet's signatures, Elixir without specifications.
pub fn statements(t: &[Norm<'_>]) -> Vec<String> {
    let mut out = Vec::new();
    let line = |n: &Norm<'_>| n.kind == Kind::Newline;
    let (mut from, mut depth) = (0usize, 0i32);
    for (i, n) in t.iter().enumerate() {
        depth += i32::from(n.is("(") || n.is("{") || n.is("[")) - i32::from(n.is(")") || n.is("}") || n.is("]"));
        if line(n) && depth <= 0 || i + 1 == t.len() {
            let s = t.get(from..=i).unwrap_or_default();
            from = i + 1;
            if !is_about_types(s) {
                out.extend(s.iter().filter(|n| !line(n)).map(|n| n.text.to_string()));
                out.push("\n".to_owned());
            }
        }
    }
    out
}

fn is_about_types(s: &[Norm<'_>]) -> bool {
    let at = |i: usize, w: &str| s.get(i).is_some_and(|n| n.is(w));
    let spec = at(0, "@") && ["spec", "type", "typep", "opaque", "callback"].iter().any(|k| at(1, k));
    let spec = spec || ["@spec", "@type", "@typep", "@opaque"].iter().any(|k| at(0, k));
    let sig = at(0, "sig") && (at(1, "{") || at(1, "do"));
    let extends = at(0, "extend") && at(1, "T");
    spec || sig || extends
}
