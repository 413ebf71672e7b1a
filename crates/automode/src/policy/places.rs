//! Where policy files lie, and whether whoever could have written them may be believed.
//!
//! | layer | file | believed where |
//! |---|---|---|
//! | managed | `/etc/automode/policy.toml` | the file and every directory above it, by links too, are root's, and nobody else can write them |
//! | user | `~/.config/automode/automode.toml` | it is the user's or root's, and not everybody can write it |
//! | user | `$XDG_CONFIG_HOME/automode/automode.toml` | the same, and it lies in the home and not in the repository |
//! | user | `~/.config/automode/adoption.toml`, written by `automode review` | the same as the usual one |
//! | project | `automode.toml` at the top of the repository | always: it can only tighten |
//!
//! A variable can be set by a repository (an agent's settings there may hold variables), so the one of the user's
//! configuration can add a file and never takes the usual one away.

use std::fs;
use std::io::{self, ErrorKind, Read as _};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use automode_engine::policy::Layer;
use automode_model::World;

use super::mistake::Mistake;
use super::read::MAX_BYTES;

/// The administrator's file.
#[cfg(target_os = "macos")]
const MANAGED: &str = "/Library/Application Support/automode/policy.toml";
/// The administrator's file.
#[cfg(not(target_os = "macos"))]
const MANAGED: &str = "/etc/automode/policy.toml";

/// The name of the file in a repository.
pub const PROJECT: &str = "automode.toml";

/// A policy file that exists.
#[derive(Clone, Debug)]
pub struct Found {
    /// Whose it is.
    pub layer: Layer,
    /// Where it is.
    pub path: PathBuf,
    /// Whether it may be believed, or why not and what to do.
    pub trusted: Result<(), Doubt>,
}

/// Why a file is not believed, and what would mend it.
pub type Doubt = (String, &'static str);

/// Open without waiting: a pipe that took a file's place since it was looked at must not hold the hook.
const NO_WAITING: i32 = if cfg!(target_os = "linux") { 0o4000 } else { 4 };

impl Found {
    /// Its text.
    pub fn text(&self) -> Result<String, Vec<Mistake>> {
        let name = self.path.display().to_string();
        let wrong = |what: String, hint: &str| vec![Mistake::about(&name, what, hint)];
        self.trusted.clone().map_err(|(why, hint)| wrong(why, hint))?;
        let mut bytes = Vec::new();
        let file = fs::OpenOptions::new().read(true).custom_flags(NO_WAITING).open(&self.path);
        let read = file.and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes));
        read.map_err(|e| wrong(format!("it cannot be read: {e}"), "let whoever runs the agent read it: chmod a+r"))?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(wrong(format!("it is longer than {MAX_BYTES} bytes"), "split off what is not needed"));
        }
        String::from_utf8(bytes).map_err(|e| vec![not_utf8(&name, e.as_bytes(), e.utf8_error().valid_up_to())])
    }
}

/// Where the files of one directory's policy would lie.
#[derive(Clone, Debug)]
pub struct Places {
    /// Layer and path, in order of layers.
    pub candidates: Vec<(Layer, PathBuf)>,
}

impl Places {
    /// The places for what happens in a directory.
    pub fn of(world: &dyn World, cwd: &str) -> Self {
        let root = if cwd.is_empty() { None } else { Some(world.git_root(cwd).unwrap_or_else(|_| cwd.to_owned())) };
        let xdg = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from);
        Self::with(Path::new(MANAGED), Path::new(&world.home()), xdg.as_deref(), root.as_deref().map(Path::new))
    }

    /// The same with everything given.
    pub fn with(managed: &Path, home: &Path, xdg: Option<&Path>, root: Option<&Path>) -> Self {
        let usual = home.join(".config");
        let mut candidates = vec![(Layer::Managed, managed.to_owned()), (Layer::User, user_file(&usual))];
        let other = xdg.filter(|x| x.is_absolute() && *x != usual && may_hold_config(x, home, root));
        candidates.extend(other.map(|x| (Layer::User, user_file(x))));
        // What reviews took back stands beside what the user wrote: it can only tighten.
        candidates.push((Layer::User, crate::adoption::file(home)));
        candidates.extend(root.map(|root| (Layer::Project, root.join(PROJECT))));
        Self { candidates }
    }

    /// The files that exist. What is there and no regular file is found, too, and not believed.
    pub fn find(&self) -> Vec<Found> {
        self.candidates.iter().filter_map(|(layer, path)| found(*layer, path)).collect()
    }
}

