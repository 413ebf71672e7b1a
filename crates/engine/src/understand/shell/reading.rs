//! `read` and `mapfile`: what variables hold that take lines of an input. Part of the shell's walk.

use automode_shell::Dialect;
use automode_shell::tree::{Node, Stmt, Word};

use super::super::handlers;
use super::super::invoke::{self, Invocation};
use super::super::state::State;
use super::super::value::{Piece, Set, Val};
use super::aliases::UNKNOWN_ARGUMENT;
use super::arith::derived;
use super::{Done, Shell, gap_like};

/// What a command finds of its standard input.
pub(super) struct Input {
    /// What it can read of it.
    pub(super) left: Val,
    /// It may read some.
    pub(super) taken: bool,
}

impl Input {
    /// What this command finds where the shell's own input is this one.
    pub(super) fn of(state: &State, argv: &[Val], stdin: &Val) -> Self {
        let name = argv.first().and_then(Val::known).unwrap_or("");
        let function = state.functions.contains_key(name) && !state.unsure_functions.contains(name);
        if *stdin == Val::default() || leaves_input(name) || function {
            return Self { left: stdin.clone(), taken: false };
        }
        // `read` itself knows what it makes of lines that may have been read.
        let left = match state.input_read.get() && name != "read" {
            true => gap_like(stdin, "an input of which something may have been read").spread(),
            false => stdin.clone(),
        };
        Self { left, taken: true }
    }
}

/// Commands that do not read, and those whose parts are looked at one by one.
fn leaves_input(name: &str) -> bool {
    let quiet = ["echo", "printf", "[", "test", ":", "true", "false", "cd", "pwd", "set", "shift", "unset", "exit"];
    let setting = ["export", "local", "declare", "typeset", "readonly", "return", "break", "continue", "trap", "let"];
    let files = ["mkdir", "rm", "cp", "mv", "touch", "chmod", "ln", "ls", "sleep", "date", "basename", "dirname"];
    let walked = ["eval", "source", "."];
    [&quiet[..], &setting, &files, &walked].iter().any(|list| list.contains(&name))
}

/// What the words of `read` and `mapfile` say.
#[derive(Default)]
struct Asked {
    /// The variables.
    names: Vec<String>,
    /// One of them takes all fields as a list.
    array: bool,
    /// `-r`
    raw: bool,
    /// `-t` of `mapfile`.
    trimmed: bool,
    /// What ends a line, where it is said; the empty text is NUL.
    delimiter: Option<String>,
    /// No variable is named: the whole line goes into `REPLY`.
    unnamed: bool,
    /// Words that are not known: each may name any variable.
    unsure: Vec<Val>,
    /// An option that is not followed: a count, another descriptor, a prompt's input.
    other: bool,
}

/// Runs `read`, `mapfile` or `readarray`.
pub(super) fn run(shell: &Shell<'_, '_>, state: &mut State, name: &str, args: &[Val], call: &Invocation) -> Done {
    // `-C` of mapfile runs its argument.
    if let Some(at) = args.iter().position(|a| name != "read" && a.known() == Some("-C"))
        && let Some(callback) = args.get(at + 1)
    {
        call_back(shell, state, callback, call);
    }
    let asked = asked(name, args);
    state.referenced |= !asked.unsure.is_empty();
    asked.unsure.iter().for_each(|n| shell.arith_named(state, n, call.span));
    for n in &asked.names {
        // `read 'a[$(cmd)]'`: a subscript is evaluated.
        if let Some((_, index)) = n.split_once('[') {
            shell.arith_value(state, index, call.span, 0);
            let base = n.split('[').next().unwrap_or_default();
            state.set_array(base, vec![Set::one(Val::gap("an element that was read").spread())]);
        }
    }
    // `-u` reads another descriptor, whose content is not followed.
    let elsewhere = args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains('u'));
    let stdin = &if elsewhere { Val::gap("the content of another descriptor") } else { call.stdin.clone() };
    let lines = if asked.other || elsewhere || !asked.names.iter().all(|n| is_name(n)) {
        None
    } else {
        lines(name, &asked, stdin)
    };
    let ifs = separators(state, call);
    // Nothing may be left of it.
    let read_on = state.input_read.get();
    let lines = lines.filter(|_| !(read_on && asked.array));
    let patterns = if lines.is_none() { patterns(&asked, stdin) } else { None };
    for (i, n) in asked.names.iter().enumerate() {
        if asked.array {
            let list = lines.as_ref().and_then(|lines| list(name, lines, ifs.as_deref()));
            let list = list.or_else(|| found(&asked, name, stdin));
            let list = list.unwrap_or_else(|| vec![derived(stdin, "a line of the input").spread()]);
            list.iter().for_each(|v| shell.computes(state, n, v));
            state.set_array(n, list.into_iter().map(Set::one).collect());
            continue;
        }
        let value = match (&lines, &ifs) {
            (Some(lines), _) if asked.unnamed => Set::of(lines.iter().map(Val::text).collect(), "a line of the input"),
            (Some(lines), Some(ifs)) => {
                let values = lines.iter().map(|l| Val::text(field(l, ifs, i, asked.names.len()))).collect();
                Set::of(values, "a field of the input")
            }
            _ => patterns.clone().unwrap_or_else(|| Set::one(derived(stdin, "a line of the input"))),
        };
        let value = match lines.as_ref().is_some_and(Vec::is_empty) {
            true => Set::one(Val::default()),
            false if read_on => value.or_empty(),
            false => value,
        };
        // Where one may not be assigned, it ends there.
        let refused = asked.names.iter().take(i).any(|before| state.is_readonly(before));
        let value = if refused { value.join(&shell.variable(state, n)) } else { value };
        shell.set_checked(state, n, value);
    }
    Done::silent()
}

