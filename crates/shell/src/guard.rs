//! Looks at a text before the grammar does: what is too large, too costly or not text is refused here, and what would make
//! the grammar slow or stumble is hidden from it. Called for each text that it gets.
//!
//! Measured on shuck-parser 0.2.8: 60 KB of `{` in one word take 7 s, quoted or not; a live heredoc with a substitution
//! on each line 0.4 s at 64 KiB; 300 times `time`, `coproc` or, for zsh, `f()` in a row and 400 nested `${` overflow the
//! stack; a character of more than one byte in the wrong place is a panic.

use std::borrow::Cow;

use crate::limits::{MAX_BRACKET_WORK, MAX_CHAIN, MAX_EXPANSIONS, MAX_INPUT_BYTES, MAX_LIVE_BYTES, SMALL_INPUT_BYTES};
use crate::parse::Dialect;
use crate::scan::{Body, Scan, Seen};

/// A text that the grammar may see.
pub(crate) struct Prepared<'a> {
    /// The same bytes at the same places, save that dots stand for what it must not see.
    pub(crate) text: Cow<'a, str>,
    /// The masked heredoc bodies and quotes; each must turn out to be one, or the text was misread.
    pub(crate) masked: Vec<Body>,
}

/// What one look at each byte tells.
#[derive(Default)]
struct Counts {
    expansions: usize,
    brackets: usize,
    wide: bool,
    nul: bool,
    /// `${` within each other.
    nested: usize,
    /// `()` with nothing between that ends a command.
    functions: usize,
}

/// The text for the grammar, or why it gets none.
pub(crate) fn prepare(src: &str, dialect: Dialect) -> Result<Prepared<'_>, &'static str> {
    if src.len() > MAX_INPUT_BYTES {
        return Err("longer than 1 MiB");
    }
    let counts = count(src.as_bytes());
    if counts.nul {
        return Err("holds a NUL byte, which shells drop or stop at");
    }
    if counts.nested > MAX_CHAIN || dialect == Dialect::Zsh && counts.functions > MAX_CHAIN || keywords(src) > MAX_CHAIN
    {
        return Err("expansions, functions or keywords nested too deep");
    }
    let cheap = counts.expansions <= MAX_EXPANSIONS && counts.brackets.saturating_mul(src.len()) <= MAX_BRACKET_WORK;
    if cheap && src.len() <= SMALL_INPUT_BYTES {
        return Ok(mask(src, counts.wide, Seen::default()));
    }
    let mut scan = Scan::new(src);
    scan.seen = Some(Seen::default());
    if !scan.whole() {
        return Err("a quote, bracket or heredoc in a long text does not end, or nests too deep");
    }
    let seen = scan.seen.take().unwrap_or_default();
    measure(src, &scan, &seen.bodies)?;
    Ok(mask(src, counts.wide, seen))
}

fn count(bytes: &[u8]) -> Counts {
    let mut out = Counts::default();
    let (mut open, mut functions, mut before) = (0_usize, 0, 0);
    for byte in bytes {
        match byte {
            b'$' | b'`' => out.expansions += 1,
            b'{' if before == b'$' => {
                out.brackets += 1;
                open += 1;
                out.nested = out.nested.max(open);
            }
            b'{' | b'[' | b'(' => out.brackets += 1,
            b'}' => open = open.saturating_sub(1),
            b')' if before == b'(' => {
                functions += 1;
                out.functions = out.functions.max(functions);
            }
            b';' | b'&' | b'|' => functions = 0,
            0 => out.nul = true,
            0x80.. => out.wide = true,
            _ => {}
        }
        before = *byte;
    }
    out
}

/// The longest row of `time` and `coproc`.
fn keywords(src: &str) -> usize {
    if !src.contains("time") && !src.contains("coproc") {
        return 0;
    }
    let (mut row, mut longest) = (0, 0);
    for token in src.split([' ', '\t', '\n', '\\']) {
        match token {
            "time" | "coproc" => row += 1,
            "" | "!" | "-p" | "--" => {}
            _ => row = 0,
        }
        longest = longest.max(row);
    }
    longest
}

fn measure(src: &str, scan: &Scan<'_>, bodies: &[Body]) -> Result<(), &'static str> {
    if src.len().saturating_sub(scan.quoted_bytes) > MAX_LIVE_BYTES {
        return Err("more than 64 KiB outside quotes");
    }
    let live = bodies
        .iter()
        .filter(|b| !b.quoted)
        .map(|b| count(src.as_bytes().get(b.start..b.end).unwrap_or_default()).expansions);
    if scan.expansions + live.sum::<usize>() > MAX_EXPANSIONS {
        return Err("more than 4096 expansions");
    }
    if scan.work > MAX_BRACKET_WORK {
        return Err("too many brackets in one word");
    }
    Ok(())
}

fn mask(src: &str, wide: bool, seen: Seen) -> Prepared<'_> {
    let live = |b: &Body| !b.quoted && count(src.as_bytes().get(b.start..b.end).unwrap_or_default()).expansions > 0;
    let mut masked: Vec<Body> = seen.bodies.into_iter().filter(live).collect();
    let aliases = src.contains("alias");
    if !wide && !aliases && masked.is_empty() && seen.brackets.is_empty() {
        return Prepared { text: Cow::Borrowed(src), masked };
    }
    let mut bytes = src.as_bytes().to_vec();
    for byte in &mut bytes {
        *byte = if *byte >= 0x80 { b'.' } else { *byte };
    }
    for body in &masked {
        for byte in bytes.get_mut(body.start..body.end).unwrap_or_default() {
            *byte = if matches!(byte, b'$' | b'`' | b'\\') { b'.' } else { *byte };
        }
    }
    for place in seen.brackets {
        if let Some(byte) = bytes.get_mut(place) {
            *byte = b'.';
        }
    }
    masked.extend(seen.quotes);
    let mut text = String::from_utf8(bytes).unwrap_or_default();
    if aliases {
        // The grammar would expand what the script defines, and then its places are off. Whoever evaluates the tree does it.
        text = text.replace("alias", "alia.");
    }
    let text = Cow::Owned(text);
    Prepared { text, masked }
}
