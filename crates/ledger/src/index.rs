//! An SQLite index over the journal, for lists, filters and statistics of long ledgers. Only readers make and use it, and
//! only from the journal: it may be deleted at any time. Never on a hook's path; behind the feature `index`.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use automode_model::Verdict;
use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::error::{LedgerError, OnFile};
use crate::read::{self, Filter};
use crate::record::StoredRecord;

/// Changes with the tables; an index of another version is made again.
const SCHEMA_VERSION: i64 = 1;

/// How much of a record's texts can be searched.
const MAX_SEARCH_BYTES: usize = 4096;

/// Records per transaction: one that is killed loses little, and a million take seconds.
const BATCH: usize = 5000;

/// How long another reader that is writing is waited for.
const BUSY_MS: u64 = 5000;

const SCHEMA: &str = "
    CREATE TABLE state (last_seq INTEGER NOT NULL, last_hash TEXT NOT NULL);
    INSERT INTO state VALUES (0, '');
    CREATE TABLE records (
        seq INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, session TEXT NOT NULL, host TEXT NOT NULL,
        phase TEXT NOT NULL, tool TEXT, decision TEXT, risk TEXT, category TEXT, hard INTEGER, rule TEXT,
        latency_us INTEGER NOT NULL, words TEXT NOT NULL, search TEXT NOT NULL);
    CREATE INDEX by_session ON records (session);
    CREATE INDEX by_time ON records (time_ms);
    CREATE INDEX by_decision ON records (decision);
    CREATE TABLE rules (seq INTEGER NOT NULL, rule TEXT NOT NULL, outcome TEXT NOT NULL, lifted INTEGER NOT NULL);
    CREATE INDEX by_rule ON rules (rule);
";

/// An open index.
pub struct Index {
    dir: PathBuf,
    path: PathBuf,
    db: Connection,
}

/// How often something was.
pub type Counts = Vec<(String, u64)>;

/// Figures over a stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// All records.
    pub records: u64,
    /// Those with a verdict.
    pub judged: u64,
    /// Sessions with a verdict.
    pub sessions: u64,
    /// Verdicts by decision.
    pub decisions: Counts,
    /// Verdicts by category.
    pub categories: Counts,
    /// Verdicts by risk.
    pub risks: Counts,
    /// Findings by rule.
    pub rules: Counts,
    /// Calls by tool.
    pub tools: Counts,
    /// The median of the time from event to append.
    pub latency_p50_us: u64,
    /// Its 99th percentile.
    pub latency_p99_us: u64,
}

impl Index {
    /// Opens the index of the ledger in `dir`, made or made again where it has to be, and takes in what is new.
    pub fn open(dir: &Path) -> Result<Self, LedgerError> {
        let path = dir.join("index.sqlite");
        let mut index = match Self::connect(dir, &path) {
            Ok(index) => index,
            Err(e) if is_damaged(&e) => {
                remove(&path)?;
                Self::connect(dir, &path).map_err(|e| LedgerError::index(&path, e))?
            }
            Err(e) => return Err(LedgerError::index(&path, e)),
        };
        index.refresh()?;
        Ok(index)
    }

