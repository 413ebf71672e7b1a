//! Words of a description that describe nothing, each only where it does not: `name` beside the name that the command demands,
//! `on my laptop`, `via api`, `more` of an age. `the api containers`, `the branches he pushed`, `one of the pods` are other sets
//! than the one without that word. Called by `sets`.

use super::super::bounds;
use super::super::gist::is_small;
use super::super::nouns;
use super::super::token::{self, Token};
use super::Set;
use super::words::is_usual;

/// Words that say nothing wherever they stand.
const FILLERS: &[&str] = &[
    "that's",
    "who",
    "which",
    "already",
    "currently",
    "whatever",
    "everything",
    "anything",
    "every",
    "each",
    "still",
    "there",
    "here",
    "them",
    "em",
    "those",
    "these",
    "ones",
    "yes",
    "sure",
    "just",
    "exactly",
    "really",
    "please",
    "pls",
    "ahead",
    "too",
    "now",
    "be",
    "can",
    "could",
    "should",
    "shd",
    "will",
    "have",
    "has",
    "had",
    "been",
    "was",
    "were",
    "is",
    "are",
    "completely",
    "entirely",
    "actually",
    "simply",
    "i'm",
    "what's",
    "it",
    "i.e",
    "of",
    "course",
];

/// Words that say nothing about what is named, and here say which of many: `the latest`, `the missing ones`.
const TELLING: &[&str] = &[
    "latest",
    "newest",
    "last",
    "recent",
    "previous",
    "top",
    "current",
    "missing",
    "needed",
    "required",
    "ready",
    "modified",
    "working",
    "dirty",
    "uncommitted",
    "untracked",
    "app",
    "application",
    "site",
    "library",
    "crate",
    "npm",
];

/// What leads to a word that the command demands: `whose name starts with tmp-`, `in state Failed`, `under jdoe/`.
const LEADS: &[&str] = &[
    "label",
    "labelled",
    "labeled",
    "name",
    "named",
    "called",
    "names",
    "whose",
    "prefix",
    "prefixed",
    "suffix",
    "with",
    "under",
    "state",
    "status",
    "phase",
    "begin",
    "begins",
    "beginning",
    "start",
    "starts",
    "starting",
    "end",
    "ends",
    "ending",
    "match",
    "matches",
    "matching",
    "contain",
    "contains",
    "containing",
    "like",
    "pattern",
    "having",
    "carry",
    "carries",
    "carrying",
    "managed",
];

/// Words of an age.
const OF_AGE: &[&str] =
    &["ago", "than", "older", "over", "more", "touched", "commit", "commits", "opened", "made", "created", "pushed"];

/// Where one works.
const PLACES: &[&str] = &["box", "laptop", "machine", "host", "localhost", "github", "gitlab"];

/// By what one works.
const MEANS: &[&str] = &["api", "cli"];

/// What is left lying.
const LYING: &[&str] = &["lying", "sitting", "hanging", "left"];

