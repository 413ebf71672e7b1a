//! `automode stages`: how far each category's autonomy has come, on what evidence, and what the next stage wants.

use std::path::PathBuf;

use automode_contain::world::LiveWorld;
use automode_engine::policy::occasion::Place;
use automode_engine::policy::trial::{BAD, Finding, MIN_REVIEWS};
use automode_engine::policy::{Autonomy, Occasion, Policy, Setting, Stage};
use automode_model::{Category, World};
use clap::{Args, Subcommand};
use serde_json::json;

use super::values::category;
use crate::adoption::{self, Adoption, Evidence, OVER_CAUTIOUS};
use crate::out::{self, Done, Failure};
use crate::time::DAY_MS;
use crate::{ancestry, judge, policy, state};

/// Days that a pilot lasts at least (PRODUCT §2: two weeks).
const PILOT_DAYS: u64 = 14;

/// Arguments of `stages`.
#[derive(Args, Debug)]
pub struct Stages {
    #[command(subcommand)]
    action: Option<Action>,
    /// The ledger's directory
    #[arg(long, value_name = "DIR", global = true)]
    state: Option<PathBuf>,
    /// For programs
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Begin a category's test anew, after what failed it was mended
    Begin {
        /// The category
        #[arg(value_parser = category)]
        category: Category,
    },
}

/// Runs the command: exit 1 where a category failed its test.
pub fn run(args: &Stages) -> Done {
    let world = LiveWorld::new();
    let dir = state::ledger(args.state.as_deref())?;
    if let Some(Action::Begin { category }) = &args.action {
        ancestry::only_people("review")?;
        adoption::record(&dir, format!("review begin {}", category.name()))?;
        let written = Adoption::of(&dir)?.write(&world.home());
        written.map_err(|e| Failure::new(format!("cannot write {}: {e}", adoption::FILE)))?;
        out::print(&format!("the test of {} begins anew\n", category.name()))?;
        return Ok(out::answer(true));
    }
    let adoption = Adoption::of(&dir)?;
    let cwd = std::env::current_dir().map(|d| d.display().to_string()).unwrap_or_default();
    let loaded = policy::load(&world, &cwd);
    let rows: Vec<Row> = adoption
        .categories
        .iter()
        .map(|(category, evidence)| {
            let lacking = lacking(&loaded.policy, *category, &world, &cwd);
            Row::of(*category, evidence, loaded.policy.setting(*category), &lacking, judge::now_ms())
        })
        .collect();
    if args.json {
        out::print_json(&json!(rows.iter().map(Row::json).collect::<Vec<_>>()))?;
    } else {
        out::print(&table(&rows))?;
    }
    Ok(out::answer(adoption.failed().is_empty()))
}

/// One category, as it is shown.
struct Row {
    category: Category,
    evidence: Evidence,
    stage: Stage,
    mode: &'static str,
    next: String,
}

impl Row {
    fn of(category: Category, evidence: &Evidence, setting: &Setting, lacking: &[String], now_ms: u64) -> Self {
        let next = next(evidence, (setting.stage, setting.mode), lacking, now_ms);
        Self { category, evidence: *evidence, stage: setting.stage, mode: setting.mode.name(), next }
    }

    fn json(&self) -> serde_json::Value {
        let (rate, low, high) = self.evidence.trial.rate();
        json!({
            "category": self.category.name(), "stage": self.stage.name(), "mode": self.mode, "ran": self.evidence.ran,
            "stopped": self.evidence.stopped, "reviews": self.evidence.trial.reviews(), "wrong": self.evidence.trial.wrong,
            "wrong_rate": rate, "wrong_rate_95": [low, high], "test": test(&self.evidence), "next": self.next,
        })
    }
}

/// Why the guardrails that a category needs do not hold.
fn lacking(policy: &Policy, category: Category, world: &dyn World, cwd: &str) -> Vec<String> {
    let mut place = Place::ask(world, cwd, policy.needs());
    place.prove(world, policy);
    let now = Occasion { time_ms: judge::now_ms(), ..Occasion::plain(policy, &place) };
    policy.setting(category).needs.iter().filter_map(|name| policy.lacks(name, &now)).collect()
}

fn test(evidence: &Evidence) -> &'static str {
    match evidence.trial.finding() {
        Finding::Open => "open",
        Finding::Passed => "passed",
        Finding::Failed => "failed",
    }
}

