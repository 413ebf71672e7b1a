//! `${x…}`: what is done with a variable's value, where it is known.

use automode_shell::tree::{Param, ParamOp, Part, Word};

use super::super::scene::PSEUDO;
use super::super::state::{NUMBERS, State, only_numbers};
use super::super::value::{Piece, Set, Val, number};
use super::arith::{NAMES, derived, is_hidden};
use super::expand::{glob_star, is_one, one_of};
use super::number::{self, Num};
use super::pattern::Pattern;
use super::{Shell, assign, gap_like};

impl Shell<'_, '_> {
    /// The possible values of a parameter expansion.
    pub(super) fn parameter(&self, state: &mut State, p: &Param) -> Set {
        if p.op == ParamOp::Length {
            return Set::one(self.length(state, p));
        }
        if let Some(index) = &p.index {
            self.subscript(state, &p.name, index);
        }
        if p.indirect && !matches!(p.op, ParamOp::Names | ParamOp::Keys) {
            state.may_stop();
            // `x='a[i=1]'; ${!x}`
            for name in self.variable(state, &p.name).values() {
                self.arith_named(state, name, automode_model::Span::default());
            }
        }
        let base = self.base(state, p);
        let replaced = matches!(p.op, ParamOp::Default(..) | ParamOp::Assign(..) | ParamOp::Alternative(..));
        let demands = state.options.nounset && !replaced || matches!(p.op, ParamOp::Error(..));
        if demands && presence(&base) != Some(true) {
            self.may_end(state, automode_model::Span::default());
            state.ended += 1;
        }
        self.changed(state, p, base)
    }

