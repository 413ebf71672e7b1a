//! What the event wrote into files, and what they hold when they are read: known, one of two cases, or anything. Part of the
//! shell's walk.

use std::collections::BTreeMap;

use super::super::effects;
use super::super::state::State;
use super::super::value::{Gap, Val};
use super::{Shell, gap_like};

/// Why the content of a file is not known that a trap writes, or what runs in the background.
const RESTLESS: &str = "a file that is written at any time";

impl Shell<'_, '_> {
    /// Remembers what a file will hold, so that running it later in the same event is understood.
    pub fn keep(&self, path: &str, content: &Val, append: bool) {
        self.keep_in(false, path, content, append);
    }

    /// The same for a program that may not run.
    pub fn keep_in_state(&self, state: &State, path: &str, content: &Val) {
        self.keep_in(state.may_not_run(), path, content, false);
    }

    /// The same; `maybe` says that it may not be written.
    pub(in super::super) fn keep_in(&self, maybe: bool, path: &str, content: &Val, append: bool) {
        self.scene.changed();
        let mut files = self.scene.files.borrow_mut();
        let restless = self.scene.restless_files.borrow();
        if !restless.is_empty() && restless.contains(path) {
            files.insert(path.to_owned(), gap_like(content, RESTLESS));
            return;
        }
        let before = files.get(path).is_some_and(|have| have != content)
            || !files.contains_key(path) && self.scene.world.path(path).kind != automode_model::PathKind::Missing;
        if maybe && before {
            // It may hold what it held before.
            let either = gap_like(content, "a file that is written in one case only");
            files.insert(path.to_owned(), either);
            return;
        }
        if maybe {
            self.scene.unsure_files.borrow_mut().insert(path.to_owned());
        } else {
            self.scene.unsure_files.borrow_mut().remove(path);
        }
        if append && let Some(have) = files.get_mut(path) {
            have.extend(content);
            return;
        }
        let content = if append { Val::gap("a file that is only partly written here") } else { content.clone() };
        files.insert(path.to_owned(), content);
    }

    /// The files that the event wrote up to here.
    pub(super) fn written_so_far(&self) -> BTreeMap<String, Val> {
        self.scene.files.borrow().clone()
    }

    /// What was written since then is written by what runs beside the shell: at any time, and perhaps again.
    pub(super) fn write_at_any_time(&self, before: &BTreeMap<String, Val>) {
        let mut files = self.scene.files.borrow_mut();
        let mut restless = self.scene.restless_files.borrow_mut();
        for (path, content) in files.iter_mut().filter(|(path, content)| before.get(*path) != Some(*content)) {
            *content = gap_like(content, RESTLESS);
            restless.insert(path.clone());
        }
    }

    /// What this event wrote into a file, where it did.
    #[must_use]
    pub fn written(&self, path: &str) -> Option<Val> {
        let files = self.scene.files.borrow();
        let known = files.get(path)?;
        let unsure = self.scene.unsure_files.borrow().contains(path);
        Some(if unsure { gap_like(known, "a file that may not be written") } else { known.clone() })
    }

    /// What a file holds when it is read now: what this event wrote, or not known.
    #[must_use]
    pub fn content(&self, path: &effects::Touched) -> Val {
        if let Some(known) = self.written(&path.resolved) {
            return known;
        }
        Val::from_gap(Gap { why: format!("the content of `{}`", path.resolved), secret: path.secret, network: false })
    }
}
