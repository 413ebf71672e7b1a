//! One lexer for all languages of `lang`: words, numbers, strings, punctuation, comments, line ends and indentation. Total
//! and linear: whatever is not understood is punctuation. Called by every proof about an edit.

mod special;

use super::lang::{Dialect, Language, Layout};

/// More tokens than this of one file are not compared: a 1,000-line file has about 10,000.
pub const MAX_TOKENS: usize = 120_000;
/// How deep brackets inside a string's interpolation are followed.
const MAX_DEPTH: usize = 32;
/// Longest regular expression that is taken for one.
const MAX_REGEX: usize = 500;
/// How many tokens back the tag that text stands in is looked for.
const MAX_LOOK_BACK: usize = 200;
/// Longest word that opens a here-document.
const MAX_HEREDOC_NAME: usize = 64;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A name or keyword.
    Word,
    /// A number.
    Number,
    /// A string, with its quotes; its interpolations are part of it.
    Text,
    /// One character of punctuation.
    Mark,
    /// A comment, with what opens it.
    Comment,
    /// The end of a line that may end a statement.
    Newline,
    /// The white space that begins a line, where that is structure.
    Indent,
}

/// A piece of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its text.
    pub text: &'a str,
    /// The line it begins on, from 0.
    pub line: u32,
    /// White space or the start of the file stands before it.
    pub spaced: bool,
}

impl Token<'_> {
    /// A word or mark of this text.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        self.text == text && matches!(self.kind, Kind::Word | Kind::Mark)
    }
}

/// Reads a file; none where it has more tokens than are compared.
#[must_use]
pub fn lex<'a>(text: &'a str, language: &'static Language) -> Option<Vec<Token<'a>>> {
    let mut l = Lexer {
        text,
        bytes: text.as_bytes(),
        at: 0,
        line: 0,
        language,
        out: Vec::new(),
        heredocs: Vec::new(),
        start_of_line: true,
        unclosed: [0; 3],
    };
    while l.at < l.bytes.len() {
        l.step();
        if l.out.len() > MAX_TOKENS {
            return None;
        }
    }
    Some(l.out)
}

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    line: u32,
    language: &'static Language,
    out: Vec<Token<'a>>,
    heredocs: Vec<String>,
    start_of_line: bool,
    /// For `"`, `'` and the backtick: up to where none closes.
    unclosed: [usize; 3],
}

