//! The commands of a tree, as far as they are literal, and whether it says that it does not know all.

use automode_shell::tree::*;

/// What a tree says is run.
#[derive(Debug, Default)]
pub struct Names {
    /// For each simple command its leading literal words, and whether these are all.
    pub commands: Vec<(Vec<String>, bool)>,
    /// Something in it is opaque, computed, or evaluates text.
    pub unknown: bool,
}

const EVALUATES: [&str; 20] = [
    "eval",
    "source",
    ".",
    "trap",
    "alias",
    "let",
    "unset",
    "mapfile",
    "readarray",
    "complete",
    "bind",
    "enable",
    "hash",
    "shopt",
    "set",
    "read",
    "exec",
    "fc",
    "history",
    "getopts",
];

impl Names {
    pub fn of(script: &Script) -> Self {
        let mut out = Self { unknown: !script.problems.is_empty(), ..Self::default() };
        out.stmts(&script.body);
        out
    }

    /// Whether some simple command can have become this one.
    pub fn covers(&self, argv: &[String]) -> bool {
        self.commands.iter().any(|(words, all)| argv.starts_with(words) && (!all || argv.len() == words.len()))
    }

    fn stmts(&mut self, list: &[Stmt]) {
        for stmt in list {
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        self.node(&stmt.node);
        for redirect in &stmt.redirects {
            self.word(&redirect.target);
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Simple(s) => self.simple(s),
            Node::Pipeline(parts) => parts.iter().for_each(|(s, _)| self.stmt(s)),
            Node::List(first, rest) => {
                self.stmt(first);
                rest.iter().for_each(|(_, s)| self.stmt(s));
            }
            Node::Subshell(b) | Node::Group(b) => self.stmts(b),
            Node::If(branches, otherwise) => {
                for (condition, body) in branches {
                    self.stmts(condition);
                    self.stmts(body);
                }
                self.stmts(otherwise);
            }
            Node::Loop { cond, body, .. } => {
                self.stmts(cond);
                self.stmts(body);
            }
            Node::For { words, body, .. } => {
                words.iter().flatten().for_each(|w| self.word(w));
                self.stmts(body);
            }
            Node::ForArith(parts, body) => {
                parts.iter().for_each(|a| self.word(&a.word));
                self.stmts(body);
            }
            Node::Repeat(count, body) => {
                self.word(count);
                self.stmts(body);
            }
            Node::Case(word, arms) => {
                self.word(word);
                for arm in arms {
                    arm.patterns.iter().for_each(|w| self.word(w));
                    self.stmts(&arm.body);
                }
            }
            Node::Function(_, body) | Node::Time(body) => self.stmt(body),
            Node::Coproc(_, body) => {
                // Bash 5.2 prints a substitution anew, with the name that it made up, which then is the command.
                self.commands.push((vec!["COPROC".to_owned()], false));
                self.stmt(body);
            }
            Node::Anonymous(body, words) => {
                self.stmt(body);
                words.iter().for_each(|w| self.word(w));
            }
            Node::Arith(a) => self.word(&a.word),
            Node::Test(parts) => {
                for part in parts {
                    if let TestPart::Word(w) = part {
                        self.word(w);
                    }
                }
            }
            Node::Always(a, b) => {
                self.stmts(a);
                self.stmts(b);
            }
            Node::Opaque(_) => self.unknown = true,
        }
    }

    fn simple(&mut self, simple: &Simple) {
        for assignment in simple.assignments.iter().chain(&simple.declared) {
            assignment.index.iter().for_each(|w| self.word(w));
            match &assignment.value {
                Value::Scalar(w) => self.word(w),
                Value::Array(items) => items.iter().for_each(|(k, w)| {
                    k.iter().for_each(|k| self.word(k));
                    self.word(w);
                }),
            }
        }
        simple.words.iter().for_each(|w| self.word(w));
        let Some(first) = simple.words.first() else { return };
        let mut words: Vec<String> = simple.words.iter().map_while(Word::literal).collect();
        let all = words.len() == simple.words.len();
        match first.literal() {
            None => self.unknown = true,
            Some(name) if EVALUATES.contains(&name.as_str()) => self.unknown = true,
            Some(name) if matches!(name.as_str(), "command" | "builtin") => {
                while words.first().is_some_and(|w| *w == name || w.starts_with('-')) {
                    words.remove(0);
                }
                if words.is_empty() {
                    self.unknown |= !all;
                } else {
                    self.commands.push((words, all));
                }
            }
            Some(_) => self.commands.push((words, all)),
        }
    }

    fn word(&mut self, word: &Word) {
        self.parts(&word.parts);
    }

    fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Lit(_) | Part::Quoted(_) | Part::Glob(_) | Part::Tilde(_) | Part::Range(_) => {}
                Part::Double(inner) => self.parts(inner),
                Part::Param(p) => self.param(p),
                Part::Command(b) | Part::Process(_, b) => self.stmts(b),
                Part::Arith(a) => self.word(&a.word),
                Part::Brace(words) => words.iter().for_each(|w| self.word(w)),
                Part::Opaque(_) => self.unknown = true,
            }
        }
    }

    fn param(&mut self, param: &Param) {
        param.index.iter().for_each(|w| self.word(w));
        match &param.op {
            ParamOp::None | ParamOp::Length | ParamOp::Names | ParamOp::Keys => {}
            ParamOp::Default(_, w)
            | ParamOp::Assign(_, w)
            | ParamOp::Alternative(_, w)
            | ParamOp::Error(_, w)
            | ParamOp::TrimPrefix(_, w)
            | ParamOp::TrimSuffix(_, w) => self.word(w),
            ParamOp::Replace { pattern, with, .. } => {
                self.word(pattern);
                self.word(with);
            }
            ParamOp::Slice(o, l) => {
                self.word(&o.word);
                l.iter().for_each(|l| self.word(&l.word));
            }
            ParamOp::Case(_, _, w) => w.iter().for_each(|w| self.word(w)),
            ParamOp::Transform(c) => self.unknown |= matches!(c, 'P' | 'E'),
            ParamOp::Other(_, words) => words.iter().for_each(|w| self.word(w)),
        }
    }
}
