//! One program with its arguments: who it really is, what wraps it, what it does by its knowledge file.

mod given;

use automode_model::{Action, Certainty, Dimensions, Effect, PathKind, Scope, Span, Target, Verb};
use automode_shell::Dialect;

use crate::knowledge::{self, Arg, Opt, Program, Role};

use super::credentials::{self, expose};
use super::effects::{self, Touched};
use super::handlers::{self, Call};
use super::identity::{self, Identity, identify};
use super::options::{self, Bound};
use super::scene::{MAX_DEPTH, Scene};
use super::shell::{Shell, Through, options as options_of_shells};
use super::state::State;
use super::value::{Gap, Piece, Val};
use super::{code, foreign, loads, net, operands, paths, printed, responses, script, touch, trial, undeclared};

pub(super) use given::by_options;
use given::piped;

/// An argument list about to run.
#[derive(Clone, Debug, Default)]
pub struct Invocation {
    /// The program and its arguments.
    pub argv: Vec<Val>,
    /// Variables given only to it.
    pub env: Vec<(String, Val)>,
    /// Its standard input, as far as known.
    pub stdin: Val,
    /// The words that cause it.
    pub span: Span,
}

impl Invocation {
    /// For people.
    #[must_use]
    pub fn words(&self) -> String {
        self.argv.iter().map(Val::show).collect::<Vec<_>>().join(" ")
    }
}

/// Judges a program's run; returns what it prints.
pub fn program(shell: &Shell<'_, '_>, state: &mut State, mut call: Invocation) -> Val {
    let scene = shell.scene;
    if shell.depth > MAX_DEPTH {
        scene.add_unknown("commands nested deeper than is followed", call.span);
        return Val::gap("commands nested deeper than is followed");
    }
    if let Some(first) = call.argv.first_mut()
        && let Some(name) = identity::installed(first)
    {
        *first = Val::text(name);
    }
    let Some(first) = call.argv.first() else { return Val::default() };
    scene.traced(&call.argv);
    let Some(name) = first.known().map(str::to_owned) else {
        let why = format!("a command whose name is not known: {}", first.why().unwrap_or("a pattern"));
        return unknown(scene, &call, &why);
    };
    environment(shell, state, &call);
    if let Some(why) = &state.names_unsure {
        let why = why.clone();
        unknown(scene, &call, &why);
    }
    if state.cwd.len() > 1 && name.contains('/') && !name.starts_with('/') {
        return script::in_each_folder(shell, state, &name, &call);
    }
    match identify(scene, state, &name) {
        Identity::Program(known) => run_known(shell, state, known, &call),
        Identity::File(path) => script::run_file(shell, state, &path, &call),
        Identity::Unknown(why) => {
            if undeclared::asks_for_help(&call) {
                inspect(scene, &call);
                return Val::gap("a help text");
            }
            match undeclared::shared(scene, state, &name, &call) {
                Some(shared) => run_known(shell, state, shared, &call),
                None => unknown(scene, &call, &why),
            }
        }
    }
}

/// Variables given to a program that make it run code.
fn environment(shell: &Shell<'_, '_>, state: &mut State, call: &Invocation) {
    for (name, value) in &call.env {
        loads::variable(shell, state, name, value, call);
    }
}

/// A shell for text that a program runs by way of an option or a variable.
pub(super) fn through<'a, 'w>(shell: &Shell<'a, 'w>, how: Through) -> Shell<'a, 'w> {
    Shell { scene: shell.scene, depth: shell.depth + 1, outer: shell.outer, through: shell.through.max(how) }
}

/// How a program's own shell text reaches a shell.
fn passage(program: &Program, form: &knowledge::Form) -> Through {
    let runs = |r: &Role| matches!(r, Role::Command | Role::Shell | Role::Script(_));
    let wraps = |o: &knowledge::Operands| o.head.iter().chain(o.tail).chain(&o.rest).any(runs);
    let shells = ["sh", "su", "sg", "flock", "script", "watch", "xargs", "find", "parallel", "entr", "tmux", "screen"];
    let by_option = form.options().any(|o| o.operands.is_some_and(wraps) || o.value == Role::Code("shell"));
    if wraps(form.operands) || by_option || form.stdin.is_some() || shells.contains(&program.name) {
        return Through::Plain;
    }
    let still = |r: &Role| matches!(r, Role::Text | Role::Path(Verb::Read | Verb::Inspect) | Role::Named(None, ..));
    let all = form.operands;
    let looks = form.does.iter().all(|v| v.dimensions().reversibility == 0)
        && all.head.iter().chain(all.tail).chain(&all.rest).all(still);
    if looks { Through::Hidden } else { Through::Option }
}

