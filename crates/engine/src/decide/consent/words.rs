//! The words by which people call operations, in English: base forms here, other forms by what English does to verbs.
//! Other languages are in `languages`. Called by `read` for every word at the head of a clause.

use automode_model::Verb;

/// A set of operations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ops(pub u64);

macro_rules! ops {
    ($($name:ident $bit:literal $doc:literal),+ $(,)?) => {
        impl Ops { $(#[doc = $doc] pub const $name: Self = Self(1 << $bit);)+ }
    };
}

ops! {
    DELETE 0 "Delete, drop, remove.",
    PUSH 1 "Push commits.",
    COMMIT 2 "Commit, tag, stash.",
    MERGE 3 "Merge or approve a change.",
    PUBLISH 4 "Publish a package or a release.",
    DEPLOY 5 "Deploy, roll out, roll back.",
    INSTALL 6 "Install or update software.",
    EDIT 7 "Change or write what is there.",
    CREATE 8 "Make something new.",
    MOVE 9 "Move or rename.",
    RUN 10 "Run something.",
    READ 11 "Look at something.",
    KILL 12 "End processes, cancel jobs.",
    STOP 13 "Stop or restart services.",
    START 14 "Start services, open ports.",
    MIGRATE 15 "Run migrations.",
    DISCARD 16 "Throw uncommitted work away.",
    REWRITE 17 "Rewrite history.",
    GRANT 18 "Give or change access.",
    WEAKEN 19 "Switch a protection off.",
    SECRET 20 "Set or rotate a secret.",
    SEND 21 "Send, post, upload, comment.",
    DOWNLOAD 22 "Fetch from the network.",
    SCHEDULE 23 "Make something run later.",
    CONFIG 24 "Change settings.",
    APPLY 25 "Apply or scale infrastructure.",
    TOUCH 26 "Change in any way.",
    FORCE 27 "Overwrite what others have.",
    LOGIN 28 "Log in.",
    COPY 29 "Copy to or from another machine.",
    RESTART 30 "Stop and start again.",
    CLEAN 31 "Clean up: to delete, where what goes is named.",
    LITERAL 32 "The word that the command itself has for what it does.",
    LINE 33 "A sentence that may be nothing but a command.",
    ABANDON 34 "Close a request for review without taking it.",
}

impl Ops {
    /// Nothing.
    pub const NONE: Self = Self(0);

    /// Both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether they have one in common.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The operations that a verb's effect may be called by.
#[must_use]
pub fn of_verb(verb: Verb) -> Ops {
    use Ops as O;
    use Verb as V;
    match verb {
        V::Inspect | V::Read | V::SecretRead | V::EnvRead | V::DbRead | V::VcsRead | V::ForgeRead => O::READ,
        V::ContainerRead | V::InfraRead | V::ExternalRead | V::ServiceRead | V::NetProbe => O::READ,
        V::CloudRead => O::READ.or(O::COPY).or(O::DOWNLOAD),
        V::Write | V::Append | V::Format => O::EDIT.or(O::CREATE),
        V::Delete | V::Wipe | V::DbDestroy | V::ContainerDelete | V::InfraDestroy | V::CloudDestroy => O::DELETE,
        V::ForgeDelete | V::Unpublish | V::VcsDeleteRemote | V::DepsRemove => O::DELETE,
        V::Move => O::MOVE,
        V::Chmod | V::Chown => O::GRANT.or(O::EDIT),
        V::Link | V::Mount => O::CREATE.or(O::START),
        V::Build | V::Test | V::Run | V::RunCode | V::ToolRun => O::RUN,
        V::RunRemote => O::RUN.or(O::INSTALL),
        V::DepsInstall | V::DepsAdd | V::DepsUpdate | V::DepsMajor | V::ToolInstall | V::SystemInstall => O::INSTALL,
        V::Publish => O::PUBLISH,
        V::VcsChange => O::COMMIT.or(O::MERGE).or(O::CREATE).or(O::DELETE).or(O::EDIT),
        V::VcsDiscard => O::DISCARD.or(O::DELETE),
        V::VcsRewrite => O::REWRITE.or(O::DELETE),
        V::VcsConfig => O::CONFIG,
        V::VcsRemoteChange => O::CONFIG.or(O::CREATE).or(O::EDIT),
        V::VcsFetch | V::NetFetch => O::DOWNLOAD,
        V::VcsPush => O::PUSH,
        V::VcsForcePush => O::FORCE,
        V::ForgeWrite => O::SEND.or(O::CREATE).or(O::EDIT),
        V::ForgeMerge => O::MERGE,
        V::ForgeAdmin => O::CONFIG.or(O::GRANT).or(O::SECRET).or(O::WEAKEN),
        V::CiTrigger => O::RUN.or(O::START).or(O::KILL).or(O::DEPLOY),
        V::NetSend => O::SEND,
        V::NetScan => O::RUN,
        V::NetListen | V::NetTunnel => O::START,
        V::RemoteExec => O::RUN.or(O::START).or(O::STOP).or(O::KILL).or(O::DELETE).or(O::EDIT),
        V::RemoteCopy => O::COPY.or(O::SEND).or(O::DOWNLOAD),
        V::DbWrite => O::EDIT.or(O::CREATE).or(O::DELETE),
        V::DbSchema => O::MIGRATE.or(O::CREATE).or(O::EDIT),
        V::DbAdmin => O::GRANT.or(O::CONFIG),
        V::ContainerBuild => O::RUN,
        V::ContainerRun | V::AgentSpawn => O::START.or(O::RUN),
        V::ContainerStop => O::STOP.or(O::KILL).or(O::RESTART),
        V::InfraChange | V::CloudChange => {
            O::APPLY.or(O::DEPLOY).or(O::EDIT).or(O::CREATE).or(O::STOP).or(O::START).or(O::CONFIG).or(O::RESTART)
        }
        V::Deploy => O::DEPLOY,
        V::ExternalWrite | V::ToolCall => O::SEND.or(O::CREATE).or(O::EDIT),
        V::ServiceStart => O::START,
        V::ServiceStop | V::Power => O::STOP.or(O::RESTART),
        V::ProcessKill | V::ProcessSignal => O::KILL.or(O::STOP),
        V::Elevate => O::RUN,
        V::Grant => O::GRANT,
        V::SystemConfig => O::CONFIG.or(O::EDIT),
        V::SecurityWeaken => O::WEAKEN.or(O::GRANT),
        V::SecretWrite => O::SECRET.or(O::CREATE).or(O::EDIT),
        V::Login => O::LOGIN,
        V::SecretPresent => O::SEND.or(O::READ).or(O::DOWNLOAD),
        V::Persist => O::SCHEDULE.or(O::CREATE).or(O::EDIT).or(O::DELETE),
        V::EnvSet => O::CONFIG.or(O::EDIT),
        // What is not understood, what controls the agent, and verbs that are added later: no words name them.
        _ => O::NONE,
    }
}

/// What it does is to look, even where that matters.
#[must_use]
pub fn only_reads(verb: Verb) -> bool {
    of_verb(verb) == Ops::READ
}

/// The operations that a base form means; none where it is no word for one.
#[must_use]
pub fn of_base(word: &str) -> Ops {
    use Ops as O;
    match word {
        "delete" | "remove" | "drop" | "destroy" | "erase" | "rm" | "purge" | "wipe" | "nuke" | "trash" | "prune"
        | "truncate" | "uninstall" | "unlink" | "shred" | "zap" | "del" | "scrub" | "empty" | "flush"
        | "obliterate" | "eliminate" | "dispose" | "deprovision" | "decommission" | "unpublish" | "yank" | "evict"
        | "expunge" | "unschedule" | "unregister" | "deregister" | "delist" | "strike" | "ditch" | "axe" | "cull"
        | "unsubscribe" | "dequeue" | "yeet" | "whack" | "nix" | "uncommission" | "bin" | "toss" | "retire"
        | "sunset" | "junk" => O::DELETE,
        "clear" => O::DELETE.or(O::DISCARD),
        // Vague: what is cleaned stays, as far as anybody can tell.
        "clean" | "cleanup" => O::DISCARD.or(O::CLEAN),
        "tidy" => O::EDIT.or(O::CLEAN),
        "cancel" | "abort" | "kill" | "terminate" | "end" | "interrupt" | "sigkill" | "pkill" | "scancel" | "qdel"
        | "bkill" => O::KILL.or(O::STOP),
        "push" => O::PUSH,
        "force-push" | "forcepush" | "overwrite" => O::FORCE,
        "commit" | "tag" | "stash" | "stage" | "checkpoint" => O::COMMIT,
        "merge" | "land" => O::MERGE.or(O::COMMIT),
        "squash-merge" | "approve" => O::MERGE,
        "cherry-pick" => O::COMMIT,
        "publish" => O::PUBLISH,
        "release" => O::PUBLISH.or(O::DEPLOY),
        "deploy" | "ship" | "redeploy" | "promote" | "rollout" => O::DEPLOY,
        "rollback" => O::DEPLOY.or(O::DISCARD),
        "install" | "reinstall" => O::INSTALL,
        "upgrade" | "bump" => O::INSTALL.or(O::EDIT),
        "edit" | "modify" | "fix" | "refactor" | "rewrite" | "patch" | "implement" | "adjust" | "correct" | "amend"
        | "tweak" | "alter" | "format" | "reformat" | "improve" | "replace" | "extend" | "adapt" => {
            if word == "alter" {
                O::EDIT.or(O::MIGRATE)
            } else if word == "rewrite" || word == "amend" {
                O::EDIT.or(O::REWRITE)
            } else {
                O::EDIT
            }
        }
        "change" | "update" => O::EDIT.or(O::CONFIG).or(O::INSTALL),
        "touch" | "mess" | "tamper" | "interfere" => O::TOUCH,
        "write" | "save" => O::EDIT.or(O::CREATE),
        "add" => O::CREATE.or(O::EDIT).or(O::INSTALL),
        "create" | "make" | "generate" | "provision" => O::CREATE,
        "open" | "file" => O::CREATE.or(O::SEND).or(O::START),
        "insert" | "seed" | "populate" => O::CREATE.or(O::EDIT),
        "move" | "rename" | "mv" => O::MOVE,
        "run" | "execute" | "rerun" | "re-run" | "trigger" | "invoke" | "launch" | "scan" | "use" => {
            O::RUN.or(O::START)
        }
        "sudo" => O::RUN,
        "read" | "look" | "open-up" | "show" | "print" | "cat" | "inspect" | "view" | "dump" | "check" | "list"
        | "display" | "query" | "peek" => O::READ,
        // Not KILL: what is stopped or restarted is there again, what is destroyed is not.
        "stop" | "halt" | "shutdown" | "pause" | "suspend" | "poweroff" | "unmount" | "umount" | "eject"
        | "deallocate" => O::STOP,
        "reboot" | "restart" | "bounce" | "recycle" => O::RESTART,
        "disable" => O::STOP.or(O::WEAKEN),
        "deactivate" | "weaken" | "loosen" | "relax" | "bypass" | "skip" | "unprotect" => O::WEAKEN,
        "reload" => O::START.or(O::RESTART),
        "start" | "boot" | "resume" | "spin" | "serve" | "expose" | "enable" => O::START.or(O::GRANT),
        "migrate" => O::MIGRATE.or(O::MOVE),
        "discard" | "reset" | "revert" | "restore" | "undo" => O::DISCARD,
        "rebase" | "squash" | "fixup" => O::REWRITE,
        "grant" | "allow" | "authorize" | "authorise" | "invite" | "revoke" | "chmod" | "chown" | "permit"
        | "share" | "lock" | "unlock" => O::GRANT,
        "rotate" | "renew" | "regenerate" | "reissue" => O::SECRET,
        "set" | "store" => O::SECRET.or(O::CONFIG).or(O::EDIT),
        "mark" => O::EDIT.or(O::SEND),
        "configure" | "reconfigure" | "point" | "switch" => O::CONFIG,
        "send" | "post" | "upload" | "submit" | "comment" | "reply" | "email" | "mail" | "notify" | "message"
        | "announce" | "close" | "assign" | "reassign" | "label" | "charge" | "pay" | "refund" | "transfer"
        | "call" | "acknowledge" | "ack" | "dismiss" => O::SEND,
        "download" | "fetch" | "pull" | "curl" | "wget" | "clone" => O::DOWNLOAD,
        "schedule" | "cron" | "register" | "autostart" => O::SCHEDULE,
        "apply" | "scale" | "resize" | "drain" | "cordon" => O::APPLY,
        "login" | "authenticate" => O::LOGIN,
        "copy" | "scp" | "rsync" | "sync" | "cp" => O::COPY,
        rare => of_rare(rare),
    }
}

/// The same for words that are heard less.
fn of_rare(word: &str) -> Ops {
    use Ops as O;
    match word {
        "freeze" | "mute" | "silence" | "snooze" | "quiesce" | "park" => O::STOP,
        "unfreeze" | "unmute" | "unpause" | "thaw" | "reactivate" | "unarchive" => O::START,
        "archive" | "shelve" | "deprecate" | "demote" => O::EDIT,
        "pin" | "unpin" => O::EDIT.or(O::CONFIG),
        "withdraw" | "retract" | "scrap" | "unset" => O::DELETE,
        "decline" | "abandon" => O::ABANDON,
        // What is taken off something is still there.
        "detach" | "unassign" => O::CONFIG,
        "unload" => O::STOP,
        "unban" => O::GRANT,
        "lower" | "raise" | "increase" | "decrease" | "reduce" | "halve" | "double" | "shorten" | "lengthen"
        | "swap" | "flip" | "toggle" => O::EDIT.or(O::CONFIG),
        // Of a value, not of a file.
        "shrink" | "cut" | "throttle" => O::CONFIG,
        // To a size, like to shrink; nobody asks for a thing to be deleted by it.
        "vacuum" => O::CONFIG,
        "lift" => O::WEAKEN,
        "requeue" | "retry" => O::RUN.or(O::RESTART),
        _ => O::NONE,
    }
}

/// Operations of two or three words: what they begin with, what follows (anywhere within the next few words), and what
/// they mean.
pub const PHRASES: &[(&str, &[&str], Ops)] = &[
    ("get", &["rid", "of"], Ops::DELETE),
    ("clean", &["up"], Ops::DISCARD.or(Ops::CLEAN)),
    ("tidy", &["up"], Ops::EDIT.or(Ops::CLEAN)),
    ("take", &["out"], Ops::DELETE),
    ("take", &["off"], Ops::DELETE),
    ("take", &["away"], Ops::DELETE),
    ("do", &["away", "with"], Ops::DELETE),
    ("pull", &["the", "plug", "on"], Ops::KILL.or(Ops::STOP)),
    ("get", &["off"], Ops::DELETE),
    ("shut", &["off"], Ops::STOP),
    ("power", &["off"], Ops::STOP),
    ("power", &["down"], Ops::STOP),
    ("pull", &["down"], Ops::DELETE.or(Ops::STOP)),
    ("pull", &["out"], Ops::DELETE),
    ("cross", &["out"], Ops::DELETE),
    ("cross", &["off"], Ops::DELETE),
    ("kick", &["out"], Ops::DELETE),
    ("clear", &["out"], Ops::DELETE),
    ("blow", &["away"], Ops::DELETE),
    ("throw", &["away"], Ops::DELETE.or(Ops::DISCARD)),
    ("throw", &["out"], Ops::DELETE),
    ("wipe", &["out"], Ops::DELETE),
    ("tear", &["down"], Ops::DELETE),
    ("take", &["down"], Ops::DELETE.or(Ops::STOP)),
    ("shut", &["down"], Ops::STOP),
    ("spin", &["down"], Ops::STOP.or(Ops::APPLY)),
    ("bring", &["down"], Ops::STOP),
    ("bring", &["up"], Ops::START),
    ("spin", &["up"], Ops::START.or(Ops::CREATE)),
    ("fire", &["up"], Ops::START),
    ("turn", &["off"], Ops::STOP.or(Ops::WEAKEN)),
    ("switch", &["off"], Ops::STOP.or(Ops::WEAKEN)),
    ("turn", &["on"], Ops::START.or(Ops::CONFIG)),
    ("roll", &["back"], Ops::DEPLOY.or(Ops::DISCARD)),
    ("roll", &["out"], Ops::DEPLOY),
    ("log", &["in"], Ops::LOGIN),
    ("sign", &["in"], Ops::LOGIN),
    ("force", &["push"], Ops::FORCE),
    ("force", &["delete"], Ops::DELETE),
    ("force", &["remove"], Ops::DELETE),
    ("force", &["kill"], Ops::KILL),
    ("force", &["stop"], Ops::STOP.or(Ops::KILL)),
    ("force", &["off"], Ops::STOP.or(Ops::KILL)),
    ("hard", &["reset"], Ops::DISCARD),
    ("check", &["in"], Ops::COMMIT),
    ("chuck", &["out"], Ops::DELETE),
    ("kick", &["off"], Ops::RUN.or(Ops::START)),
    ("scale", &["down"], Ops::APPLY.or(Ops::STOP)),
    ("comment", &["out"], Ops::STOP),
    ("tell", &["channel"], Ops::SEND),
    ("tell", &["people"], Ops::SEND),
    ("tell", &["team"], Ops::SEND),
    ("tell", &["everybody"], Ops::SEND),
    ("tell", &["everyone"], Ops::SEND),
    ("give", &["access"], Ops::GRANT),
    ("set", &["up"], Ops::CREATE.or(Ops::CONFIG).or(Ops::SCHEDULE)),
];

/// The base of a participle that the endings do not lead to: `taken out`, `torn down`.
#[must_use]
pub fn base_of_past(word: &str) -> &str {
    match word {
        "frozen" => "freeze",
        "withdrawn" => "withdraw",
        "taken" => "take",
        "torn" => "tear",
        "thrown" => "throw",
        "blown" => "blow",
        "gotten" | "got" => "get",
        "brought" => "bring",
        "shut" => "shut",
        "wiped" => "wipe",
        "cleared" => "clear",
        "turned" => "turn",
        "switched" => "switch",
        "powered" => "power",
        "spun" => "spin",
        "rolled" => "roll",
        "scaled" => "scale",
        "kicked" => "kick",
        other => other,
    }
}

/// Which form of a verb a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `delete`
    Base,
    /// `deleting`
    Ing,
    /// `deleted`
    Past,
    /// `deletes`, `deletion`, `pushes`
    Noun,
}

/// A word for an operation as requests have it: `delete`.
#[must_use]
pub fn is_base(word: &str) -> bool {
    matches!(of_word(word), Some((_, Form::Base)))
}

/// The operations and the form of a word; none where it is no word for an operation.
#[must_use]
pub fn of_word(word: &str) -> Option<(Ops, Form)> {
    let base = of_base(word);
    if !base.is_empty() {
        return Some((base, Form::Base));
    }
    // `force-delete`, `bulk-remove`: how it is done.
    if let Some((_, rest)) = word.split_once('-').filter(|(how, _)| matches!(*how, "force" | "hard" | "bulk" | "mass"))
        && !of_base(rest).is_empty()
    {
        return Some((of_base(rest), Form::Base));
    }
    let irregular = match word {
        "sent" => "send",
        "written" | "wrote" => "write",
        "ran" => "run",
        "shut" | "stopped" => "stop",
        "made" => "make",
        "dropped" => "drop",
        "deletion" | "deletions" => return Some((Ops::DELETE, Form::Noun)),
        "removal" | "removals" => return Some((Ops::DELETE, Form::Noun)),
        "modification" | "modifications" => return Some((Ops::EDIT.or(Ops::TOUCH), Form::Noun)),
        "deployment" | "deployments" => return Some((Ops::DEPLOY, Form::Noun)),
        "installation" | "installations" => return Some((Ops::INSTALL, Form::Noun)),
        "migration" | "migrations" => return Some((Ops::MIGRATE, Form::Noun)),
        "force-pushes" => return Some((Ops::FORCE, Form::Noun)),
        _ => mistyped(word),
    };
    if !irregular.is_empty() {
        let form = if mistyped(word) == irregular { Form::Base } else { Form::Past };
        return Some((of_base(irregular), form));
    }
    for (suffix, form) in
        [("ing", Form::Ing), ("ed", Form::Past), ("d", Form::Past), ("es", Form::Noun), ("s", Form::Noun)]
    {
        if let Some(stem) = word.strip_suffix(suffix)
            && let Some(ops) = of_stem(stem)
        {
            return Some((ops, form));
        }
    }
    None
}

/// Verbs in which a slip of the fingers makes no other word of the language.
const TYPED: &[&str] = &[
    "delete",
    "remove",
    "cancel",
    "restart",
    "uninstall",
    "terminate",
    "destroy",
    "truncate",
    "rollback",
    "publish",
    "close",
];

/// The verb that was meant by a word with one letter left out, doubled, or two in the wrong order; nothing for other words.
/// Never by another letter: `remote` is not `remove`.
fn mistyped(word: &str) -> &'static str {
    let near = |verb: &str| verb.len().abs_diff(word.len()) <= 1 && verb.bytes().next() == word.bytes().next();
    if word.len() < 5 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return "";
    }
    TYPED.iter().find(|v| near(v) && slipped(v, word)).copied().unwrap_or("")
}

