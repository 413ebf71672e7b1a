//! Loops: those over a list that is known run as often as bash runs them; of all others it is found what may hold behind
//! any number of rounds. Part of the shell's walk.

use std::cell::RefCell;

use automode_shell::tree::{Stmt, Word};

use super::super::state::State;
use super::super::value::{Set, Val, number};
use super::flow::merge;
use super::number::number_of;
use super::{Done, Shell, assign, expand, gap_like, reading, split};

/// How many rounds of loops, those of loops within loops multiplied, are walked one by one; a loop with more is walked with
/// all its values at once. As many as a variable may have values.
const MAX_ROUNDS: usize = super::super::value::MAX_ALTERNATIVES;

impl Shell<'_, '_> {
    /// A body that runs any number of times: walked twice, so that what the first pass set is seen by the second; what
    /// still changes then is not known.
    pub(super) fn repeat(&self, state: &mut State, stdin: &Val, body: impl Fn(&Self, &mut State, &Val) -> Val) -> Done {
        let outer = state.broken.take();
        let start = state.clone();
        let mut once = state.clone();
        once.maybe = true;
        let (mut begun, seen) = (once.clone(), (self.scene.changes(), state.input_read.get()));
        let out = body(self, &mut once, stdin);
        rejoin(&mut once);
        let mut twice = once.join(&start);
        (begun.left, begun.ended) = (twice.left, twice.ended);
        if twice == begun && (self.scene.changes(), state.input_read.get()) == seen {
            // Another round would find what this one found.
            (twice.broken, twice.maybe) = (outer, start.maybe);
            *state = twice;
            return Done::settled(looped(out));
        }
        let joined = twice.clone();
        body(self, &mut twice, stdin);
        rejoin(&mut twice);
        let mut end = twice.clone().join(&joined);
        if end.lists != joined.lists {
            end.lists.clear();
        }
        let unstable: Vec<String> =
            end.vars.iter().filter(|(n, v)| joined.vars.get(*n) != Some(v)).map(|(n, _)| n.clone()).collect();
        let grows = end.arrays != joined.arrays && scatter_changed(&mut end, &joined);
        let moves = end.cwd != joined.cwd;
        if moves {
            // Each round may lead elsewhere.
            end.cwd.clear();
        }
        if !unstable.is_empty() || grows || moves {
            end = self.settle(end, &unstable, stdin, &body);
        }
        *state = end;
        (state.broken, state.maybe) = (outer, start.maybe);
        Done::settled(looped(out))
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
        rejoin(&mut state);
        state
    }

