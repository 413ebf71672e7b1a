//! What a later word does to an earlier one: `never mind` takes a request back, `I meant x` corrects it, and `delete it`
//! is about what was spoken of before, also in the prompt before. Called by `read` for every sentence.

use std::rc::Rc;

use super::languages;
use super::nouns;
use super::object::{FOLLOWERS, GENERAL};
use super::read::{Mood, Statement};
use super::text::Sentence;
use super::token::{self, Kind, Token};
use super::words::{self, Ops};

/// What the user spoke of last, over the sentences and prompts: what an `it` may stand for.
#[derive(Debug, Default)]
pub(super) struct Topic {
    tokens: Vec<Token>,
    /// What a question of the user's was about to do, and in which prompt: `should we delete x?`.
    put: Option<(usize, Statement)>,
}

impl Topic {
    /// After a sentence. One that names nothing (`it's merged`) leaves the topic as it was.
    pub(super) fn after(&mut self, tokens: &[Token], asks: bool) {
        if names(tokens) == 0 {
            return;
        }
        let tokens = unconditional(tokens);
        let apart = if asks { QUESTION_APART } else { APART };
        let unclear = tokens.iter().any(|t| apart.contains(&t.word())) && !is_needless(tokens);
        self.tokens = if unclear { Vec::new() } else { tokens.to_vec() };
    }

    /// After a question: what it asks whether to do. Only a later word of the user's may make a request of it.
    pub(super) fn put(&mut self, sentence: &Sentence, tokens: &[Token], w: &[&str], turn: usize) {
        if !sentence.asks {
            return;
        }
        let subject = |t: &&str| matches!(*t, "we" | "i" | "you");
        let asks = |p: &[&str]| matches!(p, [a, b] if matches!(*a, "should" | "shall" | "can" | "could" | "may") && subject(b));
        let Some(at) = w.windows(2).position(asks) else { return };
        let verb =
            at + 2 + w.iter().skip(at + 2).take_while(|t| matches!(**t, "just" | "now" | "also" | "really")).count();
        let Some((ops, words::Form::Base)) = w.get(verb).and_then(|t| words::of_word(t)) else { return };
        let object = tokens.get(verb + 1..).unwrap_or_default();
        let alone = !object.iter().any(|t| t.word() == "or" || APART.contains(&t.word()));
        self.put = (alone && names(object) > 0).then(|| {
            let verb = w.get(verb).map_or_else(String::new, |v| (*v).to_owned());
            (turn, Statement { verb, ..Statement::plain(Mood::Ask, ops, object.to_vec(), false) })
        });
    }

    /// All that was spoken of last, for words that pick of it.
    pub(super) fn listed(&self) -> &[Token] {
        &self.tokens
    }

    /// What the object of a statement points to; empty where that is not one thing, or not as many as the words say.
    pub(super) fn of(&self, object: &[Token]) -> &[Token] {
        let count = names(&self.tokens);
        let fits = match number(object) {
            Some(wanted) => count == wanted,
            None => count > 0,
        };
        if fits { &self.tokens } else { &[] }
    }
}

/// Words of a sentence that set something apart: such a sentence is no safe meaning of a later `them`.
const APART: &[&str] = &[
    "but", "except", "still", "keep", "not", "don't", "never", "only", "however", "while", "isn't", "aren't", "unless",
    "if", "whereas", "though", "although", "no",
];

/// The same for a question, in which `still` and `not` set nothing apart.
const QUESTION_APART: &[&str] = &["but", "except", "keep", "never", "only", "however", "unless", "if", "whereas"];

/// A sentence that sets something apart is no safe meaning of a later `them`.
pub(super) fn usable_context(tokens: &[Token]) -> Vec<Token> {
    let tokens = unconditional(tokens);
    let unclear = tokens.iter().any(|t| APART.contains(&t.word()));
    if unclear && !is_needless(tokens) { Vec::new() } else { tokens.to_vec() }
}

/// `cancel 7 if Ana agrees`: what is meant stands before the condition.
fn unconditional(tokens: &[Token]) -> &[Token] {
    const CONDITIONS: &[&str] = &["if", "once", "when", "unless", "until", "after"];
    let cut = tokens.iter().position(|t| CONDITIONS.contains(&t.word())).unwrap_or(tokens.len());
    let soon = |p: &[Token]| matches!(p, [a, b, c] if a.word() == "as" && b.word() == "soon" && c.word() == "as");
    let cut = tokens.windows(3).position(soon).map_or(cut, |at| cut.min(at));
    tokens.get(..cut).filter(|before| names(before) > 0).unwrap_or(tokens)
}

