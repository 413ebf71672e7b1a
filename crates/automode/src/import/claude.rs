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
    if !is_closed(rule) {
        let why = "its bracket is not closed, and the agent does not take it either";
        return Foreign::new(decision, About::Other(why.to_owned()), rule);
    }
    if is_parameter(rule) {
        let why = "it is about a parameter of the tool, which has no counterpart";
        return Foreign::new(decision, About::Other(why.to_owned()), rule);
    }
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

fn is_closed(rule: &str) -> bool {
    let rule = rule.trim();
    rule.contains('(') == rule.ends_with(')')
}

/// `Bash(run_in_background:true)`, `Agent(model:opus)`: a name and a value. A prefix has a star behind its colon, and a
/// domain has a form of its own.
fn is_parameter(rule: &str) -> bool {
    let (tool, Some(argument)) = parts(rule) else { return false };
    let Some((name, value)) = argument.split_once(':') else { return false };
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let path = matches!(tool, "Read" | "Edit" | "Write" | "WebFetch" | "Skill" | "SlashCommand");
    plain && !path && !value.is_empty() && !value.starts_with('*') && !value.contains([' ', '/'])
}

/// `//x` is from the root, `/x` from the place of the settings, `~/x` from the home, the rest from where it works.
fn path_of(path: &str) -> String {
    match path.strip_prefix('/') {
        Some(rest) if rest.starts_with('/') => rest.to_owned(),
        Some(rest) => format!("./{rest}"),
        None => path.to_owned(),
    }
}
