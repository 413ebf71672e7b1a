//! Statements, lists, pipelines and simple commands. Part of the conversion.

use automode_model::Span;
use shuck_ast as ast;

use super::Convert;
use crate::cover::Kind;
use crate::parse::Dialect;
use crate::read::{self, Mode};
use crate::scan::Scan;
use crate::tree::{Join, Node, Part, Simple, Stmt, Word};

impl Convert<'_, '_> {
    /// The statements in order.
    pub(super) fn seq(&mut self, seq: &ast::StmtSeq) -> Vec<Stmt> {
        for pair in seq.stmts.windows(2) {
            if let [before, after] = pair {
                self.separated(before, after);
            }
        }
        seq.stmts.iter().map(|stmt| self.stmt(stmt)).collect()
    }

    /// Two commands in a row without anything between: the grammar split what is one.
    fn separated(&mut self, before: &ast::Stmt, after: &ast::Stmt) {
        let (from, to) = (before.span.end.offset(), after.span.start.offset());
        if before.terminator.is_none() && !self.slice(from.saturating_sub(1), to).contains(['\n', ';', '&']) {
            self.problem("two commands without a separator", before.span.start.offset(), after.span.end.offset());
        }
    }

    /// A region whose conversion is only wanted where the grammar left nothing out; the caller reads it anew otherwise.
    pub(crate) fn try_region(&mut self, body: &ast::StmtSeq, start: usize, end: usize) -> Option<Vec<Stmt>> {
        let before = self.shared.problems.len();
        let (out, lost) = self.accounted(body, start, end);
        if lost.is_some() {
            self.shared.problems.truncate(before);
        }
        lost.is_none().then_some(out)
    }

    pub(super) fn stmt(&mut self, stmt: &ast::Stmt) -> Stmt {
        let (start, end) = (stmt.span.start.offset(), stmt.span.end.offset());
        let opaque = |cx: &Self| Stmt {
            node: Node::Opaque(cx.slice(start, end).to_owned()),
            redirects: Vec::new(),
            background: false,
            negated: false,
            span: cx.span(start, end),
        };
        if !self.node() {
            return opaque(self);
        }
        self.deeper(start, end, |cx| cx.stmt_inner(stmt)).unwrap_or_else(|| opaque(self))
    }

    fn stmt_inner(&mut self, stmt: &ast::Stmt) -> Stmt {
        let simple = matches!(stmt.command, ast::Command::Simple(_) | ast::Command::Decl(_) | ast::Command::Builtin(_));
        self.shared.commands += u32::from(simple);
        let outer = std::mem::replace(&mut self.command, if simple { self.shared.commands } else { 0 });
        let node = self.command(&stmt.command);
        let redirects = stmt.redirects.iter().filter_map(|redirect| self.redirect(redirect)).collect();
        self.command = outer;
        self.extglob(&node, stmt.span.end.offset());
        let background = matches!(stmt.terminator, Some(ast::StmtTerminator::Background(_)));
        let end = stmt.terminator_span.map_or(stmt.span.end, |t| t.start).offset();
        let span = self.trimmed(stmt.span.start.offset(), end);
        Stmt { node, redirects, background, negated: stmt.negated, span }
    }

    /// `shopt -s extglob` holds from the next line on: bash reads a line before it runs it.
    fn extglob(&mut self, node: &Node, end: usize) {
        let Node::Simple(simple) = node else { return };
        let set = simple.words.len() == 3
            && simple.words.iter().zip(["shopt", "-s", "extglob"]).all(|(w, t)| w.literal().as_deref() == Some(t));
        if set && self.outermost() && self.shared.extglob.is_none() {
            let before = end.saturating_sub(1);
            self.shared.extglob = self.slice(before, self.src.len()).find('\n').map(|n| before + n);
        }
    }

    /// The span without the separators that the grammar counts in.
    fn trimmed(&self, start: usize, end: usize) -> Span {
        let text = self.slice(start, end).trim_end_matches([' ', '\t', '\n', '|', '&']);
        self.span(start, start + text.len())
    }

    fn command(&mut self, command: &ast::Command) -> Node {
        match command {
            ast::Command::Simple(simple) => Node::Simple(self.simple(simple)),
            ast::Command::Builtin(builtin) => Node::Simple(self.builtin(builtin)),
            ast::Command::Decl(decl) => Node::Simple(self.declaration(decl)),
            ast::Command::Binary(binary) => self.binary(binary),
            ast::Command::Compound(compound) => self.compound(compound),
            ast::Command::Function(function) => self.function(function),
            ast::Command::AnonymousFunction(function) => self.anonymous(function),
        }
    }

    /// An argument, and the record that it was seen.
    pub(super) fn arg(&mut self, word: &ast::Word, mode: Mode) -> Word {
        let (start, end) = (word.span.start.offset(), word.span.end.offset());
        self.leaf(start, end, Kind::Word);
        read::word(self, start, end, mode, &word.parts)
    }

