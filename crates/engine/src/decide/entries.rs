//! Files that are the state of something: taking an entry out of the list of jobs, pods or artifacts takes away what it
//! stands for, whatever it is done with. Looks at the edit itself; called by `judge` between understanding and deciding.

use std::collections::{BTreeMap, BTreeSet};

use automode_model::{Action, Change, Edit, Effect, EnvLabel, PathTarget, Target, Tool, ToolCall, Verb, World};

use crate::understand::edits::made_up;
use crate::understand::effects;
use tree::Difference;

mod lives;
mod programs;
pub mod rows;
mod sections;
pub mod steps;
pub mod tree;

/// How many removed entries of one edit are told one by one; more are told as many.
const MAX_ENTRIES: usize = 32;

/// How much of a file is compared with its new content.
const MAX_FILE_BYTES: usize = 256 * 1024;

/// Adds what a call takes out of a file that holds state.
pub fn weigh(call: &ToolCall, actions: &mut [Action], cwd: &str, world: &dyn World) {
    if !matches!(call.tool, Tool::Edit { .. } | Tool::Write { .. }) {
        return rewritten(actions, cwd);
    }
    let Some(action) = actions.first_mut() else { return };
    let Some(path) =
        action.effects.iter().find_map(|e| e.target.path()).filter(|p| !is_aside(&p.resolved, cwd)).cloned()
    else {
        return;
    };
    let mut changed = if lists_live(&call.tool, &path.resolved, cwd, world) {
        changed(&call.tool, &path.resolved, world)
    } else if steps::data(&path.resolved) {
        changed(&call.tool, &path.resolved, world).only_let_go()
    } else {
        return;
    };
    changed.turned.extend(shorter(&call.tool, &path.resolved));
    for (name, how) in changed.turned.into_iter().take(MAX_ENTRIES) {
        let target = Target::Named { kind: ENTRY, name, env: EnvLabel::Unknown };
        let mut effect = effects::plain(Verb::Write, target, action.span);
        if !how.is_empty() {
            effect.change = Some(Box::new(Change { kind: ENTRY.into(), why: how }));
        }
        raise(&mut effect);
        action.effects.push(effect);
    }
    let mut lists = changed.lists;
    for name in changed.removed.into_iter().take(MAX_ENTRIES) {
        let at = lists.iter().position(|(n, _)| *n == name);
        let list = at.map(|at| lists.remove(at).1);
        let target = Target::Named { kind: ENTRY, name, env: EnvLabel::Unknown };
        let mut effect = effects::plain(Verb::Delete, target, action.span);
        effect.change = list.map(|list| Box::new(Change { kind: ENTRY.into(), why: format!("{FROM}`{list}`") }));
        action.effects.push(effect);
    }
}

/// The file lists live things: by its name, or by what its entries are in.
fn lists_live(tool: &Tool, path: &str, cwd: &str, world: &dyn World) -> bool {
    if is_state(path, cwd) {
        return true;
    }
    let one = |e: &Edit| lists_live_in(path, &e.old.body, &e.new.body);
    match tool {
        _ if !may_list(path, cwd) => false,
        Tool::Write { .. } => world.read(path, MAX_FILE_BYTES).is_ok_and(|old| lives::stand_in(path, &old, false)),
        Tool::Edit { edits, .. } => edits.iter().any(one),
        _ => false,
    }
}

/// The same of a piece of it, before and after.
fn lists_live_in(path: &str, old: &str, new: &str) -> bool {
    lives::stand_in(path, old, true) || lives::end_by(path, old, new)
}

/// What a file that only says for how long things are kept has less of, whatever the key is called.
fn shorter(tool: &Tool, path: &str) -> Vec<(String, String)> {
    let name = path.rsplit('/').next().unwrap_or("");
    let Tool::Edit { edits, .. } = tool else { return Vec::new() };
    let ([edit], true) = (&edits[..], tree::keeps(name)) else { return Vec::new() };
    let Some(rows) = rows::between(path, &edit.old.body, &edit.new.body, true) else { return Vec::new() };
    let number = |v: &Option<String>| v.as_ref().and_then(|v| v.parse::<f64>().ok());
    let less = |s: &&rows::Set| matches!((number(&s.old), number(&s.new)), (Some(a), Some(b)) if b < a);
    let touched = rows.touched.iter().filter_map(|t| Some((rows.rows.get(t.row)?, &t.sets)));
    let each = touched.flat_map(|(row, sets)| sets.iter().filter(less).map(move |s| (row, s)));
    each.filter(|(_, s)| !tree::keeps(&s.key))
        .map(|(row, s)| {
            (row.names.join(tree::ALSO), format!("`{}` becomes `{}`", s.key, s.new.as_deref().unwrap_or("")))
        })
        .collect()
}

