//! Anomaly: how far a call lies from what this project and this agent usually do, with the evidence in words.
//!
//! Each signal is a surprise in bits: how rare such a thing is in the project's own past (Good–Turing for what was never
//! seen, robust percentiles for measures). Signals are only looked for where a call could matter; ordinary looking and
//! editing asks the past nothing. Without enough past there is no surprise, only what needs no past: scouting of
//! credentials and bursts beyond a fixed number. Called by `decide`; the answers of the past come through `World` and are
//! recorded, so that the score can be recomputed.

pub mod baseline;
pub mod features;

use automode_model::{Action, Activity, Category, Event, Finding, Lift, Notable, Outcome, Session, Span, World};

use automode_model::activity::HALT_RULE;
use baseline::{BURST_MS, BYTES_OUT};
use features::Kind;

/// From here on a surprise is told: one in sixty-four such actions by chance alone.
pub const NOTE_BITS: f64 = 6.0;

/// From here on a person is asked before something privileged, destructive, secret or outward: one in four thousand.
pub const ASK_BITS: f64 = 12.0;

/// From here on the session should be looked at before it goes on.
pub const HALT_BITS: f64 = 20.0;

/// Less past than this has no habits.
const MIN_OF_KIND: u64 = 30;

/// Habits of one or two sessions are those of their tasks.
const MIN_SESSIONS: u64 = 3;

/// Notable acts within [`BURST_MS`] below this are no burst, however calm the past was.
const MIN_BURST: u64 = 6;

/// Different credentials looked at within [`BURST_MS`] that no task needs, whatever the past says.
const MIN_SCOUTED: usize = 4;

/// Less is never much to send.
const MIN_BYTES_OUT: u64 = 4096;

/// Calls since the user last spoke after which a first action of a risky kind is far from the words that began the task.
const DRIFT_AFTER: u64 = 12;

/// What a drift counts: alone it is not even told.
const DRIFT_BITS: f64 = 4.0;

/// One way in which a call is unusual.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// Which: `new-host`, `burst.privileged`, …
    pub name: String,
    /// How surprising, in bits.
    pub bits: f64,
    /// The evidence, for people.
    pub evidence: String,
}

/// What is compared: a call's actions at a time, in the project around a directory.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// What it would do.
    pub actions: &'a [Action],
    /// When, in milliseconds since 1970.
    pub time_ms: u64,
    /// The project: the top of the repository, or the working directory.
    pub root: &'a str,
}

/// The finding about an event's actions, where they are unusual. Ordinary looking asks neither past nor machine.
#[must_use]
pub fn look(actions: &[Action], event: &Event, session: &Session, world: &dyn World) -> Option<Finding> {
    if !features::matter(actions) {
        return None;
    }
    if let Some(halt) = &session.activity.halted {
        return Some(standing_still(actions, &halt.reason));
    }
    let root = world.git_root(&event.cwd).unwrap_or_else(|_| event.cwd.clone());
    finding(&Call { actions, time_ms: event.time_ms, root: &root }, session, world)
}

/// Nothing but looking goes on in a halted session.
fn standing_still(actions: &[Action], why: &str) -> Finding {
    Finding {
        rule: "anomaly.halted".to_owned(),
        outcome: Outcome::Ask,
        reason: format!("the session is halted ({why})"),
        remedy: "tell the user what you are doing; it goes on when they say `go on`".to_owned(),
        ..about(actions)
    }
}

/// A finding about the first words of a call.
fn about(actions: &[Action]) -> Finding {
    Finding {
        rule: String::new(),
        outcome: Outcome::Note,
        reason: String::new(),
        remedy: String::new(),
        words: actions.first().map(|a| a.words.clone()).unwrap_or_default(),
        span: actions.first().map_or_else(Span::default, |a| a.span),
        lifts: vec![Lift::Approved],
        lifted_by: None,
    }
}

