//! How far the words account for an edit, and the edit for the words, as numbers: which entries, owners, keys and values of each
//! step were said, what was said that the edit does not have, and in which kind of clause. The learned judge of edits weighs them.

use std::collections::BTreeSet;

use super::super::dates;
use super::super::edit::{FRAMES, is_negative};
use super::super::token::is_in;
use super::super::words::is_base;
use super::clause::{KINDS, OPENERS, PARTICLES, Part, VERBS, tally};
use super::touched::{NO, YES, identity, is_entry};
use super::turned::{GIVES, OFF, ON, TAKES, TRADES};
use super::words::{is_small, pieces};
use super::{Held, figures};
use crate::decide::entries::steps::Step;

/// What each number is, in their order. Those that end in `-now` are of the turn that speaks of the edit, those in `-last` of the last one.
pub const NAMES: &[&str] = &[
    "steps",
    "adds",
    "removes",
    "changes",
    "quiets",
    "again",
    "entry-now-min",
    "entry-now-max",
    "entry-min",
    "exact-min",
    "exact-max",
    "owner-min",
    "owner-max",
    "key-min",
    "key-max",
    "new-min",
    "new-max",
    "old-min",
    "old-max",
    "number-min",
    "switch-min",
    "switch-max",
    "own-min",
    "stays-min",
    "takes",
    "gives",
    "trades",
    "on",
    "off",
    "backwards",
    "file",
    "stem",
    "marked-unused",
    "marked-kept",
    "neighbours",
    "plain-unused",
    "plain-used",
    "kept-said",
    "object-used",
    "object-kept",
    "aim-used",
    "source-used",
    "as-used",
    "wide",
    "describes",
    "turns",
    "later",
    "length",
    "questions",
    "state",
    "operated",
    "matters",
    "rows",
    "told",
    "owner-near",
    "owner-far",
    "silent",
    "voiced",
    "any-min",
    "apart-min",
    "fuzzy-min",
    "rival",
    "figures-unused",
    "figures-unsaid",
    "marked-partly",
    "instead-old",
    "instead-new",
    "grows",
    "corrects",
    "short-unused",
    "path-unsaid",
    "order-now",
    "polite-now",
    "asked-now",
    "when-now",
    "not-now",
    "past-now",
    "must-now",
    "maybe-now",
    "future-now",
    "keep-now",
    "only-now",
    "quote-now",
    "who-now",
    "order-last",
    "polite-last",
    "asked-last",
    "when-last",
    "not-last",
    "past-last",
    "must-last",
    "maybe-last",
    "future-last",
    "keep-last",
    "only-last",
    "quote-last",
    "who-last",
];

/// Whoever says one of these wants more or later.
const UP: &str =
    "raise increase more up extend longer higher bump grow double later bigger larger add another extra prolong loosen";

/// Whoever says one of these wants less or earlier.
const DOWN: &str = "lower reduce less fewer down shorten shorter cut shrink halve halved earlier smaller tighten tighter decrease limit drop";

/// With what a turn begins that takes back or corrects.
pub(in crate::decide::consent) const CORRECTS: &str =
    "sorry actually wait hmm no nope forget scratch instead rather nevermind correction oops meant mean cancel stop";

/// Of more steps the first say enough.
const MAX_STEPS: usize = 16;

/// Who says one of these may mean more than is named.
pub(in crate::decide::consent) const WIDE: &str =
    "all every each everything everywhere everyone both others other rest remaining whole entire any";
/// Who says one of these tells entries by what they have.
pub(in crate::decide::consent) const DESCRIBES: &str =
    "where whose which older newer than over under above below except last first oldest newest latest";

/// The least and the most of what steps come to; -1 where none comes to anything.
#[derive(Clone, Copy)]
struct Range(f32, f32);

impl Range {
    fn of(values: impl Iterator<Item = f32>) -> Self {
        let widened = |r: Option<Self>, v: f32| Some(r.map_or(Self(v, v), |r| Self(r.0.min(v), r.1.max(v))));
        values.fold(None, widened).unwrap_or(Self(-1.0, -1.0))
    }
}

fn share<T>(of: &[T], is: impl Fn(&T) -> bool) -> Option<f32> {
    (!of.is_empty()).then(|| of.iter().filter(|x| is(x)).count() as f32 / of.len() as f32)
}

pub(in crate::decide::consent) fn flag(is: bool) -> f32 {
    if is { 1.0 } else { 0.0 }
}

pub(in crate::decide::consent) fn few(n: usize) -> f32 {
    n.min(5) as f32
}

