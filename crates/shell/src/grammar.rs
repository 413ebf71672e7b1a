//! The command grammar: a recursive descent over the bytes of a text, with a bound on depth and on nodes. It says where
//! commands, words and redirections begin and end; what a word means is read by `read`.
//!
//! Bash reads a complete command, runs it, and reads the next; what is not grammatical ends the script there. So does this:
//! what came before stays in the tree, the rest becomes one opaque node and a problem.

mod assign;
mod compound;
mod list;
mod redirect;
mod simple;
mod test;
mod token;
mod zsh;

use automode_model::Span;

use crate::limits::{
    MAX_DEPTH, MAX_INPUT_BYTES, MAX_NODES, MAX_PROBLEMS, MAX_REPARSE_DEPTH, MAX_REPARSED_BYTES, MAX_REPARSES,
};
use crate::parse::Dialect;
use crate::scan::Scan;
use crate::tree::{Node, Problem, Stmt};

/// What all texts within one script share.
pub(crate) struct Shared {
    pub(crate) dialect: Dialect,
    pub(crate) problems: Vec<Problem>,
    /// From where on `extglob` is set.
    pub(crate) extglob: Option<usize>,
    depth: u32,
    nodes: u32,
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
            depth: 0,
            nodes: 0,
            reparses: 0,
            reparse_depth: 0,
            reparsed_bytes: 0,
        }
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

/// The heredocs of the line that is being read.
#[derive(Clone, Copy, Debug)]
struct Heredocs {
    /// The newline that ends the line.
    line_end: usize,
    /// Behind the last body that was read.
    next: usize,
}

/// The reading of one text.
pub(crate) struct Parser<'a, 's> {
    pub(crate) src: &'a str,
    pub(crate) scan: Scan<'a>,
    pub(crate) shared: &'s mut Shared,
    base: Base,
    /// Where it stands.
    pos: usize,
    /// Behind the last thing that was read.
    last: usize,
    /// A compound command just ended, behind which a reserved word is one without a separator.
    closed: bool,
    /// Where the commands that are being read end: the text's end, or that of a substitution.
    end: usize,
    heredocs: Option<Heredocs>,
    /// Something was not grammatical: nothing more is read.
    broken: bool,
    /// zsh: how many `{` are open, each of which a bare `}` closes.
    groups: u32,
    /// Within a substitution whose commands bash prints anew before it runs them: whether a heredoc came already.
    reprinted: Option<bool>,
}

/// Reads a whole text.
pub(crate) fn text(src: &str, base: Base, shared: &mut Shared) -> Vec<Stmt> {
    let mut cx = Parser {
        src,
        scan: Scan::new(src),
        shared,
        base,
        pos: 0,
        last: 0,
        closed: false,
        end: src.len(),
        heredocs: None,
        broken: false,
        groups: 0,
        reprinted: None,
    };
    let refused = if src.len() > MAX_INPUT_BYTES {
        Some("longer than 1 MiB")
    } else if src.bytes().any(|b| b == 0) {
        Some("holds a NUL byte, which shells drop or stop at")
    } else {
        None
    };
    if let Some(why) = refused {
        cx.problem(why, 0, src.len());
        return Vec::new();
    }
    cx.commands()
}

impl<'a> Parser<'a, '_> {
    /// All commands up to `end`.
    fn commands(&mut self) -> Vec<Stmt> {
        let mut out = self.list();
        if !self.broken && self.pos < self.end {
            self.refuse("a command was expected here");
        }
        if self.broken && self.pos < self.end {
            let (start, end) = (self.pos, self.end);
            out.push(self.opaque(start, end));
            self.pos = end;
        }
        out
    }

    /// The commands of a substitution whose closing bracket stands at `end`.
    pub(crate) fn nested(&mut self, start: usize, end: usize, reprinted: bool) -> Option<Vec<Stmt>> {
        self.deeper(start, end, |cx| {
            let outer = (cx.pos, cx.end, cx.heredocs.take(), cx.broken, cx.groups, cx.last, cx.closed, cx.reprinted);
            (cx.pos, cx.end, cx.broken, cx.groups, cx.reprinted) = (start, end, false, 0, reprinted.then_some(false));
            let out = cx.commands();
            (cx.pos, cx.end, cx.heredocs, cx.broken, cx.groups, cx.last, cx.closed, cx.reprinted) = outer;
            out
        })
    }

    /// A text made from this one (unescaped), read as commands.
    pub(crate) fn unescaped(&mut self, piece: &str, start: usize, end: usize) -> Option<Vec<Stmt>> {
        self.shared.reparses += 1;
        self.shared.reparsed_bytes += piece.len();
        let many = self.shared.reparses > MAX_REPARSES || self.shared.reparsed_bytes > MAX_REPARSED_BYTES;
        if many || self.shared.reparse_depth >= MAX_REPARSE_DEPTH {
            self.problem("too many nested commands", start, end);
            return None;
        }
        self.shared.reparse_depth += 1;
        let base = Base::Fixed(self.span(start, end));
        let out = self.deeper(start, end, |cx| text(piece, base, cx.shared));
        self.shared.reparse_depth -= 1;
        out
    }

    /// The span in the script.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        match self.base {
            Base::At(base) => Span::new(base + start, base + end),
            Base::Fixed(span) => span,
        }
    }

    /// Records that something was not understood.
    pub(crate) fn problem(&mut self, why: impl Into<String>, start: usize, end: usize) {
        let span = self.span(start, end);
        if self.shared.problems.len() < MAX_PROBLEMS {
            self.shared.problems.push(Problem { why: why.into(), span });
        }
    }

    /// Records that the text is not grammatical from here on, and ends the reading.
    fn refuse(&mut self, why: &str) {
        if !self.broken {
            self.problem(why, self.pos, self.end);
            self.broken = true;
        }
    }

    /// A problem where the text is for `sh`, which may be dash.
    fn bash_only(&mut self, what: &str, start: usize, end: usize) {
        if self.shared.dialect == Dialect::Sh {
            self.problem(format!("{what} is not read alike by all that are called `sh`"), start, end);
        }
    }

    /// The text there.
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.src.get(start..end).unwrap_or_default()
    }

    fn zsh(&self) -> bool {
        self.shared.dialect == Dialect::Zsh
    }

    /// True for a statement of the script itself, which always runs.
    fn outermost(&self) -> bool {
        self.shared.depth == 0 && matches!(self.base, Base::At(0))
    }

    fn opaque(&self, start: usize, end: usize) -> Stmt {
        let node = Node::Opaque(self.slice(start, end).to_owned());
        Stmt { node, redirects: Vec::new(), background: false, negated: false, span: self.span(start, end) }
    }

    /// Counts a node; false where there are too many.
    pub(crate) fn node(&mut self) -> bool {
        self.shared.nodes += 1;
        if self.shared.nodes >= MAX_NODES {
            self.refuse("too many commands and words");
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
}
