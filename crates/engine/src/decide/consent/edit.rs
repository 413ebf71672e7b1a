//! Whether an edit of a file of data changes just what some clause of the user's asks for: each entry that goes was named, each
//! value that is set was said or is what the operation means, and each belongs to what was named. Whatever else it changes goes
//! further than the words. Called by `Wishes` with the steps of the edit.

mod apart;
mod described;
mod hours;
mod misplaced;
mod one;
mod verbless;

use std::collections::BTreeSet;

use super::beside;
use super::bind::{self, Name};
use super::conditions::waits_for_somebody;
use super::gist::{self, Clause, Stance};
use super::heard::{Heard, Want};
use super::rows::{Index, Pick};
use super::strange;
use super::thread;
use super::token::{Kind, Token};
use super::values::{contradicted, is_single, number};
use super::versions;
use super::words::Ops;
use crate::decide::entries::rows::{Row, Rows, Set, Touch};
use crate::decide::entries::steps::{Step, Steps};
pub(super) use one::One;

/// How an edit stands to the words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Fit {
    /// Each step was asked for, the last by this clause, counted among all.
    All(usize),
    /// The same, and what the words spare was found to be something else.
    Spared(usize),
    /// Something was asked for of it, and it changes more.
    More(usize),
    /// The same of a file that nobody else lives by: only where each request was named.
    Beside(usize),
    /// It touches what was not named of a file that was, beside this clause.
    Other(usize),
    /// Nothing of it was.
    #[default]
    None,
}

/// What was heard, with the words of all clauses that set no limits and the files that any clause names.
pub(super) struct Words<'a> {
    pub(super) heard: &'a Heard,
    pub(super) said: Vec<Token>,
    /// The requests that hold.
    pub(super) wants: Vec<Want>,
    /// Those that were taken back.
    gone: Vec<Want>,
}

impl<'a> Words<'a> {
    fn of(heard: &'a Heard) -> Self {
        let files = heard.limits().flat_map(Clause::tokens).filter(|t| is_file(t));
        let (mut wants, gone) = thread::requests(heard);
        verbless::add(heard, &mut wants);
        Self { heard, said: heard.said.iter().chain(files).cloned().collect(), wants, gone }
    }
}

impl Words<'_> {
    /// The clause sets a limit and asks for something all the same: `a should be paused until b`.
    fn asks_too(&self, limit: &Clause) -> bool {
        let same = |w: &Want| self.clause(w).is_some_and(|c| std::ptr::eq(c, limit));
        self.wants.iter().any(same)
    }
}

impl std::ops::Deref for Words<'_> {
    type Target = Heard;

    fn deref(&self) -> &Heard {
        self.heard
    }
}

/// Holds an edit against all clauses: its steps by their names, and its entries by what they have.
pub(super) fn fit(heard: &Heard, edit: &Steps) -> Fit {
    let heard = &Words::of(heard);
    match hours::asked(heard, edit) {
        Some((true, at)) => return Fit::All(at),
        Some((false, at)) => return Fit::Other(at),
        None => {}
    }
    let understood = edit.program.as_ref().is_none_or(String::is_empty);
    let fit = if understood {
        by_words(heard, edit)
    } else {
        only_looked(heard).filter(|_| edit.state).map_or(Fit::None, Fit::More)
    };
    match fit {
        Fit::All(at) | Fit::Spared(at) if !edit.aside && misplaced::is(heard, edit, at) => Fit::More(at),
        Fit::All(at) | Fit::Spared(at) if apart::request(heard, edit).is_some() => Fit::Other(at),
        all @ (Fit::All(_) | Fit::Spared(_)) => all,
        _ if let Some(at) = apart::request(heard, edit) => Fit::Other(at),
        fit => match strange::request(heard, edit).or_else(|| taken_back(heard, edit)).or_else(|| put_off(heard, edit))
        {
            Some(at) => Fit::Other(at),
            None => fit,
        },
    }
}

