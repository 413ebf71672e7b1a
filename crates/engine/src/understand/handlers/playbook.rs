//! Playbooks: which machines they reach and what their tasks do there. One that only concerns this machine is judged task by
//! task; all others reach elsewhere. Called for `ansible-playbook`.

use automode_model::{Target, Verb};
use automode_shell::Dialect;

use super::super::value::Val;
use super::super::yaml::{self, Node};
use super::super::{effects, invoke, paths};
use super::{Call, Handled, source};

/// Tasks that are followed; more are not understood.
const MAX_TASKS: usize = 500;
/// How deep blocks of tasks may nest.
const MAX_DEPTH: u32 = 12;

/// Modules that look, decide or print.
const LOOKING: &[&str] = &[
    "debug",
    "set_fact",
    "assert",
    "fail",
    "stat",
    "ping",
    "setup",
    "meta",
    "pause",
    "include_vars",
    "find",
    "slurp",
    "package_facts",
    "service_facts",
    "gather_facts",
    "wait_for",
    "add_host",
    "group_by",
    "getent",
];
/// Keys of a task that are no module.
const KEYWORDS: &[&str] = &[
    "name",
    "when",
    "register",
    "tags",
    "become",
    "become_user",
    "become_method",
    "vars",
    "loop",
    "with_items",
    "notify",
    "changed_when",
    "failed_when",
    "ignore_errors",
    "args",
    "delegate_to",
    "run_once",
    "environment",
    "no_log",
    "until",
    "retries",
    "delay",
    "check_mode",
    "loop_control",
    "listen",
    "with_dict",
    "with_fileglob",
    "diff",
    "connection",
    "local_action",
];

/// The playbooks that are named.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    if c.bound.options.iter().any(|(o, _)| o.dry) || !c.bound.unknown.is_empty() {
        return Handled::Partly;
    }
    let limited =
        ["-l", "--limit", "-i", "--inventory", "-e", "--extra-vars", "-u", "--user"].iter().any(|n| c.bound.has(n));
    let mut plays = Vec::new();
    for v in &c.bound.operands.clone() {
        let dirs = super::recipes::directories(c);
        let read = v.known().zip(dirs.first()).and_then(|(name, dir)| source::at(c, &paths::join(dir, name)));
        match read.and_then(|f| yaml::parse(&f.text)) {
            Some(Node::List(list)) => plays.extend(list),
            _ => return Handled::Partly,
        }
    }
    let here = |play: &Node| {
        let hosts = play.get("hosts").and_then(Node::text);
        matches!(hosts, Some("localhost" | "127.0.0.1"))
            && play.get("roles").is_none()
            && !play.get("vars_files").is_some_and(|v| matches!(v, Node::Map(_)))
    };
    if plays.is_empty() || limited || !plays.iter().all(here) {
        return Handled::Partly;
    }
    let mut count = 0;
    for play in &plays {
        become_other(c, play);
        for key in ["pre_tasks", "tasks", "post_tasks", "handlers"] {
            tasks(c, play.get(key), &mut count, 0);
        }
    }
    let work = effects::plain(Verb::Run, Target::None, c.call.span);
    c.effects.push(work);
    Handled::Wholly
}

fn become_other(c: &mut Call<'_, '_, '_>, of: &Node) {
    if of.get("become").and_then(Node::text).is_some_and(|t| !matches!(t, "false" | "no")) {
        c.effects.push(effects::on_name(Verb::Elevate, "user", "root", c.call.span));
    }
}

fn tasks(c: &mut Call<'_, '_, '_>, list: Option<&Node>, count: &mut usize, depth: u32) {
    for task in list.map(Node::items).unwrap_or_default() {
        *count += 1;
        if *count > MAX_TASKS || depth > MAX_DEPTH {
            return c.unknown("a playbook with more tasks than are followed");
        }
        become_other(c, task);
        let Node::Map(keys) = task else { continue };
        for (key, value) in keys {
            match key.as_str() {
                "block" | "rescue" | "always" => tasks(c, Some(value), count, depth + 1),
                "delegate_to" if value.text().is_none_or(|t| t != "localhost") => {
                    c.effects.push(effects::on_host(Verb::RemoteExec, value.text().unwrap_or("…"), c.call.span));
                }
                "local_action" => c.unknown("an action of a playbook that is not followed"),
                key if KEYWORDS.contains(&key) => {}
                key => module(c, key.rsplit('.').next().unwrap_or(key), value),
            }
        }
    }
}

