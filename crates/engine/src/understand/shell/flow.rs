//! Pipelines, lists and branches: what may run, and what is known behind it. Part of the shell's walk.

use std::rc::Rc;

use automode_shell::tree::{Arm, Join, Node, Part, Stmt, Word};

use super::super::state::State;
use super::super::value::{Piece, Val};
use super::params::assigns;
use super::{Done, LATE, Shell, gap_like};

impl Shell<'_, '_> {
    #[inline(never)]
    pub(super) fn run_pipeline(&self, state: &mut State, stages: &[(Stmt, bool)], stdin: &Val) -> Done {
        self.together(|starts| self.run_stages(state, stages, stdin, starts))
    }

    fn run_stages(&self, state: &mut State, stages: &[(Stmt, bool)], stdin: &Val, starts: &mut dyn FnMut()) -> Done {
        let mut input = stdin.clone();
        let last = stages.len().saturating_sub(1);
        for (i, (stage, _)) in stages.iter().enumerate() {
            starts();
            let late = self.scene.late.get();
            // Each stage has its own subshell; `lastpipe` and zsh run the last one in the shell itself, so its
            // variables may or may not survive: joined.
            let mut inner = state.clone();
            inner.captured |= i != last;
            drop(inner.begin_apart());
            if i > 0 {
                (inner.input_read, inner.stdin_for_all) = (Rc::default(), None);
            }
            if i == last && state.options.lastpipe {
                // `break`, `set --`, `cd` and the like hold for the shell then.
                inner.stopped.clone_from(&state.stopped);
                let out = self.run_stmt(&mut inner, stage, &input).out;
                inner.stdin_for_all.clone_from(&state.stdin_for_all);
                *state = std::mem::take(state).join(&inner);
                return Done::settled(out);
            }
            input = self.within(&mut inner, |inner| {
                let out = self.run_stmt(inner, stage, &input).out;
                self.spring_traps(inner, Some(state));
                out
            });
            input = self.perhaps_else((state, late), &inner, input);
            if i == last && (inner.vars != state.vars || inner.arrays != state.arrays) {
                (inner.returned, inner.broken, inner.stopped) = (None, None, None);
                (inner.left, inner.ended) = (state.left, state.ended);
                inner.stdin_for_all.clone_from(&state.stdin_for_all);
                *state = std::mem::take(state).join(&inner);
            }
        }
        Done::settled(input)
    }

    /// What a shell of its own printed: less where it may have ended in the midst, more where it has set traps; in another order
    /// where something in it prints at any time, as a trap may that holds in it. `late` says how often that had been before it.
    pub(super) fn perhaps_else(&self, (outer, late): (&State, u32), inner: &State, out: Val) -> Val {
        let left = inner.stopped.is_some() || inner.broken.is_some() || inner.left != outer.left;
        let less = out != Val::default() && (inner.ended != outer.ended || left);
        if less || inner.traps != outer.traps {
            return gap_like(&out, "what a shell prints that may end in the midst").spread();
        }
        let noisy = inner.noisy && inner.options.traced;
        if noisy || late != self.scene.late.get() { gap_like(&out, LATE).spread() } else { out }
    }

    #[inline(never)]
    pub(super) fn run_and_or(&self, state: &mut State, first: &Stmt, rest: &[(Join, Stmt)], stdin: &Val) -> Done {
        let mut failed: Option<State> = None;
        let mut before = state.clone();
        let mut done = self.run_joined(state, first, stdin, &before);
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
                    done = maybe(state, |state| self.run_joined(state, stmt, stdin, &before));
                }
                Join::Or => {
                    sure = false;
                    let mut alternative = merge(failed.take(), fail).unwrap_or_else(|| state.clone());
                    before = alternative.clone();
                    done = maybe(&mut alternative, |state| self.run_joined(state, stmt, stdin, &before));
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
        if !done.certain && !done.settled {
            state.join_place(&before.cwd, &before.stack);
        }
        Done::settled(out)
    }

