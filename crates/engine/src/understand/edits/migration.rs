//! Migrations by what they do to data: those that drop, empty or rewrite rows are told from those that add.

use super::delta::Delta;
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
