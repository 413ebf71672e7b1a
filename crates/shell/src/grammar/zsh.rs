//! What only zsh has. Part of the grammar.

use super::Parser;
use super::token::{Keyword, Op, Place, Token};
use crate::read::{self, Mode};
use crate::tree::{Node, Stmt, Word};

impl Parser<'_, '_> {
    /// True where a bare `}` comes next that closes a group: in zsh it needs no separator before it.
    pub(super) fn zsh_closes(&mut self) -> bool {
        self.groups > 0 && self.zsh() && matches!(self.keyword(), Some((Keyword::Close, _)))
    }

    /// `() { … } args`, `function { … } args`: from the body on.
    pub(super) fn anonymous(&mut self) -> Option<Node> {
        self.newlines();
        let body = self.command()?;
        let args = self.zsh_args();
        Some(Node::Anonymous(Box::new(body), args))
    }

    fn zsh_args(&mut self) -> Vec<Word> {
        let mut out = Vec::new();
        while self.peek() == Token::Word && !self.zsh_closes() {
            let Some((start, end)) = self.bounds(Place::Plain) else { break };
            out.push(read::word(self, start, end, Mode::ARG));
        }
        out
    }

    /// `repeat N`
    pub(super) fn repeat(&mut self) -> Option<Node> {
        self.blanks();
        let (start, end) = self.bounds(Place::Plain)?;
        let count = read::word(self, start, end, Mode::ARG);
        let body = self.body()?;
        Some(Node::Repeat(count, body))
    }

    /// `(a b)` of `for x (a b)` and `foreach x (a b)`.
    pub(super) fn zsh_list(&mut self) -> Option<Vec<Word>> {
        if !self.take(Op::Open) {
            return None;
        }
        let mut out = Vec::new();
        loop {
            self.newlines();
            if self.take(Op::Close) {
                return Some(out);
            }
            let (start, end) = self.bounds(Place::Plain)?;
            out.push(read::word(self, start, end, Mode::ARG));
        }
    }

    /// `foreach x (a b)`, ended by `end`.
    pub(super) fn foreach(&mut self) -> Option<Node> {
        let names = self.loop_names()?;
        let words = self.zsh_list();
        if words.is_none() {
            self.refuse("a `foreach` without its list");
            return None;
        }
        let _ = self.take(Op::Semi);
        let body = if matches!(self.keyword(), Some((Keyword::Open | Keyword::Do, _))) {
            self.body()?
        } else {
            let body = self.list();
            self.expect(Keyword::End);
            body
        };
        Some(Node::For { names, words, body, select: false })
    }

    /// A body without `do`: a group or one command.
    pub(super) fn short_body(&mut self) -> Option<Vec<Stmt>> {
        self.and_or().map(|stmt| vec![stmt])
    }
}
