//! Sentences by which what was asked for before is not wanted any more, or not now: done by somebody, well again, still needed,
//! the wrong thing, a plan of yesterday, or a condition or a time as a sentence of its own. Called by `text` and `dropped`.

use super::conditions::is_conditional;
use super::dropped;
use super::nouns;
use super::times;
use super::token::{self, Token};
use super::turns;
use super::words::{self, Form, Ops};

/// Such sentences are short; a longer one tells something.
const MOST: usize = 14;
const MOST_BYTES: usize = 200;

/// Words at the head that say nothing.
const LEADS: &[&str] = &[
    "but", "and", "or", "well", "hm", "hmm", "oh", "ok", "okay", "ah", "so", "actually", "sorry", "wait", "no", "nope",
    "hey", "ups", "oops", "yeah", "yes", "argh", ",", "—", "at", "least", "btw", "fyi", "update", ":", "good", "news",
    "thanks", "ha", "nah", "maybe", "perhaps",
];

/// What says that something is not so.
const NEGATES: &[&str] =
    &["not", "never", "no", "nothing", "nobody", "none", "hardly", "longer", "only", "without", "dont"];

/// Whether the sentence overtakes a request before it. `begins`: it stands at the head of a turn or a paragraph.
pub(super) fn overtakes(text: &str, begins: bool) -> bool {
    if text.len() > MOST_BYTES {
        return false;
    }
    let tokens = token::tokens(text);
    let all: Vec<&str> = tokens.iter().map(Token::word).collect();
    let lead = all.iter().take_while(|t| LEADS.contains(t)).count();
    let w = all.get(lead..).unwrap_or_default();
    if w.is_empty() || w.len() > MOST {
        return false;
    }
    let plain = turns::names(&tokens) == 0;
    // Behind a request in the same turn it may be why: `cancel the run, wrong branch`.
    let said = w.iter().filter(|t| !matches!(**t, "," | "sorry" | "—" | "oops")).count();
    let wrong = begins && said < 4 && w.first() == Some(&"wrong");
    let said: Vec<String> = w.iter().filter(|t| **t != ",").map(|t| (*t).to_owned()).collect();
    wrong
        || dropped::withdraws(&said) && !turns::TAKES_BACK.contains(&said.join(" ").as_str()) && !asks(w)
        || is_fragment(&all, w)
        || is_backwards(w)
        || needs_no(w)
        || plain && !asks(w) && (is_done(w) || is_well(w) || is_needed(w))
        || plain && (is_doubted(w) || is_refused(w))
}

