//! A turn that says anew what a request is about: `leave b, take c in its place`, `b is live! a and c I meant`, `not the namespace!
//! only the pvc x in it`, `no, make it 30 days`. The request before is written once more with that, as if the user had written it
//! again, and what was asked for first is taken back. Whatever else such a turn says leaves it to other readings. Called by
//! `corrections` before the prompts are read.

use super::corrections::{is_alike, places, replaced, says};
use super::gist::{self, Stance};
use super::heard::{self, LEADS_AWAY};
use super::lessened::{self, Part};
use super::literal::Verbs;
use super::nouns;
use super::references;
use super::token::{self, Kind, Token};
use super::turns::{self, HESITATIONS};
use super::words::{self, Form};

/// Longer prompts are left as they are.
const MOST_BYTES: usize = 1000;

/// The second of these prompts as the request that it makes of the first.
pub(super) fn written_out(before: &str, now: &str, known: &Verbs) -> Option<String> {
    let plain = |p: &str| p.len() <= MOST_BYTES && !p.contains(['"', '`', '\n', '?']);
    if !plain(before) || !plain(now) || !lessened::is_one_request(before, known) {
        return None;
    }
    let before = before.trim_end().trim_end_matches(['.', '!']);
    let (again, spared) = swapped(before, now)
        .or_else(|| listed(before, now))
        .or_else(|| described(before, now, known))
        .or_else(|| measured(before, now))?;
    Some(format!("Never mind. {again}.\n\n{spared}"))
}

/// What is asked for now, and what else was said.
type Again = (String, String);

/// Words beside the two names of an exchange.
const EXCHANGE: &[&str] = &[
    "leave", "keep", "spare", "alone", "after", "all", "take", "do", "use", "instead", "of", "rather", "than", "in",
    "its", "place", "stead", "it", "that", "but", "not", "stays", "stay", "goes", "go", "can", "should", "is", "the",
    "one", "please", "and", "for", "pls", ",", "—", "thanks", "as", "remains",
];

/// `leave b after all, take c in its place`, `c instead of b`: the one that was named before stays, the new one goes.
fn swapped(before: &str, now: &str) -> Option<Again> {
    let tokens = token::tokens(now);
    let word = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or("", Token::word);
    let is_name = |at: &usize| turns::is_name(&tokens, *at) && !HESITATIONS.contains(&word(Some(*at)));
    let names: Vec<usize> = (0..tokens.len()).filter(is_name).collect();
    let text = |at: usize| tokens.get(at).map_or("", |t| t.text.as_str());
    let (old, new): (Vec<usize>, Vec<usize>) = names.iter().partition(|at| says(before, text(**at)));
    let (one, other) = (text(*old.first()?), text(*new.first()?));
    let small = |at: usize| {
        let w = word(Some(at));
        EXCHANGE.contains(&w) || HESITATIONS.contains(&w) || nouns::kinds(w) != 0
    };
    let cue = |t: &Token| matches!(t.word(), "instead" | "place" | "stead" | "rather");
    let led = |at: usize| {
        let back = (0..at).rev().find(|b| word(Some(*b)) != "the" && nouns::kinds(word(Some(*b))) == 0);
        (word(back), word(back.and_then(|b| b.checked_sub(1))))
    };
    let stays = |at: usize| {
        let (near, far) = led(at);
        matches!(near, "leave" | "keep" | "spare" | "not" | "than")
            || near == "of" && matches!(far, "instead" | "place" | "stead")
            || matches!(word(Some(at + 1)), "stays" | "stay" | "remains")
    };
    let goes = |at: usize| {
        matches!(led(at).0, "take" | "do" | "use") || matches!(word(Some(at + 1)), "goes" | "go" | "instead" | "rather")
    };
    let one_each = old.iter().all(|at| text(*at) == one) && new.iter().all(|at| text(*at) == other);
    let apart = !old.iter().any(|at| goes(*at)) && !new.iter().any(|at| stays(*at));
    let told = old.iter().any(|at| stays(*at)) || new.iter().any(|at| goes(*at));
    let whole = (0..tokens.len()).all(|at| names.contains(&at) || small(at));
    // `not b, c`
    let not = |p: &[Token]| matches!(p, [no, b, mark, c] if no.word() == "not" && b.text == one && mark.kind == Kind::Mark && c.text == other);
    let cued = tokens.iter().any(cue) || tokens.windows(4).any(not);
    let fits = one_each && apart && told && whole && cued && places(before, one).len() == 1;
    fits.then(|| (replaced(before, one, other), format!("Leave {one} alone.")))
}

