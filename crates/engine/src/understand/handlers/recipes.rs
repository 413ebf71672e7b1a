//! Recipes of a project: make and just files, and tasks that are written down in JSON, TOML or YAML. Read through `World`,
//! then walked as the shell text that they are. Of the project's own recipes what cannot be told (a variable from the
//! surroundings) stays ordinary work; a file that this session wrote is judged as what it does.

mod just;
mod lists;
mod make;

use automode_model::{Certainty, Effect, Target, Verb};
use automode_shell::Dialect;

use super::super::value::{Piece, Set, Val};
use super::super::{effects, invoke, loads, paths};
use super::source::{self, Source};
use super::{Call, Handled};

/// How many recipes one run may come to by way of what they need; more are not understood.
const MAX_RECIPES: usize = 64;

/// How many levels of makefiles that call make, and tasks that call tasks, are followed.
const MAX_NESTING: u32 = 12;

/// A recipe of a project that was found: its lines, each run by its own shell.
pub struct Recipe {
    /// The lines.
    pub lines: Vec<String>,
    /// Where they run, seen from where the tool was started.
    pub dir: Option<String>,
    /// Something in its file was not understood; why.
    pub gap: Option<String>,
}

/// Words as a user of the tool wrote them.
pub struct Asked {
    /// The tasks.
    pub names: Vec<String>,
    /// `NAME=value`.
    pub assigned: Vec<(String, Val)>,
    /// What stands behind the task.
    pub arguments: Vec<Val>,
}

impl Asked {
    /// The variables that are given, with this text for what is not known of one.
    fn texts(&self, unknown: &str) -> impl Iterator<Item = (String, String)> {
        self.assigned.iter().map(move |(name, value)| {
            let piece = |p: &Piece| match p {
                Piece::Text(t) | Piece::Glob(t) => t.clone(),
                Piece::Gap(_) => unknown.to_owned(),
            };
            (name.clone(), value.pieces().iter().map(piece).collect())
        })
    }
}

/// `make`
pub fn make(c: &mut Call<'_, '_, '_>) -> Handled {
    if c.bound.value("-f").is_some_and(|f| f.known() == Some("-")) {
        c.unknown("a makefile that comes through standard input");
    }
    for (name, value) in asked(c).assigned {
        variable(c, &name, &value);
    }
    through(c, &["-f", "--file", "--makefile"], &["GNUmakefile", "makefile", "Makefile"], false, make::recipes)
}

/// What `make NAME=value` does beyond naming a text. Where programs come from (`CC=`, `SHELL=`) is handed to what the recipes
/// run, like a variable of the environment; a dry run starts none of these, but it does what stands in a value.
fn variable(c: &mut Call<'_, '_, '_>, name: &str, value: &Val) {
    let shown = value.show();
    // `make 'X=$(shell …)'`, `make 'X!=…'`: it is run as soon as the variable is used.
    let runs = ["shell", "eval", "file", "guile"]
        .iter()
        .any(|f| [format!("$({f} "), format!("${{{f} ")].iter().any(|call| shown.contains(call)));
    if runs || name.ends_with('!') {
        c.unknown(&format!("`{name}={shown}` is run by make"));
    }
    if name == ".SHELLFLAGS" || (name == "SHELL" && shown.contains(char::is_whitespace)) {
        c.unknown(&format!("`{name}={shown}` decides how recipes are run"));
    }
    if !dry(c) {
        loads::variable(c.shell, c.state, name, value, c.call);
    }
}

/// `just`
pub fn just(c: &mut Call<'_, '_, '_>) -> Handled {
    through(c, &["-f", "--justfile"], &["justfile", "Justfile", ".justfile", "JUSTFILE"], true, just::recipes)
}

/// `task`
pub fn task(c: &mut Call<'_, '_, '_>) -> Handled {
    through(
        c,
        &["-t", "--taskfile"],
        &["Taskfile.yml", "Taskfile.yaml", "taskfile.yml", "Taskfile.dist.yml"],
        true,
        lists::taskfile,
    )
}

/// The tasks of other tools; none where the tool keeps them otherwise.
pub fn listed(c: &mut Call<'_, '_, '_>, kind: &str, name: &str, rest: &[Val]) -> bool {
    let (files, read): (&[&str], Reader) = match kind {
        "composer" => (&["composer.json"], lists::composer),
        "deno" => (&["deno.json", "deno.jsonc", "package.json"], lists::deno),
        "python" => (&["pyproject.toml"], lists::pyproject),
        "pipenv" => (&["Pipfile"], lists::pipfile),
        "cargo" => (&[".cargo/config.toml", ".cargo/config"], lists::cargo),
        _ => return false,
    };
    let asked = Asked { names: vec![name.to_owned()], assigned: Vec::new(), arguments: rest.to_vec() };
    let found = files.iter().find_map(|f| {
        let source = look(c, &directories(c), &[*f], true)?;
        let recipes = read(&source, &asked)?;
        Some((source, recipes))
    });
    match found {
        Some((source, recipes)) => {
            run(c, &source, recipes);
            true
        }
        None => false,
    }
}

