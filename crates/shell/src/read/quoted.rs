//! Text within `"…"`, heredocs and arithmetic, where only `$`, `` ` `` and some backslashes live. Part of the word reader.

use super::{Quoting, Reader};

impl Reader<'_, '_, '_> {
    pub(super) fn quoted(&mut self) {
        if let Quoting::Here(true) = self.mode.quoting
            && self.at(self.i) == b'\t'
            && self.line_start()
        {
            while self.at(self.i) == b'\t' {
                self.i += 1;
            }
            return;
        }
        match (self.at(self.i), self.mode.quoting) {
            (b'\\', _) => self.quoted_backslash(),
            (b'$', _) => self.dollar(),
            (b'`', _) => self.backtick(),
            (b'"', Quoting::Operand | Quoting::Arith) => self.i += 1,
            _ => self.quoted_run(),
        }
    }

    /// True at the start of a line; a continued line has no tabs to strip.
    fn line_start(&self) -> bool {
        let before = self.src(self.start, self.i);
        before.is_empty() || before.strip_suffix('\n').is_some_and(|line| !odd_backslashes(line))
    }

    fn quoted_run(&mut self) {
        let rest = self.src(self.i, self.end).as_bytes();
        let stop = |b: &u8| matches!(b, b'\\' | b'$' | b'`' | b'"' | b'\n');
        let len = rest.iter().skip(1).position(stop).map_or(rest.len(), |n| n + 1);
        // A line ends its run, so that the next one's tabs are seen.
        let len = if rest.first() == Some(&b'\n') { 1 } else { len };
        self.push_lit(self.i + len);
    }

    fn quoted_backslash(&mut self) {
        let next = self.at(self.i + 1);
        let removed = match next {
            b'\n' => {
                self.i += 2;
                return;
            }
            b'$' | b'`' | b'\\' => true,
            b'"' => !matches!(self.mode.quoting, Quoting::Here(_)),
            b'}' => self.mode.quoting == Quoting::Operand,
            _ => false,
        };
        if removed {
            self.i += 1;
            self.push_lit(self.i + 1);
        } else {
            self.push_lit(self.i + 1);
        }
    }
}

fn odd_backslashes(line: &str) -> bool {
    line.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1
}