/// `mapfile -C`: a command that is run any number of times, with a place and a line behind it.
fn call_back(shell: &Shell<'_, '_>, state: &mut State, callback: &Val, call: &Invocation) {
    let mut text = callback.clone();
    text.push(Piece::Text(format!(" {UNKNOWN_ARGUMENT}")));
    shell.repeat(state, &Val::default(), |shell, state, stdin| {
        invoke::shell_text(shell, state, &text, Dialect::Bash, stdin, call.span)
    });
}

fn asked(name: &str, args: &[Val]) -> Asked {
    let mut out = Asked { array: name != "read", ..Asked::default() };
    let mut rest = args.iter();
    let (mut ended, mut lists) = (false, Vec::new());
    while let Some(a) = rest.next() {
        let Some(t) = a.known() else {
            out.other = true;
            out.unsure.push(a.clone());
            continue;
        };
        let Some(flags) = t.strip_prefix('-').filter(|f| !f.is_empty() && !ended) else {
            out.names.push(t.to_owned());
            ended = true;
            continue;
        };
        if flags == "-" {
            ended = true;
            continue;
        }
        let mut flags = flags.chars();
        while let Some(flag) = flags.next() {
            match flag {
                'r' => out.raw = true,
                't' if name != "read" => out.trimmed = true,
                's' | 'e' if name == "read" => out.other |= flag == 'e',
                _ => {
                    let joined: String = flags.by_ref().collect();
                    let value = if joined.is_empty() {
                        rest.next().and_then(Val::known).map(str::to_owned)
                    } else {
                        Some(joined)
                    };
                    match (flag, value) {
                        ('d', Some(value)) => out.delimiter = Some(value),
                        ('a', Some(list)) if name == "read" => {
                            out.array = true;
                            lists.push(list);
                        }
                        // Without waiting at all it does not read; what is no time is an error.
                        ('t', Some(time)) if name == "read" => out.other |= !is_time(&time),
                        ('p', Some(_)) if name == "read" => {}
                        _ => out.other = true,
                    }
                }
            }
        }
    }
    if let Some(list) = lists.pop() {
        // Names behind it take nothing, but they must be some.
        out.other |= !out.names.iter().all(|n| is_name(n));
        out.names = vec![list];
    }
    out.unnamed = out.names.is_empty();
    if name != "read" {
        // It takes one name.
        out.names.truncate(1);
    }
    if out.unnamed {
        out.names.push(if name == "read" { "REPLY".into() } else { "MAPFILE".into() });
    }
    out
}

