//! `declare`, `local`, `export`, `readonly` and their kin: variables with attributes, of a function's own, for programs.
//! Called by `builtins`.

use std::rc::Rc;

use automode_model::Span;
use automode_shell::Dialect;
use automode_shell::tree::{Assignment, Part, Simple, Stmt, Value};

use super::super::invoke::{self, Invocation};
use super::super::loads;
use super::super::state::{Attributes, State};
use super::super::value::{Set, Val};
use super::{Done, Shell, arith, assign, gap_like, reading};

/// Variables that say where a shell finds what words name.
const OF_THE_SHELL: &[&str] = &["PATH", "HOME", "CDPATH", "PWD", "OLDPWD"];

/// How many words of one declaration are followed: each sees what those before it made.
const MAX_DECLARED: usize = 256;

/// Runs one of them; true where it surely succeeds.
pub(super) fn run(
    shell: &Shell<'_, '_>,
    state: &mut State,
    name: &str,
    args: &[Val],
    simple: Option<&Simple>,
    call: &Invocation,
) -> bool {
    if args.len() + simple.map_or(0, |s| s.declared.len()) > MAX_DECLARED {
        shell.scene.add_unknown("a declaration of more than can be followed", call.span);
        state.referenced = true;
        return false;
    }
    let args = &operands_behind(args, simple);
    let nameref = name != "export" && args.iter().any(|a| has_letter(a, 'n'));
    let outer = (state.attributed.clone(), state.locals.as_ref().map_or(0, Vec::len));
    refuses_list(state, args, simple);
    without_keys(state, name, args, simple);
    attributes(state, name, args, simple);
    let start = (state.locals.is_some() || state.callers.is_some()).then(|| state.clone());
    let local = matches!(name, "local" | "declare" | "typeset") && !args.iter().any(|a| has_letter(a, 'g'));
    // All words are expanded before the first assignment happens.
    let mut before = state.clone();
    let inherits = args.iter().any(|a| has_letter(a, 'I'));
    let outside = name == "local" && state.locals.is_none();
    let mut exported: Vec<(String, Val)> = Vec::new();
    for a in simple.iter().flat_map(|s| &s.declared) {
        exported.extend(assignment(shell, state, &mut before, a, (local, inherits)));
    }
    for a in args {
        exported.extend(word(shell, state, (name, args), a, local));
    }
    exported.iter().filter(|_| nameref).for_each(|(_, value)| stands_for(shell, state, value, call.span));
    let listed = |a: &&Assignment| matches!(a.value, Value::Scalar(_)) && a.index.is_none() && !a.append;
    for a in simple.iter().flat_map(|s| &s.declared).filter(listed) {
        let first = state.arrays.get(&a.name).and_then(|list| list.first()).map_or(&[][..], Set::values);
        exported.extend(first.iter().map(|value| (a.name.clone(), value.clone())));
    }
    compounds(shell, state, args, simple, &exported, call);
    exports(shell, state, name, args, simple, exported, call);
    protect(state, name, args, simple);
    lists(state, args, simple);
    if state.in_trap {
        // What it is from here on it may be at any time.
        let names = args.iter().map(named).chain(simple.iter().flat_map(|s| &s.declared).map(|a| a.name.clone()));
        names.for_each(|n| state.changes(&n));
    }
    if let Some(start) = start {
        outside_of_functions(state, &start, name, args, simple);
    }
    // Where the function ends its own variables have no attributes of here.
    for own in state.locals.iter_mut().flatten().skip(outer.1) {
        own.attributes = outer.0.get(&own.name).copied();
    }
    let mut names = args.iter().map(named).chain(simple.iter().flat_map(|s| &s.declared).map(|a| a.name.clone()));
    // What was set for a function alone is set outside of it, too, once it is handed on or fixed there.
    let fixes = matches!(name, "export" | "readonly")
        || args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains(['x', 'r']));
    state.referenced |= nameref || fixes && names.clone().any(|n| state.is_given(&n));
    let refused = local && state.locals.is_some() && names.any(|n| before.is_readonly(&n));
    if outside || refused || may_set_nothing(name, args, simple) {
        // Outside of functions it is an error, as is a global that is fixed.
        *state = std::mem::take(state).join(&before);
        args.iter().filter(|_| outside).for_each(|a| perhaps_keyed(state, &named(a)));
        return false;
    }
    let assigned = simple.iter().flat_map(|s| &s.declared);
    args.iter().all(is_sure) && !assigned.into_iter().any(|a| before.is_readonly(&a.name) || assign::may_fail(a))
}

