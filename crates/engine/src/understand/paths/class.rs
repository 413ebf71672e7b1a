//! What kind of file a path names, by its name and place. Case is ignored: on half of all machines the disk ignores it.

mod secrets;

use automode_model::PathClass;

use secrets::secret;

/// The class of a normalised absolute path.
#[must_use]
pub fn classify(path: &str, home: &str) -> PathClass {
    let lower = path.to_ascii_lowercase();
    let in_home = within_home(&lower, &home.to_ascii_lowercase());
    let parts: Vec<&str> = lower.split('/').filter(|p| !p.is_empty()).collect();
    let name = parts.last().copied().unwrap_or("");
    let p = Parts { lower: &lower, in_home: in_home.unwrap_or(""), parts: &parts, name };
    let ordered: [fn(&Parts<'_>) -> Option<PathClass>; 8] =
        [control, secret, access, system, startup, project, generated, document];
    ordered.iter().find_map(|f| f(&p)).unwrap_or(PathClass::Other)
}

/// What follows the user's home directory, or another's: what lies there means the same.
fn within_home<'a>(lower: &'a str, home: &str) -> Option<&'a str> {
    let own = [home, "/root", "/var/root"].iter().find_map(|dir| lower.strip_prefix(dir));
    let named = || {
        let homes = ["/home/", "/users/", "/mnt/c/users/", "/c/users/", "c:/users/"];
        let rest = homes.iter().find_map(|dir| lower.strip_prefix(dir))?;
        Some(rest.split_at(rest.find('/').unwrap_or(rest.len())).1)
    };
    own.filter(|r| r.starts_with('/') || r.is_empty()).or_else(named)
}

/// The class that deserves more care, of two spellings of one path.
#[must_use]
pub fn stricter(a: PathClass, b: PathClass) -> PathClass {
    let rank = |c: PathClass| match c {
        PathClass::AgentControl => 9,
        PathClass::Secret => 8,
        PathClass::AccessControl => 7,
        PathClass::VcsHook => 6,
        PathClass::Persistence | PathClass::ShellRc | PathClass::SystemConfig | PathClass::SystemBinary => 5,
        PathClass::VcsInternal => 4,
        _ => 0,
    };
    if rank(b) > rank(a) { b } else { a }
}

struct Parts<'a> {
    lower: &'a str,
    in_home: &'a str,
    parts: &'a [&'a str],
    name: &'a str,
}

impl Parts<'_> {
    fn has(&self, dir: &str) -> bool {
        self.parts.contains(&dir)
    }

    fn ends(&self, suffixes: &[&str]) -> bool {
        suffixes.iter().any(|s| self.name.ends_with(s))
    }

    fn is(&self, names: &[&str]) -> bool {
        names.contains(&self.name)
    }

    /// The components after the first `dir`, joined; empty when `dir` is the last, none when it is not there.
    fn after(&self, dir: &str) -> Option<String> {
        let at = self.parts.iter().position(|p| *p == dir)?;
        Some(self.parts.get(at + 1..).unwrap_or_default().join("/"))
    }

    /// Below this folder of the home directory, or that folder itself.
    fn home(&self, dir: &str) -> bool {
        self.in_home.strip_prefix(dir).is_some_and(|r| r.is_empty() || r.starts_with('/'))
    }
}

/// The folders in which editors keep what their user set, wherever a system has such folders.
const EDITORS: &[&str] = &["code", "code - insiders", "vscodium", "cursor", "windsurf", "trae", "kiro", "antigravity"];

