//! Which settings of git are code: their value, or what it points to, is run by some git command. Called by `facts`.
//!
//! The list is of git's documentation (`git help --config`), each entry a way in which a repository has run a
//! command behind somebody's back, or could.

use super::config::split;
use super::settings::{Entry, Origin};

/// Section and name of settings without subsection.
const PLAIN: &[(&str, &str)] = &[
    ("core", "fsmonitor"),
    ("core", "hookspath"),
    ("core", "sshcommand"),
    ("core", "editor"),
    ("core", "pager"),
    ("core", "askpass"),
    ("core", "gitproxy"),
    ("core", "alternaterefscommand"),
    // Not run, but where git then works is elsewhere.
    ("core", "worktree"),
    ("diff", "external"),
    ("credential", "helper"),
    ("gpg", "program"),
    ("sequence", "editor"),
    ("interactive", "difffilter"),
    ("init", "templatedir"),
    ("uploadpack", "packobjectshook"),
    ("web", "browser"),
    ("instaweb", "httpd"),
    ("help", "browser"),
    ("imap", "tunnel"),
    ("sendemail", "sendmailcmd"),
    ("sendemail", "smtpserver"),
    ("sendemail", "tocmd"),
    ("sendemail", "cccmd"),
    ("sendemail", "headercmd"),
    ("gc", "recentobjectshook"),
    ("protocol", "allow"),
];

/// Section and name of settings with a subsection, whatever it is.
const WITH_SUBSECTION: &[(&str, &str)] = &[
    ("diff", "command"),
    ("diff", "textconv"),
    ("filter", "clean"),
    ("filter", "smudge"),
    ("filter", "process"),
    ("merge", "driver"),
    ("credential", "helper"),
    ("gpg", "program"),
    ("gpg", "defaultkeycommand"),
    ("difftool", "cmd"),
    ("difftool", "path"),
    ("mergetool", "cmd"),
    ("mergetool", "path"),
    ("guitool", "cmd"),
    ("browser", "cmd"),
    ("browser", "path"),
    ("man", "cmd"),
    ("man", "path"),
    ("remote", "uploadpack"),
    ("remote", "receivepack"),
    ("remote", "vcs"),
    ("submodule", "update"),
    ("trailer", "command"),
    ("trailer", "cmd"),
    ("tar", "command"),
    ("hook", "command"),
    ("protocol", "allow"),
    ("sendemail", "sendmailcmd"),
    ("sendemail", "smtpserver"),
    ("lfs", "path"),
];

/// The key and value of a setting that is code. A user's own has "user:" before the key: a person chose it.
pub(super) fn code(entry: &Entry) -> Option<(String, String)> {
    if !is_code(&entry.key, &entry.value) {
        return None;
    }
    let owner = if entry.origin == Origin::User { "user:" } else { "" };
    Some((format!("{owner}{}", entry.key), entry.value.clone()))
}

fn is_code(key: &str, value: &str) -> bool {
    match split(key) {
        ("alias", None, _) => value.trim_start().starts_with('!'),
        ("alias", Some(_), "command") => value.trim_start().starts_with('!'),
        // A switch, or a command.
        ("pager", _, _) | ("core", None, "fsmonitor") => !is_bool(value),
        ("protocol", Some("ext"), "allow") | ("protocol", None, "allow") => value != "never",
        ("protocol", _, _) => false,
        ("submodule", Some(_), "update") => value.starts_with('!'),
        ("lfs", Some(sub), "path") => sub.starts_with("customtransfer."),
        ("remote", Some(_), "url" | "pushurl") => runs(value),
        ("url", Some(base), "insteadof" | "pushinsteadof") => runs(base),
        (section, None, name) => PLAIN.contains(&(section, name)),
        (section, Some(_), name) => WITH_SUBSECTION.contains(&(section, name)),
    }
}

/// `ext::sh -c …` and any other `transport::address` starts a program of that name.
fn runs(url: &str) -> bool {
    let transport = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    url.split_once(':').is_some_and(|(name, address)| address.starts_with(':') && transport(name))
}

fn is_bool(value: &str) -> bool {
    ["true", "false", "yes", "no", "on", "off", "1", "0", ""].iter().any(|b| value.eq_ignore_ascii_case(b))
}
