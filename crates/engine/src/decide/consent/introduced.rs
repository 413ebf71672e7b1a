//! A sentence of its own introduces a thing, and the request that follows only points to it: `the branch x still sits on origin.
//! nobody needs it, so remove it`. What such a sentence says with `still`, `only` or `before` limits nothing. And what is told of a
//! neighbour (`b looks healthy`, `the other two (b and c) go on`) spares it. Called by `gist` and `against`.

use super::bind::points_back;
use super::bounds;
use super::command::Command;
use super::edit::{is_file, is_marked};
use super::gist::{Clause, Stance, is_limit};
use super::heard::{Heard, near};
use super::nouns;
use super::times::is_weekday;
use super::token::{self, Kind, Token};
use super::turns;
use super::words::{self, Form, Ops};

/// What tells how a thing is or was, and forbids nothing, where that thing is what the sentence is about.
const DESCRIBES: &[&str] = &["still", "only", "just", "before", "until", "till", "never", "not", "no", "nothing"];

/// Words that say that a thing has its use: it may be what is to stay.
const IN_USE: &[&str] = &[
    "need",
    "needs",
    "needed",
    "use",
    "used",
    "uses",
    "using",
    "required",
    "requires",
    "live",
    "serving",
    "serves",
    "healthy",
    "fine",
    "important",
    "referenced",
    "depends",
    "depend",
    "stays",
    "stay",
    "keep",
    "keeps",
    "must",
    "should",
    "shall",
    "may",
    "mustn't",
    "shouldn't",
    "production",
    "needn't",
    "allowed",
    "let",
    "leave",
];

/// Clauses that introduce what the next request means are no limits.
pub(super) fn settle(all: &mut [Clause]) {
    for at in 0..all.len() {
        let told = all.get(at).is_some_and(|c| {
            let told = |c: &Clause| c.names() > 0 && (has_still(c) || is_introduction(c)) || is_of_it(c);
            c.stance == Stance::Limits && !c.asked && !c.whole && told(c)
        });
        let purpose = all.get(at).is_some_and(|c| c.stance == Stance::Limits && !c.asked) && is_timed_purpose(all, at);
        if (purpose || told && is_meant_next(all, at) || is_recounted(all, at))
            && let Some(c) = all.get_mut(at)
        {
            c.stance = Stance::Tells;
        }
    }
}

/// `delete it so the nodes are free tonight`: a purpose behind a request, with a word for a time in it.
fn is_timed_purpose(all: &[Clause], at: usize) -> bool {
    let Some(c) = all.get(at).filter(|c| c.object.first().is_some_and(|t| t.word() == "so") && c.names() == 0) else {
        return false;
    };
    let time = |t: &Token| matches!(t.word(), "tonight" | "tomorrow" | "soon" | "later") || is_weekday(t.word());
    let limits = c.object.iter().filter(|t| is_limit(t.word()));
    let asked = at.checked_sub(1).and_then(|b| all.get(b)).is_some_and(|b| {
        b.stance == Stance::Asks && b.sentence == c.sentence && is_purpose(near(&b.object), &without_time(c, &time))
    });
    asked && limits.clone().count() > 0 && limits.into_iter().all(time)
}

fn without_time(c: &Clause, time: &dyn Fn(&Token) -> bool) -> Vec<Token> {
    c.object.iter().filter(|t| !time(t)).cloned().collect()
}

/// The next request has no name, or the same one: `still has a in it. remove a`.
fn is_meant_next(all: &[Clause], at: usize) -> bool {
    let Some(c) = all.get(at) else { return false };
    let next = all.get(at + 1..).unwrap_or_default().iter().find(|n| n.stance != Stance::Tells && !n.is_bare());
    let own =
        |n: &Clause| n.tokens().any(|t| is_marked(&t.lower) && !is_file(t) && c.tokens().any(|o| o.lower == t.lower));
    next.is_some_and(|n| {
        let of_it = n.stance == Stance::Asks || n.put_off && n.ops != Ops::NONE;
        // In one sentence only what points: `x only gives errors, remove it`.
        let behind = n.sentence > c.sentence || is_introduction(c) && points_back(near(&n.object));
        // `delete this snapshot in eu-west-1`
        let points = turns::names(near(&n.object)) == 0 && points_back(near(&n.object));
        of_it && (n.names() == 0 || own(n) || points) && behind && n.turn <= c.turn + 1
    })
}

