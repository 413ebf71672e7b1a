//! Variables that programs are given: code that they hold, told by `code::environment_code`; where programs find code (folders of
//! modules, files that run first, settings that name commands), judged by where it lies; what opens a server to all. Called by
//! `invoke` and by what hands variables on.

use automode_model::{Action, Certainty, Effect, EnvLabel, NotKnown, PathKind, Place, Verb};
use automode_shell::Dialect;

use super::invoke::{self, Invocation};
use super::scene::{MAX_SCRIPT_BYTES, Scene};
use super::shell::{Shell, Through};
use super::state::State;
use super::value::Val;
use super::{code, effects, net, options, paths, touch};
use crate::knowledge;

mod live;

/// Folders and files whose code is loaded, or whose settings name commands; several stand between colons. One that ends in a star
/// stands for all that begin so, one that begins with it for all that end so.
const CODE: &str = "
    *_LAUNCHER *_MODULE_PATH *_PLUGINS *_PLUGIN_DIR *_PLUGIN_PATH ACKRC ACLOCAL_PATH ANSIBLE_INVENTORY ANSIBLE_LIBRARY
    ANSIBLE_VAULT_PASSWORD_FILE ANT_ARGS APT_CONFIG AUTOM4TE AWKLIBPATH AWKPATH AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE
    AZURE_EXTENSION_DIR BASH_LOADABLES_PATH BATS_LIB_PATH BAT_CONFIG_PATH BCFTOOLS_PLUGINS BUNDLE_CONFIG BUNDLE_GEMFILE
    BUNDLE_LOCAL__* BUNDLE_USER_CONFIG BUNDLE_USER_PLUGIN BUN_INSPECT_PRELOAD CABAL_CONFIG CAML_LD_LIBRARY_PATH
    CCACHE_CONFIGPATH CLANG_CONFIG_FILE_USER_DIR CLAP_PATH CLASSPATH CMAKE_PROJECT_TOP_LEVEL_INCLUDES CMAKE_TOOLCHAIN_FILE
    COMPILER_PATH COMPOSER COMPOSE_FILE CONDARC CONFIG_SITE CONTAINERS_CONF CORECLR_PROFILER_PATH* COR_PROFILER_PATH*
    COURSIER_MIRRORS COVERAGE_PROCESS_START COVERAGE_RCFILE COWPATH CUDA_INJECTION64_PATH CYPRESS_INSTALL_BINARY CustomAfter*
    CustomBefore* DOTNET_ADDITIONAL_DEPS DOTNET_STARTUP_HOOKS DUNE_WORKSPACE DYLD_FALLBACK_LIBRARY_PATH DYLD_FRAMEWORK_PATH
    DirectoryBuildPropsPath DirectoryBuildTargetsPath EMACSLOADPATH ERL_LIBS FACTERLIB FLASK_APP FLYWAY_JAR_DIRS
    FOUNDRY_CONFIG FPATH FREI0R_PATH FZF_DEFAULT_OPTS_FILE GCC_EXEC_PREFIX GDAL_DRIVER_PATH GDK_PIXBUF_MODULE_FILE GEMRC
    GEM_PATH GHC_ENVIRONMENT GHC_PACKAGE_PATH GIMP2_PLUGINPATH GIO_EXTRA_MODULES GIT_COMMON_DIR GIT_DIR GI_TYPELIB_PATH
    GLAB_CONFIG_DIR GOENV GOTOOLDIR GOWORK GRASS_ADDON_PATH GROOVY_CONF GST_PLUGIN_PATH* GS_LIB GTK_PATH
    GUILE_LOAD_COMPILED_PATH GUILE_LOAD_PATH HELM_REGISTRY_CONFIG HELM_REPOSITORY_CONFIG HGRCPATH IPYTHONDIR IRBRC
    JQ_LIBRARY_PATH JULIA_LOAD_PATH JULIA_PROJECT JUPYTER_CONFIG_DIR JUPYTER_CONFIG_PATH JUPYTER_PATH JUST_JUSTFILE KNIFE_HOME
    KUBERC LADSPA_PATH LD_LIBRARY_PATH LESSKEY* LIBGL_DRIVERS_PATH LIBVA_DRIVERS_PATH LIQUIBASE_CLASSPATH
    LIQUIBASE_DEFAULTS_FILE LUAINPUTS* LUA_CPATH* LUA_PATH* LV2_PATH LYNX_CFG M4PATH MAGICK_CONFIGURE_PATH MAKEFILES
    MISE_CONFIG_FILE MISE_GLOBAL_CONFIG_FILE MISE_SYSTEM_CONFIG_FILE MISE_TRUSTED_CONFIG_PATHS MIX_ARCHIVES MIX_EXS
    MLT_REPOSITORY MODULEPATH MONO_PATH MSBuildExtensionsPath* MSBuildSDKsPath MYPYPATH MYSQL_HOME NIX_CONF_DIR NIX_PATH
    NIX_USER_CONF_FILES NMAPDIR NODE_PATH NODE_REPL_EXTERNAL_MODULE NUGET_CREDENTIALPROVIDERS_PATH NUGET_PLUGIN_PATHS NXF_HOME
    NXF_PLUGINS_DIR OCAMLFIND_CONF OCAMLPATH OCL_ICD_* OCTAVE_PATH OCTAVE_SITE_INITFILE ODBCINI ODBCINSTINI ODBCSYSINI
    OMP_TOOL_LIBRARIES OPENSSL_MODULES PACKER_CONFIG PANTS_CONFIG_FILES PANTS_PYTHONPATH PERL5LIB PERLLIB PEX_EXTRA_SYS_PATH
    PHPRC PHP_INI_SCAN_DIR PIPENV_PIPFILE PIP_CONFIG_FILE PIP_FIND_LINKS PKG_CONFIG_LIBDIR PLTCOLLECTS
    PRISMA_QUERY_ENGINE_LIBRARY PSQLRC PYLINTRC PYTHONPATH QGIS_PLUGINPATH QML2_IMPORT_PATH QML_IMPORT_PATH RCLONE_CONFIG
    REBAR_CONFIG RENV_PATHS_LIBRARY RENV_PATHS_SANDBOX RIPGREP_CONFIG_PATH RUBYGEMS_GEMDEPS RUBYLIB RUBY_DEBUG_INIT_SCRIPT
    R_ENVIRON* R_LIBS* R_MAKEVARS_USER R_PROFILE* SCCACHE_CONF SCREENRC SDL_DYNAMIC_API SNAKEMAKE_PROFILE
    SPACK_SYSTEM_CONFIG_PATH SPACK_USER_CONFIG_PATH STACK_YAML STARSHIP_CONFIG STARTER_CONF SYSTEM_WGETRC TCLLIBPATH
    TEXINPUTS* TEXMFCNF TEXMFHOME TOX_CONFIG_FILE TSX_TSCONFIG_PATH TS_NODE_COMPILER TS_NODE_PROJECT TS_NODE_REQUIRE
    TS_NODE_TRANSPILER UV_CONFIG_FILE UV_ENV_FILE UV_PROJECT VAGRANT_CWD VAGRANT_VAGRANTFILE VALE_CONFIG_PATH VAMP_PATH
    VCPKG_OVERLAY_PORTS VCPKG_OVERLAY_TRIPLETS VDPAU_DRIVER_PATH VIMRUNTIME VIPSHOME VIRTUALENV_CONFIG_FILE VK_ADD_LAYER_PATH
    VK_DRIVER_FILES VK_ICD_FILENAMES VK_LAYER_PATH WGETRC WP_CLI_CONFIG_PATH YARN_RC_FILENAME YARN_YARN_PATH
    ZELLIJ_CONFIG_FILE npm_config_global_pnpmfile npm_config_globalconfig npm_config_init_module npm_config_onload_script
    npm_config_pnpmfile npm_config_userconfig";

