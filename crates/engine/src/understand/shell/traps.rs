//! What traps run, and in which states of the shell they may do so. Part of the shell's walk.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use automode_model::Span;
use automode_shell::Dialect;
use automode_shell::tree::{Node, Word};

use super::super::beside::When;
use super::super::invoke::{self, Invocation};
use super::super::state::{ARGUMENTS, Armed, Attributes, SHELL_ITSELF, Shared, State};
use super::super::value::{Piece, Set, Val};
use super::{Done, ELSEWHERE, Shell, assign};

/// As how many steps a trap counts each time that it may run.
const STEPS: usize = 4;

impl Shell<'_, '_> {
    /// Runs what a trap runs in this state; returns what it leaves behind.
    fn run_trap(&self, state: &State, action: &Val, changed: &BTreeMap<String, Set>, span: Span) -> State {
        let mut inner = state.clone();
        // It costs as much as some statements, with all that it may find changed.
        if !(0..STEPS).all(|_| self.scene.step(span)) {
            return inner;
        }
        // What it sets is seen by those that may run in its midst, though not by those in theirs.
        let others = state.traps.iter().filter(|t| !state.in_trap && state.midst.contains(*t) && *t != action);
        let others: Vec<Val> = others.cloned().collect();
        (inner.traps, inner.due, inner.since_trap) = (Shared::default(), Shared::default(), Shared::default());
        inner.touched = Shared::default();
        (inner.in_trap, inner.far) = (true, false);
        // With what leaves loops and functions around it their traps would come back.
        (inner.returned, inner.broken, inner.stopped) = (None, None, None);
        if !others.is_empty() {
            inner.traps.extend(others);
            inner.armed = Some(self.place(state));
        }
        // What it writes may not be written yet where the next command reads it.
        inner.maybe = true;
        for (name, values) in changed {
            match inner.arrays.get(name).map(|list| assign::scattered(list)) {
                Some(list) => inner.set_array(name, list),
                None => inner.set(name, values.clone()),
            }
        }
        // It reads what the command reads in whose midst it runs, or behind which.
        inner.input_read = Rc::default();
        (inner.stdin, inner.stdin_for_all) = (Val::gap("an input that a trap finds"), None);
        let stdin = inner.stdin.clone();
        let out = invoke::shell_text(self, &mut inner, action, Dialect::Bash, &stdin, span);
        inner.noisy |= out.pieces().iter().any(|p| !matches!(p, Piece::Gap(gap) if gap.why == ELSEWHERE));
        if inner.input_read.get() {
            state.input_read.set(true);
            if state.midst.contains(action) {
                self.scene.add_unknown("a trap that reads what other commands are given", span);
            }
        }
        inner
    }

    /// The same for one that may run in the midst: in functions as well, with their arguments. One that runs when the shell ends has
    /// those outside of a function where that is an error within it.
    fn run_midst(&self, state: &State, action: &Val, changed: &BTreeMap<String, Set>, span: Span) -> State {
        let within = state.locals.is_some() && state.positional.is_some() && action.known().is_none_or(names_arguments);
        if within || state.midst.contains(action) && action.known().is_none_or(|t| t.contains('$')) {
            let anywhere = State { positional: None, ..state.clone() };
            self.run_trap(&anywhere, action, changed, span);
        }
        self.run_trap(state, action, changed, span)
    }

    /// Runs the traps that were set and could not run so far: from here on the shell may end.
    pub(super) fn run_due(&self, state: &mut State, span: Span) {
        if state.due.is_empty() {
            return;
        }
        let due = std::mem::take(&mut state.due);
        for action in due.iter() {
            let after = self.beside(When::End, || self.run_midst(state, action, &BTreeMap::new(), span));
            if unsettle(state, &after) {
                // A signal may come again.
                self.beside(When::End, || drop(self.run_trap(state, action, &BTreeMap::new(), span)));
            }
            state.signalled |= changes_shell(state, &after);
        }
        if state.signalled {
            // One that runs may be the one that sends it.
            for action in due.iter() {
                self.beside(When::End, || drop(self.run_trap(state, action, &BTreeMap::new(), span)));
            }
        }
        state.armed = Some(self.place(state));
        // What they remove is removed when the shell ends.
        self.scene.changed();
    }

    /// The shell may end here: runs the traps that were not run with this directory and these arguments.
    #[inline(never)]
    pub(super) fn may_end(&self, state: &mut State, span: Span) {
        self.run_due(state, span);
        if state.armed.as_ref().is_some_and(|before| !before.is_like(&self.place(state))) {
            self.run_again(state, span);
        }
    }

