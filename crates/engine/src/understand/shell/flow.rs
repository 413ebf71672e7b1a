//! Pipelines, lists, branches and loops: what may run, and what is known behind it. Part of the shell's walk.

use automode_shell::tree::{Arm, Join, Node, Stmt, Word};

use super::super::state::State;
use super::super::value::{Set, Val, number};
use super::number::number_of;
use super::{Done, Shell, assign, either, expand, gap_like};

impl Shell<'_, '_> {
    pub(super) fn run_pipeline(&self, state: &mut State, stages: &[(Stmt, bool)], stdin: &Val) -> Done {
        let mut input = stdin.clone();
        let last = stages.len().saturating_sub(1);
        for (i, (stage, _)) in stages.iter().enumerate() {
            // Each stage has its own subshell; `lastpipe` and zsh run the last one in the shell itself, so its
            // variables may or may not survive: joined.
            let mut inner = state.clone();
            inner.captured |= i != last;
            inner.stopped = None;
            input = self.run_stmt(&mut inner, stage, &input).out;
            self.spring_traps(&inner, Some(state));
            input = super::perhaps_else(state, &inner, input);
            if i == last && (inner.vars != state.vars || inner.arrays != state.arrays) {
                (inner.returned, inner.broken, inner.stopped) = (None, None, None);
                (inner.left, inner.ended) = (state.left, state.ended);
                *state = std::mem::take(state).join(&inner);
            }
        }
        Done::settled(input)
    }

    pub(super) fn run_and_or(&self, state: &mut State, first: &Stmt, rest: &[(Join, Stmt)], stdin: &Val) -> Done {
        let mut failed: Option<State> = None;
        let mut before = state.clone();
        let mut done = self.run_stmt(state, first, stdin);
        let mut out = std::mem::take(&mut done.out);
        let (mut which, mut sure) = (first, true);
        for (join, stmt) in rest {
            let fail = if done.certain { None } else { Some(failing(which, before, state)) };
            which = stmt;
            match join {
                Join::And => {
                    sure &= done.certain;
                    failed = merge(failed, fail);
                    before = state.clone();
                    done = maybe(state, |state| self.run_stmt(state, stmt, stdin));
                }
                Join::Or => {
                    sure = false;
                    let mut alternative = merge(failed.take(), fail).unwrap_or_else(|| state.clone());
                    before = alternative.clone();
                    done = maybe(&mut alternative, |state| self.run_stmt(state, stmt, stdin));
                    *state = std::mem::take(state).join(&alternative);
                }
            }
            let longer = followed(&out, &done.out);
            out = if sure { longer } else { either(out, longer) };
        }
        if let Some(failed) = failed {
            *state = std::mem::take(state).join(&failed);
        }
        // The joins above hold what failing leaves behind, but for the last command's directory.
        if !done.certain && !done.settled && state.cwd != before.cwd {
            state.join_cwd(&before.cwd);
        }
        Done::settled(out)
    }

    pub(super) fn run_if(
        &self,
        state: &mut State,
        branches: &[(Vec<Stmt>, Vec<Stmt>)],
        otherwise: &[Stmt],
        stdin: &Val,
    ) -> Done {
        let mut out: Option<Val> = None;
        let mut asked = Val::default();
        let mut ends: Option<State> = None;
        for (cond, body) in branches {
            asked.extend(&self.run_list(state, cond, stdin));
            let mut inner = state.clone();
            let printed = maybe(&mut inner, |state| self.run_list(state, body, stdin));
            out = one_of(out, followed(&asked, &printed));
            ends = merge(ends, Some(inner));
        }
        let printed = maybe(state, |state| self.run_list(state, otherwise, stdin));
        let out = one_of(out, followed(&asked, &printed)).unwrap_or_default();
        if let Some(ends) = ends {
            *state = std::mem::take(state).join(&ends);
        }
        Done::settled(out)
    }

    /// A body that runs any number of times: walked twice, so that what the first pass set is seen by the second; what
    /// still changes then is not known.
    pub(super) fn repeat(&self, state: &mut State, stdin: &Val, body: impl Fn(&Self, &mut State, &Val) -> Val) -> Done {
        let outer = state.broken.take();
        let start = state.clone();
        let mut once = state.clone();
        once.maybe = true;
        let out = body(self, &mut once, stdin);
        let left = once.broken.take();
        once.rejoin(left);
        let mut twice = once.clone().join(&start);
        let joined = twice.clone();
        body(self, &mut twice, stdin);
        let left = twice.broken.take();
        twice.rejoin(left);
        let mut end = twice.clone().join(&joined);
        let unstable: Vec<String> =
            end.vars.iter().filter(|(n, v)| joined.vars.get(*n) != Some(v)).map(|(n, _)| n.clone()).collect();
        let grows = end.arrays != joined.arrays && scatter_changed(&mut end, &joined);
        if !unstable.is_empty() || grows {
            end = self.settle(end, &unstable, stdin, &body);
        }
        *state = end;
        (state.broken, state.maybe) = (outer, start.maybe);
        let known_empty = out == Val::default();
        Done::settled(if known_empty { out } else { gap_like(&out, "what a loop prints") })
    }