/// Where the user's files usually lie.
pub fn usual(home: &Path) -> PathBuf {
    home.join(".config").join("automode")
}

fn user_file(config: &Path) -> PathBuf {
    config.join("automode").join("automode.toml")
}

/// Below the home, outside the repository, and without a way up.
fn may_hold_config(dir: &Path, home: &Path, root: Option<&Path>) -> bool {
    let real = fs::canonicalize(dir).unwrap_or_else(|_| dir.to_owned());
    let up = real.components().any(|c| c == std::path::Component::ParentDir);
    // A home that is itself a repository (dotfiles) holds the configuration, too.
    let inside = root.is_some_and(|root| root != home && real.starts_with(root));
    !up && real.starts_with(home) && !inside
}

/// A file's state. A link in a repository could show us, and whoever reads our messages, any file: there the link itself
/// counts. Elsewhere a link that leads nowhere is no missing file: what it should show is gone.
pub fn look(layer: Layer, path: &Path) -> io::Result<fs::Metadata> {
    let meta = fs::symlink_metadata(path).map_err(|e| match is_absent(&e) && layer != Layer::Project {
        true => lost(path).unwrap_or(e),
        false => e,
    })?;
    if layer == Layer::Project || !meta.file_type().is_symlink() {
        return Ok(meta);
    }
    fs::metadata(path).map_err(|e| match is_absent(&e) {
        true => io::Error::other("it is a link to a file that is not there"),
        false => e,
    })
}

/// A directory on the way to a missing file is a link that leads nowhere: what lay there is gone, not absent.
fn lost(path: &Path) -> Option<io::Error> {
    let (dir, meta) = path.ancestors().skip(1).find_map(|dir| Some((dir, fs::symlink_metadata(dir).ok()?)))?;
    let gone = meta.file_type().is_symlink() && fs::metadata(dir).is_err_and(|e| is_absent(&e));
    gone.then(|| io::Error::other(format!("`{}` is a link to a directory that is not there", dir.display())))
}

/// Whether there is no such file, as told by the attempt to look at it.
pub fn is_absent(e: &io::Error) -> bool {
    matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn found(layer: Layer, path: &Path) -> Option<Found> {
    let mend = "make its owner and mode right, or remove it";
    let trusted = match look(layer, path) {
        Ok(meta) if !meta.is_file() => Err(("it is no regular file".to_owned(), mend)),
        Ok(meta) => believed(layer, path, &meta),
        Err(e) if is_absent(&e) => return None,
        Err(e) => Err((format!("it cannot be looked at: {e}"), mend)),
    };
    Some(Found { layer, path: path.to_owned(), trusted })
}

fn believed(layer: Layer, path: &Path, meta: &fs::Metadata) -> Result<(), Doubt> {
    let mode = meta.permissions().mode();
    match layer {
        Layer::Managed => roots_own(meta, 0o022, "it").and_then(|()| roots_way(path)),
        Layer::User if mode & 0o002 != 0 => {
            Err(("everybody can write it".to_owned(), "chmod go-w, after a look at it"))
        }
        Layer::User if meta.uid() != 0 && !is_mine(meta) => {
            Err((format!("it belongs to somebody else (uid {})", meta.uid()), "chown it, after a look at it"))
        }
        _ => Ok(()),
    }
}

/// Whoever may write a directory on the way to the file, by its name or by what links on the way lead to, could put
/// another file in its place, or take it away. Further up a group of administrators may write (macOS has such), and what
/// has the sticky bit keeps everybody's own.
fn roots_way(path: &Path) -> Result<(), Doubt> {
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    for path in [path, &real] {
        for (up, dir) in path.ancestors().skip(1).filter(|dir| dir.parent().is_some()).enumerate() {
            let Ok(meta) = fs::metadata(dir) else { continue };
            let sticky = meta.permissions().mode() & 0o1000 != 0;
            let others = if up == 0 {
                0o022
            } else if sticky {
                0
            } else {
                0o002
            };
            roots_own(&meta, others, &format!("the directory `{}`", dir.display()))?;
        }
    }
    Ok(())
}

/// What to do about a file of the administrator's that others could have written.
const ROOTS_ONLY: &str = "look at what it says, and keep it where only root may write";

/// What a container whose users are mapped shows for the files of users that it has not.
const NOBODY: u32 = 65_534;

fn roots_own(meta: &fs::Metadata, others: u32, what: &str) -> Result<(), Doubt> {
    if meta.uid() == NOBODY {
        let hint = "in a container with users of its own, root's files are nobody's: copy it into the image";
        return Err((format!("{what} does not belong to root but to nobody"), hint));
    }
    if meta.uid() != 0 {
        return Err((format!("{what} does not belong to root but to uid {}", meta.uid()), ROOTS_ONLY));
    }
    if meta.permissions().mode() & others != 0 {
        return Err((format!("{what} can be written by others than root"), ROOTS_ONLY));
    }
    Ok(())
}

/// The place of the first byte that is no UTF-8.
fn not_utf8(name: &str, bytes: &[u8], at: usize) -> Mistake {
    let hint = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "it looks like UTF-16: save it as UTF-8",
        _ => "save it as UTF-8",
    };
    let end = (at + 1).min(bytes.len());
    let shown = String::from_utf8_lossy(bytes.get(..end).unwrap_or_default());
    let start = shown.char_indices().last().map_or(0, |(at, _)| at);
    Mistake::at(name, &shown, &(start..shown.len()), "it is not UTF-8 from here on", hint)
}

