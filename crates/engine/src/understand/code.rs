//! Code in other languages: inline (`python -c`), from standard input, in files. Looks for what reaches out of the
//! program: commands, files, network, environment, evaluation. `lex` and `parse` read six languages into one tree, `walk`
//! follows it with the tables of `calls`: what stands in no table is not understood.

mod alike;
mod awk;
mod calls;
pub mod compiled;
pub mod ex;
mod lex;
pub mod lisp;
mod listed;
mod named;
mod parse;
mod plots;
mod sed;
mod settings;
pub mod sql;
mod tree;
mod walk;

use automode_model::{Action, Certainty, Effect, PathClass, PathTarget, Place, Scope, Target, Verb};
use automode_shell::Dialect;

use super::credentials::{self, Fit, Presented};
use super::effects;
use super::invoke::{self, Invocation};
use super::shell::Shell;
use super::state::State;
use super::value::Val;
use super::{Scene, paths};
use lex::Lang;
use walk::Walk;

/// What setting an environment variable for a program means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvCode {
    /// Nothing to judge.
    No,
    /// Its value is run as a command.
    Shell,
    /// Its value names code that is loaded.
    Loads,
    /// It decides where an agent sends its words, or what it may do.
    Agent,
    /// It switches a protection off.
    Weakens,
    /// Says where packages come from.
    Registry,
}

