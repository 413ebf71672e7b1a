//! `automode policy simulate`: past decisions under a changed policy. Every decision that would be another is listed, with
//! totals. Touches nothing.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use automode_agents::claude_code::transcript::{self, Seen};
use automode_contain::world::LiveWorld;
use automode_engine::policy::{Layer, Policy};
use automode_engine::understand::recording::Replaying;
use automode_ledger::{Redactor, read};
use automode_model::{Event, Phase, Session, Verdict, World};
use clap::Args;
use serde_json::json;

use super::lint;
use crate::cmd::replay::work::Worlds;
use crate::out::{self, Done, Failure};
use crate::policy::mistake::Mistake;
use crate::policy::places::{Found, Places};
use crate::policy::{self};
use crate::{judge, state, view};

/// Arguments of `policy simulate`.
#[derive(Args, Debug)]
pub struct Simulate {
    /// Session files (JSONL) of Claude Code, or folders of them
    #[arg(required_unless_present = "ledger", conflicts_with = "ledger")]
    paths: Vec<PathBuf>,
    /// The decisions of the ledger
    #[arg(long)]
    ledger: bool,
    /// The changed policy file
    #[arg(long, value_name = "FILE")]
    policy: PathBuf,
    /// The layer whose file it would replace: managed, user, project
    #[arg(long, value_name = "LAYER", default_value = "user", value_parser = lint::layer)]
    layer: Layer,
    /// The ledger's directory
    #[arg(long, value_name = "DIR", requires = "ledger")]
    state: Option<PathBuf>,
    /// How many changed decisions to list
    #[arg(long, value_name = "COUNT", default_value_t = 200)]
    top: usize,
    /// For programs
    #[arg(long)]
    json: bool,
}

/// One decision that would be another.
struct Change {
    was: &'static str,
    is: &'static str,
    rule: String,
    subject: String,
    place: String,
}

#[derive(Default)]
struct Tally {
    judged: u64,
    changes: Vec<Change>,
    moves: BTreeMap<(&'static str, &'static str), u64>,
}

/// Replays and compares; exit 1 where a decision would change.
pub fn run(args: &Simulate) -> Done {
    let (now, then) = policies(args)?;
    let mut found = Tally::default();
    if args.ledger {
        let dir = state::dir(args.state.as_deref(), &LiveWorld::new().home());
        ledger(&dir, &then, &mut found)?;
    } else {
        for path in &args.paths {
            transcripts(path, (&now, &then), &mut found)?;
        }
    }
    if args.json {
        out::print_json(&found.json())?
    } else {
        out::print(&found.text(args.top))?
    }
    Ok(out::answer(found.changes.is_empty()))
}

/// The policy in force here, and the same with one layer's file replaced.
fn policies(args: &Simulate) -> Result<(Policy, Policy), Failure> {
    let cwd = super::super::check::absolute(None)?;
    let found = Places::of(&LiveWorld::new(), &cwd).find();
    let mut changed: Vec<Found> = found.iter().filter(|f| f.layer != args.layer).cloned().collect();
    changed.push(Found { layer: args.layer, path: args.policy.clone(), trusted: Ok(()) });
    let then = policy::of_files(&changed);
    if let Some(wrong) = then.mistakes.first() {
        return Err(Failure::new(Mistake::brief(wrong)).hint("`automode policy lint FILE` shows the place"));
    }
    Ok((policy::of_files(&found).policy, then.policy))
}

/// Recorded decisions against the changed policy, by the facts that were recorded.
fn ledger(dir: &Path, then: &Policy, found: &mut Tally) -> Result<(), Failure> {
    let mut sessions: HashMap<String, Session> = HashMap::new();
    for record in read::records(dir)? {
        let Ok(record) = record else { continue };
        let session = sessions.entry(record.event.session.clone()).or_default();
        if let Some(recorded) = &record.verdict {
            let world = Replaying::new(record.facts.clone());
            let is = automode_engine::judge(&record.event, &world, session, then);
            found.compare(&record.event, Some(recorded), is.as_ref(), || format!("record {}", record.seq));
        }
        if !record.event.session.is_empty() {
            session.fold(&record.event, record.verdict.as_ref());
        }
    }
    Ok(())
}

/// Session files: both policies judge, and the past is that of the present one.
fn transcripts(path: &Path, (now, then): (&Policy, &Policy), found: &mut Tally) -> Result<(), Failure> {
    let failed = |e: std::io::Error| Failure::new(format!("cannot read `{}`: {e}", path.display()));
    let redactor = Redactor::ephemeral().with_personal(policy::personal(then.personal));
    let redact = |text: &str| redactor.redact(text).into_owned();
    let mut seen = Seen::default();
    for file in transcript::files(path).map_err(failed)? {
        let mut session = Session::default();
        let mut worlds = Worlds::default();
        for item in transcript::read(&file).map_err(failed)? {
            let counts = seen.first(&item);
            if let Some(outcome) = item.outcome {
                if outcome.ran {
                    session.fold(&item.event, None);
                }
                continue;
            }
            let event = automode_ledger::admit(item.event, &redactor);
            let mut was = None;
            if matches!(event.phase, Phase::PreTool(_)) {
                let (world, _) = worlds.of(&event.cwd);
                let judge = |policy| judge::judge(&event, world, &redact, &session, policy).0;
                was = judge(now);
                if counts {
                    found.compare(&event, was.as_ref(), judge(then).as_ref(), || {
                        format!("{}:{}", file.display(), item.line)
                    });
                }
            }
            session.fold(&event, was.as_ref());
        }
    }
    Ok(())
}

impl Tally {
    fn compare(&mut self, event: &Event, was: Option<&Verdict>, is: Option<&Verdict>, place: impl Fn() -> String) {
        let (Some(was), Some(is)) = (was, is) else { return };
        self.judged += 1;
        let names = (was.decision().name(), is.decision().name());
        if names.0 == names.1 {
            return;
        }
        *self.moves.entry(names).or_default() += 1;
        self.changes.push(Change {
            was: names.0,
            is: names.1,
            rule: is.leading().or(was.leading()).map_or_else(String::new, |f| f.rule.clone()),
            subject: view::text::line(&view::text::subject(event)).to_string(),
            place: place(),
        });
    }

    fn text(&self, top: usize) -> String {
        let mut out = String::new();
        for c in self.changes.iter().take(top) {
            out.push_str(&format!("{} → {}  {}  {}  ({})\n", c.was, c.is, c.subject, c.rule, c.place));
        }
        if self.changes.len() > top {
            out.push_str(&format!("… and {} more\n", self.changes.len() - top));
        }
        out.push_str(&format!("\n{} of {} decisions would change\n", self.changes.len(), self.judged));
        for ((was, is), count) in &self.moves {
            out.push_str(&format!("{count:>6}  {was} → {is}\n"));
        }
        out
    }

    fn json(&self) -> serde_json::Value {
        let change =
            |c: &Change| json!({"was": c.was, "is": c.is, "rule": c.rule, "subject": c.subject, "place": c.place});
        let moved = |((was, is), count): (&(&str, &str), &u64)| json!({"was": was, "is": is, "count": count});
        json!({
            "judged": self.judged,
            "changed": self.changes.len(),
            "totals": self.moves.iter().map(moved).collect::<Vec<_>>(),
            "changes": self.changes.iter().map(change).collect::<Vec<_>>(),
        })
    }
}
