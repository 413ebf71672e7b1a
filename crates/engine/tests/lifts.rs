//! What lifts each rule of the default pack, tried: the words that ask for exactly what its examples do answer it where it
//! says so, and nothing near them does. A rule without that lift stays whatever is said.

mod common;

#[cfg(test)]
mod cases {
    use super::common;
    use automode_engine::decide::consent::wording;
    use automode_engine::inspect::rules;
    use automode_model::{Action, Lift, Session};

    fn actions(command: &str) -> Vec<Action> {
        let world = common::Small::default();
        automode_engine::understand::tools::understand(
            &common::shell(command),
            common::CWD,
            &world,
            &Session::default(),
        )
    }

    /// Whether a rule still stands against a command after these words.
    fn stands(rule: &str, command: &str, said: &[String]) -> bool {
        let session = Session { prompts: said.to_vec(), ..Session::default() };
        let world = common::Small::default();
        let verdict = automode_engine::judge_call(&common::shell(command), common::CWD, &world, &session);
        verdict.judgement().findings.iter().any(|f| f.rule == rule && f.lifted_by.is_none())
    }

    /// Words that are near and ask for nothing, or for something else.
    fn near(said: &[String]) -> Vec<(&'static str, Vec<String>)> {
        let each = |how: &dyn Fn(&str) -> String| said.iter().map(|s| how(s)).collect::<Vec<_>>();
        let other = |s: &str| {
            let parts: Vec<&str> = s.split('`').collect();
            let named =
                parts.iter().enumerate().map(|(i, p)| if i % 2 == 1 { "zz-other".to_owned() } else { (*p).to_owned() });
            named.collect::<Vec<_>>().join("`")
        };
        let mut all = vec![
            ("a question", each(&|s| format!("should we {s}?"))),
            ("a report", each(&|s| format!("Anna wrote: {s}"))),
            ("a condition", each(&|s| format!("if the tests pass, {s}"))),
            ("a quotation", each(&|s| format!("> {s}"))),
            ("a prohibition", each(&|s| format!("don't {s}"))),
            ("taken back", vec![said.join("; "), "never mind".to_owned()]),
            ("put off", each(&|s| format!("maybe {s} tomorrow"))),
        ];
        if said.iter().all(|s| s.contains('`')) {
            all.push(("another target", each(&other)));
        }
        all
    }

    #[test]
    fn the_words_that_lift_a_rule_lift_it_and_those_near_them_do_not() {
        let (mut wrong, mut natural, mut all) = (Vec::new(), 0, 0);
        for rule in rules::all() {
            for command in rule.matches.iter().filter(|c| stands(rule.id, c, &[])) {
                let said = wording::of(&actions(command), command);
                let lifts = rule.lifts.contains(&Lift::Named);
                all += usize::from(lifts);
                natural += usize::from(lifts && !said.iter().any(|s| s.starts_with("run `")));
                if stands(rule.id, command, &said) == lifts {
                    wrong.push(format!("{}: `{command}` after {said:?}", rule.id));
                }
                for (what, said) in near(&said).into_iter().filter(|_| lifts) {
                    if !stands(rule.id, command, &said) {
                        wrong.push(format!("{}: `{command}` after {what}: {said:?}", rule.id));
                    }
                }
            }
        }
        println!("{natural} of {all} examples have words of their own, the others their command");
        assert!(all > 100 && natural * 10 > all * 5, "{natural} of {all}");
        assert!(wrong.is_empty(), "{} of {all}:\n{}", wrong.len(), wrong.join("\n"));
    }
}
