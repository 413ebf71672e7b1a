//! What a prompt calls without its names: `those two`, `both pods`, `that table`, `only the first two`, `mine`. The names that were
//! said or listed last are put in the place of such words, as if the user had written them, so that everything that is held against
//! names is held against them. The count has to fit and the kind; of what could mean several things nothing is made. Called by
//! `corrections` before the prompts are read.

use super::bounds;
use super::command::Command;
use super::edit::is_file;
use super::gist::{self, Clause, Stance};
use super::heard;
use super::introduced;
use super::lessened;
use super::listing;
use super::literal::Verbs;
use super::nouns;
use super::points;
use super::shortened;
use super::text::{self, Sentence};
use super::token::{self, Kind, Token};
use super::turns;

/// Longer prompts are left as they are.
const MOST_BYTES: usize = 4000;

/// So many prompts back names may have been said.
const MOST_TURNS: usize = 4;

/// More things than these are a set, and no list that somebody points to.
const MOST_NAMES: usize = 24;

/// Names that were said together.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// The names, in order.
    pub(super) names: Vec<String>,
    /// The names of each clause.
    clauses: Vec<Vec<String>>,
    /// The kinds of things that are spoken of beside them.
    kinds: nouns::Kinds,
    /// The noun that stands before them.
    noun: Option<String>,
    /// Each noun with a name behind it.
    pairs: Vec<(String, String)>,
    /// They were listed, each in a line of its own.
    listed: bool,
    /// What was said of them is that they stay, or is a doubt.
    kept: bool,
    /// The one that the user calls theirs.
    mine: Option<String>,
    /// What is told of each that has a clause of its own.
    told: Vec<(String, Vec<String>)>,
}

/// What was said so far.
#[derive(Default)]
struct Spoken {
    groups: Vec<Group>,
    /// Where things are: a kind of place and its name.
    places: Vec<(String, String)>,
}

/// The prompt with names in the place of what points to them; none where nothing does.
pub(super) fn written_out(earlier: &[String], prompt: &str, known: &Verbs) -> Option<String> {
    if prompt.len() > MOST_BYTES {
        return None;
    }
    let from = earlier.len().saturating_sub(MOST_TURNS);
    let mut spoken = Spoken::default();
    for before in earlier.iter().skip(from).filter(|p| p.len() <= MOST_BYTES) {
        let rows = columns(before);
        text::sentences(before).iter().for_each(|s| spoken.add(s, &rows, known));
    }
    let rows = columns(prompt);
    let mut out: Option<String> = None;
    for mut sentence in text::sentences(prompt) {
        let said = sentence.text.clone();
        let full = shortened::written_out(&said, &spoken.groups);
        let now = full.as_deref().unwrap_or(&said);
        let new = resolved(now, sentence.asks, &spoken, known).or_else(|| full.clone());
        if let Some(new) = new {
            let whole = out.as_deref().unwrap_or(prompt);
            if let Some((at, end)) = find(whole, &said) {
                let text = format!("{}{new}{}", whole.get(..at)?, whole.get(end..)?);
                out = Some(text);
                sentence.text = new;
            }
        }
        spoken.add(&sentence, &rows, known);
    }
    out
}

/// The first names of a listing with more than one column; of others each line is read by itself.
fn columns(prompt: &str) -> Vec<String> {
    let rows = listing::rows(prompt);
    if rows.iter().all(|r| r.len() < 2) {
        return Vec::new();
    }
    rows.iter().filter_map(|r| r.first()).map(|t| t.text.clone()).collect()
}

/// Where a sentence stands in its prompt, however its lines are broken.
fn find(whole: &str, sentence: &str) -> Option<(usize, usize)> {
    if let Some(at) = whole.find(sentence) {
        return Some((at, at + sentence.len()));
    }
    let mut parts = sentence.split_whitespace();
    let first = parts.next()?;
    let rest: Vec<&str> = parts.collect();
    whole.match_indices(first).find_map(|(at, _)| {
        let mut end = at + first.len();
        for part in &rest {
            let behind = whole.get(end..)?;
            let trimmed = behind.trim_start();
            end += behind.len() - trimmed.len() + trimmed.strip_prefix(part).map(|_| part.len())?;
        }
        Some((at, end))
    })
}