/// Variables that are code, whatever the program.
#[must_use]
pub fn environment_code(name: &str, value: &str) -> EnvCode {
    let shell = [
        "PAGER",
        "GIT_PAGER",
        "MANPAGER",
        "EDITOR",
        "VISUAL",
        "GIT_EDITOR",
        "GIT_SEQUENCE_EDITOR",
        "GIT_SSH_COMMAND",
        "GIT_EXTERNAL_DIFF",
        "GIT_ASKPASS",
        "SSH_ASKPASS",
        "LESSOPEN",
        "LESSCLOSE",
        "BROWSER",
        "TERMINAL",
        "PROMPT_COMMAND",
        "PS1",
        "PS4",
        "GIT_PROXY_COMMAND",
        "SUDO_ASKPASS",
        "MANROFFOPT",
        "RSYNC_RSH",
        "CVS_RSH",
        "GIT_SSH",
        "SUDO_EDITOR",
        "FCEDIT",
        "SYSTEMD_PAGER",
        "GLAB_PAGER",
        "GH_BROWSER",
        "AWS_PAGER",
        "GH_PAGER",
        "BAT_PAGER",
        "DELTA_PAGER",
        "KUBE_EDITOR",
        "KUBECTL_EXTERNAL_DIFF",
        "CARGO_BUILD_RUSTC_WRAPPER",
        "CARGO_BUILD_RUSTC_WORKSPACE_WRAPPER",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        "RUSTC",
        "SVN_SSH",
        "RSYNC_CONNECT_PROG",
        "PSQL_PAGER",
        "PSQL_EDITOR",
        "FZF_DEFAULT_COMMAND",
        "BORG_RSH",
        "BORG_PASSCOMMAND",
        "RESTIC_PASSWORD_COMMAND",
        "HGEDITOR",
        "SVN_EDITOR",
        "SYSTEMD_EDITOR",
        "ACK_PAGER",
        "GEM_EDITOR",
        "RCLONE_PASSWORD_COMMAND",
        "RCLONE_SFTP_SSH",
        "CCACHE_PREFIX",
        "CCACHE_PREFIX_CPP",
        "HGMERGE",
    ];
    // Not PATH, which is judged with the program that it is given to, nor PYTHONPATH, NODE_PATH and their like: often set to
    // folders of the project, they are judged by where these lie (`loads.rs`).
    let loads = [
        "LD_PRELOAD",
        "LD_AUDIT",
        "DYLD_INSERT_LIBRARIES",
        "DYLD_LIBRARY_PATH",
        "BASH_ENV",
        "ZDOTDIR",
        "PERL5OPT",
        "PERL5DB",
        "PYTHONSTARTUP",
        "PYTHONINSPECT",
        "JDK_JAVAC_OPTIONS",
        "FOUNDRY_FFI",
        "GCONV_PATH",
        "GIT_EXEC_PATH",
        "GIT_TEMPLATE_DIR",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_SYSTEM",
        "GIT_CONFIG_PARAMETERS",
        "GIT_CONFIG_COUNT",
        "NPM_CONFIG_GLOBALCONFIG",
        "npm_config_script_shell",
        "pnpm_config_script_shell",
        "TF_REATTACH_PROVIDERS",
        "ANSIBLE_CONFIG",
        "KUBECONFIG_EXEC",
        "VIMINIT",
        "EXINIT",
        "GTK_MODULES",
        "QT_PLUGIN_PATH",
        "OPENSSL_CONF",
        "OPENSSL_ENGINES",
        "SSLKEYLOGFILE",
        "HTTPS_PROXY_EXEC",
    ];
    // `LUA_INIT`, `LUA_INIT_5_4`: a text that runs first, or behind `@` the file of it.
    if ["BASH_FUNC_", "GIT_CONFIG_KEY", "GIT_CONFIG_VALUE", "LUA_INIT"].iter().any(|n| name.starts_with(n)) {
        return EnvCode::Loads;
    }
    if name.starts_with("CARGO_TARGET_") && name.ends_with("_RUNNER") {
        return EnvCode::Shell;
    }
    let agent = [
        "ANTHROPIC_",
        "CLAUDE_CODE_",
        "CLAUDE_CONFIG",
        "CODEX_",
        "GEMINI_CLI",
        "GEMINI_SANDBOX",
        "COPILOT_",
        "OPENCODE_",
        "CURSOR_",
        "HERMES_",
    ];
    let weakens = [
        "NODE_TLS_REJECT_UNAUTHORIZED",
        "GIT_SSL_NO_VERIFY",
        "PYTHONHTTPSVERIFY",
        "CURL_INSECURE",
        "NODE_EXTRA_CA_CERTS",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
        "GOINSECURE",
        "GONOSUMCHECK",
        "GONOSUMDB",
        "GIT_SSL_CAINFO",
        "GIT_SSL_CAPATH",
        "AWS_CA_BUNDLE",
        "PIP_CERT",
        "PIP_TRUSTED_HOST",
        "UV_INSECURE_HOST",
        "CARGO_HTTP_CAINFO",
        "HEX_UNSAFE_HTTPS",
        "HEX_UNSAFE_REGISTRY",
        "AZURE_CLI_DISABLE_CONNECTION_VERIFICATION",
        "BUNDLE_SSL_CA_CERT",
        "CGO_CFLAGS_ALLOW",
        "CGO_CXXFLAGS_ALLOW",
        "CGO_LDFLAGS_ALLOW",
        "COMPOSER_CAFILE",
        "DENO_CERT",
        "GIT_PROXY_SSL_CAINFO",
        "HEX_CACERTS_PATH",
        "HTTPLIB2_CA_CERTS",
        "JULIA_SSL_CA_ROOTS_PATH",
        "JULIA_SSL_NO_VERIFY_HOSTS",
        "NIX_SSL_CERT_FILE",
        "NPM_CONFIG_CAFILE",
        "PERL_LWP_SSL_CA_FILE",
        "YARN_CAFILE",
        "YARN_HTTPS_CA_FILE_PATH",
        "YARN_UNSAFE_HTTP_WHITELIST",
        "npm_config_cafile",
    ];
    // Naming what keeps an agent in its sandbox switches none off.
    let contained = name == "GEMINI_SANDBOX" && matches!(value, "true" | "docker" | "podman" | "sandbox-exec");
    if !contained && agent.iter().any(|a| name.starts_with(a))
        || matches!(name, "OPENAI_BASE_URL" | "OPENAI_API_BASE" | "DISABLE_AUTOUPDATER")
    {
        return EnvCode::Agent;
    }
    let mut places = value.split([',', '|', ' ', ';']).enumerate();
    if names_registry(name, value)
        && places.any(|(at, place)| {
            (at == 0 || place.contains("://")) && super::net::parse_url(place).is_some_and(|u| !u.local)
        })
    {
        return EnvCode::Registry;
    }
    if loads_by_option(name, value) {
        return EnvCode::Loads;
    }
    if weakens.contains(&name) || switches_off(name, value) {
        return EnvCode::Weakens;
    }
    if shell.contains(&name) {
        EnvCode::Shell
    } else if loads.contains(&name) {
        EnvCode::Loads
    } else {
        EnvCode::No
    }
}

/// How names of variables end that say where an installer fetches programs.
const MIRRORS: &[&str] =
    &["_MIRROR", "_MIRROR_URL", "_BINARY_HOST", "_DOWNLOAD_HOST", "_DOWNLOAD_BASE_URL", "_BINARY_SITE", "_CDNURL"];

