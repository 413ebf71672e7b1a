//! By which operations of the words an effect may be asked for, and by which forbidden. Called by `consent`.

use automode_model::{Action, Effect, Target, Verb};

use super::nouns;
use super::words::{self, Ops};
use crate::decide::reach;

/// What is asked of a thing in a list of such by giving its entry another state.
const OF_ENTRIES: Ops =
    Ops::STOP.or(Ops::KILL).or(Ops::START).or(Ops::RESTART).or(Ops::CONFIG).or(Ops::APPLY).or(Ops::WEAKEN);

/// By which operations this effect may be asked for.
pub fn asked_as(action: &Action, effect: &Effect) -> Ops {
    let ops = words::of_verb(effect.verb).or(own_ops(action, effect));
    if let Some(own) = by_its_words(action, effect, ops) {
        return own;
    }
    let again = starts_again(action);
    match effect.verb {
        // `virsh destroy` takes the power away, and this the machine.
        _ if action.program == "virsh" && says(action, &["undefine"]) => Ops::LITERAL,
        // Who wants it restarted does not want it stopped, and the other way round.
        Verb::ServiceStop | Verb::ContainerStop | Verb::Power if again => Ops::RESTART,
        // What is to be removed is stopped before.
        Verb::ContainerStop => Ops(ops.0 & !Ops::RESTART.0).or(Ops::DELETE),
        Verb::ServiceStop | Verb::Power => Ops(ops.0 & !Ops::RESTART.0),
        // `kubectl label node x tier-`
        Verb::InfraChange if says(action, &["label", "annotate", "taint"]) && action.words.ends_with('-') => {
            ops.or(Ops::DELETE)
        }
        // A file is uploaded by being copied to a bucket.
        Verb::CloudChange if effect.target.text().contains("://") && says(action, &["cp", "copy", "sync", "rsync"]) => {
            Ops(ops.0 & !Ops::RESTART.0).or(Ops::SEND)
        }
        Verb::InfraChange | Verb::CloudChange if !again => Ops(ops.0 & !Ops::RESTART.0),
        // A job of a queue is deleted, removed, cancelled: all the same.
        Verb::ProcessKill if matches!(effect.target, Target::Named { kind: "job" | "jobs", .. }) => ops.or(Ops::DELETE),
        Verb::Mount if action.words.contains("umount") => Ops::STOP,
        Verb::RemoteExec if again => Ops::RESTART,
        Verb::RemoteExec if reach::remote(action).is_some_and(|r| r.deletes) => Ops::DELETE,
        // Who is taken out of a role is not dropped.
        Verb::DbAdmin if reach::drops_account(action) || reach::drops_slot(action, effect).is_some() => Ops::DELETE,
        Verb::DbAdmin if reach::ends_session(action, effect).is_some() => Ops::KILL.or(Ops::STOP),
        Verb::DbSchema if action.words.to_lowercase().contains(" rename ") => ops.or(Ops::MOVE),
        Verb::Publish if says(action, &["dist-tag"]) => ops.or(Ops::CONFIG).or(Ops::MOVE),
        Verb::ContainerRun if again => ops.or(Ops::RESTART),
        // What is brought down is taken away, and made again from its file.
        Verb::ContainerDelete if action.words.contains("compose") && says(action, &["down"]) => ops.or(Ops::STOP),
        Verb::VcsChange => of_git(action),
        // `kill the branch`, `kill the nomad job`.
        // What the command itself calls stopping may be asked for as that: `nomad job stop`.
        Verb::InfraDestroy | Verb::CloudDestroy if says(action, &["stop"]) => ops.or(Ops::KILL).or(Ops::STOP),
        // A pod that is taken away is made again.
        Verb::InfraDestroy if nouns::kinds("pod") == nouns::of_effect(action, effect) => {
            ops.or(Ops::KILL).or(Ops::RESTART)
        }
        Verb::VcsRewrite | Verb::VcsDeleteRemote | Verb::InfraDestroy | Verb::CloudDestroy => ops.or(Ops::KILL),
        Verb::Grant
            if ["userdel", "deluser", "groupdel", "delgroup", "gpasswd"].iter().any(|p| action.words.contains(p)) =>
        {
            ops.or(Ops::DELETE)
        }
        Verb::Persist if action.words.starts_with("atrm ") => Ops::DELETE.or(Ops::KILL).or(Ops::STOP),
        Verb::ForgeAdmin | Verb::SecretWrite if says(action, &["delete", "remove", "unset"]) => ops.or(Ops::DELETE),
        // To stop a job in the list of jobs is to set its state.
        Verb::Write if matches!(effect.target, Target::Named { kind: "entry", .. }) => ops.or(OF_ENTRIES),
        // What a request does is told by its method, and by what its address ends with.
        Verb::ExternalWrite | Verb::NetSend => of_request(action, effect, ops),
        // What is taken out of a file is taken by writing it.
        Verb::Write if action.effects.iter().any(|e| matches!(e.target, Target::Named { kind: "entry", .. })) => {
            ops.or(Ops::DELETE).or(Ops::GRANT).or(Ops::STOP).or(Ops::CONFIG)
        }
        // A pull request cannot be opened without its branch being pushed.
        Verb::VcsPush if says(action, &["pr", "mr"]) && says(action, &["create"]) => ops.or(Ops::CREATE).or(Ops::SEND),
        // Whoever wants something done to data may have it looked at.
        Verb::DbRead => Ops(u64::MAX),
        // Another user's rights, and what a service knows one by, are for whatever was asked for.
        Verb::Elevate | Verb::SecretPresent => Ops(u64::MAX),
        _ => ops,
    }
}

