//! Cursor's command line: `permissions` of `cli-config.json` and a project's `cli.json`.

use serde_json::Value;

use super::token::{command, parts, server, unknown};
use super::{About, Decision, Foreign};

/// Where they lie below the home.
pub const HOME: &[&str] = &[".cursor/cli-config.json"];
/// In a project.
pub const PROJECT: &[&str] = &[".cursor/cli.json"];

/// The rules of a file.
pub fn read(text: &str) -> Result<Vec<Foreign>, String> {
    let settings: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let mut out = Vec::new();
    for (key, decision) in [("deny", Decision::Deny), ("ask", Decision::Ask), ("allow", Decision::Allow)] {
        let rules = settings.pointer(&format!("/permissions/{key}")).and_then(Value::as_array).into_iter().flatten();
        out.extend(rules.filter_map(Value::as_str).map(|rule| of(rule, decision)));
    }
    Ok(out)
}

/// One rule. `Shell(git)` is about git whatever follows.
pub fn of(rule: &str, decision: Decision) -> Foreign {
    let about = match parts(rule) {
        ("Shell", argument) => match command(argument.unwrap_or("")) {
            About::Command { text, .. } => About::Command { text, open: true },
            other => other,
        },
        ("Read", path) => About::Read(path.unwrap_or("").to_owned()),
        ("Write" | "Edit", path) => About::Write(path.unwrap_or("").to_owned()),
        ("WebFetch" | "Domain", host) => About::Host(host.unwrap_or("").to_owned()),
        ("Mcp" | "MCP", Some(argument)) => {
            let (name, tool) = argument.split_once(':').unwrap_or((argument, ""));
            server(name, Some(tool))
        }
        _ => return unknown(decision, rule),
    };
    Foreign::new(decision, about, rule)
}
