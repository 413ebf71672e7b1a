//! Every example of every knowledge file: the command has exactly the effects that its author wrote.

mod common;

use std::collections::BTreeSet;

use automode_engine::knowledge;
use automode_model::{Certainty, Target, Verb};

/// The effects of a command as the knowledge files write them.
fn effects(command: &str) -> BTreeSet<String> {
    let verdict = common::judge(&common::Small::default(), command);
    let mut out = BTreeSet::new();
    // What a run makes under a name is noted for the session, not done to anything.
    let noted = |e: &&automode_model::Effect| e.verb == automode_model::Verb::Create;
    for effect in verdict.judgement().actions.iter().flat_map(|a| &a.effects).filter(|e| !noted(e)) {
        let target = match &effect.target {
            Target::Path(p) => p.given.clone(),
            other => other.text().to_owned(),
        };
        match (&effect.certainty, effect.verb) {
            (Certainty::Unknown(_), _) => out.insert("unknown".into()),
            (_, Verb::Inspect) => false,
            (_, verb) => out.insert(format!("{} {target}", verb.name()).trim().to_owned()),
        };
    }
    out
}

#[test]
fn examples_have_the_effects_that_they_promise() {
    let mut wrong = Vec::new();
    for (program, command, want) in knowledge::examples() {
        let want: BTreeSet<String> = want
            .split(',')
            .map(|w| w.trim().to_owned())
            .filter(|w| !w.is_empty() && w != "∅" && w != "inspect" && !is_sink(w))
            .collect();
        let got = effects(command);
        let fine = if want.contains("unknown") { got.contains("unknown") } else { got == want };
        if !fine {
            wrong.push(format!("{program}: `{command}`\n    want {want:?}\n    got  {got:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} examples differ:\n{}",
        wrong.len(),
        knowledge::examples().count(),
        wrong.join("\n")
    );
}

/// Reading and writing `/dev/null` and its like is no effect.
fn is_sink(effect: &str) -> bool {
    ["/dev/null", "/dev/zero", "/dev/stdout", "/dev/stdin", "/dev/urandom", "/dev/random"]
        .iter()
        .any(|s| effect.ends_with(&format!(" {s}")))
}
