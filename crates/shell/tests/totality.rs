//! Any text gives a tree, in bounded time.

#![expect(clippy::indexing_slicing, clippy::string_slice, reason = "helpers of tests")]

#[path = "common/cpu.rs"]
mod cpu;
#[path = "common/mutate.rs"]
mod mutate;

use std::time::Duration;

use automode_shell::{Dialect, parse};
use mutate::Random;

const TABLE: &str = include_str!("table.txt");

/// This build is not optimised, and a slow machine is slower still.
const GENEROUS: Duration = Duration::from_secs(2);

/// The fastest of up to five parses, so that a busy machine does not count.
fn fastest(text: &str, dialect: Dialect, limit: Duration) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..5 {
        best = best.min(cpu::timed(|| parse(text, dialect)).1);
        if best < limit {
            break;
        }
    }
    best
}

#[test]
fn mutated_scripts_never_panic_and_end_soon() {
    let mut seeds = mutate::seeds(TABLE, "bash");
    seeds.extend(mutate::seeds(TABLE, "zsh"));
    seeds.extend(mutate::seeds(TABLE, "sh"));
    for n in 0..20_000 {
        let mut random = Random::new(n);
        let base = if n % 3 == 0 { mutate::generate(&mut random, 2) } else { seeds[random.below(seeds.len())].clone() };
        let other = &seeds[random.below(seeds.len())];
        let script = mutate::mutate(&mut random, &base, other);
        let dialect = [Dialect::Bash, Dialect::Zsh, Dialect::Sh][random.below(3)];
        let took = fastest(&script, dialect, GENEROUS);
        assert!(
            took < GENEROUS,
            "case {n} took {took:?}:
{script}"
        );
    }
}

#[test]
fn every_prefix_of_a_script_is_parsed() {
    for seed in mutate::seeds(TABLE, "bash").iter().chain(&mutate::seeds(TABLE, "zsh")) {
        for (end, _) in seed.char_indices() {
            let _ = parse(&seed[..end], Dialect::Bash);
            let _ = parse(&seed[..end], Dialect::Zsh);
        }
    }
}

/// What opens something.
const OPENERS: [&str; 38] = [
    "$(",
    "time ",
    "coproc ",
    "a() ",
    "${=",
    "case a in a|",
    "((a[",
    "(",
    "{ ",
    "`",
    "${x:-",
    "$((",
    "((",
    "<(",
    "[[ ( ",
    "if ",
    "a=(",
    "\"$(",
    "\"${x:-",
    "case x in a) ",
    "f() { ",
    "@(",
    "{a,",
    "! ",
    "while ",
    "a[",
    "${a[",
    "$[",
    "[",
    "{",
    "'",
    "\"",
    "\\",
    "<<E\n",
    "$(<<E\n",
    "x=$(",
    "[[ ! ",
    "time ! ",
];

/// What nests and ends.
const PAIRS: [(&str, &str); 18] = [
    ("$(", ")"),
    ("(", ")"),
    ("{ ", ";}"),
    ("\"$(", ")\""),
    ("${x:-", "}"),
    ("$((", "))"),
    ("<(", ")"),
    ("{a,", "}"),
    ("@(", ")"),
    ("a=(", ")"),
    ("[[ ( ", " ) ]]"),
    ("if a; then ", "; fi"),
    ("${x:-$(", ")}"),
    ("\"${x:-\"$(", ")\"}\""),
    ("$((1+$(", ")))"),
    ("a[$(", ")]=1"),
    ("{a,$(", ")}"),
    ("x <<<$(", ")"),
];

/// What comes in masses.
const PIECES: [&str; 29] = [
    "true && ",
    "a | ",
    "a; ",
    "$(x) ",
    "\"$x\" ",
    "'x' ",
    "`a` ",
    "a=b ",
    "{a,b}",
    "* ",
    "<<E\nE\n",
    "${x:-$(y)} ",
    "$((x)) ",
    "<(a) ",
    ">a ",
    "a\\\n",
    "# x\n",
    "[[ a ]];",
    "x=(a b) ",
    "\"${x:-\"$(y)\"}\"",
    "case a in a) b;; esac;",
    "\\$",
    "{",
    "}",
    "[a]",
    "é",
    "$'\\n'",
    "f() { a; };",
    "a[1]=2 ",
];

