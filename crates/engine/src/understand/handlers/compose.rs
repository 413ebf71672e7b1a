//! Compose files: what of the host their services get. Called for the commands that start services.

use crate::knowledge::Role;

use super::super::scene::MAX_SCRIPT_BYTES;
use super::super::value::Val;
use super::super::yaml::{self, Node};
use super::{Call, Handled, docker};

/// The files that the tool takes where none is named.
const FILES: &[&str] = &["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/// `up`, `start`, `create`: privileges and mounts of every service, where the file can be read.
pub fn start(c: &mut Call<'_, '_, '_>) -> Handled {
    let given: Vec<Val> = c
        .bound
        .options
        .iter()
        .filter(|(o, _)| o.names.contains(&"-f") || o.names.contains(&"--file"))
        .filter_map(|(_, v)| v.clone())
        .collect();
    let names: Vec<String> = if given.is_empty() {
        FILES.iter().map(|f| (*f).to_owned()).collect()
    } else {
        given.iter().map(Val::show).collect()
    };
    let mut dirs = c.inner_state().cwd;
    for (o, v) in &c.bound.options {
        if o.value == Role::Cd
            && let Some(d) = v.as_ref().and_then(Val::known)
        {
            dirs = dirs.iter().map(|b| super::super::paths::join(b, d)).collect();
        }
    }
    for dir in dirs {
        for name in &names {
            let path = super::super::paths::join(&dir, name);
            let written = c.shell.scene.files.borrow().get(&path).cloned();
            let made_here = written.is_some() || c.shell.scene.session.created.contains(&path);
            let text = match written {
                Some(v) => v.known().map(str::to_owned),
                None => c.shell.scene.world.read(&path, MAX_SCRIPT_BYTES).ok(),
            };
            let Some(text) = text else { continue };
            match yaml::parse(&text) {
                Some(root) => services(c, &root),
                None if made_here => c.unknown("a compose file that is not understood"),
                None => {}
            }
        }
    }
    Handled::Partly
}

fn services(c: &mut Call<'_, '_, '_>, root: &Node) {
    let Some(Node::Map(services)) = root.get("services") else { return };
    for (_, service) in services {
        if service.get("privileged").and_then(Node::text) == Some("true") {
            docker::elevate(c, "privileged");
        }
        for key in ["pid", "ipc", "userns_mode", "cgroup"] {
            if service.get(key).and_then(Node::text) == Some("host") {
                docker::elevate(c, key);
            }
        }
        for volume in service.get("volumes").map(Node::items).unwrap_or_default() {
            match volume {
                Node::Text(t) => docker::volume(c, &Val::text(t.clone())),
                v => {
                    let source = v.get("source").and_then(Node::text);
                    let read_only = v.get("read_only").and_then(Node::text) == Some("true");
                    if let (Some(s), Some("bind")) = (source, v.get("type").and_then(Node::text)) {
                        docker::bind(c, &Val::text(s), read_only);
                    }
                }
            }
        }
        for (key, one) in [
            ("cap_add", docker::capability as fn(&mut Call<'_, '_, '_>, &Val)),
            ("devices", docker::device),
            ("security_opt", docker::security),
        ] {
            for v in service.get(key).map(Node::items).unwrap_or_default() {
                if let Some(t) = v.text() {
                    one(c, &Val::text(t));
                }
            }
        }
    }
}
