//! A program of the project's own that is told to `cancel 4410` or to `purge --all`: nobody read what it does, but its words
//! say that something goes. What goes has to be asked for like anything else. Called by `own::weigh` before deciding.

use automode_model::{Action, Effect, EnvLabel, Risk, Scope, Target, Verb};

use super::consent::nouns;
use crate::understand::effects;

/// Words by which programs are told to take something away that does not come back by itself.
const LOUD: &[&str] = &[
    "cancel",
    "delete",
    "remove",
    "rm",
    "kill",
    "purge",
    "destroy",
    "drop",
    "terminate",
    "wipe",
    "prune",
    "drain",
    "evict",
    "revoke",
    "unpublish",
    "truncate",
    "decommission",
    "abort",
    "deprovision",
    "expunge",
    "erase",
];

/// How many words of the program's own may stand before the loud one: `jobs cancel`, `queue purge`.
const REACH: usize = 2;

/// Adds what such a program is told to take away.
pub fn weigh(action: &mut Action) {
    let runs = |e: &&Effect| e.verb == Verb::Run && matches!(e.target, Target::Path(_));
    let understood = action.effects.iter().any(|e| e.dimensions.level() > Risk::Low);
    let Some(file) = action.effects.iter().find(runs).and_then(|e| e.target.path()).map(|p| p.given.clone()) else {
        return;
    };
    if understood || file.is_empty() {
        return;
    }
    let words: Vec<&str> = action.words.split_whitespace().collect();
    let Some(at) = words.iter().position(|w| w.trim_start_matches("./") == file.trim_start_matches("./")) else {
        return;
    };
    let plain = |w: &&&str| !w.starts_with('-');
    let rest = words.get(at + 1..).unwrap_or_default();
    let Some(loud) = rest.iter().position(|w| is_loud(w)).filter(|l| *l <= REACH) else { return };
    if rest.iter().take(loud).filter(plain).any(|w| nouns::kinds(w) == 0) {
        return;
    }
    let hit: Vec<&str> =
        rest.iter().skip(loud + 1).map(|w| w.trim_start_matches('-')).filter(|w| !QUIET.contains(w)).collect();
    let harmless = hit.iter().any(|w| matches!(*w, "help" | "h" | "dry-run" | "n" | "list"));
    if harmless {
        return;
    }
    let wide = hit.is_empty() || hit.contains(&"all");
    let name = if hit.is_empty() { "everything".to_owned() } else { hit.join(" ") };
    let target = Target::Named { kind: "argument", name, env: EnvLabel::Unknown };
    let mut effect = effects::plain(Verb::Delete, target, action.span);
    effect.scope = if wide { Scope::All } else { Scope::Many };
    action.effects.push(effect);
}

/// Options that only answer a question or say how much is told.
const QUIET: &[&str] =
    &["yes", "y", "force", "f", "quiet", "q", "verbose", "v", "job", "id", "name", "run", "task", "pod"];

fn is_loud(word: &str) -> bool {
    let first = word.split(['-', '_', ':']).next().unwrap_or("");
    LOUD.contains(&word) || !word.starts_with('-') && LOUD.contains(&first)
}
