//! What of several things a command takes that were not meant: more of them than were asked for, those whose number is another by
//! then, the one that an objection praises. Called by `against`.

use automode_model::{Action, Effect, Verb};

use super::super::command::Command;
use super::super::gist::Clause;
use super::super::heard::Heard;
use super::super::token::{self, Token};
use super::super::turns;

/// `sorry, 41 is the good one`, `careful, b is live`: what is hit is what is to stay, however the turn goes on.
pub(super) fn praises(clause: &Clause, hit: &dyn Fn(&Token) -> bool) -> bool {
    const GOOD: &[&str] =
        &["good", "live", "production", "prod", "fine", "healthy", "needed", "used", "use", "important", "wanted"];
    let tokens: Vec<&Token> = clause.tokens().collect();
    tokens.windows(2).enumerate().any(|(at, p)| match p {
        [name, is] => {
            let behind = || tokens.iter().skip(at + 2).take(3).map(|t| t.word());
            matches!(is.word(), "is" | "are" | "was")
                && hit(name)
                && behind().any(|w| GOOD.contains(&w))
                && !behind().any(|w| matches!(w, "not" | "no" | "never" | "longer"))
        }
        _ => false,
    })
}

/// `stash drop 0 && stash drop 1`: what is dropped first gives all that are older another number, and the second one is not the one
/// that was meant.
pub(super) fn is_renumbered(action: &Action, command: &Command) -> bool {
    if action.program != "git" || !action.words.contains("stash drop") && !action.words.contains("stash pop") {
        return false;
    }
    let number = |w: &str| {
        let w = w.trim_matches(['\'', '"', ';']);
        w.strip_prefix("stash@{").and_then(|n| n.strip_suffix('}')).unwrap_or(w).parse::<usize>().ok()
    };
    let words: Vec<&str> = command.text.split_whitespace().collect();
    let dropped = words.windows(3).filter_map(|p| match p {
        ["stash", "drop" | "pop", which] => number(which),
        _ => None,
    });
    let rises = |all: Vec<usize>| all.windows(2).any(|p| p.first() < p.last());
    let looped = words.iter().position(|w| *w == "in").map(|at| words.iter().skip(at + 1));
    let looped = looped.into_iter().flatten().map_while(|w| number(w)).collect();
    rises(dropped.collect()) || rises(looped)
}

/// `one of the tags a, b and c`, and the command takes two of them.
pub(super) fn takes_several(ask: &Clause, command: &Command) -> bool {
    let lead = ask.object.iter().take_while(|t| matches!(t.word(), "just" | "only" | "exactly" | "any")).count();
    let most = match ask.object.get(lead..lead + 2) {
        Some([n, of]) if of.word() == "of" => {
            if n.word() == "either" {
                Some(1)
            } else {
                token::numeral(n.word())
            }
        }
        _ => None,
    };
    let Some(most) = most else { return false };
    let names: Vec<&Token> = (0..ask.object.len())
        .filter(|at| turns::is_name(&ask.object, *at))
        .filter_map(|at| ask.object.get(at))
        .collect();
    names.len() > most && names.iter().filter(|t| command.has_whole(&t.lower)).count() > most
}

/// `drop the column a`, and the statement drops another one beside it.
pub(super) fn drops_column(heard: &Heard, action: &Action, effect: &Effect) -> bool {
    let lower = action.words.to_lowercase();
    let name = |rest: &str| {
        let mut words = rest.split_whitespace().skip_while(|w| matches!(*w, "if" | "exists"));
        words.next().unwrap_or("").trim_matches(|c: char| !(c.is_alphanumeric() || c == '_')).to_owned()
    };
    let dropped: Vec<String> = lower.split("drop column ").skip(1).map(name).collect();
    let said = |n: &String| heard.words.iter().any(|t| t.lower.split('.').any(|p| p == n));
    effect.verb == Verb::DbDestroy && dropped.len() > 1 && dropped.iter().any(said) && !dropped.iter().all(said)
}
