//! What a shell knows while it runs: variables, directory, functions. Cloned for subshells and branches, joined after.

mod entries;
mod join;
mod names;
mod stack;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, DerefMut};
use std::rc::Rc;

use automode_shell::tree::Stmt;

use names::{BEGUN_ANEW, BEGUN_WITH, is_name, is_read_by_shell, is_shells_own};
pub use names::{FROM_ENVIRONMENT, NAMED_HERE, from_environment};
pub use stack::{Stack, Way, either_place};

use super::locals::Local;
use super::value::{Gap, Piece, Set, Val};

/// How many possible working directories are followed; more count as not known.
const MAX_DIRECTORIES: usize = 4;

/// Something that many states share until one of them changes it: a state is cloned at every branch, a script of 200 lines
/// has hundreds of them, and most change one variable.
/// Most of it is empty in most shells, and nothing is made for that.
#[derive(Clone, Debug)]
pub struct Shared<T>(Option<Rc<T>>);

/// What can be shared: it has an empty form, which is the same for all.
pub trait Empty: Default + 'static {
    /// The empty one.
    const EMPTY: &'static Self;
}

impl<K: 'static, V: 'static> Empty for BTreeMap<K, V> {
    const EMPTY: &'static Self = &Self::new();
}

impl<T: 'static> Empty for BTreeSet<T> {
    const EMPTY: &'static Self = &Self::new();
}

impl<T: 'static> Empty for Vec<T> {
    const EMPTY: &'static Self = &Self::new();
}

impl<T: Empty> Shared<T> {
    /// Whether both are the same one, unchanged since they parted.
    fn is(&self, other: &Self) -> bool {
        std::ptr::eq::<T>(&**self, &**other)
    }
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Empty> Deref for Shared<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or(T::EMPTY)
    }
}

impl<T: Empty + Clone> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        Rc::make_mut(self.0.get_or_insert_default())
    }
}

impl<T: Empty + PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        self.is(other) || **self == **other
    }
}

/// Options of a shell that end it in the midst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// `set -u`: a variable that is not set is an error.
    pub nounset: bool,
    /// `set -e`: a command that fails is one.
    pub errexit: bool,
    /// `shopt -s inherit_errexit`: in substitutions, too.
    pub inherits: bool,
    /// `set -C`: a file that is there is not written.
    pub noclobber: bool,
    /// `shopt -s nocasematch`: patterns may match letters of the other case.
    pub nocase: bool,
    /// `shopt -s lastpipe`: the last command of a pipeline may run in the shell itself.
    pub lastpipe: bool,
    /// `set -a`: what is set from here on may be handed to programs, functions too.
    pub allexport: bool,
    /// `set -E`, `set -T`: traps hold in subshells and functions as well.
    pub traced: bool,
    /// It may keep to the letter of POSIX: what is set for a special builtin stays set.
    pub posix: bool,
}

/// Stands among the variables that a trap assigned for all of the shell that is no variable.
pub const SHELL_ITSELF: &str = "";

/// The same for the arguments; those of a function that it calls are that one's own.
pub const ARGUMENTS: &str = " ";

/// Longer lists of what an array may be are not kept: each `&&` with an addition doubles them.
const MAX_LISTS: usize = 8;

/// What an array may be as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lists {
    /// The array as it stood then: where it stands otherwise now, this is not about it any more.
    seen: Vec<Set>,
    all: Vec<Vec<Val>>,
}

/// What the attributes of a variable do to what is assigned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// `-A`: it is surely a list with keys, whose known entries are variables of their own (`name[key]`).
    pub keyed: bool,
    /// `-i`, `-u`, `-l`: another value comes out.
    pub changes: bool,
    /// `-r`: assigning may be an error.
    pub fixed: bool,
}

impl Attributes {
    /// Those of a variable that may have either: whether it has keys must be sure.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        let unsure = self.keyed != other.keyed;
        Self {
            keyed: self.keyed && other.keyed,
            changes: self.changes || other.changes || unsure,
            fixed: self.fixed || other.fixed,
        }
    }
}

/// What a trap sees besides variables when it runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Armed {
    /// Where the shell is.
    pub cwd: Vec<String>,
    /// Its arguments.
    pub positional: Option<Vec<Val>>,
    /// How often files had changed.
    pub changes: u32,
    /// A function was defined since, which it may call.
    pub stale: bool,
}

