//! What a stream editor makes of a text: the commands of `sed` that agents edit files with, and one assignment to a key as `jq` and
//! `yq` make it. Pure, and within a budget: what is not understood is none, never half done. Called by `carried`, to judge such a
//! command as the edit that it is.

/// Longest script that is read.
const MAX_SCRIPT: usize = 4_096;
/// More commands than these are a program.
const MAX_COMMANDS: usize = 32;
/// More pieces than these are no pattern of an edit by hand.
const MAX_ATOMS: usize = 120;
/// So many steps of matching one script may take; then its result is not known.
const MAX_STEPS: usize = 2_000_000;

/// What `sed` with this script prints of this text; none where a command is not one of those read here.
#[must_use]
pub fn sed(script: &str, extended: bool, text: &str) -> Option<String> {
    apply(&parse(script, extended)?, text)
}

/// What a pipe through `sed` prints, to the byte: without what depends on the locale, and without commands that print text of
/// their own. Called by `filters`.
#[must_use]
pub fn filter(script: &str, extended: bool, input: &str) -> Option<String> {
    let commands = parse(script, extended)?;
    let exact = |c: &Command| matches!(c.verb, Verb::Substitute { .. } | Verb::Delete);
    let plain = script.is_ascii() && input.is_ascii() && !has_own_meaning(script, extended);
    // A range may have begun on a line that an earlier command took away.
    let deletes = commands.iter().position(|c| matches!(c.verb, Verb::Delete)).unwrap_or(commands.len());
    let ranges = commands.iter().skip(deletes + 1).any(|c| c.to.is_some());
    (plain && !ranges && commands.iter().all(exact)).then(|| apply(&commands, input))?
}

/// Whether a script has what other tools than `sed` read as we do, and it does not: escapes that are characters to it, escapes in
/// brackets, a repetition of nothing.
fn has_own_meaning(script: &str, extended: bool) -> bool {
    let mut behind = '/';
    let mut chars = script.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            let next = chars.next().unwrap_or('d');
            if next.is_alphanumeric() && !"wWsSbnt".contains(next)
                || "`'|,:;#@%!~_&".contains(next)
                || script.contains('[')
            {
                return true;
            }
        } else if extended
            && matches!(c, '*' | '+' | '?')
            && !behind.is_alphanumeric()
            && !matches!(behind, '.' | ']' | '-' | '_')
        {
            return true;
        }
        behind = c;
    }
    false
}

fn apply(commands: &[Command], text: &str) -> Option<String> {
    let mut steps = MAX_STEPS;
    let last = text.split_inclusive('\n').count();
    let mut active = vec![false; commands.len()];
    let mut out = String::with_capacity(text.len());
    for (n, line) in text.split_inclusive('\n').enumerate() {
        let mut line = line.strip_suffix('\n').unwrap_or(line).to_owned();
        let (mut before, mut after, mut keep) = (String::new(), String::new(), true);
        for (command, active) in commands.iter().zip(active.iter_mut()) {
            if !command.chosen(n + 1, last, &line, active, &mut steps)? {
                continue;
            }
            match &command.verb {
                Verb::Substitute { pattern, with, all, nth } => {
                    line = pattern.replace(&line, with, *all, *nth, &mut steps)?;
                }
                Verb::Delete => keep = false,
                Verb::Change(text) => line.clone_from(text),
                Verb::Insert(text) => before.push_str(&format!("{text}\n")),
                Verb::Append(text) => after.push_str(&format!("{text}\n")),
            }
            if !keep {
                break;
            }
        }
        out.push_str(&before);
        if keep {
            out.push_str(&line);
            // A last line without an end stays so.
            if n + 1 < last || text.ends_with('\n') || !after.is_empty() {
                out.push('\n');
            }
        }
        out.push_str(&after);
    }
    Some(out)
}

enum Verb {
    Substitute { pattern: Pattern, with: Vec<Piece>, all: bool, nth: usize },
    Delete,
    Change(String),
    Insert(String),
    Append(String),
}

enum Piece {
    Text(String),
    /// `&`
    Whole,
}

