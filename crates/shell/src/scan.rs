//! Finds where quoted and nested things end, as bash's lexer does, without building anything. The grammar calls it to bound
//! a word, the readers to bound what is in it. Each construct is walked once: its end is kept, so that the work stays
//! linear however deep things nest. `None` means that the construct never ends or nests too deep.

use crate::limits::MAX_DEPTH;

/// What a heredoc operator announces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Delimiter {
    /// The line that ends the body.
    pub(crate) text: Vec<u8>,
    /// It held quotes.
    pub(crate) quoted: bool,
    /// `<<-`
    pub(crate) strip: bool,
    /// Where the word ends.
    pub(crate) end: usize,
}

/// A walk over one text.
pub(crate) struct Scan<'a> {
    bytes: &'a [u8],
    depth: u32,
    /// For each byte behind an opening bracket or quote: where it ends and what it was taken for, 0 where that is not
    /// known. Allocated at the first construct.
    ends: Vec<u32>,
}

/// What a construct was taken for when its end was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Double = 1,
    Commands,
    Paren,
    Bracket,
    Brace,
}

/// Bits of a kept end that tell the kind.
const KIND_BITS: u32 = 3;
const KIND_MASK: u32 = (1 << KIND_BITS) - 1;

/// What encloses the place where the walk over commands stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Frame {
    Paren,
    Case,
}

/// The state of a walk over commands.
struct Walk {
    frames: Vec<Frame>,
    pending: Vec<Delimiter>,
    word_start: bool,
    command_start: bool,
}

/// Subshells and `case` within each other; beyond, the grammar would refuse anyway, but slowly.
const MAX_FRAMES: usize = 64;

