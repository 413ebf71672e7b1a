//! What the clauses that ask are about: their own names, those that they point to (`them`, `the key`), or those that they pick of
//! what was pasted (`the failed ones`). Called once for an event by `Wishes`; `deed` and `edit` hold each request against what is
//! to be done.

use std::rc::Rc;

use super::against;
use super::bind::points_back;
use super::bounds;
use super::further;
use super::gist::{self, Clause, Stance, all_ops, is_small};
use super::introduced;
use super::listing;
use super::literal::Verbs;
use super::nouns;
use super::read::{Mood, Statement};
use super::token::{Kind, Token, comma};
use super::turns;
use super::words::{self, Ops};

/// All that the user said, read once for an event.
#[derive(Clone, Debug, Default)]
pub(super) struct Heard {
    /// Each clause, oldest first.
    pub(super) clauses: Vec<Clause>,
    /// What is asked for, oldest first.
    pub(super) wants: Vec<Want>,
    /// The words of all clauses that set no limits.
    pub(super) said: Rc<[Token]>,
    /// The words of all clauses, without their operations.
    pub(super) words: Vec<Token>,
    /// Names that mean the same.
    pub(super) aliases: Vec<Alias>,
    /// The turns that object to what was said before.
    pub(super) objections: Vec<usize>,
}

/// Two names of one thing.
type Alias = (Token, Token);

/// What a clause asks for.
#[derive(Clone, Debug)]
pub(super) struct Want {
    /// The clause, by its place among all.
    pub(super) clause: usize,
    /// The words that begin with what is meant.
    pub(super) head: Vec<Token>,
    /// What its sentence adds in brackets.
    pub(super) aside: Vec<Token>,
    /// The request: its operation, and all words about what is meant.
    pub(super) ask: Statement,
    /// Its names are rows of a listing that it describes: no other words say more of them.
    pub(super) picked: bool,
}

impl Heard {
    /// Reads what these prompts ask for.
    pub(super) fn of(prompts: &[String], known: &Verbs) -> Self {
        let clauses = gist::clauses(prompts, known);
        // `don't delete x in y yet`, where that was asked for later.
        let lifted = |c: &Clause| {
            let again = |l: &Clause| l.stance == Stance::Asks && l.turn > c.turn && l.ops.meets(c.ops);
            is_not_yet(c) && clauses.iter().any(again)
        };
        let open = |c: &&Clause| c.stance != Stance::Limits || c.put_off || lifted(c);
        let said: Rc<[Token]> = clauses.iter().filter(open).flat_map(Clause::all).collect();
        let aliases = aliases(&clauses);
        let rows: Vec<Vec<Vec<Token>>> = prompts.iter().map(|p| listing::rows(p)).collect();
        let asks = clauses.iter().enumerate().filter(|(_, c)| c.stance == Stance::Asks);
        let mut wants: Vec<Want> = asks.filter_map(|(at, c)| want(&clauses, at, c, &said, &aliases, &rows)).collect();
        let objections = against::objections(prompts);
        let mut more = further::wants(&clauses, &wants, &objections);
        more.append(&mut further::resumed(&clauses, &wants));
        more.append(&mut further::narrowed(&clauses, &wants));
        wants.append(&mut more);
        wants.sort_by_key(|w| w.clause);
        let words = clauses.iter().flat_map(|c| c.tokens().cloned()).collect();
        Self { clauses, wants, said, words, aliases, objections }
    }

    /// The clause of a request.
    pub(super) fn clause(&self, want: &Want) -> Option<&Clause> {
        self.clauses.get(want.clause)
    }

    /// `stop and purge x` for `-purge`, `forget x and prune` for `--prune`: operations that options are called by as well.
    pub(super) fn done_beside(&self, turn: usize) -> Vec<Token> {
        // On the same thing, or on none of its own.
        let own = |w: &Want| self.clause(w).map_or(&[][..], |c| &c.object);
        let shared = |w: &Want| {
            own(w).iter().all(is_small)
                || self.wants.iter().any(|o| o.clause != w.clause && o.ask.turn == turn && own(o) == own(w))
        };
        let option = |w: &&Want| w.ask.turn == turn && matches!(w.ask.verb.as_str(), "purge" | "prune") && shared(w);
        let verb = |w: &Want| Token { text: w.ask.verb.clone(), lower: w.ask.verb.clone(), kind: Kind::Word };
        self.wants.iter().filter(option).map(verb).collect()
    }

    /// `force is fine`, `overwrite what's on origin`: said in this prompt, and nothing that asks or forbids.
    pub(super) fn is_forced(&self, turn: usize) -> bool {
        let own = || self.clauses.iter().filter(|c| c.turn == turn && !c.asked);
        let fine = |c: &Clause| {
            let allows = |t: &Token| {
                matches!(t.word(), "ok" | "okay" | "fine" | "yes" | "allowed" | "with" | "needed" | "required")
            };
            c.stance == Stance::Asks || c.tokens().any(allows)
        };
        let forces =
            |c: &Clause| c.ops == Ops::FORCE || c.all().any(|t| matches!(t.word(), "force" | "forced" | "force-push"));
        // `push x with lease`: only what is forced has one.
        let leased = |p: &[Token]| matches!(p, [with, lease] if with.word() == "with" && lease.word() == "lease");
        if own().any(|c| c.stance == Stance::Asks && c.object.windows(2).any(leased)) {
            return !own().any(|c| c.stance == Stance::Limits && forces(c));
        }
        own().any(|c| c.stance != Stance::Limits && forces(c) && fine(c))
            && !own().any(|c| c.stance == Stance::Limits && forces(c))
    }

