//! Tasks of Gradle, in Groovy and in Kotlin: their blocks are found by the name of the task, and in them the commands and deletions
//! that stand in plain words. What a script runs outside of any task runs with every task.

use automode_model::Verb;

use super::{MAX_TASKS, Step};

/// How much of a script is read.
const MAX_BYTES: usize = 256 * 1024;

/// How many words one call has that are read.
const MAX_WORDS: usize = 256;

/// Tasks that a build comes to by itself, whichever of its own tasks is asked for.
const OWN: &[&str] = &[
    "preBuild",
    "compileJava",
    "compileKotlin",
    "processResources",
    "classes",
    "jar",
    "assemble",
    "test",
    "check",
    "build",
];

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Text(String),
    Sign(char),
    Line,
}

/// A task: its name and where its words stand.
struct Task {
    name: String,
    from: usize,
    to: usize,
}

/// What the tasks of these names do, and those that they need.
#[must_use]
pub fn steps(text: &str, names: &[String]) -> Vec<Step> {
    let Some(tokens) = tokens(text) else { return Vec::new() };
    let tasks = tasks(&tokens);
    let mut wanted: Vec<String> = names.to_vec();
    let builds = |n: &String| {
        OWN.contains(&n.as_str())
            || ["assemble", "bundle", "run", "bootRun", "install", "publish"].iter().any(|p| n.starts_with(p))
    };
    if wanted.iter().any(builds) {
        wanted.extend(OWN.iter().map(|n| (*n).to_owned()));
    }
    let (mut out, mut next) = (Vec::new(), 0);
    while let Some(name) = wanted.get(next).filter(|_| next < MAX_TASKS).cloned() {
        next += 1;
        for t in tasks.iter().filter(|t| t.name == name) {
            let body = tokens.get(t.from..t.to).unwrap_or_default();
            for need in needs(body) {
                if wanted.len() < MAX_TASKS && !wanted.contains(&need) && tasks.iter().any(|t| t.name == need) {
                    wanted.push(need);
                }
            }
            actions(body, true, &mut out);
        }
    }
    let mut outside = Vec::new();
    let mut at = 0;
    for t in &tasks {
        outside.extend(tokens.get(at..t.from).unwrap_or_default().iter().cloned());
        at = at.max(t.to);
    }
    outside.extend(tokens.get(at..).unwrap_or_default().iter().cloned());
    actions(&outside, false, &mut out);
    out
}

/// The tasks that a script defines or adds to.
fn tasks(tokens: &[Token]) -> Vec<Task> {
    const MAKERS: &[&str] = &["register", "create", "named", "getByName", "maybeCreate", "task", "replace"];
    let mut out = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let Some(Token::Word(word)) = tokens.get(i) else {
            i += 1;
            continue;
        };
        let first =
            i.checked_sub(1).is_none_or(|b| matches!(tokens.get(b), Some(Token::Line | Token::Sign('{' | '}' | ';'))));
        let name = if MAKERS.contains(&word.as_str()) {
            named(tokens, i + 1)
        } else if matches!(word.as_str(), "val" | "def") {
            let delegated = matches!((tokens.get(i + 2), tokens.get(i + 3)), (Some(Token::Word(by)), Some(Token::Word(t))) if by == "by" && t == "tasks");
            if let Some(Token::Word(n)) = tokens.get(i + 1).filter(|_| delegated) { Some(n.clone()) } else { None }
        } else if first && is_opened(tokens, i + 1) {
            Some(word.clone())
        } else {
            None
        };
        // Blocks of the script's own (`dependencies { … }`) hold tasks, or nothing that runs.
        match name.filter(|n| *n != *word || !HOLDERS.contains(&word.as_str())) {
            Some(name) => {
                let to = block(tokens, i);
                out.push(Task { name, from: i, to });
                i = to;
            }
            None => i += 1,
        }
    }
    out
}

/// Blocks that set the build up; what runs in them runs with every task.
const HOLDERS: &[&str] = &[
    "buildscript",
    "plugins",
    "dependencies",
    "repositories",
    "android",
    "kotlin",
    "java",
    "allprojects",
    "subprojects",
    "tasks",
    "ext",
    "publishing",
    "application",
    "configurations",
    "sourceSets",
    "gradle",
    "afterEvaluate",
    "project",
    "if",
    "else",
    "for",
    "try",
    "catch",
];

