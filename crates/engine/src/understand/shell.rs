//! Walks a command tree as the shell would, with what can be known: values of variables, directories, functions, constant
//! output. Every command that could run becomes an action; what cannot be known becomes an unknown effect.

mod aliases;
mod apart;
mod arith;
mod assign;
mod braces;
mod builtins;
mod declare;
mod expand;
mod flow;
mod kept;
mod loops;
mod number;
pub(super) mod options;
mod params;
mod pattern;
mod places;
mod reading;
pub(super) mod shown;
mod silent;
mod simple;
mod split;
mod streams;
mod traps;
mod unset;

use std::rc::Rc;

use automode_model::{Span, Verb};
use automode_shell::tree::{Node, Redirect, RedirectOp, Script, Simple, Stmt};
use automode_shell::{Dialect, parse};

use super::beside::When;
use super::emptied;
use super::invoke::{self, Invocation};
use super::locals::Local;
use super::operands::REST;
use super::scene::{MAX_DEPTH, Scene};
use super::state::{ARGUMENTS, Shared, State};
use super::touch;
use super::value::{Gap, Piece, Set, Val};
pub(super) use builtins::{is_from_outside, names_unsure};
use flow::either;
pub use kept::ADDED_TO;
use number::Num;
pub(super) use number::number_of;
use silent::{is_echo, is_printing, is_usual_helper};
use streams::{ELSEWHERE, LATE};

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
    /// The state holds what failing leaves behind, too.
    pub settled: bool,
}

impl Done {
    fn silent() -> Self {
        Self { out: Val::default(), certain: false, settled: false }
    }

    /// Prints this, and may fail.
    fn printed(out: Val) -> Self {
        Self { out, certain: false, settled: false }
    }

    /// Cannot fail.
    fn sure() -> Self {
        Self { out: Val::default(), certain: true, settled: true }
    }

    /// Prints this, and may fail; the state knows.
    fn settled(out: Val) -> Self {
        Self { out, certain: false, settled: true }
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
        self.tell_problems(&script);
        let out = self.run_lines(state, text, &script.body, stdin);
        self.spring_traps(state, None);
        out
    }

    /// Walks a script line by line: where an expansion is an error the shell drops the rest of the line, and goes on.
    fn run_lines(&self, state: &mut State, text: &str, list: &[Stmt], stdin: &Val) -> Val {
        let maybe = state.maybe;
        let outer = state.begin_apart();
        let (mut out, mut dropped) = (Val::default(), false);
        let (mut end, mut unsure) = (0, false);
        for stmt in list {
            if self.scene.is_exhausted() {
                break;
            }
            state.ended += u32::from(unsure && state.options.errexit);
            let between = text.get(end..(stmt.span.start as usize).max(end));
            if state.stopped.is_some() && between.is_none_or(|t| t.contains('\n')) {
                let mut stopped = state.stopped.take();
                if let Some(stopped) = stopped.as_mut().filter(|s| s.options.errexit) {
                    // Where failures end the shell, it ends here.
                    self.may_end(stopped, self.at(stmt.span));
                    stopped.ended += 1;
                }
                state.rejoin(stopped);
            }
            end = stmt.span.end as usize;
            let done = self.run_next(state, stmt, stdin);
            unsure = !done.certain && !is_printing(stmt);
            out.extend(&done.out);
            dropped |= state.stopped.is_some();
        }
        if dropped && out != Val::default() {
            out = gap_like(&out, "what is printed on a line that may be dropped").spread();
        }
        let stopped = std::mem::replace(&mut state.stopped, outer);
        state.rejoin(stopped);
        state.maybe = maybe;
        out
    }

    /// Walks statements in a subshell: nothing of its state is left but what its traps do.
    pub fn run_subshell(&self, state: &State, list: &[Stmt], stdin: &Val) -> Val {
        let mut inner = state.clone();
        self.walk_apart(state, &mut inner, list, stdin)
    }

    /// Walks statements in a shell of their own that was made of this one.
    fn walk_apart(&self, state: &State, inner: &mut State, list: &[Stmt], stdin: &Val) -> Val {
        drop(inner.begin_apart());
        let late = self.scene.late.get();
        let out = self.within(inner, |inner| {
            let out = self.run_list(inner, list, stdin);
            self.spring_traps(inner, Some(state));
            out
        });
        self.perhaps_else((state, late), inner, out)
    }

