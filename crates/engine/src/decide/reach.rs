//! How far taking one named thing away reaches. The verbs weigh the worst (a namespace, a whole account); one pod, one
//! table, one topic branch outside production is a shared thing and no more. Called by `own::weigh` before deciding.

use automode_model::{Action, Dimensions, Effect, EnvLabel, Scope, Target, Verb};

use super::consent::{bind, nouns};
pub use super::rights::{drops_account, takes_access};
use super::{guards, rights};

/// What one named thing reaches: a shared service, not production or everybody.
pub const SHARED: u8 = 2;

/// More named things than these are not told apart: each is looked for among all words, which grows with the square of them,
/// and so many at once are no single thing.
const MAX_NAMED: usize = 64;

/// Lowers the reach of effects on single named things.
pub fn narrow(action: &mut Action) {
    if bind::environments(action).contains(&EnvLabel::Production) && !is_made_again(action) {
        return;
    }
    let few = action.effects.len() <= MAX_NAMED;
    let narrow: Vec<bool> = action.effects.iter().map(|e| (few || is_path(e)) && is_narrow(action, e)).collect();
    for (effect, narrow) in action.effects.iter_mut().zip(narrow) {
        if narrow {
            let d = effect.dimensions;
            // Access is a matter of compliance however little of it is taken; one account's is no more than that.
            let rights = matches!(effect.verb, Verb::Grant | Verb::DbAdmin | Verb::ForgeAdmin | Verb::SecretWrite);
            let compliance = if rights { d.compliance.min(SHARED) } else { d.compliance };
            effect.dimensions = Dimensions { blast_radius: d.blast_radius.min(SHARED), compliance, ..d };
        }
    }
}

/// One pod is made again by what it belongs to.
fn is_made_again(action: &Action) -> bool {
    let one = |e: &Effect| e.verb == Verb::InfraDestroy && nouns::of_effect(action, e) == nouns::kinds("pod");
    action.effects.iter().any(one) && action.effects.iter().all(|e| one(e) || e.verb != Verb::InfraDestroy)
}

fn is_path(effect: &Effect) -> bool {
    matches!(effect.target, Target::Path(_))
}

fn is_narrow(action: &Action, effect: &Effect) -> bool {
    let removes = matches!(
        effect.verb,
        Verb::InfraDestroy
            | Verb::CloudDestroy
            | Verb::DbDestroy
            | Verb::ForgeDelete
            | Verb::Unpublish
            | Verb::VcsForcePush
            | Verb::ForgeMerge
            | Verb::ServiceStop
    );
    if let (Verb::Delete, Target::Path(p)) = (effect.verb, &effect.target) {
        return is_deep(&p.resolved, is_sieved(action)) || effect.scope == Scope::One && is_drop_in(&p.resolved);
    }
    if ends_session(action, effect).is_some() || drops_slot(action, effect).is_some() || guards::is_one(action, effect)
    {
        return true;
    }
    if effect.verb == Verb::RemoteExec && remote(action).is_some() {
        return true;
    }
    // A tag is set back as it was set, and a warning taken off again.
    if effect.verb == Verb::Publish && action.words.split_whitespace().any(|w| matches!(w, "dist-tag" | "deprecate")) {
        return true;
    }
    if effect.verb == Verb::DbDestroy && numbered(action) {
        return true;
    }
    if effect.verb == Verb::ExternalWrite && matches!(effect.target, Target::None) {
        return !bind::plain_words(action).is_empty();
    }
    // One thing that a service is told to forget, called by its name: no message, no payment.
    if effect.verb == Verb::ExternalWrite && matches!(effect.target, Target::Named { .. }) {
        return rights::says_away(action) && !bind::plain_words(action).is_empty();
    }
    if effect.verb == Verb::ExternalWrite || effect.verb == Verb::Publish {
        return is_one_resource(&effect.target) && !action.words.contains("purge_everything");
    }
    let rights = matches!(effect.verb, Verb::Grant | Verb::DbAdmin | Verb::ForgeAdmin | Verb::SecretWrite);
    if !(removes || rights && takes_access(action)) || matches!(effect.target, Target::Path(_)) {
        return false;
    }
    let mut names = bind::names(action, effect);
    if names.is_empty() && rights && matches!(effect.target, Target::None) {
        names = bind::plain_words(action);
    }
    let labelled = bind::environments(action).iter().any(|e| matches!(e, EnvLabel::Staging | EnvLabel::Local));
    if names.is_empty() && labelled && !matches!(effect.target, Target::None) {
        return !is_wide(action, effect);
    }
    // All of one kind in one namespace.
    let within = |w: &str| matches!(w, "-n" | "--namespace") || w.starts_with("--namespace=");
    if names.is_empty() && effect.verb == Verb::InfraDestroy && nouns::of_effect(action, effect) != nouns::Kinds::MAX {
        return action.words.split_whitespace().any(within) && !is_wide(action, effect);
    }
    // What a list names, of a kind that the command says, is as narrow as one of them is.
    let listed = |t: &str| {
        let verb = matches!(effect.verb, Verb::InfraDestroy | Verb::CloudDestroy | Verb::DbDestroy | Verb::ForgeDelete);
        verb && below(t).contains('…') && nouns::of_effect(action, effect) != nouns::Kinds::MAX
    };
    let plain = |t: &str| !t.is_empty() && !below(t).contains(['*', '…', '$', '?']);
    let told = |n: &bind::Name| matches!(n, bind::Name::Text(t) if plain(t) || listed(t));
    !names.is_empty() && names.iter().all(told) && !is_wide(action, effect)
}