impl<'a> Lexer<'a> {
    fn byte(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Asked dozens of times for each token: the first byte answers nearly always.
    fn starts(&self, what: &str) -> bool {
        self.bytes.get(self.at) == what.as_bytes().first()
            && self.bytes.get(self.at..).is_some_and(|r| r.starts_with(what.as_bytes()))
    }

    fn step(&mut self) {
        if self.start_of_line && self.line_start() {
            return;
        }
        let b = self.byte(0);
        match b {
            b'\n' => self.newline(),
            b' ' | b'\t' | b'\r' | 0x0c => self.at += 1,
            b'\\' if self.byte(1) == b'\n' && self.language.layout != Layout::Free => {
                self.at += 2;
                self.line += 1;
            }
            _ => {
                let spaced = self.at == 0 || self.bytes.get(self.at - 1).is_some_and(|b| b.is_ascii_whitespace());
                self.piece(b, spaced);
            }
        }
    }

    fn push(&mut self, kind: Kind, end: usize, spaced: bool) {
        let mut end = end.min(self.bytes.len()).max(self.at + 1);
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        let text = self.text.get(self.at..end).unwrap_or("");
        self.out.push(Token { kind, text, line: self.line, spaced });
        self.line += u32::try_from(text.bytes().filter(|b| *b == b'\n').count()).unwrap_or(0);
        self.at = end;
    }

    fn newline(&mut self) {
        self.out.push(Token { kind: Kind::Newline, text: "\n", line: self.line, spaced: false });
        self.at += 1;
        self.line += 1;
        self.start_of_line = true;
        let waiting = std::mem::take(&mut self.heredocs);
        for name in waiting {
            self.heredoc_body(&name);
        }
    }

    /// What only the start of a line can be; true where it was consumed.
    fn line_start(&mut self) -> bool {
        self.start_of_line = false;
        if self.language.dialect == Dialect::Ruby && self.starts("=begin") {
            let end = self.rest().find("\n=end").map_or(self.bytes.len(), |e| self.at + e + 5);
            self.push(Kind::Comment, end, true);
            return true;
        }
        if self.language.dialect == Dialect::Perl && self.perl_pod() {
            return true;
        }
        if self.language.layout == Layout::Indent {
            let width =
                self.bytes.get(self.at..).unwrap_or(&[]).iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
            let next = self.byte(width);
            if next != b'\n' && next != b'\r' && self.at + width < self.bytes.len() {
                let text = self.text.get(self.at..self.at + width).unwrap_or("");
                self.out.push(Token { kind: Kind::Indent, text, line: self.line, spaced: true });
            }
            self.at += width;
            return width > 0;
        }
        false
    }

    fn piece(&mut self, b: u8, spaced: bool) {
        if self.comment(spaced) || self.special(b, spaced) {
            return;
        }
        let strings = self.language.strings;
        for (open, close, multiline) in strings {
            if self.starts(open) {
                let kind = ["\"", "'"].iter().position(|q| q == close).unwrap_or(2);
                if self.unclosed.get(kind).is_some_and(|to| self.at < *to) {
                    continue;
                }
                let end = self.string_end(self.at + open.len(), close, *multiline);
                if let Some(end) = end {
                    self.push(Kind::Text, end, spaced);
                    return;
                }
                // The rest of this line was read once in vain; not again for each quote in it.
                let end = self.end_of_line(self.at);
                if let Some(to) = self.unclosed.get_mut(kind) {
                    *to = end;
                }
            }
        }
        if b.is_ascii_digit() {
            let end = self.run(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'.');
            self.push(if self.language.layout == Layout::Plain { Kind::Word } else { Kind::Number }, end, spaced);
        } else if self.is_word(b) {
            let end = self.run(|b| is_word_byte(b, self.language));
            self.push(Kind::Word, end, spaced);
        } else {
            self.push(Kind::Mark, self.at + 1, spaced);
        }
    }

    fn is_word(&self, b: u8) -> bool {
        is_word_byte(b, self.language)
    }

    fn run(&self, f: impl Fn(u8) -> bool) -> usize {
        let n = self.bytes.get(self.at..).unwrap_or(&[]).iter().take_while(|b| f(**b)).count();
        self.at + n.max(1)
    }

    fn end_of_line(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or(&[]);
        from + rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len())
    }

    fn comment(&mut self, spaced: bool) -> bool {
        // `--[[` and `#=` open a block where `--` and `#` alone run to the end of the line.
        if let Some((open, close)) = self.language.block_comments.iter().find(|(o, _)| self.starts(o)) {
            let nested = self.language.nested;
            let end = if nested { self.nested_end(open, close) } else { self.find(self.at + open.len(), close) };
            self.push(Kind::Comment, end.unwrap_or(self.bytes.len()), spaced);
            return true;
        }
        // `#[…]` is an attribute of PHP, not a comment.
        let attribute = self.language.dialect == Dialect::Php && self.starts("#[");
        let here = !self.language.at_word || spaced;
        if attribute || !here || !self.language.line_comments.iter().any(|c| self.starts(c)) {
            return false;
        }
        let end = self.end_of_line(self.at);
        let cr = usize::from(self.bytes.get(end.wrapping_sub(1)) == Some(&b'\r'));
        self.push(Kind::Comment, end - cr, spaced);
        true
    }

    /// Behind the next `what` from `from`.
    fn find(&self, from: usize, what: &str) -> Option<usize> {
        self.text.get(from..).and_then(|t| t.find(what)).map(|e| from + e + what.len())
    }

    fn nested_end(&self, open: &str, close: &str) -> Option<usize> {
        let (mut at, mut depth) = (self.at + open.len(), 1usize);
        while let Some(rest) = self.bytes.get(at..).filter(|r| !r.is_empty()) {
            if rest.starts_with(close.as_bytes()) {
                depth -= 1;
                at += close.len();
                if depth == 0 {
                    return Some(at);
                }
            } else if rest.starts_with(open.as_bytes()) {
                depth += 1;
                at += open.len();
            } else {
                at += 1;
            }
        }
        None
    }

