//! git: where a push goes and what it overwrites; settings that are code.

use automode_model::{Dimensions, Effect, Target, Verb};
use automode_shell::Dialect;

use super::super::value::Val;
use super::super::{effects, invoke, net, paths};
use super::{Call, Handled, vcs};
use crate::decide::whereabouts::DIRECTORY;

/// Settings whose value is run.
const CODE: &[&str] = &[
    "core.fsmonitor",
    "core.hookspath",
    "core.sshcommand",
    "core.editor",
    "core.pager",
    "core.askpass",
    "core.gitproxy",
    "core.alternaterefscommand",
    "sequence.editor",
    "diff.external",
    "credential.helper",
    "gpg.program",
    "gpg.ssh.program",
    "gpg.openpgp.program",
    "gpg.x509.program",
    "init.templatedir",
    "uploadpack.packobjectshook",
    "interactive.difffilter",
    "pager.",
    "help.browser",
    "web.browser",
    "protocol.ext.allow",
    "core.worktree",
    "sendemail.sendmailcmd",
    "sendemail.tocmd",
    "trace2.eventtarget",
    "receive.procreceiverefs",
    "include.path",
    "includeif.",
];

/// Settings whose last part is run, whatever stands in the middle.
const CODE_LAST: &[&str] = &[
    ".textconv",
    ".command",
    ".clean",
    ".smudge",
    ".process",
    ".driver",
    ".helper",
    ".cmd",
    ".uploadpack",
    ".receivepack",
    ".vcs",
    ".program",
    ".path",
    ".update",
    ".insteadof",
    ".pushinsteadof",
];

/// `key=value` of `git -c`.
pub fn config(c: &mut Call<'_, '_, '_>, value: &Val) {
    let (key, text) = value.split_once('=').unwrap_or_else(|| (value.show(), Val::default()));
    setting(c, &key, &text);
}

/// What a setting does.
pub fn setting(c: &mut Call<'_, '_, '_>, key: &str, value: &Val) {
    let lower = key.to_lowercase();
    let code = is_code_key(&lower);
    if lower == "core.hookspath" && matches!(value.known(), Some("" | "/dev/null")) {
        return c.effects.push(effects::on_name(Verb::SecurityWeaken, "setting", key, c.call.span));
    }
    let protocol = lower == "protocol.ext.allow";
    let switched = lower.starts_with("pager.") && matches!(value.known(), Some("false" | "true"));
    let harmless = switched
        || code
            && !(protocol && value.known() != Some("never"))
            && matches!(
                value.known(),
                Some("" | "cat" | "false" | "true" | "less" | "more" | "always" | "never" | "/dev/null")
            );
    if let Some(command) = lower.starts_with("alias.").then(|| value.prefix().strip_prefix('!')).flatten() {
        let text = Val::text(command);
        invoke::shell_text(c.shell, &mut c.inner_state(), &text, Dialect::Sh, &Val::default(), c.call.span);
    } else if (code || !is_plain(&lower)) && !harmless {
        let why = format!("the git setting `{key}` makes git run code");
        c.unknown(&why);
    }
}

/// Settings of the repository itself (not the user's own) that make plain commands run code: `git status` in a folder that
/// came with such a `.git/config` runs whatever it says. So does one below the work tree that only looks like a repository
/// (`cd fixtures/x && git status`, `git -C fixtures/x log`).
#[must_use]
pub fn trap(c: &Call<'_, '_, '_>) -> Option<String> {
    if let Some(given) = c.bound.value("--git-dir").and_then(Val::known) {
        let repository = given.trim_end_matches('/').trim_end_matches("/.git");
        return dirs(c).iter().find_map(|dir| trap_in(c, &paths::join(dir, repository)));
    }
    if c.bound.options.iter().any(|(o, _)| moves(o)) {
        return dirs(c).iter().find_map(|dir| trap_in(c, dir));
    }
    match c.inner_cwd() {
        [] => trap_in(c, &c.shell.scene.cwd),
        some => some.iter().find_map(|dir| trap_in(c, dir)),
    }
}

/// The address of a remote that makes git run a program, wherever the command takes one: `remote show 'ext::sh -c …'`,
/// `archive --remote=ext::…`.
#[must_use]
pub fn helper_address(c: &Call<'_, '_, '_>) -> Option<String> {
    let path: Vec<&str> = c.bound.path.iter().map(String::as_str).collect();
    let takes = match path.as_slice() {
        ["submodule", "foreach"] => false,
        [first, ..] => matches!(*first, "remote" | "archive" | "submodule" | "subtree" | "fetch-pack" | "send-pack"),
        [] => false,
    };
    let behind = |t: &str| t.strip_prefix("--").and_then(|t| t.split_once('=')).map(|(_, v)| v.to_owned());
    let mut words = c.call.argv.iter().skip(1).filter(|_| takes).map(Val::show);
    words.find_map(|w| Some(behind(&w).unwrap_or(w)).filter(|a| vcs::has_helper(a)))
}

