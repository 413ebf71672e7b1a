//! A forgiving reader of expressions in six languages. It flattens statements: what matters is every call that could happen.
//! Whatever does not fit is told as a problem, so that text which is read wrongly is not taken for harmless.

mod bodies;
mod imports;
mod names;
mod prefix;
mod stmt;

use super::lex::{self, Lang, Part, Tok, Token};
use super::tree::{Arg, Expr, Piece};

/// How deep expressions may nest, and how long chains of members and calls may be. Bounds the native stack, here and in
/// whatever walks the tree.
const MAX_DEPTH: u32 = 60;
const MAX_CHAIN: u32 = 80;

/// Code, read.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Its statements.
    pub body: Vec<Expr>,
    /// What does not fit the language.
    pub problem: Option<String>,
    /// It has branches or loops: a variable may keep an earlier value.
    pub branches: bool,
}

/// Reads a text.
#[must_use]
pub fn parse(text: &str, lang: Lang) -> Parsed {
    nested(text, lang, 0)
}

fn nested(text: &str, lang: Lang, depth: u32) -> Parsed {
    let tokens = lex::lex(text, lang);
    let mates = mates(&tokens.list);
    let mut p = Parser {
        lang,
        toks: tokens.list,
        mates,
        at: 0,
        depth,
        problem: tokens.problem,
        branches: false,
        locals: Vec::new(),
        no_block: false,
    };
    let body = p.block(|_| false);
    Parsed { body, problem: p.problem, branches: p.branches }
}

/// Where the bracket that closes each opening one stands; 0 where there is none.
fn mates(toks: &[Token]) -> Vec<usize> {
    let mut out = vec![0; toks.len()];
    let mut open: Vec<usize> = Vec::new();
    for (i, t) in toks.iter().enumerate() {
        match t.tok {
            Tok::Op("(" | "[" | "{") => open.push(i),
            Tok::Op(")" | "]" | "}") => {
                if let Some(slot) = open.pop().and_then(|o| out.get_mut(o)) {
                    *slot = i;
                }
            }
            _ => {}
        }
    }
    out
}

struct Parser {
    lang: Lang,
    toks: Vec<Token>,
    mates: Vec<usize>,
    at: usize,
    depth: u32,
    problem: Option<String>,
    branches: bool,
    /// Names that are variables here: in Ruby `x [1]` is a member of `x`, `puts [1]` a call.
    locals: Vec<String>,
    /// A brace ends the expression (the head of a `for` or `if` without parentheses).
    no_block: bool,
}

impl Parser {
    fn tok(&self, ahead: usize) -> Option<&Tok> {
        self.toks.get(self.at + ahead).map(|t| &t.tok)
    }

    fn is(&self, sign: &str) -> bool {
        matches!(self.tok(0), Some(Tok::Op(o)) if *o == sign)
    }

    fn is_at(&self, ahead: usize, sign: &str) -> bool {
        matches!(self.tok(ahead), Some(Tok::Op(o)) if *o == sign)
    }

    fn name_at(&self, ahead: usize) -> &str {
        match self.tok(ahead) {
            Some(Tok::Name(n)) => n,
            _ => "",
        }
    }

    fn is_name(&self, name: &str) -> bool {
        self.name_at(0) == name
    }

    fn spaced(&self, ahead: usize) -> bool {
        self.toks.get(self.at + ahead).is_some_and(|t| t.spaced)
    }

    fn eat(&mut self, sign: &str) -> bool {
        let hit = self.is(sign);
        self.at += usize::from(hit);
        hit
    }

    fn eat_name(&mut self, name: &str) -> bool {
        let hit = self.is_name(name);
        self.at += usize::from(hit);
        hit
    }

    fn newlines(&mut self) {
        while matches!(self.tok(0), Some(Tok::Newline)) {
            self.at += 1;
        }
    }

    fn trouble(&mut self, why: &str) {
        if self.problem.is_none() {
            self.problem = Some(why.to_owned());
        }
    }

    fn expect(&mut self, sign: &str) {
        self.newlines();
        if !self.eat(sign) {
            self.trouble("brackets that do not match");
        }
    }

