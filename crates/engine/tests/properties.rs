//! What must hold however a command is written: wrapping, respelling, appending and prefixing never turn a stop into an
//! allow, and a benign respelling never turns an allow into a stop. The base commands are in `properties.txt`; how they are
//! dressed is generated, with a fixed seed. `AUTOMODE_PROPERTY_CASES` raises the count for each command (default 12).

#![expect(clippy::indexing_slicing, reason = "helpers of tests")]

mod common;
#[path = "../../shell/tests/common/mutate.rs"]
mod mutate;

use automode_model::Decision;
use mutate::Random;

const BASES: &str = include_str!("properties.txt");

/// In single quotes, as a shell reads it back.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |n: u32| char::from(DIGITS[(n & 63) as usize]);
    text.as_bytes()
        .chunks(3)
        .map(|c| {
            let n = c.iter().fold(0_u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - c.len()));
            let all = [digit(n >> 18), digit(n >> 12), digit(n >> 6), digit(n)];
            (0..4).map(|i| if i <= c.len() { all[i] } else { '=' }).collect::<String>()
        })
        .collect()
}

/// Other commands that run this one.
const WRAPS: usize = 44;

fn wrap(n: usize, c: &str) -> String {
    let q = quoted(c);
    match n {
        0 => format!("sh -c {q}"),
        1 => format!("bash -c {q}"),
        2 => format!("env A=1 sh -c {q}"),
        3 => format!("timeout 60 bash -c {q}"),
        4 => format!("nice -n 5 sh -c {q}"),
        5 => format!("nohup sh -c {q}"),
        6 => format!("( {c}\n)"),
        7 => format!("{{ {c}\n}}"),
        8 => format!("if true; then {c}\nfi"),
        9 => format!("for i in 1 2; do {c}\ndone"),
        10 => format!("while true; do {c}\nbreak; done"),
        11 => format!("eval {q}"),
        12 => format!("bash <<'EOF'\n{c}\nEOF"),
        13 => format!("echo {q} | sh"),
        14 => format!("printf %s {q} | bash"),
        15 => format!("{c} &"),
        16 => format!("case x in x) {c}\n;; esac"),
        17 => format!("f() {{ {c}\n}}; f"),
        18 => format!("true && {c}"),
        19 => format!("false || {c}"),
        20 => format!(": \"$({c}\n)\""),
        21 => format!("x=$({c}\n)"),
        22 => format!("! {c}"),
        23 => format!("time {c}"),
        24 => format!("trap {q} EXIT"),
        25 => format!("find . -maxdepth 0 -exec sh -c {q} \\;"),
        26 => format!("cat <({c}\n)"),
        27 => format!("source <(echo {q})"),
        28 => format!("echo {} | base64 -d | sh", base64(c)),
        29 => format!("c={q}; eval \"$c\""),
        30 => format!("export X={q}; bash -c \"$X\""),
        31 => format!("xargs -I{{}} sh -c {q} <<< x"),
        32 => format!("until {c}\ndo break; done"),
        33 => format!("[[ -n \"$({c}\n)\" ]]"),
        34 => format!("bash <<< {q}"),
        35 => format!("a=(bash -c {q}); \"${{a[@]}}\""),
        36 => format!("set -- {q}; eval \"$1\""),
        37 => format!("echo {q} > run.sh; bash run.sh"),
        38 => format!("coproc {{ {c}\n}}"),
        39 => format!("select x in a; do {c}\ndone"),
        40 => format!("(( 1 )) && {c}"),
        41 => format!("alias zz={q}; {c}"),
        42 => format!("bash -c 'eval \"$1\"' _ {q}"),
        _ => format!("echo $({c}\n) | cat"),
    }
}

/// Harmless company.
const COMPANY: usize = 14;

fn accompany(n: usize, c: &str) -> String {
    match n {
        0 => format!("echo start; {c}"),
        1 => format!("{c}\necho done"),
        2 => format!("{c} && true"),
        3 => format!("cd . && {c}"),
        4 => format!("# a note\n{c}"),
        5 => format!("{c} # a note"),
        6 => format!("set -e; {c}"),
        7 => format!("ls; {c}"),
        8 => format!("{c} || true"),
        9 => format!("n=1; {c}"),
        10 => format!("{c}\npwd"),
        11 => format!("true; true; {c}; true"),
        // What is assigned for the command belongs to it.
        12 => format!("[ -d . ] && {{ {c}\n}}"),
        _ => format!("date\n\n{c}\n"),
    }
}