/// The option that makes git work in another directory, applied when the options are; who asks before that asks here.
fn moves(option: &crate::knowledge::Opt) -> bool {
    option.names.contains(&"-C")
}

/// Where git works.
fn dirs(c: &Call<'_, '_, '_>) -> Vec<String> {
    let mut dirs = c.inner_cwd().to_vec();
    for (_, value) in c.bound.options.iter().filter(|(o, _)| moves(o)) {
        match value.as_ref().and_then(Val::known) {
            Some(to) => dirs.iter_mut().for_each(|dir| *dir = paths::join(dir, to)),
            None => dirs.clear(),
        }
    }
    dirs
}

fn trap_in(c: &Call<'_, '_, '_>, dir: &str) -> Option<String> {
    let facts = c.shell.scene.world.git(dir).ok()?;
    let whole = [
        "core.fsmonitor",
        "core.sshcommand",
        "core.gitproxy",
        "core.alternaterefscommand",
        "core.askpass",
        "diff.external",
        "uploadpack.packobjectshook",
    ];
    let last =
        [".textconv", ".command", ".clean", ".smudge", ".process", ".driver", ".uploadpack", ".receivepack", ".vcs"];
    facts.code.into_iter().find_map(|(key, value)| {
        let lower = key.to_lowercase();
        let usual = matches!(value.as_str(), "true" | "false" | "")
            || value.starts_with("git-lfs ")
            || value.starts_with("git lfs ");
        let runs = whole.contains(&lower.as_str()) || last.iter().any(|l| lower.ends_with(l));
        (runs && !usual && !lower.starts_with("user:")).then_some(key)
    })
}

/// Where a command of version control runs that is about branches or remotes, told where that is not the session's
/// directory: another repository has other branches, and its `origin` is another place.
pub fn elsewhere(c: &Call<'_, '_, '_>) -> Option<Effect> {
    use Verb as V;
    let about = |e: &Effect| {
        matches!(e.verb, V::VcsPush | V::VcsForcePush | V::VcsDeleteRemote | V::VcsFetch | V::VcsRewrite | V::VcsChange)
    };
    if !c.effects.iter().any(about) {
        return None;
    }
    let dir = match c.inner_cwd() {
        _ if names_repository(c) => "",
        [dir] if *dir == c.shell.scene.cwd => return None,
        [dir] => dir.as_str(),
        _ => "",
    };
    Some(effects::on_name(V::Inspect, DIRECTORY, dir, c.call.span))
}

/// Whether an option or a variable names another repository than the one around the directory.
fn names_repository(c: &Call<'_, '_, '_>) -> bool {
    let names = ["GIT_DIR", "GIT_COMMON_DIR"];
    let given = c.call.env.iter().any(|(name, _)| names.contains(&name.as_str()));
    given || names.iter().any(|name| c.state.var(name).is_some()) || c.bound.has("--git-dir")
}

/// Whether git runs the value of this setting (its name in lower case).
#[must_use]
pub fn is_code_key(lower: &str) -> bool {
    CODE.iter().any(|k| lower == *k || k.ends_with('.') && lower.starts_with(k))
        || CODE_LAST.iter().any(|k| lower.ends_with(k))
}

/// Settings that change looks, names and habits only; one that ends in a dot stands for all below it.
const PLAIN: &[&str] = &[
    "user.name",
    "user.email",
    "author.",
    "committer.",
    "color.",
    "advice.",
    "log.",
    "core.quotepath",
    "core.autocrlf",
    "core.abbrev",
    "core.eol",
    "core.ignorecase",
    "core.longpaths",
    "core.filemode",
    "core.commentchar",
    "core.whitespace",
    "core.safecrlf",
    "core.precomposeunicode",
    "core.symlinks",
    "core.bare",
    "core.compression",
    "core.preloadindex",
    "core.untrackedcache",
    "core.logallrefupdates",
    "diff.algorithm",
    "diff.renames",
    "diff.renamelimit",
    "diff.noprefix",
    "diff.mnemonicprefix",
    "diff.context",
    "diff.colormoved",
    "diff.wserrorhighlight",
    "merge.conflictstyle",
    "merge.ff",
    "merge.renamelimit",
    "pull.rebase",
    "pull.ff",
    "push.default",
    "push.autosetupremote",
    "push.followtags",
    "rebase.autostash",
    "rebase.autosquash",
    "fetch.prune",
    "fetch.parallel",
    "init.defaultbranch",
    "commit.gpgsign",
    "commit.verbose",
    "commit.cleanup",
    "tag.gpgsign",
    "tag.sort",
    "branch.",
    "column.",
    "status.",
    "format.",
    "grep.",
    "blame.",
    "pack.",
    "rerere.",
    "help.autocorrect",
    "submodule.recurse",
    "versionsort.",
    "index.",
    "feature.",
    "http.postbuffer",
    "http.lowspeedlimit",
    "http.lowspeedtime",
    "http.version",
    "protocol.version",
    "safe.directory",
    "checkout.",
    "clone.",
    "stash.",
    "worktree.",
    "transfer.",
    "apply.",
    "interactive.singlekey",
    "pager.log",
    "pager.diff",
    "pager.branch",
];