    /// It is another name of something.
    pub(super) fn is_alias(&self, t: &Token) -> bool {
        self.aliases.iter().any(|(one, other)| one.lower == t.lower || other.lower == t.lower)
    }

    /// The clauses that take something out, forbid or doubt.
    pub(super) fn limits(&self) -> impl Iterator<Item = &Clause> {
        self.clauses.iter().filter(|c| c.stance == Stance::Limits)
    }
}

impl Want {
    /// All words about what is meant.
    pub(super) fn about(&self) -> &[Token] {
        &self.ask.object
    }
}

/// A request, with what it is about: its own names, or those that it points to.
fn want(
    all: &[Clause],
    at: usize,
    clause: &Clause,
    said: &Rc<[Token]>,
    aliases: &[Alias],
    rows: &[Vec<Vec<Token>>],
) -> Option<Want> {
    let chosen = from_rows(all, at, clause, rows);
    let picked = chosen.is_some();
    let (ops, head, mut about) = match chosen {
        Some(names) => (clause.ops, names.clone(), names),
        None => meant(all, at, clause)?,
    };
    also_called(&mut about, aliases);
    if ops.meets(Ops::SEND) {
        about.extend(introduced::address_told(all, clause, &about));
    }
    let limits = all.iter().filter(|l| l.stance == Stance::Limits && l.turn == clause.turn && l.names() > 0);
    let ask = Statement {
        except: limits.flat_map(excepted).collect(),
        verb: verb_meant(all, at, clause),
        context: Rc::clone(said),
        turn: clause.turn,
        words: clause.words.clone(),
        ..Statement::plain(Mood::Ask, ops, about, false)
    };
    let asides =
        all.iter().filter(|c| (c.aside || is_apposed(c)) && c.stance == Stance::Tells && c.sentence == clause.sentence);
    Some(Want { clause: at, head, aside: asides.flat_map(|c| c.tokens().cloned()).collect(), ask, picked })
}

/// What a limit takes out: all words behind `except`, the names of any other.
fn excepted(limit: &Clause) -> Vec<Token> {
    let all: Vec<Token> = limit.tokens().cloned().collect();
    let out = all.first().is_some_and(|t| {
        matches!(
            t.word(),
            "except"
                | "excluding"
                | "besides"
                | "unlike"
                | "other"
                | "apart"
                | "aside"
                | "not"
                | "but"
                | "without"
                | "keep"
                | "leave"
                | "spare"
        )
    });
    let kept = |at: &usize| out || turns::is_name(&all, *at) || all.get(*at).is_some_and(|t| t.kind == Kind::Name);
    (0..all.len()).filter(kept).filter_map(|at| all.get(at).cloned()).collect()
}

/// `the job bench (id 6631)`: two names of one thing.
fn aliases(all: &[Clause]) -> Vec<Alias> {
    let links = ["id", "pid", "called", "named", "aka", "alias", "uid"];
    let mut out = Vec::new();
    for (at, c) in all
        .iter()
        .enumerate()
        .filter(|(at, c)| at.checked_sub(1).and_then(|b| all.get(b)).is_none_or(|b| b.sentence != c.sentence))
    {
        let tokens: Vec<Token> =
            all.iter().skip(at).take_while(|o| o.sentence == c.sentence).flat_map(|o| o.tokens().cloned()).collect();
        let named = |t: &&Token| {
            t.kind == Kind::Name || t.lower.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '/' | '.'))
        };
        let names: Vec<&Token> = tokens.iter().filter(named).collect();
        if let ([one, other], true) = (&names[..], tokens.iter().any(|t| links.contains(&t.word()))) {
            out.push(((*one).clone(), (*other).clone()));
        }
    }
    out
}

/// Adds the other names of what was named.
fn also_called(about: &mut Vec<Token>, aliases: &[Alias]) {
    for (one, other) in aliases {
        let has = |t: &Token, about: &[Token]| about.iter().any(|o| o.lower == t.lower);
        let new = match (has(one, about), has(other, about)) {
            (true, false) => other,
            (false, true) => one,
            _ => continue,
        };
        about.push(comma());
        about.push(new.clone());
    }
}

/// `tear down my preview, it's the namespace pr-3`: who is meant, in a clause of its own.
fn is_apposed(c: &Clause) -> bool {
    let first = c.object.first().map_or("", Token::word);
    let second = c.object.get(1).map_or("", Token::word);
    let is = matches!(first, "it's" | "that's" | "they're" | "namely" | "called" | "named")
        || matches!((first, second), ("it" | "that" | "this", "is") | ("they" | "those", "are") | ("i.e", _));
    is && c.names() > 0 && !c.object.iter().any(|t| matches!(t.word(), "not" | "by" | "from" | "since" | "like"))
}

