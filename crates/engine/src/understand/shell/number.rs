//! Shell arithmetic, computed where its operands are known: 64 bits that wrap, assignments, conditions. What cannot be
//! computed is none, and nothing of it is done. Part of the shell's walk.

use super::super::state::State;
use super::super::value::{NUMBER, Piece, Set, Val, number};
use super::assign;
use super::expand::is_one;

/// What arithmetic gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Num {
    /// This number.
    Known(i64),
    /// Some number.
    Any,
}

impl Num {
    /// The word that it becomes.
    pub fn val(self) -> Val {
        match self {
            Self::Known(n) => Val::text(n.to_string()),
            Self::Any => number(),
        }
    }

    fn map2(self, other: Self, f: impl Fn(i64, i64) -> i64) -> Self {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => Self::Known(f(a, b)),
            _ => Self::Any,
        }
    }

    fn truth(self) -> Option<bool> {
        match self {
            Self::Known(n) => Some(n != 0),
            Self::Any => None,
        }
    }
}

/// What an expression came to.
pub struct Outcome {
    /// Its value.
    pub value: Num,
    /// It may be an error instead: a division by what may be zero.
    pub may_fail: bool,
}

/// How deep an expression may nest; deeper ones are not computed.
const MAX_DEPTH: u32 = 40;
/// How deep subscripts may stand in subscripts.
const MAX_SUBSCRIPTS: u32 = 4;
/// Longer ones are not computed.
const MAX_BYTES: usize = 1024;
/// Stands in an expression's text for a number that is not known.
const SOME: char = '\u{1}';

/// The expression's text, with a mark for each number that is not known; none where anything else is not.
pub fn text_of(word: &Val) -> Option<String> {
    if word.many {
        return None;
    }
    let mut out = String::new();
    for p in word.pieces() {
        match p {
            Piece::Text(t) if t.contains(SOME) => return None,
            Piece::Text(t) => out.push_str(t),
            Piece::Glob(g) if g == NUMBER => out.push(SOME),
            Piece::Glob(_) | Piece::Gap(_) => return None,
        }
    }
    Some(out)
}

/// Computes an expression, and assigns what it assigns.
pub fn evaluate(state: &mut State, text: &str) -> Option<Outcome> {
    if text.len() > MAX_BYTES || state.referenced {
        return None;
    }
    let tokens = tokens(text, 0)?;
    let mut e = Eval { state, tokens, at: 0, depth: 0, live: Live::Yes, pending: Vec::new(), may_fail: false };
    let value = if e.tokens.is_empty() { Num::Known(0) } else { e.comma()? };
    if e.at < e.tokens.len() {
        return None;
    }
    let (pending, mut may_fail) = (std::mem::take(&mut e.pending), e.may_fail);
    may_fail |= pending.iter().any(|(place, _)| state.is_readonly(place.name()));
    for (place, set) in pending {
        match place {
            Place::Variable(name) => state.set(&name, set),
            Place::Element(name, i) => assign::put_element(state, &name, Some(i), set, false),
        }
    }
    Some(Outcome { value, may_fail })
}

/// What holds a number.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Variable(String),
    /// An element of an array that the script sets.
    Element(String, usize),
}

impl Place {
    /// The variable or the array.
    fn name(&self) -> &str {
        match self {
            Self::Variable(name) | Self::Element(name, _) => name,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(Num),
    Name(String),
    /// An element of an array: its name, and what its subscript holds.
    Element(String, Vec<Token>),
    Op(&'static str),
}

/// Longest first.
const OPS: [&str; 39] = [
    "<<=", ">>=", "**", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "*=", "/=", "%=", "+=", "-=", "&=",
    "^=", "|=", "=", "<", ">", "+", "-", "*", "/", "%", "&", "|", "^", "!", "~", "?", ":", ",", "(", ")",
];

fn tokens(text: &str, level: u32) -> Option<Vec<Token>> {
    if level > MAX_SUBSCRIPTS {
        return None;
    }
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let word_len =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '#' | '@'))).unwrap_or(rest.len());
        if matches!(c, ' ' | '\t' | '\n') {
            rest = rest.get(1..)?;
        } else if c == SOME {
            rest = rest.get(1..)?;
            if rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '#' | SOME)) {
                return None;
            }
            out.push(Token::Number(Num::Any));
        } else if c.is_ascii_digit() {
            out.push(Token::Number(Num::Known(literal(rest.get(..word_len)?)?)));
            rest = rest.get(word_len..)?;
            if rest.starts_with(SOME) {
                return None;
            }
        } else if c.is_ascii_alphabetic() || c == '_' {
            let name = rest.get(..word_len)?;
            rest = rest.get(word_len..)?;
            if name.contains(['#', '@']) || rest.starts_with(SOME) {
                return None;
            }
            if let Some(subscript) = rest.strip_prefix('[') {
                let inner = subscript.get(..closing(subscript)?)?;
                rest = subscript.get(inner.len() + 1..)?;
                out.push(Token::Element(name.to_owned(), tokens(inner, level + 1)?));
                continue;
            }
            out.push(Token::Name(name.to_owned()));
        } else {
            let op = OPS.iter().find(|op| rest.starts_with(**op))?;
            out.push(Token::Op(op));
            rest = rest.get(op.len()..)?;
        }
    }
    Some(out)
}

