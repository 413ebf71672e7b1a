//! Whether git could bring a path's present content back. Called by the live `World`.
//!
//! "Tracked" means: in the index, and the file's times, inode and size are those that git noted when it last read the
//! content. Whether that content is committed or only staged is not looked at: in both cases git has it, and
//! `git restore` brings it back. Times can be set by anybody, the change time by nobody; so it is compared too.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;

use super::find::Repo;
use super::index::{Index, Tracked};
use super::settings::Settings;
use crate::world::files::Files;
use crate::world::resolve::join;

/// Most entries looked at below one directory.
const MAX_WALK_ENTRIES: usize = 2_000;
/// Bytes of an object's name in a SHA-1 repository.
const SHA1_BYTES: usize = 20;
/// The same with SHA-256.
const SHA256_BYTES: usize = 32;
const MODE_LINK: u32 = 0o120_000;
const MODE_FILE: u32 = 0o100_000;
const MODE_KIND: u32 = 0o170_000;

/// `Some(true)`: git has it. `Some(false)`: something of it is nowhere else. None: cannot be told cheaply.
pub fn tracked(files: &Files, settings: &Settings, repo: &Repo, inside: &str) -> Option<bool> {
    let path = join(&repo.root, inside);
    let meta = fs::symlink_metadata(&path).ok()?;
    let index = repo.index.get_or_init(|| Index::read(files, repo, oid_bytes(files, settings, repo)?)).as_ref()?;
    if meta.is_dir() { dir(index, &path, inside) } else { file(index, &meta, inside) }
}

/// How long the names of objects are in this repository.
fn oid_bytes(files: &Files, settings: &Settings, repo: &Repo) -> Option<usize> {
    let entries = repo.settings(files, settings).ok()?;
    match entries.iter().rev().find(|e| e.key == "extensions.objectformat").map(|e| e.value.as_str()) {
        None | Some("sha1") => Some(SHA1_BYTES),
        Some("sha256") => Some(SHA256_BYTES),
        Some(_) => None,
    }
}

fn file(index: &Index, meta: &Metadata, inside: &str) -> Option<bool> {
    match index.find(inside.as_bytes())? {
        Some(entry) => same(index, &entry, meta),
        None => Some(false),
    }
}

/// Every file below; one that git does not have decides.
fn dir(index: &Index, path: &str, inside: &str) -> Option<bool> {
    let prefix = format!("{inside}/");
    let mut entries: HashMap<Vec<u8>, Tracked> = HashMap::new();
    index.each(|name, entry| {
        if let Some(below) = name.strip_prefix(prefix.as_bytes()) {
            entries.insert(below.to_vec(), entry.clone());
        }
    })?;
    let mut sure = true;
    let mut seen = 0_usize;
    let mut todo = vec![String::new()];
    while let Some(below) = todo.pop() {
        for found in fs::read_dir(join(path, &below)).ok()? {
            let found = found.ok()?;
            seen = seen.saturating_add(1);
            if seen > MAX_WALK_ENTRIES {
                return None;
            }
            let name = found.file_name().into_string().ok()?;
            let inner = if below.is_empty() { name } else { join(&below, &name) };
            let meta = found.metadata().ok()?;
            if meta.is_dir() {
                todo.push(inner);
                continue;
            }
            match entries.get(inner.as_bytes()).map(|entry| same(index, entry, &meta)) {
                None | Some(Some(false)) => return Some(false),
                Some(Some(true)) => {}
                Some(None) => sure = false,
            }
        }
    }
    sure.then_some(true)
}

fn same(index: &Index, entry: &Tracked, meta: &Metadata) -> Option<bool> {
    let kind = if meta.is_symlink() { MODE_LINK } else { MODE_FILE };
    let changed = entry.conflicted || entry.announced || entry.mode & MODE_KIND != kind;
    if !changed && entry.size == 0 && meta.len() != 0 {
        // Git's mark for "look again": the file was written in the same tick as the index.
        return None;
    }
    if changed || u64::from(entry.size) != meta.len() & u64::from(u32::MAX) {
        return Some(false);
    }
    let same_times = time(entry.modified, (meta.mtime(), meta.mtime_nsec()))
        && time(entry.changed, (meta.ctime(), meta.ctime_nsec()))
        && u64::from(entry.inode) == meta.ino() & u64::from(u32::MAX);
    // Written in the same tick as the index, or later: it may have changed without its time showing it.
    let racy = (meta.mtime(), meta.mtime_nsec()) >= index.written;
    (same_times && !racy && !entry.unwatched).then_some(true)
}

/// Nanoseconds count where git noted them.
fn time(noted: (u32, u32), found: (i64, i64)) -> bool {
    i64::from(noted.0) == found.0 & i64::from(u32::MAX) && (noted.1 == 0 || i64::from(noted.1) == found.1)
}
