//! Words that must not be in the tree: notes to oneself, and paths that exist on one machine only.

use super::{Problem, files::File};

/// Put together here, so that this file does not contain them.
const NOTES: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")];
const MACHINE: &[&str] =
    &[concat!("/wo", "rk/"), concat!("/wo", "rk`"), concat!("/tmp/br", "ief"), concat!("bash_", "jobs")];

pub fn check(files: &[File]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in files {
        for (n, line) in file.text.lines().enumerate() {
            if let Some(word) = NOTES.iter().find(|w| is_note(line, w)) {
                let hint = "do it, or open an issue and name its number";
                problems.push(Problem::new(&file.path, n + 1, format!("a note to oneself: {word}"), hint));
            }
            if let Some(word) = MACHINE.iter().find(|w| stands_alone(line, w)) {
                let hint = "examples use /home/dev and /srv";
                problems.push(Problem::new(&file.path, n + 1, format!("a path of one machine: {word}"), hint));
            }
            if line.contains("#[ignore") && file.path.ends_with(".rs") && !file.path.starts_with("xtask/") {
                problems.push(Problem::new(&file.path, n + 1, "an ignored test", "make it pass or remove it"));
            }
        }
    }
    problems
}

/// A note is in a comment or has a colon; `grep -rn WORD src` as an example command is none.
fn is_note(line: &str, word: &str) -> bool {
    let Some((before, after)) = line.split_once(word) else { return false };
    let comment = ["//", "#", "<!--", "/*"].iter().any(|c| before.trim_end().ends_with(c));
    comment || after.starts_with(':') && !before.contains(['\'', '"', '`']) || after.starts_with('(')
}

/// Not as a part of a longer path such as `src/w…/x`.
fn stands_alone(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|b| b.chars().next_back());
        before.is_none_or(|c| !c.is_alphanumeric() && !"._-~}*".contains(c))
    })
}
