//! Which session files lie in a folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Deepest folder that is looked into: project, session, subagents, workflows, run.
const MAX_DEPTH: u32 = 8;

/// The session files at a path: the file itself, or all `*.jsonl` below the folder, by name. Links to folders are not
/// followed, so the walk ends.
///
/// # Errors
/// Where the path itself cannot be looked at; folders below it that cannot are left out.
pub fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut out = Vec::new();
    let mut folders = vec![(path.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            let path = entry.path();
            if kind.is_dir() && depth < MAX_DEPTH {
                folders.push((path, depth + 1));
            } else if !kind.is_dir() && path.extension().is_some_and(|e| e == "jsonl") && path.is_file() {
                out.push(path);
            }
        }
    }
    out.sort();
    Ok(out)
}
