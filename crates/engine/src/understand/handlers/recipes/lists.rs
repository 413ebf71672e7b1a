//! Tasks that are written down as data: `composer.json`, `deno.json`, `pyproject.toml`, `Pipfile`, cargo's aliases,
//! `Taskfile.yml`.

use std::collections::BTreeSet;

use super::super::super::shell::quote;
use super::super::super::value::Val;
use super::super::super::yaml::{self, Node};
use super::{Asked, MAX_RECIPES, Recipe, Source};

fn one(lines: Vec<String>) -> Option<Vec<Recipe>> {
    Some(vec![Recipe { lines, dir: None, gap: None }])
}

/// The text of a task with the arguments behind it.
fn with_arguments(text: &str, asked: &Asked) -> String {
    let words: Vec<String> =
        asked.arguments.iter().map(|v| v.known().map_or_else(|| "\"$not_known\"".to_owned(), quote)).collect();
    if words.is_empty() { text.to_owned() } else { format!("{text} {}", words.join(" ")) }
}

/// `scripts` of `composer.json`: commands, calls of PHP classes, references to others.
pub fn composer(source: &Source, asked: &Asked) -> Option<Vec<Recipe>> {
    let value: serde_json::Value = serde_json::from_str(&source.text).ok()?;
    let scripts = value.get("scripts")?.as_object()?;
    let mut lines = Vec::new();
    let mut gap = None;
    let mut open: Vec<String> = asked.names.clone();
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        if !seen.insert(name.clone()) || seen.len() > MAX_RECIPES {
            continue;
        }
        let entries: Vec<&str> = match scripts.get(&name) {
            Some(serde_json::Value::String(s)) => vec![s],
            Some(serde_json::Value::Array(a)) => a.iter().filter_map(serde_json::Value::as_str).collect(),
            _ => continue,
        };
        for e in entries {
            if let Some(other) = e
                .strip_prefix('@')
                .filter(|o| !o.starts_with("php") && !o.starts_with("putenv") && !o.starts_with("composer"))
            {
                open.push(other.split_whitespace().next().unwrap_or("").to_owned());
            } else if e.contains("::") && !e.contains(' ') {
                gap = Some(format!("the PHP function `{e}`"));
            } else {
                let e = e
                    .strip_prefix("@putenv ")
                    .map_or_else(|| e.trim_start_matches('@').to_owned(), |v| format!("export {v}"));
                lines.push(with_arguments(&e, asked));
            }
        }
    }
    if lines.is_empty() && gap.is_none() {
        return None;
    }
    Some(vec![Recipe { lines, dir: None, gap }])
}

/// `tasks` of `deno.json`.
pub fn deno(source: &Source, asked: &Asked) -> Option<Vec<Recipe>> {
    let value: serde_json::Value = serde_json::from_str(&source.text).ok()?;
    let tasks = value.get("tasks").or_else(|| value.get("scripts"))?;
    let task = tasks.get(asked.names.first()?)?;
    let text = task.as_str().or_else(|| task.get("command")?.as_str())?;
    one(vec![with_arguments(text, asked)])
}

/// Scripts of pdm, poe, hatch, taskipy and rye in `pyproject.toml`.
pub fn pyproject(source: &Source, asked: &Asked) -> Option<Vec<Recipe>> {
    let name = asked.names.first()?;
    let name = name.rsplit(':').next().unwrap_or(name);
    let text = entries(&source.text, |section| {
        matches!(section, "tool.pdm.scripts" | "tool.poe.tasks" | "tool.taskipy.tasks" | "tool.rye.scripts")
            || section.starts_with("tool.hatch.envs.") && section.ends_with(".scripts")
    })
    .into_iter()
    .find(|(k, _)| k == name)?
    .1;
    lines_of(&text, asked)
}

/// `[scripts]` of a `Pipfile`.
pub fn pipfile(source: &Source, asked: &Asked) -> Option<Vec<Recipe>> {
    let name = asked.names.first()?;
    let text = entries(&source.text, |s| s == "scripts").into_iter().find(|(k, _)| k == name)?.1;
    lines_of(&text, asked)
}

/// `[alias]` of cargo's configuration.
pub fn cargo(source: &Source, asked: &Asked) -> Option<Vec<Recipe>> {
    let name = asked.names.first()?;
    let text = entries(&source.text, |s| s == "alias").into_iter().find(|(k, _)| k == name)?.1;
    let words = strings(&text);
    let words = if words.is_empty() { return None } else { words.join(" ") };
    one(vec![with_arguments(&format!("cargo {words}"), asked)])
}