/// `origin still has a and b`: what is there.
fn has_still(c: &Clause) -> bool {
    let has = |w: &str| {
        matches!(
            w,
            "has"
                | "have"
                | "shows"
                | "show"
                | "lists"
                | "contains"
                | "holds"
                | "runs"
                | "points"
                | "references"
                | "there"
        )
    };
    let mut limits = c.object.iter().enumerate().filter(|(_, t)| is_limit(t.word()));
    let only = limits.next().filter(|(_, t)| t.word() == "still").filter(|_| limits.next().is_none());
    only.is_some_and(|(i, _)| c.object.get(i + 1).is_some_and(|t| has(t.word())))
}

/// `the snapshot s-1 was only taken before the upgrade`: the name is the subject, and what follows describes it.
pub(super) fn is_introduction(c: &Clause) -> bool {
    let limit = |t: &Token| is_limit(t.word());
    let Some(first) = c.object.iter().position(limit) else { return false };
    let Some(name) = (0..c.object.len()).find(|at| turns::is_name(&c.object, *at)).filter(|n| *n < first) else {
        return false;
    };
    // `was merged on Tuesday`
    let past = c.object.iter().any(|t| matches!(t.word(), "was" | "were" | "since" | "last") || is_doing(t.word()));
    // `keep x`, `without x` and their like stand before the name.
    let describes = |t: &Token| {
        DESCRIBES.contains(&t.word())
            || is_weekday(t.word()) && past
            || matches!(t.word(), "doesn't" | "didn't" | "isn't" | "wasn't" | "hasn't" | "won't" | "weren't" | "aren't")
    };
    let joint = c.object.iter().take_while(|t| matches!(t.word(), "but" | "and" | "so")).count();
    let subject = c.object.iter().take(name).skip(joint).all(|t| {
        nouns::kinds(t.word()) != 0
            || matches!(t.word(), "the" | "my" | "our" | "this" | "that" | "old" | "a" | "an" | "contractor's")
            || t.lower.ends_with("'s")
            || nouns::label(t.word()).is_some()
    });
    subject
        && c.object.iter().filter(|t| limit(t)).all(describes)
        && !c.object.iter().any(|t| IN_USE.contains(&t.word()))
        && !c.ops.meets(Ops::DELETE.or(Ops::KILL).or(Ops::TOUCH))
}

/// `yesterday I wanted to keep x. that has changed, delete it`: what somebody wanted once.
fn is_recounted(all: &[Clause], at: usize) -> bool {
    let Some(c) = all.get(at).filter(|c| c.stance == Stance::Limits && !c.asked && !c.whole) else { return false };
    let wanted = |t: &Token| matches!(t.word(), "wanted" | "asked" | "said" | "told" | "planned" | "meant" | "decided");
    let limit = c.object.iter().position(|t| is_limit(t.word()));
    let past = c.object.iter().position(wanted).is_some_and(|w| limit.is_some_and(|l| w < l));
    let changed = |n: &Clause| {
        let word = |at: usize| n.object.get(at).map_or("", Token::word);
        matches!(word(0), "that" | "this" | "it" | "things" | "but")
            && n.object.iter().any(|t| matches!(t.word(), "changed" | "anymore" | "longer"))
    };
    let behind = all.get(at + 1..).unwrap_or_default();
    past && behind.iter().take_while(|n| n.turn == c.turn).any(changed) && is_meant_next(all, at)
}

