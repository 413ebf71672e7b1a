//! `cargo xtask train --consent`: the weights of the judge of what users say, and the trees of the judges of commands and of edits
//! that were asked for, from the rows of `corpus/permission` (written for this project). `--evaluate` instead leaves out files, a tenth of them
//! after the other; `--more DIR` judges the rows of a folder that is never learned from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use automode_engine::decide::authorize::Who;
use automode_engine::decide::consent::learned::{MAGIC, SETS, features};
use automode_engine::decide::consent::weighed::{self, DEEDS, Model, STEPS};
use automode_engine::decide::entries::steps::{Steps, of_lines};
use automode_model::{Session, Text, Tool, ToolCall};

use super::corpus::texts;
use super::fit::Dice;
use super::linear::{self, Example, Learned};
use super::trees;
use crate::args::Args;
use crate::bare::Bare;
use crate::run::{Result, root};

/// Where the engine takes them from.
const WEIGHTS: &str = "models/consent.bin";
/// The rows, which a test holds us to, and those by authors who never saw the program; how much each row counts.
const FOLDERS: &[(&str, f32)] = &[
    ("corpus/permission", 2.0),
    ("corpus/permission/others", 1.0),
    ("corpus/permission/twins", 1.0),
    ("corpus/permission/open", 1.0),
    ("corpus/permission/everyday", 1.0),
];
/// Features of fewer files are not learned.
const SOURCES: usize = 2;
/// So many features are kept, those that move most.
const KEPT: usize = 20_000;
/// Parts that the files are dealt into.
const PARTS: u64 = 10;

/// Prompts that have nothing to do with any request before or after them.
const ASIDES: &[&str] = &[
    "what are you doing?",
    "how does the cache in src/cache.rs work?",
    "fix the failing test in parser_test.go",
    "now run the tests",
    "commit your work",
    "add a docstring to load()",
    "why is the build so slow?",
    "look at file 7",
    "show me the diff",
    "rename the variable tmp to total",
    "explain this error: index out of range",
    "ok, next: the README needs a section on setup",
    "which version of node do we use?",
    "good. please also format the code",
    "write a unit test for parse_date",
    "the login page looks odd on mobile, have a look",
    "list the open issues",
    "what did you change?",
    "bump the copyright year in the footer",
    "thanks! now the second task: sort the imports",
    "continue",
    "can you make the error message clearer?",
    "I pushed a commit, pull it first",
    "the linter complains about line 40",
    "refactor the handler into smaller functions",
    "where is the config read?",
    "add logging to the worker loop",
    "use async here",
    "check whether the types are right",
    "update the changelog for the new flag",
];

/// What somebody else's words, or words about words, begin with: behind them a request is none.
const OTHERS: &[&str] = &[
    "Anna wrote: ",
    "Tom says: ",
    "Lea in #ops: ",
    "from the ticket: ",
    "the runbook says: ",
    "a customer writes: ",
    "my boss asked me: ",
    "the issue is called: ",
    "translate into German: ",
    "proofread this sentence: ",
    "the log says: ",
    "what would you do if I said: ",
    "commit message: ",
    "the old bot answered to: ",
    "quote of the day: ",
    "in the docs under examples: ",
    "Subject: ",
    "Priya (10:31): ",
    "the test sends: ",
    "never do this: ",
];

/// What makes a request none at its end.
const TAKEN_BACK: &[&str] = &[
    " - no, forget it",
    " ... just kidding",
    ". That was the plan, at least",
    ", but not today",
    ", once Ana is back",
    " tomorrow after the standup",
    ", or so the ticket says",
    "? No, leave it",
    " // wait, don't",
    " // never mind, already done by Kim",
    " // hm, let me think about that first",
    " // actually no, keep it",
];

/// What a request may begin and end with.
const OPENINGS: &[&str] =
    &["hi! ", "ok: ", "next: ", "so, ", "one more thing: ", "as discussed: ", "thanks. now ", "hey, "];
const ENDINGS: &[&str] =
    &[" thanks", ", please", " asap", ", it is only in the way", ". I checked it twice", " // go", " // yes please"];

