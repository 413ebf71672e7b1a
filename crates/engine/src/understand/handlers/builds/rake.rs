//! Tasks of a Rakefile: their Ruby is handed to the reader of Ruby, with Rake's own `sh` as what it is.

use super::{MAX_TASKS, Step};

/// Words that open what `end` closes, at the start of a line.
const OPENERS: &[&str] = &["if", "unless", "while", "until", "case", "begin", "def", "class", "module", "for"];

/// A task: its whole name, what it needs, its lines.
struct Task {
    name: String,
    needs: Vec<String>,
    body: String,
}

/// What the tasks of these names do, and those that they need.
#[must_use]
pub fn steps(text: &str, names: &[String]) -> Vec<Step> {
    let (tasks, outside) = tasks(text);
    let mut wanted: Vec<String> = names.iter().map(|n| n.split('[').next().unwrap_or(n).to_owned()).collect();
    if wanted.is_empty() {
        wanted.push("default".to_owned());
    }
    let (mut out, mut next) = (vec![Step::Ruby(outside)], 0);
    while let Some(name) = wanted.get(next).filter(|_| next < MAX_TASKS).cloned() {
        next += 1;
        for t in tasks.iter().filter(|t| t.name == name) {
            let space = name.rsplit_once(':').map_or("", |(s, _)| s);
            for need in &t.needs {
                for whole in [need.clone(), format!("{space}:{need}")] {
                    if wanted.len() < MAX_TASKS && !wanted.contains(&whole) {
                        wanted.push(whole);
                    }
                }
            }
            out.push(Step::Ruby(t.body.clone()));
        }
    }
    out
}

/// The tasks of a text, and what stands outside of them.
fn tasks(text: &str) -> (Vec<Task>, String) {
    let (mut out, mut outside): (Vec<Task>, String) = (Vec::new(), String::new());
    // Names of the open namespaces with the depth at which they end; the task that is open, likewise.
    let (mut spaces, mut open, mut depth): (Vec<(String, usize)>, Option<usize>, usize) = (Vec::new(), None, 0);
    for line in text.lines() {
        let line = line.trim();
        let word = line.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
        let opens = is_block(line) || OPENERS.contains(&word) && !line.ends_with(" end");
        let closes = word == "end" || line == "}";
        if closes {
            depth = depth.saturating_sub(1);
            if open == Some(depth) {
                open = None;
            }
            if spaces.last().is_some_and(|(_, d)| *d == depth) {
                spaces.pop();
            } else if let (Some(_), Some(t)) = (open, out.last_mut()) {
                t.body.push_str("end\n");
            }
            continue;
        }
        match word {
            "namespace" if open.is_none() && opens => spaces.push((first_name(line), depth)),
            "task" | "multitask" | "file" if open.is_none() => {
                let (name, needs) = header(line);
                let whole = spaces.iter().map(|(s, _)| s.as_str()).chain([name.as_str()]).collect::<Vec<_>>().join(":");
                // `task(:a) { sh "…" }` on one line.
                let inner =
                    line.split_once('{').and_then(|(_, b)| b.rsplit_once('}')).map(|(b, _)| statement(b.trim()));
                out.push(Task { name: whole, needs, body: inner.unwrap_or_default() });
                if opens {
                    open = Some(depth);
                }
            }
            _ => {
                let to = match (open, out.last_mut()) {
                    (Some(_), Some(t)) => &mut t.body,
                    _ if spaces.is_empty() => &mut outside,
                    _ => &mut String::new(),
                };
                to.push_str(&statement(line));
                to.push('\n');
            }
        }
        depth += usize::from(opens);
    }
    (out, outside)
}

fn is_block(line: &str) -> bool {
    let line = line.split(" #").next().unwrap_or(line).trim_end();
    line.ends_with(" do")
        || line.ends_with('{')
        || line.ends_with('|') && (line.contains(" do |") || line.contains("{ |") || line.contains("{|"))
}

/// `sh "…"` is Rake's `system`.
fn statement(line: &str) -> String {
    match line.strip_prefix("sh").filter(|r| r.starts_with([' ', '('])) {
        Some(rest) => format!("system{rest}"),
        None => line.to_owned(),
    }
}

fn first_name(line: &str) -> String {
    names(line).into_iter().next().unwrap_or_default()
}

/// The name of a task and what it needs: `task :a => [:b, :c]`, `task a: :b`, `task :a, [:x] => "b"`.
fn header(line: &str) -> (String, Vec<String>) {
    let (head, needs) = match line.split_once("=>") {
        Some((h, n)) => (h, n),
        None => line.split_once(": ").unwrap_or((line, "")),
    };
    let name = match head.split_once(['(', ' ']) {
        Some((_, rest)) if !rest.contains([':', '"', '\'']) => rest.trim().trim_end_matches(':').to_owned(),
        _ => first_name(head),
    };
    (name, names(needs.split(" do").next().unwrap_or("")))
}

/// Symbols and texts in a line, in order.
fn names(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let mut name = String::new();
        match c {
            ':' => {
                while let Some(c) = chars.next_if(|c| c.is_alphanumeric() || *c == '_') {
                    name.push(c);
                }
            }
            '"' | '\'' => {
                while let Some(n) = chars.next_if(|n| *n != c) {
                    name.push(n);
                }
                chars.next();
            }
            '#' => break,
            _ => continue,
        }
        if !name.is_empty() {
            out.push(name);
        }
    }
    out
}