    /// `while` and `until`. The condition runs once more than the body: what it leaves is what the loop leaves.
    pub(super) fn run_while(
        &self,
        state: &mut State,
        until: bool,
        condition: &[Stmt],
        body: &[Stmt],
        stdin: &Val,
    ) -> Done {
        let alone = !until && reading::is_read_alone(condition);
        let ends = RefCell::new(None);
        let done = self.repeat(state, stdin, |s, st, stdin| {
            // What `read` finds nothing for is not walked where nothing else decides: the loop ends.
            let input = if alone { std::mem::take(&mut st.input_read) } else { st.input_read.clone() };
            let mut out = s.run_list(st, condition, stdin);
            if alone {
                input.set(input.get() || st.input_read.get());
                st.input_read = input;
            } else {
                let end = merge(ends.take(), Some(st.clone()));
                ends.replace(end);
            }
            out.extend(&s.run_list(st, body, stdin));
            out
        });
        let (broken, maybe) = (state.broken.take(), state.maybe);
        state.rejoin(ends.into_inner().map(Box::new));
        (state.broken, state.maybe) = (broken, maybe);
        reading::exhausted(state, condition);
        done
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
        let (values, exact) = match (words, &state.positional) {
            (Some(words), _) => self.expand_fields(state, words),
            (None, Some(list)) => (list.clone(), true),
            (None, None) => (vec![Val::gap("the script's arguments").spread()], false),
        };
        if select {
            return self.run_select(state, names, values, body, stdin);
        }
        if values.is_empty() {
            return Done::sure();
        }
        // A variable that may not be assigned, or is none by its name: there may be no round.
        let odd = |n: &String| state.is_readonly(n) || !n.chars().all(|c| c.is_alphanumeric() || c == '_');
        let certain = values.iter().all(expand::is_one) && !names.iter().any(odd);
        if let ([name], true) = (names, exact && certain)
            && let Some(done) = self.rounds(state, name, &values, body, stdin)
        {
            return done;
        }
        let numbers =
            values.iter().all(|v| v.known().is_some_and(|t| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit())));
        let value = Set::of(values.into_iter().map(split::one_of_several).collect(), "a list too long to follow");
        // `$(seq 1 40)`: some number.
        let value =
            if numbers && value.values().iter().any(|v| v.why().is_some()) { Set::one(number()) } else { value };
        self.for_any(state, names, &value, !certain, body, stdin)
    }

    /// One of them, or nothing where the answer is no number of theirs.
    fn run_select(&self, state: &mut State, names: &[String], values: Vec<Val>, body: &[Stmt], stdin: &Val) -> Done {
        state.forget("REPLY", "what the user selects");
        let value = match values.iter().all(expand::is_one) {
            true => Set::of(values.into_iter().map(Val::whole).collect(), "what the user selects").or_empty(),
            false => Set::one(Val::gap("what the user selects")),
        };
        self.for_any(state, names, &value, true, body, stdin)
    }

    /// Rounds in which the variables have any of these values, in any order; `unsure` says that there may be none.
    fn for_any(
        &self,
        state: &mut State,
        names: &[String],
        value: &Set,
        unsure: bool,
        body: &[Stmt],
        stdin: &Val,
    ) -> Done {
        for n in names {
            // An empty list leaves what the variable was, the elements of a list among it.
            if unsure && state.arrays.contains_key(n) {
                state.forget(n, "a list that a loop may leave as it was");
                continue;
            }
            let before = state.var(n).filter(|_| unsure).cloned();
            self.set_checked(state, n, before.map_or_else(|| value.clone(), |before| value.join(&before)));
        }
        self.repeat(state, stdin, |s, st, stdin| {
            for n in names {
                s.set_checked(st, n, value.clone());
            }
            s.run_list(st, body, stdin)
        })
    }

    /// One round for each value, one after the other, as the shell does it; none where they would be too many.
    fn rounds(&self, state: &mut State, name: &str, values: &[Val], body: &[Stmt], stdin: &Val) -> Option<Done> {
        let around = self.scene.rounds.get();
        let all = around.saturating_mul(values.len());
        if all > MAX_ROUNDS {
            return None;
        }
        self.scene.rounds.set(all);
        let (outer, maybe) = (state.broken.take(), state.maybe);
        state.maybe |= outer.is_some();
        let (mut out, mut unsure) = (Val::default(), false);
        let mut ends: Option<State> = None;
        let exits = (state.left, state.ended);
        for (i, value) in values.iter().enumerate() {
            // The last command of a round may have been the shell's last.
            state.ended += u32::from(i > 0 && state.options.errexit);
            unsure |= (state.left, state.ended) != exits;
            self.set_checked(state, name, Set::one(value.clone()));
            out.extend(&self.run_list(state, body, stdin));
            if state.broken.is_some() || state.far {
                // `continue` goes on with the next round, `break` behind the loop.
                rejoin(state);
                ends = merge(ends, Some(state.clone()));
                (state.maybe, unsure) = (true, true);
            }
        }
        state.rejoin(ends.map(Box::new));
        (state.broken, state.maybe) = (outer, maybe);
        self.scene.rounds.set(around);
        Some(Done::settled(if unsure { looped(out) } else { out }))
    }
}

/// Joins the states in which a round was left before its end.
fn rejoin(state: &mut State) {
    let left = state.broken.take();
    state.rejoin(left);
    if state.far {
        // `continue 2` was kept with what a `return` leaves behind.
        state.rejoin(state.returned.clone());
    }
}

/// What a loop prints that runs any number of times.
fn looped(out: Val) -> Val {
    if out == Val::default() { out } else { gap_like(&out, "what a loop prints").spread() }
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
