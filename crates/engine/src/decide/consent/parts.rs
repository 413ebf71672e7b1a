//! Whether a command falls on what holds the things that were named: the array instead of its tasks, the workflow instead of
//! its runs, also where that stands in the path of an address. Called by `against`.

use automode_model::{Action, Effect, Target};

use super::command::Command;
use super::edit::is_marked;
use super::gist::{self, Clause, Stance};
use super::heard::{Heard, Want};
use super::holders;
use super::nouns;
use super::token::Token;
use super::turns;
use super::words::{self, Ops};
use crate::decide::entries::ENTRY;

/// Parts that go by one name or another, and the words by which commands call what holds them.
const HELD: &[(&[&str], &[&str])] = &[
    (&["task", "element"], &["array"]),
    (
        &["run", "build", "pipeline", "execution"],
        &["workflow", "job", "schedule", "project", "repo", "repository", "repositorie"],
    ),
    (
        &["pod", "replica"],
        &["deployment", "deploy", "statefulset", "st", "daemonset", "replicaset", "job", "cronjob", "namespace", "n"],
    ),
    (&["row", "record", "entry", "entrie", "column"], &["table", "database", "topic", "schema"]),
    (&["partition", "shard", "segment", "chunk"], &["table", "topic", "index", "collection", "database"]),
    (&["file", "object", "blob", "key"], &["bucket", "container"]),
    (&["message"], &["queue", "topic", "stream"]),
    (&["tag", "image", "manifest"], &["repo", "repository", "repositorie", "registry", "registrie"]),
    (&["version", "revision"], &["secret", "function", "package", "service", "project", "repo"]),
    (&["artifact", "artefact", "log", "asset"], &["run", "job", "release", "project", "repo"]),
    (&["comment", "review"], &["issue", "pr", "mr"]),
];

/// What leads to a holder.
const OF: &[&str] = &["of", "in", "from", "on", "inside", "within", "at"];

/// Operations on a holder that do something to each of its parts.
const EACH: &[&str] = &["purge", "empty", "truncate", "flush", "clear", "restart", "scale", "rollout"];

/// What makes an age of a number.
const UNITS: &[&str] = &["minute", "hour", "day", "week", "month", "year"];

/// The parts that a request is about.
struct Parts<'a> {
    /// By which words they may be called, and their holders.
    held: (&'a [&'a str], &'a [&'a str]),
    /// What stands behind the noun, up to what leads to the holder.
    named: &'a [Token],
    /// All that is meant.
    about: &'a [Token],
}

/// The command falls on what holds the parts that were asked for in this turn.
pub(super) fn is_holder(heard: &Heard, turn: usize, action: &Action, effect: &Effect, command: &Command) -> bool {
    let entry = matches!(effect.target, Target::Path(_) | Target::Named { kind: ENTRY, .. });
    let asks = || heard.wants.iter().filter(|w| w.ask.turn == turn);
    let whole = |w: &Want| heard.clause(w).and_then(|c| parts(c, w)).is_some_and(|p| p.are_left(action, command));
    // `… and disable the workflow`: asked for on its own.
    let itself = |w: &Want| {
        let Some(clause) = heard.clause(w) else { return false };
        let said = action.words.split_whitespace().any(|p| p == clause.verb);
        (parts(clause, w).is_none() || holds_itself(&clause.object))
            && (said || w.about().iter().any(|t| command.touches(&t.lower)))
    };
    !entry && asks().any(whole) && !asks().any(itself)
}

/// `uninstall a in ns b`, and another step of the command deletes `b`, which was only said as the place.
pub(super) fn is_only_place(heard: &Heard, turn: usize, action: &Action, effect: &Effect) -> bool {
    let Target::Named { name, .. } = &effect.target else { return false };
    // What a loop or a pipe puts in is one of the things themselves.
    let open = action.words.contains('$');
    if !words::of_verb(effect.verb).meets(Ops::DELETE) || open || !holders::is_taken(action) {
        return false;
    }
    let name = name.rsplit("://").next().unwrap_or(name).trim_end_matches('/').to_lowercase();
    let clauses = || heard.clauses.iter().filter(|c| c.turn == turn && c.stance != Stance::Limits);
    let (mut as_place, mut otherwise, mut things, mut mentioned) = (false, false, false, false);
    for clause in clauses() {
        for (at, token) in clause.all_in_order().iter().enumerate() {
            let place = is_place(&clause.all_in_order(), at);
            if token.lower == name {
                as_place |= place;
                otherwise |= !place;
            } else if !place && is_marked(&token.lower) {
                things = true;
                mentioned |= mentions(action, &token.lower);
            }
        }
    }
    as_place && !otherwise && things && !mentioned
}

/// What leads to a place stands before this word, with nothing but its kind between.
fn is_place(tokens: &[Token], at: usize) -> bool {
    let before = tokens.get(..at).unwrap_or_default().iter().rev();
    let kind = |t: &&Token| nouns::kinds(t.word()) != 0 || is_holder_word(t.word()) || gist::is_small(t) && !is_lead(t);
    before.skip_while(kind).take(1).any(is_lead)
}

fn is_holder_word(word: &str) -> bool {
    holders::is_holder(word) || matches!(word, "ns" | "namespace" | "group" | "project" | "cluster" | "account")
}

