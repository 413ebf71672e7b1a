//! The machine that was named, and the one that a client of a database goes to. Called by `against`.

use automode_model::Action;

use super::gist::Clause;
use super::nouns;
use super::token::Token;
use crate::understand::net;

/// `on localhost`, `the local database`, and the client of a database goes to another machine.
pub(super) fn is_other(ask: &Clause, action: &Action) -> bool {
    const CLIENTS: &[&str] = &[
        "psql",
        "dropdb",
        "createdb",
        "pg_restore",
        "pg_dump",
        "mysql",
        "mysqladmin",
        "mariadb",
        "mongosh",
        "mongo",
        "redis-cli",
        "clickhouse-client",
    ];
    let tokens: Vec<&Token> = ask.tokens().collect();
    let store = |w: &str| {
        nouns::kinds(w) & nouns::kinds("database") != 0 || matches!(w, "db" | "postgres" | "mysql" | "redis" | "mongo")
    };
    let here = tokens.iter().enumerate().any(|(at, t)| match t.word() {
        "localhost" | "127.0.0.1" | "locally" => true,
        "local" => tokens.get(at + 1).is_some_and(|next| store(next.word())),
        _ => false,
    });
    here && CLIENTS.contains(&action.program.as_str()) && host_used(action).is_some_and(|host| !net::is_local(&host))
}

/// The machine that a client is told to go to: by an option, or in an address.
fn host_used(action: &Action) -> Option<String> {
    let mut words = action.words.split_whitespace();
    while let Some(word) = words.next() {
        if matches!(word, "-h" | "--host") {
            return words.next().map(str::to_owned);
        }
        if let Some(host) = word.strip_prefix("--host=") {
            return Some(host.to_owned());
        }
        if let Some((_, rest)) = word.split_once("://") {
            let rest = rest.split(['/', '?']).next().unwrap_or("");
            let host = rest.rsplit('@').next().unwrap_or(rest);
            return Some(host.split(':').next().unwrap_or(host).to_owned());
        }
    }
    None
}
