//! SQL by statement: reads, changes, destroys. A statement that is not recognised is unknown. What it reaches outside of the
//! database, `sql/outside.rs`, is handed back for whoever knows the machine.

mod lex;
mod outside;

use automode_model::{Certainty, Dimensions, Effect, EnvLabel, Span, Target, Verb};

use super::super::{effects, net};
use super::Small;
use lex::{Client, STRING, Statement};

/// How many statements are told apart; more count as not understood.
const MAX_STATEMENTS: usize = 500;

/// The effects of a text of statements, and what they reach outside of the database; `words` (the whole command) tells which
/// database.
pub fn effects(text: &str, words: &str, span: Span) -> (Vec<Effect>, Small) {
    let client = Client::of(words);
    let read = lex::read(text, client);
    let mut reached = Small { unclear: read.unclear.map(str::to_owned), ..Small::default() };
    if read.all.len() > MAX_STATEMENTS {
        return (vec![unknown("more SQL statements than are followed", span)], reached);
    }
    let around = words.replace(text, "");
    // `join prod.orders` tells where it goes, a part of a name like `n_live_tup` does not.
    let env = net::environment_of(&format!("{around} {}", text.replace('_', "x")));
    let local = is_here(&around);
    let changes = read.all.iter().any(|s| s.line.is_none() && !is_read(s, client));
    let mut out: Vec<Effect> = Vec::new();
    for s in &read.all {
        let does = match &s.line {
            Some(line) => outside::line(line, client, changes, &mut reached),
            None => verb(s, client).map(|(verb, name)| (verb, unquoted(s, name))),
        };
        if s.line.is_none() {
            outside::look(s, client, changes, &mut reached);
        }
        let effect = match does {
            Some((Verb::DbWrite, _)) if adds(&s.words) && env != EnvLabel::Production && is_developers(words) => {
                developers(span)
            }
            Some((verb, name)) => {
                let named = net::environment_of(if s.words.starts_with("use ") { &s.words } else { &name });
                let env = if named == EnvLabel::Production { named } else { env };
                weighed(verb, &name, env, local, span)
            }
            None => unknown("an SQL statement that is not understood", span),
        };
        for name in rights(s) {
            let beside = weighed(Verb::DbAdmin, &name, env, local, span);
            if !out.contains(&beside) {
                out.push(beside);
            }
        }
        for (verb, name) in listed(s) {
            let beside = weighed(verb, &name, env, local, span);
            if !out.contains(&beside) {
                out.push(beside);
            }
        }
        if !out.contains(&effect) {
            out.push(effect);
        }
    }
    (out, reached)
}

/// `drop table a, b, c`: what a statement takes away beside the one that `verb` finds.
fn listed(s: &Statement) -> Vec<(Verb, String)> {
    let mut words = s.words.split_whitespace();
    let (first, second) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    if !matches!(first, "drop" | "truncate") {
        return Vec::new();
    }
    let mut depth = 0_usize;
    let mut parts = vec![String::new()];
    for c in s.words.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => parts.push(String::new()),
            _ if depth == 0 => parts.last_mut().into_iter().for_each(|p| p.push(c)),
            _ => {}
        }
    }
    if matches!(second, "user" | "role") {
        let strings = |upto: usize| parts.iter().take(upto).map(|p| p.matches(STRING).count()).sum();
        let behind = parts.iter().enumerate().skip(1);
        let named = behind.filter_map(|(at, p)| Some(of_user(s, p.split_whitespace().next()?, strings(at))));
        return named.map(|name| (Verb::DbAdmin, name)).collect();
    }
    let mut strings = 0;
    let mut out = Vec::new();
    for part in parts.iter().take(parts.len().saturating_sub(1)) {
        let name = part.split_whitespace().next_back().unwrap_or("");
        strings += part.matches(STRING).count();
        out.push((Verb::DbDestroy, filled(s, name, strings.saturating_sub(name.matches(STRING).count()))));
    }
    out
}

