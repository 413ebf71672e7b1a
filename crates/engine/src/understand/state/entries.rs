//! Lists with keys: their entries that are known, kept as variables `name[key]`. Part of a shell's state.

use super::{LISTED, NUMBERS, Set, State, Val, is_read_by_shell, only_numbers};

impl State {
    /// The entry of a list with keys, where it is known.
    #[must_use]
    pub fn entry(&self, name: &str, key: &str) -> Option<&Set> {
        self.vars.get(&format!("{name}[{key}]"))
    }

    /// Sets an entry of a list that surely has keys; one whose key is not known may be any of them.
    pub fn set_entry(&mut self, name: &str, key: Option<&str>, value: Set) {
        self.changes(name);
        let number = |v: &Val| super::super::shell::number_of(v).is_some();
        let numbers = self.arrays.get(name).is_none_or(|list| list.is_empty() || only_numbers(list))
            && value.values().iter().all(number);
        let why = if numbers { NUMBERS } else { "the entries of a list with keys" };
        // What was one value is an entry of it from here on.
        if is_read_by_shell(name) {
            self.vars.insert(name.to_owned(), Set::one(Val::gap(LISTED)));
        } else if self.vars.contains_key(name) {
            self.vars.remove(name);
        }
        self.arrays.insert(name.to_owned(), vec![Set::one(Val::gap(why).spread())]);
        match key {
            Some(key) => drop(self.vars.insert(format!("{name}[{key}]"), value)),
            None => self.drop_entries(name),
        }
    }

    /// What is known of the entries of a list with keys.
    #[must_use]
    pub fn entries(&self, name: &str) -> Vec<(String, Set)> {
        if !self.attributed.contains_key(name) {
            return Vec::new();
        }
        let prefix = format!("{name}[");
        let own = self.vars.range(prefix.clone()..).take_while(|(n, _)| n.starts_with(&prefix));
        own.map(|(n, v)| (n.clone(), v.clone())).collect()
    }

    /// Puts such entries back.
    pub fn keep_entries(&mut self, entries: Vec<(String, Set)>) {
        entries.into_iter().for_each(|(name, value)| drop(self.vars.insert(name, value)));
    }

    pub(in super::super) fn drop_entries(&mut self, name: &str) {
        for (entry, _) in self.entries(name) {
            self.vars.remove(&entry);
        }
    }
}
