//! One pattern of an ignore file against one path, as gitignore(5) says. Pure. Called by `ignore`.
//!
//! All positions of the pattern that are possible so far are carried along the path, so that the time is bounded by
//! length of pattern × length of path: a pattern like `*a*a*a*a*b` gains nothing.

/// Longest pattern; a longer one is not understood.
const MAX_PATTERN_BYTES: usize = 1024;

/// What one place of a pattern takes.
#[derive(Debug)]
enum Token {
    /// This byte.
    Byte(u8),
    /// Any byte but `/`.
    One,
    /// One byte of a set.
    Set(Vec<SetItem>, bool),
    /// Any number of bytes but `/`.
    Star,
    /// Any number of bytes.
    Deep,
    /// Before [`Token::DeepDirs`]: no directory at all, or some.
    MaybeDirs,
    /// Any number of whole directories, with their `/`.
    DeepDirs,
}

#[derive(Debug)]
enum SetItem {
    Range(u8, u8),
    Class(Class),
}

/// A test of one byte.
type Class = fn(&u8) -> bool;

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Pattern {
    tokens: Vec<Token>,
}

impl Pattern {
    /// None if it can match nothing (an open bracket, a lone backslash at the end); `Err` if it is too long for us.
    pub(super) fn new(text: &[u8]) -> Result<Option<Self>, ()> {
        if text.len() > MAX_PATTERN_BYTES {
            return Err(());
        }
        Ok(tokens(text).map(|tokens| Self { tokens }))
    }

    /// Whether the whole path fits.
    pub(super) fn matches(&self, path: &[u8]) -> bool {
        if self.tokens.iter().all(|t| matches!(t, Token::Byte(_))) {
            return self.tokens.len() == path.len()
                && self.tokens.iter().zip(path).all(|(token, byte)| matches!(token, Token::Byte(b) if b == byte));
        }
        let end = self.tokens.len();
        let mut now = vec![false; end.saturating_add(1)];
        self.enter(&mut now, 0);
        for &byte in path {
            let mut next = vec![false; end.saturating_add(1)];
            for (at, token) in self.tokens.iter().enumerate() {
                if now.get(at) == Some(&true) {
                    self.step(&mut next, at, token, byte);
                }
            }
            now = next;
        }
        now.get(end) == Some(&true)
    }

    fn step(&self, next: &mut [bool], at: usize, token: &Token, byte: u8) {
        let after = at.saturating_add(1);
        match token {
            Token::Byte(wanted) if *wanted == byte => self.enter(next, after),
            Token::One if byte != b'/' => self.enter(next, after),
            Token::Set(items, negated) if byte != b'/' && in_set(items, byte) != *negated => self.enter(next, after),
            Token::Star if byte != b'/' => self.enter(next, at),
            Token::Deep => self.enter(next, at),
            Token::DeepDirs => {
                self.enter(next, at);
                if byte == b'/' {
                    self.enter(next, after);
                }
            }
            _ => {}
        }
    }

    /// Marks a place and those that are reached from it without taking a byte.
    fn enter(&self, places: &mut [bool], mut at: usize) {
        loop {
            if let Some(place) = places.get_mut(at) {
                *place = true;
            }
            match self.tokens.get(at) {
                Some(Token::Star | Token::Deep) => at = at.saturating_add(1),
                Some(Token::MaybeDirs) => {
                    if let Some(inside) = places.get_mut(at.saturating_add(1)) {
                        *inside = true;
                    }
                    at = at.saturating_add(2);
                }
                _ => return,
            }
        }
    }
}

fn in_set(items: &[SetItem], byte: u8) -> bool {
    items.iter().any(|item| match item {
        SetItem::Range(from, to) => (*from..=*to).contains(&byte),
        SetItem::Class(is) => is(&byte),
    })
}

fn tokens(text: &[u8]) -> Option<Vec<Token>> {
    let mut tokens = Vec::with_capacity(text.len());
    let mut rest = text;
    let mut before = None;
    // Nothing but plain bytes so far.
    let mut plain = true;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'?' => tokens.push(Token::One),
            b'[' => {
                let (set, after) = set(rest)?;
                tokens.push(set);
                rest = after;
            }
            b'\\' => {
                let (&escaped, after) = rest.split_first()?;
                tokens.push(Token::Byte(escaped));
                rest = after;
            }
            b'*' => rest = stars(&mut tokens, rest, plain || before == Some(b'/')),
            other => tokens.push(Token::Byte(other)),
        }
        plain &= !matches!(byte, b'*' | b'?' | b'[' | b'\\');
        before = text.get(..text.len().saturating_sub(rest.len())).and_then(<[u8]>::last).copied();
    }
    Some(tokens)
}

