//! What depends on the past: a fold over a session's records. A stored snapshot is only a cache of that fold.

use std::collections::BTreeSet;

use crate::activity::Activity;
use crate::doings::{self, Answered, Doings};
use crate::event::{Event, Phase, Tool};
use crate::reading::Taint;
use crate::sensitive::Sensitive;
use crate::verdict::{Decision, Verdict};

/// How many of each remembered thing a session keeps; the oldest go first. Bounds the snapshot that every hook reads.
pub const MAX_REMEMBERED: usize = 256;

/// How many calls may be under way at once; the oldest is forgotten first. A call that the host refused never ends, and
/// every hook reads this list.
pub const MAX_PENDING: usize = 32;

/// How many untrusted sources that spoke to the agent are kept: any one of them tightens, the rest is for people.
pub const MAX_TAINTS: usize = 32;

/// How many bytes of a prompt are kept as evidence.
pub const MAX_PROMPT_BYTES: usize = 8 * 1024;

/// How many bytes of a model's name are kept: names are far shorter, and every hook reads it.
const MAX_MODEL_BYTES: usize = 128;

/// The state of one session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// What the user typed, oldest first.
    pub prompts: Vec<String>,
    /// Files and directories that this session made (a call that would create them ran): absolute paths.
    pub created: BTreeSet<String>,
    /// Calls that were allowed and not yet seen to run: tool call id → what they would create.
    pub pending: Vec<(String, Vec<String>)>,
    /// How many tool calls were judged.
    pub judged: u64,
    /// How many were stopped.
    pub stopped: u64,
    /// Tool calls that ran without a record of ours (ids): the gate was not on the path.
    pub unjudged: u64,
    /// Stops in a row, for the breaker.
    pub stops_in_a_row: u64,
    /// Untrusted texts that tried to steer the agent, oldest first.
    pub taints: Vec<Taint>,
    /// What it did lately that is worth counting.
    pub activity: Activity,
    /// What it knows that must not leave, and whom it listened to.
    pub sensitive: Sensitive,
    /// What it made, changed and was denied.
    pub doings: Doings,
    /// A person's one-time answer to the very event that is judged. Comes with the event, is never stored.
    pub answer: Option<Answered>,
    /// The model that acts, as the host told at the session's start.
    pub model: Option<String>,
}

impl Session {
    /// The session after one more record. Pure: the same events and verdicts give the same session.
    pub fn fold(&mut self, event: &Event, verdict: Option<&Verdict>) {
        self.taint(event);
        self.sensitive.fold(event, verdict);
        match &event.phase {
            Phase::Prompt(text) => {
                self.activity.prompted(&text.body);
                self.doings.prompted();
                self.said(&text.body);
            }
            Phase::SessionStart { model: Some(model), .. } => {
                self.model = Some(head(model, MAX_MODEL_BYTES));
            }
            Phase::PreTool(call) => {
                let Some(verdict) = verdict else { return };
                self.judged += 1;
                self.activity.judged(event.time_ms, call.id.as_deref().unwrap_or(""), verdict);
                self.doings.judged(verdict, call.id.as_deref());
                if verdict.decision().stops() {
                    self.stopped += 1;
                    self.stops_in_a_row += 1;
                } else {
                    self.stops_in_a_row = 0;
                }
                if verdict.decision() != Decision::Deny
                    && let Some(id) = &call.id
                {
                    self.pending.retain(|(p, _)| p != id);
                    self.pending.push((id.clone(), creates(verdict)));
                    if self.pending.len() > MAX_PENDING {
                        self.pending.remove(0);
                    }
                }
            }
            Phase::PostTool { call, .. } | Phase::PostToolFailure { call, .. } => {
                self.doings.ran(call.id.as_deref(), matches!(event.phase, Phase::PostTool { .. }));
                self.ran(call.id.as_deref(), &call.tool)
            }
            _ => {}
        }
    }

    /// What the user typed. Of too many prompts those go first that cannot forbid anything.
    fn said(&mut self, text: &str) {
        self.prompts.push(doings::kept(text, MAX_PROMPT_BYTES));
        if self.prompts.len() > MAX_REMEMBERED {
            let at = self.prompts.iter().position(|p| !doings::may_forbid(p)).unwrap_or(0);
            self.prompts.remove(at);
        }
    }

    /// A text that tried to steer the agent stays with the session; the first from each source is the one that counts.
    fn taint(&mut self, event: &Event) {
        let Some(taint) = Taint::of(event) else { return };
        let same = |t: &&mut Taint| t.source == taint.source && t.technique == taint.technique;
        if let Some(known) = self.taints.iter_mut().find(same) {
            known.reaction = known.reaction.max(taint.reaction);
        } else if self.taints.len() < MAX_TAINTS {
            self.taints.push(taint);
        }
    }

    /// A call ran: what it was to create now counts as made here. Only this proves that it ran; an ask that nobody
    /// answered never becomes an approval.
    fn ran(&mut self, id: Option<&str>, tool: &Tool) {
        let Some(id) = id else { return };
        self.activity.ran(id);
        if let Some(at) = self.pending.iter().position(|(p, _)| p == id) {
            let (_, made) = self.pending.remove(at);
            self.created.extend(made);
            while self.created.len() > MAX_REMEMBERED {
                self.created.pop_first();
            }
        } else if !matches!(tool, Tool::Internal) {
            self.unjudged += 1;
        }
    }
}

/// Paths that did not exist when the call was judged and that it would create.
fn creates(verdict: &Verdict) -> Vec<String> {
    use crate::verb::Verb;
    // What was somewhere else before is not made by being moved.
    let there = |p: &crate::path::PathTarget| p.exists == Some(true) && !p.created_here;
    let moves = |e: &crate::effect::Effect| e.verb == Verb::Move && e.target.path().is_some_and(there);
    let making = verdict.judgement().actions.iter().filter(|a| !a.effects.iter().any(moves));
    let effects = making.flat_map(|a| &a.effects);
    effects
        .filter(|e| matches!(e.verb, Verb::Write | Verb::Append | Verb::Link))
        .filter_map(|e| e.target.path())
        .filter(|p| p.exists == Some(false))
        .map(|p| p.resolved.clone())
        .take(MAX_REMEMBERED)
        .collect()
}

fn head(text: &str, max: usize) -> String {
    let mut end = max.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("").to_owned()
}
