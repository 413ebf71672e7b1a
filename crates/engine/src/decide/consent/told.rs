//! What a command tells beside names, and how it was said: quoted words that are one argument, a range of numbers, the plural of a
//! kind that only the command knows, a state for a verb, a server that is called like its tool. Called by `deed`.

use super::bounds;
use super::deed::{Deed, QUALITIES};
use super::gist::{self, Clause};
use super::nouns;
use super::points::range_of;
use super::token::{Kind, Token};

impl Deed<'_> {
    /// `leave it open`, `keep it running`: only what ends that state is against it.
    pub(super) fn ends_state(&self, limit: &Clause) -> Option<bool> {
        let lead = |t: &Token| matches!(t.word(), "leave" | "keep" | "so" | "but" | "please" | "and" | "it" | "them");
        let tokens: Vec<&Token> = limit.tokens().filter(|t| !lead(t)).collect();
        let kept = limit.tokens().any(|t| matches!(t.word(), "leave" | "keep"));
        let words = self.action.words.to_lowercase();
        let says = |ends: &[&str]| words.split(|c: char| !c.is_alphanumeric()).any(|w| ends.contains(&w));
        match tokens[..] {
            [state] if kept && state.word() == "open" => {
                Some(says(&["close", "closed", "merge", "delete", "lock", "resolve", "reject", "abandon", "decline"]))
            }
            _ => None,
        }
    }

    /// The word stands in such an argument.
    pub(super) fn is_in_argument(&self, word: &str, about: &[Token]) -> bool {
        let bare = |w: &str| w.trim_matches(|c: char| matches!(c, ',' | '.' | '!' | '?' | ';' | ':')).to_lowercase();
        let own = bare(word);
        let quotes =
            about.iter().filter(|t| t.kind == Kind::Quote && t.text.split_whitespace().any(|w| bare(w) == own));
        quotes.into_iter().any(|t| self.is_argument(t))
    }

    /// `mark x as deprecated` of `deprecate x`.
    pub(super) fn is_marked(&self, about: &[Token]) -> bool {
        about.windows(2).any(|p| match p {
            [how, state] if how.word() == "as" => {
                state.lower.strip_suffix('d').is_some_and(|verb| super::literal::is_verb_of(verb, self.action))
            }
            _ => false,
        })
    }

    /// `reason "bad input"`: the quoted words are one argument of the command, and not the command itself.
    pub(super) fn is_argument(&self, t: &Token) -> bool {
        let quoted = |mark: char| self.command.text.contains(&format!("{mark}{}{mark}", t.text));
        let whole = self.action.words.strip_prefix(self.action.program.as_str()).unwrap_or("");
        (quoted('"') || quoted('\''))
            && whole.contains(&t.text)
            && !self.action.words.starts_with(&t.text)
            && !matches!(self.effect.category, automode_model::Category::Database)
    }

    /// `builds 300 to 340` for `300-340`: each of them was said.
    pub(super) fn is_range(&self, name: &str, about: &[Token]) -> bool {
        range_of(name).is_some_and(|all| all.iter().all(|n| about.iter().any(|t| t.lower == *n)))
    }

    /// `the taskruns a and b` for `kubectl delete taskrun a b`: the word behind the operation is what kind of thing goes.
    pub(super) fn is_kind(&self, name: &str, about: &[Token]) -> bool {
        let mut words = self.action.words.split_whitespace().skip_while(|w| *w != "delete").skip(1);
        let behind = words.next() == Some(name) && words.next().is_some_and(|w| !w.starts_with('-'));
        matches!(self.action.program.as_str(), "kubectl" | "oc")
            && behind
            && about
                .iter()
                .find(|t| !(gist::is_small(t) || QUALITIES.contains(&t.word()) || bounds::is_vague(t)))
                .is_some_and(|t| nouns::stem(&t.lower) == nouns::stem(name))
    }

    /// `the taskruns a and b` of `delete taskrun a b`: a kind of thing that only the command knows.
    pub(super) fn has_singular(&self, t: &Token) -> bool {
        const SHORTEST: usize = 5;
        let one = nouns::stem(&t.lower);
        t.kind == Kind::Word && one.len() >= SHORTEST && one != t.lower && self.command.has(one)
    }

    /// `-s http://jenkins:8080`: the server of the own network that is called like the tool that was spoken of. Under a domain it
    /// may be anybody's.
    pub(super) fn is_own_server(&self, place: &str) -> bool {
        let host = place.split_once("://").map_or("", |(_, rest)| rest);
        let name = host.split([':', '/']).next().unwrap_or("");
        name.len() > 3
            && !name.contains(['.', '@'])
            && nouns::is_tool(name, &self.action.program)
            && self.said.iter().any(|t| t.lower == name)
    }
}
