//! A prompt into statements: what the user asked for, and what they forbade. English grammar is here, other languages in
//! `languages`. Whatever is not clearly a request is none: questions, reports, complaints, hypotheses and quotations
//! authorise nothing.

use std::ops::Range;
use std::rc::Rc;

use super::bind::points_back;
use super::clauses::is_clause;
use super::conditions::is_conditional;
use super::frames;
use super::introduced;
use super::languages;
use super::leads::{ADVERBS, ASKS, CHECKS, FORBIDS, JOINERS, OPENERS, PREFACES, PROGRAMS};
use super::literal::{Verbs, opens_line, typed};
use super::nouns;
use super::points;
use super::reports::{is_labelled, is_reported};
use super::stance::{exceptions, pointed, skip_openers, special};
use super::text::{self, Sentence};
use super::token::{self, Kind, Token};
use super::turns::{self, Topic};
use super::wishes::wished;
use super::words::{self, Form, Ops};

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// It asks for an operation, or permits it.
    Ask,
    /// It forbids one.
    Forbid,
}

/// One thing that the user said.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What it does.
    pub mood: Mood,
    /// Which operations it is about.
    pub ops: Ops,
    /// The words behind the operation: what it is about.
    pub object: Vec<Token>,
    /// What is taken out of it (`all except prod`).
    pub except: Vec<Token>,
    /// It holds only under a condition that nobody here can check.
    pub conditional: bool,
    /// It asks for this and nothing else.
    pub only: bool,
    /// It wants to be asked before, which is no refusal.
    pub ask_first: bool,
    /// The sentence before, where an `it` in this one may point to it.
    pub context: Rc<[Token]>,
    /// In a language whose objects stand before the verb, or are not told apart: all words of the sentence count.
    pub loose: bool,
    /// The operation, where it is no word of ours but one of the command's own.
    pub verb: String,
    /// The simple commands, of the one that is judged, which the sentence spells out.
    pub lines: Vec<String>,
    /// In which prompt it was said, counted from the first.
    pub turn: usize,
    /// The user's sentence.
    pub words: String,
}

impl Statement {
    /// A statement without anything special about it.
    #[must_use]
    pub fn plain(mood: Mood, ops: Ops, object: Vec<Token>, conditional: bool) -> Self {
        Self {
            mood,
            ops,
            object,
            except: Vec::new(),
            conditional,
            only: false,
            ask_first: false,
            context: Rc::default(),
            loose: false,
            verb: String::new(),
            lines: Vec::new(),
            turn: 0,
            words: String::new(),
        }
    }
}

/// How many requests are kept of all prompts; the latest count. What was forbidden holds however long ago it was said.
const MAX_REQUESTS: usize = 1024;

/// The longest sentence that a message repeats.
const MAX_WORDS_CHARS: usize = 160;

/// All statements of these prompts, oldest first. The command that is judged lends its own words for what it does.
#[must_use]
pub fn statements(prompts: &[String], command: &str) -> Vec<Statement> {
    let known = Verbs::of(command);
    let mut out = Vec::new();
    let mut topic = Topic::default();
    // Where the statements of the last prompt begin that asked for something: what `never mind` is about.
    let mut asked_from = 0;
    for (turn, prompt) in prompts.iter().enumerate() {
        let from = out.len();
        let mut before: Vec<Token> = Vec::new();
        for sentence in text::sentences(prompt).into_iter().flat_map(apart) {
            let tokens = token::tokens(&sentence.text);
            let w: Vec<&str> = tokens.iter().map(Token::word).collect();
            let since = if asks_for_something(&out, from) { from } else { asked_from };
            let first = out.len();
            let done = turns::revise(&sentence, &w, &tokens, since, &mut out);
            quote(&sentence, out.get_mut(first..).unwrap_or_default());
            let context = if sentence.begins { Vec::new() } else { turns::usable_context(&before) };
            let done = done
                || turns::narrows(&sentence, &w, &tokens, since, &mut out)
                || turns::affirms(&sentence, &w, &topic, turn, &mut out)
                || turns::explain(&w, &tokens, sentence.asks, from, &mut out)
                || turns::goes_on(&sentence, &w, &tokens, &mut out);
            if !done {
                read(&sentence, &tokens, &Background { before: &context, topic: &topic, known: &known }, &mut out);
            }
            topic.after(&tokens, sentence.asks);
            topic.put(&sentence, &tokens, &w, turn);
            before = if sentence.asks { Vec::new() } else { tokens };
        }
        if asks_for_something(&out, from) {
            asked_from = from;
        }
        out.iter_mut().skip(from).for_each(|s| s.turn = turn);
    }
    let asks = |s: &Statement| s.mood == Mood::Ask && s.except.is_empty();
    let mut over = out.iter().filter(|s| asks(s)).count().saturating_sub(MAX_REQUESTS);
    out.retain(|s| {
        let old = over > 0 && asks(s);
        over -= usize::from(old);
        !old
    });
    out
}