impl Spoken {
    /// Adds what a sentence names.
    fn add(&mut self, sentence: &Sentence, rows: &[String], known: &Verbs) {
        let tokens = token::tokens(&sentence.text);
        self.places.extend(places_in(&tokens));
        if tokens.first().is_some_and(|t| rows.contains(&t.text)) {
            if self.groups.last().is_none_or(|g| g.names != rows) {
                let kinds = nouns::Kinds::default();
                let (names, clauses) = (rows.to_vec(), vec![rows.to_vec()]);
                self.groups.push(Group {
                    names,
                    clauses,
                    kinds,
                    noun: None,
                    pairs: Vec::new(),
                    listed: true,
                    kept: false,
                    mine: None,
                    told: Vec::new(),
                });
            }
            return;
        }
        let clauses = gist::clauses(std::slice::from_ref(&sentence.text), known);
        let named: Vec<Vec<String>> =
            clauses.iter().map(|c| names(&c.all_in_order())).filter(|n| !n.is_empty()).collect();
        let items = sentence.items.iter().filter_map(|i| names(&token::tokens(i)).into_iter().next());
        let items: Vec<String> = items.collect();
        let alone = tokens.len() == 1 && !named.is_empty();
        let listed = alone || items.len() > 1;
        // The first of some lines is the sentence, the others are its items.
        let all = match (listed && !items.is_empty(), alone) {
            (true, true) => once([named.concat(), items].concat()),
            (true, false) => once(items),
            (false, _) => once(named.concat()),
        };
        if all.is_empty() || all.len() > MOST_NAMES {
            return;
        }
        if let Some(last) = self.groups.last_mut().filter(|l| alone && l.listed) {
            last.names.extend(all);
            last.clauses = vec![last.names.clone()];
            return;
        }
        let kinds = tokens.iter().fold(0, |k, t| k | nouns::kinds(t.word()));
        let kept = is_kept(&clauses);
        let told = told(&clauses);
        let clauses = if listed { vec![all.clone()] } else { named };
        let noun = noun_of(&tokens, &all);
        let (pairs, told) = (pairs(&tokens, &all), told);
        self.groups.push(Group { mine: mine(&tokens), names: all, clauses, kinds, noun, pairs, listed, kept, told });
    }

    /// Where the things are, as it was said before: of each kind of place the one that was named.
    fn place(&self, sentence: &[Token]) -> String {
        let here = places_in(sentence);
        let mut out = String::new();
        for kind in PLACES {
            let one = |noun: &str| kind.contains(&noun);
            let mut named = self.places.iter().filter(|(noun, _)| one(noun));
            let own = here.iter().any(|(noun, _)| one(noun));
            if let Some((noun, name)) = named.next().filter(|(_, name)| !own && named.all(|(_, n)| n == name)) {
                out.push_str(&format!(" in {noun} {name}"));
            }
        }
        out
    }
}

/// Kinds of places in which things are by their names.
const PLACES: &[&[&str]] = &[&["namespace", "ns"], &["database", "db"], &["vhost"], &["cluster"]];

/// The places that words name: `in ns web`, `(namespace web)`.
fn places_in(tokens: &[Token]) -> Vec<(String, String)> {
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    let led = |at: usize| {
        let before = at.checked_sub(1).map_or("", word);
        matches!(before, "" | "in" | "on" | "from" | "the" | "(" | "," | "of")
    };
    let name = |at: usize| turns::is_name(tokens, at) || tokens.get(at).is_some_and(bounds::is_strange);
    let place = |at: usize| PLACES.iter().any(|k| k.contains(&word(at))) && led(at) && name(at + 1);
    let said = |at: usize| Some((word(at).to_owned(), tokens.get(at + 1)?.text.clone()));
    // `kubectl get pods -n web`
    let option = |at: usize| matches!(word(at), "-n" | "--namespace") && name(at + 1) && word(0) == "kubectl";
    let there = |at: usize| Some(("namespace".to_owned(), tokens.get(at + 1)?.text.clone()));
    let all = (0..tokens.len()).filter_map(|at| if place(at) { said(at) } else { there(at).filter(|_| option(at)) });
    all.collect()
}

/// Each name once.
fn once(mut names: Vec<String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    names.retain(|n| {
        let new = !seen.contains(n);
        seen.push(n.clone());
        new
    });
    names
}

