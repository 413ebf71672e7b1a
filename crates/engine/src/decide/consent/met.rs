//! Conditions that a later turn says are met: `delete x once the build is through // it is through`. The request is asked for from
//! then on, as if the user had said it again. Called by `corrections` before the prompts are read.

use super::conditions::is_conditional;
use super::dropped;
use super::gist;
use super::nouns;
use super::roundabout;
use super::text;
use super::token::{self, Token};
use super::turns;
use super::words::{self, Form};

/// What reports something is short.
const MOST_WORDS: usize = 9;

/// Longer prompts are left as they are.
const MOST_BYTES: usize = 2000;

/// The prompt with the request before it, whose condition it says is met.
pub(super) fn written_out(earlier: &[String], prompt: &str) -> Option<String> {
    let before = earlier.last().filter(|b| b.len() <= MOST_BYTES && prompt.len() <= MOST_BYTES)?;
    if let Some(again) = resumed(earlier, prompt) {
        return Some(again);
    }
    let last = text::sentences(before).into_iter().rev().find(|s| !s.asks && s.text != dropped::NOT_YET)?;
    let (request, condition) = split(&last.text)?;
    let said = text::sentences(prompt);
    let [report] = said.as_slice() else { return None };
    (!report.asks && is_met(&report.text, &condition)).then(|| format!("{}\n\n{request}", prompt.trim_end()))
}

/// `delete x // STOP // false alarm, go ahead`: what was stopped is asked for again.
fn resumed(earlier: &[String], prompt: &str) -> Option<String> {
    const STOPS: &[&str] = &[
        "stop", "don't", "dont", "halt", "wait", "no", "not", "hold", "on", "please", "it", "that", "yet", "argh", "!",
    ];
    const AGAIN: &[&[&str]] =
        &[&["go", "ahead"], &["do", "it"], &["proceed"], &["carry", "on"], &["go", "on"], &["continue"]];
    const SMALL: &[&str] = &[
        "false",
        "alarm",
        "my",
        "mistake",
        "bad",
        "sorry",
        "all",
        "both",
        "of",
        "them",
        "it",
        "as",
        "planned",
        "said",
        "then",
        "please",
        "now",
        "you",
        "can",
        "and",
        "after",
        "was",
        "nothing",
        "fine",
        "everything",
        "is",
        "good",
    ];
    let [.., request, stop] = earlier else { return None };
    let words = |text: &str| token::tokens(text).iter().map(|t| t.word().to_owned()).collect::<Vec<_>>();
    let stops = words(stop);
    let held = stops.iter().any(|w| matches!(w.as_str(), "stop" | "halt"))
        && stops.iter().all(|w| STOPS.contains(&w.as_str()));
    let lower = prompt.to_lowercase();
    let parts: Vec<Vec<String>> = lower.split([',', '.', '!', ';', '—']).map(words).filter(|p| !p.is_empty()).collect();
    let small = |w: &str| SMALL.contains(&w) || turns::HESITATIONS.contains(&w) || token::numeral(w).is_some();
    let goes = |p: &Vec<String>| {
        let own: Vec<&str> = p.iter().map(String::as_str).collect();
        let at = AGAIN.iter().find_map(|a| Some((own.windows(a.len()).position(|w| w == *a)?, a.len())));
        at.is_some_and(|(at, n)| own.iter().take(at).chain(own.iter().skip(at + n)).all(|w| small(w)))
    };
    // `I had the wrong window open`: whose mistake it was.
    let mistake = |p: &Vec<String>| {
        let w = |n: usize| p.get(n).map_or("", String::as_str);
        w(0) == "i"
            && matches!(w(1), "had" | "was" | "looked" | "read")
            && p.iter().any(|t| t == "wrong")
            && p.len() < MOST_WORDS
    };
    let told = |p: &Vec<String>| goes(p) || mistake(p) || p.iter().all(|w| small(w));
    let again = held && !prompt.contains('?') && parts.iter().any(goes) && parts.iter().all(told);
    again.then(|| request.clone())
}

/// A sentence as a request and the condition before or behind it.
fn split(sentence: &str) -> Option<(String, String)> {
    const LEADS: &[&str] = &["if", "once", "when", "after"];
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let lower: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
    let soon = |at: usize| lower.get(at..at + 3).is_some_and(|p| p == ["as", "soon", "as"]);
    let at = (0..words.len()).find(|at| soon(*at) || lower.get(*at).is_some_and(|w| LEADS.contains(&w.as_str())))?;
    let from = at + if soon(at) { 3 } else { 1 };
    let text = |from: usize, to: usize| words.get(from..to).unwrap_or_default().join(" ");
    let (request, condition) = if at == 0 {
        let comma = (from..words.len()).find(|n| words.get(*n).is_some_and(|w| w.ends_with(',')))?;
        (text(comma + 1, words.len()), text(from, comma + 1))
    } else {
        (text(0, at), text(from, words.len()))
    };
    let request = request.trim_end_matches([',', ' ']).trim_start_matches("then ").to_owned();
    is_request(&request).then_some((request, condition))
}