/// How the change of an entry says which list it is taken from.
pub const FROM: &str = "from ";

/// The kind of target that an entry of such a file is.
pub const ENTRY: &str = "entry";

/// What a call changes in a file of state: as a tree where it is one, else line by line.
fn changed(tool: &Tool, path: &str, world: &dyn World) -> Difference {
    let old = world.read(path, MAX_FILE_BYTES).unwrap_or_default();
    match tool {
        Tool::Write { content, .. } => {
            tree::between(&old, &content.body, false).unwrap_or_else(|| by_lines(path, &old, &content.body, false))
        }
        Tool::Edit { edits, .. } => {
            let new = edits.iter().try_fold(old.clone(), |text, e| {
                let (from, to) = (e.old.body.as_str(), e.new.body.as_str());
                let there = !from.is_empty() && text.contains(from);
                there.then(|| if e.all { text.replace(from, to) } else { text.replacen(from, to, 1) })
            });
            let whole =
                new.and_then(|new| tree::between(&old, &new, false).or_else(|| by_rows(path, &old, &new, false)));
            whole.unwrap_or_else(|| edits.iter().map(|e| of_edit(path, e)).fold(Difference::default(), Difference::and))
        }
        _ => Difference::default(),
    }
}

fn of_edit(path: &str, edit: &Edit) -> Difference {
    let (old, new) = (&edit.old.body, &edit.new.body);
    let in_sections = is_sections(path).then(|| by_rows(path, old, new, true)).flatten();
    let mut found =
        in_sections.or_else(|| tree::between(old, new, true)).unwrap_or_else(|| by_lines(path, old, new, true));
    // What is there as a comment is put out of use, and does not go.
    let quiet = |name: &String| {
        let comments = new.lines().filter_map(|l| l.trim_start().strip_prefix('#')).map(str::trim);
        comments.into_iter().any(|c| c.contains(name.as_str()) && old.lines().any(|l| l.trim() == c))
    };
    let (quiet, gone) = std::mem::take(&mut found.removed).into_iter().partition(quiet);
    found.removed = gone;
    let put_out = |name: String| (name, "a comment now".to_owned());
    found.turned.extend(Vec::into_iter(quiet).map(put_out));
    found
}

/// Sections with pairs, which are no tree in the notation of JSON or YAML.
fn is_sections(path: &str) -> bool {
    ["ini", "toml", "cfg", "conf", "properties"].contains(&path.rsplit_once('.').map_or("", |(_, e)| e))
}

/// What differs of sections and tables, entry by entry.
fn by_rows(path: &str, old: &str, new: &str, piece: bool) -> Option<Difference> {
    let ext = path.rsplit_once('.').map_or("", |(_, e)| e);
    let sections = is_sections(path) || ["csv", "tsv"].contains(&ext);
    let lines = ["zone", "txt", "lst", "list", "hosts", "cron", "crontab"].contains(&ext);
    let rows = (sections || lines).then(|| rows::between(path, old, new, piece))??;
    let mut out = Difference::default();
    for touch in &rows.touched {
        let Some(row) = rows.rows.get(touch.row) else { continue };
        let called = if lines { of_line(row, &rows.rows) } else { row.names.join(tree::ALSO) };
        if touch.sets.is_empty() {
            // `allow = [22, 443]`
            if let Some(list) = row.owners.first().filter(|_| row.fields.is_empty() && path.ends_with(".toml")) {
                out.lists.push((called.clone(), list.clone()));
            }
            out.removed.push(called);
            continue;
        }
        for set in &touch.sets {
            let key = if set.key.is_empty() { row.names.first().map_or("", String::as_str) } else { &set.key };
            match (&set.old, &set.new) {
                (Some(a), Some(b)) if tree::turns(key, a, b) => {
                    out.turned.push((called.clone(), format!("`{key}` becomes `{b}`")));
                }
                (Some(item), None) => {
                    out.lists.push((item.clone(), key.to_owned()));
                    out.removed.push(item.clone());
                }
                _ => {}
            }
        }
    }
    Some(out)
}

