//! Which elements of an edit the words mean, as numbers: the lines that are touched against those beside them that stay, by what only
//! they have; to which of them a value belongs that was said; what is done to them against the verbs of the last turn; and the words
//! that belong to nothing there. Weighed with the other numbers of `aligned`.

use std::collections::{BTreeMap, BTreeSet};

use super::super::token::is_in;
use super::Held;
use super::aligned::{few, flag, stem};
use super::elements::{Element, Elements};
use super::said::{Said, Word};
use super::words::{is_common, is_small, pieces};

/// Elements that are looked at one by one.
const MOST: usize = 14;

/// What people say for what becomes of an entry.
const MARKS: &str = "mark flag set pause disable archive retire suspend park switch turn blank empty status off deactivate hold inactive \
                     archived retired paused disabled label tag close freeze";
const TAKES: &str = "remove delete drop take out kick rid purge clear strike cut scrap pull throw gone go goes off erase discard removed \
                     deleted prune dump unlist cancel bin ditch lose";
const ADDS: &str =
    "add put include append insert create give new register list join invite also allow extra another enter book";
const CHANGES: &str = "change set raise lower increase decrease bump make update switch extend shorten adjust move to reduce double halve \
                       correct fix down up turn point route";
const RENAMES: &str = "rename call called renamed name";
const SWAPS: &str = "swap exchange trade switch swapped";
const MOVES: &str = "move moved shift transfer";
const ROWS: &str = "row line entry entries rows lines record";
const VERBS: [&str; 8] = [MARKS, TAKES, ADDS, CHANGES, RENAMES, SWAPS, MOVES, ROWS];

/// What an entry keeps.
const KEEPS: &str = "keep leave leaves stay stays stayed remain remains untouched unchanged keeps left not don't dont";

/// Behind one of these stands what something is not, or was.
const AGAINST: &str = "not instead than from no was";

const ORDINALS: &str = "first second third fourth fifth";
const COUNTS: [(&str, usize); 7] =
    [("two", 2), ("both", 2), ("pair", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6)];
const WIDE: &str = "all every everything each rest others";

/// Each number and what it is.
pub(super) type Numbers = Vec<(&'static str, f32)>;

pub(super) fn loci(held: &Held<'_>, said: &Said, elements: &Elements) -> Numbers {
    let loci = Loci::of(held, said, elements);
    let mut out = Numbers::new();
    loci.named(&mut out);
    loci.bound(&mut out);
    loci.done(&mut out);
    loci.valued(&mut out);
    loci.unmet(&mut out);
    loci.counted(&mut out);
    out
}

/// What the words may mean.
struct Loci<'a> {
    said: &'a Said,
    elements: &'a Elements,
    /// The parts that only one of the elements has, of those that are touched and of those that stay.
    touched: Vec<BTreeSet<String>>,
    kept: Vec<BTreeSet<String>>,
    /// All parts of what is touched, with what holds it; of what stays; of the file's path.
    edit: BTreeSet<String>,
    stays: BTreeSet<String>,
    path: BTreeSet<String>,
    /// What is there now and was not, and the other way round.
    new: BTreeSet<String>,
    old: BTreeSet<String>,
}

fn is_telling(part: &str) -> bool {
    !is_small(part) || part.len() == 1 && part.bytes().all(|b| b.is_ascii_digit())
}

fn all_of(element: Option<&Element>, held: bool) -> impl Iterator<Item = &String> {
    element.into_iter().flat_map(move |e| e.parts.iter().chain(e.held.iter().filter(move |_| held)))
}