pub(super) fn is_name(n: &str) -> bool {
    !n.is_empty()
        && !n.starts_with(|c: char| c.is_ascii_digit())
        && n.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A time that `read -t` waits for its input.
fn is_time(text: &str) -> bool {
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    !whole.is_empty() && !whole.starts_with('0') && digits(whole) && digits(part)
}

/// The lines of a known input; none where what becomes of them is not plain.
fn lines(name: &str, asked: &Asked, stdin: &Val) -> Option<Vec<String>> {
    let text = stdin.known()?;
    if name == "read" && !asked.raw && text.contains('\\') {
        return None;
    }
    let end = match asked.delimiter.as_deref() {
        None => '\n',
        Some("") => '\0',
        Some(d) => d.chars().next().filter(char::is_ascii)?,
    };
    if end != '\0' && text.contains('\0') {
        return None;
    }
    let keep = name != "read" && !asked.trimmed && end != '\0';
    Some(
        text.split_inclusive(end).map(|l| if keep { l } else { l.strip_suffix(end).unwrap_or(l) }.to_owned()).collect(),
    )
}

/// The one variable of `find … | while read -r f`: a name that is found, of which the pattern is known.
fn patterns(asked: &Asked, stdin: &Val) -> Option<Set> {
    let whole = asked.names.len() == 1 && !asked.array && !asked.other;
    let ends = matches!(asked.delimiter.as_deref(), None | Some("" | "\n"));
    if !whole || !ends || !stdin.has_glob() || stdin.why().is_some() {
        return None;
    }
    Some(Set::of(handlers::found_names(stdin), "a line of the input"))
}

/// `mapfile -t files < <(git ls-files)`: names that are found, of which the patterns are known.
fn found(asked: &Asked, name: &str, stdin: &Val) -> Option<Vec<Val>> {
    let fits = name != "read" && asked.trimmed && !asked.other && stdin.has_glob() && stdin.why().is_none();
    fits.then(|| handlers::found_names(stdin).into_iter().map(Val::spread).collect())
}

/// The elements of the list that takes the input: all lines, or the fields of its only line.
fn list(name: &str, lines: &[String], ifs: Option<&str>) -> Option<Vec<Val>> {
    if name != "read" {
        return Some(lines.iter().map(Val::text).collect());
    }
    match (lines, ifs) {
        ([], _) => Some(Vec::new()),
        ([line], Some(ifs)) => {
            let mut out = Vec::new();
            let mut rest = begin(line, ifs);
            while !rest.is_empty() {
                let (word, more) = first_word(rest, ifs);
                out.push(Val::text(word));
                rest = more;
            }
            Some(out)
        }
        _ => None,
    }
}

/// What separates fields; none where it is not known.
fn separators(state: &State, call: &Invocation) -> Option<String> {
    let known = |v: &Val| v.known().filter(|t| t.is_ascii()).map(str::to_owned);
    if let Some((_, v)) = call.env.iter().rev().find(|(n, _)| n == "IFS") {
        return known(v);
    }
    match state.var("IFS").map(Set::values) {
        None => Some(" \t\n".to_owned()),
        Some([one]) => known(one),
        Some(_) => None,
    }
}

fn is_blank(c: char, ifs: &str) -> bool {
    ifs.contains(c) && matches!(c, ' ' | '\t' | '\n')
}

fn begin<'t>(line: &'t str, ifs: &str) -> &'t str {
    line.trim_start_matches(|c| is_blank(c, ifs))
}

/// The text up to the next separator, and what stands behind that: blanks, one that is none, blanks.
fn first_word<'t>(text: &'t str, ifs: &str) -> (&'t str, &'t str) {
    let Some((word, _)) = text.split_once(|c| ifs.contains(c)) else { return (text, "") };
    let rest = begin(text.get(word.len()..).unwrap_or(""), ifs);
    let hard = rest.chars().next().filter(|c| ifs.contains(*c));
    let rest = hard.and_then(|c| rest.get(c.len_utf8()..)).unwrap_or(rest);
    (word, begin(rest, ifs))
}

/// What the variable at this place takes of a line; the last one takes the rest.
fn field(line: &str, ifs: &str, at: usize, of: usize) -> String {
    let mut rest = begin(line, ifs);
    for _ in 0..at {
        rest = first_word(rest, ifs).1;
    }
    if at + 1 < of {
        return first_word(rest, ifs).0.to_owned();
    }
    let rest = rest.trim_end_matches(|c| is_blank(c, ifs));
    // One word with its separator: that goes as well.
    match first_word(rest, ifs) {
        (word, "") => word.to_owned(),
        _ => rest.to_owned(),
    }
}

/// Whether a loop's condition is one `read` and nothing else: then its body never sees what a `read` at the end of the input
/// leaves behind.
pub(super) fn is_read_alone(condition: &[Stmt]) -> bool {
    let [Stmt { node: Node::Simple(simple), negated: false, .. }] = condition else { return false };
    simple.words.first().and_then(Word::literal).is_some_and(|name| name == "read")
}

/// What `read` in a loop's condition read is empty when the loop ends.
pub(super) fn exhausted(state: &mut State, condition: &[Stmt]) {
    let words = |stmt: &Stmt| match &stmt.node {
        Node::Simple(s) => s.words.iter().filter_map(Word::literal).collect(),
        _ => Vec::new(),
    };
    for stmt in condition {
        let words = words(stmt);
        if words.first().is_none_or(|w| w != "read") {
            continue;
        }
        for name in words.iter().skip(1).map(String::as_str).filter(|w| !w.starts_with('-')).chain(["REPLY"]) {
            // Of an array it is the first element.
            let have = state.var(name).or(state.arrays.get(name).and_then(|list| list.first()));
            if let Some(set) = have.map(Set::or_empty) {
                state.set(name, set);
            }
        }
    }
}
