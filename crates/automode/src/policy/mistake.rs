//! What is wrong in a policy file, with file, line, column, the line itself, a mark under the place, and a hint. Made by
//! `read`, shown by every command that reads policy.

use std::fmt::Write as _;
use std::ops::Range;

/// Longest line that is shown; a longer one is cut around the place.
const MAX_SHOWN_CHARS: usize = 120;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The file, for people.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// The line, as written.
    source: String,
    /// How many characters are marked.
    width: usize,
}

impl Mistake {
    /// A mistake at a place in a text.
    pub fn at(
        file: &str,
        text: &str,
        span: &Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        let start = floor(text, span.start);
        let before = text.get(..start).unwrap_or("");
        let begin = before.rfind('\n').map_or(0, |at| at + 1);
        let source = text.get(begin..).unwrap_or("").lines().next().unwrap_or("").to_owned();
        let column = text.get(begin..start).unwrap_or("").chars().count() + 1;
        let marked = text.get(start..floor(text, span.end)).unwrap_or("").lines().next().unwrap_or("");
        Self {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column,
            message: message.into(),
            hint: hint.into(),
            source,
            width: marked.chars().count().max(1),
        }
    }

    /// A mistake about a whole file.
    pub fn about(file: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        let (line, column, source, width) = (1, 1, String::new(), 0);
        Self { file: file.to_owned(), line, column, message: message.into(), hint: hint.into(), source, width }
    }

    /// In one line.
    pub fn brief(&self) -> String {
        if self.width == 0 {
            return format!("{}: {}", self.file, self.message);
        }
        format!("{}:{}:{}: {}", self.file, self.line, self.column, self.message)
    }

    /// With the line and a mark under the place.
    pub fn show(&self) -> String {
        let mut out = format!("{}\n", self.brief());
        if self.width > 0 {
            let number = self.line.to_string();
            let pad = " ".repeat(number.len());
            let skip = (self.column - 1).saturating_sub(MAX_SHOWN_CHARS / 2);
            let shown: String = self.source.chars().skip(skip).take(MAX_SHOWN_CHARS).map(visible).collect();
            let space = " ".repeat(self.column - 1 - skip);
            let mark = "^".repeat(self.width.min(MAX_SHOWN_CHARS.saturating_sub(space.len()).max(1)));
            let _ = writeln!(out, " {number} | {shown}\n {pad} | {space}{mark}");
        }
        if !self.hint.is_empty() {
            let _ = writeln!(out, "hint: {}", self.hint);
        }
        out
    }
}

/// A repository's file may hold what a terminal obeys.
fn visible(c: char) -> char {
    if c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
        if c == '\t' { ' ' } else { '�' }
    } else {
        c
    }
}

/// The character boundary at or before an offset.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The known word that is nearest to this one, where one is near.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let far = |known: &str| distance(&word.to_lowercase(), known);
    let known: Vec<&str> = known.into_iter().collect();
    let (best, distance) = known.iter().map(|k| (*k, far(k))).min_by_key(|(k, d)| (*d, *k))?;
    if distance <= word.chars().count().max(3) / 3 + usize::from(distance == 1) {
        return Some(best);
    }
    akin(&word.to_lowercase(), &known)
}

/// The only word that begins alike (`monday`, `documentation`) or ends in the same part (`git push`).
fn akin<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let only = |fits: &dyn Fn(&str) -> bool| {
        let mut found = known.iter().filter(|k| fits(k));
        found.next().filter(|_| found.next().is_none()).copied()
    };
    let last = word.rsplit([' ', '.', '-', '_', ':']).next().unwrap_or(word);
    let ends = |k: &str| last.len() >= 3 && k.rsplit('.').next() == Some(last);
    let begins = |k: &str| k.chars().zip(word.chars()).take_while(|(a, b)| a == b).count() >= 3;
    only(&ends).or_else(|| only(&begins))
}

/// How many characters must be changed, added or removed; neighbours that changed places count once.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(64).collect(), b.chars().take(64).collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, cb) in b.iter().enumerate() {
            let of = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut best = (of(&last, j) + usize::from(ca != cb)).min(of(&last, j + 1) + 1).min(of(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(cb) && b.get(j - 1) == Some(ca);
            if swapped {
                best = best.min(of(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_marked() {
        let text = "a = 1\n  trustd = \"ü\"\nb = 2\n";
        let at = text.find("trustd").unwrap();
        let mistake = Mistake::at("x.toml", text, &(at..at + 6), "it is wrong", "do this");
        let want = "x.toml:2:3: it is wrong\n 2 |   trustd = \"ü\"\n   |   ^^^^^^\nhint: do this\n";
        assert_eq!(mistake.show(), want);
    }

    #[test]
    fn near_words() {
        let known = ["trusted_hosts", "trusted_remotes", "production"];
        assert_eq!(nearest("trustd_hosts", known), Some("trusted_hosts"));
        assert_eq!(nearest("porduction", known), Some("production"));
        assert_eq!(nearest("zebra", known), None);
        assert_eq!(nearest("mdoe", ["mode", "stage"]), Some("mode"));
        assert_eq!(nearest("monday", ["sun", "mon", "tue"]), Some("mon"));
        assert_eq!(nearest("documentation", ["docs", "deps-major"]), Some("docs"));
        assert_eq!(nearest("git push", ["vcs.push", "vcs.force-push", "read"]), Some("vcs.push"));
        assert_eq!(nearest("deploy-it", ["deps-major", "deps-minor"]), None);
    }
}