/// `it still sits on origin`: told of what was named just before.
fn is_of_it(c: &Clause) -> bool {
    let word = |at: usize| c.object.get(at).map_or("", Token::word);
    let describes = |t: &Token| matches!(t.word(), "still" | "only" | "just" | "never");
    let mut limits = c.object.iter().filter(|t| is_limit(t.word()));
    matches!(word(0), "it" | "they")
        && c.names() == 0
        && (is_doing(word(2)) || is_doing(word(1)))
        && limits.all(describes)
        && !c.object.iter().any(|t| IN_USE.contains(&t.word()))
}

/// Verbs by which something goes on, is well or is another's.
const GOES_ON: &[&str] = &[
    "looks", "look", "seems", "seem", "works", "work", "serves", "serve", "runs", "run", "belongs", "belong", "needs",
    "waits", "wait", "holds", "feeds", "carries", "remains", "remain", "stays", "stay", "goes", "live", "lives", "has",
    "have", "takes", "gets", "keeps",
];

/// What is well, used or another's.
const WELL: &[&str] = &[
    "healthy",
    "fine",
    "ok",
    "okay",
    "good",
    "alright",
    "right",
    "correct",
    "needed",
    "used",
    "use",
    "live",
    "ours",
    "mine",
    "theirs",
    "not",
    "green",
    "active",
    "important",
    "untouched",
    "still",
    "running",
    "up",
    "working",
    "serving",
    "real",
    "others",
];

/// A verb at this place says of the name before it that it goes on or is well.
pub(super) fn goes_on(tokens: &[Token], verb: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    let owner = |at: usize| tokens.get(at).is_some_and(|t| t.lower.ends_with("'s"));
    GOES_ON.contains(&word(verb))
        || matches!(word(verb), "is" | "are" | "was" | "were")
            && (verb + 1..verb + 4).any(|at| WELL.contains(&word(at)) || owner(at))
}

/// `481204 looks healthy`: a name, and a verb behind it.
pub(super) fn is_told_of(tokens: &[Token]) -> bool {
    let first = tokens.iter().take_while(|t| matches!(t.word(), "the" | "and" | "but" | "only" | "also")).count();
    let named = (first..first + 2).find(|at| turns::is_name(tokens, *at));
    named.is_some_and(|at| goes_on(tokens, at + 1) && tokens.get(at + 1).is_some_and(|t| t.kind == Kind::Word))
}

/// What stands in brackets behind `the other two` names those that go on, where their clause has a verb of its own.
pub(super) fn of_others(before: &[Token], behind: &[Token]) -> bool {
    let mark = |t: &Token| t.kind == Kind::Mark;
    let from = before.iter().rposition(mark).map_or(0, |at| at + 1);
    let own = before.get(from..).unwrap_or_default();
    let to = behind.iter().position(mark).unwrap_or(behind.len());
    let rest = behind.get(..to).unwrap_or_default();
    let others = own.iter().any(|t| matches!(t.word(), "other" | "others" | "rest" | "remaining"));
    others && !rest.is_empty() && goes_on(rest, 0)
}

/// `b was deleted yesterday`: what was done already, and is not asked for.
pub(super) fn is_done(c: &Clause) -> bool {
    let word = |at: usize| c.object.get(at).map_or("", Token::word);
    let done = |at: usize| {
        let past = words::of_word(word(at)).is_some_and(|(_, f)| f == Form::Past)
            || matches!(word(at), "done" | "gone" | "rerun" | "held" | "reset" | "cut" | "put" | "set");
        past && matches!(word(at - 1), "was" | "were" | "been" | "got" | "already" | "is" | "are")
    };
    let when = |t: &Token| {
        matches!(t.word(), "already" | "yesterday" | "earlier" | "before" | "ago" | "last" | "morning" | "today")
    };
    let verb = (1..c.object.len()).find(|at| done(*at));
    c.stance != Stance::Asks
        && !c.asked
        && verb.is_some_and(|v| turns::names(c.object.get(..v).unwrap_or_default()) > 0)
        && c.object.iter().any(when)
}

