//! Where a program name leads on PATH. Nothing is run. Called by the live `World`.

use std::cell::OnceCell;

use automode_model::{NotKnown, PathKind};

use super::files::{Files, refused};
use super::resolve::join;

/// Most directories of PATH that are searched.
const MAX_PATH_DIRS: usize = 256;

/// The search path of this process. The agent's shell may have another one; the gate sees what the host gave it.
#[derive(Debug)]
pub(super) struct Programs {
    path: String,
    /// The same taken apart, once somebody asks: most hooks do not.
    dirs: OnceCell<Vec<String>>,
}

impl Programs {
    pub(super) fn from_env(env: &impl Fn(&str) -> Option<String>) -> Self {
        Self { path: env("PATH").unwrap_or_default(), dirs: OnceCell::new() }
    }

    /// An empty entry means the working directory, a relative one lies below it.
    fn dirs(&self) -> Vec<String> {
        let cwd =
            || std::env::current_dir().ok().and_then(|d| d.into_os_string().into_string().ok()).unwrap_or_default();
        let absolute = |dir: &str| match dir {
            "" => cwd(),
            d if d.starts_with('/') => d.to_string(),
            d => join(&cwd(), d),
        };
        if self.path.is_empty() { vec![] } else { self.path.split(':').map(absolute).collect() }
    }

    pub(super) fn find(&self, files: &Files, program: &str) -> Result<String, NotKnown> {
        if program.is_empty() || matches!(program, "." | "..") {
            return Err(NotKnown::Missing);
        }
        if program.contains('/') {
            return runnable(files, program).ok_or(NotKnown::Missing);
        }
        let dirs = self.dirs.get_or_init(|| self.dirs());
        if dirs.len() > MAX_PATH_DIRS {
            return Err(refused("PATH", "has too many entries"));
        }
        dirs.iter().find_map(|dir| runnable(files, &join(dir, program))).ok_or(NotKnown::Missing)
    }
}

fn runnable(files: &Files, path: &str) -> Option<String> {
    let facts = files.facts(path);
    (facts.kind == PathKind::File && facts.executable).then_some(facts.real)
}