enum Address {
    Line(usize),
    Last,
    Match(Pattern),
}

struct Command {
    from: Option<Address>,
    to: Option<Address>,
    not: bool,
    verb: Verb,
}

impl Command {
    fn chosen(&self, n: usize, last: usize, line: &str, active: &mut bool, steps: &mut usize) -> Option<bool> {
        let mut at = |a: &Address| -> Option<bool> {
            Some(match a {
                Address::Line(l) => n == *l,
                Address::Last => n == last,
                Address::Match(p) => p.find(line, 0, steps)?.is_some(),
            })
        };
        let hit = match (&self.from, &self.to) {
            (None, _) => true,
            (Some(from), None) => at(from)?,
            (Some(from), Some(to)) => {
                let begins = !*active && at(from)?;
                let hit = *active || begins;
                let over = matches!(to, Address::Line(l) if *l <= n);
                *active = hit && !over && (begins || !at(to)?);
                hit
            }
        };
        Some(hit != self.not)
    }
}

fn parse(script: &str, extended: bool) -> Option<Vec<Command>> {
    if script.len() > MAX_SCRIPT {
        return None;
    }
    let mut rest = script.trim_start_matches([' ', ';', '\n', '\t']);
    let mut out = Vec::new();
    while !rest.is_empty() {
        if out.len() >= MAX_COMMANDS {
            return None;
        }
        let (command, after) = command(rest, extended)?;
        out.push(command);
        rest = after.trim_start_matches([' ', ';', '\n', '\t']);
    }
    Some(out)
}

fn command(text: &str, extended: bool) -> Option<(Command, &str)> {
    let (from, mut rest) = address(text, extended)?;
    let mut to = None;
    if let Some(after) = rest.strip_prefix(',') {
        (to, rest) = address(after, extended)?;
        to.as_ref()?;
    }
    rest = rest.trim_start();
    let not = rest.starts_with('!');
    rest = rest.trim_start_matches('!').trim_start();
    let letter = rest.chars().next()?;
    let after = rest.get(1..)?;
    let (verb, rest) = match letter {
        's' => substitution(after, extended)?,
        'd' => (Verb::Delete, after),
        'c' | 'i' | 'a' => {
            let (line, rest) = after.split_once('\n').unwrap_or((after, ""));
            // `c\` with its text on the next line.
            let (line, rest) = match line.trim() {
                "\\" => rest.split_once('\n').unwrap_or((rest, "")),
                _ => (line, rest),
            };
            let text = line.trim_start().strip_prefix('\\').unwrap_or(line.trim_start()).to_owned();
            let verb = match letter {
                'c' => Verb::Change(text),
                'i' => Verb::Insert(text),
                _ => Verb::Append(text),
            };
            return Some((Command { from, to, not, verb }, rest));
        }
        _ => return None,
    };
    let ended = rest.trim_start_matches([' ', '\t']);
    (ended.is_empty() || ended.starts_with([';', '\n'])).then_some((Command { from, to, not, verb }, ended))
}

fn address(text: &str, extended: bool) -> Option<(Option<Address>, &str)> {
    let text = text.trim_start();
    if let Some(rest) = text.strip_prefix('$') {
        return Some((Some(Address::Last), rest));
    }
    if let Some(rest) = text.strip_prefix('/') {
        let (pattern, rest) = until(rest, '/')?;
        return Some((Some(Address::Match(Pattern::read(&pattern, extended, false)?)), rest));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits)?;
    match number.parse() {
        // Line 0 begins a range before the first.
        Ok(n) => (n > 0).then_some((Some(Address::Line(n)), rest)),
        Err(_) => Some((None, rest)),
    }
}

