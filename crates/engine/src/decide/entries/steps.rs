//! What an edit of a file of data changes, step by step: which entry goes, which value becomes another, what is added, and what
//! each of them belongs to. Read from the lines themselves, so that it is the same for JSON, YAML, TOML, INI, tables and lists.
//! Called by `lib` for what the user asked for in words; `consent/edit.rs` compares.

use std::collections::{BTreeMap, BTreeSet};

use automode_model::{Action, Tool, ToolCall, World};

use super::programs;
use super::rows::{self, Rows};

/// One change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// What it belongs to, the nearest first: keys, sections.
    pub owners: Vec<String>,
    /// By which names its entry is called.
    pub names: Vec<String>,
    /// The key of the value, or the first word of the line.
    pub key: String,
    /// The words that were there and are not.
    pub old: Vec<String>,
    /// The words that are there now.
    pub new: Vec<String>,
    /// What was there stands elsewhere in the file, too.
    pub again: bool,
    /// The line that goes is there as a comment.
    pub quiet: bool,
    /// The parts of what goes that no other line has.
    pub own: Vec<String>,
    /// Nothing else stands under the key.
    pub alone: bool,
}

/// The changes of a call, and whether all of them are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// In order.
    pub steps: Vec<Step>,
    /// The path of the file.
    pub path: String,
    /// The same by entries with all that they have, where the file is a list of such.
    pub rows: Option<Rows>,
    /// The data is a program's own, or made up for it.
    pub aside: bool,
    /// The file lists live things.
    pub state: bool,
    /// It says how something runs for others.
    pub operated: bool,
    /// Others may live by it: what was only spoken of is not to be done.
    pub matters: bool,
    /// A program makes the edit. The words of what was not understood of it.
    pub program: Option<String>,
    /// What was there before and what is there now, each piece by itself, as far as that is known.
    pub texts: Vec<(String, String)>,
}

impl Steps {
    /// Something that was there is another thing now, or gone, in a file that lists live things.
    #[must_use]
    pub fn is_turned(&self) -> bool {
        self.state && self.steps.iter().any(|s| !s.old.is_empty())
    }

    /// Where it changes what, in words as a command has them, to be held against the words of the user.
    #[must_use]
    pub fn deed(&self) -> String {
        deed(&self.path, &self.steps)
    }

    /// The same without the file.
    #[must_use]
    pub fn changes(&self) -> String {
        changes(&self.steps)
    }

    /// What was an item of a list that stands in one line.
    #[must_use]
    pub fn listed(&self) -> BTreeSet<String> {
        self.texts.iter().flat_map(|(old, _)| old.lines()).flat_map(items).collect()
    }

    /// The same with no more of its texts than so many lines around what is touched.
    #[must_use]
    pub fn near(&self, around: usize) -> Self {
        Self { texts: self.texts.iter().map(|(old, new)| near(old, new, around)).collect(), ..self.clone() }
    }

    /// The words of what stays as it is (lines that are there before and after, items that stay in a list), and those of the lines
    /// that are touched and of what holds them.
    #[must_use]
    pub fn words(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let (mut stays, mut touched) = (BTreeSet::new(), BTreeSet::new());
        for (old, new) in &self.texts {
            let (Some(old), Some(new)) = (laid_out(old), laid_out(new)) else { continue };
            let (lines, after): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
            let Some(kept) = common(&lines, &after, |x, y| plain(x) == plain(y)) else { continue };
            let now: BTreeSet<String> = after.iter().flat_map(|l| items(l)).collect();
            let there: BTreeSet<usize> = kept.into_iter().map(|(at, _)| at).collect();
            let is_there = |at: usize| there.contains(&at);
            // Of lines that go one after the other the first and the last, and those that are less indented, have holders of their own.
            let (mut held, mut least) = (BTreeSet::new(), usize::MAX);
            for at in 0..lines.len() {
                let run = at > 0 && !is_there(at - 1);
                let deep = lines.get(at).map_or(0, |l| indent(l));
                least = if run { least } else { usize::MAX };
                if !is_there(at) && (!run || deep < least || is_there(at + 1)) {
                    held.extend(holders(&lines, at));
                    least = deep.min(least);
                }
            }
            for (at, line) in lines.iter().enumerate() {
                if held.contains(&at) {
                    touched.extend(words(line));
                    continue;
                }
                if is_there(at) {
                    stays.extend(words(line));
                    continue;
                }
                let listed: BTreeSet<String> = items(line).collect();
                touched.extend(words(line).into_iter().filter(|w| !listed.contains(w)));
                stays.extend(listed.into_iter().filter(|w| now.contains(w)));
            }
        }
        (stays, touched)
    }
}

