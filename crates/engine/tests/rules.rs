//! Every example of every rule of the default pack: the rule speaks about the one kind and is silent about the other.

mod common;

use automode_engine::inspect::rules;

#[test]
fn examples_of_rules_match_and_do_not_match() {
    let mut wrong = Vec::new();
    for rule in rules::all() {
        let speaks = |command: &str| {
            common::judge(&common::Small::default(), command).judgement().findings.iter().any(|f| f.rule == rule.id)
        };
        wrong.extend(rule.matches.iter().filter(|c| !speaks(c)).map(|c| format!("{} is silent about `{c}`", rule.id)));
        wrong.extend(rule.not_matches.iter().filter(|c| speaks(c)).map(|c| format!("{} speaks about `{c}`", rule.id)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
