//! Which entries of a file words mean that describe them: `the failed jobs of web`, `every coupon that is expired`, `the two
//! oldest`, `all at 100`. Each word has to be a value, a key, a count, an order, or to say nothing: of a description with
//! anything else in it nothing is known. Called by `edit`.

use std::collections::{BTreeMap, BTreeSet};

use super::bind;
use super::bounds;
use super::dates;
use super::gist;
use super::nouns;
use super::token::{self, Kind, Token};
use super::words;
use crate::decide::entries::rows::{Row, Rows};

/// The entries of a file, by what they have.
pub(super) struct Index<'a> {
    rows: &'a Rows,
    path: Vec<String>,
    /// Rows by a name.
    names: BTreeMap<String, Vec<usize>>,
    /// Rows by a value, with its key.
    values: BTreeMap<String, Vec<(usize, usize)>>,
    /// Rows by the first part of a host's name: `web1` for `web1.example.com`.
    hosts: BTreeMap<String, Vec<usize>>,
    /// Rows by the key that they stand in.
    owners: BTreeMap<String, Vec<usize>>,
    /// Keys in order.
    keys: Vec<String>,
}

/// What words pick.
#[derive(Debug, Default)]
pub(super) struct Pick {
    /// Which entries.
    pub(super) rows: BTreeSet<usize>,
    /// Each was called by a name that no other has.
    pub(super) named: bool,
    /// They are all that have it.
    pub(super) all: bool,
    /// How many the words speak of.
    pub(super) count: Option<usize>,
}

/// What a description came to, word by word.
#[derive(Default)]
struct Told {
    named: Vec<Vec<usize>>,
    by: BTreeMap<usize, BTreeSet<usize>>,
    lists: BTreeSet<usize>,
    count: Option<usize>,
    /// The first ones in this order, or the last.
    order: Option<Order>,
    all: bool,
    /// What they are called.
    kinds: nouns::Kinds,
    unknown: bool,
    /// Whose they are, without a name.
    mine: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Oldest,
    Newest,
    Least,
    Most,
    First,
    Last,
}

impl<'a> Index<'a> {
    pub(super) fn of(rows: &'a Rows, path: &str) -> Self {
        let one = |p: &str| singular(&p.to_lowercase()).to_owned();
        let path = path.split(['/', '.', '-', '_']).filter(|p| p.len() > 1).map(one).collect();
        let mut out = Self {
            rows,
            path,
            names: BTreeMap::new(),
            values: BTreeMap::new(),
            hosts: BTreeMap::new(),
            owners: BTreeMap::new(),
            keys: Vec::new(),
        };
        let mut keys: BTreeMap<String, usize> = BTreeMap::new();
        for (at, row) in rows.rows.iter().enumerate() {
            for name in &row.names {
                put(&mut out.names, &plain(name), at);
                if let Some(label) = first_label(name) {
                    put(&mut out.hosts, &label.to_lowercase(), at);
                }
            }
            for owner in &row.owners {
                put(&mut out.owners, singular(&owner.to_lowercase()), at);
            }
            for (key, value) in &row.fields {
                let next = keys.len();
                let of = *keys.entry(key.to_lowercase()).or_insert(next);
                put(&mut out.values, &value.to_lowercase(), (of, at));
                if let Some(host) = host_of(value) {
                    put(&mut out.values, &host.to_lowercase(), (of, at));
                }
            }
        }
        let mut named: Vec<(String, usize)> = keys.into_iter().collect();
        named.sort_by_key(|(_, n)| *n);
        out.keys = named.into_iter().map(|(k, _)| k).collect();
        out
    }

