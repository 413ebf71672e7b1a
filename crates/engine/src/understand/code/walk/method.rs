//! Methods: of path objects, of libraries, of data.

use automode_model::{Scope, Verb};

use super::super::super::value::{Piece, Set, Val};
use super::super::super::{effects, handlers, net};
use super::super::calls::{self, Do};
use super::super::lex::Lang;
use super::super::tree::Expr;
use super::act::named;
use super::apply::{Given, append, expand};
use super::text::{filled, mapped, product};
use super::{COMPUTED, CONTENT, V, Walk, found};

/// Libraries that speak to databases in statements.
const DATABASES: &[&str] =
    &["pg", "mysql", "mysql2", "postgres", "better-sqlite3", "sqlite3", "mariadb", "oracledb", "mssql"];

/// Others of which the connection says to which machine, and counts where that is this one.
const NEARBY: &[&str] = &["psycopg2", "psycopg", "pymysql", "MySQLdb", "asyncpg", "mongodb"];

/// What drives a browser that the code starts.
const DRIVERS: &[&str] =
    &["playwright", "playwright-core", "@playwright", "puppeteer", "puppeteer-core", "selenium", "selenium-webdriver"];

/// What code is connected to, and ends its own connection with.
const CONNECTED: &[&str] = &["socket", "ioredis", "redis", "mongodb", "pymongo", "mongoose", "kafkajs", "amqplib"];

/// Clients that hand a request to the program under test, without a network.
const IN_PROCESS: &[&str] = &["fastapi", "starlette", "supertest"];