fn substitution(text: &str, extended: bool) -> Option<(Verb, &str)> {
    let mark = text.chars().next().filter(|m| !m.is_alphanumeric() && *m != '\\' && *m != '\n')?;
    let (pattern, rest) = until(text.get(mark.len_utf8()..)?, mark)?;
    let (with, rest) = until(rest, mark)?;
    let flags = rest.bytes().take_while(|b| b.is_ascii_alphanumeric()).count();
    let (flags, rest) = rest.split_at_checked(flags)?;
    if flags.bytes().any(|f| !(matches!(f, b'g' | b'i' | b'I') || f.is_ascii_digit())) {
        return None;
    }
    let pattern = Pattern::read(&pattern, extended, flags.contains(['i', 'I']))?;
    let nth = flags.bytes().find(u8::is_ascii_digit).map_or(1, |d| usize::from(d - b'0').max(1));
    Some((Verb::Substitute { pattern, with: pieces(&with)?, all: flags.contains('g'), nth }, rest))
}

/// The text up to an unescaped mark, outside of brackets; an escaped mark is the mark.
fn until(text: &str, mark: char) -> Option<(String, &str)> {
    let mut out = String::new();
    let (mut escaped, mut class) = (false, false);
    for (at, c) in text.char_indices() {
        if escaped {
            if c != mark {
                out.push('\\');
            }
            out.push(c);
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == mark && !class {
            return Some((out, text.get(at + c.len_utf8()..)?));
        } else {
            class = c == '[' || class && c != ']';
            out.push(c);
        }
    }
    None
}

fn pieces(with: &str) -> Option<Vec<Piece>> {
    let mut out = vec![Piece::Text(String::new())];
    let mut chars = with.chars();
    while let Some(c) = chars.next() {
        let text = match c {
            '&' => {
                out.push(Piece::Whole);
                out.push(Piece::Text(String::new()));
                continue;
            }
            '\\' => match chars.next()? {
                'n' => '\n',
                't' => '\t',
                // What a group found is not followed here, nor are changes of case.
                d if d.is_ascii_digit() => return None,
                'U' | 'L' | 'u' | 'l' | 'E' => return None,
                other => other,
            },
            other => other,
        };
        if let Some(Piece::Text(last)) = out.last_mut() {
            last.push(text);
        }
    }
    Some(out)
}

enum Atom {
    Any,
    Char(char),
    Class {
        not: bool,
        ranges: Vec<(char, char)>,
    },
    /// Between a word and what is none: where one begins, ends, or either.
    Border {
        begins: bool,
        ends: bool,
    },
}

struct Part {
    atom: Atom,
    /// May be left out.
    optional: bool,
    /// May come again.
    again: bool,
}

/// A pattern without groups and alternatives: its parts in a row.
struct Pattern {
    parts: Vec<Part>,
    front: bool,
    back: bool,
    fold: bool,
}

impl Pattern {
    fn read(text: &str, extended: bool, fold: bool) -> Option<Self> {
        let front = text.starts_with('^');
        let text = text.strip_prefix('^').unwrap_or(text);
        let back = text.ends_with('$') && !text.ends_with("\\$");
        let text = if back { text.strip_suffix('$')? } else { text };
        let mut parts: Vec<Part> = Vec::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let atom = match c {
                '.' => Atom::Any,
                '[' => class(&mut chars)?,
                '*' if !parts.is_empty() => {
                    repeat(&mut parts, c)?;
                    continue;
                }
                '+' | '?' if extended && !parts.is_empty() => {
                    repeat(&mut parts, c)?;
                    continue;
                }
                '(' | ')' | '|' | '{' | '}' | '^' | '$' if extended => return None,
                '\\' => match escaped(chars.next()?, extended, &mut parts)? {
                    Some(atom) => atom,
                    None => continue,
                },
                other => Atom::Char(other),
            };
            parts.push(Part { atom, optional: false, again: false });
            if parts.len() > MAX_ATOMS {
                return None;
            }
        }
        // No pattern at all is the one before.
        (front || back || !parts.is_empty()).then_some(Self { parts, front, back, fold })
    }

    /// Where it is found from this byte on: the first place, the longest there. None outside: the budget is spent.
    fn find(&self, line: &str, from: usize, steps: &mut usize) -> Option<Option<(usize, usize)>> {
        let rest = line.get(from..).unwrap_or("");
        let starts = rest.char_indices().map(|(i, _)| from + i).chain([line.len()]);
        for start in starts {
            if self.front && start != 0 {
                return Some(None);
            }
            if let Some(end) = self.at(line, start, steps)? {
                return Some(Some((start, end)));
            }
        }
        Some(None)
    }

    /// The longest end of a match that begins here: all places in the pattern that may be reached, step by step.
    fn at(&self, line: &str, start: usize, steps: &mut usize) -> Option<Option<usize>> {
        let mut now = vec![false; self.parts.len() + 1];
        let mut best = None;
        if let Some(first) = now.first_mut() {
            *first = true;
        }
        let mut at = start;
        let mut chars = line.get(start..).unwrap_or("").chars();
        let mut behind = line.get(..start).and_then(|b| b.chars().next_back());
        loop {
            let next = chars.next();
            let (before, after) = (is_word(behind), is_word(next));
            let border = |atom: &Atom| match atom {
                Atom::Border { begins, ends } => *begins && !before && after || *ends && before && !after,
                _ => false,
            };
            for i in 0..self.parts.len() {
                let part = self.parts.get(i)?;
                let skips = part.optional || border(&part.atom);
                if *now.get(i)? && skips {
                    *now.get_mut(i + 1)? = true;
                }
            }
            *steps = steps.checked_sub(self.parts.len() + 1)?;
            if *now.last()? && (!self.back || next.is_none()) {
                best = Some(at);
            }
            let Some(c) = next else { return Some(best) };
            let mut then = vec![false; now.len()];
            for (i, part) in self.parts.iter().enumerate() {
                if *now.get(i)? && part.atom.fits(c, self.fold) {
                    *then.get_mut(i + 1)? = true;
                    if part.again {
                        *then.get_mut(i)? = true;
                    }
                }
            }
            if !then.contains(&true) {
                return Some(best);
            }
            now = then;
            at += c.len_utf8();
            behind = Some(c);
        }
    }

    fn replace(&self, line: &str, with: &[Piece], all: bool, nth: usize, steps: &mut usize) -> Option<String> {
        let (mut out, mut from, mut found) = (String::new(), 0, 0);
        let mut ended = None;
        while let Some((start, end)) = self.find(line, from, steps)? {
            out.push_str(line.get(from..start)?);
            let whole = line.get(start..end)?;
            // Nothing, right behind what was found, is not found again.
            let again = start == end && ended == Some(start);
            found += usize::from(!again);
            ended = Some(end);
            if !again && (found == nth || all && found >= nth) {
                out.extend(with.iter().map(|p| match p {
                    Piece::Text(t) => t.as_str(),
                    Piece::Whole => whole,
                }));
            } else {
                out.push_str(whole);
            }
            from = end;
            if end == start {
                let Some(c) = line.get(end..).and_then(|r| r.chars().next()) else { break };
                out.push(c);
                from += c.len_utf8();
            }
            if found >= nth && !all {
                break;
            }
        }
        out.push_str(line.get(from..).unwrap_or(""));
        Some(out)
    }
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || c == '_')
}

