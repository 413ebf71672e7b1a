//! Words that a program takes from a file named `@file` on its command line (compilers, linkers, argument parsers of Python). Called
//! by `invoke` for programs whose knowledge says `responses`; a file that cannot be read leaves its word, which is then unknown.

use automode_model::Place;

use super::invoke::Invocation;
use super::paths;
use super::scene::MAX_SCRIPT_BYTES;
use super::shell::Shell;
use super::state::State;
use super::value::Val;

/// The argument list with the words of such files in their place; none where it has none.
#[must_use]
pub fn expanded(shell: &Shell<'_, '_>, state: &State, call: &Invocation) -> Option<Invocation> {
    let named = |v: &Val| v.prefix().len() > 1 && v.prefix().starts_with('@');
    if !call.argv.iter().skip(1).any(named) {
        return None;
    }
    let mut argv = Vec::new();
    for word in &call.argv {
        match named(word).then(|| words(shell, state, word)) {
            None => argv.push(word.clone()),
            Some(Some(words)) => argv.extend(words),
            // Whatever stands in there, options too.
            Some(None) => {
                let mut option = Val::text("-");
                option.extend(&Val::gap("a file of arguments that is not read"));
                argv.push(option);
            }
        }
    }
    Some(Invocation { argv, ..call.clone() })
}

fn words(shell: &Shell<'_, '_>, state: &State, word: &Val) -> Option<Vec<Val>> {
    let given = word.known()?.strip_prefix('@')?;
    let [cwd] = state.cwd.as_slice() else { return None };
    let path = paths::join(cwd, given);
    let text = match shell.written(&path) {
        Some(written) => written.known()?.to_owned(),
        None => {
            let target = paths::target(shell.scene, given, &path);
            let own = matches!(target.place, Place::Workspace) && !target.created_here;
            own.then(|| shell.scene.world.read(&target.resolved, MAX_SCRIPT_BYTES).ok())??
        }
    };
    split(&text)
}

/// Its words, quotes taken off; none where one is not closed, or names a further file.
fn split(text: &str) -> Option<Vec<Val>> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in text.chars() {
        match quote {
            Some(end) if c == end => quote = None,
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c.is_whitespace() => words.extend(word.take()),
            // Each program reads this sign its own way.
            _ if c == '\\' => return None,
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    let plain = quote.is_none() && !words.iter().any(|w| w.starts_with('@'));
    plain.then(|| words.into_iter().map(Val::text).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_file() {
        let read = |text| split(text).map(|w| w.iter().map(Val::show).collect::<Vec<_>>().join("|"));
        assert_eq!(read("-O2 'a b.c'\n\"\" -o x\n").as_deref(), Some("-O2|a b.c||-o|x"));
        assert_eq!(read(""), Some(String::new()));
        for unclear in ["a\\ b", "'a", "@b"] {
            assert_eq!(read(unclear), None, "{unclear}");
        }
    }
}
