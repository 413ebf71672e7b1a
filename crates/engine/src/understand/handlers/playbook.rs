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
/// Playbooks that are followed from one to the next; with more the run is judged as without its files.
const MAX_PLAYBOOKS: usize = 32;
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
    "set_stats",
    "async_status",
    "wait_for_connection",
    "validate_argument_spec",
    "mount_facts",
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

/// What tasks see of where they stand.
#[derive(Clone)]
struct Scope {
    /// The folder of the playbook, in which roles and other lists of tasks lie.
    dir: String,
    /// The role that the tasks belong to.
    role: Option<String>,
    /// What is known of the variables; none where the command line may set them otherwise.
    vars: Option<Vec<(String, String)>>,
}

impl Scope {
    /// Adds plain values of a list of variables.
    fn learn(&mut self, vars: Option<&Node>) {
        if let (Some(known), Some(Node::Map(more))) = (&mut self.vars, vars) {
            known.extend(more.iter().filter_map(|(n, v)| Some((n.clone(), v.text()?.to_owned()))).take(MAX_TASKS));
        }
    }

    /// A text with what is known filled in: `{{ app_dir }}/x`.
    fn filled(&self, text: &str) -> Val {
        let mut text = text.to_owned();
        for _ in 0..MAX_DEPTH {
            let Some((before, rest)) = text.split_once("{{") else { return Val::text(text) };
            let Some((name, after)) = rest.split_once("}}") else { break };
            let known = self.vars.as_ref().and_then(|vars| vars.iter().rev().find(|(n, _)| n == name.trim()));
            let Some((_, value)) = known else { break };
            text = format!("{before}{value}{after}");
        }
        Val::gap("a value of the playbook")
    }
}

/// The playbooks that are named.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    if c.tries() || !c.bound.unknown.is_empty() {
        return Handled::Partly;
    }
    let given = values(c, &["-e", "--extra-vars"]);
    // What the command line sets may lead elsewhere.
    let led = given.iter().any(|v| v.known().is_none_or(|t| t.contains("ansible_") || t.starts_with('@')));
    let inventory = values(c, &["-i", "--inventory", "--inventory-file"]);
    let local = |v: &Val| v.known().is_some_and(is_here);
    let limited = values(c, &["-l", "--limit"]).iter().any(|v| !local(v)) || !inventory.iter().all(local);
    if led || limited || ["-u", "--user"].iter().any(|n| c.bound.has(n)) {
        return Handled::Partly;
    }
    let (mut plays, mut left) = (Vec::new(), MAX_PLAYBOOKS);
    for v in &c.bound.operands.clone() {
        let dir = super::recipes::directories(c).first().cloned();
        let path = v.known().zip(dir).map(|(name, dir)| paths::join(&dir, name));
        if !path.is_some_and(|p| playbook(c, &p, &mut plays, &mut left)) {
            return Handled::Partly;
        }
    }
    let here = |play: &Node| {
        let hosts = play.get("hosts").and_then(Node::text);
        hosts.is_some_and(|h| is_here(h) || h == "all" && !inventory.is_empty())
            && !play.get("vars_files").is_some_and(|v| matches!(v, Node::Map(_)))
    };
    if plays.is_empty() || !plays.iter().all(|(_, play)| here(play)) {
        return Handled::Partly;
    }
    let mut count = 0;
    for (dir, play) in &plays {
        become_other(c, play);
        let mut scope = Scope { dir: dir.clone(), role: None, vars: given.is_empty().then(Vec::new) };
        scope.learn(play.get("vars"));
        for role in play.get("roles").map(Node::items).unwrap_or_default() {
            let name = role.text().or_else(|| role.get("role").or_else(|| role.get("name")).and_then(Node::text));
            self::role(c, name, &scope, &mut count, 0);
        }
        for key in ["pre_tasks", "tasks", "post_tasks", "handlers"] {
            tasks(c, play.get(key), &scope, &mut count, 0);
        }
    }
    let work = effects::plain(Verb::Run, Target::None, c.call.span);
    c.effects.push(work);
    Handled::Wholly
}

