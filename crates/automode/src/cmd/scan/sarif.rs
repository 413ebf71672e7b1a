//! The report as SARIF 2.1.0, which code hosts show beside the lines.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Report;
use super::look::{Finding, Level};

/// The log: one run of one tool.
pub fn log(report: &Report) -> Value {
    let mut rules: BTreeMap<&str, &Finding> = BTreeMap::new();
    for f in &report.findings {
        rules.entry(&f.rule).or_insert(f);
    }
    let order: Vec<&str> = rules.keys().copied().collect();
    let results: Vec<Value> = report.findings.iter().map(|f| result(f, &order)).collect();
    let described: Vec<Value> = rules.values().map(|f| rule(f)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "automode",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": described,
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": report.skipped.iter().map(skipped).collect::<Vec<_>>(),
            }],
            "results": results,
        }],
    })
}

fn rule(f: &Finding) -> Value {
    json!({
        "id": f.rule,
        "shortDescription": {"text": f.message},
        "defaultConfiguration": {"level": f.level.name()},
        "properties": {"tags": ["security"], "security-severity": severity(f.level)},
    })
}

/// The scale of code hosts.
fn severity(level: Level) -> &'static str {
    match level {
        Level::Note => "2.0",
        Level::Warning => "5.5",
        Level::Error => "8.5",
    }
}

fn result(f: &Finding, rules: &[&str]) -> Value {
    json!({
        "ruleId": f.rule,
        "ruleIndex": rules.iter().position(|r| *r == f.rule),
        "level": f.level.name(),
        "message": {"text": f.message},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": uri(&f.file)},
            "region": {"startLine": f.line, "startColumn": f.column},
        }}],
        "partialFingerprints": {"automode/v1": f.fingerprint},
    })
}

fn skipped((file, why): &(String, String)) -> Value {
    json!({
        "level": "note",
        "message": {"text": format!("skipped, {why}")},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(file)}}}],
    })
}

/// A path as a reference: what has a meaning in an address is escaped.
fn uri(file: &str) -> String {
    let path = file.strip_prefix("./").unwrap_or(file);
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-._~".contains(&b);
    path.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
