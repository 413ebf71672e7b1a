//! `xargs`: runs a command with words from its input.

use automode_model::{Effect, Place, Verb};

use super::super::value::{Gap, Piece, Val};
use super::{Call, Handled};
use crate::knowledge::{Opt, Role};

/// The command is what the first operand begins; the words of the input come after it, or where `-I` says.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let mut argv = c.bound.operands.clone();
    if argv.is_empty() {
        return Handled::Partly;
    }
    for name in ["-a", "--arg-file"] {
        if let Some(list) = c.bound.value(name).cloned() {
            c.path(Verb::Read, &list);
            break;
        }
    }
    let replace = ["-I", "-i", "--replace", "-J"].iter().find_map(|n| {
        let (_, v) = c.bound.options.iter().rev().find(|(o, _)| o.names.contains(n))?;
        Some(v.as_ref().and_then(Val::known).filter(|t| !t.is_empty()).unwrap_or("{}").to_owned())
    });
    let split = if c.bound.has("-0") || c.bound.has("--null") {
        Split::Nul
    } else if ["-d", "--delimiter", "-E", "--eof", "-e"].iter().any(|n| c.bound.has(n)) {
        let newline =
            c.bound.value("-d").or(c.bound.value("--delimiter")).and_then(Val::known).is_some_and(|d| d == "\\n");
        if newline { Split::Lines } else { Split::Unknown }
    } else if replace.is_some() {
        Split::Replaced
    } else {
        Split::Words
    };
    let input = if c.bound.has("-a") || c.bound.has("--arg-file") {
        Val::gap("the words of a file")
    } else {
        c.call.stdin.clone()
    };
    let words = split_words(&input, split);
    match replace {
        Some(mark) => {
            for w in &words {
                let w = &w.clone().whole(); // a line each time
                let mut with: Vec<Val> = argv.iter().map(|a| substitute(a, &mark, w)).collect();
                if let (Some(name), Some(made)) = (argv.first(), with.first_mut())
                    && name != made
                {
                    // GNU's puts nothing into the program's own name.
                    let made = std::mem::replace(made, name.clone());
                    c.run_fed(with.clone(), Val::default());
                    with.splice(..1, [made]);
                }
                // The input is the words; what runs reads nothing of it.
                c.run_fed(with, Val::default());
            }
        }
        None => {
            for some in batches(c, &words) {
                c.run_fed([argv.as_slice(), &some].concat(), Val::default());
            }
            argv.clear();
        }
    }
    c.bound.operands.clear();
    Handled::Wholly
}

/// Programs that print names and numbers which they gave themselves, or what the script says: none begins with a dash.
const NAMES_OWN: &[&str] =
    &["docker", "podman", "kubectl", "oc", "git", "pgrep", "pidof", "lsof", "ps", "which", "ls", "printf"];

/// Marks words that may begin with a dash, for all their origin says.
pub const ELSEWHERE: &str = "words from elsewhere";

/// The words of an input that is not known.
fn unknown_words(stdin: &Val) -> Val {
    let why = stdin.why().and_then(|w| w.strip_prefix("the output of `"));
    let own = why.and_then(|w| w.strip_suffix('`')).is_some_and(|p| NAMES_OWN.contains(&p)) && !stdin.is_network();
    super::super::shell::gap_like(stdin, if own { "words from the input" } else { ELSEWHERE }).spread()
}

/// `cat list | xargs tar`: words from elsewhere that are options of a program which runs what an option says.
pub fn takes_options(c: &Call<'_, '_, '_>) -> bool {
    let elsewhere = |v: &Val| match v.pieces().iter().find(|p| !matches!(p, Piece::Text(t) if t.is_empty())) {
        Some(Piece::Gap(g)) => g.why == ELSEWHERE || v.many && (g.network || repeats(c, &g.why)),
        _ => false,
    };
    if !c.call.argv.iter().any(elsewhere) {
        return false;
    }
    let Some(at) = c.bound.operands.iter().position(elsewhere) else { return false };
    // `tar tf {}`: the archive.
    let archive = c.program.name == "tar"
        && at == 1
        && !c.bound.operands.get(at).is_some_and(|v| v.many)
        && c.bound.operands.first().and_then(Val::known).is_some_and(|t| t.ends_with('f'));
    let script = matches!(c.program.name, "bash" | "sh" | "zsh" | "ksh" | "dash") && c.bound.has("-c");
    let ended = c.call.argv.iter().any(|v| v.known() == Some("--"));
    if archive || script || ended || c.bound.form.stops_at_operand && at > 0 {
        return false;
    }
    // What comes from the network may as well say where to write.
    let network = c.call.argv.iter().any(Val::is_network);
    let writes = |o: &Opt| network && matches!(o.value, Role::Path(v) if v.dimensions().reversibility > 0);
    // What a program takes for all its subcommands runs nothing in most of them.
    matches!(c.bound.form.handler, Some("docker_run" | "find"))
        || c.bound.form.every_option().any(|o| runs(&o) || writes(&o))
}

