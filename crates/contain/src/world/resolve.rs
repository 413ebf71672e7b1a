//! Resolves an absolute path the way the kernel would, one component at a time, without opening anything. Called by
//! `files`.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::FileTypeExt;

/// Links followed in one path; the kernel's own limit.
const MAX_LINKS: usize = 40;
/// Longest path: the kernel takes no longer one in one call.
pub(super) const MAX_PATH_BYTES: usize = 4095;
/// Most components ever looked at in one path, all links spelled out: 40 links of the longest kind are an attack.
const MAX_COMPONENTS: usize = 4096;

/// Where a path leads.
#[derive(Debug)]
pub(super) struct Resolved {
    /// Absolute; every link followed as far as the path exists, the rest as written.
    pub real: String,
    /// What is there.
    pub what: What,
    /// The last component of the given path is a link.
    pub is_link: bool,
}

/// What is at the end of a path.
#[derive(Debug)]
pub(super) enum What {
    There(Box<Metadata>),
    Missing,
    /// Below /proc/self and the like: means another thing in another process, and is never followed.
    Special,
    /// Cannot be told, and why.
    Unknown(&'static str),
}

/// Beyond this many it is cheaper to look again.
const MAX_ABSENT: usize = 8;

/// Real directories that were seen already, so that the common beginning of many paths is walked once.
#[derive(Debug, Default)]
pub(super) struct KnownDirs {
    seen: RefCell<BTreeSet<String>>,
    /// Those that are not there, of paths that lead through them.
    absent: RefCell<Vec<String>>,
    /// Where this process runs, as the kernel says: a real path of directories, and most paths begin with it. Empty where it
    /// does not say.
    here: String,
}

impl KnownDirs {
    /// Those above the working directory, which one question to the kernel tells.
    pub(super) fn here() -> Self {
        let here = std::env::current_dir().ok().and_then(|dir| dir.into_os_string().into_string().ok());
        let here = here.filter(|dir| dir.len() > 1 && dir.starts_with('/') && !is_kernel_tree(dir));
        Self { here: here.unwrap_or_default(), ..Self::default() }
    }

    pub(super) fn contains(&self, dir: &str) -> bool {
        let above = || self.here.strip_prefix(dir).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        !dir.is_empty() && above() || self.seen.borrow().contains(dir)
    }

    /// A real path as the kernel is asked for it: from the working directory on where it lies below that, which spares the
    /// kernel the way there. This process never goes elsewhere.
    pub(super) fn relative<'a>(&self, path: &'a str) -> &'a str {
        let below = path.strip_prefix(self.here.as_str()).and_then(|rest| rest.strip_prefix('/'));
        below.filter(|rest| !self.here.is_empty() && !rest.is_empty() && !rest.starts_with('/')).unwrap_or(path)
    }

    /// Whether this is the directory where the process runs.
    pub(super) fn is_here(&self, path: &str) -> bool {
        !path.is_empty() && path == self.here
    }

    /// Whether a path lies below the directory where the process runs.
    pub(super) fn is_below_here(&self, path: &str) -> bool {
        let rest = path.strip_prefix(&self.here).filter(|_| !self.here.is_empty());
        rest.is_some_and(|rest| rest.len() > 1 && rest.starts_with('/'))
    }

    fn is_absent(&self, dir: &str) -> bool {
        self.absent.borrow().iter().any(|absent| absent == dir)
    }

    fn lacks(&self, dir: &str) {
        let mut absent = self.absent.borrow_mut();
        if absent.len() < MAX_ABSENT {
            absent.push(dir.to_string());
        }
    }

    fn insert(&self, dir: &str) {
        self.seen.borrow_mut().insert(dir.to_string());
    }

    /// How much of a path is a directory that is known, as it is written, with a slash behind it: walking it component by
    /// component would find each of them known, or the way to one that is. Real paths have no `.`, `..` or second slash.
    fn beginning(&self, path: &str) -> usize {
        let mut end = path.len();
        while let Some((dir, _)) =
            path.get(..end).and_then(|begin| begin.rsplit_once('/')).filter(|(dir, _)| !dir.is_empty())
        {
            if self.contains(dir) {
                return dir.len();
            }
            end = dir.len();
        }
        0
    }
}

/// One name below a directory.
pub(super) fn join(dir: &str, name: &str) -> String {
    let mut path = String::with_capacity(dir.len().saturating_add(name.len()).saturating_add(1));
    path.push_str(dir.trim_end_matches('/'));
    path.push('/');
    path.push_str(name);
    path
}