/// `I don't need x any more`: what is not needed is not set apart.
fn is_needless(tokens: &[Token]) -> bool {
    let no = ["don't", "doesn't", "not", "never", "no", "isn't", "aren't", "nobody", "nothing"];
    let of_use = ["need", "needs", "needed", "want", "wants", "use", "uses", "used", "reads", "required", "necessary"];
    let pair = |w: &[Token]| matches!(w, [a, b] if no.contains(&a.word()) && of_use.contains(&b.word()));
    tokens.iter().any(|t| matches!(t.word(), "more" | "anymore" | "longer")) || tokens.windows(2).any(pair)
}

/// How many things the words stand for: `it` for one, `both` for two, `these three` for three; none where they do not say.
pub(super) fn number(object: &[Token]) -> Option<usize> {
    for t in object {
        let word = t.word();
        if word == "both" {
            return Some(2);
        }
        if let Some(n) = token::numeral(word).filter(|n| (1..10).contains(n)) {
            return Some(n);
        }
    }
    let many = |t: &Token| matches!(t.word(), "them" | "these" | "those" | "they" | "all");
    let plural = |t: &Token| nouns::kinds(t.word()) != 0 && t.word().ends_with('s');
    (!object.iter().any(|t| many(t) || plural(t))).then_some(1)
}

/// How many things these words name.
pub(super) fn names(tokens: &[Token]) -> usize {
    let mut seen: Vec<&str> = Vec::new();
    let mut places = 0;
    for (at, t) in tokens.iter().enumerate() {
        if is_name(tokens, at) && !seen.contains(&t.lower.as_str()) {
            seen.push(&t.lower);
            places += usize::from(is_of_place(tokens, at));
        }
    }
    // `pod a in namespace b` names one thing, and where it is.
    if seen.len() > places { seen.len() - places } else { seen.len() }
}

/// The name of where something is: `in namespace x`.
fn is_of_place(tokens: &[Token], at: usize) -> bool {
    let back = |n: usize| at.checked_sub(n).and_then(|b| tokens.get(b)).map_or("", Token::word);
    is_place(back(1)) && matches!(back(2), "in" | "on" | "of" | "from" | "the")
}

/// A kind of thing that says where another is.
pub(super) fn is_place(word: &str) -> bool {
    matches!(word, "namespace" | "ns" | "cluster" | "context" | "region" | "zone" | "project" | "account")
}

/// Whether the word here is a name: by its letters, or because a noun stands before it (`container web`).
pub(super) fn is_name(tokens: &[Token], at: usize) -> bool {
    let Some(t) = tokens.get(at) else { return false };
    match t.kind {
        Kind::Name => return true,
        Kind::Quote | Kind::Mark => return false,
        Kind::Word => {}
    }
    let word = t.word();
    let marked = word.contains(|c: char| c.is_ascii_digit() || matches!(c, '_' | '/' | '.' | '-' | '@' | ':'));
    if marked && !word.contains('\'') {
        return !SHORTENED.contains(&word);
    }
    let named = at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|b| nouns::kinds(b.word()) != 0);
    // `the release asset x.apk`: a noun of two words.
    let digit = |t: &Token| t.lower.contains(|c: char| c.is_ascii_digit() || matches!(c, '_' | '/' | '.'));
    let whole = !tokens.get(at + 1).is_some_and(digit);
    named
        && whole
        && nouns::kinds(word) == 0
        && words::of_word(word).is_none()
        && !super::introduced::is_doing(word)
        && !FOLLOWERS.contains(&word)
        && !GENERAL.contains(&word)
}

/// Words with a mark in them that are no names.
const SHORTENED: &[&str] = &[
    "w/", "w/o", "and/or", "n/a", "a/b", "i/o", "him/her", "he/she", "yes/no", "y/n", "e2e", "k8s", "i18n", "24/7",
    "ci/cd", "a11y",
];