/// Two texts without what is the same at their beginning and their end, but for so many lines.
fn near(old: &str, new: &str, around: usize) -> (String, String) {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same = |x: &mut dyn Iterator<Item = (&&str, &&str)>| x.take_while(|(x, y)| x == y).count();
    let head = same(&mut a.iter().zip(&b));
    let tail = same(&mut a.iter().skip(head).rev().zip(b.iter().skip(head).rev()));
    let cut = |lines: &[&str]| {
        let end = lines.len().saturating_sub(tail.saturating_sub(around));
        lines.get(head.saturating_sub(around)..end).unwrap_or_default().join("\n")
    };
    (cut(&a), cut(&b))
}

/// The lines that hold this one: those above it that are less indented, and all of its section, or of the item of a list that
/// it is part of.
fn holders(lines: &[&str], at: usize) -> Vec<usize> {
    let own = lines.get(at).copied().unwrap_or("");
    let mut deep = indent(own);
    let section = |l: &str| l.trim_start().starts_with('[') && l.trim_end().ends_with(']') && !l.contains(['"', ',']);
    let (mut out, mut item) = (Vec::new(), own.trim_start().starts_with("- ").then_some((at, deep)));
    for (n, line) in lines.iter().enumerate().take(at).rev().filter(|(_, l)| !l.trim().is_empty()) {
        let heads = item.is_none() && line.trim_start().starts_with("- ") && indent(line) <= deep;
        if section(line) || indent(line) < deep || heads {
            out.push(n);
            item = item.or_else(|| heads.then_some((n, indent(line))));
            deep = deep.min(indent(line));
        }
        if section(line) {
            let within = lines.iter().skip(n + 1).take_while(|l| !section(l)).count();
            out.extend((n + 1..=n + within).filter(|n| *n != at));
            break;
        }
    }
    if let Some((from, deep)) = item {
        let within = lines.iter().skip(from + 1).take_while(|l| indent(l) > deep).count();
        out.extend((from + 1..=from + within).filter(|n| *n != at));
    }
    out
}

/// The plain items of a list in one line.
fn items(line: &str) -> impl Iterator<Item = String> {
    let listed = line.split_once('[').and_then(|(_, rest)| rest.rsplit_once(']')).map(|(inner, _)| inner);
    listed.filter(|l| !l.contains([':', '{', '='])).into_iter().flat_map(words)
}

/// A change of which nothing is known but the lines, at a path in the folder of the session; none where they are too many.
#[must_use]
pub fn of_lines(path: &str, old: &str, new: &str) -> Option<Steps> {
    let state = super::is_state(path, "") || super::may_list(path, "") && super::lists_live_in(path, old, new);
    let (aside, operated) = (super::is_aside(path, ""), super::is_operated(path, ""));
    Some(Steps {
        steps: between(old, new)?,
        path: path.to_owned(),
        rows: rows::between(path, old, new, true),
        aside,
        state,
        operated,
        matters: state || operated || super::may_matter(path, ""),
        program: None,
        texts: vec![(old.to_owned(), new.to_owned())],
    })
}

fn deed(path: &str, steps: &[Step]) -> String {
    const FOLDERS: usize = 2;
    let mut short: Vec<&str> = path.rsplit('/').take(FOLDERS).collect();
    short.reverse();
    format!("edit {} {}", short.join("/"), changes(steps))
}

fn changes(steps: &[Step]) -> String {
    let mut words = Vec::new();
    for step in steps {
        // As one word, so that nobody says it by chance.
        words.push(match (step.old.is_empty(), step.new.is_empty()) {
            (_, true) => "line-removed",
            (true, false) => "line-added",
            (false, false) => "line-changed",
        });
        let called = step.owners.iter().chain(&step.names).chain([&step.key]);
        words.extend(called.chain(&step.old).chain(&step.new).map(String::as_str));
    }
    words.join(" ")
}

/// How much of a file is compared.
const MAX_BYTES: usize = 64 * 1024;

/// How many pairs of lines, or of words of a line, are compared; beyond them nothing is known, and nothing authorised.
const MAX_PAIRS: usize = 40_000;

/// How many steps an edit may have that somebody asked for by name.
const MAX_STEPS: usize = 64;

