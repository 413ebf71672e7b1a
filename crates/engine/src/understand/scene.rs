//! What stays the same while one event is understood: the machine, the session, where the work is; and what is found.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use automode_model::{Action, Certainty, Effect, Session, Span, Target, Verb, World};

use super::beside::{Beside, Use};
use super::effects;
use super::paths;
use super::value::{Piece, Val};

/// How many actions of one event are followed. More end in an unknown effect; they are never left out silently.
pub const MAX_ACTIONS: usize = 4096;

/// How deep commands may run commands (wrappers, substitutions, evals, scripts). Bounds the native stack.
pub const MAX_DEPTH: u32 = 40;

/// How many statements are walked for one event, loops and functions counted each time.
/// At some 6 µs a step this bounds an event to about 50 ms.
pub const MAX_STEPS: u32 = 8_000;

/// How much of a script of the project is read to look through it.
pub const MAX_SCRIPT_BYTES: usize = 256 * 1024;

/// How the made-up paths begin of what has no file (`<(…)`). What the shell calls it is another name.
pub const PSEUDO: &str = "/dev/fd/process-substitution-";

/// Why the content of a file is not known that is written by what runs beside the shell, or at another time.
pub const RESTLESS: &str = "a file that is written at any time";

/// How a scene stood when walking began.
pub struct Begin {
    files: BTreeMap<String, Val>,
    unsure_files: BTreeSet<String>,
    links: BTreeMap<String, String>,
    foreign: Vec<(String, String)>,
    actions: usize,
    traced: usize,
}

/// Whether it matters that a file may hold something else than this: what is not known at all may be anything anyway.
#[must_use]
pub fn may_matter(content: &Val) -> bool {
    let trusted = |why: &str| matches!(why, super::script::BUILT | super::script::INSTALLED);
    !matches!(content.pieces(), [Piece::Gap(gap)] if !trusted(&gap.why))
}

/// The surroundings of one event.
pub struct Scene<'a> {
    /// The machine.
    pub world: &'a dyn World,
    /// What this session did before.
    pub session: &'a Session,
    /// The user's home.
    pub home: String,
    /// The directory that the host said, absolute; the empty text where it did not.
    pub cwd: String,
    /// The top of the work: the repository around the directory, or the directory itself.
    pub workspace: String,
    /// The directory that the host said does not exist: nothing can run there, and where relative paths would lead
    /// cannot be told. They are taken for the project's own.
    pub nowhere: bool,
    /// What this event writes before it runs it: path and content.
    pub files: RefCell<BTreeMap<String, Val>>,
    /// Of these, those that may not be written.
    pub unsure_files: RefCell<BTreeSet<String>>,
    /// Files that are used by what runs beside the shell, or at another time than it is walked.
    pub beside: RefCell<Beside>,
    /// The names of files that this event writes and then copies or moves, alone or with a folder: one of that name elsewhere may
    /// be one of them.
    pub copied: RefCell<BTreeSet<String>>,
    /// Links that this event makes: where they lie and what they name.
    pub links: RefCell<BTreeMap<String, String>>,
    /// Folders with code of others that this event brings here, and where from.
    pub foreign: RefCell<Vec<(String, String)>>,
    /// Folders and commands there that are none of a tool that the project names.
    pub undeclared: RefCell<BTreeSet<(String, String)>>,
    /// Each argument list that is met, where somebody asked for them (the comparison with a real shell).
    pub trace: RefCell<Option<Vec<Vec<Val>>>>,
    /// How many rounds of loops are walked one by one where the walk is, those of loops around loops multiplied.
    pub rounds: Cell<usize>,
    /// The repository in which the last that git did was to give the last commit one more name.
    pub kept: RefCell<Option<String>>,
    /// How often something was printed to a descriptor besides the three that every program has.
    pub elsewhere: Cell<u32>,
    /// How often something began that prints at any time from there on, where what follows it is printed as well.
    pub late: Cell<u32>,
    /// From where on the running subshell may have ended: a place among what was done with files.
    pub ended: Cell<Option<usize>>,
    /// A number of a shell of this event was asked for (`$$`, `$BASHPID`, `$PPID`).
    pub numbered: Cell<bool>,
    /// A file that this event writes, or a variable, has a text or a name that would run something where it is evaluated.
    pub holds_command: Cell<bool>,
    /// A list may have a key that would run something where it is evaluated.
    pub hidden_keys: Cell<bool>,
    /// A shell went to a folder that a word names which comes from outside of this event.
    pub strayed: Cell<bool>,
    /// How often a signal may have ended one of the shells that are walked.
    pub killed: Cell<u32>,
    /// Where the shells are around the one that is walked.
    pub around: RefCell<Vec<Vec<String>>>,
    /// A folder may be gone in which one of the shells is.
    pub rootless: Cell<bool>,
    /// The command line of the event, where it is one.
    pub line: RefCell<String>,
    changes: Cell<u32>,
    actions: RefCell<Vec<Action>>,
    steps: RefCell<u32>,
    pseudo: RefCell<u32>,
}

