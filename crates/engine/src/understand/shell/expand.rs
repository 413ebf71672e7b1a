//! Words into fields: braces, tildes, parameters, substitutions, splitting. Several possible values give several
//! possible lists; too many give a gap.

use automode_shell::tree::{Arith, Param, ParamOp, Part, Stmt, Word};

use super::super::beside::When;
use super::super::state::{State, from_environment};
use super::super::value::{Gap, MAX_ALTERNATIVES, Piece, Set, Val, number};
use super::braces::braces;
use super::number::Num;
use super::params::presence;
use super::split::{dollar_behind, joined, joins_first, separators, split_value, unsplit};
use super::{Shell, apart, gap_like, places, split};

/// One possible list of fields while a word is being expanded.
#[derive(Clone, Default)]
struct Fields {
    done: Vec<Val>,
    current: Val,
    /// Something, even empty quotes, makes the current field exist.
    exists: bool,
    /// It holds a list of which an element may be nothing or several words: what stands beside it is joined to one that is
    /// not known.
    uneven: bool,
}

impl Fields {
    fn push(&mut self, piece: Piece) {
        self.current.push(piece);
        self.exists = true;
    }

    fn cut(&mut self) {
        if self.exists {
            self.done.push(std::mem::take(&mut self.current));
            self.exists = false;
        }
    }

    /// The fields of a word, which is nothing but a list where `alone` says so.
    fn finish(mut self, alone: bool) -> Vec<Val> {
        self.cut();
        if !self.uneven || alone {
            return self.done;
        }
        let mut all = Val::default();
        self.done.iter().for_each(|v| all.extend(v));
        vec![gap_like(&all, "a list beside other text").spread()]
    }
}

impl Shell<'_, '_> {
    /// The possible lists of fields that these words give.
    pub(super) fn expand_words(&self, state: &mut State, words: &[Word]) -> Vec<Vec<Val>> {
        let mut lists: Vec<Vec<Val>> = vec![Vec::new()];
        for word in words {
            let choices = self.expand(state, word, true);
            if lists.len() * choices.len() > MAX_ALTERNATIVES {
                if let Some(lists) = apart::lists(self, state, words) {
                    return lists;
                }
                let gap = Val::gap("a word with too many possible values").spread();
                lists.iter_mut().for_each(|l| l.push(gap.clone()));
                continue;
            }
            lists = appended(lists, choices);
        }
        lists
    }

    /// All fields that these words may give, all possibilities together; true where there is only one possible list.
    pub(super) fn expand_fields(&self, state: &mut State, words: &[Word]) -> (Vec<Val>, bool) {
        let (mut out, mut exact) = (Vec::new(), true);
        for word in words {
            let lists = self.expand(state, word, true);
            exact &= lists.len() == 1;
            out.extend(lists.into_iter().flatten());
        }
        (out, exact)
    }

    /// One word that is neither split nor globbed (assignments, redirections, `case`).
    pub(super) fn expand_scalar(&self, state: &mut State, word: &Word) -> Set {
        let values = self.expand(state, word, false).into_iter().map(|fields| {
            let mut all = Val::default();
            for (i, f) in fields.iter().enumerate() {
                if i > 0 {
                    all.push(Piece::Text(" ".into()));
                }
                all.extend(f);
            }
            // How many there are may not be known, and so not how many blanks; other separators join them in some places.
            let otherwise = || separators(state).is_some_and(|ifs| !joins_by_blank(ifs.as_ref()));
            match fields.len() > 1 && (fields.iter().any(|f| f.many) || otherwise()) {
                true => gap_like(&all, "words joined, as many as there are").whole(),
                false => all,
            }
        });
        Set::of(values.collect(), "a word with too many possible values")
    }

    /// As [`Shell::expand_scalar`], where one value is needed: several become a gap that keeps their suspicions.
    pub(super) fn expand_one(&self, state: &mut State, word: &Word) -> Val {
        one_of(&self.expand_scalar(state, word))
    }

