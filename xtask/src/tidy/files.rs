//! The files of the repository, and rules about data files.

use std::path::Path;

use super::Problem;
use crate::run::{self, Result};

/// A file that git knows or would add, with its text where it is text.
pub struct File {
    /// Below the root, with `/`.
    pub path: String,
    /// Empty where it is not UTF-8.
    pub text: String,
}

/// Larger files are data that nobody reads line by line.
const MAX_BYTES: u64 = 2_000_000;

/// All files: from git where this is a clone, else by walking.
pub fn all() -> Result<Vec<File>> {
    let root = run::root();
    let mut git = std::process::Command::new("git");
    git.current_dir(&root).args(["ls-files", "-co", "--exclude-standard"]);
    let mut names: Vec<String> = match root.join(".git").exists().then(|| run::output(&mut git)) {
        Some(Ok(list)) => list.lines().map(str::to_owned).collect(),
        _ => walk(&root),
    };
    names.sort();
    names.dedup();
    let small = |path: &Path| path.symlink_metadata().is_ok_and(|m| m.is_file() && m.len() <= MAX_BYTES);
    let names = names.into_iter().filter(|n| small(&root.join(n)));
    Ok(names.map(|path| File { text: std::fs::read_to_string(root.join(&path)).unwrap_or_default(), path }).collect())
}

fn walk(root: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut dirs = vec![root.to_path_buf()];
    while let Some(dir) = dirs.pop() {
        for path in std::fs::read_dir(&dir).into_iter().flatten().flatten().map(|e| e.path()) {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            if path.is_dir() && name != "target" && name != ".git" {
                dirs.push(path);
            } else if let Ok(below) = path.strip_prefix(root) {
                names.push(below.to_string_lossy().into_owned());
            }
        }
    }
    names
}

/// Knowledge without the version that it was read from cannot be kept true.
pub fn check(files: &[File]) -> Result<Vec<Problem>> {
    let hint = "say which version's documentation was read: checked = \"git 2.47\"";
    let data = files.iter().filter(|f| f.path.starts_with("knowledge/") && f.path.ends_with(".toml"));
    let unchecked = data.filter(|f| !f.text.lines().any(|l| l.starts_with("checked") && l.contains('"')));
    let mut problems: Vec<_> = unchecked.map(|f| Problem::new(&f.path, 1, "has no `checked`", hint)).collect();
    problems.extend(pure_crates(files));
    Ok(problems)
}

/// The pure crates have the same lint configuration, and it is switched on.
fn pure_crates(files: &[File]) -> Vec<Problem> {
    let text = |path: &str| files.iter().find(|f| f.path == path).map(|f| f.text.as_str()).unwrap_or_default();
    let model = text("crates/model/clippy.toml");
    let mut problems = Vec::new();
    for name in ["model", "shell", "engine"] {
        let config = format!("crates/{name}/clippy.toml");
        if text(&config) != model || model.is_empty() {
            problems.push(Problem::new(
                &config,
                1,
                "differs from crates/model/clippy.toml",
                "copy it; clippy cannot include",
            ));
        }
        let lib = format!("crates/{name}/src/lib.rs");
        if !text(&lib).contains(crate::purity::SWITCH) {
            problems.push(Problem::new(&lib, 1, "the purity lint is not switched on", crate::purity::SWITCH));
        }
    }
    problems
}
