//! Any text, any dialect: no panic, no hang. `cargo xtask fuzz --target shell`; the first byte is the dialect.

#![no_main]

use automode_shell::{Dialect, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let dialect = match first % 3 {
        0 => Dialect::Bash,
        1 => Dialect::Zsh,
        _ => Dialect::Sh,
    };
    if let Ok(text) = std::str::from_utf8(rest) {
        let _ = parse(text, dialect);
    }
});
