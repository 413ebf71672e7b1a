//! What a prompt comes to, whatever its sentences look like: clauses that ask for something, clauses that set limits, and
//! clauses that only tell. The forms of single sentences are `read`'s; here a clause asks where its first word for an operation
//! stands in a form that asks and nothing before it makes it somebody's report, question, plan or condition. Called by `deed`,
//! which holds each clause against the names of a command.

mod asking;

use super::bind::points_back;
use super::bounds;
use super::clauses;
use super::conditions::{is_conditional, waits_for_somebody};
use super::dates;
use super::frames;
use super::heard::near;
use super::introduced;
use super::languages;
use super::leads::{ADVERBS, LIMITS};
use super::literal::Verbs;
use super::nouns;
use super::object::{FOLLOWERS, GENERAL};
use super::points;
use super::read::{Mood, Statement, of_object};
use super::reports::{SPEECH, is_labelled};
use super::text::{self, Sentence};
use super::token::{self, Kind, Token, comma};
use super::turns;
use super::words::{self, Form, Ops};
use asking::{asks, goes, is_affirmed};

/// What a clause does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stance {
    /// It asks for an operation.
    Asks,
    /// It takes something out, puts it off, forbids or doubts it.
    Limits,
    /// It says how things are.
    Tells,
}

/// A clause of the user's.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    /// What it does.
    pub(super) stance: Stance,
    /// The operation that it asks for.
    pub(super) ops: Ops,
    /// The word for it.
    pub(super) verb: String,
    /// What stands before that word: a topic.
    pub(super) before: Vec<Token>,
    /// What stands behind it; of other clauses all their words.
    pub(super) object: Vec<Token>,
    /// In which prompt it stands.
    pub(super) turn: usize,
    /// In which sentence of all.
    pub(super) sentence: usize,
    /// It is of a question.
    pub(super) asked: bool,
    /// Only names and small words: it belongs to its neighbour.
    bare: bool,
    /// It asks for something, later or on a condition.
    pub(super) put_off: bool,
    /// It stands behind a colon.
    listed: bool,
    /// The operation is a participle: its subject stands before it.
    pub(super) passive: bool,
    /// It takes back what was asked for before.
    pub(super) whole: bool,
    /// It stands in brackets.
    pub(super) aside: bool,
    /// The user's sentence.
    pub(super) words: String,
}

impl Clause {
    /// All its words but the operation.
    pub(super) fn tokens(&self) -> impl Iterator<Item = &Token> + Clone {
        self.before.iter().chain(&self.object)
    }

    /// All its words as they were said, without the operation.
    pub(super) fn all_in_order(&self) -> Vec<Token> {
        let mark = (!self.before.is_empty() && !self.object.is_empty()).then(comma);
        self.before.iter().cloned().chain(mark).chain(self.object.iter().cloned()).collect()
    }

    /// All its words, with the operation.
    pub(super) fn all(&self) -> impl Iterator<Item = Token> {
        let verb = Token { text: self.verb.clone(), lower: self.verb.clone(), kind: Kind::Word };
        self.tokens().cloned().chain((!self.verb.is_empty()).then_some(verb))
    }

    /// It has only names and small words.
    pub(super) fn is_bare(&self) -> bool {
        self.bare
    }

    /// How many things it names.
    pub(super) fn names(&self) -> usize {
        turns::names(&self.before) + turns::names(&self.object)
    }
}

/// The longest sentence that a message repeats.
const SHOWN_CHARS: usize = 160;

/// How many clauses are kept of all prompts; the latest count.
const MAX_CLAUSES: usize = 512;

/// All clauses of these prompts, oldest first.
pub(super) fn clauses(prompts: &[String], known: &Verbs) -> Vec<Clause> {
    let mut out = Vec::new();
    let mut number = 0;
    for (turn, prompt) in prompts.iter().enumerate() {
        for sentence in text::sentences(prompt) {
            number += 1;
            let mut own = of_sentence(&sentence, known);
            // `x blocks the port. stop it`: where nothing was asked for yet, nothing is taken back.
            if !out.iter().chain(&own).any(|c: &Clause| c.put_off || c.stance == Stance::Asks && !c.words.is_empty())
                && own.iter().any(|c| c.stance == Stance::Asks)
            {
                own.retain(|c| !c.whole);
            }
            for clause in &mut own {
                if clause.stance == Stance::Asks && !clause.passive {
                    clauses::place_behind(&mut clause.before, &mut clause.object);
                }
                (clause.turn, clause.sentence) = (turn, number);
                clause.words = sentence.text.chars().take(SHOWN_CHARS).collect();
            }
            out.append(&mut own);
        }
    }
    introduced::settle(&mut out);
    if out.len() > MAX_CLAUSES {
        out.drain(..out.len() - MAX_CLAUSES);
    }
    out
}