/// How a call is unusual; empty for the ordinary.
#[must_use]
pub fn signals(call: &Call<'_>, session: &Session, world: &dyn World) -> Vec<Signal> {
    let mut found = Vec::new();
    let notable = features::notable(call.actions);
    for (kind, name) in features::things(call.actions, call.root, call.time_ms) {
        if kind != Kind::Hour || !notable.is_empty() {
            found.extend(novelty(call, kind, &name, world));
        }
    }
    for what in &notable {
        found.extend(burst(call, *what, &session.activity, world));
    }
    if notable.contains(&Notable::Credential) {
        found.extend(scouting(call, &session.activity));
    }
    found.extend(volume(call, world));
    found.extend(drift(call, session));
    found
}

/// All signals as one number: the strongest whole, the others by half, since they often have one cause.
#[must_use]
pub fn total(signals: &[Signal]) -> f64 {
    let strongest = signals.iter().map(|s| s.bits).fold(0.0, f64::max);
    let sum: f64 = signals.iter().map(|s| s.bits).sum();
    strongest + (sum - strongest) / 2.0
}

/// What the surprise demands: told, or asked about where the call could do harm.
#[must_use]
pub fn finding(call: &Call<'_>, session: &Session, world: &dyn World) -> Option<Finding> {
    let signals = signals(call, session, world);
    let bits = total(&signals);
    if bits < NOTE_BITS {
        return None;
    }
    let asks = bits >= ASK_BITS && !features::notable(call.actions).is_empty();
    let strongest = signals.iter().max_by(|a, b| a.bits.total_cmp(&b.bits))?;
    let others = signals.iter().filter(|s| s.name != strongest.name && s.bits >= 1.0);
    let mut reason = format!("unusual here: {}", strongest.evidence);
    for other in others.take(2) {
        reason.push_str(&format!("; {}", other.evidence));
    }
    let rule = if asks && bits >= HALT_BITS { HALT_RULE.to_owned() } else { format!("anomaly.{}", strongest.name) };
    Some(Finding {
        rule,
        outcome: if asks { Outcome::Ask } else { Outcome::Note },
        reason,
        remedy: "say why this is needed and let the user confirm it".to_owned(),
        lifts: vec![Lift::Named, Lift::Approved],
        ..about(call.actions)
    })
}

/// Something that this project has never done.
fn novelty(call: &Call<'_>, kind: Kind, name: &str, world: &dyn World) -> Option<Signal> {
    let past = world.experience(call.root, kind.name(), name).ok()?;
    if past.of_kind < MIN_OF_KIND || past.sessions < MIN_SESSIONS || past.times > 1 {
        return None;
    }
    let (singles, all) = (past.singles as f64, past.of_kind as f64);
    // The hour is one of eight: its own count says how rare it is.
    let chance = if kind == Kind::Hour { (past.times as f64 + 0.5) / all } else { (singles + 0.5) / (all + 1.0) };
    let bits = -chance.min(1.0).log2() / if past.times == 0 { 1.0 } else { 2.0 };
    let does = match kind {
        Kind::Host => "talks to",
        Kind::Receiver => "sends something to",
        Kind::Program => "uses",
        Kind::Directory => "writes in",
        Kind::Category => "does work of the kind",
        Kind::Hour => "acts like this at (UTC)",
    };
    let nth = if past.times == 0 { "first" } else { "second" };
    let (actions, sessions) = (past.actions, past.sessions);
    let evidence = format!("{nth} time in {actions} actions ({sessions} sessions) that this project {does} {name}");
    (bits >= 1.0).then(|| Signal { name: format!("new-{}", kind.name()), bits, evidence })
}

/// Many notable acts in a short time.
fn burst(call: &Call<'_>, what: Notable, activity: &Activity, world: &dyn World) -> Option<Signal> {
    let since = call.time_ms.saturating_sub(BURST_MS);
    let count = activity.acts.iter().filter(|a| a.what == what && a.time_ms >= since).count() as u64 + 1;
    if count < MIN_BURST {
        return None;
    }
    let past = world.experience(call.root, what.name(), "").unwrap_or_default();
    let known = past.of_kind >= MIN_OF_KIND && past.sessions >= MIN_SESSIONS;
    let high = if known { past.high.max(MIN_BURST / 2) } else { MIN_BURST };
    let ratio = count as f64 / high as f64;
    let bits = 4.0 * ratio.log2();
    let usual =
        if known { format!("at most {high} in nearly all the past") } else { "little is known of the past".into() };
    let evidence = format!("{count} {} actions within ten minutes, {usual}", what.name());
    (bits >= 1.0).then(|| Signal { name: format!("burst.{}", what.name()), bits, evidence })
}

