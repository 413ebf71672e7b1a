//! What a ledger comes to: decisions and their outcomes, by category and by day. A fold over records; nothing else is
//! looked at.

use std::collections::{BTreeMap, BTreeSet};

use automode_ledger::StoredRecord;
use automode_model::{Category, Decision, Phase, Tool, Verdict};

use crate::time::DAY_MS;

/// How many questions wait for their answer at once; older ones count as unanswered.
const MAX_OPEN: usize = 256;

/// How often what came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub judged: u64,
    pub allowed: u64,
    pub asked: u64,
    pub denied: u64,
    pub unavailable: u64,
    /// Asked, and then it ran: a person said yes.
    pub approved: u64,
    /// Judgements with an anomaly that was asked about.
    pub anomalies: u64,
    /// Judgements in which a rule that nothing lifts spoke.
    pub hard: u64,
}

impl Counts {
    fn add(&mut self, verdict: &Verdict) {
        self.judged += 1;
        match verdict.decision() {
            Decision::Allow | Decision::Contain => self.allowed += 1,
            Decision::Ask => self.asked += 1,
            Decision::Deny => self.denied += 1,
            Decision::Unavailable => self.unavailable += 1,
        }
        self.hard += u64::from(verdict.hard());
        let unusual =
            |f: &automode_model::Finding| f.rule.starts_with("anomaly.") && f.outcome > automode_model::Outcome::Note;
        self.anomalies += u64::from(verdict.judgement().findings.iter().any(unusual));
    }

    /// Stopped and not let through by a person.
    pub fn rejected(&self) -> u64 {
        self.denied + self.asked.saturating_sub(self.approved)
    }

    /// Judgements that a person or the rules turned down: what an incident review looks at.
    pub fn incidents(&self) -> u64 {
        self.hard + self.anomalies
    }
}

/// A question and how long its answer took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    pub asked_ms: u64,
    /// From the question to the result of the call that was let through.
    pub took_ms: u64,
}

/// A whole ledger, or the part since a time.
#[derive(Debug, Default)]
pub struct Tally {
    pub total: Counts,
    pub categories: BTreeMap<Category, Counts>,
    /// By day since 1970.
    pub days: BTreeMap<u64, Counts>,
    /// Each approved question, in order.
    pub answers: Vec<Answer>,
    pub sessions: u64,
    /// Results of calls that were never judged.
    pub unjudged: u64,
    seen_sessions: BTreeSet<String>,
    proposed: BTreeSet<(String, String)>,
    open: Vec<Open>,
}

#[derive(Debug)]
struct Open {
    session: String,
    call: String,
    asked_ms: u64,
    category: Category,
}

impl Tally {
    /// Takes one more record.
    pub fn add(&mut self, record: &StoredRecord) {
        let event = &record.event;
        if self.seen_sessions.insert(event.session.clone()) {
            self.sessions += 1;
        }
        match (&event.phase, &record.verdict) {
            (Phase::PreTool(call), Some(verdict)) => {
                let category = verdict.judgement().category;
                self.total.add(verdict);
                self.categories.entry(category).or_default().add(verdict);
                self.days.entry(event.time_ms / DAY_MS).or_default().add(verdict);
                if let Some(id) = &call.id {
                    self.proposed.insert((event.session.clone(), id.clone()));
                }
                if let (Decision::Ask, Some(id)) = (verdict.decision(), &call.id) {
                    let (session, call) = (event.session.clone(), id.clone());
                    self.open.push(Open { session, call, asked_ms: event.time_ms, category });
                    if self.open.len() > MAX_OPEN {
                        self.open.remove(0);
                    }
                }
            }
            (Phase::PostTool { call, .. } | Phase::PostToolFailure { call, .. }, _)
                if !matches!(call.tool, Tool::Internal) =>
            {
                self.ran(&event.session, call.id.as_deref(), event.time_ms);
            }
            _ => {}
        }
    }

    fn ran(&mut self, session: &str, call: Option<&str>, time_ms: u64) {
        if let Some(id) = call {
            // Each call ends once, so what ended need not be remembered.
            self.unjudged += u64::from(!self.proposed.remove(&(session.to_owned(), id.to_owned())));
        }
        let asked = |o: &Open| o.session == session && Some(o.call.as_str()) == call;
        let Some(at) = self.open.iter().position(asked) else { return };
        let open = self.open.remove(at);
        self.total.approved += 1;
        self.categories.entry(open.category).or_default().approved += 1;
        self.days.entry(open.asked_ms / DAY_MS).or_default().approved += 1;
        let took_ms = time_ms.saturating_sub(open.asked_ms);
        self.answers.push(Answer { asked_ms: open.asked_ms, took_ms });
    }
}