/// What controls agents, editors' tasks and this gate.
fn control(p: &Parts<'_>) -> Option<PathClass> {
    let memory = p.is(&[
        "claude.md",
        "claude.local.md",
        "agents.md",
        "agents.override.md",
        "gemini.md",
        ".cursorrules",
        ".windsurfrules",
        "copilot-instructions.md",
        "memory.md",
    ]) || (p.has("memory") && p.has(".claude"))
        || p.has(".cursor") && p.has("rules")
        || p.has("rules") && p.has(".claude");
    if memory && !p.has("node_modules") {
        return Some(PathClass::Memory);
    }
    let claude = p.after(".claude").is_some_and(|rest| {
        let first = rest.split('/').next().unwrap_or("");
        rest.is_empty()
            || first.starts_with("settings")
            || matches!(
                first,
                "hooks"
                    | "plugins"
                    | "commands"
                    | "agents"
                    | "skills"
                    | "output-styles"
                    | "statusline.sh"
                    | "keybindings.json"
                    | ".credentials.json"
            )
    });
    let folders = [
        ".codex",
        ".gemini",
        ".copilot",
        ".qwen",
        ".kiro",
        ".devin",
        ".windsurf",
        ".codeium",
        ".amp",
        ".goose",
        ".opencode",
        ".aider",
        ".factory",
        ".grok",
        ".hermes",
        ".cline",
        ".clinerules",
        ".roo",
        ".kilo",
        ".kimi-code",
        ".openclaw",
        ".continue",
        ".augment",
        ".junie",
        ".trae",
        ".amazonq",
        ".pi",
        ".openhands",
        ".antigravity",
        ".crush",
        ".claude-plugin",
        ".codex-plugin",
        ".cursor-plugin",
    ];
    let files = [
        ".mcp.json",
        ".claude.json",
        "opencode.json",
        "opencode.jsonc",
        "managed-settings.json",
        "automode.toml",
        ".aider.conf.yml",
        "mcp_config.json",
        "claude_desktop_config.json",
        "cline_mcp_settings.json",
        ".roomodes",
        ".kilocodemodes",
        "crush.json",
        ".crush.json",
    ];
    let cursor = p.after(".cursor").is_some_and(|r| {
        r.is_empty() || ["hooks", "mcp", "cli", "permissions", "environment"].iter().any(|f| r.starts_with(f))
    });
    let editor = p.has(".vscode") && (p.is(&["tasks.json", "settings.json", "launch.json", "mcp.json", ".vscode"]))
        || p.has(".idea") && (p.ends(&["workspace.xml", ".idea"]) || p.has("runconfigurations"))
        || p.has(".devcontainer")
        || p.is(&["devcontainer.json"])
        || p.has(".zed") && p.is(&["tasks.json", "settings.json", ".zed"])
        || p.has(".fleet") && p.is(&["run.json", "settings.json", ".fleet"])
        || p.ends(&[".code-workspace"])
        || p.has("user")
            && p.is(&["settings.json", "tasks.json", "mcp.json"])
            && p.parts.iter().any(|d| EDITORS.contains(d))
        || p.has(".vscode-server") && p.is(&["settings.json", "tasks.json"]);
    let config = [
        "/.config/automode",
        "/.local/state/automode",
        "/.local/share/automode",
        "/.config/opencode",
        "/.config/amp",
        "/.config/goose",
        "/.config/zed",
        "/.config/kilo",
        "/.config/crush",
        "/.local/share/crush",
        "/.aws/amazonq",
        "/.warp",
        "/.plandex-home",
        "/.config/github-copilot",
        "/.agents",
        "/.config/claude",
    ];
    let system = [
        "/etc/claude-code",
        "/etc/codex",
        "/etc/gemini-cli",
        "/etc/github-copilot",
        "/etc/cursor",
        "/etc/windsurf",
        "/etc/opencode",
        "/etc/automode",
    ];
    // What administrators keep on macOS and Windows.
    let machine = ["claudecode", "cursor", "geminicli", "automode", "codex", "windsurf", "opencode"];
    let windows = ["claudecode", "cursor", "gemini-cli", "automode", "codex", "windsurf", "opencode"];
    let hit = claude
        || cursor
        || editor
        || files.contains(&p.name)
        || p.parts.iter().any(|d| folders.contains(d))
        || config.iter().any(|c| p.home(c))
        || system.iter().any(|s| p.lower.starts_with(s))
        || p.has(".agents") && (p.has("plugins") || p.name == ".agents" || p.name.starts_with("hooks"))
        || p.has(".github") && (p.has("hooks") || p.has("copilot"))
        || machine.iter().any(|m| p.after(m).is_some()) && p.has("library")
        || windows.iter().any(|m| p.has(m)) && (p.has("programdata") || p.has("program files"))
        || p.name == "automode" && p.has("bin");
    hit.then_some(PathClass::AgentControl)
}

fn access(p: &Parts<'_>) -> Option<PathClass> {
    let hit = p.name.starts_with("authorized_keys")
        || p.is(&[
            "sudoers",
            "codeowners",
            "known_hosts",
            "sshd_config",
            "ssh_config",
            "passwd",
            "passwd-",
            "group",
            "gshadow",
            "hosts.allow",
            "hosts.deny",
            "login.defs",
            "access.conf",
            "shosts",
            ".rhosts",
            "hosts.equiv",
            "polkit-1",
        ]) && (p.lower.starts_with("/etc")
            || p.name == "codeowners"
            || p.name.starts_with("authorized")
            || p.has(".ssh")
            || p.name == ".rhosts")
        || p.lower.starts_with("/etc/sudoers.d")
        || p.lower.starts_with("/etc/pam.d")
        || p.lower.starts_with("/etc/security")
        || p.lower.starts_with("/etc/polkit-1")
        || p.has(".ssh") && p.is(&["config", "known_hosts", ".ssh"]);
    hit.then_some(PathClass::AccessControl)
}