/// `s3://bucket/folder/*` is the folder, as it is for a tool that takes it with all that is below.
fn below(name: &str) -> &str {
    let folder = name.strip_suffix("/**").or_else(|| name.strip_suffix("/*"));
    let inner =
        |f: &str| f.split_once("://").is_some_and(|(_, rest)| rest.split('/').filter(|p| !p.is_empty()).count() > 1);
    folder.filter(|f| inner(f)).unwrap_or(name)
}

/// The one session of a database that is ended: `SELECT pg_terminate_backend(4471)`, `db.killOp(55812)`.
#[must_use]
pub fn ends_session<'a>(action: &'a Action, effect: &Effect) -> Option<&'a str> {
    const ENDS: &[&str] = &["pg_terminate_backend(", "pg_cancel_backend(", "db.killOp("];
    (effect.verb == Verb::DbAdmin).then_some(())?;
    let (_, rest) = ENDS.iter().find_map(|e| action.words.split_once(e))?;
    let (pid, behind) = rest.split_once(')')?;
    let one = !pid.is_empty() && pid.bytes().all(|b| b.is_ascii_digit());
    (one && behind.trim().trim_end_matches(';').is_empty()).then_some(pid)
}

/// The one place in the log that a database no longer keeps for another: `SELECT pg_drop_replication_slot('standby_2')`.
#[must_use]
pub fn drops_slot<'a>(action: &'a Action, effect: &Effect) -> Option<&'a str> {
    (effect.verb == Verb::DbAdmin).then_some(())?;
    let (_, rest) = action.words.split_once("pg_drop_replication_slot(")?;
    let (slot, behind) = rest.split_once(')')?;
    let slot = slot.trim_matches('\'');
    let plain = !slot.is_empty() && slot.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    (plain && behind.trim().trim_end_matches(';').is_empty()).then_some(slot)
}

/// What one plain command does on another machine: nothing is joined to it, and nothing in it is worked out there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote<'a> {
    /// It takes away what it names, or lets it be made again.
    pub deletes: bool,
    /// What it names: services, containers, paths. A command that removes what is unused names nothing.
    pub things: Vec<&'a str>,
}

/// The plain command that is run on another machine, where its reach is told by its words: `ssh web-2 sudo systemctl restart nginx`,
/// `ssh ci-2 rm -rf /srv/ci/cache/webpack`.
#[must_use]
pub fn remote(action: &Action) -> Option<Remote<'_>> {
    let words: Vec<&str> = action.words.split_whitespace().collect();
    if action.program != "ssh" || words.get(1)?.starts_with('-') {
        return None;
    }
    let odd = |w: &str| w.contains(['|', '$', '`', '>', '<', '…', '(']) || w.trim_end_matches(';').contains([';']);
    if words.iter().any(|w| odd(w) || w.contains('&') && *w != "&&") {
        return None;
    }
    let mut all: Option<Remote<'_>> = None;
    for one in words.get(2..)?.split_inclusive(|w| *w == "&&" || w.ends_with(';')) {
        let parts: Vec<&str> =
            one.iter().map(|w| w.trim_end_matches(';')).filter(|w| !w.is_empty() && *w != "&&").collect();
        // What it shows before and afterwards does not matter.
        if parts.is_empty() || only_shows(&parts) {
            continue;
        }
        let next = one_remote(&parts)?;
        all = Some(match all {
            Some(before) => Remote {
                deletes: before.deletes || next.deletes,
                things: before.things.into_iter().chain(next.things).collect(),
            },
            None => next,
        });
    }
    all
}