    /// What the operator makes of a value.
    pub(super) fn changed(&self, state: &mut State, p: &Param, base: Set) -> Set {
        match &p.op {
            ParamOp::None => base,
            ParamOp::Default(colon, w) | ParamOp::Error(colon, w) => self.or_word(state, &base, w, *colon),
            ParamOp::Assign(colon, w) => {
                let set = self.or_word(state, &base, w, *colon);
                if !p.name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
                    // `${1:=x}`: nothing that can be assigned.
                    state.may_stop();
                }
                self.assign_default(state, p, &base, &set);
                // The word becomes what is assigned, whatever an attribute makes of it.
                let changes = |name: &String| state.attributed.get(name).is_some_and(|a| a.changes);
                let other = changes(&p.name) || p.indirect && state.attributed.keys().any(changes);
                match other && presence(&base) != Some(true) {
                    true => Set::one(gap_like(&one_of(&set), "what an attribute makes of a value")),
                    false => set,
                }
            }
            ParamOp::Alternative(colon, w) => self.alternative(state, &base, w, *colon),
            ParamOp::Length => Set::one(number()),
            ParamOp::TrimPrefix(longest, w) => self.map(state, &base, w, |t, p| p.cut_front(t, *longest)),
            ParamOp::TrimSuffix(longest, w) => self.map(state, &base, w, |t, p| p.cut_back(t, *longest)),
            ParamOp::Replace { pattern, with, all, anchor } => self.replace(state, &base, pattern, with, *all, *anchor),
            ParamOp::Slice(from, length) => self.slice(state, &base, from, length.as_ref()),
            ParamOp::Case(upper, every, pattern) => {
                if pattern.is_some() {
                    return gaps(&base, "a value whose case changes");
                }
                each(&base, |t| recase(t, *upper, *every))
            }
            ParamOp::Transform(op) => self.transform(state, &base, *op),
            ParamOp::Names | ParamOp::Keys => Set::one(self.names(&p.op)),
            ParamOp::Other(text, words) => {
                state.may_stop();
                for w in words {
                    self.expand_one(state, w);
                }
                gaps(&base, &format!("the expansion `{text}`"))
            }
        }
    }

    /// `${x:=w}`: what is assigned to a variable, to an element (`${a[1]:=w}`), or to what another one names (`${!x:=w}`).
    fn assign_default(&self, state: &mut State, p: &Param, before: &Set, value: &Set) {
        if presence(before) == Some(true) {
            return;
        }
        if state.is_readonly(&p.name) || p.indirect && state.attributed.values().any(|a| a.fixed) {
            // The rest of the line is dropped.
            state.may_stop();
        }
        if p.indirect {
            return self.assign_named(state, &p.name, value);
        }
        let Some(index) = &p.index else { return self.set_checked(state, &p.name, value.clone()) };
        value.values().iter().for_each(|v| self.computes(state, &p.name, v));
        if all(index) {
            // All of them at once cannot be assigned.
            return state.may_stop();
        }
        if state.is_keyed(&p.name) {
            let key = self.key(&mut state.clone(), index);
            return state.set_entry(&p.name, key.as_deref(), value.clone());
        }
        let place = self.element(&mut state.clone(), index);
        assign::put_element(state, &p.name, place, value.clone(), false);
    }

    /// Assigns what a variable names.
    fn assign_named(&self, state: &mut State, by: &str, value: &Set) {
        let names = self.variable(state, by);
        let [name] = names.values() else {
            state.referenced = true;
            return;
        };
        match name.known().map(|n| n.split_once('[')) {
            None => state.referenced = true,
            Some(Some((list, _))) => assign::put_element(state, list, None, value.clone(), false),
            Some(None) => self.set_checked(state, name.prefix(), value.clone()),
        }
    }

    /// `${!x@}`, `${!a[@]}`
    pub(super) fn names(&self, op: &ParamOp) -> Val {
        let unsure = *op == ParamOp::Keys && self.scene.hidden_keys.get();
        Val::gap(if unsure { "keys that may run something" } else { NAMES }).spread()
    }

    /// A subscript is arithmetic: what its text holds is evaluated. A key is none.
    pub(super) fn subscript(&self, state: &mut State, name: &str, index: &Word) {
        let values = self.expand_scalar(state, index);
        let value = one_of(&values);
        if state.is_keyed(name) {
            let live = is_hidden(&value) || value.known().is_some_and(|t| t.contains(['$', '`']));
            self.scene.hidden_keys.set(self.scene.hidden_keys.get() || live);
            if presence(&Set::one(value)) != Some(true) {
                // An empty key is an error.
                state.may_stop();
            }
            return;
        }
        let Some(text) = value.known().map(str::to_owned) else {
            // Of several each may be it, and may assign and run.
            values.values().iter().for_each(|v| self.arith_of(state, v, index.span));
            return state.may_stop();
        };
        if matches!(text.as_str(), "@" | "*") {
            return;
        }
        let number = number::evaluate(&mut state.clone(), &text).filter(|o| !o.may_fail).map(|o| o.value);
        let inside = match number {
            Some(Num::Known(n)) if n < 0 => self.has_from_end(state, name, n),
            Some(_) => !text.trim().is_empty(),
            None => false,
        };
        if !inside {
            state.may_stop();
        }
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            self.arith_value(state, &text, index.span, 0);
        }
    }

    /// Whether an array surely has an element at this place, counted from its end.
    fn has_from_end(&self, state: &State, name: &str, place: i64) -> bool {
        let list = state.arrays.get(name).filter(|list| list.iter().flat_map(Set::values).all(is_one));
        let enough = |len: usize| u64::try_from(len).is_ok_and(|len| place.unsigned_abs() <= len);
        !state.referenced && list.is_some_and(|list| enough(list.len()))
    }

    /// `${#x}`, `${#a[@]}`: the count where it is known.
    fn length(&self, state: &mut State, p: &Param) -> Val {
        // `${#a[i=1]}` of what is not set is 0 at once.
        let unset = p.index.as_ref().is_some_and(|i| i.parts.iter().any(in_arithmetic)) && !surely_set(state, &p.name);
        let before = unset.then(|| Box::new(state.clone()));
        if let Some(index) = &p.index {
            self.subscript(state, &p.name, index);
        }
        let out = self.length_of(state, p);
        if state.options.nounset && !p.indirect && presence(&self.base(state, p)) != Some(true) {
            self.may_end(state, automode_model::Span::default());
            state.ended += 1;
        }
        state.rejoin(before);
        if state.options.nounset
            && let Some(index) = &p.index
            && !(surely_set(state, &p.name) || all(index) && state.arrays.contains_key(&p.name))
        {
            // `set -u`: of what is not set this is an error.
            state.may_stop();
        }
        out
    }

    fn length_of(&self, state: &mut State, p: &Param) -> Val {
        let some = number();
        if p.indirect || state.referenced {
            return some;
        }
        if p.index.as_deref().is_some_and(all) || matches!(p.name.as_str(), "@" | "*") {
            let count = match (&p.index, state.arrays.get(&p.name)) {
                (Some(_), Some(list)) => list.iter().flat_map(Set::values).all(is_one).then_some(list.len()),
                (Some(_), None) => None,
                (None, _) => state.positional.as_ref().filter(|l| l.iter().all(is_one)).map(Vec::len),
            };
            return count.map_or(some, |n| Val::text(n.to_string()));
        }
        let base = self.base(state, p);
        // Characters or bytes: the locale decides.
        let known = match base.values() {
            [one] => one.known().filter(|t| t.is_ascii() && !t.contains(PSEUDO)).map(str::len),
            _ => None,
        };
        known.map_or(some, |n| Val::text(n.to_string()))
    }

    /// A subscript that is a number; none where it is not known, or counts from the end.
    pub(super) fn element(&self, state: &mut State, index: &Word) -> Option<usize> {
        if assigns(&index.parts) {
            return None;
        }
        let text = number::text_of(&self.expand_one(state, index)).filter(|t| !t.trim().is_empty())?;
        match number::evaluate(state, &text)?.value {
            Num::Known(n) => usize::try_from(n).ok(),
            Num::Any => None,
        }
    }

    pub(super) fn base(&self, state: &mut State, p: &Param) -> Set {
        let name = if p.indirect {
            match self.variable(state, &p.name).values() {
                [one] => match one.known() {
                    Some(n) => n.to_owned(),
                    None => return Set::one(gap_like(one, "a variable whose name is not known")),
                },
                _ => return Set::one(Val::gap("a variable whose name is not known")),
            }
        } else {
            p.name.clone()
        };
        let Some(index) = &p.index else { return self.variable(state, &name) };
        if state.attributed.contains_key(&name) && !state.referenced {
            let key = self.key(&mut state.clone(), index);
            if let Some(set) = key.and_then(|key| state.entry(&name, &key)) {
                return set.clone();
            }
            if state.is_keyed(&name) {
                let numbers = state.arrays.get(&name).is_none_or(|list| only_numbers(list));
                return Set::one(Val::gap(if numbers { NUMBERS } else { "an entry of a list with keys" }));
            }
        }
        let element = self.element(state, index);
        if state.referenced {
            return self.variable(state, &name);
        }
        let unsure = |set: &Set| set.values().iter().any(|v| v.many || v.has_glob());
        match (state.arrays.get(&name), element) {
            (Some(list), Some(i)) if list.iter().take(i + 1).any(unsure) => {
                Set::one(Val::gap("an element of an array whose places are not known"))
            }
            (Some(list), Some(i)) => list.get(i).cloned().unwrap_or_else(|| Set::one(Val::default())),
            (Some(list), None) => {
                let any = list.iter().flat_map(|s| s.values().to_vec()).collect();
                Set::of(any, "an element of an array").or_empty()
            }
            (None, Some(0)) => self.variable(state, &name),
            _ => Set::one(Val::gap("an element of an array that the script does not set")),
        }
    }

    /// `${x:+w}`: the word where the variable has a value.
    fn alternative(&self, state: &mut State, base: &Set, word: &Word, colon: bool) -> Set {
        match presence(base) {
            Some(false) if colon => Set::one(Val::default()),
            Some(true) => self.expand_scalar(state, word),
            // What is empty may be unset as well.
            _ => self.perhaps(state, word).join(&Set::one(Val::default())),
        }
    }

    /// A word that may not be looked at: what it assigns may not be assigned.
    fn perhaps(&self, state: &mut State, word: &Word) -> Set {
        let before = assigns(&word.parts).then(|| Box::new(state.clone()));
        let set = self.expand_scalar(state, word);
        state.rejoin(before);
        set
    }

    /// The value, or the word where the variable may be unset or empty. Without the colon an empty value is one.
    fn or_word(&self, state: &mut State, base: &Set, word: &Word, colon: bool) -> Set {
        if presence(base) == Some(true) {
            return base.clone();
        }
        let other = match presence(base) {
            Some(false) => self.expand_scalar(state, word),
            _ => self.perhaps(state, word),
        };
        let have: Vec<Val> = base.values().iter().filter(|v| !colon || v.known() != Some("")).cloned().collect();
        if have.is_empty() {
            return other;
        }
        Set::of(have, "a variable").join(&other)
    }

    fn map(&self, state: &mut State, base: &Set, word: &Word, f: impl Fn(&str, &Pattern) -> Option<String>) -> Set {
        match self.pattern(state, word) {
            Some(p) => each(base, |t| f(t, &p)),
            None => gaps(base, "a value cut by a pattern"),
        }
    }

    /// A pattern, where all of it is known.
    pub(super) fn pattern(&self, state: &mut State, word: &Word) -> Option<Pattern> {
        let mut out = Pattern::default();
        for part in &word.parts {
            let alone = Word { parts: vec![part.clone()], span: word.span };
            match part {
                // What stands behind a lone bracket may close it.
                Part::Glob(g) if g == "[" => return None,
                Part::Glob(g) => out.live(g).then_some(())?,
                Part::Lit(_) | Part::Quoted(_) | Part::Double(_) | Part::Tilde(_) => {
                    out.text(self.expand_one(state, &alone).known()?);
                }
                // What a variable holds is live where nothing quotes it.
                _ => out.live(self.expand_one(state, &alone).known()?).then_some(())?,
            }
        }
        Some(out)
    }

    fn replace(
        &self,
        state: &mut State,
        base: &Set,
        pattern: &Word,
        with: &Word,
        all: bool,
        anchor: Option<char>,
    ) -> Set {
        let with = self.expand_one(state, with);
        // What stands in its place is the script's own.
        let mixed = |why: &str| Set::of(base.values().iter().map(|v| gap_like(v, why)).collect(), why);
        let (Some(p), Some(w)) = (self.pattern(state, pattern), with.known()) else {
            return mixed("a value with something replaced");
        };
        // `&` stands for what was found, in newer shells; letters of the other case may be found.
        if w.contains(['&', '\\', '$', '`']) || state.options.nocase {
            return mixed("a value with something replaced by itself");
        }
        each(base, |t| p.replace(t, w, all, anchor))
    }

    fn slice(
        &self,
        state: &mut State,
        base: &Set,
        from: &automode_shell::tree::Arith,
        length: Option<&automode_shell::tree::Arith>,
    ) -> Set {
        // Of what is not set nothing is computed.
        let before = (presence(base) != Some(true)).then(|| Box::new(state.clone()));
        let (from, length) = self.bounds(state, from, length);
        state.rejoin(before);
        let (Some(from), Some(length)) = (from, length) else { return gaps(base, "a part of a value") };
        each(base, |t| {
            // Characters or bytes: the locale decides.
            let chars: Vec<char> = t.is_ascii().then(|| t.chars().collect())?;
            let len = i64::try_from(chars.len()).ok()?;
            let start = if from < 0 { len.checked_add(from)? } else { from.min(len) };
            if start < 0 {
                // Before its beginning there is nothing.
                return Some(String::new());
            }
            let end = if length < 0 { len.checked_add(length)? } else { start.saturating_add(length).min(len) };
            let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end.max(start)).ok()?);
            Some(chars.get(start..end)?.iter().collect())
        })
    }

    /// Where a slice begins and how long it is, where known; without a length it takes all.
    pub(super) fn bounds(
        &self,
        state: &mut State,
        from: &automode_shell::tree::Arith,
        length: Option<&automode_shell::tree::Arith>,
    ) -> (Option<i64>, Option<i64>) {
        let from = match self.arith_or_stop(state, from) {
            Some(Num::Known(n)) => Some(n),
            _ => None,
        };
        let Some(length) = length else { return (from, Some(i64::MAX)) };
        // Where the slice begins behind the end it is not computed.
        let before = state.clone();
        let length = match self.arith_or_stop(state, length) {
            Some(Num::Known(n)) => Some(n),
            _ => None,
        };
        if *state != before {
            state.rejoin(Some(Box::new(before)));
        }
        if length.is_none_or(|l| l < 0) {
            // A length that ends before the beginning is an error.
            state.may_stop();
        }
        (from, length)
    }

    fn transform(&self, state: &mut State, base: &Set, op: char) -> Set {
        match op {
            'U' => each(base, |t| recase(t, true, true)),
            'L' => each(base, |t| recase(t, false, true)),
            'u' => each(base, |t| recase(t, true, false)),
            'Q' => Set::of(base.values().iter().flat_map(quoted).collect(), "a quoted value"),
            'K' | 'k' | 'A' | 'a' => gaps(base, "a quoted value"),
            // `P` and `E` evaluate: a prompt string runs its substitutions.
            _ => {
                for v in base.values() {
                    match v.known() {
                        Some(t) if t.contains("$(") || t.contains('`') => {
                            self.scene.add_unknown(
                                "a command hidden in a value that is evaluated",
                                self.at(automode_model::Span::default()),
                            );
                            let text = format!(": \"{}\"", t.replace('"', ""));
                            self.deeper().run_text(
                                &mut state.clone(),
                                &text,
                                automode_shell::Dialect::Bash,
                                &Val::default(),
                            );
                        }
                        Some(_) => {}
                        None => self.scene.add_unknown(
                            "a value that is evaluated as a prompt",
                            self.at(automode_model::Span::default()),
                        ),
                    }
                }
                gaps(base, "an evaluated value")
            }
        }
    }
}

