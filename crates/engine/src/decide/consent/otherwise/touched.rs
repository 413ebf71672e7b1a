//! What an edit touches and what stays beside it, as `otherwise` compares them with the words.

use std::collections::{BTreeMap, BTreeSet};

use super::super::edit::{self, FRAMES, is_property};
use super::super::nouns;
use super::super::token::is_in;
use super::words::{Words, is_small, pieces};
use crate::decide::entries::steps::{Step, Steps};

/// How a switch may stand.
pub(super) const YES: &str = "true on yes enabled active 1";
pub(super) const NO: &str = "false off no disabled inactive 0";

/// What an edit touches, and what stays beside it.
pub(super) struct Touched {
    /// Its steps.
    pub(super) steps: Vec<Step>,
    /// The words of what stays, and stand in nothing that is touched.
    pub(super) stays: BTreeSet<String>,
    /// The parts of what says which entries are touched, without those that what stays has, too.
    pub(super) own: BTreeSet<String>,
    /// The words of the lines that stay, and of the items that do.
    pub(super) kept: BTreeSet<String>,
    /// The words of the lines that are touched and of what holds them, without the values that are new.
    pub(super) lines: BTreeSet<String>,
    /// What was an item of a list in one line.
    pub(super) items: BTreeSet<String>,
    /// The parts of what stays.
    pub(super) beside: BTreeSet<String>,
    /// The parts of all that is touched, and of its file.
    any: BTreeSet<String>,
    /// Of how many different steps a part says which entry they are about.
    shared: BTreeMap<String, usize>,
}

impl Touched {
    pub(super) fn of(edit: &Steps) -> Self {
        let (kept, mut lines) = edit.words();
        let beside: BTreeSet<String> = kept.iter().flat_map(|w| pieces(w)).collect();
        let valued = |s: &&Step| !s.old.is_empty() && !s.new.is_empty();
        for value in edit.steps.iter().filter(valued).flat_map(|s| &s.new) {
            lines.remove(value);
        }
        lines.extend(edit.steps.iter().flat_map(identity).cloned());
        let own = lines.iter().flat_map(|w| pieces(w)).filter(|p| !beside.contains(p)).collect();
        let values = edit.steps.iter().flat_map(|s| s.old.iter().chain(&s.new));
        let any = values.chain(&lines).flat_map(|w| pieces(w)).chain(place(&edit.path)).collect();
        let stays: BTreeSet<String> = kept.difference(&lines).cloned().collect();
        let beside = stays.iter().flat_map(|w| pieces(w)).collect();
        let steps = by_entries(edit);
        let shared = shared(&steps);
        Self { steps, own, any, shared, items: edit.listed(), beside, stays, kept, lines }
    }

    /// The words speak of something in the edit.
    pub(super) fn is_spoken_of(&self, words: &Words) -> bool {
        let told = |p: &String| p.len() > 1 && !is_small(p) && words.has(p);
        self.any.iter().any(told) || self.stays.iter().any(|s| words.names(s) && is_entry(s))
    }

    /// What a step's entry is called: its name, what it stands in, or its key; of an item that goes or comes, the item.
    pub(super) fn entry<'s>(&self, step: &'s Step) -> Vec<&'s String> {
        let holder = step.names.first().or_else(|| step.owners.first());
        // Lines that go with their section.
        let goes = |name: &String| self.steps.iter().any(|s| s.key == *name && s.new.is_empty());
        match (holder, step.old.is_empty() || step.new.is_empty()) {
            (Some(name), true) if !goes(name) => item(step),
            (Some(name), _) => vec![name],
            (None, true) => item(step),
            (None, false) => vec![&step.key],
        }
    }

    /// The parts by which a step's entry differs from those of the others.
    pub(super) fn own_of(&self, step: &Step, steps: &[&Step]) -> BTreeSet<String> {
        let entry = |s| self.entry(s);
        let others = steps.iter().filter(|o| entry(o) != entry(step)).flat_map(|o| entry(o)).flat_map(|w| pieces(w));
        let others: BTreeSet<String> = others.collect();
        entry(step).into_iter().flat_map(|w| pieces(w)).filter(|p| !others.contains(p) && !is_small(p)).collect()
    }

    /// No other step, and nothing that stays, has this part of what says which entry a step is about.
    pub(super) fn is_own(&self, part: &str) -> bool {
        !self.beside.contains(part) && self.shared.get(part).is_none_or(|n| *n < 2)
    }
}

/// The steps by the entries of the file where these show a value that is another one and the lines only show that they go and
/// come; else as the lines show them.
fn by_entries(edit: &Steps) -> Vec<Step> {
    let Some(rows) = &edit.rows else { return edit.steps.clone() };
    let touched = rows.touched.iter().filter_map(|t| Some((rows.rows.get(t.row)?, &t.sets)));
    let turned = touched.flat_map(|(row, sets)| match &sets[..] {
        [] => vec![edit::gone(row)],
        sets => sets.iter().map(|s| edit::turned(row, s)).collect(),
    });
    let by_rows: Vec<Step> = turned.chain(rows.added.iter().map(edit::added)).collect();
    let loose = |steps: &[Step]| steps.iter().filter(|s| s.old.is_empty() || s.new.is_empty()).count();
    if by_rows.is_empty() || loose(&by_rows) >= loose(&edit.steps) { edit.steps.clone() } else { by_rows }
}

/// How many different steps each part belongs to.
fn shared(steps: &[Step]) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    let again = |at: usize, step: &Step| steps.iter().take(at).any(|s| s == step);
    for (_, step) in steps.iter().enumerate().filter(|(at, s)| !again(*at, s)) {
        let parts: BTreeSet<String> = identity(step).flat_map(|w| pieces(w)).collect();
        parts.into_iter().for_each(|p| *out.entry(p).or_default() += 1);
    }
    out
}

/// What says which entry a step is about.
pub(super) fn identity(step: &Step) -> impl Iterator<Item = &String> {
    let own = match (step.old.is_empty(), step.new.is_empty()) {
        (true, false) => &step.new[..],
        (false, true) => &step.old[..],
        _ => &[],
    };
    step.names.iter().chain(&step.owners).chain([&step.key]).chain(own)
}

/// What goes or comes: a line by its first word, an item by itself.
fn item(step: &Step) -> Vec<&String> {
    let words = if step.old.is_empty() { &step.new } else { &step.old };
    if words.contains(&step.key) { vec![&step.key] } else { words.iter().collect() }
}

/// The words of a file's name and of the folder that it stands in.
pub(super) fn place(path: &str) -> impl Iterator<Item = String> {
    let near = path.rsplit('/').take(2).map(|w| w.rsplit_once('.').map_or(w, |(stem, _)| stem));
    near.flat_map(pieces)
}

/// A word by which an entry may be meant: no word for what entries have, or for what they are.
pub(super) fn is_entry(word: &str) -> bool {
    let lower = word.to_lowercase();
    (lower.contains(char::is_alphabetic) || lower.len() > 2 && lower.bytes().all(|b| b.is_ascii_digit()))
        && !is_small(&lower)
        && !is_property(&lower)
        && !FRAMES.contains(&lower.as_str())
        && nouns::kinds(&lower) == 0
        && !is_in(YES, &lower)
        && !is_in(NO, &lower)
}
