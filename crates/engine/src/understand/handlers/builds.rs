//! Build files that are programs: what a task of a Gradle script, a Rakefile, an Ant file or a POM plainly runs and deletes. Called
//! by `tasks` beside what the task's name promises; of the project's own files only what is certain counts.

mod ant;
mod gradle;
mod maven;
mod rake;
mod xml;

use automode_model::Verb;
use automode_shell::Dialect;

use super::super::value::Val;
use super::super::{code, invoke, paths};
use super::source::{self, Source};
use super::{Call, recipes};

/// How many tasks one run may come to by way of what they need; more are not followed.
const MAX_TASKS: usize = 64;

/// Something that a task does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A program and its arguments; what is computed is none.
    Words(Vec<Option<String>>),
    /// A command line.
    Shell(String),
    /// A path, seen from the folder of the file.
    Path(Verb, String),
    /// Something that is fetched.
    Fetch(String),
    /// Ruby.
    Ruby(String),
}

/// What the tasks of these names do, where their file can be read.
pub fn look(c: &mut Call<'_, '_, '_>, names: &[String]) {
    let called = c.call.argv.first().map(Val::show).unwrap_or_default();
    let called = called.rsplit('/').next().unwrap_or("");
    if c.tries() {
        return;
    }
    let dirs = recipes::directories(c);
    for dir in &dirs {
        match called {
            "gradle" | "gradlew" => gradle_files(c, dir, names),
            "mvn" | "mvnw" | "mvnd" => {
                let settings = defined(c);
                let profiles = listed(c, &["-P", "--activate-profiles"]);
                let read = |text: &str| maven::steps(text, names, &profiles, &settings);
                one(c, dir, &["-f", "--file"], &["pom.xml"], read);
            }
            "ant" => one(c, dir, &["-f", "-file", "-buildfile"], &["build.xml"], |text| ant::steps(text, names)),
            "rake" => rake_files(c, dir, names),
            _ => return,
        }
    }
}

/// `-Dname=value`.
pub fn defined(c: &Call<'_, '_, '_>) -> Vec<(String, String)> {
    listed(c, &["-D", "--define"])
        .iter()
        .filter_map(|d| d.split_once('='))
        .map(|(n, v)| (n.to_owned(), v.to_owned()))
        .collect()
}

/// The values of options of these names, apart at commas where they name profiles.
fn listed(c: &Call<'_, '_, '_>, names: &[&str]) -> Vec<String> {
    let named = c.bound.options.iter().filter(|(o, _)| names.iter().any(|n| o.names.contains(n)));
    named.filter_map(|(_, v)| v.as_ref().and_then(Val::known)).map(str::to_owned).collect()
}

/// The file that an option names, else the first of these.
fn one(c: &mut Call<'_, '_, '_>, dir: &str, options: &[&str], files: &[&str], read: impl Fn(&str) -> Vec<Step>) {
    let given = options.iter().find_map(|o| c.bound.value(o)).and_then(Val::known).map(str::to_owned);
    let found = match given {
        Some(file) => source::at(c, &paths::join(dir, &file)),
        None => files.iter().find_map(|f| source::at(c, &paths::join(dir, f))),
    };
    if let Some(found) = found {
        follow(c, &found, read(&found.text));
    }
}

/// The script of the folder, and those of the parts of the project that tasks name (`:app:clean`).
fn gradle_files(c: &mut Call<'_, '_, '_>, dir: &str, names: &[String]) {
    let mut parts: Vec<String> = vec![String::new()];
    for n in names {
        let part = n.trim_start_matches(':').rsplit_once(':').map_or(String::new(), |(p, _)| p.replace(':', "/"));
        if !parts.contains(&part) && parts.len() < source::MAX_FILES {
            parts.push(part);
        }
    }
    for part in parts {
        let folder = if part.is_empty() { dir.to_owned() } else { paths::join(dir, &part) };
        let wanted: Vec<String> = names
            .iter()
            .filter(|n| part.is_empty() || n.trim_start_matches(':').starts_with(&part.replace('/', ":")))
            .map(|n| n.rsplit(':').next().unwrap_or(n).to_owned())
            .collect();
        for file in ["build.gradle", "build.gradle.kts"] {
            if let Some(found) = source::at(c, &paths::join(&folder, file)) {
                let steps = gradle::steps(&found.text, &wanted);
                follow(c, &found, steps);
            }
        }
    }
}

/// The Rakefile with what lies in `lib/tasks`.
fn rake_files(c: &mut Call<'_, '_, '_>, dir: &str, names: &[String]) {
    let Some(mut found) =
        ["Rakefile", "rakefile", "Rakefile.rb"].iter().find_map(|f| source::at(c, &paths::join(dir, f)))
    else {
        return;
    };
    for more in ["lib/tasks", "rakelib"] {
        for f in source::within(c, &paths::join(dir, more), &[".rake"]).unwrap_or_default() {
            found.text.push('\n');
            found.text.push_str(&f.text);
            found.made_here |= f.made_here;
        }
    }
    let steps = rake::steps(&found.text, names);
    follow(c, &found, steps);
}

fn follow(c: &mut Call<'_, '_, '_>, file: &Source, steps: Vec<Step>) {
    let from = c.shell.scene.count();
    let before = c.cwd.replace(vec![file.dir.clone()]);
    for step in steps {
        match step {
            Step::Words(words) => {
                let gap = || Val::gap("what a build computes");
                c.run_inner(words.into_iter().map(|w| w.map_or_else(gap, Val::text)).collect());
            }
            Step::Shell(text) => {
                let (mut state, span) = (c.inner_state(), c.call.span);
                invoke::shell_text(c.shell, &mut state, &Val::text(text), Dialect::Sh, &Val::default(), span);
            }
            Step::Path(verb, path) => drop(c.path(verb, &Val::text(path))),
            Step::Fetch(url) => c.effects.push(super::super::effects::on_url(Verb::NetFetch, &url, c.call.span)),
            Step::Ruby(text) => {
                let found = code::plainly(c.shell, &c.inner_state(), "ruby", &text, c.call);
                c.effects.extend(found);
            }
        }
    }
    c.cwd = before;
    if !file.made_here {
        c.shell.scene.keep_effects(from, |_, e| recipes::counts(e));
    }
}