/// How often the part before may come. Twice said, or of a place without text, it means something else to each tool.
fn repeat(parts: &mut [Part], sign: char) -> Option<()> {
    let last = parts.last_mut().filter(|p| !p.optional && !p.again && !matches!(p.atom, Atom::Border { .. }))?;
    (last.optional, last.again) = (sign != '+', sign != '?');
    Some(())
}

/// What stands behind a backslash; none inside: it was said of the part before.
fn escaped(c: char, extended: bool, parts: &mut [Part]) -> Option<Option<Atom>> {
    let ranges = |list: &[(char, char)], not: bool| Some(Some(Atom::Class { not, ranges: list.to_vec() }));
    match c {
        'w' => ranges(&[('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')], false),
        'W' => ranges(&[('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')], true),
        's' => ranges(&[(' ', ' '), ('\t', '\r')], false),
        'S' => ranges(&[(' ', ' '), ('\t', '\r')], true),
        'd' => ranges(&[('0', '9')], false),
        'b' | '<' | '>' => Some(Some(Atom::Border { begins: c != '>', ends: c != '<' })),
        't' => Some(Some(Atom::Char('\t'))),
        'n' => Some(Some(Atom::Char('\n'))),
        '+' | '?' if !extended => repeat(parts, c).map(|()| None),
        '(' | ')' | '|' | '{' | '}' if !extended => None,
        d if d.is_ascii_digit() => None,
        other => Some(Some(Atom::Char(other))),
    }
}