fn mentions(action: &Action, name: &str) -> bool {
    let lower = action.words.to_lowercase();
    lower.split(|c: char| c.is_whitespace() || matches!(c, '=' | ',' | '\'' | '"')).any(|w| w.ends_with(name))
}

/// What a request is about, where that is some part of something.
fn parts<'a>(clause: &Clause, want: &'a Want) -> Option<Parts<'a>> {
    let noun = |t: &Token| (nouns::kinds(t.word()) != 0 || held(t).is_some()).then(|| nouns::stem(t.word()).to_owned());
    let head = clause.object.iter().find_map(noun);
    let about = want.about();
    let place = |at: usize| (1..=2).any(|n| at.checked_sub(n).and_then(|b| about.get(b)).is_some_and(is_lead));
    let is_part =
        |at: usize, t: &Token| head.as_ref().map_or(!place(at), |h| nouns::stem(t.word()) == h) && held(t).is_some();
    let found = || about.iter().enumerate().filter(|(at, t)| is_part(*at, t));
    // `those builds`: which ones was said before.
    let (at, noun) = found().find(|(at, _)| turns::is_name(about, at + 1)).or_else(|| found().next())?;
    let behind = about.get(at + 1..).unwrap_or_default();
    let upto = behind.iter().position(is_lead).unwrap_or(behind.len());
    Some(Parts { held: held(noun)?, named: behind.get(..upto).unwrap_or_default(), about })
}

fn is_lead(t: &Token) -> bool {
    OF.contains(&t.word())
}

fn held(t: &Token) -> Option<(&'static [&'static str], &'static [&'static str])> {
    let noun = nouns::stem(t.word());
    HELD.iter().find(|(parts, _)| parts.contains(&noun)).copied()
}

/// `the pods and the deployment itself`.
fn holds_itself(object: &[Token]) -> bool {
    object.iter().any(|t| matches!(t.word(), "itself" | "whole" | "entire" | "completely" | "altogether"))
}

impl Parts<'_> {
    /// None of them is in the command, and what holds them is.
    fn are_left(&self, action: &Action, command: &Command) -> bool {
        let numbers = Numbers::of(self.named);
        let is_name = |at: &usize| turns::is_name(self.named, *at);
        let names: Vec<&Token> = (0..self.named.len()).filter(is_name).filter_map(|at| self.named.get(at)).collect();
        let own = |t: &Token| self.named.iter().any(|n| n.lower == t.lower);
        let holder = (0..self.about.len()).filter(|at| turns::is_name(self.about, *at));
        let mut holder = holder.filter_map(|at| self.about.get(at)).filter(|t| !own(t));
        if !holder.any(|t| command.touches(&t.lower)) || names.iter().any(|t| command.touches(&t.lower)) {
            return false;
        }
        if let Some(numbers) = numbers {
            return !numbers.meet(&command.text);
        }
        let lower = action.words.to_lowercase();
        // `secret/teams/ios`: a name that was said is no word for what it is.
        let named = |w: &str| self.about.iter().any(|t| t.lower == w && nouns::kinds(w) == 0);
        let stems = || lower.split_whitespace().flat_map(|w| bits(w).map(move |b| (w, b)));
        let part = |w: &str| self.held.0.iter().any(|p| w.ends_with(p));
        let each = |w: &str| names.is_empty() && EACH.contains(&w);
        // `kubectl get pods -o name | xargs kubectl delete -n web`: what is listed are the parts.
        let listed = || action.words.contains('…') && bits(&command.text).any(part);
        stems().any(|(w, b)| self.held.1.contains(&b) && !named(w))
            && !stems().any(|(_, b)| part(b) || each(b))
            && !listed()
    }
}

/// The parts of a word, without what makes plurals of them.
fn bits(word: &str) -> impl Iterator<Item = &str> {
    word.split(|c: char| !c.is_alphanumeric()).map(nouns::stem)
}

/// The numbers by which parts were named: `4, 5 and 6`, `17 to 23`, `#31`.
struct Numbers {
    each: Vec<u64>,
    range: bool,
}

impl Numbers {
    fn of(named: &[Token]) -> Option<Self> {
        let mut numbers = Self { each: Vec::new(), range: false };
        for t in named {
            let plain = t.lower.trim_matches(['#', '[', ']', ',', '.']);
            let digits: Option<Vec<u64>> =
                plain.split("..").flat_map(|p| p.split(['-', '–'])).map(|p| p.parse().ok()).collect();
            match digits {
                Some(n) if !n.is_empty() => {
                    numbers.range |= n.len() > 1;
                    numbers.each.extend(n);
                }
                _ if matches!(t.word(), "to" | "through" | "until" | "till" | "-" | "–") => numbers.range = true,
                _ if matches!(t.word(), "and" | "," | "&" | "plus" | "or" | "number" | "no" | "#") => {}
                // `entries 30 days old`: an age.
                _ if UNITS.contains(&nouns::stem(t.word())) => return None,
                _ => break,
            }
        }
        (!numbers.each.is_empty()).then_some(numbers)
    }

    /// One of them is in this text.
    fn meet(&self, text: &str) -> bool {
        let (low, high) = (self.each.iter().min(), self.each.iter().max());
        let within = |n: &u64| self.range && low.is_some_and(|l| l <= n) && high.is_some_and(|h| n <= h);
        let said = text.split(|c: char| !c.is_ascii_digit()).filter_map(|d| d.parse::<u64>().ok());
        said.into_iter().any(|n| self.each.contains(&n) || within(&n))
    }
}
