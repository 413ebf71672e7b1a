//! Which crate may use which (DESIGN: dependencies point one way), and how long the lock file may be.

use serde_json::Value;

use super::Problem;
use crate::run::{self, Result, cargo};

/// Who may use whom. A new edge is a decision: it is written here first.
const ALLOWED: &[(&str, &[&str])] = &[
    ("memchr", &[]),
    ("cpufeatures", &[]),
    ("automode-model", &[]),
    ("automode-shell", &["automode-model"]),
    ("automode-engine", &["automode-model", "automode-shell"]),
    ("automode-ledger", &["automode-model"]),
    ("automode-contain", &["automode-model"]),
    ("automode-agents", &["automode-model", "automode-ledger"]),
    (
        "automode",
        &[
            "automode-model",
            "automode-shell",
            "automode-engine",
            "automode-ledger",
            "automode-contain",
            "automode-agents",
        ],
    ),
    ("xtask", &["automode-model", "automode-engine", "automode-contain"]),
];

/// The most packages that Cargo.lock may name, ours included. Every one of them is code that runs with our rights;
/// raising this number needs a line in docs/DEPENDENCIES.md.
const MAX_PACKAGES: usize = 110;

pub fn check() -> Result<Vec<Problem>> {
    let text = run::output(cargo().args(["metadata", "--format-version", "1", "--no-deps"]))?;
    let metadata: Value = serde_json::from_str(&text).map_err(|e| format!("cargo metadata: {e}"))?;
    let mut problems = Vec::new();
    for package in metadata.get("packages").and_then(Value::as_array).into_iter().flatten() {
        package_edges(package, &mut problems);
    }
    let lock = run::read(&run::root().join("Cargo.lock"))?;
    let packages = lock.lines().filter(|l| *l == "[[package]]").count();
    if packages > MAX_PACKAGES {
        let what = format!("{packages} packages, more than {MAX_PACKAGES}");
        problems.push(Problem::new(
            "Cargo.lock",
            1,
            what,
            "leave the new dependency out, or justify it and raise the limit",
        ));
    }
    problems.extend(sources(&lock));
    Ok(problems)
}

fn package_edges(package: &Value, problems: &mut Vec<Problem>) {
    let name = package.get("name").and_then(Value::as_str).unwrap_or_default();
    let file = format!("crates/{}/Cargo.toml", name.trim_start_matches("automode-"));
    let Some((_, allowed)) = ALLOWED.iter().find(|(n, _)| *n == name) else {
        problems.push(Problem::new(
            &file,
            1,
            format!("crate `{name}` is not in the list of edges"),
            "xtask/src/tidy/edges.rs",
        ));
        return;
    };
    for dependency in package.get("dependencies").and_then(Value::as_array).into_iter().flatten() {
        let to = dependency.get("name").and_then(Value::as_str).unwrap_or_default();
        let ours = dependency.get("path").is_some();
        if ours && to != name && !allowed.contains(&to) {
            let what = format!("`{name}` may not depend on `{to}`");
            problems.push(Problem::new(&file, 1, what, "dependencies point one way; see xtask/src/tidy/edges.rs"));
        }
    }
}

/// Everything comes from one registry, whichever that is: a git source, a path source or a second registry is code that
/// nobody else looks at.
fn sources(lock: &str) -> Vec<Problem> {
    let named = || lock.lines().filter(|l| l.starts_with("source = "));
    let usual = named().max_by_key(|l| named().filter(|m| m == l).count()).unwrap_or_default();
    let foreign = |line: &str| line.starts_with("source = ") && (line != usual || !line.contains("\"registry+"));
    let hint = "use a published version from the default registry";
    let lines = lock.lines().enumerate().filter(|(_, l)| foreign(l));
    lines.map(|(n, l)| Problem::new("Cargo.lock", n + 1, format!("foreign {l}"), hint)).collect()
}
