//! Limits of a request for a set: what is to stay must have nothing in common with what the command picks. A limit of which that
//! cannot be told is not kept. Called by `sets`.

use automode_model::Category;

use super::super::bounds;
use super::super::conditions::is_conditional;
use super::super::gist::{Clause, Stance, is_limit, is_small};
use super::super::nouns;
use super::super::ranked;
use super::super::token::Token;
use super::super::words::{self as verbs, Form};
use super::Set;
use super::fillers;
use super::words::{POINTS, is_reason, is_unit, parts};

impl Set<'_> {
    /// A limit leaves out what this set has none of.
    pub(super) fn spares(&self, limit: &Clause) -> bool {
        let all: Vec<Token> = limit.tokens().cloned().collect();
        let w: Vec<&str> = all.iter().map(Token::word).collect();
        let put_off = limit.put_off && !self.is_of_speaker(&all);
        if limit.whole || put_off || is_conditional(&w) || w.iter().any(|t| PUTS_OFF.contains(t)) {
            return false;
        }
        if w.iter().any(|t| matches!(*t, "else" | "other" | "others" | "rest" | "remaining")) {
            return true;
        }
        if is_telling(&w) || self.is_of_speaker(&all) {
            return true;
        }
        if let Some((rank, _)) = ranked::kept(&all) {
            return self.picked.order.leaves(rank);
        }
        let says = |p: &[Token]| {
            let small =
                |t: &Token| matches!(t.word(), "though" | "itself" | "however" | "another") || is_unit(t.word());
            !is_reason(p) && p.iter().any(|t| !self.says_nothing(t) && !small(t))
        };
        let told: Vec<&[Token]> = parts(&all).filter(|p| says(p)).collect();
        if told.is_empty() {
            // `one of them is still running, leave that alone`
            let at = self.heard.clauses.iter().position(|c| std::ptr::eq(c, limit)).unwrap_or(0);
            let mut before = self.heard.clauses.get(..at).unwrap_or_default().iter().rev();
            let near = before.find(|c| c.turn == limit.turn && c.tokens().any(|t| !self.says_nothing(t)));
            return near.is_some_and(|c| {
                let all: Vec<Token> = c.tokens().cloned().collect();
                c.stance != Stance::Asks && self.is_apart(&all)
            });
        }
        let lists = |t: &Token| matches!(t.word(), "and" | "or");
        told.into_iter().all(|p| p.split(lists).filter(|p| says(p)).all(|p| self.is_apart(p)))
    }

    /// `I started them for the talk on Tuesday`, `I'm leaving the team on Friday`: what was done once, or has nothing to do with the set.
    fn is_of_speaker(&self, tokens: &[Token]) -> bool {
        let word = |at: usize| tokens.get(at).map_or("", Token::word);
        let operation = |w: &str| verbs::of_word(w).map(|(_, form)| form);
        let past = || matches!(word(0), "i" | "we" | "he" | "she") && operation(word(1)) == Some(Form::Past);
        let speaks = |t: &Token| self.is_kind(t) || POINTS.contains(&t.word()) || t.word() == "it";
        let away = || {
            matches!(word(0), "i'm" | "we're" | "he's" | "she's")
                && word(1).ends_with("ing")
                && operation(word(1)).is_none()
                && !tokens.iter().any(speaks)
        };
        let limits = |t: &Token| is_limit(t.word()) && !t.lower.ends_with("day");
        !tokens.iter().skip(2).any(limits) && (past() || away())
    }

    /// It describes things that are to stay, and nothing says that the set has none of them.
    pub(super) fn offends(&self, limit: &Clause) -> bool {
        let all: Vec<Token> = limit.tokens().cloned().collect();
        let w: Vec<&str> = all.iter().map(Token::word).collect();
        if is_telling(&w) || w.iter().any(|t| matches!(*t, "else" | "other" | "others" | "rest" | "remaining")) {
            return false;
        }
        let out = w.first().is_some_and(|f| matches!(*f, "except" | "but" | "apart" | "excluding" | "besides"));
        let labelled = |at: usize| at.checked_sub(1).is_some_and(|b| w.get(b).is_some_and(|b| *b == "label"));
        let says = |at: usize| {
            let Some(t) = all.get(at) else { return false };
            bounds::is_name(&all, at)
                || bounds::states(t.word()).is_some()
                || labelled(at)
                || out && !self.says_nothing(t)
        };
        let described: Vec<Token> =
            (0..all.len()).filter(|at| says(*at)).filter_map(|at| all.get(at).cloned()).collect();
        // Another place, or another table, which the command does not speak of.
        let sql = self.action.is_of(Category::Database);
        let place = |at: usize| at.checked_sub(1).is_some_and(|b| w.get(b).is_some_and(|b| matches!(*b, "in" | "on")));
        let absent = |at: usize| {
            (sql || place(at)) && bounds::is_name(&all, at) && all.get(at).is_some_and(|t| !self.command.has(&t.lower))
        };
        let apart =
            |at: usize| !says(at) || absent(at) || all.get(at).is_some_and(|t| self.is_apart(std::slice::from_ref(t)));
        let any = || (0..all.len()).any(|at| says(at) && apart(at));
        if out { !(0..all.len()).all(apart) } else { !described.is_empty() && !any() && !self.is_apart(&all) }
    }

    /// What these words describe has nothing in common with the set: another state, another name, another kind.
    pub(super) fn is_apart(&self, tokens: &[Token]) -> bool {
        let states: Vec<&[&str]> = self.picked.by.iter().filter_map(|w| bounds::states(w)).collect();
        let untagged = states.iter().any(|s| s.iter().any(|w| matches!(*w, "untagged" | "dangling")));
        let one = |at: usize| {
            let Some(t) = tokens.get(at) else { return false };
            let w = t.word();
            // `what's in progress`
            let state = match at.checked_sub(1).and_then(|b| tokens.get(b)).map_or("", Token::word) {
                "in" if w == "progress" => bounds::states("in-progress"),
                _ => bounds::states(w),
            };
            if let Some(state) = state {
                return !states.is_empty() && !states.contains(&state);
            }
            if self.picked.without.iter().any(|p| *p == t.lower || *p == t.lower.trim_end_matches('*')) {
                return true;
            }
            let other = nouns::kinds(w) != 0 && (nouns::kinds(w) & self.kinds == 0 || !self.takes_noun(w));
            other
                || untagged && matches!(w, "tag" | "tagged" | "tags")
                || matches!(w, "newer" | "younger" | "recent") && self.picked.is_aged()
                || bounds::is_name(tokens, at) && (self.picked.leaves(&t.lower) || self.picked.is_other_name(&t.lower))
        };
        (0..tokens.len()).any(one)
    }

    /// The command's own words, or those that ask for it, have this noun.
    fn takes_noun(&self, noun: &str) -> bool {
        let same = |w: &str| nouns::stem(w) == nouns::stem(noun);
        let words = self.action.words.to_lowercase();
        let asked: Vec<&str> =
            self.heard.wants.iter().flat_map(|w| w.about()).map(Token::word).filter(|w| nouns::kinds(w) != 0).collect();
        asked.is_empty() || asked.into_iter().any(same) || words.split(|c: char| !c.is_alphanumeric()).any(same)
    }

    fn says_nothing(&self, t: &Token) -> bool {
        let w = t.word();
        is_small(t)
            || is_limit(w)
            || bounds::is_small(w)
            || fillers::says_nothing(w)
            || verbs::of_word(w).is_some() && nouns::kinds(w) == 0 && bounds::states(w).is_none()
    }
}

/// Words that put something off.
const PUTS_OFF: &[&str] = &["yet", "wait", "until", "later", "tomorrow", "hold", "unless", "first", "maybe", "perhaps"];

/// `they won't come back`, `the cache is stale after the rename`: it says how things are, and nothing of what to leave.
fn is_telling(words: &[&str]) -> bool {
    const TELLS: &[&str] = &["is", "are", "was", "were", "won't", "isn't", "aren't", "has", "had"];
    const LIMITS: &[&str] = &[
        "keep",
        "leave",
        "except",
        "only",
        "not",
        "don't",
        "never",
        "no",
        "must",
        "should",
        "stay",
        "stays",
        "touch",
        "untouched",
        "needed",
        "needs",
        "need",
        "used",
        "alone",
        "want",
        "wants",
        "nothing",
        "still",
        "running",
        "important",
        "mine",
    ];
    let still = |w: &&str| LIMITS.contains(w) && !(*w == "still" && words.contains(&"around"));
    words.iter().any(|w| TELLS.contains(w)) && !words.iter().any(still)
}