/// Whether a file belongs to the user whose rights we have: the owner of our own process' directory.
fn is_mine(meta: &fs::Metadata) -> bool {
    match fs::metadata("/proc/self") {
        Ok(own) => own.uid() == meta.uid(),
        // Without /proc the home tells: it is the user's.
        Err(_) => std::env::var_os("HOME").and_then(|h| fs::metadata(h).ok()).is_some_and(|h| h.uid() == meta.uid()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_adds_a_file_in_the_home_and_takes_none_away() {
        let with = |xdg: &str| {
            let (home, root) = (Path::new("/home/dev"), Path::new("/home/dev/shop"));
            let places = Places::with(Path::new("/m"), home, Some(Path::new(xdg)), Some(root));
            let users = places.candidates.into_iter().filter(|(layer, _)| *layer == Layer::User);
            let files = users.map(|(_, path)| path.display().to_string());
            files.filter(|file| !file.ends_with(crate::adoption::FILE)).collect::<Vec<_>>()
        };
        let usual = "/home/dev/.config/automode/automode.toml".to_owned();
        assert_eq!(with("/home/dev/.cfg"), [usual.clone(), "/home/dev/.cfg/automode/automode.toml".into()]);
        for no in ["/home/dev/shop/.config", "/tmp/x", "relative", "/home/dev/.config", "/home/dev/../../tmp"] {
            assert_eq!(with(no), std::slice::from_ref(&usual), "{no}");
        }
    }

    #[test]
    fn what_root_does_not_own_is_not_the_administrators() {
        let dir = std::env::temp_dir().join(format!("automode-places-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        let file = dir.join("policy.toml");
        fs::write(&file, "auto = true\n").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
        assert!(found(Layer::Managed, &file).unwrap().trusted.is_err());
        assert!(found(Layer::User, &file).unwrap().trusted.is_err());
        assert!(found(Layer::Project, &file).unwrap().trusted.is_ok());
        assert!(found(Layer::Project, &dir).unwrap().trusted.is_err());
        assert!(found(Layer::Managed, &dir.join("none")).is_none());
        std::os::unix::fs::symlink(dir.join("none"), dir.join("link")).unwrap();
        for layer in [Layer::Managed, Layer::User, Layer::Project] {
            assert!(found(layer, &dir.join("link")).unwrap().trusted.is_err(), "a link to nothing is no missing file");
        }
        let within = dir.join("link").join("policy.toml");
        for layer in [Layer::Managed, Layer::User] {
            assert!(found(layer, &within).unwrap().trusted.is_err(), "nor is what lay behind one");
        }
        assert!(found(Layer::Project, &within).is_none());
        fs::remove_dir_all(&dir).unwrap();
    }
}
