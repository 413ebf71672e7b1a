//! Options of a shell under which its words mean something else than is followed here: what they make of a script is not
//! known. Called by the walk for `set` and `shopt`, and by `invoke` for the options of a shell that is started.

use super::super::state::State;
use super::super::value::Val;
use super::builtins::switch;

/// Names for `shopt` and `-O`.
pub fn reads_otherwise(name: &str) -> bool {
    matches!(
        name,
        "xpg_echo"
            | "localvar_inherit"
            | "localvar_unset"
            | "cdable_vars"
            | "autocd"
            | "assoc_expand_once"
            | "array_expand_once"
            | "extquote"
            | "globasciiranges"
            // A trap may then say that a command does not run.
            | "extdebug"
            // A pattern that nothing fits then drops the rest of what is being read.
            | "failglob"
    ) || name.starts_with("compat")
}

/// The options that end a shell in the midst, among the words that start it: `bash -eu script`, and the script's first line.
pub fn begun_with(state: &mut State, words: &[Val], text: &str) {
    let first = text.lines().next().and_then(|line| line.strip_prefix("#!")).unwrap_or_default();
    let shell = words.first().and_then(Val::known).is_some_and(|name| name.ends_with("sh"));
    let words = words.iter().skip(1).filter(|_| shell).filter_map(Val::known);
    // What stands behind the first that is no option is the script's own.
    let all: Vec<&str> = words.take_while(|w| w.starts_with(['-', '+']) || is_name(w)).collect();
    let all: Vec<&str> = first.split_whitespace().skip(1).chain(all).collect();
    for (i, word) in all.iter().enumerate().filter(|(_, w)| w.starts_with('-') && !w.starts_with("--")) {
        switch(state, word, all.get(i + 1).copied());
        // It only reads.
        state.maybe |= stops(word, all.get(i + 1).copied());
    }
}

/// Whether a word makes a shell read on without running anything: `-n`, `-o noexec`.
pub(super) fn stops(word: &str, next: Option<&str>) -> bool {
    let short = word.starts_with('-') && !word.starts_with("--");
    short && (word.contains('n') || word.contains('o') && next == Some("noexec"))
}

/// A lone dash ends a shell's options as two do: `bash -c - TEXT`.
pub fn behind_dash(program: &str, operands: &mut Vec<Val>, args: &[Val]) {
    let is = |v: &Val, text: &str| v.known() == Some(text);
    let shell = matches!(program, "bash" | "sh" | "dash" | "ksh" | "zsh");
    if shell && operands.first().is_some_and(|v| is(v, "-")) && !args.iter().any(|v| is(v, "--")) {
        operands.remove(0);
    }
}

/// Names for `set -o`.
pub fn is_name(name: &str) -> bool {
    const NAMES: &str = " allexport braceexpand emacs errexit errtrace functrace hashall histexpand history ignoreeof \
                         interactive-comments keyword monitor noclobber noexec noglob nolog notify nounset onecmd physical \
                         pipefail posix privileged verbose vi xtrace ";
    !name.contains(' ') && NAMES.contains(&format!(" {name} "))
}

/// `set -k`, `set +B`, `set -H`, `set -P` and their long names, and `set -o posix`, where errors end a shell, among the words of `set` or the options of a shell.
pub fn sets_otherwise(words: &[Val]) -> bool {
    let mut named = false;
    for word in words.iter().map_while(Val::known) {
        let otherwise = named && matches!(word, "keyword" | "braceexpand" | "histexpand" | "posix" | "physical");
        let letters = word.starts_with(['-', '+']) && !word.starts_with("--");
        let here = letters && (word.contains(['k', 'H', 'P']) || word.starts_with('+') && word.contains('B'));
        if otherwise || here {
            return true;
        }
        let long = word.len() > 2 && word.starts_with("--");
        if !letters && !named && !long {
            return false;
        }
        named = letters && word.ends_with(['o', 'O']);
    }
    false
}

/// An option of which a part is not known may take the next word as its value: the script is another one then.
pub fn hidden(args: &[Val]) -> bool {
    if sets_otherwise(args) {
        return true;
    }
    let mut takes = false;
    for word in args {
        let option = word.prefix().starts_with(['-', '+']);
        match word.known() {
            None if option => return true,
            Some("-c") => return false,
            // It is `-c` to bash.
            Some(word) if word.starts_with('+') && word.contains('c') => return true,
            Some(name) if takes && (reads_otherwise(name) || matches!(name, "nocasematch" | "lastpipe")) => {
                return true;
            }
            _ if !option && !takes => return false,
            known => {
                // `-eo pipefail`. Whatever stands behind the letter are letters to bash: the name is the next word.
                let letters = known.filter(|w| option && !w.starts_with("--"));
                if letters.is_some_and(|w| w.trim_end_matches(['o', 'O']).contains(['o', 'O'])) {
                    return true;
                }
                takes = letters.is_some_and(|w| w.ends_with(['o', 'O']));
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::super::value::Val;
    use super::sets_otherwise;

    #[test]
    fn words_behind_the_options_are_none() {
        let sets = |line: &str| sets_otherwise(&line.split(' ').map(Val::text).collect::<Vec<_>>());
        assert!(sets("-k") && sets("-eu +B") && sets("-o keyword") && sets("-euH -o pipefail"));
        assert!(!sets("-euo pipefail") && !sets("-- -k") && !sets("x -k") && !sets("-B"));
    }
}