impl Walk<'_, '_, '_> {
    /// A member of a path object.
    pub(super) fn path_member(&mut self, set: Set, name: &str) -> V {
        match name {
            "parent" | "dirname" => V::Path(found::folder_of(&set)),
            "name" => V::Text(found::last_part(&set)),
            "stem" => V::Text(found::piece_of_name(&set)),
            "suffix" | "parts" | "suffixes" | "drive" | "root" | "anchor" => V::Text(Set::one(Val::gap(COMPUTED))),
            "parents" => V::Path(Set::one(Val::gap(COMPUTED))),
            _ => V::Path(set),
        }
    }

    /// A method of a path object.
    pub(super) fn path_method(&mut self, set: Set, name: &str, given: &[Given]) -> V {
        let me = V::Path(set.clone());
        let values = Self::values(given);
        self.escape_all(given);
        match name {
            "unlink" | "delete" => self.on_path(Verb::Delete, Some(me), &values, Scope::One),
            "rmdir" | "rmtree" | "remove_tree" | "remove" => self.on_path(Verb::Delete, Some(me), &values, Scope::Tree),
            "write_text" | "write_bytes" | "touch" | "mkdir" | "mkpath" | "write" | "writer" | "binwrite" | "spew"
            | "append" => {
                let out = self.on_path(Verb::Write, Some(me.clone()), &values, Scope::One);
                self.keep_text(&set, values.first());
                out
            }
            "read_text" | "read_bytes" | "iterdir" | "readlines" | "read" | "children" | "entries" | "slurp"
            | "lines"
                if given.is_empty() || name.starts_with("read") =>
            {
                self.on_path(Verb::Read, Some(me.clone()), &values, Scope::One);
                if matches!(name, "iterdir" | "children" | "entries") {
                    V::Path(below(&set, "**"))
                } else {
                    self.on_path(Verb::Read, Some(me), &values, Scope::One)
                }
            }
            "text" | "json" | "bytes" | "arrayBuffer" | "stream" if self.lang == Lang::Node => {
                self.on_path(Verb::Read, Some(me), &values, Scope::One)
            }
            "glob" | "rglob" | "each_child" => {
                self.on_path(Verb::Read, Some(me), &values, Scope::One);
                let pattern =
                    values.first().and_then(|v| self.known(v)).filter(|p| !p.contains("..") && !p.starts_with('/'));
                V::Path(match pattern {
                    Some(p) if name == "rglob" => below(&set, &format!("**/{p}")),
                    Some(p) if name == "glob" => below(&set, &p),
                    None if !values.is_empty() => {
                        product(&append(&set, "/"), &Set::one(Val::gap("a name that is found")))
                    }
                    _ => below(&set, "**"),
                })
            }
            "open" => {
                let mode = named(given, 0, &["mode"])
                    .map_or_else(|| "r".to_owned(), |m| self.known(&m).unwrap_or_else(|| "w".into()));
                let verb = if mode.contains(['w', 'a', 'x', '+']) { Verb::Write } else { Verb::Read };
                self.on_path(verb, Some(me), &values, Scope::One)
            }
            "rename" | "replace" | "move" => {
                self.on_path(Verb::Move, Some(me), &values, Scope::One);
                self.on_path(Verb::Write, values.first().cloned(), &values, Scope::One);
                V::Path(values.first().map_or(set, |v| self.texts(v)))
            }
            "symlink_to" | "hardlink_to" | "link_to" | "make_symlink" | "make_link" => {
                self.on_path(Verb::Link, Some(me), &values, Scope::One)
            }
            "chmod" | "lchmod" => self.on_path(Verb::Chmod, Some(me), &values, Scope::One),
            "chown" => self.on_path(Verb::Chown, Some(me), &values, Scope::One),
            "copy" | "copy_into" | "move_into" => {
                self.on_path(Verb::Write, values.first().cloned(), &values, Scope::One);
                V::Path(set)
            }
            "joinpath" | "join" | "child" | "with_segments" | "/" | "+" => {
                let mut all = vec![me];
                all.extend(values);
                V::Path(self.joined(&all, "/"))
            }
            "expanduser" | "expand_path" => V::Path(expand(&set, &self.shell.scene.home)),
            "resolve" | "absolute" | "realpath" | "cleanpath" | "as_posix" | "to_s" | "to_str" | "stringify"
            | "__str__" | "with_suffix" | "readlink" => V::Path(set),
            "parent" | "dirname" => self.path_member(set, "parent"),
            "relative_to" => V::Path(found::seen_from(&set, values.first().and_then(|v| self.known(v)).as_deref())),
            "with_name" | "with_stem" | "sub_ext" | "parents" => V::Path(Set::one(Val::gap(COMPUTED))),
            _ => V::Text(Set::one(Val::gap(COMPUTED))),
        }
    }

    /// A file that is written with a known text and run later in the same event.
    fn keep_text(&mut self, set: &Set, text: Option<&V>) {
        let Some(content) = text.map(|v| self.texts(v)) else { return };
        if let ([path], [content]) = (set.values(), content.values())
            && let Some(p) = path.known()
        {
            for dir in self.state.cwd.clone() {
                self.shell.keep(&super::super::super::paths::join(&dir, p), content, false);
            }
        }
    }

    /// A call of a library or of the project's own code: its name says whether it changes something.
    pub(super) fn library_call(&mut self, root: String, name: &str, given: &[Given]) -> V {
        self.escape_all(given);
        let values = Self::values(given);
        let head = root.split(['.', '/', ':']).next().unwrap_or("");
        let computing = calls::listed(self.table.computing, &root) || calls::listed(self.table.computing, head);
        let only_weights = given.iter().any(|g| g.0.as_deref() == Some("weights_only") && is_true(&g.1));
        let unpickles = !only_weights && matches!(name, "read_pickle" | "unsafe_load" | "load_unsafe")
            || !only_weights && name == "load" && matches!(head, "torch" | "joblib" | "dill")
            || name == "load" && self.says_yes(given, "allow_pickle")
            || matches!((head, name), ("jsonpickle", "decode" | "loads"));
        let others = self.says_yes(given, "trust_remote_code");
        let statement = values.first().and_then(|v| self.known(v)).filter(|t| is_statement(t));
        let nearby = NEARBY.contains(&head);
        let client = DATABASES.contains(&head) || nearby && (name != "connect" || self.is_near(given));
        // Opens files itself, for a query as for a change.
        let engine = head == "duckdb" && matches!(name, "sql" | "query" | "execute");
        if root == "supertest"
            && matches!(name, "" | "agent" | "request")
            && !self.is_in_process(&root, "request", given)
        {
            self.unclear("requests to a server that is not the program under test");
        } else if IN_PROCESS.contains(&head) && self.is_in_process(&root, name, given) {
            self.project = true;
        } else if client
            && matches!(name, "connect" | "end" | "close" | "quit" | "disconnect" | "release" | "connection")
        {
            // What is asked of it is judged where it is asked.
        } else if client && matches!(name, "query" | "execute" | "run" | "exec" | "raw") {
            match values.first().and_then(|v| self.known(v)) {
                Some(_) => self.sql(values.first()),
                None => self.unclear("a statement for a database that is not known"),
            }
        } else if engine && values.first().is_some_and(|v| self.known(v).is_some())
            || statement.is_some()
                && matches!(name, "query" | "execute" | "exec" | "raw" | "run" | "none" | "any" | "unsafe")
        {
            self.sql(values.first());
        } else if unpickles || others {
            let why = format!("`{root}.{name}` may run code from what it loads");
            self.unclear(&why);
        } else if calls::saves(name) && values.first().is_some_and(|v| matches!(v, V::Text(_) | V::Path(_))) {
            self.on_path(Verb::Write, values.first().cloned(), &values, Scope::One);
        } else if calls::loads(name) && values.first().is_some_and(|v| self.known(v).is_some()) {
            let first = values.first().cloned();
            if first.as_ref().and_then(|v| self.known(v)).is_some_and(|t| t.contains("://")) {
                self.request(Verb::NetFetch, first, given);
            } else {
                self.on_path(Verb::Read, first, &values, Scope::One);
            }
        } else if root.starts_with('.') {
            // The project's own code: running it is ordinary work, unless its name says more.
            let verb = handlers::verb_by_name(name);
            if verb.dimensions().level() > automode_model::Risk::Low {
                self.found.push(effects::on_name(verb, "function", name, self.call.span));
            }
        } else if is_own_handle(head, name, given) {
            // A browser that the code itself started, a connection that it made.
        } else if !computing && (calls::acts(name) || drives(head, name)) && !self.lenient {
            if self.methods.find(name) == Some(Do::Sql) && values.first().is_some_and(|v| self.known(v).is_some()) {
                self.sql(values.first());
            } else {
                let why = format!("the call `{name}` of `{root}`");
                self.unclear(&why);
            }
        }
        V::Foreign(root)
    }

    /// Whether an option is given that is not surely off.
    fn says_yes(&self, given: &[Given], option: &str) -> bool {
        given.iter().any(|(key, v)| key.as_deref() == Some(option) && !self.is_off(v))
    }

    /// The constant of a language that says no, or a nought.
    pub(super) fn is_off(&self, v: &V) -> bool {
        matches!(v, V::Ref(name) if matches!(name.as_str(), "False" | "false" | "None"))
            || self.known(v).is_some_and(|t| matches!(t.as_str(), "False" | "false" | "0" | ""))
    }

    /// A connection to this machine: every word of it is known, and none names another host.
    fn is_near(&self, given: &[Given]) -> bool {
        let near = |key: Option<&str>, text: &str| match key {
            None | Some("dsn" | "conninfo") if text.contains("://") => {
                // `?host=` behind it counts more than what stands before.
                let settings = text.split_once('?').map_or("", |(_, s)| s);
                let named = ["host", "service", "%"].iter().any(|w| settings.contains(w));
                !named && net::is_local(&net::host_of(text))
            }
            None | Some("dsn" | "conninfo") => text.split_whitespace().all(|w| match w.split_once('=') {
                Some(("host" | "hostaddr", host)) => net::is_local(host) || host.starts_with("/var/run/"),
                Some((key, _)) => {
                    matches!(key, "dbname" | "user" | "password" | "port" | "sslmode" | "connect_timeout")
                }
                None => false,
            }),
            Some("host" | "unix_socket") => net::is_local(text) || text.starts_with("/var/run/"),
            Some("database" | "dbname" | "db" | "user" | "password" | "passwd" | "charset") => true,
            Some(_) => false,
        };
        let plain = |key: Option<&str>| matches!(key, Some("port" | "autocommit" | "connect_timeout" | "row_factory"));
        !given.is_empty()
            && given.iter().all(|(key, v)| {
                let key = key.as_deref();
                plain(key) || self.known(v).is_some_and(|text| near(key, &text))
            })
    }

    /// `TestClient(app).post("/x")`, `request(app).get("/x")`: the path says that no machine is named.
    fn is_in_process(&self, root: &str, name: &str, given: &[Given]) -> bool {
        let first = given.first().map(|g| &g.1);
        match name {
            "get" | "post" | "put" | "patch" | "delete" | "head" | "options" => {
                first.and_then(|v| self.known(v)).is_some_and(|t| t.starts_with('/') && !t.starts_with("//"))
            }
            // An application, not an address.
            "request" => root == "supertest" && matches!(first, Some(V::Foreign(_))),
            "send" => root == "supertest",
            _ => false,
        }
    }

    /// A method of a client of the web that was made before (`requests.Session()`), or of what is not known where it is named as
    /// those of HTTP and given a whole address.
    fn web_method(&mut self, owner: &V, name: &str, given: &[Given]) -> Option<V> {
        let client = matches!(owner, V::Text(set) if set.values().iter().any(|v| v.why() == Some(super::CLIENT)));
        let reads = |m: &str| matches!(m.to_ascii_lowercase().as_str(), "get" | "head" | "options");
        let named_by = |at: usize| named(given, at, &["url"]);
        let (verb, url) = match name {
            "request" | "stream" if client => {
                let method = named(given, 0, &["method"]).and_then(|m| self.known(&m));
                (if method.is_some_and(|m| reads(&m)) { Verb::NetFetch } else { Verb::NetSend }, named_by(1))
            }
            "post" | "put" | "patch" | "delete" => (Verb::NetSend, named_by(0)),
            _ if reads(name) => (Verb::NetFetch, named_by(0)),
            _ => return None,
        };
        let whole = |v: &Val| v.prefix().starts_with("https://") || v.prefix().starts_with("http://");
        let told = url.as_ref().is_some_and(|url| self.texts(url).values().iter().all(whole));
        let url = if client && !told { self.based(owner, url.as_ref()) } else { url };
        (client || told).then(|| self.request(verb, url, given))
    }

    /// The address that a client makes of a path and its own base; none where either is not known.
    fn based(&self, client: &V, path: Option<&V>) -> Option<V> {
        let path = path.and_then(|p| self.known(p))?;
        let V::Text(set) = client else { return None };
        let [client] = set.values() else { return None };
        let base = client.pieces().iter().find_map(|p| match p {
            Piece::Text(t) if t.starts_with("http") => Some(t.trim_end_matches('/')),
            _ => None,
        })?;
        Some(V::Text(Set::one(Val::text(format!("{base}/{}", path.trim_start_matches('/'))))))
    }

    /// A method of data, or of something whose kind is not known.
    pub(super) fn data_method(&mut self, owner: V, name: &str, given: &[Given]) -> V {
        if let Some(v) = self.each_of(&owner, name, given) {
            return v;
        }
        self.escape_all(given);
        let mut values = Self::values(given);
        if let Some(what) = self.methods.find(name).or_else(|| self.php_method(name)) {
            return self.acting_method(owner, what, name, given);
        }
        if let Some(answer) = self.web_method(&owner, name, given) {
            return answer;
        }
        if self.lang == Lang::Perl
            && let Some(class) = self
                .known(&owner)
                .filter(|c| c.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '_')) && !c.is_empty())
        {
            return self.apply(&format!("{class}.{name}"), given, &[]);
        }
        self.beware(name);
        if let Some(v) = self.text_method(&owner, name, &values) {
            return v;
        }
        if matches!(name, "rename" | "replace")
            && given.len() == 1
            && given.iter().all(|g| g.0.is_none())
            && self.lang == Lang::Python
            && matches!(given.first(), Some((_, V::Path(_))))
        {
            return self.on_path(Verb::Move, None, &values, Scope::One);
        }
        values.push(owner);
        self.data(&values)
    }

    fn php_method(&self, name: &str) -> Option<Do> {
        (self.lang == Lang::Php).then(|| self.methods.find(&name.to_ascii_lowercase())).flatten()
    }

    fn acting_method(&mut self, owner: V, what: Do, name: &str, given: &[Given]) -> V {
        let values = Self::values(given);
        match what {
            Do::Sql => {
                self.sql(values.first());
                V::Text(Set::one(Val::from_gap(super::Gap { why: CONTENT.into(), secret: false, network: false })))
            }
            Do::Method => self.method_by_name(Some(owner), given),
            Do::Path(verb, 0) | Do::Tree(verb, 0) if !values.is_empty() => {
                self.on_path(verb, values.first().cloned(), &values, Scope::Tree)
            }
            Do::Path(verb, _) | Do::Tree(verb, _) | Do::Paths(verb) => self.on_path(verb, None, &values, Scope::One),
            _ => {
                let why = format!("the method `{name}` of something that is not known");
                self.unclear(&why);
                self.data(&values)
            }
        }
    }

    /// Methods of texts and lists whose result is known.
    fn text_method(&mut self, owner: &V, name: &str, values: &[V]) -> Option<V> {
        let set = match owner {
            V::Text(s) => s,
            V::List(l) if name == "join" && self.lang != Lang::Python => {
                let separator = values.first().and_then(|v| self.known(v)).unwrap_or_default();
                return Some(V::Text(self.listed(l, &separator)));
            }
            V::List(_)
                if matches!(
                    name,
                    "map"
                        | "filter"
                        | "each"
                        | "forEach"
                        | "select"
                        | "reject"
                        | "sort"
                        | "reverse"
                        | "flat"
                        | "uniq"
                        | "copy"
                ) =>
            {
                return Some(owner.clone());
            }
            _ => return None,
        };
        match name {
            "strip" | "trim" | "rstrip" | "lstrip" | "chomp" | "trimEnd" | "trimStart" => Some(V::Text(trimmed(set))),
            "encode" | "decode" | "toString" | "to_s" | "to_str" | "freeze" | "dup" | "String" | "valueOf" | "text"
            | "as_posix" => Some(V::Text(set.clone())),
            "lower" | "toLowerCase" | "downcase" => Some(V::Text(mapped(set, str::to_lowercase))),
            "upper" | "toUpperCase" | "upcase" => Some(V::Text(mapped(set, str::to_uppercase))),
            "join" if self.lang == Lang::Python => match values.first() {
                Some(V::List(l)) => {
                    let separator = self.known(owner)?;
                    let l = l.clone();
                    Some(V::Text(self.listed(&l, &separator)))
                }
                _ => None,
            },
            "split" | "splitlines" => {
                let text = self.known(owner)?;
                let separator = values.first().and_then(|v| self.known(v));
                let parts: Vec<V> = match separator.as_deref() {
                    None | Some("" | " ") => text.split_whitespace().map(|w| V::Text(Set::one(Val::text(w)))).collect(),
                    Some(s) => text.split(s).map(|w| V::Text(Set::one(Val::text(w)))).collect(),
                };
                Some(V::List(parts))
            }
            "replace" | "gsub" | "sub" | "replaceAll" => {
                let (a, b) = (values.first().and_then(|v| self.known(v))?, values.get(1).and_then(|v| self.known(v))?);
                let plain = || (!a.is_empty()).then(|| mapped(set, |t| t.replace(&a, &b)));
                found::renamed(set, &a, &b).or_else(plain).map(V::Text)
            }
            "concat" => Some(V::Text(values.iter().map(|v| self.texts(v)).fold(set.clone(), |a, b| product(&a, &b)))),
            "format" => {
                if let [V::Text(value)] = values
                    && let Some(set) = filled(set, "{}", value)
                {
                    return Some(V::Text(set));
                }
                let rest = self.data(values);
                let rest = self.texts(&rest);
                Some(V::Text(product(&mapped(set, |t| t.split('{').next().unwrap_or("").to_owned()), &rest)))
            }
            _ => None,
        }
    }

    fn listed(&mut self, list: &[V], separator: &str) -> Set {
        let mut out = Set::one(Val::default());
        for (i, v) in list.iter().enumerate() {
            if i > 0 {
                out = append(&out, separator);
            }
            out = product(&out, &self.texts(v));
        }
        out
    }

    /// A list that grows is no longer known, nor is a text of Ruby that is changed in its place, under each name that it may have.
    pub(super) fn mutated(&mut self, base: &Expr, owner: &V, name: &str, given: &[Given]) {
        let ruby = self.lang == Lang::Ruby
            && (name.ends_with('!')
                || matches!(name, "clear" | "concat" | "delete_if" | "insert" | "keep_if" | "prepend" | "replace"));
        let list = matches!(owner, V::List(_));
        let grows = ruby && matches!(owner, V::List(_) | V::Text(_))
            || list
                && matches!(
                    name,
                    "append"
                        | "extend"
                        | "insert"
                        | "push"
                        | "unshift"
                        | "splice"
                        | "add"
                        | "update"
                        | "pop"
                        | "shift"
                        | "remove"
                        | "clear"
                        | "fill"
                        | "concat!"
                        | "<<"
                        | "sort!"
                        | "reverse!"
                        | "map!"
                );
        let mut root = base;
        while let Expr::Index(inner, _) = root {
            root = inner;
        }
        if let Expr::Name(n) = root
            && grows
        {
            let whole = self.data(&Self::values(given));
            let same: Vec<String> = match list {
                true => self.vars.iter().filter(|(_, v)| *v == owner).map(|(n, _)| n.clone()).collect(),
                false => Vec::new(),
            };
            for n in same.into_iter().chain([n.clone()]) {
                self.vars.insert(n, whole.clone());
            }
        }
    }
}

