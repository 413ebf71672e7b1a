//! What calls do to the world: files, commands, addresses, code that is loaded.

use automode_model::{Dimensions, Effect, Scope, Target, Verb};
use automode_shell::Dialect;

use super::super::super::invoke::{self, Invocation};
use super::super::super::value::{Piece, Set, Val};
use super::super::super::{effects, net, paths, script, touch};
use super::super::calls::{self, Do};
use super::super::lex::Lang;
use super::super::tree::{Arg, Expr};
use super::apply::{Given, expand};
use super::{CONTENT, V, Walk, holds_content, origin, tokens};

impl Walk<'_, '_, '_> {
    /// What acts.
    pub(super) fn acting(&mut self, path: &str, what: Do, given: &[Given], args: &[Arg]) -> V {
        let values = Self::values(given);
        for v in &values {
            if let V::Func(_) = v {
                self.escape(v);
            }
        }
        let first = values.first().cloned();
        if matches!(what, Do::Shell | Do::Words | Do::Program) {
            self.handed_variables(args);
        }
        match what {
            Do::Path(verb, n) => {
                let out = self.at_place(path, verb, n, given);
                return self.names_in(path, given, args).unwrap_or(out);
            }
            Do::Tree(verb, n) => return self.on_path(verb, named(given, n, &["path"]), &values, Scope::Tree),
            Do::Paths(verb) => {
                if values.is_empty() {
                    return self.on_path(verb, None, &values, Scope::One);
                }
                for v in &values {
                    self.on_path(verb, Some(v.clone()), &values, Scope::Many);
                }
            }
            Do::Two(a, b) => self.two(a, b, given),
            Do::Open => return self.open(path, given),
            Do::PerlOpen => return self.perl_open(&values),
            Do::Chdir => self.chdir(first.as_ref()),
            Do::Shell => return self.command(given),
            Do::Words => return self.program(&values, None),
            Do::Program => return self.program_with_list(given),
            Do::Fork => {
                let mut words = vec![V::Text(Set::one(Val::text("node")))];
                words.extend(first);
                return self.program(&words, None);
            }
            Do::Fetch(n) => return self.fetched(path, n, given, args),
            Do::Send(n) => return self.request(Verb::NetSend, named(given, n, &["url"]), given),
            Do::SendHost => return self.connection(path, &values),
            Do::Probe => self.probed(first.as_ref()),
            Do::Listen => return self.listens(path, &values),
            Do::Timed => {
                for code in [named(given, 1, &["setup"]), named(given, 0, &["stmt"])].into_iter().flatten() {
                    match code {
                        V::Func(_) | V::Ref(_) => self.escape(&code),
                        text => self.eval_text(&text),
                    }
                }
            }
            Do::Eval => {
                self.eval_text(&first.unwrap_or_else(|| V::List(Vec::new())));
            }
            Do::Load => return self.loaded(path, first.as_ref()),
            Do::Kill => self.found.push(effects::plain(Verb::ProcessKill, Target::None, self.call.span)),
            Do::Sql => self.sql(first.as_ref()),
            Do::Glob => {
                let found = self.found_names(&first.unwrap_or_else(|| V::List(Vec::new())));
                // Seen from another folder, where an option says so.
                return if self.lang == Lang::Node && values.len() > 1 { self.data(&values) } else { found };
            }
            _ => {
                let why = format!("the call `{path}`");
                self.unclear(&why);
            }
        }
        self.data(&values)
    }

    /// The path that a call falls on; none where leaving it out says that there is none.
    fn place_of(&self, path: &str, n: usize, given: &[Given]) -> Option<Option<V>> {
        match path {
            "shutil.unpack_archive" => {
                let here = || V::Text(Set::one(Val::text(".")));
                Some(Some(named(given, n, &["extract_dir"]).unwrap_or_else(here)))
            }
            "logging.basicConfig" => named(given, 9, &["filename"]).map(Some),
            _ => Some(named(given, n, &["path", "filename", "name"])),
        }
    }

    /// Something happens to the path that a call falls on.
    fn at_place(&mut self, path: &str, verb: Verb, n: usize, given: &[Given]) -> V {
        let values = Self::values(given);
        let Some(target) = self.place_of(path, n, given) else { return self.data(&values) };
        let out = self.on_path(verb, target.clone(), &values, Scope::One);
        match (path, target) {
            // What it gives is the file itself, which may be written or deleted later.
            ("Bun.file", Some(file)) => V::Path(self.texts(&file)),
            _ => out,
        }
    }

    /// What comes from the network, and the file that it is saved in.
    fn fetched(&mut self, path: &str, n: usize, given: &[Given], args: &[Arg]) -> V {
        let out = self.fetch(path, n, given, args);
        if let Some(file) = saved_to(path, given) {
            self.on_path(Verb::Write, Some(file), &Self::values(given), Scope::One);
        }
        out
    }

    /// One thing happens to the first path, another to the second.
    fn two(&mut self, a: Verb, b: Verb, given: &[Given]) {
        let values = Self::values(given);
        self.on_path(a, named(given, 0, &["src"]), &values, Scope::One);
        self.on_path(b, named(given, 1, &["dst"]), &values, Scope::One);
        if b == Verb::Link {
            self.linked(given);
        }
    }

    /// A server that begins: on this machine alone where its address is said, or is said when it is told to listen.
    fn listens(&mut self, path: &str, values: &[V]) -> V {
        // Behind the port in JavaScript, in the others before it: `listen(80, "localhost")`, `bind(("localhost", 80))`.
        let said = match (self.lang, path) {
            (Lang::Node, _) => values.get(1).filter(|_| path.ends_with("listen")),
            (_, "http.server.test") => values.last(),
            _ => values.first(),
        };
        let said = if let Some(V::List(parts)) = said { parts.first() } else { said };
        let host = said.and_then(|v| self.known(v)).filter(|host| net::is_local(host));
        let listening = |e: &Effect| e.verb == Verb::NetListen;
        // What was made before listens now, and a socket where it was bound.
        let later = path.ends_with("().listen");
        if later && path.starts_with("socket.") && self.found.iter().any(listening) {
            return self.data(values);
        }
        let open = self.found.iter_mut().find(|e| later && listening(e) && e.target == Target::None);
        let effect = match &host {
            Some(host) => effects::on_host(Verb::NetListen, host, self.call.span),
            None => effects::plain(Verb::NetListen, Target::None, self.call.span),
        };
        match open {
            Some(open) => *open = effect,
            None => self.found.push(effect),
        }
        match path {
            "http.createServer" | "https.createServer" | "net.createServer" => V::Ref(format!("{path}()")),
            _ => self.data(values),
        }
    }

    /// Whoever keeps the names of a domain reads what was put before it.
    fn probed(&mut self, host: Option<&V>) {
        match host.is_some_and(holds_content) {
            true => self.host(Verb::NetSend, None),
            false => self.host(Verb::NetProbe, host),
        }
    }

    /// Code that is loaded. The system's own libraries can do anything.
    fn loaded(&mut self, path: &str, what: Option<&V>) -> V {
        if path.starts_with("ctypes.") && !self.is_path(what) {
            self.unclear("functions of a library of the system");
        }
        self.load(what)
    }

    fn is_path(&self, v: Option<&V>) -> bool {
        v.and_then(|v| self.known(v)).is_some_and(|text| text.contains('/'))
    }

    /// A link that the code makes: what goes through it later falls on what it names.
    fn linked(&mut self, given: &[Given]) {
        let known = |n: usize| given.get(n).and_then(|g| self.known(&g.1));
        let (Some(to), Some(at), [cwd]) = (known(0), known(1), self.state.cwd.as_slice()) else { return };
        let link = paths::join(cwd, &at);
        let target = paths::join(&paths::normalise(&format!("{link}/..")), &to);
        self.shell.scene.changed();
        self.shell.scene.links.borrow_mut().insert(link, target);
    }

    /// The variables that a program is started with: `run([…], env={"GIT_SSH_COMMAND": …})`.
    fn handed_variables(&mut self, args: &[Arg]) {
        let mut entries: Vec<(String, Expr)> = Vec::new();
        for arg in args {
            match (&arg.name, &arg.value) {
                (Some(name), given) if name == "env" => entries.extend(variables_in(given)),
                (None, Expr::Dict(options)) => {
                    let env = options.iter().filter(|(k, _)| k.as_deref() == Some("env"));
                    entries.extend(env.flat_map(|(_, given)| variables_in(given)));
                }
                _ => {}
            }
        }
        for (name, value) in entries {
            let value = self.eval(&value);
            self.set_variable(&name, &value);
        }
    }

    /// Something happens to a path.
    pub(super) fn on_path(&mut self, verb: Verb, path: Option<V>, from: &[V], scope: Scope) -> V {
        let path = path.or_else(|| self.default_topic());
        let (scene, span) = (self.shell.scene, self.call.span);
        let Some(path) = path else {
            self.found.push(effects::on_unknown_path(verb, "a path that the code computes", "…", scope, span));
            return self.data(from);
        };
        if self.lang == Lang::Php && self.is_address(&path) {
            let verb = if verb == Verb::Read { Verb::NetFetch } else { Verb::NetSend };
            return self.request(verb, Some(path.clone()), &[(None, path)]);
        }
        let list = match &path {
            V::List(l) if !l.is_empty() => l.clone(),
            other => vec![other.clone()],
        };
        let (mut secret, mut content) = (false, false);
        let home = scene.home.clone();
        for item in list {
            let mut set = expand(&self.texts(&item), &home);
            if matches!(item, V::Text(_)) && origin(&item).1 && set.values().iter().all(|v| v.prefix().is_empty()) {
                set = Set::one(Val::from_gap(super::Gap {
                    why: "a path from the network".into(),
                    secret: false,
                    network: true,
                }));
            }
            for value in set.values() {
                let scope = if verb == Verb::Delete { scope } else { Scope::One };
                let (effects, touched) = touch::effects_on(scene, &self.state, value, verb, scope, span);
                secret |= touched.iter().any(|t| t.secret);
                if verb == Verb::Write {
                    for t in &touched {
                        self.shell.keep(&t.resolved, &Val::gap("what the code writes"), false);
                    }
                }
                self.found.extend(effects);
            }
            content |= verb == Verb::Read;
        }
        self.secret |= secret;
        let why = if content { CONTENT } else { super::COMPUTED };
        V::Text(Set::one(Val::from_gap(super::Gap { why: why.into(), secret, network: false })))
    }

    /// Whether something given as a path begins like an address (`fopen("https://…" . $x)`). PHP's `expect://` runs a command.
    fn is_address(&mut self, path: &V) -> bool {
        let set = self.texts(path);
        if set.values().iter().any(|v| v.prefix().starts_with("expect://")) {
            self.unclear("a name that is opened as a command");
        }
        let schemes = ["http://", "https://", "ftp://", "ftps://"];
        set.values().iter().any(|v| schemes.iter().any(|s| v.prefix().starts_with(s)))
    }

    /// The names that a pattern finds: read as a folder is, and afterwards as that pattern.
    pub(super) fn found_names(&mut self, pattern: &V) -> V {
        self.on_path(Verb::Read, Some(pattern.clone()), std::slice::from_ref(pattern), Scope::One);
        let set = self.texts(pattern);
        let live = |v: &Val| match v.known() {
            Some(text) => {
                let mut out = Val::default();
                out.push(Piece::Glob(text.to_owned()));
                out
            }
            None => v.clone(),
        };
        V::Text(Set::of(set.values().iter().map(live).collect(), super::COMPUTED))
    }

    /// Perl's functions fall on `$_` where they get nothing.
    fn default_topic(&self) -> Option<V> {
        (self.lang == Lang::Perl).then(|| self.vars.get("$_").cloned()).flatten()
    }

    fn open(&mut self, path: &str, given: &[Given]) -> V {
        let mode_at = if path.starts_with("fileinput.") { 9 } else { 1 };
        let mode = named(given, mode_at, &["mode", "flags", "flag"]);
        let target = named(given, 0, &["file", "files", "path", "name", "filename"]);
        let values = Self::values(given);
        let text = target.as_ref().and_then(|v| self.known(v)).unwrap_or_default();
        if let Some(command) = text.strip_prefix('|').filter(|_| self.lang == Lang::Ruby) {
            let v = V::Text(Set::one(Val::text(command)));
            return self.shell_text(&v, None, None);
        }
        if text.contains("://") || target.as_ref().is_some_and(|t| self.is_address(t)) {
            return self.request(Verb::NetFetch, target, given);
        }
        if self.lang == Lang::Ruby && path != "File.open" && text.is_empty() {
            self.unclear("`open` of a name that is computed may run a command");
        }
        let letters = match mode {
            None => "r".to_owned(),
            Some(V::Ref(flags)) => flags,
            Some(m) => self.known(&m).unwrap_or_else(|| "w".to_owned()),
        };
        let flags = letters.starts_with("os.") || letters.starts_with("File.");
        let replaced = given.iter().any(|(key, v)| key.as_deref() == Some("inplace") && !self.is_off(v));
        // The databases of `dbm` are made anew by this letter.
        let anew = path.starts_with("dbm.") && letters.contains('n');
        let lettered = letters.contains(['w', 'a', 'x', '+', 'c']);
        let writes = if flags { !letters.ends_with("RDONLY") } else { lettered || replaced || anew };
        let verb = if writes { Verb::Write } else { Verb::Read };
        self.escape_functions(given);
        self.on_path(verb, target, &values, Scope::One)
    }

    fn escape_functions(&mut self, given: &[Given]) {
        for (_, v) in given {
            if matches!(v, V::Func(_)) {
                self.escape(v);
            }
        }
    }

    /// `open(FH, MODE, PATH)`, `open(FH, "<path")`, `open(FH, "cmd|")`, `open(FH, "-|", cmd)`.
    fn perl_open(&mut self, values: &[V]) -> V {
        let Some(mode) = values.get(1).and_then(|v| self.known(v)) else {
            self.unclear("`open` with a mode that is computed");
            return self.data(values);
        };
        let mode = mode.trim().to_owned();
        if values.len() > 2 {
            if mode.contains('|') {
                return self.program_or_text(values.get(2..).unwrap_or_default());
            }
            let verb = if mode.starts_with('<') || mode.starts_with("r") { Verb::Read } else { Verb::Write };
            return self.on_path(verb, values.get(2).cloned(), values, Scope::One);
        }
        if mode.starts_with('|') || mode.ends_with('|') {
            let command = V::Text(Set::one(Val::text(mode.trim_matches('|').trim())));
            return self.shell_text(&command, None, None);
        }
        let verb = if mode.starts_with(['>', '+']) { Verb::Write } else { Verb::Read };
        let path = V::Text(Set::one(Val::text(mode.trim_start_matches(['<', '>', '+', ' ']))));
        self.on_path(verb, Some(path), values, Scope::One)
    }

    fn program_or_text(&mut self, values: &[V]) -> V {
        match values {
            [one] => self.shell_text(one, None, None),
            more => self.program(more, None),
        }
    }

    fn chdir(&mut self, to: Option<&V>) {
        let set = to.map(|v| expand(&self.texts(v), &self.shell.scene.home));
        self.state.cwd = match set {
            Some(s) => s
                .values()
                .iter()
                .filter_map(|v| v.known().map(str::to_owned))
                .flat_map(|d| self.state.cwd.iter().map(|c| paths::join(c, &d)).collect::<Vec<_>>())
                .collect(),
            None => Vec::new(),
        };
    }

    /// `run("…")`, `run([…], cwd=…, input=…)`.
    fn command(&mut self, given: &[Given]) -> V {
        let cwd = given.iter().find(|g| matches!(g.0.as_deref(), Some("cwd" | "chdir"))).map(|g| g.1.clone());
        let input = given
            .iter()
            .find(|g| matches!(g.0.as_deref(), Some("input" | "stdin" | "stdin_data")))
            .map(|g| g.1.clone());
        let positional: Vec<V> =
            given.iter().filter(|g| g.0.is_none() && !matches!(g.1, V::Func(_))).map(|g| g.1.clone()).collect();
        let named_args = given.iter().find(|g| g.0.as_deref() == Some("args")).map(|g| g.1.clone());
        let first = positional.first().cloned().or(named_args);
        let in_shell = given.iter().any(|g| g.0.as_deref() == Some("shell"));
        match (&first, self.lang) {
            (Some(V::List(words)), _) if !in_shell => {
                let words = words.clone();
                self.in_folder(cwd, |w| w.program(&words, input.clone()))
            }
            (Some(V::List(words)), _) => {
                let text = words.first().cloned().unwrap_or_else(|| V::List(Vec::new()));
                self.in_folder(cwd, |w| w.shell_text(&text, input.clone(), None))
            }
            (Some(_), Lang::Ruby | Lang::Perl) if positional.len() > 1 => {
                let words: Vec<V> = positional.into_iter().filter(|v| matches!(v, V::Text(_) | V::Path(_))).collect();
                self.in_folder(cwd, |w| w.program(&words, input.clone()))
            }
            // `pexpect.spawn("rm", ["-r", "x"])`
            (Some(V::Text(_)), Lang::Python) if matches!(positional.get(1), Some(V::List(_))) => {
                let mut words: Vec<V> = first.iter().cloned().collect();
                if let Some(V::List(rest)) = positional.get(1) {
                    words.extend(rest.iter().cloned());
                }
                self.in_folder(cwd, |w| w.program(&words, input.clone()))
            }
            (Some(text), _) => {
                let text = text.clone();
                self.in_folder(cwd, |w| w.shell_text(&text, input.clone(), None))
            }
            (None, _) => {
                self.unclear("a command that is computed");
                self.data(&[])
            }
        }
    }

    fn in_folder(&mut self, cwd: Option<V>, run: impl FnOnce(&mut Self) -> V) -> V {
        let before = self.state.cwd.clone();
        if cwd.is_some() {
            self.chdir(cwd.as_ref());
        }
        let out = run(self);
        self.state.cwd = before;
        out
    }

    fn program_with_list(&mut self, given: &[Given]) -> V {
        let mut words: Vec<V> = given.first().map(|g| g.1.clone()).into_iter().collect();
        match given.get(1).map(|g| &g.1) {
            Some(V::List(list)) => words.extend(list.iter().cloned()),
            Some(V::Text(s)) if s.values().iter().all(|v| v.known().is_none()) => {
                words.push(V::Text(Set::one(Val::gap(super::COMPUTED).spread())))
            }
            _ => {}
        }
        if self.lang != Lang::Node && words.len() > 1 && given.len() > 1 {
            // Python's second list begins with the program's own name again.
            words.remove(1);
        }
        self.program(&words, None)
    }

    /// A command by its words.
    pub(super) fn program(&mut self, words: &[V], input: Option<V>) -> V {
        let argv: Vec<Val> = words.iter().map(|v| one_value(&self.texts(v))).collect();
        if argv.is_empty() || argv.first().is_some_and(|v| v.known().is_none()) {
            if !self.lenient {
                self.unclear("a program whose name is computed");
            }
            return self.data(words);
        }
        if self.lenient && argv.iter().any(|v| v.known().is_none()) {
            return self.data(words);
        }
        let stdin = self.stdin(input);
        let call = Invocation { argv, env: Vec::new(), stdin, span: self.call.span };
        let mut state = self.inner();
        let from = self.shell.scene.count();
        let out = invoke::program(&self.shell.inner(self.call.span), &mut state, call);
        self.output(out, from)
    }

    /// A command line.
    pub(super) fn shell_text(&mut self, text: &V, input: Option<V>, _cwd: Option<V>) -> V {
        let set = self.texts(text);
        let mut result = self.data(&[]);
        for value in &set.values().iter().map(unlisted).collect::<Vec<_>>() {
            if self.lenient && value.known().is_none() {
                continue;
            }
            let stdin = self.stdin(input.clone());
            let mut state = self.inner();
            let from = self.shell.scene.count();
            let out = match value.known() {
                None if !value.is_network() && value.prefix().is_empty() => {
                    self.unclear("a command that is computed");
                    continue;
                }
                _ => invoke::shell_text(self.shell, &mut state, value, Dialect::Sh, &stdin, self.call.span),
            };
            result = self.output(out, from);
        }
        result
    }

    fn inner(&self) -> super::State {
        let mut state = self.state.clone();
        state.functions.clear();
        state.aliases.clear();
        state
    }

    fn stdin(&mut self, input: Option<V>) -> Val {
        match input {
            Some(v) => one_value(&self.texts(&v)),
            None => self.call.stdin.clone(),
        }
    }

    /// What a command prints; of the project's own code only what is certain stays.
    fn output(&mut self, out: Val, from: usize) -> V {
        if self.lenient {
            self.shell.scene.keep_effects(from, |_, e| super::super::is_plain(e));
        }
        if self.shell.scene.effects_since(from).iter().any(|e| e.verb == Verb::SecretRead) {
            self.secret = true;
        }
        V::Text(Set::one(if out.known().is_some() {
            out
        } else {
            Val::from_gap(super::Gap { why: CONTENT.into(), secret: out.is_secret(), network: out.is_network() })
        }))
    }

    /// A request: a body, another method, or something that was read in the address sends.
    pub(super) fn request(&mut self, verb: Verb, url: Option<V>, given: &[Given]) -> V {
        let secret = given.iter().any(|g| tokens::is_stray(g.0.as_deref(), &g.1));
        self.misplaced |= secret || given.iter().any(|g| g.0.as_deref().is_some_and(tokens::leads_aside));
        let body = given
            .iter()
            .any(|g| matches!(g.0.as_deref(), Some("data" | "json" | "files" | "content" | "body" | "method")));
        let content = url.as_ref().is_some_and(holds_content);
        let verb = if body || content || secret { Verb::NetSend } else { verb };
        let set = url.map_or_else(|| Set::one(Val::gap(super::COMPUTED)), |u| self.texts(&u));
        for value in set.values() {
            let complete = value.known().is_some() || net::host_is_known(value.prefix());
            let mut e = if complete {
                effects::on_url(verb, &value.show(), self.call.span)
            } else {
                effects::plain(verb, Target::Unknown("an address that the code computes".into()), self.call.span)
            };
            let local = matches!(&e.target, Target::Url { local: true, .. });
            if secret && !local {
                e.dimensions = e.dimensions.max(Dimensions::new([3, 2, 3, 2, 1]));
            }
            self.found.push(e);
        }
        V::Text(Set::one(Val::from_gap(super::Gap { why: CONTENT.into(), secret: false, network: true })))
    }

    /// `request("POST", url)`, `fetch(url, { method: "POST", body })`.
    fn fetch(&mut self, path: &str, n: usize, given: &[Given], args: &[Arg]) -> V {
        let method_first = path.ends_with(".request") && self.lang == Lang::Python;
        let method = given.first().and_then(|g| self.known(&g.1)).filter(|_| method_first);
        let reads = |m: &str| matches!(m.to_ascii_uppercase().as_str(), "GET" | "HEAD" | "OPTIONS");
        let n = if method_first { n + 1 } else { n };
        let sends =
            method_first && !method.as_deref().is_some_and(reads) || args.iter().any(|a| sends(&a.value, &reads));
        let verb = if sends { Verb::NetSend } else { Verb::NetFetch };
        let url = match args.first().map(|a| &a.value) {
            Some(Expr::Dict(entries)) => {
                let entry =
                    entries.iter().find(|(k, _)| matches!(k.as_deref(), Some("url" | "hostname" | "host" | "uri")));
                entry.map(|(_, e)| e.clone()).map(|e| self.eval(&e))
            }
            _ => named(given, n, &["url"]),
        };
        let sent = self.request(verb, url.clone(), given);
        // What is made of an address to be opened later is that address.
        url.filter(|_| path.ends_with(".request.Request")).unwrap_or(sent)
    }

    fn connection(&mut self, path: &str, values: &[V]) -> V {
        let first = match values.first() {
            Some(V::List(l)) => l.first().cloned(),
            other => other.cloned(),
        };
        self.host(Verb::NetSend, first.as_ref());
        match path {
            // Whom it speaks to was said here.
            "socket.create_connection" => V::Ref("socket.socket()".to_owned()),
            _ => self.data(values),
        }
    }

    fn host(&mut self, verb: Verb, host: Option<&V>) {
        let known = host.and_then(|v| self.known(v));
        let e = match known {
            Some(h) if h.contains("://") => effects::on_url(verb, &h, self.call.span),
            Some(h) => effects::on_host(verb, &h, self.call.span),
            None => effects::plain(verb, Target::Unknown("a host that the code computes".into()), self.call.span),
        };
        self.found.push(e);
    }

    /// A module or a file whose code is loaded.
    fn load(&mut self, what: Option<&V>) -> V {
        let Some(name) = what.and_then(|v| self.known(v)) else {
            self.unclear("code that is loaded under a computed name");
            return self.data(&[]);
        };
        let module = name.trim_start_matches("node:").replace("fs/promises", "fs.promises");
        if ["data:", "http:", "https:", "blob:"].iter().any(|s| module.starts_with(s)) {
            self.unclear("code that is loaded from an address");
            return self.data(&[]);
        }
        if calls::listed(self.table.modules, &module)
            || self.calls.find(&format!("{module}.x")).is_some()
            || self.calls.find(&module).is_some() && self.lang == Lang::Node
        {
            return V::Ref(module);
        }
        // Data, not code: `require("./stats.json")`.
        if self.lang == Lang::Node && name.ends_with(".json") && name.contains('/') {
            let path = V::Text(Set::one(Val::text(name)));
            return self.on_path(Verb::Read, Some(path), &[], Scope::One);
        }
        let library = !name.contains('/')
            || calls::listed("bundler/setup net/http net/https active_support/all io/console", &name);
        if self.lang == Lang::Ruby && library {
            // A library's constants are told by their own names.
            return self.data(&[]);
        }
        self.foreign(&name);
        V::Foreign(name)
    }

    /// A file of the project that this session wrote, or one from elsewhere.
    pub(super) fn load_own(&mut self, module: &str) {
        let scene = self.shell.scene;
        let dotted = module.starts_with("./") || module.starts_with("../");
        let (dots, rest) = if dotted || module.starts_with('/') || !matches!(self.lang, Lang::Python) {
            ("", module.to_owned())
        } else {
            ("", module.trim_start_matches('.').replace('.', "/"))
        };
        let endings: &[&str] = match self.lang {
            Lang::Python => &[".py", "/__init__.py"],
            Lang::Node => &["", ".js", ".mjs", ".cjs", ".ts", "/index.js", ".json"],
            Lang::Ruby => &["", ".rb"],
            Lang::Perl => &["", ".pl", ".pm"],
            Lang::Php => &["", ".php"],
            Lang::Lua => &["", ".lua"],
        };
        let lang = match self.lang {
            Lang::Python => "python",
            Lang::Node => "node",
            Lang::Ruby => "ruby",
            Lang::Perl => "perl",
            Lang::Php => "php",
            Lang::Lua => "lua",
        };
        let base = self.state.cwd.first().cloned().unwrap_or_else(|| scene.cwd.clone());
        for ending in endings {
            let path = paths::join(&base, &format!("{dots}{rest}{ending}"));
            let written = scene.files.borrow().contains_key(&path);
            if (scene.session.created.contains(&path) || written)
                && self.shell.depth < 30
                && !ending.is_empty() | written
            {
                let mut state = self.state.clone();
                return script::run_script(&self.shell.inner(self.call.span), &mut state, lang, &path, &[], self.call);
            }
        }
        let place = paths::place(scene, &paths::join(&base, &rest));
        let outside = !matches!(place, automode_model::Place::Workspace | automode_model::Place::WorkspaceRoot);
        if module.starts_with('/') && outside || module.starts_with("../") && outside && !scene.nowhere {
            let why = format!("code from `{module}`");
            self.unclear(&why);
        }
    }

    pub(super) fn sql(&mut self, text: Option<&V>) {
        let known = match text {
            Some(V::Text(s)) => s.values().iter().map(Val::prefix).find(|t| !t.trim().is_empty()).map(str::to_owned),
            _ => None,
        };
        // Another thing that is executed: a computation's own method of that name.
        let Some(sql) = known else { return };
        self.found.extend(super::super::sql_found(self.shell, &self.state, &sql, self.call));
    }
}