/// `systemctl restart x`, `heroku ps:restart`
fn starts_again(action: &Action) -> bool {
    let again = |w: &str| matches!(w, "restart" | "reload" | "try-restart" | "reboot" | "force-reload");
    action.words.split_whitespace().skip(1).filter_map(|w| w.rsplit(':').next()).any(again)
}

/// Where words of the command say that the effect is called otherwise than its verb is.
fn by_its_words(action: &Action, effect: &Effect, ops: Ops) -> Option<Ops> {
    Some(match effect.verb {
        // Who wants a run cancelled does not want it run again, and the other way round.
        Verb::CiTrigger if says(action, &["cancel", "stop", "abort"]) => Ops::KILL.or(Ops::STOP),
        Verb::CiTrigger if says(action, &["rerun", "retry", "restart"]) => Ops(ops.0 & !Ops::KILL.0).or(Ops::RESTART),
        Verb::ProcessKill | Verb::InfraChange if says(action, &["requeue", "requeuehold"]) => Ops::RESTART.or(Ops::RUN),
        // `undo the last rollout`
        Verb::InfraChange if says(action, &["undo", "rollback"]) => Ops(ops.0 & !Ops::RESTART.0).or(Ops::DISCARD),
        // `ALTER WAREHOUSE x SUSPEND`
        Verb::DbSchema if alters_to(action, "suspend") => Ops::STOP,
        Verb::DbSchema if alters_to(action, "resume") => Ops::START,
        // A cluster in containers has no other end.
        Verb::ContainerDelete if matches!(effect.target, Target::Named { kind: "cluster", .. }) => ops.or(Ops::KILL),
        // `KILL QUERY …`: what is ended is one session's work.
        Verb::ServiceStop if action.words.to_lowercase().contains("kill query ") => ops.or(Ops::KILL),
        Verb::ForgeWrite if says(action, &["abandon", "abandoned", "decline", "declined", "close", "closed"]) => {
            ops.or(Ops::ABANDON)
        }
        // A draft that is none any more is published.
        Verb::ForgeWrite | Verb::Unpublish if says(action, &["--draft=false"]) => ops.or(Ops::PUBLISH),
        // What a journal is cut down to is a setting of it.
        Verb::RemoteExec | Verb::SecurityWeaken if action.words.contains("journalctl --vacuum-") => {
            ops.or(Ops::CONFIG).or(Ops::DELETE)
        }
        // A run that is killed keeps what it made; a repository has no other end.
        Verb::ForgeDelete if matches!(effect.target, Target::Named { kind: "repository", .. }) => ops.or(Ops::KILL),
        Verb::CloudDestroy if says(action, &["terminate-clusters"]) => ops.or(Ops::KILL).or(Ops::STOP),
        _ => return None,
    })
}

