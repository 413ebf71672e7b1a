//! Reads one word whose bounds the grammar found: quotes, expansions, patterns. Where the text is not one word by bash's
//! rules, that is a problem.

mod ansi;
mod brace;
mod glob;
mod param;
mod quoted;
mod subst;

pub(crate) use subst::balanced;

use std::rc::Rc;

use crate::grammar::Parser;
use crate::parse::Dialect;
use crate::tree::{Arith, Part, Word};

/// What quotes and backslashes mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// Outside quotes.
    Plain,
    /// Within `"…"`.
    Double,
    /// A live heredoc body; the flag says that tabs are stripped.
    Here(bool),
    /// The word of `"${x:-word}"`: `"` is dropped, `'` is text.
    Operand,
    /// Arithmetic: `'` is text and does not protect what is in it.
    Arith,
}

/// Where a tilde is live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tilde {
    Never,
    /// At the start, and nowhere else.
    First,
    /// At the start, and in `name=~` as in an assignment.
    Start,
    /// At the start and behind each `:`.
    Colon,
}

/// How a word is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mode {
    pub(crate) quoting: Quoting,
    brace: bool,
    glob: bool,
    tilde: Tilde,
    /// Blanks and operators are text.
    meta: bool,
    /// `@(…)` is only a pattern where `extglob` is set.
    extglob: bool,
    /// Single quotes protect nothing: bash expands `a['$(cmd)']=1`.
    live_single: bool,
}

impl Mode {
    const PLAIN: Self = Self {
        quoting: Quoting::Plain,
        brace: false,
        glob: false,
        tilde: Tilde::Never,
        meta: false,
        extglob: false,
        live_single: false,
    };
    /// An argument, an element of an array, the target of a redirection.
    pub(crate) const ARG: Self = Self { brace: true, glob: true, extglob: true, tilde: Tilde::Start, ..Self::PLAIN };
    /// The right side of an assignment.
    pub(crate) const VALUE: Self = Self { tilde: Tilde::Colon, ..Self::PLAIN };
    /// The same as an argument of a declaration builtin, where braces expand.
    pub(crate) const DECLARED: Self = Self { brace: true, ..Self::VALUE };
    /// The subject of `case`, a here-string, an operand of `[[`.
    pub(crate) const SINGLE: Self = Self { tilde: Tilde::Start, ..Self::PLAIN };
    /// A pattern of `case`.
    pub(crate) const CASE: Self = Self { extglob: true, ..Self::PATTERN };
    /// A pattern of `[[` or `${…}`.
    pub(crate) const PATTERN: Self = Self { glob: true, tilde: Tilde::Start, meta: true, ..Self::PLAIN };
    /// A regular expression of `[[`.
    pub(crate) const REGEX: Self = Self { meta: true, ..Self::PLAIN };
    /// An array subscript.
    pub(crate) const SUBSCRIPT: Self = Self { meta: true, live_single: true, ..Self::PLAIN };
    const DOUBLE: Self = Self { quoting: Quoting::Double, meta: true, ..Self::PLAIN };
    const ARITH: Self = Self { quoting: Quoting::Arith, meta: true, ..Self::PLAIN };

    /// A live heredoc body.
    pub(crate) const fn here(strip: bool) -> Self {
        Self { quoting: Quoting::Here(strip), meta: true, ..Self::PLAIN }
    }
}

/// Reads a word of the text.
pub(crate) fn word(cx: &mut Parser<'_, '_>, start: usize, end: usize, mode: Mode) -> Word {
    word_with(cx, (start, end), mode, None)
}

