//! Tokens of Python, JavaScript, Ruby, Perl, PHP and Lua, for `parse`. What does not fit the language is told as a problem:
//! text that is read otherwise than its interpreter reads it must not pass for understood.

mod quote;

use std::fmt;

/// A language whose calls are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Python
    Python,
    /// JavaScript and TypeScript
    Node,
    /// Ruby
    Ruby,
    /// Perl
    Perl,
    /// PHP
    Php,
    /// Lua
    Lua,
}

impl Lang {
    /// The language of that name in knowledge files.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "python" => Self::Python,
            "node" => Self::Node,
            "ruby" => Self::Ruby,
            "perl" => Self::Perl,
            "php" => Self::Php,
            "lua" => Self::Lua,
            _ => return None,
        })
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Python => "Python",
            Self::Node => "JavaScript",
            Self::Ruby => "Ruby",
            Self::Perl => "Perl",
            Self::Php => "PHP",
            Self::Lua => "Lua",
        })
    }
}

/// A piece of a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Itself.
    Text(String),
    /// Code whose value stands here.
    Code(String),
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tok {
    /// A name, with its sigil.
    Name(String),
    /// A number.
    Num,
    /// A string, or a symbol.
    Str(Vec<Part>),
    /// A command in backticks.
    Tick(Vec<Part>),
    /// A list of words: `%w[a b]`, `qw(a b)`.
    Words(Vec<String>),
    /// A regular expression; of a substitution the code in its replacement, which may be none.
    Regex(Option<String>),
    /// `<FH>`: a line of input.
    Input,
    /// A sign.
    Op(&'static str),
    /// The end of a line.
    Newline,
}

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub tok: Tok,
    /// A blank stands before it.
    pub spaced: bool,
    /// How far from the beginning of its line.
    pub column: usize,
}

/// Tokens, and why they may not be what the interpreter sees.
#[derive(Debug, Default)]
pub struct Tokens {
    /// In order.
    pub list: Vec<Token>,
    /// What does not fit the language.
    pub problem: Option<String>,
}

/// Signs of several characters, longest first.
const SIGNS: &[&str] = &[
    ">>>=", "===", "!==", "**=", "...", "<=>", "//=", ">>>", "<<=", ">>=", "&&=", "||=", "??=", "=>", "->", "::", "==",
    "!=", "<=", ">=", "&&", "||", "??", "?.", "**", "//", "++", "--", "+=", "-=", "*=", "/=", ".=", "%=", "|=", "&=",
    "^=", "<<", ">>", ":=", "=~", "!~", "..", "~=", "(", ")", "[", "]", "{", "}", ",", ";", ":", ".", "=", "+", "-",
    "*", "/", "%", "<", ">", "!", "?", "&", "|", "^", "~", "@", "\\", "$", "#",
];

