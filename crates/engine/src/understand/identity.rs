//! Who a program really is: a basename is not an identity. Called by `invoke`.

use automode_model::{Action, PathKind};

use crate::knowledge::{self, Program};

use super::paths;
use super::scene::Scene;
use super::state::{FROM_ENVIRONMENT, State};
use super::value::{Piece, Val};

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
        return match knowledge::find(name)
            .or_else(|| [tool_chain(name), versioned(name)].into_iter().flatten().find_map(knowledge::find))
        {
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
    let file = paths::join(&whole, base);
    // A project may lie there itself.
    let own = whole == scene.workspace || paths::below(&whole, &scene.workspace);
    let bundled = is_installed(&whole, &scene.home) && !own && !is_written_here(scene, &file);
    let project_tools = whole.ends_with("/node_modules/.bin")
        || whole.ends_with("venv/bin")
        || whole.ends_with("/vendor/bin")
        || is_new_environment(scene, &whole) && !is_written_here(scene, &file);
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
    let wrapper = (matches!(base, "gradlew" | "mvnw" | "waf") || is_binstub(scene, &whole, base))
        && !is_written_here(scene, &file);
    if tools.contains(&whole.as_str())
        || project_tools
        || home_tools
        || wrapper
        || bundled
        || is_versioned_tool(&whole, &scene.home)
    {
        return match knowledge::find(base).or_else(|| knowledge::find(&format!("bin/{base}"))) {
            Some(p) => Identity::Program(p),
            None => Identity::Unknown(format!("the program `{name}` is not known")),
        };
    }
    Identity::File(file)
}

/// The program of a name that begins with a variable which says where its tools are installed, `$JAVA_HOME/bin/java`, or is one
/// that is called like its program, `$CC`, `$UNITY_PATH`.
/// As `PATH` is, it is taken to be the user's set-up where the script does not set it.
#[must_use]
pub fn installed(name: &Val) -> Option<String> {
    if let [Piece::Gap(from)] = name.pieces() {
        let variable = from.why.strip_suffix(FROM_ENVIRONMENT)?.strip_prefix('$')?;
        let kinds = ["_PATH", "_BIN", "_EXE", "_CMD", "_EDITOR", "_COMMAND"];
        let program = kinds.iter().find_map(|k| variable.strip_suffix(k)).unwrap_or(variable).to_ascii_lowercase();
        return knowledge::find(&program).is_some().then_some(program);
    }
    let base = in_tools(name)?.rsplit('/').next()?;
    knowledge::find(base).is_some().then(|| base.to_owned())
}

/// A file of an installed set of tools: `$IDF_PATH/tools/a.py`.
#[must_use]
pub fn is_of_tools(file: &Val) -> bool {
    in_tools(file).is_some()
}

/// What stands behind a variable that says where tools are installed.
fn in_tools(file: &Val) -> Option<&str> {
    const HOMES: &str = " JAVA_HOME JDK_HOME ANDROID_HOME ANDROID_SDK_ROOT ANDROID_NDK ANDROID_NDK_HOME ANDROID_NDK_ROOT GOROOT \
        GOPATH GOBIN CARGO_HOME CONDA_PREFIX VIRTUAL_ENV FLUTTER_ROOT FLUTTER_HOME DART_SDK PNPM_HOME BUN_INSTALL \
        DENO_INSTALL NVM_BIN HOMEBREW_PREFIX SPARK_HOME HADOOP_HOME KAFKA_HOME FLINK_HOME HIVE_HOME M2_HOME MAVEN_HOME \
        GRADLE_HOME SCALA_HOME CUDA_HOME CUDA_PATH DOTNET_ROOT EMSDK QTDIR WASI_SDK_PATH VCPKG_ROOT IDF_PATH VULKAN_SDK \
        ZEPHYR_BASE ZEPHYR_SDK_INSTALL_DIR ARM_TOOLCHAIN_PATH GNUARMEMB_TOOLCHAIN_PATH PICO_SDK_PATH ANDROID_SDK_HOME SDKROOT \
        ORACLE_HOME R_HOME PGBIN LLVM_HOME ESP_IDF_PATH ADF_PATH NIM_HOME ERL_ROOT EMSCRIPTEN STM32CUBE_PATH RIOTBASE ";
    let [Piece::Gap(from), Piece::Text(rest)] = file.pieces() else { return None };
    let variable = from.why.strip_suffix(FROM_ENVIRONMENT)?.strip_prefix('$')?;
    let rest = rest.strip_prefix('/')?;
    let fits = HOMES.split_ascii_whitespace().any(|home| home == variable) && !rest.split('/').any(|part| part == "..");
    fits.then_some(rest)
}