/// The same for a part of a word whose braces were found with it.
fn word_with(
    cx: &mut Parser<'_, '_>,
    (start, end): (usize, usize),
    mode: Mode,
    braces: Option<Rc<brace::Pairs>>,
) -> Word {
    let span = cx.span(start, end);
    if cx.src.get(start..end).is_none() {
        cx.problem("a word outside of its text", start, end);
        return Word { parts: vec![Part::Opaque(String::new())], span };
    }
    if !cx.node() {
        return Word { parts: vec![Part::Opaque(String::new())], span };
    }
    let parts = cx.deeper(start, end, |cx| Reader { braces, ..Reader::new(cx, start, end, mode) }.run());
    Word { parts: parts.unwrap_or_else(|| vec![Part::Opaque(cx.slice(start, end).to_owned())]), span }
}

/// Reads an arithmetic expression.
pub(crate) fn arith(cx: &mut Parser<'_, '_>, start: usize, end: usize) -> Arith {
    let word = word(cx, start, end, Mode::ARITH);
    Arith { text: cx.slice(start, end).to_owned(), word }
}

/// One word being read.
struct Reader<'r, 'a, 's> {
    cx: &'r mut Parser<'a, 's>,
    mode: Mode,
    start: usize,
    i: usize,
    end: usize,
    parts: Vec<Part>,
    lit: String,
    /// `{…}` pairs, found at the first brace.
    braces: Option<Rc<brace::Pairs>>,
    /// Where the last one of them that was read ends.
    brace_end: usize,
    /// The last `]`, found at the first `[`.
    last_bracket: Option<usize>,
    /// No `[` before this place has a `]` without quotes between.
    no_bracket_before: usize,
    /// The `=` of a word that looks like an assignment, found at the first `=`.
    assigns_at: Option<usize>,
    /// A tilde here would be live.
    tilde_at: usize,
    colon: bool,
}

impl<'r, 'a, 's> Reader<'r, 'a, 's> {
    fn new(cx: &'r mut Parser<'a, 's>, start: usize, end: usize, mode: Mode) -> Self {
        let tilde_at = if mode.tilde == Tilde::Never { usize::MAX } else { start };
        let colon = mode.tilde == Tilde::Colon;
        let (parts, lit) = (Vec::new(), String::new());
        Self {
            cx,
            mode,
            start,
            i: start,
            end,
            parts,
            lit,
            braces: None,
            brace_end: usize::MAX,
            last_bracket: None,
            no_bracket_before: 0,
            assigns_at: None,
            tilde_at,
            colon,
        }
    }

    fn run(mut self) -> Vec<Part> {
        while self.i < self.end {
            if !self.cx.node() {
                self.opaque_to(self.end);
                break;
            }
            match self.mode.quoting {
                Quoting::Plain => self.plain(),
                _ => self.quoted(),
            }
        }
        self.flush();
        self.no_assignment();
        self.parts
    }

    /// The byte there; 0 at the end of the word.
    fn at(&self, i: usize) -> u8 {
        if i < self.end { self.cx.scan.at(i) } else { 0 }
    }

