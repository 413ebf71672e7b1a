//! Python without its annotations: of parameters, results, variables; and without the imports that only they need.

use std::collections::BTreeSet;

use super::super::lex::Kind;
use super::super::norm::Norm;

/// The words that are left, statement by statement.
#[must_use]
pub fn erase(t: &[Norm<'_>]) -> Vec<String> {
    let statements = split(t);
    let mut kept: Vec<Vec<String>> = Vec::new();
    let mut guarded: Option<u32> = None;
    for s in &statements {
        if guarded.is_some_and(|g| s.level > g) {
            continue;
        }
        guarded = None;
        if s.words.len() >= 2
            && s.words.first().is_some_and(|w| w.is("if"))
            && s.words.iter().any(|w| w.is("TYPE_CHECKING"))
        {
            guarded = Some(s.level);
            continue;
        }
        let mut out = vec![s.level.to_string()];
        out.extend(statement(&s.words));
        if out.len() > 1 {
            kept.push(out);
        }
    }
    without_unused_imports(kept)
}

struct Statement<'a> {
    level: u32,
    words: Vec<Norm<'a>>,
}

fn split<'a>(t: &[Norm<'a>]) -> Vec<Statement<'a>> {
    let mut out: Vec<Statement<'a>> = Vec::new();
    for n in t {
        match n.kind {
            Kind::Newline => {}
            Kind::Indent => out.push(Statement { level: n.text.parse().unwrap_or(0), words: Vec::new() }),
            _ => {
                if out.is_empty() {
                    out.push(Statement { level: 0, words: Vec::new() });
                }
                if let Some(s) = out.last_mut() {
                    s.words.push(n.clone());
                }
            }
        }
    }
    out
}

fn at<'x, 'a>(t: &'x [Norm<'a>], i: usize) -> Option<&'x Norm<'a>> {
    t.get(i)
}