/// Words with which people begin to take something back, or just hesitate.
pub(super) const HESITATIONS: &[&str] = &[
    "no",
    "nope",
    "wait",
    "oh",
    "ok",
    "okay",
    "sorry",
    "oops",
    "hmm",
    "hm",
    "actually",
    "hey",
    "please",
    "ah",
    "well",
    "argh",
    "damn",
    "yes",
    "but",
    "and",
    "pardon",
    "apologies",
    "ehm",
    "uh",
    "um",
    "stop",
    ",",
    "—",
    ":",
    "alright",
];

/// What takes back what was asked for before.
pub(super) const TAKES_BACK: &[&str] = &[
    "never mind",
    "nevermind",
    "nvm",
    "forget it",
    "forget that",
    "forget about it",
    "forget about that",
    "forget what i said",
    "forget i said that",
    "scratch that",
    "strike that",
    "cancel that",
    "ignore that",
    "ignore what i said",
    "disregard that",
    "disregard",
    "belay that",
    "hold on",
    "hold off",
    "hold it",
    "hang on",
    "on second thought",
    "on second thoughts",
    "i changed my mind",
    "changed my mind",
    "i've changed my mind",
    "i take that back",
    "i take it back",
    "take that back",
    "don't",
    "do not",
    "don't do it",
    "don't do that",
    "do not do that",
    "let's not",
    "not yet",
    "not now",
    "not right now",
    "not just yet",
    "not today",
    "not tonight",
    "not this week",
    "just kidding",
    "leave it",
    "leave that",
    "leave them",
    "leave it alone",
    "leave it be",
    "abort",
    "abort that",
    "stop that",
    "stop it",
    "stop",
    "wait",
    "wait a moment",
    "wait a second",
    "wait a minute",
    "one moment",
    "one second",
    "one sec",
    "no way",
    "better not",
    "rather not",
    "i'll do it myself",
    "i still need it",
    "i still need that",
    "i still need them",
    "we still need it",
    "we still need that",
    "we still need them",
    "don't do anything",
];

/// Where the sentence goes on behind words that take something back; none where it has no such words at its head.
fn taken_back(w: &[&str]) -> Option<usize> {
    if keeps_another(w) {
        return None;
    }
    // `oh, it just finished, never mind`
    let last = w.iter().rposition(|t| matches!(*t, "," | "—")).map_or(0, |at| at + 1);
    let firm = |l: &&&str| {
        l.contains(' ') && !l.starts_with("hold") && !l.starts_with("wait") || matches!(**l, "nvm" | "nevermind")
    };
    let ends = |l: &&&str| ends_clause(l, w, last) == Some(w.len());
    let mut best = TAKES_BACK.iter().filter(firm).any(|l| last > 0 && ends(&l)).then_some(w.len());
    let mut at = 0;
    loop {
        if let Some(end) = withdraws(w, at) {
            best = Some(end);
        }
        for lead in TAKES_BACK {
            if let Some(end) = ends_clause(lead, w, at).filter(|end| best.is_none_or(|b| *end > b)) {
                best = Some(end);
            }
        }
        if !w.get(at).is_some_and(|t| HESITATIONS.contains(t)) {
            return best;
        }
        at += 1;
    }
}

/// `web-3 is fine, leave that`: what stays was named in the same sentence, and the clause itself says what it limits.
fn keeps_another(w: &[&str]) -> bool {
    let Some((told, kept)) = w.iter().position(|t| *t == ",").map(|mark| w.split_at(mark)) else { return false };
    let small = [
        "leave", "keep", "spare", "alone", "running", "be", "please", "it", "that", "this", "one", "them", "those", ",",
    ];
    let named = told.first().is_some_and(|t| t.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '/')));
    named
        && told.iter().any(|t| matches!(*t, "is" | "are" | "looks" | "works"))
        && kept.iter().all(|t| small.contains(t))
}

/// Whether the sentence takes something back or corrects it.
pub(super) fn goes_back(w: &[&str]) -> bool {
    refuses(w) || meant(w).is_some() || taken_back(w).is_some() || denied(w).is_some()
}

