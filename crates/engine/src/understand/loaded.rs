//! Files that tools load by themselves: a test runner's `conftest.py`, an installer's `setup.py`, a bundler's configuration.
//! Nobody runs them by name, so what they hold is looked at when it is written. Only what the code plainly does and what no
//! such file has to do counts: what it deletes elsewhere, code from the network, keys, control files.

use automode_model::{Action, Effect, Place, Risk, Span, Verb};

use automode_shell::Dialect;

use super::invoke::Invocation;
use super::scene::Scene;
use super::shell::{Shell, Through};
use super::state::State;
use super::value::{Piece, Val};
use super::{code, paths};

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
    "rebar.config",
    "Tiltfile",
    "shell.nix",
    "default.nix",
    "flake.nix",
    "mise.toml",
    ".mise.toml",
    "renovate.json",
];

/// Settings that tools read by themselves, by their names or the folder above them.
const SETTINGS: &[&str] = &[
    ".ackrc",
    ".babelrc",
    ".bazelrc",
    ".cargo/config",
    ".cargo/config.toml",
    ".flake8",
    ".mocharc.json",
    ".mocharc.yml",
    ".mvn/extensions.xml",
    ".mvn/jvm.config",
    ".mvn/maven.config",
    ".npmrc",
    ".nycrc",
    ".nycrc.json",
    ".pylintrc",
    ".rspec",
    ".rubocop.yml",
    ".yarnrc",
    ".yarnrc.yml",
    "CMakePresets.json",
    "CMakeUserPresets.json",
    "ansible.cfg",
    "bunfig.toml",
    "deno.json",
    "go.mod",
    "go.work",
    "gradle.properties",
    "mypy.ini",
    "pylintrc",
    "pyproject.toml",
    "pytest.ini",
    "setup.cfg",
    "tox.ini",
    "tsconfig.json",
];

/// Words of a setting whose value is run or loaded.
const RUNS: &[&str] = &[
    "=>",
    "agent",
    "backend",
    "command",
    "executable",
    "extension",
    "hook",
    "interpreter",
    "launcher",
    "library",
    "linker",
    "load",
    "plugin",
    "preload",
    "program",
    "require",
    "runner",
    "rustc",
    "script",
    "shell",
    "toolchain",
    "wrapper",
    "yarn-path",
    "yarnpath",
];

/// Stands for their language.
const QUOTED: &str = "quoted";

/// A script that stands in the place of a tool.
const SHELL: &str = "sh";

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
        ".pdbrc",
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
        ".simplecov",
    ];
    let node =
        ["Gruntfile", "gulpfile", "karma.conf", ".pnpmfile", "wdio.conf", "Jakefile", ".eslintrc", ".prettierrc"];
    let (stem, suffix) = name.rsplit_once('.').unwrap_or((name, ""));
    let script = matches!(suffix, "js" | "cjs" | "mjs" | "ts" | "cts" | "mts");
    let rc = stem.starts_with('.') && stem.ends_with("rc");
    // Lines of a `.pth` that begin with `import` run at each start of Python.
    if python.contains(&name) || suffix == "pth" {
        Some("python")
    } else if ruby.contains(&name) || suffix == "gemspec" {
        Some("ruby")
    } else if script && (stem.ends_with(".config") || stem.ends_with(".setup") || rc || node.contains(&stem)) {
        Some("node")
    } else if matches!(name, "Makefile.PL" | "Build.PL") {
        Some("perl")
    } else if BUILDS.contains(&name) || suffix == "cmake" {
        Some(QUOTED)
    } else if ["/node_modules/.bin/", "/venv/bin/", "/.venv/bin/", "/vendor/bin/"].iter().any(|d| path.contains(d)) {
        Some(SHELL)
    } else {
        None
    }
}

/// The same for what a command line wrote, whatever it wrote it with. Of a text with gaps what is known counts.
pub fn look_at_written(scene: &Scene<'_>) {
    let is_loaded = |path: &String| language(path).is_some() || is_setting(path);
    let text = |v: &Val| {
        let known = v.pieces().iter().map(|p| if let Piece::Text(t) = p { t.as_str() } else { "\n" });
        known.collect::<String>()
    };
    let written: Vec<(String, String)> =
        scene.files.borrow().iter().filter(|(path, _)| is_loaded(path)).map(|(p, v)| (p.clone(), text(v))).collect();
    for (path, text) in written {
        look(scene, &path, &text);
    }
}

fn is_setting(path: &str) -> bool {
    SETTINGS.iter().any(|name| path.strip_suffix(name).is_some_and(|lead| lead.ends_with('/')))
}

/// Adds what the code would do as soon as its tool loads it.
pub fn look(scene: &Scene<'_>, path: &str, text: &str) {
    loads_from_outside(scene, path, text);
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
        SHELL if text.starts_with("#!") && text.lines().next().is_some_and(|l| l.ends_with("sh")) => {
            shell.run_event(&mut state.clone(), text, Dialect::Bash);
            Vec::new()
        }
        SHELL => Vec::new(),
        _ => code::plainly(&shell, &state, lang, text, &call),
    };
    scene.keep_effects(from, |_, e| matters(e));
    found.retain(matters);
    if !found.is_empty() {
        let words = format!("{path}, when it is loaded");
        scene.add(Action { words, program: lang.to_owned(), span: Span::default(), effects: found });
    }
}

/// Settings that make a tool run or load what lies where anybody may write: `rustc-wrapper = "/tmp/x"`.
fn loads_from_outside(scene: &Scene<'_>, path: &str, text: &str) {
    if !is_setting(path) {
        return;
    }
    let runs = |line: &&str| {
        let low = line.to_ascii_lowercase();
        low.contains("-r ") || low.contains("-s ") || RUNS.iter().any(|word| low.contains(word))
    };
    let apart = |c: char| c.is_whitespace() || "\"'`=:,;[](){}<>".contains(c);
    let foreign = |word: &&str| {
        // `/tmp` itself is a folder of the system's.
        word.starts_with('/') && word.len() > 1 && paths::place(scene, &format!("{word}/x")) == Place::Temp
    };
    let found = text.lines().filter(runs).flat_map(|line| line.split(apart)).find(foreign);
    if let Some(found) = found {
        scene.add_unknown(&format!("settings by which a tool loads `{found}`"), Span::default());
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