impl Group {
    /// What the clauses of a sentence name that stand before a request.
    fn of(clauses: &[Clause]) -> Option<Self> {
        let named: Vec<Vec<String>> =
            clauses.iter().map(|c| names(&c.all_in_order())).filter(|n| !n.is_empty()).collect();
        let kinds = clauses.iter().flat_map(Clause::tokens).fold(0, |k, t| k | nouns::kinds(t.word()));
        let (all, kept) = (once(named.concat()), is_kept(clauses));
        let tokens: Vec<Token> = clauses.iter().flat_map(|c| c.all_in_order()).collect();
        let noun = noun_of(&tokens, &all);
        let pairs = pairs(&tokens, &all);
        let told = told(clauses);
        let group = Self { names: all, clauses: named, kinds, noun, pairs, listed: false, kept, mine: None, told };
        (!group.names.is_empty()).then_some(group)
    }
}

/// `the pipelines 7 and 8`: what they are.
fn noun_of(tokens: &[Token], names: &[String]) -> Option<String> {
    let first = tokens.iter().position(|t| names.first() == Some(&t.text))?;
    let noun = tokens.get(first.checked_sub(1)?)?;
    (nouns::kinds(noun.word()) != 0 && !turns::is_place(noun.word())).then(|| noun.lower.clone())
}

/// `version 88 of the package web-1`: what each is. Of `the branches a and b` neither stands for all.
fn pairs(tokens: &[Token], names: &[String]) -> Vec<(String, String)> {
    // `flaked in run 88`: a place that a later word may call by its noun.
    let named = |t: &Token| names.contains(&t.text) || t.lower.contains(|c: char| c.is_ascii_digit());
    let one = |p: &[Token]| match p {
        [noun, name] if nouns::kinds(noun.word()) != 0 && !noun.word().ends_with('s') && named(name) => {
            Some((noun.lower.clone(), name.text.clone()))
        }
        _ => None,
    };
    tokens.windows(2).filter_map(one).collect()
}

/// `a is the old runner, b the new one`: the words of each clause with one name.
fn told(clauses: &[Clause]) -> Vec<(String, Vec<String>)> {
    let one = |c: &Clause| match &names(&c.all_in_order())[..] {
        [name] => Some((name.clone(), c.tokens().map(|t| t.lower.clone()).collect())),
        _ => None,
    };
    clauses.iter().filter_map(one).collect()
}

/// What is said is that something stays.
fn is_kept(clauses: &[Clause]) -> bool {
    clauses.iter().any(|c| c.stance == Stance::Limits && !c.put_off && !is_told(c))
}

/// A clause that only has the look of a limit: `there are still a and b`, `a hangs on nothing`.
fn is_told(clause: &Clause) -> bool {
    let next = |at: usize| clause.object.get(at + 1).map_or("", Token::word);
    let mut limits = clause.object.iter().enumerate().filter(|(_, t)| gist::is_limit(t.word()));
    introduced::is_introduction(clause)
        || limits.all(|(at, t)| {
            // `72 and 75 will never run`
            let fails = t.word() == "never"
                && matches!(
                    next(at),
                    "run" | "runs" | "come" | "comes" | "came" | "finish" | "finished" | "start" | "started"
                );
            fails || matches!(t.word(), "still" | "nothing" | "nobody" | "none")
        })
}

/// The things that words name, without places, amounts and machines.
pub(super) fn names(tokens: &[Token]) -> Vec<String> {
    let word = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or("", Token::word);
    let led = |at: usize| {
        let near = word(at.checked_sub(1));
        let far = word(at.checked_sub(2));
        let place = |w: &str| matches!(w, "in" | "on" | "at" | "from" | "inside" | "under" | "since" | "against");
        // `in resource group x`
        let further = word(at.checked_sub(3));
        let two = far == "resource" || nouns::compound(far, near).is_some();
        // `rows whose column_a is old`
        let column = matches!(near, "whose" | "column" | "field");
        let noun = nouns::kinds(near) != 0 && (place(far) || two && place(further));
        turns::is_place(near) || place(near) || column || noun
    };
    let marked = |t: &Token| {
        t.kind == Kind::Name
            || t.lower.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '/' | '.' | ':' | '@'))
    };
    let name = |at: &usize| {
        turns::is_name(tokens, *at) && tokens.get(*at).is_some_and(marked) && !heard::is_amount(tokens, *at)
    };
    let all: Vec<usize> = (0..tokens.len()).filter(name).collect();
    let own: Vec<usize> = all.iter().copied().filter(|at| !led(*at)).collect();
    own.iter().filter_map(|at| tokens.get(*at)).map(|t| t.text.clone()).collect()
}

