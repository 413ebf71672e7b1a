//! Blanks, comments, operators, reserved words and the bounds of words. Part of the grammar.
//!
//! Bash drops a backslash and the newline behind it while it reads, so that operators and reserved words may be split by
//! one: whatever looks at more than one byte here asks `live`.

use super::Parser;

/// What stands at the place, after blanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Nothing more, or nothing that can be read.
    End,
    /// The end of a line.
    Newline,
    /// An operator, and where it ends.
    Op(Op, usize),
    /// `<`, `>` or `&>`: a redirection without a descriptor.
    Redirect,
    /// A word, or a redirection that begins with its descriptor.
    Word,
}

/// An operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    And,
    Or,
    Pipe,
    PipeBoth,
    Semi,
    Amp,
    /// `;;`
    Break,
    /// `;&`, `;;&`, zsh `;|`
    Fall,
    Open,
    Close,
}

/// A reserved word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyword {
    If,
    Then,
    Elif,
    Else,
    Fi,
    While,
    Until,
    Do,
    Done,
    For,
    In,
    Case,
    Esac,
    Select,
    Function,
    Time,
    Coproc,
    Bang,
    Open,
    Close,
    Test,
    Repeat,
    Foreach,
    End,
    Always,
}

const KEYWORDS: [(&[u8], Keyword); 25] = [
    (b"if", Keyword::If),
    (b"then", Keyword::Then),
    (b"elif", Keyword::Elif),
    (b"else", Keyword::Else),
    (b"fi", Keyword::Fi),
    (b"while", Keyword::While),
    (b"until", Keyword::Until),
    (b"do", Keyword::Do),
    (b"done", Keyword::Done),
    (b"for", Keyword::For),
    (b"in", Keyword::In),
    (b"case", Keyword::Case),
    (b"esac", Keyword::Esac),
    (b"select", Keyword::Select),
    (b"function", Keyword::Function),
    (b"time", Keyword::Time),
    (b"coproc", Keyword::Coproc),
    (b"!", Keyword::Bang),
    (b"{", Keyword::Open),
    (b"}", Keyword::Close),
    (b"[[", Keyword::Test),
    (b"repeat", Keyword::Repeat),
    (b"foreach", Keyword::Foreach),
    (b"end", Keyword::End),
    (b"always", Keyword::Always),
];

/// The longest reserved word.
const MAX_KEYWORD_BYTES: usize = 8;

/// Where a word stands, which decides what may be in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Where an assignment may stand: `a[` begins a subscript.
    Command,
    /// An argument, a target, a value.
    Plain,
    /// The right side of `=~`: brackets and `|` are text.
    Regex,
}

