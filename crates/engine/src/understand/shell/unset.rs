//! `unset`: variables, elements and functions that are gone, or what they hid that comes to light. Called by `builtins`.

use automode_model::Span;

use super::super::state::{Attributes, State};
use super::super::value::{Set, Val};
use super::{Shell, assign};

/// `unset NAME…`: a variable, or the function where there is none; `-v` and `-f` say which.
pub(super) fn run(shell: &Shell<'_, '_>, state: &mut State, args: &[Val], span: Span) {
    let dashed = |a: &&Val| a.known().is_some_and(|t| t.starts_with('-') && t != "--");
    let options: Vec<&str> = args.iter().take_while(dashed).filter_map(Val::known).collect();
    let flag = |c: char| options.iter().any(|o| o.contains(c));
    let odd = options.iter().any(|o| *o != "--" && !o.chars().skip(1).all(|c| "fvn".contains(c)));
    if flag('n') && !odd {
        // What stands for another name; where there is such a one no variable is known.
        return;
    }
    let before = (odd || flag('f') && flag('v')).then(|| state.clone());
    for unsure in args.iter().filter(|a| a.known().is_none()) {
        shell.arith_named(state, unsure, span);
        unset_unknown(state, unsure);
    }
    for n in args.iter().filter_map(Val::known).filter(|n| !n.starts_with('-')) {
        if flag('f') && state.exported_functions.contains(n) && !state.fixed_functions.contains(n) {
            // One that is defined in its place is not handed on.
            state.exported_functions.remove(n);
        }
        if !flag('v') && state.functions.contains_key(n) {
            match flag('f') && !state.fixed_functions.contains(n) {
                true => drop(state.functions.remove(n)),
                false => drop(state.unsure_functions.insert(n.to_owned())),
            }
        }
        if !flag('f') {
            if let Some((_, index)) = n.split_once('[') {
                shell.arith_value(state, index, span, 0);
            }
            unset_variable(state, n);
        }
    }
    if let Some(before) = before {
        // It is an error, and nothing is unset.
        *state = std::mem::take(state).join(&before);
    }
}

/// `unset "a[$i]"`, `unset "$name"`: an element that is not known, or any variable or function.
fn unset_unknown(state: &mut State, name: &Val) {
    if let Some((base, _)) = name.prefix().split_once('[') {
        return unset_variable(state, &format!("{base}[]"));
    }
    let mut without = state.clone();
    without
        .vars
        .keys()
        .cloned()
        .collect::<Vec<_>>()
        .iter()
        .for_each(|n| without.forget(n, "a variable that may be unset"));
    let names: Vec<String> = without.arrays.keys().cloned().collect();
    for n in names {
        let list = without.arrays.get(&n).map(|list| assign::scattered(list)).unwrap_or_default();
        without.set_array(&n, list);
    }
    without.functions.clear();
    *state = std::mem::take(state).join(&without);
}

fn unset_variable(state: &mut State, n: &str) {
    match n.split_once('[') {
        // Of what is no list, or with all elements, it is the variable.
        Some((base, index))
            if is_others(state, base) && (matches!(index, "@]" | "*]" | "]") || !state.arrays.contains_key(base)) =>
        {
            unset_variable(state, base);
        }
        Some((base, _)) => match state.arrays.get(base).map(|list| assign::scattered(list)) {
            Some(list) => state.set_array(base, list),
            // Of what is no array, the first element is all of it.
            None => state.set(base, Set::one(Val::gap("a variable of which an element is unset").spread())),
        },
        // What a calling function made its own, or what was set for a command: the one outside of that comes to light.
        None if is_others(state, n) => {
            state.no_longer_exported(n);
            state.forget(n, "a variable that is unset and may be another function's own");
            if let Some(a) = state.attributed.get(n).copied() {
                state.set_attributes(n, Some(Attributes { keyed: false, changes: true, ..a }));
            }
            // What is assigned from here on is that one, which stays when those functions end.
            state.referenced = true;
        }
        // What may not be changed stays.
        None if state.attributed.contains_key(n) => {
            state.no_longer_exported(n);
            state.forget(n, "a variable with an attribute that is unset");
            let fixed = state.is_readonly(n);
            state.set_attributes(n, Some(Attributes { keyed: false, changes: true, fixed }));
        }
        None => state.unset(n),
    }
}

/// Whether a variable may be the own one of a function that called the running one, or was set for a command alone.
fn is_others(state: &State, name: &str) -> bool {
    state.is_given(name) || !state.is_local(name) && state.is_callers(name)
}