/// Programs and the folders that they lie in. People keep such in their homes.
const PROGRAMS: &str = "
    *_EXECUTABLE *_HELPER *_PYTHON *_SYMBOLIZER_PATH ACLOCAL AMENT_PREFIX_PATH ANDROID_HOME ANDROID_NDK_HOME ANDROID_SDK_ROOT
    ANT_HOME AR AS AUTOCONF AUTOHEADER AUTOMAKE AWK BAZEL_REAL BAZEL_SH BIOME_BINARY BUILDAH_RUNTIME BUNDLER_EDITOR
    BUNDLE_BUILD__* CARGO CARGO_BUILD_RUSTC CARGO_BUILD_RUSTDOC CARGO_HOST_LINKER CC CCACHE_COMPILER CCACHE_PATH CC_*
    CHROMEDRIVER_FILEPATH CHROME_BIN CHROME_PATH CMAKE CMAKE_PROGRAM_PATH COLLECT_LTO_WRAPPER CONFIG_SHELL CPP CXX CXX_*
    CYPRESS_RUN_BINARY DEVELOPER_DIR DIRENV_BASH DOTNET_HOST_PATH DOTNET_ROOT* ELECTRON_EXEC_PATH ELECTRON_OVERRIDE_DIST_PATH
    EMACSPATH ESBUILD_BINARY_PATH FC FFMPEG_BINARY FIREFOX_BIN FLUTTER_ROOT FOUNDRY_SOLC GCCGO GCOV GOCACHEPROG GOROOT
    GRADLE_HOME GRAPHVIZ_DOT GROOVY_HOME GVBINDIR HELM_BIN HG HOMEBREW_GIT_PATH HOMEBREW_RUBY_PATH HOSTCC HOST_CC HOST_CXX
    IMAGEIO_FFMPEG_EXE INSTALL JAVACMD JAVA_BINDIR JAVA_CMD JAVA_HOME KOTLIN_HOME LD LEIN_JAVA_CMD LEX LIBCLANG_PATH
    LIBTOOLIZE LIQUIBASE_HOME LLDB_DEBUGSERVER_PATH M2_HOME M4 MAGICK_HOME MAKE MAVEN_HOME MIX_REBAR MIX_REBAR3
    MSBUILD_EXE_PATH NINJA NODE NODE_BINARY NVCC_CCBIN OBJCOPY OPAMCURL OPAMFETCH PERL PKG_CONFIG
    PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH PLAYWRIGHT_FIREFOX_EXECUTABLE_PATH PLAYWRIGHT_WEBKIT_EXECUTABLE_PATH PRISMA_FMT_BINARY
    PRISMA_QUERY_ENGINE_BINARY PRISMA_SCHEMA_ENGINE_BINARY PROTOC PUPPETEER_EXECUTABLE_PATH PYPANDOC_PANDOC PYTHON
    PYTHONEXECUTABLE PYTHONHOME QUARTO_DART_SASS QUARTO_DENO QUARTO_ESBUILD QUARTO_PANDOC QUARTO_R QUARTO_TYPST RANLIB
    ROS_PACKAGE_PATH RSTUDIO_PANDOC RUBY RUBYSHELL RUSTDOC RUSTUP_TOOLCHAIN R_HOME SASS_BINARY_PATH SBT_HOME SCALA_HOME SHELL
    SPARK_HOME SPRING_SERVER_COMMAND SSH_AUTH_SOCK SSH_SK_PROVIDER STRIP SWC_BINARY_PATH SWIFT_DRIVER_* SWIFT_EXEC
    SWIFT_EXEC_MANIFEST TARGET_CC TERRAGRUNT_TFPATH TF_CLI_CONFIG_FILE TG_TF_PATH TOOLCHAINS TRITON_PTXAS_PATH
    TURBO_BINARY_PATH VALGRIND_LIB YACC ZIG_LIB_DIR __PYVENV_LAUNCHER__ npm_config_editor npm_config_git npm_config_node_gyp
    npm_config_prefix npm_config_python npm_config_shell";

