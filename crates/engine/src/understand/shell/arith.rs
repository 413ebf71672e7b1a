//! Arithmetic and tests as the shell evaluates them: text that runs what its substitutions and the values of its names
//! hold. Part of the shell's walk; `number` computes what is known.

use automode_model::Span;
use automode_shell::tree::{Arith, TestPart};
use automode_shell::{Dialect, parse};

use super::super::state::State;
use super::super::value::{MAX_ALTERNATIVES, Val};
use super::number::{self, Num};
use super::{Shell, assign};

impl Shell<'_, '_> {
    /// Arithmetic evaluates text: substitutions in it run, and so do those in the values of the names in it.
    pub(super) fn arith(&self, state: &mut State, expr: &Arith, span: Span) -> Option<Num> {
        let text = self.expand_one(state, &expr.word);
        self.arith_text(state, number::text_of(&text).as_deref(), &expr.text, span)
    }

    /// An expression: computed where it is known, else its names are followed.
    pub(super) fn arith_text(&self, state: &mut State, known: Option<&str>, written: &str, span: Span) -> Option<Num> {
        let before = state.clone();
        if let Some(outcome) = known.and_then(|t| number::evaluate(state, t)) {
            if outcome.may_fail {
                *state = std::mem::take(state).join(&before);
            }
            return (!outcome.may_fail).then_some(outcome.value);
        }
        self.arith_names(state, known.unwrap_or(written), span, 0);
        None
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
        let names = text
            .split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .filter(|w| w.starts_with(|c: char| c.is_alphabetic() || c == '_'));
        for name in names {
            let values: Vec<String> = state
                .var(name)
                .map(|s| s.values().iter().filter_map(|v| v.known().map(str::to_owned)).collect())
                .unwrap_or_default();
            for value in values {
                self.arith_value(state, &value, span, level);
            }
        }
        for target in assigned_names(text) {
            match state.arrays.get(target) {
                Some(list) => {
                    let list = assign::scattered(list);
                    state.set_array(target, list);
                }
                None => state.forget(target, "a number computed by the script"),
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
        } else if value.contains(|c: char| c.is_alphabetic()) && level <= 4 {
            self.arith_names(state, value, span, level + 1);
        }
    }

    pub(super) fn test(&self, state: &mut State, parts: &[TestPart], span: Span) {
        let mut numeric = false;
        let mut previous: Option<Val> = None;
        for part in parts {
            match part {
                TestPart::Op(op) => {
                    numeric = matches!(op.as_str(), "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge" | "-v" | "-R" | "-t");
                    if numeric && let Some(v) = previous.as_ref().and_then(Val::known) {
                        self.arith_value(state, v, span, 0);
                    }
                }
                TestPart::Word(word) => {
                    let value = self.expand_one(state, word);
                    if numeric && let Some(v) = value.known() {
                        self.arith_value(state, v, span, 0);
                    }
                    previous = Some(value);
                    numeric = false;
                }
            }
        }
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
