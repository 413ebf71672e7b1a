//! The report of a replay, for people and for programs.

use std::fmt::Write as _;

use anstyle::Style;
use serde_json::{Value, json};

use super::tally::{Decisions, Tally};
use crate::view::text::decision;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// One screen, then the list of what would have been stopped.
pub fn text(t: &Tally, top: usize) -> String {
    let mut out = format!(
        "{BOLD}{} session files{BOLD:#} ({} MB): {} prompts, {} tool calls\n",
        t.files,
        t.bytes / 1_000_000,
        t.prompts,
        t.decisions.all()
    );
    out.push_str(&by_category(t));
    out.push_str(&prompts(t));
    out.push_str(&stops(t, top));
    out.push_str(&notes(t));
    out
}

fn by_category(t: &Tally) -> String {
    let mut out =
        format!("\n{BOLD}{:16} {:>8} {:>8} {:>8} {:>8}{BOLD:#}\n", "category", "allow", "contain", "ask", "deny");
    let mut rows: Vec<_> = t.categories.iter().collect();
    rows.sort_by(|a, b| b.1.all().cmp(&a.1.all()).then(a.0.cmp(b.0)));
    for (category, d) in rows {
        out.push_str(&row(category.name(), *d));
    }
    out.push_str(&row("all", t.decisions));
    let shares = [t.decisions.allow, t.decisions.contain, t.decisions.ask, t.decisions.deny]
        .map(|n| percent(n, t.decisions.all()));
    let [allow, contain, ask, deny] = shares;
    let _ = writeln!(out, "{DIM}{:16} {allow:>8} {contain:>8} {ask:>8} {deny:>8}{DIM:#}", "");
    out
}

fn row(name: &str, d: Decisions) -> String {
    format!("{name:16} {:>8} {:>8} {:>8} {:>8}\n", d.allow, d.contain, d.ask, d.deny)
}

fn percent(n: u64, all: u64) -> String {
    if all == 0 { String::new() } else { format!("{:.1} %", 100.0 * n as f64 / all as f64) }
}

/// What the person really had to answer, against what is left of it.
fn prompts(t: &Tally) -> String {
    let mut out = String::new();
    let asked = t.person.all() + t.nobody.all();
    let _ = writeln!(out, "\n{BOLD}questions{BOLD:#}");
    if asked == 0 {
        let _ = writeln!(out, "  these files name no call about which a person was asked");
    } else {
        let _ = writeln!(
            out,
            "  {asked} calls needed a person: {} were answered, {} found nobody",
            t.person.all(),
            t.nobody.all()
        );
        let spared = t.person.allow + t.person.contain + t.nobody.allow + t.nobody.contain;
        let _ = writeln!(out, "  automode would have spared {spared} of them ({})", percent(spared, asked));
        let (ask, deny) = (t.person.ask + t.nobody.ask, t.person.deny + t.nobody.deny);
        let _ = writeln!(out, "  {ask} it would have asked too, {deny} it would have denied");
        if t.refused.all() > 0 {
            let _ = writeln!(
                out,
                "  of the {} that the person refused, it would have stopped {}",
                t.refused.all(),
                t.refused.ask + t.refused.deny
            );
        }
    }
    let fresh = t.host.ask + t.host.deny + t.unknown.ask + t.unknown.deny;
    let ran = t.host.all() + t.unknown.all();
    let _ = writeln!(out, "  {fresh} of the {ran} calls without a known question it would have stopped");
    out
}

fn stops(t: &Tally, top: usize) -> String {
    let all = t.by_severity();
    if all.is_empty() {
        return format!("\n{BOLD}nothing would have been stopped{BOLD:#}\n");
    }
    let mut out = format!("\n{BOLD}what would have been stopped{BOLD:#}, most severe first\n");
    for (kind, stops) in all.iter().take(top) {
        let _ = writeln!(
            out,
            "\n  {} {} × {BOLD}{}{BOLD:#}, {} risk\n    {}",
            decision(kind.decision, 0),
            stops.count,
            crate::view::text::line(&kind.rule),
            kind.risk.name(),
            crate::view::text::line(&stops.reason)
        );
        for e in &stops.examples {
            let _ = writeln!(out, "    {DIM}·{DIM:#} {}  {DIM}{}:{}{DIM:#}", e.words, e.file, e.line);
        }
    }
    if all.len() > top {
        let _ = writeln!(out, "\n  … and {} more kinds (--top {}, or --json for all)", all.len() - top, all.len());
    }
    out
}

/// What limits the result.
fn notes(t: &Tally) -> String {
    let mut out = String::new();
    let calls = t.decisions.all();
    if t.live < calls {
        let _ = writeln!(
            out,
            "\nnote: {} calls ran in directories that are gone; no file of theirs could be looked at",
            calls - t.live
        );
    }
    if t.live > 0 {
        let _ = writeln!(out, "note: {} calls were judged against the files as they are now, not as they were", t.live);
    }
    if t.unreadable + t.unopened > 0 {
        let _ = writeln!(out, "note: {} lines and {} files could not be read", t.unreadable, t.unopened);
    }
    out
}

/// Everything.
pub fn json(t: &Tally) -> Value {
    let categories: serde_json::Map<String, Value> =
        t.categories.iter().map(|(c, d)| (c.name().to_owned(), of(*d))).collect();
    let stops = t.by_severity().into_iter().map(|(kind, stops)| {
        json!({
            "decision": kind.decision.name(), "risk": kind.risk.name(), "rule": kind.rule,
            "count": stops.count, "reason": stops.reason,
            "examples": stops.examples.iter().map(|e| json!({"words": e.words, "file": e.file, "line": e.line}))
                .collect::<Vec<_>>(),
        })
    });
    json!({
        "files": t.files, "bytes": t.bytes, "prompts": t.prompts, "calls": t.decisions.all(),
        "unreadable_lines": t.unreadable, "unopened_files": t.unopened, "live_calls": t.live,
        "decisions": of(t.decisions), "categories": categories,
        "asked_person": of(t.person), "refused_by_person": of(t.refused), "asked_nobody": of(t.nobody),
        "decided_by_host": of(t.host), "decided_by_unknown": of(t.unknown),
        "stops": stops.collect::<Vec<_>>(), "engine": automode_engine::VERSION,
    })
}

fn of(d: Decisions) -> Value {
    json!({"allow": d.allow, "contain": d.contain, "ask": d.ask, "deny": d.deny})
}