/// How many brackets may stand within each other: each line is indented by them.
const MAX_DEPTH: usize = 64;

/// The changes that a call makes to a file of data; none where it is no such call, or too much to be told.
#[must_use]
pub fn of(call: &ToolCall, cwd: &str, world: &dyn World) -> Option<Steps> {
    let (path, edits) = match &call.tool {
        Tool::Write { path, content } => {
            let old = data(path).then(|| world.read(path, MAX_BYTES).ok()).flatten()?;
            (path, vec![(old, content.body.clone(), false)])
        }
        Tool::Edit { path, edits } if data(path) => {
            let file = world.read(path, MAX_BYTES).ok();
            let whole = |old: &str, new: &str| {
                let text = file.as_deref().filter(|f| !old.is_empty() && f.matches(old).count() == 1)?;
                Some((text.to_owned(), text.replacen(old, new, 1), false))
            };
            let each = edits.iter().map(|e| {
                let (old, new) = (e.old.body.as_str(), e.new.body.as_str());
                whole(old, new).unwrap_or_else(|| (old.to_owned(), new.to_owned(), true))
            });
            (path, each.collect())
        }
        _ => return None,
    };
    let mut steps = Vec::new();
    if edits.len() > MAX_STEPS {
        return None;
    }
    let rows = if let [(old, new, piece)] = &edits[..] { rows::between(path, old, new, *piece) } else { None };
    for (old, new, _) in &edits {
        steps.extend(between(old, new)?);
    }
    let (aside, state) = (super::is_aside(path, cwd), super::lists_live(&call.tool, path, cwd, world));
    let operated = super::is_operated(path, cwd);
    let matters = state || operated || super::may_matter(path, cwd);
    (!steps.is_empty() && steps.len() <= MAX_STEPS).then(|| Steps {
        steps,
        path: path.clone(),
        rows,
        aside,
        state,
        operated,
        matters,
        program: None,
        texts: edits.into_iter().map(|(old, new, _)| (old, new)).collect(),
    })
}

/// The changes that a command makes to the one file of data that it edits.
#[must_use]
pub fn of_command(actions: &[Action], cwd: &str, world: &dyn World) -> Option<Steps> {
    let made = programs::made(actions, world)?;
    let path = made.path;
    let (aside, state) = (super::is_aside(&path, cwd), super::is_state(&path, cwd));
    let operated = super::is_operated(&path, cwd);
    let matters = state || operated;
    Some(Steps {
        steps: made.steps,
        path,
        rows: None,
        aside,
        state,
        operated,
        matters,
        program: Some(made.text),
        texts: Vec::new(),
    })
}

/// The file holds data, not code.
pub(super) fn data(path: &str) -> bool {
    const DATA: &[&str] = &[
        "json",
        "yaml",
        "yml",
        "toml",
        "ini",
        "conf",
        "cfg",
        "csv",
        "tsv",
        "tfvars",
        "tf",
        "hcl",
        "properties",
        "list",
        "txt",
        "zone",
        "hosts",
        "jsonl",
        "ndjson",
        "lst",
        "cnf",
        "config",
        "service",
        "timer",
        "state",
        "cron",
        "crontab",
        "keep",
        "map",
        "acl",
        "ics",
        "rules",
        "nft",
        "ldif",
        "m3u",
        "allow",
        "deny",
        "local",
        "options",
        "jsonc",
        "json5",
        "hjson",
    ];
    let lower = path.to_lowercase();
    let (folder, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
    // `logrotate.d/web`, `ops/cron/backup`: settings in pieces. Those of `init.d` and `rc5.d` are programs.
    let last = folder.rsplit_once('/').map_or(folder, |(_, l)| l);
    let pieces = last == "cron" || last.ends_with(".d") && !last.starts_with("init") && !last.starts_with("rc");
    name.rsplit_once('.').map_or(pieces, |(_, e)| DATA.contains(&e) || last == "cron.d")
        || name.starts_with("crontab")
        || matches!(
            name,
            "hosts"
                | "codeowners"
                | "procfile"
                | "authorized_keys"
                | "aliases"
                | "acl"
                | "exports"
                | "htgroup"
                | "_redirects"
        )
}

/// All steps from one text to another; none where they are too many to be compared.
fn between(old: &str, new: &str) -> Option<Vec<Step>> {
    if old.len().max(new.len()) > MAX_BYTES {
        return None;
    }
    let (old, new) = (laid_out(old)?, laid_out(new)?);
    let (a, b): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let kept = common(&a, &b, |x, y| plain(x) == plain(y))?;
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (x, y) in kept.into_iter().chain([(a.len(), b.len())]) {
        hunk(&a, i..x, &b, j..y, &mut out)?;
        (i, j) = (x + 1, y + 1);
    }
    for step in &mut out {
        step.owners.dedup();
        step.names.dedup();
    }
    if out.iter().any(|s| s.new.is_empty()) {
        let (before, after, spread) = (counted(&a), counted(&b), spread(&a));
        for step in out.iter_mut().filter(|s| s.new.is_empty()) {
            let unit = step.old.contains(&step.key);
            let head = if unit { Some(&step.key) } else { step.old.first() };
            step.again = head.is_some_and(|h| before.get(h).is_some_and(|n| *n > 1) || after.contains_key(h));
            step.own = own_parts(step, &spread);
        }
    }
    Some(out)
}

/// The parts of a line that goes which stand in no other line: `vacuum` of `/opt/db/vacuum.sh`.
fn own_parts(step: &Step, spread: &BTreeMap<String, usize>) -> Vec<String> {
    let of: BTreeSet<String> = step.old.iter().flat_map(|w| parts(w)).collect();
    of.into_iter().filter(|p| spread.get(p) == Some(&1)).collect()
}

/// In how many lines each part of a word stands.
fn spread(lines: &[&str]) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for line in lines {
        for part in parts(line).collect::<BTreeSet<_>>() {
            *out.entry(part).or_default() += 1;
        }
    }
    out
}