/// The clauses of a sentence and of its list.
fn of_sentence(sentence: &Sentence, known: &Verbs) -> Vec<Clause> {
    let tokens = clauses::united(answered(for_a_while(on_leave(token::tokens(&sentence.text)))));
    let w: Vec<&str> = tokens.iter().map(Token::word).collect();
    let question = sentence.asks && !is_polite(&w) || is_inverted(&w);
    let foreign = is_document(&w) || (1..w.len()).any(|at| is_spoken(&w, at));
    let mut out = Vec::new();
    for (part, side) in unbracketed(&tokens) {
        let w: Vec<&str> = part.iter().map(Token::word).collect();
        let frame = frames::framed(&part);
        let own = |(from, to)| {
            let c = clause(&part, &w, from, to, known);
            let framed = c.stance == Stance::Asks
                && frame.as_ref().is_some_and(|f| f.contains(&(from + c.before.len())) || f.start == 0 && f.end >= to);
            let c = if framed { Clause { stance: Stance::Tells, bare: false, ..c } } else { c };
            let spared = side == Side::Spared;
            let stance = if spared { Stance::Limits } else { c.stance };
            Clause { aside: side != Side::None, stance, bare: c.bare && !spared, ..c }
        };
        out.extend(parted(&part).into_iter().map(own));
    }
    let untrue = question || foreign || is_labelled(&w, known);
    let told = || out.iter().any(|c| c.stance == Stance::Asks) && only_told(&out);
    let conditional = waits_for_somebody(&w) || is_conditional(&w) && !told();
    for c in out.iter_mut().filter(|c| c.stance == Stance::Asks && (untrue || conditional)) {
        c.stance = if conditional { Stance::Limits } else { Stance::Tells };
        c.put_off = conditional;
    }
    out.iter_mut().for_each(|c| c.asked = question);
    let mut out = joined(out);
    let framed = frames::framed(&tokens).is_some();
    if out.iter().all(|c| c.stance != Stance::Asks) && !untrue && !conditional && !framed {
        foreign_tongue(sentence, &mut out);
    }
    for item in &sentence.items {
        add_item(item, sentence, known, foreign, &mut out);
    }
    if !sentence.asks && turns::goes_back(&w) {
        let mut back = clause(&[], &[], 0, 0, known);
        (back.stance, back.whole) = (Stance::Limits, true);
        out.push(back);
    }
    let spread = |t: &mut Vec<Token>| *t = points::spread(t);
    // `raise x from 3 to 5`: one value and another.
    let sized = |c: &Clause| {
        matches!(c.verb.as_str(), "scale" | "resize") && c.object.iter().filter(|t| t.word() == "to").count() == 1
    };
    let becomes = |c: &Clause| {
        sized(c)
            || c.ops.meets(Ops::EDIT.or(Ops::CONFIG))
                && !c.ops.meets(Ops::DELETE)
                && c.object.iter().any(|t| t.word() == "from")
    };
    for c in &mut out {
        spread(&mut c.before);
        if !becomes(c) {
            spread(&mut c.object);
        }
    }
    out
}

/// An item of a list: a clause of its own, what its sentence asks for, or a name.
fn add_item(item: &str, sentence: &Sentence, known: &Verbs, foreign: bool, out: &mut Vec<Clause>) {
    let own = Sentence { text: item.to_owned(), asks: item.ends_with('?'), items: Vec::new(), begins: false };
    let mut said = of_sentence(&own, known);
    for c in said.iter_mut().filter(|_| foreign) {
        c.stance = Stance::Tells;
    }
    let plain = said.iter().all(|c| c.stance == Stance::Tells);
    let last = out.iter_mut().rev().find(|c| c.stance != Stance::Tells).filter(|_| !sentence.asks);
    match last.filter(|_| plain) {
        Some(clause) => {
            for c in said {
                clause.object.push(comma());
                clause.object.extend(c.object);
            }
        }
        None => out.extend(said),
    }
}