fn system(p: &Parts<'_>) -> Option<PathClass> {
    let starts = |dirs: &[&str]| dirs.iter().any(|d| p.lower.starts_with(d));
    if p.lower.starts_with("/etc") && persists(p) || p.has("launchagents") || p.has("launchdaemons") {
        return Some(PathClass::Persistence);
    }
    if starts(&["/var/log/"]) {
        return Some(PathClass::Log);
    }
    if starts(&["/etc", "/boot", "/private/etc", "/system", "/library/preferences", "/proc/sys", "/sys/"]) {
        return Some(PathClass::SystemConfig);
    }
    if starts(&[
        "/usr/bin",
        "/usr/sbin",
        "/usr/lib",
        "/usr/local/bin",
        "/usr/local/sbin",
        "/usr/local/lib",
        "/bin/",
        "/sbin/",
        "/lib",
        "/opt/",
        "/applications",
    ]) {
        return Some(PathClass::SystemBinary);
    }
    None
}

fn persists(p: &Parts<'_>) -> bool {
    let dirs = [
        "/etc/cron",
        "/etc/systemd",
        "/etc/init",
        "/etc/rc",
        "/etc/profile",
        "/etc/xdg/autostart",
        "/etc/ld.so.preload",
        "/etc/bash",
        "/etc/zsh",
        "/etc/environment",
        "/etc/crontab",
        "/etc/anacrontab",
        "/etc/update-motd.d",
        "/etc/network/if-up.d",
        "/etc/udev",
        "/etc/modules",
        "/etc/apt/apt.conf.d",
    ];
    dirs.iter().any(|d| p.lower.starts_with(d))
}

/// What a shell, an interpreter or the desktop runs at start, and what version control runs.
fn startup(p: &Parts<'_>) -> Option<PathClass> {
    let rc = [
        ".bashrc",
        ".bash_profile",
        ".bash_login",
        ".bash_logout",
        ".bash_aliases",
        ".profile",
        ".zshrc",
        ".zshenv",
        ".zprofile",
        ".zlogin",
        ".zlogout",
        ".kshrc",
        ".cshrc",
        ".tcshrc",
        ".login",
        "config.fish",
        ".inputrc",
        ".xinitrc",
        ".xprofile",
        ".xsession",
        ".pam_environment",
        "sitecustomize.py",
        "usercustomize.py",
        ".pythonrc",
        ".irbrc",
        ".pryrc",
        ".rprofile",
        ".gdbinit",
        ".lldbinit",
        ".vimrc",
        ".nvimrc",
        ".exrc",
        ".emacs",
        ".screenrc",
        ".tmux.conf",
        ".perldb",
        ".psqlrc",
        ".sqliterc",
        ".mongorc.js",
        ".noderc",
        ".wgetrc",
        ".curlrc",
        "microsoft.powershell_profile.ps1",
    ];
    if rc.contains(&p.name)
        || p.ends(&[".pth"]) && (p.has("site-packages") || p.has("dist-packages"))
        || p.home("/.config/fish")
        || p.home("/.bashrc.d")
        || p.home("/.zsh")
    {
        return Some(PathClass::ShellRc);
    }
    if p.home("/.config/autostart")
        || p.home("/.config/systemd")
        || p.home("/.local/share/systemd")
        || p.home("/.config/environment.d")
        || p.lower.starts_with("/var/spool/cron")
        || p.home("/library/launchagents")
    {
        return Some(PathClass::Persistence);
    }
    let stem = p.name.rsplit_once('.').map_or("", |(s, _)| s);
    let planted = p.ends(&[".exe", ".com", ".cmd", ".bat"]) && crate::knowledge::find(stem).is_some();
    if planted {
        return Some(PathClass::ShellRc);
    }
    if let Some(rest) = p.after(".git") {
        let code = rest.starts_with("hooks")
            || rest == "config"
            || rest == "config.worktree"
            || rest == "info/attributes"
            || rest.starts_with("modules") && (rest.ends_with("config") || rest.contains("/hooks"));
        return Some(if code { PathClass::VcsHook } else { PathClass::VcsInternal });
    }
    let hooks = p.is(&[".gitconfig", "hgrc", ".pre-commit-config.yaml", "lefthook.yml", ".lefthook.yml", ".hgrc"])
        || p.has(".husky")
        || p.has(".githooks")
        || p.home("/.config/git");
    if hooks {
        return Some(PathClass::VcsHook);
    }
    if p.is(&[
        ".bash_history",
        ".zsh_history",
        ".python_history",
        ".psql_history",
        ".mysql_history",
        ".node_repl_history",
        ".rediscli_history",
        ".sqlite_history",
        ".irb_history",
        ".ash_history",
        ".ksh_history",
        ".dbshell",
        ".viminfo",
        "consolehost_history.txt",
        "fish_history",
    ]) || p.has("projects") && p.has(".claude")
    {
        return Some(PathClass::Log);
    }
    None
}