type Named = (String, String);

fn add(out: &mut Vec<Named>, name: String, text: String) {
    out.push((name, text));
}

fn openers(out: &mut Vec<Named>, middle: usize, big: usize) {
    for open in OPENERS {
        add(out, open.to_owned(), open.repeat(middle / open.len()));
        add(out, format!("big {open}"), open.repeat(big / open.len()));
    }
    for (open, close) in PAIRS {
        for n in [20, 60, 200, 2000] {
            add(out, format!("{n} {open}{close}"), format!("x; {}y{}", open.repeat(n), close.repeat(n)));
        }
    }
}

fn masses(out: &mut Vec<Named>, middle: usize, big: usize) {
    for piece in PIECES {
        let lines = |size: usize| format!("{piece}\n").repeat(size / (piece.len() + 1));
        add(out, format!("many {piece:?}"), format!("x {}", piece.repeat(middle / piece.len())));
        add(out, format!("megabyte {piece:?}"), piece.repeat(big / piece.len()));
        add(out, format!("word {piece:?}"), format!("x \"{}\"", piece.replace('"', "").repeat(middle / piece.len())));
        add(out, format!("heredoc {piece:?}"), format!("cat <<END\n{}\nEND\n", lines(middle)));
        add(out, format!("quoted heredoc {piece:?}"), format!("cat <<'END'\n{}\nEND\n", lines(big - big / 8)));
    }
}

/// Deep for us outside and for the grammar inside, and the other way round.
fn mixed(out: &mut Vec<Named>) {
    for (outer, end) in [("${x:-", "}"), ("\"${x:-", "}\""), ("{a,", "}"), ("$(x ", ")"), ("{ ", "\n}")] {
        for (inner, close) in
            [("( ", ")"), ("{ ", "\n}"), ("if a; then ", "\nfi"), ("$(", ")"), ("[[ ( ", " ) ]]"), ("$((", "))")]
        {
            for (n, m) in [(20, 80), (40, 40), (80, 20), (90, 90)] {
                let text = format!("{}$({}y{}){}", outer.repeat(n), inner.repeat(m), close.repeat(m), end.repeat(n));
                add(out, format!("heredoc {n} {outer} {m} {inner}"), format!("x <<E\n{text}\nE\n"));
                add(out, format!("{n} {outer} {m} {inner}"), format!("x {text}"));
            }
        }
    }
}

fn hostile(middle: usize, big: usize) -> Vec<Named> {
    let mut out = Vec::new();
    openers(&mut out, middle, big);
    masses(&mut out, middle, big);
    mixed(&mut out);
    out
}

#[test]
fn hostile_texts_end_soon() {
    let limit = if cfg!(debug_assertions) { GENEROUS } else { Duration::from_millis(50) };
    let (middle, big) = if cfg!(debug_assertions) { (16 << 10, 80 << 10) } else { (60 << 10, 1 << 20) };
    let mut slow = Vec::new();
    for (name, text) in hostile(middle, big) {
        for dialect in [Dialect::Bash, Dialect::Zsh] {
            let took = fastest(&text, dialect, limit);
            if std::env::var_os("AUTOMODE_TIMES").is_some() && took > Duration::from_millis(20) {
                println!("{took:?} {dialect:?} {name}");
            }
            if took > limit {
                slow.push(format!("{name} took {took:?}"));
            }
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn what_passes_a_limit_is_said() {
    for text in [
        "a\0b".to_owned(),
        "x;".repeat(1 << 20),
        "$(".repeat(100) + &")".repeat(100),
        "a ".repeat(80 << 10),
        "$x ".repeat(50_000),
    ] {
        assert!(!parse(&text, Dialect::Bash).problems.is_empty(), "{:.20}", text);
    }
}

#[test]
fn long_quoted_text_is_understood() {
    let line = "print('it')  # $(rm) `x` $y\n";
    for text in [
        format!("cat <<'E' >f\n{}E\n", line.repeat(8000)),
        format!("python3 -c '{}'", "x = 1\n".repeat(40_000)),
        format!("cat <<E\n{}E\n", "plain text\n".repeat(5000)),
    ] {
        let tree = parse(&text, Dialect::Bash);
        assert_eq!(tree.problems, [], "{:.20}", text);
        assert_eq!(tree.body.len(), 1);
    }
}
