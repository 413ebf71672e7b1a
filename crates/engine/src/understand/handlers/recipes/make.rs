//! Makefiles: variables, rules and recipes, as far as one can tell without running make. A value that make would compute
//! becomes a variable that nobody sets: one word, or several, that are not known.

use std::collections::{BTreeMap, BTreeSet};

use super::{Asked, MAX_RECIPES, Recipe, Source};

/// What stands for a value that is not known, until the recipe is whole.
const UNKNOWN: &str = "\u{1}";

/// What stands for it then: a variable that nobody sets.
const UNSET: &str = "$not_known_by_make";

/// How deep variables may name variables.
const MAX_DEPTH: u32 = 12;

/// A recipe line that grows beyond this is not understood.
const MAX_LINE_BYTES: usize = 32 * 1024;

#[derive(Default)]
struct Makefile {
    vars: BTreeMap<String, String>,
    rules: Vec<Rule>,
    gap: Option<String>,
    /// Commands that run while the file is read.
    at_once: Vec<String>,
    goal: Option<String>,
}

#[derive(Default)]
struct Rule {
    targets: Vec<String>,
    needs: Vec<String>,
    lines: Vec<String>,
}

/// The recipes of the goals and of what they need.
pub fn recipes(source: &Source, asked: &Asked) -> Option<Vec<Recipe>> {
    let mut file = read(&source.text, asked);
    let goals = if asked.names.is_empty() { vec![file.default_goal()?] } else { asked.names.clone() };
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    let mut found = false;
    for goal in &goals {
        found |= file.collect(goal, &mut seen, &mut out, 0);
    }
    if !found {
        return None;
    }
    let at_once = std::mem::take(&mut file.at_once);
    if !at_once.is_empty() {
        out.insert(0, Recipe { lines: at_once, dir: None, gap: None });
    }
    for line in out.iter_mut().flat_map(|r| &mut r.lines) {
        *line = line.replace(UNKNOWN, UNSET);
    }
    if let Some(first) = out.first_mut() {
        first.gap = file.gap.take();
    }
    Some(out)
}

fn read(text: &str, asked: &Asked) -> Makefile {
    let mut file = Makefile::default();
    for (k, v) in [
        ("MAKE", "make"),
        ("CC", "cc"),
        ("CXX", "c++"),
        ("RM", "rm -f"),
        ("SHELL", "/bin/sh"),
        ("AR", "ar"),
        ("LD", "ld"),
    ] {
        file.vars.insert(k.into(), v.into());
    }
    let joined = text.replace("\\\r\n", " ").replace("\\\n", " ");
    let mut open = false;
    let mut define: Option<(String, Vec<String>)> = None;
    for line in joined.lines() {
        if let Some((name, body)) = &mut define {
            if line.trim_start().starts_with("endef") {
                let (name, body) = (name.clone(), body.join("\n"));
                file.vars.insert(name, body);
                define = None;
            } else {
                body.push(line.to_owned());
            }
            continue;
        }
        if let Some(recipe) = line.strip_prefix('\t').filter(|_| open) {
            if let Some(rule) = file.rules.last_mut() {
                rule.lines.push(recipe.to_owned());
            }
            continue;
        }
        let plain = without_comment(line);
        let trimmed = plain.trim();
        if trimmed.is_empty() {
            continue;
        }
        if let Some(rest) = trimmed.strip_prefix("define ") {
            define = Some((rest.trim_end_matches(['=', ':', ' ']).trim().to_owned(), Vec::new()));
            continue;
        }
        open = file.line(trimmed);
    }
    file.vars.extend(asked.texts(UNKNOWN));
    file
}

fn without_comment(line: &str) -> &str {
    match line.find('#') {
        Some(i) if i == 0 || !line.get(..i).is_some_and(|b| b.ends_with('\\')) => line.get(..i).unwrap_or(""),
        _ => line,
    }
}

