//! What an edit of a file by which others live does plainly otherwise than the last prompt asks: another day, another value in the
//! place of the one that was to be replaced, another environment, another entry of the kind. Called by `edit` on whatever else
//! the words were found to say.

use super::super::gist::{self, Clause, Stance};
use super::super::heard::Want;
use super::super::token::{Kind, Token};
use super::super::{amounts, bounds, dates, nouns, turns, values};
use super::{ADDS, AWAY, CHANGES, Words, has, is_file, is_marked, within_home};
use crate::decide::entries::rows::{Row, Rows, Set};
use crate::decide::entries::steps::Steps;

/// The request that says otherwise.
pub(super) fn request(heard: &Words<'_>, edit: &Steps) -> Option<usize> {
    if edit.aside || !(edit.state || edit.operated) {
        return None;
    }
    let rows = edit.rows.as_ref().filter(|r| !r.touched.is_empty())?;
    let last = heard.clauses.last()?.turn;
    if let Some(limit) = spared(heard, rows, last) {
        return Some(limit);
    }
    let changes = |w: &&Want| w.ask.turn == last && w.ask.ops.meets(AWAY.or(CHANGES).or(ADDS));
    let now: Vec<&Want> = heard.wants.iter().filter(changes).collect();
    let first = now.first()?;
    let about: Vec<Token> = now.iter().flat_map(|w| w.about().iter().cloned()).collect();
    let said = Said { heard, edit, rows, about };
    (said.another_day() || said.another_value() || said.another_place() || said.another_one()).then_some(first.clause)
}

/// `wait, leave a`: the last prompt spares by its name what is taken out.
fn spared(heard: &Words<'_>, rows: &Rows, last: usize) -> Option<usize> {
    let spares = |c: &Clause| {
        let first = c.object.iter().map(Token::word).find(|w| !matches!(*w, "please" | "but" | "so" | ","));
        c.stance == Stance::Limits
            && c.turn == last
            && !c.asked
            && matches!(first.unwrap_or(""), "leave" | "keep" | "spare" | "not" | "except")
    };
    let gone: Vec<&Row> =
        rows.touched.iter().filter(|t| t.sets.is_empty()).filter_map(|t| rows.rows.get(t.row)).collect();
    let takes = |c: &Clause| {
        let tokens: Vec<Token> = c.tokens().cloned().collect();
        gone.iter().flat_map(|r| &r.names).any(|n| is_marked(n) && has(&tokens, n))
    };
    let asks = |sentence: usize| heard.clauses.iter().any(|c| c.sentence == sentence && c.stance == Stance::Asks);
    heard.clauses.iter().rposition(|c| spares(c) && !asks(c.sentence) && takes(c))
}

struct Said<'a> {
    heard: &'a Words<'a>,
    edit: &'a Steps,
    rows: &'a Rows,
    /// What the requests of the last prompt are about.
    about: Vec<Token>,
}

