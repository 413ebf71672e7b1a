//! Tools whose output is made to be evaluated by the user's own shell: `eval "$(ssh-agent -s)"`, `eval "$(brew shellenv)"`. It
//! sets variables and functions of that shell, and runs nothing but the tool itself.

use crate::understand::value::Val;

/// Programs, the word that makes them print such a text, and how many plain words may stand beside it.
const PRINTS: &[(&str, &[&str])] = &[
    ("ssh-agent", &["-s", "-c", ""]),
    ("brew", &["shellenv"]),
    ("pyenv", &["init", "virtualenv-init"]),
    ("rbenv", &["init"]),
    ("nodenv", &["init"]),
    ("goenv", &["init"]),
    ("jenv", &["init"]),
    ("plenv", &["init"]),
    ("phpenv", &["init"]),
    ("fnm", &["env"]),
    ("mise", &["activate", "env", "hook-env"]),
    ("rtx", &["activate", "env"]),
    ("direnv", &["hook", "export"]),
    ("starship", &["init"]),
    ("zoxide", &["init"]),
    ("atuin", &["init"]),
    ("conda", &["shell.bash", "shell.zsh", "shell.posix"]),
    ("mamba", &["shell.bash", "shell"]),
    ("micromamba", &["shell"]),
    ("opam", &["env", "config"]),
    ("luarocks", &["path"]),
    ("minikube", &["docker-env", "podman-env"]),
    ("docker-machine", &["env"]),
    ("dircolors", &["-b", ""]),
    ("thefuck", &["--alias"]),
    ("kubectl", &["completion"]),
    ("helm", &["completion"]),
    ("gh", &["completion"]),
    ("npm", &["completion"]),
    ("rustup", &["completions"]),
    ("lesspipe", &[""]),
    ("register-python-argcomplete", &[""]),
];

/// Whether this run prints such a text: the word stands first among the operands, all words are plain.
#[must_use]
pub fn prints(program: &str, args: &[Val]) -> bool {
    let Some((_, words)) = PRINTS.iter().find(|(p, _)| *p == program) else { return false };
    let Some(args) = args.iter().map(Val::known).collect::<Option<Vec<&str>>>() else { return false };
    let plain = |a: &&str| a.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.=".contains(&b));
    let first = args.iter().find(|a| words.contains(a) || !a.starts_with('-')).copied().unwrap_or("");
    let first =
        if program == "minikube" && args.first() == Some(&"-p") { args.get(2).copied().unwrap_or("") } else { first };
    args.iter().all(plain) && words.contains(&first)
}

#[cfg(test)]
mod tests {
    use super::prints;
    use crate::understand::value::Val;

    #[test]
    fn only_what_is_made_for_it() {
        for (program, args, want) in [
            ("ssh-agent", "-s", true),
            ("ssh-agent", "", true),
            ("brew", "shellenv", true),
            ("brew", "list", false),
            ("pyenv", "init -", true),
            ("pyenv", "init --path", true),
            ("minikube", "-p dev docker-env", true),
            ("direnv", "export bash", true),
            ("direnv", "exec . x", false),
            ("ssh-agent", "bash", false),
            ("conda", "run x", false),
            ("curl", "init", false),
        ] {
            let args: Vec<Val> = args.split_whitespace().map(Val::text).collect();
            assert_eq!(prints(program, &args), want, "{program} {args:?}");
        }
    }
}
