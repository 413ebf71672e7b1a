//! Secrets of the environment that a command prints where whoever asked for it reads them: the whole environment, or a
//! variable whose name says so. Reading a file of secrets has its own effect; this is about what no file holds.
//! Called by the walk for each statement that prints, and by `invoke` for what a program lets through.

use automode_model::{Action, Effect, Target, Verb};
use automode_shell::tree::{Node, Stmt};

use super::super::effects;
use super::super::state::from_environment;
use super::super::value::Val;
use super::Shell;

/// Programs that print what they are given, as it is or in another form.
const HANDS_ON: &[&str] = &[
    "echo", "printf", "print", "cat", "tac", "tee", "sort", "uniq", "head", "tail", "grep", "egrep", "fgrep", "rg",
    "sed", "awk", "gawk", "tr", "cut", "paste", "column", "nl", "fold", "fmt", "rev", "less", "more", "bat", "base64",
    "base32", "xxd", "od", "hexdump", "strings", "jq", "yq", "xargs", "set", "export", "declare", "typeset", "comm",
    "expand",
];

/// Parts of names of variables that hold secrets, or are named after who hands keys out.
const TELLING: &[&str] = &[
    "token",
    "secret",
    "pass",
    "pwd",
    "key",
    "cred",
    "auth",
    "aws",
    "openai",
    "anthropic",
    "stripe",
    "database_url",
    "dsn",
];

/// A text that matches fewer letters than this may match anything.
const FEWEST_LETTERS: usize = 3;

/// What an effect on the environment tells: all of it, or a variable whose name promises a secret.
#[must_use]
pub fn tells(effect: &Effect) -> bool {
    effect.verb == Verb::EnvRead
        && match &effect.target {
            Target::None => true,
            Target::Named { name, .. } => from_environment(name).is_secret(),
            _ => false,
        }
}

/// Whether this program, run with these arguments, keeps only lines or parts in which no secret stands: a search for
/// something else, or the names without the values.
#[must_use]
pub fn leaves_secrets_out(program: &str, args: &[Val]) -> bool {
    let words: Option<Vec<&str>> = args.iter().map(Val::known).collect();
    let Some(words) = words else { return false };
    super::super::names_only::left(program, &words).is_some()
        || matches!(program, "grep" | "rg") && searches_else(&words)
}

/// A search whose every alternative names something that is no secret, or that prints no line.
fn searches_else(words: &[&str]) -> bool {
    let flags: String = words.iter().filter_map(|w| w.strip_prefix('-')).filter(|w| !w.starts_with('-')).collect();
    if flags.contains(['q', 'c', 'l']) {
        return true;
    }
    if flags.contains(['v', 'f', 'A', 'B', 'C']) || words.iter().any(|w| w.starts_with("--")) {
        return false;
    }
    let patterns: Vec<&str> = words.iter().filter(|w| !w.starts_with('-')).copied().collect();
    let [pattern] = patterns.as_slice() else { return false };
    // `^(CI|NODE_ENV)=`: these names, whole.
    let whole = pattern.strip_prefix("^(").and_then(|p| p.strip_suffix(")="));
    let name = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let harmless = |w: &str| name(w) && !TELLING.iter().any(|t| w.to_ascii_lowercase().contains(t));
    if let Some(names) = whole {
        return names.split('|').all(harmless);
    }
    pattern.split('|').all(|part| {
        let lower = part.to_ascii_lowercase();
        let letters = lower.bytes().filter(u8::is_ascii_alphanumeric).count();
        letters >= FEWEST_LETTERS && !TELLING.iter().any(|t| lower.contains(t))
    })
}

/// Adds that the statement's output shows secrets, where it does and nothing else said so yet.
pub(super) fn disclose(shell: &Shell<'_, '_>, stmt: &Stmt, from: usize) {
    let Node::Simple(simple) = &stmt.node else { return };
    let name = simple.words.first().and_then(|w| w.literal()).unwrap_or_default();
    let name = name.rsplit('/').next().unwrap_or("");
    let found = shell.scene.effects_since(from);
    let told = found.iter().any(tells) && !matches!(name, "pbpaste" | "xclip" | "xsel" | "wl-paste" | "pbcopy" | "say");
    if !told && !HANDS_ON.contains(&name) || shell.scene.shows_secrets() {
        return;
    }
    let span = shell.at(stmt.span);
    let effect = effects::on_name(Verb::SecretRead, "variable", "the environment", span);
    shell.scene.add(Action { words: format!("{name} …"), program: name.to_owned(), span, effects: vec![effect] });
}
