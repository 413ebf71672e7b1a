//! Finding a call in a language's rows: a hash table from each name to where it stands, made by the compiler. Code of some
//! length asks for thousands, and sorting the names at each use cost a short `python3 -c` more than all else.

use super::{Do, Row};

/// The rows of a language with their table.
#[derive(Debug)]
pub struct Index {
    rows: &'static [Row],
    /// An open hash table: 0, or the row and 1 + the byte at which the name begins in it.
    slots: &'static [u32],
    /// Bytes of the longest name with a star, which stands for any ending.
    longest: usize,
}

/// The index of rows that are a constant, made while compiling.
macro_rules! of {
    ($rows:expr) => {{
        const SLOTS: usize = $crate::understand::code::calls::index::slots($rows);
        static TABLE: [u32; SLOTS] = $crate::understand::code::calls::index::fill($rows);
        static INDEX: $crate::understand::code::calls::Index =
            $crate::understand::code::calls::Index::new($rows, &TABLE);
        &INDEX
    }};
}
pub(super) use of;

/// A name longer than this is none that is listed; bounds what a search costs.
const MAX_NAME_BYTES: usize = 96;

/// Where FNV-1a begins.
const BASIS: u32 = 0x811c_9dc5;

const fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

/// What the names in rows come to, one after the other: row, first byte, byte behind the last. For the compiler.
#[derive(Clone, Copy)]
struct Names {
    rows: &'static [Row],
    row: usize,
    at: usize,
}

#[expect(clippy::indexing_slicing, reason = "run by the compiler only, which says where it fails")]
impl Names {
    const fn next(&mut self) -> Option<(usize, usize, usize)> {
        while self.row < self.rows.len() {
            let text = self.rows[self.row].0.as_bytes();
            while self.at < text.len() && text[self.at].is_ascii_whitespace() {
                self.at += 1;
            }
            if self.at < text.len() {
                let start = self.at;
                while self.at < text.len() && !text[self.at].is_ascii_whitespace() {
                    self.at += 1;
                }
                return Some((self.row, start, self.at));
            }
            self.row += 1;
            self.at = 0;
        }
        None
    }
}

/// How many slots the table of these rows has: at least twice as many as names.
pub(super) const fn slots(rows: &'static [Row]) -> usize {
    let mut names = Names { rows, row: 0, at: 0 };
    let mut count = 0_usize;
    while names.next().is_some() {
        count += 1;
    }
    (count * 2).next_power_of_two()
}

/// The table of these rows.
#[expect(clippy::indexing_slicing, reason = "run by the compiler only, which says where it fails")]
pub(super) const fn fill<const N: usize>(rows: &'static [Row]) -> [u32; N] {
    let mut table = [0; N];
    let mut names = Names { rows, row: 0, at: 0 };
    while let Some((row, start, end)) = names.next() {
        assert!(row < 1 << 16 && start + 1 < 1 << 16, "a row or a text is too long for its table");
        let (mut hash, mut at) = (BASIS, start);
        while at < end {
            hash = step(hash, rows[row].0.as_bytes()[at]);
            at += 1;
        }
        let mut slot = hash as usize & (N - 1);
        while table[slot] != 0 {
            slot = (slot + 1) & (N - 1);
        }
        table[slot] = (row as u32) << 16 | (start + 1) as u32;
    }
    table
}

impl Index {
    #[expect(clippy::indexing_slicing, reason = "run by the compiler only, which says where it fails")]
    pub(super) const fn new(rows: &'static [Row], slots: &'static [u32]) -> Self {
        let mut names = Names { rows, row: 0, at: 0 };
        let mut longest = 0;
        while let Some((row, start, end)) = names.next() {
            if rows[row].0.as_bytes()[end - 1] == b'*' && end - start > longest {
                longest = end - start;
            }
        }
        Self { rows, slots, longest }
    }