/// Folders that are often new and empty: they count where one of these files is in them already (`.` is the folder itself).
const SETTLED: &[(&str, &str)] = &[
    ("ASDF_DATA_DIR", "shims plugins installs"),
    ("BUNDLE_APP_CONFIG", "config"),
    ("BUNDLE_PATH", "."),
    ("BUNDLE_USER_HOME", "config plugin"),
    ("CABAL_DIR", "config packages"),
    ("CARGO_HOME", "config.toml config bin"),
    ("CLJ_CONFIG", "deps.edn"),
    ("CONAN_HOME", "profiles extensions global.conf"),
    ("CONAN_USER_HOME", ".conan"),
    ("COURSIER_CONFIG_DIR", "."),
    ("CP_HOME_DIR", "."),
    ("COMPOSER_HOME", "composer.json config.json"),
    ("CURL_HOME", ".curlrc"),
    ("DENO_DIR", "gen npm deps"),
    ("DOTNET_CLI_HOME", ".nuget .dotnet"),
    ("DOCKER_CONFIG", "config.json cli-plugins"),
    ("GEM_HOME", "."),
    ("GNUPGHOME", "gpg.conf gpg-agent.conf"),
    ("GOMODCACHE", "cache"),
    ("GRADLE_USER_HOME", "init.gradle init.gradle.kts init.d gradle.properties"),
    (
        "HOME",
        ".bashrc .bash_profile .profile .zshenv .gitconfig .npmrc .curlrc .wgetrc .cargo/config.toml .gradle/init.gradle .m2/settings.xml .config/git/config .local/lib",
    ),
    ("JULIA_DEPOT_PATH", "config packages"),
    ("LEIN_HOME", "profiles.clj"),
    ("MAVEN_USER_HOME", "wrapper"),
    ("MISE_DATA_DIR", "installs shims plugins"),
    ("MIX_DEPS_PATH", "."),
    ("NIMBLE_DIR", "pkgs pkgs2 bin"),
    ("NUGET_PACKAGES", "."),
    ("NVM_DIR", "nvm.sh versions"),
    ("OPAMROOT", "config"),
    ("PIPX_HOME", "venvs"),
    ("PUB_CACHE", "hosted bin"),
    ("PYENV_ROOT", "versions shims plugins"),
    ("RBENV_ROOT", "versions shims plugins"),
    ("REBAR_GLOBAL_CONFIG_DIR", "rebar.config"),
    ("RUSTUP_HOME", "toolchains settings.toml"),
    ("STACK_ROOT", "config.yaml global-project"),
    ("UV_TOOL_DIR", "."),
    ("VOLTA_HOME", "tools bin"),
    ("MIX_HOME", "archives escripts"),
    ("PLTADDONDIR", "."),
    ("PYTHONUSERBASE", "lib"),
    ("XDG_CONFIG_HOME", "git/config pip/pip.conf fish curlrc nvim"),
];

