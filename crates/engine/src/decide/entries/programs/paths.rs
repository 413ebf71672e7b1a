//! What a script of `jq` or `yq` makes of a tree: `.a.b = 1`, `del(.l[] | select(. == "x"))`, `map(select(.name != "x"))`. Anything
//! else is not understood. Called by `programs`.

use super::super::steps::Step;
use super::ALL;

/// How deep brackets may stand within each other, and how many steps a script may make.
const MAX_DEPTH: u32 = 8;
const MAX_STEPS: usize = 64;

/// All steps of a script.
pub(super) fn steps(script: &str) -> Option<Vec<Step>> {
    let mut out = Vec::new();
    for statement in cut(script, '|')? {
        match bare(statement.trim()) {
            "" | "." => {}
            s => out.extend(statement_steps(s)?),
        }
        (out.len() <= MAX_STEPS).then_some(())?;
    }
    Some(out)
}

/// An entry of this name that goes.
pub(super) fn of_name(name: &str) -> Step {
    Step { key: name.to_owned(), old: vec![name.to_owned()], ..Step::default() }
}

fn statement_steps(s: &str) -> Option<Vec<Step>> {
    if let Some(inner) = call(s, "del") {
        let each: Option<Vec<Vec<Step>>> = cut(inner, ',')?.into_iter().map(|p| Some(gone(&path(p, 0)?))).collect();
        return Some(each?.concat());
    }
    if let Some(inner) = call(s, "map") {
        return mapped(inner.trim(), &Path::default());
    }
    let (left, sign, right) = assigned(s)?;
    let of = path(left, 0)?;
    match (sign, right.trim()) {
        ("=", "[]" | "{}") => Some(vec![Step { old: vec![ALL.into()], ..of.step()? }]),
        ("=", value) => Some(of.set(&literal(value)?)),
        ("-=", list) => {
            Some(each_item(&of, list)?.map(|v| Step { old: vec![v], ..of.step().unwrap_or_default() }).collect())
        }
        ("+=", list) => {
            Some(each_item(&of, list)?.map(|v| Step { new: vec![v], ..of.step().unwrap_or_default() }).collect())
        }
        ("|=", inner) => mapped(call(inner, "map")?.trim(), &of),
        _ => None,
    }
}

fn each_item(of: &Path, list: &str) -> Option<impl Iterator<Item = String>> {
    let inner = list.strip_prefix('[')?.strip_suffix(']')?;
    let all: Option<Vec<String>> = cut(inner, ',')?.into_iter().map(|v| literal(v.trim())).collect();
    all.filter(|_| !of.keys.is_empty()).map(Vec::into_iter)
}

/// What becomes of each item: those that are not selected go, or a value of some is set.
fn mapped(inner: &str, of: &Path) -> Option<Vec<Step>> {
    if let Some(condition) = call(inner, "select") {
        let Some(names) = excluded(condition.trim()) else {
            // Only these come through: all others go.
            return selected(condition.trim()).map(|_| vec![of_name(ALL)]);
        };
        let owners = || of.keys.iter().rev().cloned().collect();
        return Some(names.into_iter().map(|n| Step { owners: owners(), ..of_name(&n) }).collect());
    }
    if let Some(rest) = inner.strip_prefix("if ") {
        let (condition, rest) = rest.split_once(" then ")?;
        let set = rest.trim_end().strip_suffix("end")?.trim_end().strip_suffix('.')?.trim_end().strip_suffix("else")?;
        let (left, "=", right) = assigned(set.trim())? else { return None };
        let mut own = path(left, 0)?;
        own.picked = Some(selected(condition.trim())?);
        return Some(own.set(&literal(right.trim())?));
    }
    let (left, "=", right) = assigned(inner)? else { return None };
    let own = Path { wide: true, ..path(left, 0)? };
    Some(own.set(&literal(right.trim())?))
}

