//! Programs without a file in `knowledge`: what such a tool does is told by the words that developers' tools share (`lint`,
//! `test`, `status` …), and by whether the project says that it uses it. Called by `invoke` where a name is not known.
//!
//! It is a guess, and kept small: one word that names an address, a credential, a deployment or a deletion, or one option that could,
//! and the program stays unknown.

use crate::knowledge::{self, Program};

use super::invoke::Invocation;
use super::options;
use super::scene::{MAX_SCRIPT_BYTES, Scene};
use super::state::State;
use super::{paths, tools};

/// The file of `knowledge` that holds the shared words.
const SHARED: &str = "a developer's tool";

/// Files in which a project says which tools it uses.
const MANIFESTS: &[&str] = &[
    "package.json",
    "pyproject.toml",
    "requirements-dev.txt",
    "Gemfile",
    "composer.json",
    "Cargo.toml",
    "go.mod",
    "mix.exs",
    ".tool-versions",
    "mise.toml",
    "devbox.json",
    ".pre-commit-config.yaml",
];

/// Words of which one is enough to leave such a program unknown.
const LOUD: &str = "
    admin apply approve auth credential credentials delete deploy destroy down drop erase eval exec force grant install key keys kill
    live login logout migrate password passwords passwd prod production promote prune publish purge push reap release remote remove
    reset restart revoke role roles rm rollback secret secrets send shell ship ssh staging start stop sync terminate token tokens
    truncate uninstall up update upgrade upload user users vault wipe";

/// How long a name may be that people type.
const MAX_NAME_BYTES: usize = 40;

/// The shared words, where this call consists of nothing else.
#[must_use]
pub fn shared(scene: &Scene<'_>, state: &State, name: &str, call: &Invocation) -> Option<&'static Program> {
    // What is none stays none: no manifest names a tool later, since what the event writes into one says nothing.
    let key = (state.cwd.first().cloned().unwrap_or_default(), call.words());
    if scene.undeclared.borrow().contains(&key) {
        return None;
    }
    let found = consists_of_shared(scene, state, name, call);
    if found.is_none() {
        scene.undeclared.borrow_mut().insert(key);
    }
    found
}

fn consists_of_shared(scene: &Scene<'_>, state: &State, name: &str, call: &Invocation) -> Option<&'static Program> {
    let fine = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    if name.len() > MAX_NAME_BYTES
        || name.starts_with(|c: char| !c.is_alphabetic())
        || !name.bytes().all(fine)
        || is_loud(name)
    {
        return None;
    }
    let args = call.argv.get(1..).unwrap_or_default();
    let quiet = |t: &str| t.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./,+%=*".contains(&b)) && !is_loud(t);
    if args.is_empty() || !args.iter().all(|v| v.known().is_some_and(quiet)) {
        return None;
    }
    let program = knowledge::find(SHARED)?;
    let bound = options::bind(program, args);
    if !bound.unknown.is_empty() {
        return None;
    }
    let said = !bound.path.is_empty() || state.cwd.first().is_some_and(|dir| is_declared(scene, dir, name));
    said.then_some(program)
}

/// Whether a manifest in this folder or above it, within the project, names the tool.
fn is_declared(scene: &Scene<'_>, dir: &str, name: &str) -> bool {
    let root = [scene.workspace.as_str()].into_iter().filter(|r| *r != dir);
    std::iter::once(dir).chain(root).any(|dir| MANIFESTS.iter().any(|file| names(scene, &paths::join(dir, file), name)))
}

/// Whether the packages that `package.json` lists are among them: an installation brings it anyway.
#[must_use]
pub fn is_dependency(scene: &Scene<'_>, dir: &str, package: &str) -> bool {
    let path = paths::join(dir, "package.json");
    if is_made_here(scene, &path) {
        return false;
    }
    let Ok(text) = scene.world.read(&path, MAX_SCRIPT_BYTES) else { return false };
    let Ok(manifest) = serde_json::from_str::<serde_json::Value>(&text) else { return false };
    let listed =
        |group: &str| manifest.get(group).and_then(|g| g.get(package)).is_some_and(serde_json::Value::is_string);
    ["dependencies", "devDependencies", "optionalDependencies"].into_iter().any(listed)
}

fn is_made_here(scene: &Scene<'_>, path: &str) -> bool {
    scene.session.created.contains(path) || scene.files.borrow().contains_key(path)
}

/// Whether the file has this name as a word of its own. What the session wrote itself says nothing.
fn names(scene: &Scene<'_>, path: &str, name: &str) -> bool {
    if is_made_here(scene, path) {
        return false;
    }
    let Ok(text) = scene.world.read(path, MAX_SCRIPT_BYTES) else { return false };
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@');
    text.split(|c| !part(c)).any(|word| word == name)
}

fn is_loud(text: &str) -> bool {
    tools::words_of(text).iter().any(|w| LOUD.split_ascii_whitespace().any(|l| l == w))
}

/// `--help` and `--version` alone do nothing, whatever the program.
#[must_use]
pub fn asks_for_help(call: &Invocation) -> bool {
    match call.argv.get(1..) {
        Some([one]) => matches!(one.known(), Some("--help" | "--version" | "-help" | "-version")),
        Some([_, two]) => {
            matches!(two.known(), Some("--help"))
                && call.argv.get(1).is_some_and(|v| v.known().is_some_and(|t| !t.starts_with('-') && !t.contains('/')))
        }
        _ => false,
    }
}
