//! Walks a command tree as the shell would, with what can be known: values of variables, directories, functions, constant
//! output. Every command that could run becomes an action; what cannot be known becomes an unknown effect.

mod builtins;
mod expand;
mod params;

use std::rc::Rc;

use automode_model::{Span, Verb};
use automode_shell::tree::{
    Arith, Assignment, Join, Node, Redirect, RedirectOp, Script, Simple, Stmt, TestPart, Value, Word,
};
use automode_shell::{Dialect, parse};

use super::effects;
use super::invoke::{self, Invocation};
use super::scene::{MAX_DEPTH, Scene};
use super::state::State;
use super::value::{Gap, MAX_ALTERNATIVES, Set, Val};

/// A shell that walks one script.
pub struct Shell<'a, 'w> {
    /// The surroundings.
    pub scene: &'a Scene<'w>,
    /// How deep this script stands in others.
    pub depth: u32,
    /// Where the script stands in the event's text: set for a text that is not the event's own.
    pub outer: Option<Span>,
    /// How its text reached a shell.
    pub through: Through,
}

/// How a text reached a shell: what is hidden is trusted less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Through {
    /// Plainly: the command line itself, `sh -c`, a wrapper.
    Plain,
    /// By an option of a program that is no wrapper: no script in it is taken for the project's own.
    Option,
    /// By a variable, or by an option of a program that only looks: only the usual helpers are expected there.
    Hidden,
}

/// What a statement printed, as far as known, and whether it can fail.
pub struct Done {
    /// Its standard output.
    pub out: Val,
    /// It cannot fail (an assignment, `cd` to a directory that exists).
    pub certain: bool,
}

impl Done {
    fn silent() -> Self {
        Self { out: Val::default(), certain: false }
    }
}

impl<'a, 'w> Shell<'a, 'w> {
    /// Walks a script's text in this state. The text's own spans count only where it is the event's text.
    pub fn run_text(&self, state: &mut State, text: &str, dialect: Dialect, stdin: &Val) -> Val {
        if self.depth > MAX_DEPTH {
            self.scene.add_unknown("commands nested deeper than is followed", self.at(Span::default()));
            return Val::gap("commands nested deeper than is followed");
        }
        let script = parse(text, dialect);
        self.run_script(state, &script, stdin)
    }

    fn run_script(&self, state: &mut State, script: &Script, stdin: &Val) -> Val {
        for p in &script.problems {
            self.scene.add_unknown(&format!("shell text that is not understood: {}", p.why), self.at(p.span));
        }
        self.run_list(state, &script.body, stdin)
    }

    /// Where something of this script stands in the event's text.
    #[must_use]
    pub fn at(&self, span: Span) -> Span {
        self.outer.unwrap_or(span)
    }

    /// A shell one level deeper, for a text that stands under this span.
    #[must_use]
    pub fn inner(&self, span: Span) -> Shell<'a, 'w> {
        Shell { scene: self.scene, depth: self.depth + 1, outer: Some(self.at(span)), through: self.through }
    }

    fn deeper(&self) -> Shell<'a, 'w> {
        Shell { scene: self.scene, depth: self.depth + 1, outer: self.outer, through: self.through }
    }

    /// Walks statements one after the other; returns what they print.
    pub fn run_list(&self, state: &mut State, list: &[Stmt], stdin: &Val) -> Val {
        let mut out = Val::default();
        for stmt in list {
            let before = state.clone();
            let done = self.run_stmt(state, stmt, stdin);
            if !done.certain && state.cwd != before.cwd {
                *state = std::mem::take(state).join(&before);
            }
            out.extend(&done.out);
        }
        out
    }

    fn run_stmt(&self, state: &mut State, stmt: &Stmt, stdin: &Val) -> Done {
        if !self.scene.step(self.at(stmt.span)) {
            return Done::silent();
        }
        if self.depth > MAX_DEPTH {
            self.scene.add_unknown("commands nested deeper than is followed", self.at(stmt.span));
            return Done::silent();
        }
        let shell = self.deeper();
        let mut stdin = stdin.clone();
        let mut files = Vec::new();
        for r in &stmt.redirects {
            shell.redirect(state, r, &mut stdin, &mut files);
        }
        let mut done = shell.run_node(state, stmt, &stdin);
        if !files.is_empty() {
            for (path, append) in files {
                self.keep(&path, &done.out, append);
            }
            done.out = Val::default();
        }
        done
    }

