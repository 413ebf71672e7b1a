//! Variables that a function made its own: what they are outside, and what that is where only some ways through the function
//! made them so. Part of a shell's state.

use std::rc::Rc;

use super::state::{Attributes, State, from_environment};
use super::value::{Set, Val};

/// Marks the names among those of callers that were set for a function alone.
const GIVEN: char = '=';

/// What a name holds: its variable and its array; none where it comes from the environment.
type Held = (Option<Set>, Option<Vec<Set>>);

/// A variable that a function made its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Local {
    /// The variable.
    pub name: String,
    /// What it and its array were outside.
    pub outside: Held,
    /// Its attributes outside.
    pub attributes: Option<Attributes>,
    /// Set where only some ways through the function made it its own: what it was where they met. If it is another by now,
    /// that may have been assigned to the one outside.
    pub unsure: Option<Held>,
    /// A trap that runs has assigned the one outside.
    pub touched: bool,
}

impl State {
    /// What this name is here.
    #[must_use]
    pub fn local_of(&self, name: &str) -> Local {
        let attributes = self.attributed.get(name).copied();
        let touched = self.touched.contains(name);
        Local { name: name.to_owned(), outside: self.held(name), attributes, unsure: None, touched }
    }

    fn held(&self, name: &str) -> Held {
        (self.vars.get(name).cloned(), self.arrays.get(name).cloned())
    }

    /// Gives a name what it held.
    pub fn put_back(&mut self, local: Local) {
        let Local { name, outside: (value, array), attributes, unsure, touched } = local;
        if !touched && unsure.is_none() && self.touched.contains(&name) {
            self.touched.remove(&name);
        }
        self.forget_lists(&name);
        self.drop_entries(&name);
        self.set_attributes(&name, attributes);
        match array {
            Some(list) => drop(self.arrays.insert(name.clone(), list)),
            None if self.arrays.contains_key(&name) => drop(self.arrays.remove(&name)),
            None => {}
        }
        match value {
            Some(value) => drop(self.vars.insert(name, value)),
            None => drop(self.vars.remove(&name)),
        }
    }

    /// Makes a variable local to the running function; true where it was not yet.
    pub fn make_local(&mut self, name: &str) -> bool {
        let here = self.local_of(name);
        let Some(locals) = &mut self.locals else { return false };
        match locals.iter_mut().find(|l| l.name == name) {
            Some(Local { unsure: None, .. }) => return false,
            Some(local) => {
                // On the other ways it begins here; what it held there is what is outside.
                local.outside = either(std::mem::take(&mut local.outside), &here.outside, name);
                let value = self.vars.get(name).map(Set::or_empty);
                value.into_iter().for_each(|v| drop(self.vars.insert(name.to_owned(), v)));
                return false;
            }
            None => locals.push(here),
        }
        self.forget_lists(name);
        self.drop_entries(name);
        if self.arrays.contains_key(name) {
            self.arrays.remove(name);
        }
        true
    }

    /// Begins a function that is called from where these variables are a function's own.
    pub fn call_from(&mut self, outer: Option<&[Local]>, given: &[(String, Val)]) {
        let outer = outer.unwrap_or_default();
        if outer.is_empty() && given.is_empty() {
            return;
        }
        let before = self.callers.iter().flat_map(|names| names.iter().cloned());
        let given = given.iter().map(|(name, _)| format!("{GIVEN}{name}"));
        self.callers = Some(Rc::new(before.chain(outer.iter().map(|l| l.name.clone())).chain(given).collect()));
    }

    /// Sets a variable for one command: it is one like any other, whatever the one outside is.
    pub fn set_given(&mut self, name: &str, value: &Val) {
        if self.arrays.contains_key(name) {
            self.arrays.remove(name);
        }
        self.set(name, Set::one(value.clone()));
    }

    /// What was made the function's own while it was set for one command hides what was there before that: `before`. So many of
    /// the function's own it had by then.
    pub fn outside_of_given(&mut self, before: &[Local], own: usize) {
        for local in self.locals.iter_mut().flatten().skip(own) {
            if let Some(before) = before.iter().find(|b| b.name == local.name) {
                (local.outside, local.attributes) = (before.outside.clone(), before.attributes);
            }
        }
    }

    /// Whether a variable was set for one of the running functions alone (`x=1 f`): `local x` takes its value over.
    #[must_use]
    pub fn is_given(&self, name: &str) -> bool {
        self.callers.as_ref().is_some_and(|names| names.contains(&format!("{GIVEN}{name}")))
    }

    /// Whether a name may be the own one of a function that called the running one.
    #[must_use]
    pub fn is_callers(&self, name: &str) -> bool {
        self.callers.as_ref().is_some_and(|names| names.contains(name))
    }