    /// The state behind a loop that keeps changing these variables: counters stay numbers where the body leaves them so,
    /// all others are not known.
    fn settle(
        &self,
        mut end: State,
        unstable: &[String],
        stdin: &Val,
        body: &impl Fn(&Self, &mut State, &Val) -> Val,
    ) -> State {
        let counts = |state: &State, name: &String| {
            state.var(name).is_some_and(|s| s.values().iter().all(|v| number_of(v).is_some()))
        };
        let (counters, others): (Vec<_>, Vec<_>) = unstable.iter().partition(|name| counts(&end, name));
        for name in others {
            end.forget(name, "a variable that a loop keeps changing");
        }
        for name in &counters {
            end.set(name, Set::one(number()));
        }
        let mut settled = self.once_more(&end, stdin, body);
        if counters.iter().any(|name| !counts(&settled, name)) {
            for name in counters {
                end.forget(name, "a variable that a loop keeps changing");
            }
            settled = self.once_more(&end, stdin, body).join(&settled);
        }
        end.join(&settled)
    }

    fn once_more(&self, start: &State, stdin: &Val, body: &impl Fn(&Self, &mut State, &Val) -> Val) -> State {
        let mut state = start.clone();
        body(self, &mut state, stdin);
        let left = state.broken.take();
        state.rejoin(left);
        state
    }

    pub(super) fn run_for(
        &self,
        state: &mut State,
        names: &[String],
        words: Option<&[Word]>,
        select: bool,
        body: &[Stmt],
        stdin: &Val,
    ) -> Done {
        let values = match words {
            Some(words) => self.expand_fields(state, words),
            None => state.positional.clone().unwrap_or_else(|| vec![Val::gap("the script's arguments").spread()]),
        };
        let mut unsure_list = select;
        if select {
            state.forget("REPLY", "what the user selects");
        }
        let value = if select {
            // One of them, or nothing where the answer is no number of theirs.
            match values.iter().all(expand::is_one) {
                true => Set::of(values.into_iter().map(Val::whole).collect(), "what the user selects").or_empty(),
                false => Set::one(Val::gap("what the user selects")),
            }
        } else if values.is_empty() {
            return Done::sure();
        } else {
            unsure_list = values.iter().any(|v| v.many || v.has_glob());
            Set::of(values.into_iter().map(Val::whole).collect(), "a list too long to follow")
        };
        for n in names {
            // An empty list leaves what the variable was.
            let before = state.var(n).filter(|_| unsure_list).cloned();
            state.set(n, before.map_or_else(|| value.clone(), |before| value.join(&before)));
        }
        self.repeat(state, stdin, |s, st, stdin| {
            for n in names {
                st.set(n, value.clone());
            }
            s.run_list(st, body, stdin)
        })
    }

    pub(super) fn run_case(&self, state: &mut State, word: &Word, arms: &[Arm], stdin: &Val) -> Done {
        self.expand_one(state, word);
        let mut ends: Option<State> = None;
        // No arm may fit.
        let mut out = Val::default();
        let mut falling: Option<State> = None;
        for arm in arms {
            for p in &arm.patterns {
                self.expand_one(state, p);
            }
            let mut inner = merge(falling.take(), Some(state.clone())).unwrap_or_default();
            out = either(out, maybe(&mut inner, |state| self.run_list(state, &arm.body, stdin)));
            if arm.falls_through {
                falling = Some(inner.clone());
                // What the next arm prints comes behind it.
                out = if out == Val::default() { out } else { gap_like(&out, "what several arms print").spread() };
            }
            ends = merge(ends, Some(inner));
        }
        if let Some(ends) = ends {
            *state = std::mem::take(state).join(&ends);
        }
        Done::settled(out)
    }
}

/// Forgets the elements of the arrays that a loop keeps changing; true where there are such.
fn scatter_changed(end: &mut State, before: &State) -> bool {
    let changed: Vec<String> =
        end.arrays.iter().filter(|(n, list)| before.arrays.get(*n) != Some(list)).map(|(n, _)| n.clone()).collect();
    for name in &changed {
        let list = end.arrays.get(name).map(|l| assign::scattered(l)).unwrap_or_default();
        end.set_array(name, list);
    }
    !changed.is_empty()
}

/// One output behind another.
fn followed(first: &Val, then: &Val) -> Val {
    let mut both = first.clone();
    both.extend(then);
    both
}

/// This output, or one of those before.
fn one_of(before: Option<Val>, out: Val) -> Option<Val> {
    Some(match before {
        None => out,
        Some(before) => either(before, out),
    })
}

/// What may or may not run.
fn maybe<T>(state: &mut State, run: impl FnOnce(&mut State) -> T) -> T {
    let before = std::mem::replace(&mut state.maybe, true);
    let out = run(state);
    state.maybe = before;
    out
}

/// The state in which a command failed: a `cd` that fails stays where it was, all others may have done a part.
fn failing(stmt: &Stmt, before: State, after: &State) -> State {
    let Node::Simple(simple) = &stmt.node else { return before.join(after) };
    let mut out = after.clone();
    if simple.words.is_empty() && simple.declared.is_empty() && !simple.assignments.is_empty() {
        // `x=$(false)` fails and assigns all the same.
        return out;
    }
    let moves =
        simple.words.first().and_then(Word::literal).is_some_and(|w| matches!(w.as_str(), "cd" | "chdir" | "pushd"));
    if moves {
        out.cwd = before.cwd;
    } else if out.cwd != before.cwd || out.vars != before.vars {
        out = out.join(&before);
    }
    out
}

pub(super) fn merge(a: Option<State>, b: Option<State>) -> Option<State> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.join(&b)),
        (a, b) => a.or(b),
    }
}
