//! What a request leaves to the sentences before it: `the topic is x, on broker y. nobody reads it. delete it then`. They are
//! taken in one after the other, nearest first, until the command is what is asked for; a name among them that the command does not
//! have might be meant as well, and ends the search. Called by `deed` for requests that do not say all by themselves.

use super::bind;
use super::bounds;
use super::deed::Deed;
use super::gist::{self, Clause, Stance};
use super::heard::{self, Want};
use super::nouns;
use super::read::Statement;
use super::token::{self, Kind, Token, comma};
use super::turns;
use super::words::Ops;
use automode_model::{Target, Verb};

/// So many sentences before a request are taken in.
const MOST: usize = 6;

/// Words that pick some of what was spoken of.
const PICKS: &[&str] = &[
    "my", "mine", "own", "our", "first", "last", "second", "third", "fourth", "oldest", "newest", "latest", "biggest",
    "largest", "only", "not", "except", "other", "others", "rest", "half", "most", "next", "old",
];

impl Deed<'_> {
    /// The request is about this, once what was said before it is taken in.
    pub(super) fn is_what_with_context(&self, want: &Want) -> bool {
        let Some(clause) = self.heard.clause(want) else { return false };
        let own = if clause.passive { &clause.before } else { &clause.object };
        if want.picked || !self.points(own) || self.is_put_off(clause) || !self.takes_as_asked(&want.ask) {
            return false;
        }
        let upto = self.heard.clauses.get(..want.clause).unwrap_or_default();
        let near = |c: &&Clause| c.turn + 1 >= clause.turn && c.sentence + MOST >= clause.sentence;
        // `it`: of several things in one command one is meant.
        let one = own.iter().any(|t| matches!(t.word(), "it" | "that" | "this")) && !self.action.words.contains('…');
        let wanted = own.iter().find_map(|t| if t.word() == "both" { Some(2) } else { token::numeral(t.word()) });
        let kinds = nouns::of_effect(self.action, self.effect);
        let mut found: Vec<String> = Vec::new();
        let mut about = unpointed(want.about());
        let mut sentence = clause.sentence;
        let mut open = false;
        for c in upto.iter().rev().take_while(near) {
            if c.sentence != sentence {
                if open && wanted.is_none() && self.fits(want, &about) {
                    return true;
                }
                sentence = c.sentence;
            }
            if !heard::is_spoken_of(c, clause) {
                continue;
            }
            let all: Vec<Token> = c.tokens().cloned().collect();
            let before = self.telling(&all);
            if self.has_rival(&all, one) || self.is_holder(own, &all) || self.has_sibling(own, &before) {
                return false;
            }
            open |= turns::names(&before) > 0 || before.iter().any(|t| nouns::kinds(t.word()) & kinds != 0);
            found.extend(self.hit(&before));
            about = before.into_iter().chain([comma()]).chain(about).collect();
            if c.stance == Stance::Asks && c.names() > 0 {
                break;
            }
        }
        found.sort();
        found.dedup();
        open && wanted.is_none_or(|n| n == found.len()) && self.fits(want, &about)
    }

    /// The names among these words that the whole command hits: places, programs and options are none.
    fn hit(&self, tokens: &[Token]) -> Vec<String> {
        let led = |at: usize| {
            at.checked_sub(1)
                .and_then(|b| tokens.get(b))
                .is_some_and(|t| heard::LEADS_AWAY.contains(&t.word()) || turns::is_place(t.word()))
        };
        let own = |at: &usize| turns::is_name(tokens, *at) && !led(*at);
        let names = (0..tokens.len()).filter(own).filter_map(|at| tokens.get(at));
        names
            .filter(|t| self.in_command(t) && !nouns::is_tool(&t.lower, &self.action.program))
            .map(|t| t.lower.clone())
            .collect()
    }

    fn fits(&self, want: &Want, about: &[Token]) -> bool {
        let head = if turns::names(&want.head) > 0 { want.head.clone() } else { about.to_vec() };
        let ask = Statement { object: about.to_vec(), ..want.ask.clone() };
        // What was borrowed is in the command: rivals end the search.
        let used = self.all_used(want.about());
        used && self.is_what_of(&Want { head, ask, ..want.clone() })
    }

    /// The request picks nothing of what was spoken of by words that no command can be held against: `the ones that are mine`.
    fn points(&self, own: &[Token]) -> bool {
        let upto = own.iter().position(|t| t.kind == Kind::Mark || t.word() == "so").unwrap_or(own.len());
        let near = own.get(..upto).unwrap_or_default();
        let known = |t: &Token| gist::is_small(t) || bounds::states(t.word()).is_some() || self.in_command(t);
        let relative = near.iter().position(|t| matches!(t.word(), "that" | "which" | "who" | "whose" | "where"));
        // `those that failed`, `that queue`
        let chosen = relative.is_some_and(|at| at > 0 && !near.get(at + 1..).unwrap_or_default().iter().all(known));
        // `delete a and b`: names that were shortened.
        let short = |t: &Token| t.lower.len() == 1 && t.kind == Kind::Word && !matches!(t.word(), "a" | "i");
        let picks = |t: &Token| {
            short(t) || !self.in_command(t) && (PICKS.contains(&t.word()) || bounds::is_vague(t) && t.word() != "old")
        };
        !chosen && !own.iter().any(picks)
    }

    /// What was said in between holds the request back.
    fn is_put_off(&self, clause: &Clause) -> bool {
        let delays = |c: &&Clause| c.sentence == clause.sentence && c.all().any(|t| DELAYS.contains(&t.word()));
        self.heard.clauses.iter().find(delays).is_some()
    }

    /// What takes something away was asked for as that.
    fn takes_as_asked(&self, ask: &Statement) -> bool {
        let away = Ops::DELETE.or(Ops::KILL).or(Ops::CLEAN).or(Ops::DISCARD).or(Ops::STOP).or(Ops::LITERAL);
        !self.ops.meets(Ops::DELETE) || ask.ops.meets(away) || self.effect.verb == Verb::Write
    }

    /// What a sentence tells of things: their names, kinds and states, and where they are.
    fn telling(&self, tokens: &[Token]) -> Vec<Token> {
        let plain = |t: &Token| t.kind == Kind::Word && t.lower.chars().all(char::is_alphabetic);
        let other =
            |at: usize| turns::is_name(tokens, at) && tokens.get(at).is_some_and(|t| plain(t) && !self.in_command(t));
        let named = |at: usize| heard::is_telling(tokens, at) && !other(at);
        let bound = |t: &Token| {
            let w = t.word();
            bounds::states(w).is_some() || BOUNDS.contains(&w) || self.in_command(t)
        };
        // `importer jobs`: which ones.
        let kinds = nouns::of_effect(self.action, self.effect);
        let which = |at: usize| {
            tokens.get(at).is_some_and(bounds::is_strange)
                && tokens.get(at + 1).is_some_and(|n| nouns::kinds(n.word()) & kinds != 0)
        };
        let number = |at: usize| {
            tokens.get(at).is_some_and(|t| t.lower.starts_with(|c: char| c.is_ascii_digit()))
                && !heard::is_amount(tokens, at)
        };
        let kept = |at: &usize| {
            named(*at) || which(*at) || number(*at) || tokens.get(*at).is_some_and(|t| t.kind == Kind::Word && bound(t))
        };
        (0..tokens.len()).filter(kept).filter_map(|at| tokens.get(at).cloned()).collect()
    }

    /// `the release x has an asset. delete the asset`, and the command deletes the release: it falls on what was only told to hold it.
    fn is_holder(&self, own: &[Token], before: &[Token]) -> bool {
        let nouns = |tokens: &[Token]| -> Vec<String> {
            let noun = tokens.iter().filter(|t| t.kind == Kind::Word && nouns::kinds(t.word()) != 0);
            noun.map(|t| nouns::stem(t.word()).to_owned()).collect()
        };
        let done = |noun: &String| {
            let words = self.action.words.split(|c: char| !c.is_alphanumeric());
            words.into_iter().any(|w| nouns::kinds(w) != 0 && nouns::stem(w) == noun)
        };
        let asked = nouns(own);
        !asked.is_empty() && !asked.iter().any(done) && nouns(before).iter().any(|n| !asked.contains(n) && done(n))
    }

    /// The request has names of its own, and this is another of their form: what was named there is not asked for here.
    fn has_sibling(&self, own: &[Token], before: &[Token]) -> bool {
        let names = |tokens: &[Token]| -> Vec<Token> {
            (0..tokens.len())
                .filter(|at| turns::is_name(tokens, *at))
                .filter_map(|at| tokens.get(at).cloned())
                .collect()
        };
        let own = names(own);
        names(before).iter().any(|t| self.in_command(t) && own.iter().any(|o| o.lower != t.lower && form(o) == form(t)))
    }

    /// A name that is not in the command, and no measure, program or thing of another kind. What has no mark of a name is one only
    /// behind a word for what is hit: `the job nightly`.
    fn has_rival(&self, tokens: &[Token], one: bool) -> bool {
        let kinds = nouns::of_effect(self.action, self.effect);
        let dashed =
            bind::names(self.action, self.effect).iter().any(|n| matches!(n, bind::Name::Text(t) if t.contains('-')));
        let signs =
            |c: char| c.is_ascii_digit() || matches!(c, '_' | '/' | '.' | '@' | ':' | '#' | '=') || c == '-' && dashed;
        let word = |at: usize, back: usize| at.checked_sub(back).and_then(|b| tokens.get(b)).map_or("", Token::word);
        let of_kind = |at: usize| nouns::kinds(word(at, 1)) & kinds != 0;
        let placed = |at: usize| heard::LEADS_AWAY.contains(&word(at, 1)) || heard::LEADS_AWAY.contains(&word(at, 2));
        let done = |t: &Token| self.action.words.to_lowercase().contains(bounds::bind_name(&t.lower));
        let used = |at: usize, t: &Token| self.in_command(t) && (!one || placed(at) || done(t));
        (0..tokens.len()).filter(|at| turns::is_name(tokens, *at)).any(|at| {
            tokens.get(at).is_some_and(|t| {
                (t.lower.contains(signs) || of_kind(at))
                    && !(used(at, t)
                        || nouns::is_tool(&t.lower, &self.action.program)
                        || heard::is_amount(tokens, at)
                        || bounds::is_count(t, tokens)
                        || bounds::is_age(&t.lower))
            })
        })
    }

    /// What is listed is of the store in which something is to be done.
    pub(super) fn is_place_said(&self, about: &[Token]) -> bool {
        let lists = |w: &str| matches!(w, "--scan" | "--list" | "list" | "keys");
        if !self.action.words.split_whitespace().any(lists) {
            return false;
        }
        let Target::Named { name, .. } = &self.effect.target else { return false };
        let host = name.split([':', '.']).next().unwrap_or("");
        !name.is_empty() && about.iter().any(|t| t.lower == name.to_lowercase() || t.lower == host && host.len() > 3)
    }
}

