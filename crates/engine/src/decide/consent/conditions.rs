//! Conditions: `if the tests pass, push` asks for nothing yet; `if you don't mind` is courtesy. Called by `read`.

use super::times;
use super::words::{self, Form, Ops};

/// Whether the sentence holds only under a condition that matters.
pub(super) fn is_conditional(w: &[&str]) -> bool {
    waits_for_somebody(w)
        || (0..w.len()).any(|at| is_left_open(w, at))
        || (0..w.len()).any(|at| {
            let rest = |n: usize| w.get(at + n).copied().unwrap_or("");
            match rest(0) {
                "if" => !harmless_if(w, at) && !is_asked_after(w, at),
                "unless" | "provided" | "assuming" | "until" | "till" | "whenever" | "depending" => true,
                "once" => {
                    !(matches!(
                        rest(1),
                        // `once is enough`
                        "is" | "was"
                            | "done"
                            | "finished"
                            | "complete"
                            | ""
                            | "more"
                            | "and"
                            | "ready"
                            | ","
                            | "completed"
                            | "you're"
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
                "next" => matches!(rest(1), "week" | "month" | "sprint" | "year" | "monday" | "quarter" | "time"),
                "condition" | "event" => at > 0 && w.get(at - 1).is_some_and(|b| matches!(*b, "on" | "the" | "under")),
                "not" => matches!(rest(1), "before" | "until" | "till" | "unless"),
                "subject" => rest(1) == "to",
                // `the moment qa signs off`
                "moment" | "minute" | "instant" => {
                    let the = at > 0 && w.get(at - 1) == Some(&"the");
                    let now = at > 1 && w.get(at - 2).is_some_and(|b| matches!(*b, "at" | "for" | "in"));
                    the && !now && !matches!(rest(1), "" | "," | "of" | "—")
                }
                "pending" => (1..5).any(|n| is_consent(rest(n))),
                _ => false,
            }
        })
}

/// `I will tell the team on Monday, then we can delete it`, `let me ask Priya before we remove it`: somebody else's step comes
/// first.
pub(super) fn waits_for_somebody(w: &[&str]) -> bool {
    if asks_somebody(w) || gives_time(w) || times::is_for_later(w) || is_inverted(w) || is_left_for_last(w) {
        return true;
    }
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

/// Words for what somebody has to say first.
fn is_consent(word: &str) -> bool {
    matches!(
        word,
        "approval"
            | "review"
            | "sign-off"
            | "signoff"
            | "confirmation"
            | "decision"
            | "outcome"
            | "clearance"
            | "ok"
            | "consent"
    )
}

/// `ask priya, then delete it`, `get sam's approval and delete it`: the answer is waited for.
fn asks_somebody(w: &[&str]) -> bool {
    const REACH: usize = 7;
    let word = |n: usize| w.get(n).copied().unwrap_or("");
    let at = (0..w.len())
        .find(|at| !matches!(word(*at), "please" | "first" | "ok" | "and" | "," | "just" | "can" | "you" | "let's"));
    let Some(at) = at else { return false };
    let answer = |t: &&str| {
        matches!(
            *t,
            "ok" | "okay"
                | "approval"
                | "approve"
                | "permission"
                | "confirmation"
                | "confirm"
                | "sign-off"
                | "signoff"
                | "go"
                | "go-ahead"
                | "green"
                | "blessing"
                | "nod"
                | "answer"
                | "reply"
                | "consent"
                | "yes"
                | "word"
                | "signal"
                | "feedback"
        )
    };
    let (leads, from) = match (word(at), word(at + 1)) {
        ("ask" | "consult" | "ping" | "coordinate", _) => (!matches!(word(at + 1), "for" | "it"), at + 1),
        ("check" | "talk" | "speak" | "clear" | "confirm" | "agree", _) => {
            let to = (at + 1..at + 3).find(|n| matches!(word(*n), "with" | "to"));
            let thing = |t: &str| matches!(t, "the" | "kubectl" | "git" | "curl" | "a" | "an");
            (to.is_some_and(|to| !thing(word(to + 1))), at + 2)
        }
        ("wait" | "get" | "obtain" | "request" | "seek" | "collect", _) => {
            (w.iter().skip(at + 1).take(REACH).any(answer), at + 1)
        }
        _ => (false, at),
    };
    let then = |n: usize| {
        matches!(word(n), "then" | "and" | "before" | "afterwards" | ",")
            && w.iter().skip(n + 1).take(3).any(|t| matches!(words::of_word(t), Some((_, Form::Base | Form::Ing))))
    };
    leads && (from..w.len()).any(then)
}

/// `if needed`, `as a last resort`, `should it hang`: somebody has to see first whether it is to be done.
fn is_left_open(w: &[&str], at: usize) -> bool {
    let word = |n: usize| w.get(at + n).copied().unwrap_or("");
    match word(0) {
        "worst" => word(1) == "case" || at > 0 && w.get(at - 1) == Some(&"at"),
        "last" | "final" => word(1) == "resort",
        "emergency" | "emergencies" => {
            at > 0 && w.iter().take(at).rev().take(3).any(|t| matches!(*t, "in" | "for" | "an"))
        }
        "should" if at > 0 => {
            let before = w.get(at - 1).copied().unwrap_or("");
            let thing =
                matches!(word(1), "it" | "that" | "they" | "he" | "she" | "anything" | "something" | "the" | "this");
            thing && !matches!(before, "you" | "we" | "i" | "that" | "this" | "what" | "which" | "who" | "why" | "how")
        }
        "if" | "where" | "as" | "when" => {
            let need = matches!(word(1), "needed" | "necessary" | "required" | "need")
                || word(1) == "you" && matches!(word(2), "must" | "need");
            need && ends_something(w)
        }
        "failing" => word(1) == "that",
        "only" => matches!(word(1), "if" | "when" | "after" | "once"),
        _ => false,
    }
}

/// `give it another hour, then delete it`
fn gives_time(w: &[&str]) -> bool {
    let waits =
        matches!(w, ["give", "it" | "them" | "him" | "her" | "that", ..] | ["wait", ..] | ["let", "it" | "them", ..]);
    let time = |t: &&str| {
        let one = t.strip_suffix('s').unwrap_or(t);
        matches!(
            one,
            "minute"
                | "hour"
                | "day"
                | "week"
                | "bit"
                | "while"
                | "moment"
                | "chance"
                | "min"
                | "time"
                | "finish"
                | "settle"
        )
    };
    let end = w.iter().position(|t| matches!(*t, "," | "then" | "and" | "before" | "—")).unwrap_or(w.len());
    let then = w.iter().skip(end).any(|t| words::is_base(t));
    waits && then && w.iter().take(end).any(time)
}

/// `should it hang, delete it`
fn is_inverted(w: &[&str]) -> bool {
    let comma = w.iter().position(|t| matches!(*t, "," | "—"));
    let request = |t: &&str| words::is_base(t);
    w.first() == Some(&"should") && comma.is_some_and(|at| w.iter().skip(at + 1).take(4).any(request))
}

/// `get me the logs, x can be deleted afterwards`
fn is_left_for_last(w: &[&str]) -> bool {
    let last = w.iter().rev().find(|t| !matches!(**t, "please" | "," | "then")).copied().unwrap_or("");
    let may = w.windows(2).any(|p| matches!(p, ["can" | "may" | "could" | "should", "be"]));
    may && matches!(last, "afterwards" | "later" | "thereafter" | "afterward")
}

/// Something is taken away or ended, which is seldom needed.
fn ends_something(w: &[&str]) -> bool {
    let ends = Ops::DELETE.or(Ops::KILL).or(Ops::STOP);
    w.iter().any(|t| matches!(words::of_word(t), Some((ops, Form::Base)) if ops.meets(ends)))
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
        || matches!(
            rest.as_slice(),
            ["that's" | "it's", "ok" | "okay" | "fine" | "alright"] | ["that" | "it", "is", "ok" | "okay" | "fine"]
        )
}