/// `a-z0-9_]` behind its opening bracket.
fn class(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<Atom> {
    let not = chars.next_if_eq(&'^').is_some();
    let mut ranges: Vec<(char, char)> = Vec::new();
    loop {
        let c = chars.next()?;
        if c == ']' && !ranges.is_empty() {
            return Some(Atom::Class { not, ranges });
        }
        if c == '[' && chars.peek() == Some(&':') {
            let name: String = chars.by_ref().skip(1).take_while(|c| *c != ':').collect();
            chars.next_if_eq(&']')?;
            match name.as_str() {
                "space" | "blank" => ranges.extend([(' ', ' '), ('\t', '\r')]),
                "digit" => ranges.push(('0', '9')),
                "alpha" => ranges.extend([('a', 'z'), ('A', 'Z')]),
                "alnum" => ranges.extend([('a', 'z'), ('A', 'Z'), ('0', '9')]),
                "upper" => ranges.push(('A', 'Z')),
                "lower" => ranges.push(('a', 'z')),
                _ => return None,
            }
            continue;
        }
        let mut ahead = chars.clone();
        let to = ahead.next().filter(|d| *d == '-').and_then(|_| ahead.next()).filter(|t| *t != ']');
        if let Some(to) = to {
            *chars = ahead;
            ranges.push((c, to));
        } else {
            ranges.push((c, c));
        }
    }
}

impl Atom {
    fn fits(&self, c: char, fold: bool) -> bool {
        match self {
            Self::Any => true,
            Self::Char(x) => *x == c || fold && x.eq_ignore_ascii_case(&c),
            Self::Class { not, ranges } => {
                let within = |c: char| ranges.iter().any(|(a, b)| (*a..=*b).contains(&c));
                (within(c) || fold && (within(c.to_ascii_lowercase()) || within(c.to_ascii_uppercase()))) != *not
            }
            Self::Border { .. } => false,
        }
    }
}

/// `.a.b[0].c = value` on a text of JSON or YAML: each key is looked for behind the one before; the value of the last is replaced.
#[must_use]
pub fn assigned(filter: &str, text: &str) -> Option<String> {
    let (path, value) =
        filter.split_once('=').filter(|(p, v)| !p.ends_with(['|', '!', '<', '>', '+']) && !v.starts_with('='))?;
    let path = path.trim();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '[' | ']' | '"');
    let value = value.trim();
    if !path.starts_with('.') || !path.chars().all(plain) || value.is_empty() || value.contains(['|', '\n', '.']) {
        return None;
    }
    let keys =
        path.split(['.', '[', ']']).map(|k| k.trim_matches('"')).filter(|k| !k.is_empty() && k.parse::<u32>().is_err());
    let mut at = 0;
    for key in keys {
        at = behind_key(text, at, key)?;
    }
    let rest = text.get(at..)?;
    let from = at + rest.find(|c: char| c != ' ')?;
    let end = text.get(from..)?.find([',', '\n', '}']).map_or(text.len(), |n| from + n);
    let ends = text.get(from..end)?.trim_end().len() + from;
    (at > 0).then(|| format!("{}{value}{}", text.get(..from).unwrap_or(""), text.get(ends..).unwrap_or("")))
}

