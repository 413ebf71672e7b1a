//! Paths as identities: normalised, links resolved through `World`, placed and classified. Called for every path that an
//! effect falls on.

mod class;
pub mod manifests;
mod noted;

use automode_model::{PathClass, PathFacts, PathKind, PathTarget, Place, World};

use super::Scene;

pub use class::classify;

/// A path without `.`, `..`, `//` and trailing slashes; relative ones stay relative.
#[must_use]
pub fn normalise(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|p| *p != "..") => drop(parts.pop()),
            ".." if absolute => {}
            other => parts.push(other),
        }
    }
    let joined = parts.join("/");
    if absolute { ["/", &joined].concat() } else { joined }
}

/// `path` as seen from the directory `base`.
#[must_use]
pub fn join(base: &str, path: &str) -> String {
    if path.starts_with('/') { normalise(path) } else { normalise(&[base, "/", path].concat()) }
}

/// Where another path or address begins in a word that names it behind what says how it is read: `png:/root/x`, `file:/root/x`,
/// `@/etc/x`, `/vsizip//etc/x.zip`, `/vsicurl/https://…`, `a.jar:/tmp/b.jar`.
#[must_use]
pub fn behind_prefix(word: &str) -> Option<usize> {
    let from = |at: &usize| word.get(*at..).unwrap_or("");
    let file = word.starts_with("file:");
    let path = |at: &usize| {
        let rest = from(at);
        let rooted = rest.starts_with('/') && (file || !rest.starts_with("//"));
        rooted || ["~/", "../", "@/"].iter().any(|lead| rest.starts_with(lead))
    };
    if let Some(rest) = word.strip_prefix("/vsi") {
        // What GDAL calls a file system of its own.
        let lead = rest.find("url=").map(|at| at + 4).or_else(|| rest.find('/').map(|at| at + 1))?;
        return Some(lead + 4).filter(|at| path(at) || super::net::is_address(from(at)));
    }
    if word.starts_with('@') {
        return Some(1).filter(path);
    }
    word.match_indices(':').map(|(at, _)| at + 1).find(path)
}

/// True where `path` lies below `dir` (not the directory itself).
#[must_use]
pub fn below(path: &str, dir: &str) -> bool {
    let dir = dir.trim_end_matches('/');
    path.strip_prefix(dir).is_some_and(|rest| rest.starts_with('/') && rest.len() > 1)
}

/// A known path as a target: resolved by the machine, placed, classified.
#[must_use]
pub fn target(scene: &Scene<'_>, given: &str, absolute: &str) -> PathTarget {
    let wanted = through_links(scene, &through_proc(scene, normalise(absolute)));
    // A pattern stands for names in its directory: the directory is resolved, the pattern kept.
    let (fixed, pattern) = split_pattern(&wanted);
    let facts = scene.world.path(fixed);
    let mut resolved = if facts.kind == PathKind::Unknown { fixed.to_owned() } else { facts.real.clone() };
    if !pattern.is_empty() {
        resolved = format!("{}/{pattern}", resolved.trim_end_matches('/'));
    }
    // Both spellings count: a link into a protected place, and a protected name that is a link elsewhere.
    let climbs = scene.nowhere && given.starts_with("../") && facts.kind == PathKind::Missing;
    let place = match stricter(place(scene, &resolved), &facts) {
        Place::Outside | Place::Home if climbs => Place::Workspace,
        place => place,
    };
    let class = if resolved == wanted {
        class_of(scene, &resolved)
    } else {
        class::stricter(class_of(scene, &resolved), class_of(scene, &wanted))
    };
    let created_here = scene.session.created.iter().any(|c| *c == resolved || below(&resolved, c))
        || is_made(scene, &resolved, facts.kind);
    let exists = match facts.kind {
        PathKind::Missing => Some(false),
        PathKind::Unknown => None,
        _ => Some(true),
    };
    PathTarget { given: given.to_owned(), resolved, place, class, exists, tracked: None, created_here }
}