/// The names that a request picks of what was pasted in its prompt, or in the one before.
fn from_rows(all: &[Clause], at: usize, clause: &Clause, rows: &[Vec<Vec<Token>>]) -> Option<Vec<Token>> {
    let near = |turn: usize| rows.get(turn).filter(|r| !r.is_empty());
    // The items of a plan are no things that a later prompt picks from.
    let before = || near(clause.turn.checked_sub(1)?).filter(|r| !listing::is_numbered(r));
    let rows = near(clause.turn).or_else(before)?;
    let object = if clause.passive { &clause.before } else { &clause.object };
    let me = speaker(all);
    // `the first two are junk, remove them`
    let told = || {
        let before = at.checked_sub(1).and_then(|b| all.get(b)).filter(|b| b.turn == clause.turn && b.names() == 0)?;
        points_back(object).then(|| listing::picked(said_of(before)?, rows, me)).flatten()
    };
    // `the crashing ones, they come back`: what follows says no more of which.
    let mark = object.iter().position(|t| t.kind == Kind::Mark).filter(|m| *m > 0);
    let near = mark.and_then(|m| Some((object.get(..m)?, object.get(m..)?)));
    let place = |rest: &[Token]| matches!(rest, [_, w, n] if turns::is_place(w.word()) && turns::is_name(rest, 2) && n.kind != Kind::Mark);
    let near = near.filter(|(_, rest)| {
        (turns::names(rest) == 0 || place(rest)) && !rest.iter().any(|t| gist::is_limit(t.word()) || t.word() == "only")
    });
    let first = || near.and_then(|(near, _)| listing::picked(near, rows, me));
    listing::picked(object, rows, me).or_else(first).or_else(told)
}

/// Who the user is, where they say so: `I'm dana`.
pub(super) fn speaker(all: &[Clause]) -> Option<&Token> {
    let said = |c: &&Clause| c.stance != Stance::Limits || c.asked;
    let me = |c: &'_ Clause| {
        let at = match (c.object.first()?.word(), c.object.get(1)?.word(), c.object.get(2).map(Token::word)) {
            ("i'm" | "me", ..) => 1,
            ("i", "am", _) => 2,
            ("my", "user" | "login" | "name" | "username" | "account", Some("is")) => 3,
            _ => return None,
        };
        // `I'm dana on the cluster`
        let ends = c.object.get(at + 1).is_none_or(|t| matches!(t.word(), "on" | "at" | "in" | ","));
        ends.then_some(at)
    };
    let found = all.iter().rev().filter(said).find_map(|c| me(c).and_then(|at| c.object.get(at)));
    found.filter(|t| words::of_word(t.word()).is_none() && !is_small(t))
}

/// What a clause tells something of: the words before its verb.
fn said_of(clause: &Clause) -> Option<&[Token]> {
    let verb = clause.object.iter().position(|t| matches!(t.word(), "is" | "are" | "was" | "were" | "have" | "has"))?;
    clause.object.get(..verb).filter(|_| clause.stance == Stance::Tells)
}

/// What stands before the place of a thing, or before what goes with it: `them on origin`, `him off the list`.
pub(super) const LEADS_AWAY: &[&str] =
    &["in", "of", "from", "on", "onto", "at", "inside", "off", "out", "down", "back", "with", "via", "to"];

/// What an object begins with, up to where it is or what else is said: `it` of `it back to revision 7 with helm, namespace x`.
pub(super) fn near(object: &[Token]) -> &[Token] {
    let ends = |t: &Token| t.kind == Kind::Mark || LEADS_AWAY.contains(&t.word());
    object.get(..object.iter().position(ends).unwrap_or(object.len())).unwrap_or_default()
}

/// What follows a word that points does not say that a part of it is meant: each clause behind a mark tells something, says
/// where it is, or has neither an article nor a kind of thing (`grace period 0`).
fn is_beside(behind: &[Token]) -> bool {
    const FEW: usize = 4;
    let of_part = |t: &Token| {
        nouns::kinds(t.word()) != 0
            || gist::is_limit(t.word())
            || matches!(
                t.word(),
                "the"
                    | "a"
                    | "an"
                    | "my"
                    | "only"
                    | "just"
                    | "all"
                    | "both"
                    | "every"
                    | "one"
                    | "ones"
                    | "instead"
                    | "rather"
            )
    };
    let place =
        |p: &[Token]| matches!(p, [w, n] if turns::is_place(w.word()) && turns::is_name(p, 1) && n.kind != Kind::Mark);
    // `kill these, the others go on`
    let others = |p: &[Token]| {
        let own = p.iter().find(|t| !matches!(t.word(), "the" | "and" | "but" | "all"));
        own.is_some_and(|t| matches!(t.word(), "other" | "others" | "rest"))
            && !p.iter().any(|t| matches!(t.word(), "too" | "also"))
    };
    let mut parts = behind.split(|t| t.kind == Kind::Mark);
    // Behind the pointer itself stands where it is.
    parts.next();
    parts.all(|p| {
        p.iter().all(is_small) || place(p) || others(p) || gist::explains(p) || p.len() <= FEW && !p.iter().any(of_part)
    })
}