    /// The same for what a word takes in: nobody reads its output where it is printed.
    pub fn run_captured(&self, state: &State, list: &[Stmt], stdin: &Val) -> Val {
        let mut inner = State { captured: true, ..state.clone() };
        // A trap is for the end of the shell that set it.
        inner.due = Shared::default();
        inner.options.errexit &= inner.options.inherits || inner.options.posix;
        self.walk_apart(state, &mut inner, list, stdin)
    }

    fn tell_problems(&self, script: &Script) {
        for p in &script.problems {
            self.scene.add_unknown(&format!("shell text that is not understood: {}", p.why), self.at(p.span));
        }
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
        let (mut unsure, mut left) = (false, false);
        let before = (state.left, state.ended);
        for stmt in list {
            state.ended += u32::from(unsure && state.options.errexit);
            // Behind a `return` that may happen it may not be printed.
            let sure = (state.left, state.ended) == before;
            let done = self.run_next(state, stmt, stdin);
            unsure = !done.certain && !is_printing(stmt);
            left |= !sure && done.out != Val::default();
            out.extend(&done.out);
        }
        if left { gap_like(&out, "what is printed up to an early end").spread() } else { out }
    }

    /// One statement of a list.
    fn run_next(&self, state: &mut State, stmt: &Stmt, stdin: &Val) -> Done {
        self.mark_end(state);
        let (before, stack, killed) = (state.cwd.clone(), state.stack.clone(), self.scene.killed.get());
        let done = self.run_stmt(state, stmt, stdin);
        self.behind_signal(state, killed, self.at(stmt.span));
        if !done.certain && !done.settled {
            state.join_place(&before, &stack);
        }
        if !done.certain && state.options.errexit && !state.traps.is_empty() {
            self.may_end(state, self.at(stmt.span));
        }
        done
    }

    /// Notes from where on a shell of its own may have ended.
    fn mark_end(&self, state: &State) {
        if state.ended != state.begun && self.scene.ended.get().is_none() {
            self.scene.ended.set(Some(self.scene.beside.borrow().here()));
        }
    }

    /// Where the shell keeps to the letter of POSIX, an error of a special command ends it.
    #[inline(never)]
    fn ends_by_error(&self, state: &mut State, span: Span) {
        self.may_end(state, self.at(span));
        state.ended += 1;
    }

    fn run_stmt(&self, state: &mut State, stmt: &Stmt, stdin: &Val) -> Done {
        if stmt.background {
            // It has a shell of its own, and prints at any time.
            let mut inner = state.clone();
            self.scene.beside.borrow_mut().jobs += 1;
            // It reads the shell's input, or nothing where that is not of a pipe or a redirection around it.
            let input = inner.stdin_for_all.take().unwrap_or_else(|| stdin.clone());
            let stdin = if input == Val::default() { input } else { gap_like(&input, "the input of a job") };
            let done = self.beside(When::Any, || {
                let done = self.run_here(&mut inner, stmt, &stdin);
                self.spring_traps(&inner, Some(state));
                done
            });
            self.scene.prints_late(&done.out);
            let quiet = done.out == Val::default();
            return Done::settled(if quiet { done.out } else { gap_like(&done.out, LATE) });
        }
        self.run_here(state, stmt, stdin)
    }

