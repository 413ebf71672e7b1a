//! Clients of databases: which machine they reach, what comes through standard input or a file, where the result goes.
//! A client without a host reaches this machine.

use automode_model::{Dimensions, EnvLabel, Place, Target, Verb};

use super::super::effects;
use super::super::net;
use super::super::paths;
use super::super::scene::MAX_SCRIPT_BYTES;
use super::super::value::Val;
use super::super::{code, invoke};
use super::{Call, Handled, mongo};
use crate::knowledge::Role;

/// Variables that name another machine for the clients.
const HOST_VARIABLES: &[&str] = &["PGHOST", "PGHOSTADDR", "PGSERVICE", "MYSQL_HOST", "DATABASE_URL", "MONGODB_URI"];

/// A client that reaches this machine where no other is named.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let reach = match (is_local(c), is_named(c) || c.program.name.starts_with("redis")) {
        (true, true) => Reach::Here,
        (true, false) => Reach::Likely,
        (false, _) => Reach::Anywhere,
    };
    judge(c, reach)
}

/// Which machine a client talks to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// This one.
    Here,
    /// This one, unless its surroundings say otherwise: reading is as harmless, changing may not be.
    Likely,
    /// Any.
    Anywhere,
}

/// Some host or address is given.
fn is_named(c: &Call<'_, '_, '_>) -> bool {
    let options = c.bound.options.iter().filter_map(|(o, v)| Some((o.value, v.as_ref()?)));
    let mut all = options.chain(c.bound.operands.iter().map(|v| (Role::Text, v)));
    all.any(|(role, v)| {
        let text = v.show();
        matches!(role, Role::Named(None, "host", _)) || text.contains("://") || text.contains("host=")
    })
}

/// A program that takes its database from its surroundings where none is named: then it may be any.
pub fn run_named(c: &mut Call<'_, '_, '_>) -> Handled {
    let reach = if is_named(c) && is_local(c) { Reach::Here } else { Reach::Anywhere };
    judge(c, reach)
}

/// A broker of messages, whose address is always given: one on this machine is a developer's own.
pub fn broker(c: &mut Call<'_, '_, '_>) -> Handled {
    c.by_data();
    if is_named(c) && is_local(c) {
        lower(c, |v| is_database(v) && v != Verb::DbAdmin);
    }
    Handled::Wholly
}

/// By data, and what data cannot say.
fn judge(c: &mut Call<'_, '_, '_>, reach: Reach) -> Handled {
    let lang = language(c);
    let from = c.shell.scene.count();
    inputs(c, lang, reach);
    if let Some(to) = c.bound.value("--output").cloned() {
        output(c, &to);
    }
    c.by_data();
    let nowhere = is_scratch(c);
    if nowhere {
        c.shell.scene.keep_effects(from, |_, e| !is_database(e.verb));
    }
    if matches!(c.program.name, "sqlite3" | "duckdb") && !nowhere {
        changes_file(c, from);
    }
    if nowhere || c.program.name == "createdb" && reach != Reach::Anywhere {
        // A database that is not there before, and of which nothing is left or nobody else knows.
        for e in c.effects.iter_mut().filter(|e| is_database(e.verb)) {
            e.dimensions = Dimensions::new([u8::from(!nowhere), 1, 0, 0, 0]);
        }
    }
    if lang == "redis" {
        takes_whole_set(c);
    }
    let names_production =
        c.effects.iter().any(|e| matches!(&e.target, Target::Named { env: EnvLabel::Production, .. }));
    if reach != Reach::Anywhere && !names_production {
        lower(c, |v| v == Verb::DbRead || reach == Reach::Here && is_database(v));
    }
    Handled::Wholly
}

/// A database in memory or in a scratch file, and no other beside it.
fn is_scratch(c: &Call<'_, '_, '_>) -> bool {
    let scratch = |f: &Val| {
        f.known().is_some_and(|t| t == ":memory:" || t.starts_with("/tmp/") && !t.split('/').any(|p| p == ".."))
    };
    let alone = || {
        let texts = c.call.argv.iter().chain([&c.call.stdin]);
        texts.map(Val::show).all(|t| !t.to_ascii_lowercase().contains("attach"))
    };
    // Without a file DuckDB works in memory.
    let given = c.bound.operands.first().map_or(c.program.name == "duckdb", scratch);
    matches!(c.program.name, "sqlite3" | "duckdb") && given && alone()
}

