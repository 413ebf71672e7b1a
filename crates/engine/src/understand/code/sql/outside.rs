//! What SQL reaches outside of its database: files, other machines, programs, the environment, by way of functions, of
//! statements that name a file, and of the lines that a client takes for itself (`\o |sh`, `.once x`).
//! Called by `sql`. A function that is not named here computes, or is the database's own.

use automode_model::Verb;

use super::super::Small;
use super::lex::{Client, STRING, Statement};

/// One word, string or sign of a statement.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'s> {
    Word(&'s str),
    Str(&'s str),
    Sign(char),
}
use Token::{Sign, Str, Word};

/// What a function does besides computing.
enum Does {
    /// Opens the file that its first argument names.
    Opens(Verb),
    /// Tells a variable of the environment.
    Environment,
    /// Reaches further than is followed.
    Acts,
}

/// Adds what a statement reaches; `changes`: some statement beside it changes something.
pub fn look(s: &Statement, client: Client, changes: bool, out: &mut Small) {
    let tokens = tokens(s);
    for at in tokens.iter().enumerate().filter(|(_, t)| **t == Sign('(')).map(|(at, _)| at) {
        call(&tokens, at, client, out);
    }
    let begins = |word: &str| tokens.first() == Some(&Word(word));
    if client.is_here() && begins("attach") {
        attach(&tokens, changes, out);
    }
    let settings = begins("set") || begins("pragma");
    for (before, file) in tokens.windows(2).filter_map(|w| match w {
        [before, Str(file)] => Some((*before, *file)),
        _ => None,
    }) {
        let verb = match before {
            Word("to") if copies_here(client) && begins("copy") => Verb::Write,
            Word("from") if copies_here(client) && begins("copy") => Verb::Read,
            Word("into") if client == Client::Sqlite && begins("vacuum") => Verb::Write,
            Word("outfile") if client == Client::Click => Verb::Write,
            Word("infile") if client == Client::Click => Verb::Read,
            Word("from" | "join" | "summarize" | "describe" | "pivot") | Sign(',')
                if matches!(client, Client::Duck | Client::Click)
                    && file.contains(['/', '.'])
                    && (before != Sign(',') && client == Client::Duck || file.contains('/')) =>
            {
                Verb::Read
            }
            _ if settings && client.is_here() && file.contains('/') => Verb::Write,
            _ => continue,
        };
        out.paths.push((verb, Some(file.to_owned())));
    }
}

/// Whether `copy` of this client names a file of this machine.
pub fn copies_here(client: Client) -> bool {
    matches!(client, Client::Duck | Client::Cql)
}

fn tokens(s: &Statement) -> Vec<Token<'_>> {
    let named = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '@');
    let mut strings = s.strings.iter();
    let mut out = Vec::new();
    let mut rest = s.words.as_str();
    while let Some(c) = rest.chars().next() {
        let length = rest.find(|c| !named(c)).unwrap_or(rest.len()).max(if named(c) { 0 } else { c.len_utf8() });
        let (word, behind) = rest.split_at(length);
        rest = behind;
        match c {
            ' ' => {}
            STRING => out.extend(strings.next().map(|s| Str(s))),
            c if named(c) => out.push(Word(word)),
            c => out.push(Sign(c)),
        }
    }
    out
}

