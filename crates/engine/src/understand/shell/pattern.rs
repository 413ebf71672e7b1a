//! Patterns of the shell (`*`, `?`, `[a-z]`) against known text: what `${x#p}` cuts, `${x//p/w}` replaces, `case` chooses.
//! Matching keeps a set of places in the pattern: linear in the text for each beginning. Part of the shell's walk.

/// One step of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Char(char),
    One,
    Any,
    /// `[…]`: negated, ranges.
    Class(bool, Vec<(char, char)>),
}

/// A pattern that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    steps: Vec<Step>,
}

/// Longer patterns are not matched.
const MAX_STEPS: usize = 256;
/// Longest texts that are cut or searched: bounds work that is quadratic where a pattern is replaced.
const MAX_CHARS: usize = 4096;
/// The same for replacing what a live pattern finds.
const MAX_REPLACED: usize = 512;

impl Pattern {
    /// Adds text that stands for itself.
    pub fn text(&mut self, text: &str) {
        self.steps.extend(text.chars().map(Step::Char));
    }

    /// Adds text whose special characters are live; false where it holds what is not read here.
    pub fn live(&mut self, text: &str) -> bool {
        let mut chars = text.chars().peekable();
        let mut rest = text;
        while let Some(c) = chars.next() {
            rest = rest.get(c.len_utf8()..).unwrap_or("");
            match c {
                '\\' | '(' | ')' => return false,
                '*' => self.steps.push(Step::Any),
                '?' => self.steps.push(Step::One),
                '[' => match class(rest) {
                    Class::Is(step, len) => {
                        self.steps.push(step);
                        rest = rest.get(len..).unwrap_or("");
                        chars = rest.chars().peekable();
                    }
                    Class::NotOne => self.steps.push(Step::Char('[')),
                    Class::Unread => return false,
                },
                c => self.steps.push(Step::Char(c)),
            }
        }
        true
    }

    /// The text, where nothing in it is live.
    pub fn literal(&self) -> Option<String> {
        self.steps
            .iter()
            .map(|s| match s {
                Step::Char(c) => Some(*c),
                _ => None,
            })
            .collect()
    }

    /// How many characters at the beginning match, shortest first; the last is the whole text where that matches.
    fn ends(&self, chars: &[char]) -> Vec<usize> {
        let last = self.steps.len();
        let mut at = vec![false; last + 1];
        if let Some(first) = at.first_mut() {
            *first = true;
        }
        self.skip_stars(&mut at);
        let mut out = Vec::new();
        for (i, c) in chars.iter().enumerate() {
            if at.get(last) == Some(&true) {
                out.push(i);
            }
            let mut next = vec![false; last + 1];
            let mut alive = false;
            for (p, step) in self.steps.iter().enumerate().filter(|(p, _)| at.get(*p) == Some(&true)) {
                let to = if *step == Step::Any { p } else { p + 1 };
                if fits(step, *c)
                    && let Some(slot) = next.get_mut(to)
                {
                    (*slot, alive) = (true, true);
                }
            }
            if !alive {
                return out;
            }
            self.skip_stars(&mut next);
            at = next;
        }
        if at.get(last) == Some(&true) {
            out.push(chars.len());
        }
        out
    }

    /// A star may be nothing.
    fn skip_stars(&self, at: &mut [bool]) {
        for (p, step) in self.steps.iter().enumerate() {
            if *step == Step::Any && at.get(p) == Some(&true) {
                at.iter_mut().skip(p + 1).take(1).for_each(|n| *n = true);
            }
        }
    }

    fn usable(&self, text: &str) -> Option<Vec<char>> {
        // What one character is beyond ASCII the locale decides.
        if !text.is_ascii() && self.steps.iter().any(|s| matches!(s, Step::One | Step::Class(true, _))) {
            return None;
        }
        let chars: Vec<char> = text.chars().take(MAX_CHARS + 1).collect();
        (chars.len() <= MAX_CHARS && self.steps.len() <= MAX_STEPS).then_some(chars)
    }

    /// Whether it stands for the whole text; none where either is too long.
    pub fn matches(&self, text: &str) -> Option<bool> {
        let chars = self.usable(text)?;
        Some(self.ends(&chars).last() == Some(&chars.len()))
    }

