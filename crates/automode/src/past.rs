//! What a project's past says: baselines folded from the ledger and kept beside it, and the `World` that answers from
//! them. A baseline is a cache: deleted or damaged, it is folded again.
//!
//! Called by the hook (which only reads it while judging, and renews it when a session begins or ends, within a budget)
//! and by the commands that report.

use std::cell::OnceCell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use automode_engine::inspect::anomaly::baseline::Baseline;
use automode_ledger::{Hash, LedgerError, read};
use automode_model::{Experience, GitFacts, Host, NotKnown, PathFacts, Sent, World};

/// How long a hook may fold old records; the next session goes on from there. Far below the hook's own deadline.
pub const HOOK_BUDGET: Duration = Duration::from_millis(150);

/// A baseline's file is at most 600 things of a hundred bytes or so per kind; a larger one is not ours.
const MAX_FILE_BYTES: u64 = 4 << 20;

/// After so many folded records the clock is looked at.
const CLOCK_EVERY: u64 = 64;

/// The machine, and the past of the project that is judged.
pub struct Past<'a> {
    inner: &'a dyn World,
    state: &'a Path,
    host: Host,
    baseline: OnceCell<Option<Baseline>>,
}

impl<'a> Past<'a> {
    /// Answers about the machine from `inner`, about the past from the ledger's directory.
    pub fn new(inner: &'a dyn World, state: &'a Path, host: Host) -> Self {
        Self { inner, state, host, baseline: OnceCell::new() }
    }
}

impl World for Past<'_> {
    fn home(&self) -> String {
        self.inner.home()
    }
    fn path(&self, path: &str) -> PathFacts {
        self.inner.path(path)
    }
    fn read(&self, path: &str, max_bytes: usize) -> Result<String, NotKnown> {
        self.inner.read(path, max_bytes)
    }
    fn list(&self, path: &str, max: usize) -> Result<Vec<String>, NotKnown> {
        self.inner.list(path, max)
    }
    fn git_root(&self, dir: &str) -> Result<String, NotKnown> {
        self.inner.git_root(dir)
    }
    fn git(&self, dir: &str) -> Result<GitFacts, NotKnown> {
        self.inner.git(dir)
    }
    fn git_tracked(&self, path: &str) -> Option<bool> {
        self.inner.git_tracked(path)
    }
    fn git_ignored(&self, path: &str) -> Option<bool> {
        self.inner.git_ignored(path)
    }
    fn git_sent(&self, dir: &str) -> Option<Sent> {
        self.inner.git_sent(dir)
    }
    fn which(&self, program: &str) -> Result<String, NotKnown> {
        self.inner.which(program)
    }
    fn experience(&self, project: &str, kind: &str, name: &str) -> Result<Experience, NotKnown> {
        let baseline = self.baseline.get_or_init(|| load(&file(self.state, project, self.host)));
        baseline.as_ref().map(|b| b.experience(kind, name)).ok_or(NotKnown::Missing)
    }
}

/// Folds the records that a project's baseline does not know yet, at most for `budget`, and stores it.
pub fn renew(state: &Path, project: &str, host: Host, budget: Option<Duration>) -> Result<Baseline, LedgerError> {
    let path = file(state, project, host);
    let mut baseline = load(&path).unwrap_or_default();
    let began = Instant::now();
    for record in read::records_from(state, baseline.seq + 1)?.flatten() {
        baseline.seq = record.seq;
        if record.event.host == host && is_below(&record.event.cwd, project) {
            baseline.fold(&record.event, record.verdict.as_ref(), project);
        }
        let looks = record.seq % CLOCK_EVERY == 0;
        if looks && budget.is_some_and(|budget| began.elapsed() > budget) {
            break;
        }
    }
    // Only a cache: where it cannot be kept it is folded again.
    let _ = store(&path, &baseline);
    Ok(baseline)
}

fn is_below(cwd: &str, project: &str) -> bool {
    cwd.strip_prefix(project).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn file(state: &Path, project: &str, host: Host) -> PathBuf {
    let mut name = Hash::of(&[b"baseline", host.name().as_bytes(), project.as_bytes()]).to_string();
    name.truncate(32);
    state.join("baselines").join(name + ".txt")
}

fn load(path: &Path) -> Option<Baseline> {
    let facts = fs::symlink_metadata(path).ok()?;
    if !facts.is_file() || facts.len() > MAX_FILE_BYTES {
        return None;
    }
    Baseline::decode(&fs::read_to_string(path).ok()?)
}

/// Written beside and renamed, so that a reader sees the old one or the new one whole.
fn store(path: &Path, baseline: &Baseline) -> io::Result<()> {
    let dir = path.parent().unwrap_or(path);
    fs::create_dir_all(dir)?;
    let draft = path.with_extension(format!("{}.draft", std::process::id()));
    fs::write(&draft, baseline.encode())?;
    fs::rename(&draft, path)
}
