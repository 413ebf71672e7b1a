//! Assignments: scalars, arrays, elements. Part of the shell's walk.

use automode_model::Span;
use automode_shell::tree::{Assignment, ParamOp, Part, Value, Word};

use super::super::invoke::Invocation;
use super::super::loads;
use super::super::locals::Local;
use super::super::printed::holds_command;
use super::super::state::{State, only};
use super::super::value::{Set, Val};
use super::expand::{glob_star, is_one};
use super::params::{assigns, presence};
use super::{Shell, builtins, gap_like, number};

impl Shell<'_, '_> {
    /// Performs an assignment of the shell itself.
    pub fn assign(&self, state: &mut State, a: &Assignment) {
        if let Some(index) = &a.index {
            self.subscript(state, &a.name, index);
            if glob_star(index) || index.literal().is_some_and(|i| matches!(i.as_str(), "@" | "*")) {
                // All of them at once cannot be assigned.
                state.may_stop();
            }
        }
        if state.is_readonly(&a.name) {
            // The rest of the line is dropped.
            state.may_stop();
        }
        if may_abort(&a.value) {
            // Where the expansion is an error, nothing is assigned.
            return match &a.value {
                Value::Array(items) => {
                    for word in items.iter().flat_map(|(key, word)| key.iter().chain([word])) {
                        self.expand_words(state, std::slice::from_ref(word));
                    }
                    state.set_array(&a.name, scattered(&[]));
                }
                Value::Scalar(word) if a.index.is_some() => {
                    self.expand_one(state, word);
                    let list = scattered(state.arrays.get(&a.name).map_or(&[][..], Vec::as_slice));
                    state.set_array(&a.name, list);
                }
                Value::Scalar(word) => {
                    self.expand_one(state, word);
                    state.forget(&a.name, "a value whose expansion may be an error");
                }
            };
        }
        match &a.value {
            Value::Array(items) => self.assign_array(state, a, items),
            Value::Scalar(_) if a.index.is_some() => self.assign_element(state, a),
            Value::Scalar(_) => {
                let value = self.assigned_set(state, a);
                if state.options.allexport || state.exported.contains(&a.name) {
                    self.handed_on(state, a, &value);
                }
                self.set_checked(state, &a.name, value);
            }
        }
    }

    /// `set -a; CC=/tmp/x`, `export CC; CC=/tmp/x`: what programs get from here on.
    fn handed_on(&self, state: &mut State, a: &Assignment, value: &Set) {
        for value in value.values() {
            let argv = vec![Val::text(format!("{}={}", a.name, value.show()))];
            let call = Invocation { argv, span: self.at(a.span), ..Invocation::default() };
            loads::variable(self, state, &a.name, value, &call);
        }
    }

    /// The same in a declaration; a variable that is the function's own from here on begins with nothing, whatever the
    /// one outside is.
    pub(super) fn declared(&self, state: &mut State, a: &Assignment, new: bool) {
        match &a.value {
            Value::Scalar(word) if new && !a.append && a.index.is_none() && !may_abort(&a.value) => {
                let value = self.expand_scalar(state, word);
                state.unset(&a.name);
                self.set_checked(state, &a.name, value);
            }
            _ => {
                if new && a.append && a.index.is_none() {
                    let before = state.var(&a.name).filter(|_| state.is_given(&a.name)).map(Set::or_empty);
                    state.unset(&a.name);
                    before.into_iter().for_each(|value| state.set(&a.name, value));
                }
                self.assign(state, a);
                if new && a.index.is_some() {
                    // It is the only element, whatever the one outside holds.
                    state.set_array(&a.name, scattered(&[]));
                }
            }
        }
    }

    fn assign_array(&self, state: &mut State, a: &Assignment, items: &[(Option<Word>, Word)]) {
        let start = state.is_keyed(&a.name).then(|| state.clone());
        let mut list = match (a.append, state.arrays.get(&a.name), state.var(&a.name)) {
            (true, Some(have), _) => have.clone(),
            (true, None, Some(scalar)) if presence(scalar) == Some(true) && !state.made_lists.contains(&a.name) => {
                vec![scalar.clone()]
            }
            // It may be one that is not set.
            (true, None, Some(scalar)) => scattered(std::slice::from_ref(scalar)),
            _ => Vec::new(),
        };
        let before = state.listed(&a.name).filter(|lists| a.append && lists.len() > 1);
        let from = list.len();
        let mut keyed = false;
        for (index, word) in items {
            if let Some(index) = index {
                self.subscript(state, &a.name, index);
                keyed = true;
            }
            match self.expand_words(state, std::slice::from_ref(word)).as_slice() {
                [one] => list.extend(one.iter().cloned().map(Set::one)),
                _ => list.push(Set::one(Val::gap("an element with several possible values").spread())),
            }
        }
        if keyed {
            list = scattered(&list);
        }
        for value in list.get(from..).unwrap_or_default().iter().flat_map(Set::values) {
            self.computes(state, &a.name, value);
        }
        let new = only(list.get(from..).unwrap_or_default());
        let entries = if a.append { state.entries(&a.name) } else { Vec::new() };
        state.set_array(&a.name, list);
        if state.is_keyed(&a.name) {
            state.keep_entries(entries);
            if let Some(start) = start {
                self.assign_entries(state, a, items, &start);
            }
            return;
        }
        if let (Some(lists), Some(new), false) = (before, new, keyed) {
            let longer = lists.into_iter().map(|l| [l.as_slice(), &new].concat()).collect();
            state.note_lists(&a.name, longer);
        }
    }