/// The same words, written otherwise. Only what has no quotes or operators of its own is respelled word by word.
fn respell(random: &mut Random, command: &str) -> String {
    let plain = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./:+@%,".contains(&b));
    let (mut out, mut before) = (Vec::new(), String::new());
    for (i, word) in command.split(' ').enumerate() {
        let text = match random.below(9) {
            _ if !plain(word) => word.to_owned(),
            0 => format!("'{word}'"),
            1 => format!("\"{word}\""),
            2 => word.chars().map(|c| format!("\\{c}")).collect(),
            3 => format!("$'{}'", word.bytes().map(|b| format!("\\x{b:02x}")).collect::<String>()),
            4 if word.len() > 1 => {
                format!("{}''{}", &word.chars().take(1).collect::<String>(), word.chars().skip(1).collect::<String>())
            }
            5 => {
                before.push_str(&format!("w{i}={word}; "));
                format!("\"$w{i}\"")
            }
            6 => format!("$(echo {word})").replace("$(echo -n)", "-n"),
            7 if word.len() > 1 => {
                format!("{}\\\n{}", word.chars().take(1).collect::<String>(), word.chars().skip(1).collect::<String>())
            }
            _ => word.to_owned(),
        };
        // `echo -n` prints nothing: such a word keeps its form.
        let echoed = text.starts_with("$(echo -") && word.trim_start_matches('-').bytes().all(|b| b"neE".contains(&b));
        out.push(if echoed { word.to_owned() } else { text });
    }
    format!("{before}{}", out.join(" "))
}

fn number(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

fn decide(command: &str) -> (Decision, String) {
    let verdict = common::judge(&common::Small::default(), command);
    let why = verdict.leading().map_or_else(String::new, |f| format!("{}: {}", f.rule, f.reason));
    (verdict.decision(), why)
}

fn bases(kind: &str) -> Vec<&'static str> {
    BASES.lines().filter_map(|l| l.strip_prefix(kind)?.strip_prefix("  ")).collect()
}

#[test]
fn a_stop_stays_a_stop_however_it_is_dressed() {
    let (mut count, mut wrong) = (0, Vec::new());
    for (b, base) in bases("stop").into_iter().enumerate() {
        if !decide(base).0.stops() {
            wrong.push(format!("the base itself is allowed: {base}"));
            continue;
        }
        let mut dressed: Vec<String> = (0..WRAPS).map(|n| wrap(n, base)).collect();
        dressed.extend((0..COMPANY).map(|n| accompany(n, base)));
        for n in 0..number("AUTOMODE_PROPERTY_CASES", 12) {
            let mut random = Random::new((b * 1000 + n) as u64);
            let mut command = if base.contains(['\'', '"', '$', '|', ';', '&', '<', '>', '`']) {
                (*base).to_owned()
            } else {
                respell(&mut random, base)
            };
            for _ in 0..random.below(3) {
                command = match random.below(3) {
                    0 => accompany(random.below(COMPANY), &command),
                    _ => wrap(random.below(WRAPS), &command),
                };
            }
            dressed.push(command);
        }
        for command in dressed {
            count += 1;
            if !decide(&command).0.stops() {
                wrong.push(format!("{base}\n    as: {}", command.replace('\n', "⏎")));
            }
        }
    }
    println!("{count} dressed commands");
    assert!(count > 1000, "only {count} commands");
    assert!(wrong.is_empty(), "{} of {count} are allowed:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn an_allow_stays_an_allow_when_it_is_respelled() {
    let (mut count, mut wrong) = (0, Vec::new());
    for (b, base) in bases("allow").into_iter().enumerate() {
        assert_eq!(decide(base).0, Decision::Allow, "the base itself is stopped: {base}: {}", decide(base).1);
        for n in 0..number("AUTOMODE_PROPERTY_CASES", 12) {
            let mut random = Random::new((b * 1000 + n) as u64);
            let mut command = respell(&mut random, base);
            if n % 2 == 0 {
                command = accompany(random.below(COMPANY), &command);
            }
            count += 1;
            let (decision, why) = decide(&command);
            if decision.stops() {
                wrong.push(format!("{base}\n    as: {}\n    {why}", command.replace('\n', "⏎")));
            }
        }
    }
    println!("{count} respelled commands");
    assert!(count > 300, "only {count} commands");
    assert!(wrong.is_empty(), "{} of {count} are stopped:\n{}", wrong.len(), wrong.join("\n"));
}
