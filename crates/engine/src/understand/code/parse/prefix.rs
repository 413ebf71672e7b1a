//! Operands: names, literals, brackets, functions, and what stands behind them.

use super::super::lex::{Lang, Tok};
use super::super::tree::{Arg, Expr, Piece};
use super::{MAX_CHAIN, Parser};

impl Parser {
    pub(super) fn prefix(&mut self) -> Expr {
        self.newlines_in_operand();
        let Some(tok) = self.tok(0).cloned() else { return Expr::Plain };
        let first = match tok {
            Tok::Name(name) => return self.named(name),
            Tok::Num | Tok::Input => self.plain(),
            Tok::Str(parts) => {
                self.at += 1;
                let mut pieces = self.pieces(parts);
                // Neighbouring strings are one.
                while let (Lang::Python | Lang::Ruby, Some(Tok::Str(more))) = (self.lang, self.tok(0).cloned()) {
                    self.at += 1;
                    let more = self.pieces(more);
                    pieces.extend(more);
                }
                Expr::Text(pieces)
            }
            Tok::Tick(parts) => {
                self.at += 1;
                let pieces = self.pieces(parts);
                Expr::Tick(pieces)
            }
            Tok::Words(words) => {
                self.at += 1;
                Expr::List(words.into_iter().map(|w| Expr::Text(vec![Piece::Text(w)])).collect())
            }
            Tok::Regex(code) => {
                self.at += 1;
                match code {
                    Some(code) => Expr::Many(vec![Expr::Text(self.pieces(vec![super::Part::Code(code)]))]),
                    None => Expr::Plain,
                }
            }
            Tok::Op(sign) => return self.signed(sign),
            Tok::Newline => Expr::Plain,
        };
        self.postfix(first)
    }

    fn newlines_in_operand(&mut self) {
        if self.lang != Lang::Python {
            self.newlines();
        }
    }

    fn plain(&mut self) -> Expr {
        self.at += 1;
        Expr::Plain
    }

    fn signed(&mut self, sign: &'static str) -> Expr {
        match sign {
            "(" => {
                let first = self.parenthesis();
                self.postfix(first)
            }
            "[" => {
                self.at += 1;
                let items = self.arguments("]");
                self.postfix(Expr::List(items.into_iter().map(|a| a.value).collect()))
            }
            "{" => {
                let first = self.braces();
                self.postfix(first)
            }
            "->" if self.lang == Lang::Ruby => self.ruby_lambda(),
            "-" if self.lang == Lang::Perl && self.name_at(1).len() == 1 && !self.spaced(1) => {
                // A file test, or a bareword with a dash.
                self.at += 2;
                if self.starts_operand() { Expr::Many(vec![self.expr(9)]) } else { Expr::Plain }
            }
            "&" if self.lang == Lang::Perl => {
                self.trouble("a function that is called by way of a variable");
                self.at += 1;
                self.expr(9)
            }
            "..." | "*" | "**" | "&" | "\\" | "@" | "::" | "&&" => {
                self.at += 1;
                self.expr(9)
            }
            "-" | "+" | "!" | "~" | "++" | "--" => {
                self.at += 1;
                Expr::Many(vec![self.expr(9)])
            }
            "#" if self.lang == Lang::Lua => {
                self.at += 1;
                Expr::Many(vec![self.expr(9)])
            }
            ")" | "]" | "}" | "," | ";" | ":" | "=>" => {
                if !matches!(sign, ")" | "]" | "}" | ";" | ":") || self.lang != Lang::Python {
                    // A slice `a[:2]` has operands that are not there.
                    self.missing(sign);
                }
                Expr::Plain
            }
            "." | "?." => {
                self.trouble("an expression that is not understood");
                self.plain()
            }
            _ => {
                self.trouble("a sign that does not belong there");
                self.plain()
            }
        }
    }