    /// The entries that these words describe; none where they do not say it.
    pub(super) fn pick(&self, tokens: &[Token]) -> Option<Pick> {
        let told = self.told(tokens);
        let own = |rows: &Vec<usize>| rows.len() == 1;
        if !told.named.is_empty() && told.named.iter().all(own) && told.order.is_none() {
            let rows: BTreeSet<usize> = told.named.into_iter().flatten().collect();
            return Some(Pick { rows, named: true, all: true, count: told.count });
        }
        let wherever = |t: &Token| matches!(t.word(), "wherever" | "everywhere");
        if !told.named.is_empty() && tokens.iter().any(wherever) && told.order.is_none() && told.by.is_empty() {
            let rows: BTreeSet<usize> = told.named.into_iter().flatten().collect();
            return Some(Pick { rows, named: true, all: true, count: None });
        }
        if told.unknown || told.named.is_empty() && told.by.is_empty() && told.order.is_none() && !told.all {
            return None;
        }
        let mut rows: BTreeSet<usize> = (0..self.rows.rows.len()).collect();
        if !told.named.is_empty() {
            let named: BTreeSet<usize> = told.named.iter().flatten().copied().collect();
            rows.retain(|r| named.contains(r));
        }
        for set in told.by.values() {
            rows.retain(|r| set.contains(r));
        }
        if !told.lists.is_empty() {
            rows.retain(|r| told.lists.contains(r));
        }
        if let Some(order) = told.order {
            rows = self.first(&rows, order, told.count.unwrap_or(1))?;
        } else if told.count.is_some_and(|n| n != rows.len()) {
            return None;
        }
        (!rows.is_empty()).then_some(Pick {
            rows,
            named: false,
            all: told.all || told.count.is_some(),
            count: told.count,
        })
    }

    /// The entries that any of these words has as a value or name: what a limit speaks of.
    pub(super) fn any(&self, tokens: &[Token]) -> BTreeSet<usize> {
        let told = self.told(tokens);
        let mut out: BTreeSet<usize> = told.named.into_iter().flatten().collect();
        let mut by = told.by.into_values();
        if let Some(first) = by.next() {
            let all = by.fold(first, |a, b| a.intersection(&b).copied().collect());
            out.extend(all);
        }
        out
    }

