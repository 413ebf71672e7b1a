//! Names as operands, words that are operators, calls without parentheses (Ruby, Perl).

use super::super::lex::{Lang, Tok};
use super::super::tree::{Arg, Expr, Piece};
use super::Parser;

impl Parser {
    /// A name as an operand.
    pub(super) fn named(&mut self, name: String) -> Expr {
        let l = self.lang;
        if name.ends_with("deref") && name.len() == 6 && l == Lang::Perl {
            self.at += 1;
            let inner = if self.is("{") { Expr::Many(self.braced_block()) } else { self.prefix() };
            if name.starts_with('&') {
                self.trouble("a function that is called by way of a variable");
            }
            return self.postfix(Expr::Many(vec![inner]));
        }
        if let Some(e) = self.fixed_word(&name) {
            return e;
        }
        match name.as_str() {
            "lambda" if l == Lang::Python => return self.python_lambda(),
            "function" | "sub" | "fn"
                if matches!(l, Lang::Node | Lang::Php | Lang::Perl | Lang::Lua)
                    && !(name == "fn" && l != Lang::Php) =>
            {
                let f = self.function();
                return self.postfix(f);
            }
            "class" if l == Lang::Node => {
                let mut out = Vec::new();
                self.at -= usize::from(self.is_at(1, "{") && self.at > 0);
                self.class(&mut out);
                return Expr::Many(out);
            }
            _ => {}
        }
        if l == Lang::Node && self.is_at(1, "=>") {
            self.at += 1;
            return self.arrow_body(vec![(name, None)]);
        }
        self.at += 1;
        if l == Lang::Perl
            && let Some(e) = self.perl_block_call(&name)
        {
            return e;
        }
        if matches!(l, Lang::Php)
            && matches!(
                name.as_str(),
                "include" | "include_once" | "require" | "require_once" | "print" | "exit" | "die"
            )
            && !self.is("(")
            && self.starts_operand()
        {
            let value = self.expr(2);
            return Expr::Call(Box::new(Expr::Name(name)), vec![Arg { name: None, value }]);
        }
        self.postfix(Expr::Name(name))
    }

    /// Values that are words, and words before an operand.
    fn fixed_word(&mut self, name: &str) -> Option<Expr> {
        match name {
            // What is switched on by it can be told from what is switched off.
            "True" if self.lang == Lang::Python => {
                self.at += 1;
                Some(self.postfix(Expr::Text(vec![Piece::Text(name.to_owned())])))
            }
            "None" | "True" | "False" | "null" | "true" | "false" | "undefined" | "nil" | "NULL" | "TRUE" | "FALSE"
            | "NaN" | "Infinity" | "self" | "this" | "super" | "cls" | "undef" | "__FILE__" | "__DIR__" | "__dir__"
            | "__name__" | "__file__" | "__LINE__" | "__PACKAGE__" | "static" | "parent"
                if !(name == "super" && self.lang == Lang::Python && !self.is_at(1, "(")) =>
            {
                self.at += 1;
                if name == "super" && self.is("(") {
                    self.at += 1;
                    let args = self.arguments(")");
                    return Some(self.postfix(Expr::Many(args.into_iter().map(|a| a.value).collect())));
                }
                Some(self.postfix(Expr::Plain))
            }
            "not" | "await" | "yield" | "async" | "new" | "typeof" | "void" | "delete" | "throw" | "clone"
            | "raise" | "defined?" | "defined" | "const" | "let" | "var" | "my" | "our" | "local" | "state"
            | "from" | "unless" | "if" | "else" | "then" | "begin" | "do" | "case" | "when" | "print" | "return"
                if self.operator_word(name) =>
            {
                self.at += 1;
                if name == "do" && self.is("{") {
                    return Some(Expr::Many(self.braced_block()));
                }
                if name == "do" {
                    let value = self.expr(9);
                    return Some(Expr::Call(Box::new(Expr::Name(name.to_owned())), vec![Arg { name: None, value }]));
                }
                let loose = matches!(name, "not" | "print" | "return" | "yield" | "throw" | "raise");
                Some(self.expr(if loose { 4 } else { 9 }))
            }
            _ => None,
        }
    }