    fn run_here(&self, state: &mut State, stmt: &Stmt, stdin: &Val) -> Done {
        if !self.scene.step(self.at(stmt.span)) {
            return Done::silent();
        }
        if self.depth > MAX_DEPTH {
            self.scene.add_unknown("commands nested deeper than is followed", self.at(stmt.span));
            return Done::silent();
        }
        let shell = self.deeper();
        // Another where `exec` changed the shell's own.
        let ambient = state.stdin_for_all.as_ref().unwrap_or(stdin).clone();
        let outer = std::mem::replace(&mut state.stdin, ambient);
        let given = stdin;
        let mut stdin = state.stdin.clone();
        let (mut files, mut elsewhere) = (Vec::new(), false);
        let before_it = (self.scene.elsewhere.get(), self.scene.late.get());
        // A program's redirections are expanded in its own process: what they assign is assigned there.
        let before = stmt.redirects.iter().any(|r| params::assigns(&r.target.parts)).then(|| copy(state));
        let opens = !stmt.redirects.is_empty();
        let begun = if opens { self.scene.beside.borrow_mut().begins() } else { 0 };
        for r in &stmt.redirects {
            shell.redirect(state, r, &mut stdin, &mut files);
            elsewhere |= streams::leaves_stdout(r);
            self.scene.elsewhere.set(self.scene.elsewhere.get().wrapping_add(u32::from(streams::leaves_both(r))));
        }
        state.rejoin(before);
        // What `exec` made the shell's own input is not that of what has another one.
        let own = (stdin != state.stdin).then(|| (std::mem::take(&mut state.input_read), state.stdin_for_all.take()));
        state.stdin.clone_from(&stdin);
        let (from, captured) = (self.scene.count(), state.captured || elsewhere || !files.is_empty());
        // Where a redirection fails, the command does not run.
        let missing = streams::any_missing(&stmt.redirects);
        let doubtful = missing || stmt.redirects.iter().any(|r| streams::may_not_open(&shell, state, r));
        let kept = doubtful.then(|| copy(state));
        state.maybe |= doubtful;
        if doubtful && state.options.posix && silent::is_special_node(&stmt.node) {
            self.ends_by_error(state, stmt.span);
        }
        let (opened, jobs) = self.scene.beside.borrow().here_with_jobs();
        let mut done = shell.run_node(state, stmt, &stdin);
        if opens {
            let outputs: Vec<&str> = files.iter().map(|f| f.path.as_str()).collect();
            // A job that began within it has them open as well.
            let stays = is_bare_exec(&stmt.node) || self.scene.beside.borrow().jobs != jobs;
            self.scene.beside.borrow_mut().ends_open((begun, opened), &outputs, stays);
        }
        if let Some(kept) = kept {
            // What goes to the very file that cannot be written is nowhere.
            may_not_have_run(state, &kept, &mut done, missing || files.is_empty());
        }
        if !captured && done.out.is_secret() {
            shown::disclose(self, stmt, from);
        }
        let bare = is_bare_exec(&stmt.node);
        if bare && opens {
            state.changes_itself();
        }
        if bare && own.is_some() {
            self.reads_on(given, stmt.span);
            state.stdin_for_all = Some(stdin);
        } else if let Some(outer) = own {
            (state.input_read, state.stdin_for_all) = outer;
        }
        state.stdin = outer;
        self.lead_out(state, stmt, &mut done, files, before_it);
        done
    }

    /// What a statement prints goes where its redirections lead; `beside` and `late` say how often something had been printed
    /// to another descriptor, or at any time, before it.
    fn lead_out(
        &self,
        state: &mut State,
        stmt: &Stmt,
        done: &mut Done,
        files: Vec<Written>,
        (beside, late): (u32, u32),
    ) {
        if done.out != Val::default() && stmt.redirects.iter().any(streams::leaves_stdout) {
            done.out = gap_like(&done.out, ELSEWHERE).spread();
            if state.captured && beside != self.scene.elsewhere.get() {
                // `exec 3>&1; x=$(echo a >&3)`: it may come out in a shell around this one.
                self.scene.prints_late(&done.out);
            }
        }
        let bare = is_bare_exec(&stmt.node);
        let errors = if is_echo(&stmt.node) { streams::Errors::Apart } else { streams::errors(&stmt.redirects) };
        if bare && streams::moves(&stmt.redirects) {
            // What follows does not come out where it did.
            state.ended += 1;
        }
        if errors == streams::Errors::Beside || bare && !files.is_empty() {
            done.out = gap_like(&done.out, "what is printed with its error messages").spread();
        }
        if !files.is_empty() {
            self.mark_end(state);
            if late != self.scene.late.get() {
                // It is written into them whatever is done with them from here on.
                files.iter().for_each(|f| self.scene.beside.borrow_mut().stays_open(&f.path));
            }
            if late != self.scene.late.get() || state.noisy && traps::may_run_within(state, &stmt.node) {
                done.out = gap_like(&done.out, LATE).spread();
            }
            for f in files {
                let maybe = state.may_not_run() || f.one_of_several || state.options.noclobber;
                let maybe = maybe || self.folder_may_miss(state, &f.path, &done.out);
                if !f.append {
                    emptied::by_redirection(self.scene, &f.path, &done.out, self.at(stmt.span));
                }
                self.keep_in(maybe, &f.path, &done.out, f.append);
            }
            // What goes to a descriptor that leads to where the output would go comes out all the same.
            done.out = match beside == self.scene.elsewhere.get() {
                true => Val::default(),
                false => Val::gap("what goes to another descriptor").spread(),
            };
        }
        if errors == streams::Errors::Instead {
            done.out = Val::gap("error messages").spread();
        }
    }

