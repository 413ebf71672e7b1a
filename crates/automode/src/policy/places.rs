//! Where policy files lie, and whether whoever could have written them may be believed.
//!
//! | layer | file | believed where |
//! |---|---|---|
//! | managed | `/etc/automode/policy.toml` | file and directory are root's, and nobody else can write them |
//! | user | `~/.config/automode/automode.toml` | it is the user's or root's, and not everybody can write it |
//! | user | `$XDG_CONFIG_HOME/automode/automode.toml` | the same, and it lies in the home and not in the repository |
//! | user | `~/.config/automode/adoption.toml`, written by `automode review` | the same as the usual one |
//! | project | `automode.toml` at the top of the repository | always: it can only tighten |
//!
//! A variable can be set by a repository (an agent's settings there may hold variables), so the one of the user's
//! configuration can add a file and never takes the usual one away.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
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
    /// Whether it may be believed, or why not.
    pub trusted: Result<(), String>,
}

impl Found {
    /// Its text.
    pub fn text(&self) -> Result<String, Vec<Mistake>> {
        let name = self.path.display().to_string();
        let wrong = |what: String, hint: &str| vec![Mistake::about(&name, what, hint)];
        self.trusted.clone().map_err(|why| wrong(why, "make its owner and mode right, or remove it"))?;
        let mut bytes = Vec::new();
        let file = fs::File::open(&self.path).map_err(|e| wrong(format!("it cannot be read: {e}"), ""))?;
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|e| wrong(format!("it cannot be read: {e}"), ""))?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(wrong(format!("it is longer than {MAX_BYTES} bytes"), "split off what is not needed"));
        }
        String::from_utf8(bytes).map_err(|_| wrong("it is not UTF-8".into(), ""))
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

fn found(layer: Layer, path: &Path) -> Option<Found> {
    // A link in a repository could show us, and whoever reads our messages, any file.
    let meta = if layer == Layer::Project { fs::symlink_metadata(path) } else { fs::metadata(path) };
    let trusted = match meta {
        Ok(meta) if !meta.is_file() => Err("it is no regular file".to_owned()),
        Ok(meta) => believed(layer, path, &meta),
        Err(e) if matches!(e.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => return None,
        Err(e) => Err(format!("it cannot be looked at: {e}")),
    };
    Some(Found { layer, path: path.to_owned(), trusted })
}

fn believed(layer: Layer, path: &Path, meta: &fs::Metadata) -> Result<(), String> {
    let mode = meta.permissions().mode();
    match layer {
        Layer::Managed => {
            roots_own(meta, "it")?;
            let parent = path.parent().and_then(|p| fs::metadata(p).ok());
            parent.map_or(Ok(()), |dir| roots_own(&dir, "its directory"))
        }
        Layer::User if mode & 0o002 != 0 => Err("everybody can write it".to_owned()),
        Layer::User if meta.uid() != 0 && !is_mine(meta) => Err("it belongs to somebody else".to_owned()),
        _ => Ok(()),
    }
}

fn roots_own(meta: &fs::Metadata, what: &str) -> Result<(), String> {
    if meta.uid() != 0 {
        return Err(format!("{what} does not belong to root"));
    }
    if meta.permissions().mode() & 0o022 != 0 {
        return Err(format!("{what} can be written by others than root"));
    }
    Ok(())
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
        fs::remove_dir_all(&dir).unwrap();
    }
}
