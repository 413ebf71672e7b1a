//! How much of the present branch was sent anywhere, from what git notes itself: remote-tracking references and reflogs.
//! Called by the live `World`.
//!
//! A push moves the remote-tracking reference, so a commit that none of them names and no log of them mentions, and that
//! the log of HEAD says was committed here last, is nowhere else.

use automode_model::{NotKnown, Sent};

use super::config::split;
use super::facts::branch;
use super::find::{MAX_POINTER_BYTES, Repo};
use super::settings::Settings;
use crate::world::files::Files;
use crate::world::resolve::join;

/// Largest reflog or list of packed references that is read; git cuts reflogs after 90 days.
const MAX_LOG_BYTES: usize = 1 << 20;
/// Most remote-tracking branches of one remote that are compared with the present commit.
const MAX_BRANCHES: usize = 2_000;
/// Most remotes that are asked about; real repositories have up to a handful.
const MAX_REMOTES: usize = 20;

/// None: cannot be told.
pub fn sent(files: &Files, settings: &Settings, repo: &Repo) -> Option<Sent> {
    let branch = branch(files, repo)?;
    let remotes = remotes(files, settings, repo)?;
    let refs = References { files, repo };
    let head = refs.commit(&format!("refs/heads/{branch}"))??;
    let mut known = false;
    for remote in &remotes {
        if refs.any_is(remote, &head)? {
            return Some(Sent::All);
        }
        let name = format!("refs/remotes/{remote}/{branch}");
        if refs.commit(&name)?.is_none() {
            continue;
        }
        known = true;
        if refs.log(&repo.common_dir, &name)?.contains(&head) {
            return Some(Sent::All);
        }
    }
    if !known {
        return Some(Sent::Nothing);
    }
    let log = refs.log(&repo.git_dir, "HEAD")?;
    committed_last(&log, &head).then_some(Sent::NotLast)
}

/// The names of the remotes; none where they cannot be read or are too many.
fn remotes(files: &Files, settings: &Settings, repo: &Repo) -> Option<Vec<String>> {
    let entries = repo.settings(files, settings).ok()?;
    let mut names: Vec<String> = Vec::new();
    for entry in entries.iter() {
        if let ("remote", Some(name), _) = split(&entry.key)
            && !names.iter().any(|n| n == name)
        {
            names.push(name.to_owned());
        }
    }
    (names.len() <= MAX_REMOTES).then_some(names)
}

/// Whether the last line of a reflog says that this commit was made by committing.
fn committed_last(log: &str, head: &str) -> bool {
    let Some((ids, message)) = log.lines().last().and_then(|l| l.split_once('\t')) else { return false };
    ids.split(' ').nth(1) == Some(head) && message.starts_with("commit")
}

struct References<'a> {
    files: &'a Files,
    repo: &'a Repo,
}

impl References<'_> {
    /// The commit that a reference names: nothing there is `Some(None)`, not readable is none.
    fn commit(&self, name: &str) -> Option<Option<String>> {
        match self.files.text(&join(&self.repo.common_dir, name), MAX_POINTER_BYTES) {
            Ok(text) => Some(is_id(text.trim()).then(|| text.trim().to_owned())),
            Err(NotKnown::Missing) => {
                let line = |l: &str| l.split_once(' ').filter(|(_, n)| *n == name).map(|(id, _)| id.to_owned());
                Some(self.packed()?.lines().find_map(line))
            }
            Err(_) => None,
        }
    }

    /// Whether a remote's branch is exactly this commit.
    fn any_is(&self, remote: &str, head: &str) -> Option<bool> {
        let prefix = format!("refs/remotes/{remote}/");
        let packed = self.packed()?;
        let named = |l: &str| l.split_once(' ').is_some_and(|(id, n)| id == head && n.starts_with(&prefix));
        if packed.lines().any(named) {
            return Some(true);
        }
        let dir = join(&self.repo.common_dir, prefix.trim_end_matches('/'));
        let names = match self.files.list(&dir, MAX_BRANCHES) {
            Ok(names) => names,
            Err(NotKnown::Missing) => return Some(false),
            Err(_) => return None,
        };
        let is = |n: &String| self.files.text(&join(&dir, n), MAX_POINTER_BYTES).is_ok_and(|t| t.trim() == head);
        Some(names.iter().any(is))
    }

    fn packed(&self) -> Option<String> {
        self.optional(&join(&self.repo.common_dir, "packed-refs"))
    }

    /// A reflog; where git keeps none, what was sent cannot be told.
    fn log(&self, dir: &str, name: &str) -> Option<String> {
        self.files.text(&join(dir, &format!("logs/{name}")), MAX_LOG_BYTES).ok()
    }

    fn optional(&self, path: &str) -> Option<String> {
        match self.files.text(path, MAX_LOG_BYTES) {
            Ok(text) => Some(text),
            Err(NotKnown::Missing) => Some(String::new()),
            Err(_) => None,
        }
    }
}

fn is_id(text: &str) -> bool {
    text.len() >= 40 && text.bytes().all(|b| b.is_ascii_hexdigit())
}