    fn connect(dir: &Path, path: &Path) -> Result<Self, rusqlite::Error> {
        // Made with the owner's rights before SQLite would make it with everybody's.
        let _ = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path);
        let mut db = Connection::open(path)?;
        db.busy_timeout(Duration::from_millis(BUSY_MS))?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "NORMAL")?;
        let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let version: i64 = change.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version != SCHEMA_VERSION {
            drop_tables(&change)?;
            change.execute_batch(SCHEMA)?;
            change.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        }
        change.commit()?;
        Ok(Self { dir: dir.to_owned(), path: path.to_owned(), db })
    }

    /// Takes in what was written since; how many records that were. An index that does not fit the journal (another
    /// ledger, a restored one) is made again.
    pub fn refresh(&mut self) -> Result<u64, LedgerError> {
        let mut last = self.last()?;
        let fits = match &last {
            (0, _) => true,
            (seq, hash) => read::find(&self.dir, *seq)?.is_some_and(|r| r.hash.to_string() == *hash),
        };
        if !fits {
            self.clear()?;
            last = (0, String::new());
        }
        let mut added = 0;
        // Damaged lines are left out: they are `verify`'s.
        let mut records = read::records_from(&self.dir, last.0 + 1)?.flatten().peekable();
        while records.peek().is_some() {
            let path = self.path.clone();
            added += self.add(records.by_ref().take(BATCH)).map_err(|e| LedgerError::index(&path, e))?;
        }
        Ok(added)
    }

    fn last(&self) -> Result<(u64, String), LedgerError> {
        let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get(1)?));
        let found = self.db.query_row("SELECT last_seq, last_hash FROM state", [], row);
        found.map_err(|e| LedgerError::index(&self.path, e))
    }

    fn clear(&mut self) -> Result<(), LedgerError> {
        let sql = "BEGIN IMMEDIATE; DELETE FROM records; DELETE FROM rules; UPDATE state SET last_seq = 0; COMMIT;";
        self.db.execute_batch(sql).map_err(|e| LedgerError::index(&self.path, e))
    }

    fn add(&mut self, records: impl Iterator<Item = StoredRecord>) -> Result<u64, rusqlite::Error> {
        let change = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another reader may have been faster.
        let have: i64 = change.query_row("SELECT last_seq FROM state", [], |row| row.get(0))?;
        let mut added = 0;
        for record in records.filter(|r| signed(r.seq) > have) {
            insert(&change, &record)?;
            let state = params![signed(record.seq), record.hash.to_string()];
            change.prepare_cached("UPDATE state SET last_seq = ?1, last_hash = ?2")?.execute(state)?;
            added += 1;
        }
        change.commit()?;
        Ok(added)
    }

    /// The numbers of the newest `limit` records that match, oldest first. The text is looked for in the first 4 KiB of a
    /// record's words and reasons.
    pub fn search(&self, filter: &Filter, limit: usize) -> Result<Vec<u64>, LedgerError> {
        let (condition, values) = condition(filter);
        let sql = format!("SELECT seq FROM records WHERE {condition} ORDER BY seq DESC LIMIT {limit}");
        let run = || -> Result<Vec<u64>, rusqlite::Error> {
            let mut query = self.db.prepare_cached(&sql)?;
            let rows = query.query_map(rusqlite::params_from_iter(values), |row| row.get::<_, i64>(0))?;
            rows.map(|seq| seq.map(i64::unsigned_abs)).collect()
        };
        let mut found = run().map_err(|e| LedgerError::index(&self.path, e))?;
        found.reverse();
        Ok(found)
    }

    /// Figures over the records that match.
    pub fn statistics(&self, filter: &Filter) -> Result<Statistics, LedgerError> {
        self.count(filter).map_err(|e| LedgerError::index(&self.path, e))
    }

    fn count(&self, filter: &Filter) -> Result<Statistics, rusqlite::Error> {
        let (condition, values) = condition(filter);
        let judged = format!("{condition} AND decision IS NOT NULL");
        let one = |what: &str, condition: &str| -> Result<u64, rusqlite::Error> {
            let sql = format!("SELECT {what} FROM records WHERE {condition}");
            let number = self.db.query_row(&sql, rusqlite::params_from_iter(&values), |row| row.get::<_, i64>(0));
            Ok(number.optional()?.unwrap_or(0).unsigned_abs())
        };
        let judged_count = one("count(*)", &judged)?;
        let by = |column: &str, from: &str| -> Result<Counts, rusqlite::Error> {
            let sql = format!("SELECT {column}, count(*) FROM {from} GROUP BY 1 ORDER BY 2 DESC, 1");
            let mut query = self.db.prepare(&sql)?;
            let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()));
            query.query_map(rusqlite::params_from_iter(&values), row)?.collect()
        };
        let of_judged = format!("records WHERE {judged}");
        let latency = |share: u64| {
            let skip = judged_count.saturating_sub(1) * share / 100;
            one("latency_us", &format!("{judged} ORDER BY latency_us LIMIT 1 OFFSET {skip}"))
        };
        Ok(Statistics {
            records: one("count(*)", &condition)?,
            judged: judged_count,
            sessions: one("count(DISTINCT session)", &judged)?,
            decisions: by("decision", &of_judged)?,
            categories: by("category", &of_judged)?,
            risks: by("risk", &of_judged)?,
            rules: by("rule", &format!("rules WHERE seq IN (SELECT seq FROM {of_judged})"))?,
            tools: by("tool", &format!("{of_judged} AND tool IS NOT NULL"))?,
            latency_p50_us: latency(50)?,
            latency_p99_us: latency(99)?,
        })
    }
}

