//! git beyond its data: what a checkout throws away, what a setting will run, where a fetch comes from, what a push
//! overwrites. Called from `knowledge/git.toml`.

use automode_model::{PathClass, PathKind, Place, Sent, Verb};

use super::super::value::Val;
use super::super::{effects, paths};
use super::{Call, Handled, git};

/// `git checkout`: a branch to go to, or paths whose changes are thrown away.
pub fn checkout(c: &mut Call<'_, '_, '_>) -> Handled {
    let operands = std::mem::take(&mut c.bound.operands);
    for name in ["-b", "-B", "--orphan"] {
        if let Some(branch) = c.bound.value(name).cloned() {
            change(c, &branch);
            return Handled::Partly;
        }
    }
    let dashes = c.call.argv.iter().position(|v| v.known() == Some("--"));
    let after = dashes.map_or(0, |at| c.call.argv.len().saturating_sub(at + 1)).min(operands.len());
    let (before, behind) = operands.split_at(operands.len() - after);
    let mut paths: Vec<Val> = behind.to_vec();
    match before {
        [] => {}
        [one] if dashes.is_none() && !is_path(c, one) => change(c, one),
        [one] if dashes.is_none() => paths.push(one.clone()),
        [one] if paths.is_empty() => change(c, one),
        [first, rest @ ..] => {
            paths.extend(rest.iter().cloned());
            if dashes.is_none() && is_path(c, first) {
                paths.push(first.clone());
            }
        }
    }
    for p in &paths {
        drop(c.path(Verb::VcsDiscard, p));
    }
    keeps_work(c);
    Handled::Partly
}

/// `git restore FILE`: nothing is lost of files that hold what git has, nor of lock files, which a command makes again.
pub fn restore(c: &mut Call<'_, '_, '_>) -> Handled {
    c.by_data();
    keeps_work(c);
    Handled::Wholly
}

/// Discards nothing where each file that is named holds what git has.
fn keeps_work(c: &mut Call<'_, '_, '_>) {
    let scene = c.shell.scene;
    for e in c.effects.iter_mut().filter(|e| e.verb == Verb::VcsDiscard) {
        let Some(path) = e.target.path() else { continue };
        let whole = path.resolved.contains(['*', '?', '[']) || path.place != Place::Workspace;
        let written = path.created_here || scene.files.borrow().contains_key(&path.resolved);
        let kept = !written && path.exists == Some(true) && scene.world.git_tracked(&path.resolved) == Some(true);
        if !whole && (kept || path.class == PathClass::Lockfile) {
            let (target, span) = (e.target.clone(), e.span);
            *e = effects::plain(Verb::VcsChange, target, span);
        }
    }
}

/// Goes to a branch; by force, what is not committed is lost.
fn change(c: &mut Call<'_, '_, '_>, branch: &Val) {
    let span = c.call.span;
    c.effects.push(effects::on_name(Verb::VcsChange, "branch", &branch.show(), span));
}

/// Whether a word without `--` before it is a path: git takes a branch where both exist, and refuses then.
fn is_path(c: &Call<'_, '_, '_>, word: &Val) -> bool {
    let Some(text) = word.known() else { return word.has_glob() };
    let shaped = text == "." || text == ".." || text.contains('*');
    let rooted = ["./", "../", "/", ":/", ":(", ":!"].iter().any(|p| text.starts_with(p));
    shaped || rooted || exists(c, text)
}

/// Whether the machine knows a file or directory of this name here.
pub fn exists(c: &Call<'_, '_, '_>, name: &str) -> bool {
    let scene = c.shell.scene;
    c.inner_cwd().iter().map(|d| paths::join(d, name)).any(|p| {
        scene.files.borrow().contains_key(&p) || matches!(scene.world.path(&p).kind, PathKind::File | PathKind::Dir)
    })
}

/// `git commit --amend`, `git rebase`: the reflog keeps what they replace, and nobody else has what was never sent, or this event
/// gave it a name.
pub fn rewrite(c: &mut Call<'_, '_, '_>) -> Handled {
    c.by_data();
    if c.effects.iter().any(|e| e.verb == Verb::VcsRewrite) && (is_unsent(c) || is_named_before(c)) {
        for e in c.effects.iter_mut().filter(|e| e.verb == Verb::VcsRewrite) {
            *e = effects::plain(Verb::VcsChange, e.target.clone(), e.span);
        }
    }
    Handled::Wholly
}