/// Whether this event made what lies there: not where a folder was there before, nor where something was only moved to.
fn is_made(scene: &Scene<'_>, path: &str, now: PathKind) -> bool {
    now != PathKind::Dir && scene.files.borrow().contains_key(path) && !holds_moved(scene, path)
}

/// Whether something was moved there, or below.
fn holds_moved(scene: &Scene<'_>, path: &str) -> bool {
    let files = scene.files.borrow();
    let from = files.range::<str, _>((std::ops::Bound::Included(path), std::ops::Bound::Unbounded));
    let mut inside = from.take_while(|(p, _)| p.starts_with(path)).filter(|(p, _)| *p == path || below(p, path));
    inside.any(|(_, v)| v.why() == Some(super::script::MOVED))
}

/// Whether this event made the folder in which this lies, and what is in it.
#[must_use]
pub fn in_new_folder(scene: &Scene<'_>, path: &str) -> bool {
    let files = scene.files.borrow();
    let mut above = std::iter::successors(path.rsplit_once('/'), |(dir, _)| dir.rsplit_once('/')).map(|(dir, _)| dir);
    let Some((dir, made)) = above.find_map(|dir| files.get_key_value(dir)) else { return false };
    let moved = made.why() == Some(super::script::MOVED) || holds_moved(scene, path);
    !moved && scene.world.path(dir).kind == PathKind::Missing
}

/// The class; a workspace that itself lies below `/tmp`, `build`, `tests` or `docs` does not make all of its files harmless, nor
/// a repository below `terraform` or `migrations` all of them infrastructure or migrations.
fn class_of(scene: &Scene<'_>, path: &str) -> PathClass {
    let class = classify(path, &scene.home);
    match in_workspace(scene, path) {
        Some(rest) if is_harmless(class) => classify(&format!("/workspace{rest}"), &scene.home),
        Some(_) if is_by_folder(class) => match in_repository(scene.world, path) {
            Some(own) => classify(&format!("/workspace{own}"), &scene.home),
            None => class,
        },
        None if is_plain(class) && in_a_home(path, scene) && noted::holds_credentials(path) => PathClass::Secret,
        _ => class,
    }
}

/// The path from the folder of its repository on, none outside of all: a project in a folder `fixtures` or `migrations` is no
/// fixture and no migration. Of repositories in one another it is the outermost: to make one takes no folder's meaning away.
#[must_use]
pub fn in_repository<'p>(world: &dyn World, path: &'p str) -> Option<&'p str> {
    let above = |path: &str| path.trim_end_matches('/').rsplit_once('/').map_or(0, |(folder, _)| folder.len());
    let root = |folder: &str| world.git_root(folder).ok().filter(|root| path == root || below(path, root));
    let mut outermost = root(path.get(..above(path))?)?;
    while let Some(around) = outermost.get(..above(&outermost)).filter(|a| !a.is_empty()).and_then(root) {
        if around.len() >= outermost.len() {
            break;
        }
        outermost = around;
    }
    path.get(above(&outermost)..)
}

/// The path in the folder of its project, without the name of that: the session's own, else its repository; all of it where there
/// is neither.
#[must_use]
pub fn in_project<'p>(scene: &Scene<'_>, path: &'p str) -> &'p str {
    let own = || in_repository(scene.world, path)?.trim_start_matches('/').split_once('/').map(|(_, rest)| rest);
    in_workspace(scene, path).or_else(own).unwrap_or(path)
}

/// What follows the session's own folder, from the slash on.
fn in_workspace<'p>(scene: &Scene<'_>, path: &'p str) -> Option<&'p str> {
    path.strip_prefix(scene.workspace.as_str()).filter(|rest| rest.starts_with('/'))
}

/// A class that asks for less care than a file of no class.
fn is_harmless(class: PathClass) -> bool {
    matches!(class, PathClass::Generated | PathClass::Test | PathClass::Docs)
}

/// A class that the name of any folder around a file may give it.
fn is_by_folder(class: PathClass) -> bool {
    matches!(class, PathClass::Iac | PathClass::Migration | PathClass::ProdConfig)
}