impl<'a> Scan<'a> {
    /// A walk over this text.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), depth: 0, ends: Vec::new() }
    }

    /// The byte there, 0 past the end (texts with NUL never get here).
    pub(crate) fn at(&self, i: usize) -> u8 {
        self.bytes.get(i).copied().unwrap_or(0)
    }

    /// The next such byte.
    pub(crate) fn find(&self, byte: u8, from: usize) -> Option<usize> {
        self.bytes.get(from..)?.iter().position(|b| *b == byte).map(|n| from + n)
    }

    /// One construct, deeper; what was found before is not looked for again.
    fn construct(&mut self, from: usize, kind: Kind, walk: impl FnOnce(&mut Self) -> Option<usize>) -> Option<usize> {
        if let Some(end) = self.known(from, kind) {
            return Some(end);
        }
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let out = walk(self);
        self.depth -= 1;
        self.keep(from, kind, out?);
        out
    }

    fn known(&self, from: usize, kind: Kind) -> Option<usize> {
        let kept = *self.ends.get(from)?;
        (kept != 0 && kept & KIND_MASK == kind as u32).then_some((kept >> KIND_BITS) as usize)
    }

    fn keep(&mut self, from: usize, kind: Kind, end: usize) {
        if self.ends.is_empty() {
            self.ends = vec![0; self.bytes.len() + 1];
        }
        // INVARIANT: a text is at most MAX_INPUT_BYTES long, so that an end has room beside the kind.
        let packed = u32::try_from(end).unwrap_or(0) << KIND_BITS | kind as u32;
        if let Some(place) = self.ends.get_mut(from) {
            *place = packed;
        }
    }

    /// From behind the opening `'`; returns the place behind the closing one, like all that follow.
    pub(crate) fn single(&self, from: usize) -> Option<usize> {
        self.find(b'\'', from).map(|end| end + 1)
    }

    /// From behind `$'`.
    pub(crate) fn ansi(&self, from: usize) -> Option<usize> {
        self.until(b'\'', from)
    }

    /// From behind the opening backquote.
    pub(crate) fn backtick(&self, from: usize) -> Option<usize> {
        self.until(b'`', from)
    }

    fn until(&self, close: u8, from: usize) -> Option<usize> {
        let mut i = from;
        loop {
            match self.at(i) {
                0 => return None,
                b'\\' => i += 2,
                c if c == close => return Some(i + 1),
                _ => i += 1,
            }
        }
    }

    /// From behind the opening `"`.
    pub(crate) fn double(&mut self, from: usize) -> Option<usize> {
        self.construct(from, Kind::Double, |s| s.double_inner(from))
    }

    fn double_inner(&mut self, from: usize) -> Option<usize> {
        let mut i = from;
        loop {
            i = match self.at(i) {
                0 => return None,
                b'"' => return Some(i + 1),
                b'\\' => i + 2,
                b'$' => self.dollar(i, true)?,
                b'`' => self.backtick(i + 1)?,
                _ => i + 1,
            }
        }
    }

    /// From a `$`: behind the expansion, or behind the `$` alone where no bracket or quote follows.
    pub(crate) fn dollar(&mut self, at: usize, in_double: bool) -> Option<usize> {
        match (self.at(at + 1), self.at(at + 2)) {
            (b'(', b'(') => self.paren(at + 2),
            (b'(', _) => self.commands(at + 2),
            (b'{', _) => self.brace(at + 2),
            (b'[', _) => self.bracket(at + 2),
            (b'\'', _) if !in_double => self.ansi(at + 2),
            (b'"', _) if !in_double => self.double(at + 2),
            _ => Some(at + 1),
        }
    }

    /// From behind a `(` to behind its partner, by brackets and quotes alone (arithmetic, patterns).
    pub(crate) fn paren(&mut self, from: usize) -> Option<usize> {
        self.construct(from, Kind::Paren, |s| s.matched(from, Kind::Paren))
    }

    /// From behind a `[`.
    pub(crate) fn bracket(&mut self, from: usize) -> Option<usize> {
        self.construct(from, Kind::Bracket, |s| s.matched(from, Kind::Bracket))
    }

    /// From behind `${`.
    pub(crate) fn brace(&mut self, from: usize) -> Option<usize> {
        self.construct(from, Kind::Brace, |s| s.matched(from, Kind::Brace))
    }

    /// From behind an opening bracket to behind its partner. Bash counts `(` and `[` but not `{`, and honours quotes in all
    /// three, single ones even within `"${…}"`. The ends of the brackets within are kept too.
    fn matched(&mut self, from: usize, kind: Kind) -> Option<usize> {
        let (open, close) = match kind {
            Kind::Paren => (b'(', b')'),
            Kind::Bracket => (b'[', b']'),
            _ => (0, b'}'),
        };
        let (mut i, mut inner) = (from, Vec::new());
        loop {
            i = match self.at(i) {
                0 => return None,
                c if c == close => match inner.pop() {
                    None => return Some(i + 1),
                    Some(start) => {
                        self.keep(start, kind, i + 1);
                        i + 1
                    }
                },
                c if c == open => {
                    inner.push(i + 1);
                    i + 1
                }
                _ => self.item(i, false)?,
            }
        }
    }

    /// Behind a `((…))`, where the bracket that closes the inner one is followed by another: bash's test for arithmetic.
    /// The inner `None` says that it is none, the outer that it never ends.
    pub(crate) fn arith_end(&mut self, at: usize) -> Option<Option<usize>> {
        let end = self.paren(at + 2)?;
        Some((self.at(end) == b')').then_some(end + 1))
    }

    /// Behind one quoted, escaped, expanded or plain thing.
    pub(crate) fn item(&mut self, at: usize, in_double: bool) -> Option<usize> {
        match self.at(at) {
            0 => None,
            b'\\' => Some(at + 2),
            b'\'' => self.single(at + 1),
            b'"' => self.double(at + 1),
            b'`' => self.backtick(at + 1),
            b'$' => self.dollar(at, in_double),
            _ => Some(at + 1),
        }
    }

    /// From behind `$(` to behind the `)` that ends the commands.
    pub(crate) fn commands(&mut self, from: usize) -> Option<usize> {
        self.construct(from, Kind::Commands, |s| s.walk(from))
    }

    fn walk(&mut self, from: usize) -> Option<usize> {
        let mut walk = Walk { frames: Vec::new(), pending: Vec::new(), word_start: true, command_start: true };
        let mut i = from;
        loop {
            i = match self.at(i) {
                0 => return None,
                b')' if walk.frames.is_empty() => return walk.pending.is_empty().then_some(i + 1),
                _ => self.step(i, &mut walk)?,
            }
        }
    }

    /// From somewhere in a line of commands to the newline that ends it, quotes and substitutions apart.
    pub(crate) fn line_end(&mut self, from: usize, end: usize) -> Option<usize> {
        let (mut i, mut word_start) = (from, false);
        while i < end {
            let byte = self.at(i);
            let substitution = matches!(byte, b'<' | b'>') && self.at(i + 1) == b'(';
            i = match byte {
                b'\n' => return Some(i),
                b'#' if word_start => return self.find(b'\n', i).filter(|n| *n < end),
                _ if substitution => self.commands(i + 2)?,
                _ => self.item(i, false)?,
            };
            word_start = matches!(byte, b' ' | b'\t' | b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>') && !substitution;
        }
        None
    }

    fn step(&mut self, i: usize, walk: &mut Walk) -> Option<usize> {
        let byte = self.at(i);
        if walk.frames.len() > MAX_FRAMES {
            return None;
        }
        match byte {
            b' ' | b'\t' => walk.word_start = true,
            b'\n' => {
                (walk.word_start, walk.command_start) = (true, true);
                return self.heredocs(i + 1, walk);
            }
            b'\\' if self.at(i + 1) == b'\n' => return Some(i + 2),
            b'#' if walk.word_start => return Some(self.find(b'\n', i).unwrap_or(self.bytes.len())),
            b'<' | b'>' if self.at(i + 1) == b'(' => {
                (walk.word_start, walk.command_start) = (false, false);
                return self.commands(i + 2);
            }
            b'<' if self.at(i + 1) == b'<' && self.at(i + 2) == b'<' => {
                walk.word_start = true;
                return Some(i + 3);
            }
            b'<' if self.at(i + 1) == b'<' => {
                let delimiter = self.delimiter(i + 2)?;
                let end = delimiter.end;
                walk.pending.push(delimiter);
                (walk.word_start, walk.command_start) = (false, false);
                return Some(end);
            }
            b'(' if walk.command_start && self.at(i + 1) == b'(' && self.arith_end(i)?.is_some() => {
                walk.command_start = false;
                return self.arith_end(i)?;
            }
            b'(' | b')' | b';' | b'&' | b'|' | b'<' | b'>' => {
                match byte {
                    b'(' => walk.frames.push(Frame::Paren),
                    b')' if walk.frames.last() == Some(&Frame::Paren) => drop(walk.frames.pop()),
                    _ => {}
                }
                (walk.word_start, walk.command_start) = (true, !matches!(byte, b'<' | b'>'));
            }
            c if c.is_ascii_alphabetic() && walk.word_start => return Some(self.keyword(i, walk)),
            b'{' | b'!' if walk.word_start => walk.word_start = false,
            _ => {
                (walk.word_start, walk.command_start) = (false, false);
                return self.item(i, false);
            }
        }
        Some(i + 1)
    }

    /// Over a bare word; `case` and `esac` change what a `)` means, some others leave a command to come.
    fn keyword(&self, from: usize, walk: &mut Walk) -> usize {
        let word = self.bytes.get(from..).unwrap_or_default();
        let len = word.iter().position(|b| !b.is_ascii_alphabetic()).unwrap_or(word.len());
        let end = from + len;
        walk.word_start = false;
        let whole = matches!(self.at(end), 0 | b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>');
        let was_command = std::mem::replace(&mut walk.command_start, false);
        match word.get(..len).unwrap_or_default() {
            _ if !whole => {}
            b"case" if was_command => walk.frames.push(Frame::Case),
            b"esac" if was_command && walk.frames.last() == Some(&Frame::Case) => drop(walk.frames.pop()),
            b"in" if walk.frames.last() == Some(&Frame::Case) => walk.command_start = true,
            b"then" | b"do" | b"else" | b"elif" | b"if" | b"while" | b"until" | b"time" => {
                walk.command_start = was_command
            }
            _ => {}
        }
        end
    }

    /// From behind `<<`: the delimiter, without its quotes.
    pub(crate) fn delimiter(&self, from: usize) -> Option<Delimiter> {
        let strip = self.at(from) == b'-';
        let mut i = from + usize::from(strip);
        loop {
            match (self.at(i), self.at(i + 1)) {
                (b' ' | b'\t', _) => i += 1,
                (b'\\', b'\n') => i += 2,
                _ => break,
            }
        }
        let mut out = Delimiter { text: Vec::new(), quoted: false, strip, end: i };
        while self.delimiter_item(&mut out)? {}
        (out.quoted || !out.text.is_empty()).then_some(out)
    }

    /// One piece of a delimiter; false at its end.
    fn delimiter_item(&self, out: &mut Delimiter) -> Option<bool> {
        let i = out.end;
        match self.at(i) {
            // Bash takes `<(…)` for a part of the word that it follows.
            b'<' | b'>' if self.at(i + 1) == b'(' => return None,
            0 | b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>' => return Some(false),
            b'\\' if self.at(i + 1) == b'\n' => out.end += 2,
            b'\\' => {
                out.quoted = true;
                out.text.push(self.at(i + 1));
                out.end += 2;
            }
            // Expansions are not done in delimiters, but where they end is a riddle of its own.
            b'`' => return None,
            b'$' if matches!(self.at(i + 1), b'(' | b'{' | b'[' | b'\'' | b'"') => return None,
            quote @ (b'\'' | b'"') => {
                let close = self.find(quote, i + 1)?;
                let inner = self.bytes.get(i + 1..close)?;
                if quote == b'"' && inner.contains(&b'\\') {
                    return None;
                }
                out.quoted = true;
                out.text.extend_from_slice(inner);
                out.end = close + 1;
            }
            byte => {
                out.text.push(byte);
                out.end += 1;
            }
        }
        Some(true)
    }

    fn heredocs(&self, from: usize, walk: &mut Walk) -> Option<usize> {
        let mut i = from;
        for delimiter in std::mem::take(&mut walk.pending) {
            let (stop, next) = self.body(i, &delimiter)?;
            if self.may_end_early(i, stop, &delimiter) {
                return None;
            }
            i = next;
        }
        Some(i)
    }

    /// Within a substitution bash takes a line for the last one of a body, too, that begins with the delimiter and has a `)`
    /// behind it; other shells do not.
    fn may_end_early(&self, from: usize, stop: usize, delimiter: &Delimiter) -> bool {
        let body = self.bytes.get(from..stop).unwrap_or_default();
        body.split(|b| *b == b'\n').any(|line| {
            let tabs = if delimiter.strip { line.iter().take_while(|b| **b == b'\t').count() } else { 0 };
            line.get(tabs..).and_then(|l| l.strip_prefix(delimiter.text.as_slice())).is_some_and(|l| l.contains(&b')'))
        })
    }

    /// From the first line of a body: where the line that ends it begins, and where the next one does.
    pub(crate) fn body(&self, from: usize, delimiter: &Delimiter) -> Option<(usize, usize)> {
        let mut start = from;
        while start < self.bytes.len() {
            let end = self.find(b'\n', start).unwrap_or(self.bytes.len());
            let mut line = self.bytes.get(start..end).unwrap_or_default();
            while delimiter.strip && line.first() == Some(&b'\t') {
                line = line.get(1..).unwrap_or_default();
            }
            if line == delimiter.text {
                return Some((start, end + usize::from(end < self.bytes.len())));
            }
            // A continued line of a live body is one line with its next; bash would look for the delimiter in the sum.
            let joined = !delimiter.quoted && line.iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1;
            start = if joined { self.joined(end, line, delimiter)? } else { end + 1 };
        }
        None
    }

    /// Behind the lines that continue `first`; `None` where their sum is the delimiter, which no honest text does.
    fn joined(&self, newline: usize, first: &[u8], delimiter: &Delimiter) -> Option<usize> {
        let mut sum = first.get(..first.len().saturating_sub(1)).unwrap_or_default().to_vec();
        let mut start = newline + 1;
        loop {
            let end = self.find(b'\n', start).unwrap_or(self.bytes.len());
            let line = self.bytes.get(start.min(end)..end).unwrap_or_default();
            let more = line.iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1 && end < self.bytes.len();
            sum.extend_from_slice(line.get(..line.len() - usize::from(more)).unwrap_or_default());
            start = end + 1;
            if !more {
                return (sum != delimiter.text).then_some(start);
            }
        }
    }
}
