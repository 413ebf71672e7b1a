//! A tool as a server describes it: everything that a model reads of it, and one spelling of the whole for its hash. Called by
//! the gate and by `scan`.

use std::collections::BTreeMap;

use automode_engine::inspect::injection::{self, Kind, Place};
use automode_ledger::Hash;
use automode_model::Reading;
use serde_json::{Map, Value};

/// Deeper descriptions are nobody's.
const MAX_DEPTH: usize = 32;

/// What its descriptions, names and defaults say to a model.
pub fn reading(name: &str, tool: &Map<String, Value>) -> Reading {
    let mut texts = Vec::new();
    descriptions(&Value::Object(tool.clone()), &mut texts, 0);
    injection::scan(&texts.join("\n"), Place::new(Kind::Tools, name))
}

/// The hash of the whole definition, whatever the order of its keys.
pub fn hash(tool: &Map<String, Value>) -> String {
    Hash::of(&[b"mcp-tool", text(tool).as_bytes()]).to_string()
}

/// Everything in a tool that a model reads.
fn descriptions(value: &Value, out: &mut Vec<String>, depth: usize) {
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Array(items) if depth < MAX_DEPTH => items.iter().for_each(|v| descriptions(v, out, depth + 1)),
        Value::Object(map) if depth < MAX_DEPTH => map.values().for_each(|v| descriptions(v, out, depth + 1)),
        _ => {}
    }
}

/// The tool in one spelling: keys in order.
fn text(tool: &Map<String, Value>) -> String {
    let sorted: BTreeMap<&String, String> = tool.iter().map(|(k, v)| (k, ordered(v, 0))).collect();
    format!("{sorted:?}")
}

fn ordered(value: &Value, depth: usize) -> String {
    match value {
        Value::Object(map) if depth < MAX_DEPTH => {
            let sorted: BTreeMap<&String, String> = map.iter().map(|(k, v)| (k, ordered(v, depth + 1))).collect();
            format!("{sorted:?}")
        }
        Value::Array(items) if depth < MAX_DEPTH => {
            format!("{:?}", items.iter().map(|v| ordered(v, depth + 1)).collect::<Vec<_>>())
        }
        other => other.to_string(),
    }
}
