//! Live pattern characters. Part of the word reader.

use super::{Mode, Reader};

impl Reader<'_, '_, '_> {
    /// At one of `* ? [ @ ! +`.
    pub(super) fn glob(&mut self, byte: u8) {
        if byte == b'[' {
            return self.bracket();
        }
        if self.at(self.i + 1) == b'(' && !self.zsh() {
            return self.group(self.i + 2);
        }
        match byte {
            b'*' | b'?' => self.push_glob(if byte == b'*' { "*" } else { "?" }, self.i + 1),
            _ => self.push_char(),
        }
    }

    /// `@(…)`; what is quoted or expanded in it is read as such.
    fn group(&mut self, from: usize) {
        let end = self.cx.scan.paren(from);
        let Some(end) = self.within(end, "a pattern group that does not end in its word") else { return };
        if self.mode.extglob
            && self.cx.shared.extglob.is_none_or(|from| (self.cx.span(self.i, end).start as usize) < from)
        {
            // Without it bash stops there, in an array even only to the end of the line.
            self.cx.problem("an extended pattern where `extglob` may not be set", self.i, end);
        }
        let inner = self.src(from, end - 1);
        if !inner.contains(['$', '`', '\'', '"', '\\', '<', '>']) {
            return self.push_glob(self.src(self.i, end), end);
        }
        self.push_glob(self.src(self.i, from), from);
        let inside = self.sub(from, end - 1, Mode { meta: true, ..self.mode });
        self.parts.extend(inside.parts);
        self.push_glob(")", end);
    }

    fn bracket(&mut self) {
        let last = match self.last_bracket {
            Some(last) => last,
            None => self.src(self.i, self.end).rfind(']').map_or(self.i, |n| self.i + n),
        };
        self.last_bracket = Some(last);
        if last <= self.i + 1 {
            return self.push_char();
        }
        let end = if self.i < self.no_bracket_before { None } else { self.bracket_end() };
        match end {
            Some(end) => self.push_glob(self.src(self.i, end), end),
            // Something in it is quoted or expanded: the bracket is live, what it holds is read as usual.
            None => self.push_glob("[", self.i + 1),
        }
    }

    /// Behind the `]`, where only plain characters stand before it.
    fn bracket_end(&mut self) -> Option<usize> {
        let end = self.find_bracket_end();
        if let Err(stop) = end {
            // A bracket between here and what stood in the way ends there as well: it need not look again.
            self.no_bracket_before = stop;
        }
        end.ok()
    }

    fn find_bracket_end(&self) -> Result<usize, usize> {
        let mut i = self.i + 1;
        if matches!(self.at(i), b'!' | b'^') {
            i += 1;
        }
        if self.at(i) == b']' {
            i += 1;
        }
        loop {
            match self.at(i) {
                0 | b'\\' | b'\'' | b'"' | b'`' | b'$' | b' ' | b'\n' | b'\t' | b'{' | b',' | b'}' => return Err(i),
                b'[' if matches!(self.at(i + 1), b':' | b'.' | b'=') => {
                    let kind = self.at(i + 1);
                    i += 2;
                    while self.at(i) != kind || self.at(i + 1) != b']' {
                        if !self.at(i).is_ascii_lowercase() {
                            return Err(i);
                        }
                        i += 1;
                    }
                    i += 2;
                }
                b']' => return Ok(i + 1),
                _ => i += 1,
            }
        }
    }

    /// zsh: `(a|b)`, glob qualifiers, `<1-9>`. Qualifiers with `e` or `+` run code.
    pub(super) fn zsh_group(&mut self, byte: u8) {
        let close = if byte == b'(' { self.cx.scan.paren(self.i + 1) } else { self.number_range() };
        let why = "a pattern group that does not end in its word";
        let Some(end) = self.within(close, why) else { return };
        let inner = self.src(self.i + 1, end - 1);
        let harmless = |b: u8| b.is_ascii_alphanumeric() || b"_.|*?/^-@=%[]".contains(&b);
        let code = !inner.contains('|') && inner.contains(['e', '+']);
        if inner.bytes().all(harmless) && !code {
            self.push_glob(self.src(self.i, end), end);
        } else {
            self.opaque_to(end);
        }
    }

    fn number_range(&self) -> Option<usize> {
        let mut i = self.i + 1;
        while matches!(self.at(i), b'0'..=b'9' | b'-') {
            i += 1;
        }
        (self.at(i) == b'>').then_some(i + 1)
    }
}