    /// Behind the string's end; none where the line ends first and the string may not run over it.
    fn string_end(&self, from: usize, close: &str, multiline: bool) -> Option<usize> {
        let raw = matches!(self.language.dialect, Dialect::Shell) && close == "'"
            || matches!(self.language.dialect, Dialect::Go) && close == "`";
        let doubled = matches!(self.language.name, "sql" | "powershell" | "basic" | "pascal");
        let mut at = from;
        while let Some(b) = self.bytes.get(at) {
            let rest = self.bytes.get(at..).unwrap_or(&[]);
            if *b == b'\\' && !raw && !doubled && !self.interpolates(close, rest) {
                at += 2;
            } else if rest.starts_with(close.as_bytes()) {
                if doubled && rest.get(1) == close.as_bytes().first() {
                    at += 2;
                    continue;
                }
                return Some(at + close.len());
            } else if *b == b'\n' && !multiline {
                return None;
            } else if self.interpolates(close, rest) {
                at = self.interpolation_end(at);
            } else {
                at += 1;
            }
        }
        multiline.then_some(self.bytes.len())
    }

    fn interpolates(&self, close: &str, rest: &[u8]) -> bool {
        match self.language.dialect {
            Dialect::Script => close == "`" && rest.starts_with(b"${"),
            Dialect::Ruby => close == "\"" && rest.starts_with(b"#{"),
            Dialect::Shell => close == "\"" && rest.starts_with(b"$("),
            Dialect::Hcl => rest.starts_with(b"${") || rest.starts_with(b"%{"),
            Dialect::Elixir => close.starts_with('"') && rest.starts_with(b"#{"),
            Dialect::Common => match self.language.name {
                "kotlin" | "groovy" | "dart" => close != "'" && rest.starts_with(b"${"),
                "swift" => close.starts_with('"') && rest.starts_with(b"\\("),
                "nix" => rest.starts_with(b"${"),
                "powershell" => close.starts_with('"') && rest.starts_with(b"$("),
                _ => false,
            },
            _ => false,
        }
    }

    /// Behind the bracket that closes the interpolation; strings inside are skipped by their quotes.
    fn interpolation_end(&self, from: usize) -> usize {
        let mut depth = 0usize;
        let mut at = from + 1;
        let mut quote = None;
        while let Some(b) = self.bytes.get(at) {
            match (quote, *b) {
                (_, b'\\') => at += 1,
                (Some(q), b) if b == q => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'' | b'`') if depth < MAX_DEPTH => quote = Some(*b),
                (None, b'{' | b'(') => depth += 1,
                (None, b'}' | b')') => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return at + 1;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        self.bytes.len()
    }

    /// What only one language has; true where it was consumed.
    fn special(&mut self, b: u8, spaced: bool) -> bool {
        let end = match self.language.dialect {
            Dialect::Rust => self.rust(b),
            Dialect::Python => self.prefixed(b),
            Dialect::Script => self.regex(b, spaced),
            Dialect::Ruby => self.ruby(b, spaced),
            Dialect::Shell | Dialect::Php | Dialect::Hcl => self.heredoc(b),
            Dialect::Sql => self.dollar(b),
            Dialect::Yaml => self.block_scalar(b),
            Dialect::CSharp => self.verbatim(b),
            Dialect::Markup => self.markup_text(b),
            Dialect::Elixir => self.sigil(b),
            Dialect::Ml => self.quoted_letter(b),
            Dialect::Lisp => self.lisp_letter(b),
            Dialect::Common | Dialect::Go | Dialect::Prose | Dialect::Perl => None,
        };
        if let Some((kind, end)) = end {
            self.push(kind, end, spaced);
        }
        end.is_some()
    }

    fn rust(&self, b: u8) -> Option<(Kind, usize)> {
        if b == b'\'' {
            let next = self.byte(1);
            if next == b'\\' {
                let close = self.bytes.get(self.at + 3..)?.iter().take(12).position(|b| *b == b'\'')?;
                return Some((Kind::Text, self.at + 3 + close + 1));
            }
            let width = self.rest().chars().nth(1).map_or(1, char::len_utf8);
            if self.bytes.get(self.at + 1 + width) == Some(&b'\'') {
                return Some((Kind::Text, self.at + 2 + width));
            }
            let word =
                self.bytes.get(self.at + 1..)?.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
            return Some((Kind::Word, self.at + 1 + word));
        }
        let prefix = usize::from(b == b'b' || b == b'c');
        if self.byte(prefix) == b'r' && matches!(self.byte(prefix + 1), b'"' | b'#') {
            let hashes = self.bytes.get(self.at + prefix + 1..)?.iter().take_while(|b| **b == b'#').count();
            if self.byte(prefix + 1 + hashes) == b'"' {
                let close = format!("\"{}", "#".repeat(hashes.min(255)));
                let end = self.find(self.at + prefix + hashes + 2, &close).unwrap_or(self.bytes.len());
                return Some((Kind::Text, end));
            }
        }
        if prefix == 1 && self.byte(1) == b'"' {
            return Some((Kind::Text, self.string_end(self.at + 2, "\"", true)?));
        }
        None
    }

    /// Python's `r"…"`, `f'…'`, `b"""…"""`.
    fn prefixed(&self, b: u8) -> Option<(Kind, usize)> {
        if !b.is_ascii_alphabetic() {
            return None;
        }
        let n = self.bytes.get(self.at..)?.iter().take(3).take_while(|b| b"rRbBfFuUtT".contains(b)).count();
        let quote = self.byte(n);
        if n == 0 || n > 2 || (quote != b'"' && quote != b'\'') {
            return None;
        }
        let rest = self.text.get(self.at + n..)?;
        let close = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|q| rest.starts_with(q))?;
        Some((Kind::Text, self.string_end(self.at + n + close.len(), close, close.len() == 3)?))
    }