impl<'a> Scene<'a> {
    /// The surroundings of an event in this directory.
    #[must_use]
    pub fn new(world: &'a dyn World, session: &'a Session, cwd: &str) -> Self {
        let cwd = super::paths::normalise(cwd);
        let workspace = world.git_root(&cwd).unwrap_or_default();
        let home = world.home();
        let usable = !workspace.is_empty() && workspace != "/" && workspace != home;
        let nowhere = !cwd.is_empty() && world.path(&cwd).kind == automode_model::PathKind::Missing;
        let workspace = match usable {
            true => workspace,
            false if nowhere => likely_top(&cwd, &home).to_owned(),
            false => cwd.clone(),
        };
        Self {
            nowhere,
            world,
            session,
            home,
            cwd,
            workspace,
            files: RefCell::default(),
            links: RefCell::default(),
            foreign: RefCell::default(),
            unsure_files: RefCell::default(),
            copied: RefCell::default(),
            undeclared: RefCell::default(),
            beside: RefCell::default(),
            trace: RefCell::default(),
            rounds: Cell::new(1),
            kept: RefCell::new(None),
            elsewhere: Cell::new(0),
            late: Cell::new(0),
            ended: Cell::new(None),
            numbered: Cell::new(false),
            holds_command: Cell::new(false),
            hidden_keys: Cell::new(false),
            strayed: Cell::new(false),
            killed: Cell::new(0),
            around: RefCell::default(),
            rootless: Cell::new(false),
            line: RefCell::default(),
            changes: Cell::new(0),
            actions: RefCell::default(),
            steps: RefCell::new(0),
            pseudo: RefCell::new(0),
        }
    }

    /// Adds an action; beyond the limit, one that is not understood.
    pub fn add(&self, action: Action) {
        let mut actions = self.actions.borrow_mut();
        if actions.len() < MAX_ACTIONS {
            if !actions.iter().rev().take(64).any(|a| a.span == action.span && *a == action) {
                actions.push(action);
            }
        } else if actions.len() == MAX_ACTIONS {
            actions.push(unknown_action("more actions than are followed", Span::default()));
        }
    }

    /// Notes an argument list, where somebody asked for them.
    pub fn traced(&self, argv: &[Val]) {
        if let Some(trace) = self.trace.borrow_mut().as_mut() {
            trace.push(argv.to_vec());
        }
    }

    /// Adds something that is not understood.
    pub fn add_unknown(&self, why: &str, span: Span) {
        self.add(unknown_action(why, span));
    }

    /// This may be printed at any time from here on.
    pub fn prints_late(&self, out: &Val) {
        self.late.set(self.late.get().wrapping_add(u32::from(*out != Val::default())));
    }

    /// Notes that files, links or folders of this event are not what they were.
    pub fn changed(&self) {
        self.changes.set(self.changes.get().wrapping_add(1));
    }

    /// A file that may not be written.
    pub fn doubt(&self, path: String) {
        self.changed();
        self.unsure_files.borrow_mut().insert(path);
    }

    /// Notes what is done with a file.
    pub fn uses(&self, path: &str, how: Use) {
        self.beside.borrow_mut().uses(path, how);
    }

