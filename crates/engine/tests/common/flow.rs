//! Scripts in which values flow: variables, arrays, functions, substitutions, pipelines, wrappers, text that is evaluated.
//! What they run are invented commands (`c0` … `c9`); what must be known to know that is what a shell computes.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use super::{agents, installers, mutate::Random, scripts, wide};

const NAMES: [&str; 10] = ["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"];
const VARS: [&str; 5] = ["v0", "v1", "v2", "a", "w"];

fn name(r: &mut Random) -> String {
    r.pick(&NAMES).to_owned()
}

fn var(r: &mut Random) -> String {
    r.pick(&VARS).to_owned()
}

/// A word that has a value.
pub fn value(r: &mut Random, depth: u32) -> String {
    let (n, v, w) = (name(r), var(r), var(r));
    let inner = |r: &mut Random| if depth > 0 { value(r, depth - 1) } else { "x y".to_owned() };
    match r.below(46) {
        0 => format!("${v}"),
        1 => format!("\"${v}\""),
        2 => format!("${{{v}:-{}}}", inner(r).replace(['}', '{'], "")),
        3 => format!("${{{v}:+{n}}}"),
        4 => format!("${{{v}:={n}}}"),
        5 => format!("${{{v}#c}}"),
        6 => format!("${{{v}%%[0-9]*}}7"),
        7 => format!("${{{v}/c/{n}}}"),
        8 => format!("${{{v}:0:2}}"),
        9 => format!("${{#{v}}}"),
        10 => format!("${{!{v}}}"),
        11 => format!("${{{v}^^}}"),
        12 => format!("$(echo {})", inner(r)),
        13 => format!("\"$(printf '%s ' {} {n})\"", inner(r)),
        14 => format!("`echo {n}`"),
        15 => "$((1+2))".to_owned(),
        16 => format!("$((${{#{v}}}*2))"),
        17 => format!("{{{n},x}}"),
        18 => "c{1..3}".to_owned(),
        19 => format!("$'{}\\x30'", "c"),
        20 => "\"$@\"".to_owned(),
        21 => "$*".to_owned(),
        22 => "\"$1\"".to_owned(),
        23 => "$2".to_owned(),
        24 => "$#".to_owned(),
        25 => "\"${a[@]}\"".to_owned(),
        26 => "${a[0]}".to_owned(),
        27 => "${a[1]:-z}".to_owned(),
        28 => "\"${a[*]}\"".to_owned(),
        29 => "${#a[@]}".to_owned(),
        30 => format!("\"${v} ${w}\""),
        31 => format!("${v}${w}"),
        32 => "~/x".to_owned(),
        33 => "*".to_owned(),
        34 => "''".to_owned(),
        35 => "\"$PWD\"".to_owned(),
        36 => format!("\"${{{v}:-{n} b}}\""),
        37 => format!("$(cat <<<{n})"),
        38 => format!("$(f0 {n})"),
        39 => format!("${{{v}//[cd]/e}}"),
        40 => format!("${{{v}@Q}}"),
        41 => "${a[@]:1}".to_owned(),
        42 => "\"${!a[@]}\"".to_owned(),
        _ => n,
    }
}

fn words(r: &mut Random, depth: u32) -> String {
    (0..r.below(3)).map(|_| format!(" {}", value(r, depth))).collect()
}

/// A command that runs something.
pub fn run(r: &mut Random, depth: u32) -> String {
    let (n, m, v) = (name(r), name(r), var(r));
    let tail = words(r, depth);
    match r.below(44) {
        0 => format!("${v}{tail}"),
        1 => format!("\"${v}\"{tail}"),
        2 => "\"$@\"".to_owned(),
        3 => "\"${a[@]}\"".to_owned(),
        4 => format!("$(echo {n}){tail}"),
        5 => format!("eval \"{n} ${v}\"{tail}"),
        6 => format!("eval '{n} ${v}'"),
        7 => format!("bash -c \"{n} ${v}\""),
        8 => format!("bash -c '{n} \"$1\" $0 \"$@\"'{tail}"),
        9 => format!("sh -c '{n} x; {m}'"),
        10 => format!("env A=b {n}{tail}"),
        11 => format!("timeout 1 {n}{tail}"),
        12 => format!("nice -n 1 {n}{tail}"),
        13 => format!("echo{tail} y | xargs {n}"),
        14 => format!("printf 'p\\nq r\\n' | xargs -n1 {n}"),
        15 => format!("printf '{n} %s\\n' 1 2 | bash"),
        16 => format!("bash <<E\n{n} ${v}\nE"),
        17 => format!("bash <<'E'\n{n} \"${v}\"\nE"),
        18 => format!("command {n}{tail}"),
        19 => format!("builtin eval {n}{tail}"),
        20 => format!("trap '{n} ${v}' EXIT"),
        21 => format!(". <(echo {n} x)"),
        22 => format!("source /dev/stdin <<< \"{n} z\""),
        23 => format!("bash <(echo {n} x)"),
        24 => format!("f0{tail}"),
        25 => format!("f1 {n}{tail}"),
        26 => format!("{n} <<< \"${v}\""),
        27 => format!("echo {n} >g; bash g"),
        28 => format!("echo {n} ${v} >g; . ./g{tail}"),
        29 => format!("{n} \"$(<g)\""),
        30 => format!("{n} \"$(echo ${v} | tr a-z A-Z)\""),
        31 => format!("{n} $(echo c1 c2 | cut -d' ' -f2)"),
        32 => format!("$(echo {n} | sed s/c/c/){tail}"),
        33 => format!("find . -name zz -exec {n} {{}} \\; ; {n}"),
        34 => format!("nohup {n}{tail}"),
        35 => format!("(exec {n}{tail})"),
        36 => format!("xargs {n} <<< 'k l'"),
        37 => format!("printf '%s\\0' u 't s' | xargs -0 -n1 {n}"),
        38 => format!("{v}=1 {n}{tail}"),
        39 => format!("{v}={m} eval '{n} ${v}'"),
        _ => format!("{n}{tail}"),
    }
}