/// What the command's own word for what it does means, where it takes something away: `delete-user`, `purge_queue`.
fn own_ops(action: &Action, effect: &Effect) -> Ops {
    const AWAY: Ops = Ops::DELETE.or(Ops::KILL).or(Ops::STOP);
    if matches!(effect.target, Target::Path(_)) {
        return Ops::NONE;
    }
    let words = action.words.split_whitespace().skip(1).filter(|w| !w.starts_with('-')).take(3);
    let first = words.filter_map(|w| w.split(['-', '_', ':']).next());
    // What is stopped is there again, what is terminated is not.
    let one = |w: &str| match words::of_base(w) {
        ops if ops.meets(Ops::KILL) => Ops::KILL,
        ops => ops,
    };
    let all = first.filter(|w| nouns::resource(w) == 0).map(one).fold(Ops::NONE, Ops::or);
    Ops(all.0 & AWAY.0)
}

/// Whether one of the words behind the program is one of these.
pub(super) fn says(action: &Action, words: &[&str]) -> bool {
    action.words.split_whitespace().skip(1).any(|w| words.contains(&w))
}

/// What a request over the network is asked for as.
fn of_request(action: &Action, effect: &Effect, ops: Ops) -> Ops {
    // What takes something away was asked for as that: `pin the build 7` is no DELETE.
    let away = of_method(action).meets(Ops::DELETE);
    let ops = if away { Ops(ops.0 & !Ops::SEND.or(Ops::CREATE).or(Ops::EDIT).0).or(of_guard(effect)) } else { ops };
    // What the address says is done: to run something is not to cancel it.
    let said = of_address(effect);
    let method = of_method(action);
    let method = if said.is_empty() { method } else { Ops(method.0 & !Ops::RUN.or(Ops::START).0) };
    let asked = ops.or(method).or(said);
    if is_kept_run(action) { Ops(asked.0 & !Ops::KILL.or(Ops::STOP).0) } else { asked }
}

/// What else people call it that something at an address is taken away: a right, and what guards or switches on.
fn of_guard(effect: &Effect) -> Ops {
    let Target::Url { url, .. } = &effect.target else { return Ops::GRANT };
    let guards = |p: &str| ["protect", "enable", "lock", "ban"].iter().any(|g| p.starts_with(g));
    if url.split('/').any(guards) { Ops::GRANT.or(Ops::WEAKEN).or(Ops::STOP) } else { Ops::GRANT }
}

/// What a request's method asks for: `curl -X DELETE`.
pub(super) fn of_method(action: &Action) -> Ops {
    let mut words = action.words.split_whitespace();
    let method = words.find_map(|w| match w {
        "-X" | "--request" | "--method" => Some(""),
        w => w.strip_prefix("-X").or_else(|| w.strip_prefix("--request=")).or_else(|| w.strip_prefix("--method=")),
    });
    let method = match method {
        Some("") => words.next().unwrap_or(""),
        Some(joined) => joined,
        None => return Ops::NONE,
    };
    match method.to_ascii_uppercase().as_str() {
        "DELETE" | "PURGE" => Ops::DELETE.or(Ops::KILL),
        "PUT" | "PATCH" => Ops::EDIT.or(Ops::CONFIG).or(Ops::STOP).or(Ops::START),
        "POST" => Ops::RUN.or(Ops::START),
        _ => Ops::NONE,
    }
}

