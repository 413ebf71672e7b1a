//! Simple commands, and the functions that begin like one. Part of the grammar.

use super::Parser;
use super::token::{Keyword, Op, Place, Token, is_meta};
use crate::parse::Dialect;
use crate::read::{self, Mode};
use crate::tree::{Node, Redirect, Simple, Stmt, Word};

/// Builtins whose arguments may be assignments, arrays too.
const DECLARES: [&str; 5] = ["declare", "export", "local", "readonly", "typeset"];
/// The same to zsh, beside those.
const ZSH_DECLARES: [&str; 2] = ["integer", "float"];

/// A simple command while it is read.
#[derive(Default)]
struct Reading {
    simple: Simple,
    redirects: Vec<Redirect>,
    declares: bool,
}

impl Parser<'_, '_> {
    /// Assignments, words and redirections up to an operator.
    pub(super) fn simple(&mut self) -> Option<(Node, Vec<Redirect>)> {
        let mut reading = Reading::default();
        let start = self.pos;
        loop {
            match self.peek() {
                Token::Redirect => match self.redirect() {
                    Some(redirect) => reading.redirects.push(redirect),
                    None => break,
                },
                Token::Word if self.zsh_closes() => break,
                Token::Word => {
                    if !self.piece(&mut reading) {
                        break;
                    }
                }
                Token::Op(Op::Open, next) => {
                    if let Some(function) = self.function_head(&reading, start, next) {
                        return Some((function, Vec::new()));
                    }
                    if self.broken || !self.zsh() || !self.argument(&mut reading) {
                        self.refuse("a bracket that no command is expected before");
                        break;
                    }
                }
                _ => break,
            }
        }
        let empty = reading.simple == Simple::default() && reading.redirects.is_empty();
        (!empty).then_some((Node::Simple(reading.simple), reading.redirects))
    }

    /// A redirection with its descriptor, an assignment or a word; false where the text is not grammatical.
    fn piece(&mut self, reading: &mut Reading) -> bool {
        if self.descriptor().is_some() {
            return match self.redirect() {
                Some(redirect) => {
                    reading.redirects.push(redirect);
                    true
                }
                None => false,
            };
        }
        let first = reading.simple.words.is_empty();
        if (first || reading.declares)
            && let Some(head) = self.assignment_head()
        {
            let mode = if first { Mode::VALUE } else { Mode::DECLARED };
            let Some(assignment) = self.assignment(head, mode) else { return false };
            let list = if first { &mut reading.simple.assignments } else { &mut reading.simple.declared };
            list.push(assignment);
            return true;
        }
        self.argument(reading)
    }

    fn argument(&mut self, reading: &mut Reading) -> bool {
        let first = reading.simple.words.is_empty();
        let place = if first || reading.declares { Place::Command } else { Place::Plain };
        let Some((start, end)) = self.bounds(place) else { return false };
        if first {
            self.name_guard(start, end);
            let name = self.slice(start, end);
            reading.declares = DECLARES.contains(&name) || self.zsh() && ZSH_DECLARES.contains(&name);
        }
        let word = read::word(self, start, end, Mode::ARG);
        reading.simple.words.push(word);
        true
    }

    /// Command words that shells read in two ways.
    fn name_guard(&mut self, start: usize, end: usize) {
        let name = self.slice(start, end);
        if self.shared.dialect != Dialect::Bash && name.split('=').next().is_some_and(spans) {
            self.problem("a subscript with blanks, which not all shells read as one word", start, end);
        }
    }

    /// `name ()` and what follows. Only a single word before it makes it one.
    fn function_head(&mut self, reading: &Reading, start: usize, next: usize) -> Option<Node> {
        let simple = &reading.simple;
        let alone = reading.redirects.is_empty() && simple.assignments.is_empty() && simple.declared.is_empty();
        let one = simple.words.len() == 1 || self.zsh() && !simple.words.is_empty();
        let (pos, last) = (self.pos, self.last);
        if !alone || !one {
            return None;
        }
        self.advance(next);
        if !self.take(Op::Close) {
            (self.pos, self.last) = (pos, last);
            return None;
        }
        let names = simple.words.iter().map(|word| self.function_name(word, start, last)).collect();
        self.function_body(names)
    }