/// A neighbour of which these words only tell that it goes on is hit as well.
pub(super) fn hits_neighbour(heard: &Heard, turn: usize, command: &Command) -> bool {
    let wanted = |t: &Token| {
        let own = |w: &&super::heard::Want| w.ask.turn == turn;
        heard.wants.iter().filter(own).any(|w| w.about().iter().chain(&w.aside).any(|o| o.lower == t.lower))
    };
    let Some(ask) = heard.clauses.iter().position(|c| c.turn == turn && c.stance == Stance::Asks) else { return false };
    let told = |c: &Clause| c.turn == turn && c.stance != Stance::Asks && !c.asked;
    let spared = |c: &Clause| c.stance == Stance::Limits && c.aside;
    // `we have a and b. b is in use. drop a`: a plain word that is one of the command's.
    let plain = |tokens: &[Token]| {
        let first = tokens.iter().find(|t| !matches!(t.word(), "the" | "and" | "but"))?;
        let second = tokens.iter().skip_while(|t| !std::ptr::eq(*t, first)).nth(1)?;
        let verb = tokens.iter().position(|t| std::ptr::eq(t, second))?;
        let own = bounds::is_strange(first) && goes_on(tokens, verb) && !wanted(first);
        let word = |w: &str| w.trim_matches(['\'', '"', ',', ';']).eq_ignore_ascii_case(&first.lower);
        (own && command.text.split_whitespace().any(word)).then_some(())
    };
    let named = heard.clauses.get(ask).is_some_and(|c| c.names() > 0);
    heard.clauses.iter().enumerate().filter(|(_, c)| told(c)).any(|(at, c)| {
        let tokens: Vec<Token> = c.tokens().cloned().collect();
        if (named || at > ask) && c.stance == Stance::Tells && plain(&tokens).is_some() {
            return true;
        }
        ((named || at > ask) && c.stance == Stance::Tells && is_told_of(&tokens) || is_done(c) || spared(c))
            && (0..tokens.len())
                .filter(|at| turns::is_name(&tokens, *at))
                .filter_map(|at| tokens.get(at))
                .take(if spared(c) { tokens.len() } else { 1 })
                .any(|t| !wanted(t) && command.has_whole(&t.lower))
    })
}

/// Third persons that are no names behind a noun: `the service floods the log`.
const DOES: &[&str] = &[
    "hangs", "floods", "blocks", "fills", "eats", "loses", "sits", "lies", "crashes", "loops", "spams", "pages",
    "flaps", "leaks", "dies", "fails", "burns", "wastes", "clutters", "confuses", "idles", "breaks", "keeps", "gets",
    "gives", "goes", "comes", "makes", "costs", "belongs", "looks", "seems", "takes", "needs", "waits", "writes",
    "throws", "returns", "ignores", "restarts", "answers", "refuses", "claims", "survives", "expired", "expires",
    "points", "holds", "serves", "runs", "uses", "works", "carries", "stands", "spins", "brings", "picks",
];

/// A word that says what a thing does, and is no name of one.
pub(super) fn is_doing(word: &str) -> bool {
    DOES.contains(&word)
}