pub(super) fn is_meta(byte: u8) -> bool {
    matches!(byte, 0 | b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>')
}

impl Parser<'_, '_> {
    /// The byte there; 0 at the end of what is being read.
    pub(super) fn at(&self, i: usize) -> u8 {
        if i < self.end { self.scan.at(i) } else { 0 }
    }

    /// The first place from `i` on that is not a continuation.
    pub(super) fn live(&self, i: usize) -> usize {
        let mut i = i;
        while self.at(i) == b'\\' && self.at(i + 1) == b'\n' {
            i += 2;
        }
        i
    }

    /// Steps over what was read. A heredoc's body begins behind the line; what spans it was not one construct to bash.
    pub(super) fn advance(&mut self, to: usize) {
        if self.heredocs.is_some_and(|h| to > h.line_end) {
            self.refuse("a construct that goes on behind the line of a heredoc");
        }
        self.pos = to;
        self.last = to;
    }

    /// Over blanks, continuations and comments.
    pub(super) fn blanks(&mut self) {
        loop {
            match self.at(self.pos) {
                b' ' | b'\t' => self.pos += 1,
                b'\\' if self.at(self.pos + 1) == b'\n' => self.pos += 2,
                b'#' => self.pos = self.scan.find(b'\n', self.pos).unwrap_or(self.end).min(self.end),
                _ => return,
            }
        }
    }

    /// Over empty lines as well.
    pub(super) fn newlines(&mut self) {
        while self.peek() == Token::Newline {
            self.newline();
        }
    }

    /// Over a newline and the heredocs whose bodies follow.
    pub(super) fn newline(&mut self) {
        match self.heredocs.take() {
            None => self.pos += 1,
            Some(h) if h.line_end == self.pos => self.pos = h.next,
            Some(_) => self.refuse("a heredoc whose line ends elsewhere"),
        }
    }

    /// What stands next.
    pub(super) fn peek(&mut self) -> Token {
        self.blanks();
        if self.broken {
            return Token::End;
        }
        let i = self.pos;
        let next = self.live(i + 1);
        let second = self.at(next);
        let op = |op, n| Token::Op(op, n);
        match self.at(i) {
            0 => Token::End,
            b'\n' => Token::Newline,
            b'(' => op(Op::Open, i + 1),
            b')' => op(Op::Close, i + 1),
            b';' => self.semicolon(next),
            b'&' if second == b'&' => op(Op::And, next + 1),
            b'&' if second == b'>' => Token::Redirect,
            b'&' if self.zsh() && matches!(second, b'!' | b'|') => op(Op::Amp, next + 1),
            b'&' => op(Op::Amp, i + 1),
            b'|' if second == b'|' => op(Op::Or, next + 1),
            b'|' if second == b'&' => op(Op::PipeBoth, next + 1),
            b'|' => op(Op::Pipe, i + 1),
            b'<' | b'>' if second == b'(' && next == i + 1 => Token::Word,
            b'<' | b'>' if second == b'(' => {
                self.refuse("a continuation splits a process substitution");
                Token::End
            }
            b'<' if self.zsh() && self.number_range(i).is_some() => Token::Word,
            b'<' | b'>' => Token::Redirect,
            _ => Token::Word,
        }
    }

    fn semicolon(&self, next: usize) -> Token {
        let third = self.live(next + 1);
        match self.at(next) {
            b';' if self.at(third) == b'&' => Token::Op(Op::Fall, third + 1),
            b';' => Token::Op(Op::Break, next + 1),
            b'&' => Token::Op(Op::Fall, next + 1),
            b'|' if self.zsh() => Token::Op(Op::Fall, next + 1),
            _ => Token::Op(Op::Semi, self.pos + 1),
        }
    }

    /// Takes this operator, if it comes next.
    pub(super) fn take(&mut self, wanted: Op) -> bool {
        match self.peek() {
            Token::Op(op, next) if op == wanted => {
                self.advance(next);
                true
            }
            _ => false,
        }
    }

    /// The reserved word that comes next, if one does, and where it ends.
    pub(super) fn keyword(&mut self) -> Option<(Keyword, usize)> {
        if self.peek() != Token::Word {
            return None;
        }
        let (mut text, mut len, mut i) = ([0; MAX_KEYWORD_BYTES], 0, self.pos);
        while !is_meta(self.at(i)) {
            *text.get_mut(len)? = self.at(i);
            len += 1;
            i = self.live(i + 1);
        }
        if matches!(self.at(i), b'<' | b'>') && self.at(self.live(i + 1)) == b'(' {
            // `{<(cmd)` is one word.
            return None;
        }
        let text = text.get(..len)?;
        let (_, word) = KEYWORDS.iter().find(|(name, _)| *name == text)?;
        let zsh_only = matches!(word, Keyword::Repeat | Keyword::Foreach | Keyword::End | Keyword::Always);
        (!zsh_only || self.zsh()).then_some((*word, i))
    }

    /// Takes this reserved word, if it comes next.
    pub(super) fn take_word(&mut self, wanted: Keyword) -> bool {
        match self.keyword() {
            Some((word, next)) if word == wanted => {
                self.advance(next);
                true
            }
            _ => false,
        }
    }

    /// Takes this reserved word; the text is not grammatical where it does not come next.
    pub(super) fn expect(&mut self, wanted: Keyword) -> bool {
        let found = self.take_word(wanted);
        if !found {
            let name = KEYWORDS.iter().find(|(_, word)| *word == wanted).map_or(&b""[..], |(name, _)| name);
            self.refuse(&format!("`{}` was expected here", String::from_utf8_lossy(name)));
        }
        found
    }

    /// Where the word that begins at `start` ends. An end at the start means that no word stands there.
    pub(super) fn word_end(&mut self, start: usize, place: Place) -> Option<usize> {
        let (mut i, mut name, mut before) = (start, place == Place::Command, 0);
        while i < self.end {
            let byte = self.at(i);
            let follows = self.at(i + 1);
            let next = match byte {
                b'(' | b'|' | b')' if place == Place::Regex => match byte {
                    b'(' => self.scan.paren(i + 1)?,
                    b'|' => i + 1,
                    _ => break,
                },
                b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b')' => break,
                b'<' | b'>' if follows == b'(' => self.scan.commands(i + 2)?,
                b'<' if self.zsh() => match self.number_range(i) {
                    Some(next) => next,
                    None => break,
                },
                b'<' | b'>' => break,
                b'(' => match self.group_end(i, start, before, place)? {
                    0 => break,
                    next => next,
                },
                b'[' if name && self.name(start).is_some_and(|(_, behind)| behind == i) => self.scan.bracket(i + 1)?,
                b'\\' if i + 1 == self.src.len() => i + 1,
                _ => self.scan.item(i, false)?,
            };
            name &= byte != b'[';
            before = if next == i + 1 { byte } else { 0 };
            i = next;
        }
        (i <= self.end).then_some(i)
    }

    /// Behind the group that a `(` within a word begins; 0 where it ends the word.
    fn group_end(&mut self, i: usize, start: usize, before: u8, place: Place) -> Option<usize> {
        if !self.zsh() {
            let group = matches!(before, b'@' | b'?' | b'*' | b'+' | b'!');
            return if group { self.scan.paren(i + 1) } else { Some(0) };
        }
        if before == b'=' && i == start + 1 {
            return self.scan.commands(i + 1);
        }
        if place == Place::Command || self.at(i + 1) == b')' {
            return Some(0);
        }
        self.scan.paren(i + 1)
    }

    /// zsh: `<1-9>`
    fn number_range(&self, start: usize) -> Option<usize> {
        let mut i = start + 1;
        while self.at(i).is_ascii_digit() {
            i += 1;
        }
        if self.at(i) != b'-' {
            return None;
        }
        i += 1;
        while self.at(i).is_ascii_digit() {
            i += 1;
        }
        (self.at(i) == b'>').then_some(i + 1)
    }

    /// The bounds of the word that comes next, stepped over.
    pub(super) fn bounds(&mut self, place: Place) -> Option<(usize, usize)> {
        let start = self.pos;
        match self.word_end(start, place) {
            Some(end) if end > start => {
                self.advance(end);
                Some((start, end))
            }
            Some(_) => {
                self.refuse("a word was expected here");
                None
            }
            None => {
                self.refuse("a quote or a bracket that does not end, or nests too deep");
                None
            }
        }
    }
}
