//! What the benches send: events in the form of Claude Code's hooks, one session per hundred runs.

use serde_json::{Value, json};

use crate::run::Result;

/// One kind of event.
pub struct Case {
    /// For the table.
    pub name: &'static str,
    /// The promise, as a multiple of the floor.
    pub bound: Option<f64>,
    tool: &'static str,
    input: fn(&str) -> Value,
    /// The answer that shows that the whole way was gone.
    decision: &'static str,
}

/// The n-th event of a bench, with what every event has.
pub fn event(cwd: &str, n: usize, hook: &str, tool: &str, input: &Value) -> Value {
    json!({
        "session_id": format!("00000000-0000-4000-8000-{:012}", n / 100),
        "transcript_path": format!("{cwd}/../transcript.jsonl"),
        "cwd": cwd,
        "permission_mode": "default",
        "hook_event_name": hook,
        "tool_name": tool,
        "tool_input": input,
        "tool_use_id": format!("toolu_{n:08}"),
    })
}

/// All kinds.
pub fn cases() -> Vec<Case> {
    vec![
        status(),
        Case { name: "40-line heredoc", bound: Some(4.0), tool: "Bash", input: |_| heredoc(), decision: "allow" },
        Case { name: "write of 200 lines", bound: None, tool: "Write", input: write, decision: "allow" },
        Case {
            name: "denied or asked: rm -rf ~/thesis",
            bound: None,
            tool: "Bash",
            input: |_| json!({"command": "rm -rf ~/thesis"}),
            decision: "",
        },
    ]
}

/// The most ordinary call.
pub fn status() -> Case {
    let input = |_: &str| json!({"command": "git status", "description": "Show the working tree"});
    Case { name: "git status", bound: Some(2.0), tool: "Bash", input, decision: "allow" }
}

impl Case {
    /// The n-th event of this kind.
    pub fn event(&self, cwd: &str, n: usize) -> Vec<u8> {
        let event = event(cwd, n, "PreToolUse", self.tool, &(self.input)(cwd));
        event.to_string().into_bytes()
    }

    /// The first answer is looked at: a hook that answers at once without judging would be fast.
    pub fn verify(&self, answer: &[u8]) -> Result {
        let value: Value = serde_json::from_slice(answer).unwrap_or_default();
        let said = value.pointer("/hookSpecificOutput/permissionDecision").and_then(Value::as_str).unwrap_or("nothing");
        if said == self.decision || (self.decision.is_empty() && said != "allow" && said != "nothing") {
            return Ok(());
        }
        let answer = String::from_utf8_lossy(answer);
        Err(format!("the hook answered `{said}` to `{}`, so this is no measurement: {answer}", self.name))
    }
}

fn heredoc() -> Value {
    let lines: String =
        (0..40).map(|n| format!("    price_{n} = round(base * {n} / 100, 2)  # step \"{n}\"\n")).collect();
    json!({"command": format!("cat > src/prices.py <<'EOF'\n{lines}EOF")})
}

fn write(cwd: &str) -> Value {
    let lines: String = (0..200).map(|n| format!("    let step_{n} = base.checked_mul({n}).unwrap_or(0);\n")).collect();
    json!({"file_path": format!("{cwd}/src/lib.rs"), "content": format!("pub fn total(base: u32) {{\n{lines}}}\n")})
}
