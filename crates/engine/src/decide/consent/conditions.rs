//! Conditions: `if the tests pass, push` asks for nothing yet; `if you don't mind` is courtesy. Called by `read`.

use super::words::{self, Form};

/// Whether the sentence holds only under a condition that matters.
pub(super) fn is_conditional(w: &[&str]) -> bool {
    waits_for_somebody(w)
        || (0..w.len()).any(|at| {
            let rest = |n: usize| w.get(at + n).copied().unwrap_or("");
            match rest(0) {
                "if" => !harmless_if(w, at) && !is_asked_after(w, at),
                "unless" | "provided" | "assuming" | "until" | "till" | "whenever" | "depending" => true,
                "once" => {
                    !(matches!(
                        rest(1),
                        "done" | "finished" | "complete" | "" | "more" | "and" | "ready" | "," | "completed" | "you're"
                    ) || rest(1) == "you" && (matches!(rest(2), "are" | "have") || is_work(rest(2)))
                        || rest(1) == "you've")
                }
                "when" => {
                    !(matches!(rest(1), "done" | "finished" | "ready" | "complete" | "possible")
                        || rest(1) == "you're"
                        || rest(1) == "you" && rest(2) == "are")
                }
                // `one after the other`
                "after" if at > 0 && w.get(at - 1) == Some(&"one") => false,
                "after" => {
                    // `after the rebase`: work that is done on the way.
                    let work = [
                        "rebase", "merge", "commit", "fix", "fixes", "change", "changes", "edit", "edits", "update",
                        "squash",
                    ];
                    let done = matches!(rest(1), "the" | "your")
                        && work.contains(&rest(2))
                        && matches!(rest(3), "" | "," | "—" | ".");
                    let then = matches!(rest(1), "it" | "them") && matches!(rest(2), "" | "," | "." | "too" | "please");
                    !done
                        && !then
                        && !matches!(rest(1), "that" | "this" | "which" | "you're" | "you've" | "all" | "")
                        && !matches!(words::of_word(rest(1)), Some((_, Form::Ing)))
                }
                "as" => matches!(rest(1), "soon" | "long") && rest(2) == "as",
                "in" => rest(1) == "case",
                // Not now: what is to be done then is asked about then.
                "maybe" | "perhaps" | "possibly" | "probably" | "eventually" | "someday" | "sometime" | "tomorrow" => {
                    true
                }
                "at" => rest(1) == "some" && matches!(rest(2), "point" | "time"),
                "one" => rest(1) == "day",
                "next" => matches!(rest(1), "week" | "month" | "sprint" | "year" | "monday" | "quarter"),
                _ => false,
            }
        })
}

/// `I will tell the team on Monday, then we can delete it`, `let me ask Priya before we remove it`: somebody else's step comes
/// first.
pub(super) fn waits_for_somebody(w: &[&str]) -> bool {
    const NOBODY: &[&str] = &["you", "it", "this", "that", "which", "there", "what", "they", "these", "those"];
    let back = |at: usize| at.checked_sub(1).and_then(|b| w.get(b)).copied().unwrap_or("");
    let intends = |at: usize| match w.get(at).copied().unwrap_or("") {
        "will" | "must" | "shall" => !NOBODY.contains(&back(at)),
        "have" | "need" | "needs" | "has" | "want" | "wants" => {
            w.get(at + 1) == Some(&"to") && !NOBODY.contains(&back(at))
        }
        "me" => back(at) == "let",
        "i'll" | "we'll" | "he'll" | "she'll" => true,
        _ => false,
    };
    let waits = |at: &usize| match w.get(*at).copied().unwrap_or("") {
        "then" | "afterwards" => at.checked_add(1).is_some_and(|next| next < w.len()),
        "before" => matches!(w.get(at + 1).copied(), Some("we" | "you" | "i" | "it" | "anything" | "anybody")),
        _ => false,
    };
    let Some(first) = (0..w.len()).find(|at| intends(*at)) else { return false };
    (first + 1..w.len()).any(|at| waits(&at))
}

/// `tell me if it still compiles`: what is to be found out, not what something waits for.
fn is_asked_after(w: &[&str], at: usize) -> bool {
    let back = |n: usize| at.checked_sub(n).and_then(|b| w.get(b)).copied().unwrap_or("");
    let finds = |word: &str| {
        matches!(
            word,
            "tell" | "check" | "see" | "know" | "look" | "ask" | "verify" | "wonder" | "report" | "find" | "sure"
        )
    };
    let found = finds(back(1)) || matches!(back(1), "me" | "us" | "out" | "again") && finds(back(2));
    found && w.iter().skip(at + 1).take_while(|t| !matches!(**t, "," | ";" | "—")).all(|t| words::of_word(t).is_none())
}

/// `once you fixed it`: the agent's own work on the way.
fn is_work(word: &str) -> bool {
    matches!(words::of_word(word), Some((_, Form::Past)))
}

/// Conditions that are courtesy, or that hold anyway where the command does something.
fn harmless_if(w: &[&str], at: usize) -> bool {
    let rest: Vec<&str> = w.iter().skip(at + 1).take(5).copied().collect();
    let begins = |words: &[&str]| rest.iter().zip(words).filter(|(a, b)| a == b).count() == words.len();
    [
        &["you", "could"][..],
        &["you", "can"],
        &["you", "don't", "mind"],
        &["you", "want"],
        &["you", "like"],
        &["it", "exists"],
        &["they", "exist"],
        &["it", "still", "exists"],
        &["they", "still", "exist"],
        &["it's", "still"],
        &["they're", "still"],
        &["it", "is", "still", "there"],
        &["it's", "already", "running"],
        &["it", "is", "already", "running"],
        &["it's", "running"],
        &["it", "is", "running"],
        &["needed"],
        &["necessary"],
        &["possible"],
        &["present"],
        &["any"],
        &["there", "are", "any"],
        &["you", "need", "to"],
    ]
    .iter()
    .any(|h| begins(h))
}