type Reader = fn(&Source, &Asked) -> Option<Vec<Recipe>>;

/// Looks for the tool's file and runs what was asked for; leaves everything as it was where it cannot be read.
fn through(c: &mut Call<'_, '_, '_>, options: &[&str], files: &[&str], upwards: bool, read: Reader) -> Handled {
    let asked = asked(c);
    if asked.assigned.iter().any(|(_, value)| value.is_network()) {
        c.unknown("recipes that are given what comes from the network");
    }
    let given = options.iter().find_map(|o| c.bound.value(o)).cloned();
    let dirs = directories(c);
    let source = match &given {
        Some(v) => v.known().and_then(|f| look(c, &dirs, &[f], false)),
        None => look(c, &dirs, files, upwards),
    };
    let recipes = source.as_ref().and_then(|s| read(s, &asked));
    let (Some(source), Some(recipes)) = (source, recipes) else { return unread(c) };
    if dry(c) || c.shell.depth > MAX_NESTING {
        return Handled::Partly;
    }
    c.bound.operands.clear();
    run(c, &source, recipes);
    Handled::Partly
}

/// Variables that are given beside tasks are no tasks.
fn unread(c: &mut Call<'_, '_, '_>) -> Handled {
    c.bound.operands.retain(|v| v.split_once('=').is_none());
    Handled::Partly
}

/// Whether it only shows what it would run.
fn dry(c: &Call<'_, '_, '_>) -> bool {
    c.tries()
}

fn asked(c: &Call<'_, '_, '_>) -> Asked {
    let mut out = Asked { names: Vec::new(), assigned: Vec::new(), arguments: Vec::new() };
    for v in &c.bound.operands {
        match v.split_once('=') {
            Some((name, value)) if !name.contains('/') => out.assigned.push((name, value)),
            _ if c.program.name == "make" || out.names.is_empty() => out.names.push(v.show()),
            _ => out.arguments.push(v.clone()),
        }
    }
    out
}

/// Where the tool works: an option may name another folder.
pub fn directories(c: &Call<'_, '_, '_>) -> Vec<String> {
    let mut dirs = c.inner_cwd().to_vec();
    for (opt, value) in &c.bound.options {
        if opt.value == crate::knowledge::Role::Cd
            && let Some(d) = value.as_ref().and_then(Val::known)
        {
            dirs = dirs.iter().map(|base| paths::join(base, d)).collect();
        }
    }
    dirs
}

/// The first of these files that can be read.
fn look(c: &Call<'_, '_, '_>, dirs: &[String], files: &[&str], upwards: bool) -> Option<Source> {
    let mut dir = dirs.first()?.clone();
    for _ in 0..(if upwards { 8 } else { 1 }) {
        for file in files {
            if let Some(found) = source::at(c, &paths::join(&dir, file)) {
                return Some(found);
            }
        }
        let up = paths::normalise(&format!("{dir}/.."));
        if up == dir {
            break;
        }
        dir = up;
    }
    None
}

/// Runs recipes line by line.
pub fn run(c: &mut Call<'_, '_, '_>, source: &Source, recipes: Vec<Recipe>) {
    let from = c.shell.scene.count();
    let strict = source.made_here;
    for (n, recipe) in recipes.into_iter().enumerate() {
        if n >= MAX_RECIPES {
            c.unknown("more recipes than are followed");
            break;
        }
        let mut state = c.inner_state();
        state.functions.clear();
        state.aliases.clear();
        state.set("MAKELEVEL", Set::one(Val::text("1")));
        state.cwd = vec![recipe.dir.as_ref().map_or_else(|| source.dir.clone(), |d| paths::join(&source.dir, d))];
        for line in &recipe.lines {
            let text = Val::text(line.clone());
            invoke::shell_text(c.shell, &mut state.clone(), &text, Dialect::Sh, &Val::default(), c.call.span);
        }
        if let Some(why) = recipe.gap.filter(|_| strict) {
            c.unknown(&why);
        }
    }
    if !strict {
        c.shell.scene.keep_effects(from, |_, e| counts(e));
    }
    let mut work = effects::plain(Verb::Build, Target::None, c.call.span);
    work.certainty = Certainty::Likely;
    c.effects.push(work);
}

/// Of the project's own recipes: what is certain, and code from the network.
pub(super) fn counts(e: &Effect) -> bool {
    !matches!(e.certainty, Certainty::Unknown(_)) || matches!(e.verb, Verb::RunRemote | Verb::Wipe)
}
