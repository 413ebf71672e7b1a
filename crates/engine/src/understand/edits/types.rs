//! Types erased: two programs that differ only in annotations are the same after it. TypeScript and Python as a whole; of
//! other languages what `plain` says.

pub mod comments;
mod imports;
mod plain;
mod python;
mod script;

use super::lang::{Dialect, Language};
use super::norm::Norm;
use super::proofs::Source;

/// Only types differ.
#[must_use]
pub fn only(a: &Source<'_>, b: &Source<'_>, language: &Language) -> bool {
    let erase: fn(&[Norm<'_>]) -> Vec<String> = match language.dialect {
        Dialect::Script => script::erase,
        Dialect::Python => python::erase,
        Dialect::Rust => plain::locals,
        Dialect::Php => plain::php,
        Dialect::Ruby | Dialect::Elixir => plain::statements,
        _ if matches!(language.name, "kotlin" | "swift" | "scala") => plain::locals,
        // Signatures only: there is nothing else in such a file.
        _ if language.name == "rbs" => return true,
        _ => return false,
    };
    // TypeScript's compiler leaves out every import that no value needs; Python runs them all.
    let runs = language.dialect == Dialect::Python && imports::alone(a.bare(), b.bare());
    !runs && erase(a.bare()) == erase(b.bare())
}
