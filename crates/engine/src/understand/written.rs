//! Sources that an event writes before it builds, tests or runs the project with them: what they plainly name happens too.
//! Called by `invoke` when a program's effects are complete, and by `code` for sources that are run by their name.

use automode_model::{Action, Effect, Place, Scope, Verb};
use automode_shell::Dialect;

use crate::knowledge::Role;

use super::code::{self, compiled};
use super::handlers::Call;
use super::invoke::{self, Invocation};
use super::shell::Shell;
use super::state::State;
use super::touch;
use super::value::Val;

/// How many sources of one event are looked at for one program.
const MAX_SOURCES: usize = 32;

/// Programs that read their own script and say themselves what it does.
const INTERPRETERS: &[&str] = &["python", "node", "ruby", "php", "perl", "bash", "sh", "lua", "java"];

/// What the sources that this event wrote plainly do, once something builds, tests or runs the project.
pub fn look(c: &mut Call<'_, '_, '_>) {
    let shell = c.shell;
    let nothing = shell.scene.files.borrow().is_empty() && shell.scene.session.created.is_empty();
    // Kotlin and Groovy are started as Java is.
    let called = c.call.argv.first().and_then(Val::known).and_then(|n| n.rsplit('/').next());
    let java = matches!(called, Some("kotlin" | "groovy" | "bsh"));
    if nothing || INTERPRETERS.contains(&c.program.name) && !java {
        return;
    }
    let runs = |e: &Effect| matches!(e.verb, Verb::Build | Verb::Test | Verb::Run);
    if !c.effects.iter().any(runs) {
        return;
    }
    let dirs = c.inner_cwd().to_vec();
    let near = |p: &String| dirs.iter().any(|d| super::paths::below(p, d));
    let mut files: Vec<(String, String)> = (shell.scene.files.borrow().iter())
        .filter(|(p, _)| near(p))
        .filter_map(|(p, v)| Some((p.clone(), v.known()?.to_owned())))
        .take(MAX_SOURCES)
        .collect();
    files.extend(made_before(c));
    for (path, text) in files {
        // Its endings are Perl's.
        let prolog = c.program.name == "swipl" && path.ends_with(".pl");
        let prolog = prolog.then_some(compiled::Source::Spoken(compiled::Tongue::Prolog));
        if let Some(source) = prolog.or_else(|| compiled::Source::of(&path)) {
            tell(shell, &mut c.inner_state(), source, &text, c.call);
        } else if let Some(lang) = language(&path) {
            let found = code::plainly(shell, &c.inner_state(), lang, &text, c.call);
            c.effects.extend(found.into_iter().filter(|e| e.dimensions.level() > automode_model::Risk::Low));
        }
    }
}

/// The sources that this session wrote in an earlier event and that are run by their names now.
fn made_before(c: &Call<'_, '_, '_>) -> Vec<(String, String)> {
    let scene = c.shell.scene;
    let run = c.effects.iter().filter(|e| e.verb == Verb::Run).filter_map(|e| e.target.path());
    let made = run.filter(|p| scene.session.created.contains(&p.resolved)).map(|p| p.resolved.clone());
    let new = made.filter(|path| !scene.files.borrow().contains_key(path));
    new.filter_map(|path| Some((path.clone(), scene.world.read(&path, super::scene::MAX_SCRIPT_BYTES).ok()?))).collect()
}

/// Programs that run the file which they are given, beside those whose knowledge says which operand it is.
const RUNNERS: &[&str] = &[
    "cabal",
    "chainlit",
    "fastapi",
    "gradio",
    "jupyter",
    "marimo",
    "mesop",
    "panel",
    "solara",
    "stack",
    "streamlit",
    "voila",
];

