//! Whether a request says where something is to be done: to connect there is asked for by the same words. Called by `Wishes`.

use automode_model::{Action, Effect, Target, Verb};

use super::gist;
use super::read::Mood;
use super::token::Token;
use super::words::Ops;
use super::{Said, Wishes};
use crate::decide::whereabouts;
use crate::understand::net;

impl Wishes {
    /// The name of a machine was said, whole or by its first part, not as one to stay away from, and nothing more about it after
    /// these words.
    #[must_use]
    pub fn says_machine(&self, host: &str, words: &str) -> bool {
        let host = host.rsplit('/').next().unwrap_or(host).to_lowercase();
        let first = host.split('.').next().filter(|f| f.contains(|c: char| c.is_alphabetic()));
        let is = |t: &Token| {
            let said = t.lower.rsplit('@').next().unwrap_or(&t.lower);
            let said = said.strip_suffix("'s").unwrap_or(said);
            said == host || Some(said) == first
        };
        let clauses = &self.heard.clauses;
        // Evidence quotes what was typed.
        let own = |c: &&gist::Clause| c.words == words || self.typed(&c.words) == words;
        let asked = clauses.iter().rev().find(own).map_or(0, |c| c.turn);
        let speaks = |c: &&gist::Clause| c.tokens().any(is);
        let later = |c: &gist::Clause| c.turn > asked || c.stance == gist::Stance::Limits;
        clauses.iter().any(|c| speaks(&c)) && !clauses.iter().filter(speaks).any(later)
    }

    /// A request says on which machine and in which database something is to be done: to connect there is asked for.
    pub(super) fn goes_there(&self, action: &Action, effect: &Effect) -> Option<Said> {
        /// What clients connect to where what is done lies in no database.
        const NOWHERE: &[&str] = &["postgres", "template1", "mysql", "defaultdb", "admin"];
        let Target::Named { kind: "host" | "database", name, .. } = &effect.target else { return None };
        // All of a collection goes: what of it was meant is asked.
        if effect.verb != Verb::DbRead || action.words.contains("({})") {
            return None;
        }
        // `mongodb://mongo1.example.com/crm`: the machine, and the database in it.
        let address = net::parse_url(name);
        let (place, inner) = match (&address, name.rsplit_once('/')) {
            (Some(u), Some((_, inner))) => (u.host.as_str(), inner.split('?').next().unwrap_or("")),
            _ => (name.as_str(), ""),
        };
        let first = place.split(['.', ':']).next().unwrap_or("");
        let marked = first.contains('-') || first.bytes().any(|b| b.is_ascii_digit());
        let own = |t: &Token| t.lower == place || t.lower == first && marked;
        let within = |t: &Token| !inner.is_empty() && t.lower == inner;
        let domain = place.split_once('.').map_or("", |(_, rest)| rest);
        let other = |t: &Token| !domain.is_empty() && t.lower.ends_with(domain) && !own(t);
        let aside = self.heard.clauses.iter().flat_map(gist::Clause::tokens).any(other);
        let held = inner.is_empty() || NOWHERE.contains(&inner) || self.heard.said.iter().any(within);
        let says = |c: &gist::Clause| match &address {
            None => c.tokens().any(own),
            Some(_) => held && c.tokens().any(|t| own(t) || within(t) && !aside),
        };
        let places = whereabouts::values(action, &["--host"]);
        let near = |c: &gist::Clause| c.tokens().any(|t| places.iter().any(|p| t.lower == *p));
        let meant = |c: &gist::Clause| says(c) || NOWHERE.contains(&name.as_str()) && near(c);
        if self.heard.limits().any(|l| says(l) && l.ops.meets(Ops::READ.or(Ops::TOUCH))) {
            return None;
        }
        let turn = self
            .heard
            .clauses
            .iter()
            .filter(|c| c.stance != gist::Stance::Limits && meant(c))
            .map(|c| c.turn)
            .next_back()?;
        let near = |at: usize| at >= turn && at <= turn + 1;
        let asks = self.heard.wants.iter().find(|w| near(w.ask.turn)).map(|w| &w.ask.words);
        let read =
            || self.statements.iter().find(|s| s.mood == Mood::Ask && !s.conditional && near(s.turn)).map(|s| &s.words);
        asks.or_else(read).map(|words| Said::Asked(words.clone()))
    }
}