/// The sentences of a turn, by their end marks alone.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let ends = |text: &str, at: usize, c: char| {
        let next = text.get(at + 1..).and_then(|t| t.chars().next());
        matches!(c, '!' | ';') || c == '.' && next.is_none_or(char::is_whitespace)
    };
    let mut from = 0;
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for (at, c) in text.char_indices() {
        if ends(text, at, c) {
            cuts.push((from, at));
            from = at + 1;
        }
    }
    cuts.push((from, text.len()));
    cuts.into_iter().filter_map(|(a, b)| text.get(a..b)).map(str::trim).filter(|s| !s.is_empty())
}

/// The words of a sentence behind those with which people hesitate.
fn own(sentence: &str) -> Vec<Token> {
    let sigh = |t: &Token| HESITATIONS.contains(&t.word()) || matches!(t.word(), "hold" | "on" | "hang" | "correction");
    token::tokens(sentence).into_iter().skip_while(sigh).collect()
}

/// `b is live! a and c I meant`: the list as it should have been.
fn listed(before: &str, now: &str) -> Option<Again> {
    let asked = lessened::tokens_of_list(before);
    let mut old = lessened::listed(&asked);
    if old.is_empty() {
        old = references::names(&asked);
        (old.len() == 1).then_some(())?;
    }
    let all: Vec<Vec<Token>> = sentences(now).map(own).filter(|s| !s.is_empty()).collect();
    let mut lists = all.iter().enumerate().filter_map(|(at, s)| Some((at, meant(s)?)));
    let (at, new) = lists.next().filter(|_| lists.next().is_none())?;
    let known = |n: &String| old.contains(n) || old.iter().any(|o| is_alike(o, n));
    let gone: Vec<&String> = old.iter().filter(|o| !new.contains(o)).collect();
    let told = |s: &Vec<Token>| match lessened::part(s, &old) {
        Part::Told(names) => names.iter().all(|n| gone.contains(&n)),
        Part::Stays(Some(name)) => gone.contains(&&name),
        _ => false,
    };
    let others = all.iter().enumerate().filter(|(n, _)| *n != at).all(|(_, s)| told(s));
    if !(others && new.iter().all(known)) || gone.is_empty() {
        return None;
    }
    let once = |n: &String| places(before, n).first().copied().filter(|_| places(before, n).len() == 1);
    let (from, to) = (once(old.first()?)?, once(old.last()?)? + old.last()?.len());
    let again = format!("{}{}{}", before.get(..from)?, new.join(" and "), before.get(to..)?);
    let spared = gone.iter().map(|n| n.as_str()).collect::<Vec<_>>().join(" and ");
    Some((again, format!("Leave {spared} alone.")))
}

/// `a and c I meant`, `I meant a and c`: nothing but the names.
fn meant(tokens: &[Token]) -> Option<Vec<String>> {
    let lead = |at: usize| {
        let word = |n: usize| tokens.get(at + n).map_or("", Token::word);
        word(0) == "i" && matches!(word(1), "meant" | "mean")
    };
    let list = match tokens.len().checked_sub(2) {
        Some(end) if lead(end) => tokens.get(..end)?,
        _ if lead(0) => tokens.get(2..)?,
        _ => return None,
    };
    let joint = |t: &Token| matches!(t.word(), "and" | "," | "the") || nouns::kinds(t.word()) != 0;
    let name = |at: &usize| turns::is_name(list, *at);
    let names: Vec<usize> = (0..list.len()).filter(name).collect();
    let whole = list.iter().enumerate().all(|(at, t)| names.contains(&at) || joint(t));
    (whole && names.len() > 1).then(|| names.iter().filter_map(|n| list.get(*n)).map(|t| t.text.clone()).collect())
}

/// Words behind what is meant that only say that it alone is.
const ALONE: &[&str] = &[
    "that", "one", "this", "please", "pls", "only", "just", "it", "and", "no", "other", "others", "nothing", "else",
    "thanks", "yes", "the", "single", "instead", "more",
];

