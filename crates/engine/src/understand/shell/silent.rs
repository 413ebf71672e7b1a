//! Which of the shell's own commands are special, and which print, so that what is taken in from one that does is not taken for nothing.
//! Called by the walk for each of them.

use automode_shell::tree::{Node, Simple, Stmt, Word};

use super::super::state::State;
use super::super::value::Val;

/// Whether this call of a builtin may print something. `declares` says that assignments stand among its words.
pub(super) fn prints(name: &str, args: &[Val], declares: bool) -> bool {
    let flags = |letters: &[char]| args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains(letters));
    let operands = args.iter().filter(|a| !a.prefix().starts_with(['-', '+'])).count();
    match name {
        "jobs" | "times" | "type" | "dirs" | "caller" | "help" | "compgen" | "whence" | "fc" | "history" | "fg"
        | "bg" | "pushd" | "popd" | "bind" | "complete" => true,
        "umask" => operands == 0 || flags(&['S', 'p']),
        "ulimit" | "setopt" | "unsetopt" => operands == 0,
        "alias" => args.is_empty() || args.iter().any(|a| a.split_once('=').is_none()),
        "trap" => operands == 0 && args.iter().all(|a| a.known() != Some("-")) || flags(&['p', 'l']),
        "shopt" => !flags(&['q']) && (operands == 0 || !flags(&['s', 'u'])),
        "declare" | "typeset" | "local" | "readonly" => flags(&['p', 'f', 'F']) || operands == 0 && !declares,
        "export" => flags(&['p']) || operands == 0 && !declares,
        "hash" => args.is_empty() || flags(&['l', 't']),
        "enable" => operands == 0,
        "set" => args.last().is_some_and(|a| matches!(a.known(), Some("-o" | "+o"))),
        // Where it goes to the directory before, it says which.
        "cd" | "chdir" => args.iter().any(|a| a.known().is_none_or(|t| t == "-")),
        "mapfile" | "readarray" => args.iter().any(|a| a.prefix().starts_with("-C")),
        _ => false,
    }
}

/// `cd` looks for directories in others, and says which one it found.
pub(super) fn finds_directory(state: &State, name: &str, env: &[(String, Val)]) -> bool {
    matches!(name, "cd" | "chdir")
        && (state.vars.contains_key("CDPATH") || env.iter().any(|(name, _)| name == "CDPATH"))
}

/// Whether a builtin may assign this variable, which is set for it alone: it may stay then, or take its attributes.
pub(super) fn assigns(name: &str, variable: &str, argv: &[Val], simple: Option<&Simple>) -> bool {
    let inner = argv.iter().skip(1).filter_map(Val::known).find(|t| !t.starts_with('-'));
    let assigning = matches!(
        inner.filter(|_| matches!(name, "command" | "builtin")).unwrap_or(name),
        "export"
            | "readonly"
            | "declare"
            | "typeset"
            | "local"
            | "unset"
            | "read"
            | "mapfile"
            | "readarray"
            | "printf"
            | "let"
            | "getopts"
            | "wait"
    );
    let unnamed = match name {
        "getopts" => matches!(variable, "OPTIND" | "OPTARG"),
        "read" => variable == "REPLY",
        "mapfile" | "readarray" => variable == "MAPFILE",
        _ => false,
    };
    let named = |v: &Val| v.known().is_none_or(|t| t.contains(variable));
    let declared = |s: &Simple| s.declared.iter().any(|a| a.name == variable);
    assigning && (unnamed || argv.iter().skip(1).any(named) || simple.is_some_and(declared))
}

/// Builtins that POSIX calls special.
pub(super) fn is_special(name: &str) -> bool {
    matches!(
        name,
        ":" | "."
            | "source"
            | "break"
            | "continue"
            | "eval"
            | "exec"
            | "exit"
            | "export"
            | "readonly"
            | "return"
            | "set"
            | "shift"
            | "times"
            | "trap"
            | "unset"
    )
}

/// Commands that only print do not fail.
pub(super) fn is_printing(stmt: &Stmt) -> bool {
    stmt.redirects.is_empty() && is_echo(&stmt.node)
}

pub(super) fn is_echo(node: &Node) -> bool {
    let Node::Simple(simple) = node else { return false };
    simple.words.first().and_then(Word::literal).is_some_and(|name| matches!(name.as_str(), "echo" | "printf"))
}

/// A command that POSIX calls special.
pub(super) fn is_special_node(node: &Node) -> bool {
    let Node::Simple(simple) = node else { return false };
    simple.words.first().and_then(Word::literal).is_some_and(|name| is_special(&name))
}

/// What options and variables usually name to be run: pagers, editors, transports, compressors.
pub(super) fn is_usual_helper(name: &str) -> bool {
    let usual = [
        "less",
        "more",
        "most",
        "cat",
        "bat",
        "delta",
        "diff-so-fancy",
        "head",
        "tail",
        "vim",
        "vi",
        "nvim",
        "nano",
        "emacs",
        "code",
        "ssh",
        "true",
        "false",
        ":",
        "echo",
        "gzip",
        "pigz",
        "bzip2",
        "xz",
        "zstd",
        "zstdmt",
        "lz4",
        "sccache",
        "ccache",
    ];
    usual.contains(&name.rsplit('/').next().unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::super::super::value::Val;
    use super::prints;

    #[test]
    fn what_only_sets_is_silent() {
        let call = |line: &str| {
            let words: Vec<Val> = line.split(' ').map(Val::text).collect();
            prints(words[0].known().unwrap(), &words[1..], false)
        };
        for line in
            ["umask 022", "ulimit -n 64", "shopt -s nullglob", "trap - EXIT", "cd /tmp", "export -f f0", "set -e"]
        {
            assert!(!call(line), "{line}");
        }
        for line in ["umask", "umask -S", "shopt nullglob", "trap -p", "cd -", "declare -f f0", "type x", "alias k"] {
            assert!(call(line), "{line}");
        }
    }
}
