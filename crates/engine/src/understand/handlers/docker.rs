//! Containers: what of the host a run can reach, which command it really starts, where a build writes.

use automode_model::{Category, Effect, Target, Verb};

use crate::knowledge;

use super::super::state::from_environment;
use super::super::value::{Piece, Val};
use super::super::{effects, paths};
use super::{Call, Handled, compose, dockerfile};

/// Host folders and sockets that are as good as root on the host.
const HOST: &[&str] = &[
    "/",
    "/etc",
    "/root",
    "/proc",
    "/sys",
    "/dev",
    "/boot",
    "/run",
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/var",
    "/var/run",
    "/var/lib",
    "/var/lib/docker",
    "/var/lib/kubelet",
    "/var/spool/cron",
    "/home",
];

/// Sockets of container engines.
const SOCKETS: &[&str] = &["docker.sock", "containerd.sock", "podman.sock", "crio.sock", "dockershim.sock"];

/// Devices that give nothing of the host away: graphics, virtualisation, sound, cameras, file systems in user space, tunnels.
const DEVICES: &[&str] = &[
    "/dev/dri",
    "/dev/kvm",
    "/dev/fuse",
    "/dev/net/tun",
    "/dev/snd",
    "/dev/video",
    "/dev/nvidia",
    "/dev/kfd",
    "/dev/null",
    "/dev/zero",
    "/dev/ttyUSB",
    "/dev/ttyACM",
    "/dev/input",
    "nvidia.com/",
];

/// Capabilities that only reach inside the container.
const CAPABILITIES: &[&str] = &[
    "NET_BIND_SERVICE",
    "CHOWN",
    "SETUID",
    "SETGID",
    "SETPCAP",
    "SETFCAP",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_RAW",
    "SYS_CHROOT",
    "SYS_NICE",
    "SYS_PTRACE",
    "IPC_LOCK",
    "AUDIT_WRITE",
    "SYS_RESOURCE",
    "DAC_OVERRIDE",
    "PERFMON",
    "WAKE_ALARM",
];

/// `run`, `create`: mounts, privileges, and the command.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let composed = c.bound.path.first().is_some_and(|w| w == "compose") || c.program.name.ends_with("-compose");
    if composed {
        compose::elsewhere(c);
    }
    let options = std::mem::take(&mut c.bound.options);
    let mut isolated = !composed;
    let mut entrypoint = None;
    let mut volumes = Vec::new();
    for (opt, value) in &options {
        let Some(v) = value else {
            isolated &= opt.does.is_empty();
            continue;
        };
        let before = c.effects.len();
        volumes.extend(Volume::of(opt.names.first(), v));
        match opt.names.first() {
            "-v" => volume(c, v),
            "--mount" => mount(c, v),
            "--device" => device(c, v),
            "--cap-add" => capability(c, v),
            "--security-opt" => security(c, v),
            "-e" => given_secret(c, v),
            "--ipc" => gate(c, v, |t| t == "host"),
            "--pid" => gate(c, v, |t| t == "host" || t.starts_with("ns:")),
            "--volumes-from" => isolated = false,
            "--entrypoint" => entrypoint = Some(v.clone()),
            _ => {}
        }
        isolated &= c.effects.len() == before && opt.does.is_empty();
    }
    c.bound.options = options;
    command(c, entrypoint, isolated, &volumes);
    Handled::Partly
}

/// `-B a:/data,b`, `--mount`: the folders of this machine that a run by its own user reaches.
pub fn binds(c: &mut Call<'_, '_, '_>) -> Handled {
    for (opt, value) in c.bound.options.clone() {
        match (opt.names.first(), value) {
            ("--mount", Some(v)) => mount(c, &v),
            ("-B", Some(v)) => match v.known() {
                Some(text) => text.split(',').for_each(|one| match one.split_once(':') {
                    Some(_) => volume(c, &Val::text(one)),
                    None => bind(c, &Val::text(one), false),
                }),
                None => volume(c, &v),
            },
            _ => {}
        }
    }
    Handled::Partly
}

