//! How much a text may ask of us. Used by the parser and the readers; whatever passes a limit becomes a problem or an
//! opaque part, never a shortened check.

/// Texts longer than this are refused whole. Agents write files of some 100 KiB through heredocs; a megabyte is no command.
pub const MAX_INPUT_BYTES: usize = 1 << 20;

/// Bytes outside quoted heredocs and single quotes. The grammar behind us needs 2 ms for 64 KiB of plain commands.
pub const MAX_LIVE_BYTES: usize = 64 << 10;

/// `$` and `` ` `` outside quoted heredocs and single quotes. Each may cost a nested parse; real scripts of 1,000 lines have some 600.
pub const MAX_EXPANSIONS: usize = 4096;

/// How deep commands and words may nest. A substitution in quotes is four levels, a compound
/// command one; people stay below 30. 96 keep a debug build within a 2 MiB thread stack.
pub const MAX_DEPTH: u32 = 96;

/// Depth that the grammar behind us may reach, in its own count (each bracket counts several times).
pub const MAX_GRAMMAR_DEPTH: usize = 64;

/// Operations that the grammar may spend on any text, and on each byte of it. Real scripts use less than one per byte;
/// `a[$(a[$(…` makes it read each subscript again and again, 0.5 s for 400 bytes.
pub const GRAMMAR_FUEL: usize = 1000;

/// See [`GRAMMAR_FUEL`].
pub const GRAMMAR_FUEL_PER_BYTE: usize = 2;

/// Nodes (statements, words, parts) of one tree; 64 KiB of `a;a;a;…` make some 100,000.
pub const MAX_NODES: u32 = 200_000;

/// Texts that may be parsed anew inside one text (substitutions within `${…}`, arithmetic, heredocs): 3 µs each.
pub const MAX_REPARSES: u32 = 4096;

/// How deep such texts may lie within each other: the grammar reads subscripts many times over, ours would multiply it.
pub const MAX_REPARSE_DEPTH: u32 = 12;

/// Bytes that may be parsed anew, because nesting repeats them at each level.
pub const MAX_REPARSED_BYTES: usize = 256 << 10;

/// Problems that are kept; one is enough to refuse, the others only help people.
pub const MAX_PROBLEMS: usize = 16;

/// Below this nothing is slow enough to matter, so that the scan for quotes and heredocs is spared.
pub const SMALL_INPUT_BYTES: usize = 4 << 10;

/// Brackets times bytes of the words that hold them. The grammar looks for the partner of each through the whole word, at
/// 4 ns a byte.
pub const MAX_BRACKET_WORK: usize = 8 << 20;

/// Things that the grammar recurses on without counting: nested `${`, `time` and `coproc` in a row, zsh functions whose body
/// is a function.
pub const MAX_CHAIN: usize = 48;
