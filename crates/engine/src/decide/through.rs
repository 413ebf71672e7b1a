//! Commands that carry others: with another user's rights (`sudo`), on another machine (`ssh`), in a container (`kubectl exec`).
//! What is carried is judged as what it is; that it is carried there was asked for by whoever asked for it, and said where.
//! Called by `decide` and by `own::weigh`.

use automode_model::{Action, Authorization, Decision, Effect, Outcome, Risk, Target, Verb};

use super::authorize::{self, Who};
use super::consent::Said;
use super::{consider, loud, reach, table};
use crate::policy::Occasion;
use crate::understand::{far, net};

/// What the user's words say about an effect: of one that carries others, what they say about those.
pub fn said(it: (&Action, &Effect), all: &[Action], who: &Who<'_>, now: &Occasion<'_>) -> Said {
    let (action, effect) = it;
    let own = who.said(action, effect);
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
    match asked(effect, carried, who, now) {
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

/// The user's words that ask for the request which `$QUAY_TOKEN` goes along with to `quay.example.com`: the service was said, and
/// variable and machine bear its name.
fn known_by(action: &Action, all: &[Action], who: &Who<'_>) -> Option<String> {
    const SHARED: usize = 3;
    let (variable, host) = action.words.strip_prefix('$')?.split_once(" to ")?;
    let same = variable.to_lowercase().bytes().zip(host.bytes()).take_while(|(a, b)| a == b).count();
    let request = |a: &&Action| a.span == action.span && a.words.contains(host);
    let effects = all.iter().filter(request).flat_map(|a| a.effects.iter().map(move |e| (a, e)));
    let (request, effect) = effects.into_iter().find(|(_, e)| matches!(e.verb, Verb::ExternalWrite | Verb::NetSend))?;
    match who.said(request, effect) {
        Said::Asked(words) if same >= SHARED && who.says_machine(host, &words) => Some(words),
        _ => None,
    }
}

/// The user's words that ask for all of this, where they say on which machine as well.
fn asked(effect: &Effect, carried: &[Action], who: &Who<'_>, now: &Occasion<'_>) -> Option<String> {
    let effects = carried.iter().flat_map(|a| a.effects.iter().map(move |e| (a, e)));
    let mut words = None;
    for it in effects.filter(|(_, e)| !is_quiet(e)) {
        let (said, granted) = consider(it, carried, who, now);
        let stops = said.iter().any(|f| f.lifted_by.is_none() && f.outcome >= Outcome::Ask);
        let named = granted.authorization >= Authorization::Named;
        if stops || !named || table::decide(it.1.dimensions.level(), granted.authorization) > Decision::Allow {
            return None;
        }
        words = granted.evidence.into_iter().next().map(|e| e.text);
    }
    match &effect.target {
        Target::Host { host, .. } => words.filter(|w| who.says_machine(host, w)),
        _ => words.filter(|_| effect.verb == Verb::Elevate),
    }
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

/// What a command of `ssh` runs on the other machine, where all of it is understood.
fn there(action: &Action) -> Option<Vec<Action>> {
    if action.program != "ssh" {
        return None;
    }
    let host = action.effects.iter().find_map(|e| match &e.target {
        Target::Host { host, .. } if e.verb == Verb::RemoteExec => Some(host),
        _ => None,
    })?;
    let mut rest = action.words.as_str();
    loop {
        let (word, behind) = rest.trim_start().split_once(char::is_whitespace)?;
        if net::host_of(word) == *host {
            let mut found = far::actions(behind)?;
            for one in &mut found {
                loud::weigh(one);
                reach::narrow(one);
            }
            narrow(&mut found);
            return Some(found);
        }
        rest = behind;
    }
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