/// Whether a setting (in lower case) changes looks, names and habits only.
pub fn is_plain(key: &str) -> bool {
    PLAIN.iter().any(|p| key == *p || p.ends_with('.') && key.starts_with(p))
}

/// A push: to which remote, which branches, what it overwrites or deletes there. One effect for each refspec, named
/// `remote branch` by the branch at the far end.
pub fn push(c: &mut Call<'_, '_, '_>) -> Handled {
    let mut operands = std::mem::take(&mut c.bound.operands);
    let remote = match c.bound.value("--repo").filter(|_| operands.is_empty()) {
        Some(r) => r.clone(),
        None if operands.is_empty() => Val::text(usual_remote(c)),
        None => operands.remove(0),
    };
    let force = ["--force", "-f", "--mirror", "--force-with-lease"].iter().any(|n| c.bound.has(n));
    let delete = ["--delete", "-d"].iter().any(|n| c.bound.has(n));
    let base = if delete {
        Verb::VcsDeleteRemote
    } else if force {
        Verb::VcsForcePush
    } else {
        Verb::VcsPush
    };
    if operands.is_empty() {
        to_remote(c, base, &remote, "");
    }
    for refspec in &operands {
        let (verb, branch) = refspec_effect(&refspec.show(), base);
        to_remote(c, verb, &remote, &branch);
    }
    let submodules = c.bound.value("--recurse-submodules").and_then(Val::known);
    if submodules.is_some_and(|how| matches!(how, "on-demand" | "only")) {
        to_remote(c, base, &Val::text("submodules"), "");
    }
    if c.bound.has("--mirror") || c.bound.has("--prune") {
        to_remote(c, Verb::VcsDeleteRemote, &remote, "");
    }
    Handled::Partly
}

/// Where a push without a name goes: what the settings of the repository say, which may be anything, comes first among its
/// remotes.
fn usual_remote(c: &Call<'_, '_, '_>) -> String {
    let here = match dirs(c).as_slice() {
        [dir] => c.shell.scene.world.git(dir).ok(),
        _ => None,
    };
    here.and_then(|git| git.remotes.into_iter().next()).map_or_else(|| "origin".to_owned(), |(name, _)| name)
}

/// `+main`, `:old`, `HEAD:refs/heads/main`: the verb, and the name at the far end.
fn refspec_effect(refspec: &str, base: Verb) -> (Verb, String) {
    let (plus, text) = refspec.strip_prefix('+').map_or((false, refspec), |t| (true, t));
    let (source, far) = text.split_once(':').map_or((text, text), |(s, f)| (s, if f.is_empty() { s } else { f }));
    let branch = far.trim_start_matches("refs/heads/").to_owned();
    let verb = match (source.is_empty() && !branch.is_empty(), plus && base == Verb::VcsPush) {
        (true, _) => Verb::VcsDeleteRemote,
        (false, true) => Verb::VcsForcePush,
        (false, false) => base,
    };
    (verb, branch)
}

/// One thing that a push does at a remote.
fn to_remote(c: &mut Call<'_, '_, '_>, verb: Verb, remote: &Val, branch: &str) {
    let span = c.call.span;
    let to = remote.show();
    let name = if branch.is_empty() { to.clone() } else { format!("{to} {branch}") };
    let mut e = effects::on_name(verb, "remote", &name, span);
    if is_address(&to) {
        e.target = Target::Host { local: false, host: net::host_of(&to) };
        e.dimensions = e.dimensions.max(Dimensions::new([3, 3, 2, 1, 2]));
    } else if unknown_remote(c, &to) {
        e.dimensions = e.dimensions.max(Dimensions::new([3, 2, 2, 1, 2]));
    }
    if to.starts_with("ext::") || to.starts_with('-') {
        c.unknown("an address that makes git run a program");
    }
    c.effects.push(e);
}

fn is_address(remote: &str) -> bool {
    remote.contains("://") || remote.contains('@') || remote.starts_with(['/', '.', '~']) || remote.contains("::")
}

/// A remote that the repository did not have when this event was judged.
fn unknown_remote(c: &Call<'_, '_, '_>, remote: &str) -> bool {
    match c.shell.scene.world.git(&c.shell.scene.cwd) {
        Ok(facts) => !facts.remotes.iter().any(|(n, _)| n == remote),
        Err(_) => false,
    }
}