/// Whether this only ends, or sets up, what the code itself started.
fn is_own_handle(head: &str, name: &str, given: &[Given]) -> bool {
    let ends = matches!(name, "close" | "quit" | "stop" | "disconnect") && given.is_empty();
    let drives = DRIVERS.contains(&head);
    ends && (drives || CONNECTED.contains(&head) || head == "socket.io-client")
        || drives
            && (name == "start" && given.is_empty()
                || matches!(name, "setViewport" | "set_viewport_size" | "$eval" | "$$eval"))
}

/// Whether this is a deed of a library that drives a program, whose name says little elsewhere: `Repo(".").git.clean("-fdx")`.
fn drives(head: &str, name: &str) -> bool {
    let programs = ["git", "pygit2", "dulwich", "simple-git", "docker", "dockerode", "podman", "kubernetes", "crontab"];
    let deeds = ["clean", "prune", "checkout", "clone", "gc", "rm", "mv", "stash", "rebase", "reap", "raw"];
    programs.contains(&head) && super::super::super::tools::words_of(name).iter().any(|w| deeds.contains(&w.as_str()))
}

/// The constant of a language that says yes.
fn is_true(v: &V) -> bool {
    match v {
        V::Ref(name) => matches!(name.as_str(), "True" | "true"),
        V::Text(set) => set.values().iter().all(|t| matches!(t.known(), Some("True" | "true"))),
        _ => false,
    }
}

/// What is found in a folder, as the shell's own patterns say it; a folder that is not known may hold anything.
fn below(set: &Set, pattern: &str) -> Set {
    let slash = append(set, "/");
    let mut all = Val::default();
    all.push(Piece::Glob(pattern.to_owned()));
    product(&slash, &Set::one(all))
}

fn trimmed(set: &Set) -> Set {
    if set.values().iter().any(|v| v.known().is_none()) { set.clone() } else { mapped(set, |t| t.trim().to_owned()) }
}

/// Whether a text begins as a statement of SQL that changes something does.
fn is_statement(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or("").to_ascii_lowercase();
    let verbs =
        ["delete", "update", "insert", "drop", "truncate", "alter", "create", "grant", "revoke", "merge", "replace"];
    verbs.contains(&first.as_str()) && text.split_whitespace().nth(1).is_some()
}
