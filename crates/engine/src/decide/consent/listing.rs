//! Lists and tables that the user pasted, and what a request picks of them: `the evicted ones`, `the two on feat/tabs`; their
//! places in the list are read by `references`. A row belongs to the prompt in which it stands; what it is called by is its first
//! name. Called by `heard` for requests without a name of their own.

use super::bounds;
use super::gist::is_small;
use super::nouns;
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
        if block.is_empty() {
            out.append(&mut inline(line));
        }
        if out.len() + block.len() > MAX_ROWS {
            return Vec::new();
        }
    }
    out
}

/// Rows within a line: `a-1 Failed, a-2 Running`, `i-1 (2021, old) and i-2 (the new one)`.
fn inline(line: &str) -> Vec<Vec<Token>> {
    if line.len() > MAX_ROW_BYTES {
        return Vec::new();
    }
    let tokens = token::tokens(line);
    let bracketed = in_brackets(&tokens);
    if bracketed.len() > 1 { bracketed } else { between_commas(&tokens) }
}

/// Names each with what is said of it in brackets.
fn in_brackets(tokens: &[Token]) -> Vec<Vec<Token>> {
    let opens = (1..tokens.len()).filter(|at| tokens.get(*at).is_some_and(|t| t.word() == "("));
    let row = |at: usize| {
        let name = tokens.get(at - 1).filter(|_| turns::is_name(tokens, at - 1))?;
        let inner = tokens.iter().skip(at + 1).take_while(|t| t.word() != ")");
        Some([name.clone()].into_iter().chain(inner.cloned()).collect())
    };
    opens.filter_map(row).collect()
}

