//! The compiled policy beside the ledger, so that a hook parses no TOML. Three kinds of files in `<state>/policy`:
//!
//! | file | what |
//! |---|---|
//! | `<hash>` | a compiled policy by its content hash: what records name, and what `replay` judges by |
//! | `of-<session>` | what the repository's file said when a session first saw it |
//! | `at-<places>` | which files were seen in which state, the hash of what they came to, and what personal data it replaces |
//!
//! The others are caches of the policy files. One that is missing, cut or does not fit what it says is made again; where nothing can
//! be written the files are read each time. A compiled policy is only believed where its content has its name.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use automode_engine::policy::words::Personals;
use automode_engine::policy::{Layer, Policy, wire};
use automode_ledger::Hash;
use automode_model::World;

use super::places::{Places, is_absent, look};
use super::read::MAX_BYTES;

/// A file that changed less than this ago may change again without its times telling: it is not remembered yet.
const SETTLED: Duration = Duration::from_secs(2);

/// Largest compiled policy that is read back: some times the largest file.
const MAX_COMPILED_BYTES: u64 = 8 << 20;

/// The policy in force for what happens in a directory. Where no file says anything, three failed looks are all it costs. Asked
/// once by a process that judges one event: what the files came to is kept until its end.
pub fn in_force(world: &dyn World, cwd: &str, session: &str, state: &Path) -> &'static Policy {
    let Some(seen) = Seen::of(world, cwd, session, state) else { return Policy::builtin() };
    let known = seen.remembered().and_then(|(hash, _)| compiled(&seen.dir, &hash));
    Box::leak(Box::new(known.unwrap_or_else(|| seen.load())))
}

/// The personal data that is to be replaced in what happens in a directory: all that an event needs of the policy that is
/// only recorded.
pub fn personal(world: &dyn World, cwd: &str, session: &str, state: &Path) -> Personals {
    let Some(seen) = Seen::of(world, cwd, session, state) else { return Personals::ANY };
    seen.remembered().map_or_else(|| seen.load().personal, |(_, personal)| personal)
}

/// The policy files of a directory in the state in which they are.
struct Seen {
    places: Places,
    stamps: String,
    dir: PathBuf,
    at: PathBuf,
}

impl Seen {
    /// None where there is no file.
    fn of(world: &dyn World, cwd: &str, session: &str, state: &Path) -> Option<Self> {
        let dir = state.join("policy");
        let mut places = Places::of(world, cwd);
        let project = places.candidates.iter().find(|(layer, _)| *layer == Layer::Project).map(|(_, path)| {
            let meta = fs::symlink_metadata(path);
            (path.clone(), meta)
        });
        if let Some(held) = project.as_ref().and_then(|(path, now)| held(path, now, session, &dir)) {
            places.candidates.push((Layer::Project, held));
        }
        let stamps = stamps(world, &places, project);
        if stamps.is_empty() {
            return None;
        }
        let at = dir.join(["at-", &short(&[names(&places).as_bytes()])].concat());
        Some(Self { places, stamps, dir, at })
    }

    /// What the files came to when they were last seen in this state.
    fn remembered(&self) -> Option<(String, Personals)> {
        let text = fs::read_to_string(&self.at).ok()?;
        let (hash, personal) = text.strip_prefix(&self.stamps)?.trim_end().split_once(' ')?;
        Hash::from_hex(hash)?;
        Some((hash.to_owned(), Personals(personal.parse().ok()?)))
    }

    fn load(&self) -> Policy {
        let loaded = super::of_files(&self.places.find());
        remember(&self.dir, &self.at, &self.stamps, &loaded.policy);
        loaded.policy
    }
}

/// What the repository's file said when this session first saw it, where it says something else by now: an agent could
/// have edited it or taken it away, and the session keeps what was tightened (docs/book/src/policy.md). The copy begins with
/// the stamp of the file that it was made of, so that a file that was left alone costs one small read.
fn held(project: &Path, now: &std::io::Result<fs::Metadata>, session: &str, dir: &Path) -> Option<PathBuf> {
    (!session.is_empty()).then_some(())?;
    let meta = now.as_ref().ok();
    let now = meta.map(|meta| stamp(Layer::Project, meta));
    let copy = dir.join(["of-", &short(&[session.as_bytes(), b"\n", project.as_os_str().as_encoded_bytes()])].concat());
    match fs::read_to_string(&copy) {
        Ok(text) => {
            let made_of = text.lines().next().and_then(|line| line.strip_prefix("# "));
            (made_of != now.as_deref().map(str::trim_end)).then_some(copy)
        }
        Err(e) if e.kind() == ErrorKind::NotFound => {
            hold(project, meta?, now.as_deref()?, &copy);
            None
        }
        // It cannot be told what it said: what cannot be read asks about everything.
        Err(_) => Some(copy),
    }
}

/// Best effort: without the copy the file counts as it is now. One that cannot be used is kept as one: a session that began
/// with it goes on asking.
fn hold(project: &Path, now: &fs::Metadata, stamp: &str, copy: &Path) {
    let usable = now.is_file() && now.len() <= MAX_BYTES;
    let text = usable.then(|| fs::read_to_string(project).ok()).flatten();
    let _ = replace_text(copy, &format!("# {stamp}{}", text.as_deref().unwrap_or("this could not be used")));
    forget_old(copy);
}