/// What a project holds, by its usual names.
fn project(p: &Parts<'_>) -> Option<PathClass> {
    let ci = [".github", ".forgejo", ".gitea"].iter().any(|d| p.name == *d || p.has(d) && p.has("workflows"))
        || p.has(".teamcity")
        || p.has(".circleci")
        || p.has(".buildkite")
        || p.has(".woodpecker")
        || p.has(".tekton")
        || p.has("argocd")
        || p.is(&[
            ".gitlab-ci.yml",
            "jenkinsfile",
            "azure-pipelines.yml",
            ".travis.yml",
            "bitbucket-pipelines.yml",
            ".drone.yml",
            ".woodpecker.yml",
            ".woodpecker.yaml",
            "appveyor.yml",
            "cloudbuild.yaml",
            "buildspec.yml",
            "vercel.json",
            "netlify.toml",
            "fly.toml",
            "render.yaml",
            "app.yaml",
            "procfile",
            "railway.json",
            "wrangler.toml",
            "wrangler.jsonc",
            "action.yml",
            "codefresh.yml",
            "heroku.yml",
            "firebase.json",
            ".goreleaser.yml",
            ".goreleaser.yaml",
            "skaffold.yaml",
        ]);
    if ci {
        return Some(PathClass::Ci);
    }
    let iac = p.ends(&[".tf", ".tf.json", ".hcl", ".bicep"])
        || p.has("terraform")
        || p.has("k8s")
        || p.has("kubernetes")
        || p.has("helm")
        || p.has("charts")
        || p.has("manifests") && p.ends(&[".yml", ".yaml"])
        || p.has("cloudformation")
        || p.has("pulumi")
        || p.has("ansible")
        || p.has("playbooks")
        || p.name.starts_with("pulumi.")
        || p.name == "template.yaml"
        || p.name == "serverless.yml"
        || p.name == "cdk.json";
    if iac && !p.ends(&[".md", ".tflint.hcl"]) {
        return Some(PathClass::Iac);
    }
    if (p.has("migrations") || p.has("migrate") || p.has("alembic"))
        && p.ends(&[".sql", ".py", ".rb", ".ts", ".js", ".php", ".go", ".cs", ".java", ".kt", ".ex", ".exs", ".prisma"])
    {
        return Some(PathClass::Migration);
    }
    if super::manifests::pins(p.name) {
        return Some(PathClass::Lockfile);
    }
    let dirs = p.parts.split_last().map_or(&[][..], |(_, dirs)| dirs);
    if super::manifests::declares(p.name, dirs) {
        return Some(PathClass::Manifest);
    }
    let production = p.name.split(['.', '-', '_']).any(|w| matches!(w, "prod" | "production" | "live"))
        && p.ends(&[".yml", ".yaml", ".json", ".toml", ".ini", ".conf", ".properties", ".xml", ".cfg"])
        || (p.has("prod") || p.has("production"))
            && (p.has("config") || p.has("deploy") || p.has("env") || p.has("environments"));
    if production {
        return Some(PathClass::ProdConfig);
    }
    if p.ends(&[
        ".db", ".sqlite", ".sqlite3", ".mdb", ".rdb", ".aof", ".dump", ".bak", ".parquet", ".ibd", ".frm", ".ldb",
    ]) || p.lower.starts_with("/var/lib/mysql")
        || p.lower.starts_with("/var/lib/postgresql")
        || is_raw(dirs)
            && !p.ends(&[".py", ".r", ".sh", ".md", ".ipynb", ".dvc", ".gitkeep", ".gitignore", ".yml", ".yaml"])
    {
        return Some(PathClass::Data);
    }
    None
}

