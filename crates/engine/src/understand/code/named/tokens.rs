//! A text of R, Julia or Elixir as names, strings and signs. Not a grammar: enough to tell what is called.

/// How deep strings may hold code that holds strings.
const MAX_DEPTH: u32 = 4;

/// A piece of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A name, with the modules before it; a macro of Julia begins with `@`.
    Name(String),
    /// What a string holds.
    Text(String),
    /// Anything else, sign by sign.
    Sign(char),
}

/// All pieces; none where there is a sign or string that could reach further: commands in backticks, sigils, modules by
/// their atoms, addresses, paths out of the project and hidden files.
pub fn read(lang: &str, text: &str) -> Option<Vec<Token>> {
    let mut reader = Reader { lang: lang.to_owned(), chars: text.chars().collect(), at: 0, depth: 0, out: Vec::new() };
    reader.all()?;
    Some(reader.out)
}

struct Reader {
    lang: String,
    chars: Vec<char>,
    at: usize,
    depth: u32,
    out: Vec<Token>,
}

impl Reader {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn is(&self, lang: &str) -> bool {
        self.lang == lang
    }

    fn all(&mut self) -> Option<()> {
        while self.at < self.chars.len() {
            let c = self.peek(0);
            let next = self.peek(1);
            match c {
                '#' => self.comment(),
                '%' if self.is("octave") => self.comment(),
                '"' => self.string(c)?,
                '\'' if !((self.is("julia") || self.is("octave")) && self.is_behind_value()) => self.string(c)?,
                '`' => return None,
                '\\' if !(self.is("r") && next == '(' || self.is("elixir") && next == '\\') => return None,
                '~' if self.is("elixir") && next.is_alphabetic() => return None,
                ':' if !self.is("r") && next.is_alphabetic() && !self.is_behind_name() => self.atom()?,
                c if c.is_ascii_digit() => self.number(),
                c if c.is_alphabetic() || c == '_' || c == '.' && next.is_alphabetic() && !self.is_behind_value() => {
                    self.name();
                }
                '@' if self.is("julia") && next.is_alphabetic() => self.name(),
                c if c.is_whitespace() => self.at += 1,
                c => {
                    self.out.push(Token::Sign(c));
                    self.at += 1;
                }
            }
        }
        Some(())
    }

    fn comment(&mut self) {
        while self.at < self.chars.len() && self.peek(0) != '\n' {
            self.at += 1;
        }
    }

    /// What stands directly before is a value: a quote behind it transposes, a point selects.
    fn is_behind_value(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|i| self.chars.get(i)).copied().unwrap_or(' ');
        before.is_alphanumeric() || matches!(before, ')' | ']' | '_' | '\'')
    }

    /// `name::Type`, `key:`: the colon belongs to what is before it.
    fn is_behind_name(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|i| self.chars.get(i)).copied().unwrap_or(' ');
        before == ':' || before.is_alphanumeric() || before == '_' || before == ')'
    }

    /// `:name`; with a function behind it, it is a module.
    fn atom(&mut self) -> Option<()> {
        self.at += 1;
        while self.peek(0).is_alphanumeric() || matches!(self.peek(0), '_' | '?' | '!') {
            self.at += 1;
        }
        if self.peek(0) == '.' && self.peek(1).is_alphabetic() {
            return None;
        }
        self.out.push(Token::Sign(':'));
        Some(())
    }

    fn number(&mut self) {
        while self.peek(0).is_ascii_alphanumeric()
            || self.peek(0) == '_'
            || self.peek(0) == '.' && self.peek(1).is_ascii_digit()
        {
            self.at += 1;
        }
        self.out.push(Token::Sign('0'));
    }

    fn name(&mut self) {
        let mut name = String::new();
        if matches!(self.peek(0), '@' | '.') {
            name.push(self.peek(0));
            self.at += 1;
        }
        loop {
            let c = self.peek(0);
            let r = self.is("r");
            let joins = c == '.' && (r || self.peek(1).is_alphabetic())
                || r && c == ':' && (self.peek(1) == ':' || name.ends_with(':'))
                || !r && matches!(c, '!' | '?') && self.peek(1) != '=';
            if !(c.is_alphanumeric() || c == '_' || joins) {
                break;
            }
            name.push(c);
            self.at += 1;
        }
        self.out.push(Token::Name(name));
    }

    fn string(&mut self, quote: char) -> Option<()> {
        let long = self.peek(1) == quote && self.peek(2) == quote;
        self.at += if long { 3 } else { 1 };
        let mut text = String::new();
        loop {
            if self.at >= self.chars.len() {
                return None;
            }
            let (c, next) = (self.peek(0), self.peek(1));
            match c {
                '\\' => {
                    self.at += 2;
                    text.push(' ');
                }
                c if c == quote && (!long || next == quote && self.peek(2) == quote) => {
                    self.at += if long { 3 } else { 1 };
                    break;
                }
                '$' if next == '(' && self.is("julia") => self.code(')')?,
                '#' if next == '{' && self.is("elixir") => self.code('}')?,
                c => {
                    text.push(c);
                    self.at += 1;
                }
            }
        }
        if !is_harmless(&text) {
            return None;
        }
        self.out.push(Token::Text(text));
        Some(())
    }

    /// Code within a string, up to the sign that closes it.
    fn code(&mut self, close: char) -> Option<()> {
        let open = self.peek(1);
        self.at += 2;
        let start = self.at;
        let mut depth = 1_usize;
        while depth > 0 {
            match self.chars.get(self.at)? {
                c if *c == open => depth += 1,
                c if *c == close => depth -= 1,
                _ => {}
            }
            self.at += 1;
        }
        let inner = self.chars.get(start..self.at - 1)?.to_vec();
        let depth = self.depth + 1;
        if depth > MAX_DEPTH {
            return None;
        }
        let mut reader = Reader { lang: self.lang.clone(), chars: inner, at: 0, depth, out: Vec::new() };
        reader.all()?;
        self.out.append(&mut reader.out);
        self.out.push(Token::Sign(';'));
        Some(())
    }
}

/// No address, nothing out of the project and of `/tmp`, nothing hidden.
fn is_harmless(string: &str) -> bool {
    let inside = !string.starts_with(['/', '~']) || string == "/tmp" || string.starts_with("/tmp/") || string == "/";
    let hidden = |part: &str| part.starts_with('.') && !matches!(part, "." | "") && part.len() > 1;
    let path = !string.contains(char::is_whitespace);
    inside && !string.contains("://") && !(path && (string.contains("..") || string.split('/').any(hidden)))
}
