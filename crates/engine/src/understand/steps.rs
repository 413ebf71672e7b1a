//! What kind of step an installation by name is for this project: `npm install react@19` where the manifest says `^18` breaks
//! as much as the same edit of the manifest. Called where a package is added; reads the manifest through the world.

use super::edits::{self, deps};
use super::paths;
use super::scene::{MAX_SCRIPT_BYTES, Scene};

/// How far above the working directory a manifest is looked for.
const MAX_CLIMB: usize = 8;

/// Words in place of a version that mean the newest one, whatever it is.
const NEWEST: &[&str] =
    &["latest", "next", "canary", "beta", "alpha", "rc", "nightly", "experimental", "dev", "*", "x"];

/// Whether installing this package by this program may step to a new major version of what the project has.
#[must_use]
pub fn is_major(scene: &Scene<'_>, cwd: &str, program: &str, package: &str) -> bool {
    let Some((name, demand)) = named(program, package) else { return false };
    let newest = NEWEST.contains(&demand);
    if !newest && !demand.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    match declared(scene, cwd, program) {
        // What the project has cannot be told: the newest version may be a new major one.
        None => newest,
        Some(have) => have.iter().filter(|d| d.name.eq_ignore_ascii_case(name)).any(|d| {
            newest && !d.demand.is_empty() && !NEWEST.contains(&d.demand.as_str())
                || !newest && deps::version::step(&d.demand, demand) == deps::version::Step::Major
        }),
    }
}

/// Name and demanded version of a package as its manager writes them; none where there is no version or it is an address.
fn named<'a>(program: &str, package: &'a str) -> Option<(&'a str, &'a str)> {
    if package.contains("://") || package.starts_with(['.', '/', '-']) {
        return None;
    }
    let at = |mark: &str| package.find(mark).filter(|i| *i > 0);
    let (i, width) = match program {
        "npm" | "pnpm" | "yarn" | "bun" | "cargo" | "npx" => (package.rfind('@').filter(|i| *i > 0)?, 1),
        "composer" => (at(":")?, 1),
        "pip" | "uv" | "poetry" | "pdm" | "pipenv" => {
            ["==", ">=", "~=", "@"].iter().find_map(|m| at(m).map(|i| (i, m.len())))?
        }
        _ => return None,
    };
    let demand = package.get(i + width..)?.trim();
    let name = package.get(..i)?;
    Some((name.split('[').next().unwrap_or(name), demand)).filter(|(n, d)| !n.is_empty() && !d.is_empty())
}

/// The manifests that a package manager reads.
fn manifests(program: &str) -> &'static [&'static str] {
    match program {
        "npm" | "pnpm" | "yarn" | "bun" => &["package.json"],
        "cargo" => &["Cargo.toml"],
        "composer" => &["composer.json"],
        "pip" | "uv" | "poetry" | "pdm" | "pipenv" => &["pyproject.toml", "requirements.txt", "Pipfile"],
        _ => &[],
    }
}

/// What the nearest manifest declares; none where none can be read.
fn declared(scene: &Scene<'_>, cwd: &str, program: &str) -> Option<Vec<deps::Dep>> {
    let mut dir = cwd.to_owned();
    for _ in 0..MAX_CLIMB {
        for file in manifests(program) {
            let path = paths::join(&dir, file);
            let written = scene.files.borrow().get(&path).map(|v| v.known().map(str::to_owned));
            let text = match written {
                Some(text) => text,
                None => scene.world.read(&path, MAX_SCRIPT_BYTES).ok(),
            };
            if let Some(have) = text.and_then(|t| edits::declared(&path, &t)) {
                return Some(have);
            }
        }
        if dir == "/" || dir.is_empty() {
            break;
        }
        dir = paths::normalise(&format!("{dir}/.."));
    }
    None
}
