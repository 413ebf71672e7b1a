//! How long one message takes to decode: `cargo run --release -p automode-agents --example decode_time`.

use std::hint::black_box;
use std::time::Instant;

fn main() {
    let small = br#"{"session_id":"5b80e988-0000-4000-8000-000000000001","cwd":"/home/dev/shop","permission_mode":"default","hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"git status"},"tool_use_id":"c1"}"#;
    let big = format!(
        r#"{{"session_id":"s","cwd":"/r","hook_event_name":"PreToolUse","tool_name":"Write","tool_input":{{"file_path":"/r/a","content":"{}"}}}}"#,
        "a line of text\\n".repeat(60_000)
    );
    for (name, message, runs) in [("small", &small[..], 200_000u32), ("1 MB write", big.as_bytes(), 50)] {
        let start = Instant::now();
        for _ in 0..runs {
            let _ = black_box(automode_agents::claude_code::decode(black_box(message), 0));
        }
        println!("{name}: {} bytes, {:?} each", message.len(), start.elapsed() / runs);
    }
}