    fn missing(&mut self, sign: &str) {
        let fine = matches!(sign, ")" | "]" | "}" | ";" | ",");
        if !fine {
            self.trouble("an operand is missing");
        }
    }

    /// `(…)`: a group, a tuple, the parameters of an arrow function, a cast.
    fn parenthesis(&mut self) -> Expr {
        if self.arrow_at(self.at) {
            let params = self.parameters();
            while !self.is("=>") && self.tok(0).is_some() {
                self.at += 1;
            }
            return self.arrow_body(params);
        }
        if self.lang == Lang::Php
            && matches!(
                self.name_at(1),
                "int" | "string" | "array" | "bool" | "float" | "object" | "integer" | "boolean" | "double"
            )
            && self.is_at(2, ")")
        {
            self.at += 3;
            return self.expr(9);
        }
        self.at += 1;
        let outer = std::mem::take(&mut self.no_block);
        let mut items = self.arguments(")");
        self.no_block = outer;
        if items.len() == 1 && items.iter().all(|a| a.name.is_none()) {
            return items.pop().map_or(Expr::Plain, |a| a.value);
        }
        if self.lang == Lang::Node {
            return Expr::Either(items.into_iter().map(|a| a.value).collect());
        }
        Expr::List(items.into_iter().map(|a| a.value).collect())
    }

    /// Whether the parenthesis at this place holds the parameters of an arrow function: `(a, b) => …`, `(a): T => …`.
    fn arrow_at(&self, at: usize) -> bool {
        let close = self.mates.get(at).copied().unwrap_or(0);
        let sign = |i: usize, sign: &str| matches!(self.toks.get(i).map(|t| &t.tok), Some(Tok::Op(s)) if *s == sign);
        let arrow = |i: usize| sign(i, "=>");
        self.lang == Lang::Node
            && close > at
            && (arrow(close + 1) || sign(close + 1, ":") && (close + 2..close + 24).any(arrow))
    }

    /// `async (a) => …`: no call of something named `async`.
    pub(super) fn is_async_arrow(&self, name: &str) -> bool {
        name == "async" && self.is_at(1, "(") && self.arrow_at(self.at + 1)
    }

    pub(super) fn arrow_body(&mut self, params: Vec<(String, Option<Expr>)>) -> Expr {
        self.at += 1; // `=>`
        self.newlines();
        let body = if self.is("{") { self.braced_block() } else { vec![Expr::Return(Box::new(self.expr(1)))] };
        Expr::Func(None, params, body)
    }

    fn ruby_lambda(&mut self) -> Expr {
        self.at += 1;
        let params = if self.is("(") { self.parameters() } else { Vec::new() };
        if self.is("{") {
            let body = self.braced_block();
            return Expr::Func(None, params, body);
        }
        Expr::Declare(params.into_iter().map(|p| p.0).collect())
    }

    /// Parameters in parentheses: their names and defaults; types and patterns are passed over.
    pub(super) fn parameters(&mut self) -> Vec<(String, Option<Expr>)> {
        let close = self.mates.get(self.at).copied().unwrap_or(0);
        if close <= self.at {
            self.trouble("brackets that do not match");
            self.at += 1;
            return Vec::new();
        }
        self.at += 1;
        let mut out = Vec::new();
        while self.at < close {
            match self.tok(0).cloned() {
                Some(Tok::Name(n)) => {
                    self.at += 1;
                    self.locals.push(n.clone());
                    out.push((n, None));
                }
                Some(Tok::Op("=")) => {
                    self.at += 1;
                    let value = self.expr(2);
                    if let Some(last) = out.last_mut() {
                        last.1 = Some(value);
                    }
                }
                Some(Tok::Op(":")) if matches!(self.lang, Lang::Python | Lang::Node) => self.skip_type(close),
                _ => self.at += 1,
            }
        }
        self.at = close + 1;
        out
    }