/// Folders in which installers put whole tool chains: those of the system, which only the administrator writes, and those
/// that are usual below the home directory.
fn is_installed(dir: &str, home: &str) -> bool {
    let below = |list: &[&str], dir: &str| list.iter().any(|d| dir.starts_with(d));
    let systems = below(
        &["/opt/", "/usr/lib/", "/usr/libexec/", "/usr/local/opt/", "/usr/local/go/", "/Library/Developer/"],
        dir,
    ) || dir == "/usr/libexec"
        || dir.starts_with("/Applications/") && dir.contains(".app/Contents/");
    let own = ["/Android/Sdk/", "/Library/Android/sdk/", "/flutter/bin", "/fvm/", "/google-cloud-sdk/bin", "/emsdk/"];
    systems || dir.strip_prefix(home).is_some_and(|dir| below(&own, dir))
}

/// `opt-18`: distributions put a version behind the names of tools that they have several of.
fn versioned(name: &str) -> Option<&str> {
    let (tool, version) = name.rsplit_once('-')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    version.split('.').all(digits).then_some(tool)
}

/// `arm-none-eabi-objdump` is the `objdump` of a tool chain for another machine.
fn tool_chain(name: &str) -> Option<&str> {
    let machines = [
        "arm",
        "aarch64",
        "armeb",
        "armv",
        "avr",
        "riscv",
        "xtensa",
        "mips",
        "powerpc",
        "ppc",
        "sparc",
        "x86_64",
        "i386",
        "i486",
        "i586",
        "i686",
        "m68k",
        "msp430",
        "or1k",
        "s390x",
        "loongarch64",
        "llvm",
        "mingw32",
        "wasm32",
        "rust",
    ];
    let (machine, _) = name.split_once('-')?;
    let (_, tool) = name.rsplit_once('-')?;
    let tools = [
        "gcc",
        "g++",
        "c++",
        "cc",
        "cpp",
        "clang",
        "clang++",
        "as",
        "ld",
        "ar",
        "nm",
        "objcopy",
        "objdump",
        "ranlib",
        "readelf",
        "size",
        "strings",
        "strip",
        "addr2line",
        "gdb",
        "c++filt",
        "gcov",
        "gfortran",
    ];
    let known = machines.iter().any(|m| machine.strip_prefix(m).is_some_and(|r| r.len() <= 6));
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.+".contains(&b));
    (known && plain && tools.contains(&tool)).then_some(tool)
}

/// What Rails and Symfony put into `bin` to start their own programs with the project's libraries.
fn is_binstub(scene: &Scene<'_>, dir: &str, base: &str) -> bool {
    let own = dir.strip_suffix("/bin").is_some_and(|d| d == scene.workspace || paths::below(d, &scene.workspace));
    let stubs = [
        "rails",
        "rake",
        "bundle",
        "rspec",
        "rubocop",
        "brakeman",
        "spring",
        "importmap",
        "kamal",
        "puma",
        "sidekiq",
        "guard",
        "cap",
        "srb",
        "tapioca",
        "standardrb",
        "phpunit",
        "console",
        "doctrine",
        "yarn",
        "webpack",
        "vite",
    ];
    own && stubs.contains(&base)
}

/// An environment of Python that this event made where nothing was before: `python3 -m venv /tmp/v && /tmp/v/bin/pip list`.
fn is_new_environment(scene: &Scene<'_>, bin: &str) -> bool {
    let Some(dir) = bin.strip_suffix("/bin") else { return false };
    let makes = |a: &Action| match a.program.as_str() {
        "virtualenv" => true,
        "uv" => a.words.split(' ').nth(1) == Some("venv"),
        "python" | "python-m" => {
            let words: Vec<&str> = a.words.split(' ').take(3).collect();
            matches!(words.as_slice(), [_, "-m", "venv" | "virtualenv"] | [_, "venv" | "virtualenv", ..])
        }
        _ => false,
    };
    scene.is_made_alone(dir, makes) && scene.world.path(dir).kind == PathKind::Missing
}

/// A file that this session made is what it holds, whatever its name.
fn is_written_here(scene: &Scene<'_>, path: &str) -> bool {
    scene.session.created.contains(path) || scene.files.borrow().contains_key(path)
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