    /// `${x#p}`, `${x##p}`
    pub fn cut_front(&self, text: &str, longest: bool) -> Option<String> {
        let chars = self.usable(text)?;
        let ends = self.ends(&chars);
        let end = if longest { ends.last() } else { ends.first() };
        Some(chars.iter().skip(end.copied().unwrap_or(0)).collect())
    }

    /// `${x%p}`, `${x%%p}`
    pub fn cut_back(&self, text: &str, longest: bool) -> Option<String> {
        let mut chars = self.usable(text)?;
        chars.reverse();
        let backwards = Self { steps: self.steps.iter().rev().cloned().collect() };
        let ends = backwards.ends(&chars);
        let end = if longest { ends.last() } else { ends.first() };
        let kept: Vec<char> = chars.into_iter().skip(end.copied().unwrap_or(0)).collect();
        Some(kept.into_iter().rev().collect())
    }

    /// `${x/p/w}` and its kinds: the longest match from the left.
    pub fn replace(&self, text: &str, with: &str, all: bool, anchor: Option<char>) -> Option<String> {
        let chars = self.usable(text)?;
        if self.steps.is_empty() && anchor.is_none() {
            return Some(text.to_owned());
        }
        if text.is_empty() {
            // What a pattern that may be nothing finds in nothing differs between versions.
            return self.literal().filter(|l| !l.is_empty()).map(|_| String::new());
        }
        if anchor == Some('%') {
            let kept = self.cut_back(text, true)?;
            let found = kept.len() < text.len() || self.ends(&[]).last() == Some(&0);
            return Some(if found { format!("{kept}{with}") } else { text.to_owned() });
        }
        if self.literal().is_none() && chars.len() > MAX_REPLACED {
            return None;
        }
        let mut out = String::new();
        let mut at = 0;
        while at <= chars.len() {
            let rest = chars.get(at..).unwrap_or_default();
            match self.ends(rest).last() {
                Some(0) if anchor.is_none() => {}
                Some(n) => {
                    out.push_str(with);
                    at += n;
                    if !all || anchor.is_some() {
                        out.extend(chars.get(at..).unwrap_or_default());
                        return Some(out);
                    }
                    continue;
                }
                None if anchor.is_some() => return Some(text.to_owned()),
                None => {}
            }
            out.extend(chars.get(at));
            at += 1;
        }
        Some(out)
    }
}

fn fits(step: &Step, c: char) -> bool {
    match step {
        Step::Char(p) => *p == c,
        Step::One | Step::Any => true,
        Step::Class(negated, ranges) => ranges.iter().any(|(a, b)| (*a..=*b).contains(&c)) != *negated,
    }
}

enum Class {
    /// A class, and how many bytes behind its bracket it takes.
    Is(Step, usize),
    /// The bracket stands for itself.
    NotOne,
    /// A range or a named class whose members the locale decides.
    Unread,
}

/// What stands behind `[`.
fn class(text: &str) -> Class {
    let negated = text.starts_with(['!', '^']);
    let body = if negated { text.get(1..).unwrap_or("") } else { text };
    // A bracket that comes first is a member.
    let from = usize::from(body.starts_with(']'));
    let Some(end) = body.get(from..).and_then(|b| b.find(']')).map(|at| at + from) else { return Class::NotOne };
    let Some(members) = body.get(..end) else { return Class::NotOne };
    if members.contains(['[', '\\', '/']) || !members.is_ascii() {
        return Class::Unread;
    }
    let chars: Vec<char> = members.chars().collect();
    let mut ranges = Vec::new();
    let mut i = 0;
    while let Some(&a) = chars.get(i) {
        match (chars.get(i + 1), chars.get(i + 2)) {
            (Some('-'), Some(&b)) => {
                // Letters of both cases lie between each other in some locales.
                let kinds = [char::is_ascii_digit, char::is_ascii_lowercase, char::is_ascii_uppercase];
                if a > b || !kinds.iter().any(|is| is(&a) && is(&b)) {
                    return Class::Unread;
                }
                ranges.push((a, b));
                i += 3;
            }
            _ => {
                ranges.push((a, a));
                i += 1;
            }
        }
    }
    Class::Is(Step::Class(negated, ranges), end + 1 + usize::from(negated))
}