/// Operation, first words and all words of what a clause asks for.
fn meant(all: &[Clause], at: usize, clause: &Clause) -> Option<(Ops, Vec<Token>, Vec<Token>)> {
    if clause.ops == Ops::NONE {
        let (ops, about) = put_before(all, at)?;
        return Some((ops, about.clone(), about));
    }
    let (before, own) = (&clause.before, &clause.object);
    let joined =
        |a: &[Token], b: &[Token]| a.iter().cloned().chain([comma()]).chain(b.iter().cloned()).collect::<Vec<_>>();
    let near = near(own);
    let pointed = near.len() < own.len()
        && turns::names(near) == 0
        && points_back(near)
        && own.get(near.len()..).is_some_and(is_beside);
    let listed = || {
        let number = turns::number(near);
        spoken_of(all, at).filter(|l| number.is_none_or(|n| n == things(l)))
    };
    // `both can go`: what points stands before a participle.
    let pointer = if clause.passive && own.iter().all(is_small) { before } else { own };
    let (head, about) = if let Some(listed) = pointed.then(listed).flatten() {
        (listed.clone(), joined(&listed, own))
    } else if turns::names(own) > 0 && !(clause.passive && turns::names(before) > 0) {
        (own.clone(), if turns::names(before) > 0 || clause.passive { joined(before, own) } else { own.clone() })
    } else if turns::names(before) > 0 && points_back(near) {
        // `x hangs since 3am, cancel it`
        let told = before.iter().enumerate().filter(|(at, _)| !is_amount(before, *at)).map(|(_, t)| t.clone());
        let one = turns::number(near) == Some(1);
        let subject = introduced::subject(before).filter(|s| one && things(s) == 1);
        let told: Vec<Token> = subject.unwrap_or_else(|| told.collect());
        (told.clone(), joined(&told, own))
    } else if turns::names(before) > 0 {
        (before.clone(), joined(before, own))
    } else if let Some(spoken) = same_noun(all, at, own).filter(|_| !own.iter().all(is_small)) {
        (spoken.clone(), joined(&spoken, own))
    } else if let Some(next) =
        all.get(at + 1).filter(|n| n.sentence == clause.sentence && n.stance == Stance::Tells && is_apposed(n))
    {
        // `tear down my env, it's the namespace x`
        let named = named(&next.object);
        (named.clone(), joined(&named, own))
    } else if (own.iter().all(is_small) || points_back(own)) && !describes(clause) {
        let listed = spoken_of(all, at)?;
        let number = if pointer.is_empty() { None } else { turns::number(pointer) };
        if number.is_some_and(|n| n != things(&listed)) {
            return None;
        }
        let listed = if own.iter().any(|t| nouns::kinds(t.word()) != 0) { unplaced(listed) } else { listed };
        (listed.clone(), joined(&listed, own))
    } else if clause.passive && own.iter().all(|t| is_small(t) || matches!(t.word(), "nothing" | "else" | "more")) {
        (before.clone(), before.clone())
    } else {
        (own.clone(), if clause.passive { joined(before, own) } else { own.clone() })
    };
    Some((clause.ops, head, about))
}

/// `dangling images can go`: what stands before a participle says itself what is meant.
fn describes(clause: &Clause) -> bool {
    let own = clause.before.iter().any(|t| t.kind == Kind::Word && !is_small(t) && nouns::kinds(t.word()) != 0);
    clause.passive && own && !points_back(&clause.before)
}

/// `access key k-1 of bot is in a log. deactivate the key now`: the nearest clause of the same prompt that speaks of such a thing
/// and names it.
fn same_noun(all: &[Clause], at: usize, own: &[Token]) -> Option<Vec<Token>> {
    let here = all.get(at)?;
    let definite = own.first().is_some_and(|t| matches!(t.word(), "the" | "that" | "this" | "these" | "those"));
    let ends = |t: &Token| t.kind == Kind::Mark || matches!(t.word(), "in" | "of" | "from" | "on" | "at" | "with");
    let far = own.iter().position(ends).unwrap_or(own.len());
    let near = own.get(..far).unwrap_or_default();
    let nouns: Vec<&Token> = near.iter().filter(|t| t.kind == Kind::Word && !is_small(t)).collect();
    let noun = *nouns.last().filter(|_| definite)?;
    let owner = nouns.first().filter(|t| t.lower.ends_with("'s"));
    let one = |w: &str| nouns::stem(w.trim_end_matches("'s")).to_owned();
    let same = |a: &str, b: &str| a == b || b.len() > 3 && a.ends_with(b);
    let like = |t: &Token, n: &Token| same(&one(&t.lower), &one(&n.lower));
    let speaks = |c: &Clause| {
        c.names() > 0
            && c.tokens().any(|t| t.kind == Kind::Word && (like(t, noun) || owner.is_some_and(|o| like(t, o))))
    };
    // Of the prompt before only where nothing was named since.
    let nearest = all.get(..at)?.iter().rev().find(|c| c.names() > 0)?;
    let last = all.get(..at)?.iter().rev().filter(|c| c.turn == nearest.turn && c.turn + 1 >= here.turn);
    let last = last.into_iter().find(|c| speaks(c))?;
    is_spoken_of(last, here).then(|| {
        let tokens: Vec<Token> = last.tokens().cloned().collect();
        // Of `the env of PR 512, in namespace x` that namespace is x.
        let own = (0..tokens.len()).find(|i| {
            tokens.get(*i).is_some_and(|t| t.kind == Kind::Word && like(t, noun)) && turns::is_name(&tokens, i + 1)
        });
        let alone = turns::number(own_words(near)) == Some(1);
        let goes_on = |i: usize| tokens.get(i + 2).is_some_and(|t| t.kind == Kind::Mark || t.word() == "and");
        if let Some(i) =
            own.filter(|i| alone && noun.lower != "task" && !(goes_on(*i) && turns::is_name(&tokens, i + 3)))
        {
            return tokens.get(i..i + 2).unwrap_or_default().to_vec();
        }
        // Of `are there consumers on the topic x` only the topic is meant: it is no place any more.
        named(&tokens).into_iter().skip_while(|t| LEADS_AWAY.contains(&t.word())).collect()
    })
}

