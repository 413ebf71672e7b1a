//! A command of assignments, words and what they expand to: each argument list that it may have. Called by the walker.

use automode_model::Span;
use automode_shell::tree::{Part, Simple, Value};

use super::super::invoke::Invocation;
use super::super::state::State;
use super::super::value::{Set, Val};
use super::{Done, Shell, assign, builtins, either, flow, gap_like, reading};

impl Shell<'_, '_> {
    /// A simple command: expansions, assignments, then each argument list that it may have.
    pub(super) fn run_simple(&self, state: &mut State, simple: &Simple, stdin: &Val, span: Span) -> Done {
        let argvs = self.expand_words(state, &simple.words);
        let bare = argvs.iter().all(Vec::is_empty);
        if bare {
            return self.run_assignments(state, simple, span);
        }
        let env = self.prefix_assignments(state, simple, span);
        if argvs.len() > 1 {
            return self.run_each(state, simple, argvs, &env, stdin, span);
        }
        let argv = argvs.into_iter().next().unwrap_or_default();
        self.run_one(state, simple, argv, env, stdin, span)
    }

    /// A command of assignments only.
    #[inline(never)]
    fn run_assignments(&self, state: &mut State, simple: &Simple, span: Span) -> Done {
        if simple.assignments.iter().any(|a| assign::may_end(&a.value, state.options.nounset)) {
            self.run_due(state, self.at(span));
        }
        for a in &simple.assignments {
            self.assign(state, a);
        }
        // `v=$(cmd)` ends as `cmd` does.
        let certain = !simple.assignments.iter().any(assign::may_fail);
        Done { out: Val::default(), certain, settled: true }
    }

    /// One of the argument lists that a command may have.
    fn run_one(
        &self,
        state: &mut State,
        simple: &Simple,
        argv: Vec<Val>,
        env: Vec<(String, Val)>,
        stdin: &Val,
        span: Span,
    ) -> Done {
        let input = reading::Input::of(state, &argv, stdin);
        let call = Invocation { argv, env, stdin: input.left, span: self.at(span) };
        let done = self.command(state, call, Some(simple));
        state.input_read.set(state.input_read.get() || input.taken);
        done
    }

    /// Every one of several, each from the same state.
    #[inline(never)]
    fn run_each(
        &self,
        state: &mut State,
        simple: &Simple,
        argvs: Vec<Vec<Val>>,
        env: &[(String, Val)],
        stdin: &Val,
        span: Span,
    ) -> Done {
        let mut out: Option<Val> = None;
        let mut certain = true;
        let mut end: Option<State> = None;
        for argv in argvs {
            let mut inner = state.clone();
            inner.maybe = true;
            let done = self.run_one(&mut inner, simple, argv, env.to_vec(), stdin, span);
            out = Some(match out {
                None => done.out,
                Some(o) => either(o, done.out),
            });
            certain &= done.certain;
            end = flow::merge(end, Some(inner));
        }
        *state = State { maybe: state.maybe, ..end.unwrap_or_default() };
        Done { out: out.unwrap_or_default(), certain, settled: false }
    }

    /// `A=b` before a command: given to it alone. Their subscripts are evaluated all the same.
    fn prefix_assignments(&self, state: &mut State, simple: &Simple, span: Span) -> Vec<(String, Val)> {
        let mut env: Vec<(String, Val)> = Vec::new();
        let mut before = Vec::new();
        for (i, a) in simple.assignments.iter().enumerate() {
            if let Some(index) = &a.index {
                self.subscript(state, &a.name, index);
            }
            if let Value::Array(items) = &a.value {
                for word in items.iter().flat_map(|(key, word)| key.iter().chain([word])) {
                    self.expand_one(state, word);
                }
            }
            let mut value = self.assigned(state, a);
            if state.is_readonly(&a.name) || state.referenced {
                // It is an error, and the command may run without it; or its name stands for another one.
                value = gap_like(&value, "a variable that may not be assigned");
            }
            if matches!(&a.value, Value::Scalar(word) if mentions(&word.parts, &env)) {
                // Not every shell has set that by then.
                value = gap_like(&value, "a value made of what is set beside it");
            }
            self.computes(state, &a.name, &value);
            // A trap that runs in what is started here sees it.
            state.becomes(&a.name, &Set::one(value.clone()));
            if i + 1 < simple.assignments.len() {
                // Those behind it see it.
                before.push(state.local_of(&a.name));
                state.set_given(&a.name, &value);
            }
            env.push((a.name.clone(), value));
        }
        before.into_iter().rev().for_each(|local| state.put_back(local));
        // A program alone may keep to the letter of POSIX.
        let mut apart = env.iter().filter(|(n, _)| n != "POSIXLY_CORRECT");
        if let Some(why) = apart.find_map(|(n, v)| builtins::names_unsure(self.scene, n, &Set::one(v.clone()))) {
            self.scene.add_unknown(&why, self.at(span));
        }
        env
    }
}

/// Whether one of these variables stands in it.
fn mentions(parts: &[Part], env: &[(String, Val)]) -> bool {
    parts.iter().any(|part| match part {
        Part::Double(inner) => mentions(inner, env),
        Part::Param(p) => env.iter().any(|(name, _)| *name == p.name),
        _ => false,
    })
}