pub(super) fn run_known(shell: &Shell<'_, '_>, state: &mut State, program: &'static Program, call: &Invocation) -> Val {
    let whole = if program.responses { responses::expanded(shell, state, call) } else { None };
    let call = whole.as_ref().unwrap_or(call);
    let args = call.argv.get(1..).unwrap_or_default();
    // The shell's own `echo` prints such a word like any other.
    if undeclared::asks_for_help(call) && !matches!(program.name, "echo" | "printf") {
        inspect(shell.scene, call);
        return Val::gap("a help text");
    }
    let dashed = if matches!(program.name, "dotnet" | "nuget") { dashed(args) } else { Vec::new() };
    let mut bound = options::bind(program, if dashed.is_empty() { args } else { &dashed });
    options_of_shells::behind_dash(program.name, &mut bound.operands, args);
    let from = shell.scene.count();
    let place = printed::place(shell, state, program.name, args);
    interpret(shell, state, program, bound, call);
    if let Some(out) = place {
        return out;
    }
    printed::output(shell, state, program, call, from)
}

/// MSBuild takes `/p:A=b` and `-P:A=b` for `-p:A=b`: such words as the options that they are.
fn dashed(args: &[Val]) -> Vec<Val> {
    let one = |v: &Val| {
        let name = v.known().and_then(|t| t.strip_prefix(['/', '-']))?.split(':').next()?;
        let switch = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic());
        let is_one = switch && v.prefix().as_bytes().get(name.len() + 1) == Some(&b':');
        is_one.then(|| {
            Val::text(format!("-{}{}", name.to_ascii_lowercase(), v.prefix().get(name.len() + 1..).unwrap_or("")))
        })
    };
    args.iter().map(|v| one(v).unwrap_or_else(|| v.clone())).collect()
}

fn interpret(shell: &Shell<'_, '_>, state: &mut State, program: &'static Program, bound: Bound, call: &Invocation) {
    let mut c = Call::new(shell, state, program, bound, call);
    if !c.bound.unknown.is_empty() {
        let what = c.bound.unknown.join(" ");
        let why = format!("`{}` with `{what}` is not understood", program.name);
        c.unknown(&why);
    }
    handlers::emptied_by_variable(&mut c);
    if handlers::takes_options(&c) {
        drop(unknown(shell.scene, call, &format!("words from elsewhere that may be options of `{}`", program.name)));
    }
    if matches!(program.name, "bash" | "sh" | "zsh" | "ksh")
        && options_of_shells::hidden(call.argv.get(1..).unwrap_or_default())
    {
        c.unknown("an option of a shell that is not known");
    }
    c.reads_first();
    let reads = |o: &Opt| o.names.contains(&"--kubeconfig") && o.value != Role::Path(Verb::Write);
    let clusters = c.bound.options.iter().filter(|(o, _)| reads(o)).filter_map(|(_, v)| v.as_ref());
    if clusters.into_iter().any(|file| loads::cluster_runs(c.shell.scene, c.state, file)) {
        c.unknown("settings of a cluster that may make its client run a program");
    }
    if program.name == "git"
        && let Some(key) = handlers::git_trap(&c)
    {
        let why = format!("the setting `{key}` of this repository makes git run code");
        c.unknown(&why);
    }
    if program.name == "git"
        && let Some(address) = handlers::helper_address(&c)
    {
        let why = format!("the address `{address}` makes git run a program");
        c.unknown(&why);
    }
    if let Some(handler) = c.bound.form.handler
        && handlers::run(handler, &mut c) == handlers::Handled::Wholly
    {
        // `npm test --node-options=--require=/tmp/x`: whatever the handler looked at, such an option stays what it is.
        if let Some((opt, _)) = c.bound.options.iter().find(|(o, _)| o.code) {
            let why = format!("`{} {}` runs code that is not followed", c.program.name, opt.names.first());
            c.unknown(&why);
        }
        return c.finish();
    }
    // What `env A=b` sets is for the command that it runs.
    let (vars, arrays, exported) = (c.state.vars.clone(), c.state.arrays.clone(), c.state.exported.clone());
    c.by_data();
    (c.state.vars, c.state.arrays, c.state.exported) = (vars, arrays, exported);
    super::into::into_folder(&mut c);
    super::emptied::by_program(&mut c);
    c.finish();
}