fn has_letter(word: &Val, letter: char) -> bool {
    word.prefix().starts_with('-') && word.prefix().contains(letter)
}

/// `declare -A h=(…)` where `h` may be a list with numbers, or the other way round: the rest of the line is dropped.
fn refuses_list(state: &mut State, args: &[Val], simple: Option<&Simple>) {
    let letter = |c: char| args.iter().any(|a| has_letter(a, c));
    let numbered = |n: &String| (state.arrays.contains_key(n) || state.made_lists.contains(n)) && !state.is_keyed(n);
    let keyed = |n: &String| state.attributed.get(n).is_some_and(|a| a.keyed);
    let declared = simple.iter().flat_map(|s| &s.declared);
    let mut names = declared.filter(|a| matches!(a.value, Value::Array(_)) && a.index.is_none()).map(|a| &a.name);
    if names.any(|n| letter('A') && numbered(n) || letter('a') && keyed(n)) {
        state.may_stop();
    }
}

/// Where the declaration is an error the list has numbers.
fn perhaps_keyed(state: &mut State, name: &str) {
    if state.is_keyed(name) {
        state.set_attributes(name, Some(Attributes { changes: true, ..Attributes::default() }));
    }
}

/// The word of a declaration is one that no shell refuses.
fn is_sure(word: &Val) -> bool {
    let plain =
        |n: &str| !n.starts_with(|c: char| c.is_ascii_digit()) && n.chars().all(|c| c.is_alphanumeric() || c == '_');
    match word.known() {
        Some(t) if t.starts_with(['-', '+']) => !t.contains('p'),
        _ => word
            .split_once('=')
            .map_or_else(|| word.known().is_some_and(plain), |(n, _)| plain(n.trim_end_matches('+'))),
    }
}

/// `declare -n r=NAME`: the name may have a subscript, which is evaluated at each use.
fn stands_for(shell: &Shell<'_, '_>, state: &mut State, name: &Val, span: Span) {
    shell.arith_of(state, name, span);
    let own = name.known().filter(|name| OF_THE_SHELL.contains(name));
    own.into_iter().for_each(|name| state.forget(name, "a variable that another name may change"));
}

/// Within a function, or a text that is evaluated with variables of its own: what `declare -g` assigns, and lists of `export` and `readonly`, which are assigned outside of all functions
/// unless they are the running one's own.
fn outside_of_functions(state: &mut State, before: &State, name: &str, args: &[Val], simple: Option<&Simple>) {
    let declared = || simple.iter().flat_map(|s| &s.declared);
    if args.iter().any(|a| has_letter(a, 'g')) {
        let names = declared().map(|a| a.name.clone());
        let plain = args.iter().map(named);
        names.chain(plain).collect::<Vec<_>>().iter().for_each(|n| state.assigned_globally(before, n));
    }
    if matches!(name, "export" | "readonly") {
        let listed = declared().filter(|a| matches!(a.value, Value::Array(_)));
        let names: Vec<&str> = listed.map(|a| a.name.as_str()).filter(|n| !state.is_local(n)).collect();
        names.iter().for_each(|n| state.assigned_globally(before, n));
    }
}

impl Shell<'_, '_> {
    /// Calls a function, which may bear the name of what declares: its assignments are words then.
    pub(super) fn call_declared(
        &self,
        state: &mut State,
        bodies: &[Rc<Stmt>],
        call: &Invocation,
        simple: Option<&Simple>,
    ) -> Done {
        match simple.filter(|s| !s.declared.is_empty()) {
            None => self.call_function(state, bodies, call),
            Some(simple) => {
                before_call(self, state, call, simple);
                self.call_function(state, bodies, &as_words(call))
            }
        }
    }
}

/// What a function or an alias is given that bears the name of what declares: assignments are words to it, among the others.
pub(super) fn as_words(call: &Invocation) -> Invocation {
    let first = call.argv.iter().take(1).cloned();
    let argv = first.chain([Val::gap("assignments among a command's words").spread()]).collect();
    Invocation { argv, ..call.clone() }
}