/// A call whose bracket stands there.
fn call(tokens: &[Token<'_>], open: usize, client: Client, out: &mut Small) {
    let back = |n: usize| open.checked_sub(n).and_then(|at| tokens.get(at)).copied();
    let (full, before) = match back(1) {
        Some(Word(name)) => (name.to_owned(), back(2)),
        Some(Str(name)) => (name.to_lowercase(), back(2)),
        Some(Sign(']')) => match back(2) {
            Some(Word(name)) => (name.to_owned(), back(4)),
            _ => return,
        },
        _ => return,
    };
    if full.contains('\\') {
        out.unclear = Some("a function whose name is disguised".into());
        return;
    }
    let name = full.rsplit('.').next().unwrap_or("");
    // A table of that name and its columns.
    if matches!(before, Some(Word("into" | "table" | "references" | "exists" | "on" | "index" | "view"))) {
        return;
    }
    let into = before == Some(Word("function"));
    match meaning(name, &full, before == Some(Word(".")), client) {
        None => {}
        Some(Does::Acts) => out.unclear = Some(format!("what the function `{name}` reaches")),
        Some(Does::Environment) => {
            out.variables.push(literals(tokens, open).and_then(|a| a.first().map(|v| (*v).to_owned())))
        }
        Some(Does::Opens(verb)) => match literals(tokens, open) {
            Some(files) => {
                let verb = if into { Verb::Write } else { verb };
                out.paths.extend(files.iter().map(|f| (verb, Some((*f).to_owned()))));
            }
            None => out.unclear = Some(format!("a file that `{name}` is told by a computation")),
        },
    }
}

/// The first argument where it is a string, or a list of them.
fn literals<'t>(tokens: &[Token<'t>], open: usize) -> Option<Vec<&'t str>> {
    let mut rest = tokens.get(open + 1..)?.iter();
    match (rest.next()?, rest.next()?) {
        (Str(one), Sign(',' | ')')) => Some(vec![one]),
        (Sign('['), Str(first)) => {
            let mut all = vec![*first];
            for token in rest {
                match token {
                    Sign(',') => {}
                    Str(more) => all.push(more),
                    Sign(']') => return Some(all),
                    _ => return None,
                }
            }
            None
        }
        _ => None,
    }
}

/// Functions of PostgreSQL's own that tell something, by how their names begin behind `pg_`.
const TELLS: &[&str] = &[
    "advisory",
    "available",
    "backend_pid",
    "basetype",
    "blocking",
    "char_to",
    "client_enc",
    "collation",
    "column",
    "conf_load",
    "control_",
    "current",
    "cursor",
    "database_size",
    "describe",
    "encoding",
    "export_snap",
    "extension_",
    "filenode",
    "freespace",
    "function_is",
    "get_",
    "has_",
    "identify",
    "index",
    "input_",
    "is_",
    "isolation",
    "jit",
    "last_",
    "listening",
    "lock",
    "my_temp",
    "op",
    "partition",
    "postmaster",
    "prepared",
    "relation",
    "safe_",
    "sequence",
    "settings",
    "show",
    "size",
    "sleep",
    "snapshot",
    "stat_get",
    "stat_statements",
    "stats",
    "table",
    "tablespace",
    "timezone",
    "total",
    "trigger_depth",
    "try_advisory",
    "ts_",
    "type",
    "typeof",
    "user",
    "views",
    "visible",
    "wal_lsn",
    "xact",
];

fn meaning(name: &str, full: &str, qualified: bool, client: Client) -> Option<Does> {
    let here = client.is_here();
    let lake = || ["read_", "parquet_", "iceberg_", "delta_", "sniff_"].iter().any(|p| name.starts_with(p));
    let acts = match name {
        "readfile" | "fsdir" | "lsdir" | "load_file" if here => return Some(Does::Opens(Verb::Read)),
        "writefile" if here => return Some(Does::Opens(Verb::Write)),
        "glob" | "st_read" | "sqlite_scan" if client == Client::Duck => return Some(Does::Opens(Verb::Read)),
        _ if client == Client::Duck && lake() => return Some(Does::Opens(Verb::Read)),
        "file" if client == Client::Click => return Some(Does::Opens(Verb::Read)),
        "getenv" => return Some(Does::Environment),
        // Those of Spark and Hive call any method of Java.
        "reflect" | "try_reflect" | "java_method" => client == Client::Other,
        "edit" | "eval" => client == Client::Sqlite,
        "query" | "postgres_scan" | "mysql_scan" | "postgres_query" | "mysql_query" => client == Client::Duck,
        "url" | "urlcluster" | "remote" | "remotesecure" | "executable" | "executablepool" | "http" | "mysql"
        | "postgresql" | "mongodb" | "redis" | "sqlite" | "jdbc" | "odbc" | "hdfs" | "hdfscluster" | "filecluster"
        | "azureblobstorage" | "gcs" | "kafka" | "rabbitmq" | "nats" => client == Client::Click,
        "readfile"
        | "writefile"
        | "load_extension"
        | "sys_exec"
        | "sys_eval"
        | "sys_get"
        | "sys_set"
        | "lib_mysqludf"
        | "xp_cmdshell"
        | "sp_oacreate"
        | "openrowset"
        | "opendatasource"
        | "openquery"
        | "fts3_tokenizer"
        | "query_to_xml"
        | "query_to_xmlschema"
        | "database_to_xml"
        | "http_get"
        | "http_post"
        | "http_put"
        | "http_patch"
        | "http_delete"
        | "query_export_to_s3"
        | "table_import_from_s3" => true,
        "schedule" | "schedule_in_database" | "unschedule" | "alter_job" => qualified || full.starts_with("cron."),
        _ if name.starts_with("s3") && client == Client::Click => true,
        // What stops, promotes or reloads a server is told apart by `sql`.
        _ if name.starts_with("pg_") => {
            let rest = name.get(3..).unwrap_or("");
            !TELLS.iter().any(|t| rest.starts_with(t)) && !super::ACTS.iter().any(|f| f.starts_with(name))
        }
        _ => ["dblink", "lo_", "sp_oa", "xp_"].iter().any(|p| name.starts_with(p)) && name != "lo_unlink",
    };
    let package = || {
        ["utl_", "dbms_scheduler", "dbms_java", "dbms_job", "net.http", "crdb_internal.write", "crdb_internal.read"]
            .iter()
            .any(|p| full.starts_with(p))
    };
    (acts || package()).then_some(Does::Acts)
}