    fn expand(&self, state: &mut State, word: &Word, split: bool) -> Vec<Vec<Val>> {
        let words = braces(word);
        let mut lists: Vec<Vec<Val>> = vec![Vec::new()];
        for word in words.iter() {
            let mut alternatives = vec![Fields::default()];
            let whole = split && dollar_behind(&word.parts);
            for part in &word.parts {
                self.part(state, part, split && !whole, false, &mut alternatives);
            }
            let mut choices: Vec<Vec<Val>> =
                alternatives.into_iter().map(|f| f.finish(is_alone(&word.parts))).collect();
            if whole {
                let ifs = separators(state);
                choices.iter_mut().for_each(|fields| unsplit(fields, ifs.as_ref()));
            }
            if lists.len() * choices.len() > MAX_ALTERNATIVES {
                return vec![vec![Val::gap("a word with too many possible values").spread()]];
            }
            lists = appended(lists, choices);
        }
        lists
    }

    fn part(&self, state: &mut State, part: &Part, split: bool, quoted: bool, to: &mut Vec<Fields>) {
        match part {
            // `$'\u00e9'` is another text where the locale has no such letter.
            Part::Quoted(t) if !t.is_ascii() && state.may_lack_letters() => {
                let gap = Gap { why: "a letter that the locale may not have".into(), ..Gap::default() };
                all(to, &Piece::Gap(gap));
            }
            Part::Lit(t) | Part::Quoted(t) => all(to, &Piece::Text(t.clone())),
            // Where no file names are matched, a pattern is its own text.
            Part::Glob(g) if quoted || !split => all(to, &Piece::Text(g.clone())),
            Part::Glob(g) => all(to, &Piece::Glob(g.clone())),
            Part::Tilde(user) => match self.tilde(state, user) {
                // Where there is no such user, the tilde stands for itself.
                Piece::Text(home) if !user.is_empty() && !user.starts_with(['+', '-']) => {
                    let set = Set::of(vec![Val::text(home), Val::text(format!("~{user}"))], "a home directory");
                    self.insert(state, &set, false, to);
                }
                piece => all(to, &piece),
            },
            Part::Double(parts) => {
                // `"$@"` of nothing is no word.
                let list = parts.iter().any(is_list);
                if !list {
                    to.iter_mut().for_each(|f| f.exists = true);
                }
                for p in parts {
                    self.part(state, p, split, true, to);
                }
                if list {
                    // Nor is it beside what may be nothing (`"$a$@"`).
                    to.iter_mut().filter(|f| may_be_nothing(&f.current)).for_each(|f| f.current.many = true);
                }
            }
            Part::Param(p) => {
                if self.list(state, p, quoted || !split, to) {
                    return;
                }
                if self.list_elsewhere(state, p, (split, quoted), to) {
                    return;
                }
                if p.name == "IFS" && !quoted && state.var("IFS").is_none() {
                    self.scene.add_unknown("`$IFS` in place of a blank", self.at(automode_model::Span::default()));
                }
                let mut set = self.parameter(state, p);
                if split && !quoted && has_quotes(&p.op) {
                    set = protected(&set);
                }
                self.insert(state, &set, split && !quoted, to);
            }
            Part::Command(body) => {
                let out = self.deeper().run_captured(state, body, &state.stdin.clone());
                let out = trim_newlines(out);
                self.insert(state, &Set::one(out), split && !quoted, to);
            }
            Part::Process(input, body) => self.process(state, *input, body, split, to),
            Part::Arith(expr) => {
                let value = self.arith_or_stop(state, expr).unwrap_or(Num::Any).val();
                let splits = split && !quoted && state.var("IFS").is_some();
                self.insert(state, &Set::one(value), splits, to);
            }
            Part::Range(r) => all(to, &Piece::Glob(format!("{{{r}}}"))),
            Part::Brace(_) => all(to, &Piece::Glob("{…}".into())),
            Part::Opaque(text) => self.opaque(state, text, (split, quoted), to),
        }
    }

