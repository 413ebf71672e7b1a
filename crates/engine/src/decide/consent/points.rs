//! What words stand for that are no names: `the first two`, `the latter`, `web-1 through web-4`, `7001-7003`. A sentence is given
//! the names that it means before it is held against a command. Called by `read`.

use super::nouns;
use super::token::{self, Kind, Token, comma};
use super::turns;

/// How many things a range may stand for. A longer one stays as it is written, and names its ends only.
const MAX_RANGE: u64 = 64;

/// Ordinals: which of those that were listed.
const ORDINALS: &[&str] = &["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

/// The largest number behind `first` and `last`.
const MOST: usize = 8;

/// The names that an object picks of those that were listed before, by their place; none where it picks none.
pub(super) fn picked(object: &[Token], listed: &[Token]) -> Option<Vec<Token>> {
    let places = places(object)?;
    let names: Vec<&Token> = names(listed);
    let all: Option<Vec<usize>> =
        places.iter().map(|p| p.of(names.len())).collect::<Option<Vec<_>>>().map(|v| v.concat());
    let wanted = all.filter(|w| !w.is_empty() && names.len() > 1)?;
    let mut out: Vec<Token> = kind_of(listed).into_iter().cloned().collect();
    for at in wanted {
        if out.len() > 1 {
            out.push(comma());
        }
        out.push((*names.get(at)?).clone());
    }
    Some(out)
}

/// A part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    At(usize),
    First(usize),
    Last(usize),
}

impl Place {
    /// The indices in a list of so many; none where it has not so many.
    fn of(self, count: usize) -> Option<Vec<usize>> {
        match self {
            Self::At(at) => (at < count).then(|| vec![at]),
            Self::First(n) => (n <= count).then(|| (0..n).collect()),
            Self::Last(n) => (n <= count).then(|| (count - n..count).collect()),
        }
    }
}

/// The places that an object speaks of, where it speaks of nothing else.
fn places(object: &[Token]) -> Option<Vec<Place>> {
    let mut out = Vec::new();
    let mut words = object.iter().filter(|t| t.kind != Kind::Mark).map(Token::word).peekable();
    while let Some(word) = words.next() {
        let count = words.peek().and_then(|n| number(n));
        let place = match word {
            "first" | "last" => {
                if count.is_some() {
                    words.next();
                }
                let n = count.unwrap_or(1);
                Some(if word == "first" { Place::First(n) } else { Place::Last(n) })
            }
            "former" => Some(Place::At(0)),
            "latter" => Some(Place::Last(1)),
            w => ORDINALS.iter().position(|o| *o == w).map(Place::At),
        };
        match place {
            Some(place) => out.push(place),
            None if is_around(word) => {}
            None => return None,
        }
    }
    (!out.is_empty()).then_some(out)
}

fn number(word: &str) -> Option<usize> {
    token::numeral(word).filter(|n| *n > 0).or_else(|| word.parse().ok()).filter(|n| *n <= MOST)
}

/// Words beside a place that say nothing more.
fn is_around(word: &str) -> bool {
    let small = [
        "the",
        "of",
        "them",
        "those",
        "these",
        "one",
        "ones",
        "and",
        "please",
        "now",
        "then",
        "only",
        "both",
        "too",
        "just",
        "locally",
        "you",
        "mentioned",
        "i",
        "listed",
    ];
    small.contains(&word) || nouns::kinds(word) != 0
}

/// The names of a list, in order; a count before a noun (`3 queues`) is none.
fn names(listed: &[Token]) -> Vec<&Token> {
    let counts = |at: usize| {
        let digits = listed.get(at).is_some_and(|t| t.lower.bytes().all(|b| b.is_ascii_digit()));
        digits && listed.iter().skip(at + 1).take(2).any(|t| nouns::kinds(t.word()) != 0)
    };
    (0..listed.len()).filter(|at| turns::is_name(listed, *at) && !counts(*at)).filter_map(|at| listed.get(at)).collect()
}

/// The noun that says what the listed things are.
fn kind_of(listed: &[Token]) -> Option<&Token> {
    listed.iter().find(|t| nouns::kinds(t.word()) != 0)
}

/// Writes out what a range stands for: `7001-7003` is `7001, 7002, 7003`, `web-1 through web-3` is `web-1, web-2, web-3`.
pub(super) fn spread(tokens: &[Token]) -> Vec<Token> {
    let plural = tokens.iter().any(|t| nouns::kinds(t.word()) != 0 && t.word().ends_with('s'));
    let mut out: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(t) = tokens.get(at) {
        let gap = joint(tokens.get(at + 1..).unwrap_or_default());
        let end = gap.filter(|_| t.kind != Kind::Mark).and_then(|n| Some((n, tokens.get(at + 1 + n)?)));
        let ends = end.and_then(|(n, end)| Some((between(&t.text, &end.text)?, n + 2)));
        let (names, taken) = match ends {
            Some((names, taken)) => (names, taken),
            None => (within(&t.text, plural).unwrap_or_default(), 1),
        };
        if names.is_empty() {
            out.push(t.clone());
        }
        for (n, name) in names.into_iter().enumerate() {
            if n > 0 {
                out.push(comma());
            }
            out.push(Token { lower: name.to_lowercase(), text: name, kind: t.kind });
        }
        at += taken;
    }
    out
}

