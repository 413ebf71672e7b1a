//! The order of sections as a script for the linker. Called by `layout`.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use super::map::Section;
use crate::run::{self, Result, root};

/// Relative to the root of the repository.
const LIST: &str = "crates/automode/hot.ld";

/// A section, and how many of the samples touch it, by their weight.
pub struct Placed {
    name: String,
    kind: Kind,
    share: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Function,
    Constant,
    Table,
    Variable,
    /// A variable that does not begin as zero: the file holds it.
    Value,
}

/// What at least this share of all samples touches is the core, which lies before all else.
const CORE: f64 = 0.75;

/// What more samples touch comes first; among the same number, what the same samples touch stands together, in the order in
/// which it is touched.
pub fn order(runs: &[Vec<&Section>], weight: impl Fn(usize) -> usize) -> Vec<Placed> {
    let all: usize = (0..runs.len()).map(&weight).sum();
    let mut samples: HashMap<&str, (Kind, Vec<usize>, usize)> = HashMap::new();
    for (at, run) in runs.iter().enumerate() {
        for (place, section) in run.iter().enumerate() {
            samples.entry(&section.name).or_insert((kind(section), Vec::new(), place)).1.push(at);
        }
    }
    let of = |at: &[usize]| -> usize { at.iter().map(|at| weight(*at)).sum() };
    let mut all_of_them: Vec<_> =
        samples.into_iter().map(|(name, (kind, at, place))| (Reverse(of(&at)), at, place, name, kind)).collect();
    all_of_them.sort_unstable_by(|a, b| (&a.0, &a.1, a.2, a.3).cmp(&(&b.0, &b.1, b.2, b.3)));
    let share = |weight: usize| weight as f64 / all.max(1) as f64;
    all_of_them
        .into_iter()
        .map(|(Reverse(weight), _, _, name, kind)| Placed { name: name.to_owned(), kind, share: share(weight) })
        .collect()
}

fn kind(section: &Section) -> Kind {
    match (section.is_constant(), section.is_variable()) {
        (true, _) if section.is_table() => Kind::Table,
        (true, _) => Kind::Constant,
        (_, true) if section.has_a_value() => Kind::Value,
        (_, true) => Kind::Variable,
        _ => Kind::Function,
    }
}

pub fn write(order: &[Placed]) -> Result {
    run::write(&root().join(LIST), &text(order))?;
    println!("{LIST}: {} sections; build again to use it", order.len());
    Ok(())
}

fn text(order: &[Placed]) -> String {
    let mut out = String::from(
        "/* Made by `cargo xtask layout`: what hooks touch lies side by side, at the beginning of the binary. */\n\
         SECTIONS {\n  .hot : {\n    *crt1.o(.text)\n    *(.init)\n    *(.fini)\n    *libc.a:*(.text)\n",
    );
    let mut lines = |kind: Kind, core: bool| {
        for placed in order.iter().filter(|p| p.kind == kind && (p.share >= CORE) == core) {
            // Memory that is full ends the program; the text has no limit.
            let _ = writeln!(out, "    *({})", names(&placed.name));
        }
        std::mem::take(&mut out)
    };
    let parts = [
        lines(Kind::Constant, true),
        lines(Kind::Function, true),
        "    *(.rodata.cst4 .rodata.cst8 .rodata.cst16 .rodata.cst32)\n\
             \x20   *(.rodata.str1.1 .rodata.*.str1.1)\n"
            .to_owned(),
        // Constants first: a few of the rarer ones are part of most hooks, and so they lie in the same 2 MiB as the core.
        lines(Kind::Constant, false),
        lines(Kind::Table, true),
        lines(Kind::Table, false),
        lines(Kind::Function, false),
        "  }\n} INSERT BEFORE .rodata;\n\n\
         /* What is written lies in one page: it begins with the last of what the file holds, which makes it present anyway;\n\
         \x20  behind that the small variables, and the beginning of the arena. */\n\
         SECTIONS {\n  .data_hot : {\n"
            .to_owned(),
        lines(Kind::Value, true),
        lines(Kind::Value, false),
        "  }\n} INSERT BEFORE .got;\n\n\
         SECTIONS {\n  .data.rel.ro : {\n    *(.data.rel.ro .data.rel.ro.*)\n  }\n  .data : {\n    *(.data .data.*)\n  }\n\
         \x20 .tdata ALIGN(4096) : {\n    *(.tdata .tdata.*)\n  }\n} INSERT BEFORE .tbss;\n\n\
         SECTIONS {\n  .bss_hot (NOLOAD) : {\n    *libc.a:*(COMMON)\n"
            .to_owned(),
        lines(Kind::Variable, true),
        lines(Kind::Variable, false),
        "    *(.bss.*5alloc5ARENA)\n    *(.bss.*7signals10MAIN_STACK)\n  }\n} INSERT BEFORE .bss;\n\n\
         /* A panic ends the program: nobody walks its stack. */\n\
         SECTIONS {\n  /DISCARD/ : {\n    *(.eh_frame .eh_frame.*)\n  }\n} INSERT AFTER .text;\n"
            .to_owned(),
    ];
    parts.concat()
}

/// A function that loops much has another name for the linker than one that does not: with a new profile it changes.
fn names(section: &str) -> String {
    match section.strip_prefix(".text.hot.").or_else(|| section.strip_prefix(".text.").filter(|n| n.starts_with("_R")))
    {
        Some(function) => format!(".text.hot.{function} .text.{function}"),
        None => section.to_owned(),
    }
}

pub fn compare(order: &[Placed], min_listed: f64) -> Result {
    let text = run::read(&root().join(LIST))?;
    let listed: HashSet<&str> = text.lines().map(str::trim).collect();
    let hits = order.iter().filter(|p| listed.contains(format!("*({})", names(&p.name)).as_str())).count();
    let share = hits as f64 / order.len().max(1) as f64;
    println!("{LIST}: {hits} of {} sections that are touched are listed ({:.0} %)", order.len(), share * 100.0);
    if share < min_listed {
        return Err("the list is out of date\nhint: cargo xtask layout".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::map::Map;

    #[test]
    fn what_most_samples_touch_comes_first() {
        let map = Map::of(
            "10 10 10 1 a.o:(.text.hot._Ra)\n20 20 10 1 a.o:(.text._Rb)\n30 30 10 1 a.o:(.text._Rc)\n\
             40 40 10 1 a.o:(.rodata.d)\n50 50 10 1 a.o:(.bss.e)\n60 60 10 1 a.o:(.data.f)\n",
        );
        let runs =
            [map.touched("I  20,1\nI  10,1\n L 40,1\n S 50,1\n L 60,1\n"), map.touched("I  30,1\nI  20,1\n L 40,1\n")];
        let order = order(&runs, |_| 1);
        let names: Vec<_> = order.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, [".text._Rb", ".rodata.d", ".text.hot._Ra", ".bss.e", ".data.f", ".text._Rc"]);
        let text = text(&order);
        let at = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what} in {text}"));
        assert!(at("*(.rodata.d)") < at("*(.text.hot._Rb .text._Rb)"));
        assert!(at("_Rb") < at(".rodata.cst4") && at(".rodata.cst4") < at("*(.text.hot._Rc .text._Rc)"));
        assert!(at(".bss_hot") < at("*(.bss.e)") && at("*(.bss.e)") < at("5alloc5ARENA"));
        assert!(at(".data_hot") < at("*(.data.f)") && at("*(.data.f)") < at(".bss_hot"));
    }
}
