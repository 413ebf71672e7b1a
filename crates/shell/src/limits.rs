//! How much a text may ask of us. Used by the grammar and the readers; whatever passes a limit becomes a problem or an
//! opaque part, never a shortened check.

/// Texts longer than this are refused whole. Agents write files of some 100 KiB through heredocs; a megabyte is no command.
pub const MAX_INPUT_BYTES: usize = 1 << 20;

/// How deep commands and words may nest. A substitution in quotes is four levels, a compound
/// command one; people stay below 30. 96 keep a debug build within a 2 MiB thread stack.
pub const MAX_DEPTH: u32 = 96;

/// Nodes (statements, words, parts) of one tree: some 10 MiB and 30 ms. The longest scripts of a system have half as many.
pub const MAX_NODES: u32 = 40_000;

/// Texts that may be unescaped and read anew (backquotes within backquotes): 3 µs each.
pub const MAX_REPARSES: u32 = 4096;

/// How deep such texts may lie within each other.
pub const MAX_REPARSE_DEPTH: u32 = 12;

/// Bytes that may be read anew, because nesting repeats them at each level.
pub const MAX_REPARSED_BYTES: usize = 256 << 10;

/// Problems that are kept; one is enough to refuse, the others only help people.
pub const MAX_PROBLEMS: usize = 16;

/// The longest arithmetic expression and the longest word with live braces: what is in them is looked at once for each
/// level of nesting.
pub const MAX_RESCANNED_BYTES: usize = 16 << 10;
