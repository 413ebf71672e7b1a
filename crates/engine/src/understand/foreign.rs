//! Code of others that lies in folders of this machine: what was cloned, in this event or earlier in the session, and what of
//! somebody's request was checked out. Looking at it is harmless; running its tasks, tests, builds or installations runs code
//! that comes from the network as much as a script fetched and piped into a shell. Called when a program's effects are
//! complete, and for each package that is named to be installed.

use automode_model::{Dimensions, Effect, PathKind, PathTarget, Place, Scope, Span, Target, Verb};

use crate::knowledge;

use super::handlers::{self, Call};
use super::scene::Scene;
use super::value::Val;
use super::{effects, paths};

/// The kind under which a session keeps such folders among the things that it made.
const KIND: &str = "clone";

/// How long the file is that says where a work tree belongs.
const MAX_LINK_BYTES: usize = 4096;

/// Notes what this program brings here, and says where what it runs comes from somewhere else.
pub fn look(c: &mut Call<'_, '_, '_>) {
    if let Some((dir, from, stays)) = brought(c) {
        if stays {
            let made = format!("{KIND}\t{dir}\t{from}");
            let target = Target::Named { kind: KIND, name: made, env: automode_model::EnvLabel::Unknown };
            c.effects.push(effects::plain(Verb::Create, target, c.call.span));
        }
        c.shell.scene.changed();
        c.shell.scene.foreign.borrow_mut().push((dir, from));
        return;
    }
    let dirs = c.folders();
    let dir = dirs.first().cloned().unwrap_or_default();
    let runs = c.effects.iter().find_map(|e| match (e.verb, e.target.path()) {
        (Verb::Run, Some(p)) => Some(p.resolved.clone()),
        (Verb::Build | Verb::Test | Verb::Run | Verb::DepsInstall, _) => Some(dir.clone()),
        (Verb::DepsAdd | Verb::ToolInstall, _) => local_package(c, &dir),
        _ => None,
    });
    let effect = runs.and_then(|path| running(c.shell.scene, &path, c.call.span)).or_else(|| elsewhere(c, &dirs));
    c.effects.extend(effect);
}

/// The tasks or tests of a folder that is neither the project nor made by this session: code like any script there. It is where the
/// program works, or what it is given to work on (`vite build /srv/y`).
fn elsewhere(c: &Call<'_, '_, '_>, dirs: &[String]) -> Option<Effect> {
    // What is built of files that are named (`gcc a.c`), or put where a word says (`create-vite x`), is no task of the folder.
    let words = &c.bound.operands;
    let named = c.effects.iter().any(|e| match (e.verb, e.target.path()) {
        (Verb::Read, Some(_)) => true,
        (Verb::Write, Some(p)) => words.iter().any(|v| v.known() == Some(p.given.as_str())),
        _ => false,
    });
    let tasks = |e: &Effect| match e.verb {
        Verb::Test | Verb::Run | Verb::DepsInstall => true,
        verb => verb == Verb::Build && !named,
    };
    let tries = c.dry && c.keeps & knowledge::trial::RUN != 0;
    let by_folder = tries || c.effects.iter().any(|e| tasks(e) && e.target.path().is_none());
    // What lies elsewhere was found already where it was named.
    let found = c.effects.iter().any(|e| e.verb == Verb::RunCode);
    if !by_folder || found {
        return None;
    }
    if dirs.is_empty() && c.shell.scene.strayed.get() {
        return Some(effects::on_unknown_path(
            Verb::RunCode,
            "a folder that is not known",
            "…",
            Scope::Tree,
            c.call.span,
        ));
    }
    let tests = c.effects.iter().any(|e| e.verb == Verb::Test);
    let foreign = |target: &PathTarget| match target.place {
        // Anybody's tests lie there.
        Place::Root => tests && matches!(target.resolved.as_str(), "/tmp" | "/var/tmp"),
        // What else lies there was installed for the machine.
        Place::System => ["/srv", "/var", "/run"].iter().any(|top| paths::below(&target.resolved, top)),
        _ => true,
    };
    let touched = |word: &str| c.effects.iter().any(|e| e.target.path().is_some_and(|p| p.given == word));
    let builds = c.effects.iter().any(|e| e.verb == Verb::Build && tasks(e));
    // `//core/...` is a name in Bazel's own tree.
    let path = |w: &str| {
        w.starts_with("..") || w.get(1..).is_some_and(|r| w.starts_with('/') && !r.starts_with('/') && r.contains('/'))
    };
    let folder = |w: &&str| builds && path(w) && !touched(w);
    let given = words
        .iter()
        .filter_map(Val::known)
        .filter(folder)
        .flat_map(|w| dirs.iter().map(move |dir| paths::join(dir, w)));
    let found = dirs.iter().cloned().chain(given).find_map(|dir| not_ours(c.shell.scene, &dir).filter(foreign));
    found.map(|target| run(c, target))
}