impl<'a> Loci<'a> {
    fn of(held: &Held<'_>, said: &'a Said, elements: &'a Elements) -> Self {
        let changed: Vec<_> = elements.touched().collect();
        let whole = |(x, y): &(Option<&Element>, Option<&Element>)| -> BTreeSet<String> {
            all_of(*x, true).chain(all_of(*y, x.is_none())).cloned().collect()
        };
        let (changed_parts, kept_parts): (Vec<BTreeSet<String>>, Vec<BTreeSet<String>>) = (
            changed.iter().map(whole).collect(),
            elements.kept.iter().map(|e| all_of(Some(e), true).cloned().collect()).collect(),
        );
        let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
        changed_parts.iter().chain(&kept_parts).flatten().for_each(|p| *counts.entry(p).or_default() += 1);
        let single = |p: &&String| counts.get(*p) == Some(&1) && is_telling(p);
        // What it was says which element it is; of a new one what it is.
        let own = |(at, of): (usize, &BTreeSet<String>)| {
            let (x, y) = changed.get(at).copied().unwrap_or_default();
            let is = |p: &&String| x.or(y).is_some_and(|e| e.has(p) || e.held.contains(*p));
            of.iter().filter(single).filter(is).cloned().collect::<BTreeSet<String>>()
        };
        let touched = changed_parts.iter().enumerate().take(MOST).map(own).collect();
        let kept = kept_parts.iter().take(MOST).map(|of| of.iter().filter(single).cloned().collect()).collect();
        let differ = |from: Option<&Element>, to: Option<&Element>| -> Vec<String> {
            all_of(from, false).filter(|p| !to.is_some_and(|e| e.has(p))).cloned().collect()
        };
        let stemmed = |parts: BTreeSet<String>| -> BTreeSet<String> {
            parts.iter().map(|p| stem(p).to_owned()).chain(parts.iter().cloned()).collect()
        };
        let new_parts = changed.iter().flat_map(|(_, y)| all_of(*y, false)).cloned();
        Self {
            said,
            elements,
            new: changed.iter().flat_map(|(x, y)| differ(*y, *x)).collect(),
            old: changed.iter().flat_map(|(x, y)| differ(*x, *y)).collect(),
            edit: stemmed(changed_parts.iter().flatten().cloned().chain(new_parts).collect()),
            stays: stemmed(elements.kept.iter().flat_map(|e| &e.parts).cloned().collect()),
            path: pieces(&held.edit.path).collect(),
            touched,
            kept,
        }
    }

    /// Which elements were named by what only they have, in what kind of clause, and which last.
    fn named(&self, out: &mut Numbers) {
        let like = |of: &BTreeSet<String>| of.iter().map(|p| self.said.like(p)).fold(0.0, f32::max);
        let count = |of: &BTreeSet<String>| of.iter().filter(|p| self.said.has(p)).count();
        let most = |of: &[BTreeSet<String>]| of.iter().map(count).max().unwrap_or(0) as f32;
        let (touched, kept): (Vec<f32>, Vec<f32>) =
            (self.touched.iter().map(like).collect(), self.kept.iter().map(like).collect());
        let top = |of: &[f32]| of.iter().copied().fold(-1.0, f32::max);
        out.extend([
            ("only-min", touched.iter().copied().reduce(f32::min).unwrap_or(-1.0)),
            ("only-max", top(&touched)),
            ("only-kept", top(&kept)),
            ("only-over", top(&touched).max(0.0) - top(&kept).max(0.0)),
            ("only-count", (most(&self.touched) - most(&self.kept)).clamp(-5.0, 5.0)),
            ("only-silent", few(touched.iter().filter(|s| **s <= 0.0).count())),
            ("only-beside", few(kept.iter().filter(|s| **s >= 1.0).count())),
        ]);
        // How often in clauses that spare, and in others.
        let clauses = |of: &BTreeSet<String>| {
            let places: Vec<_> = of.iter().flat_map(|p| self.said.places(p)).collect();
            let spared = places.iter().filter(|p| self.said.spares(p.clause)).count();
            (spared, places.len() - spared)
        };
        let (touched, kept): (Vec<_>, Vec<_>) =
            (self.touched.iter().map(clauses).collect(), self.kept.iter().map(clauses).collect());
        let of =
            |all: &[(usize, usize)], is: fn(usize, usize) -> bool| few(all.iter().filter(|(a, b)| is(*a, *b)).count());
        out.extend([
            ("spared-only", of(&touched, |a, b| a > 0 && b == 0)),
            ("meant", of(&touched, |_, b| b > 0)),
            ("kept-spared", of(&kept, |a, _| a > 0)),
            ("kept-meant", of(&kept, |a, b| b > 0 && a == 0)),
        ]);
        let places = |of: &[BTreeSet<String>]| {
            let at = |p: &String| self.said.places(p).iter().map(|p| (p.word, p.turn)).collect::<Vec<_>>();
            of.iter().flatten().flat_map(at).collect::<BTreeSet<(usize, usize)>>()
        };
        let (t, k) = (places(&self.touched), places(&self.kept));
        let none = t.is_empty() && k.is_empty();
        let sign = |is: bool| if none { 0.0 } else { flag(is) * 2.0 - 1.0 };
        let turn = |of: &BTreeSet<(usize, usize)>| of.iter().map(|(_, turn)| turn + 1).max().unwrap_or(0);
        out.extend([
            ("last-named", sign(t.last() > k.last())),
            ("first-named", sign(!t.is_empty() && (k.is_empty() || t.first() < k.first()))),
            ("named-back", if t.is_empty() { -1.0 } else { few(self.said.turns - turn(&t)) }),
            ("named-later", if turn(&t) == turn(&k) { 0.0 } else { sign(turn(&t) > turn(&k)) }),
        ]);
    }