/// Without the word that points.
fn own_words(near: &[Token]) -> &[Token] {
    near.get(1..).unwrap_or_default()
}

/// `go ahead`, `do it`: what a clause before spoke of doing, in the same prompt or the one before.
fn put_before(all: &[Clause], at: usize) -> Option<(Ops, Vec<Token>)> {
    let here = all.get(at)?;
    let mut near = all.get(..at)?.iter().rev().filter(|c| c.names() > 0 && c.turn + 1 >= here.turn);
    // `delete a once b is done`, and then `b is done, go ahead`
    let of_it = |c: &Clause, put: &Clause| {
        let tokens: Vec<Token> = c.tokens().cloned().collect();
        let said = |t: &Token| put.tokens().any(|p| p.lower == t.lower);
        (0..tokens.len()).all(|i| !turns::is_name(&tokens, i) || tokens.get(i).is_some_and(said))
    };
    let put = near.clone().find(|c| c.put_off && c.turn + 1 == here.turn);
    let put = put.filter(|put| near.clone().take_while(|c| c.turn == here.turn).all(|c| of_it(c, put)));
    if let Some(met) = condition_met(all, at) {
        return Some(met);
    }
    if let Some(put) = asked_whether(all, at) {
        return Some(put);
    }
    let last = put.or_else(|| near.next())?;
    let mut tokens: Vec<Token> = last.tokens().cloned().collect();
    let w: Vec<&str> = tokens.iter().map(Token::word).collect();
    let ops = if last.ops == Ops::NONE { all_ops(&w) } else { last.ops };
    // `delete x once anna agrees`, and then `she did, go ahead`.
    if last.put_off && last.turn + 1 == here.turn && !here.asked && ops != Ops::NONE {
        let waits = |t: &Token| matches!(t.word(), "once" | "when" | "if" | "after" | "until" | "as" | "unless");
        let upto = tokens.iter().position(waits).filter(|at| turns::names(tokens.get(..*at).unwrap_or_default()) > 0);
        // `once anna agrees, x can be deleted`: the condition is a clause of its own.
        let apart = all.iter().any(|c| c.sentence == last.sentence && c.tokens().next().is_some_and(waits));
        match upto {
            Some(upto) => tokens.truncate(upto),
            None if apart && !tokens.iter().any(waits) => tokens = named(&tokens),
            None => return None,
        }
        return Some((ops, tokens));
    }
    (last.stance == Stance::Tells && ops != Ops::NONE).then(|| (ops, named(&tokens)))
}

/// `x is green. once anna agrees, merge it`, and then `she does, go ahead`: what was put off points to what was said before it.
fn condition_met(all: &[Clause], at: usize) -> Option<(Ops, Vec<Token>)> {
    let here = all.get(at).filter(|h| !h.asked && h.turn > 0)?;
    let before = all.get(..at)?;
    let put = before.iter().rposition(|c| c.put_off && c.ops != Ops::NONE && c.turn + 1 == here.turn)?;
    let own = all.get(put).filter(|c| c.names() == 0 && points_back(near(&c.object)))?;
    // Nothing else was asked for, or named, since.
    let since = before.get(put + 1..).unwrap_or_default();
    let other = |c: &Clause| c.stance == Stance::Asks && c.ops != Ops::NONE || c.names() > 0 || c.whole;
    if since.iter().any(other) || before.iter().any(|c| c.turn == own.turn && c.stance == Stance::Asks) {
        return None;
    }
    let listed = spoken_of(all, put)?;
    let number = turns::number(near(&own.object));
    number.is_none_or(|n| n == things(&listed)).then_some((own.ops, listed))
}

