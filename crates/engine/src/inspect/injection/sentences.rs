//! From a text to its sentences, with where each stands: prose, comment, code, quotation, attribute, text that is not
//! shown. One pass, linear, no copy of the text. Called by `scan`; what a sentence means is `features`.

use automode_model::Span;

use super::concepts::Concept;
use super::markup::{Markup, Tag};
use super::words::{self, Token, named};

/// Where in a document a sentence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Region {
    /// Plain text that everybody sees.
    Prose,
    /// A comment of a program or of markup.
    Comment,
    /// Inside a fence.
    Fence,
    /// Quoted from somebody else.
    Quote,
    /// A table.
    Table,
    /// Text that a page does not show.
    Hidden,
    /// An attribute of an element: alternative text, titles.
    Attribute,
}

/// A sentence and where it stands.
pub(super) struct Sentence<'a> {
    pub tokens: &'a [Token],
    pub region: Region,
    pub span: Span,
    /// It does not continue what was before it.
    pub fresh: bool,
    /// Signs that prose does not use.
    pub symbols: usize,
    /// Words that look like identifiers.
    pub odd: usize,
    /// The concepts in it, a bit each.
    pub concepts: u64,
}

/// Longest sentence in words; longer ones are cut in two.
const MAX_TOKENS: usize = 40;
/// Lines from this length on may be wrapped in the middle of a sentence.
const WRAPPED_CHARS: usize = 45;

/// Runs from this length on may be encoded data.
const MIN_BLOB_BYTES: usize = 24;
/// Shorter words are not looked at for that.
const MIN_BLOB_WORD: usize = 3;

/// A sentence ends, and with it what belongs together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Break {
    Sentence,
    Block,
}

/// Reads a text and hands over its sentences.
pub(super) struct Reader<F: FnMut(&Sentence<'_>)> {
    sink: F,
    tokens: Vec<Token>,
    start: usize,
    end: usize,
    fresh: bool,
    symbols: usize,
    odd: usize,
    concepts: u64,
    region: Region,
    fence: bool,
    markup: Markup,
    before: char,
    /// The last character that is no blank.
    solid: char,
    /// Up to here it is known that there are words, not encoded data.
    words_until: usize,
}

