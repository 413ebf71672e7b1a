//! Files that tools load by themselves: a test runner's `conftest.py`, an installer's `setup.py`, a bundler's configuration.
//! Nobody runs them by name, so what they hold is looked at when it is written. Only what the code plainly does and what no
//! such file has to do counts: what it deletes elsewhere, code from the network, keys, control files.

use automode_model::{Action, Effect, Place, Risk, Span, Verb};

use automode_shell::Dialect;

use super::code;
use super::invoke::Invocation;
use super::scene::Scene;
use super::shell::{Shell, Through};
use super::state::State;
use super::value::Val;

/// Build files in languages that are not read: of them, the texts in quotes that are command lines count.
const BUILDS: &[&str] = &[
    "build.rs",
    "tox.ini",
    "CMakeLists.txt",
    "build.gradle",
    "build.gradle.kts",
    "settings.gradle",
    "settings.gradle.kts",
    "Package.swift",
    "mix.exs",
    "meson.build",
    "build.zig",
    "build.sbt",
];

/// Stands for their language.
const QUOTED: &str = "quoted";

/// How many texts of a build file are looked at; such files have a few dozen.
const MAX_QUOTED: usize = 256;

/// The language of a file that a tool loads by its name; none where it is no such file.
#[must_use]
pub fn language(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next().unwrap_or("");
    let python = [
        "conftest.py",
        "setup.py",
        "noxfile.py",
        "fabfile.py",
        "tasks.py",
        "sitecustomize.py",
        "usercustomize.py",
        "dodo.py",
        "wscript",
        "SConstruct",
        "SConscript",
        "gunicorn.conf.py",
    ];
    let ruby = [
        "Rakefile",
        "Gemfile",
        "Podfile",
        "Fastfile",
        "Vagrantfile",
        "Brewfile",
        "Guardfile",
        "Capfile",
        "Dangerfile",
        "config.ru",
        ".irbrc",
        ".pryrc",
        "spec_helper.rb",
        "rails_helper.rb",
    ];
    let node =
        ["Gruntfile", "gulpfile", "karma.conf", ".pnpmfile", "wdio.conf", "Jakefile", ".eslintrc", ".prettierrc"];
    let (stem, suffix) = name.rsplit_once('.').unwrap_or((name, ""));
    let script = matches!(suffix, "js" | "cjs" | "mjs" | "ts" | "cts" | "mts");
    let rc = stem.starts_with('.') && stem.ends_with("rc");
    if python.contains(&name) {
        Some("python")
    } else if ruby.contains(&name) || suffix == "gemspec" {
        Some("ruby")
    } else if script && (stem.ends_with(".config") || stem.ends_with(".setup") || rc || node.contains(&stem)) {
        Some("node")
    } else if matches!(name, "Makefile.PL" | "Build.PL") {
        Some("perl")
    } else if BUILDS.contains(&name) || suffix == "cmake" {
        Some(QUOTED)
    } else {
        None
    }
}

/// Adds what the code would do as soon as its tool loads it.
pub fn look(scene: &Scene<'_>, path: &str, text: &str) {
    let Some(lang) = language(path) else { return };
    let call =
        Invocation { argv: vec![Val::text(lang), Val::text(path)], span: Span::default(), ..Invocation::default() };
    let state = State { cwd: vec![scene.cwd.clone()], ..State::default() };
    let shell = Shell { scene, depth: 1, outer: Some(Span::default()), through: Through::Plain };
    let from = scene.count();
    let mut found = match lang {
        QUOTED => {
            for command in commands(text).take(MAX_QUOTED) {
                shell.run_event(&mut state.clone(), command, Dialect::Sh);
            }
            Vec::new()
        }
        _ => code::plainly(&shell, &state, lang, text, &call),
    };
    scene.keep_effects(from, |_, e| matters(e));
    found.retain(matters);
    if !found.is_empty() {
        let words = format!("{path}, when it is loaded");
        scene.add(Action { words, program: lang.to_owned(), span: Span::default(), effects: found });
    }
}

/// Texts in quotes that hold a blank, and what stands behind CMake's `COMMAND`.
fn commands(text: &str) -> impl Iterator<Item = &str> {
    let quoted = ['"', '\''].into_iter().flat_map(|q| text.lines().flat_map(move |l| l.split(q).skip(1).step_by(2)));
    let behind = text.split("COMMAND ").skip(1).filter_map(|r| r.split(')').next());
    quoted.chain(behind).filter(|t| t.trim().contains(' '))
}

/// What a file of this kind has no reason to do.
fn matters(e: &Effect) -> bool {
    let elsewhere = e.target.path().is_some_and(|p| {
        !matches!(p.place, Place::Workspace | Place::WorkspaceRoot | Place::Temp | Place::Cache | Place::Unknown)
    });
    match e.verb {
        Verb::Delete | Verb::Wipe => elsewhere,
        Verb::RunRemote | Verb::AgentControl | Verb::VcsForcePush | Verb::NetTunnel => true,
        Verb::SecretRead | Verb::Persist | Verb::SecretWrite => elsewhere,
        Verb::NetSend | Verb::RemoteCopy => e.dimensions.level() >= Risk::High && e.dimensions.data_exposure >= 3,
        _ => false,
    }
}
