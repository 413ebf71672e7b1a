//! Edits that a command carries: what a here-document or `printf` writes, what `sed -i` puts in the place of what, the hunks
//! that `git apply` or `patch` reads, a `replace` in a script of one line. Judged like the same edit by a tool, and only to
//! raise: a command that is read wrongly says no less for it. Called by `tools` behind the walk of a command.

mod computed;

use automode_model::{Action, Edit, Effect, NotKnown, PathTarget, Place, Text, Verb};

use super::Scene;
use super::edits::{self, Change};
use super::shell::ADDED_TO;
use super::value::Piece;

/// So many replacements and hunks of one command are read.
const MAX_PIECES: usize = 64;
/// Longest text of one of them.
const MAX_PIECE: usize = 64 * 1024;

/// Judges what the actions write by what the command carries.
pub fn judge(scene: &Scene<'_>, command: &str, actions: &mut [Action]) {
    if !actions.iter().any(|a| writes(a) || applies(a) || a.program.ends_with("mv")) {
        return;
    }
    let hunks = if actions.iter().any(applies) { diff(command) } else { Vec::new() };
    let mut texts = Texts::default();
    let made: Vec<bool> = actions.iter_mut().map(|action| make(scene, command, action, &mut texts)).collect();
    for (action, made) in actions.iter_mut().zip(made) {
        if applies(action) {
            apply(scene, &hunks, action);
            continue;
        }
        if made || receive(scene, command, action, &texts) {
            continue;
        }
        let replaced = if edits_in_place(action) { replacements(command) } else { Vec::new() };
        for effect in action.effects.iter_mut().filter(|e| is_write(e)) {
            let changes = match (written(scene, effect), effect.target.path()) {
                (Some(change), _) => vec![change],
                (None, Some(path)) if !replaced.is_empty() => {
                    let edits = found(scene, &path.resolved, &replaced);
                    likely_files(path).iter().filter_map(|p| edits::of_edit(scene, p, &edits)).collect()
                }
                _ => Vec::new(),
            };
            for change in changes {
                raise(&change, effect);
            }
        }
    }
}

/// The file; where only its folder is known (`sed -i … $(grep -rl x src)`), one of each kind that it may be.
fn likely_files(path: &PathTarget) -> Vec<PathTarget> {
    let (folder, name) = path.resolved.rsplit_once('/').unwrap_or(("", &path.resolved));
    if !name.starts_with('*') || name.contains('.') {
        return vec![path.clone()];
    }
    let one = |ending: &&str| PathTarget { resolved: format!("{folder}/file.{ending}"), ..path.clone() };
    ["py", "ts", "go", "rb", "java", "yaml"].iter().map(one).collect()
}

/// Texts that the commands so far made and that no file holds by the world's word: what was printed, and into which file.
#[derive(Default)]
struct Texts {
    printed: Option<String>,
    files: Vec<(String, String)>,
}

/// The words of an action, as they stand in the command.
fn written_as<'c>(command: &'c str, action: &Action) -> Option<&'c str> {
    let place = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    command.get(place(action.span.start)..place(action.span.end))
}

/// Judges an action by the text that it makes, where that can be computed; true where it could.
fn make(scene: &Scene<'_>, command: &str, action: &mut Action, texts: &mut Texts) -> bool {
    let Some(text) = written_as(command, action) else { return false };
    let Some(made) = computed::read(text) else { return false };
    edited(scene, &made, computed::target(text), action, texts)
}

/// Judges an action that puts a text somewhere which another action made: a redirection, `mv`, `sponge`.
fn receive(scene: &Scene<'_>, command: &str, action: &mut Action, texts: &Texts) -> bool {
    let made = |name: &str| texts.files.iter().find(|(file, _)| same_file(file, name)).map(|(_, text)| text.clone());
    let moved = || {
        let words = computed::words(written_as(command, action)?)?;
        let [program, .., from, _] = words.as_slice() else { return None };
        made(from).filter(|_| ["mv", "cp"].contains(&program.as_str()))
    };
    let written = match action.program.rsplit('/').next().unwrap_or("") {
        "sponge" => texts.printed.clone(),
        "mv" | "cp" => moved(),
        _ => action.effects.iter().filter(|e| is_write(e)).find_map(|e| made(&e.target.path()?.resolved)),
    };
    let Some(written) = written else { return false };
    replace(scene, action, &written);
    true
}

/// Brings the judgement of this text into the effects that write it.
fn replace(scene: &Scene<'_>, action: &mut Action, text: &str) {
    for effect in &mut action.effects {
        let path = effect.target.path().filter(|p| matches!(p.place, Place::Workspace | Place::WorkspaceRoot));
        let there = path.filter(|p| effect.change.is_none() && scene.world.read(&p.resolved, edits::MAX_BYTES).is_ok());
        if let Some(change) = there.and_then(|p| edits::of_write(scene, p, &Text::whole(text))) {
            raise(&change, effect);
        }
    }
}

