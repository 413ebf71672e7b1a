//! The one screen that `init` shows.

use super::Plan;
use super::hooks::ON_FAILURE;
use crate::profile::Profile;

/// What hooks of this host cannot do, in the user's words; the long form is docs/design/install.md.
const LIMITS: &[&str] = &[
    "hooks never see your own `!command` and `@file`, helpers in settings, or what an MCP server does inside",
    "`disableAllHooks` in a repository's .claude/settings.json, `--bare` and `--safe-mode` switch hooks off; \
     start with `claude --settings '{\"disableAllHooks\": false}'`, or have an administrator install managed hooks",
    "output that is not JSON with exit 0 counts as no opinion; with bypassPermissions the call then runs",
    "some versions swallowed a hook's question in auto mode and in the VS Code panel",
];

pub(super) fn screen(plan: &Plan, applied: bool) -> String {
    let mut out = String::new();
    let mut say = |line: &str| {
        out.push_str(line);
        out.push('\n');
    };
    let version = plan.version.map(|v| format!(" {v}")).unwrap_or_default();
    say(&format!("Claude Code{version}: {}", done(plan, applied)));
    if let Some(backup) = plan.backup.as_ref().filter(|_| applied) {
        say(&format!("  the old settings are kept in {}", backup.display()));
    }
    if plan.found && !plan.uninstall {
        say(&format!("  {}", promise(plan)));
    }
    for warning in &plan.warnings {
        say(&format!("warning: {warning}"));
    }
    if plan.found && !plan.uninstall {
        say("What this host cannot do:");
        LIMITS.iter().for_each(|limit| say(&format!("  - {limit}")));
    }
    for other in &plan.others {
        say(&format!("{}: found ({}), adapter not in this version", other.name, other.at.display()));
    }
    if plan.found && !plan.uninstall {
        say(&format!("Next: {}", next(plan.profile, applied)));
    }
    out
}

fn done(plan: &Plan, applied: bool) -> String {
    let file = plan.settings.display();
    match (plan.found || plan.before.is_some(), plan.changes(), plan.uninstall, applied) {
        (false, ..) => "not found (no `claude` on PATH, no settings directory); nothing to do".to_owned(),
        (_, false, false, _) => format!("the hooks are in {file} already, nothing to do"),
        (_, false, true, _) => format!("no hook of automode in {file}, nothing to do"),
        (_, true, false, true) => format!("hooks written to {file}, profile {}", plan.profile.name()),
        (_, true, false, false) => format!("hooks would be written to {file}, profile {}", plan.profile.name()),
        (_, true, true, true) => format!("hooks removed from {file}"),
        (_, true, true, false) => format!("hooks would be removed from {file}"),
    }
}

fn promise(plan: &Plan) -> &'static str {
    let closed = plan.version.is_none_or(|v| v >= ON_FAILURE);
    match plan.profile {
        Profile::Strict if closed => "automode answers every call; if it fails, the call does not run (two layers)",
        Profile::Strict => {
            "automode answers every call; if it fails, the call does not run (one layer: the shell wrapper)"
        }
        Profile::Interactive => "automode answers every call; if it fails, claude code asks you by its own rules",
        Profile::Overlay => "automode stops what it must; everything else is decided by claude code as before",
        Profile::Observe => "automode records and decides nothing",
    }
}

fn next(profile: Profile, applied: bool) -> &'static str {
    match (applied, profile) {
        (false, _) => "run it without --dry-run",
        (true, Profile::Strict) => {
            "start `claude` in its default permission mode, not with bypassPermissions: then the host is closed too. `automode log` shows what was decided"
        }
        (true, Profile::Observe) => "work as usual; `automode log` shows what would have been decided",
        (true, Profile::Interactive | Profile::Overlay) => "start `claude`; `automode log` shows what was decided",
    }
}
