//! Deterministic scripts without end: a grammar that writes valid ones, and mutations that break them.

#![allow(dead_code, reason = "each test binary uses a part of it")]

/// xorshift64*
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    pub fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

/// What shells trip over.
const TOKENS: [&str; 109] = [
    "'",
    "\"",
    "`",
    "\\",
    "\\\n",
    "$",
    "${",
    "}",
    "$(",
    ")",
    "((",
    "))",
    "$((",
    "<(",
    ">(",
    "{",
    "{ ",
    "; }",
    "(",
    "[[",
    "]]",
    "[",
    "]",
    "\n",
    "\r",
    " ",
    "\t",
    ";",
    ";;",
    ";&",
    "&",
    "&&",
    "||",
    "|",
    "|&",
    "!",
    "! ",
    "<",
    ">",
    ">>",
    "<<",
    "<<-",
    "<<<",
    "<>",
    ">|",
    "&>",
    ">&",
    "2>",
    "#",
    " #",
    "=",
    "+=",
    "a=",
    "a[",
    "~",
    "*",
    "?",
    "@(",
    "!(",
    "+(",
    ",",
    "..",
    "{a,b}",
    "{1..2}",
    ":",
    ":-",
    "#",
    "##",
    "%",
    "/",
    "^",
    "@",
    "-",
    "if ",
    "; then ",
    "; fi",
    "else ",
    "while ",
    "; do ",
    "; done",
    "for x in a; do ",
    "case a in a) ",
    ";; esac",
    "esac",
    "in ",
    "function f ",
    "f() ",
    "time ",
    "coproc ",
    "select x in ",
    "EOF",
    "\nEOF\n",
    "<<EOF\n",
    "<<'E'\n",
    "\nE\n",
    "$'",
    "$\"",
    "\\'",
    "\\\"",
    "\\`",
    "\\$",
    "$x",
    "$1",
    "$@",
    "${x:-",
    "${#",
    "${!",
    "é",
    "\u{a0}",
];

/// One to some mutations of `text`, perhaps with pieces of `other`.
pub fn mutate(random: &mut Random, text: &str, other: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(4) {
        let at = random.below(chars.len() + 1);
        let to = (at + random.below(6)).min(chars.len());
        match random.below(7) {
            0 | 1 => drop(chars.splice(at..at, random.pick(&TOKENS).chars())),
            2 => drop(chars.drain(at..to)),
            3 => drop(chars.splice(at..to, random.pick(&TOKENS).chars())),
            4 => {
                let copy: Vec<char> = chars[at..to].to_vec();
                let place = random.below(chars.len() + 1);
                drop(chars.splice(place..place, copy));
            }
            5 => {
                let from = random.below(other.chars().count() + 1);
                let piece: Vec<char> = other.chars().skip(from).take(random.below(20)).collect();
                drop(chars.splice(at..at, piece));
            }
            _ => {
                if !chars.is_empty() {
                    let (a, b) = (random.below(chars.len()), random.below(chars.len()));
                    chars.swap(a, b);
                }
            }
        }
    }
    chars.into_iter().filter(|c| *c != '\0').collect()
}

/// A valid script of invented commands.
pub fn generate(random: &mut Random, depth: u32) -> String {
    let mut out = String::new();
    for _ in 0..random.below(3) {
        out.push_str(&command(random, depth));
        out.push_str(random.pick(&["; ", "\n", " && ", " || ", " | ", " & ", " |& ", "\n\n", " # c\n", ";"]));
    }
    out.push_str(&simple(random, depth));
    out
}

fn simple(random: &mut Random, depth: u32) -> String {
    let mut out = String::new();
    if random.below(6) == 0 {
        out.push_str(&format!("{}={} ", random.pick(&["a", "b", "x[1]", "y+"]), word(random, depth)));
    }
    out.push_str(random.pick(&["c0", "c1", "\"c2\"", "c\\3", "'c4'", "c\\\n5", "c6", "$'c\\x37'", "c\"8\"", "c9"]));
    for _ in 0..random.below(3) {
        out.push(' ');
        out.push_str(&word(random, depth));
    }
    if random.below(6) == 0 {
        out.push_str(&format!(" {}{}", random.pick(&[">", "2>", ">>", "<<<", "&>", "{v}>"]), word(random, depth)));
    }
    if depth > 0 && random.below(12) == 0 {
        let end = random.pick(&["EOF", "'EOF'", "\\EOF", "\"EOF\"", "-EOF"]);
        let body = generate(random, depth - 1).replace("EOF", "END");
        out.push_str(&format!(" <<{end}\n{body}\nEOF\n{}", simple(random, 0)));
    }
    out
}