    /// What may mean anything.
    fn opaque(&self, state: &mut State, text: &str, (split, quoted): (bool, bool), to: &mut Vec<Fields>) {
        if text.contains(['(', '`']) {
            let why = format!("a word that may run a command: {text}");
            self.scene.add_unknown(&why, self.at(automode_model::Span::default()));
        }
        if text.matches('[').count() > text.matches(']').count() {
            // Bash looks for the end of a subscript behind the brace.
            self.scene.add_unknown("a subscript that does not end", self.at(automode_model::Span::default()));
        }
        state.may_stop();
        let gap = Val::gap(text);
        // `"${a[@]…}"` may be any number of words.
        let spreads = !quoted || text.contains('@');
        if spreads && quoted {
            return to.iter_mut().for_each(|f| f.current.extend(&gap.clone().spread()));
        }
        self.insert(state, &Set::one(if spreads { gap.spread() } else { gap }), split && !quoted, to);
    }

    /// `<(…)`, `>(…)`: the name of a file.
    fn process(&self, state: &State, input: bool, body: &[Stmt], split: bool, to: &mut Vec<Fields>) {
        let stdin = if input { state.stdin.clone() } else { Val::gap("what is written to `>(…)`") };
        let out = self.beside(When::Any, || self.deeper().run_captured(state, body, &stdin));
        let content = if input {
            out
        } else {
            self.scene.prints_late(&out);
            Val::gap("what is written to `>(…)`")
        };
        let name = self.scene.pseudo_file(content);
        if body.is_empty() {
            // Some versions of bash make nothing of `<( )`.
            let set = Set::of(vec![Val::text(name), Val::default()], "a process that runs nothing");
            return self.insert(state, &set, split, to);
        }
        all(to, &Piece::Text(name));
    }

    /// `"$@"`, `${a[*]}`: what is a list by its form; false where it is none.
    fn list(&self, state: &mut State, p: &Param, quoted: bool, to: &mut Vec<Fields>) -> bool {
        if names_all(p).is_some() && word_of(&p.op).is_some_and(|word| holds_list(&word.parts)) {
            // `${a[*]+"$@"}`: what stands in its place is several words, whatever joins the elements.
            return false;
        }
        let lists = match self.lists_of(state, p) {
            Some(lists) => lists.into_iter().map(|l| self.as_fields(state, p, quoted, l)).collect(),
            None => match self.all_elements(state, p, quoted) {
                Some(fields) => vec![fields],
                None => return false,
            },
        };
        spread_lists(to, &lists);
        true
    }

    /// What is a list by its operand or by the name that a variable holds; false where it is none.
    fn list_elsewhere(&self, state: &mut State, p: &Param, how: (bool, bool), to: &mut Vec<Fields>) -> bool {
        if self.names_list(state, p) {
            self.parameter(state, p);
            let gap = Val::gap("a variable whose name is not known").spread();
            self.insert(state, &Set::one(gap), true, to);
            return true;
        }
        let Some(word) = word_of(&p.op).filter(|w| holds_list(&w.parts)) else { return false };
        self.list_in_operand(state, p, word, how, to);
        true
    }

    /// `${!x}` where `x` may hold `a[@]` or `@`.
    fn names_list(&self, state: &State, p: &Param) -> bool {
        let name = |v: &Val| v.known().is_some_and(|n| !n.contains('[') && !matches!(n, "@" | "*"));
        p.indirect
            && !matches!(p.op, ParamOp::Names | ParamOp::Keys)
            && !self.variable(state, &p.name).values().iter().all(name)
    }