    /// To which elements the values belong that were said: to those nearest in the turn.
    fn bound(&self, out: &mut Numbers) {
        let (touched, kept): (BTreeSet<&String>, BTreeSet<&String>) =
            (self.touched.iter().flatten().collect(), self.kept.iter().flatten().collect());
        let of = |word: &Word, set: &BTreeSet<&String>| {
            word.parts.iter().any(|p| set.contains(p) || set.iter().any(|s| *s == stem(p)))
        };
        let marks: Vec<(usize, bool, usize)> = (self.said.words.iter().enumerate())
            .map(|(at, w)| (at, of(w, &touched), of(w, &kept), w.turn))
            .filter(|(_, t, k, _)| t != k)
            .map(|(at, t, _, turn)| (at, t, turn))
            .collect();
        let values = self.new.iter().flat_map(|v| self.said.places(v));
        let nearest = |place: &super::said::Place| {
            let near = marks.iter().filter(|(at, _, turn)| *turn == place.turn && *at != place.word);
            // What stands before a value is nearer than what stands as far behind it.
            near.min_by_key(|(at, ..)| at.abs_diff(place.word) * 2 + usize::from(*at > place.word))
                .map(|(_, t, _)| flag(*t))
        };
        let bound: Vec<f32> = values.filter_map(nearest).collect();
        let mean = bound.iter().sum::<f32>() / bound.len().max(1) as f32;
        out.push(("bound", if bound.is_empty() { -1.0 } else { mean }));
    }