/// Variables that hold options of a program, and the words before them; behind `=` the value is one word.
const OPTIONS: &[(&str, &str)] = &[
    ("ACK_OPTIONS", "ack"),
    ("ANSIBLE_SSH_ARGS", "ssh"),
    ("ANSIBLE_SSH_COMMON_ARGS", "ssh"),
    ("ANSIBLE_SSH_EXTRA_ARGS", "ssh"),
    ("BAT_OPTS", "bat"),
    ("BORG_REMOTE_PATH", "borg --remote-path ="),
    ("BUN_OPTIONS", "bun"),
    ("BZIP2", "bzip2"),
    ("FZF_DEFAULT_OPTS", "fzf"),
    ("GREP_OPTIONS", "grep"),
    ("GUNICORN_CMD_ARGS", "gunicorn"),
    ("GZIP", "gzip"),
    ("JAVA_TOOL_OPTIONS", "java"),
    ("JDK_JAVA_OPTIONS", "java"),
    ("LESS", "less"),
    ("MAVEN_ARGS", "mvn test"),
    ("MAVEN_CONFIG", "mvn test"),
    ("MOCHA_OPTS", "mocha"),
    ("MORE", "more"),
    ("NODE_OPTIONS", "node"),
    ("PYTEST_ADDOPTS", "pytest"),
    ("RAR", "rar"),
    ("RUBYOPT", "ruby"),
    ("SCONSFLAGS", "scons"),
    ("SPEC_OPTS", "rspec"),
    ("SYSTEMD_LESS", "less"),
    ("TAR_OPTIONS", "tar"),
    ("TF_CLI_ARGS*", "terraform apply"),
    ("UNZIP", "unzip"),
    ("UNZIPOPT", "unzip"),
    ("VALGRIND_OPTS", "valgrind"),
    ("XZ_DEFAULTS", "xz"),
    ("XZ_OPT", "xz"),
    ("ZIP", "zip"),
    ("ZIPOPT", "zip"),
    ("_JAVA_OPTIONS", "java"),
];

/// Programs that take each of their options by a variable too: `PIP_NO_INDEX=1` is `pip install --no-index`. What they list of it
/// counts; another name is the project's own.
const SPELLED: &[(&str, &str)] = &[
    ("npm_config_", "npm install"),
    ("pip_", "pip install"),
    ("rclone_", "rclone copy"),
    ("virtualenv_", "virtualenv"),
];

/// Files and folders that programs write by themselves.
const WRITTEN: &str = "
    *_CACHE_DIR *_HISTORY_FILE *_LOGFILE *_LOG_FILE *_LOG_PATH *_OUTPUT_DIR *_OUTPUT_FILE *_OUTPUT_NAME BUNDLE_BIN
    CABAL_BUILDDIR CARGO_BUILD_TARGET_DIR CARGO_INSTALL_ROOT CARGO_TARGET_DIR CCACHE_DIR CC_LOG_DIAGNOSTICS_FILE
    CC_PRINT_OPTIONS_FILE COMPOSER_BIN_DIR COMPOSER_VENDOR_DIR COVERAGE_FILE DEPENDENCIES_OUTPUT DESTDIR
    DOTNET_DbgMiniDumpName ERL_CRASH_DUMP GCOV_PREFIX GDBHISTFILE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_TRACE* GOBIN
    GOCOVERDIR LD_DEBUG_OUTPUT LESSHISTFILE LLVM_PROFILE_FILE MYSQL_HISTFILE NODE_REDIRECT_WARNINGS NODE_REPL_HISTORY
    NODE_V8_COVERAGE PIP_PREFIX PIP_ROOT PIP_TARGET PSQL_HISTORY PYLINTHOME PYTHONPYCACHEPREFIX QLOGDIR SQLITE_HISTORY
    SUNPRO_DEPENDENCIES TEXMFOUTPUT TF_DATA_DIR UV_PROJECT_ENVIRONMENT UV_TOOL_BIN_DIR npm_config_cache";