/// `delte`, `deleete`, `deltee` of `delete`.
fn slipped(verb: &str, word: &str) -> bool {
    let (a, b) = (verb.as_bytes(), word.as_bytes());
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (ra, rb) = (a.get(same..).unwrap_or_default(), b.get(same..).unwrap_or_default());
    match (ra, rb) {
        // One left out: never the last, which makes other forms.
        ([_, rest @ ..], rb) if rest == rb && !rb.is_empty() => true,
        (ra, [extra, rest @ ..]) if rest == ra => {
            same.checked_sub(1).and_then(|p| a.get(p)) == Some(extra) && !ra.is_empty()
        }
        ([x, y, ra @ ..], [v, w, rb @ ..]) => x == w && y == v && ra == rb,
        _ => false,
    }
}

/// `delet` of `deleting`, `stopp` of `stopping`, `modifi` of `modified`.
fn of_stem(stem: &str) -> Option<Ops> {
    let found = |w: &str| Some(of_base(w)).filter(|o| !o.is_empty());
    if let Some(ops) = found(stem) {
        return Some(ops);
    }
    if let Some(ops) = found(&format!("{stem}e")) {
        return Some(ops);
    }
    if let Some(short) = stem.strip_suffix('i')
        && let Some(ops) = found(&format!("{short}y"))
    {
        return Some(ops);
    }
    let mut chars = stem.chars().rev();
    let doubled = matches!((chars.next(), chars.next()), (Some(a), Some(b)) if a == b);
    doubled.then(|| found(stem.get(..stem.len() - 1)?)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_lead_to_their_base() {
        for (word, ops, form) in [
            ("delete", Ops::DELETE, Form::Base),
            ("deleting", Ops::DELETE, Form::Ing),
            ("dropped", Ops::DELETE, Form::Past),
            ("pushing", Ops::PUSH, Form::Ing),
            ("pushes", Ops::PUSH, Form::Noun),
            ("stopping", Ops::STOP, Form::Ing),
            ("modified", Ops::EDIT, Form::Past),
            ("committing", Ops::COMMIT, Form::Ing),
            ("written", Ops::EDIT, Form::Past),
            ("purged", Ops::DELETE, Form::Past),
            ("delte", Ops::DELETE, Form::Base),
            ("remvoe", Ops::DELETE, Form::Base),
            ("canccel", Ops::KILL, Form::Base),
        ] {
            let (found, f) = of_word(word).unwrap();
            assert!(found.meets(ops) && f == form, "{word}: {f:?}");
        }
        for word in ["branch", "main", "", "sing", "news", "thing", "s", "ed"] {
            assert_eq!(of_word(word), None, "{word}");
        }
    }
}
