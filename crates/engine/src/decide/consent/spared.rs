//! A whole of which a part was to stay: `delete everything in bucket scratch but the folder keep`. A command that says nothing of
//! that part takes it with the rest; one that only names it takes just that. Called by `against`.

use super::command::Command;
use super::token::{self, Kind, Token};

/// Words of a command by which it leaves something out.
const LEAVES_OUT: &[&str] =
    &["--exclude", "-x", "-v", "--invert-match", "-not", "-prune", "--ignore", "--except", "--keep", "--invert"];

/// Signs of the same in queries and patterns.
const EXCEPT_SIGNS: &[&str] = &[
    "!=",
    "<>",
    "not in",
    "not like",
    "!~",
    "!(",
    " ne ",
    "exclude",
    "except",
    "| not",
    "map(select(",
    "grep -v",
    "grep -ev",
];

/// Words that say nothing about what stays.
const SMALL: &[&str] = &[
    "the",
    "a",
    "an",
    "its",
    "my",
    "our",
    "their",
    "this",
    "that",
    "these",
    "those",
    "folder",
    "folders",
    "directory",
    "file",
    "files",
    "one",
    "ones",
    "for",
    "from",
    "than",
    "of",
    "in",
    "with",
    "exception",
    "named",
    "called",
    "prefix",
    "and",
    "or",
    "everything",
    "all",
    "not",
];

/// Whether the words spare something of which the command leaves nothing out.
pub(super) fn is_taken(words: &str, command: &Command) -> bool {
    let tokens = token::tokens(words);
    let said: Vec<&str> = tokens.iter().map(Token::word).collect();
    let Some(at) = (0..said.len()).find(|at| takes_out(&said, *at)) else { return false };
    let ends = |t: &&Token| t.kind == Kind::Mark && matches!(t.word(), "," | "." | ";" | ":" | "—" | "(" | ")");
    let part = tokens.get(at + 1..).unwrap_or_default();
    let part: Vec<&Token> = part.iter().take_while(|t| !ends(t)).filter(|t| !SMALL.contains(&t.word())).collect();
    // A part that is not named at all is told elsewhere: `except those that …`.
    if part.is_empty() {
        return false;
    }
    let text = command.text.to_lowercase();
    let left_out = text.split_whitespace().any(|w| LEAVES_OUT.contains(&w) || w.starts_with("--exclude"))
        || EXCEPT_SIGNS.iter().any(|s| text.contains(s));
    !left_out
}

/// Whether what follows is taken out of a whole. `but` does so behind a word for all, or before a plain noun at the end.
fn takes_out(said: &[&str], at: usize) -> bool {
    let word = |n: usize| said.get(at + n).copied().unwrap_or("");
    let before = said.get(..at).unwrap_or_default();
    let whole = before.iter().any(|w| {
        matches!(
            *w,
            "everything" | "all" | "every" | "each" | "any" | "anything" | "whole" | "empty" | "flush" | "wipe"
        )
    });
    let article = matches!(word(1), "the" | "its" | "my" | "our" | "those" | "these");
    let rest = said.get(at + 1..).unwrap_or_default();
    let tells = rest.iter().any(|w| {
        matches!(
            *w,
            "is" | "are" | "was" | "were" | "has" | "have" | "be" | "can" | "will" | "must" | "should" | "do" | "does"
        )
    });
    let short = rest.len() <= MOST && !tells;
    if word(0) == "but" {
        return short && (article || whole && !is_manner(word(1)));
    }
    whole
        && match word(0) {
            "except" | "excluding" | "besides" | "excepting" | "barring" | "sparing" => true,
            "other" => word(1) == "than",
            "apart" | "aside" => word(1) == "from",
            "save" => matches!(word(1), "for" | "the"),
            "with" => word(1) == "the" && word(2) == "exception",
            "without" => short && !is_manner(word(1)),
            "leave" => rest.iter().any(|w| matches!(*w, "alone" | "untouched" | "be")),
            _ => false,
        }
}

/// How many words a part is named with behind `but`; more are a sentence of its own.
const MOST: usize = 4;

/// `but quickly`, `without asking`: how it shall be done.
fn is_manner(word: &str) -> bool {
    word.ends_with("ly")
        || word.ends_with("ing")
        || matches!(
            word,
            "" | "first"
                | "then"
                | "now"
                | "only"
                | "please"
                | "fast"
                | "soon"
                | "with"
                | "without"
                | "if"
                | "when"
                | "keep"
                | "don't"
                | "do"
                | "never"
                | "leave"
                | "wait"
                | "make"
                | "check"
                | "confirmation"
                | "further"
                | "hesitation"
                | "backup"
                | "backups"
                | "a"
                | "any"
                | "i"
                | "you"
                | "we"
                | "it"
                | "no"
                | "be"
                | "in"
                | "on"
                | "downtime"
                | "warning"
                | "mercy"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_stays() {
        for (words, command, want) in [
            ("delete everything in bucket scratch but the folder keep", "aws s3 rm s3://scratch --recursive", true),
            (
                "delete everything in bucket scratch but the folder keep",
                "aws s3 rm s3://scratch --recursive --exclude 'keep/*'",
                false,
            ),
            ("delete all pods in staging but web", "kubectl -n staging delete pods --all", true),
            (
                "delete all pods in staging but web",
                "kubectl get pods -o name | grep -v web | xargs kubectl delete",
                false,
            ),
            ("delete everything in bucket scratch, but quickly please", "aws s3 rm s3://scratch --recursive", false),
            ("delete everything in bucket scratch", "aws s3 rm s3://scratch --recursive", false),
            ("empty the bucket scratch but the logs", "aws s3 rm s3://scratch --recursive", true),
            ("terminate all instances but i-0abc", "aws ec2 terminate-instances --instance-ids i-0abc", true),
            ("delete everything in bucket scratch without asking", "aws s3 rm s3://scratch --recursive", false),
            ("delete the bucket scratch, but the backup is done", "aws s3 rb s3://scratch", false),
        ] {
            assert_eq!(is_taken(words, &Command::of(command)), want, "{words}: {command}");
        }
    }
}
