//! Redirections and heredocs. Part of the conversion.

use shuck_ast as ast;

use super::Convert;
use crate::cover::Kind;
use crate::parse::Dialect;
use crate::read::{self, Mode};
use crate::scan::Scan;
use crate::tree::{Part, Redirect, RedirectOp, Word};

/// Operators, longest first.
const OPERATORS: [(&str, RedirectOp); 15] = [
    ("&>>", RedirectOp::AppendBoth),
    ("<<<", RedirectOp::HereString),
    ("<<-", RedirectOp::Heredoc),
    (">>|", RedirectOp::Append),
    (">>!", RedirectOp::Append),
    ("&>", RedirectOp::WriteBoth),
    ("<<", RedirectOp::Heredoc),
    ("<>", RedirectOp::ReadWrite),
    (">>", RedirectOp::Append),
    (">|", RedirectOp::Clobber),
    (">!", RedirectOp::Clobber),
    (">&", RedirectOp::DupOut),
    ("<&", RedirectOp::DupIn),
    (">", RedirectOp::Write),
    ("<", RedirectOp::Read),
];

impl Convert<'_, '_> {
    /// `None` for the `2>&1` that the grammar makes up for `&>>`.
    pub(super) fn redirect(&mut self, redirect: &ast::Redirect) -> Option<Redirect> {
        let (mut start, end) = (redirect.span.start.offset(), redirect.span.end.offset());
        let raw = self.slice(start, end);
        if raw.starts_with("&>") && redirect.kind == ast::RedirectKind::DupOutput {
            return None;
        }
        let digits = raw.bytes().take_while(u8::is_ascii_digit).count();
        let fd = raw.get(..digits).and_then(|n| n.parse().ok());
        let operator = operator(raw.get(digits..).unwrap_or_default(), self.shared.dialect);
        if let Some(span) = redirect.fd_var_span {
            start = self.fd_name(span, start);
        }
        self.leaf(start, end, Kind::Redirect);
        let span = self.span(start, end);
        let fd_name = redirect.fd_var.as_ref().map(ToString::to_string);
        let Some((text, op)) = operator else {
            self.problem("a redirection that is not known", start, end);
            let target = Word { parts: vec![Part::Opaque(self.slice(start, end).to_owned())], span };
            return Some(Redirect { fd, fd_name, op: RedirectOp::ReadWrite, target, span });
        };
        let from = redirect.span.start.offset() + digits + text.len();
        self.redirect_guard(redirect, op, start, from, end);
        let target = self.target(redirect, op, from, end);
        Some(Redirect { fd, fd_name, op, target, span })
    }

    /// `{name}` stands directly before the operator, and its braces belong to it.
    fn fd_name(&mut self, span: ast::Span, operator: usize) -> usize {
        let start = span.start.offset().saturating_sub(1);
        let text = self.slice(start, operator);
        if text.starts_with('{') && text.ends_with('}') && span.end.offset() + 1 == operator {
            return start;
        }
        self.problem("a descriptor name that was misread", start, operator);
        operator
    }

