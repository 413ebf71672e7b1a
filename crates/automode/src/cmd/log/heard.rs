//! Which earlier records of a session brought in what a verdict is about: the text that tries to steer the agent, the secret, the
//! words of strangers. Shown by `automode log show`; read from the records themselves, so that nothing needs to be carried along.

use std::path::Path;

use automode_ledger::read::{self, Filter};
use automode_ledger::{LedgerError, StoredRecord};
use automode_model::{Phase, Tool};
use serde_json::{Value, json};

/// Records of a session that are looked through; of a longer one the newest.
const MAX_RECORDS: usize = 20_000;

/// So many of them are shown, the first ones: they made the session what it is.
const MAX_SHOWN: usize = 8;

/// The families of rules that speak about what a session heard.
const FAMILIES: [&str; 2] = ["taint.", "secrets.leak"];

/// A record that brought something in.
pub struct Heard {
    /// Its number.
    pub seq: u64,
    /// What it brought, in words.
    pub what: String,
    /// Where that came from.
    pub source: String,
}

/// What a judged record's session had heard by then, where a finding speaks about that.
pub fn before(dir: &Path, record: &StoredRecord) -> Result<Vec<Heard>, LedgerError> {
    let findings = record.verdict.iter().flat_map(|v| &v.judgement().findings);
    let asks = findings.into_iter().any(|f| FAMILIES.iter().any(|family| f.rule.starts_with(family)));
    if !asks || record.event.session.is_empty() {
        return Ok(Vec::new());
    }
    let filter = Filter { session: Some(record.event.session.clone()), ..Filter::default() };
    let records = read::newest(dir, &filter, MAX_RECORDS)?;
    let earlier = records.iter().filter(|r| r.seq < record.seq && r.event.session == record.event.session);
    Ok(earlier.flat_map(brought).take(MAX_SHOWN).collect())
}

/// What one record brought in.
fn brought(record: &StoredRecord) -> Vec<Heard> {
    let mut all = Vec::new();
    let mut add = |what: String, source: &str| all.push(Heard { seq: record.seq, what, source: source.to_owned() });
    let reading = record.event.reading.as_ref();
    if let Some(reading) = reading.filter(|reading| reading.warns()) {
        add(reading.technique().map_or("an injection", |t| t.doc()).to_owned(), &reading.source);
    }
    if let Some(reading) = reading.filter(|reading| !reading.secrets.is_empty()) {
        let kinds: Vec<&str> = reading.secrets.iter().map(|trace| trace.kind.as_str()).collect();
        add(format!("secrets ({})", kinds.join(", ")), &reading.source);
    }
    if let Phase::PostTool { call, .. } = &record.event.phase {
        match &call.tool {
            Tool::Fetch { url } => add("a stranger's page".to_owned(), url),
            Tool::WebSearch { .. } => add("results of a search".to_owned(), "the web"),
            _ => {}
        }
    }
    all
}

/// For programs.
pub fn json(heard: &[Heard]) -> Value {
    heard.iter().map(|h| json!({"seq": h.seq, "what": h.what, "source": h.source})).collect()
}

/// For people.
pub fn text(heard: &[Heard]) -> String {
    if heard.is_empty() {
        return String::new();
    }
    let line = |h: &Heard| format!("  record {}  {}, from {}\n", h.seq, h.what, crate::view::text::line(&h.source));
    "what the session had heard before\n".to_owned() + &heard.iter().map(line).collect::<String>()
}