/// `[@]`, `[*]`
fn all(index: &Word) -> bool {
    index.literal().is_some_and(|t| t == "@") || glob_star(index)
}

/// Whether an array surely has an element.
fn surely_set(state: &State, name: &str) -> bool {
    state.arrays.get(name).and_then(|list| list.first()).is_some_and(|first| first.values().iter().all(is_one))
}

/// Whether expanding these again may give something else: `$((i++))`, `${x:=y}`.
pub(super) fn assigns(parts: &[Part]) -> bool {
    parts.iter().any(|p| match p {
        Part::Double(inner) => assigns(inner),
        Part::Arith(e) => may_assign(&e.text),
        Part::Param(p) => {
            let index = p.index.as_ref().is_some_and(|i| i.parts.iter().any(in_arithmetic));
            let cut = |e: &Option<automode_shell::tree::Arith>| e.as_ref().is_some_and(|e| may_assign(&e.text));
            let inner = match &p.op {
                ParamOp::Assign(..) => true,
                ParamOp::Slice(from, length) => may_assign(&from.text) || cut(length),
                ParamOp::Default(_, w) | ParamOp::Alternative(_, w) => assigns(&w.parts),
                _ => false,
            };
            index || inner
        }
        _ => false,
    })
}

/// An arithmetic text that may assign something.
fn may_assign(text: &str) -> bool {
    text.contains('=') || text.contains("++") || text.contains("--")
}