/// Where something stands.
#[derive(Clone, Debug, Default)]
struct Path {
    keys: Vec<String>,
    /// The names of the entries that a condition picks.
    picked: Option<Vec<String>>,
    /// How many keys stand before what was picked.
    before: usize,
    /// It is about all items of a list.
    wide: bool,
}

impl Path {
    /// The step about what stands here, without what becomes of it.
    fn step(&self) -> Option<Step> {
        let (key, above) = self.keys.split_last()?;
        let names = if self.wide && self.picked.is_none() { vec![ALL.to_owned()] } else { Vec::new() };
        Some(Step { key: key.clone(), names, owners: above.iter().rev().cloned().collect(), ..Step::default() })
    }

    fn set(&self, value: &str) -> Vec<Step> {
        let Some(step) = self.step() else { return Vec::new() };
        let step = Step { old: vec!["…".into()], new: vec![value.to_owned()], ..step };
        let named = |n: &String| Step { names: vec![n.clone()], ..step.clone() };
        match &self.picked {
            Some(names) => names.iter().map(named).collect(),
            None => vec![step],
        }
    }
}

fn gone(of: &Path) -> Vec<Step> {
    let owners: Vec<String> = of.keys.iter().take(of.before).rev().cloned().collect();
    match (&of.picked, of.keys.last()) {
        (Some(names), _) if of.keys.len() == of.before => {
            names.iter().map(|n| Step { owners: owners.clone(), ..of_name(n) }).collect()
        }
        (Some(names), Some(key)) => names.iter().map(|n| Step { names: vec![n.clone()], ..of_name(key) }).collect(),
        (None, Some(key)) if !of.wide => {
            let above = of.keys.iter().rev().skip(1).cloned().collect();
            vec![Step { owners: above, ..of_name(key) }]
        }
        _ => vec![of_name(ALL)],
    }
}

/// `.a["b"][] | select(…) | .c`
fn path(text: &str, depth: u32) -> Option<Path> {
    (depth <= MAX_DEPTH).then_some(())?;
    let mut out = Path::default();
    for part in cut(text, '|')? {
        let mut rest = part.trim();
        while !rest.is_empty() {
            rest = component(rest, depth, &mut out)?.trim_start();
        }
    }
    Some(out)
}

/// Takes one part of a path, and leaves the rest.
fn component<'a>(text: &'a str, depth: u32, out: &mut Path) -> Option<&'a str> {
    let close = |open: char, shut: char, text: &str| {
        let mut deep = 0_u32;
        let mut quote = false;
        text.char_indices().find_map(|(at, c)| {
            match c {
                '"' => quote = !quote,
                c if c == open && !quote => deep += 1,
                c if c == shut && !quote => deep = deep.checked_sub(1)?,
                _ => {}
            }
            (deep == 0 && c == shut && !quote).then_some(at)
        })
    };
    if let Some(rest) = text.strip_prefix("select") {
        let end = close('(', ')', rest)?;
        out.picked = Some(selected(rest.get(1..end)?.trim())?).filter(|_| out.picked.is_none());
        out.picked.as_ref()?;
        out.before = out.keys.len();
        return rest.get(end + 1..);
    }
    if text.starts_with('(') {
        let end = close('(', ')', text)?;
        let inner = path(text.get(1..end)?, depth + 1)?;
        (out.keys.is_empty() && out.picked.is_none()).then_some(())?;
        *out = inner;
        return text.get(end + 1..);
    }
    if text.starts_with('[') {
        let end = close('[', ']', text)?;
        match text.get(1..end)?.trim() {
            "" => out.wide = true,
            key => out.keys.push(key.strip_prefix('"')?.strip_suffix('"')?.to_owned()),
        }
        return text.get(end + 1..);
    }
    let rest = text.strip_prefix('.')?;
    if let Some(inner) = rest.strip_prefix('"') {
        let (key, behind) = inner.split_once('"')?;
        out.keys.push(key.to_owned());
        return Some(behind);
    }
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
    let (key, behind) = rest.split_at_checked(end)?;
    if !key.is_empty() {
        out.keys.push(key.to_owned());
    }
    Some(behind)
}