/// Where the bracket closes that was opened before this text.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0_u32;
    for (at, b) in text.bytes().enumerate() {
        match b {
            b'[' => open += 1,
            b']' if open == 0 => return Some(at),
            b']' => open -= 1,
            _ => {}
        }
    }
    None
}

/// `12`, `0x1f`, `017`, `2#101` up to base 36.
fn literal(text: &str) -> Option<i64> {
    if let Some((base, digits)) = text.split_once('#') {
        let base = base.parse::<u32>().ok().filter(|b| (2..=36).contains(b))?;
        return i64::from_str_radix(digits, base).ok();
    }
    if let Some(hex) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return i64::from_str_radix(hex, 16).ok();
    }
    match text.strip_prefix('0') {
        Some(octal) if !octal.is_empty() => i64::from_str_radix(octal, 8).ok(),
        _ => text.parse().ok(),
    }
}

/// Whether what is read now is computed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Live {
    Yes,
    Maybe,
    No,
}

struct Eval<'s> {
    state: &'s State,
    tokens: Vec<Token>,
    at: usize,
    depth: u32,
    live: Live,
    pending: Vec<(Place, Set)>,
    may_fail: bool,
}

/// Operators of two operands by how strongly they bind.
const LEVELS: [&[&str]; 8] =
    [&["|"], &["^"], &["&"], &["==", "!="], &["<=", ">=", "<", ">"], &["<<", ">>"], &["+", "-"], &["*", "/", "%"]];