/// The same of one command of them.
fn one_remote<'a>(inner: &[&'a str]) -> Option<Remote<'a>> {
    const DOES: &[&str] = &["start", "stop", "restart", "reload", "enable", "disable"];
    const POWER: &[&str] = &["start", "stop", "shutdown", "reboot", "reset", "suspend", "resume"];
    let inner = if inner.first() == Some(&"sudo") { inner.get(1..)? } else { inner };
    let plain = |t: &&&str| {
        t.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '@' | ':' | '/')) && **t != "all"
    };
    let named = |things: &[&'_ str]| !things.is_empty() && things.iter().all(|t| plain(&t) && !t.starts_with('-'));
    let (deletes, things) = match inner {
        ["gitlab-runner", "unregister", "--name", runner] => (true, vec![*runner]),
        ["zfs", "destroy", snapshot] | ["zfs", "destroy", "-v", snapshot] if snapshot.contains('@') => {
            (true, vec![*snapshot])
        }
        ["qm" | "pct", does, machine] if POWER.contains(does) => (false, vec![*machine]),
        ["qm" | "pct", "destroy", machine] | ["qm" | "pct", "destroy", machine, "--purge"] => (true, vec![*machine]),
        ["qm" | "pct", "delsnapshot", machine, snapshot] => (true, vec![*machine, *snapshot]),
        ["pvesm", "free", volume] => (true, vec![*volume]),
        ["virsh", "destroy" | "shutdown" | "start" | "reboot" | "reset", machine] => (false, vec![*machine]),
        ["docker" | "podman", "system", "prune", options @ ..] => {
            let volumes = options.contains(&"--volumes");
            let known = |o: &&str| matches!(*o, "-f" | "--force" | "--volumes");
            return options.iter().all(known).then(|| Remote {
                deletes: true,
                things: if volumes { vec!["system", "volumes"] } else { vec!["system"] },
            });
        }
        ["systemctl", does, "--now", unit] if DOES.contains(does) => (false, vec![*unit]),
        ["systemctl" | "supervisorctl" | "docker" | "podman" | "pm2", does, unit] if DOES.contains(does) => {
            (false, vec![*unit])
        }
        ["service", unit, does] if DOES.contains(does) => (false, vec![*unit]),
        ["docker" | "podman", "rm" | "rmi", things @ ..] => {
            (true, things.iter().copied().filter(|t| !matches!(*t, "-f" | "--force")).collect())
        }
        ["docker" | "podman", "image" | "builder" | "container", "prune", "-f" | "--force"] => {
            return Some(Remote { deletes: true, things: vec![] });
        }
        ["rm", things @ ..] => {
            let paths: Vec<&str> = things
                .iter()
                .copied()
                .filter(|t| !t.starts_with('-'))
                .map(|p| p.strip_suffix("/*").unwrap_or(p))
                .collect();
            return (!paths.is_empty() && paths.iter().all(|p| p.starts_with('/') && is_deep(p, false)))
                .then_some(Remote { deletes: true, things: paths });
        }
        ["find", path, rest @ .., "-delete"] if !rest.contains(&"-o") => {
            return (path.starts_with('/') && is_deep(path, true))
                .then(|| Remote { deletes: true, things: vec![*path] });
        }
        _ => return None,
    };
    named(&things).then_some(Remote { deletes, things })
}

/// `df -h`: words that look and no more.
fn only_shows(words: &[&str]) -> bool {
    matches!(words, ["df" | "du" | "ls" | "uptime" | "free" | "date", ..])
        || matches!(words, ["docker" | "podman", "ps" | "images", ..] | ["systemctl", "status" | "is-active", ..])
        || matches!(
            words,
            ["zfs" | "zpool" | "pct" | "qm", "list" | "listsnapshot" | "status", ..] | ["virsh", "list", ..]
        )
}

/// One of the numbered databases that a store has: `redis-cli -n 3 FLUSHDB`.
fn numbered(action: &Action) -> bool {
    let words: Vec<&str> = action.words.split_whitespace().collect();
    let number = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_digit());
    let picked = words.windows(2).any(|p| matches!(p, ["-n", n] if number(n)));
    // Keys that a list names.
    let keys = words
        .windows(2)
        .any(|p| matches!(p, [does, "…"] if matches!(does.to_ascii_lowercase().as_str(), "del" | "unlink")));
    matches!(action.program.as_str(), "redis-cli" | "valkey-cli")
        && (keys || picked && words.last().is_some_and(|w| w.eq_ignore_ascii_case("flushdb")))
}