/// The name in `task NAME`, `task("NAME")`, `register<Exec>("NAME")`.
fn named(tokens: &[Token], from: usize) -> Option<String> {
    for t in tokens.iter().skip(from).take(8) {
        match t {
            Token::Text(n) => return Some(n.clone()),
            Token::Word(n) if !matches!(tokens.get(from), Some(Token::Sign('<'))) => return Some(n.clone()),
            Token::Sign('(' | '<' | '>' | '.' | ':') | Token::Word(_) => {}
            _ => return None,
        }
    }
    None
}

/// `NAME {`, `NAME.doLast {`, `NAME.dependsOn …`.
fn is_opened(tokens: &[Token], at: usize) -> bool {
    match (tokens.get(at), tokens.get(at + 1)) {
        (Some(Token::Sign('{')), _) => true,
        (Some(Token::Sign('.')), Some(Token::Word(w))) => {
            matches!(w.as_str(), "doLast" | "doFirst" | "configure" | "dependsOn" | "finalizedBy")
        }
        _ => false,
    }
}

/// Where a statement that begins here ends: with the block that it opens, or its line.
fn block(tokens: &[Token], from: usize) -> usize {
    let (mut depth, mut round) = (0_u32, 0_u32);
    for (i, t) in tokens.iter().enumerate().skip(from) {
        match t {
            Token::Sign('{') => depth += 1,
            Token::Sign('(' | '[') => round += 1,
            Token::Sign(')' | ']') => round = round.saturating_sub(1),
            Token::Sign('}') if depth <= 1 => return i + 1,
            Token::Sign('}') => depth -= 1,
            Token::Line if depth == 0 && round == 0 && !matches!(tokens.get(i + 1), Some(Token::Sign('{'))) => {
                return i;
            }
            _ => {}
        }
    }
    tokens.len()
}

/// The tasks that one needs or that come after it.
fn needs(body: &[Token]) -> Vec<String> {
    let mut out = Vec::new();
    for (i, t) in body.iter().enumerate() {
        if !matches!(t, Token::Word(w) if matches!(w.as_str(), "dependsOn" | "finalizedBy")) {
            continue;
        }
        for t in body.iter().skip(i + 1).take(MAX_WORDS) {
            match t {
                Token::Text(n) => out.push(n.rsplit(':').next().unwrap_or(n).to_owned()),
                Token::Word(n) => out.push(n.clone()),
                Token::Line | Token::Sign('{' | '}' | ';') => break,
                Token::Sign(_) => {}
            }
        }
    }
    out
}

/// What stands in these words. `task`: in a task's block, where plain settings of its kind count, too.
fn actions(body: &[Token], task: bool, out: &mut Vec<Step>) {
    let mut program: Option<String> = None;
    for (i, t) in body.iter().enumerate() {
        let Token::Word(word) = t else {
            executed(body, i, out);
            continue;
        };
        let owner = i.checked_sub(2).and_then(|o| match (body.get(o), body.get(o + 1)) {
            (Some(Token::Word(w)), Some(Token::Sign('.'))) => Some(w.as_str()),
            _ => None,
        });
        match word.as_str() {
            "commandLine" | "ProcessBuilder" if task || word == "ProcessBuilder" => {
                let words = arguments(body, i + 1);
                if !words.is_empty() {
                    out.push(Step::Words(words));
                }
            }
            "executable" if task => program = arguments(body, i + 1).into_iter().next().flatten(),
            "args" if task => {
                if let Some(p) = program.clone() {
                    out.push(Step::Words(std::iter::once(Some(p)).chain(arguments(body, i + 1)).collect()));
                }
            }
            "delete" if task && owner.is_none_or(|o| matches!(o, "ant" | "project" | "fs")) => {
                out.extend(arguments(body, i + 1).into_iter().flatten().map(|p| Step::Path(Verb::Delete, p)));
            }
            "exec" if owner == Some("Runtime") || matches!(body.get(i.wrapping_sub(2)), Some(Token::Sign(')'))) => {
                if let Some(Some(line)) = arguments(body, i + 1).into_iter().next() {
                    out.push(Step::Shell(line));
                }
            }
            "deleteDir" | "deleteRecursively" => {
                let before = body.get(..i).unwrap_or_default().iter().rev().take(4);
                out.extend(
                    before
                        .filter_map(|t| if let Token::Text(p) = t { expanded(p) } else { None })
                        .map(|p| Step::Path(Verb::Delete, p)),
                );
            }
            _ => {}
        }
    }
}

