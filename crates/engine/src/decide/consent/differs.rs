//! What was granted for the name of a thing, and is another operation or takes more of it: last looks at what readings of
//! sentences took for a request. Called by `authorize`; it only takes back.

use automode_model::{Action, Effect, EnvLabel, Target, Verb};

use super::Wishes;
use super::bind;
use super::bounds;
use super::heard::Want;
use super::nouns;
use super::token::Token;

impl Wishes {
    /// The words asked for something else than what this does.
    #[must_use]
    pub fn differs(&self, words: &str, action: &Action, effect: &Effect) -> bool {
        let mut wants = self.heard.wants.iter().filter(|w| w.ask.words == words).peekable();
        let has = |t: &Token| self.in_words(t, action);
        let plain = !matches!(effect.target, Target::Path(_));
        wants.peek().is_some()
            && plain
            && wants.all(|w| {
                is_only_cancelled(w, action, effect)
                    || leaves_out_only(w, &has)
                    || is_another_version(w, action, effect, &self.heard.said)
            })
    }

    fn in_words(&self, t: &Token, action: &Action) -> bool {
        let name = bounds::bind_name(&t.lower);
        self.command.has(name) || action.words.to_lowercase().contains(name)
    }
}

/// `cancel the update of the stack x`: the stack itself is not what was meant. A job that is deleted is cancelled by that.
fn is_only_cancelled(want: &Want, action: &Action, effect: &Effect) -> bool {
    let removes = matches!(effect.verb, Verb::CloudDestroy | Verb::InfraDestroy | Verb::DbDestroy | Verb::ForgeDelete);
    let says = |list: &[&str]| {
        let words = action.words.to_lowercase();
        words.split(|c: char| !c.is_alphanumeric()).any(|w| list.contains(&w))
    };
    let run = nouns::kinds("run") | nouns::kinds("job");
    let job = nouns::of_effect(action, effect) & run != 0
        && action.words.split_whitespace().any(|w| nouns::object(w) == Some("job"));
    let cancels = matches!(want.ask.verb.as_str(), "cancel" | "abort" | "interrupt");
    // What is cancelled may clean up after itself.
    let harder = effect.verb == Verb::ExternalWrite && says(&["terminate"]);
    cancels && (harder || removes && !job && !says(&["cancel", "abort", "stop", "kill", "terminate"]))
}

/// `slot staging only`: the environment is not in the command.
fn leaves_out_only(want: &Want, has: &dyn Fn(&Token) -> bool) -> bool {
    want.about().windows(2).any(|p| {
        matches!(p, [place, only] if only.word() == "only" && matches!(nouns::label(place.word()), Some(EnvLabel::Staging | EnvLabel::Production)) && !has(place))
    })
}

/// `back to v141`, and the command goes to another one that nobody spoke of.
fn is_another_version(want: &Want, action: &Action, effect: &Effect, said: &[Token]) -> bool {
    let version = |w: &str| {
        let rest = w.strip_prefix('v').unwrap_or(w);
        rest.len() > 1
            && rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    let asks = want.about().iter().any(|t| version(&t.lower));
    let own = |w: &&str| version(w) && !bounds::is_age(w);
    let known =
        |w: &str| bounds::is_said(said, w) || said.iter().any(|t| bind::same(&bind::Name::Text(w.to_owned()), &t.text));
    asks && matches!(effect.verb, Verb::Deploy | Verb::CloudChange | Verb::InfraChange)
        && action.words.split_whitespace().skip(1).filter(own).any(|w| !known(w))
}
