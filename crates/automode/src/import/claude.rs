//! Claude Code: `permissions` of its settings files.

use serde_json::Value;

use super::token::{command, parts, server, unknown};
use super::{About, Decision, Foreign};

/// Where they lie: below the home, and in a project.
pub const HOME: &[&str] = &[".claude/settings.json"];
/// In a project.
pub const PROJECT: &[&str] = &[".claude/settings.json", ".claude/settings.local.json"];

/// The rules of a settings file.
pub fn read(text: &str) -> Result<Vec<Foreign>, String> {
    let settings: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let Some(permissions) = settings.get("permissions") else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    for (key, decision) in [("deny", Decision::Deny), ("ask", Decision::Ask), ("allow", Decision::Allow)] {
        let rules = permissions.get(key).and_then(Value::as_array).into_iter().flatten();
        out.extend(rules.filter_map(Value::as_str).map(|rule| of(rule, decision)));
    }
    let dirs = permissions.get("additionalDirectories").and_then(Value::as_array).into_iter().flatten();
    out.extend(dirs.filter_map(Value::as_str).map(|dir| {
        Foreign::new(Decision::Allow, About::Directory(dir.to_owned()), format!("additionalDirectories: {dir}"))
    }));
    Ok(out)
}

/// One rule.
pub fn of(rule: &str, decision: Decision) -> Foreign {
    let about = match parts(rule) {
        ("Bash" | "PowerShell", argument) => command(argument.unwrap_or("")),
        ("Read" | "Grep" | "Glob" | "LS", path) => About::Read(path_of(path.unwrap_or(""))),
        ("Edit" | "Write" | "MultiEdit" | "NotebookEdit", path) => About::Write(path_of(path.unwrap_or(""))),
        ("WebFetch", argument) => {
            About::Host(argument.and_then(|a| a.strip_prefix("domain:")).unwrap_or("").trim().to_owned())
        }
        ("WebSearch", _) => About::Search,
        ("Task" | "Agent" | "Skill" | "SlashCommand" | "TodoWrite" | "ExitPlanMode", _) => About::Subagent,
        (name, _) => match name.strip_prefix("mcp__") {
            Some(rest) => match rest.split_once("__") {
                Some((name, tool)) => server(name, Some(tool)),
                None => server(rest, None),
            },
            None => return unknown(decision, rule),
        },
    };
    Foreign::new(decision, about, rule)
}

/// `//x` is from the root, `/x` from the place of the settings, `~/x` from the home, the rest from where it works.
fn path_of(path: &str) -> String {
    match path.strip_prefix('/') {
        Some(rest) if rest.starts_with('/') => rest.to_owned(),
        Some(rest) => format!("./{rest}"),
        None => path.to_owned(),
    }
}
