//! Verdicts for people. Nothing is told by colour alone.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use automode_agents::message::{shorten, visible};
use automode_engine::decide::consent::wording;
use automode_engine::decide::table;
use automode_model::{
    Action, Authorization, Certainty, Decision, Dimensions, Effect, Event, Finding, Judgement, Lift, Phase, Risk, Tool,
    ToolCall, Verdict,
};

use super::span;

/// Longest line of an action or target that is shown.
const MAX_LINE_CHARS: usize = 120;
/// Most actions that are shown one by one; a script may have hundreds.
const MAX_ACTIONS: usize = 40;

pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const BOLD: Style = Style::new().bold();

/// The verdict, its effects and findings.
pub fn short(event: &Event, verdict: &Verdict) -> String {
    let mut out = headline(event, verdict);
    let findings: Vec<&Finding> = told(verdict).collect();
    for finding in &findings {
        out.push_str(&of_finding(finding, verdict.hard()));
    }
    out.push_str(&effects(verdict.judgement(), None));
    out.push_str(&lifts(verdict, command(event).unwrap_or("")));
    out
}

/// The whole reasoning: each effect under the words that cause it, each finding, the risk and where in the decision
/// table it falls.
pub fn full(event: &Event, verdict: &Verdict) -> String {
    let judged = verdict.judgement();
    let mut out = headline(event, verdict);
    out.push_str(&effects(judged, command(event)));
    if !judged.findings.is_empty() {
        let _ = writeln!(out, "\n{BOLD}findings{BOLD:#}");
        judged.findings.iter().for_each(|f| out.push_str(&of_finding(f, verdict.hard())));
    }
    out.push_str(&bars(judged.dimensions));
    out.push_str(&cell(judged));
    for evidence in &judged.evidence {
        let _ = writeln!(out, "  evidence ({}): \"{}\"", evidence.kind, line(&evidence.text));
    }
    out.push_str(&lifts(verdict, command(event).unwrap_or("")));
    let _ = writeln!(out, "\n{DIM}engine {}{DIM:#}", automode_engine::VERSION);
    out
}

/// The colour and the word of a decision, filled to `width`.
pub fn decision(decision: Decision, width: usize) -> String {
    let color = match decision {
        Decision::Allow => AnsiColor::Green,
        Decision::Contain => AnsiColor::Cyan,
        Decision::Ask => AnsiColor::Yellow,
        Decision::Deny => AnsiColor::Red,
        Decision::Unavailable => AnsiColor::Magenta,
    };
    let style = color.on_default().bold();
    format!("{style}{:width$}{style:#}", decision.name())
}

/// What an event is about, in one line: the command, the tool and its target.
pub fn subject(event: &Event) -> String {
    let text = match &event.phase {
        Phase::PreTool(call)
        | Phase::PermissionRequest(call)
        | Phase::PostTool { call, .. }
        | Phase::PostToolFailure { call, .. } => of_call(call),
        Phase::Prompt(text) => text.body.clone(),
        Phase::SessionStart { source, .. } | Phase::ConfigChange { source, .. } => source.clone(),
        Phase::SessionEnd { reason } => reason.clone(),
        Phase::SubagentStart | Phase::SubagentStop => event.agent_kind.clone().unwrap_or_default(),
        Phase::Other(name) => name.clone(),
    };
    line(&text)
}

fn of_call(call: &ToolCall) -> String {
    let name = &call.name;
    match &call.tool {
        Tool::Shell { command, .. } => command.body.trim().to_owned(),
        Tool::Read { path } | Tool::Write { path, .. } | Tool::Edit { path, .. } => format!("{name} {path}"),
        Tool::Search { path, pattern } => format!("{name} {pattern} {}", path.as_deref().unwrap_or("")),
        Tool::Fetch { url } => format!("{name} {url}"),
        Tool::WebSearch { query } => format!("{name} {query}"),
        Tool::Subagent { prompt, .. } => format!("{name} {}", prompt.body),
        Tool::Mcp { args, .. } | Tool::Unknown { args } => {
            let args: Vec<String> = args.iter().take(4).map(|(key, value)| format!("{key}={}", value.body)).collect();
            format!("{name} {}", args.join(" "))
        }
        Tool::Internal => name.clone(),
    }
}

fn command(event: &Event) -> Option<&str> {
    match &event.phase.call()?.tool {
        Tool::Shell { command, .. } => Some(&command.body),
        _ => None,
    }
}

/// Escaped, on one line, not too long.
pub fn line(text: &str) -> String {
    let text = text.trim();
    shorten(&visible(&text.chars().take(4 * MAX_LINE_CHARS).collect::<String>()), MAX_LINE_CHARS)
}

fn headline(event: &Event, verdict: &Verdict) -> String {
    let judged = verdict.judgement();
    let hard = if verdict.hard() { " (a hard rule: nothing lifts it)" } else { "" };
    format!(
        "{}{hard}  {}\n{DIM}risk {} · authorization {} · {} · {} % sure of what it does{DIM:#}\n",
        decision(verdict.decision(), 0),
        subject(event),
        judged.risk.name(),
        judged.authorization.name(),
        judged.category.name(),
        judged.confidence,
    )
}

/// The findings that count, the leading one first.
fn told(verdict: &Verdict) -> impl Iterator<Item = &Finding> {
    let leading = verdict.leading();
    let others = verdict.judgement().findings.iter().filter(move |f| f.lifted_by.is_none() && leading != Some(f));
    leading.into_iter().chain(others)
}