    /// A shell that reads its script from an input which `exec` changed reads on from the other one.
    fn reads_on(&self, given: &Val, span: Span) {
        if given.why() == Some(REST) {
            self.scene.add_unknown("a script that is read on from another input", self.at(span));
        }
    }

    fn redirect(&self, state: &mut State, r: &Redirect, stdin: &mut Val, files: &mut Vec<Written>) {
        let at = self.at(r.span);
        // Another descriptor's content is not followed to where it is read (`<&3`).
        let is_stdin = r.fd_name.is_none() && r.fd.is_none_or(|fd| fd == 0);
        let targets = self.target_of(state, r);
        let mut target = expand::one_of(&targets);
        if r.op == RedirectOp::Heredoc && state.stdin.why() == Some(REST) && state.input_read.get() {
            // Where the line that it belongs to was read, its own lines are commands.
            self.scene.add_unknown("a here-document in a script of which something in it read", at);
        }
        if r.op == RedirectOp::Heredoc && expand::joins_oddly(state, &r.target.parts) {
            target = gap_like(&target, "a list that is joined in a text");
        }
        if let Some(name) = r.fd_name.as_ref().filter(|_| target.known() != Some("-")) {
            // `{fd}>file` chooses a number.
            let before = state.var(name).cloned().unwrap_or_else(|| Set::one(super::state::from_environment(name)));
            state.set(name, before.join(&Set::one(super::value::number())));
        }
        if r.op == RedirectOp::Heredoc || r.op == RedirectOp::HereString {
            if r.op == RedirectOp::HereString {
                target.push(super::value::Piece::Text("\n".into()));
            }
            if is_stdin {
                *stdin = target;
            }
            return;
        }
        if r.op == RedirectOp::DupIn && is_stdin && target.known() != Some("0") {
            *stdin = gap_like(&target, "the content of another descriptor");
        }
        if matches!(r.op, RedirectOp::DupOut | RedirectOp::DupIn) && is_descriptor(&target) {
            return;
        }
        if r.op == RedirectOp::Read {
            let paths = touch::by_shell(self.scene, state, &target, Verb::Read, at, "<");
            let content = match paths.as_slice() {
                [one] if !targets.values().iter().any(streams::may_find) => self.content(one),
                _ => content_gap(&target),
            };
            if is_stdin {
                *stdin = content;
            }
            return;
        }
        if r.op == RedirectOp::ReadWrite && is_stdin {
            *stdin = content_gap(&target);
        }
        let (verb, append) = match r.op {
            RedirectOp::Append | RedirectOp::AppendBoth => (Verb::Append, true),
            RedirectOp::ReadWrite => (Verb::Append, true),
            _ => (Verb::Write, false),
        };
        let to_stdout = r.op != RedirectOp::ReadWrite && r.fd_name.is_none() && r.fd.is_none_or(|fd| fd == 1)
            || r.op == RedirectOp::WriteBoth
            || r.op == RedirectOp::AppendBoth;
        for pattern in targets.values().iter().filter(|t| streams::may_find(t)) {
            state.cwd.iter().for_each(|cwd| self.any_of(cwd, pattern.prefix(), verb));
        }
        let touch = |t: &Val| touch::by_shell(self.scene, state, t, verb, at, ">");
        let paths: Vec<_> = targets.values().iter().flat_map(touch).collect();
        // `> "$name.txt"` in a loop over names, or where the directory may be one of several: one of them is written at a time.
        let one_of_several = paths.len() > 1;
        for path in paths {
            if to_stdout {
                files.push(Written { path: path.resolved, append, one_of_several });
            } else if !path.resolved.starts_with("/dev/") {
                self.keep(&path.resolved, &Val::gap("what goes to another descriptor").spread(), append);
            }
        }
    }

