//! Whether a request says where something is to be done: to connect there is asked for by the same words. Called by `Wishes`.

use automode_model::{Action, Effect, Target, Verb};

use super::gist;
use super::read::Mood;
use super::words::Ops;
use super::{Said, Wishes};
use crate::decide::whereabouts;

impl Wishes {
    /// A request says on which machine and in which database something is to be done: to connect there is asked for.
    pub(super) fn goes_there(&self, action: &Action, effect: &Effect) -> Option<Said> {
        /// What clients connect to where what is done lies in no database.
        const NOWHERE: &[&str] = &["postgres", "template1", "mysql", "defaultdb", "admin"];
        let Target::Named { kind: "host" | "database", name, .. } = &effect.target else { return None };
        if effect.verb != Verb::DbRead {
            return None;
        }
        let first = name.split(['.', ':']).next().unwrap_or("");
        let says = |c: &gist::Clause| c.tokens().any(|t| t.lower == *name || t.lower == first && first.contains('-'));
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
