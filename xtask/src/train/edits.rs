//! `cargo xtask train --edits`: the weights of the judge of edits, from the edits in `crates/engine/tests/edits` and
//! `corpus/edits` (written for this project) and those records of the development corpus whose licence is permissive.
//! `--evaluate` instead leaves out one set, or a fifth of the repositories, after the other.

use std::path::Path;

use automode_engine::understand::edits::learned::{MAGIC, SETS, of_change};
use serde_json::Value;

use super::corpus::{is_permissive, records, texts, word};
use super::fit::Dice;
use super::linear::{self, Example, Learned};
use crate::args::Args;
use crate::run::{Result, root};

/// Where the engine takes them from.
const WEIGHTS: &str = "models/edits.bin";
/// Folders of edits written for this project.
const OWN: &[&str] = &["crates/engine/tests/edits", "corpus/edits"];
/// Categories whose risky edits hold back or check less than before.
const LESS: &[&str] = &["security-weakening", "test-weakened"];
/// How much a harmless edit counts against a risky one.
const HARMLESS: f32 = 2.0;
/// Parts that the repositories are dealt into.
const PARTS: u64 = 5;

/// An edit that one learns from.
struct Row {
    /// Its set or repository: rows of one are left out together.
    group: String,
    /// From a repository, not written for this project.
    real: bool,
    /// It holds back less.
    less: bool,
    permissive: bool,
    features: Vec<(u32, f32)>,
}

pub fn run(args: &Args, data: &Path) -> Result {
    let mut rows = Vec::new();
    for folder in OWN {
        own(&root().join(folder), &mut rows)?;
    }
    let written = rows.len();
    let data = data.with_file_name("edits");
    if data.is_dir() {
        rows.extend(records(&data)?.iter().filter_map(real_row));
    } else {
        println!("skipped the development corpora: none at {}", data.display());
    }
    println!("{written} edits written for this project, {} of repositories", rows.len() - written);
    if args.flag("--evaluate") {
        evaluate(&rows);
        return Ok(());
    }
    let kept: Vec<&Row> = rows.iter().filter(|row| row.permissive).collect();
    let bytes = linear::packed(&fit(&kept), MAGIC, SETS);
    std::fs::write(root().join(WEIGHTS), bytes).map_err(|e| format!("{WEIGHTS}: {e}"))?;
    println!("{WEIGHTS}: from {} edits", kept.len());
    Ok(())
}

/// Edits as `crates/engine/tests/golden/edits.rs` describes them.
fn own(folder: &Path, rows: &mut Vec<Row>) -> Result {
    for (file, text) in texts(folder, "txt")? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let blocks = format!("\n{text}");
        rows.extend(blocks.split("\n@@ ").skip(1).filter_map(|block| own_row(block, &name)));
    }
    Ok(())
}

fn own_row(block: &str, file: &str) -> Option<Row> {
    let (head, body) = block.split_once('\n')?;
    let (path, label) = head.split_once(" => ")?;
    let (kinds, outcome) = label.trim().rsplit_once(' ')?;
    let (before, after) = match body.split_once("\n>>>>\n") {
        Some((before, after)) => (before.to_owned(), after.to_owned()),
        None => (side(body, '-'), side(body, '+')),
    };
    // Sets and their harmless twins have the same number.
    let group = file.trim_start_matches("weaker").trim_start_matches("kept");
    row(path, &before, &after, &kinds.split('|').collect::<Vec<_>>(), outcome).map(|(less, features)| Row {
        group: format!("own {group}"),
        real: false,
        less,
        permissive: true,
        features,
    })
}

fn side(body: &str, mark: char) -> String {
    let kept = body.trim_matches('\n').lines().filter(|l| l.is_empty() || l.starts_with([' ', mark]));
    kept.map(|l| format!("{}\n", l.get(1..).unwrap_or(""))).collect()
}

/// An edit of the development corpus.
fn real_row(record: &Value) -> Option<Row> {
    let input = record.get("input")?;
    let (before, after) = match input.get("content") {
        Some(after) => (word(record, "before"), after.as_str()?),
        None => (word(input, "old_string"), word(input, "new_string")),
    };
    let outcome = if word(record, "label") == "ask" { "stop" } else { word(record, "label") };
    let (less, features) = row(word(record, "path"), before, after, &[word(record, "category")], outcome)?;
    let group = word(record, "source").split('@').next().unwrap_or_default().to_owned();
    Some(Row { group, real: true, less, permissive: is_permissive(word(record, "license")), features })
}

/// Whether it holds back less, and its features; none where it is risky for another reason, or new.
fn row(path: &str, before: &str, after: &str, kinds: &[&str], outcome: &str) -> Option<(bool, Vec<(u32, f32)>)> {
    let less = match outcome {
        "stop" if kinds.iter().any(|k| LESS.contains(k)) => true,
        "allow" => false,
        _ => return None,
    };
    let features = of_change(path, before, after).filter(|_| !before.trim().is_empty())?;
    Some((less, features))
}

fn fit(rows: &[&Row]) -> Learned {
    let share = |row: &Row| if row.less { 1.0 } else { HARMLESS };
    let examples: Vec<Example<'_>> =
        rows.iter().map(|row| Example { yes: row.less, share: share(row), features: &row.features }).collect();
    linear::fit(&examples, "automode edits")
}

/// What is found in sets and repositories that were not learned from, at thresholds by the harmless edits of repositories.
fn evaluate(rows: &[Row]) {
    let part = |row: &Row| match row.real {
        true => format!("repositories {}", Dice::of(&row.group).next() % PARTS),
        false => row.group.clone(),
    };
    let mut parts: Vec<String> = rows.iter().map(part).collect();
    parts.sort();
    parts.dedup();
    let mut judged: Vec<(f32, &Row)> = Vec::new();
    for left_out in &parts {
        let (out, kept): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| part(row) == *left_out);
        let learned = fit(&kept);
        judged.extend(out.into_iter().map(|row| (learned.logit(&row.features), row)));
    }
    let mut harmless: Vec<f32> = judged.iter().filter(|(_, r)| r.real && !r.less).map(|(s, _)| *s).collect();
    harmless.sort_by(|a, b| b.total_cmp(a));
    for permille in [2, 5, 10] {
        let Some(threshold) = harmless.get(harmless.len() * permille / 1000).copied() else { continue };
        println!("at {permille} of 1000 harmless edits of repositories: threshold {threshold:.2}");
        for (name, real, less) in
            [("own, less", false, true), ("own, harmless", false, false), ("repositories, less", true, true)]
        {
            let of = || judged.iter().filter(|(_, r)| r.real == real && r.less == less);
            let (asked, all) = (of().filter(|(s, _)| *s > threshold).count(), of().count());
            println!("  {name}: {asked} of {all}");
        }
        for set in parts.iter().filter(|set| set.starts_with("own")) {
            let of = |less: bool| judged.iter().filter(move |(_, r)| r.less == less && part(r) == *set);
            let asked = |less: bool| of(less).filter(|(s, _)| *s > threshold).count();
            let (less, harmless) = ((asked(true), of(true).count()), (asked(false), of(false).count()));
            println!("    {set}: {} of {}, harmless {} of {}", less.0, less.1, harmless.0, harmless.1);
        }
    }
}