/// `suspend (don't delete!) the job x`: what is forbidden in brackets is a sentence of its own behind the other.
fn apart(sentence: Sentence) -> Vec<Sentence> {
    let inner = sentence.text.split_once('(').and_then(|(before, rest)| {
        let (inner, behind) = rest.split_once(')')?;
        let first = inner.split_whitespace().next().unwrap_or("").to_lowercase().replace('’', "'");
        let forbids = matches!(first.as_str(), "don't" | "dont" | "never" | "do");
        let not = first != "do" || inner.to_lowercase().starts_with("do not");
        (forbids && not)
            .then(|| (format!("{before} {}", behind.trim_start()), inner.trim_end_matches(['!', '.']).to_owned()))
    });
    match inner {
        Some((text, inner)) => {
            let own = Sentence { text: inner, asks: false, items: Vec::new(), begins: false };
            vec![Sentence { text, ..sentence }, own]
        }
        None => vec![sentence],
    }
}

fn asks_for_something(out: &[Statement], from: usize) -> bool {
    out.iter().skip(from).any(|s| s.mood == Mood::Ask && s.ops != Ops::LINE)
}

/// What was said before a sentence.
struct Background<'a> {
    /// The sentence before.
    before: &'a [Token],
    /// What was spoken of last.
    topic: &'a Topic,
    /// The words of the command that is judged.
    known: &'a Verbs,
}

impl Background<'_> {
    /// What the object of a statement may point to.
    fn of(&self, object: &[Token]) -> Vec<Token> {
        let near = turns::names(self.before) > 0 || !points_back(object);
        if near { self.before.to_vec() } else { self.topic.of(object).to_vec() }
    }

    /// Gives a statement the names that its words stand for.
    fn point(&self, s: &mut Statement) {
        let listed = [&s.context[..], self.before, self.topic.listed()];
        if let Some(names) = listed.into_iter().find_map(|l| points::picked(&s.object, l)) {
            s.object = names;
        }
        // What becomes something else leads from one to another: `from 1.2 to 1.3`.
        let from_to =
            Ops::MOVE.or(Ops::EDIT).or(Ops::CONFIG).or(Ops::INSTALL).or(Ops::APPLY).or(Ops::COPY).or(Ops::DISCARD);
        if !s.ops.meets(from_to) || s.ops.meets(Ops::DELETE) {
            s.object = points::spread(&s.object);
            s.context = points::spread(&s.context).into();
        }
        s.except = points::spread(&s.except);
    }
}

/// Statements carry the user's sentence.
fn quote(sentence: &Sentence, statements: &mut [Statement]) {
    let shown: String = sentence.text.chars().take(MAX_WORDS_CHARS).collect();
    for s in statements {
        s.words.clone_from(&shown);
    }
}

fn read(sentence: &Sentence, tokens: &[Token], said: &Background<'_>, out: &mut Vec<Statement>) {
    let from = out.len();
    let w: Vec<&str> = tokens.iter().map(Token::word).collect();
    languages::read_wide(sentence, tokens, out);
    let frame = frames::framed(tokens);
    if out.len() == from {
        english(sentence, tokens, &w, said.known, frame.as_ref(), out);
    }
    if !sentence.asks && out.len() > from {
        out.append(&mut exceptions(&w, tokens));
    }
    if frame.is_some() {
        finish(sentence, from, said, out);
        return;
    }
    if out.len() == from {
        languages::read(sentence, tokens, out);
        in_parts(sentence, from, out);
    }
    if out.len() == from && !sentence.asks && said.known.is_alone(&sentence.text) && !is_conditional(&w) {
        out.push(Statement::plain(Mood::Ask, Ops::LINE, tokens.to_vec(), false));
    }
    if out.len() == from && !sentence.asks && opens_line(&w, said.known) && !is_conditional(&w) && !tells(tokens) {
        let at = skip_openers(&w, 0);
        let verb = w.get(at).map_or_else(String::new, |v| (*v).to_owned());
        let (object, except) = objects(tokens, &w, at + 1, tokens.len());
        out.push(Statement { verb, except, ..Statement::plain(Mood::Ask, Ops::LINE, object, false) });
    }
    if out.len() == from && !sentence.items.is_empty() && !is_labelled(&w, said.known) && !is_reported(&w, w.len()) {
        for item in &sentence.items {
            let own = Sentence {
                text: item.trim_matches('`').to_owned(),
                asks: item.ends_with('?'),
                items: Vec::new(),
                begins: true,
            };
            let fenced = item.starts_with('`');
            let tokens = token::tokens(&own.text);
            if !fenced {
                read(&own, &tokens, &Background { before: &[], ..*said }, out);
            }
        }
        return;
    }
    finish(sentence, from, said, out);
}

