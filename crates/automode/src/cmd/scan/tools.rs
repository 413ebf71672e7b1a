//! Tool lists of MCP servers: each description is looked at for orders beyond the tool, and pinned by its hash, so that a
//! tool that changes after it was trusted is told.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use automode_model::Reaction;
use serde_json::{Map, Value, json};

use super::look::{Finding, Level, Lines};
use crate::mcp::tools;
use crate::out::Failure;

/// Larger files are no tool list.
const MAX_LIST_BYTES: usize = 4 << 20;

/// The pinned tools and those of this run.
pub struct Pins {
    file: Option<PathBuf>,
    old: Option<BTreeMap<String, String>>,
    now: BTreeMap<String, String>,
    repin: bool,
}

impl Pins {
    /// The pins of a file, where there is one.
    pub fn open(file: Option<&Path>, repin: bool) -> Result<Self, Failure> {
        let old = file.filter(|f| f.exists()).map(read).transpose()?;
        Ok(Self { file: file.map(Path::to_owned), old, now: BTreeMap::new(), repin })
    }

    /// What a tool's pin says of it as it is now.
    fn judge(&mut self, name: &str, hash: &str) -> Option<(&'static str, String)> {
        self.now.insert(name.to_owned(), hash.to_owned());
        let old = self.old.as_ref().filter(|_| !self.repin)?;
        match old.get(name) {
            Some(pinned) if pinned == hash => None,
            Some(_) => Some(("mcp.changed-tool", format!("the tool `{name}` is not as it was when it was pinned"))),
            None => Some(("mcp.new-tool", format!("the tool `{name}` was not there when the tools were pinned"))),
        }
    }

    /// Writes the pins where there were none, and tells what is gone.
    pub fn close(self) -> Result<Vec<Finding>, Failure> {
        let Some(file) = self.file else { return Ok(Vec::new()) };
        let Some(old) = self.old.filter(|_| !self.repin) else {
            let text = format!("{:#}\n", json!({"version": 1, "tools": self.now}));
            std::fs::write(&file, text).map_err(|e| Failure::new(format!("cannot write `{}`: {e}", file.display())))?;
            return Ok(Vec::new());
        };
        let name = file.display().to_string();
        let gone = old.keys().filter(|tool| !self.now.contains_key(*tool));
        let tell = |tool: &String| {
            let message = format!("the tool `{tool}` is pinned and no longer there");
            Lines::new("").finding(&name, 0, "mcp.gone-tool".into(), Level::Note, message, None)
        };
        Ok(gone.map(tell).collect())
    }
}

fn read(file: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let fail = |why: String| {
        Failure::new(format!("`{}` is not a file of pins: {why}", file.display())).hint("--repin writes it anew")
    };
    let text = std::fs::read_to_string(file).map_err(|e| fail(e.to_string()))?;
    let value: Value = serde_json::from_str(&text).map_err(|e| fail(e.to_string()))?;
    let tools = value.get("tools").and_then(Value::as_object).ok_or_else(|| fail("it has no `tools`".into()))?;
    Ok(tools.iter().filter_map(|(name, hash)| Some((name.clone(), hash.as_str()?.to_owned()))).collect())
}

/// The findings about the tools that a text lists, where it is such a list.
pub fn check(file: &str, text: &str, pins: &mut Pins) -> Vec<Finding> {
    let lists = text.len() <= MAX_LIST_BYTES && text.contains("\"description\"");
    let list = lists.then(|| serde_json::from_str::<Value>(text).ok()).flatten();
    let lines = Lines::new(text);
    let mut out = Vec::new();
    for (name, tool) in list.iter().flat_map(|value| listed(value, "")) {
        // Where the tool stands: by its name, which JSON spells as we do unless somebody hides it.
        let own = tool.get("name").and_then(Value::as_str).unwrap_or("");
        let at = text.find(&format!("\"{own}\"")).unwrap_or(0);
        out.extend(poisoned(file, &name, tool, &lines, at));
        let hash = tools::hash(tool);
        if let Some((rule, message)) = pins.judge(&name, &hash) {
            let level = if rule == "mcp.changed-tool" { Level::Error } else { Level::Warning };
            out.push(lines.finding(file, at, rule.to_owned(), level, message, Some(String::new())));
        }
    }
    out
}

fn poisoned(file: &str, name: &str, tool: &Map<String, Value>, lines: &Lines<'_>, at: usize) -> Option<Finding> {
    let reading = tools::reading(name, tool);
    let technique = reading.technique().filter(|_| reading.reaction > Reaction::Clean)?;
    let message = format!("the tool `{name}` speaks to the agent: {}", technique.doc());
    Some(lines.finding(file, at, format!("injection.{}", technique.name()), Level::Error, message, Some(String::new())))
}

/// The tools in a list, in a server's answer, or in a map from servers to either.
fn listed<'v>(value: &'v Value, server: &str) -> Vec<(String, &'v Map<String, Value>)> {
    let named = |name: &str| if server.is_empty() { name.to_owned() } else { format!("{server}/{name}") };
    match value {
        Value::Array(items) => {
            let tool = |v: &'v Value| {
                let map = v.as_object()?;
                map.get("description").filter(|d| d.is_string())?;
                Some((named(map.get("name")?.as_str()?), map))
            };
            items.iter().filter_map(tool).collect()
        }
        Value::Object(map) => match (map.get("tools"), map.get("result")) {
            (Some(list), _) => listed(list, server),
            (None, Some(result)) if server.is_empty() => {
                result.get("tools").map_or_else(Vec::new, |list| listed(list, server))
            }
            _ if server.is_empty() => map.iter().flat_map(|(name, v)| listed(v, name)).collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
