//! The compiled policy beside the ledger, so that a hook parses no TOML. Two kinds of files in `<state>/policy`:
//!
//! | file | what |
//! |---|---|
//! | `<hash>` | a compiled policy by its content hash: what records name, and what `replay` judges by |
//! | `at-<places>` | which files were seen in which state, and the hash of what they came to |
//!
//! Both are caches of the policy files. One that is missing, cut or does not fit what it says is made again; where nothing can
//! be written the files are read each time. A compiled policy is only believed where its content has its name.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use automode_engine::policy::{Layer, Policy, wire};
use automode_ledger::Hash;
use automode_model::World;

use super::places::Places;

/// A file that changed less than this ago may change again without its times telling: it is not remembered yet.
const SETTLED: Duration = Duration::from_secs(2);

/// Largest compiled policy that is read back: some times the largest file.
const MAX_COMPILED_BYTES: u64 = 8 << 20;

/// The policy in force for what happens in a directory. Where no file says anything, three failed looks are all it costs.
pub fn in_force(world: &dyn World, cwd: &str, state: &Path) -> Policy {
    let places = Places::of(world, cwd);
    let stamps = stamps(&places);
    if stamps.is_empty() {
        return Policy::builtin().clone();
    }
    let dir = state.join("policy");
    let at = dir.join(format!("at-{}", short(&names(&places))));
    if let Some(policy) = remembered(&dir, &at, &stamps) {
        return policy;
    }
    let loaded = super::of_files(&places.find());
    remember(&dir, &at, &stamps, &loaded.policy);
    loaded.policy
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

fn remembered(dir: &Path, at: &Path, stamps: &str) -> Option<Policy> {
    let text = fs::read_to_string(at).ok()?;
    let hash = text.strip_prefix(stamps)?.trim_end();
    Hash::from_hex(hash)?;
    compiled(dir, hash)
}

/// Best effort: without it the next hook reads the files again.
fn remember(dir: &Path, at: &Path, stamps: &str, policy: &Policy) {
    let _ = fs::DirBuilder::new().recursive(true).mode(0o700).create(dir);
    let file = dir.join(&policy.hash);
    if !file.exists() {
        let _ = replace(&file, &wire::encode(policy));
    }
    if settled(stamps) {
        let _ = replace(at, format!("{stamps}{}\n", policy.hash).as_bytes());
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
fn stamps(places: &Places) -> String {
    let mut out = String::new();
    for (layer, path) in &places.candidates {
        let meta = if *layer == Layer::Project { fs::symlink_metadata(path) } else { fs::metadata(path) };
        let meta = match meta {
            Ok(meta) => meta,
            Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => continue,
            // What cannot be looked at is not absent: it gets a stamp that never fits again.
            Err(_) => {
                out.push_str(&format!("{} unreadable {:?}\n", layer.name(), SystemTime::now()));
                continue;
            }
        };
        out.push_str(&format!(
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
        ));
    }
    if out.is_empty() { out } else { format!("{}\n{out}", automode_engine::VERSION) }
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

fn short(text: &str) -> String {
    Hash::of(&[text.as_bytes()]).to_string().get(..24).unwrap_or_default().to_owned()
}