/// `undo that request`, `ignore my last message`: the clause names what it takes back.
pub(super) fn withdraws(w: &[&str], at: usize) -> Option<usize> {
    let verbs = [
        "undo",
        "revoke",
        "withdraw",
        "forget",
        "ignore",
        "cancel",
        "scratch",
        "disregard",
        "drop",
        "retract",
        "belay",
        "strike",
    ];
    let said = ["request", "order", "instruction", "instructions", "message", "ask", "comment", "prompt"];
    w.get(at).filter(|v| verbs.contains(v))?;
    w.get(at + 1).filter(|d| matches!(**d, "that" | "this" | "my" | "the"))?;
    let end = (at + 2..at + 5).find(|i| w.get(*i).is_some_and(|t| said.contains(t)))? + 1;
    matches!(w.get(end).copied().unwrap_or(","), "," | "—" | "." | ":" | "rather" | "instead" | "please").then_some(end)
}

/// Behind the words of a lead, where the clause ends with them: `hold on, …`, not `hold on to it`.
fn ends_clause(lead: &str, w: &[&str], at: usize) -> Option<usize> {
    let mut end = at;
    for word in lead.split(' ') {
        (w.get(end) == Some(&word)).then_some(())?;
        end += 1;
    }
    let next = w.get(end).copied().unwrap_or("");
    let goes_on = matches!(next, "" | "," | "—" | ":" | "(" | "i" | "i'll" | "i'm" | "we" | "let" | "that" | "that's");
    let later = matches!(next, "for" | "please" | "a" | "until" | "then" | "yet" | "now" | "instead");
    (goes_on || later && end > at + 1).then_some(end)
}

/// Reads the beginning of a sentence for what it takes back or corrects of the statements since `since`. True where the
/// sentence is nothing more.
pub(super) fn revise(
    sentence: &Sentence,
    w: &[&str],
    tokens: &[Token],
    since: usize,
    out: &mut Vec<Statement>,
) -> bool {
    if sentence.asks {
        return false;
    }
    if refuses(w) {
        take_back(since, out);
        return true;
    }
    if let Some(meant) = meant(w) {
        return correct(w, tokens, meant, since, out);
    }
    let Some(end) = taken_back(w) else {
        if languages::takes_back(&sentence.text.to_lowercase()) {
            take_back(since, out);
        }
        deny(w, tokens, since, out);
        return false;
    };
    let rest = w.get(end..).unwrap_or_default();
    // `wait, also delete b` and `stop, leave x alone` say themselves what they are about.
    let hesitates = matches!(w.get(end - 1), Some(&("wait" | "stop" | "on")));
    let speaks = rest.iter().any(|t| words::of_word(t).is_some() || matches!(*t, "leave" | "keep"));
    if hesitates && speaks && !rest.contains(&"let") {
        deny(w, tokens, since, out);
        return false;
    }
    take_back(since, out);
    false
}

/// `no`, `nope, thanks`: an answer that refuses, and nothing else.
fn refuses(w: &[&str]) -> bool {
    let no = ["no", "nope", "nah", "nein", "non", "não", "いいえ", "不", "不要", "нет", "nie"];
    let small = |t: &&str| HESITATIONS.contains(t) || matches!(*t, "thanks" | "thank" | "you" | "danke" | "merci");
    w.iter().any(|t| no.contains(t)) && w.iter().all(|t| no.contains(t) || small(t))
}

/// `no, not a`: a is not meant.
fn deny(w: &[&str], tokens: &[Token], since: usize, out: &mut Vec<Statement>) {
    let Some((from, to)) = denied(w) else { return };
    let object = tokens.get(from..to).unwrap_or_default();
    if let Some(last) = last_asked(out, since).filter(|_| names(object) > 0) {
        out.push(Statement { mood: Mood::Forbid, object: object.to_vec(), ask_first: true, ..last });
    }
}