    fn told(&self, tokens: &[Token]) -> Told {
        let mut told = Told { unknown: tokens.len() > MAX_WORDS, ..Told::default() };
        let tokens = tokens.get(..MAX_WORDS).unwrap_or(tokens);
        let mut key: Option<usize> = None;
        let several = tokens.iter().any(speaks_of_several);
        let mut at = wish(tokens);
        while let Some(t) = tokens.get(at) {
            let next = |n: usize| tokens.get(at + n).map_or("", Token::word);
            if is_reason(t.word()) && at > 0 {
                // `the jobs that nobody restarted` narrows, and cannot be held against anything.
                let before = tokens.get(at - 1).map_or("", Token::word);
                told.unknown |=
                    matches!(before, "that" | "which" | "who" | "where" | "whose" | "what" | "whom" | "when");
                break;
            }
            let mut taken = 1;
            if t.kind == Kind::Mark {
            } else if t.word() == "dead" && next(1).starts_with("letter") {
                taken = 2;
            } else if let Some(n) = dates::while_it_lasts(tokens, at) {
                taken = n;
            } else if is_done_by(t.word(), next(1)) || self.only_waits(t.word(), next(1)) {
            } else if let Some((rows, n)) = self.compared(tokens, at, key) {
                merge(&mut told.by, rows);
                taken = n;
            } else if let Some(order) = order(t.word(), next(1)) {
                told.order = Some(order);
            } else if matches!(
                t.word(),
                "all" | "every" | "each" | "everything" | "everyone" | "everybody" | "anyone" | "any" | "whole"
            ) {
                told.all = true;
            } else if self.valued(tokens, at, key, &mut told) {
            } else if let Some(rows) =
                self.switched(&t.lower).filter(|(of, _)| !self.has(*of, next(1)) && !self.has(*of, next(2)))
            {
                merge(&mut told.by, rows);
            } else if let Some(of) = self.key(&t.lower) {
                key = Some(of);
                at += 1;
                continue;
            } else if let Some(n) = counted(&t.lower).filter(|_| !matches!(next(0), "to" | "at")) {
                let value = at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|b| is_value_lead(b.word()));
                if !value {
                    told.count = Some(n);
                }
            } else if let Some(rows) = self.owners.get(singular(&t.lower)) {
                told.lists.extend(rows);
            } else if t.kind == Kind::Name && !self.path.contains(&singular(&t.lower).to_owned()) {
                told.unknown = true;
            } else if let Some(rows) = self.affixed(t, several || is_edge(&t.lower)) {
                merge(&mut told.by, (AFFIX + at, rows));
            } else if matches!(t.word(), "mine" | "my") {
                told.mine = true;
            } else if self.is_unmet(tokens, at) || !self.says_nothing(t, &mut told.kinds) {
                told.unknown = true;
            }
            // `state: failed`, `team is growth`: the key is still meant.
            if !(t.kind == Kind::Mark && t.lower == ":" || matches!(t.word(), "is" | "of" | "set" | "=")) {
                key = None;
            }
            at += taken;
        }
        // Who is meant is said by what else they have.
        told.unknown |= told.mine && told.by.is_empty();
        told
    }

    /// `the branches that are merged`, where the entries say what they are in and none of them is that.
    fn is_unmet(&self, tokens: &[Token], at: usize) -> bool {
        let word = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or("", Token::word);
        let own = word(Some(at));
        let state = |k: &String| matches!(k.rsplit('.').next(), Some("status" | "state" | "phase"));
        let is = matches!(word(at.checked_sub(1)), "is" | "are" | "were" | "already");
        let of_kind = nouns::kinds(word(Some(at + 1))) != 0 || word(Some(at + 1)) == "ones";
        let past = words::of_word(own).is_some_and(|(_, form)| form == words::Form::Past);
        bounds::states(own).is_some() && past && (is || of_kind) && self.keys.iter().any(state)
    }

    /// The words describe entries by a state that none of them is in.
    pub(super) fn none_is(&self, tokens: &[Token]) -> bool {
        let known = |w: &str| self.values.contains_key(w) || self.state(w).is_some() || self.switched(w).is_some();
        (0..tokens.len()).any(|at| self.is_unmet(tokens, at) && !tokens.get(at).is_some_and(|t| known(t.word())))
    }

    /// `everything waiting in a`: what is in such a list waits.
    fn only_waits(&self, word: &str, next: &str) -> bool {
        self.keys.is_empty() && next == "in" && bounds::states(word).is_some()
    }

    /// A word that is a name or a value here.
    fn valued(&self, tokens: &[Token], at: usize, key: Option<usize>, told: &mut Told) -> bool {
        let Some(t) = tokens.get(at) else { return false };
        // `all db snapshots`: a word for a kind of thing that some have as their value narrows them.
        let narrows =
            self.values.contains_key(t.word()) && (nouns::kinds(t.word()) != 0 || nouns::label(t.word()).is_some());
        if t.kind == Kind::Quote
            || key.is_none()
                && !narrows
                && bounds::states(t.word()).is_none()
                && t.kind == Kind::Word
                && (gist::is_small(t) || bounds::is_small(t.word()))
        {
            return false;
        }
        let said = t.lower.trim_end_matches("'s").trim_end_matches(':');
        let of_key = |of: usize| self.values.get(said).is_some_and(|h| h.iter().any(|(c, _)| *c == of));
        if !key.is_some_and(of_key)
            && let Some(rows) = self.named(t)
        {
            told.named.push(rows);
            return true;
        }
        let exact = self.values.get(said).or_else(|| self.values.get(singular(said)));
        let pair = || {
            let (k, v) = said.split_once(['=', ':'])?;
            let of = self.key(k)?;
            Some(self.values.get(v)?.iter().filter(|(c, _)| *c == of).copied().collect::<Vec<_>>())
        };
        let hits = exact.cloned().or_else(pair).or_else(|| self.state(said));
        let Some(mut hits) = hits.filter(|h| !h.is_empty()) else { return false };
        // A number is somebody's value only where its key, or nothing else, says so.
        if counted(said).is_some()
            && key.is_none()
            && !tokens.get(at.wrapping_sub(1)).is_some_and(|b| matches!(b.word(), "at" | "=" | "is" | "are"))
        {
            return false;
        }
        if let Some(of) = key.filter(|of| hits.iter().any(|(c, _)| c == of)) {
            hits.retain(|(c, _)| *c == of);
            // `team vega`, and that is what the entry is called.
            if let [(_, row)] = hits[..]
                && self.rows.rows.get(row).is_some_and(|r| r.names.iter().any(|n| plain(n) == plain(said)))
            {
                told.named.push(vec![row]);
                return true;
            }
        }
        let of = hits.first().map_or(0, |(c, _)| *c);
        told.by.entry(of).or_default().extend(hits.into_iter().map(|(_, r)| r));
        true
    }

    /// The rows that are called so.
    fn named(&self, t: &Token) -> Option<Vec<usize>> {
        let said = t.lower.trim_end_matches("'s").trim_end_matches(':');
        let exact =
            self.names.get(&plain(said)).or_else(|| self.names.get(&plain(said.trim_start_matches(['#', '@']))));
        let exact = exact.or_else(|| bind::parts(t).find_map(|p| self.names.get(&plain(p)))).cloned();
        exact.or_else(|| self.hosts.get(said).cloned())
    }

    /// Rows with a value of the same state: `queued` for `pending`.
    fn state(&self, said: &str) -> Option<Vec<(usize, usize)>> {
        let others = bounds::states(said)?;
        let hits: Vec<(usize, usize)> = others.iter().filter_map(|s| self.values.get(*s)).flatten().copied().collect();
        (!hits.is_empty()).then_some(hits)
    }

    fn key(&self, word: &str) -> Option<usize> {
        let one = singular(word);
        let last = |k: &String| k.rsplit('.').next() == Some(one) || k.rsplit('.').next() == Some(word);
        self.keys.iter().position(|k| !k.is_empty() && last(k))
    }

    /// `the archived projects`: a key that is true; `inactive`: one that is not.
    fn switched(&self, word: &str) -> Option<(usize, BTreeSet<usize>)> {
        let truth = |key: &str, values: [&str; 2]| {
            let of = self.keys.iter().position(|k| k == key || k.strip_prefix("is_") == Some(key))?;
            let rows = values.iter().filter_map(|v| self.values.get(*v)).flatten();
            let rows: BTreeSet<usize> = rows.filter(|(c, _)| *c == of).map(|(_, r)| *r).collect();
            (!rows.is_empty()).then_some((of, rows))
        };
        let not = word.strip_prefix("un").or_else(|| word.strip_prefix("in"));
        let not = not.or_else(|| (word == "disabled").then_some("enabled"));
        truth(word, ["true", "yes"]).or_else(|| truth(not?, ["false", "no"]))
    }

    /// `older than 2023`, `below 10`: one key only has values that can be compared with it.
    fn compared(&self, tokens: &[Token], at: usize, key: Option<usize>) -> Option<((usize, BTreeSet<usize>), usize)> {
        let word = |n: usize| tokens.get(at + n).map_or("", |t| t.lower.as_str());
        let (less, n) = match (word(0), word(1)) {
            ("older" | "earlier" | "less" | "lower" | "smaller" | "fewer", "than") => (true, 2),
            ("newer" | "later" | "more" | "greater" | "larger" | "higher" | "bigger", "than") => (false, 2),
            ("before" | "below" | "under", _) => (true, 1),
            ("after" | "above" | "over", _) => (false, 1),
            _ => return None,
        };
        let month = dates::month(word(n), word(n + 1));
        let (limit, n) = match &month {
            Some(month) => (month.as_str(), n + 1),
            None => (word(n), n),
        };
        // An age needs a clock.
        if !limit.starts_with(|c: char| c.is_ascii_digit()) || counted(limit).is_some() && is_unit(word(n + 1)) {
            return None;
        }
        let of = key.filter(|k| self.is_alike(*k, limit)).or_else(|| {
            let mut alike = (0..self.keys.len()).filter(|k| self.is_alike(*k, limit));
            alike.next().filter(|_| alike.next().is_none())
        })?;
        let limit = natural(limit);
        let rows = (0..self.rows.rows.len()).filter(|r| {
            self.value(*r, of).is_some_and(|v| {
                let own = natural(v).chars().take(limit.len()).collect::<String>();
                if less { own < limit } else { own > limit }
            })
        });
        Some(((of, rows.collect()), n + 1))
    }

    /// The key has this value somewhere.
    fn has(&self, of: usize, value: &str) -> bool {
        self.values.get(value).is_some_and(|h| h.iter().any(|(c, _)| *c == of))
    }

    fn value(&self, row: usize, of: usize) -> Option<&str> {
        let key = self.keys.get(of)?;
        let fields = &self.rows.rows.get(row)?.fields;
        fields.iter().find(|(k, _)| k.eq_ignore_ascii_case(key)).map(|(_, v)| v.as_str())
    }

    /// All values of this key are of the same kind as this one: dates, or numbers.
    fn is_alike(&self, of: usize, like: &str) -> bool {
        if self.keys.len() > MAX_KEYS {
            return false;
        }
        let date = is_date(like);
        let fits = |v: &str| if date { is_date(v) } else { v.parse::<f64>().is_ok() };
        let identity =
            |v: &str, r: usize| self.rows.rows.get(r).is_some_and(|row: &Row| row.names.iter().any(|n| n == v));
        let mut any = false;
        (0..self.rows.rows.len()).all(|r| {
            self.value(r, of).is_none_or(|v| {
                any = true;
                fits(v) && !identity(v, r)
            })
        }) && any
    }

    /// The first of these entries in an order.
    fn first(&self, rows: &BTreeSet<usize>, order: Order, count: usize) -> Option<BTreeSet<usize>> {
        let like = if matches!(order, Order::Least | Order::Most) { "1" } else { "2024-01-01" };
        let mut keys = (0..self.keys.len()).filter(|k| self.is_alike(*k, like));
        let key = keys.next().filter(|_| keys.next().is_none());
        let natural_names = || {
            let name = |r: &usize| self.rows.rows.get(*r).and_then(|r| r.names.first()).map(|n| natural(n));
            rows.iter().map(|r| name(r).map(|n| (n, *r))).collect::<Option<Vec<_>>>()
        };
        let mut sorted: Vec<(String, usize)> = match key {
            Some(k) => rows.iter().map(|r| self.value(*r, k).map(|v| (natural(v), *r))).collect::<Option<_>>()?,
            None if matches!(order, Order::Least | Order::Most) => return None,
            None if matches!(order, Order::First | Order::Last) => {
                rows.iter().map(|r| (format!("{r:09}"), *r)).collect()
            }
            None => natural_names()?,
        };
        sorted.sort();
        if matches!(order, Order::Newest | Order::Most | Order::Last) {
            sorted.reverse();
        }
        // Where the next is as old, nobody said which of them.
        let tied = matches!((sorted.get(count.wrapping_sub(1)), sorted.get(count)), (Some(a), Some(b)) if a.0 == b.0);
        (count <= sorted.len() && !tied).then(|| sorted.into_iter().take(count).map(|(_, r)| r).collect())
    }

    /// `the rc tags of 2.4.0`: what the names of some begin or end with, or have between signs.
    fn affixed(&self, t: &Token, several: bool) -> Option<BTreeSet<usize>> {
        let said = t.lower.trim_end_matches('*').trim_matches(['-', '_', '/', '.']);
        let plain = !is_edge(&t.lower)
            && t.kind == Kind::Word
            && (gist::is_small(t) || bounds::is_small(t.word()) || nouns::kinds(said) != 0);
        if said.len() < 2
            || plain
            || self.rows.rows.len() > MAX_PARTED
            || self.path.contains(&singular(said).to_owned())
        {
            return None;
        }
        // Where one is meant, it is a whole word of a line.
        let edge = |c: Option<char>| c.is_none_or(|c| if several { !c.is_alphabetic() } else { c.is_whitespace() });
        let has = |name: &String| {
            let lower = name.to_lowercase();
            lower != said
                && lower.match_indices(said).any(|(at, _)| {
                    let before = lower.get(..at).and_then(|b| b.chars().next_back());
                    let digit = said.starts_with(|c: char| c.is_ascii_digit());
                    let begins =
                        edge(before) && !before.is_some_and(|c| c.is_ascii_digit()) || digit && before == Some('v');
                    begins && edge(lower.get(at + said.len()..).and_then(|r| r.chars().next()))
                })
        };
        let rows = self.rows.rows.iter().enumerate().filter(|(_, r)| r.names.iter().any(has));
        let rows: BTreeSet<usize> = rows.map(|(at, _)| at).collect();
        (!rows.is_empty()).then_some(rows)
    }

    /// How many entries these words speak of.
    pub(super) fn count(&self, tokens: &[Token]) -> Option<usize> {
        self.told(tokens).count
    }

    /// All entries of the lists that these words name, and nothing else.
    pub(super) fn listed(&self, tokens: &[Token]) -> Option<Pick> {
        let told = self.told(tokens);
        let plain = !told.unknown && told.named.is_empty() && told.by.is_empty() && told.order.is_none();
        (plain && !told.lists.is_empty()).then_some(Pick { rows: told.lists, named: false, all: true, count: None })
    }

    /// Something is described that is not here.
    pub(super) fn is_elsewhere(&self, tokens: &[Token]) -> bool {
        let told = self.told(tokens);
        told.unknown && told.named.is_empty()
    }

    /// A word that narrows nothing: small words, kinds of things, the operation, what the file is called.
    fn says_nothing(&self, t: &Token, kinds: &mut nouns::Kinds) -> bool {
        let w = t.lower.as_str();
        let one = singular(w).to_owned();
        if gist::is_small(t) || bounds::is_small(w) || self.path.contains(&one) {
            return true;
        }
        let own = nouns::kinds(w);
        if own != 0 {
            // `the builds of the release branch`: the second kind narrows the first.
            let same = *kinds == 0 || own & *kinds != 0;
            *kinds = if *kinds == 0 { own } else { own & *kinds };
            return same;
        }
        words::of_word(w).is_some()
            || w.contains(['/', '.']) && w.split(['/', '.']).any(|p| self.path.contains(&singular(p).to_owned()))
            || FILLERS.contains(&one.as_str())
    }
}