/// The names and values that are written out in what is given as variables: `{"A": "b"}`, `dict(os.environ, A="b")`,
/// `{ ...process.env, A: "b" }`, `os.environ | {"A": "b"}`.
fn variables_in(given: &Expr) -> Vec<(String, Expr)> {
    match given {
        Expr::Dict(list) => list.iter().filter_map(|(k, e)| Some((k.clone()?, e.clone()))).collect(),
        Expr::Call(_, args) => {
            let named = args.iter().filter_map(|a| Some((a.name.clone()?, a.value.clone())));
            let inner = args.iter().filter(|a| a.name.is_none()).filter_map(|a| match &a.value {
                Expr::Dict(_) => Some(variables_in(&a.value)),
                _ => None,
            });
            named.chain(inner.flatten()).collect()
        }
        Expr::Sum(_, parts) => parts.iter().filter(|p| matches!(p, Expr::Dict(_))).flat_map(variables_in).collect(),
        _ => Vec::new(),
    }
}

/// Where a download is saved, by the word for it.
fn saved_to(path: &str, given: &[Given]) -> Option<V> {
    let saves = path.ends_with(".urlretrieve") || path == "wget.download" || path.ends_with("getstore");
    let saves = saves || path.rsplit([':', '.']).next() == Some("mirror");
    if saves { named(given, 1, &["filename", "out"]) } else { None }
}

