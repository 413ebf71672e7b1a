//! A tool call into actions: shells are walked, files weighed by path and content, requests by address, tools of servers
//! by their names and arguments. What is not known stays unknown.

use automode_model::{
    Action, Category, Certainty, Dimensions, Edit, Effect, McpSource, PathClass, Place, Scope, Session, Span, Target,
    Text, Tool, ToolCall, Verb, World,
};
use automode_shell::Dialect;

use super::scene::{Scene, unknown_action};
use super::shell::{Shell, Through};
use super::state::State;
use super::value::Val;
use super::{edits, effects, paths};

/// The actions of one call, in order.
#[must_use]
pub fn understand(call: &ToolCall, cwd: &str, world: &dyn World, session: &Session) -> Vec<Action> {
    let scene = Scene::new(world, session, cwd);
    if let Tool::Shell { command, .. } = &call.tool {
        return shell(&scene, command);
    }
    with_tool(&scene, call);
    scene.into_actions()
}

/// A call of any tool but the shell, whose stack would be deeper by what these need.
#[inline(never)]
fn with_tool(scene: &Scene<'_>, call: &ToolCall) {
    match &call.tool {
        Tool::Read { path } => one(scene, &call.name, path, path_effect(scene, Verb::Read, path)),
        Tool::Write { path, content } => write(scene, &call.name, path, content),
        Tool::Edit { path, edits } => edit(scene, &call.name, path, edits),
        Tool::Search { path, pattern } => {
            let path = path.as_deref().unwrap_or(".");
            let mut e = path_effect(scene, Verb::Read, path);
            if e.verb == Verb::SecretRead && is_listing(&call.name) {
                e = effects::plain(Verb::Inspect, e.target, e.span);
            }
            one(scene, &call.name, &format!("{pattern} {path}"), e);
        }
        Tool::Fetch { url } => fetch(scene, &call.name, url),
        Tool::WebSearch { query } => {
            let mut e = effects::plain(Verb::NetFetch, Target::None, Span::default());
            if crate::secrets::is_marked(query) {
                e.verb = Verb::NetSend;
                e.dimensions = Dimensions::new([3, 2, 3, 2, 1]);
            }
            one(scene, &call.name, query, e);
        }
        Tool::Subagent { .. } => one(scene, &call.name, "", inside_agent()),
        Tool::Mcp { server, tool, args, source } => mcp(scene, server, tool, args, *source),
        Tool::Internal => one(scene, &call.name, "", effects::plain(Verb::Inspect, Target::None, Span::default())),
        Tool::Unknown { args } if matches!(call.name.as_str(), "Skill" | "SlashCommand") => {
            if !super::skills::load(scene, &call.name, args) {
                scene.add(unknown_action("a skill whose name is not plain", Span::default()));
            }
        }
        // The shell never comes here; if it did, nobody would know what it does.
        Tool::Shell { .. } | Tool::Unknown { .. } => {
            scene.add(unknown_action(&format!("the tool `{}` is not known", call.name), Span::default()))
        }
    }
}

/// A subagent of the same session: its calls come to us one by one, so starting it does nothing by itself.
fn inside_agent() -> Effect {
    effects::plain(Verb::Inspect, Target::None, Span::default())
}

fn is_listing(tool: &str) -> bool {
    matches!(tool, "Glob" | "LS" | "LSP")
}

/// One action with one effect.
pub fn one(scene: &Scene<'_>, program: &str, words: &str, effect: Effect) {
    scene.add(Action {
        words: format!("{program} {words}").trim().to_owned(),
        program: program.to_owned(),
        span: effect.span,
        effects: vec![effect],
    });
}