impl Armed {
    /// Whether it would find the same directory and arguments.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        !self.stale && self.cwd == other.cwd && self.positional == other.positional
    }
}

/// The shell's state, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The working directories that are possible, absolute; none where it is not known.
    pub cwd: Vec<String>,
    /// What `pushd` left behind.
    pub stack: Stack,
    /// Variables; one that is not here comes from the environment and is not known.
    pub vars: Shared<BTreeMap<String, Set>>,
    /// Arrays: their elements in order, where known.
    pub arrays: Shared<BTreeMap<String, Vec<Set>>>,
    /// Arrays that differ between branches: the whole lists that they may be.
    pub lists: Shared<BTreeMap<String, Lists>>,
    /// Functions.
    pub functions: Shared<BTreeMap<String, Vec<Rc<Stmt>>>>,
    /// Functions that may not be defined: what bears their name may be a program.
    pub unsure_functions: Shared<BTreeSet<String>>,
    /// Functions that may not be defined anew, nor unset.
    pub fixed_functions: Shared<BTreeSet<String>>,
    /// Aliases: they matter where `expand_aliases` is on; followed always, besides the command of that name.
    pub aliases: Shared<BTreeMap<String, Val>>,
    /// Variables that programs get to see.
    pub exported: Shared<BTreeSet<String>>,
    /// Variables that they may get to see: on some way, or outside of the running function.
    pub may_be_exported: Shared<BTreeSet<String>>,
    /// Variables that may be lists without being found among the arrays: programs do not get to see those.
    pub made_lists: Shared<BTreeSet<String>>,
    /// Functions that other shells get to see.
    pub exported_functions: Shared<BTreeSet<String>>,
    /// Variables with an attribute that changes what an assignment does (`declare -i`, `-A`, `readonly`).
    pub attributed: Shared<BTreeMap<String, Attributes>>,
    /// A name was made to stand for another: what a variable holds is not known any more.
    pub referenced: bool,
    /// What the traps run.
    pub traps: Shared<Vec<Val>>,
    /// Of these, those that could not run yet.
    pub due: Shared<Vec<Val>>,
    /// Of these, those that may run in the midst.
    pub midst: Shared<BTreeSet<Val>>,
    /// One of these prints something.
    pub noisy: bool,
    /// What runs now is what a trap runs.
    pub in_trap: bool,
    /// What a trap that runs has assigned, be it what was there before; [`SHELL_ITSELF`] where it changed more of the shell.
    pub touched: Shared<BTreeSet<String>>,
    /// What traps assign, which may happen at any time to what bears such a name then, a function's own as well.
    pub unsettled: Shared<BTreeSet<String>>,
    /// A signal may change more of the shell than variables.
    pub signalled: bool,
    /// A trap could run: what it saw when it was run last.
    pub armed: Option<Armed>,
    /// What was assigned since the first trap could run, with all values since: a trap may run at any time.
    pub since_trap: Shared<BTreeMap<String, Set>>,
    /// Options under which a shell ends in the midst.
    pub options: Options,
    /// How often the shell may have ended so far: what it prints behind that may not be printed.
    pub ended: u32,
    /// The same where the running subshell began.
    pub begun: u32,
    /// The same for the running function.
    pub left: u32,
    /// What runs now may not run.
    pub maybe: bool,
    /// What is printed now goes to another command or into a word, not to who reads the output.
    pub captured: bool,
    /// The standard input of what runs now.
    pub stdin: Val,
    /// Some of it may have been read already. Shells and their subshells read on where the other one stopped.
    pub input_read: Rc<Cell<bool>>,
    /// The standard input that `exec` gave what runs now.
    pub stdin_for_all: Option<Val>,
    /// The state at a `return`, which is the function's end as well.
    pub returned: Option<Box<State>>,
    /// Among the states at a `return` are those of a `break` or `continue` that leaves several loops.
    pub far: bool,
    /// The state at a `break` or `continue`, which is the loop's end as well.
    pub broken: Option<Box<State>>,
    /// The state at an expansion that may be an error, which is the end of the whole line as well.
    pub stopped: Option<Box<State>>,
    /// `$1` …; none where not known.
    pub positional: Option<Vec<Val>>,
    /// `set` may have given them anew, be it the same ones: behind a file that is sourced with others they stay.
    pub given_anew: bool,
    /// `$0`
    pub name: Option<String>,
    /// Variables that the running function made its own, with what they were outside; none outside functions.
    pub locals: Option<Vec<Local>>,
    /// What the functions made their own that called the running one.
    pub callers: Option<Rc<BTreeSet<String>>>,
    /// PATH, IFS or a start-up variable was set to something that makes names mean other programs.
    pub names_unsure: Option<String>,
}