/// How a name is written: two of one form may be two things of one kind.
pub(super) fn form(t: &Token) -> [bool; 4] {
    let plain = t.lower.trim_start_matches(['#', '!']);
    [plain.bytes().all(|b| b.is_ascii_digit()), plain.contains('/'), plain.contains('@'), plain.contains(':')]
}

/// Words that say by what things are told apart.
const BOUNDS: &[&str] = &[
    "older",
    "newer",
    "than",
    "before",
    "over",
    "more",
    "days",
    "weeks",
    "hours",
    "months",
    "into",
    "prefix",
    "starting",
    "starts",
    "start",
    "beginning",
    "begin",
    "my",
    "mine",
    "with",
    "all",
    "every",
];

/// `every queued run of that workflow`, once it is said which: `every queued run`.
fn unpointed(about: &[Token]) -> Vec<Token> {
    let points = |at: usize| {
        let word = |n: usize| about.get(at + n).map_or("", Token::word);
        matches!(word(0), "of" | "in" | "from" | "on" | "for")
            && matches!(word(1), "that" | "this" | "these" | "those" | "the" | "there" | "same")
            && (word(1) == "there" || nouns::kinds(word(2)) != 0 && !turns::is_name(about, at + 3))
    };
    let Some(at) = (0..about.len()).find(|at| points(*at)) else { return about.to_vec() };
    let taken = if about.get(at + 1).is_some_and(|t| t.word() == "there") { 2 } else { 3 };
    about.iter().take(at).chain(about.iter().skip(at + taken)).cloned().collect()
}

/// What is put off or left to somebody else before it is asked for: `we wait a week, then it can go`.
const DELAYS: &[&str] =
    &["wait", "waits", "week", "month", "tomorrow", "later", "afterwards", "soon", "eventually", "someday"];
