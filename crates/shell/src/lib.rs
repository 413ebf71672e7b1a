//! Bytes to a command tree for sh, bash and zsh, with spans. Total and bounded: any input gives a tree, and what was not
//! understood is said in it.

pub mod tree;
