//! Sentences that forbid or permit without a verb at their head: `leave x alone`, `x must not be touched`, `only read`.
//! Called by `read`.

use super::conditions::is_conditional;
use super::leads::{ADVERBS, JOINERS};
use super::nouns;
use super::read::{Mood, Statement, longest, opener};
use super::reports::is_reported;
use super::text::Sentence;
use super::token::Token;
use super::words::{self, Form, Ops};

/// Sentences whose meaning is not in a verb at their head: `leave x alone`, `x must not be touched`, `only read`.
pub(super) fn special(sentence: &Sentence, tokens: &[Token], w: &[&str], out: &mut Vec<Statement>) -> bool {
    let conditional = is_conditional(w);
    let stays = w.iter().any(|t| matches!(*t, "stays" | "stay"));
    let mut push = |mood, ops, object: Vec<Token>| {
        let verb = if stays && mood == Mood::Forbid { STAYS.to_owned() } else { String::new() };
        out.push(Statement { verb, ..Statement::plain(mood, ops, object, conditional) });
    };
    if !sentence.asks
        && let Some(object) = looks_only(w)
    {
        push(Mood::Forbid, Ops::TOUCH.or(Ops::EDIT), tokens.get(object..object).unwrap_or_default().to_vec());
        return false;
    }
    let change = Ops::TOUCH.or(Ops::EDIT).or(Ops::DELETE);
    let mut found = false;
    for at in starts(w) {
        let at = skip_openers(w, at);
        if let Some((from, to)) = left_alone(w, at) {
            let object = tokens.get(from..to).unwrap_or_default();
            let object = pointed(tokens.get(..at).unwrap_or_default(), object).unwrap_or(object);
            push(Mood::Forbid, change, object.to_vec());
            found = true;
        } else if let Some(what) = left_there(w, tokens, at).filter(|_| !sentence.asks) {
            push(Mood::Forbid, change, what);
            found = true;
        }
    }
    if !found
        && !sentence.asks
        && let Some((mood, ops, to)) = passive(w)
    {
        // `delete x, the tag has to stay`: the clause before is a request of its own.
        let comma = w.get(..to).and_then(|b| b.iter().rposition(|t| matches!(*t, "," | "—" | "but")));
        // `take x out of f, the rest stays`, `a and b: delete these, c must remain`
        let begins = |at: usize| {
            let first = w.get(skip_openers(w, at)).copied().unwrap_or("");
            words::of_word(first).is_some_and(|(_, form)| form == Form::Base) && nouns::kinds(first) == 0
                || words::PHRASES.iter().any(|p| p.0 == first)
        };
        let colon = w.iter().take(to).position(|t| *t == ":").map(|at| at + 1);
        let asks = begins(0) || colon.is_some_and(begins);
        let own = comma.filter(|_| asks && mood == Mood::Forbid).map_or(0, |at| at + 1);
        let subject = tokens.get(own..to).unwrap_or_default();
        // `two branches need to be deleted, a and b`: the names follow.
        let named = super::turns::names(subject) > 0 || mood == Mood::Forbid;
        let behind = w.iter().skip(to).position(|t| matches!(*t, "," | ":" | "—")).map_or(w.len(), |at| to + at + 1);
        let rest = tokens.get(behind..).unwrap_or_default();
        // `these prefixes in x can be deleted: a/, b/`
        let listed = behind.checked_sub(1).is_some_and(|c| w.get(c) == Some(&":")) && super::turns::names(rest) > 0;
        let told = rest.iter().any(|t| words::of_word(t.word()).is_some());
        let subject = subject.to_vec();
        push(mood, ops, if named && (told || !listed) { subject } else { [subject, rest.to_vec()].concat() });
        return own == 0;
    }
    false
}

/// The verb of a prohibition that says what stays.
pub(super) const STAYS: &str = "stays";

/// Where clauses may begin.
fn starts(w: &[&str]) -> Vec<usize> {
    (0..w.len()).filter(|at| *at == 0 || w.get(at - 1).is_some_and(|j| JOINERS.contains(j))).collect()
}

pub(super) fn skip_openers(w: &[&str], mut at: usize) -> usize {
    while let Some(n) = opener(w, at) {
        at += n;
    }
    at
}

/// What goes wrong over and over: `keeps restarting`.
pub(super) fn fails(word: &str) -> bool {
    matches!(
        word,
        "restarting" | "crashing" | "failing" | "dying" | "looping" | "flapping" | "hanging" | "crashlooping"
    )
}

