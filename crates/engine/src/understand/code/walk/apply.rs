//! Calls: which function is meant, and what it does.

use super::super::super::filters;
use super::super::super::invoke;
use super::super::super::value::{Set, Val};
use super::super::calls::{self, Do};
use super::super::lex::Lang;
use super::super::tree::{Arg, Expr};
use super::text::product;
use super::{MAX_CALLS, V, Walk, found};

/// An argument, evaluated.
pub(super) type Given = (Option<String>, V);

impl Walk<'_, '_, '_> {
    pub(super) fn called(&mut self, callee: &Expr, args: &[Arg]) -> V {
        let receiver = match callee {
            Expr::Attr(base, name) => Some((self.eval(base), name.clone())),
            _ => None,
        };
        let given: Vec<Given> = args.iter().map(|a| (a.name.clone(), self.eval(&a.value))).collect();
        if let Some((owner, name)) = receiver {
            return match owner {
                V::Ref(path) => self.apply(&format!("{path}.{name}"), &given, args),
                V::Path(set) => self.path_method(set, &name, &given),
                V::Foreign(root) => self.library_call(root, &name, &given),
                other => {
                    if let Expr::Attr(base, _) = callee {
                        self.mutated(base, &other, &name, &given);
                    }
                    self.data_method(other, &name, &given)
                }
            };
        }
        let fills = ["array_push", "array_splice", "array_unshift"];
        if let (true, Expr::Name(n), [Arg { value: list, .. }, ..]) = (self.lang == Lang::Php, callee, args)
            && fills.contains(&n.as_str())
            && let Some((_, owner)) = given.first()
        {
            self.mutated(list, &owner.clone(), "push", &given);
        }
        if let Expr::Name(n) = callee
            && let Some(i) = self.by_name.get(n).copied().filter(|_| !self.vars.contains_key(n))
        {
            if self.acts(n) {
                self.apply(n, &given, args);
            }
            return self.enter(i, &given);
        }
        let own = callee.name().is_some_and(|n| self.vars.contains_key(n));
        match self.eval_callee(callee) {
            V::Text(_) | V::List(_) | V::Func(_) if own && callee.name().is_some_and(|n| self.acts(n)) => {
                // A variable of that name may be elsewhere.
                self.apply(callee.name().unwrap_or(""), &given, args)
            }
            V::Ref(path) => self.apply(&path, &given, args),
            V::Func(i) => self.enter(i, &given),
            V::Foreign(root) => self.library_call(root, callee.name().unwrap_or(""), &given),
            other => self.unknown_callee(callee, other, &given),
        }
    }

    fn eval_callee(&mut self, callee: &Expr) -> V {
        match callee {
            Expr::Name(n) if self.lang == Lang::Php && !n.starts_with('$') => {
                V::Ref(n.to_ascii_lowercase().trim_start_matches('\\').to_owned())
            }
            other => self.eval(other),
        }
    }

    /// A value is called: what can act is never a value, except where a text names a function.
    fn unknown_callee(&mut self, callee: &Expr, v: V, given: &[Given]) -> V {
        self.escape_all(given);
        let named = self.lang == Lang::Php && matches!(callee, Expr::Name(_) | Expr::Index(..) | Expr::Text(_));
        let member = matches!(callee, Expr::Index(_, key) if key.literal().is_none()) && self.lang == Lang::Node;
        if named || member {
            self.unclear("a function whose name is computed");
        }
        let mut values: Vec<V> = given.iter().map(|g| g.1.clone()).collect();
        values.push(v);
        self.data(&values)
    }

    pub(super) fn escape_all(&mut self, given: &[Given]) {
        for (_, v) in given {
            self.escape(v);
        }
    }

    pub(super) fn values(given: &[Given]) -> Vec<V> {
        given.iter().map(|g| g.1.clone()).collect()
    }

    /// A function of the text with these arguments.
    pub(super) fn enter(&mut self, i: usize, given: &[Given]) -> V {
        self.called.insert(i);
        let values = Self::values(given);
        let Some(function) = self.functions.get(i).cloned() else { return self.data(&values) };
        if self.entered.contains(&i) && !values.iter().any(is_callable) {
            return self.again(i, &function, &values);
        }
        let (params, body) = &*function;
        if self.depth >= MAX_CALLS || !self.step() {
            // It was walked before on the way here; what it does with these arguments is not known.
            self.unclear("functions that call each other deeper than is followed");
            return self.data(&values);
        }
        self.depth += 1;
        self.entered.push(i);
        let saved: Vec<(String, Option<V>)> =
            params.iter().map(|p| (p.0.clone(), self.vars.get(&p.0).cloned())).collect();
        let mut positional = given.iter().filter(|g| g.0.is_none()).map(|g| g.1.clone());
        for (name, default) in params {
            if matches!(name.as_str(), "self" | "cls" | "this") {
                continue;
            }
            let named = given.iter().find(|g| g.0.as_deref() == Some(name)).map(|g| g.1.clone());
            let value = match named.or_else(|| positional.next()) {
                Some(v) => v,
                None => match default {
                    Some(d) => self.eval(d),
                    None => self.data(&values),
                },
            };
            self.vars.insert(name.clone(), value);
        }
        let outer = std::mem::take(&mut self.returned);
        for e in body {
            self.statement(e);
        }
        let returned = std::mem::replace(&mut self.returned, outer);
        for (name, value) in saved {
            match value {
                Some(v) => self.vars.insert(name, v),
                None => self.vars.remove(&name),
            };
        }
        self.depth -= 1;
        self.entered.pop();
        if returned.is_empty() { self.data(&values) } else { self.either(returned) }
    }

    /// A function that calls itself: walked once more with arguments of which nothing is known, which stands for every
    /// further call; within that walk the next one says nothing new.
    fn again(&mut self, i: usize, function: &(Vec<(String, Option<Expr>)>, Vec<Expr>), values: &[V]) -> V {
        let any = self.data(values);
        if self.widened.contains(&i) || !self.step() {
            return any;
        }
        self.widened.push(i);
        let (params, body) = function;
        let saved: Vec<(String, Option<V>)> =
            params.iter().map(|p| (p.0.clone(), self.vars.get(&p.0).cloned())).collect();
        for (name, _) in params.iter().filter(|p| !matches!(p.0.as_str(), "self" | "cls" | "this")) {
            self.vars.insert(name.clone(), any.clone());
        }
        let outer = std::mem::take(&mut self.returned);
        for e in body {
            self.statement(e);
        }
        self.returned = outer;
        for (name, value) in saved {
            match value {
                Some(v) => self.vars.insert(name, v),
                None => self.vars.remove(&name),
            };
        }
        self.widened.pop();
        any
    }

    /// A call of something with a full name.
    pub(super) fn apply(&mut self, path: &str, given: &[Given], args: &[Arg]) -> V {
        let path = self.canonical(path);
        let what = self.calls.find(&path);
        let Some(what) = what else { return self.unlisted(&path, given) };
        let values = Self::values(given);
        match what {
            Do::Pure => {
                self.printed(&path, given);
                self.executor(&path, given);
                self.callbacks(given, args);
                self.result_of(&path, given)
            }
            Do::Client => {
                self.callbacks(given, args);
                let mut client = Val::gap(super::CLIENT);
                let base = given.iter().find(|g| g.0.as_deref() == Some("base_url")).and_then(|g| self.known(&g.1));
                client.extend(&Val::text(base.unwrap_or_default()));
                V::Text(Set::one(client))
            }
            Do::Same => values.first().cloned().unwrap_or_else(|| self.data(&[])),
            Do::Join => {
                let set = if path == "path.resolve" { self.resolved(&values) } else { self.joined(&values, "/") };
                V::Text(set)
            }
            Do::Home => self.home(given, &path),
            Do::Cwd => V::Text(match self.state.cwd.as_slice() {
                [one] => Set::one(Val::text(one.clone())),
                _ => Set::one(Val::gap("a folder that is not known")),
            }),
            Do::PathObject => {
                let set = if values.is_empty() { Set::one(Val::text(".")) } else { self.joined(&values, "/") };
                V::Path(set)
            }
            Do::Base64 => self.decoded(&values),
            Do::Env => match values.first() {
                Some(key) => self.variable(key),
                None => self.variable(&V::List(Vec::new())),
            },
            Do::Member => self.member_by_name(given),
            Do::Method => self.method_by_name(None, given),
            Do::SearchPath => {
                let last: Vec<V> = values.last().cloned().into_iter().collect();
                self.search_path(&last);
                self.data(&[])
            }
            Do::Callback(n) => self.callback(n, given),
            _ => self.acting(&path, what, given, args),
        }
    }

    /// A secret of the environment that is printed.
    fn printed(&mut self, path: &str, given: &[Given]) {
        if calls::PRINTS.contains(&path) && given.iter().any(|(_, v)| super::origin(v).0 || self.is_environment(v)) {
            self.shows = true;
        }
    }

    /// Whether the whole environment is in it.
    pub(super) fn is_environment(&self, v: &V) -> bool {
        match v {
            V::Ref(path) => self.calls.find(path) == Some(Do::Env) || path == "ENV",
            V::List(list) => list.iter().any(|v| self.is_environment(v)),
            _ => false,
        }
    }

    /// One name for one thing.
    fn canonical(&self, path: &str) -> String {
        let path = path.trim_start_matches("node:").trim_start_matches('\\');
        let mut path =
            ["globalThis.", "window.", "global.", "builtins.", "__builtin__.", "CORE::", "CORE::GLOBAL::", "main::"]
                .iter()
                .find_map(|p| path.strip_prefix(p))
                .unwrap_or(path)
                .to_owned();
        if self.lang == Lang::Node {
            if let Some(member) = path.strip_prefix("bun.") {
                path = format!("Bun.{member}");
            }
            path = path
                .replace("fs/promises.", "fs.promises.")
                .replace("fs-extra.", "fs.")
                .replace("graceful-fs.", "fs.")
                .replace(".default.", ".");
        }
        if self.lang == Lang::Php {
            path = path.to_ascii_lowercase();
        }
        if self.lang == Lang::Perl
            && self.calls.find(&path).is_none()
            && let Some((module, name)) = path.rsplit_once("::")
        {
            path = format!("{module}.{name}");
        }
        path
    }

    /// A call that no table lists.
    fn unlisted(&mut self, path: &str, given: &[Given]) -> V {
        self.escape_all(given);
        let values = Self::values(given);
        let (head, last) = (path.split(['.', '/']).next().unwrap_or(""), path.rsplit('.').next().unwrap_or(""));
        // A class in capitals of a module that is known is none of its constants: `ctypes.CDLL(…)`, `imaplib.IMAP4(…)`.
        let class = self.lang == Lang::Python && path != head && calls::listed(self.table.modules, head);
        let error = ["Error", "Exception", "Warning"].iter().any(|e| last.ends_with(e));
        if calls::is_constant(path) && (!class || error) || path.is_empty() {
            return self.data(&values);
        }
        let class = self.lang == Lang::Ruby || self.lang == Lang::Php && path.contains('.');
        let own_class = class && head.starts_with(|c: char| c.is_uppercase() || c == '\\')
            || self.lang == Lang::Php && head.contains('\\')
            || self.lang == Lang::Perl && head.contains("::");
        let makes = self.lang == Lang::Php && head.contains('\\');
        if own_class
            && (path != head || makes)
            && !calls::listed(self.table.modules, head)
            && self.calls.find(&format!("{head}.x")).is_none()
        {
            self.project = true;
            return self.library_call(head.to_owned(), last, given);
        }
        let why = format!("the call `{path}` is not known");
        self.unclear(&why);
        self.data(&values)
    }

    /// `new Promise(r => setTimeout(r, 100))`: what the function is given settles the promise, and does nothing else.
    fn executor(&mut self, path: &str, given: &[Given]) {
        if let ("Promise", [(None, V::Func(i))]) = (path, given) {
            let settle = ["Promise.resolve", "Promise.reject"].map(|n| (None, V::Ref(n.to_owned())));
            self.enter(*i, &settle);
        }
    }

    /// Functions that are handed to something that computes may be called by it.
    fn callbacks(&mut self, given: &[Given], _args: &[Arg]) {
        self.escape_all(given);
    }

    /// What a call gives that computes: more than its inputs, where that is known.
    fn result_of(&mut self, path: &str, given: &[Given]) -> V {
        let values = Self::values(given);
        let first = values.first();
        let input = path.starts_with("sys.stdin")
            || path == "input"
            || path.starts_with("process.stdin")
            || matches!(path, "gets" | "STDIN.read" | "$stdin.read" | "ARGF.read" | "readline" | "fgets");
        if input {
            return self.input();
        }
        if let Some(made) = self.scratch(path, given) {
            return made;
        }
        match (path, first) {
            // Whom it speaks to is said later: its members are followed, and it may not be handed on.
            ("socket.socket", _) => V::Ref("socket.socket()".to_owned()),
            ("vars", None) => {
                self.unclear("all names of the code at once");
                self.data(&[])
            }
            ("os.path.basename" | "path.basename", Some(V::Text(s) | V::Path(s))) if values.len() == 1 => {
                V::Text(found::last_part(s))
            }
            ("os.path.relpath", Some(V::Text(s) | V::Path(s))) if values.len() == 2 => {
                let base = values.get(1).and_then(|v| self.known(v));
                V::Text(found::seen_from(s, base.as_deref()))
            }
            (
                "str" | "String" | "os.path.abspath" | "os.path.realpath" | "os.path.normpath" | "File.expand_path"
                | "File.realpath" | "path.normalize" | "os.fspath" | "bytes" | "bytearray",
                Some(V::Text(s) | V::Path(s)),
            ) => {
                let home = self.shell.scene.home.clone();
                V::Text(if path == "File.expand_path" { expand(s, &home) } else { s.clone() })
            }
            ("list" | "tuple" | "set" | "sorted" | "reversed" | "frozenset" | "iter", Some(V::List(l))) => {
                V::List(l.clone())
            }
            // Names that a pattern finds are the same names in another order.
            (
                "list" | "tuple" | "set" | "sorted" | "reversed" | "frozenset" | "iter",
                Some(V::Text(s) | V::Path(s)),
            ) if s.values().iter().all(|v| v.has_glob() && v.why().is_none()) => {
                if matches!(first, Some(V::Path(_))) {
                    V::Path(s.clone())
                } else {
                    V::Text(s.clone())
                }
            }
            // The names in the environment, not what they hold.
            ("len" | "list" | "tuple" | "set" | "sorted" | "iter" | "Object.keys", Some(v @ V::Ref(_)))
                if self.is_environment(v) =>
            {
                self.data(&[])
            }
            ("shlex.split" | "Shellwords.split", Some(v)) => self.words(v),
            ("os.path.dirname" | "path.dirname" | "File.dirname" | "dirname", Some(V::Text(s) | V::Path(s))) => {
                V::Text(found::folder_of(s))
            }
            _ => self.data(&values),
        }
    }

    fn words(&self, v: &V) -> V {
        match self.known(v) {
            Some(t) => V::List(t.split_whitespace().map(|w| V::Text(Set::one(Val::text(w)))).collect()),
            None => self.data(std::slice::from_ref(v)),
        }
    }

    fn resolved(&mut self, values: &[V]) -> Set {
        // `path.resolve` begins anew at an absolute part.
        let from = values.iter().rposition(|v| self.known(v).is_some_and(|t| t.starts_with('/'))).unwrap_or(0);
        let rest = values.get(from..).unwrap_or_default().to_vec();
        self.joined(&rest, "/")
    }

    fn home(&mut self, given: &[Given], path: &str) -> V {
        let home = self.shell.scene.home.clone();
        let set = match given.first() {
            Some((_, V::Text(s) | V::Path(s))) if path != "Dir.home" => expand(s, &home),
            _ => Set::one(Val::text(home)),
        };
        if path.starts_with("pathlib") || path.starts_with("Path") { V::Path(set) } else { V::Text(set) }
    }

    fn decoded(&mut self, values: &[V]) -> V {
        let bytes = values.first().and_then(|v| self.known(v)).and_then(|t| filters::base64(&t));
        match bytes.and_then(|b| String::from_utf8(b).ok()) {
            Some(t) => V::Text(Set::one(Val::text(t))),
            None => self.data(values),
        }
    }

    fn member_by_name(&mut self, given: &[Given]) -> V {
        let values = Self::values(given);
        let name = values
            .last()
            .and_then(|v| self.known(v))
            .filter(|_| values.len() < 3)
            .or_else(|| values.get(1).and_then(|v| self.known(v)));
        match (values.first(), name) {
            (Some(V::Ref(path)), Some(n)) => V::Ref(format!("{path}.{n}")),
            (Some(V::Foreign(r)), Some(_)) => V::Foreign(r.clone()),
            (Some(_), Some(n)) if values.len() == 1 && self.lang == Lang::Ruby => V::Ref(n),
            (Some(V::Text(_) | V::List(_) | V::Path(_)), Some(n)) => {
                self.beware(&n);
                self.data(&values)
            }
            _ => {
                self.unclear("a member whose name is computed");
                self.data(&values)
            }
        }
    }

    /// `send(:name, …)`
    pub(super) fn method_by_name(&mut self, owner: Option<V>, given: &[Given]) -> V {
        let name = given.first().and_then(|g| self.known(&g.1));
        let rest = given.get(1..).unwrap_or_default();
        match (name, owner) {
            (Some(n), None) => self.apply(&n, rest, &[]),
            (Some(n), Some(V::Ref(p))) => self.apply(&format!("{p}.{n}"), rest, &[]),
            (Some(n), Some(other)) if self.methods.find(&n).is_none() && self.calls.find(&n).is_none() => {
                self.data_method(other, &n, rest)
            }
            _ => {
                self.unclear("a method whose name is computed");
                self.data(&Self::values(given))
            }
        }
    }

    fn callback(&mut self, n: usize, given: &[Given]) -> V {
        match given.get(n).map(|g| &g.1) {
            Some(V::Text(_)) => {
                let v = given.get(n).map_or_else(|| V::List(Vec::new()), |g| g.1.clone());
                match self.known(&v) {
                    Some(code) if self.lang == Lang::Node => self.evaluate(&code),
                    Some(name) => {
                        let rest: Vec<Given> = given
                            .iter()
                            .enumerate()
                            .filter(|(i, _)| *i != n)
                            .map(|(_, g)| (g.0.clone(), self.data(std::slice::from_ref(&g.1))))
                            .collect();
                        return self.apply(&name, &rest, &[]);
                    }
                    None => self.unclear("a function whose name is computed"),
                }
            }
            _ => self.escape_all(given),
        }
        self.data(&Self::values(given))
    }

    /// Code of the same language that is evaluated.
    pub(super) fn evaluate(&mut self, code: &str) {
        if self.depth >= MAX_CALLS {
            return self.unclear("code that evaluates code deeper than is followed");
        }
        self.depth += 1;
        let parsed = super::parse::parse(code, self.lang);
        if let Some(p) = &parsed.problem {
            let p = p.clone();
            self.unclear(&p);
        }
        self.branches |= parsed.branches;
        self.declare(&parsed.body, 0);
        self.all(&parsed);
        self.depth -= 1;
    }

    pub(super) fn eval_text(&mut self, v: &V) {
        let set = self.texts(v);
        for text in set.values() {
            match text.known() {
                Some(code) => {
                    let code = code.to_owned();
                    self.evaluate(&code);
                }
                None if text.is_network() => invoke::code_gap(self.shell.scene, text, self.call),
                None => self.unclear("text that is evaluated as code"),
            }
        }
    }
}

/// What could be called where it is handed on.
fn is_callable(v: &V) -> bool {
    match v {
        V::Func(_) | V::Ref(_) => true,
        V::List(list) => list.iter().any(is_callable),
        _ => false,
    }
}

/// `~` and `~/x` in full: a language that does not expand it would make a folder of that name, which nobody means.
pub(super) fn expand(set: &Set, home: &str) -> Set {
    let tilde = |v: &Val| v.prefix() == "~" || v.prefix().starts_with("~/");
    if !set.values().iter().any(tilde) {
        return set.clone();
    }
    let all = set.values().iter().map(|v| {
        if tilde(v) {
            let mut out = Val::text(home);
            out.extend(&v.skip(1));
            out
        } else {
            v.clone()
        }
    });
    Set::of(all.collect(), super::COMPUTED)
}

/// The set with this text behind each.
#[must_use]
pub(super) fn append(set: &Set, text: &str) -> Set {
    product(set, &Set::one(Val::text(text)))
}
