//! What a repository says about itself: branch, remotes, aliases, settings that are code, hooks. Called by the live
//! `World`.

use std::collections::BTreeSet;

use automode_model::{GitFacts, NotKnown, PathKind};

use super::find::{MAX_POINTER_BYTES, Repo};
use super::settings::{Entry, Settings};
use super::{code, config, remotes};
use crate::world::files::{Files, refused};
use crate::world::resolve::join;

/// Every hook that git knows; other files in the directory are run by nobody.
const HOOKS: &[&str] = &[
    "applypatch-msg",
    "commit-msg",
    "fsmonitor-watchman",
    "post-applypatch",
    "post-checkout",
    "post-commit",
    "post-index-change",
    "post-merge",
    "post-receive",
    "post-rewrite",
    "post-update",
    "pre-applypatch",
    "pre-auto-gc",
    "pre-commit",
    "pre-merge-commit",
    "pre-push",
    "pre-rebase",
    "pre-receive",
    "prepare-commit-msg",
    "proc-receive",
    "push-to-checkout",
    "reference-transaction",
    "sendemail-validate",
    "update",
];

/// Most settings that are code; the most elaborate real configurations have some thirty.
const MAX_CODE_SETTINGS: usize = 500;
/// Most files listed in a directory of hooks.
const MAX_HOOK_FILES: usize = 256;

/// Everything at once; a configuration that cannot be read whole is `Refused`.
pub fn facts(files: &Files, settings: &Settings, repo: &Repo) -> Result<GitFacts, NotKnown> {
    by(files, settings, repo, &repo.settings(files, settings)?)
}

/// The same by the settings that were read. Apart from their reading, so that the stack is not as deep as both.
#[inline(never)]
fn by(files: &Files, settings: &Settings, repo: &Repo, entries: &[Entry]) -> Result<GitFacts, NotKnown> {
    let branch = branch(files, repo);
    Ok(GitFacts {
        root: repo.root.clone(),
        remotes: remotes::remotes(entries, branch.as_deref())?,
        aliases: aliases(entries),
        code: code(entries)?,
        hooks: hooks(files, settings, repo, entries),
        branch,
    })
}

fn code(entries: &[Entry]) -> Result<Vec<(String, String)>, NotKnown> {
    let mut all: Vec<(String, String)> = Vec::new();
    for found in entries.iter().filter_map(code::code) {
        if !all.contains(&found) {
            all.push(found);
        }
        if all.len() > MAX_CODE_SETTINGS {
            return Err(refused("git configuration", "too many settings that run commands"));
        }
    }
    Ok(all)
}

pub(super) fn branch(files: &Files, repo: &Repo) -> Option<String> {
    let text = files.text(&join(&repo.git_dir, "HEAD"), MAX_POINTER_BYTES).ok()?;
    let target = text.strip_prefix("ref:")?.trim();
    target.strip_prefix("refs/heads/").filter(|b| *b != ".invalid").map(str::to_string)
}

/// The one in force comes first; one below a conditional include may stand beside it.
fn aliases(entries: &[Entry]) -> Vec<(String, String)> {
    let mut settled: BTreeSet<&str> = BTreeSet::new();
    let mut all: Vec<(String, String)> = Vec::new();
    for entry in entries.iter().rev() {
        let name = match config::split(&entry.key) {
            ("alias", None, name) | ("alias", Some(name), "command") => name,
            _ => continue,
        };
        if !settled.contains(entry.key.as_str()) {
            all.push((name.to_string(), entry.value.clone()));
        }
        if entry.sure {
            settled.insert(&entry.key);
        }
    }
    all
}

fn hooks(files: &Files, settings: &Settings, repo: &Repo, entries: &[Entry]) -> Vec<String> {
    let set: Vec<&Entry> = entries.iter().filter(|e| e.key == "core.hookspath").collect();
    let mut dirs: Vec<String> = set.iter().map(|e| settings.expand(&repo.root, &e.value)).collect();
    if !set.iter().any(|e| e.sure) {
        dirs.push(join(&repo.common_dir, "hooks"));
    }
    let mut found: Vec<String> = dirs.iter().flat_map(|dir| hooks_in(files, dir)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn hooks_in(files: &Files, dir: &str) -> Vec<String> {
    // One listing is cheaper than a look for every name; a directory too full to list is looked at name by name.
    let names = match files.list(dir, MAX_HOOK_FILES) {
        Ok(names) => names,
        Err(NotKnown::Missing) => return Vec::new(),
        Err(_) => HOOKS.iter().map(|h| (*h).to_string()).collect(),
    };
    let runs = |name: &String| {
        let facts = files.facts(&join(dir, name));
        facts.kind == PathKind::File && facts.executable
    };
    names.into_iter().filter(|name| HOOKS.contains(&name.as_str()) && runs(name)).collect()
}