/// A description with more words is not understood, the parts of so many names are not looked at, and of a file with so many keys
/// nothing is compared: each is done for several clauses.
const MAX_WORDS: usize = 80;
const MAX_PARTED: usize = 300;
const MAX_KEYS: usize = 64;

/// Where the sets begin that parts of names pick, behind those of the keys.
const AFFIX: usize = 1 << 20;

/// Words that describe nothing by themselves.
const FILLERS: &[&str] = &[
    "row",
    "line",
    "record",
    "element",
    "value",
    "block",
    "section",
    "api",
    "one",
    "belong",
    "belonging",
    "having",
    "marked",
    "tagged",
    "whose",
    "who",
    "there",
    "list",
    "table",
    "keep",
    "state",
    "status",
    "be",
    "been",
    "being",
    "gone",
    "have",
    "has",
    "do",
    "does",
    "went",
    "safely",
    "completely",
    "simply",
    "just",
    "really",
    "finally",
    "today",
    "than",
    "with",
    "by",
    "set",
    "member",
    "person",
    "people",
    "still",
    "currently",
    "name",
    "start",
    "starting",
    "begin",
    "beginning",
    "end",
    "ending",
    "prefix",
    "suffix",
    "contain",
    "containing",
    "match",
    "id",
    "file",
    "config",
    "exactly",
    "those",
    "only",
    "longer",
    "no",
];

