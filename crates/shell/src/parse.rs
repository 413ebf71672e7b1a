//! The door: a text and a dialect in, a tree out. Called by whoever understands an action.

use automode_model::Span;

use crate::convert::{self, Base, Shared};
use crate::tree::{Problem, Script};

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
    let body = convert::text(src, Base::At(0), &mut shared);
    let mut problems = shared.problems;
    // INVARIANT: all that was masked was met as what it was masked for; else the grammar did not see what bash would.
    if let Some(body) = shared.masked.first() {
        problems.push(Problem {
            why: "a heredoc or a quote was read in two ways".to_owned(),
            span: Span::new(body.start, body.end),
        });
    }
    Script { body, problems }
}
