//! Puts the hooks into Claude Code's user settings and takes them out again. Called by `automode init`.
//!
//! Planning reads, applying writes: `--dry-run` is a plan that nobody applies. Which form of hook is written for which
//! version, and why nothing is done about `disableAllHooks`, stands in docs/design/install.md.

pub mod hooks;
mod place;
mod screen;

use std::ffi::OsString;
use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::detect::{self, Found, Version};
use crate::diff;
use crate::json::{self, JsonError, Value};
use crate::profile::Profile;
use crate::settings::{Document, Step};
use hooks::Shape;

/// Largest settings file that is edited; real ones have a few kilobytes.
const MAX_SETTINGS_BYTES: u64 = 4 * 1024 * 1024;

/// What `init` was asked to do, and where. Everything comes from the caller, so that tests can give other places.
#[derive(Clone, Debug)]
pub struct Options {
    /// The user's home.
    pub home: PathBuf,
    /// `$CLAUDE_CONFIG_DIR`, where it is set.
    pub config_dir: Option<PathBuf>,
    /// `$PATH`.
    pub path: OsString,
    /// The directory in which `init` runs: its repository's settings are looked at, and no binary from it is installed.
    pub cwd: PathBuf,
    /// The binary that the hooks will run.
    pub binary: PathBuf,
    /// The profile that they will name.
    pub profile: Profile,
    /// Takes ours out instead.
    pub uninstall: bool,
    /// Installs a binary from a scratch directory or the repository all the same.
    pub force_path: bool,
    /// Names the backup: a time, as the caller writes times.
    pub stamp: String,
}

/// What would be done, and what there is to say about it.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The settings file, links followed.
    pub settings: PathBuf,
    /// Its text now; none where there is no file.
    pub before: Option<String>,
    /// Its text afterwards; none where there will be no file.
    pub after: Option<String>,
    /// Where the present text is kept.
    pub backup: Option<PathBuf>,
    /// Claude Code is on this machine.
    pub found: bool,
    /// Its version, where it could be told.
    pub version: Option<Version>,
    /// Ours are taken out.
    pub uninstall: bool,
    /// The profile of the hooks.
    pub profile: Profile,
    /// What makes the hooks ineffective or weaker here and now; each wants something done.
    pub warnings: Vec<String>,
    /// Other agents that were found, without an adapter in this version.
    pub others: Vec<Found>,
}

/// Why nothing was planned or done. Nothing was written then.
#[derive(Debug)]
pub enum InstallError {
    /// The settings file is not strict JSON.
    Settings(PathBuf, JsonError),
    /// The settings hold something else where hooks should be.
    Shape(PathBuf, String),
    /// The binary is none, or lies where an agent could replace it.
    Binary(PathBuf, &'static str),
    /// The file changed between planning and applying.
    Changed(PathBuf),
    /// Reading or writing failed.
    Io(&'static str, PathBuf, std::io::Error),
}

impl fmt::Display for InstallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Settings(path, e) => {
                write!(
                    f,
                    "{} cannot be edited: {e}; nothing was changed, correct the file and run this again",
                    path.display()
                )
            }
            Self::Shape(path, what) => write!(f, "{} cannot be edited: {what}; nothing was changed", path.display()),
            Self::Binary(path, why) => write!(f, "{} cannot be the gate: {why}", path.display()),
            Self::Changed(path) => {
                write!(f, "{} was changed meanwhile; nothing was written, run this again", path.display())
            }
            Self::Io(what, path, e) => write!(f, "cannot {what} {}: {e}", path.display()),
        }
    }
}

impl std::error::Error for InstallError {}

