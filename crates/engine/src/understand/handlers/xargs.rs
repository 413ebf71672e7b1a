//! `xargs`: runs a command with words from its input.

use automode_model::Verb;

use super::super::value::{Gap, Piece, Val};
use super::{Call, Handled};

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
    let words = words(&c.call.stdin, replace.is_some() || c.bound.has("-d"));
    match replace {
        Some(mark) => {
            for w in &words {
                let with: Vec<Val> = argv.iter().map(|a| substitute(a, &mark, w)).collect();
                c.run_inner(with);
            }
        }
        None => {
            argv.extend(words);
            c.run_inner(argv);
        }
    }
    c.bound.operands.clear();
    Handled::Wholly
}

/// The words of the input, or one gap that keeps its suspicions.
pub fn words(stdin: &Val, lines: bool) -> Vec<Val> {
    match stdin.known() {
        Some(text) if lines => text.lines().map(Val::text).collect(),
        Some(text) => text.split_whitespace().map(|w| Val::text(w.trim_matches(['"', '\'']))).collect(),
        None if stdin.has_glob() && stdin.why().is_none() => patterns(stdin),
        None => vec![super::super::shell::gap_like(stdin, "words from the input").spread()],
    }
}

/// One word for each line of patterns.
fn patterns(stdin: &Val) -> Vec<Val> {
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