    /// The shell ends here, if it comes here: with all that has changed since the traps were run.
    #[inline(never)]
    pub(super) fn ends(&self, state: &mut State, span: Span) {
        self.run_due(state, span);
        if state.armed.as_ref().is_some_and(|before| *before != self.place(state)) || !state.since_trap.is_empty() {
            self.run_again(state, span);
        }
    }

    /// Something changes of what traps may run that were set before: they have run with what was.
    #[inline(never)]
    pub(super) fn before_change(&self, state: &mut State, span: Span) {
        if state.armed.is_some() {
            self.run_again(state, span);
        }
    }

    /// Something within a statement may have ended this shell by a signal, or have run its traps.
    pub(super) fn behind_signal(&self, state: &mut State, killed: u32, span: Span) {
        if self.scene.killed.get() != killed {
            self.ends(state, span);
            state.ended += 1;
            if state.signalled {
                self.scene.add_unknown("a signal whose trap changes the shell in the midst", span);
            }
        }
    }

    fn run_again(&self, state: &mut State, span: Span) {
        for action in state.traps.clone().iter() {
            self.beside(When::End, || drop(self.run_midst(state, action, &state.since_trap, span)));
        }
        state.armed = Some(self.place(state));
    }

    /// A function, or a command with variables of its own, has ended in which traps were set, or run for the first time: they may
    /// run outside of it as well, with the variables there. `due` had not run before it, and `count` were set.
    #[inline(never)]
    pub(super) fn traps_outside(&self, state: &mut State, due: &[Val], count: usize, span: Span) {
        if state.due.len() == due.len() && state.traps.len() == count {
            return;
        }
        let run = due.iter().filter(|action| !state.due.contains(action));
        let set = state.traps.iter().skip(count).filter(|action| !state.due.contains(action));
        let all: Vec<Val> = run.chain(set).cloned().collect();
        for action in &all {
            let when = if state.midst.contains(action) { When::Often } else { When::End };
            let after = self.beside(when, || self.run_midst(state, action, &BTreeMap::new(), span));
            unsettle(state, &after);
        }
    }

    /// Runs what the traps run that `before` did not have. They may have run at any time since they were set: a variable that
    /// was assigned in between has any of the values that it had.
    pub(super) fn spring_traps(&self, state: &State, before: Option<&State>) {
        if state.traps.is_empty() && state.due.is_empty() {
            return;
        }
        let inherited = before.is_some_and(|s| s.traps == state.traps && s.due == state.due);
        if inherited && before.is_some_and(|s| !state.options.traced || s.since_trap == state.since_trap) {
            return;
        }
        let mut state = state.clone();
        // It may have ended before its last command.
        for left in [state.stopped.take(), state.returned.take(), state.broken.take()] {
            state.rejoin(left);
        }
        self.run_due(&mut state, Span::default());
        let changed = !state.since_trap.is_empty() || state.armed.as_ref().is_some_and(|p| *p != self.place(&state));
        // Those that a shell was given hold in it where options say so.
        let new = state.traps.iter().skip(before.filter(|_| !inherited).map_or(0, |s| s.traps.len()));
        if changed {
            new.for_each(|action| drop(self.run_midst(&state, action, &state.since_trap, Span::default())));
        }
    }

    /// What a trap sees besides variables.
    fn place(&self, state: &State) -> Armed {
        Armed {
            cwd: state.cwd.clone(),
            positional: state.positional.clone(),
            changes: self.scene.changes(),
            stale: false,
        }
    }
}

/// Whether a trap is written with the shell's arguments, or runs what may be.
fn names_arguments(text: &str) -> bool {
    let one = |rest: &str| rest.trim_start_matches(['{', '#', '!']).starts_with(|c: char| "@*#}0123456789".contains(c));
    text.split('$').skip(1).any(one) || [". ", "source ", "eval ", "shift"].iter().any(|w| text.contains(w))
}

/// Whether a trap changes what is no variable, and what is not followed from one command to the next. That it changes nothing
/// where it is walked says nothing: by the time it runs the shell may be elsewhere.
fn changes_shell(state: &State, after: &State) -> bool {
    let moves = |s: &State| (s.cwd.clone(), s.positional.clone(), s.options);
    [SHELL_ITSELF, ARGUMENTS].iter().any(|n| after.touched.contains(*n))
        || moves(state) != moves(after)
        || state.functions != after.functions
        || state.aliases != after.aliases
}

