//! `automode hook HOST`: one event of a host on stdin, one answer on stdout. Called by the coding agent before each action.
//!
//! Straight down, each step once: guard, read, decode, open the ledger, admit, session, judge, append, encode, answer. No
//! argument parser, no database, no thread, no locale; whatever dies on the way dies as `contain::guard` says. A step that
//! fails does not run the action: an event that decides gets *unavailable*, and a message that is no event gets exit 2.

mod arguments;
mod instructions;

use std::mem::ManuallyDrop as Kept;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use automode_agents::claude_code::install::hooks::INSTRUCTIONS_LOADED;
use automode_agents::{Profile, claude_code, json};
use automode_contain::guard::{self, Guard, OnDeath};
use automode_contain::world::LiveWorld;
use automode_contain::{clock, fault};
use automode_engine::inspect::injection;
use automode_engine::policy::Policy;
use automode_engine::understand::recording::Recording;
use automode_ledger::{Clocks, Fact, Hash, Ledger, LedgerError, Record};
use automode_model::{Event, Phase, Reaction, Session, Tool, ToolCall, World};

use crate::past::{self, Past};
use crate::{approval, judge, state};
pub use arguments::{Arguments, arguments};

/// The longest that a hook run may take, in wall time. Every host's own limit is at least five seconds, and all of them
/// let the action run when it passes.
/// (A build that is traced runs a thousand times slower.)
const DEADLINE: Duration = Duration::from_secs(if cfg!(automode_layout) { 300 } else { 1 });

/// Answers one event and ends the process.
pub fn run(args: Result<Arguments, String>) -> ! {
    let guard = Guard::install(OnDeath::Block, DEADLINE);
    fault::point("after-install");
    let began = clock::up();
    match args {
        Ok(args) => Run { guard, args, began }.run(),
        Err(what) => misused(&guard, &what),
    }
}

#[inline(never)]
fn misused(guard: &Guard, what: &str) -> ! {
    guard.block(&format!("automode: {what}; the action was not run. Run `automode init` again\n"))
}

struct Run {
    guard: Guard,
    args: Arguments,
    /// On the clock that counts from the machine's start.
    began: Duration,
}

impl Run {
    fn run(self) -> ! {
        self.guard.set_on_death(on_death(None, self.args.profile));
        let (event, bytes) = self.event();
        self.guard.set_on_death(on_death(Some(&event.phase), self.args.profile));
        let outline = outline(&event.phase);
        let masked = masked(&event, &bytes);
        drop(bytes);
        match self.record(event) {
            Ok((record, approve)) => {
                let answer = self.encode(&record, approve.as_deref(), masked.as_deref());
                fault::point("answer");
                self.guard.answer(answer.as_bytes())
            }
            Err(error) => self.unrecorded(&outline, &error),
        }
    }

    #[inline(never)]
    fn unrecorded(&self, outline: &Phase, error: &LedgerError) -> ! {
        let why = format!("it cannot be recorded: {error}");
        self.guard.answer(claude_code::unavailable(outline, &why, self.args.profile).as_bytes())
    }

    /// The event on stdin. A message that is none ends the process here.
    ///
    /// This and [`Run::record`] keep their frames to themselves: in one, what each holds would lie on pages of the stack that
    /// are touched for it alone.
    #[inline(never)]
    fn event(&self) -> (Event, Vec<u8>) {
        let bytes = match guard::read_stdin(guard::MAX_INPUT_BYTES) {
            Ok(bytes) => bytes,
            Err(error) => self.refuse(&error.to_string()),
        };
        fault::point("read");
        let mut event = match claude_code::decode(&bytes, judge::now_ms()) {
            Ok(event) => event,
            Err(_) if !may_decide(&bytes) => self.guard.finish(0),
            Err(error) => self.refuse(&error.to_string()),
        };
        fault::point("decode");
        // Before anything is cut or replaced: what the agent reads is what is looked at.
        event.reading = match event.phase {
            Phase::SessionStart { .. } => instructions::reading(&event, &LiveWorld::new()),
            Phase::Other(ref name) if name == INSTRUCTIONS_LOADED => instructions::loaded(&bytes, &LiveWorld::new()),
            Phase::Other(_) => instructions::told(&bytes),
            _ => injection::read(&event),
        };
        (event, bytes)
    }

