//! Assignments and arrays. Part of the grammar.

use super::Parser;
use super::token::{Op, Place, Token, is_meta};
use crate::read::{self, Mode};
use crate::tree::{Assignment, Value, Word};

/// What stands before the value of an assignment.
pub(super) struct Head {
    start: usize,
    name: String,
    /// Within the brackets.
    index: Option<(usize, usize)>,
    append: bool,
    /// Behind the `=`.
    value: usize,
}

impl Parser<'_, '_> {
    /// The head of the assignment that begins here, if one does.
    pub(super) fn assignment_head(&mut self) -> Option<Head> {
        let start = self.pos;
        let (name, mut at) = self.name(start)?;
        let mut index = None;
        if self.at(at) == b'[' {
            let close = self.scan.bracket(at + 1).filter(|close| *close <= self.end)?;
            index = Some((at + 1, close - 1));
            at = self.live(close);
        }
        let append = self.at(at) == b'+';
        at = if append { self.live(at + 1) } else { at };
        (self.at(at) == b'=').then_some(Head { start, name, index, append, value: at + 1 })
    }

    /// The name that begins there, and what follows it.
    pub(super) fn name(&self, start: usize) -> Option<(String, usize)> {
        let (mut name, mut at) = (String::new(), start);
        loop {
            match self.at(at) {
                byte @ (b'a'..=b'z' | b'A'..=b'Z' | b'_') => name.push(char::from(byte)),
                byte @ b'0'..=b'9' if !name.is_empty() => name.push(char::from(byte)),
                _ => return (!name.is_empty()).then_some((name, at)),
            }
            at = self.live(at + 1);
        }
    }

    pub(super) fn assignment(&mut self, head: Head, mode: Mode) -> Option<Assignment> {
        if head.append || head.index.is_some() {
            self.bash_only("an assignment with `+` or a subscript", head.start, head.value);
        }
        let index = head.index.map(|(from, to)| read::word(self, from, to, Mode::SUBSCRIPT));
        let value = if self.at(head.value) == b'(' {
            self.bash_only("an array", head.start, head.value);
            if index.is_some() {
                self.problem("an array within an array", head.start, head.value);
            }
            self.array(head.value)?
        } else if self.at(self.live(head.value)) == b'(' {
            self.refuse("a continuation before an array");
            return None;
        } else {
            let Some(end) = self.word_end(head.value, Place::Plain) else {
                self.refuse("a quote or a bracket that does not end, or nests too deep");
                return None;
            };
            self.advance(end);
            Value::Scalar(read::word(self, head.value, end, mode))
        };
        let span = self.span(head.start, self.last);
        Some(Assignment { name: head.name, index, append: head.append, value, span })
    }

    /// `(a [k]=b "$c")`, from its bracket on.
    fn array(&mut self, open: usize) -> Option<Value> {
        self.advance(open + 1);
        let mut items = Vec::new();
        loop {
            match self.peek() {
                Token::Newline if self.heredocs.is_some() => {
                    self.refuse("a heredoc whose line ends within an array");
                    return None;
                }
                Token::Newline => self.newline(),
                Token::Op(Op::Close, next) => {
                    self.advance(next);
                    if !is_meta(self.at(next)) {
                        // `a=(b)c` is one word to bash.
                        self.problem("text behind an array", open, next);
                        self.bounds(Place::Plain)?;
                    }
                    return Some(Value::Array(items));
                }
                Token::Op(Op::Open, _) if !self.zsh() => {
                    self.refuse("a bracket within an array");
                    return None;
                }
                Token::Word | Token::Op(Op::Open, _) => items.push(self.element()?),
                _ => {
                    self.refuse("an array that does not end, or an operator within it");
                    return None;
                }
            }
        }
    }

    fn element(&mut self) -> Option<(Option<Word>, Word)> {
        let start = self.pos;
        if self.at(start) == b'['
            && let Some(close) = self.scan.bracket(start + 1).filter(|close| *close <= self.end)
        {
            let after = if self.at(close) == b'+' { close + 1 } else { close };
            if self.at(after) == b'=' {
                let key = read::word(self, start + 1, close - 1, Mode::SUBSCRIPT);
                let end = self.word_end(after + 1, Place::Plain)?;
                self.advance(end);
                return Some((Some(key), read::word(self, after + 1, end, Mode::VALUE)));
            }
            if self.slice(start, close).contains([' ', '\t', '\n', ';', '&', '|', '(', ')', '<', '>']) {
                self.problem("a subscript without a value", start, close);
            }
        }
        let (start, end) = self.bounds(Place::Plain)?;
        Some((None, read::word(self, start, end, Mode::ARG)))
    }
}
