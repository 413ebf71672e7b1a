//! Lists and tables that the user pasted, and what a request picks of them: `the evicted ones`, `the two on feat/tabs`,
//! `the first two`. A row belongs to the prompt in which it stands; what it is called by is its first name. Called by `heard`
//! for requests without a name of their own.

use super::gist::is_small;
use super::nouns;
use super::points;
use super::token::{self, Kind, Token};
use super::turns;

/// How many rows of a prompt are read; of a longer list nothing is picked.
const MAX_ROWS: usize = 200;

/// Longer lines are no rows.
const MAX_ROW_BYTES: usize = 300;

/// The rows of a prompt's lists, in order: lines that stand together and begin with a name.
pub(super) fn rows(prompt: &str) -> Vec<Vec<Token>> {
    let mut out = Vec::new();
    let mut block: Vec<Vec<Token>> = Vec::new();
    for line in prompt.lines().chain([""]) {
        match row(line) {
            Some(row) => block.push(row),
            None if block.len() > 1 => out.append(&mut block),
            None => block.clear(),
        }
        if out.len() + block.len() > MAX_ROWS {
            return Vec::new();
        }
    }
    out
}

/// The tokens of a line that is a row: it begins with a name, and is no sentence.
fn row(line: &str) -> Option<Vec<Token>> {
    let text = line.trim().trim_start_matches(['-', '*', '•', '|']).trim();
    if text.is_empty() || text.len() > MAX_ROW_BYTES || text.ends_with(['.', '?', '!', ':']) {
        return None;
    }
    let tokens = token::tokens(text);
    let first = tokens.first()?;
    (turns::is_name(&tokens, 0) && first.kind != Kind::Quote).then_some(tokens)
}

/// The names of the rows that an object picks, by their place or by what stands in them; none where it picks none, or another
/// number than it says.
pub(super) fn picked(object: &[Token], rows: &[Vec<Token>]) -> Option<Vec<Token>> {
    if rows.len() < 2 {
        return None;
    }
    let names: Vec<Token> = rows.iter().filter_map(|r| r.first().cloned()).collect();
    if points::is_pick(object) {
        return points::picked(object, &apart(&names));
    }
    let says = properties(object);
    if says.is_empty() || !says_some(object) {
        return None;
    }
    let chosen: Vec<Token> = rows
        .iter()
        .filter(|r| says.iter().all(|p| r.iter().any(|t| is_said(p, t))))
        .filter_map(|r| r.first().cloned())
        .collect();
    let fits = count(object).is_none_or(|n| n == chosen.len());
    (fits && !chosen.is_empty() && chosen.len() < rows.len()).then(|| apart(&chosen))
}

/// The words of an object that say which rows are meant.
fn properties(object: &[Token]) -> Vec<&Token> {
    let counts = [
        "one", "ones", "two", "three", "four", "five", "six", "on", "in", "with", "that", "are", "is", "from", "which",
    ];
    let says = |t: &&Token| {
        !is_small(t)
            && !counts.contains(&t.word())
            && nouns::kinds(t.word()) == 0
            && !t.lower.bytes().all(|b| b.is_ascii_digit())
    };
    object.iter().filter(says).collect()
}

/// The object speaks of some of several: `the failed ones`, `the two on main`, `those that failed`.
fn says_some(object: &[Token]) -> bool {
    let some = |t: &Token| {
        matches!(t.word(), "one" | "ones" | "those" | "these" | "them" | "all" | "every" | "both")
            || nouns::kinds(t.word()) != 0
    };
    object.iter().any(some) || count(object).is_some()
}

/// How many rows an object says that it means.
fn count(object: &[Token]) -> Option<usize> {
    object.iter().find_map(|t| match t.word() {
        "both" => Some(2),
        w => token::numeral(w).filter(|n| (1..10).contains(n)),
    })
}

/// A row's word is what was said: the same, one form of it, or under its pattern.
fn is_said(said: &Token, word: &Token) -> bool {
    let (a, b) = (said.lower.as_str(), word.lower.as_str());
    let stem = |w: &str| w.strip_suffix("ed").or_else(|| w.strip_suffix('s')).unwrap_or(w).to_owned();
    match a.split_once('*') {
        Some((head, tail)) if !tail.contains('*') => {
            b.len() >= head.len() + tail.len() && b.starts_with(head) && b.ends_with(tail)
        }
        Some(_) => false,
        None => a == b || a.len() > 3 && stem(a) == stem(b),
    }
}

/// Names as a list.
fn apart(names: &[Token]) -> Vec<Token> {
    names.iter().enumerate().flat_map(|(at, n)| (at > 0).then(token::comma).into_iter().chain([n.clone()])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUNS: &str = "three runs hang:\n\nID WORKFLOW BRANCH\n91-77 build main\n91-12 build feat/tabs\n91-13 e2e feat/tabs\n\ncancel them.";

    fn pick(object: &str, prompt: &str) -> Option<String> {
        let names = picked(&token::tokens(object), &rows(prompt))?;
        Some(names.iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn rows_are_picked_by_what_stands_in_them() {
        let keys = "A_OLD 2021\nB_NEW 2022\nC_OLD 2020";
        for (object, prompt, want) in [
            ("the two on feat/tabs", RUNS, Some("91-12 , 91-13")),
            ("the three on feat/tabs", RUNS, None),
            ("the e2e one", RUNS, Some("91-13")),
            ("the first two", RUNS, Some("91-77 91-12")),
            ("the failed ones", RUNS, None),
            ("feat/tabs", RUNS, None),
            ("the two *_OLD ones", keys, Some("A_OLD , C_OLD")),
            ("the evicted ones", "web-1 Running\nweb-2 Evicted", Some("web-2")),
            ("the last one", "only-1 x", None),
            ("the web ones", "Some text here\nand more of it", None),
        ] {
            assert_eq!(pick(object, prompt).as_deref(), want, "{object}");
        }
    }
}