/// Words behind which a reason is told, or another thing.
fn is_reason(word: &str) -> bool {
    matches!(
        word,
        "because"
            | "since"
            | "as"
            | "so"
            | "they"
            | "they're"
            | "we"
            | "we're"
            | "it"
            | "it's"
            | "its"
            | "cause"
            | "cuz"
            | "he"
            | "she"
            | "he's"
            | "she's"
            | "i"
            | "i'm"
            | "that's"
            | "nobody"
            | "otherwise"
    )
}

/// How many words `i want …` has.
fn wish(tokens: &[Token]) -> usize {
    let word = |n: usize| tokens.get(n).map_or("", Token::word);
    usize::from(matches!(word(0), "i" | "we") && matches!(word(1), "want" | "need")) * 2
}

/// `held by a`, `that goes to b`: what follows is whose it is, or where it leads.
fn is_done_by(word: &str, next: &str) -> bool {
    const BY: &[&str] = &[
        "held",
        "owned",
        "made",
        "created",
        "started",
        "opened",
        "submitted",
        "posted",
        "taken",
        "booked",
        "requested",
        "reserved",
        "run",
    ];
    const TO: &[&str] = &["goes", "go", "posts", "points", "sends", "leads"];
    next == "by" && BY.contains(&word) || next == "to" && TO.contains(&word)
}