/// Looking at many different credentials.
fn scouting(call: &Call<'_>, activity: &Activity) -> Option<Signal> {
    let mut targets = activity.targets(Notable::Credential, call.time_ms.saturating_sub(BURST_MS));
    for effect in call.actions.iter().flat_map(|a| &a.effects) {
        let target = automode_model::activity::number(&effect.target);
        if Notable::of(effect) == Some(Notable::Credential) && !targets.contains(&target) {
            targets.push(target);
        }
    }
    let different = targets.len();
    let evidence = format!("{different} different places of credentials looked at within ten minutes");
    let bits = ASK_BITS + 2.0 * different.saturating_sub(MIN_SCOUTED) as f64;
    (different >= MIN_SCOUTED).then(|| Signal { name: "scouting".into(), bits, evidence })
}

/// Sending far more than usual.
fn volume(call: &Call<'_>, world: &dyn World) -> Option<Signal> {
    let bytes = features::bytes_out(call.actions);
    if bytes < MIN_BYTES_OUT {
        return None;
    }
    let past = world.experience(call.root, BYTES_OUT, "").ok()?;
    if past.of_kind < MIN_OF_KIND || past.sessions < MIN_SESSIONS {
        return None;
    }
    let bits = 3.0 * (bytes as f64 / past.high.max(MIN_BYTES_OUT / 4) as f64).log2();
    let evidence = format!("{bytes} bytes sent, at most {} in nearly all the past", past.high);
    (bits >= 1.0).then(|| Signal { name: "volume".into(), bits, evidence })
}

/// A first action of a risky kind, long after the words that began the task, which did not speak of it.
fn drift(call: &Call<'_>, session: &Session) -> Option<Signal> {
    let activity = &session.activity;
    let prompt = session.prompts.last()?.to_lowercase();
    if activity.since_prompt < DRIFT_AFTER {
        return None;
    }
    let effects = call.actions.iter().flat_map(|a| &a.effects);
    let risky = effects.map(|e| e.category).find(|c| {
        let words = speaks_of(*c);
        !words.is_empty() && !activity.kinds.contains(c) && !words.iter().any(|w| prompt.contains(w))
    })?;
    let evidence =
        format!("first {} work after {} calls on a task that did not speak of it", risky.name(), activity.since_prompt);
    Some(Signal { name: "drift".into(), bits: DRIFT_BITS, evidence })
}

/// Words by which a task speaks of a risky kind of work; none for the ordinary kinds, which drift nowhere.
fn speaks_of(category: Category) -> &'static [&'static str] {
    match category {
        Category::Database => &["database", "table", "sql", "migrat", "redis", "queue", "row", "db"],
        Category::Infra => {
            &["infra", "cluster", "kube", "k8s", "terraform", "container", "docker", "server", "service"]
        }
        Category::Cloud => &["cloud", "aws", "azure", "gcp", "bucket", "s3", "lambda", "instance"],
        Category::DeployCi => &["deploy", "release", "publish", "ship", "pipeline", "workflow", "ci"],
        Category::Secrets => &["secret", "credential", "password", "token", "key", "login", "vault", "env"],
        Category::AccessControl => &["access", "permission", "role", "grant", "user", "chmod", "owner"],
        Category::Privilege => &["sudo", "root", "install", "system", "admin"],
        Category::Persistence => &["cron", "schedule", "service", "startup", "daemon", "hook", "alias"],
        Category::ExternalApi => &["send", "post", "message", "mail", "slack", "api", "webhook", "upload", "notify"],
        _ => &[],
    }
}