/// `ok, now do it`: what was asked for in the prompt before is asked for, also where it had been put off; or what the user's own
/// question there was about. True where the sentence says that and nothing else. What an agent proposed is nobody's request.
pub(super) fn affirms(sentence: &Sentence, w: &[&str], topic: &Topic, turn: usize, out: &mut Vec<Statement>) -> bool {
    let small = |t: &&str| {
        HESITATIONS.contains(t)
            || matches!(
                *t,
                "now"
                    | "then"
                    | "just"
                    | "you"
                    | "can"
                    | "go"
                    | "ahead"
                    | "and"
                    | "may"
                    | "thanks"
                    | "thx"
                    | "pls"
                    | ""
            )
    };
    let core: Vec<&str> = w.iter().filter(|t| !small(t)).copied().collect();
    let refuses = w.iter().any(|t| matches!(*t, "no" | "nope" | "wait" | "stop" | "but"));
    if sentence.asks || refuses || !matches!(core[..], ["do", "it" | "that" | "so" | "this"] | ["do", "it", "again"]) {
        return false;
    }
    let put = topic.put.as_ref().filter(|(at, _)| at + 1 == turn).map(|(_, s)| s.clone());
    let last = out.iter().rposition(|s| s.mood == Mood::Ask).and_then(|at| out.get(at)).filter(|s| s.turn < turn);
    let asked: Vec<Statement> = match (last.map(|s| s.turn), put) {
        (at, Some(put)) if at.is_none_or(|at| at < turn) => vec![put],
        (Some(at), _) => out.iter().filter(|s| s.turn == at && s.mood == Mood::Ask).cloned().collect(),
        _ => return false,
    };
    let shown: String = sentence.text.chars().take(SHOWN_CHARS).collect();
    let again = |s: Statement| Statement { conditional: false, words: format!("{} … {shown}", s.words), ..s };
    out.extend(asked.into_iter().map(again));
    true
}

/// `wipe the old env. it's the deployment web-7`: what a request without a name was about. True where the sentence says
/// that and nothing else.
pub(super) fn explain(w: &[&str], tokens: &[Token], asks: bool, from: usize, out: &mut [Statement]) -> bool {
    let leads = [
        "it's",
        "it is",
        "its name is",
        "that's",
        "that is",
        "they are",
        "they're",
        "namely",
        "the name is",
        "the names are",
        "i'm talking about",
        "i am talking about",
        "i'm referring to",
    ];
    let Some(len) = leads.iter().filter_map(|l| starts(l, w)).max().filter(|_| !asks) else { return false };
    let object = tokens.get(len..).unwrap_or_default();
    let asks_more = |t: &Token| words::of_word(t.word()).is_some_and(|(_, form)| form == words::Form::Base);
    let plain = !object.iter().any(|t| APART.contains(&t.word()) || asks_more(t));
    let open = |s: &Statement| s.mood == Mood::Ask && names(&s.object) == 0;
    let since = out.get(from..).unwrap_or_default();
    let nameless = since.iter().rev().take_while(|s| open(s)).count();
    if !plain || names(object) == 0 || nameless == 0 {
        return false;
    }
    let first = out.len() - nameless;
    // `stop the container and remove it. it's called x`
    let points = |s: &Statement| s.object.iter().all(|t| is_pointer(t.word()) || t.kind == Kind::Mark);
    for (at, s) in out.iter_mut().enumerate().skip(first) {
        if at + 1 == first + nameless || points(s) || nameless == 2 {
            s.object = object.to_vec();
        }
    }
    true
}

fn is_pointer(word: &str) -> bool {
    matches!(word, "it" | "them" | "this" | "that" | "these" | "those" | "both")
}

/// `and b too`: what was asked for last is asked for of this as well. True where the sentence says that and nothing else.
pub(super) fn goes_on(sentence: &Sentence, w: &[&str], tokens: &[Token], out: &mut Vec<Statement>) -> bool {
    let end = w.iter().rposition(|t| !matches!(*t, "please" | "pls" | "thanks" | "," | "then")).map_or(0, |at| at + 1);
    let tail = w.get(..end).unwrap_or_default();
    let len = match tail {
        [.., "as", "well"] => 2,
        [.., "too" | "also"] => 1,
        _ => return false,
    };
    let at =
        w.iter().take_while(|t| HESITATIONS.contains(t) || matches!(**t, "also" | "then" | "same" | "for")).count();
    // `not only that, b too`
    let only = match w.get(at..) {
        Some(["not", "only" | "just", "that" | "this" | "it" | "those" | "these", rest @ ..]) => {
            3 + rest.iter().take_while(|t| matches!(**t, "," | "—" | "one" | "ones" | "but" | "and")).count()
        }
        _ => 0,
    };
    let object = tokens.get(at + only..end - len).unwrap_or_default();
    let speaks = object.iter().any(|t| words::of_word(t.word()).is_some() || APART.contains(&t.word()));
    if sentence.asks || speaks || names(object) == 0 {
        return false;
    }
    // Only what was asked for last of all: behind a prohibition `b too` forbids.
    let Some(last) = out.last().cloned() else { return false };
    let shown: String = sentence.text.chars().take(SHOWN_CHARS).collect();
    out.push(Statement {
        object: object.to_vec(),
        except: Vec::new(),
        context: Rc::default(),
        lines: Vec::new(),
        words: shown,
        ..last
    });
    true
}

