//! What the words say of a value, against what an edit makes of it: another value than the one that was said, another key, more
//! than the one line. Called by `edit`.

use super::amounts;
use super::edit::{MAX_DESCRIBED, has, is_file, is_marked};
use super::heard::{Heard, Want};
use super::token::{Kind, Token};
use super::words::Ops;
use crate::decide::entries::steps::{Step, Steps};

/// `from 3 to 5`, and what was 3 becomes something else: the request that says so.
pub(super) fn contradicted(heard: &Heard, edit: &Steps) -> Option<usize> {
    let same = |t: &Token, v: &str| t.kind != Kind::Quote && t.lower == v.to_lowercase();
    let other = |step: &Step, w: &Want| {
        w.about().windows(4).any(|p| match p {
            [from, a, to, b] if from.word() == "from" && to.word() == "to" => {
                step.old.iter().any(|v| same(a, v)) && !step.new.iter().any(|v| same(b, v))
            }
            _ => false,
        })
    };
    // `set K to V`, and none of what is changed is K.
    let key = |w: &Want| {
        let marked =
            |k: &Token| is_marked(&k.lower) && !is_file(k) && !k.lower.contains('/') && !amounts::is_number(&k.lower);
        let pair = |p: &&[Token]| matches!(p, [k, to] if marked(k) && matches!(to.word(), "to" | "from"));
        w.about().windows(2).find(pair).and_then(|p| p.first()).cloned()
    };
    let of = |step: &Step, k: &Token| {
        let mut all = step.names.iter().chain(&step.owners).chain(&step.old).chain([&step.key]);
        all.any(|n| has(std::slice::from_ref(k), n))
    };
    let strange = |w: &Want| key(w).is_some_and(|k| !edit.steps.iter().any(|s| of(s, &k)));
    let mut wants = heard.wants.iter().rev().take(MAX_DESCRIBED).filter(|w| w.ask.ops.meets(Ops::EDIT.or(Ops::CONFIG)));
    wants.find(|w| edit.steps.iter().any(|s| other(s, w)) || strange(w)).map(|w| w.clause)
}

/// `the vacuum line`: one, and no list of them.
pub(super) fn is_single(heard: &Heard, clause: usize) -> bool {
    let Some(object) = heard.clauses.get(clause).map(|c| &c.object) else { return false };
    let list = |t: &Token| t.kind == Kind::Mark || matches!(t.word(), "and" | "all" | "both" | "every" | "each");
    let head = object.iter().position(|t| matches!(t.word(), "line" | "entry"));
    head.is_some_and(|at| object.first().is_some_and(|t| t.word() == "the") && !object.iter().take(at).any(list))
}

/// A numeral as a figure.
pub(super) fn number(word: &str) -> Option<&'static str> {
    Some(match word {
        "zero" => "0",
        "one" => "1",
        "two" => "2",
        "three" => "3",
        "four" => "4",
        "five" => "5",
        "ten" => "10",
        _ => return None,
    })
}