    /// `${1+"$@"}`: a word that is several. Known where the variable surely has a value, or surely none.
    fn list_in_operand(
        &self,
        state: &mut State,
        p: &Param,
        word: &Word,
        (split, quoted): (bool, bool),
        to: &mut Vec<Fields>,
    ) {
        let base = match (&p.index, p.name.as_str()) {
            (None, "@" | "*") => None,
            _ => Some(self.base(state, p)),
        };
        let present = base.as_ref().and_then(presence);
        let taken = matches!(
            (&p.op, present),
            (ParamOp::Alternative(..), Some(true)) | (ParamOp::Default(true, _), Some(false))
        );
        if taken {
            return word.parts.iter().for_each(|part| self.part(state, part, split, quoted, to));
        }
        // Whatever it is: its commands may run.
        let before = super::params::assigns(&word.parts).then(|| Box::new(state.clone()));
        let all = self.expand_one(state, word);
        state.rejoin(before);
        let set = self.parameter(state, p);
        match present {
            Some(true) if matches!(p.op, ParamOp::Default(..)) => self.insert(state, &set, split && !quoted, to),
            _ => {
                let gap = Set::one(gap_like(&all, "a default that is a list").spread());
                self.insert(state, &gap, true, to);
                // What stands beside it belongs to the first or the last of them.
                to.iter_mut().for_each(|f| f.uneven = true);
            }
        }
    }