/// The values that a condition picks by: `.name == "a" or .name == "b"`.
fn selected(condition: &str) -> Option<Vec<String>> {
    if let Some((_, list)) = condition.split_once("IN(") {
        return cut(list.strip_suffix(')')?, ',')?.into_iter().map(|v| literal(v.trim())).collect();
    }
    bare(condition).split(" or ").map(|part| compared(part, "==")).collect()
}

/// The values of what does not come through: `.name != "a" and .name != "b"`, `(.name == "a") | not`.
fn excluded(condition: &str) -> Option<Vec<String>> {
    if let Some((inner, not)) = condition.rsplit_once('|') {
        return selected(inner.trim()).filter(|_| not.trim() == "not");
    }
    bare(condition).split(" and ").map(|part| compared(part, "!=")).collect()
}

fn compared(part: &str, sign: &str) -> Option<String> {
    let (left, right) = part.trim().split_once(sign)?;
    left.trim().starts_with('.').then(|| literal(right.trim()))?
}

/// A text, a number, a switch.
fn literal(value: &str) -> Option<String> {
    let text = value.strip_prefix('"').and_then(|v| v.strip_suffix('"')).filter(|v| !v.contains(['"', '\\']));
    let plain = || {
        value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
            && !value.is_empty()
            && !value.starts_with('.')
    };
    text.or_else(|| plain().then_some(value)).map(str::to_owned)
}

/// Target, sign and value of an assignment.
fn assigned(s: &str) -> Option<(&str, &str, &str)> {
    let mut quote = false;
    let mut deep = 0_i32;
    let bytes = s.as_bytes();
    let at = bytes.iter().enumerate().position(|(at, b)| {
        match b {
            b'"' => quote = !quote,
            b'(' | b'[' => deep += 1,
            b')' | b']' => deep -= 1,
            _ => {}
        }
        let next = bytes.get(at + 1);
        let before = at.checked_sub(1).and_then(|b| bytes.get(b));
        *b == b'=' && !quote && deep == 0 && next != Some(&b'=') && !matches!(before, Some(b'=' | b'!' | b'<' | b'>'))
    })?;
    let (left, right) = (s.get(..at)?, s.get(at + 1..)?);
    for sign in ["|=", "-=", "+="] {
        if let Some(left) = sign.strip_suffix('=').and_then(|c| left.strip_suffix(c)) {
            return Some((left.trim(), sign, right));
        }
    }
    (!left.ends_with(['*', '/', '?'])).then_some((left.trim(), "=", right))
}

/// What stands in the brackets of a call that is all there is.
fn call<'a>(s: &'a str, name: &str) -> Option<&'a str> {
    let inner = s.trim().strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')')?;
    cut(inner, '\0').map(|_| inner)
}

/// Without brackets around all of it.
fn bare(s: &str) -> &str {
    let inner = s.strip_prefix('(').and_then(|s| s.strip_suffix(')'));
    inner.filter(|i| cut(i, '\0').is_some()).map_or(s, str::trim)
}

/// The parts of a text between a sign that stands in no brackets and no quotes; none where those do not match.
fn cut(text: &str, sign: char) -> Option<Vec<&str>> {
    let (mut out, mut from, mut deep, mut quote) = (Vec::new(), 0, 0_u32, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => quote = !quote,
            _ if quote => {}
            '(' | '[' | '{' => deep += 1,
            ')' | ']' | '}' => deep = deep.checked_sub(1)?,
            c if c == sign && deep == 0 && !text.get(at..)?.starts_with("|=") => {
                out.push(text.get(from..at)?);
                from = at + c.len_utf8();
            }
            _ => {}
        }
        (deep <= MAX_DEPTH).then_some(())?;
    }
    out.push(text.get(from..)?);
    (deep == 0 && !quote).then_some(out)
}
