//! The readers' side: records in order, the newest that match, one by its number, and a follower. Takes no lock; a line
//! that a writer has not finished is simply not there yet. Called by `automode log`, `replay`, the index and the server.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use automode_model::{Category, Decision, Phase, Tool};

use crate::error::LedgerError;
use crate::record::StoredRecord;
use crate::segment::{self, Lines};
use crate::wire;

/// All records of the ledger in `dir`, oldest first. A line that is no record comes as an error, and reading goes on.
pub fn records(dir: &Path) -> Result<Records, LedgerError> {
    records_from(dir, 1)
}

/// The records from number `from` on.
pub fn records_from(dir: &Path, from: u64) -> Result<Records, LedgerError> {
    let firsts = segment::list(dir)?;
    let skip = firsts.partition_point(|first| *first <= from).saturating_sub(1);
    Ok(Records { dir: dir.to_owned(), left: firsts.into_iter().skip(skip).collect(), open: None, from })
}

/// The record of that number.
pub fn find(dir: &Path, seq: u64) -> Result<Option<StoredRecord>, LedgerError> {
    match records_from(dir, seq)?.next() {
        Some(Ok(record)) if record.seq == seq => Ok(Some(record)),
        Some(Err(e)) => Err(e),
        _ => Ok(None),
    }
}

/// The newest `limit` records that match, oldest of them first. Damaged lines are left out: they are `verify`'s.
pub fn newest(dir: &Path, filter: &Filter, limit: usize) -> Result<Vec<StoredRecord>, LedgerError> {
    let mut found: VecDeque<StoredRecord> = VecDeque::new();
    for first in segment::list(dir)?.into_iter().rev() {
        let one = Records { dir: dir.to_owned(), left: [first].into(), open: None, from: first };
        let mut part: VecDeque<StoredRecord> = VecDeque::new();
        for record in one.flatten().filter(|r| filter.matches(r)) {
            part.push_back(record);
            if part.len() + found.len() > limit {
                part.pop_front();
            }
        }
        part.append(&mut found);
        found = part;
        if found.len() >= limit {
            break;
        }
    }
    Ok(found.into())
}

/// An iterator over records.
pub struct Records {
    dir: PathBuf,
    left: VecDeque<u64>,
    open: Option<(u64, PathBuf, Lines)>,
    from: u64,
}

impl Records {
    /// The next record of the open segment; the outer none says that there is none any more.
    fn of_open(&mut self) -> Option<Result<StoredRecord, LedgerError>> {
        let (first, path, lines) = self.open.as_mut()?;
        loop {
            let line = match lines.next() {
                Ok(line) => line?,
                Err(e) => return Some(Err(e)),
            };
            let wanted = |from| wire::place(line.bytes).is_none_or(|(seq, _)| seq >= from);
            if line.whole && line.offset > 0 && wanted(self.from) {
                let record = wire::decode(line.bytes, *first, line.offset);
                return Some(record.map_err(|what| LedgerError::damaged(path, line.offset, what)));
            }
        }
    }
}

impl Iterator for Records {
    type Item = Result<StoredRecord, LedgerError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.of_open() {
                // A file that cannot be read would be asked for ever.
                Some(Err(e @ LedgerError::File(_))) => {
                    self.open = None;
                    return Some(Err(e));
                }
                Some(record) => return Some(record),
                None => {}
            }
            let first = self.left.pop_front()?;
            let path = segment::path(&self.dir, first);
            match Lines::open(&path, 0) {
                Ok(lines) => self.open = Some((first, path, lines)),
                Err(e) => return Some(Err(e)),
            }
        }
    }
}

/// Reads what is added, call by call.
pub struct Follower {
    dir: PathBuf,
    next: u64,
    segment: u64,
    offset: u64,
}

impl Follower {
    /// Begins behind record `after`; 0 begins with the first.
    #[must_use]
    pub fn new(dir: &Path, after: u64) -> Self {
        Self { dir: dir.to_owned(), next: after + 1, segment: 0, offset: 0 }
    }

    /// What came since the last call; returns at once. Call it every some hundred milliseconds.
    pub fn poll(&mut self) -> Result<Vec<StoredRecord>, LedgerError> {
        let mut found = Vec::new();
        let firsts = segment::list(&self.dir)?;
        let skip = firsts.partition_point(|first| *first <= self.next).saturating_sub(1);
        for first in firsts.into_iter().skip(skip) {
            if first != self.segment {
                (self.segment, self.offset) = (first, 0);
            }
            self.read_segment(&mut found)?;
        }
        Ok(found)
    }