impl Said<'_> {
    fn touched(&self) -> impl Iterator<Item = (&Row, &[Set])> {
        self.rows.touched.iter().filter_map(|t| Some((self.rows.rows.get(t.row)?, &t.sets[..])))
    }

    fn sets(&self) -> impl Iterator<Item = (&Set, &str, &str)> {
        let both = |s: &'_ Set| s.old.is_some() && s.new.is_some();
        let all = self.touched().flat_map(|(_, sets)| sets).filter(move |s| both(s));
        all.filter_map(|s| Some((s, s.old.as_deref()?, s.new.as_deref()?)))
    }

    /// `until 2024-10-01`, and it is another day.
    fn another_day(&self) -> bool {
        let said = |day: &str| self.heard.words.iter().any(|t| t.lower == day);
        let day = |v: &str| v.get(..10).filter(|_| dates::is_day(v)).map(str::to_owned);
        self.about.iter().any(|t| dates::is_day(&t.lower))
            && self.sets().any(|(_, old, new)| dates::is_day(old) && day(new).is_some_and(|d| !said(&d)))
    }

    /// `a instead of b`, `from b to a`, and b becomes c.
    fn another_value(&self) -> bool {
        let plain = |t: &Token| t.kind != Kind::Quote && t.kind != Kind::Mark;
        let pair = |at: usize| {
            let (first, next) = (self.about.get(at)?, self.about.get(at + 1)?);
            match (first.word(), self.about.get(at + 2)?.word()) {
                ("instead", _) if next.word() == "of" => {
                    let to = self.about.get(at.checked_sub(1)?)?;
                    let from = self.about.iter().skip(at + 2).find(|t| !gist::is_small(t))?;
                    Some((from, to, at + 2))
                }
                ("from", "to") => Some((next, self.about.get(at + 3)?, at + 4)),
                _ => None,
            }
        };
        (0..self.about.len()).filter_map(pair).filter(|(a, b, _)| plain(a) && plain(b)).any(|(from, to, next)| {
            let unit = self.about.get(next).map_or("", Token::word);
            let is = |t: &Token, v: &str| t.lower == v.to_lowercase() || values::number(&t.lower) == Some(v);
            let same = |s: &Set, v: &str| is(to, v) || amounts::is_same(&to.lower, unit, v, &s.key.to_lowercase());
            self.sets().any(|(s, old, new)| is(from, old) && !same(s, new))
        })
    }

    /// `in staging`, and it stands below production; `of the zone a`, and nothing of a is there.
    fn another_place(&self) -> bool {
        let wide = |t: &Token| matches!(t.word(), "everywhere" | "wherever" | "all" | "both" | "every" | "each");
        if self.about.iter().any(wide) {
            return false;
        }
        let labels: Vec<_> = self.about.iter().filter_map(|t| environment(t.word())).collect();
        let missing = self.missing_place();
        self.touched().any(|(row, _)| {
            let places = || row.owners.iter().chain(&row.names);
            let mut own = places().filter_map(|o| environment(o)).peekable();
            let labelled = own.peek().is_some();
            let other = labelled && !labels.is_empty() && !own.any(|l| labels.contains(&l));
            let said = |o: &String| has(&self.about, o);
            let unsaid = match row.owners.is_empty() {
                true => labelled && !row.names.iter().any(said),
                false => !row.owners.iter().any(said),
            };
            other || unsaid && missing.is_some_and(|kind| kind || labelled)
        })
    }

    /// A place is said that nothing here has: whether by the word for such a place.
    fn missing_place(&self) -> Option<bool> {
        const PLACES: &[&str] = &[
            "zone",
            "group",
            "queue",
            "namespace",
            "section",
            "env",
            "environment",
            "cluster",
            "region",
            "pool",
            "tenant",
        ];
        (1..self.about.len()).find_map(|at| {
            let (before, t) = (self.about.get(at - 1)?, self.about.get(at)?);
            let kind = PLACES.contains(&before.word()) && (is_marked(&t.lower) || bounds::is_strange(t));
            let ends = self.about.get(at + 1).is_none_or(|n| n.kind == Kind::Mark);
            let within = matches!(before.word(), "in" | "on") && bounds::is_strange(t) && !is_marked(&t.lower) && ends;
            let named = t.kind != Kind::Mark && t.kind != Kind::Quote && !is_file(t);
            (named && (kind || within) && !self.is_here(t)).then_some(kind)
        })
    }

    /// `user a` of `users.csv`, and only b is touched.
    fn another_one(&self) -> bool {
        let name = self.edit.path.rsplit('/').next().unwrap_or("").to_lowercase();
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(s, _)| s);
        let kind = |w: &str| w.len() > 2 && stem.split(['-', '_', '.']).any(|p| nouns::stem(p) == nouns::stem(w));
        let named = |at: usize| {
            let (before, t) = (self.about.get(at.checked_sub(1)?)?, self.about.get(at)?);
            let own = is_marked(&t.lower) || bounds::is_strange(t) && turns::is_name(&self.about, at);
            (own && kind(before.word()) && t.kind != Kind::Quote && t.kind != Kind::Mark && !is_file(t)).then_some(t)
        };
        let mut all = (0..self.about.len()).filter_map(named).peekable();
        let unsaid = || self.touched().all(|(row, _)| !row.names.iter().any(|n| has(&self.about, n)));
        all.peek().is_some() && unsaid() && all.all(|t| !self.is_touched(t))
    }

    /// Something that is touched, or comes, has this name or value.
    fn is_touched(&self, t: &Token) -> bool {
        let one = std::slice::from_ref(t);
        let of = |row: &Row| {
            row.names.iter().chain(&row.owners).chain(row.fields.iter().map(|(_, v)| v)).any(|n| has(one, n))
        };
        self.touched().any(|(row, _)| of(row)) || self.rows.added.iter().any(of)
    }

    /// The word is in the file, or in its path.
    fn is_here(&self, t: &Token) -> bool {
        let one = std::slice::from_ref(t);
        let of = |row: &Row| {
            row.names.iter().chain(&row.owners).chain(row.fields.iter().flat_map(|(k, v)| [k, v])).any(|n| has(one, n))
        };
        let path = within_home(&self.edit.path).to_lowercase();
        path.contains(t.lower.as_str()) || self.rows.rows.iter().chain(&self.rows.added).any(of)
    }
}

/// An environment by one of its names.
fn environment(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    nouns::label(&lower)?;
    Some(match lower.as_str() {
        "prod" | "live" | "prd" => "production".to_owned(),
        "stage" | "stg" => "staging".to_owned(),
        "dev" => "development".to_owned(),
        _ => lower,
    })
}