/// `not the namespace! only the pvc x in it`, `not a failed one. the newest canceled pipeline`: another thing, in words of its own.
fn described(before: &str, now: &str, known: &Verbs) -> Option<Again> {
    let said = token::tokens(before);
    let parts = sentences(now).flat_map(|s| {
        let tokens = own(s);
        tokens.split(|t| t.kind == Kind::Mark).map(<[Token]>::to_vec).collect::<Vec<_>>()
    });
    let (mut denied, mut found) = (false, None);
    for part in parts.filter(|p| !p.is_empty()) {
        if is_denial(&part, &said) {
            denied = true;
        } else if part.iter().all(|t| ALONE.contains(&t.word()) || HESITATIONS.contains(&t.word())) {
        } else if found.replace(part).is_some() {
            return None;
        }
    }
    let new = phrase(&found.filter(|_| denied)?)?;
    let clauses = gist::clauses(&[before.to_owned()], known);
    let [ask] = &clauses[..] else { return None };
    let apart = |t: &Token| matches!(t.word(), "out" | "off" | "down" | "up" | "back" | "and" | "to");
    if ask.stance != Stance::Asks || ask.passive || ask.verb.is_empty() || ask.object.iter().any(apart) {
        return None;
    }
    let verb = before.to_lowercase().find(ask.verb.as_str())?;
    let head = before.get(..verb + ask.verb.len())?;
    let near = heard::near(&ask.object);
    Some((format!("{head} {}", placed(new, near, ask.object.get(near.len()..)?)?), String::new()))
}

/// `not the namespace`, `not a failed one`, `wrong kind`: words of the request before.
fn is_denial(part: &[Token], said: &[Token]) -> bool {
    let small = |t: &Token| matches!(t.word(), "the" | "a" | "an" | "that" | "one" | "ones" | "whole" | "entire");
    let of_request = |t: &Token| said.iter().any(|s| s.lower == t.lower);
    match part.split_first() {
        Some((no, rest)) if no.word() == "not" => {
            rest.len() < 5 && rest.iter().any(of_request) && rest.iter().all(|t| small(t) || of_request(t))
        }
        Some((wrong, [one])) => wrong.word() == "wrong" && (nouns::kinds(one.word()) != 0 || one.word() == "one"),
        _ => false,
    }
}

/// A thing by its kind, with what describes it: no verb, no limit and no choice.
fn phrase(part: &[Token]) -> Option<Vec<Token>> {
    let lead = |t: &Token| matches!(t.word(), "only" | "just" | "but" | "rather" | "i" | "meant" | "mean" | "it's");
    let from = part.iter().take_while(|t| lead(t)).count();
    let end = part.iter().rposition(|t| !matches!(t.word(), "please" | "pls" | "instead" | "i" | "meant" | "mean"))?;
    let own = part.get(from..=end)?;
    let open = |t: &Token| {
        let verb = matches!(words::of_word(t.word()), Some((_, Form::Base))) && nouns::kinds(t.word()) == 0;
        let tells = matches!(t.word(), "is" | "are" | "was" | "or" | "has" | "had" | "can" | "should" | "if" | "when");
        (verb || tells || gist::is_limit(t.word())) && t.kind == Kind::Word
    };
    let first = own.first().is_some_and(|t| matches!(t.word(), "the" | "my" | "our") || nouns::kinds(t.word()) != 0);
    let kind = own.iter().any(|t| nouns::kinds(t.word()) != 0);
    (first && kind && !own.iter().any(open)).then(|| own.to_vec())
}

/// The thing with its place: in what was named first, or where that is.
fn placed(mut new: Vec<Token>, near: &[Token], tail: &[Token]) -> Option<String> {
    let text = |tokens: &[Token]| tokens.iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" ");
    let inside = matches!(&new[..], [.., a, b] if LEADS_AWAY.contains(&a.word()) && matches!(b.word(), "it" | "there"));
    if inside {
        new.truncate(new.len().saturating_sub(2));
        let holder = near.iter().skip_while(|t| matches!(t.word(), "the" | "my" | "our" | "whole" | "entire"));
        let holder: Vec<Token> = holder.cloned().collect();
        return (turns::names(near) == 1).then(|| format!("{} in {}", text(&new), text(&holder)));
    }
    if new.iter().any(|t| LEADS_AWAY.contains(&t.word())) {
        return Some(text(&new));
    }
    let end = tail.iter().position(|t| t.kind == Kind::Mark).unwrap_or(tail.len());
    Some(format!("{} {}", text(&new), text(tail.get(..end)?)).trim_end().to_owned())
}