/// Gives the statements of a sentence its words and what they point to.
fn finish(sentence: &Sentence, from: usize, said: &Background<'_>, out: &mut [Statement]) {
    let new = out.get_mut(from..).unwrap_or_default();
    quote(sentence, new);
    let lines = said.known.lines(&sentence.text);
    for s in new.iter_mut().filter(|s| s.mood == Mood::Ask) {
        s.lines.clone_from(&lines);
    }
    for s in new.iter_mut().filter(|s| turns::names(&s.context) == 0) {
        s.context = said.of(&s.object).into();
    }
    for s in new {
        said.point(s);
    }
}

/// `lösche x, y bleibt`: in another language, what is asked for before a comma and what is forbidden behind it.
fn in_parts(sentence: &Sentence, from: usize, out: &mut Vec<Statement>) {
    let whole = out.get(from..).unwrap_or_default();
    let plain = |s: &Statement| !s.conditional;
    if !whole.iter().any(|s| s.mood == Mood::Forbid) || !whole.iter().all(plain) || !sentence.text.contains(", ") {
        return;
    }
    let mut parts = Vec::new();
    for part in sentence.text.split(", ") {
        let own = Sentence { text: part.to_owned(), asks: sentence.asks, items: Vec::new(), begins: false };
        languages::read(&own, &token::tokens(part), &mut parts);
    }
    let asks = |s: &Statement| s.mood == Mood::Ask && turns::names(&s.object) > 0;
    if parts.iter().any(asks) && parts.iter().all(plain) {
        out.truncate(from);
        out.append(&mut parts);
    }
}

/// Where a clause's operation stands.
#[derive(Clone, Copy, Debug)]
struct Head {
    mood: Mood,
    ops: Ops,
    /// The clause's first token.
    start: usize,
    /// Behind the operation.
    object: usize,
    /// `can you …`: a request in the form of a question.
    as_question: bool,
    only: bool,
    ask_first: bool,
}

fn english(
    sentence: &Sentence,
    tokens: &[Token],
    w: &[&str],
    known: &Verbs,
    frame: Option<&Range<usize>>,
    out: &mut Vec<Statement>,
) {
    let from = out.len();
    let special = special(sentence, tokens, w, out) || wished(sentence, tokens, w, out);
    if frame.is_some() {
        let mut at = 0;
        out.retain(|s| {
            at += 1;
            at <= from || s.mood == Mood::Forbid
        });
    }
    if special {
        return;
    }
    let framed = |h: &Head| h.mood == Mood::Ask && frame.is_some_and(|f| f.contains(&h.object.saturating_sub(1)));
    let heads: Vec<Head> = heads(w, sentence.asks, known).into_iter().filter(|h| !framed(h)).collect();
    let conditional = is_conditional(w);
    if !sentence.asks
        && frame.is_none()
        && let Some(line) = typed(tokens, w).filter(|_| !tells(tokens))
    {
        out.push(Statement::plain(Mood::Ask, Ops::RUN, vec![line], conditional));
    }
    let mut first = true;
    for (at, head) in heads.iter().enumerate() {
        let (mut object, except) = spoken_of(sentence, tokens, w, &heads, at, frame);
        if head.mood == Mood::Ask && tells(&object) {
            continue;
        }
        if head.mood == Mood::Forbid && object.iter().all(|t| t.kind == Kind::Mark || t.word() == "please") {
            object = introduced::forbidden_before(tokens, head.start);
        } else if head.mood == Mood::Forbid && object.iter().any(|t| t.word() == "one") {
            let before = tokens.get(..head.start).unwrap_or_default();
            object = pointed(before, &object).map_or(object, <[Token]>::to_vec);
        }
        out.push(Statement {
            ops: of_object(head.ops, &object),
            object,
            except,
            conditional,
            only: head.only,
            ask_first: head.ask_first,
            // `x is merged, please delete it`: what stands before in the same sentence is nearer than the one before.
            // `merge x and delete its branch`: what the clause before is about.
            context: match out.last().filter(|_| !first) {
                Some(before) if points_back(&before.object) && turns::names(&before.context) > 0 => {
                    before.context.clone()
                }
                Some(before) => before.object.as_slice().into(),
                None if first => nearest(tokens, head.start).into(),
                None => Rc::default(),
            },
            verb: own_verb(w, head),
            ..Statement::plain(head.mood, Ops::NONE, Vec::new(), false)
        });
        first = false;
    }
}