/// Reads the tokens of a text.
#[must_use]
pub fn lex(text: &str, lang: Lang) -> Tokens {
    let mut lexer = Lexer {
        chars: text.chars().collect(),
        at: 0,
        lang,
        out: Tokens::default(),
        depth: 0,
        line_from: 0,
        column: 0,
        heredocs: Vec::new(),
    };
    if lang == Lang::Php && text.contains("<?") {
        lexer.markup();
    }
    if text.starts_with("#!") {
        lexer.line();
    }
    while lexer.at < lexer.chars.len() {
        lexer.one();
    }
    if !lexer.heredocs.is_empty() {
        lexer.problem("a text that does not end");
    }
    lexer.out
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    lang: Lang,
    out: Tokens,
    /// How many brackets are open: within them a line's end means nothing in Python.
    depth: usize,
    /// Where the present line begins, and how far the present token is from there.
    line_from: usize,
    column: usize,
    /// Here-documents that begin on the next line: where in the list, end mark, indented, raw, a command.
    heredocs: Vec<quote::Heredoc>,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn starts(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(i, c)| self.peek(i) == c)
    }

    fn problem(&mut self, why: &str) {
        if self.out.problem.is_none() {
            self.out.problem = Some(why.to_owned());
        }
    }

    fn push(&mut self, tok: Tok, spaced: bool) {
        self.out.list.push(Token { tok, spaced, column: self.column });
    }

    /// Skips to the end of the line.
    fn line(&mut self) {
        while self.at < self.chars.len() && self.peek(0) != '\n' {
            self.at += 1;
        }
    }

    /// Whether an operand has just ended, so that a slash divides.
    fn after_value(&self) -> bool {
        match self.out.list.last().map(|t| &t.tok) {
            Some(Tok::Name(n)) => !before_operand(n),
            Some(Tok::Num | Tok::Str(_) | Tok::Tick(_) | Tok::Words(_) | Tok::Regex(_) | Tok::Input) => true,
            Some(Tok::Op(o)) => matches!(*o, ")" | "]" | "}"),
            Some(Tok::Newline) | None => false,
        }
    }

    fn last_name(&self) -> Option<&str> {
        match self.out.list.last().map(|t| &t.tok) {
            Some(Tok::Name(n)) => Some(n),
            _ => None,
        }
    }

    fn one(&mut self) {
        let before = self.at;
        while matches!(self.peek(0), ' ' | '\t' | '\r' | '\u{c}') || self.peek(0) == '\\' && self.peek(1) == '\n' {
            self.at += if self.peek(0) == '\\' { 2 } else { 1 };
        }
        let spaced = self.at > before || before == 0 || self.chars.get(before.wrapping_sub(1)) == Some(&'\n');
        if self.at >= self.chars.len() {
            return;
        }
        let c = self.peek(0);
        if c == '\n' {
            self.at += 1;
            if matches!(self.lang, Lang::Node | Lang::Ruby) || self.lang == Lang::Python && self.depth == 0 {
                self.push(Tok::Newline, spaced);
            }
            self.line_start();
            self.line_from = self.at;
            return;
        }
        self.column = self.at.saturating_sub(self.line_from);
        if self.comment(c) || self.quoted(c, spaced) || self.sigil(c, spaced) || self.word(c, spaced) {
            return;
        }
        self.sign(spaced);
    }

    /// What only counts at the beginning of a line: here-documents, documentation, the end of the program.
    fn line_start(&mut self) {
        for h in std::mem::take(&mut self.heredocs) {
            self.heredoc(h);
        }
        let ends = self.lang == Lang::Perl || self.lang == Lang::Ruby;
        if ends && (self.starts("__END__") || self.starts("__DATA__")) {
            self.at = self.chars.len();
        } else if ends && self.peek(0) == '=' && self.peek(1).is_ascii_alphabetic() {
            let end = if self.lang == Lang::Ruby { "=end" } else { "=cut" };
            while self.at < self.chars.len() && !self.starts(end) {
                self.line();
                self.at += 1;
            }
            self.line();
        }
    }

    fn comment(&mut self, c: char) -> bool {
        let l = self.lang;
        let hash = c == '#' && !matches!(l, Lang::Node | Lang::Lua) && !(l == Lang::Php && self.peek(1) == '[');
        let slashes = c == '/' && self.peek(1) == '/' && matches!(l, Lang::Node | Lang::Php);
        let dashes = c == '-' && self.peek(1) == '-' && l == Lang::Lua;
        if dashes && self.peek(2) == '[' && matches!(self.peek(3), '[' | '=') {
            self.at += 2;
            let _ = self.long_bracket();
            return true;
        }
        if hash || slashes || dashes {
            while self.at < self.chars.len() && self.peek(0) != '\n' {
                if l == Lang::Php && self.starts("?>") {
                    break;
                }
                self.at += 1;
            }
            return true;
        }
        if c == '/' && self.peek(1) == '*' && matches!(l, Lang::Node | Lang::Php) {
            self.at += 2;
            while self.at < self.chars.len() && !self.starts("*/") {
                self.at += 1;
            }
            if self.at >= self.chars.len() {
                self.problem("a comment that does not end");
            }
            self.at += 2;
            return true;
        }
        if l == Lang::Php && self.starts("?>") {
            self.at += 2;
            self.push(Tok::Op(";"), true);
            self.markup();
            return true;
        }
        false
    }

    /// PHP outside of its tags.
    fn markup(&mut self) {
        while self.at < self.chars.len() && !self.starts("<?") {
            self.at += 1;
        }
        for tag in ["<?php", "<?=", "<?"] {
            if self.starts(tag) {
                self.at += tag.chars().count();
                return;
            }
        }
    }

    /// Names with a sign before them.
    fn sigil(&mut self, c: char, spaced: bool) -> bool {
        match (self.lang, c) {
            (Lang::Perl, '$' | '@' | '%' | '&') => self.perl_variable(c, spaced),
            (Lang::Php, '$') if is_start(self.peek(1)) => self.sigil_name(1, spaced),
            (Lang::Ruby, '@') if self.peek(1) == '@' => self.sigil_name(2, spaced),
            (Lang::Ruby, '@' | '$') if is_start(self.peek(1)) => self.sigil_name(1, spaced),
            (Lang::Ruby, '$') => {
                let name = format!("${}", self.peek(1));
                self.at += 2;
                self.push(Tok::Name(name), spaced);
                true
            }
            (Lang::Node, '#') if is_start(self.peek(1)) => self.sigil_name(1, spaced),
            _ => false,
        }
    }

    fn sigil_name(&mut self, lead: usize, spaced: bool) -> bool {
        let mut name: String = (0..lead).map(|i| self.peek(i)).collect();
        self.at += lead;
        name.push_str(&self.identifier());
        self.push(Tok::Name(name), spaced);
        true
    }

    fn perl_variable(&mut self, sigil: char, spaced: bool) -> bool {
        // After an operand `%` and `&` compute; before a digit or a blank too.
        let next = self.peek(1);
        let bare = self.last_name().is_some_and(|n| !n.starts_with(['$', '@', '%']))
            && (is_start(next) || matches!(next, '$' | '{'));
        let operand_before = self.after_value() && !bare && (sigil == '%' || sigil == '&');
        if operand_before || sigil == '&' && next == '&' {
            return false;
        }
        let mut lead = 1;
        let mut name = String::from(sigil);
        if sigil == '$' && next == '#' && (is_start(self.peek(2)) || matches!(self.peek(2), '{' | '$')) {
            name.push('#');
            lead = 2;
        }
        let here = self.peek(lead);
        if is_start(here) || here == ':' && self.peek(lead + 1) == ':' {
            self.at += lead;
            name.push_str(&self.identifier());
        } else if here == '{' && self.peek(lead + 1) == '^' {
            return false;
        } else if here == '{' {
            let inner: String = self.chars.iter().skip(self.at + lead + 1).take_while(|c| is_word(**c)).collect();
            if !inner.is_empty() && self.peek(lead + 1 + inner.chars().count()) == '}' {
                self.at += lead + 2 + inner.chars().count();
                name.push_str(&inner);
            } else {
                // `@{…}`, `%$x`: what stands behind is looked into as an operand of its own.
                self.at += lead;
                self.push(Tok::Name(format!("{sigil}deref")), spaced);
                return true;
            }
        } else if here == '$' && (is_start(self.peek(lead + 1)) || matches!(self.peek(lead + 1), '{' | '$')) {
            self.at += lead;
            self.push(Tok::Name(format!("{sigil}deref")), spaced);
            return true;
        } else if is_special(sigil, here) {
            self.at += lead + 1;
            name.push(here);
        } else {
            return false;
        }
        self.push(Tok::Name(name), spaced);
        true
    }

    fn identifier(&mut self) -> String {
        let mut name = String::new();
        while self.at < self.chars.len() {
            let c = self.peek(0);
            let joined = matches!(self.lang, Lang::Perl)
                && c == ':'
                && self.peek(1) == ':'
                && (is_start(self.peek(2)) || name.is_empty());
            if joined {
                name.push_str("::");
                self.at += 2;
            } else if is_word(c)
                || c == '$' && self.lang == Lang::Node
                || c == '\\' && self.lang == Lang::Php && is_start(self.peek(1))
            {
                name.push(c);
                self.at += 1;
            } else {
                break;
            }
        }
        if self.lang == Lang::Ruby && matches!(self.peek(0), '?' | '!') && !matches!(self.peek(1), '=' | '~') {
            name.push(self.peek(0));
            self.at += 1;
        }
        name
    }

    fn word(&mut self, c: char, spaced: bool) -> bool {
        if c.is_ascii_digit() || c == '.' && self.peek(1).is_ascii_digit() && !self.after_value() {
            self.number();
            self.push(Tok::Num, spaced);
            return true;
        }
        let starts = is_start(c)
            || c == '$' && self.lang == Lang::Node
            || c == '\\' && self.lang == Lang::Php && is_start(self.peek(1));
        if !starts {
            return false;
        }
        let name = self.identifier();
        if !name.is_ascii() {
            // Python folds `ｏｓ` to `os`.
            self.problem("a name with letters beyond ASCII");
        }
        self.push(Tok::Name(name), spaced);
        true
    }

    fn number(&mut self) {
        let mut last = '\0';
        while self.at < self.chars.len() {
            let c = self.peek(0);
            let point = c == '.' && self.peek(1).is_ascii_digit()
                || c == '.' && last.is_ascii_digit() && !is_start(self.peek(1)) && self.peek(1) != '.';
            let exponent = matches!(c, '+' | '-') && matches!(last, 'e' | 'E') && self.peek(1).is_ascii_digit();
            if !(c.is_ascii_alphanumeric() || c == '_' || point || exponent) {
                break;
            }
            last = c;
            self.at += 1;
        }
    }

    fn sign(&mut self, spaced: bool) {
        let found = SIGNS.iter().find(|s| self.starts(s));
        let Some(sign) = found.copied() else {
            self.problem("a character that does not belong there");
            self.at += 1;
            return;
        };
        self.at += sign.len();
        match sign {
            "(" | "[" | "{" => self.depth += 1,
            ")" | "]" | "}" => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.push(Tok::Op(sign), spaced);
    }
}

