//! Understands, inspects and decides (DESIGN §3). Pure: no files, no clock, no environment, no network; what it knows of
//! the machine comes through `automode_model::World`.
#![forbid(unsafe_code)]
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod decide;
pub mod inspect;
pub mod knowledge;
pub mod policy;
pub mod secrets;
pub mod trees;
pub mod understand;
pub mod weights;

use automode_model::{Action, Event, Phase, Session, Tool, ToolCall, Verdict, World};

use policy::{Occasion, Policy, Rule, Truth, occasion::Place};

/// The version of the judgement: part of every record, so that replaying by other rules is noticed.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("AUTOMODE_DATA_HASH"));

/// Judges what an event would do, by the default pack and this policy; none where nothing would run (a prompt, a session's
/// start).
pub fn judge(event: &Event, world: &dyn World, session: &Session, policy: &Policy) -> Option<Verdict> {
    match &event.phase {
        Phase::PreTool(call) | Phase::PermissionRequest(call) => {
            if let Some(broken) = &policy.broken {
                return Some(decide::unavailable(broken));
            }
            let here = decide::own::present(session, world, &event.cwd);
            let session = here.as_deref().unwrap_or(session);
            let place = Place::ask(world, &event.cwd, policy.needs());
            let actions = understand::tools::understand(call, &event.cwd, world, session);
            Some(weigh(event, call, actions, place, world, session, policy))
        }
        Phase::ConfigChange { source, path } => decide::settings::judge(source, path.as_deref(), &event.cwd, world),
        _ => None,
    }
}

/// Weighs what a call would do. Apart from its understanding, so that the stack is not as deep as both.
#[inline(never)]
fn weigh(
    event: &Event,
    call: &ToolCall,
    mut actions: Vec<Action>,
    mut place: Place,
    world: &dyn World,
    session: &Session,
    policy: &Policy,
) -> Verdict {
    place.follow(&actions, world, policy);
    let now = Occasion::of(event, &place, session, policy);
    policy.label(&mut actions);
    decide::entries::weigh(call, &mut actions, &event.cwd, world);
    decide::own::weigh(&mut actions, session);
    if is_plain_chain(call) {
        decide::own::mark(&mut actions, world, &event.cwd);
    }
    let edit = changed(call, &actions, &event.cwd, world, session);
    let now = Occasion { edit: edit.as_ref(), ..now };
    let unusual = inspect::anomaly::look(&actions, event, session, world);
    let mut inspected = inspect::leak::look(&actions, call, session);
    inspected.extend(unusual);
    inspected.extend(inspect::breakers::findings(&actions, session, &policy.breakers));
    decide::decide(actions, session, inspected, &now)
}

/// The steps of an edit of data: only where somebody said something that they can be held against.
fn changed(
    call: &ToolCall,
    actions: &[Action],
    cwd: &str,
    world: &dyn World,
    session: &Session,
) -> Option<decide::entries::steps::Steps> {
    if session.prompts.is_empty() {
        return None;
    }
    match call.tool {
        Tool::Shell { .. } => decide::entries::steps::of_command(actions, cwd, world),
        _ => decide::entries::steps::of(call, cwd, world),
    }
}

/// A command that fails where one of its parts fails: only then does its success mean that everything in it was made.
fn is_plain_chain(call: &ToolCall) -> bool {
    let Tool::Shell { command, .. } = &call.tool else { return false };
    if command.body.bytes().any(|b| matches!(b, b';' | b'|' | b'\n' | b'!' | b'`')) {
        return false;
    }
    // Most commands have nothing that is looked for in longer ways.
    if !command.body.bytes().any(|b| matches!(b, b'&' | b'$' | b'+')) {
        return true;
    }
    let rest = command.body.replace("&&", " ");
    !rest.contains('&') && !rest.contains("$(") && !rest.contains("set +e")
}

/// The rules, of the pack and of this policy, that speak about a call by what it does: whoever acts, and whenever. For the
/// examples of rules.
#[must_use]
pub fn speaking(call: &ToolCall, cwd: &str, world: &dyn World, policy: &Policy) -> Vec<&'static str> {
    let mut actions = understand::tools::understand(call, cwd, world, &Session::default());
    policy.label(&mut actions);
    let mut place = Place::ask(world, cwd, policy.needs());
    place.follow(&actions, world, policy);
    let now = Occasion::plain(policy, &place);
    let effects = || actions.iter().flat_map(|a| a.effects.iter().map(move |e| (a, e)));
    let speaks = |r: &&Rule| effects().any(|(a, e)| r.is_about(a, e, &actions, &now) == Truth::Yes);
    inspect::rules::all().iter().chain(&policy.rules).filter(speaks).map(|r| r.id).collect()
}

/// Judges a call in a directory by the default pack alone, without a past.
pub fn judge_call(call: &ToolCall, cwd: &str, world: &dyn World, session: &Session) -> Verdict {
    let mut actions = understand::tools::understand(call, cwd, world, session);
    decide::entries::weigh(call, &mut actions, cwd, world);
    decide::own::weigh(&mut actions, session);
    let place = Place::default();
    let edit = changed(call, &actions, cwd, world, session);
    let now = Occasion { command: call.command(), edit: edit.as_ref(), ..Occasion::plain(Policy::builtin(), &place) };
    decide::decide(actions, session, Vec::new(), &now)
}