/// What the clause of a head is about, and what is taken out of that.
fn spoken_of(
    sentence: &Sentence,
    tokens: &[Token],
    w: &[&str],
    heads: &[Head],
    at: usize,
    frame: Option<&Range<usize>>,
) -> (Vec<Token>, Vec<Token>) {
    let Some(head) = heads.get(at) else { return (Vec::new(), Vec::new()) };
    let next = heads.get(at + 1);
    let end = next.map_or(tokens.len(), |n| n.start);
    // What is no request is no part of one.
    let end = frame.map_or(end, |f| if f.start >= head.object { end.min(f.start) } else { end });
    let (mut object, mut except) = objects(tokens, w, head.object, end);
    let empty = object.iter().all(|t| t.kind == Kind::Mark || JOINERS.contains(&t.word()));
    let alone = Ops::PUSH.or(Ops::COMMIT).or(Ops::PUBLISH).or(Ops::DEPLOY).or(Ops::FORCE);
    if let Some(next) = next.filter(|n| empty && n.mood == head.mood && !head.ops.meets(alone)) {
        let end = heads.get(at + 2).map_or(tokens.len(), |n| n.start);
        (object, except) = objects(tokens, w, next.object, end);
    }
    // `locally you can delete x`: where, before what.
    object.extend(tokens.iter().take(head.object).skip(head.start).filter(|t| t.word() == "locally").cloned());
    if at + 1 == heads.len() {
        add_items(sentence, &mut object, &mut except);
    }
    let nothing =
        object.iter().all(|t| matches!(t.word(), "please" | "pls" | "plz" | "now" | "thanks" | "thx" | "asap"));
    if at == 0 && nothing && next.is_none() && !head.ops.meets(alone) {
        object = topic_before(tokens, head.start);
    }
    (object, except)
}

/// The word for the operation at the head of a clause, which may be the command's own.
fn own_verb(w: &[&str], head: &Head) -> String {
    head.object.checked_sub(1).and_then(|at| w.get(at)).map_or_else(String::new, |v| (*v).to_owned())
}

/// What stands before a clause in its own sentence, from the last colon on.
fn nearest(tokens: &[Token], start: usize) -> Vec<Token> {
    let before = tokens.get(..start).unwrap_or_default();
    // `the volumes a and b: remove both`
    let colon = before.iter().rposition(|t| t.word() == ":").filter(|at| at + 1 < before.len());
    let from = colon.map_or(0, |at| at + 1);
    turns::usable_context(before.get(from..).unwrap_or_default())
}

/// `dumps in /var/crash: delete`: what stands before the mark is the object, where it names something and nothing else is said.
fn topic_before(tokens: &[Token], start: usize) -> Vec<Token> {
    let before = tokens.get(..start).unwrap_or_default();
    let marked = before.last().is_some_and(|t| matches!(t.word(), ":" | "—" | "," | "("));
    let topic = turns::usable_context(before.split_last().map_or(&[][..], |(_, rest)| rest));
    let says = |t: &Token| {
        words::of_word(t.word()).is_some_and(|(_, form)| matches!(form, Form::Base | Form::Ing))
            && nouns::kinds(t.word()) == 0
            || matches!(t.word(), "is" | "are" | "was" | "were" | "said" | "says")
    };
    if marked && turns::names(&topic) > 0 && !topic.iter().any(says) { topic } else { Vec::new() }
}

/// `run the migrations` means to migrate, `trigger a deployment` to deploy.
pub(super) fn of_object(ops: Ops, object: &[Token]) -> Ops {
    let out_of =
        |p: &[Token]| matches!(p, [a, b, c] if a.word() == "out" && b.word() == "of" && OUT_OF.contains(&c.word()));
    // `take x out of service` leaves it there.
    if ops == Ops::DELETE && object.windows(3).any(out_of) {
        return Ops::STOP.or(Ops::APPLY);
    }
    if !ops.meets(Ops::RUN.or(Ops::APPLY)) {
        return ops;
    }
    object.iter().fold(ops, |all, t| match t.word() {
        "migration" | "migrations" => all.or(Ops::MIGRATE),
        "deployment" | "deploy" | "rollout" => all.or(Ops::DEPLOY),
        _ => all,
    })
}

/// What something is taken out of and still there.
const OUT_OF: &[&str] = &["service", "rotation", "production", "action", "use", "operation"];

/// The items of a list that the sentence announces: each is an object, unless it says that it is to stay.
fn add_items(sentence: &Sentence, object: &mut Vec<Token>, except: &mut Vec<Token>) {
    for item in &sentence.items {
        let tokens = token::tokens(item);
        let stays = ["keep", "not", "don't", "except", "leave", "stays", "never", "skip", "still", "?"];
        let to = if tokens.iter().any(|t| stays.contains(&t.word())) { &mut *except } else { &mut *object };
        to.push(token::comma());
        // An item's first word names it; what follows explains.
        to.extend(tokens);
    }
}

