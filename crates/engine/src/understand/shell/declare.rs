//! `declare`, `local`, `export`, `readonly` and their kin: variables with attributes, of a function's own, for programs.
//! Called by `builtins`.

use automode_shell::tree::{Assignment, Part, Simple, Value};

use super::super::invoke::{self, Invocation};
use super::super::state::{Attributes, State};
use super::super::value::{Set, Val};
use super::{Shell, assign};

/// Runs one of them.
pub(super) fn run(
    shell: &Shell<'_, '_>,
    state: &mut State,
    name: &str,
    args: &[Val],
    simple: Option<&Simple>,
    call: &Invocation,
) {
    let nameref = name != "export" && args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains('n'));
    let outer = (state.attributed.clone(), state.locals.as_ref().map_or(0, Vec::len));
    attributes(state, name, args, simple);
    let local = matches!(name, "local" | "declare" | "typeset")
        && !args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains('g'));
    // All words are expanded before the first assignment happens.
    let before = state.clone();
    let outside = name == "local" && state.locals.is_none();
    let mut exported: Vec<(String, Val)> = Vec::new();
    for a in simple.iter().flat_map(|s| &s.declared) {
        exported.extend(assignment(shell, state, &before, a, local));
    }
    for a in args {
        exported.extend(word(shell, state, args, a, local));
    }
    exports(shell, state, name, args, simple, exported, call);
    protect(state, name, args, simple);
    if state.locals.is_some() && args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains('g')) {
        let names = simple.iter().flat_map(|s| &s.declared).map(|a| a.name.clone());
        let plain = args.iter().map(|a| a.split_once('=').map_or_else(|| a.show(), |(n, _)| n));
        names.chain(plain).collect::<Vec<_>>().iter().for_each(|n| state.assigned_globally(&before, n));
    }
    // Where the function ends its own variables have no attributes of here.
    for own in state.locals.iter_mut().flatten().skip(outer.1) {
        own.attributes = outer.0.get(&own.name).copied();
    }
    if nameref {
        state.referenced = true;
    }
    if outside || has_odd_option(args) {
        // Outside of functions it is an error, as an option is that there is not, and nothing is set.
        *state = std::mem::take(state).join(&before);
    }
}

/// One assignment among the words of a declaration; what it makes of the variable.
fn assignment(
    shell: &Shell<'_, '_>,
    state: &mut State,
    before: &State,
    a: &Assignment,
    local: bool,
) -> Vec<(String, Val)> {
    let mut old = before.clone();
    let new = local && old.locals.is_some() && !old.is_local(&a.name);
    shell.declared(&mut old, a, new);
    state.may_stop_as(old.stopped.take());
    if local {
        state.make_local(&a.name);
    }
    if has_braces(a) {
        // The keyword gets an argument for each, and the last one counts.
        state.forget(&a.name, "a value with braces");
    } else if let Some(list) = old.arrays.get(&a.name) {
        let list = if state.attributed.contains_key(&a.name) { assign::scattered(list) } else { list.clone() };
        state.set_array(&a.name, list);
        state.keep_entries(old.entries(&a.name));
    } else if let Some(value) = old.vars.get(&a.name) {
        shell.set_checked(state, &a.name, value.clone());
        return value.values().iter().map(|v| (a.name.clone(), v.clone())).collect();
    }
    Vec::new()
}

/// One word: a name, or an assignment that the shell did not see as one. What it makes of the variable.
fn word(shell: &Shell<'_, '_>, state: &mut State, args: &[Val], a: &Val, local: bool) -> Vec<(String, Val)> {
    if let Some((n, value)) = a.split_once('=').filter(|(n, _)| !n.starts_with('-')) {
        let n = n.trim_end_matches('+').to_owned();
        if local {
            state.make_local(&n);
        }
        shell.set_checked(state, &n, Set::one(value.clone()));
        return vec![(n, value)];
    }
    let Some(n) = a.known().filter(|n| !n.starts_with('-')) else { return Vec::new() };
    let flag = |c: char| args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains(c));
    if local && state.make_local(n) && !flag('I') {
        state.unset(n);
        if flag('a') {
            state.set_array(n, Vec::new());
        }
    }
    let values = state.var(n).map(|s| s.values().to_vec()).unwrap_or_default();
    values.into_iter().map(|v| (n.to_owned(), v)).collect()
}