    /// One of what `&&` and `||` join. Where it is negated, it is failing that leads on.
    fn run_joined(&self, state: &mut State, stmt: &Stmt, stdin: &Val, before: &State) -> Done {
        let done = self.run_stmt(state, stmt, stdin);
        if stmt.negated && !done.certain {
            *state = std::mem::take(state).join(before);
        }
        done
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

    pub(super) fn run_case(&self, state: &mut State, word: &Word, arms: &[Arm], stdin: &Val) -> Done {
        let word = self.expand_scalar(state, word);
        let mut left: Vec<&Val> = word.values().iter().collect();
        // What an arm leaves to the next one by `;&` is not followed value by value.
        let plain = !state.options.nocase && !arms.iter().any(|a| a.falls_through);
        let (mut ends, mut out): (Option<State>, Option<Val>) = (None, None);
        let mut falling: Option<State> = None;
        for arm in arms {
            self.expand_patterns(state, arm, false);
            if let Some(falling) = &mut falling {
                // `;&` looks at none of them.
                self.expand_patterns(falling, arm, true);
            }
            let fit: Vec<Option<bool>> = left.iter().map(|v| self.fits(state, arm, v).filter(|_| plain)).collect();
            if fit.iter().all(|f| *f == Some(false)) {
                continue;
            }
            let sure = ends.is_none() && fit.iter().all(|f| *f == Some(true));
            // Behind `;;&` it may be a later arm that fits next.
            let mut inner = merge(falling.clone(), Some(state.clone())).unwrap_or_default();
            let run = |state: &mut State| self.run_list(state, &arm.body, stdin);
            out = one_of(out, if sure { run(&mut inner) } else { maybe(&mut inner, run) });
            if arm.falls_through {
                falling = Some(inner.clone());
                // What the next arm prints comes behind it.
                out = out.filter(|o| *o == Val::default()).or_else(|| Some(several_arms()));
            }
            ends = merge(ends, Some(inner));
            left = left.iter().zip(fit).filter(|(_, f)| *f != Some(true)).map(|(v, _)| *v).collect();
            if left.is_empty() {
                break;
            }
        }
        if !left.is_empty() {
            // No arm may fit.
            out = one_of(out, Val::default());
            ends = merge(ends, Some(std::mem::take(state)));
        }
        *state = ends.unwrap_or_default();
        Done::settled(out.unwrap_or_default())
    }

    /// Expands an arm's patterns: those behind one that fits are not looked at.
    fn expand_patterns(&self, state: &mut State, arm: &Arm, perhaps_none: bool) {
        for (i, p) in arm.patterns.iter().enumerate() {
            let before = ((i > 0 || perhaps_none) && assigns(&p.parts)).then(|| Box::new(state.clone()));
            self.expand_one(state, p);
            state.rejoin(before);
        }
    }

    /// Whether a value chooses this arm; none where that is not known.
    fn fits(&self, state: &State, arm: &Arm, value: &Val) -> Option<bool> {
        let text = value.known()?;
        let mut fits = Some(false);
        for p in &arm.patterns {
            let found = if is_still(&p.parts) { self.pattern(&mut state.clone(), p) } else { None };
            match found.and_then(|p| p.matches(text)) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => fits = None,
            }
        }
        fits
    }
}

/// Parts that are the same whenever they are read.
fn is_still(parts: &[Part]) -> bool {
    parts.iter().all(|p| match p {
        Part::Lit(_) | Part::Quoted(_) | Part::Glob(_) => true,
        Part::Double(inner) => is_still(inner),
        _ => false,
    })
}

fn several_arms() -> Val {
    Val::gap("what several arms print").spread()
}

/// Either output: known only where both are the same.
pub(super) fn either(a: Val, b: Val) -> Val {
    if a == b {
        return a;
    }
    if is_name(&a) && is_name(&b) {
        // `basename` of what either of two patterns finds: some name.
        let mut name = Val::default();
        name.push(Piece::Glob("*".into()));
        name.push(Piece::Text("\n".into()));
        return name;
    }
    let mut both = a;
    both.extend(&b);
    gap_like(&both, "output that depends on a condition").spread()
}

/// One line that a pattern finds, a name in no folder.
fn is_name(printed: &Val) -> bool {
    let text = printed.show();
    let name = text.strip_suffix('\n').unwrap_or("/");
    printed.has_glob()
        && printed.why().is_none()
        && !name.starts_with(['-', '.'])
        && !name.contains(|c: char| c == '/' || c.is_whitespace())
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
    if stmt.negated {
        return before.join(after);
    }
    let mut out = after.clone();
    if simple.words.is_empty() && simple.declared.is_empty() && !simple.assignments.is_empty() {
        // `x=$(false)` fails and assigns all the same.
        return out;
    }
    // `pushd` alone may have turned what was left behind.
    let named = || simple.words.get(1).and_then(Word::literal).is_some_and(|w| !w.is_empty());
    let moves = match simple.words.first().and_then(Word::literal).as_deref() {
        Some("cd" | "chdir") => true,
        Some("pushd") => named(),
        _ => false,
    };
    if moves {
        (out.cwd, out.stack) = (before.cwd, before.stack);
    } else if out.cwd != before.cwd || out.stack != before.stack || out.vars != before.vars {
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
