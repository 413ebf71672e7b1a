//! Loops, classes and functions: heads and bodies.

use super::super::lex::{Lang, Tok};
use super::super::tree::Expr;
use super::{MAX_DEPTH, Parser};

impl Parser {
    pub(super) fn each(&mut self, out: &mut Vec<Expr>) {
        self.branches = true;
        self.at += 1;
        let _ = self.eat_name("await") || self.eat_name("each");
        match self.lang {
            Lang::Python => {
                out.push(self.each_head());
                self.expect(":");
            }
            Lang::Ruby => {
                self.no_block = true;
                out.push(self.each_head());
                self.no_block = false;
            }
            Lang::Lua => self.lua_for(out),
            Lang::Perl => {
                let mut target = Expr::Name("$_".into());
                while matches!(self.name_at(0), "my" | "our" | "local") {
                    self.at += 1;
                }
                if self.name_at(0).starts_with('$') {
                    target = Expr::Name(self.name_at(0).to_owned());
                    self.at += 1;
                }
                if self.is("(") {
                    let over = self.prefix_group();
                    out.push(Expr::Each(Box::new(target), Box::new(unwrap_one(over))));
                } else {
                    // `… for @list`
                    let over = self.expr(1);
                    out.push(Expr::Each(Box::new(target), Box::new(over)));
                }
            }
            Lang::Node => self.node_for(out),
            Lang::Php => {
                if !self.eat("(") {
                    return self.trouble("a loop that is not understood");
                }
                let over = self.expr(1);
                if self.eat_name("as") {
                    let mut target = self.expr(2);
                    if self.eat("=>") {
                        target = self.expr(2);
                    }
                    out.push(Expr::Each(Box::new(target), Box::new(over)));
                    self.expect(")");
                } else {
                    out.push(over);
                    self.eat(";");
                    let mut items = Vec::new();
                    self.each_item(&mut items);
                    out.push(Expr::Many(items));
                }
            }
        }
    }

    fn node_for(&mut self, out: &mut Vec<Expr>) {
        let close = self.mates.get(self.at).copied().unwrap_or(0);
        let is_of = |t: &Tok| matches!(t, Tok::Name(n) if n == "of" || n == "in");
        let of = (self.at..close).find(|i| self.toks.get(*i).is_some_and(|t| is_of(&t.tok)));
        if of.is_none() || !self.eat("(") {
            let items = self.prefix_group();
            return out.push(items);
        }
        while matches!(self.name_at(0), "const" | "let" | "var") {
            self.at += 1;
        }
        let target = self.expr(6);
        self.at += 1;
        let over = self.expr(1);
        self.expect(")");
        out.push(Expr::Each(Box::new(target), Box::new(over)));
    }

    fn lua_for(&mut self, out: &mut Vec<Expr>) {
        let mut targets = vec![self.expr(6)];
        while self.eat(",") {
            targets.push(self.expr(6));
        }
        if self.eat("=") || self.eat_name("in") {
            let mut over = vec![self.expr(1)];
            while self.eat(",") {
                over.push(self.expr(1));
            }
            out.push(Expr::Declare(targets.iter().filter_map(Expr::name).map(str::to_owned).collect()));
            out.push(Expr::Many(over));
        } else {
            self.trouble("a loop that is not understood");
        }
    }

    pub(super) fn class(&mut self, out: &mut Vec<Expr>) {
        out.push(Expr::Declare(vec![self.name_at(1).to_owned()]));
        self.at += 2;
        let limit = self.toks.len();
        while self.at < limit && !matches!(self.tok(0), None | Some(Tok::Op("{" | "(" | ";" | ":") | Tok::Newline)) {
            self.at += 1;
        }
        match self.tok(0) {
            Some(Tok::Op("(")) => {
                self.at += 1;
                let bases = self.arguments(")");
                out.extend(
                    bases.into_iter().map(|a| Expr::Assign(Box::new(Expr::Name(String::new())), Box::new(a.value))),
                );
            }
            Some(Tok::Op("{")) if matches!(self.lang, Lang::Node | Lang::Php) => self.class_body(out),
            _ => {}
        }
        if self.lang == Lang::Python {
            self.expect(":");
        }
    }

