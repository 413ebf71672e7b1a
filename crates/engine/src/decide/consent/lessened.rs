//! What a later turn leaves of a list: `no wait, b stays` after `stop a, b and c`, `only a`, `just 7 and 9` after `close all my PRs`.
//! The request before is read once more with what is left, as if the user had written that, and what was asked for first is taken
//! back. A turn that says anything else, or asks, leaves it to other readings. Called by `corrections` before the prompts are read.

use super::gist::{self, Stance, is_small};
use super::literal::Verbs;
use super::nouns;
use super::text;
use super::token::{self, Kind, Token};
use super::turns::{self, HESITATIONS};

/// Longer prompts are left as they are.
const MOST_BYTES: usize = 1000;

/// The second of these prompts as the request that it leaves of the first.
pub(super) fn written_out(earlier: &[String], now: &str, known: &Verbs) -> Option<String> {
    let before = earlier.last()?;
    if before.len() > MOST_BYTES || now.len() > MOST_BYTES || now.contains(['?', '"', '`']) || now.contains('\n') {
        return None;
    }
    let asked = tokens_of_list(before);
    let said = sentences(now);
    left(before, &asked, &said, known).or_else(|| picked(before, &said, known))
}

/// The words of a prompt without quotations.
pub(super) fn tokens_of_list(prompt: &str) -> Vec<Token> {
    token::tokens(prompt).into_iter().filter(|t| t.kind != Kind::Quote).collect()
}

/// The clauses of a prompt between its marks.
fn sentences(prompt: &str) -> Vec<Vec<Token>> {
    let ends = |t: &Token| t.kind == Kind::Mark;
    let all = text::sentences(prompt);
    let parts = all.iter().flat_map(|s| {
        let tokens = token::tokens(&s.text);
        tokens.split(ends).filter(|p| !p.is_empty()).map(<[Token]>::to_vec).collect::<Vec<_>>()
    });
    parts.collect()
}

/// What a part of the later turn does with the list.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// One of the list stays.
    Stays(Option<String>),
    /// Only these go.
    Only(Vec<String>),
    /// The others go, as was said.
    Rest,
    /// Why, with what it names of the list, or nothing.
    Told(Vec<String>),
    /// Anything else.
    Other,
}

/// `stop a, b and c`, and then `no wait, b stays`.
fn left(before: &str, asked: &[Token], said: &[Vec<Token>], known: &Verbs) -> Option<String> {
    let list = listed(asked);
    if list.len() < 2 || said.is_empty() || !is_one_request(before, known) {
        return None;
    }
    let parts: Vec<Part> = said.iter().map(|p| part(p, &list)).collect();
    let named: Vec<String> = said.iter().flatten().filter_map(|t| whole(t, &list)).collect();
    let only = parts.iter().find_map(|p| if let Part::Only(names) = p { Some(names.clone()) } else { None });
    let stays: Vec<String> =
        parts.iter().filter_map(|p| if let Part::Stays(name) = p { name.clone() } else { None }).collect();
    let pointed = parts.iter().any(|p| matches!(p, Part::Stays(None)));
    if parts.contains(&Part::Other) || only.is_none() && stays.is_empty() && !pointed {
        return None;
    }
    let mut gone = match only {
        Some(only) => list.iter().filter(|n| !only.contains(n)).cloned().collect(),
        None if pointed && stays.is_empty() => named,
        None => stays,
    };
    gone.dedup();
    // `that one`: exactly one was spoken of.
    if pointed && gone.len() != 1 || gone.is_empty() || gone.len() >= list.len() {
        return None;
    }
    // What is told of one that is to go might be a reason to leave that as well.
    let of_rest = |p: &Part| matches!(p, Part::Told(names) if names.iter().any(|n| !gone.contains(n)));
    if parts.iter().any(of_rest) {
        return None;
    }
    let mut rest = before.trim_end().trim_end_matches(['.', '!']).to_owned();
    for name in &gone {
        rest = without(&rest, name)?;
    }
    Some(format!("Never mind. {rest}.\n\nLeave {} alone.", gone.join(" and ")))
}

/// The prompt asks for something, takes nothing out and is no question.
pub(super) fn is_one_request(prompt: &str, known: &Verbs) -> bool {
    let clauses = gist::clauses(&[prompt.to_owned()], known);
    let asks = |c: &&gist::Clause| c.stance == Stance::Asks && !c.asked && c.ops != super::words::Ops::READ;
    clauses.iter().any(|c| asks(&c)) && clauses.iter().all(|c| c.stance != Stance::Limits && !c.asked)
}

