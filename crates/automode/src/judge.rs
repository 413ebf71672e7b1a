//! One judgement with its facts written down: what the hook, `check`, `replay` and the batch have in common.

use automode_engine::policy::Policy;
use automode_engine::understand::recording::Recording;
use automode_ledger::{Durability, Fact, RecordMeta};
use automode_model::{Decision, Event, Phase, Reversibility, Session, Verdict, World};

/// The verdict about an event, where it asks for one, and what the machine answered on the way. What is read passes
/// through `redact` before the engine sees it, so that what is judged is what is stored.
pub fn judge(
    event: &Event,
    world: &dyn World,
    redact: &dyn Fn(&str) -> String,
    session: &Session,
    policy: &Policy,
) -> (Option<Verdict>, Vec<Fact>) {
    let recording = Recording::new(world, redact);
    let verdict = automode_engine::judge(event, &recording, session, policy);
    (verdict, recording.into_facts())
}

/// Where a record must be before its verdict is told. An ask counts as an allow: the person's yes does not come back to
/// us before the action runs.
pub fn durability(verdict: Option<&Verdict>) -> Durability {
    let Some(verdict) = verdict else { return Durability::Kernel };
    let may_run = match verdict.decision() {
        Decision::Allow | Decision::Contain | Decision::Ask => true,
        Decision::Deny | Decision::Unavailable => false,
    };
    let mut effects = verdict.judgement().actions.iter().flat_map(|a| &a.effects);
    let is_final = effects.any(|e| e.reversibility == Reversibility::Irreversible);
    if may_run && is_final { Durability::Disk } else { Durability::Kernel }
}

/// What the record says about the making of its verdict: the default pack alone, or the policy of the files.
pub fn meta(latency_us: u64, policy: &Policy) -> RecordMeta {
    let version = automode_engine::VERSION;
    let pack = version.split_once('+').map_or("", |(_, data)| data);
    let hash = if policy.hash.is_empty() { pack } else { &policy.hash };
    RecordMeta { policy_hash: hash.to_owned(), engine_version: version.to_owned(), latency_us }
}

/// Whether a record's policy is that of files, by its hash; the default pack alone has a shorter one.
pub fn is_of_files(hash: &str) -> bool {
    automode_ledger::Hash::from_hex(hash).is_some()
}

/// Milliseconds since 1970. A clock before that counts as its beginning; the order of records is their number.
pub fn now_ms() -> u64 {
    u64::try_from(automode_contain::clock::real().as_millis()).unwrap_or(u64::MAX)
}

/// The question under which a record's facts keep the number of the session's last record that the judgement knew. Two
/// hooks of one session may run at once, and the later record may be the earlier judgement.
const SESSION_FACT: &str = "session";

/// At a session's start, what files of policy wanted and may not: whoever reads the ledger sees a repository try.
pub fn ignored_fact(event: &Event, policy: &Policy) -> Option<Fact> {
    let starts = matches!(event.phase, Phase::SessionStart { .. });
    (starts && !policy.ignored.is_empty()).then(|| ("policy ignores".to_owned(), policy.ignored.join("\n")))
}

/// The fact that says up to which record the session was known.
pub fn session_fact(seq: u64) -> Fact {
    (SESSION_FACT.to_owned(), seq.to_string())
}

/// That number, where the record has it.
pub fn session_seq(facts: &[Fact]) -> Option<u64> {
    facts.iter().find(|(question, _)| question == SESSION_FACT)?.1.parse().ok()
}