/// `ansible localhost -m copy -a 'src=a dest=/tmp/a'`: one task, where it is for this machine.
pub fn ad_hoc(c: &mut Call<'_, '_, '_>) -> Handled {
    let led = values(c, &["-e", "--extra-vars"])
        .iter()
        .any(|v| v.known().is_none_or(|t| t.contains("ansible_") || t.starts_with('@')));
    let inventory = values(c, &["-i", "--inventory", "--inventory-file"]);
    let local = |v: &Val| v.known().is_some_and(is_here);
    let hosts = c.bound.operands.first().and_then(Val::known).unwrap_or("");
    let here = is_here(hosts) || hosts == "all" && !inventory.is_empty();
    let away = ["-u", "--user", "-l", "--limit", "-c", "--connection"]
        .iter()
        .any(|n| c.bound.value(n).is_some_and(|v| !local(v) && v.known() != Some("local")));
    // `ANSIBLE_LIBRARY=/tmp/x`: modules of others.
    let leads = |n: &String| n.starts_with("ANSIBLE_");
    let set = c.call.env.iter().any(|(n, _)| leads(n)) || c.state.exported.iter().any(leads);
    if !here || set || !inventory.iter().all(local) || led || away || !c.bound.unknown.is_empty() {
        return Handled::Partly;
    }
    let value = |names: &[&str]| names.iter().find_map(|n| c.bound.value(n)).map(Val::show);
    let name = value(&["-m", "--module-name"]).unwrap_or_else(|| "command".to_owned());
    let args = Node::Text(value(&["-a", "--args"]).unwrap_or_default());
    if ["-b", "--become"].iter().any(|n| c.bound.has(n)) {
        c.effects.push(effects::on_name(Verb::Elevate, "user", "root", c.call.span));
    }
    let scope = Scope { dir: c.inner_cwd().first().cloned().unwrap_or_default(), role: None, vars: None };
    c.bound.operands.clear();
    c.by_data();
    c.effects.retain(|e| e.verb != Verb::RemoteExec);
    module(c, name.rsplit('.').next().unwrap_or(&name), &args, &scope, None);
    let work = effects::plain(Verb::Run, Target::None, c.call.span);
    c.effects.push(work);
    Handled::Wholly
}

/// This machine, by one of its names; an inventory of one ends in a comma.
fn is_here(name: &str) -> bool {
    matches!(name.trim_end_matches(','), "localhost" | "127.0.0.1")
}

fn values(c: &Call<'_, '_, '_>, names: &[&str]) -> Vec<Val> {
    let named = c.bound.options.iter().filter(|(o, _)| names.iter().any(|n| o.names.contains(n)));
    named.filter_map(|(_, v)| v.clone()).collect()
}

/// The plays of a file, with its folder; false where it cannot be read.
fn playbook(c: &mut Call<'_, '_, '_>, path: &str, plays: &mut Vec<(String, Node)>, left: &mut usize) -> bool {
    let Some(rest) = left.checked_sub(1) else { return false };
    *left = rest;
    let Some(file) = source::at(c, path) else { return false };
    let Some(Node::List(list)) = yaml::parse(&file.text) else { return false };
    for play in list {
        let other = ["import_playbook", "ansible.builtin.import_playbook"].iter().find_map(|k| play.get(k));
        match other.map(Node::text) {
            None => plays.push((file.dir.clone(), play)),
            Some(Some(name)) if playbook(c, &paths::join(&file.dir, name), plays, left) => {}
            Some(_) => return false,
        }
        if plays.len() > MAX_TASKS {
            return false;
        }
    }
    true
}