/// A name with what stands in its quotes: the first one that is written so, of what is dropped the last.
fn unquoted(s: &Statement, name: String) -> String {
    let own = name.matches(STRING).count();
    if own == 0 {
        return name;
    }
    let last = ["drop ", "truncate "].iter().any(|w| s.words.starts_with(w));
    let before = match s.words.find(name.as_str()) {
        _ if last => s.words.matches(STRING).count().saturating_sub(own),
        Some(at) => s.words.get(..at).unwrap_or("").matches(STRING).count(),
        None => return name,
    };
    filled(s, &name, before)
}

/// A word with the texts of its quotes, behind so many others.
fn filled(s: &Statement, word: &str, before: usize) -> String {
    let mut strings = s.strings.iter().skip(before);
    let mut out = String::new();
    for c in word.chars() {
        match c {
            STRING => out.push_str(strings.next().map_or("", String::as_str)),
            c => out.push(c),
        }
    }
    out
}

fn is_read(s: &Statement, client: Client) -> bool {
    matches!(verb(s, client), Some((Verb::DbRead, _)))
}

/// The kind of target that a statement names.
pub const TABLE: &str = "table";

fn weighed(verb: Verb, name: &str, env: EnvLabel, local: bool, span: Span) -> Effect {
    let mut e = effects::plain(verb, Target::Named { kind: TABLE, name: name.to_owned(), env }, span);
    if env == EnvLabel::Production {
        e.dimensions = e.dimensions.max(Dimensions::new([0, 3, 2, 2, 0]));
    } else if local && !matches!(verb, Verb::DbDestroy | Verb::DbAdmin) {
        e.dimensions = Dimensions::new([1, 1, 1, 0, 1]);
    } else if verb == Verb::DbRead {
        e.dimensions = Dimensions::new([0, 1, 1, 0, 0]);
    }
    e
}

/// What a statement says of rights beside whose they are: which, and on what. Each has to be said by who asks for it.
fn rights(s: &Statement) -> Vec<String> {
    let words: Vec<&str> = s.words.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty()).collect();
    let Some(("revoke", rest)) = words.split_first().map(|(first, rest)| (*first, rest)) else { return Vec::new() };
    const JOINS: &[&str] = &[
        "on",
        "from",
        "schema",
        "table",
        "tables",
        "database",
        "in",
        "privileges",
        "sequence",
        "function",
        "cascade",
        "restrict",
    ];
    let end = rest.iter().position(|w| *w == "from").unwrap_or(rest.len());
    rest.iter().take(end).filter(|w| !JOINS.contains(w)).map(|w| w.trim_matches('"').to_owned()).collect()
}

/// Rows that are added or changed by name, none that go.
fn adds(statement: &str) -> bool {
    statement.starts_with("insert ") || statement.starts_with("update ") && statement.contains(" where ")
}

/// A change of a database that a developer keeps on this machine to work with.
fn developers(span: Span) -> Effect {
    let mut e = effects::plain(Verb::DbWrite, Target::Host { host: "localhost".into(), local: true }, span);
    e.dimensions = Dimensions::new([1, 1, 1, 0, 1]);
    e
}

/// Whether these words of a client name this machine and no other, and a database that is called one for development.
fn is_developers(words: &str) -> bool {
    let clients = ["psql", "pgcli", "mysql", "mariadb", "mycli"];
    let named = words.split_ascii_whitespace().skip(1).any(is_for_development);
    let client = words.split_ascii_whitespace().next().is_some_and(|w| clients.contains(&w));
    client && named && hosts(words).is_some_and(|h| !h.is_empty() && h.iter().all(|h| net::is_local(h)))
}

/// Whether these words, without the statements, name a database on this machine and none on another.
fn is_here(words: &str) -> bool {
    let ends = |w: &str| [".sqlite", ".sqlite3", ".db"].iter().any(|e| w.ends_with(e));
    let file = words.split_ascii_whitespace().skip(1).any(ends);
    hosts(words).is_some_and(|h| (file || !h.is_empty()) && h.iter().all(|h| net::is_local(h)))
}

