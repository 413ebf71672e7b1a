//! Files that are emptied rather than written: `: > users.db`, `truncate -s 0 data/*.csv`, `cp /dev/null app.db`. Where such
//! a file holds data, that is the same as deleting it. So is moving it to where files are cleaned away. Called by the walk for redirections and by `invoke` for programs.

use automode_model::{Action, Effect, PathClass, PathTarget, Place, Scope, Span, Verb};

use super::code::ex;
use super::handlers::Call;
use super::scene::Scene;
use super::value::Val;
use super::{effects, paths};

/// Endings of files that hold what nobody can write again, beside those of the class for data.
const DATA: &[&str] = &[
    "csv", "tsv", "xlsx", "xls", "ods", "jsonl", "ndjson", "sql", "feather", "arrow", "orc", "avro", "h5", "hdf5",
    "npy", "npz", "pkl", "pickle", "rds", "rdata", "mat", "dta", "sav", "mbox", "duckdb", "kdb", "ibd", "myd", "accdb",
    "dat",
];

/// Folders whose files are data whatever they are called.
const FOLDERS: &[&str] = &["data", "datasets", "uploads", "backup", "backups", "exports", "attachments"];

/// A redirection that leaves nothing in a file (`printed` is what is written into it).
pub fn by_redirection(scene: &Scene<'_>, path: &str, printed: &Val, span: Span) {
    if printed.known() != Some("") {
        return;
    }
    let target = paths::target(scene, path, path);
    if let Some(effect) = emptying(scene, target, Scope::One, span, false) {
        scene.add(Action { words: format!("> {path}"), program: ">".to_owned(), span, effects: vec![effect] });
    }
}

/// A program that empties what it writes: its writes become deletions where they fall on data.
pub fn by_program(c: &mut Call<'_, '_, '_>) {
    let thrown = if c.dry { None } else { away(c).then_some(Verb::Move).or_else(|| empties(c).then_some(Verb::Write)) };
    let Some(verb) = thrown else { return };
    let (scene, there) = (c.shell.scene, verb == Verb::Move || told(c).next().is_some());
    for e in c.effects.iter_mut().filter(|e| e.verb == verb) {
        let target = e.target.path().cloned();
        if let Some(told) = target.and_then(|t| emptying(scene, t, e.scope, e.span, there)) {
            *e = told;
        }
    }
}

/// Moves things to where they are cleaned away by themselves: `mv data/app.db /tmp/`.
fn away(c: &Call<'_, '_, '_>) -> bool {
    let temp = |e: &Effect| e.verb == Verb::Write && e.target.path().is_some_and(|p| p.place == Place::Temp);
    c.program.name == "mv" && c.effects.iter().any(temp)
}

/// `truncate` to nothing or by some bytes, a copy of nothing.
fn empties(c: &Call<'_, '_, '_>) -> bool {
    let nothing = |v: &Val| v.known() == Some("/dev/null");
    match c.program.name {
        "truncate" => {
            let size = ["-s", "--size"].iter().find_map(|n| c.bound.value(n)).and_then(Val::known).unwrap_or("0");
            size.trim_start_matches(['<', '/', '%']).starts_with('-') || size.trim_matches(['<', '/', '%', 'K']) == "0"
        }
        "cp" | "install" => c.bound.operands.first().is_some_and(nothing),
        "dd" => c.call.argv.iter().any(|a| a.known() == Some("if=/dev/null")),
        "vim" | "ex" | "ed" | "sed" => told(c).any(ex::empties),
        "tee" => c.call.stdin.known() == Some("") && !c.call.stdin.many,
        _ => false,
    }
}

/// What an editor is told. Whoever has all lines deleted, or moves a file away, says that it is there.
fn told<'c>(c: &'c Call<'_, '_, '_>) -> impl Iterator<Item = &'c str> {
    let lines = matches!(c.program.name, "vim" | "ex" | "ed" | "sed");
    let options = c.bound.options.iter().filter_map(|(_, v)| v.as_ref());
    let script = c.bound.operands.first().filter(|_| c.program.name == "sed");
    options.chain(script).chain([&c.call.stdin]).filter(move |_| lines).filter_map(Val::known)
}

/// The loss of what a file of data holds; none for other files, for a new one, and for one that this session made.
fn emptying(scene: &Scene<'_>, target: PathTarget, scope: Scope, span: Span, there: bool) -> Option<Effect> {
    let new = target.exists == Some(false) && !scene.nowhere && !target.resolved.contains(['*', '?', '[']);
    // What lies among scratch files is cleaned away already.
    if new && !there || target.created_here || target.place == Place::Temp || !holds_data(&target) {
        return None;
    }
    Some(effects::on_path(scene, Verb::Delete, target, scope, span))
}

fn holds_data(target: &PathTarget) -> bool {
    let path = target.resolved.to_ascii_lowercase();
    let name = path.rsplit('/').next().unwrap_or("");
    let ending = name.rsplit_once('.').map_or("", |(_, e)| e);
    let below = path.split('/').rev().take(3).any(|d| FOLDERS.contains(&d));
    match target.class {
        PathClass::Data => true,
        PathClass::Generated | PathClass::Log | PathClass::Test | PathClass::Docs => false,
        _ => DATA.contains(&ending) || below,
    }
}