/// `data/raw`, where what was measured or given lies as it came: nothing makes it anew.
fn is_raw(dirs: &[&str]) -> bool {
    dirs.windows(2).any(|two| matches!(two, ["data" | "dataset" | "datasets", "raw"]))
        || dirs.iter().any(|d| matches!(*d, "raw_data" | "raw-data"))
}

/// What a folder of one kind of build is called behind `build-`.
const BUILDS: &[&str] = &[
    "debug", "release", "dbg", "rel", "asan", "tsan", "ubsan", "msan", "cov", "coverage", "arm64", "aarch64", "x86_64",
    "linux", "macos", "windows", "wasm", "ios", "android", "host", "clang", "gcc", "fuzz", "profile", "native",
];

fn generated(p: &Parts<'_>) -> Option<PathClass> {
    let dirs = [
        "node_modules",
        "target",
        "dist",
        "build",
        "_build",
        "out",
        ".next",
        ".nuxt",
        ".svelte-kit",
        ".output",
        ".turbo",
        ".parcel-cache",
        ".cache",
        "__pycache__",
        ".pytest_cache",
        ".mypy_cache",
        ".ruff_cache",
        ".tox",
        ".nox",
        ".venv",
        "venv",
        "coverage",
        "htmlcov",
        ".nyc_output",
        ".gradle",
        ".terraform",
        "pods",
        "deriveddata",
        "obj",
        "cmake-build-debug",
        "cmake-build-release",
        ".eggs",
        ".ipynb_checkpoints",
        "storybook-static",
        "playwright-report",
        "test-results",
        ".vite",
        ".angular",
        ".expo",
        ".dart_tool",
        "elm-stuff",
        ".stack-work",
        "dist-newstyle",
        ".zig-cache",
        "zig-out",
        "bazel-out",
        "bazel-bin",
        "tmp",
        ".tmp",
        "temp",
        "_site",
        ".pio",
        ".build",
        ".nx",
        ".astro",
        ".docusaurus",
        ".wrangler",
        ".sass-cache",
        ".jekyll-cache",
        ".hypothesis",
        ".kotlin",
        ".bloop",
        ".metals",
        ".cxx",
        ".scannerwork",
        ".vscode-test",
        ".pnpm-store",
        "builddir",
        "mochawesome-report",
        "allure-results",
        "allure-report",
        "cov_profile",
        ".symlinks",
        "_opam",
        ".spago",
        ".snakemake",
        ".rproj.user",
        ".molecule",
        ".vagrant",
        ".tfplugins",
        ".cpcache",
        ".shadow-cljs",
        "cmakefiles",
        ".godot",
        "svg-inkscape",
        "nimcache",
        ".dub",
        "zig-cache",
        "bazel-testlogs",
        ".ccls-cache",
        ".ruby-lsp",
        "managed_components",
        "cdk.out",
    ];
    let made = |d: &str| {
        d.ends_with(".egg-info")
            || d.ends_with(".rcheck")
            || d.ends_with(".dsym")
            || d.starts_with("dist-")
            || d.starts_with("_minted-")
            || d.starts_with("cmake-build-")
            || d.strip_prefix("build-").is_some_and(|of| BUILDS.contains(&of))
    };
    // What an editor of games, and a framework, keep in a folder of theirs.
    let kept = |pair: &[&str]| match pair {
        ["library", of] => {
            matches!(*of, "bee" | "scriptassemblies" | "packagecache" | "artifacts" | "shadercache" | "statecache")
        }
        ["framework", of] => matches!(*of, "views" | "cache"),
        ["bootstrap", of] => *of == "cache",
        ["var", of] => matches!(*of, "cache" | "log"),
        _ => false,
    };
    let in_dir = p.parts.iter().any(|d| dirs.contains(d) || made(d)) || p.parts.windows(2).any(kept);
    let file = p.ends(&[
        ".pyc",
        ".pyo",
        ".o",
        ".obj",
        ".class",
        ".tsbuildinfo",
        ".log",
        ".tmp",
        ".swp",
        ".orig",
        ".rej",
        ".pid",
        ".gcda",
        ".gcno",
        ".aux",
        ".toc",
        ".fls",
        ".fdb_latexmk",
        ".synctex.gz",
        ".profraw",
        ".profdata",
        ".cpuprofile",
        ".heapsnapshot",
        ".lcov",
        ".gcov",
        ".beam",
        ".bbl",
        ".bcf",
        ".blg",
        ".run.xml",
        ".hi",
        ".dyn_hi",
        ".cmi",
        ".cmo",
        ".cmx",
        ".cmt",
        ".cmti",
        ".nettrace",
        ".binlog",
        ".log*",
        ".hp",
        ".eventlog",
        ".tix",
        ".ilg",
        ".lof",
        ".lot",
        ".nav",
        ".snm",
        ".xdv",
        "~",
    ]) || p.is(&[
        ".ds_store",
        "thumbs.db",
        ".coverage",
        "coverage.xml",
        "coverage.json",
        "coverage.out",
        "cover.out",
        "junit.xml",
        "lcov.info",
        ".eslintcache",
        ".stylelintcache",
        ".phpunit.result.cache",
        ".php-cs-fixer.cache",
        "nohup.out",
        "a.out",
        "sdkconfig.old",
        "cmakecache.txt",
        ".ninja_log",
        ".ninja_deps",
    ]) || p.name.starts_with(".coverage.");
    (in_dir || file).then_some(PathClass::Generated)
}