impl Makefile {
    /// A line outside of recipes; whether a recipe may follow.
    fn line(&mut self, line: &str) -> bool {
        let word = line.split_whitespace().next().unwrap_or("");
        match word {
            "include" | "-include" | "sinclude" | "load" => {
                self.gap.get_or_insert_with(|| "a makefile that includes others".into());
                return false;
            }
            "ifeq" | "ifneq" | "ifdef" | "ifndef" | "else" | "endif" | "vpath" | "unexport" | "undefine" => {
                return false;
            }
            _ => {}
        }
        let rest =
            ["export ", "override ", "private "].iter().fold(line, |l, p| l.strip_prefix(p).unwrap_or(l).trim_start());
        if self.assignment(rest) {
            return false;
        }
        self.rule(line)
    }

    /// `NAME = value` in its kinds.
    fn assignment(&mut self, line: &str) -> bool {
        let Some(at) = line.find('=') else { return false };
        let (left, value) = (line.get(..at).unwrap_or(""), line.get(at + 1..).unwrap_or("").trim());
        let kind = left.chars().last().filter(|c| matches!(c, ':' | '?' | '+' | '!')).unwrap_or(' ');
        let name = left.trim_end_matches([':', '?', '+', '!', ' ', '\t']).trim();
        // `all: CFLAGS = -g` belongs to a target: either value may hold.
        let name = name.rsplit(':').next().unwrap_or(name).trim();
        if name.is_empty() || name.contains([' ', '\t', '(', ')']) && !name.starts_with("$(") {
            return false;
        }
        let name = name.to_owned();
        match kind {
            '!' => {
                let command = self.expand(value, None, 0);
                self.at_once.push(command);
                self.vars.insert(name, UNKNOWN.into());
            }
            '?' if self.vars.contains_key(&name) && name != "CC" && name != "CXX" => {}
            '+' => {
                let have = self.vars.get(&name).cloned().unwrap_or_default();
                self.vars.insert(name, format!("{have} {value}"));
            }
            ':' => {
                let now = self.expand(value, None, 0);
                self.vars.insert(name, now.replace('$', "$$"));
            }
            _ => {
                if name == ".DEFAULT_GOAL" {
                    self.goal = Some(value.to_owned());
                }
                self.vars.insert(name, value.to_owned());
            }
        }
        true
    }

    /// `targets: needs | order ; first line`
    fn rule(&mut self, line: &str) -> bool {
        let Some((targets, rest)) = line.split_once(':') else {
            if line.starts_with("$(") {
                self.gap.get_or_insert_with(|| "a makefile that computes rules".into());
            }
            return false;
        };
        let rest = rest.trim_start_matches([':', '&']);
        let (needs, first) = rest.split_once(';').map_or((rest, None), |(n, f)| (n, Some(f)));
        let needs = needs.rsplit(':').next().unwrap_or(needs);
        let words = |f: &Self, t: &str| {
            f.expand(t, None, 0).split_whitespace().filter(|w| *w != "|").map(str::to_owned).collect::<Vec<_>>()
        };
        let rule = Rule {
            targets: words(self, targets),
            needs: words(self, needs),
            lines: first.map(str::to_owned).into_iter().collect(),
        };
        self.rules.push(rule);
        true
    }

    fn default_goal(&self) -> Option<String> {
        if let Some(goal) = &self.goal {
            return Some(self.expand(goal, None, 0));
        }
        let first = |t: &&String| !t.starts_with('.') || t.contains('/');
        self.rules.iter().flat_map(|r| &r.targets).find(|t| first(t) && !t.contains('%')).cloned()
    }

