//! Which finding speaks for a verdict: of equally strict ones the first is told (`Verdict::leading`), so the most telling is
//! put first. Deterministic and without effect on what is decided.

use automode_model::{Finding, Outcome};

use crate::inspect::rules;

/// The findings, the most telling first: by what they demand, then by how specific their rule is, then as found.
#[must_use]
pub fn first(mut findings: Vec<Finding>) -> Vec<Finding> {
    if findings.len() > 1 {
        findings.sort_by_cached_key(|f| (f.lifted_by.is_some(), std::cmp::Reverse((f.outcome, weight(f)))));
    }
    findings
}

/// How much a finding tells. A rule that somebody wrote down tells more than the default pack, that more the more its
/// condition asks for, and all of them more than the table.
fn weight(finding: &Finding) -> usize {
    const WRITTEN: usize = 1 << 20;
    const GENERAL: usize = 1;
    if finding.outcome == Outcome::Note {
        return 0;
    }
    let general = ["risk.", "understand.", "policy."];
    if general.iter().any(|p| finding.rule.starts_with(p)) {
        return GENERAL;
    }
    let pack = rules::all().iter().find(|r| r.id == finding.rule);
    pack.map_or(WRITTEN, |r| GENERAL + r.when.weight() + r.with.map_or(0, |w| w.weight()))
}
