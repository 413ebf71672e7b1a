//! `cargo xtask profile`: how often hooks run which block of code, for the compiler, into `crates/automode/hot.profdata`.
//!
//! A hook runs most of its code once. What it costs is then not its instructions but the lines of the cache that they lie
//! in, and the branches that nobody has taken before. Knowing which blocks run, the compiler puts them beside each other,
//! the way on straight ahead, and everything else elsewhere (measured: a quarter fewer lines, two fifths fewer pages, a
//! tenth of the whole hook). `run::shipped` gives the file to the compiler; one that is stale costs time, never
//! correctness. It is made by running the samples of `cargo xtask layout`, and some long ones, on a build that counts.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::args::Args;
use crate::layout;
use crate::run::{self, MUSL, Result, cargo, target_dir};

/// How often each sample runs.
const ROUNDS: usize = 3;

pub fn run(args: &Args) -> Result {
    let tool = tool()?;
    let counts = target_dir().join("profile/counts");
    // Left over from a run that was broken off; there may be none.
    let _ = std::fs::remove_dir_all(&counts);
    run::make_dir(&counts)?;
    let gate = match args.value("--bin") {
        Some(file) => std::path::absolute(&file).map_err(|e| format!("{file}: {e}"))?,
        None => counting(&counts)?,
    };
    let dir = target_dir().join(format!("profile-{}", std::process::id()));
    let bare = dir.join("bare");
    let events = |home: &Path, lived: bool| {
        let shop = home.join("shop");
        run::sample_repository(&shop)?;
        if lived {
            run::lived_in(home, &shop)?;
        }
        let cwd = shop.to_string_lossy().into_owned();
        let mut events = layout::events(&cwd)?;
        events.extend(long_events(&cwd).into_iter().map(|event| layout::with_common(event, &cwd)));
        Ok::<_, String>(events)
    };
    let (lived, empty) = (events(&dir, true)?, events(&bare, false)?);
    for _ in 0..ROUNDS {
        lived.iter().try_for_each(|event| hook(&gate, &dir, &counts, event))?;
        empty.iter().take(layout::BOTH).try_for_each(|event| hook(&gate, &bare, &counts, event))?;
    }
    merge(&tool, &counts)?;
    // A left-over directory below target/ hurts nobody.
    let _ = std::fs::remove_dir_all(&dir);
    let _ = std::fs::remove_dir_all(&counts);
    println!("{}: made anew; build with `cargo xtask dist` to use it", run::PROFILE);
    Ok(())
}

/// The compiler's own tool; another version may not read its counts.
fn tool() -> Result<PathBuf> {
    let about = |args: &[&str]| run::output(Command::new("rustc").current_dir(run::root()).args(args));
    let (version, sysroot) = (about(&["-vV"])?, about(&["--print", "sysroot"])?);
    let host = version.lines().find_map(|l| l.strip_prefix("host: ")).unwrap_or_default();
    let file = Path::new(sysroot.trim()).join("lib/rustlib").join(host).join("bin/llvm-profdata");
    let hint = "hint: rustup component add llvm-tools";
    if file.is_file() { Ok(file) } else { Err(format!("there is no {}\n{hint}", file.display())) }
}

/// A build that counts, in a directory of its own: it would push out the shipped one.
fn counting(counts: &Path) -> Result<PathBuf> {
    run::need_musl()?;
    let flags = [
        format!("-Cprofile-generate={}", counts.display()),
        // Which values occur is of no use here, and half of the file.
        "-Cllvm-args=-disable-vp".to_owned(),
        "--cfg=automode_profile".to_owned(),
    ];
    let place = target_dir().join("profile");
    let mut build = cargo();
    build.args(["build", "--quiet", "--release", "-p", "automode", "--target", MUSL, "--target-dir"]).arg(&place);
    run::run(build.args(["--config", &run::rustflags(&flags)]))?;
    Ok(place.join(MUSL).join("release/automode"))
}

fn hook(gate: &Path, dir: &Path, counts: &Path, event: &Value) -> Result {
    let mut command = Command::new(gate);
    command.args(["hook", "claude", "--profile", "strict", "--state"]).arg(dir.join("state"));
    command.env_clear().env("HOME", dir).env("PATH", "/usr/bin:/bin").current_dir(dir.join("shop"));
    command.env("LLVM_PROFILE_FILE", counts.join("%p.profraw"));
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let ended = run::fed(&mut command, event.to_string().as_bytes())?;
    if ended.success() { Ok(()) } else { Err(format!("{event}: the hook ended with {ended}")) }
}

fn merge(tool: &Path, counts: &Path) -> Result {
    let entries = std::fs::read_dir(counts).map_err(|e| format!("{}: {e}", counts.display()))?;
    let files = entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "profraw"));
    let out = run::root().join(run::PROFILE);
    run::run(Command::new(tool).args(["merge", "--sparse", "-o"]).arg(out).args(files))
}

/// What makes loops run long: a script, a written file, a page that was read.
fn long_events(cwd: &str) -> Vec<Value> {
    let file = format!("{cwd}/src/lib.rs");
    let lines: String = (0..200).map(|n| format!("    let step_{n} = base.checked_mul({n}).unwrap_or(0);\n")).collect();
    let steps = "out=\"build/$name\"\nmkdir -p \"$out\" && cd src\nfor f in a.c b.c; do gcc -c \"$f\" || exit 1; done\n\
                 if [ -f Makefile ]; then make -j4 all; fi\ngrep -rn TODO . | sort | head -20 > todo.txt\ncd ..\n";
    let page = "## Building\nRun `make` in the top folder; see <https://example.com/docs> for what it needs.\n\
                The tests take a minute. *Do not* forget to set `PRICES_URL` before you start the service.\n\n";
    let tool =
        |name: &str, input: Value| json!({"hook_event_name": "PreToolUse", "tool_name": name, "tool_input": input});
    vec![
        tool("Write", json!({"file_path": file, "content": format!("pub fn total(base: u32) {{\n{lines}}}\n")})),
        tool("Bash", json!({"command": format!("set -eu\n{}", steps.repeat(30))})),
        json!({"hook_event_name": "PostToolUse", "tool_name": "Read", "tool_input": {"file_path": file},
               "tool_response": {"type": "text", "file": {"filePath": file, "content": page.repeat(160)}}}),
    ]
}
