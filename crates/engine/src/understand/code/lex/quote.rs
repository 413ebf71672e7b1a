//! Strings, commands, regular expressions and here-documents of all languages.

use super::{Lang, Lexer, Part, Tok, is_start, is_word};

/// A here-document whose text follows on the next line.
pub struct Heredoc {
    /// Where its token stands.
    slot: usize,
    end: String,
    indented: bool,
    raw: bool,
    tick: bool,
}

/// How a quoted text is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A backslash only protects the quote and itself.
    Single,
    /// Escapes, no values.
    Plain,
    /// Escapes and values.
    Double,
    /// Nothing is special.
    Raw,
}

impl Lexer {
    /// A text in quotes, a regular expression, a list of words.
    pub(super) fn quoted(&mut self, c: char, spaced: bool) -> bool {
        match (self.lang, c) {
            (Lang::Python, _) => self.python_string(spaced),
            (_, '"') => self.string(
                c,
                if self.lang == Lang::Lua || self.lang == Lang::Node { Kind::Plain } else { Kind::Double },
                spaced,
            ),
            (Lang::Node | Lang::Lua, '\'') => self.string(c, Kind::Plain, spaced),
            (_, '\'') => self.string(c, Kind::Single, spaced),
            (Lang::Node, '`') => self.string(c, Kind::Double, spaced),
            (Lang::Ruby | Lang::Perl | Lang::Php, '`') => {
                self.at += 1;
                let parts = self.delimited('`', '`', Kind::Double);
                self.push(Tok::Tick(parts), spaced);
                true
            }
            (Lang::Lua, '[') if matches!(self.peek(1), '[' | '=') && self.is_long_bracket() => {
                let text = self.long_bracket();
                self.push(Tok::Str(vec![Part::Text(text)]), spaced);
                true
            }
            (Lang::Node, '/') if !self.after_value() => self.regex(spaced),
            (Lang::Ruby, '/') if !self.after_value() || self.command_slash(spaced) => self.regex(spaced),
            (Lang::Perl, '/') if !self.after_value() => self.regex(spaced),
            (Lang::Ruby, '%') if !self.after_value() || self.command_slash(spaced) => self.percent(spaced),
            (Lang::Ruby, ':') => self.symbol(spaced),
            (Lang::Ruby | Lang::Perl | Lang::Php, '<') => self.angle(spaced),
            (Lang::Perl, _) if c.is_ascii_lowercase() => self.perl_quote(spaced),
            _ => false,
        }
    }

    /// `puts /x/`: behind a name and a blank, with none after the slash, a regular expression begins.
    fn command_slash(&self, spaced: bool) -> bool {
        spaced && self.last_name().is_some() && !matches!(self.peek(1), ' ' | '=')
    }

    fn string(&mut self, quote: char, kind: Kind, spaced: bool) -> bool {
        self.at += 1;
        let parts = self.delimited(quote, quote, kind);
        self.push(Tok::Str(parts), spaced);
        true
    }

    fn python_string(&mut self, spaced: bool) -> bool {
        let mut lead = 0;
        while lead < 3 && "rRbBuUfF".contains(self.peek(lead)) && self.peek(lead) != '\0' {
            lead += 1;
        }
        let quote = self.peek(lead);
        if !matches!(quote, '\'' | '"') {
            return false;
        }
        let prefix: String = (0..lead).map(|i| self.peek(i).to_ascii_lowercase()).collect();
        self.at += lead;
        let triple = self.peek(1) == quote && self.peek(2) == quote;
        self.at += if triple { 3 } else { 1 };
        let parts = self.python_body(quote, triple, prefix.contains('r'), prefix.contains('f'));
        self.push(Tok::Str(parts), spaced);
        true
    }

