//! Finds where quoted and nested things end, as bash's lexer does, without building anything. The readers call it to
//! bound a construct, the guard to find heredoc bodies. Every walk is linear; `None` means that the construct never ends
//! or nests too deep.

use crate::limits::MAX_DEPTH;

/// A heredoc body or a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Body {
    /// First byte of the body.
    pub(crate) start: usize,
    /// The first byte of what ends it.
    pub(crate) end: usize,
    /// Nothing in it is live.
    pub(crate) quoted: bool,
}

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
    /// The heredoc bodies and long quotes passed, where they were asked for.
    pub(crate) seen: Option<Seen>,
    /// Bytes in quotes and quoted heredocs.
    pub(crate) quoted_bytes: usize,
    /// Expansions met.
    pub(crate) expansions: usize,
    /// Opening brackets met outside quotes.
    brackets: usize,
    /// For each bare word its brackets times its bytes, which is what it may cost the grammar.
    pub(crate) work: usize,
}

/// What the guard wants to know of a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Heredoc bodies.
    pub(crate) bodies: Vec<Body>,
    /// Quotes longer than [`LONG_QUOTE_BYTES`], from the first byte within to the closing one.
    pub(crate) quotes: Vec<Body>,
    /// Brackets in these.
    pub(crate) brackets: Vec<usize>,
}

/// Quotes shorter than this are left to the grammar as they are.
const LONG_QUOTE_BYTES: usize = 256;

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
    /// Where the bare word began, with the brackets and quoted bytes before it.
    word: (usize, usize, usize),
}

/// Subshells and `case` within each other; beyond, the grammar would refuse anyway, but slowly.
const MAX_FRAMES: usize = 64;

fn is_bracket(byte: u8) -> bool {
    matches!(byte, b'{' | b'}' | b'[' | b']' | b'(')
}