/// `no, make it 30 days`: another age than the one that was said.
fn measured(before: &str, now: &str) -> Option<Again> {
    let first = now.find([',', '.', '!', ';']).filter(|at| own(now.get(..*at).unwrap_or("")).is_empty());
    let rest = now.get(first.map_or(0, |at| at + 1)..)?;
    let end = rest.find(['.', '!', ';', ',']).unwrap_or(rest.len());
    let said = own(rest.get(..end)?);
    let words: Vec<&str> = said.iter().map(Token::word).collect();
    let cut = match words[..] {
        ["make", "it" | "that", ..] | ["i", "meant" | "mean", ..] => 2,
        ["older", "than", ..] | [.., "rather" | "instead"] => 0,
        _ => return None,
    };
    let small = |t: &&Token| !matches!(t.word(), "rather" | "instead" | "please" | "pls" | "older" | "than");
    let new: Vec<&Token> = said.get(cut..)?.iter().filter(small).collect();
    let [count, unit] = new[..] else { return None };
    let tokens = token::tokens(before);
    let mut ages = tokens.windows(2).filter(|p| matches!(p, [n, u] if is_count(n) && is_unit(u)));
    let ([n, u], None) = (ages.next()?, ages.next()) else { return None };
    let old = format!("{} {}", n.text, u.text);
    let fits = is_count(count) && is_unit(unit) && before.matches(&old).count() == 1;
    let spared = rest.get(end..)?.trim_start_matches(['.', '!', ';', ',', ' ']);
    fits.then(|| (before.replacen(&old, &format!("{} {}", count.text, unit.text), 1), spared.to_owned()))
}

fn is_count(t: &Token) -> bool {
    let w = t.word();
    !w.is_empty() && w.bytes().all(|b| b.is_ascii_digit()) || token::numeral(w).is_some() || matches!(w, "a" | "an")
}

fn is_unit(t: &Token) -> bool {
    matches!(nouns::stem(t.word()), "minute" | "hour" | "day" | "week" | "month" | "year")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_later_turn_puts_in_its_place() {
        for (before, now, want) in [
            (
                "drop a_1 and a_2 in db x",
                "leave a_2 after all, take a_3 in its place",
                Some("drop a_1 and a_3 in db x."),
            ),
            ("drop a_1 and a_2 in db x", "a_3 instead of a_2 please", Some("drop a_1 and a_3 in db x.")),
            ("drop a_1 and a_2 in db x", "leave a_3, take a_2 instead", None),
            (
                "delete servers a-1 and a-10",
                "no wait a-10 is live!! a-1 and a-11 i meant",
                Some("delete servers a-1 and a-11."),
            ),
            ("delete servers a-1 and a-10", "no wait a-1 is live!! a-1 and a-11 i meant", None),
            (
                "delete namespace x-1",
                "hold on, not the namespace! only the pvc data-1 in it",
                Some("delete the pvc data-1 in namespace x-1."),
            ),
            (
                "Delete the last failed pipeline.",
                "No, not a failed one. The newest canceled pipeline, that one please",
                Some("Delete The newest canceled pipeline."),
            ),
            ("delete pod a-1 in ns x", "no, not the pod. the job a-2", Some("delete the job a-2 in ns x.")),
            ("delete pod a-1 in ns x", "no, not the pod. restart the job a-2", None),
            ("delete pod a-1 in ns x", "not the pod, the job is fine", None),
            ("prune images older than a week", "no, make it 30 days", Some("prune images older than 30 days.")),
            ("prune images older than a week", "no, make it a branch", None),
        ] {
            let got = written_out(before, now, &Verbs::default());
            let own = got.as_deref().map(|g| g.trim_start_matches("Never mind. ").split('\n').next().unwrap_or(""));
            assert_eq!(own, want, "{before} // {now}");
        }
    }
}