    /// A regular expression where a value may begin.
    fn regex(&self, b: u8, spaced: bool) -> Option<(Kind, usize)> {
        if b != b'/' || matches!(self.byte(1), b'/' | b'*' | b'>' | b' ' | b'=' | b'\n' | 0) {
            return None;
        }
        let before = self.out.iter().rev().find(|t| !matches!(t.kind, Kind::Comment | Kind::Newline));
        let value = before.is_none_or(|t| match t.kind {
            Kind::Mark => !matches!(t.text, ")" | "]" | "}" | "<" | "\"" | "'"),
            Kind::Word => {
                matches!(
                    t.text,
                    "return"
                        | "typeof"
                        | "case"
                        | "in"
                        | "of"
                        | "delete"
                        | "void"
                        | "await"
                        | "yield"
                        | "if"
                        | "unless"
                        | "when"
                        | "and"
                        | "or"
                        | "not"
                ) || self.language.dialect == Dialect::Ruby && spaced
            }
            _ => false,
        });
        if !value {
            return None;
        }
        let mut class = false;
        let mut at = self.at + 1;
        let limit = self.at + MAX_REGEX;
        while let Some(b) = self.bytes.get(at) {
            match b {
                b'\\' => at += 1,
                b'\n' => return None,
                _ if at > limit => return None,
                b'[' => class = true,
                b']' => class = false,
                b'/' if !class => {
                    let flags = self.bytes.get(at + 1..)?.iter().take_while(|b| b.is_ascii_alphabetic()).count();
                    return Some((Kind::Text, at + 1 + flags));
                }
                _ => {}
            }
            at += 1;
        }
        None
    }

    fn ruby(&mut self, b: u8, spaced: bool) -> Option<(Kind, usize)> {
        if b == b'%' {
            let n = 1 + usize::from(self.byte(1).is_ascii_alphabetic());
            let open = self.byte(n);
            let close = match open {
                b'[' => "]",
                b'(' => ")",
                b'{' => "}",
                b'<' => ">",
                b'|' if n == 2 => "|",
                _ => return None,
            };
            if n == 2 && !b"wWiIqQrsx".contains(&self.byte(1)) {
                return None;
            }
            return Some((Kind::Text, self.find(self.at + n + 1, close).unwrap_or(self.bytes.len())));
        }
        if b == b'/' {
            return self.regex(b, spaced);
        }
        self.heredoc(b)
    }