    fn tilde(&self, state: &State, user: &str) -> Piece {
        let gap = |why: String| Piece::Gap(Gap { why, ..Gap::default() });
        match (user, state.cwd.as_slice()) {
            ("", _) => {
                let home = places::home(self, state);
                home.known()
                    .map_or_else(|| gap(home.why().unwrap_or_default().to_owned()), |to| Piece::Text(to.to_owned()))
            }
            ("+", [one]) if state.var("PWD").is_none() => Piece::Text(one.clone()),
            ("root", _) => Piece::Text("/root".into()),
            (user, _)
                if user.chars().all(|c| c.is_alphanumeric() || c == '_')
                    && !user.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                Piece::Text(format!("/home/{user}"))
            }
            _ => gap(format!("the directory `~{user}`")),
        }
    }

    /// `$@`, `$*`, `${a[@]}`: the elements, each one field when quoted.
    fn all_elements(&self, state: &mut State, p: &Param, quoted: bool) -> Option<Vec<Val>> {
        let spread = |why: &str| vec![Val::gap(why).spread()];
        if matches!(p.op, ParamOp::Names | ParamOp::Keys) {
            return Some(vec![self.names(&p.op)]);
        }
        names_all(p)?;
        if p.op == ParamOp::Length {
            return None;
        }
        if p.indirect || state.referenced {
            return Some(spread("elements of an array whose name is not known"));
        }
        let mut values = match (&p.index, p.name.as_str()) {
            (None, _) => state.positional.clone().unwrap_or_else(|| spread("the script's arguments")),
            (Some(_), name) => match state.arrays.get(name) {
                Some(sets) => {
                    let certain = |s: &Set| s.values().len() == 1 || s.values().iter().all(is_one);
                    if sets.iter().all(certain) {
                        sets.iter().map(one_of).collect()
                    } else {
                        spread("an array with several possible values")
                    }
                }
                None => match state.var(name) {
                    // An empty one may be unset, as one that is not known may: no word at all.
                    Some(set) => match set.values() {
                        // It may be the first element of several.
                        [one] if one.known().is_some_and(|t| !t.is_empty()) && !state.made_lists.contains(name) => {
                            vec![one.clone()]
                        }
                        _ => spread("an array that the script does not set"),
                    },
                    None => spread("an array that the script does not set"),
                },
            },
        };
        if p.op != ParamOp::None {
            values = self.changed_elements(state, p, values);
        }
        Some(self.as_fields(state, p, quoted, values))
    }

    /// `${a[@]}` of an array of which it is known that it is one of several lists.
    fn lists_of(&self, state: &State, p: &Param) -> Option<Vec<Vec<Val>>> {
        if p.op != ParamOp::None || p.indirect || state.referenced || p.index.is_none() {
            return None;
        }
        names_all(p)?;
        state.listed(&p.name).filter(|lists| lists.len() > 1)
    }

    /// These elements as fields.
    fn as_fields(&self, state: &State, p: &Param, quoted: bool, values: Vec<Val>) -> Vec<Val> {
        let spread = |why: &str| vec![Val::gap(why).spread()];
        let ifs = separators(state);
        if quoted && names_all(p) == Some(true) {
            return vec![joined(&values, ifs.as_ref())];
        }
        if quoted {
            return values;
        }
        // Without separators bash joins `$*` in some places and not in others.
        let nothing_between = |chars: &str| chars.is_empty() && names_all(p) == Some(true) && values.len() > 1;
        if let Some(Some(chars)) = &ifs
            && (nothing_between(chars) || joins_first(&values, chars, p.op != ParamOp::None))
        {
            return spread("elements that are joined before they are split");
        }
        let empty = |v: Option<&Val>| v.and_then(Val::known) == Some("");
        if values.len() > 1 && (empty(values.first()) || empty(values.last())) {
            // It is no word, but parts what stands beside it.
            return spread("elements of which the outer ones are empty");
        }
        let parts: Vec<_> = values.iter().map(|v| split_value(v, ifs.as_ref())).collect();
        if parts.first().is_some_and(|s| s.cut_before) || parts.last().is_some_and(|s| s.cut_after) {
            // A separator at its end parts it from what stands beside it, too.
            return spread("elements that begin or end with a separator");
        }
        parts.into_iter().flat_map(|s| s.fields).collect()
    }

    /// `${@:2}`, `${a[@]/x/y}`: a slice of what is known; others may change each element.
    fn changed_elements(&self, state: &mut State, p: &Param, values: Vec<Val>) -> Vec<Val> {
        let certain = |values: &[Val]| values.iter().all(is_one);
        // Of a variable that is no array it is a part of its text.
        let listed = p.index.is_none() || state.arrays.contains_key(&p.name);
        if let ParamOp::Slice(from, length) = &p.op
            && listed
        {
            return self.sliced(state, p, (from, length.as_ref()), values);
        }
        if let ParamOp::Default(true, _) = &p.op
            && certain(&values)
            && values.iter().any(|v| v.known().is_none_or(|t| !t.is_empty()))
        {
            return values;
        }
        if each_by_itself(&p.op) && listed && certain(&values) {
            return values.iter().map(|v| self.only(state, p, v)).collect();
        }
        let set = self.parameter(state, p);
        let mut all = Val::default();
        set.values().iter().chain(&values).for_each(|v| all.extend(v));
        vec![gap_like(&all, "elements of an array that are changed").spread()]
    }

    /// What the operator makes of one element.
    fn only(&self, state: &mut State, p: &Param, element: &Val) -> Val {
        match self.changed(state, p, Set::one(element.clone())).values() {
            [one] => one.clone().whole(),
            _ => gap_like(element, "an element that is changed"),
        }
    }

    /// `${@:2:3}`, `${a[@]:1}`
    fn sliced(&self, state: &mut State, p: &Param, cut: (&Arith, Option<&Arith>), values: Vec<Val>) -> Vec<Val> {
        // Of a list without elements nothing is computed.
        let empty = p.index.is_some() && !values.iter().any(is_one);
        let before = empty.then(|| Box::new(state.clone()));
        let (from, length) = self.bounds(state, cut.0, cut.1);
        state.rejoin(before);
        // `${@:0}` begins with the name of the script.
        let from = from.and_then(|n| usize::try_from(if p.index.is_none() { n.checked_sub(1)? } else { n }).ok());
        let length = length.and_then(|n| usize::try_from(n).ok());
        match (from, length) {
            (Some(from), Some(length)) if values.iter().all(is_one) => {
                values.into_iter().skip(from).take(length).collect()
            }
            _ => {
                let mut all = Val::default();
                values.iter().for_each(|v| all.extend(v));
                vec![gap_like(&all, "a part of a list").spread()]
            }
        }
    }

    fn insert(&self, state: &State, set: &Set, split: bool, to: &mut Vec<Fields>) {
        let ifs = separators(state);
        if to.len() * set.values().len() > MAX_ALTERNATIVES {
            let mut all = Val::default();
            set.values().iter().for_each(|v| all.extend(v));
            let gap = gap_like(&all, "a word with too many possible values");
            for f in to {
                f.current.extend(&if split { gap.clone().spread() } else { gap.clone() });
                f.exists = true;
            }
            return;
        }
        if let [value] = set.values() {
            // In place: a word of many such would be copied as often as it has parts.
            return to.iter_mut().for_each(|f| add_value(f, value, split, ifs.as_ref()));
        }
        let mut next = Vec::new();
        for fields in to.iter() {
            for value in set.values() {
                let mut f = fields.clone();
                add_value(&mut f, value, split, ifs.as_ref());
                next.push(f);
            }
        }
        *to = next;
    }

    /// The value of a variable: set by the script, known by its nature, or from the environment.
    pub(super) fn variable(&self, state: &State, name: &str) -> Set {
        // Another name may stand for such a number.
        if state.referenced || names_shell(name) {
            self.scene.numbered.set(true);
        }
        if state.referenced && !name.starts_with(|c: char| c.is_ascii_digit()) {
            return Set::one(Val::gap("a variable that another name may change"));
        }
        if let Some(set) = state.var(name) {
            return set.clone();
        }
        if let Some(first) = state.arrays.get(name).and_then(|a| a.first()) {
            // A pattern that fits nothing may be no element at all.
            let word = || first.values().iter().cloned().map(split::one_of_several).collect();
            return if first.values().iter().all(is_one) {
                first.clone()
            } else {
                Set::of(word(), "an element").or_empty()
            };
        }
        let index: Option<usize> = name.parse().ok();
        if let Some(place) = usual_place(name, &self.scene.home) {
            return Set::of(vec![Val::default(), Val::text(place)], "");
        }
        let value = match (name, index) {
            ("HOME", _) => Val::text(self.scene.home.clone()),
            ("PWD", _) => {
                let places = state.cwd.iter().map(Val::text).collect();
                return Set::of(places, "the working directory, which is not known");
            }
            ("IFS", _) => Val::gap("`$IFS` in place of a blank"),
            ("0", _) => state.name.clone().map_or_else(|| Val::text("bash"), Val::text),
            (_, Some(i)) => match &state.positional {
                Some(list) if shifted(list, i) => Val::gap("an argument of the script"),
                Some(list) => list.get(i.wrapping_sub(1)).cloned().unwrap_or_default(),
                None => Val::gap("an argument of the script"),
            },
            ("#", _) if state.positional.as_ref().is_some_and(|list| list.iter().all(is_one)) => {
                Val::text(state.positional.as_ref().map_or(0, Vec::len).to_string())
            }
            // Where nothing ran in the background it is not set.
            ("!", _) => number().spread(),
            ("?" | "#" | "$" | "RANDOM" | "SECONDS" | "LINENO" | "UID" | "EUID" | "BASHPID", _) => number(),
            ("PPID", _) => Val::gap("the process that runs this shell"),
            _ => from_environment(name),
        };
        Set::one(value)
    }
}