    fn class_body(&mut self, out: &mut Vec<Expr>) {
        self.at += 1;
        loop {
            match self.tok(0).cloned() {
                None => return self.trouble("brackets that do not match"),
                Some(Tok::Op("}")) => {
                    self.at += 1;
                    return;
                }
                Some(Tok::Op("(")) => {
                    let params = self.parameters();
                    while !matches!(self.tok(0), None | Some(Tok::Op("{" | ";") | Tok::Newline)) {
                        self.at += 1;
                    }
                    let body = if self.is("{") { self.braced_block() } else { Vec::new() };
                    out.push(Expr::Func(None, params, body));
                }
                Some(Tok::Op("=")) => {
                    self.at += 1;
                    let value = self.expr(1);
                    out.push(Expr::Assign(Box::new(Expr::Declare(Vec::new())), Box::new(value)));
                }
                Some(Tok::Op(":")) => {
                    self.at += 1;
                    self.skip_type(self.toks.len());
                }
                Some(Tok::Op("[")) => {
                    self.at += 1;
                    let key = self.arguments("]");
                    out.extend(key.into_iter().map(|a| Expr::Many(vec![a.value])));
                }
                Some(Tok::Op("{")) => {
                    let body = self.braced_block();
                    out.push(Expr::Many(body));
                }
                Some(_) => self.at += 1,
            }
        }
    }

    /// `def name(…):` with the lines that are further in; Ruby's bodies are left where they stand.
    pub(super) fn definition(&mut self, out: &mut Vec<Expr>) {
        let column = self.toks.get(self.at).map_or(0, |t| t.column);
        self.at += 1;
        let mut name = self.name_at(0).to_owned();
        self.at += 1;
        while self.lang == Lang::Ruby && self.is(".") {
            name = self.name_at(1).to_owned();
            self.at += 2;
        }
        let params = if self.is("(") { self.parameters() } else { Vec::new() };
        if self.lang == Lang::Ruby {
            while !matches!(self.tok(0), None | Some(Tok::Newline | Tok::Op(";" | "="))) {
                if let Some(Tok::Name(n)) = self.tok(0) {
                    self.locals.push(n.clone());
                }
                self.at += 1;
            }
            self.eat("=");
            out.push(Expr::Func(Some(name), params, Vec::new()));
            return;
        }
        while !self.is(":") && !matches!(self.tok(0), None | Some(Tok::Newline)) {
            self.at += 1;
        }
        self.eat(":");
        let body = if matches!(self.tok(0), Some(Tok::Newline)) {
            self.indented(column)
        } else {
            self.block(|p| matches!(p.tok(0), Some(Tok::Newline)))
        };
        out.push(Expr::Func(Some(name), params, body));
    }

    /// The statements that are further in than this column.
    fn indented(&mut self, column: usize) -> Vec<Expr> {
        if self.depth >= MAX_DEPTH {
            self.trouble("blocks nested deeper than is followed");
            self.at = self.toks.len();
            return Vec::new();
        }
        self.depth += 1;
        let ends = |p: &Self| {
            let before = p.at.checked_sub(1).and_then(|i| p.toks.get(i)).map(|t| &t.tok);
            matches!(before, Some(Tok::Newline))
                && p.toks.get(p.at).is_some_and(|t| t.tok != Tok::Newline && t.column <= column)
        };
        let body = self.block(ends);
        self.depth -= 1;
        body
    }

    /// `function name(…) {…}`, `sub name {…}`, `fn(…) => …`.
    pub(super) fn function(&mut self) -> Expr {
        let short = self.is_name("fn");
        self.at += 1;
        self.eat("*");
        self.eat("&");
        let mut name = None;
        while let Some(Tok::Name(n)) = self.tok(0) {
            name = Some(n.clone());
            self.at += 1;
            if !(self.eat(".") || self.lang == Lang::Lua && self.eat(":")) {
                break;
            }
        }
        let params = if self.is("(") { self.parameters() } else { Vec::new() };
        if self.lang == Lang::Lua {
            // The body is left where it stands.
            return Expr::Func(name, params, Vec::new());
        }
        if self.lang == Lang::Php && self.eat_name("use") && self.is("(") {
            let _ = self.parameters();
        }
        if short {
            return self.arrow_body(params);
        }
        while !matches!(self.tok(0), None | Some(Tok::Op("{" | ";"))) {
            self.at += 1;
        }
        let body = if self.is("{") { self.braced_block() } else { Vec::new() };
        Expr::Func(name, params, body)
    }
}

fn unwrap_one(e: Expr) -> Expr {
    match e {
        Expr::Many(mut list) if list.len() == 1 => list.pop().unwrap_or(Expr::Plain),
        Expr::Many(list) => Expr::List(list),
        other => other,
    }
}