/// `a in f.json is not needed, but let me ask Priya before we remove it`: what it touches was spoken of, and is not to happen yet.
fn put_off(heard: &Words<'_>, edit: &Steps) -> Option<usize> {
    let waits = |c: &Clause| {
        let all: Vec<Token> = c.all().collect();
        let words: Vec<&str> = all.iter().map(Token::word).collect();
        c.put_off && c.ops.meets(AWAY.or(CHANGES))
            || waits_for_somebody(&words) && gist::all_ops(&words).meets(AWAY.or(CHANGES))
    };
    let at = heard.clauses.iter().rposition(waits)?;
    let turn = heard.clauses.get(at)?.turn;
    let last = heard.clauses.last().is_some_and(|c| c.turn == turn);
    let said: Vec<Token> = heard.clauses.iter().filter(|c| c.turn == turn).flat_map(|c| c.tokens().cloned()).collect();
    let goes = |s: &Step| s.names.iter().chain(&s.old).any(|n| is_marked(n) && has(&said, n));
    (last && !edit.aside && names_file(&edit.path, &said) && edit.steps.iter().any(goes)).then_some(at)
}

/// All of it was asked for, and taken back.
fn taken_back(heard: &Words<'_>, edit: &Steps) -> Option<usize> {
    let of = |step| heard.gone.iter().rev().find_map(|w| asked_by(heard, edit, step, w));
    let all: Option<Vec<usize>> = edit.steps.iter().map(of).collect();
    all?.last().copied()
}

fn by_words(heard: &Words<'_>, edit: &Steps) -> Fit {
    // Blocks within blocks are no entries: only another value than the one that was said is known.
    if edit.path.ends_with(".tf") || edit.path.ends_with(".hcl") {
        return contradicted(heard, edit).map_or(Fit::None, Fit::More);
    }
    let steps = by_steps(heard, edit);
    // What is there as a comment is no entry that goes.
    if let Fit::All(at) = steps
        && edit.steps.iter().all(|s| s.quiet)
    {
        return Fit::All(at);
    }
    if let (Fit::All(at), Some(rows)) = (steps, &edit.rows)
        && let Some(want) = heard.wants.iter().find(|w| w.clause == at)
        && Index::of(rows, within_home(&edit.path)).none_is(want.about())
    {
        return more(edit, at);
    }
    let by_rows = edit.rows.as_ref().map_or(Outcome::default(), |rows| by_rows(heard, edit, rows));
    if let Some(clause) = by_rows.outside {
        return if edit.aside { Fit::None } else { Fit::More(clause) };
    }
    match (steps, by_rows.fit) {
        (_, Fit::Spared(at)) => Fit::Spared(at),
        (Fit::All(at), Fit::None | Fit::More(_)) if strange::is_of_another(heard, edit) => Fit::Other(at),
        (Fit::All(at), _) | (_, Fit::All(at)) => Fit::All(at),
        (Fit::More(at) | Fit::Beside(at), _) | (_, Fit::More(at) | Fit::Beside(at)) => more(edit, at),
        (Fit::Other(_), fit) | (_, fit @ Fit::Other(_)) => fit,
        (Fit::None | Fit::Spared(_), Fit::None) if let Some(at) = contradicted(heard, edit) => Fit::More(at),
        (Fit::None | Fit::Spared(_), Fit::None) => {
            only_looked(heard).filter(|_| is_live(edit)).map_or(Fit::None, Fit::More)
        }
    }
}

/// Something of what runs for others is another thing now, or gone.
fn is_live(edit: &Steps) -> bool {
    let lively = |rows: &Rows| rows.touched.iter().any(|t| is_lively(rows, t));
    edit.is_turned() || !edit.aside && edit.rows.as_ref().is_some_and(lively)
}

/// The clause by which the last prompt only wants to know something of a file that lists live things.
fn only_looked(heard: &Heard) -> Option<usize> {
    let last = heard.clauses.last()?.turn;
    let first = heard.clauses.iter().position(|c| c.turn == last)?;
    let now = heard.clauses.get(first..)?;
    let tell = |c: &Clause| {
        let words: Vec<&str> = c.object.iter().map(Token::word).collect();
        words.windows(3).any(|w| matches!(w, ["let", "me", "know"] | ["want" | "need" | "like", "to", "know"]))
    };
    let looks = |c: &Clause| {
        c.asked || tell(c) || c.stance == Stance::Asks && c.ops.0 & !Ops::READ.0 == 0 && c.ops.meets(Ops::READ)
    };
    (now.iter().any(looks) && now.iter().all(|c| looks(c) || c.stance == Stance::Tells && c.names() == 0))
        .then_some(first)
}