/// A question that holds back what was asked for: `hang on, who is on call`.
pub(super) fn hesitates(text: &str) -> bool {
    const HOLDS: &[&str] =
        &["hang on", "hold on", "wait", "one sec", "one second", "one moment", "stop", "not so fast"];
    let lower = text.get(..text.len().min(MOST_BYTES)).unwrap_or("").to_ascii_lowercase();
    let words = |c: char| !c.is_alphanumeric();
    let from = lower.split(words).filter(|w| !w.is_empty()).skip_while(|w| LEADS.contains(w) && *w != "wait");
    let head = from.take(3).collect::<Vec<_>>().join(" ");
    HOLDS.iter().any(|h| head.strip_prefix(h).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// Words behind a comma that say the same: `…, that was the plan`.
pub(super) fn is_retold(words: &[String]) -> bool {
    let w: Vec<&str> = words.iter().map(String::as_str).collect();
    w.len() <= MOST && matches!(w.first(), Some(&("that" | "that's" | "this" | "is"))) && is_backwards(&w)
}

/// It has a request of its own: `she's done, you can purge it`.
fn asks(w: &[&str]) -> bool {
    const BEFORE: &[&str] =
        &[",", "—", ":", "and", "then", "please", "you", "u", "can", "could", "now", "just", "so", "let's"];
    let leads = |at: usize| at == 0 || w.get(at - 1).is_some_and(|b| BEFORE.contains(b));
    let verb = |t: &str| words::is_base(t) && nouns::kinds(t) == 0;
    w.iter().enumerate().any(|(at, t)| leads(at) && verb(t))
}

fn is_negated(w: &[&str]) -> bool {
    w.iter().any(|t| t.ends_with("n't") || NEGATES.contains(t))
}

/// `if it is idle`, `after the demo though`, `tomorrow`: what belongs to the request before.
fn is_fragment(all: &[&str], w: &[&str]) -> bool {
    const HEADS: &[&str] =
        &["if", "unless", "once", "when", "after", "until", "provided", "assuming", "as", "in", "till", "whenever"];
    const GOES_ON: &[&str] = &[",", "—", ":", "then", "i", "i'll", "we'll", "let", "tell"];
    if times::is_only_later(all) {
        return true;
    }
    let head = w.iter().find(|t| !matches!(**t, "only" | "just" | "not")).copied().unwrap_or("");
    let own = |t: &&str| words::is_base(t);
    let main = w.iter().skip(3).any(|t| matches!(*t, "we" | "i" | "you" | "they"));
    let goes_on = main || w.iter().any(|t| GOES_ON.contains(t)) || w.iter().skip(1).any(own);
    // `once is enough`: how often.
    let often = head == "once" && matches!(w.get(1), Some(&("is" | "was" | "should" | "will" | "only")));
    HEADS.contains(&head) && !often && is_conditional(w) && !goes_on && w.len() < MOST - 4
}

/// `or not`, `that was the old plan`, `is what sam said`
fn is_backwards(w: &[&str]) -> bool {
    const WHOLE: &[&str] = &[
        "not",
        "better not",
        "rather not",
        "maybe not",
        "undo",
        "undo that",
        "ignore it",
        "ignore me",
        "false alarm",
        "bad idea",
    ];
    const PLANS: &[&str] = &[
        "plan",
        "idea",
        "proposal",
        "thought",
        "suggestion",
        "option",
        "joke",
        "example",
        "task",
        "draft",
        "theory",
        "quote",
    ];
    const OLD: &[&str] = &["old", "yesterday's", "previous", "original", "just", "only", "a", "the"];
    const MINE: &[&str] = &["i", "we", "you", "my", "our", "now"];
    let joined = w.join(" ");
    let wrong = matches!(w, ["that", "was", "the", "wrong", ..] | ["that's", "the", "wrong", ..]);
    if WHOLE.contains(&joined.as_str()) || wrong {
        return true;
    }
    let from = match w {
        ["that" | "this" | "it" | "those", "was" | "is" | "were", ..] => 2,
        ["that's" | "this's" | "was" | "is", ..] => 1,
        _ => return false,
    };
    let behind = w.get(from..).unwrap_or_default();
    let said = behind.first() == Some(&"what") && behind.len() > 1 && !behind.iter().any(|t| MINE.contains(t));
    // `that's what I'd have said a year ago`
    let would = behind.first() == Some(&"what") && behind.iter().any(|t| matches!(*t, "i'd" | "would" | "we'd"));
    let old = behind.iter().any(|t| OLD.contains(t)) && !behind.iter().any(|t| MINE.contains(t));
    said || would || old && behind.len() < 6 && behind.iter().any(|t| PLANS.contains(t))
}

/// `so no need any more`
fn needs_no(w: &[&str]) -> bool {
    let at = w.windows(2).position(|p| matches!(p, ["no", "need"]));
    let ends = |next: &str| matches!(next, "" | "any" | "anymore" | "now" | "then" | "," | "after");
    at.is_some_and(|at| ends(w.get(at + 2).copied().unwrap_or("")))
}

/// `I did it already`, `already gone`, `sam took care of it`
fn is_done(w: &[&str]) -> bool {
    const THINGS: &[&str] = &["it", "it's", "that", "this", "they", "you", "what", "which", "the", "nobody"];
    const DID: &[&str] = &["did", "done", "gone", "handled", "solved", "fixed"];
    const FEW: usize = 9;
    let has = |t: &str| w.contains(&t);
    let word = |at: usize| w.get(at).copied().unwrap_or("");
    let ends = |t: &str| matches!(words::of_word(t), Some((ops, Form::Past)) if ops.meets(Ops::DELETE.or(Ops::KILL).or(Ops::STOP)));
    let past = |t: &str| DID.contains(&t) || ends(t) && !matches!(t, "shut" | "off");
    let person = !THINGS.contains(&word(0));
    let acts =
        past(word(0)) || past(word(1)) || matches!(word(1), "just" | "already" | "have") || word(0).ends_with("'ve");
    let it = w.iter().any(|t| matches!(*t, "it" | "that" | "this" | "them"));
    let care = has("care") && has("took") || has("beat") && has("to") && has("it");
    let by_somebody = person && acts && it && w.iter().any(|t| past(t)) || care;
    let head = past(word(0)) || matches!(word(0), "already" | "it" | "it's" | "that" | "that's" | "they");
    let gone = head && has("already") && w.iter().any(|t| past(t)) && w.len() < FEW - 2;
    !is_negated(w) && w.len() < FEW && (by_somebody || gone)
}

/// `it recovered`, `it's fine now`, `looks healthy again`, `it went green`
fn is_well(w: &[&str]) -> bool {
    const OF_IT: &[&str] = &[
        "it",
        "it's",
        "they",
        "they're",
        "that",
        "all",
        "everything",
        "looks",
        "works",
        "recovered",
        "problem",
        "issue",
        "resolved",
        "the",
    ];
    const WELL: &[&str] = &[
        "fine", "ok", "okay", "healthy", "good", "up", "works", "working", "running", "well", "stable", "alive",
        "normal", "better",
    ];
    const ITSELF: &[&str] = &["recovered", "healed", "green", "resolved", "unstuck", "back"];
    const ILL: &[&str] = &["hangs", "go", "delete", "remove", "but", "stuck", "agreed", "approved"];
    let any = |of: &[&str]| w.iter().any(|t| of.contains(t));
    let of_it = w.first().is_some_and(|t| OF_IT.contains(t));
    of_it && !is_negated(w) && !any(ILL) && (any(ITSELF) || any(WELL) && any(&["now", "again", "after"]))
}

/// `turns out we need it`, `sam still needs it`, `it is still in use`
fn is_needed(w: &[&str]) -> bool {
    const NEEDS: &[&str] = &["need", "needs", "uses", "using", "use", "used", "needed", "depends", "wants"];
    const OTHERS: &[&str] = &["others", "ones", "rest", "gone", "who", "that's"];
    // `we need it off the node`
    const FOR: &[&str] = &["to", "off", "out", "deleted", "removed", "done", "away", "for"];
    const FEW: usize = 9;
    if is_negated(w) || w.iter().any(|t| OTHERS.contains(t)) || w.len() >= FEW {
        return false;
    }
    let Some(at) = w.iter().position(|t| NEEDS.contains(t)) else { return false };
    let word = |n: usize| w.get(n).copied().unwrap_or("");
    let still = w.iter().any(|t| matches!(*t, "still" | "turns" | "after" | "actually"));
    let in_use = at > 0 && word(at - 1) == "in" && word(at) == "use";
    let it = matches!(word(at + 1), "it" | "them" | "that" | "this" | "on") && !FOR.contains(&word(at + 2));
    let used = still && matches!(word(at), "used" | "needed");
    // `I used it for the demo`: no longer.
    in_use || used || it && (still || matches!(word(at), "needs" | "uses" | "using" | "depends" | "wants"))
}

/// `my lead just vetoed it`, `sam said no`
fn is_refused(w: &[&str]) -> bool {
    const REFUSED: &[&str] =
        &["vetoed", "rejected", "declined", "objected", "objects", "refused", "forbade", "disagreed", "disagrees"];
    const FEW: usize = 9;
    let no = w.windows(2).any(|p| matches!(p, ["said" | "says", "no"]));
    w.len() < FEW && (no || w.iter().any(|t| REFUSED.contains(t))) || w.windows(2).any(|p| p == ["do", "nothing"])
}

/// `too risky`, `let me think about it`, `I have to check first`
fn is_doubted(w: &[&str]) -> bool {
    const DOUBTS: &[&str] = &["risky", "dangerous", "early", "soon", "late", "hasty", "drastic"];
    const THINKS: &[&str] =
        &["think", "check", "look", "ask", "sleep", "talk", "verify", "double-check", "reconsider", "consult"];
    const FEW: usize = 8;
    let word = |at: usize| w.get(at).copied().unwrap_or("");
    let thinks = |at: usize| THINKS.contains(&word(at));
    let too = w.iter().take(3).position(|t| *t == "too").is_some_and(|at| DOUBTS.contains(&word(at + 1)));
    let says = match w {
        ["let", "me" | "us", "first", ..] => thinks(3),
        ["let", "me" | "us", ..] => thinks(2),
        ["i" | "we", "have" | "need" | "want", "to", ..] => thinks(3) && w.len() < FEW,
        ["i'll" | "we'll", "get", ..] | ["i'd" | "we'd", "rather" | "prefer", ..] => true,
        ["i'll" | "we'll", "do", rest @ ..] => rest.contains(&"myself"),
        ["i'll" | "we'll", ..] => thinks(1),
        ["i" | "i'm" | "we" | "we're" | "still" | "i've", ..] => {
            w.windows(2).any(|p| matches!(p, ["waiting", "for" | "on"]))
        }
        _ => false,
    };
    (too || says) && !w.contains(&"you")
}

#[cfg(test)]
mod tests {
    use super::overtakes;

    #[test]
    fn what_overtakes_a_request() {
        for text in [
            "I did it already",
            "done that myself",
            "Diego beat us to it, all done",
            "wrong window, sorry",
            "or maybe better not",
            "I'd rather look at it once more",
            "already gone, thanks",
            "sam took care of it",
            "it recovered",
            "looks healthy again",
            "it went green a second ago",
            "turns out we need it",
            "sam still needs it",
            "it is still in use",
            "too risky",
            "let me think about it",
            "I'm still waiting for an answer",
            "that was the old plan",
            "that's what the ticket says",
            "or better not",
            "if it is idle",
            "after the demo though",
            "tomorrow",
        ] {
            assert!(overtakes(text, true), "{text}");
        }
        assert!(overtakes("wrong pod", true) && !overtakes("wrong branch", false));
    }

    #[test]
    fn what_only_tells_something() {
        for text in [
            "I did the backup already",
            "nobody needs it any more",
            "it is not in use",
            "the others are still in use",
            "we need it off the node",
            "I used it for the demo",
            "it's shut off already",
            "if that's ok",
            "if he comes back we can reopen it",
            "let me know when it's gone",
            "that's what I want",
            "it is stuck again",
        ] {
            assert!(!overtakes(text, true), "{text}");
        }
    }
}
