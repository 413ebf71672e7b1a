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
    let mut out = Vec::new();
    for name in names {
        let source = format!("toolName = {name:?}");
        if let Some(key) = conditional(rule) {
            // Our rule would hold always: a permission would permit more, a denial deny more.
            let why = format!("`{key}` lets it hold in some cases only; decide whether it should hold always");
            out.push(Foreign::new(decision, About::Other(why), source));
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
    let reason = rule.get("denyMessage").and_then(Value::as_str);
    out.into_iter().map(|rule| rule.because(reason)).collect()
}

/// The key that makes a rule hold in some cases only. Without a mode it holds in all of them, as it does where the modes are
/// those in which anything is done: so the agent itself writes down what was permitted for good.
fn conditional(rule: &toml::Table) -> Option<&'static str> {
    let modes = texts(rule.get("modes"));
    let everywhere = modes.is_empty() || ["default", "autoEdit", "yolo"].iter().all(|m| modes.iter().any(|n| n == m));
    let other = ["subagent", "interactive", "toolAnnotations"].into_iter().find(|key| rule.contains_key(*key));
    other.or((!everywhere).then_some("modes"))
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
        other => {
            // `mcp_SERVER_TOOL` ends its server at the first underscore, as that agent reads it; `SERVER__TOOL` is older.
            let qualified = other.strip_prefix("mcp_").map(|rest| rest.split_once('_').unwrap_or((rest, "*")));
            let (name_of_server, tool) = qualified.or_else(|| other.split_once("__"))?;
            server(name_of_server, Some(tool))
        }
    })
}