    /// Adds the recipes of a goal and of what it needs; whether any rule is about it.
    fn collect(&self, goal: &str, seen: &mut BTreeSet<String>, out: &mut Vec<Recipe>, depth: u32) -> bool {
        if depth > MAX_DEPTH * 2 || out.len() > MAX_RECIPES || !seen.insert(goal.to_owned()) {
            return true;
        }
        let exact: Vec<&Rule> = self.rules.iter().filter(|r| r.targets.iter().any(|t| t == goal)).collect();
        let pattern =
            || self.rules.iter().filter(|r| r.targets.iter().any(|t| t.contains('%') && fits(t, goal))).collect();
        let has_recipe = exact.iter().any(|r| !r.lines.is_empty());
        let mut rules: Vec<&Rule> = exact;
        if !has_recipe {
            let more: Vec<&Rule> = pattern();
            rules.extend(more);
        }
        for rule in &rules {
            for need in &rule.needs {
                self.collect(need, seen, out, depth + 1);
            }
        }
        for rule in rules.iter().filter(|r| !r.lines.is_empty()) {
            let lines = rule.lines.iter().map(|l| {
                let bare = l.trim_start_matches([' ', '\t', '@', '-', '+']);
                self.expand(bare, Some((goal, &rule.needs)), 0)
            });
            let lines: Vec<String> = lines.filter(|l| !l.trim().is_empty()).collect();
            out.push(Recipe { lines, dir: None, gap: None });
        }
        !rules.is_empty()
    }

    /// A text with its variables in it.
    fn expand(&self, text: &str, target: Option<(&str, &[String])>, depth: u32) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            out.push_str(before);
            let Some(c) = after.chars().next() else { break };
            rest = after.get(c.len_utf8()..).unwrap_or("");
            match c {
                '$' => out.push('$'),
                '(' | '{' => match closing(after, c) {
                    Some((inner, tail)) => {
                        out.push_str(&self.value(inner, target, depth + 1));
                        rest = tail;
                    }
                    None => out.push_str(UNKNOWN),
                },
                other => out.push_str(
                    &automatic(other, target).unwrap_or_else(|| self.value(&other.to_string(), target, depth + 1)),
                ),
            }
            if out.len() > MAX_LINE_BYTES {
                return UNKNOWN.to_owned();
            }
        }
        out.push_str(rest);
        out
    }

    /// What `$(inner)` stands for.
    fn value(&self, inner: &str, target: Option<(&str, &[String])>, depth: u32) -> String {
        if depth > MAX_DEPTH {
            return UNKNOWN.to_owned();
        }
        if let Some((function, arguments)) = inner.split_once([' ', '\t']) {
            let arguments = self.expand(arguments.trim(), target, depth);
            return match function {
                "strip" | "sort" | "abspath" | "realpath" | "firstword" | "lastword" | "wildcard" => arguments,
                // The command runs while the recipe is put together; here it runs with it.
                "shell" => format!("$({arguments})"),
                "info" | "warning" | "error" => String::new(),
                "addprefix" => pairs(&arguments, |p, w| format!("{p}{w}")),
                "addsuffix" => pairs(&arguments, |s, w| format!("{w}{s}")),
                "or" | "if" => arguments.replace(',', " "),
                _ => UNKNOWN.to_owned(),
            };
        }
        let name = self.expand(inner, target, depth);
        let name = name.split(':').next().unwrap_or("");
        if name.len() == 2 && matches!(name.get(1..), Some("D" | "F")) && name.starts_with(['@', '<', '^', '*', '?']) {
            return UNKNOWN.to_owned();
        }
        if let Some(value) = name.chars().next().filter(|_| name.len() == 1).and_then(|c| automatic(c, target)) {
            return value;
        }
        match self.vars.get(name) {
            Some(v) if inner.contains(':') => {
                let _ = v;
                UNKNOWN.to_owned()
            }
            Some(v) => self.expand(v, target, depth + 1),
            // From the environment, which make hands to its variables.
            None if is_name(name) => format!("${{{name}}}"),
            None => UNKNOWN.to_owned(),
        }
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// `$@`, `$<`, `$^`.
fn automatic(c: char, target: Option<(&str, &[String])>) -> Option<String> {
    let (goal, needs) = target?;
    Some(match c {
        '@' => goal.to_owned(),
        '<' => needs.first().cloned().unwrap_or_default(),
        '^' | '?' | '+' => needs.join(" "),
        '*' => UNKNOWN.to_owned(),
        _ => return None,
    })
}

fn pairs(arguments: &str, join: impl Fn(&str, &str) -> String) -> String {
    match arguments.split_once(',') {
        Some((first, words)) => words.split_whitespace().map(|w| join(first, w)).collect::<Vec<_>>().join(" "),
        None => UNKNOWN.to_owned(),
    }
}

/// The text between brackets, and what follows.
fn closing(text: &str, open: char) -> Option<(&str, &str)> {
    let close = if open == '(' { ')' } else { '}' };
    let mut depth = 0u32;
    for (i, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return Some((text.get(open.len_utf8()..i)?, text.get(i + close.len_utf8()..)?));
            }
        }
    }
    None
}