/// A run of CI that is deleted loses its logs and files, one that is cancelled keeps them: `DELETE …/pipelines/55120`.
fn is_kept_run(action: &Action) -> bool {
    let runs = |w: &str| w.split('/').any(|part| matches!(part, "pipelines" | "runs" | "builds" | "workflows"));
    of_method(action).meets(Ops::DELETE) && action.words.split_whitespace().any(runs)
}

/// `…/job/nightly/318/stop`, `…/purge_cache`, `…/queue/cancelItem?id=7`: what an address says at its end.
fn of_address(effect: &Effect) -> Ops {
    let Target::Url { url, .. } = &effect.target else { return Ops::NONE };
    let path = url.split(['?', '#']).next().unwrap_or("");
    let last = path.rsplit('/').next().unwrap_or("");
    match words::of_base(&last.to_lowercase()) {
        // Of more words one says what is done, and the others how and to what: no word of another kind.
        Ops::NONE => {
            let parts = humps(last);
            let ops: Vec<Ops> = parts.iter().map(|p| words::of_base(p)).collect();
            match ops[..] {
                [first, Ops::NONE] => first,
                // `safeRestart`; what is deleted is told by the method, or at the beginning.
                [Ops::NONE, second] if !second.meets(Ops::DELETE) => second,
                _ => Ops::NONE,
            }
        }
        ops => ops,
    }
}

/// The words of a name that is written as one: `cancelItem`, `purge_cache`.
fn humps(name: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    for c in name.chars() {
        if c.is_ascii_uppercase() || matches!(c, '_' | '-') {
            out.push(String::new());
        }
        if c.is_ascii_alphanumeric()
            && let Some(last) = out.last_mut()
        {
            last.push(c.to_ascii_lowercase());
        }
    }
    out.retain(|w| !w.is_empty());
    out
}

/// The statement's last word: `ALTER TASK nightly SUSPEND;`
fn alters_to(action: &Action, state: &str) -> bool {
    let words = action.words.to_lowercase();
    words.contains("alter ") && words.trim_end_matches([';', ' ', '\'', '"']).ends_with(state)
}

/// What a command of git that changes the repository does, by its name.
fn of_git(action: &Action) -> Ops {
    let mut words = action.words.split_whitespace().skip(1).filter(|w| !w.starts_with('-'));
    match words.next().unwrap_or("") {
        "commit" | "stash" | "cherry-pick" | "am" | "add" | "stage" => Ops::COMMIT,
        "merge" => Ops::MERGE,
        "rebase" => Ops::REWRITE,
        "tag" => Ops::COMMIT.or(Ops::CREATE).or(Ops::DELETE),
        "branch" | "worktree" => Ops::CREATE.or(Ops::DELETE).or(Ops::MOVE),
        "checkout" | "switch" => Ops::CREATE.or(Ops::CONFIG),
        "revert" | "reset" | "restore" => Ops::DISCARD,
        _ => Ops::EDIT,
    }
}

/// By which operations this effect may be forbidden: more than those by which it may be asked for.
pub(super) fn forbidden_as(ops: Ops, effect: &Effect) -> Ops {
    match effect.verb {
        Verb::VcsForcePush | Verb::VcsDeleteRemote => ops.or(Ops::PUSH),
        Verb::Unpublish => ops.or(Ops::PUBLISH),
        Verb::DbDestroy | Verb::DbWrite | Verb::DbSchema => ops.or(Ops::EDIT),
        Verb::RunRemote => ops.or(Ops::DOWNLOAD),
        Verb::InfraDestroy | Verb::CloudDestroy | Verb::ContainerDelete => ops.or(Ops::STOP).or(Ops::KILL),
        Verb::ForgeMerge => ops.or(Ops::MERGE),
        Verb::DbRead => Ops::READ,
        _ => ops,
    }
}
