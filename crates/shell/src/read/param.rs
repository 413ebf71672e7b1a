//! `${…}`: the name, the subscript and what is done with the value. Part of the word reader.

use super::{Mode, Quoting, Reader, Tilde, arith};
use crate::tree::{Arith, Param, ParamOp, Part, Word};

impl Reader<'_, '_, '_> {
    /// At `${`.
    pub(super) fn braced(&mut self) {
        let first = self.at(self.i + 2);
        if matches!(first, b' ' | b'\t' | b'\n' | b'|') || first == b'(' && !self.zsh() {
            return self.fail("`${ …; }` runs commands in bash 5.3");
        }
        let end = self.cx.scan.brace(self.i + 2);
        let Some(end) = self.within(end, "a `${` that does not end in its word") else { return };
        let (from, to) = (self.i + 2, end - 1);
        let dash_differs = self.sh() && self.in_double() && self.src(from, to).contains('\'');
        let param = if dash_differs {
            None
        } else if self.zsh() && !self.bourne(from) {
            Some(self.other(from, to))
        } else {
            self.param(from, to)
        };
        match param {
            Some(param) => self.push(Part::Param(param), end),
            None => self.opaque_to(end),
        }
    }

    /// Whether a zsh expansion begins like one that all shells have.
    fn bourne(&self, from: usize) -> bool {
        let byte = self.at(from);
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'_' | b'@' | b'*' | b'?' | b'-' | b'!')
            || byte == b'#' && self.at(from + 1) != b'$'
    }

    fn param(&mut self, from: usize, to: usize) -> Option<Param> {
        if self.at(from) == b'#'
            && from + 1 < to
            && let Some(length) = self.length(from + 1, to)
        {
            return Some(length);
        }
        let next = self.at(from + 1);
        let indirect = self.at(from) == b'!'
            && from + 1 < to
            && (next.is_ascii_alphanumeric() || matches!(next, b'_' | b'@' | b'*') || next == b'#' && from + 2 == to);
        if indirect && self.zsh() {
            return Some(self.other(from, to));
        }
        let (name, at) = self.param_name(from + usize::from(indirect), to)?;
        if self.at(at) == b'[' && !self.zsh() && !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            // `${#[@]}`, `${1[0]}`: no such expansion.
            return None;
        }
        let (index, at) = self.index(self.over(at), to)?;
        let at = self.over(at);
        let selector = index.as_ref().and_then(|i| i.literal()).is_some_and(|i| i == "@" || i == "*");
        if indirect && at == to && selector {
            return Some(Param { name, index, indirect: false, op: ParamOp::Keys });
        }
        if indirect && at + 1 == to && matches!(self.at(at), b'*' | b'@') {
            return Some(Param { name, index, indirect: false, op: ParamOp::Names });
        }
        let op = self.op(at, to)?;
        Some(Param { name, index, indirect, op })
    }

    /// Behind continuations.
    fn over(&self, mut at: usize) -> usize {
        while self.at(at) == b'\\' && self.at(at + 1) == b'\n' {
            at += 2;
        }
        at
    }

    fn length(&mut self, from: usize, to: usize) -> Option<Param> {
        let (name, at) = self.param_name(from, to)?;
        let bracket = self.at(at) == b'[';
        if at != to && !bracket {
            return None;
        }
        let (index, at) = self.index(at, to)?;
        (at == to).then_some(Param { name, index, indirect: false, op: ParamOp::Length })
    }

    fn param_name(&self, from: usize, to: usize) -> Option<(String, usize)> {
        let first = self.at(from);
        let more = |b: u8| match first {
            b'0'..=b'9' => b.is_ascii_digit(),
            _ => b.is_ascii_alphanumeric() || b == b'_',
        };
        let mut end = from + 1;
        match first {
            _ if from >= to => return None,
            b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'0'..=b'9' => {
                while end < to && more(self.at(end)) {
                    end += 1;
                }
            }
            b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!' => {}
            _ => return None,
        }
        Some((self.src(from, end).to_owned(), end))
    }

    fn index(&mut self, at: usize, to: usize) -> Option<(Option<Box<Word>>, usize)> {
        if self.at(at) != b'[' || at >= to {
            return Some((None, at));
        }
        let end = self.cx.scan.bracket(at + 1).filter(|end| *end <= to)?;
        let word = self.sub(at + 1, end - 1, Mode::SUBSCRIPT);
        Some((Some(Box::new(word)), end))
    }

    fn op(&mut self, at: usize, to: usize) -> Option<ParamOp> {
        let (first, second) = (self.at(at), if at + 1 < to { self.at(at + 1) } else { 0 });
        match first {
            _ if at == to => Some(ParamOp::None),
            b':' if matches!(second, b'-' | b'=' | b'+' | b'?') => Some(self.defaulting(second, true, at + 2, to)),
            b'-' | b'=' | b'+' | b'?' => Some(self.defaulting(first, false, at + 1, to)),
            b':' if self.zsh() && !matches!(second, b'0'..=b'9' | b' ' | b'$') => Some(self.other_op(at, to)),
            // `${x:}` is an error.
            b':' if at + 1 == to => None,
            b':' => Some(self.slice(at + 1, to)),
            b'#' | b'%' => {
                let longest = first == second;
                let pattern = self.pattern(at + 1 + usize::from(longest), to);
                Some(if first == b'#' {
                    ParamOp::TrimPrefix(longest, pattern)
                } else {
                    ParamOp::TrimSuffix(longest, pattern)
                })
            }
            b'/' => Some(self.replace(at + 1, to)),
            b'^' | b',' | b'~' | b'@' if self.zsh() => Some(self.other_op(at, to)),
            b'^' | b',' => {
                let from = at + 1 + usize::from(first == second);
                let pattern = (from < to).then(|| self.pattern(from, to));
                Some(ParamOp::Case(first == b'^', first == second, pattern))
            }
            b'~' => Some(self.other_op(at, to)),
            b'@' if at + 2 == to && second.is_ascii_alphabetic() => Some(ParamOp::Transform(char::from(second))),
            // An error where it is set, and nothing where it is not.
            b'@' => Some(self.other_op(at, to)),
            _ => None,
        }
    }

    fn defaulting(&mut self, op: u8, colon: bool, from: usize, to: usize) -> ParamOp {
        let word = self.operand(from, to);
        match op {
            b'-' => ParamOp::Default(colon, word),
            b'=' => ParamOp::Assign(colon, word),
            b'+' => ParamOp::Alternative(colon, word),
            _ => ParamOp::Error(colon, word),
        }
    }

    fn operand(&mut self, from: usize, to: usize) -> Word {
        let mode = if self.in_double() {
            Mode { quoting: Quoting::Operand, ..Mode::DOUBLE }
        } else {
            Mode { glob: true, tilde: Tilde::Start, meta: true, ..Mode::PLAIN }
        };
        self.sub(from, to, mode)
    }

    /// Quotes are live in patterns even within `"…"`; shells differ on single quotes there.
    fn pattern(&mut self, from: usize, to: usize) -> Word {
        let mode = Mode { live_single: self.in_double(), ..Mode::PATTERN };
        self.sub(from, to, mode)
    }

    fn replace(&mut self, from: usize, to: usize) -> ParamOp {
        let all = self.at(from) == b'/';
        let anchor = match self.at(from) {
            anchor @ (b'#' | b'%') if from < to => Some(char::from(anchor)),
            _ => None,
        };
        let start = from + usize::from(all || anchor.is_some());
        let slash = self.find(start, to, b'/');
        let pattern = self.pattern(start, slash);
        let with = if slash < to {
            self.pattern(slash + 1, to)
        } else {
            Word { parts: Vec::new(), span: self.cx.span(to, to) }
        };
        ParamOp::Replace { pattern, with, all, anchor }
    }

    fn slice(&mut self, from: usize, to: usize) -> ParamOp {
        let colon = self.find(from, to, b':');
        let offset = arith(self.cx, from, colon);
        let length: Option<Arith> = (colon < to).then(|| arith(self.cx, colon + 1, to));
        ParamOp::Slice(offset, length)
    }

    /// The separator outside quotes and expansions (for `:` also outside brackets and `?:`), or the end.
    fn find(&mut self, from: usize, to: usize, separator: u8) -> usize {
        let (mut i, mut inside) = (from, 0_u32);
        while i < to {
            let byte = self.at(i);
            match byte {
                b'(' | b'?' if separator == b':' => inside += 1,
                b')' if separator == b':' => inside = inside.saturating_sub(1),
                _ if byte == separator && inside == 0 => return i,
                b':' if separator == b':' => inside -= 1,
                _ => {
                    i = self.cx.scan.item(i, false).unwrap_or(to);
                    continue;
                }
            }
            i += 1;
        }
        to
    }

    fn other_op(&mut self, at: usize, to: usize) -> ParamOp {
        let word = self.sub(at, to, self.anything());
        ParamOp::Other(self.src(at, to).to_owned(), vec![word])
    }

    /// Flags, nesting and the like: its substitutions are found, its meaning is not.
    fn other(&mut self, from: usize, to: usize) -> Param {
        let word = self.sub(from, to, self.anything());
        Param {
            name: String::new(),
            index: None,
            indirect: false,
            op: ParamOp::Other(self.src(from, to).to_owned(), vec![word]),
        }
    }

    fn anything(&self) -> Mode {
        if self.in_double() { Mode { quoting: Quoting::Operand, ..Mode::DOUBLE } } else { Mode::SUBSCRIPT }
    }

    /// zsh: `$x[…]` and `$x:h`.
    pub(super) fn zsh_suffixed(&mut self, name: String, at: usize) {
        let plain = |name, index| Part::Param(Param { name, index, indirect: false, op: ParamOp::None });
        if self.at(at) == b'[' {
            match self.index(at, self.end) {
                Some((_, end)) if self.at(end) == b':' => self.opaque_to(self.end),
                Some((index, end)) => self.push(plain(name, index), end),
                None => self.fail("a subscript that does not end in its word"),
            }
        } else if self.at(at + 1).is_ascii_alphabetic() && !self.in_double() {
            self.opaque_to(self.end);
        } else {
            self.push(plain(name, None), at);
        }
    }
}
