//! Files that say what a tool will do: found in a folder, read through `World`, or taken from what this event writes.
//! Called by the handlers that look through recipes and manifests.

use super::super::paths;
use super::super::scene::MAX_SCRIPT_BYTES;
use super::Call;

/// How many files of one folder are looked at; more count as not read.
pub const MAX_FILES: usize = 64;

/// A file that tells what a tool does.
pub struct Source {
    /// The folder it lies in.
    pub dir: String,
    /// What it says.
    pub text: String,
    /// This session wrote it.
    pub made_here: bool,
}

/// The file at an absolute path; none where it cannot be read or is not known.
pub fn at(c: &Call<'_, '_, '_>, path: &str) -> Option<Source> {
    let scene = c.shell.scene;
    let written = scene.written_to_run(path);
    let made_here = written.is_some() || scene.session.created.contains(path);
    let text = match written {
        Some(v) => v.known().map(str::to_owned),
        None => scene.world.read(path, MAX_SCRIPT_BYTES).ok(),
    }?;
    let dir = path.rsplit_once('/').map_or("/", |(d, _)| d).to_owned();
    Some(Source { dir, text, made_here })
}

/// The files of a folder whose names end so, the ones that this event writes among them; none where the folder cannot be
/// listed or holds too many.
pub fn within(c: &Call<'_, '_, '_>, dir: &str, endings: &[&str]) -> Option<Vec<Source>> {
    let wanted = |name: &str| !name.contains('/') && endings.iter().any(|e| name.ends_with(e));
    let listed = c.shell.scene.world.list(dir, 10 * MAX_FILES).ok();
    let mut names: Vec<String> = listed.iter().flatten().filter(|n| wanted(n)).cloned().collect();
    let inside = format!("{}/", dir.trim_end_matches('/'));
    let written = c.shell.scene.files.borrow();
    names.extend(written.keys().filter_map(|p| p.strip_prefix(&inside)).filter(|n| wanted(n)).map(str::to_owned));
    drop(written);
    names.sort();
    names.dedup();
    if listed.is_none() && names.is_empty() || names.len() > MAX_FILES {
        return None;
    }
    Some(names.iter().filter_map(|n| at(c, &paths::join(dir, n))).collect())
}