/// Variables that say where packages come from.
fn names_registry(name: &str, value: &str) -> bool {
    if name == "NIX_PATH" {
        let own = ["github.com/NixOS/", "nixos.org/"].iter().any(|o| value.contains(o));
        return value.contains("://") && !own;
    }
    if name == "GOPROXY" {
        let own = |u: super::net::UrlFacts| u.host.ends_with(".golang.org");
        return value.contains("://") && !super::net::parse_url(value.split(',').next().unwrap_or("")).is_some_and(own);
    }

    let upper = name.to_ascii_uppercase();
    [
        "NPM_CONFIG_REGISTRY",
        "YARN_REGISTRY",
        "YARN_NPM_REGISTRY_SERVER",
        "PIP_INDEX_URL",
        "PIP_EXTRA_INDEX_URL",
        "PIP_FIND_LINKS",
        "GEM_SOURCE",
        "HF_ENDPOINT",
        "HOMEBREW_API_DOMAIN",
        "HOMEBREW_BOTTLE_DOMAIN",
        "RUSTUP_DIST_SERVER",
        "RUSTUP_UPDATE_ROOT",
        "PUB_HOSTED_URL",
        "FLUTTER_STORAGE_BASE_URL",
        "CYPRESS_INSTALL_BINARY",
        "COREPACK_NPM_REGISTRY",
        "ARDUINO_BOARD_MANAGER_ADDITIONAL_URLS",
        "BAZELISK_BASE_URL",
        "BAZELISK_FORMAT_URL",
        "BUN_CONFIG_REGISTRY",
        "COCOAPODS_CDN_URL",
        "CONDA_CHANNEL_ALIAS",
        "COURSIER_REPOSITORIES",
        "GRADLE_LIBS_REPO_OVERRIDE",
        "HOMEBREW_ARTIFACT_DOMAIN",
        "HOMEBREW_BREW_GIT_REMOTE",
        "HOMEBREW_CORE_GIT_REMOTE",
        "HOMEBREW_PIP_INDEX_URL",
        "IDF_GITHUB_ASSETS",
        "JBANG_REPO",
        "JSR_URL",
        "JULIA_PKG_SERVER",
        "KREW_DEFAULT_INDEX_URI",
        "MVNW_REPOURL",
        "PANTS_PYPI_REPOS",
        "PDM_PYPI_URL",
        "RENV_CONFIG_REPOS_OVERRIDE",
        // MSBuild takes variables for properties.
        "RESTOREADDITIONALPROJECTSOURCES",
        "RESTORESOURCES",
        "SDKMAN_CANDIDATES_API",
        "SHARP_DIST_BASE_URL",
        "TFENV_REMOTE",
        "TOFUENV_REMOTE",
        "UV_FIND_LINKS",
        "UV_INSTALLER_GHE_BASE_URL",
        "UV_INSTALLER_GITHUB_BASE_URL",
        "UV_PYTHON_DOWNLOADS_JSON_URL",
    ]
    .contains(&upper.as_str())
        || value.contains("://") && MIRRORS.iter().any(|end| upper.ends_with(end))
        || [
            "UV_INDEX",
            "UV_DEFAULT_INDEX",
            "UV_EXTRA_INDEX",
            "BUNDLE_MIRROR",
            "CARGO_REGISTRIES_",
            "CARGO_SOURCE_",
            "POETRY_REPOSITORIES_",
            "COMPOSER_REPO_",
        ]
        .iter()
        .any(|p| upper.starts_with(p))
}