/// The effect of running what stands at a path, where that is neither the project's nor made by this session.
pub fn place(c: &Call<'_, '_, '_>, path: &str) -> Option<Effect> {
    not_ours(c.shell.scene, path).map(|target| run(c, target))
}

fn run(c: &Call<'_, '_, '_>, target: PathTarget) -> Effect {
    effects::on_path(c.shell.scene, Verb::Run, target, Scope::Tree, c.call.span)
}

/// A path that is neither in the project, nor in a work tree of it, nor made here.
fn not_ours(scene: &Scene<'_>, path: &str) -> Option<PathTarget> {
    if matches!(paths::place(scene, path), Place::Workspace | Place::WorkspaceRoot) {
        return None;
    }
    let target = paths::target(scene, path, path);
    let lies = matches!(
        target.place,
        Place::Home | Place::HomeRoot | Place::Outside | Place::Temp | Place::Root | Place::System
    );
    let ours = || made_here(scene, &target.resolved) || repository(scene, path) == repository(scene, &scene.workspace);
    (lies && !ours()).then_some(target)
}

/// Whether this event or session made the folder, or, where anybody writes, put something into it.
fn made_here(scene: &Scene<'_>, dir: &str) -> bool {
    let around = |made: &String| *made == dir || paths::below(dir, made);
    let temp = paths::place(scene, &format!("{dir}/x")) == Place::Temp;
    let inside = |made: &String| around(made) || temp && paths::below(made, dir);
    let new = scene.world.path(dir).kind == PathKind::Missing;
    scene.session.created.iter().any(inside) || scene.files.borrow().keys().any(|made| new && inside(made))
}

/// The repository around a folder; of a work tree that lies elsewhere, the one that it belongs to and that knows it.
fn repository(scene: &Scene<'_>, dir: &str) -> String {
    let root = scene.world.git_root(dir).unwrap_or_else(|_| dir.to_owned());
    let link = format!("{root}/.git");
    let named = |file: &str| scene.world.read(file, MAX_LINK_BYTES).unwrap_or_default().trim_end().to_owned();
    let known = named(&link).strip_prefix("gitdir: ").map(|to| paths::join(&root, to));
    let known = known.filter(|to| paths::join(to, &named(&format!("{to}/gitdir"))) == link);
    let main = known.as_deref().and_then(|to| to.split_once("/.git/worktrees/")).map(|(main, _)| main.to_owned());
    main.unwrap_or(root)
}

/// The effect of running what lies there, where that is not the project's own.
#[must_use]
pub fn running(scene: &Scene<'_>, path: &str, span: Span) -> Option<Effect> {
    let from = origin(scene, path)?;
    Some(effects::on_name(Verb::RunRemote, "repository", &from, span))
}

/// Where the code in this folder comes from, if from elsewhere.
fn origin(scene: &Scene<'_>, path: &str) -> Option<String> {
    let inside = |dir: &str| path == dir || paths::below(path, dir);
    let now = scene.foreign.borrow().iter().find(|(dir, _)| inside(dir)).map(|(_, from)| from.clone());
    let before = || {
        let made = scene.session.doings.made.iter();
        made.rev().find(|m| m.kind == KIND && inside(&m.name)).map(|m| m.within.clone())
    };
    now.or_else(before)
}

/// A package's file, by its name.
fn is_archive(name: &str) -> bool {
    const ENDS: &str = ".tgz .tar.gz .whl .gem .zip .tar.bz2 .tar.xz .nupkg .jar .vsix .deb .rpm";
    ENDS.split(' ').any(|end| name.ends_with(end))
}

/// A package that is installed from a folder or a file.
fn local_package(c: &Call<'_, '_, '_>, cwd: &str) -> Option<String> {
    let local = |t: &String| t.starts_with(['.', '/']) || is_archive(t);
    c.bound.operands.iter().map(Val::show).find(local).map(|t| paths::join(cwd, &t))
}

