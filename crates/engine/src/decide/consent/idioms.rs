//! Requests that people say in a turn of phrase of their own, where tools have a plain word: `ask @x for review on pr 41` adds a
//! reviewer, `stash 2` is `stash@{2}`, `merge it once the checks are green` is what `--auto` waits for, `both remotes, a and b` are
//! a and b. They are written out, as if the user had used that word. Only whole sentences, with nothing in them that limits. Called
//! by `corrections` before the prompts are read.

use super::bounds;
use super::edit::is_file;
use super::gist;
use super::literal::Verbs;
use super::nouns;
use super::phrases;
use super::text::{self, Sentence};
use super::token::{self, Kind, Token};
use super::turns;
use super::words::{self, Form};

/// Longer prompts are left as they are.
const MOST_BYTES: usize = 2000;

/// The prompt with such requests written out; none where it has none.
pub(super) fn written_out(earlier: &[String], prompt: &str, known: &Verbs) -> Option<String> {
    if prompt.len() > MOST_BYTES {
        return None;
    }
    if let Some(again) = earlier.last().and_then(|last| again(last, prompt, known)) {
        return Some(again);
    }
    let mut out = unused(&plain_stashes(prompt, known), known);
    for sentence in text::sentences(prompt).iter().filter(|s| s.items.is_empty()) {
        let tokens = token::tokens(&sentence.text);
        let polite =
            sentence.asks && matches!(tokens.first().map_or("", Token::word), "could" | "can" | "would" | "will");
        let phrase = || phrases::of_sentence(&tokens, known).filter(|_| polite || !sentence.asks);
        let plain = || phrase().map(|(head, new, rest)| joined(head, &new, rest));
        if let Some(new) = of_sentence(sentence, known).filter(|_| !sentence.asks).or_else(plain) {
            out = out.replacen(sentence.text.as_str(), &new, 1);
        }
    }
    (out != prompt).then_some(out)
}

/// `the docker volumes that no container uses`: those are unused.
fn unused(prompt: &str, known: &Verbs) -> String {
    const SAID: &[&str] = &[
        " that no container uses any more",
        " that no container uses",
        " no container uses any more",
        " no container uses",
        " that aren't used by any container",
        " that nothing uses",
    ];
    const THINGS: &[&str] = &["docker volume", "docker image", "docker network", "volume", "image", "network"];
    let told = ["dangling", "unused"].iter().any(|w| prompt.contains(w));
    let found = SAID
        .iter()
        .find(|s| !told && prompt.contains(*s))
        .filter(|_| known.has_program("docker") || known.has_program("podman"));
    let noun = |upto: usize| THINGS.iter().find_map(|n| prompt.get(..upto)?.find(n));
    let made = found.and_then(|said| {
        let at = prompt.find(said)?;
        let noun = noun(at)?;
        let rest = prompt.get(at + said.len()..).filter(|r| !r.starts_with(char::is_alphanumeric))?;
        // A volume has no other way of dangling than that nothing uses it.
        let volume = prompt.get(noun..at)?.contains("volume") && known.has_text("dangling=true");
        let how = if volume { "dangling" } else { "unused" };
        Some(format!("{}{how} {}{rest}", prompt.get(..noun)?, prompt.get(noun..at)?))
    });
    made.unwrap_or_else(|| prompt.to_owned())
}