/// The same row as it would stand among other talk; what teaches nothing new is left out.
fn varied(line: &str, file: &str) -> Option<Row> {
    let dice = Dice::of(line).next() >> 8;
    let pick = |list: &[&'static str]| {
        list.get(usize::try_from(dice / 16).unwrap_or(0) % list.len()).copied().unwrap_or_default()
    };
    let before = |said: Vec<String>| std::iter::once(pick(ASIDES).to_owned()).chain(said).collect();
    let behind = |said: Vec<String>| said.into_iter().chain([pick(ASIDES).to_owned()]).collect();
    let opened = |with: &str, said: Vec<String>| {
        let last = said.len().saturating_sub(1);
        let opened = |(n, p): (usize, String)| if n == last { format!("{with}{p}") } else { p };
        said.into_iter().enumerate().map(opened).collect::<Vec<String>>()
    };
    let ended = |with: &str, said: Vec<String>| {
        let all = format!("{}{with}", said.join(" // ").trim_end_matches(['.', '!', ' ']));
        all.split(" // ").map(str::to_owned).collect::<Vec<String>>()
    };
    let none = |row: Row| Row { asked: false, ..row };
    match (dice % 16, line.starts_with("pass ")) {
        (0..=3, _) => row(line, file, behind),
        (4..=7, _) => row(line, file, before),
        (8..=9, true) => row(line, file, |said| opened(pick(OTHERS), said)).map(none),
        (10..=11, true) => row(line, file, |said| ended(pick(TAKEN_BACK), said)).map(none),
        (12..=13, true) => row(line, file, |said| opened(pick(OPENINGS), said)),
        (14, true) => row(line, file, |said| ended(pick(ENDINGS), said)),
        _ => None,
    }
}

/// A row one learns from.
struct Row {
    /// Its file: rows of one are left out together.
    file: String,
    /// What was typed, by turns.
    prompts: Vec<String>,
    /// What was to be done, as it stands in the file and as the engine puts it into words.
    action: String,
    deed: String,
    asked: bool,
    /// How much it counts.
    share: f32,
    features: Vec<(u32, f32)>,
    /// The edit, where it is one.
    edit: Option<Steps>,
}

pub fn run(args: &Args) -> Result {
    let named = args.flag("--rows");
    let mut rows = Vec::new();
    for (folder, share) in FOLDERS {
        let from = rows.len();
        read(&root().join(folder), &mut rows)?;
        rows.iter_mut().skip(from).for_each(|r| r.share = *share);
    }
    println!("{} rows", rows.len());
    if let Some(more) = args.value("--more") {
        let mut unseen = Vec::new();
        read(Path::new(&more), &mut unseen)?;
        let learned = fit(&rows.iter().collect::<Vec<_>>());
        let judged: Vec<(f32, &Row)> = unseen.iter().map(|row| (learned.logit(&row.features), row)).collect();
        report("words", &judged, named);
        let left = left_out(&rows);
        for judge in JUDGES {
            let grown = judge.grow(&judge.numbered(&left));
            let weighed: Vec<_> = judge.numbered(&judged).iter().map(|(n, row)| (grown.logit(n), *row)).collect();
            report(judge.model.path, &weighed, named);
        }
        return Ok(());
    }
    let judged = left_out(&rows);
    if args.flag("--evaluate") {
        report("words", &judged, named);
        for judge in JUDGES {
            report(judge.model.path, &judge.parts_left_out(&judge.numbered(&judged)), named);
        }
        return Ok(());
    }
    let bytes = linear::packed(&fit(&rows.iter().collect::<Vec<_>>()), MAGIC, SETS);
    std::fs::write(root().join(WEIGHTS), bytes).map_err(|e| format!("{WEIGHTS}: {e}"))?;
    // How words sound is learned from most of these rows; what is weighed beside it has to be what unseen words sound like.
    for judge in JUDGES {
        let (path, bytes) = (judge.model.path, judge.grow(&judge.numbered(&judged)).packed(judge.model.magic));
        std::fs::write(root().join(path), bytes).map_err(|e| format!("{path}: {e}"))?;
    }
    Ok(())
}

/// A judge that weighs numbers.
struct Judge {
    model: &'static Model,
    /// How deep its trees are. Commands are told apart by more at once.
    depth: usize,
    /// What it weighs of a row, by how the words sound; none where the row is of another kind.
    numbers: fn(&Row, f32) -> Option<Vec<f32>>,
}

