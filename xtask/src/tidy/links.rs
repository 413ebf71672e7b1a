//! Documents name files, links and tests; what they name exists.

use std::collections::BTreeSet;

use super::{Problem, files::File};
use crate::run;

/// Folders that a path in backticks may begin with.
const FOLDERS: &[&str] = &["crates/", "xtask/", "knowledge/", "policy/", "docs/", "examples/", ".ci/"];

pub fn check(files: &[File]) -> Vec<Problem> {
    let functions = functions(files);
    let mut problems = Vec::new();
    for file in files.iter().filter(|f| f.path.ends_with(".md")) {
        for (n, line) in file.text.lines().enumerate() {
            let mut say = |what, hint| problems.push(Problem::new(&file.path, n + 1, what, hint));
            for target in targets(line).filter(|t| !exists(&file.path, t)) {
                say(format!("links to `{target}`, which does not exist"), "paths are relative to the document");
            }
            for code in line.split('`').skip(1).step_by(2) {
                if is_path(code) && !run::root().join(code).exists() {
                    say(format!("names `{code}`, which does not exist"), "paths are relative to the repository");
                }
                if is_test(code) && !functions.contains(code.trim_end_matches("()")) {
                    say(
                        format!("names the test `{code}`, which does not exist"),
                        "rename it here too, or say `pending`",
                    );
                }
            }
        }
    }
    problems
}

/// What stands in `](…)`, without anchors.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    let inside = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let local = |t: &&str| !t.is_empty() && !t.contains("://") && !t.starts_with("mailto:") && !t.contains(' ');
    inside.filter_map(|t| t.split('#').next()).filter(local)
}

fn exists(document: &str, target: &str) -> bool {
    let at = run::root().join(document);
    at.parent().is_some_and(|dir| dir.join(target).exists())
}

fn is_path(code: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    FOLDERS.iter().any(|f| code.starts_with(f)) && code.chars().all(plain)
}

/// `some_test_name()`: a function of our own; one word is more likely a call in an example.
fn is_test(code: &str) -> bool {
    let name = code.strip_suffix("()").unwrap_or_default();
    name.contains('_') && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn functions(files: &[File]) -> BTreeSet<&str> {
    let rust = files.iter().filter(|f| f.path.ends_with(".rs"));
    let after = rust.flat_map(|f| f.text.split("fn ").skip(1));
    after.filter_map(|rest| rest.split(['(', '<']).next()).collect()
}
