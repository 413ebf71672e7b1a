//! What holds other things, and what is in it: `purge the queue x` takes its messages, not the queue; `revoke the key k of
//! user u` takes the key, not the user. Called by `bind`.

use automode_model::{Action, Effect, Target, Verb};

use super::bind;
use super::nouns;
use super::read::Statement;
use super::token::{Kind, Token};
use super::turns;
use super::words::Ops;

/// Verbs that leave the thing itself there.
const EMPTIES: &[&str] = &["empty", "purge", "flush", "truncate", "clear", "drain"];

/// Kinds of things that are there without anything in them.
const HOLDERS: &[&str] =
    &["queue", "bucket", "table", "database", "topic", "collection", "index", "stream", "registry", "repository"];

/// Whether a word is for such a kind of thing.
pub(super) fn is_holder(word: &str) -> bool {
    HOLDERS.contains(&word) || word.strip_suffix('s').is_some_and(|s| HOLDERS.contains(&s))
}

/// Whether the words ask for what is in a thing, and the command takes the thing itself.
#[must_use]
pub(super) fn takes_holder(s: &Statement, action: &Action, effect: &Effect) -> bool {
    let empties = EMPTIES.contains(&s.verb.as_str()) && s.lines.is_empty();
    empties && !matches!(effect.target, Target::Path(_)) && removes_holder(action)
}

/// Whether the command takes what holds other things: one of these, a namespace or a group of resources.
pub(super) fn is_taken(action: &Action) -> bool {
    let lower = action.words.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let within = |w: &str| matches!(w, "namespace" | "namespaces" | "ns" | "group" | "project");
    let away = |w: &str| matches!(w, "delete" | "rm" | "remove" | "destroy");
    removes_holder(action)
        || words.windows(2).any(|p| matches!(p, [a, b] if away(a) && within(b) || within(a) && away(b)))
}

/// `sqs delete-queue`, `s3 rb`, `DROP TABLE`, `delete_queue x`, `--delete --topic x`.
fn removes_holder(action: &Action) -> bool {
    let lower = action.words.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let away = |w: &str| matches!(w, "delete" | "drop" | "remove" | "destroy" | "rm");
    let said = words.windows(2).any(|p| matches!(p, [a, b] if away(a) && is_holder(b) || is_holder(a) && away(b)));
    // With `-r` a bucket goes as well as what is in it.
    let bare = |w: &str| w.strip_prefix("gs://").is_some_and(|b| !b.trim_end_matches('/').contains('/'));
    let all: Vec<&str> = lower.split_whitespace().collect();
    let store = all.contains(&"rm")
        && all.iter().any(|w| matches!(*w, "-r" | "-R" | "--recursive"))
        && all.iter().any(|w| bare(w));
    said || store || words.iter().skip(1).take(2).any(|w| *w == "rb") || action.program == "dropdb"
}

/// Whether what the words are about is no part of the command, which has only whose it is: `the key k of user u`.
#[must_use]
pub(super) fn takes_owner(s: &Statement, tokens: &[Token], action: &Action, effect: &Effect) -> bool {
    let takes = Ops::GRANT.or(Ops::DELETE);
    let rights =
        matches!(effect.verb, Verb::Grant | Verb::DbAdmin | Verb::ForgeAdmin | Verb::SecretWrite | Verb::CloudDestroy);
    if !rights || !s.ops.meets(takes) || s.loose || !s.lines.is_empty() {
        return false;
    }
    let Some(of) = tokens.iter().position(|t| matches!(t.word(), "of" | "from" | "for" | "on")) else { return false };
    let (head, rest) = tokens.split_at(of);
    let in_command = |t: &Token| {
        let words = action.words.split(|c: char| c.is_whitespace() || matches!(c, '=' | ',' | '\'' | '"' | '/'));
        let mut words = words.filter(|w| !w.is_empty());
        words.any(|w| bind::same(&bind::Name::Text(w.to_owned()), &t.text))
            || t.text.contains('/') && action.words.split_whitespace().any(|w| w.ends_with(&t.text))
    };
    let named = |list: &[Token]| {
        (0..list.len())
            .filter(|at| turns::is_name(list, *at))
            .filter_map(|at| list.get(at).cloned())
            .collect::<Vec<_>>()
    };
    let things: Vec<Token> = named(head).into_iter().filter(|t| t.kind != Kind::Quote && !is_plain_number(t)).collect();
    let owner = named(rest).iter().any(in_command) && rest.iter().any(|t| nouns::kinds(t.word()) != 0);
    !things.is_empty() && owner && !things.iter().any(in_command)
}

/// A count is no name.
fn is_plain_number(t: &Token) -> bool {
    t.lower.len() < 3 && t.lower.bytes().all(|b| b.is_ascii_digit())
}

/// `keep the bucket itself`, and the command removes it: what stays is of the kind that is hit.
#[must_use]
pub(super) fn takes_itself(s: &Statement, action: &Action, effect: &Effect) -> bool {
    let kinds = nouns::of_effect(action, effect);
    let itself = |p: &[Token]| matches!(p, [what, t] if t.word() == "itself" && nouns::kinds(what.word()) & kinds != 0);
    s.object.windows(2).any(itself) && removes_holder(action)
}

/// What stays by the user's words is the thing itself: `empty x. The bucket itself stays`.
#[must_use]
pub(super) fn keeps_holder(s: &Statement, action: &Action) -> bool {
    s.object.iter().any(|t| t.word() == "itself") && !removes_holder(action)
}

#[cfg(test)]
mod tests {
    use super::super::read::statements;
    use super::*;
    use automode_model::Span;

    fn action(words: &str) -> Action {
        let program = words.split_whitespace().next().unwrap_or("").to_owned();
        Action { words: words.to_owned(), program, span: Span::default(), effects: Vec::new() }
    }

    fn effect(verb: Verb) -> Effect {
        crate::understand::effects::plain(verb, Target::None, Span::default())
    }

    #[test]
    fn what_is_in_it_is_not_the_thing() {
        for (said, command, want) in [
            ("purge the queue x-1", "aws sqs delete-queue --queue-url x-1", true),
            ("purge the queue x-1", "aws sqs purge-queue --queue-url x-1", false),
            ("delete the queue x-1", "aws sqs delete-queue --queue-url x-1", false),
            ("empty s3://x-1", "aws s3 rb s3://x-1 --force", true),
            ("empty s3://x-1", "aws s3 rm s3://x-1 --recursive", false),
            ("empty gs://x-1", "gsutil -m rm -r gs://x-1", true),
            ("empty gs://x-1", "gsutil -m rm gs://x-1/**", false),
            ("truncate table x_1", "psql -c DROP TABLE x_1", true),
        ] {
            let s = statements(&[said.to_owned()], command).remove(0);
            assert_eq!(takes_holder(&s, &action(command), &effect(Verb::CloudDestroy)), want, "{said} / {command}");
        }
    }

    #[test]
    fn the_key_is_not_the_user() {
        for (said, command, want) in [
            ("revoke the key AK-1 of user bot-1", "aws iam delete-user --user-name bot-1", true),
            (
                "revoke the key AK-1 of user bot-1",
                "aws iam delete-access-key --user-name bot-1 --access-key-id AK-1",
                false,
            ),
            ("remove user kim-1 from group ops-1", "gpasswd -d kim-1 ops-1", false),
        ] {
            let s = statements(&[said.to_owned()], command).remove(0);
            assert_eq!(takes_owner(&s, &s.object, &action(command), &effect(Verb::Grant)), want, "{said} / {command}");
        }
    }
}