/// Whether an option may be one that there is not.
fn has_odd_option(args: &[Val]) -> bool {
    let options = args.iter().take_while(|a| a.prefix().starts_with(['-', '+']) && a.known() != Some("--"));
    let odd = |t: &str| t.chars().skip(1).any(|c| !"aAfFgiIlnprtux".contains(c));
    options.map(Val::known).any(|t| t.is_none_or(odd))
}

/// `readonly`, `declare -r`: what is assigned later may fail.
fn protect(state: &mut State, name: &str, args: &[Val], simple: Option<&Simple>) {
    if name == "readonly" || args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains('r')) {
        let names = args.iter().filter_map(Val::known).map(|a| a.split_once('=').map_or(a, |(n, _)| n));
        let names = names.chain(simple.iter().flat_map(|s| &s.declared).map(|a| a.name.as_str()));
        for n in names.filter(|n| !n.starts_with('-')) {
            state.attributed.entry(n.to_owned()).or_default().fixed = true;
        }
    }
}

/// What `export` and `declare -x` hand to programs.
fn exports(
    shell: &Shell<'_, '_>,
    state: &mut State,
    name: &str,
    args: &[Val],
    simple: Option<&Simple>,
    exported: Vec<(String, Val)>,
    call: &Invocation,
) {
    let names = simple.iter().flat_map(|s| &s.declared).map(|a| a.name.clone());
    let plain = args.iter().map(|a| a.split_once('=').map_or_else(|| a.show(), |(n, _)| n));
    if args.iter().any(|a| a.prefix().starts_with('+') && a.prefix().contains('x')) {
        let kept: Vec<String> = names.chain(plain).collect();
        return state.exported.retain(|n| !kept.contains(n));
    }
    if name == "export" || args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains('x')) {
        if args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains('f')) {
            return state.exported_functions.extend(plain);
        }
        if args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains('n')) {
            // `export -n`: what was exported is not any more.
            let kept: Vec<String> = names.chain(plain).collect();
            return state.exported.retain(|n| !kept.contains(n));
        }
        state.exported.extend(names.chain(plain));
        for (n, v) in exported {
            invoke::variable(shell, state, &n, &v, call);
        }
    }
}

fn has_braces(a: &Assignment) -> bool {
    let brace = |p: &Part| matches!(p, Part::Brace(_) | Part::Range(_));
    matches!(&a.value, Value::Scalar(word) if word.parts.iter().any(brace))
}

/// What `-i` and the like make of a value is not followed; an associative array has no order.
fn attributes(state: &mut State, name: &str, args: &[Val], simple: Option<&Simple>) {
    let attribute = |letter: char| {
        args.iter().filter_map(Val::known).any(|a| a.starts_with('-') && !a.starts_with("--") && a.contains(letter))
    };
    if name != "export" && "iulcA".chars().any(attribute) {
        let only_keys = !"iulca".chars().any(attribute);
        let names = args.iter().map(|a| a.split_once('=').map_or_else(|| a.show(), |(n, _)| n));
        for n in names.chain(simple.iter().flat_map(|s| &s.declared).map(|a| a.name.clone())) {
            let n = n.trim_end_matches('+');
            let before = state.attributed.get(n).copied();
            // What is a list with numbers stays one.
            let keyed = only_keys && (before.is_some_and(|a| a.keyed) || !state.arrays.contains_key(n));
            let now = Attributes { keyed, changes: !keyed, fixed: false };
            let before = before.unwrap_or(Attributes { keyed, ..Attributes::default() });
            state.set_attributes(n, Some(before.join(now)));
        }
    }
}