/// Tests and programs that lie outside of the project are code like any script there: `pytest /tmp/x/test_a.py`,
/// `streamlit run /tmp/x.py`.
pub fn code_elsewhere(c: &mut Call<'_, '_, '_>) {
    let tests = c.effects.iter().any(|e| e.verb == Verb::Test);
    let called = c.call.argv.first().and_then(Val::known).and_then(|n| n.rsplit('/').next()).unwrap_or("");
    let modules = c.program.name == "python" || c.bound.path.first().is_some_and(|w| w == "script");
    let runs = (modules || RUNNERS.contains(&called)) && c.effects.iter().any(|e| e.verb == Verb::Run);
    if c.dry && c.keeps & crate::knowledge::trial::RUN == 0 || !tests && !runs {
        return;
    }
    // A handler may have taken the operands.
    let values: Vec<&Val> = c.bound.options.iter().filter_map(|(_, v)| v.as_ref()).collect();
    let named = c.call.argv.iter().skip(1).filter(|v| !values.contains(v));
    let named: Vec<String> = named.filter_map(Val::known).filter_map(outside).map(str::to_owned).collect();
    let [cwd] = c.inner_cwd() else { return };
    let cwd = cwd.clone();
    for name in named.into_iter().filter(|n| tests || is_source(n)) {
        let target = super::paths::target(c.shell.scene, &name, &super::paths::join(&cwd, &name));
        let known = |e: &Effect| e.target.path().is_some_and(|p| p.resolved == target.resolved);
        if matches!(target.place, Place::Workspace | Place::WorkspaceRoot | Place::Cache) || c.effects.iter().any(known)
        {
            continue;
        }
        let role = language(&name).map_or(Role::Path(Verb::Run), Role::Script);
        c.give(role, &Val::text(name), &[]);
    }
}

/// A file whose name says that it is a program. Other files are what programs are given.
fn is_source(path: &str) -> bool {
    let ends = [".ipynb", ".hs", ".lhs", ".jl", ".R", ".sh"].iter().any(|e| path.ends_with(e));
    ends || language(path).is_some() || compiled::Source::of(path).is_some()
}

/// The path in a word that leads out of the folder: `/tmp/a_test.py::test_x`, `../other/a_spec.rb:12`, `/tmp/x/...`. What begins
/// with two slashes is a label (`bazel test //core/...`).
fn outside(word: &str) -> Option<&str> {
    let path = word.split("::").next()?.trim_end_matches("/...");
    let path = path.rsplit_once(':').filter(|(_, n)| n.bytes().all(|b| b.is_ascii_digit())).map_or(path, |(p, _)| p);
    let leads = path.starts_with('/') && !word.starts_with("//") || path.starts_with("../");
    leads.then_some(path)
}

/// The language of a source that is read as code.
fn language(path: &str) -> Option<&'static str> {
    let (_, ending) = path.rsplit('/').next()?.rsplit_once('.')?;
    Some(match ending {
        "py" => "python",
        "js" | "ts" | "mjs" | "cjs" | "mts" | "cts" | "jsx" | "tsx" => "node",
        "rb" => "ruby",
        "php" => "php",
        "pl" | "t" => "perl",
        _ => return None,
    })
}

/// The commands and paths that a compiled source names.
pub fn tell(shell: &Shell<'_, '_>, state: &mut State, source: compiled::Source, text: &str, call: &Invocation) {
    let inner = shell.inner(call.span);
    for named in compiled::named(source, text) {
        let mut state = state.child();
        match named {
            compiled::Named::Words(words) => {
                let argv = words.into_iter().map(Val::text).collect();
                let call = Invocation { argv, span: call.span, ..Invocation::default() };
                invoke::program(&inner, &mut state, call);
            }
            compiled::Named::Shell(text) => {
                let text = Val::text(text);
                invoke::shell_text(shell, &mut state, &text, Dialect::Sh, &Val::default(), call.span);
            }
            compiled::Named::Path(verb, path) => {
                let path = Val::text(path);
                let (effects, _) = touch::effects_on(shell.scene, &state, &path, verb, Scope::Tree, call.span);
                shell.scene.add(Action { words: call.words(), program: "source".into(), span: call.span, effects });
            }
        }
    }
}