/// What a program brings into which folder: folder, where from, and whether it is somebody else's for good. What was checked
/// out of a request is the project itself afterwards; only what the same command runs there is held back.
fn brought(c: &Call<'_, '_, '_>) -> Option<(String, String, bool)> {
    if !matches!(c.program.name, "git" | "gh" | "glab" | "hg") {
        return None;
    }
    let words: Vec<&str> = c.bound.path.iter().map(String::as_str).collect();
    let cwd = c.inner_cwd().first().cloned()?;
    // The words behind the subcommand: its handler may have taken the operands.
    let known: Vec<&str> = c.call.argv.iter().skip(1).filter_map(Val::known).collect();
    let last = words.last().copied().unwrap_or("");
    let behind = known.iter().position(|w| *w == last).and_then(|at| known.get(at + 1..)).unwrap_or_default();
    let plain = |w: &&&str| !w.starts_with('-');
    match words.as_slice() {
        ["clone"] | ["repo" | "project", "clone"] => cloned(c, &cwd, behind),
        ["pr" | "mr", "checkout" | "co"] => {
            let which = behind.iter().find(plain).copied().unwrap_or("…");
            Some((cwd, format!("request {which}"), false))
        }
        ["fetch" | "pull"] => {
            let request = |t: &&&str| t.contains("pull/") && t.contains("/head") || t.contains("merge-requests/");
            Some((cwd, (*behind.iter().find(request)?).to_owned(), false))
        }
        _ => None,
    }
}

fn cloned(c: &Call<'_, '_, '_>, cwd: &str, words: &[&str]) -> Option<(String, String, bool)> {
    let forge = c.program.name != "git" && c.program.name != "hg";
    let remote = |w: &&str| !w.starts_with(['-', '.', '/', '~']) && (w.contains(':') || forge && w.contains('/'));
    let at = words.iter().position(remote)?;
    let from = *words.get(at)?;
    if from.starts_with("file:") || is_own(c, cwd, from) {
        return None;
    }
    let to = words.get(at + 1).copied().filter(|t| !t.starts_with('-')).unwrap_or_else(|| handlers::vcs::base(from));
    Some((paths::join(cwd, to), from.to_owned(), true))
}

/// Whether the repository belongs to whom the present one does.
fn is_own(c: &Call<'_, '_, '_>, cwd: &str, from: &str) -> bool {
    let Some(owner) = owner(from) else { return false };
    c.shell.scene.world.git(cwd).is_ok_and(|facts| {
        facts
            .remotes
            .iter()
            .filter_map(|(_, url)| self::owner(url))
            .any(|o| o == owner || o.1 == owner.1 && owner.0.is_empty())
    })
}

/// Host and owner in the address of a repository; the host is empty in a forge's short form.
fn owner(url: &str) -> Option<(String, String)> {
    let rest = url.split_once("://").map_or(url, |(_, r)| r);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, r)| r);
    let mut parts = rest.split(['/', ':']).filter(|p| !p.is_empty() && !p.bytes().all(|b| b.is_ascii_digit()));
    let first = parts.next()?.to_ascii_lowercase();
    let second = parts.next()?.to_ascii_lowercase();
    if parts.next().is_some() { Some((first, second)) } else { Some((String::new(), first)) }
}

/// Whether this names a package's file that lies outside the project, or a folder of one in a place for all: `~/Downloads/x.tgz`,
/// `/tmp/x`.
#[must_use]
pub fn is_loose_file(scene: &Scene<'_>, cwd: &str, name: &str) -> bool {
    let file = name.strip_prefix("file:").unwrap_or(name);
    let placed = || paths::place(scene, &paths::join(cwd, file));
    // A folder where anybody writes, or that is another's: its scripts of installation are run. One beside the project is of the
    // same work.
    if file.starts_with(['/', '.']) && placed() == Place::Temp
        || file.starts_with('/') && not_ours(scene, file).is_some()
    {
        return true;
    }
    let own = || matches!(placed(), Place::Workspace | Place::WorkspaceRoot) && !is_made_here(scene, cwd, file);
    is_archive(name) && !name.contains("://") && !own()
}

/// Whether a file of this name, or one that its pattern finds, was written by this event or session: fetched or copied, but not
/// built of the project.
fn is_made_here(scene: &Scene<'_>, cwd: &str, file: &str) -> bool {
    let path = paths::join(cwd, file);
    let fits = |made: &String| crate::inspect::rules::glob(&path, made);
    let fetched = |(made, text): (&String, &Val)| fits(made) || text.is_network() && paths::below(&path, made);
    scene.session.created.iter().any(fits) || scene.files.borrow().iter().any(fetched)
}