/// `it broke when the disk died, so remove it`, `delete it, I'll tag it again tomorrow`: when something else was or will be, in a
/// clause of its own that asks for nothing.
fn only_told(clauses: &[Clause]) -> bool {
    clauses.iter().all(|c| {
        let verb = (!c.verb.is_empty()).then_some(c.verb.as_str());
        let w: Vec<&str> =
            c.before.iter().map(Token::word).chain(verb).chain(c.object.iter().map(Token::word)).collect();
        if !is_conditional(&w) {
            return true;
        }
        let strict = ["if", "unless", "provided", "assuming", "until", "till", "once", "whenever", "depending"];
        let told = c.stance != Stance::Asks && !c.put_off && !w.iter().any(|t| strict.contains(t));
        let lead = w.iter().take_while(|t| matches!(**t, "but" | "only" | "and" | "so" | "not" | "just")).count();
        let past = || w.iter().position(|t| matches!(*t, "when" | "after")).is_some_and(|at| at > lead + 1);
        let mine = || w.first().is_some_and(|t| matches!(*t, "i'll" | "we'll" | "i" | "we" | "they'll" | "they"));
        let it = || w.iter().any(|t| matches!(*t, "it" | "that" | "this" | "them" | "so" | "wait" | "let's"));
        // `delete both, maybe they come up clean`: what is hoped of them, behind the request.
        let hoped = || {
            let lead = matches!(w.first(), Some(&("maybe" | "perhaps")));
            let of_them = matches!(w.get(1), Some(&("it" | "they" | "that" | "this")));
            let helps = |t: &&str| {
                matches!(
                    *t,
                    "come"
                        | "comes"
                        | "help"
                        | "helps"
                        | "recover"
                        | "recovers"
                        | "start"
                        | "starts"
                        | "work"
                        | "works"
                        | "fixes"
                )
            };
            let other =
                |t: &&str| matches!(*t, "not" | "no" | "still" | "need" | "needed" | "don't" | "or" | "if" | "should");
            lead && of_them && w.get(2).is_some_and(helps) && !w.iter().any(other)
        };
        // `hardware goes back to the vendor tomorrow`: when something happens by itself.
        let soon = || {
            let does = |t: &&str| {
                t.ends_with('s') && t.len() > 3 && nouns::kinds(t) == 0 || matches!(*t, "is" | "are" | "will")
            };
            let when = ["tomorrow", "next", "one", "at"];
            let other = |at: usize| {
                is_conditional(w.get(at..=at).unwrap_or_default()) && !w.get(at).is_some_and(|t| when.contains(t))
            };
            w.iter().skip(1).any(does) && w.contains(&"tomorrow") && !(0..w.len()).any(other)
        };
        told && (past() || hoped() || (mine() || soon()) && !it())
    })
}

/// `can you …?` asks for something in the form of a question.
fn is_polite(w: &[&str]) -> bool {
    w.windows(2)
        .any(|p| matches!(p, ["can" | "could" | "would" | "will", "you" | "u"] | ["would", "mind"] | ["mind", _]))
}

/// Somebody else speaks here. `security says yes, remove it`: what follows an answer is the user's own.
fn is_spoken(w: &[&str], at: usize) -> bool {
    let word = |n: usize| w.get(n).copied().unwrap_or("");
    // `nobody reads it`, `volume claims`
    // `so it reads the new configmap`
    let thing = at.checked_sub(1).is_some_and(|b| matches!(word(b), "it" | "they"));
    let other = match word(at) {
        "reads" if thing => true,
        "reads" => matches!(word(at + 1), "it" | "its" | "them" | "from" | "those" | "these" | "this" | "that" | "any"),
        // `legal asked for it`: why.
        "asked" => word(at + 1) == "for" && matches!(word(at + 2), "it" | "that" | "this" | "them"),
        "claims" | "states" => matches!(word(at + 1), "" | "," | "and" | "in" | "of" | "too") && word(at - 1) != "he",
        _ => false,
    };
    SPEECH.contains(&word(at)) && word(at - 1) != "i" && !is_answer(word(at + 1)) && !other
}

fn is_answer(word: &str) -> bool {
    matches!(word, "yes" | "ok" | "okay" | "fine" | "go" | "sure")
}

/// The clauses of a sentence in another language, between its commas.
fn foreign_tongue(sentence: &Sentence, out: &mut Vec<Clause>) {
    let read = |text: &str| {
        let own = Sentence { text: text.to_owned(), asks: sentence.asks, items: Vec::new(), begins: false };
        let mut said = Vec::new();
        languages::read(&own, &token::tokens(text), &mut said);
        said
    };
    if read(&sentence.text).iter().all(|s| s.conditional) {
        return;
    }
    let parts: Vec<(&str, Vec<Statement>)> = sentence.text.split(", ").map(|p| (p, read(p))).collect();
    if !parts.iter().any(|(_, said)| said.iter().any(|s| s.mood == Mood::Ask && !s.conditional)) {
        return;
    }
    out.clear();
    for (part, s) in parts.into_iter().flat_map(|(p, said)| said.into_iter().map(move |s| (p, s))) {
        let mut c = clause(&[], &[], 0, 0, &Verbs::default());
        c.stance = if s.mood == Mood::Ask && !s.conditional { Stance::Asks } else { Stance::Limits };
        // Names that stand by themselves are part of what is meant, whatever the reading made of them.
        let more = token::tokens(part).into_iter().filter(|t| t.text.is_ascii() && !s.object.contains(t));
        (c.ops, c.bare) = (s.ops, false);
        c.object = s.object.iter().cloned().chain(more).collect();
        out.push(c);
    }
}

