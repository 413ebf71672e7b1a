//! What is copied or moved into a folder lands there under its own name: `cp other/.mcp.json .` writes `./.mcp.json`.
//! Called for the programs that put files into folders, after their knowledge was applied.

use automode_model::{PathClass, PathKind, Verb};

use super::handlers::Call;
use super::value::Val;
use super::{effects, paths};

/// Programs whose last operand may be a folder.
const PROGRAMS: &[&str] = &["cp", "mv", "install", "rsync", "gcp", "gmv", "ginstall"];

/// Adds the files that arise in a folder, where they are files that matter by their name.
pub fn into_folder(c: &mut Call<'_, '_, '_>) {
    if !PROGRAMS.contains(&c.program.name) || c.dry {
        return;
    }
    let operands = c.bound.operands.clone();
    let Some((folder, sources)) = operands.split_last() else { return };
    let (Some(to), Some(cwd)) = (folder.known(), c.inner_cwd().first().cloned()) else { return };
    let folder = paths::join(&cwd, to);
    let named = to.ends_with('/') || matches!(to, "." | ".." | "~") || sources.len() > 1;
    if !named && c.shell.scene.world.path(&folder).kind != PathKind::Dir {
        return;
    }
    for source in sources {
        let Some(name) = source.known().map(|s| s.trim_end_matches('/')) else { continue };
        let base = name.rsplit('/').next().unwrap_or(name);
        let file = format!("{}/{base}", folder.trim_end_matches('/'));
        let class = paths::target(c.shell.scene, &file, &file).class;
        if effects::is_protected(class) || class == PathClass::Ci {
            drop(c.path(Verb::Write, &Val::text(file)));
        }
    }
}