/// What the evidence says about the next stage: moving up is a person's, with evidence; moving down happens by itself.
fn next(evidence: &Evidence, (stage, mode): (Stage, Autonomy), lacking: &[String], now_ms: u64) -> String {
    let trial = &evidence.trial;
    if trial.finding() == Finding::Failed {
        return format!(
            "asks again: {} of {} reviewed were wrong (above {:.0} %)",
            trial.wrong,
            trial.reviews(),
            BAD * 100.0
        );
    }
    // Without its guardrails a category asks, whatever its stage says.
    if let Some(first) = lacking.first() {
        return format!("asks again: {first}");
    }
    let all = evidence.ran + evidence.stopped;
    // Where everything is asked about by choice, that is no caution too much.
    if mode == Autonomy::Auto && all >= MIN_REVIEWS && (evidence.ran as f64) < OVER_CAUTIOUS * all as f64 {
        return format!("over-cautious: only {} of {all} ran without a question", evidence.ran);
    }
    let days = now_ms.saturating_sub(evidence.since_ms) / DAY_MS;
    let (up, passes) = match stage {
        Stage::Observe => ("pilot", 0),
        Stage::Pilot => ("expand", 1),
        Stage::Expand => ("scale", 2),
        Stage::Scale => ("operate", 3),
        Stage::Operate if trial.reviews() == 0 => return "nobody reviewed it yet: `automode review`".to_owned(),
        Stage::Operate => return String::new(),
    };
    let mut missing = Vec::new();
    if stage != Stage::Observe && days < PILOT_DAYS {
        missing.push(format!("{} more days", PILOT_DAYS - days));
    }
    if passes > 0 && trial.reviews() < MIN_REVIEWS {
        missing.push(format!("{} more reviews", MIN_REVIEWS - trial.reviews()));
    }
    if trial.passes < passes {
        missing.push(format!("a passed test ({} of {passes})", trial.passes));
    }
    if missing.is_empty() {
        return format!("ready for {up}: set `stage = \"{up}\"` in your automode.toml");
    }
    format!("for {up}: {}", missing.join(", "))
}

fn table(rows: &[Row]) -> String {
    let mut out = format!(
        "{:<16}{:<9}{:<9}{:>7}{:>9}{:>9}{:>7}  {:<8}next\n",
        "category", "stage", "mode", "ran", "stopped", "reviews", "wrong", "test"
    );
    for r in rows {
        let e = &r.evidence;
        out.push_str(&format!(
            "{:<16}{:<9}{:<9}{:>7}{:>9}{:>9}{:>7}  {:<8}{}\n",
            r.category.name(),
            r.stage.name(),
            r.mode,
            e.ran,
            e.stopped,
            e.trial.reviews(),
            e.trial.wrong,
            test(e),
            r.next
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(rights: u64, wrongs: u64, days: u64) -> (Evidence, u64) {
        let mut evidence = Evidence { ran: 500, since_ms: DAY_MS, ..Evidence::default() };
        for _ in 0..rights {
            evidence.trial.add(true);
        }
        for _ in 0..wrongs {
            evidence.trial.add(false);
        }
        (evidence, DAY_MS * (days + 1))
    }

    #[test]
    fn moving_up_wants_time_reviews_and_a_passed_test() {
        let said =
            |(evidence, now): (Evidence, u64), stage: Stage| next(&evidence, (stage, stage.autonomy()), &[], now);
        assert_eq!(
            said(evidence(0, 0, 3), Stage::Pilot),
            "for expand: 11 more days, 20 more reviews, a passed test (0 of 1)"
        );
        assert_eq!(
            said(evidence(80, 0, 20), Stage::Pilot),
            "ready for expand: set `stage = \"expand\"` in your automode.toml"
        );
        assert_eq!(said(evidence(80, 0, 20), Stage::Expand), "for scale: a passed test (1 of 2)");
        assert!(said(evidence(5, 2, 20), Stage::Operate).starts_with("asks again: 2 of 7"));
        let (passed, now) = evidence(80, 0, 20);
        let pilot = (Stage::Pilot, Autonomy::Ask);
        assert_eq!(next(&passed, pilot, &["no staging".to_owned()], now), "asks again: no staging");
        let asked = Evidence { ran: 0, stopped: 90, ..passed };
        assert!(next(&asked, pilot, &[], now).starts_with("ready for expand"), "a pilot asks by choice");
        assert!(next(&asked, (Stage::Expand, Autonomy::Auto), &[], now).starts_with("over-cautious: only 0 of 90"));
    }
}