    fn python_body(&mut self, quote: char, triple: bool, raw: bool, format: bool) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut text = String::new();
        loop {
            let c = self.peek(0);
            if self.at >= self.chars.len() || c == '\n' && !triple {
                self.problem("a string that does not end");
                break;
            }
            if c == quote && (!triple || self.peek(1) == quote && self.peek(2) == quote) {
                self.at += if triple { 3 } else { 1 };
                break;
            }
            if c == '\\' && raw {
                text.push(c);
                text.push(self.peek(1));
                self.at += 2;
            } else if c == '\\' {
                self.escape(&mut text);
            } else if format && (c == '{' || c == '}') && self.peek(1) == c {
                text.push(c);
                self.at += 2;
            } else if format && c == '{' {
                self.at += 1;
                let code = self.braces();
                parts.push(Part::Text(std::mem::take(&mut text)));
                parts.push(Part::Code(python_value(&code)));
            } else {
                text.push(c);
                self.at += 1;
            }
        }
        parts.push(Part::Text(text));
        parts.retain(|p| !matches!(p, Part::Text(t) if t.is_empty()));
        parts
    }

    /// Code up to the brace that ends it; strings in it are passed over.
    fn braces(&mut self) -> String {
        let mut depth = 0u32;
        let mut code = String::new();
        let mut inside: Option<char> = None;
        while self.at < self.chars.len() {
            let c = self.peek(0);
            self.at += 1;
            match (inside, c) {
                (Some(_), '\\') => {
                    code.push(c);
                    code.push(self.peek(0));
                    self.at += 1;
                    continue;
                }
                (Some(q), _) if q == c => inside = None,
                (None, '\'' | '"' | '`') => inside = Some(c),
                (None, '{') => depth += 1,
                (None, '}') if depth == 0 => return code,
                (None, '}') => depth -= 1,
                _ => {}
            }
            code.push(c);
        }
        self.problem("a value in a string that does not end");
        code
    }

    /// The text up to its end mark, which may nest.
    fn delimited(&mut self, open: char, close: char, kind: Kind) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut text = String::new();
        let mut depth = 0u32;
        loop {
            let c = self.peek(0);
            let broken = c == '\n' && matches!(self.lang, Lang::Node | Lang::Lua) && close != '`';
            if self.at >= self.chars.len() || broken {
                self.problem("a string that does not end");
                break;
            }
            if c == close && depth == 0 {
                self.at += 1;
                break;
            }
            if open != close && c == open {
                depth += 1;
            } else if open != close && c == close {
                depth -= 1;
            }
            if c == '\\' && kind == Kind::Raw {
                text.push(c);
                text.push(self.peek(1));
                self.at += 2;
            } else if c == '\\' {
                self.backslash(kind, open, close, &mut text);
            } else if kind == Kind::Double && self.value_starts(c) {
                parts.push(Part::Text(std::mem::take(&mut text)));
                let code = self.value();
                parts.push(Part::Code(code));
            } else {
                text.push(c);
                self.at += 1;
            }
        }
        parts.push(Part::Text(text));
        parts.retain(|p| !matches!(p, Part::Text(t) if t.is_empty()));
        parts
    }

    fn backslash(&mut self, kind: Kind, open: char, close: char, text: &mut String) {
        if kind != Kind::Single {
            return self.escape(text);
        }
        let next = self.peek(1);
        if next == close || next == open || next == '\\' {
            text.push(next);
        } else {
            text.push('\\');
            text.push(next);
        }
        self.at += 2;
    }

    /// Whether a value stands here in a string.
    fn value_starts(&self, c: char) -> bool {
        let next = self.peek(1);
        match self.lang {
            Lang::Ruby => c == '#' && matches!(next, '{' | '@' | '$'),
            Lang::Node => c == '$' && next == '{',
            Lang::Php => c == '$' && (is_start(next) || next == '{') || c == '{' && next == '$',
            Lang::Perl => {
                c == '$' && (is_word(next) || matches!(next, '{' | '$' | ':' | '&' | '!' | '@'))
                    || c == '@' && (is_start(next) || matches!(next, '{' | '$'))
            }
            _ => false,
        }
    }

    /// The code of a value in a string.
    fn value(&mut self) -> String {
        let (first, next) = (self.peek(0), self.peek(1));
        match self.lang {
            Lang::Ruby | Lang::Node if next == '{' => {
                self.at += 2;
                self.braces()
            }
            Lang::Php if first == '{' => {
                self.at += 1;
                self.braces()
            }
            Lang::Php if next == '{' => {
                self.at += 2;
                format!("${}", self.braces())
            }
            Lang::Perl if next == '{' => {
                self.at += 2;
                let inner = self.braces();
                let tail = self.subscripts();
                format!("{first}{{{inner}}}{tail}")
            }
            _ => self.simple_value(),
        }
    }

    /// `$x`, `@y`, with subscripts.
    fn simple_value(&mut self) -> String {
        let mut code = String::new();
        if self.lang == Lang::Ruby {
            self.at += 1; // the `#`
        }
        while matches!(self.peek(0), '$' | '@') {
            code.push(self.peek(0));
            self.at += 1;
        }
        let from = code.len();
        while is_word(self.peek(0))
            || self.lang == Lang::Perl && self.peek(0) == ':' && self.peek(1) == ':' && is_start(self.peek(2))
        {
            code.push(self.peek(0));
            self.at += 1;
        }
        if code.len() == from {
            code.push(self.peek(0));
            self.at += 1;
        }
        code.push_str(&self.subscripts());
        code
    }

    /// `[0]`, `{key}`, `->{key}`, `->name` behind a value in a string.
    fn subscripts(&mut self) -> String {
        let mut code = String::new();
        loop {
            let arrow = if self.starts("->") { 2 } else { 0 };
            let c = self.peek(arrow);
            let php_property = self.lang == Lang::Php && arrow == 2 && is_start(c);
            let close = match c {
                '[' if matches!(self.lang, Lang::Perl | Lang::Php) => ']',
                '{' if self.lang == Lang::Perl => '}',
                _ if php_property => '\0',
                _ => return code,
            };
            // `$x [a]` and mail addresses: a subscript of Perl begins with a word, a sign or a number.
            let first = self.peek(arrow + 1);
            if !(php_property || is_word(first) || matches!(first, '$' | '"' | '\'' | '-')) {
                return code;
            }
            code.push_str(if arrow == 2 { "->" } else { "" });
            self.at += arrow;
            if php_property {
                while is_word(self.peek(0)) {
                    code.push(self.peek(0));
                    self.at += 1;
                }
                continue;
            }
            while self.at < self.chars.len() {
                let d = self.peek(0);
                code.push(d);
                self.at += 1;
                if d == close {
                    break;
                }
            }
        }
    }

    /// A backslash and what it stands for.
    fn escape(&mut self, text: &mut String) {
        let c = self.peek(1);
        self.at += 2;
        let number = |chars: String, radix: u32| u32::from_str_radix(&chars, radix).ok().and_then(char::from_u32);
        match c {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            'e' => text.push('\u{1b}'),
            '\n' => {}
            '0'..='7' => {
                let mut digits = String::from(c);
                while digits.len() < 3 && matches!(self.peek(0), '0'..='7') {
                    digits.push(self.peek(0));
                    self.at += 1;
                }
                text.extend(number(digits, 8));
            }
            'x' | 'u' | 'U' => {
                let wanted = match c {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let braced = self.peek(0) == '{';
                self.at += usize::from(braced);
                let mut digits = String::new();
                while self.peek(0).is_ascii_hexdigit() && (braced || digits.len() < wanted) {
                    digits.push(self.peek(0));
                    self.at += 1;
                }
                self.at += usize::from(braced && self.peek(0) == '}');
                text.extend(number(digits, 16));
            }
            // A character by its name.
            'N' if self.peek(0) == '{' => {
                self.problem("a character that is given by its name");
            }
            other => text.push(other),
        }
    }

    fn regex(&mut self, spaced: bool) -> bool {
        self.at += 1;
        let mut class = false;
        while self.at < self.chars.len() {
            match self.peek(0) {
                '\\' => self.at += 1,
                '[' => class = true,
                ']' => class = false,
                '/' if !class || self.lang != Lang::Node => break,
                '\n' if self.lang == Lang::Node => break,
                '#' if self.lang == Lang::Ruby && self.peek(1) == '{' => {
                    self.problem("a value in a regular expression")
                }
                _ => {}
            }
            self.at += 1;
        }
        if self.peek(0) != '/' {
            self.problem("a regular expression that does not end");
        }
        self.at += 1;
        self.flags();
        self.push(Tok::Regex(None), spaced);
        true
    }

    fn flags(&mut self) -> String {
        let mut flags = String::new();
        while self.peek(0).is_ascii_alphabetic() {
            flags.push(self.peek(0));
            self.at += 1;
        }
        flags
    }

    /// `%w[]`, `%q()`, `%x()`, `%()` of Ruby.
    fn percent(&mut self, spaced: bool) -> bool {
        let letter = self.peek(1);
        let lead = if letter.is_ascii_alphabetic() { 2 } else { 1 };
        let open = self.peek(lead);
        if open.is_alphanumeric() || open.is_whitespace() || open == '=' && lead == 1 || open == '\0' {
            return false;
        }
        self.at += lead + 1;
        let kind = if matches!(letter, 'q' | 'w' | 'i' | 's') { Kind::Single } else { Kind::Double };
        let parts = self.delimited(open, mate(open), kind);
        let tok = match letter {
            'x' => Tok::Tick(parts),
            'w' | 'i' => words(&parts),
            'W' | 'I' => Tok::Words(vec![]),
            'r' => {
                self.flags();
                Tok::Regex(None)
            }
            _ => Tok::Str(parts),
        };
        if matches!(letter, 'W' | 'I') {
            self.problem("a list of words with values in it");
        }
        self.push(tok, spaced);
        true
    }

    /// `:name`, `:"a b"`; behind an operand without a blank it is another sign.
    fn symbol(&mut self, spaced: bool) -> bool {
        let next = self.peek(1);
        if next == '"' && (spaced || !self.after_value()) {
            self.at += 2;
            let parts = self.delimited('"', '"', Kind::Double);
            self.push(Tok::Str(parts), spaced);
            return true;
        }
        if !is_start(next) || self.after_value() && !spaced {
            return false;
        }
        self.at += 1;
        let name = self.identifier();
        self.push(Tok::Str(vec![Part::Text(name)]), spaced);
        true
    }

    /// `<<EOF`, `<FH>`.
    fn angle(&mut self, spaced: bool) -> bool {
        let lead = if self.lang == Lang::Php { "<<<" } else { "<<" };
        let operand = !self.after_value() || self.lang == Lang::Ruby && spaced && self.last_name().is_some();
        if self.starts(lead) && operand {
            return self.heredoc_start(lead.len(), spaced);
        }
        if self.lang == Lang::Perl && !self.after_value() {
            let inner: String =
                self.chars.iter().skip(self.at + 1).take(64).take_while(|c| **c != '>' && **c != '\n').collect();
            if self.peek(1 + inner.chars().count()) == '>' && !inner.contains(' ') && !inner.contains('=') {
                self.at += 2 + inner.chars().count();
                self.push(Tok::Input, spaced);
                return true;
            }
        }
        false
    }

    fn heredoc_start(&mut self, lead: usize, spaced: bool) -> bool {
        let mut at = lead;
        let squiggly = matches!(self.peek(at), '~' | '-');
        at += usize::from(squiggly);
        if self.lang == Lang::Php {
            while self.peek(at) == ' ' {
                at += 1;
            }
        }
        let quote = self.peek(at);
        let has_quote = matches!(quote, '\'' | '"' | '`');
        at += usize::from(has_quote);
        let end: String = self.chars.iter().skip(self.at + at).take_while(|c| is_word(**c)).collect();
        if end.is_empty() || !end.starts_with(is_start) {
            return false;
        }
        at += end.chars().count();
        if has_quote && self.peek(at) != quote {
            return false;
        }
        self.at += at + usize::from(has_quote);
        let slot = self.out.list.len();
        self.push(Tok::Str(Vec::new()), spaced);
        let indented = squiggly || self.lang == Lang::Php;
        self.heredocs.push(Heredoc { slot, end, indented, raw: quote == '\'', tick: quote == '`' });
        true
    }

    pub(super) fn heredoc(&mut self, h: Heredoc) {
        let mut body = String::new();
        let mut closed = false;
        while self.at < self.chars.len() {
            let from = self.at;
            self.line();
            let line: String = self.chars.get(from..self.at).unwrap_or_default().iter().collect();
            let marked = if h.indented { line.trim_start() } else { line.as_str() };
            let ends = if self.lang == Lang::Php {
                marked.strip_prefix(h.end.as_str()).is_some_and(|r| !r.starts_with(is_word))
            } else {
                marked.trim_end() == h.end
            };
            if ends {
                self.at =
                    if self.lang == Lang::Php { from + line.len() - marked.len() + h.end.len() } else { self.at + 1 };
                closed = true;
                break;
            }
            self.at += 1;
            body.push_str(if h.indented { line.trim_start() } else { &line });
            body.push('\n');
        }
        if !closed {
            self.problem("a text that does not end");
        }
        let parts = self.nested(&body, h.raw);
        if let Some(t) = self.out.list.get_mut(h.slot) {
            t.tok = if h.tick { Tok::Tick(parts) } else { Tok::Str(parts) };
        }
    }

    /// The parts of a text that is already cut out.
    fn nested(&mut self, body: &str, raw: bool) -> Vec<Part> {
        if raw {
            return vec![Part::Text(body.to_owned())];
        }
        let mut inner = Lexer {
            chars: body.chars().chain(['\0']).collect(),
            at: 0,
            lang: self.lang,
            out: super::Tokens::default(),
            depth: 0,
            line_from: 0,
            column: 0,
            heredocs: Vec::new(),
        };
        let parts = inner.delimited('\0', '\0', Kind::Double);
        if let Some(p) = inner.out.problem {
            self.problem(&p);
        }
        parts
    }

    fn is_long_bracket(&self) -> bool {
        let mut at = 1;
        while self.peek(at) == '=' {
            at += 1;
        }
        self.peek(at) == '['
    }

    /// `[[…]]`, `[==[…]==]` of Lua.
    pub(super) fn long_bracket(&mut self) -> String {
        self.at += 1;
        let mut end = String::from("]");
        while self.peek(0) == '=' {
            end.push('=');
            self.at += 1;
        }
        end.push(']');
        self.at += 1;
        let mut text = String::new();
        while self.at < self.chars.len() && !self.starts(&end) {
            text.push(self.peek(0));
            self.at += 1;
        }
        if self.at >= self.chars.len() {
            self.problem("a string that does not end");
        }
        self.at += end.len();
        text
    }

    /// `q() qq{} qw// qx() m// s/// tr/// y/// qr//` of Perl.
    fn perl_quote(&mut self, spaced: bool) -> bool {
        let op = ["qq", "qw", "qx", "qr", "tr", "q", "m", "s", "y"]
            .into_iter()
            .find(|o| self.starts(o) && !is_word(self.peek(o.len())));
        let Some(op) = op else { return false };
        let mut lead = op.len();
        while self.peek(lead).is_whitespace() {
            lead += 1;
        }
        let open = self.peek(lead);
        // `s => 1`, `{s}`, `->y`, `y = `: a name after all.
        let member = matches!(self.out.list.last().map(|t| &t.tok), Some(Tok::Op("->" | "{")))
            && matches!(open, '}' | '(' | ',');
        let named = open == '=' && matches!(self.peek(lead + 1), '>' | ' ' | '=')
            || matches!(open, ',' | ';' | ')' | '\0')
            || open == '}';
        if member
            || named
            || lead > op.len() && (open == '#' || is_word(open))
            || is_word(open)
            || self.last_name() == Some("sub")
        {
            return false;
        }
        self.at += lead + 1;
        let close = mate(open);
        let kind = if matches!(op, "q" | "qw") || open == '\'' && op != "qq" { Kind::Single } else { Kind::Double };
        let tok = match op {
            "q" | "qq" => Tok::Str(self.delimited(open, close, kind)),
            "qw" => words(&self.delimited(open, close, kind)),
            "qx" => Tok::Tick(self.delimited(open, close, kind)),
            _ => self.perl_regex(op, open, close),
        };
        self.push(tok, spaced);
        true
    }

    fn perl_regex(&mut self, op: &str, open: char, close: char) -> Tok {
        let pattern = self.delimited(open, close, Kind::Raw);
        let text: String = pattern
            .iter()
            .map(|p| match p {
                Part::Text(t) | Part::Code(t) => t.as_str(),
            })
            .collect();
        if text.contains("(?{") || text.contains("(??{") || text.contains("@{") || text.contains("${") {
            self.problem("code in a regular expression");
        }
        let mut replacement = None;
        if matches!(op, "s" | "tr" | "y") {
            let (mut open, mut close) = (open, close);
            if open != close {
                while self.peek(0).is_whitespace() {
                    self.at += 1;
                }
                open = self.peek(0);
                close = mate(open);
                self.at += 1;
            }
            let parts = self.delimited(open, close, Kind::Raw);
            replacement = parts.into_iter().next().map(|p| match p {
                Part::Text(t) | Part::Code(t) => t,
            });
        }
        let flags = self.flags();
        if op == "s" && flags.contains('e') {
            if flags.matches('e').count() > 1 {
                self.problem("a substitution that evaluates its result");
            }
            return Tok::Regex(Some(replacement.unwrap_or_default()));
        }
        // Values in a replacement may hold calls: `@{[ unlink … ]}`.
        if op == "s" && replacement.as_deref().is_some_and(|r| r.contains("@{") || r.contains("${")) {
            return Tok::Regex(Some(format!("\"{}\"", replacement.unwrap_or_default().replace('"', "\\\""))));
        }
        // What it is applied to is another text afterwards, unless `r` gives that as a value.
        Tok::Regex((replacement.is_some() && !flags.contains('r')).then(String::new))
    }
}