impl Set<'_> {
    /// The word here says nothing of which things are meant.
    pub(super) fn is_filler(&self, tokens: &[Token], at: usize) -> bool {
        /// So far from what leads to it a word may stand, and so far before that.
        const BEHIND: usize = 4;
        const BEFORE: usize = 2;
        let Some(t) = tokens.get(at) else { return false };
        let w = t.word();
        let word = |n: Option<usize>| n.and_then(|n| tokens.get(n)).map_or("", Token::word);
        let (before, next) = (word(at.checked_sub(1)), word(Some(at + 1)));
        // `in Failed state`, but not `failed ones with a label`.
        let demanded = || {
            let stated = matches!(w, "state" | "status" | "phase" | "with" | "having");
            let from = if stated { at.saturating_sub(BEFORE) } else { at + 1 };
            let one = |n: usize, o: &Token| {
                !self.is_kind(o)
                    && !is_usual(o.word())
                    && (stated || bounds::states(o.word()).is_none())
                    && self.stands(tokens, n)
            };
            (from..=at + BEHIND).any(|n| n != at && tokens.get(n).is_some_and(|o| one(n, o)))
        };
        let led = |leads: &[&str]| {
            leads.contains(&before)
                || matches!(before, "the" | "my" | "this" | "our" | "local") && leads.contains(&word(at.checked_sub(2)))
        };
        // The product's name.
        if w == "managed" && matches!(next, "disk" | "disks") {
            return true;
        }
        if TELLING.contains(&w) || self.is_quality(tokens, at) {
            return false;
        }
        match w {
            // `I'd like you to`, `with kubectl`
            "like" if matches!(before, "i'd" | "would" | "we'd") => true,
            "with" if nouns::is_tool(next, &self.action.program) || next == self.action.program => true,
            // `all jobs with that name`
            "name" if matches!(before, "that" | "same") => true,
            "with" if matches!(next, "that" | "same") => true,
            _ if LEADS.contains(&w) => demanded(),
            "over" if before == "left" => true,
            // `that dependabot opened`
            "opened" | "made" | "created" | "pushed" if at > 0 && self.stands(tokens, at - 1) => true,
            _ if OF_AGE.contains(&w) => self.picked.is_aged(),
            // Of forges' lists these are the usual ones.
            "open" => !self.picked.by.iter().any(|b| matches!(b.as_str(), "closed" | "merged" | "all")),
            "he" | "she" => self.picked.is_of_some_user(),
            "ci" => led(&["on", "in"]),
            _ if PLACES.contains(&w) => led(&["on", "at", "from", "in"]),
            _ if MEANS.contains(&w) => led(&["via", "with", "using", "through", "by"]),
            "via" => true,
            // `hanging` alone is a state of its own.
            "hanging" => next == "around",
            "around" => LYING.contains(&before),
            _ if LYING.contains(&w) => true,
            "right" => next == "now" || tokens.len() == 1,
            "one" => matches!(before, "every" | "each" | "any") || next != "of" && !self.is_told(tokens, at + 1),
            "go" | "ok" | "fine" => true,
            _ => is_small(t) || bounds::is_small(w) || FILLERS.contains(&w),
        }
    }

    /// `the ci runs`, `all fine branches`: between an article and the noun a word says which.
    pub(super) fn is_quality(&self, tokens: &[Token], at: usize) -> bool {
        let articles = ["the", "a", "all", "any", "my", "our", "those", "these", "every", "each"];
        let word = |n: Option<usize>| n.and_then(|n| tokens.get(n)).map_or("", Token::word);
        let small = [
            "of", "the", "my", "our", "those", "these", "your", "local", "remote", "that", "this", "one", "two", "open",
        ];
        let w = word(Some(at));
        let first = articles.contains(&word(at.checked_sub(1))) || bounds::states(word(at.checked_sub(1))).is_some();
        first
            && !articles.contains(&w)
            && !small.contains(&w)
            && token::numeral(w).is_none()
            && tokens.get(at + 1).is_some_and(|n| self.is_kind(n))
    }

    /// A thing, or a state of one.
    fn is_told(&self, tokens: &[Token], at: usize) -> bool {
        tokens.get(at).is_some_and(|t| self.is_kind(t) || bounds::states(t.word()).is_some())
    }
}

/// A word that leads to another or tells of an age: no operation here.
pub(super) fn leads_on(word: &str) -> bool {
    LEADS.contains(&word) || OF_AGE.contains(&word)
}

/// A word that says nothing of what stays: the wider, the more is asked for.
pub(super) fn says_nothing(word: &str) -> bool {
    [FILLERS, LEADS, OF_AGE, PLACES, MEANS, LYING].iter().any(|l| l.contains(&word))
        || matches!(word, "right" | "go" | "ok" | "fine" | "via" | "around" | "he" | "she")
}
