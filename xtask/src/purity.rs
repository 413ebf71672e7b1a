//! `cargo xtask purity`: the pure crates touch nothing of the machine. They build for wasm32 (where there is no machine), a
//! lint knows the functions that would compile there and fail only when called, and a planted crate proves that the lint
//! sees them.

use std::process::Stdio;

use crate::run::{self, Result, cargo, root, target_dir};

/// The line that switches the lint on in a pure crate's `lib.rs`; `tidy` demands it. It stands there and not in the
/// workspace's table, so that build scripts and tests of the same crates may read files.
pub const SWITCH: &str = "#![deny(clippy::disallowed_methods, clippy::disallowed_types)]";

/// One call of each kind; each must be found.
const PLANTED: &[&str] = &[
    "std::fs::read(\"x\")",
    "std::fs::File::open(\"x\")",
    "std::path::Path::new(\"x\").exists()",
    "std::env::var(\"x\")",
    "std::time::Instant::now()",
    "std::time::SystemTime::now()",
    "std::process::Command::new(\"x\")",
    "std::net::TcpStream::connect(\"x\")",
    "std::thread::spawn(|| ())",
    "std::io::stdin()",
];

pub fn run() -> Result {
    run::run(cargo().args([
        "build",
        "--quiet",
        "--lib",
        "-p",
        "automode-engine",
        "--target",
        "wasm32-unknown-unknown",
    ]))?;
    println!("purity: automode-engine builds for wasm32-unknown-unknown");
    // Only what the crates themselves deny; the rest is the business of the clippy step.
    let clippy = "clippy --quiet --lib -p automode-model -p automode-shell -p automode-engine -- -A warnings";
    run::run(cargo().args(clippy.split(' ')))?;
    println!("purity: no call to the machine in model, shell, engine");
    planted()?;
    println!("purity: each of {} planted calls is found", PLANTED.len());
    Ok(())
}

/// A crate with the same configuration and a forbidden call in each function.
fn planted() -> Result {
    let dir = target_dir().join("purity-plant");
    run::make_dir(&dir.join("src"))?;
    let config = run::read(&root().join("crates/engine/clippy.toml"))?;
    run::write(&dir.join("clippy.toml"), &config)?;
    let manifest = "[package]\nname = \"plant\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n";
    run::write(&dir.join("Cargo.toml"), manifest)?;
    let body: String =
        PLANTED.iter().enumerate().map(|(n, call)| format!("pub fn f{n}() {{ let _ = {call}; }}\n")).collect();
    run::write(&dir.join("src/lib.rs"), &format!("{SWITCH}\n{body}"))?;
    let mut clippy = cargo();
    clippy.current_dir(&dir).env("CARGO_TARGET_DIR", dir.join("target")).args(["clippy", "--offline"]);
    let out = clippy.stdout(Stdio::null()).output().map_err(|e| e.to_string())?;
    let said = String::from_utf8_lossy(&out.stderr);
    let missed = PLANTED.iter().enumerate().filter(|(n, _)| !said.contains(&format!("src/lib.rs:{}:", n + 2)));
    let missed: Vec<_> = missed.map(|(_, call)| *call).collect();
    match (missed.as_slice(), out.status.success()) {
        ([], false) => Ok(()),
        (missed, _) => Err(format!("the lint does not find {missed:?}\n{said}")),
    }
}