/// `mine is a`, `a is mine`.
fn mine(tokens: &[Token]) -> Option<String> {
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    let own = |at: usize| {
        if word(at) != "mine" {
            return None;
        }
        let behind = (word(at + 1) == "is" && turns::is_name(tokens, at + 2)).then_some(at + 2);
        let before = at.checked_sub(2).filter(|b| word(b + 1) == "is" && turns::is_name(tokens, *b));
        tokens.get(behind.or(before)?)
    };
    let mut found = (0..tokens.len()).filter_map(own);
    found.next().filter(|_| found.next().is_none()).map(|t| t.text.clone())
}

/// What a sentence points to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Points {
    /// So many; none where it does not say.
    Count(Option<usize>),
    /// Some by their places in the list.
    Places,
    /// What is left of a list, so many; none where it does not say.
    Others(Option<usize>),
    /// The user's own.
    Mine,
    /// The one of which this word was said.
    Told(String),
}

/// A reference: its tokens, and what it says.
struct Reference {
    from: usize,
    to: usize,
    points: Points,
    /// The noun, where it has one.
    noun: Option<String>,
}

/// The sentence with names in the place of its reference.
fn resolved(sentence: &str, asks: bool, spoken: &Spoken, known: &Verbs) -> Option<String> {
    let tokens = token::tokens(sentence);
    let clauses = gist::clauses(&[format!("{sentence}{}", if asks { "?" } else { "" })], known);
    let wanted = clauses.iter().any(|c| c.stance == Stance::Asks && !c.asked);
    let narrows = is_narrowed(&tokens);
    if !(wanted || narrows) {
        return None;
    }
    let reference = (0..tokens.len()).find_map(|at| reference(&tokens, at))?;
    // A reference in a limit is left as it is: what it spares is not to become less.
    let own = |c: &Clause| holds(c, tokens.get(reference.from..reference.to).unwrap_or_default());
    // `take the old one out of jobs.json`
    let unnamed = |c: &Clause| {
        let all: Vec<Token> = c.all_in_order().into_iter().filter(|t| !is_file(t)).collect();
        names(&all).is_empty()
    };
    let asks_of_it = |c: &Clause| c.stance == Stance::Asks && own(c) && unnamed(c);
    if clauses.iter().any(|c| c.stance == Stance::Limits && own(c)) || !(narrows || clauses.iter().any(asks_of_it)) {
        return None;
    }
    let object = tokens.get(reference.from..reference.to)?;
    // `that ns`: of places only their own names are meant.
    let place = |n: &str| PLACES.iter().find(|k| k.contains(&n)).copied();
    if let Some(kinds) = reference.noun.as_deref().and_then(place)
        && reference.points == Points::Count(Some(1))
    {
        let (noun, name) = spoken.places.iter().rev().find(|(noun, _)| kinds.contains(&noun.as_str()))?;
        let new = format!("the {noun} {name}");
        return replaced(sentence, &tokens, reference.from, reference.to, &new);
    }
    let upto = clauses.iter().position(asks_of_it).unwrap_or(0);
    let near = Group::of(clauses.get(..upto).unwrap_or_default());
    let (meant, noun) = meant(&reference, object, &spoken.groups.iter().chain(&near).collect::<Vec<_>>())?;
    let list = match &meant[..] {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => meant.concat(),
    };
    let noun = reference.noun.or(noun).filter(|_| !narrows).map_or_else(String::new, |n| format!("the {n} "));
    let new = format!("{noun}{list}{}", spoken.place(&tokens));
    // `keep b, the rest can go`: what stands before the mark is no list with it, but a sentence of its own.
    let mark = reference.from.checked_sub(1).filter(|at| tokens.get(*at).is_some_and(|t| t.word() == ","));
    match mark.filter(|_| near.is_some() && matches!(reference.points, Points::Others(_))) {
        Some(mark) => replaced(sentence, &tokens, mark, reference.to, &format!(". {new}")),
        None => replaced(sentence, &tokens, reference.from, reference.to, &new),
    }
}

