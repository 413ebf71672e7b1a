//! TypeScript without its types: interfaces, aliases, annotations, casts, type arguments; and without the imports that only
//! they need. By the rules of the language's own eraser, as far as tokens tell.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::super::lex::Kind;
use super::super::norm::Norm;

/// How deep types within types are followed.
const MAX_DEPTH: u32 = 40;

/// How often a token may be tried as part of a type; then no more types are seen, and nothing is proven.
const STEPS_PER_TOKEN: usize = 16;
/// How far back the head of a class is looked for.
const MAX_HEAD: usize = 200;

/// The words that are left.
#[must_use]
pub fn erase(t: &[Norm<'_>]) -> Vec<String> {
    let budget = Cell::new(STEPS_PER_TOKEN * t.len() + 1000);
    let mut e = Eraser { t, closes: partners(t), budget, i: 0, out: Vec::new(), open: Vec::new(), imports: Vec::new() };
    while e.i < t.len() {
        e.step();
    }
    e.finish()
}

/// Behind the bracket that closes each opening one; for all others, the next token.
fn partners(t: &[Norm<'_>]) -> Vec<usize> {
    let mut out: Vec<usize> = (1..=t.len()).collect();
    let mut open: Vec<usize> = Vec::new();
    for (i, n) in t.iter().enumerate() {
        if n.is("(") || n.is("[") || n.is("{") {
            open.push(i);
        } else if (n.is(")") || n.is("]") || n.is("}"))
            && let Some(slot) = open.pop().and_then(|at| out.get_mut(at))
        {
            *slot = i + 1;
        }
    }
    for at in open {
        if let Some(slot) = out.get_mut(at) {
            *slot = t.len();
        }
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ctx {
    Block,
    Object,
    Class,
    Params,
    Round,
    Square,
}

struct Eraser<'t, 'a> {
    t: &'t [Norm<'a>],
    closes: Vec<usize>,
    budget: Cell<usize>,
    i: usize,
    out: Vec<String>,
    open: Vec<Ctx>,
    imports: Vec<(String, String, String)>,
}

impl<'a> Eraser<'_, 'a> {
    fn at(&self, i: usize) -> Option<&Norm<'a>> {
        self.t.get(i)
    }

    fn is(&self, i: usize, text: &str) -> bool {
        self.at(i).is_some_and(|n| n.is(text))
    }

    fn word(&self, i: usize) -> bool {
        self.at(i).is_some_and(|n| n.kind == Kind::Word)
    }

    fn newline(&self, i: usize) -> bool {
        self.at(i).is_none_or(|n| n.kind == Kind::Newline)
    }

    fn arrow(&self, i: usize) -> bool {
        self.is(i, "=") && self.is(i + 1, ">")
    }

    fn last(&self) -> &str {
        self.out.last().map_or("\n", String::as_str)
    }

    fn emit(&mut self) {
        if let Some(n) = self.t.get(self.i) {
            let text = n.text.to_string();
            if n.kind != Kind::Newline || !matches!(self.out.last().map(String::as_str), None | Some("\n" | "{")) {
                self.out.push(text);
            }
        }
        self.i += 1;
    }

    fn step(&mut self) {
        let starts = matches!(self.last(), "\n" | "{" | "}" | "export" | "default");
        if starts && self.statement() {
            return;
        }
        let Some(n) = self.at(self.i) else { return };
        match n.kind {
            Kind::Mark => self.mark(),
            Kind::Word => self.name(),
            _ => self.emit(),
        }
    }

    /// What only the checker reads; true where it was skipped.
    fn statement(&mut self) -> bool {
        let i = self.i;
        let end = if self.is(i, "interface") && self.word(i + 1) {
            (i..self.t.len()).find(|n| self.is(*n, "{")).map(|n| self.balanced(n))
        } else if self.is(i, "type") && self.word(i + 1) && (self.is(i + 2, "=") || self.is(i + 2, "<")) {
            let eq = if self.is(i + 2, "<") { self.angle(i + 2, 0).unwrap_or(i + 3) } else { i + 2 };
            Some(self.skip_type(eq + 1, 0))
        } else if self.is(i, "declare") && self.word(i + 1)
            || self.is(i, "import") && self.is(i + 1, "type") && !self.is(i + 2, "from")
            || self.is(i, "type") && self.is(i + 1, "{") && self.last() == "export"
        {
            Some(self.line_end(i))
        } else if self.last() == "export" && self.is(i, "{") {
            return self.export_list(i);
        } else if self.is(i, "import") && !self.is(i + 1, "(") && !self.is(i + 1, ".") {
            Some(self.import(i))
        } else {
            None
        };
        let Some(end) = end else { return false };
        if self.last() == "export" {
            self.out.pop();
        }
        self.i = end.max(i + 1);
        while self.newline(self.i) && self.i < self.t.len() {
            self.i += 1;
        }
        true
    }

    /// `export { type A, B }` without the types.
    fn export_list(&mut self, from: usize) -> bool {
        let end = self.balanced(from);
        let parts: Vec<&[Norm<'a>]> =
            self.t.get(from + 1..end.saturating_sub(1)).unwrap_or_default().split(|n| n.is(",")).collect();
        let kept: Vec<&[Norm<'a>]> = parts
            .into_iter()
            .filter(|p| !(p.is_empty() || p.len() > 1 && p.first().is_some_and(|w| w.is("type"))))
            .collect();
        if kept.is_empty() {
            return false;
        }
        self.out.push("{".to_owned());
        for part in kept {
            self.out.extend(part.iter().filter(|n| n.kind != Kind::Newline).map(|n| n.text.to_string()));
            self.out.push(",".to_owned());
        }
        self.out.push("}".to_owned());
        self.i = end;
        true
    }

    /// Behind the statement that begins here.
    fn line_end(&self, from: usize) -> usize {
        let mut i = from;
        while i < self.t.len() && !self.newline(i) {
            let brace = self.is(i, "{");
            i = if brace || self.is(i, "(") || self.is(i, "[") { self.balanced(i) } else { i + 1 };
            if brace && !self.is(i, "from") && !self.is(i, ".") {
                return i;
            }
        }
        i
    }

    /// Remembers what is imported.
    fn import(&mut self, from: usize) -> usize {
        let mut i = from + 1;
        let mut names: Vec<(String, String)> = Vec::new();
        let mut part: Vec<String> = Vec::new();
        while let Some(n) = self.at(i) {
            if n.kind == Kind::Text {
                break;
            }
            if n.kind == Kind::Newline {
                return i;
            }
            if n.is(",") || n.is("}") || n.is("from") {
                if let Some(bound) =
                    part.last().cloned().filter(|_| part.first().is_none_or(|f| f != "type" || part.len() == 1))
                {
                    names.push((part.concat(), bound));
                }
                part.clear();
            } else if !n.is("{") {
                part.push(n.text.to_string());
            }
            i += 1;
        }
        let module = self.at(i).map(|n| n.text.to_string()).unwrap_or_default();
        if i == from + 1 {
            self.imports.push((module, String::new(), String::new()));
        } else {
            self.imports.extend(names.into_iter().map(|(n, b)| (module.clone(), n, b)));
        }
        self.line_end(i + 1)
    }

    fn mark(&mut self) {
        let Some(text) = self.at(self.i).map(|n| n.text.to_string()) else { return };
        match text.as_str() {
            "(" => {
                let ctx = if self.is_params(self.i) { Ctx::Params } else { Ctx::Round };
                self.open.push(ctx);
                self.emit();
            }
            "[" => {
                self.open.push(Ctx::Square);
                self.emit();
            }
            "{" => {
                let ctx = self.brace();
                self.open.push(ctx);
                self.emit();
            }
            ")" | "]" | "}" => {
                let was = self.open.pop();
                self.emit();
                if text == ")" && was == Some(Ctx::Params) && self.is(self.i, ":") {
                    self.i = self.skip_type(self.i + 1, 0);
                }
            }
            "?" if self.optional() => self.i += 1,
            ":" if self.annotates() => {
                self.i = self.skip_type(self.i + 1, 0);
                self.end_field();
            }
            "!" if self.certain() => self.i += 1,
            "<" => self.type_arguments(),
            _ => self.emit(),
        }
    }

    /// A field whose type ends with a bracket: the end of its statement was left out behind it.
    fn end_field(&mut self) {
        let bracket = self.i.checked_sub(1).is_some_and(|p| self.is(p, "}"));
        if bracket && self.open.last() == Some(&Ctx::Class) && (self.word(self.i) || self.is(self.i, "@")) {
            self.out.push("\n".to_owned());
        }
    }

    fn name(&mut self) {
        let i = self.i;
        let class = self.open.last() == Some(&Ctx::Class);
        let modifier = ["public", "private", "protected", "readonly", "override", "abstract", "declare"]
            .iter()
            .any(|m| self.is(i, m));
        if modifier
            && (class || self.is(i + 1, "class"))
            && (self.word(i + 1) || self.is(i + 1, "[") || self.is(i + 1, "#"))
        {
            self.i += 1;
        } else if self.is(i, "implements") && self.word(i + 1) {
            while self.i < self.t.len() && !self.is(self.i, "{") {
                self.i = if self.is(self.i, "<") { self.angle(self.i, 0).unwrap_or(self.i + 1) } else { self.i + 1 };
            }
        } else if (self.is(i, "as") || self.is(i, "satisfies"))
            && self.follows_value()
            && !self.newline(i + 1)
            && !matches!(self.last(), "*" | "{" | ",")
        {
            self.i = self.skip_type(i + 1, 0);
        } else if ["const", "let", "var"].iter().any(|k| self.is(i, k)) {
            self.emit();
            self.binding();
        } else {
            self.emit();
        }
    }

    fn follows_value(&self) -> bool {
        let last = self.last();
        last.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | ')' | ']' | '}' | '"' | '`' | '\''))
    }

    /// The name or pattern behind `const`, without its annotation.
    fn binding(&mut self) {
        let from = self.i;
        let end = if self.is(from, "{") || self.is(from, "[") { self.balanced(from) } else { from + 1 };
        while self.i < end.min(self.t.len()) {
            self.emit();
        }
        if self.is(self.i, "!") {
            self.i += 1;
        }
        if self.is(self.i, ":") {
            self.i = self.skip_type(self.i + 1, 0);
        }
    }

    fn brace(&self) -> Ctx {
        let line = self.out.iter().rev().take(MAX_HEAD).take_while(|w| !matches!(w.as_str(), "\n" | "{" | "}" | ";"));
        if line.into_iter().any(|w| w == "class") {
            return Ctx::Class;
        }
        match self.last() {
            ")" | "\n" | "{" | "}" | "else" | "do" | "try" | "finally" | "static" => Ctx::Block,
            ">" if self.out.iter().rev().nth(1).is_some_and(|w| w == "=") => Ctx::Block,
            _ => Ctx::Object,
        }
    }

    /// Brackets that hold parameters.
    fn is_params(&self, i: usize) -> bool {
        if matches!(self.last(), "if" | "for" | "while" | "switch" | "with") {
            return false;
        }
        if self.last() == "catch" {
            return true;
        }
        let close = self.balanced(i);
        if self.is(close, "{") || self.arrow(close) {
            return true;
        }
        if !self.is(close, ":") {
            return self.open.last() == Some(&Ctx::Class) && self.newline(close);
        }
        let end = self.skip_type(close + 1, 0);
        self.is(end, "{") || self.arrow(end) || self.newline(end) && self.last() != "?"
    }

    fn annotates(&self) -> bool {
        match self.open.last() {
            Some(Ctx::Params) => true,
            Some(Ctx::Class) => !self.out.last().is_some_and(|w| w == "case" || w == "default"),
            _ => false,
        }
    }

    fn optional(&self) -> bool {
        matches!(self.open.last(), Some(Ctx::Params | Ctx::Class))
            && (self.is(self.i + 1, ":")
                || self.is(self.i + 1, ")")
                || self.is(self.i + 1, ",")
                || self.newline(self.i + 1))
    }

    /// `x!` says only that it is there.
    fn certain(&self) -> bool {
        let next =
            [".", ")", ",", "]", "[", ":", "}", "?"].iter().any(|m| self.is(self.i + 1, m)) || self.newline(self.i + 1);
        self.follows_value() && next
    }

    fn type_arguments(&mut self) {
        let heritage =
            self.out.iter().rev().take(4).any(|w| w == "extends" || w == "class" || w == "function" || w == "new");
        match self.angle(self.i, 0) {
            Some(end) if self.is(end, "(") || heritage && self.follows_value() || self.is(end, "`") => self.i = end,
            _ => self.emit(),
        }
    }

    /// Behind the bracket that closes the one at `i`.
    fn balanced(&self, i: usize) -> usize {
        self.closes.get(i).copied().unwrap_or(self.t.len())
    }

    /// Behind `<…>`, if it is a list of types.
    fn angle(&self, from: usize, depth: u32) -> Option<usize> {
        let mut i = from + 1;
        if depth > MAX_DEPTH {
            return None;
        }
        loop {
            if self.is(i, ">") {
                return Some(i + 1);
            }
            let next = self.skip_type(i, depth + 1);
            if next == i {
                return None;
            }
            i = next;
            if self.is(i, "=") && !self.arrow(i) {
                i = self.skip_type(i + 1, depth + 1);
            }
            if self.is(i, ",") {
                i += 1;
            } else if !self.is(i, ">") {
                return None;
            }
        }
    }

    /// Behind the type that begins at `from`; `from` itself where none does.
    fn skip_type(&self, from: usize, depth: u32) -> usize {
        let mut i = from;
        if depth > MAX_DEPTH {
            return from;
        }
        if self.is(i, "|") || self.is(i, "&") {
            i += 1;
        }
        loop {
            let next = self.primary(i, depth);
            if next == i {
                return i;
            }
            i = next;
            if self.is(i, "extends") {
                i = self.skip_type(i + 1, depth + 1);
                if self.is(i, "?") {
                    i = self.skip_type(i + 1, depth + 1);
                    if self.is(i, ":") {
                        i = self.skip_type(i + 1, depth + 1);
                    }
                }
            }
            if self.is(i, "is") {
                i = self.skip_type(i + 1, depth + 1);
            }
            if self.is(i, "|") || self.is(i, "&") {
                i += 1;
            } else {
                return i;
            }
        }
    }

    fn primary(&self, from: usize, depth: u32) -> usize {
        let left = self.budget.get();
        if left == 0 {
            return from;
        }
        self.budget.set(left - 1);
        let mut i = from;
        while ["keyof", "typeof", "readonly", "unique", "infer", "asserts", "abstract", "new", "const"]
            .iter()
            .any(|k| self.is(i, k))
            && (self.word(i + 1) || self.is(i + 1, "(") || self.is(i + 1, "["))
        {
            i += 1;
        }
        let Some(t) = self.at(i) else { return from };
        if t.is("<") {
            i = self.angle(i, depth + 1).unwrap_or(i);
        }
        if self.is(i, "(") {
            i = self.balanced(i);
            if self.arrow(i) && depth < MAX_DEPTH {
                let end = self.skip_type(i + 2, depth + 1);
                // A bracket before an arrow is a function type only where a type follows the arrow.
                return if end == i + 2 { i } else { end };
            }
        } else if self.is(i, "{") || self.is(i, "[") {
            i = self.balanced(i);
        } else if self.is(i, "-") {
            i += 2;
        } else if t.kind == Kind::Word || t.kind == Kind::Text || t.kind == Kind::Number {
            i += 1;
        } else {
            return from;
        }
        self.postfix(i, depth)
    }

    fn postfix(&self, from: usize, depth: u32) -> usize {
        let mut i = from;
        loop {
            if self.is(i, ".") && self.word(i + 1) {
                i += 2;
            } else if self.is(i, "[") {
                i = self.balanced(i);
            } else if self.is(i, "<") {
                let Some(end) = self.angle(i, depth + 1) else { return i };
                i = end;
            } else if self.is(i, "(") && i > 0 && self.is(i - 1, "import") {
                i = self.balanced(i);
            } else {
                return i;
            }
        }
    }

    /// The words, and the imports that they use.
    fn finish(mut self) -> Vec<String> {
        while self.last() == "\n" && !self.out.is_empty() {
            self.out.pop();
        }
        bare_parameters(&mut self.out);
        let mut imports: Vec<String> = {
            let used: BTreeSet<&str> = self
                .out
                .iter()
                .flat_map(|w| w.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')))
                .collect();
            let needed = self.imports.iter().filter(|(_, _, bound)| bound.is_empty() || used.contains(bound.as_str()));
            needed.map(|(module, name, _)| format!("{module} {name}")).collect()
        };
        imports.sort();
        imports.dedup();
        self.out.extend(imports);
        self.out
    }
}

/// `(x) =>` as `x =>`, where the brackets only held the type.
fn bare_parameters(out: &mut Vec<String>) {
    let is = |i: usize, w: &str| out.get(i).is_some_and(|o| o == w);
    let name =
        |i: usize| out.get(i).is_some_and(|o| o.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '$'));
    let hits: Vec<usize> = (0..out.len())
        .filter(|i| is(*i, "(") && name(i + 1) && is(i + 2, ")") && is(i + 3, "=") && is(i + 4, ">"))
        .collect();
    let mut i = 0;
    out.retain(|_| {
        let at = i;
        i += 1;
        hits.binary_search(&at).is_err() && !(at >= 2 && hits.binary_search(&(at - 2)).is_ok())
    });
}