/// A class that says nothing of what a file is for.
fn is_plain(class: PathClass) -> bool {
    matches!(class, PathClass::Other | PathClass::Docs | PathClass::Data | PathClass::DevConfig | PathClass::Source)
}

/// Below somebody's home directory, not among what programs keep there.
fn in_a_home(path: &str, scene: &Scene<'_>) -> bool {
    let own = path.strip_prefix(scene.home.as_str());
    let rest = own.or_else(|| path.strip_prefix("/home/")).or_else(|| path.strip_prefix("/Users/"));
    rest.or_else(|| path.strip_prefix("/root/")).is_some_and(|r| !r.contains("/."))
}

/// `/proc/self/root/x` is `/x`, `/proc/self/cwd/x` lies in the working directory, `/dev/fd/../x` does not lie in `/dev/fd`.
fn through_proc(scene: &Scene<'_>, path: String) -> String {
    let Some(rest) = path.strip_prefix("/proc/") else { return path };
    let mut parts = rest.splitn(3, '/');
    let (process, link, tail) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let own = matches!(process, "self" | "thread-self");
    let any = own || !process.is_empty() && process.bytes().all(|b| b.is_ascii_digit());
    match link {
        // Another process may live in a container; its root is taken for this one, which is the stricter reading.
        "root" if any => through_proc(scene, normalise(&format!("/{tail}"))),
        "cwd" if own => normalise(&format!("{}/{tail}", scene.cwd)),
        _ => path,
    }
}

/// A path below a link that this event makes first lies where the link points.
fn through_links(scene: &Scene<'_>, path: &str) -> String {
    let links = scene.links.borrow();
    let hit = links.iter().find(|(at, _)| path == *at || below(path, at));
    match hit {
        Some((at, to)) => normalise(&format!("{to}/{}", path.get(at.len()..).unwrap_or(""))),
        None => path.to_owned(),
    }
}

fn stricter(place: Place, facts: &PathFacts) -> Place {
    if facts.kind == PathKind::Unknown && !matches!(place, Place::Sink | Place::Device) {
        Place::Unknown
    } else {
        place
    }
}

/// The part before the first component with a live pattern, and the rest.
fn split_pattern(path: &str) -> (&str, &str) {
    let Some(at) = path.find(['*', '?', '[', '{']) else { return (path, "") };
    let cut = path.get(..at).and_then(|p| p.rfind('/')).unwrap_or(0);
    let fixed = path.get(..cut.max(1)).unwrap_or("/");
    (fixed, path.get(cut + 1..).unwrap_or(""))
}

/// Where a normalised absolute path lies.
#[must_use]
pub fn place(scene: &Scene<'_>, path: &str) -> Place {
    if is_sink(path) {
        return Place::Sink;
    }
    if ["/dev", "/proc", "/sys"].iter().any(|d| path == *d || below(path, d)) && !below(path, "/dev/shm") {
        return Place::Device;
    }
    let (dir, pattern) = split_pattern(path);
    // `~/*` is all of home, `/*` is all there is.
    let everything = matches!(pattern, "*" | "**" | "{,.}*" | ".*");
    let whole = if everything { dir } else { path };
    if pattern.is_empty() || everything {
        if whole == "/" || is_first_level(whole) {
            return Place::Root;
        }
        if whole == scene.home || below(&scene.home, whole) {
            return Place::HomeRoot;
        }
        if whole == scene.workspace || below(&scene.workspace, whole) {
            return Place::WorkspaceRoot;
        }
    }
    inside(scene, path)
}