impl<F: FnMut(&Sentence<'_>)> Reader<F> {
    pub(super) fn new(sink: F) -> Self {
        Self {
            sink,
            tokens: Vec::with_capacity(MAX_TOKENS),
            start: 0,
            end: 0,
            fresh: true,
            symbols: 0,
            odd: 0,
            concepts: 0,
            region: Region::Prose,
            fence: false,
            markup: Markup::default(),
            before: '\n',
            solid: '\n',
            words_until: 0,
        }
    }

    /// Reads a whole text.
    pub(super) fn read(&mut self, text: &str) {
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            self.line(line, at);
            at += line.len();
        }
        self.flush(Break::Block);
    }

    fn line(&mut self, line: &str, at: usize) {
        let bare = line.trim_start();
        let at = at + line.len() - bare.len();
        let bare = bare.trim_end();
        if bare.is_empty() {
            self.flush(Break::Block);
            return;
        }
        if bare.starts_with("```") || bare.starts_with("~~~") {
            self.fence = !self.fence;
            self.flush(Break::Block);
            let words = bare.trim_start_matches(['`', '~']);
            self.inline(words, at + bare.len() - words.len(), 0);
            self.flush(Break::Sentence);
            return;
        }
        let found = found_in(bare);
        let (bare, at) = (bare.get(found..).unwrap_or(bare), at + found);
        let lead = lead(bare);
        if lead.region != self.region {
            self.flush(Break::Block);
            self.region = lead.region;
        } else if lead.item {
            self.flush(Break::Sentence);
        }
        let rest = bare.get(lead.bytes..).unwrap_or("");
        self.before = '\n';
        self.inline(rest, at + lead.bytes, 0);
        let wraps = bare.len() >= WRAPPED_CHARS
            && bare
                .chars()
                .next_back()
                .is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '-' | '\'' | '"' | ')'));
        if !wraps {
            self.flush(Break::Sentence);
        }
    }

    /// The words of a line or of an attribute.
    fn inline(&mut self, text: &str, base: usize, depth: u8) {
        let mut at = 0;
        while let Some(rest) = text.get(at..) {
            let c = match rest.as_bytes().first() {
                // The commonest sign, which says nothing.
                Some(b' ') if !self.markup.in_comment() => {
                    at += 1;
                    self.before = ' ';
                    continue;
                }
                Some(byte) if byte.is_ascii() => char::from(*byte),
                Some(_) => rest.chars().next().unwrap_or(' '),
                None => break,
            };
            if self.markup.in_comment() {
                let (inside, outside) = self.markup.comment_end(rest);
                if inside == 0 {
                    self.flush(Break::Block);
                    at += outside;
                    continue;
                }
            }
            at += if words::is_letter(c) && !words::is_dense(c) {
                self.word(rest, base + at)
            } else if words::is_dense(c) {
                self.dense(rest, base + at)
            } else {
                self.sign(c, rest, base + at, depth)
            };
            self.before = c;
            if !c.is_whitespace() {
                self.solid = c;
            }
        }
    }

    fn push(&mut self, token: Token, at: usize, bytes: usize) {
        if self.tokens.len() >= MAX_TOKENS {
            self.flush(Break::Sentence);
        }
        if self.tokens.is_empty() {
            self.start = at;
        }
        self.end = at + bytes;
        self.concepts |= 1 << (token.concept & 63);
        self.tokens.push(token);
    }

    fn concept(&mut self, concept: Concept, at: usize, bytes: usize) {
        const NAME: u32 = named("c");
        let concept = concept as u8;
        let hash = NAME ^ u32::from(concept);
        self.push(Token { hash, stem: hash, concept }, at, bytes);
    }

    fn word(&mut self, rest: &str, at: usize) -> usize {
        let word = words::word(rest);
        let bytes = word.bytes.max(1);
        let after = rest.get(bytes..).unwrap_or("");
        if word.letters <= 5 && after.starts_with("://") {
            let bytes = bytes + address(after);
            self.concept(Concept::Url, at, bytes);
            return bytes;
        }
        if after.starts_with('@') && after.chars().nth(1).is_some_and(char::is_alphanumeric) {
            let bytes = bytes + address(after);
            self.concept(Concept::Mail, at, bytes);
            return bytes;
        }
        // A word that no sign of such data follows is one.
        let goes_on = bytes >= MIN_BLOB_BYTES || after.as_bytes().first().is_some_and(is_blob);
        if goes_on && at >= self.words_until && (bytes >= MIN_BLOB_WORD || word.long) {
            let (run, encoded) = blob(rest);
            if encoded || word.long {
                self.concept(Concept::Blob, at, run.max(bytes));
                return run.max(bytes);
            }
            self.words_until = at + run;
        }
        if word.long {
            self.concept(Concept::Blob, at, bytes);
        } else {
            self.odd += usize::from(word.odd);
            self.push(word.token, at, bytes);
        }
        bytes
    }

    fn dense(&mut self, rest: &str, at: usize) -> usize {
        let (token, bytes) = words::dense(rest);
        let bytes = bytes.max(1);
        self.push(token, at, bytes);
        bytes
    }

    fn sign(&mut self, c: char, rest: &str, at: usize, depth: u8) -> usize {
        let next = rest.chars().nth(1);
        let ends =
            next.is_none_or(|n| n.is_whitespace() || matches!(n, '"' | '\'' | ')' | ']' | '<' | '\\' | '*' | '_'));
        match c {
            '.' | '!' | '?' if ends => self.flush(Break::Sentence),
            '(' if self.before.is_alphanumeric() => self.symbols += 1,
            '.' if self.before.is_alphanumeric() && next.is_some_and(char::is_alphabetic) => self.symbols += 1,
            '。' | '！' | '？' | '؟' | '।' => self.flush(Break::Sentence),
            '<' => return self.tag(rest, at, depth),
            // A text within data begins or ends.
            '"' if matches!(self.solid, ':' | '[' | '(' | '=' | ',' | '{') => self.flush(Break::Block),
            '"' if next.is_some_and(|n| matches!(n, ':' | ',' | ']' | '}')) => self.flush(Break::Block),
            '\\' => return self.escape(rest),
            '/' if self.before.is_whitespace() && self.before != '\n' && rest.starts_with("// ") => {
                // What stands behind code is a comment up to the end of the line.
                self.flush(Break::Block);
                self.region = Region::Comment;
                return 2;
            }
            '/' | '~' | '.' if self.before.is_whitespace() || matches!(self.before, '"' | '\'' | '`' | '\n' | '@') => {
                return self.path(rest, at);
            }
            ':' if !self.tokens.is_empty() => self.push(Token::sign(const { named(":") }), at, 1),
            ':' => {}
            c if c.is_ascii_digit() => return self.number(rest, at),
            '#' if self.before != '\n' && !rest.starts_with("##") => self.symbols += 1,
            '#' | '=' | '*' | '%' | '-' | '_' | '+' | '|' | '[' | ']' | '{' | '}' => return self.run(c, rest, at),
            c if c.is_whitespace() || super::hidden::is_invisible(c) || super::hidden::is_combining(c) => {}
            ',' | '\'' | '"' | '(' | ')' | '?' | '!' | '.' => {}
            _ => self.symbols += 1,
        }
        c.len_utf8()
    }

    /// A run of one sign: rulers and brackets of three and more mark edges.
    fn run(&mut self, c: char, rest: &str, at: usize) -> usize {
        let count = rest.bytes().take_while(|b| char::from(*b) == c).count().max(1);
        if count >= 3 {
            self.push(Token::sign(const { named("run") } ^ u32::from(c)), at, count);
        } else if !matches!(c, '-' | '*' | '_' | '#') {
            self.symbols += 1;
        }
        count
    }

    fn number(&mut self, rest: &str, at: usize) -> usize {
        let bytes = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count().max(1);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if bytes > 24 {
            self.concept(Concept::Blob, at, bytes);
        } else if digits == bytes {
            self.concept(Concept::Number, at, bytes);
        } else {
            self.odd += 1;
        }
        bytes
    }

    fn path(&mut self, rest: &str, at: usize) -> usize {
        let bytes = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"/~._-".contains(b)).count().max(1);
        if bytes > 3 {
            self.concept(Concept::Path, at, bytes);
        }
        bytes
    }

    /// `\n` in a text within a text is a line's end.
    fn escape(&mut self, rest: &str) -> usize {
        match rest.as_bytes().get(1) {
            Some(b'n' | b'r') => self.flush(Break::Sentence),
            Some(b't' | b'"' | b'\'' | b'\\') => {}
            _ => {
                self.symbols += 1;
                return 1;
            }
        }
        2
    }

    fn tag(&mut self, rest: &str, at: usize, depth: u8) -> usize {
        match self.markup.tag(rest, at) {
            Tag::None => {
                self.symbols += 1;
                1
            }
            Tag::Inline(bytes) => bytes,
            Tag::Role(bytes) => {
                self.flush(Break::Sentence);
                self.push(Token { concept: Concept::Edge as u8, ..Token::sign(named("role tag")) }, at, bytes);
                bytes
            }
            Tag::Comment(bytes) => {
                self.flush(Break::Block);
                bytes
            }
            Tag::Block(bytes) => {
                self.flush(Break::Block);
                if depth == 0 {
                    self.attributes(rest.get(..bytes).unwrap_or(""), at);
                }
                bytes
            }
        }
    }

    /// Texts in attributes, each on its own.
    fn attributes(&mut self, tag: &str, at: usize) {
        let region = self.region;
        for (value, start) in super::markup::texts(tag) {
            self.region = Region::Attribute;
            self.inline(value, at + start, 1);
            self.flush(Break::Block);
        }
        self.region = region;
    }

    fn flush(&mut self, how: Break) {
        if !self.tokens.is_empty() {
            let region = if self.markup.in_comment() {
                Region::Comment
            } else if self.markup.is_hidden() {
                Region::Hidden
            } else if self.fence && self.region == Region::Prose {
                Region::Fence
            } else {
                self.region
            };
            (self.sink)(&Sentence {
                tokens: &self.tokens,
                region,
                span: Span::new(self.start, self.end),
                fresh: self.fresh,
                symbols: self.symbols,
                odd: self.odd,
                concepts: self.concepts & !1,
            });
            self.tokens.clear();
            self.fresh = false;
        }
        self.symbols = 0;
        self.odd = 0;
        self.concepts = 0;
        self.fresh |= how == Break::Block;
    }
}

