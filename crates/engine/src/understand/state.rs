//! What a shell knows while it runs: variables, directory, functions. Cloned for subshells and branches, joined after.

use std::collections::BTreeMap;
use std::rc::Rc;

use automode_shell::tree::Stmt;

use super::value::{Gap, Set, Val};

/// How many possible working directories are followed; more count as not known.
const MAX_DIRECTORIES: usize = 4;

/// The shell's state, as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The working directories that are possible, absolute; none where it is not known.
    pub cwd: Vec<String>,
    /// Variables; one that is not here comes from the environment and is not known.
    pub vars: BTreeMap<String, Set>,
    /// Arrays: their elements in order, where known.
    pub arrays: BTreeMap<String, Vec<Set>>,
    /// Functions.
    pub functions: BTreeMap<String, Vec<Rc<Stmt>>>,
    /// Aliases: they matter where `expand_aliases` is on; followed always, which can only find more.
    pub aliases: BTreeMap<String, Val>,
    /// `$1` …; none where not known.
    pub positional: Option<Vec<Val>>,
    /// `$0`
    pub name: Option<String>,
    /// Programs that a `hash -p` or an alias of the path points elsewhere.
    pub hashed: BTreeMap<String, Val>,
    /// Variables that the running function made its own, with what they were outside; none outside functions.
    pub locals: Option<Vec<(String, Option<Set>)>>,
    /// PATH, IFS or a start-up variable was set to something that makes names mean other programs.
    pub names_unsure: Option<String>,
}

impl State {
    /// The value of a variable.
    #[must_use]
    pub fn var(&self, name: &str) -> Option<&Set> {
        self.vars.get(name)
    }

    /// Sets a variable.
    pub fn set(&mut self, name: &str, value: Set) {
        self.arrays.remove(name);
        self.vars.insert(name.to_owned(), value);
    }

    /// Makes a variable unknown.
    pub fn forget(&mut self, name: &str, why: &str) {
        self.set(name, Set::one(Val::gap(why)));
    }

    /// Makes a variable local to the running function.
    pub fn make_local(&mut self, name: &str) {
        let outside = self.vars.get(name).cloned();
        if let Some(locals) = &mut self.locals
            && !locals.iter().any(|(n, _)| n == name)
        {
            locals.push((name.to_owned(), outside));
        }
    }

    /// Gives the variables of a function that ends back to those outside.
    pub fn leave_function(&mut self, outer: Option<Vec<(String, Option<Set>)>>) {
        for (name, value) in self.locals.take().unwrap_or_default() {
            match value {
                Some(v) => self.vars.insert(name, v),
                None => self.vars.remove(&name),
            };
        }
        self.locals = outer;
    }

    /// Either this state or that one: after a branch. A variable set on one side only may still have its outer value.
    #[must_use]
    pub fn join(mut self, other: &Self) -> Self {
        for (name, theirs) in &other.vars {
            let joined = match self.vars.get(name) {
                Some(ours) => ours.join(theirs),
                None => theirs.join(&Set::one(from_environment(name))),
            };
            self.vars.insert(name.clone(), joined);
        }
        for (name, ours) in &mut self.vars {
            if !other.vars.contains_key(name) {
                *ours = ours.join(&Set::one(from_environment(name)));
            }
        }
        self.join_rest(other);
        self
    }

    fn join_cwd(&mut self, other: &Self) {
        if self.cwd.is_empty() || other.cwd.is_empty() {
            self.cwd.clear();
            return;
        }
        for dir in &other.cwd {
            if !self.cwd.contains(dir) {
                self.cwd.push(dir.clone());
            }
        }
        if self.cwd.len() > MAX_DIRECTORIES {
            self.cwd.clear();
        }
    }

    fn join_rest(&mut self, other: &Self) {
        self.join_cwd(other);
        if self.positional != other.positional {
            self.positional = None;
        }
        let arrays: Vec<String> = self.arrays.keys().chain(other.arrays.keys()).cloned().collect();
        for name in arrays {
            if self.arrays.get(&name) != other.arrays.get(&name) {
                self.arrays.insert(name, vec![Set::one(Val::gap("an array that differs between branches").spread())]);
            }
        }
        for (name, bodies) in &other.functions {
            let ours = self.functions.entry(name.clone()).or_default();
            for body in bodies {
                if !ours.iter().any(|o| Rc::ptr_eq(o, body)) {
                    ours.push(Rc::clone(body));
                }
            }
        }
        for (name, to) in &other.aliases {
            self.aliases.entry(name.clone()).or_insert_with(|| to.clone());
        }
        for (name, to) in &other.hashed {
            self.hashed.entry(name.clone()).or_insert_with(|| to.clone());
        }
        if self.names_unsure.is_none() {
            self.names_unsure.clone_from(&other.names_unsure);
        }
    }
}

/// The value of a variable that the script does not set. A name that says so may hold a secret.
#[must_use]
pub fn from_environment(name: &str) -> Val {
    let upper = name.to_ascii_uppercase();
    let secret = ["TOKEN", "SECRET", "PASSWORD", "PASSWD", "API_KEY", "APIKEY", "PRIVATE_KEY", "CREDENTIAL"]
        .iter()
        .any(|s| upper.contains(s))
        || upper.ends_with("_KEY")
        || upper.ends_with("_PWD");
    Val::from_gap(Gap { why: format!("${name} from the environment"), secret, network: false })
}