/// `leave x alone`, `hands off x`, `stay away from x`, `keep x`: the tokens of x.
fn left_alone(w: &[&str], at: usize) -> Option<(usize, usize)> {
    let leads = [
        "hands off",
        "keep your hands off",
        "keep off",
        "stay away from",
        "stay out of",
        "keep away from",
        "keep out of",
        "steer clear of",
    ];
    let end = w.len();
    if let Some(len) = longest(leads.into_iter(), w, at) {
        return Some((at + len, end));
    }
    let behind = ["alone", "untouched", "as-is", "unchanged", "intact", "be", "in"];
    match w.get(at).copied()? {
        "leave" => {
            let to = (at + 1..end).find(|i| {
                w.get(*i).is_some_and(|t| behind.contains(t)) || w.get(*i) == Some(&"as") && w.get(i + 1) == Some(&"is")
            })?;
            Some((at + 1, to)).filter(|(a, b)| b > a)
        }
        // `two pods keep restarting`
        "keep" if at > 0 && w.get(at + 1).is_some_and(|t| fails(t)) => None,
        // `keep the tag, then create it again`
        "keep" | "preserve" | "retain" | "spare" => {
            let next = |i: usize| w.get(i + 1).copied().unwrap_or("");
            let on = |i: &usize| {
                matches!(w.get(*i), Some(&("," | "—"))) && matches!(next(*i), "then" | "and" | "afterwards")
            };
            let mut marks = (at + 2..end).filter(on);
            let goes_on = marks.find(|i| (i + 2..i + 4).any(|v| w.get(v).is_some_and(|t| words::of_word(t).is_some())));
            Some((at + 1, goes_on.unwrap_or(end)))
        }
        _ => None,
    }
}

/// What a sentence sets apart from what it asks for, as prohibitions that follow it.
pub(super) fn exceptions(w: &[&str], tokens: &[Token]) -> Vec<Statement> {
    let change = Ops::TOUCH.or(Ops::EDIT).or(Ops::DELETE);
    let all = starts(w).into_iter().filter_map(|at| set_apart(w, at));
    all.map(|(from, to)| {
        let object = tokens.get(from..to).unwrap_or_default().to_vec();
        Statement { verb: STAYS.to_owned(), ..Statement::plain(Mood::Forbid, change, object, false) }
    })
    .collect()
}

/// `…, b being the exception`, `…, skipping b`: the tokens of b.
fn set_apart(w: &[&str], at: usize) -> Option<(usize, usize)> {
    const REACH: usize = 4;
    let word = |n: usize| w.get(n).copied().unwrap_or("");
    if at > 0 && matches!(word(at), "skipping" | "sparing" | "omitting") {
        return Some((at + 1, w.len()));
    }
    let is = (at + 1..at + REACH).find(|n| matches!(word(*n), "being" | "is" | "are"))?;
    let apart = (is + 1..is + 3).any(|n| matches!(word(n), "exception" | "exceptions" | "exempt" | "excluded"));
    (at > 0 && apart && !(is + 1..is + 3).any(|n| matches!(word(n), "no" | "not"))).then_some((at, is))
}

/// `b is still in use, so leave that one`: b.
fn left_there(w: &[&str], tokens: &[Token], at: usize) -> Option<Vec<Token>> {
    (w.get(at) == Some(&"leave")).then_some(())?;
    let rest = w.get(at + 1..).unwrap_or_default();
    let pointer = matches!(rest, ["it" | "that" | "them" | "this" | "those" | "these", ..]);
    let ends = rest.len() <= 2 && rest.iter().skip(1).all(|t| matches!(*t, "one" | "ones" | "there"));
    let before = tokens.get(..at).unwrap_or_default();
    (pointer && ends && super::turns::names(before) > 0).then(|| spoken_of(before).to_vec())
}

/// `b is another town, keep!`, `there is a b beside it, leave that one alone`: b.
pub(super) fn pointed<'a>(before: &'a [Token], object: &[Token]) -> Option<&'a [Token]> {
    let one = |t: &Token| matches!(t.word(), "it" | "that" | "this" | "them" | "those" | "these" | "one" | "ones");
    let told = spoken_of(before);
    let own = told.len() < before.len() || told.first().is_some_and(|t| t.word() == "there");
    let is = told.iter().any(|t| matches!(t.word(), "is" | "are"));
    (object.iter().all(one) && is && (own || object.is_empty())).then_some(told)
}

/// `delete a, but the volumes hold results so leave these`: of what stands before, the last clause that has its own subject.
fn spoken_of(before: &[Token]) -> &[Token] {
    let joins = |t: &Token| JOINERS.contains(&t.word());
    let end = before.iter().rposition(|t| !joins(t)).map_or(0, |at| at + 1);
    let own = before.get(..end).unwrap_or_default();
    let from = own.iter().rposition(joins).map_or(0, |at| at + 1);
    let clause = own.get(from..).unwrap_or_default();
    let plural = |t: &Token| nouns::kinds(&t.lower) != 0 && t.lower.ends_with('s');
    let subject = |t: &Token| super::turns::is_name(std::slice::from_ref(t), 0) || plural(t);
    let verb = clause.iter().position(|t| {
        matches!(t.word(), "is" | "are" | "has" | "have" | "hold" | "holds" | "belong" | "belongs" | "need" | "needs")
    });
    let there = clause.first().is_some_and(|t| t.word() == "there") && super::turns::names(clause) > 0;
    let has_own = there || verb.is_some_and(|at| clause.iter().take(at).any(subject));
    if has_own { clause } else { before }
}

