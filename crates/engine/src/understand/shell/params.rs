//! `${x…}`: what is done with a variable's value, where it is known.

use automode_shell::tree::{Param, ParamOp, Word};

use super::super::state::State;
use super::super::value::{Piece, Set, Val};
use super::{Shell, gap_like};

impl Shell<'_, '_> {
    /// The possible values of a parameter expansion.
    pub(super) fn parameter(&self, state: &mut State, p: &Param) -> Set {
        if let Some(index) = &p.index {
            self.subscript(state, index);
        }
        let base = self.base(state, p);
        match &p.op {
            ParamOp::None => base,
            ParamOp::Default(_, w) | ParamOp::Error(_, w) => self.or_word(state, &base, w, p),
            ParamOp::Assign(_, w) => {
                let set = self.or_word(state, &base, w, p);
                self.set_checked(state, &p.name, set.clone());
                set
            }
            ParamOp::Alternative(_, w) => self.expand_scalar(state, w).join(&Set::one(Val::default())),
            ParamOp::Length => Set::one(number()),
            ParamOp::TrimPrefix(longest, w) => self.map(state, &base, w, |t, p| trim_prefix(t, p, *longest)),
            ParamOp::TrimSuffix(longest, w) => self.map(state, &base, w, |t, p| trim_suffix(t, p, *longest)),
            ParamOp::Replace { pattern, with, all, anchor } => self.replace(state, &base, pattern, with, *all, *anchor),
            ParamOp::Slice(from, length) => self.slice(state, &base, from, length.as_ref()),
            ParamOp::Case(upper, every, pattern) => {
                if pattern.is_some() {
                    return gaps(&base, "a value whose case changes");
                }
                each(&base, |t| Some(recase(t, *upper, *every)))
            }
            ParamOp::Transform(op) => self.transform(state, &base, *op),
            ParamOp::Names | ParamOp::Keys => Set::one(Val::gap("names of variables").spread()),
            ParamOp::Other(text, words) => {
                for w in words {
                    self.expand_one(state, w);
                }
                gaps(&base, &format!("the expansion `{text}`"))
            }
        }
    }

    /// A subscript is arithmetic: what its text holds is evaluated.
    pub(super) fn subscript(&self, state: &mut State, index: &Word) {
        let value = self.expand_one(state, index);
        if let Some(text) = value.known() {
            let text = text.to_owned();
            self.arith_value(state, &text, index.span, 0);
        }
    }

    fn base(&self, state: &mut State, p: &Param) -> Set {
        let name = if p.indirect {
            match self.variable(state, &p.name).values() {
                [one] => match one.known() {
                    Some(n) => n.to_owned(),
                    None => return Set::one(gap_like(one, "a variable whose name is not known")),
                },
                _ => return Set::one(Val::gap("a variable whose name is not known")),
            }
        } else {
            p.name.clone()
        };
        let Some(index) = &p.index else { return self.variable(state, &name) };
        let at = self.expand_one(state, index);
        let element = at.known().and_then(|t| t.parse::<usize>().ok());
        if state.referenced {
            return self.variable(state, &name);
        }
        let unsure = |set: &Set| set.values().iter().any(|v| v.many || v.has_glob());
        match (state.arrays.get(&name), element) {
            (Some(list), Some(i)) if list.iter().take(i + 1).any(unsure) => {
                Set::one(Val::gap("an element of an array whose places are not known"))
            }
            (Some(list), Some(i)) => list.get(i).cloned().unwrap_or_else(|| Set::one(Val::default())),
            (Some(list), None) => {
                Set::of(list.iter().flat_map(|s| s.values().to_vec()).collect(), "an element of an array")
            }
            (None, Some(0)) => self.variable(state, &name),
            _ => Set::one(Val::gap("an element of an array that the script does not set")),
        }
    }

    /// The value, or the word where the variable may be unset or empty.
    fn or_word(&self, state: &mut State, base: &Set, word: &Word, p: &Param) -> Set {
        let may_be_empty = base.values().iter().any(|v| v.known().is_none_or(str::is_empty));
        if !may_be_empty {
            return base.clone();
        }
        let other = self.expand_scalar(state, word);
        let have: Vec<Val> = base.values().iter().filter(|v| v.known() != Some("")).cloned().collect();
        let _ = p;
        if have.is_empty() {
            return other;
        }
        Set::of(have, "a variable").join(&other)
    }

    fn map(&self, state: &mut State, base: &Set, word: &Word, f: impl Fn(&str, &str) -> Option<String>) -> Set {
        match pattern_text(self, state, word) {
            Some(p) => each(base, |t| f(t, &p)),
            None => gaps(base, "a value cut by a pattern"),
        }
    }

    fn replace(
        &self,
        state: &mut State,
        base: &Set,
        pattern: &Word,
        with: &Word,
        all: bool,
        anchor: Option<char>,
    ) -> Set {
        let with = self.expand_one(state, with);
        let (Some(p), Some(w)) = (pattern_text(self, state, pattern), with.known()) else {
            return gaps(base, "a value with something replaced");
        };
        if p.contains(['*', '?', '[']) {
            return gaps(base, "a value with a pattern replaced");
        }
        each(base, |t| {
            Some(match anchor {
                Some('#') => t.strip_prefix(&p).map_or_else(|| t.to_owned(), |r| format!("{w}{r}")),
                Some(_) => t.strip_suffix(&p).map_or_else(|| t.to_owned(), |r| format!("{r}{w}")),
                None if p.is_empty() => t.to_owned(),
                None if all => t.replace(&p, w),
                None => t.replacen(&p, w, 1),
            })
        })
    }