/// The clause has these words in this order.
fn holds(clause: &Clause, words: &[Token]) -> bool {
    let own = |t: &[Token]| t.windows(words.len().max(1)).any(|w| w.iter().zip(words).all(|(a, b)| a.lower == b.lower));
    own(&clause.before) || own(&clause.object)
}

/// `only the first two, yes`, `actually only the last one`
fn is_narrowed(tokens: &[Token]) -> bool {
    let first = tokens.iter().position(|t| !turns::HESITATIONS.contains(&t.word()));
    first.and_then(|at| tokens.get(at)).is_some_and(|t| matches!(t.word(), "only" | "just"))
}

/// The text with other words between these tokens.
fn replaced(text: &str, tokens: &[Token], from: usize, to: usize, with: &str) -> Option<String> {
    let mut end = 0;
    let mut start = 0;
    for (at, t) in tokens.iter().enumerate().take(to) {
        let found = text.get(end..)?.find(t.text.as_str())? + end;
        if at == from {
            start = found;
        }
        end = found + t.text.len();
    }
    Some(format!("{}{with}{}", text.get(..start)?, text.get(end..)?))
}

/// The reference that begins here.
fn reference(tokens: &[Token], at: usize) -> Option<Reference> {
    let word = |n: usize| tokens.get(at + n).map_or("", Token::word);
    let number = |n: usize| token::numeral(word(n)).filter(|n| (2..10).contains(n));
    let (points, length) = match word(0) {
        // `them both` is read where `them` is.
        "both" if at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|b| b.word() == "them") => return None,
        "both" => (Points::Count(Some(2)), pointer(tokens, at + 1) + 1),
        "that" | "this" if word(2) == "one" && is_quality(word(1)) => (Points::Told(word(1).to_owned()), 3),
        "those" | "these" if number(1).is_some() => (Points::Count(number(1)), 2),
        "those" | "these" => (Points::Count(None), 1),
        "all" | "the" if number(1).is_some() => (Points::Count(number(1)), 2),
        "them" => (Points::Count(None), 1 + usize::from(word(1) == "all")),
        "that" | "this" => (Points::Count(Some(1)), 1),
        "the" if matches!(word(1), "first" | "last") => {
            (Points::Places, 2 + usize::from(number(2).is_some() || word(2) == "one"))
        }
        "the" if matches!(word(1), "former" | "latter") => (Points::Places, 2),
        "the" if matches!(word(1), "second" | "third" | "fourth" | "fifth") => {
            let of = word(2) == "of" && matches!(word(3), "them" | "those" | "these");
            (Points::Places, 2 + 2 * usize::from(of) + usize::from(word(2) == "one"))
        }
        "the" if matches!(word(1), "other" | "others" | "rest" | "remaining") => {
            let count = number(2);
            let length = 2 + usize::from(count.is_some());
            (Points::Others(count), length + pointer(tokens, at + length))
        }
        "mine" => (Points::Mine, 1),
        "the" if word(2) == "one" && is_quality(word(1)) => (Points::Told(word(1).to_owned()), 3),
        _ => return None,
    };
    let (nouns, noun) = noun(tokens, at + length);
    let ones = usize::from(nouns == 0 && matches!(word(length), "ones" | "one"));
    let mut to = at + length + nouns + ones;
    let listed = listed(tokens.get(to..).unwrap_or_default());
    to += listed;
    let by_list = matches!(points, Points::Places | Points::Others(_));
    let alone = matches!(points, Points::Count(Some(1))) || word(0) == "the" && !by_list;
    if alone && noun.is_none() || word(0) == "them" && noun.is_some() || points == Points::Mine && noun.is_some() {
        return None;
    }
    is_whole(tokens.get(to..).unwrap_or_default()).then_some(Reference { from: at, to, points, noun })
}

/// `of them`, `of those`, `of mine`
fn pointer(tokens: &[Token], at: usize) -> usize {
    let word = |n: usize| tokens.get(at + n).map_or("", Token::word);
    if word(0) == "of" && matches!(word(1), "them" | "those" | "these" | "mine") { 2 } else { 0 }
}

