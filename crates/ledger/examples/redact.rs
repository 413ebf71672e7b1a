//! What looking for secrets costs: `cargo run --release -p automode-ledger --example redact`; prints microseconds.
#![expect(clippy::unwrap_used, reason = "a bench has nobody to tell but its user")]

use std::hint::black_box;
use std::time::Instant;

use automode_ledger::Redactor;

fn main() {
    let command = "git -C /home/dev/project log --oneline -n 20 -- src/parser/lexer.rs docs/a";
    let source = include_str!("../src/redact/assign.rs");
    let source = source.repeat((64 << 10) / source.len() + 1).get(..64 << 10).unwrap().to_owned();
    let hostile = [
        "token=${x}",
        "eyJabcdefgh-",
        "password=\"",
        "-u ",
        "a_token=a.b",
        "-----BEGIN RSA PRIVATE KEY-----",
        "://a:",
        "xoxb-a-",
    ];
    let mut texts = vec![("command".to_owned(), command.to_owned()), ("source, 64 KiB".to_owned(), source)];
    texts.extend(hostile.iter().map(|h| (format!("{h} …, 64 KiB"), h.repeat((64 << 10) / h.len()))));
    let redactor = Redactor::ephemeral();
    let _ = redactor.redact("PASSWORD=hunter2x");
    for (name, text) in texts {
        let rounds = 20_000_000 / (text.len() + 2000);
        let time = |_| {
            let start = Instant::now();
            for _ in 0..rounds / 10 {
                black_box(redactor.redact(black_box(&text)));
            }
            start.elapsed().as_secs_f64() * 1e6 / (rounds / 10) as f64
        };
        let best = (0..10).map(time).fold(f64::MAX, f64::min);
        println!("{name:45} {best:10.2} µs");
    }
}