/// What a line is called: its first word, or the command behind a time; where another line begins so, its last one too.
fn of_line(row: &rows::Row, all: &[rows::Row]) -> String {
    let words: Vec<&str> = row.names.iter().map(String::as_str).collect();
    let first = timed(&words.join(" ")).map(str::to_owned).or_else(|| row.names.first().cloned()).unwrap_or_default();
    let alike = all.iter().filter(|o| o.names.first() == row.names.first()).take(2).count() > 1;
    match row.names.last().filter(|l| alike && **l != first) {
        Some(last) => format!("{first}{}{last}", tree::ALSO),
        None => first,
    }
}

fn by_lines(path: &str, old: &str, new: &str, piece: bool) -> Difference {
    if let Some(rows) = by_rows(path, old, new, piece) {
        return rows;
    }
    let turned = turned(old, new).into_iter().map(|name| (name, String::new())).collect();
    Difference { removed: removed(old, new), turned, ..Difference::default() }
}

/// A command that writes over a state file that is there: what it takes out is not known.
fn rewritten(actions: &mut [Action], cwd: &str) {
    let holds = |p: &PathTarget| p.exists == Some(true) && !p.created_here && is_state(&p.resolved, cwd);
    for action in actions.iter_mut() {
        // An editor of streams that edits in place has something to edit.
        let in_place = matches!(action.program.as_str(), "sed" | "gsed" | "perl" | "yq" | "ed" | "ex" | "awk" | "gawk");
        for effect in &mut action.effects {
            let state = effect.target.path().is_some_and(|p| !p.created_here && is_state(&p.resolved, cwd));
            let over = matches!(effect.verb, Verb::Write | Verb::Move) && effect.target.path().is_some_and(holds)
                || state && (effect.verb == Verb::Write && in_place || effect.verb == Verb::Move);
            let unlocks = effect.verb == Verb::Delete && effect.target.path().is_some_and(is_lock);
            if over || unlocks {
                raise(effect);
            }
        }
    }
}

/// A file that says that a process runs or that something is in use: without it, another one starts beside it.
fn is_lock(path: &PathTarget) -> bool {
    let lower = path.resolved.to_ascii_lowercase();
    let name = lower.rsplit('/').next().unwrap_or("");
    let temporary = matches!(path.place, automode_model::Place::Temp | automode_model::Place::Cache);
    let running =
        name.ends_with(".pid") || name.strip_suffix(".lock").is_some_and(|stem| !PACKAGE_LOCKS.contains(&stem));
    running && !temporary && !path.created_here && !lower.contains("/.git/")
}

/// Lock files that say which versions of packages were chosen: they are made again.
const PACKAGE_LOCKS: &[&str] = &[
    "cargo",
    "yarn",
    "poetry",
    "gemfile",
    "composer",
    "flake",
    "uv",
    "pipfile",
    "bun",
    "mix",
    "pubspec",
    "podfile",
    "deno",
    "pdm",
    "chart",
    "packages",
    "symfony",
    "pixi",
    "conda",
    "rebar",
    "shard",
    "cartfile",
    "package",
    ".terraform",
    "buf",
    "dub",
    "jsr",
];

fn raise(effect: &mut Effect) {
    effect.dimensions = effect.dimensions.max(Verb::Delete.dimensions());
}

/// Whether a path names a list of live things: by its folder and name, and not among sources, tests or texts.
#[must_use]
pub fn is_state(path: &str, cwd: &str) -> bool {
    let lower = within(path, cwd).to_ascii_lowercase();
    let parts: Vec<&str> = lower.split('/').filter(|p| !p.is_empty()).collect();
    let Some((name, dirs)) = parts.split_last() else { return false };
    if path.to_ascii_lowercase().ends_with("/.kube/config") || name.contains("tfstate") || name.ends_with(".lock.info")
    {
        return true;
    }
    if is_crontab(name) || dirs.last() == Some(&"cron.d") {
        return !is_aside(path, cwd);
    }
    let Some((stem, ext)) = name.rsplit_once('.') else { return false };
    let words = |text: &str| pieces(text).any(|w| STATE.contains(&w));
    let near = dirs.last().is_some_and(|d| words(d));
    may_list(path, cwd) && (words(stem) || near || ext == "tfstate")
}