/// Variables that hold options, where these load or run something: of compilers, builds, test runners and the JVM.
fn loads_by_option(name: &str, value: &str) -> bool {
    let words = |of: &[&str]| value.split([' ', '=']).any(|w| of.contains(&w));
    match name {
        _ if ["_OPTS", "_OPTIONS"].iter().any(|end| name.ends_with(end))
            && JVM_LOADS.iter().any(|o| value.contains(o)) =>
        {
            true
        }
        "JAVA_TOOL_OPTIONS" | "_JAVA_OPTIONS" | "JDK_JAVA_OPTIONS" => {
            // Of what `-XX:` begins, switches and sizes are harmless.
            let tunes = |w: &str| ["-XX:+", "-XX:-", "-XX:Max"].iter().any(|lead| w.starts_with(lead));
            let marks = ["-XX:", "-Xboot", "loader", "agent", "@", "$"];
            value.split_ascii_whitespace().any(|w| marks.iter().any(|o| w.contains(o)) && !tunes(w))
        }
        // What the archive is and where it is unpacked, members with absolute names, commands between them.
        "TAR_OPTIONS" => {
            let letters = |w: &str| w.starts_with('-') && !w.starts_with("--") && w.contains(['C', 'P', 'f']);
            let long = ["--checkpoint-", "--dir", "--abs", "--fi", "--one"];
            value.split_ascii_whitespace().any(|w| letters(w) || long.iter().any(|o| w.starts_with(o)))
        }
        "MANOPT" => words(&["-P", "--pager", "-H", "--html", "-C", "--config-file"]),
        "ERL_FLAGS" | "ERL_AFLAGS" | "ERL_ZFLAGS" | "ELIXIR_ERL_OPTIONS" => {
            words(&["-eval", "-run", "-s", "-pa", "-pz", "-boot", "-config", "-args_file"])
        }
        "RAKEOPT" => words(&["-r", "--require", "-I", "-f", "--rakefile", "-R"]),
        "NIX_SSHOPTS" => value.contains("Command") || words(&["-F"]),
        // What `breakpoint()` calls.
        "PYTHONBREAKPOINT" => !matches!(value, "" | "0") && !value.ends_with(".set_trace"),
        "NVCC_PREPEND_FLAGS" | "NVCC_APPEND_FLAGS" | "HIPCC_COMPILE_FLAGS_APPEND" => {
            ["-ccbin", "--compiler-bindir", "-fplugin", "-wrapper", "-Xcompiler"].iter().any(|o| value.contains(o))
        }
        "GIT_ALLOW_PROTOCOL" => value.split(':').any(|p| p == "ext"),
        "NIX_CONFIG" => ["substituters", "hook", "plugin", "sandbox", "trusted"].iter().any(|o| value.contains(o)),
        "MAVEN_ARGS" => value.contains("ext.class.path"),
        // A version by the folder that it lies in, or of somebody's own make.
        // Functions of Python in a data file.
        "GDAL_VRT_ENABLE_PYTHON" => !off(value),
        "USE_BAZEL_VERSION" => value.contains('/'),
        "GOAUTH" => {
            !value.split(';').all(|one| matches!(one.trim(), "" | "netrc" | "off") || one.trim().starts_with("git "))
        }
        "X_VCPKG_ASSET_SOURCES" => value.contains("x-script"),
        _ if name.starts_with("CARGO_ALIAS_") => true,
        _ if name.starts_with("CARGO_") && name.contains("CREDENTIAL") && !name.ends_with("_TOKEN") => {
            value.contains('/')
        }
        "PYTEST_PLUGINS" => value.contains('/'),
        "GS_OPTIONS" => words(&["-dNOSAFER", "-dDELAYSAFER"]),
        "TOX_OVERRIDE" => value.contains("commands"),
        _ => flags_load(name, value),
    }
}

/// Whether flags that compilers, linkers and `make` get by a variable load or run what lies elsewhere.
fn flags_load(name: &str, value: &str) -> bool {
    // The folder itself is anybody's as well: `-B/tmp`.
    let anybodys = |p: &str| {
        let of = |d: &str| p.strip_prefix(d).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        ["/tmp", "/var/tmp", "/dev/shm"].into_iter().any(of)
    };
    match name {
        "GOFLAGS" => {
            ["-toolexec", "-overlay", "-exec", "-extld", "-vettool"].iter().any(|o| value.contains(o))
                || value.split(' ').any(|w| w.trim_start_matches('-').strip_prefix("modfile=").is_some_and(anybodys))
        }
        // What a profile says is only counted: `-Cprofile-use=/tmp/pgo/merged.profdata`.
        _ if name.ends_with("RUSTFLAGS") || name.ends_with("RUSTDOCFLAGS") => {
            let counts = |w: &str| w.trim_start_matches("-C").starts_with("profile-");
            value.split([' ', '\u{1f}']).filter(|w| !counts(w)).any(|w| w.split('=').any(anybodys))
        }
        // `CFLAGS`, `CGO_LDFLAGS`, `HOST_CXXFLAGS`: programs and options that lie where anybody may put them.
        _ if name == "CCC_OVERRIDE_OPTIONS"
            || ["CFLAGS", "CXXFLAGS", "CPPFLAGS", "FFLAGS", "LDFLAGS"].iter().any(|end| name.ends_with(end)) =>
        {
            let leads = ["-B", "@", "--gcc-toolchain=", "--config="];
            let apart = value.contains("-B ");
            let folder =
                |w: &str| apart && anybodys(w) || leads.iter().any(|l| w.strip_prefix(l).is_some_and(anybodys));
            ["-fplugin", "-wrapper", "-specs", "-plugin,", "-fuse-ld=/"].iter().any(|o| value.contains(o))
                || value.split(' ').any(folder)
        }
        "MAKEFLAGS" | "GNUMAKEFLAGS" | "MFLAGS" => {
            let place = |w: &str| anybodys(w) || w.get(2..).is_some_and(|rest| w.starts_with('-') && anybodys(rest));
            ["--eval", "SHELL="].iter().any(|o| value.contains(o)) || value.split([' ', '=']).any(place)
        }
        // The program that puts names to addresses.
        _ if name.ends_with("SAN_OPTIONS") => {
            value.split([':', ' ']).filter_map(|w| w.split_once("symbolizer_path=")).any(|(_, p)| anybodys(p))
        }
        _ => false,
    }
}