/// Programs that print what a file holds, or parts of it.
const REPEATS: &[&str] = &["awk", "cat", "cut", "grep", "head", "jq", "sed", "tail", "tr"];

/// `tar $(cat /tmp/list)`: words that such a program printed, where this event reads what is neither the project's nor its own.
fn repeats(c: &Call<'_, '_, '_>, why: &str) -> bool {
    let program = why.strip_prefix("the output of `").and_then(|w| w.strip_suffix('`'));
    let others = |e: &Effect| {
        let path = e.target.path().filter(|p| e.verb == Verb::Read && !p.created_here);
        path.is_some_and(|p| matches!(p.place, Place::Temp | Place::Outside | Place::Home))
    };
    // What stands in requests and comments is written by anybody.
    let anybodys = program.is_some_and(|p| matches!(p, "gh" | "glab"));
    anybodys || program.is_some_and(|p| REPEATS.contains(&p)) && c.shell.scene.effects_since(0).iter().any(others)
}

fn runs(opt: &Opt) -> bool {
    // jq computes; curl's file of settings makes it write and send, as its words do.
    let role = |r: &Role| match r {
        Role::Shell | Role::Command | Role::Script(_) => true,
        Role::Code(lang) => *lang != "jq",
        _ => false,
    };
    opt.code && !opt.names.contains(&"--engine") && !opt.names.contains(&"-K") || role(&opt.value)
}

/// How many runs of one command are followed; more are one run with words that are not known.
const MAX_RUNS: usize = 24;

/// The words of each run: all at once, or as many as the options say.
fn batches(c: &Call<'_, '_, '_>, words: &[Val]) -> Vec<Vec<Val>> {
    let option = |names: &[&str]| names.iter().find(|n| c.bound.has(n)).map(|n| c.bound.value(n).and_then(Val::known));
    let unknown = || {
        let mut all = Val::default();
        words.iter().for_each(|w| all.extend(w));
        vec![vec![super::super::shell::gap_like(&all, "some of the words from the input").spread()]]
    };
    if option(&["-L", "--max-lines", "-l", "-s", "--max-chars"]).is_some() {
        return if words.len() <= 1 { vec![words.to_vec()] } else { unknown() };
    }
    let Some(most) = option(&["-n", "--max-args"]) else { return vec![words.to_vec()] };
    let most = most.and_then(|n| n.parse::<usize>().ok()).filter(|n| *n > 0);
    match most {
        Some(n) if words.iter().all(|w| w.known().is_some()) && words.len().div_ceil(n) <= MAX_RUNS => {
            if words.is_empty() { vec![Vec::new()] } else { words.chunks(n).map(<[Val]>::to_vec).collect() }
        }
        // `-n1` with patterns: each run takes one name.
        Some(1) if words.len() <= MAX_RUNS && words.iter().all(|w| w.why().is_none() && !w.many) => {
            words.iter().map(|w| vec![w.clone()]).collect()
        }
        // Patterns and gaps: each run takes some of them.
        _ if words.len() == 1 => vec![words.to_vec()],
        _ => unknown(),
    }
}

/// What separates the words of the input.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Split {
    Words,
    Lines,
    /// `-I`: lines in which quotes protect, without the blanks in front.
    Replaced,
    Nul,
    Unknown,
}