impl State {
    /// The value of a variable.
    #[must_use]
    pub fn var(&self, name: &str) -> Option<&Set> {
        self.vars.get(name)
    }

    /// Sets a variable. What the shell itself keeps in one stays, and what is no name is none.
    pub fn set(&mut self, name: &str, value: Set) {
        if !is_name(name) {
            return;
        }
        if is_shells_own(name) {
            if name == "BASH_ARGV0" {
                self.vars.insert("0".to_owned(), value);
            }
            self.names_other(name);
            return;
        }
        let value = if self.unsettled.contains(name) {
            Set::one(Val::gap(OF_TRAPS))
        } else if name == "IFS" && self.made_lists.contains(name) {
            // Bash takes the list itself for the text.
            Set::one(Val::gap(LISTED))
        } else {
            value
        };
        self.touches(name);
        self.becomes(name, &value);
        self.drop_entries(name);
        if let Some(list) = self.arrays.get(name) {
            // A value without a subscript is the first element.
            let fixed = list.first().is_none_or(|s| s.values().iter().all(|v| !v.many && !v.has_glob()));
            if !fixed {
                // Which one is the first is not known.
                let mut all = Val::default();
                list.iter().flat_map(Set::values).chain(value.values()).for_each(|v| all.extend(v));
                let any = super::shell::gap_like(&all, "an element of an array whose places are not known").spread();
                self.arrays.insert(name.to_owned(), vec![Set::one(any)]);
                return;
            }
            let rest = list.get(1..).unwrap_or_default().to_vec();
            let first = if self.attributed.contains_key(name) {
                Set::one(Val::gap("an element with an attribute"))
            } else {
                value
            };
            self.arrays.insert(name.to_owned(), std::iter::once(first).chain(rest).collect());
            return;
        }
        let number = |v: &Val| v.known().is_some_and(|t| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit()));
        let value = match self.attributed.get(name) {
            None if name == "OPTIND" && !value.values().iter().all(number) => {
                Set::one(Val::gap("a variable that holds a number"))
            }
            None => value,
            Some(a) if a.fixed && !a.changes && !a.keyed => {
                // It stays what it was where it may not be assigned.
                let before = self.vars.get(name).cloned();
                before.unwrap_or_else(|| Set::one(from_environment(name))).join(&value)
            }
            Some(_) => Set::one(Val::gap("a variable whose attribute changes what is assigned")),
        };
        self.vars.insert(name.to_owned(), value);
    }

    /// The lists of which an array is one, where they are known.
    #[must_use]
    pub fn listed(&self, name: &str) -> Option<Vec<Vec<Val>>> {
        let now = self.arrays.get(name)?;
        if let Some(lists) = self.lists.get(name).filter(|l| l.seen == *now) {
            return Some(lists.all.clone());
        }
        Some(vec![only(now)?])
    }

    /// Notes of which lists an array that was just set is one.
    pub fn note_lists(&mut self, name: &str, mut all: Vec<Vec<Val>>) {
        all.sort();
        all.dedup();
        let Some(seen) = self.arrays.get(name).cloned() else { return };
        if self.attributed.contains_key(name) || all.len() > MAX_LISTS {
            return drop(self.lists.remove(name));
        }
        self.lists.insert(name.to_owned(), Lists { seen, all });
    }

    /// An array of this name that comes may look like the one that was.
    pub fn forget_lists(&mut self, name: &str) {
        if self.lists.contains_key(name) {
            self.lists.remove(name);
        }
    }

    /// Sets an array.
    pub fn set_array(&mut self, name: &str, list: Vec<Set>) {
        if is_shells_own(name) {
            self.names_other(name);
            return;
        }
        self.names_elsewhere(name);
        if self.vars.contains_key(name) {
            self.vars.remove(name);
        }
        self.changes(name);
        self.forget_lists(name);
        self.drop_entries(name);
        if is_read_by_shell(name) {
            // Its first element is what the shell goes by.
            self.made_lists.insert(name.to_owned());
            drop(self.vars.insert(name.to_owned(), Set::one(Val::gap(LISTED))));
            return;
        }
        let list = if self.unsettled.contains(name) {
            vec![Set::one(Val::gap(OF_TRAPS).spread())]
        } else if self.attributed.get(name).is_some_and(|a| a.fixed || !list.is_empty()) {
            vec![Set::one(Val::gap("elements whose attribute changes what is assigned").spread())]
        } else {
            list
        };
        self.arrays.insert(name.to_owned(), list);
    }

    /// An entry of these lists makes a name stand for another command, or is where `popd` goes.
    fn names_other(&mut self, name: &str) {
        if name == "DIRSTACK" {
            self.stack = Stack::Unknown;
        }
        if matches!(name, "BASH_ALIASES" | "BASH_CMDS") {
            self.names_unsure = Some(format!("`{name}` makes names mean other commands"));
        }
    }

    /// Where programs are looked for, or how deep functions may be, is a matter of what is not followed.
    fn names_elsewhere(&mut self, name: &str) {
        if matches!(name, "PATH" | "FUNCNEST" | "BASH_COMPAT") && self.names_unsure.is_none() {
            self.names_unsure = Some(format!("`{name}` is changed to what is not known"));
        }
    }

    /// Notes that what a trap may use changes.
    pub fn changes(&mut self, name: &str) {
        self.touches(name);
        self.becomes(name, &Set::one(Val::gap("a variable that changes before the trap runs")));
    }

    fn touches(&mut self, name: &str) {
        if self.in_trap {
            self.touched.insert(name.to_owned());
        }
    }

    /// Notes that more of the shell changes than its variables: where it is, its options, arguments, functions, aliases.
    pub fn changes_itself(&mut self) {
        self.touches(SHELL_ITSELF);
    }

    /// Notes that the arguments change.
    pub fn changes_arguments(&mut self) {
        self.touches(ARGUMENTS);
    }

    /// Notes that a trap may see this value of the variable, or the one that it has so far.
    pub(super) fn becomes(&mut self, name: &str, value: &Set) {
        if self.armed.is_none() {
            return;
        }
        let before = match self.since_trap.get(name) {
            Some(values) => values.clone(),
            None => self.vars.get(name).cloned().unwrap_or_else(|| Set::one(from_environment(name))),
        };
        let values = before.join(value);
        self.since_trap.insert(name.to_owned(), values);
    }

    /// What another shell sees that this one starts: variables that are exported; the others may be unset there or, where
    /// the environment had them already, have their value.
    #[must_use]
    pub fn child(&self) -> Self {
        let mut child = Self {
            cwd: self.cwd.clone(),
            vars: self.vars.clone(),
            exported: self.exported.clone(),
            may_be_exported: self.may_be_exported.clone(),
            names_unsure: self.names_unsure.clone(),
            name: self.name.clone(),
            maybe: self.may_not_run(),
            signalled: self.signalled,
            exported_functions: self.exported_functions.clone(),
            ..Self::default()
        };
        // It takes only a directory that is there.
        if let Some(set) = child.vars.get("OLDPWD").map(Set::or_empty) {
            child.vars.insert("OLDPWD".to_owned(), set);
        }
        // Every shell begins with its own.
        let hidden = |name: &&&str| !self.exported.contains(**name);
        child.vars.remove("0");
        for name in BEGUN_ANEW.iter().chain(BEGUN_WITH.iter().filter(hidden)) {
            if child.vars.contains_key(*name) {
                child.vars.remove(*name);
            }
        }
        if let Some(given) = self.vars.get("PWD") {
            child.named_here(given);
        }
        self.hand_functions_to(&mut child);
        let seen = |name: &String| self.exported.contains(name) && !self.made_lists.contains(name);
        let hidden = |name: &String| match name.as_str() {
            "PWD" | "OLDPWD" => false,
            "HOME" => !seen(name) && self.may_be_exported.contains(name),
            _ => !seen(name),
        };
        // What may have no value is not handed on, nor is what a child gives it.
        let filled = |v: &Val| v.pieces().iter().any(|p| !matches!(p, Piece::Gap(_))) && v.known() != Some("");
        let has_value = |name: &String| {
            self.vars.get(name).is_some_and(|set| set.values().iter().all(filled)) && !self.made_lists.contains(name)
        };
        if !self.exported.iter().all(has_value) {
            child.exported.retain(has_value);
            child.may_be_exported.extend(self.exported.iter().filter(|name| !has_value(name)).cloned());
        }
        // One of a function's own without a value, or that is not handed on, leaves the one outside of it to be seen.
        let seen = |name: &String| {
            self.options.allexport
                || self.exported.contains(name)
                || self.may_be_exported.contains(name)
                || self.is_given(name)
        };
        let own = self.locals.iter().flatten().map(|l| &l.name).chain(self.callers.iter().flat_map(|c| c.iter()));
        let kept_back = |name: &String| self.may_be_exported.contains(name) && !self.exported.contains(name);
        for name in own.filter(|name| seen(name) && (!has_value(name) || kept_back(name))) {
            child.vars.insert(name.clone(), Set::one(Val::gap("a variable of which a function has its own")));
        }
        if self.referenced {
            // Which of them were assigned is not known: a name that stands for another is not handed on.
            let other = Set::one(Val::gap("a variable that another name may change"));
            child.vars.iter_mut().for_each(|(_, set)| *set = other.clone());
        }
        let names: Vec<String> = self.vars.keys().filter(|name| hidden(name)).cloned().collect();
        for name in names {
            if let Some(set) = child.vars.get_mut(&name) {
                *set = set.or_empty();
            }
        }
        self.hand_home_to(&mut child);
        child
    }

    /// A home that the environment gave, and that may not be handed on; a list is handed on to nobody.
    fn hand_home_to(&self, child: &mut Self) {
        let home = "HOME".to_owned();
        let seen = self.exported.contains(&home) && !self.made_lists.contains(&home);
        let hidden = !seen && self.may_be_exported.contains(&home);
        let listed = self.attributed.contains_key(&home) || self.arrays.contains_key(&home);
        if !self.vars.contains_key(&home) && (hidden || listed) {
            child.vars.insert(home, Set::one(Val::gap("a home directory that may not be handed on")));
        }
    }

    /// Functions that are exported.
    fn hand_functions_to(&self, child: &mut Self) {
        for name in self.functions_handed_on() {
            if let Some(bodies) = self.functions.get(name) {
                child.functions.insert(name.clone(), bodies.clone());
                // What stood for other commands where it was read does so in it.
                child.aliases.clone_from(&self.aliases);
                let sure = self.exported_functions.contains(name);
                if !sure || self.unsure_functions.contains(name) {
                    child.unsure_functions.insert(name.clone());
                }
                // What it is handed it hands on.
                child.exported_functions.insert(name.clone());
            }
        }
    }

    /// Whether there is a function that this shell may have from another one, or may hand on.
    #[must_use]
    pub fn hands_functions_on(&self) -> bool {
        self.functions_handed_on().iter().any(|name| self.functions.contains_key(*name))
    }

    /// The functions that a shell may see which this one starts.
    fn functions_handed_on(&self) -> Vec<&String> {
        match self.options.allexport {
            true => self.functions.keys().collect(),
            false => self.exported_functions.iter().collect(),
        }
    }

    /// What a shell begins with that is given these variables: some it sets itself, whatever it is given.
    pub fn given(&mut self, env: &[(String, Val)]) {
        for (name, value) in env.iter().filter(|(name, _)| !BEGUN_ANEW.contains(&name.as_str())) {
            let value = Set::one(value.clone());
            // It takes only a directory that is there.
            self.set(name, if name == "OLDPWD" { value.or_empty() } else { value });
            self.options.posix |= name == "POSIXLY_CORRECT";
        }
        if let Some((_, given)) = env.iter().rev().find(|(name, _)| name == "PWD") {
            self.named_here(&Set::one(given.clone()));
        }
    }

    /// Drops all functions but those that another shell may get to see: it depends on what runs between.
    pub fn keep_exported_functions(&mut self) {
        if self.functions.is_empty() {
            return;
        }
        let exported: BTreeSet<String> = self.functions_handed_on().into_iter().cloned().collect();
        self.functions.retain(|name, _| exported.contains(name));
        self.unsure_functions.extend(exported);
    }

    /// Joins a state from which control leaves the function or the loop.
    pub fn escape(&self, slot: Option<Box<Self>>) -> Option<Box<Self>> {
        let mut here = self.clone();
        (here.returned, here.broken, here.stopped) = (None, None, None);
        Some(Box::new(match slot {
            Some(before) => before.join(&here),
            None => here,
        }))
    }

    /// An expansion may be an error here: the shell drops the rest of the line and goes on with the next one.
    pub fn may_stop(&mut self) {
        self.stopped = self.escape(self.stopped.clone());
    }

    /// The same, where that state was found in a copy of this one.
    pub fn may_stop_as(&mut self, stopped: Option<Box<Self>>) {
        if let Some(stopped) = stopped {
            self.stopped = stopped.escape(self.stopped.take());
        }
    }

    /// Joins the states in which the function or the loop was left before its end.
    pub fn rejoin(&mut self, escaped: Option<Box<Self>>) {
        if let Some(escaped) = escaped {
            *self = std::mem::take(self).join(&escaped);
        }
    }

    /// What stands here may not run: a branch, or the function or the loop may have been left before it.
    #[must_use]
    pub fn may_not_run(&self) -> bool {
        self.maybe || self.left > 0 || self.broken.is_some() || self.stopped.is_some()
    }

    /// Begins what has an end of its own: where the line may have been dropped already, it may not run at all.
    pub fn begin_apart(&mut self) -> Option<Box<Self>> {
        self.maybe |= self.stopped.is_some();
        self.stopped.take()
    }

    /// Makes a variable unknown.
    pub fn forget(&mut self, name: &str, why: &str) {
        self.names_elsewhere(name);
        self.set(name, Set::one(Val::gap(why)));
    }

    /// Whether assigning to this variable may be an error.
    #[must_use]
    pub fn is_readonly(&self, name: &str) -> bool {
        self.attributed.get(name).is_some_and(|a| a.fixed)
            || matches!(name, "UID" | "EUID" | "PPID" | "SHELLOPTS" | "BASHOPTS" | "BASH_VERSINFO")
    }

    /// Whether the script sets a locale that may not be one of Unicode: then `\u00e9` is no letter.
    #[must_use]
    pub fn may_lack_letters(&self) -> bool {
        let unicode = |v: &Val| {
            v.known().map(str::to_ascii_lowercase).is_some_and(|t| t.ends_with(".utf-8") || t.ends_with(".utf8"))
        };
        let other = |name: &&str| self.var(name).is_some_and(|set| !set.values().iter().all(unicode));
        ["LC_ALL", "LC_CTYPE", "LANG"].iter().any(other)
    }

    /// Whether this is surely a list with keys.
    #[must_use]
    pub fn is_keyed(&self, name: &str) -> bool {
        self.attributed.get(name).is_some_and(|a| a.keyed && !a.changes && !a.fixed)
    }

    /// Gives a variable the attributes that it had.
    pub fn set_attributes(&mut self, name: &str, attributes: Option<Attributes>) {
        match attributes {
            Some(a) => drop(self.attributed.insert(name.to_owned(), a)),
            None if self.attributed.contains_key(name) => drop(self.attributed.remove(name)),
            None => {}
        }
    }

    /// Forgets a variable whole, as `unset` does.
    pub fn unset(&mut self, name: &str) {
        if !is_name(name) || name == "0" {
            return;
        }
        self.names_elsewhere(name);
        self.changes(name);
        self.drop_entries(name);
        self.arrays.remove(name);
        if self.locals.is_none() && self.made_lists.contains(name) {
            self.made_lists.remove(name);
        }
        self.no_longer_exported(name);
        if name == "IFS" {
            self.vars.remove(name);
            return;
        }
        // What the shell kept in it is a variable like any other from then on.
        let value = match () {
            () if is_shells_own(name) => Val::gap("a variable that lost its meaning"),
            () if self.unsettled.contains(name) => Val::gap(OF_TRAPS),
            () => Val::default(),
        };
        self.vars.insert(name.to_owned(), Set::one(value));
    }

    /// What is unset is not handed on any more, whatever it is set to.
    pub fn no_longer_exported(&mut self, name: &str) {
        // The environment has `HOME` in any case.
        let seen = self.exported.contains(name);
        if seen {
            self.exported.remove(name);
        }
        if seen || name == "HOME" {
            self.may_be_exported.insert(name.to_owned());
        }
    }

    /// Either this state or that one: after a branch. A variable set on one side only may still have its outer value.
    #[must_use]
    pub fn join(mut self, other: &Self) -> Self {
        let locals = self.joined_locals(other);
        if !self.vars.is(&other.vars) {
            self.join_vars(other);
        }
        self.join_rest(other);
        if let Some(locals) = locals {
            self.take_locals(locals);
        }
        self
    }

    fn join_vars(&mut self, other: &Self) {
        for (name, theirs) in other.vars.iter() {
            let joined = match self.vars.get(name) {
                Some(ours) if ours == theirs => continue,
                Some(ours) => ours.join(theirs),
                None => theirs.join(&Set::one(from_environment(name))),
            };
            self.vars.insert(name.clone(), joined);
        }
        let missing: Vec<String> = self.vars.keys().filter(|name| !other.vars.contains_key(*name)).cloned().collect();
        for name in missing {
            if let Some(ours) = self.vars.get_mut(&name) {
                *ours = ours.join(&Set::one(from_environment(&name)));
            }
        }
    }

    /// Either these directories, with what was left behind there, or those.
    pub fn join_place(&mut self, cwd: &[String], stack: &Stack) {
        if self.stack != *stack {
            let ways = self.stack.ways(&self.cwd).zip(stack.ways(cwd));
            self.stack = ways.map_or(Stack::Unknown, |(ours, theirs)| Stack::of([ours, theirs].concat()));
        }
        either_place(&mut self.cwd, cwd);
    }

    fn join_rest(&mut self, other: &Self) {
        self.join_place(&other.cwd, &other.stack);
        self.join_lists(other);
        self.join_attributes(other);
        self.referenced |= other.referenced;
        self.far |= other.far;
        self.signalled |= other.signalled;
        self.noisy |= other.noisy;
        if self.armed.is_none() {
            self.armed.clone_from(&other.armed);
        }
        self.ended = self.ended.max(other.ended);
        self.left = self.left.max(other.left);
        self.options.nounset |= other.options.nounset;
        self.options.errexit |= other.options.errexit;
        self.options.inherits |= other.options.inherits;
        self.options.noclobber |= other.options.noclobber;
        self.options.posix |= other.options.posix;
        self.options.traced |= other.options.traced;
        self.options.allexport |= other.options.allexport;
        self.options.nocase |= other.options.nocase;
        self.options.lastpipe |= other.options.lastpipe;
        if self.stdin_for_all != other.stdin_for_all {
            self.stdin_for_all = Some(Val::gap("a standard input that differs between branches"));
        }
        for (ours, theirs) in [
            (&mut self.returned, &other.returned),
            (&mut self.broken, &other.broken),
            (&mut self.stopped, &other.stopped),
        ] {
            if let Some(theirs) = theirs {
                *ours = Some(match ours.take() {
                    Some(ours) => Box::new(ours.join(theirs)),
                    None => theirs.clone(),
                });
            }
        }
        if self.positional != other.positional {
            self.positional = None;
        }
        self.given_anew |= other.given_anew;
        if self.names_unsure.is_none() {
            self.names_unsure.clone_from(&other.names_unsure);
        }
    }
}

/// Why a variable is not known of which the shell itself takes the first element.
const LISTED: &str = "a variable of the shell that is a list";

/// Why a variable is not known that a trap assigns.
const OF_TRAPS: &str = "a variable that a trap assigns";

/// Why the entries of a list with keys are not known to which nothing but numbers was assigned.
pub const NUMBERS: &str = "an entry that is a number";

/// Whether nothing but numbers was assigned to this list with keys.
#[must_use]
pub fn only_numbers(list: &[Set]) -> bool {
    list.iter().flat_map(Set::values).all(|v| v.why() == Some(NUMBERS))
}

/// The words of a list, where each is one and has one value.
#[must_use]
pub fn only(list: &[Set]) -> Option<Vec<Val>> {
    let one = |s: &Set| match s.values() {
        [v] if v.is_one() => Some(v.clone()),
        _ => None,
    };
    list.iter().map(one).collect()
}