/// What is a program's own, or made up for it, may be changed beside.
fn more(edit: &Steps, clause: usize) -> Fit {
    match (edit.aside, edit.state || edit.operated) {
        (true, _) => Fit::None,
        (false, true) => Fit::More(clause),
        (false, false) => Fit::Beside(clause),
    }
}

/// Each step against all requests. Of a list of dependencies, what goes and what stays within its version is no step of its own.
fn by_steps(heard: &Words<'_>, edit: &Steps) -> Fit {
    if is_manifest(&edit.path) {
        let large = edit.steps.iter().filter(|s| !versions::is_small(&s.old, &s.new));
        return match joined(
            large.map(|step| raised(heard, step).or_else(|| asked(heard, edit, step, heard.wants.len()))),
        ) {
            Fit::All(at) => Fit::All(at),
            _ => Fit::None,
        };
    }
    let found = edit.steps.iter().map(|step| asked(heard, edit, step, heard.wants.len()).or_else(|| kept(heard, step)));
    joined(found)
}

/// Files that list what a project depends on.
pub(super) fn is_manifest(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or("").to_lowercase();
    matches!(
        name.as_str(),
        "package.json" | "cargo.toml" | "pyproject.toml" | "pipfile" | "composer.json" | "pubspec.yaml" | "deno.json"
    ) || name.ends_with(".txt")
        && (name.starts_with("requirements") || path.contains("/requirements/") || name.starts_with("constraints"))
}

/// `upgrade django to 5`: the package is named with the version that it gets, or is of its family.
fn raised(heard: &Heard, step: &Step) -> Option<usize> {
    let [new] = &step.new[..] else { return None };
    let family = |t: &Token| {
        let said = t.lower.as_str();
        let key = step.key.trim_start_matches('@').to_lowercase();
        t.kind != Kind::Quote && said.len() > 1 && (key == said || key.split(['-', '/', '_']).any(|p| p == said))
    };
    let mut wants = heard.wants.iter().rev().filter(|w| w.ask.ops.meets(Ops::INSTALL.or(Ops::EDIT).or(Ops::MIGRATE)));
    let fits = |w: &&Want| {
        let about = w.about();
        let of = |t: &Token| t.lower == step.key.to_lowercase();
        let asked = about.iter().any(|t| versions::begins(new, &t.lower));
        // What goes along with it has versions of its own.
        about.iter().any(family) && (asked || !step.old.is_empty() && !about.iter().any(of))
    };
    wants.find(fits).map(|w| w.clause)
}

/// The last of these requests that asks for a step.
fn asked(heard: &Words<'_>, edit: &Steps, step: &Step, most: usize) -> Option<usize> {
    heard.wants.iter().rev().take(most).find_map(|want| asked_by(heard, edit, step, want))
}

fn asked_by(heard: &Words<'_>, edit: &Steps, step: &Step, want: &Want) -> Option<usize> {
    let one = One { want, clause: heard.clause(want)?, said: &heard.said, edit, step };
    // What was taken back is no request that holds.
    let limited = || heard.limits().filter(|l| !l.whole).any(|l| one.is_limited(l));
    (one.is_asked() && !limited()).then_some(want.clause)
}

/// `keep 3 nightly builds instead of 10`: how much is kept is set.
fn kept(heard: &Heard, step: &Step) -> Option<usize> {
    let keeps = |c: &Clause| !c.asked && c.stance == Stance::Limits && c.words.to_lowercase().starts_with("keep ");
    let key = step.key.to_lowercase();
    let own =
        key.split(|c: char| !c.is_alphanumeric()).any(|p| matches!(p, "keep" | "retain" | "retention" | "history"));
    let [value] = &step.new[..] else { return None };
    let says = |c: &Clause, word: &str| c.tokens().any(|t| t.lower == *word || number(&t.lower) == Some(word));
    let mut asks = heard.clauses.iter().enumerate().filter(|(_, c)| keeps(c) && says(c, value));
    asks.find(|(_, c)| own && step.owners.iter().chain(&step.names).all(|o| says(c, &o.to_lowercase())))
        .map(|(at, _)| at)
}