/// What assignments do that are a function's words: a list is assigned before it is called, as what it hides would do it, and the
/// function gets its name; of all others the value is expanded.
fn before_call(shell: &Shell<'_, '_>, state: &mut State, call: &Invocation, simple: &Simple) {
    let (name, args) = call.argv.split_first().map_or(("", &[][..]), |(name, args)| (name.prefix(), args));
    let name = if name == "readonly" { "export" } else { name };
    // Of its options only those hold that make another value.
    let matters = |v: Val| match v.known() {
        None => Some(v),
        Some(t) => {
            let (sign, letters) = t.split_at_checked(1)?;
            let left: String = letters.chars().filter(|c| "aAgIiluc".contains(*c)).collect();
            (!left.is_empty()).then(|| Val::text(format!("{sign}{left}")))
        }
    };
    let options = operands_behind(args, Some(simple)).into_iter().filter(|a| a.prefix().starts_with(['-', '+']));
    let options: Vec<Val> = options.filter_map(matters).collect();
    for a in &simple.declared {
        match a.value {
            Value::Scalar(_) => drop(shell.assigned(state, a)),
            Value::Array(_) => {
                let alone = Simple { declared: vec![a.clone()], ..Simple::default() };
                run(shell, state, name, &options, Some(&alone), call);
            }
        }
    }
}

/// The variable that a word of a declaration names: `x`, `x=y`, `x+=y`, `x[1]=y`.
fn named(word: &Val) -> String {
    let name = word.split_once('=').map_or_else(|| word.show(), |(name, _)| name);
    let name = name.split('[').next().unwrap_or_default();
    name.strip_suffix('+').unwrap_or(name).to_owned()
}

/// The words without those that look like options but stand behind the first name or assignment: they are none, and no names
/// either.
fn operands_behind(args: &[Val], simple: Option<&Simple>) -> Vec<Val> {
    let dashed = |a: &Val| a.prefix().starts_with(['-', '+']);
    let leading = args.iter().take_while(|a| dashed(a) && a.known() != Some("--")).count();
    let words = simple.map_or(&[][..], |s| s.words.get(1..).unwrap_or_default());
    let first = simple.and_then(|s| s.declared.first()).filter(|_| words.len() == args.len());
    let before = first.map_or(leading, |a| words.iter().take_while(|w| w.span.start < a.span.start).count());
    let options = leading.min(before);
    args.iter().enumerate().filter(|(i, a)| *i < options || !dashed(a)).map(|(_, a)| a.clone()).collect()
}

/// A function's own variable is no list with keys, whatever the one outside is.
fn without_keys(state: &mut State, name: &str, args: &[Val], simple: Option<&Simple>) {
    let keys = args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains(['A', 'I', 'g']));
    if !keys && state.locals.is_some() && matches!(name, "local" | "declare" | "typeset") {
        for n in args.iter().map(named).chain(simple.iter().flat_map(|s| &s.declared).map(|a| a.name.clone())) {
            if !state.is_local(&n) && state.is_keyed(&n) {
                state.set_attributes(&n, Some(Attributes { changes: true, ..Attributes::default() }));
            }
        }
    }
}

/// One assignment among the words of a declaration; what it makes of the variable.
fn assignment(
    shell: &Shell<'_, '_>,
    state: &mut State,
    before: &mut State,
    a: &Assignment,
    (local, inherits): (bool, bool),
) -> Vec<(String, Val)> {
    let mut old = before.clone();
    // A list inherits a list, and not a value alone.
    let inherits = inherits && (!matches!(a.value, Value::Array(_)) || old.arrays.contains_key(&a.name));
    let new = local && !inherits && old.locals.is_some() && !old.is_local(&a.name);
    if local && (a.append && matches!(a.value, Value::Array(_)) || a.index.is_some()) {
        lists_own(&mut old, &a.name);
    }
    shell.declared(&mut old, a, new);
    state.may_stop_as(old.stopped.take());
    state.ended = state.ended.max(old.ended);
    state.referenced |= old.referenced;
    if old.stack != before.stack {
        state.stack = old.stack.clone();
    }
    if old.names_unsure.is_some() {
        state.names_unsure.clone_from(&old.names_unsure);
    }
    beside(shell, &old, a, before, state);
    if local {
        state.make_local(&a.name);
    }
    if has_braces(a) {
        // The keyword gets an argument for each, and the last one counts.
        state.forget(&a.name, "a value with braces");
    } else if let Some(list) = old.arrays.get(&a.name) {
        let list = if state.attributed.contains_key(&a.name) { assign::scattered(list) } else { list.clone() };
        if matches!(a.value, Value::Array(_)) {
            // A list is assigned while the words are expanded: those behind it see it.
            before.set_array(&a.name, list.clone());
        }
        state.set_array(&a.name, list);
        state.keep_entries(old.entries(&a.name));
    } else if let Some(value) = old.vars.get(&a.name) {
        shell.set_checked(state, &a.name, value.clone());
        return value.values().iter().map(|v| (a.name.clone(), v.clone())).collect();
    }
    Vec::new()
}