    /// What is done, and which verbs the last turn has for it.
    fn done(&self, out: &mut Numbers) {
        const NAMES: [&str; 8] =
            ["says-mark", "says-take", "says-add", "says-change", "says-rename", "says-swap", "says-move", "says-row"];
        let e = self.elements;
        let count = |list: &str| self.said.last().filter(|w| is_in(list, &w.text)).count().min(3);
        let verbs = VERBS.map(count);
        out.extend(NAMES.into_iter().zip(verbs.map(few)));
        let [marks, takes, .., renames, swaps, moves, rows] = verbs;
        let moved = e.gone.iter().filter(|g| e.come.iter().any(|c| is_moved(g, c))).count();
        let net = i8::from(e.after > e.before) - i8::from(e.after < e.before);
        let renamed = e.turned.iter().filter(|(x, y)| is_renamed(x, y)).count();
        let swapped = matches!(&e.turned[..], [a, b] if is_swap(a, b));
        let only_goes = e.only_goes();
        let wholly = e.turned.iter().filter(|(x, y)| apart(x, y) > 3).count();
        let only_turns = !e.turned.is_empty() && e.gone.is_empty() && e.come.is_empty();
        let keeps = self.said.last().any(|w| is_in(KEEPS, &w.text));
        let agrees = |is: bool, said: usize| if said == 0 { 0.0 } else { flag(is) * 2.0 - 1.0 };
        out.extend([
            ("turned", few(e.turned.len())),
            ("gone", few(e.gone.len() - moved)),
            ("come", few(e.come.len().saturating_sub(moved))),
            ("moved", few(moved)),
            ("net", f32::from(net)),
            ("renamed", few(renamed)),
            ("swapped", flag(swapped)),
            ("wholly", few(wholly)),
            ("only-goes", flag(only_goes)),
            ("emptied", flag(e.after == 0)),
            ("goes-for-mark", flag(only_goes && marks > 0 && takes == 0)),
            ("goes-as-said", flag(only_goes && takes > 0)),
            ("goes-for-row", few(rows) * flag(only_goes && keeps)),
            ("turns-for-take", flag(only_turns && takes > 0 && marks == 0)),
            ("swaps-as-said", agrees(swapped, swaps)),
            ("renames-as-said", agrees(renamed > 0, renames)),
            ("moves-as-said", agrees(moved > 0, moves)),
        ]);
    }

    /// Which of the values that come and go were said, and which of the numbers that were said come.
    fn valued(&self, out: &mut Numbers) {
        let said = |of: &BTreeSet<String>| {
            let hits = of.iter().filter(|p| self.said.has(p)).count() as f32;
            if of.is_empty() { -1.0 } else { hits / of.len() as f32 }
        };
        let unsaid =
            |there: bool| self.new.iter().filter(|p| !self.said.has(p) && self.stays.contains(*p) == there).count();
        let numbers: Vec<(usize, &Word)> =
            self.said.words.iter().enumerate().filter(|(_, w)| w.text.contains(|c: char| c.is_ascii_digit())).collect();
        let comes = |w: &Word| w.parts.iter().any(|p| self.new.contains(p));
        let is_there = |w: &Word| w.parts.iter().any(|p| self.edit.contains(p));
        let hits: Vec<usize> = numbers.iter().filter(|(_, w)| comes(w)).map(|(at, _)| *at).collect();
        let last = hits.last().copied();
        let rank = match (numbers.last(), last) {
            (None, _) => -1.0,
            (_, None) => 0.0,
            (Some((at, _)), Some(hit)) => {
                if *at == hit {
                    2.0
                } else {
                    1.0
                }
            }
        };
        let later = numbers.iter().filter(|(at, w)| last.is_some_and(|l| *at > l) && !is_there(w)).count();
        let against = |at: usize| {
            let before = self.said.words.get(at.saturating_sub(2)..at).unwrap_or_default();
            before.iter().any(|w| is_in(AGAINST, &w.text))
        };
        let refused = !hits.is_empty() && hits.iter().all(|at| against(*at));
        let of_last: Vec<&Word> = numbers.iter().map(|(_, w)| *w).filter(|w| w.turn + 1 == self.said.turns).collect();
        let used =
            of_last.iter().filter(|w| is_there(w) || w.parts.iter().any(|p| self.path.contains(p))).count() as f32;
        out.extend([
            ("new-said", said(&self.new)),
            ("old-said", said(&self.old)),
            ("new-copied", few(unsaid(true))),
            ("new-unsaid", few(unsaid(false))),
            ("number-rank", rank),
            ("number-later", few(later)),
            ("number-refused", flag(refused)),
            ("numbers-used", if of_last.is_empty() { -1.0 } else { used / of_last.len() as f32 }),
        ]);
    }