    /// Stops what cannot be understood at all; the profile that never answers only says so.
    #[inline(never)]
    fn refuse(&self, why: &str) -> ! {
        if self.args.profile == Profile::Observe {
            self.guard.finish(0);
        }
        self.guard.block(&format!(
            "automode could not read this event: {why}. The action was not run, which is no judgement of it; tell the person\n"
        ))
    }

    /// Judges the event and writes it into the ledger. The process ends in a moment: what is `Kept` is not taken apart piece
    /// by piece before that, which would be a tenth of all the code that a hook runs.
    #[inline(never)]
    fn record(&self, event: Event) -> Result<(Record, Option<String>), LedgerError> {
        let world = Kept::new(LiveWorld::new());
        let dir = Kept::new(state::dir(self.args.state.as_deref(), &world.home()));
        // Read a moment before the time of the event, the host's own time to write it in between: near enough.
        let up_ms = u64::try_from(self.began.as_millis()).unwrap_or(0);
        let mut ledger = Kept::new(ledger(&dir, Clocks { now_ms: event.time_ms, up_ms })?);
        let session = session(&mut ledger, &event)?;
        let policy = policy(&event, &world, &dir);
        ledger.replace_personal(crate::policy::personal(policy.personal));
        let event = ledger.admit_knowing(event, &session.sensitive.traces());
        fault::point("admit");
        let redact = |text: &str| ledger.redact_text(text);
        let past = Kept::new(Past::new(&*world, &dir, event.host));
        let mut judged = approval::judge(&event, &*past, &redact, &session, policy, &dir);
        judged.facts.extend(start_facts(&event, &*past, &redact));
        fault::point("judge");
        // The ledger folds the record into the same session, without a copy.
        drop(session);
        let (record, approve) = self.append(&mut ledger, event, judged, policy)?;
        renew_past(&record, &world, &dir);
        Ok((record, approve))
    }

    /// Writes the record; with it how a person approves what was stopped. Apart, so that the stack below the judgement is not
    /// deeper by this.
    #[inline(never)]
    fn append(
        &self,
        ledger: &mut Ledger,
        event: Event,
        judged: approval::Judged,
        policy: &Policy,
    ) -> Result<(Record, Option<String>), LedgerError> {
        let approval::Judged { verdict, facts, stopped } = judged;
        let mut facts = Kept::new(facts);
        facts.extend(judge::ignored_fact(&event, policy));
        facts.extend(ledger.session_seq().map(judge::session_fact));
        let durability = judge::durability(verdict.as_ref());
        let latency_us = u64::try_from(clock::up().saturating_sub(self.began).as_micros()).unwrap_or(u64::MAX);
        let record = ledger.append(event, &facts, verdict, &judge::meta(latency_us, policy), durability)?;
        fault::point("append");
        Ok((record, stopped.map(|action| self.way_to_approve(&action))))
    }

    /// How a person approves exactly this action.
    fn way_to_approve(&self, action: &Hash) -> String {
        let id = automode_ledger::approvals::id(action);
        match &self.args.state {
            Some(dir) => format!("automode approve {id} --state {}", dir.display()),
            None => format!("automode approve {id}"),
        }
    }

    /// The line for the host; empty where it is told nothing.
    fn encode(&self, record: &Record, approve: Option<&str>, masked: Option<&str>) -> String {
        let how = claude_code::Rendering { profile: self.args.profile, ask_as: self.args.ask_as, approve, masked };
        let line = match (record.verdict(), &record.event().phase) {
            // The write that changes the settings was judged when it was proposed; what else the host tells of its
            // settings is recorded.
            (None, Phase::ConfigChange { .. }) => String::new(),
            _ => claude_code::encode(record, &how),
        };
        fault::point("encode");
        line
    }
}

/// On the heap, where there is room; the stack below the judgement would be deeper by it.
#[inline(never)]
fn ledger(dir: &Path, clocks: Clocks) -> Result<Box<Ledger>, LedgerError> {
    Ledger::open_at(dir, clocks).map(Box::new)
}

/// The result without what tries to steer the agent, where a reading demands that.
fn masked(event: &Event, bytes: &[u8]) -> Option<String> {
    let reading = event.reading.as_ref().filter(|reading| reading.reaction == Reaction::Mask)?;
    matches!(event.phase, Phase::PostTool { .. }).then(|| claude_code::masking::masked(bytes, reading))?
}

