//! Understands, inspects and decides (DESIGN §3). Pure: no files, no clock, no environment, no network; what it knows of
//! the machine comes through `automode_model::World`.
#![forbid(unsafe_code)]
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod decide;
pub mod inspect;
pub mod knowledge;
pub mod secrets;
pub mod understand;

use automode_model::{Event, Phase, Session, ToolCall, Verdict, World};

/// The version of the judgement: part of every record, so that replaying by other rules is noticed.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("AUTOMODE_DATA_HASH"));

/// Judges what an event would do; none where nothing would run (a prompt, a session's start).
pub fn judge(event: &Event, world: &dyn World, session: &Session) -> Option<Verdict> {
    match &event.phase {
        Phase::PreTool(call) | Phase::PermissionRequest(call) => {
            let actions = understand::tools::understand(call, &event.cwd, world, session);
            let unusual = inspect::anomaly::look(&actions, event, session, world);
            Some(decide::decide(actions, session, unusual.into_iter().collect()))
        }
        _ => None,
    }
}

/// Judges a call in a directory, without a past.
pub fn judge_call(call: &ToolCall, cwd: &str, world: &dyn World, session: &Session) -> Verdict {
    let actions = understand::tools::understand(call, cwd, world, session);
    decide::decide(actions, session, Vec::new())
}
