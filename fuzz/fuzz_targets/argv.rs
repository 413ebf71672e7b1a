//! Any arguments of any program that is known: the first two bytes choose the program, NULs stand between the words.
//! `cargo xtask fuzz --target argv`.

#![no_main]

use std::sync::LazyLock;

use automode_engine::{knowledge, understand::shell::quote};
use libfuzzer_sys::fuzz_target;

static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| knowledge::all().map(|(name, _)| name).collect());

fuzz_target!(|data: &[u8]| {
    let [a, b, rest @ ..] = data else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let Some(name) = NAMES.get(usize::from(u16::from_be_bytes([*a, *b])) % NAMES.len().max(1)) else { return };
    let words: Vec<String> = text.split('\0').map(quote).collect();
    automode_fuzz::judge(&format!("{name} {}", words.join(" ")), None);
});