/// What an operation is about, and what is taken out of that.
fn objects(tokens: &[Token], w: &[&str], from: usize, end: usize) -> (Vec<Token>, Vec<Token>) {
    let end = (from..end).find(|at| explains(w, *at)).unwrap_or(end);
    let cut = (from..end).find(|at| excludes(w, *at, end)).unwrap_or(end);
    let mut object: Vec<Token> = tokens.get(from..cut).unwrap_or_default().to_vec();
    let mut except: Vec<Token> = tokens.get(cut..end).unwrap_or_default().to_vec();
    while object.last().is_some_and(|t| t.kind == Kind::Mark || JOINERS.contains(&t.word())) {
        object.pop();
    }
    if object.is_empty() && !except.is_empty() {
        // `everything but main` has something before; `except main` alone takes nothing out.
        std::mem::swap(&mut object, &mut except);
    }
    (object, except)
}

/// `drop it, I don't want it`: behind the object, a clause that says why.
fn explains(w: &[&str], at: usize) -> bool {
    let subjects = [
        "i",
        "i'm",
        "i've",
        "we",
        "we're",
        "it",
        "it's",
        "it'll",
        "they",
        "they're",
        "you",
        "he",
        "she",
        "nobody",
        "there",
        "there's",
        "this",
        "that's",
        "since",
        "because",
        "as",
        "so",
        "which",
        "thanks",
        "thank",
        "everything",
        "nothing",
        "all",
        "none",
        "no",
    ];
    let word = w.get(at).copied().unwrap_or("");
    let mark = matches!(word, "," | "—" | "(");
    let next = |n: usize| w.get(at + n).copied().unwrap_or("");
    // `drop it, don't need it any more`
    let needless =
        matches!(next(1), "don't" | "not" | "no") && matches!(next(2), "need" | "needed" | "want" | "longer");
    let so = word == "so" && matches!(next(1), "it" | "that" | "they" | "we" | "i" | "you");
    so || matches!(word, "because" | "since")
        || mark && (subjects.contains(&next(1)) || needless || is_clause(w, at + 1))
}

/// Words that take out what follows.
fn excludes(w: &[&str], at: usize, end: usize) -> bool {
    let word = |i: usize| if at + i < end { w.get(at + i).copied().unwrap_or("") } else { "" };
    match word(0) {
        "except" | "excluding" | "besides" | "excepting" | "barring" | "sparing" | "leaving" | "keeping" => true,
        "other" => word(1) == "than",
        "apart" | "aside" => word(1) == "from",
        "save" => word(1) == "for",
        "but" | "and" | "," | "—" => matches!(word(1), "not" | "keep" | "leave" | "never" | "except" | "preserve"),
        "keep" | "preserve" | "retain" => true,
        "leave" => !matches!(word(1), "a" | "an" | "me" | "it" | "them" | "that" | "this" | ""),
        "not" => !matches!(word(1), "only" | "just" | "yet"),
        "without" => !matches!(word(1), "asking" | "confirmation" | "further" | "hesitation" | "backup"),
        _ => false,
    }
}

/// `delete branch x fails with …` tells what happens; it asks for nothing.
fn tells(object: &[Token]) -> bool {
    let breaks = [
        "which", "that", "because", "since", "as", "who", "where", "so", "it", "they", "whatever", "what", ",", "—",
        "(",
    ];
    let finite = [
        "fails",
        "failed",
        "failing",
        "doesn't",
        "does",
        "didn't",
        "did",
        "isn't",
        "is",
        "was",
        "were",
        "returns",
        "returned",
        "throws",
        "threw",
        "crashes",
        "crashed",
        "broke",
        "breaks",
        "hangs",
        "errors",
        "gives",
        "gave",
        "works",
        "worked",
        "has",
        "had",
        "wasn't",
        "won't",
        "can't",
        "never",
        "seems",
        "takes",
        "happens",
        "happened",
        "would",
        "shouldn't",
        "needs",
        "requires",
        "required",
        "killed",
        "makes",
        "made",
        "helps",
        "helped",
        "caused",
        "causes",
    ];
    // `the failed run 7` says which, `the run 7 failed` tells.
    let which = |at: usize| object.get(at + 1).is_some_and(|n| nouns::kinds(n.word()) != 0);
    let quality = |t: &Token| t.word().ends_with("ed") || t.word().ends_with("ing");
    let tells = |at: usize, t: &Token| finite.contains(&t.word()) && !(at > 0 && quality(t) && which(at));
    let clause = object.iter().enumerate().take_while(|(_, t)| !breaks.contains(&t.word()));
    let first = |t: &Token| finite.contains(&t.word()) && !(quality(t) && which(0));
    clause.skip(1).any(|(at, t)| tells(at, t)) || object.first().is_some_and(first)
}