/// Two or more stars alone between slashes cross directories; elsewhere they are one star. Stars after plain bytes
/// (`a**/b`) count as alone too: git compares the plain beginning first and then sees them at the start.
fn stars<'a>(tokens: &mut Vec<Token>, after_first: &'a [u8], at_start: bool) -> &'a [u8] {
    let more = after_first.iter().take_while(|b| **b == b'*').count();
    let rest = after_first.get(more..).unwrap_or_default();
    let alone = more > 0 && at_start;
    match rest.split_first() {
        None if alone => tokens.push(Token::Deep),
        Some((b'/', after)) if alone => {
            tokens.extend([Token::MaybeDirs, Token::DeepDirs]);
            return after;
        }
        _ => tokens.push(Token::Star),
    }
    rest
}

/// A set after its `[`; the first character belongs to it whatever it is.
fn set(text: &[u8]) -> Option<(Token, &[u8])> {
    let negated = matches!(text.first(), Some(b'!' | b'^'));
    let mut rest = if negated { text.get(1..)? } else { text };
    let mut items = Vec::new();
    let mut previous: Option<u8> = None;
    let mut first = true;
    loop {
        let (&byte, after) = rest.split_first()?;
        rest = after;
        match byte {
            b']' if !first => return Some((Token::Set(items, negated), rest)),
            b'-' if previous.is_some() && !matches!(rest.first(), None | Some(b']')) => {
                let (to, after) = set_byte(rest)?;
                items.push(SetItem::Range(previous?, to));
                (rest, previous) = (after, None);
            }
            b'[' if rest.first() == Some(&b':') && class_end(rest).is_some() => {
                let (is, after) = class(rest)?;
                items.push(SetItem::Class(is));
                (rest, previous) = (after, None);
            }
            b'\\' => {
                let (&escaped, after) = rest.split_first()?;
                items.push(SetItem::Range(escaped, escaped));
                (rest, previous) = (after, Some(escaped));
            }
            other => {
                items.push(SetItem::Range(other, other));
                previous = Some(other);
            }
        }
        first = false;
    }
}

fn set_byte(text: &[u8]) -> Option<(u8, &[u8])> {
    match text.split_first()? {
        (b'\\', rest) => rest.split_first().map(|(b, r)| (*b, r)),
        (byte, rest) => Some((*byte, rest)),
    }
}

/// Where the `:]` of a class stands; none if a `]` comes first without a colon.
fn class_end(text: &[u8]) -> Option<usize> {
    let close = text.iter().position(|b| *b == b']')?;
    (close >= 2 && text.get(close.saturating_sub(1)) == Some(&b':')).then_some(close)
}

/// A class after its `[`, as `:alpha:]`; an unknown name makes the whole pattern match nothing.
fn class(text: &[u8]) -> Option<(Class, &[u8])> {
    let close = class_end(text)?;
    let name = text.get(1..close.saturating_sub(1))?;
    let is: Class = match name {
        b"alnum" => u8::is_ascii_alphanumeric,
        b"alpha" => u8::is_ascii_alphabetic,
        b"blank" => |b| matches!(b, b' ' | b'\t'),
        b"cntrl" => u8::is_ascii_control,
        b"digit" => u8::is_ascii_digit,
        b"graph" => u8::is_ascii_graphic,
        b"lower" => u8::is_ascii_lowercase,
        b"print" => |b| matches!(b, b' '..=b'~'),
        b"punct" => u8::is_ascii_punctuation,
        b"space" => |b| matches!(b, b' ' | b'\t'..=b'\r'),
        b"upper" => u8::is_ascii_uppercase,
        b"xdigit" => u8::is_ascii_hexdigit,
        _ => return None,
    };
    Some((is, text.get(close.saturating_add(1)..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        // pattern | paths that fit | paths that do not
        for row in "
            a.c | a.c | a.cc b.c
            *.c | a.c .c | a.h
            a?c | abc | ac a/c
            a/*/c | a/b/c | a/c a/b/b/c
            a/**/c | a/c a/b/c a/b/b/c | ac a/bc
            **/c | c a/c a/b/c | ac a/bc
            a/** | a/b a/b/c | a b/a
            x*a**b | xab xaab | xa/b
            a**/b | ab ax/b a/x/b | axb
            **/**/a | a b/a b/c/a | ba
            a/**/** | a/b a/b/c | a ab/c
            [a-c]x | ax cx | dx x
            [!a-c]x | dx | ax /x
            []x] | ] x | a
            [a\\]b] | a ] b | c
            [[:digit:]x] | 7 x | a
            \\*a | *a | xa
            a\\ | - | a a\\
            [a | - | a [a
            *a*a*a*a*a*a*a*b | aaaaaaaab | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        "
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        {
            let cells: Vec<&str> = row.split(" | ").collect();
            let pattern = Pattern::new(cells[0].as_bytes()).unwrap();
            let fits = |path: &str| pattern.as_ref().is_some_and(|p| p.matches(path.as_bytes()));
            cells[1].split(' ').filter(|p| *p != "-").for_each(|p| assert!(fits(p), "{row}: {p}"));
            cells[2].split(' ').for_each(|p| assert!(!fits(p), "{row}: {p}"));
        }
    }
}