/// Where the operation stands that a question is about: `should we delete it?`
fn verb_asked(question: &Clause) -> Option<usize> {
    let word = |n: usize| question.object.get(n).map_or("", Token::word);
    let subject =
        matches!(word(0), "should" | "shall" | "can" | "could" | "may") && matches!(word(1), "we" | "i" | "you");
    let own = question.asked && question.stance == Stance::Tells && question.before.is_empty();
    (2..4).find(|n| !matches!(word(*n), "just" | "now" | "also")).filter(|_| subject && own)
}

/// The word for what `do it` means: that of the question before, or of what was put off.
fn verb_meant(all: &[Clause], at: usize, clause: &Clause) -> String {
    if clause.ops != Ops::NONE {
        return clause.verb.clone();
    }
    let mut before = all.iter().take(at).rev().filter(|c| c.turn + 1 == clause.turn);
    let verb = before.find_map(|c| match verb_asked(c) {
        Some(at) => c.object.get(at).map(|t| t.lower.clone()),
        None => (c.put_off && !c.verb.is_empty()).then(|| c.verb.clone()),
    });
    verb.unwrap_or_default()
}

/// `x is idle. should we delete it?`, and then `yes, do it`: the user's own question points to what was said before it.
fn asked_whether(all: &[Clause], at: usize) -> Option<(Ops, Vec<Token>)> {
    let here = all.get(at).filter(|h| !h.asked && h.turn > 0)?;
    let asks = all.get(..at)?.iter().rposition(|c| c.turn + 1 == here.turn)?;
    let question = all.get(asks)?;
    let verb = verb_asked(question)?;
    let (ops, words::Form::Base) = words::of_word(question.object.get(verb)?.word())? else { return None };
    let object = question.object.get(verb + 1..)?;
    let listed = spoken_of(all, asks).filter(|_| turns::names(object) == 0 && points_back(object))?;
    turns::number(object).is_none_or(|n| n == things(&listed)).then_some((ops, listed))
}

/// A clause whose names a later request may mean: no limit, but what somebody asked about or put off.
pub(super) fn is_spoken_of(c: &Clause, here: &Clause) -> bool {
    c.stance != Stance::Limits
        || c.put_off
        || c.turn < here.turn && (c.asked || is_not_yet(c) && c.ops.meets(here.ops) && here.ops != Ops::NONE)
}

/// `don't restart x yet`: for now.
pub(super) fn is_not_yet(c: &Clause) -> bool {
    let first = c.object.first().map_or("", Token::word);
    let negated = matches!(first, "don't" | "dont" | "not" | "please" | "do" | "no" | "but");
    let for_now =
        |t: &Token| matches!(t.word(), "yet" | "until" | "till" | "before" | "unless" | "while" | "moment" | "now");
    c.stance == Stance::Limits && c.ops != Ops::NONE && negated && c.object.iter().any(for_now)
}

/// What was named last before this clause: the nearest clause of its prompt, or of the one before, with a name in it.
fn spoken_of(all: &[Clause], at: usize) -> Option<Vec<Token>> {
    named_before(all, at).or_else(|| subject_of(all, at))
}

/// `the run 91 hangs on the windows runner. cancel it`: the one thing that the sentence is about, where one is pointed to.
fn introducing<'a>(told: impl Iterator<Item = &'a Clause>, here: &Clause) -> Option<Vec<Token>> {
    let pointer = if here.passive { &here.before } else { &here.object };
    let speaking: Vec<&Clause> = told.filter(|c| c.names() > 0).collect();
    let first = *speaking.first().filter(|c| c.stance == Stance::Tells && c.before.is_empty())?;
    let subject = introduced::subject(&first.object)?;
    let one = things(&subject) == 1 && turns::number(near(pointer)) == Some(1);
    one.then(|| named(&subject).into_iter().chain([apart()]).collect())
}

fn named_before(all: &[Clause], at: usize) -> Option<Vec<Token>> {
    let here = all.get(at)?;
    // `it has 41 old commits` names nothing.
    let names = |c: &&Clause| c.names() > 0 && turns::names(&named(&c.before)) + turns::names(&named(&c.object)) > 0;
    let last = all.get(..at)?.iter().rev().find(names)?;
    if !is_spoken_of(last, here) || !is_near(all, last.turn, at) {
        return None;
    }
    let own = |c: &&Clause| c.sentence == last.sentence && is_spoken_of(c, here);
    // `b was deleted yesterday, now a has the same problem. delete that one too`
    let open = all.iter().take(at).filter(own).any(|c| c.names() > 0 && !introduced::is_done(c));
    let same = || all.iter().take(at).filter(own).filter(|c| !(open && introduced::is_done(c)));
    let whole: Vec<Token> =
        same().flat_map(|c| named(&c.before).into_iter().chain(named(&c.object)).chain([apart()])).collect();
    Some(introducing(same(), here).unwrap_or(whole))
}

/// The prompt is this one or the one before; or there is one between in which nothing else was asked for: `wait`.
fn is_near(all: &[Clause], turn: usize, at: usize) -> bool {
    let here = all.get(at).map_or(0, |c| c.turn);
    let other = |c: &Clause| c.stance == Stance::Asks && !points_back(&c.object) && !c.object.iter().all(is_small);
    here <= turn + 1 || here == turn + 2 && !all.iter().filter(|c| c.turn == turn + 1).any(other)
}

