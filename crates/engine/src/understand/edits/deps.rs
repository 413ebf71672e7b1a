//! Dependency manifests: what is added, removed, comes from elsewhere, or steps from one version to another; and code that
//! runs at install time. The readers of the formats are in `read`, versions in `version`, lock files in `lock`.

pub mod lock;
pub mod read;
pub mod version;

use std::collections::BTreeMap;

use super::lang::Language;
use super::proofs::Source;
use super::{Change, Kind};
use version::Step;

/// A declared dependency.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dep {
    /// Its name, without the version that some ecosystems put into it.
    pub name: String,
    /// The demanded version, as written; empty where any will do.
    pub demand: String,
    /// Where it comes from, if not from the ecosystem's registry: a repository, an address.
    pub source: String,
}

/// Source of what is only there because another dependency needs it.
pub const INDIRECT: &str = "indirect";

/// What a manifest declares.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    /// Its dependencies.
    pub deps: Vec<Dep>,
    /// Code that runs at install or build time: name and command.
    pub hooks: Vec<(String, String)>,
    /// Addresses of registries and repositories.
    pub registries: Vec<String>,
    /// Settings by which what is fetched, or who it comes from, is not checked.
    pub unchecked: Vec<String>,
}

/// Judges a change of a manifest.
#[must_use]
pub fn judge(path: &str, a: &Source<'_>, b: &Source<'_>, language: &'static Language, fresh: bool) -> Change {
    let (Some(old), Some(new)) = (read::manifest(path, a, language), read::manifest(path, b, language)) else {
        return Change::new(Kind::DepMinor, "a manifest of a form that is not read");
    };
    if fresh {
        return first(path, &new);
    }
    let mut worst: Option<(u8, Change)> = None;
    let mut note = |rank: u8, change: Change| {
        if worst.as_ref().is_none_or(|(r, _)| rank > *r) {
            worst = Some((rank, change));
        }
    };
    if let Some((name, command)) = new.hooks.iter().find(|h| !old.hooks.contains(h)) {
        note(9, Change::new(Kind::InstallScript, format!("`{name}` runs at install time: {command}")));
    }
    if let Some(url) = new.registries.iter().find(|r| !old.registries.contains(r)) {
        note(8, Change::new(Kind::DepSource, format!("dependencies come from `{url}`")));
    }
    if let Some(change) = unchecked(&old, &new) {
        note(10, change);
    }
    compare(&old.deps, &new.deps, &mut note);
    worst.map_or_else(|| Change::new(Kind::Path, "no dependency changes"), |(_, c)| c)
}

/// What is not checked any more when packages are fetched.
fn unchecked(old: &Manifest, new: &Manifest) -> Option<Change> {
    let setting = new.unchecked.iter().find(|s| !old.unchecked.contains(s))?;
    Some(Change::new(Kind::SecurityWeakened, format!("packages are fetched without a check: `{setting}`")))
}

/// A new manifest: a project begins. Its own hooks and foreign sources still say so.
fn first(path: &str, new: &Manifest) -> Change {
    if let Some(change) = unchecked(&Manifest::default(), new) {
        return change;
    }
    let address = new.registries.iter().find(|r| r.contains(['.', ':'])).filter(|_| !names_its_registry(path, new));
    match new.hooks.first() {
        Some((name, command)) => Change::new(Kind::InstallScript, format!("`{name}` runs at install time: {command}")),
        None if address.is_some() => {
            Change::new(Kind::DepSource, format!("dependencies come from `{}`", address.map_or("", String::as_str)))
        }
        None if new.deps.iter().any(|d| is_foreign(&d.source)) => {
            Change::new(Kind::DepSource, "dependencies from outside of the registry")
        }
        None => Change::new(Kind::Path, "a new manifest"),
    }
}

/// A manifest of a kind that always says where it takes from, and says it once.
fn names_its_registry(path: &str, new: &Manifest) -> bool {
    let name = path.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    let kinds = ["gemfile", "gems.rb", "podfile", "pipfile", "berksfile", "puppetfile"];
    let host = |url: &String| url.split("://").last().and_then(|r| r.split('/').next()).map(str::to_owned);
    kinds.contains(&name.as_str()) && new.registries.iter().all(|r| host(r) == new.registries.first().and_then(host))
}

fn is_foreign(source: &str) -> bool {
    !source.is_empty() && source != "local" && source != INDIRECT
}

fn by_name(deps: &[Dep]) -> BTreeMap<&str, Vec<&Dep>> {
    let mut map: BTreeMap<&str, Vec<&Dep>> = BTreeMap::new();
    for d in deps {
        map.entry(&d.name).or_default().push(d);
    }
    for list in map.values_mut() {
        list.sort();
    }
    map
}

fn compare(old: &[Dep], new: &[Dep], note: &mut impl FnMut(u8, Change)) {
    let (a, b) = (by_name(old), by_name(new));
    for (name, after) in &b {
        let Some(before) = a.get(name) else {
            let foreign = after.iter().find(|d| is_foreign(&d.source));
            match foreign {
                Some(d) => note(7, Change::new(Kind::DepSource, format!("`{name}` comes from `{}`", d.source))),
                None if after.iter().all(|d| d.source == "local") => {
                    note(1, Change::new(Kind::DepMinor, format!("the project's own `{name}`")))
                }
                None if after.iter().all(|d| d.source == INDIRECT) => {
                    note(1, Change::new(Kind::DepMinor, format!("`{name}` comes with another")))
                }
                None => note(4, Change::new(Kind::DepNew, format!("`{name}` is new"))),
            }
            continue;
        };
        if before.iter().all(|d| d.source == INDIRECT) && after.iter().any(|d| d.source.is_empty()) {
            note(4, Change::new(Kind::DepNew, format!("`{name}` is needed directly now")));
        }
        let gone: Vec<&&Dep> = before.iter().filter(|d| !after.contains(d)).collect();
        let come: Vec<&&Dep> = after.iter().filter(|d| !before.contains(d)).collect();
        if let Some(d) = come.iter().find(|d| is_foreign(&d.source) && !before.iter().any(|o| o.source == d.source)) {
            note(7, Change::new(Kind::DepSource, format!("`{name}` comes from `{}`", d.source)));
        }
        // Where the same name is demanded in two sections, one may move to what the other has already.
        let (gone, come) = match (gone.is_empty(), come.is_empty()) {
            (false, true) => (gone, after.iter().rev().take(1).collect()),
            (true, false) => (before.iter().rev().take(1).collect(), come),
            _ => (gone, come),
        };
        for (x, y) in gone.iter().zip(&come).filter(|(x, y)| x.demand != y.demand) {
            let text = format!("`{name}` {} → {}", x.demand, y.demand);
            match version::step(&x.demand, &y.demand) {
                Step::Major => note(5, Change::new(Kind::DepMajor, text)),
                Step::Minor => note(3, Change::new(Kind::DepMinor, text)),
                Step::Patch => note(2, Change::proven(Kind::DepPatch, text)),
                Step::None => note(1, Change::new(Kind::DepMinor, text)),
            }
        }
    }
    for name in a.keys().filter(|n| !b.contains_key(*n)) {
        note(1, Change::new(Kind::DepRemoved, format!("`{name}` goes")));
    }
}