/// `lena is on parental leave`: nothing is to be left.
fn on_leave(mut tokens: Vec<Token>) -> Vec<Token> {
    let on = |at: usize| tokens.get(at).is_some_and(|t| t.word() == "on");
    let leave = tokens.iter().position(|t| t.word() == "leave");
    let behind = |at: usize| at.checked_sub(1).is_some_and(on) || at.checked_sub(2).is_some_and(on);
    if let Some(at) = leave.filter(|at| behind(*at))
        && let Some(t) = tokens.get_mut(at)
    {
        (t.text, t.lower) = ("away".into(), "away".into());
    }
    tokens
}

/// `pause x until monday`: how long something is stopped for is no condition.
fn for_a_while(mut tokens: Vec<Token>) -> Vec<Token> {
    let stops = |t: &Token| words::of_base(t.word()).meets(Ops::STOP.or(Ops::WEAKEN).or(Ops::APPLY));
    let until = tokens.iter().position(|t| matches!(t.word(), "until" | "till"));
    if let Some(at) = until.filter(|at| tokens.iter().take(*at).any(stops)) {
        let end = tokens.iter().skip(at).position(|t| t.kind == Kind::Mark).map_or(tokens.len(), |n| at + n);
        tokens.drain(at..end);
    }
    tokens
}

/// `security says yes, remove it`: the user's own words.
fn answered(tokens: Vec<Token>) -> Vec<Token> {
    let word = |n: usize| tokens.get(n).map_or("", Token::word);
    let all: Vec<&str> = tokens.iter().map(Token::word).collect();
    let says = (1..tokens.len()).find(|at| SPEECH.contains(&word(*at)) && is_answer(word(at + 1)));
    let says = says.filter(|_| !is_conditional(&all));
    let mark = says.and_then(|at| (at + 2..tokens.len()).find(|m| word(*m) == ","));
    mark.map_or(tokens.as_slice(), |m| tokens.get(m + 1..).unwrap_or_default()).to_vec()
}

/// Where a part of a sentence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// In no brackets.
    None,
    /// In brackets.
    Aside,
    /// In brackets behind `the others`: these are not meant.
    Spared,
}

/// A sentence without what stands in brackets, and then that.
fn unbracketed(tokens: &[Token]) -> Vec<(Vec<Token>, Side)> {
    let (mut outer, mut inner, mut spared, mut depth) = (Vec::new(), Vec::new(), Vec::new(), 0_u32);
    let mut others = false;
    let mut named = false;
    for (at, t) in tokens.iter().enumerate() {
        match t.word() {
            "(" => {
                depth += 1;
                let end = tokens.iter().skip(at).position(|t| t.word() == ")").map_or(tokens.len(), |n| at + n + 1);
                named = depth == 1
                    && !outer.iter().any(|t: &Token| is_limit(t.word()))
                    && clauses::is_headed(tokens, at, end);
                if named {
                    outer.push(comma());
                }
                others = introduced::of_others(&outer, tokens.get(end..).unwrap_or_default());
            }
            ")" if depth > 0 => {
                depth -= 1;
                if others { &mut spared } else { &mut inner }.push(comma());
            }
            _ if depth > 0 && named => outer.push(t.clone()),
            _ if depth > 0 => if others { &mut spared } else { &mut inner }.push(t.clone()),
            _ => outer.push(t.clone()),
        }
    }
    let all = [(outer, Side::None), (inner, Side::Aside), (spared, Side::Spared)];
    all.into_iter().filter(|(p, _)| !p.is_empty()).collect()
}

/// `can this be deleted`: a question without its mark.
fn is_inverted(w: &[&str]) -> bool {
    let verb = matches!(
        w.first(),
        Some(
            &("can"
                | "could"
                | "should"
                | "shall"
                | "may"
                | "is"
                | "are"
                | "does"
                | "did"
                | "was"
                | "were"
                | "will"
                | "would")
        )
    );
    verb && !is_polite(w)
}

/// `the ticket says: …`, `from the log: …`: what a document says stands behind the colon.
fn is_document(w: &[&str]) -> bool {
    let named = |t: &&str| {
        matches!(
            *t,
            "ticket"
                | "mail"
                | "email"
                | "message"
                | "log"
                | "logs"
                | "error"
                | "output"
                | "readme"
                | "doc"
                | "docs"
                | "thread"
                | "slack"
                | "review"
                | "reviewer"
                | "description"
                | "alert"
                | "quote"
                | "runbook"
                | "wiki"
                | "transcript"
                | "clipboard"
                | "posted"
                | "pasted"
                | "chat"
        )
    };
    let colon = w.iter().position(|t| *t == ":");
    colon.is_some_and(|at| w.iter().take(at).any(named))
}

