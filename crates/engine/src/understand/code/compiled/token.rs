//! Words, literal texts and signs of compiled languages, comments left out. One pass, no backtracking.

use super::Source;

/// How long a source may be to be read.
const MAX_SOURCE_BYTES: usize = 256 * 1024;

/// A piece of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A name, keyword or number.
    Word(String),
    /// A literal text, escapes undone as far as they are simple.
    Text(String),
    /// Any other character.
    Sign(char),
}

/// The tokens of a source; none where it is too long or a literal or comment does not end.
pub fn tokens(source: Source, text: &str) -> Option<Vec<Token>> {
    if text.len() > MAX_SOURCE_BYTES {
        return None;
    }
    let mut reader = Reader { source, rest: text.chars().collect::<Vec<_>>(), at: 0 };
    let mut out = Vec::new();
    while let Some(c) = reader.next() {
        match c {
            c if c.is_whitespace() => {}
            '/' if reader.eat('/') => reader.skip_line(),
            '/' if reader.eat('*') => reader.skip_comment()?,
            '"' => out.push(Token::Text(reader.quoted('"')?)),
            '`' if source == Source::Go => out.push(Token::Text(reader.raw('`')?)),
            '\'' => reader.character(),
            'r' if source == Source::Rust && matches!(reader.peek(), Some('"' | '#')) => match reader.rust_raw() {
                Some(text) => out.push(Token::Text(text)),
                None => return None,
            },
            c if c.is_alphanumeric() || c == '_' => out.push(Token::Word(reader.word(c))),
            c => out.push(Token::Sign(c)),
        }
    }
    Some(out)
}

struct Reader {
    source: Source,
    rest: Vec<char>,
    at: usize,
}

impl Reader {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.get(self.at).copied();
        self.at += usize::from(c.is_some());
        c
    }

    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn eat(&mut self, wanted: char) -> bool {
        let hit = self.peek() == Some(wanted);
        self.at += usize::from(hit);
        hit
    }

    fn skip_line(&mut self) {
        while self.next().is_some_and(|c| c != '\n') {}
    }

    /// To the end of a comment; Rust's stand in each other.
    fn skip_comment(&mut self) -> Option<()> {
        let mut depth = 1_u32;
        while depth > 0 {
            match self.next()? {
                '*' if self.eat('/') => depth -= 1,
                '/' if self.source == Source::Rust && self.eat('*') => depth += 1,
                _ => {}
            }
        }
        Some(())
    }

    fn word(&mut self, first: char) -> String {
        let mut word = String::from(first);
        while let Some(c) = self.peek().filter(|c| c.is_alphanumeric() || *c == '_') {
            word.push(c);
            self.at += 1;
        }
        word
    }

    fn quoted(&mut self, end: char) -> Option<String> {
        // A block of text: three quotes to three quotes.
        if self.source != Source::Go && self.rest.get(self.at..self.at + 2) == Some(&['"', '"']) {
            self.at += 2;
            return self.block();
        }
        let mut text = String::new();
        loop {
            match self.next()? {
                c if c == end => return Some(text),
                '\\' => text.push(match self.next()? {
                    'n' => '\n',
                    't' => '\t',
                    other => other,
                }),
                // A literal text ends on its line, but Rust's.
                '\n' if self.source != Source::Rust => return None,
                c => text.push(c),
            }
        }
    }

    fn block(&mut self) -> Option<String> {
        let mut text = String::new();
        loop {
            match self.next()? {
                '"' if self.rest.get(self.at..self.at + 2) == Some(&['"', '"']) => {
                    self.at += 2;
                    return Some(text);
                }
                c => text.push(c),
            }
        }
    }

    fn raw(&mut self, end: char) -> Option<String> {
        let mut text = String::new();
        loop {
            match self.next()? {
                c if c == end => return Some(text),
                c => text.push(c),
            }
        }
    }

    /// `r"…"`, `r#"…"#`; `r#name` is a name.
    fn rust_raw(&mut self) -> Option<String> {
        let start = self.at;
        while self.eat('#') {}
        let hashes = self.at - start;
        if !self.eat('"') {
            return None;
        }
        let mut text = String::new();
        loop {
            let c = self.next()?;
            let closes = |r: &Self| r.rest.get(r.at..r.at + hashes).is_some_and(|h| h.iter().all(|c| *c == '#'));
            if c == '"' && closes(self) {
                self.at += hashes;
                return Some(text);
            }
            text.push(c);
        }
    }

    /// `'a'`, `'\n'`; of a lifetime only the mark is taken.
    fn character(&mut self) {
        let end = if self.peek() == Some('\\') { 12 } else { 1 };
        let close = (1..=end).find(|n| self.rest.get(self.at + n) == Some(&'\''));
        if let Some(n) = close {
            self.at += n + 1;
        }
    }
}
