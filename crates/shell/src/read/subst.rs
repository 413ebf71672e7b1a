//! Substitutions: `$(…)`, `` `…` ``, `<(…)`, `$((…))`, and what else begins with a dollar. Part of the word reader.

use super::{Quoting, Reader, arith};
use crate::limits::MAX_RESCANNED_BYTES;
use crate::tree::{Param, ParamOp, Part, Stmt};

impl Reader<'_, '_, '_> {
    /// At a `$`.
    pub(super) fn dollar(&mut self) {
        let plain = !self.in_double();
        match self.at(self.i + 1) {
            b'(' if self.at(self.i + 2) == b'(' => self.arith_or_command(),
            b'(' => self.command(),
            b'{' => self.braced(),
            b'[' => self.old_arith(),
            b'\'' if plain => self.ansi(),
            b'\'' if self.mode.quoting == Quoting::Operand && !self.zsh() => self.ansi_in_operand(),
            b'"' if plain && self.sh() => self.fail("`$\"` means one thing to dash and another to bash"),
            b'"' if plain => self.double(self.i + 2),
            b'\\' if self.at(self.i + 2) == b'\n' => self.fail("a continuation splits an expansion"),
            _ => self.simple_param(),
        }
    }

    /// `$x`, `$1`, `$?`; else the dollar is text.
    fn simple_param(&mut self) {
        let first = self.at(self.i + 1);
        let mut end = self.i + 2;
        match first {
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => {
                while self.at(end).is_ascii_alphanumeric() || self.at(end) == b'_' {
                    end += 1;
                }
            }
            b'0'..=b'9' if self.zsh() => {
                while self.at(end).is_ascii_digit() {
                    end += 1;
                }
            }
            b'0'..=b'9' | b'@' | b'*' | b'?' | b'-' | b'$' | b'!' => {}
            b'#' | b'+' | b'^' | b'=' | b'~' | b':' if self.zsh() => return self.zsh_prefixed(),
            b'#' => {}
            _ => return self.push_lit(self.i + 1),
        }
        if self.at(end) == b'\\'
            && self.at(end + 1) == b'\n'
            && (self.at(end + 2).is_ascii_alphanumeric() || self.at(end + 2) == b'_')
        {
            return self.fail("a continuation splits an expansion");
        }
        if self.mode.brace && self.at(end) == b'{' && self.takes_brace(end + 1) {
            return self.fail("a brace behind a variable, which becomes a part of its name");
        }
        let name = self.src(self.i + 1, end).to_owned();
        if self.zsh() && matches!(self.at(end), b'[' | b':') {
            return self.zsh_suffixed(name, end);
        }
        self.push(Part::Param(Param { name, index: None, indirect: false, op: ParamOp::None }), end);
    }

    /// `$x{1,2}` is `$x1 $x2`: braces expand first.
    fn takes_brace(&self, from: usize) -> bool {
        let inside = self.src(from, self.end).split('}').next().unwrap_or_default();
        let names = |piece: &str| piece.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        !self.in_double() && inside.contains([',', '.']) && inside.split(',').any(names)
    }

    /// zsh: `$#x`, `$+x`, `$^x`, `$=x`, `$~x`.
    fn zsh_prefixed(&mut self) {
        let mut end = self.i + 2;
        while matches!(self.at(end), b'#' | b'+' | b'^' | b'=' | b'~') {
            end += 1;
        }
        let from = end;
        while self.at(end).is_ascii_alphanumeric() || self.at(end) == b'_' {
            end += 1;
        }
        let prefix = self.src(self.i + 1, from);
        if from == end && prefix == "#" {
            let param = Param { name: "#".to_owned(), index: None, indirect: false, op: ParamOp::None };
            return self.push(Part::Param(param), from);
        }
        if from == end || matches!(self.at(end), b'[' | b':' | b'$') {
            return self.opaque_to(self.end);
        }
        let op =
            if prefix == "#" { ParamOp::Length } else { ParamOp::Other(self.src(self.i, end).to_owned(), Vec::new()) };
        let name = self.src(from, end).to_owned();
        self.push(Part::Param(Param { name, index: None, indirect: false, op }), end);
    }

    /// `$((…))` is arithmetic where its brackets balance; bash decides so when it expands.
    fn arith_or_command(&mut self) {
        let end = self.cx.scan.paren(self.i + 2);
        let Some(end) = self.within(end, "a `$((` that does not end in its word") else { return };
        let closed = end >= self.i + 5 && self.at(end - 2) == b')';
        let inner = self.src(self.i + 3, end - 2);
        if inner.len() > MAX_RESCANNED_BYTES {
            self.cx.problem("an arithmetic expression that is too long", self.i, end);
            return self.opaque_to(end);
        }
        if inner.contains([' ', '\t', '\n'])
            && inner.as_bytes().windows(2).any(|w| matches!(w, [b' ' | b'\t' | b'\n', b'#']))
        {
            // When it expands, bash takes the rest of the line for a comment and finds another end than when it reads.
            return self.fail("`#` in arithmetic");
        }
        if closed && inner.contains("<<") && inner.contains('\n') && inner.contains(['$', '`']) {
            // Bash prints such commands anew before it runs them, and loses a separator behind a heredoc.
            self.opaque_to(end);
        } else if closed && balanced(inner) {
            let expression = arith(self.cx, self.i + 3, end - 2);
            self.push(Part::Arith(expression), end);
        } else {
            self.command();
        }
    }

    fn old_arith(&mut self) {
        if self.sh() {
            return self.fail("`$[` means one thing to dash and another to bash");
        }
        let end = self.cx.scan.bracket(self.i + 2);
        let Some(end) = self.within(end, "a `$[` that does not end in its word") else { return };
        let expression = arith(self.cx, self.i + 2, end - 1);
        self.push(Part::Arith(expression), end);
    }

    fn command(&mut self) {
        if let Some((body, end)) = self.commands(self.i + 2) {
            self.push(Part::Command(body), end);
        }
    }

    /// At `<(` or `>(` (zsh: `=(`).
    pub(super) fn process(&mut self, input: bool) {
        if let Some((body, end)) = self.commands(self.i + 2) {
            self.push(Part::Process(input, body), end);
        }
    }

    /// The commands from there to the closing `)`. The scanner says where that is; the grammar must come to the same.
    fn commands(&mut self, from: usize) -> Option<(Vec<Stmt>, usize)> {
        let end = self.cx.scan.commands(from);
        let end = self.within(end, "a substitution that does not end in its word")?;
        match self.cx.nested(from, end - 1, true) {
            Some(body) => Some((body, end)),
            None => {
                self.opaque_to(end);
                None
            }
        }
    }

    /// At a backquote. What its backslashes protect is unprotected first, as bash does, and then read anew.
    pub(super) fn backtick(&mut self) {
        let end = self.cx.scan.backtick(self.i + 1);
        let Some(end) = self.within(end, "a backquote that does not end in its word") else { return };
        let inner = self.src(self.i + 1, end - 1);
        if self.in_double() && inner.contains('"') && inner.contains('{') {
            // Bash expands braces first, and for that the inner `"` ends the outer: it runs the body once for each word.
            return self.opaque_to(end);
        }
        let body =
            if inner.contains('\\') { self.unescaped(inner, end) } else { self.cx.nested(self.i + 1, end - 1, false) };
        match body {
            Some(body) => self.push(Part::Command(body), end),
            None => self.opaque_to(end),
        }
    }

    fn unescaped(&mut self, inner: &str, end: usize) -> Option<Vec<Stmt>> {
        let double = matches!(self.mode.quoting, Quoting::Double | Quoting::Operand);
        if inner.contains("\\\"")
            && self.in_double()
            && !matches!(self.mode.quoting, Quoting::Double | Quoting::Here(_))
        {
            return None;
        }
        let mut out = String::with_capacity(inner.len());
        let mut chars = inner.chars().peekable();
        while let Some(char) = chars.next() {
            let protects = char == '\\'
                && chars.peek().is_some_and(|next| matches!(next, '`' | '\\' | '$') || double && *next == '"');
            out.push(if protects { chars.next().unwrap_or('\\') } else { char });
        }
        self.cx.unescaped(&out, self.i, end)
    }
}

/// Bash's test for arithmetic: brackets balance and never go below zero, quotes apart.
pub(crate) fn balanced(text: &str) -> bool {
    let mut scan = crate::scan::Scan::new(text);
    let (mut level, mut i) = (0_i64, 0);
    while i < text.len() {
        let next = match scan.at(i) {
            b'(' => {
                level += 1;
                Some(i + 1)
            }
            b')' => {
                level -= 1;
                Some(i + 1)
            }
            b'\\' => Some(i + 2),
            b'\'' => scan.single(i + 1),
            b'"' => scan.double(i + 1),
            _ => Some(i + 1),
        };
        let (Some(next), true) = (next, level >= 0) else { return false };
        i = next;
    }
    level == 0
}