/// A statement that changes what is known.
pub fn change(r: &mut Random, depth: u32) -> String {
    let (n, v, w) = (name(r), var(r), var(r));
    let x = value(r, depth);
    match r.below(44) {
        0 => format!("{v}+={x}"),
        1 => format!("export {v}={x}"),
        2 => format!("declare {v}={x} {w}={n}"),
        3 => format!("a=({x} {n})"),
        4 => format!("a+=({x})"),
        5 => format!("a[1]={x}"),
        6 => format!("unset {v}"),
        7 => format!("read {v} {w} <<< {x}"),
        8 => format!("read -r {v} <<< \"{n} q\""),
        9 => format!("IFS=: read {v} {w} <<< c1:c2:c3"),
        10 => format!("set -- {x} {n}"),
        11 => "shift".to_owned(),
        12 => format!("printf -v {v} 'c%d' 3"),
        13 => format!("mapfile -t a <<< $'{n}\\nc2 x'"),
        14 => format!("{v}=c; (( {v}++ ))"),
        15 => format!("{v}=3; (( {v} += 2 ))"),
        16 => format!("let {v}=1+2"),
        17 => "IFS=,".to_owned(),
        18 => "unset IFS".to_owned(),
        19 => "set -f".to_owned(),
        20 => "shopt -s nullglob".to_owned(),
        21 => "cd /tmp".to_owned(),
        22 => "mkdir -p d; cd d".to_owned(),
        23 => format!("f0() {{ {}\n}}", body(r, depth)),
        24 => format!("f1() {{ local {v}={n}; {}\n}}", body(r, depth)),
        25 => format!("f0() {{ \"$@\"\n{v}=$1; }}"),
        26 => format!("f0() {{ echo {n} \"$1\"; }}"),
        27 => format!("declare -n {v}={w}"),
        28 => format!("echo {n} >g"),
        29 => format!("echo c1 >>g; echo {n} >>g"),
        30 => format!("{v}={w}"),
        31 => format!("unset -f f0; unset 'a[0]'; {v}={x}"),
        32 => format!("alias {n}=c9"),
        33 => format!("shopt -s expand_aliases\nalias {n}='c9 al'\n{n} b"),
        34 => format!("declare -u {v}; {v}=ab"),
        35 => format!("declare -i {v}; {v}=1+1"),
        36 => format!("exec >/dev/null; {v}={x}"),
        37 => "set -e".to_owned(),
        38 => format!("{v}=({n} b); {v}=z"),
        39 => format!("getopts ab {v}"),
        _ => format!("{v}={x}"),
    }
}

fn body(r: &mut Random, depth: u32) -> String {
    if depth == 0 { run(r, 0) } else { script(r, depth - 1) }
}

/// A statement.
fn statement(r: &mut Random, depth: u32) -> String {
    let (n, v) = (name(r), var(r));
    let x = value(r, 0);
    if r.below(5) < 2 {
        return usual(r, depth.saturating_sub(1));
    }
    match r.below(34) {
        0 => format!("if {}; then {}; else {}; fi", run(r, 0), body(r, depth), body(r, depth)),
        1 => format!("for {v} in {x} {n}; do {}\ndone", body(r, depth)),
        2 => format!("for {v} in {x} {n}; do ${v} {}\ndone", value(r, 0)),
        3 => format!("while read -r {v}; do {n} \"${v}\"; done <<< $'k l\\nm'"),
        4 => format!("printf 'c1 a\\nc2 b\\n' | while read -r {v} w; do ${v} $w; done"),
        5 => format!("case ${v} in c1) {};; c*|x) {};; *) {};; esac", body(r, depth), body(r, depth), body(r, depth)),
        6 => format!("[[ ${v} == c1 ]] && {} || {}", run(r, 0), change(r, 0)),
        7 => format!("( {}\n)", body(r, depth)),
        8 => format!("{{ {}\n}}", body(r, depth)),
        9 => format!("{} && {}", run(r, 0), change(r, 0)),
        10 => format!("{} || {}", run(r, 0), change(r, 0)),
        11 => format!("{} | {{ read {v}; {n} ${v}; }}", run(r, 0)),
        12 => format!("for ((i=0;i<2;i++)); do {n} $i; {}\ndone", change(r, 0)),
        13 => format!("until {}; do {}; done", run(r, 0), change(r, 0)),
        14 => format!("while {n}; do {}; break; done", change(r, 0)),
        15 => format!("{} & wait", run(r, 0)),
        16 => format!("{n} <<E\n${v} $(c8 q)\nE"),
        17 => format!("{v}=$({})", run(r, 0)),
        18 => format!("for {v}; do {n} \"${v}\"; done"),
        19..=25 => change(r, depth),
        _ => run(r, depth),
    }
}

