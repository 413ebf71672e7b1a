//! Redirections and heredocs. Part of the grammar.

use super::token::{Place, Token, is_meta};
use super::{Heredocs, Parser};
use crate::parse::Dialect;
use crate::read::{self, Mode, is_name};
use crate::scan::Delimiter;
use crate::tree::{Part, Redirect, RedirectOp, Word};

/// The descriptor that a redirection is written with.
struct Descriptor {
    fd: Option<i32>,
    name: Option<String>,
    /// Where the operator begins.
    operator: usize,
}

impl Parser<'_, '_> {
    /// Where the word that comes next is the descriptor of a redirection: where the operator begins.
    pub(super) fn descriptor(&self) -> Option<usize> {
        let mut i = self.pos;
        if self.at(i) == b'{' {
            while !is_meta(self.at(i)) && self.at(i) != b'}' {
                i = self.live(i + 1);
            }
            i = if self.at(i) == b'}' { self.live(i + 1) } else { return None };
        } else {
            while self.at(i).is_ascii_digit() {
                i = self.live(i + 1);
            }
        }
        let operator = matches!(self.at(i), b'<' | b'>') && self.at(self.live(i + 1)) != b'(';
        (i > self.pos && operator).then_some(i)
    }

    fn read_descriptor(&mut self) -> Option<Descriptor> {
        let Some(operator) = self.descriptor() else {
            return Some(Descriptor { fd: None, name: None, operator: self.pos });
        };
        let text = self.slice(self.pos, operator).replace("\\\n", "");
        if let Some(name) = text.strip_prefix('{') {
            let name = name.trim_end_matches('}');
            if !is_name(name) {
                // `{a[0]}>x` is a descriptor, `{1}>x` a word.
                self.problem("a descriptor that may be a word", self.pos, operator);
            }
            self.bash_only("a named descriptor", self.pos, operator);
            return Some(Descriptor { fd: None, name: Some(name.to_owned()), operator });
        }
        let fd = text.parse().ok();
        if fd.is_none() {
            self.refuse("a number too large for a descriptor");
            return None;
        }
        Some(Descriptor { fd, name: None, operator })
    }

    /// The redirection that comes next; nothing where none does.
    pub(super) fn redirect(&mut self) -> Option<Redirect> {
        if !matches!(self.peek(), Token::Redirect) && self.descriptor().is_none() {
            return None;
        }
        let start = self.pos;
        let Descriptor { fd, name, operator } = self.read_descriptor()?;
        let (op, end) = self.operator(operator);
        self.advance(end);
        let both = matches!(op, RedirectOp::WriteBoth | RedirectOp::AppendBoth | RedirectOp::HereString);
        if both && self.shared.dialect == Dialect::Sh {
            self.problem("a redirection that dash reads as two commands", start, end);
        }
        let target = if op == RedirectOp::Heredoc { self.heredoc(operator, end)? } else { self.target(op)? };
        Some(Redirect { fd, fd_name: name, op, target, span: self.span(start, self.last) })
    }

    /// The operator that begins there, and where it ends.
    fn operator(&self, at: usize) -> (RedirectOp, usize) {
        use RedirectOp as R;
        let (first, i) = (self.at(at), self.live(at + 1));
        let (second, j) = (self.at(i), self.live(i + 1));
        let (third, k) = (self.at(j), self.live(j + 1));
        let zsh = self.zsh();
        match (first, second, third) {
            (b'&', _, b'>') => (R::AppendBoth, self.clobbers(k)),
            (b'&', ..) => (R::WriteBoth, self.clobbers(j)),
            (b'<', b'<', b'<') => (R::HereString, j + 1),
            (b'<', b'<', _) => (R::Heredoc, i + 1),
            (b'<', b'>', _) => (R::ReadWrite, i + 1),
            (b'<', b'&', _) => (R::DupIn, i + 1),
            (b'<', ..) => (R::Read, at + 1),
            (_, b'>', _) => (R::Append, self.clobbers(j)),
            (_, b'|', _) => (R::Clobber, i + 1),
            (_, b'!', _) if zsh => (R::Clobber, i + 1),
            (_, b'&', _) => (R::DupOut, i + 1),
            _ => (R::Write, at + 1),
        }
    }

