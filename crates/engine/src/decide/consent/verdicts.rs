//! `pr-77 - delete`, `pr-78 - keep`: lists in which each line says what becomes of one thing. The lines are written out as sentences,
//! so that no verdict is read as the next line's: what stays is forbidden; what goes is asked for where the list is the user's own.
//! Called by `corrections`, before the prompts are read.

use super::gist;
use super::nouns;
use super::token::{self, Token};
use super::turns;
use super::words::{self, Form, Ops};

/// More lines than these are no list of verdicts.
const MOST: usize = 64;

/// What may stand between a name and its verdict.
const SIGNS: &[&str] = &[" - ", " – ", " — ", ": ", " -> ", " => ", " → ", " = "];

/// Words of a heading with which somebody else's list begins, or one that is not settled.
const NOT_SETTLED: &[&str] = &[
    "proposal",
    "proposed",
    "proposes",
    "suggestion",
    "suggested",
    "suggests",
    "draft",
    "plan",
    "planned",
    "would",
    "maybe",
    "think",
    "thinks",
    "says",
    "said",
    "wrote",
    "from",
    "by",
    "output",
    "report",
    "ticket",
    "mail",
    "according",
    "his",
    "her",
    "their",
    "review",
    "if",
    "when",
    "after",
    "once",
    "later",
    "tomorrow",
    "wait",
    "not",
    "don't",
    "no",
    "never",
    "example",
];

/// What the user says of one thing.
struct Verdict<'a> {
    name: &'a str,
    verb: &'a str,
    /// It is to stay.
    stays: bool,
    /// More is said than the verdict and a reason.
    open: bool,
}

/// The prompt with its verdicts as sentences; none where it has no list of them.
pub(super) fn written_out(prompt: &str) -> Option<String> {
    let lines: Vec<&str> = prompt.lines().collect();
    let found: Vec<Option<Verdict<'_>>> = lines.iter().map(|l| verdict(l)).collect();
    let count = found.iter().flatten().count();
    if !(2..=MOST).contains(&count) {
        return None;
    }
    let rest: Vec<&str> =
        lines.iter().zip(&found).filter(|(l, v)| v.is_none() && !l.trim().is_empty()).map(|(l, _)| *l).collect();
    let settled = !prompt.contains('?') && rest.iter().all(|l| is_settled(l));
    let mut out = String::new();
    for line in rest {
        out.push_str(line);
        out.push_str("\n\n");
    }
    let mut verbs: Vec<&str> = Vec::new();
    for v in found.iter().flatten() {
        if v.stays {
            out.push_str(&format!("keep {}.\n\n", v.name));
        } else if v.open || !settled {
            out.push_str(&format!("{} is open.\n\n", v.name));
        } else if !verbs.contains(&v.verb) {
            verbs.push(v.verb);
        }
    }
    for verb in verbs {
        let own = found.iter().flatten().filter(|v| v.verb == verb && !v.stays && !v.open);
        let names: Vec<&str> = own.map(|v| v.name).collect();
        out.push_str(&format!("{verb} {}.\n\n", names.join(", ")));
    }
    Some(out)
}

/// The verdict of a line.
fn verdict(line: &str) -> Option<Verdict<'_>> {
    let text = line.trim().trim_start_matches(['-', '*', '•']).trim();
    let (name, said) = SIGNS.iter().filter_map(|s| text.split_once(s)).min_by_key(|(head, _)| head.len())?;
    let name = name.trim().trim_matches('`');
    let tokens = token::tokens(name);
    let said = said.trim();
    let first = said.split(|c: char| !(c.is_alphanumeric() || c == '\'')).next().unwrap_or("");
    let verb = said.get(..first.len())?;
    let lower = verb.to_lowercase();
    let stays = matches!(lower.as_str(), "keep" | "keeps" | "stays" | "stay" | "leave" | "retain" | "spare" | "skip");
    let takes = Ops::DELETE.or(Ops::KILL).or(Ops::STOP);
    let does = words::of_word(&lower).is_some_and(|(ops, form)| form == Form::Base && ops.meets(takes));
    let one = tokens.len() == 1 && turns::is_name(&tokens, 0) && !name.contains(char::is_whitespace);
    let behind = said.get(first.len()..)?.trim_start();
    let reason = behind.is_empty() || behind.starts_with([',', '.', ';', '(']);
    let limits = token::tokens(behind).iter().any(|t| {
        gist::is_limit(t.word()) || matches!(t.word(), "when" | "once" | "after" | "but" | "only" | "ask" | "later")
    });
    // `api.ts: remove the import`: what follows the verb is its object, and the name is where.
    let later = ["after", "when", "once", "if", "later", "tomorrow", "unless", "until", "but", "not", "only", "next"];
    let put_off = later.iter().any(|l| behind.to_lowercase().starts_with(l));
    (one && (stays || does && (reason || put_off))).then_some(Verdict { name, verb, stays, open: !reason || limits })
}

/// A line beside the list that leaves it the user's own: what to do with it, or what its things are.
fn is_settled(line: &str) -> bool {
    let tokens = token::tokens(line);
    let word = |t: &Token| {
        let w = t.word();
        NOT_SETTLED.contains(&w) || w.ends_with("'s") && !matches!(w, "here's" | "it's" | "that's" | "let's")
    };
    !tokens.iter().any(word)
        && (tokens.len() <= 12 || tokens.iter().any(|t| nouns::kinds(t.word()) != 0) && tokens.len() <= 20)
}
