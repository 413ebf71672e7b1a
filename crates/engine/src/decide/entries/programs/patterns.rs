//! Patterns that stand for a few texts: `^run-(7|9),` is two of them. What stands for more is not understood. Called by `programs`.

/// Where a text begins or ends: a line's edge, or a word's.
pub(super) const EDGE: char = '\u{1}';

/// Anything.
const ANY: char = '\u{2}';

/// One of the texts that a pattern stands for.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) text: String,
    /// What its groups hold.
    groups: Vec<String>,
    /// Nothing can stand before it that belongs to it, and nothing behind it.
    pub(super) begins: bool,
    pub(super) ends: bool,
}

/// How many texts a pattern may stand for.
const MAX_TEXTS: usize = 32;

/// How deep groups may stand within each other.
const MAX_DEPTH: u32 = 8;

/// All texts that a pattern stands for.
pub(super) fn read(pattern: &str, extended: bool) -> Option<Vec<Found>> {
    let mut chars: Vec<char> = pattern.chars().collect();
    if !extended {
        chars = exchanged(&chars);
    }
    let mut at = 0;
    let mut all = alternatives(&chars, &mut at, 0)?;
    (at == chars.len()).then_some(())?;
    let part = |c: Option<char>| c.is_none_or(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ANY));
    for f in &mut all {
        (f.begins, f.ends) =
            (!part(f.text.chars().next()), !part(f.text.chars().next_back()) || f.text.ends_with([',', ' ']));
    }
    Some(all)
}

/// A basic pattern as an extended one: groups and alternatives have a stroke there, and none as letters.
fn exchanged(chars: &[char]) -> Vec<char> {
    let (mut out, mut at) = (Vec::new(), 0);
    let sign = |c: &char| matches!(c, '(' | ')' | '|' | '+' | '?' | '{' | '}');
    while let Some(c) = chars.get(at) {
        match (c, chars.get(at + 1)) {
            ('\\', Some(n)) if sign(n) => {
                out.push(*n);
                at += 1;
            }
            ('\\', Some(n)) => {
                out.extend(['\\', *n]);
                at += 1;
            }
            (c, _) if sign(c) => out.extend(['\\', *c]),
            (c, _) => out.push(*c),
        }
        at += 1;
    }
    out
}

fn alternatives(chars: &[char], at: &mut usize, depth: u32) -> Option<Vec<Found>> {
    (depth <= MAX_DEPTH).then_some(())?;
    let mut all = sequence(chars, at, depth)?;
    while chars.get(*at) == Some(&'|') {
        *at += 1;
        all.extend(sequence(chars, at, depth)?);
    }
    (all.len() <= MAX_TEXTS).then_some(all)
}

fn sequence(chars: &[char], at: &mut usize, depth: u32) -> Option<Vec<Found>> {
    let mut all = vec![Found::default()];
    while let Some(c) = chars.get(*at).copied().filter(|c| !matches!(c, '|' | ')')) {
        *at += 1;
        let (next, group): (Vec<Found>, bool) = match c {
            '(' => {
                let inner = alternatives(chars, at, depth + 1)?;
                (chars.get(*at) == Some(&')')).then_some(())?;
                *at += 1;
                (inner, true)
            }
            '[' => (class(chars, at)?, false),
            '^' | '$' => (vec![of(EDGE)], false),
            '.' => (vec![of(ANY)], false),
            '\\' => {
                let c = *chars.get(*at)?;
                *at += 1;
                let own = match c {
                    'b' | '<' | '>' => EDGE,
                    's' | 't' => ' ',
                    c if c.is_alphanumeric() => return None,
                    c => c,
                };
                (vec![of(own)], false)
            }
            '+' | '?' | '{' | '}' => return None,
            c => (vec![of(c)], false),
        };
        if let Some('*' | '+') = chars.get(*at) {
            // Only of anything, or of blanks.
            next.iter().all(|f| f.text.starts_with([ANY, ' '])).then_some(())?;
            *at += 1;
        }
        (all.len() * next.len() <= MAX_TEXTS).then_some(())?;
        all = all.iter().flat_map(|a| next.iter().map(|n| joined(a, n, group))).collect();
    }
    Some(all)
}

fn of(c: char) -> Found {
    Found { text: c.to_string(), ..Found::default() }
}

fn joined(a: &Found, b: &Found, group: bool) -> Found {
    let own = group.then(|| b.text.clone());
    let groups = a.groups.iter().cloned().chain(own).chain(b.groups.iter().cloned()).collect();
    Found { text: format!("{}{}", a.text, b.text), groups, ..Found::default() }
}

/// `[12]`, `[3-5]`; what is not in it is anything.
fn class(chars: &[char], at: &mut usize) -> Option<Vec<Found>> {
    let end = *at + chars.get(*at..)?.iter().position(|c| *c == ']')?;
    let inner = chars.get(*at..end)?;
    *at = end + 1;
    if inner.first() == Some(&'^') {
        return Some(vec![of(ANY)]);
    }
    let mut out = Vec::new();
    let mut i = 0;
    while let Some(c) = inner.get(i) {
        match (inner.get(i + 1), inner.get(i + 2)) {
            (Some('-'), Some(last)) => {
                out.extend((*c..=*last).take(MAX_TEXTS).map(of));
                i += 3;
            }
            _ => {
                out.push(of(*c));
                i += 1;
            }
        }
    }
    (!out.is_empty()).then_some(out)
}

/// The text up to a sign that stands by itself, and what follows.
pub(super) fn until(text: &str, sign: char) -> Option<(&str, &str)> {
    let mut escaped = false;
    let at = text.char_indices().find(|(_, c)| {
        let ends = *c == sign && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    })?;
    Some((text.get(..at.0)?, text.get(at.0 + sign.len_utf8()..)?))
}

/// What takes the place of a text: `\1,down`.
pub(super) fn filled(to: &str, found: &Found) -> Option<String> {
    let mut out = String::new();
    let mut chars = to.chars();
    while let Some(c) = chars.next() {
        match c {
            '&' => out.push_str(&found.text),
            '\\' | '$' => match chars.next()? {
                d if d.is_ascii_digit() => {
                    let at = d.to_digit(10)? as usize;
                    out.push_str(found.groups.get(at.checked_sub(1)?)?);
                }
                c if c.is_alphanumeric() => return None,
                c => out.push(c),
            },
            c => out.push(c),
        }
    }
    Some(out)
}

/// A text without its edges, and without the words that may be anything; none where a part of a word may be.
pub(super) fn plain(text: &str) -> Option<String> {
    let part = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'));
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    for (at, c) in chars.iter().enumerate() {
        match *c {
            ANY => {
                let cut = part(at.checked_sub(1).and_then(|b| chars.get(b))) || part(chars.get(at + 1));
                (!cut).then_some(())?;
            }
            EDGE => out.push(' '),
            c => out.push(c),
        }
    }
    Some(out.trim().to_owned())
}