/// Servers that what is done goes to, with its words or its credentials.
const SERVERS: &str = "
    ADB_SERVER_SOCKET AKEYLESS_GATEWAY_URL ANDROID_ADB_SERVER_ADDRESS ARGOCD_SERVER AWS_ENDPOINT_URL* AZURE_OPENAI_ENDPOINT
    BAO_ADDR BITRISE_API_URL BOUNDARY_ADDR BUILDKITE_AGENT_ENDPOINT BUILDKITE_API_URL CCACHE_REMOTE_STORAGE
    CCACHE_SECONDARY_STORAGE CIRCLECI_CLI_HOST CLEARML_API_HOST CLOUDFLARE_API_BASE_URL CLOUDSDK_API_ENDPOINT_OVERRIDES_*
    CODECOV_URL COHERE_API_URL COMET_URL_OVERRIDE CONAN_REMOTE_URL CONFLUENT_CLOUD_URL CONSUL_HTTP_ADDR DAGSTER_CLOUD_URL
    DATABRICKS_ACCOUNT_HOST DATABRICKS_HOST DEEPSEEK_BASE_URL DIGITALOCEAN_API_URL DISTCC_HOSTS DISTCC_POTENTIAL_HOSTS
    DOPPLER_API_HOST DRONE_SERVER FLYWAY_URL FLY_API_BASE_URL FLY_FLAPS_BASE_URL GH_HOST GITEA_SERVER_URL GITHUB_API_URL
    GITHUB_SERVER_URL GITLAB_API_HOST GITLAB_HOST GITLAB_URI GOOGLE_GEMINI_BASE_URL GOVULNDB GRAFANA_SERVER GROQ_BASE_URL
    HCLOUD_ENDPOINT HELM_KUBEAPISERVER HEROKU_API_URL HEROKU_HOST HEX_API_URL IBMCLOUD_API_ENDPOINT INFISICAL_API_URL
    INFISICAL_DOMAIN INFLUX_HOST INFRACOST_PRICING_API_ENDPOINT JENKINS_URL KAGGLE_API_ENDPOINT KUBERNETES_MASTER
    LANGCHAIN_ENDPOINT LANGFUSE_BASE_URL LANGFUSE_HOST LANGSMITH_ENDPOINT LINODE_CLI_API_HOST LIQUIBASE_COMMAND_URL
    LITELLM_API_BASE LOKI_ADDR MC_HOST_* MIMIR_ADDRESS MISTRAL_BASE_URL MLFLOW_TRACKING_URI MODAL_SERVER_URL NEON_API_HOST
    NETLIFY_API_URL NOMAD_ADDR NX_CLOUD_API NX_SELF_HOSTED_REMOTE_CACHE_SERVER OLLAMA_HOST OPENROUTER_BASE_URL
    OP_CONNECT_HOST OTEL_EXPORTER_OTLP_* PHASE_HOST PREFECT_API_URL PSCALE_API_URL PULUMI_API PULUMI_BACKEND_URL
    RAILWAY_API_URL RCLONE_CONFIG_* RCLONE_S3_ENDPOINT RCLONE_WEBDAV_URL RENDER_HOST REPLICATE_API_BASE RUNPOD_API_BASE
    S3_ENDPOINT_URL SCCACHE_ENDPOINT SCCACHE_MEMCACHED* SCCACHE_REDIS* SCCACHE_WEBDAV_ENDPOINT SCW_API_URL SENTRY_API_HOST
    SENTRY_URL SLACK_API_URL SNOWFLAKE_HOST SNYK_API SONAR_HOST_URL STRIPE_API_BASE TEMPORAL_ADDRESS TEMPORAL_CLI_ADDRESS
    TFE_ADDRESS TFE_HOSTNAME TF_CLOUD_HOSTNAME TOGETHER_BASE_URL TRAVIS_API_URL TURBO_API VAULT_ADDR VCPKG_BINARY_SOURCES
    WANDB_BASE_URL WOODPECKER_SERVER X_VCPKG_ASSET_SOURCES YC_ENDPOINT";

/// What it means that this variable is given to programs; false where it means nothing.
#[inline(never)]
pub fn variable(shell: &Shell<'_, '_>, state: &mut State, name: &str, value: &Val, call: &Invocation) -> bool {
    let scene = shell.scene;
    let add = |effect: Effect| {
        let (words, program) = (call.words(), "environment".to_owned());
        scene.add(Action { words, program, span: call.span, effects: vec![effect] });
    };
    let direct =
        |verb: Verb| add(Effect { certainty: Certainty::Sure, ..effects::on_name(verb, "variable", name, call.span) });
    // What `pre-commit` leaves out: only there, others mean other things by it.
    let commits = || call.argv.first().and_then(Val::known).is_some_and(|p| p.rsplit('/').next() == Some("git"));
    if name == "SKIP" && value.known() != Some("") && commits() {
        direct(Verb::SecurityWeaken);
        return true;
    }
    if matches!(name, "BASHOPTS" | "SHELLOPTS") {
        drop(invoke::unknown(scene, call, &format!("`{name}` makes shells read words otherwise")));
        return true;
    }
    let socket = ["unix:", "npipe:", "fd:"].iter().any(|s| value.prefix().starts_with(s));
    let machine = matches!(name, "DOCKER_HOST" | "CONTAINER_HOST" | "BUILDKIT_HOST" | "LIBVIRT_DEFAULT_URI");
    if let Some(verb) =
        machine.then_some(Verb::RemoteExec).or_else(|| serves(name, value.prefix()).then_some(Verb::NetSend))
        && !socket
        && net::parse_url(address_in(name, value.prefix())).is_some_and(|u| !u.local)
    {
        add(effects::on_url(verb, address_in(name, value.prefix()), call.span));
        return true;
    }
    if let Some(effect) = reaches(name, value, call) {
        add(effect);
        return true;
    }
    if opens(name, value.prefix()) {
        add(effects::on_host(Verb::NetListen, "0.0.0.0", call.span));
    }
    let spelled = spells_option(shell, state, name, value, call);
    if holds_options(shell, state, name, value, call) || is_written(shell, state, name, value, call) {
        return true;
    }
    let code = match code::environment_code(name, value.prefix()) {
        code::EnvCode::No if is_command(name, value) => code::EnvCode::Shell,
        code => code,
    };
    match code {
        code::EnvCode::No if from_elsewhere(scene, state, name, value) => {
            drop(invoke::unknown(
                scene,
                call,
                &format!("`{name}` makes programs load code from outside of the project"),
            ));
        }
        code::EnvCode::No => return spelled,
        code::EnvCode::Shell => drop(invoke::shell_text(
            &invoke::through(shell, Through::Hidden),
            &mut state.clone(),
            value,
            Dialect::Bash,
            &Val::default(),
            call.span,
        )),
        code::EnvCode::Loads => drop(invoke::unknown(scene, call, &format!("`{name}` makes programs load other code"))),
        code::EnvCode::Agent => direct(Verb::AgentControl),
        code::EnvCode::Weakens => direct(Verb::SecurityWeaken),
        code::EnvCode::Registry => direct(Verb::EnvSet),
    }
    true
}