    /// Text and values of a string.
    fn pieces(&mut self, parts: Vec<Part>) -> Vec<Piece> {
        let mut out = Vec::new();
        for part in parts {
            match part {
                Part::Text(t) => out.push(Piece::Text(t)),
                Part::Code(code) if self.depth + 1 < MAX_DEPTH => {
                    let inner = nested(&code, self.lang, self.depth + 10);
                    if let Some(p) = inner.problem {
                        self.trouble(&p);
                    }
                    self.branches |= inner.branches;
                    let mut body = inner.body;
                    let value = if body.len() == 1 { body.pop() } else { None };
                    out.push(Piece::Value(value.unwrap_or(Expr::Many(body))));
                }
                Part::Code(_) => self.trouble("values nested deeper than is followed"),
            }
        }
        out
    }

    /// An expression whose operators bind at least this tightly.
    fn expr(&mut self, least: u8) -> Expr {
        if self.depth >= MAX_DEPTH {
            self.trouble("an expression nested deeper than is followed");
            self.at += 1;
            return Expr::Plain;
        }
        self.depth += 1;
        let mut left = self.prefix();
        let mut chain = 0;
        while let Some((strength, sign)) = self.infix() {
            chain += 1;
            if strength < least || chain > MAX_CHAIN * 10 {
                break;
            }
            left = self.combine(left, strength, sign);
        }
        self.depth -= 1;
        left
    }

    /// The operator that comes next, and how tightly it binds.
    fn infix(&mut self) -> Option<(u8, &'static str)> {
        let from = self.at;
        if matches!(self.tok(0), Some(Tok::Newline)) {
            // A line that begins with an operator goes on.
            let mut ahead = 0;
            while matches!(self.tok(ahead), Some(Tok::Newline)) {
                ahead += 1;
            }
            let node = self.lang == Lang::Node;
            let goes_on = matches!(self.tok(ahead), Some(Tok::Op("&&" | "||" | "??" | "?" | "." | "?.")))
                || node
                    && matches!(
                        self.tok(ahead),
                        Some(Tok::Op("+" | "-" | "*" | "/" | "%" | "==" | "===" | "|" | "&" | "=" | "<" | ">" | "in"))
                    );
            if !goes_on || self.lang == Lang::Python {
                return None;
            }
            self.at += ahead;
        }
        let found = match self.tok(0) {
            Some(Tok::Op(o)) => self.strength_of_sign(o).map(|s| (s, *o)),
            Some(Tok::Name(n)) => strength_of_word(self.lang, n),
            _ => None,
        };
        if found.is_none() {
            self.at = from;
        }
        found
    }

    fn strength_of_sign(&self, sign: &'static str) -> Option<u8> {
        let l = self.lang;
        Some(match sign {
            "=" | ":=" | "+=" | "-=" | "*=" | "/=" | ".=" | "%=" | "**=" | "//=" | "||=" | "&&=" | "??=" | "|="
            | "&=" | "^=" | "<<=" | ">>=" | ">>>=" => 1,
            "?" if l != Lang::Python && l != Lang::Lua => 2,
            "||" | "&&" | "??" => 3,
            "//" if l == Lang::Perl => 3,
            "==" | "!=" | "===" | "!==" | "<" | ">" | "<=" | ">=" | "<=>" | "=~" | "!~" | "~=" => 5,
            ".." if l == Lang::Lua => 7,
            "|" if self.no_block && l == Lang::Ruby => return None,
            "|" | "&" | "^" | "<<" | ">>" | ">>>" | ".." | "..." => 6,
            "+" | "-" => 7,
            "." if matches!(l, Lang::Php | Lang::Perl) => 7,
            "*" | "/" | "%" | "//" => 8,
            "@" if l == Lang::Python => 8,
            "**" => 9,
            _ => return None,
        })
    }