/// The directory above; "/" above "/".
pub(super) fn parent(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) | None => "/",
        Some((dir, _)) => dir,
    }
}

/// A text whose components are still to go, from `at` on.
struct Rest<'a> {
    text: Cow<'a, str>,
    at: usize,
}

impl Rest<'_> {
    fn left(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Goes past slashes; false where nothing is left behind them.
    fn skip_slashes(&mut self) -> bool {
        let slashes = self.left().bytes().take_while(|b| *b == b'/').count();
        self.at = self.at.saturating_add(slashes);
        self.at < self.text.len()
    }

    /// The next component, appended to `to` behind a slash; gives where it begins.
    fn take(&mut self, to: &mut String) -> usize {
        let len = self.left().bytes().take_while(|b| *b != b'/').count();
        to.push('/');
        let start = to.len();
        to.push_str(self.left().get(..len).unwrap_or_default());
        self.at = self.at.saturating_add(len);
        start
    }
}

/// A path's walk: what is reached, and what is still to go, the next one last.
struct Walk<'a> {
    known: &'a KnownDirs,
    /// "" stands for the root.
    real: String,
    /// From this length on, `real` names nothing that exists.
    missing_from: Option<usize>,
    todo: Vec<Rest<'a>>,
    links: usize,
    steps: usize,
    is_link: bool,
    last: Option<Box<Metadata>>,
}

/// Resolves; `follow_last` is false where the link itself is meant.
pub(super) fn resolve(known: &KnownDirs, path: &str, follow_last: bool) -> Resolved {
    let bad = |why| Resolved { real: lexical(path), what: What::Unknown(why), is_link: false };
    if !path.starts_with('/') {
        return bad("not an absolute path");
    }
    if path.len() > MAX_PATH_BYTES || path.contains('\0') {
        return bad("not a path that the system takes");
    }
    let at = known.beginning(path);
    let mut real = String::with_capacity(path.len());
    real.push_str(path.get(..at).unwrap_or_default());
    let walk = Walk {
        known,
        real,
        missing_from: None,
        todo: vec![Rest { text: Cow::Borrowed(path), at }],
        links: 0,
        steps: 0,
        is_link: false,
        last: None,
    };
    walk.run(follow_last)
}

/// What the walk says about one component.
enum Step {
    On,
    Stop(What),
}

