//! Where things lie on this machine: the settings behind their links, the version, the binary, and what other files say
//! about our hooks.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::hooks::{ALL_EVENTS, ON_FAILURE};
use super::{InstallError, Options, lenient};
use crate::detect::{self, Version};
use crate::json::{self, Value};

/// Most links followed to a settings file.
const MAX_LINKS: usize = 16;

/// Scratch directories, besides the system's own.
const SCRATCH: &[&str] = &["/tmp", "/var/tmp", "/dev/shm", "/private/tmp"];

/// The managed settings of an administrator.
const MANAGED: &[&str] =
    &["/etc/claude-code/managed-settings.json", "/Library/Application Support/ClaudeCode/managed-settings.json"];

/// The file that a settings path stands for: people keep settings in a repository and link them here, and a link must
/// not be replaced by a file. Also where the last link dangles.
pub(super) fn follow(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let Ok(target) = path.read_link() else { break };
        path = path.parent().map_or(target.clone(), |dir| dir.join(&target));
    }
    path
}

/// `settings.json` → `settings.json.SUFFIX`.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(".");
    name.push(suffix);
    path.with_file_name(name)
}

/// The texts of our backups of this file, newest name first.
pub(super) fn backups(settings: &Path) -> Vec<String> {
    let prefix = beside(settings, "automode-backup-");
    let Some(prefix) = prefix.file_name().map(|name| name.to_string_lossy().into_owned()) else { return Vec::new() };
    let entries = settings.parent().and_then(|dir| std::fs::read_dir(dir).ok()).into_iter().flatten().flatten();
    let ours = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(ours).collect();
    paths.sort();
    paths.iter().rev().filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

/// The version: from the package beside the program or from the name of its directory, else by asking it.
pub(super) fn version(program: &Path) -> Option<Version> {
    let real = program.canonicalize().ok()?;
    let from_package = real.ancestors().skip(1).take(3).find_map(|dir| {
        let text = lenient(&dir.join("package.json"))?;
        let package = json::parse(&text).ok()?;
        let ours = package.get("name").and_then(Value::text) == Some("@anthropic-ai/claude-code");
        Version::first_in(package.get("version")?.text()?).filter(|_| ours)
    });
    let from_name = || real.file_name().and_then(|name| exact(&name.to_string_lossy()));
    from_package.or_else(from_name).or_else(|| detect::ask_version(&real))
}

/// The native installer names the program itself after its version.
fn exact(name: &str) -> Option<Version> {
    Version::first_in(name).filter(|version| version.to_string() == name)
}

/// Refuses a binary that an agent at work, or anybody on the machine, could replace.
pub(super) fn check_binary(options: &Options) -> Result<(), InstallError> {
    let real = options.binary.canonicalize().map_err(|e| InstallError::Io("find", options.binary.clone(), e))?;
    if !options.binary.is_absolute() {
        return Err(InstallError::Binary(real, "the hook needs its full path"));
    }
    if !detect::is_program(&real) {
        return Err(InstallError::Binary(real, "it is not an executable file"));
    }
    if options.force_path {
        return Ok(());
    }
    let system = std::env::temp_dir();
    let scratch = SCRATCH.iter().map(Path::new).chain([system.as_path()]);
    if scratch.into_iter().filter_map(|dir| dir.canonicalize().ok()).any(|dir| real.starts_with(dir)) {
        return Err(InstallError::Binary(
            real,
            "it lies in a scratch directory, where others could replace it; install it elsewhere or use --force-path",
        ));
    }
    if repository(&options.cwd).is_some_and(|root| real.starts_with(root)) {
        return Err(InstallError::Binary(
            real,
            "it lies in the repository in which agents work, who could replace it; install it elsewhere or use --force-path",
        ));
    }
    Ok(())
}

/// The repository around a directory; a home that is itself a repository is not meant.
fn repository(cwd: &Path) -> Option<PathBuf> {
    let real = cwd.canonicalize().ok()?;
    real.ancestors().find(|dir| dir.join(".git").exists()).map(Path::to_owned)
}

/// What makes the hooks ineffective or weaker here.
pub(super) fn warnings(options: &Options, dir: &Path, version: Option<Version>, found: bool) -> Vec<String> {
    let mut out = Vec::new();
    if options.uninstall {
        return out;
    }
    if found && version.is_none() {
        out.push("the version of claude code cannot be told; the hooks are written for a recent one".to_owned());
    }
    if let Some(version) = version.filter(|v| *v < ON_FAILURE) {
        let old = if version < ALL_EVENTS { ", and newer events are not recorded" } else { "" };
        out.push(format!(
            "claude code {version} lets a call run when a hook fails; only the shell wrapper closes that{old}; update to {ON_FAILURE} or later"
        ));
    }
    let root = repository(&options.cwd).unwrap_or_else(|| options.cwd.clone());
    let own = [dir.join("settings.json")];
    let project = ["settings.json", "settings.local.json"].map(|name| root.join(".claude").join(name));
    for path in own.iter().chain(&project).filter(|path| is_true(path, "disableAllHooks")) {
        out.push(format!(
            "{} switches all hooks off (`disableAllHooks`): the gate is not live there until that is gone",
            path.display()
        ));
    }
    for path in MANAGED.iter().map(Path::new).filter(|path| is_true(path, "allowManagedHooksOnly")) {
        out.push(format!(
            "{} allows managed hooks only: an administrator has to install the gate there",
            path.display()
        ));
    }
    out
}

fn is_true(path: &Path, key: &str) -> bool {
    let Some(text) = lenient(path) else { return false };
    json::parse(&text).is_ok_and(|settings| settings.get(key) == Some(&Value::Bool(true)))
}