impl<'c, 'a, 'w> Call<'c, 'a, 'w> {
    fn new(
        shell: &'c Shell<'a, 'w>,
        state: &'c mut State,
        program: &'static Program,
        bound: Bound,
        call: &'c Invocation,
    ) -> Self {
        let (effects, scope) = (Vec::new(), bound.form.scope.unwrap_or(Scope::One));
        let (forced, dry, keeps, cwd) = (false, false, 0, None);
        Self { shell, state, program, bound, call, effects, scope, forced, dry, keeps, cwd }
    }

    /// What the knowledge file says.
    pub fn by_data(&mut self) {
        let form = self.bound.form;
        let mut does: &'static [Verb] =
            if self.bound.operands.is_empty() { form.bare.unwrap_or(form.does) } else { form.does };
        let options = std::mem::take(&mut self.bound.options);
        if let Some(keeps) = trial::in_force(&options) {
            (self.dry, self.keeps) = (true, self.keeps | keeps);
        }
        let mut doubted: &'static [Verb] = &[];
        for (opt, value) in &options {
            match opt.instead.map(|instead| (instead, trial::says_no(opt, value.as_ref()))) {
                Some((instead, Some(false))) => does = instead,
                Some((instead, None)) => doubted = instead,
                _ => {}
            }
            self.forced |= opt.forced;
            if let Some(s) = opt.scope {
                self.scope = self.scope.max(s);
            }
        }
        let operands = operands::in_force(form.operands, &options);
        let reads_program =
            operands::program_is_input((form.operands, &operands), self.bound.operands.len(), &options, form.fed);
        let mut names = Vec::new();
        for (opt, value) in &options {
            self.option(opt, value.as_ref(), &mut names);
        }
        self.bound.options = options;
        self.roles(&operands, &mut names);
        if does.is_empty() {
            // A package that no effect of the form installs is installed all the same.
            for (kind, name) in names.iter().filter(|(k, _)| *k == "package") {
                self.does(Verb::DepsAdd, &[(kind, name.clone())]);
            }
        }
        let by_options = self.bound.options.iter().flat_map(|(o, _)| o.does).copied();
        let by_values = self.bound.options.iter().flat_map(|(o, v)| options::on_value(&self.bound, o, v.as_ref()));
        for verb in does.iter().chain(doubted).copied().chain(by_options).chain(by_values).collect::<Vec<_>>() {
            if verb == Verb::Unknown {
                let why = format!("`{}` with such a value is not understood", self.program.name);
                self.unknown(&why);
            } else {
                self.does(verb, &names);
            }
        }
        if reads_program && let Some(role) = form.stdin {
            self.input(*role);
        }
        if let Some(whose) = form.behind().filter(|_| !self.bound.behind.is_empty()) {
            self.behind(whose);
        }
    }

    /// The words behind `--`, which belong to a tool that this one starts.
    fn behind(&mut self, whose: &'static str) {
        let words = std::mem::take(&mut self.bound.behind);
        if !whose.starts_with("--") {
            return self.run_inner(whose.split(' ').map(Val::text).chain(words).collect());
        }
        let inner = options::bind_behind(self.program, whose, &words);
        if !inner.unknown.is_empty() {
            let why = format!("`{}` with `-- {}` is not understood", self.program.name, inner.unknown.join(" "));
            self.unknown(&why);
        }
        let outer = std::mem::replace(&mut self.bound, inner);
        self.by_data();
        self.bound = outer;
    }