impl<'a> Scan<'a> {
    /// A walk that records nothing.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), depth: 0, seen: None, quoted_bytes: 0, expansions: 0, brackets: 0, work: 0 }
    }

    /// The byte there, 0 past the end (texts with NUL never get here).
    pub(crate) fn at(&self, i: usize) -> u8 {
        self.bytes.get(i).copied().unwrap_or(0)
    }

    fn find(&self, byte: u8, from: usize) -> Option<usize> {
        self.bytes.get(from..)?.iter().position(|b| *b == byte).map(|n| from + n)
    }

    fn deeper<T>(&mut self, walk: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let out = walk(self);
        self.depth -= 1;
        out
    }

    /// From behind the opening `'`; returns the place behind the closing one, like all that follow.
    pub(crate) fn single(&mut self, from: usize) -> Option<usize> {
        let end = self.find(b'\'', from)?;
        self.quoted_bytes += end - from;
        if let Some(seen) = &mut self.seen
            && end - from > LONG_QUOTE_BYTES
        {
            seen.quotes.push(Body { start: from, end, quoted: true });
            let inner = self.bytes.get(from..end).unwrap_or_default();
            seen.brackets.extend(inner.iter().enumerate().filter(|(_, b)| is_bracket(**b)).map(|(n, _)| from + n));
        }
        Some(end + 1)
    }

    /// From behind `$'`.
    pub(crate) fn ansi(&self, from: usize) -> Option<usize> {
        self.until(b'\'', from)
    }

    /// From behind the opening backquote.
    pub(crate) fn backtick(&mut self, from: usize) -> Option<usize> {
        self.expansions += 1;
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
        let marks = self.seen.as_ref().map_or(0, |seen| seen.brackets.len());
        let end = self.deeper(|s| s.double_inner(from))?;
        if let Some(seen) = &mut self.seen {
            if end - 1 - from > LONG_QUOTE_BYTES {
                seen.quotes.push(Body { start: from, end: end - 1, quoted: false });
            } else {
                self.brackets += seen.brackets.len().saturating_sub(marks);
                seen.brackets.truncate(marks);
            }
        }
        Some(end)
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
                byte => {
                    self.quoted_bytes += 1;
                    if is_bracket(byte)
                        && let Some(seen) = &mut self.seen
                    {
                        seen.brackets.push(i);
                    }
                    i + 1
                }
            }
        }
    }

    /// From a `$`: behind the expansion, or behind the `$` alone where no bracket or quote follows.
    pub(crate) fn dollar(&mut self, at: usize, in_double: bool) -> Option<usize> {
        self.expansions += 1;
        self.brackets += 1;
        match (self.at(at + 1), self.at(at + 2)) {
            (b'(', b'(') => self.matched(at + 2, b'(', b')'),
            (b'(', _) => self.commands(at + 2),
            (b'{', _) => self.matched(at + 2, 0, b'}'),
            (b'[', _) => self.matched(at + 2, b'[', b']'),
            (b'\'', _) if !in_double => self.ansi(at + 2),
            (b'"', _) if !in_double => self.double(at + 2),
            _ => Some(at + 1),
        }
    }

    /// From behind an opening bracket to behind its partner. Bash counts `(` and `[` but not `{`, and honours quotes in all
    /// three, single ones even within `"${…}"`.
    pub(crate) fn matched(&mut self, from: usize, open: u8, close: u8) -> Option<usize> {
        self.deeper(|s| {
            let (mut i, mut level) = (from, 1_u32);
            loop {
                i = match s.at(i) {
                    0 => return None,
                    c if c == close => {
                        level -= 1;
                        if level == 0 {
                            return Some(i + 1);
                        }
                        i + 1
                    }
                    c if c == open => {
                        s.brackets += 1;
                        level += 1;
                        i + 1
                    }
                    _ => s.item(i, false)?,
                }
            }
        })
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
            byte => {
                self.brackets += usize::from(is_bracket(byte));
                Some(at + 1)
            }
        }
    }

    /// From behind `$(` to behind the `)` that ends the commands.
    pub(crate) fn commands(&mut self, from: usize) -> Option<usize> {
        self.deeper(|s| s.walk(from, false))
    }

    /// Over the whole text; true where it was understood to its end.
    pub(crate) fn whole(&mut self) -> bool {
        self.walk(0, true).is_some()
    }

    fn walk(&mut self, from: usize, to_end: bool) -> Option<usize> {
        let mut walk = Walk {
            frames: Vec::new(),
            pending: Vec::new(),
            word_start: true,
            command_start: true,
            word: (from, self.brackets, self.quoted_bytes),
        };
        let mut i = from;
        loop {
            i = match self.at(i) {
                0 => {
                    self.word_ends(i.min(self.bytes.len()), &mut walk);
                    return (to_end && walk.pending.is_empty() && i >= self.bytes.len()).then_some(i);
                }
                b')' if walk.frames.is_empty() && !to_end => return walk.pending.is_empty().then_some(i + 1),
                _ => self.step(i, &mut walk)?,
            }
        }
    }

    /// A bare word ended: the grammar may have looked for the partner of each bracket through all of it.
    fn word_ends(&mut self, i: usize, walk: &mut Walk) {
        let (start, brackets, quoted) = walk.word;
        let bytes = (i - start).saturating_sub(self.quoted_bytes - quoted);
        self.work = self.work.saturating_add((self.brackets - brackets).saturating_mul(bytes));
        walk.word = (i, self.brackets, self.quoted_bytes);
    }

    fn step(&mut self, i: usize, walk: &mut Walk) -> Option<usize> {
        let byte = self.at(i);
        if matches!(byte, b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>') {
            self.word_ends(i, walk);
        }
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
            b'<' if self.at(i + 1) == b'<' && self.at(i + 2) == b'<' => return Some(i + 3),
            b'<' if self.at(i + 1) == b'<' => {
                let delimiter = self.delimiter(i + 2)?;
                let end = delimiter.end;
                walk.pending.push(delimiter);
                (walk.word_start, walk.command_start) = (false, false);
                return Some(end);
            }
            b'(' | b')' | b';' | b'&' | b'|' | b'<' | b'>' => {
                self.brackets += usize::from(byte == b'(');
                match byte {
                    b'(' => walk.frames.push(Frame::Paren),
                    b')' if walk.frames.last() == Some(&Frame::Paren) => drop(walk.frames.pop()),
                    _ => {}
                }
                (walk.word_start, walk.command_start) = (true, !matches!(byte, b'<' | b'>'));
            }
            c if c.is_ascii_alphabetic() && walk.word_start => return Some(self.keyword(i, walk)),
            b'{' | b'!' if walk.word_start => {
                self.brackets += 1;
                walk.word_start = false;
            }
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

    fn heredocs(&mut self, from: usize, walk: &mut Walk) -> Option<usize> {
        let mut i = from;
        for delimiter in std::mem::take(&mut walk.pending) {
            let (end, next) = self.body(i, &delimiter)?;
            if let Some(seen) = &mut self.seen {
                seen.bodies.push(Body { start: i, end, quoted: delimiter.quoted });
            }
            if delimiter.quoted {
                self.quoted_bytes += end - i;
            }
            i = next;
        }
        Some(i)
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