/// The same for a part of one.
fn in_arithmetic(part: &Part) -> bool {
    match part {
        Part::Lit(t) | Part::Quoted(t) | Part::Glob(t) => may_assign(t),
        other => assigns(std::slice::from_ref(other)),
    }
}

/// Whether a value is surely some text (true) or surely none.
pub(super) fn presence(base: &Set) -> Option<bool> {
    let filled =
        |v: &Val| !v.many && v.pieces().iter().any(|p| matches!(p, Piece::Text(t) | Piece::Glob(t) if !t.is_empty()));
    let empty = base.values().iter().filter(|v| v.known() == Some("")).count();
    match empty {
        0 => base.values().iter().all(filled).then_some(true),
        n => (n == base.values().len()).then_some(false),
    }
}

/// `${x@Q}`: an unset variable stays nothing.
fn quoted(v: &Val) -> Vec<Val> {
    match v.known() {
        Some("") => vec![Val::default(), Val::text("''")],
        Some(t) if t.bytes().all(|b| (b' '..=b'~').contains(&b)) => vec![Val::text(super::quote(t))],
        _ => vec![gap_like(v, "a quoted value")],
    }
}

fn gaps(base: &Set, why: &str) -> Set {
    Set::of(base.values().iter().map(|v| derived(v, why)).collect(), why)
}