    fn option(&mut self, opt: &Opt, value: Option<&Val>, names: &mut Vec<(&'static str, String)>) {
        if opt.code {
            let why = format!("`{} {}` runs code that is not followed", self.program.name, opt.names.first());
            self.unknown(&why);
        }
        match (value, opt.value) {
            (Some(v), Role::Named(None, kind, _)) => names.push((kind, v.show())),
            (Some(v), Role::Package) => names.push(("package", v.show())),
            // `--inspect=9229`: on this machine alone, as without a port.
            (Some(v), Role::Host(Verb::NetListen))
                if opt.arg == Arg::Attached && v.known().is_some_and(|t| t.parse::<u16>().is_ok()) => {}
            (Some(v), role) => {
                // Hooks and password commands run in a dry run too (`certbot --dry-run --pre-hook`); only operands do not.
                let (dry, before) = (std::mem::take(&mut self.dry), self.effects.len());
                let _ = self.role(role, v, &[]);
                self.dry = dry;
                if dry && (role == Role::Path(Verb::Run) || opt.trial & knowledge::trial::ALWAYS != 0) {
                    let (effects, words) = (self.effects.split_off(before), self.call.words());
                    let program = self.program.name.to_owned();
                    self.shell.scene.add(Action { words, program, span: self.call.span, effects });
                }
            }
            // `vite --host` listens on every address.
            (None, Role::Host(Verb::NetListen)) if opt.arg == Arg::Required => {
                self.host(Verb::NetListen, &Val::text("0.0.0.0"))
            }
            (None, _) => {}
        }
    }

    /// An effect of the form itself, on each thing that the operands name.
    pub fn does(&mut self, verb: Verb, names: &[(&'static str, String)]) {
        let span = self.call.span;
        if names.is_empty() && verb == Verb::Write && self.cwd.is_some() {
            // Into a directory that an option chose (`patch -d /`).
            drop(self.path(verb, &Val::text(".")));
        } else if names.is_empty() {
            self.effects.push(effects::plain(verb, Target::None, span));
        }
        for (kind, name) in names {
            let mut effect = effects::on_name(verb, kind, name, span);
            if *kind == "package" {
                let cwd = self.inner_cwd().first().map_or("", String::as_str);
                let loose = foreign::is_loose_file(self.shell.scene, cwd, name);
                foreign::vouch(self.program.name, &mut effect, name, loose);
                self.step(verb, name);
            }
            if names.len() > 1 {
                effect.scope = Scope::Many;
            }
            self.effects.push(effect);
        }
    }

    /// A package that the project has, in a new major version.
    fn step(&mut self, verb: Verb, package: &str) {
        let cwd = self.inner_cwd().first().cloned().unwrap_or_default();
        if matches!(verb, Verb::DepsAdd | Verb::DepsUpdate)
            && super::steps::is_major(self.shell.scene, &cwd, self.program.name, package)
        {
            self.effects.push(effects::on_name(Verb::DepsMajor, "package", package, self.call.span));
        }
    }

    /// What an operand or value of this role causes.
    pub fn role(&mut self, role: Role, value: &Val, rest: &[Val]) -> Rest {
        let span = self.call.span;
        if self.dry && operands::is_program(role) {
            return Rest::Taken;
        }
        match role {
            Role::Text | Role::Named(None, ..) => {}
            Role::Path(verb) => {
                if let Some(parts) = self.listed(verb, value) {
                    parts.iter().for_each(|part| drop(self.path(verb, part)));
                    return Rest::Left;
                }
                drop(self.path(verb, value));
            }
            Role::ArchiveOut => drop(self.path(Verb::Write, value)),
            Role::Url(verb) => self.address(verb, value),
            Role::Host(verb) => self.host(verb, value),
            Role::Named(Some(verb), kind, _) => self.effects.push(effects::on_name(verb, kind, &value.show(), span)),
            Role::CopyEnd(verb) => self.copy_end(verb, value),
            Role::Cd => self.change_directory(value),
            Role::Assign => self.assignment(value),
            Role::GitConfig => handlers::git_config(self, value),
            Role::Package => self.does(Verb::DepsAdd, &[("package", value.show())]),
            Role::Shell => self.shell_script(value, rest, &self.call.stdin),
            Role::Code(lang) => code::inline(self.shell, &mut self.inner_state(), lang, value, self.call),
            Role::Command => {
                // `aws-vault exec dev -- cmd`: the dashes end the options of the program that took `dev`.
                let dashes = usize::from(value.known() == Some("--"));
                let argv = std::iter::once(value).chain(rest).skip(dashes).cloned().collect();
                self.run_inner(argv);
                return Rest::Taken;
            }
            Role::Script(lang) => {
                match self.listed(Verb::Run, value) {
                    Some(parts) => parts.iter().for_each(|part| self.script(lang, part, rest)),
                    None => self.script(lang, value, rest),
                }
                return Rest::Taken;
            }
            Role::Task(kind) => {
                handlers::task(self, kind, value, rest);
                return Rest::Taken;
            }
            Role::Parts(parts) => {
                for (role, part) in operands::parts(parts, value) {
                    let _ = self.role(role, &part, &[]);
                }
            }
        }
        Rest::Left
    }

    /// A text that another shell runs: it sees what is exported, and the words behind the text as its arguments.
    pub fn shell_script(&mut self, text: &Val, rest: &[Val], stdin: &Val) {
        let mut state = self.inner_state().child();
        state.given(&self.call.env);
        let shell = matches!(self.program.name, "bash" | "sh" | "zsh" | "ksh" | "fish");
        let posix = |v: &Val| matches!(v.known(), Some("posix" | "--posix"));
        state.options.posix = matches!(self.program.name, "sh" | "ksh") || self.call.argv.iter().any(posix);
        options_of_shells::begun_with(&mut state, &self.call.argv, "");
        // Several words of which nothing but the origin is known may stand behind the script's name.
        let counted =
            |v: &Val| !v.many || !rest.first().is_some_and(|f| f.many) && matches!(v.pieces(), [Piece::Gap(_)]);
        let certain = shell && rest.iter().all(counted) && !rest.first().is_some_and(Val::has_glob);
        state.positional = certain.then(|| rest.get(1..).unwrap_or_default().to_vec());
        match rest.first().filter(|v| shell && !v.many) {
            Some(name) => state.set("0", super::value::Set::one(name.clone())),
            None if shell && rest.is_empty() => state.name = Some(self.program.name.to_owned()),
            None => state.set("0", super::value::Set::one(Val::gap("a script's name"))),
        }
        let shell = through(self.shell, passage(self.program, self.bound.form));
        let span = self.call.span;
        shell.within(&mut state, |state| drop(shell_text(&shell, state, text, Dialect::Bash, stdin, span)));
    }

    /// The state in which a command that this one runs would start.
    #[must_use]
    pub fn inner_state(&self) -> State {
        let mut state = self.state.clone();
        if let Some(cwd) = &self.cwd {
            state.cwd.clone_from(cwd);
        }
        state
    }

    /// The directories where it may work.
    pub fn inner_cwd(&self) -> &[String] {
        self.cwd.as_deref().unwrap_or(&self.state.cwd)
    }

    /// A command that this one runs.
    pub fn run_inner(&mut self, argv: Vec<Val>) {
        self.run_fed(argv, self.call.stdin.clone());
    }

    /// The same with another standard input.
    pub fn run_fed(&mut self, argv: Vec<Val>, stdin: Val) {
        let call = Invocation { argv, env: self.call.env.clone(), stdin, span: self.call.span };
        let mut state = self.state_there();
        state.keep_exported_functions();
        if state.functions.is_empty() {
            state.aliases.clear();
        }
        let inner = self.shell.inner(self.call.span);
        program(&inner, &mut state, call);
    }

    /// A file or address that is run and that came from the network, in this event or by its very name; or what comes in and
    /// is not known.
    fn runs_foreign(&mut self, value: &Val) -> bool {
        let scene = self.shell.scene;
        let Some(name) = value.known() else { return false };
        let text = if matches!(name, "-" | "/dev/stdin" | "/dev/fd/0" | "/proc/self/fd/0") {
            Some(self.call.stdin.clone()).filter(|input| input.known().is_none())
        } else if name.contains("://") && net::parse_url(name).is_some() {
            Some(Val::from_gap(Gap { why: format!("code from `{name}`"), secret: false, network: true }))
        } else if name.starts_with("data:") {
            Some(Val::gap("code in an address"))
        } else {
            let paths: Vec<String> = self.inner_cwd().iter().map(|c| paths::join(c, name)).collect();
            let made = |p: &&String| p.starts_with("/dev/fd/process-substitution");
            let nameless = paths.iter().find(made).map(|_| Val::gap("a program that another command writes"));
            let fetched = paths.iter().find_map(|p| scene.files.borrow().get(p).filter(|v| v.is_network()).cloned());
            fetched.or(nameless)
        };
        text.inspect(|t| code_gap(scene, t, self.call)).is_some()
    }

    /// An effect on a path; returns what was touched.
    pub fn path(&mut self, verb: Verb, value: &Val) -> Vec<Touched> {
        if value.prefix().contains([':', '@']) || value.prefix().starts_with("/vsi") {
            self.behind_prefixes(verb, value);
        }
        self.path_itself(verb, value)
    }

    pub(super) fn path_itself(&mut self, verb: Verb, value: &Val) -> Vec<Touched> {
        if verb == Verb::Run && self.runs_foreign(value) || value.known() == Some("-") {
            return Vec::new(); // standard input or output, or said already
        }
        if let Some(command) = piped(self.program.name, value) {
            self.pipes(&command);
            return Vec::new();
        }
        if net::is_address(value.prefix()) {
            // Whoever takes a file by this role may take an address as well: `pandoc a.md -o s3://bucket/x`.
            let looks = matches!(verb, Verb::Read | Verb::Inspect);
            self.url(if looks { Verb::NetFetch } else { Verb::NetSend }, value);
            return Vec::new();
        }
        let state = self.inner_state();
        let nothing = |v: &Val| v.known() == Some("/dev/null");
        // What is moved to where everything is thrown away is gone.
        let verb = if verb == Verb::Move && self.call.argv.last().is_some_and(nothing) { Verb::Delete } else { verb };
        let (mut effects, touched) =
            touch::effects_on(self.shell.scene, &state, value, verb, self.scope, self.call.span);
        self.shell.leaves_place(&state, value, verb, self.call.span);
        if value.has_glob() && !script::keeps_content(verb) {
            state.cwd.iter().for_each(|cwd| self.shell.any_of(cwd, value.prefix(), verb));
        }
        if verb == Verb::Run {
            script::built_here(self.shell, &touched, &mut effects, self.call.span);
        }
        self.effects.extend(effects);
        if matches!(verb, Verb::Read | Verb::Move) {
            self.copies(&state, value, &touched);
        }
        // A file that is there keeps what it holds.
        let kept = |t: &Touched| {
            self.program.name == "touch" && self.shell.scene.world.path(&t.resolved).kind == PathKind::File
        };
        if matches!(verb, Verb::Write) {
            for t in touched.iter().filter(|t| !kept(t)) {
                let installs = self.bound.form.does.iter().any(|v| matches!(v, Verb::ToolInstall | Verb::DepsAdd));
                let why = match handlers::builds_project(self) {
                    true => script::BUILT,
                    false if installs => script::INSTALLED,
                    false if self.moves() => script::MOVED,
                    false => "what a program writes",
                };
                let content = super::shell::gap_like(&self.call.stdin, why);
                let known = if self.program.name == "tee" { self.call.stdin.clone() } else { content };
                self.shell.keep_in(state.may_not_run() || touched.len() > 1, &t.resolved, &known, false);
                if self.program.name == "tee" {
                    // What stands behind it in a pipeline may end it first.
                    self.shell.scene.doubt(t.resolved.clone());
                }
            }
        } else if verb == Verb::Append && self.program.name == "tee" {
            for t in &touched {
                self.shell.keep_in(state.may_not_run(), &t.resolved, &self.call.stdin, true);
                self.shell.scene.doubt(t.resolved.clone());
            }
        } else if !script::keeps_content(verb) {
            for t in &touched {
                match verb {
                    Verb::Delete | Verb::Move => self.shell.gone(&t.resolved),
                    _ => self.shell.modified(&t.resolved),
                }
            }
        }
        touched
    }

    pub(super) fn url(&mut self, verb: Verb, value: &Val) {
        let span = self.call.span;
        let text = value.prefix();
        // Brackets that nobody quoted (`http://[::1]/`) are the text itself unless a file has such a name.
        // A user and a password before the machine are weighed with what else is presented, once all is known.
        let addressed = self.bound.form.handler == Some("curl")
            && credentials::is_outward(verb)
            && credentials::in_address(value).is_some();
        // `?d=$(base64 notes.md)`: what is packed so is carried to whoever answers there.
        let carries = verb == Verb::NetFetch && self.call.argv.iter().any(printed::is_packed);
        let verb = if carries { Verb::NetSend } else { verb };
        let complete = value.why().is_none() || net::host_is_known(text) || addressed;
        let mut effect = if complete {
            effects::on_url(verb, &value.show(), span)
        } else {
            let mut e =
                effects::plain(verb, Target::Unknown(value.why().unwrap_or("an address with a gap").to_owned()), span);
            e.certainty = Certainty::Likely;
            e
        };
        if value.is_secret() && !addressed {
            expose(&mut effect);
        }
        if value.is_cut_off() {
            effect.dimensions = effect.dimensions.max(Dimensions::new([0, 2, 2, 0, 1]));
        }
        self.effects.push(effect);
    }

    fn host(&mut self, verb: Verb, value: &Val) {
        let span = self.call.span;
        let mut effect = match value.known() {
            Some(h) => effects::on_host(verb, h, span),
            None => effects::plain(verb, Target::Unknown("a host that is not known".into()), span),
        };
        if verb == Verb::NetProbe && value.carries_output() {
            // `dig $(cmd).example.net`: whoever keeps the names there reads what the command printed.
            effect = effects::plain(
                Verb::NetSend,
                Target::Unknown("a name that carries what a command prints".into()),
                span,
            );
        }
        if value.is_secret() {
            expose(&mut effect);
        }
        self.effects.push(effect);
    }

    fn copy_end(&mut self, verb: Verb, value: &Val) {
        let text = value.prefix();
        let remote = text.split_once(':').filter(|(h, _)| !h.contains('/') && !h.is_empty());
        match remote {
            Some((host, _)) => {
                let effect = effects::on_host(Verb::RemoteCopy, host, self.call.span);
                self.effects.push(effect);
            }
            None => drop(self.path(verb, value)),
        }
    }

    fn change_directory(&mut self, value: &Val) {
        let dirs = match value.known() {
            Some(d) => self.inner_cwd().iter().map(|c| paths::join(c, d)).collect(),
            None => Vec::new(),
        };
        self.cwd = Some(dirs);
    }

    fn assignment(&mut self, value: &Val) {
        let Some((name, text)) = value.split_once('=') else { return };
        if !loads::variable(self.shell, self.state, &name, &text, self.call) {
            self.state.set(&name, super::value::Set::one(text));
            self.state.exported.insert(name);
        }
    }

    fn script(&mut self, lang: &'static str, value: &Val, rest: &[Val]) {
        let state = self.inner_state();
        let Some(name) = value.known() else {
            return self.unknown("a script whose name is not known");
        };
        if name.starts_with("data:") {
            return self.unknown("code in an address");
        }
        if let Some(at) = paths::behind_prefix(name).filter(|_| name.starts_with("file:")) {
            return self.script(lang, &value.skip(at), rest);
        }
        if name == "-" {
            let stdin = self.call.stdin.clone();
            return code::inline(self.shell, &mut self.inner_state(), lang, &stdin, self.call);
        }
        if let Some(url) = net::parse_url(name).filter(|_| name.contains("://")) {
            let mut e = effects::on_url(Verb::RunRemote, name, self.call.span);
            e.certainty = Certainty::Unknown(format!("code from {}", url.host));
            return self.effects.push(e);
        }
        // `node node_modules/.bin/jest`, `php vendor/bin/phpunit`: the tool of that name, started by its interpreter.
        if name.contains('/') && matches!(identify(self.shell.scene, &state, name), Identity::Program(_)) {
            return self.run_inner(std::iter::once(value).chain(rest).cloned().collect());
        }
        for path in state.cwd.iter().map(|c| paths::join(c, name)).collect::<Vec<_>>() {
            let mut inner = state.clone();
            script::run_script(self.shell, &mut inner, lang, &path, rest, self.call);
        }
        if state.cwd.is_empty() {
            self.unknown("a script in a folder that is not known");
        }
    }

    /// Adds an effect that is not understood.
    pub fn unknown(&mut self, why: &str) {
        let mut e = effects::plain(Verb::Unknown, Target::Unknown(why.to_owned()), self.call.span);
        e.certainty = Certainty::Unknown(why.to_owned());
        self.effects.push(e);
    }

    /// A file of secrets that an argument names without a role of its own: whatever the program does with it, it opens it.
    fn secrets_named(&mut self) {
        let looks = ["echo", "printf", "test", "[", "basename", "dirname", "grep", "rg", "sed", "awk", "find", "fd"];
        // What a program of awk's is given by a name it may open: `awk -v f=~/.ssh/id_rsa '…'`.
        let (awk, looks) = (self.program.name == "awk", looks.contains(&self.program.name));
        if looks && !awk {
            return;
        }
        let opened = |e: &Effect| matches!(e.verb, Verb::SecretRead | Verb::Login | Verb::SecretWrite);
        if self.effects.iter().any(opened) {
            return;
        }
        let scene = self.shell.scene;
        let given = |word: &&str| !awk || operands::assigns(word);
        let words = self.call.argv.iter().skip(1).filter_map(Val::known);
        for word in words.filter(given).flat_map(operands::paths_within) {
            let known = self.effects.iter().any(|e| e.target.path().is_some_and(|p| p.given == word));
            if !known && paths::classify(&paths::normalise(word), &scene.home) == automode_model::PathClass::Secret {
                let target = paths::target(scene, word, word);
                self.effects.push(effects::on_path(scene, Verb::Read, target, Scope::One, self.call.span));
            }
        }
    }

    /// Hands the effects over as one action.
    pub fn finish(mut self) {
        self.secrets_named();
        self.places();
        super::written::code_elsewhere(&mut self);
        handlers::picked_environment(&mut self);
        super::milder::weigh(&mut self);
        super::written::look(&mut self);
        super::foreign::look(&mut self);
        credentials::weigh(&mut self);
        if self.dry {
            // What is not understood may still run: `ansible-playbook --check --module-path ./x` loads modules from there.
            let keeps = self.keeps;
            self.effects.retain(|e| matches!(e.certainty, Certainty::Unknown(_)) || trial::stays(e.verb, keeps));
        }
        if self.effects.is_empty() {
            self.effects.push(effects::plain(Verb::Inspect, Target::None, self.call.span));
        }
        for e in &mut self.effects {
            e.forced |= self.forced;
            if !matches!(e.target, Target::Path(_)) {
                e.scope = e.scope.max(self.scope);
            }
        }
        if let Some(elsewhere) = handlers::git_elsewhere(&self) {
            self.effects.push(elsewhere);
        }
        let action = Action {
            words: self.call.words(),
            program: self.program.name.to_owned(),
            span: self.call.span,
            effects: self.effects,
        };
        self.shell.scene.add(action);
    }
}

/// Whether a role took all later operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// They keep their own roles.
    Left,
    /// They are this one's.
    Taken,
}

/// A program that only looks.
#[inline(never)]
pub fn inspect(scene: &Scene<'_>, call: &Invocation) {
    let effect = effects::plain(Verb::Inspect, Target::None, call.span);
    alone(scene, call, effect);
}

/// One effect as all that a run does.
fn alone(scene: &Scene<'_>, call: &Invocation, effect: Effect) {
    let program = call.argv.first().map(Val::show).unwrap_or_default();
    scene.add(Action { words: call.words(), program, span: call.span, effects: vec![effect] });
}

#[inline(never)]
pub(super) fn unknown(scene: &Scene<'_>, call: &Invocation, why: &str) -> Val {
    let mut effect = effects::plain(Verb::Unknown, Target::Unknown(why.to_owned()), call.span);
    effect.certainty = Certainty::Unknown(why.to_owned());
    alone(scene, call, effect);
    Val::gap("the output of a command that is not understood")
}

/// A text that a shell runs: walked where it is known, judged by its origin where not.
pub fn shell_text(
    shell: &Shell<'_, '_>,
    state: &mut State,
    text: &Val,
    dialect: Dialect,
    stdin: &Val,
    span: Span,
) -> Val {
    match text.known() {
        Some(t) => shell.inner(span).run_text(state, t, dialect, stdin),
        None if text.pieces().iter().all(|p| !matches!(p, Piece::Gap(_))) => {
            let Some(shown) = printed::with_numbers(text) else {
                code_gap(
                    shell.scene,
                    &Val::gap("code with a number in quotes that is not known"),
                    &Invocation::default(),
                );
                return Val::gap("the output of code that is not known");
            };
            shell.inner(span).run_text(state, &shown, dialect, stdin)
        }
        None => {
            let call = Invocation { argv: vec![text.clone()], span, ..Invocation::default() };
            code_gap(shell.scene, text, &call);
            Val::gap("the output of code that is not known")
        }
    }
}

/// Code whose text is not known: from the network, or from anywhere.
pub fn code_gap(scene: &Scene<'_>, text: &Val, call: &Invocation) {
    let verb = if text.is_network() { Verb::RunRemote } else { Verb::RunCode };
    let why = text.why().unwrap_or("text that is not known").to_owned();
    let mut effect = effects::plain(verb, Target::Unknown(why.clone()), call.span);
    effect.certainty = Certainty::Unknown(why);
    alone(scene, call, effect);
}