/// The class of each byte of base64: a small letter, a capital, a digit, a sign; 0 for what is none.
#[expect(clippy::indexing_slicing, reason = "runs in the compiler only; an index out of bounds does not compile")]
static BLOBS: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0u8;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'a'..=b'z' => 1,
            b'A'..=b'Z' => 2,
            b'0'..=b'9' => 3,
            b'+' | b'/' | b'=' | b'_' | b'-' => 4,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

fn blob_class(byte: u8) -> u8 {
    BLOBS.get(usize::from(byte)).copied().unwrap_or(0)
}

/// A letter, a digit or a sign of base64.
fn is_blob(byte: &u8) -> bool {
    blob_class(*byte) != 0
}

/// The length of a run of letters, digits and the signs of base64, and whether it is too long and too mixed for words.
fn blob(text: &str) -> (usize, bool) {
    let bytes = text.bytes().take_while(is_blob).count();
    // Most runs are two words and a sign.
    if bytes < MIN_BLOB_BYTES {
        return (bytes, false);
    }
    let (mut turns, mut last) = (0, 0u8);
    for byte in text.bytes().take(bytes) {
        let class = blob_class(byte);
        turns += usize::from(class != last);
        last = class;
    }
    (bytes, turns * 4 > bytes)
}

/// How long an address goes on.
fn address(text: &str) -> usize {
    text.bytes().take_while(|b| !b.is_ascii_whitespace() && !b"\"'<>`)|\\".contains(b)).count()
}

