//! Follows code far enough to know what it reaches for: names to what they stand for, variables to the values that they may
//! have, calls to what they do. What can act is only reached by names that are listed; a reference to it that is handed on
//! instead of called makes the code not understood, so values of unknown origin can only be data.

mod act;
mod apply;
mod found;
mod method;
mod text;
mod tokens;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use automode_model::{Effect, PathKind};

use super::super::invoke::Invocation;
use super::super::paths;
use super::super::shell::Shell;
use super::super::state::{self, State};
use super::super::value::{Gap, MAX_ALTERNATIVES, Piece as ValPiece, Set, Val};
use super::calls::{self, Do, Index, Table};
use super::lex::Lang;
use super::parse::{self, Parsed};
use super::tree::{Expr, Imported, Piece};

/// How many expressions are looked at for one text; more are not understood. Bounds loops of functions that call each other.
const MAX_STEPS: u32 = 20_000;

/// How many are looked at in a text that does not fit its language: what it reaches for is a guess then.
const MAX_STEPS_UNFIT: u32 = 2_000;

/// How deep functions of the text may call each other, and evaluated text may evaluate text.
const MAX_CALLS: u32 = 6;

/// Why a value is not known: read from a file or a command. An address that holds it sends it.
pub(super) const CONTENT: &str = "what the code reads";

/// Any other value that is not known.
pub(super) const COMPUTED: &str = "what the code computes";

/// A client of the web that the code made.
pub(super) const CLIENT: &str = "a client of the web";

/// What an expression stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum V {
    /// A text or any other data, as far as known.
    Text(Set),
    /// A list whose elements are known one by one.
    List(Vec<V>),
    /// A module, function or class, by its full name.
    Ref(String),
    /// A path object.
    Path(Set),
    /// Something of a library, by the library's name.
    Foreign(String),
    /// A function of this text.
    Func(usize),
}

/// Parameters and body of a function of the text.
type Function = Rc<(Vec<(String, Option<Expr>)>, Vec<Expr>)>;

/// The walk through one text.
pub struct Walk<'x, 'a, 'w> {
    shell: &'x Shell<'a, 'w>,
    state: State,
    call: &'x Invocation,
    lang: Lang,
    table: &'static Table,
    calls: &'static Index,
    methods: &'static Index,
    vars: BTreeMap<String, V>,
    /// Names that the text gives values to.
    declared: BTreeSet<String>,
    functions: Vec<Function>,
    by_name: BTreeMap<String, usize>,
    /// Functions that were walked with arguments.
    called: BTreeSet<usize>,
    /// Modules everything was imported from.
    stars: Vec<String>,
    returned: Vec<V>,
    branches: bool,
    depth: u32,
    /// The functions that are being walked, and those of them that are walked for every further call of themselves.
    entered: Vec<usize>,
    widened: Vec<usize>,
    steps: u32,
    /// The project's own code: only what is certain counts.
    lenient: bool,
    /// Its effects.
    pub found: Vec<Effect>,
    /// It prints secrets of the environment.
    pub shows: bool,
    /// It reads secrets or the whole environment.
    pub secret: bool,
    /// The variables with tokens that it reads.
    pub tokens: Vec<String>,
    /// A token goes into a request where no credential stands.
    pub misplaced: bool,
    /// It uses code of the project or of installed packages.
    pub project: bool,
    /// Something that could do anything; why.
    pub unclear: Option<String>,
}

impl<'x, 'a, 'w> Walk<'x, 'a, 'w> {
    /// A walk in this state.
    #[must_use]
    pub fn new(shell: &'x Shell<'a, 'w>, state: &State, call: &'x Invocation, lang: Lang, lenient: bool) -> Self {
        let table = calls::table(lang);
        let [calls, methods] = calls::indexes(lang);
        Self {
            shell,
            state: state.clone(),
            call,
            lang,
            table,
            calls,
            methods,
            vars: BTreeMap::new(),
            declared: BTreeSet::new(),
            functions: Vec::new(),
            by_name: BTreeMap::new(),
            called: BTreeSet::new(),
            stars: Vec::new(),
            returned: Vec::new(),
            branches: false,
            depth: 0,
            entered: Vec::new(),
            widened: Vec::new(),
            steps: 0,
            lenient,
            found: Vec::new(),
            secret: false,
            tokens: Vec::new(),
            misplaced: false,
            shows: false,
            project: false,
            unclear: None,
        }
    }

