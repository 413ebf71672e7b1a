//! Statements, flattened; keywords; calls without parentheses (Ruby, Perl).

use super::super::lex::{Lang, Tok};
use super::super::tree::{Arg, Expr};
use super::Parser;
use super::names::{is_keyword, is_modifier};

impl Parser {
    /// Statements up to where `stop` says.
    pub(super) fn block(&mut self, stop: impl Fn(&Self) -> bool) -> Vec<Expr> {
        let mut out = Vec::new();
        while self.tok(0).is_some() && !stop(self) {
            let before = self.at;
            self.statement(&mut out);
            if self.at == before {
                self.trouble("a statement that is not understood");
                self.at += 1;
            }
        }
        out
    }

    /// `{ … }` as statements; the braces are taken.
    pub(super) fn braced_block(&mut self) -> Vec<Expr> {
        if self.depth >= super::MAX_DEPTH {
            self.trouble("blocks nested deeper than is followed");
            self.at = self.mates.get(self.at).copied().unwrap_or(0).max(self.at + 1);
            return Vec::new();
        }
        self.depth += 1;
        self.at += 1;
        let outer = std::mem::take(&mut self.no_block);
        let params = self.bar_parameters();
        let mut body = self.block(|p| p.is("}"));
        body.insert(0, Expr::Declare(params.into_iter().map(|p| p.0).collect()));
        self.expect("}");
        self.no_block = outer;
        self.depth -= 1;
        body
    }

    fn statement(&mut self, out: &mut Vec<Expr>) {
        match self.tok(0) {
            Some(Tok::Newline | Tok::Op(";")) => self.at += 1,
            Some(Tok::Op("@")) if matches!(self.lang, Lang::Python | Lang::Node) => self.at += 1,
            Some(Tok::Op("#")) => self.at += 1,
            Some(Tok::Op("{")) if self.lang != Lang::Python => {
                let body = self.braced_block();
                out.push(Expr::Many(body));
            }
            Some(Tok::Op(":")) if matches!(self.lang, Lang::Python | Lang::Php | Lang::Node) => self.at += 1,
            Some(Tok::Op("|")) if self.lang == Lang::Ruby => {
                let params = self.bar_parameters();
                out.push(Expr::Declare(params.into_iter().map(|p| p.0).collect()));
            }
            Some(Tok::Name(n)) => {
                let name = n.clone();
                if !self.keyword(&name, out) {
                    self.simple(out);
                }
            }
            _ => self.simple(out),
        }
    }

    /// An expression as a statement, and what may end it.
    fn simple(&mut self, out: &mut Vec<Expr>) {
        let mut first = self.expr(1);
        if self.is(",") && self.lang == Lang::Node {
            let mut list = vec![first];
            while self.eat(",") {
                list.push(self.expr(1));
            }
            first = Expr::Many(list);
        }
        if self.is(",") && matches!(self.lang, Lang::Python | Lang::Ruby | Lang::Lua) {
            let mut list = vec![first];
            while self.eat(",") {
                if matches!(self.tok(0), Some(Tok::Newline) | None) {
                    break;
                }
                list.push(self.expr(1));
            }
            first = tuple(list);
        }
        if self.lang == Lang::Python && self.is(":") && matches!(first, Expr::Name(_) | Expr::Attr(..)) {
            // `name: type = value`
            let end = self.toks.len();
            self.at += 1;
            if !matches!(self.tok(0), Some(Tok::Newline)) && self.annotated() {
                self.skip_type(end);
                if self.eat("=") {
                    let value = self.expr(1);
                    first = Expr::Assign(Box::new(first), Box::new(value));
                }
            }
        } else if self.lang == Lang::Node && self.is(":") && matches!(first, Expr::Name(_)) {
            self.at += 1; // a label, or a case
        }
        out.push(first);
        let ends = match self.tok(0) {
            None | Some(Tok::Newline | Tok::Op(";" | "}" | ")")) => true,
            Some(Tok::Op(":")) => matches!(self.lang, Lang::Python | Lang::Php | Lang::Node),
            Some(Tok::Name(n)) => self.lang == Lang::Lua || is_keyword(self.lang, n),
            Some(Tok::Op("|")) => self.lang == Lang::Ruby,
            _ => self.lang == Lang::Lua,
        };
        if !ends {
            self.trouble("a statement that is not understood");
        }
    }

    /// Whether an `=` stands on the rest of this line: then what comes first is a type.
    fn annotated(&self) -> bool {
        let mut i = 0;
        loop {
            match self.tok(i) {
                None | Some(Tok::Newline | Tok::Op(";")) => return false,
                Some(Tok::Op("=")) => return true,
                _ => i += 1,
            }
        }
    }