/// `stash@{2}` for a command that calls it `2`.
fn plain_stashes(prompt: &str, known: &Verbs) -> String {
    if !prompt.contains("stash@{") || known.has_text("stash@{") || !known.has_text("git stash ") {
        return prompt.to_owned();
    }
    let mut out = String::new();
    let mut rest = prompt;
    while let Some((head, behind)) = rest.split_once("stash@{") {
        let Some((number, tail)) = behind.split_once('}') else { break };
        out.push_str(&format!("{head}stash {number}"));
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn of_sentence(sentence: &Sentence, known: &Verbs) -> Option<String> {
    let tokens = token::tokens(&sentence.text);
    let waits = merges_by_itself(&tokens, known);
    if waits.is_none() && tokens.iter().any(|t| gist::is_limit(t.word())) {
        return None;
    }
    let lead = tokens
        .iter()
        .take_while(|t| matches!(t.word(), "please" | "pls" | "now" | "then" | "ok" | "also" | ","))
        .count();
    let (head, own) = tokens.split_at_checked(lead)?;
    let new = reviewed(own)
        .or_else(|| taken_off(own))
        .or_else(|| given(own))
        .or_else(|| put(own, known))
        .or_else(|| turned(own))
        .map(|new| format!("{} {new}", written(head)))
        .or(waits)
        .or_else(|| numbered_stash(&tokens, known))
        .or_else(|| flagged(&tokens))
        .or_else(|| both(&tokens))
        .or_else(|| upstream(&tokens, known))?;
    Some(new.trim().to_owned())
}

fn joined(head: &[Token], new: &str, rest: &[Token]) -> String {
    let mark = rest.first().is_some_and(|t| t.kind == Kind::Mark);
    format!("{} {new}{}{}", written(head), if mark { "" } else { " " }, written(rest)).trim().to_owned()
}

/// The words of tokens, as they were typed.
fn written(tokens: &[Token]) -> String {
    let mut out = String::new();
    for t in tokens {
        if !(out.is_empty() || t.kind == Kind::Mark && matches!(t.word(), "," | ":" | ")")) {
            out.push(' ');
        }
        match t.kind {
            Kind::Quote => out.push_str(&format!("\"{}\"", t.text)),
            Kind::Name => out.push_str(&format!("`{}`", t.text)),
            Kind::Word | Kind::Mark => out.push_str(&t.text),
        }
    }
    out
}

/// One person, or two: `@x`, `x and y`.
fn people(tokens: &[Token]) -> Option<String> {
    let one = |t: &Token| t.text.starts_with('@') || t.kind == Kind::Name || bounds::is_strange(t);
    match tokens {
        [a] if one(a) => Some(format!("reviewer {}", a.text.trim_start_matches('@'))),
        [a, and, b] if one(a) && one(b) && and.word() == "and" => {
            Some(format!("reviewers {} and {}", a.text.trim_start_matches('@'), b.text.trim_start_matches('@')))
        }
        _ => None,
    }
}

/// A request for review or an issue, and nothing else: `the pr 41`, `#41`, `12 and 13`.
fn tickets(tokens: &[Token]) -> bool {
    let number =
        |t: &Token| !t.lower.is_empty() && t.lower.trim_start_matches(['#', '!']).bytes().all(|b| b.is_ascii_digit());
    let small = |t: &Token| {
        matches!(t.word(), "the" | "and" | "," | "issue" | "issues" | "ticket")
            || nouns::kinds(t.word()) & nouns::kinds("pr") != 0
    };
    tokens.iter().any(number) && tokens.iter().all(|t| number(t) || small(t))
}

fn at_word(tokens: &[Token], words: &[&str]) -> Option<usize> {
    tokens.iter().position(|t| words.contains(&t.word()))
}

/// `ask @x for review on pr 41`, `request a review from @x on pr 41`.
fn reviewed(own: &[Token]) -> Option<String> {
    let (first, rest) = own.split_first()?;
    let review = at_word(rest, &["review", "reviews"])?;
    let small = |t: &Token| {
        matches!(t.word(), "a" | "an" | "another" | "their" | "his" | "her" | "the" | "for" | "from" | "to")
    };
    let (who, of) = match first.word() {
        "ask" => {
            let by = at_word(rest, &["for", "to"]).filter(|b| *b < review)?;
            if !rest.get(by..review)?.iter().all(small) {
                return None;
            }
            (rest.get(..by)?, rest.get(review + 1..)?)
        }
        "request" if rest.get(..review)?.iter().all(small) => {
            let behind = rest.get(review + 1..)?;
            let (from, of) = behind
                .split_first()
                .filter(|(f, _)| f.word() == "from")?
                .1
                .split_at_checked(at_word(behind, &["on", "of", "for"])?.checked_sub(1)?)?;
            (from, of)
        }
        _ => return None,
    };
    let of = of.split_first().filter(|(f, _)| matches!(f.word(), "on" | "of" | "for")).map_or(of, |(_, rest)| rest);
    tickets(of).then_some(())?;
    Some(format!("add the {} to {}", people(who)?, written(of)))
}

/// `unassign x from issue 12`: a list of the loses an entry.
fn taken_off(own: &[Token]) -> Option<String> {
    let (first, rest) = own.split_first().filter(|(f, _)| f.word() == "unassign")?;
    let from = at_word(rest, &["from"])?;
    let (who, of) = (rest.get(..from)?, rest.get(from + 1..)?);
    (first.kind == Kind::Word && who.len() == 1 && tickets(of))
        .then(|| format!("remove the assignee {} from {}", written(who), written(of)))
}

/// `put 12 and 13 in milestone v2`, `retitle pr 41 to "x"`: a field of it is set.
fn given(own: &[Token]) -> Option<String> {
    let (first, rest) = own.split_first()?;
    let (at, field, words) = match first.word() {
        "put" => (at_word(rest, &["in", "into", "on"])?, "milestone", ["the", "milestone"]),
        "retitle" => (at_word(rest, &["to", "as"])?, "title", ["", ""]),
        _ => return None,
    };
    let (of, value) = (rest.get(..at)?, rest.get(at + 1..)?);
    let lead = value.iter().take_while(|t| words.contains(&t.word()) && !t.word().is_empty()).count();
    let [value] = value.get(lead..)? else { return None };
    let told = field == "title" || rest.get(at + 1..)?.iter().take(lead).any(|t| t.word() == field);
    (told && tickets(of))
        .then(|| format!("set the {field} of {} to {}", written(of), written(std::slice::from_ref(value))))
}

/// `turn off auto-merge on 41`: the two words of an option.
fn turned(own: &[Token]) -> Option<String> {
    let [turn, how, what, on, of @ ..] = own else { return None };
    let verb = match how.word() {
        "off" => "disable",
        "on" => "enable",
        _ => return None,
    };
    let fits = matches!(turn.word(), "turn" | "switch") && matches!(what.word(), "auto-merge" | "automerge");
    (fits && matches!(on.word(), "on" | "for" | "of") && tickets(of))
        .then(|| format!("{verb} auto merge on {}", written(of)))
}

/// `put conf.json to https://…`: as the request's method says.
fn put(own: &[Token], known: &Verbs) -> Option<String> {
    let (first, rest) = own.split_first().filter(|(f, _)| f.word() == "put")?;
    let there = rest.last().is_some_and(|t| t.text.contains("://")) && first.kind == Kind::Word;
    (there && known.has_text("-X PUT ")).then(|| format!("upload {}", written(rest)))
}

/// `merge 41 as soon as the checks are green`, where the command merges by itself once they are.
fn merges_by_itself(tokens: &[Token], known: &Verbs) -> Option<String> {
    const OF: &[&str] = &[
        "the", "all", "its", "is", "are", "turn", "turns", "go", "goes", "becomes", "become", "it", "as", "soon",
        "when", "once", "after", "have", "has", "required", "status",
    ];
    let merge = at_word(tokens, &["merge", "automerge", "auto-merge"])?;
    let from = (merge..tokens.len()).find(|at| match tokens.get(*at).map_or("", Token::word) {
        "as" => tokens.get(at + 1).is_some_and(|t| t.word() == "soon"),
        "when" | "once" | "after" => true,
        _ => false,
    })?;
    let (request, condition) = tokens.split_at_checked(from)?;
    // `…, normal merge commit`: how.
    const HOW: &[&str] =
        &["normal", "plain", "regular", "merge", "commit", "squash", "rebase", "please", "pls", "thanks", "with", "a"];
    let mark = condition.iter().position(|t| t.word() == ",").unwrap_or(condition.len());
    let (condition, how) = condition.split_at_checked(mark)?;
    if !how.iter().skip(1).all(|t| HOW.contains(&t.word())) {
        return None;
    }
    let subject =
        |w: &str| matches!(w, "checks" | "check" | "ci" | "pipeline" | "pipelines" | "build" | "builds" | "tests");
    let green = |w: &str| matches!(w, "green" | "pass" | "passes" | "passed" | "succeed" | "succeeds" | "succeeded");
    let words = || condition.iter().map(Token::word);
    let plain =
        words().all(|w| subject(w) || green(w) || OF.contains(&w)) && words().any(subject) && words().any(green);
    let limited = request.iter().any(|t| gist::is_limit(t.word()));
    (plain && !limited && known.merges_when_green()).then(|| written(&[request, how].concat()))
}

/// `flag a for deletion`: it is marked.
fn flagged(tokens: &[Token]) -> Option<String> {
    let at = tokens.iter().position(|t| t.word() == "flag")?;
    let lead = |t: &Token| matches!(t.word(), "please" | "pls" | "in" | "the" | "file" | ",") || is_file(t);
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    let marked = (at + 2..tokens.len()).any(|n| word(n) == "for" && matches!(word(n + 1), "deletion" | "removal"));
    let (head, rest) = (tokens.get(..at)?, tokens.get(at + 1..)?);
    (marked && head.iter().all(lead)).then(|| format!("{} mark {}", written(head), written(rest)))
}

/// `stash 2`, `stash number 2`: as git writes it.
fn numbered_stash(tokens: &[Token], known: &Verbs) -> Option<String> {
    let at = at_word(tokens, &["stash"]).filter(|_| known.has_text("stash@{"))?;
    let skip = usize::from(tokens.get(at + 1).is_some_and(|t| matches!(t.word(), "number" | "no" | "nr" | "entry")));
    let number = tokens.get(at + 1 + skip)?.lower.trim_start_matches('#').to_owned();
    let plain = !number.is_empty() && number.len() < 4 && number.bytes().all(|b| b.is_ascii_digit());
    let (head, rest) = (tokens.get(..at)?, tokens.get(at + 2 + skip..)?);
    let listed = rest.first().is_some_and(|t| {
        matches!(t.word(), "and" | "to" | "through" | "or" | ",")
            && rest.get(1).is_some_and(|n| n.lower.bytes().all(|b| b.is_ascii_digit()))
    });
    (plain && !listed).then(|| {
        format!(
            "{} stash@{{{number}}}{}{}",
            written(head),
            if rest.first().is_some_and(|t| t.kind == Kind::Mark) { "" } else { " " },
            written(rest)
        )
    })
}

/// `to both remotes, origin and backup`: the two.
fn both(tokens: &[Token]) -> Option<String> {
    let at = at_word(tokens, &["both"])?;
    let [noun, mark, a, and, b, rest @ ..] = tokens.get(at + 1..)? else { return None };
    let plural =
        noun.kind == Kind::Word && noun.lower.ends_with('s') && noun.lower.bytes().all(|b| b.is_ascii_alphabetic());
    let name = |t: &Token| t.kind != Kind::Mark && t.kind != Kind::Quote && !nouns_or_verbs(t);
    let fits = plural && matches!(mark.word(), "," | ":" | "(") && and.word() == "and" && name(a) && name(b);
    let ends = rest.iter().all(|t| matches!(t.word(), ")" | "please" | "pls" | ","));
    (fits && ends).then(|| format!("{} {} and {}", written(tokens.get(..at).unwrap_or_default()), a.text, b.text))
}

/// A word that begins something else.
fn nouns_or_verbs(t: &Token) -> bool {
    matches!(t.word(), "the" | "then" | "please" | "not")
        || words::of_word(t.word()).is_some_and(|(_, f)| f == Form::Base)
}

/// `and set the upstream`, which is an option of the push.
fn upstream(tokens: &[Token], known: &Verbs) -> Option<String> {
    let tail = |words: &[&str]| {
        let at = tokens.len().checked_sub(words.len())?;
        let same = tokens.get(at..)?.iter().zip(words).all(|(t, w)| t.word() == *w);
        same.then(|| written(tokens.get(..at).unwrap_or_default()))
    };
    let said = tail(&["and", "set", "upstream"])
        .or_else(|| tail(&["and", "set", "the", "upstream"]))
        .or_else(|| tail(&["and", "track", "it"]))?;
    let option = known.has_text("git push -u ") || known.has_text("git push --set-upstream ");
    option.then_some(said)
}

/// What a turn adds to the prompt before it, in words that say none of it again.
fn again(last: &str, now: &str, known: &Verbs) -> Option<String> {
    let all = text::sentences(last);
    let [before] = all.as_slice() else { return None };
    let here = text::sentences(now);
    let [own] = here.as_slice() else { return None };
    if own.asks || !before.items.is_empty() || !own.items.is_empty() {
        return None;
    }
    let (old, new) = (token::tokens(&before.text), token::tokens(&own.text));
    if before.asks { answered(&old, &new) } else { raised(&old, &new).or_else(|| one_more(&old, &new, known)) }
}

/// `can a and b go, the volumes?`, and then `go ahead with both`.
fn answered(old: &[Token], new: &[Token]) -> Option<String> {
    let go = at_word(old, &["go"])?;
    let (first, named) = old.get(..go)?.split_first()?;
    let small = |at: usize, t: &Token| {
        turns::is_name(named, at) || matches!(t.word(), "and" | "," | "the") || nouns::kinds(t.word()) != 0
    };
    let asked = matches!(first.word(), "can" | "could" | "may") && named.iter().enumerate().all(|(at, t)| small(at, t));
    let behind =
        old.get(go + 1..)?.iter().all(|t| matches!(t.word(), "," | "the" | "now") || nouns::kinds(t.word()) != 0);
    let names = (0..named.len()).filter(|at| turns::is_name(named, *at)).count();
    let w: Vec<&str> = new
        .iter()
        .map(Token::word)
        .filter(|w| !matches!(*w, "yes" | "yep" | "ok" | "sure" | "," | "please" | "pls" | "fine"))
        .collect();
    let how_many = match w[..] {
        ["go", "ahead", "with", "both"] | ["both"] | ["both", "can", "go"] | ["go", "ahead", "both"] => 2,
        ["go", "ahead"] | ["go", "ahead", "with", "them" | "it"] => names,
        _ => return None,
    };
    (asked && behind && names > 0 && how_many == names).then(|| format!("delete {}", written(named)))
}

/// `scale x to 5`, and then `fine but go to 8`: the same with another number.
fn raised(old: &[Token], new: &[Token]) -> Option<String> {
    let number = |t: &Token| !t.lower.is_empty() && t.lower.bytes().all(|b| b.is_ascii_digit());
    let (last, lead) = new.split_last().filter(|(l, _)| number(l))?;
    let core: Vec<&str> = lead
        .iter()
        .map(Token::word)
        .filter(|w| {
            !matches!(
                *w,
                "fine"
                    | "ok"
                    | "okay"
                    | "good"
                    | "yes"
                    | ","
                    | "but"
                    | "please"
                    | "actually"
                    | "hm"
                    | "hmm"
                    | "no"
                    | "better"
            )
        })
        .collect();
    let told =
        matches!(core[..], ["go", "to" | "with" | "for"] | ["make", "it" | "that"] | ["set", "it", "to"] | ["take"]);
    let mut found = (1..old.len()).filter(|at| old.get(*at).is_some_and(number));
    let at = found.next().filter(|_| found.next().is_none())?;
    let to = old.get(at - 1).is_some_and(|t| t.word() == "to") && at + 1 == old.len();
    (told && to).then(|| format!("Never mind. {} {}.", written(old.get(..at).unwrap_or_default()), last.text))
}

/// `restart the deployment orders in staging`, and then `and carts too`: the same of a plain word that the command has.
fn one_more(old: &[Token], new: &[Token], known: &Verbs) -> Option<String> {
    let own = |t: &&Token| {
        !matches!(t.word(), "and" | "also" | "too" | "please" | "pls" | "," | "the" | "same" | "for" | "ok")
    };
    let cue = new.iter().any(|t| matches!(t.word(), "also" | "too" | "same"));
    let mut rest = new.iter().filter(own);
    let more =
        rest.next().filter(|t| rest.next().is_none() && cue && bounds::is_strange(t) && known.mentions(&t.lower))?;
    let placed = |at: usize| {
        at.checked_sub(1)
            .and_then(|b| old.get(b))
            .is_some_and(|b| matches!(b.word(), "in" | "on" | "from" | "of" | "at" | "to" | "under"))
    };
    let strange = |at: usize| old.get(at).is_some_and(|t| bounds::is_strange(t) || turns::is_name(old, at));
    let mut things = (1..old.len()).filter(|at| strange(*at) && !placed(*at));
    let at = things.next().filter(|_| things.next().is_none())?;
    let asks = old.first().is_some_and(|t| words::of_word(t.word()).is_some_and(|(_, f)| f == Form::Base));
    let limited = old.iter().any(|t| gist::is_limit(t.word()));
    (asks && !limited).then(|| {
        let (head, tail) = (old.get(..at).unwrap_or_default(), old.get(at + 1..).unwrap_or_default());
        format!("{} {} {}", written(head), more.text, written(tail)).trim().to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_in_a_turn_of_phrase() {
        for (said, command, want) in [
            ("ask @mira-k for review on pr 41", "gh pr edit 41", "add the reviewer mira-k to pr 41"),
            ("please request a review from lea on #41", "gh pr edit 41", "please add the reviewer lea to #41"),
            ("ask @mira-k whether pr 41 needs a review", "gh pr edit 41", ""),
            ("merge 41 once CI is green", "gh pr merge 41 --auto --squash", "merge 41"),
            ("merge 41 once CI is green", "gh pr merge 41 --squash", ""),
            ("merge 41 once CI is green", "gh pr merge 41 --auto --admin", ""),
            ("merge 41 once mira is fine with it", "gh pr merge 41 --auto", ""),
            ("merge 41 and 42 once CI is green", "gh pr merge 41 --auto && gh pr merge 42", ""),
            ("drop stash 2, it is old", "git stash drop stash@{2}", "drop stash@{2}, it is old"),
            ("drop stash 2 and 3", "git stash drop stash@{2}", ""),
            ("push main to both remotes, origin and backup", "git push origin main", "push main to origin and backup"),
            ("put 12 and 13 in milestone v2", "gh issue edit 12", "set the milestone of 12 and 13 to v2"),
            ("put 12 in the cupboard", "gh issue edit 12", ""),
        ] {
            let new = written_out(&[], said, &Verbs::of(command)).unwrap_or_default();
            assert_eq!(new, want, "{said} / {command}");
        }
    }

    #[test]
    fn what_a_turn_adds() {
        for (last, now, want) in [
            ("can a-1 and a-2 go, the volumes?", "go ahead with both", "delete a-1 and a-2"),
            ("can a-1, a-2 and a-3 go?", "go ahead with both", ""),
            ("can a-1 and a-2 go?", "wait", ""),
            ("scale worker in staging to 5", "fine but go to 8", "Never mind. scale worker in staging to 8."),
            ("scale worker to 5", "why 5", ""),
            ("restart the deployment orders in staging", "and carts too", "restart the deployment carts in staging"),
            ("restart orders and web", "and carts too", ""),
            ("don't restart orders", "and carts too", ""),
        ] {
            let known = Verbs::of("kubectl rollout restart deployment/carts");
            let new = written_out(&[last.to_owned()], now, &known).unwrap_or_default();
            assert_eq!(new, want, "{last} / {now}");
        }
    }
}