/// Where the clauses of a sentence lie: between marks, and before a joint that begins something new.
fn parted(tokens: &[Token]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut from = 0;
    for (at, t) in tokens.iter().enumerate() {
        let next = |n: usize| tokens.get(at + n).map_or("", Token::word);
        let begins = |word: &str| {
            is_limit(word)
                || words::PHRASES.iter().any(|(first, ..)| *first == word)
                || words::of_word(word).is_some_and(|(_, f)| f == Form::Base)
        };
        let new = || {
            let skipped = (1..4).find(|n| !ADVERBS.contains(&next(*n))).unwrap_or(1);
            begins(next(skipped)) && nouns::kinds(next(skipped)) == 0 || SUBJECTS.contains(&next(skipped))
        };
        let joint = match t.word() {
            "but" | "because" | "so" | "then" | "while" | "whereas" | "though" | "although" => true,
            "and" | "or" | "plus" | "+" | "&" => new(),
            w => t.kind == Kind::Mark && w != "[" && w != "]",
        };
        // What takes something out begins a clause of its own, behind the request.
        let cut = !joint && at > from && takes_out(tokens, at);
        if joint || cut {
            out.push((from, at));
            from = at
                + usize::from(
                    joint && (t.kind == Kind::Mark || matches!(t.word(), "and" | "or" | "plus" | "+" | "&" | "then")),
                );
        }
    }
    out.push((from, tokens.len()));
    out.retain(|(from, to)| from < to);
    out
}

/// Words that begin what is taken out of a request.
fn takes_out(tokens: &[Token], at: usize) -> bool {
    let word = tokens.get(at).map_or("", Token::word);
    let next = tokens.get(at + 1).map_or("", Token::word);
    let before = at.checked_sub(1).and_then(|b| tokens.get(b)).map_or("", Token::word);
    match word {
        // `running or not`
        "not" if before == "or" => false,
        "except" | "excluding" | "besides" | "unlike" | "minus" | "barring" | "omitting" | "skipping" | "sparing" => {
            true
        }
        "other" => next == "than",
        "apart" | "aside" => next == "from",
        "instead" | "rather" => matches!(next, "of" | "than"),
        // `a and b, c not of course`: what stands before it is taken out.
        "not" => !matches!(next, "only" | "just" | "needed" | "of" | "obviously" | "naturally" | "though" | "tho" | ""),
        "without" => !matches!(
            next,
            "asking" | "confirmation" | "further" | "hesitation" | "backup" | "prompting" | "confirming"
        ),
        _ => false,
    }
}

/// Who a clause of its own is about.
const SUBJECTS: &[&str] =
    &["i", "we", "it", "they", "he", "she", "you", "it's", "they're", "i'm", "we're", "nobody", "there"];

/// Words that take out, forbid, put off or doubt.
pub(super) fn is_limit(word: &str) -> bool {
    LIMITS.contains(&word) || word.ends_with("n't") && !matches!(word, "needn't")
}

/// The clause between these words.
fn clause(tokens: &[Token], w: &[&str], from: usize, to: usize, known: &Verbs) -> Clause {
    let own = tokens.get(from..to).unwrap_or_default();
    let ww = w.get(from..to).unwrap_or_default();
    let found = asks(ww, known);
    let limits = |at: usize, t: &str| is_limit(t) && !is_harmless(ww, at) && !clauses::is_forgotten(ww, at, known);
    let limited = |upto: usize| ww.iter().take(upto).enumerate().any(|(at, t)| limits(at, t));
    let (stance, ops, verb, split, behind) = match found {
        Some((ops, at, end)) if !limited(ww.len()) => {
            (Stance::Asks, ops, ww.get(end.saturating_sub(1)).copied().unwrap_or(""), at, end)
        }
        _ if limited(ww.len()) => (Stance::Limits, all_ops(ww), "", 0, 0),
        _ if is_affirmed(ww) => (Stance::Asks, Ops::NONE, "", 0, 0),
        _ => (Stance::Tells, Ops::NONE, "", 0, 0),
    };
    let ops = if ops == Ops::PUSH && split > 0 && ww.get(split - 1) == Some(&"force") { Ops::FORCE } else { ops };
    let passive = stance == Stance::Asks && split > 0 && is_passive(ww, split) && !asking::performs(ww, split);
    let mut object = own.get(behind..).unwrap_or_default().to_vec();
    // `do a rolling restart of it`
    let performed = asking::performs(ww, split);
    if stance == Stance::Asks && performed && object.first().is_some_and(|t| matches!(t.word(), "of" | "on" | "to")) {
        object.remove(0);
    }
    let ops = if stance == Stance::Asks { of_object(ops, &object) } else { ops };
    Clause {
        stance,
        ops,
        verb: verb.to_owned(),
        before: if performed { Vec::new() } else { own.get(..split).unwrap_or_default().to_vec() },
        object,
        turn: 0,
        sentence: 0,
        asked: false,
        bare: stance == Stance::Tells && is_bare(own),
        aside: false,
        whole: false,
        passive,
        put_off: false,
        listed: from.checked_sub(1).and_then(|b| w.get(b)) == Some(&":"),
        words: String::new(),
    }
}