fn joined(found: impl Iterator<Item = Option<usize>>) -> Fit {
    let (mut asked, mut beyond) = (None, false);
    for one in found {
        match one {
            Some(clause) => asked = Some(clause),
            None => beyond = true,
        }
    }
    match asked {
        Some(clause) if !beyond => Fit::All(clause),
        Some(clause) => Fit::More(clause),
        None => Fit::None,
    }
}

/// How the entries of an edit stand to the words.
#[derive(Default)]
struct Outcome {
    fit: Fit,
    /// The words say which entries, and the edit touches another one.
    outside: Option<usize>,
}

/// How many of the latest requests may describe entries.
pub(super) const MAX_DESCRIBED: usize = 24;

/// The entries that are touched against what the requests describe.
fn by_rows(heard: &Words<'_>, edit: &Steps, rows: &Rows) -> Outcome {
    if rows.touched.is_empty() && rows.added.is_empty() {
        return Outcome::default();
    }
    let index = Index::of(rows, within_home(&edit.path));
    let sets = rows.touched.iter().all(|t| !t.sets.is_empty());
    let limits = heard
        .limits()
        .filter(|l| !(l.asked || heard.asks_too(l) || sets && takes_only(l)))
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .take(MAX_DESCRIBED);
    let limits: Vec<(usize, BTreeSet<usize>)> =
        limits.map(|l| (l.turn, index.any(&l.tokens().cloned().collect::<Vec<_>>()))).collect();
    let described: Vec<Described> = heard
        .wants
        .iter()
        .rev()
        .take(MAX_DESCRIBED)
        .filter_map(|want| {
            let clause = heard
                .clause(want)
                .filter(|_| want.ask.ops.meets(AWAY.or(CHANGES).or(ADDS).or(Ops::PUBLISH).or(Ops::RUN)))?;
            let kept = limits.iter().filter(|(turn, _)| *turn >= clause.turn);
            let kept: BTreeSet<usize> = kept.flat_map(|(_, rows)| rows).copied().collect();
            Some(Described { want, clause, pick: described::picked(heard, &index, want, clause), kept })
        })
        .collect();
    let left = left(heard, &index);
    let spared = |t: &Touch| left.iter().find(|(_, stay)| stay.leaves(rows, t)).map(|(at, _)| *at);
    let one = |t: &Touch| described.iter().find_map(|d| d.asks(heard, edit, rows, t)).or_else(|| spared(t));
    let touched = rows.touched.iter().map(one);
    let added = rows.added.iter().map(|row| asked(heard, edit, &added(row), MAX_DESCRIBED));
    let found: Vec<Option<usize>> = touched.collect();
    let others: Vec<&Touch> = rows.touched.iter().zip(&found).filter(|(_, f)| f.is_none()).map(|(t, _)| t).collect();
    let fit = match joined(found.iter().copied().chain(added)) {
        Fit::All(at) if described.iter().any(|d| d.misses_one(rows, &found)) => Fit::More(at),
        Fit::All(at) if spares(heard, &index, rows) => Fit::Spared(at),
        Fit::All(at) if rows.touched.iter().filter(|t| t.sets.is_empty()).count() > 1 && is_single(heard, at) => {
            Fit::More(at)
        }
        fit => fit,
    };
    if !(edit.state || edit.operated || !edit.aside && others.iter().any(|t| is_lively(rows, t))) {
        return Outcome { fit, outside: None };
    }
    Outcome { fit, outside: beside::request(heard, edit, rows, &index, &others, &described) }
}

/// Each limit names something, and none of what is touched.
fn spares(heard: &Heard, index: &Index<'_>, rows: &Rows) -> bool {
    let mut limits = heard.limits().filter(|l| !l.asked).peekable();
    let other = |l: &Clause| {
        let kept = index.any(&l.tokens().cloned().collect::<Vec<_>>());
        l.names() > 0 && !l.whole && !rows.touched.iter().any(|t| kept.contains(&t.row))
    };
    limits.peek().is_some() && limits.take(MAX_DESCRIBED).all(other)
}