    fn combine(&mut self, left: Expr, strength: u8, sign: &'static str) -> Expr {
        self.at += 1;
        self.newlines();
        match sign {
            "?" => self.ternary(left),
            "=" | ":=" => {
                self.note_local(&left);
                let right = self.expr(1);
                Expr::Assign(Box::new(left), Box::new(right))
            }
            "if" => {
                let condition = self.expr(3);
                self.branches = true;
                self.newlines();
                let other = if self.eat_name("else") { self.expr(2) } else { Expr::Plain };
                Expr::Either(vec![left, other, Expr::Many(vec![condition])])
            }
            _ if strength == 1 => {
                let right = self.expr(1);
                let value = Expr::Sum("+", vec![left.clone(), right]);
                Expr::Assign(Box::new(left), Box::new(value))
            }
            _ if strength == 3 => {
                self.branches = true;
                let right = self.expr(if matches!(sign, "or" | "and" | "xor") { 2 } else { 4 });
                joined(left, right)
            }
            _ if (7..9).contains(&strength) => {
                let right = self.expr(strength + 1);
                match left {
                    Expr::Sum(s, mut list) if s == sign => {
                        list.push(right);
                        Expr::Sum(s, list)
                    }
                    left => Expr::Sum(sign, vec![left, right]),
                }
            }
            _ => {
                if sign == "is" || sign == "not" {
                    let _ = self.eat_name("not") || self.eat_name("in");
                }
                let changes = sign == "=~" && matches!(self.tok(0), Some(Tok::Regex(Some(_))));
                let right = self.expr(strength + 1);
                if changes {
                    return changed_in_place(left, right);
                }
                // Ruby's texts and lists grow in their place.
                let grows = self.lang == Lang::Ruby && sign == "<<";
                if let (true, Expr::Name(n)) = (grows, &left)
                    && n.starts_with(|c: char| c.is_ascii_lowercase() || c == '_' || c == '@')
                {
                    let value = Expr::Call(
                        Box::new(Expr::Attr(Box::new(left.clone()), "concat".to_owned())),
                        vec![Arg { name: None, value: right }],
                    );
                    return value;
                }
                if TRUTHS.contains(&sign) {
                    return Expr::Sum(sign, vec![left, right]);
                }
                match left {
                    Expr::Many(mut list) => {
                        list.push(right);
                        Expr::Many(list)
                    }
                    left => Expr::Many(vec![left, right]),
                }
            }
        }
    }

    fn ternary(&mut self, condition: Expr) -> Expr {
        self.branches = true;
        if self.eat(":") {
            let other = self.expr(2);
            return Expr::Either(vec![condition, other]);
        }
        let yes = self.expr(1);
        self.expect(":");
        self.newlines();
        let no = self.expr(1);
        Expr::Either(vec![yes, no, Expr::Many(vec![condition])])
    }

    fn note_local(&mut self, target: &Expr) {
        if let Expr::Name(n) = target
            && !self.locals.contains(n)
        {
            self.locals.push(n.clone());
        }
    }

