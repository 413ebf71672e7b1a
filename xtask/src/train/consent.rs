//! `cargo xtask train --consent`: the weights of the judge of what users say, and the trees of the judges of commands and of edits
//! that were asked for, from the rows of `corpus/permission` (written for this project). `--evaluate` instead leaves out files, a tenth of them
//! after the other; `--more DIR` judges the rows of a folder that is never learned from; `--words` collects the words that many say.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use automode_engine::decide::authorize::Who;
use automode_engine::decide::consent::learned::{MAGIC, SETS, features};
use automode_engine::decide::consent::weighed::roles::{self, Roles};
use automode_engine::decide::consent::weighed::{self, DEEDS, Model, STEPS, Sounds};
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
/// Words that many people say, which the engine knows when it is built: train again behind `--words`.
const WORDS: &str = "models/words.txt";
/// In requests of so many files.
const COMMON_FILES: usize = 12;
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
/// The same of words by their roles.
const ROLES_KEPT: usize = 6_500;
/// How deep the trees are: with five questions they hear twice as many requests as with three, and no more of the others pass.
const DEPTH: usize = 5;
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
    /// Its words, and what these are to it, by which the linear models go.
    features: Vec<(u32, f32)>,
    roles: Vec<(u32, f32)>,
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
    if args.flag("--words") {
        return std::fs::write(root().join(WORDS), common(&rows)).map_err(|e| format!("{WORDS}: {e}"));
    }
    let all: Vec<&Row> = rows.iter().collect();
    if let Some(more) = args.value("--more") {
        let mut unseen = Vec::new();
        read(Path::new(&more), &mut unseen)?;
        let learned = fit(&all);
        let judged: Vec<(f32, &Row)> = unseen.iter().map(|row| (learned.logit(&row.features), row)).collect();
        report("words", &judged, named);
        let left = left_out(&all, fit, |r| &r.features);
        for judge in JUDGES {
            let (own, other) = (judge.own(&left), judge.own(&judged));
            let learned = fit_roles(&own.iter().map(|(_, row)| *row).collect::<Vec<_>>());
            let roles: Vec<f32> = other.iter().map(|(_, row)| learned.logit(&row.roles)).collect();
            let grown = judge.grow(&judge.numbered(&own, &roles_left_out(&own)));
            let weighed: Vec<_> =
                judge.numbered(&other, &roles).iter().map(|(n, row)| (grown.logit(n), *row)).collect();
            report(judge.model.path, &weighed, named);
        }
        return Ok(());
    }
    let judged = left_out(&all, fit, |r| &r.features);
    if args.flag("--evaluate") {
        report("words", &judged, named);
        for judge in JUDGES {
            let own = judge.own(&judged);
            let roles = roles_left_out(&own);
            let sounding: Vec<_> = roles.iter().zip(&own).map(|(logit, (_, row))| (*logit, *row)).collect();
            report(judge.roles.path, &sounding, named);
            report(judge.model.path, &judge.parts_left_out(&judge.numbered(&own, &roles)), named);
        }
        return Ok(());
    }
    let write =
        |path: &str, bytes: Vec<u8>| std::fs::write(root().join(path), bytes).map_err(|e| format!("{path}: {e}"));
    write(WEIGHTS, linear::packed(&fit(&all), MAGIC, SETS))?;
    // How words sound is learned from most of these rows; what is weighed beside it has to be what unseen words sound like.
    for judge in JUDGES {
        let own = judge.own(&judged);
        let learned = fit_roles(&own.iter().map(|(_, row)| *row).collect::<Vec<_>>());
        write(judge.roles.path, linear::packed(&learned, roles::MAGIC, roles::SETS))?;
        let grown = judge.grow(&judge.numbered(&own, &roles_left_out(&own)));
        write(judge.model.path, grown.packed(judge.model.magic))?;
    }
    Ok(())
}

/// Words of requests of many files, one a line.
fn common(rows: &[Row]) -> String {
    let mut files: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let signs = |c: char| "([{<>}])\"'`,.;:!?…“”‘’«»*".contains(c);
    for row in rows {
        for word in row.prompts.iter().flat_map(|p| p.split_whitespace()) {
            let plain = word.trim_matches(signs).to_lowercase();
            let plain = plain.strip_suffix("'s").or_else(|| plain.strip_suffix("’s")).unwrap_or(&plain);
            if plain.len() > 1 && plain.bytes().all(|b| b.is_ascii_lowercase()) {
                files.entry(plain.to_owned()).or_default().insert(&row.file);
            }
        }
    }
    let words = files.into_iter().filter(|(_, of)| of.len() >= COMMON_FILES);
    words.map(|(word, _)| word + "\n").collect()
}

/// A judge that weighs numbers.
struct Judge {
    model: &'static Model,
    /// How words by their roles sound.
    roles: &'static Roles,
    /// Of edits, not of commands.
    edits: bool,
    /// What it weighs of a row.
    numbers: fn(&Row, Sounds) -> Option<Vec<f32>>,
}

const JUDGES: &[Judge] = &[
    Judge { model: &STEPS, roles: &roles::EDITS, edits: true, numbers: of_edit },
    Judge { model: &DEEDS, roles: &roles::COMMANDS, edits: false, numbers: of_command },
];

