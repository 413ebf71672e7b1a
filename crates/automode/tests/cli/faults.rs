//! The hook made to die at each of its named points, in each way (FAULTS F1): the action never runs.

use crate::common::{BINARY, Machine, Said, captured, finish};

/// In the order in which a run passes them.
const POINTS: [&str; 8] = ["after-install", "read", "decode", "admit", "judge", "append", "encode", "answer"];
const DEATHS: [&str; 8] = ["panic", "abort", "overflow", "oom", "segv", "exit0", "exit1", "thread"];

fn dying(machine: &Machine, profile: &str, fault: &str, event: &[u8]) -> Said {
    let mut command = machine.command(BINARY, &["hook", "claude", "--profile", profile]);
    command.env("AUTOMODE_FAULT", fault);
    finish(command, event)
}

#[test]
fn no_death_lets_the_action_run() {
    let machine = Machine::new();
    let event = machine.bash("ls");
    for point in POINTS {
        for death in DEATHS {
            let fault = format!("{point}={death}");
            dying(&machine, "strict", &fault, event.as_bytes()).assert_blocked(&fault);
        }
    }
    // What had its record before the death is in the ledger, whole.
    assert_eq!(machine.verify().code, Some(0));
    let recorded = POINTS.iter().skip_while(|p| **p != "append").count() * DEATHS.len();
    assert_eq!(machine.records().len(), recorded);
    assert_eq!(machine.hook(&event).answer().0, "allow");
}

#[test]
fn an_endless_loop_ends_at_the_deadline() {
    let machine = Machine::new();
    dying(&machine, "strict", "judge=loop", machine.bash("ls").as_bytes()).assert_blocked("judge=loop");
}

#[test]
fn a_death_does_not_reject_prompts_or_keep_subagents_going() {
    let machine = Machine::new();
    for name in ["UserPromptSubmit", "SubagentStop", "SessionStart"] {
        for point in ["decode", "append"] {
            let said = dying(&machine, "strict", &format!("{point}=panic"), &captured(name));
            let point_is_late = point == "append";
            if point_is_late {
                assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (Some(0), "", ""), "{name}");
            } else {
                // Before the event is known there is only one safe answer.
                said.assert_blocked(name);
            }
        }
    }
}

#[test]
fn other_profiles_leave_the_host_to_its_own_rules() {
    let machine = Machine::new();
    let event = machine.bash("ls");
    for profile in ["interactive", "overlay"] {
        let said = dying(&machine, profile, "judge=panic", event.as_bytes());
        assert_eq!((said.code, said.out.as_str()), (Some(1), ""), "{profile}");
    }
    let said = dying(&machine, "observe", "judge=panic", event.as_bytes());
    assert_eq!((said.code, said.out.as_str()), (Some(0), ""));
}