fn of_finding(f: &Finding, hard: bool) -> String {
    let mut out = format!("\n  {BOLD}{}{BOLD:#} → {}\n    {}\n", line(&f.rule), f.outcome.name(), line(&f.reason));
    if !f.words.is_empty() {
        let _ = writeln!(out, "    because of `{}`", line(&f.words));
    }
    match &f.lifted_by {
        Some(evidence) => _ = writeln!(out, "    lifted by \"{}\"", line(evidence)),
        None if !f.remedy.is_empty() && !hard => _ = writeln!(out, "    instead: {}", line(&f.remedy)),
        None => {}
    }
    out
}

/// Each action and what it does; with the command's text, underlined in it.
fn effects(judged: &Judgement, command: Option<&str>) -> String {
    let mut out = format!("\n{BOLD}what it would do{BOLD:#}\n");
    for action in judged.actions.iter().take(MAX_ACTIONS) {
        out.push_str(&of_action(action, command));
    }
    if judged.actions.len() > MAX_ACTIONS {
        let _ = writeln!(out, "  … and {} more actions (all with --json)", judged.actions.len() - MAX_ACTIONS);
    }
    out
}

fn of_action(action: &Action, command: Option<&str>) -> String {
    let mut out = String::new();
    match command.and_then(|text| span::underlined(text, action.span)) {
        Some((text, mark)) => {
            let style = AnsiColor::Cyan.on_default();
            let _ = writeln!(out, "  {text}\n  {style}{mark}{style:#}");
            if !text.contains(action.words.as_str()) {
                let _ = writeln!(out, "    {DIM}is{DIM:#} {}", line(&action.words));
            }
        }
        None => _ = writeln!(out, "  {}", line(&action.words)),
    }
    action.effects.iter().for_each(|e| out.push_str(&of_effect(e)));
    out
}

fn of_effect(e: &Effect) -> String {
    let target = match e.target.path() {
        Some(path) => format!("{} ({}, {})", line(&path.resolved), path.place.name(), path.class.name()),
        None => line(e.target.text()),
    };
    let mut notes = vec![
        e.scope.name().to_owned(),
        e.reversibility.name().to_owned(),
        format!("{} risk", e.dimensions.level().name()),
    ];
    notes.extend(e.forced.then(|| "forced".to_owned()));
    match &e.certainty {
        Certainty::Sure => {}
        Certainty::Likely => notes.push("likely".to_owned()),
        Certainty::Unknown(why) => notes.push(format!("not understood: {}", line(why))),
    }
    let blank = if target.is_empty() { "" } else { " " };
    format!("    {}{blank}{target}  {DIM}{}{DIM:#}\n", e.verb.name(), notes.join(", "))
}

/// The five dimensions as bars of three.
fn bars(dimensions: Dimensions) -> String {
    let mut out = format!("\n{BOLD}risk{BOLD:#} {}\n", dimensions.level().name());
    for (name, value) in Dimensions::NAMES.iter().zip(dimensions.values()) {
        let full = "■".repeat(usize::from(value));
        let rest = "□".repeat(usize::from(3 - value.min(3)));
        let _ = writeln!(out, "  {name:14} {full}{rest} {value}");
    }
    out
}

/// The decision table with the cell that this falls into in brackets.
fn cell(judged: &Judgement) -> String {
    const COLUMNS: [Authorization; 4] =
        [Authorization::None, Authorization::Implied, Authorization::Named, Authorization::Approved];
    let mut out = format!("\n{BOLD}decision table{BOLD:#}  (who asked for it)\n  {:9}", "risk");
    COLUMNS.iter().for_each(|a| _ = write!(out, "{:^11}", a.name()));
    out.push('\n');
    for risk in [Risk::Low, Risk::Medium, Risk::High, Risk::Critical] {
        let _ = write!(out, "  {:9}", risk.name());
        for authorization in COLUMNS {
            let word = table::decide(risk, authorization).name();
            let here = (risk, authorization) == (judged.risk, judged.authorization);
            let word = if here { format!("[{word}]") } else { word.to_owned() };
            let _ = write!(out, "{word:^11}");
        }
        out.push('\n');
    }
    out
}

/// What would make the stop go away.
fn lifts(verdict: &Verdict, command: &str) -> String {
    if !verdict.decision().stops() || verdict.hard() {
        return String::new();
    }
    let findings: Vec<&Finding> = told(verdict).filter(|f| f.outcome > automode_model::Outcome::Contain).collect();
    let mut common = vec![Lift::Named, Lift::Approved, Lift::Managed];
    common.retain(|lift| findings.iter().all(|f| f.lifts.contains(lift)));
    // What is critical is asked about even where the user named it.
    common.retain(|lift| *lift != Lift::Named || verdict.judgement().risk < Risk::Critical);
    let words = |lift: &Lift| match lift {
        Lift::Named => "words of the user that name this operation and its target",
        Lift::Approved => "a one-time approval of exactly this action",
        Lift::Managed => "a rule of an administrator",
    };
    if findings.is_empty() || common.is_empty() {
        return String::new();
    }
    let list: Vec<&str> = common.iter().map(words).collect();
    let said = if common.contains(&Lift::Named) { example(verdict, command) } else { String::new() };
    format!("\n{BOLD}what would lift it{BOLD:#}  {}\n{said}", list.join("; or "))
}

/// What the user could say, in the plainest words.
fn example(verdict: &Verdict, command: &str) -> String {
    const MOST: usize = 4;
    let said = wording::of(&verdict.judgement().actions, command);
    if said.is_empty() || said.len() > MOST || command.is_empty() {
        return String::new();
    }
    format!("  for example: {}\n", line(&said.join(", ")))
}