/// Options of the JVM that load or run something.
const JVM_LOADS: &[&str] = &[
    "-javaagent:",
    "-agentpath:",
    "-agentlib:",
    "-Xbootclasspath",
    "-XX:OnError",
    "-XX:OnOutOfMemoryError",
    "-XX:Flags=",
    "-XX:VMOptionsFile",
];

/// Variables that switch a protection off by their value: the record of commands, hooks, the straight way to a host.
fn switches_off(name: &str, value: &str) -> bool {
    match name {
        "HISTFILE" => matches!(value, "" | "/dev/null"),
        "HISTSIZE" | "HISTFILESIZE" | "SAVEHIST" => matches!(value, "" | "0"),
        "HUSKY" | "LEFTHOOK" => matches!(value, "0" | "false"),
        // TeX then writes and reads everywhere, and runs what a document says.
        "openout_any" | "openin_any" => value.starts_with('a'),
        "shell_escape" => matches!(value, "t" | "1" | "y"),
        "shell_escape_commands" => true,
        "GOSUMDB" => !value.is_empty() && !value.starts_with("sum.golang."),
        "DOCKER_CONTENT_TRUST" => value == "0",
        // The keys that signatures of package managers are checked with.
        "COREPACK_INTEGRITY_KEYS" => true,
        "YARN_CHECKSUM_BEHAVIOR" => matches!(value, "ignore" | "update" | "reset"),
        "COMPOSER_NO_SECURITY_BLOCKING"
        | "BUNDLE_DISABLE_CHECKSUM_VALIDATION"
        | "COREPACK_ENABLE_UNSAFE_CUSTOM_URLS"
        | "OPAMNOCHECKSUMS"
        | "HEX_NO_VERIFY_REPO_ORIGIN" => !off(value),
        "DOTNET_NUGET_SIGNATURE_VERIFICATION" | "CARGO_HTTP_CHECK_REVOKE" => off(value),
        "PIP_NO_VERIFY_CERTS" => !off(value),
        "npm_config_ignore_scripts" => off(value),
        // Which programs a site's sources may start, which hosts they may ask.
        _ if name.starts_with("HUGO_SECURITY_") => true,
        "GOFLAGS" => value.split(' ').any(|w| w == "-insecure"),
        _ if proves_nothing(name, value) => true,
        _ if name.ends_with("_SKIP_VERIFY") => !matches!(value, "" | "0" | "false"),
        _ if name.to_ascii_lowercase().ends_with("strict_ssl") => matches!(value, "0" | "false"),
        "OVERCOMMIT_DISABLE" => value == "1",
        "SKIP_HOOKS" | "HUSKY_SKIP_HOOKS" | "LEFTHOOK_EXCLUDE" => !value.is_empty(),
        _ => is_proxy(name) && super::net::parse_url(value).is_some_and(|u| !u.local),
    }
}

/// A value that says no.
fn off(value: &str) -> bool {
    matches!(value.to_ascii_lowercase().as_str(), "" | "0" | "false" | "no" | "off" | "none" | "f" | "n")
}

/// Variables that by their names let a connection pass that proves nothing: `X_INSECURE=1`, `X_SSL_VERIFY=0`, `X_NO_VERIFY=1`.
fn proves_nothing(name: &str, value: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let parts: Vec<&str> = name.split('_').collect();
    let has = |word: &str| parts.contains(&word);
    let checks = has("VERIFY") || has("VERIFICATION") || has("VERIFYPEER");
    let connection = ["SSL", "TLS", "CERT", "CERTS", "CERTIFICATE", "CERTIFICATES", "HTTPS"].into_iter().any(has);
    let away = ["NO", "SKIP", "DISABLE", "NOVERIFY"].into_iter().any(has);
    match () {
        () if has("INSECURE") => !off(value) && !value.contains("://"),
        () if checks && connection && away => !off(value),
        () if checks && connection => off(value),
        () => false,
    }
}

/// A variable that says by way of whom traffic goes.
fn is_proxy(name: &str) -> bool {
    let Some((whose, proxy)) = name.rsplit_once('_') else { return false };
    let whose = if proxy.eq_ignore_ascii_case("proxy") { whose.to_ascii_lowercase() } else { return false };
    let tool = ["npm_config", "cargo", "pip", "yarn", "global_agent", "rsync", "socks"];
    let kind = whose.rsplit('_').next().unwrap_or("");
    let of = whose.strip_suffix(kind).map_or("", |t| t.trim_end_matches('_'));
    tool.contains(&whose.as_str())
        || matches!(kind, "http" | "https" | "all" | "ftp") && (of.is_empty() || tool.contains(&of))
}