/// A script that edits: in place, or into a file, or into what reads it next.
fn edited(
    scene: &Scene<'_>,
    made: &computed::Made,
    target: Option<String>,
    action: &mut Action,
    texts: &mut Texts,
) -> bool {
    let read = |name: &String| {
        let path = super::paths::join(&scene.cwd, name);
        scene.world.read(&path, edits::MAX_BYTES).ok()
    };
    let mut known = !made.files.is_empty();
    for name in made.files.iter().take(MAX_PIECES) {
        let Some(after) = read(name).and_then(|before| made.of(&before)) else {
            known = false;
            continue;
        };
        if !made.in_place {
            match &target {
                Some(target) => texts.files.push((super::paths::join(&scene.cwd, target), after)),
                None => texts.printed = Some(after),
            }
            continue;
        }
        for effect in action.effects.iter_mut().filter(|e| is_write(e)) {
            let path = effect.target.path().filter(|p| same_file(&p.resolved, name));
            if let Some(change) = path.and_then(|p| edits::of_write(scene, p, &Text::whole(&after))) {
                raise(&change, effect);
            }
        }
    }
    known
}

/// A path, and how a command names it.
fn same_file(resolved: &str, name: &str) -> bool {
    let name = name.trim_start_matches("./");
    resolved == name || resolved.strip_suffix(name).is_some_and(|r| r.ends_with('/'))
}

fn is_write(e: &Effect) -> bool {
    matches!(e.verb, Verb::Write | Verb::Append)
        && e.change.is_none()
        && e.target.path().is_some_and(|p| matches!(p.place, Place::Workspace | Place::WorkspaceRoot))
}

fn writes(a: &Action) -> bool {
    a.effects.iter().any(is_write)
}

/// Applies a patch.
fn applies(a: &Action) -> bool {
    let program = a.program.rsplit('/').next().unwrap_or("");
    matches!(program, "patch" | "gpatch" | "apply_patch")
        || program == "git" && a.words.split(' ').any(|w| w == "apply" || w == "am")
}

fn edits_in_place(a: &Action) -> bool {
    let program = a.program.rsplit('/').next().unwrap_or("");
    ["sed", "gsed", "perl", "ruby", "python", "node", "awk"].iter().any(|p| program.starts_with(p))
}

/// What the file holds when the command is done, where that is known.
fn written(scene: &Scene<'_>, effect: &Effect) -> Option<Change> {
    let path = effect.target.path()?;
    let files = scene.files.borrow();
    let content = files.get(&path.resolved)?;
    let whole = match content.pieces() {
        [Piece::Gap(gap), Piece::Text(added)] if gap.why == ADDED_TO && effect.verb == Verb::Append => {
            let before = scene.world.read(&path.resolved, edits::MAX_BYTES);
            let mut whole =
                before.or_else(|why| if why == NotKnown::Missing { Ok(String::new()) } else { Err(why) }).ok()?;
            if !whole.is_empty() && !whole.ends_with('\n') {
                whole.push('\n');
            }
            whole + added
        }
        _ => content.known()?.to_owned(),
    };
    edits::of_write(scene, path, &Text::whole(&whole))
}

/// Brings what was found into the effect, where it says more than the path alone.
fn raise(change: &Change, effect: &mut Effect) {
    let mut told = effect.clone();
    change.apply(&mut told);
    if told.dimensions.level() > effect.dimensions.level() {
        *effect = told;
    }
}

/// Of the replacements those whose old text is in the file; all of them where none is.
fn found(scene: &Scene<'_>, path: &str, pieces: &[(String, String)]) -> Vec<Edit> {
    let before = scene.world.read(path, edits::MAX_BYTES).unwrap_or_default();
    let edit = |(old, new): &(String, String)| Edit { old: Text::whole(old), new: Text::whole(new), all: true };
    let there: Vec<Edit> = pieces.iter().filter(|(old, _)| before.contains(old.as_str())).map(edit).collect();
    let lines: Vec<Edit> =
        pieces.iter().filter(|(_, new)| new.is_empty()).flat_map(|(old, _)| gone(&before, old)).collect();
    match (lines.is_empty(), there.is_empty()) {
        (false, _) => lines,
        (_, false) => there,
        _ => pieces.iter().map(edit).collect(),
    }
}

/// The lines that hold this text, as edits that take them out.
fn gone(before: &str, text: &str) -> Vec<Edit> {
    let lines = before.split_inclusive('\n').filter(|l| l.contains(text)).take(MAX_PIECES);
    lines.map(|l| Edit { old: Text::whole(l), new: Text::whole(""), all: false }).collect()
}

/// `s/old/new/`, `/old/d`, `.replace("old", "new")` in the command, as texts.
fn replacements(command: &str) -> Vec<(String, String)> {
    let mut out = substitutions(command);
    out.extend(deletions(command));
    out.extend(calls(command));
    out.truncate(MAX_PIECES);
    out
}