    /// Words that few people say, and that nothing in the edit or its path has.
    fn unmet(&self, out: &mut Numbers) {
        let rare = |w: &&Word| {
            w.text.chars().count() > 1
                && !is_small(&w.text)
                && !is_common(&w.text)
                && !w.text.bytes().all(|b| b.is_ascii_digit())
        };
        let names = |w: &Word| {
            w.parts.iter().chain([&w.text]).flat_map(|p| [p.clone(), stem(p).to_owned()]).collect::<Vec<_>>()
        };
        let met = |w: &&Word| names(w).iter().any(|p| self.edit.contains(p) || self.path.contains(p));
        let heads: BTreeSet<&str> = self.edit.iter().chain(&self.path).filter_map(|p| p.get(..4)).collect();
        let alike = |w: &&Word| w.text.get(..4).is_some_and(|h| heads.contains(h));
        let all: Vec<&Word> = self.said.words.iter().filter(rare).collect();
        let unmet: Vec<&Word> = all.iter().copied().filter(|w| !met(w)).collect();
        let apart: Vec<&Word> = unmet.iter().copied().filter(|w| !alike(w)).collect();
        let stays = |w: &&&Word| names(w).iter().any(|p| self.stays.contains(p));
        out.extend([
            ("rare", few(all.len())),
            ("unmet", few(unmet.len())),
            ("unlike", few(apart.len())),
            ("unlike-last", few(apart.iter().filter(|w| w.turn + 1 == self.said.turns).count())),
            ("unlike-kept", few(apart.iter().filter(stays).count())),
            ("unlike-short", few(apart.iter().filter(|w| w.text.len() <= 4).count())),
            ("met", few(all.len() - unmet.len())),
        ]);
        let rare = |p: &&String| p.len() > 1 && !is_common(p);
        let of_path: Vec<&String> = self.path.iter().filter(rare).collect();
        let hits = of_path.iter().filter(|p| self.said.has(p)).count();
        out.extend([("path-rare-unsaid", few(of_path.len() - hits)), ("path-rare-said", few(hits))]);
    }

    /// Places in a list, how many, and what holds the elements.
    fn counted(&self, out: &mut Numbers) {
        let e = self.elements;
        let touched = e.touched().count();
        let places: BTreeSet<usize> = e.touched().filter_map(|(x, _)| Some(x?.at)).collect();
        let last: Vec<&str> = self.said.last().map(|w| w.text.as_str()).collect();
        let ordinals: Vec<usize> =
            ORDINALS.split(' ').enumerate().filter(|(_, o)| last.contains(o)).map(|(n, _)| n).collect();
        // A heading may stand before the list.
        let is_at = |n: usize| places.contains(&n) || places.contains(&(n + 1));
        let place = match (places.first(), places.last()) {
            (Some(..), _) if !ordinals.is_empty() => flag(ordinals.iter().any(|n| is_at(*n))),
            (_, Some(end)) if last.iter().any(|w| matches!(*w, "last" | "bottom")) => flag(*end + 1 >= e.before),
            (Some(first), _) if last.contains(&"top") => flag(*first <= 1),
            _ => -1.0,
        };
        let counts: Vec<usize> = COUNTS.iter().filter(|(w, _)| last.contains(w)).map(|(_, n)| *n).collect();
        let fits = counts.contains(&touched) || counts.contains(&e.gone.len());
        let wide = last.iter().any(|w| is_in(WIDE, w));
        let same = e.turned.iter().filter(|(_, y)| e.kept.iter().any(|k| k.parts == y.parts)).count();
        let (mut holds, mut beside): (BTreeSet<&String>, BTreeSet<&String>) = Default::default();
        e.touched().filter_map(|(x, y)| x.or(y)).for_each(|x| holds.extend(&x.held));
        e.kept.iter().for_each(|k| beside.extend(k.held.iter().filter(|p| !self.edit.contains(*p))));
        let telling: Vec<&&String> = holds.iter().filter(|p| p.len() > 1 && !is_small(p)).collect();
        let share = telling.iter().filter(|p| self.said.has(p)).count() as f32 / telling.len().max(1) as f32;
        out.extend([
            ("place", place),
            ("count", if counts.is_empty() { -1.0 } else { flag(fits) }),
            ("touched", few(touched)),
            ("wide-left", if wide { 1.0 + flag(!e.kept.is_empty()) } else { 0.0 }),
            ("same-as-kept", few(same)),
            ("holders-said", if telling.is_empty() { -1.0 } else { share }),
            ("holders-beside", few(beside.iter().filter(|p| p.len() > 1 && !is_small(p) && self.said.has(p)).count())),
        ]);
    }
}