    /// The key of an entry, where it is known.
    pub(super) fn key(&self, state: &mut State, index: &Word) -> Option<String> {
        let live = index.parts.iter().any(|p| matches!(p, Part::Tilde(_))) || assigns(&index.parts);
        let key = self.expand_one(state, index).known()?.to_owned();
        (!live && !key.is_empty() && !matches!(key.as_str(), "@" | "*")).then_some(key)
    }

    /// `h=([k]=v …)` of a list that has keys: those entries that are known.
    fn assign_entries(&self, state: &mut State, a: &Assignment, items: &[(Option<Word>, Word)], from: &State) {
        // Where not every word has a key, they are pairs, or none.
        if items.iter().any(|(index, _)| index.is_none()) {
            return;
        }
        let mut apart = from.clone();
        for (index, word) in items {
            let key = index.as_ref().and_then(|i| self.key(&mut apart, i));
            let value = self.expand_scalar(&mut apart, word);
            state.set_entry(&a.name, key.as_deref(), value);
        }
    }

    /// `a[1]=x`: in its place where that is known, else anywhere.
    fn assign_element(&self, state: &mut State, a: &Assignment) {
        if state.is_keyed(&a.name) {
            let key = a.index.as_ref().and_then(|i| self.key(&mut state.clone(), i));
            let value = self.assigned_set(state, a);
            let value = if a.append { Set::one(Val::gap("an entry that grows")) } else { value };
            return state.set_entry(&a.name, key.as_deref(), value);
        }
        let value = self.assigned_set(state, a);
        value.values().iter().for_each(|v| self.computes(state, &a.name, v));
        let index = a.index.as_ref().and_then(|i| self.element(state, i));
        put_element(state, &a.name, index, value, a.append);
    }

    /// Sets a variable, and notes where that changes what names mean.
    pub fn set_checked(&self, state: &mut State, name: &str, value: Set) {
        if let Some(why) = builtins::names_unsure(self.scene, name, &value) {
            state.names_unsure = Some(why);
        }
        value.values().iter().for_each(|v| self.computes(state, name, v));
        if value.values().iter().any(holds_command) {
            // A program may have printed it by the time that it is another.
            self.scene.holds_command.set(true);
        }
        if name == "PS4" && value.values().iter().any(|v| v.prefix().contains(['$', '`'])) {
            builtins::expand_prompt(self, state, &value, Span::default());
        }
        if state.referenced {
            let subscripted = |v: &&Val| v.known().is_some_and(|t| t.contains('['));
            value.values().iter().filter(subscripted).for_each(|v| self.arith_of(state, v, Span::default()));
        }
        state.set(name, value);
    }

    /// What is assigned to a variable that holds numbers is an expression, which may assign others and run commands.
    pub(super) fn computes(&self, state: &mut State, name: &str, value: &Val) {
        let number = name == "OPTIND" || name == "HISTCMD" || number::is_counter(name);
        if number || state.attributed.get(name).is_some_and(|a| a.changes) {
            self.arith_of(state, value, Span::default());
        }
    }

    pub(super) fn assigned_set(&self, state: &mut State, a: &Assignment) -> Set {
        let Value::Scalar(word) = &a.value else { return Set::one(Val::gap("an array")) };
        let new = self.expand_scalar(state, word);
        if !a.append {
            return new;
        }
        // A number is added to: what is added is an expression of its own.
        new.values().iter().for_each(|v| self.computes(state, &a.name, v));
        let old = self.variable(state, &a.name);
        let mut both = Vec::new();
        for o in old.values() {
            for n in new.values() {
                let mut v = o.clone();
                v.extend(n);
                both.push(v);
            }
        }
        Set::of(both, "a variable with too many possible values")
    }

    pub(super) fn assigned(&self, state: &mut State, a: &Assignment) -> Val {
        let set = self.assigned_set(state, a);
        match set.values() {
            [one] => one.clone(),
            _ => Val::gap("a variable with several possible values"),
        }
    }
}

