//! Any code in any language that is read: the first byte chooses the language. `cargo xtask fuzz --target code`.

#![no_main]

use automode_engine::understand::shell::quote;
use libfuzzer_sys::fuzz_target;

/// What code is handed to; the code is its last word.
const FRONTS: [&str; 11] = [
    "python3 -c",
    "node -e",
    "ruby -e",
    "perl -e",
    "php -r",
    "lua -e",
    "psql -c",
    "sqlite3 app.db",
    "awk",
    "sed -n",
    "mongosh --eval",
];

fuzz_target!(|data: &[u8]| {
    let Some((which, text)) = automode_fuzz::chosen(data) else { return };
    let Some(front) = FRONTS.get(which % FRONTS.len()) else { return };
    automode_fuzz::judge(&format!("{front} {}", quote(text)), None);
});
