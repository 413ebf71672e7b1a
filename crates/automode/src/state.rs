//! Where the ledger lies: `--state DIR`, else `$XDG_STATE_HOME/automode`, else `~/.local/state/automode`. The command line
//! that `automode init` wrote is the authority; there is no variable of our own, since an agent can set variables for
//! what it starts, and a repository may hold settings of an agent that set some. The ledger's directory holds the key
//! of approvals: one that lies in a repository, or outside the home, could have come with a key and answers of its own.

use std::fs;
use std::path::{Component, Path, PathBuf};

use automode_contain::world::LiveWorld;
use automode_model::World;

use crate::out::Failure;

/// The directory of the ledger.
pub fn dir(flag: Option<&Path>, home: &str) -> PathBuf {
    if let Some(dir) = flag {
        return dir.to_owned();
    }
    let xdg = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from);
    let xdg = xdg.filter(|dir| dir.is_absolute() && may_hold_state(dir, Path::new(home)));
    xdg.unwrap_or_else(|| Path::new(home).join(".local/state")).join("automode")
}

/// Below the home, without a way up, and in no repository but the home itself.
fn may_hold_state(dir: &Path, home: &Path) -> bool {
    let real = dir.ancestors().find_map(|d| fs::canonicalize(d).ok()).unwrap_or_default();
    let inside = |path: &Path| path.starts_with(home) && path != home;
    let plain = !dir.components().any(|c| c == Component::ParentDir);
    let in_repository = |path: &Path| path.ancestors().take_while(|d| inside(d)).any(|d| d.join(".git").exists());
    let here =
        std::env::current_dir().is_ok_and(|here| inside(&here) && (dir.starts_with(&here) || real.starts_with(&here)));
    plain && inside(dir) && (inside(&real) || real == home) && !in_repository(dir) && !in_repository(&real) && !here
}

/// The directory, for commands that only read: it has to be there.
pub fn ledger(flag: Option<&Path>) -> Result<PathBuf, Failure> {
    let dir = dir(flag, &LiveWorld::new().home());
    if dir.is_dir() {
        return Ok(dir);
    }
    Err(Failure::new(format!("there is no ledger in `{}`", dir.display()))
        .hint("nothing was decided yet; `automode init` installs the hooks, --state names another directory"))
}
