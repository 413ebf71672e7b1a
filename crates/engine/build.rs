//! Validates `knowledge/*.toml` and `policy/*.toml` and embeds them as static tables: the hook parses nothing at start.
//! A mistake in a data file is a build error that names file and key.

#[path = "build/knowledge.rs"]
mod knowledge;
#[path = "build/rules.rs"]
mod rules;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("cargo::error={}", why.replace('\n', " "));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    for (dir, file, make) in [
        ("knowledge", "knowledge.rs", knowledge::generate as fn(&[(String, String)]) -> Result<String, String>),
        ("policy", "rules.rs", rules::generate),
    ] {
        let dir = root.join(dir);
        println!("cargo::rerun-if-changed={}", dir.display());
        let files = read_all(&dir)?;
        for (name, text) in &files {
            hash = fnv(fnv(hash, name.as_bytes()), text.as_bytes());
        }
        let text = make(&files)?;
        std::fs::write(out.join(file), text).map_err(|e| format!("cannot write {file}: {e}"))?;
    }
    println!("cargo::rustc-env=AUTOMODE_DATA_HASH={hash:016x}");
    Ok(())
}

/// Names the data in the version: not for security, only to notice that rules or knowledge changed.
fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}

/// Name and content of every TOML file below a folder, in order of name.
fn read_all(dir: &Path) -> Result<Vec<(String, String)>, String> {
    let mut files = Vec::new();
    let mut dirs = vec![dir.to_path_buf()];
    while let Some(dir) = dirs.pop() {
        let entries = std::fs::read_dir(&dir).map_err(|e| format!("cannot list {}: {e}", dir.display()))?;
        for entry in entries {
            let path = entry.map_err(|e| e.to_string())?.path();
            if path.is_dir() {
                dirs.push(path);
            } else if path.extension().is_some_and(|e| e == "toml") {
                let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
                let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                println!("cargo::rerun-if-changed={}", path.display());
                files.push((name, text));
            }
        }
    }
    files.sort();
    Ok(files)
}