/// What to do on this machine.
///
/// # Errors
/// Where the settings cannot be read or edited, or the binary must not be installed.
pub fn plan_install(options: &Options) -> Result<Plan, InstallError> {
    let dir = options.config_dir.clone().unwrap_or_else(|| options.home.join(".claude"));
    let settings = place::follow(&dir.join("settings.json"));
    let program = detect::find_program("claude", &options.path);
    let version = program.as_deref().and_then(place::version);
    let found = program.is_some() || dir.is_dir();
    let before = read(&settings)?;
    let after = match &before {
        _ if options.uninstall => before.as_deref().map(|text| without(text, &settings)).transpose()?.flatten(),
        None if !found => None,
        _ => {
            place::check_binary(options)?;
            Some(with(before.as_deref().unwrap_or("{}\n"), options, version, &settings)?)
        }
    };
    let changes = before != after;
    let backup = before.as_ref().filter(|_| changes && !restored(&settings, after.as_deref()));
    Ok(Plan {
        backup: backup.map(|_| place::beside(&settings, &format!("automode-backup-{}", options.stamp))),
        warnings: place::warnings(options, &dir, version, found),
        others: detect::others(&options.home, &options.path),
        uninstall: options.uninstall,
        profile: options.profile,
        settings,
        before,
        after,
        found,
        version,
    })
}

impl Plan {
    /// True where applying it writes something.
    #[must_use]
    pub fn changes(&self) -> bool {
        self.before != self.after
    }

    /// What `--dry-run` shows.
    #[must_use]
    pub fn diff(&self) -> String {
        diff::lines(self.before.as_deref().unwrap_or(""), self.after.as_deref().unwrap_or(""))
    }

    /// One screen: what was done (or would be), what the host cannot do, what comes next.
    #[must_use]
    pub fn screen(&self, applied: bool) -> String {
        screen::screen(self, applied)
    }
}

/// Writes what was planned: first the backup, then the whole new file under its old name.
///
/// # Errors
/// Where the file is no longer what was planned for, or writing fails.
pub fn apply(plan: &Plan) -> Result<(), InstallError> {
    if !plan.changes() {
        return Ok(());
    }
    let path = &plan.settings;
    if read(path)? != plan.before {
        return Err(InstallError::Changed(path.clone()));
    }
    if let (Some(backup), Some(text)) = (&plan.backup, &plan.before) {
        write_whole(backup, text, path)?;
    }
    match &plan.after {
        Some(text) => write_whole(path, text, path),
        None => std::fs::remove_file(path).map_err(|e| InstallError::Io("remove", path.clone(), e)),
    }
}

fn read(path: &Path) -> Result<Option<String>, InstallError> {
    let io = |e| InstallError::Io("read", path.to_owned(), e);
    match path.metadata() {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(io(e)),
        Ok(meta) if !meta.is_file() => return Err(InstallError::Shape(path.to_owned(), "it is not a file".to_owned())),
        Ok(meta) if meta.len() > MAX_SETTINGS_BYTES => {
            return Err(InstallError::Shape(path.to_owned(), format!("it is larger than {MAX_SETTINGS_BYTES} bytes")));
        }
        Ok(_) => {}
    }
    let bytes = std::fs::read(path).map_err(io)?;
    let at = |e: std::string::FromUtf8Error| JsonError::NotUtf8 { at: e.utf8_error().valid_up_to() };
    String::from_utf8(bytes).map(Some).map_err(|e| InstallError::Settings(path.to_owned(), at(e)))
}