    /// What this call does; none where it is not known.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<Do> {
        if path.len() > MAX_NAME_BYTES {
            return None;
        }
        // What stands before a star: the longest beginning counts.
        let mut begun = None;
        let mut hash = BASIS;
        for (at, byte) in path.bytes().enumerate() {
            let lead = path.get(..at).filter(|_| (1..self.longest).contains(&at));
            if let Some(lead) = lead {
                begun = self.named(lead, true, step(hash, b'*')).or(begun);
            }
            hash = step(hash, byte);
        }
        if !path.ends_with('*')
            && let Some(exact) = self.named(path, false, hash)
        {
            return Some(exact);
        }
        // `x.` is no member of `x.*`; `print*` holds `print`.
        let whole = !path.is_empty() && !path.ends_with(['.', '_', ':']) && path.len() < self.longest;
        whole.then(|| self.named(path, true, step(hash, b'*'))).flatten().or(begun)
    }

    /// The row with this name, with a star behind it or without.
    fn named(&self, name: &str, star: bool, hash: u32) -> Option<Do> {
        let mut slot = hash as usize & self.slots.len().wrapping_sub(1);
        for _ in 0..self.slots.len() {
            let place = *self.slots.get(slot)?;
            let (text, what) = self.rows.get(place as usize >> 16)?;
            let rest = text.get((place as usize & 0xffff).checked_sub(1)?..)?.strip_prefix(name);
            let rest = if star { rest.and_then(|rest| rest.strip_prefix('*')) } else { rest };
            if rest.is_some_and(|rest| rest.bytes().next().is_none_or(|b| b.is_ascii_whitespace())) {
                return Some(*what);
            }
            slot = (slot + 1) & self.slots.len().wrapping_sub(1);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use automode_model::Verb;

    use super::super::{Do, indexes, table};
    use crate::understand::code::lex::Lang;

    #[test]
    fn rows_are_found_by_name_and_by_beginning() {
        let [rows, _] = indexes(Lang::Python);
        assert_eq!(rows.find("os.remove"), Some(Do::Path(Verb::Delete, 0)));
        assert_eq!(rows.find("json.loads"), Some(Do::Pure));
        for not in ["os.no_such", "json", "json.", "", "os.remov", "os.removed", &"x".repeat(200)] {
            assert_eq!(rows.find(not), None, "{not}");
        }
    }

    /// The plain way: the row with exactly this name, else the one with the longest beginning.
    fn plainly(rows: &'static [super::Row], path: &str) -> Option<Do> {
        let names = || rows.iter().flat_map(|r| r.0.split_ascii_whitespace().map(|n| (n, r.1)));
        if let Some((_, what)) = names().find(|(n, _)| *n == path && !n.ends_with('*')) {
            return Some(what);
        }
        let leads = names().filter_map(|(n, what)| Some((n.strip_suffix('*')?, what)));
        let fits = |lead: &str| !(lead.ends_with(['.', '_', ':']) && lead.len() == path.len());
        leads.filter(|(lead, _)| path.starts_with(lead) && fits(lead)).max_by_key(|(lead, _)| lead.len()).map(|l| l.1)
    }

    #[test]
    fn every_name_and_its_neighbours_are_found_as_by_reading_all_rows() {
        for lang in [Lang::Python, Lang::Node, Lang::Ruby, Lang::Perl, Lang::Php, Lang::Lua] {
            for (rows, index) in [table(lang).calls, table(lang).methods].into_iter().zip(indexes(lang)) {
                for name in rows.iter().flat_map(|r| r.0.split_ascii_whitespace()) {
                    let lead = name.trim_end_matches('*');
                    let cut = lead.get(..lead.len().saturating_sub(1)).unwrap_or(lead);
                    for path in [lead, cut, &format!("{lead}x"), &format!("{lead}.y.z"), &format!("{cut}.a_b")] {
                        assert_eq!(index.find(path), plainly(rows, path), "{lang}: {path}");
                    }
                }
            }
        }
    }
}