/// All clauses of a sentence that ask for or forbid something.
fn heads(w: &[&str], asks: bool, known: &Verbs) -> Vec<Head> {
    let mut out: Vec<Head> = Vec::new();
    if is_labelled(w, known) {
        return out;
    }
    let mut at = 0;
    while at < w.len() {
        let joined = at == 0
            || is_hailed(w, at)
            || w.get(at - 1).is_some_and(|j| JOINERS.contains(j))
            || w.get(at) == Some(&"without");
        let found = if joined { head_at(w, at, known) } else { None };
        let Some(mut head) = found else {
            at += 1;
            continue;
        };
        inherit(&mut head, w, at, out.last());
        let asked = asks && !head.as_question && head.mood == Mood::Ask && !out.iter().any(|h| h.as_question);
        let verb = skip_openers(w, at);
        if !(asked || head.mood == Mood::Ask && is_reported(w, verb)) {
            out.push(head);
        }
        at = head.object.max(at + 1);
    }
    out
}

/// `yo can u delete x`, `team, pls delete x`: a few words that call somebody before a request that is clearly one.
fn is_hailed(w: &[&str], at: usize) -> bool {
    const CALL: usize = 3;
    let lead = matches!(
        w.get(at..),
        Some(["can" | "could" | "would" | "will", "you" | "u", ..] | ["please" | "pls" | "plz", ..])
    );
    let telling = [
        "i", "we", "you", "he", "she", "they", "it", "who", "if", "why", "how", "when", "what", "not", "don't",
        "never", "no", "without", "unless", "says", "said", "that", "whether",
    ];
    let call = |t: &&str| !t.is_empty() && !telling.contains(t) && words::of_word(t).is_none() && nouns::kinds(t) == 0;
    lead && at <= CALL && w.iter().take(at).all(call)
}

/// `don't commit or push`: what is joined to a prohibition is forbidden too, unless it has its own object before.
fn inherit(head: &mut Head, w: &[&str], at: usize, before: Option<&Head>) {
    let Some(before) = before.filter(|b| b.mood == Mood::Forbid && head.mood == Mood::Ask) else { return };
    let joint = w.get(at.wrapping_sub(1)).copied().unwrap_or("");
    let own_start = w.get(at).is_some_and(|f| OPENERS.contains(f) || *f == "instead");
    let listed = joint == "," && at == before.object + 1;
    // `without merging and delete its branch`: what `without` governs has another form.
    let governed = w.get(at).is_some_and(|v| v.ends_with("ing"));
    if w.get(before.start) == Some(&"without") && !governed {
        return;
    }
    if (matches!(joint, "and" | "or" | "nor") || listed) && !own_start {
        head.mood = Mood::Forbid;
        head.ask_first = before.ask_first;
    }
}

/// Openers that stand only for some words: `thank you`, `no, …`, `all right`.
pub(super) fn opener(w: &[&str], at: usize) -> Option<usize> {
    let word = w.get(at).copied()?;
    if let Some(len) = longest(PREFACES.iter().copied(), w, at) {
        return Some(len);
    }
    if let Some(len) = place_before(w, at) {
        return Some(len);
    }
    let next = w.get(at + 1).copied().unwrap_or("");
    let comma = matches!(next, "," | "—" | ":");
    match word {
        "you" => (at > 0 && w.get(at - 1) == Some(&"thank")).then_some(1),
        "no" | "nope" | "done" | "it's" | "claude" | "second" | "third" | "right" | "correct" | "later" | "today" => {
            comma.then_some(2)
        }
        "to" => (at == 0).then_some(1).filter(|_| false),
        "must" | "always" => (at == 0).then_some(1),
        "all" => (next == "right").then_some(2),
        "do" => (!matches!(next, "not" | "i" | "we" | "you" | "they" | "n't" | "it")).then_some(1),
        "proceed" => matches!(next, "and" | "," | "—").then_some(2),
        "yes" | "ok" | "okay" | "sure" | "yeah" if next == "please" => Some(2),
        "go" => None,
        _ => OPENERS.contains(&word).then_some(1),
    }
}

