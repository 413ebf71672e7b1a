//! Gemini CLI: its policy files (TOML), and the lists of tools in its settings.

use serde_json::Value as Json;
use toml::Value;

use super::token::{command, parts, server, unknown};
use super::{About, Decision, Foreign};

/// Where they lie below the home; a folder stands for its files.
pub const HOME: &[&str] = &[".gemini/policies", ".gemini/settings.json"];
/// In a project.
pub const PROJECT: &[&str] = &[".gemini/settings.json"];

/// The rules of a file, whichever of the two it is.
pub fn read(text: &str) -> Result<Vec<Foreign>, String> {
    if text.trim_start().starts_with('{') { settings(text) } else { policy(text) }
}

fn settings(text: &str) -> Result<Vec<Foreign>, String> {
    let settings: Json = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let lists = [
        ("/tools/allowed", Decision::Allow),
        ("/allowedTools", Decision::Allow),
        ("/tools/exclude", Decision::Deny),
        ("/excludeTools", Decision::Deny),
    ];
    let mut out = Vec::new();
    for (pointer, decision) in lists {
        for rule in settings.pointer(pointer).and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str) {
            let (name, argument) = parts(rule);
            let about = tool(name, None, argument.map(str::to_owned));
            out.push(about.map_or_else(|| unknown(decision, rule), |about| Foreign::new(decision, about, rule)));
        }
    }
    Ok(out)
}

fn policy(text: &str) -> Result<Vec<Foreign>, String> {
    let file: toml::Table = toml::from_str(text).map_err(|e| e.message().to_owned())?;
    let rules = file.get("rule").and_then(Value::as_array).into_iter().flatten();
    Ok(rules.filter_map(Value::as_table).flat_map(of).collect())
}

/// A rule may name several tools and several prefixes.
fn of(rule: &toml::Table) -> Vec<Foreign> {
    let decision = match rule.get("decision").and_then(Value::as_str) {
        Some("allow") => Decision::Allow,
        Some("deny") => Decision::Deny,
        _ => Decision::Ask,
    };
    let server = rule.get("mcpName").and_then(Value::as_str);
    let mut names = texts(rule.get("toolName"));
    if names.is_empty() {
        names.push(if server.is_some() { "*".into() } else { String::new() });
    }
    let prefixes = texts(rule.get("commandPrefix"));
    let pattern = ["commandRegex", "argsPattern"].into_iter().find(|key| rule.contains_key(*key));
    // A permission for one mode of that agent would be one for all of ours.
    let only_in_a_mode = decision == Decision::Allow && rule.contains_key("modes");
    let mut out = Vec::new();
    for name in names {
        let source = format!("toolName = {name:?}");
        if only_in_a_mode {
            let why = "it holds in some modes of that agent only; decide whether it should hold always";
            out.push(Foreign::new(decision, About::Other(why.to_owned()), source));
            continue;
        }
        if let Some(key) = pattern {
            let about = About::Other(format!("`{key}` is a regular expression; write the command that you mean"));
            out.push(Foreign::new(decision, about, source));
        } else if prefixes.is_empty() {
            let about = tool(&name, server, None);
            let known = |about| Foreign::new(decision, about, source.as_str());
            out.push(about.map_or_else(|| unknown(decision, &source), known));
        }
        for prefix in prefixes.iter().filter(|_| pattern.is_none()) {
            let about = About::Command { text: prefix.trim().to_owned(), open: true };
            out.push(Foreign::new(decision, about, format!("commandPrefix = {prefix:?}")));
        }
    }
    out
}

fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn tool(name: &str, of_server: Option<&str>, argument: Option<String>) -> Option<About> {
    if let Some(name_of_server) = of_server {
        return Some(server(name_of_server, Some(name)));
    }
    Some(match name {
        "run_shell_command" | "ShellTool" => match command(argument.as_deref().unwrap_or("")) {
            About::Command { text, .. } => About::Command { text, open: true },
            other => other,
        },
        "read_file" | "read_many_files" | "list_directory" | "glob" | "search_file_content" => {
            About::Read(argument.unwrap_or_default())
        }
        "write_file" | "replace" | "edit" => About::Write(argument.unwrap_or_default()),
        "web_fetch" => About::Host(argument.unwrap_or_default()),
        "google_web_search" => About::Search,
        other => match other.split_once("__") {
            Some((name_of_server, tool)) => server(name_of_server, Some(tool)),
            None => return None,
        },
    })
}