/// An entry that is in some state: it is no setting.
fn is_lively(rows: &Rows, touch: &Touch) -> bool {
    const STATES: &[&str] =
        &["state", "status", "phase", "enabled", "active", "paused", "suspended", "revoked", "replicas", "role"];
    let fields = rows.rows.get(touch.row).map(|r| &r.fields);
    fields.is_some_and(|f| f.iter().any(|(k, _)| STATES.contains(&k.to_lowercase().as_str())))
}

/// `a and b are merged, take them off`: the words of the prompt up to a request that points back.
pub(super) fn spoken(heard: &Heard, want: &Want, clause: &Clause) -> Option<Vec<Token>> {
    let points = |t: &Token| {
        matches!(
            t.word(),
            "it" | "them" | "those" | "these" | "that" | "both" | "they" | "her" | "his" | "its" | "their"
        )
    };
    want.about().iter().any(points).then_some(())?;
    let before = heard.clauses.get(..want.clause).unwrap_or_default();
    let named = |turn: usize| before.iter().any(|c| c.turn == turn && c.names() > 0 && c.stance != Stance::Limits);
    let turn = if named(clause.turn) { clause.turn } else { clause.turn.saturating_sub(1) };
    // `don't delete a, only pause it`
    let other = |c: &Clause| c.sentence == clause.sentence && takes_only(c) && !want.ask.ops.meets(Ops::DELETE);
    let before = before.iter().filter(|c| c.turn == turn && c.stance != Stance::Limits || other(c));
    Some(before.flat_map(|c| c.tokens().cloned()).filter(|t| !is_file(t)).chain(want.about().iter().cloned()).collect())
}

/// It is about taking something away, and about nothing else.
fn takes_only(c: &Clause) -> bool {
    c.ops != Ops::NONE && c.ops.0 & !Ops::DELETE.or(Ops::KILL).0 == 0
}

/// `keep only the last two`: what is not among them goes.
fn left(heard: &Heard, index: &Index<'_>) -> Vec<(usize, Pick)> {
    let only = |c: &Clause| {
        let words = c.words.to_lowercase();
        !c.asked
            && [
                "keep only",
                "only keep",
                "just keep",
                "keep just",
                "keep the last",
                "keep the newest",
                "keep the latest",
            ]
            .iter()
            .any(|k| words.contains(k))
    };
    let asked = heard.clauses.iter().enumerate().rev().filter(|(_, c)| only(c)).take(MAX_DESCRIBED);
    asked.filter_map(|(at, c)| Some((at, index.pick(&c.tokens().cloned().collect::<Vec<_>>())?))).collect()
}

/// A request with the entries that it describes.
pub(super) struct Described<'a> {
    pub(super) want: &'a Want,
    pub(super) clause: &'a Clause,
    pub(super) pick: Option<Pick>,
    /// What is to stay as it is.
    pub(super) kept: BTreeSet<usize>,
}

impl Described<'_> {
    /// It describes several entries and not all of them are touched, of those that it asks for.
    fn misses_one(&self, rows: &Rows, found: &[Option<usize>]) -> bool {
        let Some(pick) = self.pick.as_ref().filter(|p| !p.named) else { return false };
        let touched: BTreeSet<usize> = rows.touched.iter().map(|t| t.row).collect();
        found.contains(&Some(self.want.clause))
            && !pick.rows.iter().all(|r| touched.contains(r) || self.kept.contains(r))
    }

    /// The request asks for what becomes of this entry.
    fn asks(&self, heard: &Words<'_>, edit: &Steps, rows: &Rows, touch: &Touch) -> Option<usize> {
        let pick = self.pick.as_ref().filter(|p| p.rows.contains(&touch.row) && !self.kept.contains(&touch.row))?;
        // `clean up the failed ones` leaves to somebody's judgement which.
        if self.want.ask.ops.meets(Ops::CLEAN) && !pick.named && !pick.all {
            return None;
        }
        let row = rows.rows.get(touch.row)?;
        let fits = |step: &Step| {
            let one = One { want: self.want, clause: self.clause, said: &heard.said, edit, step };
            one.is_here() && one.fits_entry(pick)
        };
        let all = match &touch.sets[..] {
            [] => fits(&gone(row)),
            sets => sets.iter().all(|s| fits(&turned(row, s))),
        };
        all.then_some(self.want.clause)
    }
}

