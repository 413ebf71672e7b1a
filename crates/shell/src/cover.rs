//! The guard against what a grammar leaves out: every byte between the pieces that were converted must be blank, a
//! comment, an operator or a reserved word. Called once per list of commands.
//!
//! It was taught by `{x⏎rm`, where the grammar behind us swallowed the next line, and by substitutions whose errors it
//! discards; it does not know why something was lost, only that it was.

use crate::scan::Scan;

/// What a converted piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A word, an assignment, a name.
    Word,
    /// A redirection with its target.
    Redirect,
    /// A heredoc body with the line that ends it, an arithmetic expression.
    Block,
}

/// A converted piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Leaf {
    /// First byte.
    pub(crate) start: usize,
    /// One past the last.
    pub(crate) end: usize,
    /// What it is.
    pub(crate) kind: Kind,
    /// The simple command that it belongs to; 0 for none. Between pieces of one command only blanks may stand.
    pub(crate) command: u32,
}

/// Words that the grammar keeps without a span of their own.
const RESERVED: [&[u8]; 27] = [
    b"if",
    b"then",
    b"elif",
    b"else",
    b"fi",
    b"while",
    b"until",
    b"do",
    b"done",
    b"for",
    b"in",
    b"case",
    b"esac",
    b"select",
    b"function",
    b"time",
    b"coproc",
    b"repeat",
    b"foreach",
    b"end",
    b"always",
    b"exit",
    b"return",
    b"break",
    b"continue",
    b"-p",
    b"--",
];

/// What may stand between the leaves of a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Region {
    /// Commands.
    Commands,
    /// The elements of an array: no operators. At one, bash gives up in the middle of a line and goes on with the next,
    /// even where a backslash joined the two: `a=(;); : \⏎rm x` runs `rm`.
    Array,
}

/// Where between `start` and `end` something stands that no leaf covers, if anywhere.
pub(crate) fn uncovered(
    text: &str,
    start: usize,
    end: usize,
    leaves: &mut [Leaf],
    region: Region,
) -> Option<(usize, usize)> {
    let operators = region == Region::Commands;
    leaves.sort_unstable();
    let scan = Scan::new(text);
    let mut at = start;
    let mut before: Option<&Leaf> = None;
    for leaf in leaves.iter() {
        // A continuation alone does not separate: `}\\⏎2` is one word.
        let apart = (at..leaf.start).any(|i| !matches!(scan.at(i), b'\\' | b'\n'))
            || before.is_none_or(|b| b.kind == Kind::Block);
        let continued = scan.at(at) == b'\\' || leaf.start == at;
        let touching = leaf.kind == Kind::Word && continued && !apart;
        if leaf.start < at || leaf.end < leaf.start || touching {
            return Some((leaf.start.min(at), leaf.end.max(at)));
        }
        let same = leaf.command != 0 && before.is_some_and(|b| b.command == leaf.command);
        let covered = if same { blank(&scan, at, leaf.start) } else { gap(&scan, at, leaf.start, operators) };
        if !covered {
            return Some((at, leaf.start));
        }
        at = leaf.end;
        before = Some(leaf);
    }
    (at > end || !gap(&scan, at, end, operators)).then_some((at.min(end), end))
}

fn blank(scan: &Scan<'_>, start: usize, end: usize) -> bool {
    let mut i = start;
    while i < end {
        match scan.at(i) {
            b' ' | b'\t' => i += 1,
            b'\\' if scan.at(i + 1) == b'\n' => i += 2,
            _ => return false,
        }
    }
    i == end
}

/// True where nothing but blanks, comments, operators and reserved words stand between.
fn gap(scan: &Scan<'_>, start: usize, end: usize, operators: bool) -> bool {
    let mut i = start;
    while i < end {
        let fresh = i == 0 || matches!(scan.at(i - 1), b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'(' | b')');
        match scan.at(i) {
            b' ' | b'\t' | b'\n' => i += 1,
            b';' | b'&' | b'|' | b'(' | b')' | b'{' | b'}' | b'!' if operators => i += 1,
            b'\\' if scan.at(i + 1) == b'\n' && !splits_operator(scan, i) => i += 2,
            b'[' if operators && scan.at(i + 1) == b'[' => i += 2,
            b']' if operators && scan.at(i + 1) == b']' => i += 2,
            b'#' if fresh => {
                while i < end && scan.at(i) != b'\n' {
                    i += 1;
                }
                // A comment ends with its line: `a=(# )` goes on in the next one.
                if !matches!(scan.at(i), 0 | b'\n') {
                    return false;
                }
            }
            b'a'..=b'z' | b'-' if operators => match reserved(scan, i, end) {
                Some(next) => i = next,
                None => return false,
            },
            _ => return false,
        }
    }
    i == end
}

/// A continuation inside an operator (`&\⏎&`): bash joins it, the grammar behind us may not.
fn splits_operator(scan: &Scan<'_>, at: usize) -> bool {
    let operator = |b: u8| matches!(b, b'&' | b'|' | b';' | b'<' | b'>' | b'(' | b')' | b'{' | b'}' | b'!');
    let before = at.checked_sub(1).map_or(0, |i| scan.at(i));
    let after = scan.at(at + 2);
    operator(before) && operator(after) || before.is_ascii_alphabetic() && after.is_ascii_alphabetic()
}

fn reserved(scan: &Scan<'_>, start: usize, end: usize) -> Option<usize> {
    let mut stop = start;
    while stop < end && matches!(scan.at(stop), b'a'..=b'z' | b'-') {
        stop += 1;
    }
    RESERVED
        .iter()
        .any(|word| word.len() == stop - start && word.iter().enumerate().all(|(n, b)| scan.at(start + n) == *b))
        .then_some(stop)
}
