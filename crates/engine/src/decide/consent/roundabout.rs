//! Requests in a roundabout way: `see to it that x is deleted`, `free some disk by removing x`, `what I need is to delete x`. They are
//! written out as the plain request that they are, before the prompts are read. Called by `corrections`.

use super::frames;
use super::gist;
use super::text;
use super::token::{self, Token};
use super::words::{self, Form};

/// Longer prompts are left as they are.
const MOST_BYTES: usize = 4000;

/// Longer sentences are.
const MOST_WORDS: usize = 60;

/// The prompt with such requests written out; none where it has none.
pub(super) fn written_out(prompt: &str) -> Option<String> {
    if prompt.len() > MOST_BYTES {
        return None;
    }
    let mut out = prompt.to_owned();
    for s in text::sentences(prompt).iter().filter(|s| !s.asks) {
        if let Some(new) = imperative(&s.text) {
            out = out.replacen(s.text.as_str(), &new, 1);
        }
    }
    (out != prompt).then_some(out)
}

/// Nothing around the words makes them none of the user's requests.
pub(super) fn is_plain(sentence: &str) -> bool {
    !is_framed(sentence)
}

/// The sentence as a plain request.
fn imperative(sentence: &str) -> Option<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    if words.len() > MOST_WORDS {
        return None;
    }
    let bare = |w: &&str| w.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'').replace('’', "'").to_lowercase();
    let lower: Vec<String> = words.iter().map(bare).collect();
    let w: Vec<&str> = lower.iter().map(String::as_str).collect();
    let at = w.iter().take_while(|t| LEADS.contains(t)).count();
    let made = assured(&w, &words, at)
        .or_else(|| wished(&w, &words, at))
        .or_else(|| begun(&w, &words, at))
        .or_else(|| by_doing(&w, &words, at))
        .or_else(|| announced(&w, &words, at))
        .or_else(|| done(&w, &words, at))?;
    // What forbids or doubts before it is no part of a request.
    let lead = words.len().saturating_sub(made.split_whitespace().count());
    let free = !w.iter().take(lead).any(|t| gist::is_limit(t) && !matches!(*t, "only" | "just" | "still" | "if"));
    (free && !is_framed(sentence)).then_some(made)
}

fn is_framed(sentence: &str) -> bool {
    let tokens: Vec<Token> = token::tokens(sentence);
    frames::framed(&tokens).is_some()
}

/// Words before such a request that say nothing.
const LEADS: &[&str] = &[
    "please", "pls", "ok", "okay", "so", "hey", "hi", "now", "then", "and", "yes", "well", "just", "also", "right", "",
];

fn rest(words: &[&str], from: usize) -> String {
    words.get(from..).unwrap_or_default().join(" ")
}

/// `make sure that x is deleted`
fn assured(w: &[&str], words: &[&str], at: usize) -> Option<String> {
    let leads: &[&[&str]] =
        &[&["make", "sure"], &["see", "to", "it"], &["ensure"], &["take", "care"], &["be", "sure"], &["see"]];
    let lead = leads.iter().filter(|l| w.get(at..).is_some_and(|r| r.starts_with(l))).map(|l| l.len()).max()?;
    let that = usize::from(w.get(at + lead) == Some(&"that"));
    if w.contains(&"if") {
        return None;
    }
    if that == 0 && w.get(at) == Some(&"see") && lead == 1 {
        return None;
    }
    let from = at + lead + that;
    let be = (from + 1..w.len()).find(|n| matches!(w.get(*n), Some(&("is" | "are" | "gets" | "get" | "be"))))?;
    let verb = w.get(be + 1).filter(|t| matches!(words::of_word(t), Some((_, Form::Past)))).and_then(|t| base_of(t))?;
    let object = w.get(from..be)?;
    let open = |t: &&str| {
        matches!(
            *t,
            "nothing"
                | "nobody"
                | "no"
                | "none"
                | "only"
                | "whatever"
                | "everything"
                | "what"
                | "it"
                | "which"
                | "that"
        )
    };
    (!object.iter().any(open))
        .then(|| format!("{verb} {} {}", words.get(from..be).unwrap_or_default().join(" "), rest(words, be + 2)))
}