fn path_effect(scene: &Scene<'_>, verb: Verb, path: &str) -> Effect {
    let span = Span::default();
    let expanded = path.strip_prefix("~/").map_or_else(|| path.to_owned(), |r| format!("{}/{r}", scene.home));
    if path.starts_with('~') && expanded == path && path != "~" {
        return effects::on_unknown_path(verb, "another user's home directory", path, Scope::One, span);
    }
    let expanded = if path == "~" { scene.home.clone() } else { expanded };
    if scene.cwd.is_empty() && !expanded.starts_with('/') {
        return effects::on_unknown_path(verb, "the working directory is not known", path, Scope::One, span);
    }
    let target = paths::target(scene, path, &paths::join(&scene.cwd, &expanded));
    effects::on_path(scene, verb, target, Scope::One, span)
}

fn shell(scene: &Scene<'_>, command: &Text) -> Vec<Action> {
    if !command.is_whole() {
        scene.add_unknown("a command over the length limit", Span::default());
    }
    scene.line.replace(command.body.clone());
    let (body, settings) = super::sourced::taken_out(scene, &command.body);
    for file in settings {
        let words = file.clone();
        one(scene, "source", &words, path_effect(scene, Verb::Read, &file));
    }
    walk(scene, &body);
    super::loaded::look_at_written(scene);
    if scene.count() == 0 {
        let e = effects::plain(Verb::Inspect, Target::None, Span::default());
        scene.add(Action {
            words: command.body.chars().take(80).collect(),
            program: "shell".into(),
            span: Span::default(),
            effects: vec![e],
        });
    }
    let mut actions = scene.take_actions();
    super::sourced::weigh(&command.body, &mut actions);
    super::carried::judge(scene, &command.body, &mut actions);
    actions
}

fn walk(scene: &Scene<'_>, text: &str) {
    let mut state = State::default();
    state.cwd.extend(Some(scene.cwd.clone()).filter(|cwd| !cwd.is_empty()));
    let walker = Shell { scene, depth: 0, outer: None, through: Through::Plain };
    walker.run_event(&mut state, text, Dialect::Bash);
}

fn write(scene: &Scene<'_>, tool: &str, path: &str, content: &Text) {
    let mut e = path_effect(scene, Verb::Write, path);
    let change = e.target.path().and_then(|p| edits::of_write(scene, p, content));
    as_settings(scene, &mut e, change.as_ref());
    by_content(&mut e, &content.body);
    if let Some(change) = &change {
        change.apply(&mut e);
    }
    if !content.is_whole()
        && !matches!(
            e.target.path().map(|p| p.class),
            Some(PathClass::Generated | PathClass::Docs | PathClass::Lockfile | PathClass::Data)
        )
    {
        e.certainty = Certainty::Likely;
    }
    if let Some(p) = e.target.path() {
        super::loaded::look(scene, &p.resolved.clone(), &content.body);
    }
    one(scene, tool, path, e);
}

fn edit(scene: &Scene<'_>, tool: &str, path: &str, edits: &[Edit]) {
    let mut e = path_effect(scene, Verb::Write, path);
    let change = e.target.path().and_then(|p| edits::of_edit(scene, p, edits));
    as_settings(scene, &mut e, change.as_ref());
    for change in edits {
        by_content(&mut e, &change.new.body);
    }
    if let Some(change) = &change {
        change.apply(&mut e);
    }
    for change in edits {
        if let Some(p) = e.target.path() {
            super::loaded::look(scene, &p.resolved.clone(), &change.new.body);
        }
    }
    one(scene, tool, path, e);
}

/// A project's settings of an editor that change in how text looks only are the settings of a tool, not what controls it; still
/// they are everybody's who opens the folder, and a person says whether they shall be.
fn as_settings(scene: &Scene<'_>, e: &mut Effect, change: Option<&edits::Change>) {
    let looks = change.is_some_and(|c| c.kind == edits::Kind::DevConfig);
    let Some(mut path) = e.target.path().filter(|p| looks && p.class == PathClass::AgentControl).cloned() else {
        return;
    };
    if matches!(path.place, Place::Workspace | Place::WorkspaceRoot) {
        path.class = PathClass::DevConfig;
        *e = effects::on_path(scene, Verb::Write, path, Scope::One, e.span);
        e.dimensions = e.dimensions.max(automode_model::Dimensions::new([1, 2, 0, 2, 1]));
    }
}