impl Eval<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn take(&mut self, op: &str) -> bool {
        let here = matches!(self.peek(), Some(Token::Op(o)) if *o == op);
        self.at += usize::from(here);
        here
    }

    fn comma(&mut self) -> Option<Num> {
        let mut value = self.assignment()?;
        while self.take(",") {
            value = self.assignment()?;
        }
        Some(value)
    }

    /// `x = …`, `x += …`, or a condition.
    fn assignment(&mut self) -> Option<Num> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let value = match (self.peek().cloned(), self.tokens.get(self.at + 1).cloned()) {
            (Some(Token::Name(_) | Token::Element(..)), Some(Token::Op(op)))
                if op.ends_with('=') && !is_comparison(op) =>
            {
                let place = self.place()?;
                self.at += 1;
                let right = self.assignment()?;
                let value = match op.strip_suffix('=').filter(|o| !o.is_empty()) {
                    Some(op) => {
                        let left = self.held(&place)?;
                        self.binary(op, left, right)?
                    }
                    None => right,
                };
                self.set(place, value)?;
                value
            }
            _ => self.condition()?,
        };
        self.depth -= 1;
        Some(value)
    }

    /// `a ? b : c`
    fn condition(&mut self) -> Option<Num> {
        let test = self.or()?;
        if !self.take("?") {
            return Some(test);
        }
        let yes = self.under(test.truth(), Self::comma)?;
        if !self.take(":") {
            return None;
        }
        let no = self.under(test.truth().map(|t| !t), Self::assignment)?;
        Some(match test.truth() {
            Some(true) => yes,
            Some(false) => no,
            None if yes == no => yes,
            None => Num::Any,
        })
    }

    /// Reads something that is computed only where this is true.
    fn under(&mut self, wanted: Option<bool>, read: fn(&mut Self) -> Option<Num>) -> Option<Num> {
        let before = self.live;
        self.live = match (before, wanted) {
            (Live::No, _) | (_, Some(false)) => Live::No,
            (live, Some(true)) => live,
            (_, None) => Live::Maybe,
        };
        let value = read(self);
        self.live = before;
        value
    }

    fn or(&mut self) -> Option<Num> {
        let mut left = self.and()?;
        while self.take("||") {
            let right = self.under(left.truth().map(|t| !t), Self::and)?;
            left = logical(left.truth(), right.truth(), true);
        }
        Some(left)
    }

    fn and(&mut self) -> Option<Num> {
        let mut left = self.level(0)?;
        while self.take("&&") {
            let right = self.under(left.truth(), |e| e.level(0))?;
            left = logical(left.truth(), right.truth(), false);
        }
        Some(left)
    }

    fn level(&mut self, n: usize) -> Option<Num> {
        let Some(ops) = LEVELS.get(n) else { return self.power() };
        let mut left = self.level(n + 1)?;
        while let Some(op) = ops.iter().find(|op| self.take(op)) {
            let right = self.level(n + 1)?;
            left = self.binary(op, left, right)?;
        }
        Some(left)
    }

    fn power(&mut self) -> Option<Num> {
        let base = self.unary()?;
        if !self.take("**") {
            return Some(base);
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let exponent = self.power()?;
        self.depth -= 1;
        match (base, exponent) {
            (Num::Known(b), Num::Known(e)) => Some(Num::Known(b.wrapping_pow(u32::try_from(e).ok()?))),
            _ => {
                self.may_fail = true;
                Some(Num::Any)
            }
        }
    }

    fn unary(&mut self) -> Option<Num> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let value = if self.take("!") {
            let v = self.unary()?;
            v.truth().map_or(Num::Any, |t| Num::Known(i64::from(!t)))
        } else if self.take("~") {
            let v = self.unary()?;
            v.map2(Num::Known(0), |a, _| !a)
        } else if self.take("-") {
            let v = self.unary()?;
            v.map2(Num::Known(0), |a, _| a.wrapping_neg())
        } else if self.take("+") {
            self.unary()?
        } else if self.take("++") {
            let place = self.place()?;
            self.step(place, 1, true)?
        } else if self.take("--") {
            let place = self.place()?;
            self.step(place, -1, true)?
        } else {
            self.primary()?
        };
        self.depth -= 1;
        Some(value)
    }

    /// The name or element that is next.
    fn place(&mut self) -> Option<Place> {
        let token = self.peek().cloned()?;
        self.at += 1;
        match token {
            Token::Name(name) if self.state.arrays.contains_key(&name) => Some(Place::Element(name, 0)),
            Token::Name(name) => Some(Place::Variable(name)),
            Token::Element(name, subscript) => {
                let outer = (std::mem::replace(&mut self.tokens, subscript), std::mem::replace(&mut self.at, 0));
                let index = self.comma();
                let whole = self.at == self.tokens.len();
                (self.tokens, self.at) = outer;
                match index {
                    Some(Num::Known(n)) if whole => Some(Place::Element(name, usize::try_from(n).ok()?)),
                    _ => None,
                }
            }
            Token::Number(_) | Token::Op(_) => None,
        }
    }

    /// `++x`, `x++`.
    fn step(&mut self, place: Place, by: i64, before: bool) -> Option<Num> {
        let old = self.held(&place)?;
        let new = old.map2(Num::Known(by), i64::wrapping_add);
        self.set(place, new)?;
        Some(if before { new } else { old })
    }

    fn primary(&mut self) -> Option<Num> {
        if self.take("(") {
            let value = self.comma()?;
            return self.take(")").then_some(value);
        }
        if let Some(Token::Number(n)) = self.peek() {
            let n = *n;
            self.at += 1;
            return Some(n);
        }
        let place = self.place()?;
        if self.take("++") {
            return self.step(place, 1, false);
        }
        if self.take("--") {
            return self.step(place, -1, false);
        }
        self.held(&place)
    }

    fn binary(&mut self, op: &str, a: Num, b: Num) -> Option<Num> {
        let truth = |f: fn(&i64, &i64) -> bool| a.map2(b, |x, y| i64::from(f(&x, &y)));
        Some(match op {
            "+" => a.map2(b, i64::wrapping_add),
            "-" => a.map2(b, i64::wrapping_sub),
            "*" => a.map2(b, i64::wrapping_mul),
            "/" | "%" => return self.quotient(op == "/", a, b),
            "&" => a.map2(b, |x, y| x & y),
            "|" => a.map2(b, |x, y| x | y),
            "^" => a.map2(b, |x, y| x ^ y),
            "<<" => a.map2(b, |x, y| x.wrapping_shl(shift(y))),
            ">>" => a.map2(b, |x, y| x.wrapping_shr(shift(y))),
            "==" => truth(i64::eq),
            "!=" => truth(i64::ne),
            "<" => truth(i64::lt),
            ">" => truth(i64::gt),
            "<=" => truth(i64::le),
            ">=" => truth(i64::ge),
            _ => return None,
        })
    }

    fn quotient(&mut self, whole: bool, a: Num, b: Num) -> Option<Num> {
        match b {
            Num::Known(0) if self.live == Live::Yes => None,
            Num::Known(0) | Num::Any => {
                self.may_fail |= self.live != Live::No;
                Some(Num::Any)
            }
            Num::Known(_) => Some(a.map2(b, |x, y| if whole { x.wrapping_div(y) } else { x.wrapping_rem(y) })),
        }
    }

    /// What a place holds, where that is a number.
    fn held(&self, place: &Place) -> Option<Num> {
        let set = match (self.pending.iter().rev().find(|(p, _)| p == place), place) {
            (Some((_, set)), _) => set,
            (None, Place::Variable(name)) => match self.state.var(name) {
                None if is_counter(name) => return Some(Num::Any),
                other => other?,
            },
            (None, Place::Element(name, i)) => match self.element(name, *i)? {
                Some(set) => set,
                None => return Some(Num::Known(0)),
            },
        };
        match set.values() {
            [one] => number_of(one),
            many => many.iter().all(|v| number_of(v).is_some()).then_some(Num::Any),
        }
    }

    /// An element of an array whose places are known; the inner `None` where there is no such element.
    fn element(&self, name: &str, i: usize) -> Option<Option<&Set>> {
        let list = self.state.arrays.get(name).filter(|_| !self.state.attributed.contains_key(name))?;
        let fixed = list.iter().flat_map(Set::values).all(is_one);
        fixed.then_some(list.get(i))
    }

    fn set(&mut self, place: Place, value: Num) -> Option<()> {
        if self.live == Live::No {
            return Some(());
        }
        if let Place::Element(name, i) = &place {
            // Only in a place that is there, or behind the last.
            self.element(name, *i)?;
            let behind = self.state.arrays.get(name).is_some_and(|list| *i > list.len());
            if behind || self.live == Live::Maybe {
                return None;
            }
        }
        let new = Set::one(value.val());
        let set = match (self.live, self.pending.iter().rev().find(|(p, _)| *p == place), &place) {
            (Live::Maybe, Some((_, old)), _) => old.join(&new),
            (Live::Maybe, None, Place::Variable(name)) => match self.state.var(name) {
                Some(old) => old.join(&new),
                None => Set::one(super::super::state::from_environment(name)).join(&new),
            },
            _ => new,
        };
        self.pending.push((place, set));
        Some(())
    }
}