    /// Arguments up to the closing bracket, which is taken.
    fn arguments(&mut self, close: &str) -> Vec<Arg> {
        let mut out = Vec::new();
        let outer = std::mem::take(&mut self.no_block);
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
            out.push(self.argument());
            self.newlines();
            if self.comprehension_follows() {
                self.comprehension(&mut out);
            }
            if !(self.eat(",") || self.eat("=>") || self.is(close) || self.eat(";")) {
                self.trouble("arguments that are not understood");
                self.at += usize::from(self.at == before);
            }
        }
        self.no_block = outer;
        out
    }

    fn argument(&mut self) -> Arg {
        let named = |p: &Self| match (p.tok(0), p.tok(1)) {
            (Some(Tok::Name(n)), Some(Tok::Op("="))) if p.lang == Lang::Python => Some(n.clone()),
            (Some(Tok::Name(n)), Some(Tok::Op(":"))) if matches!(p.lang, Lang::Ruby | Lang::Php) => Some(n.clone()),
            (Some(Tok::Name(n)), Some(Tok::Op("=>"))) if p.lang == Lang::Perl => Some(n.clone()),
            (Some(Tok::Str(s)), Some(Tok::Op("=>"))) if p.lang == Lang::Ruby => match s.as_slice() {
                [Part::Text(t)] => Some(t.clone()),
                _ => None,
            },
            _ => None,
        };
        if let Some(name) = named(self) {
            self.at += 2;
            self.newlines();
            return Arg { name: Some(name), value: self.expr(1) };
        }
        Arg { name: None, value: self.expr(1) }
    }

    fn comprehension_follows(&self) -> bool {
        self.lang == Lang::Python && (self.is_name("for") || self.is_name("async") && self.name_at(1) == "for")
    }

    /// `… for x in y if z`: the loops come before what they are about.
    fn comprehension(&mut self, out: &mut Vec<Arg>) {
        self.branches = true;
        let mut parts = Vec::new();
        loop {
            let _ = self.eat_name("async");
            if self.eat_name("for") {
                parts.push(self.each_head());
            } else if self.eat_name("if") {
                parts.push(Expr::Many(vec![self.expr(3)]));
            } else {
                break;
            }
        }
        parts.extend(out.pop().map(|a| Expr::Many(vec![a.value])));
        out.push(Arg { name: None, value: Expr::Many(parts) });
    }

    /// `a, b in c` behind `for`.
    fn each_head(&mut self) -> Expr {
        let mut targets = vec![self.expr(6)];
        while self.eat(",") {
            if self.is_name("in") {
                break;
            }
            targets.push(self.expr(6));
        }
        for t in targets.clone() {
            self.note_local(&t);
        }
        let target = if targets.len() == 1 { targets.pop().unwrap_or(Expr::Plain) } else { Expr::List(targets) };
        if !self.eat_name("in") {
            self.trouble("a loop that is not understood");
        }
        let over = self.expr(3);
        Expr::Each(Box::new(target), Box::new(over))
    }
}

fn joined(left: Expr, right: Expr) -> Expr {
    match left {
        Expr::Either(mut list) => {
            list.push(right);
            Expr::Either(list)
        }
        left => Expr::Either(vec![left, right]),
    }
}

/// `$x =~ s/a/b/`, `(my $y = $x) =~ s/a/b/`: what stands left is computed from what it was.
fn changed_in_place(left: Expr, by: Expr) -> Expr {
    let target = match &left {
        Expr::Assign(target, _) => target.clone(),
        Expr::Many(list) if let [Expr::Assign(target, _)] = list.as_slice() => target.clone(),
        _ => Box::new(left.clone()),
    };
    Expr::Assign(target, Box::new(Expr::Many(vec![left, by, Expr::Plain])))
}

/// Operators between two values that give true or false.
pub const TRUTHS: [&str; 19] = [
    "in",
    "is",
    "not",
    "instanceof",
    "isa",
    "==",
    "!=",
    "===",
    "!==",
    "<",
    ">",
    "<=",
    ">=",
    "eq",
    "ne",
    "lt",
    "gt",
    "le",
    "ge",
];

/// Words that are operators.
fn strength_of_word(lang: Lang, word: &str) -> Option<(u8, &'static str)> {
    let words: &[(&str, u8, &'static str)] = match lang {
        Lang::Python => {
            &[("if", 2, "if"), ("or", 3, "or"), ("and", 3, "and"), ("in", 5, "in"), ("is", 5, "is"), ("not", 5, "not")]
        }
        Lang::Node => &[("in", 5, "in"), ("instanceof", 5, "instanceof"), ("of", 5, "of")],
        Lang::Ruby => &[("or", 3, "or"), ("and", 3, "and")],
        Lang::Perl => &[
            ("or", 3, "or"),
            ("and", 3, "and"),
            ("xor", 3, "xor"),
            ("eq", 5, "eq"),
            ("ne", 5, "ne"),
            ("lt", 5, "lt"),
            ("gt", 5, "gt"),
            ("le", 5, "le"),
            ("ge", 5, "ge"),
            ("cmp", 5, "cmp"),
            ("isa", 5, "isa"),
            ("x", 8, "x"),
        ],
        Lang::Php => &[("or", 3, "or"), ("and", 3, "and"), ("xor", 3, "xor"), ("instanceof", 5, "instanceof")],
        Lang::Lua => &[("or", 3, "or"), ("and", 3, "and")],
    };
    words.iter().find(|w| w.0 == word).map(|w| (w.1, w.2))
}
