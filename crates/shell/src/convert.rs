//! From the grammar's tree to ours. The grammar is believed on where words, redirections and commands begin and end and
//! how they nest, and `cover` checks that it left nothing out; what a word means is read anew from the text by `read`.

mod assign;
mod command;
mod compound;
mod redirect;
mod test;

use automode_model::Span;
use shuck_ast as ast;
use shuck_parser::parser::{ParseStatus, Parser, ShellDialect, ShellProfile};

use crate::cover::{Kind, Leaf, Region, uncovered};
use crate::guard;
use crate::limits::{
    GRAMMAR_FUEL, GRAMMAR_FUEL_PER_BYTE, MAX_DEPTH, MAX_GRAMMAR_DEPTH, MAX_NODES, MAX_PROBLEMS, MAX_REPARSE_DEPTH,
    MAX_REPARSED_BYTES, MAX_REPARSES,
};
use crate::parse::Dialect;
use crate::scan::Body;
use crate::tree::{Problem, Stmt};

/// What all texts within one script share.
pub(crate) struct Shared {
    pub(crate) dialect: Dialect,
    pub(crate) problems: Vec<Problem>,
    /// From where on `extglob` is set.
    pub(crate) extglob: Option<usize>,
    /// The masked heredoc bodies and quotes that were not met yet.
    pub(crate) masked: Vec<Body>,
    depth: u32,
    nodes: u32,
    commands: u32,
    reparses: u32,
    reparse_depth: u32,
    reparsed_bytes: usize,
}

impl Shared {
    /// For one script.
    pub(crate) fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            problems: Vec::new(),
            extglob: None,
            masked: Vec::new(),
            depth: 0,
            nodes: 0,
            commands: 0,
            reparses: 0,
            reparse_depth: 0,
            reparsed_bytes: 0,
        }
    }

    fn profile(&self) -> ShellProfile {
        ShellProfile::native(match self.dialect {
            // `sh` may be bash; what dash would read otherwise is reported where it is met.
            Dialect::Sh | Dialect::Bash => ShellDialect::Bash,
            Dialect::Zsh => ShellDialect::Zsh,
        })
    }
}

/// How places in a text become places in the script.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Base {
    /// It is a piece of the script that begins there.
    At(usize),
    /// It was unescaped first; everything in it stands here.
    Fixed(Span),
}

/// The conversion of one text.
pub(crate) struct Convert<'a, 's> {
    pub(crate) src: &'a str,
    pub(crate) base: Base,
    pub(crate) shared: &'s mut Shared,
    leaves: Vec<Leaf>,
    /// The simple command being converted; 0 for none.
    command: u32,
}

/// Parses and converts a text.
pub(crate) fn text(src: &str, base: Base, shared: &mut Shared) -> Vec<Stmt> {
    let mut cx = Convert { src, base, shared, leaves: Vec::new(), command: 0 };
    let prepared = match guard::prepare(src, cx.shared.dialect) {
        Ok(prepared) => prepared,
        Err(why) => {
            cx.problem(why, 0, src.len());
            return Vec::new();
        }
    };
    cx.mask(prepared.masked);
    let fuel = GRAMMAR_FUEL + src.len() * GRAMMAR_FUEL_PER_BYTE;
    let result = Parser::with_limits_and_profile(&prepared.text, MAX_GRAMMAR_DEPTH, fuel, cx.shared.profile()).parse();
    let clean = result.status == ParseStatus::Clean;
    if !clean {
        cx.refused(&result);
    }
    cx.region(&result.file.body, 0, src.len(), clean)
}

