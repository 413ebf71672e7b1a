//! Words that name one variable several times (`convert a.png -resize ${s}x$s icon-$s.png` in a loop over sizes): one value
//! at a time instead of each with each. Called by `expand` where all combinations would be too many.

use automode_shell::tree::{Param, ParamOp, Part, Word};

use super::super::state::State;
use super::super::value::{MAX_ALTERNATIVES, Set, Val};
use super::Shell;

/// How many variables are told apart: each multiplies the work by its values.
const MAX_VARIABLES: usize = 2;

/// The lists of fields, one value of the variables at a time; none where something in the words does more than name them,
/// or where even these are too many.
pub(super) fn lists(shell: &Shell<'_, '_>, state: &State, words: &[Word]) -> Option<Vec<Vec<Val>>> {
    let mut names = Vec::new();
    if !words.iter().flat_map(|w| &w.parts).all(|p| is_plain(p, &mut names)) {
        return None;
    }
    names.sort_unstable();
    names.dedup();
    let several = |n: &&str| state.var(n).is_some_and(|s| s.values().len() > 1);
    let several: Vec<&str> = names.into_iter().filter(several).collect();
    if several.is_empty() || several.len() > MAX_VARIABLES {
        return None;
    }
    let mut states = vec![state.clone()];
    for name in several {
        let pinned = |s: &State| {
            let values = s.var(name).map(|set| set.values().to_vec()).unwrap_or_default();
            values.into_iter().map(|v| pin(s, name, v)).collect::<Vec<_>>()
        };
        states = states.iter().flat_map(pinned).collect();
        if states.len() > MAX_ALTERNATIVES {
            return None;
        }
    }
    let mut out = Vec::new();
    for mut state in states {
        out.extend(shell.expand_words(&mut state, words));
        if out.len() > MAX_ALTERNATIVES {
            return None;
        }
    }
    Some(out)
}

fn pin(state: &State, name: &str, value: Val) -> State {
    let mut state = state.clone();
    state.vars.insert(name.to_owned(), Set::one(value));
    state
}

/// Text, and variables that are named and no more; their names are noted.
fn is_plain<'p>(part: &'p Part, names: &mut Vec<&'p str>) -> bool {
    match part {
        Part::Lit(_) | Part::Quoted(_) | Part::Glob(_) | Part::Tilde(_) => true,
        Part::Double(parts) => parts.iter().all(|p| is_plain(p, names)),
        Part::Param(Param { name, index: None, indirect: false, op }) => {
            names.push(name);
            match op {
                ParamOp::None => true,
                ParamOp::TrimPrefix(_, w) | ParamOp::TrimSuffix(_, w) => w.parts.iter().all(|p| is_plain(p, names)),
                _ => false,
            }
        }
        _ => false,
    }
}
