//! Commands that carry others: with another user's rights (`sudo`), on another machine (`ssh`), in a container (`kubectl exec`).
//! What is carried is judged as what it is; that it is carried there was asked for by whoever asked for it, and said where.
//! Called by `decide` and by `own::weigh`.

use automode_model::{Action, Authorization, Decision, Effect, Outcome, Risk, Target, Verb};

use super::authorize::{self, Who};
use super::consent::Said;
use super::{carriers, consider, reach, table};
use crate::policy::Occasion;
use crate::understand::credentials;

/// What the user's words say about an effect: of one that carries others, what they say about those.
pub fn said(it: (&Action, &Effect), all: &[Action], who: &Who<'_>, now: &Occasion<'_>) -> Said {
    let (action, effect) = it;
    let own = match carriers::by_itself(action).filter(|_| effect.verb != Verb::RemoteExec) {
        // On another machine what is asked for there; the machine has to be said, too.
        Some((there, host)) => match who.said(&there, effect) {
            Said::Asked(words) if !who.says_machine(host, &words) => Said::Nothing,
            said => said,
        },
        None => who.said(action, effect),
    };
    if own == Said::Nothing
        && effect.verb == Verb::SecretPresent
        && let Some(words) = known_by(action, all, who)
    {
        return Said::Asked(words);
    }
    let carries = matches!(effect.verb, Verb::Elevate | Verb::RemoteExec) && !who.session.prompts.is_empty();
    if !carries || matches!(own, Said::Forbidden { .. }) {
        return own;
    }
    let far = there(action);
    let carried = far.as_deref().unwrap_or_else(|| beside(action, all));
    match asked(effect, carried, who, now).or_else(|| looks_for(it, carried, all, (who, now))) {
        Some(words) => Said::Asked(words),
        // To name the machine is not to say what is to be done there; to write the command is.
        None if effect.verb == Verb::RemoteExec
            && !carried.is_empty()
            && reach::remote(action).is_none()
            && !who.session.prompts.iter().any(|p| p.contains(&action.words)) =>
        {
            Said::Nothing
        }
        None => own,
    }
}

/// The user's words that ask for the request which `$QUAY_TOKEN` goes along with to `quay.example.com`: variable and machine bear
/// the name of the service that was said, or the machine itself was said in full. A token that is known to be another service's
/// never comes as far as this.
fn known_by(action: &Action, all: &[Action], who: &Who<'_>) -> Option<String> {
    let (variables, host) = action.words.split_once(" to ")?;
    let mut variables = variables.split(", ").map(|v| v.strip_prefix('$').unwrap_or(v));
    let request = |a: &&Action| a.span == action.span && a.words.contains(host);
    let mut effects = all.iter().filter(request).flat_map(|a| a.effects.iter().map(move |e| (a, e)));
    let (request, effect) = effects.find(|(_, e)| matches!(e.verb, Verb::ExternalWrite | Verb::NetSend))?;
    match who.said(request, effect) {
        Said::Asked(words)
            if who.says_machine(host, &words)
                && (is_said_whole(host, who) || variables.all(|v| credentials::are_namesakes(v, host))) =>
        {
            Some(words)
        }
        _ => None,
    }
}

/// The user wrote the whole name of the machine, not a part of it that others share.
fn is_said_whole(host: &str, who: &Who<'_>) -> bool {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let says = |p: &String| p.to_lowercase().split(|c: char| !part(c)).any(|w| w.trim_end_matches('.') == host);
    host.contains('.') && who.session.prompts.iter().any(says)
}

/// The user's words that ask for all of this, where they say on which machine as well.
fn asked(effect: &Effect, carried: &[Action], who: &Who<'_>, now: &Occasion<'_>) -> Option<String> {
    let effects = carried.iter().flat_map(|a| a.effects.iter().map(move |e| (a, e)));
    let mut words = None;
    for it in effects.filter(|(a, e)| !is_quiet(e) && !only_looks(a, e, carried)) {
        let (said, granted) = consider(it, carried, who, now);
        let stops = said.iter().any(|f| f.lifted_by.is_none() && f.outcome >= Outcome::Ask);
        let named = granted.authorization >= Authorization::Named;
        if stops || !named || table::decide(it.1.dimensions.level(), granted.authorization) > Decision::Allow {
            return None;
        }
        words = granted.evidence.into_iter().next().map(|e| e.text);
    }
    let says = |place: &str| words.clone().filter(|w| who.says_machine(place, w));
    match &effect.target {
        Target::Host { host, .. } | Target::Url { host, .. } => says(host),
        // A container, a pod, the namespace that it is in.
        Target::Named { name, .. } if effect.verb == Verb::RemoteExec => {
            let name = name.rsplit('/').next().unwrap_or(name);
            says(name).or_else(|| says(family(name)?))
        }
        _ => words.filter(|_| effect.verb == Verb::Elevate),
    }
}

