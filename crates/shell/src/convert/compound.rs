//! Compound commands and functions. Part of the conversion.

use shuck_ast as ast;

use super::Convert;
use crate::cover::Kind;
use crate::parse::Dialect;
use crate::read::{self, Mode, balanced};
use crate::scan::Scan;
use crate::tree::{Arith, Arm, Node, Word};

impl Convert<'_, '_> {
    pub(super) fn compound(&mut self, compound: &ast::CompoundCommand) -> Node {
        use ast::CompoundCommand as C;
        match compound {
            C::If(c) => self.if_command(c),
            C::While(c) => Node::Loop { until: false, cond: self.seq(&c.condition), body: self.seq(&c.body) },
            C::Until(c) => Node::Loop { until: true, cond: self.seq(&c.condition), body: self.seq(&c.body) },
            C::For(c) => self.for_command(c),
            C::Foreach(c) => {
                self.span_leaf(c.variable_span, Kind::Word);
                let words = Some(self.args(&c.words));
                Node::For { names: vec![c.variable.to_string()], words, body: self.seq(&c.body), select: false }
            }
            C::Select(c) => self.select(c),
            C::Repeat(c) => {
                let count = self.arg(&c.count, Mode::ARG);
                Node::Repeat(count, self.seq(&c.body))
            }
            C::ArithmeticFor(c) => self.arith_for(c),
            C::Case(c) => self.case(c),
            C::Subshell(body) => self.subshell(body),
            C::BraceGroup(body) => Node::Group(self.seq(body)),
            C::Arithmetic(c) => self.arith_command(c),
            C::Conditional(c) => self.conditional(c),
            C::Time(c) => self.time(c),
            C::Coproc(c) => {
                if let Some(span) = c.name_span {
                    self.span_leaf(span, Kind::Word);
                }
                let name = c.name_span.map(|_| c.name.to_string());
                Node::Coproc(name, Box::new(self.stmt(&c.body)))
            }
            C::Always(c) => Node::Always(self.seq(&c.body), self.seq(&c.always_body)),
        }
    }

    pub(super) fn span_leaf(&mut self, span: ast::Span, kind: Kind) {
        self.leaf(span.start.offset(), span.end.offset(), kind);
    }

    fn if_command(&mut self, c: &ast::IfCommand) -> Node {
        let mut branches = vec![(self.seq(&c.condition), self.seq(&c.then_branch))];
        for (condition, body) in &c.elif_branches {
            let branch = (self.seq(condition), self.seq(body));
            branches.push(branch);
        }
        let otherwise = c.else_branch.as_ref().map_or_else(Vec::new, |body| self.seq(body));
        Node::If(branches, otherwise)
    }

    fn for_command(&mut self, c: &ast::ForCommand) -> Node {
        let mut names = Vec::with_capacity(c.targets.len());
        for target in &c.targets {
            let word = self.arg(&target.word, Mode::ARG);
            match word.literal() {
                Some(name) => names.push(name),
                None => {
                    self.problem("a loop over what is no name", target.span.start.offset(), target.span.end.offset())
                }
            }
        }
        let words = c.words.as_ref().map(|words| self.args(words));
        Node::For { names, words, body: self.seq(&c.body), select: false }
    }

    fn select(&mut self, c: &ast::SelectCommand) -> Node {
        self.bash_only("`select`", c.span);
        self.span_leaf(c.variable_span, Kind::Word);
        // The grammar does not tell `select x` from `select x in`: without words it asks among `$@`.
        let words = (!c.words.is_empty()).then(|| self.args(&c.words));
        Node::For { names: vec![c.variable.to_string()], words, body: self.seq(&c.body), select: true }
    }

    fn time(&mut self, c: &ast::TimeCommand) -> Node {
        match &c.command {
            Some(command) => Node::Time(Box::new(self.stmt(command))),
            None => Node::Group(Vec::new()),
        }
    }

    fn case(&mut self, c: &ast::CaseCommand) -> Node {
        let word = self.arg(&c.word, Mode::SINGLE);
        let arms = c.cases.iter().map(|item| {
            let patterns = item.patterns.iter().map(|pattern| self.pattern(pattern, Mode::CASE)).collect();
            let falls_through = item.terminator != ast::CaseTerminator::Break;
            Arm { patterns, body: self.seq(&item.body), falls_through }
        });
        Node::Case(word, arms.collect())
    }

    /// A pattern of `case` or `[[`; its parts are read anew from the text.
    pub(super) fn pattern(&mut self, pattern: &ast::Pattern, mode: Mode) -> Word {
        let (start, end) = (pattern.span.start.offset(), pattern.span.end.offset());
        self.leaf(start, end, Kind::Word);
        read::word(self, start, end, mode, &[])
    }

    pub(super) fn function(&mut self, c: &ast::FunctionDef) -> Node {
        if c.uses_function_keyword() {
            self.bash_only("`function`", c.span);
        }
        let mut names = Vec::new();
        for entry in &c.header.entries {
            let word = self.arg(&entry.word, Mode::ARG);
            match word.literal() {
                Some(name) => names.push(name),
                None => self.problem("a function whose name is not known", c.span.start.offset(), c.span.end.offset()),
            }
        }
        Node::Function(names, Box::new(self.stmt(&c.body)))
    }

    pub(super) fn anonymous(&mut self, c: &ast::AnonymousFunctionCommand) -> Node {
        let body = Box::new(self.stmt(&c.body));
        Node::Anonymous(body, self.args(&c.args))
    }

    pub(super) fn bash_only(&mut self, what: &str, span: ast::Span) {
        if self.shared.dialect == Dialect::Sh {
            self.problem(
                format!("{what} is not read alike by all that are called `sh`"),
                span.start.offset(),
                span.end.offset(),
            );
        }
    }

    fn arith_at(&mut self, span: Option<ast::Span>) -> Arith {
        span.map_or_else(Arith::default, |span| {
            self.span_leaf(span, Kind::Block);
            read::arith(self, span.start.offset(), span.end.offset())
        })
    }

    fn arith_for(&mut self, c: &ast::ArithmeticForCommand) -> Node {
        self.bash_only("`for ((`", c.span);
        let parts = vec![self.arith_at(c.init_span), self.arith_at(c.condition_span), self.arith_at(c.step_span)];
        Node::ForArith(parts, self.seq(&c.body))
    }

    fn arith_command(&mut self, c: &ast::ArithmeticCommand) -> Node {
        self.bash_only("`((`", c.span);
        let start = c.left_paren_span.start.offset();
        if !is_arith(self.src, start) {
            self.problem("`((` that bash may read as subshells", start, c.span.end.offset());
        }
        Node::Arith(self.arith_at(c.expr_span))
    }

    fn subshell(&mut self, body: &ast::StmtSeq) -> Node {
        let inner = body.stmts.first().map(|stmt| stmt.span.start.offset());
        if let Some(start) = inner.and_then(|at| at.checked_sub(1))
            && self.slice(start, start + 2) == "(("
            && is_arith(self.src, start)
        {
            self.problem("`((` that bash may read as arithmetic", start, body.span.end.offset());
        }
        Node::Subshell(self.seq(body))
    }
}

/// Bash's test for `((`: the bracket that closes the inner one is followed by another.
fn is_arith(src: &str, start: usize) -> bool {
    let mut scan = Scan::new(src);
    let end = scan.matched(start + 2, b'(', b')');
    end.is_some_and(|end| scan.at(end) == b')' && balanced(src.get(start + 2..end - 1).unwrap_or_default()))
}