/// What the shell itself counts.
pub(super) fn is_counter(name: &str) -> bool {
    matches!(name, "RANDOM" | "SECONDS" | "LINENO" | "UID" | "EUID" | "PPID" | "BASHPID" | "EPOCHSECONDS" | "SRANDOM")
}

fn is_comparison(op: &str) -> bool {
    matches!(op, "==" | "!=" | "<=" | ">=")
}

fn shift(by: i64) -> u32 {
    u32::try_from(by & 63).unwrap_or(0)
}

/// `a || b` (or `&&`): known where one side decides.
fn logical(a: Option<bool>, b: Option<bool>, either: bool) -> Num {
    match (a, b) {
        (Some(a), _) if a == either => Num::Known(i64::from(either)),
        (_, Some(b)) if b == either && a.is_some() => Num::Known(i64::from(either)),
        (Some(_), Some(_)) => Num::Known(i64::from(!either)),
        _ => Num::Any,
    }
}

/// The number that a value is: an empty one is zero. A name or an expression is none.
pub fn number_of(v: &Val) -> Option<Num> {
    if let [Piece::Glob(g)] = v.pieces() {
        return (g == NUMBER && !v.many).then_some(Num::Any);
    }
    let text = v.known()?.trim_matches([' ', '\t', '\n']);
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    match digits {
        "" if sign == 1 => Some(Num::Known(0)),
        d if d.starts_with(|c: char| c.is_ascii_digit()) => Some(Num::Known(literal(d)?.wrapping_mul(sign))),
        _ => None,
    }
}