    /// Remembers a here-document that begins behind this line.
    fn heredoc(&mut self, b: u8) -> Option<(Kind, usize)> {
        if b != b'<' || self.byte(1) != b'<' {
            return None;
        }
        let php = self.language.dialect == Dialect::Php;
        let mut n = 2;
        if php && self.byte(2) != b'<' || !php && self.byte(2) == b'<' {
            return None;
        }
        n += usize::from(php);
        n += usize::from(matches!(self.byte(n), b'-' | b'~'));
        while self.language.dialect == Dialect::Shell && self.byte(n) == b' ' {
            n += 1;
        }
        let quote = matches!(self.byte(n), b'\'' | b'"');
        n += usize::from(quote);
        let from = self.at + n;
        let len = self
            .bytes
            .get(from..)?
            .iter()
            .take(MAX_HEREDOC_NAME)
            .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
            .count();
        let name = self.text.get(from..from + len)?;
        let upper = name.starts_with(|c: char| c.is_ascii_uppercase() || c == '_');
        if name.is_empty() || (self.language.dialect == Dialect::Ruby && !upper) {
            return None;
        }
        self.heredocs.push(name.to_owned());
        Some((Kind::Mark, from + len + usize::from(quote)))
    }

    /// The lines up to the one that holds only the name, as one string.
    fn heredoc_body(&mut self, name: &str) {
        let mut at = self.at;
        while at < self.bytes.len() {
            let end = self.end_of_line(at);
            let line = self.text.get(at..end).unwrap_or("").trim();
            if line.trim_end_matches([';', ',', ')']) == name {
                break;
            }
            at = end + 1;
        }
        if at > self.at {
            self.push(Kind::Text, at.min(self.bytes.len()), true);
        }
        self.start_of_line = true;
    }

    fn dollar(&self, b: u8) -> Option<(Kind, usize)> {
        if b != b'$' {
            return None;
        }
        let n = self
            .bytes
            .get(self.at + 1..)?
            .iter()
            .take(MAX_HEREDOC_NAME)
            .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
            .count();
        (self.byte(n + 1) == b'$').then_some(())?;
        let tag = self.text.get(self.at..self.at + n + 2)?;
        // A body in dollar quotes is statements: its tag is punctuation and the inside is read as usual.
        Some((Kind::Mark, self.at + tag.len()))
    }

    /// `|` or `>` at the end of a YAML line: what is indented below is one string.
    fn block_scalar(&self, b: u8) -> Option<(Kind, usize)> {
        if b != b'|' && b != b'>' {
            return None;
        }
        let near = self.bytes.get(self.at..)?.iter().take(MAX_HEREDOC_NAME);
        let end = near
            .clone()
            .position(|b| *b == b'\n')
            .map(|n| self.at + n)
            .or((near.len() < MAX_HEREDOC_NAME).then_some(self.bytes.len()))?;
        let head = self.text.get(self.at + 1..end)?.trim();
        let head = head.split('#').next().unwrap_or("").trim();
        if !head.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'+') {
            return None;
        }
        let own = self.out.iter().rev().find(|t| t.kind == Kind::Indent).map_or(0, |t| t.text.len());
        let mut at = end + 1;
        let mut last = end;
        while at < self.bytes.len() {
            let stop = self.end_of_line(at);
            let line = self.text.get(at..stop).unwrap_or("");
            let blank = line.trim().is_empty();
            if !blank && line.len() - line.trim_start_matches(' ').len() <= own {
                break;
            }
            if !blank {
                last = stop;
            }
            at = stop + 1;
        }
        Some((Kind::Text, last))
    }

    fn verbatim(&self, b: u8) -> Option<(Kind, usize)> {
        let n = self.bytes.get(self.at..)?.iter().take(2).take_while(|b| b"@$".contains(b)).count();
        if !matches!(b, b'@' | b'$') || self.byte(n) != b'"' {
            return None;
        }
        let multiline = self.bytes.get(self.at..self.at + n)?.contains(&b'@');
        Some((Kind::Text, self.string_end(self.at + n + 1, "\"", multiline)?))
    }

    /// Text between tags is words; an apostrophe in it opens nothing.
    fn markup_text(&self, b: u8) -> Option<(Kind, usize)> {
        let inside_tag =
            self.out.iter().rev().take(MAX_LOOK_BACK).find(|t| t.is("<") || t.is(">")).is_some_and(|t| t.is("<"));
        (!inside_tag && matches!(b, b'\'' | b'"')).then_some((Kind::Mark, self.at + 1))
    }
}

fn is_word_byte(b: u8, language: &Language) -> bool {
    b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80 || language.word.as_bytes().contains(&b)
}
