//! Local clusters (kind, k3d): what of the host the file of a cluster gives its nodes. Called for the commands that make a cluster;
//! the same mounts by options are in the knowledge files.

use automode_model::Place;

use super::super::paths;
use super::super::value::Val;
use super::super::yaml::{self, Node};
use super::recipes::directories;
use super::{Call, Handled, docker, source};

/// How deep such a file may nest.
const MAX_DEPTH: u32 = 40;

/// The files that are named, and standard input.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let files = c.bound.options.iter().filter(|(o, _)| o.names.contains(&"--config"));
    for file in files.filter_map(|(_, v)| v.clone()).collect::<Vec<_>>() {
        match file.known() {
            Some("-" | "/dev/stdin") => {
                let input = c.call.stdin.clone();
                text(c, input.known());
            }
            Some(name) => {
                for path in directories(c).iter().map(|dir| paths::join(dir, name)).collect::<Vec<_>>() {
                    named(c, &path);
                }
            }
            None => c.unknown("a cluster's file that is not known"),
        }
    }
    Handled::Partly
}

fn named(c: &mut Call<'_, '_, '_>, path: &str) {
    let own = matches!(paths::place(c.shell.scene, path), Place::Workspace | Place::WorkspaceRoot);
    match source::at(c, path) {
        Some(found) => text(c, Some(&found.text)),
        // A file of the project that is not there makes nothing.
        None if own && c.shell.scene.written_to_run(path).is_none() => {}
        None => c.unknown("a cluster's file that is not read"),
    }
}

fn text(c: &mut Call<'_, '_, '_>, text: Option<&str>) {
    let Some(text) = text else { return c.unknown("a cluster's file that is not known") };
    match yaml::documents(text).or_else(|| Some(vec![yaml::inline(text)?])) {
        Some(all) => all.iter().for_each(|one| mounts(c, one, MAX_DEPTH)),
        None if ["hostPath", "volume", "files", "source"].iter().any(|key| text.contains(key)) => {
            c.unknown("a cluster's file that is not understood");
        }
        None => {}
    }
}

/// `extraMounts: [{hostPath: /, readOnly: true}]` of kind, `volumes: [{volume: "/:/host"}]` of k3d, wherever they stand.
fn mounts(c: &mut Call<'_, '_, '_>, node: &Node, depth: u32) {
    if depth == 0 {
        return c.unknown("a cluster's file that nests too deep");
    }
    match node {
        Node::Text(_) => {}
        Node::List(all) => all.iter().for_each(|one| mounts(c, one, depth.saturating_sub(1))),
        Node::Map(entries) => {
            let read_only = node.get("readOnly").and_then(Node::text) == Some("true");
            for (key, value) in entries {
                match (key.as_str(), value) {
                    ("hostPath", Node::Text(from)) => docker::bind(c, &Val::text(from.clone()), read_only),
                    ("volume", Node::Text(pair)) => docker::volume(c, &Val::text(pair.clone())),
                    _ => mounts(c, value, depth.saturating_sub(1)),
                }
            }
        }
    }
}