/// `git branch backup && git rebase main`, `git switch -c tidy && git rebase -i main`: a branch keeps what is replaced.
/// A second operand is another branch, whose commits it does not keep.
fn is_named_before(c: &Call<'_, '_, '_>) -> bool {
    let present = matches!(c.bound.operands.as_slice(), [] | [_]) && c.bound.operands.iter().all(Val::is_one);
    present && matches!(c.inner_cwd(), [dir] if c.shell.scene.kept.borrow().as_deref() == Some(dir.as_str()))
}

/// Remembers where the last thing that git did gave the last commit one more name.
pub fn keep(c: &Call<'_, '_, '_>) {
    let moves = |e: &automode_model::Effect| {
        matches!(e.verb, Verb::VcsChange | Verb::VcsRewrite | Verb::VcsDiscard | Verb::VcsFetch | Verb::Unknown)
    };
    if c.program.name != "git" || !c.effects.iter().any(moves) {
        return;
    }
    let argv: Vec<&str> = c.call.argv.iter().skip(1).map(Val::prefix).collect();
    let names = match argv.as_slice() {
        ["branch" | "tag", name] | ["checkout", "-b", name] | ["switch", "-c" | "--create", name] => {
            !name.starts_with('-')
        }
        _ => false,
    };
    let dir = c.inner_cwd().first().filter(|_| names).cloned();
    *c.shell.scene.kept.borrow_mut() = dir;
}

/// Whether the commits that are replaced are on this machine only. What this event does to the repository before makes
/// that unknown: the facts are those of its start.
fn is_unsent(c: &Call<'_, '_, '_>) -> bool {
    let state = c.inner_state();
    let [dir] = state.cwd.as_slice() else { return false };
    let moved = c.shell.scene.effects_since(0).iter().any(|e| match e.verb {
        Verb::VcsChange => !matches!(e.target, automode_model::Target::None),
        v => v.category() == automode_model::Category::VcsRemote || matches!(v, Verb::VcsRewrite | Verb::VcsDiscard),
    });
    let amends = c.bound.has("--amend");
    !moved
        && match c.shell.scene.world.git_sent(dir) {
            Some(Sent::Nothing) => true,
            Some(Sent::NotLast) => amends,
            Some(Sent::All) | None => false,
        }
}

/// `git config NAME VALUE`: what the setting will do from now on.
pub fn config(c: &mut Call<'_, '_, '_>) -> Handled {
    let looks =
        ["--get", "--get-all", "--get-regexp", "--get-urlmatch", "--get-color", "--get-colorbool", "-l", "--list"];
    let edits = ["--unset", "--unset-all", "--remove-section", "--rename-section", "-e", "--edit"];
    if looks.iter().chain(&edits).any(|n| c.bound.has(n)) {
        shows_credentials(c);
        return Handled::Partly;
    }
    let operands = std::mem::take(&mut c.bound.operands);
    let span = c.call.span;
    match operands.as_slice() {
        [] | [_] => {
            c.effects.push(effects::plain(Verb::VcsRead, automode_model::Target::None, span));
            c.bound.operands = operands;
            shows_credentials(c);
        }
        [key, value, ..] => {
            let name = key.show();
            let wide = ["--global", "--system", "-f", "--file"].iter().any(|n| c.bound.has(n));
            let plain = value.known().is_some_and(|t| !t.contains(['$', '`', '!', '|', ';']));
            if plain && !wide && git::is_plain(&name.to_lowercase()) {
                // Of this repository only, and one command takes it back.
                c.effects.push(effects::on_name(Verb::VcsChange, "setting", &name, span));
            } else {
                c.effects.push(effects::on_name(Verb::VcsConfig, "setting", &name, span));
            }
            setting(c, &name, value);
        }
    }
    Handled::Partly
}

/// Settings that hold a credential, asked for by their names or a pattern of them.
fn shows_credentials(c: &mut Call<'_, '_, '_>) {
    let asked = c.bound.operands.first().map(Val::show).unwrap_or_default().to_lowercase();
    if ["extraheader", "authorization", "password", "passwd", "token"].iter().any(|w| asked.contains(w)) {
        c.effects.push(effects::plain(Verb::SecretRead, automode_model::Target::None, c.call.span));
    }
}

/// Values of settings that are programs everybody has, and that run nothing of the repository.
const ORDINARY: &[&str] = &[
    "vim",
    "vi",
    "nvim",
    "nano",
    "emacs",
    "code --wait",
    "code -w",
    "cursor --wait",
    "zed --wait",
    "subl -w",
    "micro",
    "helix",
    "hx",
    "less",
    "less -R",
    "less -FRX",
    "more",
    "cat",
    "delta",
    "diff-so-fancy",
    "bat",
    "most",
    "cache",
    "osxkeychain",
    "manager",
    "manager-core",
    "libsecret",
    "wincred",
    "gpg",
    "gpg2",
    "true",
    "false",
    "",
    "ssh",
    "ssh-keygen",
    "difft",
    "meld",
    "vimdiff",
    "nvimdiff",
    "kdiff3",
    "opendiff",
    "vscode",
];

