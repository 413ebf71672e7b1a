//! Arithmetic and tests as the shell evaluates them: text that runs what its substitutions and the values of its names
//! hold. Part of the shell's walk; `number` computes what is known.

use std::collections::BTreeSet;

use automode_model::Span;
use automode_shell::tree::{Arith, TestPart};
use automode_shell::{Dialect, parse};

use super::super::state::State;
use super::super::value::{MAX_ALTERNATIVES, NUMBER, Piece, Set, Val};
use super::expand::names_shell;
use super::number::{self, Num};
use super::params::presence;
use super::{Shell, assign, builtins, flow, gap_like};

/// Ends the reason why a part of what comes from outside is not known.
const OUTSIDE: &str = ", from outside";
/// Names of variables, or keys of lists of which none can run anything.
pub(super) const NAMES: &str = "names of variables";

impl Shell<'_, '_> {
    /// Arithmetic evaluates text: substitutions in it run, and so do those in the values of the names in it.
    pub(super) fn arith(&self, state: &mut State, expr: &Arith, span: Span) -> Option<Num> {
        let set = self.expand_scalar(state, &expr.word);
        let [text] = set.values() else { return self.arith_each(state, &set, span) };
        if let Some(text) = number::text_of(text) {
            return self.arith_text(state, Some(&text), &expr.text, span);
        }
        self.arith_names(state, &expr.text, span, 0);
        self.arith_of(state, text, span);
        None
    }

    /// One of several texts.
    fn arith_each(&self, state: &mut State, texts: &Set, span: Span) -> Option<Num> {
        let (mut end, mut out) = (None, None);
        for text in texts.values() {
            let mut inner = state.clone();
            let value = match number::text_of(text) {
                Some(text) => self.arith_text(&mut inner, Some(&text), &text, span),
                None => {
                    self.arith_of(&mut inner, text, span);
                    None
                }
            };
            out = match out {
                None => Some(value),
                Some(before) if before == value => Some(value),
                Some(before) => Some(before.and(value).map(|_| Num::Any)),
            };
            end = flow::merge(end, Some(inner));
        }
        *state = end.unwrap_or_default();
        out.flatten()
    }

    /// A value that is evaluated. Where the script itself made it so that it is not known, it may assign any name and run
    /// anything; what comes from outside is taken for a number.
    pub(super) fn arith_of(&self, state: &mut State, value: &Val, span: Span) {
        if let Some(text) = value.known() {
            return self.arith_value(state, text, span, 0);
        }
        self.arith_names(state, &value.show(), span, 0);
        if is_hidden(value) {
            state.referenced = true;
            self.scene.add_unknown("arithmetic on a text that is not known", self.at(span));
        }
    }

    /// What names a variable may have a subscript, which is evaluated.
    pub(super) fn arith_named(&self, state: &mut State, name: &Val, span: Span) {
        match name.split_once('[') {
            Some((_, index)) => self.arith_of(state, &index, span),
            None if is_hidden(name) => self.arith_of(state, name, span),
            None => {}
        }
    }

    /// An expression: computed where it is known, else its names are followed.
    pub(super) fn arith_text(&self, state: &mut State, known: Option<&str>, written: &str, span: Span) -> Option<Num> {
        self.demands_names(state, known.unwrap_or(written), span);
        self.asks_number(known.unwrap_or(written));
        let before = state.clone();
        if let Some(outcome) = known.and_then(|t| number::evaluate(state, t)) {
            if outcome.may_fail {
                *state = std::mem::take(state).join(&before);
            }
            return (!outcome.may_fail).then_some(outcome.value);
        }
        match known {
            // What is still a substitution once all are expanded stood in a value, and runs where it is evaluated.
            Some(text) => self.arith_value(state, text, span, 0),
            None => self.arith_names(state, written, span, 0),
        }
        None
    }

    /// `set -u`: a name that is not set ends the shell here, too.
    fn demands_names(&self, state: &mut State, text: &str, span: Span) {
        if !state.options.nounset {
            return;
        }
        // What it holds may be a name, too.
        let named = |v: &Val| v.known().is_some_and(|t| names_in(t).next().is_some());
        let unset = |name: &&str| {
            let values = self.variable(state, name);
            presence(&values) != Some(true) || values.values().iter().any(named)
        };
        if names_in(text).any(|name| unset(&name)) {
            self.may_end(state, self.at(span));
            state.ended += 1;
        }
    }

    /// `((p = PPID))`: the number of a shell.
    fn asks_number(&self, text: &str) {
        if text.contains("PID") && names_in(text).any(names_shell) {
            self.scene.numbered.set(true);
        }
    }

    /// Arithmetic within a word, where an error ends the line.
    pub(super) fn arith_or_stop(&self, state: &mut State, expr: &Arith) -> Option<Num> {
        let before = state.clone();
        let value = self.arith(state, expr, Span::default());
        if value.is_none() {
            state.stopped = before.escape(state.stopped.take());
            state.may_stop();
        }
        value
    }