/// The machines that the words of a client name; none where a service's file would have to say.
fn hosts(words: &str) -> Option<Vec<String>> {
    let (mut hosts, mut host_next) = (Vec::new(), false);
    for word in words.split_ascii_whitespace().skip(1) {
        let joined = ["--host=", "host=", "-h"].iter().find_map(|o| word.strip_prefix(o)).filter(|h| !h.is_empty());
        if std::mem::take(&mut host_next) {
            hosts.push(word.to_owned());
        } else if matches!(word, "-h" | "--host") {
            host_next = true;
        } else if let Some(host) = joined {
            hosts.push(host.to_owned());
        } else if let Some(url) = net::parse_url(word).filter(|_| word.contains("://")) {
            hosts.push(url.host.clone());
        } else if word.contains("service=") {
            return None;
        }
    }
    Some(hosts)
}

/// `shop_dev`, `-dshop_test`, `postgres://localhost/e2e`.
fn is_for_development(word: &str) -> bool {
    let name = word.rsplit('/').next().unwrap_or("").split('?').next().unwrap_or("");
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    let says =
        |w: &str| matches!(w, "dev" | "devel" | "development" | "test" | "testing" | "e2e" | "scratch" | "sandbox");
    plain && name.contains(['_', '-']) && name.split(['_', '-']).any(says)
}

fn unknown(why: &str, span: Span) -> Effect {
    let mut e = effects::plain(Verb::Unknown, Target::Unknown(why.into()), span);
    e.certainty = Certainty::Unknown(why.into());
    e
}

/// `copy … to '/tmp/x.csv'`: into a file for the moment.
fn copies_out(s: &Statement) -> bool {
    let Some((_, to)) = s.words.rsplit_once(" to ") else { return false };
    let file = s.strings.last().filter(|_| to.starts_with(STRING) && !to.get(1..).unwrap_or("").contains(STRING));
    file.is_some_and(|f| f.starts_with("/tmp/") && !f.contains(".."))
}

/// `copy t to 'x'`, not `copy t from 'x'` and not to what is computed.
fn copies_to(words: &str) -> bool {
    words.rsplit_once(" to ").is_some_and(|(_, to)| to.starts_with(STRING))
}

/// Functions that act although a query calls them.
const ACTS: &[&str] = &[
    "pg_terminate_backend(",
    "pg_cancel_backend(",
    "pg_promote(",
    "pg_reload_conf(",
    "pg_rotate_logfile(",
    "pg_switch_wal(",
    "pg_drop_replication_slot(",
    "lo_unlink(",
    "lo_export(",
    "dblink_exec(",
    "pg_log_backend",
    "pg_stat_reset(",
];

/// Where databases keep the hashes of passwords.
const HASHES: &[&str] =
    &["authentication_string", "pg_shadow", "pg_authid", "sys.sql_logins", "sys.user$", "rolpassword"];

/// Words that change something. SQL Server takes the next statement without a sign before it.
const CHANGES: &[&str] = &[
    "insert", "update", "delete", "drop", "truncate", "alter", "create", "exec", "execute", "merge", "grant",
    "shutdown",
];

/// Whether a function of PostgreSQL is defined in a language that runs programs: all but SQL and its own procedures.
fn defines_program(s: &Statement, words: &[&str]) -> bool {
    let of = |w: &&str| matches!(*w, "function" | "procedure" | "language");
    let Some(at) = words.iter().position(|w| *w == "language").filter(|_| words.iter().take(5).any(of)) else {
        return false;
    };
    let language = words.get(at + 1).copied().unwrap_or("");
    let quoted = |l: &&str| s.strings.iter().any(|s| s.eq_ignore_ascii_case(l));
    !["sql", "plpgsql", "javascript", "js"].iter().any(|l| language == *l || language.starts_with(STRING) && quoted(l))
}

/// What `set` names beyond this session's own settings.
const SETS_FOR_ALL: &[&str] = &["role", "global", "authorization", "persist", "persist_only"];

