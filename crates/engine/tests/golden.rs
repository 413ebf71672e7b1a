//! The golden cases of `corpus/golden`: one command a line (or `@Tool {json}`; several joined by ` ⇒ ` are one session, of which the
//! strictest answer counts) with what is answered. A case that changes is a decision that
//! changes; whoever changes it says why.

mod common;
#[path = "golden/edits.rs"]
mod edits;
#[path = "golden/tools.rs"]
mod tools;

use automode_model::Decision;

#[test]
fn golden_cases_are_answered_as_written() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/golden");
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(dir).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let (want, command) = line.split_once("  ").unwrap_or_else(|| panic!("no two blanks in `{line}`"));
            let verdict = tools::play(command.trim()).unwrap();
            let fine = match want {
                "stop" => verdict.decision().stops(),
                "allow" => verdict.decision() == Decision::Allow,
                "ask" => verdict.decision() == Decision::Ask,
                "deny" => verdict.decision() == Decision::Deny,
                other => panic!("`{other}` is none of stop, allow, ask, deny"),
            };
            count += 1;
            if !fine {
                let why = verdict.leading().map_or_else(String::new, |f| format!("{}: {}", f.rule, f.reason));
                wrong.push(format!("{want}, but {}: {command}\n      {why}", verdict.decision().name()));
            }
        }
    }
    assert!(count > 100, "only {count} cases were read");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
