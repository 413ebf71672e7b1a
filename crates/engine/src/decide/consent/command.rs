//! The words of a command, by which `deed` asks whether a name is in it: as they stand, in their parts, behind the codes of an
//! address, and the numbers that a loop counts through.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use automode_model::Action;

use super::bounds;
use super::deed::Targets;
use super::piped::{self, Picked};
use super::points::{range_of, tasks_of};
use super::words;

/// The words of a command, made ready once to be asked for many names.
#[derive(Clone, Debug, Default)]
pub(super) struct Command {
    /// As it was given.
    pub(super) text: String,
    lower: String,
    /// Its words and their parts.
    pub(super) words: BTreeSet<String>,
    /// The same, without what stands around a name.
    names: BTreeSet<String>,
    /// What its list picks, once that is asked.
    picked: OnceCell<Option<Picked>>,
    /// What its actions fall on, as far as that was asked.
    targets: RefCell<Vec<Rc<Targets>>>,
}

/// Longer commands are not held against words: a request is not about that much.
const LONGEST_COMMAND: usize = 64 << 10;

impl Command {
    /// The command with this text.
    pub(super) fn of(text: &str) -> Self {
        // In an address a slash of a name is written as a number.
        // And in a pattern a point is written behind a stroke.
        let signs = [("%2f", "/"), ("%2b", "+"), ("%3a", ":"), ("%40", "@"), ("\\.", ".")];
        let lower = signs.iter().fold(text.to_lowercase(), |t, (coded, sign)| t.replace(coded, sign));
        if lower.len() > LONGEST_COMMAND {
            return Self { text: text.to_owned(), ..Self::default() };
        }
        let split = |c: char| {
            c.is_whitespace()
                || matches!(c, '=' | '\'' | '"' | '(' | ')' | ',' | ';' | ':' | '@' | '`' | '/' | '{' | '}' | '?' | '&')
        };
        let mut words: BTreeSet<String> =
            lower.split_whitespace().chain(lower.split(split)).map(str::to_owned).collect();
        let tasks: Vec<String> =
            words.iter().filter_map(|w| tasks_of(w)).flat_map(|(job, of)| [vec![job], of].concat()).collect();
        words.extend(tasks);
        words.extend(counted(&lower));
        // `delete-builds x 11-19`
        if lower.contains("delete-builds ") {
            let ranges: Vec<String> = words.iter().filter_map(|w| range_of(w)).flatten().collect();
            words.extend(ranges);
        }
        // `DROP DATABASE [shop]`
        let framed = |w: &String| w.strip_prefix('[').and_then(|w| w.strip_suffix(']')).map(str::to_owned);
        words.extend(words.iter().filter_map(framed).collect::<Vec<_>>());
        let machines: Vec<String> = words.iter().filter_map(|w| machine(w)).map(str::to_owned).collect();
        words.extend(machines);
        // `9031_$i`: what stands before a variable is a name, too.
        let heads: Vec<String> = words
            .iter()
            .filter_map(|w| w.split_once('$'))
            .map(|(h, _)| bounds::bind_name(h.trim_end_matches(['_', '-', '.'])).to_owned())
            .filter(|h| h.len() > 1)
            .collect();
        words.extend(heads);
        words.extend(equated(&lower));
        let names = words.iter().map(|w| bounds::bind_name(w).to_owned()).collect();
        Self { text: text.to_owned(), lower, words, names, ..Self::default() }
    }

    /// A name that ends an address, or stands before what is done to it: `…/runs/7`, `…/runs/7/cancel`, `…/x?force=true`.
    pub(super) fn path_ends(&self, name: &str) -> bool {
        let ends = |at: usize| {
            let rest = self.lower.get(at + name.len()..).unwrap_or("").trim_start_matches('/');
            let next = rest.split(|c: char| c.is_whitespace() || matches!(c, '?' | '"' | '\'')).next().unwrap_or("");
            rest.len() < self.lower.len()
                && (next.is_empty() || !next.contains('/') && !words::of_base(next).is_empty())
        };
        !name.is_empty() && self.lower.match_indices(name).any(|(at, _)| ends(at))
    }

    /// What the one list in it picks.
    pub(super) fn picked(&self) -> Option<&Picked> {
        self.picked.get_or_init(|| piped::picked(&self.text)).as_ref()
    }

