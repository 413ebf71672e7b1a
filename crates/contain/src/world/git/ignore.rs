//! Whether a repository's ignore rules cover a path: the nearest `.gitignore` first, then those above it, then
//! `info/exclude`, then the user's file; in each the last rule that fits. Called by the live `World`.
//!
//! Only the rules are asked: a tracked file stays tracked even where a rule covers it.

use std::rc::Rc;

use automode_model::{NotKnown, PathKind};

use super::find::Repo;
use super::pattern::Pattern;
use super::settings::Settings;
use crate::world::files::Files;
use crate::world::resolve::join;

/// Largest ignore file; a larger one is not understood.
const MAX_IGNORE_BYTES: usize = 256 * 1024;
/// Most rules of one file.
const MAX_RULES: usize = 5_000;

/// Steps that one question may take (bytes of rules × bytes of path, at most): about 50 ms. A hostile file of 250
/// rules full of stars would take seconds.
const MAX_STEPS: usize = 20_000_000;

/// The lines of one ignore file, and their bytes together.
#[derive(Debug, Default)]
pub struct Rules {
    rules: Vec<Rule>,
    bytes: usize,
}

/// One line of an ignore file.
#[derive(Debug)]
struct Rule {
    pattern: Pattern,
    negated: bool,
    dir_only: bool,
    /// Without a slash: the name counts, wherever it lies.
    name_only: bool,
}

/// None where it cannot be told: a rule file that cannot be read or is too large.
pub fn ignored(files: &Files, settings: &Settings, repo: &Repo, inside: &str, as_dir: bool) -> Option<bool> {
    let entries = repo.settings(files, settings).ok()?;
    let last = |key: &str| entries.iter().rev().find(|e| e.key == key).map(|e| e.value.as_str());
    // Letters that match in both cases: not the rules below.
    if last("core.ignorecase").is_some_and(|v| v != "false") {
        return None;
    }
    let users = match last("core.excludesfile") {
        Some(file) => settings.expand(&repo.root, file),
        None => settings.default_ignore_file(),
    };
    let everywhere = [join(&repo.common_dir, "info/exclude"), users];
    // Each directory on the way down: what an excluded directory holds cannot be included again.
    let ends = inside.match_indices('/').map(|(at, _)| at).chain([inside.len()]);
    let mut steps = MAX_STEPS;
    for end in ends {
        let part = inside.get(..end)?;
        let is_dir = end < inside.len() || as_dir || is_dir(files, repo, part);
        if covered(files, repo, part, is_dir, &everywhere, &mut steps)? == Some(true) {
            return Some(true);
        }
    }
    Some(false)
}

fn is_dir(files: &Files, repo: &Repo, inside: &str) -> bool {
    let facts = files.facts(&join(&repo.root, inside));
    facts.kind == PathKind::Dir && !facts.is_link
}

/// What the strongest rule that fits says: covered, excepted, or nothing. The outer none: cannot be told.
fn covered(
    files: &Files,
    repo: &Repo,
    path: &str,
    is_dir: bool,
    everywhere: &[String],
    steps: &mut usize,
) -> Option<Option<bool>> {
    let mut dir = path;
    while !dir.is_empty() {
        dir = dir.rsplit_once('/').map_or("", |(above, _)| above);
        let rules = rules(files, repo, &join(&join(&repo.root, dir), ".gitignore"), true)?;
        let below = if dir.is_empty() { path } else { path.strip_prefix(dir)?.strip_prefix('/')? };
        if let Some(found) = decide(&rules, below, is_dir, steps)? {
            return Some(Some(found));
        }
    }
    for file in everywhere {
        if let Some(found) = decide(&*rules(files, repo, file, false)?, path, is_dir, steps)? {
            return Some(Some(found));
        }
    }
    Some(None)
}

/// The outer none: too much to do.
fn decide(rules: &Rules, path: &str, is_dir: bool, steps: &mut usize) -> Option<Option<bool>> {
    *steps = steps.checked_sub(rules.bytes.checked_mul(path.len())?)?;
    let name = path.rsplit('/').next().unwrap_or(path);
    let found = rules
        .rules
        .iter()
        .rev()
        .find(|rule| {
            (is_dir || !rule.dir_only) && rule.pattern.matches(if rule.name_only { name } else { path }.as_bytes())
        })
        .map(|rule| !rule.negated);
    Some(found)
}

/// The rules of one file, read once. A `.gitignore` that is a link is not followed, as git does not.
fn rules(files: &Files, repo: &Repo, file: &str, in_tree: bool) -> Option<Rc<Rules>> {
    if let Some(known) = repo.rules.borrow().get(file) {
        return known.clone();
    }
    let text =
        if in_tree && files.facts(file).is_link { Err(NotKnown::Missing) } else { files.bytes(file, MAX_IGNORE_BYTES) };
    let rules = match text {
        Ok((bytes, _)) => parse(&bytes).map(Rc::new),
        Err(NotKnown::Missing) => Some(Rc::default()),
        Err(_) => None,
    };
    repo.rules.borrow_mut().insert(file.to_string(), rules.clone());
    rules
}

fn parse(text: &[u8]) -> Option<Rules> {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let bytes = text.len();
    let mut rules = Vec::new();
    for line in text.split(|b| *b == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() || line.first() == Some(&b'#') {
            continue;
        }
        if rules.len() >= MAX_RULES {
            return None;
        }
        rules.extend(rule(trim(line))?);
    }
    Some(Rules { rules, bytes })
}

/// Without the spaces at the end, unless a backslash keeps them.
fn trim(line: &[u8]) -> &[u8] {
    let mut end = 0;
    let mut bytes = line.iter().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b' ' => {}
            b'\\' => match bytes.next() {
                Some((escaped, _)) => end = escaped.saturating_add(1),
                // A backslash at the very end: git leaves the line as it is.
                None => return line,
            },
            _ => end = at.saturating_add(1),
        }
    }
    line.get(..end).unwrap_or(line)
}

/// The outer none: a rule that we do not understand. The inner: one that fits nothing.
fn rule(line: &[u8]) -> Option<Option<Rule>> {
    let (line, negated) = match line.strip_prefix(b"!") {
        Some(rest) => (rest, true),
        None => (line, false),
    };
    let (line, dir_only) = match line.strip_suffix(b"/") {
        Some(rest) => (rest, true),
        None => (line, false),
    };
    let name_only = !line.contains(&b'/');
    let line = line.strip_prefix(b"/").unwrap_or(line);
    let pattern = Pattern::new(line).ok()?;
    Some(pattern.map(|pattern| Rule { pattern, negated, dir_only, name_only }))
}
