//! A text of R, Julia, Elixir or another as names, strings and signs. Not a grammar: enough to tell what is called.

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

    fn is_any(&self, langs: &[&str]) -> bool {
        langs.contains(&self.lang.as_str())
    }

    fn is_lisp(&self) -> bool {
        self.is_any(&["clojure", "scheme"])
    }

    /// A comment begins here.
    fn is_comment(&self) -> bool {
        match self.peek(0) {
            '#' => self.is_any(&["r", "julia", "elixir", "octave", "crystal", "nim", "raku"]),
            '%' => self.is_any(&["octave", "erlang"]),
            ';' => self.is_lisp(),
            _ => false,
        }
    }

    /// A single quote begins a text here, and is no mark of another kind.
    fn is_single_quoted(&self) -> bool {
        match self.lang.as_str() {
            "julia" | "octave" => !self.is_behind_value(),
            "r" | "elixir" | "erlang" | "groovy" | "raku" => true,
            _ => false,
        }
    }

    fn all(&mut self) -> Option<()> {
        while self.at < self.chars.len() {
            let c = self.peek(0);
            let next = self.peek(1);
            match c {
                // `#`(…) code`: Raku's, which ends within the line.
                '#' if self.is("raku") && next == '`' => return None,
                _ if self.is_comment() => self.comment(),
                '"' => self.string(c)?,
                '\'' if self.is_single_quoted() => self.string(c)?,
                '`' if self.is("haskell") => self.sign(c),
                '`' => return None,
                // The prompt's own: `:! id`. A command of a text: `"id".!`. A function by a text with its name.
                '!' if self.is("haskell") || self.is("scala") && next != '=' => return None,
                ':' if self.is("raku") && next == ':' => return None,
                '%' if self.is("crystal") && !next.is_whitespace() => return None,
                '\\' if self.is("haskell") => self.sign(c),
                '\\' if !(self.is("r") && next == '(' || self.is("elixir") && next == '\\') => return None,
                '~' if self.is("elixir") && next.is_alphabetic() => return None,
                c if self.is_lisp() && (c.is_alphabetic() || "+-*/<>=!?.&%_$|".contains(c)) => self.symbol(),
                ':' if self.is_any(&["julia", "elixir", "octave", "clojure", "scheme"])
                    && next.is_alphabetic()
                    && !self.is_behind_name() =>
                {
                    self.atom()?;
                }
                c if c.is_ascii_digit() => self.number(),
                c if c.is_alphabetic() || c == '_' || c == '.' && next.is_alphabetic() && !self.is_behind_value() => {
                    self.name();
                }
                '@' if self.is("julia") && next.is_alphabetic() => self.name(),
                c if c.is_whitespace() => self.at += 1,
                c => self.sign(c),
            }
        }
        Some(())
    }

    fn sign(&mut self, c: char) {
        self.out.push(Token::Sign(c));
        self.at += 1;
    }

    /// A name of a Lisp, or a number that looks like one.
    fn symbol(&mut self) {
        if matches!(self.peek(0), '-' | '+') && self.peek(1).is_ascii_digit() {
            self.at += 1;
            return self.number();
        }
        let mut name = String::new();
        while self.at < self.chars.len() && !self.peek(0).is_whitespace() && !"()[]{}\"';,`@".contains(self.peek(0)) {
            name.push(self.peek(0));
            self.at += 1;
        }
        self.out.push(Token::Name(name));
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
        if self.is_lisp() {
            // `:as NAME`: what the name stands for is asked of it.
            let end = self.at;
            let start = self.chars.iter().take(end).rposition(|c| *c == ':').map_or(end, |p| p + 1);
            let word: String = self.chars.get(start..end).unwrap_or_default().iter().collect();
            if word == "as" {
                self.out.push(Token::Sign(':'));
                self.out.push(Token::Sign('='));
                return Some(());
            }
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
                || (r || self.is("crystal")) && c == ':' && (self.peek(1) == ':' || name.ends_with(':'))
                || self.is("erlang") && c == ':' && self.peek(1).is_alphabetic()
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
                '\\' if next == '(' && self.is("swift") => return None,
                '\\' => {
                    self.at += 2;
                    text.push(' ');
                }
                // What a text says may be code in it.
                '$' | '{' | '#' if quote == '"' && self.is_any(&["groovy", "kotlin", "scala", "crystal", "raku"]) => {
                    return None;
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
        // Erlang's formats begin with a tilde, and none of its functions knows homes.
        let written = if self.is("erlang") { text.trim_start_matches('~') } else { &text };
        if !is_harmless(written) {
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