/// How much code is read; more is not understood.
const MAX_CODE_BYTES: usize = 256 * 1024;

/// What a small language's program reaches for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Small {
    /// Command lines that a shell runs.
    pub shell: Vec<String>,
    /// Paths: what happens, and the path where it is literal.
    pub paths: Vec<(Verb, Option<String>)>,
    /// Variables of the environment whose values it takes; none stands for all of them.
    pub variables: Vec<Option<String>>,
    /// Statements that the project's own database is sent, or that an editor reads as Lua.
    pub statements: Vec<String>,
    /// Something that could do anything; why.
    pub unclear: Option<String>,
}

/// Code that stands in the command line or comes through standard input.
pub fn inline(shell: &Shell<'_, '_>, state: &mut State, lang: &str, text: &Val, call: &Invocation) {
    if matches!(lang, "sh" | "bash" | "zsh" | "shell") {
        invoke::shell_text(shell, state, text, Dialect::Bash, &Val::default(), call.span);
        return;
    }
    if text.why().is_some() && (lang != "settings" || text.is_network()) {
        // A text with gaps in it (`"… $X …"`) can hold anything where the gaps are.
        return invoke::code_gap(shell.scene, text, call);
    }
    // A live pattern that nobody quoted (`sed s/[ab]/c/`) is the text itself unless a file has such a name.
    let known = &text.show();
    // PowerShell takes all words behind it for one text.
    let whole = lang == "fish" || call.argv.last() == Some(text) || call.stdin == *text;
    if matches!(lang, "fish" | "powershell") && whole && alike::is_read_as_sh(known) {
        let text = Val::text(known.clone());
        drop(invoke::shell_text(shell, &mut state.child(), &text, Dialect::Bash, &Val::default(), call.span));
        return;
    }
    if lang == "sql" {
        let mut found = sql_found(shell, state, known, call);
        // `from '/etc/shadow'`, whatever the client: a database in the process opens files by their names.
        for path in known.split(['\'', '"']).skip(1).step_by(2).filter(|t| t.starts_with('/')) {
            let target = super::paths::target(shell.scene, path, path);
            if target.class == PathClass::Secret {
                found.push(effects::on_path(shell.scene, Verb::Read, target, automode_model::Scope::One, call.span));
            }
        }
        return add(shell.scene, call, found);
    }
    // Code that comes through standard input leaves nothing there to read.
    let taken = call.stdin == *text && !known.is_empty();
    let own = if taken { Invocation { stdin: Val::default(), ..call.clone() } } else { call.clone() };
    let found = understand(shell, state, lang, known, &own, false);
    add(shell.scene, call, or_inspect(found, call));
}

/// A file of code: the project's own is what the task is about, unless this session wrote it; what it plainly does to
/// paths and hosts counts either way.
pub fn script(shell: &Shell<'_, '_>, state: &mut State, lang: &str, text: &str, path: &PathTarget, call: &Invocation) {
    if lang == "sql" {
        // Its statements say what it does, whoever wrote it and wherever it lies.
        return add(shell.scene, call, or_inspect(sql_found(shell, state, text, call), call));
    }
    if named::scan(lang, text).is_some() {
        return add(shell.scene, call, small(shell, state, lang, text, call));
    }
    let ours = matches!(path.place, Place::Workspace | Place::WorkspaceRoot) && !path.created_here;
    let known_lang = is_known(lang);
    let source = compiled::Source::of(&path.resolved).filter(|_| !known_lang);
    let computes = source.is_some_and(|s| compiled::is_pure(s, text));
    if (!ours || !known_lang && path.created_here) && !computes {
        let mut effect = effects::plain(Verb::RunCode, Target::Path(path.clone()), call.span);
        effect.certainty = Certainty::Unknown(format!("a {lang} program that is not the project's"));
        if !known_lang || !matches!(path.place, Place::Workspace | Place::WorkspaceRoot | Place::Temp) {
            add(shell.scene, call, vec![effect]);
        }
    }
    let mut run = effects::plain(
        if path.class == PathClass::Test { Verb::Test } else { Verb::Run },
        Target::Path(path.clone()),
        call.span,
    );
    run.certainty = Certainty::Likely;
    add(shell.scene, call, vec![run]);
    if !known_lang {
        if let Some(source) = source {
            super::written::tell(shell, state, source, text, call);
        }
        return;
    }
    let mut found = understand(shell, state, lang, text, call, ours);
    if ours {
        // Of the project's own code only what is certain counts: a literal path outside the workspace, a literal host.
        found.retain(|e| !matches!(e.certainty, Certainty::Unknown(_)) && !matches!(e.target, Target::Unknown(_)));
    }
    add(shell.scene, call, found);
}