/// A volume with a name: it outlives the container that it is given to.
struct Volume {
    name: String,
    /// Where the container finds it.
    target: String,
}

impl Volume {
    /// `NAME:TARGET[:OPTIONS]`, `type=volume,source=NAME,target=TARGET`; none where it is a folder, has no name or cannot be
    /// written to.
    fn of(option: &str, value: &Val) -> Option<Self> {
        let text = value.show();
        let (name, target, options) = match option {
            "-v" => {
                let mut parts = text.split(':');
                (parts.next()?.to_owned(), parts.next()?.to_owned(), parts.next().unwrap_or("").to_owned())
            }
            "--mount" => (
                list_field(value, &["source", "src"])?,
                list_field(value, &["target", "dst", "destination"])?,
                text.clone(),
            ),
            _ => return None,
        };
        let closed = options.split(',').any(|o| matches!(o, "ro" | "readonly" | "readonly=true" | "ro=true"));
        let named = !name.is_empty() && !name.contains(['/', '~']) && !name.starts_with('.');
        let target = target.trim_end_matches('/').to_owned();
        (named && !closed && target.starts_with('/')).then_some(Self { name, target })
    }

    /// Whether what happens to this path of the container destroys what the volume keeps.
    fn loses(&self, e: &Effect) -> bool {
        let destroys = matches!(e.verb, Verb::Delete | Verb::Wipe);
        let touches = |p: &str| p == self.target || paths::below(p, &self.target) || paths::below(&self.target, p);
        destroys && e.target.path().is_some_and(|p| touches(p.resolved.trim_end_matches('/')) || p.resolved == "/")
    }

    /// What its name says can be made again: caches, installed packages, what a build leaves.
    fn is_cache(&self) -> bool {
        let words = crate::understand::tools::words_of(&self.name);
        let made =
            ["cache", "caches", "tmp", "temp", "modules", "build", "target", "venv", "cargo", "npm", "pnpm", "yarn"];
        words.iter().any(|w| made.contains(&w.as_str()))
    }
}

/// Follows the command of the container. Where nothing of the host is in reach, only what leaves the container counts.
fn command(c: &mut Call<'_, '_, '_>, entrypoint: Option<Val>, isolated: bool, volumes: &[Volume]) {
    let names = if c.program.name == "ctr" { 2 } else { 1 };
    let mut argv = c.bound.operands.split_off(names.min(c.bound.operands.len()));
    match entrypoint {
        Some(e) if e.known().is_none_or(|t| t.contains(char::is_whitespace)) => {
            return c.unknown("an entry point that is not followed");
        }
        Some(e) if e.known() != Some("") => argv.insert(0, e),
        // Options for the image's own entry point, which the image decides.
        None if argv.first().is_some_and(|a| a.prefix().starts_with('-')) => return,
        _ => {}
    }
    if argv.is_empty() {
        return;
    }
    let from = c.shell.scene.count();
    // Where it works is a folder of the container; only one that outlives it matters.
    let work = ["-w", "--workdir"].iter().find_map(|n| c.bound.value(n)).and_then(Val::known).map(str::to_owned);
    let before = c.cwd.clone();
    if let Some(dir) = work.filter(|d| volumes.iter().any(|v| *d == v.target || paths::below(d, &v.target))) {
        c.cwd = Some(vec![dir]);
    }
    c.run_inner(argv);
    c.cwd = before;
    let done = c.shell.scene.effects_since(from);
    for v in volumes.iter().filter(|v| !v.is_cache() && done.iter().any(|e| v.loses(e))) {
        c.effects.push(effects::on_name(Verb::ContainerDelete, "volume", &v.name, c.call.span));
    }
    if isolated {
        c.shell.scene.keep_effects(from, leaves);
    } else {
        // What is installed there goes with the container; a container that is the host asks by its options.
        c.shell.scene.keep_effects(from, |_, e| e.verb != Verb::SystemInstall);
    }
}

