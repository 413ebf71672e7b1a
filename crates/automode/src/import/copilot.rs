//! GitHub Copilot: saved approvals of its command line, enterprise permissions, and the terminal list of VS Code. The files
//! differ by version, so that what decides is the nearest key above a rule: one about denying, asking or allowing.

use serde_json::Value;

use super::token::{command, parts, server, unknown};
use super::{About, Decision, Foreign};

/// Where they lie below the home.
pub const HOME: &[&str] = &[".copilot/permissions-config.json", ".copilot/settings.json", ".copilot/config.json"];
/// In a project.
pub const PROJECT: &[&str] = &[".vscode/settings.json", ".github/copilot/settings.json"];

/// How deep a file may be nested; real ones are four levels deep.
const MAX_DEPTH: usize = 12;

/// The list of VS Code: command → true or false.
const TERMINAL: &str = "chat.tools.terminal.autoApprove";

/// The rules of a file.
pub fn read(text: &str) -> Result<Vec<Foreign>, String> {
    let settings: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let mut out = Vec::new();
    walk(&settings, None, MAX_DEPTH, &mut out);
    Ok(out)
}

fn walk(value: &Value, decision: Option<Decision>, depth: usize, out: &mut Vec<Foreign>) {
    if depth == 0 {
        return;
    }
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                if key == TERMINAL {
                    terminal(inner, out);
                } else {
                    walk(inner, decision_of(key).or(decision), depth - 1, out);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, decision, depth - 1, out)),
        Value::String(rule) => out.extend(decision.and_then(|d| of(rule, d))),
        _ => {}
    }
}

fn decision_of(key: &str) -> Option<Decision> {
    let key = key.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| key.contains(w));
    if has(&["deny", "denied", "block", "exclude"]) {
        Some(Decision::Deny)
    } else if key == "ask" {
        Some(Decision::Ask)
    } else if has(&["allow", "approv"]) {
        Some(Decision::Allow)
    } else {
        None
    }
}

/// One rule; none where the text is none.
fn of(rule: &str, decision: Decision) -> Option<Foreign> {
    let about = match parts(rule) {
        ("shell" | "Shell", argument) => match command(argument.unwrap_or("")) {
            About::Command { text, .. } => About::Command { text, open: true },
            other => other,
        },
        ("write" | "Write" | "Edit", path) => About::Write(path.unwrap_or("").to_owned()),
        ("read" | "Read", path) => About::Read(path.unwrap_or("").to_owned()),
        ("url" | "Domain" | "web_fetch", host) => About::Host(host.unwrap_or("").to_owned()),
        (name, Some(tool)) if !name.is_empty() && !name.contains(char::is_whitespace) => server(name, Some(tool)),
        _ if rule.contains('(') => return Some(unknown(decision, rule)),
        _ => return None,
    };
    Some(Foreign::new(decision, about, rule))
}

fn terminal(value: &Value, out: &mut Vec<Foreign>) {
    for (key, said) in value.as_object().into_iter().flatten() {
        let approve = said.as_bool().or_else(|| said.get("approve").and_then(Value::as_bool));
        let decision = match approve {
            Some(true) => Decision::Allow,
            Some(false) => Decision::Ask,
            None => continue,
        };
        let about = if key.starts_with('/') && key.len() > 1 {
            About::Other("it is a regular expression; write the command that you mean".into())
        } else {
            About::Command { text: key.clone(), open: true }
        };
        out.push(Foreign::new(decision, about, format!("{TERMINAL}: {key} = {}", approve.unwrap_or(false))));
    }
}