/// When a session begins or ends, what happened meanwhile becomes part of the project's past.
#[inline(never)]
fn renew_past(record: &Record, world: &LiveWorld, dir: &Path) {
    let event = record.event();
    if matches!(event.phase, Phase::SessionStart { .. } | Phase::SessionEnd { .. }) {
        let project = world.git_root(&event.cwd).unwrap_or_else(|_| event.cwd.clone());
        // A past that cannot be read is a cold start; the record is written.
        let _ = past::renew(dir, &project, event.host, Some(past::HOOK_BUDGET));
    }
}

/// The policy in force, where something is judged or a session begins; else what of it concerns what is recorded.
fn policy(event: &Event, world: &LiveWorld, state: &Path) -> &'static Policy {
    match event.phase {
        Phase::PreTool(_) | Phase::PermissionRequest(_) | Phase::SessionStart { .. } => {
            crate::policy::cache::in_force(world, &event.cwd, &event.session, state)
        }
        // What is only recorded needs no rules; what it may hold is still the policy's.
        _ => {
            let personal = crate::policy::cache::personal(world, &event.cwd, &event.session, state);
            Box::leak(Box::new(Policy { personal, ..Policy::builtin().clone() }))
        }
    }
}

/// What the repository is like when a session begins: part of its record, and of what the session remembers.
#[inline(never)]
fn start_facts(event: &Event, world: &dyn World, redact: &dyn Fn(&str) -> String) -> Vec<Fact> {
    if !matches!(event.phase, Phase::SessionStart { .. }) || event.cwd.is_empty() {
        return Vec::new();
    }
    let recording = Recording::new(world, redact);
    // Asked for its record only; a directory without a repository is recorded as such.
    let _ = recording.git(&event.cwd);
    // An address may carry a token.
    recording.into_facts().into_iter().map(|(question, answer)| (question, redact(&answer))).collect()
}

/// The past is only asked for where something is judged, and where a result may show again what the session read.
fn session(ledger: &mut Ledger, event: &Event) -> Result<Rc<Session>, LedgerError> {
    match event.phase {
        Phase::PreTool(_) | Phase::PermissionRequest(_) | Phase::PostTool { .. } | Phase::PostToolFailure { .. } => {
            ledger.session(&event.session)
        }
        _ => Ok(Rc::default()),
    }
}

/// What a death means: before the event is known, and for what decides, the action does not run. Only `strict` promises
/// that; the other profiles leave the host to its own rules. Exit 2 would reject a prompt, and keep a subagent going.
fn on_death(phase: Option<&Phase>, profile: Profile) -> OnDeath {
    match phase {
        _ if profile == Profile::Observe => OnDeath::Silent,
        None if profile.fails_closed() => OnDeath::Block,
        Some(phase) if phase.decides() && profile.fails_closed() => OnDeath::Block,
        None => OnDeath::Report,
        Some(phase) if phase.decides() => OnDeath::Report,
        Some(Phase::PostTool { .. } | Phase::PostToolFailure { .. }) => OnDeath::Report,
        Some(_) => OnDeath::Silent,
    }
}

/// Whether a message that could not be decoded may be one whose answer decides. Only what certainly is none of them is
/// let go.
fn may_decide(bytes: &[u8]) -> bool {
    let name = json::text_of(bytes).ok().and_then(|text| json::parse(text).ok());
    let name = name.as_ref().and_then(|message| message.get("hook_event_name")?.text());
    !matches!(
        name,
        Some("PostToolUse" | "PostToolUseFailure" | "UserPromptSubmit" | "SessionStart" | "SessionEnd")
            | Some("SubagentStart" | "SubagentStop" | "Stop" | "Notification")
    )
}

/// What is needed of a phase to answer *unavailable*: the kind, not the content, which the ledger has by then.
fn outline(phase: &Phase) -> Phase {
    let call = || ToolCall { name: String::new(), id: None, tool: Tool::Internal };
    match phase {
        Phase::PreTool(_) => Phase::PreTool(call()),
        Phase::PermissionRequest(_) => Phase::PermissionRequest(call()),
        Phase::ConfigChange { .. } => Phase::ConfigChange { source: String::new(), path: None },
        _ => Phase::Other(String::new()),
    }
}
