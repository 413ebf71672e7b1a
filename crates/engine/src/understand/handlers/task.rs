//! Tasks of a project: looked through to the commands that they run, where their file can be read.

use automode_model::{Certainty, Target, Verb};
use automode_shell::Dialect;
use serde_json::Value;

use super::super::scene::MAX_SCRIPT_BYTES;
use super::super::value::{Set, Val};
use super::super::{effects, invoke, paths};
use super::{Call, Handled, recipes};

/// How deep scripts that install may run installations.
const MAX_INSTALLS: u32 = 10;

/// How many steps before one are followed.
const MAX_WIRED: usize = 32;

/// Runs a task by name.
pub fn run(c: &mut Call<'_, '_, '_>, kind: &'static str, name: &Val, rest: &[Val]) {
    let Some(task) = name.known() else {
        return c.unknown("a task whose name is not known");
    };
    if recipes::listed(c, kind, task, rest) {
        return;
    }
    let found = match kind {
        "npm" => package_script(c, task),
        _ => None,
    };
    match found {
        Some(text) => {
            let args: Vec<String> = rest.iter().map(|v| super::super::shell::quote(&v.show())).collect();
            let mut state = c.state_there();
            state.functions.clear();
            state.aliases.clear();
            state.set("npm_lifecycle_event", Set::one(Val::text(task)));
            let text = Val::text(format!("{text} {}", args.join(" ")));
            invoke::shell_text(c.shell, &mut state, &text, Dialect::Sh, &Val::default(), c.call.span);
        }
        None => unread(c, kind, task, rest),
    }
}

/// A task that could not be read: the project's own work, as far as one can tell; its name may say more.
fn unread(c: &mut Call<'_, '_, '_>, kind: &'static str, task: &str, rest: &[Val]) {
    // `cargo NAME publish`: of a tool that brings its own commands.
    let word = rest.iter().filter_map(Val::known).find(|w| kind == "cargo" && !w.starts_with('-'));
    let heavier = |v: &Verb| v.dimensions().level() > by_name(task).dimensions().level();
    let verb = word.map(by_name).filter(heavier).unwrap_or_else(|| by_name(task));
    let mut e = effects::plain(
        verb,
        Target::Named { kind, name: task.to_owned(), env: super::super::net::environment_of(task) },
        c.call.span,
    );
    e.certainty = Certainty::Likely;
    let (file, made_here) = definition(c, kind);
    if made_here {
        e.verb = Verb::RunCode;
        e.dimensions = Verb::RunCode.dimensions();
        e.certainty = Certainty::Unknown(format!("a task in `{file}`, which this session wrote"));
    }
    c.effects.push(e);
}

/// What a task's name promises, where its text could not be read.
#[must_use]
pub fn by_name(task: &str) -> Verb {
    let words = super::super::tools::words_of(task);
    let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    // `build:release` makes what a release holds, `migrate:status` and `deploy:check` look at it.
    let looks = has(&["status", "check", "validate", "lint", "list", "show", "plan", "diff", "notes", "logs"]);
    let alone = |with: &[&str]| !has(with) && !has(&["and", "then", "publish"]);
    let mode = has(&[
        "build",
        "compile",
        "bundle",
        "assemble",
        "bench",
        "benchmark",
        "profile",
        "debug",
        "configure",
        "test",
        "tests",
        "eval",
        "perf",
        "train",
    ]) && alone(&["deploy", "ship", "rollout", "promote", "upload", "push", "sign", "tag"]);
    let prepares = looks && alone(&["apply", "run", "up", "upload", "push"]);
    let writes_one = has(&["migrate", "migration", "migrations"]) && has(&["generate", "create", "new", "make", "gen"]);
    if writes_one && alone(&["apply", "run", "up"])
        || prepares && has(&["deploy", "rollout", "release", "migrate", "migration", "migrations"])
    {
        return Verb::Run;
    }
    if mode && has(&["release"]) {
        return Verb::Build;
    }
    if has(&["deploy", "ship", "rollout", "promote"]) {
        Verb::Deploy
    } else if has(&["publish", "release"]) {
        Verb::Publish
    } else if has(&["destroy", "nuke", "teardown", "wipe"]) {
        Verb::InfraDestroy
    } else if has(&["drop", "reset", "truncate"]) && has(&["db", "database", "schema"]) {
        Verb::DbDestroy
    } else if has(&["migrate", "migration", "migrations", "seed"]) {
        Verb::DbSchema
    } else if has(&["test", "tests", "spec", "e2e", "check", "coverage", "unit"]) {
        Verb::Test
    } else if has(&["lint", "fmt", "format", "typecheck", "prettier", "eslint"]) {
        Verb::Format
    } else {
        Verb::Run
    }
}