/// What the code plainly does, as soon as it runs: literal paths, hosts and commands.
pub fn plainly(shell: &Shell<'_, '_>, state: &State, lang: &str, text: &str, call: &Invocation) -> Vec<Effect> {
    let mut found = understand(shell, state, lang, text, call, true);
    found.retain(|e| is_plain(e) && !matches!(e.target, Target::Unknown(_)));
    found
}

/// Effects that are certain. Code from the network is, whatever it will turn out to be.
#[must_use]
pub fn is_plain(e: &Effect) -> bool {
    !matches!(e.certainty, Certainty::Unknown(_)) || e.verb == Verb::RunRemote
}

/// Whether calls of this language are known here.
fn is_known(lang: &str) -> bool {
    Lang::from_name(lang).is_some() || matches!(lang, "awk" | "sed" | "jq" | "ed" | "vim" | "elisp" | "gnuplot")
}

/// What code reaches for. `lenient`: it is the project's own.
fn understand(
    shell: &Shell<'_, '_>,
    state: &State,
    lang: &str,
    text: &str,
    call: &Invocation,
    lenient: bool,
) -> Vec<Effect> {
    if text.len() > MAX_CODE_BYTES {
        return vec![unclear("code over the length limit", call)];
    }
    let Some(language) = Lang::from_name(lang) else { return small(shell, state, lang, text, call) };
    let mut walk = Walk::new(shell, state, call, language, lenient);
    match printed_expression(language, text, call) {
        Some(printed) => walk.run(&printed),
        None => walk.run(text),
    }
    let mut found = std::mem::take(&mut walk.found);
    let secret = walk.secret || call.stdin.is_secret() || found.iter().any(|e| e.verb == Verb::SecretRead);
    let presented = Presented::by_code(std::mem::take(&mut walk.tokens));
    let own = !secret && !walk.misplaced && !credentials::is_led_aside(call, state);
    for e in found.iter_mut().filter(|e| matches!(e.verb, Verb::NetFetch | Verb::NetSend)) {
        // What the code does with a secret is not followed through every variable: each address must be its own.
        let fit = if own { presented.fit(&e.target) } else { Fit::Foreign };
        match fit {
            _ if !secret && presented.is_empty() => {}
            Fit::Own => {}
            Fit::NotKnown => credentials::ask(shell.scene, &presented, lang, e.target.clone(), call.span),
            Fit::Foreign => credentials::send(e),
        }
    }
    if walk.secret || !presented.is_empty() {
        // A variable is used; all of them, or one that is a secret, count as shown where they are printed.
        let some = Target::Named { kind: "variable", name: "some".into(), env: automode_model::EnvLabel::Unknown };
        let target = if walk.shows { Target::None } else { some };
        found.push(effects::plain(Verb::EnvRead, target, call.span));
    }
    if let Some(why) = walk.unclear.as_ref().filter(|_| !lenient) {
        found.push(unclear(why, call));
    }
    if walk.project && !lenient {
        let mut e = effects::plain(Verb::Run, Target::None, call.span);
        e.certainty = Certainty::Likely;
        found.push(e);
    }
    let mut kept: Vec<Effect> = Vec::new();
    for e in found {
        if !kept.contains(&e) {
            kept.push(e);
        }
    }
    kept
}

/// `node -p EXPRESSION` prints the expression's value.
fn printed_expression(lang: Lang, text: &str, call: &Invocation) -> Option<String> {
    let option = |a: &Val| matches!(a.known(), Some("-p" | "-pe" | "--print"));
    let prints = lang == Lang::Node && call.argv.iter().any(option) && !text.contains([';', '\n']);
    prints.then(|| format!("console.log({text})"))
}

/// awk, sed, jq; any other language is not read.
fn small(shell: &Shell<'_, '_>, state: &State, lang: &str, text: &str, call: &Invocation) -> Vec<Effect> {
    let mut runs = Vec::new();
    let facts = match lang {
        "jq" => Small::default(),
        "sed" => sed::scan(text),
        "awk" => awk::scan(text),
        "ed" => ex::scan(text, false),
        "vim" => ex::scan(text, true),
        "elisp" => lisp::scan(text),
        "gnuplot" => plots::scan(text),
        "settings" => settings::scan(text),
        // A script of the project by its name (`matlab -batch run_all`).
        "octave" if text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') => {
            return vec![effects::plain(Verb::Run, Target::None, call.span)];
        }
        "dc" if listed::only_calculates(text) => return vec![effects::plain(Verb::Inspect, Target::None, call.span)],
        "java" if listed::only_computes(text) => return vec![effects::plain(Verb::Run, Target::None, call.span)],
        "applescript" if listed::only_tells(text) => {
            return vec![effects::plain(Verb::Inspect, Target::None, call.span)];
        }
        "gdb" if listed::only_debugs(text) => return vec![effects::plain(Verb::Run, Target::None, call.span)],
        l => match named::scan(l, text) {
            Some(facts) => {
                runs.push(effects::plain(Verb::Run, Target::None, call.span));
                facts
            }
            None => return vec![unclear(&format!("code in {l}, which is not read"), call)],
        },
    };
    found_by(shell, state, lang, facts, runs, call)
}