/// A role of the project: its variables, what it needs, its tasks.
fn role(c: &mut Call<'_, '_, '_>, name: Option<&str>, scope: &Scope, count: &mut usize, depth: u32) {
    let dir = name.map(|n| paths::join(&scope.dir, &format!("roles/{n}")));
    let main = |c: &Call<'_, '_, '_>, dir: &str, part: &str| {
        let found = ["yml", "yaml"].iter().find_map(|e| source::at(c, &format!("{dir}/{part}/main.{e}")));
        found.map(|f| yaml::parse(&f.text))
    };
    *count += 1;
    let fine = *count <= MAX_TASKS && depth <= MAX_DEPTH;
    let Some(dir) = dir.filter(|d| fine && main(c, d, "tasks").is_some()) else {
        return c.unknown("a role of a playbook that is not read");
    };
    let mut inner = Scope { role: Some(dir.clone()), ..scope.clone() };
    inner.vars = inner.vars.map(|_| Vec::new());
    inner.learn(main(c, &dir, "defaults").flatten().as_ref());
    inner.learn(main(c, &dir, "vars").flatten().as_ref());
    if let (Some(all), Some(outer)) = (&mut inner.vars, &scope.vars) {
        all.extend(outer.iter().cloned());
    }
    let meta = main(c, &dir, "meta").flatten();
    for need in meta.as_ref().and_then(|m| m.get("dependencies")).map(Node::items).unwrap_or_default() {
        let name = need.text().or_else(|| need.get("role").or_else(|| need.get("name")).and_then(Node::text));
        role(c, name, scope, count, depth + 1);
    }
    for part in ["tasks", "handlers"] {
        match main(c, &dir, part) {
            Some(None) => c.unknown("tasks of a role that are not understood"),
            Some(Some(list)) => tasks(c, Some(&list), &inner, count, depth + 1),
            None => {}
        }
    }
}

/// Another list of tasks: beside those of the role, or of the playbook.
fn included(c: &mut Call<'_, '_, '_>, of: &Node, scope: &Scope, count: &mut usize, depth: u32) {
    let name = of.text().or_else(|| of.get("file").and_then(Node::text)).map(|n| scope.filled(n));
    let dir = scope.role.as_ref().map_or_else(|| scope.dir.clone(), |r| format!("{r}/tasks"));
    let file = name.as_ref().and_then(Val::known).and_then(|n| source::at(c, &paths::join(&dir, n)));
    match file.and_then(|f| yaml::parse(&f.text)) {
        Some(list) => tasks(c, Some(&list), scope, count, depth + 1),
        None => c.unknown("a list of tasks that is not read"),
    }
}

fn become_other(c: &mut Call<'_, '_, '_>, of: &Node) {
    if of.get("become").and_then(Node::text).is_some_and(|t| !matches!(t, "false" | "no")) {
        c.effects.push(effects::on_name(Verb::Elevate, "user", "root", c.call.span));
    }
}

fn tasks(c: &mut Call<'_, '_, '_>, list: Option<&Node>, scope: &Scope, count: &mut usize, depth: u32) {
    for task in list.map(Node::items).unwrap_or_default() {
        *count += 1;
        if *count > MAX_TASKS || depth > MAX_DEPTH {
            return c.unknown("a playbook with more tasks than are followed");
        }
        become_other(c, task);
        let Node::Map(keys) = task else { continue };
        let mut inner = scope.clone();
        inner.learn(task.get("vars"));
        for (key, value) in keys {
            let short = key.rsplit('.').next().unwrap_or(key);
            match short {
                "block" | "rescue" | "always" => tasks(c, Some(value), &inner, count, depth + 1),
                "delegate_to" if value.text().is_none_or(|t| t != "localhost") => {
                    c.effects.push(effects::on_host(Verb::RemoteExec, value.text().unwrap_or("…"), c.call.span));
                }
                "local_action" => c.unknown("an action of a playbook that is not followed"),
                "include_tasks" | "import_tasks" => included(c, value, &inner, count, depth),
                "include_role" | "import_role" => {
                    role(c, value.get("name").and_then(Node::text), &inner, count, depth + 1);
                }
                short if KEYWORDS.contains(&short) => {}
                short => module(c, short, value, &inner, task.get("args")),
            }
        }
    }
}