/// One thing at an address: a path of two steps or more, or an image of one's own registry with its tag.
fn is_one_resource(target: &Target) -> bool {
    const STEPS: usize = 2;
    let plain = |t: &str| !t.contains(['*', '…', '$', '?']);
    // `…/logs-2024.01.*`: what begins so, and no more.
    let begins = |t: &str| {
        t.strip_suffix('*').is_some_and(|head| {
            plain(head)
                && head.rsplit('/').next().is_some_and(|l| l.len() > 5 && l.contains(|c: char| c.is_ascii_digit()))
        })
    };
    match target {
        Target::Url { url, .. } if begins(url) => true,
        Target::Url { url, .. } => {
            let path = url.split_once("://").map_or(url.as_str(), |(_, r)| r);
            let (path, query) = path.split_once('?').unwrap_or((path, ""));
            let steps: Vec<&str> = path.split('/').skip(1).filter(|p| !p.is_empty()).collect();
            // Who logs in there is no part of where it is.
            let host = path.split('/').next().unwrap_or("").rsplit('@').next().unwrap_or("");
            steps.len() >= STEPS && plain(host) && are_plain(&steps) && is_narrow_query(query)
        }
        Target::Named { kind: "image", name, .. } => {
            let (host, rest) = name.split_once('/').unwrap_or(("", name));
            let public =
                ["docker.io", "ghcr.io", "quay.io", "public.ecr.aws", "registry.hub.docker.com", "mcr.microsoft.com"];
            let tagged = rest.rsplit_once(':').is_some_and(|(_, t)| t != "latest" && !t.is_empty());
            host.contains('.') && !public.contains(&host) && tagged && plain(name)
        }
        _ => false,
    }
}

/// Steps of an address that are told, but for one in the middle that a variable holds whole: `zones/$ZONE/purge_cache`.
fn are_plain(steps: &[&str]) -> bool {
    let plain = |t: &str| !t.contains(['*', '…', '$', '?']);
    let held = |t: &str| {
        let name = t.strip_prefix('$').map(|n| n.trim_start_matches('{').trim_end_matches('}'));
        t == "…" || name.is_some_and(|n| n.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
    };
    let gaps = steps.iter().filter(|s| !plain(s)).count();
    gaps == 0 || gaps == 1 && steps.iter().all(|s| plain(s) || held(s)) && steps.last().is_some_and(|l| plain(l))
}

/// What stands behind an address and takes no more than it names.
fn is_narrow_query(query: &str) -> bool {
    const WIDER: &[&str] =
        &["recurse", "recursive", "all", "cascade", "prefix", "force", "keys", "q", "query", "filter"];
    let plain = |t: &str| !t.contains(['*', '…', '$', '?']);
    query.split('&').all(|p| plain(p) && !WIDER.contains(&p.split('=').next().unwrap_or("").to_lowercase().as_str()))
}

/// One file of a folder that a service reads file by file, where each is a thing of its own: a site, a job, a unit. None of those
/// that say who may do what.
fn is_drop_in(path: &str) -> bool {
    const FOLDERS: &[&str] = &[
        "cron.d",
        "cron.hourly",
        "cron.daily",
        "cron.weekly",
        "cron.monthly",
        "logrotate.d",
        "sites-enabled",
        "sites-available",
        "conf-enabled",
        "conf-available",
        "sources.list.d",
        "profile.d",
        "tmpfiles.d",
        "xinetd.d",
        "dnsmasq.d",
        "telegraf.d",
        "vhosts.d",
    ];
    const SERVICES: &[&str] = &["nginx", "apache2", "httpd", "supervisor", "haproxy", "caddy", "lighttpd"];
    let parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
    let plain = path.starts_with("/etc/") && !path.contains(['*', '?', '[', '…', '$']) && !path.contains("..");
    plain
        && match parts.as_slice() {
            ["etc", "systemd", "system", unit] => [".service", ".timer", ".socket"].iter().any(|e| unit.ends_with(e)),
            ["etc", service, "conf.d", _] => SERVICES.contains(service),
            ["etc", folder, _] | ["etc", _, folder, _] => FOLDERS.contains(folder),
            _ => false,
        }
}

/// `find … -mtime +30`: not all that is there.
fn is_sieved(action: &Action) -> bool {
    let sieves = ["-mtime", "-mmin", "-name", "-iname", "-size", "-empty", "-newer"];
    action.program == "find" && action.words.split_whitespace().any(|w| sieves.contains(&w))
}

/// A path far enough below what a system or a person keeps together: `/srv/artifacts/build-201`, not `/srv` or `~/Documents`.
fn is_deep(path: &str, sieved: bool) -> bool {
    // All that is in a folder reaches no further than the folder.
    let path = path.strip_suffix("/*").filter(|p| !p.contains(['*', '?', '['])).unwrap_or(path);
    let parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty() && *p != "**").collect();
    // A pattern of names in one folder that is deep enough: `*.tmp`.
    let (folder, last) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = folder.trim_end_matches("/**");
    let gap = ['*', '?', '[', '…', '$'];
    let told = !last.contains(gap) || last.len() > 3 && !last.contains(['…', '$']);
    let plain = !folder.contains(gap) && told;
    let at_home = matches!(parts.first(), Some(&("home" | "Users")));
    let least = match parts.first().copied() {
        Some("opt") => 2,
        Some("srv" | "mnt" | "data" | "scratch") => 3 - usize::from(sieved),
        // What a system keeps for a while.
        Some("var") if matches!(parts.get(1), Some(&("crash" | "tmp" | "cache" | "spool"))) => 3,
        Some("var") if sieved && parts.get(1) == Some(&"log") => 3,
        Some("home" | "Users") => 4,
        _ => return false,
    };
    let told = parts.iter().filter(|p| !p.contains('*')).count();
    plain
        && (if sieved { told } else { parts.len() }) >= least
        && (!at_home || !parts.iter().skip(2).any(|p| p.starts_with('.')))
}

