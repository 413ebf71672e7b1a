//! What the user's own words authorise: an imperative that names the operation and its target, and nothing else. Words of
//! the agent, of tools and of files never come here.

use automode_model::{Effect, Session, Target, Verb};

/// The user's words that name this effect's operation and target; none where there are none. A later prohibition wins.
#[must_use]
pub fn named(session: &Session, effect: &Effect) -> Option<String> {
    let verbs = operation_words(effect.verb)?;
    let targets = target_names(&effect.target);
    if targets.is_empty() {
        return None;
    }
    let mut found = None;
    for prompt in &session.prompts {
        for sentence in sentences(prompt) {
            let words = words(sentence);
            let speaks = words.iter().any(|w| verbs.contains(&w.as_str()));
            let names_all = targets.iter().all(|t| mentions(sentence, t));
            if !speaks || !names_all {
                continue;
            }
            if is_negated(&words) {
                found = None;
            } else if is_imperative(&words, sentence, verbs) {
                found = Some(sentence.trim().to_owned());
            }
        }
    }
    found
}

/// How people call this operation when they ask for it.
fn operation_words(verb: Verb) -> Option<&'static [&'static str]> {
    Some(match verb {
        Verb::Delete
        | Verb::ContainerDelete
        | Verb::CloudDestroy
        | Verb::InfraDestroy
        | Verb::ForgeDelete
        | Verb::VcsDeleteRemote
        | Verb::DbDestroy => &["delete", "remove", "drop", "destroy", "erase", "rm", "truncate"],
        Verb::VcsPush => &["push"],
        Verb::VcsForcePush => &["force-push", "force"],
        Verb::VcsDiscard => &["discard", "reset", "revert", "restore", "clean"],
        Verb::Publish => &["publish", "release"],
        Verb::Deploy => &["deploy", "ship", "release"],
        Verb::ForgeMerge => &["merge"],
        Verb::ServiceStop => &["stop", "restart", "disable"],
        Verb::ServiceStart => &["start", "reload"],
        Verb::ProcessKill => &["kill", "stop", "end", "terminate"],
        Verb::DbSchema => &["migrate", "create", "alter"],
        Verb::SystemInstall | Verb::ToolInstall | Verb::DepsAdd => &["install", "add"],
        Verb::Write | Verb::Append => &["write", "create", "edit", "change", "update", "add", "save"],
        Verb::Move => &["move", "rename"],
        _ => return None,
    })
}

/// The names by which the target must be called.
fn target_names(target: &Target) -> Vec<String> {
    match target {
        Target::Path(p) if !p.resolved.contains(['*', '?', '…', '[']) => {
            p.resolved.rsplit('/').next().map(str::to_owned).filter(|n| n.len() > 2).into_iter().collect()
        }
        Target::Named { name, .. } => name
            .split_whitespace()
            .filter(|w| w.len() > 1)
            .map(|w| w.trim_start_matches(['+', ':']).to_owned())
            .collect(),
        Target::Host { host, .. } => vec![host.clone()],
        Target::Url { host, .. } => vec![host.clone()],
        _ => Vec::new(),
    }
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let quoted = |l: &&str| !l.trim_start().starts_with('>');
    text.lines().filter(quoted).flat_map(|l| l.split_inclusive(['!', '?', ';']).flat_map(|s| s.split(". ")))
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'')))
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The target's name as a word of its own, not as a part of another name.
fn mentions(sentence: &str, name: &str) -> bool {
    let boundary = |c: Option<char>| c.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.')));
    sentence.match_indices(name).any(|(at, _)| {
        let before = sentence.get(..at).and_then(|t| t.chars().next_back());
        let mut after = sentence.get(at + name.len()..).unwrap_or("").chars();
        let next = after.next();
        let ends = match next {
            Some('.') => after.next().is_none_or(char::is_whitespace),
            other => boundary(other),
        };
        boundary(before) && ends
    })
}

fn is_negated(words: &[String]) -> bool {
    let negations = [
        "not",
        "don't",
        "dont",
        "never",
        "no",
        "without",
        "avoid",
        "leave",
        "keep",
        "unless",
        "instead",
        "except",
        "but",
        "shouldn't",
        "won't",
        "can't",
        "cannot",
        "stop",
    ];
    words.iter().any(|w| negations.contains(&w.as_str()))
}

/// A request, not a question, a report or a wish of somebody else: begins with the operation, or with a word that asks.
fn is_imperative(words: &[String], sentence: &str, verbs: &[&str]) -> bool {
    if sentence.trim_end().ends_with('?') || sentence.contains(['"', '“', '«']) {
        return false;
    }
    let openers = [
        "please", "now", "then", "and", "also", "first", "ok", "okay", "yes", "go", "ahead", "just", "finally", "next",
        "so", "great", "thanks",
    ];
    let first = words.iter().find(|w| !openers.contains(&w.as_str()));
    first.is_some_and(|w| verbs.contains(&w.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::effects;
    use automode_model::Span;

    fn asks(prompt: &str) -> bool {
        let session = Session { prompts: vec![prompt.into()], ..Session::default() };
        let effect = effects::on_name(Verb::VcsDeleteRemote, "branch", "feature-x", Span::default());
        named(&session, &effect).is_some()
    }

    #[test]
    fn only_an_imperative_that_names_the_target_counts() {
        assert!(asks("Please delete feature-x."));
        assert!(asks("delete the branch feature-x now"));
        for no in [
            "should we delete feature-x?",
            "don't delete feature-x",
            "delete the old branches",
            "delete feature-x-2",
            "> delete feature-x",
            "somebody said delete feature-x",
            "I saw \"delete feature-x\" in the docs",
            "clean up",
        ] {
            assert!(!asks(no), "{no}");
        }
    }
}
