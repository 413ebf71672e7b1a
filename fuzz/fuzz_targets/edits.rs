//! Any change of any file that is compared: the first byte chooses the file, a NUL stands between before and after.
//! `cargo xtask fuzz --target edits`.

#![no_main]

use automode_engine::understand::edits::{Input, judge};
use automode_engine::understand::paths::classify;
use libfuzzer_sys::fuzz_target;

/// Names whose languages and meanings differ.
const NAMES: [&str; 48] = [
    "a.rs", "a.py", "a.js", "a.ts", "a.tsx", "a.go", "a.java", "a.c", "a.cpp", "a.cs", "a.rb", "a.php", "a.pl", "a.sh",
    "a.swift", "a.kt", "a.scala", "a.lua", "a.ex", "a.hs", "a.clj", "a.sql", "a.json", "a.yaml", "a.toml", "a.md",
    "a.html", "a.css", "a.xml", "a.tf", "a.proto", "a.graphql", "a.vue", "Dockerfile", "Makefile", "package.json",
    "Cargo.toml", "go.mod", "pom.xml", "Gemfile", "requirements.txt", "package-lock.json", "Cargo.lock", "tests/a.test.ts",
    "migrations/0001_a.sql", "db/migrate/20260101000000_a.rb", ".github/workflows/ci.yml", "k8s/deploy.yaml",
];

fuzz_target!(|data: &[u8]| {
    let Some((which, text)) = automode_fuzz::chosen(data) else { return };
    let Some(name) = NAMES.get(which % NAMES.len()) else { return };
    let path = format!("{}/{name}", automode_fuzz::CWD);
    let (before, after) = match text.split_once('\0') {
        Some((before, after)) => (Some(before), after),
        None => (None, text),
    };
    let class = classify(&path, "/home/dev");
    let once = || judge(&Input { path: &path, own: name, class, before, after });
    assert_eq!(once(), once());
});