impl Walk<'_> {
    /// Whether a component is left; texts that are used up are dropped.
    fn more(&mut self) -> bool {
        while let Some(rest) = self.todo.last_mut() {
            if rest.skip_slashes() {
                return true;
            }
            self.todo.pop();
        }
        false
    }

    fn run(mut self, follow_last: bool) -> Resolved {
        while self.more() {
            self.steps = self.steps.saturating_add(1);
            if self.steps > MAX_COMPONENTS {
                return self.stop(What::Unknown("too many components"));
            }
            let parent_len = self.real.len();
            let start = self.todo.last_mut().map_or(parent_len, |rest| rest.take(&mut self.real));
            match self.real.get(start..).unwrap_or_default() {
                "." => self.real.truncate(parent_len),
                ".." => {
                    self.real.truncate(parent_len);
                    self.up();
                }
                _ => {
                    if let Step::Stop(what) = self.down(parent_len, follow_last) {
                        return self.stop(what);
                    }
                }
            }
        }
        self.end()
    }

    /// `real` has no links, so the directory above it is the one that the kernel means.
    fn up(&mut self) {
        self.real.truncate(self.real.rfind('/').unwrap_or(0));
        if self.missing_from.is_some_and(|from| self.real.len() < from) {
            self.missing_from = None;
        }
        self.last = None;
    }

    /// One component further: `real` ends in it already, and in its directory before that.
    fn down(&mut self, parent_len: usize, follow_last: bool) -> Step {
        if is_magic(&self.real, parent_len) {
            return Step::Stop(What::Special);
        }
        let last = !self.more();
        if self.missing_from.is_some() || (!last && self.known.contains(&self.real)) {
            return Step::On;
        }
        if !last && self.known.is_absent(&self.real) {
            self.missing_from = Some(self.real.len());
            return Step::On;
        }
        match fs::symlink_metadata(self.known.relative(&self.real)) {
            Ok(meta) if meta.is_symlink() => self.link(parent_len, !last || follow_last, meta),
            Ok(meta) => {
                if meta.is_dir() {
                    self.known.insert(&self.real);
                }
                self.last = Some(Box::new(meta));
                Step::On
            }
            Err(error) if is_missing(&error) => {
                if !last {
                    self.known.lacks(&self.real);
                }
                self.missing_from = Some(self.real.len());
                Step::On
            }
            Err(error) => Step::Stop(What::Unknown(refusal(&error))),
        }
    }

    fn link(&mut self, parent_len: usize, follow: bool, meta: Metadata) -> Step {
        if self.todo.is_empty() {
            self.is_link = true;
        }
        if !follow {
            self.last = Some(Box::new(meta));
            return Step::On;
        }
        self.links = self.links.saturating_add(1);
        if self.links > MAX_LINKS {
            return Step::Stop(What::Unknown("a loop of links"));
        }
        let target = match fs::read_link(self.known.relative(&self.real)).map(|t| t.into_os_string().into_string()) {
            Ok(Ok(target)) => target,
            Ok(Err(_)) => return Step::Stop(What::Unknown("a link to a name that is not UTF-8")),
            Err(error) => return Step::Stop(What::Unknown(refusal(&error))),
        };
        self.real.truncate(if target.starts_with('/') { 0 } else { parent_len });
        self.last = None;
        self.todo.push(Rest { text: Cow::Owned(target), at: 0 });
        Step::On
    }

    /// The end of a walk that went through. A path that ends in `..` has not been looked at yet.
    fn end(mut self) -> Resolved {
        if self.real.is_empty() {
            self.real.push('/');
        }
        let what = match self.last.take() {
            _ if self.missing_from.is_some() => What::Missing,
            Some(meta) => What::There(meta),
            None => match fs::symlink_metadata(self.known.relative(&self.real)) {
                Ok(meta) => What::There(Box::new(meta)),
                Err(error) if is_missing(&error) => What::Missing,
                Err(error) => What::Unknown(refusal(&error)),
            },
        };
        Resolved { real: self.real, what, is_link: self.is_link }
    }

    /// The end of a walk that cannot go on: the rest is joined as written, `..` included.
    fn stop(mut self, what: What) -> Resolved {
        while self.real.len() <= MAX_PATH_BYTES && self.more() {
            if let Some(rest) = self.todo.last_mut() {
                rest.take(&mut self.real);
            }
        }
        Resolved { real: self.real, what, is_link: self.is_link }
    }
}

/// Links of the kernel's that mean another thing for the agent's process than for ours: whether the name behind `dir_len`
/// bytes of `path` and a slash is one.
fn is_magic(path: &str, dir_len: usize) -> bool {
    // Most paths are refused by the length of their directory.
    let (Some(dir), Some(name)) = (path.get(..dir_len), path.get(dir_len.saturating_add(1)..)) else { return false };
    match dir {
        "/proc" => matches!(name, "self" | "thread-self") || name.bytes().all(|b| b.is_ascii_digit()),
        "/dev" => matches!(name, "stdin" | "stdout" | "stderr" | "fd"),
        _ => false,
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn refusal(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "no permission to look",
        io::ErrorKind::InvalidFilename => "a name that is too long",
        _ => "the system does not say",
    }
}

/// Without asking the machine: `.` and `..` taken out as text.
fn lexical(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            other => parts.push(other),
        }
    }
    format!("/{}", parts.join("/"))
}

/// A FIFO, socket or device: its opening may block or act.
pub(super) fn is_special(meta: &Metadata) -> bool {
    let kind = meta.file_type();
    kind.is_fifo() || kind.is_socket() || kind.is_char_device() || kind.is_block_device()
}

/// Below the kernel's own trees: files there have side effects when read (`/proc/kmsg`, `/sys/kernel/debug`).
pub(super) fn is_kernel_tree(real: &str) -> bool {
    let below = |top: &str| real.strip_prefix(top).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    ["/proc", "/sys", "/dev"].into_iter().any(below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_below_the_working_directory_are_asked_for_from_there() {
        let known = KnownDirs { here: "/home/dev/shop".into(), ..KnownDirs::default() };
        assert_eq!(known.relative("/home/dev/shop/.git/HEAD"), ".git/HEAD");
        for other in ["/home/dev/shop", "/home/dev/shop/", "/home/dev/shops/a", "/home/dev", "/", "/home/dev/shop//etc"]
        {
            assert_eq!(known.relative(other), other);
        }
        assert_eq!(KnownDirs::default().relative("/a/b"), "/a/b");
    }
}