    /// What one of its actions falls on.
    pub(super) fn targets_of(&self, action: &Action) -> Rc<Targets> {
        let known = self.targets.borrow().iter().find(|t| t.are_of(action)).cloned();
        known.unwrap_or_else(|| {
            let targets = Rc::new(Targets::of(action));
            self.targets.borrow_mut().push(Rc::clone(&targets));
            targets
        })
    }

    /// It is too long to be held against words.
    pub(super) fn is_too_long(&self) -> bool {
        self.lower.is_empty() && !self.text.is_empty()
    }

    /// The name is one of its words, or a part of one: `2.x` of `release/2.x`.
    pub(super) fn touches(&self, name: &str) -> bool {
        let name = bounds::bind_name(name);
        self.has(name) || !name.is_empty() && self.words.iter().any(|w| w.split(['=', '-', '.']).any(|p| p == name))
    }

    /// The name stands in it as a whole: no letter of a name before it or behind it.
    pub(super) fn has_whole(&self, name: &str) -> bool {
        let of_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let free = |at: usize| {
            let before = self.lower.get(..at).and_then(|b| b.chars().next_back());
            let behind = self.lower.get(at + name.len()..).and_then(|b| b.chars().next());
            !before.is_some_and(of_name) && !behind.is_some_and(of_name)
        };
        !name.is_empty() && self.lower.match_indices(name).any(|(at, _)| free(at))
    }

    /// The name is one of its words, or stands in it.
    pub(super) fn has(&self, name: &str) -> bool {
        match name.len() {
            0 => false,
            1 => self.words.contains(name),
            _ => {
                self.names.contains(name) || name.contains(['/', '.', '-', '_', ':', ' ']) && self.lower.contains(name)
            }
        }
    }
}

/// `web2` of `web2.example.com`: people call machines by the first part of their names.
fn machine(word: &str) -> Option<&str> {
    let (first, domain) = word.split_once('.')?;
    let plain = |p: &str| !p.is_empty() && p.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let named = domain.contains('.') && domain.split('.').all(plain) && first.contains(|c: char| c.is_alphabetic());
    let ends = domain.rsplit('.').next().is_some_and(|t| t.len() > 1 && t.bytes().all(|b| b.is_ascii_alphabetic()));
    (named && ends && plain(first) && first.contains(|c: char| c.is_ascii_digit() || c == '-')).then_some(first)
}

/// `owner=kim` of `[?tags.owner=='kim']`: what a query demands, as people write it.
fn equated(text: &str) -> Vec<String> {
    const MOST: usize = 16;
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let pair = |(at, sign): (usize, &str)| {
        let left = text.get(..at)?.trim_end().trim_end_matches(['"', ']']);
        let key = left.rsplit(|c: char| !part(c)).next().filter(|k| !k.is_empty())?;
        let right = text.get(at + sign.len()..)?.trim_start().trim_start_matches(['\'', '"', '`', '\\']);
        let value: String = right.chars().take_while(|c| part(*c) || *c == '.').collect();
        (!value.is_empty()).then(|| format!("{key}={value}"))
    };
    text.match_indices("==").take(MOST).filter_map(pair).collect()
}

/// The numbers that a command counts through: `seq 12 19`, `{12..19}`.
fn counted(text: &str) -> Vec<String> {
    const MOST: usize = 256;
    let number = |w: &str| w.trim_end_matches(|c: char| !c.is_ascii_digit()).parse::<usize>().ok();
    let words: Vec<&str> = text.split_whitespace().collect();
    let seq = words.windows(3).find_map(|w| match w {
        [seq, from, to] if seq.ends_with("seq") => Some((number(from)?, number(to)?)),
        _ => None,
    });
    let braces = || {
        let (head, tail) = text.split_once("..")?;
        let to: String = tail.chars().take_while(char::is_ascii_digit).collect();
        Some((head.rsplit_once('{')?.1.parse().ok()?, to.parse().ok()?))
    };
    match seq.or_else(braces) {
        Some((from, to)) if from <= to && to - from < MOST => (from..=to).map(|n| n.to_string()).collect(),
        _ => Vec::new(),
    }
}
