//! `cargo xtask train --edits`: the weights of the judge of edits, from the edits in `crates/engine/tests/edits` and
//! `corpus/edits` (written for this project) and those records of the development corpus whose licence is permissive.
//! `--evaluate` instead leaves out one set, or a fifth of the repositories, after the other.

use std::collections::BTreeMap;
use std::path::Path;

use automode_engine::understand::edits::learned::{MAGIC, SETS, of_change};
use automode_engine::weights::{WAYS, place};
use serde_json::Value;

use super::corpus::{is_permissive, records, texts, word};
use super::fit::Dice;
use crate::args::Args;
use crate::run::{Result, root};

/// Where the engine takes them from.
const WEIGHTS: &str = "models/edits.bin";
/// Folders of edits written for this project.
const OWN: &[&str] = &["crates/engine/tests/edits", "corpus/edits"];
/// Categories whose risky edits hold back or check less than before.
const LESS: &[&str] = &["security-weakening", "test-weakened"];
/// Passes over the edits.
const EPOCHS: usize = 60;
/// From this pass on the weights are averaged.
const MEAN_FROM: usize = 20;
/// How far one edit moves a weight that was never moved.
const RATE: f32 = 0.5;
/// Pulls weights to zero, per update.
const DECAY: f32 = 1e-4;
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
    std::fs::write(root().join(WEIGHTS), packed(&fit(&kept))).map_err(|e| format!("{WEIGHTS}: {e}"))?;
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

/// What was learned: a weight for each feature, and the bias.
struct Learned {
    weights: BTreeMap<u32, f32>,
    bias: f32,
}

impl Learned {
    fn logit(&self, row: &Row) -> f32 {
        self.bias + row.features.iter().map(|(f, v)| v * self.weights.get(f).copied().unwrap_or(0.0)).sum::<f32>()
    }
}

/// Logistic regression by AdaGrad, the mean of its last passes.
fn fit(rows: &[&Row]) -> Learned {
    let mut numbers: BTreeMap<u32, usize> = BTreeMap::new();
    for (feature, _) in rows.iter().flat_map(|row| &row.features) {
        let next = numbers.len();
        numbers.entry(*feature).or_insert(next);
    }
    let indexed: Vec<Vec<(usize, f32)>> =
        rows.iter().map(|r| r.features.iter().filter_map(|(f, v)| Some((*numbers.get(f)?, *v))).collect()).collect();
    // One more feature, which every edit has: the bias.
    let bias = numbers.len();
    let (mut of, mut sums, mut mean) = (vec![0.0f32; bias + 1], vec![1e-2f32; bias + 1], vec![0.0f32; bias + 1]);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut dice = Dice::of("automode edits");
    for epoch in 0..EPOCHS {
        for n in (1..order.len()).rev() {
            order.swap(n, dice.below(n + 1));
        }
        for at in &order {
            let (Some(row), Some(features)) = (rows.get(*at), indexed.get(*at)) else { continue };
            let features = || features.iter().copied().chain([(bias, 1.0)]);
            let at = |of: &[f32], n: usize| of.get(n).copied().unwrap_or(0.0);
            let logit: f32 = features().map(|(n, v)| v * at(&of, n)).sum();
            let share = if row.less { 1.0 } else { HARMLESS };
            let wrong = (1.0 / (1.0 + (-logit).exp()) - f32::from(u8::from(row.less))) * share;
            for (n, v) in features() {
                let (Some(w), Some(sum)) = (of.get_mut(n), sums.get_mut(n)) else { continue };
                let gradient = DECAY.mul_add(*w, wrong * v);
                *sum += gradient * gradient;
                *w -= RATE * gradient / sum.sqrt();
            }
        }
        if epoch >= MEAN_FROM {
            mean.iter_mut().zip(&of).for_each(|(m, w)| *m += w / (EPOCHS - MEAN_FROM) as f32);
        }
    }
    let at = |n: usize| mean.get(n).copied().unwrap_or(0.0);
    Learned { weights: numbers.iter().map(|(f, n)| (*f, at(*n))).collect(), bias: at(bias) }
}

/// The weights in bytes: see `weights`.
fn packed(learned: &Learned) -> Vec<u8> {
    let step = learned.weights.values().fold(0.0f32, |m, w| m.max(w.abs())).max(1e-6) / 127.0;
    let mut sets: Vec<Vec<(i8, [u8; 2])>> = vec![Vec::new(); SETS];
    for (hash, weight) in &learned.weights {
        #[expect(clippy::cast_possible_truncation, reason = "between -127 and 127 by the step")]
        let unit = (weight / step).round() as i8;
        let (set, mark) = place(*hash, SETS);
        if let Some(set) = sets.get_mut(set).filter(|_| unit != 0) {
            set.push((unit, mark));
        }
    }
    let mut out = format!("{MAGIC}{step:e} {:e}\n", learned.bias).into_bytes();
    for set in &mut sets {
        set.sort_by_key(|(unit, mark)| (std::cmp::Reverse(unit.unsigned_abs()), *mark));
        let way = |n: usize| set.get(n).copied().unwrap_or((0, [0; 2]));
        out.extend((0..WAYS).flat_map(|n| way(n).1));
        out.extend((0..WAYS).map(|n| way(n).0.to_ne_bytes()[0]));
    }
    let lost: usize = sets.iter().map(|set| set.len().saturating_sub(WAYS)).sum();
    println!("{} weights, {lost} left out", learned.weights.len());
    out
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
        judged.extend(out.into_iter().map(|row| (learned.logit(row), row)));
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