/// One statement without its types.
fn statement(t: &[Norm<'_>]) -> Vec<String> {
    let first = at(t, 0);
    if first.is_some_and(|w| w.is("def"))
        || first.is_some_and(|w| w.is("async")) && at(t, 1).is_some_and(|w| w.is("def"))
    {
        return function(t);
    }
    if first.is_some_and(|w| w.is("@"))
        && at(t, 1).is_some_and(|w| w.is("overload") || w.is("override") || w.is("final"))
    {
        return Vec::new();
    }
    // `X = TypeVar("X")` and `X: TypeAlias = …` are for the checker alone.
    let alias = t
        .iter()
        .take(8)
        .any(|w| ["TypeVar", "TypeAlias", "ParamSpec", "NewType", "TypeVarTuple"].iter().any(|k| w.is(k)));
    if alias && t.iter().any(|w| w.is("="))
        || first.is_some_and(|w| w.is("type")) && at(t, 2).is_some_and(|w| w.is("="))
    {
        return Vec::new();
    }
    if first.is_some_and(|w| w.is("class")) {
        return class(t);
    }
    uncast(&variable(t))
}

/// `name: T = value` and `self.name: T`.
fn variable(t: &[Norm<'_>]) -> Vec<String> {
    let mut depth = 0i32;
    let colon = t.iter().position(|w| {
        depth += i32::from(w.is("(") || w.is("[") || w.is("{")) - i32::from(w.is(")") || w.is("]") || w.is("}"));
        depth == 0 && w.is(":")
    });
    let keyword = [
        "if", "for", "while", "with", "else", "elif", "try", "except", "finally", "lambda", "match", "case", "async",
        "return", "assert", "class", "print",
    ];
    let starts = at(t, 0).is_some_and(|w| w.kind == Kind::Word && !keyword.contains(&w.text.as_ref()));
    let simple = |c: usize| starts && t.get(..c).unwrap_or_default().iter().all(|w| w.kind == Kind::Word || w.is("."));
    match colon.filter(|c| simple(*c)) {
        Some(c) => {
            let mut depth = 0i32;
            let eq = t.iter().enumerate().skip(c).find(|(_, w)| {
                depth +=
                    i32::from(w.is("(") || w.is("[") || w.is("{")) - i32::from(w.is(")") || w.is("]") || w.is("}"));
                depth == 0 && w.is("=")
            });
            let Some((e, _)) = eq else { return Vec::new() };
            t.get(..c)
                .unwrap_or_default()
                .iter()
                .chain(t.get(e..).unwrap_or_default())
                .map(|w| w.text.to_string())
                .collect()
        }
        None => t.iter().map(|w| w.text.to_string()).collect(),
    }
}

/// `cast(T, x)` as `x`.
fn uncast(words: &[String]) -> Vec<String> {
    let at =
        words.windows(2).position(|w| w.first().is_some_and(|a| a == "cast") && w.get(1).is_some_and(|b| b == "("));
    let Some(at) = at else { return words.to_vec() };
    let from = if at >= 2 && words.get(at - 1).is_some_and(|w| w == ".") { at - 2 } else { at };
    let (mut depth, mut comma) = (0i32, None);
    for (i, w) in words.iter().enumerate().skip(at + 1) {
        match w.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => {
                depth -= 1;
                if depth == 0 {
                    let Some(c) = comma else { break };
                    let parts = [words.get(..from), words.get(c + 1..i), words.get(i + 1..)];
                    return parts.into_iter().flatten().flatten().cloned().collect();
                }
            }
            "," if depth == 1 && comma.is_none() => comma = Some(i),
            _ => {}
        }
    }
    words.to_vec()
}

/// A class without the generic bases.
fn class(t: &[Norm<'_>]) -> Vec<String> {
    let mut out = Vec::new();
    let mut skip = 0i32;
    let mut i = 0;
    while let Some(w) = t.get(i) {
        if w.is("[") {
            skip += 1;
        } else if w.is("]") {
            skip -= 1;
        } else if skip == 0 && !w.is("Generic") {
            out.push(w.text.to_string());
        }
        i += 1;
    }
    let text = out.join(" ");
    text.replace(" , )", " )").replace("( , ", "( ").replace(" ( )", "").split(' ').map(str::to_owned).collect()
}

/// A function's head without annotations.
fn function(t: &[Norm<'_>]) -> Vec<String> {
    let mut out = Vec::new();
    let mut depth = 0i32;
    let mut i = 0;
    let mut in_type: Option<i32> = None;
    let mut lambda = 0;
    while let Some(w) = t.get(i) {
        i += 1;
        let open = w.is("(") || w.is("[") || w.is("{");
        let close = w.is(")") || w.is("]") || w.is("}");
        if close {
            depth -= 1;
        }
        if w.is("lambda") {
            lambda += 1;
        }
        let ends = match in_type {
            Some(1) => depth == 1 && (w.is(",") || w.is("=")) || depth == 0,
            Some(_) => depth == 0 && w.is(":"),
            None => false,
        };
        if ends {
            in_type = None;
        }
        if in_type.is_none() && depth == 1 && w.is(":") && lambda == 0 {
            in_type = Some(1);
        } else if in_type.is_none() && depth == 0 && w.is("-") && t.get(i).is_some_and(|n| n.is(">")) {
            in_type = Some(0);
            i += 1;
        } else {
            lambda -= i32::from(lambda > 0 && w.is(":"));
            if in_type.is_none() {
                out.push(w.text.to_string());
            }
        }
        if open {
            depth += 1;
        }
    }
    out
}

/// Imports whose names nothing else uses are gone; the order of imports means nothing.
fn without_unused_imports(statements: Vec<Vec<String>>) -> Vec<String> {
    let is_import = |s: &[String]| s.get(1).is_some_and(|w| w == "import" || w == "from");
    let used: BTreeSet<&str> = statements.iter().filter(|s| !is_import(s)).flatten().map(String::as_str).collect();
    let mut imports: Vec<String> = Vec::new();
    let mut out: Vec<String> = Vec::new();
    for s in &statements {
        if !is_import(s) {
            out.push(s.join(" "));
            continue;
        }
        let from = s.get(1).is_some_and(|w| w == "from");
        let start = s.iter().position(|w| w == "import").unwrap_or(0);
        let module = if from { s.get(2..start).unwrap_or_default().concat() } else { String::new() };
        // The same names under their old and their new home.
        let module = match module.as_str() {
            "typing" | "typing_extensions" => "collections.abc".to_owned(),
            _ => module,
        };
        for name in s.get(start + 1..).unwrap_or_default().split(|w| w == ",") {
            let bound = name.last().map_or("", String::as_str);
            let first = name.first().map_or("", String::as_str);
            let alias = name.iter().any(|w| w == "as");
            let word = if from || alias { bound } else { first };
            if used.contains(word) || word == "*" {
                imports.push(format!("{module} {}", name.concat()));
            }
        }
    }
    imports.sort();
    imports.dedup();
    out.extend(imports);
    out
}
