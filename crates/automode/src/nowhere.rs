//! A machine without files: for transcripts whose directory is gone, for the examples of the knowledge files, and for
//! corpora. Every question is answered with "nothing there", so that no verdict depends on this machine.

use automode_model::{GitFacts, NotKnown, PathFacts, PathKind, World};

/// Home and working directory exist; nothing else does.
#[derive(Clone, Debug)]
pub struct Nowhere {
    home: String,
    cwd: String,
}

impl Nowhere {
    /// The machine on which `cwd` was a directory; its home is guessed from the usual places of homes.
    pub fn of(cwd: &str) -> Self {
        Self { home: home_of(cwd), cwd: cwd.to_owned() }
    }

    /// A developer's machine for examples.
    pub fn example() -> Self {
        Self { home: "/home/dev".to_owned(), cwd: "/home/dev/project".to_owned() }
    }

    /// The working directory.
    pub fn cwd(&self) -> &str {
        &self.cwd
    }
}

fn home_of(cwd: &str) -> String {
    for homes in ["/home/", "/Users/"] {
        if let Some(name) = cwd.strip_prefix(homes).and_then(|rest| rest.split('/').next()).filter(|n| !n.is_empty()) {
            return format!("{homes}{name}");
        }
    }
    let root = cwd == "/root" || cwd.starts_with("/root/");
    if root { "/root" } else { "/nonexistent" }.to_owned()
}

impl World for Nowhere {
    fn home(&self) -> String {
        self.home.clone()
    }
    fn path(&self, path: &str) -> PathFacts {
        let kind = if path == self.home || path == self.cwd { PathKind::Dir } else { PathKind::Missing };
        PathFacts { real: path.to_owned(), kind, is_link: false, links: 1, executable: false, size: 0 }
    }
    fn read(&self, _path: &str, _max_bytes: usize) -> Result<String, NotKnown> {
        Err(NotKnown::Missing)
    }
    fn list(&self, _path: &str, _max: usize) -> Result<Vec<String>, NotKnown> {
        Err(NotKnown::Missing)
    }
    fn git_root(&self, _dir: &str) -> Result<String, NotKnown> {
        Err(NotKnown::Missing)
    }
    fn git(&self, _dir: &str) -> Result<GitFacts, NotKnown> {
        Err(NotKnown::Missing)
    }
    fn git_tracked(&self, _path: &str) -> Option<bool> {
        None
    }
    fn git_ignored(&self, _path: &str) -> Option<bool> {
        None
    }
    fn which(&self, _program: &str) -> Result<String, NotKnown> {
        Err(NotKnown::Missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn homes() {
        for (cwd, home) in [
            ("/home/dev/shop", "/home/dev"),
            ("/Users/dev", "/Users/dev"),
            ("/root/x", "/root"),
            ("/rooted", "/nonexistent"),
            ("/srv/x", "/nonexistent"),
            ("", "/nonexistent"),
        ] {
            assert_eq!(Nowhere::of(cwd).home(), home, "{cwd}");
        }
    }
}
