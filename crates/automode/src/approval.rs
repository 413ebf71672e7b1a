//! A person's one-time answers, where they meet a judgement: the hook judges once more with the answer that it finds,
//! `replay` with the one that the record names, and the commands find what waits for an answer.

use std::path::Path;

use automode_engine::policy::Policy;
use automode_ledger::approvals::{self, Answer, Approvals};
use automode_ledger::read::{self, Filter};
use automode_ledger::{Fact, Hash, LedgerError, StoredRecord};
use automode_model::{Answered, Event, Lift, Outcome, Phase, Session, Verdict, World};

use crate::judge;

/// The question under which a record's facts name the answer that its verdict rests on.
const FACT: &str = "approval";

/// How many of the newest records are looked through for stops that wait.
const MAX_RECORDS: usize = 2000;

/// A judgement, and the action's hash where it was stopped and a person may answer.
pub struct Judged {
    pub verdict: Option<Verdict>,
    pub facts: Vec<Fact>,
    pub stopped: Option<Hash>,
}

/// Judges, and where the action would be stopped looks for a person's answer to exactly it. Whoever may run it by an
/// approval has used it up.
pub fn judge(
    event: &Event,
    world: &dyn World,
    redact: &dyn Fn(&str) -> String,
    session: &Session,
    policy: &Policy,
    state: &Path,
) -> Judged {
    let by = |session: &Session| judge::judge(event, world, redact, session, policy);
    let (verdict, facts) = by(session);
    let stops = verdict.as_ref().is_some_and(|v| v.decision().stops() && answerable(v));
    let stopped = if stops { approvals::action(event, &facts) } else { None };
    let first = Judged { verdict, facts, stopped };
    if first.stopped.is_none() { first } else { answered(event, session, state, first, &by) }
}

/// Whether a person's answer could let it run: nothing that stops it is beyond that.
fn answerable(verdict: &Verdict) -> bool {
    let mut live = verdict.judgement().findings.iter().filter(|f| f.lifted_by.is_none() && f.outcome >= Outcome::Ask);
    !verdict.hard() && live.all(|f| f.lifts.contains(&Lift::Approved))
}

/// Judges the action in this session.
type Judge<'a> = &'a dyn Fn(&Session) -> (Option<Verdict>, Vec<Fact>);

/// A stopped action again, with the answer of a person to it where there is one. Apart from what is not stopped: a session that is
/// copied lies on the stack.
#[inline(never)]
fn answered(event: &Event, session: &Session, state: &Path, first: Judged, by: Judge<'_>) -> Judged {
    let Some(action) = first.stopped else { return first };
    let answers = Approvals::at(state);
    let Some(found) = answers.find(&action, event.time_ms) else { return first };
    let answer = Answered { approved: found.answer == Answer::Approve, id: found.id() };
    let with = Session { answer: Some(answer.clone()), ..session.clone() };
    let (verdict, mut facts) = by(&with);
    let runs = verdict.as_ref().is_some_and(|v| !v.decision().stops());
    if answer.approved && !(runs && answers.consume(&found)) {
        return first;
    }
    facts.push(fact(&answer));
    Judged { verdict, facts, stopped: (!runs).then_some(action) }
}

fn fact(answer: &Answered) -> Fact {
    let word = if answer.approved { "approved" } else { "rejected" };
    (FACT.to_owned(), format!("{word} {}", answer.id))
}

/// The answer that a record's verdict rests on.
pub fn of_facts(facts: &[Fact]) -> Option<Answered> {
    let (_, text) = facts.iter().find(|(question, _)| question == FACT)?;
    let (word, id) = text.split_once(' ')?;
    Some(Answered { approved: word == "approved", id: id.to_owned() })
}

/// A stopped action that a person may answer.
pub struct Pending {
    pub record: StoredRecord,
    pub action: Hash,
    pub status: Status,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nobody answered yet.
    Waiting,
    /// Approved, and not used yet.
    Approved,
    /// Rejected.
    Rejected,
    /// Nobody answered in time: it stayed blocked.
    Unanswered,
}

impl Status {
    /// The word in lists and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Unanswered => "unanswered",
        }
    }
}

impl Pending {
    /// The name for people.
    pub fn id(&self) -> String {
        approvals::id(&self.action)
    }
}

/// The stopped actions of the newest records, newest first, each action once.
pub fn pending(state: &Path, now_ms: u64) -> Result<Vec<Pending>, LedgerError> {
    let answers = Approvals::at(state);
    let mut out: Vec<Pending> = Vec::new();
    let mut ran: Vec<String> = Vec::new();
    for record in read::newest(state, &Filter::default(), MAX_RECORDS)?.into_iter().rev() {
        if let Phase::PostTool { call, .. } | Phase::PostToolFailure { call, .. } = &record.event.phase {
            ran.extend(call.id.clone());
        }
        let Some(action) = waits(&record, &ran) else { continue };
        if out.iter().all(|p| p.action != action) {
            let status = match answers.find(&action, now_ms).map(|a| a.answer) {
                Some(Answer::Approve) => Status::Approved,
                Some(Answer::Reject) => Status::Rejected,
                None if now_ms.saturating_sub(record.time_ms()) < approvals::USUAL_MS => Status::Waiting,
                None => Status::Unanswered,
            };
            out.push(Pending { record, action, status });
        }
    }
    Ok(out)
}

/// A stop that did not run after all: where the host asked and its person said yes, the call was seen to run.
fn waits(record: &StoredRecord, ran: &[String]) -> Option<Hash> {
    let verdict = record.verdict.as_ref().filter(|v| v.decision().stops() && answerable(v))?;
    let call = record.event.phase.call()?;
    let done = call.id.as_ref().is_some_and(|id| ran.contains(id));
    let judged = verdict.judgement().actions.is_empty();
    if done || judged { None } else { approvals::action(&record.event, &record.facts) }
}