/// How many things are named, without where they are: `the database a on b` is one, and `the job a in namespace b`.
pub(super) fn things(tokens: &[Token]) -> usize {
    /// How many words stand at most between `in` and a name: `of iam user x`.
    const REACH: usize = 3;
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    let place = |at: usize| {
        let own = |b: &usize| {
            !turns::is_name(tokens, *b) && word(*b) != "and" && tokens.get(*b).is_some_and(|t| t.kind == Kind::Word)
        };
        let mut back = (at.saturating_sub(REACH)..at).rev().take_while(own);
        back.any(|b| matches!(word(b), "in" | "on" | "from" | "at" | "to" | "of" | "by"))
    };
    // `2M entries`, `400G`: how much there is.
    let size = |at: &usize| {
        let unit = word(*at).trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        unit.len() < word(*at).len()
            && matches!(unit, "k" | "m" | "g" | "t" | "kb" | "mb" | "gb" | "tb" | "gib" | "mib")
    };
    let all: Vec<usize> = (0..tokens.len()).filter(|at| turns::is_name(tokens, *at) && !size(at)).collect();
    let own = all.iter().filter(|at| !place(**at)).count();
    // `on cache.example.com:6379 … lag on clicks`: a machine is where the other is.
    let machine = |at: &&usize| {
        let host = word(**at).split(':').next().unwrap_or("");
        host.matches('.').count() > 1 && !host.contains('/') && !host.starts_with(|c: char| c.is_ascii_digit())
    };
    let others = all.iter().filter(|at| !machine(at)).count();
    if own > 0 {
        own
    } else if others > 0 {
        others
    } else {
        all.len()
    }
}

/// `lag on the clicks? … delete that topic`: what was only told as a place is the thing, once it is pointed to by its kind.
fn unplaced(listed: Vec<Token>) -> Vec<Token> {
    let names = || (0..listed.len()).filter(|at| turns::is_name(&listed, *at));
    let led = |at: usize| at.checked_sub(1).and_then(|b| listed.get(b)).is_some_and(|b| LEADS_AWAY.contains(&b.word()));
    if names().count() == 0 || !names().all(led) {
        return listed;
    }
    let last = names().next_back().unwrap_or(0);
    listed.iter().enumerate().filter(|(at, _)| at + 1 != last).map(|(_, t)| t.clone()).collect()
}

/// The names of some words, with what they are.
pub(super) fn named(tokens: &[Token]) -> Vec<Token> {
    (0..tokens.len()).filter(|at| is_telling(tokens, *at)).filter_map(|at| tokens.get(at).cloned()).collect()
}

/// The word here is a name, or says what or where something is.
pub(super) fn is_telling(tokens: &[Token], at: usize) -> bool {
    // `look at the table x` is no place.
    let looks = |b: usize| tokens.get(b).is_some_and(|t| matches!(t.word(), "look" | "looked" | "looking" | "peek"));
    // `wanted to keep the secret x`
    let does = |t: &Token| words::of_base(t.word()) != Ops::NONE || matches!(t.word(), "keep" | "have" | "retain");
    let infinitive = tokens.get(at).is_some_and(|t| t.word() == "to") && tokens.get(at + 1).is_some_and(does);
    let looked = tokens.get(at).is_some_and(|t| t.word() == "at") && at.checked_sub(1).is_some_and(looks);
    if infinitive || looked {
        return false;
    }
    let place = |t: &Token| matches!(t.word(), "in" | "on" | "of" | "from" | "at" | "to" | "and");
    turns::is_name(tokens, at) && !is_amount(tokens, at)
        || tokens.get(at).is_some_and(|t| t.kind == Kind::Mark || place(t) || nouns::kinds(t.word()) != 0)
}

/// How much there is of something, or since when: `since 3am`, `98 %`, `340 messages`.
pub(super) fn is_amount(tokens: &[Token], at: usize) -> bool {
    const REACH: usize = 2;
    let Some(t) = tokens.get(at).filter(|t| t.kind == Kind::Word) else { return false };
    let unit = t.lower.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ':'));
    if unit.len() == t.lower.len() {
        return false;
    }
    let plural = |n: &Token| nouns::kinds(n.word()) != 0 && n.word().ends_with('s');
    let next = || tokens.iter().skip(at + 1).take(REACH);
    let alone = at.checked_sub(1).and_then(|b| tokens.get(b)).is_none_or(|b| nouns::kinds(b.word()) == 0);
    let counts = unit.is_empty()
        && alone
        && next().any(plural)
        && next().next().is_some_and(|n| !turns::is_name(std::slice::from_ref(n), 0));
    // `everything older than 30 days` is no amount beside it, but which ones are meant.
    let bounds = ["than", "over", "older", "before", "least", "untouched", "unused", "idle", "inactive", "stale"];
    if tokens.iter().take(at).rev().take(REACH + 1).any(|b| bounds.contains(&b.word())) {
        return false;
    }
    // `since 3 days`
    let units = ["second", "minute", "min", "hour", "hr", "day", "night", "week", "month", "year"];
    let since = at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|b| matches!(b.word(), "since" | "for"));
    let lasts = since && unit.is_empty() && next().next().is_some_and(|n| units.contains(&nouns::stem(n.word())));
    // `12 GB`
    let sizes = ["kb", "mb", "gb", "tb", "kib", "mib", "gib", "tib", "percent"];
    let sized = unit.is_empty() && next().next().is_some_and(|n| sizes.contains(&n.word()));
    let of_time = ["am", "pm", "h", "d", "w", "s", "min", "ms", "k", "m", "gb", "mb", "tb", "gib", "mib", "%"];
    counts || lasts || sized || of_time.contains(&unit)
}

