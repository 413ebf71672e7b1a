//! What only the user's own clone has: `the local branch x`, `two dead branches in my clone`, `on my laptop only`. Such words ask for
//! nothing that others have as well. Called by `bind` and `deed` for the words of a request, by `against` for all that was said
//! around it.

use automode_model::{Effect, Verb};

use super::token::Token;

/// Words for what others have as well, and for both.
const OF_OTHERS: &[&str] = &["remote", "remotely", "origin", "upstream", "github", "gitlab"];
const OF_BOTH: &[&str] = &["both", "everywhere"];

/// Where a clone is, which `only` makes the one place that is meant.
const PLACES: &[&str] = &["local", "locally", "laptop", "here", "machine", "computer", "disk", "clone", "checkout"];

/// A word for what others have.
pub(super) fn is_of_others(word: &str) -> bool {
    OF_OTHERS.contains(&word)
}

/// The effect takes or changes what others have of a repository.
fn hits_others(effect: &Effect) -> bool {
    matches!(effect.verb, Verb::VcsDeleteRemote | Verb::VcsForcePush)
}

/// `the local branch x` is not the one of the remote.
pub(super) fn is_meant<'a>(request: impl Iterator<Item = &'a Token> + Clone, effect: &Effect) -> bool {
    let says = |word: &str| request.clone().any(|t| t.word() == word);
    hits_others(effect) && (says("local") || says("locally")) && !speaks_of_others(request.clone())
}

/// The same of what was said around a request, where `local` alone may be the name of something: `in my clone`, `locally`.
pub(super) fn is_spoken_of<'a>(around: impl Iterator<Item = &'a Token> + Clone, effect: &Effect) -> bool {
    let says = |words: &[&str]| around.clone().any(|t| words.contains(&t.word()));
    let own = says(&["clone", "checkout"]) && says(&["my", "local", "own"]);
    hits_others(effect) && (own || says(&["locally"])) && !speaks_of_others(around.clone())
}

/// `on my laptop only`, `here only`, `from my local cache`.
pub(super) fn is_only_meant<'a>(clause: impl Iterator<Item = &'a Token> + Clone, effect: &Effect) -> bool {
    let says = |words: &[&str]| clause.clone().any(|t| words.contains(&t.word()));
    if speaks_of_others(clause.clone()) {
        return false;
    }
    // `here too`: there as well.
    let only = says(&["only", "just"]) && says(PLACES) && !says(&["too", "also"]);
    match effect.verb {
        Verb::Unpublish => says(&["local"]),
        Verb::VcsPush => only,
        _ => hits_others(effect) && only,
    }
}

fn speaks_of_others<'a>(mut words: impl Iterator<Item = &'a Token>) -> bool {
    words.any(|t| is_of_others(t.word()) || OF_BOTH.contains(&t.word()))
}
