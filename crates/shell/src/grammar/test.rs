//! `[[ … ]]`. Part of the grammar.

use super::Parser;
use super::token::{Op, Place, Token, is_meta};
use crate::read::{self, Mode};
use crate::tree::{Node, TestPart};

/// Operators between two operands.
const BINARY: [&str; 14] =
    ["=", "==", "!=", "=~", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef", "-pcre-match"];

/// Letters of the operators before an operand.
const UNARY: &str = "abcdefghkoprstuvwxznGLNORS";

impl Parser<'_, '_> {
    /// From behind `[[`.
    pub(super) fn conditional(&mut self, start: usize) -> Option<Node> {
        self.bash_only("`[[`", start, self.pos);
        let mut parts = Vec::new();
        let mut open = 0_u32;
        loop {
            if !self.term(&mut parts, &mut open) {
                self.refuse("a condition that is not understood");
                return Some(Node::Test(parts));
            }
            while self.test_op(Op::Close, ")", &mut parts) {
                let Some(less) = open.checked_sub(1) else {
                    self.refuse("a bracket that nothing opened");
                    return Some(Node::Test(parts));
                };
                open = less;
            }
            if self.test_op(Op::And, "&&", &mut parts) || self.test_op(Op::Or, "||", &mut parts) {
                continue;
            }
            if open == 0 && self.bare("]]") {
                return Some(Node::Test(parts));
            }
            self.refuse("a condition that does not end");
            return Some(Node::Test(parts));
        }
    }

    fn test_op(&mut self, op: Op, text: &str, parts: &mut Vec<TestPart>) -> bool {
        self.newlines();
        let found = self.take(op);
        if found {
            parts.push(TestPart::Op(text.to_owned()));
        }
        found
    }

    /// Takes this very word, if it comes next.
    fn bare(&mut self, text: &str) -> bool {
        self.newlines();
        let end = self.pos + text.len();
        let found = self.slice(self.pos, end.min(self.end)) == text && is_meta(self.at(end));
        if found {
            self.advance(end);
        }
        found
    }

    /// The text of the plain word that comes next.
    fn next_word(&mut self) -> Option<(usize, String)> {
        if self.peek() != Token::Word {
            return None;
        }
        let end = self.word_end(self.pos, Place::Plain)?;
        Some((end, self.slice(self.pos, end).replace("\\\n", "")))
    }

    /// `! ( -f x`, `a == b`
    fn term(&mut self, parts: &mut Vec<TestPart>, open: &mut u32) -> bool {
        loop {
            self.newlines();
            if self.bare("!") {
                parts.push(TestPart::Op("!".to_owned()));
            } else if self.test_op(Op::Open, "(", parts) {
                *open += 1;
            } else {
                break;
            }
            if !self.node() {
                return false;
            }
        }
        let Some((end, text)) = self.next_word() else { return false };
        if text == "]]" {
            return false;
        }
        if let Some(letter) = text.strip_prefix('-').filter(|l| l.len() == 1 && UNARY.contains(*l)) {
            let names = matches!(letter, "v" | "R");
            parts.push(TestPart::Op(text));
            self.advance(end);
            // In quotes it is a word first, whose value is the name.
            let plain = self.next_word().is_some_and(|(_, word)| !word.contains(['\'', '"', '\\']));
            let mode = if names && plain { Mode::SUBSCRIPT } else { Mode::SINGLE };
            return self.operand(mode, Place::Plain, parts);
        }
        self.operand(Mode::SINGLE, Place::Plain, parts) && self.comparison(parts)
    }

    fn operand(&mut self, mode: Mode, place: Place, parts: &mut Vec<TestPart>) -> bool {
        self.blanks();
        let bracket = place == Place::Regex && matches!(self.at(self.pos), b'(' | b'|');
        let group = self.zsh() && self.at(self.pos) == b'(';
        if !bracket && !group && self.peek() != Token::Word {
            return false;
        }
        let Some((start, end)) = self.bounds(place) else { return false };
        parts.push(TestPart::Word(read::word(self, start, end, mode)));
        true
    }

    /// The operator and the operand behind the first one, where there are such.
    fn comparison(&mut self, parts: &mut Vec<TestPart>) -> bool {
        self.blanks();
        if let byte @ (b'<' | b'>') = self.at(self.pos)
            && self.peek() == Token::Redirect
        {
            self.advance(self.pos + 1);
            parts.push(TestPart::Op(char::from(byte).to_string()));
            return self.operand(Mode::SINGLE, Place::Plain, parts);
        }
        let Some((end, text)) = self.next_word() else { return true };
        if !BINARY.contains(&text.as_str()) {
            return text == "]]";
        }
        self.advance(end);
        let (mode, place) = match text.as_str() {
            "=" | "==" | "!=" => (Mode::PATTERN, Place::Plain),
            "=~" => (Mode::REGEX, Place::Regex),
            _ => (Mode::SINGLE, Place::Plain),
        };
        parts.push(TestPart::Op(text));
        self.operand(mode, place, parts)
    }
}