/// What a statement does by the functions that it calls and the columns that it reads.
fn by_what_it_names(s: &str, first: &str) -> Option<(Verb, String)> {
    if s.contains("setval(") {
        return Some((Verb::DbWrite, String::new()));
    }
    if HASHES.iter().any(|t| s.contains(t)) && matches!(first, "select" | "with" | "table" | "copy") {
        return Some((Verb::SecretRead, "the passwords of its users".to_owned()));
    }
    ACTS.iter().any(|f| s.contains(f)).then(|| (Verb::DbAdmin, String::new()))
}

/// What a user is called whose name stands in quotes, behind so many other texts in quotes: `'bob'@'10.0.%'`.
fn of_user(statement: &Statement, word: &str, before: usize) -> String {
    let name = statement.strings.get(before).filter(|_| word.starts_with(STRING));
    let host = statement.strings.get(before + 1).filter(|h| *h != "%" && word.matches(STRING).count() > 1);
    match (name, host) {
        (Some(name), Some(host)) => format!("{name}@{host}"),
        (Some(name), None) => name.clone(),
        (None, _) => word.trim_matches('"').to_owned(),
    }
}

/// It names what reads or runs something outside of the database.
fn reaches_out(text: &str, client: Client) -> bool {
    let named = ["pg_read_file", "lo_import", "xp_cmdshell", "load_file", "dumpfile", "load_extension", "sys_exec"];
    named.iter().any(|n| text.contains(n)) || text.contains("outfile") && client != Client::Click
}

