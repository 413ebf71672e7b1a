//! What becomes of an entry against what was said of it: a switch, a change from one to the other, something that comes or goes
//! in place of what was named.

use super::super::edit::{is_negative, squashed};
use super::super::token::is_in;
use super::Held;
use super::touched::{NO, YES, identity, is_entry};
use super::words::{is_small, pieces};
use crate::decide::entries::steps::Step;

/// What turns a switch on, and what turns it off.
pub(super) const ON: &str = "on enable enabled true yes activate active start";
pub(super) const OFF: &str = "off disable disabled false no deactivate inactive stop stopped kill remove without not never don't dont mute \
                   pause suspend out down end drop delete cut quit skip ban block unset avoid rid anymore longer";

pub(super) const TAKES: &str = "remove delete drop kick strike banish throw toss evict purge erase scrap nuke";
pub(super) const GIVES: &str = "add append include insert invite whitelist allowlist put";

/// Who says one of these wants one thing in the place of another, or says no more than that something changes.
pub(super) const TRADES: &str =
    "replace instead swap change rename move switch set make turn substitute becomes update edit";

impl Held<'_> {
    /// `from a to b`, and b becomes a.
    pub(super) fn goes_backwards(&self) -> bool {
        let at = |words: &[String]| if let [word] = words { self.now.place(word) } else { None };
        self.steps().any(|s| {
            let (Some(old), Some(new)) = (at(&s.old), at(&s.new)) else { return false };
            let led = self.now.before(new, 1) == "from" && self.now.before(old, 1) == "to";
            led && new < old && !self.now.any_of("wrong reverse reversed swap swapped")
        })
    }

    /// `must stay on`, and it is off now.
    pub(super) fn switches_the_other_way(&self) -> bool {
        let (on, off) = (self.now.wants(ON), self.now.wants(OFF));
        let is = |words: &[String], list: &str| matches!(words, [w] if is_in(list, &w.to_lowercase()));
        if !self.now.is_short() {
            return false;
        }
        let turned = |s: &Step, from: &str, to: &str| {
            !is_negative(&s.key) && is(&s.old, from) && is(&s.new, to) && identity(s).any(|w| self.speaks_of(w))
        };
        self.steps().any(|s| {
            on && !off && turned(s, YES, NO) || off && !on && !self.now.any_of("up back") && turned(s, NO, YES)
        })
    }

    /// A part of the name was said in the last turn.
    fn speaks_of(&self, name: &str) -> bool {
        pieces(name).any(|p| !is_small(&p) && self.now.has(&p))
    }

    /// Only something to take out was named, and something else comes; only something to add, and something else goes.
    pub(super) fn trades(&self) -> bool {
        let (takes, gives) = (self.now.any_of(TAKES), self.now.any_of(GIVES));
        if self.now.any_of(TRADES) || takes == gives {
            return false;
        }
        let item = |w: &String| self.touched.items.contains(w);
        let own = |w: &String| !is_in(YES, &w.to_lowercase()) && !is_in(NO, &w.to_lowercase()) && is_entry(w);
        self.steps().any(|s| {
            let swapped = !s.old.is_empty() && s.old.iter().all(item);
            let other = !s.old.is_empty() && identity(s).any(|w| self.now.means(w)) && s.old.iter().all(own);
            if takes {
                (other || s.old.is_empty() || swapped) && s.new.iter().any(own) && !self.ever_speaks_of(&s.new)
            } else {
                let gone = !s.old.is_empty() && (s.new.is_empty() || swapped);
                gone && !s.old.iter().any(|o| self.all.iter().any(|w| w.means(o)))
            }
        })
    }

    /// One of these was named, or a part of it that nothing else here has.
    fn ever_speaks_of(&self, words: &[String]) -> bool {
        let old = |p: &String| self.steps().flat_map(|s| &s.old).flat_map(|w| pieces(w)).any(|o| o == *p);
        let part = |p: String| !self.touched.beside.contains(&p) && self.all.iter().any(|w| w.has(&p)) && !old(&p);
        words.iter().any(|w| self.all.iter().any(|a| a.means(w)) || pieces(w).any(part))
    }

    /// `autostart=false`, and it is autorestart; `take 120 off`, and it is 110.
    pub(super) fn touches_another_key(&self) -> bool {
        const OUT: &str = "off remove drop delete take out kick";
        let assigned = self.now.order.windows(3).filter_map(|w| match w {
            [key, sign, value] if sign == "=" => Some((squashed(key), value)),
            _ => None,
        });
        let assigned: Vec<(String, &String)> = assigned.collect();
        let set = |key: &String, value: &[String]| {
            let is = |v: &String| value.iter().any(|n| n.to_lowercase() == *v);
            assigned.iter().any(|(k, v)| is(v) && *k == squashed(key))
        };
        let items = &self.touched.items;
        let stays = |i: &&String| self.touched.kept.contains(*i) && is_entry(i) && self.now.names(i);
        let out = self.now.any_of(OUT) && !self.now.any_of("only");
        self.steps().any(|s| match (s.old.is_empty(), s.new.is_empty()) {
            (false, false) => {
                let here = || self.touched.kept.iter().chain(&self.touched.lines);
                !assigned.is_empty() && !self.speaks_of(&s.key) && here().any(|k| *k != s.key && set(k, &s.new))
            }
            (false, true) => {
                let unsaid = s.old.iter().all(|w| items.contains(w) && !self.now.means(w));
                out && unsaid && items.iter().any(|i| stays(&i))
            }
            _ => false,
        })
    }
}