/// The folder that such a variable names where it is set at all (XDG base directory specification; POSIX).
fn usual_place(variable: &str, home: &str) -> Option<String> {
    let below = match variable {
        "TMPDIR" => return Some("/tmp".to_owned()),
        "XDG_CACHE_HOME" => ".cache",
        "XDG_CONFIG_HOME" => ".config",
        "XDG_DATA_HOME" => ".local/share",
        "XDG_STATE_HOME" => ".local/state",
        _ => return None,
    };
    Some(format!("{home}/{below}"))
}

/// What holds the number of a shell.
pub(super) fn names_shell(name: &str) -> bool {
    matches!(name, "$" | "BASHPID" | "PPID")
}

/// Each list with each choice behind it. One choice, as most words have, is added in place: a command may have 40,000 words.
fn appended(mut lists: Vec<Vec<Val>>, mut choices: Vec<Vec<Val>>) -> Vec<Vec<Val>> {
    if choices.len() == 1 {
        let mut only = choices.pop().unwrap_or_default();
        if let [list] = lists.as_mut_slice() {
            list.append(&mut only);
            return lists;
        }
        lists.iter_mut().for_each(|l| l.extend_from_slice(&only));
        return lists;
    }
    lists.iter().flat_map(|l| choices.iter().map(|c| [l.as_slice(), c.as_slice()].concat())).collect()
}