/// `attach 'other.db' as o`.
fn attach(tokens: &[Token<'_>], changes: bool, out: &mut Small) {
    let file = tokens.iter().find_map(|t| if let Str(file) = t { Some(*file) } else { None });
    let file = file.map(|f| f.strip_prefix("file:").unwrap_or(f).split('?').next().unwrap_or(""));
    match file {
        Some("" | ":memory:") => {}
        Some(file) if !file.contains(':') && !tokens.contains(&Word("type")) => open(file, changes, out),
        _ => out.unclear = Some("a database that is attached".into()),
    }
}

fn open(file: &str, changes: bool, out: &mut Small) {
    out.paths.push((if changes { Verb::Write } else { Verb::Read }, Some(file.to_owned())));
}

/// A line for the client: what it does to the database; none where it is not understood.
pub fn line(line: &str, client: Client, changes: bool, out: &mut Small) -> Option<(Verb, String)> {
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    if line.starts_with('.') { dot(name, rest, changes, out) } else { backslash(line, name, rest, client, out) }
}

/// A word without its quotes; none where more than one stands there.
fn alone(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(['\'', '"']).and_then(|t| t.strip_suffix(['\'', '"']));
    let word = inner.unwrap_or(text);
    (!word.contains(['\'', '"', '`']) && (inner.is_some() || !word.contains(' '))).then_some(word)
}

/// Where output goes: a program behind `|`, a file, or back to where it went.
fn output(to: &str, out: &mut Small) -> Option<()> {
    let bare = to.trim_matches(['\'', '"']);
    match bare.strip_prefix('|') {
        Some(command) => out.shell.push(command.to_owned()),
        None if matches!(bare, "" | "stdout" | "stderr" | "off" | "on") => {}
        None => out.paths.push((Verb::Write, Some(alone(to).filter(|w| !w.starts_with(['-', '(', ':']))?.to_owned()))),
    }
    Some(())
}

/// SQLite's and DuckDB's own commands.
fn dot(name: &str, rest: &str, changes: bool, out: &mut Small) -> Option<(Verb, String)> {
    let reads = Some((Verb::DbRead, String::new()));
    match name {
        ".tables" | ".schema" | ".headers" | ".mode" | ".quit" | ".exit" | ".databases" | ".indexes" | ".separator"
        | ".nullvalue" | ".width" | ".print" | ".stats" | ".timer" | ".eqp" | ".bail" | ".changes" | ".dbinfo"
        | ".fullschema" | ".show" | ".help" | ".echo" | ".header" | ".dump" | ".sha3sum" | ".indices" | ".timeout"
        | ".limit" | ".version" | ".maxrows" | ".maxwidth" => reads,
        ".parameter" if !rest.contains('(') => reads,
        ".shell" | ".system" => {
            out.shell.push(rest.to_owned());
            reads
        }
        ".output" | ".once" => output(rest, out).and(reads),
        ".log" | ".trace" | ".backup" | ".save" | ".clone" if !rest.is_empty() => output(rest, out).and(reads),
        ".open" => {
            open(alone(rest).filter(|f| !f.starts_with('-') && !f.contains(':'))?, changes, out);
            reads
        }
        ".import" => import(rest, out),
        _ => None,
    }
}

/// `.import --csv --skip 1 FILE TABLE`: the file, or a program whose output it is.
fn import(rest: &str, out: &mut Small) -> Option<(Verb, String)> {
    let mut rest = rest;
    while let Some(option) = rest.split_whitespace().next().filter(|w| w.starts_with('-')) {
        let takes = if option.ends_with("skip") { 2 } else { 1 };
        for _ in 0..takes {
            rest = rest.split_once(char::is_whitespace)?.1.trim_start();
        }
    }
    let (from, table) = rest.rsplit_once(char::is_whitespace)?;
    let from = alone(from.trim())?;
    match from.strip_prefix('|') {
        Some(command) => out.shell.push(command.to_owned()),
        None => out.paths.push((Verb::Read, Some(from.to_owned()))),
    }
    Some((Verb::DbWrite, table.to_owned()))
}

/// psql's own commands, and those of clients that follow it.
fn backslash(line: &str, name: &str, rest: &str, client: Client, out: &mut Small) -> Option<(Verb, String)> {
    let reads = Some((Verb::DbRead, String::new()));
    if let Some(command) = line.strip_prefix("\\!").filter(|c| !c.trim().is_empty()) {
        out.shell.push(command.trim().to_owned());
        return reads;
    }
    if client == Client::Mysql {
        return None;
    }
    if name == "\\copy" {
        return copy(rest, out);
    }
    // Between backticks a shell is asked.
    out.shell.extend(rest.split('`').skip(1).step_by(2).map(str::to_owned));
    match name {
        "\\o" | "\\out" | "\\g" | "\\gx" | "\\w" | "\\write" => output(rest, out).and(reads),
        "\\c" | "\\connect" => {
            let plain = rest.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
            plain.then(|| (Verb::DbRead, rest.to_owned()))
        }
        // A variable's text may be more statements where it is used.
        "\\set" if rest.contains(';') => None,
        "\\set" | "\\unset" | "\\l" | "\\l+" | "\\z" | "\\x" | "\\a" | "\\t" | "\\f" | "\\H" | "\\C" | "\\T"
        | "\\q" | "\\?" | "\\h" | "\\conninfo" | "\\timing" | "\\echo" | "\\qecho" | "\\warn" | "\\pset"
        | "\\encoding" | "\\errverbose" | "\\sf" | "\\sf+" | "\\sv" | "\\if" | "\\elif" | "\\else" | "\\endif"
        | "\\p" | "\\r" | "\\gset" | "\\gdesc" | "\\watch" | "\\crosstabview" => reads,
        _ if name.starts_with("\\d") => reads,
        _ => None,
    }
}

/// `\copy t to 'x.csv' csv`, `\copy (select …) to stdout`, `\copy t from program 'cmd'`: on this machine.
fn copy(rest: &str, out: &mut Small) -> Option<(Verb, String)> {
    let lower = rest.to_ascii_lowercase();
    // The last word of both: a query in brackets has its own `from`.
    let behind = lower.rfind(')').filter(|_| lower.starts_with('(')).unwrap_or(0);
    let found = ["to", "from"].iter().filter_map(|w| {
        let at = lower.get(behind..)?.find(&format!(" {w} "))? + behind;
        Some((at, *w))
    });
    let (at, way) = found.min()?;
    let target = rest.get(at + way.len() + 2..)?.trim_start();
    let (file, quoted) = match target.strip_prefix('\'') {
        Some(inner) => (inner.split_once('\'')?.0, true),
        None => (target.split([' ', ';']).next().unwrap_or(""), false),
    };
    let verb = if way == "to" { Verb::Write } else { Verb::Read };
    match file.to_ascii_lowercase().as_str() {
        "program" if !quoted => out.shell.push(target.split('\'').nth(1)?.to_owned()),
        "stdin" | "stdout" | "pstdin" | "pstdout" if !quoted => {}
        _ => out.paths.push((verb, Some(file.to_owned()))),
    }
    let table = rest.split([' ', '(']).next().unwrap_or("").to_owned();
    Some(if way == "to" { (Verb::DbRead, String::new()) } else { (Verb::DbWrite, table) })
}
