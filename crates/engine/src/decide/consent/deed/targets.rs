//! What an action falls on, by the names that people may say for it. Kept with the command, since each effect is held against each
//! request, and each of them asks for the same. Used by `deed`.

use std::cell::RefCell;
use std::collections::BTreeMap;

use automode_model::{Action, Effect};

use super::super::bind::{self, Name};
use super::super::token::{Kind, Token};
use super::is_named;

/// The names of all that an action falls on.
#[derive(Clone, Debug)]
pub(in crate::decide::consent) struct Targets {
    action: Action,
    /// For each effect.
    names: Vec<Vec<Name>>,
    /// Which words were asked for, and are one of them.
    known: RefCell<BTreeMap<(bool, String), bool>>,
    /// By effect, the clause that asks for it, if any does.
    clauses: RefCell<BTreeMap<usize, Option<usize>>>,
}

impl Targets {
    pub(in crate::decide::consent) fn of(action: &Action) -> Self {
        let names = action.effects.iter().map(|e| bind::names(action, e)).collect();
        Self { action: action.clone(), names, known: RefCell::default(), clauses: RefCell::default() }
    }

    /// They are this action's.
    pub(in crate::decide::consent) fn are_of(&self, action: &Action) -> bool {
        self.action == *action
    }

    /// The word is one of them.
    pub(super) fn has(&self, t: &Token) -> bool {
        let key = (t.kind == Kind::Quote, t.text.clone());
        let known = self.known.borrow().get(&key).copied();
        known.unwrap_or_else(|| {
            let is = self.action.effects.iter().zip(&self.names).any(|(e, names)| is_target(e, names, t));
            self.known.borrow_mut().insert(key, is);
            is
        })
    }

    /// Those of one effect.
    pub(super) fn of_effect(&self, action: &Action, effect: &Effect) -> Vec<Name> {
        let at = action.effects.iter().position(|e| std::ptr::eq(e, effect));
        at.and_then(|at| self.names.get(at).cloned()).unwrap_or_else(|| bind::names(action, effect))
    }

    /// The clause that asks for the effect at this place, which is found once.
    pub(in crate::decide::consent) fn clause(&self, at: usize, find: impl FnOnce() -> Option<usize>) -> Option<usize> {
        let known = self.clauses.borrow().get(&at).copied();
        known.unwrap_or_else(|| {
            let found = find();
            self.clauses.borrow_mut().insert(at, found);
            found
        })
    }

    /// One of them is written like this.
    pub(super) fn are_called(&self, word: &str) -> bool {
        self.names.iter().flatten().any(|n| bind::same(n, word))
    }
}

fn is_target(effect: &Effect, names: &[Name], t: &Token) -> bool {
    let changed = effect.change.as_ref().is_some_and(|c| c.why.contains(&format!("`{}`", t.text)));
    changed
        || names.iter().any(|n| is_named(n, t))
        || effect.target.path().is_some_and(|p| p.resolved.split('/').any(|part| part == t.text))
}