/// What a statement does, and to what.
fn verb(statement: &Statement, client: Client) -> Option<(Verb, String)> {
    let s = statement.words.as_str();
    let words: Vec<&str> =
        s.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',')).filter(|w| !w.is_empty()).collect();
    let word = |i: usize| words.get(i).copied().unwrap_or("");
    let has = |w: &str| words.contains(&w);
    let after = |w: &str| words.iter().position(|x| *x == w).and_then(|i| words.get(i + 1)).unwrap_or(&"").to_string();
    let runs = reaches_out(s, client) || has("program");
    let next = client == Client::Mssql && words.iter().skip(1).any(|w| CHANGES.contains(w));
    if runs || next && !CHANGES.contains(&word(0)) || word(0) == "create" && defines_program(statement, &words) {
        return None;
    }
    if let Some(found) = by_what_it_names(s, word(0)) {
        return Some(found);
    }
    Some(match word(0) {
        "select" if has("into") && !has("for") && !has("outfile") => (Verb::DbWrite, after("into")),
        "with" if has("delete") || has("update") || has("insert") => (Verb::DbWrite, String::new()),
        "explain" if has("analyze") && (has("delete") || has("update") || has("insert")) => {
            (Verb::DbWrite, String::new())
        }
        "select" | "from" | "summarize" | "pivot" | "unpivot" | "show" | "explain" | "describe" | "desc" | "with"
        | "values" | "table" | "use" | "begin" | "commit" | "rollback" | "start" | "pragma" | "analyze" => {
            (Verb::DbRead, after("from"))
        }
        "attach" | "detach" if client.is_here() => (Verb::DbRead, String::new()),
        // Their files are effects of their own.
        "copy" if outside::copies_here(client) && copies_to(s) => (Verb::DbRead, String::new()),
        "copy" if copies_out(statement) => (Verb::DbRead, String::new()),
        "insert" | "upsert" | "merge" | "replace" | "call" | "copy" => (Verb::DbWrite, after("into")),
        "update" if has("where") => (Verb::DbWrite, word(1).to_owned()),
        "delete" if has("where") => (Verb::DbWrite, after("from")),
        "update" => (Verb::DbDestroy, word(1).to_owned()),
        "delete" => (Verb::DbDestroy, after("from")),
        "drop" if matches!(word(1), "user" | "role") => {
            let name = if (word(2), word(3)) == ("if", "exists") { word(4) } else { word(2) };
            (Verb::DbAdmin, of_user(statement, name, 0))
        }
        "drop" | "truncate" | "flush" | "purge" => {
            let how = |w: &&&str| !matches!(**w, "cascade" | "restrict");
            (Verb::DbDestroy, words.iter().rfind(how).copied().unwrap_or("").to_owned())
        }
        "alter" if has("drop") => (Verb::DbDestroy, word(2).to_owned()),
        "alter" | "create"
            if matches!(word(1), "user" | "role" | "system" | "server" | "extension" | "event" | "policy") =>
        {
            (Verb::DbAdmin, of_user(statement, word(2), 0))
        }
        "create" | "alter" | "rename" | "comment" | "reindex" | "vacuum" | "cluster" | "refresh" => {
            (Verb::DbSchema, word(2).to_owned())
        }
        "revoke" if has("from") => {
            let before = s.split(" from ").next().unwrap_or("").matches(STRING).count();
            (Verb::DbAdmin, of_user(statement, &after("from"), before))
        }
        "grant" | "revoke" | "reassign" | "security" | "set"
            if word(0) != "set" || SETS_FOR_ALL.iter().any(|w| has(w)) || s.contains("@@global.") =>
        {
            (Verb::DbAdmin, String::new())
        }
        // MySQL: the logs that others replay, and whom they follow.
        "reset" if matches!(word(1), "master" | "slave" | "replica" | "binary" | "persist") => {
            (Verb::DbDestroy, word(1).to_owned())
        }
        "set" | "reset" | "lock" | "savepoint" | "release" | "prepare" | "deallocate" | "discard" | "listen" => {
            (Verb::DbRead, String::new())
        }
        "shutdown" | "kill" => (Verb::ServiceStop, String::new()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_a_list() {
        for (sql, want) in [
            ("drop table a, b, c", "c a b"),
            ("DROP TABLE IF EXISTS a, b CASCADE", "b a"),
            ("truncate a,b", "b a"),
            ("drop function f(int, int), g(text)", ""),
            ("drop user 'a'@'%', 'b'@'h'", "a b@h"),
            ("drop table \"A\", \"c d\".b, \"e\"", "e A"),
            ("delete from \"o\" where x = 'y'", "o"),
            ("drop role a, b", "a b"),
        ] {
            let all = effects(sql, "psql", Span::default()).0;
            let names: Vec<String> = all.iter().map(|e| e.target.text().to_owned()).collect();
            let every = want.split_whitespace().all(|w| names.iter().any(|n| n == w));
            assert!(every && (want.is_empty() || names.len() >= want.split_whitespace().count()), "{sql}: {names:?}");
        }
    }

    #[test]
    fn statements_by_what_they_do() {
        for (sql, want) in [
            ("select * from users", vec![Verb::DbRead]),
            ("DROP TABLE users", vec![Verb::DbDestroy]),
            ("delete from t; -- where", vec![Verb::DbDestroy]),
            ("DELETE FROM t WHERE id='drop'", vec![Verb::DbWrite]),
            ("begin; update t set a=1; commit", vec![Verb::DbRead, Verb::DbDestroy, Verb::DbRead]),
            ("copy t to program 'sh'", vec![Verb::Unknown]),
            ("alter table t drop column c", vec![Verb::DbDestroy]),
            ("grant all on t to bob", vec![Verb::DbAdmin]),
            ("select pg_terminate_backend(pid) from pg_stat_activity", vec![Verb::DbAdmin]),
            ("select pid, query from pg_stat_activity", vec![Verb::DbRead]),
            ("frobnicate", vec![Verb::Unknown]),
        ] {
            let got: Vec<Verb> = effects(sql, "psql", Span::default()).0.iter().map(|e| e.verb).collect();
            let mut want = want;
            want.dedup();
            let mut got = got;
            got.dedup();
            assert!(want.iter().all(|v| got.contains(v)) && got.iter().all(|v| want.contains(v)), "{sql}: {got:?}");
        }
    }
}