    /// Remembers what a file will hold, so that running it later in the same event is understood.
    pub fn keep(&self, path: &str, content: &Val, append: bool) {
        let mut files = self.scene.files.borrow_mut();
        if append && let Some(have) = files.get_mut(path) {
            have.extend(content);
            return;
        }
        let content = if append { Val::gap("a file that is only partly written here") } else { content.clone() };
        files.insert(path.to_owned(), content);
    }

    fn redirect(&self, state: &mut State, r: &Redirect, stdin: &mut Val, files: &mut Vec<(String, bool)>) {
        let at = self.at(r.span);
        let target = if r.op == RedirectOp::Heredoc || r.op == RedirectOp::HereString {
            let mut text = self.expand_one(state, &r.target);
            if r.op == RedirectOp::HereString {
                text.push(super::value::Piece::Text("\n".into()));
            }
            *stdin = text;
            return;
        } else {
            self.expand_one(state, &r.target)
        };
        if matches!(r.op, RedirectOp::DupOut | RedirectOp::DupIn) && is_descriptor(&target) {
            return;
        }
        if r.op == RedirectOp::Read {
            let paths = invoke::touch(self.scene, state, &target, Verb::Read, at, "<");
            *stdin = paths.first().map_or_else(|| content_gap(&target), |p| self.content(p));
            return;
        }
        let (verb, append) = match r.op {
            RedirectOp::Append | RedirectOp::AppendBoth => (Verb::Append, true),
            RedirectOp::ReadWrite => (Verb::Append, true),
            _ => (Verb::Write, false),
        };
        let to_stdout =
            r.fd.is_none_or(|fd| fd == 1) || r.op == RedirectOp::WriteBoth || r.op == RedirectOp::AppendBoth;
        for path in invoke::touch(self.scene, state, &target, verb, at, ">") {
            if to_stdout {
                files.push((path.resolved, append));
            }
        }
    }

    /// What a file holds when it is read now: what this event wrote, or not known.
    #[must_use]
    pub fn content(&self, path: &effects::Touched) -> Val {
        if let Some(known) = self.scene.files.borrow().get(&path.resolved) {
            return known.clone();
        }
        Val::from_gap(Gap { why: format!("the content of `{}`", path.resolved), secret: path.secret, network: false })
    }

    fn run_node(&self, state: &mut State, stmt: &Stmt, stdin: &Val) -> Done {
        match &stmt.node {
            Node::Simple(simple) => self.run_simple(state, simple, stdin, stmt.span),
            Node::Pipeline(stages) => self.run_pipeline(state, stages, stdin),
            Node::List(first, rest) => self.run_and_or(state, first, rest, stdin),
            Node::Subshell(body) => self.printed(self.run_list(&mut state.clone(), body, stdin)),
            Node::Group(body) => self.printed(self.run_list(state, body, stdin)),
            Node::If(branches, otherwise) => self.run_if(state, branches, otherwise, stdin),
            Node::Loop { cond, body, .. } => self.repeat(state, stdin, |s, st, stdin| {
                let mut out = s.run_list(st, cond, stdin);
                out.extend(&s.run_list(st, body, stdin));
                out
            }),
            Node::For { names, words, body, select } => {
                self.run_for(state, names, words.as_deref(), *select, body, stdin)
            }
            Node::ForArith(exprs, body) => {
                for e in exprs {
                    self.arith(state, e, stmt.span);
                }
                self.repeat(state, stdin, |s, st, stdin| s.run_list(st, body, stdin))
            }
            Node::Repeat(count, body) => {
                self.expand_one(state, count);
                self.repeat(state, stdin, |s, st, stdin| s.run_list(st, body, stdin))
            }
            Node::Case(word, arms) => self.run_case(state, word, arms, stdin),
            _ => self.run_other(state, stmt, stdin),
        }
    }