fn parts(text: &str) -> impl Iterator<Item = String> {
    const SHORTEST: usize = 3;
    let all = text.split(|c: char| !c.is_alphanumeric()).filter(|p| p.len() >= SHORTEST);
    all.map(str::to_lowercase)
}

/// How often each word stands in these lines.
fn counted(lines: &[&str]) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for word in lines.iter().flat_map(|l| words(l)) {
        *out.entry(word).or_default() += 1;
    }
    out
}

/// JSON with each of its innermost objects on one line; other texts as they are. None where too much stands within each other.
fn laid_out(text: &str) -> Option<String> {
    if !text.trim_start().starts_with(['{', '[', '"'])
        || text
            .lines()
            .any(|l| l.trim_start().starts_with('[') && l.trim_end().ends_with(']') && !l.contains(['"', '{', ',']))
    {
        return Some(text.to_owned());
    }
    let holds = nesting(text)?;
    let (mut out, mut quote, mut escaped) = (String::with_capacity(text.len() * 2), false, false);
    let mut open: Vec<bool> = Vec::new();
    let line = |out: &mut String, deep: usize| {
        out.truncate(out.trim_end().len());
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", deep));
    };
    for (at, c) in text.char_indices() {
        if quote {
            quote = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            out.push(c);
            continue;
        }
        let outer = open.last().copied().unwrap_or(true);
        let deep = open.iter().filter(|o| **o).count();
        match c {
            '"' => {
                quote = true;
                out.push(c);
            }
            '{' | '[' => {
                let wide = holds.contains(&at);
                open.push(wide);
                out.push(c);
                if wide {
                    line(&mut out, deep + 1);
                }
            }
            '}' | ']' => {
                if open.pop() == Some(true) {
                    line(&mut out, deep.saturating_sub(1));
                }
                out.push(c);
            }
            ',' => {
                out.push(c);
                if outer {
                    line(&mut out, deep);
                }
            }
            '\n' | '\r' | '\t' | ' ' => {
                if !out.ends_with([' ', '\n']) {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    Some(out)
}

/// Where the brackets stand that have others within; none where they are too many.
fn nesting(text: &str) -> Option<BTreeSet<usize>> {
    let (mut out, mut open, mut quote, mut escaped) = (BTreeSet::new(), Vec::new(), false, false);
    for (at, c) in text.char_indices() {
        if quote {
            quote = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            continue;
        }
        match c {
            '"' => quote = true,
            '{' | '[' => {
                // A list of plain items in an object leaves it what it is: the object goes as one.
                out.extend(open.iter().copied().filter(|_| c == '{'));
                open.push(at);
                if open.len() > MAX_DEPTH {
                    return None;
                }
            }
            '}' | ']' => {
                open.pop();
            }
            _ => {}
        }
    }
    Some(out)
}

/// A line as it is compared: layout and the comma behind it say nothing.
fn plain(line: &str) -> &str {
    line.trim_end().trim_end_matches(',')
}

/// The longest common part of two sequences, as pairs of indices; none where they are too long.
pub(crate) fn common<T>(a: &[T], b: &[T], same: impl Fn(&T, &T) -> bool) -> Option<Vec<(usize, usize)>> {
    let head = a.iter().zip(b).take_while(|(x, y)| same(x, y)).count();
    let (ra, rb) = (a.get(head..)?, b.get(head..)?);
    let tail = ra.iter().rev().zip(rb.iter().rev()).take_while(|(x, y)| same(x, y)).count();
    let (ma, mb) = (ra.get(..ra.len() - tail)?, rb.get(..rb.len() - tail)?);
    if ma.len().saturating_mul(mb.len()) > MAX_PAIRS {
        return None;
    }
    let mut out: Vec<(usize, usize)> = (0..head).map(|n| (n, n)).collect();
    out.extend(longest(ma, mb, &same).into_iter().map(|(x, y)| (x + head, y + head)));
    out.extend((0..tail).map(|n| (a.len() - tail + n, b.len() - tail + n)));
    Some(out)
}

fn longest<T>(a: &[T], b: &[T], same: &impl Fn(&T, &T) -> bool) -> Vec<(usize, usize)> {
    let wide = b.len() + 1;
    let mut table = vec![0_u32; (a.len() + 1) * wide];
    let at = |t: &[u32], i: usize, j: usize| t.get(i * wide + j).copied().unwrap_or(0);
    for (i, x) in a.iter().enumerate().rev() {
        for (j, y) in b.iter().enumerate().rev() {
            let best =
                if same(x, y) { at(&table, i + 1, j + 1) + 1 } else { at(&table, i + 1, j).max(at(&table, i, j + 1)) };
            if let Some(cell) = table.get_mut(i * wide + j) {
                *cell = best;
            }
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if same(x, y) && at(&table, i, j) == at(&table, i + 1, j + 1) + 1 {
            out.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if at(&table, i + 1, j) >= at(&table, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// What differs between two runs of lines that have nothing in common.
fn hunk(
    a: &[&str],
    from: std::ops::Range<usize>,
    b: &[&str],
    to: std::ops::Range<usize>,
    out: &mut Vec<Step>,
) -> Option<()> {
    let comments: BTreeSet<&str> = b.get(to.clone())?.iter().filter_map(|l| commented(l)).collect();
    let mut added: Vec<usize> = to.filter(|j| b.get(*j).is_some_and(|l| !is_empty(l))).collect();
    let mut begins: Vec<Option<(String, bool)>> = added.iter().map(|j| begin(b.get(*j)?)).collect();
    let mut gone = Vec::new();
    for i in from.filter(|i| a.get(*i).is_some_and(|l| !is_empty(l))) {
        let line = a.get(i)?;
        // Two lines are the same entry before and after: they begin with the same word.
        let same = begin(line);
        match begins.iter().position(|n| same.is_some() && *n == same) {
            Some(at) => {
                begins.remove(at);
                let j = added.remove(at);
                if out.len() > MAX_STEPS {
                    return None;
                }
                turned(a, i, b.get(j)?, out)?;
            }
            None => gone.push(i),
        }
    }
    let (quiet, gone): (Vec<usize>, Vec<usize>) =
        gone.into_iter().partition(|i| a.get(*i).is_some_and(|l| comments.contains(&l.trim())));
    units(a, &quiet, |step, words| (step.quiet, _) = (true, step.old.extend(words)), out)?;
    units(a, &gone, |step, words| step.old.extend(words), out)?;
    units(b, &added, |step, words| step.new.extend(words), out)
}

/// The word that a line begins with, and whether it is a section's; none of a comment.
fn begin(line: &str) -> Option<(String, bool)> {
    let text = line.trim_start();
    (!text.starts_with('#')).then(|| words(line).into_iter().next())?.map(|first| (first, text.starts_with('[')))
}

/// What a line that is a comment would be without its mark.
fn commented(line: &str) -> Option<&str> {
    let text = line.trim_start();
    let inner = text.strip_prefix('#').or_else(|| text.strip_prefix("//")).or_else(|| text.strip_prefix(';'))?;
    Some(inner.trim_start_matches('#').trim())
}

/// Nothing but brackets, or a comment.
fn is_empty(line: &str) -> bool {
    line.trim_start().starts_with("//") || words(line).is_empty() || line.trim_start().starts_with('#')
}

/// Lines that go or come: a line with those that are nested in it is one unit.
fn units(lines: &[&str], which: &[usize], put: impl Fn(&mut Step, Vec<String>), out: &mut Vec<Step>) -> Option<()> {
    let mut last: Option<usize> = None;
    for at in which {
        let line = lines.get(*at).copied().unwrap_or("");
        let deep = indent(line);
        if last.is_some_and(|of| deep > of) {
            if let Some(step) = out.last_mut() {
                put(step, words(line));
            }
            continue;
        }
        if out.len() >= MAX_STEPS {
            return None;
        }
        let own = words(line);
        let mut step =
            Step { owners: owners(lines, *at), names: beside(lines, *at), key: head(line, &own), ..Step::default() };
        put(&mut step, own);
        out.push(step);
        last = Some(deep);
    }
    Some(())
}

/// What a line is called: its first word, or what that says it is called.
pub(super) fn head(line: &str, words: &[String]) -> String {
    let object = line.trim_start().trim_start_matches("- ").starts_with('{');
    let naming =
        words.iter().position(|w| is_naming(w)).filter(|at| object && at % 2 == 0).and_then(|at| words.get(at + 1));
    if let Some(name) = naming {
        return name.clone();
    }
    let named = object || words.first().is_some_and(|f| is_naming(f));
    words.get(usize::from(named)).or(words.first()).cloned().unwrap_or_default()
}

/// What changes within one line.
fn turned(a: &[&str], at: usize, new: &str, out: &mut Vec<Step>) -> Option<()> {
    let old = a.get(at)?;
    let (x, y) = (atoms(plain(old)), atoms(plain(new)));
    let kept = common(&x, &y, |p, q| p == q)?;
    let (around, beside) = (owners(a, at), beside(a, at));
    let (mut i, mut j) = (0, 0);
    for (p, q) in kept.into_iter().chain([(x.len(), y.len())]) {
        let only = |t: &[String]| t.iter().filter(|w| !is_sign(w)).cloned().collect::<Vec<_>>();
        let (gone, come) = (only(x.get(i..p)?), only(y.get(j..q)?));
        if !(gone.is_empty() && come.is_empty()) {
            let (key, inner, own) = if come.is_empty() { within(&x, i) } else { within(&y, j) };
            let owners: Vec<String> = inner.into_iter().chain(around.iter().cloned()).collect();
            let names: Vec<String> = own.into_iter().chain(beside.iter().cloned()).collect();
            // Each item that leaves a list goes by itself.
            let each: Vec<Vec<String>> =
                if come.is_empty() { gone.into_iter().map(|w| vec![w]).collect() } else { vec![gone] };
            for old in each {
                out.push(Step {
                    owners: owners.clone(),
                    names: names.clone(),
                    key: key.clone(),
                    old,
                    new: come.clone(),
                    ..Step::default()
                });
            }
        }
        (i, j) = (p + 1, q + 1);
    }
    Some(())
}

/// The key before this word of a line, the keys that it stands in, and the names of its entry.
fn within(atoms: &[String], at: usize) -> (String, Vec<String>, Vec<String>) {
    let (mut key, mut last): (String, &str) = (String::new(), "");
    let mut stack: Vec<(String, Vec<String>)> = vec![(String::new(), Vec::new())];
    for (n, atom) in atoms.iter().enumerate().take(at) {
        match atom.as_str() {
            "{" | "[" | "(" => stack.push((std::mem::take(&mut key), Vec::new())),
            "}" | "]" | ")" => {
                stack.pop();
                key.clear();
            }
            ":" | "=" => key = last.to_owned(),
            "," => key.clear(),
            _ => {
                let value = matches!(n.checked_sub(1).and_then(|b| atoms.get(b)).map(String::as_str), Some(":" | "="));
                if let Some((_, names)) = stack.last_mut().filter(|_| value && n + 1 < at) {
                    // What an entry begins with says which it is.
                    let first = matches!(n.checked_sub(3).and_then(|b| atoms.get(b)).map(String::as_str), Some("{"));
                    if is_naming(&key) || first {
                        names.push(atom.clone());
                    }
                }
                last = atom;
            }
        }
    }
    // Names may stand behind the value: `{"state": "up", "name": "x"}`.
    let closes = |w: &[String]| matches!(w, [a, ..] if matches!(a.as_str(), "}" | "]"));
    let behind = atoms.get(at..).unwrap_or_default().windows(3).take_while(|w| !closes(w));
    let names = behind.filter_map(|w| match w {
        [k, sign, v] if is_naming(k) && matches!(sign.as_str(), ":" | "=") => Some(v.clone()),
        _ => None,
    });
    let named: Vec<String> = stack.iter().rev().flat_map(|(_, n)| n.iter().cloned()).chain(names).collect();
    let mut owners: Vec<String> = stack.into_iter().rev().map(|(k, _)| k).filter(|k| !k.is_empty()).collect();
    if key.is_empty() && !owners.is_empty() {
        key = owners.remove(0);
    }
    // A table has no keys: its first column says which line it is.
    let bare = !atoms.iter().any(|a| matches!(a.as_str(), ":" | "="));
    if let Some(first) =
        atoms.iter().find(|a| !is_sign(a)).filter(|f| bare && key.is_empty() && at > 0 && atoms.first() == Some(f))
    {
        key.clone_from(first);
    }
    (key, owners, named)
}

/// Keys whose value is what something is called.
fn is_naming(key: &str) -> bool {
    let lower = key.to_lowercase();
    NAMING.contains(&lower.as_str()) || lower.ends_with("_name") || lower.ends_with("_id")
}

const NAMING: &[&str] = &[
    "name",
    "id",
    "uid",
    "key",
    "slug",
    "title",
    "job",
    "branch",
    "file",
    "host",
    "queue",
    "pod",
    "flag",
    "service",
    "email",
    "login",
    "bucket",
    "topic",
    "table",
    "container",
    "image",
    "vm",
    "volume",
    "path",
    "lock",
    "app",
    "v",
    "version",
    "tag",
    "domain",
    "member",
];

/// What a line stands in, the nearest first: names beside it, the keys above it, its section.
fn owners(lines: &[&str], at: usize) -> Vec<String> {
    let mut out = Vec::new();
    let line = lines.get(at).copied().unwrap_or("");
    let mut deep = indent(line);
    let item = line.trim_start().starts_with("- ");
    for above in lines.get(..at).unwrap_or_default().iter().rev() {
        let text = above.trim();
        if text.is_empty() || is_empty(above) {
            continue;
        }
        let section = text.starts_with('[') && text.ends_with(']') && !text.contains(['"', ',']);
        if text == "---" {
            break;
        }
        if section {
            out.extend(words(text));
            break;
        }
        // A list may stand as deep as its key.
        let opens = text.ends_with(':') && (indent(above) < deep || item && indent(above) == deep);
        if opens || indent(above) < deep || indent(above) == deep && text.starts_with("- ") && !item {
            if !text.starts_with("- ") {
                out.extend(words(text).into_iter().take(1));
            }
            deep = deep.min(indent(above));
        }
    }
    out
}

/// The names that stand beside a line, in the same entry; of a manifest the name of the whole.
fn beside(lines: &[&str], at: usize) -> Vec<String> {
    let line = lines.get(at).copied().unwrap_or("");
    if line.trim_start().starts_with("- ") {
        return Vec::new();
    }
    let deep = indent(line);
    let name = |l: &&str| {
        let (key, value) = l.trim().trim_start_matches("- ").split_once([':', '='])?;
        is_naming(key.trim().trim_matches(['"', '\''])).then(|| words(value).into_iter().next())?
    };
    let starts =
        |l: &&&str| l.trim_start().starts_with("- ") && indent(l) < deep || indent(l) < deep && !l.trim().is_empty();
    let mut out: Vec<String> = Vec::new();
    for l in lines.get(..at).unwrap_or_default().iter().rev() {
        if indent(l) == deep || l.trim_start().starts_with("- ") && indent(l) + 2 == deep {
            out.extend(name(l));
        }
        if starts(&l) {
            break;
        }
    }
    for l in lines.get(at + 1..).unwrap_or_default() {
        if l.trim_start().starts_with("- ") || indent(l) < deep {
            break;
        }
        out.extend(name(l).filter(|_| indent(l) == deep));
    }
    let manifest = lines.iter().any(|l| l.trim_end() == "spec:" || l.trim_end() == "metadata:");
    if manifest {
        out.extend(lines.iter().take_while(|l| l.trim_end() != "spec:").filter_map(name));
    }
    out
}

/// How deep a line is indented.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The words of a line, without signs and quotation marks.
pub(super) fn words(line: &str) -> Vec<String> {
    atoms(line).into_iter().filter(|a| !is_sign(a)).collect()
}

fn is_sign(atom: &str) -> bool {
    matches!(atom, ":" | "=" | "," | "{" | "}" | "[" | "]" | "(" | ")" | "-" | ";")
}

/// A line in words and signs. A colon within a word is part of it: `base:1.8`, `10:30`.
pub(super) fn atoms(line: &str) -> Vec<String> {
    let (mut out, mut word, mut quote): (Vec<String>, String, Option<char>) = (Vec::new(), String::new(), None);
    let end = |word: &mut String, out: &mut Vec<String>| {
        if !word.is_empty() {
            out.push(std::mem::take(word));
        }
    };
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(q), c) if c == q => {
                quote = None;
                end(&mut word, &mut out);
            }
            (None, '"' | '\'') => quote = Some(c),
            (_, c) if c.is_whitespace() => end(&mut word, &mut out),
            (None, ':') if chars.peek().is_some_and(|n| n.is_alphanumeric() || *n == '/') && !word.is_empty() => {
                word.push(c)
            }
            (None, ':' | '=' | ',' | '{' | '}' | '[' | ']' | '(' | ')' | ';') => {
                end(&mut word, &mut out);
                out.push(c.to_string());
            }
            (_, c) => word.push(c),
        }
    }
    end(&mut word, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> Vec<String> {
        let all = between(old, new).unwrap();
        all.iter()
            .map(|s| {
                format!(
                    "{} {} [{}] {} -> {}",
                    s.key,
                    if s.again { "again" } else { "" },
                    s.names.iter().chain(&s.owners).cloned().collect::<Vec<_>>().join(" "),
                    s.old.join(" "),
                    s.new.join(" ")
                )
            })
            .collect()
    }

    #[test]
    fn too_much_is_a_limit() {
        let deep = |n: usize| format!("{}1{}", "{\"a\":".repeat(n), "}".repeat(n));
        assert!(between("{}", &deep(MAX_DEPTH)).is_some());
        for n in [MAX_DEPTH + 1, 6_000, 60_000] {
            assert_eq!(between("{}", &deep(n)), None, "{n}");
        }
        let lines = |n: usize| (0..n).map(|i| format!("k{i}: v\n")).collect::<String>();
        assert_eq!(between(&lines(MAX_STEPS), "").map(|s| s.len()), Some(MAX_STEPS));
        for n in [MAX_STEPS + 1, 4_000, 60_000] {
            assert_eq!(between(&lines(n), ""), None, "{n}");
            assert_eq!(between("", &lines(n)), None, "{n}");
        }
    }

    #[test]
    fn what_differs_and_what_it_belongs_to() {
        for (old, new, want) in [
            (
                "\"a\": {\"on\": true},\n\"b\": {\"on\": true}",
                "\"a\": {\"on\": false},\n\"b\": {\"on\": true}",
                vec!["on  [a] true -> false"],
            ),
            (
                "- name: x\n  ttl: 3600\n  value: 1",
                "- name: x\n  ttl: 60\n  value: 2",
                vec!["ttl  [x] 3600 -> 60", "value  [x] 1 -> 2"],
            ),
            ("members: [mo, nia, ola]", "members: [mo]", vec!["members  [] nia -> ", "members  [] ola -> "]),
            ("a:\n  f: no\nb:\n  f: no", "a:\n  f: yes\nb:\n  f: no", vec!["f  [a] no -> yes"]),
            (
                "[program:x]\nauto=true",
                "[program:x]\nauto=false\nuser=root",
                vec!["auto  [program:x] true -> false", "user  [program:x]  -> user root"],
            ),
            ("base:\n  - 1.8\n  - 1.9", "base:\n  - 1.9", vec!["1.8  [base] 1.8 -> "]),
            (
                "admins:\n- bob\n- tina\ndevs:\n- tina",
                "admins:\n- bob\ndevs:\n- tina",
                vec!["tina again [admins] tina -> "],
            ),
            ("shop:\n  image:\n    tag: \"1\"", "shop:\n  image:\n    tag: \"2\"", vec!["tag  [image shop] 1 -> 2"]),
            ("x:\n  on: true\n  n: 1\ny:\n  on: true", "y:\n  on: true", vec!["x  [] x on true n 1 -> "]),
            ("  name: w\nspec:\n  replicas: 3", "  name: w\nspec:\n  replicas: 0", vec!["replicas  [w spec] 3 -> 0"]),
            ("15 3 * * * /opt/a", "#15 3 * * * /opt/a", vec!["15  [] 15 3 * * * /opt/a -> "]),
        ] {
            assert_eq!(shown(old, new), want, "{old}");
        }
    }
}
