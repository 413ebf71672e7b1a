//! Whose words a clause is: the user's own, or what a colleague, a log or a document says, or a thought. Called by `read`.

use super::leads::{JOINERS, PROGRAMS};
use super::literal::Verbs;
use super::words;

/// `Bob: delete x` is Bob's word.
pub(super) fn is_labelled(w: &[&str], known: &Verbs) -> bool {
    let Some(colon) = w.iter().position(|t| *t == ":").filter(|c| *c <= 2 && *c > 0) else { return false };
    let label = w.get(..colon).unwrap_or_default();
    let own = [
        "task",
        "tasks",
        "todo",
        "note",
        "important",
        "request",
        "also",
        "next",
        "goal",
        "instruction",
        "instructions",
        "reminder",
        "rule",
        "rules",
        "ps",
        "p.s",
        "fyi",
        "update",
        "finally",
        "first",
        "second",
        "third",
        "step",
        "steps",
        "please",
        "following",
        "now",
        "this",
        "these",
        "ok",
        "yes",
        "warning",
        "caution",
        "attention",
        "constraint",
        "constraints",
        "requirement",
        "requirements",
        "no",
        "answer",
        "edit",
        "correction",
        "clarification",
        "then",
        "cleanup",
        "clean-up",
        "housekeeping",
        "chore",
        "chores",
        "action",
        "actions",
        "branches",
        "files",
        "tables",
        "containers",
    ];
    // `i decided: …`
    if matches!(label, ["i" | "we" | "i've" | "we've" | "i'm", "decided" | "agreed" | "checked" | "sure" | "say"]) {
        return false;
    }
    let op = |word: &&str| words::of_word(word).is_some();
    // `DB-881:`, `helm:`, `offboarding:`: a ticket, a tool, a kind of work.
    let heads = |l: &&str| {
        let ticket = l.contains('-') && l.ends_with(|c: char| c.is_ascii_digit());
        // `harbor:`, `cronjob:`: what it is about.
        let topic = is_data(l) || known.mentions(l) || super::nouns::kinds(l) != 0 || super::nouns::label(l).is_some();
        known.has_program(l) || known.is_tool(l) || ticket || topic || l.len() > 5 && l.ends_with("ing")
    };
    !label
        .iter()
        .any(|l| own.contains(l) || l.is_empty() || op(l) || JOINERS.contains(l) || heads(l) || PROGRAMS.contains(l))
}

/// `queue.json: drop the failed ones`: where something is to be done.
fn is_data(label: &str) -> bool {
    let ext = label.rsplit_once('.').map_or("", |(_, e)| e);
    matches!(
        ext,
        "json" | "yaml" | "yml" | "toml" | "ini" | "csv" | "tsv" | "conf" | "cfg" | "txt" | "zone" | "list" | "tfvars"
    )
}

/// Words for something that is only shown or was found.
const SHOWN: &[&str] = &[
    "posted",
    "pasted",
    "clipboard",
    "wrote",
    "sent",
    "found",
    "saw",
    "shared",
    "suggests",
    "suggested",
    "logged",
    "printed",
    "shows",
    "showed",
];

/// `The error was: delete x first` tells what something says; `I need two things: delete x, …` asks.
fn is_announced(before: &[&str]) -> bool {
    let asks = [
        "please",
        "need",
        "want",
        "like",
        "following",
        "task",
        "tasks",
        "todo",
        "do",
        "next",
        "steps",
        "step",
        "now",
        "things",
        "thing",
        "request",
        "also",
        "finally",
        "so",
        "good",
        "ok",
        "okay",
        "yes",
        "cleanup",
        "these",
        "this",
        "here's",
        "go",
        "then",
        "ship",
        "meantime",
        "free",
        "space",
        "clean",
        "disk",
        "meanwhile",
        "later",
        "today",
        "favour",
        "favor",
        "job",
        "jobs",
        "though",
        "last",
        "first",
    ];
    // `the message was: delete x` tells what something said.
    let told = before.iter().any(|t| matches!(*t, "was" | "were" | "contains" | "reads") || SHOWN.contains(t));
    !told && before.iter().any(|t| asks.contains(t) || words::of_word(t).is_some())
}