    /// What the grammar and bash may split in two ways.
    fn redirect_guard(&mut self, redirect: &ast::Redirect, op: RedirectOp, start: usize, from: usize, end: usize) {
        let both = matches!(op, RedirectOp::WriteBoth | RedirectOp::AppendBoth | RedirectOp::HereString);
        if both && self.shared.dialect == Dialect::Sh {
            self.problem("a redirection that dash reads as two commands", start, end);
        }
        let before = start.checked_sub(1).and_then(|i| self.src.as_bytes().get(i)).copied().unwrap_or(b' ');
        let digits = self.slice(start, end).starts_with(|c: char| c.is_ascii_digit());
        if digits && !matches!(before, b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>') {
            // `a2>x` is the word `a2`; the grammar splits `]]2>x`.
            self.problem("the end of a word that was read as a descriptor", start, end);
        }
        if redirect.fd.is_none() && (before.is_ascii_digit() || before == b'}') {
            // `a2>x` is a word and a redirection, `2>x` is one thing; only a word of digits alone can be misread.
            let word = self
                .slice(0, start)
                .rsplit([' ', '\t', '\n', ';', '&', '|', '(', ')', '<', '>'])
                .next()
                .unwrap_or_default();
            let digits = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
            let name = word.strip_prefix('{').and_then(|w| w.strip_suffix('}')).is_some_and(read::is_name);
            if digits || name && redirect.fd_var.is_none() {
                self.problem("a descriptor that was read as a word", start, end);
            }
        }
        let target = self.slice(from, end);
        let numbers = !target.is_empty() && target.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        if op == RedirectOp::Read && numbers && self.shared.dialect == Dialect::Zsh {
            self.problem("a redirection that zsh may read as a pattern", start, end);
        }
        let bare = target.trim_start_matches([' ', '\t']);
        if matches!(op, RedirectOp::DupOut | RedirectOp::DupIn) && bare.len() > 1 && bare.starts_with('-') {
            // Bash ends the operator behind the dash: `>&-rm x` runs `rm`.
            self.problem("a word behind `>&-`", start, end);
        }
        if target.starts_with("\\\n") {
            self.problem("a continuation behind a redirection operator", start, end);
        }
    }

    fn target(&mut self, redirect: &ast::Redirect, op: RedirectOp, from: usize, end: usize) -> Word {
        let blanks = self.slice(from, end);
        let from = end - blanks.trim_start_matches([' ', '\t']).len();
        match (&redirect.target, op) {
            (ast::RedirectTarget::Heredoc(heredoc), RedirectOp::Heredoc) => self.heredoc(heredoc, redirect.span),
            (ast::RedirectTarget::Word(word), op) if op != RedirectOp::Heredoc => {
                let mode = if op == RedirectOp::HereString { Mode::SINGLE } else { Mode::ARG };
                if from >= end {
                    self.problem("a redirection without a target", from, end);
                }
                read::word(self, from, end, mode, &word.parts)
            }
            _ => {
                self.problem("a heredoc that was misread", from, end);
                Word { parts: vec![Part::Opaque(String::new())], span: self.span(from, end) }
            }
        }
    }

    fn heredoc(&mut self, heredoc: &ast::Heredoc, operator: ast::Span) -> Word {
        let scan = Scan::new(self.src);
        let digits =
            self.slice(operator.start.offset(), operator.end.offset()).bytes().take_while(u8::is_ascii_digit).count();
        let (start, end) = (heredoc.body.span.start.offset(), heredoc.body.span.end.offset());
        let delimiter = scan.delimiter(operator.start.offset() + digits + 2);
        let bounds = delimiter.as_ref().and_then(|d| scan.body(start, d));
        let starts_line = start == 0 || scan.at(start - 1) == b'\n';
        let (Some(delimiter), Some((stop, next))) = (delimiter, bounds) else {
            return self.lost_heredoc(start, end);
        };
        if stop != end || !starts_line || delimiter.end != operator.end.offset() {
            return self.lost_heredoc(start, end);
        }
        self.leaf(start, next, Kind::Block);
        self.claim(start, end);
        if delimiter.quoted {
            let text =
                if delimiter.strip { strip_tabs(self.slice(start, end)) } else { self.slice(start, end).to_owned() };
            return Word { parts: vec![Part::Quoted(text)], span: self.span(start, end) };
        }
        read::word(self, start, end, Mode::here(delimiter.strip), &[])
    }

    fn lost_heredoc(&mut self, start: usize, end: usize) -> Word {
        self.problem("a heredoc whose end is not certain", start, end);
        Word { parts: vec![Part::Opaque(self.slice(start, end).to_owned())], span: self.span(start, end) }
    }
}

fn strip_tabs(text: &str) -> String {
    text.split_inclusive('\n').map(|line| line.trim_start_matches('\t')).collect()
}

fn operator(raw: &str, dialect: Dialect) -> Option<(&'static str, RedirectOp)> {
    let zsh = dialect == Dialect::Zsh;
    OPERATORS.into_iter().find(|(text, _)| raw.starts_with(text) && (zsh || !matches!(*text, ">>|" | ">>!" | ">!")))
}
