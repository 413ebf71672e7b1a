//! What a tool of a server does, where its name says that it is quiet: it reads, it shows a page, it keeps the agent's own
//! notes, it builds or tests the project. Called by `tools` before the reading of single words that errs on the strict side.
//!
//! A name counts as quiet only as a whole: one word in it that takes away, sends or grants, or a word that joins a second
//! deed (`fetch_and_delete`), and it is not judged here.

use automode_model::{Text, Verb};

/// Words for what takes away, sends, pays or hands out: wherever one stands, the tool is not quiet.
const LOUD: &[&str] = &[
    "delete",
    "drop",
    "destroy",
    "remove",
    "purge",
    "truncate",
    "wipe",
    "terminate",
    "revoke",
    "erase",
    "clear",
    "reset",
    "kill",
    "uninstall",
    "cancel",
    "disable",
    "pay",
    "charge",
    "refund",
    "transfer",
    "send",
    "post",
    "publish",
    "push",
    "grant",
    "invite",
    "deactivate",
    "rotate",
    "restore",
    "restart",
    "shutdown",
    "execute",
    "exec",
    "eval",
    "evaluate",
    "shell",
    "bash",
    "command",
    "terminal",
    "upload",
    "share",
    "subscribe",
    "unsubscribe",
    "impersonate",
    "login",
    "auth",
    "approve",
    "write",
    "insert",
    "upsert",
    "put",
    "patch",
    "update",
    "set",
    "create",
    "add",
    "edit",
    "replace",
    "rename",
    "move",
    "import",
    "apply",
    "install",
    "enable",
    "trigger",
    "schedule",
    "assign",
    "close",
    "submit",
    "save",
    "modify",
    "and",
    "or",
    "then",
];

/// Words for what must not be read either.
const SECRETS: &[&str] = &[
    "secret",
    "secrets",
    "credential",
    "credentials",
    "password",
    "passwords",
    "token",
    "tokens",
    "env",
    "environment",
    "key",
    "keys",
    "apikey",
    "cookie",
    "cookies",
    "keychain",
    "vault",
    "private",
];

/// Words that a reading tool begins with, behind the name of its server.
const READS: &[&str] = &[
    "get",
    "list",
    "read",
    "search",
    "find",
    "query",
    "show",
    "describe",
    "view",
    "lookup",
    "resolve",
    "count",
    "fetch",
    "inspect",
    "explain",
    "summarize",
    "retrieve",
    "browse",
    "ask",
    "ref",
];

/// What browsers and simulators do to the window alone.
const WINDOW: &[&str] = &[
    "close",
    "resize",
    "hover",
    "scroll",
    "back",
    "forward",
    "reload",
    "tabs",
    "wait",
    "snapshot",
    "screenshot",
    "console",
    "network",
    "trace",
    "insight",
    "pages",
    "messages",
    "emulate",
    "zoom",
    "rotate",
    "boot",
    "devices",
];

/// Words for what opens a page.
const OPENS: &[&str] = &["navigate", "goto", "open", "visit"];

/// Servers that drive a browser or a phone's screen.
const SCREENS: &[&str] =
    &["browser", "playwright", "puppeteer", "chrome", "devtools", "firefox", "selenium", "page", "simulator", "mobile"];

/// Servers that keep notes for the agent on this machine.
const NOTES: &[&str] =
    &["memory", "memories", "thinking", "sequentialthinking", "todo", "todos", "scratchpad", "notebook"];

/// What tools do that build and test the project, and what they do it to.
const CRAFT: &[&str] =
    &["run", "build", "lint", "compile", "analyze", "format", "test", "typecheck", "check", "launch"];
const WORKPIECES: &[&str] = &[
    "tests",
    "test",
    "files",
    "file",
    "project",
    "proj",
    "workspace",
    "sim",
    "simulator",
    "device",
    "macos",
    "ios",
    "app",
    "suite",
    "spec",
    "specs",
    "lints",
    "checks",
    "types",
    "code",
    "package",
    "packages",
    "swift",
    "all",
    "sources",
];

/// What this tool does, where its name as a whole is quiet.
#[must_use]
pub fn quiet(server: &str, tool: &[String], args: &[(String, Text)]) -> Option<Verb> {
    let server = super::tools::words_of(server);
    // `slack_list_channels` of the server `slack`: its own name says nothing more.
    let own: Vec<&str> = tool.iter().map(String::as_str).filter(|w| !server.iter().any(|s| s == w)).collect();
    let has = |list: &[&str]| own.iter().any(|w| list.contains(w));
    let screen = server.iter().chain(tool).any(|w| SCREENS.contains(&w.as_str()));
    if screen && has(WINDOW) && !own.iter().any(|w| LOUD.contains(w) && !WINDOW.contains(w)) {
        return Some(Verb::ToolCall);
    }
    // `file:///etc/shadow` and `javascript:…` are no pages of the web.
    let page = |text: &str| text.starts_with("http://") || text.starts_with("https://") || !text.contains(':');
    if screen && has(OPENS) && !has(LOUD) && args.iter().all(|(_, v)| page(&v.body)) {
        return Some(Verb::ExternalRead);
    }
    let notes = server.iter().chain(tool).any(|w| NOTES.contains(&w.as_str()));
    if notes && is_note(&own) {
        return Some(Verb::ToolCall);
    }
    if has(LOUD) || has(SECRETS) {
        return None;
    }
    let first = *own.first()?;
    if READS.contains(&first) {
        return Some(Verb::ExternalRead);
    }
    let craft = CRAFT.contains(&first) && own.iter().skip(1).all(|w| WORKPIECES.contains(w));
    craft.then_some(Verb::ToolCall)
}

/// Notes are written, never thrown away.
fn is_note(own: &[&str]) -> bool {
    let keeps = ["write", "create", "add", "update", "store", "save", "edit", "append", "think", "remember"];
    let gone =
        ["delete", "remove", "clear", "reset", "wipe", "purge", "drop", "send", "share", "execute", "run", "env"];
    own.iter().any(|w| keeps.contains(w)) && !own.iter().any(|w| gone.contains(w))
}

#[cfg(test)]
mod tests {
    use automode_model::Verb;

    #[test]
    fn only_whole_names_are_quiet() {
        for (server, tool, want) in [
            ("gitlab", "get_merge_request", Some(Verb::ExternalRead)),
            ("github", "list_releases", Some(Verb::ExternalRead)),
            ("slack", "slack_list_channels", Some(Verb::ExternalRead)),
            ("playwright", "browser_navigate", Some(Verb::ExternalRead)),
            ("playwright", "browser_close", Some(Verb::ToolCall)),
            ("serena", "write_memory", Some(Verb::ToolCall)),
            ("dart", "run_tests", Some(Verb::ToolCall)),
            ("gitlab", "merge_merge_request", None),
            ("aws", "get_secret_value", None),
            ("github", "close_issue", None),
            ("db", "fetch_and_delete", None),
            ("memory", "delete_entities", None),
            ("playwright", "browser_evaluate", None),
            ("ci", "run_deploy", None),
            ("x", "get_or_create_user", None),
        ] {
            let words = super::super::tools::words_of(tool);
            assert_eq!(super::quiet(server, &words, &[]), want, "{server} {tool}");
        }
    }
}