/// A value of TOML as commands: a string, a list of strings, or a table with a command in it.
fn lines_of(value: &str, asked: &Asked) -> Option<Vec<Recipe>> {
    let value = value.trim();
    if value.starts_with('{') {
        let command = value.find("cmd").or_else(|| value.find("shell")).and_then(|i| value.get(i..))?;
        let text = strings(command).into_iter().next()?;
        return one(vec![with_arguments(&text, asked)]);
    }
    let lines = strings(value);
    if lines.is_empty() {
        return None;
    }
    one(lines.iter().map(|l| with_arguments(l, asked)).collect())
}

/// Keys and raw values of the sections that `wanted` names.
fn entries(text: &str, wanted: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    let mut open = false;
    for line in text.lines() {
        let trimmed = line.trim();
        if open {
            if let Some(last) = out.last_mut() {
                last.1.push(' ');
                last.1.push_str(trimmed);
                open = !balanced(&last.1);
            }
            continue;
        }
        if let Some(section) = trimmed.strip_prefix('[').and_then(|s| s.strip_suffix(']')) {
            inside = wanted(section.trim_matches(['[', ']']).trim());
            continue;
        }
        if let Some((key, value)) = trimmed.split_once('=').filter(|_| inside && !trimmed.starts_with('#')) {
            let value = value.trim().to_owned();
            open = !balanced(&value);
            out.push((key.trim().trim_matches(['"', '\'']).to_owned(), value));
        }
    }
    out
}

fn balanced(value: &str) -> bool {
    let count = |c: char| value.matches(c).count();
    count('[') <= count(']') && count('{') <= count('}')
}

/// The strings in a value of TOML.
fn strings(value: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        if c != '"' && c != '\'' {
            continue;
        }
        let mut text = String::new();
        while let Some(d) = chars.next() {
            match d {
                d if d == c => break,
                '\\' if c == '"' => text.extend(chars.next()),
                d => text.push(d),
            }
        }
        out.push(text);
    }
    out.retain(|t| !t.is_empty());
    out
}

/// Tasks of `Taskfile.yml` and what they depend on.
pub fn taskfile(source: &Source, asked: &Asked) -> Option<Vec<Recipe>> {
    let root = yaml::parse(&source.text)?;
    let tasks = root.get("tasks")?;
    let vars: Vec<(String, String)> = root.get("vars").map(pairs).unwrap_or_default();
    let mut open: Vec<String> = if asked.names.is_empty() { vec!["default".into()] } else { asked.names.clone() };
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    let included = root.get("includes").is_some();
    while let Some(name) = open.pop() {
        if !seen.insert(name.clone()) || seen.len() > MAX_RECIPES {
            continue;
        }
        let Some(task) = tasks.get(&name) else { continue };
        let mut known = vars.clone();
        known.extend(task.get("vars").map(pairs).unwrap_or_default());
        known.extend(asked.texts("$not_known_to_the_task"));
        let mut lines = Vec::new();
        let commands = match task {
            Node::Text(_) | Node::List(_) => Some(task),
            Node::Map(_) => task.get("cmds").or_else(|| task.get("cmd")),
        };
        for c in commands.map(Node::items).unwrap_or_default() {
            match c {
                Node::Text(t) => lines.push(filled(t, &known, asked)),
                c => {
                    lines.extend(
                        c.get("cmd").or_else(|| c.get("defer")).and_then(Node::text).map(|t| filled(t, &known, asked)),
                    );
                    open.extend(c.get("task").and_then(Node::text).map(str::to_owned));
                }
            }
        }
        for d in task.get("deps").map(Node::items).unwrap_or_default() {
            open.extend(d.text().or_else(|| d.get("task").and_then(Node::text)).map(str::to_owned));
        }
        let gap = included.then(|| "a file of tasks that includes others".to_owned());
        out.push(Recipe { lines, dir: task.get("dir").and_then(Node::text).map(str::to_owned), gap });
    }
    (!out.is_empty()).then_some(out)
}

fn pairs(node: &Node) -> Vec<(String, String)> {
    match node {
        Node::Map(m) => m.iter().filter_map(|(k, v)| Some((k.clone(), v.text()?.to_owned()))).collect(),
        _ => Vec::new(),
    }
}

/// `{{.NAME}}` filled in.
fn filled(text: &str, vars: &[(String, String)], asked: &Asked) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((inner, tail)) = after.split_once("}}") else { break };
        let name = inner.trim().trim_start_matches('.');
        match vars.iter().rev().find(|(k, _)| k == name) {
            Some((_, v)) => out.push_str(v),
            None if name == "CLI_ARGS" => {
                out.push_str(&asked.arguments.iter().map(Val::show).collect::<Vec<_>>().join(" "))
            }
            None => out.push_str("$not_known_by_task"),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}
