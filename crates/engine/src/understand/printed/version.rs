//! `cat VERSION`, `jq -r .version package.json`: the version that the project states in a file of its own, where the file is one
//! plain word and nothing before in the command may have changed it. It is only read from files that are there to say a version, so
//! that no other content gets into an address or a command. Called by `printed` and by the shell for `$(<VERSION)`.

use automode_model::{Effect, PathKind, Verb};

use crate::understand::paths;
use crate::understand::shell::Shell;
use crate::understand::state::State;
use crate::understand::value::Val;

/// How long a version is at most, and the file that holds nothing else.
const MAX_VERSION_BYTES: usize = 64;

/// How much of a manifest is looked at.
const MAX_MANIFEST_BYTES: usize = 64 * 1024;

/// Files that state a version and nothing else.
fn states_version(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    matches!(
        lower.as_str(),
        "version" | "version.txt" | ".version" | ".nvmrc" | ".node-version" | ".python-version" | ".ruby-version"
    ) || matches!(lower.as_str(), ".go-version" | ".java-version" | ".terraform-version" | "rust-toolchain")
}

/// What such a program prints of such a file; none where it is another one.
pub(super) fn printed(shell: &Shell<'_, '_>, state: &State, program: &str, args: &[Val]) -> Option<Val> {
    let [cwd] = state.cwd.as_slice() else { return None };
    let words: Vec<&str> = args.iter().map(Val::known).collect::<Option<_>>()?;
    let text = match (program, words.as_slice()) {
        ("cat", [file]) | ("head" | "tail", ["-1" | "-n1", file] | ["-n", "1", file]) => {
            of_file(shell, &paths::join(cwd, file))?
        }
        ("jq", ["-r", ".version", file]) => of_manifest(shell, &paths::join(cwd, file))?,
        ("node", ["-p" | "-pe" | "--print", code]) => {
            let inner = code.strip_prefix("require(")?.strip_suffix(").version")?;
            let file = inner.trim_matches(['\'', '"']);
            of_manifest(shell, &paths::join(cwd, file))?
        }
        _ => return None,
    };
    Some(Val::text(format!("{text}\n")))
}

/// The version in a file that states nothing else.
pub fn of_file(shell: &Shell<'_, '_>, path: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or("");
    if !states_version(name) || !is_steady(shell, path) {
        return None;
    }
    let text = shell.scene.world.read(path, MAX_VERSION_BYTES).ok()?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    is_version(line).then(|| line.to_owned())
}

/// The version that a `package.json` states.
fn of_manifest(shell: &Shell<'_, '_>, path: &str) -> Option<String> {
    if path.rsplit('/').next() != Some("package.json") || !is_steady(shell, path) {
        return None;
    }
    let text = shell.scene.world.read(path, MAX_MANIFEST_BYTES).ok()?;
    // More than one such key, or one that is not at the beginning of a line, may stand deeper.
    let mut versions = text.lines().filter_map(|l| l.trim().strip_prefix("\"version\":"));
    let (first, None) = (versions.next()?, versions.next()) else { return None };
    let version = first.trim().trim_end_matches(',').strip_prefix('"')?.strip_suffix('"')?;
    is_version(version).then(|| version.to_owned())
}

/// One plain word with a number in it: no option, no path, no pattern.
fn is_version(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-');
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.contains('.')
        && text.contains(|c: char| c.is_ascii_digit())
        && !text.contains("..")
        && text.chars().all(plain)
        && !crate::secrets::is_marked(text)
}

/// A file of the project that nothing before in this event may have changed.
fn is_steady(shell: &Shell<'_, '_>, path: &str) -> bool {
    let scene = shell.scene;
    let facts = scene.world.path(path);
    let own = facts.kind == PathKind::File && paths::below(&facts.real, &scene.workspace);
    own && shell.written(path).is_none() && scene.effects_since(0).iter().all(|e| leaves(e, path))
}

/// Whether this leaves that file as it is.
fn leaves(effect: &Effect, path: &str) -> bool {
    match effect.verb {
        Verb::Inspect | Verb::Read | Verb::VcsRead | Verb::Build | Verb::Test | Verb::Format | Verb::Run => true,
        Verb::ToolRun | Verb::ContainerRead | Verb::ContainerBuild | Verb::Create => true,
        Verb::Write | Verb::Append | Verb::Delete | Verb::Chmod => effect.target.path().is_some_and(|p| {
            let other = !p.resolved.contains(['*', '?', '[', '…']);
            other && p.resolved != path && !paths::below(path, &p.resolved)
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_one_plain_word() {
        for (text, fine) in [
            ("1.2.3", true),
            ("v2.0.0-rc.1+b5", true),
            ("../../x.1", false),
            ("-rf.1", false),
            ("1.2 3", false),
            ("$(id).1", false),
            ("hunter2", false),
            ("1..2", false),
        ] {
            assert_eq!(is_version(text), fine, "{text}");
        }
        assert!(states_version("VERSION") && !states_version("password.txt"));
    }
}