    /// Arguments. The grammar splits `{}'x'` and `$x<(y)`, which are one word: what touches is joined.
    pub(super) fn args<'w>(&mut self, words: impl IntoIterator<Item = &'w ast::Word>) -> Vec<Word> {
        let mut out = Vec::new();
        let mut words = words.into_iter().peekable();
        while let Some(word) = words.next() {
            let mut end = word.span.end.offset();
            let mut joined = false;
            while let Some(next) = words.next_if(|next| next.span.start.offset() == end && next.span.end.offset() > end)
            {
                end = next.span.end.offset();
                joined = true;
            }
            if joined {
                let start = word.span.start.offset();
                self.leaf(start, end, Kind::Word);
                out.push(read::word(self, start, end, Mode::ARG, &[]));
            } else {
                out.push(self.arg(word, Mode::ARG));
            }
        }
        out
    }

    fn simple(&mut self, simple: &ast::SimpleCommand) -> Simple {
        let assignments = self.assignments(&simple.assignments);
        let (start, end) = (simple.name.span.start.offset(), simple.name.span.end.offset());
        if end > start {
            self.name_guard(start, end);
        } else if !simple.args.is_empty() {
            self.problem("arguments without a command", simple.span.start.offset(), simple.span.end.offset());
        }
        let name = (end > start).then_some(&simple.name);
        let words = self.args(name.into_iter().chain(&simple.args));
        Simple { assignments, words, declared: Vec::new() }
    }

    /// Command words that shells read in two ways.
    fn name_guard(&mut self, start: usize, end: usize) {
        let name = self.slice(start, end);
        let why = if name.starts_with("!(") {
            "an extended pattern or a negated subshell, as `extglob` stands"
        } else if name == "!" {
            "a double negation, or a command `!`"
        } else if name.starts_with('{') && !name.contains('}') && self.shared.dialect != Dialect::Zsh {
            "a word that begins with `{` where a command is expected"
        } else if self.shared.dialect == Dialect::Sh && matches!(name, "function" | "select" | "coproc" | "[[") {
            "a keyword to bash and a command to dash"
        } else if name.contains("\\\n")
            && name.replace("\\\n", "").split_once('=').is_some_and(|(target, _)| read::assigns(target))
        {
            "an assignment that a continuation hides from the grammar"
        } else {
            return self.subscript_guard(start, end);
        };
        self.problem(why, start, end);
    }

    /// Where an assignment may stand, bash reads `a[b; c]d` as one word.
    pub(super) fn subscript_guard(&mut self, start: usize, end: usize) {
        let text = self.slice(start, end);
        let Some((name, _)) = text.split_once('[') else { return };
        if !name.is_empty() && !read::is_name(name) {
            return;
        }
        let close = Scan::new(self.src).matched(start + name.len() + 1, b'[', b']');
        let test = matches!(text, "[" | "[[");
        if !test && close.is_none_or(|close| close > end) {
            self.problem("a subscript that ends in another word", start, end);
        }
    }

    /// `break`, `continue`, `return`, `exit`: the grammar keeps no word for them.
    fn builtin(&mut self, builtin: &ast::BuiltinCommand) -> Simple {
        let (name, first, more, assignments, span) = match builtin {
            ast::BuiltinCommand::Break(c) => ("break", &c.depth, &c.extra_args, &c.assignments, c.span),
            ast::BuiltinCommand::Continue(c) => ("continue", &c.depth, &c.extra_args, &c.assignments, c.span),
            ast::BuiltinCommand::Return(c) => ("return", &c.code, &c.extra_args, &c.assignments, c.span),
            ast::BuiltinCommand::Exit(c) => ("exit", &c.code, &c.extra_args, &c.assignments, c.span),
        };
        let assignments = self.assignments(assignments);
        let start = span.start.offset();
        let span = if self.slice(start, start + name.len()) == name {
            self.span(start, start + name.len())
        } else {
            self.span(start, span.end.offset())
        };
        let mut words = vec![Word { parts: vec![Part::Lit(name.to_owned())], span }];
        words.extend(first.iter().chain(more).map(|word| self.arg(word, Mode::ARG)));
        Simple { assignments, words, declared: Vec::new() }
    }

    /// `a && b`, `a | b`. Chains lean to the left in the grammar's tree and are walked without recursion.
    fn binary(&mut self, binary: &ast::BinaryCommand) -> Node {
        let pipe = is_pipe(binary.op);
        let mut links = vec![(binary.op, binary.right.as_ref())];
        let mut first = binary.left.as_ref();
        while let ast::Command::Binary(left) = &first.command
            && is_pipe(left.op) == pipe
            && !first.negated
            && first.redirects.is_empty()
            && first.terminator.is_none()
        {
            links.push((left.op, left.right.as_ref()));
            first = left.left.as_ref();
        }
        links.reverse();
        let first = self.stmt(first);
        if pipe { self.pipeline(first, &links) } else { self.list(first, &links) }
    }

    fn pipeline(&mut self, first: Stmt, links: &[(ast::BinaryOp, &ast::Stmt)]) -> Node {
        let mut parts = vec![(first, false)];
        for (op, stmt) in links {
            if *op == ast::BinaryOp::PipeAll
                && let Some((_, both)) = parts.last_mut()
            {
                *both = true;
                if self.shared.dialect == Dialect::Sh {
                    self.problem("`|&` is no pipe to dash", stmt.span.start.offset(), stmt.span.end.offset());
                }
            }
            if let ast::Command::Compound(ast::CompoundCommand::Time(time)) = &stmt.command {
                // Bash knows the keyword only where a pipeline begins; behind a pipe it is a program.
                self.problem("`time` behind a pipe", time.span.start.offset(), time.span.end.offset());
            }
            let stmt = self.stmt(stmt);
            parts.push((stmt, false));
        }
        Node::Pipeline(parts)
    }

    fn list(&mut self, first: Stmt, links: &[(ast::BinaryOp, &ast::Stmt)]) -> Node {
        let join = |op| if op == ast::BinaryOp::Or { Join::Or } else { Join::And };
        let rest = links.iter().map(|(op, stmt)| (join(*op), self.stmt(stmt))).collect();
        Node::List(Box::new(first), rest)
    }
}

fn is_pipe(op: ast::BinaryOp) -> bool {
    matches!(op, ast::BinaryOp::Pipe | ast::BinaryOp::PipeAll)
}
