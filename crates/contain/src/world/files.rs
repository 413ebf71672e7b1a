//! Facts about paths, texts of files and names in directories, under limits. Called by the live `World` and its parts.

use std::cell::RefCell;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};

use automode_model::{NotKnown, PathFacts, PathKind};

use super::resolve::{self, KnownDirs, Resolved, What, resolve};

/// The file system, with what was seen of it already.
#[derive(Debug, Default)]
pub(super) struct Files {
    known: KnownDirs,
    /// Regular files that were looked at, by their real paths: to be read, they are not looked at again.
    regular: RefCell<Vec<String>>,
}

/// Beyond this many it is cheaper to look again.
const MAX_REGULAR: usize = 8;

impl Files {
    /// Knows where this process runs.
    pub(super) fn here() -> Self {
        Self { known: KnownDirs::here(), regular: RefCell::default() }
    }

    /// Whether this is the real path of a directory that was seen.
    pub(super) fn is_known_dir(&self, path: &str) -> bool {
        self.known.contains(path)
    }

    /// Whether a path lies below the directory where this process runs.
    pub(super) fn is_below_here(&self, path: &str) -> bool {
        self.known.is_below_here(path)
    }

    pub(super) fn resolve(&self, path: &str) -> Resolved {
        resolve(&self.known, path, true)
    }

    pub(super) fn facts(&self, path: &str) -> PathFacts {
        if self.known.is_here(path) {
            let (real, kind) = (path.to_string(), PathKind::Dir);
            return PathFacts { real, kind, is_link: false, links: 1, executable: false, size: 0 };
        }
        let Resolved { real, what, is_link } = self.resolve(path);
        let kind = match &what {
            What::There(meta) => kind(meta),
            What::Missing => PathKind::Missing,
            What::Special => PathKind::Special,
            What::Unknown(_) => PathKind::Unknown,
        };
        let mut facts = PathFacts { real, kind, is_link, links: 0, executable: false, size: 0 };
        if let What::There(meta) = what {
            // A directory's count is that of its subdirectories: it has one name, always.
            facts.links = if kind == PathKind::Dir { 1 } else { meta.nlink() };
            facts.executable = kind == PathKind::File && meta.mode() & 0o111 != 0;
            facts.size = if kind == PathKind::Dir { 0 } else { meta.size() };
        }
        if kind == PathKind::File && !is_link {
            let mut regular = self.regular.borrow_mut();
            if regular.len() < MAX_REGULAR {
                regular.push(facts.real.clone());
            }
        }
        facts
    }

    pub(super) fn kind(&self, path: &str) -> PathKind {
        self.facts(path).kind
    }

    /// The real directory that holds a path's last component, and that component's name, which is not followed.
    pub(super) fn parent_and_name(&self, path: &str) -> Option<(String, String)> {
        let found = resolve(&self.known, path, false);
        let (What::There(_) | What::Missing) = found.what else { return None };
        let (_, name) = found.real.rsplit_once('/')?;
        (!name.is_empty()).then(|| (resolve::parent(&found.real).to_string(), name.to_string()))
    }

    /// The text of a regular file: whole, UTF-8, without NUL.
    pub(super) fn text(&self, path: &str, max_bytes: usize) -> Result<String, NotKnown> {
        text(path, self.bytes(path, max_bytes)?.0)
    }