    /// Passes over a type, up to what ends it.
    pub(super) fn skip_type(&mut self, limit: usize) {
        let mut depth = 0u32;
        while self.at < limit {
            match self.tok(0) {
                Some(Tok::Op("," | "=" | ";" | ")")) if depth == 0 => return,
                Some(Tok::Newline) if depth == 0 => return,
                Some(Tok::Op("(" | "[" | "{" | "<")) => depth += 1,
                Some(Tok::Op(")" | "]" | "}" | ">")) => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
        }
    }

    /// `{…}` as an operand: keys and values, or a block with parameters.
    fn braces(&mut self) -> Expr {
        if matches!(self.lang, Lang::Ruby) && self.is_at(1, "|") {
            return self.block_argument();
        }
        self.at += 1;
        let mut out = Vec::new();
        loop {
            self.newlines();
            if self.eat("}") {
                break;
            }
            if self.tok(0).is_none() {
                self.trouble("brackets that do not match");
                break;
            }
            let before = self.at;
            let entry = self.entry();
            out.push(entry);
            self.newlines();
            if self.comprehension_follows() {
                let mut args = out.pop().map(|(_, value)| Arg { name: None, value }).into_iter().collect();
                self.comprehension(&mut args);
                out.extend(args.pop().map(|a| (None, a.value)));
            }
            if !(self.eat(",") || self.eat(";") || self.is("}")) {
                self.trouble("an object that is not understood");
                self.at += usize::from(self.at == before);
            }
        }
        Expr::Dict(out)
    }

    /// `key: value`, `key => value`, `key`, `key(…) {…}`, `...rest`.
    fn entry(&mut self) -> (Option<String>, Expr) {
        while self.lang == Lang::Node
            && matches!(self.name_at(0), "async" | "get" | "set" | "static")
            && !matches!(self.tok(1), Some(Tok::Op(":" | "," | "(" | "}")))
        {
            self.at += 1;
        }
        let key = match self.tok(0) {
            Some(Tok::Name(n)) if self.lang != Lang::Python => Some(n.clone()),
            Some(Tok::Str(parts)) => match parts.as_slice() {
                [super::Part::Text(t)] => Some(t.clone()),
                _ => None,
            },
            _ => None,
        };
        let method = self.lang == Lang::Node && key.is_some() && self.is_at(1, "(");
        if method {
            self.at += 1;
            let params = self.parameters();
            let body = if self.is("{") { self.braced_block() } else { Vec::new() };
            return (key, Expr::Func(None, params, body));
        }
        if key.is_some() && matches!(self.tok(1), Some(Tok::Op(":" | "=>")))
            || key.is_some() && self.lang == Lang::Lua && self.is_at(1, "=")
        {
            self.at += 2;
            self.newlines();
            return (key, self.expr(1));
        }
        let first = self.expr(1);
        if self.eat(":") || self.eat("=>") || self.lang == Lang::Lua && self.eat("=") {
            self.newlines();
            let value = self.expr(1);
            return (None, Expr::Many(vec![first, value]));
        }
        let own = match &first {
            Expr::Name(n) if self.lang == Lang::Node => Some(n.clone()),
            Expr::Assign(t, _) if self.lang == Lang::Node => t.name().map(str::to_owned),
            _ => None,
        };
        (own, first)
    }

    /// What stands behind an operand: members, subscripts, calls.
    pub(super) fn postfix(&mut self, mut left: Expr) -> Expr {
        let mut chain = 0;
        loop {
            chain += 1;
            if chain > MAX_CHAIN {
                self.trouble("a chain of calls longer than is followed");
                return left;
            }
            left = match self.link(left) {
                Ok(next) => next,
                Err(done) => return done,
            };
        }
    }

    /// One more member, subscript or call; the operand itself where nothing follows.
    fn link(&mut self, left: Expr) -> Result<Expr, Expr> {
        let from = self.at;
        let continues = matches!(self.lang, Lang::Node | Lang::Ruby);
        if continues && matches!(self.tok(0), Some(Tok::Newline)) {
            self.newlines();
            let goes_on = matches!(self.tok(0), Some(Tok::Op("." | "?.")))
                || self.lang == Lang::Ruby && self.is("&") && self.is_at(1, ".")
                || self.lang == Lang::Node && matches!(self.tok(0), Some(Tok::Op("(" | "[")));
            if !goes_on {
                self.at = from;
                return Err(left);
            }
        }
        let dot = match self.tok(0) {
            Some(Tok::Op("." | "?." | "::")) => !matches!(self.lang, Lang::Php | Lang::Perl) || !self.is("."),
            Some(Tok::Op("->")) => !matches!(self.lang, Lang::Python | Lang::Ruby | Lang::Lua),
            Some(Tok::Op("?")) => self.lang == Lang::Php && self.is_at(1, "->") && !self.spaced(1),
            Some(Tok::Op("&")) => self.lang == Lang::Ruby && self.is_at(1, ".") && !self.spaced(1),
            Some(Tok::Op(":")) => self.lang == Lang::Lua && !self.name_at(1).is_empty() && !self.is_at(1, ":"),
            _ => false,
        };
        if dot {
            return Ok(self.member(left));
        }
        match self.tok(0) {
            Some(Tok::Op("(")) => {
                self.at += 1;
                let args = self.arguments(")");
                Ok(self.with_block(left, args))
            }
            Some(Tok::Op("[")) if !(self.lang == Lang::Ruby && self.spaced(0) && self.is_command(&left)) => {
                Ok(self.subscript(left))
            }
            Some(Tok::Op("{")) if self.subscript_brace(&left) => Ok(self.subscript(left)),
            Some(Tok::Op("{")) if self.lang == Lang::Ruby && !self.no_block && self.takes_block(&left) => {
                let block = self.block_argument();
                Ok(Expr::Call(Box::new(left), vec![Arg { name: None, value: block }]))
            }
            Some(Tok::Op("{")) if self.lang == Lang::Lua && matches!(left, Expr::Name(_) | Expr::Attr(..)) => {
                let table = self.braces();
                Ok(Expr::Call(Box::new(left), vec![Arg { name: None, value: table }]))
            }
            Some(Tok::Str(_))
                if matches!(self.lang, Lang::Node | Lang::Lua) && matches!(left, Expr::Name(_) | Expr::Attr(..)) =>
            {
                let Some(Tok::Str(parts)) = self.tok(0).cloned() else { return Err(left) };
                self.at += 1;
                let text = Expr::Text(self.pieces(parts));
                Ok(Expr::Call(Box::new(left), vec![Arg { name: None, value: text }]))
            }
            Some(Tok::Op("++" | "--")) if !self.spaced(0) => {
                self.at += 1;
                Ok(Expr::Many(vec![left]))
            }
            Some(Tok::Op("!")) if self.lang == Lang::Node && !self.spaced(0) => {
                self.at += 1;
                Ok(left)
            }
            _ if self.command_follows(&left) => {
                let args = self.command_arguments();
                Ok(self.with_block(left, args))
            }
            _ => Err(left),
        }
    }

    fn with_block(&mut self, callee: Expr, mut args: Vec<Arg>) -> Expr {
        if self.lang == Lang::Ruby && self.is("{") && !self.no_block {
            let block = self.block_argument();
            args.push(Arg { name: None, value: block });
        }
        Expr::Call(Box::new(callee), args)
    }

    fn takes_block(&self, left: &Expr) -> bool {
        match left {
            Expr::Name(n) => !self.locals.contains(n),
            Expr::Attr(..) | Expr::Call(..) => true,
            _ => false,
        }
    }

    /// `{ |a, b| … }`
    fn block_argument(&mut self) -> Expr {
        let outer = std::mem::take(&mut self.no_block);
        self.at += 1;
        let params = self.bar_parameters();
        let body = self.block(|p| p.is("}"));
        self.expect("}");
        self.no_block = outer;
        Expr::Func(None, params, body)
    }

    /// `|a, (b, c)|`
    pub(super) fn bar_parameters(&mut self) -> Vec<(String, Option<Expr>)> {
        let mut out = Vec::new();
        self.eat("||");
        if self.eat("|") {
            while !self.is("|") && self.tok(0).is_some() && !matches!(self.tok(0), Some(Tok::Newline)) {
                if let Some(Tok::Name(n)) = self.tok(0) {
                    out.push((n.clone(), None));
                }
                self.at += 1;
            }
            self.expect("|");
        }
        for (n, _) in &out {
            self.locals.push(n.clone());
        }
        out
    }

    fn member(&mut self, left: Expr) -> Expr {
        let safe = self.is("?") || self.is("&");
        let sign = self.tok(0).cloned();
        self.at += if safe { 2 } else { 1 };
        self.newlines_in_operand();
        match self.tok(0).cloned() {
            Some(Tok::Name(n)) if n.starts_with('$') && self.lang != Lang::Node => {
                // `$object->$method`: which one cannot be told; `Class::$property` neither.
                self.at += 1;
                Expr::Index(Box::new(left), Box::new(Expr::Name(n)))
            }
            Some(Tok::Name(n)) => {
                self.at += 1;
                Expr::Attr(Box::new(left), n)
            }
            Some(Tok::Op("(" | "[" | "{")) if matches!(sign, Some(Tok::Op("?." | "->" | "."))) => left_call(self, left),
            Some(Tok::Op("@" | "*" | "%" | "$")) if self.lang == Lang::Perl => {
                self.at += 1;
                self.eat("*");
                Expr::Many(vec![left])
            }
            Some(Tok::Num) => {
                self.at += 1;
                Expr::Many(vec![left])
            }
            _ => {
                self.trouble("a member whose name is not understood");
                left
            }
        }
    }

    fn subscript(&mut self, left: Expr) -> Expr {
        let close = if self.is("{") { "}" } else { "]" };
        self.at += 1;
        let bare = match self.tok(0) {
            Some(Tok::Name(n)) if close == "}" && self.is_at(1, "}") && !n.starts_with(['$', '@']) => Some(n.clone()),
            _ => None,
        };
        if let Some(word) = bare {
            self.at += 2;
            return Expr::Index(Box::new(left), Box::new(Expr::Text(vec![Piece::Text(word)])));
        }
        let mut items: Vec<Expr> = Vec::new();
        loop {
            self.newlines();
            if self.eat(close) {
                break;
            }
            if self.tok(0).is_none() {
                self.trouble("brackets that do not match");
                break;
            }
            let before = self.at;
            if !self.is(":") && !self.is(",") {
                items.push(self.expr(1));
            } else {
                items.push(Expr::Plain);
            }
            if !(self.eat(":") || self.eat(",") || self.eat("..") || self.is(close)) {
                self.trouble("a subscript that is not understood");
                self.at += usize::from(self.at == before);
            } else if !self.is(close) && items.len() == 1 {
                items.push(Expr::Plain);
            }
        }
        let index = if items.len() == 1 { items.pop().unwrap_or(Expr::Plain) } else { Expr::Many(items) };
        Expr::Index(Box::new(left), Box::new(index))
    }

    fn subscript_brace(&self, left: &Expr) -> bool {
        match self.lang {
            Lang::Perl => {
                !self.spaced(0)
                    && match left {
                        Expr::Name(n) => n.starts_with(['$', '@', '%']) && n.len() > 1 && !n.ends_with("deref"),
                        Expr::Index(..) => true,
                        _ => false,
                    }
            }
            Lang::Php => false,
            _ => false,
        }
    }
}

fn left_call(p: &mut Parser, left: Expr) -> Expr {
    if p.eat("(") {
        let args = p.arguments(")");
        return Expr::Call(Box::new(left), args);
    }
    p.subscript(left)
}
