//! Migrations by what they do to data: those that drop, empty or rewrite rows are told from those that add.

use super::delta::{Delta, Line};
use super::lang::Language;
use super::lex::Kind as Token;
use super::proofs::Source;
use super::{Change, Kind};

/// Statements and calls that destroy, as words in a row.
const DESTROYS: &[&[&str]] = &[
    &["drop", "table"],
    &["drop", "column"],
    &["drop", "schema"],
    &["drop", "database"],
    &["truncate"],
    &["delete", "from"],
    &["drop_table"],
    &["remove_column"],
    &["remove_columns"],
    &["drop_column"],
    &["droptable"],
    &["dropcolumn"],
    &["removefield"],
    &["deletemodel"],
    &["delete_all"],
    &["destroy_all"],
    &["bulk_delete"],
    &["truncatetable"],
    &["dropifexists"],
    &["dropcollection"],
];

/// A file of SQL whose changed lines begin statements that change rows or tables. Queries that a program calls by their name
/// are part of the program.
#[must_use]
pub fn changes(b: &Source<'_>, delta: &Delta<'_>) -> bool {
    let named = ["-- name:", "--name:", "-- :name", "/* @name", "{{", "{%"].iter().any(|m| b.text.contains(m));
    let begins = |l: &Line<'_>| {
        let word = |i: usize| l.tokens.get(i).map(|t| t.text.to_ascii_lowercase()).unwrap_or_default();
        let (first, second) = (word(0), word(1));
        let table = [
            "table",
            "index",
            "unique",
            "schema",
            "database",
            "view",
            "materialized",
            "sequence",
            "type",
            "trigger",
            "function",
            "procedure",
            "extension",
            "or",
            "column",
            "keyspace",
            "temporary",
        ];
        match first.as_str() {
            "create" | "alter" | "drop" => table.contains(&second.as_str()),
            "insert" => second == "into",
            "delete" => second == "from",
            "update" => l.tokens.len() > 2 || second.len() > 1,
            "truncate" | "merge" | "vacuum" | "reindex" | "copy" => true,
            _ => false,
        }
    };
    // A column of a table: the statement begins above.
    let outline = super::outline::Outline::of(b.text);
    let within = |l: &Line<'_>| {
        outline.chain(l.number).skip(1).any(|above| {
            let above = above.to_ascii_lowercase();
            above.starts_with("create ") || above.starts_with("alter ")
        })
    };
    let program = |l: &Line<'_>| begins(l) || within(l);
    !named && (delta.added.iter().any(program) || delta.removed.iter().any(begins))
}

/// Judges a migration.
#[must_use]
pub fn judge(a: &Source<'_>, b: &Source<'_>, delta: &Delta<'_>, language: &Language) -> Change {
    let _ = (a, delta);
    // What only the way back drops is not destroyed by going forward.
    let words: Vec<String> = b
        .tokens
        .iter()
        .filter(|t| matches!(t.kind, Token::Word | Token::Text))
        .flat_map(|t| {
            t.text
                .split(|c: char| !(c.is_alphanumeric() || c == '_'))
                .filter(|w| !w.is_empty())
                .map(str::to_ascii_lowercase)
        })
        .take_while(|w| !matches!(w.as_str(), "down" | "downgrade") || language.name == "sql")
        .collect();
    let hit = DESTROYS.iter().find(|p| words.windows(p.len()).any(|w| w.iter().zip(p.iter()).all(|(x, y)| x == y)));
    match hit {
        Some(p) => Change::new(Kind::MigrationDestroys, format!("the migration does `{}`", p.join(" "))),
        None => Change::new(Kind::Migration, "a migration"),
    }
}
