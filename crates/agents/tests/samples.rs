//! The sample sessions of the README are what they claim to be.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use automode_agents::claude_code::transcript::{Decided, Item, files, read};
use automode_model::{Mode, Phase, Tool};

fn items() -> Vec<Item> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/transcripts");
    let mut out = Vec::new();
    for file in files(&dir).unwrap() {
        let mut transcript = read(&file).unwrap();
        out.extend(transcript.by_ref());
        assert_eq!(transcript.unreadable(), 0, "{}", file.display());
    }
    out
}

#[test]
fn every_kind_of_call_and_answer_is_in_them() {
    let items = items();
    let mut kinds = BTreeSet::new();
    let mut answers: BTreeMap<String, u32> = BTreeMap::new();
    let mut calls = 0;
    for item in &items {
        if let Phase::PreTool(call) = &item.event.phase {
            calls += 1;
            kinds.insert(match &call.tool {
                Tool::Shell { .. } => "shell",
                Tool::Read { .. } => "read",
                Tool::Write { .. } => "write",
                Tool::Edit { .. } => "edit",
                Tool::Search { .. } => "search",
                Tool::Fetch { .. } => "fetch",
                Tool::WebSearch { .. } => "web search",
                Tool::Subagent { .. } => "subagent",
                Tool::Mcp { .. } => "mcp",
                Tool::Internal => "internal",
                Tool::Unknown { .. } => panic!("{call:?}"),
            });
        }
        if let Some(outcome) = item.outcome {
            *answers
                .entry(format!("{} {:?}", if outcome.ran { "ran" } else { "not" }, outcome.decided))
                .or_default() += 1;
        }
        assert!(item.event.time_ms > 1_800_000_000_000, "{item:?}");
    }
    assert_eq!((calls, kinds.len()), (41, 10), "{kinds:?}");
    assert_eq!(answers.values().sum::<u32>(), 41);
    assert_eq!(answers.get("not Person"), Some(&2), "{answers:?}");
    assert_eq!(answers.get("ran Person"), Some(&7), "{answers:?}");
    let prompts: Vec<_> = items.iter().filter(|i| matches!(i.event.phase, Phase::Prompt(_))).collect();
    assert_eq!(prompts.len(), 5, "what the subagent was told is no prompt");
    assert!(items.iter().any(|i| i.event.mode == Mode::Bypass));
    assert_eq!(items.iter().filter(|i| i.event.agent.is_some()).count(), 4);
    assert!(items.iter().any(|i| i.outcome.is_some_and(|o| o.decided == Decided::Unknown)));
}