/// A database is a file: one beyond the project is written by what changes it.
fn changes_file(c: &mut Call<'_, '_, '_>, from: usize) {
    let changes = |v: Verb| is_database(v) && v != Verb::DbRead;
    let Some(name) = c.bound.operands.first().and_then(Val::known).map(str::to_owned) else { return };
    if !c.shell.scene.effects_since(from).iter().any(|e| changes(e.verb)) {
        return;
    }
    let outside = |path: &String| {
        let place = paths::target(c.shell.scene, &name, path).place;
        !matches!(place, Place::Workspace | Place::WorkspaceRoot | Place::Temp)
    };
    let name = name.strip_prefix("file:").unwrap_or(&name).split('?').next().unwrap_or("").to_owned();
    if c.inner_cwd().iter().map(|cwd| paths::join(cwd, &name)).any(|path| outside(&path)) {
        let _ = c.path(Verb::Write, &Val::text(name));
    }
}

/// `redis-cli DEL $(redis-cli KEYS 'session:*')`: all keys that are found, not some that are named.
fn takes_whole_set(c: &mut Call<'_, '_, '_>) {
    let words: Vec<String> = c.bound.path.iter().map(|w| w.to_ascii_lowercase()).collect();
    let takes = words.iter().any(|w| matches!(w.as_str(), "del" | "unlink"));
    let found = c.call.argv.iter().any(|v| v.known().is_none());
    if takes && found {
        for e in c.effects.iter_mut().filter(|e| e.verb == Verb::DbWrite) {
            *e = effects::plain(Verb::DbDestroy, e.target.clone(), e.span);
        }
    }
}

/// What happens to a database on this machine hits nobody else.
fn lower(c: &mut Call<'_, '_, '_>, which: impl Fn(Verb) -> bool) {
    for e in c.effects.iter_mut().filter(|e| which(e.verb)) {
        let [r, b, d, comp, v] = e.dimensions.values();
        let floor = if e.verb == Verb::DbDestroy { 2 } else { 1 };
        e.dimensions = Dimensions::new([r.min(floor), b.min(1), d.min(1), comp.min(1), v]);
    }
}

fn is_database(verb: Verb) -> bool {
    matches!(verb, Verb::DbRead | Verb::DbWrite | Verb::DbSchema | Verb::DbDestroy | Verb::DbAdmin)
}