/// Copies of sessions that nobody has gone on with for so long are taken away.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(30 * 86_400);

/// Most copies that are looked at when one is made.
const MAX_COPIES: usize = 512;

fn forget_old(copy: &Path) {
    let Some(all) = copy.parent().and_then(|dir| fs::read_dir(dir).ok()) else { return };
    for entry in all.flatten().take(MAX_COPIES) {
        let name = entry.file_name();
        let old = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if name.to_string_lossy().starts_with("of-") && old().is_some_and(|age| age > FORGOTTEN_AFTER) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The compiled policy of that hash, as it was in force once; none where it was not kept.
pub fn kept(state: &Path, hash: &str) -> Option<Policy> {
    Hash::from_hex(hash)?;
    compiled(&state.join("policy"), hash)
}

fn compiled(dir: &Path, hash: &str) -> Option<Policy> {
    let path = dir.join(hash);
    let meta = fs::symlink_metadata(&path).ok().filter(|m| m.is_file() && m.len() <= MAX_COMPILED_BYTES)?;
    let bytes = fs::read(&path).ok()?;
    (bytes.len() as u64 == meta.len() && super::hash(&bytes) == hash).then_some(())?;
    let mut policy = wire::decode(bytes.leak())?;
    hash.clone_into(&mut policy.hash);
    Some(policy)
}

/// Best effort: without it the next hook reads the files again.
fn remember(dir: &Path, at: &Path, stamps: &str, policy: &Policy) {
    let _ = fs::DirBuilder::new().recursive(true).mode(0o700).create(dir);
    let file = dir.join(&policy.hash);
    if !file.exists() {
        let _ = replace(&file, &wire::encode(policy));
    }
    if settled(stamps) {
        let _ = replace(at, format!("{stamps}{} {}\n", policy.hash, policy.personal.0).as_bytes());
    }
}

/// Writes a policy file of the user's, with its directory where that is missing.
pub fn replace_text(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(dir) = path.parent() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    }
    replace(path, text.as_bytes())
}

/// A whole file or the old one, never a part.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}", std::process::id()));
    let temporary = PathBuf::from(name);
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
    let written = file.write_all(bytes).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// One line for each file that exists: whose, its place on the disk, size and times. A change of any of them, also of the
/// times that nobody can set (`ctime`), is another text. Empty where there is no file.
fn stamps(world: &dyn World, places: &Places, project: Option<(PathBuf, std::io::Result<fs::Metadata>)>) -> String {
    let mut out = String::new();
    let mut project = project;
    // Two files of the user's lie in one directory, which few users have.
    let usual = super::places::usual(Path::new(&world.home()));
    // By its name: a link that leads nowhere is no missing directory.
    let none_there = look(Layer::User, &usual).is_err_and(|e| is_absent(&e));
    let inside = |path: &Path| bytes(path).strip_prefix(bytes(&usual)).is_some_and(|rest| rest.starts_with(b"/"));
    let absent = |path: &Path| none_there && inside(path);
    for (layer, path) in places.candidates.iter().filter(|(_, path)| !absent(path)) {
        // The repository's own was looked at a moment ago.
        let looked_at = project.take_if(|(known, _)| *layer == Layer::Project && known == path).map(|(_, meta)| meta);
        let meta = match looked_at {
            Some(meta) => meta,
            None => look(*layer, path),
        };
        let meta = match meta {
            Ok(meta) => meta,
            Err(e) if is_absent(&e) => continue,
            // What cannot be looked at is not absent: it gets a stamp that never fits again.
            Err(_) => {
                out.push_str(&format!("{} unreadable {:?}\n", layer.name(), SystemTime::now()));
                continue;
            }
        };
        out.push_str(&stamp(*layer, &meta));
    }
    if out.is_empty() { out } else { format!("{}\n{out}", automode_engine::VERSION) }
}

fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

/// The state of one file, as a line.
fn stamp(layer: Layer, meta: &fs::Metadata) -> String {
    format!(
        "{} {}:{} {} {:o} {} {}.{:09} {}.{:09}\n",
        layer.name(),
        meta.dev(),
        meta.ino(),
        meta.size(),
        meta.mode(),
        meta.uid(),
        meta.mtime(),
        meta.mtime_nsec(),
        meta.ctime(),
        meta.ctime_nsec(),
    )
}

/// Whether every file of the stamps has been left alone for a while.
fn settled(stamps: &str) -> bool {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let changed = stamps.lines().skip(1).filter_map(|line| line.rsplit(' ').next()?.split('.').next()?.parse().ok());
    changed.into_iter().all(|seconds: u64| Duration::from_secs(seconds) + SETTLED < now)
}

fn names(places: &Places) -> String {
    places.candidates.iter().map(|(layer, path)| format!("{} {}\n", layer.name(), path.display())).collect()
}

fn short(parts: &[&[u8]]) -> String {
    let digits = Hash::of(parts).hex();
    digits.first_chunk::<24>().and_then(|digits| std::str::from_utf8(digits).ok()).unwrap_or_default().to_owned()
}