/// `in state/jobs.json set …`: a place before the operation, which says where and nothing else.
fn place_before(w: &[&str], at: usize) -> Option<usize> {
    const LONGEST: usize = 8;
    let place = at == 0 && matches!(w.first(), Some(&("in" | "on" | "from" | "under" | "at" | "within")));
    let is_name = |t: &str| t.contains(['/', '.', '-', '_']) || t.is_empty() || nouns::kinds(t) != 0;
    let op = |t: &str| words::of_word(t).is_some_and(|(_, form)| form == Form::Base) && nouns::kinds(t) == 0;
    let found = (2..=LONGEST).find(|n| w.get(*n).is_some_and(|t| op(t)) && w.get(n - 1).is_some_and(|t| is_name(t)));
    let plain = |n: &usize| {
        let between = w.get(1..*n).unwrap_or_default();
        !between.iter().any(|t| {
            matches!(
                *t,
                "," | ":"
                    | "—"
                    | "order"
                    | "case"
                    | "to"
                    | "is"
                    | "are"
                    | "that"
                    | "there"
                    | "there's"
                    | "you"
                    | "we"
                    | "i"
            )
        })
    };
    found.filter(plain).filter(|_| place)
}

/// The clause that begins at this token, where it asks for or forbids something.
fn head_at(w: &[&str], start: usize, known: &Verbs) -> Option<Head> {
    let mut at = start;
    let mut only = false;
    while let Some(n) = opener(w, at) {
        only |= matches!(w.get(at), Some(&"only"));
        at += n;
    }
    let head =
        |mood, ops, object, as_question, ask_first| Head { mood, ops, start, object, as_question, only, ask_first };
    if let Some(len) = longest(CHECKS.iter().copied(), w, at) {
        let (ops, _, end) = operation(w, at + len, known)?;
        return Some(head(Mood::Forbid, ops, end, false, true));
    }
    let ask = ASKS.iter().filter_map(|(lead, ing, q)| Some((matches(lead, w, at)?, *ing, *q))).max_by_key(|a| a.0);
    let forbid = longest(FORBIDS.iter().copied(), w, at);
    match (ask, forbid) {
        (Some((len, ing, q)), f) if f.is_none_or(|f| f < len) => {
            let mut verb = at + len;
            if matches!(w.get(verb).copied(), Some("not" | "never" | "avoid")) {
                let (ops, _, end) = operation(w, skip_adverbs(w, verb + 1), known)?;
                return Some(head(Mood::Forbid, ops, end, q, false));
            }
            verb = skip_adverbs(w, verb);
            let (ops, form, end) = operation(w, verb, known)?;
            let fits = if ing { form == Form::Ing } else { form == Form::Base };
            fits.then(|| head(Mood::Ask, ops, end, q, false))
        }
        (_, Some(len)) if forbidden(w, at, len, known).is_some() => {
            forbidden(w, at, len, known).map(|(ops, end)| head(Mood::Forbid, ops, end, false, false))
        }
        _ => {
            let (ops, form, end) = operation(w, at, known)?;
            (form == Form::Base).then(|| head(Mood::Ask, ops, end, false, false))
        }
    }
}

/// `stop pushing` forbids, `stop the server` asks; `no pushes` forbids, `no delete button` says nothing.
fn forbidden(w: &[&str], at: usize, len: usize, known: &Verbs) -> Option<(Ops, usize)> {
    let lead = w.get(at).copied().unwrap_or("");
    let verb = skip_adverbs(w, at + len);
    let (ops, form, end) = operation(w, verb, known)?;
    let alone = len == 1;
    let fits = match lead {
        "stop" | "quit" | "cease" | "without" | "avoid" if alone => form == Form::Ing,
        "no" if alone => matches!(form, Form::Ing | Form::Noun) || form == Form::Base && w.get(end).is_none(),
        "not" if alone => matches!(form, Form::Ing | Form::Base) && at == 0,
        "forget" => form == Form::Ing,
        _ => form != Form::Past,
    };
    fits.then_some((ops, end))
}

fn skip_adverbs(w: &[&str], mut at: usize) -> usize {
    while w.get(at).is_some_and(|t| ADVERBS.contains(t)) {
        at += 1;
    }
    at
}

/// How many words of `w` at this place the lead takes; none where they are others.
fn matches(lead: &str, w: &[&str], at: usize) -> Option<usize> {
    let mut len = 0;
    for word in lead.split(' ') {
        (w.get(at + len) == Some(&word)).then_some(())?;
        len += 1;
    }
    Some(len)
}

pub(super) fn longest<'l>(leads: impl Iterator<Item = &'l str>, w: &[&str], at: usize) -> Option<usize> {
    leads.filter_map(|l| matches(l, w, at)).max()
}