    /// Reads and follows a text.
    pub fn run(&mut self, text: &str) {
        let parsed = parse::parse(text, self.lang);
        if let Some(problem) = &parsed.problem
            && !self.is_inert(text)
        {
            self.unclear(problem);
            self.steps = MAX_STEPS - MAX_STEPS_UNFIT;
        }
        self.branches |= parsed.branches;
        self.declare(&parsed.body, 0);
        self.all(&parsed);
        if self.branches {
            // What a loop sets at its end is there at its beginning the next time.
            self.all(&parsed);
        }
        self.uncalled();
    }

    fn all(&mut self, parsed: &Parsed) {
        for e in &parsed.body {
            self.statement(e);
        }
    }

    /// Functions that nobody in the text calls may be called by others.
    fn uncalled(&mut self) {
        let mut i = 0;
        while i < self.functions.len() {
            if !self.called.contains(&i) {
                self.enter(i, &[]);
            }
            i += 1;
        }
    }

    /// Text that does not parse, but holds no name that can act: nothing in it can happen.
    fn is_inert(&self, text: &str) -> bool {
        let harmless = |word: &str| {
            word.chars().all(|c| c.is_ascii_digit() || c == '_')
                || matches!(
                    word,
                    "if" | "else"
                        | "for"
                        | "in"
                        | "of"
                        | "const"
                        | "let"
                        | "var"
                        | "return"
                        | "while"
                        | "function"
                        | "def"
                        | "class"
                        | "end"
                        | "do"
                        | "then"
                        | "as"
                        | "not"
                        | "and"
                        | "or"
                        | "new"
                )
                || self.calls.find(word) == Some(Do::Pure)
        };
        text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).all(harmless)
    }

    /// Marks the code as not understood.
    pub(super) fn unclear(&mut self, why: &str) {
        if self.unclear.is_none() {
            self.unclear = Some(why.to_owned());
        }
    }

    fn declare(&mut self, body: &[Expr], depth: u32) {
        if depth > 120 {
            return self.unclear("code nested deeper than is followed");
        }
        for e in body {
            match e {
                Expr::Func(name, params, inner) => {
                    self.declared.extend(params.iter().map(|p| p.0.clone()));
                    if let Some(n) = name {
                        self.declared.insert(n.clone());
                        if !inner.is_empty() || !params.is_empty() {
                            self.function(Some(n), params, inner);
                        }
                    }
                    self.declare(inner, depth + 1);
                }
                Expr::Assign(target, value) | Expr::Each(target, value) => {
                    self.declare_target(target);
                    self.declare(std::slice::from_ref(value), depth + 1);
                }
                Expr::Declare(names) => self.declared.extend(names.iter().cloned()),
                Expr::List(l) | Expr::Many(l) | Expr::Either(l) | Expr::Sum(_, l) => self.declare(l, depth + 1),
                Expr::Dict(d) => d.iter().for_each(|(_, e)| self.declare(std::slice::from_ref(e), depth + 1)),
                Expr::Attr(b, _) | Expr::Return(b) => self.declare(std::slice::from_ref(b), depth + 1),
                Expr::Index(a, b) => {
                    self.declare(std::slice::from_ref(a), depth + 1);
                    self.declare(std::slice::from_ref(b), depth + 1);
                }
                Expr::Call(f, args) => {
                    self.declare(std::slice::from_ref(f), depth + 1);
                    args.iter().for_each(|a| self.declare(std::slice::from_ref(&a.value), depth + 1));
                }
                Expr::Text(p) | Expr::Tick(p) => {
                    for piece in p {
                        if let Piece::Value(v) = piece {
                            self.declare(std::slice::from_ref(v), depth + 1);
                        }
                    }
                }
                Expr::Name(_) | Expr::Plain | Expr::Import(_) => {}
            }
        }
    }

    fn declare_target(&mut self, target: &Expr) {
        match target {
            Expr::Name(n) => {
                self.declared.insert(n.clone());
            }
            Expr::List(l) | Expr::Many(l) | Expr::Either(l) => l.iter().for_each(|t| self.declare_target(t)),
            Expr::Dict(d) => d.iter().for_each(|(_, t)| self.declare_target(t)),
            Expr::Assign(t, _) => self.declare_target(t),
            _ => {}
        }
    }

    fn function(&mut self, name: Option<&str>, params: &[(String, Option<Expr>)], body: &[Expr]) -> usize {
        if let Some(n) = name
            && let Some(i) = self.by_name.get(n)
        {
            // Two of one name: either may be meant.
            let i = *i;
            if let Some(f) = self.functions.get_mut(i)
                && f.1.len() != body.len()
            {
                Rc::make_mut(f).1.extend(body.iter().cloned());
            }
            return i;
        }
        self.functions.push(Rc::new((params.to_vec(), body.to_vec())));
        let i = self.functions.len() - 1;
        if let Some(n) = name {
            self.by_name.insert(n.to_owned(), i);
        }
        i
    }

    fn step(&mut self) -> bool {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            self.unclear("more code than is followed");
        }
        self.steps <= MAX_STEPS
    }

    fn statement(&mut self, e: &Expr) {
        match e {
            Expr::Return(inner) => {
                let v = self.eval(inner);
                self.escape(&v);
                self.returned.push(v);
            }
            // A function that is only named does nothing.
            Expr::Func(Some(name), params, body) => {
                if !body.is_empty() || !params.is_empty() {
                    self.function(Some(name), params, body);
                }
            }
            Expr::Many(list) => list.iter().for_each(|e| self.statement(e)),
            Expr::Assign(..) => drop(self.eval(e)),
            other => {
                let v = self.eval(other);
                self.escape(&v);
            }
        }
    }

    /// A reference to something that acts leaves our sight.
    fn escape(&mut self, v: &V) {
        match v {
            V::Ref(path) if self.can_act(path) => {
                let why = format!("`{path}` is handed on instead of called");
                self.unclear(&why);
            }
            V::List(list) => list.iter().for_each(|v| self.escape(v)),
            V::Func(i) => {
                let i = *i;
                if !self.called.contains(&i) {
                    self.enter(i, &[]);
                }
            }
            _ => {}
        }
    }

    /// Whether a reference could do something: everything but what is known to compute.
    fn can_act(&mut self, path: &str) -> bool {
        if calls::is_constant(path) {
            return false;
        }
        match self.calls.find(path) {
            Some(Do::Env) => {
                self.secret = true;
                false
            }
            Some(Do::Pure | Do::Same | Do::Join | Do::Home | Do::Cwd | Do::Base64 | Do::PathObject) => false,
            Some(_) => true,
            // A module of which everything that is listed computes.
            None => !self.calls.find(&format!("{path}.x")).is_some_and(|d| d == Do::Pure),
        }
    }

    /// Whether the table says that a call of this name acts.
    pub(super) fn acts(&self, name: &str) -> bool {
        !matches!(self.calls.find(name), None | Some(Do::Pure | Do::Same | Do::Join | Do::Home | Do::Cwd | Do::Base64))
    }

    /// What an expression stands for; what happens on the way is noted.
    pub(super) fn eval(&mut self, e: &Expr) -> V {
        if !self.step() {
            return self.data(&[]);
        }
        match e {
            Expr::Name(n) => self.name(n),
            Expr::Plain | Expr::Declare(_) => self.data(&[]),
            Expr::Text(pieces) => V::Text(self.pieces(pieces)),
            Expr::Tick(pieces) => {
                let text = self.pieces(pieces);
                self.shell_text(&V::Text(text), None, None)
            }
            Expr::List(list) => V::List(list.iter().map(|e| self.element(e)).collect()),
            Expr::Dict(entries) => {
                self.misplaced |= entries.iter().any(|(k, _)| k.as_deref().is_some_and(tokens::leads_aside));
                let one = |(k, e): &(Option<String>, Expr)| tokens::keyed(k.as_deref(), self.element(e));
                let values: Vec<V> = entries.iter().map(one).collect();
                self.data(&values)
            }
            Expr::Attr(base, name) => self.attribute(base, name),
            Expr::Index(base, index) => self.index(base, index),
            Expr::Call(callee, args) => self.called(callee, args),
            Expr::Sum(sign, list) => {
                let values: Vec<V> = list.iter().map(|e| self.eval(e)).collect();
                // What is only compared is not in the answer.
                if parse::TRUTHS.contains(sign) { self.data(&[]) } else { self.sum(sign, values) }
            }
            Expr::Assign(target, value) => self.assign(target, value),
            Expr::Each(target, over) => {
                match self.eval(over) {
                    V::List(list) if !list.is_empty() && list.len() <= MAX_ALTERNATIVES => {
                        list.into_iter().for_each(|v| self.bind(target, v));
                    }
                    v => {
                        let one = self.one_of(v);
                        self.bind(target, one);
                    }
                }
                self.data(&[])
            }
            Expr::Func(name, params, body) => V::Func(self.function(name.as_deref(), params, body)),
            Expr::Import(list) => {
                list.iter().for_each(|i| self.import(i));
                self.data(&[])
            }
            Expr::Either(list) => {
                let values: Vec<V> = list.iter().map(|e| self.eval(e)).collect();
                self.either(values)
            }
            Expr::Many(list) => {
                let values: Vec<V> = list
                    .iter()
                    .map(|e| match e {
                        Expr::Return(_) => {
                            self.statement(e);
                            self.data(&[])
                        }
                        e => self.eval(e),
                    })
                    .collect();
                if let Some(v) = found::kept(list, &values) {
                    return v;
                }
                values.iter().for_each(|v| self.escape(v));
                self.data(&values)
            }
            Expr::Return(inner) => self.eval(inner),
        }
    }

    /// A value that goes into something else.
    fn element(&mut self, e: &Expr) -> V {
        let v = self.eval(e);
        self.escape(&v);
        v
    }

    /// Data of which nothing is known but what went into it.
    pub(super) fn data(&self, from: &[V]) -> V {
        self.gap(COMPUTED, from)
    }

    fn gap(&self, why: &str, from: &[V]) -> V {
        let (secret, network) = from.iter().fold((false, false), |(s, n), v| {
            let (a, b) = origin(v);
            // What is made of the whole environment holds its secrets; to hand it on as it is tells nobody.
            (s || a || self.is_environment(v), n || b)
        });
        let content = from.iter().any(holds_content);
        let presented = secret && !from.iter().any(|v| self.is_environment(v) || tokens::is_loose(v));
        let why = tokens::why(content, presented).unwrap_or(why);
        V::Text(Set::one(Val::from_gap(Gap { why: why.to_owned(), secret, network })))
    }

    fn name(&mut self, n: &str) -> V {
        if let Some(v) = self.vars.get(n) {
            return v.clone();
        }
        if let Some(i) = self.by_name.get(n) {
            return V::Func(*i);
        }
        // A name that acts may be a variable in one place and itself in another.
        if self.declared.contains(n) && !self.acts(n) {
            return self.data(&[]);
        }
        if let Some(star) = self.stars.iter().find(|m| self.calls.find(&format!("{m}.{n}")).is_some()) {
            return V::Ref(format!("{star}.{n}"));
        }
        match (self.lang, n.chars().next()) {
            (Lang::Perl, Some('$' | '@' | '%')) if n.ends_with("ENV") => V::Ref("ENV".into()),
            (Lang::Php, Some('$')) if n == "$_ENV" || n == "$_SERVER" => V::Ref("getenv".into()),
            (Lang::Perl | Lang::Php, Some('$' | '@' | '%')) => self.gap(COMPUTED, &[self.input()]),
            (Lang::Ruby, Some('$' | '@')) if !matches!(n, "$stdout" | "$stderr" | "$stdin") => self.data(&[]),
            (Lang::Ruby, Some(c)) if c.is_lowercase() && self.calls.find(n).is_some() => V::Ref(n.to_owned()),
            _ => V::Ref(n.to_owned()),
        }
    }

    /// What standard input holds.
    pub(super) fn input(&self) -> V {
        V::Text(Set::one(Val::from_gap(Gap {
            why: CONTENT.into(),
            secret: self.call.stdin.is_secret(),
            network: self.call.stdin.is_network(),
        })))
    }

    fn attribute(&mut self, base: &Expr, name: &str) -> V {
        if self.lang == Lang::Ruby && !name.starts_with(char::is_uppercase) {
            // A member is a call.
            return self.called(&Expr::Attr(Box::new(base.clone()), name.to_owned()), &[]);
        }
        let v = self.eval(base);
        match v {
            V::Ref(path) => {
                let full = format!("{path}.{name}");
                if self.calls.find(&path) == Some(Do::Env) {
                    return self.variable(&V::Text(Set::one(Val::text(name))));
                }
                match self.calls.find(&full) {
                    Some(Do::Home | Do::Cwd) if self.lang == Lang::Ruby => self.apply(&full, &[], &[]),
                    _ => V::Ref(full),
                }
            }
            V::Path(set) => self.path_member(set, name),
            V::Foreign(root) => V::Foreign(root),
            other => {
                self.beware(name);
                self.data(&[other])
            }
        }
    }

    /// Members by which data leads back to what acts.
    pub(super) fn beware(&mut self, name: &str) {
        let inner = name.starts_with("__")
            && name.ends_with("__")
            && !matches!(
                name,
                "__name__"
                    | "__doc__"
                    | "__version__"
                    | "__file__"
                    | "__len__"
                    | "__init__"
                    | "__str__"
                    | "__repr__"
                    | "__contains__"
                    | "__getitem__"
                    | "__eq__"
                    | "__hash__"
                    | "__iter__"
                    | "__all__"
                    | "__annotations__"
                    | "__enter__"
                    | "__exit__"
            );
        let node = self.lang == Lang::Node
            && matches!(name, "constructor" | "__proto__" | "prototype" | "mainModule" | "binding" | "callee");
        let frames = matches!(
            name,
            "f_globals" | "f_builtins" | "f_locals" | "gi_frame" | "cr_frame" | "tb_frame" | "func_globals" | "f_back"
        );
        if inner || node || frames {
            let why = format!("the member `{name}` leads to everything there is");
            self.unclear(&why);
        }
    }

    fn index(&mut self, base: &Expr, index: &Expr) -> V {
        let v = self.eval(base);
        let key = self.eval(index);
        match v {
            // `Dir["spec/**/*.rb"]` is a call.
            V::Ref(path) if path == "Dir" && self.lang == Lang::Ruby => self.found_names(&key),
            V::Ref(path) => {
                let known = self.known(&key);
                if self.calls.find(&path) == Some(Do::Env) || path == "ENV" {
                    return self.variable(&key);
                }
                match known {
                    Some(k) if path == "sys.modules" => self.module(&k),
                    Some(k) if self.calls.find(&path) != Some(Do::Pure) => V::Ref(format!("{path}.{k}")),
                    _ if !self.can_act(&path) => self.gap(COMPUTED, &[self.input()]),
                    _ => {
                        let why = format!("a member of `{path}` that the code computes");
                        self.unclear(&why);
                        self.data(&[])
                    }
                }
            }
            V::List(list) => self.either(list),
            V::Foreign(root) => V::Foreign(root),
            other => {
                if let Some(k) = self.known(&key) {
                    self.beware(&k);
                }
                self.data(&[other, key])
            }
        }
    }

    /// A variable of the environment.
    pub(super) fn variable(&mut self, key: &V) -> V {
        let Some(name) = self.known(key) else {
            self.secret = true;
            return V::Text(Set::one(Val::from_gap(Gap { why: CONTENT.into(), secret: true, network: false })));
        };
        if name == "HOME" {
            return V::Text(Set::one(Val::text(self.shell.scene.home.clone())));
        }
        let given = self.call.env.iter().rev().find(|(n, _)| *n == name).map(|(_, v)| Set::one(v.clone()));
        let value = given.or_else(|| self.state.var(&name).cloned());
        let value = value.unwrap_or_else(|| Set::one(state::from_environment(&name)));
        for v in value.values().iter().filter(|v| v.is_secret()) {
            match tokens::variables(v) {
                Some(names) => self.tokens.extend(names),
                None => self.secret = true,
            }
        }
        V::Text(value)
    }

    fn import(&mut self, i: &Imported) {
        let module = i.module.trim_start_matches("node:").replace("fs/promises", "fs.promises");
        let module = module.trim_start_matches("builtins.").to_owned();
        let head = module.split(['.', '/']).next().unwrap_or("").to_owned();
        let known = calls::listed(self.table.modules, &module)
            || calls::listed(self.table.modules, &head)
            || self.calls.find(&format!("{module}.x")).is_some()
            || self.calls.find(&module).is_some()
            || self.lang == Lang::Perl && module.chars().all(|c| c.is_ascii_digit() || matches!(c, 'v' | '.' | '_'));
        if i.name.as_deref() == Some("*") {
            return if known {
                self.stars.push(module);
            } else {
                self.foreign(&module);
            };
        }
        if !known {
            self.foreign(&module);
            let root = if self.is_own(&module) { format!("./{module}") } else { head };
            self.vars.insert(i.alias.clone(), V::Foreign(root));
            return;
        }
        if self.lang == Lang::Perl {
            return self.perl_import(i, &module);
        }
        let path = match &i.name {
            Some(n) => format!("{module}.{n}"),
            None => module,
        };
        if !i.alias.is_empty() {
            self.vars.insert(i.alias.clone(), V::Ref(path));
        }
    }

    /// A module by its full name.
    fn module(&mut self, name: &str) -> V {
        let head = name.split('.').next().unwrap_or("");
        let known = calls::listed(self.table.modules, head) || self.calls.find(&format!("{head}.x")).is_some();
        if known { V::Ref(name.to_owned()) } else { V::Foreign(head.to_owned()) }
    }

    /// Whether a module's name is a path, or names a file of the work.
    pub(super) fn is_own(&self, module: &str) -> bool {
        if module.starts_with('.') {
            return true;
        }
        let head = module.split('.').next().unwrap_or("");
        if self.lang == Lang::Python && self.shell.scene.nowhere && OWN.contains(&head) {
            return true;
        }
        let there = |p: String| !matches!(self.shell.scene.world.path(&p).kind, PathKind::Missing | PathKind::Unknown);
        self.lang == Lang::Python
            && self.state.cwd.iter().any(|d| {
                there(paths::join(d, head))
                    || there(paths::join(d, &format!("{head}.py")))
                    || there(paths::join(d, &format!("src/{head}")))
            })
    }

    fn perl_import(&mut self, i: &Imported, module: &str) {
        match &i.name {
            None if matches!(
                module,
                "lib"
                    | "Inline"
                    | "Inline::C"
                    | "FFI::Platypus"
                    | "DynaLoader"
                    | "IO::Socket"
                    | "IO::Socket::INET"
                    | "IO::Socket::SSL"
                    | "Socket"
            ) =>
            {
                let why = format!("the module `{module}`");
                self.unclear(&why);
            }
            Some(n) if !n.starts_with([':', '-', '$', '@', '%']) => {
                let listed = self.calls.find(&format!("{module}.{n}")).is_some();
                let path = if listed { format!("{module}.{n}") } else { n.clone() };
                self.vars.insert(n.clone(), V::Ref(path));
            }
            _ => {}
        }
    }

    /// Code of the project or of a package.
    pub(super) fn foreign(&mut self, module: &str) {
        let computing = calls::listed(self.table.computing, module)
            || calls::listed(self.table.computing, module.split(['.', '/', ':']).next().unwrap_or(""));
        if !computing {
            self.load_own(module);
            self.project = true;
        }
    }

    fn assign(&mut self, target: &Expr, value: &Expr) -> V {
        let mut v = self.eval(value);
        if let Expr::Name(n) = target
            && self.branches
            && mentions(value, n, 0)
        {
            v = self.data(&[v]);
        }
        self.bind(target, v.clone());
        v
    }

    /// Gives a value to a name, or to several.
    fn bind(&mut self, target: &Expr, v: V) {
        match target {
            Expr::Name(n) => self.set(n, v),
            Expr::List(targets) | Expr::Many(targets) => {
                let whole = self.data(std::slice::from_ref(&v));
                let list = match v {
                    V::List(l) if l.len() == targets.len() => l,
                    other => {
                        self.escape(&other);
                        vec![whole; targets.len()]
                    }
                };
                for (t, v) in targets.iter().zip(list) {
                    self.bind(t, v);
                }
            }
            Expr::Dict(entries) => {
                for (key, t) in entries {
                    let name = key.clone().or_else(|| t.name().map(str::to_owned));
                    let part = match (&v, name) {
                        (V::Ref(path), Some(n)) => V::Ref(format!("{path}.{n}")),
                        (V::Foreign(r), _) => V::Foreign(r.clone()),
                        (other, _) => self.data(std::slice::from_ref(other)),
                    };
                    let t = if let Expr::Assign(t, _) = t { t } else { t };
                    self.bind(t, part);
                }
            }
            Expr::Attr(base, name) => self.store(base, Some(name.clone()), &v),
            Expr::Index(base, key) => {
                let key = self.eval(key);
                let known = self.known(&key);
                self.store(base, known, &v);
            }
            Expr::Assign(inner, _) => self.bind(inner, v),
            _ => self.escape(&v),
        }
    }
}