/// A setting that is written down: code that runs later, protections, addresses.
fn setting(c: &mut Call<'_, '_, '_>, name: &str, value: &Val) {
    let span = c.call.span;
    let text = value.known();
    let lower = name.to_lowercase();
    let key = lower.as_str();
    let plain = |c: &mut Call<'_, '_, '_>, verb| c.effects.push(effects::on_name(verb, "setting", name, span));
    if key.starts_with("alias.") {
        return alias(c, key, value);
    }
    if key == "http.sslverify" && text != Some("true") || key == "safe.directory" && text == Some("*") {
        return plain(c, Verb::SecurityWeaken);
    }
    if key == "credential.helper" && text.is_some_and(|t| t.starts_with("store")) {
        return plain(c, Verb::SecurityWeaken);
    }
    let address = key.starts_with("remote.") && (key.ends_with("url"));
    if address || key.starts_with("url.") || key.ends_with("proxy") {
        let to = if key.starts_with("url.") { key } else { value.prefix() };
        return c.effects.push(effects::on_url(Verb::VcsRemoteChange, to, span));
    }
    if git::is_code_key(key) && !text.is_some_and(|t| ORDINARY.contains(&t) || t.starts_with("git-lfs ")) {
        plain(c, Verb::Persist);
    }
}

/// An alias does what its text says when it is called; it is judged now.
fn alias(c: &mut Call<'_, '_, '_>, key: &str, value: &Val) {
    match value.known() {
        Some(t) if t.starts_with('!') => git::setting(c, key, value),
        Some(t) => {
            let mut argv = vec![Val::text("git")];
            argv.extend(t.split_whitespace().map(Val::text));
            c.run_inner(argv);
        }
        None => c.unknown("a git alias whose text is not known"),
    }
}

/// `fetch`, `pull`, `clone`, `ls-remote`: the first operand may be an address, and a transport may run a program.
pub fn remote(c: &mut Call<'_, '_, '_>) -> Handled {
    let span = c.call.span;
    let Some(first) = c.bound.operands.first().cloned() else { return Handled::Partly };
    let clone = c.bound.path.last().is_some_and(|w| w == "clone");
    let verb = if c.bound.path.last().is_some_and(|w| w == "ls-remote") { Verb::VcsRead } else { Verb::VcsFetch };
    let text = first.show();
    if runs_program(&text) {
        let why = format!("the address `{text}` makes git run a program");
        c.unknown(&why);
    }
    if !clone && !is_address(&text) {
        return Handled::Partly;
    }
    let local = text.starts_with(['/', '.', '~']) || text.starts_with("file:") || clone && exists(c, &text);
    if local {
        let path = Val::text(text.trim_start_matches("file://"));
        drop(c.path(Verb::Read, &path));
    } else if text.contains("://") {
        c.effects.push(effects::on_url(verb, &text, span));
    } else if let Some((host, _)) = text.split_once(':') {
        c.effects.push(effects::on_host(verb, host, span));
    } else {
        c.effects.push(effects::on_name(verb, "remote", &text, span));
    }
    let rest = c.bound.operands.split_off(1);
    c.bound.operands = rest;
    if clone {
        let mut into = std::mem::take(&mut c.bound.operands);
        if into.is_empty() {
            into.push(Val::text(base(&text)));
        }
        for dir in into {
            drop(c.path(Verb::Write, &dir));
        }
    }
    Handled::Partly
}

/// The folder that a clone makes: the last part of the address.
pub fn base(address: &str) -> &str {
    address.trim_end_matches('/').rsplit(['/', ':']).next().unwrap_or(address).trim_end_matches(".git")
}

/// `ext::sh -c …`, `fd::`, and hosts that ssh would read as options.
fn runs_program(address: &str) -> bool {
    has_helper(address) || address.starts_with('-') || address.contains("://-") || address.contains("@-")
}

/// `NAME::…`: the program `git-remote-NAME` is run.
pub fn has_helper(address: &str) -> bool {
    address.split_once("::").is_some_and(|(h, _)| h.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

/// An address rather than the name of a remote.
pub fn is_address(remote: &str) -> bool {
    remote.contains("://") || remote.contains("::") || remote.starts_with(['/', '.', '~']) || remote.contains(':')
}
