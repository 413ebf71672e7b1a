//! Where the linker put what: its map, read, and a trace of addresses told as sections. Called by `layout`.

use std::path::Path;

use crate::run::{self, Result};

/// A piece of the program that the linker places as a whole: a function, a constant, a variable.
#[derive(Debug, PartialEq, Eq)]
pub struct Section {
    start: u64,
    bytes: u64,
    /// As the compiler called it.
    pub name: String,
}

/// All of them, by address.
pub struct Map {
    sections: Vec<Section>,
}

/// Of a larger constant some pages are touched, not all.
const LARGE_BYTES: u64 = 16 << 10;

/// Large variables of which a hook touches the beginning: they have a place of their own.
const LARGE: &[&str] = &["5alloc5ARENA", "7signals10MAIN_STACK"];

/// What runs only where the processor can do it, which valgrind's cannot; and what writes a number of few digits, which the time
/// that a hook took is only there where it runs at its usual speed.
const UNSEEN: &[&str] = &["7x86_sha8compress", "4itoayNtB5_8Unsigned3fmt"];

impl Map {
    pub fn read(file: &Path) -> Result<Self> {
        Ok(Self::of(&run::read(file)?))
    }

    pub fn of(text: &str) -> Self {
        let mut sections: Vec<Section> = text.lines().filter_map(section).filter(Section::can_be_placed).collect();
        sections.sort_by_key(|s| s.start);
        Self { sections }
    }

    fn at(&self, address: u64) -> Option<usize> {
        let at = self.sections.partition_point(|s| s.start <= address).checked_sub(1)?;
        self.sections.get(at).filter(|s| address - s.start < s.bytes).map(|_| at)
    }

    /// The sections in a trace of valgrind's tool lackey, each once.
    pub fn touched(&self, trace: &str) -> Vec<&Section> {
        let mut seen = vec![false; self.sections.len()];
        let unseen = self.sections.iter().enumerate().filter(|(_, s)| UNSEEN.iter().any(|u| s.name.ends_with(u)));
        let mut out: Vec<usize> = unseen.map(|(at, _)| at).collect();
        out.iter().filter_map(|at| seen.get_mut(*at).map(|s| *s = true)).for_each(drop);
        for at in trace.lines().filter_map(address).filter_map(|address| self.at(address)) {
            if let Some(seen) = seen.get_mut(at).filter(|seen| !**seen) {
                *seen = true;
                out.push(at);
            }
        }
        out.into_iter().filter_map(|at| self.sections.get(at)).collect()
    }
}

impl Section {
    /// Functions, constants and variables of their own; what the linker merges or what has no name of its own stays, and so
    /// do constants that need relocations, which it keeps together.
    fn can_be_placed(&self) -> bool {
        let kinds = [".text.", ".rodata.", ".bss.", ".data."];
        let merged = [".rodata.cst", ".rodata.str"].iter().any(|m| self.name.starts_with(m));
        let apart = LARGE.iter().any(|l| self.name.ends_with(l));
        let relocated = self.name.starts_with(".data.rel.ro");
        kinds.iter().any(|k| self.name.starts_with(k)) && !merged && !apart && !relocated && self.bytes > 0
    }

    /// A table, of which each hook looks at another row.
    pub fn is_table(&self) -> bool {
        self.is_constant() && self.bytes > LARGE_BYTES
    }

    pub fn is_constant(&self) -> bool {
        self.name.starts_with(".rodata.")
    }

    pub fn is_variable(&self) -> bool {
        self.name.starts_with(".bss.") || self.has_a_value()
    }

    /// A variable that does not begin as zero.
    pub fn has_a_value(&self) -> bool {
        self.name.starts_with(".data.")
    }
}

/// A line of the map: address, address, size, alignment, `file:(section)`.
fn section(line: &str) -> Option<Section> {
    let name = line.strip_suffix(')')?.rsplit_once(":(")?.1;
    let mut fields = line.split_ascii_whitespace();
    let start = u64::from_str_radix(fields.next()?, 16).ok()?;
    let bytes = u64::from_str_radix(fields.nth(1)?, 16).ok()?;
    Some(Section { start, bytes, name: name.to_owned() })
}

/// `I  00789f20,3`, ` L 1ffeffff,8`, ` S …`, ` M …`.
fn address(line: &str) -> Option<u64> {
    let (kind, rest) = line.split_at_checked(3)?;
    matches!(kind, "I  " | " L " | " S " | " M ").then_some(())?;
    u64::from_str_radix(rest.split_once(',')?.0, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_sections() {
        let map = Map::of(
            "             VMA              LMA     Size Align Out     In      Symbol\n\
             2001a0           2001a0       10    16 .text\n\
             2001a0           2001a0       10    16         /x/a.o:(.text.one)\n\
             2001a0           2001a0       10     1                 one\n\
             2001b0           2001b0       20    16         /x/a.o:(.text.two)\n\
             300000           300000       20     8         /x/a.o:(.rodata..Lanon.3)\n\
             300020           300020     8000     8         /x/a.o:(.rodata.large)\n",
        );
        let trace =
            "==1== lackey\nI  002001bf,3\n S 1ffefff,8\n L 00300004,8\nI  2001b3,2\n L 300021,1\nI  002001af,1\n";
        let touched = map.touched(trace);
        let names: Vec<_> = touched.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, [".text.two", ".rodata..Lanon.3", ".rodata.large", ".text.one"]);
        assert!(touched.iter().all(|s| s.is_table() == s.name.ends_with("large")));
    }
}