/// What the written text itself brings: secrets in files that are shared.
fn by_content(e: &mut Effect, content: &str) {
    let Some(path) = e.target.path() else { return };
    let shared = matches!(path.place, Place::Workspace | Place::WorkspaceRoot)
        && path.class != PathClass::Secret
        && path.class != PathClass::Generated;
    let fixture = matches!(path.class, PathClass::Test | PathClass::Docs | PathClass::SecretExample);
    if shared && !fixture && crate::secrets::is_real(content) {
        e.category = Category::Secrets;
        e.dimensions = e.dimensions.max(Dimensions::new([2, 2, 3, 2, 2]));
    }
}

fn fetch(scene: &Scene<'_>, tool: &str, url: &str) {
    let mut e = effects::on_url(Verb::NetFetch, url, Span::default());
    if crate::secrets::is_marked(url) {
        e.verb = Verb::NetSend;
        e.dimensions = Dimensions::new([3, 2, 3, 2, 1]);
    }
    one(scene, tool, url, e);
}

/// A tool of a server: by the verbs in its name and what its arguments carry. Hints of the server itself are not trusted.
fn mcp(scene: &Scene<'_>, server: &str, tool: &str, args: &[(String, Text)], source: McpSource) {
    let words = words_of(tool);
    let cell = kernel_cell(server, &words, args);
    let quiet = super::servers::quiet(server, &words, args).or_else(|| cell.map(|_| Verb::ToolCall));
    let verb = quiet.unwrap_or_else(|| mcp_verb(&words, args));
    if let Some(code) = cell {
        run_cell(scene, code);
    }
    let shown: Vec<&str> = args.iter().map(|(_, v)| v.body.as_str()).collect();
    let all = shown.join(" ");
    let mut effects_found: Vec<Effect> = Vec::new();
    let path_verb = match verb {
        Verb::ExternalRead => Some(Verb::Read),
        Verb::ExternalWrite | Verb::ToolCall => Some(Verb::Write),
        _ => None,
    };
    let is_files = words_of(server).iter().any(|w| matches!(w.as_str(), "filesystem" | "files" | "fs" | "file"));
    for (key, value) in args {
        let key = key.rsplit('/').next().unwrap_or("");
        let path_like =
            matches!(key, "path" | "file" | "file_path" | "filepath" | "filename" | "destination" | "source")
                && (is_files || value.body.starts_with(['/', '~']));
        if let Some(v) = path_verb.filter(|_| path_like) {
            effects_found.push(path_effect(scene, v, &value.body));
        }
        if matches!(key, "sql" | "query" | "statement") && looks_like_sql(&value.body) {
            effects_found.extend(super::code::sql_effects(&value.body, server, Span::default()));
        }
        if matches!(key, "command" | "cmd" | "script")
            && words
                .iter()
                .any(|w| matches!(w.as_str(), "shell" | "exec" | "execute" | "run" | "bash" | "command" | "terminal"))
        {
            let mut state = State { cwd: vec![scene.cwd.clone()], ..State::default() };
            let walker = Shell { scene, depth: 1, outer: Some(Span::default()), through: Through::Plain };
            walker.run_event(&mut state, &value.body, Dialect::Bash);
        }
        if value.body.starts_with("http://") || value.body.starts_with("https://") {
            let v = if verb == Verb::ExternalRead { Verb::NetFetch } else { Verb::NetSend };
            effects_found.push(effects::on_url(v, &value.body, Span::default()));
        }
    }
    let mut own = effects::plain(
        verb,
        Target::Named {
            kind: "mcp",
            name: format!("{server} {tool}"),
            env: super::net::environment_of(&format!("{server} {all}")),
        },
        Span::default(),
    );
    if is_files && !effects_found.is_empty() {
        own = effects::plain(Verb::Inspect, own.target, own.span);
    }
    if source == McpSource::Project {
        own.dimensions = own.dimensions.max(Dimensions::new([2, 1, 1, 0, 1]));
    }
    if crate::secrets::is_marked(&all) {
        own.verb = Verb::NetSend;
        own.dimensions = own.dimensions.max(Dimensions::new([3, 2, 3, 2, 1]));
    }
    effects_found.insert(0, own);
    let words = format!("{server}/{tool} {}", all.chars().take(200).collect::<String>());
    scene.add(Action {
        words: words.trim().to_owned(),
        program: format!("mcp:{server}"),
        span: Span::default(),
        effects: effects_found,
    });
}