    fn run_other(&self, state: &mut State, stmt: &Stmt, stdin: &Val) -> Done {
        match &stmt.node {
            Node::Function(names, body) => {
                let body = Rc::new((**body).clone());
                for n in names {
                    state.functions.insert(n.clone(), vec![Rc::clone(&body)]);
                }
                Done { out: Val::default(), certain: true }
            }
            Node::Anonymous(body, args) => {
                let args = args.iter().map(|w| self.expand_one(state, w)).collect();
                let mut inner = state.clone();
                inner.positional = Some(args);
                self.printed(self.run_stmt(&mut inner, body, stdin).out)
            }
            Node::Arith(expr) => {
                self.arith(state, expr, stmt.span);
                Done::silent()
            }
            Node::Test(parts) => {
                self.test(state, parts, stmt.span);
                Done::silent()
            }
            Node::Coproc(_, body) => {
                self.run_stmt(&mut state.clone(), body, &Val::gap("the input of a coprocess"));
                Done::silent()
            }
            Node::Time(body) => self.run_stmt(state, body, stdin),
            Node::Always(body, after) => {
                let mut out = self.run_list(state, body, stdin);
                out.extend(&self.run_list(state, after, stdin));
                self.printed(out)
            }
            Node::Opaque(why) => {
                self.scene.add_unknown(&format!("shell text that is not understood: {why}"), self.at(stmt.span));
                Done::silent()
            }
            _ => Done::silent(),
        }
    }

    fn printed(&self, out: Val) -> Done {
        Done { out, certain: false }
    }

    fn run_pipeline(&self, state: &mut State, stages: &[(Stmt, bool)], stdin: &Val) -> Done {
        let mut input = stdin.clone();
        let last = stages.len().saturating_sub(1);
        for (i, (stage, _)) in stages.iter().enumerate() {
            // Each stage has its own subshell; `lastpipe` and zsh run the last one in the shell itself, so its
            // variables may or may not survive: joined.
            let mut inner = state.clone();
            input = self.run_stmt(&mut inner, stage, &input).out;
            if i == last && inner.vars != state.vars {
                *state = std::mem::take(state).join(&inner);
            }
        }
        self.printed(input)
    }

    fn run_and_or(&self, state: &mut State, first: &Stmt, rest: &[(Join, Stmt)], stdin: &Val) -> Done {
        let mut failed: Option<State> = None;
        let mut before = state.clone();
        let mut done = self.run_stmt(state, first, stdin);
        let mut out = std::mem::take(&mut done.out);
        for (join, stmt) in rest {
            let fail = if done.certain { None } else { Some(before) };
            match join {
                Join::And => {
                    failed = merge(failed, fail);
                    before = state.clone();
                    done = self.run_stmt(state, stmt, stdin);
                }
                Join::Or => {
                    let mut alternative = merge(failed.take(), fail).unwrap_or_else(|| state.clone());
                    before = alternative.clone();
                    done = self.run_stmt(&mut alternative, stmt, stdin);
                    *state = std::mem::take(state).join(&alternative);
                }
            }
            out.extend(&done.out);
        }
        if let Some(failed) = failed {
            *state = std::mem::take(state).join(&failed);
        }
        // The joins above hold what failing leaves behind: the list need not do it once more.
        Done { out, certain: true }
    }

    fn run_if(&self, state: &mut State, branches: &[(Vec<Stmt>, Vec<Stmt>)], otherwise: &[Stmt], stdin: &Val) -> Done {
        let mut out = Val::default();
        let mut ends: Option<State> = None;
        for (cond, body) in branches {
            self.run_list(state, cond, stdin);
            let mut inner = state.clone();
            out = either(out, self.run_list(&mut inner, body, stdin));
            ends = merge(ends, Some(inner));
        }
        out = either(out, self.run_list(state, otherwise, stdin));
        if let Some(ends) = ends {
            *state = std::mem::take(state).join(&ends);
        }
        Done { out, certain: true }
    }

    /// A body that runs any number of times: walked twice, so that what the first pass set is seen by the second; what
    /// still changes then is not known.
    fn repeat(&self, state: &mut State, stdin: &Val, body: impl Fn(&Self, &mut State, &Val) -> Val) -> Done {
        let start = state.clone();
        let mut once = state.clone();
        let out = body(self, &mut once, stdin);
        let mut twice = once.clone().join(&start);
        let joined = twice.clone();
        body(self, &mut twice, stdin);
        let mut end = twice.clone().join(&joined);
        let unstable: Vec<String> =
            end.vars.iter().filter(|(n, v)| joined.vars.get(*n) != Some(v)).map(|(n, _)| n.clone()).collect();
        if !unstable.is_empty() {
            for name in &unstable {
                end.forget(name, "a variable that a loop keeps changing");
            }
            let mut settled = end.clone();
            body(self, &mut settled, stdin);
            end = end.join(&settled);
        }
        *state = end;
        let known_empty = out == Val::default();
        Done { out: if known_empty { out } else { gap_like(&out, "what a loop prints") }, certain: true }
    }