/// What a run does at a place that this variable names: a site that is tested, production.
fn reaches(name: &str, value: &Val, call: &Invocation) -> Option<Effect> {
    if is_tested_at(name, value.prefix(), call) {
        return Some(effects::on_url(Verb::NetSend, value.prefix(), call.span));
    }
    live::in_production(name, value, call).map(|(verb, kind, named)| effects::on_name(verb, kind, &named, call.span))
}

/// Whether this variable hands a program options that do something: `LESS='+!id'`.
fn holds_options(shell: &Shell<'_, '_>, state: &mut State, name: &str, value: &Val, call: &Invocation) -> bool {
    let Some((of, before)) = OPTIONS.iter().find(|(of, _)| is_named(of, name)) else { return false };
    let mut argv: Vec<Val> = before.split(' ').filter(|word| *word != "=").map(Val::text).collect();
    if let Some(form) = of.strip_suffix("*").and_then(|lead| name.strip_prefix(lead)?.strip_prefix('_')) {
        argv.truncate(1);
        argv.extend(form.split('_').map(Val::text));
    }
    let Some(program) = argv.first().and_then(|first| knowledge::find(first.prefix())) else { return false };
    if before.ends_with('=') {
        argv.push(value.clone());
    } else {
        let shown = value.show();
        // The pager takes letters without a dash, and words in quotes are no words of ours.
        let dash = matches!(name, "LESS" | "MORE" | "SYSTEMD_LESS")
            && !shown.starts_with(['-', '+', '…'])
            && !shown.is_empty();
        let shown = if dash { format!("-{shown}") } else { shown };
        argv.extend(shown.split_ascii_whitespace().map(|word| word_of(word.trim_matches(['\'', '"']))));
    }
    let given = Invocation { argv, env: Vec::new(), stdin: Val::default(), span: call.span };
    invoke::by_options(shell, &mut state.clone(), program, &given)
}

/// Whether this variable is an option of a program that does something.
fn spells_option(shell: &Shell<'_, '_>, state: &State, name: &str, value: &Val, call: &Invocation) -> bool {
    let lower = name.to_ascii_lowercase();
    let found = SPELLED.iter().find_map(|(lead, words)| Some((lower.strip_prefix(lead)?, *words)));
    let Some((option, words)) = found.filter(|_| value.known() != Some("")) else { return false };
    let mut option = Val::text(format!("--{}=", option.replace('_', "-")));
    option.extend(value);
    let argv: Vec<Val> = words.split(' ').map(Val::text).chain(std::iter::once(option)).collect();
    let Some(program) = argv.first().and_then(|first| knowledge::find(first.prefix())) else { return false };
    let bound = options::bind(program, argv.get(1..).unwrap_or_default());
    let off = matches!(value.known(), Some("0" | "false" | "no" | "off" | "null"));
    let known = bound.unknown.is_empty() && bound.options.iter().any(|(o, _)| !(off && o.on.is_empty()));
    let given = Invocation { argv, env: Vec::new(), stdin: Val::default(), span: call.span };
    known && invoke::by_options(shell, &mut state.clone(), program, &given)
}

/// A word of a text that was shown, where gaps stand as a sign. One that is nothing else is taken for an operand.
fn word_of(shown: &str) -> Val {
    let Some((known, _)) = shown.split_once('…') else { return Val::text(shown) };
    let mut word = Val::text(known);
    word.extend(&Val::gap("a part of a variable"));
    word
}

/// Whether this variable makes programs write into the system, or a file that is protected: `GIT_TRACE=/etc/x`.
fn is_written(shell: &Shell<'_, '_>, state: &State, name: &str, value: &Val, call: &Invocation) -> bool {
    let falls = |cwd: &String| {
        let path = paths::join(cwd, value.prefix());
        let target = paths::target(shell.scene, value.prefix(), &path);
        // A file that is there already, beside the project.
        let there = || shell.scene.world.path(&path).kind == PathKind::File;
        if matches!(target.place, Place::Home | Place::Outside) && !target.created_here && there() {
            return true;
        }
        // What git is told of its own files lies among them.
        let own = matches!(name, "GIT_INDEX_FILE" | "GIT_OBJECT_DIRECTORY") && target.resolved.contains("/.git/");
        target.place == Place::System || !own && effects::is_protected(target.class)
    };
    let written = lists(WRITTEN, name) && value.prefix().contains('/') && state.cwd.iter().any(falls);
    if written {
        touch::by_shell(shell.scene, state, value, Verb::Write, call.span, "environment");
    }
    written
}