/// `what I want you to do is delete x`, `the one thing I need is to delete x`, `it'd be great if you deleted x`
fn wished(w: &[&str], words: &[&str], at: usize) -> Option<String> {
    const REACH: usize = 14;
    let word = |n: usize| w.get(n).copied().unwrap_or("");
    let thing = |n: usize| {
        matches!(word(n), "thing" | "step" | "task" | "job" | "action" | "request" | "wish" | "favor" | "favour")
    };
    let noun = (at..at + 4).find(|n| thing(*n)).filter(|n| {
        *n > at && matches!(word(at), "the" | "my" | "your" | "one" | "next" | "our" | "only" | "last" | "first")
    });
    let asking =
        word(at) == "all" && matches!(word(at + 1), "i'm" | "we're") && matches!(word(at + 2), "asking" | "saying");
    let what = asking
        || matches!(word(at), "what" | "all")
            && matches!(word(at + 1), "i" | "we")
            && matches!(word(at + 2), "want" | "need" | "ask" | "like" | "wish" | "would" | "really");
    if noun.is_some() || what {
        let is = (noun.unwrap_or(at + 2)..w.len().min(at + REACH)).find(|n| matches!(word(*n), "is" | "would"))?;
        let between = w.get(noun.map_or(at + 3, |n| n + 1)..is)?;
        let own = |t: &&str| {
            matches!(
                *t,
                "i" | "we"
                    | "need"
                    | "want"
                    | "you"
                    | "from"
                    | "for"
                    | "to"
                    | "do"
                    | "me"
                    | "us"
                    | "now"
                    | "right"
                    | "left"
                    | "of"
                    | "is"
                    | "still"
                    | "today"
                    | "here"
                    | "that"
                    | "really"
                    | "have"
                    | "like"
                    | "at"
                    | "the"
                    | "moment"
            )
        };
        if !between.iter().all(own) {
            return None;
        }
        let skip = w
            .get(is + 1..)?
            .iter()
            .take_while(|t| matches!(**t, "to" | "for" | "you" | "that" | "be" | "just" | ""))
            .count();
        let verb = word(is + 1 + skip);
        if verb.ends_with("ing") {
            return base_of(verb).map(|base| format!("{base} {}", rest(words, is + 2 + skip)));
        }
        return words::is_base(verb).then(|| rest(words, is + 1 + skip));
    }
    let great = (at..at + 6).find(|n| {
        matches!(
            word(*n),
            "great"
                | "nice"
                | "good"
                | "lovely"
                | "cool"
                | "helpful"
                | "awesome"
                | "perfect"
                | "grateful"
                | "glad"
                | "happy"
                | "it"
        )
    })?;
    let would = (at..great).any(|n| matches!(word(n), "would" | "it'd" | "i'd" | "we'd" | "appreciate"));
    let if_you = (great + 1..great + 3).find(|n| word(*n) == "if" && word(n + 1) == "you").filter(|_| would)?;
    let from = if_you + 2 + usize::from(matches!(word(if_you + 2), "could" | "would" | "can" | "please"));
    let verb = word(from);
    let base = if words::is_base(verb) { verb.to_owned() } else { base_of(verb)? };
    Some(format!("{base} {}", rest(words, from + 1)))
}

/// `try deleting x`, `begin with deleting x`, `today we delete x`
fn begun(w: &[&str], words: &[&str], at: usize) -> Option<String> {
    let word = |n: usize| w.get(n).copied().unwrap_or("");
    let lead = match (word(at), word(at + 1)) {
        ("try" | "start" | "begin", "by" | "with" | "off")
        | ("continue" | "proceed" | "go" | "finish" | "end" | "carry", "by" | "with" | "on") => {
            2 + usize::from(matches!(word(at + 2), "with" | "by"))
        }
        ("yes", "to") | ("affirmative", "on") => 2,
        ("try" | "start" | "begin", _) => 1,
        ("today" | "now", "we") => return words::is_base(word(at + 2)).then(|| rest(words, at + 2)),
        _ => return None,
    };
    let verb = base_of(word(at + lead)).filter(|_| word(at + lead).ends_with("ing"))?;
    Some(format!("{verb} {}", rest(words, at + lead + 1)))
}

/// `free some disk by removing x`: the goal, and what is to be done.
fn by_doing(w: &[&str], words: &[&str], at: usize) -> Option<String> {
    const REACH: usize = 9;
    let goal = [
        "free", "make", "clean", "fix", "finish", "continue", "wrap", "unblock", "resolve", "solve", "end", "tidy",
        "save", "clear", "help", "get", "close",
    ];
    w.get(at).filter(|t| goal.contains(t))?;
    let by = (at + 1..w.len().min(at + REACH)).find(|n| w.get(*n) == Some(&"by"))?;
    let verb = w.get(by + 1).filter(|t| t.ends_with("ing")).and_then(|t| base_of(t))?;
    Some(format!("{verb} {}", rest(words, by + 2)))
}