/// Effects that reach beyond a container that holds nothing of the host.
fn leaves(program: &str, e: &Effect) -> bool {
    // A program that is not known is the image's own; one that is known and not understood may still reach out.
    if e.verb == Verb::Unknown {
        return knowledge::find(program).is_some();
    }
    let outside = !matches!(e.target, Target::Path(_) | Target::Unknown(_));
    let reaches = matches!(
        e.category,
        Category::Network
            | Category::ExternalApi
            | Category::Database
            | Category::Infra
            | Category::Cloud
            | Category::DeployCi
            | Category::VcsRemote
            | Category::Secrets
            | Category::AccessControl
    );
    outside && reaches || matches!(e.verb, Verb::Publish | Verb::RemoteExec | Verb::NetSend | Verb::NetTunnel)
}

/// A device of the host.
pub(super) fn device(c: &mut Call<'_, '_, '_>, v: &Val) {
    gate(c, v, |t| !DEVICES.iter().any(|d| t.starts_with(d)));
}

/// A capability.
pub(super) fn capability(c: &mut Call<'_, '_, '_>, v: &Val) {
    gate(c, v, |t| !CAPABILITIES.contains(&t.to_ascii_uppercase().trim_start_matches("CAP_")));
}

/// A setting of the cage.
pub(super) fn security(c: &mut Call<'_, '_, '_>, v: &Val) {
    gate(c, v, |t| t.contains("unconfined") || t.contains("disable") || t.ends_with("false"));
}

/// A secret of this machine for a program that somebody else made: `-e TOKEN`, `-e TOKEN=$TOKEN` for an image of another's name.
fn given_secret(c: &mut Call<'_, '_, '_>, v: &Val) {
    let inherited = v.known().is_some_and(|t| !t.contains('=') && from_environment(t).is_secret());
    let foreign = c.bound.operands.first().is_some_and(|image| image.show().contains('/'));
    if foreign && (inherited || v.is_secret()) {
        let name = v.show();
        let name = name.split('=').next().unwrap_or("").to_owned();
        c.effects.push(effects::on_name(Verb::SecretRead, "variable", &name, c.call.span));
    }
}

fn gate(c: &mut Call<'_, '_, '_>, value: &Val, bad: impl Fn(&str) -> bool) {
    if value.known().is_none_or(bad) {
        elevate(c, &value.show());
    }
}

pub(super) fn elevate(c: &mut Call<'_, '_, '_>, what: &str) {
    c.effects.push(effects::on_name(Verb::Elevate, "host", what, c.call.span));
}

/// `SOURCE:TARGET[:OPTIONS]`; a source without a slash is a named volume.
pub(super) fn volume(c: &mut Call<'_, '_, '_>, value: &Val) {
    let text = value.show();
    let mut parts = text.split(':');
    let (target, options) = (parts.nth(1), parts.next().unwrap_or(""));
    if target.is_none() && value.known().is_some() {
        return;
    }
    let source = source_of(value);
    let named = source.known().is_some_and(|s| !s.contains('/') && !s.starts_with(['.', '~']));
    if !named {
        bind(c, &source, options.split(',').any(|o| o == "ro"));
    }
}

/// What stands before the first colon, with its gaps: `$(pwd):/app`.
fn source_of(value: &Val) -> Val {
    let mut source = Val::default();
    for piece in value.pieces() {
        match piece {
            Piece::Text(t) => match t.split_once(':') {
                Some((before, _)) => {
                    source.push(Piece::Text(before.to_owned()));
                    return source;
                }
                None => source.push(piece.clone()),
            },
            other => source.push(other.clone()),
        }
    }
    source
}

/// `type=bind,source=…,target=…[,readonly]`.
fn mount(c: &mut Call<'_, '_, '_>, value: &Val) {
    let Some(text) = value.known() else {
        // Most often `type=bind,source="$(pwd)",target=…`: what is mounted is not known here.
        return bind(c, value, false);
    };
    let field = |names: &[&str]| {
        text.split(',').find_map(|f| f.split_once('=').filter(|(k, _)| names.contains(k)).map(|(_, v)| v.to_owned()))
    };
    let read_only =
        text.split(',').any(|f| matches!(f, "readonly" | "ro" | "readonly=true" | "ro=true" | "readonly=1"));
    let kind = field(&["type"]).unwrap_or_else(|| "volume".into());
    if let Some(source) = field(&["source", "src"]).filter(|s| kind == "bind" || s.contains('/')) {
        bind(c, &Val::text(source), read_only);
    }
}