/// `%.o` and `main.o`.
fn fits(pattern: &str, goal: &str) -> bool {
    pattern
        .split_once('%')
        .is_some_and(|(a, b)| goal.len() > a.len() + b.len() && goal.starts_with(a) && goal.ends_with(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::value::Val;

    fn lines(text: &str, goals: &[&str], assigned: &[(&str, &str)]) -> String {
        let source = Source { dir: "/w".into(), text: text.into(), made_here: false };
        let asked = Asked {
            names: goals.iter().map(|g| (*g).to_owned()).collect(),
            assigned: assigned.iter().map(|(k, v)| ((*k).to_owned(), Val::text(*v))).collect(),
            arguments: Vec::new(),
        };
        recipes(&source, &asked)
            .map_or("none".into(), |r| r.iter().flat_map(|r| r.lines.clone()).collect::<Vec<_>>().join(" | "))
    }

    #[test]
    fn recipes_as_make_would_run_them() {
        for (file, goals, assigned, want) in [
            ("all: a\n\tcc -o x\na:\n\t@echo hi\n", &[][..], &[][..], "echo hi | cc -o x"),
            (".PHONY: t\nt:\n\t-rm -rf $(OUT)\nOUT = build\n", &["t"], &[], "rm -rf build"),
            ("OUT := a\nt:\n\trm $(OUT)\n", &["t"], &[("OUT", "/")], "rm /"),
            ("D = $(B)/x\nB = /y\nt: ; ls ${D}\n", &["t"], &[], "ls /y/x"),
            ("%.o: %.c\n\tcc -c $< -o $@\n", &["m.o"], &[], "cc -c %.c -o m.o"),
            ("t:\n\techo $$HOME $(HOME)\n", &["t"], &[], "echo $HOME ${HOME}"),
            ("V != date\nt:\n\techo $(V)\n", &["t"], &[], "date | echo $not_known_by_make"),
            ("t:\n\techo $(shell git rev-parse HEAD)\n", &["t"], &[], "echo $(git rev-parse HEAD)"),
            ("t: a \\\n  b\na:\n\t1\nb:\n\t2\n", &["t"], &[], "1 | 2"),
            ("t:\n\t1\n", &["other"], &[], "none"),
            ("A += x\nA += y\nt:\n\techo $(strip $(A))\n", &["t"], &[], "echo x y"),
            ("ifdef X\nC = 1\nelse\nC = 2\nendif\nt:\n\techo $(C)\n", &["t"], &[], "echo 2"),
            (".DEFAULT_GOAL = b\na:\n\t1\nb:\n\t2\n", &[], &[], "2"),
            ("a: b\nb: a\n\t1\n", &["a"], &[], "1"),
            ("define R\nrm -rf /\nendef\nt:\n\t$(R)\n", &["t"], &[], "rm -rf /"),
        ] {
            assert_eq!(lines(file, goals, assigned).replace("  ", " "), want, "{file}");
        }
    }
}
