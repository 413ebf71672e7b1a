//! The live `World`: what the machine says about paths, files and repositories. Asked by `understand` through the trait
//! of `automode_model`.
//!
//! Nothing here runs anything: git is read as files, never started, because a repository's own configuration is code
//! (`core.fsmonitor`, filters, hooks). Nothing here opens a FIFO or a device. What no reader of files can avoid is a
//! file system that has stopped answering; for that there is the guard's deadline.

mod files;
mod git;
pub mod groups;
mod home;
mod programs;
mod resolve;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use automode_model::{GitFacts, NotKnown, PathFacts, Sent, World};

use files::Files;
use git::{Repo, Settings};

/// The machine as this process sees it. Answers about directories and repositories are kept for the life of the value
/// (one hook run), so that one judgement is made on one state.
#[derive(Debug)]
pub struct LiveWorld {
    files: Files,
    home: String,
    programs: programs::Programs,
    settings: Settings,
    repos: RefCell<BTreeMap<String, Result<Rc<Repo>, NotKnown>>>,
    facts: RefCell<BTreeMap<String, Result<GitFacts, NotKnown>>>,
}

impl LiveWorld {
    /// Takes home, PATH and git's variables from the environment of this process.
    #[must_use]
    pub fn new() -> Self {
        Self::with_env(|name| std::env::var(name).ok())
    }

    /// The same with an environment of the caller's.
    #[must_use]
    pub fn with_env(env: impl Fn(&str) -> Option<String>) -> Self {
        let files = Files::here();
        let home = home::find(&files, &env);
        let settings = Settings::from_env(&home, &env);
        let programs = programs::Programs::from_env(&env);
        Self { files, home, programs, settings, repos: RefCell::default(), facts: RefCell::default() }
    }

    fn repo(&self, dir: &str) -> Result<Rc<Repo>, NotKnown> {
        if let Some(known) = self.repos.borrow().get(dir) {
            return known.clone();
        }
        let found = git::find(&self.files, dir).map(Rc::new);
        self.repos.borrow_mut().insert(dir.to_string(), found.clone());
        found
    }

    /// The repository that a path lies in, and the path inside it. The last component is not followed: git tracks the
    /// link, not what it leads to.
    fn place(&self, path: &str) -> Option<(Rc<Repo>, String)> {
        let (parent, name) = self.files.parent_and_name(path)?;
        let repo = self.repo(&parent).ok()?;
        let real = resolve::join(&parent, &name);
        let inside = real.strip_prefix(repo.root.trim_end_matches('/'))?.strip_prefix('/')?.to_string();
        Some((repo, inside))
    }
}

impl Default for LiveWorld {
    fn default() -> Self {
        Self::new()
    }
}

impl World for LiveWorld {
    fn home(&self) -> String {
        self.home.clone()
    }
    fn user(&self) -> String {
        home::user(&self.files)
    }
    fn groups(&self) -> Result<Vec<String>, NotKnown> {
        groups::of_user(&self.files)
    }
    fn path(&self, path: &str) -> PathFacts {
        self.files.facts(path)
    }
    fn read(&self, path: &str, max_bytes: usize) -> Result<String, NotKnown> {
        self.files.text(path, max_bytes)
    }
    fn list(&self, path: &str, max: usize) -> Result<Vec<String>, NotKnown> {
        self.files.list(path, max)
    }
    fn git_root(&self, dir: &str) -> Result<String, NotKnown> {
        self.repo(dir).map(|repo| repo.root.clone())
    }
    fn git(&self, dir: &str) -> Result<GitFacts, NotKnown> {
        let repo = self.repo(dir)?;
        if let Some(known) = self.facts.borrow().get(&repo.git_dir) {
            return known.clone();
        }
        let facts = git::facts(&self.files, &self.settings, &repo);
        self.facts.borrow_mut().insert(repo.git_dir.clone(), facts.clone());
        facts
    }
    fn git_tracked(&self, path: &str) -> Option<bool> {
        let (repo, inside) = self.place(path)?;
        git::tracked(&self.files, &self.settings, &repo, &inside)
    }
    fn git_ignored(&self, path: &str) -> Option<bool> {
        let (repo, inside) = self.place(path)?;
        git::ignored(&self.files, &self.settings, &repo, &inside, path.ends_with('/'))
    }
    fn git_sent(&self, dir: &str) -> Option<Sent> {
        git::sent(&self.files, &self.settings, &*self.repo(dir).ok()?)
    }
    fn which(&self, program: &str) -> Result<String, NotKnown> {
        self.programs.find(&self.files, program)
    }
}