/// The value of a module's argument; `src=a dest=b` on one line is read, too.
fn argument(args: &Node, names: &[&str], scope: &Scope) -> Option<Val> {
    if let Some(text) = names.iter().find_map(|n| args.get(n)).and_then(Node::text) {
        return Some(scope.filled(text));
    }
    let line = args.text()?;
    let value = line.split_whitespace().find_map(|w| w.split_once('=').filter(|(n, _)| names.contains(n)))?.1;
    Some(if value.contains("{{") { Val::gap("a value of the playbook") } else { Val::text(value) })
}

/// Modules that do one thing to something with a name: what they do, and what when it is to be absent or stopped.
const NAMED: &[(&str, Verb, Verb, &str)] = &[
    (
        "apt yum dnf package pacman zypper snap homebrew apk apt_repository apt_key yum_repository rpm_key",
        Verb::SystemInstall,
        Verb::SystemInstall,
        "package",
    ),
    ("pip npm gem composer cargo bundler", Verb::ToolInstall, Verb::ToolInstall, "package"),
    ("service systemd systemd_service supervisorctl", Verb::ServiceStart, Verb::ServiceStop, "service"),
    (
        "user group authorized_key acl sudoers htpasswd mysql_user postgresql_user postgresql_privs mongodb_user",
        Verb::Grant,
        Verb::Grant,
        "user",
    ),
    ("cron at", Verb::Persist, Verb::Persist, "job"),
    (
        "sysctl modprobe hostname timezone locale_gen alternatives pam_limits",
        Verb::SystemConfig,
        Verb::SystemConfig,
        "setting",
    ),
    ("ufw firewalld iptables nftables selinux seboolean", Verb::SystemConfig, Verb::SecurityWeaken, "firewall"),
    ("mount", Verb::Mount, Verb::Mount, "file system"),
    ("filesystem parted lvol lvg", Verb::Wipe, Verb::Wipe, "disk"),
    ("reboot", Verb::Power, Verb::Power, "machine"),
    ("mysql_db postgresql_db postgresql_schema postgresql_table", Verb::DbSchema, Verb::DbDestroy, "database"),
    ("mysql_query postgresql_query postgresql_script", Verb::DbWrite, Verb::DbWrite, "database"),
    (
        "docker_container docker_compose docker_compose_v2 podman_container",
        Verb::ContainerRun,
        Verb::ContainerDelete,
        "container",
    ),
    ("docker_volume docker_image docker_network", Verb::ContainerBuild, Verb::ContainerDelete, "container"),
    ("k8s k8s_scale helm terraform", Verb::InfraChange, Verb::InfraDestroy, "cluster"),
    ("slack mail telegram mattermost pagerduty rocketchat", Verb::ExternalWrite, Verb::ExternalWrite, "message"),
    ("git_config", Verb::VcsConfig, Verb::VcsConfig, "setting"),
];

/// How modules of clouds begin.
const CLOUDS: &[&str] = &[
    "ec2",
    "rds",
    "s3_",
    "iam_",
    "aws_",
    "gcp_",
    "azure_rm_",
    "digital_ocean",
    "hcloud_",
    "route53",
    "cloudfront",
    "cloudformation",
    "elb_",
    "lambda",
];