/// The noun of a reference: how many tokens, and its words.
fn noun(tokens: &[Token], at: usize) -> (usize, Option<String>) {
    const MOST: usize = 3;
    let own = tokens
        .iter()
        .skip(at)
        .take(MOST)
        .take_while(|t| t.kind == Kind::Word && t.text.chars().all(char::is_alphabetic));
    let own: Vec<&Token> = own.collect();
    let last = own.iter().rposition(|t| nouns::kinds(t.word()) != 0);
    let Some(last) = last else { return (0, None) };
    let words = own.get(..=last).unwrap_or_default();
    let plain = words.iter().take(last).all(|t| {
        nouns::kinds(t.word()) != 0
            || nouns::compound(t.word(), words.last().map_or("", |l| l.word())).is_some()
            || matches!(t.word(), "resource")
    });
    if !plain {
        return (0, None);
    }
    (words.len(), Some(words.iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" ")))
}

/// `that I listed`, `above`
fn listed(behind: &[Token]) -> usize {
    let word = |n: usize| behind.get(n).map_or("", Token::word);
    let told = |w: &str| matches!(w, "listed" | "mentioned" | "named" | "posted" | "pasted" | "found" | "collected");
    match (word(0), word(1), word(2)) {
        ("that" | "which", "i", w) if told(w) => 3,
        ("i", w, _) if told(w) => 2,
        ("above" | "mentioned" | "listed", ..) => 1,
        _ => 0,
    }
}

/// What stands behind a reference says nothing of which ones.
fn is_whole(behind: &[Token]) -> bool {
    let word = |n: usize| behind.get(n).map_or("", Token::word);
    let skipped = usize::from(word(1) == "the");
    let place =
        matches!(word(1 + skipped), "origin" | "remote" | "github" | "gitlab" | "upstream" | "server" | "registry")
            || turns::is_place(word(1 + skipped));
    match word(0) {
        "" if behind.is_empty() => true,
        "on" | "from" | "in" | "off" | "at" => place,
        "out" => word(1) == "of" && word(2).contains('.'),
        "please" | "pls" | "plz" | "now" | "then" | "there" | "too" | "again" | "locally" | "remotely" | "can"
        | "may" | "should" | "must" | "as" | "completely" | "with" | "via" | "using" | "today" | "yes" | "and"
        | "manually" | "to" | "so" | "shall" | "immediately" | "right" | "first" => true,
        _ => behind.first().is_some_and(|t| t.kind == Kind::Mark),
    }
}

/// The names that a reference means; none where several could be meant.
fn meant(reference: &Reference, object: &[Token], groups: &[&Group]) -> Option<(Vec<String>, Option<String>)> {
    if reference.points == Points::Mine {
        let mut own = groups.iter().rev().filter_map(|g| g.mine.clone());
        let one = own.next()?;
        return own.all(|n| n == one).then(|| (vec![one], None));
    }
    let wanted = reference.noun.as_deref().map_or(0, |n| n.split(' ').fold(0, |k, w| k | nouns::kinds(w)));
    if let Points::Others(count) = reference.points {
        return left(groups, count);
    }
    let fits = |g: &&&Group| wanted == 0 || g.kinds == 0 || g.kinds & wanted != 0;
    let group = groups.iter().rev().find(fits).filter(|g| !g.kept)?;
    if let Points::Told(quality) = &reference.points {
        return described(quality, group).map(|one| (vec![one], None));
    }
    let names = match reference.points {
        Points::Places => places(object, group),
        Points::Count(None) => {
            (group.names.len() > 1 && (group.listed || reference.noun.is_some())).then(|| group.names.clone())
        }
        // `version 88 of the package web-1 is broken. delete that version`
        Points::Count(Some(1)) if let Some(own) = paired(reference, group) => Some(vec![own]),
        Points::Count(Some(n)) if group.names.len() == n => Some(group.names.clone()),
        Points::Count(Some(1)) => None,
        Points::Count(Some(n)) => {
            let mut some = group.clauses.iter().filter(|c| c.len() == n);
            some.next().filter(|_| some.next().is_none()).cloned()
        }
        Points::Mine | Points::Others(_) | Points::Told(_) => None,
    };
    Some((names?, group.noun.clone()))
}

