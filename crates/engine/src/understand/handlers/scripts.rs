//! Scripts of `package.json` that other tools than its managers start by name: `run-s lint 'build:*'` and `concurrently npm:x` those
//! of the package, `turbo run build` and its like those of the packages of a workspace, with the targets that `project.json` gives
//! them. Called by `tasks` and `runners`; whether a script may be run is told by its text, as for `npm run`.

use automode_shell::Dialect;
use serde_json::Value;

use super::super::scene::MAX_SCRIPT_BYTES;
use super::super::value::Val;
use super::super::{invoke, paths, yaml};
use super::{Call, Handled, task};
use crate::inspect::rules::glob;
use crate::knowledge::Role;

/// Packages of a workspace that are looked through: in more of them a task is what its name promises.
const MAX_PACKAGES: usize = 48;

/// Where the packages lie of a workspace that does not say so.
const USUAL: &[&str] = &["apps/*", "libs/*", "packages/*"];

/// Runs the scripts that a name or pattern stands for, where there are any.
pub fn matching(c: &mut Call<'_, '_, '_>, name: &str) -> bool {
    let found: Vec<String> = task::scripts_here(c).into_iter().map(|(k, _)| k).filter(|k| glob(name, k)).collect();
    for script in &found {
        task::run(c, "npm", &Val::text(script.as_str()), &[]);
    }
    !found.is_empty()
}

/// Takes the names out of a list that were found and looked through: of the package itself with `run-s`, else of its workspace.
pub fn look_through(c: &mut Call<'_, '_, '_>, names: &mut Vec<String>) {
    match c.program.name {
        "run-s" => names.retain(|n| !matching(c, n)),
        "turbo" | "lerna" => {
            let packages = packages(c);
            names.retain(|n| !everywhere(c, &packages, n));
        }
        _ => {}
    }
}

/// A folder of a package, and what its manifests say.
type Package = (String, Vec<Value>);

/// Runs a task in all packages that have it; the same text once.
fn everywhere(c: &mut Call<'_, '_, '_>, packages: &[Package], name: &str) -> bool {
    // `nx run app:build:production`, `turbo run web#build`.
    let name = name.split_once(['#', ':']).map_or(name, |(_, target)| target);
    let mut texts: Vec<(String, Vec<String>)> = Vec::new();
    for (dir, manifests) in packages {
        let found = manifests.iter().filter_map(|m| {
            let whole = task::with_hooks(&task::entries(m), name);
            whole.or_else(|| target(m, name.split(':').next().unwrap_or(name)))
        });
        for text in found {
            match texts.iter_mut().find(|(t, _)| *t == text) {
                Some((_, dirs)) => dirs.push(dir.clone()),
                None => texts.push((text, vec![dir.clone()])),
            }
        }
    }
    for (text, dirs) in &texts {
        let mut state = c.state_there();
        state.cwd.clone_from(dirs);
        state.functions.clear();
        state.aliases.clear();
        invoke::shell_text(c.shell, &mut state, &Val::text(text), Dialect::Sh, &Val::default(), c.call.span);
    }
    !texts.is_empty()
}

/// The command lines of a target of `project.json`.
fn target(manifest: &Value, name: &str) -> Option<String> {
    let target = manifest.get("targets")?.get(name)?;
    let options = target.get("options");
    let one = |v: &Value| v.as_str().or_else(|| v.get("command")?.as_str()).map(str::to_owned);
    let several = options.and_then(|o| o.get("commands")).and_then(Value::as_array);
    let lines: Vec<String> = match several {
        Some(all) => all.iter().filter_map(one).collect(),
        None => options.and_then(one).or_else(|| one(target)).into_iter().collect(),
    };
    (!lines.is_empty()).then(|| lines.join(" && "))
}

/// The packages of the workspace; none where they are more than are looked through.
fn packages(c: &Call<'_, '_, '_>) -> Vec<Package> {
    let Some(root) = c.folders().first().cloned() else { return Vec::new() };
    let world = c.shell.scene.world;
    let read = |path: String| world.read(&path, MAX_SCRIPT_BYTES).ok();
    let json = |path: String| read(path).and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let mut dirs = Vec::new();
    for pattern in places(json(paths::join(&root, "package.json")), read(paths::join(&root, "pnpm-workspace.yaml"))) {
        match pattern.trim_end_matches('*').strip_suffix('/').filter(|_| pattern.ends_with('*')) {
            Some(parent) => {
                let parent = paths::join(&root, parent);
                let inside = world.list(&parent, MAX_PACKAGES).unwrap_or_default();
                dirs.extend(inside.iter().map(|name| paths::join(&parent, name)));
            }
            None => dirs.push(paths::join(&root, &pattern)),
        }
    }
    dirs.dedup();
    if dirs.len() > MAX_PACKAGES {
        return Vec::new();
    }
    let manifests =
        |dir: &str| ["package.json", "project.json"].iter().filter_map(|f| json(paths::join(dir, f))).collect();
    dirs.into_iter().map(|dir| (dir.clone(), manifests(&dir))).collect()
}

/// Where a workspace says that its packages lie.
fn places(manifest: Option<Value>, pnpm: Option<String>) -> Vec<String> {
    let listed = manifest.as_ref().and_then(|m| m.get("workspaces"));
    let listed = listed.and_then(|w| w.as_array().or_else(|| w.get("packages")?.as_array()));
    let own = listed.into_iter().flatten().filter_map(|p| p.as_str().map(str::to_owned));
    let root = pnpm.and_then(|text| yaml::parse(&text));
    let theirs = root.as_ref().and_then(|r| r.get("packages")).map(yaml::Node::items).unwrap_or_default();
    let theirs = theirs.into_iter().filter_map(|p| p.text().map(str::to_owned));
    let all: Vec<String> = own.chain(theirs).filter(|p| !p.starts_with('!')).collect();
    if all.is_empty() { USUAL.iter().map(|p| (*p).to_owned()).collect() } else { all }
}

/// `start-server-and-test start http://localhost:3000 'npm test'`: scripts and command lines around an address.
pub fn around_server(c: &mut Call<'_, '_, '_>) -> Handled {
    for word in std::mem::take(&mut c.bound.operands) {
        let name = word.show();
        let address = name.starts_with("http") || name.starts_with(|ch: char| ch.is_ascii_digit() || ch == ':');
        if !address && !matching(c, &name) && name.contains(' ') {
            c.give(Role::Shell, &word, &[]);
        }
    }
    Handled::Partly
}