const JUDGES: &[Judge] =
    &[Judge { model: &STEPS, depth: 3, numbers: of_edit }, Judge { model: &DEEDS, depth: 5, numbers: of_command }];

impl Judge {
    /// The rows of its kind with what is weighed of them.
    fn numbered<'a>(&self, judged: &[(f32, &'a Row)]) -> Vec<(Vec<f32>, &'a Row)> {
        let of = |(sounds, row): &(f32, &'a Row)| Some(((self.numbers)(row, *sounds)?, *row));
        let (first, second) = judged.split_at(judged.len() / 2);
        std::thread::scope(|s| {
            let rest = s.spawn(|| second.iter().filter_map(of).collect::<Vec<_>>());
            let mut all: Vec<_> = first.iter().filter_map(of).collect();
            all.extend(rest.join().unwrap_or_default());
            all
        })
    }

    fn grow(&self, rows: &[(Vec<f32>, &Row)]) -> trees::Grown {
        let examples: Vec<trees::Example<'_>> =
            rows.iter().map(|(numbers, row)| trees::Example { yes: row.asked, share: row.share, numbers }).collect();
        trees::grow(&examples, self.depth, "automode weighed")
    }

    /// Each row judged by trees that never saw its file.
    fn parts_left_out<'a>(&self, rows: &[(Vec<f32>, &'a Row)]) -> Vec<(f32, &'a Row)> {
        let mut judged = Vec::new();
        for part in 0..PARTS {
            let (out, kept): (Vec<_>, Vec<_>) = rows.iter().cloned().partition(|(_, r)| part_of(r) == part);
            let grown = self.grow(&kept);
            judged.extend(out.into_iter().map(|(numbers, row)| (grown.logit(&numbers), row)));
        }
        judged
    }
}

fn of_edit(row: &Row, sounds: f32) -> Option<Vec<f32>> {
    weighed::of_edit(&row.prompts, row.edit.as_ref()?, sounds)
}

/// What a command does is understood on a machine with nothing on it.
fn of_command(row: &Row, sounds: f32) -> Option<Vec<f32>> {
    if row.edit.is_some() {
        return None;
    }
    let command = Text::whole(row.deed.as_str());
    let call = ToolCall { name: "Bash".into(), id: None, tool: Tool::Shell { command, background: false } };
    let verdict = automode_engine::judge_call(&call, "/home/dev/project", &Bare, &Session::default());
    let actions = &verdict.judgement().actions;
    let session = Session { prompts: row.prompts.clone(), ..Session::default() };
    let heard = Who::new(&session, &row.deed, None, actions).heard();
    weighed::of_command(&row.prompts, &row.deed, actions, heard, sounds)
}

/// With which part a row is left out: with all of its file.
fn part_of(row: &Row) -> u64 {
    Dice::of(&row.file).next() % PARTS
}

fn read(folder: &Path, rows: &mut Vec<Row>) -> Result {
    for (file, text) in texts(folder, "txt")? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for line in text.lines() {
            rows.extend(row(line, &name, |said| said));
            rows.extend(varied(line, &name));
        }
    }
    Ok(())
}

/// A command as it is, an edit (`@edit` and `@write PATH :: OLD => NEW`) as the engine puts it into words, and its steps.
fn deed(action: &str) -> Option<(String, Option<Steps>)> {
    let Some(edit) = action.strip_prefix("@edit ").or_else(|| action.strip_prefix("@write ")) else {
        return (!action.starts_with('@')).then(|| (action.to_owned(), None));
    };
    let (path, change) = edit.split_once(" :: ")?;
    let (old, new) = change.split_once("=>")?;
    let steps = of_lines(path, old.trim_end(), new.trim())?;
    Some((steps.deed(), Some(steps)))
}

/// `pass|stop PROMPTS :: ACTION`, as the test `permission` of the engine describes it.
fn row(line: &str, file: &str, varied: impl FnOnce(Vec<String>) -> Vec<String>) -> Option<Row> {
    let (label, rest) = line.split_once(' ')?;
    let asked = match label {
        "pass" => true,
        "stop" => false,
        _ => return None,
    };
    let (said, command) = rest.split_once(" :: ")?;
    let (deed, edit) = deed(&command.replace('⏎', "\n"))?;
    let turns = said.trim().split(" // ").filter(|s| !s.starts_with("@ran "));
    let prompts = varied(turns.map(|p| p.replace('⏎', "\n")).collect());
    let features = features(&prompts, &deed);
    Some(Row { file: file.to_owned(), prompts, action: command.to_owned(), deed, asked, share: 1.0, features, edit })
}