/// The operation here is a participle, or says that its subject goes: `x should be taken down`, `x can go`.
fn is_passive(w: &[&str], at: usize) -> bool {
    let form = w.get(at).and_then(|t| words::of_word(t)).map(|(_, form)| form);
    let begins = |t: &&str| words::PHRASES.iter().any(|(first, ..)| first == t);
    goes(w, at).is_some() || form.is_some_and(|f| f != Form::Base) || form.is_none() && !w.get(at).is_some_and(begins)
}

pub(super) fn all_ops(w: &[&str]) -> Ops {
    w.iter().filter_map(|t| words::of_word(t)).fold(Ops::NONE, |all, (ops, _)| all.or(ops))
}

/// `daemonsets don't matter`, `don't worry about x`
fn calms(w: &[&str], at: usize) -> bool {
    let negates = w.get(at).is_some_and(|t| t.ends_with("n't"));
    negates && matches!(w.get(at + 1).copied(), Some("matter" | "care" | "mind" | "worry" | "bother"))
}

/// `no longer needed`, `not used by anybody`, `no comment needed`: what is said so limits nothing.
fn is_harmless(w: &[&str], at: usize) -> bool {
    let near = || w.iter().skip(at + 1).take(4);
    let word = w.get(at).copied().unwrap_or("");
    if calms(w, at)
        || clauses::is_unwanted(w, at)
        || at.checked_sub(3).is_some_and(|lead| clauses::is_unwanted(w, lead))
    {
        return true;
    }
    let reason = [
        "longer",
        "need",
        "needed",
        "needs",
        "use",
        "uses",
        "used",
        "using",
        "want",
        "required",
        "necessary",
        "more",
        "anymore",
        "relevant",
        "worth",
        "valid",
        "hurry",
        "worries",
        "rush",
        "reads",
        "read",
        "questions",
        "prompt",
        "confirmation",
        "asking",
        "supported",
        "exist",
        "exists",
        "touches",
        "references",
        "depends",
        "calls",
        "matter",
        "left",
        "affected",
    ];
    let before = at.checked_sub(1).and_then(|b| w.get(b)).copied().unwrap_or("");
    if word == "keep" && clauses::keeps_nothing(w, at, before) {
        return true;
    }
    // `whatever is still pending`: which ones.
    let which = |t: &str| matches!(t, "that" | "which" | "whatever" | "what" | "everything" | "those" | "ones" | "all");
    if word == "still" && matches!(before, "that's" | "what's") {
        return true;
    }
    if word == "still" && matches!(before, "is" | "are") && w.iter().take(at).any(|t| which(t)) {
        return true;
    }
    // `it hangs on nothing`, `running or not`: how things are.
    if word == "nothing" && matches!(before, "on" | "for" | "of" | "by" | "from") || word == "not" && before == "or" {
        return true;
    }
    // `it wasn't deleted on merge`: what did not happen.
    let gone =
        |t: &&str| words::of_word(t).is_some_and(|(ops, f)| f == Form::Past && ops.meets(Ops::DELETE.or(Ops::KILL)));
    if matches!(word, "wasn't" | "weren't") && w.get(at + 1).is_some_and(gone) {
        return true;
    }
    // `so be careful`, and nothing of what with.
    let calm = |t: &&str| matches!(*t, "so" | "be" | "please" | "careful" | "and" | "very" | "pls" | "," | "but");
    if word == "careful" && w.iter().all(calm) {
        return true;
    }
    // `delete b instead`
    if word == "instead" && at + 1 == w.len() && w.first().is_some_and(|t| words::of_word(t).is_some()) && at > 1 {
        return true;
    }
    // `they come from before the move`, `whose date is before 2024-01-01`: which ones.
    if word == "before" && before == "from" {
        return true;
    }
    let dated = |n: &&str| n.starts_with(|c: char| c.is_ascii_digit()) || dates::is_month(n);
    if word == "before" && w.get(at + 1).is_some_and(dated) {
        return true;
    }
    // `everything he still has`
    if word == "still"
        && matches!(before, "he" | "she" | "they" | "it" | "i" | "we")
        && w.iter().take(at).any(|t| which(t))
    {
        return true;
    }
    let negates = matches!(word, "not" | "no" | "never" | "nothing" | "none" | "without") || word.ends_with("n't");
    let spared =
        matches!(word, "no" | "without") && near().any(|t| matches!(*t, "comment" | "comments" | "backup" | "backups"));
    let nothing_more = spared || word == "nothing" && matches!(w.get(at + 1), Some(&("else" | "but" | "more")));
    // `I don't want to delete it`
    let unwilling = near().zip(near().skip(1)).any(|(a, b)| *a == "want" && *b == "to");
    nothing_more
        || negates && near().any(|t| reason.contains(t)) && !unwilling && !w.contains(&"still")
        || word == "no" && w.get(at + 1) == Some(&",")
}