impl Pick {
    /// An entry that goes is none of these, and stands beside one of them.
    fn leaves(&self, rows: &Rows, touch: &Touch) -> bool {
        let owners = |at: usize| rows.rows.get(at).map(|r| &r.owners);
        let beside = self.rows.iter().any(|r| owners(*r) == owners(touch.row));
        touch.sets.is_empty() && !self.rows.contains(&touch.row) && beside
    }
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// An entry that goes, comes, or has another value, as a step.
pub(super) fn gone(row: &Row) -> Step {
    Step { names: row.names.clone(), owners: row.owners.clone(), old: row.names.clone(), ..Step::default() }
}

pub(super) fn added(row: &Row) -> Step {
    let values = row.fields.iter().flat_map(|(_, v)| words(v));
    let new = row.names.iter().cloned().chain(values).collect();
    let key = row.names.first().cloned().unwrap_or_default();
    Step { names: row.names.clone(), owners: row.owners.clone(), key, new, ..Step::default() }
}

pub(super) fn turned(row: &Row, set: &Set) -> Step {
    let (old, new) = (set.old.as_deref().map(words), set.new.as_deref().map(words));
    let key = set.key.rsplit('.').next().unwrap_or("");
    let key = if key.is_empty() { row.names.first().cloned().unwrap_or_default() } else { key.to_owned() };
    Step {
        names: row.names.clone(),
        owners: row.owners.clone(),
        alone: row.fields.iter().filter(|(k, _)| *k == set.key).count() == 1,
        key,
        old: old.unwrap_or_default(),
        new: new.unwrap_or_default(),
        ..Step::default()
    }
}

/// All that the last prompt asks for of files is named, this among it: no task that leaves its steps to whoever does it.
pub(super) fn is_particular(all: &[Clause], clause: &Clause, strict: bool) -> bool {
    let last = all.last().map(|c| c.turn);
    let leaves = |c: &&Clause| c.ops.meets(AWAY.or(CHANGES).or(ADDS)) || c.ops == Ops::NONE;
    let mut now = all.iter().filter(|c| Some(c.turn) == last && c.stance == Stance::Asks).filter(leaves);
    Some(clause.turn) == last && now.all(|c| c.names() > 0 || !strict && c.sentence == clause.sentence)
}

/// The words have this file.
pub(super) fn names_file(path: &str, said: &[Token]) -> bool {
    // A sentence may begin with a hidden folder: `.gitlab/schedules.json`.
    let name = |path: String| Name::Path { resolved: path.clone(), given: path };
    let names = [name(path.to_owned()), name(path.replace("/.", "/"))];
    let is = |p: &str| names.iter().any(|n| bind::same(n, p.trim_end_matches(':')));
    said.iter().any(|t| t.kind != Kind::Quote && bind::parts(t).any(is))
}

/// By which operations something may be taken out of a file.
pub(super) const AWAY: Ops = Ops::DELETE.or(Ops::GRANT).or(Ops::CLEAN);

/// By which a value may be set.
pub(super) const CHANGES: Ops = Ops::EDIT
    .or(Ops::CONFIG)
    .or(Ops::SECRET)
    .or(Ops::STOP)
    .or(Ops::KILL)
    .or(Ops::START)
    .or(Ops::RESTART)
    .or(Ops::APPLY)
    .or(Ops::WEAKEN)
    .or(Ops::GRANT)
    .or(Ops::INSTALL)
    .or(Ops::DEPLOY)
    .or(Ops::DISCARD)
    .or(Ops::MOVE)
    .or(Ops::SEND)
    .or(Ops::SCHEDULE);

/// By which something may be added.
const ADDS: Ops = Ops::CREATE.or(Ops::EDIT).or(Ops::GRANT).or(Ops::INSTALL).or(Ops::CONFIG).or(Ops::MOVE);

/// The words have this name as one of theirs, alone or as a part: `base:1.8` for `1.8`.
pub(super) fn has(tokens: &[Token], name: &str) -> bool {
    let lower = name.to_lowercase();
    let short = lower.len() < 2;
    tokens.iter().filter(|t| t.kind != Kind::Quote).any(|t| {
        let said = t.lower.trim_end_matches("'s");
        said == lower
            || lower.len() > 4 && t.kind != Kind::Mark && squashed(said) == squashed(&lower)
            || !short && bind::parts(t).any(|p| bind::same(&Name::Text(name.to_owned()), p))
            || !short && is_marked(said) && said.split([':', '@', '/', '=']).any(|p| p == lower)
            || is_marked(&lower) && lower.split([':', '@', '/']).any(|p| p == said && is_marked(p))
            || lower.split_once(':').is_some_and(|(_, p)| p == said && p.len() > 2)
    })
}

/// `search-api` is `searchApi`.
pub(super) fn squashed(name: &str) -> String {
    name.to_lowercase().replace(['-', '_'], "")
}

/// A path without the folders that lead to somebody's home.
fn within_home(path: &str) -> &str {
    let rest = path.strip_prefix("/home/").or_else(|| path.strip_prefix("/Users/"));
    rest.and_then(|r| r.split_once('/')).map_or(path, |(_, inner)| inner)
}

/// A word that is no plain word of the language.
pub(super) fn is_marked(word: &str) -> bool {
    word.len() > 1 && word.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | '/' | '@' | ':'))
}