    /// A statement that begins with a keyword; false where the name is none.
    fn keyword(&mut self, name: &str, out: &mut Vec<Expr>) -> bool {
        let l = self.lang;
        if matches!(self.tok(1), Some(Tok::Op("=>" | "=" | "."))) && l != Lang::Lua && name != "return" {
            return false;
        }
        match name {
            "import" if l == Lang::Python => self.python_import(out),
            "from" if l == Lang::Python => self.python_from(out),
            "import" if l == Lang::Node && !self.is_at(1, "(") => self.node_import(out),
            "export" if l == Lang::Node && (self.is_at(1, "*") || self.is_at(1, "{")) => self.node_import(out),
            "use" | "no" if l == Lang::Perl => self.perl_use(out),
            "use" | "namespace" if l == Lang::Php => self.until_semicolon(),
            "package" if l == Lang::Perl => self.until_semicolon(),
            "interface" | "type" | "declare" if l == Lang::Node && !self.name_at(1).is_empty() => {
                self.skip_declaration()
            }
            "class" | "module" if l != Lang::Lua && l != Lang::Perl && !self.name_at(1).is_empty() => self.class(out),
            "def" if matches!(l, Lang::Python | Lang::Ruby) => self.definition(out),
            "function" | "sub" | "fn"
                if matches!(l, Lang::Node | Lang::Php | Lang::Perl | Lang::Lua)
                    && !(name == "fn" && l != Lang::Php) =>
            {
                let f = self.function();
                out.push(f);
            }
            _ => return self.control(name, out),
        }
        true
    }

    /// Heads of branches and loops, and what is left of keywords.
    fn control(&mut self, name: &str, out: &mut Vec<Expr>) -> bool {
        let l = self.lang;
        match name {
            "for" | "foreach" => self.each(out),
            "if" | "while" | "switch" | "elseif" | "elsif" | "until" | "unless" | "match"
                if matches!(l, Lang::Node | Lang::Php | Lang::Perl)
                    && self.is_at(1, "(")
                    && !(name == "match" && l != Lang::Php) =>
            {
                self.branches = true;
                self.at += 1;
                let head = self.prefix_group();
                out.push(Expr::Many(vec![head]));
                if l == Lang::Perl && self.is(";") || self.tok(0).is_none() {
                    return true;
                }
            }
            "if" | "elif" | "while" | "match" | "case" if l == Lang::Python && self.is_head(name) => {
                self.branches = true;
                self.at += 1;
                let mut head = vec![self.expr(2)];
                while self.eat(",") && !self.is(":") {
                    head.push(self.expr(2));
                }
                out.push(Expr::Many(head));
                self.expect(":");
            }
            "else" | "try" | "finally" if l == Lang::Python => {
                self.branches = true;
                self.at += 1;
                self.expect(":");
            }
            "const" | "let" | "var" if l == Lang::Node => {
                self.at += 1;
                self.simple(out);
            }
            "catch" if matches!(l, Lang::Node | Lang::Php) && self.is_at(1, "(") => {
                self.branches = true;
                self.at += 1;
                let names = self.parameters();
                out.push(Expr::Declare(names.into_iter().map(|p| p.0).collect()));
            }
            "with" if l == Lang::Python => self.with(out),
            "except" if l == Lang::Python => self.except(out),
            "rescue" if l == Lang::Ruby => self.rescue(out),
            _ => return self.rest(name, out),
        }
        true
    }

    fn rest(&mut self, name: &str, out: &mut Vec<Expr>) -> bool {
        let l = self.lang;
        match name {
            "return" => {
                self.at += 1;
                let mut body = Vec::new();
                if !matches!(self.tok(0), None | Some(Tok::Newline | Tok::Op(";" | "}")))
                    && !is_modifier(l, self.name_at(0))
                {
                    self.simple(&mut body);
                }
                out.extend(body.into_iter().map(|e| Expr::Return(Box::new(e))));
            }
            "del" if l == Lang::Python => {
                // What is forgotten is nothing that acts; a name that comes again later is another.
                self.at += 1;
                let mut forgotten = Vec::new();
                self.simple(&mut forgotten);
                out.push(Expr::Declare(forgotten.iter().filter_map(Expr::name).map(str::to_owned).collect()));
            }
            "print" if l == Lang::Python && !self.is_at(1, "(") => self.at += 1,
            "echo" if l == Lang::Php => {
                self.at += 1;
                let mut args = Vec::new();
                loop {
                    args.push(Arg { name: None, value: self.expr(1) });
                    if !self.eat(",") {
                        break;
                    }
                }
                out.push(Expr::Call(Box::new(Expr::Name("echo".into())), args));
            }
            "global" | "nonlocal" if matches!(l, Lang::Python | Lang::Php) => self.at += 1,
            // A file that is run, no block.
            "do" if l == Lang::Perl && !self.is_at(1, "{") => return false,
            _ if is_keyword(l, name) => {
                self.branches |= is_branch(name);
                self.at += 1;
            }
            _ => return false,
        }
        true
    }