/// `the others are not ours, don't touch`, `b is rosa's, leave it`: what stands before a prohibition without an object of its own.
pub(super) fn forbidden_before(tokens: &[Token], start: usize) -> Vec<Token> {
    let before = tokens.get(..start).unwrap_or_default();
    let joint = |t: &Token| t.kind == Kind::Mark || matches!(t.word(), "so" | "and" | "please" | "pls");
    let end = before.iter().rposition(|t| !joint(t)).map_or(0, |at| at + 1);
    let own = before.get(..end).unwrap_or_default();
    let from = own.iter().rposition(|t| t.kind == Kind::Mark).map_or(0, |at| at + 1);
    let clause = own.get(from..).unwrap_or_default();
    let verb = (1..clause.len()).find(|at| {
        let w = clause.get(*at).map_or("", Token::word);
        GOES_ON.contains(&w) || matches!(w, "is" | "are" | "was" | "were" | "isn't" | "aren't")
    });
    let Some(subject) = verb.and_then(|v| clause.get(..v)) else { return Vec::new() };
    let others = |t: &Token| matches!(t.word(), "other" | "others" | "rest" | "remaining" | "ones");
    if subject.iter().any(others) {
        return token::tokens("the others");
    }
    let lead = |t: &Token| matches!(t.word(), "on" | "in" | "at" | "with" | "from" | "for" | "of");
    if turns::names(subject) > 0 && !subject.iter().any(lead) { subject.to_vec() } else { Vec::new() }
}

/// `delete it so the controller brings up a new one`: what comes of it. Of one thing it cannot say which.
pub(super) fn is_purpose(pointer: &[Token], tokens: &[Token]) -> bool {
    let one = pointer.iter().any(|t| matches!(t.word(), "it" | "this" | "that")) && turns::number(pointer) == Some(1);
    let named = |t: &Token| t.kind == Kind::Name || is_marked(&t.lower);
    let limits = |t: &Token| is_limit(t.word()) || matches!(t.word(), "only" | "just" | "but" | "all" | "both");
    let so = tokens.first().is_some_and(|t| t.word() == "so") && tokens.len() > 2;
    one && so && !tokens.iter().any(|t| limits(t) || named(t))
}

/// Verbs by which the subject is no thing that is meant, but what holds such: `origin has a and b`.
const HOLDS: &[&str] =
    &["has", "have", "had", "contains", "holds", "shows", "lists", "references", "points", "needs", "waits", "depends"];

/// Where the verb stands that tells something of a name before it.
fn verb_of(tokens: &[Token]) -> Option<usize> {
    let is = |t: &Token| {
        let w = t.word();
        matches!(
            w,
            "is" | "are"
                | "was"
                | "were"
                | "has"
                | "have"
                | "had"
                | "isn't"
                | "aren't"
                | "wasn't"
                | "doesn't"
                | "didn't"
                | "hasn't"
                | "won't"
                | "would"
                | "still"
                | "already"
                | "only"
                | "just"
                | "failed"
                | "crashed"
                | "died"
                | "broke"
                | "went"
                | "got"
                | "came"
        ) || is_doing(w) && t.kind == Kind::Word
            || HOLDS.contains(&w)
    };
    let at = (1..tokens.len()).find(|at| tokens.get(*at).is_some_and(is))?;
    (turns::names(tokens.get(..at)?) > 0).then_some(at)
}