    fn run_for(
        &self,
        state: &mut State,
        names: &[String],
        words: Option<&[Word]>,
        select: bool,
        body: &[Stmt],
        stdin: &Val,
    ) -> Done {
        let values = match words {
            Some(words) => self.expand_fields(state, words),
            None => state.positional.clone().unwrap_or_else(|| vec![Val::gap("the script's arguments").spread()]),
        };
        let value = if select {
            Set::one(Val::gap("what the user selects"))
        } else if values.is_empty() {
            return Done { out: Val::default(), certain: true };
        } else {
            Set::of(values.into_iter().map(Val::whole).collect(), "a list too long to follow")
        };
        for n in names {
            state.set(n, value.clone());
        }
        self.repeat(state, stdin, |s, st, stdin| {
            for n in names {
                st.set(n, value.clone());
            }
            s.run_list(st, body, stdin)
        })
    }

    fn run_case(&self, state: &mut State, word: &Word, arms: &[automode_shell::tree::Arm], stdin: &Val) -> Done {
        self.expand_one(state, word);
        let mut ends: Option<State> = None;
        let mut out = Val::default();
        let mut falling: Option<State> = None;
        for arm in arms {
            for p in &arm.patterns {
                self.expand_one(state, p);
            }
            let mut inner = merge(falling.take(), Some(state.clone())).unwrap_or_default();
            out = either(out, self.run_list(&mut inner, &arm.body, stdin));
            if arm.falls_through {
                falling = Some(inner.clone());
            }
            ends = merge(ends, Some(inner));
        }
        if let Some(ends) = ends {
            *state = std::mem::take(state).join(&ends);
        }
        Done { out, certain: true }
    }

    /// Arithmetic evaluates text: substitutions in it run, and so do those in the values of the names in it.
    pub fn arith(&self, state: &mut State, expr: &Arith, span: Span) {
        self.expand_one(state, &expr.word);
        self.arith_names(state, &expr.text, span, 0);
    }

    fn arith_names(&self, state: &mut State, text: &str, span: Span, level: u32) {
        let names = text
            .split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .filter(|w| w.starts_with(|c: char| c.is_alphabetic() || c == '_'));
        for name in names {
            let values: Vec<String> = state
                .var(name)
                .map(|s| s.values().iter().filter_map(|v| v.known().map(str::to_owned)).collect())
                .unwrap_or_default();
            for value in values {
                self.arith_value(state, &value, span, level);
            }
        }
        for target in assigned_names(text) {
            state.forget(target, "a number computed by the script");
        }
    }

    fn arith_value(&self, state: &mut State, value: &str, span: Span, level: u32) {
        if value.contains("$(") || value.contains('`') || value.contains("${") {
            if level > 4 {
                return self.scene.add_unknown("arithmetic that evaluates text again and again", self.at(span));
            }
            let script = parse(&format!(": \"{}\"", value.replace('"', "")), Dialect::Bash);
            self.inner(span).run_script(&mut state.clone(), &script, &Val::default());
        } else if value.contains(|c: char| c.is_alphabetic()) && level <= 4 {
            self.arith_names(state, value, span, level + 1);
        }
    }

    fn test(&self, state: &mut State, parts: &[TestPart], span: Span) {
        let mut numeric = false;
        let mut previous: Option<Val> = None;
        for part in parts {
            match part {
                TestPart::Op(op) => {
                    numeric = matches!(op.as_str(), "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge" | "-v" | "-R" | "-t");
                    if numeric && let Some(v) = previous.as_ref().and_then(Val::known) {
                        self.arith_value(state, v, span, 0);
                    }
                }
                TestPart::Word(word) => {
                    let value = self.expand_one(state, word);
                    if numeric && let Some(v) = value.known() {
                        self.arith_value(state, v, span, 0);
                    }
                    previous = Some(value);
                    numeric = false;
                }
            }
        }
    }