/// What expanding a value assigns besides (`${x:=y}`, `$((i++))`): the words behind it see it, and so does what follows.
fn beside(shell: &Shell<'_, '_>, after: &State, a: &Assignment, before: &mut State, state: &mut State) {
    let entry = format!("{}[", a.name);
    let other = |name: &str| name != a.name && !name.starts_with(&entry);
    let changed = |(n, v): &(&String, &Set)| other(n) && before.vars.get(*n) != Some(v);
    let values: Vec<_> = after.vars.iter().filter(changed).map(|(n, v)| (n.clone(), v.clone())).collect();
    let changed = |(n, l): &(&String, &Vec<Set>)| other(n) && before.arrays.get(*n) != Some(l);
    let lists: Vec<_> = after.arrays.iter().filter(changed).map(|(n, l)| (n.clone(), l.clone())).collect();
    for to in [before, state] {
        values.iter().for_each(|(name, value)| shell.set_checked(to, name, value.clone()));
        lists.iter().for_each(|(name, list)| to.set_array(name, list.clone()));
    }
}

/// One word: a name, or an assignment that the shell did not see as one. What it makes of the variable.
fn word(
    shell: &Shell<'_, '_>,
    state: &mut State,
    (name, args): (&str, &[Val]),
    a: &Val,
    local: bool,
) -> Vec<(String, Val)> {
    if let Some((base, index)) = a.split_once('[').filter(|(base, _)| !base.contains('=') && !base.starts_with('-')) {
        // `declare 'a[i=1]=x'`: a subscript is evaluated.
        shell.arith_of(state, &index, Span::default());
        if local {
            state.make_local(&base);
        }
        assign::put_element(state, &base, None, Set::one(gap_like(&index, "an element that is declared")), false);
        return Vec::new();
    }
    if let Some((n, value)) = a.split_once('=').filter(|(n, _)| !n.starts_with('-')) {
        let append = n.ends_with('+');
        let n = n.trim_end_matches('+').to_owned();
        if !reading::is_name(&n) {
            // `declare 1=x`: no name, and an error.
            return Vec::new();
        }
        let begins = local && state.make_local(&n);
        let set = if append { added(shell, state, &n, &value, begins) } else { Set::one(value) };
        shell.set_checked(state, &n, set.clone());
        return set.values().iter().map(|v| (n.clone(), v.clone())).collect();
    }
    // `declare "v$n=x"`, `export $(cat .env)`: a variable that is not known.
    state.referenced |= a.known().is_none() && !a.prefix().starts_with(['-', '+']);
    // What the script made so that it is not known may have a subscript; `export` takes none.
    if arith::is_hidden(a) {
        state.referenced = true;
        if a.prefix().is_empty() {
            OF_THE_SHELL.iter().for_each(|name| state.forget(name, "a variable that the script may set"));
        }
        if name != "export" {
            shell.arith_named(state, a, Span::default());
        }
    }
    let Some(n) = a.known().filter(|n| !n.starts_with('-')) else { return Vec::new() };
    let flag = |c: char| args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains(c));
    let outside = (state.arrays.get(n).cloned(), state.entries(n));
    let begins = local && state.make_local(n);
    if let (true, true, (Some(list), entries)) = (begins, flag('I'), outside) {
        // `local -I`: it begins as what is outside.
        state.arrays.insert(n.to_owned(), list);
        state.keep_entries(entries);
    } else if begins && !flag('I') {
        let before = state.var(n).filter(|_| state.is_given(n)).cloned();
        let seen = state.exported.contains(n);
        state.unset(n);
        if seen {
            state.exported.insert(n.to_owned());
        }
        before.into_iter().for_each(|value| state.set(n, value.or_empty()));
        if flag('a') {
            state.set_array(n, Vec::new());
        }
    } else if local && (flag('a') || flag('A')) {
        lists_own(state, n);
    }
    let values = state.var(n).map(|s| s.values().to_vec()).unwrap_or_default();
    values.into_iter().map(|v| (n.to_owned(), v)).collect()
}