/// The language that the client takes.
fn language(c: &Call<'_, '_, '_>) -> &'static str {
    match c.program.name {
        "redis-cli" => "redis",
        "mongosh" => "mongo",
        "cypher-shell" => "cypher",
        _ => "sql",
    }
}

/// Every host that is named is this machine, and no variable names another.
fn is_local(c: &Call<'_, '_, '_>) -> bool {
    let here = |n: &str, v: &Val| {
        n.contains("HOST") && v.known().is_some_and(|t| t.starts_with('/') || net::is_local(&net::host_of(t)))
    };
    if c.call.env.iter().any(|(n, v)| HOST_VARIABLES.contains(&n.as_str()) && !here(n, v)) {
        return false;
    }
    let options = c.bound.options.iter().filter_map(|(o, v)| Some((o.value, v.as_ref()?)));
    let all = options.chain(c.bound.operands.iter().map(|v| (Role::Text, v)));
    all.into_iter().all(|(role, v)| {
        let text = v.show();
        let is_host = matches!(role, Role::Named(None, "host", _));
        if text.contains("://") || is_host {
            return v.known().is_some()
                && (net::is_local(&net::host_of(&text)) || text.starts_with('/') || text == ".");
        }
        // A connection string: `host=db.example.com dbname=shop`.
        text.split_whitespace().filter_map(|w| w.strip_prefix("host=")).all(|h| net::is_local(h) || h.starts_with('/'))
    })
}

/// Standard input, where no command and no script is given; and the statements in scripts.
fn inputs(c: &mut Call<'_, '_, '_>, lang: &'static str, reach: Reach) {
    let mut given = false;
    for (opt, value) in c.bound.options.clone() {
        let Some(value) = value else { continue };
        match opt.value {
            _ if lang == "mongo" && opt.names.contains(&"--eval") => {
                given = true;
                mongo::run(c, &value);
            }
            _ if lang == "mongo" && opt.names.contains(&"--file") => {
                given = true;
                script(c, "mongo", &value, reach);
            }
            Role::Code(_) => given = true,
            Role::Script(l) => {
                given = true;
                script(c, l, &value, reach);
            }
            _ => {}
        }
    }
    if lang == "mongo" {
        for file in c.bound.operands.iter().skip(1).cloned().collect::<Vec<_>>() {
            given = true;
            script(c, "mongo", &file, reach);
        }
    }
    let in_operands = c.bound.form.operands.rest.is_some_and(|r| matches!(r, Role::Code(_)))
        && c.bound.operands.len() > 1
        || !c.bound.path.is_empty() && lang == "redis";
    let stdin = c.call.stdin.clone();
    if given || in_operands || stdin.pieces().is_empty() {
        return;
    }
    let path = stdin.why().and_then(|w| w.strip_prefix("the content of `")).and_then(|w| w.strip_suffix('`'));
    if path.is_some_and(|p| reach == Reach::Here && lang == "sql" && is_own(c, p)) {
        return c.effects.push(effects::plain(Verb::DbSchema, Target::None, c.call.span));
    }
    match lang {
        "redis" => redis(c, &stdin),
        "mongo" => mongo::run(c, &stdin),
        _ => code::inline(c.shell, &mut c.inner_state(), lang, &stdin, c.call),
    }
}

/// The statements of a script, where it can be read. The project's own is what the task is about, on this machine.
fn script(c: &mut Call<'_, '_, '_>, lang: &'static str, value: &Val, reach: Reach) {
    let Some(name) = value.known().filter(|n| *n != "-") else { return };
    let state = c.inner_state();
    for cwd in &state.cwd {
        let path = paths::join(cwd, name);
        let written = c.shell.scene.written_to_run(&path);
        let text = match written {
            Some(v) => v,
            None => match c.shell.scene.world.read(&path, MAX_SCRIPT_BYTES) {
                Ok(text) => Val::text(text),
                Err(_) if reach == Reach::Here && is_own(c, &path) => {
                    let effect = effects::plain(Verb::DbSchema, Target::None, c.call.span);
                    c.effects.push(effect);
                    continue;
                }
                Err(_) => Val::gap("a script that could not be read"),
            },
        };
        match lang {
            "mongo" => mongo::run(c, &text),
            "sql" => code::inline(c.shell, &mut c.inner_state(), "sql", &text, c.call),
            _ => c.unknown("a script in a language that is not followed"),
        }
    }
}

/// A file of the project that this session did not make.
fn is_own(c: &Call<'_, '_, '_>, path: &str) -> bool {
    let target = paths::target(c.shell.scene, path, path);
    target.place == Place::Workspace && !target.created_here
}

/// Each line is a command of its own.
fn redis(c: &mut Call<'_, '_, '_>, stdin: &Val) {
    let Some(text) = stdin.known() else { return invoke::code_gap(c.shell.scene, stdin, c.call) };
    let lines: Vec<Vec<Val>> = text.lines().map(|l| l.split_whitespace().map(Val::text).collect()).collect();
    for words in lines.into_iter().filter(|w: &Vec<Val>| !w.is_empty()) {
        let argv = std::iter::once(Val::text("redis-cli")).chain(words).collect();
        let call = invoke::Invocation { argv, span: c.call.span, ..invoke::Invocation::default() };
        let inner = c.shell.inner(c.call.span);
        drop(invoke::program(&inner, &mut c.inner_state(), call));
    }
}

/// psql pipes its result into a program where the name begins with `|`.
fn output(c: &mut Call<'_, '_, '_>, to: &Val) {
    if to.prefix().starts_with('|') {
        c.role(Role::Shell, &to.skip(1), &[]);
    } else {
        let _ = c.path(Verb::Write, to);
    }
}