    /// A simple command: expansions, assignments, then each argument list that it may have.
    fn run_simple(&self, state: &mut State, simple: &Simple, stdin: &Val, span: Span) -> Done {
        let argvs = self.expand_words(state, &simple.words);
        let bare = argvs.iter().all(Vec::is_empty);
        if bare {
            for a in &simple.assignments {
                self.assign(state, a);
            }
            return Done { out: Val::default(), certain: true };
        }
        let env = self.prefix_assignments(state, simple, span);
        let mut out: Option<Val> = None;
        let mut certain = true;
        let mut end: Option<State> = None;
        let several = argvs.len() > 1;
        for argv in argvs {
            let mut inner = if several { state.clone() } else { std::mem::take(state) };
            let call = Invocation { argv, env: env.clone(), stdin: stdin.clone(), span: self.at(span) };
            let done = self.command(&mut inner, call, Some(simple));
            out = Some(match out {
                None => done.out,
                Some(o) => either(o, done.out),
            });
            certain &= done.certain;
            end = merge(end, Some(inner));
        }
        *state = end.unwrap_or_default();
        Done { out: out.unwrap_or_default(), certain }
    }

    /// `A=b` before a command: given to it alone. Their subscripts are evaluated all the same.
    fn prefix_assignments(&self, state: &mut State, simple: &Simple, span: Span) -> Vec<(String, Val)> {
        let mut env: Vec<(String, Val)> = Vec::new();
        for a in &simple.assignments {
            if let Some(index) = &a.index {
                self.subscript(state, index);
            }
            env.push((a.name.clone(), self.assigned(state, a)));
        }
        if let Some(why) = env.iter().find_map(|(n, v)| builtins::names_unsure(self.scene, n, &Set::one(v.clone()))) {
            self.scene.add_unknown(&why, self.at(span));
        }
        env
    }

    /// One argument list: a function, a builtin of the shell, or a program.
    pub fn command(&self, state: &mut State, mut call: Invocation, simple: Option<&Simple>) -> Done {
        if self.depth > MAX_DEPTH {
            self.scene.add_unknown("commands nested deeper than is followed", call.span);
            return Done::silent();
        }
        if call.argv.is_empty() {
            return Done::silent();
        }
        self.scene.traced(&call.argv);
        if let Some(name) = call.argv.first().and_then(Val::known).map(str::to_owned) {
            if self.through == Through::Hidden && !is_usual_helper(&name) {
                self.scene.add_unknown(&format!("`{name}` is run by way of an option or a variable"), call.span);
            }
            if let Some(done) = self.alias(state, &name, &call) {
                return done;
            }
            if let Some(bodies) = state.functions.get(&name).cloned() {
                return self.call_function(state, &bodies, &call);
            }
            if let Some(to) = state.hashed.get(&name).cloned()
                && let Some(first) = call.argv.first_mut()
            {
                *first = to;
            }
            if let Some(done) = builtins::run(self, state, &name, &call, simple) {
                return done;
            }
        }
        Done { out: invoke::program(self, state, call), certain: false }
    }

    fn alias(&self, state: &mut State, name: &str, call: &Invocation) -> Option<Done> {
        let to = state.aliases.get(name)?.clone();
        let mut inner = state.clone();
        inner.aliases.remove(name);
        let Some(text) = to.known() else {
            self.scene.add_unknown("an alias whose text is not known", call.span);
            return Some(Done::silent());
        };
        let tail: Vec<String> = call.argv.iter().skip(1).map(|v| quote(&v.show())).collect();
        let text = format!("{text} {}", tail.join(" "));
        let out = self.inner(call.span).run_text(&mut inner, &text, Dialect::Bash, &call.stdin);
        Some(Done { out, certain: false })
    }

    fn call_function(&self, state: &mut State, bodies: &[Rc<Stmt>], call: &Invocation) -> Done {
        let outer = state.positional.take();
        let mut end: Option<State> = None;
        let mut out: Option<Val> = None;
        for body in bodies {
            let mut inner = state.clone();
            for (name, value) in &call.env {
                inner.set(name, Set::one(value.clone()));
            }
            inner.positional = Some(call.argv.iter().skip(1).cloned().collect());
            let outer_locals = inner.locals.replace(Vec::new());
            let done = self.deeper().run_stmt(&mut inner, body, &call.stdin);
            inner.leave_function(outer_locals);
            out = Some(match out {
                None => done.out,
                Some(o) => either(o, done.out),
            });
            end = merge(end, Some(inner));
        }
        if let Some(end) = end {
            *state = end;
        }
        state.positional = outer;
        Done { out: out.unwrap_or_default(), certain: false }
    }