/// `crontab.prod`, `nightly.cron`: what runs by itself.
fn is_crontab(name: &str) -> bool {
    let ext = name.rsplit_once('.').map_or("", |(_, e)| e);
    matches!(ext, "cron" | "crontab") || name == "crontab" || name.starts_with("crontab.")
}

/// Data of which the name does not say that only its owner lives by it.
fn may_list(path: &str, cwd: &str) -> bool {
    const DATA: &[&str] = &[
        "json",
        "jsonl",
        "ndjson",
        "yaml",
        "yml",
        "toml",
        "csv",
        "tsv",
        "tfstate",
        "db",
        "sqlite",
        "txt",
        "ini",
        "state",
        "lst",
        "list",
        "zone",
        "hosts",
        "properties",
    ];
    let lower = within(path, cwd).to_ascii_lowercase();
    let own = |text: &str| pieces(text).any(|w| OWN.contains(&w));
    let mut parts = lower.rsplit('/').filter(|p| !p.is_empty());
    let Some((stem, ext)) = parts.next().and_then(|name| name.rsplit_once('.')) else { return false };
    DATA.contains(&ext) && !is_aside(path, cwd) && !own(stem) && !parts.any(own)
}

/// Data that others may live by, and that does not only say how the project is built, checked and run.
fn may_matter(path: &str, cwd: &str) -> bool {
    let lower = within(path, cwd).to_ascii_lowercase();
    let name = lower.rsplit('/').next().unwrap_or("");
    let tool = pieces(name).next().is_none_or(|w| TOOLS.split_whitespace().any(|t| t == w));
    let own = pieces(&lower).any(|w| OWN.contains(&w));
    !is_aside(path, cwd) && !own && !name.starts_with('.') && !tool
}

/// How the names of files begin by which a project is built, checked and run.
const TOOLS: &str = "package pnpm tsconfig jsconfig pyproject cargo composer requirements constraints pipfile pubspec setup tox pytest \
                     mypy rust rustfmt clippy deny taplo cmakelists cmakepresets conanfile vcpkg meson mkdocs jest vite babel nx \
                     turbo lerna rush deno biome angular nodemon app vercel netlify fly firebase wrangler renovate dependabot \
                     docker compose openapi swagger ruff poetry uv tslint buf sqlc codecov readthedocs environment stack";

/// Data that only makes a program what it is, or shows it: sources, tests and what they are fed with, texts, looks.
#[must_use]
pub fn is_aside(path: &str, cwd: &str) -> bool {
    let lower = within(path, cwd).to_ascii_lowercase();
    let parts: Vec<&str> = lower.split('/').filter(|p| !p.is_empty()).collect();
    let Some((name, dirs)) = parts.split_last() else { return false };
    // `example.com.zone` is a zone, not an example.
    let fed = |text: &str| {
        let reserved = text.contains("example.");
        pieces(text).any(|w| {
            (FED.contains(&w) || made_up::is_word(w)) && !(w == "example" && reserved && !text.ends_with("example"))
        })
    };
    let stem = name.rsplit_once('.').map_or(*name, |(s, _)| s);
    // `demos.json` lists those that somebody was shown.
    dirs.iter().any(|d| SOURCES.contains(d) || fed(d)) || stem != "demos" && fed(stem)
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

/// A path as seen from where the session works: what leads there says nothing about the file.
fn within<'a>(path: &'a str, cwd: &str) -> &'a str {
    match path.strip_prefix(cwd) {
        Some(rest) if !cwd.is_empty() && (rest.starts_with('/') || cwd.ends_with('/')) => rest,
        _ => path,
    }
}

/// Folders of what a program is made of.
const SOURCES: &[&str] = &[
    "src",
    "lib",
    "app",
    "docs",
    "doc",
    "node_modules",
    "vendor",
    "public",
    "assets",
    "static",
    "components",
    "site",
    "content",
    "_data",
    "pages",
    "themes",
    "theme",
    "styles",
    "icons",
    "templates",
    ".vscode",
    ".idea",
    ".github",
    "prisma",
    "__snapshots__",
    "www",
    "website",
    "blog",
    "storybook",
];

