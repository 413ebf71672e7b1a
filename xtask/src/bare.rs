//! A machine with a repository and nothing else, for what is judged without one: by the bench and where one learns.

use automode_model::{GitFacts, NotKnown, PathFacts, PathKind, World};

/// A machine with a repository and nothing else: the live one's answers cost system calls, which the whole hook has.
pub struct Bare;

impl World for Bare {
    fn home(&self) -> String {
        "/home/dev".into()
    }
    fn path(&self, path: &str) -> PathFacts {
        let kind = PathKind::Missing;
        PathFacts { real: path.into(), kind, is_link: false, links: 0, executable: false, size: 0 }
    }
    fn read(&self, _: &str, _: usize) -> std::result::Result<String, NotKnown> {
        Err(NotKnown::Missing)
    }
    fn list(&self, _: &str, _: usize) -> std::result::Result<Vec<String>, NotKnown> {
        Err(NotKnown::Missing)
    }
    fn git_root(&self, _: &str) -> std::result::Result<String, NotKnown> {
        Err(NotKnown::Missing)
    }
    fn git(&self, _: &str) -> std::result::Result<GitFacts, NotKnown> {
        Ok(GitFacts { root: "/home/dev/shop".into(), branch: Some("main".into()), ..GitFacts::default() })
    }
    fn git_tracked(&self, _: &str) -> Option<bool> {
        None
    }
    fn git_ignored(&self, _: &str) -> Option<bool> {
        None
    }
    fn which(&self, program: &str) -> std::result::Result<String, NotKnown> {
        Ok(format!("/usr/bin/{program}"))
    }
}