    fn function_name(&mut self, word: &Word, start: usize, end: usize) -> String {
        let written = word.span;
        match word.literal() {
            // INVARIANT: what was unquoted on the way is no name to bash.
            Some(name) if !self.slice(start, end).contains(['\'', '"', '\\', '$', '`']) || self.zsh() => name,
            _ => {
                self.problem("a function whose name is not known", start, end.max(start));
                format!("?{}", written.start)
            }
        }
    }

    /// A function's body: a compound command to bash, any to the others.
    fn function_body(&mut self, names: Vec<String>) -> Option<Node> {
        self.newlines();
        if self.shared.dialect == Dialect::Bash && !self.at_compound() {
            self.refuse("a function without a body");
            return None;
        }
        let body = self.command()?;
        Some(Node::Function(names, Box::new(body)))
    }

    /// `function name`, with or without `()`.
    pub(super) fn function_keyword(&mut self) -> Option<Node> {
        self.bash_only("`function`", self.pos, self.pos);
        let mut names = Vec::new();
        loop {
            self.blanks();
            let start = self.pos;
            if self.zsh() && matches!(self.keyword(), Some((Keyword::Open, _))) {
                break;
            }
            if self.peek() != Token::Word {
                break;
            }
            let (start, end) = self.bounds(Place::Command).unwrap_or((start, start));
            let word = read::word(self, start, end, Mode::ARG);
            names.push(self.function_name(&word, start, end));
            if !self.zsh() {
                break;
            }
        }
        if self.zsh() && names.is_empty() {
            return self.anonymous();
        }
        if names.is_empty() {
            self.refuse("a function without a name");
            return None;
        }
        let (pos, last) = (self.pos, self.last);
        if self.take(Op::Open) && !self.take(Op::Close) {
            // `function f (a)`: the subshell is the body.
            (self.pos, self.last) = (pos, last);
        }
        self.function_body(names)
    }

    /// True where a compound command comes next.
    pub(super) fn at_compound(&mut self) -> bool {
        use Keyword as K;
        match self.peek() {
            Token::Op(Op::Open, _) => true,
            Token::Word => matches!(
                self.keyword(),
                Some((K::If | K::While | K::Until | K::For | K::Case | K::Select | K::Open | K::Test, _))
            ),
            _ => false,
        }
    }

    /// `coproc`, a name where a compound command follows it, a command.
    pub(super) fn coproc(&mut self) -> Option<Node> {
        self.bash_only("`coproc`", self.pos, self.pos);
        let mut name = None;
        if !self.at_compound() && self.peek() == Token::Word {
            let (pos, last) = (self.pos, self.last);
            let bounds = self.bounds(Place::Command)?;
            if self.at_compound() && !is_meta(self.at(bounds.0)) {
                name = Some(self.slice(bounds.0, bounds.1).to_owned());
            } else {
                (self.pos, self.last) = (pos, last);
            }
        }
        let body = self.coproc_body()?;
        if self.reprinted.is_some() && self.shared.dialect == Dialect::Bash && matches!(body.node, Node::Simple(_)) {
            // Bash 5.2 prints it with a name, which it then takes for the command.
            self.problem("a coprocess in a substitution, which bash may read otherwise", self.last, self.last);
        }
        Some(Node::Coproc(name, Box::new(body)))
    }

    fn coproc_body(&mut self) -> Option<Stmt> {
        if matches!(self.peek(), Token::Word | Token::Redirect | Token::Op(Op::Open, _)) {
            return self.command();
        }
        self.refuse("`coproc` without a command");
        None
    }
}

/// A name with blanks or operators between it and where it ends.
fn spans(target: &str) -> bool {
    target.contains('[') && target.contains([' ', '\t', '\n', ';', '&', '|', '(', ')', '<', '>'])
}