/// How many words join the ends of a range: `through`, `up to and including`.
fn joint(behind: &[Token]) -> Option<usize> {
    let word = |n: usize| behind.get(n).map_or("", Token::word);
    let first = match word(0) {
        "to" | "through" | "thru" | "till" | "until" | "—" => 1,
        "up" if matches!(word(1), "to" | "until") => 2,
        _ => return None,
    };
    let both = matches!((word(first), word(first + 1)), ("and", "including" | "with"));
    Some(if both { first + 2 } else { first })
}

/// `7001-7003`, `web-1..web-3`: a range in one word. A hyphen between two numbers is one only where several things are meant.
fn within(text: &str, plural: bool) -> Option<Vec<String>> {
    for sign in ["...", "..", "–"] {
        if let Some((from, to)) = text.split_once(sign) {
            return between(from, to);
        }
    }
    let (from, to) = text.split_once('-').filter(|_| plural)?;
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    (digits(from) && digits(to)).then(|| between(from, to))?
}

/// All names from one to another that differ in one number, which grows.
fn between(from: &str, to: &str) -> Option<Vec<String>> {
    let (a, b) = (split(from)?, split(to)?);
    // `web-1 to 4`
    let bare = b.0.is_empty() && b.2.is_empty();
    if !bare && (a.0, a.2) != (b.0, b.2) {
        return None;
    }
    let (low, high): (u64, u64) = (a.1.parse().ok()?, b.1.parse().ok()?);
    let width = if a.1.starts_with('0') || a.1.len() == b.1.len() { a.1.len() } else { 0 };
    let fits = low < high && high - low < MAX_RANGE;
    fits.then(|| (low..=high).map(|n| format!("{}{n:0width$}{}", a.0, a.2)).collect())
}

/// What stands before the last number of a name, the number, and what stands behind it.
fn split(name: &str) -> Option<(&str, &str, &str)> {
    let end = name.rfind(|c: char| c.is_ascii_digit())? + 1;
    let head = name.get(..end)?;
    let start = head.len() - head.bytes().rev().take_while(u8::is_ascii_digit).count();
    Some((name.get(..start)?, name.get(start..end)?, name.get(end..)?))
}

/// The job and the tasks of `90112_[40-42]`, `771203_14`.
pub(super) fn tasks_of(word: &str) -> Option<(String, Vec<String>)> {
    const MOST: usize = 64;
    let (job, rest) = word.split_once('_')?;
    let digits = |s: &str| !s.is_empty() && s.len() < 10 && s.bytes().all(|b| b.is_ascii_digit());
    let inner = rest.strip_prefix('[').map_or(Some(rest), |r| r.strip_suffix(']'))?;
    if !digits(job) {
        return None;
    }
    let mut tasks = Vec::new();
    for part in inner.split(',') {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to): (usize, usize) = (from.parse().ok()?, to.parse().ok()?);
        if !digits(part.split('-').next()?) || from > to || to - from + tasks.len() > MOST {
            return None;
        }
        tasks.extend((from..=to).map(|n| n.to_string()));
    }
    Some((job.to_owned(), tasks))
}

/// The numbers of `300-340`.
pub(super) fn range_of(word: &str) -> Option<Vec<String>> {
    const MOST: usize = 512;
    let (from, to) = word.split_once('-')?;
    let (from, to): (usize, usize) = (from.parse().ok()?, to.parse().ok()?);
    (from <= to && to - from < MOST).then(|| (from..=to).map(|n| n.to_string()).collect())
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn shown(tokens: &[Token]) -> String {
        tokens.iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn places_in_a_list() {
        let listed = tokens("we have 3 stale queues: q-a, q-b, q-c");
        for (object, want) in [
            ("the first two", Some("queues q-a , q-b")),
            ("the last one", Some("queues q-c")),
            ("the first and the third", Some("queues q-a , q-c")),
            ("the latter", Some("queues q-c")),
            ("the second queue", Some("queues q-b")),
            ("the first four", None),
            ("the first deployment of web", None),
            ("the queues", None),
        ] {
            assert_eq!(picked(&tokens(object), &listed).as_deref().map(shown).as_deref(), want, "{object}");
        }
    }

    #[test]
    fn ranges_are_written_out() {
        for (said, want) in [
            ("runs 7001-7003", "runs 7001 , 7002 , 7003"),
            ("run 7001-7003", "run 7001-7003"),
            ("web-1 through web-3", "web-1 , web-2 , web-3"),
            ("v1.0-rc1 up to and including v1.0-rc3", "v1.0-rc1 , v1.0-rc2 , v1.0-rc3"),
            ("web-01 to web-03", "web-01 , web-02 , web-03"),
            ("2024-01 to 2024-03", "2024-01 , 2024-02 , 2024-03"),
            ("pr-9..pr-11", "pr-9 , pr-10 , pr-11"),
            ("a-1 to b-3", "a-1 to b-3"),
            ("web-3 to web-1", "web-3 to web-1"),
            ("jobs 1-900", "jobs 1-900"),
            ("the branch to main", "the branch to main"),
        ] {
            assert_eq!(shown(&spread(&tokens(said))), want, "{said}");
        }
    }
}