    /// Performs an assignment of the shell itself.
    pub fn assign(&self, state: &mut State, a: &Assignment) {
        if let Some(index) = &a.index {
            self.subscript(state, index);
        }
        match &a.value {
            Value::Array(items) => {
                let mut list =
                    if a.append { state.arrays.get(&a.name).cloned().unwrap_or_default() } else { Vec::new() };
                for (index, word) in items {
                    if let Some(index) = index {
                        self.expand_one(state, index);
                    }
                    list.extend(self.expand_fields(state, std::slice::from_ref(word)).into_iter().map(Set::one));
                }
                state.vars.remove(&a.name);
                state.arrays.insert(a.name.clone(), list);
            }
            Value::Scalar(_) if a.index.is_some() => {
                let value = self.assigned_set(state, a);
                let list = state.arrays.entry(a.name.clone()).or_default();
                list.push(value);
            }
            Value::Scalar(_) => {
                let value = self.assigned_set(state, a);
                self.set_checked(state, &a.name, value);
            }
        }
    }

    /// Sets a variable, and notes where that changes what names mean.
    pub fn set_checked(&self, state: &mut State, name: &str, value: Set) {
        if let Some(why) = builtins::names_unsure(self.scene, name, &value) {
            state.names_unsure = Some(why);
        }
        state.set(name, value);
    }

    fn assigned_set(&self, state: &mut State, a: &Assignment) -> Set {
        let Value::Scalar(word) = &a.value else { return Set::one(Val::gap("an array")) };
        let new = self.expand_scalar(state, word);
        if !a.append {
            return new;
        }
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

    fn assigned(&self, state: &mut State, a: &Assignment) -> Val {
        let set = self.assigned_set(state, a);
        match set.values() {
            [one] => one.clone(),
            _ => Val::gap("a variable with several possible values"),
        }
    }
}

/// What options and variables usually name to be run: pagers, editors, transports, compressors.
fn is_usual_helper(name: &str) -> bool {
    let usual = [
        "less",
        "more",
        "most",
        "cat",
        "bat",
        "delta",
        "diff-so-fancy",
        "head",
        "tail",
        "vim",
        "vi",
        "nvim",
        "nano",
        "emacs",
        "code",
        "ssh",
        "true",
        "false",
        ":",
        "echo",
        "gzip",
        "pigz",
        "bzip2",
        "xz",
        "zstd",
        "zstdmt",
        "lz4",
        "sccache",
        "ccache",
    ];
    usual.contains(&name.rsplit('/').next().unwrap_or(name))
}

/// Either output: known only where both are the same.
fn either(a: Val, b: Val) -> Val {
    if a == b || b == Val::default() {
        return a;
    }
    if a == Val::default() {
        return b;
    }
    let mut out = gap_like(&a, "output that depends on a condition");
    out.extend(&b);
    out
}

/// A gap that keeps what is suspicious about a value.
#[must_use]
pub fn gap_like(v: &Val, why: &str) -> Val {
    Val::from_gap(Gap { why: why.to_owned(), secret: v.is_secret(), network: v.is_network() })
}

fn merge(a: Option<State>, b: Option<State>) -> Option<State> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.join(&b)),
        (a, b) => a.or(b),
    }
}

fn content_gap(target: &Val) -> Val {
    gap_like(target, "the content of a file")
}

fn is_descriptor(v: &Val) -> bool {
    v.known().is_some_and(|t| t == "-" || t.strip_suffix('-').unwrap_or(t).bytes().all(|b| b.is_ascii_digit()))
}

/// Names that an arithmetic text assigns: `x=`, `x+=`, `x++`, `--x`.
fn assigned_names(text: &str) -> Vec<&str> {
    if !text.contains('=') && !text.contains("++") && !text.contains("--") {
        return Vec::new();
    }
    let mut out = Vec::new();
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '_')) {
        if !word.is_empty() && !word.starts_with(|c: char| c.is_ascii_digit()) {
            out.push(word);
        }
        if out.len() > MAX_ALTERNATIVES {
            break;
        }
    }
    out
}

/// A word as the shell would read it back.
#[must_use]
pub fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