/// Whether builds are told to run a command that is no compiler: `CC='rm -rf x' make`.
fn is_command(name: &str, value: &Val) -> bool {
    let Some((program, rest)) = value.prefix().trim_start().split_once(' ') else { return false };
    if rest.is_empty() || !lists(PROGRAMS, name) {
        return false;
    }
    let program = program.rsplit('/').next().unwrap_or("");
    // `x86_64-linux-gnu-gcc`, `gcc-13`
    let is_tool = |tool: &&str| {
        program.strip_prefix(*tool).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            || program.strip_suffix(*tool).is_some_and(|lead| lead.ends_with('-'))
    };
    !program.is_empty() && !COMPILERS.iter().any(is_tool)
}

/// What may stand first in such a variable.
const COMPILERS: &[&str] = &[
    "ar",
    "as",
    "cc",
    "ccache",
    "cl",
    "clang",
    "clang++",
    "distcc",
    "emcc",
    "g++",
    "gcc",
    "gfortran",
    "icc",
    "icx",
    "ld",
    "mpicc",
    "mpicxx",
    "musl-gcc",
    "nvcc",
    "pkg-config",
    "python",
    "python3",
    "ranlib",
    "sccache",
    "strip",
    "tcc",
    "zig",
];

/// Whether this variable names the server that a client speaks to. Some of their families hold other settings too.
fn serves(name: &str, value: &str) -> bool {
    // `tcp:example.com:5037`, `clear;http,https://example.com/,readwrite`, and a machine by its bare name.
    let bare = name.ends_with("_HOST") || BARE.contains(&name);
    lists(SERVERS, name)
        && (value.contains("://") && !value.contains(":///")
            || bare && value.contains(['.', ':']) && !opens(name, value))
}

/// Variables that name a machine without a scheme.
const BARE: &[&str] = &[
    "ADB_SERVER_SOCKET",
    "ANDROID_ADB_SERVER_ADDRESS",
    "ARGOCD_SERVER",
    "DISTCC_HOSTS",
    "DISTCC_POTENTIAL_HOSTS",
    "KUBERNETES_MASTER",
    "TEMPORAL_ADDRESS",
    "TEMPORAL_CLI_ADDRESS",
    "TFE_HOSTNAME",
    "TF_CLOUD_HOSTNAME",
];

/// The address in what such a variable holds.
fn address_in<'v>(name: &str, value: &'v str) -> &'v str {
    if !lists(SERVERS, name) {
        return value;
    }
    let parts = || value.split([',', ';', ' ', '|']);
    let found = parts().find(|p| p.contains("://")).or_else(|| parts().next()).unwrap_or(value);
    found.strip_prefix("tcp:").filter(|rest| !rest.starts_with("//")).unwrap_or(found)
}

/// Whether a browser's or a load's test is sent by this variable to a site that is not there for tests:
/// `BASE_URL=https://shop.example.com npx playwright test`.
fn is_tested_at(name: &str, value: &str, call: &Invocation) -> bool {
    const DRIVERS: &[&str] =
        &["playwright", "cypress", "e2e", "k6", "newman", "artillery", "locust", "hurl", "wdio", "testcafe"];
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_ascii_lowercase).collect()
    };
    let drives = |text: &str| words(text).iter().any(|w| DRIVERS.contains(&w.as_str()));
    let address = ["URL", "HOST", "baseUrl", "ORIGIN"].iter().any(|e| name.ends_with(e));
    address
        && net::parse_url(value).is_some_and(|u| {
            !u.local && matches!(net::environment_of(&u.host), EnvLabel::Production | EnvLabel::Unknown)
        })
        && (drives(name) || call.argv.iter().take(6).any(|a| drives(a.prefix())))
}

/// Whether this variable makes servers listen on every address.
#[must_use]
pub fn opens(name: &str, value: &str) -> bool {
    let every = ["0.0.0.0", "[::]", "+", "*"];
    match name {
        "BINDING"
        | "FLASK_RUN_HOST"
        | "GRADIO_SERVER_NAME"
        | "HOST"
        | "HOSTNAME"
        | "NITRO_HOST"
        | "NUXT_HOST"
        | "OLLAMA_HOST"
        | "STREAMLIT_SERVER_ADDRESS"
        | "UVICORN_HOST" => value == "::" || value.split(':').next().is_some_and(|h| every.contains(&h)),
        "ASPNETCORE_URLS" | "DOTNET_URLS" => every.iter().any(|h| value.contains(&format!("://{h}"))),
        _ => false,
    }
}