/// `$_`, `$1`, `@_` and the like.
fn is_special(sigil: char, here: char) -> bool {
    match sigil {
        '$' => here.is_ascii_digit() || "&`'+!@/\\,;.|_0$<>()[]^-:\"?~=%".contains(here),
        '@' => matches!(here, '_' | '-' | '+'),
        _ => false,
    }
}

fn is_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Words behind which an operand comes, so that a slash begins a regular expression.
fn before_operand(name: &str) -> bool {
    matches!(
        name,
        "return"
            | "if"
            | "unless"
            | "while"
            | "until"
            | "and"
            | "or"
            | "not"
            | "in"
            | "of"
            | "typeof"
            | "case"
            | "do"
            | "else"
            | "elsif"
            | "when"
            | "split"
            | "grep"
            | "map"
            | "join"
            | "x"
            | "lt"
            | "gt"
            | "le"
            | "ge"
            | "eq"
            | "ne"
            | "cmp"
            | "push"
            | "unshift"
            | "print"
            | "puts"
            | "p"
            | "say"
            | "then"
            | "yield"
            | "await"
            | "new"
            | "delete"
            | "void"
            | "xor"
            | "throw"
            | "instanceof"
            | "for"
            | "foreach"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, lang: Lang) -> String {
        let tokens = lex(text, lang);
        let parts = |p: &[Part]| {
            p.iter()
                .map(|p| match p {
                    Part::Text(t) => t.clone(),
                    Part::Code(c) => format!("{{{c}}}"),
                })
                .collect::<String>()
        };
        let list: Vec<String> = tokens
            .list
            .iter()
            .map(|t| match &t.tok {
                Tok::Name(n) => n.clone(),
                Tok::Num => "0".into(),
                Tok::Str(p) => format!("'{}'", parts(p)),
                Tok::Tick(p) => format!("`{}`", parts(p)),
                Tok::Words(w) => format!("<{}>", w.join(" ")),
                Tok::Regex(None) => "/".into(),
                Tok::Regex(Some(c)) => format!("/{c}/e"),
                Tok::Input => "<>".into(),
                Tok::Op(o) => (*o).into(),
                Tok::Newline => "⏎".into(),
            })
            .collect();
        format!("{}{}", list.join(" "), if tokens.problem.is_some() { " ✗" } else { "" })
    }

    #[test]
    fn tokens_are_those_of_the_language() {
        for (lang, text, want) in [
            (Lang::Python, "x = f'{a}b{{c' # d", "x = '{a}b{c'"),
            (Lang::Python, "r'\\n' + \"\"\"a\n'b\"\"\"", "'\\n' + 'a\n'b'"),
            (Lang::Python, "'\\x72\\u006d'", "'rm'"),
            (Lang::Python, "'a\nc'", "'a' ⏎ c '' ✗"),
            (Lang::Node, "a / b / c", "a / b / c"),
            (Lang::Node, "x = /'/.test(y)", "x = / . test ( y )"),
            (Lang::Node, "`a${b + `c${d}`}e`", "'a{b + `c${d}`}e'"),
            (Lang::Node, "f() // rm", "f ( )"),
            (Lang::Ruby, "%x(ls #{d})", "`ls {d}`"),
            (Lang::Ruby, "puts %w[a b], :c, a ? b : d", "puts <a b> , 'c' , a ? b : d"),
            (Lang::Ruby, "x = <<~E\n  rm\nE\ny", "x = 'rm\n' ⏎ y"),
            (Lang::Perl, "s/a/unlink $x/e; y", "/unlink $x/e ; y"),
            (Lang::Perl, "print \"$x->{a} @{[f()]}\"", "print '{$x->{a}} {@{[f()]}}'"),
            (Lang::Perl, "$h{x} / 2; split /,/, $_", "$h { x } / 0 ; split / , $_"),
            (Lang::Perl, "qx{ls}; q(a(b)c); <STDIN>", "`ls` ; 'a(b)c' ; <>"),
            (Lang::Php, "<b><?php echo \"a $x {$y[1]}\"; ?>z", "echo 'a {$x} {$y[1]}' ; ;"),
            (Lang::Php, "`ls $d`", "`ls {$d}`"),
            (Lang::Lua, "os.execute[[ls]] --x", "os . execute 'ls'"),
        ] {
            assert_eq!(shown(text, lang), want, "{text}");
        }
    }
}
