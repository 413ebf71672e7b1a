//! Options by which a command takes more than it would without them, and the words that ask for as much. Used by `bounds`.

use automode_model::{Action, Verb};

use super::super::nouns;
use super::super::token::{Kind, Token};
use super::words_of;

/// Options with which a program takes more than what it is told. What only changes the own repository takes nothing from anybody:
/// `git add -A` is how a commit is made.
pub(super) fn is_wide(option: &str, action: &Action) -> bool {
    let own = |verb| matches!(verb, Verb::VcsChange | Verb::VcsRead | Verb::Read | Verb::Inspect);
    if action.effects.iter().all(|e| own(e.verb)) {
        return false;
    }
    let compose = action.words.contains("compose");
    // What is ignored was made on purpose.
    if action.program == "git" && action.words.starts_with("git clean ") && !option.starts_with("--") {
        return option.contains(['x', 'X']);
    }
    // `celery -A shop`: which application, and no more of it; without a queue all of them are emptied.
    if option == "-A" && matches!(action.program.as_str(), "celery" | "curl" | "smbclient") {
        return action.words.contains(" purge")
            && !words_of(action).any(|w| w.starts_with("-Q") || w.starts_with("--queues"));
    }
    let whole = [
        "-A",
        "--all",
        "--all-namespaces",
        "--all-projects",
        "--all-regions",
        "--volumes",
        "--purge",
        "-purge",
        "--prefix",
        "--from-key",
        "-recurse",
        "--cascade",
        "--delete-branch",
        "--include-all",
        "--rmi",
        "--remove-orphans",
        "--mirror",
        "--prune",
        "--tags",
    ];
    // Who names a snapshot did not mean all but the last ones.
    let policy = matches!(action.program.as_str(), "restic" | "rustic" | "borg" | "kopia");
    // `create-tags --tags k=v`: which tags.
    let tags = option == "--tags" && action.program == "aws";
    whole.contains(&option) && !tags
        || policy && option.starts_with("--keep-")
        || action.program == "rsync" && option.starts_with("--del")
        || compose && option == "-v"
        || option.starts_with("--all-")
        || option.starts_with("--delete-")
        || option.starts_with("--cleanup-")
        || option.starts_with("--remove-")
        || option.strip_prefix("--with-").is_some_and(|what| nouns::kinds(what) != 0)
}

pub(super) fn says_wide(tokens: &[Token], option: &str) -> bool {
    let word = option.trim_start_matches('-');
    let everywhere = option == "-A" || option.starts_with("--all-");
    let kept = tokens
        .iter()
        .any(|t| matches!(t.word(), "keep" | "not" | "no" | "without" | "leave" | "except" | "don't" | "stay"));
    if matches!(option, "-v" | "--volumes") && !kept && tokens.iter().any(|t| t.word() == "volumes") {
        return true;
    }
    if option.starts_with("--keep-")
        && tokens.iter().any(|t| {
            matches!(t.word(), "keep" | "last" | "policy" | "retention")
                || word.ends_with(t.word()) && t.word().ends_with("ly")
        })
    {
        return true;
    }
    if option == "--all" && !kept && tokens.iter().any(|t| t.word() == "everything") {
        return true;
    }
    let whole_tree = |t: &Token| {
        matches!(t.word(), "ignored" | "everything" | "pristine" | "all" | "artifacts" | "artefacts" | "build")
    };
    if option.contains(['x', 'X']) && !option.starts_with("--") && !kept && tokens.iter().any(whole_tree) {
        return true;
    }
    if option == "--cascade" && !kept && with_resources(tokens) {
        return true;
    }
    if matches!(option, "-recurse" | "--prefix") && !kept && all_below(tokens) {
        return true;
    }
    // A cache that is cleared is cleared as a whole.
    let whole = |p: &[Token]| matches!(p, [how, t] if t.word() == "cache" && matches!(how.word(), "the" | "whole" | "entire" | "buildx" | "builder" | "build"));
    let bounded = |t: &Token| matches!(t.word(), "old" | "older" | "unused" | "dangling" | "stale" | "over");
    if option == "--all" && !kept && tokens.windows(2).any(whole) && !tokens.iter().any(bounded) {
        return true;
    }
    let stored = |t: &Token| matches!(t.word(), "storage" | "disk" | "disks" | "volumes");
    if option == "--remove-all-storage" && !kept && tokens.iter().any(stored) {
        return true;
    }
    // `tags too` for `--cleanup-tag`: the option names what it takes along.
    let along = |t: &Token| {
        let noun = nouns::stem(t.word());
        let mut parts = word.split('-');
        nouns::kinds(t.word()) != 0
            && ["delete-", "cleanup-", "remove-", "with-"].iter().any(|p| word.starts_with(p))
            && parts.any(|p| nouns::stem(p) == noun)
    };
    tokens.iter().any(|t| {
        t.lower == option || !everywhere && t.lower == word || matches!(t.word(), "everywhere" | "anywhere") || along(t)
    })
}

/// `everything under a/b/`, `all below a/b/`.
fn all_below(tokens: &[Token]) -> bool {
    tokens.windows(2).any(|p| {
        matches!(p, [all, below] if matches!(all.word(), "everything" | "all" | "keys") && matches!(below.word(), "under" | "below" | "beneath"))
    })
}

/// `with its resources`, `incl. everything in it`; not `its resources must survive`.
fn with_resources(tokens: &[Token]) -> bool {
    const REACH: usize = 3;
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    let along = |at: usize| {
        (at.saturating_sub(REACH)..at)
            .any(|b| matches!(word(b), "with" | "incl" | "incl." | "including" | "plus" | "all"))
    };
    // Behind it a clause of its own has its verb.
    let own = [
        "must", "should", "have", "has", "need", "needs", "are", "is", "may", "can", "will", "stay", "stays",
        "survive", "remain",
    ];
    let told = |at: usize| !own.contains(&word(at + 1));
    // `its resources too`, at the end of what is said.
    let too = |at: usize| {
        word(at) == "resources" && word(at + 1) == "too" && tokens.get(at + 2).is_none_or(|t| t.kind == Kind::Mark)
    };
    (0..tokens.len()).any(|at| matches!(word(at), "resources" | "everything") && (along(at) || too(at)) && told(at))
}