/// The items of the one list in some words: names, and words that stand between others with `and` or commas.
pub(super) fn listed(tokens: &[Token]) -> Vec<String> {
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    let joint = |w: &str| matches!(w, "and" | "," | "&");
    let item = |at: usize| {
        tokens.get(at).is_some_and(|t| {
            t.kind != Kind::Mark
                && (turns::is_name(tokens, at) || !joint(t.word()) && t.kind == Kind::Word && !is_small(t))
        })
    };
    // Two names that stand together are of one list.
    let next = |at: usize| match () {
        () if item(at + 1) && turns::is_name(tokens, at) && turns::is_name(tokens, at + 1) => Some(at + 1),
        () if joint(word(at + 1)) && item(at + 2) => Some(at + 2),
        () if word(at + 1) == "," && word(at + 2) == "and" && item(at + 3) => Some(at + 3),
        () => None,
    };
    let mut lists: Vec<Vec<String>> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut own: Vec<usize> = if item(at) { vec![at] } else { Vec::new() };
        while let Some(n) = own.last().and_then(|l| next(*l)) {
            own.push(n);
        }
        let end = own.last().map_or(at, |l| *l) + 1;
        if own.len() > 1 {
            lists.push(own.iter().filter_map(|i| tokens.get(*i)).map(|t| t.text.clone()).collect());
        }
        at = end;
    }
    match &lists[..] {
        [one] => one.clone(),
        _ => Vec::new(),
    }
}

/// The one item of the list that this word is, or the last part of.
fn whole(t: &Token, list: &[String]) -> Option<String> {
    if t.kind == Kind::Mark || t.lower.len() < 2 && !t.lower.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let marked = t.lower.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '/' | '.'));
    let tail = |n: &&String| {
        let own = n.to_lowercase();
        own.strip_suffix(t.lower.as_str())
            .is_some_and(|head| head.ends_with(['-', '_', '/', '.', ':', '@']) || t.lower.starts_with(['-', '_']))
    };
    if let Some(own) = list.iter().find(|n| n.to_lowercase() == t.lower) {
        return Some(own.clone());
    }
    let mut found = list.iter().filter(|_| marked).filter(tail);
    found.next().filter(|_| found.next().is_none()).cloned()
}

/// Words that say that something stays.
const STAYS: &[&str] = &["stays", "stay", "keep", "leave", "spare", "keeps"];

/// Words of a turn that may mean more than what stays: another operation, another time, a doubt.
const DOUBTS: &[&str] = &[
    "don't",
    "nothing",
    "none",
    "never",
    "first",
    "until",
    "later",
    "before",
    "tomorrow",
    "today",
    "yet",
    "hold",
    "both",
    "them",
    "these",
    "those",
    "all",
    "everything",
    "if",
    "when",
    "once",
    "else",
    "unless",
    "maybe",
    "instead",
    "rather",
    "check",
    "ask",
    "stop",
    "also",
    "too",
    "neither",
    "whether",
    "or",
    "only",
    "just",
];

pub(super) fn part(tokens: &[Token], list: &[String]) -> Part {
    let own: Vec<&Token> = tokens.iter().skip_while(|t| is_sigh(t)).collect();
    let words: Vec<&str> = own.iter().map(|t| t.word()).collect();
    let names: Vec<String> = own.iter().filter_map(|t| whole(t, list)).collect();
    let others = |w: &&str| matches!(*w, "other" | "others" | "rest" | "remaining");
    if words.iter().any(others) {
        let small = |w: &&str| others(w) || AS_SAID.contains(w) || token::numeral(w).is_some();
        return if words.iter().all(small) { Part::Rest } else { Part::Other };
    }
    if let Some((&"only" | &"just", rest)) = words.split_first() {
        let small = |t: &&&Token| !(whole(t, list).is_some() || is_small(t));
        let all = !names.is_empty() && !own.iter().skip(1).any(|t| small(&t)) && !rest.is_empty();
        return if all { Part::Only(names) } else { Part::Other };
    }
    let hands_off = words.windows(2).any(|p| p == ["hands", "off"]);
    let not = matches!(words[..], ["not", _]) && names.len() == 1;
    let asks = |w: &&&str| {
        super::words::of_word(w).is_some_and(|(_, f)| f == super::words::Form::Base)
            && nouns::kinds(w) == 0
            && !STAYS.contains(*w)
            && !list.iter().any(|n| n.eq_ignore_ascii_case(w))
    };
    if words.iter().any(|w| DOUBTS.contains(w)) || words.iter().filter(|w| !is_told(w)).any(|w| asks(&w)) {
        return Part::Other;
    }
    if not || hands_off || words.iter().any(|w| STAYS.contains(w)) {
        let points = words.iter().any(|w| matches!(*w, "that" | "it" | "this"));
        return match names.first() {
            Some(one) if names.len() == 1 => Part::Stays(Some(one.clone())),
            None if points || hands_off => Part::Stays(None),
            _ => Part::Other,
        };
    }
    Part::Told(names)
}

/// Words that are verbs as well, and say how things are.
fn is_told(word: &str) -> bool {
    matches!(word, "works" | "runs" | "uses" | "has" | "is" | "needs" | "job" | "run" | "use")
}