    fn src(&self, start: usize, end: usize) -> &'a str {
        self.cx.src.get(start..end).unwrap_or_default()
    }

    fn zsh(&self) -> bool {
        self.cx.shared.dialect == Dialect::Zsh
    }

    fn sh(&self) -> bool {
        self.cx.shared.dialect == Dialect::Sh
    }

    fn in_double(&self) -> bool {
        self.mode.quoting != Quoting::Plain
    }

    fn flush(&mut self) {
        if !self.lit.is_empty() {
            let text = std::mem::take(&mut self.lit);
            self.add(Part::Lit(text));
        }
    }

    fn push(&mut self, part: Part, next: usize) {
        self.flush();
        self.add(part);
        self.i = next;
    }

    /// Most words are one part, and a part is large: no room for more is kept.
    fn add(&mut self, part: Part) {
        if self.parts.is_empty() {
            self.parts.reserve_exact(1);
        }
        self.parts.push(part);
    }

    fn push_quoted(&mut self, text: &str, next: usize) {
        self.flush();
        match self.parts.last_mut() {
            Some(Part::Quoted(before)) => before.push_str(text),
            _ => self.add(Part::Quoted(text.to_owned())),
        }
        self.i = next;
    }

    fn push_glob(&mut self, text: &str, next: usize) {
        self.flush();
        match self.parts.last_mut() {
            Some(Part::Glob(before)) => before.push_str(text),
            _ => self.add(Part::Glob(text.to_owned())),
        }
        self.i = next;
    }

    fn push_lit(&mut self, next: usize) {
        let text = self.src(self.i, next);
        self.lit.push_str(text);
        self.i = next;
    }

    /// One character as text.
    fn push_char(&mut self) {
        let len = self.src(self.i, self.end).chars().next().map_or(1, char::len_utf8);
        self.push_lit(self.i + len);
    }

    /// What stands there could mean anything, but its bounds are known.
    fn opaque_to(&mut self, next: usize) {
        let text = self.src(self.i, next).to_owned();
        self.push(Part::Opaque(text), next);
    }

    /// The rest is not what the grammar took it for; commands may hide in it or behind it.
    fn fail(&mut self, why: &str) {
        self.cx.problem(why, self.i, self.end);
        self.opaque_to(self.end);
    }

    /// Where a construct ends, if that is within the word.
    fn within(&mut self, end: Option<usize>, why: &str) -> Option<usize> {
        let inside = end.filter(|end| *end <= self.end);
        if inside.is_none() {
            self.fail(why);
        }
        inside
    }

    fn sub(&mut self, start: usize, end: usize, mode: Mode) -> Word {
        word(self.cx, start, end, mode)
    }

    fn plain(&mut self) {
        let byte = self.at(self.i);
        match byte {
            b'\\' => self.backslash(),
            b'\'' => self.single(),
            b'"' => self.double(self.i + 1),
            b'`' => self.backtick(),
            b'$' => self.dollar(),
            b'<' | b'>' if self.at(self.i + 1) == b'(' => self.process(byte == b'<'),
            b'~' if self.i == self.tilde_at => self.tilde(),
            b'=' => self.equals(),
            b':' if self.colon => {
                self.tilde_at = self.i + 1;
                self.push_char();
            }
            b'{' if self.mode.brace => self.brace(),
            b'*' | b'?' | b'[' | b'@' | b'!' | b'+' if self.mode.glob => self.glob(byte),
            b'(' | b'<' if self.zsh() && self.mode.glob => self.zsh_group(byte),
            b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')' if !self.mode.meta => {
                self.fail("a word that bash would end earlier");
            }
            _ => self.run_of_text(),
        }
    }

    /// Plain characters up to the next that may mean something.
    fn run_of_text(&mut self) {
        let special = |b: &u8| {
            matches!(
                b,
                b'\\'
                    | b'\''
                    | b'"'
                    | b'`'
                    | b'$'
                    | b'~'
                    | b'='
                    | b':'
                    | b'{'
                    | b'*'
                    | b'?'
                    | b'['
                    | b'@'
                    | b'!'
                    | b'+'
                    | b' '
                    | b'\t'
                    | b'\n'
                    | b';'
                    | b'&'
                    | b'|'
                    | b'<'
                    | b'>'
                    | b'('
                    | b')'
            )
        };
        let rest = self.src(self.i, self.end).as_bytes();
        let len = rest.iter().skip(1).position(special).map_or(rest.len(), |n| n + 1);
        self.push_lit(self.i + len);
    }

    fn backslash(&mut self) {
        match self.at(self.i + 1) {
            b'\n' => {
                // It is dropped first: a tilde behind it stands where it stood.
                if self.tilde_at == self.i {
                    self.tilde_at += 2;
                }
                self.i += 2;
            }
            // bash keeps it behind a line that ended, and drops it behind a newline within quotes.
            0 if self.cx.scan.at(self.end) == 0 && self.src(0, self.i).contains('\n') => {
                self.fail("a backslash at the end of several lines");
            }
            0 if self.cx.scan.at(self.end) == 0 => self.push_char(),
            0 => self.fail("a backslash that protects what the grammar took for the end of the word"),
            _ => {
                let len = self.src(self.i + 1, self.end).chars().next().map_or(1, char::len_utf8);
                let next = self.i + 1 + len;
                self.push_quoted(self.src(self.i + 1, next), next);
            }
        }
    }

    fn single(&mut self) {
        let end = self.cx.scan.single(self.i + 1);
        let Some(end) = self.within(end, "a single quote that does not end in its word") else { return };
        let text = self.src(self.i + 1, end - 1);
        if self.mode.live_single && text.contains(['$', '`']) {
            self.opaque_to(end);
        } else {
            self.push_quoted(text, end);
        }
    }

    fn double(&mut self, from: usize) {
        let end = self.cx.scan.double(from);
        let Some(end) = self.within(end, "a double quote that does not end in its word") else { return };
        let inner = self.sub(from, end - 1, Mode::DOUBLE);
        self.push(Part::Double(inner.parts), end);
    }

    fn tilde(&mut self) {
        let mut end = self.i + 1;
        while matches!(self.at(end), b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'+' | b'-') {
            end += 1;
        }
        let colon = self.colon;
        let live =
            move |c: char| matches!(c, '\\' | '\'' | '"') || !colon && matches!(c, '$' | '`' | '*' | '?' | '[' | '{');
        match self.at(end) {
            // What stands between it and the next `/` is text then, or keeps it from being one.
            b':' if self.src(end, self.end).split('/').next().is_some_and(|t| t.contains(live)) => {
                self.opaque_to(self.end);
            }
            // Whether the name ends there is a matter of which word with a tilde bash expanded last.
            b'=' if !self.colon && self.at(end + 1) == b'~' => self.fail("a tilde before `=~`"),
            0 | b'/' | b':' => self.push(Part::Tilde(self.src(self.i + 1, end).to_owned()), end),
            b'\\' if self.at(end + 1) == b'\n' => self.opaque_to(end),
            b'{' | b'[' | b'*' | b'?' => self.opaque_to(end),
            _ => self.push_char(),
        }
    }

    /// `a=~` is expanded even in an argument; zsh's `=cmd` and `=(cmd)` are expansions.
    fn equals(&mut self) {
        if self.zsh() && self.i == self.start && self.mode.glob && !self.in_double() {
            match self.at(self.i + 1) {
                b'(' => return self.process(true),
                0 | b'=' | b' ' | b'~' => {}
                _ => return self.opaque_to(self.end),
            }
        }
        if self.mode.tilde == Tilde::Start
            && self.colon
            && self.at(self.i + 1) == b'~'
            && self.src(self.start, self.i).contains('~')
        {
            // Where one tilde came before, bash expands those behind further signs as well.
            return self.fail("a tilde behind a second `=`");
        }
        if self.mode.tilde == Tilde::Start && !self.colon {
            let at = match self.assigns_at {
                Some(at) => at,
                None => self.find_assignment(),
            };
            self.assigns_at = Some(at);
            if at == self.i {
                self.colon = true;
                self.tilde_at = self.i + 1;
            }
        }
        self.push_char();
    }

    /// The `=` where the word begins like an assignment; else a place that is never reached.
    fn find_assignment(&mut self) -> usize {
        let mut at = self.start;
        while self.at(at).is_ascii_alphanumeric()
            || self.at(at) == b'_'
            || self.at(at) == b'\\' && self.at(at + 1) == b'\n'
        {
            at += if self.at(at) == b'\\' { 2 } else { 1 };
        }
        if !is_name(&self.src(self.start, at).replace("\\\n", "")) {
            return usize::MAX;
        }
        if self.at(at) == b'[' {
            at = self.cx.scan.bracket(at + 1).unwrap_or(usize::MAX);
        }
        at += usize::from(self.at(at) == b'+');
        if self.at(at) == b'=' { at } else { usize::MAX }
    }
}

/// True for what may be assigned to.
pub(crate) fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