impl<'a> Convert<'a, '_> {
    /// The span in the script.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        match self.base {
            Base::At(base) => Span::new(base + start, base + end),
            Base::Fixed(span) => span,
        }
    }

    /// Takes note of what the grammar does not see.
    fn mask(&mut self, masked: Vec<Body>) {
        for body in masked {
            let span = self.span(body.start, body.end);
            self.shared.masked.push(Body { start: span.start as usize, end: span.end as usize, ..body });
        }
    }

    /// Ticks off what was met as what it was masked for.
    pub(crate) fn claim(&mut self, start: usize, end: usize) {
        if !self.shared.masked.is_empty() {
            let span = self.span(start, end);
            self.shared.masked.retain(|body| body.start != span.start as usize || body.end != span.end as usize);
        }
    }

    /// Records that something was not understood.
    pub(crate) fn problem(&mut self, why: impl Into<String>, start: usize, end: usize) {
        let span = self.span(start, end);
        if self.shared.problems.len() < MAX_PROBLEMS {
            self.shared.problems.push(Problem { why: why.into(), span });
        }
    }

    /// Records a converted piece.
    pub(crate) fn leaf(&mut self, start: usize, end: usize, kind: Kind) {
        let command = if kind == Kind::Block { 0 } else { self.command };
        self.leaves.push(Leaf { start, end, kind, command });
    }

    /// The text there.
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.src.get(start..end).unwrap_or_default()
    }

    /// True for a statement of the script itself, which always runs.
    fn outermost(&self) -> bool {
        self.shared.depth == 1 && matches!(self.base, Base::At(0))
    }

    /// Counts a node; false where there are too many.
    pub(crate) fn node(&mut self) -> bool {
        self.shared.nodes += 1;
        if self.shared.nodes == MAX_NODES {
            self.problem("too many commands and words", 0, self.src.len());
        }
        self.shared.nodes < MAX_NODES
    }

    /// Runs `inner` one level deeper, or records a problem and returns nothing.
    pub(crate) fn deeper<T>(&mut self, start: usize, end: usize, inner: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.shared.depth >= MAX_DEPTH {
            self.problem("nested too deep", start, end);
            return None;
        }
        self.shared.depth += 1;
        let out = inner(self);
        self.shared.depth -= 1;
        Some(out)
    }

    /// A list of commands that must account for every byte between `start` and `end`.
    pub(crate) fn region(&mut self, body: &ast::StmtSeq, start: usize, end: usize, check: bool) -> Vec<Stmt> {
        let (out, lost) = self.accounted(body, start, end);
        if let (Some((from, to)), true) = (lost, check) {
            self.problem("the grammar left this out", from, to);
        }
        out
    }

    /// The same, with what is not accounted for.
    pub(crate) fn accounted(
        &mut self,
        body: &ast::StmtSeq,
        start: usize,
        end: usize,
    ) -> (Vec<Stmt>, Option<(usize, usize)>) {
        let outer = (std::mem::take(&mut self.leaves), std::mem::take(&mut self.command));
        let out = self.seq(body);
        let mut leaves = std::mem::replace(&mut self.leaves, outer.0);
        self.command = outer.1;
        let lost = uncovered(self.src, start, end, &mut leaves, Region::Commands);
        (out, lost)
    }

    /// A piece of this text that the grammar did not see as commands, read as such.
    pub(crate) fn reparse(&mut self, start: usize, end: usize) -> Option<Vec<Stmt>> {
        let base = match self.base {
            Base::At(base) => Base::At(base + start),
            fixed @ Base::Fixed(_) => fixed,
        };
        let src = self.src;
        self.parse_piece(src.get(start..end)?, base, start, end)
    }

    /// A text made from this one (unescaped), read as commands.
    pub(crate) fn parse_piece(&mut self, piece: &str, base: Base, start: usize, end: usize) -> Option<Vec<Stmt>> {
        self.shared.reparses += 1;
        self.shared.reparsed_bytes += piece.len();
        let many = self.shared.reparses > MAX_REPARSES || self.shared.reparsed_bytes > MAX_REPARSED_BYTES;
        if many || self.shared.reparse_depth >= MAX_REPARSE_DEPTH {
            self.problem("too many nested commands", start, end);
            return None;
        }
        self.shared.reparse_depth += 1;
        let out = self.deeper(start, end, |cx| text(piece, base, cx.shared));
        self.shared.reparse_depth -= 1;
        out
    }

    fn refused(&mut self, result: &shuck_parser::parser::ParseResult) {
        let len = self.src.len();
        for diagnostic in result.diagnostics.iter().take(MAX_PROBLEMS) {
            self.problem(
                lower(&diagnostic.message),
                diagnostic.span.start.offset().min(len),
                diagnostic.span.end.offset().min(len),
            );
        }
        if let Some(shuck_parser::Error::Parse { message, line, .. }) = &result.terminal_error {
            let start = line_start(self.src, *line);
            self.problem(lower(message), start, len);
        }
        if result.diagnostics.is_empty() && result.terminal_error.is_none() {
            self.problem("not understood", 0, len);
        }
    }
}

fn lower(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn line_start(src: &str, line: usize) -> usize {
    src.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum()
}