fn document(p: &Parts<'_>) -> Option<PathClass> {
    let test = p.parts.iter().any(|d| {
        matches!(
            *d,
            "test"
                | "tests"
                | "__tests__"
                | "spec"
                | "specs"
                | "testdata"
                | "fixtures"
                | "e2e"
                | "__mocks__"
                | "__snapshots__"
                | "cypress"
        )
    }) || p.name.starts_with("test_")
        || ["_test.", ".test.", ".spec.", "_spec.", "test.java", "tests.cs", "test.kt"]
            .iter()
            .any(|t| p.name.contains(t))
        || p.is(&["conftest.py"]);
    if test {
        return Some(PathClass::Test);
    }
    let docs = p.ends(&[".md", ".mdx", ".rst", ".adoc", ".txt", ".tex", ".org", ".pod"])
        || p.has("docs")
        || p.has("doc")
        || ["readme", "license", "licence", "changelog", "contributing", "authors", "notice", "copying"]
            .iter()
            .any(|d| p.name.starts_with(d));
    if docs {
        return Some(PathClass::Docs);
    }
    let dev = p.name.starts_with(".eslint")
        || p.name.starts_with(".prettier")
        || p.name.starts_with("tsconfig")
        || p.name.contains(".config.")
        || p.is(&[
            ".editorconfig",
            "rustfmt.toml",
            "clippy.toml",
            ".rubocop.yml",
            "mypy.ini",
            "pytest.ini",
            "tox.ini",
            ".flake8",
            "ruff.toml",
            "biome.json",
            ".gitignore",
            ".gitattributes",
            ".dockerignore",
            ".npmignore",
            ".nvmrc",
            ".tool-versions",
            "rust-toolchain.toml",
            "makefile",
            "justfile",
            "cmakelists.txt",
            ".clang-format",
            ".clang-tidy",
            "turbo.json",
            "nx.json",
            "lerna.json",
            "jest.config",
            "babel.config",
            "dockerfile",
            "docker-compose.yml",
            "compose.yml",
            "compose.yaml",
            ".stylelintrc",
            ".tflint.hcl",
            ".markdownlint.json",
            ".browserslistrc",
            "dependabot.yml",
            "renovate.json",
            ".pylintrc",
            "deny.toml",
        ]);
    if dev {
        return Some(PathClass::DevConfig);
    }
    let source = [
        "rs", "py", "js", "jsx", "ts", "tsx", "mjs", "cjs", "mts", "cts", "go", "java", "kt", "kts", "scala", "c", "h",
        "cc", "cpp", "cxx", "hpp", "hh", "cs", "fs", "vb", "rb", "php", "swift", "m", "mm", "dart", "lua", "pl", "pm",
        "r", "jl", "ex", "exs", "erl", "hs", "ml", "mli", "clj", "cljs", "zig", "nim", "v", "sol", "sql", "sh", "bash",
        "zsh", "fish", "ps1", "bat", "html", "htm", "css", "scss", "sass", "less", "vue", "svelte", "astro", "graphql",
        "gql", "proto", "json", "yaml", "yml", "toml", "xml", "ini", "cfg", "conf", "csv", "tsv", "ipynb", "svg",
        "prisma", "wat", "asm", "s", "el", "vim",
    ];
    let ext = p.name.rsplit_once('.').map_or("", |(_, e)| e);
    source.contains(&ext).then_some(PathClass::Source)
}