/// The longest sentence that a message repeats.
const SHOWN_CHARS: usize = 160;

/// How many words the lead takes at the beginning of a sentence.
fn starts(lead: &str, w: &[&str]) -> Option<usize> {
    let words: Vec<&str> = lead.split(' ').collect();
    w.starts_with(&words).then_some(words.len())
}

/// Every request since then counts no longer, and what it asked for is asked about.
fn take_back(since: usize, out: &mut Vec<Statement>) {
    let soft = Ops::EDIT.or(Ops::CREATE).or(Ops::RUN).or(Ops::READ);
    let mut bans = Vec::new();
    for s in out.iter_mut().skip(since).filter(|s| s.mood == Mood::Ask) {
        if !s.ops.meets(soft) {
            bans.push(Statement { mood: Mood::Forbid, ask_first: true, except: Vec::new(), ..s.clone() });
        }
        s.conditional = true;
    }
    out.append(&mut bans);
}

fn last_asked(out: &[Statement], since: usize) -> Option<Statement> {
    out.iter().skip(since).rev().find(|s| s.mood == Mood::Ask).cloned()
}

/// `sorry, I meant b`: where b begins.
fn meant(w: &[&str]) -> Option<usize> {
    let mut at = 0;
    while w.get(at).is_some_and(|t| HESITATIONS.contains(t)) {
        at += 1;
    }
    let two = (w.get(at).copied()?, w.get(at + 1).copied().unwrap_or(""));
    if let Some(from) = other_one(w, at) {
        return Some(from);
    }
    match two {
        ("i", "meant" | "mean") => Some(at + 2),
        ("make", "that") => Some(at + 2),
        ("should" | "should've", "be" | "read") => Some(at + 2),
        ("meant", _) => Some(at + 1),
        ("correction" | "clarification" | "rather", ":" | ",") => Some(at + 2),
        _ => None,
    }
}

/// `no, the other one, b`: behind words that refuse, nothing but a name; where it begins.
fn other_one(w: &[&str], from: usize) -> Option<usize> {
    let refuses = ["no", "nope", "sorry", "oops", "wait", "argh", "damn", "pardon", "apologies", "actually"];
    let fillers = [
        "the", "other", "one", "ones", "that", "this", "it", "it's", "its", "is", "should", "be", "instead", "rather",
        "typo", "my", "mistake", "bad", "wrong", "name", "called", "named", "of", "course", "correct", "right", "",
    ];
    let small = |t: &&str| {
        fillers.contains(t)
            || HESITATIONS.contains(t)
            || nouns::kinds(t) != 0
            || t.contains(['-', '_', '/', '.'])
            || t.contains(|c: char| c.is_ascii_digit())
    };
    let refused = w.iter().take(from).any(|t| refuses.contains(t));
    let more = matches!(w.last(), Some(&("too" | "also" | "well")));
    let rest = w.get(from..)?;
    (refused && !more && !rest.is_empty() && rest.iter().all(small)).then_some(from)
}

