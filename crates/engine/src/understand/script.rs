//! Files that are run: shell scripts are read and walked, other languages scanned, what cannot be read is judged by where it
//! lies. Called by `invoke` for a program given by its path, and for scripts given to interpreters.

use automode_model::{Action, Certainty, Effect, PathClass, Place, Span, Target, Verb};
use automode_shell::Dialect;

use crate::knowledge;

use super::beside::Use;
use super::invoke::{Invocation, code_gap, inspect};
use super::scene::{MAX_SCRIPT_BYTES, Scene};
use super::shell::{Shell, Through, options};
use super::state::State;
use super::value::Val;
use super::{code, effects, handlers, paths, printed};

/// A file that is run by its path: shell scripts are read, others are code of their place.
#[inline(never)]
pub fn run_file(shell: &Shell<'_, '_>, state: &mut State, path: &str, call: &Invocation) -> Val {
    let args: Vec<Val> = call.argv.get(1..).unwrap_or_default().to_vec();
    run_script(shell, state, "exec", path, &args, call);
    printed_by(shell, state, path, call)
}

/// A file by its path from where the shell is, which may be one of several folders: what lies there in each of them.
#[inline(never)]
pub(super) fn in_each_folder(shell: &Shell<'_, '_>, state: &State, name: &str, call: &Invocation) -> Val {
    for folder in &state.cwd {
        let mut there = State { cwd: vec![folder.clone()], ..state.clone() };
        match super::identity::identify(shell.scene, &there, name) {
            super::identity::Identity::Program(known) => drop(super::invoke::run_known(shell, &mut there, known, call)),
            super::identity::Identity::File(path) => drop(run_file(shell, &mut there, &path, call)),
            super::identity::Identity::Unknown(why) => drop(super::invoke::unknown(shell.scene, call, &why)),
        }
    }
    printed_by(shell, state, name, call)
}

fn printed_by(shell: &Shell<'_, '_>, state: &State, name: &str, call: &Invocation) -> Val {
    let own = printed::is_given_commands(shell, state, name, call);
    Val::gap(format!("the output of `{name}`{}", if own { printed::OF_OWN } else { "" }))
}

/// Why a file's content is not known: a compiler made it, in this event, of the project's own sources.
pub const BUILT: &str = "what is built of the project's sources";

/// Why a file's content is not known: a package manager put it there, in this event.
pub const INSTALLED: &str = "what is installed there";

/// Why a file's content is not known: it was somewhere else before, so that this event did not make it.
pub const MOVED: &str = "what was moved there";

/// Whether this event installs packages into a folder above.
fn is_installed(shell: &Shell<'_, '_>, path: &str) -> bool {
    let installed = |v: &Val| v.why() == Some(INSTALLED) && v.pieces().len() == 1;
    shell.scene.files.borrow().iter().any(|(p, v)| paths::below(path, p) && installed(v))
}

/// Whether this event builds what lies there, or the folder that it lies in, of the project's own sources.
#[must_use]
pub fn is_built(shell: &Shell<'_, '_>, path: &str) -> bool {
    let files = shell.scene.files.borrow();
    let built = |v: &Val| v.why() == Some(BUILT) && v.pieces().len() == 1;
    match files.get(path) {
        Some(v) => built(v),
        None => files.iter().any(|(p, v)| paths::below(path, p) && built(v)),
    }
}

/// What was built of the project's sources is the project, wherever it was put.
pub fn built_here(shell: &Shell<'_, '_>, touched: &[effects::Touched], found: &mut Vec<Effect>, span: Span) {
    if !touched.is_empty() && touched.iter().all(|t| is_built(shell, &t.resolved)) {
        *found = vec![effects::plain(Verb::Run, Target::None, span)];
    }
}

/// What leaves a file's content as it is.
#[must_use]
pub fn keeps_content(verb: Verb) -> bool {
    matches!(verb, Verb::Read | Verb::Inspect | Verb::SecretRead | Verb::Chmod | Verb::Chown | Verb::Run)
}

/// A program that was just built of the project's sources: running it is running the project.
fn built(scene: &Scene<'_>, path: &str, call: &Invocation) {
    let target = paths::target(scene, &scene_relative(scene, path), path);
    let mut effect = effects::plain(Verb::Run, Target::Path(target), call.span);
    effect.certainty = Certainty::Likely;
    scene.add(Action { words: call.words(), program: "script".into(), span: call.span, effects: vec![effect] });
}