/// A new file beside the old one, with the old one's mode, moved over it: a crash leaves either the old or the new.
fn write_whole(path: &Path, text: &str, model: &Path) -> Result<(), InstallError> {
    let io = |what| move |e| InstallError::Io(what, path.to_owned(), e);
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir).map_err(io("make the directory of"))?;
    }
    let temporary = place::beside(path, &format!("automode-new-{}", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = (|| {
        let mut file = options.open(&temporary)?;
        file.write_all(text.as_bytes())?;
        if let Ok(meta) = model.metadata() {
            file.set_permissions(meta.permissions())?;
        }
        file.sync_all()?;
        std::fs::rename(&temporary, path)
    })();
    written.inspect_err(|_| _ = std::fs::remove_file(&temporary)).map_err(io("write"))
}

/// The settings with our hooks, each exactly once and as they should be now.
fn with(text: &str, options: &Options, version: Option<Version>, path: &Path) -> Result<String, InstallError> {
    let wanted = hooks::wanted(&Shape {
        binary: &options.binary,
        profile: options.profile,
        version,
        timeout: detect::find_program("timeout", &options.path),
    });
    let mut doc = open(text, path)?;
    if hooks::present(&value(&doc, path)?) == wanted {
        return Ok(text.to_owned());
    }
    take_out(&mut doc, path)?;
    for hook in &wanted {
        put_in(&mut doc, hook.event, &hook.group(), path)?;
    }
    Ok(doc.text().to_owned())
}

/// The settings without our hooks; none where nothing else was ever in them.
fn without(text: &str, path: &Path) -> Result<Option<String>, InstallError> {
    let mut doc = open(text, path)?;
    if hooks::present(&value(&doc, path)?).is_empty() {
        return Ok(Some(text.to_owned()));
    }
    take_out(&mut doc, path)?;
    let left = value(&doc, path)?;
    if let Some(old) = place::backups(path).into_iter().find(|old| hooks::same_but_ours(old, &left)) {
        return Ok(Some(old));
    }
    let nothing = matches!(&left, Value::Object(members) if members.is_empty());
    Ok((!nothing).then(|| doc.text().to_owned()))
}

/// True where this text is that of a backup, so that no further one is needed.
fn restored(settings: &Path, after: Option<&str>) -> bool {
    after.is_none_or(|after| place::backups(settings).iter().any(|old| old == after))
}

fn open(text: &str, path: &Path) -> Result<Document, InstallError> {
    let text = if text.trim().is_empty() { "{}\n" } else { text };
    Document::new(text).map_err(|e| InstallError::Settings(path.to_owned(), e))
}

fn value<'d>(doc: &'d Document, path: &Path) -> Result<Value<'d>, InstallError> {
    let value = doc.value().map_err(|e| InstallError::Settings(path.to_owned(), e))?;
    hooks::check_shape(&value).map_err(|what| InstallError::Shape(path.to_owned(), what))?;
    Ok(value)
}

fn refused(path: &Path) -> InstallError {
    InstallError::Shape(path.to_owned(), "its `hooks` are not of the form that claude code documents".to_owned())
}

fn put_in(doc: &mut Document, event: &str, group: &Value<'_>, path: &Path) -> Result<(), InstallError> {
    let missing = |doc: &Document, steps: &[&str]| -> Result<bool, InstallError> {
        let value = value(doc, path)?;
        Ok(steps.iter().try_fold(&value, |v, key| v.get(key)).is_none())
    };
    let mut done = true;
    if missing(doc, &["hooks"])? {
        done &= doc.add(&[], Some("hooks"), &Value::Object(Vec::new()));
    }
    if missing(doc, &["hooks", event])? {
        done &= doc.add(&[Step::Key("hooks")], Some(event), &Value::List(Vec::new()));
    }
    done &= doc.add(&[Step::Key("hooks"), Step::Key(event)], None, group);
    if done { Ok(()) } else { Err(refused(path)) }
}

/// Removes every hook of ours, then whatever that emptied, one at a time: each removal moves what comes after it.
fn take_out(doc: &mut Document, path: &Path) -> Result<(), InstallError> {
    loop {
        let next = hooks::next_removal(&value(doc, path)?);
        let Some(steps) = next else { return Ok(()) };
        let steps: Vec<Step<'_>> = steps.iter().map(hooks::OwnedStep::step).collect();
        if !doc.remove(&steps) {
            return Err(refused(path));
        }
    }
}

/// A settings text as a value, for the checks of other files.
fn lenient(path: &Path) -> Option<String> {
    let small = path.metadata().is_ok_and(|meta| meta.is_file() && meta.len() <= MAX_SETTINGS_BYTES);
    let text = std::fs::read_to_string(path).ok().filter(|_| small)?;
    json::parse(&text).is_ok().then_some(text)
}