fn is_value_lead(word: &str) -> bool {
    matches!(word, "to" | "at" | "as" | "=" | "is" | "of" | "by")
}

fn is_unit(word: &str) -> bool {
    matches!(
        word.trim_end_matches('s'),
        "day" | "week" | "month" | "year" | "hour" | "minute" | "second" | "d" | "h" | "m" | "w"
    )
}

fn order(word: &str, next: &str) -> Option<Order> {
    Some(match word {
        "oldest" | "earliest" => Order::Oldest,
        "newest" | "latest" | "youngest" => Order::Newest,
        "smallest" | "lowest" | "cheapest" => Order::Least,
        "largest" | "biggest" | "highest" => Order::Most,
        "first" if next != "of" => Order::First,
        "last" if !is_unit(next) => Order::Last,
        _ => return None,
    })
}

/// A number in figures or in a word.
fn counted(word: &str) -> Option<usize> {
    let both = matches!(word, "both").then_some(2);
    both.or_else(|| token::numeral(word)).or_else(|| word.parse().ok())
}

/// A year, or a date that begins with one.
fn is_date(value: &str) -> bool {
    let digits = |n: usize| value.get(..n).is_some_and(|p| p.bytes().all(|b| b.is_ascii_digit()));
    let year =
        digits(4) && value.get(..4).and_then(|y| y.parse::<u32>().ok()).is_some_and(|y| (1990..2100).contains(&y));
    year && (value.len() == 4 || matches!(value.as_bytes().get(4), Some(b'-' | b'/' | b'.')))
}

