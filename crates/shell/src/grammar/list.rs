//! Lists, pipelines and what a command begins with. Part of the grammar.

use super::Parser;
use super::token::{Keyword, Op, Token};
use crate::Dialect;
use crate::limits::MAX_DEPTH;
use crate::tree::{Join, Node, Redirect, Stmt};

/// A word before a pipeline.
enum Prefix {
    Bang,
    Time,
}

impl Parser<'_, '_> {
    /// Commands up to what ends a list: the end, a closing bracket, `;;`, or a reserved word that belongs to whoever
    /// called.
    pub(super) fn list(&mut self) -> Vec<Stmt> {
        let mut out = Vec::new();
        loop {
            self.newlines();
            if self.at_list_end() {
                return out;
            }
            if self.zsh() && !out.is_empty() && self.take(Op::Semi) {
                continue;
            }
            let Some(mut stmt) = self.and_or() else { return out };
            let token = self.peek();
            let ends = match token {
                Token::Op(Op::Semi, next) => {
                    self.advance(next);
                    self.lost_separator(next);
                    false
                }
                Token::Op(Op::Amp, next) => {
                    stmt.background = true;
                    self.advance(next);
                    false
                }
                Token::Newline => false,
                Token::End | Token::Op(Op::Close | Op::Break | Op::Fall, _) => true,
                _ if self.closed && (self.at_list_end() || self.zsh() && self.at_compound()) => true,
                _ => {
                    self.refuse("two commands without a separator");
                    true
                }
            };
            self.extglob(&stmt);
            out.push(stmt);
            if ends {
                return out;
            }
        }
    }

    /// Bash 5.2 prints the commands of a substitution anew before it runs them, and loses a `;` behind a heredoc: the
    /// words of the next command become arguments of the one before it. Other versions read what is written.
    fn lost_separator(&mut self, behind: usize) {
        if self.reprinted == Some(true) && self.shared.dialect == Dialect::Bash && !self.at_list_end() {
            self.problem(
                "a `;` behind a heredoc in a substitution, which bash may lose",
                behind.saturating_sub(1),
                behind,
            );
        }
    }

    fn at_list_end(&mut self) -> bool {
        use Keyword as K;
        match self.peek() {
            Token::End | Token::Op(Op::Close | Op::Break | Op::Fall, _) => true,
            Token::Word => matches!(
                self.keyword(),
                Some((K::Then | K::Elif | K::Else | K::Fi | K::Do | K::Done | K::Esac | K::Close | K::End, _))
            ),
            _ => false,
        }
    }

    /// `shopt -s extglob` holds from the next line on: bash reads a line before it runs it.
    fn extglob(&mut self, stmt: &Stmt) {
        let Node::Simple(simple) = &stmt.node else { return };
        let set = simple.words.len() == 3
            && simple.words.iter().zip(["shopt", "-s", "extglob"]).all(|(w, t)| w.literal().as_deref() == Some(t));
        if set && self.outermost() && self.shared.extglob.is_none() {
            let before = self.last.saturating_sub(1);
            self.shared.extglob = self.scan.find(b'\n', before);
        }
    }

    /// `a && b || c`
    pub(super) fn and_or(&mut self) -> Option<Stmt> {
        let first = self.pipeline()?;
        let mut rest = Vec::new();
        loop {
            let (join, next) = match self.peek() {
                Token::Op(Op::And, next) => (Join::And, next),
                Token::Op(Op::Or, next) => (Join::Or, next),
                _ => break,
            };
            self.advance(next);
            self.newlines();
            let Some(stmt) = self.pipeline() else { break };
            rest.push((join, stmt));
        }
        if rest.is_empty() {
            return Some(first);
        }
        let last = rest.last().map_or(first.span, |(_, s)| s.span);
        let span = automode_model::Span { start: first.span.start, end: last.end };
        Some(plain(Node::List(Box::new(first), rest), span))
    }