    /// The same of a file that is regular wherever it is at all, such as git's settings: it is opened without a look before that
    /// where its directory was seen. (Elsewhere the opening itself could act: who waits at the other end of a FIFO would go on.)
    pub(super) fn usual_text(&self, path: &str, max_bytes: usize) -> Result<String, NotKnown> {
        if !self.is_known_dir(resolve::parent(path)) || resolve::is_kernel_tree(path) || path.ends_with("/..") {
            return self.text(path, max_bytes);
        }
        match open_regular(self.known.relative(path)) {
            Ok((file, meta)) => text(path, read_whole(path, file, &meta, max_bytes)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(NotKnown::Missing),
            // A link, or no file: as usual.
            Err(_) => self.text(path, max_bytes),
        }
    }

    /// The bytes of a regular file, and its metadata at the time of opening.
    pub(super) fn bytes(&self, path: &str, max_bytes: usize) -> Result<(Vec<u8>, Metadata), NotKnown> {
        let seen = self.regular.borrow().iter().any(|file| file == path);
        let real = if seen { path.to_string() } else { self.regular_file(path)? };
        if resolve::is_kernel_tree(&real) {
            return Err(refused(path, "belongs to the kernel"));
        }
        let (file, meta) = open_regular(self.known.relative(&real)).map_err(|e| not_known(path, &e))?;
        read_whole(path, file, &meta, max_bytes).map(|bytes| (bytes, meta))
    }

    /// The real path of a regular file.
    fn regular_file(&self, path: &str) -> Result<String, NotKnown> {
        let Resolved { real, what, .. } = self.resolve(path);
        match what {
            What::There(meta) if meta.is_file() => Ok(real),
            What::Missing => Err(NotKnown::Missing),
            What::Unknown(why) => Err(refused(path, why)),
            What::There(_) | What::Special => Err(refused(path, "is not a regular file")),
        }
    }

    /// The names in a directory, sorted; more than `max` of them, or one that is not UTF-8, is `Refused`: a list with
    /// holes would be judged as if it were whole.
    pub(super) fn list(&self, path: &str, max: usize) -> Result<Vec<String>, NotKnown> {
        let Resolved { real, what, .. } = self.resolve(path);
        match what {
            What::There(meta) if meta.is_dir() => {}
            What::Missing => return Err(NotKnown::Missing),
            What::Unknown(why) => return Err(refused(path, why)),
            What::There(_) | What::Special => return Err(refused(path, "is not a directory")),
        }
        let mut names = Vec::new();
        for entry in fs::read_dir(self.known.relative(&real)).map_err(|e| not_known(path, &e))? {
            let name = entry.map_err(|e| not_known(path, &e))?.file_name();
            if names.len() >= max {
                return Err(NotKnown::Refused(format!("`{path}` has more than {max} entries")));
            }
            names.push(name.into_string().map_err(|_| refused(path, "has a name that is not UTF-8"))?);
        }
        names.sort_unstable();
        Ok(names)
    }
}

pub(super) fn kind(meta: &Metadata) -> PathKind {
    if meta.is_file() {
        PathKind::File
    } else if meta.is_dir() {
        PathKind::Dir
    } else if resolve::is_special(meta) {
        PathKind::Special
    } else {
        PathKind::Unknown
    }
}

fn text(path: &str, bytes: Vec<u8>) -> Result<String, NotKnown> {
    match String::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Ok(text),
        _ => Err(refused(path, "is not text")),
    }
}

pub(super) fn refused(path: &str, why: &str) -> NotKnown {
    NotKnown::Refused(format!("`{path}`: {why}"))
}

fn not_known(path: &str, error: &io::Error) -> NotKnown {
    match error.kind() {
        io::ErrorKind::NotFound => NotKnown::Missing,
        _ => refused(path, &error.to_string()),
    }
}

/// Between the look and the opening somebody may have put a FIFO or a link there: neither blocks nor is followed, and
/// what was opened is looked at again.
fn open_regular(real: &str) -> io::Result<(File, Metadata)> {
    let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_NOCTTY;
    let file = OpenOptions::new().read(true).custom_flags(flags).open(real)?;
    let meta = file.metadata()?;
    if meta.is_file() { Ok((file, meta)) } else { Err(io::Error::other("changed while it was looked at")) }
}

fn read_whole(path: &str, file: File, meta: &Metadata, max_bytes: usize) -> Result<Vec<u8>, NotKnown> {
    let too_long = || NotKnown::Refused(format!("`{path}` is longer than {max_bytes} bytes"));
    let size = usize::try_from(meta.len()).unwrap_or(usize::MAX);
    if size > max_bytes {
        return Err(too_long());
    }
    // One byte more than there is: where exactly the expected ones come, nobody has to ask for the end.
    let mut bytes = vec![0; size.saturating_add(1)];
    let first = match (&file).read(&mut bytes) {
        Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
        other => other.map_err(|e| not_known(path, &e))?,
    };
    bytes.truncate(first);
    if first != size {
        let left = u64::try_from(max_bytes).unwrap_or(u64::MAX).saturating_add(1).saturating_sub(first as u64);
        file.take(left).read_to_end(&mut bytes).map_err(|e| not_known(path, &e))?;
    }
    if bytes.len() > max_bytes { Err(too_long()) } else { Ok(bytes) }
}
