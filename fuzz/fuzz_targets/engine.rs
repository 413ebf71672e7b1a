//! Any command is judged: no panic, no hang, and the same verdict twice; what stands behind a NUL is what every file of the
//! machine holds. `cargo xtask fuzz --target engine`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((_, text)) = automode_fuzz::chosen(data) else { return };
    match text.split_once('\0') {
        Some((command, file)) => automode_fuzz::judge(command, Some(file)),
        None => automode_fuzz::judge(text, None),
    }
});
