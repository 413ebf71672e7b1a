//! The records of the development corpora as texts with features.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use automode_engine::inspect::injection::{Kind, Place};
use serde_json::Value;

use super::doc::Doc;
use crate::run::Result;

/// Licences that allow to train on a text and to publish what was learned.
pub fn is_permissive(licence: &str) -> bool {
    const ALLOWED: &[&str] =
        &["MIT", "Apache-2.0", "BSD", "ISC", "CC0", "CC-BY-4.0", "Unicode-3.0", "Artistic-2.0", "ODC-BY"];
    ALLOWED.iter().any(|a| licence.starts_with(a)) && !licence.contains("CC-BY-SA") && !licence.contains("GPL")
}

/// Name and text of each file of a folder that ends like this, in order.
pub fn texts(dir: &Path, extension: &str) -> Result<Vec<(PathBuf, String)>> {
    let list = std::fs::read_dir(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    let mut files: Vec<_> =
        list.flatten().map(|entry| entry.path()).filter(|p| p.extension().is_some_and(|e| e == extension)).collect();
    files.sort();
    let read = |file: PathBuf| match std::fs::read_to_string(&file) {
        Ok(text) => Ok((file, text)),
        Err(e) => Err(format!("{}: {e}", file.display())),
    };
    files.into_iter().map(read).collect()
}

/// Every record of the folder's files, a line each.
pub fn records(dir: &Path) -> Result<Vec<Value>> {
    let mut all = Vec::new();
    for (file, text) in texts(dir, "jsonl")? {
        for line in text.lines() {
            all.push(serde_json::from_str(line).map_err(|e| format!("{}: {e}", file.display()))?);
        }
    }
    Ok(all)
}

/// Every record that is learned from.
pub fn read(dir: &Path) -> Result<Vec<Doc>> {
    let mut docs: Vec<Doc> = records(dir)?.iter().filter(|record| word(record, "tier") != "aux").map(doc).collect();
    mark(&mut docs);
    Ok(docs)
}

/// An attack in a carrier: its sentences are those that the source has alone, too.
fn mark(docs: &mut [Doc]) {
    let mut alone = BTreeMap::<String, BTreeSet<u64>>::new();
    for doc in docs.iter().filter(|d| d.attack && !d.embedded) {
        alone.entry(doc.source.clone()).or_default().extend(doc.fingerprints());
    }
    let none = BTreeSet::new();
    for doc in docs.iter_mut().filter(|d| d.attack && d.embedded) {
        doc.mark(alone.get(&doc.source).unwrap_or(&none));
    }
}

pub fn word<'a>(record: &'a Value, key: &str) -> &'a str {
    record.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn doc(record: &Value) -> Doc {
    let path = word(record, "path");
    let place = match word(record, "kind") {
        "rules_file" => Place::new(Kind::Rules, path),
        "web" => Place::new(Kind::Web, path),
        "tool_output" => Place::new(Kind::Output, path),
        "issue" => Place::new(Kind::Thread, path),
        "mcp_description" => Place::new(Kind::Tools, path),
        _ => Place::file(path),
    };
    let mut doc = Doc::new(word(record, "content"), place, word(record, "label") == "attack");
    doc.id = word(record, "id").to_owned();
    doc.source = word(record, "source").to_owned();
    doc.category = word(record, "category").to_owned();
    doc.technique = word(record, "technique").to_owned();
    doc.embedded = word(record, "variant") == "embedded";
    doc.hidden_unicode = word(record, "technique") == "hidden-unicode";
    doc.permissive = is_permissive(word(record, "license"));
    doc
}