/// It begins with what is to be done, and says to what.
fn is_request(text: &str) -> bool {
    let tokens = token::tokens(text);
    let w: Vec<&str> = tokens.iter().map(Token::word).collect();
    let small = |t: &&&str| matches!(**t, "please" | "pls" | "can" | "you" | "could" | "then" | "and" | "ok" | ",");
    let verb = w.iter().find(|t| !small(t)).copied().unwrap_or("");
    let asks = words::is_base(verb) || words::PHRASES.iter().any(|p| p.0 == verb);
    let limited = tokens.iter().any(|t| gist::is_limit(t.word()));
    let points = w.iter().any(|t| matches!(*t, "it" | "that" | "them" | "this" | "those" | "these"));
    asks && !limited && !points && w.len() > 1 && !is_conditional(&w) && roundabout::is_plain(text)
}

/// Words that say that something went well or is over.
const GOOD: &[&str] = &[
    "green",
    "passed",
    "pass",
    "done",
    "finished",
    "through",
    "over",
    "complete",
    "completed",
    "ready",
    "merged",
    "approved",
    "agreed",
    "ok",
    "okay",
    "yes",
    "confirmed",
    "up",
    "gone",
    "fine",
];

/// Words that say the contrary, or that it is still to come.
const OPEN: &[&str] = &[
    "not",
    "no",
    "never",
    "none",
    "nobody",
    "nothing",
    "will",
    "going",
    "tomorrow",
    "soon",
    "later",
    "almost",
    "nearly",
    "should",
    "might",
    "could",
    "would",
    "hopefully",
    "probably",
    "maybe",
    "if",
    "when",
    "once",
    "yet",
    "still",
    "but",
    "only",
    "except",
    "until",
    "waiting",
    "unless",
    "half",
    "partly",
    "mostly",
    "supposedly",
    "about",
    "soonish",
    "think",
    "guess",
    "hope",
    "red",
    "failed",
    "fails",
    "or",
    "instead",
    "wait",
];

/// Conditions that are met by something that went wrong.
const BAD: &[&str] = &[
    "fail", "fails", "failed", "break", "breaks", "crash", "crashes", "red", "not", "no", "nobody", "nothing", "none",
    "stuck", "hang", "hangs", "error", "errors", "rejected", "declined", "old", "dead", "broken", "isn't", "aren't",
    "doesn't", "don't", "without",
];

/// Whether the report says that the condition is met.
fn is_met(report: &str, condition: &str) -> bool {
    let said = token::tokens(report);
    let wanted = token::tokens(condition);
    let open = |t: &Token| OPEN.contains(&t.word()) && !wanted.iter().any(|c| stem(c.word()) == stem(t.word()));
    let asks = |t: &Token| matches!(words::of_word(t.word()), Some((_, Form::Base))) && nouns::kinds(t.word()) == 0;
    let negated = |t: &Token| t.word().ends_with("n't");
    // Of what else is told, nobody spoke.
    let other = |at: usize| {
        turns::is_name(&said, at)
            && said.get(at).is_some_and(|t| !wanted.iter().any(|c| c.lower == t.lower || is_called(c, t)))
    };
    let words = || said.iter().map(Token::word);
    if words().count() > MOST_WORDS
        || said.iter().any(|t| open(t) || negated(t) || asks(t))
        || (0..said.len()).any(other)
    {
        return false;
    }
    // `ok`, `yes`: heard, no more. `is it idle`: a question without its mark.
    if words().all(|w| HEARD.contains(&w)) || words().next().is_some_and(|w| ASKS.contains(&w)) {
        return false;
    }
    let content = |t: &&Token| t.word().len() > 1 && !SMALL.contains(&t.word());
    // `the talk is over` for `once the demo is over`
    let apart = |t: &Token| !GOOD.contains(&t.word()) && !wanted.iter().any(|c| stem(c.word()) == stem(t.word()));
    if said.iter().filter(content).any(apart) {
        return false;
    }
    let whole =
        ["now", "it is", "they are", "it is now", "he did", "she did", "they did", "that's now the case", "it is one"];
    let plain: Vec<&str> = words().filter(|w| !matches!(*w, "," | "yes" | "ok" | "i" | "checked" | "just")).collect();
    let bad = wanted.iter().any(|t| BAD.contains(&t.word()));
    if whole.contains(&plain.join(" ").as_str()) {
        return true;
    }
    // Of what is not so, another word for it says nothing for sure: `nobody needs it` and `it is needed`.
    if wanted.iter().any(|t| t.word().ends_with("n't") || NEGATES.contains(&t.word())) {
        return false;
    }
    let predicate = wanted.iter().rev().find(|t| content(t));
    if predicate.is_some_and(|p| said.iter().any(|t| stem(t.word()) == stem(p.word()))) {
        return true;
    }
    let shares = said.iter().filter(content).any(|t| wanted.iter().any(|c| stem(c.word()) == stem(t.word())));
    let of_it = words().next().is_some_and(|w| {
        matches!(w, "it" | "it's" | "they" | "they're" | "he" | "she" | "that" | "all" | "everything")
            || GOOD.contains(&w)
    });
    !bad && words().any(|w| GOOD.contains(&w)) && (shares || of_it)
}

