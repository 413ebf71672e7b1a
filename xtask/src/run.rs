//! Running other programs and finding our files; used by every task.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// A task ends with a sentence for the person who started it.
pub type Result<T = ()> = std::result::Result<T, String>;

/// The target that is shipped.
pub const MUSL: &str = "x86_64-unknown-linux-musl";

/// The top of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Where cargo puts what it builds.
pub fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Runs to the end, output shown.
pub fn run(command: &mut Command) -> Result {
    let status = command.status().map_err(|e| format!("{}: {e}", show(command)))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", show(command))) }
}

/// Runs to the end and gives what it printed on stdout.
pub fn output(command: &mut Command) -> Result<String> {
    let out = command.stderr(Stdio::inherit()).output().map_err(|e| format!("{}: {e}", show(command)))?;
    if !out.status.success() {
        return Err(format!("`{}` failed ({})", show(command), out.status));
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Runs to the end, shows every line as it comes and gives all of them to `each`.
pub fn watched(command: &mut Command, mut each: impl FnMut(&str)) -> Result {
    let (reader, writer) = std::io::pipe().map_err(|e| e.to_string())?;
    let errors = writer.try_clone().map_err(|e| e.to_string())?;
    let name = show(command);
    let mut child = command.stdout(writer).stderr(errors).spawn().map_err(|e| format!("{name}: {e}"))?;
    // The command keeps the writing ends; while we hold them the pipe would never end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut lines = BufReader::new(reader);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
        std::io::stdout().write_all(&line).map_err(|e| e.to_string())?;
        each(&String::from_utf8_lossy(&line));
        line.clear();
    }
    let status = child.wait().map_err(|e| e.to_string())?;
    if status.success() { Ok(()) } else { Err(format!("`{name}` failed ({status})")) }
}

/// Whether a program is on PATH.
pub fn have(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|dir| dir.join(program).is_file())
}

/// The command as a person would type it.
fn show(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|w| w.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Reads a text file below the root.
pub fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// Writes a text file.
pub fn write(path: &Path, text: &str) -> Result {
    std::fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
}

/// Makes a directory with its parents.
pub fn make_dir(path: &Path) -> Result {
    std::fs::create_dir_all(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// Builds the shipped binary and says where it is; `--bin FILE` of a task names one that exists.
pub fn binary(given: Option<String>) -> Result<PathBuf> {
    if let Some(file) = given {
        let path = std::path::absolute(&file).map_err(|e| e.to_string())?;
        return if path.is_file() { Ok(path) } else { Err(format!("there is no file `{file}`")) };
    }
    need_musl()?;
    run(cargo().args(["build", "--quiet", "--release", "-p", "automode", "--target", MUSL]).args(shipped()))?;
    Ok(target_dir().join(MUSL).join("release/automode"))
}

/// How often hooks run which block of code; see `profile.rs`.
pub const PROFILE: &str = "crates/automode/hot.profdata";

/// What the shipped binary is compiled with besides what stands in `.cargo/config.toml`, where no path would hold for every
/// package: what hooks run.
pub fn shipped() -> Vec<String> {
    let profile = root().join(PROFILE);
    if !profile.is_file() {
        return Vec::new();
    }
    let flags = [
        format!("-Cprofile-use={}", profile.display()),
        // What never ran goes elsewhere. Nearly all code of a hook runs once in each run: only what makes up nine tenths
        // of all counts is a loop worth inlining for, the rest is better short (with the usual limits a half more code
        // runs than with these). Which values occur was not counted; a function that changed since is compiled as if it were
        // not in the profile.
        // What never ran is compiled for size, which else is done of larger programs only (0.8 MB less of 15.2).
        "-Cllvm-args=-enable-split-machine-functions -profile-summary-cutoff-hot=900000 -inline-threshold=100 \
         -inlinehint-threshold=100 -pgso-lwss-only=false -disable-vp -no-pgo-warn-mismatch"
            .to_owned(),
    ];
    vec!["--config".to_owned(), rustflags(&flags)]
}

/// A setting for cargo that adds these to the flags of the shipped target.
pub fn rustflags(flags: &[String]) -> String {
    format!("target.{MUSL}.rustflags={flags:?}")
}

/// Runs to the end with this on its standard input.
pub fn fed(command: &mut Command, input: &[u8]) -> Result<ExitStatus> {
    let mut child = command.spawn().map_err(|e| format!("{}: {e}", show(command)))?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input).map_err(|e| e.to_string())?;
    }
    child.wait().map_err(|e| e.to_string())
}

/// The musl target needs a linker setup that rustup brings, and for C code a compiler that it does not bring.
pub fn need_musl() -> Result {
    let sysroot = output(Command::new("rustc").current_dir(root()).args(["--print", "sysroot"]))?;
    let lib = Path::new(sysroot.trim()).join("lib/rustlib").join(MUSL);
    if lib.is_dir() {
        return Ok(());
    }
    Err(format!("the target {MUSL} is not installed\nhint: rustup target add {MUSL}"))
}

/// A repository with one commit's worth of nothing, made without git: what examples and benches run in.
pub fn sample_repository(dir: &Path) -> Result {
    for folder in ["src", ".git/refs/heads", ".git/objects"] {
        make_dir(&dir.join(folder))?;
    }
    write(&dir.join(".git/HEAD"), "ref: refs/heads/main\n")?;
    let core = "[core]\n\trepositoryformatversion = 0\n\tbare = false\n";
    let remote = "[remote \"origin\"]\n\turl = https://example.com/shop.git\n";
    write(&dir.join(".git/config"), &format!("{core}{remote}"))?;
    write(&dir.join("src/lib.rs"), "pub fn total() -> u32 { 0 }\n")
}

/// What people's homes and repositories hold beside that: a name and aliases, a branch that follows another, git's samples of
/// hooks. What of the program is looked up for these belongs to what usually runs.
pub fn lived_in(home: &Path, repository: &Path) -> Result {
    let git = repository.join(".git");
    write(&home.join(".gitconfig"), "[user]\n\tname = A\n\temail = a@example.com\n[alias]\n\tst = status -sb\n")?;
    let config = read(&git.join("config"))?;
    let branch = "[branch \"main\"]\n\tremote = origin\n\tmerge = refs/heads/main\n";
    write(&git.join("config"), &format!("{config}{branch}"))?;
    make_dir(&git.join("hooks"))?;
    ["commit-msg", "pre-commit", "pre-push"]
        .iter()
        .try_for_each(|hook| write(&git.join("hooks").join(format!("{hook}.sample")), "#!/bin/sh\n"))
}