/// Not a database, or no longer one: worth making again, unlike one that somebody else is using.
fn is_damaged(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

fn remove(path: &Path) -> Result<(), LedgerError> {
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        match fs::remove_file(&name) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(e).on("remove", Path::new(&name)),
            _ => {}
        }
    }
    Ok(())
}

fn drop_tables(change: &Transaction<'_>) -> Result<(), rusqlite::Error> {
    change.execute_batch("DROP TABLE IF EXISTS state; DROP TABLE IF EXISTS records; DROP TABLE IF EXISTS rules;")
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn insert(change: &Transaction<'_>, record: &StoredRecord) -> Result<(), rusqlite::Error> {
    let judgement = record.verdict.as_ref().map(Verdict::judgement);
    let words = read::words(record);
    let seq = signed(record.seq);
    let sql = "INSERT INTO records VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    change.prepare_cached(sql)?.execute(params![
        seq,
        signed(record.time_ms()),
        record.event.session,
        record.event.host.name(),
        record.event.phase.name(),
        record.event.phase.call().map(|c| c.name.as_str()),
        judgement.map(|j| j.decision.name()),
        judgement.map(|j| j.risk.name()),
        judgement.map(|j| j.category.name()),
        record.verdict.as_ref().map(Verdict::hard),
        record.verdict.as_ref().and_then(Verdict::leading).map(|f| f.rule.as_str()),
        signed(record.meta.latency_us),
        head(&words),
        searchable(record, &words),
    ])?;
    for finding in judgement.iter().flat_map(|j| &j.findings) {
        let row = params![seq, finding.rule, finding.outcome.name(), finding.lifted_by.is_some()];
        change.prepare_cached("INSERT INTO rules VALUES (?1, ?2, ?3, ?4)")?.execute(row)?;
    }
    Ok(())
}

fn searchable(record: &StoredRecord, words: &str) -> String {
    let mut text = words.to_lowercase();
    for finding in record.verdict.iter().flat_map(|v| &v.judgement().findings) {
        for part in [&finding.rule, &finding.reason, &finding.words] {
            text.push('\n');
            text.push_str(&part.to_lowercase());
        }
    }
    head(&text).to_owned()
}

fn head(text: &str) -> &str {
    let mut end = MAX_SEARCH_BYTES.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

/// The filter in SQL; every value is a parameter.
fn condition(filter: &Filter) -> (String, Vec<Value>) {
    let mut parts = vec!["1".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    let mut add = |sql: &str, value: Value| {
        values.push(value);
        parts.push(sql.replace('#', &format!("?{}", values.len())));
    };
    if let Some(session) = &filter.session {
        add("substr(session, 1, length(#)) = #", Value::Text(session.clone()));
    }
    if let Some(decision) = filter.decision {
        add("decision = #", Value::Text(decision.name().into()));
    }
    if let Some(category) = filter.category {
        add("category = #", Value::Text(category.name().into()));
    }
    if let Some(rule) = &filter.rule {
        let begins = rule.trim_end_matches('.').to_owned() + ".";
        add(
            "seq IN (SELECT seq FROM rules WHERE rule || '.' = # OR substr(rule, 1, length(#)) = #)",
            Value::Text(begins),
        );
    }
    if let Some(since) = filter.since_ms {
        add("time_ms >= #", Value::Integer(signed(since)));
    }
    if let Some(text) = &filter.text {
        add("instr(search, #) > 0", Value::Text(text.to_lowercase()));
    }
    (parts.join(" AND "), values)
}