/// `declare "x+=b"`: behind what the variable holds, unless it begins here as a function's own.
fn added(shell: &Shell<'_, '_>, state: &State, name: &str, value: &Val, begins: bool) -> Set {
    let old = shell.variable(state, name);
    let whole = old.values().iter().map(|o| {
        let mut whole = o.clone();
        whole.extend(value);
        whole
    });
    let alone = begins.then(|| value.clone());
    Set::of(whole.chain(alone).collect(), "a variable with too many possible values")
}

/// A function's own variable becomes a list: what it held is its first element or, in some versions, dropped.
fn lists_own(state: &mut State, name: &str) {
    if state.is_local(name) && !state.arrays.contains_key(name) {
        let list = assign::scattered(state.var(name).map_or(&[][..], std::slice::from_ref));
        state.set_array(name, list);
    }
}

/// An option that there is not, or an element that would be exported or fixed, is an error. Nothing is set either where the names are
/// those of functions, or only printed.
fn may_set_nothing(name: &str, args: &[Val], simple: Option<&Simple>) -> bool {
    let functions = args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains(['f', 'F', 'p']));
    let element = simple.is_some_and(|s| s.declared.iter().any(|a| a.index.is_some()))
        || args.iter().any(|a| a.prefix().contains('['));
    // What is fixed is so before its element is assigned.
    let fixes = args.iter().any(|a| has_letter(a, 'r'));
    functions || element && (fixes || matches!(name, "export" | "readonly")) || has_odd_option(name, args)
}

/// Whether an option may be one that there is not.
fn has_odd_option(name: &str, args: &[Val]) -> bool {
    let letters = if matches!(name, "export" | "readonly") { "aAfnp" } else { "aAfFgiIlnprtux" };
    let options = args.iter().take_while(|a| a.prefix().starts_with(['-', '+']) && a.known() != Some("--"));
    let odd = |t: &str| t.chars().skip(1).any(|c| !letters.contains(c));
    options.map(Val::known).any(|t| t.is_none_or(odd))
}

/// `readonly`, `declare -r`: what is assigned later may fail.
fn protect(state: &mut State, name: &str, args: &[Val], simple: Option<&Simple>) {
    if name == "readonly" || args.iter().any(|a| has_letter(a, 'r')) {
        let names = args.iter().map(named).chain(simple.iter().flat_map(|s| &s.declared).map(|a| a.name.clone()));
        let names: Vec<String> = names.filter(|n| !n.starts_with('-')).collect();
        for (i, n) in names.iter().enumerate() {
            if names.iter().take(i).any(|before| before == n) {
                // What is named first holds.
                state.forget(n, "a variable that is made fixed twice");
            }
            if args.iter().any(|a| has_letter(a, 'f')) {
                state.fixed_functions.insert(n.to_owned());
                continue;
            }
            state.attributed.entry(n.to_owned()).or_default().fixed = true;
        }
    }
}