/// Longest `file:line:` that a search puts before what it found.
const MAX_FOUND_IN: usize = 160;

/// The length of the file's name and the line's number that a search puts before a line, with the blanks behind.
fn found_in(line: &str) -> usize {
    let bytes = line.as_bytes();
    let name = bytes.iter().take(MAX_FOUND_IN).take_while(|b| b.is_ascii_alphanumeric() || b"/._-".contains(b)).count();
    let number = bytes.get(name + 1..).unwrap_or(&[]).iter().take(8).take_while(|b| b.is_ascii_digit()).count();
    let end = name + 1 + number;
    let named = bytes.get(..name).is_some_and(|name| name.contains(&b'.') || name.contains(&b'/'));
    let parted = bytes.get(name) == Some(&b':') && matches!(bytes.get(end), Some(b':' | b'-'));
    if !named || number == 0 || !parted {
        return 0;
    }
    let rest = line.get(end + 1..).unwrap_or("");
    end + 1 + rest.len() - rest.trim_start().len()
}

/// What a line begins with.
struct Lead {
    bytes: usize,
    region: Region,
    /// A list item or heading: a sentence of its own.
    item: bool,
}

/// Signs of comments, quotations, items and headings at a line's beginning.
fn lead(line: &str) -> Lead {
    const COMMENTS: &[&str] =
        &["///", "//!", "//", "/**", "/*", "*/", "--", ".\\\"", "'\\\"", "%%", ";;", "\"\"\"", "'''", "REM "];
    let item = |bytes, region| Lead { bytes, region, item: true };
    let first = line.as_bytes().first().copied().unwrap_or(0);
    let may_be = matches!(first, b'/' | b'*' | b'-' | b'.' | b'\'' | b'%' | b';' | b'"' | b'R');
    for sign in COMMENTS.iter().filter(|_| may_be) {
        if line.starts_with(sign) && !line.starts_with("---") {
            return Lead { bytes: sign.len(), region: Region::Comment, item: false };
        }
    }
    if let Some(bytes) = reference_comment(line) {
        return Lead { bytes, region: Region::Comment, item: false };
    }
    let bytes = line.as_bytes();
    match bytes.first() {
        Some(b'#') => {
            let signs = bytes.iter().take_while(|b| **b == b'#').count();
            Lead { bytes: signs, region: Region::Comment, item: signs > 1 }
        }
        Some(b'>') => Lead { bytes: 1, region: Region::Quote, item: false },
        Some(b'|') => item(1, Region::Table),
        Some(b'-' | b'*' | b'+') if bytes.get(1) == Some(&b' ') => item(2, Region::Prose),
        Some(b'0'..=b'9') => {
            let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
            let dot = matches!(bytes.get(digits), Some(b'.' | b')')) && bytes.get(digits + 1) == Some(&b' ');
            item(if dot { digits + 2 } else { 0 }, Region::Prose)
        }
        _ => Lead { bytes: 0, region: Region::Prose, item: false },
    }
}

/// `[//]: # (text)`: a Markdown reference that nobody refers to.
fn reference_comment(line: &str) -> Option<usize> {
    let close = line.strip_prefix('[')?.find("]:")? + 3;
    let label = line.get(1..close - 2)?;
    let after = line.get(close..)?;
    let target = after.trim_start();
    let empty = target.starts_with('#') || target.starts_with("<>");
    (empty && (label.starts_with('/') || label.len() < 12)).then(|| line.len() - target.len() + 1)
}
