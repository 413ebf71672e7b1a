//! What two states have in common that meet behind a branch: arrays, functions, aliases, attributes, traps. Called by
//! `State::join`.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::{Set, State, Val, only_numbers};

impl State {
    pub(super) fn join_lists(&mut self, other: &Self) {
        self.join_listed(other);
        if self.arrays != other.arrays {
            self.join_arrays(other);
        }
        if !self.functions.is(&other.functions) {
            let here = self.functions.keys().filter(|name| !other.functions.contains_key(*name));
            let there = other.functions.keys().filter(|name| !self.functions.contains_key(*name));
            let one_sided: Vec<String> = here.chain(there).cloned().collect();
            if !one_sided.is_empty() {
                self.unsure_functions.extend(one_sided);
            }
            for (name, bodies) in other.functions.iter() {
                let ours = self.functions.entry(name.clone()).or_default();
                for body in bodies {
                    if !ours.iter().any(|o| Rc::ptr_eq(o, body)) {
                        ours.push(Rc::clone(body));
                    }
                }
            }
        }
        if self.aliases != other.aliases {
            for (name, to) in other.aliases.iter() {
                let have = self.aliases.entry(name.clone()).or_insert_with(|| to.clone());
                if have != to {
                    *have = Val::gap("an alias that differs between branches");
                }
            }
        }
        // What may not be exported may be missing in a child.
        if self.exported != other.exported {
            let unsure: Vec<String> = self.exported.symmetric_difference(&other.exported).cloned().collect();
            self.exported.retain(|name| other.exported.contains(name));
            self.may_be_exported.extend(unsure);
        }
        if self.may_be_exported != other.may_be_exported {
            self.may_be_exported.extend(other.may_be_exported.iter().cloned());
        }
        if self.made_lists != other.made_lists {
            self.made_lists.extend(other.made_lists.iter().cloned());
        }
        if self.exported_functions != other.exported_functions {
            let unsure: Vec<String> =
                self.exported_functions.symmetric_difference(&other.exported_functions).cloned().collect();
            self.unsure_functions.extend(unsure.iter().cloned());
            self.exported_functions.extend(unsure);
        }
        if self.fixed_functions != other.fixed_functions {
            self.fixed_functions.extend(other.fixed_functions.iter().cloned());
        }
        if self.unsure_functions != other.unsure_functions {
            self.unsure_functions.extend(other.unsure_functions.iter().cloned());
        }
        self.join_traps(other);
    }

    fn join_traps(&mut self, other: &Self) {
        if self.midst != other.midst {
            self.midst.extend(other.midst.iter().cloned());
        }
        if self.unsettled != other.unsettled {
            self.unsettled.extend(other.unsettled.iter().cloned());
        }
        if self.touched != other.touched {
            self.touched.extend(other.touched.iter().cloned());
        }
        if self.since_trap != other.since_trap {
            for (name, theirs) in other.since_trap.iter() {
                let joined = self.since_trap.get(name).map_or_else(|| theirs.clone(), |ours| ours.join(theirs));
                self.since_trap.insert(name.clone(), joined);
            }
        }
        for (ours, theirs) in [(&mut self.traps, &other.traps), (&mut self.due, &other.due)] {
            if ours != theirs {
                let more: Vec<Val> = theirs.iter().filter(|t| !ours.contains(t)).cloned().collect();
                ours.extend(more);
            }
        }
    }

    pub(super) fn join_attributes(&mut self, other: &Self) {
        if self.attributed == other.attributed {
            return;
        }
        let names: BTreeSet<String> = self.attributed.keys().chain(other.attributed.keys()).cloned().collect();
        for name in names {
            let of = |state: &Self| state.attributed.get(&name).copied().unwrap_or_default();
            let joined = of(self).join(of(other));
            if !joined.keyed {
                self.drop_entries(&name);
            }
            self.attributed.insert(name, joined);
        }
    }

    /// Of the arrays that are the same in both: which lists they may be.
    fn join_listed(&mut self, other: &Self) {
        if self.lists == other.lists {
            return;
        }
        let same = |name: &&String| self.arrays.get(*name) == other.arrays.get(*name);
        let differs = |name: &&String| self.lists.get(*name) != other.lists.get(*name);
        let names = self.lists.keys().chain(other.lists.keys());
        let names: Vec<String> = names.filter(same).filter(differs).cloned().collect();
        for name in names {
            match (self.listed(&name), other.listed(&name)) {
                (Some(ours), Some(theirs)) => self.note_lists(&name, [ours, theirs].concat()),
                _ => self.forget_lists(&name),
            }
        }
    }

    fn join_arrays(&mut self, other: &Self) {
        let names: Vec<String> = self.arrays.keys().chain(other.arrays.keys()).cloned().collect();
        for name in names {
            let (ours, theirs) = (self.arrays.get(&name), other.arrays.get(&name));
            if ours == theirs {
                continue;
            }
            if let (Some(list), None) | (None, Some(list)) = (ours, theirs)
                && !list.is_empty()
                && only_numbers(list)
            {
                let list = list.clone();
                self.arrays.insert(name, list);
                continue;
            }
            if let (Some(ours), Some(theirs)) = (ours, theirs)
                && ours.len() == theirs.len()
                && ours.iter().chain(theirs).flat_map(Set::values).all(|v| !v.many && !v.has_glob())
            {
                let joined = ours.iter().zip(theirs).map(|(a, b)| a.join(b)).collect();
                self.arrays.insert(name, joined);
            } else {
                let lists = self.listed(&name).zip(other.listed(&name));
                // What both begin with is there in any case.
                let (ours, theirs) = (ours.map_or(&[][..], Vec::as_slice), theirs.map_or(&[][..], Vec::as_slice));
                let same = ours.iter().zip(theirs).take_while(|(a, b)| a == b).map(|(a, _)| a.clone());
                let differs = Val::gap("an array that differs between branches").spread();
                let list = same.chain([Set::one(differs)]).collect();
                self.arrays.insert(name.clone(), list);
                self.vars.remove(&name);
                match lists {
                    Some((ours, theirs)) => self.note_lists(&name, [ours, theirs].concat()),
                    None => self.forget_lists(&name),
                }
            }
        }
    }
}