/// `only 5, sorry`: of what was asked for last no more than this. True where the sentence says that and nothing else.
pub(super) fn narrows(
    sentence: &Sentence,
    w: &[&str],
    tokens: &[Token],
    since: usize,
    out: &mut Vec<Statement>,
) -> bool {
    let small = |t: &str| {
        HESITATIONS.contains(&t) || matches!(t, "only" | "just" | "the" | "one" | "thanks" | "pls" | "and" | "")
    };
    let only = w
        .iter()
        .position(|t| matches!(*t, "only" | "just"))
        .filter(|at| w.iter().take(*at).all(|t| HESITATIONS.contains(t)));
    let Some(only) = only.filter(|_| !sentence.asks) else { return false };
    let kept: Vec<Token> =
        tokens.iter().skip(only + 1).filter(|t| t.kind == Kind::Name || !small(t.word())).cloned().collect();
    let Some(last) = last_asked(out, since) else { return false };
    let had = |t: &Token| last.object.iter().any(|o| o.lower == t.lower);
    if kept.is_empty() || !kept.iter().all(had) {
        return false;
    }
    // What stands before the place is the list; the rest says where.
    let place = last
        .object
        .iter()
        .position(|t| matches!(t.word(), "of" | "in" | "from" | "on" | "("))
        .unwrap_or(last.object.len());
    let digits = |t: &Token| t.lower.bytes().all(|b| b.is_ascii_digit());
    let drops = |(at, t): &(usize, Token)| {
        let named = is_name(&last.object, *at) || digits(t) && !t.lower.is_empty();
        *at < place && named && !kept.iter().any(|k| k.lower == t.lower)
    };
    let object = last.object.iter().cloned().enumerate().filter(|p| !drops(p)).map(|(_, t)| t).collect();
    take_back(since, out);
    out.push(Statement { object, words: sentence.text.chars().take(SHOWN_CHARS).collect(), ..last });
    true
}

/// What was asked for is asked for of this instead. `I meant delete b` says its own operation and is read on.
fn correct(w: &[&str], tokens: &[Token], from: usize, since: usize, out: &mut Vec<Statement>) -> bool {
    let rest = w.get(from..).unwrap_or_default();
    // `the other one, b`: what comes before the name is no name.
    let named = (from..w.len()).find(|at| tokens.get(..=*at).is_some_and(|t| names(t) > 0)).unwrap_or(from);
    let end = w.iter().skip(named).position(|t| matches!(*t, "," | "—" | "(" | "not")).map_or(w.len(), |p| named + p);
    let object = tokens.get(from..end).unwrap_or_default();
    let Some(last) = last_asked(out, since) else { return false };
    let own = rest.iter().any(|t| words::of_word(t).is_some_and(|(_, form)| form == words::Form::Base));
    if names(object) == 0 && !own {
        return false;
    }
    take_back(since, out);
    if own {
        return false;
    }
    out.push(Statement { object: object.to_vec(), except: Vec::new(), context: Rc::default(), ..last });
    true
}

/// `no, not a, …`: where a stands.
fn denied(w: &[&str]) -> Option<(usize, usize)> {
    let mut at = 0;
    while w.get(at).is_some_and(|t| HESITATIONS.contains(t)) {
        at += 1;
    }
    (w.get(at) == Some(&"not")).then_some(())?;
    let end = w.iter().skip(at + 1).position(|t| matches!(*t, "," | "—" | "(" | "but")).map_or(w.len(), |p| at + 1 + p);
    (end > at + 1).then_some((at + 1, end))
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn words(text: &str) -> Vec<Token> {
        tokens(text)
    }

    #[test]
    fn what_takes_back() {
        for (text, want) in [
            ("never mind", true),
            ("never mind the warnings", false),
            ("oh, forget it, I'll open a PR instead", true),
            ("hold on, let me check first", true),
            ("hold on to the old logs", false),
            ("actually no, don't", true),
            ("don't push", false),
            ("stop, that's the wrong cluster", true),
            ("stop the server", false),
            ("no wait", true),
            ("leave it for now", true),
            ("leave the file", false),
            ("scratch that, let it finish", true),
            ("wait for the build", false),
        ] {
            let tokens = words(text);
            let w: Vec<&str> = tokens.iter().map(Token::word).collect();
            assert_eq!(taken_back(&w).is_some(), want, "{text}");
        }
    }

    #[test]
    fn what_it_stands_for() {
        for (said, asks, object, want) in [
            ("what is on branch fix/typo-42", true, "it", true),
            ("what is on a-1 and a-2", true, "it", false),
            ("what is on a-1 and a-2", true, "both", true),
            ("look at a-1, a-2 and a-3", false, "these three", true),
            ("look at a-1, a-2 and a-3", false, "both", false),
            ("look at a-1, a-2 and a-3", false, "them", true),
            ("look at container web", false, "it", true),
            ("look around", false, "it", false),
            ("is job 66012 still running", true, "it", true),
            ("a-1 is still in use", false, "it", false),
        ] {
            let mut topic = Topic::default();
            topic.after(&words(said), asks);
            topic.after(&words("it looks fine"), false);
            assert_eq!(!topic.of(&words(object)).is_empty(), want, "{said}: {object}");
        }
    }
}