/// What a small language's program reaches for, as effects beside those that are known.
fn found_by(
    shell: &Shell<'_, '_>,
    state: &State,
    lang: &str,
    facts: Small,
    mut runs: Vec<Effect>,
    call: &Invocation,
) -> Vec<Effect> {
    let home = |p: String| match p.strip_prefix('~').filter(|r| r.is_empty() || r.starts_with('/')) {
        Some(rest) if matches!(lang, "elisp" | "vim" | "settings" | "sql") => format!("{}{rest}", shell.scene.home),
        _ => p,
    };
    for command in &facts.shell {
        let stdin = Val::gap("what a program writes");
        invoke::shell_text(shell, &mut state.clone(), &Val::text(command.clone()), Dialect::Sh, &stdin, call.span);
    }
    let mut found = Vec::new();
    for (verb, path) in facts.paths {
        if let Some(url) = path.as_deref().filter(|p| lang == "sql" && super::net::is_address(p)) {
            let verb = if verb == Verb::Read { Verb::NetFetch } else { Verb::NetSend };
            found.push(effects::on_url(verb, url, call.span));
            continue;
        }
        let effect = path_effect(shell.scene, state, verb, path.map(home).as_deref(), call);
        if let Some(target) = effect.target.path().filter(|_| !super::script::keeps_content(verb)) {
            shell.keep(&target.resolved, &Val::gap("what the code writes"), false);
        }
        found.push(effect);
    }
    for text in &facts.statements {
        found.append(&mut match lang {
            "vim" => understand(shell, state, "lua", text, call, false),
            _ => sql_found(shell, state, text, call),
        });
    }
    found.extend(facts.variables.iter().map(|name| match name {
        Some(name) => effects::on_name(Verb::EnvRead, "variable", name, call.span),
        None => effects::plain(Verb::EnvRead, Target::None, call.span),
    }));
    found.extend(facts.unclear.map(|why| unclear(&why, call)));
    found.append(&mut runs);
    found
}

fn unclear(why: &str, call: &Invocation) -> Effect {
    let mut e = effects::plain(Verb::RunCode, Target::Unknown(why.to_owned()), call.span);
    e.certainty = Certainty::Unknown(why.to_owned());
    e
}

fn or_inspect(found: Vec<Effect>, call: &Invocation) -> Vec<Effect> {
    if found.is_empty() { vec![effects::plain(Verb::Inspect, Target::None, call.span)] } else { found }
}

fn path_effect(scene: &Scene<'_>, state: &State, verb: Verb, path: Option<&str>, call: &Invocation) -> Effect {
    let Some(path) = path else {
        return effects::on_unknown_path(verb, "a path that the code computes", "…", Scope::One, call.span);
    };
    let base = state.cwd.first().cloned().unwrap_or_else(|| scene.cwd.clone());
    let target = paths::target(scene, path, &paths::join(&base, path));
    effects::on_path(scene, verb, target, Scope::One, call.span)
}

/// The effects of SQL, and of what it reaches on this machine.
fn sql_found(shell: &Shell<'_, '_>, state: &State, text: &str, call: &Invocation) -> Vec<Effect> {
    let (found, reached) = sql::effects(text, &call.words(), call.span);
    found_by(shell, state, "sql", reached, found, call)
}

/// The effects of SQL that a server of tools is sent: what it reaches beside its database is that server's, and not followed.
#[must_use]
pub fn sql_effects(text: &str, place: &str, span: automode_model::Span) -> Vec<Effect> {
    let (mut found, reached) = sql::effects(text, place, span);
    if reached != Small::default() {
        let why = "SQL that reaches out of its database".to_owned();
        let mut e = effects::plain(Verb::Unknown, Target::Unknown(why.clone()), span);
        e.certainty = Certainty::Unknown(why);
        found.push(e);
    }
    found
}

fn add(scene: &Scene<'_>, call: &Invocation, effects: Vec<Effect>) {
    if effects.is_empty() {
        return;
    }
    let program = call.argv.first().map(Val::show).unwrap_or_default();
    let program = program.rsplit('/').next().unwrap_or("").to_owned();
    scene.add(Action { words: call.words(), program, span: call.span, effects });
}