fn all(to: &mut [Fields], piece: &Piece) {
    to.iter_mut().for_each(|f| f.push(piece.clone()));
}

/// One of these lists.
fn spread_lists(to: &mut Vec<Fields>, lists: &[Vec<Val>]) {
    if let [only] = lists {
        return spread_elements(to, only);
    }
    if to.len() * lists.len() > MAX_ALTERNATIVES {
        let mut all = Val::default();
        lists.iter().flatten().for_each(|v| all.extend(v));
        return spread_elements(to, &[gap_like(&all, "a word with too many possible values").spread()]);
    }
    let mut next = Vec::new();
    for list in lists {
        let mut some = to.clone();
        spread_elements(&mut some, list);
        next.append(&mut some);
    }
    *to = next;
}

/// One part, perhaps in quotes.
fn is_alone(parts: &[Part]) -> bool {
    match parts {
        [Part::Double(inner)] => is_alone(inner),
        parts => parts.len() == 1,
    }
}

/// Whether this may be an empty text.
fn may_be_nothing(v: &Val) -> bool {
    v.pieces().iter().all(|p| matches!(p, Piece::Gap(_)) || matches!(p, Piece::Text(t) if t.is_empty()))
}

fn spread_elements(to: &mut [Fields], elements: &[Val]) {
    let uneven = elements.iter().any(|e| e.many || elements.len() > 1 && !is_one(e));
    for f in to {
        f.uneven |= uneven;
        for (i, e) in elements.iter().enumerate() {
            if i > 0 {
                f.cut();
            }
            f.current.extend(e);
            f.exists = true;
        }
    }
}

fn add_value(f: &mut Fields, value: &Val, split: bool, ifs: Option<&Option<String>>) {
    if !split {
        f.current.extend(&value.clone().whole());
        f.exists |= !value.pieces().is_empty();
        return;
    }
    let parts = split_value(value, ifs);
    if parts.cut_before {
        f.cut();
    }
    for (i, part) in parts.fields.iter().enumerate() {
        if i > 0 {
            f.cut();
        }
        f.current.extend(part);
        f.exists = true;
    }
    if parts.cut_after {
        f.cut();
    }
}

/// Operators that change each element by itself.
fn each_by_itself(op: &ParamOp) -> bool {
    matches!(
        op,
        ParamOp::TrimPrefix(..)
            | ParamOp::TrimSuffix(..)
            | ParamOp::Replace { .. }
            | ParamOp::Case(..)
            | ParamOp::Transform('Q' | 'U' | 'L' | 'u')
    )
}

/// Exactly one word.
pub(super) fn is_one(v: &Val) -> bool {
    v.is_one()
}

/// The word that an operator puts in the place of the value, or of none.
fn word_of(op: &ParamOp) -> Option<&Word> {
    match op {
        ParamOp::Default(_, w) | ParamOp::Assign(_, w) | ParamOp::Alternative(_, w) => Some(w),
        _ => None,
    }
}

/// `$*` within the text of a heredoc: what joins it there is another character than elsewhere.
pub(super) fn joins_oddly(state: &State, parts: &[Part]) -> bool {
    let odd = separators(state).is_some_and(|ifs| !joins_by_blank(ifs.as_ref()));
    odd && joins_list(parts)
}

fn joins_list(parts: &[Part]) -> bool {
    parts.iter().any(|part| match part {
        Part::Double(inner) => joins_list(inner),
        Part::Param(p) => names_all(p).is_some(),
        _ => false,
    })
}