/// Most of what goes comes elsewhere.
fn is_moved(gone: &Element, come: &Element) -> bool {
    let same = gone.parts.iter().filter(|p| come.has(p)).count();
    same > 0 && same * 10 >= gone.parts.len() * 7
}

/// Only what it is called is another.
fn is_renamed(old: &Element, new: &Element) -> bool {
    let (x, y) = (old.parts.split_first(), new.parts.split_first());
    x.zip(y).is_some_and(|((a, rest), (b, others))| a != b && rest == others)
}

/// Two elements trade what they have.
fn is_swap(a: &(Element, Element), b: &(Element, Element)) -> bool {
    let only = |x: &Element, y: &Element| x.parts.iter().filter(|p| !y.has(p)).cloned().collect::<BTreeSet<String>>();
    let (gone, come) = (only(&a.0, &a.1), only(&a.1, &a.0));
    !gone.is_empty() && gone == only(&b.1, &b.0) && come == only(&b.0, &b.1)
}

/// How many parts only one of the two has.
fn apart(a: &Element, b: &Element) -> usize {
    a.parts.iter().filter(|p| !b.has(p)).count() + b.parts.iter().filter(|p| !a.has(p)).count()
}

#[cfg(test)]
mod tests {
    use super::super::touched::Touched;
    use super::super::words::Words;
    use super::*;
    use crate::decide::entries::steps::of_lines;

    fn numbers(words: &str, old: &str, new: &str) -> BTreeMap<&'static str, f32> {
        let edit = of_lines("conf/cache.toml", old, new).unwrap();
        let (all, touched): (Vec<Words>, Touched) = (words.split(" // ").map(Words::of).collect(), Touched::of(&edit));
        let held = Held { now: all.last().unwrap(), all: &all, edit: &edit, touched: &touched };
        let out = loci(&held, &Said::of(&all), &Elements::of(&edit));
        let named: BTreeMap<&'static str, f32> = out.iter().copied().collect();
        assert_eq!(named.len(), out.len(), "each number has a name of its own");
        named
    }

    const OLD: &str = "[ttl]\nproduct = 3600\nsession = 86400";

    #[test]
    fn the_line_that_was_named_is_the_one_that_is_touched() {
        let words = "session stays, set the ttl of product to 300";
        let right = numbers(words, OLD, "[ttl]\nproduct = 300\nsession = 86400");
        let wrong = numbers(words, OLD, "[ttl]\nproduct = 3600\nsession = 300");
        for (name, is, other) in
            [("bound", 1.0, 0.0), ("last-named", 1.0, -1.0), ("kept-spared", 1.0, 0.0), ("kept-meant", 0.0, 1.0)]
        {
            assert_eq!((right[name], wrong[name]), (is, other), "{name}");
        }
    }

    #[test]
    fn what_is_done_is_held_against_the_verbs() {
        let goes = numbers("mark session as paused", OLD, "[ttl]\nproduct = 3600");
        assert_eq!((goes["goes-for-mark"], goes["goes-as-said"]), (1.0, 0.0));
        let goes = numbers("drop session", OLD, "[ttl]\nproduct = 3600");
        assert_eq!((goes["goes-for-mark"], goes["goes-as-said"]), (0.0, 1.0));
        let swap = numbers("swap the two", OLD, "[ttl]\nproduct = 86400\nsession = 3600");
        assert_eq!((swap["swaps-as-said"], swap["count"]), (1.0, 1.0));
    }
}