/// Words of folders and files whose data is only for tests or to be shown, or is texts and forms.
const FED: &[&str] = &[
    "test",
    "tests",
    "testing",
    "spec",
    "specs",
    "example",
    "examples",
    "sample",
    "samples",
    "demo",
    "demos",
    "playground",
    "tutorial",
    "locale",
    "locales",
    "i18n",
    "l10n",
    "translations",
    "schema",
    "schemas",
];

/// A path that says where something runs for others: of what lies there nothing is changed beside what was asked for.
#[must_use]
pub fn is_operated(path: &str, cwd: &str) -> bool {
    let lower = within(path, cwd).to_ascii_lowercase();
    let (dirs, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
    let stem = name.rsplit_once('.').map_or(name, |(s, _)| s);
    !is_aside(path, cwd) && pieces(dirs).chain(pieces(stem)).any(|w| OPERATED.contains(&w))
}

/// Words for what runs for others.
const OPERATED: &[&str] = &[
    "deploy",
    "deployment",
    "k8s",
    "kubernetes",
    "kube",
    "helm",
    "charts",
    "values",
    "infra",
    "infrastructure",
    "ops",
    "prod",
    "production",
    "staging",
    "live",
    "envs",
    "terraform",
    "ansible",
    "monitoring",
    "alerting",
    "alerts",
    "policies",
    "iam",
    "access",
    "broker",
    "kafka",
    "dns",
    "storage",
    "gateway",
    "workers",
    "limits",
    "schedules",
];

/// Words for what only its owner runs.
const OWN: &[&str] = &["dev", "development", "local", "localhost", "localstack", "vagrant"];

/// Words that say that a file lists live things.
const STATE: &[&str] = &[
    "state",
    "registry",
    "inventory",
    "jobs",
    "pods",
    "queue",
    "queues",
    "branches",
    "containers",
    "deployments",
    "volumes",
    "buckets",
    "artifacts",
    "instances",
    "vms",
    "cluster",
    "clusters",
    "scheduler",
    "resources",
    "leases",
    "lease",
    "prs",
    "mrs",
    "subs",
    "runners",
    "agents",
    "servers",
    "demos",
    "nodes",
    "databases",
    "releases",
    "services",
    "workers",
    "processes",
    "snapshots",
    "backups",
    "tfstate",
    "images",
    "namespaces",
    "tables",
    "users",
    "members",
    "accounts",
    "sessions",
    "schedules",
    "crons",
    "cronjobs",
    "crontab",
    "topics",
    "locks",
    "runs",
    "zones",
    "subscriptions",
    "environments",
    "previews",
    "stacks",
    "functions",
    "flags",
    "toggles",
    "lists",
    "newsletter",
    "subscribers",
    "recipients",
    "allowlist",
    "denylist",
    "blocklist",
    "roles",
    "admins",
    "teams",
    "groups",
    "records",
    "dns",
    "tickets",
    "certificates",
    "certs",
    "keys",
    "hosts",
    "endpoints",
    "tenants",
    "rules",
    "whitelist",
    "blacklist",
    "cache",
    "caches",
    "pipelines",
    "webhooks",
    "features",
    "experiments",
    "rollouts",
    "tags",
    "pending",
    "seats",
    "licenses",
    "licences",
    "silences",
    "mutes",
    "pools",
    "quotas",
    "retention",
    "snapshot",
    "replication",
    "backup",
    "schedule",
    "oncall",
    "rota",
    "grants",
    "acl",
    "acls",
    "firewall",
    "dlq",
    "customers",
    "targets",
    "partitions",
    "reservations",
    "allocations",
    "memberships",
    "coupons",
    "holds",
    "freezes",
    "archive",
    "lb",
];

/// What the old text names as an entry and the new one does not.
fn removed(old: &str, new: &str) -> Vec<String> {
    let mut known: BTreeSet<&str> = names(new).into_iter().collect();
    names(old).into_iter().filter(|name| known.insert(name)).map(str::to_owned).collect()
}

/// The entries whose state is another afterwards: a job set to `cancelled` in its list is cancelled.
fn turned(old: &str, new: &str) -> Vec<String> {
    let after = states(new);
    let mut of: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, state) in &after {
        of.entry(name).or_default().insert(state);
    }
    let same = |name: &String, state: &str| of.get(name.as_str()).is_none_or(|s| s.len() == 1 && s.contains(state));
    states(old).into_iter().filter(|(name, state)| !same(name, state)).map(|(name, _)| name).collect()
}