fn module(c: &mut Call<'_, '_, '_>, name: &str, args: &Node, scope: &Scope, more: Option<&Node>) {
    let path = |names: &[&str]| argument(args, names, scope);
    let write = |c: &mut Call<'_, '_, '_>, verb: Verb, names: &[&str]| match path(names) {
        Some(path) => drop(c.path(verb, &path)),
        None => c.unknown("a path of a playbook that is not known"),
    };
    let state = path(&["state"]).map(|v| v.show()).unwrap_or_default();
    let ends = matches!(state.as_str(), "absent" | "stopped" | "restarted" | "disabled" | "removed" | "unmounted");
    match name {
        name if LOOKING.contains(&name) => {}
        "shell" | "command" | "raw" | "script" | "expect" => command(c, args, more, scope),
        "file" if ends => write(c, Verb::Delete, &["path", "dest", "name"]),
        "file" | "copy" | "template" | "lineinfile" | "blockinfile" | "replace" | "unarchive" | "tempfile"
        | "archive" | "ini_file" | "xml" | "assemble" | "fetch" | "synchronize" => {
            write(c, Verb::Write, &["path", "dest", "name"])
        }
        "get_url" | "git" | "subversion" => {
            if let Some(url) = path(&["url", "repo"]) {
                c.effects.push(effects::on_url(Verb::NetFetch, &url.show(), c.call.span));
            }
            write(c, Verb::Write, &["dest"]);
        }
        "make" => {
            let target = path(&["target"]).into_iter();
            let before = c.cwd.clone();
            let dir = path(&["chdir"]).as_ref().and_then(Val::known).map(|d| paths::join(&scope.dir, d));
            c.cwd = dir.map(|d| vec![d]).or(before.clone());
            c.run_inner(std::iter::once(Val::text("make")).chain(target).collect());
            c.cwd = before;
        }
        "uri" => {
            let changes = path(&["method"]).is_some_and(|m| !matches!(m.known(), Some("GET" | "HEAD")));
            let verb = if changes { Verb::NetSend } else { Verb::NetFetch };
            let url = path(&["url"]).unwrap_or_else(|| Val::gap("an address of a playbook"));
            c.effects.push(effects::on_url(verb, &url.show(), c.call.span));
        }
        other => named(c, other, ends, path(&["name", "pkg", "unit", "path"])),
    }
}

/// A module of the table, or of a cloud.
fn named(c: &mut Call<'_, '_, '_>, name: &str, ends: bool, what: Option<Val>) {
    let row = NAMED.iter().find(|(names, ..)| names.split(' ').any(|n| n == name));
    let what = what.map_or_else(|| name.to_owned(), |v| v.show());
    let effect = match row {
        Some((_, starts, stops, kind)) => {
            effects::on_name(if ends { *stops } else { *starts }, kind, &what, c.call.span)
        }
        None if name.ends_with("_info") || name.ends_with("_facts") => return,
        None if CLOUDS.iter().any(|p| name.starts_with(p)) => {
            let verb = if ends { Verb::CloudDestroy } else { Verb::CloudChange };
            effects::on_name(verb, "resource", &what, c.call.span)
        }
        None => return c.unknown(&format!("the module `{name}` of a playbook")),
    };
    c.effects.push(effect);
}

/// `shell`, `command`: the text, its `cmd`, or its `argv`.
fn command(c: &mut Call<'_, '_, '_>, args: &Node, more: Option<&Node>, scope: &Scope) {
    let listed = |n: &Node| n.items().iter().filter_map(|v| v.text()).map(|t| scope.filled(t)).collect::<Vec<_>>();
    let text = match args.text() {
        Some(t) => scope.filled(t),
        None => match argument(args, &["cmd", "_raw_params", "command"], scope) {
            Some(v) => v,
            None => match args.get("argv").map(listed) {
                Some(argv) => return c.run_inner(argv),
                None => return c.unknown("a command of a playbook that is not known"),
            },
        },
    };
    let (span, mut state) = (c.call.span, c.inner_state());
    let dir = [Some(args), more].into_iter().flatten().find_map(|a| a.get("chdir")).and_then(Node::text);
    if let Some(dir) = dir.map(|d| scope.filled(d)) {
        state.cwd = match dir.known() {
            Some(d) => state.cwd.iter().map(|base| paths::join(base, d)).collect(),
            None => Vec::new(),
        };
    }
    invoke::shell_text(c.shell, &mut state, &text, Dialect::Sh, &Val::default(), span);
}