/// Whether options of a request name a body or a method that changes something.
fn sends(options: &Expr, reads: &dyn Fn(&str) -> bool) -> bool {
    let Expr::Dict(entries) = options else { return false };
    entries.iter().any(|(key, value)| match key.as_deref() {
        Some("body" | "data" | "json" | "form") => true,
        Some("method") => !value.literal().is_some_and(|m| reads(&m)),
        _ => false,
    })
}

/// One word for a set of them: several are not known.
pub(super) fn one_value(set: &Set) -> Val {
    match set.values() {
        [one] => one.clone().whole(),
        many => {
            let secret = many.iter().any(Val::is_secret);
            let network = many.iter().any(Val::is_network);
            Val::from_gap(super::Gap { why: super::COMPUTED.into(), secret, network })
        }
    }
}

/// The argument of this name or at this place.
pub(super) fn named(given: &[Given], n: usize, names: &[&str]) -> Option<V> {
    let by_name = given.iter().find(|g| g.0.as_deref().is_some_and(|k| names.contains(&k))).map(|g| g.1.clone());
    by_name.or_else(|| given.iter().filter(|g| g.0.is_none()).nth(n).map(|g| g.1.clone()))
}

/// A text that a shell will read: a name that is found may hold anything there, commands too.
fn unlisted(text: &Val) -> Val {
    if !text.has_glob() {
        return text.clone();
    }
    let mut out = Val::default();
    for piece in text.pieces() {
        out.push(match piece {
            Piece::Glob(_) => {
                Piece::Gap(super::Gap { why: "a name that is found".into(), secret: false, network: false })
            }
            other => other.clone(),
        });
    }
    out
}