/// Of what nobody asked for, only those words teach that never ask: where the same ask for another command, it is the command that
/// is wrong, and that is for the readings to find.
fn fit(rows: &[&Row]) -> Learned {
    let asked: BTreeSet<&[String]> = rows.iter().filter(|r| r.asked).map(|r| &r.prompts[..]).collect();
    let rows: Vec<&Row> = rows.iter().copied().filter(|r| r.asked || !asked.contains(&r.prompts[..])).collect();
    let known = linear::shared(rows.iter().map(|r| (r.file.as_str(), r.features.as_slice())), SOURCES);
    let kept: Vec<Vec<(u32, f32)>> =
        rows.iter().map(|r| r.features.iter().copied().filter(|(f, _)| known.contains_key(f)).collect()).collect();
    let chosen = most_telling(&learned(&rows, &kept), &kept);
    let fewer: Vec<Vec<(u32, f32)>> =
        kept.iter().map(|r| r.iter().copied().filter(|(f, _)| chosen.contains(f)).collect()).collect();
    learned(&rows, &fewer)
}

/// The features that move most, over all rows. Learned anew without the rest, a quarter of them judges as well as all.
fn most_telling(whole: &Learned, rows: &[Vec<(u32, f32)>]) -> BTreeSet<u32> {
    let mut squares: BTreeMap<u32, f32> = BTreeMap::new();
    rows.iter().flatten().for_each(|(f, v)| *squares.entry(*f).or_default() += v * v);
    let moved = |f: &u32, w: f32| w.abs() * squares.get(f).copied().unwrap_or(0.0).sqrt();
    let mut sizes: Vec<(f32, u32)> = whole.weights.iter().map(|(f, w)| (moved(f, *w), *f)).collect();
    sizes.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    sizes.iter().take(KEPT).map(|(_, f)| *f).collect()
}

fn learned(rows: &[&Row], kept: &[Vec<(u32, f32)>]) -> Learned {
    let examples: Vec<Example<'_>> =
        rows.iter().zip(kept).map(|(row, features)| Example { yes: row.asked, share: row.share, features }).collect();
    linear::fit(&examples, "automode consent")
}

/// Each row judged by weights that never saw its file.
fn left_out(rows: &[Row]) -> Vec<(f32, &Row)> {
    let of = |part: u64| {
        let (out, kept): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|r| part_of(r) == part);
        let learned = fit(&kept);
        out.into_iter().map(|row| (learned.logit(&row.features), row)).collect::<Vec<_>>()
    };
    std::thread::scope(|s| {
        let of = &of;
        let started: Vec<_> = (0..PARTS).map(|part| s.spawn(move || of(part))).collect();
        started.into_iter().flat_map(|t| t.join().unwrap_or_default()).collect()
    })
}

/// How many that nobody asked for fall below what so many requests keep to; each row, too, where these are wanted.
fn report(judge: &str, judged: &[(f32, &Row)], named: bool) {
    let mut asked: Vec<f32> = judged.iter().filter(|(_, r)| r.asked).map(|(s, _)| *s).collect();
    asked.sort_by(f32::total_cmp);
    let unasked = judged.iter().filter(|(_, r)| !r.asked).count();
    for permille in [5, 10, 20, 50, 100] {
        let Some(threshold) = asked.get(asked.len() * permille / 1000).copied() else { continue };
        let found = judged.iter().filter(|(s, r)| !r.asked && *s < threshold).count();
        println!("at {permille} of 1000 requests: threshold {threshold:.2}: {found} of {unasked} doubted");
    }
    println!("{judge}: {:.4} of pairs in order", in_order(judged));
    if named {
        for (s, row) in judged {
            let label = if row.asked { "pass" } else { "stop" };
            println!("{s:.2} {label} {} :: {}", row.prompts.join(" // ").replace('\n', "⏎"), row.action);
        }
    }
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
