//! From a message over the ledger to the answer: the way that a hook takes.

#![cfg(test)]

use automode_agents::claude_code::{Rendering, decode, encode};
use automode_ledger::{Durability, Ledger, RecordMeta};
use automode_model::{Authorization, Category, Decision, Dimensions, Judgement, Risk, Verdict};

fn verdict(decision: Decision) -> Verdict {
    Verdict::settle(Judgement {
        decision,
        dimensions: Dimensions::default(),
        risk: Risk::Low,
        authorization: Authorization::Implied,
        evidence: Vec::new(),
        category: Category::Test,
        confidence: 100,
        findings: Vec::new(),
        actions: Vec::new(),
    })
}

#[test]
fn only_a_record_is_answered() {
    let dir = std::env::temp_dir().join(format!("automode-encode-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    let mut ledger = Ledger::open(&dir).unwrap();
    let message = br#"{"session_id":"s","cwd":"/r","permission_mode":"default","hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"make test"},"tool_use_id":"c"}"#;
    let mut answer = |verdict| {
        let event = decode(message, 1).unwrap();
        let record = ledger.append(event, &[], verdict, &RecordMeta::default(), Durability::Kernel).unwrap();
        encode(&record, &Rendering::default())
    };
    let said = answer(Some(verdict(Decision::Allow)));
    assert_eq!(said, r#"{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow"}}"#);
    let said = answer(Some(verdict(Decision::Deny)));
    assert!(said.contains(r#""permissionDecision":"deny""#) && said.contains("denied [risk.low]"), "{said}");
    let said = answer(None);
    assert!(said.contains(r#""permissionDecision":"deny""#) && said.contains("could not judge this now"), "{said}");
    let _ = std::fs::remove_dir_all(&dir);
}