/// `quick one: delete x`
fn announced(w: &[&str], words: &[&str], at: usize) -> Option<String> {
    const REACH: usize = 5;
    let colon = (at..words.len().min(at + REACH)).find(|n| words.get(*n).is_some_and(|t| t.ends_with(':')))?;
    let label = w.get(at..=colon)?;
    let says = |t: &&str| {
        matches!(
            *t,
            "quick"
                | "one"
                | "last"
                | "small"
                | "little"
                | "another"
                | "next"
                | "first"
                | "new"
                | "thing"
                | "request"
                | "task"
                | "favor"
                | "favour"
                | "job"
                | "more"
                | "a"
                | "the"
                | "for"
                | "you"
                | "today"
                | "final"
                | "simple"
                | "easy"
                | "only"
                | "just"
                | "single"
        )
    };
    let noun = |t: &&str| matches!(*t, "one" | "thing" | "request" | "task" | "favor" | "favour" | "job");
    (label.iter().all(says) && label.iter().any(noun) && words::is_base(w.get(colon + 1)?))
        .then(|| rest(words, colon + 1))
}

/// `do a git push for me`, `when you see this, delete x`
fn done(w: &[&str], words: &[&str], at: usize) -> Option<String> {
    let word = |n: usize| w.get(n).copied().unwrap_or("");
    if matches!(word(at), "do" | "run") && word(at + 1) == "a" && super::leads::PROGRAMS.contains(&word(at + 2)) {
        let end = if w.ends_with(&["for", "me"]) { words.len() - 2 } else { words.len() };
        return words.get(at + 2..end).map(|line| line.join(" "));
    }
    let how = matches!((word(at), word(at + 1)), ("how", "about") | ("why", "don't")) && word(at + 2) == "you";
    if how {
        return words::is_base(word(at + 3)).then(|| rest(words, at + 3));
    }
    let asks = w.get(at..).is_some_and(|r| r.starts_with(&["i", "hereby", "ask", "you", "to"]));
    if asks {
        return words::is_base(word(at + 5)).then(|| rest(words, at + 5));
    }
    let soon = w.get(at..).is_some_and(|r| r.starts_with(&["as", "soon", "as", "you"]));
    let forget = w.get(at..).is_some_and(|r| r.starts_with(&["before", "i", "forget"]));
    if forget {
        return words::is_base(word(at + 3)).then(|| rest(words, at + 3));
    }
    let at = if soon { at + 2 } else { at };
    let courtesy = soon && matches!(word(at + 2), "see" | "get" | "read")
        || word(at) == "when"
            && word(at + 1) == "you"
            && matches!(word(at + 2), "see" | "get" | "read" | "have" | "find" | "can" | "are" | "arrive")
            && matches!(word(at + 3), "this" | "a" | "time" | "back" | "to" | "the" | "it");
    let comma = (at + 3..at + 8).find(|n| words.get(*n).is_some_and(|t| t.ends_with(','))).filter(|_| courtesy)?;
    Some(rest(words, comma + 1))
}

/// `deleting`, `deleted`: `delete`.
fn base_of(word: &str) -> Option<String> {
    let irregular = words::base_of_past(word);
    if irregular != word && words::is_base(irregular) {
        return Some(irregular.to_owned());
    }
    let stem = word.strip_suffix("ing").or_else(|| word.strip_suffix("ed"))?;
    let mut all = vec![format!("{stem}e"), stem.to_owned()];
    let mut chars = stem.chars().rev();
    if let (Some(last), Some(before)) = (chars.next(), chars.next())
        && last == before
    {
        all.push(stem.strip_suffix(last)?.to_owned());
    }
    if let Some(y) = stem.strip_suffix('i') {
        all.push(format!("{y}y"));
    }
    all.into_iter().find(|b| words::is_base(b))
}

#[cfg(test)]
mod tests {
    use super::imperative;

    #[test]
    fn requests_are_written_out() {
        for (said, want) in [
            ("make sure pod a-1 is deleted", "delete pod a-1"),
            ("see to it that pod a-1 gets removed from the cluster", "remove pod a-1 from the cluster"),
            ("Free up some disk by removing the volume x", "remove the volume x"),
            ("continue by stopping web", "stop web"),
            ("try deleting pod a-1", "delete pod a-1"),
            ("what I want you to do is cancel run 7", "cancel run 7"),
            ("The one thing I need from you right now is to delete pod a-1", "delete pod a-1"),
            ("it'd be great if you removed pod a-1 now", "remove pod a-1 now"),
            ("quick one: delete pod a-1", "delete pod a-1"),
            ("Do a git push origin --delete b for me", "git push origin --delete b"),
            ("hey, when you see this, delete pod a-1", "delete pod a-1"),
        ] {
            assert_eq!(imperative(said).as_deref().map(str::trim), Some(want), "{said}");
        }
    }

    #[test]
    fn what_is_no_request_stays() {
        for said in [
            "make sure nothing is deleted",
            "make sure pod a-1 is not deleted",
            "don't try deleting pod a-1",
            "never fix it by deleting pod a-1",
            "the next step was to delete pod a-1",
            "what I don't want is to delete pod a-1",
            "delete pod a-1",
            "make a note: delete pod a-1",
        ] {
            assert_eq!(imperative(said), None, "{said}");
        }
    }
}