/// Only names, kinds of things and small words.
pub(super) fn is_bare(tokens: &[Token]) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    // `don't worry about the logs`
    let calms = word(0).ends_with("n't") && matches!(word(1), "matter" | "care" | "mind" | "worry" | "bother");
    if calms || introduced::is_told_of(tokens) {
        return false;
    }
    let finite = [
        "is", "are", "was", "were", "has", "have", "had", "it's", "they're", "i", "we", "they", "he", "she", "that's",
        "will", "been", "does", "did", "thanks", "got", "took", "needn't", "went", "came",
    ];
    let short = |w: &str| w.ends_with("'ll") || w.ends_with("'ve") || w.ends_with("'re") || w.ends_with("'m");
    // `a and b to cancelled`: what they become.
    let becomes =
        |at: usize| at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|b| matches!(b.word(), "to" | "as"));
    let past = |w: &str| words::of_word(w).is_some_and(|(_, f)| f == Form::Past);
    // `only the merged ones`, `only merged`: which.
    let which = |at: usize| {
        let before = at.checked_sub(1).and_then(|b| tokens.get(b)).map_or("", Token::word);
        let ones = tokens.get(at + 1).is_none_or(|n| matches!(n.word(), "ones" | "one"));
        ones && matches!(before, "the" | "only" | "just")
    };
    // `b and c take over`
    let goes_on =
        |at: usize, w: &str| at > 0 && matches!(w, "take" | "takes" | "carry" | "remain" | "stay" | "continue");
    !tokens.iter().enumerate().any(|(at, t)| {
        let w = t.word();
        short(w) || finite.contains(&w) || past(w) && !becomes(at) && !which(at) || goes_on(at, w)
    })
}

/// `delete it, the operator recreates it`, `so that it starts afresh`: why, or what comes of it. What says which ones has one of
/// the words that bound.
pub(super) fn explains(tokens: &[Token]) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    // `makes a new one`: another.
    let another = |at: usize| {
        matches!(word(at), "one" | "ones")
            && (1..=2).any(|n| at.checked_sub(n).is_some_and(|b| matches!(word(b), "a" | "next" | "new")))
    };
    let bounds = |at: usize| {
        let t = tokens.get(at);
        bounds::states(word(at)).is_some() && word(at) != "running"
            || t.is_some_and(bounds::is_vague) && !another(at + 1)
            || matches!(
                word(at),
                "only" | "just" | "that" | "which" | "who" | "whose" | "where" | "those" | "these" | "all"
            )
            || matches!(word(at), "one" | "ones") && !another(at)
    };
    let does = |at: usize| {
        let verb = word(at).ends_with('s') && word(at).len() > 3 && nouns::kinds(word(at)) == 0;
        // What should or must be is a wish, and may limit.
        word(at) == "would" || verb && matches!(word(at + 1), "it" | "them" | "itself" | "themselves")
    };
    let subject = matches!(word(0), "i'm" | "we're" | "i'll" | "we'll" | "it'll" | "they'll" | "i've" | "we've");
    let so = word(0) == "so" && !word(1).is_empty();
    (so || subject || (1..tokens.len()).any(does))
        && turns::names(tokens) == 0
        // `I'm the only one on it`
        && (matches!(word(0), "i'm" | "we're") && !tokens.iter().any(|t| nouns::kinds(t.word()) != 0)
            || !(usize::from(so && word(1) == "that") * 2..tokens.len()).any(bounds))
}