fn inside(scene: &Scene<'_>, path: &str) -> Place {
    if below(path, &scene.workspace) || (path == scene.cwd && below(&scene.cwd, &scene.workspace)) {
        return Place::Workspace;
    }
    // A home that itself lies in a scratch directory (a container, a test) is a home all the same.
    if let Some(rest) = path.strip_prefix(scene.home.as_str()).filter(|r| r.starts_with('/')) {
        let caches = [
            "/.cache/",
            "/.npm/_",
            "/.cargo/registry/",
            "/.gradle/caches/",
            "/Library/Caches/",
            "/.m2/repository/",
            "/.bun/install/cache/",
            "/go/pkg/",
            "/Library/Developer/Xcode/DerivedData/",
            "/Library/Developer/CoreSimulator/Caches/",
            "/.nuget/packages/",
            "/.pub-cache/hosted/",
            "/.expo/cache/",
            "/.gradle/daemon/",
            "/.konan/cache/",
            "/.ivy2/cache/",
            "/.sbt/boot/",
            "/.cabal/packages/",
            "/.julia/compiled/",
        ];
        let whole = ["/Library/Developer/Xcode/DerivedData", "/.gradle/caches", "/.nuget/packages", "/.julia/compiled"];
        return if whole.contains(&rest) || caches.iter().any(|c| rest.starts_with(c)) {
            Place::Cache
        } else {
            Place::Home
        };
    }
    if ["/tmp", "/var/tmp", "/private/tmp", "/private/var/tmp", "/dev/shm", "/var/folders", "/private/var/folders"]
        .iter()
        .any(|d| below(path, d))
    {
        return Place::Temp;
    }
    let system = [
        "/etc",
        "/usr",
        "/bin",
        "/sbin",
        "/lib",
        "/lib64",
        "/boot",
        "/opt",
        "/var",
        "/run",
        "/srv",
        "/Library",
        "/System",
        "/Applications",
        "/snap",
        "/nix",
        "/private/etc",
        "/private/var",
        "/lost+found",
        "/cdrom",
    ];
    if system.iter().any(|d| below(path, d)) { Place::System } else { Place::Outside }
}

/// Writing there changes nothing.
fn is_sink(path: &str) -> bool {
    matches!(
        path,
        "/dev/null"
            | "/dev/stdout"
            | "/dev/stderr"
            | "/dev/stdin"
            | "/dev/tty"
            | "/dev/zero"
            | "/dev/full"
            | "/dev/random"
            | "/dev/urandom"
    ) || below(path, "/dev/fd")
        || path.strip_prefix("/proc/self/fd/").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
}

/// A line to a board or an instrument: it holds nothing, and what is read from it is what the board prints.
pub fn is_serial_port(path: &str) -> bool {
    ["/dev/ttyUSB", "/dev/ttyACM", "/dev/ttyAMA", "/dev/ttyS", "/dev/cu.", "/dev/tty.usb", "/dev/serial/"]
        .iter()
        .any(|port| path.starts_with(port))
}

fn is_first_level(path: &str) -> bool {
    let known = [
        "bin",
        "boot",
        "cdrom",
        "dev",
        "etc",
        "home",
        "lib",
        "lib32",
        "lib64",
        "media",
        "mnt",
        "nix",
        "opt",
        "private",
        "proc",
        "root",
        "run",
        "sbin",
        "snap",
        "srv",
        "sys",
        "tmp",
        "usr",
        "var",
        "Applications",
        "Library",
        "System",
        "Users",
        "Volumes",
    ];
    let second = [
        "/usr/bin",
        "/usr/lib",
        "/usr/local",
        "/usr/sbin",
        "/usr/share",
        "/var/lib",
        "/var/log",
        "/var/tmp",
        "/private/tmp",
        "/usr/local/bin",
    ];
    path.strip_prefix('/').is_some_and(|p| known.contains(&p)) || second.contains(&path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalises_lexically() {
        for (given, want) in
            [("/a/./b//c/..", "/a/b"), ("/..", "/"), ("a/../..", ".."), ("./x/", "x"), ("/a/b/../../..", "/")]
        {
            assert_eq!(normalise(given), want, "{given}");
        }
        assert_eq!(join("/w/p", "../q"), "/w/q");
        assert!(below("/a/b", "/a") && !below("/ab", "/a") && !below("/a", "/a"));
    }
}