/// A plain word that says how something is.
fn is_quality(word: &str) -> bool {
    const PLACES: &[&str] = &["first", "last", "second", "third", "other", "only", "right", "wrong", "same", "next"];
    word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase()) && !PLACES.contains(&word)
}

/// The one name of which this was said: of each other something else was.
fn described(quality: &str, group: &Group) -> Option<String> {
    let denies = |words: &[String]| {
        const OPEN: &[&str] = &["not", "no", "never", "or", "than", "too", "well", "also", "both", "either", "might"];
        words.iter().any(|w| OPEN.contains(&w.as_str()) || w.ends_with("n't"))
    };
    let all = group.told.len() == group.names.len() && group.told.len() > 1;
    if !all || group.told.iter().any(|(_, words)| denies(words)) {
        return None;
    }
    let mut found = group.told.iter().filter(|(_, words)| words.iter().any(|w| w == quality));
    found.next().filter(|_| found.next().is_none()).map(|(name, _)| name.clone())
}

/// The one name of the group that stands behind the noun of the reference.
fn paired(reference: &Reference, group: &Group) -> Option<String> {
    let noun = reference.noun.as_deref()?;
    let mut own = group.pairs.iter().filter(|(n, _)| n == noun).map(|(_, name)| name);
    own.next().filter(|one| own.all(|o| o == *one)).cloned()
}

/// What is left of the last list, behind words that took some of it out and named nothing else.
fn left(groups: &[&Group], count: Option<usize>) -> Option<(Vec<String>, Option<String>)> {
    let at = groups.iter().rposition(|g| g.names.len() > 1)?;
    let list = groups.get(at).filter(|g| !g.kept)?;
    let out: Vec<&String> = groups.get(at + 1..)?.iter().flat_map(|g| &g.names).collect();
    // Its end behind a mark is the name, too: `0b22` of `snap-0b22`.
    let same = |name: &str, said: &str| {
        name == said || name.strip_suffix(said).is_some_and(|head| head.ends_with(['-', '/', '_', ':', '.']))
    };
    let known = !out.is_empty() && out.iter().all(|o| list.names.iter().filter(|n| same(n, o)).count() == 1);
    let left: Vec<String> = list.names.iter().filter(|n| !out.iter().any(|o| same(n, o))).cloned().collect();
    let fits = known && !left.is_empty() && count.is_none_or(|n| n == left.len());
    fits.then(|| (left, list.noun.clone()))
}

/// The names at these places of the list.
fn places(object: &[Token], group: &Group) -> Option<Vec<String>> {
    let listed: Vec<Token> = group
        .names
        .iter()
        .flat_map(|n| [Token { text: n.clone(), lower: n.to_lowercase(), kind: Kind::Name }, token::comma()])
        .collect();
    let picked = points::picked(object, &listed)?;
    Some(picked.iter().filter(|t| t.kind == Kind::Name).map(|t| t.text.clone()).collect())
}

/// Words that leave to the agent which one it takes.
const WHICHEVER: &[&str] = &["whichever", "either", "matter", "care", "choose", "pick", "choice"];

/// `delete one of the tags a, b and c, whichever`: the one that the command takes is meant, as if it had been named.
pub(super) fn chosen(prompt: &str, command: &Command) -> Option<String> {
    let tokens = token::tokens(prompt);
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    if prompt.len() > MOST_BYTES || !tokens.iter().any(|t| WHICHEVER.contains(&t.word())) {
        return None;
    }
    let from = (0..tokens.len()).find(|at| word(*at) == "one" && word(at + 1) == "of")?;
    let list = lessened::listed(&tokens);
    let mut taken = list.iter().filter(|n| command.has_whole(&n.to_lowercase()));
    let name = taken.next().filter(|_| taken.next().is_none())?;
    let at = |name: &String| tokens.iter().position(|t| t.text == *name).filter(|at| *at > from + 1);
    let (first, last) = (at(list.first()?)?, at(list.last()?)?);
    let said = tokens.get(from + 2..first)?.iter().filter(|t| token::numeral(t.word()).is_none());
    let new: Vec<&str> = said.map(|t| t.text.as_str()).chain([name.as_str()]).collect();
    replaced(prompt, &tokens, from, last + 1, &new.join(" "))
}