/// `no need to ask again`, `that's all`: it says nothing about what is meant.
fn is_said_along(tokens: &[Token]) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    let plain = || turns::names(tokens) == 0 && !tokens.iter().any(|t| nouns::kinds(t.word()) != 0);
    let lead = matches!(
        (word(0), word(1)),
        ("no", "need" | "hurry" | "rush" | "worries" | "questions")
            | ("nothing", "else" | "more")
            | ("as", "discussed" | "agreed")
    );
    // `daemonsets don't matter`
    let indifferent =
        (1..tokens.len()).any(|at| word(at - 1).ends_with("n't") && matches!(word(at), "matter" | "care" | "mind"));
    let marked = |t: &Token| t.kind == Kind::Name || t.lower.contains(|c: char| c.is_ascii_digit() || c == '-');
    lead && plain() || indifferent && !tokens.iter().any(marked)
}

/// `only the dangling ones`, of what was asked for by that word already.
fn is_said_again(tokens: &[Token], ask: &Clause) -> bool {
    let small = |t: &Token| matches!(t.word(), "only" | "just" | "the" | "ones" | "one" | "those" | "but" | "and");
    let again = |t: &Token| ask.object.iter().any(|o| o.lower == t.lower);
    let first = tokens.iter().find(|t| !matches!(t.word(), "but" | "and"));
    first.is_some_and(|t| matches!(t.word(), "only" | "just")) && tokens.iter().all(|t| small(t) || again(t))
}

/// `superseded by x`: what came in its place.
fn is_followed(tokens: &[Token]) -> bool {
    matches!(tokens, [how, by, _, ..] if matches!(by.word(), "by" | "with" | "of")
        && matches!(how.word(), "superseded" | "replaced" | "obsoleted" | "duplicate" | "covered" | "fixed"))
}

/// Bare clauses go to their neighbours: behind a request they are more of its object, before one its topic.
fn joined(all: Vec<Clause>) -> Vec<Clause> {
    let mut out: Vec<Clause> = Vec::new();
    for mut c in all {
        // `remove these from x, they left: a, b`
        let list = c.bare && (c.listed || out.last().is_some_and(|l| l.listed && l.bare));
        let ask = out
            .iter()
            .rposition(|o| o.stance == Stance::Asks)
            .filter(|at| list && out.iter().skip(*at).all(|o| o.stance != Stance::Limits));
        if let Some(ask) = ask.and_then(|at| out.get_mut(at)) {
            ask.object.push(comma());
            ask.object.append(&mut c.object);
            ask.listed = true;
            continue;
        }
        match out.last_mut() {
            Some(last) if c.bare && last.stance == Stance::Asks && is_said_along(&c.object) => {
                c.bare = false;
                out.push(c);
            }
            Some(last)
                if c.bare
                    && points_back(near(&last.object))
                    && last.stance == Stance::Asks
                    && (explains(&c.object) || introduced::is_purpose(near(&last.object), &c.object)) =>
            {
                c.bare = false;
                out.push(c);
            }
            // `remove dangling images, only the dangling ones`
            Some(last) if c.bare && last.stance == Stance::Asks && is_said_again(&c.object, last) => {}
            // `close 77, superseded by 80`
            Some(last) if c.bare && last.stance == Stance::Asks && is_followed(&c.object) => {
                c.bare = false;
                out.push(c);
            }
            Some(last) if c.bare && (last.stance != Stance::Tells || last.bare) => {
                last.object.push(comma());
                last.object.append(&mut c.object);
            }
            Some(last) if last.bare && c.stance == Stance::Asks && c.names() == 0 => {
                let mut before = std::mem::take(&mut last.object);
                before.push(comma());
                before.append(&mut c.before);
                c.before = before;
                *last = c;
            }
            _ => out.push(c),
        }
    }
    shared(&mut out);
    out
}

/// `stop and remove x`: two operations on one thing.
fn shared(all: &mut [Clause]) {
    for at in 0..all.len().saturating_sub(1) {
        let (Some(one), Some(next)) = (all.get(at), all.get(at + 1)) else { return };
        let both = one.stance == Stance::Asks && next.stance == Stance::Asks;
        let empty = one.object.iter().all(|t| t.kind == Kind::Mark || matches!(t.word(), "please" | "now"));
        if !(both && empty) {
            continue;
        }
        let (before, object) = (one.before.clone(), next.object.clone());
        if let Some(one) = all.get_mut(at) {
            one.object = object;
        }
        // `on web-1 stop and disable x`
        if let Some(next) = all.get_mut(at + 1).filter(|n| n.before.is_empty()) {
            next.before = before;
        }
    }
}

/// A word that says nothing about what is meant.
pub(super) fn is_small(t: &Token) -> bool {
    let w = t.word();
    t.kind == Kind::Mark || GENERAL.contains(&w) || FOLLOWERS.contains(&w) || ADVERBS.contains(&w)
}
