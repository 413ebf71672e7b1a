//! Types erased: two programs that differ only in annotations are the same after it. For TypeScript and Python.

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
        _ => return false,
    };
    erase(a.bare()) == erase(b.bare())
}
