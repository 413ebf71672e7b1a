//! Which entries are touched against which were named: a neighbour, a name that is only like the one that was said, one more than was
//! named, one that is to stay, the whole in place of a part.

use std::collections::BTreeSet;

use super::super::edit::{is_property, squashed};
use super::super::token::is_in;
use super::Held;
use super::places::BACK;
use super::touched::{identity, is_entry, place};
use super::words::{is_small, numbered, pieces};
use crate::decide::entries::steps::Step;

/// Who says one of these may mean more than is named.
const WIDE: &str = "all every each everything everywhere everyone both others other rest remaining whole entire them those these \
                    they their everybody same likewise too also respectively";

/// Who says one of these tells entries by what they have.
const DESCRIBES: &str = "where whose which older newer than before after since over under above below only except last first oldest \
                         newest latest earliest";

/// Who says one of these names what is everywhere.
const RENAMES: &str = "rename renamed replace migrate move call";

impl Held<'_> {
    /// Something is named that stays, and nothing of what is touched is.
    pub(super) fn touches_a_neighbour(&self) -> bool {
        let now = |p: &String| !is_small(p) && self.now.has(p);
        let earlier = |p: &String| self.all.iter().any(|w| !is_small(p) && w.has(p));
        let own = &self.touched.own;
        let pointed = self.now.any_of(BACK) && own.iter().any(earlier);
        self.steps().any(|s| !s.old.is_empty())
            && self.touched.lines.iter().any(|w| is_entry(w))
            && !self.touched.lines.iter().any(|w| self.now.means(w))
            && !own.iter().any(now)
            && !pointed
            && !self.all.iter().any(|w| w.any_of(WIDE) || w.any_of(DESCRIBES))
            && self.touched.stays.iter().any(|w| self.now.names(w) && is_entry(w))
    }

    /// `daily transfer`, and it is `daily_cash` beside `daily_transfer`.
    pub(super) fn touches_a_sibling(&self) -> bool {
        let said = |p: &String| self.all.iter().any(|w| w.has(p));
        let meant = |p: &String| self.places_of(p).any(|at| !self.stays_at(at));
        // Of more steps nobody has said each.
        const MOST: usize = 8;
        let here = self.touched.kept.iter().chain(&self.touched.lines);
        let here = here.filter(|w| pieces(w).any(|p| self.now.has(&p)) && is_entry(w));
        let here: Vec<(&String, BTreeSet<String>)> = here.map(|w| (w, pieces(w).collect())).collect();
        let letters = |p: &&String| p.contains(char::is_alphabetic);
        self.steps().filter(|s| !s.old.is_empty()).take(MOST).flat_map(|s| self.called(s)).any(|name| {
            let own: BTreeSet<String> = pieces(name).collect();
            here.iter().filter(|(w, _)| *w != name).any(|(_, others)| {
                let mut apart = others.difference(&own).peekable();
                let mut mine = own.difference(others).peekable();
                let like = own.intersection(others).any(|p| letters(&p));
                let differ = apart.peek().is_some() && mine.peek().is_some();
                like && differ && apart.all(meant) && !mine.any(said) && !self.all.iter().any(|w| w.means(name))
            })
        })
    }

    /// Where the last turn has this part of a name.
    fn places_of<'p>(&'p self, part: &'p str) -> impl Iterator<Item = usize> + 'p {
        let has = move |w: &String| w == part || pieces(w).any(|p| p == part);
        self.now.order.iter().enumerate().filter(move |(_, w)| has(w)).map(|(at, _)| at)
    }

    /// By which names a step goes: its key, where that says more than what entries have, and its entry.
    fn called<'s>(&self, step: &'s Step) -> impl Iterator<Item = &'s String> {
        let key = (!is_property(&step.key)).then_some(&step.key);
        self.touched.entry(step).into_iter().chain(key)
    }

    /// `mixer 2`, and it is `mixer-3`; `203.0.113.77`, and it is `203.0.113.0/24`.
    pub(super) fn has_another_number(&self) -> bool {
        let said = |name: &str| self.all.iter().any(|w| w.means(name));
        let other = |name: &String| {
            let Some((stem, number)) = numbered(name) else { return false };
            let mut told: Vec<&str> = Vec::new();
            for words in self.all {
                for (at, word) in words.order.iter().enumerate() {
                    if let Some((s, n)) = numbered(word).filter(|(s, _)| *s == stem) {
                        told.extend((s == stem).then_some(n));
                    }
                    let figure = |w: &'_ str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_digit());
                    let next = words.order.get(at + 1).filter(|n| squashed(word) == stem && figure(n));
                    told.extend(next.map(String::as_str));
                }
            }
            let plain = |n: &str| n.trim_start_matches('0').to_owned();
            let last = pieces(name).last().filter(|p| p.contains(char::is_alphabetic));
            let short = last.is_some_and(|p| self.all.iter().any(|w| w.has(&p)));
            !told.is_empty() && !short && !told.iter().any(|n| plain(n) == plain(number)) && !said(name)
        };
        let wide = || self.all.iter().any(|w| w.any_of(WIDE));
        let old: BTreeSet<String> =
            self.touched.lines.iter().chain(&self.touched.kept).map(|w| w.to_lowercase()).collect();
        let strange = |w: &&String| is_address(w) && !old.contains(*w);
        let address = self.now.order.iter().any(|w| strange(&w));
        let fresh = |s: &Step| {
            s.new.iter().any(|v| is_address(v) && !said(v) && !self.now.order.iter().any(|o| v.starts_with(o.as_str())))
        };
        self.steps().any(|s| !wide() && self.touched.entry(s).into_iter().any(other) || address && fresh(s))
    }

    /// One entry was named, and another one goes or is changed with it.
    pub(super) fn goes_beyond(&self) -> bool {
        let changed: Vec<&Step> = self.steps().filter(|s| !s.old.is_empty()).collect();
        if self.all.iter().any(|w| w.any_of(WIDE)) || self.is_only_to_stay() {
            return false;
        }
        let said = |p: &String| self.all.iter().any(|w| w.has(p));
        let own_said = |s: &Step| self.touched.own_of(s, &changed).iter().any(said);
        let named =
            |s: &&Step| own_said(s) || self.touched.entry(s).iter().any(|w| self.all.iter().any(|a| a.means(w)));
        let Some(first) = changed.iter().copied().find(named) else { return false };
        let silent = |s: &&Step| {
            let own = self.touched.own_of(s, &changed);
            let mut values = s.old.iter().chain(&s.new).flat_map(|w| pieces(w));
            // What one entry was told, another one does, too.
            let copied = (&s.key, &s.old, &s.new) == (&first.key, &first.old, &first.new) && !s.new.is_empty()
                || self.touched.entry(s) == [&s.key] && (&s.old, &s.new) == (&first.old, &first.new);
            !own.is_empty() && !named(s) && (copied && !self.now.any_of(RENAMES) || !values.any(|p| said(&p)))
        };
        changed.iter().any(silent) || self.leaves_two_lists(&changed)
    }

    /// `take a off list b`, and it leaves list c, too.
    fn leaves_two_lists(&self, changed: &[&Step]) -> bool {
        let out: Vec<&&Step> = changed.iter().filter(|s| s.new.is_empty() && !s.old.contains(&s.key)).collect();
        let said = |s: &Step| pieces(&s.key).any(|p| !is_small(&p) && self.all.iter().any(|w| w.has(&p)));
        let same = |s: &Step| out.iter().any(|o| o.key != s.key && o.old == s.old && said(o));
        out.iter().any(|s| !said(s) && same(s))
    }

    /// `only a should match`: what goes is all but that.
    fn is_only_to_stay(&self) -> bool {
        let stays = |name: &String| {
            let like = |w: &String| squashed(w) == squashed(name) || pieces(w).any(|p| p == name.trim_end_matches('s'));
            self.touched.stays.iter().any(like)
        };
        self.now.order.windows(2).any(|p| matches!(p, [only, name] if only == "only" && stays(name)))
    }

    /// `a stays`, `leave a`: all that was said of what is touched.
    pub(super) fn is_to_stay(&self) -> bool {
        self.steps().filter(|s| !s.old.is_empty()).any(|step| {
            let names = self.touched.entry(step);
            let own = |o: &str, w: &str| {
                squashed(o) == squashed(w) || pieces(w).any(|p| p == o && !is_small(&p) && self.touched.is_own(&p))
            };
            let order = &self.now.order;
            let places = order
                .iter()
                .enumerate()
                .filter(|(_, o)| is_entry(o) && names.iter().any(|w| own(o, w)))
                .map(|(at, _)| at);
            let places: Vec<usize> = places.collect();
            !places.is_empty() && places.iter().all(|at| self.stays_at(*at))
        })
    }

    /// What stands here is said to stay as it is.
    fn stays_at(&self, at: usize) -> bool {
        const STAYS: &str = "stays stay remains remain keeps untouched alone survive survives unchanged unaffected";
        const LEAVES: &str = "leave keep spare except without";
        const MAY: &str = "has have should will must to can needs shall may still just and or";
        let words = self.now;
        let names = |w: &str| self.touched.kept.iter().chain(&self.touched.lines).any(|k| squashed(k) == squashed(w));
        let passes = |place: usize| is_in(MAY, words.at(place)) || names(words.at(place));
        let rest: Vec<usize> = (at + 1..at + 6).collect();
        let end = rest.iter().position(|p| words.is_end(p - 1)).unwrap_or(rest.len());
        let behind = rest.iter().take(end).find(|p| !passes(**p)).map_or("", |p| words.at(*p));
        let bare_not = words.at(at + 1) == "not" && words.is_end(at + 1) && !words.is_end(at);
        let article = is_in("the a our my just only", words.before(at, 1));
        // `no reason for a to stay paused`, `leave a behind`
        if words.any_of("reason why") || words.at(at + 1) == "behind" {
            return false;
        }
        bare_not || is_in(STAYS, behind) || is_in(LEAVES, words.before(at, if article { 2 } else { 1 }))
    }

    /// `a_b`, and it is `a_b_v2`; `/srv/media/raw`, and it is `/srv/media`.
    pub(super) fn is_nearly_named(&self) -> bool {
        let values = self.steps().flat_map(|s| identity(s).chain(&s.old).chain(&s.new));
        let known: BTreeSet<String> = values.chain(&self.touched.stays).map(|w| squashed(w)).collect();
        let here = self.touched.lines.iter().flat_map(|w| pieces(w)).chain(place(&self.edit.path));
        let here: BTreeSet<String> = here.collect();
        let whole = |w: &str, quoted: bool| {
            (quoted || w.contains(['-', '_', '/', '@']) && pieces(w).count() > 1)
                && w.ends_with(char::is_alphanumeric)
                && !known.contains(&squashed(w))
                && !is_path_of(w, &self.edit.path)
        };
        let words = self.now.order.iter().enumerate();
        let named = words.filter(|(at, w)| whole(w, self.now.quoted.contains(at))).map(|(_, w)| pieces(w).collect());
        let said: Vec<Vec<String>> = named.collect();
        let within =
            |a: &[String], b: &[String]| !a.is_empty() && a.len() < b.len() && (b.starts_with(a) || b.ends_with(a));
        let like = |word: &String| {
            let own: Vec<String> = pieces(word).collect();
            // `acme/e2e:pr-12` has its tag beside it.
            let short = |s: &[String]| word.contains('/') && within(&own, s) && !s.iter().all(|p| here.contains(p));
            let more = |s: &[String]| {
                let mut rest = own.iter().filter(|p| !s.contains(p));
                within(s, &own) && !rest.any(|p| self.now.has(p))
            };
            !self.now.means(word) && said.iter().any(|s| more(s) || short(s))
        };
        self.steps().flat_map(|s| self.touched.entry(s).into_iter().chain(s.owners.first())).any(like)
    }

    /// `remove a from b`, and b goes.
    pub(super) fn takes_the_whole(&self) -> bool {
        const VERBS: &str = "remove delete drop kick strike take revoke strip out off";
        const WITHIN: &str = "from in of at on for";
        let words = self.now;
        let part = |w: &&String| {
            let near = |p: usize, within: usize| p < within && within - p < 6;
            let places = |within: usize| {
                self.places_of(w).any(|p| near(p, within))
                    || pieces(w).any(|p| self.places_of(&p).any(|p| near(p, within)))
            };
            !is_property(w)
                && is_entry(w)
                && words.order.iter().enumerate().any(|(at, o)| is_in(WITHIN, o) && places(at))
        };
        self.steps().filter(|s| s.new.is_empty() && s.old.contains(&s.key)).any(|s| {
            let Some(head) = words.place(&s.key).filter(|h| *h > 0) else { return self.is_one_of_several(s) };
            let led = (head.saturating_sub(3)..head).any(|p| is_in(WITHIN, words.at(p)));
            let keys = self.steps().filter(|o| o.new.is_empty() && o.owners.contains(&s.key)).map(|o| &o.key);
            let items = s.old.iter().filter(|w| self.touched.items.contains(*w));
            led && words.any_of(VERBS) && keys.chain(items).filter(|w| **w != s.key).any(|w| part(&w))
        })
    }

    /// Of a unit that goes and was not named one of several items was.
    fn is_one_of_several(&self, step: &Step) -> bool {
        let marked = |w: &&String| w.contains(['-', '_', '.']) && w.contains(|c: char| c.is_ascii_digit());
        let items: Vec<&String> = step.old.iter().filter(marked).collect();
        let stems = |w: &str| pieces(w).filter(|p| p.contains(char::is_alphabetic)).collect::<BTreeSet<_>>();
        let (said, unsaid): (Vec<&String>, Vec<&String>) = items.into_iter().partition(|w| self.now.names(w));
        let like = |one: &str| unsaid.iter().any(|w| !stems(w).is_disjoint(&stems(one)));
        matches!(&said[..], [one] if like(one)) && !self.all.iter().any(|w| w.means(&step.key))
    }
}

/// The word is the end of the path, with or without what kind of file it is.
fn is_path_of(word: &str, path: &str) -> bool {
    let path = path.to_lowercase();
    let stem = path.rsplit_once('.').map_or(path.as_str(), |(s, _)| s);
    path.ends_with(word) || stem.ends_with(word)
}

/// `203.0.113.7`, with or without what stands behind it.
fn is_address(word: &str) -> bool {
    let host = word.split(['/', ':']).next().unwrap_or("");
    host.split('.').count() == 4 && host.split('.').all(|p| p.parse::<u8>().is_ok())
}