/// Words by which the others go on as was said.
const AS_SAID: &[&str] = &[
    "the",
    "of",
    "them",
    "ones",
    "one",
    "as",
    "said",
    "asked",
    "planned",
    "can",
    "may",
    "should",
    "go",
    "yes",
    "ok",
    "okay",
    "fine",
    "please",
    "pls",
    "do",
    "still",
    "is",
    "are",
    "ahead",
    "and",
    "right",
    "discussed",
];

fn is_sigh(t: &Token) -> bool {
    HESITATIONS.contains(&t.word()) || matches!(t.word(), "correction" | "mm" | "nah" | "whoops" | "ouch")
}

/// The text without an item of a list.
fn without(text: &str, name: &str) -> Option<String> {
    let at = text.find(name).filter(|at| text.rfind(name) == Some(*at))?;
    let (head, tail) = (text.get(..at)?, text.get(at + name.len()..)?);
    let (head, tail) = (head.trim_end(), tail.trim_start());
    let out = if let Some(head) = head.strip_suffix(" and") {
        format!("{} {tail}", head.trim_end_matches(','))
    } else if let Some(rest) = tail.strip_prefix("and ").or_else(|| tail.strip_prefix(", and ")) {
        match head.strip_suffix(',') {
            Some(head) => format!("{head} and {rest}"),
            None => format!("{head} {rest}"),
        }
    } else if let Some(rest) = tail.strip_prefix(',') {
        format!("{head} {}", rest.trim_start())
    } else if let Some(head) = head.strip_suffix(',') {
        format!("{head} {tail}")
    } else {
        format!("{head} {tail}")
    };
    Some(out.trim_end().to_owned())
}

/// `close all my open PRs`, and then `no, just 412 and 415`: those of them.
fn picked(before: &str, said: &[Vec<Token>], known: &Verbs) -> Option<String> {
    let sigh = |p: &&Vec<Token>| p.iter().all(is_sigh);
    let [one] = said.iter().skip_while(sigh).collect::<Vec<_>>()[..] else { return None };
    let own: Vec<&Token> = one.iter().skip_while(|t| is_sigh(t)).collect();
    let (lead, rest) = own.split_first()?;
    let number = |t: &&&Token| {
        let digits = t.lower.trim_start_matches(['#', '!']);
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let small = |t: &&Token| matches!(t.word(), "and" | "please" | "pls");
    if !matches!(lead.word(), "only" | "just") || !rest.iter().all(|t| number(&t) || small(t)) {
        return None;
    }
    let names: Vec<&str> = rest.iter().filter(number).map(|t| t.text.as_str()).collect();
    let clauses = gist::clauses(&[before.to_owned()], known);
    let [ask] = &clauses[..] else { return None };
    if ask.stance != Stance::Asks || ask.passive || ask.asked || names.is_empty() || !ask.before.iter().all(is_small) {
        return None;
    }
    let noun = ask.object.iter().position(|t| nouns::kinds(t.word()) != 0 && t.word().ends_with('s'))?;
    let upto = ask.object.get(..=noun)?;
    let every = matches!(upto.first()?.word(), "all" | "every" | "my" | "the");
    if !every || turns::names(upto) > 0 {
        return None;
    }
    let phrase = upto.iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" ");
    let new = format!("the {} {}", ask.object.get(noun)?.text, names.join(" and "));
    before.contains(&phrase).then(|| format!("Never mind. {}", before.replacen(&phrase, &new, 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_later_turn_leaves() {
        for (before, now, want) in [
            ("stop web-a, web-b and web-c", "no wait, web-b stays", Some("stop web-a and web-c.")),
            ("scale cart and search to 5", "no wait, search stays as it is", Some("scale cart to 5.")),
            ("drop a-1 and a-2 from x", "hm, dan is still on a-2, keep that one", Some("drop a-1 from x.")),
            ("cancel 51 52 53", "sorry, leave 52, the other two as said", Some("cancel 51 53.")),
            ("drop a-1 and a-2", "a-2 is used. only a-1", Some("drop a-1.")),
            ("drop a-1 and a-2", "the _2 one is used, hands off", None),
            ("close all my open PRs", "hm no. just 41 and 45", Some("close the PRs 41 and 45")),
            ("drop a-1 and a-2", "keep them", None),
            ("drop a-1 and a-2", "wait, is a-2 used?", None),
            ("drop a-1 and a-2", "wait", None),
            ("drop a-1 and a-2", "keep a-2 until monday, then drop both", None),
            ("drop a-1 and a-2", "keep a-2 and rename a-1", None),
            ("drop a-1 and a-2", "a-2 stays, and a-1 too", None),
            ("show a-1 and a-2", "keep a-2", None),
        ] {
            let earlier = [before.to_owned()];
            let got = written_out(&earlier, now, &Verbs::default());
            let own = got.as_deref().map(|g| g.trim_start_matches("Never mind. ").split('\n').next().unwrap_or(""));
            assert_eq!(own, want, "{before} // {now}");
        }
    }
}