/// The code that a tool of an editor runs in the kernel of a notebook.
fn kernel_cell<'t>(server: &str, words: &[String], args: &'t [(String, Text)]) -> Option<&'t Text> {
    let editor = words_of(server).iter().any(|w| matches!(w.as_str(), "ide" | "jupyter"));
    let runs = words.iter().any(|w| w == "execute") && words.iter().any(|w| w == "code");
    let code = args.iter().find(|(k, _)| k.trim_start_matches('/') == "code").map(|(_, v)| v);
    code.filter(|_| editor && runs)
}

/// A cell is judged as the Python that it is.
fn run_cell(scene: &Scene<'_>, code: &Text) {
    let call = super::invoke::Invocation { argv: vec![Val::text("python")], ..super::invoke::Invocation::default() };
    let mut state = State { cwd: vec![scene.cwd.clone()], ..State::default() };
    let walker = Shell { scene, depth: 1, outer: Some(Span::default()), through: Through::Plain };
    super::code::inline(&walker, &mut state, "python", &Val::text(code.body.clone()), &call);
}

/// The words of a name in any of the usual spellings: `deleteUser`, `delete_user`, `delete-user`.
#[must_use]
pub fn words_of(name: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    for c in name.chars() {
        if !c.is_alphanumeric() {
            out.push(String::new());
        } else if c.is_uppercase() && out.last().is_some_and(|w| !w.is_empty() && !w.ends_with(char::is_uppercase)) {
            out.push(c.to_lowercase().collect());
        } else if let Some(w) = out.last_mut() {
            w.extend(c.to_lowercase());
        }
    }
    out.retain(|w| !w.is_empty());
    out
}

fn mcp_verb(words: &[String], args: &[(String, Text)]) -> Verb {
    let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    if has(DESTROYS) {
        Verb::CloudDestroy
    } else if has(&["grant", "invite", "permission", "permissions", "role", "policy"]) && !has(&["get", "list", "read"])
    {
        Verb::Grant
    } else if has(&["secret", "secrets", "credential", "credentials", "password", "token", "env"])
        && has(&["get", "read", "list", "pull", "fetch", "show"])
    {
        Verb::SecretRead
    } else if has(&["deploy", "rollback", "release", "promote"]) {
        Verb::Deploy
    } else if has(&["merge", "approve"]) {
        Verb::ForgeMerge
    } else {
        plain_verb(words, args.len())
    }
}

/// Reading, changing, or neither. The first verb of the name says it; a noun (`status`, `logs`) only where there is no verb, and
/// `search_and_replace` does the second.
fn plain_verb(words: &[String], args: usize) -> Verb {
    let is = |w: &str, list: &[&str]| list.contains(&w);
    let settles =
        words.iter().any(|w| is(w, &["issue", "incident", "thread", "alert", "ticket", "conversation", "comment"]));
    let reads = |w: &str| is(w, LOOKS) && !(w == "resolve" && settles);
    let writes = |w: &str| is(w, CHANGES) || w == "resolve" && settles;
    let joined = words.iter().any(|w| w == "and" || w == "or");
    let first = words.iter().find(|w| reads(w) || writes(w));
    // `comment_list`, `schedule_get`: the thing, then what is done with it.
    let thing = first.is_some_and(|w| is(w, THINGS)) && words.last().is_some_and(|w| is(w, LOOKS));
    match first {
        Some(_) if thing => Verb::ExternalRead,
        Some(w) if writes(w) || joined && words.iter().any(|w| writes(w)) => Verb::ExternalWrite,
        Some(_) => Verb::ExternalRead,
        None if words.iter().any(|w| is(w, SHOWN)) => Verb::ExternalRead,
        None if words.iter().any(|w| is(w, ACTS)) => Verb::ExternalWrite,
        None if args > MAX_ARGUMENTS => Verb::Unknown,
        None => Verb::ToolCall,
    }
}

