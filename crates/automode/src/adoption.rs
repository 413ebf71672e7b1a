//! Stages of adoption by evidence: what people said about decisions that ran without them, as a fold over the ledger, and
//! the policy file in which a category that failed its test is switched back to asking.
//!
//! A review is a record like any other: `review 4711 wrong`. The file is a policy file of the user's layer, so that it can
//! only tighten; it is written again after each review, and a category leaves it only when a person begins its test anew.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use automode_engine::policy::Policy;
use automode_engine::policy::trial::{Finding, Trial};
use automode_ledger::{Durability, Ledger, LedgerError, StoredRecord, read};
use automode_model::{Category, Decision, Event, Host, Mode, Outcome, Phase, Verdict};

use crate::judge;

/// The name of the file beside the user's `automode.toml`.
pub const FILE: &str = "adoption.toml";

/// Auto-approval below this share is over-cautious: people learn to press Enter.
pub const OVER_CAUTIOUS: f64 = 0.5;

/// What a person says about a decision that ran without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It was right to let it run.
    Right,
    /// It should not have run.
    Wrong,
}

impl Mark {
    /// The name on the command line and in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Right, Self::Wrong].into_iter().find(|m| m.name() == name)
    }
}

/// One category's evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The sequential test over its reviews.
    pub trial: Trial,
    /// How many of its decisions ran without a person since the ledger began.
    pub ran: u64,
    /// How many were asked about or denied.
    pub stopped: u64,
    /// When the first of them was, in milliseconds since 1970.
    pub since_ms: u64,
}

/// What a ledger says about every category.
#[derive(Debug, Default)]
pub struct Adoption {
    /// By category, in order.
    pub categories: BTreeMap<Category, Evidence>,
    /// Decisions that ran without a person, or would have but for the stage of their category, and were not reviewed.
    pub open: BTreeMap<u64, Category>,
}

impl Adoption {
    /// Folds the whole ledger.
    pub fn of(state: &Path) -> Result<Self, LedgerError> {
        let mut adoption = Self::default();
        for record in read::records(state)?.flatten() {
            adoption.add(&record);
        }
        Ok(adoption)
    }

    fn add(&mut self, record: &StoredRecord) {
        match (&record.event.phase, &record.verdict) {
            (Phase::PreTool(_), Some(verdict)) => {
                let category = verdict.judgement().category;
                let evidence = self.categories.entry(category).or_default();
                if evidence.since_ms == 0 {
                    evidence.since_ms = record.time_ms();
                }
                if verdict.decision().stops() {
                    evidence.stopped += 1;
                } else {
                    evidence.ran += 1;
                }
                if !verdict.decision().stops() || only_by_stage(verdict) {
                    self.open.insert(record.seq, category);
                }
            }
            // Only our own commands write as this host; what an agent's host calls its events cannot pass for one.
            (Phase::Other(text), None) if record.event.host == Host::Check => self.said(text),
            _ => {}
        }
    }

    /// What a person said. A decision counts once: who marks it again has to begin the test anew.
    fn said(&mut self, text: &str) {
        let mut words = text.split_whitespace();
        match (words.next(), words.next(), words.next()) {
            (Some("review"), Some("begin"), Some(category)) => {
                if let Some(evidence) = Category::from_name(category).and_then(|c| self.categories.get_mut(&c)) {
                    evidence.trial = Trial::default();
                }
            }
            (Some("review"), Some(seq), Some(mark)) => {
                let category = seq.parse().ok().and_then(|seq: u64| self.open.remove(&seq));
                let evidence = category.and_then(|c| self.categories.get_mut(&c));
                if let (Some(evidence), Some(mark)) = (evidence, Mark::from_name(mark)) {
                    evidence.trial.add(mark == Mark::Right);
                }
            }
            _ => {}
        }
    }

    /// The categories that failed their test.
    pub fn failed(&self) -> Vec<Category> {
        let failed = |e: &Evidence| e.trial.finding() == Finding::Failed;
        self.categories.iter().filter(|(_, e)| failed(e)).map(|(c, _)| *c).collect()
    }

    /// The policy file for these categories.
    fn file_text(&self) -> String {
        let mut out = String::from(
            "# Written by `automode review`: categories whose reviews say that too much of what ran without a person should not have.\n\
             # `automode stages begin CATEGORY` begins a new test.\n",
        );
        for category in self.failed() {
            out.push_str(&format!("\n[category.{}]\nmode = \"ask\"\n", category.name()));
        }
        out
    }

    /// Writes the file beside the user's own; without a failed category there is none.
    pub fn write(&self, home: &str) -> io::Result<()> {
        let path = file(Path::new(home));
        if self.failed().is_empty() {
            return match fs::remove_file(&path) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
                _ => Ok(()),
            };
        }
        fs::create_dir_all(path.parent().unwrap_or(&path))?;
        let draft = path.with_extension("toml.draft");
        fs::write(&draft, self.file_text())?;
        fs::rename(&draft, &path)
    }
}

/// Whether it was asked about only because its category is not further: what it would have been is the evidence on which
/// the category goes on, and there is no other while everything is asked about.
pub fn only_by_stage(verdict: &Verdict) -> bool {
    let mut live = verdict.judgement().findings.iter().filter(|f| f.lifted_by.is_none() && f.outcome >= Outcome::Ask);
    let stage = |rule: &str| matches!(rule, "policy.mode-ask" | "policy.mode-observe");
    verdict.decision() == Decision::Ask && live.all(|f| stage(&f.rule))
}

/// Where the file lies.
pub fn file(home: &Path) -> PathBuf {
    crate::policy::places::usual(home).join(FILE)
}

/// Records what a person said.
pub fn record(state: &Path, what: String) -> Result<(), LedgerError> {
    let mut ledger = Ledger::open(state)?;
    let event = ledger.admit(Event {
        host: Host::Check,
        session: "review".to_owned(),
        agent: None,
        agent_kind: None,
        cwd: "/".to_owned(),
        mode: Mode::Unknown,
        time_ms: judge::now_ms(),
        phase: Phase::Other(what),
        reading: None,
    });
    drop(ledger.append(event, &[], None, &judge::meta(0, Policy::builtin()), Durability::Kernel)?);
    Ok(())
}