/// `only read`, `just look`, `read-only`, `no changes`: changes nothing. Returns where its object would stand.
fn looks_only(w: &[&str]) -> Option<usize> {
    let leads = [
        "only read",
        "read only",
        "just read",
        "read-only",
        "just look",
        "only look",
        "look but don't touch",
        "no changes",
        "no edits",
        "no modifications",
        "no writes",
        "no code changes",
        "no file changes",
        "analysis only",
        "dry run only",
        "this is read-only",
        "don't do anything yet",
        "don't do anything",
        "do nothing yet",
        "just analyse",
        "just analyze",
        "only analyse",
        "only analyze",
        "don't make any changes",
        "do not make any changes",
        "don't make changes",
        "do not make changes",
        "without making any changes",
        "without making changes",
        "without changing anything",
        "without touching anything",
        "plan only",
        "only plan",
        "just plan",
        "don't implement anything",
        "don't write any code",
        "don't write code",
        "do not write any code",
    ];
    starts(w).into_iter().find_map(|at| {
        let bare = longest(leads.into_iter(), w, at).map(|len| at + len);
        bare.or_else(|| {
            let at = skip_openers(w, at);
            longest(leads.into_iter(), w, at).map(|len| at + len)
        })
    })
}

/// `taken out of`, `torn down`: a participle of two words.
pub(super) fn past_phrase(w: &[&str], at: usize) -> Option<Ops> {
    let base = words::base_of_past(w.get(at)?);
    let fits = |rest: &[&str]| rest.iter().enumerate().all(|(i, r)| w.get(at + 1 + i) == Some(r));
    words::PHRASES.iter().find(|(first, rest, _)| *first == base && fits(rest)).map(|(_, _, ops)| *ops)
}

/// `x must not be deleted`, `x can be removed`, `nothing should be pushed`: mood, operations, the end of x.
fn passive(w: &[&str]) -> Option<(Mood, Ops, usize)> {
    let modals = [
        "must",
        "should",
        "shall",
        "may",
        "can",
        "cannot",
        "can't",
        "mustn't",
        "shouldn't",
        "needs",
        "need",
        "has",
        "have",
        "is",
        "are",
        "stays",
        "stay",
        "remains",
    ];
    let at = w.iter().position(|t| modals.contains(t)).filter(|at| *at > 0 && *at <= 12)?;
    let subject = w.get(..at)?;
    let others = [
        "i", "we", "you", "it", "they", "he", "she", "that", "this", "there", "what", "which", "who", "if", "why",
        "how",
    ];
    if subject.first().is_some_and(|f| others.contains(f)) || is_reported(w, at) {
        return None;
    }
    let modal = w.get(at).copied()?;
    let rest = w.get(at + 1..)?;
    let word = |n: usize| rest.get(n).copied().unwrap_or("");
    let off = matches!((word(0), word(1)), ("off", "limits") | ("read", "only"))
        || matches!(word(0), "off-limits" | "read-only" | "untouchable" | "taboo" | "sacred");
    if matches!(modal, "is" | "are" | "must" | "stays" | "remains") && (off || matches!(modal, "stays")) {
        return Some((Mood::Forbid, Ops::TOUCH.or(Ops::EDIT).or(Ops::DELETE), at));
    }
    if matches!(modal, "must" | "should" | "has" | "have" | "needs")
        && matches!((word(0), word(1)), ("stay", _) | ("remain", _) | ("to", "stay"))
    {
        return Some((Mood::Forbid, Ops::TOUCH.or(Ops::EDIT).or(Ops::DELETE), at));
    }
    // `x doesn't have to be deleted`
    let denied = subject.last().is_some_and(|t| t.ends_with("n't") || matches!(*t, "not" | "never" | "hardly"));
    if denied {
        return None;
    }
    let no = subject.first().is_some_and(|s| matches!(*s, "nothing" | "none" | "no"));
    let negated =
        matches!(modal, "cannot" | "can't" | "mustn't" | "shouldn't") || matches!(word(0), "not" | "never") || no;
    let skip = usize::from(matches!(word(0), "not" | "never" | "to" | "now" | "safely" | "also"));
    let be = rest.iter().skip(skip).position(|t| matches!(*t, "be" | "get"))? + skip;
    // `are to be deleted`
    let to_be = matches!(modal, "is" | "are") && matches!((word(0), word(1)), ("to", "be"));
    if be > 3 || !to_be && matches!(modal, "is" | "are" | "stays" | "stay") {
        return None;
    }
    let verb = be + 1 + rest.iter().skip(be + 1).take_while(|t| ADVERBS.contains(t)).count();
    let (ops, form) =
        past_phrase(rest, verb).map(|ops| (ops, Form::Past)).or_else(|| words::of_word(rest.get(verb)?))?;
    let irregular = rest.get(verb).is_some_and(|t| matches!(*t, "set" | "reset" | "shut" | "cut" | "put"));
    if form != Form::Past && !irregular {
        return None;
    }
    let positive = to_be || matches!(modal, "must" | "should" | "needs" | "need" | "has" | "have" | "can" | "may");
    match (negated, positive) {
        (true, _) => Some((Mood::Forbid, ops, at)),
        (false, true) => Some((Mood::Ask, ops, at)),
        (false, false) => None,
    }
}