    fn run_node(&self, state: &mut State, stmt: &Stmt, stdin: &Val) -> Done {
        match &stmt.node {
            // `$(<file)` is what the file holds.
            Node::Simple(simple)
                if *simple == Simple::default() && stmt.redirects.iter().any(|r| r.op == RedirectOp::Read) =>
            {
                Done::settled(stdin.clone())
            }
            Node::Simple(simple) => self.run_simple(state, simple, stdin, stmt.span),
            Node::Pipeline(stages) => self.run_pipeline(state, stages, stdin),
            Node::List(first, rest) => self.run_and_or(state, first, rest, stdin),
            _ => self.run_compound(state, stmt, stdin),
        }
    }

    /// What is no command and no list of them. On its own, since its frame is larger than that of all that a simple command needs,
    /// and the stack of each hook would be deeper by it.
    #[inline(never)]
    fn run_compound(&self, state: &mut State, stmt: &Stmt, stdin: &Val) -> Done {
        match &stmt.node {
            Node::Subshell(body) => Done::settled(self.run_subshell(state, body, stdin)),
            Node::Group(body) => Done::settled(self.run_list(state, body, stdin)),
            Node::If(branches, otherwise) => self.run_if(state, branches, otherwise, stdin),
            Node::Loop { until, cond, body } => self.run_while(state, *until, cond, body, stdin),
            Node::For { names, words, body, select } => {
                self.run_for(state, names, words.as_deref(), *select, body, stdin)
            }
            Node::ForArith(exprs, body) => {
                let compute =
                    |state: &mut State, which: usize| exprs.get(which).and_then(|e| self.arith(state, e, stmt.span));
                compute(state, 0);
                let endless = exprs.get(1).is_none_or(|e| e.text.trim().is_empty());
                if compute(state, 1) == Some(Num::Known(0)) && !endless {
                    return Done::silent();
                }
                let done = self.repeat(state, stdin, |s, st, stdin| {
                    compute(st, 1);
                    let out = s.run_list(st, body, stdin);
                    compute(st, 2);
                    out
                });
                compute(state, 1);
                done
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
                    if state.functions.contains_key(n) {
                        self.before_change(state, self.at(stmt.span));
                    }
                    if state.aliases.contains_key(n) {
                        self.scene.add_unknown("a function whose name may be an alias", self.at(stmt.span));
                    }
                    state.changes(n);
                    state.changes_itself();
                    if let Some(armed) = &mut state.armed {
                        armed.stale = true;
                    }
                    let mut bodies = vec![Rc::clone(&body)];
                    if state.fixed_functions.contains(n) {
                        bodies.extend(state.functions.get(n).into_iter().flatten().cloned());
                    }
                    state.functions.insert(n.clone(), bodies);
                    if state.unsure_functions.contains(n) {
                        state.unsure_functions.remove(n);
                    }
                }
                Done::sure()
            }
            Node::Anonymous(body, args) => {
                let args = args.iter().map(|w| self.expand_one(state, w)).collect();
                let mut inner = state.clone();
                inner.positional = Some(args);
                Done::printed(self.run_stmt(&mut inner, body, stdin).out)
            }
            Node::Arith(expr) => {
                self.arith(state, expr, stmt.span);
                Done::silent()
            }
            Node::Test(parts) => {
                self.test(state, parts, stmt.span);
                Done::silent()
            }
            Node::Coproc(name, body) => self.run_coprocess(state, name.as_deref(), body),
            Node::Time(body) => self.run_stmt(state, body, stdin),
            Node::Always(body, after) => {
                let mut out = self.run_list(state, body, stdin);
                out.extend(&self.run_list(state, after, stdin));
                Done::settled(out)
            }
            Node::Opaque(why) => {
                self.scene.add_unknown(&format!("shell text that is not understood: {why}"), self.at(stmt.span));
                Done::silent()
            }
            _ => Done::silent(),
        }
    }

    /// One argument list: a function, a builtin of the shell, or a program.
    pub fn command(&self, state: &mut State, call: Invocation, simple: Option<&Simple>) -> Done {
        self.command_or(state, call, simple, true)
    }

    /// The same for `command NAME`, `builtin NAME`: no function of that name, no alias.
    fn past_functions(&self, state: &mut State, call: Invocation) -> Done {
        self.command_or(state, call, None, false)
    }

    fn command_or(&self, state: &mut State, call: Invocation, simple: Option<&Simple>, functions: bool) -> Done {
        if self.depth > MAX_DEPTH {
            self.scene.add_unknown("commands nested deeper than is followed", call.span);
            return Done::silent();
        }
        if call.argv.is_empty() {
            return Done::silent();
        }
        self.mark_end(state);
        self.scene.traced(&call.argv);
        if let Some(name) = call.argv.first().and_then(Val::known).map(str::to_owned) {
            if self.through == Through::Hidden && !is_usual_helper(&name) {
                self.scene.add_unknown(&format!("`{name}` is run by way of an option or a variable"), call.span);
            }
            if name == "exit" && !state.traps.is_empty() {
                self.ends(state, call.span);
            } else if !state.due.is_empty() && !traps::cannot_end(&name) && !state.functions.contains_key(&name) {
                self.run_due(state, call.span);
            }
            if functions && state.aliases.contains_key(&name) {
                return self.alias_or_command(state, &name, call, simple);
            }
        }
        self.past_alias(state, call, simple, functions)
    }

    /// What no alias stands for: a function, a builtin of the shell, or a program.
    fn past_alias(&self, state: &mut State, call: Invocation, simple: Option<&Simple>, functions: bool) -> Done {
        if let Some(name) = call.argv.first().and_then(Val::known).map(str::to_owned) {
            if let Some(bodies) = state.functions.get(&name).filter(|_| functions).cloned() {
                if !state.unsure_functions.contains(&name) {
                    return self.call_declared(state, &bodies, &call, simple);
                }
                return self.function_or_program(state, &name, &bodies, call, simple);
            }
            let before = assign::saved(state, &call.env);
            let set = (!before.is_empty()).then(|| (state.due.clone(), state.traps.len()));
            let (callers, own) = (state.callers.clone(), state.locals.as_ref().map_or(0, Vec::len));
            if !call.env.is_empty() && matches!(name.as_str(), "eval" | "source" | "." | "command" | "builtin") {
                state.call_from(None, &call.env);
            }
            let done = builtins::run(self, state, &name, &call, simple);
            state.callers = callers;
            if let Some(mut done) = done {
                let stays = |l: &Local| silent::assigns(&name, &l.name, &call.argv, simple);
                let errs = matches!(name.as_str(), "export" | "readonly" | "unset" | "set") && !done.certain;
                if errs && state.options.posix {
                    self.ends_by_error(state, call.span);
                }
                state.outside_of_given(&before, own);
                let (kept, before): (Vec<Local>, _) = before.into_iter().partition(stays);
                assign::restore(state, before);
                kept.into_iter().for_each(|l| assign::unsettled(state, l));
                if !call.env.is_empty() && silent::is_special(&name) {
                    assign::stay(state, &call.env);
                }
                if let Some((due, traps)) = set {
                    self.traps_outside(state, &due, traps, call.span);
                }
                let declares = simple.is_some_and(|s| !s.declared.is_empty());
                let args = call.argv.get(1..).unwrap_or_default();
                let finds = silent::finds_directory(state, &name, &call.env);
                if done.out == Val::default() && (finds || silent::prints(&name, args, declares)) {
                    done.out = Val::gap(format!("what `{name}` prints")).spread();
                }
                return done;
            }
        }
        self.run_due(state, call.span);
        let name = call.argv.first().and_then(Val::known);
        let own = simple.is_some() && name.is_some_and(builtins::needs_no_path);
        let unsure = if own { builtins::take_path_changed(state) } else { None };
        // What the shell does itself starts nothing that these variables would reach.
        let call = if own { Invocation { env: Vec::new(), ..call } } else { call };
        let done = Done::printed(invoke::program(self, state, call));
        state.names_unsure = unsure.or_else(|| state.names_unsure.take());
        done
    }

    /// A function that may not be defined: the program of its name runs then.
    #[inline(never)]
    fn function_or_program(
        &self,
        state: &mut State,
        name: &str,
        bodies: &[Rc<Stmt>],
        call: Invocation,
        simple: Option<&Simple>,
    ) -> Done {
        let mut without = state.clone();
        without.functions.remove(name);
        without.aliases.remove(name);
        let maybe = state.maybe;
        (state.maybe, without.maybe) = (true, true);
        let other = self.deeper().command(&mut without, call.clone(), simple);
        let done = self.call_declared(state, bodies, &call, simple);
        *state = std::mem::take(state).join(&without);
        state.maybe = maybe;
        Done { out: either(done.out, other.out), ..done }
    }

    #[inline(never)]
    fn call_function(&self, state: &mut State, bodies: &[Rc<Stmt>], call: &Invocation) -> Done {
        let outer = state.positional.take();
        let before = assign::saved(state, &call.env);
        let (due, traps) = (state.due.clone(), state.traps.len());
        let own_arguments = !state.touched.contains(ARGUMENTS);
        let mut end: Option<State> = None;
        let mut out: Option<Val> = None;
        for body in bodies {
            let mut inner = state.clone();
            inner.maybe |= bodies.len() > 1;
            for (name, value) in &call.env {
                inner.set_given(name, value);
            }
            inner.positional = Some(call.argv.iter().skip(1).cloned().collect());
            let outer_locals = inner.locals.replace(Vec::new());
            inner.call_from(outer_locals.as_deref(), &call.env);
            let outer_stop = inner.begin_apart();
            inner.maybe |= inner.broken.is_some();
            let outer_exits = (inner.returned.take(), inner.broken.take());
            inner.far = false;
            let done = self.deeper().run_stmt(&mut inner, body, &call.stdin);
            let returned = inner.returned.take();
            inner.rejoin(returned);
            (inner.returned, inner.broken) = outer_exits;
            (inner.left, inner.far) = (state.left, state.far);
            let stopped = inner.stopped.take();
            inner.leave_function(outer_locals.clone());
            inner.callers.clone_from(&state.callers);
            inner.stopped = State::stopped_inside(stopped, outer_stop, outer_locals);
            out = Some(match out {
                None => done.out,
                Some(o) => either(o, done.out),
            });
            end = flow::merge(end, Some(inner));
        }
        if let Some(end) = end {
            *state = State { maybe: state.maybe, ..end };
        }
        state.positional = outer;
        if own_arguments && state.touched.contains(ARGUMENTS) {
            state.touched.remove(ARGUMENTS);
        }
        assign::restore(state, before);
        assign::stay(state, &call.env);
        self.traps_outside(state, &due, traps, call.span);
        Done::printed(out.unwrap_or_default())
    }
}

