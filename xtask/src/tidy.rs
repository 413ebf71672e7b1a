//! `cargo xtask tidy`: rules of this repository that no compiler checks. Each prints `file:line: what` and a hint.

mod edges;
mod files;
mod hosts;
mod links;
mod rust;
mod words;

use crate::run::{self, Result};

/// One broken rule.
pub struct Problem {
    file: String,
    line: usize,
    what: String,
    hint: &'static str,
}

impl Problem {
    fn new(file: &str, line: usize, what: impl Into<String>, hint: &'static str) -> Self {
        Self { file: file.to_owned(), line, what: what.into(), hint }
    }
}

/// Checks everything and prints what is wrong.
pub fn run() -> Result {
    let files = files::all()?;
    let mut problems = Vec::new();
    problems.extend(edges::check()?);
    problems.extend(rust::check(&files)?);
    problems.extend(words::check(&files));
    problems.extend(links::check(&files));
    problems.extend(hosts::check(&files));
    problems.extend(files::check(&files)?);
    problems.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    for p in &problems {
        println!("{}:{}: {}\n    hint: {}", p.file, p.line, p.what, p.hint);
    }
    if problems.is_empty() {
        println!("tidy: {} files, nothing to say", files.len());
        return Ok(());
    }
    Err(format!("{} problems", problems.len()))
}

/// The list of exceptions: `what place limit reason`, one per line.
fn exceptions() -> Result<Vec<Exception>> {
    let name = "xtask/exceptions.txt";
    let text = run::read(&run::root().join(name))?;
    let lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
    lines
        .map(|(n, line)| {
            let mut words = line.split_whitespace();
            let (Some(kind), Some(place), Some(limit)) = (words.next(), words.next(), words.next()) else {
                return Err(format!("{name}:{}: needs `kind place limit reason`", n + 1));
            };
            let limit = limit.parse().map_err(|_| format!("{name}:{}: `{limit}` is no number", n + 1))?;
            if words.next().is_none() {
                return Err(format!("{name}:{}: has no reason", n + 1));
            }
            Ok(Exception { kind: kind.to_owned(), place: place.to_owned(), limit, line: n + 1 })
        })
        .collect()
}

/// One allowed departure from a size limit.
struct Exception {
    kind: String,
    place: String,
    limit: usize,
    line: usize,
}