/// Keys that every entry may have and that say what it is in, or whose it is.
const PROPERTIES: &[&str] = &[
    "state",
    "status",
    "phase",
    "enabled",
    "active",
    "replicas",
    "desired",
    "paused",
    "suspended",
    "disabled",
    "holder",
    "owner",
    "locked_by",
    "leader",
    "assignee",
    "role",
    "permission",
    "permissions",
    "access",
    "scope",
    "tier",
    "current-context",
    "desired_state",
    "desired-state",
    "conclusion",
];

/// Entries with their state: the name that stands in the same line or before, and the value.
fn states(text: &str) -> Vec<(String, String)> {
    let mark = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '{' | '}' | ',' | '[' | ']' | '-');
    let mut out = Vec::new();
    let mut name = String::new();
    for line in text.lines() {
        let section =
            line.trim().strip_prefix('[').and_then(|l| l.strip_suffix(']')).filter(|s| !s.contains([',', '"']));
        if let Some(section) = section {
            section.rsplit('.').next().unwrap_or(section).trim_matches(['[', ']']).clone_into(&mut name);
        } else if let Some(first) = keyed(line).first() {
            (*first).clone_into(&mut name);
        } else if let Some(key) = opening(line) {
            key.clone_into(&mut name);
        } else if let Some((_, value)) = line.trim_start().strip_prefix("- ").and_then(|l| l.split_once(": ")) {
            // `- gpu: 3`: the first value of an item tells it from the others.
            value.trim_matches(mark).clone_into(&mut name);
        }
        let line = inner(line);
        for pair in line.split(',').filter_map(|part| part.split_once([':', '=']).map(|_| part)) {
            let mut words = pair.rsplitn(2, [':', '=']);
            let (Some(value), Some(key)) = (words.next(), words.next()) else { continue };
            let own = key.trim_matches(mark);
            let key = own.to_ascii_lowercase();
            let value = value.trim_matches(mark);
            if PROPERTIES.contains(&key.as_str()) {
                out.push((name.clone(), value.to_owned()));
            } else if matches!(value, "true" | "false" | "on" | "off") || key == "current-context" {
                // `"new-checkout": true`: the switch is the entry.
                out.push((own.to_owned(), value.to_owned()));
            }
        }
    }
    out
}

/// The key of an entry that opens here: `"web": {`, `web:`.
fn opening(line: &str) -> Option<&str> {
    let mark = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '{' | ',' | '-');
    let (key, value) = line.split_once(':')?;
    let opens = value.trim().is_empty() || value.trim_start().starts_with('{');
    let key = key.trim_matches(mark);
    (opens && !key.is_empty() && !key.contains([' ', '{'])).then_some(key)
}

/// What stands within the braces of an entry in one line.
fn inner(line: &str) -> &str {
    match line.split_once(": {").or_else(|| line.split_once(":{")) {
        Some((_, rest)) => rest,
        None => line,
    }
}

/// The values behind `name`, `id` and their like; where there are none, keys and list items.
fn names(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for line in text.lines() {
        let found = keyed(line);
        if found.is_empty() {
            let items = listed(line);
            if !items.is_empty() {
                out.extend(items);
                continue;
            }
            out.extend(timed(line).or_else(|| bare(line)));
        } else {
            out.extend(found);
        }
    }
    out
}

/// `"pods": ["web-1", "web-2"]`: the items of a list in one line.
fn listed(line: &str) -> Vec<&str> {
    let Some((_, rest)) = line.split_once('[') else { return Vec::new() };
    let inner = rest.split(']').next().unwrap_or("");
    let mark = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
    let items = inner.split(',').map(|i| i.trim_matches(mark));
    items.filter(|i| !i.is_empty() && !i.contains(['{', '}', ':'])).collect()
}

