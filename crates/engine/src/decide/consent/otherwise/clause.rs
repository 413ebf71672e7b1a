//! The clauses of a turn and what kind each is, by its words alone: an order, a question, a condition, a report. Used by `aligned`.

use super::super::token::is_in;
use super::super::words::is_base;

/// Kinds that a clause may be of.
pub(in crate::decide::consent) const FLAGS: usize = 13;

/// What kind of clause it is, by its words.
pub(in crate::decide::consent) const KINDS: [&str; 9] = [
    "if when once until till unless after before whenever provided while",
    "not never no don't dont doesn't doesnt didn't isn't isnt aren't won't wont can't cant cannot without nobody nothing neither nor",
    "was were had did has been already done got went changed removed deleted added moved disabled enabled dropped switched turned \
     happened",
    "should must needs need has ought required supposed have",
    "maybe perhaps might may would could probably think thinking wonder wondering idea possibly consider considering suppose guess \
     whether likely seems looks someday eventually unsure sure",
    "tomorrow later next soon monday tuesday wednesday thursday friday weekend will gonna going planned plan plans planning yet \
     week month year spring summer autumn winter",
    "keep keeps leave leaves stay stays remain remains untouched alone except spare unchanged",
    "only just solely but",
    "said says wrote asked asks told thinks wants claims suggested suggests proposes mentioned according ticket runbook docs",
];

/// Who does something, as a clause begins.
const SOMEBODY: &str = "i we he she they you someone somebody people it";

/// A clause may begin with these, and what follows is what it does.
pub(in crate::decide::consent) const OPENERS: &str = "please pls plz ok okay so then now and also just well alright right great thanks thx good go yes yep yeah sure \
                       instead first next finally kindly hi hey hello anyway actually simply let's lets again rather";

/// With what a question begins that asks for something to be done.
const POLITE: [&str; 9] = [
    "can you",
    "could you",
    "would you",
    "can u",
    "could u",
    "will you",
    "would you mind",
    "i want you to",
    "i'd like you to",
];

/// What people say for what is done to an entry, beside the verbs that commands have.
pub(in crate::decide::consent) const VERBS: &str = "make set let put turn take give get bring bump raise lower cut halve double switch flip mark swap point assign \
                     change update extend shorten pause resume hold release unblock block allow ban mute unmute hide show open close \
                     lock unlock drop kick strike add remove delete erase move rename replace comment uncomment enable disable reduce \
                     increase shrink grow scale use run start stop try keep retire archive restore reopen book cancel schedule \
                     reschedule push shift sort empty clear wipe restrict limit cap grant revoke promote demote list unlist pin unpin \
                     freeze unfreeze activate deactivate adjust edit fix correct reset revert undo write insert append route reroute";

/// What may stand between a verb and its object.
pub(in crate::decide::consent) const PARTICLES: &str = "the a an our my your his her their its this that these those off on up down out in to of back over from all \
                         both only just entry entries line row user team job flag value";

/// A clause of a turn, in small letters.
pub(in crate::decide::consent) struct Part {
    pub(in crate::decide::consent) words: Vec<String>,
    /// A question mark ends it.
    asked: bool,
    /// It stands in quotation marks, or behind what marks a quotation.
    quoted: bool,
}

impl Part {
    /// The clauses of a turn.
    pub(in crate::decide::consent) fn all(turn: &str) -> Vec<Self> {
        let mut out = Vec::new();
        let mut from = 0;
        let ends = |at: usize, c: char| {
            let next = turn.get(at + c.len_utf8()..).and_then(|r| r.chars().next());
            matches!(c, '!' | '?' | ';' | '\n' | '(' | ')' | '—' | '–')
                || matches!(c, '.' | ',' | ':') && next.is_none_or(char::is_whitespace)
        };
        for (at, c) in turn.char_indices().chain([(turn.len(), '\n')]) {
            if at < turn.len() && !ends(at, c) {
                continue;
            }
            let text = turn.get(from..at).unwrap_or_default();
            from = (at + c.len_utf8()).min(turn.len());
            Self::split(text, c == '?', &mut out);
        }
        out
    }

    /// What `and` and the like join are clauses of their own.
    fn split(text: &str, asked: bool, out: &mut Vec<Self>) {
        const JOINS: &str = "and then but so";
        let quoted = text.contains(['"', '“', '”']) || text.trim_start().starts_with('>');
        let bare = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '/' | '_')).to_lowercase();
        let words: Vec<String> = text.split_whitespace().map(bare).filter(|w| !w.is_empty()).collect();
        let mut rest = &words[..];
        while !rest.is_empty() {
            let cut = rest.iter().skip(1).position(|w| is_in(JOINS, w)).map_or(rest.len(), |p| p + 1);
            let (head, tail) = rest.split_at(cut);
            out.push(Self { words: head.to_vec(), asked, quoted });
            rest = tail;
        }
    }

    /// Where the verb of an order stands.
    pub(in crate::decide::consent) fn order(&self) -> Option<usize> {
        let at = self.words.iter().position(|w| !is_in(OPENERS, w))?;
        let at = if self.is_polite() {
            self.words.iter().position(|w| is_in("you u to", w)).map_or(at, |p| p + 1)
        } else {
            at
        };
        let at = at + self.words.get(at..)?.iter().position(|w| !is_in(OPENERS, w))?;
        let verb = self.words.get(at)?;
        let next = self.words.get(at + 1).map_or("", String::as_str);
        let acts = is_base(verb) || is_in(VERBS, verb);
        (acts && !is_in("is are was were has had will would should of", next)).then_some(at)
    }

    fn is_polite(&self) -> bool {
        let text = self.words.join(" ");
        POLITE.iter().any(|p| text.contains(p))
    }

    /// Whether it is an order, is polite, asks, what of [`KINDS`] it is, and whether somebody does something.
    pub(in crate::decide::consent) fn flags(&self) -> [bool; FLAGS] {
        let has = |list: &str| self.words.iter().any(|w| is_in(list, w));
        let polite = self.is_polite();
        let [when, not, past, must, maybe, future, keep, only, quote] = KINDS.map(has);
        let order = self.order().is_some() && (polite || !self.asked);
        let who = self.words.first().is_some_and(|w| is_in(SOMEBODY, w));
        let (polite, asked) = (polite || has("please pls plz thanks thx"), self.asked && !polite);
        [order, polite, asked, when, not, past, must, maybe, future, keep, only, quote || self.quoted, who]
    }
}

/// How many of the clauses are of each kind.
pub(in crate::decide::consent) fn tally<'p>(parts: impl Iterator<Item = &'p Part>) -> [usize; FLAGS] {
    let mut sums = [0; FLAGS];
    for part in parts {
        sums.iter_mut().zip(part.flags()).for_each(|(sum, is)| *sum += usize::from(is));
    }
    sums
}
