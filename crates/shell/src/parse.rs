//! The door: a text and a dialect in, a tree out. Called by whoever understands an action.

use crate::grammar::{self, Base, Shared};
use crate::tree::Script;

/// The language of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// `sh`: dash, or bash or zsh under that name. What these read differently is a problem.
    Sh,
    /// bash, as run by `bash -c` (no history expansion, no aliases).
    Bash,
    /// zsh with its default options.
    Zsh,
}

/// Reads a text as the shell would. Total and bounded: whatever was not understood is in [`Script::problems`] or an
/// opaque part of the tree.
#[must_use]
pub fn parse(src: &str, dialect: Dialect) -> Script {
    let mut shared = Shared::new(dialect);
    let body = grammar::text(src, Base::At(0), &mut shared);
    Script { body, problems: shared.problems }
}
