//! What the event wrote into files, and what they hold when they are read: known, one of two cases, or anything. Part of the
//! shell's walk.

use automode_model::{Span, Verb};
use automode_shell::Dialect;
use automode_shell::tree::{Node, Stmt};

use super::super::beside::{Use, When};
use super::super::effects;
use super::super::paths::{below as is_below, join, normalise};
use super::super::printed::holds_command;
use super::super::scene::{RESTLESS, may_matter};
use super::super::state::State;
use super::super::value::{Gap, Piece, Set, Val};
use super::{Done, Shell, gap_like};

/// How often an event is walked again because of files that what runs beside the shell shares with the rest. Each time more
/// of them are known; with as many links between them it is not understood.
const MAX_WALKS: usize = 3;

/// Why what a file holds before the text that is added to it is not known.
pub const ADDED_TO: &str = "a file that is only partly written here";

impl Shell<'_, '_> {
    /// Walks a text that an event runs. Where what runs beside the shell uses files that the rest writes, it is walked once more,
    /// with nothing known about what these hold.
    pub fn run_event(&self, state: &mut State, text: &str, dialect: Dialect) {
        let begin = (self.scene.begin(), state.clone());
        for _ in 0..MAX_WALKS {
            self.run_text(state, text, dialect, &Val::default());
            if !self.scene.again(&begin.0) {
                return;
            }
            state.clone_from(&begin.1);
        }
        self.run_text(state, text, dialect, &Val::default());
        if self.scene.beside.borrow_mut().again() {
            self.scene.add_unknown("files that are shared with what runs beside the shell", self.at(Span::default()));
        }
    }

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
        if path.starts_with("/dev/") || path.starts_with("/proc/") {
            self.scene.elsewhere.set(self.scene.elsewhere.get().wrapping_add(1));
        }
        if path == "/dev/null" {
            return;
        }
        match append || self.scene.files.borrow().get(path) != Some(content) {
            true => self.scene.uses(path, Use::Written),
            // What runs beside the shell may do so when the file holds something else.
            false => self.scene.beside.borrow_mut().rewrites(path),
        }
        self.put(maybe, path, content, append);
    }

    fn put(&self, maybe: bool, path: &str, content: &Val, append: bool) {
        self.scene.changed();
        if holds_command(content) || holds_command(&Val::text(path)) {
            self.scene.holds_command.set(true);
        }
        let mut files = self.scene.files.borrow_mut();
        let perhaps_new = maybe && !files.contains_key(path);
        if self.scene.beside.borrow().is_written_on(path) {
            // What is always the same, and not known, stays so.
            if files.get(path) != Some(content) || !is_one_gap(content) {
                files.insert(path.to_owned(), gap_like(content, RESTLESS));
            }
            return if perhaps_new {
                self.scene.doubt(path.to_owned())
            };
        }
        let before = files.get(path).is_some_and(|have| append || have != content)
            || !files.contains_key(path) && self.scene.world.path(path).kind != automode_model::PathKind::Missing;
        let name = path.rsplit('/').next().unwrap_or(path);
        // One that is copied may come to lie there, by a trap or a job at any time.
        let copied = !self.scene.copied.borrow().is_empty() && self.scene.copied.borrow().contains(name);
        let any_time = copied && self.scene.beside.borrow().jobs > 0;
        if any_time || maybe && (before || copied) {
            // It may hold what it held before.
            let either = gap_like(content, "a file that is written in one case only");
            files.insert(path.to_owned(), either);
            return if perhaps_new {
                self.scene.doubt(path.to_owned())
            };
        }
        let unsure = self.may_be_missing(path);
        if maybe {
            self.scene.unsure_files.borrow_mut().insert(path.to_owned());
        } else {
            self.scene.unsure_files.borrow_mut().remove(path);
        }
        if append && let Some(have) = files.get_mut(path) {
            have.extend(content);
            if unsure {
                // What it is added to may not be there.
                *have = gap_like(have, "a file that is written in one case only");
            }
            return;
        }
        let mut whole = if append { Val::gap(ADDED_TO) } else { content.clone() };
        if append && content.known().is_some() {
            whole.extend(content);
        }
        files.insert(path.to_owned(), whole);
    }

    /// Whether the folder of a file may not be there, so that this is not written into it.
    pub(super) fn folder_may_miss(&self, state: &State, path: &str, content: &Val) -> bool {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let below = |dir: &str| dir == folder || is_below(dir, folder);
        let usual = matches!(folder, "" | "/tmp") || folder.starts_with("/dev") || below(&self.scene.home);
        if usual || state.cwd.iter().any(|dir| below(dir)) || !may_matter(content) {
            return false;
        }
        let files = self.scene.files.borrow();
        let unsure = self.scene.unsure_files.borrow();
        let inside = format!("{folder}/");
        let here = files.range(inside.clone()..).take_while(|(p, _)| p.starts_with(&inside));
        let made = here.chain(files.get_key_value(folder)).any(|(p, _)| !unsure.contains(p));
        !made && self.scene.world.path(folder).kind != automode_model::PathKind::Dir
    }

    /// A program changes a file, in some way.
    pub fn modified(&self, path: &str) {
        let written = self.scene.files.borrow().contains_key(path);
        match written {
            true => self.keep(path, &Val::gap("a file that a program changes"), false),
            false => self.scene.uses(path, Use::Written),
        }
    }

    /// A program removes or changes files by a pattern that begins so.
    pub fn any_of(&self, cwd: &str, prefix: &str, verb: Verb) {
        if self.scene.beside.borrow().is_open() {
            // What runs at another time may find other files than there are where it is walked.
            let (folder, name) = prefix.rsplit_once('/').map_or(("", prefix), |(folder, name)| (folder, name));
            let removes = matches!(verb, Verb::Delete | Verb::Move);
            let all = format!("{}/{name}", base(cwd, prefix, folder).trim_end_matches('/'));
            self.scene.uses(&all, if removes { Use::AllRemoved } else { Use::AllWritten });
        }
        for path in self.written_below(cwd, prefix) {
            match verb {
                Verb::Delete | Verb::Move => {
                    self.scene.uses(&path, Use::Removed);
                    self.scene.doubt(path);
                }
                _ => self.modified(&path),
            }
        }
    }

    /// The files written here that a pattern may mean which begins so.
    #[must_use]
    pub fn written_below(&self, cwd: &str, prefix: &str) -> Vec<String> {
        let folder = prefix.rsplit_once('/').map_or("", |(folder, _)| folder);
        let below = format!("{}/", base(cwd, prefix, folder).trim_end_matches('/'));
        self.scene.files.borrow().keys().filter(|p| p.starts_with(&below)).cloned().collect()
    }

    /// A program removes a file or a folder, or moves it elsewhere.
    pub fn gone(&self, path: &str) {
        let below = format!("{}/", path.trim_end_matches('/'));
        let files = self.scene.files.borrow();
        let inside = files.range(below.clone()..).take_while(|(p, _)| p.starts_with(&below));
        let gone: Vec<String> = inside.chain(files.get_key_value(path)).map(|(p, _)| p.clone()).collect();
        drop(files);
        for path in gone {
            self.put(false, &path, &Val::gap("a file that a program changes"), false);
            self.scene.doubt(path);
        }
        self.scene.uses(path, Use::Removed);
    }

    /// Walks what runs beside the shell, or later: what it writes is written at any time, and perhaps again, and what it reads is
    /// read at any time.
    pub(super) fn beside<T>(&self, when: When, walk: impl FnOnce() -> T) -> T {
        let before =
            (when == When::End).then(|| (self.scene.files.borrow().clone(), self.scene.unsure_files.borrow().clone()));
        let from = self.scene.beside.borrow_mut().begins();
        let out = walk();
        let written = self.scene.beside.borrow_mut().ends_later(from, when);
        if let Some((files, unsure)) = before {
            // What is removed at the end is still there, and what is written is said below.
            let now = self.scene.files.replace(files);
            self.scene.unsure_files.replace(unsure);
            self.scene.files.borrow_mut().extend(now.into_iter().filter(|(path, _)| written.contains(path)));
            self.scene.changed();
        }
        let mut files = self.scene.files.borrow_mut();
        for path in written {
            if let Some(content) = files.get_mut(&path).filter(|content| !is_one_gap(content)) {
                *content = gap_like(content, RESTLESS);
            }
            // Nor is a folder surely there.
            self.scene.unsure_files.borrow_mut().insert(path);
        }
        out
    }

    /// `coproc NAME command`: a job with descriptors of its own.
    pub(super) fn run_coprocess(&self, state: &mut State, name: Option<&str>, body: &Stmt) -> Done {
        if state.hands_functions_on() && matches!(body.node, Node::Simple(_)) {
            // Bash writes it down with a name, and reads that as a command.
            self.scene.add_unknown("a coprocess in what may be a function from another shell", self.at(body.span));
        }
        let mut inner = State { stdin_for_all: None, ..state.clone() };
        self.scene.beside.borrow_mut().jobs += 1;
        self.beside(When::Any, || {
            self.run_stmt(&mut inner, body, &Val::gap("the input of a coprocess"));
            self.spring_traps(&inner, Some(state));
        });
        // Until it ends these hold its descriptors and its number.
        let name = name.unwrap_or("COPROC");
        state.set_array(name, vec![Set::one(Val::gap("descriptors of a coprocess").spread())]);
        state.forget(&format!("{name}_PID"), "the number of a coprocess");
        Done::silent()
    }

    /// Walks what runs at the same time, one after the other; what it is given says where each begins.
    pub(super) fn together<T>(&self, walk: impl FnOnce(&mut dyn FnMut()) -> T) -> T {
        let beside = &self.scene.beside;
        let mut starts = Vec::new();
        beside.borrow_mut().begins();
        let out = walk(&mut || starts.push(beside.borrow().here()));
        beside.borrow_mut().ends_together(&starts);
        out
    }

    /// Walks a shell of its own: what it writes where it may have ended before may not be written.
    pub(in super::super) fn within<T>(&self, inner: &mut State, walk: impl FnOnce(&mut State) -> T) -> T {
        let outer = self.scene.ended.take();
        inner.begun = inner.ended;
        self.scene.beside.borrow_mut().begins();
        self.scene.around.borrow_mut().push(inner.cwd.clone());
        let out = walk(inner);
        self.scene.around.borrow_mut().pop();
        let late = self.scene.beside.borrow_mut().ends_early(self.scene.ended.replace(outer));
        for path in late {
            if let Some(content) = self.scene.files.borrow_mut().get_mut(&path) {
                *content = gap_like(content, "a file that is written unless a shell ends before");
            }
            self.scene.doubt(path);
        }
        out
    }

    /// A word names what is moved or removed: a shell that stands in it is elsewhere by then, or nowhere.
    pub(in super::super) fn leaves_place(&self, state: &State, word: &Val, verb: Verb, span: Span) {
        if !matches!(verb, Verb::Delete | Verb::Move) {
            return;
        }
        let around = self.scene.around.borrow();
        let holds = |from: &String, at: &String| {
            let path = join(from, word.prefix());
            let whole = word.known().is_some() || !(word.prefix().is_empty() || word.prefix().ends_with('/'));
            // A pattern's own folder stays.
            at.strip_prefix(path.trim_end_matches('/')).is_some_and(|rest| match word.known() {
                Some(_) => rest.is_empty() || rest.starts_with('/'),
                None => whole || rest.len() > 1,
            })
        };
        let left = |at: &String| state.cwd.iter().any(|from| holds(from, at));
        if !around.iter().flatten().chain(&state.cwd).any(left) {
            return;
        }
        self.scene.rootless.set(true);
        if verb == Verb::Move {
            self.scene.add_unknown("a directory that is moved while a shell is in it", span);
        }
    }

    /// What this event wrote into a file, where it did.
    #[must_use]
    pub fn written(&self, path: &str) -> Option<Val> {
        let files = self.scene.files.borrow();
        let known = files.get(path)?;
        if may_matter(known) {
            self.scene.uses(path, Use::Looked);
        }
        Some(if self.may_be_missing(path) { gap_like(known, "a file that may not be written") } else { known.clone() })
    }

    /// Whether a file that was written may not be there.
    #[must_use]
    pub fn may_be_missing(&self, path: &str) -> bool {
        self.scene.unsure_files.borrow().contains(path) || self.scene.beside.borrow().is_fleeting(path)
    }

    /// What a file holds when it is read now: what this event wrote, or not known.
    #[must_use]
    pub fn content(&self, path: &effects::Touched) -> Val {
        if path.resolved == "/dev/null" {
            return Val::default();
        }
        if let Some(known) = self.written(&path.resolved) {
            return known;
        }
        if self.scene.copied.borrow().contains(path.resolved.rsplit('/').next().unwrap_or_default()) {
            return Val::gap("a file that may be a copy of one that is written here");
        }
        if let Some(version) = super::super::printed::stated_version(self, &path.resolved) {
            return Val::text(format!("{version}\n"));
        }
        Val::from_gap(Gap { why: format!("the content of `{}`", path.resolved), secret: path.secret, network: false })
    }
}

/// The folder of a path that begins so.
fn base(cwd: &str, prefix: &str, folder: &str) -> String {
    if prefix.starts_with('/') { normalise(folder) } else { join(cwd, folder) }
}

/// Nothing is known of it but where it comes from.
fn is_one_gap(content: &Val) -> bool {
    matches!(content.pieces(), [Piece::Gap(_)])
}