/// Whether a list is joined by blanks where it becomes one word.
fn joins_by_blank(ifs: Option<&String>) -> bool {
    ifs.is_some_and(|chars| chars.starts_with(' '))
}

/// `"$@"` or the like stands in these.
fn holds_list(parts: &[Part]) -> bool {
    parts.iter().any(|p| is_list(p) || matches!(p, Part::Double(inner) if holds_list(inner)))
}

/// `${x:-"a b"}`: quotes in the word hold where the expansion itself has none.
fn has_quotes(op: &ParamOp) -> bool {
    let quotes = |p: &Part| matches!(p, Part::Quoted(_) | Part::Double(_));
    word_of(op).is_some_and(|word| word.parts.iter().any(quotes))
}

/// What quotes in a default may have kept together, or kept as an empty word, is not split.
fn protected(set: &Set) -> Set {
    let keep = |v: &Val| match v.known() {
        Some(t) if t.is_empty() || t.contains([' ', '\t', '\n', '*', '?', '[']) => {
            gap_like(v, "a default in quotes").spread()
        }
        _ => v.clone(),
    };
    Set::of(set.values().iter().map(keep).collect(), "a default in quotes")
}

/// Whether this argument may be another one than it seems, because one before it may be several.
fn shifted(list: &[Val], i: usize) -> bool {
    list.iter().take(i.saturating_sub(1)).any(|v| v.many || v.has_glob())
        || list.get(i.wrapping_sub(1)).is_some_and(|v| v.many)
}

/// True for `$@` and the like, which are no word where there is nothing.
fn is_list(part: &Part) -> bool {
    if let Part::Opaque(text) = part {
        return text.contains('@');
    }
    matches!(part, Part::Param(p) if names_all(p) == Some(false) && p.op != ParamOp::Length
        || matches!(p.op, ParamOp::Names | ParamOp::Keys))
}

/// Whether a parameter is all arguments or elements: as one word (`*`) is true.
fn names_all(p: &Param) -> Option<bool> {
    match &p.index {
        None if p.name == "@" => Some(false),
        None if p.name == "*" => Some(true),
        None => None,
        Some(index) if index.literal().as_deref() == Some("@") => Some(false),
        Some(index) if index.literal().as_deref() == Some("*") || glob_star(index) => Some(true),
        Some(_) => None,
    }
}

pub(super) fn glob_star(w: &Word) -> bool {
    matches!(w.parts.as_slice(), [Part::Glob(g)] if g == "*")
}

fn trim_newlines(v: Val) -> Val {
    let mut pieces = v.pieces().to_vec();
    let mut ending = Vec::new();
    // A gap at the end may be nothing: then the newlines before it go as well.
    while let Some(last) = pieces.pop() {
        match last {
            Piece::Text(t) => {
                // A NUL is dropped.
                let text = t.replace('\0', "");
                let trimmed = text.trim_end_matches('\n');
                if !trimmed.is_empty() {
                    pieces.push(Piece::Text(trimmed.to_owned()));
                    break;
                }
            }
            gap @ Piece::Gap(_) => ending.push(gap),
            glob @ Piece::Glob(_) => {
                pieces.push(glob);
                break;
            }
        }
    }
    let mut out = Val::default();
    let whole = |p: Piece| match p {
        Piece::Text(t) if t.contains('\0') => Piece::Text(t.replace('\0', "")),
        other => other,
    };
    pieces.into_iter().chain(ending.into_iter().rev()).for_each(|p| out.push(whole(p)));
    out.many = v.many;
    out
}

/// The one value of a set; of several a gap that keeps their suspicions.
pub(super) fn one_of(set: &Set) -> Val {
    match set.values() {
        [one] => one.clone(),
        many => {
            let mut all = Val::default();
            many.iter().for_each(|v| all.extend(v));
            gap_like(&all, "a word with several possible values")
        }
    }
}