fn definition(c: &Call<'_, '_, '_>, kind: &str) -> (&'static str, bool) {
    let file = match kind {
        "npm" => "package.json",
        "make" => "Makefile",
        "just" => "justfile",
        _ => return ("", false),
    };
    let here = c.folders().iter().any(|d| {
        let path = paths::join(d, file);
        c.shell.scene.session.created.contains(&path) || c.shell.scene.files.borrow().contains_key(&path)
    });
    (file, here)
}

/// Scripts of the package itself that an installation runs.
const ON_INSTALL: &[&str] = &[
    "preinstall",
    "install",
    "postinstall",
    "prepublish",
    "preprepare",
    "prepare",
    "postprepare",
    "pnpm:devPreinstall",
];

/// `npm install`, `npm ci`: the package's own scripts run too.
pub fn install(c: &mut Call<'_, '_, '_>) -> Handled {
    let off = ["--ignore-scripts", "-g", "--global", "--dry-run", "--package-lock-only", "--lockfile-only"];
    if off.iter().any(|o| c.bound.has(o)) || c.shell.depth > MAX_INSTALLS {
        return Handled::Partly;
    }
    for name in ON_INSTALL {
        if let Some(text) = lone_script(c, name) {
            let mut state = c.state_there();
            state.functions.clear();
            state.aliases.clear();
            invoke::shell_text(c.shell, &mut state, &Val::text(text), Dialect::Sh, &Val::default(), c.call.span);
        }
    }
    Handled::Partly
}

fn lone_script(c: &Call<'_, '_, '_>, name: &str) -> Option<String> {
    let dir = c.folders().first()?.clone();
    let text = c.shell.scene.world.read(&paths::join(&dir, "package.json"), MAX_SCRIPT_BYTES).ok()?;
    scripts(&text)?.into_iter().find(|(k, _)| k == name).map(|(_, v)| v)
}

/// Whether `package.json` has a script of this name.
#[must_use]
pub fn has_script(c: &Call<'_, '_, '_>, name: &str) -> bool {
    package_script(c, name).is_some()
}

/// The text of a script of `package.json`, with its `pre` and `post` scripts.
fn package_script(c: &Call<'_, '_, '_>, task: &str) -> Option<String> {
    with_hooks(&scripts_here(c), task)
}

/// The same, of these scripts.
pub fn with_hooks(scripts: &[(String, String)], task: &str) -> Option<String> {
    let get = |n: &str| scripts.iter().find(|(k, _)| k == n).map(|(_, v)| v.clone());
    let main = get(task)?;
    let around = [get(&format!("pre{task}")), Some(main), get(&format!("post{task}"))];
    Some(around.into_iter().flatten().collect::<Vec<_>>().join(" && "))
}

/// The scripts of the package around; npm looks upwards for it.
pub fn scripts_here(c: &Call<'_, '_, '_>) -> Vec<(String, String)> {
    let Some(mut dir) = c.folders().first().cloned() else { return Vec::new() };
    for _ in 0..8 {
        let path = paths::join(&dir, "package.json");
        if let Ok(text) = c.shell.scene.world.read(&path, MAX_SCRIPT_BYTES) {
            return scripts(&text).unwrap_or_default();
        }
        dir = paths::normalise(&format!("{dir}/.."));
    }
    Vec::new()
}

/// The entries of the `scripts` object.
fn scripts(text: &str) -> Option<Vec<(String, String)>> {
    Some(entries(&serde_json::from_str(text).ok()?))
}

/// The same of a manifest that was read; what `wireit` runs stands in their place.
pub fn entries(manifest: &Value) -> Vec<(String, String)> {
    let scripts = manifest.get("scripts").and_then(Value::as_object).into_iter().flatten();
    let texts = scripts.filter_map(|(k, v)| Some((k.clone(), v.as_str()?.to_owned())));
    let wired = |(k, v): (String, String)| match v.as_str() {
        "wireit" => (k.clone(), wired(manifest, &k, &mut Vec::new())),
        _ => (k, v),
    };
    texts.map(wired).collect()
}

/// What `wireit` runs for a script: what it depends on first, each once. Those of other packages are named by their folders.
fn wired(manifest: &Value, name: &str, seen: &mut Vec<String>) -> String {
    let Some(step) = manifest.get("wireit").and_then(|w| w.get(name)) else {
        let plain = manifest.get("scripts").and_then(|s| s.get(name)).and_then(Value::as_str);
        return plain.unwrap_or_default().to_owned();
    };
    let before = step.get("dependencies").and_then(Value::as_array).into_iter().flatten();
    let mut lines = Vec::new();
    for other in before.filter_map(|d| d.as_str().or_else(|| d.get("script")?.as_str())) {
        if seen.len() < MAX_WIRED && !other.starts_with('.') && !seen.iter().any(|s| s == other) {
            seen.push(other.to_owned());
            lines.push(wired(manifest, other, seen));
        }
    }
    lines.extend(step.get("command").and_then(Value::as_str).map(str::to_owned));
    lines.retain(|l| !l.is_empty());
    lines.join(" && ")
}