/// Puts an element into an array: in its place where that is known, else anywhere.
pub(super) fn put_element(state: &mut State, name: &str, index: Option<usize>, value: Set, append: bool) {
    let mut list = match (state.arrays.get(name), state.var(name)) {
        (Some(have), _) => have.clone(),
        (None, Some(scalar)) => vec![scalar.clone()],
        (None, None) => Vec::new(),
    };
    // An empty value may be one that is not set, and then there is no first element; of a list that is not found among the
    // arrays there may be others.
    let unset = !state.arrays.contains_key(name)
        && (state.made_lists.contains(name)
            || list.iter().flat_map(Set::values).any(|v| v.known().is_none_or(str::is_empty)));
    let fixed = !unset && list.iter().flat_map(Set::values).all(is_one);
    match index {
        Some(i) if fixed && !append && i < list.len() => {
            list.iter_mut().skip(i).take(1).for_each(|s| *s = value.clone())
        }
        Some(i) if fixed && !append && i == list.len() => list.push(value),
        _ => {
            list.push(value);
            list = scattered(&list);
        }
    }
    state.set_array(name, list);
}

/// The elements of an array whose places are not known: as many words as there may be, each of them anything.
pub(super) fn scattered(list: &[Set]) -> Vec<Set> {
    let mut all = Val::default();
    list.iter().flat_map(Set::values).for_each(|v| all.extend(v));
    vec![Set::one(gap_like(&all, "an element of an array whose places are not known").spread())]
}

/// `x=1 read x`: what the command assigns is what was set for it or what was there before, as the shell takes it.
pub(super) fn unsettled(state: &mut State, before: Local) {
    let (_, outside) = before.outside;
    let lists = [outside, state.arrays.get(&before.name).cloned()];
    if lists.iter().all(Option::is_none) {
        return state.forget(&before.name, "a variable that is set for a command which assigns it");
    }
    let elements: Vec<Set> = lists.into_iter().flatten().flatten().collect();
    state.set_array(&before.name, scattered(&elements));
}

/// `v=$(cmd)`: an assignment that ends as its last substitution does.
pub(super) fn may_fail(a: &Assignment) -> bool {
    fn runs(parts: &[Part]) -> bool {
        parts.iter().any(|p| match p {
            Part::Lit(_) | Part::Quoted(_) | Part::Tilde(_) | Part::Glob(_) => false,
            Part::Double(inner) => runs(inner),
            Part::Param(p) => p.op != ParamOp::None,
            _ => true,
        })
    }
    match &a.value {
        Value::Scalar(word) => runs(&word.parts),
        Value::Array(_) => true,
    }
}

/// An assignment in which the shell may end: `${x:?}`, and under `set -u` any variable.
pub(super) fn may_end(value: &Value, nounset: bool) -> bool {
    fn reads(parts: &[Part]) -> bool {
        parts.iter().any(|p| match p {
            Part::Double(inner) => reads(inner),
            Part::Param(_) | Part::Arith(_) | Part::Opaque(_) => true,
            _ => false,
        })
    }
    let any = nounset
        && match value {
            Value::Scalar(word) => reads(&word.parts),
            Value::Array(items) => items.iter().any(|(_, word)| reads(&word.parts)),
        };
    any || may_abort(value)
}

/// `${!x}` and `${x:?}`, which end the command where they cannot be expanded.
fn may_abort(value: &Value) -> bool {
    fn aborts(parts: &[Part]) -> bool {
        parts.iter().any(|p| match p {
            Part::Double(inner) => aborts(inner),
            Part::Param(p) => p.indirect || matches!(p.op, ParamOp::Error(..)),
            _ => false,
        })
    }
    match value {
        Value::Scalar(word) => aborts(&word.parts),
        Value::Array(items) => items.iter().any(|(_, word)| aborts(&word.parts)),
    }
}

/// What variables are before they are set for one command.
pub(super) fn saved(state: &State, env: &[(String, Val)]) -> Vec<Local> {
    env.iter().map(|(name, _)| state.local_of(name)).collect()
}

/// Where the shell keeps to the letter of POSIX, what is set for a special builtin stays set.
pub(super) fn stay(state: &mut State, env: &[(String, Val)]) {
    if state.options.posix || state.vars.contains_key("POSIXLY_CORRECT") {
        env.iter().for_each(|(name, _)| state.forget(name, "a variable that is set for a special command"));
    }
}

/// Gives variables that were set for one command their values back.
pub(super) fn restore(state: &mut State, before: Vec<Local>) {
    before.into_iter().for_each(|local| state.put_back(local));
}