/// A statement as agents write them, its blanks filled in.
fn usual(r: &mut Random, depth: u32) -> String {
    let template = match r.below(6) {
        0 => agents::pick(r),
        1 => installers::pick(r),
        2 | 3 => wide::pick(r),
        _ => scripts::pick(r),
    };
    filled(r, template, depth)
}

/// A template, its blanks filled in.
fn filled(r: &mut Random, template: &str, depth: u32) -> String {
    let mut out = String::new();
    let mut rest = template;
    let (n, m, v, w) = (name(r), name(r), var(r), var(r));
    while let Some((before, more)) = rest.split_once('«') {
        let (which, after) = more.split_once('»').unwrap_or((more, ""));
        out.push_str(before);
        out.push_str(&match which {
            "n" => n.clone(),
            "m" => m.clone(),
            "v" => v.clone(),
            "w" => w.clone(),
            "r" => run(r, 0),
            "b" => body(r, depth),
            "s" => script(r, depth),
            _ => value(r, 0),
        });
        rest = after;
    }
    out + rest
}

/// A whole script as agents write them: a head, values, and a frame around statements.
pub fn whole(r: &mut Random, depth: u32) -> String {
    let (head, frame) = (r.pick(scripts::HEADS), r.pick(scripts::FRAMES));
    let values = if r.below(3) == 0 { String::new() } else { setup(r) + "\n" };
    format!("{head}{values}{}", filled(r, frame, depth))
}

/// What a written script is put into: `«p»` is the script, `«q»` the same within single quotes.
const PLACES: [&str; 22] = [
    "«p»",
    "«p»",
    "f9() {\n«p»\n}\nf9 k 'l m'",
    "f9() {\nlocal x a b f n i l\n«p»\n}\nf9",
    "for i9 in 1 2; do\n«p»\ndone",
    "(\n«p»\n)",
    "{\n«p»\n}",
    "if c1; then\n«p»\nelse\nx=c2 a=c3\nfi",
    "{\n«p»\n} | cat",
    "x9=$(\n«p»\n)\nc9 \"$x9\"",
    "while read -r l9; do\n«p»\ndone <<< $'a\\nb'",
    "eval '«q»'",
    "bash -c '«q»' n9 k l",
    "cat > p9.sh <<'P9'\n«p»\nP9\n. ./p9.sh",
    "cat > p9.sh <<'P9'\n«p»\nP9\nbash p9.sh m",
    "trap '«q»' EXIT",
    "c1 && {\n«p»\n}",
    "case k in k)\n«p»\n;;& *) c9 arm ;; esac",
    "set -e\n«p»",
    "set -u\n«p»",
    "bash <<'P9'\n«p»\nP9",
    "x=c4 a=c5\n«p»\nc9 \"$x\" \"${a[@]}\" $n",
];

/// Written scripts one behind the other, each in a place of its own.
pub fn joined(r: &mut Random, written: &[String]) -> String {
    let mut out = if r.below(3) == 0 { setup(r) + "\n" } else { String::new() };
    for _ in 0..=r.below(3) {
        let script = written[r.below(written.len())].trim_end_matches('\n');
        let quoted = script.replace('\'', "'\\''");
        out.push_str(&r.pick(&PLACES).replace("«p»", script).replace("«q»", &quoted));
        out.push('\n');
    }
    out
}

/// Values for the variables, so that what follows is knowable.
pub fn setup(r: &mut Random) -> String {
    let mut out = String::new();
    let values = ["c1", "c2", "'c3 x'", "'c4  y z'", "x", "''", "c5", "'*'", "a", "v0", "'c6;c7'", "\"it's\"", "'$x'"];
    for v in ["v0", "v1", "v2", "w"] {
        out.push_str(&format!("{v}={}\n", r.pick(&values)));
    }
    out.push_str(r.pick(&["a=(c1 'd e')", "a=()", "a=(c2 '' x y)", "a=c3", "a=(c1 $v0 \"$v1\")"]));
    let more = ["", "\nset -- c8 'p q' r", "\nset --", "\nexport v0 w", "\nset -- $v1", "\nf0() { c9 \"$@\"; }"];
    out.push_str(r.pick(&more));
    out
}

/// A whole script.
pub fn script(r: &mut Random, depth: u32) -> String {
    let mut out = String::new();
    for _ in 0..=r.below(4) {
        out.push_str(&statement(r, depth));
        out.push('\n');
    }
    out.push_str(&run(r, depth));
    out
}