/// A text by which numbers within it are compared as such.
fn natural(text: &str) -> String {
    let (mut out, mut digits) = (String::new(), String::new());
    let end = |digits: &mut String, out: &mut String| {
        if !digits.is_empty() {
            out.push_str(&format!("{digits:0>12}"));
            digits.clear();
        }
    };
    for c in text.chars().take(64) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            end(&mut digits, &mut out);
            out.extend(c.to_lowercase());
        }
    }
    end(&mut digits, &mut out);
    out
}

/// `all -dev tags`, `spike/*`: where a name begins or ends. Any other word is a part of names only where several are meant: `release/3.4` is
/// no description of `release/3.4.1`.
fn is_edge(word: &str) -> bool {
    word.starts_with('-') || word.ends_with(['-', '*', '/'])
}

fn speaks_of_several(t: &Token) -> bool {
    let w = t.word();
    matches!(
        w,
        "all" | "every" | "each" | "everything" | "both" | "any" | "anything" | "these" | "those" | "ones" | "only"
    ) || matches!(w, "entries" | "rows" | "lines" | "items" | "records")
        || w.ends_with('s') && nouns::kinds(w) != 0
        || counted(w).is_some_and(|n| n > 1)
}

fn singular(word: &str) -> &str {
    match word {
        "branches" | "patches" | "caches" => word.get(..word.len() - 2).unwrap_or(word),
        w => w.strip_suffix('s').filter(|s| s.len() > 2 && !s.ends_with('s')).unwrap_or(w),
    }
}