/// `"rm -rf x".execute()`, `["sh", "-c", "x"].execute()`.
fn executed(body: &[Token], at: usize, out: &mut Vec<Step>) {
    let runs = |i: usize| matches!((body.get(i), body.get(i + 1)), (Some(Token::Sign('.')), Some(Token::Word(w))) if w == "execute");
    match body.get(at) {
        Some(Token::Text(line)) if runs(at + 1) => {
            out.push(Step::Words(line.split_whitespace().map(expanded).collect()));
        }
        Some(Token::Sign(']')) if runs(at + 1) => {
            let near = body.get(at.saturating_sub(MAX_WORDS)..at).unwrap_or_default();
            let from = near.iter().rposition(|t| *t == Token::Sign('[')).map_or(at, |n| at - near.len() + n);
            out.push(Step::Words(arguments(body, from)));
        }
        _ => {}
    }
}

/// Arguments in brackets, or to the end of the line; what is computed is none.
fn arguments(body: &[Token], from: usize) -> Vec<Option<String>> {
    let (mut out, mut depth, mut seen) = (Vec::new(), 0_u32, false);
    // Groovy's `commandLine = ['a', 'b']`.
    let skip = usize::from(matches!(body.get(from), Some(Token::Sign('='))));
    for t in body.iter().skip(from + skip).take(MAX_WORDS) {
        match t {
            Token::Sign('(' | '[') => depth += 1,
            Token::Sign(')' | ']') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            Token::Line if depth == 0 => break,
            Token::Sign('{' | '}' | ';') => break,
            Token::Sign(',') => {
                if !seen {
                    out.push(None);
                }
                seen = false;
            }
            Token::Text(text) => {
                out.push(expanded(text));
                seen = true;
            }
            _ => {}
        }
    }
    out
}

/// A text with the folders of the build in it; none where something else is filled in.
fn expanded(text: &str) -> Option<String> {
    let mut text = text.to_owned();
    for (name, path) in
        [("buildDir", "build"), ("projectDir", "."), ("rootDir", "."), ("rootProject.buildDir", "build")]
    {
        text = text.replace(&format!("${{{name}}}"), path).replace(&format!("${name}"), path);
    }
    (!text.contains('$')).then_some(text)
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let mut out = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' => out.push(Token::Line),
            c if c.is_whitespace() => {}
            '/' if chars.next_if_eq(&'/').is_some() => while chars.next_if(|c| *c != '\n').is_some() {},
            '/' if chars.next_if_eq(&'*').is_some() => {
                let mut last = ' ';
                while let Some(c) = chars.next().filter(|c| !(*c == '/' && last == '*')) {
                    last = c;
                }
            }
            '"' | '\'' => {
                let mut inner = String::new();
                let long = chars.next_if_eq(&c).is_some();
                if long && chars.next_if_eq(&c).is_none() {
                    out.push(Token::Text(inner));
                    continue;
                }
                loop {
                    match chars.next()? {
                        '\\' => inner.extend(chars.next()),
                        e if e == c && !long => break,
                        e if e == c && inner.ends_with([c]) && chars.next_if_eq(&c).is_some() => {
                            inner.pop();
                            break;
                        }
                        e => inner.push(e),
                    }
                }
                out.push(Token::Text(inner));
            }
            c if c.is_alphanumeric() || c == '_' => {
                let mut word = String::from(c);
                while let Some(c) = chars.next_if(|c| c.is_alphanumeric() || *c == '_') {
                    word.push(c);
                }
                out.push(Token::Word(word));
            }
            c => out.push(Token::Sign(c)),
        }
    }
    Some(out)
}