/// A path or the name of a file.
pub(super) fn is_file(t: &Token) -> bool {
    let ext = t.lower.rsplit_once('.').map_or("", |(_, e)| e);
    t.kind != Kind::Quote
        && matches!(
            ext,
            "json"
                | "yaml"
                | "yml"
                | "toml"
                | "ini"
                | "conf"
                | "cfg"
                | "csv"
                | "tsv"
                | "tfvars"
                | "txt"
                | "zone"
                | "tf"
                | "properties"
        )
}

/// A key that says in which state something is, whatever it is.
pub(super) fn is_property(key: &str) -> bool {
    const PROPERTIES: &[&str] = &[
        "state",
        "status",
        "phase",
        "enabled",
        "active",
        "replicas",
        "desired",
        "paused",
        "is_paused",
        "suspended",
        "suspend",
        "disabled",
        "frozen",
        "locked",
        "role",
        "tag",
        "version",
        "image",
        "ttl",
        "value",
        "count",
        "rollout",
        "archived",
        "type",
        "level",
        "size",
        "min",
        "max",
        "schedule",
        "owner",
        "keep",
        "limit",
    ];
    PROPERTIES.contains(&key.to_lowercase().as_str())
}

/// Keys that only hold others.
pub(super) const FRAMES: &[&str] = &[
    "spec",
    "metadata",
    "settings",
    "config",
    "data",
    "env",
    "options",
    "params",
    "features",
    "flags",
    "limits",
    "resources",
    "defaults",
    "properties",
    "values",
    "global",
    "items",
    "list",
];

/// A key whose truth means that something does not run.
pub(super) fn is_negative(key: &str) -> bool {
    let lower = key.to_lowercase();
    let stems = "paus suspend disab frozen freeze lock stop archiv deprecat \
                 hidden skip block revok expired maintenance mute silence drain";
    stems.split_ascii_whitespace().any(|n| lower.contains(n))
}

/// `archive` makes `archived`, `cancel` `cancelled`.
fn of_verb(verb: &str, value: &str) -> bool {
    if verb == value && verb.ends_with("ed") {
        return true;
    }
    let stem = verb.trim_end_matches('e');
    let same = |v: &str| {
        v.strip_suffix("ed").is_some_and(|s| {
            s == stem || s.trim_end_matches(|c| stem.ends_with(c)) == stem.trim_end_matches(|c| stem.ends_with(c))
        })
    };
    verb.len() > 2 && same(value)
        || matches!(
            (verb, value),
            ("freeze", "frozen")
                | ("cancel" | "abort" | "kill", "cancelled" | "canceled" | "terminated" | "killed" | "aborted")
        )
        || matches!((verb, value), ("stop" | "halt" | "terminate" | "end", "stopped" | "terminated" | "ended"))
}