fn word(random: &mut Random, depth: u32) -> String {
    let mut out = String::new();
    for _ in 0..=random.below(2) {
        let inner = |random: &mut Random| if depth > 0 { generate(random, depth - 1) } else { "d0".to_owned() };
        let piece = match random.below(30) {
            0 => format!("$({})", inner(random)),
            1 => format!("\"$({})\"", inner(random)),
            2 => format!("`{}`", inner(random).replace(['`', '\\'], "")),
            3 => format!("${{x:-{}}}", inner(random).replace(['}', '{'], "")),
            4 => format!("\"${{x:-$({})}}\"", inner(random)),
            5 => format!("$((1+$({})))", inner(random)),
            6 => format!("<({})", inner(random)),
            7 => format!("\"a `{}` b\"", inner(random).replace(['`', '\\'], "")),
            8 => format!("`e0 \\`{}\\``", simple(random, 0).replace(['`', '\\'], "")),
            9 => "$((  (1) + x ))".to_owned(),
            10 => format!("{{a,{}}}", simple(random, 0).replace(' ', "")),
            _ => random
                .pick(&[
                    "w", "'q w'", "\"d $x\"", "\\ ", "-f", "*.c", "$x", "${x}", "~", "{1..2}", "a=b", "'", "$'\\n'",
                    "#h", "@(a|b)", "2", "\\\n", "é",
                ])
                .replace('\'', if random.below(9) == 0 { "'" } else { "" }),
        };
        out.push_str(&piece);
    }
    out
}

fn command(random: &mut Random, depth: u32) -> String {
    if depth == 0 {
        return simple(random, 0);
    }
    let list = |random: &mut Random| generate(random, depth - 1);
    match random.below(22) {
        0 => format!("if {}; then {}; else {}; fi", simple(random, 0), list(random), list(random)),
        1 => format!("for i in {} {}; do {}\ndone", word(random, 0), word(random, 0), list(random)),
        2 => format!("while {}\ndo {}\ndone", simple(random, 0), list(random)),
        3 => format!("case {} in a|b) {}\n;; (*) {}\n;& esac", word(random, 0), list(random), list(random)),
        4 => format!("{{ {}\n}}", list(random)),
        5 => format!("( {}\n)", list(random)),
        6 => format!("f{}() {{ {}\n}}; f{}", random.below(3), list(random), random.below(3)),
        7 => format!("! {}", simple(random, depth - 1)),
        8 => format!("[[ {} == {} && -n $(b0) ]]", word(random, 0), word(random, 0)),
        9 => format!("(( x + $({}\n) ))", list(random)),
        10 => format!("time {}", simple(random, depth - 1)),
        11 => format!("declare {}={} ", random.pick(&["a", "b", "x[1]"]), word(random, depth - 1)),
        12 => format!("arr=({} {})", word(random, depth - 1), word(random, 0)),
        13 => format!("coproc {{ {}\n}}", list(random)),
        _ => simple(random, depth),
    }
}

/// The scripts of the table for one dialect (`> name` sections).
pub fn seeds(table: &str, dialect: &str) -> Vec<String> {
    let (mut out, mut script, mut here) = (Vec::new(), Vec::new(), false);
    for line in table.lines() {
        if let Some(name) = line.strip_prefix("> ") {
            here = name == dialect;
        }
        match line.strip_prefix("$ ") {
            Some(source) if here => script.push(source.replace('␍', "\r")),
            _ if !script.is_empty() => out.push(std::mem::take(&mut script).join("\n")),
            _ => {}
        }
    }
    out
}