/// `nightly's` of `nightly`
fn is_called(known: &Token, said: &Token) -> bool {
    said.lower.trim_end_matches("'s") == known.lower
}

/// Words by which somebody only says that they have heard, or that are not clear alone.
const HEARD: &[&str] = &[
    "ok", "okay", "yes", "fine", "yep", "yeah", "sure", "thanks", "thank", "you", "good", "great", "cool", "done",
    "ready", "up", "gone", "over", "through", "in", "out", ",",
];

/// Words at the head of a question.
const ASKS: &[&str] = &[
    "is", "are", "was", "were", "has", "have", "did", "does", "do", "can", "should", "will", "would", "what", "who",
    "when",
];

/// Words of conditions that something is not so.
const NEGATES: &[&str] = &["not", "no", "nobody", "nothing", "none", "never", "without"];

/// Words that carry no meaning of their own.
const SMALL: &[&str] = &[
    "the", "a", "an", "is", "are", "was", "were", "has", "have", "had", "been", "be", "it", "its", "his", "her",
    "their", "our", "my", "to", "of", "on", "in", "at", "for", "from", "with", "by", "just", "now", "all", "they",
    "he", "she", "that", "this", "please", "again", "more", "any", "me", "us", "you", "we", "i", "got", "given",
    "gives", "gave", "does", "did", "so", "they're", "it's", "he's", "she's", "they've", "that's", "checked", "one",
    "case", "moment", "ago", "finally", "already",
];

/// `merges`, `merged`, `merge`: one word; `says`, `said`, too.
fn stem(word: &str) -> &str {
    let word = word.trim_end_matches("'s");
    match word {
        "said" | "says" | "say" => "say",
        "ran" | "runs" | "run" => "run",
        "agreed" | "agrees" | "agree" => "agree",
        "passes" | "passed" | "pass" => "pass",
        "over" | "ended" | "ends" => "over",
        _ => {
            let cut = word.strip_suffix("ing").or_else(|| word.strip_suffix("ed")).or_else(|| word.strip_suffix('s'));
            let cut = cut.filter(|c| c.len() > 2).unwrap_or(word);
            cut.strip_suffix('e').filter(|c| c.len() > 2).unwrap_or(cut)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_met, written_out};

    #[test]
    fn a_report_meets_its_condition() {
        for (report, condition) in [
            ("They're all ready", "the other replicas are ready"),
            ("It has just been merged", "the replacement PR is merged"),
            ("container's stopped", "the container is stopped"),
            ("Tom said yes", "Tom says yes"),
            ("v2 is green now", "the tests on v2 pass"),
            ("nightly's through", "the nightly build"),
            ("that's now the case", "nothing deploys from old-api any more"),
            ("they failed", "the tests fail"),
            ("backup done", "the backup is done"),
        ] {
            assert!(is_met(report, condition), "{report} / {condition}");
        }
    }

    #[test]
    fn another_report_does_not() {
        for (report, condition) in [
            ("they passed", "the tests fail"),
            ("v3 is green now", "the tests on v2 pass"),
            ("it will be merged tomorrow", "it is merged"),
            ("it is not merged", "it is merged"),
            ("almost done", "the backup is done"),
            ("Tom is on holiday", "Tom says yes"),
            ("still red", "the tests are green"),
            ("the tests failed", "the tests pass"),
            ("thanks", "the tests pass"),
            ("the talk is over", "the demo is over"),
            ("ok", "the tests are green"),
            ("yes", "the tests are green"),
            ("is it idle", "it is idle"),
            ("it is needed", "nobody needs it"),
        ] {
            assert!(!is_met(report, condition), "{report} / {condition}");
        }
        let earlier = ["Delete pod a-1 once the demo is over.".to_owned()];
        assert_eq!(written_out(&earlier, "the demo is over").as_deref(), Some("the demo is over\n\nDelete pod a-1"));
        assert_eq!(written_out(&earlier, "is the demo over?"), None);
    }
}