/// What a trap assigned may be assigned at any time from here on; true where it assigns something.
fn unsettle(state: &mut State, after: &State) -> bool {
    let other = |n: &&String| {
        after.var(n) != state.var(n)
            || after.arrays.get(*n) != state.arrays.get(*n)
            || after.attributed.get(*n) != state.attributed.get(*n)
    };
    let all = after.vars.keys().chain(after.arrays.keys()).chain(after.attributed.keys());
    // What it gives the value that it has may have another one by then.
    let touched = after.touched.iter().filter(|n| !matches!(n.as_str(), SHELL_ITSELF | ARGUMENTS));
    let names: BTreeSet<String> = all.filter(other).chain(touched).cloned().collect();
    for name in &names {
        let before = state.attributed.get(name).copied().unwrap_or_default();
        let fixed = before.fixed || after.attributed.get(name).is_some_and(|a| a.fixed);
        state.set_attributes(name, Some(Attributes { changes: true, fixed, ..before }));
        match state.arrays.get(name).map(|list| assign::scattered(list)) {
            Some(list) => state.set_array(name, list),
            None => state.forget(name, "a variable that a trap assigns"),
        }
        state.unsettled.insert(name.clone());
    }
    let handed_on: Vec<String> = state.exported.symmetric_difference(&after.exported).cloned().collect();
    for name in handed_on {
        state.exported.remove(&name);
        state.may_be_exported.insert(name);
    }
    let functions = after.exported_functions.difference(&state.exported_functions);
    let functions: Vec<String> = functions.cloned().collect();
    if !functions.is_empty() {
        // Another shell has them, or programs of their names.
        state.unsure_functions.extend(functions.iter().cloned());
        state.exported_functions.extend(functions);
    }
    if after.fixed_functions != state.fixed_functions {
        state.fixed_functions.extend(after.fixed_functions.iter().cloned());
    }
    state.referenced |= after.referenced;
    if state.names_unsure.is_none() {
        state.names_unsure.clone_from(&after.names_unsure);
    }
    !names.is_empty()
}

/// Whether what a trap prints may come out where this statement's output goes: it runs between commands.
pub(super) fn may_run_within(state: &State, node: &Node) -> bool {
    let Node::Simple(simple) = node else { return true };
    let name = simple.words.first().and_then(Word::literal);
    name.is_none_or(|name| {
        matches!(name.as_str(), "eval" | "source" | "." | "command" | "builtin") || state.functions.contains_key(&name)
    })
}

/// `trap ACTION SIGNAL…`
pub(super) fn trap(shell: &Shell<'_, '_>, state: &mut State, args: &[Val], call: &Invocation) -> Done {
    let mut words = args.iter().filter(|a| a.known() != Some("--"));
    let Some(action) = words.next().filter(|a| !matches!(a.known(), Some("-" | "" | "-l" | "-p"))) else {
        return Done::sure();
    };
    // One that a trap sets may run long after it.
    state.changes_itself();
    // Nothing but the end of the shell, or who uses it, sets these off.
    let at_end = |s: &Val| {
        s.known().is_some_and(|name| {
            matches!(
                name.trim_start_matches("SIG"),
                "EXIT" | "0" | "INT" | "TERM" | "HUP" | "QUIT" | "1" | "2" | "3" | "15"
            )
        })
    };
    let known =
        |s: &Val| at_end(s) || s.known().is_some_and(|n| matches!(n, "ERR" | "DEBUG" | "RETURN" | "USR1" | "USR2"));
    let sure = words.clone().all(known);
    if words.all(at_end) {
        state.due.push(action.clone());
    } else {
        state.midst.insert(action.clone());
        let run =
            |state: &State| shell.beside(When::Often, || shell.run_midst(state, action, &BTreeMap::new(), call.span));
        let after = run(state);
        state.noisy |= after.noisy;
        if unsettle(state, &after) {
            // What it assigned it finds when it runs again.
            run(state);
        }
        // `trap 'break' ERR` leaves the loop in which it runs.
        if changes_shell(state, &after) || after.broken.is_some() || after.returned.is_some() {
            shell.scene.add_unknown("a trap that changes the shell in the midst", call.span);
        }
        state.armed = Some(shell.place(state));
    }
    state.traps.push(action.clone());
    if sure { Done::sure() } else { Done::settled(Val::default()) }
}

/// Builtins that neither end the shell nor run anything else: what they set is set before a trap runs.
pub(super) fn cannot_end(name: &str) -> bool {
    matches!(
        name,
        ":" | "true"
            | "false"
            | "["
            | "test"
            | "echo"
            | "printf"
            | "export"
            | "declare"
            | "typeset"
            | "local"
            | "readonly"
            | "set"
            | "shopt"
            | "unset"
            | "trap"
            | "shift"
            | "umask"
            | "cd"
            | "read"
            | "mapfile"
            | "readarray"
            | "let"
            | "return"
    )
}