fn substitutions(command: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for mark in ['/', '|', '#', ',', '@', '~', '!', '%'] {
        let start = format!("s{mark}");
        for (at, _) in command.match_indices(&start).take(MAX_PIECES) {
            let before = command.get(..at).and_then(|b| b.chars().next_back());
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '/') {
                continue;
            }
            let Some((old, rest)) = part(command.get(at + 2..).unwrap_or(""), mark) else { continue };
            let Some((new, _)) = part(rest, mark) else { continue };
            if !old.is_empty() && !old.contains('\n') {
                out.push((plain(&old), plain(&new)));
            }
        }
    }
    out
}

/// The text up to an unescaped mark, and what follows it.
fn part(text: &str, mark: char) -> Option<(String, &str)> {
    let mut escaped = false;
    for (at, c) in text.char_indices().take(MAX_PIECE) {
        if c == mark && !escaped {
            return Some((text.get(..at)?.to_owned(), text.get(at + c.len_utf8()..)?));
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

/// A pattern of plain characters as the text that it finds.
fn plain(pattern: &str) -> String {
    let pattern = pattern.trim_start_matches('^').trim_end_matches('$');
    let mut out = String::with_capacity(pattern.len());
    let mut escaped = false;
    for c in pattern.chars() {
        match c {
            '\\' if !escaped => escaped = true,
            'n' if escaped => {
                out.push('\n');
                escaped = false;
            }
            _ => {
                out.push(c);
                escaped = false;
            }
        }
    }
    out
}

fn deletions(command: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (at, _) in command.match_indices("/d").take(MAX_PIECES) {
        let ends = command.get(at + 2..).is_some_and(|r| r.is_empty() || r.starts_with(['\'', '"', ' ', ';', '\n']));
        let Some(before) = command.get(..at).filter(|_| ends) else { continue };
        let Some(open) = before.rfind(['\'', '"', ' ', ';']) else { continue };
        if let Some(pattern) = before.get(open + 1..).and_then(|p| p.strip_prefix('/')).filter(|p| p.len() > 2) {
            out.push((plain(pattern), String::new()));
        }
    }
    out
}

/// `replace("old", "new")`, `sub("old", "new", text)`: two texts in a row as arguments.
fn calls(command: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for name in ["replace(", "replaceAll(", "sub("] {
        for (at, _) in command.match_indices(name).take(MAX_PIECES) {
            let rest = command.get(at + name.len()..).unwrap_or("");
            let Some((old, rest)) = literal(rest) else { continue };
            let Some((new, _)) = rest.trim_start().strip_prefix(',').and_then(literal) else { continue };
            out.push((old, new));
        }
    }
    out
}

/// A string at the start, and what follows it.
fn literal(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start().trim_start_matches(['r', 'b']);
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let (inner, rest) = part(text.get(1..)?, quote)?;
    Some((plain(&inner), rest))
}

/// A file of a patch, and what its hunks take and bring.
struct Hunk {
    path: String,
    old: String,
    new: String,
}

/// The hunks of a difference in the command, or in the form of `apply_patch`.
fn diff(command: &str) -> Vec<Hunk> {
    let mut out: Vec<Hunk> = Vec::new();
    let (mut path, mut open) = (String::new(), false);
    for line in command.lines() {
        let named = line
            .strip_prefix("+++ ")
            .or_else(|| ["*** Update File: ", "*** Add File: "].iter().find_map(|p| line.strip_prefix(p)));
        if let Some(name) = named {
            let name = name.split('\t').next().unwrap_or(name).trim();
            path = name.strip_prefix("b/").unwrap_or(name).to_owned();
            open = false;
        } else if line.starts_with("@@") {
            open = !path.is_empty() && out.len() < MAX_PIECES;
            if open {
                out.push(Hunk { path: path.clone(), old: String::new(), new: String::new() });
            }
        } else if line.starts_with("--- ") || line.starts_with("*** ") || line.starts_with("diff ") {
            open = false;
        } else if let Some(hunk) = out.last_mut().filter(|_| open) {
            let text = line.get(1..).unwrap_or("");
            match line.chars().next() {
                Some('-') => push(&mut hunk.old, text),
                Some('+') => push(&mut hunk.new, text),
                Some(' ') | None => {
                    push(&mut hunk.old, text);
                    push(&mut hunk.new, text);
                }
                _ => open = false,
            }
        }
    }
    out
}

fn push(text: &mut String, line: &str) {
    if text.len() < MAX_PIECE {
        text.push_str(line);
        text.push('\n');
    }
}

/// Judges each hunk, and brings the worst into the action.
fn apply(scene: &Scene<'_>, hunks: &[Hunk], action: &mut Action) {
    let span = action.span;
    for hunk in hunks {
        let target = super::paths::target(scene, &hunk.path, &super::paths::join(&scene.cwd, &hunk.path));
        let edit = Edit { old: Text::whole(&hunk.old), new: Text::whole(&hunk.new), all: false };
        let mut told = super::effects::on_path(scene, Verb::Write, target, automode_model::Scope::One, span);
        let Some(change) = told.target.path().and_then(|p| edits::of_edit(scene, p, &[edit])) else { continue };
        change.apply(&mut told);
        if action.effects.iter().all(|e| told.dimensions.level() > e.dimensions.level()) {
            action.effects.push(told);
        }
    }
}