/// Runs a script file of a language.
pub fn run_script(shell: &Shell<'_, '_>, state: &mut State, lang: &str, path: &str, args: &[Val], call: &Invocation) {
    let scene = shell.scene;
    if path.ends_with("/configure") {
        // Its arguments may be variables for what it builds with: `CC=/tmp/x`.
        for (name, value) in args.iter().filter_map(|v| v.split_once('=')) {
            super::loads::variable(shell, state, &name, &value, call);
        }
    }
    if let Some(effect) = super::foreign::running(scene, path, call.span) {
        scene.add(Action { words: call.words(), program: "script".into(), span: call.span, effects: vec![effect] });
    }
    let written = scene.written_to_run(path);
    let known = match written.as_ref().map(Val::as_script) {
        Some(v) => v.known().map(str::to_owned),
        None => scene.world.read(path, MAX_SCRIPT_BYTES).ok(),
    };
    let Some(text) = known else {
        match written {
            Some(v) if v.why() == Some(BUILT) && v.pieces().len() == 1 => built(scene, path, call),
            Some(v) => code_gap(scene, &v, call),
            None if is_built(shell, path) => built(scene, path, call),
            // The package was judged where it was installed.
            None if is_installed(shell, path) => scene.add(Action {
                words: call.words(),
                program: "script".into(),
                span: call.span,
                effects: vec![effects::plain(Verb::ToolRun, Target::None, call.span)],
            }),
            None => unread_script(shell, state, path, call),
        }
        return;
    };
    let notebook = Some(&text).filter(|_| path.ends_with(".ipynb")).and_then(|t| super::notebook::read(t));
    if let Some(cells) = &notebook {
        let mut inner = State { name: Some(path.to_owned()), ..state.child() };
        drop(shell.inner(call.span).run_text(&mut inner, &cells.shell, Dialect::Bash, &Val::default()));
    }
    let text = notebook.map_or(text, |cells| cells.code);
    let lang = if lang == "exec" { interpreter(&text) } else { lang };
    if matches!(lang, "sh" | "bash" | "zsh" | "shell") {
        let mut inner = State { name: Some(as_written(state, path, call)), ..state.child() };
        inner.given(call.env.as_slice());
        inner.positional = Some(args.to_vec());
        // One that was written in some case only may not run.
        inner.maybe |= shell.may_be_missing(path);
        inner.options.posix = lang == "sh";
        options::begun_with(&mut inner, &call.argv, &text);
        let from = scene.count();
        // It is read on while it runs.
        let begun = scene.beside.borrow_mut().begins();
        scene.uses(path, Use::Ran);
        let opened = scene.beside.borrow().here();
        let inside = shell.inner(call.span);
        inside.within(&mut inner, |state| drop(inside.run_text(state, &text, dialect(lang), &call.stdin)));
        scene.beside.borrow_mut().ends_open((begun, opened), &[], false);
        if scene.count() == from {
            inspect(scene, call);
        }
        return;
    }
    let place = paths::target(scene, &scene_relative(scene, path), path);
    code::script(shell, state, lang, &text, &place, call);
}

/// `$0` of a script: its name as it was written.
fn as_written(state: &State, path: &str, call: &Invocation) -> String {
    let names = |word: &&str| state.cwd.iter().any(|dir| paths::join(dir, word) == path);
    call.argv.iter().filter_map(Val::known).find(names).unwrap_or(path).to_owned()
}

/// The language that a file's first line names; a file without one is a binary or unknown.
fn interpreter(text: &str) -> &'static str {
    let line = text.lines().next().unwrap_or("");
    let Some(rest) = line.strip_prefix("#!") else { return "sh" };
    let mut words = rest
        .split_whitespace()
        .flat_map(|w| w.rsplit('/').next())
        .filter(|w| *w != "env" && !w.starts_with('-') && !w.contains('='));
    let name = words.next().unwrap_or("").trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    match name {
        "sh" | "dash" | "ash" | "ksh" => "sh",
        "bash" => "bash",
        "zsh" => "zsh",
        "python" | "pypy" => "python",
        "node" | "bun" | "deno" | "tsx" => "node",
        "ruby" => "ruby",
        "perl" => "perl",
        "php" => "php",
        _ => "other",
    }
}

fn dialect(lang: &str) -> Dialect {
    match lang {
        "zsh" => Dialect::Zsh,
        "sh" => Dialect::Sh,
        _ => Dialect::Bash,
    }
}

/// A script that could not be read: the project's own is what the task is about; others are not understood.
pub fn unread_script(shell: &Shell<'_, '_>, state: &State, path: &str, call: &Invocation) {
    let scene = shell.scene;
    let base = path.rsplit('/').next().unwrap_or("");
    let climbing = call.argv.iter().filter_map(Val::known).find(|t| t.starts_with("../") && t.ends_with(base));
    let given = climbing.map_or_else(|| scene_relative(scene, path), str::to_owned);
    let absolute = match state.cwd.first() {
        Some(cwd) => paths::join(cwd, path),
        None => path.to_owned(),
    };
    let target = paths::target(scene, &given, &absolute);
    // `./cat` is not `cat`: a file of the project that bears a program's name is there to be mistaken for it.
    // What a build leaves in its own folder bears the name of what is built: `target/debug/rg`.
    // A name with an ending (`run_tests.sh`) is a file's everywhere.
    let disguised = knowledge::find(base).is_some()
        && !base.contains('.')
        && target.class != PathClass::Generated
        && (is_systems(base) || !lies_among_tools(&target.resolved));
    let loader = is_environment_loader(path, &scene.home);
    let ours = (matches!(target.place, Place::Workspace | Place::WorkspaceRoot) || loader)
        && !target.created_here
        && shell.through == Through::Plain
        && !disguised;
    // `node tasks.js publish`: what its first argument promises, where there is one behind the script.
    let at = call.argv.iter().position(|a| a.known().is_some_and(|t| t.ends_with(base))).unwrap_or(0);
    let named = match call.argv.get(at + 1..).unwrap_or_default() {
        [first, rest @ ..] if !draws_numbers(first, rest.first()) => {
            first.known().map_or(Verb::Run, |word| asked_of(base, word))
        }
        _ => Verb::Run,
    };
    let named = if named == Verb::Run { verb_of_script(base) } else { named };
    let mut effect = effects::plain(if ours { named } else { Verb::RunCode }, Target::Path(target), call.span);
    effect.certainty =
        if ours { Certainty::Likely } else { Certainty::Unknown("a script that could not be read".into()) };
    scene.add(Action { words: call.words(), program: "script".into(), span: call.span, effects: vec![effect] });
}