/// Whether a variable of this name may say where code is found, or hand a program options.
#[must_use]
pub fn may_load(name: &str) -> bool {
    let shell = ["PATH", "HOME", "IFS", "ENV", "SHELL", "BASHOPTS", "SHELLOPTS"];
    shell.contains(&name)
        || lists(CODE, name)
        || lists(PROGRAMS, name)
        || SETTLED.iter().any(|(n, _)| *n == name)
        || OPTIONS.iter().any(|(of, _)| is_named(of, name))
        || name.to_ascii_lowercase().starts_with("npm_config_")
}

/// Whether this variable makes programs load code, or settings that name some, from outside of the project.
#[must_use]
pub fn from_elsewhere(scene: &Scene<'_>, state: &State, name: &str, value: &Val) -> bool {
    // `NPM_CONFIG_USERCONFIG`, `npm_config_userconfig`: one setting.
    let lower = name.to_ascii_lowercase();
    let name = if lower.starts_with("npm_config_") { lower.as_str() } else { name };
    if name == "KUBECONFIG" {
        return cluster_runs(scene, state, value);
    }
    let shown = value.show();
    let mut named = shown.split([':', ';', ' ', '=']).filter(|p| p.contains('/') && !p.starts_with('…'));
    if lists(CODE, name) {
        return named.any(|p| lies(scene, state, p, &[Place::Temp, Place::Outside, Place::Home, Place::Unknown]));
    }
    if lists(PROGRAMS, name) || name.starts_with("CARGO_TARGET_") && name.ends_with("_LINKER") {
        return named.any(|p| lies(scene, state, p, &[Place::Temp]));
    }
    let Some((_, files)) = SETTLED.iter().find(|(n, _)| *n == name) else { return false };
    named.any(|dir| lies(scene, state, dir, &[Place::Temp, Place::Outside]) && holds(scene, state, dir, files))
}

/// Whether settings of clusters, named here, may make their clients run a program (`exec`, `auth-provider`). What the user's own
/// programs keep in the home is left alone.
#[must_use]
pub fn cluster_runs(scene: &Scene<'_>, state: &State, value: &Val) -> bool {
    let shown = value.show();
    let all = shown.split(':').filter(|p| !p.is_empty() && !p.contains('…'));
    all.flat_map(|p| state.cwd.iter().map(move |cwd| (p, paths::join(cwd, p)))).any(|(given, path)| {
        let target = paths::target(scene, given, &path);
        if matches!(target.place, Place::Home | Place::System | Place::Sink | Place::Device) {
            return false;
        }
        let names = |text: &str| ["exec:", "exec\"", "auth-provider"].iter().any(|w| text.contains(w));
        if let Some(written) = scene.files.borrow().get(&target.resolved) {
            return written.known().map_or(written.is_network(), names);
        }
        match scene.world.read(&target.resolved, MAX_SCRIPT_BYTES) {
            Ok(text) => names(&text),
            Err(NotKnown::Missing) => !matches!(target.place, Place::Workspace | Place::WorkspaceRoot),
            Err(_) => true,
        }
    })
}

fn lists(names: &str, name: &str) -> bool {
    names.split_ascii_whitespace().any(|n| is_named(n, name))
}

/// Whether an entry stands for this name.
fn is_named(entry: &str, name: &str) -> bool {
    entry == name
        || entry.strip_suffix('*').is_some_and(|lead| name.starts_with(lead))
        || entry.strip_prefix('*').is_some_and(|end| name.ends_with(end))
}

/// Whether a path lies in one of these places; what programs and their installers keep in a home is its user's own.
fn lies(scene: &Scene<'_>, state: &State, path: &str, places: &[Place]) -> bool {
    // `/tmp/x/?.lua`: the folder counts.
    let path = path.split(['?', '*']).next().unwrap_or(path);
    state.cwd.iter().any(|cwd| {
        let target = paths::target(scene, path, &paths::join(cwd, path));
        let installed = target.place == Place::Home && {
            let rest = target.resolved.strip_prefix(scene.home.as_str()).unwrap_or("");
            let kept = ["/.", "/Library/", "/go/", "/perl5/", "/R/"].iter().any(|d| rest.starts_with(d));
            kept || ["/site-packages", "/node_modules"].iter().any(|d| rest.contains(d))
        };
        // `/tmp` itself is a folder of the system's.
        let temp = || paths::place(scene, &format!("{}/x", target.resolved)) == Place::Temp;
        (places.contains(&target.place) || places.contains(&Place::Temp) && temp()) && !installed
    })
}

fn holds(scene: &Scene<'_>, state: &State, dir: &str, files: &str) -> bool {
    let there = |path: &str| {
        scene.world.path(path).kind != PathKind::Missing
            || scene.files.borrow().keys().any(|p| p == path || paths::below(p, path))
    };
    state.cwd.iter().any(|cwd| {
        let dir = paths::join(cwd, dir);
        files.split(' ').any(|file| there(&paths::join(&dir, file)))
    })
}
