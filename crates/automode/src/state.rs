//! Where the ledger lies: `--state DIR`, else `$XDG_STATE_HOME/automode`, else `~/.local/state/automode`. The command line
//! that `automode init` wrote is the authority; there is no variable of our own, since an agent can set variables for
//! what it starts.

use std::path::{Path, PathBuf};

use automode_contain::world::LiveWorld;
use automode_model::World;

use crate::out::Failure;

/// The directory of the ledger.
pub fn dir(flag: Option<&Path>, home: &str) -> PathBuf {
    if let Some(dir) = flag {
        return dir.to_owned();
    }
    let xdg = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from).filter(|dir| dir.is_absolute());
    xdg.unwrap_or_else(|| Path::new(home).join(".local/state")).join("automode")
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
