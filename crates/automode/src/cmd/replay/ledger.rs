//! `automode replay --ledger`: every recorded verdict, computed again from the recorded event, the recorded answers of the
//! machine and the session as it was, must be the recorded one, bit for bit.

use std::collections::HashMap;
use std::path::Path;

use automode_engine::policy::Policy;
use automode_engine::understand::recording::Replaying;
use automode_ledger::StoredRecord;
use automode_ledger::read;
use automode_model::{Session, Verdict};
use serde_json::{Value, json};

use crate::out::{self, Done, Failure};
use crate::policy::cache;
use crate::{approval, judge, view};

/// Most differences that are told one by one.
const MAX_TOLD: usize = 50;

#[derive(Default)]
struct Comparison {
    same: u64,
    /// Recorded by another version of the engine or other rules: those may differ.
    other_version: u64,
    other_version_differs: u64,
    differs: Vec<(u64, String)>,
    unreadable: u64,
}

/// Replays the ledger in `dir`.
pub fn run(dir: &Path, as_json: bool) -> Done {
    if !dir.is_dir() {
        return Err(
            Failure::new(format!("there is no ledger in `{}`", dir.display())).hint("--state names another directory")
        );
    }
    let mut found = Comparison::default();
    let mut sessions: HashMap<String, (u64, Session)> = HashMap::new();
    let mut policies = Policies::default();
    for record in read::records(dir)? {
        let Ok(record) = record else {
            found.unreadable += 1;
            continue;
        };
        if let Some(recorded) = &record.verdict {
            match policies.of(dir, &record) {
                Some(policy) => found.compare(&record, recorded, again(dir, &record, &sessions, policy)?.as_ref()),
                None => found.without_policy(&record),
            }
        }
        if !record.event.session.is_empty() {
            let (seq, session) = sessions.entry(record.event.session.clone()).or_default();
            *seq = record.seq;
            session.doings.begins(&record.event, &record.facts);
            session.fold(&record.event, record.verdict.as_ref());
        }
    }
    if as_json {
        out::print_json(&found.json())?
    } else {
        out::print(&found.text())?
    }
    Ok(out::answer(found.differs.is_empty() && found.unreadable == 0))
}

/// The verdict, computed again.
fn again(
    dir: &Path,
    record: &StoredRecord,
    sessions: &HashMap<String, (u64, Session)>,
    policy: &Policy,
) -> Result<Option<Verdict>, Failure> {
    let world = Replaying::new(record.facts.clone());
    let judged_at = judge::session_seq(&record.facts);
    let fresh = Session::default();
    let earlier;
    let session = match (judged_at, sessions.get(&record.event.session)) {
        (_, None) => &fresh,
        // Another hook of the same session wrote its record between this one's judgement and its append.
        (Some(at), Some((folded_to, _))) if at < *folded_to => {
            earlier = folded(dir, &record.event.session, at)?;
            &earlier
        }
        (_, Some((_, session))) => session,
    };
    // The answer of a person that the verdict rests on comes with the record.
    let answered;
    let session = match approval::of_facts(&record.facts) {
        None => session,
        answer => {
            answered = Session { answer, ..session.clone() };
            &answered
        }
    };
    Ok(automode_engine::judge(&record.event, &world, session, policy))
}

/// The policies by which records were judged, kept beside the ledger by their hashes; each is read once.
#[derive(Default)]
struct Policies(HashMap<String, Option<Policy>>);

impl Policies {
    /// None where it is not there any more, or another version made it.
    fn of(&mut self, dir: &Path, record: &StoredRecord) -> Option<&Policy> {
        let hash = &record.meta.policy_hash;
        if !judge::is_of_files(hash) {
            return Some(Policy::builtin());
        }
        self.0.entry(hash.clone()).or_insert_with(|| cache::kept(dir, hash)).as_ref()
    }
}

/// A session up to a record.
fn folded(dir: &Path, id: &str, to: u64) -> Result<Session, Failure> {
    let mut session = Session::default();
    for record in read::records(dir)?.flatten().take_while(|r| r.seq <= to).filter(|r| r.event.session == id) {
        session.doings.begins(&record.event, &record.facts);
        session.fold(&record.event, record.verdict.as_ref());
    }
    Ok(session)
}

impl Comparison {
    fn without_policy(&mut self, record: &StoredRecord) {
        if record.meta.engine_version == automode_engine::VERSION {
            let what = format!("its policy {} is not kept in `policy` beside the journal", record.meta.policy_hash);
            self.differs.push((record.seq, what));
        } else {
            self.other_version += 1;
        }
    }

    fn compare(&mut self, record: &StoredRecord, recorded: &Verdict, now: Option<&Verdict>) {
        let same = now == Some(recorded);
        if record.meta.engine_version != automode_engine::VERSION {
            self.other_version += 1;
            self.other_version_differs += u64::from(!same);
        } else if same {
            self.same += 1;
        } else {
            self.differs.push((record.seq, difference(record, recorded, now)));
        }
    }

    fn text(&self) -> String {
        let mut out = format!("{} decisions came out the same, bit for bit\n", self.same);
        if self.other_version > 0 {
            out.push_str(&format!(
                "{} were made by another version or other rules; {} of them would be different now\n",
                self.other_version, self.other_version_differs
            ));
        }
        if self.unreadable > 0 {
            out.push_str(&format!("{} records could not be read; `automode log verify` says which\n", self.unreadable));
        }
        for (seq, what) in self.differs.iter().take(MAX_TOLD) {
            out.push_str(&format!("DIFFERENT: record {seq}: {what}\n"));
        }
        if self.differs.len() > MAX_TOLD {
            out.push_str(&format!("… and {} more\n", self.differs.len() - MAX_TOLD));
        }
        out
    }

    fn json(&self) -> Value {
        json!({
            "same": self.same,
            "other_version": self.other_version,
            "other_version_differs": self.other_version_differs,
            "unreadable": self.unreadable,
            "differs": self.differs.iter().map(|(seq, what)| json!({"seq": seq, "what": what})).collect::<Vec<_>>(),
        })
    }
}

/// Where two verdicts part, in one line.
fn difference(record: &StoredRecord, recorded: &Verdict, now: Option<&Verdict>) -> String {
    let subject = view::text::subject(&record.event);
    let Some(now) = now else { return format!("recorded {}, now no verdict: {subject}", recorded.decision().name()) };
    let (was, is) = (recorded.decision().name(), now.decision().name());
    if was != is {
        return format!("recorded {was}, now {is}: {subject}");
    }
    let (was, is) = (recorded.judgement(), now.judgement());
    let part = if was.actions != is.actions {
        "the effects"
    } else if was.findings != is.findings {
        "the findings"
    } else {
        "the risk or authorization"
    };
    format!("{part} differ: {subject}")
}