/// The value of a module's argument, where it is plain; what is filled in is not known.
fn argument(args: &Node, names: &[&str]) -> Option<Val> {
    let text = names.iter().find_map(|n| args.get(n)).and_then(Node::text)?;
    Some(if text.contains("{{") { Val::gap("a value of the playbook") } else { Val::text(text) })
}

fn module(c: &mut Call<'_, '_, '_>, name: &str, args: &Node) {
    let on_path = |c: &mut Call<'_, '_, '_>, verb: Verb| match argument(args, &["path", "dest", "name"]) {
        Some(path) => drop(c.path(verb, &path)),
        None => c.unknown("a path of a playbook that is not known"),
    };
    let state = args.get("state").and_then(Node::text).unwrap_or("");
    match name {
        name if LOOKING.contains(&name) => {}
        "shell" | "command" | "raw" | "script" => command(c, args),
        "file" if state == "absent" => on_path(c, Verb::Delete),
        "file" | "copy" | "template" | "lineinfile" | "blockinfile" | "replace" | "unarchive" | "tempfile"
        | "archive" => {
            on_path(c, Verb::Write);
        }
        "get_url" => {
            if let Some(url) = argument(args, &["url"]) {
                c.effects.push(effects::on_url(Verb::NetFetch, &url.show(), c.call.span));
            }
            on_path(c, Verb::Write);
        }
        "apt" | "yum" | "dnf" | "package" | "pacman" | "zypper" | "snap" | "homebrew" => {
            let what = argument(args, &["name", "pkg"]).map_or_else(|| "packages".to_owned(), |v| v.show());
            c.effects.push(effects::on_name(Verb::SystemInstall, "package", &what, c.call.span));
        }
        "service" | "systemd" | "systemd_service" => {
            let verb = if matches!(state, "stopped" | "restarted") { Verb::ServiceStop } else { Verb::ServiceStart };
            let what = argument(args, &["name"]).map_or_else(String::new, |v| v.show());
            c.effects.push(effects::on_name(verb, "service", &what, c.call.span));
        }
        "user" | "group" | "authorized_key" | "acl" => {
            c.effects.push(effects::on_name(Verb::Grant, "user", name, c.call.span));
        }
        "cron" | "at" => c.effects.push(effects::on_name(Verb::Persist, "job", name, c.call.span)),
        "uri" => {
            let changes = args.get("method").and_then(Node::text).is_some_and(|m| !matches!(m, "GET" | "HEAD"));
            let verb = if changes { Verb::NetSend } else { Verb::NetFetch };
            let url = argument(args, &["url"]).unwrap_or_else(|| Val::gap("an address of a playbook"));
            c.effects.push(effects::on_url(verb, &url.show(), c.call.span));
        }
        other => c.unknown(&format!("the module `{other}` of a playbook")),
    }
}

/// `shell`, `command`: the text, or its `cmd`.
fn command(c: &mut Call<'_, '_, '_>, args: &Node) {
    let text = match args.text() {
        Some(t) if t.contains("{{") => Val::gap("a command that the playbook fills in"),
        Some(t) => Val::text(t),
        None => match argument(args, &["cmd", "_raw_params"]) {
            Some(v) => v,
            None => return c.unknown("a command of a playbook that is not known"),
        },
    };
    let (span, mut state) = (c.call.span, c.inner_state());
    if let Some(dir) = argument(args, &["chdir"]) {
        state.cwd = match dir.known() {
            Some(d) => state.cwd.iter().map(|base| paths::join(base, d)).collect(),
            None => Vec::new(),
        };
    }
    invoke::shell_text(c.shell, &mut state, &text, Dialect::Sh, &Val::default(), span);
}
