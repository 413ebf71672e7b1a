//! Bytes to a command tree for sh, bash and zsh, with spans. Total and bounded: any input gives a tree, and what was not
//! understood is said in it.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod grammar;
mod limits;
mod parse;
mod read;
mod scan;
pub mod tree;

pub use parse::{Dialect, parse};
