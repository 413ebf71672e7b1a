//! What the tools' own settings say about where packages come from. Read only where a lock file names a host that it did not
//! name before: a team that moves to a registry of its own has said so here, and was asked about it when it was written. Called by
//! `edits` with what `doubt` found.

use automode_model::World;

/// Settings of one family of tools: how its lock files' names begin or end, files of a project, files of the home directory.
struct Tool {
    locks: &'static [&'static str],
    project: &'static [&'static str],
    home: &'static [&'static str],
}

const TOOLS: &[Tool] = &[
    Tool {
        locks: &["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "deno.lock"],
        project: &[".npmrc", ".yarnrc.yml", ".yarnrc", "bunfig.toml", "deno.json"],
        home: &[".npmrc", ".yarnrc.yml", ".yarnrc", ".bunfig.toml"],
    },
    Tool {
        locks: &["cargo.lock"],
        project: &[".cargo/config.toml", ".cargo/config"],
        home: &[".cargo/config.toml", ".cargo/config"],
    },
    Tool {
        locks: &["poetry.lock", "uv.lock", "pdm.lock", "pipfile.lock", "pylock.toml"],
        project: &["pyproject.toml", "Pipfile", "uv.toml", "pip.conf", "poetry.toml"],
        home: &[".config/pip/pip.conf", ".pip/pip.conf", ".config/uv/uv.toml", ".config/pypoetry/config.toml"],
    },
    Tool {
        locks: &["gemfile.lock", "gems.locked"],
        project: &["Gemfile", "gems.rb", ".bundle/config"],
        home: &[".bundle/config"],
    },
    Tool {
        locks: &["composer.lock"],
        project: &["composer.json"],
        home: &[".config/composer/config.json", ".composer/config.json"],
    },
    Tool {
        locks: &["packages.lock.json"],
        project: &["NuGet.Config", "nuget.config"],
        home: &[".nuget/NuGet/NuGet.Config"],
    },
    Tool { locks: &["pubspec.lock"], project: &["pubspec.yaml"], home: &[] },
    Tool { locks: &["mix.lock"], project: &["mix.exs"], home: &[] },
    Tool { locks: &["chart.lock"], project: &["Chart.yaml"], home: &[] },
    Tool { locks: &["package.resolved"], project: &["Package.swift"], home: &[] },
    Tool { locks: &[".terraform.lock.hcl"], project: &["versions.tf", "main.tf"], home: &[".terraformrc"] },
];

/// Settings are short; longer ones explain nothing.
const MAX_BYTES: usize = 64 * 1024;

/// Whether there are settings for a lock file of this name.
#[must_use]
pub fn apply(lock: &str) -> bool {
    of(lock).is_some()
}

fn of(lock: &str) -> Option<&'static Tool> {
    let file = lock.rsplit('/').next().unwrap_or(lock).to_ascii_lowercase();
    TOOLS.iter().find(|t| t.locks.contains(&file.as_str()))
}

/// Whether settings that apply to this lock file name the host.
#[must_use]
pub fn name(world: &dyn World, lock: &str, host: &str) -> bool {
    let dir = lock.rsplit_once('/').map_or("", |(dir, _)| dir);
    let Some(tool) = of(lock) else { return false };
    let says = |path: String| world.read(&path, MAX_BYTES).is_ok_and(|text| mentions(&text, host));
    if tool.project.iter().any(|p| says(format!("{dir}/{p}"))) {
        return true;
    }
    let root = world.git_root(dir).ok().filter(|root| root != dir);
    if root.is_some_and(|root| tool.project.iter().any(|p| says(format!("{root}/{p}")))) {
        return true;
    }
    let home = world.home();
    !home.is_empty() && tool.home.iter().any(|p| says(format!("{home}/{p}")))
}

/// The host as that of an address: `https://host/…`, not a longer one that only begins or ends like it.
fn mentions(text: &str, host: &str) -> bool {
    !host.is_empty()
        && text.match_indices(host).any(|(at, _)| {
            let before = text.get(..at).unwrap_or("");
            let next = text.get(at + host.len()..).and_then(|r| r.chars().next());
            let begins = before.ends_with("//") || before.ends_with('@');
            begins && !next.is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '.')
        })
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn only_the_whole_host_is_named() {
        assert!(mentions("registry=https://registry.example.com/\n", "registry.example.com"));
        assert!(mentions("//registry.example.com/:always-auth=true", "registry.example.com"));
        assert!(!mentions("registry=https://registry.example.com.evil.example/", "registry.example.com"));
        assert!(!mentions("registry=https://not-registry.example.com/", "registry.example.com"));
        assert!(!mentions("# see registry.example.com", "registry.example.com"));
    }
}