    /// `match` and `case` are words of the language only before what they look at.
    fn is_head(&self, name: &str) -> bool {
        let soft = matches!(name, "match" | "case");
        !soft
            || matches!(self.tok(1), Some(Tok::Name(_) | Tok::Num | Tok::Str(_)))
            || matches!(self.tok(1), Some(Tok::Op("(" | "[" | "{" | "-"))) && self.line_ends_with_colon()
    }

    fn line_ends_with_colon(&self) -> bool {
        let mut i = 0;
        while !matches!(self.tok(i), None | Some(Tok::Newline)) {
            i += 1;
        }
        i > 0 && self.is_at(i - 1, ":")
    }

    pub(super) fn prefix_group(&mut self) -> Expr {
        self.at += 1;
        let mut items = Vec::new();
        self.each_item(&mut items);
        Expr::Many(items)
    }

    /// What stands between parentheses in a head, statements too (`for (a; b; c)`).
    pub(super) fn each_item(&mut self, items: &mut Vec<Expr>) {
        loop {
            self.newlines();
            if self.eat(")") {
                return;
            }
            if self.tok(0).is_none() {
                return self.trouble("brackets that do not match");
            }
            let before = self.at;
            while matches!(self.name_at(0), "const" | "let" | "var" | "my" | "our") {
                self.at += 1;
            }
            items.push(self.expr(1));
            if !(self.eat(",") || self.eat(";") || self.is(")")) {
                self.trouble("a head that is not understood");
                self.at += usize::from(self.at == before);
            }
        }
    }

    fn with(&mut self, out: &mut Vec<Expr>) {
        self.at += 1;
        let group = self.is("(") && {
            let close = self.mates.get(self.at).copied().unwrap_or(0);
            matches!(self.toks.get(close + 1).map(|t| &t.tok), Some(Tok::Op(":")))
        };
        self.at += usize::from(group);
        loop {
            let value = self.expr(1);
            if self.eat_name("as") {
                let target = self.expr(6);
                self.note_local(&target);
                out.push(Expr::Assign(Box::new(target), Box::new(value)));
            } else {
                out.push(Expr::Many(vec![value]));
            }
            if !self.eat(",") || group && self.is(")") {
                break;
            }
        }
        if group {
            self.expect(")");
        }
        self.expect(":");
    }

    fn except(&mut self, out: &mut Vec<Expr>) {
        self.branches = true;
        self.at += 1;
        if !self.is(":") {
            let _ = self.expr(1);
        }
        if self.eat_name("as") {
            out.push(Expr::Declare(vec![self.name_at(0).to_owned()]));
            self.at += 1;
        }
        self.expect(":");
    }

    /// `rescue A, B => e`: what is caught is no value that is handed on; what is called to tell it is.
    fn rescue(&mut self, out: &mut Vec<Expr>) {
        self.branches = true;
        self.at += 1;
        while self.starts_operand() {
            let caught = self.expr(9);
            if !matches!(caught, Expr::Name(_) | Expr::Attr(..)) {
                out.push(caught);
            }
            if !self.eat(",") {
                break;
            }
        }
        if self.eat("=>") {
            out.push(Expr::Declare(vec![self.name_at(0).to_owned()]));
            self.at += 1;
        }
        let _ = self.eat_name("then");
    }
}

fn tuple(list: Vec<Expr>) -> Expr {
    // `a, b = 1, 2` is read as `a`, `b = 1`, `2`.
    let at = list.iter().position(|e| matches!(e, Expr::Assign(..)));
    let Some(at) = at else { return Expr::List(list) };
    let mut left: Vec<Expr> = Vec::new();
    let mut right: Vec<Expr> = Vec::new();
    for (i, e) in list.into_iter().enumerate() {
        match e {
            Expr::Assign(t, v) if i == at => {
                left.push(*t);
                right.push(*v);
            }
            other if i < at => left.push(other),
            other => right.push(other),
        }
    }
    let value = if right.len() == 1 { right.pop().unwrap_or(Expr::Plain) } else { Expr::List(right) };
    Expr::Assign(Box::new(Expr::List(left)), Box::new(value))
}

fn is_branch(word: &str) -> bool {
    matches!(
        word,
        "if" | "else"
            | "elif"
            | "elsif"
            | "elseif"
            | "while"
            | "until"
            | "unless"
            | "try"
            | "switch"
            | "case"
            | "when"
            | "rescue"
            | "catch"
            | "finally"
            | "loop"
            | "repeat"
            | "goto"
            | "do"
            | "match"
    )
}