pub(super) fn bind(c: &mut Call<'_, '_, '_>, source: &Val, read_only: bool) {
    let text = source.show();
    let clean = if text.len() > 1 { text.trim_end_matches('/') } else { text.as_str() };
    let host = source.known().is_some()
        && (clean.is_empty() || HOST.contains(&clean) || clean.starts_with("/dev/") || clean.starts_with("/proc/"));
    if host || SOCKETS.iter().any(|s| clean.ends_with(s)) {
        return elevate(c, &text);
    }
    let verb = if read_only { Verb::Read } else { Verb::Write };
    drop(c.path(verb, source));
}

/// `build`: outputs, caches and secrets in `key=value` lists.
pub fn build(c: &mut Call<'_, '_, '_>) -> Handled {
    let options = std::mem::take(&mut c.bound.options);
    for (opt, value) in &options {
        let Some(v) = value else { continue };
        match opt.names.first() {
            "-o" => output(c, v),
            "--cache-to" => output(c, v),
            "--secret" => {
                if let Some(source) = list_field(v, &["src", "source"]) {
                    drop(c.path(Verb::Read, &Val::text(source)));
                }
            }
            _ => {}
        }
    }
    c.bound.options = options;
    let pushes = c.bound.has("--push") || c.effects.iter().any(|e| e.verb == Verb::Publish);
    dockerfile::of_build(c, pushes);
    Handled::Partly
}

fn output(c: &mut Call<'_, '_, '_>, value: &Val) {
    let text = value.show();
    if text == "-" {
        return;
    }
    if !text.contains('=') && !text.contains('/') && c.bound.has("--cache-to") {
        return c.effects.push(effects::on_name(Verb::Publish, "image", &text, c.call.span));
    }
    match (list_field(value, &["dest"]), list_field(value, &["type"])) {
        (Some(dest), _) => drop(c.path(Verb::Write, &Val::text(dest))),
        (None, None) => drop(c.path(Verb::Write, value)),
        (None, Some(kind)) => {
            let pushes = kind == "registry" && !text.contains("push=false") || text.contains("push=true");
            if pushes || matches!(kind.as_str(), "s3" | "azblob") {
                c.effects.push(effects::on_name(
                    Verb::Publish,
                    "image",
                    &list_field(value, &["name", "ref"]).unwrap_or(text),
                    c.call.span,
                ));
            }
        }
    }
}

fn list_field(value: &Val, names: &[&str]) -> Option<String> {
    value
        .show()
        .split(',')
        .find_map(|f| f.split_once('=').filter(|(k, _)| names.contains(k)).map(|(_, v)| v.to_owned()))
}

/// `docker inspect web | jq '.[0].Config.Env'`, `… | grep PASSWORD`: what a container was given is picked out of what `inspect`
/// prints of it.
pub fn picked_environment(c: &mut Call<'_, '_, '_>) {
    let picks = match c.program.name {
        "jq" | "yq" | "gojq" | "jaq" | "python" | "node" | "ruby" | "perl" | "php" => {
            c.call.argv.iter().skip(1).any(|v| v.show().contains("Env"))
        }
        "grep" | "rg" | "ag" | "awk" | "sed" => {
            let secret = |v: &Val| crate::understand::state::from_environment(&v.show().to_uppercase()).is_secret();
            c.call.argv.iter().skip(1).any(|v| v.show().contains("Env") || secret(v))
        }
        _ => false,
    };
    if picks && ["docker", "podman", "nerdctl"].iter().any(|p| c.shell.scene.ran(p, "inspect")) {
        c.effects.push(effects::plain(Verb::SecretRead, automode_model::Target::None, c.call.span));
    }
}
