//! What a POM binds to the phases that are asked for: programs of the `exec` plugin, targets of the `antrun` plugin, folders that
//! `clean` takes along.

use automode_model::Verb;

use super::xml::{self, Element};
use super::{Step, ant};

/// The phases in their order; each comes with those before it.
const PHASES: &[&str] = &[
    "validate",
    "initialize",
    "generate-sources",
    "process-sources",
    "generate-resources",
    "process-resources",
    "compile",
    "process-classes",
    "generate-test-sources",
    "process-test-sources",
    "generate-test-resources",
    "process-test-resources",
    "test-compile",
    "process-test-classes",
    "test",
    "prepare-package",
    "package",
    "pre-integration-test",
    "integration-test",
    "post-integration-test",
    "verify",
    "install",
    "deploy",
];
const CLEAN: &[&str] = &["pre-clean", "clean", "post-clean"];
const SITE: &[&str] = &["pre-site", "site", "post-site", "site-deploy"];

/// What the phases and goals of these names do.
#[must_use]
pub fn steps(text: &str, names: &[String], profiles: &[String], given: &[(String, String)]) -> Vec<Step> {
    let Some(root) = xml::parse(text) else { return Vec::new() };
    let mut properties = given.to_vec();
    let mut builds: Vec<&Element> = root.child("build").into_iter().collect();
    let mut tables: Vec<&Element> = root.child("properties").into_iter().collect();
    for p in root.child("profiles").into_iter().flat_map(|p| p.all("profile")) {
        let id = p.value("id").unwrap_or("");
        let on = profiles.iter().flat_map(|l| l.split(',')).any(|n| n.trim() == id);
        if on || p.at(&["activation", "activeByDefault"]).is_some_and(|a| a.text.trim() == "true") {
            builds.extend(p.child("build"));
            tables.extend(p.child("properties"));
        }
    }
    for table in tables {
        properties.extend(table.children.iter().map(|c| (c.name.clone(), c.text.trim().to_owned())));
    }
    properties.truncate(ant::MAX_PROPERTIES);
    let mut out = Vec::new();
    for plugin in builds.iter().filter_map(|b| b.child("plugins")).flat_map(|p| p.all("plugin")) {
        of_plugin(plugin, names, &properties, &mut out);
    }
    if names.iter().any(|n| n.starts_with("exec:exec") || n.contains(":exec-maven-plugin:") && n.ends_with(":exec")) {
        by_command_line(given, &mut out);
    }
    out
}

/// `-Dexec.executable=… -Dexec.args=…`.
fn by_command_line(given: &[(String, String)], out: &mut Vec<Step>) {
    let of = |name: &str| given.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
    if let Some(program) = of("exec.executable") {
        let args = of("exec.args").unwrap_or_default();
        out.push(Step::Words(
            std::iter::once(program).chain(args.split_whitespace().map(str::to_owned)).map(Some).collect(),
        ));
    }
}

fn of_plugin(plugin: &Element, names: &[String], properties: &[(String, String)], out: &mut Vec<Step>) {
    let kind = match plugin.value("artifactId").unwrap_or("") {
        "exec-maven-plugin" => "exec",
        "maven-antrun-plugin" => "antrun",
        "maven-clean-plugin" => "clean",
        _ => return,
    };
    let shared = plugin.child("configuration");
    let goal_of = |n: &String| {
        let (name, id) = n.split_once('@').unwrap_or((n, ""));
        let last: Vec<&str> = name.rsplit(':').take(2).collect();
        let own = matches!(last.as_slice(), [_, p] if p.trim_start_matches("maven-").trim_end_matches("-plugin").trim_end_matches("-maven") == kind);
        own.then(|| id.to_owned())
    };
    let asked: Vec<String> = names.iter().filter_map(goal_of).collect();
    if kind == "clean" {
        if reaches("clean", names) || !asked.is_empty() {
            swept(shared, properties, out);
        }
        return;
    }
    if asked.iter().any(String::is_empty) {
        configured(kind, shared, shared, properties, out);
    }
    for e in plugin.child("executions").into_iter().flat_map(|e| e.all("execution")) {
        let id = e.value("id").unwrap_or("");
        let java = e.child("goals").is_some_and(|g| g.all("goal").all(|g| g.text.trim() == "java"));
        let default = if kind == "antrun" { "package" } else { "" };
        let runs =
            reaches(e.value("phase").unwrap_or(default), names) || asked.iter().any(|a| a == id && !id.is_empty());
        if runs && !java {
            configured(kind, e.child("configuration"), shared, properties, out);
        }
    }
}

/// Whether a phase is come to by way of these names.
fn reaches(phase: &str, names: &[String]) -> bool {
    [PHASES, CLEAN, SITE].iter().any(|list| {
        let at = |n: &str| list.iter().position(|p| *p == n);
        at(phase).is_some_and(|bound| names.iter().filter_map(|n| at(n)).any(|asked| bound <= asked))
    })
}

fn configured(
    kind: &str,
    own: Option<&Element>,
    shared: Option<&Element>,
    properties: &[(String, String)],
    out: &mut Vec<Step>,
) {
    let find = |name: &str| own.and_then(|c| c.child(name)).or_else(|| shared.and_then(|c| c.child(name)));
    if kind == "antrun" {
        for target in ["target", "tasks"].iter().filter_map(|n| find(n)) {
            ant::tasks(target, properties, out, 0);
        }
        return;
    }
    let Some(program) = find("executable") else { return };
    let mut words = vec![ant::filled(&program.text, properties)];
    if let Some(list) = find("arguments") {
        words.extend(list.all("argument").map(|a| ant::filled(&a.text, properties)));
    }
    if let Some(line) = find("commandlineArgs") {
        words.extend(line.text.split_whitespace().map(|w| ant::filled(w, properties)));
    }
    out.push(Step::Words(words));
}

/// Folders that `clean` deletes beside its own.
fn swept(configuration: Option<&Element>, properties: &[(String, String)], out: &mut Vec<Step>) {
    for set in configuration.and_then(|c| c.child("filesets")).into_iter().flat_map(|f| f.all("fileset")) {
        let path = set.value("directory").and_then(|d| ant::filled(d, properties));
        let narrowed = set.child("includes").is_some();
        out.extend(path.filter(|_| !narrowed).map(|p| Step::Path(Verb::Delete, p)));
    }
}