/// `the run 91 in acme/web hangs on the windows runner since 3am`: the subject, and where it is; none where the words are no such
/// sentence. What stands behind the verb tells how it is with that thing, and is no other that is meant.
pub(super) fn subject(tokens: &[Token]) -> Option<Vec<Token>> {
    if let Some(unwanted) = unwanted(tokens) {
        return Some(unwanted.to_vec());
    }
    let verb = verb_of(tokens)?;
    let all = tokens.get(..verb)?;
    // `its node id is 9b2d04f1` says what it is called.
    let called = tokens.get(verb).is_some_and(|t| matches!(t.word(), "is" | "are"))
        && (verb + 1..verb + 3).any(|at| turns::is_name(tokens, at));
    let marked = |t: &Token| t.kind == Kind::Name || is_marked(&t.lower);
    let id = |t: &Token| matches!(t.word(), "id" | "pid" | "name" | "uid" | "number" | "address");
    if called || all.iter().any(id) && !all.iter().any(marked) {
        return None;
    }
    let verbs = tokens.get(verb..)?.iter().take_while(|t| t.kind != Kind::Mark);
    // `a and b still has c`, `the file x contains y`
    if verbs.clone().take(2).any(|t| HOLDS.contains(&t.word())) && !is_perfect(tokens, verb) {
        return None;
    }
    let person = ["i", "we", "he", "she", "they", "it", "you", "there", "nobody", "who", "which", "what"];
    if all.iter().any(|t| t.kind == Kind::Mark || person.contains(&t.word()) || t.word() == "and") {
        return None;
    }
    let mut out = all.to_vec();
    // Where it is may stand behind the verb: `hangs in namespace shop`, `sits on origin`.
    let rest = tokens.get(verb..).unwrap_or_default();
    for (at, t) in rest.iter().enumerate() {
        let lead = at.checked_sub(1).and_then(|b| rest.get(b)).map_or("", Token::word);
        let place = turns::is_place(lead) && turns::is_name(rest, at);
        let remote = matches!(t.word(), "origin" | "upstream") && matches!(lead, "on" | "in" | "from" | "to");
        // `hangs on ci.example.com`, `in acme/web`
        let host = t.lower.contains(['.', '/']) && matches!(lead, "on" | "in" | "at" | "from");
        let remote = remote || host;
        if place || remote {
            let from = if place { at.saturating_sub(2) } else { at.saturating_sub(1) };
            out.extend(rest.get(from..=at).unwrap_or_default().iter().cloned());
        }
    }
    Some(out)
}

/// `I don't want to keep x on this box any longer`: what nobody wants.
fn unwanted(tokens: &[Token]) -> Option<&[Token]> {
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    let person = matches!(word(0), "i" | "we" | "nobody");
    let not = matches!(word(1), "don't" | "dont" | "needn't") || word(0) == "nobody";
    let verb =
        (1..5).rev().find(|at| matches!(word(*at), "keep" | "retain" | "pay" | "need" | "needs" | "want" | "wants"))?;
    let rest = tokens.get(verb + 1..).filter(|_| person && not)?;
    let ends =
        |t: &Token| t.kind == Kind::Mark || matches!(t.word(), "any" | "anymore" | "longer" | "because" | "since");
    let own = rest.get(..rest.iter().position(ends).unwrap_or(rest.len()))?;
    (turns::names(own) > 0).then_some(own)
}

/// `has been in a deadlock`, `has hung`: no holder.
fn is_perfect(tokens: &[Token], verb: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    let past =
        |w: &str| w.ends_with("ed") || matches!(w, "been" | "hung" | "gone" | "become" | "got" | "stopped" | "run");
    // `has two approvals`, `has 40 GB`, `has the wrong notes`: what it has, and no other name.
    let none =
        || !(verb + 1..tokens.len()).any(|at| turns::is_name(tokens, at) && !super::heard::is_amount(tokens, at));
    matches!(word(verb), "has" | "had" | "have") && (past(word(verb + 1)) || past(word(verb + 2)) || none())
}

/// `tell the channel x. the webhook is https://…`: where it is to be sent, told in a sentence of its own.
pub(super) fn address_told(all: &[Clause], here: &Clause, about: &[Token]) -> Vec<Token> {
    let url = |t: &Token| t.lower.starts_with("http") && t.lower.contains("://");
    if about.iter().any(url) {
        return Vec::new();
    }
    let lead = |w: &str| matches!(w, "webhook" | "hook" | "url" | "address" | "endpoint" | "link");
    let told = |c: &Clause| {
        let at = c.object.iter().position(url)?;
        let is = c.object.get(at.checked_sub(1)?).is_some_and(|t| t.word() == "is");
        let noun = c.object.get(at.checked_sub(2)?).is_some_and(|t| lead(t.word()));
        (is && noun).then(|| c.object.get(at).cloned()).flatten()
    };
    let mut own = all.iter().filter(|c| c.turn == here.turn && c.stance == Stance::Tells && !c.asked).filter_map(told);
    match (own.next(), own.next()) {
        (Some(one), None) => vec![token::comma(), one],
        _ => Vec::new(),
    }
}