fn each(base: &Set, f: impl Fn(&str) -> Option<String>) -> Set {
    let why = "a value that is changed";
    let f = |t: &str| if t.contains(PSEUDO) { None } else { f(t) };
    let changed = base.values().iter().map(|v| match v.known().and_then(&f).map(Val::text).or_else(|| pattern(v, f)) {
        Some(t) => t,
        None => derived(v, why),
    });
    Set::of(changed.collect(), why)
}

/// `${f%.js}` of a name that `src/*.js` finds: a part is cut off at its end or in front, and it stays such a name.
fn pattern(v: &Val, f: impl Fn(&str) -> Option<String>) -> Option<Val> {
    if !v.has_glob() || v.why().is_some() || v.show().contains(['[', '{']) {
        return None;
    }
    let whole = v.show();
    let cut = f(&whole)?;
    let (kept, stars) = (whole.starts_with(&cut), cut.contains('*'));
    if !kept || !stars || cut.is_empty() {
        return None;
    }
    let at = cut.find('*')?;
    let mut out = Val::text(cut.get(..at)?);
    out.push(Piece::Glob(cut.get(at..)?.to_owned()));
    Some(out)
}

/// Letters of ASCII; about all others the locale decides.
fn recase(t: &str, upper: bool, every: bool) -> Option<String> {
    if !t.is_ascii() {
        return None;
    }
    let change = |s: &str| if upper { s.to_ascii_uppercase() } else { s.to_ascii_lowercase() };
    let (first, rest) = t.split_at_checked(usize::from(!t.is_empty()))?;
    Some(change(first) + &if every { change(rest) } else { rest.to_owned() })
}