/// Behind the colon of the next key of this name.
fn behind_key(text: &str, from: usize, key: &str) -> Option<usize> {
    let rest = text.get(from..)?;
    rest.match_indices(key).find_map(|(i, _)| {
        let start = from + i;
        let before = text.get(..start)?.chars().next_back();
        let after = text.get(start + key.len()..)?;
        let quoted = before == Some('"') && after.starts_with('"');
        let bare = before.is_none_or(|c| matches!(c, ' ' | '\n' | '-' | '{' | ',' | '\t'));
        let after = if quoted { after.get(1..)? } else { after };
        let colon = after.trim_start_matches(' ');
        ((quoted || bare) && colon.starts_with(':')).then(|| text.len() - colon.len() + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::{assigned, filter, sed};

    #[test]
    fn scripts_do_what_sed_does() {
        let text = "alpha 1\nbeta 22\ngamma 333\n";
        let rows = [
            ("s/a/A/", "Alpha 1\nbetA 22\ngAmma 333\n"),
            ("s/a/A/g", "AlphA 1\nbetA 22\ngAmmA 333\n"),
            ("2s/[0-9]*$/&0/", "alpha 1\nbeta 220\ngamma 333\n"),
            ("/beta/d", "alpha 1\ngamma 333\n"),
            ("2,3d", "alpha 1\n"),
            ("/beta/,$d", "alpha 1\n"),
            ("$!d", "gamma 333\n"),
            ("2c\\  changed", "alpha 1\n  changed\ngamma 333\n"),
            ("1i\\first", "first\nalpha 1\nbeta 22\ngamma 333\n"),
            ("3a last", "alpha 1\nbeta 22\ngamma 333\nlast\n"),
            ("s|[a-z]* ||; 1d", "22\n333\n"),
            ("s/^.*$/x/", "x\nx\nx\n"),
            ("s/3/4/2", "alpha 1\nbeta 22\ngamma 343\n"),
            ("s/ALPHA/o/i", "o 1\nbeta 22\ngamma 333\n"),
            ("s/\\bbeta\\b/b/", "alpha 1\nb 22\ngamma 333\n"),
            ("s/x*/-/g", "-a-l-p-h-a- -1-\n-b-e-t-a- -2-2-\n-g-a-m-m-a- -3-3-3-\n"),
        ];
        for (script, want) in rows {
            assert_eq!(sed(script, false, text).as_deref(), Some(want), "{script}");
        }
        assert_eq!(sed("s/[a-z]+ ([0-9])/x/", true, text), None);
        assert_eq!(sed("s/\\(a\\)/\\1/", false, text), None);
        assert_eq!(sed("w other", false, text), None);
        assert_eq!(sed("s/2+/3/", true, text).as_deref(), Some("alpha 1\nbeta 3\ngamma 333\n"));
    }

    #[test]
    fn a_pipe_is_followed_to_the_byte_or_not_at_all() {
        let rows = [
            ("s/x*/-/g", "baxb", "-b-a-b-"),
            ("s/\\</-/g", "ab cd\n", "-ab -cd\n"),
            ("s/b$/c/", "ab\r\nab", "ab\r\nac"),
            ("s/A/x/Ig; 2d", "aA\nb\n", "xx\n"),
        ];
        for (script, input, want) in rows {
            assert_eq!(filter(script, false, input).as_deref(), Some(want), "{script}");
        }
        for script in
            ["s/a/b/p", "s//b/", "s/\\d/b/", "s/[\\t]/b/", "2c other", "$!d;1,2s/a/b/", "s/a\\+*/b/", "0,/a/d"]
        {
            assert_eq!(filter(script, false, "a\nb\n"), None, "{script}");
        }
        for script in ["s/a^/b/", "s/+/b/", "s/(a)/b/"] {
            assert_eq!(filter(script, true, "a\n"), None, "{script}");
        }
    }

    #[test]
    fn a_pattern_that_takes_long_is_not_followed() {
        let text = format!("{}\n", "a".repeat(20_000));
        assert_eq!(sed("s/a*a*a*a*a*a*b//", false, &text), None);
    }

    #[test]
    fn one_key_is_set() {
        let json = "{\n  \"cookie\": { \"secure\": true, \"name\": \"s\" }\n}\n";
        let set = json.replace("true", "false");
        assert_eq!(assigned(".cookie.secure = false", json), Some(set));
        let yaml = "spec:\n  containers:\n    - name: a\n      privileged: false\n";
        assert_eq!(assigned(".spec.containers[0].privileged = true", yaml), Some(yaml.replace("false", "true")));
        assert_eq!(assigned(".none = 1", yaml), None);
        assert_eq!(assigned("del(.spec)", yaml), None);
    }
}