/// A namespace that a cluster or everybody lives by. One of somebody's own goes with what is in it, once it is named.
fn takes_shared_namespace(words: &[String]) -> bool {
    let namespace = nouns::kinds("namespace");
    let Some(at) = words.iter().position(|w| nouns::resource(w) & namespace != 0) else { return false };
    let shared = |n: &String| {
        let name = n.rsplit('/').next().unwrap_or(n);
        let systems =
            ["default", "istio", "ingress", "cert", "monitoring", "logging", "argocd", "flux", "vault", "openshift"];
        name.starts_with("kube") || systems.iter().any(|s| name.starts_with(s)) || name == "--all"
    };
    words.iter().skip(at).any(shared)
}

/// Things that hold others: all that is in them goes too.
fn is_wide(action: &Action, effect: &Effect) -> bool {
    let words: Vec<String> = action.words.split_whitespace().map(str::to_lowercase).collect();
    let says = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    let labelled = bind::environments(action).iter().any(|e| matches!(e, EnvLabel::Staging | EnvLabel::Local));
    let protected = ["main", "master", "trunk", "develop", "head", "production", "prod", "release", "stable", "origin"];
    match effect.verb {
        Verb::VcsForcePush => {
            let branch =
                effect.target.text().split_whitespace().nth(1).unwrap_or("").trim_start_matches('+').to_lowercase();
            let branch = branch.rsplit(':').next().unwrap_or("");
            branch.is_empty() || protected.contains(&branch) || branch.starts_with("release/")
        }
        Verb::DbDestroy => {
            !labelled && (says(&["database"]) || matches!(action.program.as_str(), "dropdb" | "mysqladmin"))
        }
        Verb::InfraDestroy => says(&["nodes", "cluster", "crd"]) || takes_shared_namespace(&words),
        Verb::CloudDestroy => {
            // A whole database, a key that others' data are encrypted with, a zone of names: as much as all that is in it.
            let whole =
                |w: &String| ["db-instance", "db-cluster", "hosted-zone", "key-deletion"].iter().any(|p| w.contains(p));
            // A copy, some machines of a cluster: no more than itself.
            let one = ["delete-db-snapshot", "delete-db-cluster-snapshot", "delete-nodegroup"];
            if words.iter().any(|w| one.contains(&w.as_str())) {
                return false;
            }
            // What computes for a while, and keeps nothing.
            if says(&["dataproc", "emr"]) || action.program == "databricks" && says(&["clusters"]) {
                return false;
            }
            says(&["projects", "project", "group", "account", "accounts", "organizations", "clusters", "eks"])
                || says(&["sql", "rds", "kms", "keyvault", "organization", "backup", "backups"])
                || says(&["dns", "route53"]) && says(&["zone", "zones", "managed-zones", "hosted-zone"])
                || words.iter().filter(|w| !w.starts_with("--")).any(whole)
        }
        Verb::ForgeDelete => says(&["repo", "repository", "org", "project"]),
        _ => false,
    }
}