fn is_switch(word: &str) -> bool {
    let lower = word.to_lowercase();
    is_in(YES, &lower) || is_in(NO, &lower)
}

pub(in crate::decide::consent) fn stem(word: &str) -> &str {
    word.strip_suffix("es").or_else(|| word.strip_suffix('s')).filter(|s| s.len() > 2).unwrap_or(word)
}

impl Held<'_> {
    /// The numbers, in the order of [`NAMES`].
    pub(super) fn aligned(&self, turns: &[&str]) -> Vec<f32> {
        let steps: Vec<&Step> = self.steps().take(MAX_STEPS).collect();
        let current = self.all.iter().position(|w| std::ptr::eq(w, self.now)).unwrap_or(0);
        let now = turns.get(current).copied().unwrap_or_default();
        let last = turns.last().copied().unwrap_or_default();
        let mut out = vec![
            few(steps.len()),
            few(steps.iter().filter(|s| s.old.is_empty()).count()),
            few(steps.iter().filter(|s| s.new.is_empty()).count()),
            few(steps.iter().filter(|s| !s.old.is_empty() && !s.new.is_empty()).count()),
            few(steps.iter().filter(|s| s.quiet).count()),
            few(steps.iter().filter(|s| s.again).count()),
        ];
        self.names(&steps, &mut out);
        self.values(&steps, &mut out);
        let of = |list: &str| few(self.now.order.iter().filter(|w| is_in(list, w)).count());
        let backwards = steps.iter().any(|s| {
            let at = |ws: &[String]| ws.first().and_then(|w| self.now.place(w));
            matches!((at(&s.old), at(&s.new)), (Some(o), Some(n)) if o > n)
        });
        let (on, off) = (self.now.wants(ON), self.now.wants(OFF));
        out.extend([of(TAKES), of(GIVES), of(TRADES), flag(on), flag(off), flag(backwards)]);
        let (touched, now_parts, last_parts) = (self.parts_touched(&steps), Part::all(now), Part::all(last));
        self.accounts(&steps, &touched, last_parts.iter().chain(&now_parts), &mut out);
        out.extend([of(WIDE), of(DESCRIBES), few(turns.len()), few(turns.len().saturating_sub(1 + current))]);
        out.extend([(1.0 + self.now.order.len() as f32).ln(), few(last.matches('?').count())]);
        out.extend([
            flag(self.edit.state),
            flag(self.edit.operated),
            flag(self.edit.matters),
            flag(self.edit.rows.is_some()),
        ]);
        out.push(flag(super::told_of(self).is_some()));
        self.each(&steps, &mut out);
        self.beside(&steps, &touched, now, last, &mut out);
        sounds(&touched, &now_parts, &last_parts, &mut out);
        out
    }

    /// The parts of all that is touched, and of the file's path.
    fn parts_touched(&self, steps: &[&Step]) -> BTreeSet<String> {
        let words = self.touched.lines.iter().chain(steps.iter().flat_map(|s| identity(s).chain(&s.old).chain(&s.new)));
        let parts = words.flat_map(|w| pieces(w)).chain(pieces(&self.edit.path));
        parts.flat_map(|p| [stem(&p).to_owned(), p]).collect()
    }

    /// A part of a name was said, in some turn.
    fn has_part(&self, part: &str) -> bool {
        self.all.iter().any(|a| a.has(part) || a.has(stem(part)))
    }

    fn is_named(&self, name: &str) -> bool {
        self.all.iter().any(|a| a.means(name))
    }

    /// How far a name was said: whole, or how many of its parts.
    fn named(&self, name: &str, only_now: bool) -> f32 {
        let whole = if only_now { self.now.means(name) } else { self.is_named(name) };
        let parts: Vec<String> = pieces(name).filter(|p| p.len() > 1).collect();
        let said = |p: &String| if only_now { self.now.has(p) || self.now.has(stem(p)) } else { self.has_part(p) };
        if whole { 1.0 } else { 0.8 * share(&parts, said).unwrap_or(0.0) }
    }

    /// Entries, owners and keys.
    fn names(&self, steps: &[&Step], out: &mut Vec<f32>) {
        let best = |names: &[&String], now: bool| names.iter().map(|w| self.named(w, now)).fold(0.0, f32::max);
        let now = Range::of(steps.iter().map(|s| best(&self.touched.entry(s), true)));
        let all = Range::of(steps.iter().map(|s| best(&self.touched.entry(s), false)));
        let exact = Range::of(steps.iter().map(|s| flag(self.touched.entry(s).iter().any(|w| self.is_named(w)))));
        let owned = steps.iter().filter(|s| !s.owners.is_empty());
        let owner = Range::of(owned.map(|s| best(&s.owners.iter().collect::<Vec<_>>(), false)));
        let keyed = steps.iter().filter(|s| !s.key.is_empty() && !s.old.contains(&s.key) && !s.new.contains(&s.key));
        let key = Range::of(keyed.map(|s| self.named(&s.key, false)));
        out.extend([now.0, now.1, all.0, exact.0, exact.1, owner.0, owner.1, key.0, key.1]);
    }

    /// Values, switches, and what tells an entry from others.
    fn values(&self, steps: &[&Step], out: &mut Vec<f32>) {
        let solid = |w: &&String| !is_switch(w) && w.contains(char::is_alphanumeric);
        let told =
            |s: &Step, w: &str| self.is_named(w) || figures::comes_to(self.all, s, w) || self.named(w, false) >= 0.8;
        let value = |s: &Step, of: &[String], other: &[String]| {
            let fresh: Vec<&String> = of.iter().filter(|w| !other.contains(w)).filter(solid).collect();
            share(&fresh, |w| told(s, w))
        };
        let new = Range::of(steps.iter().filter_map(|s| value(s, &s.new, &s.old)));
        let old = Range::of(steps.iter().filter_map(|s| value(s, &s.old, &s.new)));
        let number = Range::of(steps.iter().filter(|s| !s.old.is_empty()).filter_map(|s| {
            let digits = |w: &&String| w.contains(|c: char| c.is_ascii_digit()) && !s.old.contains(w);
            let fresh: Vec<&String> = s.new.iter().filter(digits).collect();
            share(&fresh, |w| self.is_named(w) || figures::comes_to(self.all, s, w))
        }));
        let switch = Range::of(steps.iter().filter_map(|s| self.switched(s)));
        let own = Range::of(steps.iter().map(|s| {
            let own: Vec<String> =
                identity(s).flat_map(|w| pieces(w)).filter(|p| p.len() > 1 && self.touched.is_own(p)).collect();
            share(&own, |p| self.has_part(p)).unwrap_or(0.5)
        }));
        let stays = Range::of(
            steps.iter().map(|s| flag(self.touched.entry(s).iter().any(|w| self.touched.stays.contains(*w)))),
        );
        out.extend([new.0, new.1, old.0, old.1, number.0, switch.0, switch.1, own.0, stays.0]);
    }

    /// How far single steps were said, against what stays, and what was said that none of them has.
    fn each(&self, steps: &[&Step], out: &mut Vec<f32>) {
        let entry_like = |w: &&String| is_entry(w) && !FRAMES.contains(&w.to_lowercase().as_str());
        let near = Range::of(steps.iter().filter_map(|s| s.owners.first()).map(|o| self.fuzzy(o)));
        let far = Range::of(steps.iter().filter_map(|s| s.owners.iter().rfind(entry_like)).map(|o| self.fuzzy(o)));
        let called = |s: &Step| identity(s).filter(entry_like).map(|w| self.fuzzy(w)).fold(0.0, f32::max);
        let silent = steps.iter().filter(|s| called(s) < 0.4).count();
        let any = Range::of(steps.iter().map(|s| {
            let values = s.new.iter().chain(&s.old);
            let told = values.map(|v| self.fuzzy(v).max(flag(figures::comes_to(self.all, s, v)))).fold(0.0, f32::max);
            called(s).max(self.fuzzy(&s.key)).max(told)
        }));
        let apart = Range::of(steps.iter().map(|s| {
            let own =
                |w: &&String| steps.iter().all(|o| std::ptr::eq(*o, *s) || !identity(o).chain(&o.new).any(|x| x == *w));
            let told = identity(s)
                .chain(&s.new)
                .filter(own)
                .map(|v| self.fuzzy(v).max(flag(figures::comes_to(self.all, s, v))));
            told.fold(-1.0, f32::max)
        }));
        let fuzzy =
            Range::of(steps.iter().map(|s| self.touched.entry(s).iter().map(|w| self.fuzzy(w)).fold(0.0, f32::max)));
        let stays = self.touched.stays.iter().filter(entry_like).map(|w| self.fuzzy(w)).fold(0.0, f32::max);
        out.extend([near.0, far.0, few(silent), few(steps.len() - silent), any.0, apart.0, fuzzy.0, stays - fuzzy.0]);
        let (unused, unsaid) = figures::accounts(self.now, self.all, steps);
        out.extend([few(unused), few(unsaid)]);
    }

    /// What was said of other things: parts of names, what is replaced, which way a number goes, corrections.
    fn beside(&self, steps: &[&Step], touched: &BTreeSet<String>, now: &str, last: &str, out: &mut Vec<f32>) {
        let order = &self.now.order;
        let known = |p: &String| touched.contains(p) || touched.contains(stem(p));
        let partly = |w: &&String| {
            w.contains(['-', '_', '/', '.']) && pieces(w).any(|p| known(&p)) && !pieces(w).all(|p| known(&p))
        };
        out.push(few(order.iter().filter(partly).count()));
        let at = order.windows(2).position(|p| {
            matches!(p, [a, b] if a == "instead" && b == "of") || matches!(p, [a, b] if a == "rather" && b == "than")
        });
        let behind = at.and_then(|at| order.get(at + 2));
        let is = |of: &dyn Fn(&Step) -> Vec<String>| {
            behind.map_or(-1.0, |w| {
                flag(
                    steps
                        .iter()
                        .any(|s| of(s).iter().flat_map(|v| pieces(v)).any(|p| pieces(w).any(|q| stem(&q) == stem(&p)))),
                )
            })
        };
        out.extend([is(&|s| s.old.clone()), is(&|s| s.new.iter().filter(|w| !s.old.contains(w)).cloned().collect())]);
        let has = |list: &str| order.iter().any(|w| is_in(list, w));
        let ups =
            steps.iter().filter_map(|s| figures::grows(s)).map(|up| if up { 1 } else { -1 }).sum::<i32>().signum();
        let wanted = i32::from(has(UP)) - i32::from(has(DOWN));
        #[expect(clippy::cast_precision_loss, reason = "one at most")]
        out.push((ups * wanted) as f32);
        let words = |text: &str| {
            text.split_whitespace()
                .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
                .collect::<Vec<_>>()
        };
        out.push(few(words(last).iter().take(4).filter(|w| is_in(CORRECTS, w)).count()));
        let short = |w: &String| {
            w.len() == 2
                && w.chars().all(char::is_alphabetic)
                && !is_small(w)
                && !is_base(w)
                && !known(w)
                && !is_in("ok hi he we us it pm am oh ah ve ll re im ty th vs eg ie", w)
        };
        out.push(few(words(now).iter().filter(|w| short(w)).count()));
        let generic = "yaml yml json toml ini conf csv txt config configs settings data state list prod src etc infra ops deploy home opt srv";
        let unsaid: Vec<String> = self
            .edit
            .path
            .to_lowercase()
            .rsplit('/')
            .take(2)
            .flat_map(pieces)
            .filter(|p| p.len() > 1 && !is_in(generic, p))
            .collect();
        out.push(share(&unsaid, |p| !self.has_part(p)).unwrap_or(-1.0));
    }

    /// How far a name was said, a word within another one too: `Okonjo` of `fokonjo`, `photos` of `photoprism`.
    fn fuzzy(&self, name: &str) -> f32 {
        const LEAST: usize = 4;
        let whole = self.named(name, false);
        let alike = |p: &String| {
            let like = |w: &String| {
                w.len() >= LEAST
                    && p.len() >= LEAST
                    && (p.contains(w.as_str())
                        || w.contains(p.as_str())
                        || w.as_bytes().get(..LEAST) == p.as_bytes().get(..LEAST))
            };
            self.has_part(p) || self.all.iter().any(|a| a.parts.iter().any(like))
        };
        let parts: Vec<String> = pieces(name).filter(|p| p.len() > 1).collect();
        whole.max(0.6 * share(&parts, alike).unwrap_or(0.0))
    }

    /// Whether a switch is put as the word nearest to what it is called says; a half where none does.
    fn switched(&self, step: &Step) -> Option<f32> {
        let ([old], [new]) = (&step.old[..], &step.new[..]) else { return None };
        if !is_switch(old) || !is_switch(new) {
            return None;
        }
        let up = is_in(YES, &new.to_lowercase()) != is_negative(&step.key);
        let order = &self.now.order;
        let called = |w: &String| {
            identity(step).flat_map(|n| pieces(n)).any(|p| pieces(w).any(|q| stem(&q) == stem(&p) && !is_small(&q)))
        };
        let heads: Vec<usize> = order.iter().enumerate().filter(|(_, w)| called(w)).map(|(at, _)| at).collect();
        let turns = order.iter().enumerate().filter_map(|(at, w)| {
            let says = if is_in(ON, w) {
                true
            } else if is_in(OFF, w) {
                false
            } else {
                return None;
            };
            let far = heads.iter().map(|h| h.abs_diff(at)).min().unwrap_or(order.len() - at);
            Some((far, says))
        });
        Some(turns.min_by_key(|(far, _)| *far).map_or(0.5, |(_, says)| flag(says == up)))
    }

    /// What was said that the edit has, or does not have. `parts` are the clauses, those of the last turn first.
    fn accounts<'p>(
        &self,
        steps: &[&Step],
        touched: &BTreeSet<String>,
        mut parts: impl Iterator<Item = &'p Part>,
        out: &mut Vec<f32>,
    ) {
        let path = self.edit.path.to_lowercase();
        let file = path.rsplit('/').next().map_or("", |n| n.split('.').next().unwrap_or(n));
        let kept: BTreeSet<String> =
            self.touched.kept.iter().flat_map(|w| pieces(w)).flat_map(|p| [stem(&p).to_owned(), p]).collect();
        let in_touched = |w: &str| pieces(w).any(|p| touched.contains(&p) || touched.contains(stem(&p)));
        let in_kept = |w: &str| pieces(w).any(|p| kept.contains(&p) || kept.contains(stem(&p)));
        let order = &self.now.order;
        let marked = |w: &&String| {
            w.len() > 1 && w.contains(|c: char| c.is_ascii_digit() || "-_./@:".contains(c)) && !dates::is_day(w)
        };
        let known = |w: &str| {
            is_small(w)
                || KINDS.iter().any(|k| is_in(k, w))
                || is_in(OPENERS, w)
                || is_in(PARTICLES, w)
                || is_in(VERBS, w)
                || is_base(w)
        };
        let plain = |w: &&String| w.len() > 2 && w.chars().all(char::is_alphabetic) && !known(w);
        let unused = order
            .iter()
            .filter(marked)
            .filter(|w| !in_touched(w) && !in_kept(w) && is_unset(w, self.all, steps))
            .count();
        let left =
            order.iter().filter(marked).filter(|w| in_kept(w) && !pieces(w).all(|p| touched.contains(&p))).count();
        let neighbours = self.touched.stays.iter().filter(|w| self.now.names(w) && is_entry(w)).count();
        let others = order.iter().filter(plain).filter(|w| !in_touched(w)).count();
        let used = order.iter().filter(plain).filter(|w| in_touched(w)).count();
        let said_kept = order.iter().filter(plain).filter(|w| in_kept(w) && !in_touched(w)).count();
        out.extend([flag(self.all.iter().any(|w| w.names_file(&self.edit.path))), self.named(file, false)]);
        out.extend([few(unused), few(left), few(neighbours), few(others), few(used), few(said_kept)]);
        // Of the last order: what it is about, and what it is to become.
        let object = parts.find_map(|p| {
            let at = p.order()?;
            p.words.iter().skip(at + 1).find(|w| !is_in(PARTICLES, w))
        });
        let is = |found: Option<&String>, of: &dyn Fn(&str) -> bool| found.map_or(-1.0, |w| flag(of(w)));
        let behind = |lead: &str| {
            let at = order.iter().rposition(|w| is_in(lead, w))?;
            order.iter().skip(at + 1).find(|w| !is_in("the a an about only just", w))
        };
        let new = |w: &str| {
            steps.iter().any(|s| {
                s.new.iter().any(|v| {
                    pieces(v).any(|p| pieces(w).any(|q| stem(&q) == stem(&p))) || figures::comes_to(self.all, s, v)
                })
            })
        };
        let old = |w: &str| {
            steps.iter().any(|s| s.old.iter().any(|v| pieces(v).any(|p| pieces(w).any(|q| stem(&q) == stem(&p)))))
        };
        out.extend([
            is(object, &in_touched),
            is(object, &in_kept),
            is(behind("to becomes ="), &new),
            is(behind("from"), &old),
            is(behind("as"), &in_touched),
        ]);
    }
}

/// What kind of clauses speak of the edit, and of what kind those of the last turn are.
fn sounds(touched: &BTreeSet<String>, now: &[Part], last: &[Part], out: &mut Vec<f32>) {
    let known = |p: &String| p.len() > 1 && !is_small(p) && (touched.contains(p) || touched.contains(stem(p)));
    let hits = |p: &&Part| p.words.iter().flat_map(|w| pieces(w)).any(|p| known(&p));
    out.extend(tally(now.iter().filter(hits)).map(few));
    out.extend(tally(last.iter()).map(few));
}

/// No value of the edit comes to a number that was said.
fn is_unset(word: &str, all: &[super::words::Words], steps: &[&Step]) -> bool {
    let digits = word.bytes().all(|b| b.is_ascii_digit());
    !(digits && steps.iter().any(|s| s.new.iter().any(|v| figures::comes_to(all, s, v))))
}