    /// `! time a | b`
    fn pipeline(&mut self) -> Option<Stmt> {
        let mut prefixes = Vec::new();
        loop {
            match self.keyword() {
                Some((Keyword::Bang, next)) => {
                    if self.at(next) == b'(' && !self.zsh() {
                        let why = "an extended pattern or a negated subshell, as `extglob` stands";
                        self.problem(why, self.pos, next);
                    }
                    prefixes.push((Prefix::Bang, self.pos));
                    self.advance(next);
                }
                Some((Keyword::Time, next)) => {
                    prefixes.push((Prefix::Time, self.pos));
                    self.advance(next);
                    self.time_options();
                }
                _ => break,
            }
            if prefixes.len() > MAX_DEPTH as usize {
                self.refuse("too many words before a pipeline");
            }
        }
        let bare = matches!(self.peek(), Token::End | Token::Newline | Token::Op(Op::Semi, _));
        if !prefixes.is_empty() && bare && !self.broken {
            self.closed = false;
            let start = prefixes.first().map_or(self.last, |(_, at)| *at);
            let negates = prefixes.iter().any(|(prefix, _)| matches!(prefix, Prefix::Bang));
            if negates && self.reprinted.is_some() && self.shared.dialect == Dialect::Bash {
                // Bash 5.2 prints it without what ends it, and cannot read that again.
                self.problem("a `!` before nothing in a substitution, which bash may not read", start, self.last);
            }
            return Some(plain(Node::Group(Vec::new()), self.span(start, self.last)));
        }
        let mut stmt = self.stages()?;
        while let Some((prefix, start)) = prefixes.pop() {
            match prefix {
                Prefix::Bang => stmt.negated = !stmt.negated,
                Prefix::Time => {
                    let span = self.span(start, self.last);
                    stmt = plain(Node::Time(Box::new(stmt)), span);
                }
            }
        }
        Some(stmt)
    }

    /// `-p` and `--` behind `time`.
    fn time_options(&mut self) {
        for option in ["-p", "--"] {
            self.blanks();
            let end = self.pos + option.len();
            if self.slice(self.pos, end.min(self.end)) == option && super::token::is_meta(self.at(end)) {
                self.advance(end);
            }
        }
    }

    /// `a | b |& c`
    fn stages(&mut self) -> Option<Stmt> {
        let first = self.command()?;
        let mut parts = vec![(first, false)];
        loop {
            let (both, next) = match self.peek() {
                Token::Op(Op::Pipe, next) => (false, next),
                Token::Op(Op::PipeBoth, next) => (true, next),
                _ => break,
            };
            if both {
                self.bash_only("`|&`", self.pos, next);
                if let Some(last) = parts.last_mut() {
                    last.1 = true;
                }
            }
            self.advance(next);
            self.newlines();
            let Some(stmt) = self.command() else { break };
            parts.push((stmt, false));
        }
        if parts.len() == 1 {
            return parts.pop().map(|(stmt, _)| stmt);
        }
        let start = parts.first().map_or(0, |(s, _)| s.span.start);
        let end = parts.last().map_or(0, |(s, _)| s.span.end);
        Some(plain(Node::Pipeline(parts), automode_model::Span { start, end }))
    }

    /// One command with its redirections.
    pub(super) fn command(&mut self) -> Option<Stmt> {
        self.blanks();
        let start = self.pos;
        if !self.node() {
            return None;
        }
        let out = self.deeper(start, self.end, |cx| cx.command_inner(start));
        if out.is_none() {
            self.refuse("nested too deep");
        }
        out?
    }

    fn command_inner(&mut self, start: usize) -> Option<Stmt> {
        self.closed = false;
        let (node, mut redirects) = match self.peek() {
            Token::Word => match self.keyword() {
                Some((word, next)) => match self.reserved(word, next)? {
                    Some(node) => (node, Vec::new()),
                    None => self.simple()?,
                },
                None => self.simple()?,
            },
            Token::Op(Op::Open, _) => (self.bracketed()?, Vec::new()),
            Token::Redirect => self.simple()?,
            _ => {
                self.refuse("a command was expected here");
                return None;
            }
        };
        let compound = !matches!(node, Node::Simple(_));
        if compound && !matches!(node, Node::Function(..) | Node::Coproc(..) | Node::Anonymous(..)) {
            self.closed = true;
            self.redirects(&mut redirects);
        }
        self.closed |= self.zsh_closes();
        let span = self.span(start, self.last.max(start));
        Some(Stmt { node, redirects, background: false, negated: false, span })
    }

    /// Redirections behind a compound command; no reserved word is one behind them.
    fn redirects(&mut self, out: &mut Vec<Redirect>) {
        loop {
            match self.peek() {
                Token::Redirect | Token::Word => {}
                _ => return,
            }
            let Some(redirect) = self.redirect() else { return };
            self.closed = false;
            out.push(redirect);
        }
    }
}

pub(super) fn plain(node: Node, span: automode_model::Span) -> Stmt {
    Stmt { node, redirects: Vec::new(), background: false, negated: false, span }
}