    /// Behind zsh's `|` or `!` at the end of an operator.
    fn clobbers(&self, end: usize) -> usize {
        let more = self.zsh() && matches!(self.at(end), b'|' | b'!');
        // An operator's own end, not behind the continuations that follow.
        if more { end + 1 } else { end }
    }

    fn target(&mut self, op: RedirectOp) -> Option<Word> {
        self.blanks_only();
        let start = self.pos;
        if matches!(op, RedirectOp::DupOut | RedirectOp::DupIn) && self.at(start) == b'-' {
            self.advance(start + 1);
            if !is_meta(self.at(self.live(start + 1))) && self.shared.dialect != Dialect::Bash {
                // Bash ends the operator behind the dash: `>&-rm x` runs `rm`.
                self.problem("a word behind `>&-`", start, start + 2);
            }
            return Some(read::word(self, start, start + 1, Mode::ARG));
        }
        if self.at(start) == b'#' {
            self.refuse("a redirection without a target");
            return None;
        }
        let (start, end) = self.bounds(Place::Plain)?;
        let text = self.slice(start, end);
        if op == RedirectOp::Read && self.zsh() && text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            self.problem("a redirection that zsh may read as a pattern", start, end);
        }
        let mode = if op == RedirectOp::HereString { Mode::SINGLE } else { Mode::ARG };
        Some(read::word(self, start, end, mode))
    }

    /// Over blanks and continuations, where no comment may begin.
    fn blanks_only(&mut self) {
        loop {
            match self.at(self.pos) {
                b' ' | b'\t' => self.pos += 1,
                b'\\' if self.at(self.pos + 1) == b'\n' => self.pos += 2,
                _ => return,
            }
        }
    }

    /// The delimiter, from behind `<<`, and the body behind this line.
    fn heredoc(&mut self, operator: usize, end: usize) -> Option<Word> {
        let delimiter = self.scan.delimiter(end).filter(|d| d.end <= self.end);
        let (Some(delimiter), true) = (delimiter, self.slice(operator, end) == "<<") else {
            self.refuse("a heredoc whose delimiter is not certain");
            return None;
        };
        self.advance(delimiter.end);
        let (line_end, from) = match self.heredocs {
            Some(h) => (h.line_end, h.next),
            None => match self.scan.line_end(delimiter.end, self.end) {
                Some(newline) => (newline, newline + 1),
                None => (self.end, self.end),
            },
        };
        let Some((stop, next)) = self.heredoc_body(from, &delimiter) else {
            self.refuse("a heredoc whose end is not certain");
            return None;
        };
        self.heredocs = Some(Heredocs { line_end, next });
        self.reprinted = self.reprinted.map(|_| true);
        let raw = self.slice(from, stop);
        // Where the text ends in the midst of a line, bash ends that line.
        let missing = if raw.is_empty() || raw.ends_with('\n') { "" } else { "\n" };
        if delimiter.quoted {
            let mut text = if delimiter.strip { strip_tabs(raw) } else { raw.to_owned() };
            text.push_str(missing);
            return Some(Word { parts: vec![Part::Quoted(text)], span: self.span(from, stop) });
        }
        let mut word = read::word(self, from, stop, Mode::here(delimiter.strip));
        if !missing.is_empty() {
            word.parts.push(Part::Lit(missing.to_owned()));
        }
        Some(word)
    }

    /// Where the body that begins there ends, and what follows. At the end of a whole text, shells take what there is.
    fn heredoc_body(&self, from: usize, delimiter: &Delimiter) -> Option<(usize, usize)> {
        match self.scan.body(from, delimiter) {
            Some((stop, next)) => (next <= self.end).then_some((stop, next)),
            // A backslash at the very end joins what bash has behind its text.
            None => (self.end == self.src.len() && !self.src.ends_with('\\')).then_some((self.end, self.end)),
        }
    }
}

fn strip_tabs(text: &str) -> String {
    text.split_inclusive('\n').map(|line| line.trim_start_matches('\t')).collect()
}
