//! The form `Tool(argument)` that several agents write their rules in.

use super::{About, Decision, Foreign};

/// A tool's name and its argument; none where there are no parentheses.
pub fn parts(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    match text.split_once('(') {
        Some((name, rest)) => (name.trim(), Some(rest.strip_suffix(')').unwrap_or(rest).trim())),
        None => (text, None),
    }
}

/// A command pattern: `git push:*` and `git push *` let more words follow.
pub fn command(text: &str) -> About {
    let text = text.trim();
    if matches!(text, "" | "*" | ":*") {
        return About::Command { text: String::new(), open: true };
    }
    let (words, open) = match text.strip_suffix(":*").or_else(|| text.strip_suffix(" *")) {
        Some(words) => (words, true),
        None => (text, false),
    };
    About::Command { text: words.trim().to_owned(), open }
}

/// A server and its tool as `server/tool`, `server:tool` or `mcp__server__tool`.
pub fn server(server: &str, tool: Option<&str>) -> About {
    let tool = tool.filter(|t| !matches!(*t, "" | "*")).map(str::to_owned);
    About::Server { server: server.to_owned(), tool }
}

/// A rule that is not understood.
pub fn unknown(decision: Decision, source: &str) -> Foreign {
    Foreign::new(decision, About::Other("this form is not known".into()), source)
}