    /// Words before an operand that say nothing about what it reaches for; some are plain names in other languages.
    fn operator_word(&self, name: &str) -> bool {
        let l = self.lang;
        let followed =
            !matches!(self.tok(1), None | Some(Tok::Op("=" | "." | "," | ")" | ";" | "=>" | "]" | ":" | "->" | "}")));
        followed
            && match name {
                "not" => !matches!(l, Lang::Node | Lang::Php),
                "async" if self.is_async_arrow(name) => true,
                "await" | "async" => matches!(l, Lang::Node | Lang::Python) && !self.is_at(1, "("),
                "yield" | "raise" => matches!(l, Lang::Node | Lang::Python | Lang::Php),
                "new" | "clone" | "throw" => matches!(l, Lang::Node | Lang::Php),
                "typeof" | "void" | "delete" => l == Lang::Node,
                "const" | "let" | "var" => l == Lang::Node,
                "my" | "our" | "local" | "state" => l == Lang::Perl,
                "defined?" | "unless" | "if" | "else" | "then" | "begin" | "case" | "when" => l == Lang::Ruby,
                // Perl's `do "file.pl"` runs it.
                "do" => l == Lang::Perl || l == Lang::Ruby && self.is_at(1, "{"),
                "print" => l == Lang::Php && !self.is_at(1, "("),
                "return" => matches!(l, Lang::Perl | Lang::Ruby),
                _ => false,
            }
    }

    fn python_lambda(&mut self) -> Expr {
        self.at += 1;
        let mut params = Vec::new();
        while !self.is(":") && !matches!(self.tok(0), None | Some(Tok::Newline)) {
            match self.tok(0).cloned() {
                Some(Tok::Name(n)) => {
                    self.at += 1;
                    params.push((n, None));
                }
                Some(Tok::Op("=")) => {
                    self.at += 1;
                    let value = self.expr(2);
                    if let Some(last) = params.last_mut() {
                        last.1 = Some(value);
                    }
                }
                _ => self.at += 1,
            }
        }
        self.expect(":");
        Expr::Func(None, params, vec![Expr::Return(Box::new(self.expr(2)))])
    }

    /// `map { … } @list`, `sort { … } @list`, `eval { … }`, `print FH …`.
    fn perl_block_call(&mut self, name: &str) -> Option<Expr> {
        let takes = matches!(
            name,
            "map"
                | "grep"
                | "sort"
                | "first"
                | "any"
                | "all"
                | "none"
                | "sum"
                | "eval"
                | "reduce"
                | "BEGIN"
                | "END"
                | "try"
                | "catch"
                | "finally"
        );
        if takes && self.is("{") {
            let body = self.braced_block();
            self.eat(",");
            let mut all = vec![Expr::Many(body)];
            if name != "eval" && name != "BEGIN" && name != "END" && self.starts_operand() {
                all.extend(self.command_arguments().into_iter().map(|a| a.value));
            }
            return Some(self.postfix(Expr::Many(all)));
        }
        if !matches!(name, "print" | "printf" | "say") {
            return None;
        }
        let group = self.is("(");
        self.at += usize::from(group);
        // A file handle before what is printed.
        let handle = match (self.tok(0), self.tok(1)) {
            (Some(Tok::Name(n)), after) if n.starts_with('$') => {
                matches!(after, Some(Tok::Str(_) | Tok::Name(_)))
                    && !is_keyword(Lang::Perl, self.name_at(1))
                    && super::strength_of_word(Lang::Perl, self.name_at(1)).is_none()
            }
            (Some(Tok::Name(n)), after) => {
                n.chars().all(|c| c.is_ascii_uppercase() || c == '_')
                    && !matches!(after, Some(Tok::Op("(" | "," | ".")))
            }
            _ => false,
        };
        let mut shown = !handle;
        if handle {
            shown = matches!(self.name_at(0), "STDOUT" | "STDERR");
            self.at += 1;
        } else if self.is("{") {
            shown = false;
            let _ = self.braced_block();
        }
        let args = if group {
            self.arguments(")")
        } else if self.starts_operand() {
            self.command_arguments()
        } else {
            Vec::new()
        };
        let printed = match shown {
            true => Expr::Call(Box::new(Expr::Name(name.to_owned())), args),
            false => Expr::Many(args.into_iter().map(|a| a.value).collect()),
        };
        Some(self.postfix(printed))
    }

    /// Whether a name is called without parentheses.
    pub(super) fn command_follows(&self, left: &Expr) -> bool {
        matches!(self.lang, Lang::Ruby | Lang::Perl) && self.is_command(left) && self.starts_operand()
    }