/// `checkout is broken. roll it back`: a plain word that is the subject of the clause before, where nothing else could be meant.
fn subject_of(all: &[Clause], at: usize) -> Option<Vec<Token>> {
    let here = all.get(at)?;
    let before = at.checked_sub(1).and_then(|b| all.get(b)).filter(|b| b.stance == Stance::Tells && !b.asked)?;
    let near = before.turn == here.turn && before.sentence + 1 >= here.sentence && before.names() == 0;
    let skipped = before
        .object
        .iter()
        .take_while(|t| matches!(t.word(), "the" | "our" | "my" | "so" | "ok" | "hey" | "hm"))
        .count();
    let rest = before.object.get(skipped..).filter(|_| near)?;
    let [name, verb, more @ ..] = rest else { return None };
    let nobody =
        ["nobody", "none", "everyone", "everybody", "somebody", "someone", "nothing", "everything", "this", "that"];
    let tells =
        matches!(verb.word(), "is" | "was" | "has" | "keeps" | "still" | "just" | "isn't" | "won't" | "doesn't")
            || verb.word().len() > 3 && verb.word().ends_with('s') && nouns::kinds(verb.word()) == 0;
    // `priya is done`: who, and not what.
    let person = || {
        let done = [
            "done", "through", "finished", "ready", "back", "ok", "okay", "fine", "out", "happy", "gone", "off",
            "agreed",
        ];
        matches!(verb.word(), "is" | "was" | "has" | "just")
            && more.iter().take(2).any(|t| done.contains(&t.word()))
            && !name.text.contains(|c: char| !c.is_alphabetic())
            && here.object.iter().any(|t| nouns::kinds(t.word()) != 0)
    };
    // `it waits for uploader`: that could be meant as well.
    let lead = |t: &Token| matches!(t.word(), "of" | "for" | "on" | "by" | "from" | "to" | "in" | "with" | "and");
    let other = |p: &[Token]| matches!(p, [a, b] if lead(a) && bounds::is_strange(b));
    (bounds::is_strange(name) && !person() && !nobody.contains(&name.word()) && tells && !more.windows(2).any(other))
        .then(|| vec![Token { kind: Kind::Name, ..name.clone() }])
}

/// What stands between clauses: no list goes on behind it.
fn apart() -> Token {
    Token { text: "—".into(), lower: "—".into(), kind: Kind::Mark }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a prompt asks for: operation words and what they are about.
    fn asked(prompt: &str, command: &str) -> Vec<String> {
        let prompts: Vec<String> = prompt.split(" // ").map(str::to_owned).collect();
        let all = Heard::of(&prompts, &Verbs::of(command));
        let names = |t: &[Token]| {
            let names = (0..t.len()).filter(|at| turns::is_name(t, *at)).filter_map(|at| t.get(at));
            names.map(|t| t.text.as_str()).collect::<Vec<_>>().join(" ")
        };
        all.wants.iter().map(|w| format!("{} {}", w.ask.verb, names(w.about()))).collect()
    }

    #[test]
    fn clauses_that_ask_and_clauses_that_do_not() {
        for (prompt, want) in [
            ("the pods web-1 and web-2 hang, delete both", vec!["delete web-1 web-2"]),
            ("web-1 should be deleted", vec!["deleted web-1"]),
            ("we need web-1 and web-2 (ns shop) removed today", vec!["removed web-1 web-2 shop"]),
            ("namespace pr-1: delete", vec!["delete pr-1"]),
            ("stop and remove the container web-1", vec!["stop web-1", "remove web-1"]),
            ("should we delete web-1? // yes, do it", vec!["delete web-1"]),
            ("show me a-1 and a-2 // now delete it", vec!["show a-1 a-2"]),
            ("could you tell me whether to delete web-1?", vec![]),
            ("can this be deleted: web-1", vec![]),
            ("if nobody uses it, delete web-1", vec![]),
            ("I'll delete web-1 myself", vec![]),
            ("write a script that deletes web-1", vec!["write web-1"]),
            ("the reviewer wrote: delete web-1", vec![]),
            ("web-1 was deleted by anna", vec![]),
            ("how do I delete web-1", vec![]),
        ] {
            assert_eq!(asked(prompt, ""), want, "{prompt}");
        }
        assert_eq!(asked("9101 and 9102 hang. scancel both please", "scancel 9101 9102"), vec!["scancel 9101 9102"]);
    }
}