    fn arith_names(&self, state: &mut State, text: &str, span: Span, level: u32) {
        self.demands_names(state, text, span);
        self.asks_number(text);
        for name in names_in(text) {
            let elements = state.arrays.get(name).map_or(&[][..], Vec::as_slice);
            let held: Vec<&Val> = state.var(name).into_iter().chain(elements).flat_map(Set::values).collect();
            // Of what is not known as a whole, what is known may assign and run as well. A number does neither.
            let values: BTreeSet<String> = held.iter().map(|v| v.show()).filter(|t| !is_number(t)).collect();
            let unknown = held.into_iter().any(is_hidden) || values.len() > MAX_ALTERNATIVES;
            for value in values.iter().take(MAX_ALTERNATIVES) {
                self.arith_value(state, value, span, level);
            }
            if unknown {
                state.referenced = true;
                self.scene.add_unknown("arithmetic on a text that is not known", self.at(span));
            }
        }
        for target in assigned_names(text) {
            match state.arrays.get(target) {
                Some(list) => {
                    let list = assign::scattered(list);
                    state.set_array(target, list);
                }
                None if text.contains('[') => {
                    state.made_lists.insert(target.to_owned());
                    state.forget(target, "a number computed by the script");
                }
                None => {
                    let either = self.variable(state, target).join(&Set::one(number::Num::Any.val()));
                    state.set(target, either);
                }
            }
        }
    }

    pub(super) fn arith_value(&self, state: &mut State, value: &str, span: Span, level: u32) {
        if value.contains("$(") || value.contains('`') || value.contains("${") {
            if level > 4 {
                return self.scene.add_unknown("arithmetic that evaluates text again and again", self.at(span));
            }
            let script = parse(&format!(": \"{}\"", value.replace('"', "")), Dialect::Bash);
            let inner = self.inner(span);
            inner.tell_problems(&script);
            inner.run_list(&mut state.clone(), &script.body, &Val::default());
        }
        if value.contains(|c: char| c.is_alphabetic()) && level <= 4 {
            self.arith_names(state, value, span, level + 1);
        }
    }

    pub(super) fn test(&self, state: &mut State, parts: &[TestPart], span: Span) {
        let mut numeric = false;
        let (mut previous, mut skipped): (Option<Set>, Vec<State>) = (None, Vec::new());
        let evaluate = |state: &mut State, set: &Set| set.values().iter().for_each(|v| self.arith_of(state, v, span));
        for part in parts {
            match part {
                TestPart::Op(op) => {
                    if matches!(op.as_str(), "&&" | "||") {
                        // What stands behind may not be looked at.
                        skipped.push(state.clone());
                    }
                    numeric = matches!(op.as_str(), "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge" | "-v" | "-R" | "-t");
                    previous.iter().filter(|_| numeric).for_each(|set| evaluate(state, set));
                }
                TestPart::Word(word) => {
                    let value = self.expand_scalar(state, word);
                    if numeric {
                        evaluate(state, &value);
                    }
                    previous = Some(value);
                    numeric = false;
                }
            }
        }
        skipped.retain(|before| before != state);
        skipped.into_iter().for_each(|before| state.rejoin(Some(Box::new(before))));
    }
}

/// The words of an expression that are names.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    words.filter(|w| w.starts_with(|c: char| c.is_alphabetic() || c == '_'))
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// A part of it is not known and does not come from outside, or what is known of it may run something.
pub(super) fn is_hidden(value: &Val) -> bool {
    let hides = |p: &Piece| match p {
        Piece::Gap(g) => {
            let outside = g.why.starts_with("the content of `") || g.why.ends_with(OUTSIDE) || g.why == NAMES;
            !outside && !builtins::is_from_outside(g)
        }
        Piece::Glob(g) => g != NUMBER,
        Piece::Text(t) => t.contains(['$', '`']),
    };
    value.known().is_none() && value.pieces().iter().any(hides)
}

/// A part of a value, or what is made of it.
pub(super) fn derived(v: &Val, why: &str) -> Val {
    match v.why() {
        Some(_) if !is_hidden(v) => gap_like(v, &format!("{why}{OUTSIDE}")),
        _ => gap_like(v, why),
    }
}

/// Names that an arithmetic text assigns: `x=`, `x+=`, `x++`, `--x`.
fn assigned_names(text: &str) -> Vec<&str> {
    if !text.contains('=') && !text.contains("++") && !text.contains("--") {
        return Vec::new();
    }
    let mut out = Vec::new();
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '_')) {
        if !word.is_empty() && !word.starts_with(|c: char| c.is_ascii_digit()) {
            out.push(word);
        }
        if out.len() > MAX_ALTERNATIVES {
            break;
        }
    }
    out
}