    pub(super) fn is_command(&self, left: &Expr) -> bool {
        match left {
            Expr::Name(n) if self.lang == Lang::Perl => !n.starts_with(['$', '@', '%']),
            Expr::Name(n) => !n.starts_with(['$', '@']) && !self.locals.contains(n),
            Expr::Attr(..) => self.lang == Lang::Ruby,
            _ => false,
        }
    }

    /// Whether an operand stands here that is not an operator.
    pub(super) fn starts_operand(&self) -> bool {
        match self.tok(0) {
            Some(Tok::Name(n)) => !is_modifier(self.lang, n) && super::strength_of_word(self.lang, n).is_none(),
            Some(Tok::Num | Tok::Str(_) | Tok::Tick(_) | Tok::Words(_) | Tok::Regex(_) | Tok::Input) => true,
            Some(Tok::Op(o)) => match *o {
                "\\" => self.lang == Lang::Perl,
                "[" => self.lang == Lang::Perl || self.spaced(0),
                "->" => self.lang == Lang::Ruby,
                "-" | "*" | "&" | "::" | "!" | "**" => {
                    self.spaced(0) && !self.spaced(1) && (self.lang != Lang::Perl || *o == "-")
                }
                "(" => self.lang == Lang::Perl,
                "{" => false,
                _ => false,
            },
            _ => false,
        }
    }

    pub(super) fn command_arguments(&mut self) -> Vec<Arg> {
        let mut out = Vec::new();
        if self.depth >= super::MAX_DEPTH {
            self.trouble("calls nested deeper than is followed");
            return out;
        }
        self.depth += 1;
        loop {
            out.push(self.argument());
            if !(self.eat(",") || self.eat("=>")) {
                break;
            }
            self.newlines();
            let ends = matches!(self.tok(0), None | Some(Tok::Op(")" | ";" | "]" | "}")));
            if ends {
                break;
            }
        }
        self.depth -= 1;
        out
    }
}

/// Words behind which a statement's condition follows.
pub(super) fn is_modifier(lang: Lang, word: &str) -> bool {
    matches!(lang, Lang::Ruby | Lang::Perl)
        && matches!(
            word,
            "if" | "unless"
                | "while"
                | "until"
                | "for"
                | "foreach"
                | "rescue"
                | "do"
                | "then"
                | "end"
                | "and"
                | "or"
                | "else"
                | "elsif"
                | "when"
                | "in"
        )
}

/// Words that stand between statements.
pub(super) fn is_keyword(lang: Lang, word: &str) -> bool {
    let words: &[&str] = match lang {
        Lang::Python => &[
            "if", "elif", "else", "while", "try", "finally", "pass", "break", "continue", "raise", "assert", "async",
            "await", "yield", "return", "for", "with", "def", "class", "import", "from", "except", "del", "as",
        ],
        Lang::Node => &[
            "if", "else", "while", "do", "try", "finally", "break", "continue", "throw", "const", "let", "var", "case",
            "default", "export", "async", "switch", "catch", "return", "static", "abstract", "public", "private",
            "readonly", "debugger", "for",
        ],
        Lang::Ruby => &[
            "if",
            "else",
            "elsif",
            "unless",
            "while",
            "until",
            "then",
            "do",
            "end",
            "begin",
            "rescue",
            "ensure",
            "case",
            "when",
            "next",
            "break",
            "redo",
            "retry",
            "private",
            "protected",
            "public",
            "module_function",
            "BEGIN",
            "END",
            "return",
            "in",
            "for",
            "yield",
        ],
        Lang::Perl => &[
            "if", "else", "elsif", "unless", "while", "until", "do", "next", "last", "redo", "my", "our", "local",
            "continue", "for", "foreach", "return", "state", "when", "default", "given",
        ],
        Lang::Php => &[
            "if",
            "else",
            "elseif",
            "while",
            "do",
            "try",
            "finally",
            "break",
            "continue",
            "throw",
            "case",
            "default",
            "switch",
            "catch",
            "return",
            "static",
            "abstract",
            "final",
            "public",
            "private",
            "protected",
            "readonly",
            "const",
            "var",
            "endif",
            "endforeach",
            "endwhile",
            "endfor",
            "endswitch",
            "for",
            "foreach",
        ],
        Lang::Lua => &[
            "if", "else", "elseif", "while", "do", "end", "then", "repeat", "until", "break", "local", "goto",
            "return", "for",
        ],
    };
    words.contains(&word)
}
