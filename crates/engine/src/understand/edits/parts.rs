//! A file cut into its functions, or whatever begins with a line that a caller knows: from that line to where the text is indented no
//! further. Nearly all text that people write is, in every language, so that this needs no grammar. Linear; called by the checks for
//! weakened tests and security.

use super::delta::{Line, body};
use super::lex::{Kind, Token};

/// What begins with a known line.
pub struct Part<'x, 'a, H> {
    /// What was known of its first line.
    pub head: H,
    /// Its lines, the first one as well.
    pub lines: Vec<&'x Line<'a>>,
    /// How far each of them is indented.
    pub indents: Vec<usize>,
}

/// Cuts the lines of a file where `head` knows one; parts do not stand in each other.
pub fn cut<'x, 'a, H>(all: &'x [Line<'a>], text: &str, head: impl Fn(usize) -> Option<H>) -> Vec<Part<'x, 'a, H>> {
    let indents: Vec<usize> = text.lines().map(|l| l.len() - l.trim_start().len()).collect();
    let indent = |l: &Line<'_>| usize::try_from(l.number).ok().and_then(|n| indents.get(n)).copied().unwrap_or(0);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(line) = all.get(at) {
        let Some(known) = head(at) else {
            at += 1;
            continue;
        };
        let own = indent(line);
        let inside = |l: &&Line<'_>| indent(l) > own || indent(l) == own && goes_on(l);
        let lines: Vec<&Line<'a>> =
            all.iter().skip(at).take(1).chain(all.iter().skip(at + 1).take_while(inside)).collect();
        at += lines.len();
        out.push(Part { head: known, indents: lines.iter().map(|l| indent(l)).collect(), lines });
    }
    out
}

/// Stands as far left as its head and belongs to it: what closes, the brace on a line of its own, Spock's labels.
fn goes_on(l: &Line<'_>) -> bool {
    let label =
        |t: &Token<'_>| ["given", "when", "then", "expect", "where", "and", "setup", "cleanup"].contains(&t.text);
    l.tokens.first().is_some_and(|t| ["}", ")", "]", "{", "end"].iter().any(|c| t.is(c)))
        || matches!(l.tokens.as_slice(), [w, c, ..] if label(w) && c.is(":"))
}

/// The name of the function that this line defines.
#[must_use]
pub fn defined<'a>(t: &[Token<'a>]) -> Option<&'a str> {
    let keywords = ["def", "fn", "func", "fun", "function", "defp", "sub", "proc"];
    if let Some(at) = t.iter().take(6).position(|x| keywords.iter().any(|k| x.is(k))) {
        // Go's receiver stands between.
        let after = t.get(at + 1..)?;
        let receiver = after.first().is_some_and(|x| x.is("("));
        let from = if receiver { after.iter().position(|x| x.is(")")).map_or(0, |p| p + 1) } else { 0 };
        let name = after.get(from).filter(|n| n.kind != Kind::Mark)?;
        return Some(body(name.text).trim_matches('`'));
    }
    let open = t.iter().position(|x| x.is("("))?;
    let name = t.get(open.checked_sub(1)?).filter(|n| n.kind == Kind::Word)?;
    let typed =
        |x: &Token<'_>| x.kind == Kind::Word || ["<", ">", "*", "&", "[", "]", ",", ":"].iter().any(|m| x.is(m));
    let types = t.get(..open - 1)?.iter().all(typed);
    let plain = !t.iter().take(open).any(|x| OTHER.iter().any(|c| x.is(c)));
    let opens = t.last().is_some_and(|x| x.is("{"));
    let ends = t.last().is_some_and(|x| !x.is(";"));
    // A method of a class in JavaScript has no type in front.
    (types && plain && (open > 1 && ends || opens)).then_some(name.text)
}

/// Words that begin something else with a bracket.
const OTHER: &[&str] = &[
    "if",
    "for",
    "while",
    "switch",
    "catch",
    "return",
    "new",
    "throw",
    "await",
    "else",
    "case",
    "assert",
    "class",
    "struct",
    "interface",
    "object",
    "module",
    "describe",
    "context",
    "impl",
    "enum",
    "record",
    "namespace",
    "elif",
    "unless",
    "until",
    "match",
    "when",
    "guard",
    "with",
    "foreach",
    "synchronized",
    "lock",
    "using",
    "do",
    "try",
];