/// Parts of a line between commas, each a name with the same number of words behind it.
fn between_commas(tokens: &[Token]) -> Vec<Vec<Token>> {
    const WORDS: usize = 4;
    let mut parts: Vec<&[Token]> = tokens.split(|t| t.word() == "," || t.word() == "and").collect();
    while parts.last().is_some_and(|p| p.iter().all(|t| t.kind == Kind::Mark)) {
        parts.pop();
    }
    let plain = |p: &&[Token]| p.iter().filter(|t| t.kind != Kind::Mark).count();
    let Some(width) = parts.last().map(plain).filter(|n| (2..=WORDS).contains(n)) else { return Vec::new() };
    let row = |part: &&[Token]| {
        let words: Vec<Token> = part.iter().filter(|t| t.kind != Kind::Mark).cloned().collect();
        let row = words.get(words.len().checked_sub(width)?..)?;
        let names = (0..row.len()).filter(|at| turns::is_name(row, *at)).count();
        (turns::is_name(row, 0) && names == 1).then(|| row.to_vec())
    };
    let rows: Vec<Vec<Token>> = parts.iter().filter_map(row).collect();
    if rows.len() == parts.len() && rows.len() > 1 { rows } else { Vec::new() }
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

/// The lines are the items of a numbered list: `1. …`, `2. …`.
pub(super) fn is_numbered(rows: &[Vec<Token>]) -> bool {
    rows.iter().enumerate().all(|(at, r)| r.first().is_some_and(|t| t.lower == (at + 1).to_string()))
}

/// The names of the rows that an object picks, by their place or by what stands in them; none where it picks none, or another
/// number than it says.
pub(super) fn picked(object: &[Token], rows: &[Vec<Token>], me: Option<&Token>) -> Option<Vec<Token>> {
    if rows.len() < 2 {
        return None;
    }
    let object: Vec<Token> = object.iter().filter(|t| !WHERE.contains(&t.word())).cloned().collect();
    let object = object.as_slice();
    let mine = |t: &Token| matches!(t.word(), "my" | "mine");
    let mut says = properties(object);
    says.retain(|t| !mine(t));
    if object.iter().any(mine) {
        says.push(me?);
    }
    if says.is_empty() || !says_some(object) {
        return None;
    }
    let chosen: Vec<Token> = rows
        .iter()
        .filter(|r| {
            // `the notebooks`, of `notebook-a` and `notebook-b`; `the sweep jobs`, of a column with `sweep-lr`
            let part = |p: &Token| {
                let of = |n: &Token| n.lower.split(['-', '_']).any(|own| own == nouns::stem(p.word()));
                r.first().is_some_and(of) || nouns::stem(p.word()) == p.word() && r.iter().any(of)
            };
            says.iter().all(|p| r.iter().any(|t| is_said(p, t)) || part(p))
        })
        .filter_map(|r| r.first().cloned())
        .collect();
    let fits = count(object).is_none_or(|n| n == chosen.len());
    (fits && !chosen.is_empty() && chosen.len() < rows.len()).then(|| apart(&chosen))
}

/// Words for the list itself: `the crashing pods above`.
const WHERE: &[&str] = &["above", "below", "table", "list", "listed", "listing", "pasted", "output", "there"];

/// The words of an object that say which rows are meant.
fn properties(object: &[Token]) -> Vec<&Token> {
    let counts = [
        "one", "ones", "two", "three", "four", "five", "six", "on", "in", "with", "that", "are", "is", "from", "which",
        "marked", "flagged", "verdict", "status", "state", "off",
    ];
    // `off origin`: where they are.
    let remote = |w: &str| matches!(w, "origin" | "remote" | "github" | "gitlab");
    let leads = |at: usize| object.get(at).is_some_and(|t| matches!(t.word(), "off" | "from" | "on"));
    let far = (0..object.len()).find(|at| leads(*at) && object.get(at + 1).is_some_and(|t| remote(t.word())));
    let object = far.and_then(|far| object.get(..far)).unwrap_or(object);
    let year = |t: &Token| t.lower.len() == 4 && (t.lower.starts_with("19") || t.lower.starts_with("20"));
    let says = |t: &&Token| {
        (!is_small(t) || bounds::states(t.word()).is_some())
            && !counts.contains(&t.word())
            && nouns::kinds(t.word()) == 0
            && (year(t) || !t.lower.bytes().all(|b| b.is_ascii_digit()))
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
    // `tessa's jobs`
    let (a, b) = (said.lower.strip_suffix("'s").unwrap_or(&said.lower), word.lower.as_str());
    let stem = |w: &str| w.strip_suffix("ed").or_else(|| w.strip_suffix('s')).unwrap_or(w).to_owned();
    let state = || bounds::states(a).is_some_and(|s| s.contains(&b));
    match a.split_once('*') {
        Some((head, tail)) if !tail.contains('*') => {
            b.len() >= head.len() + tail.len() && b.starts_with(head) && b.ends_with(tail)
        }
        Some(_) => false,
        // `the 2023 ones`, `the test ones`
        None if b.strip_prefix(a).is_some_and(|rest| {
            let year = a.bytes().all(|c| c.is_ascii_digit());
            let numbered = rest.bytes().all(|c| c.is_ascii_digit());
            !rest.is_empty() && if year { rest.starts_with('-') && b.len() == 10 } else { numbered && a.len() > 2 }
        }) =>
        {
            true
        }
        None => a == b || a.len() > 3 && stem(a) == stem(b) || state(),
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
        let me = token::tokens("dana").remove(0);
        let names = picked(&token::tokens(object), &rows(prompt), Some(&me))?;
        Some(names.iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn rows_are_picked_by_what_stands_in_them() {
        let keys = "A_OLD 2021\nB_NEW 2022\nC_OLD 2020";
        for (object, prompt, want) in [
            ("the two on feat/tabs", RUNS, Some("91-12 , 91-13")),
            ("the three on feat/tabs", RUNS, None),
            ("the e2e one", RUNS, Some("91-13")),
            ("the failed ones", RUNS, None),
            ("feat/tabs", RUNS, None),
            ("the two *_OLD ones", keys, Some("A_OLD , C_OLD")),
            ("the crashing pods above", "web-1 0/1 CrashLoopBackOff\nweb-2 1/1 Running", Some("web-1")),
            ("the ones that are mine in this table", "| s-1 | dana |\n| s-2 | rui |", Some("s-1")),
            ("the two failed ones of that list", "I see a-1 Failed, a-2 Failed, a-3 Running", Some("a-1 , a-2")),
            ("the old one", "there are i-1 (2021, old) and i-2 (new one)", Some("i-1")),
            ("the failed one", "I like a-1, b-2 and the rest", None),
            ("the evicted ones", "web-1 Running\nweb-2 Evicted", Some("web-2")),
            ("the last one", "only-1 x", None),
            ("the web ones", "Some text here\nand more of it", None),
        ] {
            assert_eq!(pick(object, prompt).as_deref(), want, "{object}");
        }
    }
}