    /// What this event wrote into a file that is run, where it did.
    #[must_use]
    pub fn written_to_run(&self, path: &str) -> Option<Val> {
        let known = self.files.borrow().get(path).cloned();
        if known.as_ref().is_none_or(may_matter) {
            self.uses(path, Use::Ran);
        }
        if known.is_some() {
            return known;
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let why = match () {
            () if self.beside.borrow().is_restless(path) => RESTLESS,
            () if self.copied.borrow().contains(name) => "a file that may be a copy of one that is written here",
            () => return None,
        };
        Some(Val::gap(why))
    }

    /// Everything as it was when walking began, but for what was found of what runs beside the shell; false where walking once
    /// more would find the same.
    #[must_use]
    pub fn again(&self, begin: &Begin) -> bool {
        // Where the limit was reached it is said among the actions, and nothing more would be walked.
        let ended = *self.steps.borrow() >= MAX_STEPS;
        if ended || !self.beside.borrow_mut().again() {
            return false;
        }
        self.changed();
        self.files.replace(begin.files.clone());
        self.unsure_files.replace(begin.unsure_files.clone());
        self.copied.take();
        self.links.replace(begin.links.clone());
        self.foreign.replace(begin.foreign.clone());
        self.actions.borrow_mut().truncate(begin.actions);
        if let Some(trace) = self.trace.borrow_mut().as_mut() {
            trace.truncate(begin.traced);
        }
        true
    }

    /// How it all stands before walking begins.
    #[must_use]
    pub fn begin(&self) -> Begin {
        Begin {
            files: self.files.borrow().clone(),
            unsure_files: self.unsure_files.borrow().clone(),
            links: self.links.borrow().clone(),
            foreign: self.foreign.borrow().clone(),
            actions: self.count(),
            traced: self.trace.borrow().as_ref().map_or(0, Vec::len),
        }
    }

    /// How often that was noted: where it is the same, walking something again in the same state finds the same.
    #[must_use]
    pub fn changes(&self) -> u32 {
        self.changes.get()
    }

    /// A limit was reached, and what comes is not looked at any more.
    pub fn is_exhausted(&self) -> bool {
        self.actions.borrow().len() > MAX_ACTIONS || *self.steps.borrow() >= MAX_STEPS
    }

    /// Counts a step; false when a limit is reached (then an unknown action was added): what would be found behind it is
    /// not kept.
    pub fn step(&self, span: Span) -> bool {
        if self.is_exhausted() {
            return false;
        }
        let mut steps = self.steps.borrow_mut();
        *steps += 1;
        if *steps == MAX_STEPS {
            self.add_unknown("a script with more steps than are followed", span);
        }
        *steps < MAX_STEPS
    }

    /// A made-up path for content that has no file (`<(…)`).
    #[must_use]
    pub fn pseudo_file(&self, content: Val) -> String {
        let mut n = self.pseudo.borrow_mut();
        *n += 1;
        self.changed();
        let path = format!("{PSEUDO}{n}");
        self.files.borrow_mut().insert(path.clone(), content);
        path
    }

    /// Everything found so far, taken out.
    #[must_use]
    pub fn take_actions(&self) -> Vec<Action> {
        self.actions.take()
    }

    /// Everything found.
    #[must_use]
    pub fn into_actions(self) -> Vec<Action> {
        self.actions.into_inner()
    }

    /// How many actions were found so far.
    #[must_use]
    pub fn count(&self) -> usize {
        self.actions.borrow().len()
    }

    /// Whether this event ran this program before with this word among its arguments.
    #[must_use]
    pub fn ran(&self, program: &str, word: &str) -> bool {
        // The answer may be another one in the next round of a loop.
        self.changed();
        let has = |a: &Action| a.program == program && a.words.split(' ').any(|w| w == word);
        self.actions.borrow().iter().any(has)
    }

    /// The words of what this event ran of these programs, in order.
    #[must_use]
    pub fn words_of(&self, programs: &[&str]) -> Vec<(String, String)> {
        let actions = self.actions.borrow();
        let of = |a: &&Action| programs.contains(&a.program.as_str());
        actions.iter().filter(of).map(|a| (a.program.clone(), a.words.clone())).collect()
    }

    /// Whether a run of this program before, which was not let fail, makes something by its words.
    pub fn makes_by_words(&self, program: &str, makes: impl Fn(&str) -> bool) -> bool {
        let made = |a: &Action| a.program == program && makes(&a.words) && !self.is_let_fail(a.span, false);
        self.actions.borrow().iter().any(made)
    }

    /// Whether such an action of this event before writes this folder, and no other writes into it or unpacks something over it.
    #[must_use]
    pub fn is_made_alone(&self, dir: &str, makes: impl Fn(&Action) -> bool) -> bool {
        // The answer may be another one in the next round of a loop.
        self.changed();
        let touches = |a: &Action| {
            a.effects.iter().filter(|e| e.verb.dimensions().reversibility > 0).any(|e| match &e.target {
                Target::Path(p) => {
                    p.resolved == dir
                        || paths::below(&p.resolved, dir)
                        || paths::below(dir, &p.resolved) && !a.program.ends_with("mkdir")
                }
                _ => false,
            })
        };
        let actions = self.actions.borrow();
        let mut all = actions.iter().filter(|a| touches(a)).peekable();
        all.peek().is_some() && all.all(makes)
    }

    /// Whether an action of this event before makes the thing of this kind and name.
    #[must_use]
    pub fn makes(&self, kind: &str, name: &str) -> bool {
        let made = |a: &Action| {
            crate::decide::own::creation(a).is_some_and(|m| m.kind == kind && m.name == name)
                && !self.is_let_fail(a.span, false)
        };
        self.actions.borrow().iter().any(made)
    }

    /// Whether a command of these words was understood before in this event, with nothing unknown about it, and the rest only runs
    /// where it did what it says.
    pub fn succeeded(&self, words: &str) -> bool {
        let sure = |a: &Action| !a.effects.iter().any(|e| matches!(e.certainty, Certainty::Unknown(_)));
        self.actions.borrow().iter().any(|a| a.words == words && sure(a) && !self.is_let_fail(a.span, true))
    }

    /// Whether the command line goes on where this fails, because what it would make is there already: `createdb shop || true`.
    /// Where it counts more, a `;` or a new line lets it go on as well.
    pub fn is_let_fail(&self, span: Span, strictly: bool) -> bool {
        let line = self.line.borrow();
        let end = usize::try_from(span.end).unwrap_or(usize::MAX);
        let Some(rest) = line.get(end..) else { return false };
        let bytes = rest.as_bytes();
        let byte = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied().unwrap_or_default();
        // `2>&1`, `&>/dev/null` tell nothing of what comes next.
        let redirects = |at: usize| byte(at.checked_sub(1)) == b'>' || byte(at.checked_add(1)) == b'>';
        let sign = |at: usize| match byte(Some(at)) {
            b'&' => !redirects(at),
            other => matches!(other, b';' | b'\n' | b'|'),
        };
        let Some(behind) = (0..bytes.len()).find(|at| sign(*at)).and_then(|at| rest.get(at..)) else { return false };
        if behind.starts_with("||") {
            return true;
        }
        strictly && !behind.starts_with("&&") && !line.contains("set -e")
    }

    /// Weighs the last action again that comes from other words than these.
    pub fn with_last_before(&self, span: Span, weigh: impl FnOnce(&mut Action)) {
        let mut actions = self.actions.borrow_mut();
        if let Some(last) = actions.iter_mut().rev().find(|a| a.span != span) {
            weigh(last);
        }
    }

    /// Drops the effects found since `from` that stay inside a container which holds nothing of this machine.
    pub fn keep_effects(&self, from: usize, keep: impl Fn(&str, &Effect) -> bool) {
        for action in self.actions.borrow_mut().iter_mut().skip(from) {
            let program = action.program.clone();
            action.effects.retain(|e| keep(&program, e));
            if action.effects.is_empty() {
                action.effects.push(effects::plain(Verb::Inspect, Target::None, action.span));
            }
        }
    }

    /// Whether an action reads a secret, and does not only load it for what is started.
    #[must_use]
    pub fn shows_secrets(&self) -> bool {
        let reads = |a: &Action| a.effects.iter().any(|e| e.verb == Verb::SecretRead);
        self.actions.borrow().iter().any(|a| reads(a) && !super::sourced::loads(a))
    }

    /// The effects of the actions found since `from`.
    #[must_use]
    pub fn effects_since(&self, from: usize) -> Vec<Effect> {
        self.actions.borrow().iter().skip(from).flat_map(|a| a.effects.iter().cloned()).collect()
    }
}

/// Folders in which people keep their projects, side by side.
const SHELVES: &[&str] =
    &["work", "src", "code", "projects", "dev", "repos", "git", "workspace", "sites", "documents", "desktop"];

/// The project of a directory that is not there: the folder of the home directory that it lies in, or of a shelf in it.
fn likely_top<'c>(cwd: &'c str, home: &str) -> &'c str {
    let Some(rest) = cwd.strip_prefix(home).and_then(|r| r.strip_prefix('/')) else { return cwd };
    let first = rest.split('/').next().unwrap_or("");
    let hidden = first.starts_with('.') || SHELVES.contains(&first.to_ascii_lowercase().as_str());
    if hidden { cwd } else { cwd.get(..home.len() + 1 + first.len()).unwrap_or(cwd) }
}

/// An action that is not understood.
#[must_use]
pub fn unknown_action(why: &str, span: Span) -> Action {
    let mut effect = effects::plain(Verb::Unknown, Target::Unknown(why.to_owned()), span);
    effect.certainty = Certainty::Unknown(why.to_owned());
    Action { words: why.to_owned(), program: String::new(), span, effects: vec![effect] }
}