    fn slice(
        &self,
        state: &mut State,
        base: &Set,
        from: &automode_shell::tree::Arith,
        length: Option<&automode_shell::tree::Arith>,
    ) -> Set {
        let span = automode_model::Span::default();
        self.arith(state, from, span);
        if let Some(l) = length {
            self.arith(state, l, span);
        }
        let number = |a: &automode_shell::tree::Arith| a.text.trim().parse::<i64>().ok();
        let (Some(from), Some(length)) = (number(from), length.map_or(Some(i64::MAX), number)) else {
            return gaps(base, "a part of a value");
        };
        each(base, |t| {
            let chars: Vec<char> = t.chars().collect();
            let len = i64::try_from(chars.len()).ok()?;
            let start = if from < 0 { len.checked_add(from)?.max(0) } else { from.min(len) };
            let end = if length < 0 { len.checked_add(length)? } else { start.saturating_add(length).min(len) };
            let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end.max(start)).ok()?);
            Some(chars.get(start..end)?.iter().collect())
        })
    }

    fn transform(&self, state: &mut State, base: &Set, op: char) -> Set {
        match op {
            'U' => each(base, |t| Some(t.to_uppercase())),
            'L' => each(base, |t| Some(t.to_lowercase())),
            'u' => each(base, |t| Some(recase(t, true, false))),
            'Q' | 'K' | 'k' | 'A' | 'a' => gaps(base, "a quoted value"),
            // `P` and `E` evaluate: a prompt string runs its substitutions.
            _ => {
                for v in base.values() {
                    match v.known() {
                        Some(t) if t.contains("$(") || t.contains('`') => {
                            self.scene.add_unknown(
                                "a command hidden in a value that is evaluated",
                                self.at(automode_model::Span::default()),
                            );
                            let text = format!(": \"{}\"", t.replace('"', ""));
                            self.deeper().run_text(
                                &mut state.clone(),
                                &text,
                                automode_shell::Dialect::Bash,
                                &Val::default(),
                            );
                        }
                        Some(_) => {}
                        None => self.scene.add_unknown(
                            "a value that is evaluated as a prompt",
                            self.at(automode_model::Span::default()),
                        ),
                    }
                }
                gaps(base, "an evaluated value")
            }
        }
    }
}

fn number() -> Val {
    let mut v = Val::default();
    v.push(Piece::Glob("[0-9]".into()));
    v
}

fn gaps(base: &Set, why: &str) -> Set {
    Set::of(base.values().iter().map(|v| gap_like(v, why)).collect(), why)
}

fn each(base: &Set, f: impl Fn(&str) -> Option<String>) -> Set {
    let why = "a value that is changed";
    let changed = base.values().iter().map(|v| match v.known().and_then(&f) {
        Some(t) => Val::text(t),
        None => gap_like(v, why),
    });
    Set::of(changed.collect(), why)
}

/// A pattern's text: literal parts and live pattern characters, where all of it is known.
fn pattern_text(shell: &Shell<'_, '_>, state: &mut State, word: &Word) -> Option<String> {
    shell.expand_one(state, word).known().map(str::to_owned)
}

fn recase(t: &str, upper: bool, every: bool) -> String {
    let change = |s: &str| if upper { s.to_uppercase() } else { s.to_lowercase() };
    if every {
        return change(t);
    }
    let mut chars = t.chars();
    chars.next().map_or_else(String::new, |c| change(&c.to_string()) + chars.as_str())
}

/// Longest inputs for which every cut point is tried: bounds the quadratic work of pattern trimming.
const MAX_TRIM_BYTES: usize = 4096;

fn trim_prefix(t: &str, p: &str, longest: bool) -> Option<String> {
    if t.len() > MAX_TRIM_BYTES || p.contains(['?', '[']) {
        return None;
    }
    let mut cuts: Vec<usize> = t.char_indices().map(|(i, _)| i).chain([t.len()]).collect();
    if longest {
        cuts.reverse();
    }
    let at = cuts.into_iter().find(|i| t.get(..*i).is_some_and(|h| crate::inspect::rules::glob(p, h)));
    Some(at.and_then(|i| t.get(i..)).unwrap_or(t).to_owned())
}

fn trim_suffix(t: &str, p: &str, longest: bool) -> Option<String> {
    if t.len() > MAX_TRIM_BYTES || p.contains(['?', '[']) {
        return None;
    }
    let mut cuts: Vec<usize> = t.char_indices().map(|(i, _)| i).chain([t.len()]).collect();
    if !longest {
        cuts.reverse();
    }
    let at = cuts.into_iter().find(|i| t.get(*i..).is_some_and(|h| crate::inspect::rules::glob(p, h)));
    Some(at.and_then(|i| t.get(..i)).unwrap_or(t).to_owned())
}
