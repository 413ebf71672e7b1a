//! Which files are scanned, and their texts. Links are not followed, repositories' own folders are left out, and what the
//! repository ignores, unless it is asked for.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use automode_contain::world::LiveWorld;
use automode_model::World as _;

use crate::cmd::replay::progress::Progress;
use crate::out::Failure;

/// Folders that hold other people's files or a repository's own.
const LEFT_OUT: &[&str] = &[".git", ".hg", ".svn", ".jj", "node_modules"];

/// The deepest folder that is looked into.
const MAX_DEPTH: usize = 64;

/// How many files are scanned at the most; more are told.
const MAX_FILES: usize = 500_000;

/// The largest file that is read.
const MAX_FILE_BYTES: u64 = 16 << 20;

/// How much of a file's beginning tells whether it is text.
const PROBE_BYTES: usize = 8 << 10;

/// What was found to scan.
#[derive(Default)]
pub struct Found {
    /// The files and their sizes.
    pub files: Vec<(PathBuf, u64)>,
    /// What is not scanned, and why.
    pub skipped: Vec<(String, String)>,
}

/// The files at these paths.
pub fn collect(paths: &[PathBuf], ignoring: bool) -> Result<Found, Failure> {
    let mut found = Found::default();
    let world = LiveWorld::new();
    for path in paths {
        if path.as_os_str() == "-" {
            found.files.push((path.clone(), 0));
            continue;
        }
        let meta = fs::metadata(path).map_err(|e| Failure::new(format!("cannot look at `{}`: {e}", path.display())))?;
        if meta.is_dir() {
            walk(path, ignoring.then_some(&world), &mut found);
        } else {
            found.files.push((path.clone(), meta.len()));
        }
    }
    Ok(found)
}

fn walk(top: &Path, world: Option<&LiveWorld>, found: &mut Found) {
    let mut folders = vec![(top.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let mut entries: Vec<_> = match fs::read_dir(&folder) {
            Ok(entries) => entries.flatten().collect(),
            Err(e) => {
                found.skipped.push((folder.display().to_string(), format!("cannot be read: {e}")));
                continue;
            }
        };
        entries.sort_by_key(|e| std::cmp::Reverse(e.file_name()));
        for entry in entries {
            let (path, name) = (entry.path(), entry.file_name());
            let Ok(kind) = entry.file_type() else { continue };
            if world.is_some_and(|w| is_ignored(w, &path, kind.is_dir())) {
                continue;
            }
            let own = LEFT_OUT.iter().any(|n| name == *n);
            match (kind.is_dir(), kind.is_file()) {
                (true, _) if !own && depth < MAX_DEPTH => folders.push((path, depth + 1)),
                (false, true) if found.files.len() < MAX_FILES => {
                    let size = entry.metadata().map_or(0, |m| m.len());
                    found.files.push((path, size));
                }
                (false, true) => found.skipped.push((path.display().to_string(), "too many files".to_owned())),
                _ => {}
            }
        }
    }
}

fn is_ignored(world: &LiveWorld, path: &Path, dir: bool) -> bool {
    let Ok(absolute) = std::path::absolute(path) else { return false };
    let slash = if dir { "/" } else { "" };
    world.git_ignored(&format!("{}{slash}", absolute.display())).unwrap_or(false)
}

/// The text of each file, or why there is none; a bar on stderr where it takes long.
pub fn each(files: &[(PathBuf, u64)], mut with: impl FnMut(&str, Result<String, String>)) {
    let progress = Progress::new(files.iter().map(|(_, size)| size).sum());
    std::thread::scope(|scope| {
        scope.spawn(|| progress.draw());
        for (path, size) in files {
            let name = if path.as_os_str() == "-" { "<stdin>".to_owned() } else { path.display().to_string() };
            with(&name, text(path));
            progress.add(*size);
        }
        progress.end();
    });
}

fn text(path: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = match path.to_str() {
        Some("-") => io::stdin().take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes),
        _ => fs::File::open(path).and_then(|f| f.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)),
    };
    read.map_err(|e| format!("cannot be read: {e}"))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(format!("longer than {} MB", MAX_FILE_BYTES >> 20));
    }
    if bytes.iter().take(PROBE_BYTES).any(|b| *b == 0) {
        return Err("a binary file".to_owned());
    }
    Ok(String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()))
}
