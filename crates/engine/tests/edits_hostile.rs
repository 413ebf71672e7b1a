//! No text makes the judgement of an edit slow: repeated openers of everything that nests, in every language family.

#[path = "../../shell/tests/common/cpu.rs"]
mod cpu;

use automode_engine::understand::edits::{Change, Input, judge};
use automode_engine::understand::paths::classify;

fn judged(path: &str, before: Option<&str>, after: &str) -> Change {
    let path = format!("/srv/{path}");
    judge(&Input { path: &path, class: classify(&path, "/home/dev"), before, after })
}

#[test]
fn hostile_input_is_bounded() {
    let pieces = [
        "(",
        "{[",
        "\"",
        "'",
        "`${",
        "<",
        "/*",
        "<<EOF\n",
        "r#\"",
        "|\n  ",
        "#{",
        "a:<",
        "? :",
        "@x(",
        "if(x){return",
        "$x$",
        "=>",
        "((((x",
    ];
    let bytes = if cfg!(debug_assertions) { 6_000 } else { 60_000 };
    let budget_ms = if cfg!(debug_assertions) { 5_000 } else { 500 };
    for path in [
        "a.ts",
        "a.py",
        "a.rs",
        "a.rb",
        "a.sh",
        "a.yaml",
        "main.tf",
        "a.php",
        "q.sql",
        "package.json",
        "Cargo.toml",
        "a.html",
        "Dockerfile",
        "tests/a.test.ts",
    ] {
        for piece in pieces {
            let text = piece.repeat(bytes / piece.len());
            let after = format!("{text}x");
            let (_, took) = cpu::timed(|| judged(path, Some(&text), &after));
            let took = took.as_millis();
            assert!(took < budget_ms, "{path} {piece:?}: {took} ms");
        }
    }
}