/// The operation that stands here, its form, and what is behind it.
pub(super) fn operation(w: &[&str], at: usize, known: &Verbs) -> Option<(Ops, Form, usize)> {
    let word = w.get(at).copied().filter(|t| !t.is_empty())?;
    for (first, rest, ops) in words::PHRASES {
        let base = *first == word;
        let ing = word
            .strip_suffix("ing")
            .is_some_and(|s| s == *first || s.starts_with(first) || first.strip_suffix('e') == Some(s));
        if (base || ing)
            && let Some(end) = phrase(w, at + 1, rest)
        {
            return Some((*ops, if base { Form::Base } else { Form::Ing }, end));
        }
    }
    // `the others look healthy`
    let well = |t: &&str| matches!(*t, "healthy" | "fine" | "good" | "ok" | "okay" | "alright" | "right" | "better");
    if matches!(word, "look" | "looks") && w.get(at + 1).is_some_and(well) {
        return None;
    }
    // `gh run cancel both`
    if matches!(word, "gh" | "glab")
        && w.get(at + 1).is_some_and(|n| nouns::kinds(n) != 0)
        && let Some((ops, Form::Base)) = w.get(at + 2).and_then(|n| words::of_word(n))
    {
        return Some((ops, Form::Base, at + 3));
    }
    if PROGRAMS.contains(&word)
        && let Some((ops, Form::Base)) = w.get(at + 1).and_then(|n| words::of_word(n))
    {
        let forced =
            w.get(at + 2..).unwrap_or_default().iter().any(|t| matches!(*t, "--force" | "-f" | "--force-with-lease"));
        let ops = if ops == Ops::PUSH && forced { Ops::FORCE } else { ops };
        return Some((ops, Form::Base, at + 2));
    }
    // `gh secret delete it`
    if PROGRAMS.contains(&word)
        && w.get(at + 1).is_some_and(|n| nouns::kinds(n) != 0)
        && let Some((ops, Form::Base)) = w.get(at + 2).and_then(|n| words::of_word(n))
    {
        return Some((ops, Form::Base, at + 3));
    }
    // `docker rmi them`: the command's own word behind its program.
    let plain = matches!(word, "docker" | "podman" | "helm" | "npm" | "systemctl" | "brew" | "git");
    if plain && w.get(at + 1).is_some_and(|n| known.has_verb(n)) {
        return Some((Ops::LITERAL, Form::Base, at + 2));
    }
    let Some((ops, form)) = words::of_word(word) else {
        return known.has_verb(word).then_some((Ops::LITERAL, Form::Base, at + 1));
    };
    // `run git push`, `execute npm publish`: what is run says what is meant.
    let inner = w.get(at + 1).filter(|p| PROGRAMS.contains(p)).and_then(|_| words::of_word(w.get(at + 2)?));
    if let Some((inner, _)) = inner.filter(|_| ops.meets(Ops::RUN)) {
        return Some((ops.or(inner), form, at + 3));
    }
    const REACH: usize = 8;
    let spared = |i: usize| {
        i.checked_sub(1).and_then(|b| w.get(b)).is_some_and(|b| matches!(*b, "no" | "not" | "without" | "don't"))
    };
    let forced = ops == Ops::PUSH
        && (at + 1..w.len().min(at + 1 + REACH)).any(|i| {
            let force = matches!(w.get(i), Some(&("--force" | "force" | "forcefully" | "--force-with-lease")));
            force && !spared(i)
        });
    Some((if forced { Ops::FORCE } else { ops }, form, at + 1))
}

/// The words of a phrase within the next few: `clean it up`, `get rid of`.
fn phrase(w: &[&str], at: usize, rest: &[&str]) -> Option<usize> {
    const REACH: usize = 2;
    if rest.len() > 1 {
        return rest.iter().enumerate().all(|(i, r)| w.get(at + i) == Some(r)).then_some(at + rest.len());
    }
    let wanted = rest.first()?;
    if w.get(at) == Some(wanted) {
        return Some(at + 1);
    }
    // The object stands between: it belongs to the operation.
    if (1..=REACH + 2).any(|i| w.get(at + i) == Some(wanted)) {
        return Some(at);
    }
    // Of a longer one the particle leads to where it is taken from, or ends the clause.
    let far = (at..w.len().min(at + FAR)).find(|i| w.get(*i) == Some(wanted))?;
    let next = w.get(far + 1).copied().unwrap_or("");
    let off = *wanted == "off" && !next.is_empty();
    // `roll the release x back to revision 7`
    let back = *wanted == "back" && next == "to";
    let ends = off || back || matches!(next, "" | "of" | "from" | "," | "—" | "please" | "pls" | "now" | "in");
    let breaks = |t: &&str| {
        matches!(*t, ":" | "—" | "if" | "which" | "that" | "find" | "figure") || *t == "a" && w.get(at) == Some(t)
    };
    (ends && !w.get(at..far)?.iter().any(breaks)).then_some(at)
}

/// How far the particle of a verb may stand behind a long object.
const FAR: usize = 16;