/// What projects call their own packages, where the machine cannot be asked.
const OWN: &[&str] =
    &["app", "src", "lib", "core", "tests", "test", "scripts", "backend", "server", "config", "project"];

/// Whether a secret may be in it, and whether it comes from the network.
fn origin(v: &V) -> (bool, bool) {
    match v {
        V::Text(set) | V::Path(set) => {
            (set.values().iter().any(Val::is_secret), set.values().iter().any(Val::is_network))
        }
        V::List(list) => list.iter().map(origin).fold((false, false), |a, b| (a.0 || b.0, a.1 || b.1)),
        V::Ref(_) | V::Foreign(_) | V::Func(_) => (false, false),
    }
}

/// Whether something that was read is in it.
pub(super) fn holds_content(v: &V) -> bool {
    match v {
        V::Text(set) | V::Path(set) => {
            let read = |p: &ValPiece| matches!(p, ValPiece::Gap(g) if g.why == CONTENT);
            set.values().iter().any(|v| v.pieces().iter().any(read))
        }
        V::List(list) => list.iter().any(holds_content),
        _ => false,
    }
}

/// Whether an expression uses this name.
fn mentions(e: &Expr, name: &str, depth: u32) -> bool {
    let inner = |e: &Expr| mentions(e, name, depth + 1);
    if depth > 60 {
        return true;
    }
    match e {
        Expr::Name(n) => n == name,
        Expr::Plain | Expr::Declare(_) | Expr::Import(_) => false,
        Expr::List(l) | Expr::Many(l) | Expr::Either(l) | Expr::Sum(_, l) | Expr::Func(_, _, l) => l.iter().any(inner),
        Expr::Dict(d) => d.iter().any(|(_, e)| inner(e)),
        Expr::Attr(a, _) | Expr::Return(a) => inner(a),
        Expr::Index(a, b) | Expr::Assign(a, b) | Expr::Each(a, b) => inner(a) || inner(b),
        Expr::Call(f, args) => inner(f) || args.iter().any(|a| inner(&a.value)),
        Expr::Text(p) | Expr::Tick(p) => p.iter().any(|p| matches!(p, Piece::Value(v) if inner(v))),
    }
}