/// What the pods of one set are called by: `postgres` for `postgres-0`. Which of them is no more than told by a number, so that
/// only the first one stands for all.
fn family(name: &str) -> Option<&str> {
    name.strip_suffix("-0").filter(|f| !f.is_empty())
}

/// What is asked for on the same machine by the same command, where this only looks: `ssh db-4 A && ssh db-4 B`.
fn looks_for(
    it: (&Action, &Effect),
    carried: &[Action],
    all: &[Action],
    by: (&Who<'_>, &Occasion<'_>),
) -> Option<String> {
    let (action, effect) = it;
    let looks = !carried.is_empty() && carried.iter().flat_map(|a| &a.effects).all(is_quiet);
    if !looks || effect.verb != Verb::RemoteExec {
        return None;
    }
    let others = all.iter().filter(|a| !std::ptr::eq(*a, action)).take(MOST);
    let there = |a: &Action| {
        let same = a.effects.iter().find(|e| e.verb == Verb::RemoteExec && e.target == effect.target)?;
        asked(same, &there(a)?, by.0, by.1)
    };
    others.filter_map(there).next()
}

/// So many other actions of a command are looked at.
const MOST: usize = 8;

/// Another user's rights to look at something with: `sudo ufw status`.
fn only_looks(action: &Action, effect: &Effect, all: &[Action]) -> bool {
    let inner = beside(action, all);
    effect.verb == Verb::Elevate && !inner.is_empty() && inner.iter().flat_map(|a| &a.effects).all(is_quiet)
}

/// It looks and no more, or is what the rest of the command is carried by.
fn is_quiet(effect: &Effect) -> bool {
    authorize::is_harmless(effect)
        || effect.dimensions.level() <= Risk::Low && matches!(effect.verb, Verb::Read | Verb::DbRead | Verb::InfraRead)
}

/// What runs on another machine reaches no further than what it does there, where all of that is understood.
pub fn narrow(actions: &mut [Action]) {
    for at in 0..actions.len() {
        let (before, rest) = actions.split_at_mut(at);
        let Some(action) = rest.first_mut().filter(|a| a.effects.iter().any(|e| e.verb == Verb::RemoteExec)) else {
            continue;
        };
        let far = there(action);
        let carried = far.as_deref().unwrap_or_else(|| carried_by(action, before));
        let mild = |a: &Action| a.effects.iter().all(|e| e.dimensions.level() < Risk::Critical);
        if !carried.is_empty() && carried.iter().all(mild) {
            for e in action.effects.iter_mut().filter(|e| e.verb == Verb::RemoteExec) {
                e.dimensions.blast_radius = e.dimensions.blast_radius.min(reach::SHARED);
            }
        }
    }
}

/// What a command carries to another machine, where all of it is understood.
fn there(action: &Action) -> Option<Vec<Action>> {
    let mut found = carriers::there(action)?;
    narrow(&mut found);
    Some(found)
}

/// What the same words do besides: what this action carries stands right before it.
fn beside<'a>(action: &Action, all: &'a [Action]) -> &'a [Action] {
    let at = all.iter().position(|a| std::ptr::eq(a, action)).unwrap_or(0);
    carried_by(action, all.get(..at).unwrap_or_default())
}

/// Of the actions before it those that this one carries.
fn carried_by<'a>(action: &Action, before: &'a [Action]) -> &'a [Action] {
    let own = |a: &&Action| a.span == action.span && action.words.contains(a.words.as_str()) && !a.words.is_empty();
    let count = before.iter().rev().take_while(own).count();
    before.get(before.len() - count..).unwrap_or_default()
}