/// On the heap: most statements keep none, and the stack of each would be deeper by it.
#[inline(never)]
fn copy(state: &State) -> Box<State> {
    Box::new(state.clone())
}

/// What a command left behind that may not have run, beside what was before it.
#[inline(never)]
fn may_not_have_run(state: &mut State, before: &State, done: &mut Done, silent: bool) {
    *state = State { maybe: before.maybe, ..std::mem::take(state).join(before) };
    done.certain = false;
    if silent && !matches!(done.out.pieces(), [] | [Piece::Gap(_)]) {
        done.out = gap_like(&done.out, "what a command prints whose input may be missing").spread();
    }
}

/// `exec` with nothing but redirections, which stay.
fn is_bare_exec(node: &Node) -> bool {
    matches!(node, Node::Simple(s) if s.words.len() == 1 && s.words.iter().all(|w| w.literal().as_deref() == Some("exec")))
}

/// A file that a redirection of standard output writes.
struct Written {
    path: String,
    append: bool,
    /// One of several names, of which a run takes one.
    one_of_several: bool,
}

/// A gap that keeps what is suspicious about a value.
#[must_use]
pub fn gap_like(v: &Val, why: &str) -> Val {
    Val::from_gap(Gap { why: why.to_owned(), secret: v.is_secret(), network: v.is_network() })
}

fn content_gap(target: &Val) -> Val {
    gap_like(target, "the content of a file")
}

fn is_descriptor(v: &Val) -> bool {
    v.known().is_some_and(|t| t == "-" || t.strip_suffix('-').unwrap_or(t).bytes().all(|b| b.is_ascii_digit()))
}

/// A word as the shell would read it back.
#[must_use]
pub fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