fn split_words(stdin: &Val, split: Split) -> Vec<Val> {
    match (stdin.known(), split) {
        // What it makes of such bytes differs: at the beginning of a word they are blanks.
        (Some(text), Split::Words | Split::Lines | Split::Replaced) if text.contains(['\0', '\r', '\x0b', '\x0c']) => {
            vec![unknown_words(stdin)]
        }
        (Some(text), Split::Nul) => text.split_terminator('\0').map(Val::text).collect(),
        (Some(text), Split::Words) => match unquoted(text) {
            Some(words) => words.into_iter().map(Val::text).collect(),
            None => vec![unknown_words(stdin)],
        },
        (Some(text), Split::Replaced) => match text.split('\n').map(unquoted_line).collect::<Option<Vec<_>>>() {
            Some(lines) => lines.into_iter().filter(|l| !l.is_empty()).map(Val::text).collect(),
            None => vec![unknown_words(stdin)],
        },
        (Some(_), Split::Unknown) => vec![unknown_words(stdin)],
        (None, Split::Words | Split::Nul | Split::Unknown) => words(stdin, false),
        (_, Split::Lines | Split::Replaced) => words(stdin, true),
    }
}

/// Words as `xargs` reads them: quotes and backslashes protect; none where a quote does not end, which is an error.
fn unquoted(text: &str) -> Option<Vec<String>> {
    let (mut out, mut word, mut inside) = (Vec::new(), String::new(), false);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            ' ' | '\t' | '\n' => {
                if inside {
                    out.push(std::mem::take(&mut word));
                }
                inside = false;
                continue;
            }
            '\\' => word.extend(chars.next()),
            '"' | '\'' => loop {
                match chars.next()? {
                    '\n' => return None,
                    q if q == c => break,
                    other => word.push(other),
                }
            },
            other => word.push(other),
        }
        inside = true;
    }
    if inside {
        out.push(word);
    }
    Some(out)
}

/// A line as `xargs -I` reads it; none where a quote or a backslash reaches beyond it.
fn unquoted_line(line: &str) -> Option<String> {
    let mut out = String::new();
    let mut chars = line.trim_start_matches([' ', '\t']).chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.push(chars.next()?),
            '"' | '\'' => loop {
                match chars.next()? {
                    q if q == c => break,
                    other => out.push(other),
                }
            },
            other => out.push(other),
        }
    }
    Some(out)
}

/// The words of the input, or one gap that keeps its suspicions.
pub fn words(stdin: &Val, lines: bool) -> Vec<Val> {
    match stdin.known() {
        Some(text) if lines => text.lines().map(Val::text).collect(),
        Some(text) => text.split_whitespace().map(|w| Val::text(w.trim_matches(['"', '\'']))).collect(),
        None if stdin.has_glob() && stdin.why().is_none() => patterns(stdin),
        None => vec![unknown_words(stdin)],
    }
}

/// One word for each line of patterns.
#[must_use]
pub fn patterns(stdin: &Val) -> Vec<Val> {
    let mut out = vec![Val::default()];
    for piece in stdin.pieces() {
        let Piece::Text(text) = piece else {
            out.last_mut().into_iter().for_each(|w| w.push(piece.clone()));
            continue;
        };
        for (i, part) in text.split('\n').enumerate() {
            if i > 0 {
                out.push(Val::default());
            }
            if !part.is_empty() {
                out.last_mut().into_iter().for_each(|w| w.push(Piece::Text(part.to_owned())));
            }
        }
    }
    out.retain(|w| !w.pieces().is_empty());
    out
}

/// Puts a found name where the mark stands. Inside a script (`sh -c "… {} …"`) a name that is only known as a pattern may
/// hold anything, commands too; beside plain text (`{}.bak`) it stays a pattern.
fn substitute(word: &Val, mark: &str, with: &Val) -> Val {
    let Some(text) = word.known() else { return word.clone() };
    if text == mark {
        return with.clone();
    }
    let script = is_script(text);
    let mut out = Val::default();
    for (i, part) in text.split(mark).enumerate() {
        if i > 0 {
            match with.known() {
                None if script => out.push(Piece::Gap(Gap { why: "a name that is found".into(), ..Gap::default() })),
                _ => out.extend(with),
            }
        }
        out.push(Piece::Text(part.to_owned()));
    }
    out
}

/// More than a name: a shell would read commands in it.
pub fn is_script(text: &str) -> bool {
    text.contains([' ', '\t', '\n', ';', '|', '&', '$', '`', '"', '\'', '(', ')', '<', '>'])
}
