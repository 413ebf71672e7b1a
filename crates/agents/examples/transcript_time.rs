//! How long a folder of sessions takes to read: `cargo run --release -p automode-agents --example transcript_time DIR`.

use std::time::Instant;

use automode_agents::claude_code::transcript::{Seen, files, read};

fn main() {
    let Some(dir) = std::env::args_os().nth(1) else {
        eprintln!("usage: transcript_time DIR");
        std::process::exit(2);
    };
    let start = Instant::now();
    let (mut items, mut doubles, mut unreadable, mut bytes) = (0u64, 0u64, 0u64, 0u64);
    let mut seen = Seen::default();
    let paths = files(dir.as_ref()).unwrap_or_default();
    for path in &paths {
        bytes += path.metadata().map_or(0, |meta| meta.len());
        let Ok(mut transcript) = read(path) else { continue };
        for item in transcript.by_ref() {
            if seen.first(&item) {
                items += 1;
            } else {
                doubles += 1;
            }
        }
        unreadable += transcript.unreadable();
    }
    println!(
        "{} files, {} MB, {items} items, {doubles} doubles, {unreadable} unreadable lines, {:?}",
        paths.len(),
        bytes / 1_000_000,
        start.elapsed()
    );
}