/// What the first word promises: `node tasks.js publish`. `build.sh --release` says how it builds.
fn asked_of(base: &str, word: &str) -> Verb {
    match handlers::verb_by_name(word) {
        Verb::Publish => handlers::verb_by_name(&format!("{base} {word}")),
        verb => verb,
    }
}

/// `--seed 42`, `-seed=42`: where random numbers begin, not a database that is filled.
fn draws_numbers(first: &Val, next: Option<&Val>) -> bool {
    let Some(text) = first.known() else { return false };
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (text, next.and_then(Val::known).filter(|_| text.starts_with('-'))),
    };
    let other = |word: &String| !matches!(word.as_str(), "seed" | "db" | "database" | "data");
    if text.starts_with('-') && name.contains("seed") && super::tools::words_of(name).iter().any(other) {
        return true;
    }
    let number = |v: &str| !v.is_empty() && v.bytes().all(|b| b.is_ascii_digit());
    matches!(name.trim_start_matches('-'), "seed" | "random-seed" | "random_seed" | "rng-seed")
        && value.is_some_and(number)
}

/// Names that everybody takes for the system's program, wherever such a file lies.
fn is_systems(base: &str) -> bool {
    const NAMES: &str = " sh bash zsh dash fish env sudo su doas ls cat cp mv rm ln dd chmod chown mkdir rmdir touch echo printf test true false \
        kill ps id who tee sort uniq head tail cut tr wc grep egrep fgrep rg find fd xargs sed awk diff patch tar gzip zip unzip \
        git gh hg svn ssh scp sftp rsync curl wget nc ping make cmake ninja gcc cc clang ld go cargo rustc java javac mvn gradle \
        node npm npx yarn pnpm bun deno tsc python python3 pip pip3 uv poetry ruby gem perl php composer docker podman kubectl helm \
        terraform aws gcloud az psql mysql sqlite3 mongosh redis-cli vim vi nano less more man jq yq base64 openssl gpg crontab \
        systemctl service mount ";
    NAMES.split_ascii_whitespace().any(|n| n == base)
}

/// A folder in which a project keeps programs of its own: there `render` or `migrate` is a word, not another's name.
fn lies_among_tools(path: &str) -> bool {
    let folder = path.rsplit('/').nth(1).unwrap_or("");
    matches!(
        folder,
        "bin" | "script" | "scripts" | "tools" | "tool" | "hack" | "ci" | "dev" | "utils" | "cmd" | "build"
    )
}

/// What a script's own name promises: `scripts/publish.ts`. Only its first word counts, and only where that says something
/// that leaves the project.
fn verb_of_script(base: &str) -> Verb {
    let stem = base.split('.').next().unwrap_or("");
    let first = stem.split(['-', '_']).next().unwrap_or("");
    match handlers::verb_by_name(first) {
        v @ (Verb::Publish | Verb::Deploy | Verb::InfraDestroy) => v,
        _ => Verb::Run,
    }
}

/// What shells source to find installed tools: the user's own set-up.
fn is_environment_loader(path: &str, home: &str) -> bool {
    let own = [
        "/.nvm/nvm.sh",
        "/.cargo/env",
        "/.sdkman/bin/sdkman-init.sh",
        "/.asdf/asdf.sh",
        "/.bashrc",
        "/.zshrc",
        "/.profile",
        "/.bash_profile",
        "/.rvm/scripts/rvm",
        "/.ghcup/env",
        "/.opam/opam-init/init.sh",
    ];
    path.strip_prefix(home).is_some_and(|r| own.contains(&r))
        || path.ends_with("/etc/profile.d/conda.sh")
        || path == "/etc/profile"
}

/// A path as a person would write it: relative where it lies below the working directory.
pub fn scene_relative(scene: &Scene<'_>, path: &str) -> String {
    if paths::below(path, &scene.cwd) {
        path.get(scene.cwd.len() + 1..).unwrap_or(path).to_owned()
    } else {
        path.to_owned()
    }
}