impl Judge {
    /// The rows of its kind.
    fn own<'a>(&self, judged: &[(f32, &'a Row)]) -> Vec<(f32, &'a Row)> {
        judged.iter().copied().filter(|(_, row)| row.edit.is_some() == self.edits).collect()
    }

    /// Its rows with what is weighed of them, by how their words and the roles of these sound.
    fn numbered<'a>(&self, own: &[(f32, &'a Row)], roles: &[f32]) -> Vec<(Vec<f32>, &'a Row)> {
        let judged: Vec<_> = own.iter().zip(roles).collect();
        let of = |((words, row), roles): &(&(f32, &'a Row), &f32)| {
            Some(((self.numbers)(row, Sounds { words: *words, roles: **roles })?, *row))
        };
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
        trees::grow(&examples, DEPTH, "automode weighed")
    }

    /// Each row judged by trees that never saw its file.
    fn parts_left_out<'a>(&self, rows: &[(Vec<f32>, &'a Row)]) -> Vec<(f32, &'a Row)> {
        let of = |part: u64| {
            let (out, kept): (Vec<_>, Vec<_>) = rows.iter().cloned().partition(|(_, r)| part_of(r) == part);
            let grown = self.grow(&kept);
            out.into_iter().map(|(numbers, row)| (grown.logit(&numbers), row)).collect::<Vec<_>>()
        };
        in_parts(of)
    }
}

/// How the roles of words sound, by weights that never saw the file.
fn roles_left_out(own: &[(f32, &Row)]) -> Vec<f32> {
    let rows: Vec<&Row> = own.iter().map(|(_, row)| *row).collect();
    // Rows come by parts already, so they come in the same order.
    left_out(&rows, fit_roles, |r| &r.roles).into_iter().map(|(logit, _)| logit).collect()
}

fn of_edit(row: &Row, sounds: Sounds) -> Option<Vec<f32>> {
    weighed::of_edit(&row.prompts, row.edit.as_ref()?, sounds)
}

/// What a command does is understood on a machine with nothing on it.
fn of_command(row: &Row, sounds: Sounds) -> Option<Vec<f32>> {
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
    let roles =
        edit.as_ref().map_or_else(|| roles::of_command(&prompts, &deed), |e| weighed::roles_of_edit(&prompts, e));
    Some(Row {
        file: file.to_owned(),
        prompts,
        action: command.to_owned(),
        deed,
        asked,
        share: 1.0,
        features,
        roles,
        edit,
    })
}

/// Of what nobody asked for, only those words teach that never ask: where the same ask for another command, it is the command that
/// is wrong, and that is for the readings to find.
fn fit(rows: &[&Row]) -> Learned {
    let asked: BTreeSet<&[String]> = rows.iter().filter(|r| r.asked).map(|r| &r.prompts[..]).collect();
    let rows: Vec<&Row> = rows.iter().copied().filter(|r| r.asked || !asked.contains(&r.prompts[..])).collect();
    fewer(&rows, |r| &r.features, KEPT)
}

/// Words by their roles tell the wrong edit from the right one.
fn fit_roles(rows: &[&Row]) -> Learned {
    fewer(rows, |r| &r.roles, ROLES_KEPT)
}

/// By which features of a row is learned.
type Of = for<'r> fn(&'r Row) -> &'r [(u32, f32)];

/// Learned of features that several files have, then anew of those that move most.
fn fewer(rows: &[&Row], of: Of, most: usize) -> Learned {
    let known = linear::shared(rows.iter().map(|r| (r.file.as_str(), of(r))), SOURCES);
    let kept: Vec<Vec<(u32, f32)>> =
        rows.iter().map(|r| of(r).iter().copied().filter(|(f, _)| known.contains_key(f)).collect()).collect();
    let chosen = most_telling(&learned(rows, &kept), &kept, most);
    let fewer: Vec<Vec<(u32, f32)>> =
        kept.iter().map(|r| r.iter().copied().filter(|(f, _)| chosen.contains(f)).collect()).collect();
    learned(rows, &fewer)
}

/// The features that move most, over all rows. Learned anew without the rest, a quarter of them judges as well as all.
fn most_telling(whole: &Learned, rows: &[Vec<(u32, f32)>], most: usize) -> BTreeSet<u32> {
    let mut squares: BTreeMap<u32, f32> = BTreeMap::new();
    rows.iter().flatten().for_each(|(f, v)| *squares.entry(*f).or_default() += v * v);
    let moved = |f: &u32, w: f32| w.abs() * squares.get(f).copied().unwrap_or(0.0).sqrt();
    let mut sizes: Vec<(f32, u32)> = whole.weights.iter().map(|(f, w)| (moved(f, *w), *f)).collect();
    sizes.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    sizes.iter().take(most).map(|(_, f)| *f).collect()
}

fn learned(rows: &[&Row], kept: &[Vec<(u32, f32)>]) -> Learned {
    let examples: Vec<Example<'_>> =
        rows.iter().zip(kept).map(|(row, features)| Example { yes: row.asked, share: row.share, features }).collect();
    linear::fit(&examples, "automode consent")
}

/// Each row judged by weights that never saw its file.
fn left_out<'a>(rows: &[&'a Row], fit: fn(&[&Row]) -> Learned, of: Of) -> Vec<(f32, &'a Row)> {
    in_parts(|part| {
        let (out, kept): (Vec<&Row>, Vec<&Row>) = rows.iter().copied().partition(|r| part_of(r) == part);
        let learned = fit(&kept);
        out.into_iter().map(|row| (learned.logit(of(row)), row)).collect()
    })
}

/// What each part comes to, one behind the other.
fn in_parts<T: Send>(of: impl Fn(u64) -> Vec<T> + Sync) -> Vec<T> {
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