/// `the volumes a-1 and a-2: remove both`: what stands before the colon is what the request is about.
fn is_topic(before: &[&str], object: Option<&[&str]>) -> bool {
    let told = before.iter().any(|t| matches!(*t, "was" | "were" | "contains" | "reads" | "error" | "message"));
    let named = before
        .iter()
        .any(|t| t.contains(['-', '_', '/', '.']) || t.contains(|c: char| c.is_ascii_digit()) || t.is_empty());
    // `droplets 31 and 32: destroy`
    let last = object.is_some_and(|o| o.iter().all(|t| matches!(*t, "please" | "pls" | "now" | "all" | ",")));
    let points =
        object.and_then(<[&str]>::first).is_some_and(|o| matches!(*o, "both" | "them" | "it" | "these" | "those"));
    (points || last) && named && !told
}

/// Words that say that somebody spoke.
pub(super) const SPEECH: &[&str] = &[
    "said",
    "says",
    "saying",
    "wrote",
    "writes",
    "told",
    "tells",
    "asked",
    "asks",
    "suggested",
    "suggests",
    "recommends",
    "recommended",
    "claims",
    "claimed",
    "mentions",
    "mentioned",
    "states",
    "stated",
    "according",
    "reads",
    "suggesting",
    "posted",
    "pasted",
];

/// Words that make what follows a thought or a question.
const THOUGHT: &[&str] = &[
    "think",
    "thinks",
    "thought",
    "wonder",
    "wondering",
    "whether",
    "how",
    "why",
    "why's",
    "what",
    "imagine",
    "suppose",
    "supposing",
    "hypothetically",
    "would've",
    "happened",
    "would",
];

/// Somebody else's words: `the doc says, delete x`.
pub(super) fn is_reported(w: &[&str], at: usize) -> bool {
    let colon = w.get(..at).and_then(|b| b.iter().rposition(|t| *t == ":"));
    if let Some(before) = colon.and_then(|c| w.get(..c)) {
        let spoken = before.windows(2).any(|p| matches!(p, [who, said] if SPEECH.contains(said) && *who != "i"));
        if spoken || before.len() > 2 && !is_announced(before) && !is_topic(before, w.get(at + 1..)) {
            return true;
        }
        // What the user announces as their own is theirs, whatever they told before.
        let from = colon.map_or(0, |c| c + 1);
        return is_told(w.get(from..at).unwrap_or_default(), w.get(from..=at).unwrap_or_default());
    }
    is_told(w.get(..at).unwrap_or_default(), w.get(..=at).unwrap_or_default())
}

/// Words before an operation that make it somebody's report, thought or question.
fn is_told(before: &[&str], upto: &[&str]) -> bool {
    // `we both think it is dead, so delete x`: what follows from it is the user's own.
    let follows = |p: &[&str]| matches!(p, ["," | "—", "so" | "therefore" | "hence"]);
    let own = upto.windows(2).rposition(follows);
    let before = own.map_or(before, |so| before.get(so + 1..).unwrap_or_default());
    let would = before.iter().rposition(|t| *t == "would").is_some_and(|p| before.get(p + 1) == Some(&"you"));
    // `I said delete x` repeats what the user wants.
    let mine = |i: usize| i.checked_sub(1).is_some_and(|b| before.get(b) == Some(&"i"));
    let said = |i: usize, t: &str| matches!(t, "said" | "meant" | "told" | "asked") && mine(i);
    let report = |t: &&str| SPEECH.contains(t) || THOUGHT.contains(t);
    before.iter().enumerate().any(|(i, t)| report(t) && !(would && *t == "would") && !said(i, t))
}
