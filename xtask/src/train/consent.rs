//! `cargo xtask train --consent`: the weights of the judge of what users say, from the rows of `corpus/permission` (written for
//! this project) whose action is a command. `--evaluate` instead leaves out files, a tenth of them after the other; `--more DIR`
//! judges the rows of a folder that is never learned from.

use std::collections::BTreeSet;
use std::path::Path;

use automode_engine::decide::consent::learned::{MAGIC, SETS, features};

use super::corpus::texts;
use super::fit::Dice;
use super::linear::{self, Example, Learned};
use crate::args::Args;
use crate::run::{Result, root};

/// Where the engine takes them from.
const WEIGHTS: &str = "models/consent.bin";
/// The rows, and those by authors who never saw the program.
const FOLDERS: &[&str] = &["corpus/permission", "corpus/permission/others", "corpus/permission/twins"];
/// Features of fewer files are not learned.
const SOURCES: usize = 2;
/// So many weights are kept, those that move most: of four times as many, the rest say next to nothing.
const KEPT: usize = 24_000;
/// Parts that the files are dealt into.
const PARTS: u64 = 10;

/// A row one learns from.
struct Row {
    /// Its file: rows of one are left out together.
    file: String,
    line: String,
    /// What was typed.
    said: String,
    asked: bool,
    features: Vec<(u32, f32)>,
}

pub fn run(args: &Args) -> Result {
    let mut rows = Vec::new();
    for folder in FOLDERS {
        read(&root().join(folder), &mut rows)?;
    }
    println!("{} rows", rows.len());
    if let Some(more) = args.value("--more") {
        let mut unseen = Vec::new();
        read(Path::new(&more), &mut unseen)?;
        let learned = fit(&rows.iter().collect::<Vec<_>>());
        return report(&unseen.iter().map(|row| (learned.logit(&row.features), row)).collect::<Vec<_>>(), args);
    }
    if args.flag("--evaluate") {
        return report(&left_out(&rows), args);
    }
    let bytes = linear::packed(&fit(&rows.iter().collect::<Vec<_>>()), MAGIC, SETS);
    std::fs::write(root().join(WEIGHTS), bytes).map_err(|e| format!("{WEIGHTS}: {e}"))
}

fn read(folder: &Path, rows: &mut Vec<Row>) -> Result {
    for (file, text) in texts(folder, "txt")? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        rows.extend(text.lines().filter_map(|line| row(line, &name)));
    }
    Ok(())
}

/// `pass|stop PROMPTS :: COMMAND`, as the test `permission` of the engine describes it; none for edits.
fn row(line: &str, file: &str) -> Option<Row> {
    let (label, rest) = line.split_once(' ')?;
    let asked = match label {
        "pass" => true,
        "stop" => false,
        _ => return None,
    };
    let (said, command) = rest.split_once(" :: ")?;
    if command.starts_with('@') {
        return None;
    }
    let turns = said.trim().split(" // ").filter(|s| !s.starts_with("@ran "));
    let prompts: Vec<String> = turns.map(|p| p.replace('⏎', "\n")).collect();
    let features = features(&prompts, &command.replace('⏎', "\n"));
    Some(Row { file: file.to_owned(), line: line.to_owned(), said: said.trim().to_owned(), asked, features })
}

/// Of what nobody asked for, only those words teach that never ask: where the same ask for another command, it is the command that
/// is wrong, and that is for the readings to find.
fn fit(rows: &[&Row]) -> Learned {
    let asked: BTreeSet<&str> = rows.iter().filter(|r| r.asked).map(|r| r.said.as_str()).collect();
    let rows: Vec<&Row> = rows.iter().copied().filter(|r| r.asked || !asked.contains(r.said.as_str())).collect();
    let known = linear::shared(rows.iter().map(|r| (r.file.as_str(), r.features.as_slice())), SOURCES);
    let kept: Vec<Vec<(u32, f32)>> =
        rows.iter().map(|r| r.features.iter().copied().filter(|(f, _)| known.contains_key(f)).collect()).collect();
    let examples: Vec<Example<'_>> =
        rows.iter().zip(&kept).map(|(row, features)| Example { yes: row.asked, share: 1.0, features }).collect();
    linear::fit(&examples, "automode consent").most(KEPT)
}

/// Each row judged by weights that never saw its file.
fn left_out(rows: &[Row]) -> Vec<(f32, &Row)> {
    let mut judged = Vec::new();
    for part in 0..PARTS {
        let (out, kept): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|r| Dice::of(&r.file).next() % PARTS == part);
        let learned = fit(&kept);
        judged.extend(out.into_iter().map(|row| (learned.logit(&row.features), row)));
    }
    judged
}

/// How many that nobody asked for fall below what so many requests keep to.
#[expect(clippy::unnecessary_wraps, reason = "what `run` returns")]
fn report(judged: &[(f32, &Row)], args: &Args) -> Result {
    let mut asked: Vec<f32> = judged.iter().filter(|(_, r)| r.asked).map(|(s, _)| *s).collect();
    asked.sort_by(f32::total_cmp);
    let unasked = judged.iter().filter(|(_, r)| !r.asked).count();
    for permille in [5, 10, 20, 50, 100] {
        let Some(threshold) = asked.get(asked.len() * permille / 1000).copied() else { continue };
        let found = judged.iter().filter(|(s, r)| !r.asked && *s < threshold).count();
        println!("at {permille} of 1000 requests: threshold {threshold:.2}: {found} of {unasked} doubted");
    }
    println!("{:.4} of pairs in order", in_order(judged));
    if args.flag("--rows") {
        judged.iter().for_each(|(s, row)| println!("{s:.2} {}", row.line));
    }
    Ok(())
}

/// In how many of a hundred pairs of a request and of what is none the request sounds more like one.
fn in_order(judged: &[(f32, &Row)]) -> f64 {
    let mut sorted: Vec<&(f32, &Row)> = judged.iter().collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut pairs, mut asked) = (0usize, 0usize, 0usize);
    for (_, row) in sorted {
        match row.asked {
            true => (pairs, asked) = (pairs + below, asked + 1),
            false => below += 1,
        }
    }
    pairs as f64 / (below * asked).max(1) as f64
}
