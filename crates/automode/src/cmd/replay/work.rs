//! Judges session files, one file per task, on all cores. Sessions are folded as the ledger would fold them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use automode_agents::claude_code::transcript::{self, Item, Seen};
use automode_contain::world::LiveWorld;
use automode_ledger::Redactor;
use automode_model::{Decision, Event, Phase, Session, Verdict, World};

use super::progress::Progress;
use super::tally::{self, Example, Tally};
use crate::judge::judge;
use crate::nowhere::Nowhere;
use crate::out::Failure;
use crate::policy::Memo;
use crate::view;

/// The engine's own limits are made for the main thread's stack.
const STACK_BYTES: usize = 8 << 20;
/// Most decisions that wait to hear what became of their call; hosts run a handful at a time.
const MAX_WAITING: usize = 4096;

/// Replays these files.
pub fn run(mut files: Vec<PathBuf>) -> Result<Tally, Failure> {
    let size = |file: &PathBuf| file.metadata().map_or(0, |meta| meta.len());
    // The longest first, so that no thread is left alone with one at the end.
    files.sort_by_cached_key(|file| std::cmp::Reverse(size(file)));
    let progress = Progress::new(files.iter().map(size).sum());
    let pool = Pool { files, next: AtomicUsize::new(0), seen: Mutex::default(), progress };
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(pool.files.len());
    std::thread::scope(|scope| {
        let spawn = |_| std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, || pool.work());
        let workers: Vec<_> = (0..cores).map(spawn).collect();
        scope.spawn(|| pool.progress.draw());
        let mut all = Tally::default();
        let mut died = false;
        for worker in workers {
            match worker.map(std::thread::ScopedJoinHandle::join) {
                Ok(Ok(tally)) => all.join(tally),
                Ok(Err(_)) | Err(_) => died = true,
            }
        }
        pool.progress.end();
        if died { Err(Failure::new("a thread could not do its part")) } else { Ok(all) }
    })
}

struct Pool {
    files: Vec<PathBuf>,
    next: AtomicUsize,
    seen: Mutex<Seen>,
    progress: Progress,
}

impl Pool {
    fn work(&self) -> Tally {
        let mut tally = Tally::default();
        let redactor = Redactor::ephemeral();
        while let Some(file) = self.files.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            let bytes = file.metadata().map_or(0, |meta| meta.len());
            File { pool: self, path: file, redactor: &redactor, worlds: Worlds::default(), policies: Memo::default() }
                .replay(&mut tally);
            tally.bytes += bytes;
            self.progress.add(bytes);
        }
        tally
    }

    fn first(&self, item: &Item) -> bool {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).first(item)
    }
}

/// One session file.
struct File<'a> {
    pool: &'a Pool,
    path: &'a Path,
    redactor: &'a Redactor,
    worlds: Worlds,
    policies: Memo,
}

impl File<'_> {
    fn replay(mut self, tally: &mut Tally) {
        let Ok(mut items) = transcript::read(self.path) else {
            tally.unopened += 1;
            return;
        };
        tally.files += 1;
        let mut session = Session::default();
        let mut waiting: HashMap<String, Decision> = HashMap::new();
        for item in items.by_ref() {
            let counts = self.pool.first(&item);
            if let Some(outcome) = item.outcome {
                let id = item.event.phase.call().and_then(|call| call.id.as_deref());
                if let Some(ours) = id.and_then(|id| waiting.remove(id)).filter(|_| counts) {
                    tally.came_of(outcome, ours);
                }
                // A call that was refused did not run: its failure proves nothing.
                if outcome.ran {
                    session.fold(&automode_ledger::admit(item.event, self.redactor), None);
                }
                continue;
            }
            let line = item.line;
            let event = automode_ledger::admit_knowing(item.event, self.redactor, &session.sensitive.traces());
            let verdict = self.judge(&event, &session, counts.then_some(&mut *tally));
            session.fold(&event, verdict.as_ref());
            match (&event.phase, &verdict) {
                (Phase::Prompt(_), _) if counts => tally.prompts += 1,
                (Phase::PreTool(call), Some(verdict)) => {
                    if let Some(id) = call.id.as_ref().filter(|_| waiting.len() < MAX_WAITING) {
                        waiting.insert(id.clone(), verdict.decision());
                    }
                    if counts {
                        tally.judged(verdict, || self.example(&event, line));
                    }
                }
                _ => {}
            }
        }
        tally.unreadable += items.unreadable();
    }

    fn judge(&mut self, event: &Event, session: &Session, tally: Option<&mut Tally>) -> Option<Verdict> {
        if !matches!(event.phase, Phase::PreTool(_)) {
            return None;
        }
        let redact = |text: &str| self.redactor.redact(text).into_owned();
        let (world, live) = self.worlds.of(&event.cwd);
        if let Some(tally) = tally.filter(|_| live) {
            tally.live += 1;
        }
        judge(event, world, &redact, session, self.policies.of(world, &event.cwd)).0
    }

    fn example(&self, event: &Event, line: u64) -> Example {
        let file = self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Example { words: tally::words(&view::text::subject(event)), file, line }
    }
}

/// The machine as it is now where the session's directory still exists, else one without files.
#[derive(Default)]
pub struct Worlds {
    live: Option<LiveWorld>,
    cwd: String,
    gone: Option<Nowhere>,
}

impl Worlds {
    /// The world for calls in a directory, and whether it is the live one.
    pub fn of(&mut self, cwd: &str) -> (&dyn World, bool) {
        if cwd != self.cwd {
            self.cwd = cwd.to_owned();
            self.gone = (cwd.is_empty() || !Path::new(cwd).is_dir()).then(|| Nowhere::of(cwd));
        }
        match &self.gone {
            Some(gone) => (gone, false),
            None => (self.live.get_or_insert_default(), true),
        }
    }
}
