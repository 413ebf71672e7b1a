//! The examples of rules, judged on a machine without files: who speaks about a command, and what is decided about it.

use automode_engine::policy::Policy;
use automode_model::{Action, Decision, Event, Host, Mode, Phase, Session, Text, Tool, ToolCall};

use crate::nowhere::Nowhere;

/// An example as a call: a command, or `tool: argument` for the other tools.
pub fn call(example: &str) -> ToolCall {
    let made = |name: &str, tool: Tool| ToolCall { name: name.to_owned(), id: None, tool };
    match example.split_once(": ") {
        Some(("read", path)) => made("Read", Tool::Read { path: path.to_owned() }),
        Some(("write", path)) => made("Write", Tool::Write { path: path.to_owned(), content: Text::default() }),
        Some(("fetch", url)) => made("WebFetch", Tool::Fetch { url: url.to_owned() }),
        Some(("search", query)) => made("WebSearch", Tool::WebSearch { query: query.to_owned() }),
        Some(("mcp", tool)) => made(tool, mcp(tool)),
        _ => made("Bash", Tool::Shell { command: Text::whole(example), background: false }),
    }
}

fn mcp(tool: &str) -> Tool {
    let (server, tool) = tool.split_once('/').unwrap_or((tool, ""));
    let source = automode_model::McpSource::User;
    Tool::Mcp { server: server.to_owned(), tool: tool.to_owned(), args: Vec::new(), source }
}

/// What the example would do.
pub fn actions(example: &str) -> Vec<Action> {
    let world = Nowhere::example();
    automode_engine::understand::tools::understand(&call(example), world.cwd(), &world, &Session::default())
}

/// Whether the rule of that id speaks about the example.
pub fn speaks(policy: &Policy, id: &str, example: &str) -> bool {
    let world = Nowhere::example();
    automode_engine::speaking(&call(example), world.cwd(), &world, policy).contains(&id)
}

/// What is decided about the example, and by what.
pub fn decided(policy: &Policy, example: &str) -> (Decision, String) {
    let world = Nowhere::example();
    let event = Event {
        host: Host::Check,
        session: String::new(),
        agent: None,
        agent_kind: None,
        cwd: world.cwd().to_owned(),
        mode: Mode::Unknown,
        time_ms: 0,
        phase: Phase::PreTool(call(example)),
        reading: None,
    };
    let verdict = automode_engine::judge(&event, &world, &Session::default(), policy);
    verdict.map_or((Decision::Allow, String::new()), |v| {
        (v.decision(), v.leading().map_or_else(String::new, |f| f.rule.clone()))
    })
}