    /// `declare -g`: what is assigned here is another variable where the name is a function's own.
    pub fn assigned_globally(&mut self, before: &Self, name: &str) {
        let hidden = self.is_callers(name) || self.is_given(name);
        if !self.is_local(name) && !hidden {
            return;
        }
        let (was, now) = (before.held(name), self.held(name));
        let (value, array) = either(was, &now, name);
        value.into_iter().for_each(|v| drop(self.vars.insert(name.to_owned(), v)));
        array.into_iter().for_each(|list| self.set_array(name, list));
        if let Some(local) = self.locals.iter_mut().flatten().find(|l| l.name == name) {
            local.outside = either(std::mem::take(&mut local.outside), &now, name);
            local.touched = true;
        }
        // Below what a calling function made its own another one is assigned, which comes to light when that function ends.
        self.referenced |= hidden;
    }

    /// Whether a name is the running function's own, as far as is known.
    #[must_use]
    pub fn is_local(&self, name: &str) -> bool {
        self.locals.as_ref().is_some_and(|own| own.iter().any(|l| l.name == name))
    }

    /// What the variable outside the function holds.
    fn outside(&self, name: &str) -> Held {
        let Some(local) = self.locals.iter().flatten().find(|l| l.name == name) else { return self.held(name) };
        match &local.unsure {
            Some(met) if *met != self.held(name) => either(local.outside.clone(), &self.held(name), name),
            _ => local.outside.clone(),
        }
    }

    /// The local variables of a state that may be either; none where both have the same.
    pub(super) fn joined_locals(&self, other: &Self) -> Option<Vec<Local>> {
        let (Some(ours), Some(theirs)) = (&self.locals, &other.locals) else { return None };
        if ours == theirs {
            return None;
        }
        let mut out: Vec<Local> = Vec::new();
        for local in ours.iter().chain(theirs) {
            if out.iter().any(|l| l.name == local.name) {
                continue;
            }
            let of = |list: &[Local]| list.iter().find(|l| l.name == local.name).cloned();
            let (ours, theirs) = (of(ours), of(theirs));
            let sure = |l: &Option<Local>| l.as_ref().is_some_and(|l| l.unsure.is_none());
            let outside = either(self.outside(&local.name), &other.outside(&local.name), &local.name);
            let unsure = (!sure(&ours) || !sure(&theirs)).then(Held::default);
            out.push(Local { outside, unsure, ..local.clone() });
        }
        Some(out)
    }

    /// Takes over local variables that were joined; those that are not sure have now met.
    pub(super) fn take_locals(&mut self, mut locals: Vec<Local>) {
        for local in &mut locals {
            if local.unsure.is_some() {
                local.unsure = Some(self.held(&local.name));
            }
        }
        self.locals = Some(locals);
    }

    /// Gives the variables of a function that ends back to those outside.
    pub fn leave_function(&mut self, outer: Option<Vec<Local>>) {
        let names: Vec<Local> = self.locals.clone().unwrap_or_default();
        let held: Vec<Held> = names.iter().map(|l| self.outside(&l.name)).collect();
        for (local, outside) in names.into_iter().zip(held) {
            self.changes(&local.name);
            // Whether it is handed on was said of the function's own.
            self.no_longer_exported(&local.name);
            let attributes = match (&local.unsure, self.attributed.get(&local.name).copied()) {
                (Some(_), Some(here)) => Some(local.attributes.unwrap_or_default().join(here)),
                _ => local.attributes,
            };
            self.put_back(Local { outside, attributes, ..local });
        }
        self.locals = outer;
    }

    /// The state at an error within a function, seen from outside: its own variables may be left or not.
    #[must_use]
    pub fn stopped_inside(
        inside: Option<Box<Self>>,
        before: Option<Box<Self>>,
        locals: Option<Vec<Local>>,
    ) -> Option<Box<Self>> {
        let Some(inside) = inside else { return before };
        let mut left = inside.clone();
        left.leave_function(locals.clone());
        let mut joined = inside.join(&left);
        joined.locals = locals;
        joined.positional = None;
        Some(Box::new(match before {
            Some(before) => before.join(&joined),
            None => joined,
        }))
    }
}

/// What a name holds that may hold either.
fn either(a: Held, b: &Held, name: &str) -> Held {
    if a == *b {
        return a;
    }
    let known = |v: &Option<Set>| v.clone().unwrap_or_else(|| Set::one(from_environment(name)));
    let value = if a.0 == b.0 { a.0 } else { Some(known(&a.0).join(&known(&b.0))) };
    let differs = || vec![Set::one(Val::gap("an array that differs between branches").spread())];
    let array = if a.1 == b.1 { a.1 } else { Some(differs()) };
    (value, array)
}