/// `0 3 * * * /usr/local/bin/backup.sh`: what runs, not when.
fn timed(line: &str) -> Option<&str> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let field = |w: &&str| w.chars().all(|c| c.is_ascii_digit() || matches!(c, '*' | '/' | ',' | '-'));
    (words.len() > 5 && words.iter().take(5).all(field)).then(|| words.get(5).copied())?
}

fn keyed(line: &str) -> Vec<&str> {
    let keys = [
        "name",
        "id",
        "key",
        "branch",
        "job",
        "pod",
        "container",
        "bucket",
        "vm",
        "table",
        "volume",
        "image",
        "host",
        "title",
        "path",
    ];
    let clean = |t: &str| -> Option<usize> { keys.iter().position(|k| t.eq_ignore_ascii_case(k)) };
    let quote = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '{' | '}' | ',' | '[' | ']');
    let mut out = Vec::new();
    let parts: Vec<&str> = line.split([':', '=']).collect();
    for pair in parts.windows(2) {
        let [key, value] = pair else { continue };
        let key = key.trim_matches(quote).rsplit(quote).next().unwrap_or("");
        if clean(key.trim_start_matches('-').trim()).is_some() {
            let value = value.trim_start_matches(quote).split(quote).next().unwrap_or("");
            if !value.is_empty() {
                out.push(value);
            }
        }
    }
    out
}

/// `- web-1`, `"web-1": {`, `a,b,c`: the first word of the line.
fn bare(line: &str) -> Option<&str> {
    let mark = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '{' | '}' | ',' | '[' | ']' | '-' | '(' | ')');
    let word = line.trim_start_matches(mark).split(|c: char| mark(c) && c != '-' || matches!(c, ':' | '=')).next()?;
    (!word.is_empty() && !word.starts_with('#')).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lists_live_things() {
        for yes in [
            "/p/scheduler/jobs.json",
            "/p/cluster/pods.yaml",
            "/p/artifacts/index.json",
            "/p/infra/terraform.tfstate",
            "/p/ops/vm-inventory.csv",
        ] {
            assert!(is_state(yes, "/p"), "{yes}");
        }
        for no in [
            "/p/src/jobs.json",
            "/p/package.json",
            "/p/tests/fixtures/pods.json",
            "/p/README.md",
            "/p/jobs.rs",
            "/p/config/app.yaml",
        ] {
            assert!(!is_state(no, "/p"), "{no}");
        }
    }

    #[test]
    fn entries_whose_state_turns() {
        for (old, new, want) in [
            ("{\"id\": 7, \"state\": \"running\"}", "{\"id\": 7, \"state\": \"cancelled\"}", vec!["7"]),
            (
                "- name: a\n  status: up\n- name: b\n  status: up",
                "- name: a\n  status: up\n- name: b\n  status: down",
                vec!["b"],
            ),
            ("- name: a\n  note: x", "- name: a\n  note: y", vec![]),
            ("- name: a\n  replicas: 3", "- name: a\n  replicas: 0", vec!["a"]),
            ("\"worker\": {\"desired\": 3}", "\"worker\": {\"desired\": 0}", vec!["worker"]),
            ("worker:\n  desired: 3", "worker:\n  desired: 0", vec!["worker"]),
        ] {
            assert_eq!(turned(old, new), want, "{old}");
        }
    }

    #[test]
    fn entries_that_go() {
        for (old, new, want) in [
            ("{\"id\": 7, \"state\": \"running\"},", "", vec!["7"]),
            ("- name: a\n- name: b", "- name: b", vec!["a"]),
            ("{\"name\": \"a\", \"n\": 1}", "{\"name\": \"a\", \"n\": 2}", vec![]),
            ("- web-1\n- web-2\n", "- web-2\n", vec!["web-1"]),
            ("\"pods\": [\"web-1\", \"web-2\"]", "\"pods\": [\"web-1\"]", vec!["web-2"]),
            ("0 3 * * * /opt/x/backup.sh", "", vec!["/opt/x/backup.sh"]),
            ("1111 refs/heads/x", "1111 refs/heads/x", vec![]),
            ("", "- a", vec![]),
        ] {
            assert_eq!(removed(old, new), want, "{old}");
        }
    }
}