/// A name as it is compared: `search-indexer` is `searchIndexer`.
fn plain(name: &str) -> String {
    if name.len() < 5 { name.to_lowercase() } else { name.to_lowercase().replace(['-', '_', ' '], "") }
}

/// `web1` of `web1.example.com`, where it is no plain word.
fn first_label(name: &str) -> Option<&str> {
    let (label, rest) = name.split_once('.')?;
    let host = rest.contains('.') && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    let marked = label.contains(|c: char| c.is_ascii_digit() || c == '-');
    (host && marked && label.contains(|c: char| c.is_ascii_alphabetic())).then_some(label)
}

/// The host of an address.
fn host_of(value: &str) -> Option<&str> {
    let (_, rest) = value.split_once("://")?;
    rest.split(['/', ':', '?']).next().filter(|h| h.contains('.'))
}

fn put<V>(map: &mut BTreeMap<String, Vec<V>>, key: &str, value: V) {
    map.entry(key.to_owned()).or_default().push(value);
}

fn merge(by: &mut BTreeMap<usize, BTreeSet<usize>>, (of, rows): (usize, BTreeSet<usize>)) {
    by.entry(of).or_default().extend(rows);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::consent::token;
    use crate::decide::entries::rows;

    const JOBS: &str = "id,team,state,created,size\na1,web,failed,2024-01-03,5\na2,web,running,2024-02-03,7\na3,api,failed,2023-11-30,9\na4,api,queued,2024-03-01,2";

    fn picked(words: &str) -> Option<Vec<String>> {
        let rows = rows::between("ops/jobs.csv", JOBS, JOBS, false).unwrap();
        let index = Index::of(&rows, "ops/jobs.csv");
        let pick = index.pick(&token::tokens(words))?;
        Some(pick.rows.iter().filter_map(|r| rows.rows.get(*r)?.names.first().cloned()).collect())
    }

    #[test]
    fn descriptions_of_entries() {
        for (words, want) in [
            ("the failed jobs", Some(vec!["a1", "a3"])),
            ("all failed jobs of team web", Some(vec!["a1"])),
            ("the two oldest", Some(vec!["a1", "a3"])),
            ("the oldest failed job", Some(vec!["a3"])),
            ("everything from before 2024 in ops/jobs.csv", Some(vec!["a3"])),
            ("every job with state queued or running", Some(vec!["a2", "a4"])),
            ("the pending ones", Some(vec!["a4"])),
            ("a2 and a4", Some(vec!["a2", "a4"])),
            ("the largest one", Some(vec!["a3"])),
            ("jobs with size below 6", Some(vec!["a1", "a4"])),
            ("the three failed jobs", None),
            ("the failed jobs that nobody restarted", None),
            ("the failed jobs older than 30 days", None),
            ("failed jobs of customers", None),
            ("what is in there", None),
        ] {
            let want = want.map(|w| w.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(picked(words), want, "{words}");
        }
    }
}