    fn read_segment(&mut self, found: &mut Vec<StoredRecord>) -> Result<(), LedgerError> {
        let path = segment::path(&self.dir, self.segment);
        let mut lines = Lines::open(&path, self.offset)?;
        while let Some(line) = lines.next()?.filter(|line| line.whole) {
            self.offset = line.offset + line.file_bytes();
            if line.offset == 0 || wire::place(line.bytes).is_some_and(|(seq, _)| seq < self.next) {
                continue;
            }
            let record = wire::decode(line.bytes, self.segment, line.offset)
                .map_err(|what| LedgerError::damaged(&path, line.offset, what))?;
            self.next = record.seq + 1;
            found.push(record);
        }
        Ok(())
    }
}

/// Which records to show; what is not set matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The session's id, or its beginning.
    pub session: Option<String>,
    /// What was decided.
    pub decision: Option<Decision>,
    /// The category of the verdict.
    pub category: Option<Category>,
    /// A rule that spoke, or the beginning of its name up to a dot.
    pub rule: Option<String>,
    /// Not before this time (milliseconds since 1970).
    pub since_ms: Option<u64>,
    /// Words in the event or in a reason, whatever their case.
    pub text: Option<String>,
}

impl Filter {
    /// Whether a record is to be shown.
    #[must_use]
    pub fn matches(&self, record: &StoredRecord) -> bool {
        let judgement = record.verdict.as_ref().map(automode_model::Verdict::judgement);
        let decided = |d: &Decision| record.verdict.as_ref().is_some_and(|v| v.decision() == *d);
        let ruled = |r: &str| judgement.is_some_and(|j| j.findings.iter().any(|f| is_rule(&f.rule, r)));
        self.session.as_ref().is_none_or(|s| record.event.session.starts_with(s.as_str()))
            && self.decision.as_ref().is_none_or(decided)
            && self.category.is_none_or(|c| judgement.is_some_and(|j| j.category == c))
            && self.rule.as_deref().is_none_or(ruled)
            && self.since_ms.is_none_or(|since| record.time_ms() >= since)
            && self.text.as_deref().is_none_or(|text| has_text(record, text))
    }
}

fn is_rule(rule: &str, wanted: &str) -> bool {
    rule.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || wanted.ends_with('.') || rest.starts_with('.'))
}

fn has_text(record: &StoredRecord, text: &str) -> bool {
    let wanted = text.to_lowercase();
    let findings = record.verdict.iter().flat_map(|v| &v.judgement().findings);
    let mut texts = vec![words(record)];
    for finding in findings {
        texts.extend([finding.rule.clone(), finding.reason.clone(), finding.words.clone()]);
    }
    texts.iter().any(|t| t.to_lowercase().contains(&wanted))
}

/// What a record is about: the command, the path, the address, the user's words. Not escaped for a terminal.
#[must_use]
pub fn words(record: &StoredRecord) -> String {
    match &record.event.phase {
        Phase::PreTool(call)
        | Phase::PermissionRequest(call)
        | Phase::PostTool { call, .. }
        | Phase::PostToolFailure { call, .. } => tool_words(&call.name, &call.tool),
        Phase::Prompt(text) => text.body.clone(),
        Phase::SessionStart { source, .. } | Phase::ConfigChange { source, path: None } => source.clone(),
        Phase::ConfigChange { source, path: Some(path) } => format!("{source} {path}"),
        Phase::SessionEnd { reason } => reason.clone(),
        Phase::SubagentStart | Phase::SubagentStop => record.event.agent_kind.clone().unwrap_or_default(),
        Phase::Other(name) => name.clone(),
    }
}

fn tool_words(name: &str, tool: &Tool) -> String {
    match tool {
        Tool::Shell { command, .. } => command.body.clone(),
        Tool::Read { path } | Tool::Write { path, .. } | Tool::Edit { path, .. } => format!("{name} {path}"),
        Tool::Search { path: Some(path), pattern } => format!("{name} {pattern} {path}"),
        Tool::Search { path: None, pattern } => format!("{name} {pattern}"),
        Tool::Fetch { url } => url.clone(),
        Tool::WebSearch { query } => query.clone(),
        Tool::Subagent { prompt, .. } => prompt.body.clone(),
        Tool::Mcp { args, .. } | Tool::Unknown { args } => {
            let args: Vec<String> = args.iter().map(|(k, v)| format!("{k}={}", v.body)).collect();
            format!("{name} {}", args.join(" "))
        }
        Tool::Internal => name.to_owned(),
    }
}

/// How many records there are, without reading them.
pub fn last_seq(dir: &Path) -> Result<u64, LedgerError> {
    let Some(last) = segment::list(dir)?.last().copied() else { return Ok(0) };
    let mut lines = Lines::open(&segment::path(dir, last), 0)?;
    let mut seq = last.saturating_sub(1);
    while let Some(line) = lines.next()?.filter(|line| line.whole) {
        if let Some((number, _)) = wire::place(line.bytes) {
            seq = number;
        }
    }
    Ok(seq)
}
