//! Who a program really is: a basename is not an identity. Called by `invoke`.

use crate::knowledge::{self, Program};

use super::paths;
use super::scene::Scene;
use super::state::State;

/// What a name stands for.
pub enum Identity {
    /// A program that is known.
    Program(&'static Program),
    /// A file that is run.
    File(String),
    /// Cannot be told; why.
    Unknown(String),
}

/// A basename is not an identity: `./cat` is a file of the project. Folders of the system and of installed tools count.
#[must_use]
pub fn identify(scene: &Scene<'_>, state: &State, name: &str) -> Identity {
    let Some((dir, base)) = name.rsplit_once('/') else {
        return match knowledge::find(name) {
            Some(p) => Identity::Program(p),
            None => Identity::Unknown(format!("the program `{name}` is not known")),
        };
    };
    let dir = if dir.is_empty() { "/" } else { dir };
    let whole = match state.cwd.as_slice() {
        [cwd] => paths::join(cwd, dir),
        _ if dir.starts_with('/') => paths::normalise(dir),
        _ => dir.to_owned(),
    };
    let tools = [
        "/usr/bin",
        "/bin",
        "/usr/sbin",
        "/sbin",
        "/usr/local/bin",
        "/usr/local/sbin",
        "/opt/homebrew/bin",
        "/snap/bin",
        "/home/linuxbrew/.linuxbrew/bin",
        "/run/current-system/sw/bin",
    ];
    let bundled = whole.starts_with("/Applications/") && whole.ends_with(".app/Contents/Resources/bin")
        || ["/usr/local/opt/", "/opt/homebrew/opt/", "/usr/lib/jvm/", "/usr/lib/postgresql/", "/usr/local/go/"]
            .iter()
            .any(|d| whole.starts_with(d) && whole.ends_with("/bin"));
    let project_tools =
        whole.ends_with("/node_modules/.bin") || whole.ends_with("venv/bin") || whole.ends_with("/vendor/bin");
    let home_tools = [
        "/.cargo/bin",
        "/.local/bin",
        "/go/bin",
        "/.bun/bin",
        "/.deno/bin",
        "/.pyenv/shims",
        "/.rbenv/shims",
        "/.npm-global/bin",
        "/.docker/bin",
        "/.orbstack/bin",
        "/.rd/bin",
        "/.yarn/bin",
        "/.local/share/pnpm",
        "/.composer/vendor/bin",
        "/.config/composer/vendor/bin",
        "/.dotnet/tools",
        "/.krew/bin",
        "/.poetry/bin",
        "/.pixi/bin",
        "/.nix-profile/bin",
        "/.ghcup/bin",
        "/.cabal/bin",
        "/miniconda3/bin",
        "/anaconda3/bin",
    ]
    .iter()
    .any(|t| whole == format!("{}{t}", scene.home));
    let wrapper = matches!(base, "gradlew" | "mvnw");
    if tools.contains(&whole.as_str())
        || project_tools
        || home_tools
        || wrapper
        || bundled
        || is_versioned_tool(&whole, &scene.home)
    {
        return match knowledge::find(base) {
            Some(p) => Identity::Program(p),
            None => Identity::Unknown(format!("the program `{name}` is not known")),
        };
    }
    Identity::File(paths::join(&whole, base))
}

/// Tools that version managers keep below the home directory: `~/.nvm/versions/node/v22/bin`.
fn is_versioned_tool(dir: &str, home: &str) -> bool {
    let managers = [
        "/.nvm/",
        "/.pyenv/",
        "/.rbenv/",
        "/.asdf/",
        "/.local/share/mise/",
        "/.rustup/",
        "/.sdkman/",
        "/.volta/",
        "/.fnm/",
    ];
    dir.ends_with("/bin") && dir.strip_prefix(home).is_some_and(|r| managers.iter().any(|m| r.starts_with(m)))
}
