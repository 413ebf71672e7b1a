//! Compose files: what of the host their services get. Called for the commands that start services.

use automode_model::{Dimensions, EnvLabel, Reversibility, Verb};

use super::super::value::Val;
use super::super::yaml::{self, Node};
use super::super::{foreign, net, paths};
use super::recipes::directories;
use super::{Call, Handled, docker, dockerfile, source};

/// The files that the tool takes where none is named.
const FILES: &[&str] = &["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/// The files that are named.
fn given(c: &Call<'_, '_, '_>) -> Vec<Val> {
    let files = c.bound.options.iter().filter(|(o, _)| o.names.contains(&"-f") || o.names.contains(&"--file"));
    files.filter_map(|(_, v)| v.clone()).collect()
}

/// What a file that is not the project's says is run: code of that place, as a script there would be.
pub fn elsewhere(c: &mut Call<'_, '_, '_>) {
    let given = given(c);
    for dir in directories(c) {
        let named = given.iter().filter_map(Val::known).map(|name| paths::join(&dir, name));
        let there = if given.is_empty() { vec![dir.clone()] } else { named.collect() };
        let found: Vec<_> = there.iter().filter_map(|path| foreign::place(c, path)).collect();
        c.effects.extend(found);
    }
}

/// `up`, `start`, `create`: privileges and mounts of every service, where the file can be read.
pub fn start(c: &mut Call<'_, '_, '_>) -> Handled {
    let given = given(c);
    let names: Vec<String> = if given.is_empty() {
        FILES.iter().map(|f| (*f).to_owned()).collect()
    } else {
        given.iter().map(Val::show).collect()
    };
    if c.bound.path.last().is_some_and(|w| matches!(w.as_str(), "up" | "create" | "scale" | "watch")) {
        elsewhere(c);
    }
    let production = |n: &&String| net::environment_of(n) == EnvLabel::Production;
    if let Some(name) = names.iter().find(production).filter(|_| c.bound.path.last().is_some_and(|w| w == "up")) {
        let effect = super::super::effects::on_name(Verb::Deploy, "environment", name, c.call.span);
        c.effects.push(effect);
    }
    if given.iter().any(|f| f.prefix().contains("://") || f.prefix().starts_with("oci:")) {
        c.unknown("services that others define, from an address");
    }
    for dir in directories(c) {
        for name in &names {
            let Some(source) = source::at(c, &paths::join(&dir, name)) else { continue };
            match yaml::parse(&source.text) {
                Some(root) => services(c, &root, &source.dir),
                None if source.made_here => c.unknown("a compose file that is not understood"),
                None => {}
            }
        }
    }
    Handled::Partly
}

/// `stop`, `down`: the project's own services on this machine end, and `up` brings them back. Volumes and images are
/// other effects.
pub fn stop(c: &mut Call<'_, '_, '_>) -> Handled {
    c.by_data();
    // A project with a name of its own, which this event started.
    let project = ["-p", "--project-name"].iter().find_map(|n| c.bound.value(n)).map(Val::show);
    let starts = |words: &str, name: &str| {
        let all: Vec<&str> = words.split(' ').collect();
        all.contains(&"up") && all.windows(2).any(|w| matches!(w, ["-p" | "--project-name", n] if *n == name))
    };
    let files = given(c);
    let tests = |name: &str| {
        name.split(|ch: char| !ch.is_alphanumeric()).any(|w| matches!(w, "test" | "tests" | "it" | "ci" | "e2e"))
    };
    let for_tests = project.as_deref().is_some_and(tests)
        || files.iter().filter_map(Val::known).any(|f| tests(f.rsplit('/').next().unwrap_or(f)));
    let named = project.is_some();
    let others = project.is_some_and(|p| !c.shell.scene.words_of(&["docker"]).iter().any(|(_, w)| starts(w, &p)));
    let elsewhere = others
        || ["-H", "--host", "-c", "--context"].iter().any(|n| c.bound.has(n))
        || c.call.env.iter().any(|(n, _)| n.starts_with("DOCKER_") || n.starts_with("COMPOSE_"))
        || c.state.exported.iter().any(|n| n.starts_with("DOCKER_"))
        || c.shell.scene.ran("docker", "context");
    let production = files.iter().any(|v| v.known().is_none_or(|t| net::environment_of(t) == EnvLabel::Production));
    if !elsewhere && !production {
        for e in c.effects.iter_mut().filter(|e| e.verb == Verb::ContainerStop) {
            e.dimensions = Dimensions::new([1, 1, 0, 0, 0]);
            e.reversibility = Reversibility::Regenerable;
        }
        // What a project for tests keeps, which this event started under a name of its own, is there to be made anew.
        let ends = |e: &&mut automode_model::Effect| matches!(e.verb, Verb::ContainerDelete | Verb::ContainerStop);
        for e in c.effects.iter_mut().filter(|_| named && for_tests).filter(ends) {
            (e.verb, e.dimensions) = (Verb::ContainerRun, Verb::ContainerRun.dimensions());
        }
    }
    Handled::Wholly
}

/// `config`: prints what the files say with the values of `.env` in their places, unless only names are asked for.
pub fn config(c: &mut Call<'_, '_, '_>) -> Handled {
    let names = [
        "-q",
        "--quiet",
        "--services",
        "--volumes",
        "--images",
        "--profiles",
        "--networks",
        "--models",
        "--hash",
        "--no-interpolate",
        "--no-env-resolution",
    ];
    if names.iter().any(|n| c.bound.has(n)) {
        return Handled::Partly;
    }
    let scene = c.shell.scene;
    for dir in directories(c) {
        let path = paths::join(&dir, ".env");
        if scene.nowhere || !c.call.env.is_empty() || scene.world.path(&path).kind != automode_model::PathKind::Missing
        {
            c.path(Verb::Read, &Val::text(".env"));
        }
    }
    Handled::Partly
}

fn services(c: &mut Call<'_, '_, '_>, root: &Node, dir: &str) {
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
        if service.get("network_mode").and_then(Node::text) == Some("host") {
            docker::elevate(c, "network_mode");
        }
        build(c, service, dir);
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

/// What is built for a service that has no image yet.
fn build(c: &mut Call<'_, '_, '_>, service: &Node, dir: &str) {
    let Some(build) = service.get("build") else { return };
    let context = build.text().or_else(|| build.get("context").and_then(Node::text)).unwrap_or(".");
    let file = build.get("dockerfile").and_then(Node::text).unwrap_or("Dockerfile");
    let context = paths::join(dir, context);
    dockerfile::build(c, &context, &paths::join(&context, file), false);
}