/// `expr!r:>10` without conversion and format.
fn python_value(code: &str) -> String {
    let mut depth = 0u32;
    let mut inside: Option<char> = None;
    let chars: Vec<(usize, char)> = code.char_indices().collect();
    for (n, (i, c)) in chars.iter().enumerate() {
        let next = chars.get(n + 1).map_or('\0', |c| c.1);
        match (inside, c) {
            (Some(q), c) if q == *c => inside = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => inside = Some(*c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            (None, '!') if depth == 0 && next != '=' => return code.get(..*i).unwrap_or("").to_owned(),
            (None, ':') if depth == 0 => {
                // A width may be computed: `{x:{width()}}`.
                let format = code.get(i + 1..).unwrap_or("");
                let nested = if format.contains('{') { format.replace(['{', '}'], " ; ") } else { String::new() };
                return format!("{} ; {nested}", code.get(..*i).unwrap_or(""));
            }
            _ => {}
        }
    }
    // `{x=}`
    code.strip_suffix('=').filter(|c| !c.ends_with(['=', '!', '<', '>'])).unwrap_or(code).to_owned()
}

fn mate(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '<' => '>',
        other => other,
    }
}

fn words(parts: &[Part]) -> Tok {
    let text: String = parts
        .iter()
        .map(|p| match p {
            Part::Text(t) | Part::Code(t) => t.as_str(),
        })
        .collect();
    Tok::Words(text.split_whitespace().map(str::to_owned).collect())
}
