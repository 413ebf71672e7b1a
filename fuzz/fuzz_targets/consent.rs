//! Any words and any action, as rows of `corpus/permission` write them (`said // said :: command`, or
//! `:: @edit PATH :: before => after`; `⏎` is a new line): no panic, no hang, and the same verdict twice.
//! `cargo xtask fuzz --target consent`.

#![no_main]

use automode_model::{Edit, Session, Text, Tool, ToolCall};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let lines = |s: &str| s.replace('⏎', "\n");
    let Some((said, action)) = text.split_once(" :: ") else { return };
    let session = Session { prompts: said.split(" // ").map(lines).collect(), ..Session::default() };
    let edit = action.strip_prefix("@edit ").and_then(|e| e.split_once(" :: "));
    let tool = match edit.and_then(|(path, change)| Some((path, change.split_once(" => ")?))) {
        Some((path, (old, new))) => {
            let edit = Edit { old: Text::whole(lines(old)), new: Text::whole(lines(new)), all: false };
            Tool::Edit { path: format!("{}/{path}", automode_fuzz::CWD), edits: vec![edit] }
        }
        None => Tool::Shell { command: Text::whole(lines(action)), background: false },
    };
    automode_fuzz::judge_after(&ToolCall { name: "Bash".into(), id: None, tool }, None, &session);
});