/// A package from a registry is one thing; from an address nobody vouches for it; from a path it is the project's own, but for a
/// file that lies elsewhere (`loose`).
pub fn vouch(program: &str, effect: &mut Effect, name: &str, loose: bool) {
    let elsewhere = loose
        || name.contains("://")
        || is_forge_shorthand(program, name)
        || is_source(name)
        // `x@gist:id`: under a name of one's own.
        || name.get(1..).and_then(|n| n.split_once('@')).is_some_and(|(_, source)| is_source(source))
        || name.contains('…');
    // `dist/a.whl`: a file, whatever else it is called.
    let file = effect.verb == Verb::ToolInstall && name.contains('/') && is_archive(name);
    let local = name.starts_with('.') || name.starts_with('/') || name.starts_with("file:") || file;
    if elsewhere {
        effect.dimensions = effect.dimensions.max(Dimensions::new([2, 2, 1, 1, 2]));
    } else if local && effect.verb != Verb::SystemInstall {
        effect.dimensions = Verb::DepsInstall.dimensions();
    } else if effect.verb == Verb::ToolInstall && is_usual_tool(program, name) {
        // What `npx` would run without installing it.
        effect.dimensions = Verb::ToolRun.dimensions();
    }
}

/// Where a package comes from, if not from the registry: a forge, a repository, an address.
fn is_source(text: &str) -> bool {
    const KINDS: &str = "bitbucket git gist github gitlab http https hg ssh svn";
    let kind = text.split_once(':').map(|(kind, _)| kind.split(['+', '@']).next().unwrap_or(kind));
    kind.is_some_and(|kind| KINDS.split(' ').any(|k| k == kind))
}

/// A tool of developers that we know, from where its makers put it. Of a Go module the host says who that is; without a
/// version the project's own `go.mod` says which.
fn is_usual_tool(program: &str, name: &str) -> bool {
    let bare = name.split("==").next().unwrap_or(name);
    let (path, version) = match bare.rsplit_once('@').filter(|(p, _)| !p.is_empty()) {
        Some((path, version)) => (path, Some(version)),
        None => (bare, None),
    };
    let base = path.rsplit('/').next().unwrap_or(path);
    if name.starts_with(|c: char| c.is_ascii_digit()) && !name.contains(['/', ':']) {
        // A version of a language: `uv python install 3.12`, `nvm install 22`.
        return true;
    }
    match program {
        "go" => {
            const HOSTS: &[&str] = &[
                "golang.org",
                "google.golang.org",
                "honnef.co",
                "mvdan.cc",
                "gotest.tools",
                "k8s.io",
                "sigs.k8s.io",
                "github.com",
            ];
            let host = path.split('/').next().unwrap_or("");
            version.is_none() || HOSTS.contains(&host) && knowledge::find(base).is_some()
        }
        "cargo" => {
            let own = |word: &str| {
                knowledge::find("cargo")
                    .is_some_and(|p| p.paths().any(|(_, path)| path.split(' ').next() == Some(word)))
            };
            knowledge::find(base).is_some() || base.strip_prefix("cargo-").is_some_and(own)
        }
        "npm" | "pnpm" | "yarn" | "bun" | "corepack" | "pipx" | "uv" | "gem" | "brew" | "pip" | "dotnet" => {
            !path.contains('/') && knowledge::find(base).is_some()
        }
        _ => false,
    }
}

/// `npm install owner/repository`: a repository of a forge, not a package of the registry.
fn is_forge_shorthand(program: &str, name: &str) -> bool {
    let node = matches!(program, "npm" | "pnpm" | "yarn" | "bun");
    node && !name.starts_with(['@', '.', '/', '~', '-']) && name.contains('/') && !name.contains(['*', ':'])
}

#[cfg(test)]
mod tests {
    use super::owner;

    #[test]
    fn owners_of_addresses() {
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(owner("https://git.example.com/acme/app.git"), pair("git.example.com", "acme"));
        assert_eq!(owner("git@git.example.com:acme/app"), pair("git.example.com", "acme"));
        assert_eq!(owner("ssh://git@git.example.com:22/acme/app.git"), pair("git.example.com", "acme"));
        assert_eq!(owner("acme/app"), pair("", "acme"));
    }
}
