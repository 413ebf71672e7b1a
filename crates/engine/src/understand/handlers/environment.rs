//! `env`: what its options take out of the environment is not there for the command that it runs; `-S` is more of its own
//! arguments.

use super::super::shell;
use super::super::value::{Piece, Set, Val};
use super::{Call, Handled};

/// The command runs without what `-i`, a lone dash or `-u` takes away; behind it everything is as before.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    if c.bound.has("-S") {
        match split(c.call.argv.get(1..).unwrap_or_default()) {
            Some(argv) => c.run_inner(argv),
            None => c.unknown("`env -S` with a text that is not understood"),
        }
        return Handled::Wholly;
    }
    let dash = c.bound.operands.first().is_some_and(|v| v.known() == Some("-"));
    if dash {
        c.bound.operands.remove(0);
    }
    let taken: Vec<Val> = c
        .bound
        .options
        .iter()
        .filter(|(o, _)| o.names.contains(&"-u"))
        .filter_map(|(_, value)| value.clone())
        .collect();
    let (vars, arrays, exported, functions) =
        (c.state.vars.clone(), c.state.arrays.clone(), c.state.exported.clone(), c.state.exported_functions.clone());
    if dash || c.bound.has("-i") || c.bound.has("--ignore-environment") {
        c.state.exported.clear();
        c.state.exported_functions.clear();
        c.state.forget("HOME", "a home directory that the script takes away");
    }
    for name in taken.iter().filter_map(Val::known) {
        c.state.unset(name);
        c.state.exported.remove(name);
        c.state.exported_functions.remove(name);
    }
    // Not by the shell's rules for its own: the program behind it is looked for in this one.
    let path = c.bound.operands.iter().map_while(|v| v.split_once('=')).find(|(name, _)| name == "PATH");
    if let Some(why) = path.and_then(|(name, value)| shell::names_unsure(c.shell.scene, &name, &Set::one(value))) {
        c.unknown(&why);
    }
    c.by_data();
    (c.state.vars, c.state.arrays) = (vars, arrays);
    (c.state.exported, c.state.exported_functions) = (exported, functions);
    Handled::Wholly
}

/// The arguments with the first `-S` replaced by the words that its text holds.
fn split(args: &[Val]) -> Option<Vec<Val>> {
    let mut argv = vec![Val::text("env")];
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        let prefix = arg.prefix();
        let short = prefix.strip_prefix('-').filter(|p| !p.starts_with('-'));
        let flags = short.and_then(|p| p.split_once('S')).map(|(flags, _)| flags);
        let text = match prefix {
            "--split-string" => rest.next()?.clone(),
            _ if prefix.starts_with("--split-string=") => arg.skip("--split-string=".len()),
            _ if flags.is_some_and(|f| f.chars().all(|c| "i0v".contains(c))) => {
                let flags = flags.unwrap_or_default();
                if !flags.is_empty() {
                    argv.push(Val::text(format!("-{flags}")));
                }
                match arg.skip(flags.len() + 2) {
                    joined if joined.pieces().is_empty() => rest.next()?.clone(),
                    joined => joined,
                }
            }
            "-u" | "-C" | "-a" | "-P" | "--unset" | "--chdir" | "--argv0" => {
                argv.extend([arg.clone(), rest.next()?.clone()]);
                continue;
            }
            _ if prefix.starts_with('-') && arg.known().is_some() => {
                argv.push(arg.clone());
                continue;
            }
            _ => return None,
        };
        argv.extend(words(text.known().filter(|_| !text.many)?)?);
        argv.extend(rest.cloned());
        return Some(argv);
    }
    None
}

/// The words of such a text; none where it is an error or holds what is not read here.
fn words(text: &str) -> Option<Vec<Val>> {
    let (mut words, mut word) = (Vec::new(), None::<Val>);
    let mut quote = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let more = match (c, quote) {
            (c, Some(q)) if c == q => {
                quote = None;
                continue;
            }
            ('\'' | '"', None) => {
                (quote, word) = (Some(c), word.or_else(|| Some(Val::default())));
                continue;
            }
            (' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}', None) => {
                words.extend(word.take());
                continue;
            }
            ('#', None) if word.is_none() => break,
            ('\\', Some('\'')) => match chars.next_if(|c| matches!(c, '\\' | '\'')) {
                Some(c) => Piece::Text(c.to_string()),
                None => Piece::Text(c.to_string()),
            },
            ('\\', _) => match (chars.next()?, quote) {
                ('_', None) => {
                    words.extend(word.take());
                    continue;
                }
                ('c', None) => break,
                (c, _) => Piece::Text(escaped(c)?.to_string()),
            },
            ('$', Some('"') | None) => {
                let name: String =
                    chars.next_if_eq(&'{').map(|_| chars.by_ref().take_while(|c| *c != '}').collect())?;
                Val::gap(format!("${name} from the environment")).pieces().first()?.clone()
            }
            (c, _) => Piece::Text(c.to_string()),
        };
        word.get_or_insert_default().push(more);
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

/// What stands for a character behind a backslash.
fn escaped(c: char) -> Option<char> {
    Some(match c {
        '_' => ' ',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        '#' | '$' | '"' | '\'' | '\\' => c,
        _ => return None,
    })
}
