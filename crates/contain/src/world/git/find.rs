//! Finds the repository around a directory, as git does: `.git` first, then the directory itself as a bare repository,
//! then the same one level up. Called by the live `World`.
//!
//! The bare case matters: a directory inside a work tree that looks like a bare repository brings its own
//! configuration, and `git status` in it runs what that says.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use automode_model::{NotKnown, PathKind};

use super::ignore::Rules;
use super::index::Index;
use super::settings::{Entry, Settings};
use crate::world::files::{Files, refused};
use crate::world::resolve::{join, parent};

/// Largest `.git`, `commondir` or `HEAD` file: they hold one path or one name.
pub(super) const MAX_POINTER_BYTES: usize = 8 * 1024;

/// Where the parts of a repository lie, all paths real, and what was read of it already.
#[derive(Debug)]
pub struct Repo {
    /// The top of the work tree; of a bare repository, itself.
    pub root: String,
    /// HEAD and index of this work tree.
    pub git_dir: String,
    /// What all work trees share: configuration, hooks, info.
    pub common_dir: String,
    settings: OnceCell<Result<Rc<Vec<Entry>>, NotKnown>>,
    pub(super) index: OnceCell<Option<Index>>,
    pub(super) rules: RefCell<BTreeMap<String, Option<Rc<Rules>>>>,
}

impl Repo {
    fn new(root: &str, git_dir: &str, common_dir: String) -> Self {
        Self {
            root: root.to_string(),
            git_dir: git_dir.to_string(),
            common_dir,
            settings: OnceCell::new(),
            index: OnceCell::new(),
            rules: RefCell::default(),
        }
    }

    /// All settings in force, weakest first.
    pub(super) fn settings(&self, files: &Files, settings: &Settings) -> Result<Rc<Vec<Entry>>, NotKnown> {
        self.settings.get_or_init(|| settings.load(files, self).map(Rc::new)).clone()
    }
}

/// The repository around `dir`, which need not exist.
pub fn find(files: &Files, dir: &str) -> Result<Repo, NotKnown> {
    let start = if files.is_known_dir(dir) { dir.to_string() } else { start(files, dir)? };
    let mut at = start.as_str();
    // The real path has at most 4095 bytes, which bounds the levels.
    loop {
        if let Some(found) = here(files, at)? {
            return Ok(found);
        }
        if at == "/" {
            return Err(NotKnown::Missing);
        }
        at = parent(at);
    }
}

fn start(files: &Files, dir: &str) -> Result<String, NotKnown> {
    let start = files.facts(dir);
    match start.kind {
        PathKind::Unknown | PathKind::Special => Err(refused(dir, "cannot be resolved")),
        _ => Ok(start.real),
    }
}

fn here(files: &Files, dir: &str) -> Result<Option<Repo>, NotKnown> {
    let dot_git = files.facts(&join(dir, ".git"));
    let git_dir = match dot_git.kind {
        PathKind::Dir => dot_git.real,
        PathKind::File => pointed(files, dir, &dot_git.real)?,
        PathKind::Missing => return Ok(open(files, dir, dir)),
        PathKind::Special | PathKind::Unknown => return Err(refused(&dot_git.real, "cannot be read")),
    };
    match open(files, &git_dir, dir) {
        None if dot_git.kind == PathKind::File => {
            Err(refused(&git_dir, "is not a repository, but a `.git` file points to it"))
        }
        found => Ok(found),
    }
}

/// The directory that a `.git` file names.
fn pointed(files: &Files, dir: &str, file: &str) -> Result<String, NotKnown> {
    let text = files.text(file, MAX_POINTER_BYTES)?;
    let target = text.strip_prefix("gitdir:").map(|t| t.trim_matches([' ', '\n', '\r']));
    match target {
        Some(target) if !target.is_empty() => Ok(files.facts(&against(dir, target)).real),
        _ => Err(refused(file, "does not name a repository")),
    }
}

/// A path as a repository's file means it: relative to a directory.
pub(super) fn against(dir: &str, path: &str) -> String {
    if path.starts_with('/') { path.to_string() } else { join(dir, path) }
}

/// What git takes for a repository: HEAD here, objects and refs here or in the common directory.
fn open(files: &Files, git_dir: &str, root: &str) -> Option<Repo> {
    let is = |dir: &str, name: &str, wanted: PathKind| files.kind(&join(dir, name)) == wanted;
    let head = files.facts(&join(git_dir, "HEAD"));
    // An old repository's HEAD is a link to a branch that may not exist yet.
    if head.kind != PathKind::File && !head.is_link {
        return None;
    }
    let common_dir = match files.text(&join(git_dir, "commondir"), MAX_POINTER_BYTES) {
        Ok(text) => files.facts(&against(git_dir, text.trim_end_matches(['\n', '\r']))).real,
        Err(_) => git_dir.to_string(),
    };
    let whole = is(&common_dir, "objects", PathKind::Dir) && is(&common_dir, "refs", PathKind::Dir);
    whole.then(|| Repo::new(root, git_dir, common_dir))
}