/// `declare -a`, `-A`: a list from here on, also where it is not found among the arrays; `-n`: what another variable is.
fn lists(state: &mut State, args: &[Val], simple: Option<&Simple>) {
    if args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains(['a', 'A', 'n'])) {
        let names = args.iter().map(named);
        let names = names.chain(simple.iter().flat_map(|s| &s.declared).map(|a| a.name.clone()));
        state.made_lists.extend(names);
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
    let plain = args.iter().map(named);
    let flag = |sign: char, c: char| args.iter().any(|a| a.prefix().starts_with(sign) && a.prefix().contains(c));
    let hands_on = name == "export" || flag('-', 'x');
    if flag('+', 'x') || hands_on && flag('-', 'n') {
        // `export -n`: what was exported is not any more.
        let kept: Vec<String> = names.chain(plain).collect();
        if kept.iter().any(|n| state.is_local(n) || state.is_callers(n)) {
            // The one outside of the function is.
            shell.scene.add_unknown("a function's variable that hides one which programs see", call.span);
        }
        state.exported.retain(|n| !kept.contains(n));
        // What the environment has is handed on until it is said not to be.
        return state.may_be_exported.extend(kept);
    }
    if hands_on {
        if flag('-', 'f') {
            return state.exported_functions.extend(plain);
        }
        let all: Vec<String> = names.chain(plain).collect();
        for options in all.iter().filter(|n| matches!(n.as_str(), "BASHOPTS" | "SHELLOPTS")) {
            // Every shell that is started from here on has the options of this one.
            state.names_unsure = Some(format!("`{options}` makes shells read words otherwise"));
        }
        state.exported.extend(all);
        for (n, v) in exported {
            loads::variable(shell, state, &n, &v, call);
        }
    }
}

/// Reads as lists the texts that were assigned to lists. What a variable holds already stays the text that it is.
fn compounds(
    shell: &Shell<'_, '_>,
    state: &mut State,
    args: &[Val],
    simple: Option<&Simple>,
    exported: &[(String, Val)],
    call: &Invocation,
) {
    let assigned = |n: &str| {
        let word = |a: &Val| a.split_once('=').is_some() && named(a) == n;
        args.iter().any(word) || simple.is_some_and(|s| s.declared.iter().any(|a| a.name == n))
    };
    let listed = args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains(['a', 'A']));
    for (name, value) in exported.iter().filter(|(name, _)| assigned(name)) {
        if !listed && !state.arrays.contains_key(name) && !state.made_lists.contains(name) {
            continue;
        }
        // What was declared a list on some ways to here is none on the others, and the text stays one there.
        let several = !listed || exported.iter().any(|(n, v)| n == name && v != value);
        let either = several.then(|| state.clone());
        compound(shell, state, name, value, call);
        state.rejoin(either.map(Box::new));
    }
}

/// `declare -a x='(p q)'`: the text is read as a list, whose words are expanded.
fn compound(shell: &Shell<'_, '_>, state: &mut State, name: &str, value: &Val, call: &Invocation) {
    match value.known() {
        Some(text) if text.starts_with('(') && text.ends_with(')') => {
            state.unset(name);
            let text = Val::text(format!("{name}={text}"));
            invoke::shell_text(shell, state, &text, Dialect::Bash, &Val::default(), call.span);
        }
        Some(_) => {}
        None => state.set_array(name, assign::scattered(&[Set::one(value.clone())])),
    }
}

fn has_braces(a: &Assignment) -> bool {
    let brace = |p: &Part| matches!(p, Part::Brace(_) | Part::Range(_));
    matches!(&a.value, Value::Scalar(word) if word.parts.iter().any(brace))
}

/// What `-i` and the like make of a value is not followed; an associative array has no order.
fn attributes(state: &mut State, name: &str, args: &[Val], simple: Option<&Simple>) {
    let attribute = |letter: char| {
        let options = args.iter().filter(|a| a.prefix().starts_with('-') && !a.prefix().starts_with("--"));
        options.map(|a| (a.prefix().contains(letter), a.known().is_none())).any(|(named, unsure)| named || unsure)
    };
    if name != "export" && "iulcA".chars().any(attribute) {
        let only_keys = !"iulca".chars().any(attribute);
        // A function's own is another variable than the one outside of it.
        let begins = name != "readonly" && state.locals.is_some() && !attribute('g') && !attribute('I');
        let names = args.iter().map(named);
        for n in names.chain(simple.iter().flat_map(|s| &s.declared).map(|a| a.name.clone())) {
            let n = n.as_str();
            let before = state.attributed.get(n).copied();
            // What is a list with numbers stays one.
            let listed = state.arrays.contains_key(n) || state.made_lists.contains(n) && (!begins || state.is_local(n));
            let keyed = only_keys && (before.is_some_and(|a| a.keyed) || !listed);
            let now = Attributes { keyed, changes: !keyed, fixed: false };
            let before = before.unwrap_or(Attributes { keyed, ..Attributes::default() });
            state.set_attributes(n, Some(before.join(now)));
        }
    }
}