/// More arguments than a tool that nobody knows is expected to take.
const MAX_ARGUMENTS: usize = 64;

/// Verbs of things that go away.
const DESTROYS: &[&str] = &[
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
    "trash",
    "uninstall",
    "expunge",
    "nuke",
    "kick",
    "ban",
];

/// Verbs that only look.
const LOOKS: &[&str] = &[
    "get",
    "list",
    "read",
    "search",
    "find",
    "query",
    "fetch",
    "show",
    "describe",
    "view",
    "lookup",
    "resolve",
    "check",
    "inspect",
    "browse",
    "download",
    "retrieve",
    "analyze",
    "explain",
    "validate",
    "wait",
    "tail",
    "scan",
    "summarize",
    "take",
    "preview",
    "estimate",
    "compare",
    "verify",
    "whoami",
    "ping",
];

/// Nouns of what is looked at, in names without a verb.
const SHOWN: &[&str] = &[
    "count",
    "status",
    "snapshot",
    "screenshot",
    "docs",
    "console",
    "help",
    "logs",
    "diff",
    "info",
    "details",
    "history",
    "stats",
    "metrics",
    "version",
];

/// Verbs that change something.
const CHANGES: &[&str] = &[
    "create",
    "send",
    "post",
    "update",
    "write",
    "set",
    "add",
    "put",
    "publish",
    "push",
    "pay",
    "charge",
    "refund",
    "transfer",
    "book",
    "submit",
    "comment",
    "reply",
    "edit",
    "move",
    "upload",
    "insert",
    "patch",
    "close",
    "assign",
    "schedule",
    "trigger",
    "start",
    "stop",
    "restart",
    "apply",
    "enable",
    "disable",
    "archive",
    "rename",
    "import",
    "sync",
    "mute",
    "click",
    "type",
    "fill",
    "navigate",
    "install",
    "cancel",
    "upsert",
    "modify",
    "replace",
    "share",
    "subscribe",
    "transition",
    "manage",
    "acknowledge",
    "ack",
    "lock",
    "unlock",
    "pin",
    "unpin",
    "react",
    "forward",
    "dispatch",
    "rerun",
    "retry",
    "restore",
    "reopen",
    "complete",
    "detach",
    "attach",
    "unassign",
    "buy",
    "purchase",
    "withdraw",
    "deposit",
    "sell",
    "scale",
    "drain",
    "cordon",
    "resize",
    "reboot",
    "notify",
    "broadcast",
    "announce",
    "email",
    "message",
    "overwrite",
    "append",
    "register",
    "unregister",
    "configure",
    "change",
    "alter",
    "migrate",
    "copy",
    "clone",
    "duplicate",
    "fork",
    "swap",
    "unarchive",
    "unsubscribe",
    "follow",
    "unfollow",
    "star",
    "vote",
    "toggle",
    "pause",
    "resume",
    "evict",
    "rotate",
];

/// Verbs that are names of things as well.
const THINGS: &[&str] = &[
    "comment", "post", "book", "message", "email", "schedule", "share", "import", "type", "set", "star", "vote",
    "copy", "transfer", "charge", "refund", "trigger", "patch", "fork", "clone",
];

/// Verbs of running something, which only count where nothing says what (`execute_query` asks, `execute_command` acts).
const ACTS: &[&str] = &["run", "execute", "exec", "invoke", "call", "evaluate", "eval"];

fn looks_like_sql(text: &str) -> bool {
    let first = text.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_ascii_lowercase();
    [
        "select", "insert", "update", "delete", "drop", "alter", "create", "truncate", "with", "grant", "revoke",
        "show", "explain", "begin", "merge",
    ]
    .contains(&first.as_str())
}
